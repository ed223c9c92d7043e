//! The parties' terms after an award (裁决后的期限), each counted from its own service, of a part of the case too: P01, P02 and
//! P03, and P04 and P05 from what a court ruled; the time to ask for enforcement, P06. The courts keep them; the office must
//! know when they end, because effect and archive depend on it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Bound;

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::act::proceeding::{CourtRulingKind, reopening};
use crate::domain::case::{Case, Dated, Effects, Payable};
use crate::domain::code::{Label, label};
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

/// P06: two years to ask for enforcement of each document that orders a payment, for each to whom it orders one, from the last day
/// to perform it or from its effect, whichever is later: without effect there is nothing to enforce (LAW 51); met once they have
/// applied, late or not, or once what was recovered covers the document and those before it (our choice), and gone with an award
/// that is set aside.
fn performance(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    all.extend(enforcements(case, book).into_iter().map(|it| it.term));
}

/// A document that orders a payment and has effect, for those whose time to enforce it is the same: of an award each to whom it
/// orders a payment by itself, of a settlement, which has one sum, all of them.
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
    let (effects, pursued) = (Effects::of(case, book), Pursued::of(case));
    let (mut owed, mut all) = (Fen::ZERO, Vec::new());
    for payable in case.payables() {
        owed = [owed, payable.amount].into_iter().sum();
        let (of, over) = (Some(payable.no), payable.finality);
        let stated = case.performance_of(&payable).map(|stated| Dated { on: stated.due_on, ..stated.stated });
        for (creditors, effect) in effective_for(case, &payable, &effects) {
            let debt = Debt { of, over, creditors, amount: owed };
            let due = pursued.enforcement(Begins::by(effect, stated, over), debt, book);
            all.extend(due);
        }
    }
    all
}

/// For whom a document has effect, and since when: an award for each by itself (SPC1 17).
fn effective_for(case: &Case, payable: &Payable, effects: &Effects<'_>) -> Vec<(BTreeSet<PartyNo>, Dated)> {
    let award = case.awards.iter().find(|award| award.made.by == payable.no);
    let Some((award, finality)) = award.zip(payable.finality) else {
        return vec![(payable.creditors.clone(), payable.at)];
    };
    let ways = (finality == Finality::NonFinal).then(|| effects.ways(award));
    let since = |creditor: Option<PartyNo>| {
        let effect = ways.as_ref().map_or(Some(award.made), |ways| ways.enforceable_for(creditor))?;
        Some((creditor.into_iter().collect(), effect))
    };
    if payable.creditors.is_empty() {
        return since(None).into_iter().collect();
    }
    payable.creditors.iter().filter_map(|creditor| since(Some(*creditor))).collect()
}

/// What the time to enforce a document begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begins {
    /// The day, and the entry that says it.
    since: Dated,
    /// Since when it has effect: by that entry it is told from others.
    effect: Dated,
    /// Which document, and which of the two days.
    cause: &'static Label,
}

impl Begins {
    /// With its effect, or with the last day to perform it where that is on record and later.
    pub(super) fn by(effect: Dated, stated: Option<Dated>, over: Option<Finality>) -> Begins {
        let stated = stated.filter(|stated| stated.on > effect.on);
        let cause = match (over, stated) {
            (Some(Finality::Final), None) => &FINAL_EFFECT,
            (Some(Finality::Final), Some(_)) => &FINAL_DUE,
            (Some(Finality::NonFinal), None) => &OTHER_EFFECT,
            (Some(Finality::NonFinal), Some(_)) => &OTHER_DUE,
            (None, None) => &SETTLED_EFFECT,
            (None, Some(_)) => &SETTLED_DUE,
        };
        Begins { since: stated.unwrap_or(effect), effect, cause }
    }
}

const FINAL_EFFECT: Label = label(
    "final_award_made",
    "终局裁决书作出即发生法律效力之日",
    "the day of the final award, which has effect at once",
);
const FINAL_DUE: Label =
    label("final_award_due", "终局裁决书履行期间的最后一日", "the last day to perform the final award");
