//! Since when an award has effect (裁决生效): a final one from its day (LAW 47); one that is not, once nobody who is bound by it
//! can go to court over it any more (LAW 50). Not here: the act that puts the effect on record (`act::after`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Awarded, Case, Courts, Dated, Suits};
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

impl Case {
    /// Whom an award binds, and so who may go to court over it and for whose terms its effect waits: both sides as they were when
    /// it was made, and the third parties to whom it says that it gives or on whom it lays something (our choice).
    #[must_use]
    pub fn bound_by(&self, award: &Awarded) -> BTreeSet<PartyNo> {
        let binds: BTreeSet<PartyNo> = award.binds.iter().copied().collect();
        let there = self.present_at(award.made.by);
        there.filter(|it| it.side != Side::ThirdParty || binds.contains(&it.no)).map(|it| it.no).collect()
    }

    /// Since when a document of an award has effect, if it has or will have.
    #[must_use]
    pub fn document_effect(&self, award: &Awarded, finality: Finality, book: &LawBook) -> Option<Dated> {
        if finality == Finality::Final {
            return Some(award.made);
        }
        match self.non_final_effect(award, book) {
            Effect::Since(since) => Some(since),
            Effect::Unserved => None,
            // Of what closed the case the office may know that it has effect, and not how the suit ended.
            Effect::BeforeCourt(_) => {
                let closing = self.closing_award().is_some_and(|closing| closing.made == award.made);
                let on = self.effective_on.filter(|_| closing)?;
                self.suits_over(award).all().map(|suit| suit.at).max().map(|suit| Dated { on, ..suit })
            }
        }
    }

    /// What is known of the effect of all of an award.
    #[must_use]
    pub fn award_effect(&self, award: &Awarded, book: &LawBook) -> Effect {
        if award.has(Finality::NonFinal) {
            self.non_final_effect(award, book)
        } else {
            Effect::Since(award.made)
        }
    }

    /// The way to a court closes for who does not sue with the term to sue (P01, LAW 50); for who sued with the ruling that
    /// ended the suit, and then the award has effect from the day on which the last of those on record received it
    /// (法释〔2000〕18号 art. 1), or, where the suit came after the term, as if there had been none (art. 2).
    fn non_final_effect(&self, award: &Awarded, book: &LawBook) -> Effect {
        let received = self.awards_received();
        let lapsed = |party: PartyNo| {
            let own = received.get(&(award.made.by, Finality::NonFinal, party))?;
            let after = deadline::due_of(RuleId::P01, own.on, book).succ_opt()?;
            Some(Dated { on: after, ..*own })
        };
        let suits = self.suits_over(award);
        let (mut last, mut is_before_court) = (award.made, false);
        for party in self.bound_by(award).into_iter().chain(suits.parties()).collect::<BTreeSet<_>>() {
            let own = suits.of(party);
            let came_late = lapsed(party).filter(|lapsed| own.iter().all(|suit| suit.at.on >= lapsed.on));
            if own.is_empty() && came_late.is_none() {
                return Effect::Unserved;
            }
            match (own.iter().map(|suit| suits.ended(suit)).collect::<Option<Vec<Dated>>>(), came_late) {
                (None, _) => is_before_court = true,
                (Some(_), Some(lapsed)) => last = last.max(lapsed),
                (Some(ended), None) => last = ended.into_iter().fold(last, Dated::max),
            }
        }
        if is_before_court { Effect::BeforeCourt(last.on) } else { Effect::Since(last) }
    }

    /// The suits over what is not final in an award.
    fn suits_over(&self, award: &Awarded) -> Suits<'_> {
        Courts::of(self).suits((Some(award.made.by), Finality::NonFinal))
    }

    /// The first day on which all of what closed the case by parts has effect, once that can be said; over an award that is
    /// before a court, who records the effect is asked.
    pub(crate) fn parts_take_effect_on(&self, book: &LawBook) -> Option<NaiveDate> {
        let mut last = self.closing?.at.on;
        for award in self.partial_awards() {
            match self.award_effect(award, book) {
                Effect::Since(since) => last = last.max(since.on),
                Effect::BeforeCourt(_) => {}
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
        closing.any(|award| matches!(self.award_effect(award, book), Effect::BeforeCourt(_)))
    }
}
