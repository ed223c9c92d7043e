//! Files (材料文件): which contents are kept, and which file of which case has which. A file's name and the key of its
//! content are sealed, in the vault row of the file's id. Not here: the contents themselves (`blobs`).

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::vault;
use super::schema_files::{case_files, files};
use super::vault::VaultRow;

/// A content.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = files, treat_none_as_default_value = false)]
pub struct FileRow {
    /// The SHA-256 of the content, in hexadecimal: its address.
    pub sha256: String,
    /// How long it is, unsealed.
    pub bytes: i64,
    /// What it is.
    pub media_type: String,
    /// Epoch microseconds.
    pub created_at: i64,
}

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_files, treat_none_as_default_value = false)]
pub struct CaseFileRow {
    /// A UUIDv7; the vault row with the name and the key has the same.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// Its content.
    pub sha256: String,
    /// Who brought it.
    pub uploaded_by: String,
    /// Epoch microseconds.
    pub created_at: i64,
}

/// A file, its content, and its name and key, sealed.
pub type Whole = (CaseFileRow, FileRow, VaultRow);

/// Adds a content unless it is there, and says whether it was not. Whoever else adds the same waits here until this
/// transaction ends, so that one of them alone says with which key it is sealed.
///
/// # Errors
/// That the database does not answer.
pub fn add_content(tx: &mut Tx, row: &FileRow) -> Result<bool, StorageError> {
    let insert = diesel::insert_into(files::table).values(row).on_conflict_do_nothing();
    let added = match &mut **tx {
        Connection::Sqlite(c) => insert.execute(c)?,
        Connection::Postgres(c) => insert.execute(c)?,
    };
    Ok(added > 0)
}

/// Adds a file; its case, its content and its vault row must be there already.
///
/// # Errors
/// [`StorageError::Refused`] without them.
pub fn insert(tx: &mut Tx, row: &CaseFileRow) -> Result<(), StorageError> {
    diesel::insert_into(case_files::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Adds files as [`insert`] does; few enough for one statement.
///
/// # Errors
/// As [`insert`].
pub fn insert_many(tx: &mut Tx, rows: &[CaseFileRow]) -> Result<(), StorageError> {
    let insert = diesel::insert_into(case_files::table).values(rows);
    match &mut **tx {
        Connection::Sqlite(c) => insert.execute(c)?,
        Connection::Postgres(c) => insert.execute(c)?,
    };
    Ok(())
}

#[diesel::dsl::auto_type]
fn with_content_and_name() -> _ {
    case_files::table.inner_join(files::table).inner_join(vault::table)
}

type WholeSelect = (
    diesel::dsl::AsSelect<CaseFileRow, super::connection::Backend>,
    diesel::dsl::AsSelect<FileRow, super::connection::Backend>,
    diesel::dsl::AsSelect<VaultRow, super::connection::Backend>,
);

fn whole() -> WholeSelect {
    (CaseFileRow::as_select(), FileRow::as_select(), VaultRow::as_select())
}

/// One file of a case.
///
/// # Errors
/// That the database does not answer.
pub fn find(c: &mut Connection, case_id: &str, id: &str) -> Result<Option<Whole>, StorageError> {
    let found = with_content_and_name().filter(case_files::id.eq(id)).filter(case_files::case_id.eq(case_id));
    Ok(found.select(whole()).first(c).optional()?)
}

/// The files of a case after an id, the first first.
///
/// # Errors
/// That the database does not answer.
pub fn list(c: &mut Connection, case_id: &str, after: &str, limit: i64) -> Result<Vec<Whole>, StorageError> {
    let of_case =
        with_content_and_name().filter(case_files::case_id.eq(case_id)).filter(case_files::id.gt(after));
    Ok(of_case.order(case_files::id.asc()).limit(limit).select(whole()).load(c)?)
}

/// Those of a case that have these ids; few enough for one statement.
///
/// # Errors
/// That the database does not answer.
pub fn of_ids(c: &mut Connection, case_id: &str, ids: &[String]) -> Result<Vec<Whole>, StorageError> {
    let found = with_content_and_name().filter(case_files::case_id.eq(case_id));
    Ok(found.filter(case_files::id.eq_any(ids)).select(whole()).load(c)?)
}

/// The first file that has a content, if any has.
///
/// # Errors
/// That the database does not answer.
pub fn first_of(c: &mut Connection, sha256: &str) -> Result<Option<Whole>, StorageError> {
    let found = with_content_and_name().filter(case_files::sha256.eq(sha256)).order(case_files::id.asc());
    Ok(found.select(whole()).first(c).optional()?)
}

/// Every file after one with this content and id, in that order.
///
/// # Errors
/// That the database does not answer.
pub fn page(c: &mut Connection, after: (&str, &str), limit: i64) -> Result<Vec<Whole>, StorageError> {
    let (sha256, id) = after;
    let later = case_files::sha256.gt(sha256).or(case_files::id.gt(id));
    // The bound on the content stands by itself, because the index can start there.
    let rest = with_content_and_name().filter(case_files::sha256.ge(sha256)).filter(later);
    Ok(rest.order((case_files::sha256.asc(), case_files::id.asc())).limit(limit).select(whole()).load(c)?)
}

/// The sealed names of all files of some cases; few enough for one statement.
///
/// # Errors
/// That the database does not answer.
pub fn names_of_cases(c: &mut Connection, case_ids: &[String]) -> Result<Vec<VaultRow>, StorageError> {
    let of_cases = case_files::table.inner_join(vault::table).filter(case_files::case_id.eq_any(case_ids));
    Ok(of_cases.order(case_files::id.asc()).select(VaultRow::as_select()).load(c)?)
}
