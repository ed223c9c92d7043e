//! Where lines break and where they stand, worked out by hand for sheets of so many characters.

use sikuai::documents::layout::{Align, Content, Layout, Line, Look, Paragraph, ParagraphFormat, Run, Twips};

use super::{BODY, Pdf, body, narrow, near, paper, paragraph, run};

/// The lines of a paragraph on a sheet ten characters wide.
fn ten(text: &str) -> Vec<String> {
    Pdf::of(&Layout { page: narrow(10, 20), ..paper(vec![body(text)]) }).lines()
}

#[test]
fn a_line_takes_what_fits() {
    assert_eq!(ten("一二三四五六七八九十百千万"), ["一二三四五六七八九十", "百千万"]);
    assert_eq!(ten("一二三四五六七八九十"), ["一二三四五六七八九十"]);
}

#[test]
fn no_closing_mark_begins_a_line() {
    for mark in ["，", "。", "、", "；", "：", "？", "！", "）", "》", "〕", "】", "％"] {
        let text = format!("一二三四五六七八九十{mark}百");
        assert_eq!(ten(&text), ["一二三四五六七八九", &format!("十{mark}百")], "{mark}");
    }
    assert_eq!(ten("一二三四五六七八九十》。百"), ["一二三四五六七八九", "十》。百"]);
    // The dot in a name begins no line either.
    assert_eq!(ten("一二三四五六七八九十·百"), ["一二三四五六七八九", "十·百"]);
}

#[test]
fn no_opening_mark_ends_a_line() {
    for mark in ["（", "《", "〔", "【"] {
        let text = format!("一二三四五六七八九{mark}十百");
        assert_eq!(ten(&text), ["一二三四五六七八九", &format!("{mark}十百")], "{mark}");
    }
}

#[test]
fn numbers_stay_whole_and_a_word_wider_than_the_line_does_not() {
    assert_eq!(ten("一二三四五六七八12345.67元"), ["一二三四五六七八", "12345.67元"]);
    let word = "W".repeat(40);
    let lines = ten(&format!("甲{word}乙"));
    assert_eq!(lines.concat(), format!("甲{word}乙"));
    assert!(lines.len() > 3 && lines.iter().all(|line| line.chars().count() <= 16), "{lines:?}");
}

#[test]
fn a_line_break_ends_a_line_and_leaves_the_paragraph() {
    let mut paragraph = body("甲");
    paragraph.runs.push(Run { look: BODY, content: Content::LineBreak });
    paragraph.runs.push(run(BODY, "乙\n丙"));
    assert_eq!(Pdf::of(&paper(vec![paragraph])).lines(), ["甲", "乙", "丙"]);
}

/// Where each line of a paragraph begins and ends, on a sheet whose text is from 30 to 190 points.
fn edges(format: ParagraphFormat, text: &str) -> Vec<(f64, f64)> {
    let format = ParagraphFormat { line: Line::Exactly(Twips(560)), ..format };
    let words = Pdf::of(&Layout { page: narrow(10, 20), ..paper(vec![paragraph(format, text)]) }).words();
    words.iter().map(|(_, from, to, _)| (from.round(), to.round())).collect()
}

#[test]
fn indents_and_alignment() {
    let format = ParagraphFormat::default();
    let twelve = "一二三四五六七八九十百千";
    assert_eq!(edges(format, twelve), [(30.0, 190.0), (30.0, 62.0)]);
    let first = ParagraphFormat { first_line: Twips(640), ..format };
    assert_eq!(edges(first, twelve), [(62.0, 190.0), (30.0, 94.0)]);
    let hanging = ParagraphFormat { left: Twips(640), first_line: Twips(-640), ..format };
    assert_eq!(edges(hanging, twelve), [(30.0, 190.0), (62.0, 94.0)]);
    let both = ParagraphFormat { left: Twips(320), right: Twips(640), ..format };
    assert_eq!(edges(both, twelve), [(46.0, 158.0), (46.0, 126.0)]);
    assert_eq!(edges(ParagraphFormat { align: Align::Right, ..format }, "甲乙"), [(158.0, 190.0)]);
    assert_eq!(edges(ParagraphFormat { align: Align::Centre, ..format }, "甲乙"), [(94.0, 126.0)]);
}

