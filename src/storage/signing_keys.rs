//! The keys that sign access tokens and publications. They are sealed by a key outside the database; storage sees
//! only the sealed bytes.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::signing_keys;

/// One sealed key.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys, treat_none_as_default_value = false)]
pub struct SigningKeyRow {
    /// The id that tokens carry.
    pub kid: String,
    /// The sealed private key.
    pub sealed: Vec<u8>,
    /// Epoch microseconds.
    pub created_at: i64,
    /// Epoch microseconds; a retired key still verifies, and signs no more.
    pub retired_at: Option<i64>,
    /// The code of what it signs.
    pub purpose: String,
}

/// A key that signs access tokens.
pub const TOKEN: &str = "token";
/// A key that signs publications.
pub const PUBLICATION: &str = "publication";

/// Adds a key.
///
/// # Errors
/// That the database does not answer or has the key id already.
pub fn insert(tx: &mut Tx, row: &SigningKeyRow) -> Result<(), StorageError> {
    diesel::insert_into(signing_keys::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Every key, the newest first.
///
/// # Errors
/// That the database does not answer.
pub fn all(c: &mut Connection) -> Result<Vec<SigningKeyRow>, StorageError> {
    let newest_first = signing_keys::table.order((signing_keys::created_at.desc(), signing_keys::kid.desc()));
    Ok(newest_first.select(SigningKeyRow::as_select()).load(c)?)
}

/// Every key of a purpose, the newest first.
///
/// # Errors
/// That the database does not answer.
pub fn of(c: &mut Connection, purpose: &str) -> Result<Vec<SigningKeyRow>, StorageError> {
    let newest_first = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .order((signing_keys::created_at.desc(), signing_keys::kid.desc()));
    Ok(newest_first.select(SigningKeyRow::as_select()).load(c)?)
}

/// Retires a key; retiring it twice changes nothing.
///
/// # Errors
/// That the database does not answer.
pub fn retire(tx: &mut Tx, kid: &str, at: i64) -> Result<(), StorageError> {
    let active = signing_keys::table.find(kid).filter(signing_keys::retired_at.is_null());
    diesel::update(active).set(signing_keys::retired_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// Seals a key again, with another master key, unless somebody else did.
///
/// # Errors
/// That the database does not answer.
pub fn reseal(tx: &mut Tx, old: &SigningKeyRow, sealed: &[u8]) -> Result<(), StorageError> {
    let unchanged = signing_keys::table.find(&old.kid).filter(signing_keys::sealed.eq(&old.sealed));
    diesel::update(unchanged).set(signing_keys::sealed.eq(sealed)).execute(&mut **tx)?;
    Ok(())
}
