-- Goes back only while there is no element form and no template of one: the old CHECKs refuse them, and nothing is changed.

ALTER TABLE paper_templates DROP CONSTRAINT paper_templates_kind_check;
ALTER TABLE paper_templates ADD CONSTRAINT paper_templates_kind_check CHECK (kind IN ('acceptance_notice', 'response_notice', 'non_acceptance_notice', 'jurisdiction_statement',
        'correction_notice', 'tribunal_notice', 'hearing_notice', 'evidence_notice',
        'summons', 'mediation_agreement', 'mediation_document', 'award_final',
        'award_non_final', 'recusal_decision', 'suspension_decision', 'resumption_notice',
        'extension_notice', 'withdrawal_decision', 'deemed_withdrawal_decision', 'transfer_letter',
        'revocation_decision', 'termination_decision', 'service_return', 'hearing_record',
        'discussion_record', 'archive_cover', 'archive_list'));
ALTER TABLE papers DROP CONSTRAINT papers_kind_check;
ALTER TABLE papers ADD CONSTRAINT papers_kind_check CHECK (kind IN ('acceptance_notice', 'response_notice', 'non_acceptance_notice', 'jurisdiction_statement',
        'correction_notice', 'tribunal_notice', 'hearing_notice', 'evidence_notice',
        'summons', 'mediation_agreement', 'mediation_document', 'award_final',
        'award_non_final', 'recusal_decision', 'suspension_decision', 'resumption_notice',
        'extension_notice', 'withdrawal_decision', 'deemed_withdrawal_decision', 'transfer_letter',
        'revocation_decision', 'termination_decision', 'service_return', 'hearing_record',
        'discussion_record', 'archive_cover', 'archive_list'));
