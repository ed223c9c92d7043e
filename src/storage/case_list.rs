//! Lists of cases: filters, an order, and pages by the last row seen, so that a page far down costs
//! no more than the first.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Backend, Connection};
use super::error::StorageError;
use super::figure_cases::{CasesBehind, among};
use super::schema::cases;
use super::schema_ledgers::ledger_cases;
use super::visibility::{Visibility, cases_of};
use crate::domain::case_number::comparable;

pub(super) type Query<'a> = cases::BoxedQuery<'a, Backend>;

/// A case as lists show it: without its body.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseListRow {
    /// `CaseId`.
    pub id: String,
    /// The code of the kind of case.
    pub kind: String,
    /// The first case of the same matter.
    pub matter_id: String,
    /// See [`super::cases::CaseRow::version`].
    pub version: i32,
    /// The code of the stage.
    pub stage: String,
    /// The case number (案号), once accepted.
    pub number: Option<String>,
    /// The region's code.
    pub region: String,
    /// The code of how it came in.
    pub channel: String,
    /// The code of the procedure.
    pub procedure: Option<String>,
    /// The code of the main cause (案由).
    pub cause: String,
    /// How many workers it concerns.
    pub workers: i32,
    /// The vault row of the first worker.
    pub lead_person: Option<String>,
    /// The first employer.
    pub lead_employer: Option<String>,
    /// When the application was received.
    pub received_on: NaiveDate,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The code of the manner of closing.
    pub manner: Option<String>,
    /// Epoch microseconds.
    pub updated_at: i64,
}

/// A range of days; both ends belong to it, and either may be left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayRange {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Whether something must have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It has a date.
    Yes,
    /// It has none.
    NotYet,
}

/// Which cases; what is `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// The code of the kind of case.
    pub kind: Option<String>,
    /// The first case of the matter: every proceeding of it.
    pub matter_id: Option<String>,
    /// The code of the stage.
    pub stage: Option<String>,
    /// The region's code.
    pub region: Option<String>,
    /// Somebody who works on it, by their id.
    pub person: Option<String>,
    /// The ledger that they came of, by its id.
    pub ledger: Option<String>,
    /// The code of the cause.
    pub cause: Option<String>,
    /// The code of the procedure.
    pub procedure: Option<String>,
    /// The code of the manner of closing.
    pub manner: Option<String>,
    /// The whole case number, in whatever spelling.
    pub number: Option<String>,
    /// How the first employer's name begins.
    pub lead_employer_prefix: Option<String>,
    /// Days of receipt.
    pub received: DayRange,
    /// Days of acceptance.
    pub accepted: DayRange,
    /// Days of closing.
    pub closed: DayRange,
    /// Whether it has been accepted.
    pub is_accepted: Option<Happened>,
    /// Whether it has been closed.
    pub is_closed: Option<Happened>,
    /// Exactly the cases behind a figure.
    pub counted: Option<CasesBehind>,
}

/// What a list is sorted by; equal rows are in the order of their ids. Sorted by a date that a
/// case may lack, the list has only the cases that have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseSort {
    /// The day of receipt.
    ReceivedOn,
    /// The day of acceptance.
    AcceptedOn,
    /// The day of closing.
    ClosedOn,
    /// The instant of the last change.
    UpdatedAt,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The earliest.
    Ascending,
    /// The latest.
    Descending,
}

/// Where the page before ended. It belongs to one sort; with another it is an error of the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseCursor {
    /// For the sorts by date.
    Date(NaiveDate, String),
    /// For the sort by instant.
    Instant(i64, String),
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// The order.
    pub sort: CaseSort,
    /// Its direction.
    pub direction: Direction,
    /// Where the page before ended.
    pub after: Option<CaseCursor>,
    /// How many rows at most.
    pub limit: i64,
}

impl CaseListRow {
    /// The cursor that stands for this row in a list of this sort, if the row is on such a list.
    #[must_use]
    pub fn cursor(&self, sort: CaseSort) -> Option<CaseCursor> {
        let date = |on: NaiveDate| CaseCursor::Date(on, self.id.clone());
        match sort {
            CaseSort::ReceivedOn => Some(date(self.received_on)),
            CaseSort::AcceptedOn => self.accepted_on.map(date),
            CaseSort::ClosedOn => self.closed_on.map(date),
            CaseSort::UpdatedAt => Some(CaseCursor::Instant(self.updated_at, self.id.clone())),
        }
    }
}

