//! What stands in the way of an act whatever it will say (办理障碍): its stage, a recusal, and the guards that
//! need nothing but the case. A person is told before filling anything in; the act asks the same again.

use crate::domain::act::kind::ActKind as A;
use crate::domain::act::{
    after, decision, filing, hearing, inspection, mediation, pause, petition, proceeding, referral, table,
    tribunal,
};
use crate::domain::case::{Case, MediationPaper};
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::{law, r33};
use crate::domain::refusal::{Finding, Severity, words};
use crate::domain::stage::Stage;

impl Case {
    /// Why an act cannot be done at this moment, whatever it says; empty if nothing stands in its way.
    #[must_use]
    pub fn obstacles(&self, act: A, at: &Moment<'_>) -> Vec<Finding> {
        let refused = |finding: &Finding| match finding.severity {
            Severity::Impossible | Severity::Unlawful | Severity::Invalid => true,
            Severity::Irregular | Severity::Warning => false,
        };
        self.found(act, at).into_iter().filter(refused).collect()
    }

    /// Which of them are no obstacle to writing down what has happened already: recorded a day later, they are irregular.
    #[must_use]
    pub fn irregularities(&self, act: A, at: &Moment<'_>) -> Vec<Finding> {
        let today = at.today.max(at.on).succ_opt().unwrap_or(at.today);
        let found = self.found(act, &Moment { today, ..*at });
        found.into_iter().filter(|finding| finding.severity == Severity::Irregular).collect()
    }

