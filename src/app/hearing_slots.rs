//! Free slots for the next hearing of a case (可排时段): on days that the law allows, within the office's hours, when
//! the room and everyone on the tribunal is free. Which days those are, the act that would set the hearing is asked
//! itself. Nothing is reserved: whoever sets the hearing first has it.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, TimeDelta, Timelike as _};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::deciding::{Loaded, load};
use crate::app::error::{Error, Place, Violation};
use crate::app::hearing_rows;
use crate::app::joint_trials;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::representatives::{self, Elsewhere};
use crate::domain::act::hearing::{SHORT_NOTICE, setting_on};
use crate::domain::case::Case;
use crate::domain::finding::{Moment, Reading};
use crate::domain::free_slot::{free_starts, longest};
use crate::domain::id::{CaseId, EntryNo, RoomId};
use crate::domain::office::LawBook;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Words, words};
use crate::domain::schedule::{Booked, DAY_MINUTES, Time, clock_time, slots};
use crate::storage::hearing_rooms::{self, RoomRow};
use crate::storage::{Connection, bookings};

/// So many slots are proposed.
const SLOTS_MAX: usize = 3;
/// So far ahead they are looked for.
const SEARCH_DAYS_MAX: u64 = 180;
/// The bookings of so many days are read at a time.
const WINDOW_DAYS: u64 = 14;
/// So many rooms are looked at when none is named.
const ROOMS_MAX: i64 = 100;
/// Hearings begin on whole minutes of the office's clock, eight hours east.
const OFFICE_EAST: TimeDelta = TimeDelta::hours(8);

/// What is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct AskedSlots {
    /// How long, in minutes; by the office's setting if not said.
    pub minutes: Option<u16>,
    /// In this room; in any that is in use if not said.
    pub room: Option<RoomId>,
    /// Not before this day.
    pub from: Option<NaiveDate>,
}

/// A free slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreeSlot {
    /// The day.
    pub held_on: NaiveDate,
    /// The time, `HH:MM`.
    pub time: String,
    /// How long, in minutes.
    pub minutes: u16,
    /// A room that is free then; none where the office has none.
    pub room: Option<RoomId>,
    /// What the room is called.
    pub room_name: Option<String>,
    /// Whether the day rests on a calendar that is not published yet.
    pub provisional: bool,
}

/// The next free slots.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreeSlots {
    /// At most three, the earliest first.
    pub items: Vec<FreeSlot>,
    /// Where no day can be proposed: what stands in the way.
    pub reasons: Vec<Words>,
}

impl Register {
    /// The next free slots for a hearing of a case.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller may set none, or the stage allows none; a hearing longer than the office's
    /// hours; a room that is not in use.
    pub async fn hearing_slots(
        &self,
        caller: &Caller,
        id: CaseId,
        asked: AskedSlots,
    ) -> Result<FreeSlots, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let Loaded { case, .. } = load(c, &caller, id)?;
            let book = register.books.in_force(c)?;
            let today = register.clock.today();
            let kind = setting_on(&case, today, None).kind();
            ensure(&caller, Operation::Perform(kind), Some(&case))?;
            let minutes = asked.minutes.unwrap_or(register.scheduling.minutes);
            register.ensure_fits(minutes)?;
            let rooms = rooms(c, asked.room)?;
            let at = Moment {
                on: today,
                today,
                entry: EntryNo(case.version.saturating_add(1)),
                actor: caller.user,
                acknowledged: &[SHORT_NOTICE.to_owned()],
                book: &book,
                reading: Reading::Decide,
            };
            let search = Search { register: &register, case: &case, rooms: &rooms, minutes, at };
            search.run(c, asked.from.unwrap_or(today).max(today))
        };
        self.store.snapshot(work).await
    }

    fn ensure_fits(&self, minutes: u16) -> Result<(), Error> {
        let longest = longest(&self.scheduling.hours);
        if minutes <= longest {
            return Ok(());
        }
        let said = words(
            format!("排庭时段最长{longest}分钟，请分次开庭"),
            format!("The office's hours take hearings of {longest} minutes at most; hold several sittings."),
        );
        let place = Place::Query("minutes".to_owned());
        Err(Error::Invalid(vec![Violation { place, code: "longer_than_hours", words: said }]))
    }
}

fn rooms(c: &mut Connection, wanted: Option<RoomId>) -> Result<Vec<RoomRow>, Error> {
    let Some(id) = wanted else { return Ok(hearing_rooms::in_use(c, ROOMS_MAX)?) };
    let row = hearing_rooms::by_id(c, &id.to_string())?.filter(|row| row.retired_at.is_none());
    row.map(|row| vec![row]).ok_or_else(|| {
        let words = words("没有这一在用的仲裁庭", "There is no such room in use.");
        let place = Place::Query("room".to_owned());
        Error::Invalid(vec![Violation { place, code: "no_such_room", words }])
    })
}

