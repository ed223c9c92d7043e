DROP INDEX vault_contact_index;
DROP INDEX vault_id_index;
ALTER TABLE vault DROP COLUMN contact_index;
ALTER TABLE vault DROP COLUMN id_index;
ALTER TABLE vault DROP COLUMN index_key;
