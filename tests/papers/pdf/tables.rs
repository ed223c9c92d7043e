//! Tables: where cells stand, what is repeated, what goes to the next page and what is split.

use sikuai::documents::layout::{
    Block, Cell, Layout, Merge, Paragraph, ParagraphFormat, Row, Run, Table, Twips, VerticalAlign,
};

use super::{BODY, Pdf, body, narrow, near, paper, run};

pub(super) fn cell(text: &str) -> Cell {
    Cell { span: 1, merge: Merge::None, at: VerticalAlign::Top, paragraphs: vec![body(text)] }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { is_heading: false, height: Twips(0), cells }
}

/// Columns of 2,000 twips, 100 points each.
pub(super) fn table(rows: &[&[&str]]) -> Table {
    let cells = |texts: &&[&str]| row(texts.iter().map(|text| cell(text)).collect());
    let columns = vec![Twips(2_000); rows.first().map_or(0, |row| row.len())];
    Table { columns, ruled: true, rows: rows.iter().map(cells).collect() }
}

fn numbered(count: usize) -> Table {
    let mut table = table(&[&["姓名", "金额"]]);
    table.rows[0].is_heading = true;
    table.rows.extend((1..=count).map(|no| row(vec![cell(&format!("甲{no}")), cell(&format!("{no}元"))])));
    table
}

fn paper_with(table: Table) -> Layout {
    Layout { blocks: vec![Block::Table(table)], ..paper(Vec::new()) }
}

/// On a sheet of so many lines of 28 points.
fn on(lines: i32, table: Table) -> Layout {
    Layout { page: narrow(20, lines), ..paper_with(table) }
}

fn at(pdf: &Pdf, text: &str) -> (f64, f64) {
    let words = pdf.words();
    let word = words.iter().find(|word| word.0 == text).unwrap_or_else(|| panic!("no {text} in {words:?}"));
    (word.1, word.3)
}

#[test]
fn cells_stand_side_by_side_and_rows_below_each_other() {
    let pdf = Pdf::of(&on(9, table(&[&["甲", "乙"], &["丙", "丁"]])));
    let (left, top) = at(&pdf, "甲");
    assert!(near(left, 35.4), "30 and the padding: {left}");
    assert!(near(at(&pdf, "乙").0 - left, 100.0));
    assert!(near(at(&pdf, "丙").1 - top, 28.0));
    assert_eq!(at(&pdf, "丁"), (at(&pdf, "乙").0, at(&pdf, "丙").1));
}

#[test]
fn a_cell_over_two_columns_pushes_the_next_one() {
    let mut table = table(&[&["甲", "乙", "丙"]]);
    let wide = Cell { span: 2, ..cell("一二三四五六七八") };
    table.rows.push(row(vec![wide, cell("丁")]));
    let pdf = Pdf::of(&on(9, table));
    assert!((at(&pdf, "丁").0 - at(&pdf, "丙").0).abs() < 0.01);
    // 200 points less the padding hold eight characters of 16, one column would not.
    assert!(at(&pdf, "一二三四五六七八").0 > 0.0);
}

#[test]
fn text_stands_where_its_cell_says() {
    let mut table = table(&[&["一二三四五六七八九十一二", "中", "下"]]);
    table.rows[0].cells[1].at = VerticalAlign::Middle;
    table.rows[0].cells[2].at = VerticalAlign::Bottom;
    let pdf = Pdf::of(&on(9, table));
    // 89.2 points hold five characters: three lines.
    let top = at(&pdf, "一二三四五").1;
    assert!(near(at(&pdf, "中").1 - top, 28.0));
    assert!(near(at(&pdf, "下").1 - top, 56.0));
}

#[test]
fn a_merged_cell_reaches_over_its_rows_and_makes_room_in_the_last() {
    let mut table = table(&[&["一二三四五六七八九十一二三四五", "甲"], &["", "乙"], &["丁", "丙"]]);
    table.rows[0].cells[0].merge = Merge::Begins;
    table.rows[1].cells[0].merge = Merge::Continues;
    let pdf = Pdf::of(&on(9, table));
    let top = at(&pdf, "甲").1;
    assert!(near(at(&pdf, "乙").1 - top, 28.0), "the first row is one line high");
    assert!(near(at(&pdf, "丙").1 - top, 84.0), "three lines of the merged cell over two rows");
    assert!((at(&pdf, "丁").1 - at(&pdf, "丙").1).abs() < 0.01);
}

