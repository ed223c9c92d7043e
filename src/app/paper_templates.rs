//! Templates of papers (文书模板): which is in force for each kind, and putting another. Every version stays. What is wrong
//! with a template is asked before (`documents`); not here: those that are shipped.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::ids::hex;
use crate::app::permits::{Caller, ensure};
use crate::app::register::{Mode, Register};
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::id::UserId;
use crate::domain::paper::kind::CasePaper;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Refusal, words};
use crate::storage::papers::{self, TemplateHead, TemplateRow};
use crate::storage::{Connection, StorageError, Tx};

/// The code of the warning that a template lacks fields of the one that is shipped.
pub const FIELDS_LEFT_OUT: &str = "fields_left_out";

/// A template of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeTemplate {
    /// From 1.
    pub version: u32,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A template of the office, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TemplateView {
    /// Which version is in force: 0 is the one that is shipped.
    pub version: u32,
    /// The SHA-256 of the template, in hexadecimal.
    pub sha256: String,
    /// Who put it; none for the one that is shipped.
    pub put_by: Option<UserId>,
    /// When.
    pub put_at: Option<DateTime<Utc>>,
}

/// Which template the caller saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Not said.
    Unsaid,
    /// That the office had put none.
    NoneOfOffice,
    /// The one with a digest that begins so.
    Digest(String),
}

/// Whose template is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The office's own.
    Office,
    /// The one that is shipped: the office goes back to it, and to those that are shipped later.
    Shipped,
}

/// A template on its way in.
pub struct NewTemplate {
    /// Of which kind.
    pub kind: CasePaper,
    /// The file, found good.
    pub bytes: Vec<u8>,
    /// Whose it is.
    pub whose: Whose,
    /// Which one the caller saw.
    pub seen: Seen,
    /// The digest of the one that is shipped.
    pub shipped_sha256: String,
    /// The names of the fields that the one that is shipped has and this one does not.
    pub left_out: Vec<String>,
    /// The codes of warnings that are acknowledged.
    pub acknowledged: Vec<String>,
    /// For good, or to see whether it would be taken.
    pub mode: Mode,
}

impl NewTemplate {
    /// A template that an office has cut too much from makes papers that lack something, and nobody sees it.
    fn ensure_whole(&self) -> Result<(), Error> {
        if self.left_out.is_empty() || self.acknowledged.iter().any(|code| code == FIELDS_LEFT_OUT) {
            return Ok(());
        }
        let list = self.left_out.join("、");
        let words = words(
            format!("与内置模板相比，缺少下列字段：{list}；如确不需要，请确认后再提交"),
            format!(
                "fields of the template that is shipped are left out: {list}; acknowledge it if they are not needed"
            ),
        );
        let mut findings = Findings::default();
        findings.warn(FIELDS_LEFT_OUT, None, words);
        Err(Error::Refused(Refusal { findings: findings.into_findings() }))
    }
}

impl Register {
    /// The template of a kind that the office put last, if it put one.
    ///
    /// # Errors
    /// That the caller's role does not see it.
    pub async fn paper_template(
        &self,
        caller: &Caller,
        kind: CasePaper,
    ) -> Result<Option<OfficeTemplate>, Error> {
        ensure(caller, Operation::ReadRules, None)?;
        self.store.read(move |c: &mut Connection| in_force(c, kind)).await
    }

    /// What the office put, by kind and version, without the bytes; none where it went back to the template that is shipped.
    ///
    /// # Errors
    /// That the caller's role does not see them.
    pub async fn paper_templates(
        &self,
        caller: &Caller,
    ) -> Result<Vec<(CasePaper, Option<TemplateView>)>, Error> {
        ensure(caller, Operation::ReadRules, None)?;
        let read = |c: &mut Connection| {
            let heads = papers::template_heads(c)?;
            heads.iter().map(view).collect::<Result<Vec<_>, Error>>()
        };
        self.store.read(read).await
    }

    /// Whether the caller may put templates: asked before one is taken in.
    ///
    /// # Errors
    /// That their role may not.
    pub fn may_put_paper_template(&self, caller: &Caller) -> Result<(), Error> {
        ensure(caller, Operation::ManagePaperTemplates, None)
    }

