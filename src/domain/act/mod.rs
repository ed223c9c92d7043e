//! The acts (办案行为): everything that can happen to a case, one struct each, with its guards
//! and its consequence. Which stage allows which act is in [`table`]; the order of the questions
//! is in [`Case::perform`], in `performing`. Not here: who may do it (`permission`), and how it is written down (`docket`).

pub mod after;
pub mod closing;
pub mod collective;
pub mod decision;
mod defence_period;
pub mod filing;
pub mod hearing;
pub mod inspection;
pub mod kind;
mod leaving;
pub mod ledger;
pub mod mediation;
mod obstacle;
mod open_paper;
pub mod opened;
pub mod opening;
pub mod pause;
mod performing;
pub mod petition;
pub mod proceeding;
pub mod referral;
pub mod restart;
pub mod service;
pub mod service_proof;
pub mod table;
pub mod tribunal;

use serde::{Deserialize, Serialize};

use crate::domain::case::{Case, Dated};
use crate::domain::finding::{Findings, Moment};
use crate::domain::party::PersonRef;
use crate::domain::refusal::words;
use crate::domain::stage::Stage;
use kind::ActKind;

/// The guards and the consequence of one act. Stages are not its business, unless its row in the table
/// says that the act itself decides ([`table::To::OneOf`]).
pub trait ActRule {
    /// Asks every rule of this act.
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings);
    /// Writes the consequence into the case. Only called after `check` found nothing that counts.
    fn apply(self, case: &mut Case, at: &Moment<'_>);
}

/// An act as the docket holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum Act {
    Receipt(filing::Receipt<PersonRef>),
    CorrectionNotice(filing::CorrectionNotice),
    CorrectionCompletion(filing::CorrectionCompletion),
    CorrectionLapse(filing::CorrectionLapse),
    MediationDeferral(filing::MediationDeferral),
    MediationFailure(filing::MediationFailure),
    PreFilingSettlement(filing::PreFilingSettlement),
    Rejection(filing::Rejection),
    JurisdictionNotice(filing::JurisdictionNotice),
    Acceptance(filing::Acceptance),
    Assignment(tribunal::Assignment),
    TribunalFormation(tribunal::TribunalFormation),
    TribunalChange(tribunal::TribunalChange),
    RecusalRequest(tribunal::RecusalRequest),
    RecusalDecision(tribunal::RecusalDecision),
    Service(service::ServiceOfProcess),
    ServiceProof(service_proof::ServiceProof),
    Defence(service::Defence),
    EntrustedMediation(pause::EntrustedMediation),
    EntrustedMediationEnd(pause::EntrustedMediationEnd),
    HearingNotice(hearing::HearingNotice),
    HearingPostponement(hearing::HearingPostponement),
    HearingOpening(hearing::HearingOpening),
    HearingAdjournment(hearing::HearingAdjournment),
    HearingClosing(hearing::HearingClosing),
    HearingReopening(hearing::HearingReopening),
    Suspension(pause::Suspension),
    SuspensionEnd(pause::SuspensionEnd),
    Extension(pause::Extension),
    PartyJoinder(restart::PartyJoinder<PersonRef>),
    ClaimAmendment(restart::ClaimAmendment),
    CounterclaimAcceptance(restart::CounterclaimAcceptance),
    CaseSplit(collective::CaseSplit),
    JointTrial(collective::JointTrial),
    Representation(collective::Representation),
    ProcedureConversion(pause::ProcedureConversion),
    InterimPayment(decision::InterimPayment),
    Discussion(decision::Discussion),
    MediationDocument(decision::MediationDocument),
    MediationSignature(decision::MediationSignature),
    MediationRepudiation(decision::MediationRepudiation),
    Award(decision::Award),
    AwardCorrection(after::AwardCorrection),
    Withdrawal(closing::Withdrawal),
    DeemedWithdrawal(closing::DeemedWithdrawal),
    Transfer(closing::Transfer),
    Revocation(closing::Revocation),
    Termination(closing::Termination),
    Effectiveness(after::Effectiveness),
    Challenge(after::Challenge),
    Recovery(after::Recovery),
    Archiving(after::Archiving),
    LedgerEntry(ledger::LedgerEntry<PersonRef>),
    #[serde(untagged)]
    Proceeding(proceeding::ProceedingAct),
    #[serde(untagged)]
    Mediation(mediation::MediationAct),
    #[serde(untagged)]
    Inspection(inspection::InspectionAct),
    #[serde(untagged)]
    Petition(petition::PetitionAct),
    #[serde(untagged)]
    Referral(referral::ReferralAct),
}

