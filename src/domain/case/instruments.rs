//! The documents of a case that decide or settle (裁决书、调解书), each with a life of its own: of a part of the case they have
//! their own service, remedies and performance, whatever becomes of the rest (R33 49, 73). Not here: the acts that make them,
//! what closed the case on paper (`closing_papers`), and since when an award has effect (`effect`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Awarded, Case, Challenged, Dated};
use crate::domain::act::decision::{AwardItem, Finality, Scope};
use crate::domain::act::proceeding::CourtRulingKind;
use crate::domain::id::{ClaimNo, EntryNo, PartyNo};
use crate::domain::money::Fen;
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::service_of_process::{Document, Service};

/// A document that orders a payment (有给付内容的文书).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    /// The entry that made it.
    pub no: EntryNo,
    /// Of an award, the one that is final or the one that is not: a mixed award is two documents (R33 50).
    pub finality: Option<Finality>,
    /// The award, or the last signature on a mediation document.
    pub at: Dated,
    /// How much it orders to pay.
    pub amount: Fen,
    /// To whom; nobody where that is not on record.
    pub creditors: BTreeSet<PartyNo>,
    /// Whether it closed the case.
    pub closes: bool,
}

/// Which award a party received: its entry, its finality, the party.
pub type AwardReceived = (EntryNo, Finality, PartyNo);

impl Awarded {
    /// Whether something of a finality is in it: of a mixed one, two documents are made (R33 50).
    #[must_use]
    pub fn has(&self, finality: Finality) -> bool {
        self.items.iter().any(|item| item.finality == finality)
    }

    /// Whether it is two documents.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.has(Finality::Final) && self.has(Finality::NonFinal)
    }

    /// Its documents.
    pub fn documents(&self) -> impl Iterator<Item = (Document, Finality)> {
        let both = [(Document::AwardFinal, Finality::Final), (Document::AwardNonFinal, Finality::NonFinal)];
        both.into_iter().filter(|(_, finality)| self.has(*finality))
    }
}

/// When the awards of a case were made, by what is in them: found once, because each may have thousands of items.
pub(crate) struct AwardsMade {
    all: HashSet<EntryNo>,
    with_final: Vec<Dated>,
    with_other: Vec<Dated>,
}

impl AwardsMade {
    pub(crate) fn of(case: &Case) -> AwardsMade {
        let with = |finality| {
            let own = case.awards.iter().filter(move |award| award.has(finality));
            own.map(|award| award.made).collect()
        };
        AwardsMade {
            all: case.awards.iter().map(|award| award.made.by).collect(),
            with_final: with(Finality::Final),
            with_other: with(Finality::NonFinal),
        }
    }

    /// The award that a service is of: the one that it names, else the last of its finality that was there.
    pub(crate) fn served_by(&self, service: &Service) -> Option<Dated> {
        let of_it = match service.document.finality()? {
            Finality::Final => &self.with_final,
            Finality::NonFinal => &self.with_other,
        };
        let found = match service.of.filter(|of| self.all.contains(of)) {
            Some(of) => of_it.iter().find(|made| made.by == of),
            None => of_it.iter().rfind(|made| made.by < service.made.by && made.on <= service.made.on),
        };
        found.copied()
    }
}

impl Case {
    /// The award that closed the case, if one did.
    #[must_use]
    pub fn closing_award(&self) -> Option<&Awarded> {
        let closing = self.closing?;
        self.awards.iter().find(|award| award.made.by == closing.at.by)
    }

    /// The awards of a part of the case (先行裁决).
    pub fn partial_awards(&self) -> impl Iterator<Item = &Awarded> {
        self.awards.iter().filter(|award| award.scope == Scope::Part)
    }

    /// When each party first received each award: one pass, because a collective case has thousands of services.
    #[must_use]
    pub fn awards_received(&self) -> BTreeMap<AwardReceived, Dated> {
        let mut first: BTreeMap<AwardReceived, Dated> = BTreeMap::new();
        let awards = AwardsMade::of(self);
        for service in &self.services {
            let Some((finality, award)) = service.document.finality().zip(awards.served_by(service)) else {
                continue;
            };
            let received = Dated { on: service.served_on, ..service.made };
            let earlier = first.entry((award.by, finality, service.party)).or_insert(received);
            if received.on < earlier.on {
                *earlier = received;
            }
        }
        first
    }

    /// Who was in the case on a day, when a document was made, by the legal dates: whoever joined before it is told of later was
    /// there, and whoever left before it was not. On one day the entries are in their order.
    pub fn there_at(&self, at: Dated) -> impl Iterator<Item = &Party<PersonRef>> {
        let later = self.joined.iter().filter(|joined| joined.at > at).map(|joined| joined.party);
        let gone = self.gave_up.iter().filter(|left| left.at < at);
        let not: HashSet<PartyNo> = later.chain(gone.flat_map(|left| left.parties.iter().copied())).collect();
        self.parties.iter().filter(move |party| !not.contains(&party.no))
    }