/// One search: for which case, with what at hand.
struct Search<'a> {
    register: &'a Register,
    case: &'a Case,
    rooms: &'a [RoomRow],
    minutes: u16,
    at: Moment<'a>,
}

/// What others have on some days.
struct Taken {
    /// What is booked: the thing, the day, the quarter of an hour.
    booked: HashSet<(String, NaiveDate, u16)>,
    /// Where the representatives of the parties are.
    elsewhere: Vec<Elsewhere>,
}

impl Search<'_> {
    fn run(&self, c: &mut Connection, from: NaiveDate) -> Result<FreeSlots, Error> {
        let mut found = FreeSlots { items: Vec::new(), reasons: Vec::new() };
        let end = from + Days::new(SEARCH_DAYS_MAX);
        let mut window = from;
        while window < end && found.items.len() < SLOTS_MAX {
            let last = window + Days::new(WINDOW_DAYS - 1);
            let taken = self.taken(c, (window, last))?;
            for day in window.iter_days().take_while(|day| *day <= last) {
                self.on_day(day, &taken, &mut found)?;
            }
            window = last + Days::new(1);
        }
        found.items.truncate(SLOTS_MAX);
        if !found.items.is_empty() {
            found.reasons.clear();
        }
        Ok(found)
    }

    fn on_day(&self, day: NaiveDate, taken: &Taken, found: &mut FreeSlots) -> Result<(), Error> {
        let book: &LawBook = self.at.book;
        if found.items.len() >= SLOTS_MAX || !book.calendar.is_working_day(day) {
            return Ok(());
        }
        if let Err(refusal) = self.case.examine(&setting_on(self.case, day, self.some_time()), &self.at) {
            // No other day would be better at a stage, or for a kind of case, that has no hearings.
            if refusal.findings.iter().any(|finding| finding.code.ends_with("_does_not_allow")) {
                return Err(Error::Refused(refusal));
            }
            found.reasons = refusal.findings.into_iter().map(|finding| finding.words).collect();
            return Ok(());
        }
        let members: Vec<String> = self.members().collect();
        let is_taken = |thing: &str, start: u16| {
            slots(start, self.minutes).any(|slot| taken.booked.contains(&(thing.to_owned(), day, slot)))
        };
        let free_room = |start: u16| self.rooms.iter().find(|room| !is_taken(&room.id, start));
        let is_free = |start: u16| {
            let time = Time { on: day, starts: start, minutes: self.minutes };
            (self.rooms.is_empty() || free_room(start).is_some())
                && !members.iter().any(|member| is_taken(member, start))
                && !taken.elsewhere.iter().any(|other| other.time.overlaps(time))
        };
        let after = if day == self.at.today { self.now() } else { 0 };
        for start in free_starts(&self.register.scheduling.hours, self.minutes, after, is_free) {
            let room = free_room(start);
            found.items.push(FreeSlot {
                held_on: day,
                time: clock_time(start),
                minutes: self.minutes,
                room: room.and_then(|room| room.id.parse().ok()).map(RoomId),
                room_name: room.map(|room| room.name.clone()),
                provisional: !book.calendar.is_known(day),
            });
        }
        Ok(())
    }

    /// A time of the office's hours: which days the law allows does not depend on it.
    fn some_time(&self) -> Option<String> {
        free_starts(&self.register.scheduling.hours, 1, 0, |_| true).first().copied().map(clock_time)
    }

    fn members(&self) -> impl Iterator<Item = String> {
        let members = self.case.tribunal.iter().flat_map(|tribunal| &tribunal.members);
        members.map(|member| hearing_rows::thing(Booked::Arbitrator(member.user)).1)
    }

    fn taken(&self, c: &mut Connection, days: (NaiveDate, NaiveDate)) -> Result<Taken, Error> {
        let rooms = self.rooms.iter().map(|room| room.id.clone());
        let things: Vec<String> = self.members().chain(rooms).collect();
        let mut but = joint_trials::ids_together(c, self.case)?;
        but.push(self.case.id.to_string());
        let rows = bookings::taken(c, &things, days, &but)?;
        let key = |row: bookings::BookingRow| Some((row.booked, row.on_date, u16::try_from(row.slot).ok()?));
        let booked = rows.into_iter().filter_map(key).collect();
        let elsewhere = representatives::elsewhere(self.register, c, self.case, days)?;
        Ok(Taken { booked, elsewhere })
    }

    /// Minutes of the office's day that are over.
    fn now(&self) -> u16 {
        let now = (self.register.clock.now() + OFFICE_EAST).time();
        u16::try_from(now.num_seconds_from_midnight().div_ceil(60)).unwrap_or(DAY_MINUTES)
    }
}
