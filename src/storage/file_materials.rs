//! What files of cases are (材料归类): what somebody stated last of each. A file of which nobody did has no row. Not here: the
//! files (`files`), and those that papers are made of (`papers`).

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema_archive::file_materials;

/// What was stated of a file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = file_materials, primary_key(file_id), treat_none_as_default_value = false)]
pub struct FileMaterialRow {
    /// The file of a case.
    pub file_id: String,
    /// The code of the material.
    pub material: String,
    /// The numbers of the entries that it is of, as a JSON array.
    pub of_entries: String,
    /// Who stated it.
    pub stated_by: String,
    /// Epoch microseconds.
    pub stated_at: i64,
}

/// Keeps what is stated of a file, instead of what was.
///
/// # Errors
/// [`StorageError::Refused`] without the file.
pub fn put(tx: &mut Tx, row: &FileMaterialRow) -> Result<(), StorageError> {
    let known = file_materials::table.find(&row.file_id);
    if diesel::update(known).set(row).execute(&mut **tx)? == 0 {
        diesel::insert_into(file_materials::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}

/// Keeps what is stated of files of which nothing was; few enough for one statement.
///
/// # Errors
/// [`StorageError::Unique`] where something was; as [`put`].
pub fn insert_many(tx: &mut Tx, rows: &[FileMaterialRow]) -> Result<(), StorageError> {
    let insert = diesel::insert_into(file_materials::table).values(rows);
    match &mut **tx {
        Connection::Sqlite(c) => insert.execute(c)?,
        Connection::Postgres(c) => insert.execute(c)?,
    };
    Ok(())
}

/// What was stated of these files; few enough for one statement.
///
/// # Errors
/// That the database does not answer.
pub fn of_files(c: &mut Connection, ids: &[String]) -> Result<Vec<FileMaterialRow>, StorageError> {
    let found = file_materials::table.filter(file_materials::file_id.eq_any(ids));
    Ok(found.select(FileMaterialRow::as_select()).load(c)?)
}
