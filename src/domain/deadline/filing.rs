//! The deadlines before acceptance (立案期限): A01, the correction notice; A03, the decision on acceptance; M03,
//! mediation tried first.

use super::rule::RuleId;
use super::{Counted, Deadline, State, begun};
use crate::domain::act::kind::ActKind;
use crate::domain::case::{Case, Dated, ReceiptClock};
use crate::domain::code::{Coded as _, Label};
use crate::domain::office::LawBook;
use crate::domain::stage::Manner;

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    mediation(case, book, all);
    correction_notice(case, book, all);
    let former = case.former_receipt_clocks.iter();
    all.extend(former.filter_map(|clock| missed(case, *clock, book)));
    acceptance_decision(case, book, all);
}

/// M03: mediation before acceptance. When it has run out it counts as failed, and the office goes on (LAW 14).
fn mediation(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    for deferral in &case.deferrals {
        let begun = begun(RuleId::M03, deferral.consent, book);
        all.extend(begun.map(|deadline| deadline.met_by(deferral.ended, case)));
    }
}

/// A01: the notice of what is missing, once one was given. That none was needed is no deadline.
fn correction_notice(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(correction) = &case.correction else { return };
    let begun = begun(RuleId::A01, case.received, book);
    all.extend(begun.map(|deadline| deadline.met_by(Some(correction.notice), case)));
}

/// A03: the decision on acceptance, from the receipt, the correction or the end of mediation.
fn acceptance_decision(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let clock = case.receipt_clock;
    if let Some(missed) = missed(case, clock, book) {
        all.push(missed);
        return;
    }
    let Some(begun) = begun(RuleId::A03, clock.since, book) else { return };
    let decided = case.acceptance.as_ref().map(|acceptance| acceptance.at).or_else(|| {
        case.closing
            .filter(|closing| matches!(closing.manner, Manner::Rejected | Manner::ReferredElsewhere))
            .map(|closing| closing.at)
    });
    let cause = receipt_cause(case, clock.since);
    let deadline = Deadline { cause, ..begun.met_by(decided, case) };
    all.push(match clock.stopped.filter(|_| decided.is_none()) {
        None => deadline,
        Some(stopped) => {
            let state = if case.closing.is_some() { State::Ended } else { State::Paused };
            Deadline { counted: Counted::Stopped(stopped.on), state, met: None, ..deadline }
        }
    });
}

/// The five days that had run out before a correction notice or a deferral stopped them: what comes late does not
/// undo that.
fn missed(case: &Case, clock: ReceiptClock, book: &LawBook) -> Option<Deadline> {
    let begun = begun(RuleId::A03, clock.since, book)?;
    let due_on = begun.due_on()?;
    let stopped = clock.stopped.filter(|stopped| stopped.on > due_on)?;
    let cause = receipt_cause(case, clock.since);
    Some(Deadline { cause, state: State::Missed, met: Some(stopped), ..begun })
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
