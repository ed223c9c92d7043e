//! The stage × act table (阶段与行为表): which act is allowed at which stage, where it leads, and on
//! what it rests. `docs/stages.md` is printed from here; nothing else decides about stages.

use crate::domain::act::UNDERWAY;
use crate::domain::act::decision::MEDIATION_STAGES;
use crate::domain::act::kind::ActKind;
use crate::domain::act::service::SERVICE_STAGES;
use crate::domain::case_kind::CaseKind;
use crate::domain::law::{Article, Basis, Law, article, d17, gdls, law, ptr, pwr, r33};
use crate::domain::stage::Stage;

/// Where an act leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To this stage, always.
    Stage(Stage),
    /// Nowhere: the stage stays.
    Same,
    /// The act decides among these (a resumed case goes back, a last signature closes).
    OneOf(&'static [Stage]),
}

/// One row: an act.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Which act.
    pub act: ActKind,
    /// The kinds of case that it belongs to.
    pub kinds: &'static [CaseKind],
    /// The stages that allow it; empty for an act that opens a case.
    pub from: &'static [Stage],
    /// Where it leads.
    pub to: To,
    /// The articles it rests on.
    pub articles: &'static [Article],
    /// How sure that is.
    pub basis: Basis,
    /// The earliest legal date it may have.
    pub since: Since,
}

/// The earliest legal date of an act: an act is never before what it depends on. Within the tribunal's
/// work an act that changes no stage may be written down late, after others that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Not before the act that led to the present stage.
    Stage,
    /// Not before that, nor before what last started the trial period anew: an act that closes the case.
    Closing,
    /// Not before the acceptance. An act that closes the case only sometimes asks for more itself, when it does.
    Acceptance,
    /// Not before the receipt.
    Receipt,
}

const fn row(
    act: ActKind,
    from: &'static [Stage],
    to: To,
    articles: &'static [Article],
    basis: Basis,
) -> Row {
    let since = match to {
        To::Stage(Stage::Closed) => Since::Closing,
        To::Stage(_) | To::OneOf(_) => Since::Stage,
        To::Same => Since::Acceptance,
    };
    Row { act, kinds: &[CaseKind::Arbitration], from, to, articles, basis, since }
}

impl Row {
    const fn of(mut self, kinds: &'static [CaseKind]) -> Row {
        self.kinds = kinds;
        self
    }

    const fn since_stage(mut self) -> Row {
        self.since = Since::Stage;
        self
    }

    const fn since_acceptance(mut self) -> Row {
        self.since = Since::Acceptance;
        self
    }

    const fn since_receipt(mut self) -> Row {
        self.since = Since::Receipt;
        self
    }
}

use ActKind as A;
use Basis::{OurChoice, Statute};
use Stage as S;
use To::{OneOf, Same};

