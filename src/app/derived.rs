//! Everything that follows from a case, beside its own row (派生): computed at once and written for many cases in a few
//! statements. What rests on the case alone is apart from what rests on the books too, for other books leave the first as it
//! is. Not here: what each row says (`rows`, `figure_rows`), and computing all cases anew (`rebuilding`).

use chrono::NaiveDate;

use crate::app::docket_rows::Joined;
use crate::app::error::Error;
use crate::app::figure_rows::{self, reporting_rows};
use crate::app::hearing_rows::{booking_index, hearing_index};
use crate::app::joint_trials::{self, partners};
use crate::app::pending_services;
use crate::app::rows::{
    archived_row, case_row, deadline_index, known_from, people_rows, referral_rows, viewer_rows,
};
use crate::domain::case::Case;
use crate::domain::docket::{Entry, Place, office_day};
use crate::domain::id::CaseId;
use crate::domain::office::LawBook;
use crate::storage::archived_cases::{self, ArchivedCaseRow};
use crate::storage::bookings::{self, BookingRow};
use crate::storage::cases::{self, CaseRow};
use crate::storage::deadlines::{self, DeadlineRow};
use crate::storage::hearings::{self, HearingRow};
use crate::storage::known_figures::{self, History};
use crate::storage::pending_services::{self as pending_rows, PendingServiceRow};
use crate::storage::people::{self, CasePersonRow};
use crate::storage::referrals::{self, ReferralRow};
use crate::storage::reporting::{self, FactRow, ReportingRow};
use crate::storage::{CaseViewerRow, Connection, Tx, replace_viewers_of_cases};

/// Everything that follows from a case, beside its own row.
pub struct Derived {
    case_id: String,
    of_case: OfCase,
    of_books: OfBooks,
}

/// What rests on the case alone.
struct OfCase {
    people: Vec<CasePersonRow>,
    viewers: Vec<CaseViewerRow>,
    archived: Option<ArchivedCaseRow>,
    hearings: Vec<HearingRow>,
    bookings: Vec<BookingRow>,
    /// The case, and those that it is tried with, if there are any.
    together: Option<(CaseId, Vec<CaseId>)>,
}

/// What rests on the books too.
struct OfBooks {
    deadlines: Vec<DeadlineRow>,
    lacking: Vec<PendingServiceRow>,
    referrals: Vec<ReferralRow>,
    figures: ReportingRow,
    facts: Vec<FactRow>,
    known: Known,
}

/// What becomes of what was known of the figures.
enum Known {
    /// An act adds to it.
    Added,
    /// It is computed anew, and may be what is kept.
    Anew(History),
    /// It was computed anew, and is another than is kept.
    Otherwise(History),
    /// It was computed anew, and is what is kept.
    AsKept,
}

impl Derived {
    /// Computes it, as it is known at the end of a day.
    ///
    /// # Errors
    /// A number that does not fit its column.
    pub fn of(case: &Case, book: &LawBook, known_from: NaiveDate) -> Result<Derived, Error> {
        let (figures, facts) = reporting_rows(case, book, known_from)?;
        let of_case = OfCase {
            people: people_rows(case),
            viewers: viewer_rows(case),
            archived: archived_row(case)?,
            hearings: hearing_index(case)?,
            bookings: booking_index(case),
            together: Some((case.id, partners(case))).filter(|(_, partners)| !partners.is_empty()),
        };
        let of_books = OfBooks {
            deadlines: deadline_index(case, book)?,
            lacking: pending_services::index(case, book)?,
            referrals: referral_rows(case, book)?,
            figures,
            facts,
            known: Known::Added,
        };
        Ok(Derived { case_id: case.id.to_string(), of_case, of_books })
    }

    /// Computes it, and what was known before.
    ///
    /// # Errors
    /// As [`Derived::of`].
    pub fn with_history(case: &Case, book: &LawBook, entries: &[Entry]) -> Result<Derived, Error> {
        let last = last_known(entries);
        let mut derived = Derived::of(case, book, last)?;
        let place = Place { id: case.id, region: &case.region };
        let mut history = figure_rows::history(entries, place, book)?;
        let now = &mut derived.of_books;
        if !history.ends_with(&now.figures) {
            // Its docket makes another case, or none, which the check names: what is known is the case as it was kept.
            history = History::new(derived.case_id.clone());
            history.add(last, now.figures.clone(), &now.facts);
            history = history.finished();
        }
        now.known = Known::Anew(history);
        Ok(derived)
    }

    /// Computes it where other books change nothing in what was known of the figures.
    ///
    /// # Errors
    /// As [`Derived::of`].
    pub(crate) fn known_as_kept(case: &Case, book: &LawBook, entries: &[Entry]) -> Result<Derived, Error> {
        let mut derived = Derived::of(case, book, last_known(entries))?;
        derived.of_books.known = Known::AsKept;
        Ok(derived)
    }
}

/// On which day something was learned last.
fn last_known(entries: &[Entry]) -> NaiveDate {
    entries.last().map(|entry| office_day(entry.recorded_at)).unwrap_or_default()
}

/// Writes the rows of a new case.
///
/// # Errors
/// That the database refused.
pub fn insert(tx: &mut Tx, case: &Case, joined: &Joined, book: &LawBook) -> Result<(), Error> {
    cases::insert(tx, &case_row(case, joined, joined.recorded_at)?)?;
    write_derived(tx, vec![Derived::of(case, book, known_from(joined)?)?]).map(drop)
}

