//! Tables down the pages (表格分页): heading rows stand again on each page, a row that does not fit goes to the next one,
//! and one that is higher than a page is split between its lines. Not here: a cell.

use std::collections::BTreeMap;

use super::ink::Ink;
use super::line::TOLERANCE;
use super::pages::Pages;
use super::points;
use super::table_cell::{Flow, PADDING};
use crate::documents::layout::{Cell, Merge, Row, Table};

/// A heading that takes more of a page than this does not stand again.
const HEADING_SHARE_MAX: f64 = 0.5;

/// A table that is being set.
struct Setting<'t> {
    table: &'t Table,
    /// The edges of the columns, one more than these.
    edges: Vec<f64>,
    /// The cells of the open row, and those of rows above that reach into it, by their first column.
    open: BTreeMap<usize, Flow>,
    /// How many rows are its heading.
    headings: usize,
    /// What stands again at the head of each page.
    heading: Option<Heading>,
    /// A row that begins here has the page to itself.
    page_top: f64,
}

/// The heading rows as they were set first.
struct Heading {
    inks: Vec<Ink>,
    top: f64,
    height: f64,
}

/// Sets a table.
pub(super) fn place(pages: &mut Pages<'_, '_>, table: &Table) {
    let headings = table.rows.iter().take_while(|row| row.is_heading).count();
    if headings > 0 && !pages.is_fresh {
        let counted = pages.counter.clone();
        let opening = opening_height(pages, table);
        pages.counter = counted;
        if opening > pages.left() + TOLERANCE && opening <= pages.sheet.room().height {
            pages.turn();
        }
    }
    let page_top = if pages.is_fresh { pages.y } else { f64::NEG_INFINITY };
    let edges = edges(table, pages.sheet.width);
    let mut setting = Setting { table, edges, open: BTreeMap::new(), headings, heading: None, page_top };
    let began = (pages.turned(), pages.inks.len(), pages.y);
    for (no, row) in table.rows.iter().enumerate() {
        setting.begin(pages, no, row);
        setting.row(pages, row);
        if no + 1 == headings {
            setting.heading = heading(pages, began);
        }
    }
}

/// How high the heading and the first row after it are.
pub(super) fn opening_height(pages: &mut Pages<'_, '_>, table: &Table) -> f64 {
    let headings = table.rows.iter().take_while(|row| row.is_heading).count();
    let edges = edges(table, pages.sheet.width);
    let mut height = 0.0;
    for row in table.rows.iter().take(headings + 1) {
        let cells = columns(row, edges.len() - 1).into_iter().filter(|(.., cell)| cell.merge == Merge::None);
        let highest =
            cells.map(|(from, to, cell)| Flow::set(pages, cell, between(&edges, from, to)).needed());
        height += highest.fold(points(row.height).max(0.0), f64::max);
    }
    height
}

/// What was put on the page for the heading, if it is all on one page and leaves room for rows.
fn heading(pages: &Pages<'_, '_>, (page, inks, top): (usize, usize, f64)) -> Option<Heading> {
    let height = pages.y - top;
    let fits = pages.turned() == page && height <= pages.sheet.room().height * HEADING_SHARE_MAX;
    fits.then(|| Heading { inks: pages.inks.get(inks..).unwrap_or_default().to_vec(), top, height })
}

