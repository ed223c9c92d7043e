-- What is stated of files and of archived cases (卷宗归档). The folder of the same name under migrations/postgres makes the
-- same tables.

-- What somebody stated that a file of a case is (材料归类), the last statement of each; the audit log has them all. The
-- entries that it is of are a JSON array of their numbers, empty where none was named.
CREATE TABLE file_materials (
    file_id TEXT NOT NULL PRIMARY KEY REFERENCES case_files (id) ON DELETE NO ACTION,
    material TEXT NOT NULL CHECK (material IN ('application', 'acceptance_notice', 'defence',
        'identity_proof', 'power_of_attorney', 'investigation', 'site_inspection', 'evidence',
        'appraisal', 'hearing_notice', 'other_notice', 'hearing_record', 'extension_notice',
        'withdrawal_application', 'mediation_agreement', 'mediation_document', 'award_final', 'award_non_final',
        'decision', 'transfer_letter', 'service_return', 'other_main', 'acceptance_approval',
        'extension_approval', 'suspension_approval', 'investigation_outline', 'reading_notes', 'meeting_record',
        'deliberation_record', 'closing_approval', 'other_secondary')),
    of_entries TEXT NOT NULL CHECK (length(of_entries) >= 2),
    stated_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    stated_at INTEGER NOT NULL
) STRICT;

-- Which cases are in the archive, by which entry, and until when each file must be there: an index that follows from the
-- dockets.
CREATE TABLE archived_cases (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id) ON DELETE NO ACTION,
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    archived_on TEXT NOT NULL CHECK (archived_on IS date(archived_on)),
    retention_years INTEGER NOT NULL CHECK (retention_years >= 1),
    retain_until TEXT NOT NULL CHECK (retain_until IS date(retain_until))
) STRICT;
CREATE INDEX archived_cases_archived_on ON archived_cases (archived_on, case_id);
