//! The schedule of hearings (排庭): the hearings of a case as the office's list has them, and what each keeps
//! booked while it stands: its room and the members of its tribunal. All of it follows from the docket.
//! Not here: that nobody is booked twice, which is a key of the database, which of the cases that are tried together has
//! the booking (`app::joint_trials`), and the search for free slots (`free_slot`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::case::{Case, Hearing, HearingState};
use crate::domain::code::{Coded, Label, label};
use crate::domain::hearing_room::Room;
use crate::domain::id::{CaseId, EntryNo, RoomId, UserId};

/// Hearings book whole quarters of an hour (our choice): one that ends at ten past leaves the room at a quarter past.
pub const SLOT_MINUTES: u16 = 15;
/// The shortest and the longest expected time of one sitting.
pub const HEARING_MINUTES: std::ops::RangeInclusive<u16> = 15..=720;
/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// How a hearing stands on the office's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HearingStatus {
    /// 待开庭.
    Scheduled,
    /// 已延期: another takes its place.
    Postponed,
    /// 已开庭, not closed yet.
    Open,
    /// 已休庭, to another sitting.
    Adjourned,
    /// 已闭庭.
    Closed,
    /// 已取消: the case was closed before it was opened.
    Cancelled,
}

impl Coded for HearingStatus {
    const LIST: &'static str = "hearing_status";
    const ROWS: &'static [(Self, Label)] = &[
        (HearingStatus::Scheduled, label("scheduled", "待开庭", "To be held")),
        (HearingStatus::Postponed, label("postponed", "已延期", "Postponed")),
        (HearingStatus::Open, label("open", "已开庭", "Opened")),
        (HearingStatus::Adjourned, label("adjourned", "已休庭", "Adjourned")),
        (HearingStatus::Closed, label("closed", "已闭庭", "Closed")),
        (HearingStatus::Cancelled, label("cancelled", "已取消", "Cancelled: the case was closed before")),
    ];
}

/// One hearing or sitting of a case, as the list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Its number: that of its entry.
    pub hearing: EntryNo,
    /// The entry that set it first: a postponed hearing stays the same event, on another day.
    pub first: EntryNo,
    /// The day.
    pub held_on: NaiveDate,
    /// When it begins, in minutes after midnight; none where the notice does not say.
    pub starts: Option<u16>,
    /// How many minutes it is expected to take.
    pub minutes: Option<u16>,
    /// The room.
    pub room: Option<Room>,
    /// How it stands.
    pub status: HearingStatus,
}

/// Every hearing of a case, in the order of their entries.
#[must_use]
pub fn sittings(case: &Case) -> Vec<Sitting> {
    let mut first: Option<EntryNo> = None;
    let mut all = Vec::with_capacity(case.hearings.len());
    for hearing in &case.hearings {
        // Only one hearing stands at a time, so what follows a postponed one has taken its place.
        let event = first.take().unwrap_or(hearing.notice.by);
        let status = status(case, &hearing.state);
        first = (status == HearingStatus::Postponed).then_some(event);
        all.push(Sitting {
            hearing: hearing.notice.by,
            first: event,
            held_on: hearing.held_on,
            starts: hearing.time.as_deref().and_then(minute_of),
            minutes: hearing.minutes,
            room: hearing.room.clone(),
            status,
        });
    }
    all
}

fn status(case: &Case, state: &HearingState) -> HearingStatus {
    let is_over = case.closing.is_some();
    match state {
        HearingState::Scheduled if is_over => HearingStatus::Cancelled,
        HearingState::Scheduled => HearingStatus::Scheduled,
        HearingState::Postponed { .. } => HearingStatus::Postponed,
        HearingState::Open { .. } if is_over => HearingStatus::Closed,
        HearingState::Open { .. } => HearingStatus::Open,
        HearingState::Adjourned { .. } => HearingStatus::Adjourned,
        HearingState::Closed { .. } => HearingStatus::Closed,
    }
}

/// What a hearing keeps booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Booked {
    /// A room.
    Room(RoomId),
    /// A member of the tribunal.
    Arbitrator(UserId),
}

