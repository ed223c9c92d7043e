-- Referrals between the channels (移交), derived from the cases like their deadlines, so that one that nobody answered
-- is on a list. The folder of the same name under migrations/sqlite makes the same table.
CREATE TABLE referrals (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    to_kind TEXT COLLATE "C" NOT NULL CHECK (to_kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'withdrawn')),
    offered_on DATE NOT NULL,
    due_on DATE NOT NULL,
    answered_on DATE,
    opened_id TEXT COLLATE "C" CHECK (length(opened_id) = 36),
    CHECK ((state = 'open') = (answered_on IS NULL)),
    CHECK (opened_id IS NULL OR state = 'taken'),
    PRIMARY KEY (case_id, entry_no)
);
CREATE INDEX referrals_state ON referrals (state, due_on, case_id, entry_no);
