//! Open cases by the last day of their trial period (未结案件), for the forecast: how many have which, and the first of them. Not
//! here: which cases these are, which the domain says (`figures::Rate::open_cases`).

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};

use super::connection::Connection;
use super::error::StorageError;
use super::figure_sql::Fragment;
use super::figures::Definition;
use super::visibility::Visibility;

type OpenSql = (Text, Nullable<Text>, Nullable<Date>, Nullable<Date>, Nullable<Text>);

/// An open case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OpenCase {
    /// The case.
    pub case_id: String,
    /// Its number (案号).
    pub number: Option<String>,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// The last day for closing it.
    pub due_on: Option<NaiveDate>,
    /// Who decides it.
    pub arbitrator_id: Option<String>,
}

/// How many open cases have which last day.
///
/// # Errors
/// That the database does not answer.
pub fn by_last_day(
    c: &mut Connection,
    open: &Definition,
    visibility: &Visibility,
) -> Result<Vec<(Option<NaiveDate>, i64)>, StorageError> {
    let mut out = Fragment::default();
    out.sql("SELECT r.due_on, COUNT(*) FROM ").out_of(open);
    out.sql(" AND ").seen_by(visibility).sql(" AND ");
    out.counted(open).sql(" GROUP BY r.due_on");
    Ok(sql::<(Nullable<Date>, BigInt)>("").bind::<Bool, _>(out).load(c)?)
}

/// The open cases whose last day comes first, those without one last, so many at most.
///
/// # Errors
/// That the database does not answer.
pub fn first_due(
    c: &mut Connection,
    (open, limit): (&Definition, u32),
    visibility: &Visibility,
) -> Result<Vec<OpenCase>, StorageError> {
    let mut out = Fragment::default();
    out.sql("SELECT r.case_id, (SELECT c.number FROM cases AS c WHERE c.id = r.case_id), ");
    out.sql("r.accepted_on, r.due_on, r.arbitrator_id FROM ").out_of(open);
    out.sql(" AND ").seen_by(visibility).sql(" AND ").counted(open);
    out.sql(format!(" ORDER BY r.due_on IS NULL, r.due_on, r.case_id LIMIT {limit}"));
    Ok(sql::<OpenSql>("").bind::<Bool, _>(out).load(c)?)
}
