-- The worklist of one person: the cases of a person are looked up first, and most are closed long since. Here those
-- that owe nothing any more cost a look at an index and no row.
CREATE INDEX deadlines_case_owed ON deadlines (case_id, due_on)
    WHERE state = 'open' AND owed_by_office;
