//! The docket (案卷登记): the entries of a case, chained by their hashes, and the case that they make.
//! It is the truth: the case row, the deadlines and the figures are what it says. A mistake is
//! corrected by an entry that names the wrong one; nothing is changed in its place. What is asked of a correction is in
//! `correcting`.

mod correcting;
mod knowing;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::act::Act;
use crate::domain::act::collective::Continued;
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::{Opening, Origin};
use crate::domain::act::tribunal::Untold;
use crate::domain::case::Case;
use crate::domain::deadline::change::CalendarChange;
use crate::domain::finding::{Findings, Moment, Reading};
use crate::domain::id::{CaseId, EntryNo, UserId};
use crate::domain::office::LawBook;
use crate::domain::party::PersonRef;
use crate::domain::refusal::{Refusal, words};

pub use correcting::{correct, inside_replacement};
pub use knowing::each_known;

/// The hash before the first entry.
pub const FIRST_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// China Standard Time, the office's own: eight hours ahead, all year.
const CHINA_SECONDS_EAST: i32 = 8 * 3600;

/// The calendar day of an instant in the office.
///
/// ```
/// use chrono::{DateTime, NaiveDate};
/// use sikuai::domain::docket::office_day;
/// let late: DateTime<chrono::Utc> = "2021-03-01T16:00:00Z".parse().unwrap();
/// assert_eq!(office_day(late), NaiveDate::from_ymd_opt(2021, 3, 2).unwrap());
/// ```
#[must_use]
pub fn office_day(at: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(CHINA_SECONDS_EAST)
        .map_or_else(|| at.date_naive(), |china| at.with_timezone(&china).date_naive())
}

/// The first instant of a day in the office; the earliest instant there is, for the earliest days.
///
/// ```
/// use sikuai::domain::docket::office_midnight;
/// let day = chrono::NaiveDate::from_ymd_opt(2021, 3, 2).unwrap();
/// assert_eq!(office_midnight(day).to_rfc3339(), "2021-03-01T16:00:00+00:00");
/// ```
#[must_use]
pub fn office_midnight(on: NaiveDate) -> DateTime<Utc> {
    let east = TimeDelta::seconds(i64::from(CHINA_SECONDS_EAST));
    on.and_time(NaiveTime::MIN).and_utc().checked_sub_signed(east).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Something happened.
    Act(Act),
    /// 更正: an earlier entry was a mistake.
    Correction(Correction),
    /// 日历变更: a year was imported, and deadlines moved; nothing happened in the case itself.
    CalendarChange(CalendarChange),
}

/// The correction of an entry (更正).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The wrong entry.
    pub entry: EntryNo,
    /// What should have been written; nothing, when it should not have been written at all.
    pub replacement: Option<Replacement>,
}

/// What takes the place of a wrong entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The legal date.
    pub on: NaiveDate,
    /// The act, of the same kind as the wrong one.
    pub act: Act,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1.
    pub no: EntryNo,
    /// The legal date.
    pub on: NaiveDate,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// By whom; [`UserId::OPERATOR`] at the command line.
    pub actor: UserId,
    /// Why, where a reason was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Warnings and irregularities that the actor acknowledged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<String>,
    /// What happened.
    pub content: Content,
}

impl Entry {
    /// The code of what it says, for lists.
    #[must_use]
    pub fn kind(&self) -> Option<ActKind> {
        match &self.content {
            Content::Act(act) => Some(act.kind()),
            Content::Correction(_) | Content::CalendarChange(_) => None,
        }
    }

    /// What opened the case, if this entry did.
    #[must_use]
    pub fn opening(&self) -> Option<Opening<PersonRef>> {
        match &self.content {
            Content::Act(act) => Opening::of(act),
            Content::Correction(_) | Content::CalendarChange(_) => None,
        }
    }

