-- A party has one link again: the one of the desk, or else the last that came with a code.
DROP INDEX enquiry_codes_expires_on;
ALTER TABLE enquiry_codes RENAME COLUMN used_in_browser TO used_on_page;

DELETE FROM rating_links AS link
    WHERE token_hash <> (SELECT token_hash FROM rating_links AS of_party
        WHERE of_party.case_id = link.case_id AND of_party.party = link.party
        ORDER BY at_desk DESC, made_at DESC, token_hash LIMIT 1);
DROP INDEX rating_links_at_desk;
ALTER TABLE rating_links ADD COLUMN used BOOLEAN;
UPDATE rating_links AS link SET used =
    EXISTS (SELECT 1 FROM rated_parties AS rated WHERE rated.case_id = link.case_id AND rated.party = link.party);
ALTER TABLE rating_links
    ALTER COLUMN used SET NOT NULL,
    DROP COLUMN at_desk,
    DROP CONSTRAINT rating_links_pkey,
    ADD PRIMARY KEY (case_id, party),
    ADD CONSTRAINT rating_links_token_hash_key UNIQUE (token_hash);
DROP TABLE rated_parties;
