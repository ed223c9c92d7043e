//! The working-day calendar of the office (工作日历): reading a year, and importing one. Importing decides what
//! the year does to every case, and either shows it or writes it all in one transaction: the year, an entry
//! in the docket of each open case whose deadlines move, and what is derived. Not here: what is wrong with a
//! year (`domain::calendar::import`), and one case (`calendar_change`).

use std::ops::DerefMut;
use std::sync::Arc;
use std::thread;

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::books;
use crate::app::calendar_change::{self, CaseChange, Decided, File};
use crate::app::calendar_rows::{self, KnownYear};
use crate::app::clock::office_midnight;
use crate::app::cores::on_all_cores;
use crate::app::deciding::Desk;
use crate::app::error::Error;
use crate::app::people::By;
use crate::app::permits::ensure;
use crate::app::register::{Mode, Register};
use crate::domain::calendar::import::{self, Asked, YearDocument};
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::domain::deadline::change::DeadlineChange;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::UserId;
use crate::domain::office::LawBook;
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::storage::calendar_imports::{self, CalendarImportRow, ChangedDays};
use crate::storage::{Connection, Tx, figure_days};

/// How many cases are visited at a time.
const PAGE_CASES: i64 = 200;
/// How many cases are named when a year cannot be imported because of them.
const NAMED_CASES_MAX: usize = 20;

/// Which year the caller saw; a year is never replaced unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The caller did not say.
    Unsaid,
    /// The year is not known yet.
    Unknown,
    /// The year is known, with this fingerprint.
    Known(String),
}

/// A year that is to be imported.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The year that is to be kept.
    pub year: i32,
    /// The year as it was handed in, read.
    pub document: YearDocument,
    /// The same, as text.
    pub given: String,
    /// Which year the caller saw.
    pub expected: Expected,
    /// The codes of warnings that are acknowledged.
    pub acknowledged: Vec<String>,
    /// For good, or to see what would happen.
    pub mode: Mode,
    /// How many deadlines are listed at most.
    pub listed_max: usize,
}

/// A year of the calendar, as the office knows it.
#[derive(Debug, Clone)]
pub struct YearOfCalendar {
    /// The year, if a notice is known for it.
    pub known: Option<KnownYear>,
    /// The books in force.
    pub book: Arc<LawBook>,
}

/// A deadline that the import moves, or makes firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedDeadline {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// Its number, once accepted.
    pub number: Option<String>,
    /// From which day to which. The same day twice: it only became firm.
    #[serde(flatten)]
    pub change: DeadlineChange,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    /// The year.
    pub year: i32,
    /// The fingerprint of the year as it is kept.
    pub fingerprint: String,
    /// Whether it took the place of a year that was known.
    pub replaces: bool,
    /// Whether it was written; false for a preview.
    pub applied: bool,
    /// The version of the calendar before.
    pub version_before: String,
    /// The version of the calendar after.
    pub version: String,
    /// How many deadlines of open cases move, in all.
    pub moved: u64,
    /// How many running deadlines keep their last day and are no longer provisional, in all.
    pub firm: u64,
    /// How many cases get an entry in their docket.
    pub cases_with_entry: u64,
    /// How many cases besides have their deadlines and figures computed anew, without an entry.
    pub cases_recomputed: u64,
    /// The deadlines that move or become firm, case by case; as many as were asked for.
    pub items: Vec<ChangedDeadline>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// An import that was found good, and is now held against the cases.
struct Import<'a> {
    desk: Desk<'a>,
    before: Arc<LawBook>,
    year: CalendarYear,
    changed: Option<ChangedDays>,
    actor: Option<UserId>,
}

/// What becomes of some cases.
#[derive(Default)]
struct Page {
    changes: Vec<CaseChange>,
    /// The cases whose docket makes no possible history under the new calendar.
    impossible: Vec<String>,
}

/// The report as it is put together, page by page.
struct Tally {
    report: Imported,
    impossible: Vec<String>,
    listed_max: usize,
}

