//! A calendar of hearings as calendar programs read it (开庭日历, iCalendar, RFC 5545): one event for each hearing that
//! keeps its identity when the hearing is postponed. It says the number and the stage of the case and the room, and
//! nothing of any person. Not here: which hearings, and who may read them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use icalendar::{Calendar, CalendarDateTime, Component as _, Event, EventLike as _, EventStatus};

use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::schedule::HearingStatus;
use crate::domain::stage::Stage;

/// The office's time zone. Times are given in it, so it has to be defined in the calendar itself (RFC 5545 3.2.19).
const ZONE: &str = "Asia/Shanghai";
/// China has had one offset and no summer time since 1991. The library writes events and no time zones.
const ZONE_DEFINITION: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19910915T010000\r\n\
                               TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
/// Where the first event begins.
const FIRST_EVENT: &str = "BEGIN:VEVENT\r\n";

/// One hearing as an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingEvent {
    /// The case.
    pub case: CaseId,
    /// The entry that set the hearing first: with the case, what the event is called for good.
    pub first: EntryNo,
    /// The number of the case (案号).
    pub number: Option<String>,
    /// Its stage.
    pub stage: Stage,
    /// Its version: it grows with every entry, so an event that changed has a higher one.
    pub version: u32,
    /// When the case was last changed.
    pub changed_at: DateTime<Utc>,
    /// The day of the hearing.
    pub held_on: NaiveDate,
    /// When it begins, in minutes after midnight; without it the event takes the day.
    pub starts: Option<u16>,
    /// How many minutes it is expected to take.
    pub minutes: Option<u16>,
    /// What the room is called.
    pub room: Option<String>,
    /// How it stands.
    pub status: HearingStatus,
}

/// The calendar of a room, or of a person where no room is named.
#[must_use]
pub fn hearing_calendar(room: Option<&str>, events: &[HearingEvent]) -> String {
    let name = room.map_or_else(|| "开庭日历 Hearings".to_owned(), |room| format!("开庭日历 {room}"));
    let mut calendar = Calendar::new();
    calendar.name(&name).timezone(ZONE);
    for event in events {
        calendar.push(entry(event));
    }
    calendar.to_string().replacen(FIRST_EVENT, &format!("{ZONE_DEFINITION}{FIRST_EVENT}"), 1)
}

fn entry(hearing: &HearingEvent) -> Event {
    let number = hearing.number.as_deref().unwrap_or("案件");
    let stage = hearing.stage.label();
    let mut event = Event::new();
    event
        .uid(&format!("{}-{}@sikuai", hearing.case, hearing.first))
        .sequence(hearing.version)
        .timestamp(hearing.changed_at)
        .status(status(hearing))
        .summary(&format!("开庭 {number}"))
        .description(&format!("{} {}", stage.zh, stage.en));
    if let Some(room) = &hearing.room {
        event.location(room);
    }
    match hearing.starts {
        None => {
            event.all_day(hearing.held_on);
        }
        Some(minute) => {
            let start = hearing.held_on.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
            event.starts(in_zone(start));
            if let Some(minutes) = hearing.minutes {
                event.ends(in_zone(start + TimeDelta::minutes(i64::from(minutes))));
            }
        }
    }
    event.done()
}

/// A hearing that is set while its case is suspended may not be held on its day.
fn status(hearing: &HearingEvent) -> EventStatus {
    match hearing.status {
        HearingStatus::Scheduled if hearing.stage == Stage::Suspended => EventStatus::Tentative,
        HearingStatus::Cancelled | HearingStatus::Postponed => EventStatus::Cancelled,
        HearingStatus::Scheduled | HearingStatus::Open | HearingStatus::Adjourned | HearingStatus::Closed => {
            EventStatus::Confirmed
        }
    }
}

fn in_zone(date_time: NaiveDateTime) -> CalendarDateTime {
    CalendarDateTime::WithTimezone { date_time, tzid: ZONE.to_owned() }
}
