//! The indicator register (指标台账): lines, and the values that were entered for each, none of which is ever changed. Not
//! here: which of them a report tells (`domain::indicator`).

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema_reports::{indicator_versions, indicators};

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = indicators, treat_none_as_default_value = false)]
pub struct IndicatorRow {
    /// A UUIDv7.
    pub id: String,
    /// What it counts.
    pub item: String,
    /// The first day of its period.
    pub from_date: NaiveDate,
    /// The last day.
    pub to_date: NaiveDate,
}

/// A value that was entered.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = indicator_versions, treat_none_as_default_value = false)]
pub struct IndicatorVersionRow {
    /// Of which line.
    pub indicator_id: String,
    /// From 1.
    pub version: i32,
    /// The value, in ten-thousandths.
    pub ten_thousandths: i64,
    /// Its unit.
    pub unit: String,
    /// Where it was counted.
    pub source: String,
    /// Why it took the place of the one before; none for the first.
    pub reason: Option<String>,
    /// Who entered it.
    pub put_by: String,
    /// Epoch microseconds.
    pub put_at: i64,
}

/// Which lines; what is `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorFilter {
    /// Whose period begins on or after this day.
    pub from: Option<NaiveDate>,
    /// Whose period ends on or before this day.
    pub to: Option<NaiveDate>,
    /// Whose period has a day from the one to the other.
    pub within: Option<(NaiveDate, NaiveDate)>,
    /// Of this matter.
    pub item: Option<String>,
}

/// Adds a line.
///
/// # Errors
/// [`StorageError::Unique`] where there is one of the same matter and period.
pub fn insert(tx: &mut Tx, row: &IndicatorRow) -> Result<(), StorageError> {
    diesel::insert_into(indicators::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Appends a value to a line.
///
/// # Errors
/// [`StorageError::Unique`] where somebody else entered that version.
pub fn append(tx: &mut Tx, row: &IndicatorVersionRow) -> Result<(), StorageError> {
    diesel::insert_into(indicator_versions::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The line with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<IndicatorRow>, StorageError> {
    Ok(indicators::table.find(id).select(IndicatorRow::as_select()).first(c).optional()?)
}

/// Lines in the order of their ids, which is that of their making, from the one after `after`.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    filter: &IndicatorFilter,
    (after, limit): (Option<&str>, i64),
) -> Result<Vec<IndicatorRow>, StorageError> {
    let rest = indicators::table.filter(indicators::id.gt(after.unwrap_or_default()));
    let mut rest = rest.into_boxed::<Backend>();
    if let Some(from) = filter.from {
        rest = rest.filter(indicators::from_date.ge(from));
    }
    if let Some(to) = filter.to {
        rest = rest.filter(indicators::to_date.le(to));
    }
    if let Some((first, last)) = filter.within {
        rest = rest.filter(indicators::from_date.le(last)).filter(indicators::to_date.ge(first));
    }
    if let Some(item) = &filter.item {
        rest = rest.filter(indicators::item.eq(item));
    }
    Ok(rest.order(indicators::id.asc()).limit(limit).select(IndicatorRow::as_select()).load(c)?)
}

/// The lines that begin on a day and end by another, so many at most.
///
/// # Errors
/// That the database does not answer.
pub fn counted_from(
    c: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    limit: i64,
) -> Result<Vec<IndicatorRow>, StorageError> {
    let found = indicators::table.filter(indicators::from_date.eq(from)).filter(indicators::to_date.le(to));
    let found = found.order((indicators::to_date.asc(), indicators::id.asc())).limit(limit);
    Ok(found.select(IndicatorRow::as_select()).load(c)?)
}

/// Every value of some lines, in the order of lines and versions.
///
/// # Errors
/// That the database does not answer.
pub fn versions(c: &mut Connection, ids: &[String]) -> Result<Vec<IndicatorVersionRow>, StorageError> {
    use indicator_versions::{indicator_id, version};
    let found = indicator_versions::table.filter(indicator_id.eq_any(ids));
    Ok(found.order((indicator_id.asc(), version.asc())).select(IndicatorVersionRow::as_select()).load(c)?)
}
