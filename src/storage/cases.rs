//! The case row (案件): what its docket says, kept so that it need not be replayed to be read.
//! Not here: lists of cases (`case_list`), which never read the body.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::figure_sql::{Fragment, Value};
use super::schema::cases;
use super::visibility::Visibility;

/// The keys of [`StorageError::Unique`] when a case number is taken: as it is spelled, and in another spelling.
pub const NUMBER_TAKEN: [&str; 2] = ["cases.number", "cases.number_key"];

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct CaseRow {
    /// `CaseId`.
    pub id: String,
    /// The code of the kind of case.
    pub kind: String,
    /// The first case of the same matter.
    pub matter_id: String,
    /// Grows by one with each entry; writers are held against the version they saw.
    pub version: i32,
    /// The code of the stage.
    pub stage: String,
    /// The case number (案号), once accepted.
    pub number: Option<String>,
    /// The region's code.
    pub region: String,
    /// The code of how it came in.
    pub channel: String,
    /// The code of the procedure, once accepted.
    pub procedure: Option<String>,
    /// The code of the main cause (案由).
    pub cause: String,
    /// How many workers it concerns.
    pub workers: i32,
    /// The vault row of the first worker.
    pub lead_person: Option<String>,
    /// The first employer.
    pub lead_employer: Option<String>,
    /// When the application was received.
    pub received_on: NaiveDate,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The code of the manner of closing.
    pub manner: Option<String>,
    /// The hash of the docket's last entry.
    pub head_hash: String,
    /// The whole case, as JSON.
    pub body: String,
    /// Epoch microseconds.
    pub created_at: i64,
    /// Epoch microseconds.
    pub updated_at: i64,
    /// The case number in the form that is compared with others.
    pub number_key: Option<String>,
}

/// The case with this id, if there is one and the caller may see it.
///
/// # Errors
/// That the database does not answer.
pub fn load(c: &mut Connection, id: &str, visibility: &Visibility) -> Result<Option<CaseRow>, StorageError> {
    let mut found = cases::table.find(id).into_boxed();
    if let Some(ids) = visibility.limited_to() {
        found = found.filter(cases::id.eq_any(ids));
    }
    Ok(found.select(CaseRow::as_select()).first(c).optional()?)
}

/// Whether there is a case with this id that the caller may see, without reading it.
///
/// # Errors
/// That the database does not answer.
pub fn is_visible(c: &mut Connection, id: &str, visibility: &Visibility) -> Result<bool, StorageError> {
    let mut found = cases::table.find(id).into_boxed();
    if let Some(ids) = visibility.limited_to() {
        found = found.filter(cases::id.eq_any(ids));
    }
    Ok(found.select(cases::id).first::<String>(c).optional()?.is_some())
}

/// The cases of a matter that the caller may see, the first received first; so many at most.
///
/// # Errors
/// That the database does not answer.
pub fn of_matter(
    c: &mut Connection,
    matter_id: &str,
    visibility: &Visibility,
    limit: i64,
) -> Result<Vec<CaseRow>, StorageError> {
    let mut found = cases::table.filter(cases::matter_id.eq(matter_id)).into_boxed();
    if let Some(ids) = visibility.limited_to() {
        found = found.filter(cases::id.eq_any(ids));
    }
    // A case is opened after the one that it came from, on the same day at the earliest; so are the ids.
    let ordered = found.order((cases::received_on.asc(), cases::id.asc())).limit(limit);
    Ok(ordered.select(CaseRow::as_select()).load(c)?)
}

/// Of some cases, the code of the kind of each.
///
/// # Errors
/// That the database does not answer.
pub fn kinds_of(c: &mut Connection, ids: &[&str]) -> Result<Vec<(String, String)>, StorageError> {
    Ok(cases::table.filter(cases::id.eq_any(ids)).select((cases::id, cases::kind)).load(c)?)
}

