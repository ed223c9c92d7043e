-- Finding the same person (同一人) in another case without opening anything: keyed digests of the ID number,
-- and of name and phone together. The key is outside the database; index_key names it, and stands there also
-- for a row that has nothing to index. The folder of the same name under migrations/postgres makes the same.

ALTER TABLE vault ADD COLUMN index_key TEXT;
ALTER TABLE vault ADD COLUMN id_index TEXT;
ALTER TABLE vault ADD COLUMN contact_index TEXT;
CREATE INDEX vault_id_index ON vault (id_index, id) WHERE id_index IS NOT NULL;
CREATE INDEX vault_contact_index ON vault (contact_index, id) WHERE contact_index IS NOT NULL;
