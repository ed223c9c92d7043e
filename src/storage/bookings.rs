//! What the standing hearings book (占用): rooms and people, by the quarter of an hour. The primary key makes
//! double booking impossible, on both databases and however many instances write.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::changed_cases;
use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{bookings, cases};

/// So many rows travel in one statement.
const CHUNK_ROWS: usize = 500;

/// The first number of the lock that whoever books for cases that are tried together takes.
const JOINT_TRIALS_LOCK: i32 = 731_905;

/// The key of [`StorageError::Unique`] when another hearing has it.
pub const TAKEN: &str = "bookings.primary_key";

/// One quarter of an hour of something, in the order of the key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Queryable, Selectable, Insertable)]
#[diesel(table_name = bookings, treat_none_as_default_value = false)]
pub struct BookingRow {
    /// The code of what is booked.
    pub kind: String,
    /// Which one.
    pub booked: String,
    /// The day.
    pub on_date: NaiveDate,
    /// Which quarter of an hour of the day, from 0.
    pub slot: i32,
    /// For which case.
    pub case_id: String,
}

/// Writes down the rows of some cases, instead of what was there; of cases whose rows are the same, nothing.
///
/// # Errors
/// As [`replace_for_case`].
pub fn replace_for_cases(tx: &mut Tx, case_ids: &[&str], rows: &[BookingRow]) -> Result<(), StorageError> {
    let old = bookings::table.filter(bookings::case_id.eq_any(case_ids));
    let kept: Vec<BookingRow> = old.select(BookingRow::as_select()).load(&mut **tx)?;
    for case_id in changed_cases(&kept, rows, |row| &row.case_id) {
        let own: Vec<BookingRow> = rows.iter().filter(|row| row.case_id == case_id).cloned().collect();
        replace_for_case(tx, case_id, (&own, &[]))?;
    }
    Ok(())
}

/// Writes down what a case books now. What is new is inserted first, in the order of the key, and what is given up goes
/// last: so two cases that take from each other wait in one order, and never for each other. What one of the cases has that
/// it is `shared` with is not booked again.
///
/// # Errors
/// [`StorageError::Unique`] with [`TAKEN`] when another case has some of it.
pub fn replace_for_case(
    tx: &mut Tx,
    case_id: &str,
    (wanted, shared): (&[BookingRow], &[String]),
) -> Result<(), StorageError> {
    let kept: BTreeSet<BookingRow> = of_case(tx, case_id)?.into_iter().collect();
    let wanted: BTreeSet<BookingRow> = wanted.iter().cloned().collect();
    let new: Vec<BookingRow> = wanted.difference(&kept).cloned().collect();
    let theirs = held_by(tx, shared, &new)?;
    let theirs: BTreeSet<_> = theirs.iter().filter(|row| row.case_id != case_id).map(key_of).collect();
    let new: Vec<BookingRow> = new.iter().filter(|row| !theirs.contains(&key_of(row))).cloned().collect();
    for chunk in new.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(bookings::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    for (kind, booked, on) in kept.difference(&wanted).map(thing_of).collect::<BTreeSet<_>>() {
        let given_up = kept.difference(&wanted).filter(|row| thing_of(row) == (kind, booked, on));
        let slots: Vec<i32> = given_up.map(|row| row.slot).collect();
        let rows = bookings::table
            .filter(bookings::kind.eq(kind))
            .filter(bookings::booked.eq(booked))
            .filter(bookings::on_date.eq(on))
            .filter(bookings::slot.eq_any(slots));
        diesel::delete(rows.filter(bookings::case_id.eq(case_id))).execute(&mut **tx)?;
    }
    Ok(())
}

fn thing_of(row: &BookingRow) -> (&str, &str, NaiveDate) {
    (&row.kind, &row.booked, row.on_date)
}

/// What a case books, in the order of the key.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<BookingRow>, StorageError> {
    use bookings::{booked, kind, on_date, slot};
    let all = bookings::table.filter(bookings::case_id.eq(case_id));
    Ok(all.order((kind, booked, on_date, slot)).select(BookingRow::as_select()).load(c)?)
}

