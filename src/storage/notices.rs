//! Notices (提醒) to people: what they are told of a deadline, of their own diary or of a rating, each thing once.
//! Ids are UUIDv7 of the instant in which a notice was raised, so their order is that of time.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, notices};
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub struct NoticeRow {
    /// A UUIDv7.
    pub id: String,
    /// To whom.
    pub user_id: String,
    /// The case.
    pub case_id: String,
    /// The code of the kind.
    pub kind: String,
    /// The rule's id, of a deadline.
    pub rule: Option<String>,
    /// The entry from which the deadline runs.
    pub anchor: Option<i32>,
    /// The party whom it concerns; 0 for none.
    pub party: Option<i32>,
    /// The diary entry, of one.
    pub diary_id: Option<String>,
    /// The last day of the deadline or of the rectification, or the day of the diary entry.
    pub due_on: NaiveDate,
    /// The distance in working days; 0 where there is none.
    pub distance: i32,
    /// Epoch microseconds.
    pub raised_at: i64,
    /// Epoch microseconds.
    pub read_at: Option<i64>,
    /// The rating, of one.
    pub rating_id: Option<String>,
}

/// Which notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Those that have not been read.
    Only,
    /// Read or not.
    AndRead,
}

/// One page of a person's notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticePage {
    /// Whose.
    pub user_id: String,
    /// Which.
    pub unread: Unread,
    /// The id with which the page before ended.
    pub after: Option<String>,
    /// How many rows at most.
    pub limit: i64,
}

/// A notice and the number of its case (案号).
pub type WithNumber = (NoticeRow, Option<String>);

/// Raises those notices that have not been raised before, and says how many: the keys of the table decide,
/// whoever else raises the same at the same time.
///
/// # Errors
/// [`StorageError::Refused`] without the case or the person.
pub fn insert_new(tx: &mut Tx, rows: &[NoticeRow]) -> Result<usize, StorageError> {
    let mut raised = 0;
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(notices::table).values(chunk).on_conflict_do_nothing();
        raised += match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(raised)
}

/// One page of a person's notices, the latest first.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    page: &NoticePage,
    visibility: &Visibility,
) -> Result<Vec<WithNumber>, StorageError> {
    let mut query = own(&page.user_id, visibility);
    if page.unread == Unread::Only {
        query = query.filter(notices::read_at.is_null());
    }
    if let Some(after) = &page.after {
        query = query.filter(notices::id.lt(after));
    }
    let rows = query.order(notices::id.desc()).limit(page.limit);
    Ok(rows.select((NoticeRow::as_select(), cases::number)).load(c)?)
}

/// One notice of a person's, if it is theirs.
///
/// # Errors
/// That the database does not answer.
pub fn find(
    c: &mut Connection,
    id: &str,
    user_id: &str,
    visibility: &Visibility,
) -> Result<Option<WithNumber>, StorageError> {
    let found = own(user_id, visibility).filter(notices::id.eq(id));
    Ok(found.select((NoticeRow::as_select(), cases::number)).first(c).optional()?)
}

/// Marks a notice of a person's as read; the first time counts.
///
/// # Errors
/// That the database does not answer.
pub fn mark_read(tx: &mut Tx, id: &str, user_id: &str, at: i64) -> Result<(), StorageError> {
    let unread = notices::table.find(id).filter(notices::user_id.eq(user_id));
    diesel::update(unread.filter(notices::read_at.is_null()))
        .set(notices::read_at.eq(at))
        .execute(&mut **tx)?;
    Ok(())
}

#[diesel::dsl::auto_type]
fn with_case() -> _ {
    notices::table.inner_join(cases::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case, Backend>;

fn own<'a>(user_id: &'a str, visibility: &'a Visibility) -> Query<'a> {
    let mut query = with_case().into_boxed().filter(notices::user_id.eq(user_id));
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(notices::case_id.eq_any(ids));
    }
    query
}
