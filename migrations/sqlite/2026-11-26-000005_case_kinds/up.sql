-- A case has a kind (案件种类) and belongs to a matter; the codes of the other kinds' stages, manners and duties; and
-- who may see a case, where a role does not see every one. The folder of the same name under migrations/postgres
-- makes the same tables. SQLite changes a CHECK only by making the table anew: what refers to `cases` is held
-- against it again at the end of the transaction, when the rows are back.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE cases_before AS SELECT * FROM cases;
DROP TABLE cases;
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    kind TEXT NOT NULL CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
    matter_id TEXT NOT NULL CHECK (length(matter_id) = 36),
    version INTEGER NOT NULL CHECK (version >= 1),
    stage TEXT NOT NULL CHECK (stage IN ('received', 'correction', 'mediate_first', 'accepted', 'tribunal', 'scheduled', 'hearing', 'deliberation',
        'suspended', 'entrusted', 'closed', 'served', 'effective', 'challenged', 'archived',
        'mediation_requested', 'mediating', 'mediation_agreed', 'review_requested', 'in_review',
        'agreement_confirmed', 'inspection_received', 'investigating', 'inspection_suspended',
        'payment_ordered', 'petition_received', 'petition_handling')),
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
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn', 'deemed_withdrawn', 'revoked',
        'transferred', 'terminated', 'rejected', 'referred_elsewhere', 'not_corrected',
        'withdrawn_before_acceptance', 'settled_before_acceptance', 'mediation_refused', 'mediation_agreed',
        'mediation_settled', 'mediation_failed', 'mediation_withdrawn', 'inspection_not_accepted',
        'inspection_redirected', 'inspection_paid', 'inspection_partly_paid', 'inspection_to_arbitration',
        'inspection_to_police', 'inspection_revoked', 'inspection_decided', 'inspection_enforced',
        'inspection_clean', 'hazards_resolved', 'petition_redirected', 'petition_rejected',
        'petition_answered', 'petition_withdrawn')),
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
CREATE INDEX cases_matter_id ON cases (matter_id, id);
INSERT INTO cases (id, kind, matter_id, version, stage, number, region, channel, procedure, cause, workers,
        lead_person, lead_employer, received_on, accepted_on, closed_on, manner, head_hash, body, created_at,
        updated_at)
        SELECT id, 'arbitration', id, version, stage, number, region, channel, procedure, cause, workers,
        lead_person, lead_employer, received_on, accepted_on, closed_on, manner, head_hash, body, created_at,
        updated_at FROM cases_before;
DROP TABLE cases_before;

CREATE TABLE case_people_before AS SELECT * FROM case_people;
DROP TABLE case_people;
CREATE TABLE case_people (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    duty TEXT NOT NULL CHECK (duty IN ('clerk', 'arbitrator', 'mediator', 'inspector')),
    PRIMARY KEY (case_id, user_id, duty)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_people_user_id ON case_people (user_id, case_id);
INSERT INTO case_people (case_id, user_id, duty)
    SELECT case_id, user_id, duty FROM case_people_before;
DROP TABLE case_people_before;

CREATE TABLE case_viewers (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    viewer TEXT NOT NULL CHECK (length(viewer) BETWEEN 1 AND 36),
    PRIMARY KEY (case_id, viewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_viewers_viewer ON case_viewers (viewer, case_id);
INSERT INTO case_viewers (case_id, viewer) SELECT DISTINCT case_id, user_id FROM case_people;

CREATE TABLE reporting_before AS SELECT * FROM reporting;
DROP TABLE reporting;
CREATE TABLE reporting (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
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
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn', 'deemed_withdrawn', 'revoked',
        'transferred', 'terminated', 'rejected', 'referred_elsewhere', 'not_corrected',
        'withdrawn_before_acceptance', 'settled_before_acceptance', 'mediation_refused', 'mediation_agreed',
        'mediation_settled', 'mediation_failed', 'mediation_withdrawn', 'inspection_not_accepted',
        'inspection_redirected', 'inspection_paid', 'inspection_partly_paid', 'inspection_to_arbitration',
        'inspection_to_police', 'inspection_revoked', 'inspection_decided', 'inspection_enforced',
        'inspection_clean', 'hazards_resolved', 'petition_redirected', 'petition_rejected',
        'petition_answered', 'petition_withdrawn')),
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
INSERT INTO reporting (case_id, kind, region, cause, procedure, channel, collective, workers, received_on,
        accepted_on, first_hearing_on, closed_on, archived_on, manner, result, in_time, due_on, quick_filing,
        quick_mediation_before, quick_mediation, quick_hearing, quick_closing, claimed_fen, awarded_fen,
        recovered_fen, recovered_before_acceptance_fen, arbitrator_id, mediator_id)
        SELECT case_id, 'arbitration', region, cause, procedure, channel, collective, workers, received_on,
        accepted_on, first_hearing_on, closed_on, archived_on, manner, result, in_time, due_on, quick_filing,
        quick_mediation_before, quick_mediation, quick_hearing, quick_closing, claimed_fen, awarded_fen,
        recovered_fen, recovered_before_acceptance_fen, arbitrator_id, mediator_id FROM reporting_before;
DROP TABLE reporting_before;

CREATE TABLE reporting_recoveries_before AS SELECT * FROM reporting_recoveries;
DROP TABLE reporting_recoveries;
CREATE TABLE reporting_recoveries (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    fen INTEGER NOT NULL CHECK (fen >= 0),
    after_acceptance INTEGER NOT NULL CHECK (after_acceptance IN (0, 1)),
    region TEXT NOT NULL,
    PRIMARY KEY (case_id, entry_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX reporting_recoveries_on_date ON reporting_recoveries (on_date);
INSERT INTO reporting_recoveries (case_id, kind, entry_no, on_date, fen, after_acceptance, region)
    SELECT case_id, 'arbitration', entry_no, on_date, fen, after_acceptance, region FROM reporting_recoveries_before;
DROP TABLE reporting_recoveries_before;
