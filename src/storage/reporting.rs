//! The reporting row of each case, and its recoveries by the day: what figures are summed over.
//! The domain computes every column. Not here: the figures (`figures`).

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::changed_cases;
use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{reporting, reporting_recoveries};

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
    /// Recovered since acceptance, in fen.
    pub recovered_fen: i64,
    /// Recovered in mediation before acceptance, in fen.
    pub recovered_before_acceptance_fen: i64,
    /// Who decides it.
    pub arbitrator_id: Option<String>,
    /// Who mediates it.
    pub mediator_id: Option<String>,
}

/// One recovery entry of a docket.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = reporting_recoveries, treat_none_as_default_value = false)]
pub struct RecoveryRow {
    /// The case.
    pub case_id: String,
    /// The code of the kind of case.
    pub kind: String,
    /// The number of the entry.
    pub entry_no: i32,
    /// The day of the recovery.
    pub on_date: NaiveDate,
    /// How much, in fen.
    pub fen: i64,
    /// Whether the case had been accepted by then.
    pub after_acceptance: bool,
    /// The region of the case.
    pub region: String,
}

/// Writes the row of a case, whether or not it had one.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn upsert(tx: &mut Tx, row: &ReportingRow) -> Result<(), StorageError> {
    upsert_many(tx, &[row])
}

/// Writes the rows of some cases, of which only those are written that say something else than what is there.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn write_changed(tx: &mut Tx, rows: &[ReportingRow]) -> Result<(), StorageError> {
    let case_ids: Vec<&str> = rows.iter().map(|row| row.case_id.as_str()).collect();
    let kept = of_cases(tx, &case_ids)?;
    let kept: HashMap<&str, &ReportingRow> = kept.iter().map(|row| (row.case_id.as_str(), row)).collect();
    let is_other = |row: &&ReportingRow| kept.get(row.case_id.as_str()) != Some(row);
    let others: Vec<&ReportingRow> = rows.iter().filter(is_other).collect();
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
            r::recovered_fen.eq(excluded(r::recovered_fen)),
            r::recovered_before_acceptance_fen.eq(excluded(r::recovered_before_acceptance_fen)),
            r::arbitrator_id.eq(excluded(r::arbitrator_id)),
            r::mediator_id.eq(excluded(r::mediator_id)),
        ));
        match &mut **tx {
            Connection::Sqlite(c) => upsert.execute(c)?,
            Connection::Postgres(c) => upsert.execute(c)?,
        };
    }
    Ok(())
}

/// Writes down the recoveries of a case, instead of what was there.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn replace_recoveries(tx: &mut Tx, case_id: &str, rows: &[RecoveryRow]) -> Result<(), StorageError> {
    replace_recoveries_of_cases(tx, &[case_id], rows)
}

/// Writes down the recoveries of some cases, instead of what was there; nothing when it is the same.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn replace_recoveries_of_cases(
    tx: &mut Tx,
    case_ids: &[&str],
    rows: &[RecoveryRow],
) -> Result<(), StorageError> {
    let old = reporting_recoveries::table.filter(reporting_recoveries::case_id.eq_any(case_ids));
    let kept: Vec<RecoveryRow> = old.select(RecoveryRow::as_select()).load(&mut **tx)?;
    let changed = changed_cases(&kept, rows, |row| &row.case_id);
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = changed.iter().copied().collect();
    let gone = reporting_recoveries::table.filter(reporting_recoveries::case_id.eq_any(ids));
    diesel::delete(gone).execute(&mut **tx)?;
    let rows: Vec<&RecoveryRow> = rows.iter().filter(|row| changed.contains(row.case_id.as_str())).collect();
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(reporting_recoveries::table).values(chunk.to_vec());
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
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

/// The recoveries of a case, in the order of its docket.
///
/// # Errors
/// That the database does not answer.
pub fn recoveries_of_case(c: &mut Connection, case_id: &str) -> Result<Vec<RecoveryRow>, StorageError> {
    let all = reporting_recoveries::table.filter(reporting_recoveries::case_id.eq(case_id));
    let ordered = all.order(reporting_recoveries::entry_no.asc());
    Ok(ordered.select(RecoveryRow::as_select()).load(c)?)
}
