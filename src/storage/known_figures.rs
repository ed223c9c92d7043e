//! The reporting rows as they were known (历次所知): a row that is replaced moves to the past, with the day on which it was;
//! nothing is altered there. Not here: what a row says (`reporting`), and when it was known (`app`).

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_builder::AsQuery;
use diesel::sql_types::{Bool, Date, Nullable};

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::figure_sql::{FACT_COLUMNS, Fragment, ROW_COLUMNS, Value};
use super::reporting::{self, FactRow, ReportingRow};
use super::schema::{reporting as rows, reporting_facts as facts};

/// So many rows travel in one statement; SQLite takes 32,766 values at most, and a row has 32.
const CHUNK_ROWS: usize = 500;

type RowSql = (<rows::table as AsQuery>::SqlType, Nullable<Date>);
type FactSql = (<facts::table as AsQuery>::SqlType, Nullable<Date>);

/// What was known from the end of one day on and no more at the end of another, or is known still.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Interval<R> {
    what: R,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

type Rows = Vec<Interval<ReportingRow>>;
type Facts = Vec<Interval<FactRow>>;

/// All that was known of one case, each from when and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    case_id: String,
    rows: Vec<Interval<ReportingRow>>,
    facts: Vec<Interval<FactRow>>,
    /// The facts that are known still, each since when.
    open: HashMap<FactRow, NaiveDate>,
}

impl History {
    /// Of a case of which nothing is known yet.
    #[must_use]
    pub fn new(case_id: String) -> History {
        History { case_id, rows: Vec::new(), facts: Vec::new(), open: HashMap::new() }
    }

    /// Adds what was known at the end of a day, which is later than those before.
    pub fn add(&mut self, day: NaiveDate, row: ReportingRow, facts: &[FactRow]) {
        let row = timeless(row);
        if self.rows.last().is_none_or(|last| last.what != row) {
            if let Some(last) = self.rows.last_mut() {
                last.until = Some(day);
            }
            self.rows.push(Interval { what: row, from: day, until: None });
        }
        let mut now = HashMap::with_capacity(facts.len());
        for fact in facts.iter().map(FactRow::timeless) {
            let since = self.open.remove(&fact).unwrap_or(day);
            now.insert(fact, since);
        }
        let gone = std::mem::replace(&mut self.open, now);
        self.facts.extend(gone.into_iter().map(|(what, from)| Interval { what, from, until: Some(day) }));
    }

    /// Whether what is known still is what this row says.
    #[must_use]
    pub fn ends_with(&self, row: &ReportingRow) -> bool {
        self.rows.last().is_some_and(|last| last.until.is_none() && last.what.says_what(row))
    }

    /// The whole of it, in one order.
    #[must_use]
    pub fn finished(mut self) -> History {
        let open = std::mem::take(&mut self.open);
        self.facts.extend(open.into_iter().map(|(what, from)| Interval { what, from, until: None }));
        History::kept(self.case_id, self.rows, self.facts)
    }

    /// As it is kept. What was replaced by the same is one, however often it was written.
    fn kept(
        case_id: String,
        mut rows: Vec<Interval<ReportingRow>>,
        mut facts: Vec<Interval<FactRow>>,
    ) -> History {
        rows.sort_by_key(|known| known.from);
        facts.sort_by(|a, b| {
            let key = |known: &Interval<FactRow>| (known.what.fact.clone(), known.what.entry_no, known.from);
            key(a).cmp(&key(b))
        });
        History { case_id, rows: merged(rows), facts: merged(facts), open: HashMap::new() }
    }
}

fn merged<R: PartialEq>(intervals: Vec<Interval<R>>) -> Vec<Interval<R>> {
    let mut merged: Vec<Interval<R>> = Vec::with_capacity(intervals.len());
    for next in intervals {
        match merged.last_mut() {
            Some(last) if last.what == next.what && last.until == Some(next.from) => last.until = next.until,
            Some(_) | None => merged.push(next),
        }
    }
    merged
}

fn timeless(row: ReportingRow) -> ReportingRow {
    ReportingRow { known_from: NaiveDate::MIN, ..row }
}

