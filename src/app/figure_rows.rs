//! The reporting row of a case and its facts (统计行), as they are known now and as they were known at the end of each day:
//! computed from its docket with the books in force. Not here: the other rows (`rows`), and questions (`statistics`).

use chrono::NaiveDate;

use crate::app::error::Error;
use crate::app::rows::count;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::docket::{Entry, Place, each_known, office_day};
use crate::domain::figures::{FactRow as DatedFact, ReportingRow as Figures};
use crate::domain::office::LawBook;
use crate::storage::known_figures::History;
use crate::storage::reporting::{FactRow, ReportingRow};

/// The reporting row of a case and its facts, as they are known at the end of a day.
///
/// # Errors
/// A number that does not fit its column.
pub fn reporting_rows(
    case: &Case,
    book: &LawBook,
    known_from: NaiveDate,
) -> Result<(ReportingRow, Vec<FactRow>), Error> {
    let figures = Figures::of(case, book);
    let facts = figures.facts.iter().map(|fact| fact_row(case, fact, known_from));
    let mut facts = facts.collect::<Result<Vec<_>, Error>>()?;
    facts.sort_by(|a, b| (&a.fact, a.entry_no).cmp(&(&b.fact, b.entry_no)));
    let row = ReportingRow {
        case_id: case.id.to_string(),
        kind: case.kind.code().to_owned(),
        region: case.region.clone(),
        cause: case.cause.code().to_owned(),
        procedure: case.procedure.map(|procedure| procedure.code().to_owned()),
        channel: case.channel.code().to_owned(),
        collective: figures.is_collective,
        workers: count(figures.workers)?,
        received_on: figures.received_on,
        accepted_on: figures.accepted_on,
        first_hearing_on: figures.first_hearing_on,
        closed_on: figures.closed_on,
        archived_on: figures.archived_on,
        manner: figures.manner.map(|manner| manner.code().to_owned()),
        result: figures.outcome.map(|outcome| outcome.code().to_owned()),
        in_time: figures.in_time,
        due_on: figures.due_on,
        quick_filing: figures.quick.filing,
        quick_mediation_before: figures.quick.mediation_before,
        quick_mediation: figures.quick.mediation,
        quick_hearing: figures.quick.hearing,
        quick_closing: figures.quick.closing,
        claimed_fen: figures.claimed.0,
        awarded_fen: figures.awarded.0,
        receipt_told: figures.is_receipt_told,
        arbitrator_id: figures.arbitrator.map(|user| user.to_string()),
        mediator_id: figures.mediator.map(|user| user.to_string()),
        employer_kind: figures.employer_kind.map(|kind| kind.code().to_owned()),
        industry: figures.industry,
        known_from,
    };
    Ok((row, facts))
}

/// Everything that was known at the end of some day, each from when and until when.
///
/// # Errors
/// A number that does not fit its column.
pub fn history(entries: &[Entry], place: Place<'_>, book: &LawBook) -> Result<History, Error> {
    let mut history = History::new(place.id.to_string());
    let mut outcome = Ok(());
    each_known(entries, place, book, |day, case| match reporting_rows(case, book, day) {
        Ok((row, facts)) => history.add(day, row, &facts),
        Err(error) => outcome = Err(error),
    });
    outcome.map(|()| history.finished())
}

/// All that was known of the figures of a case that is kept. Where its docket makes another case, or none, which the check
/// names, it is the case as it was kept.
///
/// # Errors
/// A number that does not fit its column.
pub fn history_of_kept(case: &Case, book: &LawBook, entries: &[Entry]) -> Result<History, Error> {
    let last = entries.last().map(|entry| office_day(entry.recorded_at)).unwrap_or_default();
    let (figures, facts) = reporting_rows(case, book, last)?;
    let replayed = history(entries, Place { id: case.id, region: &case.region }, book)?;
    if replayed.ends_with(&figures) {
        return Ok(replayed);
    }
    let mut kept = History::new(case.id.to_string());
    kept.add(last, figures, &facts);
    Ok(kept.finished())
}

fn fact_row(case: &Case, row: &DatedFact, known_from: NaiveDate) -> Result<FactRow, Error> {
    Ok(FactRow {
        case_id: case.id.to_string(),
        fact: row.fact.code().to_owned(),
        entry_no: count(row.entry.0)?,
        on_date: row.on,
        amount: row.amount,
        known_from,
    })
}
