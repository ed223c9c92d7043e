-- People, their keys and sessions, and the audit log (审计日志).
-- The folder of the same name under migrations/sqlite makes the same tables.
-- Instants are epoch microseconds. Ids sort by bytes, as they do on SQLite.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    login TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(login) > 0),
    name TEXT NOT NULL,
    role TEXT NOT NULL
        CHECK (role IN ('clerk', 'arbitrator', 'mediator', 'supervisor', 'report', 'inspector', 'admin')),
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    refresh_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    previous_hash TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX sessions_previous_hash ON sessions (previous_hash);
CREATE INDEX sessions_user_id ON sessions (user_id);

CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE audit (
    no BIGINT NOT NULL PRIMARY KEY CHECK (no >= 1),
    recorded_at BIGINT NOT NULL,
    actor_id TEXT COLLATE "C",
    event TEXT NOT NULL,
    case_id TEXT COLLATE "C",
    body TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Answers already given to a POST, by who asked and the key they sent.
CREATE TABLE idempotency (
    actor_id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    etag TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
