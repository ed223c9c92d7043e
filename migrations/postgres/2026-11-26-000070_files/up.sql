-- Contents of files (材料文件), by the SHA-256 of each. The bytes are outside, sealed.
CREATE TABLE files (
    sha256 TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    media_type TEXT COLLATE "C" NOT NULL CHECK (length(media_type) > 0),
    created_at BIGINT NOT NULL
);

-- Files of cases. Their names, and the keys of their contents, are in the vault rows of the same ids.
CREATE TABLE case_files (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    sha256 TEXT COLLATE "C" NOT NULL REFERENCES files (sha256) ON DELETE NO ACTION,
    uploaded_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    created_at BIGINT NOT NULL
);
CREATE INDEX case_files_case_id ON case_files (case_id, id);
CREATE INDEX case_files_sha256 ON case_files (sha256, id);
