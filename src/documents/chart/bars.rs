//! Bars below one another (条形图), each with its name before it and its number behind it. Not here: the title.

use super::{
    Anchor, BAR_POINTS, BARS_BESIDES_POINTS, Drawing, LETTERS, TITLE_Y, largest, number, shade, value,
};
use crate::domain::paper::chart::Chart;

/// How much of the width the names take.
const NAMES_SHARE: f64 = 0.34;
/// The room for the number behind the longest bar.
const NUMBERS: f64 = 44.0;
/// How much of the room of a point its bars take.
const SHARE: f64 = 0.66;
/// How thick the line is from which they go.
const BASE: f64 = 0.75;
/// Where the first begins, below the title.
const FIRST: f64 = TITLE_Y + 12.0;

/// Draws them; where they do not fit as high as they should be, they are lower.
pub(super) fn draw(drawing: &mut Drawing, chart: &Chart) {
    let names = drawing.width * NAMES_SHARE;
    let long = drawing.width - names - NUMBERS;
    let most = largest(chart);
    let rest = drawing.height - f64::from(BARS_BESIDES_POINTS);
    let room = (rest / number(chart.points.len().max(1))).min(f64::from(BAR_POINTS));
    let bar = room * SHARE / number(chart.series.len().max(1));
    for (at, point) in chart.points.iter().enumerate() {
        let top = FIRST + room * number(at);
        for (series, count) in point.values.iter().enumerate() {
            let y = top + room * (1.0 - SHARE) / 2.0 + bar * number(series);
            let wide = value(*count) / most * long;
            drawing.fill((names, y), (wide, bar), shade(series));
            let behind = (names + wide + 4.0, y + bar / 2.0 + LETTERS * 0.35);
            drawing.text(behind, (Anchor::Start, LETTERS), count.to_string());
        }
        let before = (names - 6.0, top + room / 2.0 + LETTERS * 0.35);
        drawing.text(before, (Anchor::End, LETTERS), point.name.clone());
    }
    let high = room * number(chart.points.len());
    drawing.fill((names - BASE, FIRST), (BASE, high), 0);
}
