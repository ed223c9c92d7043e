//! Files that are no template, and what a template cannot have: each is named, with its place.

use std::time::{Duration, Instant};

use sikuai::documents::template_problem::TemplateProblem;
use sikuai::documents::{docx, fill, papers, reports};
use sikuai::domain::paper::kind::CasePaper;

use super::file::{File, packed};

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    docx::read(bytes).expect_err("it was read").into_iter().map(|problem| problem.code).collect()
}

fn plain() -> Vec<u8> {
    File::of("<w:p><w:r><w:t>甲</w:t></w:r></w:p>").bytes()
}

fn ole(holding: &str) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.extend(vec![0; 504]);
    bytes.extend(holding.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn a_file_that_is_something_else_is_told_by_what_it_is() {
    assert_eq!(codes(b""), ["empty_file"]);
    assert_eq!(codes(&ole("EncryptedPackage")), ["encrypted"]);
    assert_eq!(codes(&ole("WordDocument")), ["old_word"]);
    assert_eq!(codes(&ole("Workbook")), ["not_docx"]);
    for other in [&b"{\\rtf1 a}"[..], b"%PDF-1.7", b"<html></html>", b"MZ\x90"] {
        assert_eq!(codes(other), ["not_docx"]);
    }
    let zip = |name: &str, bytes: &[u8]| packed(&[(name.to_owned(), bytes.to_vec())]);
    assert_eq!(codes(&zip("a.txt", b"a")), ["not_docx"]);
    let text = zip("mimetype", b"application/vnd.oasis.opendocument.text");
    assert!(docx::read(&text).unwrap_err()[0].words.zh.contains("OpenDocument"));
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    assert_eq!(codes(&File::of("").of_kind(sheet).bytes()), ["not_docx"]);
    assert_eq!(codes(&vec![b'P'; docx::FILE_BYTES_MAX + 1]), ["too_large"]);
}

#[test]
fn macros_are_refused() {
    let kind = "application/vnd.ms-word.document.macroEnabled.main+xml";
    assert_eq!(codes(&File::of("").of_kind(kind).bytes()), ["macros"]);
    assert_eq!(codes(&File::of("").with_part("word/vbaProject.bin", b"x").bytes()), ["macros"]);
}

#[test]
fn a_damaged_file_is_refused() {
    let whole = plain();
    assert_eq!(codes(&whole[..whole.len() / 2]), ["damaged"]);
    assert_eq!(codes(&whole[..whole.len() - 1]), ["damaged"]);
    for document in [
        &b"<w:document"[..],
        b"",
        b"<a></b>",
        b"<a/><b/>",
        b"text",
        b"<w:document/>",
        b"\xff\xfe<\0a\0",
        b"<a>\x01</a>",
        b"<a>&#1;</a>",
    ] {
        let told = codes(&File::of_document(document).bytes());
        assert_eq!(told, ["damaged"], "{}", String::from_utf8_lossy(document));
    }
    // A part that is named and not there.
    let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>";
    assert_eq!(File::of(section).problems(), [("damaged", "文件".to_owned())]);
}

#[test]
fn entities_are_refused_and_nothing_is_fetched() {
    let outside = b"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    let laughs = b"<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
    for document in [&outside[..], laughs, b"<!DOCTYPE a><a/>", b"<a>&x;</a>"] {
        assert_eq!(codes(&File::of_document(document).bytes()), ["document_type"]);
    }
    // Also in a part beside the text.
    let styles = File::of("").with("styles", "styles", "&x;");
    assert_eq!(styles.problems()[0].0, "document_type");
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bomb = vec![b' '; 33 << 20];
    let bytes = File::of("").with_part("word/media/a.bin", &bomb).bytes();
    assert!(bytes.len() < docx::FILE_BYTES_MAX, "{}", bytes.len());
    assert_eq!(codes(&bytes), ["unpacks_too_large"]);
    let many = (0..300).fold(File::of(""), |file, no| file.with_part(&format!("{no}.xml"), b""));
    assert_eq!(codes(&many.bytes()), ["unpacks_too_large"]);
    let deep = format!("{}{}", "<w:sdt>".repeat(5_000), "</w:sdt>".repeat(5_000));
    assert_eq!(codes(&File::of(&deep).bytes()), ["too_large"]);
    assert_eq!(codes(&File::of(&"<w:p/>".repeat(400_001)).bytes()), ["too_large"]);
    assert_eq!(codes(&File::of(&"<!-- a -->".repeat(1_000_000)).bytes()), ["too_large"]);
    let attributes = (0..300).map(|no| format!(" a{no}=\"\"")).collect::<Vec<_>>().concat();
    assert_eq!(codes(&File::of(&format!("<w:p{attributes}/>")).bytes()), ["too_large"]);
}

/// A run with this in it, in the second paragraph.
fn run(inside: &str) -> File {
    File::of(&format!("<w:p/><w:p><w:r><w:t>申请人</w:t>{inside}</w:r></w:p>"))
}

#[test]
fn what_cannot_be_held_in_the_text_is_told_with_its_place() {
    let place = || "第2段“申请人”".to_owned();
    for (inside, code) in [
        ("<w:drawing/>", "picture"),
        ("<w:pict/>", "picture"),
        ("<w:pict><w:txbxContent/></w:pict>", "text_box"),
        ("<w:object/>", "object"),
        ("<w:footnoteReference w:id=\"1\"/>", "footnote"),
        ("<w:endnoteReference w:id=\"1\"/>", "endnote"),
        ("<w:commentReference w:id=\"1\"/>", "comment"),
        ("<w:sym w:font=\"Wingdings\" w:char=\"F0A3\"/>", "symbol"),
        ("<w:ruby/>", "ruby"),
        ("<w:ptab/>", "aligned_tab"),
        ("<w:br w:type=\"column\"/>", "columns"),
        ("<w:whatever/>", "unknown_element"),
        (
            "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent/></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent>",
            "text_box",
        ),
        (
            "<mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing/></mc:Choice></mc:AlternateContent>",
            "picture",
        ),
    ] {
        assert_eq!(run(inside).problems(), [(code, place())], "{inside}");
    }
    for (beside, code) in [
        ("<w:ins><w:r><w:tab/></w:r></w:ins>", "tracked_change"),
        ("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", "tracked_change"),
        ("<w:commentRangeStart w:id=\"1\"/>", "comment"),
        ("<m:oMath/>", "equation"),
        ("<w:fldSimple w:instr=\"DATE\"/>", "field"),
        ("<w:fldSimple w:instr=\"PAGE \\* ROMAN\"/>", "field"),
    ] {
        let body = format!("<w:p/><w:p><w:r><w:t>申请人</w:t></w:r>{beside}</w:p>");
        assert_eq!(File::of(&body).problems(), [(code, place())], "{beside}");
    }
}

#[test]
fn looks_and_settings_that_cannot_be_held_are_told() {
    for (inside, code) in [
        ("<w:i/>", "italic"),
        ("<w:strike/>", "strike"),
        ("<w:dstrike w:val=\"1\"/>", "strike"),
        ("<w:caps/>", "capitals"),
        ("<w:vanish/>", "hidden_text"),
        ("<w:color w:val=\"FF0000\"/>", "colour"),
        ("<w:highlight w:val=\"yellow\"/>", "highlight"),
        ("<w:shd w:val=\"clear\" w:fill=\"D9D9D9\"/>", "shading"),
        ("<w:spacing w:val=\"20\"/>", "character_spacing"),
        ("<w:w w:val=\"80\"/>", "character_scale"),
        ("<w:position w:val=\"6\"/>", "raised_text"),
        ("<w:vertAlign w:val=\"superscript\"/>", "superscript"),
        ("<w:em w:val=\"dot\"/>", "emphasis_mark"),
        ("<w:u w:val=\"wave\"/>", "underline_kind"),
        ("<w:sz w:val=\"big\"/>", "bad_value"),
        ("<w:sz w:val=\"99999\"/>", "bad_value"),
    ] {
        let body = format!("<w:p><w:r><w:rPr>{inside}</w:rPr><w:t>甲</w:t></w:r></w:p>");
        assert_eq!(File::of(&body).problems(), [(code, "第1段“甲”".to_owned())], "{inside}");
        // Where nothing is seen, nothing is told.
        File::of(&format!("<w:p><w:r><w:rPr>{inside}</w:rPr></w:r></w:p>")).layout();
    }
    for (inside, code) in [
        ("<w:jc w:val=\"distribute\"/>", "alignment"),
        ("<w:numPr><w:numId w:val=\"1\"/></w:numPr>", "numbering"),
        ("<w:pBdr><w:bottom w:val=\"single\"/></w:pBdr>", "paragraph_border"),
        ("<w:shd w:val=\"pct15\"/>", "shading"),
        ("<w:framePr/>", "frame"),
        ("<w:bidi/>", "right_to_left"),
        ("<w:spacing w:before=\"20\"/><w:contextualSpacing/>", "contextual_spacing"),
        ("<w:spacing w:beforeAutospacing=\"1\"/>", "automatic_spacing"),
        ("<w:spacing w:line=\"0\"/>", "bad_value"),
        ("<w:ind w:left=\"1 inch\"/>", "bad_value"),
        ("<w:sectPr/>", "section"),
        ("<w:pPrChange/>", "tracked_change"),
        ("<w:rPr><w:ins/></w:rPr>", "tracked_change"),
    ] {
        let body = format!("<w:p><w:pPr>{inside}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>");
        assert_eq!(File::of(&body).problems(), [(code, "第1段“甲”".to_owned())], "{inside}");
    }
}

#[test]
fn what_is_switched_off_again_is_no_problem() {
    let style = "<w:style w:type=\"paragraph\" w:styleId=\"a\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr><w:jc w:val=\"distribute\"/></w:pPr>\
         <w:rPr><w:i/><w:color w:val=\"FF0000\"/></w:rPr></w:style>";
    let body = |direct: &str, look: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"a\"/>{direct}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>甲</w:t></w:r></w:p>"
        )
    };
    let told = File::of(&body("", "")).with_styles(style).problems();
    let codes: Vec<&str> = told.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["colour", "italic", "alignment", "numbering"]);
    let off = "<w:numPr><w:numId w:val=\"0\"/></w:numPr><w:jc w:val=\"left\"/>";
    let body = body(off, "<w:i w:val=\"0\"/><w:color w:val=\"auto\"/>");
    File::of(&body).with_styles(style).layout();
}

