//! The list of hearings (排庭表) of all cases, as the dockets say. Not here: what they book (`bookings`).

use chrono::{Datelike, NaiveDate};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::changed_cases;
use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{case_people, cases, hearing_rooms, hearings, vault};
use super::vault::Sought;
use super::visibility::Visibility;

/// So many rows travel in one statement.
const CHUNK_ROWS: usize = 500;

/// What stands for a time that the notice does not say; such hearings come first on their day.
pub const UNSAID: i32 = -1;

/// The codes of a hearing that stands: it is to be held, or is open.
const STANDING: [&str; 2] = ["scheduled", "open"];

/// What the lock of a day is under; the day is its second number.
const DAYS_LOCK: i32 = 731_904;

/// One hearing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = hearings, treat_none_as_default_value = false)]
pub struct HearingRow {
    /// The case.
    pub case_id: String,
    /// The number of its entry.
    pub hearing: i32,
    /// The entry that set it first, before it was postponed.
    pub first: i32,
    /// The day.
    pub on_date: NaiveDate,
    /// Minutes after midnight, or [`UNSAID`].
    pub starts: i32,
    /// How long it is expected to take.
    pub minutes: Option<i32>,
    /// The room, if it is one of the list.
    pub room_id: Option<String>,
    /// The room in words, in dockets from before the list.
    pub room_text: Option<String>,
    /// The code of how it stands.
    pub status: String,
}

/// What the list says of the case beside a hearing.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct HearingCase {
    /// The case number (案号).
    pub number: Option<String>,
    /// The code of its stage.
    pub stage: String,
    /// Its version.
    pub version: i32,
    /// When it was last changed, in epoch microseconds.
    pub updated_at: i64,
}

/// A hearing, its case, and the name of its room.
pub type ListedHearing = (HearingRow, HearingCase, Option<String>);

/// Which hearings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HearingFilter {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// In this room.
    pub room_id: Option<String>,
    /// Of the cases on which this person works.
    pub person_id: Option<String>,
    /// Standing so; however they stand if not said.
    pub statuses: Option<Vec<String>>,
}

/// Where a page ended: the whole order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingCursor {
    /// The day.
    pub on_date: NaiveDate,
    /// Minutes after midnight, or [`UNSAID`].
    pub starts: i32,
    /// The case.
    pub case_id: String,
    /// The entry.
    pub hearing: i32,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingPage {
    /// Where the page before ended.
    pub after: Option<HearingCursor>,
    /// How many rows at most.
    pub limit: i64,
}

/// Writes down the rows of some cases, instead of what was there; of cases whose rows are the same, nothing.
///
/// # Errors
/// As [`replace_for_case`].
pub fn replace_for_cases(tx: &mut Tx, case_ids: &[&str], rows: &[HearingRow]) -> Result<(), StorageError> {
    let old = hearings::table.filter(hearings::case_id.eq_any(case_ids));
    let kept: Vec<HearingRow> = old.select(HearingRow::as_select()).load(&mut **tx)?;
    for case_id in changed_cases(&kept, rows, |row| &row.case_id) {
        let own: Vec<HearingRow> = rows.iter().filter(|row| row.case_id == case_id).cloned().collect();
        replace_for_case(tx, case_id, &own)?;
    }
    Ok(())
}

