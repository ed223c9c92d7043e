-- Referrals between the channels (移交), derived from the cases like their deadlines, so that one that nobody answered
-- is on a list. The folder of the same name under migrations/postgres makes the same table.
CREATE TABLE referrals (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    to_kind TEXT NOT NULL CHECK (to_kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'withdrawn')),
    offered_on TEXT NOT NULL CHECK (offered_on IS date(offered_on)),
    due_on TEXT NOT NULL CHECK (due_on IS date(due_on)),
    answered_on TEXT CHECK (answered_on IS date(answered_on)),
    opened_id TEXT CHECK (length(opened_id) = 36),
    CHECK ((state = 'open') = (answered_on IS NULL)),
    CHECK (opened_id IS NULL OR state = 'taken'),
    PRIMARY KEY (case_id, entry_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX referrals_state ON referrals (state, due_on, case_id, entry_no);
