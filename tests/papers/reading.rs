//! How a file is understood, rule by rule, worked out by hand: styles, measures, fields, breaks and lines of tables.

use sikuai::documents::layout::{
    Align, Face, HalfPoints, Layout, Line, Look, Paragraph, ParagraphFormat, Run, Twips,
};

use super::file::{File, paragraphs, tables, text};

fn first(layout: &Layout) -> Paragraph {
    paragraphs(layout)[0].clone()
}

/// The format of a paragraph with these properties, in letters of ten points.
fn format(properties: &str) -> ParagraphFormat {
    let body = format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>");
    first(&File::of(&body).layout()).format
}

fn look(properties: &str) -> Look {
    let body = format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>甲</w:t></w:r></w:p>");
    first(&File::of(&body).layout()).runs[0].look
}

#[test]
fn a_file_that_says_nothing_is_in_ten_points() {
    let wanted = Look { face: Face::Song, size: HalfPoints(20), bold: false, underline: false };
    assert_eq!(look(""), wanted);
    assert_eq!(format(""), ParagraphFormat::default());
}

#[test]
fn fonts_are_told_by_their_names() {
    let face = |name: &str| look(&format!("<w:rFonts w:eastAsia=\"{name}\"/>")).face;
    for (names, wanted) in [
        (
            &["宋体", "SimSun", "新宋体", "方正小标宋简体", "Noto Serif CJK SC", "等线", "Arial"][..],
            Face::Song,
        ),
        (&["黑体", "SimHei", "微软雅黑", "Noto Sans CJK SC", "WenQuanYi Zen Hei"][..], Face::Hei),
        (&["仿宋", "仿宋_GB2312", "FangSong", "华文仿宋"][..], Face::FangSong),
        (&["楷体", "KaiTi", "楷体_GB2312", "STKaiti"][..], Face::Kai),
    ] {
        for name in names {
            assert_eq!(face(name), wanted, "{name}");
        }
    }
    // A font of the theme is Song, also over a name.
    assert_eq!(look("<w:rFonts w:eastAsia=\"黑体\" w:eastAsiaTheme=\"minorEastAsia\"/>").face, Face::Song);
    // Some writers name one font for all.
    assert_eq!(look("<w:rFonts w:ascii=\"黑体\" w:hAnsi=\"黑体\"/>").face, Face::Hei);
    assert_eq!(look("<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"楷体\"/>").face, Face::Kai);
}

#[test]
fn styles_rest_on_one_another() {
    let styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia=\"仿宋\"/><w:sz w:val=\"21\"/></w:rPr></w:rPrDefault>\
        <w:pPrDefault><w:pPr><w:spacing w:after=\"160\" w:line=\"259\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:pPr><w:jc w:val=\"both\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/><w:pPr><w:ind w:firstLineChars=\"200\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"c\"><w:basedOn w:val=\"b\"/><w:pPr><w:spacing w:after=\"0\"/></w:pPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"s\"><w:rPr><w:b/><w:u w:val=\"single\"/></w:rPr></w:style>";
    let read = |body: &str| first(&File::of(body).with_styles(styles).layout());
    let plain = read("<w:p><w:r><w:t>甲</w:t></w:r></w:p>");
    assert_eq!(
        (plain.format.align, plain.format.after, plain.format.line),
        (Align::Justified, Twips(160), Line::Times(259))
    );
    assert_eq!((plain.runs[0].look.face, plain.runs[0].look.size), (Face::FangSong, HalfPoints(21)));
    let styled = read(
        "<w:p><w:pPr><w:pStyle w:val=\"c\"/></w:pPr><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"s\"/></w:rPr><w:t>乙</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"s\"/><w:b/></w:rPr><w:t>丙</w:t></w:r></w:p>",
    );
    // Two characters of 16 points; the space after is that of the nearest style.
    assert_eq!((styled.format.first_line, styled.format.after), (Twips(640), Twips(0)));
    assert_eq!(styled.format.align, Align::Justified);
    let bold: Vec<bool> = styled.runs.iter().map(|run| run.look.bold).collect();
    // Bold of a paragraph style and of a character style undo one another; set directly it holds.
    assert_eq!(bold, [true, false, true]);
    assert!(styled.runs[1].look.underline);
}

