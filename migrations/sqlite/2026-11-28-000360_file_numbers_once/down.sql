DROP INDEX archived_cases_file_number_key_key;
DROP INDEX archived_cases_file_number_keys;
ALTER TABLE archived_cases DROP COLUMN file_number_shared;
ALTER TABLE archived_cases DROP COLUMN file_number_key;
