-- Ratings (好差评): the one-time links by which a party rates a closed case, the ratings, and what was answered to bad
-- ones. A rating has no party, and a link does not say when it was used, so that no row ties the two together. The
-- folder of the same name under migrations/postgres makes the same tables.

-- One row for each party of a case, so that each rates once. Of the token only its hash is kept.
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

-- What a rater wrote is in the vault row of the same id. A bad rating has the last day of its rectification (整改), and
-- until the watch need not look at it any more, that day once more in watch_after.
CREATE TABLE ratings (
    id TEXT NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    score TEXT NOT NULL CHECK (score IN ('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied')),
    rated_on TEXT NOT NULL CHECK (rated_on IS date(rated_on)),
    due_on TEXT CHECK (due_on IS date(due_on)),
    assigned_to TEXT REFERENCES users (id) ON DELETE NO ACTION,
    watch_after TEXT CHECK (watch_after IS date(watch_after)),
    CHECK ((due_on IS NOT NULL) = (score IN ('dissatisfied', 'very_dissatisfied'))),
    CHECK (due_on IS NOT NULL OR assigned_to IS NULL),
    CHECK (due_on IS NOT NULL OR watch_after IS NULL)
) STRICT;
CREATE INDEX ratings_case_id ON ratings (case_id, id);
CREATE INDEX ratings_rated_on ON ratings (rated_on, case_id);
CREATE INDEX ratings_assigned_to ON ratings (assigned_to, id) WHERE assigned_to IS NOT NULL;
CREATE INDEX ratings_watch_after ON ratings (watch_after, id) WHERE watch_after IS NOT NULL;

-- What was found (核实) and done (整改); the note is in the vault row of the same id.
CREATE TABLE rating_answers (
    id TEXT NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    rating_id TEXT NOT NULL REFERENCES ratings (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('verification', 'rectification')),
    finding TEXT CHECK (finding IN ('founded', 'unfounded')),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    by_user TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    recorded_at INTEGER NOT NULL,
    CHECK ((kind = 'verification') = (finding IS NOT NULL)),
    UNIQUE (rating_id, kind)
) STRICT;

-- Supervisors are told of a bad rating, and of one that was not rectified in time. SQLite changes a CHECK only by
-- making the table anew; nothing refers to this one.
CREATE TABLE notices_before AS SELECT * FROM notices;
DROP TABLE notices;
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('deadline_ahead', 'deadline_missed', 'diary_due', 'bad_rating', 'rectification_missed')),
    rule TEXT,
    anchor INTEGER CHECK (anchor >= 0),
    party INTEGER CHECK (party >= 0),
    diary_id TEXT REFERENCES diary (id) ON DELETE NO ACTION,
    due_on TEXT NOT NULL CHECK (due_on IS date(due_on)),
    distance INTEGER NOT NULL CHECK (distance >= 0),
    raised_at INTEGER NOT NULL,
    read_at INTEGER,
    rating_id TEXT REFERENCES ratings (id) ON DELETE NO ACTION,
    CHECK ((kind = 'diary_due') = (diary_id IS NOT NULL)),
    CHECK ((kind IN ('diary_due', 'bad_rating', 'rectification_missed')) = (rule IS NULL)),
    CHECK ((kind IN ('bad_rating', 'rectification_missed')) = (rating_id IS NOT NULL)),
    CHECK ((rule IS NULL) = (anchor IS NULL)),
    CHECK ((rule IS NULL) = (party IS NULL)),
    UNIQUE (case_id, rule, anchor, party, due_on, kind, distance, user_id),
    UNIQUE (diary_id),
    UNIQUE (rating_id, kind, user_id)
) STRICT;
CREATE INDEX notices_user_id ON notices (user_id, id);
CREATE INDEX notices_unread ON notices (user_id, id) WHERE read_at IS NULL;
INSERT INTO notices (id, user_id, case_id, kind, rule, anchor, party, diary_id, due_on, distance, raised_at, read_at)
    SELECT id, user_id, case_id, kind, rule, anchor, party, diary_id, due_on, distance, raised_at, read_at
    FROM notices_before;
DROP TABLE notices_before;
