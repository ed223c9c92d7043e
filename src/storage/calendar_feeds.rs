//! Calendar feeds (日历订阅): who may read which calendar without logging in. Of a token only its hash is kept.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::calendar_feeds;

/// One feed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = calendar_feeds, treat_none_as_default_value = false)]
pub struct FeedRow {
    /// A UUIDv7.
    pub id: String,
    /// Whose calendar it is, if a person's.
    pub person_id: Option<String>,
    /// Which room's, if a room's.
    pub room_id: Option<String>,
    /// The hash of its token.
    pub token_hash: String,
    /// Who made it.
    pub made_by: String,
    /// Epoch microseconds.
    pub made_at: i64,
    /// When it was revoked, in epoch microseconds.
    pub revoked_at: Option<i64>,
}

/// Adds a feed.
///
/// # Errors
/// [`StorageError::Refused`] without its person or room.
pub fn insert(tx: &mut Tx, row: &FeedRow) -> Result<(), StorageError> {
    diesel::insert_into(calendar_feeds::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Revokes a feed; the first time counts.
///
/// # Errors
/// That the database does not answer.
pub fn revoke(tx: &mut Tx, id: &str, at: i64) -> Result<(), StorageError> {
    let good = calendar_feeds::table.find(id).filter(calendar_feeds::revoked_at.is_null());
    diesel::update(good).set(calendar_feeds::revoked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// Revokes every feed of somebody that is not: those that they made, and those that show their calendar.
///
/// # Errors
/// That the database does not answer.
pub fn revoke_all(tx: &mut Tx, user_id: &str, at: i64) -> Result<(), StorageError> {
    let own = calendar_feeds::made_by.eq(user_id).nullable().or(calendar_feeds::person_id.eq(user_id));
    let good = calendar_feeds::table.filter(own).filter(calendar_feeds::revoked_at.is_null());
    diesel::update(good).set(calendar_feeds::revoked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// The feed with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<FeedRow>, StorageError> {
    Ok(calendar_feeds::table.find(id).select(FeedRow::as_select()).first(c).optional()?)
}

/// The feed whose token has this hash, unless it was revoked.
///
/// # Errors
/// That the database does not answer.
pub fn by_token(c: &mut Connection, token_hash: &str) -> Result<Option<FeedRow>, StorageError> {
    let found = calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(token_hash))
        .filter(calendar_feeds::revoked_at.is_null());
    Ok(found.select(FeedRow::as_select()).first(c).optional()?)
}

/// Feeds in the order of their ids, from the one after `after`: everybody's, or those that a person made or whose
/// calendar they show.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    of: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<FeedRow>, StorageError> {
    let mut rest =
        calendar_feeds::table.filter(calendar_feeds::id.gt(after.unwrap_or_default())).into_boxed();
    if let Some(user) = of {
        let own = calendar_feeds::made_by.eq(user).nullable();
        rest = rest.filter(own.or(calendar_feeds::person_id.eq(user)));
    }
    Ok(rest.order(calendar_feeds::id.asc()).limit(limit).select(FeedRow::as_select()).load(c)?)
}
