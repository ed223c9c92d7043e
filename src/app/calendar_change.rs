//! What another calendar does to a case (日历变更): decided by replaying its docket with the new books, then
//! written. Not here: which cases, and the year itself (`calendar`).

use crate::app::deciding::Desk;
use crate::app::derived::{self, OfCase};
use crate::app::docket_rows::{self, Link};
use crate::app::error::Error;
use crate::app::figure_rows::history_of_kept;
use crate::app::register::Request;
use crate::app::rows;
use crate::app::under_books::{BookChanges, UnderBooks};
use crate::domain::case::Case;
use crate::domain::deadline::change::{CalendarChange, Changes, changes};
use crate::domain::deadline::deadlines;
use crate::domain::docket::{Content, Entry, Place, replay};
use crate::domain::figures::is_known_alike;
use crate::domain::finding::Reading;
use crate::domain::id::UserId;
use crate::domain::office::LawBook;
use crate::storage::cases::{CaseRow, Step};
use crate::storage::docket::{DocketRow, EntryText};
use crate::storage::known_figures::{self, History};
use crate::storage::{Connection, Tx, Visibility, cases, docket};

/// A case and its docket, as they were kept.
pub(crate) struct File {
    row: CaseRow,
    entries: Vec<EntryText>,
}

/// What another calendar does to one case, not yet written.
pub(crate) struct CaseChange {
    /// The case's id.
    pub(crate) id: String,
    /// The case's number, once accepted.
    pub(crate) number: Option<String>,
    /// What becomes of its deadlines.
    pub(crate) changes: Changes,
    /// The entry that says so; none when no deadline of an open case moves, and nothing else in the case.
    pub(crate) recorded: Option<Recorded>,
    /// What differs in what follows from it and the books.
    differs: BookChanges,
    /// What was known of its figures, where that may be another.
    history: Option<History>,
}

/// An entry, and what is written of the case with it.
pub(crate) struct Recorded {
    entry: DocketRow,
    case: Recording,
}

enum Recording {
    /// It is as it was, but for its version.
    Step(Step),
    /// It is another than the version that was seen: its row, and what rests on it alone. Today's acts let a calendar move none
    /// of the latter; a replay may make anything of a case, so it is written and not supposed.
    Another(Box<(CaseRow, i32, OfCase)>),
}

/// What deciding about one case came to.
pub(crate) enum Decided {
    /// Nothing in it rests on the days that changed.
    Untouched,
    /// Something does.
    Changed(Box<CaseChange>),
    /// Its docket makes no possible history under the new calendar; the case's number, or its id.
    Impossible(String),
}

/// The files of some cases: two statements, however many there are.
pub(crate) fn load(c: &mut Connection, ids: &[String]) -> Result<Vec<File>, Error> {
    let rows = cases::load_many(c, ids, &Visibility::Office)?;
    let mut entries = docket::texts_of(c, ids)?.into_iter().peekable();
    let file = |row: CaseRow| {
        // Both come in the order of the cases.
        let own = std::iter::from_fn(|| entries.next_if(|entry| entry.case_id == row.id)).collect();
        File { row, entries: own }
    };
    Ok(rows.into_iter().map(file).collect())
}

/// Writes what another calendar does to some cases: the entries and the rows that follow, or only what is derived. Says of
/// how many something else was known before.
pub(crate) fn write(tx: &mut Tx, changes: Vec<CaseChange>) -> Result<usize, Error> {
    let (mut of_cases, mut entries, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    let (mut differs, mut histories) = (BookChanges::default(), Vec::new());
    for change in changes {
        if let Some(Recorded { entry, case }) = change.recorded {
            entries.push(entry);
            match case {
                Recording::Step(step) => steps.push(step),
                Recording::Another(another) => {
                    let (row, seen, of_case) = *another;
                    cases::update_if_version(tx, &row, seen)?;
                    of_cases.push(of_case);
                }
            }
        }
        differs.add(change.differs);
        histories.extend(change.history);
    }
    cases::step_many(tx, &steps)?;
    docket::append_many(tx, &entries)?;
    derived::write_of_cases(tx, of_cases)?;
    differs.write(tx)?;
    let others = known_figures::others(tx, histories)?;
    known_figures::write(tx, &others)?;
    Ok(others.len())
}

impl Desk<'_> {
    /// What the books of this desk make of a case that was kept under others.
    pub(crate) fn decide_change(
        &self,
        file: &File,
        before: &LawBook,
        (year, actor): (i32, UserId),
    ) -> Result<Decided, Error> {
        let row = &file.row;
        let old = rows::read(row)?;
        let entries = file.entries.iter().map(docket_rows::read_text).collect::<Result<Vec<_>, _>>()?;
        let place = Place { id: old.id, region: &row.region };
        let Ok(mut case) = replay(&entries, place, &self.book, Reading::Replay) else {
            return Ok(Decided::Impossible(row.number.as_ref().unwrap_or(&row.id).clone()));
        };
        let (then, now) = (deadlines(&old, before), deadlines(&case, &self.book));
        let changes = changes(&then, &now);
        // The day on which a service by leaving counts rests on the calendar too.
        let is_another = case != old;
        let is_recorded = is_another || (case.closing.is_none() && !changes.moved.is_empty());
        // What the figures were known to be can rest on a last day that the case has no more.
        let is_known_as_before = !is_recorded && is_known_alike(&entries, place, (before, &self.book));
        if is_known_as_before && then == now {
            return Ok(Decided::Untouched);
        }
        let entry = is_recorded.then(|| {
            let asked =
                Request { on: self.register.clock.today(), reason: None, acknowledged: Vec::new(), what: () };
            let calendar_version = self.book.calendar.version().to_owned();
            let moved = changes.moved.clone();
            let content = Content::CalendarChange(CalendarChange { year, calendar_version, moved });
            self.entry(actor, Some((&old, row)), asked, content)
        });
        case.version = entry.as_ref().map_or(case.version, |entry| entry.no.0);
        let before = UnderBooks::with(&old, before, &then)?;
        let differs = before.changes_to(UnderBooks::with(&case, &self.book, &now)?);
        let of_case = is_another.then(|| OfCase::of(&case)).transpose()?;
        let recorded = entry.as_ref().map(|entry| recorded((&case, entry), row, of_case)).transpose()?;
        let all: Vec<Entry> = entries.into_iter().chain(entry).collect();
        let known = || history_of_kept(&case, &self.book, &all);
        let history = (!is_known_as_before).then(known).transpose()?;
        let (id, number) = (row.id.clone(), row.number.clone());
        Ok(Decided::Changed(Box::new(CaseChange { id, number, changes, recorded, differs, history })))
    }
}

/// What is written of a case that gets an entry, with what rests on it alone where it is another.
fn recorded(
    (case, entry): (&Case, &Entry),
    before: &CaseRow,
    of_case: Option<OfCase>,
) -> Result<Recorded, Error> {
    let joined = Link::after(before).join(entry)?;
    let row = rows::case_row(case, &joined, before.created_at)?;
    let case_written = match of_case {
        Some(of_case) => Recording::Another(Box::new((row, before.version, of_case))),
        None => Recording::Step(step(row, before.version)),
    };
    Ok(Recorded { entry: docket_rows::row(case.id, entry, &joined)?, case: case_written })
}

fn step(row: CaseRow, seen: i32) -> Step {
    let CaseRow { id, version, head_hash, body, updated_at, .. } = row;
    Step { id, seen, version, head_hash, body, updated_at }
}
