//! The deadlines of an inspection case (监察案件的期限): law notes §1.10. Not here: the arithmetic, which is `period`'s.

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Counted, Deadline, State, begun, begun_under};
use crate::domain::act::inspection::clock::CommissionKind;
use crate::domain::act::inspection::listing::{ListAnswer, Listing, on_the_list_since};
use crate::domain::case::{Case, Dated, InspectionCase, InspectionPaper, Ordered};
use crate::domain::code::{Label, label};
use crate::domain::id::PartyNo;
use crate::domain::office::LawBook;
use crate::domain::party::Side;
use crate::domain::period::{self, Due, DueWith, Exclusion, ExclusionCause, Extension, due_with};
use crate::domain::stage::Manner;

pub(super) fn push(case: &Case, own: &InspectionCase, book: &LawBook, all: &mut Vec<Deadline>) {
    receipt(case, own, book, all);
    handling(case, own, book, all);
    for pause in &own.pauses {
        let told = pause.notified;
        all.extend(begun(RuleId::W06, pause.from, book).map(|due| due.kept_by(told)));
    }
    for paper in &own.papers {
        served(paper, book, all);
    }
    orders(case, own, book, all);
    if let Some(listing) = &own.listing {
        listed(case, listing, book, all);
    }
}

/// W01 to W04 and W09: what came in is decided on. A closing decides too.
fn receipt(case: &Case, own: &InspectionCase, book: &LawBook, all: &mut Vec<Deadline>) {
    let closed = case.closing.map(|closing| closing.at);
    let decided = own.opened.or(closed);
    let rules: &[RuleId] = if own.is_complaint() { &[RuleId::W01, RuleId::W02] } else { &[RuleId::W03] };
    for rule in rules {
        all.extend(begun(*rule, case.received, book).map(|due| due.kept_by(decided)));
    }
    if case.closing.is_some_and(|closing| closing.manner == Manner::InspectionRedirected) {
        all.extend(begun(RuleId::W04, case.received, book).map(|due| due.kept_by(closed)));
    }
    if let Some(ended) = own.violation_ended_on {
        let trigger = Dated { on: ended, ..case.received };
        // It is found when the complaint comes in; that keeps the time (our choice).
        all.extend(begun(RuleId::W09, trigger, book).map(|due| due.kept_by(Some(case.received))));
    }
}

/// What starts the handling period of a complaint that nobody answered in time (GDLS 39).
const ACCEPTED_BY_SILENCE: Label = label(
    "accepted_by_silence",
    "收到投诉（逾期未答复，视为受理）",
    "receipt of the complaint (unanswered, it counts as accepted)",
);

/// W05: the handling period, with what it leaves out and its extension.
fn handling(case: &Case, own: &InspectionCase, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some((started, due)) = handling_started(case, book).zip(handling_due(case, book)) else { return };
    let Some(rule) = book.rule(RuleId::W05, started.on) else { return };
    let closed = case.closing.map(|closing| closing.at);
    let state = match (closed, &due.paused) {
        (Some(_), _) => State::Met,
        (None, Some(_)) => State::Paused,
        (None, None) => State::Open,
    };
    debug_assert!(own.opened.is_some(), "nothing is handled before it is opened");
    let counted = Counted::Trial(Box::new(due));
    let by_silence = own.opened.is_some_and(|opened| case.counts_as_accepted(opened.on, book));
    all.push(Deadline {
        rule,
        trigger: started,
        anchor: started.by,
        cause: if by_silence { &ACCEPTED_BY_SILENCE } else { &rule.trigger },
        party: None,
        counted,
        state,
        met: closed,
    });
}

/// When the handling period began: with the opening; where a complaint counted as accepted by then, with its receipt,
/// for it is opened on the day of its acceptance (GDLS 36, 39; our choice).
#[must_use]
pub fn handling_started(case: &Case, book: &LawBook) -> Option<Dated> {
    let opened = case.inspection.as_ref()?.opened?;
    let lapsed = case.counts_as_accepted(opened.on, book);
    Some(if lapsed { Dated { on: case.received.on, ..opened } } else { opened })
}

/// The count of the handling period, once the case is opened.
#[must_use]
pub fn handling_due(case: &Case, book: &LawBook) -> Option<DueWith> {
    let own = case.inspection.as_ref()?;
    let started = handling_started(case, book)?;
    let length = book.length(RuleId::W05, started.on)?;
    let ended_on = case.closing.map(|closing| closing.at.on);
    let exclusions = exclusions(own, ended_on, book.rule(RuleId::W05, started.on)?.exclusions);
    let extension =
        own.extension.map(|extension| Extension { approved_on: extension.approved.on, days: extension.days });
    Some(due_with(started.on, length, &exclusions, extension, &book.calendar))
}