    /// Puts a template in the place of the one in force, or says what it would be.
    ///
    /// # Errors
    /// That the caller's role may not; that another is in force than the caller saw; unless it is acknowledged, that it
    /// leaves fields out which the template that is shipped has.
    pub async fn put_paper_template(&self, caller: &Caller, new: NewTemplate) -> Result<TemplateView, Error> {
        let (register, caller) = (self.clone(), *caller);
        self.may_put_paper_template(&caller)?;
        if new.mode == Mode::DryRun {
            let show = move |c: &mut Connection| Ok(register.next_template(c, &caller, &new)?.1);
            return self.store.snapshot(show).await;
        }
        let put = move |tx: &mut Tx| {
            let (row, view) = register.next_template(tx, &caller, &new)?;
            papers::append_template(tx, &row).map_err(|error| match error {
                // Somebody else put the same version meanwhile.
                StorageError::Unique(_) => Error::Stale,
                error => error.into(),
            })?;
            let body = json!({ "kind": row.kind, "version": row.version, "sha256": row.sha256 });
            let (event, at, actor) = (AuditEvent::PaperTemplatePut, register.clock.now(), Some(caller.user));
            audit::record(tx, &AuditEntry { event, at, actor, case: None, body })?;
            Ok(view)
        };
        self.store.write(put).await
    }

    fn next_template(
        &self,
        c: &mut Connection,
        caller: &Caller,
        new: &NewTemplate,
    ) -> Result<(TemplateRow, TemplateView), Error> {
        let now = self.clock.now();
        ensure_seen(&new.seen, in_force(c, new.kind)?.as_ref(), &new.shipped_sha256)?;
        new.ensure_whole()?;
        let last = papers::last_template(c, new.kind.code())?;
        let version = last.map_or(Ok(0), |row| version_of(&row))?.saturating_add(1);
        let sha256 = hex(&Sha256::digest(&new.bytes));
        let row = TemplateRow {
            kind: new.kind.code().to_owned(),
            version: i32::try_from(version).map_err(|error| Error::Broken(error.to_string()))?,
            sha256: sha256.clone(),
            bytes: new.bytes.clone(),
            put_by: caller.user.to_string(),
            put_at: now.timestamp_micros(),
            is_of_office: new.whose == Whose::Office,
        };
        Ok((row, TemplateView { version, sha256, put_by: Some(caller.user), put_at: Some(now) }))
    }
}

/// The template of a kind that the office put last, unless it went back to the one that is shipped.
pub(crate) fn in_force(c: &mut Connection, kind: CasePaper) -> Result<Option<OfficeTemplate>, Error> {
    let last = papers::last_template(c, kind.code())?;
    let Some(row) = last.filter(|row| row.is_of_office) else { return Ok(None) };
    Ok(Some(OfficeTemplate { version: version_of(&row)?, sha256: row.sha256, bytes: row.bytes }))
}

fn version_of(row: &TemplateRow) -> Result<u32, Error> {
    u32::try_from(row.version).map_err(|_| wrong(&row.kind, "the version"))
}

/// Refuses who saw another template than is in force.
///
/// # Errors
/// That another is in force; that nothing was said.
pub(crate) fn ensure_seen(seen: &Seen, there: Option<&OfficeTemplate>, shipped: &str) -> Result<(), Error> {
    match (seen, there) {
        (Seen::Unsaid, _) => Err(Error::PreconditionMissing),
        (Seen::NoneOfOffice, None) => Ok(()),
        (Seen::Digest(seen), there) => {
            let now = there.map_or(shipped, |template| &template.sha256);
            if !seen.is_empty() && now.starts_with(seen.as_str()) { Ok(()) } else { Err(Error::Stale) }
        }
        (Seen::NoneOfOffice, Some(_)) => Err(Error::Stale),
    }
}

fn view(head: &TemplateHead) -> Result<(CasePaper, Option<TemplateView>), Error> {
    let (kind, version, sha256, put_by, put_at, is_of_office) = head;
    let known = CasePaper::from_code(kind).ok_or_else(|| wrong(kind, "the kind"))?;
    let view = TemplateView {
        version: u32::try_from(*version).map_err(|_| wrong(kind, "the version"))?,
        sha256: sha256.clone(),
        put_by: Some(UserId(put_by.parse::<Uuid>().map_err(|_| wrong(kind, "who put it"))?)),
        put_at: Some(DateTime::from_timestamp_micros(*put_at).ok_or_else(|| wrong(kind, "the instant"))?),
    };
    Ok((known, is_of_office.then_some(view)))
}

fn wrong(kind: &str, what: &str) -> Error {
    let what = format!("{what} cannot be");
    StorageError::Inconsistent { table: "paper_templates", key: kind.to_owned(), what }.into()
}
