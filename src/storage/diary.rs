//! Diaries (待办): a person's own entries on cases, each for a day. What an entry says is free text and
//! may name people, so it is sealed, in the vault row of the same id.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, diary, users, vault};
use super::vault::VaultRow;
use super::visibility::Visibility;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = diary, treat_none_as_default_value = false)]
pub struct DiaryRow {
    /// A UUIDv7; the vault row with the text has the same.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// Whose.
    pub user_id: String,
    /// The day on which it comes up.
    pub on_date: NaiveDate,
    /// Epoch microseconds.
    pub created_at: i64,
    /// When its person was done with it, in epoch microseconds.
    pub done_at: Option<i64>,
    /// When the watch brought it forward, in epoch microseconds.
    pub noticed_at: Option<i64>,
}

/// Which entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undone {
    /// Those that are not done.
    Only,
    /// Done or not.
    AndDone,
}

/// One page of a person's diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiaryPage {
    /// Whose.
    pub user_id: String,
    /// On this case only.
    pub case_id: Option<String>,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// Which.
    pub undone: Undone,
    /// The day and the id with which the page before ended.
    pub after: Option<(NaiveDate, String)>,
    /// How many rows at most.
    pub limit: i64,
}

/// An entry, the number of its case (案号), and its text, sealed.
pub type Whole = (DiaryRow, Option<String>, VaultRow);

/// Adds an entry; its case and its vault row must be there already.
///
/// # Errors
/// [`StorageError::Refused`] without them.
pub fn insert(tx: &mut Tx, row: &DiaryRow) -> Result<(), StorageError> {
    diesel::insert_into(diary::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// One page of a person's diary, the earliest day first.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    page: &DiaryPage,
    visibility: &Visibility,
) -> Result<Vec<Whole>, StorageError> {
    let mut query = own(&page.user_id, visibility);
    if let Some(case_id) = &page.case_id {
        query = query.filter(diary::case_id.eq(case_id));
    }
    if let Some(from) = page.from {
        query = query.filter(diary::on_date.ge(from));
    }
    if let Some(to) = page.to {
        query = query.filter(diary::on_date.le(to));
    }
    if page.undone == Undone::Only {
        query = query.filter(diary::done_at.is_null());
    }
    if let Some((on, id)) = &page.after {
        let later = diary::on_date.gt(on).or(diary::id.gt(id));
        // The bound on the day stands by itself, because the index can start there.
        query = query.filter(diary::on_date.ge(on)).filter(later);
    }
    let rows = query.order((diary::on_date.asc(), diary::id.asc())).limit(page.limit);
    Ok(rows.select((DiaryRow::as_select(), cases::number, VaultRow::as_select())).load(c)?)
}

/// One entry of a person's, if it is theirs.
///
/// # Errors
/// That the database does not answer.
pub fn find(
    c: &mut Connection,
    id: &str,
    user_id: &str,
    visibility: &Visibility,
) -> Result<Option<Whole>, StorageError> {
    let found = own(user_id, visibility).filter(diary::id.eq(id));
    let whole = found.select((DiaryRow::as_select(), cases::number, VaultRow::as_select()));
    Ok(whole.first(c).optional()?)
}

/// Marks an entry of a person's as done; the first time counts.
///
/// # Errors
/// That the database does not answer.
pub fn mark_done(tx: &mut Tx, id: &str, user_id: &str, at: i64) -> Result<(), StorageError> {
    let undone = diary::table.find(id).filter(diary::user_id.eq(user_id)).filter(diary::done_at.is_null());
    diesel::update(undone).set(diary::done_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// Entries of active people whose day has come and that have not been brought forward, the earliest first.
///
/// # Errors
/// That the database does not answer.
pub fn waiting(c: &mut Connection, today: NaiveDate, limit: i64) -> Result<Vec<DiaryRow>, StorageError> {
    // The first two conditions are those of the index.
    let waiting = diary::table
        .inner_join(users::table)
        .filter(diary::done_at.is_null())
        .filter(diary::noticed_at.is_null())
        .filter(diary::on_date.le(today))
        .filter(users::active.eq(true));
    let ordered = waiting.order((diary::on_date.asc(), diary::id.asc())).limit(limit);
    Ok(ordered.select(DiaryRow::as_select()).load(c)?)
}

/// Puts down that entries were brought forward.
///
/// # Errors
/// That the database does not answer.
pub fn mark_noticed(tx: &mut Tx, ids: &[&str], at: i64) -> Result<(), StorageError> {
    let noticed = diary::table.filter(diary::id.eq_any(ids));
    diesel::update(noticed).set(diary::noticed_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

#[diesel::dsl::auto_type]
fn with_case_and_text() -> _ {
    diary::table.inner_join(cases::table).inner_join(vault::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case_and_text, Backend>;

fn own<'a>(user_id: &'a str, visibility: &'a Visibility) -> Query<'a> {
    let mut query = with_case_and_text().into_boxed().filter(diary::user_id.eq(user_id));
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(diary::case_id.eq_any(ids));
    }
    query
}
