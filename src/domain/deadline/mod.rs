//! Deadlines (期限): what is due in a case, by when and why. A pure function of the case, the calendar
//! and the rules; stored only as an index for worklists. Internal targets (四快) are not here.

mod award;
pub mod change;
mod collective;
mod evidence;
pub mod explanation;
mod filing;
mod inspection;
pub mod measure;
mod mediation;
mod petition;
mod proceedings;
mod referral;
pub mod rule;
mod status;
mod summons;
mod trial;

use chrono::NaiveDate;

use crate::domain::case::{Case, Dated};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Label;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::office::LawBook;
use crate::domain::period::{self, Direction, DueWith, Extension, Limit, due_with, latest_before};
use rule::{Rule, RuleId, Term};

pub use award::{Enforceable, enforcements};
pub use evidence::evidence_due;
pub use filing::{correction_due, deferral_lapse};
pub use inspection::{handling_due, handling_started, has_reached_employer, listing_time, payment_due};
pub use petition::petition_due;
pub use proceedings::defence_due;
pub use status::{State, Status};
pub use trial::{TrialDue, closed_in_time, trial_due, trial_due_on, unextended_due};

/// How the end of a deadline was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Forward or backward, without a stop.
    Plain(period::Due),
    /// With exclusions, with an extension, or with both.
    Trial(Box<DueWith>),
    /// The clock stands still since this day; a new one starts when it goes on.
    Stopped(NaiveDate),
}

/// One deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The rule.
    pub rule: &'static Rule,
    /// The day that starts it (or from which it counts back), and the entry that says so.
    pub trigger: Dated,
    /// The entry by which it is told from others of its rule and party. Mostly the one that starts it; it stays where another
    /// entry names another day.
    pub anchor: EntryNo,
    /// What that day was, in this case.
    pub cause: &'static Label,
    /// The party it concerns, where it concerns one.
    pub party: Option<PartyNo>,
    /// How its end was counted.
    pub counted: Counted,
    /// What has become of it.
    pub state: State,
    /// The legal date of the act that met it, or with which it was over unmet, and its entry: the state tells which
    /// ([`Deadline::met_by_act`], [`Deadline::ended_by_act`]).
    pub met: Option<Dated>,
}

impl Deadline {
    /// The last day by the count alone.
    #[must_use]
    pub fn natural_on(&self) -> Option<NaiveDate> {
        self.limit().natural_on
    }

    /// The last day on which it is kept.
    #[must_use]
    pub fn due_on(&self) -> Option<NaiveDate> {
        self.limit().due_on
    }

    /// The act that met it; none unless it was met.
    #[must_use]
    pub fn met_by_act(&self) -> Option<Dated> {
        self.met.filter(|_| self.state == State::Met)
    }

    /// The act with which it was over unmet, where one was: the closing of the case after its end, a waiver, an extension, or what
    /// took its place.
    #[must_use]
    pub fn ended_by_act(&self) -> Option<Dated> {
        self.met.filter(|_| self.state != State::Met)
    }