/// How many cases a matter has, whoever may see them.
///
/// # Errors
/// That the database does not answer.
pub fn count_of_matter(c: &mut Connection, matter_id: &str) -> Result<i64, StorageError> {
    Ok(cases::table.filter(cases::matter_id.eq(matter_id)).count().get_result(c)?)
}

/// Adds a case.
///
/// # Errors
/// [`StorageError::Unique`], with one of [`NUMBER_TAKEN`] if it is the number.
pub fn insert(tx: &mut Tx, row: &CaseRow) -> Result<(), StorageError> {
    diesel::insert_into(cases::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// Adds cases, a few statements for however many.
///
/// # Errors
/// As [`insert`].
pub fn insert_many(tx: &mut Tx, rows: &[CaseRow]) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(cases::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Of some case numbers in the form that is compared, those that cases have.
///
/// # Errors
/// That the database does not answer.
pub fn numbers_taken(c: &mut Connection, keys: &[&str]) -> Result<Vec<String>, StorageError> {
    let found: Vec<Option<String>> =
        cases::table.filter(cases::number_key.eq_any(keys)).select(cases::number_key).load(c)?;
    Ok(found.into_iter().flatten().collect())
}

/// The keys of these that cases have, each with the number as its case has it written; of several cases with one, any.
///
/// # Errors
/// That the database does not answer.
pub fn numbers_written(c: &mut Connection, keys: &[&str]) -> Result<HashMap<String, String>, StorageError> {
    let of = (cases::number_key, cases::number);
    let found: Vec<(Option<String>, Option<String>)> =
        cases::table.filter(cases::number_key.eq_any(keys)).select(of).load(c)?;
    Ok(found.into_iter().filter_map(|(key, number)| Some((key?, number?))).collect())
}

/// The version of a case as it stands now; none if there is no such case.
///
/// # Errors
/// That the database does not answer.
pub fn version(c: &mut Connection, id: &str) -> Result<Option<i32>, StorageError> {
    Ok(cases::table.find(id).select(cases::version).first(c).optional()?)
}

/// Changes a case that still has the version that was seen.
///
/// # Errors
/// [`StorageError::Stale`] if it has another, or does not exist; [`StorageError::Unique`] with
/// one of [`NUMBER_TAKEN`].
pub fn update_if_version(tx: &mut Tx, row: &CaseRow, seen: i32) -> Result<(), StorageError> {
    let unchanged = cases::table.find(&row.id).filter(cases::version.eq(seen));
    match diesel::update(unchanged).set(row).execute(&mut **tx)? {
        0 => Err(StorageError::Stale),
        _ => Ok(()),
    }
}

/// What an entry writes into the row of its case when it leaves the case as it was.
#[derive(Debug, Clone)]
pub struct Step {
    /// The case.
    pub id: String,
    /// The version that was seen.
    pub seen: i32,
    /// See [`CaseRow::version`].
    pub version: i32,
    /// See [`CaseRow::head_hash`].
    pub head_hash: String,
    /// See [`CaseRow::body`].
    pub body: String,
    /// See [`CaseRow::updated_at`].
    pub updated_at: i64,
}

/// Takes cases that still have the versions that were seen to the next. But for one, the columns that are written have no
/// index. A few statements, however many there are.
///
/// # Errors
/// [`StorageError::Stale`] if one of them has another version, or does not exist.
pub fn step_many(tx: &mut Tx, steps: &[Step]) -> Result<(), StorageError> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    for chunk in steps.chunks(CHUNK_ROWS) {
        let mut out = Fragment::default();
        out.sql("UPDATE cases SET version = v.column3, head_hash = v.column4, body = v.column5, updated_at = v.column6");
        out.sql(" FROM (VALUES ");
        for (index, step) in chunk.iter().enumerate() {
            out.sql(if index > 0 { ", " } else { "" }).values(vec![
                text(&step.id),
                Value::Int(step.seen),
                Value::Int(step.version),
                text(&step.head_hash),
                text(&step.body),
                Value::Big(step.updated_at),
            ]);
        }
        out.sql(") AS v WHERE id = v.column1 AND cases.version = v.column2");
        if out.execute(tx)? != chunk.len() {
            return Err(StorageError::Stale);
        }
    }
    Ok(())
}

/// Ids of cases after an id, in order: for work that visits every case.
///
/// # Errors
/// That the database does not answer.
pub fn ids_after(c: &mut Connection, after: Option<&str>, limit: i64) -> Result<Vec<String>, StorageError> {
    let rest = cases::table.filter(cases::id.gt(after.unwrap_or_default()));
    Ok(rest.order(cases::id.asc()).limit(limit).select(cases::id).load(c)?)
}

/// What a case's row holds of the case itself.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseBody {
    /// `CaseId`.
    pub id: String,
    /// See [`CaseRow::version`].
    pub version: i32,
    /// The whole case, as JSON.
    pub body: String,
}

/// Bodies of cases after an id, in the order of their ids: for work that visits every case.
///
/// # Errors
/// That the database does not answer.
pub fn bodies_after(
    c: &mut Connection,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<CaseBody>, StorageError> {
    let rest = cases::table.filter(cases::id.gt(after.unwrap_or_default()));
    Ok(rest.order(cases::id.asc()).limit(limit).select(CaseBody::as_select()).load(c)?)
}

/// Bodies of these cases, in no order, for whoever asked before which of them may be seen.
///
/// # Errors
/// That the database does not answer.
pub fn bodies_of(c: &mut Connection, ids: &[String]) -> Result<Vec<CaseBody>, StorageError> {
    Ok(cases::table.filter(cases::id.eq_any(ids)).select(CaseBody::as_select()).load(c)?)
}

/// Has whoever else writes this case, or holds it, wait until this transaction ends.
///
/// # Errors
/// That the database does not answer.
pub fn hold(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    let own = cases::table.filter(cases::id.eq(id));
    diesel::update(own).set(cases::version.eq(cases::version)).execute(&mut **tx)?;
    Ok(())
}

/// Those of these cases that the caller may see, in the order of their ids.
///
/// # Errors
/// That the database does not answer.
pub fn load_many(
    c: &mut Connection,
    ids: &[String],
    visibility: &Visibility,
) -> Result<Vec<CaseRow>, StorageError> {
    let mut found = cases::table.filter(cases::id.eq_any(ids)).into_boxed();
    if let Some(ids) = visibility.limited_to() {
        found = found.filter(cases::id.eq_any(ids));
    }
    Ok(found.order(cases::id.asc()).select(CaseRow::as_select()).load(c)?)
}

/// The ids of those of these cases that the caller may see, without reading them.
///
/// # Errors
/// That the database does not answer.
pub fn visible_of(
    c: &mut Connection,
    ids: &[String],
    visibility: &Visibility,
) -> Result<HashSet<String>, StorageError> {
    let Some(limited) = visibility.limited_to() else { return Ok(ids.iter().cloned().collect()) };
    let found = cases::table.filter(cases::id.eq_any(ids)).filter(cases::id.eq_any(limited));
    Ok(found.select(cases::id).load(c)?.into_iter().collect())
}

/// A case other than this one that has a number (案号), in the form that is compared, if one has.
///
/// # Errors
/// That the database does not answer.
pub fn other_of_number(c: &mut Connection, (key, id): (&str, &str)) -> Result<Option<String>, StorageError> {
    let others = cases::table.filter(cases::number_key.eq(key)).filter(cases::id.ne(id));
    Ok(others.select(cases::id).first(c).optional()?)
}

/// When a case was last changed, in epoch microseconds; none without cases.
///
/// # Errors
/// That the database does not answer.
pub fn last_update(c: &mut Connection) -> Result<Option<i64>, StorageError> {
    Ok(cases::table.select(diesel::dsl::max(cases::updated_at)).first(c)?)
}
