//! Deadlines (期限): what is due in a case, by when and why. A pure function of the case, the calendar
//! and the rules; stored only as an index for worklists. Internal targets (四快) are not here.

pub mod change;
pub mod explanation;
pub mod rule;
mod trial;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::kind::ActKind;
use crate::domain::case::{Case, Dated, Hearing, HearingState};
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::PartyNo;
use crate::domain::office::LawBook;
use crate::domain::party::Side;
use crate::domain::period::{self, DueWith, Length, latest_before};
use crate::domain::service_of_process::{Document, Service, ServiceManner};
use crate::domain::stage::Manner;
use rule::{Obliged, Rule, RuleId, in_force};

pub use trial::{TrialDue, closed_in_time, trial_due};

/// What has become of a deadline so far; it does not depend on today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 未办: nothing has met it yet.
    Open,
    /// 已办: met by an act, in time or late.
    Met,
    /// 已延长: another, extended deadline took its place.
    Extended,
    /// 停止计算: the clock stands still.
    Paused,
    /// 不再适用: what it was for fell away.
    Ended,
}

impl Coded for State {
    const LIST: &'static str = "deadline_state";
    const ROWS: &'static [(Self, Label)] = &[
        (State::Open, label("open", "未办", "Open")),
        (State::Met, label("met", "已办", "Met")),
        (State::Extended, label("extended", "已延长", "Extended")),
        (State::Paused, label("paused", "停止计算", "Paused")),
        (State::Ended, label("ended", "不再适用", "No longer applies")),
    ];
}

/// How a deadline stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 未到期.
    Open,
    /// 逾期.
    Overdue,
    /// 当事人期限届满: a party's own period ran out, no fault of the office.
    Lapsed,
    /// 按期办结.
    MetInTime,
    /// 逾期办结.
    MetLate,
    /// 已延长.
    Extended,
    /// 停止计算.
    Paused,
    /// 不再适用.
    Ended,
}

impl Coded for Status {
    const LIST: &'static str = "deadline_status";
    const ROWS: &'static [(Self, Label)] = &[
        (Status::Open, label("open", "未到期", "Open")),
        (Status::Overdue, label("overdue", "逾期", "Overdue")),
        (Status::Lapsed, label("lapsed", "期限届满", "Lapsed")),
        (Status::MetInTime, label("met_in_time", "按期", "Met in time")),
        (Status::MetLate, label("met_late", "逾期办结", "Met late")),
        (Status::Extended, label("extended", "已延长", "Extended")),
        (Status::Paused, label("paused", "停止计算", "Paused")),
        (Status::Ended, label("ended", "不再适用", "No longer applies")),
    ];
}

/// How the end of a deadline was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Forward or backward, without a stop.
    Plain(period::Due),
    /// With exclusions and an extension.
    Trial(Box<DueWith>),
    /// The clock stands still since this day; a new one starts when it goes on.
    Stopped(NaiveDate),
}

/// One deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The rule.
    pub rule: &'static Rule,
    /// The day that starts it (or from which it counts back), and the entry behind it.
    pub trigger: Dated,
    /// What that day was, in this case.
    pub cause: &'static Label,
    /// The party it concerns, where it concerns one.
    pub party: Option<PartyNo>,
    /// How its end was counted.
    pub counted: Counted,
    /// What has become of it.
    pub state: State,
    /// The legal date of the act that met it, and its entry.
    pub met: Option<Dated>,
}

impl Deadline {
    /// The last day by the count alone.
    #[must_use]
    pub fn natural_on(&self) -> Option<NaiveDate> {
        match &self.counted {
            Counted::Plain(due) => Some(due.natural_on),
            Counted::Trial(due) if self.rule.id == RuleId::A25 => due.unextended.natural_on,
            Counted::Trial(due) => due.natural_on,
            Counted::Stopped(_) => None,
        }
    }

    /// The last day on which it is kept.
    #[must_use]
    pub fn due_on(&self) -> Option<NaiveDate> {
        match &self.counted {
            Counted::Plain(due) => Some(due.due_on),
            Counted::Trial(due) if self.rule.id == RuleId::A25 => due.unextended.due_on,
            Counted::Trial(due) => due.due_on,
            Counted::Stopped(_) => None,
        }
    }