/// One quarter of an hour of something booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Booking {
    /// What.
    pub booked: Booked,
    /// The day.
    pub on: NaiveDate,
    /// Which quarter of an hour of the day, from 0.
    pub slot: u16,
}

/// A time that a hearing takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// The day.
    pub on: NaiveDate,
    /// When it begins, in minutes after midnight.
    pub starts: u16,
    /// How many minutes it is expected to take.
    pub minutes: u16,
}

impl Time {
    /// Whether both touch the same quarter of an hour.
    #[must_use]
    pub fn overlaps(self, other: Time) -> bool {
        self.on == other.on
            && slots(self.starts, self.minutes)
                .any(|slot| slots(other.starts, other.minutes).any(|s| s == slot))
    }
}

/// What the hearings of a case keep from others while they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// When it is heard: its parties and their representatives cannot be elsewhere then.
    pub times: Vec<Time>,
    /// What of the office it takes, in the order of the key.
    pub bookings: Vec<Booking>,
    /// The cases that are tried together with it: what one of them has booked is booked for all.
    pub together_with: Vec<CaseId>,
}

/// What the hearings of a case keep from others. A hearing takes its time while it stands, and only if it was planned
/// when that was written down: what had happened by then is told, and takes nothing from anybody. One without an
/// expected time, from before there was a schedule, takes none. Cases that are tried together are heard in one room, by one
/// tribunal, at one time: each says what it takes, and one of them has it booked.
#[must_use]
pub fn schedule(case: &Case) -> Schedule {
    let standing = case.hearings.iter().filter(|hearing| {
        matches!(status(case, &hearing.state), HearingStatus::Scheduled | HearingStatus::Open)
    });
    let timed: Vec<(Time, &Hearing)> =
        standing.filter_map(|hearing| time_of(hearing).map(|time| (time, hearing))).collect();
    let mut bookings: Vec<Booking> =
        timed.iter().flat_map(|(time, hearing)| bookings_of(case, *time, hearing)).collect();
    bookings.sort_unstable();
    bookings.dedup();
    let together_with = case.joint_trials.iter().map(|joint| joint.case).collect();
    Schedule { times: timed.into_iter().map(|(time, _)| time).collect(), bookings, together_with }
}

fn time_of(hearing: &Hearing) -> Option<Time> {
    let starts = hearing.time.as_deref().and_then(minute_of)?;
    let planned = hearing.held_on >= hearing.notice.recorded_on;
    hearing.minutes.filter(|_| planned).map(|minutes| Time { on: hearing.held_on, starts, minutes })
}

fn bookings_of(case: &Case, time: Time, hearing: &Hearing) -> Vec<Booking> {
    let room = hearing.room.as_ref().and_then(Room::id).map(Booked::Room);
    let members = case.tribunal.iter().flat_map(|tribunal| &tribunal.members);
    let booked = room.into_iter().chain(members.map(|member| Booked::Arbitrator(member.user)));
    let of = |booked| slots(time.starts, time.minutes).map(move |slot| Booking { booked, on: time.on, slot });
    booked.flat_map(of).collect()
}

/// The quarters of an hour that a time touches.
///
/// ```
/// use sikuai::domain::schedule::slots;
/// assert_eq!(slots(9 * 60, 30).collect::<Vec<_>>(), [36, 37]); // 09:00 to 09:30
/// assert_eq!(slots(9 * 60 + 10, 30).collect::<Vec<_>>(), [36, 37, 38]); // 09:10 to 09:40
/// ```
pub fn slots(starts: u16, minutes: u16) -> impl Iterator<Item = u16> + Clone {
    let ends = starts.saturating_add(minutes).min(DAY_MINUTES);
    (starts / SLOT_MINUTES)..ends.div_ceil(SLOT_MINUTES)
}

/// The minutes after midnight of `HH:MM`.
///
/// ```
/// use sikuai::domain::schedule::{clock_time, minute_of};
/// assert_eq!(minute_of("09:05"), Some(545));
/// assert_eq!(minute_of("24:00"), None);
/// assert_eq!(clock_time(545), "09:05");
/// ```
#[must_use]
pub fn minute_of(time: &str) -> Option<u16> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// `HH:MM` of minutes after midnight.
#[must_use]
pub fn clock_time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
