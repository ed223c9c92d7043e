//! Notices (提醒): one's own, read and marked as read. Nobody sees another's.
//! Not here: raising them (`watching`).

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::calendar::Calendar;
use crate::domain::code::{Coded as _, Label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{CaseId, DiaryId, NoticeId, PartyNo, RatingId};
use crate::domain::permission::Operation;
use crate::domain::refusal::Words;
use crate::domain::watch::{NoticeKind, say_bad_rating, say_deadline, say_diary, say_rectification_missed};
use crate::storage::bridge::{self, Place};
use crate::storage::notices::{self, NoticePage, WithNumber};
use crate::storage::{Connection, StorageError, Tx};

pub use crate::storage::notices::Unread;

/// A notice to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Why it was raised.
    pub kind: NoticeKind,
    /// The case.
    pub case_id: CaseId,
    /// The number of the case, once it has one.
    pub number: Option<String>,
    /// The rule of the deadline; none for a diary entry and for a rating.
    pub rule: Option<RuleId>,
    /// What the rule is called.
    pub name: Option<Label>,
    /// The party whom the deadline concerns, where it concerns one.
    pub party: Option<PartyNo>,
    /// The diary entry that came up; none for a deadline.
    pub diary_id: Option<DiaryId>,
    /// The bad rating that it is about; none for others.
    pub rating_id: Option<RatingId>,
    /// The last day of the deadline or of the rectification, or the day of the diary entry.
    pub due_on: NaiveDate,
    /// How many working days before the last day it was due to be raised; none once that day is past.
    pub distance: Option<u16>,
    /// What it says, as things stood when it was raised.
    pub words: Words,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// When its receiver marked it as read.
    pub read_at: Option<DateTime<Utc>>,
}

/// One page of one's notices.
#[derive(Debug, Clone)]
pub struct AskedNotices {
    /// Which.
    pub unread: Unread,
    /// The notice with which the page before ended.
    pub after: Option<NoticeId>,
    /// How many at most.
    pub limit: u32,
}

impl Register {
    /// The caller's notices, the latest first.
    ///
    /// # Errors
    /// That the caller's role gets none.
    pub async fn notices(&self, caller: &Caller, asked: AskedNotices) -> Result<Vec<Notice>, Error> {
        ensure(caller, Operation::ReadNotices, None)?;
        let (books, visibility) = (self.books.clone(), caller.visibility());
        let page = NoticePage {
            user_id: caller.user.to_string(),
            unread: asked.unread,
            after: asked.after.map(|id| id.to_string()),
            limit: i64::from(asked.limit),
        };
        let work = move |c: &mut Connection| {
            let book = books.in_force(c)?;
            let rows = notices::list(c, &page, &visibility)?;
            rows.iter().map(|row| Notice::of(row, &book.calendar)).collect()
        };
        self.store.snapshot(work).await
    }

    /// Marks a notice of the caller's as read. Marking it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for a notice of somebody else's; that the caller's role gets none.
    pub async fn mark_notice_read(&self, caller: &Caller, id: NoticeId) -> Result<Notice, Error> {
        ensure(caller, Operation::ReadNotices, None)?;
        let (books, visibility) = (self.books.clone(), caller.visibility());
        let (id, user) = (id.to_string(), caller.user.to_string());
        let now = self.clock.now().timestamp_micros();
        let work = move |tx: &mut Tx| {
            notices::mark_read(tx, &id, &user, now)?;
            let row = notices::find(tx, &id, &user, &visibility)?.ok_or(Error::NotFound)?;
            Notice::of(&row, &books.in_force(tx)?.calendar)
        };
        self.store.write(work).await
    }
}

impl Notice {
    fn of((row, number): &WithNumber, calendar: &Calendar) -> Result<Notice, Error> {
        let place = |column| Place { table: "notices", key: &row.id, column };
        let kind = bridge::parse(&row.kind, place("kind"))?;
        let rule: Option<RuleId> = bridge::parse_opt(row.rule.as_deref(), place("rule"))?;
        let wrong = |what: &str| {
            let what = format!("{what} cannot be");
            Error::from(StorageError::Inconsistent { table: "notices", key: row.id.clone(), what })
        };
        let uuid = |id: &str| id.parse::<Uuid>().map_err(|_| wrong("an id"));
        let instant = |at: i64| DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("an instant"));
        let raised_at = instant(row.raised_at)?;
        let party = row.party.filter(|party| *party != 0).map(u32::try_from).transpose();
        let distance = u16::try_from(row.distance).map_err(|_| wrong("the distance"))?;
        let on_raising = office_date(raised_at);
        Ok(Notice {
            id: NoticeId(uuid(&row.id)?),
            kind,
            case_id: CaseId(uuid(&row.case_id)?),
            number: number.clone(),
            rule,
            name: rule.map(|rule| *rule.label()),
            party: party.map_err(|_| wrong("the party"))?.map(PartyNo),
            diary_id: row.diary_id.as_deref().map(uuid).transpose()?.map(DiaryId),
            rating_id: row.rating_id.as_deref().map(uuid).transpose()?.map(RatingId),
            due_on: row.due_on,
            distance: (kind == NoticeKind::DeadlineAhead).then_some(distance),
            words: match (rule, kind) {
                (Some(rule), _) => say_deadline(rule, row.due_on, on_raising, calendar),
                (None, NoticeKind::BadRating) => say_bad_rating(row.due_on),
                (None, NoticeKind::RectificationMissed) => say_rectification_missed(row.due_on),
                (None, NoticeKind::DiaryDue | NoticeKind::DeadlineAhead | NoticeKind::DeadlineMissed) => {
                    say_diary(row.due_on)
                }
            },
            raised_at,
            read_at: row.read_at.map(instant).transpose()?,
        })
    }
}
