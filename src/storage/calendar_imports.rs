//! Imported years of the working-day calendar (导入的放假安排): appended and never changed; the last import of a
//! year is in force. And the turn that writers and importers take, so that no deadline is computed with a
//! calendar that is being replaced. Not here: what a year says (`domain::calendar`).

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{calendar_imports, cases, deadlines};
use super::schema_known::reporting_past;

/// The lock of PostgreSQL that stands for "the books of the office".
const BOOKS_LOCK: i64 = 7_319_046_219;

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = calendar_imports, treat_none_as_default_value = false)]
pub struct CalendarImportRow {
    /// From 1, in order.
    pub no: i64,
    /// The year.
    pub year: i32,
    /// The fingerprint of the year as it was kept.
    pub fingerprint: String,
    /// The version of the calendar from then on.
    pub calendar_version: String,
    /// Epoch microseconds.
    pub imported_at: i64,
    /// Who; none for the command line.
    pub actor_id: Option<String>,
    /// The year as it was kept, as JSON in the product's own format.
    pub body: String,
    /// The document as it was given.
    pub document: String,
}

/// Which days another calendar answers differently, and how far back an act may have looked at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedDays {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
    /// Entries recorded before this instant, in epoch microseconds, say nothing that rests on these days.
    pub recorded_since: i64,
}

/// Keeps importers out until this transaction ends; other writers go on beside it. SQLite has one writer anyway.
///
/// # Errors
/// [`StorageError::Busy`] when an import takes longer than a statement may wait.
pub fn keep_importers_out(tx: &mut Tx) -> Result<(), StorageError> {
    take_turn(tx, "SELECT pg_advisory_xact_lock_shared($1)")
}

/// Keeps writers and other importers out until this transaction ends.
///
/// # Errors
/// [`StorageError::Busy`] when writers take longer than a statement may wait.
pub fn keep_writers_out(tx: &mut Tx) -> Result<(), StorageError> {
    take_turn(tx, "SELECT pg_advisory_xact_lock($1)")
}

/// A lock of its own, and not a locked row: whoever waits for it alone is not passed by those who share it.
fn take_turn(tx: &mut Tx, lock: &str) -> Result<(), StorageError> {
    if let Connection::Postgres(c) = &mut **tx {
        diesel::sql_query(lock).bind::<diesel::sql_types::BigInt, _>(BOOKS_LOCK).execute(c)?;
    }
    Ok(())
}

/// Every import, in order.
///
/// # Errors
/// That the database does not answer.
pub fn all(c: &mut Connection) -> Result<Vec<CalendarImportRow>, StorageError> {
    let all = calendar_imports::table.order(calendar_imports::no.asc());
    Ok(all.select(CalendarImportRow::as_select()).load(c)?)
}

/// The import of a year that is in force, if the year was imported.
///
/// # Errors
/// That the database does not answer.
pub fn in_force(c: &mut Connection, year: i32) -> Result<Option<CalendarImportRow>, StorageError> {
    let of_year = calendar_imports::table.filter(calendar_imports::year.eq(year));
    let last = of_year.order(calendar_imports::no.desc());
    Ok(last.select(CalendarImportRow::as_select()).first(c).optional()?)
}

/// The number of the next import, in a transaction that keeps other importers out.
///
/// # Errors
/// That the database does not answer.
pub fn next_no(tx: &mut Tx) -> Result<i64, StorageError> {
    let last = calendar_imports::table.select(diesel::dsl::max(calendar_imports::no));
    Ok(last.first::<Option<i64>>(&mut **tx)?.unwrap_or(0).saturating_add(1))
}

/// Appends an import.
///
/// # Errors
/// [`StorageError::Unique`] if another import took its number, which [`keep_writers_out`] prevents.
pub fn append(tx: &mut Tx, row: &CalendarImportRow) -> Result<(), StorageError> {
    diesel::insert_into(calendar_imports::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Ids of the cases, after an id and in order, of which something may rest on changed days: a deadline whose
/// count reaches into them, the last day of a trial period as it was known before, or an entry that was recorded since they
/// could matter.
///
/// # Errors
/// That the database does not answer.
pub fn cases_touched(
    c: &mut Connection,
    changed: ChangedDays,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<String>, StorageError> {
    use deadlines::{due_on, trigger_on};
    let ChangedDays { first, last, recorded_since } = changed;
    // A period counted back from a hearing has its trigger last.
    let begins = trigger_on.le(last).or(due_on.le(last).assume_not_null());
    let ends = trigger_on.ge(first).or(due_on.ge(first).assume_not_null());
    // Walks along keys, and not one question with alternatives in it: PostgreSQL answers that by reading every
    // deadline for each page.
    let counted = deadlines::table
        .filter(deadlines::case_id.gt(after.unwrap_or_default()))
        .filter(due_on.is_not_null())
        .filter(begins)
        .filter(ends)
        .group_by(deadlines::case_id)
        .order(deadlines::case_id.asc());
    let mut ids: Vec<String> = counted.limit(limit).select(deadlines::case_id).load(c)?;
    let is_full = i64::try_from(ids.len()).is_ok_and(|count| count == limit);
    let mut recorded = cases::table
        .filter(cases::id.gt(after.unwrap_or_default()))
        .filter(cases::updated_at.ge(recorded_since))
        .order(cases::id.asc())
        .into_boxed();
    let mut known_before = reporting_past::table
        .filter(reporting_past::case_id.gt(after.unwrap_or_default()))
        .filter(reporting_past::due_on.ge(first))
        .filter(reporting_past::received_on.le(last))
        .select(reporting_past::case_id)
        .distinct()
        .order(reporting_past::case_id.asc())
        .into_boxed();
    // Of these there may be few: without an end each page would read all cases that are left.
    if let Some(last) = ids.last().filter(|_| is_full) {
        recorded = recorded.filter(cases::id.le(last.clone()));
        known_before = known_before.filter(reporting_past::case_id.le(last.clone()));
    }
    let known_before: Vec<String> = known_before.limit(limit).load(c)?;
    let recorded: Vec<String> = recorded.limit(limit).select(cases::id).load(c)?;
    ids.extend(known_before.into_iter().chain(recorded));
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(ids)
}
