//! The workbook of a period (统计工作簿, XLSX): the yearbook's table of labour disputes, mediation as form MA1 counts it, the
//! national figures, and the cases behind ours. Figures are numbers; what adds up is a formula, so that a reader can check;
//! so is what the lists of cases come to, and by how much that differs. Not here: what is counted (`domain::figures`).

mod cases;
mod checked;
mod mediation;
mod national;
mod sheet;
mod yearbook;

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::domain::report::workbook::{CaseLine, WorkbookFigures, WorkbookList};
use cases::Tallies;
use sheet::Sheet;

/// What goes wrong while a workbook is written.
#[derive(Debug)]
pub enum Unwritten<E> {
    /// The file.
    File(io::Error),
    /// Whoever gives the cases.
    Cases(E),
}

/// The names of the sheets before those of the cases.
const SHEETS: [&str; 3] = ["劳动争议处理情况", "调解情况（MA1）", "全国年鉴"];

/// Writes a workbook; `next` gives the cases of each list, part by part, until it gives none.
///
/// # Errors
/// That the file cannot be written, or what `next` says.
pub fn write<E>(
    figures: &WorkbookFigures,
    next: &mut dyn FnMut(WorkbookList) -> Result<Vec<CaseLine>, E>,
    out: impl Write + Seek + Send,
) -> Result<(), Unwritten<E>> {
    let mut book = Workbook::new();
    for name in SHEETS {
        book.add_worksheet().set_name(name).map_err(file)?;
    }
    // The cases first: the formulas before them say what they come to.
    let mut tallies = Tallies::default();
    for list in WorkbookList::ALL {
        let sheet = book.add_worksheet_with_constant_memory().map_err(file)?;
        cases::write(sheet, list, next, &mut tallies)?;
    }
    before_the_cases(&mut book, figures, &tallies).map_err(file)?;
    book.save_to_writer(out).map_err(file)
}

/// The sheets of [`SHEETS`], in their order.
fn before_the_cases(
    book: &mut Workbook,
    figures: &WorkbookFigures,
    tallies: &Tallies,
) -> Result<(), XlsxError> {
    yearbook::write(&mut Sheet::of(book.worksheet_from_index(0)?), figures, tallies)?;
    mediation::write(&mut Sheet::of(book.worksheet_from_index(1)?), figures, tallies)?;
    national::write(&mut Sheet::of(book.worksheet_from_index(2)?))
}

fn file<E>(error: impl std::error::Error + Send + Sync + 'static) -> Unwritten<E> {
    Unwritten::File(io::Error::other(error))
}
