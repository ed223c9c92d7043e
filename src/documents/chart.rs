//! A chart drawn (图表): boxes and texts in points from its upper left corner, in greys, since papers are printed black. PDF
//! and SVG are written from the same drawing; DOCX has charts of its own. Not here: what a chart shows.

mod bars;
mod columns;
pub mod svg;

use crate::domain::paper::chart::{Chart, ChartKind};

/// The greys of the series, in their order: 0 is black.
pub const SHADES: [u8; 4] = [0x50, 0xB0, 0x80, 0xD8];
/// The size of letters.
const LETTERS: f64 = 9.0;
/// The size of the letters of the title.
const TITLE: f64 = 10.5;
/// Where the title stands, from above.
const TITLE_Y: f64 = 14.0;
/// Where the names of the series stand.
const LEGEND_Y: f64 = 30.0;
/// Where the drawing itself begins.
const TOP: f64 = 42.0;
/// How high a chart with columns is.
const COLUMNS_POINTS: u16 = 200;
/// How much a bar takes.
const BAR_POINTS: u16 = 20;
/// What stands above and below the bars.
const BARS_BESIDES_POINTS: u16 = 48;
/// So many points are drawn higher; the rest gives way.
const HEIGHT_POINTS_MAX: u16 = 600;

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// What is on it, the lowest first.
    pub marks: Vec<Mark>,
}

/// One thing on a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A box filled with a grey.
    Box {
        /// From the left.
        left: f64,
        /// From above.
        top: f64,
        /// How wide.
        width: f64,
        /// How high.
        height: f64,
        /// Which grey.
        shade: u8,
    },
    /// A line of text.
    Text {
        /// Where it stands from the left.
        x: f64,
        /// On what its letters stand.
        y: f64,
        /// What of it stands at `x`.
        anchor: Anchor,
        /// The size of its letters.
        size: f64,
        /// What it says.
        said: String,
    },
}

/// What of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How high a chart is, in points.
#[must_use]
pub fn height_points(chart: &Chart) -> u16 {
    match chart.kind {
        ChartKind::Columns => COLUMNS_POINTS,
        ChartKind::Bars => {
            let bars = u16::try_from(chart.points.len()).unwrap_or(u16::MAX);
            bars.saturating_mul(BAR_POINTS).saturating_add(BARS_BESIDES_POINTS).min(HEIGHT_POINTS_MAX)
        }
    }
}

/// Draws a chart so wide.
#[must_use]
pub fn drawn(chart: &Chart, width: f64) -> Drawing {
    let height = f64::from(height_points(chart));
    let mut drawing = Drawing { width, height, marks: Vec::new() };
    drawing.text(
        (width / 2.0, TITLE_Y),
        (Anchor::Middle, TITLE),
        format!("{}（{}）", chart.title, chart.unit),
    );
    if chart.series.len() > 1 {
        drawing.legend(&chart.series);
    }
    match chart.kind {
        ChartKind::Columns => columns::draw(&mut drawing, chart),
        ChartKind::Bars => bars::draw(&mut drawing, chart),
    }
    drawing
}

impl Drawing {
    fn text(&mut self, (x, y): (f64, f64), (anchor, size): (Anchor, f64), said: String) {
        self.marks.push(Mark::Text { x, y, anchor, size, said });
    }

    fn fill(&mut self, (left, top): (f64, f64), (width, height): (f64, f64), shade: u8) {
        self.marks.push(Mark::Box { left, top, width, height, shade });
    }

    /// The names of the series beside their greys, in the middle.
    fn legend(&mut self, series: &[String]) {
        let wide = |name: &String| LETTERS * 2.5 + LETTERS * number(name.chars().count());
        let all: f64 = series.iter().map(wide).sum();
        let mut x = (self.width - all) / 2.0;
        for (no, name) in series.iter().enumerate() {
            self.fill((x, LEGEND_Y - LETTERS + 1.0), (LETTERS, LETTERS), shade(no));
            self.text((x + LETTERS * 1.4, LEGEND_Y), (Anchor::Start, LETTERS), name.clone());
            x += wide(name);
        }
    }
}

/// The grey of a series.
fn shade(series: usize) -> u8 {
    SHADES.iter().cycle().nth(series).copied().unwrap_or_default()
}

/// The largest value, at least one.
fn largest(chart: &Chart) -> f64 {
    let largest = chart.points.iter().flat_map(|point| &point.values).copied().max().unwrap_or(0);
    value(largest.max(1))
}

/// A value as a length; what is beyond four thousand million is drawn as that, and written as it is.
fn value(value: u64) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
