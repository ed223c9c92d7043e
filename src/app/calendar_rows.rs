//! Imported years and their rows: written as they were kept, and read back. Not here: which calendar they
//! make (`books`).

use std::collections::BTreeMap;

use crate::app::error::Error;
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::storage::calendar_imports::{self, CalendarImportRow};
use crate::storage::{Connection, StorageError};

/// A year of the calendar in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownYear {
    /// Its days and its notice.
    pub year: CalendarYear,
    /// The import that it was kept by; none for a year that travels inside the program.
    pub import: Option<CalendarImportRow>,
}

/// The year of an import.
///
/// # Errors
/// A text that is no year, another one, or not as it was kept.
pub fn read(row: &CalendarImportRow) -> Result<CalendarYear, Error> {
    let wrong = |what: String| StorageError::Inconsistent {
        table: "calendar_imports",
        key: row.no.to_string(),
        what,
    };
    let year: CalendarYear = serde_json::from_str(&row.body).map_err(|error| wrong(error.to_string()))?;
    if year.year != row.year || year.fingerprint() != row.fingerprint {
        return Err(wrong("it is not as it was kept".to_owned()).into());
    }
    Ok(year)
}

/// The imported years that are in force, in ascending order: the last import of each.
///
/// # Errors
/// As [`read`].
pub fn in_force(c: &mut Connection) -> Result<Vec<CalendarYear>, Error> {
    let mut last: BTreeMap<i32, CalendarYear> = BTreeMap::new();
    for row in calendar_imports::all(c)? {
        last.insert(row.year, read(&row)?);
    }
    Ok(last.into_values().collect())
}

/// A year of the calendar in force, if it is known.
///
/// # Errors
/// As [`read`].
pub fn known_year(c: &mut Connection, year: i32) -> Result<Option<KnownYear>, Error> {
    if let Some(row) = calendar_imports::in_force(c, year)? {
        return Ok(Some(KnownYear { year: read(&row)?, import: Some(row) }));
    }
    let shipped = Calendar::shipped().year(year).cloned();
    Ok(shipped.map(|year| KnownYear { year, import: None }))
}
