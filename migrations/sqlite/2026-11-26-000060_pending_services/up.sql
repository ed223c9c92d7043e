-- What is not yet served, and what was served without proof (待送达), as the dockets say: for the office's list. The
-- folder of the same name under migrations/postgres makes the same table. The program fills it when it starts.
CREATE TABLE pending_services (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    lacks TEXT NOT NULL CHECK (lacks IN ('service', 'proof')),
    document TEXT NOT NULL,
    of_entry INTEGER NOT NULL CHECK (of_entry >= 0),
    party INTEGER NOT NULL CHECK (party >= 1),
    since_on TEXT NOT NULL CHECK (since_on IS date(since_on)),
    due_on TEXT CHECK (due_on IS date(due_on)),
    PRIMARY KEY (case_id, lacks, document, of_entry, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_services_since ON pending_services (lacks, since_on, case_id, document, of_entry, party);
