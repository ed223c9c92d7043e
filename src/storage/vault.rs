//! The vault: personal data, sealed by a key outside the database. Storage sees only the sealed
//! bytes; who may open them is decided elsewhere.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::vault;

/// So many rows are written by one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;
/// So many ids are asked for by one statement: everyone in the largest case, with two who act for each.
const CHUNK_IDS: usize = 30_000;

/// One sealed record.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = vault)]
pub struct VaultRow {
    /// `VaultId`.
    pub id: String,
    /// The case it belongs to.
    pub case_id: String,
    /// The key that sealed it.
    pub key_id: String,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
    /// Epoch microseconds.
    pub created_at: i64,
}

/// Adds records; their case must be there already.
///
/// # Errors
/// [`StorageError::Unique`] if an id is taken; [`StorageError::Refused`] without their case.
pub fn insert_many(tx: &mut Tx, rows: &[VaultRow]) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(vault::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// The records of these ids, in no order; ids that are not there are left out.
///
/// # Errors
/// That the database does not answer.
pub fn load_many(c: &mut Connection, ids: &[String]) -> Result<Vec<VaultRow>, StorageError> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK_IDS) {
        let found = vault::table.filter(vault::id.eq_any(chunk)).select(VaultRow::as_select());
        rows.extend(found.load(c)?);
    }
    Ok(rows)
}

/// Seals a record again, with another key. The docket is not touched: it holds the id and a digest
/// of what was sealed.
///
/// # Errors
/// [`StorageError::Stale`] if there is no such record.
pub fn reseal(tx: &mut Tx, id: &str, key_id: &str, sealed: &[u8]) -> Result<(), StorageError> {
    let change = (vault::key_id.eq(key_id), vault::sealed.eq(sealed));
    match diesel::update(vault::table.find(id)).set(change).execute(&mut **tx)? {
        0 => Err(StorageError::Stale),
        _ => Ok(()),
    }
}
