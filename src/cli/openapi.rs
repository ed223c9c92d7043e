//! `sikuai openapi`: prints the document that is served, byte for byte the same each time.

use crate::cli::{Failure, say};
use crate::http::openapi;

/// Prints the OpenAPI document.
///
/// # Errors
/// None in practice: the document is JSON already.
pub fn run() -> Result<(), Failure> {
    say::line(&serde_json::to_string_pretty(openapi::published())?);
    Ok(())
}
