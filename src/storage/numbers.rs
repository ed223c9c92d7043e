//! Running numbers, such as those of cases within a year: none twice, and none left out, because a
//! number is given in the transaction that uses it.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::numbers;

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
