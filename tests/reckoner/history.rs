//! Random histories: a vector of small choices, of which each tries one act that the stage allows, some days later and
//! perhaps written down late. Whether it may be is for the program to say: what it refuses is dropped, what it wants
//! acknowledged is acknowledged, most of the time. A choice of zeroes is the simplest, so that failures shrink.

use chrono::{Days as Span, NaiveDate};
use proptest::prelude::*;
use sikuai::domain::act::Act;
use sikuai::domain::act::filing::Channel;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::table;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::party::Side;
use sikuai::domain::period::NoticeCounting;
use sikuai::domain::refusal::{Refusal, Severity};
use sikuai::domain::stage::Stage;

use crate::acts;
use crate::story::{Story, WORKER, a_case, a_claim, a_worker, an_employer};

/// The most choices of a history.
const CHOICES_MAX: usize = 60;
/// How many acts one choice tries.
const TRIES: u32 = 4;
/// The last day of the calendar that the histories go up to.
const LAST: (i32, u32, u32) = (2026, 12, 31);

/// One thing that may happen.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// Which of the acts that the stage allows.
    pick: u32,
    /// How many days after the one before it is written down.
    gap: u64,
    /// How many days after it happened that is.
    lag: u64,
    /// Everything else about the act.
    detail: u64,
}

/// A history: the day of the receipt, what was received, and what may happen then.
#[derive(Debug, Clone)]
pub(crate) struct History {
    first: u64,
    shape: u64,
    choices: Vec<Choice>,
}

/// How a history goes.
#[derive(Debug, Clone, Copy)]
enum Pace {
    /// This way and that.
    Winding,
    /// More or less straight to the award.
    Straight,
}

/// Numbers drawn one after the other from one.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number, below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        let rolled = self.0 % sides;
        self.0 /= sides;
        rolled
    }

    /// Whether something that happens once in so many times does: never for a zero.
    pub(crate) fn once_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == sides - 1
    }
}

/// Histories that begin from 2019 on, some of them just before the announcement became shorter, or before the last
/// calendar that is known ends.
pub(crate) fn histories() -> impl Strategy<Value = History> {
    let (from, last) = (day((2019, 1, 1)), day(LAST));
    let days = |to: NaiveDate| (to - from).num_days().unsigned_abs();
    let first = prop_oneof![
        6 => 0..days(last) - 60,
        2 => days(day((2021, 9, 1)))..days(day((2022, 1, 15))),
        2 => days(last) - 160..days(last) - 20,
    ];
    let choices = proptest::collection::vec(choice(), 0..CHOICES_MAX);
    (first, any::<u64>(), choices).prop_map(|(first, shape, choices)| History { first, shape, choices })
}

fn choice() -> impl Strategy<Value = Choice> {
    let gap = prop_oneof![6 => 0..=2_u64, 4 => 3..=9_u64, 2 => 10..=25_u64, 1 => 26..=70_u64];
    let lag = prop_oneof![8 => Just(0_u64), 2 => 1..=5_u64, 1 => 6..=40_u64];
    (any::<u32>(), gap, lag, any::<u64>()).prop_map(|(pick, gap, lag, detail)| Choice {
        pick,
        gap,
        lag,
        detail,
    })
}