#[test]
fn a_merged_cell_goes_on_over_the_page() {
    let mut rows = table(&[&["一二三四五六七八九十一二三四五六七八九十", "甲"]]);
    rows.rows[0].cells[0].merge = Merge::Begins;
    for text in ["乙", "丙", "丁"] {
        rows.rows.push(row(vec![Cell { merge: Merge::Continues, ..cell("不见") }, cell(text)]));
    }
    let pages = Pdf::of(&on(2, rows)).pages();
    let words = |page: &[String]| page.join(" ").split(' ').map(str::to_owned).collect::<Vec<_>>();
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words
    };
    let mut first = vec!["一二三四五", "六七八九十", "甲", "乙"];
    let mut second = vec!["一二三四五", "六七八九十", "丙", "丁"];
    first.sort_unstable();
    second.sort_unstable();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert_eq!(sorted(words(&pages[0])), first);
    assert_eq!(sorted(words(&pages[1])), second);
}

#[test]
fn the_heading_stands_again_on_each_page() {
    // Four lines a page: the heading and three rows.
    let pages = Pdf::of(&on(4, numbered(7))).pages();
    assert_eq!(pages.len(), 3, "{pages:?}");
    for page in &pages {
        assert_eq!(page[0].replace(' ', ""), "姓名金额", "{page:?}");
    }
    assert_eq!(pages[0].len() + pages[1].len() + pages[2].len(), 10);
    assert!(pages[2][1].starts_with("甲7"), "{pages:?}");
}

#[test]
fn a_heading_is_not_left_alone_at_the_end_of_a_page() {
    let mut layout = on(4, numbered(2));
    for no in 0..3 {
        layout.blocks.insert(0, Block::Paragraph(body(&format!("段{no}"))));
    }
    let pages = Pdf::of(&layout).pages();
    assert_eq!(pages[0].len(), 3, "{pages:?}");
    assert_eq!(pages[1][0].replace(' ', ""), "姓名金额");
}

#[test]
fn a_heading_as_high_as_the_page_does_not_stand_again() {
    let mut table = numbered(3);
    table.rows[0].cells[0] = cell(&"一二三四五".repeat(4));
    let pages = Pdf::of(&on(4, table)).pages();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(pages[1][0].starts_with("甲1"), "{pages:?}");
}

#[test]
fn a_row_that_does_not_fit_goes_to_the_next_page_and_one_higher_than_a_page_is_split() {
    let three_lines = "一二三四五六七八九十一二";
    let pages = Pdf::of(&on(4, table(&[&["甲", "乙"], &["丙", three_lines], &["丁", three_lines]]))).pages();
    let first: Vec<String> = pages.iter().map(|page| page[0].clone()).collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(first[1].starts_with('丁'), "{first:?}");

    let ten_lines = "一二三四五".repeat(10);
    let pages = Pdf::of(&on(4, table(&[&["甲", "乙"], &["丙", &ten_lines]]))).pages();
    // Three lines after the first row, then four, then three.
    let lines = |page: &Vec<String>| page.iter().filter(|line| line.contains("一二三四五")).count();
    assert_eq!(pages.iter().map(lines).collect::<Vec<_>>(), [3, 4, 3]);
}

#[test]
fn the_lines_around_cells_are_drawn_where_a_table_is_ruled() {
    let ruled = |ruled| Pdf::of(&on(9, Table { ruled, ..table(&[&["甲", "乙"]]) })).ink();
    assert!(ruled(true) > ruled(false) + 5_000, "{} {}", ruled(true), ruled(false));
}

#[test]
fn a_row_is_as_high_as_it_must_be() {
    let mut table = table(&[&["甲", "乙"], &["丙", "丁"]]);
    table.rows[0].height = Twips(1_000);
    let pdf = Pdf::of(&on(9, table));
    assert!(near(at(&pdf, "丙").1 - at(&pdf, "甲").1, 50.0));
}

#[test]
fn columns_wider_than_the_text_are_made_narrower_alike() {
    let mut table = table(&[&["甲", "乙"]]);
    table.columns = vec![Twips(30_000), Twips(30_000)];
    let pdf = Pdf::of(&on(9, table));
    // The text is 320 points wide.
    assert!(near(at(&pdf, "乙").0 - at(&pdf, "甲").0, 160.0));
}

#[test]
fn paragraphs_of_a_cell_stand_below_each_other() {
    let mut table = table(&[&["甲", "乙"]]);
    let spaced = ParagraphFormat { before: Twips(200), after: Twips(100), ..body("").format };
    let runs: Vec<Run> = vec![run(BODY, "丙")];
    table.rows[0].cells[0].paragraphs.push(Paragraph { format: spaced, runs });
    table.rows.push(row(vec![cell("丁"), cell("戊")]));
    let pdf = Pdf::of(&on(9, table));
    let top = at(&pdf, "甲").1;
    assert!(near(at(&pdf, "丙").1 - top, 38.0));
    assert!(near(at(&pdf, "丁").1 - top, 71.0));
}
