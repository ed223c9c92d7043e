//! The deadlines of the proceedings (审理中的期限): what acceptance, service, defence, counterclaim, recusal, a planned
//! hearing and a revocation start. Not here: the trial period itself (`trial`).

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Deadline, State, begun, due_of, summons};
use crate::domain::act::kind::ActKind;
use crate::domain::act::service::DefenceKind;
use crate::domain::case::{Case, Closing, Dated, Defended, Trial, TrialStart};
use crate::domain::code::Coded as _;
use crate::domain::id::PartyNo;
use crate::domain::office::LawBook;
use crate::domain::party::Side;
use crate::domain::service_of_process::{Document, Service, ServiceManner, SpokenFor};
use crate::domain::stage::Manner;

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let spoken_for = SpokenFor::of(case);
    after_acceptance(case, &spoken_for, book, all);
    defences(case, &spoken_for, book, all);
    counterclaims(case, book, all);
    revocation(case, book, all);
    summons::push(case, &spoken_for, book, all);
    for recusal in &case.recusals {
        let begun = begun(RuleId::A23, recusal.requested, book);
        all.extend(begun.map(|deadline| deadline.met_by(recusal.decided, case)));
    }
    entrusted_mediation(case, book, all);
}

/// A06 for each respondent, and A07.
fn after_acceptance(case: &Case, spoken_for: &SpokenFor<'_>, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(accepted) = case.acceptance.as_ref().map(|acceptance| acceptance.at) else { return };
    // Of who was there at the acceptance a ledger does not tell whether it was served.
    let told = case.ledger.is_some();
    for respondent in case.side(Side::Respondent) {
        // A respondent that joined later could not be served before it joined (our choice).
        let joined = case.joined.iter().find(|joined| joined.party == respondent.no);
        if told && joined.is_none() {
            continue;
        }
        let cause = joined.map_or(ActKind::Acceptance, |_| ActKind::PartyJoinder).label();
        let trigger = joined.map_or(accepted, |joined| joined.at);
        let Some(begun) = begun(RuleId::A06, trigger, book) else { continue };
        let met = first_sent(case, Document::ApplicationCopy, respondent.no);
        all.push(Deadline { cause, party: Some(respondent.no), ..begun.met_by(met, case) });
    }
    if let Some(begun) = begun(RuleId::A07, accepted, book).filter(|_| !told) {
        let met = summons::tribunal_told(case, spoken_for);
        all.push(Deadline { cause: ActKind::Acceptance.label(), ..begun.met_by(met, case) });
    }
}

/// A08 from each copy that starts a period for the defence, and A09 from each defence that was filed.
fn defences(case: &Case, spoken_for: &SpokenFor<'_>, book: &LawBook, all: &mut Vec<Deadline>) {
    for service in case.services.iter().filter(|service| starts_defence(case, service)) {
        let received = Dated { on: service.served_on, ..service.made };
        let Some(begun) = begun(RuleId::A08, received, book) else { continue };
        // Nobody gives up what is over.
        let counts = |it: &Defended| it.kind == DefenceKind::Filed || begun.is_kept_on(it.at.on);
        let answer =
            answered_since(case, service).and_then(|since| first_defence(case, service.party, since, counts));
        let deadline = begun.met_by(answer.map(|defence| defence.at), case);
        let waived = answer.is_some_and(|defence| defence.kind == DefenceKind::Waived);
        let state = if waived { State::Waived } else { deadline.state };
        let (cause, party) = (service.document.label(), Some(service.party));
        all.push(Deadline { cause, party, state, ..deadline });
    }
    for defence in case.defences.iter().filter(|defence| defence.kind == DefenceKind::Filed) {
        let Some(begun) = begun(RuleId::A09, defence.at, book) else { continue };
        let copy = Paper { document: Document::DefenceCopy, since: defence.at };
        let met = told_to_all(case, spoken_for, copy, Some(Side::Applicant));
        all.push(Deadline { party: Some(defence.party), ..begun.met_by(met, case) });
    }
}

