//! Writes the pieces of a line onto a page: letters of one look together, and the line under those that are underlined.
//! Not here: where the line stands.

use super::ink::{Glyph, Ink, Text};
use super::paragraph::{Kind, Piece};

/// Where the line under letters begins, and how thick it is, where their size is 1.
const UNDERLINE: (f64, f64) = (0.14, 0.045);

/// What writes one line.
pub(super) struct Pen<'p> {
    onto: &'p mut Vec<Ink>,
    x: f64,
    y: f64,
    /// Beyond it nothing is underlined.
    edge: f64,
    /// Letters of one look that may go on.
    open: Option<Text>,
    /// Where the letters of one size that are underlined began, and their size.
    underlined: Option<(f64, f64)>,
}

impl<'p> Pen<'p> {
    /// At the beginning of a line.
    pub(super) fn at((x, y): (f64, f64), edge: f64, onto: &'p mut Vec<Ink>) -> Pen<'p> {
        Pen { onto, x, y, edge, open: None, underlined: None }
    }

    /// Writes a piece of the text, and goes so far on.
    pub(super) fn write(&mut self, piece: &Piece, said: &str, advance: f64) {
        self.underline(piece);
        match piece.kind {
            Kind::Letter(letter, _) => {
                let goes_on = |open: &mut Text| {
                    open.font == letter.font
                        && same(open.size, piece.size)
                        && open.is_thickened == letter.is_thickened
                };
                let going_on = self.open.take_if(goes_on);
                self.close();
                let (font, is_thickened) = (letter.font, letter.is_thickened);
                let (size, x, y) = (piece.size, self.x, self.y);
                let begun =
                    || Text { font, size, is_thickened, x, y, said: String::new(), glyphs: Vec::new() };
                let mut text = going_on.unwrap_or_else(begun);
                let from = text.said.len();
                text.said.push_str(said);
                text.glyphs.push(Glyph { number: letter.glyph, advance, text: from..text.said.len() });
                self.open = Some(text);
            }
            Kind::Tab | Kind::End => self.close(),
        }
        self.x += advance;
    }

    /// At the end of the line.
    pub(super) fn lift(mut self) {
        self.close();
        self.rule();
    }

    fn close(&mut self) {
        self.onto.extend(self.open.take().map(Ink::Text));
    }

    /// Begins, goes on with or ends the line under letters.
    fn underline(&mut self, piece: &Piece) {
        let is_underlined = piece.is_underlined && piece.kind != Kind::End;
        let goes_on = is_underlined && self.underlined.is_some_and(|(_, size)| same(size, piece.size));
        if !goes_on {
            self.rule();
            self.underlined = is_underlined.then_some((self.x, piece.size));
        }
    }

    fn rule(&mut self) {
        let Some((left, size)) = self.underlined.take() else { return };
        let (below, thickness) = UNDERLINE;
        let right = self.x.min(self.edge).max(left);
        self.onto.push(Ink::Rule { left, right, y: self.y + below * size, thickness: thickness * size });
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.001
}
