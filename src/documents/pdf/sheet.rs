//! Where on the sheet the text stands (版心): inside the margins, and clear of the header and the footer, which push it
//! away where they are higher than a margin. Not here: what stands in it.

use super::error::PdfError;
use super::letters::Letters;
use super::{margins, points};
use crate::documents::layout::{Layout, Paragraph, Twips};

/// The sides of a sheet, in points; what is larger most programs do not show.
const SIDE_POINTS: std::ops::RangeInclusive<f64> = 1.0..=14_400.0;
/// The least room for text.
const ROOM_POINTS_MIN: f64 = 1.0;

/// The room for text on each page, in points from the upper left corner of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sheet {
    /// Where lines begin.
    pub left: f64,
    /// How long they may be.
    pub width: f64,
    /// Where the text begins.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// How high the sheet is.
    pub height: f64,
}

/// The room for a paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    /// How long its lines may be.
    pub width: f64,
    /// How high a line may be.
    pub height: f64,
}

impl Sheet {
    /// The room on the sheet of a paper with so many pages.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn of(layout: &Layout, letters: &mut Letters<'_>, count: u32) -> Result<Sheet, PdfError> {
        let page = layout.page;
        let (width, height) = (points(page.width), points(page.height));
        if !SIDE_POINTS.contains(&width) || !SIDE_POINTS.contains(&height) {
            return Err(PdfError::NoRoom);
        }
        let (left, right) = (margin(page.left), margin(page.right));
        let room = Room { width: width - left - right, height };
        if room.width < ROOM_POINTS_MIN {
            return Err(PdfError::NoRoom);
        }
        let mut taken = |from: Twips, paragraphs: &[Paragraph]| match paragraphs {
            [] => 0.0,
            paragraphs => margin(from) + margins::height(paragraphs, room, letters, count),
        };
        let top = margin(page.top).max(taken(page.header, &layout.header));
        let bottom = height - margin(page.bottom).max(taken(page.footer, &layout.footer));
        let sheet = Sheet { left, width: room.width, top, bottom, height };
        if sheet.room().height < ROOM_POINTS_MIN { Err(PdfError::NoRoom) } else { Ok(sheet) }
    }

    /// The room for a paragraph.
    pub(super) fn room(&self) -> Room {
        Room { width: self.width, height: self.bottom - self.top }
    }
}

fn margin(twips: Twips) -> f64 {
    points(twips).max(0.0)
}
