//! DOCX files put together by hand, part by part, as no writer would make them.

use std::io::{Cursor, Write as _};

use sikuai::documents::docx;
use sikuai::documents::layout::{Block, Layout, Paragraph, Table};
use sikuai::documents::template_problem::TemplateProblem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
     xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
     xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A file in the making.
pub(crate) struct File {
    parts: Vec<(String, Vec<u8>)>,
    related: String,
    kind: &'static str,
}

impl File {
    /// With this text in its body, and nothing else.
    pub(crate) fn of(body: &str) -> File {
        let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
        File::of_document(document.as_bytes())
    }

    /// With this as its main part.
    pub(crate) fn of_document(document: &[u8]) -> File {
        let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        File {
            parts: vec![("word/document.xml".to_owned(), document.to_vec())],
            related: String::new(),
            kind,
        }
    }

    /// As another kind of main part.
    pub(crate) fn of_kind(mut self, kind: &'static str) -> File {
        self.kind = kind;
        self
    }

    /// With another part, which the text is not related to.
    pub(crate) fn with_part(mut self, name: &str, bytes: &[u8]) -> File {
        self.parts.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// With a part that the text is related to, under the id `kind`.
    pub(crate) fn with(mut self, kind: &str, root: &str, inside: &str) -> File {
        let id = format!("{kind}{}", self.parts.len());
        let related = format!("<Relationship Id=\"{id}\" Type=\"{RELATED}/{kind}\" Target=\"{id}.xml\"/>");
        self.related.push_str(&related);
        self.with_part(&format!("word/{id}.xml"), format!("<w:{root} {W}>{inside}</w:{root}>").as_bytes())
    }

    pub(crate) fn with_styles(self, inside: &str) -> File {
        self.with("styles", "styles", inside)
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/word/document.xml\" ContentType=\"{}\"/></Types>",
            self.kind
        );
        let root = format!(
            "<Relationships xmlns=\"{rels}\"><Relationship Id=\"a\" Type=\"{RELATED}/officeDocument\" \
             Target=\"word/document.xml\"/></Relationships>"
        );
        let related = format!("<Relationships xmlns=\"{rels}\">{}</Relationships>", self.related);
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), types.into_bytes()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            ("word/_rels/document.xml.rels".to_owned(), related.into_bytes()),
        ];
        parts.extend(self.parts);
        packed(&parts)
    }

    pub(crate) fn read(self) -> Result<Layout, Vec<TemplateProblem>> {
        docx::read(&self.bytes())
    }

    /// What was read, which must be without a problem.
    pub(crate) fn layout(self) -> Layout {
        self.read().unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    /// Code and Chinese place of every problem, of which there must be one.
    pub(crate) fn problems(self) -> Vec<(&'static str, String)> {
        let problems = self.read().expect_err("there is no problem");
        problems.into_iter().map(|problem| (problem.code, problem.place.zh)).collect()
    }
}

/// A ZIP file of these parts.
pub(crate) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        file.start_file(name.as_str(), options).unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// The paragraphs of the text, without tables.
pub(crate) fn paragraphs(layout: &Layout) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    for block in &layout.blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(_) | Block::Chart(_) => {}
        }
    }
    found
}

/// The tables of the text.
pub(crate) fn tables(layout: &Layout) -> Vec<&Table> {
    let mut found = Vec::new();
    for block in &layout.blocks {
        match block {
            Block::Table(table) => found.push(table),
            Block::Paragraph(_) | Block::Chart(_) => {}
        }
    }
    found
}

/// The text of a paragraph; what is no text in brackets.
pub(crate) fn text(paragraph: &Paragraph) -> String {
    use sikuai::documents::layout::Content;
    let piece = |content: &Content| match content {
        Content::Text(text) => text.clone(),
        Content::LineBreak => "[br]".to_owned(),
        Content::Tab => "[tab]".to_owned(),
        Content::PageNumber => "[page]".to_owned(),
        Content::PageCount => "[pages]".to_owned(),
    };
    paragraph.runs.iter().map(|run| piece(&run.content)).collect()
}
