//! Rows that are held against the lists of cases (核对): a figure, what its list comes to, the difference, how it is counted,
//! and on what that rests. Not here: which rows a sheet has (`yearbook`, `mediation`), and the lists (`cases`).

use rust_xlsxwriter::XlsxError;

use super::cases::{AWARDED, CLAIMED, MANNER, NUMBER, Tallies, Tally, range};
use super::sheet::{RowNo, Sheet};
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{FigureBasis, Measure, Rate};
use crate::domain::money::Fen;
use crate::domain::report::workbook::{WorkbookFigures, WorkbookList};

/// The columns, by their letters from A.
const COLUMNS: [&str; 6] = ["项目", "数值", "按案件清单核对", "差额", "计算方法", "依据"];
/// Their widths.
const WIDTHS: [f64; 6] = [30.0, 14.0, 16.0, 10.0, 70.0, 24.0];

/// What the list of cases comes to for a figure: a formula, and its result.
pub(super) type Check = (String, i64);
/// A cell or several as a formula names them, and what they come to.
pub(super) type Part = (String, i64);

/// What a row is called, and how it is counted.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub name: &'static str,
    pub formula: &'static str,
    /// On what that rests; none of a sum of rows that say it themselves.
    pub basis: Option<FigureBasis>,
}

impl Named {
    pub(super) fn of(measure: Measure) -> Named {
        let Label { zh: formula, .. } = measure.formula();
        Named { name: measure.label().zh, formula, basis: Some(measure.basis()) }
    }
}

/// A sheet of such rows.
pub(super) struct Table<'t, 's> {
    pub sheet: &'t mut Sheet<'s>,
    pub figures: &'t WorkbookFigures,
    pub tallies: &'t Tallies,
}

impl<'t, 's> Table<'t, 's> {
    /// Begins a sheet: what it is called, of what it is, and the heading of its rows.
    pub(super) fn begin(
        sheet: &'t mut Sheet<'s>,
        (figures, tallies): (&'t WorkbookFigures, &'t Tallies),
        (title, of): (&str, &str),
    ) -> Result<Table<'t, 's>, XlsxError> {
        sheet.widths(&WIDTHS)?;
        sheet.heading(&[format!("{}{title}", figures.bureau).as_str()])?;
        sheet.text(0, of)?;
        sheet.next();
        sheet.heading(&COLUMNS)?;
        Ok(Table { sheet, figures, tallies })
    }
}

impl Table<'_, '_> {
    pub(super) fn tally(&self, list: WorkbookList) -> &Tally {
        self.tallies.of(list)
    }

    /// A column of a list, as formulas name it.
    pub(super) fn range(&self, list: WorkbookList, column: char) -> String {
        range(list, column, self.tallies)
    }

    /// How many cases a list has.
    pub(super) fn counted(&self, list: WorkbookList) -> Check {
        (format!("COUNT({})", self.range(list, NUMBER)), self.tally(list).cases)
    }

    /// The measure that counts a list; gives its row, as everything here that writes one.
    pub(super) fn cases(&mut self, list: WorkbookList) -> Result<RowNo, XlsxError> {
        let check = self.counted(list);
        self.measure(list.measure(), check)
    }

    pub(super) fn measure(&mut self, measure: Measure, check: Check) -> Result<RowNo, XlsxError> {
        let value = self.figures.total(measure);
        self.line(Named::of(measure), value, check)
    }

    /// A part of what was closed: its name stands in a column of the list.
    pub(super) fn part(&mut self, measure: Measure, column: char) -> Result<RowNo, XlsxError> {
        let list = WorkbookList::Closed;
        let counted = self.tally(list).measures.get(&measure).copied().unwrap_or(0);
        let check = format!("COUNTIF({},A{})", self.range(list, column), self.sheet.row());
        self.measure(measure, (check, counted))
    }

    pub(super) fn closed_by_mediation(&mut self) -> Result<RowNo, XlsxError> {
        self.part(Measure::ClosedByMediation, MANNER)
    }

    pub(super) fn line(
        &mut self,
        named: Named,
        value: i64,
        (check, counted): Check,
    ) -> Result<RowNo, XlsxError> {
        self.sheet.number(1, value)?;
        self.differs(named, (check, counted), value)
    }

    /// The sum of the rows since one, which must be what another formula comes to.
    pub(super) fn total(
        &mut self,
        named: Named,
        (first, sum): (RowNo, i64),
        check: Check,
    ) -> Result<RowNo, XlsxError> {
        let last = self.sheet.row() - 1;
        self.sheet.formula(1, &format!("SUM(B{first}:B{last})"), sum)?;
        self.differs(named, check, sum)
    }

    /// A formula over rows, which must be what another comes to.
    pub(super) fn reckoned(
        &mut self,
        named: Named,
        (formula, result): Part,
        check: Check,
    ) -> Result<RowNo, XlsxError> {
        self.sheet.formula(1, &formula, result)?;
        self.differs(named, check, result)
    }

    /// What was claimed and what was awarded in the closed cases.
    pub(super) fn amounts(&mut self) -> Result<(), XlsxError> {
        let (list, tally) = (WorkbookList::Closed, self.tally(WorkbookList::Closed));
        let amounts = [
            (Measure::ClaimedClosed, CLAIMED, tally.claimed),
            (Measure::AwardedClosed, AWARDED, tally.awarded),
        ];
        for (measure, column, counted) in amounts {
            let (row, value) = (self.sheet.row(), Fen(self.figures.total(measure)));
            self.sheet.text(0, &format!("{}（元）", measure.label().zh))?;
            self.sheet.amount(1, value)?;
            let check = format!("SUM({})", self.range(list, column));
            self.sheet.amount_formula(2, &check, counted)?;
            // Sums of yuan with two decimals are no whole numbers to a sheet.
            let difference = format!("ROUND(B{row}-C{row},2)");
            self.sheet.amount_formula(3, &difference, Fen(value.0 - counted.0))?;
            self.said(measure.formula().zh, Some(measure.basis()))?;
        }
        Ok(())
    }

    pub(super) fn rate(
        &mut self,
        rate: Rate,
        (above, numerator): Part,
        (below, denominator): Part,
    ) -> Result<(), XlsxError> {
        self.sheet.text(0, &format!("{}（%）", rate.label().zh))?;
        let parts = [(above.as_str(), numerator), (below.as_str(), denominator)];
        self.sheet.rate(1, parts, self.figures.rounding)?;
        self.said(rate.formula().zh, Some(rate.basis()))
    }

    /// The rest of a row whose figure stands there.
    fn differs(&mut self, named: Named, (check, counted): Check, value: i64) -> Result<RowNo, XlsxError> {
        let row = self.sheet.row();
        self.sheet.text(0, named.name)?;
        self.sheet.formula(2, &check, counted)?;
        self.sheet.formula(3, &format!("B{row}-C{row}"), value - counted)?;
        self.said(named.formula, named.basis)?;
        Ok(row)
    }

    fn said(&mut self, formula: &str, basis: Option<FigureBasis>) -> Result<(), XlsxError> {
        self.sheet.text(4, formula)?;
        if let Some(basis) = basis {
            self.sheet.text(5, basis.label().zh)?;
        }
        self.sheet.next();
        Ok(())
    }
}