/// Writes down the hearings of a case, instead of what was there.
///
/// # Errors
/// [`StorageError::Refused`] without the case, or a room of the list.
pub fn replace_for_case(tx: &mut Tx, case_id: &str, rows: &[HearingRow]) -> Result<(), StorageError> {
    diesel::delete(hearings::table.filter(hearings::case_id.eq(case_id))).execute(&mut **tx)?;
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(hearings::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// The hearings of a case, in the order of their entries.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<HearingRow>, StorageError> {
    let all = hearings::table.filter(hearings::case_id.eq(case_id)).order(hearings::hearing.asc());
    Ok(all.select(HearingRow::as_select()).load(c)?)
}

/// Somebody in a case with a hearing that stands, and by what they were found.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = vault)]
pub struct HeardPerson {
    /// Their record.
    #[diesel(column_name = id)]
    pub vault_id: String,
    /// The case.
    pub case_id: String,
    /// The digest of their ID number.
    pub id_index: Option<String>,
    /// The digest of their name and phone number.
    pub contact_index: Option<String>,
}

/// Those who are looked for, in other cases than this one, of which a hearing stands on one of the days from one through
/// another; whatever they are in that case. Who is found both ways is there twice.
///
/// # Errors
/// That the database does not answer.
pub fn of_people(
    c: &mut Connection,
    sought: &Sought,
    but_case: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<HeardPerson>, StorageError> {
    let heard = hearings::table
        .filter(hearings::case_id.eq(vault::case_id))
        .filter(hearings::on_date.between(from, to))
        .filter(hearings::status.eq_any(STANDING));
    let people = vault::table.filter(vault::case_id.ne(but_case)).filter(exists(heard));
    let mut found: Vec<HeardPerson> = Vec::new();
    // Each by its own index.
    if !sought.id_indexes.is_empty() {
        let by_id = people.clone().filter(vault::id_index.eq_any(&sought.id_indexes));
        found.extend(by_id.select(HeardPerson::as_select()).load(c)?);
    }
    if !sought.contact_indexes.is_empty() {
        let by_contact = people.filter(vault::contact_index.eq_any(&sought.contact_indexes));
        found.extend(by_contact.select(HeardPerson::as_select()).load(c)?);
    }
    Ok(found)
}

/// Lets nobody else ask who is free on these days until this transaction ends, so that two who set a hearing of the
/// same person see each other. SQLite has one writer anyway.
///
/// # Errors
/// [`StorageError::Busy`] when another takes longer than a statement may wait.
pub fn take_days(c: &mut Connection, days: &[NaiveDate]) -> Result<(), StorageError> {
    let Connection::Postgres(c) = c else { return Ok(()) };
    let mut numbers: Vec<i32> = days.iter().map(Datelike::num_days_from_ce).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for day in numbers {
        let lock = diesel::sql_query("SELECT pg_advisory_xact_lock($1, $2)");
        lock.bind::<Integer, _>(DAYS_LOCK).bind::<Integer, _>(day).execute(c)?;
    }
    Ok(())
}

/// One page of the list, the earliest first.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    filter: &HearingFilter,
    page: &HearingPage,
    visibility: &Visibility,
) -> Result<Vec<ListedHearing>, StorageError> {
    use hearings::{case_id, hearing, on_date, starts};
    let mut query = filtered(filter, visibility);
    if let Some(after) = &page.after {
        let same_case = case_id.eq(&after.case_id).and(hearing.gt(after.hearing));
        let later_case = starts.eq(after.starts).and(case_id.gt(&after.case_id).or(same_case));
        let later = on_date.gt(after.on_date).or(starts.gt(after.starts).or(later_case));
        // The bound on the day stands by itself, because the index can start there.
        query = query.filter(on_date.ge(after.on_date)).filter(later);
    }
    let rows = query
        .order((on_date.asc(), starts.asc(), case_id.asc(), hearing.asc()))
        .limit(page.limit)
        .select((HearingRow::as_select(), HearingCase::as_select(), hearing_rooms::name.nullable()));
    Ok(rows.load(c)?)
}

#[diesel::dsl::auto_type]
fn with_case_and_room() -> _ {
    hearings::table.inner_join(cases::table).left_join(hearing_rooms::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case_and_room, Backend>;

fn filtered<'a>(filter: &'a HearingFilter, visibility: &'a Visibility) -> Query<'a> {
    let mut query = with_case_and_room().into_boxed();
    if let Some(from) = filter.from {
        query = query.filter(hearings::on_date.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(hearings::on_date.le(to));
    }
    if let Some(room) = &filter.room_id {
        query = query.filter(hearings::room_id.eq(room));
    }
    if let Some(person) = &filter.person_id {
        let theirs = case_people::table.filter(case_people::user_id.eq(person)).select(case_people::case_id);
        query = query.filter(hearings::case_id.eq_any(theirs));
    }
    if let Some(statuses) = &filter.statuses {
        query = query.filter(hearings::status.eq_any(statuses));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(hearings::case_id.eq_any(ids));
    }
    query
}
