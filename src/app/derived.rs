//! Everything that follows from a case, beside its own row (派生): computed at once and written for many cases in a few
//! statements. What rests on the case alone is apart, for other books leave it as it is. Not here: what rests on the books
//! too (`under_books`), what each row says (`rows`, `figure_rows`), and computing all cases anew (`rebuilding`).

use chrono::NaiveDate;

use crate::app::docket_rows::Joined;
use crate::app::error::Error;
use crate::app::figure_rows::reporting_rows;
use crate::app::hearing_rows::{booking_index, hearing_index};
use crate::app::joint_trials::{self, partners};
use crate::app::rows::{archived_row, case_row, known_from, people_rows, viewer_rows};
use crate::app::under_books::UnderBooks;
use crate::domain::case::Case;
use crate::domain::id::CaseId;
use crate::domain::office::LawBook;
use crate::storage::archived_cases::{self, ArchivedCaseRow};
use crate::storage::bookings::{self, BookingRow};
use crate::storage::cases::{self, CaseRow};
use crate::storage::hearings::{self, HearingRow};
use crate::storage::people::{self, CasePersonRow};
use crate::storage::reporting::{self, FactRow, ReportingRow};
use crate::storage::{CaseViewerRow, Tx, replace_viewers_of_cases};

/// Everything that follows from a case, beside its own row.
pub struct Derived {
    of_case: OfCase,
    under_books: UnderBooks,
    figures: ReportingRow,
    facts: Vec<FactRow>,
}

/// What rests on the case alone.
pub(crate) struct OfCase {
    case_id: String,
    people: Vec<CasePersonRow>,
    viewers: Vec<CaseViewerRow>,
    archived: Option<ArchivedCaseRow>,
    hearings: Vec<HearingRow>,
    bookings: Vec<BookingRow>,
    /// The case, and those that it is tried with, if there are any.
    together: Option<(CaseId, Vec<CaseId>)>,
}

impl OfCase {
    /// Computes it.
    ///
    /// # Errors
    /// A number that does not fit its column.
    pub(crate) fn of(case: &Case) -> Result<OfCase, Error> {
        Ok(OfCase {
            case_id: case.id.to_string(),
            people: people_rows(case),
            viewers: viewer_rows(case),
            archived: archived_row(case)?,
            hearings: hearing_index(case)?,
            bookings: booking_index(case),
            together: Some((case.id, partners(case))).filter(|(_, partners)| !partners.is_empty()),
        })
    }
}

impl Derived {
    /// Computes it, as it is known at the end of a day.
    ///
    /// # Errors
    /// A number that does not fit its column.
    pub fn of(case: &Case, book: &LawBook, known_from: NaiveDate) -> Result<Derived, Error> {
        let (figures, facts) = reporting_rows(case, book, known_from)?;
        let (of_case, under_books) = (OfCase::of(case)?, UnderBooks::of(case, book)?);
        Ok(Derived { of_case, under_books, figures, facts })
    }
}

/// Writes the rows of a new case.
///
/// # Errors
/// That the database refused.
pub fn insert(tx: &mut Tx, case: &Case, joined: &Joined, book: &LawBook) -> Result<(), Error> {
    cases::insert(tx, &case_row(case, joined, joined.recorded_at)?)?;
    write_derived(tx, vec![Derived::of(case, book, known_from(joined)?)?])
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
    write_derived(tx, vec![Derived::of(case, book, known_from(joined)?)?])
}

/// Writes what follows from some cases, all computed with the same books, without touching their rows; what is there
/// already is left, and what was known of the figures is remembered. A few statements for each table, however many cases
/// there are.
///
/// # Errors
/// That the database refused.
pub fn write_derived(tx: &mut Tx, all: Vec<Derived>) -> Result<(), Error> {
    let (mut ids, mut of_cases, mut under_books) = (Vec::new(), Vec::new(), UnderBooks::default());
    let (mut figures, mut facts) = (Vec::new(), Vec::new());
    for derived in all {
        ids.push(derived.of_case.case_id.clone());
        of_cases.push(derived.of_case);
        under_books.add(derived.under_books);
        figures.push(derived.figures);
        facts.extend(derived.facts);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    write_of_cases(tx, of_cases)?;
    UnderBooks::kept(tx, &ids)?.changes_to(under_books).write(tx)?;
    let known: Vec<(&str, NaiveDate)> =
        figures.iter().map(|row| (row.case_id.as_str(), row.known_from)).collect();
    reporting::replace_facts_of_cases(tx, &known, &facts)?;
    Ok(reporting::write_changed(tx, &figures)?)
}

/// Writes what rests on some cases alone, as [`write_derived`] does.
///
/// # Errors
/// That the database refused.
pub(crate) fn write_of_cases(tx: &mut Tx, all: Vec<OfCase>) -> Result<(), Error> {
    if all.is_empty() {
        return Ok(());
    }
    let (mut ids, mut alone, mut joined) = (Vec::new(), Vec::new(), Vec::new());
    let (mut people_rows, mut viewers, mut hearings_held) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bookings_made, mut archived) = (Vec::new(), Vec::new());
    for rows in all {
        people_rows.extend(rows.people);
        viewers.extend(rows.viewers);
        hearings_held.extend(rows.hearings);
        archived.extend(rows.archived);
        match rows.together {
            None => {
                alone.push(rows.case_id.clone());
                bookings_made.extend(rows.bookings);
            }
            Some(together) => joined.push((together, rows.bookings)),
        }
        ids.push(rows.case_id);
    }
    let [ids, alone] = [&ids, &alone].map(|ids| ids.iter().map(String::as_str).collect::<Vec<_>>());
    people::replace_for_cases(tx, &ids, &people_rows)?;
    replace_viewers_of_cases(tx, &ids, &viewers)?;
    hearings::replace_for_cases(tx, &ids, &hearings_held)?;
    bookings::replace_for_cases(tx, &alone, &bookings_made)?;
    for (together, wanted) in joined {
        joint_trials::book(tx, together, &wanted)?;
    }
    Ok(archived_cases::replace_for_cases(tx, &ids, &archived)?)
}