/// What of some rows one of these cases has, in the order of the key.
///
/// # Errors
/// That the database does not answer.
pub fn held_by(
    c: &mut Connection,
    case_ids: &[String],
    wanted: &[BookingRow],
) -> Result<Vec<BookingRow>, StorageError> {
    use bookings::{booked, kind, on_date, slot};
    if case_ids.is_empty() || wanted.is_empty() {
        return Ok(Vec::new());
    }
    let days: BTreeSet<NaiveDate> = wanted.iter().map(|row| row.on_date).collect();
    let theirs = bookings::table.filter(bookings::case_id.eq_any(case_ids)).filter(on_date.eq_any(days));
    let theirs = theirs.order((kind, booked, on_date, slot)).select(BookingRow::as_select());
    let theirs: Vec<BookingRow> = theirs.load(c)?;
    let wanted: BTreeSet<_> = wanted.iter().map(key_of).collect();
    Ok(theirs.into_iter().filter(|row| wanted.contains(&key_of(row))).collect())
}

/// Lets nobody else book for cases that are tried together until this transaction ends: what one gives up another takes
/// over, and must see it. SQLite has one writer anyway.
///
/// # Errors
/// [`StorageError::Busy`] when another takes longer than a statement may wait.
pub fn take_joint_trials(c: &mut Connection) -> Result<(), StorageError> {
    let Connection::Postgres(c) = c else { return Ok(()) };
    let lock = diesel::sql_query("SELECT pg_advisory_xact_lock($1, $2)");
    lock.bind::<Integer, _>(JOINT_TRIALS_LOCK).bind::<Integer, _>(0).execute(c)?;
    Ok(())
}

/// What other cases have of what a case wants, with their numbers, in the order of the key; but for the cases `but`.
///
/// # Errors
/// That the database does not answer.
pub fn clashes(
    c: &mut Connection,
    but: &[String],
    wanted: &[BookingRow],
) -> Result<Vec<(BookingRow, Option<String>)>, StorageError> {
    use bookings::{booked, kind, on_date, slot};
    let Some((first, last)) =
        wanted.iter().map(|row| row.slot).min().zip(wanted.iter().map(|row| row.slot).max())
    else {
        return Ok(Vec::new());
    };
    let things: BTreeSet<&str> = wanted.iter().map(|row| row.booked.as_str()).collect();
    let days: BTreeSet<NaiveDate> = wanted.iter().map(|row| row.on_date).collect();
    let near = bookings::table
        .inner_join(cases::table)
        .filter(booked.eq_any(things))
        .filter(on_date.eq_any(days))
        .filter(slot.between(first, last))
        .filter(bookings::case_id.ne_all(but))
        .order((kind, booked, on_date, slot))
        .select((BookingRow::as_select(), cases::number));
    let near: Vec<(BookingRow, Option<String>)> = near.load(c)?;
    let wanted: BTreeSet<_> = wanted.iter().map(key_of).collect();
    Ok(near.into_iter().filter(|(row, _)| wanted.contains(&key_of(row))).collect())
}

fn key_of(row: &BookingRow) -> (&str, &str, NaiveDate, i32) {
    (&row.kind, &row.booked, row.on_date, row.slot)
}

/// What is booked of these things on the days from one through another, by whichever case but these.
///
/// # Errors
/// That the database does not answer.
pub fn taken(
    c: &mut Connection,
    things: &[String],
    (from, to): (NaiveDate, NaiveDate),
    but: &[String],
) -> Result<Vec<BookingRow>, StorageError> {
    let taken = bookings::table
        .filter(bookings::booked.eq_any(things))
        .filter(bookings::on_date.between(from, to))
        .filter(bookings::case_id.ne_all(but));
    Ok(taken.select(BookingRow::as_select()).load(c)?)
}
