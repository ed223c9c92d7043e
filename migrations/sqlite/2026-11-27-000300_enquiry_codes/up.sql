-- The one-time codes (查询码) by which a party asks on the public page how its case stands: one for each party, another takes
-- the place of the one before. Of a code, and of the page on which it was used, only hashes are kept, and never when it was: who
-- asks may rate the case as well, and ratings are nobody's (ADR 25). The folder of the same name under migrations/postgres
-- makes the same table.
CREATE TABLE enquiry_codes (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    code_hash TEXT NOT NULL UNIQUE CHECK (length(code_hash) = 64),
    made_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at INTEGER NOT NULL,
    expires_on TEXT NOT NULL CHECK (expires_on IS date(expires_on)),
    used_on_page TEXT CHECK (length(used_on_page) = 64),
    PRIMARY KEY (case_id, party)
) STRICT;