#[test]
fn a_justified_line_reaches_the_edge_and_its_last_does_not() {
    let format = ParagraphFormat { align: Align::Justified, ..ParagraphFormat::default() };
    // The comma draws the tenth character into the second line; nine are spread over ten.
    let lines = edges(format, "一二三四五六七八九十，百");
    let (from, to) = (lines.first().unwrap().0, lines[lines.len() - 2].1);
    assert!(near(from, 30.0) && near(to, 190.0), "{lines:?}");
    assert_eq!(*lines.last().unwrap(), (30.0, 78.0));
    let left = edges(ParagraphFormat::default(), "一二三四五六七八九十，百");
    assert_eq!(left, [(30.0, 174.0), (30.0, 78.0)]);
}

#[test]
fn spaces_at_the_end_of_a_line_do_not_count() {
    let right = ParagraphFormat { align: Align::Right, ..ParagraphFormat::default() };
    assert_eq!(edges(right, "甲乙   "), [(158.0, 190.0)]);
    assert_eq!(ten("一二三四五六七八九十   百"), ["一二三四五六七八九十", "百"]);
}

#[test]
fn tabs_go_to_the_next_stop_of_420_twips() {
    let tab = Run { look: BODY, content: Content::Tab };
    let two = [tab.clone(), tab];
    let mut runs = vec![run(BODY, "甲")];
    runs.extend(two.clone());
    runs.push(run(BODY, "乙"));
    runs.extend(two);
    runs.push(run(BODY, "丙"));
    let format = ParagraphFormat::default();
    let words = Pdf::of(&Layout { page: narrow(10, 20), ..paper(vec![Paragraph { format, runs }]) }).words();
    let at: Vec<f64> = words.iter().map(|(_, from, ..)| from.round()).collect();
    // 甲 is 16 wide: the next stops are 21 and 42; 乙 ends at 58, the next are 63 and 84.
    assert_eq!(at, [30.0, 72.0, 114.0]);
}

#[test]
fn line_rules() {
    let gap = |line: Line| {
        let format = ParagraphFormat { line, ..ParagraphFormat::default() };
        let layout = Layout {
            page: narrow(10, 20),
            ..paper(vec![paragraph(format, "一二三四五六七八九十百千")])
        };
        let words = Pdf::of(&layout).words();
        words[1].3 - words[0].3
    };
    assert!(near(gap(Line::Exactly(Twips(560))), 28.0));
    assert!(near(gap(Line::Exactly(Twips(200))), 10.0));
    assert!(near(gap(Line::AtLeast(Twips(900))), 45.0));
    let natural = gap(Line::Times(240));
    assert!((16.0..24.0).contains(&natural), "{natural}");
    assert!(near(gap(Line::AtLeast(Twips(20))), natural));
    assert!(near(gap(Line::Times(480)), 2.0 * natural));
}

#[test]
fn space_before_and_after_adds_up_and_is_dropped_where_a_page_begins_by_itself() {
    let spaced = ParagraphFormat {
        before: Twips(200),
        after: Twips(100),
        line: Line::Exactly(Twips(560)),
        ..ParagraphFormat::default()
    };
    let three = ["甲", "乙", "丙"].map(|text| paragraph(spaced, text)).to_vec();
    // Two pages: 10 + 28 + 5 + 10 + 28 + 5 is 86 of 112; the third line would reach 124.
    let words = Pdf::of(&Layout { page: narrow(10, 4), ..paper(three) }).words();
    let tops: Vec<f64> = words.iter().map(|word| word.3).collect();
    assert!(near(tops[1] - tops[0], 43.0), "{tops:?}");
    assert!(near(tops[0] - tops[2], 10.0), "{tops:?}");
}

#[test]
fn bold_is_darker_and_underlined_is_ruled() {
    let ink = |bold, underline| {
        let look = Look { bold, underline, ..BODY };
        let runs = vec![run(look, "仲裁裁决书")];
        Pdf::of(&paper(vec![Paragraph { format: ParagraphFormat::default(), runs }])).ink()
    };
    let plain = ink(false, false);
    assert!(ink(true, false) * 10 > plain * 11, "{plain} {}", ink(true, false));
    assert!(ink(false, true) > plain, "{plain} {}", ink(false, true));
}
