//! Merged cells (合并单元格) among the first rows of a sheet: over which columns a cell of a heading stands. A text file has
//! none, and neither has a sheet whose groups are only set apart; there a cell stands over what follows, up to the next
//! filled one. Not here: what the cells say.

use std::collections::BTreeMap;

use super::COLUMNS_MAX;

/// A heading lies in these rows of a sheet, counted from 1.
const ROWS_MAX: u32 = 200;

/// Where a cell stands that covers another, and the first column behind it.
#[derive(Debug, Clone, Copy)]
struct Region {
    row: u32,
    column: u32,
    end: u32,
}

/// The cells that are merged with others.
#[derive(Debug, Default)]
pub(super) struct Merged(BTreeMap<(u32, u32), Region>);

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
        if row > ROWS_MAX || column >= COLUMNS_MAX || self.0.contains_key(&(row, column)) {
            return;
        }
        let region = Region { row, column, end: last_column.saturating_add(1) };
        for row in row..=last_row.min(ROWS_MAX) {
            for column in column..region.end.min(COLUMNS_MAX) {
                self.0.entry((row, column)).or_insert(region);
            }
        }
    }

    /// How far the text of a cell reaches.
    pub(super) fn reach(&self, row: u32, column: u32) -> Reach {
        let begins = self.0.get(&(row, column)).filter(|region| (region.row, region.column) == (row, column));
        begins.map_or(Reach::NextFilled, |region| Reach::Before(region.end))
    }

    /// Whether a cell is a part of one that begins in a row above.
    pub(super) fn hangs_down(&self, row: u32, column: u32) -> bool {
        self.0.get(&(row, column)).is_some_and(|region| region.row < row)
    }
}
