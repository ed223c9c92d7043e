-- What is not yet served, and what was served without proof (待送达), as the dockets say: for the office's list. The
-- folder of the same name under migrations/sqlite makes the same table. The program fills it when it starts.
CREATE TABLE pending_services (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    lacks TEXT COLLATE "C" NOT NULL CHECK (lacks IN ('service', 'proof')),
    document TEXT COLLATE "C" NOT NULL,
    of_entry INTEGER NOT NULL CHECK (of_entry >= 0),
    party INTEGER NOT NULL CHECK (party >= 1),
    since_on DATE NOT NULL,
    due_on DATE,
    PRIMARY KEY (case_id, lacks, document, of_entry, party)
);
CREATE INDEX pending_services_since ON pending_services (lacks, since_on, case_id, document, of_entry, party);