impl Act {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            Act::Receipt(_) => ActKind::Receipt,
            Act::CorrectionNotice(_) => ActKind::CorrectionNotice,
            Act::CorrectionCompletion(_) => ActKind::CorrectionCompletion,
            Act::CorrectionLapse(_) => ActKind::CorrectionLapse,
            Act::MediationDeferral(_) => ActKind::MediationDeferral,
            Act::MediationFailure(_) => ActKind::MediationFailure,
            Act::PreFilingSettlement(_) => ActKind::PreFilingSettlement,
            Act::Rejection(_) => ActKind::Rejection,
            Act::JurisdictionNotice(_) => ActKind::JurisdictionNotice,
            Act::Acceptance(_) => ActKind::Acceptance,
            Act::Assignment(_) => ActKind::Assignment,
            Act::TribunalFormation(_) => ActKind::TribunalFormation,
            Act::TribunalChange(_) => ActKind::TribunalChange,
            Act::RecusalRequest(_) => ActKind::RecusalRequest,
            Act::RecusalDecision(_) => ActKind::RecusalDecision,
            Act::Service(_) => ActKind::Service,
            Act::ServiceProof(_) => ActKind::ServiceProof,
            Act::Defence(_) => ActKind::Defence,
            Act::EntrustedMediation(_) => ActKind::EntrustedMediation,
            Act::EntrustedMediationEnd(_) => ActKind::EntrustedMediationEnd,
            Act::HearingNotice(_) => ActKind::HearingNotice,
            Act::HearingPostponement(_) => ActKind::HearingPostponement,
            Act::HearingOpening(_) => ActKind::HearingOpening,
            Act::HearingAdjournment(_) => ActKind::HearingAdjournment,
            Act::HearingClosing(_) => ActKind::HearingClosing,
            Act::HearingReopening(_) => ActKind::HearingReopening,
            Act::Suspension(_) => ActKind::Suspension,
            Act::SuspensionEnd(_) => ActKind::SuspensionEnd,
            Act::Extension(_) => ActKind::Extension,
            Act::PartyJoinder(_) => ActKind::PartyJoinder,
            Act::ClaimAmendment(_) => ActKind::ClaimAmendment,
            Act::CounterclaimAcceptance(_) => ActKind::CounterclaimAcceptance,
            Act::CaseSplit(_) => ActKind::CaseSplit,
            Act::JointTrial(_) => ActKind::JointTrial,
            Act::Representation(_) => ActKind::Representation,
            Act::ProcedureConversion(_) => ActKind::ProcedureConversion,
            Act::InterimPayment(_) => ActKind::InterimPayment,
            Act::Discussion(_) => ActKind::Discussion,
            Act::MediationDocument(_) => ActKind::MediationDocument,
            Act::MediationSignature(_) => ActKind::MediationSignature,
            Act::MediationRepudiation(_) => ActKind::MediationRepudiation,
            Act::Award(_) => ActKind::Award,
            Act::AwardCorrection(_) => ActKind::AwardCorrection,
            Act::Withdrawal(_) => ActKind::Withdrawal,
            Act::DeemedWithdrawal(_) => ActKind::DeemedWithdrawal,
            Act::Transfer(_) => ActKind::Transfer,
            Act::Revocation(_) => ActKind::Revocation,
            Act::Termination(_) => ActKind::Termination,
            Act::Effectiveness(_) => ActKind::Effectiveness,
            Act::Challenge(_) => ActKind::Challenge,
            Act::Recovery(_) => ActKind::Recovery,
            Act::Archiving(_) => ActKind::Archiving,
            Act::LedgerEntry(_) => ActKind::LedgerEntry,
            Act::Proceeding(act) => act.kind(),
            Act::Mediation(act) => act.kind(),
            Act::Inspection(act) => act.kind(),
            Act::Petition(act) => act.kind(),
            Act::Referral(act) => act.kind(),
        }
    }
}

