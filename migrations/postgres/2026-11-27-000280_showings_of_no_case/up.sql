-- Who was shown rejected rows of ledgers is of no case: without it the whole log would be read for a few rows.
CREATE INDEX audit_of_no_case ON audit (event, no) WHERE case_id IS NULL;
