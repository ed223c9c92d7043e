//! Answers already given to a POST, kept in the act's own transaction: asked again with the same
//! key, the first answer is given again.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::idempotency;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency, treat_none_as_default_value = false)]
pub struct IdempotencyRow {
    /// Who asked.
    pub actor_id: String,
    /// The key they sent.
    pub key: String,
    /// A digest of what they asked: the same key must not be used for something else.
    pub fingerprint: String,
    /// The HTTP status of the answer.
    pub status: i32,
    /// The body of the answer.
    pub body: String,
    /// Its entity tag.
    pub etag: Option<String>,
    /// Epoch microseconds.
    pub created_at: i64,
}

/// The answer given under this key, if any.
///
/// # Errors
/// That the database does not answer.
pub fn find(c: &mut Connection, actor_id: &str, key: &str) -> Result<Option<IdempotencyRow>, StorageError> {
    let found = idempotency::table.find((actor_id, key));
    Ok(found.select(IdempotencyRow::as_select()).first(c).optional()?)
}

/// Keeps an answer.
///
/// # Errors
/// [`StorageError::Unique`] if the same key was answered at the same time; then nothing of this
/// transaction may be kept, and the other answer is the answer.
pub fn insert(tx: &mut Tx, row: &IdempotencyRow) -> Result<(), StorageError> {
    diesel::insert_into(idempotency::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Forgets the oldest answers that were given before an instant, so many at most (and with the last of them any other
/// of its very microsecond); says how many. Two statements, both by the index of their time.
///
/// # Errors
/// That the database does not answer.
pub fn forget_before(tx: &mut Tx, instant: i64, most: i64) -> Result<usize, StorageError> {
    let old = idempotency::table.filter(idempotency::created_at.lt(instant));
    let oldest = old.select(idempotency::created_at).order(idempotency::created_at).limit(most);
    let Some(last) = oldest.load::<i64>(&mut **tx)?.pop() else { return Ok(0) };
    let forgotten = idempotency::table.filter(idempotency::created_at.le(last));
    Ok(diesel::delete(forgotten).execute(&mut **tx)?)
}

/// Answers after one, in the order of their keys, whose digest another master key than this one sealed.
///
/// # Errors
/// That the database does not answer.
pub fn not_sealed_by(
    c: &mut Connection,
    key_id: &str,
    (actor_id, key): (&str, &str),
    limit: i64,
) -> Result<Vec<IdempotencyRow>, StorageError> {
    let later_key = idempotency::actor_id.eq(actor_id).and(idempotency::key.gt(key));
    let rows = idempotency::table
        .filter(idempotency::actor_id.gt(actor_id).or(later_key))
        .filter(idempotency::fingerprint.not_like(sealed_by(key_id)).escape('\\'));
    let rows = rows.order((idempotency::actor_id.asc(), idempotency::key.asc())).limit(limit);
    Ok(rows.select(IdempotencyRow::as_select()).load(c)?)
}

/// How many answers have a digest that this master key sealed.
///
/// # Errors
/// That the database does not answer.
pub fn count_sealed_by(c: &mut Connection, key_id: &str) -> Result<i64, StorageError> {
    let rows = idempotency::table.filter(idempotency::fingerprint.like(sealed_by(key_id)).escape('\\'));
    Ok(rows.count().get_result(c)?)
}

/// Keeps the digest of an answer sealed by another key, unless somebody else did.
///
/// # Errors
/// That the database does not answer.
pub fn reseal(tx: &mut Tx, old: &IdempotencyRow, fingerprint: &str) -> Result<(), StorageError> {
    let row = idempotency::table.find((&old.actor_id, &old.key));
    let unchanged = row.filter(idempotency::fingerprint.eq(&old.fingerprint));
    diesel::update(unchanged).set(idempotency::fingerprint.eq(fingerprint)).execute(&mut **tx)?;
    Ok(())
}

/// The id of the master key stands before the sealed digest.
fn sealed_by(key_id: &str) -> String {
    let plain: String = key_id
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    format!("{plain} %")
}
