//! Merged cells (合并单元格) of a sheet: over which columns a cell of a heading stands, and which rows below it are held
//! together by a cell over several of them, so that one case takes several rows. A text file has none, and neither has a
//! sheet whose groups are only set apart; there a cell stands over what follows, up to the next filled one. Not here: what
//! the cells say.

use std::collections::BTreeMap;

use super::COLUMNS_MAX;
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Column, LedgerFinding, LedgerRow, Mapping, letters};
use crate::domain::refusal::{Words, words};

/// A heading lies in these rows of a sheet, counted from 1.
const ROWS_MAX: u32 = 200;

/// Where a cell stands that covers another, and the first column behind it.
#[derive(Debug, Clone, Copy)]
struct Region {
    row: u32,
    column: u32,
    end: u32,
}

/// A cell over several rows: its first and last one, and its first and last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Tall {
    row: u32,
    last_row: u32,
    column: u32,
    last_column: u32,
}

/// The cells that are merged with others.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Among the rows in which a heading is.
    first: BTreeMap<(u32, u32), Region>,
    /// Over several rows, wherever they are; below the heading, once that is known, and in the order of their rows.
    tall: Vec<Tall>,
    /// The first of them that begins below the rows so far.
    next: usize,
    /// Those that reach to the row that is read, by the columns over which they stand.
    open: BTreeMap<u32, Tall>,
    /// The columns that are taken over.
    columns: BTreeMap<u32, Column>,
}

/// How far the text of a row reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The cell with that text, merged, ends before the column.
    Before(u32),
    /// To the next filled cell.
    NextFilled,
}

impl Merged {
    /// Adds a region; rows are counted from 1, columns from 0, and both ends belong to it.
    pub(super) fn add(&mut self, (row, column): (u32, u32), (last_row, last_column): (u32, u32)) {
        if last_row > row && last_column >= column && column < COLUMNS_MAX {
            self.tall.push(Tall { row, last_row, column, last_column });
        }
        if row > ROWS_MAX || column >= COLUMNS_MAX || self.first.contains_key(&(row, column)) {
            return;
        }
        let region = Region { row, column, end: last_column.saturating_add(1) };
        for row in row..=last_row.min(ROWS_MAX) {
            for column in column..region.end.min(COLUMNS_MAX) {
                self.first.entry((row, column)).or_insert(region);
            }
        }
    }

    /// How far the text of a cell reaches.
    pub(super) fn reach(&self, row: u32, column: u32) -> Reach {
        let begins =
            self.first.get(&(row, column)).filter(|region| (region.row, region.column) == (row, column));
        begins.map_or(Reach::NextFilled, |region| Reach::Before(region.end))
    }

    /// Looks from now on at the rows below a heading, and the columns that are taken over.
    pub(super) fn in_rows_below(&mut self, heading: u32, mapping: &Mapping) {
        self.columns = mapping.places.iter().map(|(column, (at, _))| (*at, *column)).collect();
        self.columns.extend(mapping.other_amount.map(|(at, _)| (at, Column::Amount)));
        let columns = &self.columns;
        self.tall.retain(|it| it.row > heading && columns.range(it.column..=it.last_column).next().is_some());
        self.tall.sort_unstable();
    }

    /// A row as it was read, or that it is no case by itself: its number stands over several rows, or a cell that it needs
    /// belongs to a row above. Rows come in their order.
    pub(super) fn of_row(
        &mut self,
        row: u32,
        read: Result<LedgerRow, Vec<LedgerFinding>>,
    ) -> Result<LedgerRow, Vec<LedgerFinding>> {
        let here = self.over(row);
        let number = here.iter().find(|(_, column, _)| *column == Column::Number);
        if let Some((at, _, it)) = number {
            // A cell over several rows in every column is a high row, and no second one.
            let is_high = it.row == row
                && here.len() == self.columns.len()
                && here.iter().all(|(.., other)| (other.row, other.last_row) == (it.row, it.last_row));
            if is_high {
                return read;
            }
            let text = if it.row == row { one_case(it) } else { with_row(it, Column::Number) };
            return Err(vec![LedgerFinding::at(row, Some(letters(*at)), "merged_rows", text)]);
        }
        let hanging = here.into_iter().filter(|(.., it)| it.row < row);
        let findings: Vec<LedgerFinding> = hanging
            .map(|(at, column, it)| {
                LedgerFinding::at(row, Some(letters(at)), "merged_rows", with_row(&it, column))
            })
            .collect();
        if findings.is_empty() {
            return read;
        }
        // That nothing stands in such a cell is said with it.
        let said = |finding: &LedgerFinding| findings.iter().any(|it| it.column == finding.column);
        let others: Vec<_> = read.err().unwrap_or_default().into_iter().filter(|it| !said(it)).collect();
        Err(findings.into_iter().chain(others).collect())
    }

    /// The columns of a row over which cells of several rows stand. Of each column one is kept, so that a file with many of
    /// them over each other is read as fast as any.
    fn over(&mut self, row: u32) -> Vec<(u32, Column, Tall)> {
        self.open.retain(|_, it| it.last_row >= row);
        while let Some(it) = self.tall.get(self.next).filter(|it| it.row <= row).copied() {
            self.next += 1;
            if it.last_row >= row {
                let columns = self.columns.range(it.column..=it.last_column);
                self.open.extend(columns.map(|(at, _)| (*at, it)));
            }
        }
        let named = |(at, it): (&u32, &Tall)| self.columns.get(at).map(|column| (*at, *column, *it));
        self.open.iter().filter_map(named).collect()
    }

    /// Whether a cell is a part of one that begins in a row above.
    pub(super) fn hangs_down(&self, row: u32, column: u32) -> bool {
        self.first.get(&(row, column)).is_some_and(|region| region.row < row)
    }
}

fn one_case(Tall { row, last_row, .. }: &Tall) -> Words {
    words(
        format!(
            "第{row}至{last_row}行的案号是合并单元格，像是一件案件写成几行；台账一行一案：请取消合并，把几名当事人写在同一格，用顿号分开"
        ),
        format!(
            "the case number is merged over rows {row} to {last_row}, as if one case took several rows; a row is a case: \
             take the cells apart, and write several parties into one cell, parted by 、"
        ),
    )
}

fn with_row(Tall { row, .. }: &Tall, column: Column) -> Words {
    let label = column.label();
    words(
        format!(
            "“{}”与第{row}行合并；台账一行一案：是同一案件请并成一行，是不同案件请取消合并、逐行填写",
            label.zh
        ),
        format!(
            "\u{201c}{}\u{201d} is merged with row {row}; a row is a case: make one row of them if they are one case, \
             else take the cells apart and fill each in",
            label.en
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Unit;

    /// A reader hands on what the file says, be it nonsense.
    #[test]
    fn cells_that_end_before_they_begin_hold_no_row() {
        let mut merged = Merged::default();
        merged.add((2, 3), (4, 1));
        merged.add((4, 0), (2, 0));
        merged.add((6, 0), (7, 2));
        let places = (0..4).zip([Column::Number, Column::AcceptedOn, Column::Applicant, Column::Cause]);
        let places = places.map(|(at, column)| (column, (at, Unit::Yuan))).collect();
        merged.in_rows_below(1, &Mapping { places, ..Mapping::default() });
        for (row, held) in [(2, 0), (3, 0), (4, 0), (5, 0), (6, 3), (7, 3), (8, 0)] {
            assert_eq!(merged.over(row).len(), held, "{row}");
        }
    }
}
