-- Goes back only while there are arbitration cases alone: a case of another kind is refused by the old CHECKs, and
-- nothing is changed.
PRAGMA defer_foreign_keys = ON;
DROP TABLE case_viewers;

CREATE TABLE cases_before AS SELECT * FROM cases;
DROP TABLE cases;
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    version INTEGER NOT NULL CHECK (version >= 1),
    stage TEXT NOT NULL CHECK (stage IN ('received', 'correction', 'mediate_first', 'accepted', 'tribunal',
        'scheduled', 'hearing', 'deliberation', 'suspended', 'entrusted', 'closed', 'served', 'effective',
        'challenged', 'archived')),
    number TEXT UNIQUE CHECK (instr(number, char(0)) = 0),
    region TEXT NOT NULL,
    channel TEXT NOT NULL,
    procedure TEXT CHECK (procedure IN ('ordinary', 'simplified')),
    cause TEXT NOT NULL,
    workers INTEGER NOT NULL CHECK (workers >= 0),
    lead_person TEXT,
    lead_employer TEXT CHECK (instr(lead_employer, char(0)) = 0),
    received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
    accepted_on TEXT CHECK (accepted_on IS date(accepted_on)),
    closed_on TEXT CHECK (closed_on IS date(closed_on)),
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn',
        'deemed_withdrawn', 'revoked', 'transferred', 'terminated', 'rejected', 'referred_elsewhere',
        'not_corrected', 'withdrawn_before_acceptance', 'settled_before_acceptance')),
    head_hash TEXT NOT NULL,
    body TEXT NOT NULL CHECK (instr(body, char(0)) = 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_received_on ON cases (received_on, id);
CREATE INDEX cases_accepted_on ON cases (accepted_on, id);
CREATE INDEX cases_closed_on ON cases (closed_on, id);
CREATE INDEX cases_updated_at ON cases (updated_at, id);
CREATE INDEX cases_stage ON cases (stage, received_on, id);
CREATE INDEX cases_lead_employer ON cases (lead_employer);
INSERT INTO cases (id, version, stage, number, region, channel, procedure, cause, workers, lead_person,
        lead_employer, received_on, accepted_on, closed_on, manner, head_hash, body, created_at, updated_at)
        SELECT id, version, stage, number, region, channel, procedure, cause, workers, lead_person,
        lead_employer, received_on, accepted_on, closed_on, manner, head_hash, body, created_at, updated_at FROM
        cases_before;
DROP TABLE cases_before;

CREATE TABLE case_people_before AS SELECT * FROM case_people;
DROP TABLE case_people;
CREATE TABLE case_people (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    duty TEXT NOT NULL CHECK (duty IN ('clerk', 'arbitrator', 'mediator')),
    PRIMARY KEY (case_id, user_id, duty)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_people_user_id ON case_people (user_id, case_id);
INSERT INTO case_people (case_id, user_id, duty)
    SELECT case_id, user_id, duty FROM case_people_before;
DROP TABLE case_people_before;

CREATE TABLE reporting_before AS SELECT * FROM reporting;
DROP TABLE reporting;
CREATE TABLE reporting (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id) ON DELETE NO ACTION,
    region TEXT NOT NULL,
    cause TEXT NOT NULL,
    procedure TEXT CHECK (procedure IN ('ordinary', 'simplified')),
    channel TEXT NOT NULL,
    collective INTEGER NOT NULL CHECK (collective IN (0, 1)),
    workers INTEGER NOT NULL CHECK (workers >= 0),
    received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
    accepted_on TEXT CHECK (accepted_on IS date(accepted_on)),
    first_hearing_on TEXT CHECK (first_hearing_on IS date(first_hearing_on)),
    closed_on TEXT CHECK (closed_on IS date(closed_on)),
    archived_on TEXT CHECK (archived_on IS date(archived_on)),
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn',
        'deemed_withdrawn', 'revoked', 'transferred', 'terminated', 'rejected', 'referred_elsewhere',
        'not_corrected', 'withdrawn_before_acceptance', 'settled_before_acceptance')),
    result TEXT CHECK (result IN ('worker', 'employer', 'partly')),
    in_time INTEGER CHECK (in_time IN (0, 1)),
    due_on TEXT CHECK (due_on IS date(due_on)),
    quick_filing INTEGER CHECK (quick_filing IN (0, 1)),
    quick_mediation_before INTEGER CHECK (quick_mediation_before IN (0, 1)),
    quick_mediation INTEGER CHECK (quick_mediation IN (0, 1)),
    quick_hearing INTEGER CHECK (quick_hearing IN (0, 1)),
    quick_closing INTEGER CHECK (quick_closing IN (0, 1)),
    claimed_fen INTEGER NOT NULL CHECK (claimed_fen >= 0),
    awarded_fen INTEGER NOT NULL CHECK (awarded_fen >= 0),
    recovered_fen INTEGER NOT NULL CHECK (recovered_fen >= 0),
    recovered_before_acceptance_fen INTEGER NOT NULL CHECK (recovered_before_acceptance_fen >= 0),
    arbitrator_id TEXT,
    mediator_id TEXT
) STRICT;
CREATE INDEX reporting_received_on ON reporting (received_on, case_id);
CREATE INDEX reporting_accepted_on ON reporting (accepted_on, case_id);
CREATE INDEX reporting_closed_on ON reporting (closed_on, accepted_on, case_id);
INSERT INTO reporting (case_id, region, cause, procedure, channel, collective, workers, received_on,
        accepted_on, first_hearing_on, closed_on, archived_on, manner, result, in_time, due_on, quick_filing,
        quick_mediation_before, quick_mediation, quick_hearing, quick_closing, claimed_fen, awarded_fen,
        recovered_fen, recovered_before_acceptance_fen, arbitrator_id, mediator_id)
        SELECT case_id, region, cause, procedure, channel, collective, workers, received_on, accepted_on,
        first_hearing_on, closed_on, archived_on, manner, result, in_time, due_on, quick_filing,
        quick_mediation_before, quick_mediation, quick_hearing, quick_closing, claimed_fen, awarded_fen,
        recovered_fen, recovered_before_acceptance_fen, arbitrator_id, mediator_id FROM reporting_before;
DROP TABLE reporting_before;

CREATE TABLE reporting_recoveries_before AS SELECT * FROM reporting_recoveries;
DROP TABLE reporting_recoveries;
CREATE TABLE reporting_recoveries (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    fen INTEGER NOT NULL CHECK (fen >= 0),
    after_acceptance INTEGER NOT NULL CHECK (after_acceptance IN (0, 1)),
    region TEXT NOT NULL,
    PRIMARY KEY (case_id, entry_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX reporting_recoveries_on_date ON reporting_recoveries (on_date);
INSERT INTO reporting_recoveries (case_id, entry_no, on_date, fen, after_acceptance, region)
    SELECT case_id, entry_no, on_date, fen, after_acceptance, region FROM reporting_recoveries_before;
DROP TABLE reporting_recoveries_before;
