//! Deadlines (期限) of every case, as the domain computed them from the docket: an index for
//! worklists, and nothing that anybody sets by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Integer, Text};

use super::connection::{Backend, Connection, Tx};
use super::deadline_changes::DeadlineChanges;
use super::error::StorageError;
use super::schema::{case_viewers, cases, deadlines};
use super::visibility::{Visibility, cases_of};

/// A deadline of the office's own that still runs. The words are those of the index's own condition, with which it
/// is chosen; bound values would not match it. A party's term stays open in a closed case for good, so without the
/// second half the index would be full of what no list shows.
const OWED: &str = "deadlines.state = 'open' AND deadlines.owed_by_office";

/// One that is met after its last day, on a day that follows, by what counts only then (a service by announcement): until that
/// day it runs as the others do. An index of its own, from which hardly anything is read.
const MET_LATER: &str = "deadlines.state = 'met' AND deadlines.owed_by_office AND deadlines.met_on > deadlines.due_on \
     AND deadlines.met_on > ";

/// The order of the worklist after a cursor, whose five values follow.
const LATER_THAN: &str =
    "(deadlines.due_on, deadlines.case_id, deadlines.rule, deadlines.anchor, deadlines.party) > (";

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
    /// The day on which it was met; none unless it was.
    pub met_on: Option<NaiveDate>,
    /// Whether it rests on a calendar that is not published yet.
    pub provisional: bool,
    /// Whether the office must act when it is missed.
    pub owed_by_office: bool,
}

/// Which deadlines of the office's own that still run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Every one with a last day.
    Open,
    /// Those whose last day is past.
    Overdue,
    /// Those that end soon, and are not past.
    Soon {
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
    /// The day on which it is asked.
    pub today: NaiveDate,
    /// By their last day.
    pub due: Due,
    /// The region's code.
    pub region: Option<String>,
    /// The rule's id; every rule if not said.
    pub rule: Option<String>,
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

/// Case, rule, anchor and party.
pub(super) type Key<'a> = (&'a str, &'a str, i32, i32);

impl DeadlineRow {
    pub(super) fn key(&self) -> Key<'_> {
        (&self.case_id, &self.rule, self.anchor, self.party)
    }

    /// Its place on the worklist.
    fn place(&self) -> (Option<NaiveDate>, Key<'_>) {
        (self.due_on, self.key())
    }

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
    let kept = of_cases(tx, &[case_id])?;
    DeadlineChanges::between(&kept, rows.to_vec()).write(tx)
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

/// The deadlines of some cases, in no order.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(c: &mut Connection, case_ids: &[&str]) -> Result<Vec<DeadlineRow>, StorageError> {
    let all = deadlines::table.filter(deadlines::case_id.eq_any(case_ids));
    Ok(all.select(DeadlineRow::as_select()).load(c)?)
}

/// One page of the office's own deadlines that run, the earliest first, each with what one must know of its case.
///
/// # Errors
/// That the database does not answer.
pub fn worklist(
    c: &mut Connection,
    filter: &WorklistFilter,
    page: &WorklistPage,
    visibility: &Visibility,
) -> Result<Vec<(DeadlineRow, WorklistCase)>, StorageError> {
    let mut found: Vec<(DeadlineRow, WorklistCase)> = Vec::new();
    for runs in [Runs::Open, Runs::UntilMet] {
        let rows = page_query(runs, filter, page, visibility)
            .select((DeadlineRow::as_select(), WorklistCase::as_select()))
            .load(c)?;
        found.extend(rows);
    }
    found.sort_by(|(one, _), (other, _)| one.place().cmp(&other.place()));
    found.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    Ok(found)
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
    let open: i64 = filtered(Runs::Open, filter, visibility).count().get_result(c)?;
    let later: i64 = filtered(Runs::UntilMet, filter, visibility).count().get_result(c)?;
    Ok(open.saturating_add(later))
}

