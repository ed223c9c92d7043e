//! Ledgers (台账) on their way in: what was brought, and its rows in sealed pages. Not here: what a row says (`domain`),
//! and the cases that it becomes (`cases`).

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::file_keys;
use super::schema_ledgers::{ledger_cases, ledger_imports, ledger_pages};

/// The state of a ledger whose rows are still coming in.
pub const RECEIVING: &str = "receiving";
/// The state of one that was read to its end.
pub const CHECKED: &str = "checked";
/// The state of one whose rows are cases.
pub const COMMITTED: &str = "committed";
/// Pages of rows that can be taken over.
pub const GOOD: &str = "good";
/// Pages of rows that cannot.
pub const REJECTED: &str = "rejected";
/// How many rows one statement writes.
const CHUNK_ROWS: usize = 500;

/// A ledger.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_imports, treat_none_as_default_value = false)]
pub struct LedgerImportRow {
    /// Its id.
    pub id: String,
    /// The code of its state.
    pub state: String,
    /// Who brought it.
    pub made_by: String,
    /// Epoch microseconds.
    pub made_at: i64,
    /// Rows that can be taken over.
    pub good: i32,
    /// Rows that cannot.
    pub rejected: i32,
    /// What was found in it, as JSON; no personal data.
    pub summary: String,
    /// Who had its rows made cases.
    pub committed_by: Option<String>,
    /// Epoch microseconds.
    pub committed_at: Option<i64>,
}

/// A page of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_pages, treat_none_as_default_value = false)]
pub struct LedgerPageRow {
    /// The ledger.
    pub import_id: String,
    /// Its number, from 1.
    pub no: i32,
    /// Good or rejected.
    pub kind: String,
    /// How many rows it has.
    pub row_count: i32,
    /// The master key that opens it.
    pub key_id: String,
    /// The rows, sealed.
    pub sealed: Vec<u8>,
}

/// A case that came of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_cases, treat_none_as_default_value = false)]
pub struct LedgerCaseRow {
    /// The ledger.
    pub import_id: String,
    /// The case.
    pub case_id: String,
}

