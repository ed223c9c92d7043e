DROP TABLE publication_cases;
DROP TABLE publications;
DELETE FROM signing_keys WHERE purpose <> 'token';
ALTER TABLE signing_keys DROP COLUMN purpose;
