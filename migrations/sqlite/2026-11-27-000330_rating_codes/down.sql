-- A party has one link again: the one of the desk, or else the last that came with a code.
DROP INDEX enquiry_codes_expires_on;
ALTER TABLE enquiry_codes RENAME COLUMN used_in_browser TO used_on_page;

CREATE TABLE rating_links_after AS SELECT * FROM rating_links;
DROP TABLE rating_links;
CREATE TABLE rating_links (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    made_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at INTEGER NOT NULL,
    expires_on TEXT NOT NULL CHECK (expires_on IS date(expires_on)),
    used INTEGER NOT NULL CHECK (used IN (0, 1)),
    PRIMARY KEY (case_id, party)
) STRICT;
INSERT INTO rating_links (case_id, party, token_hash, made_by, made_at, expires_on, used)
    SELECT case_id, party, token_hash, made_by, made_at, expires_on,
        EXISTS (SELECT 1 FROM rated_parties AS rated WHERE rated.case_id = link.case_id AND rated.party = link.party)
    FROM rating_links_after AS link
    WHERE token_hash = (SELECT token_hash FROM rating_links_after AS of_party
        WHERE of_party.case_id = link.case_id AND of_party.party = link.party
        ORDER BY at_desk DESC, made_at DESC, token_hash LIMIT 1);
DROP TABLE rating_links_after;
DROP TABLE rated_parties;
