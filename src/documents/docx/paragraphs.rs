//! A paragraph of a file as one of the layout (段落), or several where a page begins in its midst. Not here: its text.

use super::EMPTY_LINE;
use super::content::{Flow, Piece, Pieces};
use super::properties::{ParagraphLayer, Rule, RunLayer, switched_on};
use super::read::Context;
use super::things::Of;
use super::xml::Element;
use crate::documents::layout::{
    Align, Content, HalfPoints, Line, Look, Paragraph, ParagraphFormat, Run, Twips,
};
use crate::documents::template_problem::Place;

/// A line where the page has no grid, in twips.
const LINE_TWIPS: i32 = 240;
/// The beginning of a paragraph that names it has no more characters than this.
const BEGINNING_CHARACTERS_MAX: usize = 20;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) place: Place,
    pub(super) flow: Flow,
    pub(super) table_style: Option<&'s str>,
}

/// What a paragraph of a file has become.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) paragraphs: Vec<Paragraph>,
    /// What follows begins a page.
    pub(super) breaks_after: bool,
}

/// The style of a paragraph.
pub(super) fn style_of(element: &Element) -> Option<&str> {
    element.child("pPr").and_then(|it| it.child("pStyle")).and_then(Element::val)
}

/// Reads a paragraph.
pub(super) fn paragraph(context: &mut Context<'_>, element: &Element, spot: Spot<'_>) -> Set {
    let place = spot.place.words(&beginning(element));
    let properties = element.child("pPr");
    let base = context.styles.base(spot.table_style, style_of(element));
    let mut layer = base.paragraph.clone();
    layer.lay(&ParagraphLayer::read(properties));
    let mark = properties.and_then(|it| it.child("rPr"));
    let is_tracked = properties.is_some_and(|it| it.child("pPrChange").is_some())
        || mark.is_some_and(|mark| {
            ["ins", "del", "moveFrom", "moveTo", "rPrChange"].iter().any(|it| mark.child(it).is_some())
        });
    if is_tracked {
        context.tell(place.clone(), Of::Text, "ins");
    }
    if properties.is_some_and(|it| it.child("sectPr").is_some()) {
        context.tell(place.clone(), Of::Text, "sectPr");
    }
    let (mark_look, _) = context.styles.look(&base, None, &RunLayer::read(mark));
    let pieces = Pieces::new(context, &base, &place, spot.flow).of(element);
    let runs = |pieces: &[Piece]| -> Vec<Run> {
        pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Run(run) => Some(run.clone()),
                Piece::PageBreak => None,
            })
            .collect()
    };
    let looks: Vec<Look> = runs(&pieces).iter().map(|run| run.look).collect();
    let first = looks.first().unwrap_or(&mark_look);
    let largest = looks.iter().map(|look| look.size).max().unwrap_or(mark_look.size);
    let format = format(&layer, first.size, &Letters { largest, pitch: context.pitch });
    let has_tab = pieces.iter().any(|it| matches!(it, Piece::Run(Run { content: Content::Tab, .. })));
    if has_tab && layer.has_tab_stops == Some(true) {
        context.tell(place.clone(), Of::Text, "tabStops");
    }
    if format.page_break_before && spot.flow == Flow::Fixed {
        context.tell(place.clone(), Of::Text, "pageBreak");
    }
    for (of, name) in switched_on(Of::Paragraph, &layer.refused) {
        // Nothing is left out where there is no space to leave out.
        if name != "contextualSpacing" || format.before != Twips(0) || format.after != Twips(0) {
            context.tell(place.clone(), of, name);
        }
    }
    split(&pieces, format, mark_look, runs)
}

/// Begins a paragraph of its own after each page break; one at the end is for what follows.
fn split(pieces: &[Piece], format: ParagraphFormat, mark: Look, runs: impl Fn(&[Piece]) -> Vec<Run>) -> Set {
    let mut parts: Vec<Vec<Run>> =
        pieces.split(|piece| matches!(piece, Piece::PageBreak)).map(runs).collect();
    let breaks_after = parts.len() > 1 && parts.last().is_some_and(Vec::is_empty);
    if breaks_after {
        parts.pop();
    }
    // A break before all text moves the whole paragraph.
    let begins_page = parts.len() > 1 && parts.first().is_some_and(Vec::is_empty);
    if begins_page {
        parts.remove(0);
    }
    let paragraphs = parts.into_iter().enumerate().map(|(index, mut runs)| {
        if runs.is_empty() && mark != EMPTY_LINE {
            runs.push(Run { look: mark, content: Content::Text(String::new()) });
        }
        let page_break_before = format.page_break_before || begins_page || index > 0;
        let first_line = if index > 0 { Twips(0) } else { format.first_line };
        Paragraph { format: ParagraphFormat { first_line, page_break_before, ..format }, runs }
    });
    Set { paragraphs: paragraphs.collect(), breaks_after }
}

/// What the height of a line depends on.
struct Letters {
    largest: HalfPoints,
    /// Of the grid of the page, in twips.
    pitch: Option<i32>,
}

fn format(layer: &ParagraphLayer, first: HalfPoints, letters: &Letters) -> ParagraphFormat {
    let character = i32::from(first.0) * 10;
    let line = letters.pitch.unwrap_or(LINE_TWIPS);
    let first_line = layer.first_line.resolved(character);
    let left = layer.left.resolved(character);
    // An indent in characters is that of the line that hangs out, if one does in characters too.
    let in_characters = |hundredths: Option<i32>| hundredths.is_some_and(|it| it != 0);
    let hangs =
        first_line < 0 && in_characters(layer.first_line.hundredths) && in_characters(layer.left.hundredths);
    ParagraphFormat {
        align: layer.align.unwrap_or(Align::Left),
        left: Twips(if hangs { left - first_line } else { left }),
        right: Twips(layer.right.resolved(character)),
        first_line: Twips(first_line),
        before: Twips(layer.before.resolved(line)),
        after: Twips(layer.after.resolved(line)),
        line: height(layer, letters),
        page_break_before: layer.page_break_before.unwrap_or(false),
        keep_with_next: layer.keep_with_next.unwrap_or(false),
    }
}

/// How high the lines are. On a page with a grid (文档网格) a line takes as many of its lines as the letters need: in the
/// layout, which has no grid, it is at least so high.
fn height(layer: &ParagraphLayer, letters: &Letters) -> Line {
    let (rule, value) = layer.line.unwrap_or((Rule::Auto, LINE_TWIPS));
    match rule {
        Rule::Exact => Line::Exactly(Twips(value)),
        Rule::AtLeast => Line::AtLeast(Twips(value)),
        Rule::Auto => {
            let times = u16::try_from(value).unwrap_or(240);
            match letters.pitch.filter(|_| layer.snaps_to_grid.unwrap_or(true)) {
                None => Line::Times(times),
                Some(pitch) => {
                    // Chinese letters ask for 1.3 times their size.
                    let asked = i32::from(letters.largest.0) * 13;
                    let lines = (asked + pitch - 1) / pitch;
                    Line::AtLeast(Twips(lines * pitch * i32::from(times) / 240))
                }
            }
        }
    }
}

/// The first characters of a paragraph, by which people find it.
fn beginning(element: &Element) -> String {
    let mut text = String::new();
    gather(element, &mut text);
    text
}

fn gather(element: &Element, text: &mut String) {
    for child in &element.children {
        if text.chars().count() > BEGINNING_CHARACTERS_MAX {
            return;
        }
        if child.is("t") {
            text.extend(child.text.chars().take(BEGINNING_CHARACTERS_MAX));
        } else {
            gather(child, text);
        }
    }
}
