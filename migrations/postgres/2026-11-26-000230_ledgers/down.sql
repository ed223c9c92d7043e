DROP TABLE ledger_pages;
DROP TABLE ledger_imports;
