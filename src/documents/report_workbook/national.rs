//! The national figures of the yearbook (全国年鉴), as published, with what must add up as formulas: the difference is shown, and
//! nothing is made to fit.

use rust_xlsxwriter::XlsxError;

use super::sheet::Sheet;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Identity, Measure, Sides};
use crate::domain::yearbook::NationalYear;

/// What was published, in the order of the rows.
const PUBLISHED: [Measure; 11] = [
    Measure::CarriedIn,
    Measure::Accepted,
    Measure::Closed,
    Measure::CarriedOut,
    Measure::ClosedByMediation,
    Measure::ClosedByAward,
    Measure::ClosedOtherwise,
    Measure::ClosedForEmployer,
    Measure::ClosedForWorker,
    Measure::ClosedForBoth,
    Measure::ClosedWithoutResult,
];
/// The row of the first of them.
const FIRST: u32 = 3;
/// What must add up.
const TIES: [Identity; 3] = [Identity::Waterfall, Identity::Manners, Identity::Results];

/// Writes the sheet: a column for each year.
pub(super) fn write(sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    let years = NationalYear::all().unwrap_or_default();
    sheet.widths(&[56.0, 14.0, 14.0])?;
    sheet.heading(&["全国劳动争议受理和处理情况（年鉴公布数，件）"])?;
    let names: Vec<String> = years.iter().map(|year| format!("{}年", year.year)).collect();
    let heads: Vec<&str> = std::iter::once("项目").chain(names.iter().map(String::as_str)).collect();
    sheet.heading(&heads)?;
    for measure in PUBLISHED {
        sheet.text(0, measure.label().zh)?;
        for (column, year) in (1..).zip(&years) {
            if let Some(number) = year.numbers.get(&measure) {
                sheet.number(column, *number)?;
            }
        }
        sheet.next();
    }
    for identity in TIES {
        sheet.text(0, &format!("{}（差额）", identity.label().zh))?;
        for ((column, letter), year) in (1..).zip('B'..).zip(&years) {
            // Nothing where not all of it was published.
            let found = year.identities().into_iter().find(|(own, _)| *own == identity);
            if let Some((_, difference)) = found {
                sheet.formula(column, &formula(identity.sides(), letter), difference)?;
            }
        }
        sheet.next();
    }
    for year in &years {
        sheet.text(0, &format!("{}年来源：{}", year.year, year.source))?;
        sheet.next();
    }
    Ok(())
}

/// By how much the left side is more than the right, in a column.
fn formula(sides: Sides, column: char) -> String {
    let row = |measure: Measure| {
        let mut rows = (FIRST..).zip(PUBLISHED);
        rows.find(|(_, own)| *own == measure).map_or(0, |(row, _)| row)
    };
    let term = |(sign, measure): (i64, Measure)| {
        format!("{}{column}{}", if sign < 0 { "-" } else { "+" }, row(measure))
    };
    let terms: String = sides.signed().map(term).collect();
    terms.trim_start_matches('+').to_owned()
}
