-- The keys of the key file that may be used here, by their ids; the keys themselves are outside the database.
-- Whoever writes what a key sealed holds its row, so a key that is retired seals nothing more, not even by a
-- program that does not know it yet. The folder of the same name under migrations/postgres makes the same.

CREATE TABLE file_keys (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('master', 'spare', 'index')),
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who was shown personal data of a case.
CREATE INDEX audit_case_id ON audit (case_id, event, no) WHERE case_id IS NOT NULL;
