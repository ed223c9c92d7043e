-- Which cases came of which ledger (台账), so that they can be listed. Ledgers that were committed before have none. The folder of
-- the same name under migrations/postgres makes the same table.
CREATE TABLE ledger_cases (
    import_id TEXT NOT NULL REFERENCES ledger_imports (id) ON DELETE NO ACTION,
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id) ON DELETE NO ACTION,
    PRIMARY KEY (import_id, case_id)
) STRICT;
