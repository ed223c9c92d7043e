DROP INDEX cases_number_keys;
ALTER TABLE cases DROP COLUMN number_key;
