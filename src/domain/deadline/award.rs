//! The parties' terms after an award (裁决后的期限), each counted from its own service, of a part of the case too: P01, P02 and P03, and P04 and P05 from what a court ruled; the time to
//! ask for enforcement, P06. The courts keep them; the office must know when they end, because effect and archive depend
//! on it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Bound;

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::act::proceeding::{CourtRulingKind, reopening};
use crate::domain::case::{Case, Dated, EnforcementAsked, Payable};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;

/// What a party may do over which award.
type Remedy = (ChallengeKind, Finality, Option<EntryNo>);

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    performance(case, book, all);
    let (bound, terms) = (WhomBound::of(case), Terms::of(case, book));
    let workers: HashSet<PartyNo> =
        case.parties.iter().filter(|party| party.is_worker()).map(|party| party.no).collect();
    for ((award, finality, party), received) in case.awards_received() {
        if !bound.holds(Some(award), party) {
            continue;
        }
        let (rule, kind) = match finality {
            Finality::NonFinal => (RuleId::P01, ChallengeKind::Suit),
            Finality::Final if workers.contains(&party) => (RuleId::P02, ChallengeKind::Suit),
            Finality::Final => (RuleId::P03, ChallengeKind::SettingAside),
        };
        all.extend(terms.first(rule, (party, (kind, finality, Some(award))), received));
    }
    for ruled in &case.rulings {
        let (rule, kind) = match ruled.kind {
            CourtRulingKind::SetAside => (RuleId::P04, ChallengeKind::Suit),
            // Who withdrew its suit over an award that is not final has no way left.
            CourtRulingKind::SuitEnded if ruled.over == Finality::NonFinal => continue,
            CourtRulingKind::SuitEnded if workers.contains(&ruled.party) => continue,
            CourtRulingKind::SuitEnded => (RuleId::P05, ChallengeKind::SettingAside),
        };
        if bound.holds(ruled.award, ruled.party) {
            let remedy = (kind, Finality::Final, ruled.award);
            all.extend(terms.reopened(rule, (ruled.party, remedy), ruled.received));
        }
    }
}

/// Whom each award binds: a third party to whom it gives and on whom it lays nothing receives it and has no term to go to
/// court over it.
struct WhomBound(BTreeMap<EntryNo, BTreeSet<PartyNo>>);

impl WhomBound {
    fn of(case: &Case) -> WhomBound {
        WhomBound(case.awards.iter().map(|award| (award.made.by, case.bound_by(award))).collect())
    }

    /// Of an award that a ledger tells nobody knows whom it binds.
    fn holds(&self, award: Option<EntryNo>, party: PartyNo) -> bool {
        let bound = award.and_then(|award| self.0.get(&award));
        bound.is_none_or(|bound| bound.contains(&party))
    }
}

/// What each party did over which award, and the rulings that gave it a new term for it; looked through once.
struct Terms<'a> {
    book: &'a LawBook,
    /// Courts tell late: what was written down first need not have been first.
    challenges: HashMap<(PartyNo, Remedy), Vec<Dated>>,
    rulings: HashMap<(PartyNo, Remedy), BTreeSet<NaiveDate>>,
}

impl Terms<'_> {
    fn of<'a>(case: &Case, book: &'a LawBook) -> Terms<'a> {
        let mut terms = Terms { book, challenges: HashMap::new(), rulings: HashMap::new() };
        for challenge in &case.challenges {
            let remedy = (challenge.kind, challenge.over, challenge.award);
            terms.challenges.entry((challenge.party, remedy)).or_default().push(challenge.at);
        }
        for ruled in &case.rulings {
            for kind in [ChallengeKind::Suit, ChallengeKind::SettingAside] {
                if reopening(kind, ruled.over).is_some_and(|(_, ruling)| ruling == ruled.kind) {
                    let remedy = (kind, ruled.over, ruled.award);
                    terms.rulings.entry((ruled.party, remedy)).or_default().insert(ruled.received.on);
                }
            }
        }
        terms
    }

    /// The term from the receipt of the award: used by a challenge from before the first ruling that gives another one, or open
    /// until it lapses.
    fn first(&self, id: RuleId, own: (PartyNo, Remedy), received: Dated) -> Option<Deadline> {
        let until = self.rulings.get(&own).and_then(BTreeSet::first);
        self.term(id, own, (received, |on| until.is_none_or(|until| on < *until)))
    }

    /// The term from the receipt of a ruling: used by what was done since, until another ruling gave another one.
    fn reopened(&self, id: RuleId, own: (PartyNo, Remedy), received: Dated) -> Option<Deadline> {
        let since = (Bound::Excluded(received.on), Bound::Unbounded);
        let until = self.rulings.get(&own).and_then(|days| days.range(since).next());
        self.term(id, own, (received, |on| on >= received.on && until.is_none_or(|until| on < *until)))
    }

    fn term(
        &self,
        id: RuleId,
        own: (PartyNo, Remedy),
        (received, within): (Dated, impl Fn(NaiveDate) -> bool),
    ) -> Option<Deadline> {
        let begun = begun(id, received, self.book)?;
        let used = self.challenges.get(&own).into_iter().flatten().filter(|at| within(at.on));
        let met = used.copied().min_by_key(|at| at.on);
        let state = if met.is_some() { State::Met } else { State::Open };
        Some(Deadline { party: Some(own.0), state, met, ..begun })
    }
}