/// Every stage but the archive.
#[rustfmt::skip]
pub(crate) const ALIVE: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted, S::Closed, S::Served, S::Effective, S::Challenged,
];
/// Every stage of every kind of case.
#[rustfmt::skip]
const ALL: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted, S::Closed, S::Served, S::Effective, S::Challenged, S::Archived,
    S::MediationRequested, S::Mediating, S::MediationAgreed, S::ReviewRequested, S::InReview, S::AgreementConfirmed,
    S::InspectionReceived, S::Investigating, S::InspectionSuspended, S::PaymentOrdered,
    S::PetitionReceived, S::PetitionHandling,
];
/// Every stage of every kind of case but the archive: a dispute may be referred as long as its file is open.
#[rustfmt::skip]
const LIVING: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted, S::Closed, S::Served, S::Effective, S::Challenged,
    S::MediationRequested, S::Mediating, S::MediationAgreed, S::ReviewRequested, S::InReview, S::AgreementConfirmed,
    S::InspectionReceived, S::Investigating, S::InspectionSuspended, S::PaymentOrdered,
    S::PetitionReceived, S::PetitionHandling,
];
/// The stages of an arbitration and of a mediation but the archive: someone may act for a party as long as its file is open.
#[rustfmt::skip]
const WITH_PARTIES: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted, S::Closed, S::Served, S::Effective, S::Challenged,
    S::MediationRequested, S::Mediating, S::MediationAgreed, S::ReviewRequested, S::InReview, S::AgreementConfirmed,
];
/// Every stage in which people are assigned: before the closing, of every kind of case, and up to the end of the review
/// of a mediation agreement, which an arbitrator does.
#[rustfmt::skip]
const ASSIGNABLE: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted,
    S::MediationRequested, S::Mediating, S::MediationAgreed, S::ReviewRequested, S::InReview,
    S::InspectionReceived, S::Investigating, S::InspectionSuspended, S::PaymentOrdered,
    S::PetitionReceived, S::PetitionHandling,
];
/// Accepted and not yet closed, suspended and entrusted cases among them.
#[rustfmt::skip]
const OPEN: &[Stage] = &[
    S::Accepted, S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Suspended, S::Entrusted,
];
/// The trial period runs: also while a body outside mediates (R33 70), and what moves or ends it happens then too.
#[rustfmt::skip]
const RUNNING: &[Stage] = &[
    S::Accepted, S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Entrusted,
];
/// The trial period runs or ran: an extension approved in time may be told late.
#[rustfmt::skip]
const EXTENDABLE: &[Stage] = &[
    S::Accepted, S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Suspended, S::Entrusted,
    S::Closed, S::Served, S::Effective, S::Challenged,
];
/// Not yet closed.
#[rustfmt::skip]
const BEFORE_CLOSING: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted,
];
/// Representatives of ten and more workers are chosen: also for a mediation (LAW 7).
#[rustfmt::skip]
const REPRESENTED: &[Stage] = &[
    S::Received, S::Correction, S::MediateFirst, S::Accepted, S::Tribunal, S::Scheduled, S::Hearing,
    S::Deliberation, S::Suspended, S::Entrusted, S::MediationRequested, S::Mediating,
];
/// Once the tribunal stands.
const WITH_TRIBUNAL: &[Stage] =
    &[S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Suspended, S::Entrusted];
/// A hearing is open, or was: what was confirmed there may be written down late.
const HEARD: &[Stage] = &[S::Scheduled, S::Hearing, S::Deliberation];
/// After closing, before the archive.
const AFTER_CLOSING: &[Stage] = &[S::Closed, S::Served, S::Effective, S::Challenged];
/// After closing, and in the archive: a term to sue may run on when the file is in it already. An award of a part of the
/// case has terms of its own, whatever becomes of the rest (R33 49).
#[rustfmt::skip]
const CHALLENGEABLE: &[Stage] = &[
    S::Accepted, S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Suspended, S::Entrusted,
    S::Closed, S::Served, S::Effective, S::Challenged, S::Archived,
];
/// The same, and once a mediation agreement is confirmed: what orders a payment is enforced whatever becomes of the rest.
#[rustfmt::skip]
const ENFORCEABLE: &[Stage] = &[
    S::Accepted, S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Suspended, S::Entrusted,
    S::Closed, S::Served, S::Effective, S::Challenged, S::Archived, S::AgreementConfirmed,
];
/// The same as after the closing, with the stages after the closing of a mediation.
const CLOSED_OF_ANY_KIND: &[Stage] =
    &[S::Closed, S::Served, S::Effective, S::Challenged, S::MediationAgreed, S::AgreementConfirmed];
/// Every kind of case.
const EVERY_KIND: &[CaseKind] =
    &[CaseKind::Arbitration, CaseKind::Mediation, CaseKind::Inspection, CaseKind::Petition];
/// The inspectorate has it and it is not closed.
const INSPECTING: &[Stage] =
    &[S::InspectionReceived, S::Investigating, S::InspectionSuspended, S::PaymentOrdered];
/// The same, and what comes in after the closing.
const INSPECTED: &[Stage] =
    &[S::InspectionReceived, S::Investigating, S::InspectionSuspended, S::PaymentOrdered, S::Closed];
/// The inspectorate investigates.
const OPENED: &[Stage] = &[S::Investigating, S::PaymentOrdered];
/// An employer may be on its way to the list of defaulters while the case is open, and after it.
const LISTING: &[Stage] = &[S::PaymentOrdered, S::Closed];
/// Who is listed may leave while the file is in the archive already.
const LISTED: &[Stage] = &[S::PaymentOrdered, S::Closed, S::Archived];
/// In an inspection money is recovered worker by worker, by the payment of wages.
const BUT_INSPECTION: &[CaseKind] = &[CaseKind::Arbitration, CaseKind::Mediation, CaseKind::Petition];
const MEDIATION: &[CaseKind] = &[CaseKind::Mediation];
/// The kinds in which a mediation document is signed.
const SETTLING: &[CaseKind] = &[CaseKind::Arbitration, CaseKind::Mediation];
/// The stages in which a mediation document is signed: also in the review that makes one of a mediation agreement (R33 77).
#[rustfmt::skip]
const SIGNING: &[Stage] = &[
    S::Accepted, S::Tribunal, S::Scheduled, S::Hearing, S::Deliberation, S::Suspended, S::Entrusted, S::InReview,
];
/// Once a mediation agreement is in effect, under review or confirmed.
const AGREED: &[Stage] = &[S::MediationAgreed, S::ReviewRequested, S::InReview, S::AgreementConfirmed];
const INSPECTION: &[CaseKind] = &[CaseKind::Inspection];
const PETITION: &[CaseKind] = &[CaseKind::Petition];

