DROP INDEX deadlines_owed;
ALTER TABLE deadlines DROP COLUMN owed_by_office;
CREATE INDEX deadlines_running ON deadlines (due_on, case_id, rule, anchor, party)
    WHERE state = 'open';