/// What is told in a document since a day.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    pub(super) document: Document,
    pub(super) since: Dated,
}

impl Paper {
    /// When the office had done its part, by a service of this.
    fn sent(self, service: &Service) -> Option<Dated> {
        // Of several defences each has its own copy.
        let of_another =
            self.document == Document::DefenceCopy && service.of.is_some_and(|of| of != self.since.by);
        let is_it = service.document == self.document && service.made.on >= self.since.on && !of_another;
        is_it.then(|| sent(service))
    }
}

/// When everyone, or everyone on a side, who was there on the day of something had a document about it, made since; whom
/// representatives speak for has what they have (R33 63). One who joins later does not undo that.
pub(super) fn told_to_all(
    case: &Case,
    spoken_for: &SpokenFor<'_>,
    paper: Paper,
    side: Option<Side>,
) -> Option<Dated> {
    let later: HashSet<PartyNo> =
        case.joined.iter().filter(|it| it.at.on > paper.since.on).map(|it| it.party).collect();
    let of_side = case.parties.iter().filter(|party| side.is_none_or(|side| party.side == side));
    let mut missing: BTreeSet<PartyNo> =
        of_side.map(|party| party.no).filter(|no| !later.contains(no)).collect();
    let mut copies: Vec<(PartyNo, Dated)> =
        case.services.iter().filter_map(|service| Some((service.party, paper.sent(service)?))).collect();
    let through_others = |no: &PartyNo| Some((*no, spoken_for.reached(*no, |it| paper.sent(it))?));
    copies.extend(missing.iter().filter_map(through_others));
    // Whoever gave up is owed none from that day on, and none of what came later.
    let since = |left: Dated| Dated { on: left.on.max(paper.since.on), ..left };
    let gone = case.gave_up.iter().flat_map(|left| left.parties.iter().map(move |no| (*no, since(left.at))));
    copies.extend(gone);
    copies.sort_by_key(|(_, sent)| *sent);
    copies.into_iter().find_map(|(party, sent)| {
        missing.remove(&party);
        missing.is_empty().then_some(sent)
    })
}

/// When a service was made, which is when the office has done its part: the day it counts, or for an
/// announcement the day of publication (our choice).
fn sent(service: &Service) -> Dated {
    match service.manner {
        ServiceManner::Announcement => service.made,
        ServiceManner::Direct
        | ServiceManner::Leaving
        | ServiceManner::Post
        | ServiceManner::Electronic
        | ServiceManner::Simple => Dated { on: service.served_on, ..service.made },
    }
}

/// When the office first did its part towards one party: of two ways tried, the one that counts first need not be
/// the one that was taken first.
fn first_sent(case: &Case, document: Document, party: PartyNo) -> Option<Dated> {
    let copies = case.services.iter().filter(|copy| copy.document == document && copy.party == party);
    copies.map(sent).min_by_key(|sent| sent.on)
}

/// The first defence of a respondent since the day of what it answers. It may be there before the copy is, and one
/// that was written down late counts on its own day.
fn first_defence(
    case: &Case,
    party: PartyNo,
    since: Dated,
    counts: impl Fn(&Defended) -> bool,
) -> Option<&Defended> {
    let own = case.defences.iter().filter(|defence| defence.party == party && defence.at.on >= since.on);
    own.filter(|defence| counts(defence)).min_by_key(|defence| defence.at.on)
}

/// What a copy tells a respondent of: the acceptance, or an amendment of the claims (R33 44). A defence from before that
/// answers something else.
fn answered_since(case: &Case, copy: &Service) -> Option<Dated> {
    if copy.document == Document::ApplicationCopy {
        return case.acceptance.as_ref().map(|acceptance| acceptance.at);
    }
    case.amendment_of(copy)
}

