//! Which glyph of which font a character is, and how wide (字形): looked up once for each paper, and what cannot be
//! printed is collected. Not here: where it stands.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use krilla::text::Font;
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use super::error::{PdfError, Unset, WhyUnset};
use super::fonts::{FontNo, Fonts, printable};
use super::scripts::joins;
use crate::documents::layout::{Face, Look};

/// The most characters that are told; whoever mends these sees whether there are more.
const UNSET_MAX: usize = 50;
/// So much of a paragraph says where a character stands.
const PARAGRAPH_CHARACTERS: usize = 20;

/// The letters of one paper.
pub(super) struct Letters<'a> {
    fonts: &'a Fonts,
    opened: BTreeMap<FontNo, Opened<'a>>,
    known: HashMap<(Face, bool, char), Option<Letter>>,
    unset: Vec<Unset>,
    unread: Option<PathBuf>,
}

/// A font that is in use.
struct Opened<'a> {
    font: Font,
    charmap: Charmap<'a>,
    widths: GlyphMetrics<'a>,
    /// How many units of the font are as much as the size of its letters.
    units: f64,
    height: Height,
}

/// A glyph of a font.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    /// The font.
    pub font: FontNo,
    /// Its number in the font.
    pub glyph: u32,
    /// How wide it is, where its size is 1.
    pub width: f64,
    /// Bold is to be made by a stroke, since the font has none.
    pub is_thickened: bool,
}

/// What the letters of a font ask for, where their size is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Height {
    /// Over the line on which they stand.
    pub above: f64,
    /// Below it.
    pub below: f64,
    /// Between two lines.
    pub between: f64,
}

impl<'a> Letters<'a> {
    /// No letter is known yet.
    pub(super) fn new(fonts: &'a Fonts) -> Letters<'a> {
        Letters { fonts, opened: BTreeMap::new(), known: HashMap::new(), unset: Vec::new(), unread: None }
    }

    /// A character as it looks in a paragraph; none where it cannot be printed, which is kept.
    pub(super) fn letter(&mut self, look: Look, character: char, paragraph: &str) -> Option<Letter> {
        let key = (look.face, look.bold, character);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let why = if joins(character) { WhyUnset::Joined } else { WhyUnset::NoFont };
        let letter = if why == WhyUnset::Joined { None } else { self.look_up(look, character) };
        if letter.is_none()
            && self.unset.len() < UNSET_MAX
            && self.unset.iter().all(|u| u.character != character)
        {
            let paragraph = paragraph.chars().take(PARAGRAPH_CHARACTERS).collect();
            self.unset.push(Unset { character, why, paragraph });
        }
        self.known.insert(key, letter);
        letter
    }

    /// The form of a character that a selector after it asks for, where its font has it.
    pub(super) fn variant(&self, letter: Letter, character: char, selector: char) -> Letter {
        let opened = self.opened.get(&letter.font);
        let mapped = opened.and_then(|opened| opened.charmap.map_variant(character, selector));
        match (opened, mapped) {
            (Some(opened), Some(MapVariant::Variant(glyph))) => {
                Letter { glyph: glyph.to_u32(), width: opened.width(glyph), ..letter }
            }
            (_, Some(MapVariant::UseDefault) | None) | (None, _) => letter,
        }
    }

    /// How high the letters of a face are.
    pub(super) fn height(&mut self, face: Face) -> Height {
        let font = self.fonts.order(face, false).next();
        let height = font.and_then(|font| self.open(font)).map(|opened| opened.height);
        height.unwrap_or(Height { above: 0.88, below: 0.12, between: 0.0 })
    }

    /// The font in the form in which it is written into a file.
    pub(super) fn font(&self, font: FontNo) -> Option<Font> {
        self.opened.get(&font).map(|opened| opened.font.clone())
    }

    /// Whether everything that was asked for could be had.
    ///
    /// # Errors
    /// What could not be.
    pub(super) fn complete(&mut self) -> Result<(), PdfError> {
        if let Some(path) = self.unread.take() {
            return Err(PdfError::Font(path));
        }
        let unset = std::mem::take(&mut self.unset);
        if unset.is_empty() { Ok(()) } else { Err(PdfError::Characters(unset)) }
    }

    fn look_up(&mut self, look: Look, character: char) -> Option<Letter> {
        let fonts = self.fonts;
        for font in fonts.order(look.face, look.bold) {
            // A font that is not in use is not read for a character that it has not.
            if !self.opened.contains_key(&font) && !fonts.has(font, character) {
                continue;
            }
            let opened = self.open(font)?;
            if let Some(glyph) = printable(&opened.charmap, &opened.widths, character) {
                let is_thickened = look.bold && !fonts.is_bold(font);
                return Some(Letter {
                    font,
                    glyph: glyph.to_u32(),
                    width: opened.width(glyph),
                    is_thickened,
                });
            }
        }
        None
    }

    fn open(&mut self, font: FontNo) -> Option<&Opened<'a>> {
        if !self.opened.contains_key(&font) {
            let Some(opened) = open(self.fonts, font) else {
                self.unread = Some(self.fonts.path(font));
                return None;
            };
            self.opened.insert(font, opened);
        }
        self.opened.get(&font)
    }
}

fn open(fonts: &Fonts, number: FontNo) -> Option<Opened<'_>> {
    let (content, index) = fonts.content(number)?;
    let font = Font::new(content.clone().into(), index)?;
    let read = FontRef::from_index(content, index).ok()?;
    let (size, location) = (Size::unscaled(), LocationRef::default());
    let metrics = read.metrics(size, location);
    let units = f64::from(metrics.units_per_em.max(1));
    let height = Height {
        above: f64::from(metrics.ascent) / units,
        below: -f64::from(metrics.descent) / units,
        between: f64::from(metrics.leading) / units,
    };
    Some(Opened { font, charmap: read.charmap(), widths: read.glyph_metrics(size, location), units, height })
}

impl Opened<'_> {
    fn width(&self, glyph: GlyphId) -> f64 {
        f64::from(self.widths.advance_width(glyph).unwrap_or(0.0)) / self.units
    }
}
