//! What another calendar does to a case (日历变更): decided by replaying its docket with the new books, then
//! written. Not here: which cases, and the year itself (`calendar`).

use crate::app::deciding::Desk;
use crate::app::docket_rows::{self, Link};
use crate::app::error::Error;
use crate::app::register::Request;
use crate::app::rows;
use crate::domain::case::Case;
use crate::domain::deadline::change::{CalendarChange, Changes, changes};
use crate::domain::deadline::deadlines;
use crate::domain::docket::{Content, Entry, Place, replay};
use crate::domain::finding::Reading;
use crate::domain::id::UserId;
use crate::domain::office::LawBook;
use crate::storage::cases::CaseRow;
use crate::storage::{Connection, Tx, Visibility, cases};

/// What another calendar does to one case, not yet written.
pub(crate) struct CaseChange {
    /// The row before.
    row: CaseRow,
    /// The case under the new calendar.
    case: Case,
    /// What becomes of its deadlines.
    pub(crate) changes: Changes,
    /// The entry that says so; none when no deadline of an open case moves, and nothing else in the case.
    pub(crate) entry: Option<Entry>,
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

impl CaseChange {
    /// The case's id.
    pub(crate) fn id(&self) -> &str {
        &self.row.id
    }

    /// The case's number, once accepted.
    pub(crate) fn number(&self) -> Option<&str> {
        self.row.number.as_deref()
    }

    /// Writes it: the entry and the rows that follow, or only what is derived.
    pub(crate) fn write(&self, tx: &mut Tx, book: &LawBook) -> Result<(), Error> {
        let Some(entry) = &self.entry else { return rows::rest_on_calendar(tx, &self.case, book) };
        let joined = Link::after(&self.row).join(entry)?;
        rows::update(tx, &self.case, &joined, &self.row, book)?;
        docket_rows::append(tx, self.case.id, entry, &joined)
    }
}

impl Desk<'_> {
    /// What the books of this desk make of a case that was kept under others.
    pub(crate) fn decide_change(
        &self,
        c: &mut Connection,
        id: &str,
        before: &LawBook,
        (year, actor): (i32, UserId),
    ) -> Result<Decided, Error> {
        let Some(row) = cases::load(c, id, &Visibility::Office)? else { return Ok(Decided::Untouched) };
        let old = rows::read(&row)?;
        let entries = docket_rows::load(c, old.id)?;
        let place = Place { id: old.id, region: &row.region };
        let Ok(mut case) = replay(&entries, place, &self.book, Reading::Replay) else {
            return Ok(Decided::Impossible(row.number.unwrap_or(row.id)));
        };
        let (then, now) = (deadlines(&old, before), deadlines(&case, &self.book));
        let changes = changes(&then, &now);
        // The day on which a service by leaving counts rests on the calendar too.
        let is_another = case != old;
        if !is_another && then == now {
            return Ok(Decided::Untouched);
        }
        let is_recorded = is_another || (case.closing.is_none() && !changes.moved.is_empty());
        let entry = is_recorded.then(|| {
            let asked =
                Request { on: self.register.clock.today(), reason: None, acknowledged: Vec::new(), what: () };
            let calendar_version = self.book.calendar.version().to_owned();
            let moved = changes.moved.clone();
            let content = Content::CalendarChange(CalendarChange { year, calendar_version, moved });
            self.entry(actor, Some((&old, &row)), asked, content)
        });
        case.version = entry.as_ref().map_or(case.version, |entry| entry.no.0);
        Ok(Decided::Changed(Box::new(CaseChange { row, case, changes, entry })))
    }
}
