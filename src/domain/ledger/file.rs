//! What is known of a ledger as it was read (台账文件): its rows, and what was found beside them. Not here: reading it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Column, LedgerFinding, LedgerRow};

/// A row as it was read.
#[derive(Debug, Clone)]
pub struct ReadRow {
    /// Its number as people count it.
    pub row: u32,
    /// Its cells as text.
    pub cells: Vec<String>,
    /// Its case number, where that can be read: also of a row that is rejected.
    pub number: Option<String>,
    /// What it says, or what is wrong with it.
    pub read: Result<LedgerRow, Vec<LedgerFinding>>,
}

/// What a column of the file was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadColumn {
    /// Its letters.
    pub letters: String,
    /// What its heading says, with the unit that the title of the table gives it.
    pub heading: String,
    /// What it was taken for; none where it is not taken over.
    pub column: Option<Column>,
}

/// What was found in a file beside its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerFile {
    /// `xlsx` or `csv`.
    pub format: String,
    /// The encoding of a text file.
    pub encoding: Option<String>,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// Sheets that were not.
    pub other_sheets: Vec<String>,
    /// The row of the heading, the lower one of two.
    pub heading_row: u32,
    /// What each column was taken for.
    pub columns: Vec<ReadColumn>,
    /// The rows of the heading as they stand, below those that say in what its amounts are.
    #[serde(default)]
    pub head: Vec<Vec<String>>,
    /// Rows of totals that were left out, as was asked.
    pub skipped_rows: Vec<u32>,
}
