-- Imported years of the working-day calendar (导入的放假安排): the last import of a year is in force. Rows are
-- appended and never changed. The folder of the same name under migrations/postgres makes the same table.

CREATE TABLE calendar_imports (
    no INTEGER NOT NULL PRIMARY KEY CHECK (no >= 1),
    year INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    actor_id TEXT,
    body TEXT NOT NULL CHECK (instr(body, char(0)) = 0),
    document TEXT NOT NULL CHECK (instr(document, char(0)) = 0)
) STRICT;
CREATE TRIGGER calendar_imports_keeps_rows BEFORE UPDATE ON calendar_imports
BEGIN SELECT RAISE(ABORT, 'append-only: calendar_imports'); END;
CREATE TRIGGER calendar_imports_loses_nothing BEFORE DELETE ON calendar_imports
BEGIN SELECT RAISE(ABORT, 'append-only: calendar_imports'); END;
