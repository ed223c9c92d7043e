//! The deadlines before acceptance (立案期限): A01, the correction notice; A02, the applicant's time to correct; A03,
//! the decision on acceptance; M03, mediation tried first.

use super::rule::RuleId;
use super::{Counted, Deadline, State, begun, due_of};
use crate::domain::act::kind::ActKind;
use crate::domain::case::{Case, Correction, Dated, Deferral, ReceiptClock};
use crate::domain::code::{Coded as _, Label, label};
use crate::domain::office::LawBook;
use crate::domain::period::{self, Due};
use crate::domain::stage::Manner;

/// What nobody needs to put on record: the fifteen days of a deferral are over.
const DEFERRAL_LAPSED: Label = label(
    "deferral_lapsed",
    "先行调解期限届满（视为调解不成）",
    "end of the period of mediation, which counts as failed",
);

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    // A ledger does not tell what lay between receipt and acceptance: a correction, a mediation.
    if case.ledger.is_some() {
        return;
    }
    mediation(case, book, all);
    correction_notice(case, book, all);
    times_to_correct(case, book, all);
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

/// When a deferral ends that nothing ended before: on the last day of its fifteen it has failed by law (LAW 14).
#[must_use]
pub fn deferral_lapse(deferral: &Deferral, book: &LawBook) -> Dated {
    Dated { on: due_of(RuleId::M03, deferral.consent.on, book), ..deferral.consent }
}

/// A01: the notice of what is missing, once one was given. That none was needed is no deadline. While acceptance is deferred
/// there is nothing to ask for: like A03 it begins anew then, unless it had run out before (our choice).
fn correction_notice(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(first) = case.corrections().next() else { return };
    let own = |clock: &&ReceiptClock| clock.stopped.is_some_and(|stopped| stopped.by == first.notice.by);
    let clock = case.former_receipt_clocks.iter().chain([&case.receipt_clock]).find(own);
    let last = due_of(RuleId::A01, case.received.on, book);
    // No entry is both a deferral and a notice: `<` and `<=` between them say the same.
    let deferred = case.deferrals.iter().find(|deferral| deferral.consent.by < first.notice.by);
    let since = clock.filter(|_| deferred.is_some_and(|deferral| deferral.consent.on <= last));
    let since = since.map_or(case.received, |clock| clock.since);
    let Some(begun) = begun(RuleId::A01, since, book) else { return };
    let cause = receipt_cause(case, since);
    all.push(Deadline { cause, ..begun }.met_by(Some(first.notice), case));
}

/// A02: the term that each notice designates, met when the materials are complete. It is the applicant's: one that ran
/// out is no fault of the office, and is on record when the case is closed for it.
fn times_to_correct(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    for correction in case.corrections() {
        let Some(rule) = book.rule(RuleId::A02, correction.notice.on) else { continue };
        let begun = Deadline {
            rule,
            trigger: correction.notice,
            anchor: correction.notice.by,
            cause: ActKind::CorrectionNotice.label(),
            party: None,
            counted: Counted::Plain(correction_due(correction, book)),
            state: State::Open,
            met: None,
        };
        all.push(begun.met_by(correction.completed, case));
    }
}

/// When a term to correct ends: on the designated day, or, that being a rest day, on the next working day (a period
/// that the commission designates is counted like one of the law: 办案规则 art. 19).
#[must_use]
pub fn correction_due(correction: &Correction, book: &LawBook) -> Due {
    period::designated(correction.due_on, &book.calendar)
}

/// A03: the decision on acceptance, from the receipt, the correction or the end of mediation. While a deferral runs it is
/// counted from the last day of that, which comes whether or not anyone puts it on record.
fn acceptance_decision(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let clock = case.receipt_clock;
    let missed = missed(case, clock, book);
    let had_run_out = missed.is_some();
    all.extend(missed);
    let clock = match (lapse(case, clock, book), clock.stopped) {
        (Some(since), _) => ReceiptClock { since, stopped: None },
        (None, Some(_)) if had_run_out => return,
        (None, _) => clock,
    };
    let Some(begun) = begun(RuleId::A03, clock.since, book) else { return };
    let begun = Deadline { cause: receipt_cause(case, clock.since), ..begun };
    let decided = case.acceptance.as_ref().map(|acceptance| acceptance.at).or_else(|| {
        case.closing
            .filter(|closing| matches!(closing.manner, Manner::Rejected | Manner::ReferredElsewhere))
            .map(|closing| closing.at)
    });
    all.push(match clock.stopped.filter(|_| decided.is_none()) {
        None => begun.met_by(decided, case),
        Some(stopped) => {
            let state = if case.closing.is_some() { State::Ended } else { State::Paused };
            Deadline { counted: Counted::Stopped(stopped.on), state, ..begun }
        }
    });
}

/// The last day of the deferral that stopped the clock, if the case was not closed by then.
fn lapse(case: &Case, clock: ReceiptClock, book: &LawBook) -> Option<Dated> {
    let deferral = case.deferrals.iter().find(|deferral| clock.stopped == Some(deferral.consent))?;
    let lapse = deferral_lapse(deferral, book);
    case.closing.is_none_or(|closing| closing.at.on > lapse.on).then_some(lapse)
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
    if case.corrections().any(|correction| correction.completed == Some(since)) {
        ActKind::CorrectionCompletion.label()
    } else if case.deferrals.iter().any(|deferral| deferral.consent.by == since.by) {
        &DEFERRAL_LAPSED
    } else if case.deferrals.iter().any(|deferral| deferral.ended.is_some_and(|it| it.by == since.by)) {
        ActKind::MediationFailure.label()
    } else {
        ActKind::Receipt.label()
    }
}
