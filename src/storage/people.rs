//! Who works on which case: what the docket says of assignments, kept so that it can be asked.

use diesel::prelude::*;

use super::changed_cases;
use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{case_people, users};

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One person's duty on one case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_people, treat_none_as_default_value = false)]
pub struct CasePersonRow {
    /// The case.
    pub case_id: String,
    /// The person.
    pub user_id: String,
    /// The code of the duty.
    pub duty: String,
}

/// The people of a case.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<CasePersonRow>, StorageError> {
    let people = case_people::table.filter(case_people::case_id.eq(case_id));
    let ordered = people.order((case_people::duty.asc(), case_people::user_id.asc()));
    Ok(ordered.select(CasePersonRow::as_select()).load(c)?)
}

/// Those who work on some cases with a duty, as case and person, in order.
///
/// # Errors
/// That the database does not answer.
pub fn with_duty(
    c: &mut Connection,
    case_ids: &[String],
    duty: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let of_cases = case_people::table.filter(case_people::case_id.eq_any(case_ids));
    let pairs =
        of_cases.filter(case_people::duty.eq(duty)).select((case_people::case_id, case_people::user_id));
    Ok(pairs.order((case_people::case_id.asc(), case_people::user_id.asc())).load(c)?)
}

/// Who of those that work on these cases is active, as case and person, each pair once.
///
/// # Errors
/// That the database does not answer.
pub fn active_on(c: &mut Connection, case_ids: &[&str]) -> Result<Vec<(String, String)>, StorageError> {
    let of_cases = case_people::table.inner_join(users::table).filter(case_people::case_id.eq_any(case_ids));
    let pairs = of_cases.filter(users::active.eq(true)).select((case_people::case_id, case_people::user_id));
    Ok(pairs.distinct().load(c)?)
}

/// Writes down who works on a case now, instead of what was there.
///
/// # Errors
/// [`StorageError::Refused`] if a person does not exist.
pub fn replace_for_case(tx: &mut Tx, case_id: &str, people: &[CasePersonRow]) -> Result<(), StorageError> {
    replace_for_cases(tx, &[case_id], people)
}

/// Writes down who works on some cases now, instead of what was there; nothing when it is the same.
///
/// # Errors
/// [`StorageError::Refused`] if a person does not exist.
pub fn replace_for_cases(
    tx: &mut Tx,
    case_ids: &[&str],
    people: &[CasePersonRow],
) -> Result<(), StorageError> {
    let old = case_people::table.filter(case_people::case_id.eq_any(case_ids));
    let kept: Vec<CasePersonRow> = old.select(CasePersonRow::as_select()).load(&mut **tx)?;
    let changed = changed_cases(&kept, people, |row| &row.case_id);
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = changed.iter().copied().collect();
    diesel::delete(case_people::table.filter(case_people::case_id.eq_any(ids))).execute(&mut **tx)?;
    let people: Vec<&CasePersonRow> =
        people.iter().filter(|row| changed.contains(row.case_id.as_str())).collect();
    for chunk in people.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(case_people::table).values(chunk.to_vec());
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}
