//! The cases that are in the archive (归档案件), as the domain computed them from the dockets: an index for the list by year
//! and by what must be kept no longer, and nothing that anybody sets by hand. No two have one file number (档案号).

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::changed_cases;
use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::cases;
use super::schema_archive::archived_cases;
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// The key of [`StorageError::Unique`] when another archived case has the file number.
pub const FILE_NUMBER_TAKEN: &str = "archived_cases.file_number_key";

/// A case in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = archived_cases, treat_none_as_default_value = false)]
pub struct ArchivedCaseRow {
    /// The case.
    pub case_id: String,
    /// The entry that put it there.
    pub entry_no: i32,
    /// When.
    pub archived_on: NaiveDate,
    /// How long its file is kept at least.
    pub retention_years: i32,
    /// The last day of that.
    pub retain_until: NaiveDate,
    /// The file number in the form that is compared with others.
    pub file_number_key: Option<String>,
}

/// A row as it is kept: cases that shared a file number before it could be refused go on sharing it.
#[derive(Insertable)]
#[diesel(table_name = archived_cases, treat_none_as_default_value = false)]
struct KeptRow {
    #[diesel(embed)]
    row: ArchivedCaseRow,
    file_number_shared: bool,
}

/// What the list says of the case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct ArchivedCaseHead {
    /// The code of its kind.
    pub kind: String,
    /// The case number (案号).
    pub number: Option<String>,
    /// The code of the cause.
    pub cause: String,
    /// The first employer.
    pub lead_employer: Option<String>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The code of how.
    pub manner: Option<String>,
}

/// Which cases; what is `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchiveFilter {
    /// Put away from this day on.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// Whose last day lies before this one.
    pub expired_before: Option<NaiveDate>,
    /// The code of the kind of case.
    pub kind: Option<String>,
}

/// Where the page before ended: the whole order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveCursor {
    /// When the case was put away; of those that are kept no longer, the last day on which they had to be.
    pub day: NaiveDate,
    /// The case.
    pub case_id: String,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivePage {
    /// Where the page before ended.
    pub after: Option<ArchiveCursor>,
    /// How many rows at most.
    pub limit: i64,
}

/// Writes down which of some cases are in the archive, instead of what was there; nothing when it is the same.
///
/// # Errors
/// [`StorageError::Refused`] without the case; [`StorageError::Unique`] with [`FILE_NUMBER_TAKEN`].
pub fn replace_for_cases(
    tx: &mut Tx,
    case_ids: &[&str],
    rows: &[ArchivedCaseRow],
) -> Result<(), StorageError> {
    let old = archived_cases::table.filter(archived_cases::case_id.eq_any(case_ids));
    let with_mark = (ArchivedCaseRow::as_select(), archived_cases::file_number_shared);
    let kept: Vec<(ArchivedCaseRow, bool)> = old.select(with_mark).load(&mut **tx)?;
    let (kept, marks): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
    let changed = changed_cases(&kept, rows, |row| &row.case_id);
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = changed.iter().copied().collect();
    diesel::delete(archived_cases::table.filter(archived_cases::case_id.eq_any(ids))).execute(&mut **tx)?;
    let shared = kept.iter().zip(marks).filter(|(_, shared)| *shared);
    let shared: HashMap<&str, _> =
        shared.map(|(row, _)| (row.case_id.as_str(), &row.file_number_key)).collect();
    let kept_row =
        |row: &ArchivedCaseRow| KeptRow { row: row.clone(), file_number_shared: still_shares(&shared, row) };
    let rows = rows.iter().filter(|row| changed.contains(row.case_id.as_str()));
    let rows: Vec<KeptRow> = rows.map(kept_row).collect();
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(archived_cases::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Whether a case shared its file number, and has it still.
fn still_shares(shared: &HashMap<&str, &Option<String>>, row: &ArchivedCaseRow) -> bool {
    shared.get(row.case_id.as_str()).is_some_and(|key| **key == row.file_number_key)
}

/// A case other than this one that is in the archive under a file number, in the form that is compared: its id, and its
/// case number. Of several the first by their ids.
///
/// # Errors
/// That the database does not answer.
pub fn other_of_file_number(
    c: &mut Connection,
    (key, id): (&str, &str),
) -> Result<Option<(String, Option<String>)>, StorageError> {
    let others = with_case().filter(archived_cases::file_number_key.eq(key));
    let others = others.filter(archived_cases::case_id.ne(id)).order(archived_cases::case_id.asc());
    Ok(others.select((archived_cases::case_id, cases::number)).first(c).optional()?)
}

/// What the archive has of a case, if it is there.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Option<ArchivedCaseRow>, StorageError> {
    let found = archived_cases::table.find(case_id).select(ArchivedCaseRow::as_select());
    Ok(found.first(c).optional()?)
}

/// One page of the cases in the archive, the first put away first; of those that are kept no longer, the first whose time was
/// over. Each with what one must know of it.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    filter: &ArchiveFilter,
    page: &ArchivePage,
    visibility: &Visibility,
) -> Result<Vec<(ArchivedCaseRow, ArchivedCaseHead)>, StorageError> {
    use archived_cases::{archived_on, case_id, retain_until};
    let mut query = filtered(filter, visibility);
    let by_end = filter.expired_before.is_some();
    if let Some(ArchiveCursor { day, case_id: last }) = &page.after {
        // The bound on the day stands by itself, because the index can start there.
        query = if by_end {
            query.filter(retain_until.ge(day)).filter(retain_until.gt(day).or(case_id.gt(last)))
        } else {
            query.filter(archived_on.ge(day)).filter(archived_on.gt(day).or(case_id.gt(last)))
        };
    }
    let ordered = if by_end {
        query.order((retain_until.asc(), case_id.asc()))
    } else {
        query.order((archived_on.asc(), case_id.asc()))
    };
    let ordered = ordered.limit(page.limit);
    Ok(ordered.select((ArchivedCaseRow::as_select(), ArchivedCaseHead::as_select())).load(c)?)
}

#[diesel::dsl::auto_type]
fn with_case() -> _ {
    archived_cases::table.inner_join(cases::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case, Backend>;

fn filtered<'a>(filter: &'a ArchiveFilter, visibility: &'a Visibility) -> Query<'a> {
    let mut query = with_case().into_boxed();
    if let Some(from) = filter.from {
        query = query.filter(archived_cases::archived_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(archived_cases::archived_on.le(to));
    }
    if let Some(day) = filter.expired_before {
        query = query.filter(archived_cases::retain_until.lt(day));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(cases::kind.eq(kind));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(archived_cases::case_id.eq_any(ids));
    }
    query
}
