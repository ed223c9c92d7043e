CREATE TABLE notices_before AS SELECT * FROM notices WHERE rating_id IS NULL;
DROP TABLE notices;
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('deadline_ahead', 'deadline_missed', 'diary_due')),
    rule TEXT,
    anchor INTEGER CHECK (anchor >= 0),
    party INTEGER CHECK (party >= 0),
    diary_id TEXT REFERENCES diary (id) ON DELETE NO ACTION,
    due_on TEXT NOT NULL CHECK (due_on IS date(due_on)),
    distance INTEGER NOT NULL CHECK (distance >= 0),
    raised_at INTEGER NOT NULL,
    read_at INTEGER,
    CHECK ((kind = 'diary_due') = (diary_id IS NOT NULL)),
    CHECK ((kind = 'diary_due') = (rule IS NULL)),
    CHECK ((rule IS NULL) = (anchor IS NULL)),
    CHECK ((rule IS NULL) = (party IS NULL)),
    UNIQUE (case_id, rule, anchor, party, due_on, kind, distance, user_id),
    UNIQUE (diary_id)
) STRICT;
CREATE INDEX notices_user_id ON notices (user_id, id);
CREATE INDEX notices_unread ON notices (user_id, id) WHERE read_at IS NULL;
INSERT INTO notices (id, user_id, case_id, kind, rule, anchor, party, diary_id, due_on, distance, raised_at, read_at)
    SELECT id, user_id, case_id, kind, rule, anchor, party, diary_id, due_on, distance, raised_at, read_at
    FROM notices_before;
DROP TABLE notices_before;
DROP TABLE rating_answers;
DROP TABLE ratings;
DROP TABLE rating_links;
