-- Keys of programs that pull figures (接口密钥), without logging in. Of a key only its digest is kept.
CREATE TABLE api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    name TEXT NOT NULL CHECK (length(name) > 0),
    digest TEXT COLLATE "C" NOT NULL UNIQUE,
    made_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CHECK (made_at < expires_at)
);
CREATE INDEX api_keys_user_id ON api_keys (user_id, id);
