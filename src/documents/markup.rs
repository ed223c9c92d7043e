//! The text form of the templates that come with the program (随附模板), line by line, read into a layout:
//!
//! ```text
//! # text      title, 宋体 二号 bold, in the middle      ## text   heading, 黑体 三号, in the middle
//! > text      in the middle                            >> text   at the right
//! ~ text      without the first line moved in          text      a paragraph of the body, 仿宋 三号
//! | a | b |   a row of a table                         |= a | b |   a row of its head
//! | a || b |  a cell that reaches over the next column |: 2 3 5  how wide the columns are to one another
//! ^ text      in the header                            _ text    in the footer; {page} and {pages} are numbers
//! ---         what follows begins a page               \         before any of these: it is text
//! ```
//!
//! An empty line is an empty paragraph. `**bold**` within a line, `\|` a bar within a cell. Not here: fields, which are text.

mod rows;

use crate::domain::refusal::{Words, words};

use super::layout::{
    Align, Block, Content, Face, HalfPoints, Layout, Line, Look, Page, Paragraph, ParagraphFormat, Run, Twips,
};
use rows::Rows;

/// The height of a line of official papers: 28 points.
const LINE: Line = Line::Exactly(Twips(560));
/// Two characters of 三号.
const FIRST_LINE: Twips = Twips(640);

const fn plain(face: Face, half_points: u16) -> Look {
    Look { face, size: HalfPoints(half_points), bold: false, underline: false }
}

const TITLE: Look = Look { bold: true, ..plain(Face::Song, 44) };
const HEADING: Look = plain(Face::Hei, 32);
const BODY: Look = plain(Face::FangSong, 32);
const HEADER: Look = plain(Face::Song, 18);
const FOOTER: Look = plain(Face::Song, 28);

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkupError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub words: Words,
}

/// Reads a template.
///
/// # Errors
/// The first line that cannot be read.
pub fn read(text: &str) -> Result<Layout, MarkupError> {
    let mut reading = Reading::default();
    for (index, line) in text.lines().enumerate() {
        reading.line(line).map_err(|words| MarkupError { line: index + 1, words })?;
    }
    reading.ended().map_err(|words| MarkupError { line: text.lines().count(), words })
}

/// Why a line cannot be read.
type Why = Words;

#[derive(Default)]
struct Reading {
    header: Vec<Paragraph>,
    footer: Vec<Paragraph>,
    blocks: Vec<Block>,
    rows: Rows,
    begins_page: bool,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), Why> {
        if let Some(row) = line.strip_prefix('|') {
            return self.rows.line(row);
        }
        self.table()?;
        let middle = ParagraphFormat { align: Align::Centre, line: LINE, ..ParagraphFormat::default() };
        let heading = ParagraphFormat { keep_with_next: true, ..middle };
        let right = ParagraphFormat { align: Align::Right, ..middle };
        let flush = ParagraphFormat { align: Align::Justified, ..middle };
        let body = ParagraphFormat { first_line: FIRST_LINE, ..flush };
        let edge = ParagraphFormat { line: Line::Times(240), ..middle };
        let (mark, text) = marked(line);
        let paragraph = match mark {
            Mark::Page => return self.page(),
            Mark::Header => {
                self.header.push(Paragraph { format: edge, runs: edge_runs(text, HEADER)? });
                return Ok(());
            }
            Mark::Footer => {
                self.footer.push(Paragraph { format: edge, runs: edge_runs(text, FOOTER)? });
                return Ok(());
            }
            Mark::Title => Paragraph { format: heading, runs: runs(text, TITLE)? },
            Mark::Heading => Paragraph { format: heading, runs: runs(text, HEADING)? },
            Mark::Middle => Paragraph { format: middle, runs: runs(text, BODY)? },
            Mark::Right => Paragraph { format: right, runs: runs(text, BODY)? },
            Mark::Flush => Paragraph { format: flush, runs: runs(text, BODY)? },
            Mark::Body => Paragraph { format: body, runs: runs(text, BODY)? },
        };
        self.push(paragraph);
        Ok(())
    }

    fn push(&mut self, mut paragraph: Paragraph) {
        paragraph.format.page_break_before = std::mem::take(&mut self.begins_page);
        self.blocks.push(Block::Paragraph(paragraph));
    }

    fn page(&mut self) -> Result<(), Why> {
        if std::mem::replace(&mut self.begins_page, true) {
            return Err(words("两个分页之间没有内容", "nothing stands between two page breaks"));
        }
        Ok(())
    }

    /// Ends a table, if rows came before.
    fn table(&mut self) -> Result<(), Why> {
        let Some(table) = std::mem::take(&mut self.rows).table()? else { return Ok(()) };
        if std::mem::take(&mut self.begins_page) {
            self.blocks.push(Block::Paragraph(Paragraph::page_break()));
        }
        self.blocks.push(Block::Table(table));
        Ok(())
    }

    fn ended(mut self) -> Result<Layout, Why> {
        self.table()?;
        if self.begins_page {
            return Err(words("最后一个分页之后没有内容", "nothing stands after the last page break"));
        }
        let Reading { header, footer, blocks, .. } = self;
        Ok(Layout { page: Page::A4, header, footer, blocks })
    }
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Title,
    Heading,
    Middle,
    Right,
    Flush,
    Header,
    Footer,
    Page,
    Body,
}

