-- Whether the day of receipt of a case was told: a ledger may not have it, and its case then begins with the acceptance, from
-- which no days to the acceptance are counted. The rows are computed anew by the program (domain/office.rs). What was
-- recovered is counted from its dated facts; nothing reads the two sums of it any more.
ALTER TABLE reporting ADD COLUMN receipt_told BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE reporting DROP COLUMN recovered_fen;
ALTER TABLE reporting DROP COLUMN recovered_before_acceptance_fen;
ALTER TABLE reporting_past ADD COLUMN receipt_told BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE reporting_past DROP COLUMN recovered_fen;
ALTER TABLE reporting_past DROP COLUMN recovered_before_acceptance_fen;
