-- Keys of programs that pull figures (接口密钥), without logging in. Of a key only its digest is kept.
CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    name TEXT NOT NULL CHECK (length(name) > 0 AND instr(name, char(0)) = 0),
    digest TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CHECK (made_at < expires_at)
) STRICT;
CREATE INDEX api_keys_user_id ON api_keys (user_id, id);
