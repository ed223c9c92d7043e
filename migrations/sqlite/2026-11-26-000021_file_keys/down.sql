DROP INDEX audit_case_id;
DROP TABLE file_keys;
