//! Charts of papers: drawn to scale, the same in SVG and in PDF, and looked at as pixels; and the shipped template of the
//! annual report.

use std::process::Command;

use sikuai::documents::chart::{Anchor, Mark, drawn, svg};
use sikuai::documents::layout::{Block, Layout, Page};
use sikuai::documents::{docx, html, markdown, pdf, reports};
use sikuai::domain::paper::chart::{Chart, ChartKind, Point};

use super::pdf::wqy;

fn chart(kind: ChartKind, series: &[&str], points: &[(&str, &[u64])]) -> Chart {
    let point = |(name, values): &(&str, &[u64])| Point { name: (*name).to_owned(), values: values.to_vec() };
    Chart {
        title: "各月受理".to_owned(),
        unit: "件".to_owned(),
        kind,
        series: series.iter().map(|name| (*name).to_owned()).collect(),
        points: points.iter().map(point).collect(),
    }
}

fn columns() -> Chart {
    chart(ChartKind::Columns, &["受理"], &[("1月", &[10]), ("2月", &[20]), ("3月", &[0])])
}

fn alone(chart: Chart) -> Layout {
    Layout { page: Page::A4, header: Vec::new(), footer: Vec::new(), blocks: vec![Block::Chart(chart)] }
}

/// The boxes of a drawing: left, top, width, height.
fn boxes(chart: &Chart) -> Vec<[f64; 4]> {
    let marks = drawn(chart, 400.0).marks;
    let found = marks.into_iter().filter_map(|mark| match mark {
        Mark::Box { left, top, width, height, .. } => Some([left, top, width, height]),
        Mark::Text { .. } => None,
    });
    found.collect()
}

#[test]
fn columns_and_bars_are_as_long_as_their_numbers() {
    let of = boxes(&columns());
    let [one, two, three, line] = of.as_slice() else { panic!("{of:?}") };
    assert!((two[3] - 2.0 * one[3]).abs() < 1e-9 && three[3].abs() < 1e-9, "{of:?}");
    for column in [one, two, three] {
        assert!((column[1] + column[3] - line[1]).abs() < 1e-9, "each stands on the line");
    }
    let bars = chart(ChartKind::Bars, &["结案"], &[("裁决(终局)", &[30]), ("仲裁调解", &[10])]);
    let of = boxes(&bars);
    let [long, short, _] = of.as_slice() else { panic!("{of:?}") };
    assert!((long[2] - 3.0 * short[2]).abs() < 1e-9 && (long[0] - short[0]).abs() < 1e-9, "{of:?}");
    assert!(short[1] > long[1], "the first stands above");
}

#[test]
fn nothing_is_drawn_beyond_the_edge_however_many_points_there_are() {
    let names: Vec<String> = (1..=80).map(|no| format!("案由{no}")).collect();
    let many: Vec<(&str, &[u64])> = names.iter().map(|name| (name.as_str(), &[7_u64, 9][..])).collect();
    for kind in [ChartKind::Columns, ChartKind::Bars] {
        for points in [&many[..], &many[..1], &[]] {
            let drawing = drawn(&chart(kind, &["受理", "结案"], points), 442.0);
            for mark in &drawing.marks {
                let (right, bottom) = match mark {
                    Mark::Box { left, top, width, height, .. } => (left + width, top + height),
                    Mark::Text { x, y, anchor, .. } => {
                        assert!(*anchor != Anchor::Middle || *x > 0.0);
                        (*x, *y)
                    }
                };
                assert!(
                    right <= drawing.width + 0.01 && bottom <= drawing.height + 0.01,
                    "{kind:?} {mark:?}"
                );
            }
        }
    }
}

#[test]
fn what_a_chart_is_called_cannot_break_out_of_its_file() {
    let mut wild = columns();
    wild.title = "<script>&\"]]>".to_owned();
    wild.points[0].name = "</text><a>".to_owned();
    let svg = svg::write(&wild);
    assert!(
        svg.contains("&lt;script&gt;&amp;&quot;") && !svg.contains("<script") && !svg.contains("<a>"),
        "{svg}"
    );
    let page = html::write(&alone(wild.clone()));
    assert!(!page.contains("<script") && !page.contains("<a>"), "{page}");
    let text = markdown::write(&alone(wild.clone()));
    assert!(text.contains("\\<script\\>") && text.contains("\\</text\\>"), "{text}");
    docx::write(&alone(wild)).unwrap();
}

/// A page as grey pixels, 72 of them an inch: a point each.
fn pixels(layout: &Layout) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chart.pdf");
    std::fs::write(&file, pdf::write(layout, wqy()).unwrap()).unwrap();
    let out = Command::new("pdftoppm")
        .args(["-gray", "-r", "72"])
        .arg(&file)
        .output()
        .expect("missing: poppler-utils");
    let picture = out.stdout;
    // P5, the width and the height, the largest grey, and the pixels.
    let mut head = picture.splitn(4, u8::is_ascii_whitespace).take(3);
    assert_eq!(head.next(), Some(&b"P5"[..]));
    let mut number = || std::str::from_utf8(head.next().unwrap()).unwrap().parse::<usize>().unwrap();
    let (width, height) = (number(), number());
    picture[picture.len() - width * height..].chunks(width).map(<[u8]>::to_vec).collect()
}

#[test]
fn the_printed_columns_stand_where_they_are_drawn() {
    let page = pixels(&alone(columns()));
    // The grey of the first series, which letters have at few places of their edges.
    let is_grey = |pixel: u8| (0x4D..=0x53).contains(&pixel);
    let tall = |x: usize| page.iter().filter(|row| is_grey(row[x])).count();
    let heights: Vec<usize> = (0..page[0].len()).map(tall).collect();
    let wide = |points: usize| heights.iter().filter(|height| height.abs_diff(points) <= 3).count();
    // The text is 442 points wide: a third of it to each month, of which a column takes 72 hundredths. Of the 200 points of
    // the chart the title takes 42, the names of the months 20, and the highest number 12.
    let widths = [wide(126), wide(63), wide(0)];
    assert!(widths[0].abs_diff(106) <= 8 && widths[1].abs_diff(106) <= 8, "{widths:?} {heights:?}");
    assert!(widths[2] > 300, "and nothing stands for the third: {widths:?}");
}

#[test]
fn the_shipped_template_of_the_report_asks_for_nothing_that_is_not_there() {
    assert_eq!(reports::shipped_problems(), Ok(Vec::new()));
    let shipped = reports::shipped_docx().unwrap();
    assert_eq!(reports::problems(&shipped), Vec::new());
}

#[test]
fn the_policy_of_the_page_names_its_own_style() {
    use sha2::{Digest as _, Sha256};
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(html::STYLE);
    let mut text = String::new();
    for three in digest.chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(LETTERS[bits >> (18 - 6 * place) & 63]));
        }
    }
    assert_eq!(html::STYLE_DIGEST, format!("sha256-{text}="));
}
