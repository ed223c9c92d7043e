//! The text form of the templates that come with the program.

use sikuai::documents::layout::Align::{Centre, Justified, Right};
use sikuai::documents::layout::{Align, Face, HalfPoints, Line, Page, Twips};
use sikuai::documents::markup;

use super::file::{paragraphs, tables, text};

fn refused(text: &str) -> usize {
    markup::read(text).expect_err("it was read").line
}

#[test]
fn every_kind_of_line_is_read() {
    let source = "^ 页眉\n_ 第{page}页 共{pages}页\n# 题\n## 节\n> 中\n>> 右\n~ 顶格\n正文**粗**体\n\n\\# 井号\n---\n末";
    let layout = markup::read(source).unwrap();
    assert_eq!(layout.page, Page::A4);
    assert_eq!(text(&layout.header[0]), "页眉");
    assert_eq!(text(&layout.footer[0]), "第[page]页 共[pages]页");
    let found = paragraphs(&layout);
    let texts: Vec<String> = found.iter().map(|it| text(it)).collect();
    assert_eq!(texts, ["题", "节", "中", "右", "顶格", "正文粗体", "", "# 井号", "末"]);
    let aligned: Vec<Align> = found.iter().map(|it| it.format.align).collect();
    assert_eq!(
        aligned,
        [Centre, Centre, Centre, Right, Justified, Justified, Justified, Justified, Justified]
    );
    let title = found[0].runs[0].look;
    assert_eq!((title.face, title.size, title.bold), (Face::Song, HalfPoints(44), true));
    assert_eq!(found[1].runs[0].look.face, Face::Hei);
    let body = found[5];
    assert_eq!((body.format.first_line, body.format.line), (Twips(640), Line::Exactly(Twips(560))));
    assert_eq!((body.runs[0].look.face, body.runs[0].look.size), (Face::FangSong, HalfPoints(32)));
    assert_eq!(body.runs.iter().map(|run| run.look.bold).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(found[4].format.first_line, Twips(0));
    let begins: Vec<bool> = found.iter().map(|it| it.format.page_break_before).collect();
    assert_eq!(begins.iter().filter(|it| **it).count(), 1);
    assert!(begins[8]);
}

#[test]
fn tables_are_read() {
    let layout =
        markup::read("|: 1 2 3\n|= 甲 | 乙 | 丙 |\n| 一 || {{x}} |\n|  | a\\|b | c |\n段\n| 单 |").unwrap();
    let found = tables(&layout);
    assert_eq!(found.len(), 2);
    // 8,844 twips of text in six parts.
    assert_eq!(found[0].columns, [Twips(1_474), Twips(2_948), Twips(4_422)]);
    assert!(found[0].ruled && found[0].rows[0].is_heading && !found[0].rows[1].is_heading);
    assert_eq!(found[0].rows[1].cells.iter().map(|cell| cell.span).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(text(&found[0].rows[1].cells[1].paragraphs[0]), "{{x}}");
    assert_eq!(text(&found[0].rows[2].cells[0].paragraphs[0]), "");
    assert_eq!(text(&found[0].rows[2].cells[1].paragraphs[0]), "a|b");
    assert_eq!(found[1].columns, [Twips(8_844)]);
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    assert_eq!(refused("正文\n一**二"), 2);
    assert_eq!(refused("| a | b |\n| a |"), 2);
    assert_eq!(refused("|: 1 2\n| a |"), 2);
    assert_eq!(refused("| a"), 1);
    assert_eq!(refused("|| a |"), 1);
    assert_eq!(refused("|: 1 x\n| a | b |"), 1);
    assert_eq!(refused("|: 0\n| a |"), 1);
    assert_eq!(refused("| a |\n|: 1"), 2);
    assert_eq!(refused("| a |\n|= b |"), 2);
    assert_eq!(refused("|: 1\n段"), 2);
    assert_eq!(refused("---\n---\n段"), 2);
    assert_eq!(refused("段\n---"), 2);
}

#[test]
fn a_page_may_begin_with_a_table() {
    let layout = markup::read("段\n---\n| a |").unwrap();
    let found = paragraphs(&layout);
    assert!(found[1].format.page_break_before && found[1].runs.is_empty());
    assert_eq!(tables(&layout).len(), 1);
}
