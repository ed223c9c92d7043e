//! Random layouts: whatever a paper can be, as the reader gives it (no empty texts, whole tables, merges that meet).

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use sikuai::documents::layout::{
    Align, Block, Cell, Content, Face, HalfPoints, Layout, Line, Look, Merge, Page, Paragraph,
    ParagraphFormat, Row, Run, Table, Twips, VerticalAlign,
};

pub(crate) fn layout() -> impl Strategy<Value = Layout> {
    (page(), edge(), edge(), vec(block(), 0..6)).prop_map(|(page, header, footer, blocks)| Layout {
        page,
        header,
        footer,
        blocks,
    })
}

fn page() -> impl Strategy<Value = Page> {
    (any::<bool>(), [0..2_000_i32, 0..2_000, 0..2_000, 0..2_000, 0..900, 0..900]).prop_map(
        |(wide, margins)| {
            let [top, bottom, left, right, header, footer] = margins.map(Twips);
            let (width, height) = if wide { (16_838, 11_906) } else { (11_906, 16_838) };
            Page { width: Twips(width), height: Twips(height), top, bottom, left, right, header, footer }
        },
    )
}

/// A header or footer: nothing, or paragraphs of which one is seen.
fn edge() -> impl Strategy<Value = Vec<Paragraph>> {
    vec(paragraph(), 0..3).prop_map(|mut paragraphs| {
        for paragraph in &mut paragraphs {
            paragraph.format.page_break_before = false;
        }
        let is_seen = paragraphs.iter().flat_map(|it| &it.runs).any(|run| run.content != empty());
        if is_seen { paragraphs } else { Vec::new() }
    })
}

fn block() -> BoxedStrategy<Block> {
    prop_oneof![4 => paragraph().prop_map(Block::Paragraph), 1 => table().prop_map(Block::Table)].boxed()
}

fn empty() -> Content {
    Content::Text(String::new())
}

pub(crate) fn paragraph() -> impl Strategy<Value = Paragraph> {
    let runs = prop_oneof![
        6 => vec(run(), 1..5),
        1 => Just(Vec::new()),
        1 => look().prop_map(|look| if look == EMPTY_LINE { Vec::new() } else { vec![Run { look, content: empty() }] }),
    ];
    (format(), runs).prop_map(|(format, runs)| Paragraph { format, runs })
}

/// How an empty line looks of which nothing is said.
const EMPTY_LINE: Look = Look { face: Face::Song, size: HalfPoints(21), bold: false, underline: false };

fn format() -> impl Strategy<Value = ParagraphFormat> {
    let align = select(vec![Align::Left, Align::Centre, Align::Right, Align::Justified]);
    let line = prop_oneof![
        (1..1_000_u16).prop_map(Line::Times),
        (1..2_000).prop_map(|high| Line::Exactly(Twips(high))),
        (0..2_000).prop_map(|high| Line::AtLeast(Twips(high))),
    ];
    let measures = [-2_000..2_000_i32, -2_000..2_000, -2_000..2_000, 0..2_000, 0..2_000];
    (align, measures, line, any::<bool>(), any::<bool>()).prop_map(
        |(align, measures, line, page_break_before, keep_with_next)| {
            let [left, right, first_line, before, after] = measures.map(Twips);
            ParagraphFormat {
                align,
                left,
                right,
                first_line,
                before,
                after,
                line,
                page_break_before,
                keep_with_next,
            }
        },
    )
}

fn look() -> impl Strategy<Value = Look> {
    let face = select(vec![Face::Song, Face::Hei, Face::FangSong, Face::Kai]);
    (face, 2..200_u16, any::<bool>(), any::<bool>()).prop_map(|(face, size, bold, underline)| Look {
        face,
        size: HalfPoints(size),
        bold,
        underline,
    })
}

fn run() -> impl Strategy<Value = Run> {
    let content = prop_oneof![
        6 => text().prop_map(Content::Text),
        1 => Just(Content::LineBreak),
        1 => Just(Content::Tab),
        1 => Just(Content::PageNumber),
        1 => Just(Content::PageCount),
    ];
    (look(), content).prop_map(|(look, content)| Run { look, content })
}

/// Whatever XML can hold in one line, with what XML has of its own.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{1,12}",
        "[&<>\"' {}一-龥（）、。“”]{1,12}",
        "\\PC{1,8}".prop_filter("not in XML", |text| !text.contains(['\u{fffe}', '\u{ffff}'])),
    ]
}

fn table() -> impl Strategy<Value = Table> {
    let widths = vec(1..3_000_i32, 1..5);
    widths.prop_flat_map(|widths| {
        let columns = widths.len();
        let rows = vec(row(columns), 1..4);
        (Just(widths), any::<bool>(), rows, 0..3_usize).prop_map(|(widths, ruled, mut rows, heading)| {
            for (index, row) in rows.iter_mut().enumerate() {
                row.is_heading = index < heading;
            }
            meet(&mut rows);
            Table { columns: widths.into_iter().map(Twips).collect(), ruled, rows }
        })
    })
}

fn row(columns: usize) -> impl Strategy<Value = Row> {
    let merge = select(vec![Merge::None, Merge::None, Merge::Begins, Merge::Continues]);
    let at = select(vec![VerticalAlign::Top, VerticalAlign::Middle, VerticalAlign::Bottom]);
    let cell = (1..3_u16, merge, at, vec(paragraph(), 1..3));
    (0..900_i32, vec(cell, columns)).prop_map(move |(height, cells)| {
        let (mut left, mut found) = (columns, Vec::new());
        for (span, merge, at, mut paragraphs) in cells {
            let span = span.min(u16::try_from(left).unwrap());
            if span == 0 {
                break;
            }
            for paragraph in &mut paragraphs {
                paragraph.format.page_break_before = false;
            }
            left -= usize::from(span);
            found.push(Cell { span, merge, at, paragraphs });
        }
        // The last cell takes what is left.
        found.last_mut().unwrap().span += u16::try_from(left).unwrap();
        Row { is_heading: false, height: Twips(height), cells: found }
    })
}

/// A cell can only continue one as wide as itself.
fn meet(rows: &mut [Row]) {
    let mut above: Vec<(u16, u16)> = Vec::new();
    for row in rows {
        let (mut column, mut open) = (0, Vec::new());
        for cell in &mut row.cells {
            let at = (column, cell.span);
            if cell.merge == Merge::Continues && !above.contains(&at) {
                cell.merge = Merge::Begins;
            }
            if cell.merge != Merge::None {
                open.push(at);
            }
            column += cell.span;
        }
        above = open;
    }
}