/// How many deadlines of each rule the office owes by a day, past ones among them, as the worklist lists them today; by the
/// rules' ids.
///
/// # Errors
/// That the database does not answer.
pub fn owed_by_rule(
    c: &mut Connection,
    (today, until): (NaiveDate, NaiveDate),
    visibility: &Visibility,
) -> Result<Vec<(String, i64)>, StorageError> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for runs in [Runs::Open, Runs::UntilMet] {
        let grouped = deadlines::table.group_by(deadlines::rule).select((deadlines::rule, count_star()));
        let all = grouped.into_boxed().filter(deadlines::due_on.le(until));
        let owed = match runs {
            Runs::Open => all.filter(sql::<Bool>(OWED)),
            Runs::UntilMet => all.filter(sql::<Bool>(MET_LATER).bind::<Date, _>(today)),
        };
        let found: Vec<(String, i64)> = match visibility.limited_to() {
            None => owed.load(c)?,
            Some(ids) => owed.filter(deadlines::case_id.eq_any(ids)).load(c)?,
        };
        for (rule, count) in found {
            *counts.entry(rule).or_default() += count;
        }
    }
    Ok(counts.into_iter().collect())
}

#[diesel::dsl::auto_type]
fn with_case() -> _ {
    deadlines::table.inner_join(cases::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case, Backend>;

/// Why a deadline runs on the day on which it is asked.
#[derive(Debug, Clone, Copy)]
enum Runs {
    /// Nothing met it.
    Open,
    /// What meets it counts on a later day.
    UntilMet,
}

fn page_query<'a>(
    runs: Runs,
    filter: &'a WorklistFilter,
    page: &'a WorklistPage,
    visibility: &'a Visibility,
) -> Query<'a> {
    use deadlines::{anchor, case_id, due_on, party, rule};
    let mut query = filtered(runs, filter, visibility);
    if let Some(after) = &page.after {
        // Rows are compared, because an index begins there. Said with AND and OR, PostgreSQL believes that hardly anything
        // is left of the list, reads all that is, and sorts it.
        let later = sql::<Bool>(LATER_THAN)
            .bind::<Date, _>(after.due_on)
            .sql(", ")
            .bind::<Text, _>(&after.case_id)
            .sql(", ")
            .bind::<Text, _>(&after.rule)
            .sql(", ")
            .bind::<Integer, _>(after.anchor)
            .sql(", ")
            .bind::<Integer, _>(after.party)
            .sql(")");
        query = query.filter(later);
    }
    query.order((due_on.asc(), case_id.asc(), rule.asc(), anchor.asc(), party.asc())).limit(page.limit)
}

fn filtered<'a>(runs: Runs, filter: &'a WorklistFilter, visibility: &'a Visibility) -> Query<'a> {
    use deadlines::due_on;
    let (all, today) = (with_case().into_boxed(), filter.today);
    let mut query = match runs {
        Runs::Open => all.filter(sql::<Bool>(OWED)),
        Runs::UntilMet => all.filter(sql::<Bool>(MET_LATER).bind::<Date, _>(today)),
    };
    query = match filter.due {
        Due::Open => query.filter(due_on.is_not_null()),
        Due::Overdue => query.filter(due_on.lt(today)),
        Due::Soon { until } => query.filter(due_on.ge(today)).filter(due_on.le(until)),
        Due::Through { until } => query.filter(due_on.le(until)),
    };
    if let Some(region) = &filter.region {
        query = query.filter(deadlines::region.eq(region));
    }
    if let Some(rule) = &filter.rule {
        query = query.filter(deadlines::rule.eq(rule));
    }
    let Some(viewer) = visibility.viewer() else { return query };
    if matches!(runs, Runs::Open) && !matches!(visibility, Visibility::Desk(_)) {
        // The few cases of a person are looked up first.
        return query.filter(deadlines::case_id.eq_any(cases_of(viewer)));
    }
    // A desk sees a large share of all cases, and of all that is met later there is little: the list is walked in its order,
    // and each row asked about; the offset keeps PostgreSQL from joining the two, and from reading and sorting all that is
    // left of the list.
    let seen = case_viewers::table.filter(case_viewers::case_id.eq(deadlines::case_id));
    query.filter(exists(seen.filter(case_viewers::viewer.eq(viewer)).offset(0)))
}
