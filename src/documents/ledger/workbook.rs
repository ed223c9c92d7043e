//! A ledger in an XLSX workbook: its cells one by one as they stand in the file, gathered into rows. What is packed is
//! unpacked under a limit first. Formulas are no values.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, Xlsx};
use chrono::NaiveDate;

use super::heading::NO_HEADING;
use super::{COLUMNS_MAX, Stopped, Table, of_file};
use crate::documents::shared_strings::{self, Limits, SharedStrings};
use crate::documents::unpacking::{self, Fault};
use crate::documents::wage_list::Problem;
use crate::domain::ledger::{Cell, Cells, Epoch, LedgerFile, ReadRow};
use crate::domain::refusal::{Words, words};

/// How this form is called.
pub(super) const FORMAT: &str = "xlsx";
/// So many sheets are named that were not read.
const NAMED_SHEETS_MAX: usize = 10;
/// How much all parts of a workbook may unpack to.
const UNPACKED_BYTES_MAX: u64 = 384 << 20;
/// How many merged cells a workbook may have; a reader takes all of them into memory.
const MERGED_MAX: usize = 1_000_000;
/// How each of them begins.
const MERGED_CELL: &str = "mergeCell";
/// The part that says from when the workbook counts its days.
const PROPERTIES: &str = "xl/workbook.xml";
/// The rows that a sheet can have.
const SHEET_ROWS: u32 = 1 << 20;

fn unreadable() -> Vec<Problem> {
    of_file("unreadable", "不是可以读取的XLSX文件", "this is no XLSX file that can be read")
}

/// Reads a workbook.
pub(super) fn read<E>(
    bytes: &[u8],
    table: &mut Table<'_>,
    take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let parts = unpacked(bytes, shared_strings::LIMITS)?;
    FORMAT.clone_into(&mut table.file.format);
    let properties = parts.get(PROPERTIES).map(Vec::as_slice).unwrap_or_default();
    if counts_from_1904(&String::from_utf8_lossy(properties)) {
        table.epoch = Epoch::Y1904;
    }
    // What the reader of workbooks does not foresee (a cell beyond all numbers) is a file that cannot be read.
    let sheets = catch_unwind(AssertUnwindSafe(|| cells(bytes, table, take)));
    sheets.unwrap_or_else(|_| Err(unreadable().into()))
}

/// The parts that are wanted, where the file unpacks to what memory can hold.
fn unpacked(bytes: &[u8], limits: Limits) -> Result<BTreeMap<String, Vec<u8>>, Vec<Problem>> {
    let mut strings = SharedStrings::new(limits);
    let wanted: fn(&str) -> bool = |name| name == PROPERTIES;
    let mut merged = 0;
    let parts = unpacking::unpack_looking(bytes, (UNPACKED_BYTES_MAX, wanted), &mut |part, piece| {
        // One that is cut in two by the end of a piece more or less makes no difference.
        merged += String::from_utf8_lossy(piece).matches(MERGED_CELL).count();
        if merged > MERGED_MAX { Err(Fault::TooMuch) } else { strings.take(part, piece) }
    });
    parts.map_err(|fault| match (fault, strings.said()) {
        (Fault::Broken | Fault::Encrypted, _) => unreadable(),
        (Fault::TooMuch, _) if merged > MERGED_MAX => of_file(
            "too_many_merged_cells",
            "合并单元格超过1000000个；请取消合并，或另存为CSV",
            "more than 1,000,000 merged cells: take them apart, or save it as CSV",
        ),
        (Fault::TooMuch, Some(words)) => {
            vec![Problem { row: None, column: None, code: "too_many_shared_strings", words }]
        }
        (Fault::TooMuch, None) => {
            of_file("unpacks_too_large", "文件解压后过大", "the file unpacks to too much")
        }
    })
}

fn counts_from_1904(properties: &str) -> bool {
    ["date1904=\"1\"", "date1904=\"true\"", "date1904='1'"].iter().any(|said| properties.contains(said))
}

fn cells<E>(
    bytes: &[u8],
    table: &mut Table<'_>,
    take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let name = sheet(&book.sheet_names(), table)?;
    for region in book.merge_cells_by_sheet_name(&name).map_err(|_| unreadable())? {
        let ((row, column), (last_row, last_column)) = (region.start, region.end);
        table.merged.add((row.saturating_add(1), column), (last_row.saturating_add(1), last_column));
    }
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| unreadable())?;
    let (mut row, mut gathered) = (0, Cells::new());
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|_| unreadable())? {
        let (at, column) = found.pos;
        if at >= SHEET_ROWS || at < row {
            return Err(unreadable().into());
        }
        if at > row {
            table.row(row + 1, std::mem::take(&mut gathered), take)?;
            row = at;
        }
        let value = match (found.formula, found.value) {
            (Some(_), shown) => Cell::Formula(Box::new(cell(&shown))),
            (None, DataRef::Empty) => continue,
            (None, value) => cell(&value),
        };
        if column < COLUMNS_MAX {
            gathered.insert(column, value);
        }
    }
    table.row(row + 1, gathered, take)
}

