//! Papers of a case (文书): which were made, and what was written by hand for each. Not here: making one (`paper_making`).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::file_materials;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::unmasking::Shown;
use crate::domain::id::{CaseId, EntryNo, FileId, PaperId, PartyNo, UserId, VaultId};
use crate::domain::paper::kind::CasePaper;
use crate::domain::permission::Operation;
use crate::storage::bridge::{self, Place};
use crate::storage::papers::{self, PaperRow};
use crate::storage::vault::VaultRow;
use crate::storage::{Connection, StorageError, Tx};

/// What is kept of a file of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperFile {
    /// The file of the case, at whose address its bytes are.
    pub file: FileId,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// A paper that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperView {
    /// Its id.
    pub id: PaperId,
    /// The case.
    pub case_id: CaseId,
    /// Of which kind.
    pub kind: CasePaper,
    /// The entry that it is about.
    pub of: EntryNo,
    /// The party that it is for; none for a paper of the whole case.
    pub party: Option<PartyNo>,
    /// Which it is of those of its kind, entry and party, from 1.
    pub no: u32,
    /// Its date.
    pub on: NaiveDate,
    /// The version of the template; 0: the one that is shipped.
    pub template_version: u32,
    /// The SHA-256 of the template.
    pub template_sha256: String,
    /// The version of the case that it tells of.
    pub case_version: u32,
    /// The paper, to be edited.
    pub docx: PaperFile,
    /// The paper, to be printed.
    pub pdf: PaperFile,
    /// Who made it.
    pub made_by: UserId,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// A paper, and what was written by hand for it.
// Not printed: the texts may name people.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperWithTexts {
    /// The paper.
    #[serde(flatten)]
    pub paper: PaperView,
    /// What was written by hand, by the code of the field.
    pub texts: BTreeMap<String, String>,
}

impl Register {
    /// The papers of a case after one, the first first.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case.
    pub async fn papers(
        &self,
        caller: &Caller,
        case: CaseId,
        (after, limit): (Option<PaperId>, u32),
    ) -> Result<Vec<PaperView>, Error> {
        let caller = *caller;
        let work = move |c: &mut Connection| {
            let loaded = load(c, &caller, case)?;
            ensure(&caller, Operation::ReadCase, Some(&loaded.case))?;
            let after = after.map(|id| id.to_string()).unwrap_or_default();
            papers::list(c, &case.to_string(), &after, i64::from(limit))?.iter().map(view).collect()
        };
        self.store.snapshot(work).await
    }

    /// One paper, with what was written by hand for it; that it was read is put down.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a paper of another case; that the caller's role or assignment does not allow it.
    pub async fn paper(&self, caller: &Caller, case: CaseId, id: PaperId) -> Result<PaperWithTexts, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |tx: &mut Tx| {
            let loaded = load(tx, &caller, case)?;
            ensure(&caller, Operation::ReadFile, Some(&loaded.case))?;
            let found = papers::find(tx, &case.to_string(), &id.to_string())?;
            let (row, sealed) = found.ok_or(Error::NotFound)?;
            let pdf = (row.pdf_file.as_str(), row.pdf_sha256.as_str());
            let known = file_materials::known(tx, &loaded.case, &[pdf])?;
            file_materials::may_read(&caller, &loaded.case, known.get(&row.pdf_file))?;
            let read = PaperWithTexts { paper: view(&row)?, texts: register.written(&sealed)? };
            if !read.texts.is_empty() {
                let entry = AuditEntry {
                    event: AuditEvent::PersonalDataShown,
                    at: register.clock.now(),
                    actor: Some(caller.user),
                    case: Some(case),
                    body: Shown::paper(id).body()?,
                };
                audit::record(tx, &entry)?;
            }
            Ok(read)
        };
        self.store.write(work).await
    }

    /// What was written by hand for a paper.
    pub(crate) fn written(&self, row: &VaultRow) -> Result<BTreeMap<String, String>, Error> {
        let wrong = |what: &str| StorageError::Inconsistent {
            table: "vault",
            key: row.id.clone(),
            what: format!("{what} cannot be"),
        };
        let id = row.id.parse().map(VaultId).map_err(|_| wrong("its id"))?;
        let opened = self.vault.open(id, &row.key_id, &row.sealed)?;
        serde_json::from_slice(&opened.plaintext).map_err(|_| wrong("what it says of a paper").into())
    }
}

/// A paper as it is told.
pub(crate) fn view(row: &PaperRow) -> Result<PaperView, Error> {
    let wrong = |what: &str| {
        let what = format!("{what} cannot be");
        Error::from(StorageError::Inconsistent { table: "papers", key: row.id.clone(), what })
    };
    let uuid = |id: &str| id.parse::<Uuid>().map_err(|_| wrong("an id"));
    let count = |number: i32| u32::try_from(number).map_err(|_| wrong("a number"));
    let party = count(row.party)?;
    Ok(PaperView {
        id: PaperId(uuid(&row.id)?),
        case_id: CaseId(uuid(&row.case_id)?),
        kind: bridge::parse(&row.kind, Place { table: "papers", key: &row.id, column: "kind" })?,
        of: EntryNo(count(row.of_entry)?),
        party: (party > 0).then_some(PartyNo(party)),
        no: count(row.no)?,
        on: row.on_date,
        template_version: count(row.template_version)?,
        template_sha256: row.template_sha256.clone(),
        case_version: count(row.case_version)?,
        docx: PaperFile { file: FileId(uuid(&row.docx_file)?), sha256: row.docx_sha256.clone() },
        pdf: PaperFile { file: FileId(uuid(&row.pdf_file)?), sha256: row.pdf_sha256.clone() },
        made_by: UserId(uuid(&row.made_by)?),
        made_at: DateTime::from_timestamp_micros(row.made_at).ok_or_else(|| wrong("the instant"))?,
    })
}
