//! The template of the annual report (年度报告模板): which is in force, and putting another. Every version stays. Not here: the
//! one that is shipped, and what may be wrong with one (`documents`).

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::ids::hex;
use crate::app::paper_templates::{OfficeTemplate, Seen, TemplateView, ensure_seen};
use crate::app::permits::{Caller, ensure};
use crate::app::register::{Mode, Register};
use crate::domain::permission::Operation;
use crate::storage::report_templates::{self, ReportTemplateRow};
use crate::storage::{Connection, StorageError, Tx};

/// A template of the report on its way in.
pub struct NewReportTemplate {
    /// The file, found good.
    pub bytes: Vec<u8>,
    /// Which one the caller saw.
    pub seen: Seen,
    /// The digest of the one that is shipped.
    pub shipped_sha256: String,
    /// For good, or to see whether it would be taken.
    pub mode: Mode,
}

impl Register {
    /// The template that the office put last, if it put one.
    ///
    /// # Errors
    /// That the caller's role does not see it.
    pub async fn report_template(&self, caller: &Caller) -> Result<Option<OfficeTemplate>, Error> {
        ensure(caller, Operation::ReadRules, None)?;
        self.store.read(in_force).await
    }

    /// Puts a template in the place of the one in force, or says what it would be.
    ///
    /// # Errors
    /// That the caller's role may not; that another is in force than the caller saw.
    pub async fn put_report_template(
        &self,
        caller: &Caller,
        new: NewReportTemplate,
    ) -> Result<TemplateView, Error> {
        self.may_put_paper_template(caller)?;
        let (register, caller) = (self.clone(), *caller);
        if new.mode == Mode::DryRun {
            let show = move |c: &mut Connection| Ok(register.next_report_template(c, &caller, &new)?.1);
            return self.store.snapshot(show).await;
        }
        let put = move |tx: &mut Tx| {
            let (row, view) = register.next_report_template(tx, &caller, &new)?;
            report_templates::append(tx, &row).map_err(|error| match error {
                // Somebody else put the same version meanwhile.
                StorageError::Unique(_) => Error::Stale,
                error => error.into(),
            })?;
            let body = json!({ "version": row.version, "sha256": row.sha256 });
            let (event, at, actor) = (AuditEvent::ReportTemplatePut, register.clock.now(), Some(caller.user));
            audit::record(tx, &AuditEntry { event, at, actor, case: None, body })?;
            Ok(view)
        };
        self.store.write(put).await
    }

    fn next_report_template(
        &self,
        c: &mut Connection,
        caller: &Caller,
        new: &NewReportTemplate,
    ) -> Result<(ReportTemplateRow, TemplateView), Error> {
        let now = self.clock.now();
        let there = in_force(c)?;
        ensure_seen(&new.seen, there.as_ref(), &new.shipped_sha256)?;
        let version = there.map_or(0, |template| template.version).saturating_add(1);
        let sha256 = hex(&Sha256::digest(&new.bytes));
        let row = ReportTemplateRow {
            version: i32::try_from(version).map_err(|error| Error::Broken(error.to_string()))?,
            sha256: sha256.clone(),
            bytes: new.bytes.clone(),
            put_by: caller.user.to_string(),
            put_at: now.timestamp_micros(),
        };
        Ok((row, TemplateView { version, sha256, put_by: Some(caller.user), put_at: Some(now) }))
    }
}

/// The template that the office put last.
pub(crate) fn in_force(c: &mut Connection) -> Result<Option<OfficeTemplate>, Error> {
    let Some(row) = report_templates::in_force(c)? else { return Ok(None) };
    let version = u32::try_from(row.version).map_err(|_| StorageError::Inconsistent {
        table: "report_templates",
        key: row.version.to_string(),
        what: "the version cannot be".to_owned(),
    })?;
    Ok(Some(OfficeTemplate { version, sha256: row.sha256, bytes: row.bytes }))
}
