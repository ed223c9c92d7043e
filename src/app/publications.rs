//! Reading published periods (公布的期间): the list, what was published, and the cases behind each number as they were counted.
//! Not here: publishing (`publishing`), and what has become of it since (`restating`).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::error::Error;
use crate::app::identity::user_id;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::figures::Measure;
use crate::domain::id::{PublicationId, UserId};
use crate::domain::permission::Operation;
use crate::storage::publications::{self, PublicationHead};
use crate::storage::{Connection, StorageError};

pub use crate::storage::publications::{PublicationRow, PublishedCaseRow};

/// A published period, without what was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicationItem {
    /// Its id.
    pub id: PublicationId,
    /// Its number, from 1.
    pub no: i64,
    /// What it is called.
    pub title: String,
    /// The region whose cases are counted.
    pub region: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Which edition of the same period, from 1.
    pub edition: i32,
    /// The edition before.
    pub replaces: Option<PublicationId>,
    /// The edition after; none for the one that stands.
    pub replaced_by: Option<PublicationId>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By whom.
    pub published_by: UserId,
    /// The hash of what was published.
    pub sha256: String,
}

/// Which publications are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublicationPage {
    /// Only of periods that begin on this day.
    pub from: Option<NaiveDate>,
    /// Only of periods that end on this day.
    pub to: Option<NaiveDate>,
    /// Those before this number.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// A page of cases by their ids.
#[derive(Debug, Clone)]
pub struct AfterCase {
    /// Those after this one; empty for the first.
    pub after: String,
    /// How many at most.
    pub limit: u32,
}

impl Register {
    /// One page of what was published, the newest first.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn publications(
        &self,
        caller: &Caller,
        page: PublicationPage,
    ) -> Result<Vec<PublicationItem>, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let work = move |c: &mut Connection| {
            let PublicationPage { from, to, before, limit } = page;
            let heads = publications::list(c, (from, to), before, i64::from(limit))?;
            let ids: Vec<String> = heads.iter().map(|head| head.id.clone()).collect();
            let next = publications::replaced(c, &ids)?;
            let next: HashMap<String, String> =
                next.into_iter().filter_map(|(replaced, by)| Some((replaced?, by))).collect();
            heads.iter().map(|head| item(head, next.get(&head.id).map(String::as_str))).collect()
        };
        self.store.snapshot(work).await
    }

    /// What was published.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller's role sees no figures.
    pub async fn publication(&self, caller: &Caller, id: PublicationId) -> Result<PublicationRow, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        self.store.read(move |c: &mut Connection| load(c, id)).await
    }

    /// The cases behind a published number, as they were counted.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller's role sees no cases behind figures.
    pub async fn published_cases(
        &self,
        caller: &Caller,
        (id, measure): (PublicationId, Measure),
        page: AfterCase,
    ) -> Result<Vec<PublishedCaseRow>, Error> {
        ensure(caller, Operation::ReadFigureCases, None)?;
        let visibility = caller.figure_visibility();
        let work = move |c: &mut Connection| {
            let row = load_with(c, id, measure)?;
            let page = (page.after.as_str(), i64::from(page.limit));
            Ok(publications::cases_behind(c, (&row.id, measure.code()), page, &visibility)?)
        };
        self.store.snapshot(work).await
    }
}

/// The id of a publication's row.
pub(crate) fn id_of(id: &str) -> Result<PublicationId, Error> {
    let wrong = || StorageError::Inconsistent {
        table: "publications",
        key: id.to_owned(),
        what: "its id is no UUID".to_owned(),
    };
    Ok(PublicationId(id.parse().map_err(|_| wrong())?))
}

/// A publication as lists show it.
pub(crate) fn item(head: &PublicationHead, replaced_by: Option<&str>) -> Result<PublicationItem, Error> {
    let wrong = || StorageError::Inconsistent {
        table: "publications",
        key: head.id.clone(),
        what: "its instant cannot be".to_owned(),
    };
    Ok(PublicationItem {
        id: id_of(&head.id)?,
        no: head.no,
        title: head.title.clone(),
        region: head.region.clone(),
        from: head.from_on,
        to: head.to_on,
        edition: head.edition,
        replaces: head.replaces.as_deref().map(id_of).transpose()?,
        replaced_by: replaced_by.map(id_of).transpose()?,
        published_at: DateTime::from_timestamp_micros(head.published_at).ok_or_else(wrong)?,
        published_by: user_id(&head.published_by)?,
        sha256: head.sha256.clone(),
    })
}

/// What was published, as it can be read.
pub(crate) fn body(row: &PublicationRow) -> Result<Value, Error> {
    serde_json::from_str(&row.body).map_err(|error| inconsistent(row, error.to_string()))
}

/// The codes of the measures of which lists were published. A program may know others by now.
pub(crate) fn published_measures(row: &PublicationRow, body: &Value) -> Result<Vec<String>, Error> {
    let lists = body.get("lists").and_then(Value::as_array);
    let lists = lists.ok_or_else(|| inconsistent(row, "its body has no lists".to_owned()))?;
    let code = |list: &Value| list.get("measure").and_then(Value::as_str).map(str::to_owned);
    let codes: Option<Vec<String>> = lists.iter().map(code).collect();
    codes.ok_or_else(|| inconsistent(row, "a list of its body has no measure".to_owned()))
}

/// A publication that has a measure; what was not published is not there, whoever asks.
pub(crate) fn load_with(
    c: &mut Connection,
    id: PublicationId,
    measure: Measure,
) -> Result<PublicationRow, Error> {
    let row = load(c, id)?;
    let has = published_measures(&row, &body(&row)?)?.iter().any(|code| code == measure.code());
    if has { Ok(row) } else { Err(Error::NotFound) }
}

pub(crate) fn load(c: &mut Connection, id: PublicationId) -> Result<PublicationRow, Error> {
    publications::by_id(c, &id.to_string())?.ok_or(Error::NotFound)
}

fn inconsistent(row: &PublicationRow, what: String) -> Error {
    StorageError::Inconsistent { table: "publications", key: row.id.clone(), what }.into()
}