/// The sheet that is read: the one that was asked for, or the first. The others are named.
fn sheet(names: &[String], table: &mut Table<'_>) -> Result<String, Vec<Problem>> {
    let wanted = table.options.sheet.as_ref();
    let found = match wanted {
        Some(wanted) => names.iter().find(|name| *name == wanted),
        None => names.first(),
    };
    let name = found.cloned().ok_or_else(|| no_such_sheet(names))?;
    table.file.other_sheets = names.iter().filter(|other| **other != name).cloned().collect();
    table.file.sheet = Some(name.clone());
    Ok(name)
}

fn no_such_sheet(names: &[String]) -> Vec<Problem> {
    let Words { zh, en } = quoted(names);
    of_file(
        "no_such_sheet",
        &format!("没有这一工作表；文件里有：{zh}"),
        &format!("there is no such sheet; the file has {en}"),
    )
}

/// What is wrong with the head of a sheet: where no heading is found, it may be another sheet that was meant.
pub(super) fn of_sheet(problems: Vec<Problem>, file: &LedgerFile) -> Vec<Problem> {
    let Some(sheet) = &file.sheet else { return problems };
    let others = quoted(&file.other_sheets);
    let told = |problem: Problem| {
        if problem.code != NO_HEADING {
            return problem;
        }
        let Words { zh, en } = &problem.words;
        let text = if file.other_sheets.is_empty() {
            words(
                format!("工作表“{sheet}”：{zh}；文件里没有别的工作表"),
                format!("sheet \u{201c}{sheet}\u{201d}: {en}; the file has no other sheet"),
            )
        } else {
            words(
                format!(
                    "工作表“{sheet}”：{zh}；文件里还有工作表{}：如台账在其中，请在导入时指明工作表名称（sheet），或把它移到最前",
                    others.zh
                ),
                format!(
                    "sheet \u{201c}{sheet}\u{201d}: {en}; the file also has {}: if the ledger is one of them, name it when \
                     you bring the file (sheet), or move it to the front",
                    others.en
                ),
            )
        };
        Problem { words: text, ..problem }
    };
    problems.into_iter().map(told).collect()
}

/// The names of sheets in quotes, the first of them.
fn quoted(names: &[String]) -> Words {
    let first = || names.iter().take(NAMED_SHEETS_MAX);
    let more = names.len().saturating_sub(NAMED_SHEETS_MAX);
    let zh: Vec<String> = first().map(|name| format!("“{name}”")).collect();
    let en: Vec<String> = first().map(|name| format!("\u{201c}{name}\u{201d}")).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    if more == 0 {
        words(zh, en)
    } else {
        words(format!("{zh}等{}张", names.len()), format!("{en} and {more} more"))
    }
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::String(text) => Cell::Text(text.trim().to_owned()),
        DataRef::SharedString(text) => Cell::Text(text.trim().to_owned()),
        DataRef::Int(number) => {
            i32::try_from(*number).map_or(Cell::Other, |number| Cell::Number(f64::from(number)))
        }
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
            day.map_or(Cell::Other, Cell::Day)
        }
        DataRef::DateTimeIso(text) => {
            text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Other, Cell::Day)
        }
        DataRef::Empty => Cell::Text(String::new()),
        DataRef::DateTime(_) | DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) => Cell::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn packed(strings: usize) -> Vec<u8> {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let text = format!("<sst>{}</sst>", "<si><t>符永祥</t></si>".repeat(strings));
        file.write_all(text.as_bytes()).unwrap();
        file.finish().unwrap().into_inner()
    }

    #[test]
    fn a_workbook_that_shares_too_much_is_refused_by_the_limit() {
        let limits = Limits { strings: 10, bytes: 1 << 20 };
        assert!(unpacked(&packed(10), limits).is_ok());
        let refused = unpacked(&packed(11), limits).unwrap_err();
        assert_eq!((refused.len(), refused[0].code), (1, "too_many_shared_strings"));
        assert!(refused[0].words.zh.contains("超过10个或1MiB"), "{refused:?}");
        let refused = unpacked(&packed(10), Limits { strings: 10, bytes: 200 }).unwrap_err();
        assert_eq!(refused[0].code, "too_many_shared_strings");
    }
}
