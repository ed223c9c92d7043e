//! Random papers: every character that is not a space comes out of the file, in the order of the paper.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use sikuai::documents::layout::{
    Align, Block, Cell, Content, Face, HalfPoints, Layout, Line, Look, Merge, Page, Paragraph,
    ParagraphFormat, Row, Run, Table, Twips, VerticalAlign,
};

use super::Pdf;

fn look() -> impl Strategy<Value = Look> {
    let face = prop_oneof![Just(Face::Song), Just(Face::Hei), Just(Face::FangSong), Just(Face::Kai)];
    (face, 8_u16..60, any::<bool>(), any::<bool>()).prop_map(|(face, size, bold, underline)| Look {
        face,
        size: HalfPoints(size),
        bold,
        underline,
    })
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        8 => "[一二三四五，。、；：（）《》“”a-f0-9 　]{0,60}".prop_map(Content::Text),
        1 => Just(Content::LineBreak),
        1 => Just(Content::Tab),
    ]
}

fn twips(most: i32) -> impl Strategy<Value = Twips> {
    (-most..most).prop_map(Twips)
}

fn format() -> impl Strategy<Value = ParagraphFormat> {
    let align =
        prop_oneof![Just(Align::Left), Just(Align::Centre), Just(Align::Right), Just(Align::Justified)];
    // Not lower than the letters: pdftotext takes the same letter over itself for a shadow, and leaves it out.
    let line = prop_oneof![
        (240_u16..700).prop_map(Line::Times),
        (700..1_200).prop_map(|height| Line::Exactly(Twips(height))),
        twips(900).prop_map(Line::AtLeast)
    ];
    let indents = (twips(3_000), twips(3_000), twips(3_000));
    (align, indents, (twips(600), twips(600)), line, any::<bool>(), any::<bool>()).prop_map(
        |(align, (left, right, first_line), (before, after), line, breaks, keep_with_next)| ParagraphFormat {
            align,
            left,
            right,
            first_line,
            before,
            after,
            line,
            page_break_before: breaks && keep_with_next,
            keep_with_next,
        },
    )
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let run = (look(), content()).prop_map(|(look, content)| Run { look, content });
    (format(), vec(run, 0..4)).prop_map(|(format, runs)| Paragraph { format, runs })
}

fn table() -> impl Strategy<Value = Table> {
    let at = prop_oneof![Just(VerticalAlign::Top), Just(VerticalAlign::Middle), Just(VerticalAlign::Bottom)];
    let cell = (0_u16..3, at, vec(paragraph(), 0..3));
    let cell = cell.prop_map(|(span, at, paragraphs)| Cell { span, merge: Merge::None, at, paragraphs });
    let row = (any::<bool>(), twips(3_000), vec(cell, 0..4));
    let row = row.prop_map(|(is_heading, height, cells)| Row { is_heading, height, cells });
    (vec(twips(6_000), 0..4), any::<bool>(), vec(row, 0..5)).prop_map(|(columns, ruled, rows)| {
        // A heading stands again on each page; here each text is counted once.
        let rows = rows.into_iter().map(|row| Row { is_heading: false, ..row }).collect();
        Table { columns, ruled, rows }
    })
}

fn layout() -> impl Strategy<Value = Layout> {
    let block = prop_oneof![3 => paragraph().prop_map(Block::Paragraph), 1 => table().prop_map(Block::Table)];
    let margins = (twips(2_000), twips(2_000), twips(2_000), twips(2_000));
    (vec(block, 0..8), margins, 8_000_i32..14_000).prop_map(|(blocks, (top, bottom, left, right), height)| {
        let page = Page { top, bottom, left, right, height: Twips(height), ..Page::A4 };
        Layout { page, header: Vec::new(), footer: Vec::new(), blocks }
    })
}

/// The characters of a paper that are not spaces, in its order.
fn characters(layout: &Layout) -> String {
    let of_block = |block: &Block| -> Vec<Paragraph> {
        match block {
            Block::Paragraph(paragraph) => vec![paragraph.clone()],
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| cell.paragraphs.clone()).collect()
            }
            Block::Chart(_) => Vec::new(),
        }
    };
    let runs = layout.blocks.iter().flat_map(of_block).flat_map(|paragraph| paragraph.runs);
    let texts = runs.map(|run| if let Content::Text(text) = run.content { text } else { String::new() });
    texts.collect::<String>().chars().filter(|character| !character.is_whitespace()).collect()
}

/// How often each occurs: pdftotext orders lines of different columns by where they stand.
fn counted(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        *counts.entry(character).or_insert(0) += 1;
    }
    counts
}

proptest! {
    // Each case is a process.
    #![proptest_config(Config { cases: 60, failure_persistence: None, ..Config::default() })]

    #[test]
    fn nothing_is_lost(layout in layout()) {
        let read = Pdf::of(&layout).lines().concat();
        let has_table = layout.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        let wanted = characters(&layout);
        prop_assert_eq!(counted(&read), counted(&wanted));
        if !has_table {
            let read: String = read.chars().filter(|character| !character.is_whitespace()).collect();
            prop_assert_eq!(read, wanted);
        }
    }
}

/// Any measure at all, most of them impossible.
fn any_twips() -> impl Strategy<Value = Twips> {
    prop_oneof![any::<i32>().prop_map(Twips), twips(2_000)]
}

fn any_table() -> impl Strategy<Value = Table> {
    let merge = prop_oneof![Just(Merge::None), Just(Merge::Begins), Just(Merge::Continues)];
    let cell = (any::<u16>(), merge, vec(paragraph(), 0..3));
    let cell = cell.prop_map(|(span, merge, paragraphs)| Cell {
        span: span % 4,
        merge,
        at: VerticalAlign::Middle,
        paragraphs,
    });
    let row = (any::<bool>(), any_twips(), vec(cell, 0..4));
    let row = row.prop_map(|(is_heading, height, cells)| Row { is_heading, height, cells });
    (vec(any_twips(), 0..4), any::<bool>(), vec(row, 0..12)).prop_map(|(columns, ruled, rows)| Table {
        columns,
        ruled,
        rows,
    })
}

fn any_paragraph() -> impl Strategy<Value = Paragraph> {
    let measures = (any_twips(), any_twips(), any_twips(), any_twips(), any_twips());
    (paragraph(), measures, any_twips(), any::<u16>()).prop_map(
        |(paragraph, (left, right, first_line, before, after), line, size)| {
            let line = Line::Exactly(line);
            let format = ParagraphFormat { left, right, first_line, before, after, line, ..paragraph.format };
            let mut runs = paragraph.runs;
            runs.iter_mut().take(1).for_each(|run| run.look.size = HalfPoints(size));
            Paragraph { format, runs }
        },
    )
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn anything_is_set_or_refused(
        blocks in vec(prop_oneof![any_paragraph().prop_map(Block::Paragraph), any_table().prop_map(Block::Table)], 0..6),
        sides in (any_twips(), any_twips(), any_twips(), any_twips()),
        size in prop_oneof![Just((11_906, 16_838)), (0_i32..20_000, 0_i32..20_000)],
        margins in vec(any_paragraph(), 0..2),
    ) {
        let (top, bottom, left, right) = sides;
        let page = Page { top, bottom, left, right, width: Twips(size.0), height: Twips(size.1), ..Page::A4 };
        let layout = Layout { page, header: margins.clone(), footer: margins, blocks };
        // A refusal is an answer; a panic is none, and neither is going on for ever.
        if let Ok(bytes) = sikuai::documents::pdf::write(&layout, super::wqy()) {
            prop_assert!(bytes.starts_with(b"%PDF-"));
        }
    }
}
