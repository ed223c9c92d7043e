//! Running numbers, such as those of cases within a year: none twice, and none left out, because a
//! number is given in the transaction that uses it.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::numbers;

/// Sees to it that a series goes on after a number in a year.
///
/// # Errors
/// That the database does not answer.
pub fn go_on_after(tx: &mut Tx, series: &str, year: i32, last: i32) -> Result<(), StorageError> {
    let row = (numbers::series.eq(series), numbers::year.eq(year), numbers::last.eq(last));
    let first = diesel::insert_into(numbers::table).values(row).on_conflict_do_nothing();
    match &mut **tx {
        Connection::Sqlite(c) => first.execute(c)?,
        Connection::Postgres(c) => first.execute(c)?,
    };
    let behind = numbers::table.find((series, year)).filter(numbers::last.lt(last));
    diesel::update(behind).set(numbers::last.eq(last)).execute(&mut **tx)?;
    Ok(())
}

/// The next number of a series in a year, from 1. Others who want one wait for this transaction.
///
/// # Errors
/// That the database does not answer.
pub fn next(tx: &mut Tx, series: &str, year: i32) -> Result<i32, StorageError> {
    let first = (numbers::series.eq(series), numbers::year.eq(year), numbers::last.eq(1));
    let next = diesel::insert_into(numbers::table)
        .values(first)
        .on_conflict((numbers::series, numbers::year))
        .do_update()
        .set(numbers::last.eq(numbers::last + 1))
        .returning(numbers::last);
    Ok(match &mut **tx {
        Connection::Sqlite(c) => next.get_result(c)?,
        Connection::Postgres(c) => next.get_result(c)?,
    })
}
