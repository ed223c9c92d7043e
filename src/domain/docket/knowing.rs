//! A case as it was known at the end of each day (逐日所知): the beginnings of its docket, replayed in one walk. Not here: what
//! was known at the end of one day (`known_on`).

use chrono::NaiveDate;

use super::{Content, Entry, Place, Step, office_day, replay};
use crate::domain::case::Case;
use crate::domain::finding::Reading;
use crate::domain::office::LawBook;

/// Visits the case as it was known at the end of each day on which something was written down, in their order. A beginning
/// that makes no possible history with this book, as can be after a year was published, is passed over: what was known
/// before lasts.
///
/// An act adds to what was known; only a correction has the docket replayed from its beginning.
pub fn each_known(
    entries: &[Entry],
    place: Place<'_>,
    book: &LawBook,
    mut visit: impl FnMut(NaiveDate, &Case),
) {
    let again = |known: &[Entry]| replay(known, place, book, Reading::Replay).ok();
    let mut case: Option<Case> = None;
    for (index, entry) in entries.iter().enumerate() {
        let known = entries.get(..=index).unwrap_or_default();
        case = match &entry.content {
            Content::Act(_) => one_more(case, known, (entry, place), book),
            Content::Correction(_) => again(known).or(case),
            Content::CalendarChange(_) => case,
        };
        let day = office_day(entry.recorded_at);
        let is_last_of_day = entries.get(index + 1).is_none_or(|next| office_day(next.recorded_at) != day);
        if let Some(case) = case.as_mut() {
            case.version = entry.no.0;
            if is_last_of_day {
                visit(day, case);
            }
        }
    }
}

/// The case after the last of the entries that are known, which is an act; if that cannot be, as it was before.
fn one_more(
    case: Option<Case>,
    known: &[Entry],
    (entry, place): (&Entry, Place<'_>),
    book: &LawBook,
) -> Option<Case> {
    let Some(step) = Step::of(known, entry) else { return case };
    let next = step.take(case, place, &step.moment(book, Reading::Replay));
    let before = known.split_last().map(|(_, before)| before).unwrap_or_default();
    next.or_else(|_| replay(before, place, book, Reading::Replay)).ok()
}
