//! The feed of changes (变更流): each entry of each docket, in the order in which it could first be seen. A row is put down
//! with its entry and has no number; numbers are given to what is committed, by one at a time, so that they grow as
//! they are seen on PostgreSQL too, where transactions are not committed in the order in which they began, and a
//! sequence would let a reader pass over one that is committed late.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::docket::DocketRow;
use super::error::StorageError;
use super::meta;
use super::schema::{cases, docket};
use super::schema_publications::changes;
use super::visibility::Visibility;

/// The row of `meta` that whoever gives numbers has the turn for.
const TURN: &str = "changes_turn";
/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;
/// So many get their numbers at a time: more than a page of the feed has.
pub const NUMBERED_MAX: usize = 1_000;

/// What is put down with an entry.
#[derive(Insertable)]
#[diesel(table_name = changes, treat_none_as_default_value = false)]
struct NewChange<'a> {
    case_id: &'a str,
    entry_no: i32,
    recorded_at: i64,
}

impl<'a> NewChange<'a> {
    fn of(row: &'a DocketRow) -> NewChange<'a> {
        NewChange { case_id: &row.case_id, entry_no: row.no, recorded_at: row.recorded_at }
    }
}

/// One change, with its case as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ChangeRow {
    /// Its number in the feed.
    pub no: Option<i64>,
    /// The case.
    pub case_id: String,
    /// The number of the entry in its docket.
    pub entry_no: i32,
    /// Epoch microseconds.
    pub recorded_at: i64,
    /// The code of what the entry says.
    pub act: String,
    /// The code of the kind of the case.
    pub kind: String,
    /// Its number, once it has one.
    pub number: Option<String>,
    /// The code of its stage.
    pub stage: String,
    /// Its version.
    pub version: i32,
    /// The hash of the entry.
    pub hash: String,
}

/// Puts entries into the feed, in their own transaction.
///
/// # Errors
/// That the database refused.
pub(super) fn put_down(tx: &mut Tx, entries: &[DocketRow]) -> Result<(), StorageError> {
    for chunk in entries.chunks(CHUNK_ROWS) {
        let rows: Vec<NewChange<'_>> = chunk.iter().map(NewChange::of).collect();
        let insert = diesel::insert_into(changes::table).values(&rows);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Gives numbers to what has none yet, up to some thousand. Entries of one docket keep their order: no entry is recorded
/// before the one that it follows.
///
/// # Errors
/// That the database does not answer.
pub fn number(tx: &mut Tx) -> Result<usize, StorageError> {
    meta::take_turn(tx, TURN)?;
    let numbered = format!(
        "UPDATE changes SET no = numbered.n FROM (\
         SELECT w.case_id, w.entry_no, (SELECT COALESCE(MAX(no), 0) FROM changes WHERE no IS NOT NULL) \
         + ROW_NUMBER() OVER (ORDER BY w.recorded_at, w.case_id, w.entry_no) AS n \
         FROM (SELECT case_id, entry_no, recorded_at FROM changes WHERE no IS NULL \
         ORDER BY recorded_at, case_id, entry_no LIMIT {NUMBERED_MAX}) AS w) AS numbered \
         WHERE changes.case_id = numbered.case_id AND changes.entry_no = numbered.entry_no"
    );
    Ok(diesel::sql_query(numbered).execute(&mut **tx)?)
}

/// Whether something has no number yet.
///
/// # Errors
/// That the database does not answer.
pub fn is_waiting(c: &mut Connection) -> Result<bool, StorageError> {
    let waiting = changes::table.filter(changes::no.is_null()).select(changes::entry_no);
    Ok(waiting.first::<i32>(c).optional()?.is_some())
}

/// The last number that was given; 0 if none was.
///
/// # Errors
/// That the database does not answer.
pub fn last(c: &mut Connection) -> Result<i64, StorageError> {
    let numbered = changes::table.filter(changes::no.is_not_null());
    let last = numbered.order(changes::no.desc()).select(changes::no).first::<Option<i64>>(c).optional()?;
    Ok(last.flatten().unwrap_or(0))
}

/// The hash of the entry that has a number in the feed, if one has.
///
/// # Errors
/// That the database does not answer.
pub fn hash_at(c: &mut Connection, no: i64) -> Result<Option<String>, StorageError> {
    let of_entry = docket::case_id.eq(changes::case_id).and(docket::no.eq(changes::entry_no));
    let found = changes::table.inner_join(docket::table.on(of_entry)).filter(changes::no.eq(no));
    Ok(found.select(docket::hash).first(c).optional()?)
}

/// Changes after a number, in order, of the cases that may be seen.
///
/// # Errors
/// That the database does not answer.
pub fn after(
    c: &mut Connection,
    no: i64,
    limit: i64,
    visibility: &Visibility,
) -> Result<Vec<ChangeRow>, StorageError> {
    let of_entry = docket::case_id.eq(changes::case_id).and(docket::no.eq(changes::entry_no));
    let mut rest = changes::table
        .inner_join(docket::table.on(of_entry))
        .inner_join(cases::table.on(cases::id.eq(changes::case_id)))
        .filter(changes::no.gt(no))
        .into_boxed();
    if let Some(ids) = visibility.limited_to() {
        rest = rest.filter(changes::case_id.eq_any(ids));
    }
    let columns = (
        changes::no,
        changes::case_id,
        changes::entry_no,
        changes::recorded_at,
        docket::act,
        cases::kind,
        cases::number,
        cases::stage,
        cases::version,
        docket::hash,
    );
    Ok(rest.order(changes::no.asc()).limit(limit).select(columns).load(c)?)
}

/// The entries of a docket that are in the feed, in order.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<i32>, StorageError> {
    let all = changes::table.filter(changes::case_id.eq(case_id)).order(changes::entry_no.asc());
    Ok(all.select(changes::entry_no).load(c)?)
}
