//! DOCX (WordprocessingML, ECMA-376): a template that an office edits in Word, WPS or LibreOffice is read into a layout,
//! and a layout is written as a file that these open. What the layout cannot hold is a problem that names it
//! (`docs/templates.md`), never dropped. Not here: fields and their values.

mod borders;
mod charts;
mod content;
mod package;
mod paragraphs;
mod properties;
mod read;
mod section;
mod styles;
mod tables;
mod things;
mod write;
mod written;
mod xml;

pub(super) use read::read_what_can_be;
pub use read::{FILE_BYTES_MAX, read};
pub use write::{WriteError, write};

use super::layout::{Face, HalfPoints, Look, Paragraph, Run};

/// How an empty line looks of which nothing is said: 宋体 五号. Its height is that of such letters.
const EMPTY_LINE: Look = Look { face: Face::Song, size: HalfPoints(21), bold: false, underline: false };
/// The style of the paragraphs that we put where a file must have one: between two tables, and after the last.
const GAP_STYLE: &str = "SikuaiGap";

/// The text of a paragraph as one string.
pub(super) fn text_of(paragraph: &Paragraph) -> String {
    use super::layout::Content;
    let piece = |run: &Run| match &run.content {
        Content::Text(text) => text.clone(),
        Content::LineBreak | Content::Tab => " ".to_owned(),
        Content::PageNumber | Content::PageCount => String::new(),
    };
    paragraph.runs.iter().map(piece).collect()
}