/// A table of one row of two cells with lines everywhere.
fn table(properties: &str, row: &str, cell: &str) -> File {
    File::of(&format!(
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val=\"single\"/><w:left w:val=\"single\"/><w:bottom w:val=\"single\"/>\
         <w:right w:val=\"single\"/><w:insideH w:val=\"single\"/><w:insideV w:val=\"single\"/></w:tblBorders>{properties}</w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"3000\"/><w:gridCol w:w=\"3000\"/></w:tblGrid>\
         <w:tr><w:trPr>{row}</w:trPr><w:tc><w:p/></w:tc><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    ))
}

#[test]
fn what_cannot_be_held_in_a_table_is_told_with_its_place() {
    table("", "", "<w:p/>").layout();
    for (properties, row, cell, code, place) in [
        ("<w:tblpPr/>", "", "<w:p/>", "floating_table", "表1"),
        ("<w:jc w:val=\"center\"/>", "", "<w:p/>", "table_place", "表1"),
        ("<w:tblInd w:w=\"900\" w:type=\"dxa\"/>", "", "<w:p/>", "table_place", "表1"),
        ("<w:shd w:val=\"clear\" w:fill=\"EEEEEE\"/>", "", "<w:p/>", "shading", "表1"),
        ("", "<w:gridAfter w:val=\"1\"/>", "<w:p/>", "uneven_rows", "表1第1行"),
        ("", "<w:trHeight w:val=\"x\"/>", "<w:p/>", "bad_value", "表1第1行"),
        ("", "", "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/>", "uneven_rows", "表1第1行"),
        ("", "", "<w:tcPr><w:gridSpan w:val=\"0\"/></w:tcPr><w:p/>", "bad_value", "表1第1行第2格"),
        ("", "", "<w:tcPr><w:vMerge/></w:tcPr><w:p/>", "broken_merge", "表1第1行"),
        (
            "",
            "",
            "<w:tcPr><w:shd w:val=\"clear\" w:fill=\"EEEEEE\"/></w:tcPr><w:p/>",
            "shading",
            "表1第1行第2格",
        ),
        (
            "",
            "",
            "<w:tcPr><w:tcBorders><w:bottom w:val=\"nil\"/></w:tcBorders></w:tcPr><w:p/>",
            "mixed_borders",
            "表1",
        ),
        (
            "",
            "",
            "<w:tcPr><w:tcBorders><w:tl2br w:val=\"single\"/></w:tcBorders></w:tcPr><w:p/>",
            "diagonal_line",
            "表1",
        ),
        (
            "",
            "",
            "<w:tcPr><w:tcBorders><w:top w:val=\"single\" w:color=\"FF0000\"/></w:tcBorders></w:tcPr><w:p/>",
            "colour",
            "表1",
        ),
        (
            "",
            "",
            "<w:tcPr><w:textDirection w:val=\"tbRlV\"/></w:tcPr><w:p/>",
            "text_direction",
            "表1第1行第2格",
        ),
        ("", "", "<w:tbl/><w:p/>", "nested_table", "表1第1行第2格"),
        (
            "",
            "",
            "<w:p><w:r><w:t>甲</w:t><w:br w:type=\"page\"/></w:r></w:p>",
            "page_break_here",
            "表1第1行第2格“甲”",
        ),
        ("", "", "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>甲</w:t></w:r></w:p>", "italic", "表1第1行第2格“甲”"),
    ] {
        let told = table(properties, row, cell).problems();
        assert_eq!(told, [(code, place.to_owned())], "{properties}{row}{cell}");
    }
}

#[test]
fn a_table_style_that_sets_rows_apart_is_told_where_it_is_looked_at() {
    let style = "<w:style w:type=\"table\" w:styleId=\"t\"><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>";
    let styled = |look: &str| {
        table(&format!("<w:tblStyle w:val=\"t\"/><w:tblLook {look}/>"), "", "<w:p/>").with_styles(style)
    };
    assert_eq!(styled("w:firstRow=\"1\"").problems(), [("table_style", "表1".to_owned())]);
    assert_eq!(styled("w:val=\"0020\"").problems(), [("table_style", "表1".to_owned())]);
    styled("w:val=\"0400\"").layout();
    styled("w:firstRow=\"0\"").layout();
}

#[test]
fn what_a_page_cannot_have_is_told() {
    let page = || "页面设置".to_owned();
    for (inside, code) in [
        ("<w:cols w:num=\"2\"/>", "columns"),
        ("<w:pgBorders><w:top w:val=\"single\"/></w:pgBorders>", "page_border"),
        ("<w:pgNumType w:start=\"5\"/>", "page_number_format"),
        ("<w:pgNumType w:fmt=\"numberInDash\"/>", "page_number_format"),
        ("<w:lnNumType w:countBy=\"1\"/>", "line_numbers"),
        ("<w:vAlign w:val=\"center\"/>", "page_alignment"),
        ("<w:textDirection w:val=\"tbRl\"/>", "text_direction"),
        ("<w:pgSz w:w=\"wide\"/>", "bad_value"),
        ("<w:pgMar w:left=\"11000\"/>", "page_size"),
    ] {
        assert_eq!(
            File::of(&format!("<w:sectPr>{inside}</w:sectPr>")).problems(),
            [(code, page())],
            "{inside}"
        );
    }
}

#[test]
fn other_headers_for_some_pages_are_told_unless_they_are_the_same() {
    let header = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let file = |first: &str| {
        let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/>\
             <w:headerReference w:type=\"first\" r:id=\"header2\"/><w:titlePg/></w:sectPr>";
        File::of(section).with("header", "hdr", &header("某委")).with("header", "hdr", &header(first))
    };
    assert_eq!(file("别的").problems(), [("first_page_header", "页眉第1段".to_owned())]);
    file("某委").layout();
    let even = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer1\"/></w:sectPr>";
    let even = File::of(even).with("footer", "ftr", &header("某委")).with(
        "settings",
        "settings",
        "<w:evenAndOddHeaders/>",
    );
    assert_eq!(even.problems(), [("even_page_header", "页脚第1段".to_owned())]);
}

/// What would take long if each of many looked at each of many others.
#[test]
fn a_file_of_many_parts_that_name_one_another_is_read_quickly() {
    let began = Instant::now();
    let table = format!(
        "<w:tbl><w:tblGrid>{}</w:tblGrid>{}</w:tbl>",
        "<w:gridCol w:w=\"9\"/>".repeat(100_000),
        "<w:tr/>".repeat(100_000)
    );
    assert_eq!(File::of(&table).problems()[0].0, "too_many_columns");
    let stops = (0..50_000).map(|at| format!("<w:tab w:pos=\"{at}\"/>")).collect::<Vec<_>>().concat();
    let style = format!("<w:style w:styleId=\"a\"><w:pPr><w:tabs>{stops}</w:tabs></w:pPr></w:style>");
    let body = "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr></w:p>".repeat(50_000);
    assert_eq!(File::of(&body).with_styles(&style).layout().blocks.len(), 50_000);
    let body = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "}}{{".repeat(200_000));
    let layout = File::of(&body).layout();
    let told: Vec<&str> = fill::check(&layout, &[]).into_iter().map(|problem| problem.code).collect();
    assert_eq!(told, ["stray_braces", "empty_field", "unclosed_field"]);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[test]
fn many_problems_are_told_up_to_a_number() {
    let body = (0..300)
        .map(|no| format!("<w:p><w:r><w:t>{no}</w:t><w:drawing/></w:r></w:p>"))
        .collect::<Vec<_>>()
        .concat();
    let problems = File::of(&body).read().unwrap_err();
    assert_eq!(problems.len(), 201);
    assert_eq!(problems[200].code, "more_problems");
    assert!(problems[200].words.zh.contains("100"));
}

/// A picture does not hide a name that nobody knows, nor braces that do not close: whoever mends one mends all.
#[test]
fn what_the_file_cannot_hold_and_wrong_fields_are_told_together() {
    let paragraph = |inside: &str| format!("<w:p><w:r>{inside}</w:r></w:p>");
    let text = ["<w:drawing/>", "<w:t>{{鞋码}}</w:t>", "<w:t>{{案号</w:t>"].map(paragraph).concat();
    let file = || File::of(&text).bytes();
    let places = |problems: Vec<TemplateProblem>| -> Vec<(&'static str, String)> {
        problems.into_iter().map(|problem| (problem.code, problem.place.zh)).collect()
    };
    let told = places(papers::problems(CasePaper::AcceptanceNotice, &file()));
    let numbers = |told: &[(&'static str, String)]| -> Vec<String> {
        told.iter().map(|(_, place)| place.chars().take(3).collect()).collect()
    };
    assert_eq!(numbers(&told), ["第1段", "第2段", "第3段"], "{told:?}");
    assert_eq!(told[0].0, "picture");
    let of_report = places(reports::problems(&file()));
    assert_eq!(numbers(&of_report), ["第1段", "第2段", "第3段"], "{of_report:?}");
    // What is no DOCX is told alone.
    assert_eq!(places(papers::problems(CasePaper::AcceptanceNotice, b"MZ")).len(), 1);
}
