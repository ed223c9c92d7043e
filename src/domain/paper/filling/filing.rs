//! What papers tell of the application and its acceptance (立案类文书).

use std::collections::HashSet;

use crate::domain::act::Act;
use crate::domain::act::filing::RejectionGround;
use crate::domain::case::Case;
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::deadline::due_of;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::ClaimNo;
use crate::domain::paper::kind::CasePaper;
use crate::domain::party::Side;
use crate::domain::service_of_process::Document;
use crate::domain::stage::Manner;

use super::{Filling, writing};

impl<'a> Filling<'a> {
    pub(super) fn filing(&mut self) {
        let case = self.case();
        let acceptance = case.acceptance.as_ref();
        self.set("case_number", acceptance.and_then(|acceptance| acceptance.number.as_deref()));
        self.set_day("accepted_on", acceptance.map(|acceptance| acceptance.at.on));
        self.set_day("received_on", Some(case.received.on));
        self.set("procedure", self.then().procedure.map(|procedure| procedure.label().zh));
        self.set("cause", Some(causes(self.then())));
        for claim in self.claims() {
            self.claim(claim);
        }
        self.defence();
        self.evidence();
        if let Some(Act::CorrectionNotice(notice)) = self.act() {
            for (index, item) in (1..).zip(&notice.items) {
                let row = [("no", writing::number(index)), ("item", item.clone())];
                self.filled.push("correction_items", row);
            }
            self.set_day("correction_due_on", Some(notice.due_on));
        }
        if let Some(Act::Rejection(rejection)) = self.act() {
            self.set("rejection_ground", Some(why_rejected(rejection.ground)));
        }
        if let Some(Act::JurisdictionNotice(notice)) = self.act() {
            self.set("competent", Some(&notice.competent));
        }
        if case.closing.is_some_and(|closing| closing.manner == Manner::NotCorrected) {
            self.set("rejection_ground", Some("申请人未在指定的期限内补正申请材料"));
        }
    }

    /// The claims as they stood then: of the notice to respond those of the application that it goes with, of a mediation
    /// document those that it settles, of every other paper all.
    fn claims(&self) -> Vec<&'a Claim> {
        let then = self.then();
        let papers = &then.mediation_papers;
        let settled = papers.iter().find(|paper| paper.made.by == self.about.of.by);
        let settled: HashSet<ClaimNo> =
            settled.into_iter().flat_map(|paper| paper.claims.iter().copied()).collect();
        let belongs = |claim: &&Claim| match self.kind {
            CasePaper::ResponseNotice => !self.is_counterclaim(claim),
            CasePaper::MediationDocument => settled.is_empty() || settled.contains(&claim.no),
            CasePaper::AcceptanceNotice
            | CasePaper::NonAcceptanceNotice
            | CasePaper::ElementForm
            | CasePaper::JurisdictionStatement
            | CasePaper::CorrectionNotice
            | CasePaper::TribunalNotice
            | CasePaper::HearingNotice
            | CasePaper::EvidenceNotice
            | CasePaper::Summons
            | CasePaper::MediationAgreement
            | CasePaper::AwardFinal
            | CasePaper::AwardNonFinal
            | CasePaper::RecusalDecision
            | CasePaper::SuspensionDecision
            | CasePaper::ResumptionNotice
            | CasePaper::ExtensionNotice
            | CasePaper::WithdrawalDecision
            | CasePaper::DeemedWithdrawalDecision
            | CasePaper::TransferLetter
            | CasePaper::RevocationDecision
            | CasePaper::TerminationDecision
            | CasePaper::ServiceReturn
            | CasePaper::HearingRecord
            | CasePaper::DiscussionRecord
            | CasePaper::ArchiveCover
            | CasePaper::ArchiveList => true,
        };
        then.claims.iter().filter(belongs).collect()
    }

    /// Whether a respondent makes the claim (反申请, R33 36).
    fn is_counterclaim(&self, claim: &Claim) -> bool {
        self.then().party(claim.claimant).is_some_and(|party| party.side == Side::Respondent)
    }

    fn claim(&mut self, claim: &Claim) {
        let item = claim.item.label().zh;
        let statement = claim.statement.clone().unwrap_or_else(|| item.to_owned());
        let amount = claim.amount.map(writing::amount);
        let counter = if self.is_counterclaim(claim) { "反申请：" } else { "" };
        let told = amount.as_ref().map(|amount| format!("，{amount}")).unwrap_or_default();
        let text = format!("{counter}{statement}{told}");
        let row = [
            ("no", claim.no.to_string()),
            ("claimant", self.name(claim.claimant).unwrap_or_default()),
            ("item", item.to_owned()),
            ("statement", statement),
            ("amount", amount.unwrap_or_default()),
            ("text", text),
        ];
        self.filled.push("claims", row);
    }

    /// How long the defence may take, and, once the copy was served on this respondent, until when.
    fn defence(&mut self) {
        let (case, book) = (self.case(), self.told.book);
        let Some(acceptance) = &case.acceptance else { return };
        let length = book.length(RuleId::A08, acceptance.at.on);
        self.set("defence_term", length.map(writing::length));
        let served = self.about.party.and_then(|party| case.service_of(Document::ApplicationCopy, party));
        self.set_day("defence_due_on", served.map(|service| due_of(RuleId::A08, service.served_on, book)));
    }

    fn evidence(&mut self) {
        let term = self.case().evidence_terms.iter().find(|term| term.set.by == self.about.of.by);
        self.set_day("evidence_due_on", term.map(|term| term.due_on));
    }
}

fn causes(case: &Case) -> String {
    let all = std::iter::once(&case.cause).chain(&case.other_causes);
    all.map(|cause| cause.label().zh).collect::<Vec<_>>().join("、")
}

/// Why an application was not accepted, as a sentence of the notice.
fn why_rejected(ground: RejectionGround) -> &'static str {
    match ground {
        RejectionGround::OutOfScope => "所提请求不属于劳动人事争议仲裁的受理范围",
        RejectionGround::Duplicate => "同一争议已经处理或者正在处理，属于重复申请",
        RejectionGround::DeemedWithdrawnBefore => "该争议前次申请已按撤回处理，不能再次申请",
        RejectionGround::ConditionsNotMet => "申请不符合受理的条件",
    }
}
