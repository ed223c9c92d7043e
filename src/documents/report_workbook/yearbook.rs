//! The yearbook's table of labour disputes (劳动争议处理情况): each figure, what its list of cases comes to, and the difference;
//! totals and rates as formulas. Not here: the lists.

use rust_xlsxwriter::XlsxError;

use super::cases::{CAUSE, COLLECTIVE, MANNER, RESULT, Tallies, WORKERS, YES};
use super::checked::{Named, Table};
use super::sheet::{RowNo, Sheet};
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Measure, Rate};
use crate::domain::report::workbook::{WorkbookFigures, WorkbookList};

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    figures: &WorkbookFigures,
    tallies: &Tallies,
) -> Result<(), XlsxError> {
    let of = format!("期间：{}至{}；制表日期：{}", figures.period.from, figures.period.to, figures.on);
    let mut table = Table::begin(sheet, (figures, tallies), ("劳动争议处理情况", &of))?;
    let carried_in = table.cases(WorkbookList::CarriedIn)?;
    let accepted = table.cases(WorkbookList::Accepted)?;
    of_accepted(&mut table)?;
    causes(&mut table, accepted)?;
    let closed = table.cases(WorkbookList::Closed)?;
    let manners = [Measure::ClosedByMediation, Measure::ClosedByAward, Measure::ClosedOtherwise];
    parts(&mut table, ("按结案方式合计", MANNER), &manners, closed)?;
    let results = [
        Measure::ClosedForEmployer,
        Measure::ClosedForWorker,
        Measure::ClosedForBoth,
        Measure::ClosedWithoutResult,
    ];
    let first_result = parts(&mut table, ("按处理结果合计", RESULT), &results, closed)?;
    table.amounts()?;
    let carried_out = table.cases(WorkbookList::CarriedOut)?;
    waterfall(&mut table, [carried_in, accepted, closed, carried_out])?;
    rates(&mut table, [carried_in, accepted, closed], first_result + 1)
}

fn of_accepted(table: &mut Table<'_, '_>) -> Result<(), XlsxError> {
    let list = WorkbookList::Accepted;
    let collective = format!("COUNTIF({},\"{YES}\")", table.range(list, COLLECTIVE));
    table.measure(Measure::AcceptedCollective, (collective, table.tally(list).collective))?;
    let workers = format!("SUM({})", table.range(list, WORKERS));
    table.measure(Measure::WorkersAccepted, (workers, table.tally(list).workers))?;
    Ok(())
}

/// Every cause, and that they add up to what was accepted.
fn causes(table: &mut Table<'_, '_>, accepted: RowNo) -> Result<(), XlsxError> {
    let list = WorkbookList::Accepted;
    let first = table.sheet.row();
    let mut sum = 0;
    for (cause, label) in Cause::ROWS {
        let value = table.figures.causes.get(cause).copied().unwrap_or(0);
        let value = i64::try_from(value).unwrap_or(i64::MAX);
        let counted = table.tally(list).causes.get(cause).copied().unwrap_or(0);
        let check = format!("COUNTIF({},A{})", table.range(list, CAUSE), table.sheet.row());
        let basis = Some(Measure::Accepted.basis());
        table.line(
            Named { name: label.zh, formula: "受理案件的主要案由", basis },
            value,
            (check, counted),
        )?;
        sum += value;
    }
    total(table, ("按案由合计", first), (accepted, Measure::Accepted), sum)
}

/// The parts of what was closed, by a column of its list, and that they add up to it; gives the row of the first.
fn parts(
    table: &mut Table<'_, '_>,
    (name, column): (&'static str, char),
    measures: &[Measure],
    whole: RowNo,
) -> Result<RowNo, XlsxError> {
    let first = table.sheet.row();
    for measure in measures {
        table.part(*measure, column)?;
    }
    let sum = measures.iter().map(|measure| table.figures.total(*measure)).sum();
    total(table, (name, first), (whole, Measure::Closed), sum)?;
    Ok(first)
}

/// The sum of the rows since one, which must be that of another row.
fn total(
    table: &mut Table<'_, '_>,
    (name, first): (&'static str, RowNo),
    (whole, measure): (RowNo, Measure),
    sum: i64,
) -> Result<(), XlsxError> {
    let check = (format!("B{whole}"), table.figures.total(measure));
    let named = Named { name, formula: "各项之和，应与总数相等", basis: None };
    table.total(named, (first, sum), check).map(drop)
}

fn waterfall(table: &mut Table<'_, '_>, rows: [RowNo; 4]) -> Result<(), XlsxError> {
    let [carried_in, accepted, closed, carried_out] = rows;
    let total = |measure| table.figures.total(measure);
    let left = total(Measure::CarriedIn) + total(Measure::Accepted) - total(Measure::Closed);
    let right = (format!("B{carried_out}"), total(Measure::CarriedOut));
    let named =
        Named { name: "期初未结+受理-结案", formula: "应与期末未结相等", basis: None };
    table.reckoned(named, (format!("B{carried_in}+B{accepted}-B{closed}"), left), right).map(drop)
}

fn rates(table: &mut Table<'_, '_>, rows: [RowNo; 3], for_worker: RowNo) -> Result<(), XlsxError> {
    let [carried_in, accepted, closed] = rows;
    let part = |row: RowNo, measure| (format!("B{row}"), table.figures.total(measure));
    let done = part(closed, Measure::Closed);
    let (new, old) = (part(accepted, Measure::Accepted), part(carried_in, Measure::CarriedIn));
    let worker = part(for_worker, Measure::ClosedForWorker);
    let both = (format!("{}+{}", old.0, new.0), old.1 + new.1);
    table.rate(Rate::Closure, done.clone(), new)?;
    table.rate(Rate::CaseloadClosure, done.clone(), both)?;
    table.rate(Rate::WorkerPrevails, worker, done)
}