    /// Whether it rests on a day that no calendar notice covers yet.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        match &self.counted {
            Counted::Plain(due) => due.provisional,
            Counted::Trial(due) if self.rule.id == RuleId::A25 => due.unextended.provisional,
            Counted::Trial(due) => due.provisional,
            Counted::Stopped(_) => false,
        }
    }

    /// How it stands on a day: the last day is usable to its end.
    #[must_use]
    pub fn status(&self, as_of: NaiveDate) -> Status {
        match self.state {
            State::Open if self.due_on().is_none_or(|due| as_of <= due) => Status::Open,
            State::Open if self.rule.obliged == Obliged::Party => Status::Lapsed,
            State::Open => Status::Overdue,
            State::Met if self.is_met_in_time() => Status::MetInTime,
            State::Met => Status::MetLate,
            State::Extended => Status::Extended,
            State::Paused => Status::Paused,
            State::Ended => Status::Ended,
        }
    }

    fn is_met_in_time(&self) -> bool {
        match (self.met, self.due_on()) {
            (Some(met), Some(due)) => met.on <= due,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

/// Every deadline of a case that has begun, in the order of the rules.
#[must_use]
pub fn deadlines(case: &Case, book: &LawBook) -> Vec<Deadline> {
    let mut all = Vec::with_capacity(4 + case.parties.len() * 2 + case.hearings.len());
    acceptance_decision(case, book, &mut all);
    after_acceptance(case, book, &mut all);
    for hearing in &case.hearings {
        hearing_notice(case, hearing, book, &mut all);
    }
    trial::push(case, book, &mut all);
    all
}

/// A03: the decision on acceptance, from the receipt, the correction or the end of mediation.
fn acceptance_decision(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let clock = case.receipt_clock;
    let Some(rule) = in_force(RuleId::A03, clock.since.on) else { return };
    let decided = case.acceptance.as_ref().map(|acceptance| acceptance.at).or_else(|| {
        case.closing
            .filter(|closing| matches!(closing.manner, Manner::Rejected | Manner::ReferredElsewhere))
            .map(|closing| closing.at)
    });
    let counted = match clock.stopped {
        Some(stopped) if decided.is_none() => Counted::Stopped(stopped.on),
        Some(_) | None => Counted::Plain(plain(rule, clock.since.on, book)),
    };
    let state = match (decided, case.closing, clock.stopped) {
        (Some(_), _, _) => State::Met,
        (None, Some(_), _) => State::Ended,
        (None, None, Some(_)) => State::Paused,
        (None, None, None) => State::Open,
    };
    let cause = receipt_cause(case);
    all.push(Deadline { rule, trigger: clock.since, cause, party: None, counted, state, met: decided });
}

/// What started the clock of A03: the receipt, or the act that the office calls by its own name.
fn receipt_cause(case: &Case) -> &'static Label {
    let since = case.receipt_clock.since;
    let completed = case.correction.as_ref().and_then(|correction| correction.completed);
    if completed == Some(since) {
        ActKind::CorrectionCompletion.label()
    } else if case.deferrals.iter().any(|deferral| deferral.ended == Some(since)) {
        ActKind::MediationFailure.label()
    } else {
        ActKind::Receipt.label()
    }
}

/// A06, A07 and A08: what the acceptance and the service of the application start.
fn after_acceptance(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(accepted) = case.acceptance.as_ref().map(|acceptance| acceptance.at) else { return };
    let ended = case.closing.is_some();
    let open = |met: Option<Dated>| match met {
        Some(_) => State::Met,
        None if ended => State::Ended,
        None => State::Open,
    };
    for respondent in case.side(Side::Respondent) {
        // A respondent that joined later could not be served before it joined (our choice).
        let joined = case.joined.iter().find(|joined| joined.party == respondent.no);
        let cause = joined.map_or(ActKind::Acceptance, |_| ActKind::PartyJoinder).label();
        let accepted = joined.map_or(accepted, |joined| joined.at);
        let served = case.service_of(Document::ApplicationCopy, respondent.no);
        if let Some(rule) = in_force(RuleId::A06, accepted.on) {
            let met = served.map(sent);
            let counted = Counted::Plain(plain(rule, accepted.on, book));
            all.push(Deadline {
                rule,
                trigger: accepted,
                cause,
                party: Some(respondent.no),
                counted,
                state: open(met),
                met,
            });
        }
    }
    if let Some(rule) = in_force(RuleId::A07, accepted.on) {
        let met =
            case.tribunal.as_ref().map(|tribunal| Dated { on: tribunal.notified_on, by: tribunal.formed.by });
        let counted = Counted::Plain(plain(rule, accepted.on, book));
        let cause = ActKind::Acceptance.label();
        all.push(Deadline { rule, trigger: accepted, cause, party: None, counted, state: open(met), met });
    }
    for service in case.services.iter().filter(|service| starts_defence(case, service)) {
        let trigger = Dated { on: service.served_on, by: service.made.by };
        let Some(rule) = in_force(RuleId::A08, trigger.on) else { continue };
        let answered = |at: &Dated| at.by > service.made.by || at.on >= service.made.on;
        let met = case
            .defences
            .iter()
            .filter(|defence| defence.party == service.party)
            .map(|defence| defence.at)
            .find(answered);
        let counted = Counted::Plain(plain(rule, trigger.on, book));
        let (cause, party) = (service.document.label(), Some(service.party));
        all.push(Deadline { rule, trigger, cause, party, counted, state: open(met), met });
    }
}

/// When a service was made, which is when the office has done its part: the day it counts, or for an
/// announcement the day of publication (our choice).
fn sent(service: &Service) -> Dated {
    let on = if service.manner == ServiceManner::Announcement { service.made.on } else { service.served_on };
    Dated { on, by: service.made.by }
}

/// Whether a service starts a period for the defence: the first copy of the application, and each
/// copy of an amended one, on a respondent.
fn starts_defence(case: &Case, service: &Service) -> bool {
    let respondent = case.party(service.party).is_some_and(|party| party.side == Side::Respondent);
    let first = || {
        case.service_of(Document::ApplicationCopy, service.party)
            .is_some_and(|first| first.made == service.made)
    };
    respondent
        && match service.document {
            Document::ApplicationCopy => first(),
            Document::AmendedApplicationCopy => true,
            Document::AcceptanceNotice
            | Document::NonAcceptanceNotice
            | Document::TribunalNotice
            | Document::HearingNotice
            | Document::DefenceCopy
            | Document::DecisionNotice
            | Document::AwardFinal
            | Document::AwardNonFinal
            | Document::MediationDocument
            | Document::ClosingDecision => false,
        }
}

/// A20: notice before a hearing, counted back from its day; met by the day of the notice.
fn hearing_notice(case: &Case, hearing: &Hearing, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(rule) = in_force(RuleId::A20, hearing.held_on).filter(|_| hearing.notice_required) else {
        return;
    };
    let trigger = Dated { on: hearing.held_on, by: hearing.notice.by };
    let counted = Counted::Plain(latest_before(trigger.on, rule.length.days, book.notice, &book.calendar));
    let fell_away = matches!(hearing.state, HearingState::Postponed { .. })
        || (case.closing.is_some() && hearing.state == HearingState::Scheduled);
    let state = if fell_away { State::Ended } else { State::Met };
    let (cause, met) = (&rule.trigger, Some(hearing.notice));
    all.push(Deadline { rule, trigger, cause, party: None, counted, state, met });
}

fn plain(rule: &Rule, trigger_on: NaiveDate, book: &LawBook) -> period::Due {
    period::due(trigger_on, rule.length, &book.calendar)
}

/// The latest day for the notice of a hearing (A20).
#[must_use]
pub fn latest_notice(held_on: NaiveDate, book: &LawBook) -> NaiveDate {
    let days = rule::days_of(RuleId::A20, held_on);
    latest_before(held_on, days, book.notice, &book.calendar).due_on
}

/// The last day of the period for the defence (A08).
#[must_use]
pub fn defence_due(served_on: NaiveDate, book: &LawBook) -> NaiveDate {
    due_of(RuleId::A08, served_on, book)
}

/// The last day of mediation before acceptance (M03).
#[must_use]
pub fn mediation_due(consented_on: NaiveDate, book: &LawBook) -> NaiveDate {
    due_of(RuleId::M03, consented_on, book)
}

/// The last day of an entrusted mediation (A24).
#[must_use]
pub fn entrusted_due(consented_on: NaiveDate, book: &LawBook) -> NaiveDate {
    due_of(RuleId::A24, consented_on, book)
}

/// The last day to sue over an award that is not final (P01).
#[must_use]
pub fn suit_due(served_on: NaiveDate, book: &LawBook) -> NaiveDate {
    due_of(RuleId::P01, served_on, book)
}

fn due_of(id: RuleId, trigger_on: NaiveDate, book: &LawBook) -> NaiveDate {
    let length = in_force(id, trigger_on).map_or(Length::calendar_days(0), |rule| rule.length);
    period::due(trigger_on, length, &book.calendar).due_on
}

/// The rules whose missed deadlines are the office's: they make the overdue list.
#[must_use]
pub fn owed_by_office() -> Vec<RuleId> {
    let owed = |rule: &&Rule| matches!(rule.obliged, Obliged::Commission | Obliged::Tribunal);
    rule::RULES.iter().filter(owed).map(|rule| rule.id).collect()
}
