-- By what figures are broken down besides. The domain computes both columns, and computes those of the cases that are
-- there when it first opens the database.
ALTER TABLE reporting ADD COLUMN employer_kind TEXT CHECK (employer_kind IN ('state_owned', 'collective', 'company', 'private', 'hong_kong_macao_taiwan', 'foreign_invested',
    'sole_trader', 'non_enterprise', 'government', 'public_institution', 'social_organisation', 'other'));
ALTER TABLE reporting ADD COLUMN industry TEXT CHECK (length(industry) = 1);

-- What of a case has a day of its own: money recovered, inspections, referrals. It takes the place of the rows of recoveries
-- and of inspections. What is known since before rows remembered is known since the first day that they can say.
CREATE TABLE reporting_facts (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    fact TEXT NOT NULL CHECK (fact IN ('recovered', 'recovered_before_acceptance', 'project_inspected', 'hazards_found', 'hazards_resolved',
        'dispute_coordinated', 'workers_paid', 'wages_recovered', 'referred', 'referral_taken', 'referral_declined',
        'referral_answered_late')),
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    on_date DATE NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    known_from DATE NOT NULL,
    PRIMARY KEY (case_id, fact, entry_no)
);
CREATE INDEX reporting_facts_on_date ON reporting_facts (fact, on_date, case_id);
INSERT INTO reporting_facts (case_id, fact, entry_no, on_date, amount, known_from)
    SELECT case_id, CASE WHEN after_acceptance THEN 'recovered' ELSE 'recovered_before_acceptance' END, entry_no,
        on_date, fen, DATE '1970-01-01' FROM reporting_recoveries;
DROP TABLE reporting_recoveries;
DROP TABLE reporting_inspections;

-- Rows remember: what holds now says since which day it is known; what was replaced on a later day is kept, with the day
-- on which it was. What was replaced on its own day was not known at the end of any.
ALTER TABLE reporting ADD COLUMN known_from DATE NOT NULL DEFAULT '1970-01-01';
DROP INDEX reporting_closed_on;
CREATE INDEX reporting_closed_on ON reporting (closed_on, accepted_on, known_from, case_id);
CREATE TABLE reporting_past (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
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
    manner TEXT CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn', 'deemed_withdrawn', 'revoked',
        'transferred', 'terminated', 'rejected', 'referred_elsewhere', 'not_corrected',
        'withdrawn_before_acceptance', 'settled_before_acceptance', 'mediation_refused', 'mediation_agreed',
        'mediation_settled', 'mediation_failed', 'mediation_withdrawn', 'inspection_not_accepted',
        'inspection_redirected', 'inspection_paid', 'inspection_partly_paid', 'inspection_to_arbitration',
        'inspection_to_police', 'inspection_revoked', 'inspection_decided', 'inspection_enforced',
        'inspection_clean', 'hazards_resolved', 'petition_redirected', 'petition_rejected',
        'petition_answered', 'petition_withdrawn')),
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
    mediator_id TEXT COLLATE "C",
    employer_kind TEXT CHECK (employer_kind IN ('state_owned', 'collective', 'company', 'private', 'hong_kong_macao_taiwan', 'foreign_invested',
    'sole_trader', 'non_enterprise', 'government', 'public_institution', 'social_organisation', 'other')),
    industry TEXT CHECK (length(industry) = 1),
    known_from DATE NOT NULL,
    known_until DATE NOT NULL,
    CHECK (known_until > known_from),
    PRIMARY KEY (case_id, known_from)
);
-- What was known on a day is what was replaced after it and known by then; of a recent day there is little to look at.
CREATE INDEX reporting_past_known_until ON reporting_past (known_until, known_from);
CREATE TABLE reporting_facts_past (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    fact TEXT NOT NULL CHECK (fact IN ('recovered', 'recovered_before_acceptance', 'project_inspected', 'hazards_found', 'hazards_resolved',
        'dispute_coordinated', 'workers_paid', 'wages_recovered', 'referred', 'referral_taken', 'referral_declined',
        'referral_answered_late')),
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    on_date DATE NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    known_from DATE NOT NULL,
    known_until DATE NOT NULL,
    CHECK (known_until > known_from),
    PRIMARY KEY (case_id, fact, entry_no, known_from)
);
