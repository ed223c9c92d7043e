//! Saved views of the list of cases (常用筛选): people's own, and those that are shared with the office.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema_search::saved_views;

/// One view.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Identifiable)]
#[diesel(table_name = saved_views, treat_none_as_default_value = false)]
pub struct SavedViewRow {
    /// A UUIDv7.
    pub id: String,
    /// Whose.
    pub user_id: String,
    /// Its name.
    pub name: String,
    /// Whether the office sees it.
    pub shared: bool,
    /// The filters, as JSON.
    pub filters: String,
    /// Epoch microseconds.
    pub updated_at: i64,
}

/// The views of a person, by their names.
///
/// # Errors
/// That the database does not answer.
pub fn of_user(c: &mut Connection, user_id: &str, limit: i64) -> Result<Vec<SavedViewRow>, StorageError> {
    let own = saved_views::table.filter(saved_views::user_id.eq(user_id));
    let ordered = own.order((saved_views::name.asc(), saved_views::id.asc()));
    Ok(ordered.limit(limit).select(SavedViewRow::as_select()).load(c)?)
}

/// The views that are shared with the office, by their names.
///
/// # Errors
/// That the database does not answer.
pub fn shared(c: &mut Connection, limit: i64) -> Result<Vec<SavedViewRow>, StorageError> {
    let shared = saved_views::table.filter(saved_views::shared.eq(true));
    let ordered = shared.order((saved_views::name.asc(), saved_views::id.asc()));
    Ok(ordered.limit(limit).select(SavedViewRow::as_select()).load(c)?)
}

/// A view of a person's.
///
/// # Errors
/// That the database does not answer.
pub fn find(c: &mut Connection, id: &str, user_id: &str) -> Result<Option<SavedViewRow>, StorageError> {
    let own = saved_views::table.find(id).filter(saved_views::user_id.eq(user_id));
    Ok(own.select(SavedViewRow::as_select()).first(c).optional()?)
}

/// Adds a view.
///
/// # Errors
/// That the database refused.
pub fn insert(tx: &mut Tx, row: &SavedViewRow) -> Result<(), StorageError> {
    diesel::insert_into(saved_views::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Writes a view instead of the one with its id.
///
/// # Errors
/// That the database refused.
pub fn update(tx: &mut Tx, row: &SavedViewRow) -> Result<(), StorageError> {
    diesel::update(saved_views::table.find(&row.id)).set(row).execute(&mut **tx)?;
    Ok(())
}

/// Removes a view.
///
/// # Errors
/// That the database does not answer.
pub fn delete(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    diesel::delete(saved_views::table.find(id)).execute(&mut **tx)?;
    Ok(())
}
