//! Since when an award has effect (裁决生效): a final one from its day (LAW 47); one that is not, once nobody who is bound by it
//! can go to court over it any more (LAW 50), and for each worker by itself (SPC1 17). Not here: the act that puts the effect on record (`act::after`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{AwardReceived, Awarded, Case, Challenged, Courts, Dated, Suits};
use crate::domain::act::decision::Finality;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::PartyNo;
use crate::domain::office::LawBook;
use crate::domain::party::Side;

/// What is known of the effect of an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It has effect since this day; the entry is the one that closed the last way to a court.
    Since(Dated),
    /// A suit over it is before a court; without that suit it would have effect since this day.
    BeforeCourt(NaiveDate),
    /// Not everyone who may sue has it yet.
    Unserved,
}

impl Effect {
    /// What is known of both.
    fn and(self, other: Effect) -> Effect {
        match (self, other) {
            (Effect::Unserved, _) | (_, Effect::Unserved) => Effect::Unserved,
            (Effect::Since(one), Effect::Since(two)) => Effect::Since(one.max(two)),
            (Effect::BeforeCourt(one), Effect::BeforeCourt(two)) => Effect::BeforeCourt(one.max(two)),
            (Effect::BeforeCourt(on), Effect::Since(since))
            | (Effect::Since(since), Effect::BeforeCourt(on)) => Effect::BeforeCourt(on.max(since.on)),
        }
    }
}

impl Case {
    /// Whom an award binds, and so who may go to court over it and for whose terms its effect waits: both sides as they were when
    /// it was made, and the third parties to whom it says that it gives or on whom it lays something (our choice).
    #[must_use]
    pub fn bound_by(&self, award: &Awarded) -> BTreeSet<PartyNo> {
        let binds: BTreeSet<PartyNo> = award.binds.iter().copied().collect();
        let there = self.there_at(award.made);
        there.filter(|it| it.side != Side::ThirdParty || binds.contains(&it.no)).map(|it| it.no).collect()
    }

    /// What is known of the effect of all of an award.
    #[must_use]
    pub fn award_effect(&self, award: &Awarded, book: &LawBook) -> Effect {
        Effects::of(self, book).of_award(award)
    }
}

/// What decides on the effect of the awards of a case, put in order once: who received what, who sued, and what was ruled.
pub(crate) struct Effects<'a> {
    case: &'a Case,
    book: &'a LawBook,
    received: BTreeMap<AwardReceived, Dated>,
    courts: Courts<'a>,
    /// On which side each worker stands.
    workers: HashMap<PartyNo, Side>,
}

impl<'a> Effects<'a> {
    pub(crate) fn of(case: &'a Case, book: &'a LawBook) -> Effects<'a> {
        let workers = case.parties.iter().filter(|party| party.is_worker());
        let workers = workers.map(|party| (party.no, party.side)).collect();
        Effects { case, book, received: case.awards_received(), courts: Courts::of(case), workers }
    }

    /// That of all of an award.
    fn of_award(&self, award: &Awarded) -> Effect {
        if award.has(Finality::NonFinal) { self.ways(award).all() } else { Effect::Since(award.made) }
    }

    /// The ways to a court over what is not final in an award.
    pub(crate) fn ways(&self, award: &Awarded) -> Ways<'_> {
        let suits = self.courts.suits((Some(award.made.by), Finality::NonFinal));
        let parties: BTreeSet<PartyNo> =
            self.case.bound_by(award).into_iter().chain(suits.parties()).collect();
        let key = |party: u32| (award.made.by, Finality::NonFinal, PartyNo(party));
        let lapsed = self.received.range(key(0)..=key(u32::MAX)).filter_map(|((.., party), own)| {
            let after = deadline::due_of(RuleId::P01, own.on, self.book).succ_opt()?;
            Some((*party, Dated { on: after, ..*own }))
        });
        let lapsed = lapsed.collect();
        let mut brought: HashMap<(PartyNo, Option<PartyNo>), Vec<&Challenged>> = HashMap::new();
        for suit in suits.all() {
            let nobody = suit.against.is_empty().then_some(None);
            for against in suit.against.iter().copied().map(Some).chain(nobody) {
                brought.entry((suit.party, against)).or_default().push(suit);
            }
        }
        let closing = self.case.closing_award().is_some_and(|closing| closing.made == award.made);
        let recorded_on = self.case.effective_on.filter(|_| closing);
        let workers = &self.workers;
        let mut ways = Ways {
            made: award.made,
            parties,
            workers,
            lapsed,
            suits,
            brought,
            recorded_on,
            opposed: [const { Vec::new() }; 3],
        };
        ways.opposed = SIDES.map(|side| {
            let own = |no: &&PartyNo| ways.workers.get(*no) != Some(&side);
            ways.parties.iter().filter(own).copied().collect()
        });
        ways
    }
}

/// The sides of a case.
const SIDES: [Side; 3] = [Side::Applicant, Side::Respondent, Side::ThirdParty];