/// The longer marks first.
const MARKS: &[(&str, Mark)] = &[
    ("## ", Mark::Heading),
    ("# ", Mark::Title),
    (">> ", Mark::Right),
    ("> ", Mark::Middle),
    ("~ ", Mark::Flush),
    ("^ ", Mark::Header),
    ("_ ", Mark::Footer),
];

fn marked(line: &str) -> (Mark, &str) {
    if line.trim_end() == "---" {
        return (Mark::Page, "");
    }
    let found = MARKS.iter().find_map(|(mark, meaning)| Some((*meaning, line.strip_prefix(mark)?)));
    found.unwrap_or_else(|| (Mark::Body, line.strip_prefix('\\').unwrap_or(line)))
}

/// Text with `**bold**` in it.
fn runs(text: &str, look: Look) -> Result<Vec<Run>, Why> {
    let parts: Vec<&str> = text.trim_end().split("**").collect();
    if parts.len().is_multiple_of(2) {
        return Err(words("“**”不成对", "a “**” has no other"));
    }
    let run = |(index, part): (usize, &&str)| Run {
        look: Look { bold: look.bold || index % 2 == 1, ..look },
        content: Content::Text((*part).to_owned()),
    };
    Ok(parts.iter().enumerate().filter(|(_, part)| !part.is_empty()).map(run).collect())
}

/// Text of a header or footer, with the numbers of pages.
fn edge_runs(text: &str, look: Look) -> Result<Vec<Run>, Why> {
    let mut found = Vec::new();
    for run in runs(text, look)? {
        let Content::Text(text) = &run.content else { continue };
        let mut rest = text.as_str();
        while let Some((before, content, after)) = next_number(rest) {
            if !before.is_empty() {
                found.push(Run { look: run.look, content: Content::Text(before.to_owned()) });
            }
            found.push(Run { look: run.look, content });
            rest = after;
        }
        if !rest.is_empty() {
            found.push(Run { look: run.look, content: Content::Text(rest.to_owned()) });
        }
    }
    Ok(found)
}

/// What stands before the next number of pages, the number, and what follows.
fn next_number(text: &str) -> Option<(&str, Content, &str)> {
    let numbers = [("{page}", Content::PageNumber), ("{pages}", Content::PageCount)];
    let found = numbers.into_iter().filter_map(|(name, content)| Some((text.split_once(name)?, content)));
    found
        .min_by_key(|((before, _), _)| before.len())
        .map(|((before, after), content)| (before, content, after))
}
