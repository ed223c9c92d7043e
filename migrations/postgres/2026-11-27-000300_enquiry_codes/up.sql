-- The one-time codes (查询码) by which a party asks on the public page how its case stands: one for each party, another takes
-- the place of the one before. Of a code, and of the page on which it was used, only hashes are kept, and never when it was: who
-- asks may rate the case as well, and ratings are nobody's (ADR 25). The folder of the same name under migrations/sqlite
-- makes the same table.
CREATE TABLE enquiry_codes (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    code_hash TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(code_hash) = 64),
    made_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at BIGINT NOT NULL,
    expires_on DATE NOT NULL,
    used_on_page TEXT COLLATE "C" CHECK (length(used_on_page) = 64),
    PRIMARY KEY (case_id, party)
);
