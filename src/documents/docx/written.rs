//! The parts of a DOCX file as XML text. Every paragraph says by itself how it is set, so that nothing hangs on a style.
//! Not here: packing them.

use std::fmt::Write as _;

use super::charts;
use super::xml::may_stand_in_xml;
use super::{EMPTY_LINE, GAP_STYLE};
use crate::documents::layout::{
    Align, Block, Cell, Content, Face, Layout, Line, Look, Merge, Page, Paragraph, ParagraphFormat, Row, Run,
    Table, Twips, VerticalAlign,
};

/// A part of the file.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) text: String,
}

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const R: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORDPROCESSING: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The space between the line of a cell and its text, left and right, as Word has it.
const CELL_MARGIN_TWIPS: i32 = 108;

/// All parts, the types first, as some readers want it.
pub(super) fn parts(layout: &Layout) -> Vec<Part> {
    let part = |name: &str, text: String| Part { name: name.to_owned(), text };
    let of_file = [("rId1".to_owned(), "officeDocument", "word/document.xml".to_owned())];
    let mut parts = vec![
        part("[Content_Types].xml", types(layout)),
        part("_rels/.rels", relationships(&of_file)),
        part("word/document.xml", document(layout)),
        part("word/_rels/document.xml.rels", document_relationships(layout)),
        part("word/styles.xml", styles()),
        part("word/settings.xml", settings()),
        part("word/fontTable.xml", fonts()),
    ];
    let edges = [("word/header1.xml", "hdr", &layout.header), ("word/footer1.xml", "ftr", &layout.footer)];
    for (name, element, paragraphs) in edges.into_iter().filter(|(.., it)| !it.is_empty()) {
        let mut text = format!("{HEAD}<w:{element} {W} {R}>");
        for paragraph in paragraphs {
            put_paragraph(&mut text, paragraph);
        }
        put(&mut text, format_args!("</w:{element}>"));
        parts.push(part(name, text));
    }
    let charts = charts::of(layout);
    parts
        .extend(charts.map(|(no, chart)| part(&format!("word/{}", charts::target(no)), charts::part(chart))));
    parts
}

pub(super) fn put(text: &mut String, said: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = text.write_fmt(said);
}

fn types(layout: &Layout) -> String {
    let mut text = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let mut parts = vec![
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
    ];
    parts.extend((!layout.header.is_empty()).then_some(("header1", "header")));
    parts.extend((!layout.footer.is_empty()).then_some(("footer1", "footer")));
    for (part, kind) in parts {
        let kind = format!("{WORDPROCESSING}.{kind}+xml");
        put(&mut text, format_args!("<Override PartName=\"/word/{part}.xml\" ContentType=\"{kind}\"/>"));
    }
    for (no, _) in charts::of(layout) {
        let (part, kind) = (charts::target(no), charts::CONTENT_TYPE);
        put(&mut text, format_args!("<Override PartName=\"/word/{part}\" ContentType=\"{kind}\"/>"));
    }
    text + "</Types>"
}

fn relationships(of: &[(String, &str, String)]) -> String {
    let mut text = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for (id, kind, target) in of {
        put(
            &mut text,
            format_args!("<Relationship Id=\"{id}\" Type=\"{RELATED}/{kind}\" Target=\"{target}\"/>"),
        );
    }
    text + "</Relationships>"
}

fn document_relationships(layout: &Layout) -> String {
    let of = |id: &str, kind: &'static str, target: &str| (id.to_owned(), kind, target.to_owned());
    let mut all = vec![
        of("rId1", "styles", "styles.xml"),
        of("rId2", "settings", "settings.xml"),
        of("rId3", "fontTable", "fontTable.xml"),
    ];
    all.extend((!layout.header.is_empty()).then(|| of("rId4", "header", "header1.xml")));
    all.extend((!layout.footer.is_empty()).then(|| of("rId5", "footer", "footer1.xml")));
    all.extend(charts::of(layout).map(|(no, _)| (charts::id(no), "chart", charts::target(no))));
    relationships(&all)
}

/// Only what must be said once: the look of what says nothing, and the paragraph of our own between tables.
fn styles() -> String {
    let look = look(EMPTY_LINE);
    format!(
        "{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{look}\
         <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr><w:widowControl w:val=\"0\"/></w:pPr></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
         <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
         <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"{CELL_MARGIN_TWIPS}\" w:type=\"dxa\"/>\
         <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"{CELL_MARGIN_TWIPS}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{GAP_STYLE}\"><w:name w:val=\"{GAP_STYLE}\"/>\
         <w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/></w:pPr>\
         <w:rPr><w:sz w:val=\"2\"/></w:rPr></w:style></w:styles>"
    )
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings {W}><w:defaultTabStop w:val=\"420\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         </w:settings>"
    )
}

