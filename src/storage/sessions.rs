//! Logins that can be refreshed. A refresh token is used once: the next one takes its place, and
//! the one before is remembered, so that a stolen copy is noticed when it is used again.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{sessions, users};
use super::users::UserRow;

/// One login on one device.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct SessionRow {
    /// The session's id.
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// The digest of the refresh token in force.
    pub refresh_hash: String,
    /// The digest of the token before it.
    pub previous_hash: Option<String>,
    /// Epoch microseconds.
    pub created_at: i64,
    /// Epoch microseconds.
    pub expires_at: i64,
    /// Epoch microseconds; a revoked session stays, to recognise its tokens.
    pub revoked_at: Option<i64>,
}

/// What a refresh token was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// The token in force.
    Current(SessionRow),
    /// The one before it: used a second time.
    Replayed(SessionRow),
}

/// Begins a session.
///
/// # Errors
/// That the database does not answer or knows the token already.
pub fn insert(tx: &mut Tx, row: &SessionRow) -> Result<(), StorageError> {
    diesel::insert_into(sessions::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The session with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<SessionRow>, StorageError> {
    Ok(sessions::table.find(id).select(SessionRow::as_select()).first(c).optional()?)
}

/// The session with this id and its person, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn with_user(c: &mut Connection, id: &str) -> Result<Option<(SessionRow, UserRow)>, StorageError> {
    let joined = sessions::table.inner_join(users::table).filter(sessions::id.eq(id));
    Ok(joined.select((SessionRow::as_select(), UserRow::as_select())).first(c).optional()?)
}

/// The session to which a token belongs or belonged.
///
/// # Errors
/// That the database does not answer.
pub fn by_token(c: &mut Connection, hash: &str) -> Result<Option<Presented>, StorageError> {
    let either = sessions::refresh_hash.eq(hash).or(sessions::previous_hash.eq(hash));
    let rows = sessions::table.filter(either).select(SessionRow::as_select()).load(c)?;
    let current = rows.iter().find(|row| row.refresh_hash == hash).cloned();
    Ok(match current {
        Some(row) => Some(Presented::Current(row)),
        None => rows.into_iter().next().map(Presented::Replayed),
    })
}

/// What takes the place of a refresh token.
#[derive(Debug, Clone)]
pub struct Rotation<'a> {
    /// The session.
    pub id: &'a str,
    /// The digest of the token that was presented.
    pub presented_hash: &'a str,
    /// The digest of the token that takes its place.
    pub next_hash: &'a str,
    /// Epoch microseconds.
    pub expires_at: i64,
}

/// Puts the next token in the place of the one presented.
///
/// # Errors
/// [`StorageError::Stale`] if that one was not in force any more, for instance because two
/// requests presented it at once.
pub fn rotate(tx: &mut Tx, to: &Rotation<'_>) -> Result<(), StorageError> {
    let in_force = sessions::table
        .find(to.id)
        .filter(sessions::refresh_hash.eq(to.presented_hash))
        .filter(sessions::revoked_at.is_null());
    let next = (
        sessions::refresh_hash.eq(to.next_hash),
        sessions::previous_hash.eq(to.presented_hash),
        sessions::expires_at.eq(to.expires_at),
    );
    match diesel::update(in_force).set(next).execute(&mut **tx)? {
        0 => Err(StorageError::Stale),
        _ => Ok(()),
    }
}

/// Ends a session; ending it twice changes nothing.
///
/// # Errors
/// That the database does not answer.
pub fn revoke(tx: &mut Tx, id: &str, at: i64) -> Result<(), StorageError> {
    let running = sessions::table.find(id).filter(sessions::revoked_at.is_null());
    diesel::update(running).set(sessions::revoked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// Ends every session of a person, and says how many.
///
/// # Errors
/// That the database does not answer.
pub fn revoke_all(tx: &mut Tx, user_id: &str, at: i64) -> Result<usize, StorageError> {
    let running =
        sessions::table.filter(sessions::user_id.eq(user_id)).filter(sessions::revoked_at.is_null());
    Ok(diesel::update(running).set(sessions::revoked_at.eq(at)).execute(&mut **tx)?)
}
