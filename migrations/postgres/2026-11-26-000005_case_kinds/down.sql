-- Goes back only while there are arbitration cases alone: a case of another kind is refused by the old CHECKs.
ALTER TABLE reporting_recoveries DROP COLUMN kind;
ALTER TABLE reporting DROP COLUMN kind;
ALTER TABLE reporting DROP CONSTRAINT reporting_manner_check;
ALTER TABLE reporting ADD CONSTRAINT reporting_manner_check CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn',
        'deemed_withdrawn', 'revoked', 'transferred', 'terminated', 'rejected', 'referred_elsewhere',
        'not_corrected', 'withdrawn_before_acceptance', 'settled_before_acceptance'));
DROP TABLE case_viewers;
ALTER TABLE case_people DROP CONSTRAINT case_people_duty_check;
ALTER TABLE case_people ADD CONSTRAINT case_people_duty_check CHECK (duty IN ('clerk', 'arbitrator', 'mediator'));
ALTER TABLE cases DROP CONSTRAINT cases_stage_check;
ALTER TABLE cases ADD CONSTRAINT cases_stage_check CHECK (stage IN ('received', 'correction', 'mediate_first', 'accepted', 'tribunal',
        'scheduled', 'hearing', 'deliberation', 'suspended', 'entrusted', 'closed', 'served', 'effective',
        'challenged', 'archived'));
ALTER TABLE cases DROP CONSTRAINT cases_manner_check;
ALTER TABLE cases ADD CONSTRAINT cases_manner_check CHECK (manner IN ('award_final', 'award_non_final', 'award_mixed', 'mediated', 'withdrawn',
        'deemed_withdrawn', 'revoked', 'transferred', 'terminated', 'rejected', 'referred_elsewhere',
        'not_corrected', 'withdrawn_before_acceptance', 'settled_before_acceptance'));
ALTER TABLE cases DROP COLUMN kind, DROP COLUMN matter_id;
