-- Ledgers (台账) that were brought to be taken over.
CREATE TABLE ledger_imports (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('receiving', 'checked', 'committed')),
    made_by TEXT COLLATE "C" NOT NULL CHECK (length(made_by) = 36),
    made_at BIGINT NOT NULL,
    good INTEGER NOT NULL CHECK (good >= 0),
    rejected INTEGER NOT NULL CHECK (rejected >= 0),
    summary TEXT COLLATE "C" NOT NULL,
    committed_by TEXT COLLATE "C" CHECK (length(committed_by) = 36),
    committed_at BIGINT,
    CHECK ((state = 'committed') = (committed_at IS NOT NULL)),
    CHECK ((committed_by IS NULL) = (committed_at IS NULL))
);

-- Their rows, sealed, until they are cases; those that were rejected stay.
CREATE TABLE ledger_pages (
    import_id TEXT COLLATE "C" NOT NULL REFERENCES ledger_imports (id) ON DELETE NO ACTION,
    no INTEGER NOT NULL CHECK (no >= 1),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('good', 'rejected')),
    row_count INTEGER NOT NULL CHECK (row_count >= 1),
    key_id TEXT COLLATE "C" NOT NULL CHECK (length(key_id) > 0),
    sealed BYTEA NOT NULL,
    PRIMARY KEY (import_id, no)
);
