-- Published periods (公布期间): what the figures of a period came to, kept as it was, hashed and signed. Rows are appended
-- and never changed. The folder of the same name under migrations/sqlite makes the same tables.
ALTER TABLE signing_keys ADD COLUMN purpose TEXT NOT NULL DEFAULT 'token'
    CHECK (purpose IN ('token', 'publication'));

CREATE TABLE publications (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    no BIGINT NOT NULL UNIQUE CHECK (no >= 1),
    title TEXT NOT NULL CHECK (length(title) > 0),
    region TEXT COLLATE "C" NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    edition INTEGER NOT NULL CHECK (edition >= 1),
    replaces TEXT COLLATE "C" UNIQUE REFERENCES publications (id) ON DELETE NO ACTION,
    published_at BIGINT NOT NULL,
    published_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    last_change BIGINT NOT NULL CHECK (last_change >= 0),
    books TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL CHECK (length(sha256) = 64),
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL CHECK (length(signature) = 128),
    CHECK (from_on <= to_on),
    CHECK ((edition = 1) = (replaces IS NULL))
);
CREATE INDEX publications_period ON publications (region, from_on, to_on, edition);

-- The cases behind each published number. They are put down before the row that tells their digests.
CREATE TABLE publication_cases (
    publication_id TEXT COLLATE "C" NOT NULL
        REFERENCES publications (id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
    measure TEXT COLLATE "C" NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    amount BIGINT NOT NULL,
    PRIMARY KEY (publication_id, measure, case_id)
);

CREATE TRIGGER publications_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON publications
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER publication_cases_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON publication_cases
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
