//! What is on the pages, and the file that is made of it. Not here: where anything stands.

use std::ops::Range;

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::error::PdfError;
use super::fonts::FontNo;
use super::letters::Letters;
use super::points;
use crate::documents::layout::{Block, Content, Layout, Paragraph};

/// How much thicker a stroke makes a letter, where its size is 1.
const THICKENED: f64 = 1.0 / 30.0;
/// How thick the lines of tables are, in points.
const RULE_POINTS: f64 = 0.5;
/// The longest title.
const TITLE_CHARACTERS: usize = 100;

/// A piece of what is on a page, in points from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ink {
    /// Letters of one look.
    Text(Text),
    /// A line under letters.
    Rule { left: f64, right: f64, y: f64, thickness: f64 },
    /// The lines around a cell.
    Frame { left: f64, top: f64, right: f64, bottom: f64 },
    /// A box filled with a grey: of a chart.
    Box { left: f64, top: f64, right: f64, bottom: f64, shade: u8 },
}

/// Letters of one look in one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    /// Their font.
    pub font: FontNo,
    /// Their size.
    pub size: f64,
    /// Bold is made by a stroke.
    pub is_thickened: bool,
    /// Where the first begins.
    pub x: f64,
    /// On what they stand.
    pub y: f64,
    /// What they say.
    pub said: String,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
}

/// A glyph in a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its number in the font.
    pub number: u32,
    /// How far it is to the next one.
    pub advance: f64,
    /// Which part of what is said it is.
    pub text: Range<usize>,
}

impl Ink {
    /// The same, further down.
    pub(super) fn moved_down(&self, by: f64) -> Ink {
        let mut moved = self.clone();
        match &mut moved {
            Ink::Text(text) => text.y += by,
            Ink::Rule { y, .. } => *y += by,
            Ink::Frame { top, bottom, .. } | Ink::Box { top, bottom, .. } => {
                *top += by;
                *bottom += by;
            }
        }
        moved
    }
}

/// The file. It holds no time and no number by chance, so that the same paper is the same file.
///
/// # Errors
/// The sheet is no sheet, or the writer refuses.
pub(super) fn write(
    layout: &Layout,
    letters: &Letters<'_>,
    pages: Vec<Vec<Ink>>,
) -> Result<Vec<u8>, PdfError> {
    let settings = SerializeSettings { enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let title = title(layout).unwrap_or_default();
    document
        .set_metadata(Metadata::new().title(title).language("zh-CN".to_owned()).creator("Sikuai".to_owned()));
    let (width, height) = (single(points(layout.page.width)), single(points(layout.page.height)));
    for inks in pages {
        let settings = PageSettings::from_wh(width, height).ok_or(PdfError::NoRoom)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for ink in &inks {
            draw(&mut surface, letters, ink);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| PdfError::Writing(error.to_string()))
}

fn draw(surface: &mut Surface<'_>, letters: &Letters<'_>, ink: &Ink) {
    match ink {
        Ink::Text(text) => draw_text(surface, letters, text),
        Ink::Rule { left, right, y, thickness } => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill::default()));
            let rule = Rect::from_ltrb(single(*left), single(*y), single(*right), single(*y + *thickness));
            draw_rectangle(surface, rule);
        }
        Ink::Frame { left, top, right, bottom } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { width: single(RULE_POINTS), ..Stroke::default() }));
            let frame = Rect::from_ltrb(single(*left), single(*top), single(*right), single(*bottom));
            draw_rectangle(surface, frame);
        }
        Ink::Box { left, top, right, bottom, shade } => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: luma::Color::new(*shade).into(), ..Fill::default() }));
            let filled = Rect::from_ltrb(single(*left), single(*top), single(*right), single(*bottom));
            draw_rectangle(surface, filled);
        }
    }
}

fn draw_text(surface: &mut Surface<'_>, letters: &Letters<'_>, text: &Text) {
    let Some(font) = letters.font(text.font) else { return };
    let stroke =
        text.is_thickened.then(|| Stroke { width: single(text.size * THICKENED), ..Stroke::default() });
    surface.set_fill(Some(Fill::default()));
    surface.set_stroke(stroke);
    let glyph = |glyph: &Glyph| {
        let advance = single(glyph.advance / text.size);
        KrillaGlyph::new(GlyphId::new(glyph.number), advance, 0.0, 0.0, 0.0, glyph.text.clone(), None)
    };
    let glyphs: Vec<KrillaGlyph> = text.glyphs.iter().map(glyph).collect();
    let start = Point::from_xy(single(text.x), single(text.y));
    surface.draw_glyphs(start, &glyphs, font, &text.said, single(text.size), false);
}

/// One without any area is not drawn.
fn draw_rectangle(surface: &mut Surface<'_>, rectangle: Option<Rect>) {
    let mut path = PathBuilder::new();
    if let Some(rectangle) = rectangle {
        path.push_rect(rectangle);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// The first of the paragraphs in the largest letters.
fn title(layout: &Layout) -> Option<String> {
    let paragraphs = layout.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) | Block::Chart(_) => None,
    });
    let titled = paragraphs
        .map(|paragraph| (largest(paragraph), text(paragraph)))
        .filter(|(_, text)| !text.is_empty());
    titled.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, text)| text)
}

fn largest(paragraph: &Paragraph) -> u16 {
    paragraph.runs.iter().map(|run| run.look.size.0).max().unwrap_or(0)
}

fn text(paragraph: &Paragraph) -> String {
    let text: String = paragraph
        .runs
        .iter()
        .map(|run| match &run.content {
            Content::Text(text) => text.as_str(),
            Content::LineBreak | Content::Tab | Content::PageNumber | Content::PageCount => " ",
        })
        .collect();
    text.trim().chars().take(TITLE_CHARACTERS).collect()
}

/// In the numbers of the writer of files; what is lost is far below what a printer shows.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "there is no other way from f64 to f32"
)]
fn single(points: f64) -> f32 {
    points as f32
}