/// Writes the rows of a case that had a version.
///
/// # Errors
/// [`StorageError::Stale`](crate::storage::StorageError::Stale) when it has another by now.
pub fn update(
    tx: &mut Tx,
    case: &Case,
    joined: &Joined,
    before: &CaseRow,
    book: &LawBook,
) -> Result<(), Error> {
    cases::update_if_version(tx, &case_row(case, joined, before.created_at)?, before.version)?;
    write_derived(tx, vec![Derived::of(case, book, known_from(joined)?)?]).map(drop)
}

/// Holds what was known of the figures against what is kept. Whoever computes all cases anew does so beside the transaction
/// that writes, which has then nothing of it to read.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn compare_known(c: &mut Connection, all: &mut [Derived]) -> Result<(), Error> {
    let ids: Vec<&str> = all.iter().map(|derived| derived.case_id.as_str()).collect();
    let kept = known_figures::of_cases(c, &ids)?;
    for derived in all {
        let known = std::mem::replace(&mut derived.of_books.known, Known::AsKept);
        derived.of_books.known = match known {
            Known::Anew(history) if kept.get(&derived.case_id) == Some(&history) => Known::AsKept,
            Known::Anew(history) => Known::Otherwise(history),
            other @ (Known::Added | Known::Otherwise(_) | Known::AsKept) => other,
        };
    }
    Ok(())
}

/// Writes what follows from some cases, all computed with the same books, without touching their rows; what is there
/// already is left. A few statements for each table, however many cases there are. Says of how many was known something
/// else before, where that was computed anew: then the sums by the day are to be made none.
///
/// # Errors
/// That the database refused.
pub fn write_derived(tx: &mut Tx, all: Vec<Derived>) -> Result<usize, Error> {
    let (mut ids, mut of_cases, mut of_books) = (Vec::new(), Vec::new(), Vec::new());
    for derived in all {
        ids.push(derived.case_id);
        of_cases.push(derived.of_case);
        of_books.push(derived.of_books);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    write_of_cases(tx, &ids, of_cases)?;
    write_of_books(tx, &ids, of_books)
}

/// The same where only the books are others: the cases and what rests on them alone are as they were kept.
///
/// # Errors
/// That the database refused.
pub(crate) fn write_under_other_books(tx: &mut Tx, all: Vec<Derived>) -> Result<usize, Error> {
    let (ids, of_books): (Vec<_>, Vec<_>) =
        all.into_iter().map(|derived| (derived.case_id, derived.of_books)).unzip();
    write_of_books(tx, &ids.iter().map(String::as_str).collect::<Vec<_>>(), of_books)
}

/// The rows of a case each, in the order of the ids.
fn write_of_cases(tx: &mut Tx, ids: &[&str], all: Vec<OfCase>) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let (mut people_rows, mut viewers, mut hearings_held) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bookings_made, mut archived) = (Vec::new(), Vec::new());
    let (mut alone, mut joined) = (Vec::new(), Vec::new());
    for (id, rows) in ids.iter().zip(all) {
        people_rows.extend(rows.people);
        viewers.extend(rows.viewers);
        hearings_held.extend(rows.hearings);
        archived.extend(rows.archived);
        match rows.together {
            None => {
                alone.push(*id);
                bookings_made.extend(rows.bookings);
            }
            Some(together) => joined.push((together, rows.bookings)),
        }
    }
    people::replace_for_cases(tx, ids, &people_rows)?;
    replace_viewers_of_cases(tx, ids, &viewers)?;
    hearings::replace_for_cases(tx, ids, &hearings_held)?;
    bookings::replace_for_cases(tx, &alone, &bookings_made)?;
    for (together, wanted) in joined {
        joint_trials::book(tx, together, &wanted)?;
    }
    Ok(archived_cases::replace_for_cases(tx, ids, &archived)?)
}

fn write_of_books(tx: &mut Tx, ids: &[&str], all: Vec<OfBooks>) -> Result<usize, Error> {
    if ids.is_empty() {
        return Ok(0);
    }
    let (mut counted, mut lacking, mut referred) = (Vec::new(), Vec::new(), Vec::new());
    let (mut histories, mut others, mut known) = (Vec::new(), Vec::new(), Vec::new());
    let (mut figures, mut facts) = (Vec::new(), Vec::new());
    for (id, rows) in ids.iter().zip(all) {
        counted.extend(rows.deadlines);
        lacking.extend(rows.lacking);
        referred.extend(rows.referrals);
        match rows.known {
            Known::Added => {
                known.push((*id, rows.figures.known_from));
                figures.push(rows.figures);
                facts.extend(rows.facts);
            }
            Known::Anew(history) => histories.push(history),
            Known::Otherwise(history) => others.push(history),
            Known::AsKept => {}
        }
    }
    deadlines::replace_for_cases(tx, ids, &counted)?;
    pending_rows::replace_for_cases(tx, ids, &lacking)?;
    referrals::replace_for_cases(tx, ids, &referred)?;
    reporting::replace_facts_of_cases(tx, &known, &facts)?;
    reporting::write_changed(tx, &figures)?;
    known_figures::write(tx, &others.iter().collect::<Vec<_>>())?;
    Ok(others.len() + known_figures::replace(tx, &histories)?)
}
