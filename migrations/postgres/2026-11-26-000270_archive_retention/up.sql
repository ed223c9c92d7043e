-- What is kept no longer is listed by the last day of its time: without it the whole archive would be read for a few rows.
CREATE INDEX archived_cases_retain_until ON archived_cases (retain_until, case_id);
