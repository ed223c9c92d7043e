//! Small facts about a database itself: who made it, which key seals it.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::meta::dsl;

/// The key under which stands the fingerprint of the books that every derived row was computed with.
pub const LAW_BOOK: &str = "law_book";

/// The key under which stands by which key people are indexed (`storage::vault`).
pub const INDEX_KEY: &str = "index_key";

/// What is said under this key, if anything.
///
/// # Errors
/// That the database does not answer.
pub fn get(c: &mut Connection, key: &str) -> Result<Option<String>, StorageError> {
    Ok(dsl::meta.find(key).select(dsl::value).first(c).optional()?)
}

/// Says something under this key, whatever stood there before.
///
/// # Errors
/// That the database does not answer.
pub fn set(tx: &mut Tx, key: &str, value: &str) -> Result<(), StorageError> {
    let row = (dsl::key.eq(key), dsl::value.eq(value));
    let insert = diesel::insert_into(dsl::meta).values(row);
    let upsert = insert.on_conflict(dsl::key).do_update().set(dsl::value.eq(value));
    match &mut **tx {
        Connection::Sqlite(c) => upsert.execute(c)?,
        Connection::Postgres(c) => upsert.execute(c)?,
    };
    Ok(())
}

/// Waits until nobody else has this turn, and keeps it until the transaction ends. SQLite has one writer anyway;
/// on PostgreSQL a locked row makes writers wait for each other.
///
/// # Errors
/// That the database does not answer.
pub fn take_turn(tx: &mut Tx, turn: &str) -> Result<(), StorageError> {
    if let Connection::Postgres(c) = &mut **tx {
        diesel::insert_into(dsl::meta)
            .values((dsl::key.eq(turn), dsl::value.eq("")))
            .on_conflict(dsl::key)
            .do_update()
            .set(dsl::value.eq(""))
            .execute(c)?;
    }
    Ok(())
}
