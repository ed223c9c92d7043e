//! The one bridge between codes in rows and values of the domain. A code that nobody knows is a
//! named inconsistency and never a default.

use crate::domain::code::Coded;

use super::error::StorageError;

/// Where a code stands, so that its inconsistency can be found.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub key: &'a str,
    /// The column.
    pub column: &'static str,
}

/// The value that a code stands for.
///
/// # Errors
/// [`StorageError::Inconsistent`] if no value has this code.
pub fn parse<T: Coded>(code: &str, place: Place<'_>) -> Result<T, StorageError> {
    T::from_code(code).ok_or_else(|| StorageError::Inconsistent {
        table: place.table,
        key: place.key.to_owned(),
        what: format!("{} is {code:?}, which is not in the code list {}", place.column, T::LIST),
    })
}

/// The value of a code that may be absent.
///
/// # Errors
/// [`StorageError::Inconsistent`] if there is a code and no value has it.
pub fn parse_opt<T: Coded>(code: Option<&str>, place: Place<'_>) -> Result<Option<T>, StorageError> {
    code.map(|code| parse(code, place)).transpose()
}
