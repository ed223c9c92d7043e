//! A sheet that is written row by row: texts, numbers, and formulas with what they come to, since not every program reckons
//! them when it opens a file. Not here: what is in it.

use rust_xlsxwriter::{ColNum, Format, FormatAlign, Formula, RowNum, Worksheet, XlsxError};

use crate::domain::figures::{Rounding, percent};
use crate::domain::money::Fen;

/// A sheet, and the row that is open.
pub(super) struct Sheet<'s> {
    onto: &'s mut Worksheet,
    row: RowNum,
    bold: Format,
    wrapped: Format,
    two_decimals: Format,
}

/// A row of a sheet as formulas name it, from 1.
pub(super) type RowNo = u32;

impl<'s> Sheet<'s> {
    pub(super) fn of(sheet: &'s mut Worksheet) -> Sheet<'s> {
        Sheet {
            onto: sheet,
            row: 0,
            bold: Format::new().set_bold(),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            two_decimals: Format::new().set_num_format("0.00"),
        }
    }

    /// The open row as formulas name it.
    pub(super) fn row(&self) -> RowNo {
        self.row + 1
    }

    /// Goes on to the next row.
    pub(super) fn next(&mut self) {
        self.row += 1;
    }

    pub(super) fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(widths) {
            self.onto.set_column_width(column, *width)?;
        }
        Ok(())
    }

    /// A row of texts in bold.
    pub(super) fn heading(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            self.onto.write_string_with_format(self.row, column, *text, &self.bold)?;
        }
        self.next();
        Ok(())
    }

    pub(super) fn text(&mut self, column: ColNum, text: &str) -> Result<(), XlsxError> {
        self.onto.write_string(self.row, column, text).map(drop)
    }

    /// A text of several lines.
    pub(super) fn wrapped(&mut self, column: ColNum, text: &str) -> Result<(), XlsxError> {
        self.onto.write_string_with_format(self.row, column, text, &self.wrapped).map(drop)
    }

    /// A whole number; fifteen digits a sheet keeps exactly.
    pub(super) fn number(&mut self, column: ColNum, number: i64) -> Result<(), XlsxError> {
        let number: f64 = number.to_string().parse().unwrap_or_default();
        self.onto.write_number(self.row, column, number).map(drop)
    }

    /// An amount, in yuan.
    pub(super) fn amount(&mut self, column: ColNum, amount: Fen) -> Result<(), XlsxError> {
        let yuan: f64 = amount.to_string().parse().unwrap_or_default();
        self.onto.write_number_with_format(self.row, column, yuan, &self.two_decimals).map(drop)
    }

    /// A formula, and what it comes to.
    pub(super) fn formula(&mut self, column: ColNum, formula: &str, result: i64) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result.to_string());
        self.onto.write_formula(self.row, column, formula).map(drop)
    }

    /// A formula that comes to an amount, in yuan.
    pub(super) fn amount_formula(
        &mut self,
        column: ColNum,
        formula: &str,
        result: Fen,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result.to_string());
        self.onto.write_formula_with_format(self.row, column, formula, &self.two_decimals).map(drop)
    }

    /// A rate of two sums of cells, in percent with two decimals; a text where there is nothing to divide by.
    pub(super) fn rate(
        &mut self,
        column: ColNum,
        [(above, numerator), (below, denominator)]: [(&str, i64); 2],
        rounding: Rounding,
    ) -> Result<(), XlsxError> {
        let whole = match rounding {
            Rounding::Truncate => format!("TRUNC(({above})*10000/({below}))"),
            Rounding::HalfUp => format!("ROUND(({above})*10000/({below}),0)"),
        };
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let result = percent(count(numerator), count(denominator), rounding);
        let formula = Formula::new(format!("IF(({below})=0,\"无可计算\",{whole}/100)"));
        let formula = formula.set_result(result.unwrap_or_else(|| "无可计算".to_owned()));
        self.onto.write_formula_with_format(self.row, column, formula, &self.two_decimals).map(drop)
    }
}
