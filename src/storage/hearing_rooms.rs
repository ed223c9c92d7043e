//! Hearing rooms (仲裁庭). A room is never deleted, for dockets name it; it is retired.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::hearing_rooms;

/// The key of [`StorageError::Unique`] when a room in use has the name already.
pub const NAME_TAKEN: &str = "hearing_rooms.name";

/// One room.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = hearing_rooms, treat_none_as_default_value = false)]
pub struct RoomRow {
    /// A UUIDv7.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Epoch microseconds.
    pub created_at: i64,
    /// Since when it is not used any more, in epoch microseconds.
    pub retired_at: Option<i64>,
}

/// Adds a room.
///
/// # Errors
/// [`StorageError::Unique`] with [`NAME_TAKEN`].
pub fn insert(tx: &mut Tx, row: &RoomRow) -> Result<(), StorageError> {
    diesel::insert_into(hearing_rooms::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Retires a room; the first time counts.
///
/// # Errors
/// That the database does not answer.
pub fn retire(tx: &mut Tx, id: &str, at: i64) -> Result<(), StorageError> {
    let in_use = hearing_rooms::table.find(id).filter(hearing_rooms::retired_at.is_null());
    diesel::update(in_use).set(hearing_rooms::retired_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// The room with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<RoomRow>, StorageError> {
    Ok(hearing_rooms::table.find(id).select(RoomRow::as_select()).first(c).optional()?)
}

/// Rooms in the order of their ids, which is that of their making, from the one after `after`.
///
/// # Errors
/// That the database does not answer.
pub fn list(c: &mut Connection, after: Option<&str>, limit: i64) -> Result<Vec<RoomRow>, StorageError> {
    let rest = hearing_rooms::table.filter(hearing_rooms::id.gt(after.unwrap_or_default()));
    Ok(rest.order(hearing_rooms::id.asc()).limit(limit).select(RoomRow::as_select()).load(c)?)
}

/// The rooms in use, by name.
///
/// # Errors
/// That the database does not answer.
pub fn in_use(c: &mut Connection, limit: i64) -> Result<Vec<RoomRow>, StorageError> {
    let in_use = hearing_rooms::table.filter(hearing_rooms::retired_at.is_null());
    Ok(in_use.order(hearing_rooms::name.asc()).limit(limit).select(RoomRow::as_select()).load(c)?)
}
