//! What was known before (当时所知): a case, and its entries, as the office knew them at the end of a day. The
//! entries recorded by then are replayed, by the same `domain::docket::replay` that proves the case row. Who may
//! see the case is asked as of now. Not here: what a correction does (`domain::docket`).

use chrono::NaiveDate;

use crate::app::deciding::load;
use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::domain::case::Case;
use crate::domain::docket::{Entry, Place, known_on, replay, stood_on};
use crate::domain::finding::Reading;
use crate::domain::id::CaseId;
use crate::domain::office::LawBook;
use crate::domain::refusal::words;
use crate::storage::{Connection, docket};

/// The entries of a case that were recorded by the end of a day.
pub(crate) struct Known {
    region: String,
    /// The fingerprint of the books in force now.
    books: String,
    /// The entries, at least one.
    pub(crate) entries: Vec<Entry>,
    /// The hash of each.
    pub(crate) hashes: Vec<String>,
}

impl Known {
    /// What was known by the end of a day, if the caller may know of the case now.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::NotYetKnown`] when even the receipt was recorded later.
    pub(crate) fn load(
        c: &mut Connection,
        caller: &Caller,
        id: CaseId,
        day: NaiveDate,
    ) -> Result<Known, Error> {
        let rows = docket::seen_entries(c, &id.to_string(), &caller.visibility())?;
        let (_, region, books) = rows.first().cloned().ok_or(Error::NotFound)?;
        let mut entries: Vec<Entry> =
            rows.iter().map(|(row, ..)| docket_rows::read(row)).collect::<Result<_, _>>()?;
        let known = known_on(&entries, day).len();
        if known == 0 {
            return Err(Error::NotYetKnown(words(
                format!("截至{day}，本委尚未登记该案"),
                format!("At the end of {day} nothing was known of this case: it was recorded later."),
            )));
        }
        entries.truncate(known);
        let hashes = rows.into_iter().take(known).map(|(row, ..)| row.hash).collect();
        Ok(Known { region, books: books.unwrap_or_default(), entries, hashes })
    }

    fn replayed(&self, id: CaseId, book: &LawBook) -> Result<Case, Error> {
        let place = Place { id, region: &self.region };
        replay(&self.entries, place, book, Reading::Replay).map_err(|refusal| {
            Error::Broken(format!("case {id}: the docket makes no possible history: {refusal:?}"))
        })
    }
}

/// Which of two pasts a case is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Past {
    /// What the office knew at the end of this day; nothing later was recorded. As it is, if none.
    pub known_on: Option<NaiveDate>,
    /// What had happened by the end of this day, by the legal dates, whenever it was recorded. Everything, if none.
    pub happened_by: Option<NaiveDate>,
}

/// The case in a past; none where it had not been received yet.
///
/// # Errors
/// As [`Known::load`]; a docket that makes no possible history.
pub(crate) fn case_in(
    c: &mut Connection,
    caller: &Caller,
    id: CaseId,
    (past, book): (Past, &LawBook),
) -> Result<Option<Case>, Error> {
    if past == Past::default() {
        return load(c, caller, id).map(|loaded| Some(loaded.case));
    }
    let known = Known::load(c, caller, id, past.known_on.unwrap_or(NaiveDate::MAX))?;
    match past.happened_by {
        None => known.replayed(id, book).map(Some),
        Some(day) => Ok(stood_on(&known.entries, Place { id, region: &known.region }, book, day)),
    }
}

impl Register {
    /// The case as it was known at the end of a day.
    ///
    /// # Errors
    /// As [`case_in`].
    pub(crate) fn case_known(
        &self,
        c: &mut Connection,
        caller: &Caller,
        id: CaseId,
        day: NaiveDate,
    ) -> Result<Case, Error> {
        let known = Known::load(c, caller, id, day)?;
        let book = self.books.with_fingerprint(c, &known.books)?;
        known.replayed(id, &book)
    }
}
