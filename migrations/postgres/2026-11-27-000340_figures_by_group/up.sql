-- What figures are grouped by lies in the index by which open and closed cases are found: so each row need not be looked up
-- for it, one by one.
DROP INDEX reporting_closed_on;
CREATE INDEX reporting_closed_on ON reporting (closed_on, accepted_on, known_from, case_id, cause, procedure, channel, manner,
    result, employer_kind, industry, region, collective, arbitrator_id, mediator_id);
