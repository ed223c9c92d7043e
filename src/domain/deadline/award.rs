//! The parties' terms after an award (裁决后的期限): P01, P02 and P03, and P04 and P05 from what a court ruled; the time to
//! ask for enforcement, P06. The courts keep them; the office must know when they end, because effect and archive depend
//! on it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::act::proceeding::CourtRulingKind;
use crate::domain::case::{Case, Dated};
use crate::domain::id::PartyNo;
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::service_of_process::Document;

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    performance(case, book, all);
    if !case.closing.is_some_and(|closing| closing.manner.is_award()) {
        return;
    }
    for (party, received) in case.closing_services(Document::AwardNonFinal) {
        let own = (RuleId::P01, ChallengeKind::Suit, Finality::NonFinal);
        term(case, own, (party, received), book, all);
    }
    for (party, received) in case.closing_services(Document::AwardFinal) {
        let own = if is_worker(case, party) {
            (RuleId::P02, ChallengeKind::Suit, Finality::Final)
        } else {
            (RuleId::P03, ChallengeKind::SettingAside, Finality::Final)
        };
        term(case, own, (party, received), book, all);
    }
    for ruled in &case.rulings {
        let own = match ruled.kind {
            CourtRulingKind::SetAside => (RuleId::P04, ChallengeKind::Suit, Finality::Final),
            CourtRulingKind::SuitEnded if is_worker(case, ruled.party) => continue,
            CourtRulingKind::SuitEnded => (RuleId::P05, ChallengeKind::SettingAside, Finality::Final),
        };
        term(case, own, (ruled.party, ruled.received), book, all);
    }
}

fn is_worker(case: &Case, party: PartyNo) -> bool {
    case.party(party).is_some_and(crate::domain::party::Party::is_worker)
}

/// The term of one party, from its receipt of the award or of a ruling: used by a challenge, or open until it lapses.
/// What a ruling made possible is no use of the term before it.
fn term(
    case: &Case,
    (id, kind, over): (RuleId, ChallengeKind, Finality),
    (party, received): (PartyNo, Dated),
    book: &LawBook,
    all: &mut Vec<Deadline>,
) {
    let Some(begun) = begun(id, received, book) else { return };
    let reopened = case.reopened_by(party, (kind, over));
    let within = |on: NaiveDate| match reopened {
        Some((rule, ruled)) if rule == id => on >= ruled.received.on,
        Some((_, ruled)) => on < ruled.received.on,
        None => true,
    };
    // Courts tell late: what was written down first need not have been first.
    let used = case.challenges.iter().filter(|challenge| {
        let own = challenge.party == party && challenge.kind == kind && challenge.over == over;
        own && within(challenge.at.on)
    });
    let met = used.map(|challenge| challenge.at).min_by_key(|at| at.on);
    let state = if met.is_some() { State::Met } else { State::Open };
    all.push(Deadline { party: Some(party), state, met, ..begun });
}

/// P06: two years to ask for enforcement, from the last day to perform, or from the effect of the document where none is
/// on record; met once everything was recovered, and gone with an award that is set aside.
fn performance(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(closed) = case.closing.map(|closing| closing.at).filter(|_| case.is_to_be_performed()) else {
        return;
    };
    let effect = case.effective_on.map(|on| Dated { on, ..closed });
    let stated = case.performance.map(|performance| Dated { on: performance.due_on, ..performance.stated });
    let Some(begun) = stated.or(effect).and_then(|since| begun(RuleId::P06, since, book)) else { return };
    let met = recovered_in_full(case);
    let state = if met.is_some() { State::Met } else { State::Open };
    all.push(Deadline { state, met, ..begun });
}

/// The recovery with which everything that was awarded or agreed had been recovered.
fn recovered_in_full(case: &Case) -> Option<Dated> {
    let mut recoveries: Vec<_> = case.recoveries.iter().collect();
    recoveries.sort_by_key(|recovered| (recovered.at.on, recovered.at.by));
    let mut sum = Fen::ZERO;
    recoveries.into_iter().find_map(|recovered| {
        sum = [sum, recovered.amount].into_iter().sum();
        (sum >= case.awarded()).then_some(recovered.at)
    })
}

impl Case {
    /// When each party that must have a closing document received it: one pass, because a collective case has
    /// thousands of services.
    fn closing_services(&self, document: Document) -> BTreeMap<PartyNo, Dated> {
        let mut first: BTreeMap<PartyNo, Dated> = BTreeMap::new();
        // Earlier versions took a service of an award that was not made.
        if !self.closing_documents().contains(&document) {
            return first;
        }
        for service in self.services.iter().filter(|service| service.document == document) {
            if !self.is_of_closing(service) {
                continue;
            }
            let received = Dated { on: service.served_on, ..service.made };
            let earlier = first.entry(service.party).or_insert(received);
            if received.on < earlier.on {
                *earlier = received;
            }
        }
        first
    }
}
