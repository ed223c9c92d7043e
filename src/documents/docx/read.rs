//! A DOCX file read into a layout, or everything that the layout cannot hold, with its place. It takes a while, and
//! memory: not for a thread that others wait for. Not here: what `{{…}}` in the text means.

use super::GAP_STYLE;
use super::content::Flow;
use super::package::Package;
use super::paragraphs::{Spot, paragraph, style_of};
use super::section;
use super::styles::Styles;
use super::tables::table;
use super::things::{Of, is_unseen, is_wrapper, thing};
use super::xml::{Element, Space};
use crate::documents::layout::{Block, Layout, Paragraph, ParagraphFormat};
use crate::documents::template_problem::{Place, Problems, TemplateProblem, of_file};
use crate::domain::refusal::{Words, words};

/// The largest file that is read.
pub const FILE_BYTES_MAX: usize = 4 << 20;

/// What is known while the text is read, and what is wrong with it.
pub(super) struct Context<'a> {
    pub(super) styles: &'a Styles,
    /// Of the grid of the page, in twips.
    pub(super) pitch: Option<i32>,
    pub(super) text_width: i32,
    problems: Problems,
}

impl Context<'_> {
    /// Tells of something that cannot be held.
    pub(super) fn tell(&mut self, place: Words, of: Of, name: &str) {
        let (code, words) = thing(of, name);
        self.problems.push(place, code, words);
    }
}

/// Reads a file.
///
/// # Errors
/// What the file is instead of a DOCX, or everything in it that the layout cannot hold.
pub fn read(bytes: &[u8]) -> Result<Layout, Vec<TemplateProblem>> {
    let (layout, problems) = read_what_can_be(bytes)?;
    if problems.is_empty() { Ok(layout) } else { Err(problems.told()) }
}

/// Reads of a file what the layout can hold, with everything that it cannot: what else is wrong is looked for in the rest.
///
/// # Errors
/// What the file is instead of a DOCX.
pub(in crate::documents) fn read_what_can_be(
    bytes: &[u8],
) -> Result<(Layout, Problems), Vec<TemplateProblem>> {
    if bytes.len() > FILE_BYTES_MAX {
        let mib = FILE_BYTES_MAX >> 20;
        let text = words(format!("文件不能超过{mib} MiB"), format!("the file may have at most {mib} MiB"));
        return Err(of_file("too_large", text));
    }
    let package = Package::open(bytes)?;
    let document = package.document()?;
    let Some(body) = document.child("body") else {
        return Err(of_file("damaged", words("文件没有正文", "the file has no text")));
    };
    let styles = Styles::read(package.by_kind("styles")?.as_ref());
    let settings = package.by_kind("settings")?;
    let section = body.child("sectPr");
    let pitch = section::pitch(section);
    let mut context = Context { styles: &styles, pitch, text_width: 0, problems: Problems::default() };
    let page = section::page(&mut context, section);
    context.text_width = page.width.0 - page.left.0 - page.right.0;
    section::check(&mut context, section);
    let (header, footer) = section::edges(&mut context, &package, section, settings.as_ref())?;
    let mut text = Text { context, blocks: Vec::new(), paragraphs: 0, tables: 0, begins_page: false };
    text.walk(&body.children);
    let Text { context, blocks, .. } = text.ended();
    Ok((Layout { page, header, footer, blocks }, context.problems))
}

/// The text as it grows.
struct Text<'a> {
    context: Context<'a>,
    blocks: Vec<Block>,
    paragraphs: usize,
    tables: usize,
    /// After a page break.
    begins_page: bool,
}

impl Text<'_> {
    fn walk(&mut self, elements: &[Element]) {
        for element in elements {
            let name = element.name.as_str();
            match element.space {
                Space::Word if name == "p" => self.paragraph(element),
                Space::Word if name == "tbl" => self.table(element),
                Space::Word if name == "sectPr" || is_unseen(name) => {}
                Space::Word if is_wrapper(name) => self.walk(&element.children),
                Space::Math => self.tell("equation"),
                Space::Word | Space::Compatibility | Space::Other => self.tell(name),
            }
        }
    }

    fn tell(&mut self, name: &str) {
        self.context.tell(Place::Paragraph(self.paragraphs).words(""), Of::Text, name);
    }

    fn paragraph(&mut self, element: &Element) {
        let spot = Spot { place: Place::Paragraph(self.paragraphs), flow: Flow::Pages, table_style: None };
        let set = paragraph(&mut self.context, element, spot);
        // Where tables meet or end the text we put a paragraph of our own, which is none of the layout's.
        let is_gap = style_of(element) == Some(GAP_STYLE) && set.paragraphs.iter().all(is_empty);
        for mut paragraph in set.paragraphs.into_iter().filter(|_| !is_gap) {
            paragraph.format.page_break_before |= std::mem::take(&mut self.begins_page);
            self.push(paragraph);
        }
        self.begins_page |= set.breaks_after;
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.blocks.push(Block::Paragraph(paragraph));
        self.paragraphs += 1;
    }

    fn table(&mut self, element: &Element) {
        if std::mem::take(&mut self.begins_page) {
            self.push(Paragraph::page_break());
        }
        let table = table(&mut self.context, element, self.tables);
        self.blocks.push(Block::Table(table));
        self.tables += 1;
    }

    fn ended(mut self) -> Self {
        if self.begins_page {
            let format = ParagraphFormat { page_break_before: true, ..ParagraphFormat::default() };
            self.push(Paragraph { format, runs: Vec::new() });
        }
        self
    }
}

fn is_empty(paragraph: &Paragraph) -> bool {
    use crate::documents::layout::Content;
    paragraph.runs.iter().all(|run| matches!(&run.content, Content::Text(text) if text.is_empty()))
}
