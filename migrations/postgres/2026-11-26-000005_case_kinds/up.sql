-- A case has a kind (案件种类) and belongs to a matter; the codes of the other kinds' stages, manners and duties; and
-- who may see a case, where a role does not see every one. The folder of the same name under migrations/sqlite makes
-- the same tables.

ALTER TABLE cases ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'arbitration' CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
    ADD COLUMN matter_id TEXT COLLATE "C" CHECK (length(matter_id) = 36);
ALTER TABLE cases ALTER COLUMN kind DROP DEFAULT;
UPDATE cases SET matter_id = id;
ALTER TABLE cases ALTER COLUMN matter_id SET NOT NULL;
ALTER TABLE cases DROP CONSTRAINT cases_stage_check;
ALTER TABLE cases ADD CONSTRAINT cases_stage_check CHECK (stage IN ('received', 'correction', 'mediate_first', 'accepted', 'tribunal', 'scheduled', 'hearing', 'deliberation',
        'suspended', 'entrusted', 'closed', 'served', 'effective', 'challenged', 'archived',
        'mediation_requested', 'mediating', 'mediation_agreed', 'review_requested', 'in_review',
        'agreement_confirmed', 'inspection_received', 'investigating', 'inspection_suspended',
        'payment_ordered', 'petition_received', 'petition_handling'));
ALTER TABLE cases DROP CONSTRAINT cases_manner_check;
ALTER TABLE cases ADD CONSTRAINT cases_manner_check CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn', 'deemed_withdrawn', 'revoked',
        'transferred', 'terminated', 'rejected', 'referred_elsewhere', 'not_corrected',
        'withdrawn_before_acceptance', 'settled_before_acceptance', 'mediation_refused', 'mediation_agreed',
        'mediation_settled', 'mediation_failed', 'mediation_withdrawn', 'inspection_not_accepted',
        'inspection_redirected', 'inspection_paid', 'inspection_partly_paid', 'inspection_to_arbitration',
        'inspection_to_police', 'inspection_revoked', 'inspection_decided', 'inspection_enforced',
        'inspection_clean', 'hazards_resolved', 'petition_redirected', 'petition_rejected',
        'petition_answered', 'petition_withdrawn'));
CREATE INDEX cases_matter_id ON cases (matter_id, id);

ALTER TABLE case_people DROP CONSTRAINT case_people_duty_check;
ALTER TABLE case_people ADD CONSTRAINT case_people_duty_check CHECK (duty IN ('clerk', 'arbitrator', 'mediator', 'inspector'));

CREATE TABLE case_viewers (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    viewer TEXT COLLATE "C" NOT NULL CHECK (length(viewer) BETWEEN 1 AND 36),
    PRIMARY KEY (case_id, viewer)
);
CREATE INDEX case_viewers_viewer ON case_viewers (viewer, case_id);
INSERT INTO case_viewers (case_id, viewer) SELECT DISTINCT case_id, user_id FROM case_people;

ALTER TABLE reporting ADD COLUMN kind TEXT NOT NULL DEFAULT 'arbitration' CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition'));
ALTER TABLE reporting ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE reporting DROP CONSTRAINT reporting_manner_check;
ALTER TABLE reporting ADD CONSTRAINT reporting_manner_check CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn', 'deemed_withdrawn', 'revoked',
        'transferred', 'terminated', 'rejected', 'referred_elsewhere', 'not_corrected',
        'withdrawn_before_acceptance', 'settled_before_acceptance', 'mediation_refused', 'mediation_agreed',
        'mediation_settled', 'mediation_failed', 'mediation_withdrawn', 'inspection_not_accepted',
        'inspection_redirected', 'inspection_paid', 'inspection_partly_paid', 'inspection_to_arbitration',
        'inspection_to_police', 'inspection_revoked', 'inspection_decided', 'inspection_enforced',
        'inspection_clean', 'hazards_resolved', 'petition_redirected', 'petition_rejected',
        'petition_answered', 'petition_withdrawn'));

ALTER TABLE reporting_recoveries ADD COLUMN kind TEXT NOT NULL DEFAULT 'arbitration' CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition'));
ALTER TABLE reporting_recoveries ALTER COLUMN kind DROP DEFAULT;
