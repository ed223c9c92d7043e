ALTER TABLE deadlines ADD COLUMN calendar_version TEXT NOT NULL DEFAULT '';
