-- The watch over deadlines (期限监视): who has the turn and how the last run went; the notices (提醒) that it
-- raised; and people's diaries (待办). The folder of the same name under migrations/postgres makes the same tables.

-- One row for the whole office. Instances take turns by it: whoever holds the lease watches.
CREATE TABLE watch (
    name TEXT NOT NULL PRIMARY KEY CHECK (name = 'deadlines'),
    holder TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('completed', 'failed')),
    notices INTEGER NOT NULL CHECK (notices >= 0),
    completed_at INTEGER
) STRICT;
INSERT INTO watch (name, holder, lease_until, notices) VALUES ('deadlines', '', 0, 0);

-- What an entry says is in the vault row of the same id.
CREATE TABLE diary (
    id TEXT NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    noticed_at INTEGER
) STRICT;
CREATE INDEX diary_user_id ON diary (user_id, on_date, id);
-- What the watch has yet to bring forward; everything else stays out of the index.
CREATE INDEX diary_waiting ON diary (on_date, id) WHERE done_at IS NULL AND noticed_at IS NULL;

-- One row for each person and thing they are told, once: the keys refuse a second one, whoever raises it.
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

-- Whoever hears of every case is found by their role.
CREATE INDEX users_role ON users (role, active);
