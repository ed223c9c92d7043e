//! Showing personal data in the clear (查看个人信息原文): each time it is put down who saw whose, when, and why where a
//! reason was given; and the supervisors see that. Not here: the masks (`reading`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::opened;
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, FileId, PaperId, PartyNo, UserId};
use crate::domain::paper::kind::Volume;
use crate::domain::party::{Party, Person};
use crate::domain::permission::Operation;
use crate::storage::audit::AuditRow;
use crate::storage::{Connection, StorageError, Tx, audit as audit_rows, cases, users};

/// The longest reason.
pub const REASON_CHARS_MAX: usize = 200;

/// What the audit log says of one showing.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Shown {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    party: Option<PartyNo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<FileId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paper: Option<PaperId>,
    /// A ledger whose rejected rows were shown; it is of no case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ledger: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    volume: Option<Volume>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Shown {
    pub(crate) fn party(party: PartyNo, reason: Option<String>) -> Shown {
        Shown { party: Some(party), reason, ..Shown::default() }
    }

    pub(crate) fn file(file: FileId, reason: Option<String>) -> Shown {
        Shown { file: Some(file), reason, ..Shown::default() }
    }

    pub(crate) fn paper(paper: PaperId) -> Shown {
        Shown { paper: Some(paper), ..Shown::default() }
    }

    pub(crate) fn ledger(ledger: Uuid, reason: Option<String>) -> Shown {
        Shown { ledger: Some(ledger), reason, ..Shown::default() }
    }

    /// A copy of the main volume, handed out for a party.
    pub(crate) fn main_volume(party: PartyNo, reason: Option<String>) -> Shown {
        Shown { party: Some(party), volume: Some(Volume::Main), reason, ..Shown::default() }
    }

    pub(crate) fn body(&self) -> Result<serde_json::Value, Error> {
        serde_json::to_value(self).map_err(|error| Error::Broken(error.to_string()))
    }
}

/// That personal data was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Unmasking {
    /// The number in the audit log.
    pub no: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// To whom.
    pub user: UserId,
    /// What they are called.
    pub user_name: String,
    /// Whose data: the number of the party; none where a file was read. Of a volume, for whom it was copied.
    pub party: Option<PartyNo>,
    /// Which file was read.
    pub file: Option<FileId>,
    /// Which paper was made, or its texts read.
    pub paper: Option<PaperId>,
    /// Which volume was copied for the party.
    pub volume: Option<Volume>,
    /// The ledger whose rejected rows were shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Uuid>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

impl Register {
    /// A party's personal data in the clear; that it was shown is put down first.
    ///
    /// # Errors
    /// [`Error::NotFound`], or that the caller's role or assignment does not allow it.
    pub async fn personal_data(
        &self,
        caller: &Caller,
        id: CaseId,
        party: PartyNo,
        reason: Option<String>,
    ) -> Result<Party<Person>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |tx: &mut Tx| {
            let loaded = load(tx, &caller, id)?;
            ensure(&caller, Operation::ReadPersonalData, Some(&loaded.case))?;
            let found = loaded.case.party(party).ok_or(Error::NotFound)?.clone();
            let entry = AuditEntry {
                event: AuditEvent::PersonalDataShown,
                at: register.clock.now(),
                actor: Some(caller.user),
                case: Some(id),
                body: Shown::party(party, reason).body()?,
            };
            audit::record(tx, &entry)?;
            let people = register.people(tx, std::slice::from_ref(&found))?;
            found.try_map(&mut |person| opened(&person, &people).cloned())
        };
        self.store.write(work).await
    }

    /// To whom personal data of a case was shown, the first first, after a number in the audit log.
    ///
    /// # Errors
    /// [`Error::NotFound`], or that the caller's role does not see it.
    pub async fn unmaskings(
        &self,
        caller: &Caller,
        id: CaseId,
        (after, limit): (i64, u32),
    ) -> Result<Vec<Unmasking>, Error> {
        let caller = *caller;
        let work = move |c: &mut Connection| {
            let case = id.to_string();
            if !cases::is_visible(c, &case, &caller.visibility())? {
                return Err(Error::NotFound);
            }
            ensure(&caller, Operation::ReadUnmaskings, None)?;
            let event = AuditEvent::PersonalDataShown.code();
            let rows = audit_rows::of_case(c, (&case, event), after, i64::from(limit))?;
            told(c, &rows)
        };
        self.store.snapshot(work).await
    }

    /// To whom rejected rows of ledgers were shown, which are of no case, the first first, after a number in the audit log.
    ///
    /// # Errors
    /// That the caller's role does not see it.
    pub async fn ledger_unmaskings(
        &self,
        caller: &Caller,
        (after, limit): (i64, u32),
    ) -> Result<Vec<Unmasking>, Error> {
        ensure(caller, Operation::ReadUnmaskings, None)?;
        let work = move |c: &mut Connection| {
            let event = AuditEvent::PersonalDataShown.code();
            let rows = audit_rows::of_no_case(c, event, after, i64::from(limit))?;
            told(c, &rows)
        };
        self.store.snapshot(work).await
    }
}

fn told(c: &mut Connection, rows: &[AuditRow]) -> Result<Vec<Unmasking>, Error> {
    let mut ids: Vec<String> = rows.iter().filter_map(|row| row.actor_id.clone()).collect();
    ids.sort();
    ids.dedup();
    let names = users::load_many(c, &ids)?.into_iter().map(|user| (user.id, user.name)).collect();
    rows.iter().map(|row| unmasking(row, &names)).collect()
}

fn unmasking(row: &AuditRow, names: &HashMap<String, String>) -> Result<Unmasking, Error> {
    let wrong = |what: &str| {
        let what = format!("{what} cannot be");
        Error::from(StorageError::Inconsistent { table: "audit", key: row.no.to_string(), what })
    };
    let Shown { party, file, paper, volume, ledger, reason } =
        serde_json::from_str(&row.body).map_err(|_| wrong("the body"))?;
    let actor = row.actor_id.as_ref().ok_or_else(|| wrong("the actor"))?;
    Ok(Unmasking {
        no: row.no,
        at: DateTime::from_timestamp_micros(row.recorded_at).ok_or_else(|| wrong("the instant"))?,
        user: UserId(actor.parse().map_err(|_| wrong("the actor"))?),
        user_name: names.get(actor).cloned().unwrap_or_default(),
        party,
        file,
        paper,
        volume,
        ledger,
        reason,
    })
}
