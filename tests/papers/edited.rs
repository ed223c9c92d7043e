//! Templates that a word processor has edited: each that is shipped, saved again by LibreOffice, loses no field and says the
//! same; and a field comes through whatever Word leaves around and in it. LibreOffice is started by `.ci/papers.py`; without
//! it the templates are read as they were written.

use std::path::PathBuf;

use sikuai::documents::layout::Layout;
use sikuai::documents::papers;
use sikuai::domain::code::Coded as _;
use sikuai::domain::paper::kind::CasePaper;

use super::file::{File, text};
use super::shipped::{filled_example, kinds, text_of};
use super::written::folder;

fn place_of(kind: CasePaper) -> Option<PathBuf> {
    folder().map(|folder| folder.join(format!("template-{}.docx", kind.code())))
}

/// Whatever a paper says: its text, its header and its footer.
fn says(kind: CasePaper, template: Option<&[u8]>) -> String {
    let layout = papers::laid_out(kind, template, &filled_example(kind));
    let layout = layout.unwrap_or_else(|error| panic!("{kind:?}: {error:?}"));
    let edge = |layout: &Layout| layout.header.iter().chain(&layout.footer).map(text).collect::<Vec<_>>();
    format!("{}\n{}", edge(&layout).join("\n"), text_of(&layout))
}

/// For a program that is not ours: the templates that are shipped lie in the folder that it names.
#[test]
fn templates_for_other_editors_are_written() {
    for kind in kinds() {
        let bytes = papers::shipped_docx(kind).unwrap();
        assert_eq!(papers::problems(kind, &bytes), [], "{kind:?}");
        if let Some(place) = place_of(kind) {
            std::fs::write(place, &bytes).unwrap();
        }
    }
}

/// What another program saved again is taken, with every field, and makes the same papers.
#[test]
fn templates_that_others_saved_again_make_the_same_papers() {
    for kind in kinds() {
        let bytes = match place_of(kind) {
            Some(place) => std::fs::read(place).unwrap(),
            None => papers::shipped_docx(kind).unwrap(),
        };
        assert_eq!(papers::problems(kind, &bytes), [], "{kind:?}");
        assert_eq!(papers::left_out(kind, &bytes), Ok(Vec::new()), "{kind:?}");
        assert_eq!(says(kind, Some(&bytes)), says(kind, None), "{kind:?}");
    }
}

/// A field as Word leaves it when somebody has typed it, had it spelled, marked a place in it and gone away: its parts.
fn left_by_word(field: &str) -> String {
    let run = |text: &str, more: &str| {
        format!(
            "<w:r w:rsidR=\"00A77B3E\" w:rsidRPr=\"00C1{more}\"><w:rPr><w:rFonts w:hint=\"eastAsia\"/><w:noProof/>\
             <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr><w:t>{text}</w:t></w:r>"
        )
    };
    let mut middle = field.chars();
    let first: String = middle.by_ref().take(1).collect();
    let rest: String = middle.collect();
    [
        run("{", "01"),
        "<w:proofErr w:type=\"spellStart\"/>".to_owned(),
        run("{", "02"),
        "<w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/>".to_owned(),
        run(&first, "03"),
        "<w:r><w:lastRenderedPageBreak/></w:r><w:bookmarkEnd w:id=\"0\"/>".to_owned(),
        format!(
            "<w:smartTag w:uri=\"urn:schemas-microsoft-com:office:smarttags\" w:element=\"chsdate\"><w:smartTagPr>\
             <w:attr w:name=\"Year\" w:val=\"1899\"/></w:smartTagPr>{}</w:smartTag>",
            run(&rest, "04")
        ),
        "<w:proofErr w:type=\"spellEnd\"/><w:permStart w:id=\"1\" w:edGrp=\"everyone\"/>".to_owned(),
        format!("<w:sdt><w:sdtPr><w:alias w:val=\"a\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", run("}", "05")),
        "<w:permEnd w:id=\"1\"/>".to_owned(),
        run("}", "06"),
    ]
    .concat()
}

fn paragraph(inside: &str) -> String {
    format!("<w:p w:rsidR=\"00A77B3E\" w:rsidRDefault=\"00A77B3E\">{inside}</w:p>")
}

/// A template with a field in its text, in the cell of a table, and in its header.
fn of_word(more: &str) -> File {
    let cell = format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"8000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
        paragraph(&left_by_word("请求.事项"))
    );
    let table = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"8000\" w:type=\"dxa\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"8000\"/></w:tblGrid>\
         <w:tr w:rsidR=\"00A77B3E\">{cell}</w:tr></w:tbl>"
    );
    let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/></w:sectPr>";
    let body = format!(
        "{}{table}{}{more}{section}",
        paragraph(&left_by_word("案号")),
        paragraph(&left_by_word("case_number"))
    );
    File::of(&body).with("header", "hdr", &paragraph(&left_by_word("仲裁委名称")))
}

#[test]
fn a_field_comes_through_whatever_word_leaves_in_it() {
    let kind = CasePaper::AcceptanceNotice;
    let bytes = of_word("").bytes();
    assert_eq!(papers::problems(kind, &bytes), []);
    assert_eq!(
        says(kind, Some(&bytes)),
        "徐闻县劳动人事争议仲裁委员会\n〔2021〕1号\n劳动报酬\n经济补偿\n〔2021〕1号"
    );
    // A name that nobody knows is told as it reads, not by its parts.
    let unknown = File::of(&paragraph(&left_by_word("案好"))).bytes();
    let told = papers::problems(kind, &unknown);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].words.zh.contains("案好") && told[0].place.zh.starts_with("第1段"), "{told:?}");
}

/// What Word can also do with a field, and a paper cannot: it is named, with its place.
#[test]
fn what_word_can_put_a_field_into_and_we_cannot_is_told() {
    let boxed = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>\
         </w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>",
        paragraph(&left_by_word("案号"))
    );
    let merged =
        "<w:fldSimple w:instr=\" MERGEFIELD case_number \"><w:r><w:t>«案号»</w:t></w:r></w:fldSimple>";
    let changed = format!("<w:ins w:id=\"1\" w:author=\"甲\">{}</w:ins>", left_by_word("案号"));
    for (inside, code) in [
        (format!("<w:r>{boxed}</w:r>"), "text_box"),
        (merged.to_owned(), "field"),
        (changed, "tracked_change"),
    ] {
        let told = papers::problems(CasePaper::AcceptanceNotice, &of_word(&paragraph(&inside)).bytes());
        let told: Vec<_> = told.iter().map(|problem| (problem.code, problem.place.zh.as_str())).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, code);
        assert!(told[0].1.starts_with("第3段"), "{told:?}");
        // And in the header.
        let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/></w:sectPr>";
        let file = File::of(section).with("header", "hdr", &paragraph(&inside));
        let told = papers::problems(CasePaper::AcceptanceNotice, &file.bytes());
        assert_eq!(told.iter().map(|problem| problem.code).collect::<Vec<_>>(), [code]);
        assert!(told[0].place.zh.starts_with("页眉第1段"), "{told:?}");
    }
}
