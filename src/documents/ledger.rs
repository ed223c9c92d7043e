//! Ledgers as files (台账文件): XLSX and CSV, read row by row and written row by row, so that memory does not grow with
//! them. Not here: what a row means (`domain::ledger`), and what becomes of it.

mod heading;
mod merged;
mod records;
mod text;
mod units;
mod workbook;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::documents::foreign;
use crate::documents::wage_list::Problem;
use crate::domain::act::decision::Finality;
use crate::domain::ledger::{
    self, Cell, Cells, Column, Epoch, LedgerFile, LedgerFinding, Mapping, ReadRow, Reading, day_in_text,
    is_blank,
};
use crate::domain::refusal::{Words, words};

use merged::Merged;
pub use writing::{Head, Part, csv_head, csv_rows, shown, xlsx, xlsx_texts};

/// The largest file that is read.
pub const LEDGER_BYTES_MAX: usize = 64 << 20;
/// The rows among which the heading is looked for.
const HEADING_ROWS_MAX: usize = 30;
/// The most rows that one ledger takes.
const ROWS_MAX: usize = 200_000;
/// The most columns that are looked at.
const COLUMNS_MAX: u32 = 200;
/// What stands over the findings where rejected rows are written. Read again, that column is none of the ledger's.
pub const FINDINGS_HEADING: &str = "导入问题";
/// What stands before a sum.
const TOTALS: &[&str] =
    &["合计", "小计", "总计", "共计", "累计", "总合计", "本月合计", "本年合计", "本年累计", "全年合计"];

/// What becomes of rows that add up others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Totals {
    /// They are named, as rows that cannot be taken over.
    #[default]
    Refuse,
    /// They are left out, and listed.
    Skip,
}

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The sheet; the first one if it is not said.
    pub sheet: Option<String>,
    /// What columns are, where the heading does not say it rightly; none for one that is left out.
    pub columns: BTreeMap<u32, Option<Column>>,
    /// Rows of totals.
    pub totals: Totals,
    /// What an award is of which the ledger does not say whether it is final.
    pub unsaid: Option<Finality>,
    /// The day of reading.
    pub today: NaiveDate,
}

/// Why a file was not read to its end.
#[derive(Debug)]
pub enum Stopped<E> {
    /// What is wrong with it.
    File(Vec<Problem>),
    /// Whoever takes the rows could not.
    Taker(E),
}

impl<E> From<Vec<Problem>> for Stopped<E> {
    fn from(findings: Vec<Problem>) -> Stopped<E> {
        Stopped::File(findings)
    }
}

/// Reads a file, handing each row to `take` with the letters of the column of its case number. It takes a while: not
/// for a thread that others wait for.
///
/// # Errors
/// What keeps the file from being read, or what `take` says.
pub fn read<E>(
    bytes: &[u8],
    options: &Options,
    take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
) -> Result<LedgerFile, Stopped<E>> {
    let mut table = Table::new(options);
    if let Some((code, words)) = foreign::instead_of_a_table(bytes) {
        return Err(vec![Problem { row: None, column: None, code, words }].into());
    }
    if bytes.starts_with(b"PK") {
        workbook::read(bytes, &mut table, take)?;
    } else {
        text::read(bytes, &mut table, take)?;
    }
    table.finish(take)
}

/// What is wrong with a whole file.
fn of_file(code: &'static str, zh: &str, en: &str) -> Vec<Problem> {
    vec![Problem { row: None, column: None, code, words: words(zh, en) }]
}

/// What is wrong with a cell of the heading, or with all of it.
fn problem_at(row: u32, column: Option<String>, code: &'static str, words: Words) -> Problem {
    Problem { row: Some(row), column, code, words }
}

/// A table as its rows come: first those among which the heading is, then the others.
struct Table<'a> {
    options: &'a Options,
    epoch: Epoch,
    file: LedgerFile,
    /// The first rows, until it is known which is the heading.
    first: Vec<(u32, Cells)>,
    merged: Merged,
    mapping: Option<Mapping>,
    /// The columns in which the findings of an earlier import stand.
    findings: BTreeSet<u32>,
    rows: usize,
}