impl Setting<'_> {
    /// Opens the cells of a row.
    fn begin(&mut self, pages: &mut Pages<'_, '_>, no: usize, row: &Row) {
        let count = self.edges.len() - 1;
        let next = if no + 1 == self.headings { None } else { self.table.rows.get(no + 1) };
        let below: BTreeMap<usize, Merge> = next
            .map(|row| columns(row, count).into_iter().map(|(from, _, cell)| (from, cell.merge)).collect())
            .unwrap_or_default();
        for (from, to, cell) in columns(row, count) {
            let goes_on = cell.merge != Merge::None && below.get(&from) == Some(&Merge::Continues);
            let is_open = cell.merge == Merge::Continues && self.open.contains_key(&from);
            if !is_open {
                self.open.insert(from, Flow::set(pages, cell, between(&self.edges, from, to)));
            }
            if let Some(flow) = self.open.get_mut(&from) {
                flow.ends = !goes_on;
            }
        }
    }

    /// Sets the open row.
    fn row(&mut self, pages: &mut Pages<'_, '_>, row: &Row) {
        let whole = pages.sheet.room().height - self.heading.as_ref().map_or(0.0, |heading| heading.height);
        let mut least = points(row.height).clamp(0.0, whole);
        loop {
            let ending = self.open.values().filter(|flow| flow.ends);
            let needed = ending.map(|flow| flow.needed() - (pages.y - flow.top)).fold(least, f64::max);
            if needed <= pages.left() + TOLERANCE {
                pages.y += needed;
                pages.is_fresh = false;
                return self.end(pages);
            }
            let is_alone = pages.y <= self.page_top + TOLERANCE;
            let bottom = pages.sheet.bottom;
            let takes_lines = self.open.values().any(|flow| flow.takes(bottom - flow.top) > 0);
            let has_lines = self.open.values().any(Flow::has_lines);
            if !is_alone && (needed <= whole || has_lines && !takes_lines) {
                self.turn(pages);
                continue;
            }
            for flow in self.open.values_mut() {
                let lines = flow.takes(bottom - flow.top).max(usize::from(!takes_lines));
                flow.put(pages, lines, bottom, self.table.ruled);
            }
            least = (least - pages.left()).max(0.0);
            self.next_page(pages);
        }
    }

    /// Closes the cells that end with the row.
    fn end(&mut self, pages: &mut Pages<'_, '_>) {
        let bottom = pages.y;
        for flow in self.open.values_mut().filter(|flow| flow.ends) {
            flow.put(pages, usize::MAX, bottom, self.table.ruled);
        }
        self.open.retain(|_, flow| !flow.ends);
    }

    /// Ends the page before the open row. What reaches into it from above is shown as far as it goes.
    fn turn(&mut self, pages: &mut Pages<'_, '_>) {
        let bottom = pages.y;
        for flow in self.open.values_mut().filter(|flow| flow.top < bottom - TOLERANCE) {
            let lines = flow.takes(bottom - flow.top);
            flow.put(pages, lines, bottom, self.table.ruled);
        }
        self.next_page(pages);
    }

    fn next_page(&mut self, pages: &mut Pages<'_, '_>) {
        pages.turn();
        if let Some(heading) = &self.heading {
            let by = pages.y - heading.top;
            pages.inks.extend(heading.inks.iter().map(|ink| ink.moved_down(by)));
            pages.y += heading.height;
            pages.is_fresh = false;
        }
        self.page_top = pages.y;
        for flow in self.open.values_mut() {
            flow.top = pages.y;
        }
    }
}

/// The cells of a row with the columns over which they reach. Each gets one at least, and none reaches over the last.
fn columns(row: &Row, count: usize) -> Vec<(usize, usize, &Cell)> {
    let mut from = 0;
    let mut placed = Vec::with_capacity(row.cells.len());
    for (no, cell) in row.cells.iter().enumerate() {
        let after = row.cells.len() - no - 1;
        let to = (from + usize::from(cell.span.max(1))).min(count.saturating_sub(after)).max(from + 1);
        placed.push((from, to, cell));
        from = to;
    }
    placed
}

/// The edges of the columns. All of them together are as wide as the text at most, and each has room for a letter.
fn edges(table: &Table, room: f64) -> Vec<f64> {
    let most_cells = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut widths: Vec<f64> = table.columns.iter().map(|width| points(*width).max(0.0)).collect();
    widths.resize(widths.len().max(most_cells).max(1), 0.0);
    let count = f64::from(u32::try_from(widths.len()).unwrap_or(u32::MAX));
    let paragraphs = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs);
    let largest =
        paragraphs.flat_map(|paragraph| &paragraph.runs).map(|run| run.look.size.0).max().unwrap_or(0);
    let least = (f64::from(largest) / 2.0 + 2.0 * PADDING).min(room / count);
    let over = |width: &f64| width.max(least) - least;
    let all_over: f64 = widths.iter().map(over).sum();
    let share = if all_over > 0.0 { ((room - count * least) / all_over).min(1.0) } else { 0.0 };
    let mut edge = 0.0;
    let next = widths.iter().map(|width| {
        edge += least + over(width) * share;
        edge
    });
    std::iter::once(0.0).chain(next).collect()
}

fn between(edges: &[f64], from: usize, to: usize) -> (f64, f64) {
    let edge = |no: usize| edges.get(no).or(edges.last()).copied().unwrap_or(0.0);
    (edge(from), edge(to))
}