/// What is kept of some cases, by their ids; a case of which nothing is kept is not there.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(c: &mut Connection, case_ids: &[&str]) -> Result<HashMap<String, History>, StorageError> {
    let statement = kept_sql(("reporting", ROW_COLUMNS), case_ids);
    let found: Vec<(ReportingRow, Option<NaiveDate>)> =
        sql::<RowSql>("").bind::<Bool, _>(statement).load(c)?;
    let statement = kept_sql(("reporting_facts", FACT_COLUMNS), case_ids);
    let facts: Vec<(FactRow, Option<NaiveDate>)> = sql::<FactSql>("").bind::<Bool, _>(statement).load(c)?;
    let mut by_case: HashMap<String, (Rows, Facts)> = HashMap::new();
    for (row, until) in found {
        let (rows, _) = by_case.entry(row.case_id.clone()).or_default();
        rows.push(Interval { from: row.known_from, until, what: timeless(row) });
    }
    for (row, until) in facts {
        let (_, facts) = by_case.entry(row.case_id.clone()).or_default();
        facts.push(Interval { from: row.known_from, until, what: row.timeless() });
    }
    let history = |(id, (rows, facts)): (String, _)| (id.clone(), History::kept(id, rows, facts));
    Ok(by_case.into_iter().map(history).collect())
}

/// What was known of one case, and what of it is kept otherwise.
#[derive(Debug)]
pub struct KeptOtherwise {
    history: History,
    rows: bool,
    facts: bool,
}

/// All of it, whatever is kept.
impl From<History> for KeptOtherwise {
    fn from(history: History) -> KeptOtherwise {
        KeptOtherwise { history, rows: true, facts: true }
    }
}

/// Those of which something else is kept.
///
/// # Errors
/// That the database does not answer.
pub fn others(c: &mut Connection, all: Vec<History>) -> Result<Vec<KeptOtherwise>, StorageError> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = all.iter().map(|history| history.case_id.as_str()).collect();
    let kept = of_cases(c, &ids)?;
    let other = |history: History| {
        let kept = kept.get(&history.case_id);
        let rows = kept.is_none_or(|kept| kept.rows != history.rows);
        let facts = kept.is_none_or(|kept| kept.facts != history.facts);
        (rows || facts).then_some(KeptOtherwise { history, rows, facts })
    };
    Ok(all.into_iter().filter_map(other).collect())
}

/// Writes what was known of some cases, instead of what is kept. The sums by the day rest on what was known: whoever
/// changes it makes them none, once for all cases (`figure_days::forget`).
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn write(tx: &mut Tx, changed: &[KeptOtherwise]) -> Result<(), StorageError> {
    let histories = |which: fn(&KeptOtherwise) -> bool| {
        changed.iter().filter(move |other| which(other)).map(|other| &other.history).collect::<Vec<_>>()
    };
    write_rows(tx, &histories(|other| other.rows))?;
    write_facts(tx, &histories(|other| other.facts))
}

fn write_rows(tx: &mut Tx, histories: &[&History]) -> Result<(), StorageError> {
    let rows = histories.iter().flat_map(|history| &history.rows);
    let (now, past): (Vec<_>, Vec<_>) = rows
        .map(|known| (ReportingRow { known_from: known.from, ..known.what.clone() }, known.until))
        .partition(|(_, until)| until.is_none());
    // What is known now takes the place of what was.
    let ends = |history: &&&History| history.rows.last().is_none_or(|last| last.until.is_some());
    empty(tx, "reporting", histories.iter().filter(ends))?;
    empty(tx, "reporting_past", histories.iter())?;
    reporting::put_rows(tx, &now.into_iter().map(|(row, _)| row).collect::<Vec<_>>())?;
    remember_rows(tx, &ended(past))
}

fn write_facts(tx: &mut Tx, histories: &[&History]) -> Result<(), StorageError> {
    let facts = histories.iter().flat_map(|history| &history.facts);
    let (now, past): (Vec<_>, Vec<_>) = facts
        .map(|known| (FactRow { known_from: known.from, ..known.what.clone() }, known.until))
        .partition(|(_, until)| until.is_none());
    for table in ["reporting_facts", "reporting_facts_past"] {
        empty(tx, table, histories.iter())?;
    }
    reporting::insert_facts(tx, &now.iter().map(|(fact, _)| fact).collect::<Vec<_>>())?;
    remember_facts(tx, &ended(past))
}

