-- Imported years of the working-day calendar (导入的放假安排): the last import of a year is in force. Rows are
-- appended and never changed. The folder of the same name under migrations/sqlite makes the same table.

CREATE TABLE calendar_imports (
    no BIGINT NOT NULL PRIMARY KEY CHECK (no >= 1),
    year INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    actor_id TEXT COLLATE "C",
    body TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE TRIGGER calendar_imports_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_imports
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
