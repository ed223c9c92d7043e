//! What is written is read as it was, is the same each time, and is quick.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::prelude::ProptestConfig;
use proptest::{prop_assert_eq, proptest};
use sikuai::documents::docx;
use sikuai::documents::fill;
use sikuai::documents::layout::{Block, Cell, Content, Layout, Table};
use sikuai::documents::markup;
use sikuai::domain::paper::field::{Column, Field, Shape};
use sikuai::domain::paper::filled::Filled;

use super::file::{paragraphs, tables, text};
use super::layouts;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_layout_that_is_written_is_read_as_it_was(layout in layouts::layout()) {
        let bytes = docx::write(&layout).unwrap();
        prop_assert_eq!(docx::read(&bytes), Ok(layout));
    }

    #[test]
    fn the_same_layout_gives_the_same_bytes(layout in layouts::layout()) {
        prop_assert_eq!(docx::write(&layout).unwrap(), docx::write(&layout.clone()).unwrap());
    }
}

#[test]
fn what_xml_cannot_hold_is_left_out() {
    let mut layout = markup::read("甲乙").unwrap();
    let Block::Paragraph(paragraph) = &mut layout.blocks[0] else { panic!("no paragraph") };
    paragraph.runs[0].content = Content::Text("甲\u{0}\u{1b}<乙>&\u{fffe}\u{1f600}]]>".to_owned());
    let read = docx::read(&docx::write(&layout).unwrap()).unwrap();
    assert_eq!(text(paragraphs(&read)[0]), "甲<乙>&\u{1f600}]]>");
}

const ROWS: usize = 400;
const CLAIMS: Field = Field {
    code: "claims",
    zh: "请求",
    en: "the claims",
    shape: Shape::List(&[
        Column { code: "no", zh: "序号", en: "number" },
        Column { code: "item", zh: "事项", en: "item" },
        Column { code: "amount", zh: "金额", en: "amount" },
    ]),
};
const NUMBER: Field =
    Field { code: "case_number", zh: "案号", en: "the number of the case", shape: Shape::Text };
const TEMPLATE: &str = "^ 劳动人事争议仲裁委员会\n# 裁 决 书\n> {{案号}}\n\n|: 1 4 2\n|= 序号 | 事项 | 金额 |\n\
    | {{请求.序号}} | {{请求.事项}} | {{请求.金额}} |\n| 合计 || {{案号}} |\n---\n以上裁决为终局裁决。\n_ 第{page}页 共{pages}页";

/// A paper whose table has many rows.
fn long() -> (Filled, usize) {
    let mut filled = Filled::default();
    filled.set("案号", "徐劳人仲案〔2026〕12号");
    for no in 1..=ROWS {
        let row = [
            ("序号", no.to_string()),
            ("事项", format!("支付第{no}月工资差额、加班工资及未休年休假工资报酬")),
            ("金额", format!("{no},000.00元")),
        ];
        filled.push("请求", row);
    }
    (filled, ROWS)
}

#[test]
fn a_long_table_is_filled_and_written_at_once() {
    let (filled, rows) = long();
    let template = markup::read(TEMPLATE).unwrap();
    let began = Instant::now();
    let paper = fill::fill(&template, &[&CLAIMS, &NUMBER], &filled).unwrap();
    let bytes = docx::write(&paper).unwrap();
    let took = began.elapsed();
    assert_eq!(tables(&paper)[0].rows.len(), rows + 2);
    assert_eq!(docx::read(&bytes), Ok(paper));
    // Without optimisation and beside other tests; it takes a hundredth of it.
    assert!(took < Duration::from_secs(5), "{took:?}");
}

/// Where `.ci/papers.py` wants the papers, or has them; none in other runs.
pub(crate) fn folder() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a switch of the tests, not of the program")]
    let folder = std::env::var("SIKUAI_PAPERS_FOLDER");
    folder.ok().map(PathBuf::from)
}

/// Papers for readers that are not ours.
fn papers() -> [(&'static str, Layout); 2] {
    let (filled, _) = long();
    let long = fill::fill(&markup::read(TEMPLATE).unwrap(), &[&CLAIMS, &NUMBER], &filled).unwrap();
    [("long.docx", long), ("everything.docx", markup::read(EVERYTHING).unwrap())]
}

/// For readers that are not ours: what was written lies in the folder that they name.
#[test]
fn papers_for_other_readers_are_written() {
    for (name, layout) in papers() {
        let bytes = docx::write(&layout).unwrap();
        if let Some(folder) = folder() {
            std::fs::write(folder.join(name), &bytes).unwrap();
        }
        assert_eq!(docx::read(&bytes), Ok(layout));
    }
}

/// What another program saved again says the same to us.
#[test]
fn papers_that_others_saved_again_are_read() {
    for (name, layout) in papers() {
        let bytes = match folder() {
            Some(folder) => std::fs::read(folder.join(name)).unwrap(),
            None => docx::write(&layout).unwrap(),
        };
        let read = docx::read(&bytes).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        let said = |layout: &Layout| -> Vec<String> {
            let all = layout.header.iter().chain(&layout.footer).chain(paragraphs(layout));
            all.map(text).filter(|text| !text.is_empty()).collect()
        };
        assert_eq!(said(&read), said(&layout), "{name}");
        let [before, after] = [&layout, &read].map(|layout| tables(layout)[0].clone());
        assert_eq!(after.ruled, before.ruled);
        let shape = |table: &Table| -> Vec<(bool, Vec<(u16, String)>)> {
            let cell = |cell: &Cell| (cell.span, cell.paragraphs.iter().map(text).collect());
            table.rows.iter().map(|row| (row.is_heading, row.cells.iter().map(cell).collect())).collect()
        };
        assert_eq!(shape(&after), shape(&before), "{name}");
        let [before, after] = [&layout, &read].map(|layout| paragraphs(layout)[0].runs[0].look);
        assert_eq!(after, before, "{name}");
    }
}

/// Whatever a paper can have that the text form can say.
const EVERYTHING: &str = "^ 页眉文字\n_ — {page} / {pages} —\n# 标题二号\n## 小标题三号\n> 居中\n>> 右对齐\n~ 顶格<&>\n\
    首行缩进两字，**加粗**文字。\n\n|: 2 3 5\n|= 甲 | 乙 | 丙 |\n| 跨两列 || 一列 |\n| a | b | c |\n---\n第二页。";
