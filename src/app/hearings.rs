//! The list of hearings (排庭表) of the whole office, as its people see it: through their
//! [`Visibility`](crate::storage::Visibility), and without personal data.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::app::error::Error;
use crate::app::identity::user_id;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{CaseFilter, CasePage, CaseSort, Direction, ListedCase, Names, named};
use crate::app::register::Register;
use crate::domain::act::tribunal::Duty;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, EntryNo, RoomId, UserId};
use crate::domain::permission::Operation;
use crate::domain::schedule::HearingStatus;
use crate::domain::stage::Stage;
use crate::storage::hearings::{self, HearingFilter, HearingPage, HearingRow, ListedHearing as Row};
use crate::storage::{Connection, StorageError, bridge, case_list, people};

pub use crate::storage::hearings::HearingCursor;

/// Which hearings are asked for.
#[derive(Debug, Clone, Default)]
pub struct AskedHearings {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// In this room.
    pub room: Option<RoomId>,
    /// Of the cases on which this person works.
    pub person: Option<UserId>,
    /// Standing so; however they stand if not said.
    pub statuses: Option<Vec<HearingStatus>>,
}

impl AskedHearings {
    pub(crate) fn filter(&self) -> HearingFilter {
        let codes =
            |statuses: &Vec<HearingStatus>| statuses.iter().map(|status| status.code().to_owned()).collect();
        HearingFilter {
            from: self.from,
            to: self.to,
            room_id: self.room.map(|room| room.to_string()),
            person_id: self.person.map(|person| person.to_string()),
            statuses: self.statuses.as_ref().map(codes),
        }
    }
}

/// A hearing on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedHearing {
    /// The case.
    pub case_id: CaseId,
    /// Its number (案号), once it has one.
    pub number: Option<String>,
    /// Its stage.
    pub stage: Stage,
    /// Its version.
    pub version: u32,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// The number of the hearing in the case: that of its entry.
    pub hearing: EntryNo,
    /// The entry that set it first, before it was postponed.
    pub first: EntryNo,
    /// The day.
    pub held_on: NaiveDate,
    /// When it begins, in minutes after midnight, if its notice says so.
    pub starts: Option<u16>,
    /// How many minutes it is expected to take.
    pub minutes: Option<u16>,
    /// The room, if it is one of the office's list.
    pub room_id: Option<RoomId>,
    /// What the room is called.
    pub room: Option<String>,
    /// How it stands.
    pub status: HearingStatus,
}

impl ListedHearing {
    pub(crate) fn of((row, case, room): Row) -> Result<ListedHearing, Error> {
        let wrong = |what: &str| inconsistent(&row, what);
        let uuid = |id: &str| id.parse::<Uuid>().map_err(|_| wrong("an id"));
        let entry = |no: i32| u32::try_from(no).map(EntryNo).map_err(|_| wrong("an entry"));
        let place = |column| bridge::Place { table: "hearings", key: &row.case_id, column };
        Ok(ListedHearing {
            case_id: CaseId(uuid(&row.case_id)?),
            number: case.number,
            stage: bridge::parse(&case.stage, place("stage"))?,
            version: u32::try_from(case.version).map_err(|_| wrong("a version"))?,
            changed_at: DateTime::from_timestamp_micros(case.updated_at)
                .ok_or_else(|| wrong("an instant"))?,
            hearing: entry(row.hearing)?,
            first: entry(row.first)?,
            held_on: row.on_date,
            starts: u16::try_from(row.starts).ok(),
            minutes: row.minutes.and_then(|minutes| u16::try_from(minutes).ok()),
            room_id: row.room_id.as_deref().map(uuid).transpose()?.map(RoomId),
            room: room.or_else(|| row.room_text.clone()),
            status: bridge::parse(&row.status, place("status"))?,
        })
    }
}

fn case_id(id: &str) -> Result<CaseId, Error> {
    let wrong = || StorageError::Inconsistent {
        table: "case_people",
        key: id.to_owned(),
        what: "its case is no UUID".to_owned(),
    };
    Ok(CaseId(id.parse().map_err(|_| wrong())?))
}

fn inconsistent(row: &HearingRow, what: &str) -> Error {
    let key = format!("{}/{}", row.case_id, row.hearing);
    StorageError::Inconsistent { table: "hearings", key, what: format!("{what} cannot be") }.into()
}

/// The hearings of some days, and who decides each case.
#[derive(Debug, Clone, Default)]
pub struct HearingCalendar {
    /// The hearings, the earliest first.
    pub hearings: Vec<ListedHearing>,
    /// The arbitrators of each case.
    pub arbitrators: BTreeMap<CaseId, Vec<UserId>>,
}

impl Register {
    /// The first hearings that are asked for, with the arbitrators of their cases, in two statements.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn hearing_calendar(
        &self,
        caller: &Caller,
        asked: AskedHearings,
        limit: u32,
    ) -> Result<HearingCalendar, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let visibility = caller.visibility();
        let page = HearingPage { after: None, limit: i64::from(limit) };
        let work = move |c: &mut Connection| {
            let rows = hearings::list(c, &asked.filter(), &page, &visibility)?;
            let hearings = rows.into_iter().map(ListedHearing::of).collect::<Result<Vec<_>, Error>>()?;
            let mut ids: Vec<String> = hearings.iter().map(|row| row.case_id.to_string()).collect();
            ids.dedup();
            let mut arbitrators: BTreeMap<CaseId, Vec<UserId>> = BTreeMap::new();
            for (case, user) in people::with_duty(c, &ids, Duty::Arbitrator.code())? {
                arbitrators.entry(case_id(&case)?).or_default().push(user_id(&user)?);
            }
            Ok::<_, Error>(HearingCalendar { hearings, arbitrators })
        };
        self.store.snapshot(work).await
    }

    /// The caller's own cases whose tribunal was formed and that have no hearing yet, those that came in first.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn unscheduled_cases(&self, caller: &Caller, limit: u32) -> Result<Vec<ListedCase>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (register, own) = (self.clone(), caller.own_cases());
        let filter = CaseFilter { stage: Some(Stage::Tribunal.code().to_owned()), ..CaseFilter::default() };
        let page = CasePage {
            sort: CaseSort::ReceivedOn,
            direction: Direction::Ascending,
            after: None,
            limit: i64::from(limit),
        };
        let work = move |c: &mut Connection| {
            let rows = case_list::list(c, &filter, &page, &own)?;
            named(&register, c, rows, Names::Withheld)
        };
        self.store.snapshot(work).await
    }

    /// One page of the hearings, the earliest first.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn hearings(
        &self,
        caller: &Caller,
        asked: AskedHearings,
        (after, limit): (Option<HearingCursor>, u32),
    ) -> Result<Vec<ListedHearing>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let visibility = caller.visibility();
        let page = HearingPage { after, limit: i64::from(limit) };
        let work = move |c: &mut Connection| {
            let rows = hearings::list(c, &asked.filter(), &page, &visibility)?;
            rows.into_iter().map(ListedHearing::of).collect()
        };
        self.store.read(work).await
    }
}
