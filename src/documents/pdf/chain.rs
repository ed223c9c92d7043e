//! Paragraphs that stand on the same page as what follows (与下段同页): where they do not fit together, the page ends
//! before the first. Not here: setting them.

use super::line::TOLERANCE;
use super::pages::Pages;
use super::{drawn, table};
use crate::documents::layout::Block;

/// Ends the page if the first of these blocks begins a chain that does not fit on it but fits on one. Says how many of
/// them need not be asked again. A chain that is longer than a page holds nothing together.
pub(super) fn keep(pages: &mut Pages<'_, '_>, blocks: &[Block]) -> usize {
    let begins = matches!(blocks.first(), Some(Block::Paragraph(first)) if first.format.keep_with_next);
    if !begins {
        return 1;
    }
    let whole = pages.sheet.room().height;
    let counted = pages.counter.clone();
    let (mut needed, mut members) = (0.0, 0);
    for (no, block) in blocks.iter().enumerate() {
        let is_last = no + 1 == blocks.len();
        match block {
            Block::Paragraph(paragraph) if no > 0 && paragraph.format.page_break_before => break,
            Block::Paragraph(paragraph) if paragraph.format.keep_with_next && !is_last => {
                needed += pages.typeset(paragraph).height();
                members = no + 1;
                if needed > whole {
                    break;
                }
            }
            Block::Paragraph(paragraph) => {
                let set = pages.typeset(paragraph);
                needed += set.before() + set.lines.first().map_or(0.0, |line| line.height);
                break;
            }
            Block::Table(table) => {
                needed += table::opening_height(pages, table);
                break;
            }
            Block::Chart(chart) => {
                needed += drawn::of(pages, chart).height;
                break;
            }
        }
    }
    pages.counter = counted;
    if needed <= whole && needed > pages.left() + TOLERANCE && !pages.is_fresh {
        pages.turn();
    }
    members.max(1)
}