impl<'a> Table<'a> {
    fn new(options: &'a Options) -> Table<'a> {
        let file = LedgerFile::default();
        let merged = Merged::default();
        let (first, findings) = (Vec::new(), BTreeSet::new());
        Table { options, epoch: Epoch::Y1900, file, first, merged, mapping: None, findings, rows: 0 }
    }

    /// Takes the next row, counted from 1.
    fn row<E>(
        &mut self,
        row: u32,
        cells: Cells,
        take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        if cells.values().all(|cell| matches!(cell, Cell::Text(text) if text.is_empty())) {
            return Ok(());
        }
        if self.mapping.is_some() {
            return self.line(row, cells, take);
        }
        self.first.push((row, cells));
        if self.first.len() < HEADING_ROWS_MAX { Ok(()) } else { self.begin(take) }
    }

    /// Finds the heading among the first rows, and goes on with those behind it.
    fn begin<E>(
        &mut self,
        take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        let first = std::mem::take(&mut self.first);
        let found = heading::find(&first, &self.merged, self.options);
        let encoding = self.file.encoding.as_deref();
        let found = found.map_err(|problems| text::doubted(problems, &first, encoding))?;
        self.file.heading_row = found.row;
        self.file.columns = found.columns;
        self.file.head = found.lines;
        self.mapping = Some(found.mapping);
        self.findings = found.findings;
        for (row, cells) in first.into_iter().filter(|(row, _)| *row > found.row) {
            self.line(row, cells, take)?;
        }
        Ok(())
    }

    fn line<E>(
        &mut self,
        row: u32,
        mut cells: Cells,
        take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        let Some(mapping) = &self.mapping else { return Ok(()) };
        cells.retain(|at, _| !self.findings.contains(at));
        if says_nothing(&cells, mapping) {
            return Ok(());
        }
        let total = is_total(&cells);
        if total && self.options.totals == Totals::Skip {
            self.file.skipped_rows.push(row);
            return Ok(());
        }
        self.rows += 1;
        if self.rows > ROWS_MAX {
            return Err(of_file(
                "too_many_rows",
                "台账超过200000行，请分开导入",
                "more than 200,000 rows: bring them in parts",
            )
            .into());
        }
        let Options { unsaid, today, .. } = *self.options;
        let reading = Reading { mapping, epoch: self.epoch, unsaid, today };
        let read = if total { Err(vec![total_row(row)]) } else { ledger::read(row, &cells, &reading) };
        let number_column = mapping.letters(Column::Number);
        let number = if total { None } else { ledger::number(&cells, mapping) };
        let cells = texts(&cells, (mapping, self.epoch));
        take(ReadRow { row, cells, number, read }, number_column).map_err(Stopped::Taker)
    }

    fn finish<E>(
        mut self,
        take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
    ) -> Result<LedgerFile, Stopped<E>> {
        if self.mapping.is_none() {
            self.begin(take)?;
        }
        if self.rows == 0 {
            return Err(of_file("no_rows", "台账没有内容", "the ledger has no rows").into());
        }
        Ok(self.file)
    }
}

/// Whether a row has nothing but formulas in columns that are not taken over, such as numbers that a sheet counts on.
fn says_nothing(cells: &Cells, mapping: &Mapping) -> bool {
    cells.iter().all(|(at, cell)| match cell {
        Cell::Text(text) => text.is_empty(),
        Cell::Formula(_) => !mapping.has(*at),
        Cell::Number(_) | Cell::Day(_) | Cell::Other => false,
    })
}

fn total_row(row: u32) -> LedgerFinding {
    let zh = "合计、小计行不是案件；请删除，或在导入时选择略去合计行";
    let en = "a row of totals is no case: delete it, or have such rows left out";
    LedgerFinding::at(row, None, "total_row", words(zh, en))
}

/// Whether a row adds up others: it says so in one of its first cells.
fn is_total(cells: &Cells) -> bool {
    let said = cells.values().filter(|cell| !is_blank(cell)).take(2);
    said.into_iter().any(|cell| match cell {
        Cell::Text(text) => {
            let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            TOTALS.contains(&bare.trim_end_matches([':', '：']))
        }
        Cell::Number(_) | Cell::Day(_) | Cell::Formula(_) | Cell::Other => false,
    })
}

/// The cells as people would read them, from the first column on; days that are counted, as days; and of a formula what it
/// showed, so that whoever mends the row has it.
fn texts(cells: &Cells, (mapping, epoch): (&Mapping, Epoch)) -> Vec<String> {
    let last = cells.keys().max().map_or(0, |last| last + 1);
    let days: Vec<u32> =
        mapping.places.iter().filter(|(it, _)| it.is_day()).map(|(_, (at, _))| *at).collect();
    let day = |at| cells.get(&at).filter(|_| days.contains(&at)).and_then(|cell| day_in_text(cell, epoch));
    let text = |at| match cells.get(&at) {
        Some(Cell::Formula(shown)) if !mapping.has(at) => shown_text(shown),
        Some(cell) => text_of(cell),
        None => String::new(),
    };
    (0..last.min(COLUMNS_MAX)).map(|at| day(at).unwrap_or_else(|| text(at))).collect()
}

/// A cell as people would read it; where a formula showed nothing, that it is one.
fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Formula(shown) => {
            Some(shown_text(shown)).filter(|text| !text.is_empty()).unwrap_or_else(|| "（公式）".to_owned())
        }
        Cell::Text(_) | Cell::Number(_) | Cell::Day(_) | Cell::Other => shown_text(cell),
    }
}

fn shown_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Formula(_) | Cell::Other => String::new(),
    }
}