/// Takes what a table has of some cases.
fn empty<'a>(
    tx: &mut Tx,
    table: &str,
    histories: impl Iterator<Item = &'a &'a History>,
) -> Result<(), StorageError> {
    let ids: Vec<&str> = histories.map(|history| history.case_id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut out = Fragment::default();
    out.sql(format!("DELETE FROM {table} WHERE case_id IN ")).list(&ids);
    out.execute(tx)?;
    Ok(())
}

fn ended<R>(past: Vec<(R, Option<NaiveDate>)>) -> Vec<(R, NaiveDate)> {
    past.into_iter().filter_map(|(row, until)| Some((row, until?))).collect()
}

/// Puts rows into the past, each with the day on which it was replaced.
///
/// # Errors
/// That the database refused.
pub(super) fn remember_rows(tx: &mut Tx, past: &[(ReportingRow, NaiveDate)]) -> Result<(), StorageError> {
    let values = |(row, until): &(ReportingRow, NaiveDate)| {
        let mut values = row_values(row);
        values.push(Value::Day(Some(*until)));
        values
    };
    remember(tx, ("reporting_past", ROW_COLUMNS), past.iter().map(values).collect())
}

/// The same of facts.
///
/// # Errors
/// That the database refused.
pub(super) fn remember_facts(tx: &mut Tx, past: &[(FactRow, NaiveDate)]) -> Result<(), StorageError> {
    let values = |(row, until): &(FactRow, NaiveDate)| {
        vec![
            Value::Text(Some(row.case_id.clone())),
            Value::Text(Some(row.fact.clone())),
            Value::Int(row.entry_no),
            Value::Day(Some(row.on_date)),
            Value::Big(row.amount),
            Value::Day(Some(row.known_from)),
            Value::Day(Some(*until)),
        ]
    };
    remember(tx, ("reporting_facts_past", FACT_COLUMNS), past.iter().map(values).collect())
}

fn remember(
    tx: &mut Tx,
    (table, columns): (&'static str, &'static str),
    lines: Vec<Vec<Value>>,
) -> Result<(), StorageError> {
    let mut lines = lines.into_iter().peekable();
    while lines.peek().is_some() {
        let mut out = Fragment::default();
        out.sql(format!("INSERT INTO {table} ({columns}, known_until) VALUES "));
        for (index, line) in lines.by_ref().take(CHUNK_ROWS).enumerate() {
            out.sql(if index > 0 { ", " } else { "" }).values(line);
        }
        out.execute(tx)?;
    }
    Ok(())
}

/// What is kept, past and present, with the day on which it was replaced.
fn kept_sql((table, columns): (&'static str, &'static str), case_ids: &[&str]) -> Fragment {
    let mut out = Fragment::default();
    out.sql(format!("SELECT {columns}, known_until FROM {table}_past WHERE case_id IN ")).list(case_ids);
    out.sql(format!(" UNION ALL SELECT {columns}, CAST(NULL AS DATE) FROM {table} WHERE case_id IN "));
    out.list(case_ids);
    out
}

fn row_values(row: &ReportingRow) -> Vec<Value> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    vec![
        text(&row.case_id),
        text(&row.kind),
        text(&row.region),
        text(&row.cause),
        Value::Text(row.procedure.clone()),
        text(&row.channel),
        Value::Flag(Some(row.collective)),
        Value::Int(row.workers),
        Value::Day(Some(row.received_on)),
        Value::Day(row.accepted_on),
        Value::Day(row.first_hearing_on),
        Value::Day(row.closed_on),
        Value::Day(row.archived_on),
        Value::Text(row.manner.clone()),
        Value::Text(row.result.clone()),
        Value::Flag(row.in_time),
        Value::Day(row.due_on),
        Value::Flag(row.quick_filing),
        Value::Flag(row.quick_mediation_before),
        Value::Flag(row.quick_mediation),
        Value::Flag(row.quick_hearing),
        Value::Flag(row.quick_closing),
        Value::Big(row.claimed_fen),
        Value::Big(row.awarded_fen),
        Value::Flag(Some(row.receipt_told)),
        Value::Text(row.arbitrator_id.clone()),
        Value::Text(row.mediator_id.clone()),
        Value::Text(row.employer_kind.clone()),
        Value::Text(row.industry.clone()),
        Value::Day(Some(row.known_from)),
    ]
}
