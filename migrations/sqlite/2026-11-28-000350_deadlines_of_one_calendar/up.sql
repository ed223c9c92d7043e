-- All deadlines are computed with the books in force, which `meta` names: no row says it again.
ALTER TABLE deadlines DROP COLUMN calendar_version;