/// Whether a service starts a period for the defence: on a respondent, the copy of the application, or of one amendment,
/// that it received first.
fn starts_defence(case: &Case, service: &Service) -> bool {
    // Most services of a collective case start nothing: what they are of is asked first.
    let Some(since) = answered_since(case, service) else { return false };
    if case.party(service.party).is_none_or(|party| party.side != Side::Respondent) {
        return false;
    }
    let same = |copy: &&Service| copy.document == service.document && copy.party == service.party;
    let copies = case.services.iter().filter(same);
    let first =
        copies.filter(|copy| answered_since(case, copy) == Some(since)).min_by_key(|copy| copy.served_on);
    first.is_some_and(|first| first.made == service.made)
}

/// The last day of the period for the defence that a respondent has on a day, on which a counterclaim still comes in time
/// (A11, R33 36, 44): that of the application, or of the claims as they were amended last by then; none while the copy that
/// starts it was not served. Whoever joined after an amendment has the claims as amended with the application.
#[must_use]
pub fn defence_due(case: &Case, respondent: PartyNo, on: NaiveDate, book: &LawBook) -> Option<NaiveDate> {
    let joined = case.joined.iter().find(|joined| joined.party == respondent).map(|joined| joined.at);
    let amended = |trial: &&Trial| {
        let since = trial.since;
        // No entry is both a joinder and an amendment: `<` and `<=` between them say the same.
        trial.cause == TrialStart::ClaimsAmended && since.on <= on && joined.is_none_or(|at| at < since)
    };
    let last = case.trials().rfind(amended).map(|trial| trial.since);
    let due = |copy: &Service| due_of(RuleId::A08, copy.served_on, book);
    let application = due(case.service_of(Document::ApplicationCopy, respondent)?);
    let Some(last) = last else { return Some(application) };
    let copies = case.services.iter().filter(|copy| copy.party == respondent);
    let of_it = copies.filter(|copy| case.amendment_of(copy) == Some(last));
    Some(due(of_it.min_by_key(|copy| copy.served_on)?).max(application))
}

/// A12: each counterclaim that was decided on, and each that came in and waits.
fn counterclaims(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let accepted = case.counterclaims.iter().map(|it| (it.filed_on, it.accepted));
    let refused = case.counterclaims_refused.iter().map(|it| (it.filed_on, it.refused));
    for (filed_on, decided) in accepted.chain(refused) {
        let begun = begun(RuleId::A12, Dated { on: filed_on, ..decided }, book);
        all.extend(begun.map(|deadline| deadline.met_by(Some(decided), case)));
    }
    for pending in case.pending_counterclaims() {
        let begun = begun(RuleId::A12, pending.received, book);
        let own = |deadline| Deadline { party: Some(pending.party), ..deadline };
        all.extend(begun.map(|deadline| own(deadline.met_by(None, case))));
    }
}

/// A15: the parties are told that the acceptance was revoked. It runs on after the closing, which is the revocation.
fn revocation(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let by_act = |_: &Closing| !case.was_closed_in_ledger();
    let revoked = case.closing.filter(|closing| closing.manner == Manner::Revoked);
    let Some(revoked) = revoked.filter(by_act) else { return };
    let Some(begun) = begun(RuleId::A15, revoked.at, book) else { return };
    // Whoever had left the case is not told of it any more.
    let told = case.present().map(|party| first_sent(case, Document::ClosingDecision, party.no));
    let told: Option<Vec<Dated>> = told.collect();
    let met = told.and_then(|told| told.into_iter().max_by_key(|told| (told.on, told.by)));
    let state = if met.is_some() { State::Met } else { State::Open };
    all.push(Deadline { state, met, ..begun });
}

/// A24: the period of each mediation entrusted to a body outside; it ends with a settlement or without one.
fn entrusted_mediation(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let settled = case.closing.filter(|closing| closing.manner == Manner::Mediated).map(|closing| closing.at);
    for entrusted in &case.entrustments {
        let begun = begun(RuleId::A24, entrusted.from, book);
        all.extend(begun.map(|deadline| deadline.met_by(entrusted.until.or(settled), case)));
    }
}
