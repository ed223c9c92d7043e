//! What closed a case, on paper (结案文书): which documents everyone is to have, and since when each has them. Not here: the act that
//! serves them (`act::service`).

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Awarded, AwardsMade, Case, MediationPaper};
use crate::domain::act::decision::Scope;
use crate::domain::id::PartyNo;
use crate::domain::party::Side;
use crate::domain::service_of_process::{Document, Service};
use crate::domain::stage::ClosingPaper;

impl Case {
    /// The documents that the closing needs served, and the sides that must have them.
    #[must_use]
    pub fn closing_documents(&self) -> Vec<Document> {
        let Some(closing) = &self.closing else { return Vec::new() };
        if self.was_closed_by_parts() {
            // Nothing is written of the last signature, or of claims that were amended away.
            let left = self.gave_up.iter().any(|left| left.at.by == closing.at.by);
            return if left { vec![Document::ClosingDecision] } else { Vec::new() };
        }
        match closing.manner.paper() {
            // What an award of a part decided before has documents of its own.
            ClosingPaper::FinalAward | ClosingPaper::NonFinalAward | ClosingPaper::BothAwards => {
                let award = self.closing_award();
                award.into_iter().flat_map(Awarded::documents).map(|(document, _)| document).collect()
            }
            ClosingPaper::MediationDocument => vec![Document::MediationDocument],
            ClosingPaper::Decision => vec![Document::ClosingDecision],
            ClosingPaper::NonAcceptance => vec![Document::NonAcceptanceNotice],
            ClosingPaper::Unwritten => Vec::new(),
        }
    }

    /// When each party had each document that closed the case, by its signature or by its service: in one pass, because a
    /// collective case has thousands of services.
    #[must_use]
    pub fn closing_reached(&self) -> HashMap<(Document, PartyNo), NaiveDate> {
        let mut reached = self.closing_award_reached();
        let others = self.services.iter().filter(|service| service.document.finality().is_none());
        for service in others.filter(|service| self.is_of_closing(service)) {
            let first = reached.entry((service.document, service.party)).or_insert(service.served_on);
            *first = service.served_on.min(*first);
        }
        // Who signed for the mediation document that closed the case has been served it (LAW 42).
        let signed = self.closing_signatures().into_iter();
        reached.extend(signed.map(|(party, on)| ((Document::MediationDocument, party), on)));
        reached
    }

    /// The day on which every party that must have the closing documents has them, once that is known.
    /// Before acceptance only the applicant is told; afterwards every party.
    #[must_use]
    pub fn closing_served_on(&self) -> Option<NaiveDate> {
        let closing = self.closing.as_ref()?;
        let documents = self.closing_documents();
        if documents.is_empty() {
            return Some(closing.at.on);
        }
        let accepted = self.acceptance.is_some();
        // Who left by what closed the case is told of it.
        let there = self.there_at(closing.at);
        let recipients = there.filter(|party| accepted || party.side == Side::Applicant);
        let reached = self.closing_reached();
        let mut last = closing.at.on;
        for party in recipients {
            for document in &documents {
                last = last.max(*reached.get(&(*document, party.no))?);
            }
        }
        Some(last)
    }

    /// When each party signed for the last mediation document that took effect; those who are represented, when the last
    /// of their representatives did.
    fn closing_signatures(&self) -> HashMap<PartyNo, NaiveDate> {
        let paper = self.mediation_papers.iter().rev().find(|paper| self.is_signed(paper));
        let Some(paper) = paper else { return HashMap::new() };
        let signed: HashMap<PartyNo, NaiveDate> =
            paper.signed.iter().map(|signature| (signature.party, signature.on)).collect();
        let chosen: Option<Vec<NaiveDate>> =
            paper.represented_by.iter().map(|party| signed.get(party).copied()).collect();
        let last = chosen.and_then(|days| days.into_iter().max());
        let for_all = last.into_iter().flat_map(|on| self.represented().map(move |party| (party, on)));
        let mut all: HashMap<PartyNo, NaiveDate> = for_all.collect();
        all.extend(signed);
        all
    }

    /// Whether a service is about what closed the case.
    pub(crate) fn is_of_closing(&self, service: &Service) -> bool {
        let Some(closing) = &self.closing else { return false };
        if service.document.finality().is_some() {
            return AwardsMade::of(self).served_by(service).is_some_and(|made| made.by == closing.at.by);
        }
        let of_part = |paper: &MediationPaper, of| paper.made.by == of && paper.scope == Scope::Part;
        match service.of {
            Some(of) => of == closing.at.by || !self.mediation_papers.iter().any(|paper| of_part(paper, of)),
            None => service.made.by > closing.at.by,
        }
    }

    /// The first service of a document on a party.
    #[must_use]
    pub fn service_of(&self, document: Document, party: PartyNo) -> Option<&Service> {
        self.services
            .iter()
            .filter(|service| service.document == document && service.party == party)
            .min_by_key(|service| service.served_on)
    }
}
