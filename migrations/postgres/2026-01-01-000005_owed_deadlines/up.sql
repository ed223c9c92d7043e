-- Which deadlines the office itself must keep: the worklist shows no others, and a party's term after an award stays
-- open in a closed case for good. The folder of the same name under migrations/sqlite does the same.

DROP INDEX deadlines_running;
ALTER TABLE deadlines ADD COLUMN owed_by_office BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE deadlines ALTER COLUMN owed_by_office DROP DEFAULT;
CREATE INDEX deadlines_owed ON deadlines (due_on, case_id, rule, anchor, party)
    WHERE state = 'open' AND owed_by_office;
-- The rules say which they are: without this fingerprint the next start computes every row anew.
DELETE FROM meta WHERE key = 'law_book';
