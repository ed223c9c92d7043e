//! A wage list (工资表) read from an XLSX file, cell by cell: bytes in, rows out, or everything that is wrong by row and
//! column. Formulas are refused: what they show is no entry. Not here: who is a party already, and what is recorded.

mod cell;
mod heading;

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{DataRef, Reader as _, Xlsx};
use chrono::NaiveDate;

use super::shared_strings::{self, SharedStrings};
use super::{foreign, unpacking};
use crate::domain::act::inspection::wage_row::WageRow;
use crate::domain::act::inspection::wages::LINES_MAX;
use crate::domain::check_digit;
use crate::domain::money::Fen;
use crate::domain::party::Person;
use crate::domain::refusal::{Words, words};
use cell::{Cell, amount, day, tenths, text};
use heading::{Column, Heading};

/// The largest file that is read.
pub const FILE_BYTES_MAX: usize = 4 << 20;
/// The most cells that are read of a sheet.
const CELLS_MAX: usize = 500_000;
/// The rows among which the heading is looked for.
const HEADING_ROWS_MAX: u32 = 10;
/// The rows and columns that a sheet can have.
const SHEET_SIZE: (u32, u32) = (1 << 20, 1 << 14);
/// The most problems that are told of one file; whoever mends these sees whether there are more.
const PROBLEMS_MAX: usize = 500;

/// What is wrong with a file, and where: the row as people count it, and the letters of the column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// From 1; none where the whole file is meant.
    pub row: Option<u32>,
    /// `A`, `AB`; none where the whole row is meant.
    pub column: Option<String>,
    /// Stable `snake_case` code.
    pub code: &'static str,
    /// What, in both languages.
    pub words: Words,
}

impl Problem {
    fn file(code: &'static str, words: Words) -> Vec<Problem> {
        vec![Problem { row: None, column: None, code, words }]
    }

    /// The first problems of a file, in its order, and how many more there are.
    fn told(mut problems: Vec<Problem>) -> Vec<Problem> {
        problems.sort();
        let more = problems.len().saturating_sub(PROBLEMS_MAX);
        problems.truncate(PROBLEMS_MAX);
        if more > 0 {
            let text =
                words(format!("另有{more}处问题未列出"), format!("{more} more problems are not listed"));
            problems.extend(Problem::file("more_problems", text));
        }
        problems
    }

    fn cell(row: u32, column: u32, code: &'static str, words: Words) -> Problem {
        Problem { row: Some(row + 1), column: Some(letters(column)), code, words }
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(mut column: u32) -> String {
    let mut name = Vec::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or_default();
        name.push(char::from(b'A' + letter));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    name.into_iter().rev().collect()
}

/// The cells of a sheet, row by row; only what is there.
type Sheet = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Reads the rows of the first sheet. It takes a while, and memory: not for a thread that others wait for.
///
/// # Errors
/// Everything that is wrong, up to a number.
pub fn read(bytes: &[u8]) -> Result<Vec<WageRow>, Vec<Problem>> {
    // What the reader of workbooks does not foresee (a cell beyond all numbers) is a file that cannot be read.
    let sheet = catch_unwind(|| cells(bytes)).unwrap_or_else(|_| Err(unreadable()))?;
    let (at, heading) = heading_of(&sheet)?;
    if sheet.range(at + 1..).count() > LINES_MAX {
        let text = words(format!("工资表不超过{LINES_MAX}行"), format!("at most {LINES_MAX} rows"));
        return Err(Problem::file("too_many_rows", text));
    }
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for (row, cells) in sheet.range(at + 1..) {
        if is_total(cells, &heading) || cells.values().all(Cell::is_empty) {
            continue;
        }
        match line(*row, cells, &heading) {
            Ok(read) => rows.push((*row, read)),
            Err(found) => problems.extend(found),
        }
    }
    if rows.is_empty() && problems.is_empty() {
        return Err(Problem::file("no_rows", words("工资表没有内容", "the wage list has no rows")));
    }
    problems.extend(repeated(&rows, &heading));
    if problems.is_empty() {
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    } else {
        Err(Problem::told(problems))
    }
}

fn unreadable() -> Vec<Problem> {
    let text = words("不是可以读取的XLSX文件", "this is no XLSX file that can be read");
    Problem::file("unreadable", text)
}

/// The cells of the first sheet. What is packed is unpacked under a limit first, so that what follows is bounded.
fn cells(bytes: &[u8]) -> Result<Sheet, Vec<Problem>> {
    if let Some((code, words)) = foreign::instead_of_a_table(bytes) {
        return Err(Problem::file(code, words));
    }
    let mut strings = SharedStrings::new(shared_strings::LIMITS);
    let nothing: fn(&str) -> bool = |_| false;
    let unpacked =
        unpacking::unpack_looking(bytes, (unpacking::UNPACKED_BYTES_MAX, nothing), &mut |part, piece| {
            strings.take(part, piece)
        });
    unpacked.map_err(|fault| match (fault, strings.said()) {
        (unpacking::Fault::Broken | unpacking::Fault::Encrypted, _) => unreadable(),
        (unpacking::Fault::TooMuch, Some(text)) => Problem::file("too_many_shared_strings", text),
        (unpacking::Fault::TooMuch, None) => {
            let text = words("文件解压后过大", "the file unpacks to too much");
            Problem::file("unpacks_too_large", text)
        }
    })?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let name = book.sheet_names().first().cloned().ok_or_else(unreadable)?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| unreadable())?;
    let mut sheet = Sheet::new();
    let mut count = 0;
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|_| unreadable())? {
        count += 1;
        if count > CELLS_MAX {
            let text = words("单元格过多", "there are too many cells");
            return Err(Problem::file("too_many_cells", text));
        }
        let (row, column) = found.pos;
        if row >= SHEET_SIZE.0 || column >= SHEET_SIZE.1 {
            return Err(unreadable());
        }
        let value = match (found.formula, found.value) {
            (Some(_), _) => Cell::Formula,
            (None, DataRef::Empty) => continue,
            (None, value) => Cell::of(&value),
        };
        sheet.entry(row).or_default().insert(column, value);
    }
    Ok(sheet)
}

