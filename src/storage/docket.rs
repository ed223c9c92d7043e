//! The docket (案卷流水) of each case: entries that are appended and never changed; the database
//! itself refuses anything else.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::changes;
use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::meta::LAW_BOOK;
use super::schema::{cases, docket, meta};
use super::schema_publications::changes as feed;
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = docket, treat_none_as_default_value = false)]
pub struct DocketRow {
    /// The case.
    pub case_id: String,
    /// Its number within the case, from 1.
    pub no: i32,
    /// The code of the act.
    pub act: String,
    /// The legal date.
    pub on_date: NaiveDate,
    /// When it was written down, in epoch microseconds.
    pub recorded_at: i64,
    /// Who wrote it down.
    pub actor_id: String,
    /// What the act says, as JSON; personal data only by the ids of vault rows.
    pub body: String,
    /// The hash of the entry before.
    pub prev_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

/// Appends an entry, and puts it into the feed of changes.
///
/// # Errors
/// [`StorageError::Stale`] if the case already has an entry of this number: somebody else was first.
pub fn append(tx: &mut Tx, row: &DocketRow) -> Result<(), StorageError> {
    append_many(tx, std::slice::from_ref(row))
}

/// Appends entries of several cases.
///
/// # Errors
/// As [`append`].
pub fn append_many(tx: &mut Tx, rows: &[DocketRow]) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(docket::table).values(chunk);
        let appended = match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c),
            Connection::Postgres(c) => insert.execute(c),
        };
        match appended.map_err(StorageError::from) {
            Ok(_) => {}
            Err(StorageError::Unique(_)) => return Err(StorageError::Stale),
            Err(error) => return Err(error),
        }
    }
    changes::put_down(tx, rows)
}

/// Every entry of a case, in order.
///
/// # Errors
/// That the database does not answer.
pub fn entries(c: &mut Connection, case_id: &str) -> Result<Vec<DocketRow>, StorageError> {
    let all = docket::table.filter(docket::case_id.eq(case_id)).order(docket::no.asc());
    Ok(all.select(DocketRow::as_select()).load(c)?)
}

/// Every entry of some cases, each case's in order.
///
/// # Errors
/// That the database does not answer.
pub fn entries_of(c: &mut Connection, case_ids: &[String]) -> Result<Vec<DocketRow>, StorageError> {
    let all = docket::table.filter(docket::case_id.eq_any(case_ids));
    Ok(all.order((docket::case_id.asc(), docket::no.asc())).select(DocketRow::as_select()).load(c)?)
}

/// An entry without what its row says beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = docket)]
pub struct EntryText {
    /// The case.
    pub case_id: String,
    /// From 1, in order.
    pub no: i32,
    /// The entry as JSON.
    pub body: String,
}

/// The texts of every entry of some cases, each case's in order, for whoever computes with thousands of them.
///
/// # Errors
/// That the database does not answer.
pub fn texts_of(c: &mut Connection, case_ids: &[String]) -> Result<Vec<EntryText>, StorageError> {
    let all = docket::table.filter(docket::case_id.eq_any(case_ids));
    Ok(all.order((docket::case_id.asc(), docket::no.asc())).select(EntryText::as_select()).load(c)?)
}

/// The entries of some cases that are of these acts, each case's in order.
///
/// # Errors
/// That the database does not answer.
pub fn entries_of_acts(
    c: &mut Connection,
    case_ids: &[String],
    acts: &[&str],
) -> Result<Vec<DocketRow>, StorageError> {
    let all = docket::table.filter(docket::case_id.eq_any(case_ids)).filter(docket::act.eq_any(acts));
    Ok(all.order((docket::case_id.asc(), docket::no.asc())).select(DocketRow::as_select()).load(c)?)
}

/// The text of a correction: it says which entry was wrong. That of any other entry is not read.
const CORRECTION_TEXT: &str = "CASE WHEN docket.act = 'correction' THEN docket.body END";

/// What a list of entries says of one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
#[expect(missing_docs, reason = "as in the whole row")]
pub struct RecordedEntry {
    pub case_id: String,
    pub no: i32,
    pub act: String,
    pub on_date: NaiveDate,
    pub recorded_at: i64,
    /// The text of a correction.
    pub correction: Option<String>,
}

/// The entries of some cases that came into the feed of changes after a number, each case's in order, without what they
/// say but for corrections. By the number, and not by the instant: the clocks of two instances may differ.
///
/// # Errors
/// That the database does not answer.
pub fn changed_after(
    c: &mut Connection,
    case_ids: &[String],
    change: i64,
) -> Result<Vec<RecordedEntry>, StorageError> {
    let of_entry = feed::case_id.eq(docket::case_id).and(feed::entry_no.eq(docket::no));
    let later = docket::table
        .inner_join(feed::table.on(of_entry))
        .filter(docket::case_id.eq_any(case_ids))
        .filter(feed::no.is_null().nullable().or(feed::no.gt(change)));
    let ordered = later.order((docket::case_id.asc(), docket::no.asc()));
    let correction = sql::<Nullable<Text>>(CORRECTION_TEXT);
    let columns =
        (docket::case_id, docket::no, docket::act, docket::on_date, docket::recorded_at, correction);
    Ok(ordered.select(columns).load(c)?)
}

/// Every entry of a case that the caller may see, in order, each with the region of the case and the fingerprint
/// of the books in force: one statement, since what a docket said earlier is read without the case row. None for a case that is not there or not seen.
///
/// # Errors
/// That the database does not answer.
pub fn seen_entries(
    c: &mut Connection,
    case_id: &str,
    visibility: &Visibility,
) -> Result<Vec<(DocketRow, String, Option<String>)>, StorageError> {
    let books = meta::table.filter(meta::key.eq(LAW_BOOK)).select(meta::value).single_value();
    let mut all = docket::table.inner_join(cases::table).filter(docket::case_id.eq(case_id)).into_boxed();
    if let Some(ids) = visibility.limited_to() {
        all = all.filter(docket::case_id.eq_any(ids));
    }
    Ok(all.order(docket::no.asc()).select((DocketRow::as_select(), cases::region, books)).load(c)?)
}

/// Entries of a case after a number, in order.
///
/// # Errors
/// That the database does not answer.
pub fn page(
    c: &mut Connection,
    case_id: &str,
    after_no: i32,
    limit: i64,
) -> Result<Vec<DocketRow>, StorageError> {
    let rest = docket::table.filter(docket::case_id.eq(case_id)).filter(docket::no.gt(after_no));
    Ok(rest.order(docket::no.asc()).limit(limit).select(DocketRow::as_select()).load(c)?)
}
