//! A chart as SVG (可缩放矢量图): no script, no style, nothing from elsewhere. Not here: where anything stands.

use std::fmt::Write as _;

use super::{Anchor, Drawing, Mark, drawn};
use crate::documents::html::escaped;
use crate::domain::paper::chart::Chart;

/// How wide it is by itself: the text of a page.
const WIDTH_POINTS: f64 = 442.0;
/// Whatever the reader has of these.
const FAMILIES: &str = "SimSun, 'Songti SC', 'Noto Serif CJK SC', 'WenQuanYi Zen Hei', serif";

/// A chart as a file, or as a part of a page.
#[must_use]
pub fn write(chart: &Chart) -> String {
    let drawing = drawn(chart, WIDTH_POINTS);
    let Drawing { width, height, marks } = &drawing;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.2} {height:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" \
         role=\"img\" font-family=\"{FAMILIES}\"><title>{}</title>",
        escaped(&chart.title)
    );
    for mark in marks {
        // Writing into a string cannot fail.
        let _ = match mark {
            Mark::Box { left, top, width, height, shade } => write!(
                text,
                "<rect x=\"{left:.2}\" y=\"{top:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"#{shade:02x}{shade:02x}{shade:02x}\"/>"
            ),
            Mark::Text { x, y, anchor, size, said } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                write!(
                    text,
                    "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size:.2}\" text-anchor=\"{anchor}\">{}</text>",
                    escaped(said)
                )
            }
        };
    }
    text + "</svg>"
}