/// The row that names the columns, among the first ones: the first with a name and an ID-card number in it.
fn heading_of(sheet: &Sheet) -> Result<(u32, Heading), Vec<Problem>> {
    let candidates = sheet.iter().take_while(|(row, _)| **row < HEADING_ROWS_MAX);
    for (row, cells) in candidates {
        if let Some((column, _)) =
            cells.iter().find(|(_, cell)| text(cell).is_some_and(heading::says_other_unit))
        {
            return Err(vec![heading::unit_problem(*row, *column)]);
        }
        let heading = Heading::of(cells);
        if heading.find(Column::Name).is_some() || heading.find(Column::IdNumber).is_some() {
            return heading.checked(*row).map(|heading| (*row, heading));
        }
    }
    let text = words(
        format!("前{HEADING_ROWS_MAX}行没有表头（姓名、身份证号码等）"),
        format!("the first {HEADING_ROWS_MAX} rows name no columns such as 姓名、身份证号码"),
    );
    Err(Problem::file("no_heading", text))
}

/// 合计: a row that adds the others up is none of them.
fn is_total(cells: &BTreeMap<u32, Cell>, heading: &Heading) -> bool {
    let named = heading.find(Column::Name).and_then(|column| cells.get(&column));
    let first = cells.values().next();
    let says = |cell: Option<&Cell>| {
        cell.and_then(text)
            .is_some_and(|said| matches!(said.replace(' ', "").as_str(), "合计" | "总计" | "小计"))
    };
    says(named) || says(first)
}

/// One row, or everything that is wrong with it.
fn line(row: u32, cells: &BTreeMap<u32, Cell>, heading: &Heading) -> Result<WageRow, Vec<Problem>> {
    let mut reading = Reading { row, cells, heading, problems: Vec::new() };
    reading.refuse_formulas();
    let name = reading.required(Column::Name, text_of);
    let id_number = reading.required(Column::IdNumber, id_of);
    let phone = reading.optional(Column::Phone, number_or_text);
    let account = reading.optional(Column::BankAccount, number_or_text);
    let job = reading.optional(Column::Job, text_of);
    let from = reading.required(Column::From, day);
    let to = reading.required(Column::To, day);
    let days_tenths = reading.optional(Column::Days, tenths);
    let rate = reading.optional(Column::Rate, amount);
    let due = reading.required(Column::Due, amount);
    let paid = reading.optional(Column::Paid, amount).unwrap_or(Fen::ZERO);
    let owed = reading.optional(Column::Owed, amount);
    reading.check(from, to, (due, paid, owed));
    if !reading.problems.is_empty() {
        return Err(reading.problems);
    }
    let (Some(name), Some(id_number), Some(from), Some(to), Some(due)) = (name, id_number, from, to, due)
    else {
        return Err(reading.problems);
    };
    let person =
        Person { name, id_number: Some(id_number.clone()), phone, address: None, bank_account: account };
    let owed = owed.unwrap_or(Fen(due.0 - paid.0));
    Ok(WageRow { row: row + 1, person, id_number, job, from, to, days_tenths, rate, due, paid, owed })
}

