-- Papers (文书). The folder of the same name under migrations/sqlite makes the same tables.

-- Templates that the office put in the place of those that are shipped: appended, the last of a kind is in force.
CREATE TABLE paper_templates (
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN (
        'acceptance_notice', 'response_notice', 'non_acceptance_notice', 'jurisdiction_statement',
        'correction_notice', 'tribunal_notice', 'hearing_notice', 'evidence_notice',
        'summons', 'mediation_agreement', 'mediation_document', 'award_final',
        'award_non_final', 'recusal_decision', 'suspension_decision', 'resumption_notice',
        'extension_notice', 'withdrawal_decision', 'deemed_withdrawal_decision', 'transfer_letter',
        'revocation_decision', 'termination_decision', 'service_return', 'hearing_record',
        'discussion_record', 'archive_cover', 'archive_list'
    )),
    version INTEGER NOT NULL CHECK (version >= 1),
    sha256 TEXT COLLATE "C" NOT NULL CHECK (length(sha256) = 64),
    bytes BYTEA NOT NULL,
    put_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    put_at BIGINT NOT NULL,
    PRIMARY KEY (kind, version)
);

-- Papers that were made: of which entry and for which party (0: for the whole case), from which template (version 0: the
-- one that is shipped) and which version of the case. What was written by hand for it is in the vault row of its id.
CREATE TABLE papers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES vault (id) ON DELETE NO ACTION CHECK (length(id) = 36),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN (
        'acceptance_notice', 'response_notice', 'non_acceptance_notice', 'jurisdiction_statement',
        'correction_notice', 'tribunal_notice', 'hearing_notice', 'evidence_notice',
        'summons', 'mediation_agreement', 'mediation_document', 'award_final',
        'award_non_final', 'recusal_decision', 'suspension_decision', 'resumption_notice',
        'extension_notice', 'withdrawal_decision', 'deemed_withdrawal_decision', 'transfer_letter',
        'revocation_decision', 'termination_decision', 'service_return', 'hearing_record',
        'discussion_record', 'archive_cover', 'archive_list'
    )),
    of_entry INTEGER NOT NULL CHECK (of_entry >= 1),
    party INTEGER NOT NULL CHECK (party >= 0),
    no INTEGER NOT NULL CHECK (no >= 1),
    on_date DATE NOT NULL,
    template_version INTEGER NOT NULL CHECK (template_version >= 0),
    template_sha256 TEXT COLLATE "C" NOT NULL CHECK (length(template_sha256) = 64),
    case_version INTEGER NOT NULL CHECK (case_version >= 1),
    docx_file TEXT COLLATE "C" NOT NULL REFERENCES case_files (id) ON DELETE NO ACTION,
    docx_sha256 TEXT COLLATE "C" NOT NULL CHECK (length(docx_sha256) = 64),
    pdf_file TEXT COLLATE "C" NOT NULL REFERENCES case_files (id) ON DELETE NO ACTION,
    pdf_sha256 TEXT COLLATE "C" NOT NULL CHECK (length(pdf_sha256) = 64),
    made_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX papers_no ON papers (case_id, kind, of_entry, party, no);
CREATE INDEX papers_case_id ON papers (case_id, id);
CREATE INDEX papers_docx_file ON papers (docx_file);
CREATE INDEX papers_pdf_file ON papers (pdf_file);
CREATE TRIGGER paper_templates_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_templates
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER papers_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON papers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
