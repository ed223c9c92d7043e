//! Templates of the annual report (年度报告模板) that the office put: appended, the last is in force.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema_reports::report_templates;

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = report_templates, treat_none_as_default_value = false)]
pub struct ReportTemplateRow {
    /// From 1, in order.
    pub version: i32,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The file, as it was put.
    pub bytes: Vec<u8>,
    /// Who put it.
    pub put_by: String,
    /// Epoch microseconds.
    pub put_at: i64,
}

/// Appends a version.
///
/// # Errors
/// [`StorageError::Unique`] if somebody else put that version.
pub fn append(tx: &mut Tx, row: &ReportTemplateRow) -> Result<(), StorageError> {
    diesel::insert_into(report_templates::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The one in force, if the office put one.
///
/// # Errors
/// That the database does not answer.
pub fn in_force(c: &mut Connection) -> Result<Option<ReportTemplateRow>, StorageError> {
    let last = report_templates::table.order(report_templates::version.desc());
    Ok(last.select(ReportTemplateRow::as_select()).first(c).optional()?)
}
