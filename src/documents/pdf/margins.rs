//! The header and the footer of each page (页眉页脚), which know its number and how many there are. Not here: the text.

use super::ink::Ink;
use super::letters::Letters;
use super::pages::Counter;
use super::paragraph::typeset;
use super::points;
use super::sheet::{Room, Sheet};
use crate::documents::layout::{Layout, Paragraph};

/// How high these are, with the widest number of a page.
pub(super) fn height(paragraphs: &[Paragraph], room: Room, letters: &mut Letters<'_>, count: u32) -> f64 {
    let mut counter = Counter::of_page(count, count);
    paragraphs.iter().map(|paragraph| typeset(paragraph, room, letters, &mut counter).height()).sum()
}

/// Puts them on each page.
pub(super) fn set(
    layout: &Layout,
    sheet: Sheet,
    letters: &mut Letters<'_>,
    mut pages: Vec<Vec<Ink>>,
) -> Vec<Vec<Ink>> {
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let room = Room { width: sheet.width, height: sheet.height };
    let foot = height(&layout.footer, room, letters, count);
    let places = [
        (&layout.header, points(layout.page.header).max(0.0)),
        (&layout.footer, sheet.height - points(layout.page.footer).max(0.0) - foot),
    ];
    for (page, inks) in (1..=count).zip(&mut pages) {
        for (paragraphs, top) in places {
            let mut counter = Counter::of_page(page, count);
            let mut y = top;
            for paragraph in paragraphs {
                let set = typeset(paragraph, room, letters, &mut counter);
                y += set.before();
                for line in &set.lines {
                    set.draw(line, sheet.left, y, inks);
                    y += line.height;
                }
                y += set.after();
            }
        }
    }
    pages
}
