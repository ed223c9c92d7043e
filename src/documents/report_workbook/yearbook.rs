//! The yearbook's table of labour disputes (劳动争议处理情况): each figure, what its list of cases comes to, and the difference;
//! totals and rates as formulas. Not here: the lists.

use rust_xlsxwriter::XlsxError;

use super::cases::{
    AWARDED, CAUSE, CLAIMED, COLLECTIVE, MANNER, NUMBER, RESULT, Tallies, WORKERS, YES, range,
};
use super::sheet::{RowNo, Sheet};
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Measure, Rate};
use crate::domain::money::Fen;
use crate::domain::report::workbook::{WorkbookFigures, WorkbookList};

/// The columns of the table, by their letters: what, the figure, what the list comes to, the difference, what it counts.
const COLUMNS: [&str; 5] = ["项目", "数值", "按案件清单核对", "差额", "计算方法"];

/// What the list of cases comes to for a figure: a formula, and its result.
type Check = (String, i64);

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    figures: &WorkbookFigures,
    tallies: &Tallies,
) -> Result<(), XlsxError> {
    sheet.widths(&[30.0, 14.0, 16.0, 10.0, 70.0])?;
    sheet.heading(&[format!("{}劳动争议处理情况", figures.bureau).as_str()])?;
    sheet.text(
        0,
        &format!("期间：{}至{}；制表日期：{}", figures.period.from, figures.period.to, figures.on),
    )?;
    sheet.next();
    sheet.heading(&COLUMNS)?;
    let mut table = Table { sheet, figures, tallies };
    let carried_in = table.cases(WorkbookList::CarriedIn)?;
    let accepted = table.cases(WorkbookList::Accepted)?;
    table.accepted()?;
    table.causes(accepted)?;
    let closed = table.cases(WorkbookList::Closed)?;
    let manners = [Measure::ClosedByMediation, Measure::ClosedByAward, Measure::ClosedOtherwise];
    table.parts(("按结案方式合计", MANNER), &manners, closed)?;
    let results = [
        Measure::ClosedForEmployer,
        Measure::ClosedForWorker,
        Measure::ClosedForBoth,
        Measure::ClosedWithoutResult,
    ];
    let first_result = table.parts(("按处理结果合计", RESULT), &results, closed)?;
    table.amounts()?;
    let carried_out = table.cases(WorkbookList::CarriedOut)?;
    table.waterfall([carried_in, accepted, closed, carried_out])?;
    table.rates([carried_in, accepted, closed], first_result + 1)
}

struct Table<'t, 's> {
    sheet: &'t mut Sheet<'s>,
    figures: &'t WorkbookFigures,
    tallies: &'t Tallies,
}

impl Table<'_, '_> {
    /// How many cases a list has.
    fn cases(&mut self, list: WorkbookList) -> Result<RowNo, XlsxError> {
        let formula = format!("COUNT({})", range(list, NUMBER, self.tallies));
        self.measure(list.measure(), (formula, self.tallies.of(list).cases))
    }

    /// A measure with its check; gives its row.
    fn measure(&mut self, measure: Measure, check: Check) -> Result<RowNo, XlsxError> {
        let value = self.figures.total(measure);
        self.line((measure.label().zh, measure.formula().zh), value, check)
    }

    fn line(
        &mut self,
        (name, formula): (&str, &str),
        value: i64,
        (check, counted): Check,
    ) -> Result<RowNo, XlsxError> {
        let row = self.sheet.row();
        self.sheet.text(0, name)?;
        self.sheet.number(1, value)?;
        self.sheet.formula(2, &check, counted)?;
        self.sheet.formula(3, &format!("B{row}-C{row}"), value - counted)?;
        self.sheet.text(4, formula)?;
        self.sheet.next();
        Ok(row)
    }

    fn accepted(&mut self) -> Result<(), XlsxError> {
        let (list, tally) = (WorkbookList::Accepted, self.tallies.of(WorkbookList::Accepted));
        let collective = format!("COUNTIF({},\"{YES}\")", range(list, COLLECTIVE, self.tallies));
        self.measure(Measure::AcceptedCollective, (collective, tally.collective))?;
        let workers = format!("SUM({})", range(list, WORKERS, self.tallies));
        self.measure(Measure::WorkersAccepted, (workers, tally.workers))?;
        Ok(())
    }

    /// Every cause, and that they add up to what was accepted.
    fn causes(&mut self, accepted: RowNo) -> Result<(), XlsxError> {
        let list = WorkbookList::Accepted;
        let first = self.sheet.row();
        let mut sum = 0;
        for (cause, label) in Cause::ROWS {
            let value = self.figures.causes.get(cause).copied().unwrap_or(0);
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            let counted = self.tallies.of(list).causes.get(cause).copied().unwrap_or(0);
            let row = self.sheet.row();
            let check = format!("COUNTIF({},A{row})", range(list, CAUSE, self.tallies));
            self.line((label.zh, "受理案件的主要案由"), value, (check, counted))?;
            sum += value;
        }
        self.total(("按案由合计", first), (accepted, Measure::Accepted), sum)
    }