/// The families under their Chinese names, with the names that other systems know them by.
fn fonts() -> String {
    let mut text = format!("{HEAD}<w:fonts {W}>");
    for face in [Face::Song, Face::Hei, Face::FangSong, Face::Kai] {
        let (name, other) = names(face);
        put(
            &mut text,
            format_args!(
                "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/>\
                 <w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>"
            ),
        );
    }
    text + "</w:fonts>"
}

fn names(face: Face) -> (&'static str, &'static str) {
    match face {
        Face::Song => ("宋体", "SimSun"),
        Face::Hei => ("黑体", "SimHei"),
        Face::FangSong => ("仿宋", "FangSong"),
        Face::Kai => ("楷体", "KaiTi"),
    }
}

fn document(layout: &Layout) -> String {
    let mut text = format!("{HEAD}<w:document {W} {R}><w:body>");
    let mut charts = charts::of(layout);
    let mut blocks = layout.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Paragraph(paragraph) => put_paragraph(&mut text, paragraph),
            Block::Table(table) => {
                put_table(&mut text, table);
                // Tables that touch are one to Word, and a text cannot end with one.
                if matches!(blocks.peek(), Some(Block::Table(_)) | None) {
                    put(
                        &mut text,
                        format_args!("<w:p><w:pPr><w:pStyle w:val=\"{GAP_STYLE}\"/></w:pPr></w:p>"),
                    );
                }
            }
            Block::Chart(_) => {
                if let Some((no, chart)) = charts.next() {
                    charts::put_drawing(&mut text, (no, chart), layout.page);
                }
            }
        }
    }
    put_section(&mut text, layout);
    text + "</w:body></w:document>"
}

fn put_section(text: &mut String, layout: &Layout) {
    let Page { width, height, top, bottom, left, right, header, footer } = layout.page;
    text.push_str("<w:sectPr>");
    if !layout.header.is_empty() {
        text.push_str("<w:headerReference w:type=\"default\" r:id=\"rId4\"/>");
    }
    if !layout.footer.is_empty() {
        text.push_str("<w:footerReference w:type=\"default\" r:id=\"rId5\"/>");
    }
    let turned = if width > height { " w:orient=\"landscape\"" } else { "" };
    put(
        text,
        format_args!(
            "<w:pgSz w:w=\"{}\" w:h=\"{}\"{turned}/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" \
             w:header=\"{}\" w:footer=\"{}\" w:gutter=\"0\"/></w:sectPr>",
            width.0, height.0, top.0, right.0, bottom.0, left.0, header.0, footer.0
        ),
    );
}

fn put_paragraph(text: &mut String, paragraph: &Paragraph) {
    text.push_str("<w:p><w:pPr>");
    put_format(text, &paragraph.format);
    // The mark at the end has a look too: that of the last letters, so that it makes no line higher.
    let mark = paragraph.runs.last().map_or(EMPTY_LINE, |run| run.look);
    if mark != EMPTY_LINE {
        put(text, format_args!("<w:rPr>{}</w:rPr>", look(mark)));
    }
    text.push_str("</w:pPr>");
    for run in &paragraph.runs {
        put_run(text, run);
    }
    text.push_str("</w:p>");
}

/// In the order of the schema, which Word insists on.
fn put_format(text: &mut String, format: &ParagraphFormat) {
    if format.keep_with_next {
        text.push_str("<w:keepNext/>");
    }
    if format.page_break_before {
        text.push_str("<w:pageBreakBefore/>");
    }
    let (line, rule) = match format.line {
        Line::Times(times) => (i32::from(times), "auto"),
        Line::Exactly(high) => (high.0, "exact"),
        Line::AtLeast(high) => (high.0, "atLeast"),
    };
    let (before, after) = (format.before.0, format.after.0);
    if (before, after, format.line) != (0, 0, Line::Times(240)) {
        put(
            text,
            format_args!(
                "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"{rule}\"/>"
            ),
        );
    }
    let Twips(first) = format.first_line;
    if (format.left, format.right, first) != (Twips(0), Twips(0), 0) {
        let (name, first) = if first < 0 { ("hanging", -first) } else { ("firstLine", first) };
        let (left, right) = (format.left.0, format.right.0);
        put(text, format_args!("<w:ind w:left=\"{left}\" w:right=\"{right}\" w:{name}=\"{first}\"/>"));
    }
    let align = match format.align {
        Align::Left => return,
        Align::Centre => "center",
        Align::Right => "right",
        Align::Justified => "both",
    };
    put(text, format_args!("<w:jc w:val=\"{align}\"/>"));
}

