DROP INDEX cases_number_key_key;
ALTER TABLE cases DROP COLUMN number_shared;