    /// Who was in the case when an entry was made, as far as the docket told: whoever joined later is left out, whoever left later is not.
    pub fn present_at(&self, entry: EntryNo) -> impl Iterator<Item = &Party<PersonRef>> {
        let later = self.joined.iter().filter(|joined| joined.at.by > entry).map(|joined| joined.party);
        let later: HashSet<PartyNo> = later.collect();
        self.concerned_by(entry).filter(move |party| !later.contains(&party.no))
    }

    /// Whom an entry concerns: who was in the case when it was made, and who has joined since; not who had left before.
    pub fn concerned_by(&self, entry: EntryNo) -> impl Iterator<Item = &Party<PersonRef>> {
        let gone = self.gave_up.iter().filter(|left| left.at.by < entry);
        let gone: HashSet<PartyNo> = gone.flat_map(|left| left.parties.iter().copied()).collect();
        self.parties.iter().filter(move |party| !gone.contains(&party.no))
    }

    /// Whether a court set an award aside.
    #[must_use]
    pub fn is_award_set_aside(&self, award: EntryNo) -> bool {
        let set_aside = |kind| kind == CourtRulingKind::SetAside;
        self.rulings.iter().any(|ruled| set_aside(ruled.kind) && ruled.award == Some(award))
    }

    /// The items of one document of an award that order a payment; none of a final one that was set aside.
    fn payments_that_stand<'a>(
        &self,
        award: &'a Awarded,
        finality: Finality,
    ) -> impl Iterator<Item = &'a AwardItem> {
        let gone = finality == Finality::Final && self.is_award_set_aside(award.made.by);
        let items = award.items.iter().filter(move |item| !gone && item.finality == finality);
        items.filter(|item| item.amount > Fen::ZERO)
    }

    /// Who went to court over what closed the case: over any of its parts, where they did together.
    pub fn closing_challenges(&self) -> impl Iterator<Item = &Challenged> {
        let (award, by_parts) = (self.closing_award().map(|award| award.made.by), self.was_closed_by_parts());
        self.challenges.iter().filter(move |challenge| by_parts || challenge.award == award)
    }

    /// Whether parties stand on one side.
    pub(crate) fn are_of_one_side(&self, parties: &BTreeSet<PartyNo>) -> bool {
        let sides = self.parties.iter().filter(|party| parties.contains(&party.no)).map(|party| party.side);
        sides.collect::<HashSet<Side>>().len() <= 1
    }

    /// The documents that order a payment, in the order in which they were complete; of a mixed award the final one first.
    #[must_use]
    pub fn payables(&self) -> Vec<Payable> {
        let closed_by = self.closing.map(|closing| closing.at.by);
        let claimants: HashMap<ClaimNo, PartyNo> =
            self.claims.iter().map(|claim| (claim.no, claim.claimant)).collect();
        let owed_to = |claims: &mut dyn Iterator<Item = ClaimNo>| -> BTreeSet<PartyNo> {
            claims.filter_map(|no| claimants.get(&no).copied()).collect()
        };
        // What a settlement of both sides' claims has one pay is not on record by its direction.
        let settled_to = |claims: &[ClaimNo]| {
            Some(owed_to(&mut claims.iter().copied())).filter(|it| self.are_of_one_side(it))
        };
        let documents = self
            .awards
            .iter()
            .flat_map(|award| award.documents().map(move |(_, finality)| (award, finality)));
        let awards = documents.map(|(award, finality)| Payable {
            no: award.made.by,
            finality: Some(finality),
            at: award.made,
            amount: self.payments_that_stand(award, finality).map(|item| item.amount).sum(),
            creditors: owed_to(&mut self.payments_that_stand(award, finality).map(|item| item.claim)),
            closes: closed_by == Some(award.made.by),
        });
        let papers = self.mediation_papers.iter().filter_map(|paper| {
            let at = paper.completed?;
            Some(Payable {
                no: paper.made.by,
                finality: None,
                at,
                amount: paper.amount,
                creditors: settled_to(&paper.claims).unwrap_or_default(),
                closes: paper.scope == Scope::Whole,
            })
        });
        let mut all: Vec<Payable> = awards.chain(papers).filter(|it| it.amount > Fen::ZERO).collect();
        all.sort_by_key(|payable| (payable.at.by, payable.finality));
        all
    }

    /// The day on which everyone has every award of a part, once that is known.
    #[must_use]
    pub fn partial_awards_served_on(&self) -> Option<NaiveDate> {
        let received = self.awards_received();
        let mut last = self.received.on;
        for award in self.partial_awards() {
            for ((_, finality), party) in award
                .documents()
                .flat_map(|document| self.there_at(award.made).map(move |party| (document, party)))
            {
                last = last.max(received.get(&(award.made.by, finality, party.no))?.on);
            }
        }
        Some(last)
    }

    /// When each party received the award that closed the case, by its document.
    pub(crate) fn closing_award_reached(&self) -> HashMap<(Document, PartyNo), NaiveDate> {
        let Some(closing) = self.closing_award() else { return HashMap::new() };
        let received = self.awards_received().into_iter();
        let own = received.filter(|((award, ..), _)| *award == closing.made.by);
        own.map(|((_, finality, party), received)| {
            let document = match finality {
                Finality::Final => Document::AwardFinal,
                Finality::NonFinal => Document::AwardNonFinal,
            };
            ((document, party), received.on)
        })
        .collect()
    }
}
