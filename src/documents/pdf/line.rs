//! Fills lines with the pieces of a paragraph: as many as fit, broken where a line may begin, and anywhere where a word
//! is wider than the line. Not here: what a line looks like.

use std::ops::Range;

use super::paragraph::{Kind, Piece};
use super::points;
use super::sheet::Room;
use crate::documents::layout::{self, ParagraphFormat, Twips};

/// The stops of tabs.
const TAB: Twips = Twips(420);
/// What is smaller is an error of reckoning, and no overflow.
pub(super) const TOLERANCE: f64 = 0.01;

/// A line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What is in it.
    pub pieces: Range<usize>,
    /// It ends because the text does, or because a line was ended there.
    pub is_last: bool,
    /// Where it begins in its column.
    pub left: f64,
    /// How wide it may be.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// How far below its top the letters stand.
    pub baseline: f64,
}

/// The column of a paragraph: where its lines begin and end.
struct Column {
    first: f64,
    left: f64,
    right: f64,
    hangs: bool,
}

/// Breaks pieces into lines, at least one, and gives tabs their widths. Each line but an empty one takes a piece or more.
pub(super) fn fill(format: &ParagraphFormat, pieces: &mut [Piece], room: Room, empty: [f64; 3]) -> Vec<Line> {
    let widest = pieces.iter().map(|piece| piece.size).fold(0.0, f64::max);
    let column = Column::of(format, room.width, widest);
    let mut lines: Vec<Line> = Vec::new();
    let mut from = 0;
    loop {
        let left = if lines.is_empty() { column.first } else { column.left };
        let (until, is_last) = end_of_line(pieces, from, left, &column);
        let inside = pieces.get(from..until).unwrap_or_default();
        let (height, baseline) = height(format, inside, (room, empty));
        lines.push(Line {
            pieces: from..until,
            is_last,
            left,
            width: (column.right - left).max(0.0),
            height,
            baseline,
        });
        let ended = inside.last().is_some_and(|piece| piece.kind == Kind::End);
        if until >= pieces.len() && !ended {
            return lines;
        }
        from = until;
    }
}

/// Where a line ends that begins at a piece, and whether it ends there by itself.
fn end_of_line(pieces: &mut [Piece], from: usize, left: f64, column: &Column) -> (usize, bool) {
    let (mut x, mut opening) = (left, None);
    let count = pieces.len();
    for (at, piece) in pieces.iter_mut().enumerate().skip(from) {
        match piece.kind {
            Kind::End => return (at + 1, true),
            Kind::Tab => piece.width = column.tab(x),
            Kind::Letter(..) => {}
        }
        if piece.may_begin && at > from {
            opening = Some(at);
        }
        let overflows = x + piece.width > column.right + TOLERANCE && !piece.is_space();
        if overflows && at > from {
            return (opening.unwrap_or(at), false);
        }
        x += piece.width;
    }
    (count, true)
}

/// How high a line is, no higher than a page, and where its letters stand: in the middle of it.
fn height(format: &ParagraphFormat, pieces: &[Piece], (room, empty): (Room, [f64; 3])) -> (f64, f64) {
    let shown = pieces.iter().map(|piece| piece.height);
    let [above, below, between] =
        shown.reduce(|[a, b, c], [d, e, f]| [a.max(d), b.max(e), c.max(f)]).unwrap_or(empty);
    let natural = above + below + between;
    let height = match format.line {
        layout::Line::Times(0) => natural,
        layout::Line::Times(times) => natural * f64::from(times) / 240.0,
        layout::Line::Exactly(Twips(..=0)) => natural,
        layout::Line::Exactly(height) => points(height),
        layout::Line::AtLeast(height) => natural.max(points(height)),
    };
    let height = height.min(room.height.max(natural));
    (height, (height - above - below) / 2.0 + above)
}

impl Column {
    /// An indent that leaves no room for a letter is none: nothing may run off the sheet.
    fn of(format: &ParagraphFormat, width: f64, widest: f64) -> Column {
        let (left, right) = (points(format.left).max(0.0), width - points(format.right).max(0.0));
        let (left, right) = if left + widest > right { (0.0, width) } else { (left, right) };
        let first = (left + points(format.first_line)).max(0.0);
        let first = if first + widest > right { left } else { first };
        Column { first, left, right, hangs: first < left }
    }

    /// How wide a tab is at a place. The first one of a hanging paragraph reaches the other lines.
    fn tab(&self, x: f64) -> f64 {
        if self.hangs && x < self.left - TOLERANCE {
            return self.left - x;
        }
        let stop = points(TAB);
        let next = ((x + TOLERANCE) / stop).floor() * stop + stop;
        next.min(self.right.max(x)) - x
    }
}
