-- The keys of the key file that may be used here, by their ids; the keys themselves are outside the database.
-- Whoever writes what a key sealed holds its row, so a key that is retired seals nothing more, not even by a
-- program that does not know it yet. The folder of the same name under migrations/sqlite makes the same.

CREATE TABLE file_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('master', 'spare', 'index')),
    added_at BIGINT NOT NULL
);

-- Who was shown personal data of a case.
CREATE INDEX audit_case_id ON audit (case_id, event, no) WHERE case_id IS NOT NULL;