/// What the handling period leaves out before its end: suspensions, announcements, audits and appraisals, so far as
/// the rule knows them.
fn exclusions(own: &InspectionCase, ended_on: Option<NaiveDate>, known: &[ExclusionCause]) -> Vec<Exclusion> {
    let until = |until: Option<Dated>| until.map(|until| until.on).or(ended_on);
    let pauses = own.pauses.iter().map(|pause| Exclusion {
        from: pause.from.on,
        until: until(pause.until),
        cause: ExclusionCause::Suspension,
    });
    let commissions = own.commissions.iter().map(|commission| Exclusion {
        from: commission.from.on,
        until: until(commission.until),
        cause: match commission.kind {
            CommissionKind::Audit => ExclusionCause::Audit,
            CommissionKind::Appraisal => ExclusionCause::Appraisal,
        },
    });
    let deliveries = own.papers.iter().flat_map(|paper| &paper.deliveries);
    let announced = deliveries.filter(|delivered| delivered.manner.announced_under().is_some());
    let announcements = announced.map(|delivered| Exclusion {
        from: delivered.at.on,
        until: Some(delivered.served_on),
        cause: ExclusionCause::Announcement,
    });
    let mut all: Vec<Exclusion> = pauses.chain(commissions).chain(announcements).collect();
    all.retain(|one| known.contains(&one.cause) && ended_on.is_none_or(|ended| one.from < ended));
    all.sort();
    all.dedup();
    all
}

/// W07, and W08 or W08a for each announcement. A paper is delivered when it is handed over, sent or announced.
fn served(paper: &InspectionPaper, book: &LawBook, all: &mut Vec<Deadline>) {
    let first = paper.deliveries.iter().map(|delivered| delivered.at).min_by_key(|at| (at.on, at.by));
    all.extend(begun(RuleId::W07, paper.made, book).map(|due| due.kept_by(first)));
    for delivered in &paper.deliveries {
        let Some(rule) = delivered.manner.announced_under() else { continue };
        let counts = Dated { on: delivered.served_on, ..delivered.at };
        let begun = begun(rule, delivered.at, book).map(|due| due.kept_by(Some(counts)));
        all.extend(begun.map(|due| Deadline { party: Some(delivered.party), ..due }));
    }
}

/// When the term of an order to pay ends: on the day it names, or the next working day where that is a rest day.
/// Everything that hangs on the term asks it here.
#[must_use]
pub fn payment_due(order: &Ordered, book: &LawBook) -> Due {
    period::designated(order.pay_by, &book.calendar)
}

/// What starts the time to decide on a listing (W13): the end of the term of the order to pay that was in vain. A later
/// order gives no new time: a limit that ran out does not come back to life (R45 8; our choice). An order was in vain if it
/// reached the employer, ran out before another took its place, and was not paid; else the one counts that was in force when
/// the listing was announced.
fn listing_started(case: &Case, book: &LawBook) -> Option<Dated> {
    let own = case.inspection.as_ref()?;
    let announced = own.listing.as_ref()?.announced;
    let before = orders_before(own, announced);
    let was_in_vain = |index: usize, order: &Ordered| {
        let due = payment_due(order, book).due_on;
        let ran_out = before.get(index + 1).is_some_and(|next| due < next.at.on);
        ran_out && order.paid.is_none() && has_reached_employer(case, order, due)
    };
    let mut orders = before.iter().copied().enumerate();
    let in_vain = orders.find(|(index, order)| was_in_vain(*index, order)).map(|(_, order)| order);
    let order = in_vain.or(before.last().copied())?;
    Some(Dated { on: payment_due(order, book).due_on, ..order.at })
}

/// The orders to pay that were there when a listing was announced.
fn orders_before(own: &InspectionCase, announced: Dated) -> Vec<&Ordered> {
    // No entry is both an order and an announcement: `<` and `<=` between them say the same.
    own.orders.iter().filter(|order| order.at.by < announced.by).collect()
}

/// The time to decide on a listing (W13), not extended. It is governed by the measures in force when the listing is
/// announced, for they are what it is announced under: the order may have run out before they were in force (our choice).
#[must_use]
pub fn listing_time(case: &Case, book: &LawBook) -> Option<Deadline> {
    let announced = case.inspection.as_ref()?.listing.as_ref()?.announced;
    let rule = book.rule(RuleId::W13, announced.on)?;
    begun_under(rule, listing_started(case, book)?, book)
}

/// Whether an order counts as served on an employer by a day.
#[must_use]
pub fn has_reached_employer(case: &Case, order: &Ordered, by: NaiveDate) -> bool {
    let employer = |no: PartyNo| case.party(no).is_some_and(|party| party.side == Side::Respondent);
    let papers = case.inspection.iter().flat_map(|own| &own.papers);
    papers
        .filter(|paper| paper.made.by == order.at.by)
        .flat_map(|paper| &paper.deliveries)
        .any(|delivered| employer(delivered.party) && delivered.served_on <= by)
}