    /// The proceeding that the case came from, if this entry opened it out of one.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        self.opening()?.origin()
    }

    /// The case of the same matter that this entry opened, if it opened one.
    #[must_use]
    pub fn opened(&self) -> Option<CaseId> {
        match &self.content {
            Content::Act(act) => act.opened(),
            Content::Correction(_) | Content::CalendarChange(_) => None,
        }
    }

    /// With what an acceptance goes on that this entry tells of another case.
    #[must_use]
    pub fn continued(&self) -> Option<Continued> {
        match &self.content {
            Content::Act(Act::Acceptance(acceptance)) => acceptance.continued.clone(),
            Content::Act(_) | Content::Correction(_) | Content::CalendarChange(_) => None,
        }
    }

    /// Whether an amendment that this entry tells of another case started the trial period anew there.
    #[must_use]
    pub fn restarted(&self) -> Option<bool> {
        match &self.content {
            Content::Act(Act::ClaimAmendment(amendment)) => amendment.restarted,
            Content::Act(_) | Content::Correction(_) | Content::CalendarChange(_) => None,
        }
    }

    /// What it means that a formation that this entry tells of names no day on which the parties were told of it.
    #[must_use]
    pub fn untold(&self) -> Option<Untold> {
        match &self.content {
            Content::Act(Act::TribunalFormation(formation)) => Some(formation.untold),
            Content::Act(_) | Content::Correction(_) | Content::CalendarChange(_) => None,
        }
    }

    fn moment<'a>(&'a self, book: &'a LawBook, reading: Reading) -> Moment<'a> {
        Moment {
            on: self.on,
            today: office_day(self.recorded_at),
            entry: self.no,
            actor: self.actor,
            acknowledged: &self.acknowledged,
            book,
            reading,
        }
    }
}

/// The hash of an entry: of the hash before it and of its text, as stored.
#[must_use]
pub fn chain(previous: &str, body: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update(b"\n");
    hasher.update(body.as_bytes());
    hex(&hasher.finalize())
}

/// Bytes in lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Where a case lives and which region's rules it follows; the docket does not repeat it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The case.
    pub id: CaseId,
    /// Its region.
    pub region: &'a str,
}

/// What the office knew at the end of a day: the entries that were recorded by then. A docket never goes back in
/// time, so they are its beginning; a correction that was recorded later is not among them.
#[must_use]
pub fn known_on(entries: &[Entry], day: NaiveDate) -> &[Entry] {
    let known = entries.iter().take_while(|entry| office_day(entry.recorded_at) <= day).count();
    entries.get(..known).unwrap_or_default()
}

/// Puts a case together from its entries, corrections in the place of what they correct.
///
/// # Errors
/// A refusal when the entries make no possible history; with [`Reading::Decide`] also when they make
/// no lawful one.
pub fn replay(
    entries: &[Entry],
    place: Place<'_>,
    book: &LawBook,
    reading: Reading,
) -> Result<Case, Refusal> {
    let last = entries.last().map_or(EntryNo(0), |entry| entry.no);
    put_together((entries, last), place, book, reading)
}

/// The case as it stood when an entry was made: what that entry and those before it say, as they count now, and nothing of
/// what was recorded later.
///
/// # Errors
/// As [`replay`].
pub fn stood_at(
    entries: &[Entry],
    place: Place<'_>,
    book: &LawBook,
    entry: EntryNo,
) -> Result<Case, Refusal> {
    put_together((entries, entry), place, book, Reading::Replay)
}

/// The case of the entries up to one of them; a correction of one of these counts whenever it was recorded.
fn put_together(
    (entries, last): (&[Entry], EntryNo),
    place: Place<'_>,
    book: &LawBook,
    reading: Reading,
) -> Result<Case, Refusal> {
    let mut case: Option<Case> = None;
    let until = entries.iter().take_while(|entry| entry.no <= last);
    for step in until.filter_map(|entry| Step::of(entries, entry)) {
        case = Some(step.take(case, place, &step.moment(book, reading))?);
    }
    let mut case = case.ok_or_else(|| Refusal { findings: Vec::new() })?;
    case.version = last.0;
    Ok(case)
}