/// One page of the cases that pass the filter and may be seen.
///
/// # Errors
/// [`StorageError::Inconsistent`] if the cursor belongs to another sort.
pub fn list(
    c: &mut Connection,
    filter: &CaseFilter,
    page: &CasePage,
    visibility: &Visibility,
) -> Result<Vec<CaseListRow>, StorageError> {
    Ok(page_query(filter, page, visibility)?.select(CaseListRow::as_select()).load(c)?)
}

/// Those of some cases that pass the filter and may be seen, in no order.
///
/// # Errors
/// That the database does not answer.
pub fn of_ids(
    c: &mut Connection,
    ids: &[String],
    filter: &CaseFilter,
    visibility: &Visibility,
) -> Result<Vec<CaseListRow>, StorageError> {
    let found = filtered(filter, visibility).filter(cases::id.eq_any(ids));
    Ok(found.select(CaseListRow::as_select()).load(c)?)
}

/// How many cases pass the filter and may be seen.
///
/// # Errors
/// That the database does not answer.
pub fn count(c: &mut Connection, filter: &CaseFilter, visibility: &Visibility) -> Result<i64, StorageError> {
    Ok(filtered(filter, visibility).count().get_result(c)?)
}

fn page_query<'a>(
    filter: &'a CaseFilter,
    page: &'a CasePage,
    visibility: &'a Visibility,
) -> Result<Query<'a>, StorageError> {
    let query = after(filtered(filter, visibility), page)?;
    Ok(ordered(query, page.sort, page.direction).limit(page.limit))
}

fn filtered<'a>(filter: &'a CaseFilter, visibility: &'a Visibility) -> Query<'a> {
    let mut query = cases::table.into_boxed();
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(cases::id.eq_any(ids));
    }
    if let Some(behind) = &filter.counted {
        query = query.filter(among(behind));
    }
    by_dates(by_codes(query, filter), filter)
}

fn by_codes<'a>(mut query: Query<'a>, filter: &'a CaseFilter) -> Query<'a> {
    if let Some(kind) = &filter.kind {
        query = query.filter(cases::kind.eq(kind));
    }
    if let Some(matter_id) = &filter.matter_id {
        query = query.filter(cases::matter_id.eq(matter_id));
    }
    if let Some(stage) = &filter.stage {
        query = query.filter(cases::stage.eq(stage));
    }
    if let Some(region) = &filter.region {
        query = query.filter(cases::region.eq(region));
    }
    if let Some(person) = &filter.person {
        query = query.filter(cases::id.eq_any(cases_of(person)));
    }
    if let Some(ledger) = &filter.ledger {
        let of_ledger = ledger_cases::table.filter(ledger_cases::import_id.eq(ledger));
        query = query.filter(cases::id.eq_any(of_ledger.select(ledger_cases::case_id)));
    }
    if let Some(cause) = &filter.cause {
        query = query.filter(cases::cause.eq(cause));
    }
    if let Some(procedure) = &filter.procedure {
        query = query.filter(cases::procedure.eq(procedure));
    }
    if let Some(manner) = &filter.manner {
        query = query.filter(cases::manner.eq(manner));
    }
    if let Some(number) = &filter.number {
        query = query.filter(cases::number_key.eq(comparable(number)));
    }
    if let Some(prefix) = &filter.lead_employer_prefix {
        // A range and not LIKE: the index serves it on both databases, and nothing needs escaping.
        let end = format!("{prefix}{}", char::MAX);
        query = query.filter(cases::lead_employer.ge(prefix)).filter(cases::lead_employer.lt(end));
    }
    query
}

fn by_dates<'a>(mut query: Query<'a>, filter: &CaseFilter) -> Query<'a> {
    if let Some(from) = filter.received.from {
        query = query.filter(cases::received_on.ge(from));
    }
    if let Some(to) = filter.received.to {
        query = query.filter(cases::received_on.le(to));
    }
    if let Some(from) = filter.accepted.from {
        query = query.filter(cases::accepted_on.ge(from));
    }
    if let Some(to) = filter.accepted.to {
        query = query.filter(cases::accepted_on.le(to));
    }
    if let Some(from) = filter.closed.from {
        query = query.filter(cases::closed_on.ge(from));
    }
    if let Some(to) = filter.closed.to {
        query = query.filter(cases::closed_on.le(to));
    }
    query = match filter.is_accepted {
        Some(Happened::Yes) => query.filter(cases::accepted_on.is_not_null()),
        Some(Happened::NotYet) => query.filter(cases::accepted_on.is_null()),
        None => query,
    };
    match filter.is_closed {
        Some(Happened::Yes) => query.filter(cases::closed_on.is_not_null()),
        Some(Happened::NotYet) => query.filter(cases::closed_on.is_null()),
        None => query,
    }
}