    fn found(&self, act: A, at: &Moment<'_>) -> Vec<Finding> {
        let mut findings = Findings::default();
        self.check_stage(table::find(act), &mut findings);
        if findings.is_empty() {
            self.check_frozen(at, &mut findings);
            check(self, act, at, &mut findings);
        }
        findings.into_findings()
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each act, none with a rule in it")]
fn check(case: &Case, act: A, at: &Moment<'_>, findings: &mut Findings) {
    match act {
        A::CorrectionNotice => filing::check_not_corrected(case, at, findings),
        A::CorrectionLapse => filing::check_lapsed(case, at, findings),
        A::MediationDeferral => filing::check_not_deferred(case, at, findings),
        A::Acceptance => filing::check_acceptable(case, at, findings),
        A::RecusalDecision => check_recusal_asked(case, findings),
        A::EntrustedMediation => pause::check_unheard(case, at, findings),
        // A suspended case may wait for another day, and nobody sits.
        A::HearingPostponement if case.stage == Stage::Suspended => {}
        A::HearingNotice => {
            hearing::check_none_open(case, findings);
            tribunal::check_sits_lawfully(case, at.on, at, findings);
        }
        A::HearingPostponement | A::HearingOpening => {
            tribunal::check_sits_lawfully(case, at.on, at, findings);
        }
        A::Extension => pause::check_extendable(case, at, findings),
        A::ProcedureConversion => pause::check_convertible(case, at, findings),
        A::MediationSignature | A::MediationRepudiation => check_paper_open(case, findings),
        A::Award => {
            tribunal::check_sits_lawfully(case, at.on, at, findings);
            decision::check_discussed(case, at, findings);
            decision::last_claim::check_something_left(case, findings);
        }
        A::MediationDocument => decision::last_claim::check_something_left(case, findings),
        A::Termination => check_overdue(case, at, findings),
        A::AwardCorrection => after::check_awarded(case, at, findings),
        A::Challenge | A::CourtRuling => after::check_some_award(case, findings),
        A::PerformanceTerm => proceeding::check_something_to_perform(case, findings),
        A::EnforcementRequest => proceeding::check_something_to_enforce(case, at, findings),
        A::Effectiveness => after::check_takes_effect(case, at, findings),
        A::Archiving => {
            after::check_over(case, at, findings);
            referral::check_none_open(case, findings);
        }
        A::PetitionExtension => petition::check_extendable(case, at, findings),
        A::ReferralAcceptance | A::ReferralDecline | A::ReferralWithdrawal => {
            referral::check_some_open(case, findings);
        }
        A::InspectionOpening => inspection::acceptance::check_openable(case, at, findings),
        A::InspectionRefusal | A::InspectionRedirection => {
            inspection::acceptance::check_not_accepted_by_lapse(case, at, findings);
        }
        A::ComplaintWithdrawal => inspection::acceptance::check_complained(case, findings),
        A::InspectionExtension => inspection::clock::check_extendable(case, at, findings),
        A::PaymentOrder => inspection::papers::check_owed(case, findings),
        A::MassIncident => inspection::wages::check_no_incident(case, at, findings),
        A::ProjectInspection => inspection::hazards::check_project(case, findings),
        A::HazardResolution => inspection::hazards::check_hazard_open(case, findings),
        A::InspectionHandover => inspection::closing::check_outstanding(case, findings),
        A::PoliceTransfer => inspection::police::check_transferable(case, at, findings),
        A::DefaulterNotice => inspection::listing::check_announceable(case, at, findings),
        A::DefaulterExtension => inspection::listing_extension::check_extendable(case, at, findings),
        A::MediationProlongation => mediation::check_prolongable(case, at, findings),
        A::AgreementPerformance => mediation::check_unperformed(case, findings),
        A::AgreementDefault => mediation::check_default(case, at, findings),
        A::CourtPaymentOrder => mediation::check_payment_order(case, findings),
        A::MediationAgreement => mediation::check_not_gone_on(case, law("14"), findings),
        A::ReviewRequest => mediation::check_not_gone_on(case, r33("74"), findings),
        A::ReviewAcceptance => mediation::check_requested_in_time(case, at, findings),
        A::ReviewExtension => mediation::check_review_extendable(case, at, findings),
        A::ReviewConfirmation => mediation::check_no_open_paper(case, findings),
        A::OnwardArbitration => mediation::check_leads_on(case, findings),
        A::JurisdictionRuling => proceeding::check_some_open(case, findings),
        A::ElementStatement => proceeding::check_not_over(case, at, findings),
        A::ElementConfirmation => proceeding::check_heard(case, findings),
        A::Receipt
        | A::CorrectionCompletion
        | A::MediationFailure
        | A::PreFilingSettlement
        | A::Rejection
        | A::JurisdictionNotice
        | A::Assignment
        | A::TribunalFormation
        | A::TribunalChange
        | A::RecusalRequest
        | A::Service
        | A::ServiceProof
        | A::Defence
        | A::EntrustedMediationEnd
        | A::HearingAdjournment
        | A::HearingClosing
        | A::HearingReopening
        | A::Suspension
        | A::SuspensionEnd
        | A::PartyJoinder
        | A::ClaimAmendment
        | A::CounterclaimAcceptance
        | A::CaseSplit
        | A::JointTrial
        | A::Representation
        | A::InterimPayment
        | A::Discussion
        | A::Withdrawal
        | A::DeemedWithdrawal
        | A::Transfer
        | A::Revocation
        | A::Recovery
        | A::JurisdictionObjection
        | A::EvidenceTerm
        | A::EvidenceTermExtension
        | A::CounterclaimReceipt
        | A::CounterclaimRefusal
        | A::AgentAppointment
        | A::AgentEnd
        | A::MediationRequest
        | A::MediationRefusal
        | A::MediationStart
        | A::MediationEnding
        | A::ReviewRejection
        | A::ReviewDenial
        | A::ReviewWithdrawal
        | A::InspectionReceipt
        | A::InspectionCommission
        | A::InspectionCommissionResult
        | A::InspectionSuspension
        | A::InspectionSuspensionNotice
        | A::InspectionSuspensionEnd
        | A::InspectionDocument
        | A::InspectionDelivery
        | A::WageList
        | A::WagePayment
        | A::InspectionClosing
        | A::DefaulterObjection
        | A::DefaulterVerification
        | A::DefaulterListing
        | A::DefaulterRemovalRequest
        | A::DefaulterRemovalDecision
        | A::DefaulterRemoval
        | A::PetitionReceipt
        | A::LedgerEntry
        | A::PetitionAcceptance
        | A::PetitionRejection
        | A::PetitionRedirection
        | A::PetitionAnswer
        | A::PetitionWithdrawal
        | A::Referral => {}
    }
}

fn check_recusal_asked(case: &Case, findings: &mut Findings) {
    if case.recusals.iter().all(|recusal| recusal.outcome.is_some()) {
        let text = words("没有待决定的回避申请", "there is no open request to recuse");
        findings.impossible("no_open_request", Some(r33("11")), text);
    }
}

fn check_paper_open(case: &Case, findings: &mut Findings) {
    let open = |paper: &MediationPaper| paper.repudiated.is_none() && paper.completed.is_none();
    if !case.mediation_papers.iter().any(open) {
        let text = words("没有待签收的调解书", "there is no mediation document waiting for signatures");
        findings.impossible("document_is_settled", Some(law("42")), text);
    }
}

/// No court can have taken a suit over an overdue case that is not overdue (R33 48).
fn check_overdue(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let due = deadline::trial_due(case, at.book).and_then(|due| due.due_on);
    if due.is_none_or(|due| at.on <= due) {
        let text = words("审理期限尚未逾期", "the trial period is not overdue");
        findings.breach(at, at.on, "not_overdue", (r33("48"), text));
    }
}
