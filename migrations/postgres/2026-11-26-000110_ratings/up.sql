-- Ratings (好差评): the one-time links by which a party rates a closed case, the ratings, and what was answered to bad
-- ones. A rating has no party, and a link does not say when it was used, so that no row ties the two together. The
-- folder of the same name under migrations/sqlite makes the same tables.

-- One row for each party of a case, so that each rates once. Of the token only its hash is kept.
CREATE TABLE rating_links (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    party INTEGER NOT NULL CHECK (party >= 1),
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    made_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at BIGINT NOT NULL,
    expires_on DATE NOT NULL,
    used BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, party)
);

-- What a rater wrote is in the vault row of the same id. A bad rating has the last day of its rectification (整改), and
-- until the watch need not look at it any more, that day once more in watch_after.
CREATE TABLE ratings (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    score TEXT COLLATE "C" NOT NULL CHECK (score IN ('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied')),
    rated_on DATE NOT NULL,
    due_on DATE,
    assigned_to TEXT COLLATE "C" REFERENCES users (id) ON DELETE NO ACTION,
    watch_after DATE,
    CHECK ((due_on IS NOT NULL) = (score IN ('dissatisfied', 'very_dissatisfied'))),
    CHECK (due_on IS NOT NULL OR assigned_to IS NULL),
    CHECK (due_on IS NOT NULL OR watch_after IS NULL)
);
CREATE INDEX ratings_case_id ON ratings (case_id, id);
CREATE INDEX ratings_rated_on ON ratings (rated_on, case_id);
CREATE INDEX ratings_assigned_to ON ratings (assigned_to, id) WHERE assigned_to IS NOT NULL;
CREATE INDEX ratings_watch_after ON ratings (watch_after, id) WHERE watch_after IS NOT NULL;

-- What was found (核实) and done (整改); the note is in the vault row of the same id.
CREATE TABLE rating_answers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    rating_id TEXT COLLATE "C" NOT NULL REFERENCES ratings (id) ON DELETE NO ACTION,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('verification', 'rectification')),
    finding TEXT COLLATE "C" CHECK (finding IN ('founded', 'unfounded')),
    on_date DATE NOT NULL,
    by_user TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    recorded_at BIGINT NOT NULL,
    CHECK ((kind = 'verification') = (finding IS NOT NULL)),
    UNIQUE (rating_id, kind)
);

-- Supervisors are told of a bad rating, and of one that was not rectified in time.
ALTER TABLE notices ADD COLUMN rating_id TEXT COLLATE "C" REFERENCES ratings (id) ON DELETE NO ACTION,
    DROP CONSTRAINT notices_kind_check,
    DROP CONSTRAINT notices_check1;
ALTER TABLE notices
    ADD CONSTRAINT notices_kind_check CHECK (kind IN ('deadline_ahead', 'deadline_missed', 'diary_due', 'bad_rating', 'rectification_missed')),
    ADD CONSTRAINT notices_check1 CHECK ((kind IN ('diary_due', 'bad_rating', 'rectification_missed')) = (rule IS NULL)),
    ADD CONSTRAINT notices_rating_check CHECK ((kind IN ('bad_rating', 'rectification_missed')) = (rating_id IS NOT NULL)),
    ADD CONSTRAINT notices_rating_key UNIQUE (rating_id, kind, user_id);