    /// The parts of what was closed, by a column of its list, and that they add up to it; gives the row of the first.
    fn parts(
        &mut self,
        (name, column): (&str, char),
        measures: &[Measure],
        whole: RowNo,
    ) -> Result<RowNo, XlsxError> {
        let list = WorkbookList::Closed;
        let first = self.sheet.row();
        for measure in measures {
            let counted = self.tallies.of(list).measures.get(measure).copied().unwrap_or(0);
            let check = format!("COUNTIF({},A{})", range(list, column, self.tallies), self.sheet.row());
            self.measure(*measure, (check, counted))?;
        }
        let sum = measures.iter().map(|measure| self.figures.total(*measure)).sum();
        self.total((name, first), (whole, Measure::Closed), sum)?;
        Ok(first)
    }

    /// The sum of the rows since one, which must be that of another row.
    fn total(
        &mut self,
        (name, first): (&str, RowNo),
        (whole, measure): (RowNo, Measure),
        sum: i64,
    ) -> Result<(), XlsxError> {
        let row = self.sheet.row();
        let last = row - 1;
        self.sheet.text(0, name)?;
        self.sheet.formula(1, &format!("SUM(B{first}:B{last})"), sum)?;
        self.sheet.formula(2, &format!("B{whole}"), self.figures.total(measure))?;
        self.sheet.formula(3, &format!("B{row}-C{row}"), sum - self.figures.total(measure))?;
        self.sheet.text(4, "各项之和，应与总数相等")?;
        self.sheet.next();
        Ok(())
    }

    fn amounts(&mut self) -> Result<(), XlsxError> {
        let (list, tally) = (WorkbookList::Closed, self.tallies.of(WorkbookList::Closed));
        let amounts = [
            (Measure::ClaimedClosed, CLAIMED, tally.claimed),
            (Measure::AwardedClosed, AWARDED, tally.awarded),
        ];
        for (measure, column, counted) in amounts {
            let (row, value) = (self.sheet.row(), Fen(self.figures.total(measure)));
            self.sheet.text(0, &format!("{}（元）", measure.label().zh))?;
            self.sheet.amount(1, value)?;
            let check = format!("SUM({})", range(list, column, self.tallies));
            self.sheet.amount_formula(2, &check, counted)?;
            // Sums of yuan with two decimals are no whole numbers to a sheet.
            let difference = format!("ROUND(B{row}-C{row},2)");
            self.sheet.amount_formula(3, &difference, Fen(value.0 - counted.0))?;
            self.sheet.text(4, measure.formula().zh)?;
            self.sheet.next();
        }
        Ok(())
    }

    fn waterfall(&mut self, rows: [RowNo; 4]) -> Result<(), XlsxError> {
        let [carried_in, accepted, closed, carried_out] = rows;
        let total = |measure| self.figures.total(measure);
        let left = total(Measure::CarriedIn) + total(Measure::Accepted) - total(Measure::Closed);
        let right = total(Measure::CarriedOut);
        let row = self.sheet.row();
        self.sheet.text(0, "期初未结+受理-结案")?;
        self.sheet.formula(1, &format!("B{carried_in}+B{accepted}-B{closed}"), left)?;
        self.sheet.formula(2, &format!("B{carried_out}"), right)?;
        self.sheet.formula(3, &format!("B{row}-C{row}"), left - right)?;
        self.sheet.text(4, "应与期末未结相等")?;
        self.sheet.next();
        Ok(())
    }

    fn rates(&mut self, rows: [RowNo; 3], for_worker: RowNo) -> Result<(), XlsxError> {
        let [carried_in, accepted, closed] = rows;
        let total = |measure| self.figures.total(measure);
        let (in_, new, done) = (total(Measure::CarriedIn), total(Measure::Accepted), total(Measure::Closed));
        let worker = total(Measure::ClosedForWorker);
        let b = |row: RowNo| format!("B{row}");
        let both = format!("B{carried_in}+B{accepted}");
        let rates = [
            (Rate::Closure, (b(closed), done), (b(accepted), new)),
            (Rate::CaseloadClosure, (b(closed), done), (both, in_ + new)),
            (Rate::WorkerPrevails, (b(for_worker), worker), (b(closed), done)),
        ];
        for (rate, (above, numerator), (below, denominator)) in rates {
            self.sheet.text(0, &format!("{}（%）", rate.label().zh))?;
            let parts = [(above.as_str(), numerator), (below.as_str(), denominator)];
            self.sheet.rate(1, parts, self.figures.rounding)?;
            self.sheet.text(4, rate.formula().zh)?;
            self.sheet.next();
        }
        Ok(())
    }
}
