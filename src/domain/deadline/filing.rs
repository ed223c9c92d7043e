//! The deadlines before acceptance (立案期限): A03, the decision on acceptance, and M03, mediation tried first.

use super::rule::{RuleId, in_force};
use super::{Counted, Deadline, State, plain, state_of};
use crate::domain::act::kind::ActKind;
use crate::domain::case::{Case, Dated, ReceiptClock};
use crate::domain::code::{Coded as _, Label};
use crate::domain::office::LawBook;
use crate::domain::stage::Manner;

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    mediation(case, book, all);
    let former = case.former_receipt_clocks.iter();
    all.extend(former.filter_map(|clock| missed(case, *clock, book)));
    acceptance_decision(case, book, all);
}

/// M03: mediation before acceptance. When it has run out it counts as failed, and the office goes on (LAW 14).
fn mediation(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    for deferral in &case.deferrals {
        let Some(rule) = in_force(RuleId::M03, deferral.consent.on) else { continue };
        let (trigger, cause, met) = (deferral.consent, &rule.trigger, deferral.ended);
        let counted = Counted::Plain(plain(rule, trigger.on, book));
        all.push(Deadline { rule, trigger, cause, party: None, counted, state: state_of(met, case), met });
    }
}

/// A03: the decision on acceptance, from the receipt, the correction or the end of mediation.
fn acceptance_decision(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let clock = case.receipt_clock;
    if let Some(missed) = missed(case, clock, book) {
        all.push(missed);
        return;
    }
    let Some(rule) = in_force(RuleId::A03, clock.since.on) else { return };
    let decided = case.acceptance.as_ref().map(|acceptance| acceptance.at).or_else(|| {
        case.closing
            .filter(|closing| matches!(closing.manner, Manner::Rejected | Manner::ReferredElsewhere))
            .map(|closing| closing.at)
    });
    let (counted, state) = match clock.stopped.filter(|_| decided.is_none()) {
        Some(stopped) if case.closing.is_none() => (Counted::Stopped(stopped.on), State::Paused),
        Some(stopped) => (Counted::Stopped(stopped.on), State::Ended),
        None => (Counted::Plain(plain(rule, clock.since.on, book)), state_of(decided, case)),
    };
    let cause = receipt_cause(case, clock.since);
    all.push(Deadline { rule, trigger: clock.since, cause, party: None, counted, state, met: decided });
}

/// The five days that had run out before a correction notice or a deferral stopped them: what comes late does not
/// undo that.
fn missed(case: &Case, clock: ReceiptClock, book: &LawBook) -> Option<Deadline> {
    let rule = in_force(RuleId::A03, clock.since.on)?;
    let due = plain(rule, clock.since.on, book);
    let stopped = clock.stopped.filter(|stopped| stopped.on > due.due_on)?;
    Some(Deadline {
        rule,
        trigger: clock.since,
        cause: receipt_cause(case, clock.since),
        party: None,
        counted: Counted::Plain(due),
        state: State::Missed,
        met: Some(stopped),
    })
}

/// What started a clock of A03: the receipt, or the act that the office calls by its own name.
fn receipt_cause(case: &Case, since: Dated) -> &'static Label {
    let completed = case.correction.as_ref().and_then(|correction| correction.completed);
    if completed == Some(since) {
        ActKind::CorrectionCompletion.label()
    } else if case.deferrals.iter().any(|deferral| deferral.ended == Some(since)) {
        ActKind::MediationFailure.label()
    } else {
        ActKind::Receipt.label()
    }
}
