//! A paragraph as pieces, each a character at its width, and as the lines that they fill; a line as what is on a page.
//! Not here: on which page a line stands.

use std::ops::Range;

use super::breaks::openings;
use super::ink::Ink;
use super::letters::{Letter, Letters};
use super::line::{Line, fill};
use super::pages::Counter;
use super::pen::Pen;
use super::points;
use super::scripts::{chooses_variant, ends_line, is_invisible, is_space, is_wide};
use super::sheet::Room;
use crate::documents::layout::{Align, Content, Face, HalfPoints, Look, Paragraph, ParagraphFormat};

/// How a paragraph without runs looks: 宋体 五号.
const PLAIN: Look = Look { face: Face::Song, size: HalfPoints(21), bold: false, underline: false };
/// A paragraph that is broken into lines.
#[derive(Debug)]
pub(super) struct Typeset {
    /// How it is set.
    pub format: ParagraphFormat,
    /// What it says.
    pub text: String,
    /// Its characters.
    pub pieces: Vec<Piece>,
    /// Its lines, at least one.
    pub lines: Vec<Line>,
}

/// A character, a tab or the end of a line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Which part of the text.
    pub text: Range<usize>,
    /// The size of the letter.
    pub size: f64,
    /// How wide it is here.
    pub width: f64,
    /// How much of a line it asks for: over the line on which it stands, below it, and to the next.
    pub height: [f64; 3],
    /// A line may begin with it.
    pub may_begin: bool,
    /// It is underlined.
    pub is_underlined: bool,
    /// Which of the numbers of pages in the text it begins.
    pub number: Option<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A letter, and its character.
    Letter(Letter, char),
    /// To the next stop.
    Tab,
    /// The line ends.
    End,
}

impl Piece {
    /// A space at the end of a line does not count.
    pub(super) fn is_space(&self) -> bool {
        matches!(self.kind, Kind::Letter(_, character) if is_space(character))
    }

    fn is_wide(&self) -> bool {
        matches!(self.kind, Kind::Letter(_, character) if is_wide(character))
    }
}

/// Breaks a paragraph into lines of a column.
pub(super) fn typeset(
    paragraph: &Paragraph,
    room: Room,
    letters: &mut Letters<'_>,
    counter: &mut Counter<'_>,
) -> Typeset {
    let (text, pieces) = pieces(paragraph, letters, counter);
    let mut set = Typeset { format: paragraph.format, text, pieces, lines: Vec::new() };
    let look = paragraph.runs.first().map_or(PLAIN, |run| run.look);
    let empty = height(look, letters);
    set.lines = fill(&set.format, &mut set.pieces, room, empty);
    set
}

impl Typeset {
    /// The height of all lines, with the space before and after.
    pub(super) fn height(&self) -> f64 {
        let lines: f64 = self.lines.iter().map(|line| line.height).sum();
        self.before() + lines + self.after()
    }

    /// The space before it.
    pub(super) fn before(&self) -> f64 {
        points(self.format.before).max(0.0)
    }

    /// The space after it.
    pub(super) fn after(&self) -> f64 {
        points(self.format.after).max(0.0)
    }

    /// Which numbers of pages are in a line.
    pub(super) fn numbers(&self, line: &Line) -> impl Iterator<Item = usize> + '_ {
        self.pieces.get(line.pieces.clone()).unwrap_or_default().iter().filter_map(|piece| piece.number)
    }

    /// Puts a line on a page, where the column begins at `x` and the line at `top`.
    pub(super) fn draw(&self, line: &Line, x: f64, top: f64, onto: &mut Vec<Ink>) {
        let pieces = self.pieces.get(line.pieces.clone()).unwrap_or_default();
        let (indent, extra) = self.spread(line, pieces);
        let stretched_from = pieces.iter().rposition(|piece| piece.kind == Kind::Tab).map_or(0, |at| at + 1);
        let (left, y) = (x + line.left, top + line.baseline);
        let mut pen = Pen::at((left + indent, y), left + line.width, onto);
        for (no, piece) in pieces.iter().enumerate() {
            let is_gap = no >= stretched_from && is_gap(piece, pieces.get(no + 1));
            let advance = piece.width + if is_gap { extra } else { 0.0 };
            pen.write(piece, self.text.get(piece.text.clone()).unwrap_or_default(), advance);
        }
        pen.lift();
    }

    /// How far a line is moved in, and how much wider each gap of it is.
    fn spread(&self, line: &Line, pieces: &[Piece]) -> (f64, f64) {
        let hangs = |piece: &Piece| match piece.kind {
            Kind::Letter(_, '\u{3000}') => !line.is_last,
            Kind::Letter(..) => piece.is_space(),
            Kind::Tab => false,
            Kind::End => true,
        };
        let shown = pieces.iter().rposition(|piece| !hangs(piece)).map_or(0, |at| at + 1);
        let shown = pieces.get(..shown).unwrap_or_default();
        let used: f64 = shown.iter().map(|piece| piece.width).sum();
        let spare = (line.width - used).max(0.0);
        match self.format.align {
            Align::Left => (0.0, 0.0),
            Align::Centre => (spare / 2.0, 0.0),
            Align::Right => (spare, 0.0),
            Align::Justified if line.is_last => (0.0, 0.0),
            Align::Justified => {
                let after_tab =
                    shown.iter().rposition(|piece| piece.kind == Kind::Tab).map_or(0, |at| at + 1);
                let stretched = shown.get(after_tab..).unwrap_or_default();
                let gaps =
                    stretched.windows(2).filter(|pair| matches!(pair, [a, b] if is_gap(a, Some(b)))).count();
                let gaps = f64::from(u32::try_from(gaps).unwrap_or(u32::MAX));
                let largest = shown.iter().map(|piece| piece.size).fold(0.0, f64::max);
                // A line that would be torn apart stays at the left.
                let extra = if gaps > 0.0 { spare / gaps } else { 0.0 };
                (0.0, if extra <= largest { extra } else { 0.0 })
            }
        }
    }
}

