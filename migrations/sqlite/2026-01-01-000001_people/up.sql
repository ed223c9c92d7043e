-- People, their keys and sessions, and the audit log (审计日志).
-- The folder of the same name under migrations/postgres makes the same tables.
-- Instants are epoch microseconds. PostgreSQL refuses NUL in text, so it is refused here too.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL CHECK (instr(value, char(0)) = 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    login TEXT NOT NULL UNIQUE CHECK (length(login) > 0 AND instr(login, char(0)) = 0),
    name TEXT NOT NULL CHECK (instr(name, char(0)) = 0),
    role TEXT NOT NULL
        CHECK (role IN ('clerk', 'arbitrator', 'mediator', 'supervisor', 'report', 'inspector', 'admin')),
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    refresh_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX sessions_previous_hash ON sessions (previous_hash);
CREATE INDEX sessions_user_id ON sessions (user_id);

CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE audit (
    no INTEGER NOT NULL PRIMARY KEY CHECK (no >= 1),
    recorded_at INTEGER NOT NULL,
    actor_id TEXT,
    event TEXT NOT NULL,
    case_id TEXT,
    body TEXT NOT NULL CHECK (instr(body, char(0)) = 0),
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
CREATE TRIGGER audit_loses_nothing BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;

-- Answers already given to a POST, by who asked and the key they sent.
CREATE TABLE idempotency (
    actor_id TEXT NOT NULL,
    key TEXT NOT NULL CHECK (instr(key, char(0)) = 0),
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (instr(body, char(0)) = 0),
    etag TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (actor_id, key)
) STRICT;
CREATE INDEX idempotency_created_at ON idempotency (created_at);
