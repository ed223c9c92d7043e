-- Cases (案件), their docket (案卷流水), the vault of personal data, and what is kept from the docket
-- so that lists and figures are quick. The folder of the same name under migrations/sqlite makes the
-- same tables. Ids and names that are searched by prefix sort by bytes, as they do on SQLite.

CREATE TABLE cases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    version INTEGER NOT NULL CHECK (version >= 1),
    stage TEXT COLLATE "C" NOT NULL CHECK (stage IN ('received', 'correction', 'mediate_first', 'accepted', 'tribunal',
        'scheduled', 'hearing', 'deliberation', 'suspended', 'entrusted', 'closed', 'served', 'effective',
        'challenged', 'archived')),
    number TEXT COLLATE "C" UNIQUE,
    region TEXT COLLATE "C" NOT NULL,
    channel TEXT NOT NULL,
    procedure TEXT CHECK (procedure IN ('ordinary', 'simplified')),
    cause TEXT NOT NULL,
    workers INTEGER NOT NULL CHECK (workers >= 0),
    lead_person TEXT COLLATE "C",
    lead_employer TEXT COLLATE "C",
    received_on DATE NOT NULL,
    accepted_on DATE,
    closed_on DATE,
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn',
        'deemed_withdrawn', 'revoked', 'transferred', 'terminated', 'rejected', 'referred_elsewhere',
        'not_corrected', 'withdrawn_before_acceptance', 'settled_before_acceptance')),
    head_hash TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX cases_received_on ON cases (received_on, id);
CREATE INDEX cases_accepted_on ON cases (accepted_on, id);
CREATE INDEX cases_closed_on ON cases (closed_on, id);
CREATE INDEX cases_updated_at ON cases (updated_at, id);
CREATE INDEX cases_stage ON cases (stage, received_on, id);
CREATE INDEX cases_lead_employer ON cases (lead_employer);

CREATE TABLE case_people (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    duty TEXT NOT NULL CHECK (duty IN ('clerk', 'arbitrator', 'mediator')),
    PRIMARY KEY (case_id, user_id, duty)
);
CREATE INDEX case_people_user_id ON case_people (user_id, case_id);

CREATE TABLE docket (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    no INTEGER NOT NULL CHECK (no >= 1),
    act TEXT NOT NULL,
    on_date DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor_id TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, no)
);
CREATE TRIGGER docket_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON docket
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE vault (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX vault_case_id ON vault (case_id);

CREATE TABLE deadlines (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    rule TEXT COLLATE "C" NOT NULL,
    anchor INTEGER NOT NULL CHECK (anchor >= 0),
    party INTEGER NOT NULL CHECK (party >= 0),
    region TEXT COLLATE "C" NOT NULL,
    trigger_on DATE NOT NULL,
    natural_on DATE,
    due_on DATE,
    state TEXT NOT NULL CHECK (state IN ('open', 'met', 'waived', 'extended', 'paused', 'missed', 'ended')),
    met_on DATE,
    provisional BOOLEAN NOT NULL,
    calendar_version TEXT NOT NULL,
    PRIMARY KEY (case_id, rule, anchor, party)
);
-- Only what still runs is ever on a worklist; a year's met deadlines stay out of the index.
CREATE INDEX deadlines_running ON deadlines (due_on, case_id, rule, anchor, party)
    WHERE state = 'open';

-- One narrow row per case; every figure is a sum over it.
CREATE TABLE reporting (
    case_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES cases (id) ON DELETE NO ACTION,
    region TEXT COLLATE "C" NOT NULL,
    cause TEXT NOT NULL,
    procedure TEXT CHECK (procedure IN ('ordinary', 'simplified')),
    channel TEXT NOT NULL,
    collective BOOLEAN NOT NULL,
    workers INTEGER NOT NULL CHECK (workers >= 0),
    received_on DATE NOT NULL,
    accepted_on DATE,
    first_hearing_on DATE,
    closed_on DATE,
    archived_on DATE,
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn',
        'deemed_withdrawn', 'revoked', 'transferred', 'terminated', 'rejected', 'referred_elsewhere',
        'not_corrected', 'withdrawn_before_acceptance', 'settled_before_acceptance')),
    result TEXT CHECK (result IN ('worker', 'employer', 'partly')),
    in_time BOOLEAN,
    due_on DATE,
    quick_filing BOOLEAN,
    quick_mediation_before BOOLEAN,
    quick_mediation BOOLEAN,
    quick_hearing BOOLEAN,
    quick_closing BOOLEAN,
    claimed_fen BIGINT NOT NULL CHECK (claimed_fen >= 0),
    awarded_fen BIGINT NOT NULL CHECK (awarded_fen >= 0),
    recovered_fen BIGINT NOT NULL CHECK (recovered_fen >= 0),
    recovered_before_acceptance_fen BIGINT NOT NULL CHECK (recovered_before_acceptance_fen >= 0),
    arbitrator_id TEXT COLLATE "C",
    mediator_id TEXT COLLATE "C"
);
CREATE INDEX reporting_received_on ON reporting (received_on, case_id);
CREATE INDEX reporting_accepted_on ON reporting (accepted_on, case_id);
CREATE INDEX reporting_closed_on ON reporting (closed_on, accepted_on, case_id);

CREATE TABLE reporting_recoveries (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    on_date DATE NOT NULL,
    fen BIGINT NOT NULL CHECK (fen >= 0),
    after_acceptance BOOLEAN NOT NULL,
    region TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, entry_no)
);
CREATE INDEX reporting_recoveries_on_date ON reporting_recoveries (on_date);

CREATE TABLE numbers (
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last >= 1),
    PRIMARY KEY (series, year)
);
