-- Several links of a party may stand beside each other: one that the desk handed out, and those that come with the codes to ask
-- how its case stands. That a party has rated is kept once for all of them. Which links came with a code is known by their
-- instant, which is that of the code. The folder of the same name under migrations/postgres makes the same tables.
CREATE TABLE rated_parties (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    form_hash TEXT CHECK (length(form_hash) = 64),
    PRIMARY KEY (case_id, party)
) STRICT;
INSERT INTO rated_parties (case_id, party) SELECT case_id, party FROM rating_links WHERE used = 1;

CREATE TABLE rating_links_before AS SELECT * FROM rating_links;
DROP TABLE rating_links;
CREATE TABLE rating_links (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    at_desk INTEGER NOT NULL CHECK (at_desk IN (0, 1)),
    made_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at INTEGER NOT NULL,
    expires_on TEXT NOT NULL CHECK (expires_on IS date(expires_on))
) STRICT;
CREATE UNIQUE INDEX rating_links_at_desk ON rating_links (case_id, party) WHERE at_desk = 1;
INSERT INTO rating_links (token_hash, case_id, party, at_desk, made_by, made_at, expires_on)
    SELECT token_hash, case_id, party,
        NOT EXISTS (SELECT 1 FROM enquiry_codes AS code
            WHERE code.case_id = link.case_id AND code.party = link.party AND code.made_at = link.made_at),
        made_by, made_at, expires_on
    FROM rating_links_before AS link;
DROP TABLE rating_links_before;

-- A code is used up in a browser, and no more on a page.
ALTER TABLE enquiry_codes RENAME COLUMN used_on_page TO used_in_browser;
CREATE INDEX enquiry_codes_expires_on ON enquiry_codes (expires_on);
