//! The text flows down the pages (分页): paragraphs line by line, a page turned where a line does not fit. Not here: how
//! a table does, and headers and footers.

use super::error::PdfError;
use super::ink::Ink;
use super::letters::Letters;
use super::line::TOLERANCE;
use super::paragraph::{Typeset, typeset};
use super::sheet::Sheet;
use super::{chain, drawn, table};
use crate::documents::layout::{Block, Content, Layout, Paragraph};
use crate::domain::paper::chart::Chart;

/// On which pages the numbers of pages in the text came to stand, and how many pages there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Numbers {
    /// How many pages.
    pub count: u32,
    /// One for each number in the text, in its order.
    pub at: Vec<u32>,
}

/// Says which number stands for the number of the page: in the text what an earlier pass found.
#[derive(Debug, Clone)]
pub(super) struct Counter<'n> {
    /// How many pages there are.
    pub count: u32,
    at: &'n [u32],
    otherwise: u32,
    next: usize,
}

impl<'n> Counter<'n> {
    /// In the text.
    fn of_text(numbers: &'n Numbers) -> Counter<'n> {
        Counter { count: numbers.count, at: &numbers.at, otherwise: 1, next: 0 }
    }

    /// In the header or footer of a page.
    pub(super) fn of_page(page: u32, count: u32) -> Counter<'n> {
        Counter { count, at: &[], otherwise: page, next: 0 }
    }

    /// The number, and which one of the text it is.
    pub(super) fn page(&mut self) -> (u32, usize) {
        let no = self.next;
        self.next += 1;
        (self.at.get(no).copied().unwrap_or(self.otherwise), no)
    }
}

/// The pages that are being set.
pub(super) struct Pages<'w, 'a> {
    /// The room on each.
    pub sheet: Sheet,
    /// The numbers in the text.
    pub counter: Counter<'w>,
    /// What is on the open page.
    pub inks: Vec<Ink>,
    /// How far down it is full.
    pub y: f64,
    /// Nothing is on the open page.
    pub is_fresh: bool,
    /// The open page was begun because the one before was full.
    is_turned: bool,
    letters: &'w mut Letters<'a>,
    done: Vec<Vec<Ink>>,
    at: Vec<u32>,
    /// Something is higher than a page.
    is_too_high: bool,
}

/// Whether the text, and not only the header and the footer, names the number of a page.
pub(super) fn names_pages(layout: &Layout) -> bool {
    layout.blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) => names_page(paragraph),
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs).any(names_page)
        }
        Block::Chart(_) => false,
    })
}

fn names_page(paragraph: &Paragraph) -> bool {
    paragraph.runs.iter().any(|run| matches!(run.content, Content::PageNumber | Content::PageCount))
}

/// Sets the text of a paper, with the numbers of pages that an earlier pass found, and says what this one finds.
///
/// # Errors
/// A letter is higher than a page.
pub(super) fn set(
    layout: &Layout,
    letters: &mut Letters<'_>,
    sheet: Sheet,
    numbers: &Numbers,
) -> Result<(Vec<Vec<Ink>>, Numbers), PdfError> {
    let mut pages = Pages {
        sheet,
        counter: Counter::of_text(numbers),
        inks: Vec::new(),
        y: sheet.top,
        is_fresh: true,
        is_turned: false,
        letters,
        done: Vec::new(),
        at: Vec::new(),
        is_too_high: false,
    };
    let mut kept = 0;
    for (no, block) in layout.blocks.iter().enumerate() {
        if no >= kept {
            kept = no + chain::keep(&mut pages, layout.blocks.get(no..).unwrap_or_default());
        }
        match block {
            Block::Paragraph(paragraph) => pages.paragraph(paragraph),
            Block::Table(table) => table::place(&mut pages, table),
            Block::Chart(chart) => pages.chart(chart),
        }
    }
    if pages.is_too_high {
        return Err(PdfError::NoRoom);
    }
    pages.done.push(pages.inks);
    let count = u32::try_from(pages.done.len()).unwrap_or(u32::MAX);
    Ok((pages.done, Numbers { count, at: pages.at }))
}

impl Pages<'_, '_> {
    /// The room that is left on the open page.
    pub(super) fn left(&self) -> f64 {
        self.sheet.bottom - self.y
    }

    /// How many pages are full.
    pub(super) fn turned(&self) -> usize {
        self.done.len()
    }

    /// Begins the next page.
    pub(super) fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.inks));
        self.y = self.sheet.top;
        self.is_fresh = true;
        self.is_turned = true;
    }

    /// Breaks a paragraph into lines of the sheet.
    pub(super) fn typeset(&mut self, paragraph: &Paragraph) -> Typeset {
        self.typeset_in(paragraph, self.sheet.width)
    }

    /// Breaks a paragraph into lines of a column.
    pub(super) fn typeset_in(&mut self, paragraph: &Paragraph, width: f64) -> Typeset {
        let room = super::sheet::Room { width, ..self.sheet.room() };
        let set = typeset(paragraph, room, self.letters, &mut self.counter);
        self.is_too_high |= set.lines.iter().any(|line| line.height > room.height + TOLERANCE);
        set
    }

    /// Puts a line on the open page, and notes on which page its numbers came to stand.
    pub(super) fn draw(&mut self, set: &Typeset, line: &super::line::Line, x: f64, top: f64) {
        set.draw(line, x, top, &mut self.inks);
        let page = u32::try_from(self.done.len()).unwrap_or(u32::MAX).saturating_add(1);
        for number in set.numbers(line) {
            if number >= self.at.len() {
                self.at.resize(number + 1, page);
            }
            if let Some(at) = self.at.get_mut(number) {
                *at = page;
            }
        }
    }

    /// A chart is on one page.
    fn chart(&mut self, chart: &Chart) {
        let drawing = drawn::of(self, chart);
        if drawing.height > self.left() + TOLERANCE && !self.is_fresh {
            self.turn();
        }
        self.is_too_high |= drawing.height > self.sheet.room().height + TOLERANCE;
        drawn::place(self, &drawing);
        self.y += drawing.height;
        self.is_fresh = false;
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        if paragraph.format.page_break_before && !self.is_fresh {
            self.turn();
            self.is_turned = false;
        }
        let set = self.typeset(paragraph);
        if !(self.is_fresh && self.is_turned) {
            self.y += set.before();
        }
        for line in &set.lines {
            if line.height > self.left() + TOLERANCE {
                if self.is_fresh {
                    self.y = (self.sheet.bottom - line.height).max(self.sheet.top);
                } else {
                    self.turn();
                }
            }
            self.draw(&set, line, self.sheet.left, self.y);
            self.y += line.height;
            self.is_fresh = false;
        }
        self.y += set.after();
    }
}
