//! A cell of a table: its lines flow down it, over as many pages as its row or the merged cell reaches. Not here: how high
//! its row is.

use super::ink::Ink;
use super::line::TOLERANCE;
use super::pages::Pages;
use super::paragraph::Typeset;
use crate::documents::layout::{Cell, Merge, VerticalAlign};

/// The space left and right of the text in a cell, in points: Word's 0.19 cm.
pub(super) const PADDING: f64 = 5.4;

/// The text of a cell.
pub(super) struct Flow {
    /// Where the part of it that is on the open page begins.
    pub top: f64,
    /// Whether it ends with the open row.
    pub ends: bool,
    edges: (f64, f64),
    at: VerticalAlign,
    sets: Vec<Typeset>,
    lines: Vec<FlowLine>,
    next: usize,
    /// How much is to come: lines, the space between them, and the space after the last.
    needed: f64,
}

/// A line of a cell.
struct FlowLine {
    set: usize,
    line: usize,
    /// The space before it.
    before: f64,
    height: f64,
}

impl Flow {
    /// Sets a cell between two edges. What stands in a cell that is a part of the one above is not shown.
    pub(super) fn set(pages: &mut Pages<'_, '_>, cell: &Cell, edges: (f64, f64)) -> Flow {
        let width = (edges.1 - edges.0 - 2.0 * PADDING).max(1.0);
        let paragraphs = if cell.merge == Merge::Continues { &[][..] } else { &cell.paragraphs[..] };
        let sets: Vec<Typeset> =
            paragraphs.iter().map(|paragraph| pages.typeset_in(paragraph, width)).collect();
        let (mut lines, mut space) = (Vec::new(), 0.0);
        for (set, typeset) in sets.iter().enumerate() {
            space += typeset.before();
            for (line, measured) in typeset.lines.iter().enumerate() {
                lines.push(FlowLine {
                    set,
                    line,
                    before: std::mem::take(&mut space),
                    height: measured.height,
                });
            }
            space += typeset.after();
        }
        let needed = lines.iter().map(|line| line.before + line.height).sum::<f64>() + space;
        Flow { top: pages.y, ends: true, edges, at: cell.at, sets, lines, next: 0, needed }
    }

    /// How much room is needed for what is to come.
    pub(super) fn needed(&self) -> f64 {
        self.needed
    }

    /// Whether lines are to come.
    pub(super) fn has_lines(&self) -> bool {
        self.next < self.lines.len()
    }

    /// How many of the lines to come fit into so much room.
    pub(super) fn takes(&self, mut room: f64) -> usize {
        let fits = |line: &&FlowLine| {
            room -= line.before + line.height;
            room >= -TOLERANCE
        };
        self.lines.get(self.next..).unwrap_or_default().iter().take_while(fits).count()
    }

    /// Puts so many lines on the open page, and the frame around what is there of the cell.
    pub(super) fn put(&mut self, pages: &mut Pages<'_, '_>, lines: usize, bottom: f64, is_ruled: bool) {
        let (left, right) = (pages.sheet.left + self.edges.0, pages.sheet.left + self.edges.1);
        let until = self.next.saturating_add(lines).min(self.lines.len());
        let shown = self.lines.get(self.next..until).unwrap_or_default();
        let used: f64 = shown.iter().map(|line| line.before + line.height).sum();
        let spare = if until < self.lines.len() { 0.0 } else { (bottom - self.top - used).max(0.0) };
        let mut y = self.top
            + match self.at {
                VerticalAlign::Top => 0.0,
                VerticalAlign::Middle => spare / 2.0,
                VerticalAlign::Bottom => spare,
            };
        for line in shown {
            // Where a line alone does not fit, the space before it gives way.
            y = (y + line.before).min((bottom - line.height).max(y));
            let set = self.sets.get(line.set);
            if let Some((set, measured)) = set.and_then(|set| Some((set, set.lines.get(line.line)?))) {
                pages.draw(set, measured, left + PADDING, y);
            }
            y += line.height;
        }
        if is_ruled {
            pages.inks.push(Ink::Frame { left, top: self.top, right, bottom });
        }
        self.advance(until, used);
    }

    /// The rest begins on another page: the space before its first line is no more.
    fn advance(&mut self, until: usize, used: f64) {
        if until == self.next {
            return;
        }
        self.next = until;
        self.needed -= used;
        match self.lines.get_mut(until) {
            Some(line) => self.needed -= std::mem::take(&mut line.before),
            None => self.needed = 0.0,
        }
    }
}