impl Register {
    /// A year of the calendar in force.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn calendar_year(&self, year: i32) -> Result<YearOfCalendar, Error> {
        let books = self.books.clone();
        let read = move |c: &mut Connection| {
            let known = calendar_rows::known_year(c, year)?;
            Ok::<_, Error>(YearOfCalendar { known, book: books.in_force(c)? })
        };
        self.store.snapshot(read).await
    }

    /// Imports a year, or shows what importing it would do.
    ///
    /// # Errors
    /// Everything that is wrong with the year; that the year is another than the caller saw; cases whose
    /// history the new calendar makes impossible; that the caller may not.
    pub async fn import_calendar(&self, by: By<'_>, request: ImportRequest) -> Result<Imported, Error> {
        if let By::Person(actor, _) = by {
            ensure(&actor.caller(), Operation::ImportCalendar, None)?;
        }
        let (register, actor) = (self.clone(), by.id());
        if request.mode == Mode::DryRun {
            return self.store.snapshot(move |c: &mut Connection| register.preview(c, actor, &request)).await;
        }
        self.store.write(move |tx: &mut Tx| register.apply(tx, actor, &request)).await
    }

    fn preview(
        &self,
        c: &mut Connection,
        actor: Option<UserId>,
        request: &ImportRequest,
    ) -> Result<Imported, Error> {
        let before = self.books.in_force(c)?;
        let (import, mut tally) = self.decide_import(c, (before, actor), request)?;
        let mut c = c;
        import.each_page(&mut c, |_, page| {
            tally.add(&page);
            Ok(())
        })?;
        tally.finish()
    }

    /// The same as the preview, page by page with the writing.
    fn apply(&self, tx: &mut Tx, actor: Option<UserId>, request: &ImportRequest) -> Result<Imported, Error> {
        calendar_imports::keep_writers_out(tx)?;
        let before = self.books.in_force(tx)?;
        let (import, mut tally) = self.decide_import(tx, (before, actor), request)?;
        let mut known_otherwise = 0;
        import.each_page(tx, |tx, page| {
            tally.add(&page);
            known_otherwise += calendar_change::write(tx, page.changes)?;
            Ok(())
        })?;
        if known_otherwise > 0 {
            figure_days::forget(tx)?;
        }
        let report = tally.finish()?;
        import.keep(tx, &report, request.given.clone())?;
        Ok(Imported { applied: true, ..report })
    }

    /// Whether the year is good, and which days it changes.
    fn decide_import(
        &self,
        c: &mut Connection,
        (before, actor): (Arc<LawBook>, Option<UserId>),
        request: &ImportRequest,
    ) -> Result<(Import<'_>, Tally), Error> {
        let known = calendar_rows::known_year(c, request.year)?;
        ensure_seen(&request.expected, known.as_ref())?;
        let asked = Asked { year: request.year, acknowledged: &request.acknowledged };
        let year = import::check(&request.document, asked, &before.calendar).map_err(Error::Refused)?;
        let calendar = before.calendar.with_years(vec![year.clone()]);
        let calendar = calendar.map_err(|error| Error::Refused(import::refused_by_calendar(&error)))?;
        let changed = changed_days(&before, &calendar);
        let report = Imported {
            year: year.year,
            fingerprint: year.fingerprint(),
            replaces: known.is_some(),
            applied: false,
            version_before: before.calendar.version().to_owned(),
            version: calendar.version().to_owned(),
            moved: 0,
            firm: 0,
            cases_with_entry: 0,
            cases_recomputed: 0,
            items: Vec::new(),
            more: false,
        };
        let desk = Desk { register: self, book: Arc::new(before.with_calendar(calendar)) };
        let tally = Tally { report, impossible: Vec::new(), listed_max: request.listed_max };
        Ok((Import { desk, before, year, changed, actor }, tally))
    }
}

fn ensure_seen(expected: &Expected, known: Option<&KnownYear>) -> Result<(), Error> {
    match (expected, known) {
        (Expected::Unsaid, _) => Err(Error::PreconditionMissing),
        (Expected::Unknown, None) => Ok(()),
        (Expected::Known(seen), Some(known)) if *seen == known.year.fingerprint() => Ok(()),
        (Expected::Unknown, Some(_)) | (Expected::Known(_), _) => Err(Error::Stale),
    }
}

/// The days that the calendars answer differently. An act may have looked ahead at them: a service by leaving
/// counts after some working days. What looks further ahead are deadlines, and they are kept as rows.
fn changed_days(before: &LawBook, after: &Calendar) -> Option<ChangedDays> {
    let (first, last) = before.calendar.difference(after)?;
    let ahead = before.length(RuleId::S02, first).map_or(0, |length| length.count);
    let since = before.calendar.nth_working_day_before(first, ahead);
    Some(ChangedDays { first, last, recorded_since: office_midnight(since).timestamp_micros() })
}

