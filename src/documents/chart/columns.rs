//! Columns beside one another (柱形图), those of one point together. Not here: the title and the names of the series.

use super::{Anchor, Drawing, LETTERS, TOP, largest, number, shade, value};
use crate::domain::paper::chart::Chart;

/// What stands below the columns: the names of the points.
const FOOT: f64 = 20.0;
/// The room for the number over the highest column.
const HEAD: f64 = 12.0;
/// How much of the room of a point its columns take.
const SHARE: f64 = 0.72;
/// How thick the line is on which they stand.
const BASE: f64 = 0.75;

/// Draws them.
pub(super) fn draw(drawing: &mut Drawing, chart: &Chart) {
    let (width, base) = (drawing.width, drawing.height - FOOT);
    let most = largest(chart);
    let room = width / number(chart.points.len().max(1));
    let column = room * SHARE / number(chart.series.len().max(1));
    let high = base - TOP - HEAD;
    for (at, point) in chart.points.iter().enumerate() {
        let left = room * number(at) + room * (1.0 - SHARE) / 2.0;
        for (series, count) in point.values.iter().enumerate() {
            let tall = value(*count) / most * high;
            let x = left + column * number(series);
            drawing.fill((x, base - tall), (column, tall), shade(series));
            let above = (x + column / 2.0, base - tall - 2.5);
            drawing.text(above, (Anchor::Middle, LETTERS - 1.5), count.to_string());
        }
        let below = (room * (number(at) + 0.5), base + LETTERS + 4.0);
        drawing.text(below, (Anchor::Middle, LETTERS), point.name.clone());
    }
    drawing.fill((0.0, base), (width, BASE), 0);
}
