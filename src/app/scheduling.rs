//! Setting hearings (排庭): the expected time that a notice leaves out, whether its room is one, and what of it another
//! case has booked. That nobody is booked twice rests on a key of the database and not on what is asked here: two
//! who ask at once are told the same, and one of them is refused when both are written.
//! Not here: which times are free (`hearing_slots`).

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::app::deciding::{Loaded, load};
use crate::app::error::Error;
use crate::app::hearing_rows;
use crate::app::joint_trials;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::representatives::{self, Elsewhere};
use crate::config::Config;
use crate::domain::act::Act;
use crate::domain::case::Case;
use crate::domain::finding::{Findings, Moment, Reading};
use crate::domain::free_slot::Span;
use crate::domain::hearing_room::Room;
use crate::domain::id::CaseId;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Finding, Refusal, Severity, Words, words};
use crate::domain::schedule::{SLOT_MINUTES, Time, clock_time};
use crate::storage::bookings::{self, BookingRow};
use crate::storage::{Connection, StorageError, cases, hearing_rooms, hearings, users};

/// How the office sets hearings.
#[derive(Debug, Clone)]
pub struct Scheduling {
    /// How many minutes a hearing takes when its notice does not say.
    pub minutes: u16,
    /// The parts of a working day in which hearings are held.
    pub hours: Vec<Span>,
}

impl Scheduling {
    /// As the office has set it.
    #[must_use]
    pub fn of(settings: &Config) -> Scheduling {
        Scheduling { minutes: settings.hearing_minutes, hours: settings.hearing_hours.clone() }
    }

    /// The act with the expected time that it leaves out, so that the docket says it whatever is set later.
    #[must_use]
    pub fn complete(&self, mut act: Act) -> Act {
        let place = match &mut act {
            Act::HearingNotice(notice) => Some((&notice.time, &mut notice.minutes)),
            Act::HearingPostponement(postponed) => Some((&postponed.time, &mut postponed.minutes)),
            Act::HearingAdjournment(adjourned) => Some((&adjourned.time, &mut adjourned.minutes)),
            _ => None,
        };
        if let Some((Some(_), minutes)) = place {
            minutes.get_or_insert(self.minutes);
        }
        act
    }
}

/// Finds out whether the room that an act names is one that is in use.
///
/// # Errors
/// That the database does not answer.
pub fn check_room(c: &mut Connection, act: &Act) -> Result<Vec<Finding>, Error> {
    let room = match act {
        Act::HearingNotice(notice) => notice.room.as_ref(),
        Act::HearingPostponement(postponed) => postponed.room.as_ref(),
        Act::HearingAdjournment(adjourned) => adjourned.room.as_ref(),
        _ => None,
    };
    let Some(id) = room.and_then(Room::id) else { return Ok(Vec::new()) };
    let row = hearing_rooms::by_id(c, &id.to_string())?;
    let mut findings = Findings::default();
    if row.is_none_or(|row| row.retired_at.is_some()) {
        findings.invalid(
            "no_such_room",
            "/room",
            words("没有这一在用的仲裁庭", "there is no such room in use"),
        );
    }
    Ok(findings.into_findings())
}

/// The case as an act would make it whatever the rules say, if it is one that sets a hearing or a tribunal: so that
/// what is booked is said together with everything else that is wrong.
#[must_use]
pub fn as_set(case: &Case, act: &Act, at: &Moment<'_>) -> Option<Case> {
    match act {
        Act::HearingNotice(_)
        | Act::HearingPostponement(_)
        | Act::HearingAdjournment(_)
        | Act::TribunalChange(_) => {
            let at = Moment { reading: Reading::Replay, ..*at };
            case.clone().perform(act.clone(), &at).ok()
        }
        _ => None,
    }
}

/// What a case books and another has already: one finding for each room and person, with the time that the other has, and
/// its number for who may see it.
///
/// # Errors
/// That the database does not answer.
pub fn clashes(c: &mut Connection, caller: &Caller, case: &Case) -> Result<Vec<Finding>, Error> {
    let mut but = joint_trials::ids_together(c, case)?;
    but.push(case.id.to_string());
    let found = bookings::clashes(c, &but, &hearing_rows::booking_index(case))?;
    let Some((first, last)) =
        found.iter().map(|(row, _)| row.on_date).min().zip(found.iter().map(|(row, _)| row.on_date).max())
    else {
        return Ok(Vec::new());
    };
    let things: Vec<String> = found.iter().map(|(row, _)| row.booked.clone()).collect();
    let taken = bookings::taken(c, &things, (first, last), &but)?;
    let others: Vec<String> = found.iter().map(|(row, _)| row.case_id.clone()).collect();
    let seen = cases::visible_of(c, &others, &caller.visibility())?;
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    let mut findings = Vec::new();
    for (row, number) in found {
        if told.insert((row.kind.clone(), row.booked.clone())) {
            let whom = name_of(c, &row)?;
            let number = number.filter(|_| seen.contains(&row.case_id));
            findings.push(double_booked(&whom, (row.on_date, span(&row, &taken)), number.as_deref()));
        }
    }
    Ok(findings)
}

