-- Published periods (公布期间): what the figures of a period came to, kept as it was, hashed and signed. Rows are appended
-- and never changed. The folder of the same name under migrations/postgres makes the same tables.
ALTER TABLE signing_keys ADD COLUMN purpose TEXT NOT NULL DEFAULT 'token'
    CHECK (purpose IN ('token', 'publication'));

CREATE TABLE publications (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    no INTEGER NOT NULL UNIQUE CHECK (no >= 1),
    title TEXT NOT NULL CHECK (length(title) > 0 AND instr(title, char(0)) = 0),
    region TEXT NOT NULL,
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    to_on TEXT NOT NULL CHECK (to_on IS date(to_on)),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    replaces TEXT UNIQUE REFERENCES publications (id) ON DELETE NO ACTION,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    last_change INTEGER NOT NULL CHECK (last_change >= 0),
    books TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    body TEXT NOT NULL CHECK (instr(body, char(0)) = 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL CHECK (length(signature) = 128),
    CHECK (from_on <= to_on),
    CHECK ((edition = 1) = (replaces IS NULL))
) STRICT;
CREATE INDEX publications_period ON publications (region, from_on, to_on, edition);

-- The cases behind each published number. They are put down before the row that tells their digests.
CREATE TABLE publication_cases (
    publication_id TEXT NOT NULL
        REFERENCES publications (id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
    measure TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    amount INTEGER NOT NULL,
    PRIMARY KEY (publication_id, measure, case_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER publications_keeps_rows BEFORE UPDATE ON publications
BEGIN SELECT RAISE(ABORT, 'append-only: publications'); END;
CREATE TRIGGER publications_loses_nothing BEFORE DELETE ON publications
BEGIN SELECT RAISE(ABORT, 'append-only: publications'); END;
CREATE TRIGGER publication_cases_keeps_rows BEFORE UPDATE ON publication_cases
BEGIN SELECT RAISE(ABORT, 'append-only: publication_cases'); END;
CREATE TRIGGER publication_cases_loses_nothing BEFORE DELETE ON publication_cases
BEGIN SELECT RAISE(ABORT, 'append-only: publication_cases'); END;
