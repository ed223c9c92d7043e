//! What stands on which page, counted by hand; headers, footers and numbers; what the file says of itself.

use sikuai::documents::layout::{
    Align, Block, Content, Face, HalfPoints, Layout, Line, Look, Page, Paragraph, ParagraphFormat, Run, Twips,
};
use sikuai::documents::pdf::{self, Fonts};

use super::{BODY, Pdf, WQY, body, narrow, numbered, paper, paragraph, run, wqy};

fn numerals(count: usize) -> Vec<Paragraph> {
    (1..=count).map(|no| body(&format!("第{no}段"))).collect()
}

#[test]
fn an_a4_page_of_official_papers_has_22_lines() {
    // 16838 - 2098 - 1984 twips are 637.8 points; 22 lines of 28 points are 616.
    let pages = Pdf::of(&paper(numerals(45))).pages();
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [22, 22, 1]);
    assert_eq!(pages[1][0], "第23段");
    assert_eq!(Pdf::of(&paper(numerals(22))).pages().len(), 1);
    assert_eq!(Pdf::of(&paper(Vec::new())).pages().len(), 1);
}

#[test]
fn a_long_paragraph_goes_on_over_the_page() {
    let text = "一二三四五六七八九十".repeat(7);
    let pages = Pdf::of(&Layout { page: narrow(10, 3), ..paper(vec![body(&text)]) }).pages();
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
}

#[test]
fn a_page_break_begins_a_page_and_leaves_none_empty() {
    let breaks = ParagraphFormat { page_break_before: true, ..body("").format };
    let broken = |text| paragraph(breaks, text);
    let layout = paper(vec![broken("甲"), body("乙"), broken("丙"), broken("丁")]);
    assert_eq!(Pdf::of(&layout).pages(), [vec!["甲", "乙"], vec!["丙"], vec!["丁"]]);
    let full = [body("甲"), body("乙"), broken("丙")].to_vec();
    let pages = Pdf::of(&Layout { page: narrow(10, 2), ..paper(full) }).pages();
    assert_eq!(pages, [vec!["甲", "乙"], vec!["丙"]]);
}

#[test]
fn a_paragraph_is_kept_with_what_follows() {
    let keeps = ParagraphFormat { keep_with_next: true, ..body("").format };
    let kept = |text| paragraph(keeps, text);
    let page = narrow(10, 3);
    let layout = Layout { page, ..paper(vec![body("甲"), body("乙"), kept("标题"), body("丙")]) };
    assert_eq!(Pdf::of(&layout).pages(), [vec!["甲", "乙"], vec!["标题", "丙"]]);
    let layout = Layout { page, ..paper(vec![body("甲"), kept("标题"), body("丙")]) };
    assert_eq!(Pdf::of(&layout).pages(), [vec!["甲", "标题", "丙"]]);
    // A chain longer than a page holds nothing together, and ends nowhere.
    let layout = Layout { page, ..paper(["一", "二", "三", "四", "五"].map(kept).to_vec()) };
    assert_eq!(Pdf::of(&layout).pages(), [vec!["一", "二", "三"], vec!["四", "五"]]);
}

/// 落款 stands on no page alone, with whatever is left blank above it.
#[test]
fn closing_lines_at_the_right_stand_with_what_they_close() {
    let at_right = ParagraphFormat { align: Align::Right, ..body("").format };
    let right = |text| paragraph(at_right, text);
    let blank = || Paragraph { format: body("").format, runs: Vec::new() };
    let page = narrow(10, 4);
    let alone = Layout {
        page,
        ..paper(vec![right("案号"), body("甲"), body("乙"), blank(), right("委员会"), right("日期")])
    };
    assert_eq!(Pdf::of(&alone).pages(), [vec!["案号", "甲", "乙"], vec!["委员会", "日期"]]);
    let held = alone.clone().with_closing_held();
    assert_eq!(Pdf::of(&held).pages(), [vec!["案号", "甲"], vec!["乙", "委员会", "日期"]]);
    assert_eq!(held.clone().with_closing_held(), held);
    // What does not end at the right is left as it is.
    let open = Layout { page, ..paper(vec![right("案号"), body("甲"), blank()]) };
    assert_eq!(open.clone().with_closing_held(), open);
}

#[test]
fn each_page_has_its_number_and_how_many_there_are() {
    let layout =
        Layout { header: vec![body("徐闻仲裁")], footer: vec![numbered()], ..paper(numerals(23)) };
    let pages = Pdf::of(&layout).pages();
    assert_eq!(pages.len(), 2);
    for (no, page) in pages.iter().enumerate() {
        assert!(page.contains(&"徐闻仲裁".to_owned()), "{page:?}");
        assert!(page.contains(&format!("第{}页共2页", no + 1)), "{page:?}");
    }
}