#[test]
fn styles_in_a_circle_end() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"a\"><w:basedOn w:val=\"b\"/><w:rPr><w:sz w:val=\"30\"/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>";
    assert_eq!(first(&File::of(body).with_styles(styles).layout()).runs[0].look.size, HalfPoints(30));
}

#[test]
fn indents_are_read_in_twips_and_in_characters() {
    // A character of ten points has 200 twips; characters hold over twips, unless there are none of them.
    assert_eq!(format("<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>").first_line, Twips(400));
    assert_eq!(format("<w:ind w:firstLineChars=\"0\" w:firstLine=\"640\"/>").first_line, Twips(640));
    assert_eq!(format("<w:ind w:leftChars=\"150\"/>").left, Twips(300));
    assert_eq!(format("<w:ind w:start=\"420\" w:end=\"210\"/>").left, Twips(420));
    assert_eq!(format("<w:ind w:start=\"420\" w:end=\"210\"/>").right, Twips(210));
    let hanging = format("<w:ind w:left=\"840\" w:hanging=\"420\"/>");
    assert_eq!((hanging.left, hanging.first_line), (Twips(840), Twips(-420)));
    // In characters, the left indent is that of the first line: 2 + 2 characters for the others.
    let hanging =
        format("<w:ind w:leftChars=\"200\" w:left=\"800\" w:hangingChars=\"200\" w:hanging=\"400\"/>");
    assert_eq!((hanging.left, hanging.first_line), (Twips(800), Twips(-400)));
    // The strict kind writes units: 1 cm is 566.9 twips.
    assert_eq!(format("<w:ind w:left=\"1cm\" w:right=\"10.5pt\"/>").left, Twips(566));
    assert_eq!(format("<w:ind w:left=\"1cm\" w:right=\"10.5pt\"/>").right, Twips(210));
}

#[test]
fn spaces_and_heights_of_lines_are_read() {
    let spaced = format(
        "<w:spacing w:before=\"120\" w:afterLines=\"50\" w:after=\"999\" w:line=\"560\" w:lineRule=\"exact\"/>",
    );
    // Half a line of 12 points.
    assert_eq!(
        (spaced.before, spaced.after, spaced.line),
        (Twips(120), Twips(120), Line::Exactly(Twips(560)))
    );
    assert_eq!(format("<w:spacing w:line=\"360\"/>").line, Line::Times(360));
    assert_eq!(format("<w:spacing w:line=\"300\" w:lineRule=\"atLeast\"/>").line, Line::AtLeast(Twips(300)));
    let kept = format("<w:keepNext/><w:pageBreakBefore/><w:jc w:val=\"center\"/>");
    assert!(kept.keep_with_next && kept.page_break_before && kept.align == Align::Centre);
    assert!(!format("<w:keepNext w:val=\"0\"/>").keep_with_next);
}

#[test]
fn lines_on_a_grid_are_as_high_as_its_lines() {
    let read = |properties: &str, size: u16| {
        let body = format!(
            "<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr><w:sz w:val=\"{size}\"/></w:rPr><w:t>甲</w:t></w:r></w:p>\
             <w:sectPr><w:docGrid w:type=\"lines\" w:linePitch=\"312\"/></w:sectPr>"
        );
        first(&File::of(&body).layout()).format
    };
    // 10.5 points ask for 273 twips: one line of the grid. 16 points ask for 416: two.
    assert_eq!(read("", 21).line, Line::AtLeast(Twips(312)));
    assert_eq!(read("", 32).line, Line::AtLeast(Twips(624)));
    assert_eq!(read("<w:spacing w:line=\"360\" w:beforeLines=\"50\"/>", 21).line, Line::AtLeast(Twips(468)));
    assert_eq!(read("<w:spacing w:line=\"360\" w:beforeLines=\"50\"/>", 21).before, Twips(156));
    assert_eq!(read("<w:snapToGrid w:val=\"0\"/>", 21).line, Line::Times(240));
    assert_eq!(read("<w:spacing w:line=\"560\" w:lineRule=\"exact\"/>", 21).line, Line::Exactly(Twips(560)));
    let none = "<w:p/><w:sectPr><w:docGrid w:linePitch=\"312\"/></w:sectPr>";
    assert_eq!(first(&File::of(none).layout()).format.line, Line::Times(240));
}

