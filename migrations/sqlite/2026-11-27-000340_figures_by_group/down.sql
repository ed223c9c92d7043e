DROP INDEX reporting_closed_on;
CREATE INDEX reporting_closed_on ON reporting (closed_on, accepted_on, known_from, case_id);
