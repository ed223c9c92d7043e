//! The keys of the key file that may be used with this database, by their ids. Not here: the keys, which are outside,
//! and when they change (`app::key_rotation`).

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::file_keys;

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = file_keys, treat_none_as_default_value = false)]
pub struct FileKeyRow {
    /// Its id.
    pub id: String,
    /// The code of what it does.
    pub kind: String,
    /// Epoch microseconds.
    pub added_at: i64,
}

/// A key that seals, or sealed.
pub const MASTER: &str = "master";
/// A key that is in the file and seals nothing yet.
pub const SPARE: &str = "spare";
/// A key that makes the digests by which people are found.
pub const INDEX: &str = "index";

/// Every key, by its id.
///
/// # Errors
/// That the database does not answer.
pub fn all(c: &mut Connection) -> Result<Vec<FileKeyRow>, StorageError> {
    Ok(file_keys::table.order(file_keys::id.asc()).select(FileKeyRow::as_select()).load(c)?)
}

/// Adds a key, or makes it of another kind.
///
/// # Errors
/// That the database does not answer.
pub fn put(tx: &mut Tx, row: &FileKeyRow) -> Result<(), StorageError> {
    let insert = diesel::insert_into(file_keys::table).values(row);
    let upsert = insert.on_conflict(file_keys::id).do_update().set(file_keys::kind.eq(&row.kind));
    match &mut **tx {
        Connection::Sqlite(c) => upsert.execute(c)?,
        Connection::Postgres(c) => upsert.execute(c)?,
    };
    Ok(())
}

/// Keeps keys from being retired until this transaction ends. SQLite has one writer anyway; on PostgreSQL their rows
/// are locked, which no other writer waits for.
///
/// # Errors
/// [`StorageError::Inconsistent`] with the first key that may not be used: the program that would has an old key file.
pub fn hold(tx: &mut Tx, ids: &[&str]) -> Result<(), StorageError> {
    let found = file_keys::table.filter(file_keys::id.eq_any(ids)).select(file_keys::id);
    let found: Vec<String> = match &mut **tx {
        Connection::Sqlite(c) => found.load(c)?,
        Connection::Postgres(c) => found.for_key_share().load(c)?,
    };
    match ids.iter().find(|id| found.iter().all(|found| found != *id)) {
        None => Ok(()),
        Some(id) => Err(StorageError::Inconsistent {
            table: "file_keys",
            key: (*id).to_owned(),
            what: "the key seals nothing here any more: the key file of this program is out of date"
                .to_owned(),
        }),
    }
}

/// Waits until nobody holds a key, and lets nobody hold it until this transaction ends. Says whether it is there.
///
/// # Errors
/// That the database does not answer.
pub fn take(tx: &mut Tx, id: &str) -> Result<bool, StorageError> {
    let found = file_keys::table.find(id).select(file_keys::id);
    let found: Option<String> = match &mut **tx {
        Connection::Sqlite(c) => found.first(c).optional()?,
        Connection::Postgres(c) => found.for_update().first(c).optional()?,
    };
    Ok(found.is_some())
}

/// Retires a key: from now on nobody can hold it.
///
/// # Errors
/// That the database does not answer.
pub fn remove(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    diesel::delete(file_keys::table.find(id)).execute(&mut **tx)?;
    Ok(())
}
