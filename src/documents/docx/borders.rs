//! Where lines are drawn in a table (边框): all of them, or none. A line between two cells is drawn if either has it.
//! Not here: their kinds and widths, which are all one thin line.

use super::properties::is_black;
use super::xml::Element;
use crate::documents::layout::Merge;

/// What one layer says of the lines of a table or cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Borders {
    top: Option<bool>,
    bottom: Option<bool>,
    left: Option<bool>,
    right: Option<bool>,
    inside_h: Option<bool>,
    inside_v: Option<bool>,
    /// A line that is not black.
    pub(super) is_coloured: bool,
    /// From corner to corner.
    pub(super) is_diagonal: bool,
}

/// A cell in the grid, with what is said of its lines.
#[derive(Debug)]
pub(super) struct Framed {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) span: usize,
    pub(super) merge: Merge,
    /// Of the table, as changed for the row.
    pub(super) table: Borders,
    pub(super) own: Borders,
}

/// Which lines of a table are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    All,
    Nothing,
    Some,
}

impl Borders {
    pub(super) fn read(element: Option<&Element>) -> Borders {
        let mut borders = Borders::default();
        for edge in element.into_iter().flat_map(|element| &element.children) {
            let is_drawn = !matches!(edge.val(), None | Some("nil" | "none"));
            let place = match edge.name.as_str() {
                "top" => &mut borders.top,
                "bottom" => &mut borders.bottom,
                "left" | "start" => &mut borders.left,
                "right" | "end" => &mut borders.right,
                "insideH" => &mut borders.inside_h,
                "insideV" => &mut borders.inside_v,
                _ => {
                    borders.is_diagonal |= is_drawn;
                    continue;
                }
            };
            *place = Some(is_drawn);
            borders.is_coloured |= is_drawn && !edge.attribute("color").is_none_or(is_black);
        }
        borders
    }

    /// Lays another layer over this one.
    pub(super) fn lay(&mut self, over: Borders) {
        self.top = over.top.or(self.top);
        self.bottom = over.bottom.or(self.bottom);
        self.left = over.left.or(self.left);
        self.right = over.right.or(self.right);
        self.inside_h = over.inside_h.or(self.inside_h);
        self.inside_v = over.inside_v.or(self.inside_v);
        self.is_coloured |= over.is_coloured;
        self.is_diagonal |= over.is_diagonal;
    }
}

/// Which lines are drawn in a grid of so many rows and columns.
pub(super) fn drawn(rows: usize, columns: usize, cells: &[Framed]) -> Drawn {
    // Between columns, of each row; and between rows, at each column. None: there is no line, the cells are one.
    let mut upright = vec![vec![None; columns + 1]; rows];
    let mut level = vec![vec![None; columns]; rows + 1];
    for cell in cells {
        let end = cell.column + cell.span;
        let of = |own: Option<bool>, is_outer, outer: Option<bool>, inside: Option<bool>| {
            own.or(if is_outer { outer } else { inside }).unwrap_or(false)
        };
        let (own, table) = (&cell.own, &cell.table);
        let left = of(own.left, cell.column == 0, table.left, table.inside_v);
        let right = of(own.right, end == columns, table.right, table.inside_v);
        let top = of(own.top, cell.row == 0, table.top, table.inside_h);
        let bottom = of(own.bottom, cell.row + 1 == rows, table.bottom, table.inside_h);
        let line = |place: Option<&mut Option<bool>>, is_drawn: bool| {
            if let Some(place) = place {
                *place = Some(place.unwrap_or(false) || is_drawn);
            }
        };
        if let Some(edges) = upright.get_mut(cell.row) {
            line(edges.get_mut(cell.column), left);
            line(edges.get_mut(end), right);
        }
        for column in cell.column..end {
            line(level.get_mut(cell.row).and_then(|row| row.get_mut(column)), top);
            line(level.get_mut(cell.row + 1).and_then(|row| row.get_mut(column)), bottom);
        }
    }
    for cell in cells.iter().filter(|cell| cell.merge == Merge::Continues) {
        for column in cell.column..cell.column + cell.span {
            if let Some(place) = level.get_mut(cell.row).and_then(|row| row.get_mut(column)) {
                *place = None;
            }
        }
    }
    let lines: Vec<bool> = upright.into_iter().chain(level).flatten().flatten().collect();
    match (lines.contains(&true), lines.contains(&false)) {
        (true, false) => Drawn::All,
        (true, true) => Drawn::Some,
        (false, _) => Drawn::Nothing,
    }
}
