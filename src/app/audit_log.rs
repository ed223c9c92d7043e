//! The audit log as its readers get it (查阅审计日志): the newest first, by day, person and event. It tells who did what to
//! what, by ids and codes; the reasons that were given for seeing personal data stand with their case (`unmasking`), not here.
//! Not here: how it is written (`audit`).

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::app::audit::AuditEvent;
use crate::app::audit_details::REASON;
use crate::app::clock::office_midnight;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::code::{Coded as _, Label};
use crate::domain::id::{CaseId, UserId};
use crate::domain::permission::Operation;
use crate::storage::audit::{self, AuditFilter, AuditPage, AuditRow};
use crate::storage::{Connection, StorageError, users};

/// What parts the instant of a place from its number.
const APART: char = '-';
/// Under which name an entry says whom it is about.
const USER: &str = "user";

/// A place in the list, after an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditPlace {
    at: i64,
    no: i64,
}

impl AuditPlace {
    /// The place that a text says; none for anything else.
    ///
    /// ```
    /// use sikuai::app::audit_log::AuditPlace;
    /// let place = AuditPlace::parse("1639098000000000-7").unwrap();
    /// assert_eq!(place.to_string(), "1639098000000000-7");
    /// for other in ["", "7", "-7", "1-", "1-0", "1--7", "+1-7", "1-7 ", "01-7"] {
    ///     assert_eq!(AuditPlace::parse(other), None, "{other}");
    /// }
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<AuditPlace> {
        let (at, no) = text.split_once(APART)?;
        let place = AuditPlace { at: at.parse().ok()?, no: no.parse().ok()? };
        // A number has one form only.
        (place.no > 0 && place.to_string() == text).then_some(place)
    }
}

impl fmt::Display for AuditPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{APART}{}", self.at, self.no)
    }
}

/// Which entries somebody asks for.
#[derive(Debug, Clone, Default)]
pub struct AskedAudit {
    /// From this day, by the office's clock.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// Who did it.
    pub actor: Option<UserId>,
    /// What happened.
    pub event: Option<AuditEvent>,
    /// Where the page before ended.
    pub after: Option<AuditPlace>,
    /// How many at most.
    pub limit: u32,
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditLine {
    /// Its number in the log, from 1 and without gaps.
    pub no: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: AuditEvent,
    /// What that is called.
    pub name: Label,
    /// Who did it; none for the operator at the command line, the program itself, and a login that failed.
    pub actor: Option<UserId>,
    /// What they are called.
    pub actor_name: Option<String>,
    /// Whose login or account it is about.
    pub user: Option<UserId>,
    /// What they are called.
    pub user_name: Option<String>,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// What else it says: ids and codes, by their names.
    #[schema(value_type = Object)]
    pub about: Map<String, Value>,
    /// The hash of the entry, over everything in it and the hash of the entry before.
    pub hash: String,
}

impl AuditLine {
    /// The place after it.
    #[must_use]
    pub fn place(&self) -> AuditPlace {
        AuditPlace { at: self.at.timestamp_micros(), no: self.no }
    }
}

impl AskedAudit {
    fn filter(&self) -> AuditFilter {
        let after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        AuditFilter {
            from: self.from.map(|day| office_midnight(day).timestamp_micros()),
            before: self.to.map(|day| office_midnight(after(day)).timestamp_micros()),
            actor_id: self.actor.map(|actor| actor.to_string()),
            event: self.event.map(|event| event.code().to_owned()),
        }
    }
}

impl Register {
    /// One page of the audit log, the newest first.
    ///
    /// # Errors
    /// That the caller's role does not read it.
    pub async fn audit_log(&self, caller: &Caller, asked: AskedAudit) -> Result<Vec<AuditLine>, Error> {
        ensure(caller, Operation::ReadAudit, None)?;
        let page =
            AuditPage { after: asked.after.map(|place| (place.at, place.no)), limit: i64::from(asked.limit) };
        let work = move |c: &mut Connection| {
            let rows = audit::list(c, &asked.filter(), &page)?;
            let told: Vec<Told<'_>> = rows.iter().map(Told::of).collect::<Result<_, Error>>()?;
            let mut ids: Vec<String> = told.iter().flat_map(Told::people).collect();
            ids.sort();
            ids.dedup();
            let names = users::load_many(c, &ids)?.into_iter().map(|user| (user.id, user.name)).collect();
            told.into_iter().map(|told| told.line(&names)).collect()
        };
        self.store.snapshot(work).await
    }
}

/// A row, and what its body says.
struct Told<'a> {
    row: &'a AuditRow,
    user: Option<String>,
    about: Map<String, Value>,
}

impl<'a> Told<'a> {
    fn of(row: &'a AuditRow) -> Result<Told<'a>, Error> {
        let body: Value = serde_json::from_str(&row.body).map_err(|_| wrong(row, "the body"))?;
        let Value::Object(mut about) = body else { return Err(wrong(row, "the body")) };
        about.remove(REASON);
        about.retain(|_, said| !said.is_null());
        let user = about.remove(USER).and_then(|user| user.as_str().map(str::to_owned));
        Ok(Told { row, user, about })
    }

    fn people(&self) -> impl Iterator<Item = String> {
        self.row.actor_id.iter().chain(&self.user).cloned()
    }

    fn line(self, names: &HashMap<String, String>) -> Result<AuditLine, Error> {
        let Told { row, user, about } = self;
        let event = AuditEvent::from_code(&row.event).ok_or_else(|| wrong(row, "the event"))?;
        let person = |id: &String| id.parse().map(UserId).map_err(|_| wrong(row, "a person"));
        let case = |id: &String| id.parse().map(CaseId).map_err(|_| wrong(row, "the case"));
        let name = |id: Option<&String>| id.and_then(|id| names.get(id)).cloned();
        Ok(AuditLine {
            no: row.no,
            at: DateTime::from_timestamp_micros(row.recorded_at).ok_or_else(|| wrong(row, "the instant"))?,
            event,
            name: *event.label(),
            actor: row.actor_id.as_ref().map(person).transpose()?,
            actor_name: name(row.actor_id.as_ref()),
            user: user.as_ref().map(person).transpose()?,
            user_name: name(user.as_ref()),
            case_id: row.case_id.as_ref().map(case).transpose()?,
            about,
            hash: row.hash.clone(),
        })
    }
}

fn wrong(row: &AuditRow, what: &str) -> Error {
    let what = format!("{what} cannot be");
    StorageError::Inconsistent { table: "audit", key: row.no.to_string(), what }.into()
}