fn ordered(query: Query<'_>, sort: CaseSort, direction: Direction) -> Query<'_> {
    use cases::{accepted_on, closed_on, id, received_on, updated_at};
    match (sort, direction) {
        (CaseSort::ReceivedOn, Direction::Ascending) => query.order((received_on.asc(), id.asc())),
        (CaseSort::ReceivedOn, Direction::Descending) => query.order((received_on.desc(), id.desc())),
        (CaseSort::AcceptedOn, Direction::Ascending) => {
            query.filter(accepted_on.is_not_null()).order((accepted_on.asc(), id.asc()))
        }
        (CaseSort::AcceptedOn, Direction::Descending) => {
            query.filter(accepted_on.is_not_null()).order((accepted_on.desc(), id.desc()))
        }
        (CaseSort::ClosedOn, Direction::Ascending) => {
            query.filter(closed_on.is_not_null()).order((closed_on.asc(), id.asc()))
        }
        (CaseSort::ClosedOn, Direction::Descending) => {
            query.filter(closed_on.is_not_null()).order((closed_on.desc(), id.desc()))
        }
        (CaseSort::UpdatedAt, Direction::Ascending) => query.order((updated_at.asc(), id.asc())),
        (CaseSort::UpdatedAt, Direction::Descending) => query.order((updated_at.desc(), id.desc())),
    }
}

/// Rows beyond the cursor. The bound on the sorted column stands by itself, because an index can
/// start there; the rest settles the rows that are equal in it.
fn after<'a>(query: Query<'a>, page: &'a CasePage) -> Result<Query<'a>, StorageError> {
    use Direction::{Ascending, Descending};
    use cases::{accepted_on, closed_on, id, received_on, updated_at};
    Ok(match (&page.after, page.sort, page.direction) {
        (None, _, _) => query,
        (Some(CaseCursor::Date(on, last)), CaseSort::ReceivedOn, Ascending) => {
            query.filter(received_on.ge(on)).filter(received_on.gt(on).or(id.gt(last)))
        }
        (Some(CaseCursor::Date(on, last)), CaseSort::ReceivedOn, Descending) => {
            query.filter(received_on.le(on)).filter(received_on.lt(on).or(id.lt(last)))
        }
        (Some(CaseCursor::Date(on, last)), CaseSort::AcceptedOn, Ascending) => {
            query.filter(accepted_on.ge(on)).filter(accepted_on.gt(on).or(id.nullable().gt(last)))
        }
        (Some(CaseCursor::Date(on, last)), CaseSort::AcceptedOn, Descending) => {
            query.filter(accepted_on.le(on)).filter(accepted_on.lt(on).or(id.nullable().lt(last)))
        }
        (Some(CaseCursor::Date(on, last)), CaseSort::ClosedOn, Ascending) => {
            query.filter(closed_on.ge(on)).filter(closed_on.gt(on).or(id.nullable().gt(last)))
        }
        (Some(CaseCursor::Date(on, last)), CaseSort::ClosedOn, Descending) => {
            query.filter(closed_on.le(on)).filter(closed_on.lt(on).or(id.nullable().lt(last)))
        }
        (Some(CaseCursor::Instant(at, last)), CaseSort::UpdatedAt, Ascending) => {
            query.filter(updated_at.ge(at)).filter(updated_at.gt(at).or(id.gt(last)))
        }
        (Some(CaseCursor::Instant(at, last)), CaseSort::UpdatedAt, Descending) => {
            query.filter(updated_at.le(at)).filter(updated_at.lt(at).or(id.lt(last)))
        }
        (Some(CaseCursor::Date(..)), CaseSort::UpdatedAt, _)
        | (
            Some(CaseCursor::Instant(..)),
            CaseSort::ReceivedOn | CaseSort::AcceptedOn | CaseSort::ClosedOn,
            _,
        ) => return Err(wrong_cursor(page.sort)),
    })
}

fn wrong_cursor(sort: CaseSort) -> StorageError {
    StorageError::Inconsistent {
        table: "cases",
        key: "cursor".to_owned(),
        what: format!("it belongs to a list of another order than {sort:?}"),
    }
}