    /// Whether it rests on a day that no calendar notice covers yet.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.limit().provisional
    }

    /// Its end; of a trial period that was extended A25 is the end without the extension.
    fn limit(&self) -> Limit {
        match &self.counted {
            Counted::Plain(due) => Limit {
                natural_on: Some(due.natural_on),
                due_on: Some(due.due_on),
                provisional: due.provisional,
            },
            Counted::Trial(due) if self.rule.id == RuleId::A25 => due.unextended,
            Counted::Trial(due) => {
                Limit { natural_on: due.natural_on, due_on: due.due_on, provisional: due.provisional }
            }
            Counted::Stopped(_) => Limit { natural_on: None, due_on: None, provisional: false },
        }
    }

    /// As it is by a day: nothing is met on a day that is still to come, such as that on which a service by announcement will
    /// count.
    #[must_use]
    pub fn as_of(&self, day: NaiveDate) -> Deadline {
        let met = self.met.filter(|_| !self.is_met_after(day));
        Deadline { state: self.state_on(day), met, ..self.clone() }
    }

    fn is_met_after(&self, day: NaiveDate) -> bool {
        self.state == State::Met && self.met.is_some_and(|met| met.on > day)
    }

    fn state_on(&self, day: NaiveDate) -> State {
        if self.is_met_after(day) { State::Open } else { self.state }
    }

    /// How it stands on a day: the last day is usable to its end.
    #[must_use]
    pub fn status(&self, as_of: NaiveDate) -> Status {
        match self.state_on(as_of) {
            State::Open if self.due_on().is_none_or(|due| as_of <= due) => Status::Open,
            State::Open if self.rule.lapses() => Status::Lapsed,
            State::Open => Status::Overdue,
            State::Met if self.is_met_in_time() => Status::MetInTime,
            State::Met => Status::MetLate,
            State::Waived => Status::Waived,
            State::Extended => Status::Extended,
            State::Paused => Status::Paused,
            State::Missed if self.rule.lapses() => Status::Lapsed,
            State::Missed => Status::Missed,
            State::Ended => Status::Ended,
        }
    }

    /// Whether a day is within it.
    fn is_kept_on(&self, day: NaiveDate) -> bool {
        self.due_on().is_none_or(|due| day <= due)
    }

    fn is_met_in_time(&self) -> bool {
        match (self.met, self.due_on()) {
            (Some(met), Some(due)) => met.on <= due,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

/// Every deadline of a case that has begun, in the order of the rules' sections.
#[must_use]
pub fn deadlines(case: &Case, book: &LawBook) -> Vec<Deadline> {
    let mut all = Vec::with_capacity(8 + case.parties.len() * 2 + case.hearings.len());
    match case.kind {
        CaseKind::Arbitration => {
            filing::push(case, book, &mut all);
            proceedings::push(case, book, &mut all);
            evidence::push(case, book, &mut all);
            collective::push(case, book, &mut all);
            trial::push(case, book, &mut all);
            award::push(case, book, &mut all);
        }
        CaseKind::Mediation | CaseKind::Inspection | CaseKind::Petition => {}
    }
    if let Some(own) = &case.mediation {
        mediation::push(case, own, book, &mut all);
    }
    if let Some(own) = &case.inspection {
        inspection::push(case, own, book, &mut all);
    }
    if let Some(own) = &case.petition {
        petition::push(case, own, book, &mut all);
    }
    referral::push(case, book, &mut all);
    all
}

/// A deadline that nothing stops or extends, as it begins; none where no version of the rule has a length.
fn begun(id: RuleId, trigger: Dated, book: &LawBook) -> Option<Deadline> {
    begun_under(book.rule(id, trigger.on)?, trigger, book)
}

/// The same, under a version of the rule that need not be the one in force when it begins.
fn begun_under(rule: &'static Rule, trigger: Dated, book: &LawBook) -> Option<Deadline> {
    let counted = Counted::Plain(plain(rule, trigger.on, book)?);
    Some(Deadline {
        rule,
        trigger,
        anchor: trigger.by,
        cause: &rule.trigger,
        party: None,
        counted,
        state: State::Open,
        met: None,
    })
}

impl Deadline {
    /// The same, extended as its own rule allows: counted from the unrolled end (our choice), and not extended where
    /// that was agreed after it had run out.
    fn extended_by(self, extension: Option<Extension>, book: &LawBook) -> Deadline {
        let Some((extension, length)) = extension.zip(self.rule.length()) else { return self };
        let due = due_with(self.trigger.on, length, &[], Some(extension), &book.calendar);
        Deadline { counted: Counted::Trial(Box::new(due)), ..self }
    }

    /// Met by an act, or open; with the closing of the case it falls away, unless it had run out by then: a closing
    /// does not undo that.
    fn met_by(self, met: Option<Dated>, case: &Case) -> Deadline {
        let closed = case.closing.map(|closing| closing.at);
        let had_run_out = |closed: Dated| self.due_on().is_some_and(|due| due < closed.on);
        let (state, met) = match (met, closed) {
            (Some(_), _) => (State::Met, met),
            (None, Some(closed)) if had_run_out(closed) => (State::Missed, Some(closed)),
            (None, Some(_)) => (State::Ended, None),
            (None, None) => (State::Open, None),
        };
        Deadline { state, met, ..self }
    }
}

fn plain(rule: &Rule, trigger_on: NaiveDate, book: &LawBook) -> Option<period::Due> {
    let length = rule.length()?;
    let due = match rule.direction {
        Direction::Forward => period::due(trigger_on, length, &book.calendar),
        Direction::Backward => latest_before(trigger_on, length.count, book.notice, &book.calendar),
    };
    Some(match rule.term {
        // No calendar moves it.
        Term::Unrolled(_) => period::Due { due_on: due.natural_on, provisional: false, ..due },
        Term::Fixed(_) | Term::Hours(_) | Term::Designated | Term::Until(_) | Term::Unset => due,
    })
}

/// As [`due_of`], with an extension that the rule itself allows.
#[must_use]
pub fn extended_due_of(
    id: RuleId,
    trigger_on: NaiveDate,
    extension: Option<Extension>,
    book: &LawBook,
) -> NaiveDate {
    let extended = extension.zip(book.length(id, trigger_on)).and_then(|(extension, length)| {
        due_with(trigger_on, length, &[], Some(extension), &book.calendar).due_on
    });
    extended.unwrap_or_else(|| due_of(id, trigger_on, book))
}

/// The last day of a rule's period for a trigger on a day, and for a rule that counts back the latest day before it.
/// The day itself where no version with a length was in force.
#[must_use]
pub fn due_of(id: RuleId, trigger_on: NaiveDate, book: &LawBook) -> NaiveDate {
    let rule = book.rule(id, trigger_on);
    rule.and_then(|rule| plain(rule, trigger_on, book)).map_or(trigger_on, |due| due.due_on)
}
