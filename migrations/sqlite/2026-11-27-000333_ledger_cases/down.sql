DROP TABLE ledger_cases;
