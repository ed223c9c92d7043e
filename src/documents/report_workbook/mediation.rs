//! Mediation as form MA1 counts it (调解情况): only the items whose definition could be read, each held against its list of
//! cases. Not here: form MA2, of which none could; the lists.

use rust_xlsxwriter::XlsxError;

use super::cases::{ENDED, Tallies};
use super::checked::{Named, Table};
use super::sheet::Sheet;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Measure, Rate};
use crate::domain::report::workbook::{WorkbookFigures, WorkbookList};
use crate::domain::stage::Manner;

/// How mediation cases end that were taken up, in the order of the form.
const ENDS: [Manner; 4] =
    [Manner::MediationAgreed, Manner::MediationSettled, Manner::MediationFailed, Manner::MediationWithdrawn];

const NOTE: &str =
    "人社统MA1表第9项以后和MA2表各项的指标解释未能取得原文，本表不列。依据栏注明各项口径的出处。";

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    figures: &WorkbookFigures,
    tallies: &Tallies,
) -> Result<(), XlsxError> {
    let of = format!("期间：{}至{}", figures.period.from, figures.period.to);
    let mut table = Table::begin(sheet, (figures, tallies), ("劳动人事争议调解情况", &of))?;
    mediated(&mut table)?;
    arbitrated(&mut table)?;
    table.sheet.next();
    table.sheet.wrapped(0, NOTE)
}

/// How the mediation cases ended, that these are all of them, and how many succeeded.
fn mediated(table: &mut Table<'_, '_>) -> Result<(), XlsxError> {
    let list = WorkbookList::MediationClosed;
    let basis = Some(Measure::MediationClosed.basis());
    let first = table.sheet.row();
    let mut ends: [i64; 4] = [0; 4];
    for (manner, end) in ENDS.into_iter().zip(&mut ends) {
        let found = table.figures.mediations.iter().find(|(own, _)| *own == manner);
        *end = found.map_or(0, |(_, cases)| i64::try_from(*cases).unwrap_or(i64::MAX));
        let counted = table.tally(list).ended.get(&manner).copied().unwrap_or(0);
        let check = format!("COUNTIF({},A{})", table.range(list, ENDED), table.sheet.row());
        let formula = "调解案件结案日期在期间内，以此方式结束";
        table.line(Named { name: manner.label().zh, formula, basis }, *end, (check, counted))?;
    }
    let all: i64 = ends.iter().sum();
    let (named, check) = (Named { name: "调解结案数", formula: "以上四项之和", basis }, table.counted(list));
    let total = table.total(named, (first, all), check)?;
    let [agreed, settled, ..] = ends;
    let succeeded = (format!("B{first}+B{}", first + 1), agreed + settled);
    table.rate(Rate::MediationSuccess, succeeded, (format!("B{total}"), all))
}

/// What of arbitration the form has beside mediation.
fn arbitrated(table: &mut Table<'_, '_>) -> Result<(), XlsxError> {
    let mediated = table.closed_by_mediation()?;
    let closed = table.cases(WorkbookList::Closed)?;
    let part = |row, measure| (format!("B{row}"), table.figures.total(measure));
    let parts = (part(mediated, Measure::ClosedByMediation), part(closed, Measure::Closed));
    table.rate(Rate::MediationShare, parts.0, parts.1)?;
    table.amounts()
}
