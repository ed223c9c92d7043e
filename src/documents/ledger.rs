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
    is_blank, letters,
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
    /// How many cells the heading has.
    width: u32,
    rows: usize,
}

impl<'a> Table<'a> {
    fn new(options: &'a Options) -> Table<'a> {
        let file = LedgerFile::default();
        let merged = Merged::default();
        let (first, findings) = (Vec::new(), BTreeSet::new());
        Table {
            options,
            epoch: Epoch::Y1900,
            file,
            first,
            merged,
            mapping: None,
            findings,
            width: 0,
            rows: 0,
        }
    }

    /// Takes the next row, counted from 1.
    fn row<E>(
        &mut self,
        row: u32,
        cells: Cells,
        take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        if cells.values().all(is_empty) {
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
        let found = found.map_err(|problems| text::doubted(problems, &first, encoding));
        let found = found.map_err(|problems| workbook::of_sheet(problems, &self.file))?;
        self.file.heading_row = found.row;
        self.file.columns = found.columns;
        self.file.head = found.lines;
        self.merged.in_rows_below(found.row, &found.mapping);
        self.mapping = Some(found.mapping);
        self.findings = found.findings;
        self.width = found.width;
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
        let read = if total {
            Err(vec![total_row(row)])
        } else if let Some(finding) = self.beyond_heading(row, &cells) {
            // Where a cell fell apart, all behind it stand in the wrong columns, and what is said of them would be wrong.
            Err(vec![finding])
        } else {
            self.merged.of_row(row, ledger::read(row, &cells, &reading))
        };
        let number_column = mapping.letters(Column::Number);
        let number = if total { None } else { ledger::number(&cells, mapping) };
        let cells = texts(&cells, (mapping, self.epoch));
        take(ReadRow { row, cells, number, read }, number_column).map_err(Stopped::Taker)
    }

    /// The first cell that stands under no heading. Text has such a one where a separator was meant as a part of a cell; in a
    /// workbook nothing falls apart, but a row that came back rejected has what it had too much behind its findings.
    fn beyond_heading(&self, row: u32, cells: &Cells) -> Option<LedgerFinding> {
        if self.file.format == workbook::FORMAT && self.findings.is_empty() {
            return None;
        }
        let (at, _) = cells.range(self.width..).find(|(_, cell)| !is_empty(cell))?;
        let (last, first) = (letters(self.width.saturating_sub(1)), letters(*at));
        let text = words(
            format!(
                "这一行的内容超出表头（表头到{last}列为止）：多半是某一格里的逗号（如1,800的千位逗号）把一格拆成了两格，其后各格错位；\
                 请去掉逗号、移回各格，或给整格加上英文双引号"
            ),
            format!(
                "this row goes on beyond the heading, which ends with column {last}: a comma in a cell, as in 1,800, most \
                 likely parted it in two, and all behind it stand in wrong columns; take the comma out and move them back, \
                 or put the cell in double quotes"
            ),
        );
        Some(LedgerFinding::at(row, Some(first), "cells_beyond_heading", text))
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

fn is_empty(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.is_empty())
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    const HEADING: &str = "案号,受理日期,申请人,被申请人,案由,处理程序";

    /// A ledger that was read, with its rows.
    type Found = (LedgerFile, Vec<ReadRow>);

    fn read_with(bytes: &[u8], columns: &[(u32, Option<Column>)]) -> Result<Found, Vec<Problem>> {
        let options = Options {
            sheet: None,
            columns: columns.iter().copied().collect(),
            totals: Totals::Refuse,
            unsaid: None,
            today: "2021-12-10".parse().unwrap(),
        };
        let mut rows = Vec::new();
        let file = read::<Infallible>(bytes, &options, &mut |row, _| {
            rows.push(row);
            Ok(())
        });
        file.map(|file| (file, rows)).map_err(|stopped| match stopped {
            Stopped::Taker(never) => match never {},
            Stopped::File(problems) => problems,
        })
    }

    fn rows(bytes: &[u8]) -> Vec<ReadRow> {
        read_with(bytes, &[]).unwrap_or_else(|wrong| panic!("{wrong:?}")).1
    }

    /// What is wrong with each row that has something wrong with it.
    fn wrong(rows: &[ReadRow]) -> Vec<String> {
        let findings = rows.iter().filter_map(|row| row.read.as_ref().err()).flatten();
        let told = |it: &LedgerFinding| {
            format!("{}{} {}", it.column.clone().unwrap_or_default(), it.row.unwrap_or_default(), it.code)
        };
        findings.map(told).collect()
    }

    #[test]
    fn a_cell_that_a_comma_parted_in_two_refuses_its_row() {
        let line = |number: &str, amount: &str| {
            format!("{number},2021-03-05,符永祥,某公司,工资,简易,2021-04-10,终局裁决,{amount}\n")
        };
        let head = format!("{HEADING},结案日期,结案方式,裁决金额\n");
        let file = [line("1号", "1,800"), line("2号", "\"1,800\""), line("3号", "1800,, ,")].concat();
        let found = rows(format!("{head}{file}").as_bytes());
        assert_eq!(wrong(&found), ["J2 cells_beyond_heading"]);
        let said = &found[0].read.as_ref().unwrap_err()[0].zh;
        assert!(said.contains("表头到I列为止") && said.contains("逗号"), "{said}");
        // Nothing of it is lost, and its number is known.
        assert_eq!(
            (found[0].cells[8..].join("|").as_str(), found[0].number.as_deref()),
            ("1|800", Some("1号"))
        );
        for row in &found[1..] {
            let closed = row.read.as_ref().unwrap().entry.closed.unwrap();
            assert_eq!(closed.amount.map(|it| it.0), Some(180_000), "{row:?}");
        }
        // A column without a heading that somebody said is one.
        let text = format!("{HEADING}\n1号,2021-03-05,符永祥,某公司,工资,简易,300\n");
        assert_eq!(wrong(&rows(text.as_bytes())), ["G2 cells_beyond_heading"]);
        let said = read_with(text.as_bytes(), &[(6, Some(Column::Claimed))]).unwrap().1;
        assert_eq!(said[0].read.as_ref().unwrap().entry.claimed.map(|it| it.0), Some(30_000));
    }

    /// What a row had too much stands behind its findings, also in a workbook.
    #[test]
    fn what_came_back_with_too_many_cells_is_refused_until_it_is_mended() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let head = HEADING.split(',').chain(["请求金额", FINDINGS_HEADING]);
        let row = ["1号", "2021-03-05", "符永祥", "某公司", "工资", "简易", "1", "第2行：…"];
        for (at, (head, text)) in (0..).zip(head.zip(row)) {
            sheet.write(0, at, head).unwrap();
            sheet.write(1, at, text).unwrap();
        }
        sheet.write(1, 8, "800").unwrap();
        assert_eq!(wrong(&rows(&book.save_to_buffer().unwrap())), ["I2 cells_beyond_heading"]);
    }

    #[test]
    fn what_columns_were_said_to_be_is_kept_in_the_heading() {
        let said =
            [(6, Some(Column::Claimed)), (7, None), (8, Some(Column::Amount)), (9, Some(Column::Arbitrator))];
        let row = "1号,2021-03-05,符永祥,某公司,工资,简易,3,9,2,陈某,2021-04-10,调解\n";
        let under = ",,,,,,甲,申请,丙,,结案日期,结案方式\n";
        for head in [
            format!("单位：万元\n{HEADING},诉求,请求金额（万元）,给付,,结案日期,结案方式\n"),
            format!("{HEADING},诉求（万元）,请求金额,给付/万元,,结案日期,结案方式\n"),
            format!("{HEADING},金额（万元）,,,,结案情况,\n{under}"),
        ] {
            let (file, rows) = read_with(format!("{head}{row}").as_bytes(), &said).unwrap();
            let lines: Vec<String> = file.head.iter().map(|line| line.join(",")).collect();
            let again = rows_of(&format!("{}\n{row}", lines.join("\n")));
            let entry = |rows: &[ReadRow]| rows[0].read.clone().unwrap().entry;
            assert_eq!(entry(&again), entry(&rows), "{lines:?}");
            assert_eq!(entry(&again).claimed.map(|it| it.0), Some(3_000_000), "{lines:?}");
            let closed = entry(&again).closed.unwrap();
            assert_eq!(closed.amount.map(|it| it.0), Some(2_000_000), "{lines:?}");
            assert_eq!(entry(&again).handled_by.as_deref(), Some("陈某"), "{lines:?}");
        }
    }

    fn rows_of(text: &str) -> Vec<ReadRow> {
        rows(text.as_bytes())
    }

    /// Awards and what was agreed, said by hand: they are two again.
    #[test]
    fn two_columns_of_amounts_that_were_said_are_two_again() {
        let said = [(6, Some(Column::Amount)), (7, Some(Column::Amount))];
        let row = "1号,2021-03-05,符永祥,某公司,工资,简易,,2,2021-04-10,调解\n";
        let head = format!("{HEADING},裁决支付,调解支付（万元）,结案日期,结案方式\n");
        let (file, rows) = read_with(format!("{head}{row}").as_bytes(), &said).unwrap();
        assert_eq!(file.head[0][6..8], ["裁决金额", "调解金额（万元）"]);
        let again = rows_of(&format!("{}\n{row}", file.head[0].join(",")));
        for rows in [&rows, &again] {
            let closed = rows[0].read.as_ref().unwrap().entry.closed.unwrap();
            assert_eq!(closed.amount.map(|it| it.0), Some(2_000_000));
        }
    }

    /// A workbook with cells that are merged; in rows from 1 on and columns from 0.
    fn merged(lines: &[[&str; 6]], over: &[[u32; 3]]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, name) in (0..).zip(HEADING.split(',')) {
            sheet.write(0, at, name).unwrap();
        }
        for (row, line) in (1..).zip(lines) {
            for (at, text) in (0..).zip(line).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, at, *text).unwrap();
            }
        }
        for [from, to, at] in over {
            let column = usize::try_from(*at).unwrap();
            let text = lines[usize::try_from(from - 2).unwrap()][column];
            let at = u16::try_from(*at).unwrap();
            sheet.merge_range(from - 1, at, to - 1, at, text, &Format::new()).unwrap();
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_case_that_takes_several_rows_is_no_case_of_its_first_row() {
        let first = ["1号", "2021-03-05", "张三", "某公司", "工资", "简易"];
        let under = |name: &'static str| ["", "", name, "", "", ""];
        let next = ["2号", "2021-03-06", "赵六", "某公司", "工资", "简易"];
        let over: Vec<[u32; 3]> = [0, 1, 3, 4, 5].map(|at| [2, 4, at]).to_vec();
        let found = rows(&merged(&[first, under("李四"), under("王五"), next], &over));
        assert_eq!(wrong(&found), ["A2 merged_rows", "A3 merged_rows", "A4 merged_rows"]);
        let said = |at: usize| found[at].read.as_ref().unwrap_err()[0].zh.as_str();
        assert!(said(0).contains("第2至4行的案号是合并单元格"), "{}", said(0));
        assert!(said(1).contains("与第2行合并") && said(2).contains("与第2行合并"), "{}", said(1));
        assert_eq!(found[3].number.as_deref(), Some("2号"));
        assert!(found[3].read.is_ok());
        // A row that is as high as two in every column is one row.
        let high: Vec<[u32; 3]> = (0..6).map(|at| [2, 3, at]).collect();
        let found = rows(&merged(&[first, [""; 6], next], &high));
        assert_eq!((wrong(&found), found.len()), (Vec::new(), 2));
    }

    #[test]
    fn cases_that_share_a_merged_cell_are_told_which_one() {
        let line = |number: &'static str, respondent: &'static str, procedure: &'static str| {
            [number, "2021-03-05", "张三", respondent, "工资", procedure]
        };
        let lines = [line("1号", "某公司", "简易"), line("2号", "", "简易"), line("3号", "某厂", "简易")];
        // 被申请人 of the first two.
        let found = rows(&merged(&lines, &[[2, 3, 3]]));
        assert_eq!(wrong(&found), ["D3 merged_rows"]);
        let said = &found[1].read.as_ref().unwrap_err()[0].zh;
        assert!(said.contains("“被申请人”与第2行合并"), "{said}");
        assert!(found[0].read.is_ok() && found[2].read.is_ok());
    }

    #[test]
    fn a_sheet_without_a_heading_is_named_with_the_others() {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("说明").unwrap().write(0, 0, "填表说明").unwrap();
        let refused = |book: &mut Workbook| {
            let problems = read_with(&book.save_to_buffer().unwrap(), &[]).unwrap_err();
            assert_eq!((problems.len(), problems[0].code), (1, "no_heading"), "{problems:?}");
            problems[0].words.zh.clone()
        };
        let alone = refused(&mut book);
        assert!(
            alone.starts_with("工作表“说明”：前30行没有表头") && alone.contains("没有别的工作表"),
            "{alone}"
        );
        book.add_worksheet().set_name("2021年").unwrap();
        book.add_worksheet().set_name("2020年").unwrap();
        let said = refused(&mut book);
        assert!(said.contains("还有工作表“2021年”、“2020年”") && said.contains("（sheet）"), "{said}");
    }
}
