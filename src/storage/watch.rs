//! Whose turn the watch is, and how its last run went: one row. A turn is a lease: it ends by itself when
//! its holder dies. The instants are the caller's; the database's own clock is not asked.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::watch;

/// The name of the one row.
const DEADLINES: &str = "deadlines";

/// The watch as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = watch)]
pub struct WatchRow {
    /// Which program has, or had, the turn.
    pub holder: String,
    /// Until when, in epoch microseconds.
    pub lease_until: i64,
    /// When the last run began, in epoch microseconds.
    pub started_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// The code of how it ended.
    pub outcome: Option<String>,
    /// How many notices it raised.
    pub notices: i64,
    /// When a run last ended as it should, in epoch microseconds.
    pub completed_at: Option<i64>,
}

/// A run that has ended.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = watch)]
pub struct RunRow {
    /// When it began, in epoch microseconds.
    pub started_at: i64,
    /// When it ended.
    pub ended_at: i64,
    /// The code of how it ended.
    pub outcome: &'static str,
    /// How many notices it raised.
    pub notices: i64,
    /// When it ended as it should; nothing leaves what was said of the runs before.
    pub completed_at: Option<i64>,
}

/// The watch as it stands.
///
/// # Errors
/// That the database does not answer, or has lost the row.
pub fn load(c: &mut Connection) -> Result<WatchRow, StorageError> {
    Ok(watch::table.find(DEADLINES).select(WatchRow::as_select()).first(c)?)
}

/// Takes the turn until an instant, if nobody else has it at `now`; says whether it was taken. One statement,
/// so that of two who ask at once one is refused.
///
/// # Errors
/// That the database does not answer.
pub fn take(tx: &mut Tx, holder: &str, now: i64, until: i64) -> Result<bool, StorageError> {
    let free = watch::table.find(DEADLINES).filter(watch::lease_until.le(now).or(watch::holder.eq(holder)));
    let turn = (watch::holder.eq(holder), watch::lease_until.eq(until));
    Ok(diesel::update(free).set(turn).execute(&mut **tx)? == 1)
}

/// Keeps the turn until an instant; says whether it was still the holder's.
///
/// # Errors
/// That the database does not answer.
pub fn renew(tx: &mut Tx, holder: &str, until: i64) -> Result<bool, StorageError> {
    let own = watch::table.find(DEADLINES).filter(watch::holder.eq(holder));
    Ok(diesel::update(own).set(watch::lease_until.eq(until)).execute(&mut **tx)? == 1)
}

/// Puts down how a run went, if the turn is still the holder's.
///
/// # Errors
/// That the database does not answer.
pub fn put_down(tx: &mut Tx, holder: &str, run: &RunRow) -> Result<(), StorageError> {
    let own = watch::table.find(DEADLINES).filter(watch::holder.eq(holder));
    diesel::update(own).set(run).execute(&mut **tx)?;
    Ok(())
}