/// The ways to a court over what is not final in one award. For each worker it is in effect or not by itself (SPC1 17).
pub(crate) struct Ways<'a> {
    made: Dated,
    /// Who could go to court, or did.
    parties: BTreeSet<PartyNo>,
    workers: &'a HashMap<PartyNo, Side>,
    /// The day after the term to sue of each who has the award.
    lapsed: HashMap<PartyNo, Dated>,
    suits: Suits<'a>,
    /// The suits of a party, those against one worker apart; of who names nobody under none.
    brought: HashMap<(PartyNo, Option<PartyNo>), Vec<&'a Challenged>>,
    /// Since when the office put it on record that the award has effect.
    recorded_on: Option<NaiveDate>,
    /// By side, everyone but its workers.
    opposed: [Vec<PartyNo>; 3],
}

impl Ways<'_> {
    /// Since when it can be enforced for someone to whom it orders a payment; for a worker the suits of the others do not matter.
    /// Of what closed the case the office may know that it has effect, and not how the suit ended.
    pub(crate) fn enforceable_for(&self, creditor: Option<PartyNo>) -> Option<Dated> {
        match creditor.map_or_else(|| self.all(), |creditor| self.of(creditor)) {
            Effect::Since(since) => Some(since),
            Effect::BeforeCourt(_) | Effect::Unserved => {
                let last = self.suits.all().map(|suit| suit.at).max()?;
                self.recorded_on.map(|on| Dated { on, ..last })
            }
        }
    }

    /// What is known of all of it: for everyone together, and for each worker, because a suit against some of them closes no way
    /// against the others.
    fn all(&self) -> Effect {
        let together = self.effect(self.parties.iter().copied(), None);
        self.parties.iter().filter_map(|party| self.of_worker(*party)).fold(together, Effect::and)
    }

    /// What is known of it for one party; for an employer all of it, because it is not on record whom a claim of its own is
    /// against.
    fn of(&self, party: PartyNo) -> Effect {
        self.of_worker(party).unwrap_or_else(|| self.all())
    }

    /// What is known of it for a worker: its own way, and those of everyone but the other workers of its side.
    fn of_worker(&self, party: PartyNo) -> Option<Effect> {
        let own = self.workers.get(&party)?;
        let opposed = self.opposed.get(SIDES.iter().position(|side| side == own)?)?;
        Some(self.effect(opposed.iter().copied().chain([party]), Some(party)))
    }

    /// The way to a court closes for who does not sue with the term to sue (P01, LAW 50); for who sued with the ruling that
    /// ended the suit, and then the award has effect from the day on which the last of those on record received it
    /// (法释〔2000〕18号 art. 1). A suit that came after the term is as none (art. 2), but while it is before the court.
    fn effect(&self, parties: impl Iterator<Item = PartyNo>, worker: Option<PartyNo>) -> Effect {
        let (mut last, mut is_before_court) = (self.made, false);
        for party in parties {
            let lapsed = self.lapsed.get(&party).copied();
            let is_late = |suit: &&Challenged| lapsed.is_some_and(|lapsed| suit.at.on >= lapsed.on);
            let (late, timely): (Vec<&Challenged>, Vec<&Challenged>) =
                self.own(party, worker).partition(is_late);
            if timely.is_empty() && lapsed.is_none() {
                return Effect::Unserved;
            }
            is_before_court |= timely.iter().chain(&late).any(|suit| self.suits.ended(suit).is_none());
            let ended = timely.iter().filter_map(|suit| self.suits.ended(suit)).max();
            last = last.max(ended.or(lapsed).unwrap_or(last));
        }
        if is_before_court { Effect::BeforeCourt(last.on) } else { Effect::Since(last) }
    }

    /// The suits of a party that take the award to court for a worker: its own, and those that are against it or against nobody
    /// in particular.
    fn own(&self, party: PartyNo, worker: Option<PartyNo>) -> impl Iterator<Item = &'_ Challenged> {
        let all = worker.is_none_or(|worker| worker == party);
        let whole = all.then(|| self.suits.of(party));
        let brought = |against: Option<PartyNo>| self.brought.get(&(party, against)).map(Vec::as_slice);
        let some = worker.filter(|_| !all).map(|worker| [brought(None), brought(Some(worker))]);
        whole.into_iter().chain(some.into_iter().flatten().flatten()).flatten().copied()
    }
}

impl Case {
    /// The first day on which all of what closed the case by parts has effect, once that can be said; over an award that is
    /// before a court, who records the effect is asked, and the terms of the others run all the same.
    pub(crate) fn parts_take_effect_on(&self, book: &LawBook) -> Option<NaiveDate> {
        let mut last = self.closing?.at.on;
        let effects = Effects::of(self, book);
        for award in self.partial_awards() {
            match effects.of_award(award) {
                Effect::Since(since) => last = last.max(since.on),
                Effect::BeforeCourt(without_it) => last = last.max(without_it),
                Effect::Unserved => return None,
            }
        }
        Some(last)
    }

    /// Whether an award of what closed the case is before a court, and not yet in effect for that.
    #[must_use]
    pub fn is_effect_before_court(&self, book: &LawBook) -> bool {
        let by_parts = self.was_closed_by_parts();
        let mut closing = self
            .awards
            .iter()
            .filter(|award| by_parts || self.closing.is_some_and(|closing| closing.at.by == award.made.by));
        let effects = Effects::of(self, book);
        closing.any(|award| matches!(effects.of_award(award), Effect::BeforeCourt(_)))
    }
}
