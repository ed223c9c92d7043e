//! The schedule as it is drawn (排庭表的绘制): the rows of a week, by room or by arbitrator, the cells of a month, and in each the
//! hearings with where they are moved. Not here: which hearings (`hearings`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate};

use crate::app::hearing_rooms::HearingRoom;
use crate::app::hearings::{HearingCalendar, ListedHearing};
use crate::app::identity::Actor;
use crate::domain::act::kind::ActKind;
use crate::domain::calendar::{Calendar, DayKind};
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{CaseId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::schedule::{HearingStatus, clock_time};
use crate::http::pages::frame::Frame;

/// Days of a week.
pub const WEEK_DAYS: u64 = 7;

/// By what the rows of a week are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The rooms.
    Room,
    /// Those who decide.
    Arbitrator,
}

impl Coded for By {
    const LIST: &'static str = "schedule_rows";
    const ROWS: &'static [(Self, Label)] = &[
        (By::Room, label("room", "按仲裁庭", "By room")),
        (By::Arbitrator, label("arbitrator", "按仲裁员", "By arbitrator")),
    ];
}

/// A day at the head of a column, or of a cell.
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// What is shown of it.
    pub said: String,
    /// What kind of day it is, where it is no plain working day.
    pub kind: &'static str,
    /// Its class.
    pub class: &'static str,
}

/// A hearing in a cell.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When it begins and ends.
    pub time: String,
    /// The case.
    pub case: String,
    /// Its number.
    pub title: String,
    /// Where it is, or before whom.
    pub place: String,
    /// How it stands.
    pub status: &'static str,
    /// How it is moved, for who may.
    pub moves: Option<Move>,
}

/// How a hearing is moved: by the free slots of its case, or by the form of the act with another day filled in, which is where
/// a script leads (`static/schedule.js`).
#[derive(Debug, Clone)]
pub struct Move {
    /// The free slots.
    pub slots: String,
    /// The form of the act.
    pub form: String,
    /// The field of its day.
    pub day: &'static str,
    /// The time of day that it has.
    pub time: String,
    /// How long it takes.
    pub minutes: String,
    /// The room that it has.
    pub room: String,
}

/// A row of the week: a room or a person, and its days.
pub struct Row {
    /// The room, or the person.
    pub name: String,
    /// The id of the room; empty for a person, and for no room.
    pub room: String,
    /// The hearings of each day.
    pub cells: Vec<(NaiveDate, Vec<Entry>)>,
}

/// What a row of the week is of: its name, and its id, for two people may have one name.
type Key = (String, String);

/// A cell of the month.
pub struct Cell {
    /// The day.
    pub day: Day,
    /// Its hearings.
    pub entries: Vec<Entry>,
}

/// What a page is drawn with.
pub struct Drawing<'a> {
    /// The frame of the page.
    pub f: &'a Frame,
    /// Who reads it.
    pub actor: &'a Actor,
    /// The names of the staff, as far as the reader may know them.
    pub names: &'a BTreeMap<UserId, String>,
    /// The hearings.
    pub found: &'a HearingCalendar,
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// Today.
    pub today: NaiveDate,
}