/// P06: two years to ask for enforcement of each document that orders a payment, from the last day to perform it or from
/// its effect, whichever is later: without effect there is nothing to enforce (LAW 51); met once everyone to whom it orders a
/// payment has applied, late or not, or once what was recovered covers it and those before it (our choice), and gone with an
/// award that is set aside.
fn performance(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    all.extend(enforcements(case, book).into_iter().map(|it| it.term));
}

/// A document that orders a payment and has effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enforceable {
    /// The entry that made it; none of a confirmed mediation agreement.
    pub of: Option<EntryNo>,
    /// Of an award, the final document or the one that is not.
    pub over: Option<Finality>,
    /// To whom it orders a payment; nobody where that is not on record.
    pub creditors: BTreeSet<PartyNo>,
    /// P06.
    pub term: Deadline,
}

/// The documents that order a payment and have effect; of a mediation case the agreement that the commission confirmed.
#[must_use]
pub fn enforcements(case: &Case, book: &LawBook) -> Vec<Enforceable> {
    if let Some(own) = &case.mediation {
        return super::mediation::confirmed(case, own, book).into_iter().collect();
    }
    let (mut owed, mut all) = (Fen::ZERO, Vec::new());
    for payable in case.payables() {
        owed = [owed, payable.amount].into_iter().sum();
        let Some(since) = enforceable_since(case, &payable, book) else { continue };
        let (of, over) = (Some(payable.no), payable.finality);
        let debt = Debt { of, over, creditors: payable.creditors, amount: owed };
        all.extend(enforcement(case, since, debt, book));
    }
    all
}

/// From when a document can be enforced, by the entry that gave it effect: what it says of the time to perform is its own.
fn enforceable_since(case: &Case, payable: &Payable, book: &LawBook) -> Option<Dated> {
    let award = case.awards.iter().find(|award| award.made.by == payable.no).zip(payable.finality);
    let effect = match award {
        Some((award, finality)) => case.document_effect(award, finality, book)?,
        None => payable.at,
    };
    let last_day = case.performance_of(payable).map(|stated| stated.due_on);
    Some(Dated { on: last_day.map_or(effect.on, |last| last.max(effect.on)), ..effect })
}

/// What is owed by a document.
pub(super) struct Debt {
    /// The entry that made it; none of a confirmed mediation agreement.
    pub of: Option<EntryNo>,
    /// Of an award, the final document or the one that is not.
    pub over: Option<Finality>,
    /// To whom.
    pub creditors: BTreeSet<PartyNo>,
    /// What is to be recovered until it is: with what was owed before it.
    pub amount: Fen,
}

/// P06 of a document from a day on, met by the application with which all creditors had applied to enforce it, or by the
/// recovery with which so much had been recovered, whichever was first.
pub(super) fn enforcement(case: &Case, since: Dated, debt: Debt, book: &LawBook) -> Option<Enforceable> {
    let begun = begun(RuleId::P06, since, book)?;
    let asked = asked_by_all(case, &debt).into_iter();
    let met = asked.chain(recovered(case, debt.amount)).min_by_key(|met| (met.on, met.by));
    let state = if met.is_some() { State::Met } else { State::Open };
    let Debt { of, over, creditors, .. } = debt;
    Some(Enforceable { of, over, creditors, term: Deadline { state, met, ..begun } })
}

/// The application with which the last of the creditors had applied; the first of anyone, where it is not on record who they
/// are.
fn asked_by_all(case: &Case, debt: &Debt) -> Option<Dated> {
    let of_it = |it: &&EnforcementAsked| it.of == debt.of && (it.over.is_none() || it.over == debt.over);
    let requests = || case.enforcement_requests.iter().filter(of_it);
    if debt.creditors.is_empty() {
        return requests().map(|request| request.asked).min();
    }
    let mut first: BTreeMap<PartyNo, Dated> = BTreeMap::new();
    for request in requests() {
        for party in &request.parties {
            let earlier = first.entry(*party).or_insert(request.asked);
            *earlier = request.asked.min(*earlier);
        }
    }
    let asked = debt.creditors.iter().map(|creditor| first.get(creditor).copied());
    asked.collect::<Option<Vec<Dated>>>()?.into_iter().max()
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
