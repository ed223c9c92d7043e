-- Several links of a party may stand beside each other: one that the desk handed out, and those that come with the codes to ask
-- how its case stands. That a party has rated is kept once for all of them. Which links came with a code is known by their
-- instant, which is that of the code. The folder of the same name under migrations/sqlite makes the same tables.
CREATE TABLE rated_parties (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    form_hash TEXT COLLATE "C" CHECK (length(form_hash) = 64),
    PRIMARY KEY (case_id, party)
);
INSERT INTO rated_parties (case_id, party) SELECT case_id, party FROM rating_links WHERE used;

ALTER TABLE rating_links ADD COLUMN at_desk BOOLEAN;
UPDATE rating_links AS link SET at_desk = NOT EXISTS (SELECT 1 FROM enquiry_codes AS code
    WHERE code.case_id = link.case_id AND code.party = link.party AND code.made_at = link.made_at);
ALTER TABLE rating_links
    ALTER COLUMN at_desk SET NOT NULL,
    DROP COLUMN used,
    DROP CONSTRAINT rating_links_pkey,
    DROP CONSTRAINT rating_links_token_hash_key,
    ADD PRIMARY KEY (token_hash);
CREATE UNIQUE INDEX rating_links_at_desk ON rating_links (case_id, party) WHERE at_desk;

-- A code is used up in a browser, and no more on a page.
ALTER TABLE enquiry_codes RENAME COLUMN used_on_page TO used_in_browser;
CREATE INDEX enquiry_codes_expires_on ON enquiry_codes (expires_on);