impl Import<'_> {
    /// What becomes of the cases of which something may rest on the changed days, page by page in the order of their ids.
    /// While one page is done with and the next but one is read, the other cores decide about the one between.
    fn each_page<C: DerefMut<Target = Connection>>(
        &self,
        c: &mut C,
        mut done: impl FnMut(&mut C, Page) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut after = None;
        let (mut files, mut decided) = (self.next_files(c, &mut after)?, Page::default());
        while !files.is_empty() {
            let page = std::mem::take(&mut decided);
            let (next, read) = thread::scope(|scope| {
                let deciding = scope.spawn(|| self.decide(&files));
                let read = done(c, page).and_then(|()| self.next_files(c, &mut after));
                // A panic of the work is the caller's, as it would be without threads.
                (deciding.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), read)
            });
            (files, decided) = (read?, next?);
        }
        done(c, decided)
    }

    /// The next cases of which something may rest on the changed days; none after the last.
    fn next_files(&self, c: &mut Connection, after: &mut Option<String>) -> Result<Vec<File>, Error> {
        let Some(changed) = self.changed else { return Ok(Vec::new()) };
        let ids = calendar_imports::cases_touched(c, changed, after.as_deref(), PAGE_CASES)?;
        *after = ids.last().cloned();
        calendar_change::load(c, &ids)
    }

    /// What becomes of some cases.
    fn decide(&self, files: &[File]) -> Result<Page, Error> {
        let by = (self.year.year, self.actor.unwrap_or(UserId::OPERATOR));
        let mut page = Page::default();
        for decided in on_all_cores(files, |file| self.desk.decide_change(file, &self.before, by)) {
            match decided? {
                Decided::Untouched => {}
                Decided::Changed(change) => page.changes.push(*change),
                Decided::Impossible(name) => page.impossible.push(name),
            }
        }
        Ok(page)
    }

    /// Keeps the year, puts the books into force, and puts the import down.
    fn keep(&self, tx: &mut Tx, report: &Imported, given: String) -> Result<(), Error> {
        let register = self.desk.register;
        let at = register.clock.now();
        let no = calendar_imports::next_no(tx)?;
        let row = CalendarImportRow {
            no,
            year: self.year.year,
            fingerprint: report.fingerprint.clone(),
            calendar_version: report.version.clone(),
            imported_at: at.timestamp_micros(),
            actor_id: self.actor.map(|actor| actor.to_string()),
            body: serde_json::to_string(&self.year).map_err(|error| Error::Broken(error.to_string()))?,
            document: given,
        };
        calendar_imports::append(tx, &row)?;
        books::put_in_force(tx, &self.desk.book)?;
        let body = json!({ "no": no, "year": row.year, "fingerprint": row.fingerprint,
            "calendar_version": row.calendar_version, "moved": report.moved, "firm": report.firm,
            "cases_with_entry": report.cases_with_entry, "cases_recomputed": report.cases_recomputed });
        let event = AuditEvent::CalendarImported;
        audit::record(tx, &AuditEntry { event, at, actor: self.actor, case: None, body })
    }
}

impl Tally {
    fn add(&mut self, page: &Page) {
        self.impossible.extend_from_slice(&page.impossible);
        for change in &page.changes {
            self.count(change);
        }
    }

    fn count(&mut self, change: &CaseChange) {
        let report = &mut self.report;
        let has_entry = change.recorded.is_some();
        let moved = if has_entry { change.changes.moved.as_slice() } else { &[] };
        let firm = change.changes.firm.as_slice();
        let cases = if has_entry { &mut report.cases_with_entry } else { &mut report.cases_recomputed };
        *cases = cases.saturating_add(1);
        report.moved = report.moved.saturating_add(count(moved));
        report.firm = report.firm.saturating_add(count(firm));
        for deadline in moved.iter().chain(firm) {
            if report.items.len() >= self.listed_max {
                report.more = true;
                return;
            }
            report.items.push(ChangedDeadline {
                case_id: change.id.clone(),
                number: change.number.clone(),
                change: deadline.clone(),
            });
        }
    }

    /// The report, unless there are cases whose history the new calendar makes impossible.
    fn finish(self) -> Result<Imported, Error> {
        let count = self.impossible.len();
        if count == 0 {
            return Ok(self.report);
        }
        let named: Vec<&str> = self.impossible.iter().take(NAMED_CASES_MAX).map(String::as_str).collect();
        let named = named.join(", ");
        Err(Error::Conflict {
            code: "impossible_history",
            words: words(
                format!(
                    "按新日历，{count}宗案件的登记先后矛盾，请先更正（列出至多{NAMED_CASES_MAX}宗）：{named}"
                ),
                format!(
                    "under this calendar {count} dockets contradict themselves; correct them first (up to \
                     {NAMED_CASES_MAX} are named): {named}"
                ),
            ),
        })
    }
}

fn count<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}
