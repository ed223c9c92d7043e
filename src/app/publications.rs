//! Reading published periods (公布的期间): the list, what was published, the cases behind each number as they were counted,
//! and what has become of it since (重述): measure by measure, with the entries that were recorded after the publication in
//! the cases that make the difference. Not here: publishing (`publishing`).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::error::Error;
use crate::app::identity::user_id;
use crate::app::permits::{Caller, ensure};
use crate::app::publishing::{definition, id_of, question};
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Measure, Period};
use crate::domain::id::{PublicationId, UserId};
use crate::domain::permission::Operation;
use crate::storage::publications::{self, PublicationHead};
use crate::storage::{Connection, StorageError, docket};

pub use crate::storage::docket::RecordedEntry;
pub use crate::storage::publications::{PublicationRow, PublishedCaseRow, Restated, RestatedCase};

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

/// What has become of a publication.
#[derive(Debug, Clone)]
pub struct Restatement {
    /// What was published.
    pub row: PublicationRow,
    /// Of every measure that was published what it came to, and what it comes to now.
    pub measures: Vec<(Measure, Restated)>,
    /// The fingerprint of the books in force now.
    pub books: String,
    /// The version of the calendar now.
    pub calendar_version: String,
}

/// A case that makes a difference, with what was recorded in it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCase {
    /// The case, and what it brought and brings.
    pub case: RestatedCase,
    /// The entries that were recorded after the publication, in order.
    pub entries: Vec<RecordedEntry>,
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

    /// What has become of a publication, measure by measure.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller's role sees no figures.
    pub async fn restatement(&self, caller: &Caller, id: PublicationId) -> Result<Restatement, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let (register, visibility) = (self.clone(), caller.figure_visibility());
        let work = move |c: &mut Connection| {
            let row = load(c, id)?;
            let question = question(period_of(&row), &row.region);
            let published = published_measures(&row)?;
            let asked: Vec<_> =
                published.iter().map(|measure| (*measure, definition(*measure, &question))).collect();
            let mut restated: HashMap<String, Restated> =
                publications::restated(c, &row.id, &asked, &visibility)?
                    .into_iter()
                    .map(|restated| (restated.measure.clone(), restated))
                    .collect();
            let nothing = |measure: Measure| Restated {
                measure: measure.code().to_owned(),
                published: 0,
                now: 0,
                cases: 0,
            };
            let measures = published.into_iter().map(|measure| {
                (measure, restated.remove(measure.code()).unwrap_or_else(|| nothing(measure)))
            });
            let measures = measures.collect();
            let book = register.books.in_force(c)?;
            let (books, calendar_version) = (book.fingerprint(), book.calendar.version().to_owned());
            Ok(Restatement { row, measures, books, calendar_version })
        };
        self.store.snapshot(work).await
    }

    /// The cases that make the difference of a measure, with what was recorded in each since.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller's role sees no cases behind figures.
    pub async fn restated_cases(
        &self,
        caller: &Caller,
        (id, measure): (PublicationId, Measure),
        page: AfterCase,
    ) -> Result<Vec<ChangedCase>, Error> {
        ensure(caller, Operation::ReadFigureCases, None)?;
        let visibility = caller.figure_visibility();
        let work = move |c: &mut Connection| {
            let row = load_with(c, id, measure)?;
            let asked = definition(measure, &question(period_of(&row), &row.region));
            let page = (page.after.as_str(), i64::from(page.limit));
            let cases = publications::restated_cases(c, &row.id, (measure, asked), page, &visibility)?;
            let ids: Vec<String> = cases.iter().map(|case| case.case_id.clone()).collect();
            let mut entries: HashMap<String, Vec<RecordedEntry>> = HashMap::new();
            for entry in docket::changed_after(c, &ids, row.last_change)? {
                entries.entry(entry.case_id.clone()).or_default().push(entry);
            }
            let changed = |case: RestatedCase| {
                let entries = entries.remove(&case.case_id).unwrap_or_default();
                ChangedCase { case, entries }
            };
            Ok::<_, Error>(cases.into_iter().map(changed).collect())
        };
        self.store.snapshot(work).await
    }
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

/// The measures that a publication has: a program may know others by now.
fn published_measures(row: &PublicationRow) -> Result<Vec<Measure>, Error> {
    let wrong =
        |what: String| StorageError::Inconsistent { table: "publications", key: row.id.clone(), what };
    let body: serde_json::Value =
        serde_json::from_str(&row.body).map_err(|error| wrong(error.to_string()))?;
    let lists = body.get("lists").and_then(serde_json::Value::as_array);
    let lists = lists.ok_or_else(|| wrong("its body has no lists".to_owned()))?;
    let codes = lists.iter().filter_map(|list| list.get("measure").and_then(serde_json::Value::as_str));
    // One that this program does not know any more cannot be asked again.
    Ok(codes.filter_map(Measure::from_code).collect())
}

fn period_of(row: &PublicationRow) -> Period {
    Period { from: row.from_on, to: row.to_on }
}

/// A publication that has a measure; what was not published is not there, whoever asks.
fn load_with(c: &mut Connection, id: PublicationId, measure: Measure) -> Result<PublicationRow, Error> {
    let row = load(c, id)?;
    if published_measures(&row)?.contains(&measure) { Ok(row) } else { Err(Error::NotFound) }
}

fn load(c: &mut Connection, id: PublicationId) -> Result<PublicationRow, Error> {
    publications::by_id(c, &id.to_string())?.ok_or(Error::NotFound)
}