#[test]
fn a_high_header_pushes_the_text_down() {
    let page = narrow(10, 4);
    // The header is at 5 points and 56 high: it ends at 61, 31 below the margin. Two of four lines are left.
    let layout = Layout { page, header: vec![body("甲"), body("乙")], ..paper(numerals(4)) };
    let pages = Pdf::of(&layout).pages();
    assert_eq!(pages.len(), 2, "{pages:?}");
    let tall = Layout { page, header: vec![body("甲"); 6], ..paper(numerals(1)) };
    assert_eq!(pdf::write(&tall, wqy()), Err(pdf::PdfError::NoRoom));
}

#[test]
fn numbers_of_pages_in_the_text_are_those_of_the_pages_they_stand_on() {
    let mut paragraphs = numerals(50);
    paragraphs.insert(0, numbered());
    paragraphs.push(numbered());
    let pages = Pdf::of(&paper(paragraphs)).pages();
    assert_eq!(pages[0][0], "第1页共3页");
    assert_eq!(pages[2].last().unwrap(), "第3页共3页");
}

#[test]
fn the_same_paper_is_the_same_file() {
    let layout = Layout { footer: vec![numbered()], ..paper(numerals(50)) };
    let other = Fonts::find(Some(std::path::Path::new(WQY))).unwrap();
    let first = pdf::write(&layout, wqy()).unwrap();
    assert_eq!(first, pdf::write(&layout, wqy()).unwrap());
    assert_eq!(first, pdf::write(&layout, &other).unwrap());
}

#[test]
fn the_file_says_its_title_and_no_time() {
    let title = Look { face: Face::Song, size: HalfPoints(44), bold: true, underline: false };
    let format = ParagraphFormat { align: Align::Centre, ..ParagraphFormat::default() };
    let runs = vec![run(title, "仲裁"), Run { look: title, content: Content::Tab }, run(title, "裁决书")];
    let title = Paragraph { format, runs };
    let pdf = Pdf::of(&paper(vec![body("徐闻县"), title, body("申请人")]));
    let said = pdf.said("pdfinfo", &[]);
    assert!(said.contains("Title:           仲裁 裁决书"), "{said}");
    assert!(said.contains("Page size:       595.3 x 841.9 pts (A4)"), "{said}");
    assert!(!said.contains("CreationDate") && !said.contains("ModDate"), "{said}");
}

#[test]
fn a_paper_of_two_pages_is_small_and_its_font_is_a_subset() {
    let text =
        "申请人与被申请人因劳动报酬、经济补偿发生争议，向本委申请仲裁。本委依法受理后，组成仲裁庭审理。";
    let format = ParagraphFormat {
        first_line: Twips(640),
        align: Align::Justified,
        line: Line::Exactly(Twips(560)),
        ..ParagraphFormat::default()
    };
    let pdf = Pdf::of(&paper((0..20).map(|_| paragraph(format, text)).collect()));
    assert_eq!(pdf.pages().len(), 2);
    assert!(pdf.bytes.len() < 100_000, "{}", pdf.bytes.len());
    let fonts = pdf.said("pdffonts", &[]);
    let rows: Vec<Vec<&str>> = fonts.lines().skip(2).map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 1, "{fonts}");
    // name, type (CID TrueType), encoding, emb, sub, uni, object
    let (name, tail) = (rows[0][0], &rows[0][rows[0].len() - 5..]);
    assert!(name.ends_with("+WenQuanYiZenHei"), "{fonts}");
    assert_eq!(tail[..3], ["yes", "yes", "yes"], "{fonts}");
}

#[test]
fn a_sheet_without_room_is_refused() {
    let with = |page: Page| pdf::write(&Layout { page, ..paper(vec![body("甲")]) }, wqy());
    for page in [
        Page { width: Twips(0), ..Page::A4 },
        Page { height: Twips(-5), ..Page::A4 },
        Page { width: Twips(i32::MAX), ..Page::A4 },
        Page { left: Twips(i32::MAX), ..Page::A4 },
        Page { top: Twips(20_000), ..Page::A4 },
        Page { left: Twips(6_000), right: Twips(6_000), ..Page::A4 },
    ] {
        assert_eq!(with(page), Err(pdf::PdfError::NoRoom), "{page:?}");
    }
    let look = Look { size: HalfPoints(u16::MAX), ..BODY };
    let giant = Paragraph { format: ParagraphFormat::default(), runs: vec![run(look, "甲")] };
    assert_eq!(pdf::write(&paper(vec![giant]), wqy()), Err(pdf::PdfError::NoRoom));
}

#[test]
fn a_paper_holds_its_blocks_in_their_order() {
    let mut layout = paper(numerals(3));
    layout.blocks.insert(1, Block::Table(super::tables::table(&[&["表一", "表二"]])));
    assert_eq!(Pdf::of(&layout).lines().join(" "), "第1段 表一 表二 第2段 第3段");
}