/// As Word 2016 writes a page number of its own gallery: a content control, and a field over five runs.
const WORD_FOOTER: &str = "<w:sdt><w:sdtPr><w:id w:val=\"1\"/><w:docPartObj><w:docPartGallery w:val=\"Page Numbers\"/></w:docPartObj></w:sdtPr><w:sdtContent>\
    <w:p w:rsidR=\"00A1\"><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE   \\* MERGE</w:instrText></w:r>\
    <w:r><w:instrText>FORMAT</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:rPr><w:noProof/><w:lang w:val=\"zh-CN\"/></w:rPr><w:t>2</w:t></w:r>\
    <w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:sdtContent></w:sdt>";

#[test]
fn page_numbers_are_read_as_simple_and_as_complex_fields() {
    let section = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer1\"/></w:sectPr>";
    let layout = File::of(section).with("footer", "ftr", WORD_FOOTER).layout();
    assert_eq!(text(&layout.footer[0]), "[page]");
    let simple = "<w:p><w:r><w:t>共</w:t></w:r><w:fldSimple w:instr=\" NUMPAGES  \\* Arabic \"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>";
    assert_eq!(text(&first(&File::of(simple).layout())), "共[pages]");
    let link = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> HYPERLINK \"http://a\" </w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>网址</w:t>\
        <w:fldChar w:fldCharType=\"end\"/></w:r><w:hyperlink w:anchor=\"b\"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(text(&first(&File::of(link).layout())), "网址链接");
    for broken in [
        "<w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:fldChar w:fldCharType=\"begin\"/><w:fldChar w:fldCharType=\"begin\"/><w:fldChar w:fldCharType=\"end\"/><w:fldChar w:fldCharType=\"end\"/>",
    ] {
        assert_eq!(File::of(&format!("<w:p><w:r>{broken}</w:r></w:p>")).problems()[0].0, "field", "{broken}");
    }
}

#[test]
fn what_nobody_sees_is_left_out() {
    let body = "<w:bookmarkStart w:id=\"0\" w:name=\"a\"/><w:p w:rsidR=\"00A1\"><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:lang w:val=\"zh-CN\"/><w:kern w:val=\"2\"/></w:rPr>\
        <w:lastRenderedPageBreak/><w:t xml:space=\"preserve\"> 甲 </w:t></w:r><w:smartTag><w:smartTagPr/><w:r><w:t> 乙 </w:t></w:r></w:smartTag>\
        <w:r><w:softHyphen/><w:noBreakHyphen/><w:tab/><w:t>丙\t丁</w:t><w:cr/></w:r></w:p><w:bookmarkEnd w:id=\"0\"/>";
    assert_eq!(text(&first(&File::of(body).layout())), " 甲 乙-[tab]丙[tab]丁[br]");
}

#[test]
fn tabs_go_by_the_usual_stops_only() {
    let body = |inside: &str| {
        format!(
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"center\" w:pos=\"4153\"/></w:tabs></w:pPr><w:r>{inside}</w:r></w:p>"
        )
    };
    File::of(&body("<w:t>甲</w:t>")).layout();
    assert_eq!(File::of(&body("<w:tab/>")).problems()[0].0, "tab_stops");
}

#[test]
fn page_breaks_begin_paragraphs() {
    let read = |body: &str| {
        let layout = File::of(body).layout();
        let found = paragraphs(&layout);
        found.iter().map(|it| (text(it), it.format.page_break_before)).collect::<Vec<_>>()
    };
    let t = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let p = |inside: &str| format!("<w:p>{inside}</w:p>");
    let says = |text: &str, begins: bool| (text.to_owned(), begins);
    assert_eq!(read(&p(&format!("{}{page}{}", t("甲"), t("乙")))), [says("甲", false), says("乙", true)]);
    assert_eq!(
        read(&format!("{}{}", p(&format!("{}{page}", t("甲"))), p(&t("乙")))),
        [says("甲", false), says("乙", true)]
    );
    assert_eq!(read(&p(&format!("{page}{}", t("乙")))), [says("乙", true)]);
    assert_eq!(read(&format!("{}{}", p(page), p(&t("乙")))), [says("", false), says("乙", true)]);
    assert_eq!(read(&p(&format!("{}{page}", t("甲")))), [says("甲", false), says("", true)]);
    // A table cannot begin a page: a paragraph of one point does.
    let table =
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"500\"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    assert_eq!(
        read(&format!("{}{table}", p(&format!("{}{page}", t("甲"))))),
        [says("甲", false), says("", true)]
    );
}