/// Why a value cannot be read.
type Why = (&'static str, Words);

/// A row being read.
struct Reading<'a> {
    row: u32,
    cells: &'a BTreeMap<u32, Cell>,
    heading: &'a Heading,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn refuse_formulas(&mut self) {
        for (column, _) in self.cells.iter().filter(|(_, cell)| matches!(cell, Cell::Formula)) {
            let text = words("不接受公式，请粘贴为数值", "a formula is not accepted; paste it as a value");
            self.problems.push(Problem::cell(self.row, *column, "formula", text));
        }
    }

    /// The value of a column; a formula was refused already.
    fn optional<T>(&mut self, column: Column, parse: impl Fn(&Cell) -> Result<T, Why>) -> Option<T> {
        let at = self.heading.find(column)?;
        let cell = self.cells.get(&at).filter(|cell| !cell.is_empty() && !matches!(cell, Cell::Formula))?;
        match parse(cell) {
            Ok(value) => Some(value),
            Err((code, text)) => {
                self.problems.push(Problem::cell(self.row, at, code, text));
                None
            }
        }
    }

    fn required<T>(&mut self, column: Column, parse: impl Fn(&Cell) -> Result<T, Why>) -> Option<T> {
        let at = self.heading.find(column)?;
        if self.cells.get(&at).is_none_or(Cell::is_empty) {
            let text = words("缺少必填项", "This field is required.");
            self.problems.push(Problem::cell(self.row, at, "required", text));
            return None;
        }
        self.optional(column, parse)
    }

    /// What two cells say of each other.
    fn check(
        &mut self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        (due, paid, owed): (Option<Fen>, Fen, Option<Fen>),
    ) {
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            let text = words("止日早于起日", "the time ends before it begins");
            self.note(Column::To, "wage_period", text);
        }
        let Some(due) = due else { return };
        if due < paid || owed.is_some_and(|owed| owed.0 != due.0 - paid.0) {
            let text = words("欠发不等于应发减已发", "what is owed is not what was due less what was paid");
            let column = if owed.is_some() { Column::Owed } else { Column::Due };
            self.note(column, "owed_does_not_tie", text);
        }
    }

    fn note(&mut self, column: Column, code: &'static str, text: Words) {
        if let Some(at) = self.heading.find(column) {
            self.problems.push(Problem::cell(self.row, at, code, text));
        }
    }
}

fn text_of(cell: &Cell) -> Result<String, Why> {
    text(cell)
        .filter(|text| text.chars().count() <= 100)
        .map(str::to_owned)
        .ok_or_else(|| ("type", words("应为不超过100字的文字", "Must be a text of at most 100 characters.")))
}

/// Phones and accounts are often kept as numbers; up to fifteen digits a sheet keeps them whole.
fn number_or_text(cell: &Cell) -> Result<String, Why> {
    match cell {
        Cell::Number(number) if *number >= 0.0 && *number < 1e15 && number.fract() == 0.0 => {
            Ok(format!("{number:.0}"))
        }
        other => text_of(other).map_err(|_| {
            let said = "号码超过15位或不是号码，请按文本填写";
            ("type", words(said, "Digits beyond fifteen are lost in a number: enter it as text."))
        }),
    }
}

/// An ID-card number is text: a sheet loses its last digits as a number.
fn id_of(cell: &Cell) -> Result<String, Why> {
    let Some(number) = text(cell) else {
        let said = "身份证号码应按文本填写，数字格式会丢失末几位";
        return Err((
            "id_number_as_number",
            words(said, "Enter it as text: as a number its last digits are lost."),
        ));
    };
    let number = number.to_uppercase();
    if check_digit::id_number(&number) {
        return Ok(number);
    }
    let said = words(
        "公民身份号码校验位或出生日期不符",
        "the check digit or birth date of the ID-card number is wrong",
    );
    Err(("id_number_check_digit", said))
}

/// The same number with another name, or for the same time once more.
fn repeated(rows: &[(u32, WageRow)], heading: &Heading) -> Vec<Problem> {
    let Some(column) = heading.find(Column::IdNumber) else { return Vec::new() };
    let mut names: HashMap<&str, (&str, u32)> = HashMap::new();
    let mut times: HashMap<(&str, NaiveDate, NaiveDate), u32> = HashMap::new();
    let mut found = Vec::new();
    for (row, line) in rows {
        let first = *names.entry(&line.id_number).or_insert((&line.person.name, *row));
        if first.0 != line.person.name {
            let no = first.1 + 1;
            let text = words(
                format!("身份证号码与第{no}行另一姓名重复"),
                format!("row {no} has this number with another name"),
            );
            found.push(Problem::cell(*row, column, "id_number_of_another", text));
        }
        let earlier = times.insert((&line.id_number, line.from, line.to), *row);
        if let Some(earlier) = earlier {
            let no = earlier + 1;
            let text = words(
                format!("与第{no}行同一人同一期间重复"),
                format!("row {no} has the same worker and time"),
            );
            found.push(Problem::cell(*row, column, "duplicate_line", text));
        }
    }
    found
}
