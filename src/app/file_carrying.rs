//! Files that go on with a dispute (材料随案移转): what one proceeding has, the next one of the matter has too, from the
//! moment at which it is opened. The contents are kept once; each file gets a name and a key sealed under the new case,
//! and says where it comes from. Not here: bringing files (`file_upload`).

use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::files::{CarriedFrom, view};
use crate::app::register::Register;
use crate::domain::id::{CaseId, UserId};
use crate::storage::Tx;
use crate::storage::files::{self, CaseFileRow, Whole};
use crate::storage::vault::{self, PersonIndex, VaultRow};

/// So many files are carried at a time.
const PAGE_FILES: i64 = 200;

impl Register {
    /// Gives a case that was opened the files of the one that it came from.
    ///
    /// # Errors
    /// That the database does not answer, or what is sealed of a file does not open.
    pub(crate) fn carry_files(
        &self,
        tx: &mut Tx,
        by: UserId,
        (from, to): (CaseId, CaseId),
    ) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let page = files::list(tx, &from.to_string(), &after, PAGE_FILES)?;
            let Some((last, ..)) = page.last() else { return Ok(()) };
            after.clone_from(&last.id);
            for whole in &page {
                self.carry_file(tx, by, (whole, to))?;
            }
        }
    }

    fn carry_file(&self, tx: &mut Tx, by: UserId, (whole, to): (&Whole, CaseId)) -> Result<(), Error> {
        let now = self.clock.now();
        let file = view(whole)?;
        let from = CarriedFrom { case_id: file.case_id, file: file.id };
        let kept = serde_json::to_vec(&self.kept(&whole.2)?.carried(from));
        let id = self.ids.vault();
        let sealed = self.vault.seal(id, &kept.map_err(|error| Error::Broken(error.to_string()))?)?;
        let row = VaultRow {
            id: id.to_string(),
            case_id: to.to_string(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at: now.timestamp_micros(),
            index: PersonIndex::default(),
        };
        vault::insert_many(tx, std::slice::from_ref(&row))?;
        let carried = CaseFileRow {
            id: row.id,
            case_id: row.case_id,
            sha256: file.sha256,
            uploaded_by: by.to_string(),
            created_at: row.created_at,
        };
        files::insert(tx, &carried)?;
        let body = json!({ "file": carried.id, "sha256": carried.sha256, "from": from });
        let entry =
            AuditEntry { event: AuditEvent::FileAdded, at: now, actor: Some(by), case: Some(to), body };
        audit::record(tx, &entry)
    }
}
