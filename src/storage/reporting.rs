//! The reporting row of each case, and its facts by the day: what figures are summed over. The domain computes every
//! column. Not here: the figures (`figures`), and what was known before (`known_figures`).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::known_figures;
use super::schema::{reporting, reporting_facts};
use super::schema_known::reporting_past;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One case, as figures see it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reporting, treat_none_as_default_value = false)]
pub struct ReportingRow {
    /// The case.
    pub case_id: String,
    /// The code of the kind of case.
    pub kind: String,
    /// The region's code.
    pub region: String,
    /// The code of the cause (案由).
    pub cause: String,
    /// The code of the procedure.
    pub procedure: Option<String>,
    /// The code of how it came in.
    pub channel: String,
    /// Whether it is a collective case (集体案件).
    pub collective: bool,
    /// How many workers it concerns.
    pub workers: i32,
    /// When the application was received.
    pub received_on: NaiveDate,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was first heard.
    pub first_hearing_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// When it was archived.
    pub archived_on: Option<NaiveDate>,
    /// The code of the manner of closing.
    pub manner: Option<String>,
    /// The code of who prevailed.
    pub result: Option<String>,
    /// Whether it was closed in time.
    pub in_time: Option<bool>,
    /// The last day for closing it.
    pub due_on: Option<NaiveDate>,
    /// Whether filing (快立) was done within its target; none while it was not done.
    pub quick_filing: Option<bool>,
    /// Whether mediation before acceptance (快调) was done within its target; none while it was not done.
    pub quick_mediation_before: Option<bool>,
    /// Whether mediation (快调) was done within its target; none while it was not done.
    pub quick_mediation: Option<bool>,
    /// Whether the first hearing (快审) was done within its target; none while it was not done.
    pub quick_hearing: Option<bool>,
    /// Whether closure (快结) was done within its target; none while it was not done.
    pub quick_closing: Option<bool>,
    /// Claimed, in fen.
    pub claimed_fen: i64,
    /// Awarded or agreed, in fen.
    pub awarded_fen: i64,
    /// Whether the day of receipt was told: a ledger may not have it, and `received_on` is then the day of acceptance.
    pub receipt_told: bool,
    /// Who decides it.
    pub arbitrator_id: Option<String>,
    /// Who mediates it.
    pub mediator_id: Option<String>,
    /// The code of the kind of the first employer in dispute.
    pub employer_kind: Option<String>,
    /// The letter of the industry of the same employer.
    pub industry: Option<String>,
    /// At the end of which day it was first known.
    pub known_from: NaiveDate,
}

impl ReportingRow {
    /// Whether another says the same, whenever it was known.
    #[must_use]
    pub fn says_what(&self, other: &ReportingRow) -> bool {
        *self == ReportingRow { known_from: self.known_from, ..other.clone() }
    }
}

/// What of a case has a day of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = reporting_facts, treat_none_as_default_value = false)]
pub struct FactRow {
    /// The case.
    pub case_id: String,
    /// The code of what it is.
    pub fact: String,
    /// The number of the entry that it comes from.
    pub entry_no: i32,
    /// Its day.
    pub on_date: NaiveDate,
    /// How much: cases, persons, items or fen.
    pub amount: i64,
    /// At the end of which day it was first known.
    pub known_from: NaiveDate,
}

impl FactRow {
    /// The same, whenever it was known.
    pub(super) fn timeless(&self) -> FactRow {
        FactRow { known_from: NaiveDate::MIN, ..self.clone() }
    }
}

/// Whether any case has or had a region. It is asked of one that has no name here, which hardly ever happens: no index is kept for
/// it.
///
/// # Errors
/// That the database does not answer.
pub fn has_region(c: &mut Connection, region: &str) -> Result<bool, StorageError> {
    let now = reporting::table.filter(reporting::region.eq(region));
    let before = reporting_past::table.filter(reporting_past::region.eq(region));
    Ok(diesel::select(exists(now).or(exists(before))).get_result(c)?)
}

/// Writes the row of a case, whether or not it had one.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn upsert(tx: &mut Tx, row: &ReportingRow) -> Result<(), StorageError> {
    upsert_many(tx, &[row])
}

/// Writes the rows of some cases, of which only those are written that say something else than what is there. What is
/// there moves to the past, unless it was written down on the same day and so known at the end of none.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn write_changed(tx: &mut Tx, rows: &[ReportingRow]) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    let case_ids: Vec<&str> = rows.iter().map(|row| row.case_id.as_str()).collect();
    let kept = of_cases(tx, &case_ids)?;
    let kept: HashMap<&str, &ReportingRow> = kept.iter().map(|row| (row.case_id.as_str(), row)).collect();
    let is_same = |row: &ReportingRow| kept.get(row.case_id.as_str()).is_some_and(|kept| kept.says_what(row));
    let others: Vec<&ReportingRow> = rows.iter().filter(|row| !is_same(row)).collect();
    let replaced = others.iter().filter_map(|row| {
        let before = kept.get(row.case_id.as_str())?;
        (before.known_from < row.known_from).then(|| ((*before).clone(), row.known_from))
    });
    known_figures::remember_rows(tx, &replaced.collect::<Vec<_>>())?;
    upsert_many(tx, &others)
}

