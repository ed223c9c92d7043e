//! Who may do which act (办案行为权限): acts that the same people do share a field, and each field has one row.

use super::Permit;
use crate::domain::act::kind::ActKind;
use crate::domain::role::Role;

/// The kinds of acts that share a row of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// Filing, service, papers: the clerks'.
    Filing,
    /// Hearing and deciding: the tribunal's.
    Trial,
    /// Settling: the mediators' too.
    Mediation,
    /// Approvals: the supervisors' alone.
    Approval,
    /// What closes or accompanies a case of any kind: recoveries, the archive.
    Common,
    /// Opening a mediation case.
    MediationFiling,
    /// Opening an inspection case.
    InspectionFiling,
    /// Inspecting: the inspectors'.
    Inspection,
    /// Petitions: the clerks'.
    Petition,
    /// Taking cases over from a ledger: the clerks'.
    Ledger,
    /// Offering a dispute to another channel, and taking the offer back: whoever works on the case.
    Referring,
    /// Answering a referral for some channel; for which, [`Operation::AnswerReferral`] says.
    Answering,
}

#[expect(clippy::too_many_lines, reason = "one name for each act, none with a rule in it")]
fn field(act: ActKind) -> Field {
    match act {
        ActKind::Receipt
        | ActKind::CorrectionNotice
        | ActKind::CorrectionCompletion
        | ActKind::CorrectionLapse
        | ActKind::Rejection
        | ActKind::JurisdictionNotice
        | ActKind::Acceptance
        | ActKind::Service
        | ActKind::ServiceProof
        | ActKind::Defence
        | ActKind::HearingNotice
        | ActKind::HearingPostponement
        | ActKind::Withdrawal
        | ActKind::RecusalRequest
        | ActKind::Representation
        | ActKind::Effectiveness
        | ActKind::Challenge
        | ActKind::JurisdictionObjection
        | ActKind::EvidenceTerm
        | ActKind::EvidenceTermExtension
        | ActKind::CounterclaimReceipt
        | ActKind::CourtRuling
        | ActKind::PerformanceTerm
        | ActKind::ElementStatement
        | ActKind::EnforcementRequest
        | ActKind::ReviewRequest
        | ActKind::ReviewRejection
        | ActKind::ReviewAcceptance
        | ActKind::ReviewWithdrawal => Field::Filing,
        ActKind::Recovery | ActKind::Archiving => Field::Common,
        ActKind::MediationRequest | ActKind::OnwardArbitration => Field::MediationFiling,
        ActKind::InspectionReceipt => Field::InspectionFiling,
        ActKind::InspectionOpening
        | ActKind::InspectionRefusal
        | ActKind::InspectionRedirection
        | ActKind::ComplaintWithdrawal
        | ActKind::InspectionCommission
        | ActKind::InspectionCommissionResult
        | ActKind::InspectionSuspensionNotice
        | ActKind::InspectionSuspensionEnd
        | ActKind::InspectionDocument
        | ActKind::InspectionDelivery
        | ActKind::PaymentOrder
        | ActKind::WageList
        | ActKind::WagePayment
        | ActKind::MassIncident
        | ActKind::ProjectInspection
        | ActKind::HazardResolution
        | ActKind::InspectionClosing
        | ActKind::InspectionHandover
        | ActKind::PoliceTransfer
        | ActKind::DefaulterNotice
        | ActKind::DefaulterObjection
        | ActKind::DefaulterVerification
        | ActKind::DefaulterListing
        | ActKind::DefaulterRemovalRequest
        | ActKind::DefaulterRemovalDecision
        | ActKind::DefaulterRemoval => Field::Inspection,
        ActKind::PetitionReceipt
        | ActKind::PetitionAcceptance
        | ActKind::PetitionRejection
        | ActKind::PetitionRedirection
        | ActKind::PetitionAnswer
        | ActKind::PetitionWithdrawal => Field::Petition,
        ActKind::LedgerEntry => Field::Ledger,
        ActKind::Referral | ActKind::ReferralWithdrawal => Field::Referring,
        ActKind::ReferralAcceptance | ActKind::ReferralDecline => Field::Answering,
        ActKind::MediationDeferral
        | ActKind::MediationFailure
        | ActKind::PreFilingSettlement
        | ActKind::EntrustedMediation
        | ActKind::EntrustedMediationEnd
        | ActKind::MediationDocument
        | ActKind::MediationSignature
        | ActKind::MediationRepudiation
        | ActKind::AgentAppointment
        | ActKind::AgentEnd
        | ActKind::MediationRefusal
        | ActKind::MediationStart
        | ActKind::MediationProlongation
        | ActKind::MediationEnding
        | ActKind::MediationAgreement
        | ActKind::AgreementPerformance
        | ActKind::AgreementDefault
        | ActKind::CourtPaymentOrder => Field::Mediation,
        ActKind::HearingOpening
        | ActKind::HearingAdjournment
        | ActKind::HearingClosing
        | ActKind::HearingReopening
        | ActKind::SuspensionEnd
        | ActKind::PartyJoinder
        | ActKind::ClaimAmendment
        | ActKind::CounterclaimAcceptance
        | ActKind::CounterclaimRefusal
        | ActKind::JurisdictionRuling
        | ActKind::CaseSplit
        | ActKind::JointTrial
        | ActKind::ProcedureConversion
        | ActKind::InterimPayment
        | ActKind::ElementConfirmation
        | ActKind::Discussion
        | ActKind::Award
        | ActKind::AwardCorrection
        | ActKind::DeemedWithdrawal
        | ActKind::Transfer
        | ActKind::Revocation
        | ActKind::Termination
        | ActKind::ReviewDenial
        | ActKind::ReviewConfirmation => Field::Trial,
        ActKind::Assignment
        | ActKind::TribunalFormation
        | ActKind::TribunalChange
        | ActKind::RecusalDecision
        | ActKind::Suspension
        | ActKind::Extension
        | ActKind::InspectionExtension
        | ActKind::DefaulterExtension
        | ActKind::InspectionSuspension
        | ActKind::ReviewExtension
        | ActKind::PetitionExtension => Field::Approval,
    }
}

/// One row for each field, in the order clerk, arbitrator, mediator, supervisor, inspector; nobody else acts on cases.
pub(super) fn permit_act(role: Role, act: ActKind) -> Permit {
    use Permit::{Assigned, Desk, No, Office};
    let [clerk, arbitrator, mediator, supervisor, inspector] = match field(act) {
        Field::Filing => [Office, Assigned, No, No, No],
        Field::Trial => [No, Assigned, No, No, No],
        Field::Mediation => [Office, Assigned, Assigned, No, No],
        Field::Approval => [No, No, No, Office, No],
        Field::Common => [Office, Assigned, No, No, Desk],
        Field::MediationFiling => [Office, No, Office, No, No],
        Field::InspectionFiling => [Office, No, No, No, Office],
        Field::Inspection => [No, No, No, No, Desk],
        Field::Petition => [Office, No, No, No, No],
        Field::Ledger => [Office, No, No, No, No],
        Field::Referring => [Office, Assigned, Assigned, No, Desk],
        Field::Answering => [Office, No, Office, No, Office],
    };
    match role {
        Role::Clerk => clerk,
        Role::Arbitrator => arbitrator,
        Role::Mediator => mediator,
        Role::Supervisor => supervisor,
        Role::Inspector => inspector,
        Role::Report | Role::Admin => No,
    }
}