const fn lsr(number: &'static str) -> Article {
    article(Law::InspectionRegulations, number)
}

const fn r45(number: &'static str) -> Article {
    article(Law::DefaulterListMeasures, number)
}

/// The table.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    row(A::Receipt, &[], To::Stage(S::Received), &[law("28"), r33("29")], Statute),
    row(A::CorrectionNotice, &[S::Received], To::Stage(S::Correction), &[r33("29")], Statute),
    row(A::CorrectionCompletion, &[S::Correction], To::Stage(S::Received), &[r33("46(2)")], Statute),
    row(A::CorrectionLapse, &[S::Correction], To::Stage(S::Closed), &[r33("29")], OurChoice),
    row(A::MediationDeferral, &[S::Received], To::Stage(S::MediateFirst), &[r33("69")], Statute),
    row(A::MediationFailure, &[S::MediateFirst], To::Stage(S::Received), &[r33("69"), law("14")], Statute),
    row(A::PreFilingSettlement, &[S::MediateFirst], To::Stage(S::Closed), &[r33("74")], Statute),
    row(A::Rejection, &[S::Received], To::Stage(S::Closed), &[r33("31"), law("29")], Statute),
    row(A::JurisdictionNotice, &[S::Received], To::Stage(S::Closed), &[r33("31")], Statute),
    row(A::Acceptance, &[S::Received], To::Stage(S::Accepted), &[r33("30"), law("29")], Statute),
    row(A::Assignment, ASSIGNABLE, Same, &[], OurChoice).since_receipt().of(EVERY_KIND),
    row(A::TribunalFormation, &[S::Accepted], To::Stage(S::Tribunal), &[law("32"), r33("37")], Statute),
    row(A::TribunalChange, WITH_TRIBUNAL, Same, &[r33("11")], Statute),
    row(A::RecusalRequest, WITH_TRIBUNAL, Same, &[r33("11"), law("33")], Statute),
    row(A::RecusalDecision, WITH_TRIBUNAL, Same, &[r33("11"), r33("12")], Statute),
    row(A::Service, SERVICE_STAGES, OneOf(&[S::Served]), &[r33("20")], Statute).since_receipt(),
    row(A::ServiceProof, SERVICE_STAGES, Same, &[r33("20")], Statute).since_receipt(),
    row(A::Defence, OPEN, Same, &[law("30"), r33("33")], Statute),
    row(A::EntrustedMediation, &[S::Tribunal], To::Stage(S::Entrusted), &[r33("70")], Statute),
    row(A::EntrustedMediationEnd, &[S::Entrusted], To::Stage(S::Tribunal), &[r33("70")], Statute),
    row(A::HearingNotice, &[S::Tribunal, S::Hearing, S::Deliberation], To::Stage(S::Scheduled), &[law("35"), r33("38")], Statute),
    row(A::HearingPostponement, &[S::Scheduled, S::Suspended], OneOf(&[S::Scheduled]), &[law("35"), r33("38")], Statute),
    row(A::HearingOpening, &[S::Scheduled], To::Stage(S::Hearing), &[r33("41"), law("36")], Statute),
    row(A::HearingAdjournment, &[S::Hearing], To::Stage(S::Scheduled), &[], OurChoice),
    row(A::HearingClosing, &[S::Hearing], To::Stage(S::Deliberation), &[law("42")], Statute),
    row(A::HearingReopening, &[S::Deliberation], To::Stage(S::Hearing), &[], OurChoice),
    row(A::Suspension, RUNNING, To::Stage(S::Suspended), &[r33("47")], Statute),
    row(A::SuspensionEnd, &[S::Suspended], OneOf(RUNNING), &[r33("47")], Statute),
    row(A::Extension, EXTENDABLE, Same, &[law("43"), r33("45")], Statute),
    row(A::PartyJoinder, RUNNING, Same, &[r33("46")], Statute),
    row(A::ClaimAmendment, RUNNING, OneOf(&[S::Closed]), &[r33("44"), r33("46")], Statute).since_acceptance(),
    row(A::CounterclaimAcceptance, RUNNING, Same, &[r33("36"), r33("46")], Statute),
    row(A::CaseSplit, UNDERWAY, Same, &[], OurChoice),
    row(A::JointTrial, UNDERWAY, Same, &[], OurChoice),
    row(A::Representation, REPRESENTED, Same, &[law("7"), r33("62"), r33("63")], Statute).since_receipt().of(SETTLING),
    row(A::ProcedureConversion, RUNNING, Same, &[r33("61")], Statute),
    row(A::InterimPayment, UNDERWAY, Same, &[law("44"), r33("51")], Statute),
    row(A::Discussion, &[S::Hearing, S::Deliberation], Same, &[], OurChoice),
    row(A::MediationDocument, MEDIATION_STAGES, Same, &[law("42"), r33("71")], Statute),
    row(A::MediationSignature, SIGNING, OneOf(&[S::Closed, S::AgreementConfirmed]), &[law("42"), r33("72"), r33("77")], Statute).since_acceptance().of(SETTLING),
    row(A::MediationRepudiation, SIGNING, Same, &[law("42"), r33("72")], Statute).of(SETTLING),
    row(A::Award, &[S::Deliberation], OneOf(&[S::Closed]), &[law("45"), r33("53")], Statute).since_acceptance(),
    row(A::AwardCorrection, AFTER_CLOSING, Same, &[r33("54")], Statute),
    row(A::Withdrawal, BEFORE_CLOSING, OneOf(&[S::Closed]), &[r33("35"), law("41")], Statute).since_acceptance(),
    row(A::DeemedWithdrawal, &[S::Scheduled, S::Hearing], OneOf(&[S::Closed]), &[law("36"), r33("39")], Statute).since_acceptance(),
    row(A::Transfer, OPEN, To::Stage(S::Closed), &[r33("9"), r33("10")], Statute),
    row(A::Revocation, RUNNING, To::Stage(S::Closed), &[r33("32")], Statute),
    row(A::Termination, OPEN, To::Stage(S::Closed), &[r33("48"), law("43")], Statute),
    row(A::Effectiveness, &[S::Closed, S::Served, S::Challenged], To::Stage(S::Effective), &[law("47"), law("50")], Statute),
    row(A::Challenge, CHALLENGEABLE, OneOf(&[S::Challenged]), &[law("48"), law("49"), law("50")], Statute).since_receipt(),
    row(A::Recovery, ALL, Same, &[], OurChoice).since_receipt().of(BUT_INSPECTION),
    row(A::Archiving, CLOSED_OF_ANY_KIND, To::Stage(S::Archived), &[r33("21"), r33("22")], Statute).of(EVERY_KIND),
    row(A::LedgerEntry, &[], OneOf(&[S::Accepted, S::Closed]), &[], OurChoice),
    row(A::JurisdictionObjection, OPEN, Same, &[r33("10")], Statute),
    row(A::JurisdictionRuling, OPEN, OneOf(&[S::Closed]), &[r33("10")], Statute).since_acceptance(),
    row(A::EvidenceTerm, OPEN, Same, &[r33("15")], Statute),
    row(A::EvidenceTermExtension, OPEN, Same, &[r33("15")], Statute),
    row(A::CounterclaimReceipt, OPEN, Same, &[r33("36")], Statute),
    row(A::CounterclaimRefusal, OPEN, Same, &[r33("36")], Statute),
    row(A::AgentAppointment, WITH_PARTIES, Same, &[law("24")], Statute).since_receipt().of(SETTLING),
    row(A::AgentEnd, WITH_PARTIES, Same, &[law("24")], Statute).since_receipt().of(SETTLING),
    row(A::CourtRuling, CHALLENGEABLE, OneOf(&[S::Challenged]), &[law("49"), article(Law::JudicialInterpretation2020, "21")], Statute).since_receipt(),
    row(A::PerformanceTerm, CHALLENGEABLE, Same, &[law("51")], Statute).since_receipt(),
    row(A::ElementStatement, OPEN, Same, &[], OurChoice),
    row(A::ElementConfirmation, HEARD, Same, &[], OurChoice),
    row(A::EnforcementRequest, ENFORCEABLE, Same, &[law("51")], Statute).since_receipt().of(SETTLING),
    row(A::MediationRequest, &[], OneOf(&[S::MediationRequested, S::MediationAgreed]), &[law("10"), law("12")], Statute).of(MEDIATION),
    row(A::MediationRefusal, &[S::MediationRequested], To::Stage(S::Closed), &[d17("22")], Statute).of(MEDIATION),
    row(A::MediationStart, &[S::MediationRequested], To::Stage(S::Mediating), &[d17("22")], Statute).of(MEDIATION),
    row(A::MediationProlongation, &[S::Mediating], Same, &[d17("29")], Statute).of(MEDIATION).since_stage(),
    row(A::MediationEnding, &[S::MediationRequested, S::Mediating], To::Stage(S::Closed), &[law("14"), d17("29")], Statute).of(MEDIATION),
    row(A::MediationAgreement, &[S::Mediating], To::Stage(S::MediationAgreed), &[law("14")], Statute).of(MEDIATION),
    row(A::AgreementPerformance, AGREED, Same, &[law("14")], Statute).of(MEDIATION).since_receipt(),
    row(A::AgreementDefault, AGREED, Same, &[law("15"), law("16")], Statute).of(MEDIATION).since_receipt(),
    row(A::CourtPaymentOrder, AGREED, Same, &[law("16")], Statute).of(MEDIATION).since_receipt(),
    row(A::ReviewRequest, &[S::MediationAgreed], To::Stage(S::ReviewRequested), &[r33("74"), d17("27")], Statute).of(MEDIATION),
    row(A::ReviewRejection, &[S::ReviewRequested], To::Stage(S::MediationAgreed), &[r33("75")], Statute).of(MEDIATION),
    row(A::ReviewAcceptance, &[S::ReviewRequested], To::Stage(S::InReview), &[r33("75"), r33("76")], Statute).of(MEDIATION),
    row(A::ReviewExtension, &[S::InReview], Same, &[r33("76")], Statute).of(MEDIATION).since_stage(),
    row(A::ReviewDenial, &[S::InReview], To::Stage(S::MediationAgreed), &[r33("78"), r33("79")], Statute).of(MEDIATION),
    row(A::ReviewWithdrawal, &[S::ReviewRequested, S::InReview], To::Stage(S::MediationAgreed), &[r33("79")], Statute).of(MEDIATION),
    row(A::ReviewConfirmation, &[S::InReview], Same, &[r33("77")], Statute).of(MEDIATION).since_stage(),
    row(A::OnwardArbitration, &[S::Closed, S::MediationAgreed], Same, &[law("5"), law("14"), law("15"), d17("31")], Statute).of(MEDIATION).since_stage(),
    row(A::InspectionReceipt, &[], To::Stage(S::InspectionReceived), &[gdls("32"), gdls("36")], Statute).of(INSPECTION),
    row(A::InspectionOpening, &[S::InspectionReceived], To::Stage(S::Investigating), &[gdls("32"), gdls("36")], Statute).of(INSPECTION),
    row(A::InspectionRefusal, &[S::InspectionReceived], To::Stage(S::Closed), &[gdls("39")], Statute).of(INSPECTION),
    row(A::InspectionRedirection, &[S::InspectionReceived], To::Stage(S::Closed), &[gdls("33")], Statute).of(INSPECTION),
    row(A::ComplaintWithdrawal, INSPECTING, To::Stage(S::Closed), &[], OurChoice).of(INSPECTION),
    row(A::InspectionExtension, OPENED, Same, &[gdls("44"), lsr("17")], Statute).since_receipt().of(INSPECTION),
    row(A::InspectionCommission, OPENED, Same, &[gdls("44")], Statute).since_receipt().of(INSPECTION),
    row(A::InspectionCommissionResult, INSPECTING, Same, &[gdls("44")], Statute).since_receipt().of(INSPECTION),
    row(A::InspectionSuspension, OPENED, To::Stage(S::InspectionSuspended), &[gdls("45")], Statute).of(INSPECTION),
    row(A::InspectionSuspensionNotice, INSPECTING, Same, &[gdls("45")], Statute).since_receipt().of(INSPECTION),
    row(A::InspectionSuspensionEnd, &[S::InspectionSuspended], OneOf(OPENED), &[gdls("45")], Statute).of(INSPECTION),
    row(A::InspectionDocument, INSPECTING, Same, &[gdls("47")], Statute).since_receipt().of(INSPECTION),
    row(A::InspectionDelivery, INSPECTED, Same, &[gdls("47")], Statute).since_receipt().of(INSPECTION),
    row(A::PaymentOrder, OPENED, To::Stage(S::PaymentOrdered), &[lsr("26"), gdls("51")], Statute).of(INSPECTION),
    row(A::WageList, INSPECTING, Same, &[], OurChoice).since_receipt().of(INSPECTION),
    row(A::WagePayment, INSPECTED, Same, &[], OurChoice).since_receipt().of(INSPECTION),
    row(A::MassIncident, INSPECTING, Same, &[article(Law::GuangdongWageRegulations, "58")], Statute).since_receipt().of(INSPECTION),
    row(A::ProjectInspection, &[S::InspectionReceived, S::Investigating, S::PaymentOrdered], Same, &[], OurChoice).since_receipt().of(INSPECTION),
    row(A::HazardResolution, INSPECTED, Same, &[], OurChoice).since_receipt().of(INSPECTION),
    row(A::InspectionClosing, &[S::InspectionReceived, S::Investigating, S::PaymentOrdered], To::Stage(S::Closed), &[gdls("44")], OurChoice).of(INSPECTION),
    row(A::InspectionHandover, OPENED, To::Stage(S::Closed), &[gdls("42")], Statute).of(INSPECTION),
    row(A::PoliceTransfer, &[S::PaymentOrdered], To::Stage(S::Closed), &[article(Law::JudicialInterpretation2013, "3-4")], Statute).of(INSPECTION),
    row(A::DefaulterNotice, LISTING, Same, &[r45("6"), r45("8")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterObjection, LISTING, Same, &[r45("6")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterVerification, LISTING, Same, &[r45("6")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterExtension, LISTING, Same, &[r45("8")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterListing, LISTING, Same, &[r45("8")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterRemovalRequest, LISTED, Same, &[r45("12")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterRemovalDecision, LISTED, Same, &[r45("14")], Statute).since_receipt().of(INSPECTION),
    row(A::DefaulterRemoval, LISTED, Same, &[r45("17")], Statute).since_receipt().of(INSPECTION),
    row(A::PetitionReceipt, &[], To::Stage(S::PetitionReceived), &[pwr("22"), ptr("21")], Statute).of(PETITION),
    row(A::PetitionAcceptance, &[S::PetitionReceived], To::Stage(S::PetitionHandling), &[pwr("23"), ptr("21")], Statute).of(PETITION),
    row(A::PetitionRejection, &[S::PetitionReceived], To::Stage(S::Closed), &[pwr("23"), ptr("21")], Statute).of(PETITION),
    row(A::PetitionRedirection, &[S::PetitionReceived], To::Stage(S::Closed), &[pwr("22"), pwr("31(2)"), ptr("21")], Statute).of(PETITION),
    row(A::PetitionExtension, &[S::PetitionHandling], Same, &[pwr("34"), ptr("33")], Statute).of(PETITION).since_stage(),
    row(A::PetitionAnswer, &[S::PetitionHandling], To::Stage(S::Closed), &[pwr("32"), ptr("32")], Statute).of(PETITION),
    row(A::PetitionWithdrawal, &[S::PetitionReceived, S::PetitionHandling], To::Stage(S::Closed), &[], OurChoice).of(PETITION),
    row(A::Referral, LIVING, Same, &[], OurChoice).since_receipt().of(EVERY_KIND),
    row(A::ReferralAcceptance, LIVING, Same, &[], OurChoice).since_receipt().of(EVERY_KIND),
    row(A::ReferralDecline, LIVING, Same, &[], OurChoice).since_receipt().of(EVERY_KIND),
    row(A::ReferralWithdrawal, LIVING, Same, &[], OurChoice).since_receipt().of(EVERY_KIND),
];

/// The row of an act.
#[must_use]
pub fn find(act: ActKind) -> &'static Row {
    const ABSENT: Row = row(A::Receipt, &[], Same, &[], OurChoice);
    static NONE: Row = ABSENT;
    TABLE.iter().find(|row| row.act == act).unwrap_or(&NONE)
}

/// Whether an act opens a case.
#[must_use]
pub fn opens(act: ActKind) -> bool {
    find(act).from.is_empty()
}

/// Whether a stage allows an act.
#[must_use]
pub fn allows(stage: Stage, act: ActKind) -> bool {
    find(act).from.contains(&stage)
}