fn look(look: Look) -> String {
    let (name, _) = names(look.face);
    let mut text = format!(
        "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"{name}\"/>"
    );
    if look.bold {
        text.push_str("<w:b/><w:bCs/>");
    }
    put(&mut text, format_args!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", look.size.0));
    if look.underline {
        text.push_str("<w:u w:val=\"single\"/>");
    }
    text
}

fn put_run(text: &mut String, run: &Run) {
    let look = look(run.look);
    let mut field = |name: &str| {
        // The number is reckoned by whoever opens the file; until then it says 1.
        for inner in [
            "<w:fldChar w:fldCharType=\"begin\"/>",
            &format!("<w:instrText xml:space=\"preserve\"> {name} </w:instrText>"),
            "<w:fldChar w:fldCharType=\"separate\"/>",
            "<w:t>1</w:t>",
            "<w:fldChar w:fldCharType=\"end\"/>",
        ] {
            put(text, format_args!("<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>"));
        }
    };
    match &run.content {
        Content::PageNumber => field("PAGE"),
        Content::PageCount => field("NUMPAGES"),
        Content::LineBreak => put(text, format_args!("<w:r><w:rPr>{look}</w:rPr><w:br/></w:r>")),
        Content::Tab => put(text, format_args!("<w:r><w:rPr>{look}</w:rPr><w:tab/></w:r>")),
        Content::Text(said) if said.is_empty() => {}
        Content::Text(said) => {
            put(text, format_args!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">"));
            put_escaped(text, said);
            text.push_str("</w:t></w:r>");
        }
    }
}

pub(super) fn put_escaped(text: &mut String, said: &str) {
    for c in said.chars().filter(|c| may_stand_in_xml(*c)) {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            c => text.push(c),
        }
    }
}

fn put_table(text: &mut String, table: &Table) {
    let width: i32 = table.columns.iter().map(|width| width.0).sum();
    put(text, format_args!("<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/>"));
    if table.ruled {
        text.push_str("<w:tblBorders>");
        for edge in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            put(text, format_args!("<w:{edge} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"));
        }
        text.push_str("</w:tblBorders>");
    }
    put(
        text,
        format_args!(
            "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{CELL_MARGIN_TWIPS}\" w:type=\"dxa\"/>\
             <w:right w:w=\"{CELL_MARGIN_TWIPS}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
        ),
    );
    for width in &table.columns {
        put(text, format_args!("<w:gridCol w:w=\"{}\"/>", width.0));
    }
    text.push_str("</w:tblGrid>");
    for row in &table.rows {
        put_row(text, table, row);
    }
    text.push_str("</w:tbl>");
}

fn put_row(text: &mut String, table: &Table, row: &Row) {
    text.push_str("<w:tr>");
    if row.is_heading || row.height.0 > 0 {
        text.push_str("<w:trPr>");
        if row.height.0 > 0 {
            put(text, format_args!("<w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/>", row.height.0));
        }
        text.push_str(if row.is_heading { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
    }
    let mut columns = table.columns.iter();
    for cell in &row.cells {
        let width: i32 = columns.by_ref().take(usize::from(cell.span)).map(|width| width.0).sum();
        put_cell(text, cell, width);
    }
    text.push_str("</w:tr>");
}

fn put_cell(text: &mut String, cell: &Cell, width: i32) {
    put(text, format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"));
    if cell.span > 1 {
        put(text, format_args!("<w:gridSpan w:val=\"{}\"/>", cell.span));
    }
    text.push_str(match cell.merge {
        Merge::None => "",
        Merge::Begins => "<w:vMerge w:val=\"restart\"/>",
        Merge::Continues => "<w:vMerge/>",
    });
    text.push_str(match cell.at {
        VerticalAlign::Top => "</w:tcPr>",
        VerticalAlign::Middle => "<w:vAlign w:val=\"center\"/></w:tcPr>",
        VerticalAlign::Bottom => "<w:vAlign w:val=\"bottom\"/></w:tcPr>",
    });
    for paragraph in &cell.paragraphs {
        put_paragraph(text, paragraph);
    }
    if cell.paragraphs.is_empty() {
        text.push_str("<w:p/>");
    }
    text.push_str("</w:tc>");
}