impl ActRule for Act {
    #[rustfmt::skip]
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            Act::Receipt(_) | Act::LedgerEntry(_) => findings.impossible("received_already", None, words("本案已收件", "the case was received already")),
            Act::CorrectionNotice(act) => act.check(case, at, findings),
            Act::CorrectionCompletion(act) => act.check(case, at, findings),
            Act::CorrectionLapse(act) => act.check(case, at, findings),
            Act::MediationDeferral(act) => act.check(case, at, findings),
            Act::MediationFailure(act) => act.check(case, at, findings),
            Act::PreFilingSettlement(act) => act.check(case, at, findings),
            Act::Rejection(act) => act.check(case, at, findings),
            Act::JurisdictionNotice(act) => act.check(case, at, findings),
            Act::Acceptance(act) => act.check(case, at, findings),
            Act::Assignment(act) => act.check(case, at, findings),
            Act::TribunalFormation(act) => act.check(case, at, findings),
            Act::TribunalChange(act) => act.check(case, at, findings),
            Act::RecusalRequest(act) => act.check(case, at, findings),
            Act::RecusalDecision(act) => act.check(case, at, findings),
            Act::Service(act) => act.check(case, at, findings),
            Act::ServiceProof(act) => act.check(case, at, findings),
            Act::Defence(act) => act.check(case, at, findings),
            Act::EntrustedMediation(act) => act.check(case, at, findings),
            Act::EntrustedMediationEnd(act) => act.check(case, at, findings),
            Act::HearingNotice(act) => act.check(case, at, findings),
            Act::HearingPostponement(act) => act.check(case, at, findings),
            Act::HearingOpening(act) => act.check(case, at, findings),
            Act::HearingAdjournment(act) => act.check(case, at, findings),
            Act::HearingClosing(act) => act.check(case, at, findings),
            Act::HearingReopening(act) => act.check(case, at, findings),
            Act::Suspension(act) => act.check(case, at, findings),
            Act::SuspensionEnd(act) => act.check(case, at, findings),
            Act::Extension(act) => act.check(case, at, findings),
            Act::PartyJoinder(act) => act.check(case, at, findings),
            Act::ClaimAmendment(act) => act.check(case, at, findings),
            Act::CounterclaimAcceptance(act) => act.check(case, at, findings),
            Act::CaseSplit(act) => act.check(case, at, findings),
            Act::JointTrial(act) => act.check(case, at, findings),
            Act::Representation(act) => act.check(case, at, findings),
            Act::ProcedureConversion(act) => act.check(case, at, findings),
            Act::InterimPayment(act) => act.check(case, at, findings),
            Act::Discussion(act) => act.check(case, at, findings),
            Act::MediationDocument(act) => act.check(case, at, findings),
            Act::MediationSignature(act) => act.check(case, at, findings),
            Act::MediationRepudiation(act) => act.check(case, at, findings),
            Act::Award(act) => act.check(case, at, findings),
            Act::AwardCorrection(act) => act.check(case, at, findings),
            Act::Withdrawal(act) => act.check(case, at, findings),
            Act::DeemedWithdrawal(act) => act.check(case, at, findings),
            Act::Transfer(act) => act.check(case, at, findings),
            Act::Revocation(act) => act.check(case, at, findings),
            Act::Termination(act) => act.check(case, at, findings),
            Act::Effectiveness(act) => act.check(case, at, findings),
            Act::Challenge(act) => act.check(case, at, findings),
            Act::Recovery(act) => act.check(case, at, findings),
            Act::Archiving(act) => act.check(case, at, findings),
            Act::Proceeding(act) => act.check(case, at, findings),
            Act::Mediation(act) => act.check(case, at, findings),
            Act::Inspection(act) => act.check(case, at, findings),
            Act::Petition(act) => act.check(case, at, findings),
            Act::Referral(act) => act.check(case, at, findings),
        }
    }

    #[rustfmt::skip]
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            Act::Receipt(_) | Act::LedgerEntry(_) => {}
            Act::CorrectionNotice(act) => act.apply(case, at),
            Act::CorrectionCompletion(act) => act.apply(case, at),
            Act::CorrectionLapse(act) => act.apply(case, at),
            Act::MediationDeferral(act) => act.apply(case, at),
            Act::MediationFailure(act) => act.apply(case, at),
            Act::PreFilingSettlement(act) => act.apply(case, at),
            Act::Rejection(act) => act.apply(case, at),
            Act::JurisdictionNotice(act) => act.apply(case, at),
            Act::Acceptance(act) => act.apply(case, at),
            Act::Assignment(act) => act.apply(case, at),
            Act::TribunalFormation(act) => act.apply(case, at),
            Act::TribunalChange(act) => act.apply(case, at),
            Act::RecusalRequest(act) => act.apply(case, at),
            Act::RecusalDecision(act) => act.apply(case, at),
            Act::Service(act) => act.apply(case, at),
            Act::ServiceProof(act) => act.apply(case, at),
            Act::Defence(act) => act.apply(case, at),
            Act::EntrustedMediation(act) => act.apply(case, at),
            Act::EntrustedMediationEnd(act) => act.apply(case, at),
            Act::HearingNotice(act) => act.apply(case, at),
            Act::HearingPostponement(act) => act.apply(case, at),
            Act::HearingOpening(act) => act.apply(case, at),
            Act::HearingAdjournment(act) => act.apply(case, at),
            Act::HearingClosing(act) => act.apply(case, at),
            Act::HearingReopening(act) => act.apply(case, at),
            Act::Suspension(act) => act.apply(case, at),
            Act::SuspensionEnd(act) => act.apply(case, at),
            Act::Extension(act) => act.apply(case, at),
            Act::PartyJoinder(act) => act.apply(case, at),
            Act::ClaimAmendment(act) => act.apply(case, at),
            Act::CounterclaimAcceptance(act) => act.apply(case, at),
            Act::CaseSplit(act) => act.apply(case, at),
            Act::JointTrial(act) => act.apply(case, at),
            Act::Representation(act) => act.apply(case, at),
            Act::ProcedureConversion(act) => act.apply(case, at),
            Act::InterimPayment(act) => act.apply(case, at),
            Act::Discussion(act) => act.apply(case, at),
            Act::MediationDocument(act) => act.apply(case, at),
            Act::MediationSignature(act) => act.apply(case, at),
            Act::MediationRepudiation(act) => act.apply(case, at),
            Act::Award(act) => act.apply(case, at),
            Act::AwardCorrection(act) => act.apply(case, at),
            Act::Withdrawal(act) => act.apply(case, at),
            Act::DeemedWithdrawal(act) => act.apply(case, at),
            Act::Transfer(act) => act.apply(case, at),
            Act::Revocation(act) => act.apply(case, at),
            Act::Termination(act) => act.apply(case, at),
            Act::Effectiveness(act) => act.apply(case, at),
            Act::Challenge(act) => act.apply(case, at),
            Act::Recovery(act) => act.apply(case, at),
            Act::Archiving(act) => act.apply(case, at),
            Act::Proceeding(act) => act.apply(case, at),
            Act::Mediation(act) => act.apply(case, at),
            Act::Inspection(act) => act.apply(case, at),
            Act::Petition(act) => act.apply(case, at),
            Act::Referral(act) => act.apply(case, at),
        }
    }
}

impl Moment<'_> {
    /// The legal date and the entry of this act.
    #[must_use]
    pub fn dated(&self) -> Dated {
        Dated { on: self.on, by: self.entry, recorded_on: self.today }
    }
}

/// The stages in which the tribunal or the commission is at work on an accepted case.
pub(crate) const UNDERWAY: &[Stage] =
    &[Stage::Accepted, Stage::Tribunal, Stage::Scheduled, Stage::Hearing, Stage::Deliberation];