const OTHER_EFFECT: Label = label(
    "non_final_award_in_effect",
    "非终局裁决书发生法律效力之日",
    "the day of effect of the award that is not final",
);
const OTHER_DUE: Label = label(
    "non_final_award_due",
    "非终局裁决书履行期间的最后一日",
    "the last day to perform the award that is not final",
);
const SETTLED_EFFECT: Label =
    label("mediation_signed", "调解书发生法律效力之日", "the day of effect of the mediation document");
const SETTLED_DUE: Label =
    label("mediation_due", "调解书履行期间的最后一日", "the last day to perform the mediation document");

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

/// Over which of the documents of an award somebody applied, over each if none is named, and when.
type Application = (Option<Finality>, Dated);

/// What was done to have documents performed, looked through once: who applied to enforce which, and what was recovered.
pub(super) struct Pursued {
    /// By document and applicant; by document alone, whoever applied.
    applications: HashMap<(Option<EntryNo>, Option<PartyNo>), Vec<Application>>,
    /// How much had been recovered with each recovery, in the order of their days.
    recovered: Vec<(Fen, Dated)>,
}

impl Pursued {
    pub(super) fn of(case: &Case) -> Pursued {
        let mut applications: HashMap<_, Vec<_>> = HashMap::new();
        for request in &case.enforcement_requests {
            let whoever = request.parties.iter().copied().map(Some).chain([None]);
            for applicant in whoever {
                let own = applications.entry((request.of, applicant)).or_default();
                own.push((request.over, request.asked));
            }
        }
        let mut recoveries: Vec<_> = case.recoveries.iter().collect();
        recoveries.sort_by_key(|recovered| (recovered.at.on, recovered.at.by));
        let mut sum = Fen::ZERO;
        let recovered = recoveries.into_iter().map(|recovered| {
            sum = [sum, recovered.amount].into_iter().sum();
            (sum, recovered.at)
        });
        Pursued { applications, recovered: recovered.collect() }
    }

    /// P06 of a document from a day on, met by the application with which all creditors had applied to enforce it, or by the
    /// recovery with which so much had been recovered, whichever was first.
    pub(super) fn enforcement(&self, begins: Begins, debt: Debt, book: &LawBook) -> Option<Enforceable> {
        let Begins { since, effect, cause } = begins;
        let begun = Deadline { anchor: effect.by, cause, ..begun(RuleId::P06, since, book)? };
        let asked = self.asked_by_all(&debt).into_iter();
        let met = asked.chain(self.recovered(debt.amount)).min_by_key(|met| (met.on, met.by));
        let state = if met.is_some() { State::Met } else { State::Open };
        let Debt { of, over, creditors, .. } = debt;
        let party = creditors.first().copied().filter(|_| creditors.len() == 1);
        Some(Enforceable { of, over, creditors, term: Deadline { party, state, met, ..begun } })
    }

    /// The application with which the last of the creditors had applied; the first of anyone, where it is not on record who they
    /// are.
    fn asked_by_all(&self, debt: &Debt) -> Option<Dated> {
        let first = |applicant: Option<PartyNo>| {
            let own = self.applications.get(&(debt.of, applicant))?.iter();
            own.filter(|(over, _)| over.is_none() || *over == debt.over).map(|(_, asked)| *asked).min()
        };
        if debt.creditors.is_empty() {
            return first(None);
        }
        let asked = debt.creditors.iter().map(|creditor| first(Some(*creditor)));
        asked.collect::<Option<Vec<Dated>>>()?.into_iter().max()
    }

    /// The recovery with which so much had been recovered.
    fn recovered(&self, owed: Fen) -> Option<Dated> {
        let with = self.recovered.partition_point(|(sum, _)| *sum < owed);
        self.recovered.get(with).map(|(_, at)| *at)
    }
}
