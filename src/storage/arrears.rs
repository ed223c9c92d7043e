//! The narrow row of each inspection case, and the wage-arrears figures over these rows. Each measure is one condition,
//! by which it is counted here and by which the cases behind it are listed. What it counts, the domain says.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{auto_type, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::upsert::excluded;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::reporting_inspections as rows;
use super::visibility::Visibility;

pub use crate::domain::figures::{ArrearsMeasure, Period};

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One inspection case, as figures see it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = rows, treat_none_as_default_value = false)]
pub struct InspectionRow {
    /// The case.
    pub case_id: String,
    /// The region's code.
    pub region: String,
    /// When a project was first inspected in it.
    pub inspected_on: Option<NaiveDate>,
    /// Hazards found.
    pub hazards_found: i32,
    /// Of these, resolved.
    pub hazards_resolved: i32,
    /// When the dispute was coordinated.
    pub coordinated_on: Option<NaiveDate>,
    /// Workers on the wage list.
    pub workers: i32,
    /// Of these, those who got wages.
    pub workers_paid: i32,
    /// Owed, in fen.
    pub owed_fen: i64,
    /// Recovered, in fen.
    pub recovered_fen: i64,
    /// When the case was closed.
    pub closed_on: Option<NaiveDate>,
}

/// The counts of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct InspectedCounts {
    /// [`ArrearsMeasure::ProjectsInspected`].
    pub projects_inspected: i64,
    /// [`ArrearsMeasure::HazardsFound`].
    pub hazards_found: i64,
    /// [`ArrearsMeasure::HazardsResolved`].
    pub hazards_resolved: i64,
}

/// The counts of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct CoordinatedCounts {
    /// [`ArrearsMeasure::DisputesCoordinated`].
    pub disputes_coordinated: i64,
    /// [`ArrearsMeasure::Workers`].
    pub workers: i64,
    /// [`ArrearsMeasure::WagesRecovered`].
    pub wages_recovered_fen: i64,
}

/// Writes the rows of some cases, whether or not they had one.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
fn upsert_many(tx: &mut Tx, all: &[&InspectionRow]) -> Result<(), StorageError> {
    for chunk in all.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(rows::table).values(chunk.to_vec());
        let upsert = insert.on_conflict(rows::case_id).do_update().set((
            rows::region.eq(excluded(rows::region)),
            rows::inspected_on.eq(excluded(rows::inspected_on)),
            rows::hazards_found.eq(excluded(rows::hazards_found)),
            rows::hazards_resolved.eq(excluded(rows::hazards_resolved)),
            rows::coordinated_on.eq(excluded(rows::coordinated_on)),
            rows::workers.eq(excluded(rows::workers)),
            rows::workers_paid.eq(excluded(rows::workers_paid)),
            rows::owed_fen.eq(excluded(rows::owed_fen)),
            rows::recovered_fen.eq(excluded(rows::recovered_fen)),
            rows::closed_on.eq(excluded(rows::closed_on)),
        ));
        match &mut **tx {
            Connection::Sqlite(c) => upsert.execute(c)?,
            Connection::Postgres(c) => upsert.execute(c)?,
        };
    }
    Ok(())
}

/// Writes the rows of some cases that differ from what is there.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn write_changed(tx: &mut Tx, all: &[InspectionRow]) -> Result<(), StorageError> {
    if all.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = all.iter().map(|row| row.case_id.as_str()).collect();
    let kept = rows::table.filter(rows::case_id.eq_any(ids)).select(InspectionRow::as_select());
    let kept: Vec<InspectionRow> = kept.load(&mut **tx)?;
    let kept: HashMap<&str, &InspectionRow> = kept.iter().map(|row| (row.case_id.as_str(), row)).collect();
    let others: Vec<&InspectionRow> =
        all.iter().filter(|row| kept.get(row.case_id.as_str()) != Some(row)).collect();
    upsert_many(tx, &others)
}

/// The row of a case.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Option<InspectionRow>, StorageError> {
    Ok(rows::table.find(case_id).select(InspectionRow::as_select()).first(c).optional()?)
}

// The one condition of each measure. They are functions of their own, because a subquery in a list of cases needs the
// type of its condition.

#[auto_type]
pub(super) fn inspected(from: NaiveDate, to: NaiveDate) -> _ {
    rows::inspected_on.between(from, to)
}

#[auto_type]
pub(super) fn with_hazards(from: NaiveDate, to: NaiveDate) -> _ {
    rows::inspected_on.between(from, to).and(rows::hazards_found.gt(0_i32))
}

#[auto_type]
pub(super) fn with_hazards_resolved(from: NaiveDate, to: NaiveDate) -> _ {
    rows::inspected_on.between(from, to).and(rows::hazards_resolved.gt(0_i32))
}

#[auto_type]
pub(super) fn coordinated(from: NaiveDate, to: NaiveDate) -> _ {
    rows::coordinated_on.between(from, to)
}

#[auto_type]
pub(super) fn with_wages(from: NaiveDate, to: NaiveDate) -> _ {
    rows::coordinated_on.between(from, to).and(rows::workers_paid.gt(0_i32))
}

/// The counts of the inspections of projects in a period, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn inspected_counts(
    c: &mut Connection,
    Period { from, to }: Period,
    visibility: &Visibility,
) -> Result<InspectedCounts, StorageError> {
    let mut query = rows::table.into_boxed().filter(inspected(from, to));
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(rows::case_id.eq_any(ids));
    }
    let counts = (
        sql::<BigInt>("COUNT(*)"),
        sql::<BigInt>("CAST(COALESCE(SUM(hazards_found), 0) AS BIGINT)"),
        sql::<BigInt>("CAST(COALESCE(SUM(hazards_resolved), 0) AS BIGINT)"),
    );
    Ok(query.select(counts).get_result(c)?)
}

/// The counts of the disputes coordinated in a period, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn coordinated_counts(
    c: &mut Connection,
    Period { from, to }: Period,
    visibility: &Visibility,
) -> Result<CoordinatedCounts, StorageError> {
    let mut query = rows::table.into_boxed().filter(coordinated(from, to));
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(rows::case_id.eq_any(ids));
    }
    let counts = (
        sql::<BigInt>("COUNT(*)"),
        sql::<BigInt>("CAST(COALESCE(SUM(workers_paid), 0) AS BIGINT)"),
        sql::<BigInt>("CAST(COALESCE(SUM(recovered_fen), 0) AS BIGINT)"),
    );
    Ok(query.select(counts).get_result(c)?)
}
