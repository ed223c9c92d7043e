//! A filled paper as a PDF file: pages set line by line, the fonts embedded as subsets, the text to be found and copied.
//! The same paper with the same fonts is the same bytes. Not here: what the paper says, and its DOCX.

mod breaks;
mod chain;
mod drawn;
mod error;
mod families;
mod fonts;
mod ink;
mod letters;
mod line;
mod margins;
mod pages;
mod paragraph;
mod pen;
mod scripts;
mod sheet;
mod table;
mod table_cell;

pub use error::{PdfError, Unset, WhyUnset};
pub use fonts::{Fonts, FontsMissing};

use crate::documents::layout::Layout;
use letters::Letters;
use pages::Numbers;
use sheet::Sheet;

/// So often a paper is set again because a number of a page in it has changed its width.
const PASSES_MAX: usize = 5;

/// Writes a filled paper.
///
/// # Errors
/// Characters that cannot be printed, all of them; a sheet without room; a font that cannot be read.
pub fn write(layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let mut letters = Letters::new(fonts);
    let mut numbers = Numbers::default();
    for _ in 0..PASSES_MAX {
        let sheet = Sheet::of(layout, &mut letters, numbers.count)?;
        let set = pages::set(layout, &mut letters, sheet, &numbers);
        letters.complete()?;
        let (pages, found) = set?;
        let settled = !pages::names_pages(layout) && Sheet::of(layout, &mut letters, found.count)? == sheet;
        if settled || found == numbers {
            let pages = margins::set(layout, sheet, &mut letters, pages);
            letters.complete()?;
            return ink::write(layout, &letters, pages);
        }
        numbers = found;
    }
    Err(PdfError::PageNumbers)
}

/// Twips as points, in which everything is measured here.
fn points(twips: crate::documents::layout::Twips) -> f64 {
    f64::from(twips.0) / 20.0
}