fn upsert_many(tx: &mut Tx, rows: &[&ReportingRow]) -> Result<(), StorageError> {
    use reporting as r;
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(reporting::table).values(chunk.to_vec());
        let upsert = insert.on_conflict(r::case_id).do_update().set((
            r::kind.eq(excluded(r::kind)),
            r::region.eq(excluded(r::region)),
            r::cause.eq(excluded(r::cause)),
            r::procedure.eq(excluded(r::procedure)),
            r::channel.eq(excluded(r::channel)),
            r::collective.eq(excluded(r::collective)),
            r::workers.eq(excluded(r::workers)),
            r::received_on.eq(excluded(r::received_on)),
            r::accepted_on.eq(excluded(r::accepted_on)),
            r::first_hearing_on.eq(excluded(r::first_hearing_on)),
            r::closed_on.eq(excluded(r::closed_on)),
            r::archived_on.eq(excluded(r::archived_on)),
            r::manner.eq(excluded(r::manner)),
            r::result.eq(excluded(r::result)),
            r::in_time.eq(excluded(r::in_time)),
            r::due_on.eq(excluded(r::due_on)),
            r::quick_filing.eq(excluded(r::quick_filing)),
            r::quick_mediation_before.eq(excluded(r::quick_mediation_before)),
            r::quick_mediation.eq(excluded(r::quick_mediation)),
            r::quick_hearing.eq(excluded(r::quick_hearing)),
            r::quick_closing.eq(excluded(r::quick_closing)),
            r::claimed_fen.eq(excluded(r::claimed_fen)),
            r::awarded_fen.eq(excluded(r::awarded_fen)),
            r::receipt_told.eq(excluded(r::receipt_told)),
            r::arbitrator_id.eq(excluded(r::arbitrator_id)),
            r::mediator_id.eq(excluded(r::mediator_id)),
            r::employer_kind.eq(excluded(r::employer_kind)),
            r::industry.eq(excluded(r::industry)),
            r::known_from.eq(excluded(r::known_from)),
        ));
        match &mut **tx {
            Connection::Sqlite(c) => upsert.execute(c)?,
            Connection::Postgres(c) => upsert.execute(c)?,
        };
    }
    Ok(())
}

/// Writes down the facts of some cases, each with the day at whose end they are known, instead of what was there; what was
/// there otherwise moves to the past.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn replace_facts_of_cases(
    tx: &mut Tx,
    cases: &[(&str, NaiveDate)],
    rows: &[FactRow],
) -> Result<(), StorageError> {
    if cases.is_empty() {
        return Ok(());
    }
    let known: HashMap<&str, NaiveDate> = cases.iter().copied().collect();
    let ids: Vec<&str> = cases.iter().map(|(id, _)| *id).collect();
    let old = reporting_facts::table.filter(reporting_facts::case_id.eq_any(ids));
    let kept: Vec<FactRow> = old.select(FactRow::as_select()).load(&mut **tx)?;
    let wanted: HashSet<FactRow> = rows.iter().map(FactRow::timeless).collect();
    let there: HashSet<FactRow> = kept.iter().map(FactRow::timeless).collect();
    let gone: Vec<FactRow> = kept.into_iter().filter(|row| !wanted.contains(&row.timeless())).collect();
    for row in &gone {
        let key = (row.case_id.as_str(), row.fact.as_str(), row.entry_no);
        diesel::delete(reporting_facts::table.find(key)).execute(&mut **tx)?;
    }
    let replaced = gone.into_iter().filter_map(|row| {
        let until = *known.get(row.case_id.as_str())?;
        (row.known_from < until).then_some((row, until))
    });
    known_figures::remember_facts(tx, &replaced.collect::<Vec<_>>())?;
    let fresh: Vec<&FactRow> = rows.iter().filter(|row| !there.contains(&row.timeless())).collect();
    insert_facts(tx, &fresh)
}

/// Adds facts.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub(super) fn insert_facts(tx: &mut Tx, rows: &[&FactRow]) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(reporting_facts::table).values(chunk.to_vec());
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Writes the rows of some cases, whether or not they had one.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub(super) fn put_rows(tx: &mut Tx, rows: &[ReportingRow]) -> Result<(), StorageError> {
    upsert_many(tx, &rows.iter().collect::<Vec<_>>())
}

/// The row of a case.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Option<ReportingRow>, StorageError> {
    Ok(reporting::table.find(case_id).select(ReportingRow::as_select()).first(c).optional()?)
}

/// The rows of some cases, in no order.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(c: &mut Connection, case_ids: &[&str]) -> Result<Vec<ReportingRow>, StorageError> {
    let all = reporting::table.filter(reporting::case_id.eq_any(case_ids));
    Ok(all.select(ReportingRow::as_select()).load(c)?)
}

/// The facts of a case, in the order of their codes and entries.
///
/// # Errors
/// That the database does not answer.
pub fn facts_of_case(c: &mut Connection, case_id: &str) -> Result<Vec<FactRow>, StorageError> {
    let all = reporting_facts::table.filter(reporting_facts::case_id.eq(case_id));
    let mut facts: Vec<FactRow> = all.select(FactRow::as_select()).load(c)?;
    // Here and not there: the databases order text differently.
    facts.sort_by(|a, b| (&a.fact, a.entry_no).cmp(&(&b.fact, b.entry_no)));
    Ok(facts)
}
