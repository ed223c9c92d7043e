//! Charts in a DOCX file (图表): charts of the word processor itself (DrawingML), so that they are sharp at every size and
//! their colours and fonts can be edited. Not here: charts of other files (`chart`).

use super::written::{HEAD, put, put_escaped};
use crate::documents::chart::{SHADES, height_points};
use crate::documents::layout::{Block, Layout, Page};
use crate::domain::paper::chart::{Chart, ChartKind};

/// The type of the part of a chart.
pub(super) const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
/// English metric units in a twip and in a point.
const EMU_PER_TWIP: i64 = 635;
const EMU_PER_POINT: i64 = 12_700;
const NAMESPACES: &str = "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
const DRAWING: &str = "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"";
/// The ids of the two axes, which name each other.
const AXES: [u32; 2] = [1_001, 1_002];
/// The size of letters in hundredths of a point.
const LETTERS: u32 = 900;

/// The charts of a paper with their numbers, from 1.
pub(super) fn of(layout: &Layout) -> impl Iterator<Item = (usize, &Chart)> {
    let charts = layout.blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        Block::Paragraph(_) | Block::Table(_) => None,
    });
    (1..).zip(charts)
}

/// The id of the relationship of a chart.
pub(super) fn id(no: usize) -> String {
    format!("rIdChart{no}")
}

/// The part of a chart, seen from the text.
pub(super) fn target(no: usize) -> String {
    format!("charts/chart{no}.xml")
}

/// The place of a chart in the text: a paragraph of its own, as wide as the text.
pub(super) fn put_drawing(text: &mut String, (no, chart): (usize, &Chart), page: Page) {
    let width = i64::from(page.width.0 - page.left.0 - page.right.0).max(1) * EMU_PER_TWIP;
    let height = i64::from(height_points(chart)) * EMU_PER_POINT;
    text.push_str("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing>");
    put(text, format_args!("<wp:inline {DRAWING} distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"));
    put(
        text,
        format_args!(
            "<wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{no}\" name=\"chart{no}\" descr=\""
        ),
    );
    put_attribute(text, &chart.title);
    text.push_str("\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">");
    put(text, format_args!("<c:chart r:id=\"{}\"/>", id(no)));
    text.push_str("</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>");
}

/// A chart as a part of its own.
pub(super) fn part(chart: &Chart) -> String {
    let mut text = format!(
        "{HEAD}<c:chartSpace {NAMESPACES}><c:roundedCorners val=\"0\"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>"
    );
    put(
        &mut text,
        format_args!(
            "<a:defRPr sz=\"{}\" b=\"0\"/></a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"{}\" b=\"0\"/><a:t>",
            LETTERS + 150,
            LETTERS + 150
        ),
    );
    put_escaped(&mut text, &format!("{}（{}）", chart.title, chart.unit));
    text.push_str("</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>");
    let direction = match chart.kind {
        ChartKind::Columns => "col",
        ChartKind::Bars => "bar",
    };
    put(
        &mut text,
        format_args!(
            "<c:barChart><c:barDir val=\"{direction}\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>"
        ),
    );
    for (no, name) in chart.series.iter().enumerate() {
        put_series(&mut text, chart, (no, name));
    }
    let [categories, values] = AXES;
    put(
        &mut text,
        format_args!(
            "<c:gapWidth val=\"60\"/><c:axId val=\"{categories}\"/><c:axId val=\"{values}\"/></c:barChart>"
        ),
    );
    put_axes(&mut text, chart.kind);
    text.push_str("</c:plotArea>");
    if chart.series.len() > 1 {
        text.push_str("<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/></c:legend>");
    }
    put(
        &mut text,
        format_args!(
            "<c:plotVisOnly val=\"1\"/></c:chart><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>\
             <a:defRPr sz=\"{LETTERS}\"><a:latin typeface=\"宋体\"/><a:ea typeface=\"宋体\"/></a:defRPr></a:pPr>\
             <a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr></c:chartSpace>"
        ),
    );
    text
}

fn put_series(text: &mut String, chart: &Chart, (no, name): (usize, &str)) {
    let shade = SHADES.iter().cycle().nth(no).copied().unwrap_or_default();
    put(text, format_args!("<c:ser><c:idx val=\"{no}\"/><c:order val=\"{no}\"/><c:tx><c:v>"));
    put_escaped(text, name);
    put(
        text,
        format_args!(
            "</c:v></c:tx><c:spPr><a:solidFill><a:srgbClr val=\"{shade:02X}{shade:02X}{shade:02X}\"/></a:solidFill></c:spPr>\
             <c:invertIfNegative val=\"0\"/><c:dLbls><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
             <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>"
        ),
    );
    let count = chart.points.len();
    put(text, format_args!("<c:cat><c:strLit><c:ptCount val=\"{count}\"/>"));
    for (at, point) in chart.points.iter().enumerate() {
        put(text, format_args!("<c:pt idx=\"{at}\"><c:v>"));
        put_escaped(text, &point.name);
        text.push_str("</c:v></c:pt>");
    }
    put(
        text,
        format_args!(
            "</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>"
        ),
    );
    for (at, point) in chart.points.iter().enumerate() {
        let value = point.values.get(no).copied().unwrap_or(0);
        put(text, format_args!("<c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt>"));
    }
    text.push_str("</c:numLit></c:val></c:ser>");
}

/// What is named first stands above, as in the other files.
fn put_axes(text: &mut String, kind: ChartKind) {
    let [categories, values] = AXES;
    let (orientation, at, across) = match kind {
        ChartKind::Columns => ("minMax", "b", "l"),
        ChartKind::Bars => ("maxMin", "l", "t"),
    };
    put(
        text,
        format_args!(
            "<c:catAx><c:axId val=\"{categories}\"/><c:scaling><c:orientation val=\"{orientation}\"/></c:scaling><c:delete val=\"0\"/>\
             <c:axPos val=\"{at}\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
             <c:crossAx val=\"{values}\"/></c:catAx><c:valAx><c:axId val=\"{values}\"/><c:scaling><c:orientation val=\"minMax\"/>\
             <c:min val=\"0\"/></c:scaling><c:delete val=\"1\"/><c:axPos val=\"{across}\"/><c:crossAx val=\"{categories}\"/></c:valAx>"
        ),
    );
}

/// Text inside quotation marks.
fn put_attribute(text: &mut String, said: &str) {
    let mut escaped = String::new();
    put_escaped(&mut escaped, said);
    text.push_str(&escaped.replace('"', "&quot;"));
}