/// Writes down which cases came of a ledger.
///
/// # Errors
/// [`StorageError::Refused`] without the ledger or a case.
pub fn insert_cases(tx: &mut Tx, rows: &[LedgerCaseRow]) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(ledger_cases::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Adds a ledger.
///
/// # Errors
/// That the database refused.
pub fn insert(tx: &mut Tx, row: &LedgerImportRow) -> Result<(), StorageError> {
    diesel::insert_into(ledger_imports::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// A ledger by its id.
///
/// # Errors
/// That the database does not answer.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<LedgerImportRow>, StorageError> {
    Ok(ledger_imports::table.find(id).select(LedgerImportRow::as_select()).first(c).optional()?)
}

/// The same, which nobody else changes until this transaction ends: whoever commits it too waits, and then finds it
/// committed.
///
/// # Errors
/// That the database does not answer.
pub fn hold(tx: &mut Tx, id: &str) -> Result<Option<LedgerImportRow>, StorageError> {
    let held = ledger_imports::table.find(id).select(ledger_imports::id);
    if let Connection::Postgres(c) = &mut **tx {
        held.for_update().first::<String>(c).optional()?;
    }
    find(tx, id)
}

/// Has PostgreSQL plan each statement of this transaction by what the tables hold by then. It keeps the plan of a statement
/// until the rows of its tables are counted anew, which within a transaction they are not: a plan from when a table was
/// empty reads all of it again for each page of a ledger.
///
/// # Errors
/// That the database does not answer.
pub fn plan_as_tables_grow(tx: &mut Tx) -> Result<(), StorageError> {
    if let Connection::Postgres(c) = &mut **tx {
        diesel::sql_query("SET LOCAL plan_cache_mode = force_custom_plan").execute(c)?;
    }
    Ok(())
}

/// Writes down what a ledger has become.
///
/// # Errors
/// That the database refused.
pub fn update(tx: &mut Tx, row: &LedgerImportRow) -> Result<(), StorageError> {
    use ledger_imports as l;
    let set = (
        l::state.eq(&row.state),
        l::good.eq(row.good),
        l::rejected.eq(row.rejected),
        l::summary.eq(&row.summary),
        l::committed_by.eq(&row.committed_by),
        l::committed_at.eq(row.committed_at),
    );
    diesel::update(l::table.find(&row.id)).set(set).execute(&mut **tx)?;
    Ok(())
}

/// Removes a ledger that was not committed, with its rows; of one that was, the rows that are left. Says whether there was
/// anything.
///
/// # Errors
/// That the database refused.
pub fn discard(tx: &mut Tx, id: &str) -> Result<bool, StorageError> {
    let pages = delete_all_pages(tx, id)?;
    let open = ledger_imports::table.find(id).filter(ledger_imports::state.ne(COMMITTED));
    Ok(diesel::delete(open).execute(&mut **tx)? + pages > 0)
}

/// Ledgers before an id, the newest first.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<LedgerImportRow>, StorageError> {
    let mut found = ledger_imports::table.filter(ledger_imports::state.ne(RECEIVING)).into_boxed();
    if let Some(before) = before {
        found = found.filter(ledger_imports::id.lt(before));
    }
    let ordered = found.order(ledger_imports::id.desc()).limit(limit);
    Ok(ordered.select(LedgerImportRow::as_select()).load(c)?)
}

/// Ledgers whose rows nobody waits for any more: those that were coming in at an instant or before, which were broken off,
/// and those that were brought before another and of which pages are still there.
///
/// # Errors
/// That the database does not answer.
pub fn over(
    c: &mut Connection,
    (broken_off, brought): (i64, i64),
    limit: i64,
) -> Result<Vec<LedgerImportRow>, StorageError> {
    use ledger_imports as l;
    let pages = ledger_pages::table.filter(ledger_pages::import_id.eq(l::id));
    let is_broken_off = l::state.eq(RECEIVING).and(l::made_at.le(broken_off));
    let is_expired = l::state.ne(RECEIVING).and(l::made_at.lt(brought)).and(exists(pages));
    let found = l::table.filter(is_broken_off.or(is_expired)).order(l::id.asc()).limit(limit);
    Ok(found.select(LedgerImportRow::as_select()).load(c)?)
}

/// Removes every page of a ledger; says how many.
///
/// # Errors
/// That the database refused.
pub fn delete_all_pages(tx: &mut Tx, import_id: &str) -> Result<usize, StorageError> {
    use ledger_pages as p;
    Ok(diesel::delete(p::table.filter(p::import_id.eq(import_id))).execute(&mut **tx)?)
}

/// Adds a page; its key must be in use.
///
/// # Errors
/// As [`file_keys::hold`].
pub fn append_page(tx: &mut Tx, row: &LedgerPageRow) -> Result<(), StorageError> {
    file_keys::hold(tx, &[&row.key_id])?;
    diesel::insert_into(ledger_pages::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The next page of a kind after a number.
///
/// # Errors
/// That the database does not answer.
pub fn page_after(
    c: &mut Connection,
    (import_id, kind): (&str, &str),
    after: i32,
) -> Result<Option<LedgerPageRow>, StorageError> {
    use ledger_pages as p;
    let found = p::table.filter(p::import_id.eq(import_id)).filter(p::no.gt(after)).filter(p::kind.eq(kind));
    Ok(found.order(p::no.asc()).select(LedgerPageRow::as_select()).first(c).optional()?)
}

/// Removes the pages of a kind.
///
/// # Errors
/// That the database refused.
pub fn delete_pages(tx: &mut Tx, import_id: &str, kind: &str) -> Result<(), StorageError> {
    use ledger_pages as p;
    diesel::delete(p::table.filter(p::import_id.eq(import_id)).filter(p::kind.eq(kind)))
        .execute(&mut **tx)?;
    Ok(())
}

/// How many pages each key seals.
///
/// # Errors
/// That the database does not answer.
pub fn count_by_key(c: &mut Connection) -> Result<Vec<(String, i64)>, StorageError> {
    Ok(ledger_pages::table
        .group_by(ledger_pages::key_id)
        .select((ledger_pages::key_id, count_star()))
        .load(c)?)
}

/// A page after another that another key than this one seals.
///
/// # Errors
/// That the database does not answer.
pub fn not_sealed_by(
    c: &mut Connection,
    key_id: &str,
    (import_id, no): (&str, i32),
) -> Result<Option<LedgerPageRow>, StorageError> {
    use ledger_pages as p;
    let beyond = p::import_id.gt(import_id).or(p::import_id.eq(import_id).and(p::no.gt(no)));
    let found = p::table.filter(p::key_id.ne(key_id)).filter(beyond).order((p::import_id.asc(), p::no.asc()));
    Ok(found.select(LedgerPageRow::as_select()).first(c).optional()?)
}

/// Seals a page again, unless somebody else did. Says whether it was done.
///
/// # Errors
/// That the database does not answer.
pub fn reseal(
    tx: &mut Tx,
    old: &LedgerPageRow,
    (key_id, sealed): (&str, &[u8]),
) -> Result<bool, StorageError> {
    use ledger_pages as p;
    let kept = p::table.find((&old.import_id, old.no)).filter(p::key_id.eq(&old.key_id));
    Ok(diesel::update(kept).set((p::key_id.eq(key_id), p::sealed.eq(sealed))).execute(&mut **tx)? > 0)
}
