//! A chart on a page: its boxes and its texts, each set as a line of its own. Not here: where they stand on the chart.

use super::ink::Ink;
use super::pages::Pages;
use crate::documents::chart::{Anchor, Drawing, Mark, drawn};
use crate::documents::layout::{Align, Content, Face, HalfPoints, Look, Paragraph, ParagraphFormat, Run};
use crate::domain::paper::chart::Chart;

/// How far a text may reach from its place.
const REACH: f64 = 400.0;

/// A chart as wide as the text.
pub(super) fn of(pages: &Pages<'_, '_>, chart: &Chart) -> Drawing {
    drawn(chart, pages.sheet.width)
}

/// Puts it onto the open page, from where that is full.
pub(super) fn place(pages: &mut Pages<'_, '_>, drawing: &Drawing) {
    let (x0, y0) = (pages.sheet.left, pages.y);
    for mark in &drawing.marks {
        match mark {
            Mark::Box { left, top, width, height, shade } => {
                let (left, top) = (x0 + left, y0 + top);
                pages.inks.push(Ink::Box {
                    left,
                    top,
                    right: left + width,
                    bottom: top + height,
                    shade: *shade,
                });
            }
            Mark::Text { x, y, anchor, size, said } => {
                let (align, left) = match anchor {
                    Anchor::Start => (Align::Left, *x),
                    Anchor::Middle => (Align::Centre, x - REACH / 2.0),
                    Anchor::End => (Align::Right, x - REACH),
                };
                let set = pages.typeset_in(&line(said, *size, align), REACH);
                if let Some(first) = set.lines.first() {
                    set.draw(first, x0 + left, y0 + y - first.baseline, &mut pages.inks);
                }
            }
        }
    }
}

fn line(said: &str, size: f64, align: Align) -> Paragraph {
    let size = HalfPoints(half_points(size));
    let look = Look { face: Face::Song, size, bold: false, underline: false };
    let runs = vec![Run { look, content: Content::Text(said.to_owned()) }];
    Paragraph { format: ParagraphFormat { align, ..ParagraphFormat::default() }, runs }
}

/// Letters of charts are between one and a hundred points high.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there is no other way from f64 to u16"
)]
fn half_points(size: f64) -> u16 {
    (size.clamp(1.0, 100.0) * 2.0).round() as u16
}
