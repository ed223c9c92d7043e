-- What cases are found by (检索), as the dockets and the sealed rows say. The folder of the same name under
-- migrations/sqlite makes the same tables. The program fills them when it starts.
CREATE TABLE search_cases (
    case_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES cases (id) ON DELETE NO ACTION,
    index_key TEXT COLLATE "C" NOT NULL CHECK (length(index_key) > 0),
    received_on DATE NOT NULL,
    terms TEXT COLLATE "C" NOT NULL
);
CREATE INDEX search_cases_index_key ON search_cases (index_key, case_id);

-- Each term of each case; a place is the day of receipt and the id of the case, so that the newest comes last.
CREATE TABLE search_terms (
    term BIGINT NOT NULL,
    place BYTEA NOT NULL CHECK (length(place) = 20),
    PRIMARY KEY (term, place)
);