/// Whether a line may be stretched between two pieces: at a space, and beside a Chinese character.
fn is_gap(piece: &Piece, next: Option<&Piece>) -> bool {
    let Some(next) = next.filter(|next| next.kind != Kind::End) else { return false };
    piece.is_space() || piece.is_wide() || next.is_wide()
}

/// The text of a paragraph, and its characters.
fn pieces(
    paragraph: &Paragraph,
    letters: &mut Letters<'_>,
    counter: &mut Counter<'_>,
) -> (String, Vec<Piece>) {
    let (mut text, mut looks) = (String::new(), Vec::new());
    for run in &paragraph.runs {
        let from = text.len();
        let number = match &run.content {
            Content::Text(said) => {
                text.push_str(said);
                None
            }
            Content::LineBreak => {
                text.push('\n');
                None
            }
            Content::Tab => {
                text.push('\t');
                None
            }
            Content::PageNumber => {
                let (page, number) = counter.page();
                text.push_str(&page.to_string());
                Some(number)
            }
            Content::PageCount => {
                text.push_str(&counter.count.to_string());
                None
            }
        };
        looks.push((from..text.len(), run.look, number));
    }
    let mut pieces: Vec<Piece> = Vec::with_capacity(text.len() / 2);
    for (range, look, number) in looks {
        let run = text.get(range.clone()).unwrap_or_default();
        let first = pieces.len();
        add_run(&mut pieces, (run, range.start), look, &text, letters);
        if let Some(piece) = pieces.get_mut(first) {
            piece.number = number;
        }
    }
    mark_openings(&text, &mut pieces);
    (text, pieces)
}

/// Adds the characters of a run, which begins at a place of the text.
fn add_run(
    pieces: &mut Vec<Piece>,
    (run, start): (&str, usize),
    look: Look,
    text: &str,
    letters: &mut Letters<'_>,
) {
    let size = f64::from(look.size.0.max(1)) / 2.0;
    let height = height(look, letters);
    let first = pieces.len();
    let mut characters = run.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let range = start + at..start + at + character.len_utf8();
        if chooses_variant(character) {
            if let Some(Piece { kind: Kind::Letter(letter, base), text, width, .. }) =
                pieces.get_mut(first..).and_then(<[Piece]>::last_mut)
            {
                *letter = letters.variant(*letter, *base, character);
                *width = letter.width * size;
                text.end = range.end;
            }
            continue;
        }
        let is_half_of_end = character == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n');
        let (kind, width) = match character {
            '\t' => (Kind::Tab, 0.0),
            _ if is_half_of_end => continue,
            _ if ends_line(character) => (Kind::End, 0.0),
            _ if is_invisible(character) => continue,
            _ => match letters.letter(look, character, text) {
                Some(letter) => (Kind::Letter(letter, character), letter.width * size),
                None => continue,
            },
        };
        let is_underlined = look.underline;
        pieces.push(Piece {
            kind,
            text: range,
            size,
            width,
            height,
            may_begin: false,
            is_underlined,
            number: None,
        });
    }
}

/// What a look asks of a line.
fn height(look: Look, letters: &mut Letters<'_>) -> [f64; 3] {
    let size = f64::from(look.size.0.max(1)) / 2.0;
    let height = letters.height(look.face);
    [height.above * size, height.below * size, height.between * size]
}

/// Marks where lines may begin. What is invisible has no piece, so the place may lie before the piece.
fn mark_openings(text: &str, pieces: &mut [Piece]) {
    let mut openings = openings(text).into_iter().peekable();
    let mut is_first = true;
    for piece in pieces {
        while openings.next_if(|at| *at <= piece.text.start).is_some() {
            piece.may_begin = !is_first;
        }
        is_first = false;
    }
}
