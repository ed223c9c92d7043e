//! Keys of programs that pull figures (接口密钥). Of a key only its digest is kept; a revoked one stays.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::users;
use super::schema_publications::api_keys;
use super::users::UserRow;

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_keys, treat_none_as_default_value = false)]
pub struct ApiKeyRow {
    /// A UUIDv7.
    pub id: String,
    /// For whom it stands.
    pub user_id: String,
    /// What it is called.
    pub name: String,
    /// The digest of the key.
    pub digest: String,
    /// Who issued it.
    pub made_by: String,
    /// Epoch microseconds.
    pub made_at: i64,
    /// Epoch microseconds.
    pub expires_at: i64,
    /// When it was revoked, in epoch microseconds.
    pub revoked_at: Option<i64>,
}

/// Adds a key.
///
/// # Errors
/// That the database refused.
pub fn insert(tx: &mut Tx, row: &ApiKeyRow) -> Result<(), StorageError> {
    diesel::insert_into(api_keys::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Revokes a key; the first time counts.
///
/// # Errors
/// That the database does not answer.
pub fn revoke(tx: &mut Tx, id: &str, at: i64) -> Result<(), StorageError> {
    let good = api_keys::table.find(id).filter(api_keys::revoked_at.is_null());
    diesel::update(good).set(api_keys::revoked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// Revokes every key of somebody that is not.
///
/// # Errors
/// That the database does not answer.
pub fn revoke_all(tx: &mut Tx, user_id: &str, at: i64) -> Result<(), StorageError> {
    let good = api_keys::table.filter(api_keys::user_id.eq(user_id)).filter(api_keys::revoked_at.is_null());
    diesel::update(good).set(api_keys::revoked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// The key with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<ApiKeyRow>, StorageError> {
    Ok(api_keys::table.find(id).select(ApiKeyRow::as_select()).first(c).optional()?)
}

/// The key with this digest and for whom it stands, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn with_user(c: &mut Connection, digest: &str) -> Result<Option<(ApiKeyRow, UserRow)>, StorageError> {
    let joined = api_keys::table.inner_join(users::table).filter(api_keys::digest.eq(digest));
    Ok(joined.select((ApiKeyRow::as_select(), UserRow::as_select())).first(c).optional()?)
}

/// The keys of somebody in the order of their ids, from the one after `after`.
///
/// # Errors
/// That the database does not answer.
pub fn of_user(
    c: &mut Connection,
    user_id: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<ApiKeyRow>, StorageError> {
    let rest = api_keys::table
        .filter(api_keys::user_id.eq(user_id))
        .filter(api_keys::id.gt(after.unwrap_or_default()));
    Ok(rest.order(api_keys::id.asc()).limit(limit).select(ApiKeyRow::as_select()).load(c)?)
}

/// How many keys of somebody are good at an instant.
///
/// # Errors
/// That the database does not answer.
pub fn count_good(c: &mut Connection, user_id: &str, at: i64) -> Result<i64, StorageError> {
    let good = api_keys::table
        .filter(api_keys::user_id.eq(user_id))
        .filter(api_keys::revoked_at.is_null())
        .filter(api_keys::expires_at.gt(at));
    Ok(good.count().get_result(c)?)
}

/// How many keys of people who may log in are good at an instant. There are few keys: each needs somebody to issue it.
///
/// # Errors
/// That the database does not answer.
pub fn count_all_good(c: &mut Connection, at: i64) -> Result<i64, StorageError> {
    let good = api_keys::table
        .inner_join(users::table)
        .filter(users::active.eq(true))
        .filter(api_keys::revoked_at.is_null())
        .filter(api_keys::expires_at.gt(at));
    Ok(good.count().get_result(c)?)
}
