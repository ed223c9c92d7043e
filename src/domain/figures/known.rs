//! What is known of the figures under two books (两套日历下的统计): whether it was the same at the end of every day. Not here: the
//! walk through a docket (`docket::each_known`), and keeping what was known.

use super::ReportingRow;
use crate::domain::docket::{Entry, Place, each_known};
use crate::domain::office::LawBook;

/// Whether the reporting row of a case was the same at the end of each day on which something was written down, whichever of
/// two books is asked.
#[must_use]
pub fn is_known_alike(entries: &[Entry], place: Place<'_>, (one, other): (&LawBook, &LawBook)) -> bool {
    let mut known = Vec::new();
    each_known(entries, place, one, |day, case| known.push((day, ReportingRow::of(case, one))));
    let mut known = known.into_iter();
    let mut is_alike = true;
    each_known(entries, place, other, |day, case| {
        is_alike = is_alike && known.next() == Some((day, ReportingRow::of(case, other)));
    });
    is_alike && known.next().is_none()
}
