-- Two spellings of one case number, entered at one instant, each saw the other free: a key refuses the second. Cases that got
-- one number so before, or before spellings were compared, are marked and must still be worked on; they keep theirs.
ALTER TABLE cases ADD COLUMN number_shared INTEGER NOT NULL DEFAULT 0 CHECK (number_shared IN (0, 1));
UPDATE cases SET number_shared = 1 WHERE number_key IN (
    SELECT number_key FROM cases WHERE number_key IS NOT NULL GROUP BY number_key HAVING COUNT(*) > 1
);
CREATE UNIQUE INDEX cases_number_key_key ON cases (number_key) WHERE number_shared = 0;