/// W10: the day that an order to pay names. A later order takes the place of one that still runs; one that had run out stays
/// on record as it was.
fn orders(case: &Case, own: &InspectionCase, book: &LawBook, all: &mut Vec<Deadline>) {
    for (index, order) in own.orders.iter().enumerate() {
        let Some(rule) = book.rule(RuleId::W10, order.at.on) else { continue };
        let counted = Counted::Plain(payment_due(order, book));
        let next = own.orders.get(index + 1).map(|next| next.at);
        let (trigger, anchor, cause) = (order.at, order.at.by, &rule.trigger);
        let open =
            Deadline { rule, trigger, anchor, cause, party: None, counted, state: State::Open, met: None };
        let ran_out = |next: &Dated| open.due_on().is_some_and(|due| due < next.on);
        let paid = order.paid.or_else(|| own.paid_in_full().filter(|_| next.is_none()));
        all.push(match (paid, next) {
            (None, Some(next)) if ran_out(&next) => {
                Deadline { state: State::Missed, met: Some(next), ..open }
            }
            (None, Some(next)) => Deadline { state: State::Extended, met: Some(next), ..open },
            (paid, _) => open.met_by(paid, case),
        });
    }
}

/// W12 to W13: the way to the list of defaulters.
fn listed(case: &Case, listing: &Listing, book: &LawBook, all: &mut Vec<Deadline>) {
    let decided = listing.listed;
    let mut add = |rule, trigger, kept| all.extend(begun(rule, trigger, book).map(|due| due.kept_by(kept)));
    // From the receipt, not from the day on which the employer wrote or sent it (R45 6).
    if let Some(received) = listing.objection_received() {
        add(RuleId::W12A, received, listing.verified.map(|verified| verified.at));
    }
    let upheld = listing.verified.filter(|verified| verified.outcome == ListAnswer::Upheld);
    all.extend(begun(RuleId::W12, listing.told(), book).map(|term| objected(term, listing)));
    if let Some(begun) = listing_time(case, book) {
        let extension = listing
            .extension
            .map(|extension| Extension { approved_on: extension.approved.on, days: extension.days });
        // An objection that is upheld ends the procedure as a listing does.
        let kept = decided.or(upheld.map(|verified| verified.at));
        all.push(begun.extended_by(extension, book).kept_by(kept));
    }
    on_the_list(listing, book, all);
}

/// W12 is used by an objection. A decision to list is none: the term had lapsed by then, or, where the decision came too
/// early, fell away with it.
fn objected(term: Deadline, listing: &Listing) -> Deadline {
    let had_lapsed = |listed: &Dated| term.due_on().is_some_and(|due| due < listed.on);
    let (state, met) = match (listing.objection, listing.listed) {
        (Some(objection), _) => (State::Met, Some(objection)),
        (None, Some(listed)) if had_lapsed(&listed) => (State::Missed, Some(listed)),
        (None, Some(_)) => (State::Ended, None),
        (None, None) => (State::Open, None),
    };
    Deadline { state, met, ..term }
}

/// W14 to W14c: the time on the list, and the way off it. The employer leaves it within some days after an early removal
/// is granted, or after the time is over.
fn on_the_list(listing: &Listing, book: &LawBook, all: &mut Vec<Deadline>) {
    let time = listing.listed.and_then(|decided| begun(RuleId::W14, decided, book));
    let over = time.as_ref().and_then(|time| time.due_on().map(|on| Dated { on, ..time.trigger }));
    all.extend(time.map(|time| time.running_until(listing.removed)));
    if let Some(asked) = listing.removal_requested {
        let since = on_the_list_since(listing.listed.map(|listed| listed.on), asked.corrected_on);
        let wait = begun(RuleId::W14A, Dated { on: since, ..asked.at }, book);
        let answered = listing.removal_decided.map(|answer| answer.at);
        all.extend(wait.map(|wait| wait.over_by(asked.at)));
        all.extend(begun(RuleId::W14B, asked.at, book).map(|due| due.kept_by(answered)));
    }
    let granted = listing.removal_decided.filter(|answer| answer.outcome == ListAnswer::Upheld);
    let ended = [granted.map(|answer| answer.at), over].into_iter().flatten().min_by_key(|ended| ended.on);
    let removal = ended.and_then(|ended| begun(RuleId::W14C, ended, book));
    all.extend(removal.map(|removal| removal.kept_by(listing.removed)));
}

impl Deadline {
    /// A time that runs by itself, not a time to act in: cut short by an act, or over with its last day.
    fn running_until(self, cut: Option<Dated>) -> Deadline {
        let is_short = |cut: &Dated| self.due_on().is_some_and(|due| cut.on <= due);
        match cut {
            Some(cut) if is_short(&cut) => Deadline { state: State::Met, met: Some(cut), ..self },
            Some(cut) => Deadline { state: State::Missed, met: Some(cut), ..self },
            None => self,
        }
    }

    /// A time that must be over before an act: nothing is missed by it. An act after its end is proper, and it is of no more
    /// use; one that came too early leaves it running.
    fn over_by(self, act: Dated) -> Deadline {
        let is_over = self.due_on().is_some_and(|due| due <= act.on);
        if is_over { Deadline { state: State::Ended, met: Some(act), ..self } } else { self }
    }

    /// Met by an act, or open: the closing of the case does not end it.
    fn kept_by(self, met: Option<Dated>) -> Deadline {
        let state = if met.is_some() { State::Met } else { State::Open };
        Deadline { state, met, ..self }
    }
}
