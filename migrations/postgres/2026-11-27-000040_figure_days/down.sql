DROP INDEX reporting_facts_past_known_until;
DROP INDEX reporting_facts_known_from;
DROP INDEX reporting_known_from;
DROP TABLE figure_day_bases;
DROP TABLE figure_days;
