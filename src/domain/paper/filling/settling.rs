//! What papers tell of agreements (调解类文书).

use crate::domain::act::Act;
use crate::domain::act::decision::Scope;
use crate::domain::act::mediation::MediationAct;
use crate::domain::case::PerformanceDue;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::money::Fen;
use crate::domain::paper::kind::CasePaper;

use super::{Filling, writing};

impl Filling<'_> {
    pub(super) fn settling(&mut self) {
        let is_own = matches!(self.kind, CasePaper::MediationAgreement | CasePaper::MediationDocument);
        if !is_own {
            return;
        }
        self.agreement();
        let papers = &self.case().mediation_papers;
        if let Some(paper) = papers.iter().find(|paper| paper.made.by == self.about.of.by) {
            self.set_day("settled_on", Some(paper.made.on));
            self.set("settled_amount", written(paper.amount));
        }
        if let Some(performance) = self.performance() {
            self.set_day("perform_by", Some(performance.due_on));
        }
    }

    /// The term to perform of this document: one of a part of the case has its own.
    fn performance(&self) -> Option<PerformanceDue> {
        let case = self.case();
        let own = Some(self.about.of.by);
        let of_part = case.partial_performances.iter().find(|due| due.of == own).copied();
        let is_part = case
            .mediation_papers
            .iter()
            .any(|paper| Some(paper.made.by) == own && paper.scope == Scope::Part);
        of_part.or(case.performance.filter(|_| !is_part))
    }

    /// A mediation case has an agreement; a mediation document that confirms it says the same.
    fn agreement(&mut self) {
        let Some(mediation) = &self.case().mediation else { return };
        let body = mediation.body_name.as_deref().unwrap_or(mediation.body.label().zh);
        self.set("mediation_body", Some(body));
        let Some(agreement) = mediation.agreement else { return };
        let agreed_on = agreement.at.on;
        self.set_day("agreed_on", Some(agreed_on));
        self.set("agreed_amount", written(agreement.amount));
        self.set_day("perform_by", agreement.perform_by);
        self.set("review_term", self.told.book.length(RuleId::M04, agreed_on).map(writing::length));
        if let Some(Act::Mediation(MediationAct::MediationAgreement(act))) = self.act_of(agreement.at.by) {
            self.set("agreement_terms", Some(&act.terms));
            self.set("settled_terms", Some(&act.terms));
        }
    }
}

/// An amount that is to be paid; nothing where nothing is.
fn written(amount: Fen) -> Option<String> {
    (amount > Fen::ZERO).then(|| writing::amount_in_both(amount))
}