/// The case as it stood at the end of a day by the legal dates: of what had happened by then, whenever it was written
/// down. An act that leans on a later one, written down between others, is left out with it. None before the receipt.
#[must_use]
pub fn stood_on(entries: &[Entry], place: Place<'_>, book: &LawBook, day: NaiveDate) -> Option<Case> {
    let steps = entries.iter().filter_map(|entry| Step::of(entries, entry));
    steps.filter(|step| step.on <= day).fold(None, |case: Option<Case>, step| {
        let next = step.take(case.clone(), place, &step.moment(book, Reading::Replay));
        next.ok().or(case)
    })
}

/// An act of a docket as it counts, without who wrote it down.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Its entry.
    pub no: EntryNo,
    /// The legal date.
    pub on: NaiveDate,
    /// What happened.
    pub act: Act,
}

/// The acts of a docket as they count, in the order of their entries.
#[must_use]
pub fn counted(entries: &[Entry]) -> Vec<Counted> {
    let steps = entries.iter().filter_map(|entry| Step::of(entries, entry));
    steps.map(|step| Counted { no: step.entry.no, on: step.on, act: step.act.clone() }).collect()
}

/// An act of the docket as it counts: as written, or as it was last corrected.
struct Step<'a> {
    /// The entry in whose place it stands.
    entry: &'a Entry,
    on: NaiveDate,
    act: &'a Act,
    /// The entry that wrote it down: the same, or the correction.
    written: &'a Entry,
    acknowledged: Vec<String>,
}

impl<'a> Step<'a> {
    /// None for a correction, for what was struck out, and for a change of the calendar: the book that the
    /// docket is replayed with has it already.
    fn of(entries: &'a [Entry], entry: &'a Entry) -> Option<Step<'a>> {
        let Content::Act(original) = &entry.content else { return None };
        let (on, act, written) = match latest_correction(entries, entry.no) {
            Some((_, Correction { replacement: None, .. })) => return None,
            Some((by, Correction { replacement: Some(replacement), .. })) => {
                (replacement.on, &replacement.act, by)
            }
            None => (entry.on, original, entry),
        };
        Some(Step { entry, on, act, written, acknowledged: acknowledged(entries, entry) })
    }

    fn moment<'b>(&'b self, book: &'b LawBook, reading: Reading) -> Moment<'b> {
        let today = office_day(self.written.recorded_at);
        Moment { on: self.on, today, acknowledged: &self.acknowledged, ..self.entry.moment(book, reading) }
    }

    fn take(&self, case: Option<Case>, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        match case {
            None => Opening::of(self.act).ok_or_else(|| no_receipt(at))?.open(place, at),
            Some(case) => case.perform(self.act.clone(), at),
        }
    }
}

fn latest_correction(entries: &[Entry], no: EntryNo) -> Option<(&Entry, &Correction)> {
    entries.iter().rev().find_map(|entry| match &entry.content {
        Content::Correction(correction) if correction.entry == no => Some((entry, correction)),
        Content::Correction(_) | Content::Act(_) | Content::CalendarChange(_) => None,
    })
}

/// What was acknowledged for an entry: by itself, and by every correction, since a correction answers for
/// what it makes of the entries after it.
fn acknowledged(entries: &[Entry], entry: &Entry) -> Vec<String> {
    let corrections = entries.iter().filter(|other| matches!(other.content, Content::Correction(_)));
    corrections.chain([entry]).flat_map(|entry| entry.acknowledged.iter().cloned()).collect()
}

fn no_receipt(at: &Moment<'_>) -> Refusal {
    let mut findings = Findings::default();
    findings.impossible(
        "no_receipt",
        None,
        words("收件登记不能撤销", "a case begins with its receipt, which cannot be struck out"),
    );
    findings.conclude(at).err().unwrap_or(Refusal { findings: Vec::new() })
}
