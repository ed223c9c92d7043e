//! The parties' terms after an award (裁决后的期限): P01, P02 and P03. The courts keep them; the office must know when
//! they end, because effect and archive depend on it.

use std::collections::BTreeMap;

use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Case, Dated};
use crate::domain::id::PartyNo;
use crate::domain::office::LawBook;
use crate::domain::service_of_process::Document;

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    if !case.closing.is_some_and(|closing| closing.manner.is_award()) {
        return;
    }
    for (party, received) in case.closing_services(Document::AwardNonFinal) {
        let own = (RuleId::P01, ChallengeKind::Suit, Finality::NonFinal);
        term(case, own, (party, received), book, all);
    }
    for (party, received) in case.closing_services(Document::AwardFinal) {
        let is_worker = case.party(party).is_some_and(crate::domain::party::Party::is_worker);
        let own = if is_worker {
            (RuleId::P02, ChallengeKind::Suit, Finality::Final)
        } else {
            (RuleId::P03, ChallengeKind::SettingAside, Finality::Final)
        };
        term(case, own, (party, received), book, all);
    }
}

/// The term of one party from its receipt of the award: used by a challenge, or open until it lapses.
fn term(
    case: &Case,
    (id, kind, over): (RuleId, ChallengeKind, Finality),
    (party, received): (PartyNo, Dated),
    book: &LawBook,
    all: &mut Vec<Deadline>,
) {
    let Some(begun) = begun(id, received, book) else { return };
    // Courts tell late: what was written down first need not have been first.
    let used = case
        .challenges
        .iter()
        .filter(|challenge| challenge.party == party && challenge.kind == kind && challenge.over == over);
    let met = used.map(|challenge| challenge.at).min_by_key(|at| at.on);
    let state = if met.is_some() { State::Met } else { State::Open };
    all.push(Deadline { party: Some(party), state, met, ..begun });
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