impl Drawing<'_> {
    /// A day.
    #[must_use]
    pub fn day(&self, on: NaiveDate) -> Day {
        let f = self.f;
        let index = usize::try_from(on.weekday().num_days_from_monday()).unwrap_or_default();
        let name = week_days(f).get(index).copied().unwrap_or_default();
        let kind = self.calendar.kind(on);
        let rest = if kind.is_working() { "" } else { "rest" };
        Day {
            on,
            said: format!("{} {name}", on.format("%m-%d")),
            kind: match kind {
                DayKind::WorkingDay => "",
                DayKind::MakeUpWorkingDay => f.say("调休上班", "worked"),
                DayKind::Weekend => f.say("休", "rest"),
                DayKind::Holiday => f.say("放假", "holiday"),
            },
            class: if on == self.today { "is-today" } else { rest },
        }
    }

    /// The rows of a week: of each person that has a hearing in it, or of each room, and of these rooms without one too, for
    /// they are free.
    #[must_use]
    pub fn rows(&self, by: By, days: &[NaiveDate], rooms: &[&HearingRoom]) -> Vec<Row> {
        let of_hearings = self.found.hearings.iter().flat_map(|hearing| self.keys(by, hearing));
        let free = rooms.iter().filter(|_| by == By::Room);
        let free = free.map(|room| (room.name.clone(), room.id.to_string()));
        let keys: BTreeSet<Key> = of_hearings.chain(free).collect();
        let cell = |key: &Key, day: NaiveDate| {
            let of_day = self.found.hearings.iter().filter(|hearing| hearing.held_on == day);
            let own = of_day.filter(|hearing| self.keys(by, hearing).iter().any(|own| own == key));
            (day, own.map(|hearing| self.entry(hearing, Some(by))).collect())
        };
        let row = |key: Key| Row {
            cells: days.iter().map(|day| cell(&key, *day)).collect(),
            name: key.0,
            room: if by == By::Room { key.1 } else { String::new() },
        };
        keys.into_iter().map(row).collect()
    }

    /// In which rows a hearing stands.
    fn keys(&self, by: By, hearing: &ListedHearing) -> Vec<Key> {
        match by {
            By::Room => {
                let unsaid = || self.f.say("未定仲裁庭", "No room yet").to_owned();
                let id = hearing.room_id.map_or_else(String::new, |room| room.to_string());
                vec![(hearing.room.clone().unwrap_or_else(unsaid), id)]
            }
            By::Arbitrator => {
                let unsaid = || self.f.say("未定仲裁员", "No arbitrator yet").to_owned();
                let named = |user: &UserId| (self.name(user), user.to_string());
                let sitting: Vec<Key> = self.users(hearing.case_id).iter().map(named).collect();
                if sitting.is_empty() { vec![(unsaid(), String::new())] } else { sitting }
            }
        }
    }

    fn users(&self, case: CaseId) -> &[UserId] {
        self.found.arbitrators.get(&case).map(Vec::as_slice).unwrap_or_default()
    }

    fn name(&self, user: &UserId) -> String {
        self.names.get(user).cloned().unwrap_or_else(|| user.to_string())
    }

    fn arbitrators(&self, hearing: &ListedHearing) -> Vec<String> {
        self.users(hearing.case_id).iter().map(|user| self.name(user)).collect()
    }

    /// The weeks of a month, from Monday to Sunday; the days of other months are empty.
    #[must_use]
    pub fn month(&self, days: &[NaiveDate]) -> Vec<Vec<Cell>> {
        let Some((first, last)) = days.first().zip(days.last()) else { return Vec::new() };
        let cell = |on: NaiveDate| {
            let is_in = (*first..=*last).contains(&on);
            let of_day = self.found.hearings.iter().filter(|hearing| is_in && hearing.held_on == on);
            let mut day = self.day(on);
            if !is_in {
                day.class = "beside";
            }
            Cell { day, entries: of_day.map(|hearing| self.entry(hearing, None)).collect() }
        };
        let mondays = monday_of(*first).iter_weeks().take_while(|monday| monday <= last);
        mondays.map(|monday| (0..WEEK_DAYS).map(|days| cell(after(monday, days))).collect()).collect()
    }

    fn entry(&self, hearing: &ListedHearing, by: Option<By>) -> Entry {
        let f = self.f;
        let time = |starts: u16| match hearing.minutes {
            Some(minutes) => format!("{}–{}", clock_time(starts), clock_time(starts.saturating_add(minutes))),
            None => clock_time(starts),
        };
        let room = || hearing.room.clone().unwrap_or_default();
        Entry {
            time: hearing.starts.map_or_else(|| f.say("时间未定", "no time").to_owned(), time),
            case: hearing.case_id.to_string(),
            title: hearing.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
            place: match by {
                Some(By::Room) => self.arbitrators(hearing).join(f.say("、", ", ")),
                Some(By::Arbitrator) | None => room(),
            },
            status: f.label(hearing.status.label()),
            moves: self.moves(hearing),
        }
    }

    /// How this reader sets another day for a hearing, or another sitting, if they may.
    fn moves(&self, hearing: &ListedHearing) -> Option<Move> {
        let act = match hearing.status {
            HearingStatus::Scheduled => ActKind::HearingPostponement,
            HearingStatus::Open => ActKind::HearingAdjournment,
            HearingStatus::Postponed
            | HearingStatus::Adjourned
            | HearingStatus::Closed
            | HearingStatus::Cancelled => return None,
        };
        let may = match permit(self.actor.role, Operation::Perform(act)) {
            Permit::Office => true,
            Permit::Assigned => self.sits(hearing.case_id),
            Permit::Desk | Permit::No => false,
        };
        may.then(|| Move {
            slots: format!("/cases/{}/hearing-slots", hearing.case_id),
            form: format!("/cases/{}/acts/{}", hearing.case_id, act.code()),
            day: day_field(act),
            time: hearing.starts.map_or_else(String::new, clock_time),
            minutes: hearing.minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            room: hearing.room_id.map_or_else(String::new, |room| room.to_string()),
        })
    }

    fn sits(&self, case: CaseId) -> bool {
        self.users(case).contains(&self.actor.user)
    }
}

/// In which field an act that sets a hearing has its day: an adjournment names that of the next sitting.
#[must_use]
pub fn day_field(act: ActKind) -> &'static str {
    if act == ActKind::HearingAdjournment { "next_on" } else { "held_on" }
}

/// The days of a week, from Monday.
#[must_use]
pub fn week_days(f: &Frame) -> [&'static str; 7] {
    [("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun")]
        .map(|(zh, en)| f.say(zh, en))
}

/// The Monday of a day's week.
#[must_use]
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    let past = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(past)).unwrap_or(day)
}

/// So many days after a day.
#[must_use]
pub fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
