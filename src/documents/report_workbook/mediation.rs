//! Mediation as form MA1 counts it (调解情况): only the items whose definition could be read. Not here: form MA2, of which none
//! could.

use rust_xlsxwriter::XlsxError;

use super::sheet::Sheet;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Measure, Rate};
use crate::domain::money::Fen;
use crate::domain::report::workbook::WorkbookFigures;
use crate::domain::stage::Manner;

/// How mediation cases end that were taken up, in the order of the form.
const ENDS: [Manner; 4] =
    [Manner::MediationAgreed, Manner::MediationSettled, Manner::MediationFailed, Manner::MediationWithdrawn];

const NOTE: &str =
    "人社统MA1表第9项以后和MA2表各项的指标解释未能取得原文，本表不列。依据栏注明各项口径的出处。";

/// Writes the sheet.
pub(super) fn write(sheet: &mut Sheet<'_>, figures: &WorkbookFigures) -> Result<(), XlsxError> {
    sheet.widths(&[26.0, 14.0, 60.0, 40.0])?;
    sheet.heading(&[format!("{}劳动人事争议调解情况", figures.bureau).as_str()])?;
    sheet.text(0, &format!("期间：{}至{}", figures.period.from, figures.period.to))?;
    sheet.next();
    sheet.heading(&["项目", "数值", "计算方法", "依据"])?;
    let first = sheet.row();
    let count = |manner: Manner| {
        let found = figures.mediations.iter().find(|(own, _)| *own == manner);
        found.map_or(0, |(_, cases)| i64::try_from(*cases).unwrap_or(i64::MAX))
    };
    for manner in ENDS {
        sheet.text(0, manner.label().zh)?;
        sheet.number(1, count(manner))?;
        sheet.text(2, "调解案件结案日期在期间内，以此方式结束")?;
        sheet.text(3, Measure::MediationClosed.basis().label().zh)?;
        sheet.next();
    }
    let total = sheet.row();
    let all: i64 = ENDS.iter().map(|manner| count(*manner)).sum();
    sheet.text(0, "调解结案数")?;
    sheet.formula(1, &format!("SUM(B{first}:B{})", total - 1), all)?;
    sheet.text(2, "以上四项之和")?;
    sheet.text(3, Measure::MediationClosed.basis().label().zh)?;
    sheet.next();
    let succeeded = count(Manner::MediationAgreed) + count(Manner::MediationSettled);
    let (above, below) = (format!("B{first}+B{}", first + 1), format!("B{total}"));
    rate(sheet, figures, (Rate::MediationSuccess, [(&above, succeeded), (&below, all)]))?;
    arbitration(sheet, figures)?;
    sheet.next();
    sheet.wrapped(0, NOTE)
}

/// What of arbitration the form has beside mediation.
fn arbitration(sheet: &mut Sheet<'_>, figures: &WorkbookFigures) -> Result<(), XlsxError> {
    let first = sheet.row();
    let [mediated, closed] = [Measure::ClosedByMediation, Measure::Closed];
    for measure in [mediated, closed] {
        sheet.text(0, measure.label().zh)?;
        sheet.number(1, figures.total(measure))?;
        sheet.text(2, measure.formula().zh)?;
        sheet.text(3, measure.basis().label().zh)?;
        sheet.next();
    }
    let (above, below) = (format!("B{first}"), format!("B{}", first + 1));
    let parts = [(above.as_str(), figures.total(mediated)), (below.as_str(), figures.total(closed))];
    rate(sheet, figures, (Rate::MediationShare, parts))?;
    for measure in [Measure::ClaimedClosed, Measure::AwardedClosed] {
        sheet.text(0, &format!("{}（元）", measure.label().zh))?;
        sheet.amount(1, Fen(figures.total(measure)))?;
        sheet.text(2, measure.formula().zh)?;
        sheet.text(3, measure.basis().label().zh)?;
        sheet.next();
    }
    Ok(())
}

fn rate(
    sheet: &mut Sheet<'_>,
    figures: &WorkbookFigures,
    (rate, parts): (Rate, [(&str, i64); 2]),
) -> Result<(), XlsxError> {
    sheet.text(0, &format!("{}（%）", rate.label().zh))?;
    sheet.rate(1, parts, figures.rounding)?;
    sheet.text(2, rate.formula().zh)?;
    sheet.text(3, rate.basis().label().zh)?;
    sheet.next();
    Ok(())
}
