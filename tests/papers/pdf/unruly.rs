//! Layouts that nobody should write: each is set somehow or refused, without a panic and without end, and what is set
//! holds its text.

use sikuai::documents::layout::{
    Block, Cell, Content, HalfPoints, Layout, Line, Look, Merge, Paragraph, ParagraphFormat, Row, Run, Table,
    Twips, VerticalAlign,
};

use super::tables::{cell, table};
use super::{BODY, Pdf, body, narrow, paper, paragraph, run};

fn text(layout: &Layout) -> String {
    let lines = Pdf::of(layout).lines();
    lines.concat().chars().filter(|character| !character.is_whitespace()).collect()
}

fn one(format: ParagraphFormat) -> String {
    text(&paper(vec![paragraph(format, "申请人请求支付工资"), body("完")]))
}

#[test]
fn measures_beyond_the_sheet() {
    let plain = ParagraphFormat::default();
    for extreme in [Twips(i32::MAX), Twips(i32::MIN), Twips(8_800), Twips(-8_800), Twips(1), Twips(0)] {
        for format in [
            ParagraphFormat { left: extreme, ..plain },
            ParagraphFormat { right: extreme, ..plain },
            ParagraphFormat { first_line: extreme, ..plain },
            ParagraphFormat { left: extreme, right: extreme, first_line: extreme, ..plain },
            ParagraphFormat { before: extreme, ..plain },
            ParagraphFormat { after: extreme, ..plain },
            ParagraphFormat { line: Line::Exactly(extreme), ..plain },
            ParagraphFormat { line: Line::AtLeast(extreme), ..plain },
            ParagraphFormat { line: Line::Times(0), ..plain },
            ParagraphFormat { line: Line::Times(u16::MAX), ..plain },
        ] {
            assert_eq!(one(format), "申请人请求支付工资完", "{format:?}");
        }
    }
}

#[test]
fn a_sheet_narrower_than_a_character() {
    let mut page = narrow(1, 3);
    page.width = Twips(1_300);
    let layout = Layout { page, ..paper(vec![body("申请人")]) };
    assert_eq!(text(&layout), "申请人");
}

#[test]
fn letters_of_no_size() {
    let runs = vec![run(Look { size: HalfPoints(0), ..BODY }, "申请人")];
    let layout = paper(vec![Paragraph { format: ParagraphFormat::default(), runs }, body("完")]);
    assert!(text(&layout).ends_with('完'));
}

#[test]
fn tables_of_nothing() {
    let none = Table { columns: Vec::new(), ruled: true, rows: Vec::new() };
    let no_rows = Table { columns: vec![Twips(100)], ..none.clone() };
    let empty_row = Row { is_heading: true, height: Twips(0), cells: Vec::new() };
    let no_cells = Table { rows: vec![empty_row.clone(), empty_row], ..no_rows.clone() };
    let no_paragraphs = Cell { paragraphs: Vec::new(), ..cell("") };
    let row = Row { is_heading: false, height: Twips(0), cells: vec![no_paragraphs] };
    let no_text = Table { rows: vec![row], ..no_rows.clone() };
    for table in [none, no_rows, no_cells, no_text] {
        let layout =
            Layout { blocks: vec![Block::Table(table), Block::Paragraph(body("完"))], ..paper(Vec::new()) };
        assert_eq!(text(&layout), "完");
    }
}

#[test]
fn tables_whose_columns_and_cells_do_not_tally() {
    let widths = [vec![], vec![Twips(0); 3], vec![Twips(i32::MIN), Twips(i32::MAX)], vec![Twips(1); 40]];
    for columns in widths {
        for span in [0, 1, 2, u16::MAX] {
            for merge in [Merge::None, Merge::Begins] {
                let mut table = table(&[&["甲", "乙", "丙"], &["丁", "戊"]]);
                table.columns.clone_from(&columns);
                table.rows[0].cells[0].span = span;
                table.rows[1].cells[1].merge = merge;
                let layout = Layout { blocks: vec![Block::Table(table)], ..paper(Vec::new()) };
                let said = text(&layout);
                for character in ["甲", "乙", "丙", "丁", "戊"] {
                    assert!(said.contains(character), "{columns:?} {span} {merge:?}: {said}");
                }
            }
        }
    }
}

#[test]
fn rows_and_headings_higher_than_any_page() {
    for height in [Twips(i32::MAX), Twips(i32::MIN), Twips(20_000)] {
        for is_heading in [true, false] {
            let mut table = table(&[&["甲", "乙"], &["丙", "丁"]]);
            table.rows[0].height = height;
            table.rows[0].is_heading = is_heading;
            table.rows[1].height = height;
            let layout = Layout { blocks: vec![Block::Table(table)], ..paper(vec![]) };
            assert_eq!(text(&layout), "甲乙丙丁");
        }
    }
    let mut all_headings = table(&[&["甲"][..]; 60]);
    all_headings.rows.iter_mut().for_each(|row| row.is_heading = true);
    let layout = Layout { blocks: vec![Block::Table(all_headings)], ..paper(vec![]) };
    assert_eq!(text(&layout), "甲".repeat(60));
}

#[test]
fn merged_cells_that_begin_nowhere_and_never_end() {
    let mut rows = table(&[&["甲", "乙"], &["丙", "丁"], &["戊", "己"]]);
    for (row, merge) in rows.rows.iter_mut().zip([Merge::Continues, Merge::Begins, Merge::Continues]) {
        row.cells[0].merge = merge;
        row.cells[0].at = VerticalAlign::Bottom;
    }
    let layout = Layout { blocks: vec![Block::Table(rows)], ..paper(vec![]) };
    let mut said: Vec<char> = text(&layout).chars().collect();
    said.sort_unstable();
    let mut wanted: Vec<char> = "乙丙丁己".chars().collect();
    wanted.sort_unstable();
    assert_eq!(said, wanted);
}

#[test]
fn nothing_but_breaks_and_tabs() {
    let contents =
        [Content::Tab, Content::LineBreak, Content::Tab, Content::LineBreak].map(|content| content);
    let runs = contents.into_iter().cycle().take(400).map(|content| Run { look: BODY, content }).collect();
    let format = ParagraphFormat { left: Twips(i32::MAX), ..ParagraphFormat::default() };
    let layout = paper(vec![Paragraph { format, runs }, body("完")]);
    assert_eq!(text(&layout), "完");
}
