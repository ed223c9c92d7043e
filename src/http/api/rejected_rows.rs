//! The rejected rows of a ledger as a file (不能入库的行): under the heading that they came with and the lines that say in what
//! its amounts are, with what is wrong in a last column, so that the file means the same when it is brought again.
//! Not here: who may have it, and that it is put down (`app::ledger_waiting`).

use std::io;

use actix_web::web;

use crate::app::error::Error;
use crate::app::ledger_import::LedgerImport;
use crate::app::ledger_pages::RejectedRow;
use crate::app::ledger_waiting::RejectedRows;
use crate::documents::ledger;
use crate::domain::ledger::{LedgerFile, place};
use crate::http::api::ledgers::{Form, parts};
use crate::http::streaming::Streamed;

/// What begins a text that programs are to take for UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// The file of some rejected rows.
///
/// # Errors
/// That a workbook cannot be written.
pub(in crate::http) async fn file(
    found: &LedgerImport,
    rows: RejectedRows,
    form: Form,
) -> Result<Streamed, Error> {
    let mut lines = lines(&found.file, rows);
    match form {
        Form::Csv => {
            let mut begun = false;
            Ok(Streamed::new(move || {
                let part = ledger::csv_rows(lines()?)?;
                let bom = if std::mem::replace(&mut begun, true) { &[][..] } else { BOM };
                Ok([bom, &part].concat())
            }))
        }
        Form::Xlsx => {
            let made = web::block(move || workbook(lines)).await;
            let made = made.map_err(|error| Error::Broken(error.to_string()))?;
            Ok(Streamed::new(parts(made.map_err(|error| Error::Broken(error.to_string()))?)))
        }
    }
}

/// The lines of the file, some at a time, until there are no more: first those of the heading.
fn lines(
    file: &LedgerFile,
    mut rows: RejectedRows,
) -> impl FnMut() -> io::Result<Vec<Vec<String>>> + Send + 'static {
    let head = head(file);
    let width = head.iter().map(Vec::len).max().unwrap_or_default();
    let mut head = Some(with_findings_heading(head, width));
    move || {
        if let Some(head) = head.take() {
            return Ok(head);
        }
        let page = rows.next_page().map_err(io::Error::other)?.unwrap_or_default();
        Ok(page.into_iter().map(|row| to_mend(row, width)).collect())
    }
}

fn workbook(
    mut lines: impl FnMut() -> io::Result<Vec<Vec<String>>> + Send + 'static,
) -> io::Result<std::fs::File> {
    let mut file = tempfile::tempfile()?;
    ledger::xlsx_texts(&mut lines, &mut file)?;
    io::Seek::rewind(&mut file)?;
    Ok(file)
}

/// The rows of the heading as they came; of a ledger of before they were kept, its columns in one row.
fn head(file: &LedgerFile) -> Vec<Vec<String>> {
    if !file.head.is_empty() {
        return file.head.clone();
    }
    let mut headings = Vec::new();
    for column in &file.columns {
        let at = place(&column.letters).and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
        if headings.len() <= at {
            headings.resize(at + 1, String::new());
        }
        if let Some(heading) = headings.get_mut(at) {
            column.heading.clone_into(heading);
        }
    }
    vec![headings]
}

/// The findings stand behind all columns; their heading in the last row of the heading.
fn with_findings_heading(mut head: Vec<Vec<String>>, width: usize) -> Vec<Vec<String>> {
    if let Some(last) = head.last_mut() {
        last.resize(width, String::new());
        last.push(ledger::FINDINGS_HEADING.to_owned());
    }
    head
}

/// A row with what is wrong with it behind it; what it had beyond the heading stands behind that, so that nothing is lost.
fn to_mend(row: RejectedRow, width: usize) -> Vec<String> {
    let mut cells = row.cells;
    let beyond = cells.split_off(width.min(cells.len()));
    cells.resize(width, String::new());
    let findings: Vec<String> = row
        .findings
        .iter()
        .map(|finding| {
            let column = finding.column.as_deref().map(|column| format!("{column}列 ")).unwrap_or_default();
            format!("{column}{}", finding.zh)
        })
        .collect();
    cells.push(format!("第{}行：{}", row.row, findings.join("；")));
    cells.extend(beyond.into_iter().filter(|text| !text.is_empty()));
    cells
}
