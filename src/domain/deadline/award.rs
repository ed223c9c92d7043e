//! The parties' terms after an award (裁决后的期限), each counted from its own service, of a part of the case too: P01, P02 and P03, and P04 and P05 from what a court ruled; the time to
//! ask for enforcement, P06. The courts keep them; the office must know when they end, because effect and archive depend
//! on it.

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::act::proceeding::CourtRulingKind;
use crate::domain::case::{Case, Dated, Payable, PerformanceDue};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;

/// What a party may do over which award.
type Remedy = (ChallengeKind, Finality, Option<EntryNo>);

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    performance(case, book, all);
    for ((award, finality, party), received) in case.awards_received() {
        let (rule, kind) = match finality {
            Finality::NonFinal => (RuleId::P01, ChallengeKind::Suit),
            Finality::Final if is_worker(case, party) => (RuleId::P02, ChallengeKind::Suit),
            Finality::Final => (RuleId::P03, ChallengeKind::SettingAside),
        };
        term(case, (rule, (kind, finality, Some(award))), (party, received), book, all);
    }
    for ruled in &case.rulings {
        let (rule, kind) = match ruled.kind {
            CourtRulingKind::SetAside => (RuleId::P04, ChallengeKind::Suit),
            CourtRulingKind::SuitEnded if is_worker(case, ruled.party) => continue,
            CourtRulingKind::SuitEnded => (RuleId::P05, ChallengeKind::SettingAside),
        };
        let remedy = (kind, Finality::Final, ruled.award);
        term(case, (rule, remedy), (ruled.party, ruled.received), book, all);
    }
}

fn is_worker(case: &Case, party: PartyNo) -> bool {
    case.party(party).is_some_and(crate::domain::party::Party::is_worker)
}

/// The term of one party, from its receipt of the award or of a ruling: used by a challenge, or open until it lapses.
/// What a ruling made possible is no use of the term before it.
fn term(
    case: &Case,
    (id, remedy): (RuleId, Remedy),
    (party, received): (PartyNo, Dated),
    book: &LawBook,
    all: &mut Vec<Deadline>,
) {
    let Some(begun) = begun(id, received, book) else { return };
    let reopened = case.reopened_by(party, remedy);
    let within = |on: NaiveDate| match reopened {
        Some((rule, ruled)) if rule == id => on >= ruled.received.on,
        Some((_, ruled)) => on < ruled.received.on,
        None => true,
    };
    // Courts tell late: what was written down first need not have been first.
    let used = case.challenges.iter().filter(|challenge| {
        let of_it = (challenge.kind, challenge.over, challenge.award) == remedy;
        challenge.party == party && of_it && within(challenge.at.on)
    });
    let met = used.map(|challenge| challenge.at).min_by_key(|at| at.on);
    let state = if met.is_some() { State::Met } else { State::Open };
    all.push(Deadline { party: Some(party), state, met, ..begun });
}

/// P06: two years to ask for enforcement of each document that orders a payment, from the last day to perform it, or from
/// its effect where none is on record; met by a party's application, late or not, or once what was recovered covers it and
/// those before it (our choice), and gone with an award that is set aside.
fn performance(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    all.extend(enforcements(case, book).into_iter().map(|(_, deadline)| deadline));
}

/// P06 of each document that orders a payment and has effect, with the number of its entry; of a mediation case of what the
/// commission confirmed.
#[must_use]
pub fn enforcements(case: &Case, book: &LawBook) -> Vec<(Option<EntryNo>, Deadline)> {
    if let Some(own) = &case.mediation {
        return super::mediation::confirmed(case, own, book).map(|due| (None, due)).into_iter().collect();
    }
    let (mut owed, mut all) = (Fen::ZERO, Vec::new());
    for payable in case.payables() {
        owed = [owed, payable.amount].into_iter().sum();
        let Some(since) = enforceable_since(case, payable, book) else { continue };
        let of = Some(payable.no);
        all.extend(enforcement(case, (since, owed, of), book).map(|deadline| (of, deadline)));
    }
    all
}

fn enforceable_since(case: &Case, payable: Payable, book: &LawBook) -> Option<Dated> {
    let last_day = |stated: PerformanceDue| Dated { on: stated.due_on, ..stated.stated };
    if payable.closes {
        let effect = case.effective_on.map(|on| Dated { on, ..payable.at });
        return case.performance.map(last_day).or(effect);
    }
    let stated = case.partial_performances.iter().find(|stated| stated.of == Some(payable.no));
    stated.copied().map(last_day).or_else(|| {
        let award = case.awards.iter().find(|award| award.made.by == payable.no);
        award.map_or(Some(payable.at), |award| case.partial_effect(award, book))
    })
}

/// P06 of a document from a day on, met by the first application to enforce it, or by the recovery with which so much had
/// been recovered, whichever was first.
pub(super) fn enforcement(
    case: &Case,
    (since, owed, of): (Dated, Fen, Option<EntryNo>),
    book: &LawBook,
) -> Option<Deadline> {
    let begun = begun(RuleId::P06, since, book)?;
    let asked = case.enforcement_requests.iter().filter(|request| request.of == of);
    let met =
        asked.map(|request| request.asked).chain(recovered(case, owed)).min_by_key(|met| (met.on, met.by));
    let state = if met.is_some() { State::Met } else { State::Open };
    Some(Deadline { state, met, ..begun })
}

/// The recovery with which so much had been recovered.
fn recovered(case: &Case, owed: Fen) -> Option<Dated> {
    let mut recoveries: Vec<_> = case.recoveries.iter().collect();
    recoveries.sort_by_key(|recovered| (recovered.at.on, recovered.at.by));
    let mut sum = Fen::ZERO;
    recoveries.into_iter().find_map(|recovered| {
        sum = [sum, recovered.amount].into_iter().sum();
        (sum >= owed).then_some(recovered.at)
    })
}