fn day((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Tells a history, and shows the story after each act that it took.
///
/// # Errors
/// The first thing that the observer does not like.
pub(crate) fn tell<E>(history: &History, mut see: impl FnMut(&Story) -> Result<(), E>) -> Result<(), E> {
    let mut today = day((2019, 1, 1)) + Span::new(history.first);
    let mut shape = Dice(history.shape);
    let pace = if shape.once_in(2) { Pace::Straight } else { Pace::Winding };
    let mut story = received(&mut shape);
    let receipt = Act::Receipt(story.receipt.clone());
    story.go_on(today, receipt).unwrap();
    see(&story)?;
    for choice in &history.choices {
        // What is refused is dropped, and another act tried in its place.
        for turn in 0..TRIES {
            let Some(kind) = picked(&story, pace, choice.pick.rotate_left(8 * turn)) else { return Ok(()) };
            let mut dice = Dice(choice.detail);
            let on = day_of(kind, &story, today, choice);
            let written = (today + Span::new(choice.gap)).max(on);
            let Some(act) = acts::of(kind, &story, on, &mut dice).filter(|_| written <= day(LAST)) else {
                continue;
            };
            if attempt(&mut story, (on, written), &act, &mut dice).is_ok() {
                today = written;
                see(&story)?;
                break;
            }
        }
    }
    Ok(())
}

/// When an act happened that is written down by and by: a hearing is opened on its own day.
fn day_of(kind: ActKind, story: &Story, today: NaiveDate, choice: &Choice) -> NaiveDate {
    let held = || story.case().hearings.last().map(|hearing| hearing.held_on);
    let opening = (kind == ActKind::HearingOpening).then(held).flatten();
    // An extension may be told once the case is closed: it was approved before.
    let closed = story.case().closing.filter(|_| kind == ActKind::Extension);
    let before = closed.map(|closing| closing.at.on - Span::new(choice.lag));
    opening.or(before).unwrap_or_else(|| today + Span::new(choice.gap) - Span::new(choice.lag))
}

/// Tries an act, once more with everything acknowledged that only wants to be.
fn attempt(
    story: &mut Story,
    (on, written): (NaiveDate, NaiveDate),
    act: &Act,
    dice: &mut Dice,
) -> Result<(), Refusal> {
    story.write_down(written, Vec::new());
    let Err(refusal) = story.go_on(on, act.clone()) else { return Ok(()) };
    let mild = matches!(refusal.severity(), Severity::Irregular | Severity::Warning);
    if !mild || dice.once_in(4) {
        return Err(refusal);
    }
    story.write_down(written, refusal.findings.iter().map(|finding| finding.code.to_owned()).collect());
    story.go_on(on, act.clone())
}

/// One of the acts that the stage allows, the usual ones more often; none when the file is in the archive.
fn picked(story: &Story, pace: Pace, pick: u32) -> Option<ActKind> {
    let allowed = acts::WEIGHTS.iter().filter(|(kind, _)| table::allows(story.stage(), *kind));
    let weighed = |(kind, weight): &(ActKind, u32)| match pace {
        Pace::Straight if acts::STRAIGHT.contains(kind) => (*kind, weight * 5),
        Pace::Straight | Pace::Winding => (*kind, *weight),
    };
    let allowed: Vec<(ActKind, u32)> = allowed.map(weighed).collect();
    let sum: u32 = allowed.iter().map(|(_, weight)| weight).sum();
    let mut rest = pick.checked_rem(sum).filter(|_| story.stage() != Stage::Archived)?;
    for (kind, weight) in allowed {
        if rest < weight {
            return Some(kind);
        }
        rest -= weight;
    }
    None
}

/// What is received: who against whom, for what, and by which way; and how the office counts notice of a hearing.
fn received(dice: &mut Dice) -> Story {
    let notice = if dice.once_in(4) { NoticeCounting::ClearDays } else { NoticeCounting::Statutory };
    a_case().under(|book| book.notice = notice).with(|receipt| {
        if dice.once_in(4) {
            receipt.parties = vec![an_employer(1, Side::Applicant), a_worker(2, Side::Respondent)];
        }
        if dice.once_in(3) {
            let workers = receipt.parties[1].is_worker();
            let another =
                if workers { a_worker(3, Side::Respondent) } else { an_employer(3, Side::Respondent) };
            receipt.parties.push(another);
        }
        if dice.once_in(3) && receipt.parties[0].is_worker() {
            receipt.parties.push(a_worker(4, Side::Applicant));
        }
        if dice.once_in(6) {
            receipt.parties.push(an_employer(5, Side::ThirdParty));
        }
        if dice.once_in(5) && receipt.parties[0].is_worker() {
            receipt.parties.extend((20..30).map(|no| a_worker(no, Side::Applicant)));
        }
        let amount = if dice.once_in(2) { 90_000 } else { 10_000 };
        receipt.claims = vec![a_claim(1, WORKER, ClaimItem::Wages, amount)];
        if dice.once_in(2) {
            receipt.claims.push(a_claim(2, WORKER, ClaimItem::Reinstatement, 0));
        }
        if dice.once_in(6) {
            receipt.channel = Channel::TransferredIn;
        }
        // Another worker claims for itself.
        let other = receipt.parties.iter().find(|it| it.side == Side::Applicant && it.no != WORKER);
        if let Some(other) = other.map(|it| it.no).filter(|_| !dice.once_in(3)) {
            receipt.claims.push(a_claim(3, other, ClaimItem::Wages, amount));
        }
    })
}
