-- The sums are computed anew by the program.
ALTER TABLE reporting DROP COLUMN receipt_told;
ALTER TABLE reporting ADD COLUMN recovered_fen BIGINT NOT NULL DEFAULT 0 CHECK (recovered_fen >= 0);
ALTER TABLE reporting ADD COLUMN recovered_before_acceptance_fen BIGINT NOT NULL DEFAULT 0 CHECK (recovered_before_acceptance_fen >= 0);
ALTER TABLE reporting_past DROP COLUMN receipt_told;
ALTER TABLE reporting_past ADD COLUMN recovered_fen BIGINT NOT NULL DEFAULT 0 CHECK (recovered_fen >= 0);
ALTER TABLE reporting_past ADD COLUMN recovered_before_acceptance_fen BIGINT NOT NULL DEFAULT 0 CHECK (recovered_before_acceptance_fen >= 0);