#[test]
fn an_empty_line_is_as_high_as_its_mark_says() {
    let body = "<w:p><w:pPr><w:rPr><w:sz w:val=\"32\"/></w:rPr></w:pPr></w:p>";
    let runs = first(&File::of(body).layout()).runs;
    assert!(matches!(runs.as_slice(), [Run { look: Look { size: HalfPoints(32), .. }, .. }]));
}

#[test]
fn lines_between_cells_belong_to_both() {
    // As LibreOffice and WPS write it: each cell says its own, and the line between two of them once.
    let cell = |edges: &[&str]| {
        let edges = edges
            .iter()
            .map(|edge| format!("<w:{edge} w:val=\"single\" w:sz=\"4\"/>"))
            .collect::<Vec<_>>()
            .concat();
        format!("<w:tc><w:tcPr><w:tcBorders>{edges}</w:tcBorders></w:tcPr><w:p/></w:tc>")
    };
    let table = |rows: &str| {
        format!(
            "<w:tbl><w:tblGrid><w:gridCol w:w=\"900\"/><w:gridCol w:w=\"900\"/></w:tblGrid>{rows}</w:tbl>"
        )
    };
    let row = |left: &[&str], right: &[&str]| format!("<w:tr>{}{}</w:tr>", cell(left), cell(right));
    let whole = row(&["top", "left", "bottom"], &["top", "left", "bottom", "right"])
        + &row(&["left", "bottom"], &["left", "bottom", "right"]);
    assert!(tables(&File::of(&table(&whole)).layout())[0].ruled);
    let open = row(&["top", "left"], &["top", "left", "bottom", "right"])
        + &row(&["left", "bottom"], &["left", "bottom", "right"]);
    assert_eq!(File::of(&table(&open)).problems()[0].0, "mixed_borders");
    assert!(!tables(&File::of(&table(&row(&[], &[]))).layout())[0].ruled);
}

#[test]
fn only_the_first_rows_stand_again_on_each_page() {
    let row = |heading: &str| format!("<w:tr><w:trPr>{heading}</w:trPr><w:tc><w:p/></w:tc></w:tr>");
    let rows = ["<w:tblHeader/>", "", "<w:tblHeader/>"].map(row).concat();
    let body = format!("<w:tbl><w:tblGrid><w:gridCol w:w=\"900\"/></w:tblGrid>{rows}</w:tbl>");
    let layout = File::of(&body).layout();
    let headings: Vec<bool> = tables(&layout)[0].rows.iter().map(|row| row.is_heading).collect();
    assert_eq!(headings, [true, false, false]);
}

#[test]
fn a_file_of_the_strict_kind_is_read() {
    let strict = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:r><x:rPr><x:sz x:val=\"10.5pt\"/></x:rPr><x:t>甲</x:t></x:r></x:p>\
        <x:sectPr><x:pgSz x:w=\"595.3pt\" x:h=\"841.9pt\"/></x:sectPr></x:body></x:document>";
    let layout = File::of_document(strict.as_bytes()).layout();
    assert_eq!((layout.page.width, layout.page.height), (Twips(11_906), Twips(16_838)));
    assert_eq!(first(&layout).runs[0].look.size, HalfPoints(21));
}

#[test]
fn the_page_is_read() {
    let section = "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
        <w:pgMar w:top=\"-1440\" w:right=\"1000\" w:bottom=\"1300\" w:left=\"1100\" w:header=\"850\" w:footer=\"990\" w:gutter=\"200\"/></w:sectPr>";
    let page = File::of(section).layout().page;
    // The gutter is at the left; a margin below zero is one that headers do not push.
    assert_eq!(
        (page.width, page.top, page.left, page.right),
        (Twips(16_838), Twips(1_440), Twips(1_300), Twips(1_000))
    );
    assert_eq!((page.header, page.footer), (Twips(850), Twips(990)));
}
