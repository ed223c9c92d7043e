-- There is a paper more, the element form (要素表). SQLite changes a CHECK only by making the table anew; nothing refers to
-- these two. The folder of the same name under migrations/postgres makes the same tables.

CREATE TABLE paper_templates_before AS SELECT * FROM paper_templates;
DROP TABLE paper_templates;
CREATE TABLE paper_templates (
    kind TEXT NOT NULL CHECK (kind IN ('acceptance_notice', 'response_notice', 'non_acceptance_notice', 'jurisdiction_statement',
        'correction_notice', 'tribunal_notice', 'hearing_notice', 'evidence_notice',
        'summons', 'mediation_agreement', 'mediation_document', 'award_final',
        'award_non_final', 'recusal_decision', 'suspension_decision', 'resumption_notice',
        'extension_notice', 'withdrawal_decision', 'deemed_withdrawal_decision', 'transfer_letter',
        'revocation_decision', 'termination_decision', 'service_return', 'hearing_record',
        'discussion_record', 'archive_cover', 'archive_list', 'element_form')),
    version INTEGER NOT NULL CHECK (version >= 1),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    put_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    put_at INTEGER NOT NULL,
    PRIMARY KEY (kind, version)
) STRICT;
INSERT INTO paper_templates (kind, version, sha256, bytes, put_by, put_at)
        SELECT kind, version, sha256, bytes, put_by, put_at FROM paper_templates_before;
DROP TABLE paper_templates_before;
CREATE TRIGGER paper_templates_keeps_rows BEFORE UPDATE ON paper_templates
BEGIN SELECT RAISE(ABORT, 'append-only: paper_templates'); END;
CREATE TRIGGER paper_templates_loses_nothing BEFORE DELETE ON paper_templates
BEGIN SELECT RAISE(ABORT, 'append-only: paper_templates'); END;

CREATE TABLE papers_before AS SELECT * FROM papers;
DROP TABLE papers;
CREATE TABLE papers (
    id TEXT NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('acceptance_notice', 'response_notice', 'non_acceptance_notice', 'jurisdiction_statement',
        'correction_notice', 'tribunal_notice', 'hearing_notice', 'evidence_notice',
        'summons', 'mediation_agreement', 'mediation_document', 'award_final',
        'award_non_final', 'recusal_decision', 'suspension_decision', 'resumption_notice',
        'extension_notice', 'withdrawal_decision', 'deemed_withdrawal_decision', 'transfer_letter',
        'revocation_decision', 'termination_decision', 'service_return', 'hearing_record',
        'discussion_record', 'archive_cover', 'archive_list', 'element_form')),
    of_entry INTEGER NOT NULL CHECK (of_entry >= 1),
    party INTEGER NOT NULL CHECK (party >= 0),
    no INTEGER NOT NULL CHECK (no >= 1),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    template_version INTEGER NOT NULL CHECK (template_version >= 0),
    template_sha256 TEXT NOT NULL CHECK (length(template_sha256) = 64),
    case_version INTEGER NOT NULL CHECK (case_version >= 1),
    docx_file TEXT NOT NULL REFERENCES case_files (id) ON DELETE NO ACTION,
    docx_sha256 TEXT NOT NULL CHECK (length(docx_sha256) = 64),
    pdf_file TEXT NOT NULL REFERENCES case_files (id) ON DELETE NO ACTION,
    pdf_sha256 TEXT NOT NULL CHECK (length(pdf_sha256) = 64),
    made_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at INTEGER NOT NULL
) STRICT;
INSERT INTO papers (id, case_id, kind, of_entry, party, no, on_date, template_version, template_sha256,
        case_version, docx_file, docx_sha256, pdf_file, pdf_sha256, made_by, made_at)
        SELECT id, case_id, kind, of_entry, party, no, on_date, template_version, template_sha256,
        case_version, docx_file, docx_sha256, pdf_file, pdf_sha256, made_by, made_at FROM papers_before;
DROP TABLE papers_before;
CREATE UNIQUE INDEX papers_no ON papers (case_id, kind, of_entry, party, no);
CREATE INDEX papers_case_id ON papers (case_id, id);
CREATE INDEX papers_docx_file ON papers (docx_file);
CREATE INDEX papers_pdf_file ON papers (pdf_file);
CREATE TRIGGER papers_keeps_rows BEFORE UPDATE ON papers
BEGIN SELECT RAISE(ABORT, 'append-only: papers'); END;
CREATE TRIGGER papers_loses_nothing BEFORE DELETE ON papers
BEGIN SELECT RAISE(ABORT, 'append-only: papers'); END;
