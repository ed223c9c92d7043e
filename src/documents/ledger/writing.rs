//! Writing a ledger (台账导出): first what it is, who asked, when and by which filters, then the columns, then the cases. No
//! cell can be taken for a formula: in CSV it gets an apostrophe, in a workbook it is text. Not here: which cases.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::text::{GUARD, is_dangerous};
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Column, Written};

/// Programs that read CSV take it for UTF-8 by this.
const BOM: &str = "\u{feff}";
/// How wide the columns are, in characters.
const COLUMN_WIDTH: f64 = 16.0;

/// What a cell of a workbook holds, in units of UTF-16; and what stands where there is more.
const CELL_UNITS_MAX: usize = 32_767;
const TOO_LONG: &str = "（超过32767字，工作簿的一格放不下，请下载CSV）";

/// What stands above the columns.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// One row each.
    pub titles: Vec<String>,
}

/// Some rows; none when there are no more.
pub type Part = Vec<Vec<Written>>;

/// The beginning of a ledger as CSV.
///
/// # Errors
/// That memory is gone.
pub fn csv_head(head: &Head) -> io::Result<Vec<u8>> {
    let mut out = BOM.as_bytes().to_vec();
    let titles = head.titles.iter().map(|title| vec![title.clone()]);
    let columns = Column::ROWS.iter().map(|(_, label)| label.zh.to_owned()).collect();
    out.extend(csv_rows(titles.chain([columns]))?);
    Ok(out)
}

/// Rows as CSV.
///
/// # Errors
/// That memory is gone.
pub fn csv_rows(rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|text| guarded(text)))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// No cell is a formula: a sign that begins one is guarded, but for that of a plain number, which stays one.
fn guarded(text: &str) -> String {
    let guard = (is_dangerous(text) && !is_number(text)) || text.starts_with(GUARD);
    if guard { format!("{GUARD}{text}") } else { text.to_owned() }
}

/// Digits, with a minus before them and a fraction behind if it has these.
fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
}

/// A cell as text.
#[must_use]
pub fn shown(written: &Written) -> String {
    match written {
        Written::Nothing => String::new(),
        Written::Text(text) => text.clone(),
        Written::Day(day) => day.to_string(),
        Written::Amount(amount) => amount.to_string(),
        Written::People(people) => people.to_string(),
    }
}

/// Writes a workbook, part by part as `next` gives them, until it gives none.
///
/// # Errors
/// What `next` says, or that the file cannot be written.
pub fn xlsx(
    head: &Head,
    mut next: impl FnMut() -> io::Result<Part>,
    out: impl Write + Seek + Send,
) -> io::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
    let mut row = begin(sheet, head).map_err(io::Error::other)?;
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let amount = Format::new().set_num_format("0.00");
    loop {
        let part = next()?;
        if part.is_empty() {
            break;
        }
        for cells in part {
            write(sheet, row, (&cells, &day, &amount)).map_err(io::Error::other)?;
            row += 1;
        }
    }
    book.save_to_writer(out).map_err(io::Error::other)
}

/// Writes a workbook of texts as they are, part by part as `next` gives them, until it gives none. What no cell holds is
/// named in its place.
///
/// # Errors
/// What `next` says, or that the file cannot be written.
pub fn xlsx_texts(
    next: &mut dyn FnMut() -> io::Result<Vec<Vec<String>>>,
    out: impl Write + Seek + Send,
) -> io::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
    sheet.set_name("台账").map_err(io::Error::other)?;
    let mut rows = 0..;
    loop {
        let part = next()?;
        if part.is_empty() {
            break;
        }
        for (cells, row) in part.iter().zip(rows.by_ref()) {
            for (text, at) in cells.iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
                let fits = text.chars().map(char::len_utf16).sum::<usize>() <= CELL_UNITS_MAX;
                let text = if fits { text } else { TOO_LONG };
                sheet.write_string(row, at, text).map_err(io::Error::other)?;
            }
        }
    }
    book.save_to_writer(out).map_err(io::Error::other)
}

/// Writes what stands above, and the columns; gives the next row.
fn begin(sheet: &mut Worksheet, head: &Head) -> Result<u32, XlsxError> {
    sheet.set_name("台账")?;
    let mut row = 0;
    for title in &head.titles {
        sheet.write_string(row, 0, title)?;
        row += 1;
    }
    let bold = Format::new().set_bold();
    for (at, (_, label)) in (0..).zip(Column::ROWS) {
        sheet.set_column_width(at, COLUMN_WIDTH)?;
        sheet.write_string_with_format(row, at, label.zh, &bold)?;
    }
    Ok(row + 1)
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    (cells, day_format, amount_format): (&[Written], &Format, &Format),
) -> Result<(), XlsxError> {
    for (at, cell) in (0..).zip(cells) {
        match cell {
            Written::Nothing => {}
            Written::Text(text) => drop(sheet.write_string(row, at, text)?),
            Written::Day(day) => drop(sheet.write_datetime_with_format(row, at, day, day_format)?),
            Written::Amount(amount) => {
                // Fifteen digits a sheet keeps exactly; the largest amount of a case has fewer.
                let yuan: f64 = amount.to_string().parse().unwrap_or_default();
                sheet.write_number_with_format(row, at, yuan, amount_format)?;
            }
            Written::People(people) => {
                let people = u32::try_from(*people).unwrap_or(u32::MAX);
                sheet.write_number(row, at, people)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::ledger::text::unguarded;

    #[test]
    fn whatever_a_sheet_takes_for_a_formula_is_guarded_and_comes_back() {
        for text in [
            "=1+1",
            "+8613800001234",
            "-1+1",
            "-",
            "-1.",
            "@SUM(A1)",
            "＝HYPERLINK(\"http://x\")",
            "＋1",
            "－1",
            "＠SUM",
            "\t=1",
            "\t无",
            "\r=1",
            "\n=1",
            "  =1",
            "\u{3000}＝1",
            "\u{a0}+1",
            "\u{feff}=1",
            "\u{200b}@x",
            "\u{7}=1",
            "'=1",
        ] {
            let written = guarded(text);
            assert_eq!(written, format!("'{text}"));
            assert_eq!(unguarded(&written), text);
        }
        for text in ["", "符永祥", "  某公司", "a=1", "1-2", "(=1)", "。=1", "-1", "-20.50"] {
            assert_eq!(guarded(text), text);
        }
    }
}
