//! Deadlines (期限) of every case, as the domain computed them from the docket: an index for
//! worklists, and nothing that anybody sets by hand.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, deadlines};
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// A deadline that still runs. The words are those of the index's own condition, with which it is
/// chosen; bound values would not match it.
const RUNNING: &str = "deadlines.state = 'open'";

/// One deadline.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = deadlines, treat_none_as_default_value = false)]
pub struct DeadlineRow {
    /// The case.
    pub case_id: String,
    /// The rule's id, such as `A25`.
    pub rule: String,
    /// The entry from which it runs.
    pub anchor: i32,
    /// The party whom it binds; 0 for none.
    pub party: i32,
    /// The region of the case.
    pub region: String,
    /// The day of the event from which it runs.
    pub trigger_on: NaiveDate,
    /// The last day as counted, before it moves off rest days.
    pub natural_on: Option<NaiveDate>,
    /// The last day.
    pub due_on: Option<NaiveDate>,
    /// The code of the state.
    pub state: String,
    /// The day on which it was met.
    pub met_on: Option<NaiveDate>,
    /// Whether it rests on a calendar that is not published yet.
    pub provisional: bool,
    /// The version of the calendar.
    pub calendar_version: String,
}

/// Which deadlines that still run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Every one with a last day.
    Open,
    /// Those whose last day is past.
    Overdue {
        /// The day on which it is asked.
        today: NaiveDate,
    },
    /// Those that end soon, and are not past.
    Soon {
        /// The day on which it is asked.
        today: NaiveDate,
        /// The last day that is soon.
        until: NaiveDate,
    },
    /// Those whose last day is this one or before, past or not.
    Through {
        /// The last day that counts.
        until: NaiveDate,
    },
}

/// Which deadlines, of which cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistFilter {
    /// By their last day.
    pub due: Due,
    /// The region's code.
    pub region: Option<String>,
    /// The rules' ids, of which none is none; every rule if not said.
    pub rules: Option<Vec<String>>,
}

/// Where the page before ended: the whole order of the worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistCursor {
    /// The last day.
    pub due_on: NaiveDate,
    /// The case.
    pub case_id: String,
    /// The rule's id.
    pub rule: String,
    /// The entry.
    pub anchor: i32,
    /// The party.
    pub party: i32,
}

/// One page of the worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistPage {
    /// Where the page before ended.
    pub after: Option<WorklistCursor>,
    /// How many rows at most.
    pub limit: i64,
}

/// What the worklist says of the case beside a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct WorklistCase {
    /// The case number (案号).
    pub number: Option<String>,
    /// The code of the stage.
    pub stage: String,
    /// The code of the cause.
    pub cause: String,
    /// The first employer.
    pub lead_employer: Option<String>,
}

impl DeadlineRow {
    /// The cursor that stands for this row on the worklist; none without a last day.
    #[must_use]
    pub fn cursor(&self) -> Option<WorklistCursor> {
        self.due_on.map(|due_on| WorklistCursor {
            due_on,
            case_id: self.case_id.clone(),
            rule: self.rule.clone(),
            anchor: self.anchor,
            party: self.party,
        })
    }
}

/// Writes down the deadlines of a case, instead of what was there.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn replace_for_case(tx: &mut Tx, case_id: &str, rows: &[DeadlineRow]) -> Result<(), StorageError> {
    diesel::delete(deadlines::table.filter(deadlines::case_id.eq(case_id))).execute(&mut **tx)?;
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(deadlines::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// The deadlines of a case, in the order of their keys.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<DeadlineRow>, StorageError> {
    use deadlines::{anchor, party, rule};
    let all = deadlines::table.filter(deadlines::case_id.eq(case_id));
    Ok(all.order((rule, anchor, party)).select(DeadlineRow::as_select()).load(c)?)
}

/// One page of the deadlines that run, the earliest first, each with what one must know of its case.
///
/// # Errors
/// That the database does not answer.
pub fn worklist(
    c: &mut Connection,
    filter: &WorklistFilter,
    page: &WorklistPage,
    visibility: &Visibility,
) -> Result<Vec<(DeadlineRow, WorklistCase)>, StorageError> {
    Ok(page_query(filter, page, visibility)
        .select((DeadlineRow::as_select(), WorklistCase::as_select()))
        .load(c)?)
}

/// How many deadlines pass the filter and may be seen.
///
/// # Errors
/// That the database does not answer.
pub fn count(
    c: &mut Connection,
    filter: &WorklistFilter,
    visibility: &Visibility,
) -> Result<i64, StorageError> {
    Ok(filtered(filter, visibility).count().get_result(c)?)
}

#[diesel::dsl::auto_type]
fn with_case() -> _ {
    deadlines::table.inner_join(cases::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case, Backend>;

fn page_query<'a>(
    filter: &'a WorklistFilter,
    page: &'a WorklistPage,
    visibility: &'a Visibility,
) -> Query<'a> {
    use deadlines::{anchor, case_id, due_on, party, rule};
    let mut query = filtered(filter, visibility);
    if let Some(after) = &page.after {
        let same_rule = rule.eq(&after.rule);
        let later_party = anchor.eq(after.anchor).and(party.gt(after.party));
        let later_anchor = same_rule.and(anchor.gt(after.anchor).or(later_party));
        let later_rule = case_id.eq(&after.case_id).and(rule.gt(&after.rule).or(later_anchor));
        let later = case_id.gt(&after.case_id).or(later_rule);
        // The bound on the day stands by itself, because the index can start there.
        query = query.filter(due_on.ge(after.due_on)).filter(due_on.gt(after.due_on).or(later.nullable()));
    }
    query.order((due_on.asc(), case_id.asc(), rule.asc(), anchor.asc(), party.asc())).limit(page.limit)
}

fn filtered<'a>(filter: &'a WorklistFilter, visibility: &'a Visibility) -> Query<'a> {
    use deadlines::due_on;
    let mut query = with_case().into_boxed().filter(sql::<Bool>(RUNNING));
    query = match filter.due {
        Due::Open => query.filter(due_on.is_not_null()),
        Due::Overdue { today } => query.filter(due_on.lt(today)),
        Due::Soon { today, until } => query.filter(due_on.ge(today)).filter(due_on.le(until)),
        Due::Through { until } => query.filter(due_on.le(until)),
    };
    if let Some(region) = &filter.region {
        query = query.filter(deadlines::region.eq(region));
    }
    if let Some(rules) = &filter.rules {
        query = query.filter(deadlines::rule.eq_any(rules));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(deadlines::case_id.eq_any(ids));
    }
    query
}
