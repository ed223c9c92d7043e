-- Ledgers (台账) that were brought to be taken over.
CREATE TABLE ledger_imports (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    state TEXT NOT NULL CHECK (state IN ('receiving', 'checked', 'committed')),
    made_by TEXT NOT NULL CHECK (length(made_by) = 36),
    made_at INTEGER NOT NULL,
    good INTEGER NOT NULL CHECK (good >= 0),
    rejected INTEGER NOT NULL CHECK (rejected >= 0),
    summary TEXT NOT NULL,
    committed_by TEXT CHECK (length(committed_by) = 36),
    committed_at INTEGER,
    CHECK ((state = 'committed') = (committed_at IS NOT NULL)),
    CHECK ((committed_by IS NULL) = (committed_at IS NULL))
) STRICT;

-- Their rows, sealed, until they are cases; those that were rejected stay.
CREATE TABLE ledger_pages (
    import_id TEXT NOT NULL REFERENCES ledger_imports (id) ON DELETE NO ACTION,
    no INTEGER NOT NULL CHECK (no >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('good', 'rejected')),
    row_count INTEGER NOT NULL CHECK (row_count >= 1),
    key_id TEXT NOT NULL CHECK (length(key_id) > 0),
    sealed BLOB NOT NULL,
    PRIMARY KEY (import_id, no)
) STRICT;