/// The quarters of an hour around one that the same case has of the same thing, from the first through the last.
fn span(row: &BookingRow, taken: &[BookingRow]) -> (i32, i32) {
    let has = |slot: i32| taken.contains(&BookingRow { slot, ..row.clone() });
    let (mut first, mut last) = (row.slot, row.slot);
    while has(first - 1) {
        first -= 1;
    }
    while has(last + 1) {
        last += 1;
    }
    (first, last)
}

/// The times of a case at which a representative of one of its parties is at the hearing of another: one finding for
/// each of these parties. They have no row with a key, because whom a party appoints afterwards must be recorded
/// whatever else they do; two who ask at once for the same day wait for each other. That somebody is in another case is
/// personal data of that one: its number is for who may read this there.
///
/// # Errors
/// That the database does not answer.
pub fn clashes_of_representatives(
    register: &Register,
    c: &mut Connection,
    caller: &Caller,
    (case, times): (&Case, &[Time]),
) -> Result<Vec<Finding>, Error> {
    let days: Vec<NaiveDate> = times.iter().map(|time| time.on).collect();
    let Some((first, last)) = days.iter().min().copied().zip(days.iter().max().copied()) else {
        return Ok(Vec::new());
    };
    hearings::take_days(c, &days)?;
    let mut told = BTreeSet::new();
    let others = representatives::elsewhere(register, c, case, (first, last))?.into_iter();
    let clashing = others.filter(|other| times.iter().any(|time| time.overlaps(other.time)));
    let (mut findings, mut numbers) = (Vec::new(), HashMap::new());
    for other in clashing.filter(|other| told.insert(other.party)) {
        let number = match numbers.entry(other.case) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(asked) => asked.insert(numbered(number_for(c, caller, other.case)?.as_deref())),
        };
        findings.push(represented_elsewhere(&other, number));
    }
    Ok(findings)
}

/// The number of a case, for who may read the personal data in it.
fn number_for(c: &mut Connection, caller: &Caller, id: CaseId) -> Result<Option<String>, Error> {
    match load(c, caller, id) {
        Ok(Loaded { row, case }) => {
            Ok(row.number.filter(|_| ensure(caller, Operation::ReadPersonalData, Some(&case)).is_ok()))
        }
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A number as it stands behind a case; nothing without one.
fn numbered(number: Option<&str>) -> Words {
    number.map_or_else(|| words("", ""), |number| words(format!("（{number}）"), format!(" ({number})")))
}

fn represented_elsewhere(other: &Elsewhere, number: &Words) -> Finding {
    let party = other.party;
    let (day, from) = (other.time.on, clock_time(other.time.starts));
    let to = clock_time(other.time.starts.saturating_add(other.time.minutes));
    finding(words(
        format!("第{party}号当事人的代理人在{day} {from}至{to}已有另一案件{}的庭审", number.zh),
        format!(
            "a representative of party {party} has the hearing of another case{} on {day} from {from} to {to}",
            number.en
        ),
    ))
}

/// What is booked, as people call it.
fn name_of(c: &mut Connection, row: &BookingRow) -> Result<Words, Error> {
    Ok(if row.kind == hearing_rows::ROOM {
        let name = hearing_rooms::by_id(c, &row.booked)?.map(|room| room.name).unwrap_or_default();
        words(format!("仲裁庭“{name}”"), format!("the room \u{201c}{name}\u{201d}"))
    } else {
        let name = users::by_id(c, &row.booked)?.map(|user| user.name).unwrap_or_default();
        words(format!("仲裁员{name}"), format!("the arbitrator {name}"))
    })
}

fn double_booked(whom: &Words, (day, slots): (NaiveDate, (i32, i32)), number: Option<&str>) -> Finding {
    let time = |slot: i32| clock_time(u16::try_from(slot).unwrap_or(0).saturating_mul(SLOT_MINUTES));
    let (from, to, number) = (time(slots.0), time(slots.1 + 1), numbered(number));
    finding(words(
        format!("{}在{day} {from}至{to}已有另一案件{}的庭审", whom.zh, number.zh),
        format!("{} has the hearing of another case{} on {day} from {from} to {to}", whom.en, number.en),
    ))
}

fn finding(words: Words) -> Finding {
    // No article: it is the office's own order, and no acknowledgement makes two rooms of one.
    Finding { code: "double_booked", severity: Severity::Unlawful, field: None, article: None, words }
}

/// What was free when the act was decided, and another hearing got at the same moment.
#[must_use]
pub fn or_taken(error: Error) -> Error {
    match error {
        Error::Storage(StorageError::Unique(key)) if key == bookings::TAKEN => {
            Error::Refused(Refusal::of(finding(words(
                "该时段的仲裁庭或仲裁员刚刚被另一庭审占用，请另选时间",
                "another hearing has just taken the room or an arbitrator at this time; choose another",
            ))))
        }
        other => other,
    }
}
