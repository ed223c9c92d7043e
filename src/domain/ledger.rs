//! Ledgers (台账): the tables in which offices keep their cases, one row a case. Which columns there are and what offices
//! call them, what a cell means, and what a row becomes, or everything that is wrong with it by column. Not here: files
//! (`documents::ledger`), and how rows become cases (`app`).

mod column;
mod file;
mod row;
mod totals;
mod unit;
mod value;
mod written;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::decision::Finality;
use crate::domain::act::ledger::LedgerEntry;
use crate::domain::party::Person;
use crate::domain::refusal::Words;

pub use column::Column;
pub use file::{LedgerFile, ReadColumn, ReadRow};
pub use row::{number, read};
pub use totals::YearTotals;
pub use unit::Unit;
pub use value::{day_in_text, is_blank};
pub use written::{Written, arbitrator, written};

/// A ledger waits for so many days after the one on which it was brought to be made cases (our choice).
pub const WAITING_DAYS: u64 = 30;

/// The last day on which a ledger that was brought on a day waits.
///
/// ```
/// use chrono::NaiveDate;
/// let day = |month, day| NaiveDate::from_ymd_opt(2021, month, day).unwrap();
/// assert_eq!(sikuai::domain::ledger::waits_until(day(12, 1)), day(12, 31));
/// ```
#[must_use]
pub fn waits_until(brought_on: NaiveDate) -> NaiveDate {
    brought_on.checked_add_days(Days::new(WAITING_DAYS)).unwrap_or(brought_on)
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, without spaces around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A cell that the sheet itself shows as a day.
    Day(NaiveDate),
    /// A formula: what it shows is no entry. The sheet keeps what it showed last, or nothing ([`Cell::Other`]).
    Formula(Box<Cell>),
    /// Anything else: an error, a truth value, a length of time.
    Other,
}

/// The cells of a row, by their place in it.
pub type Cells = BTreeMap<u32, Cell>;

/// Which column is where, and what its amounts are in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The place of each column that was found.
    pub places: BTreeMap<Column, (u32, Unit)>,
    /// Where awards and what was agreed have a column each (裁决金额, 调解金额): the later one, the other being in its place.
    pub other_amount: Option<(u32, Unit)>,
}

impl Mapping {
    /// The letters of a column, where it was found.
    #[must_use]
    pub fn letters(&self, column: Column) -> Option<String> {
        self.places.get(&column).map(|(at, _)| letters(*at))
    }

    /// Whether what stands at a place is taken over.
    #[must_use]
    pub fn has(&self, at: u32) -> bool {
        self.places.values().chain(&self.other_amount).any(|(place, _)| *place == at)
    }
}

/// From which day a sheet counts its days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Epoch {
    /// As nearly every sheet: 1 is the first of January 1900.
    #[default]
    Y1900,
    /// As sheets of old Macintoshes: 0 is the first of January 1904.
    Y1904,
}

/// What a row is read with.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// Where the columns are.
    pub mapping: &'a Mapping,
    /// From when days are counted.
    pub epoch: Epoch,
    /// What an award is of which the ledger does not say whether it is final; none to refuse it.
    pub unsaid: Option<Finality>,
    /// The day of reading: nothing in a ledger is dated later.
    pub today: NaiveDate,
}

/// A row that can be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Its number as people count it.
    pub row: u32,
    /// The legal date of its entry.
    pub on: NaiveDate,
    /// What it tells.
    pub entry: LedgerEntry<Person>,
    /// What was taken as it stands, and may be meant otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<LedgerFinding>,
}

/// What is wrong with a row, or a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct LedgerFinding {
    /// The row as people count it; none where the whole file is meant.
    pub row: Option<u32>,
    /// `A`, `AB`; none where the whole row is meant.
    pub column: Option<String>,
    /// Stable `snake_case` code.
    pub code: String,
    /// What, in Chinese.
    pub zh: String,
    /// What, in English.
    pub en: String,
}

impl LedgerFinding {
    /// About a whole file.
    #[must_use]
    pub fn file(code: &str, words: Words) -> LedgerFinding {
        LedgerFinding { row: None, column: None, code: code.to_owned(), zh: words.zh, en: words.en }
    }

    /// About a row, or a cell of it.
    #[must_use]
    pub fn at(row: u32, column: Option<String>, code: &str, words: Words) -> LedgerFinding {
        LedgerFinding { row: Some(row), column, ..LedgerFinding::file(code, words) }
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
///
/// ```
/// assert_eq!(sikuai::domain::ledger::letters(0), "A");
/// assert_eq!(sikuai::domain::ledger::letters(27), "AB");
/// ```
#[must_use]
pub fn letters(mut column: u32) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    name.into_iter().rev().collect()
}

/// The place of a column by its letters.
#[must_use]
pub fn place(letters: &str) -> Option<u32> {
    let valid = !letters.is_empty() && letters.len() <= 3 && letters.bytes().all(|b| b.is_ascii_uppercase());
    valid.then(|| letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1)
}
