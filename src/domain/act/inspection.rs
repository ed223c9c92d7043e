//! Labour inspection (劳动保障监察): complaints, reports and own findings, wage arrears above all.
//! Not here: how long the inspectorate has (`deadline`).

pub mod acceptance;
pub mod clock;
pub mod closing;
pub mod hazards;
pub mod listing;
pub mod listing_extension;
pub mod overlaps;
pub mod papers;
pub mod police;
pub mod receipt;
pub mod wage_row;
pub mod wages;

use serde::{Deserialize, Serialize};

use crate::domain::act::ActRule;
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::finding::{Findings, Moment};
use crate::domain::party::PersonRef;
use crate::domain::refusal::words;

pub use receipt::{ClueSource, InspectionReceipt};

/// The acts of an inspection case, as the docket holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum InspectionAct {
    InspectionReceipt(InspectionReceipt<PersonRef>),
    InspectionRefusal(acceptance::InspectionRefusal),
    InspectionRedirection(acceptance::InspectionRedirection),
    InspectionOpening(acceptance::InspectionOpening),
    ComplaintWithdrawal(acceptance::ComplaintWithdrawal),
    InspectionExtension(clock::InspectionExtension),
    InspectionCommission(clock::InspectionCommission),
    InspectionCommissionResult(clock::InspectionCommissionResult),
    InspectionSuspension(clock::InspectionSuspension),
    InspectionSuspensionNotice(clock::InspectionSuspensionNotice),
    InspectionSuspensionEnd(clock::InspectionSuspensionEnd),
    InspectionDocument(papers::InspectionDocument),
    InspectionDelivery(papers::InspectionDelivery),
    PaymentOrder(papers::PaymentOrder),
    WageList(wages::WageList<PersonRef>),
    WagePayment(wages::WagePayment),
    MassIncident(wages::MassIncident),
    ProjectInspection(hazards::ProjectInspection),
    HazardResolution(hazards::HazardResolution),
    InspectionClosing(closing::InspectionClosing),
    InspectionHandover(closing::InspectionHandover),
    PoliceTransfer(police::PoliceTransfer),
    DefaulterNotice(listing::DefaulterNotice),
    DefaulterObjection(listing::DefaulterObjection),
    DefaulterVerification(listing::DefaulterVerification),
    DefaulterListing(listing::DefaulterListing),
    DefaulterExtension(listing_extension::DefaulterExtension),
    DefaulterRemovalRequest(listing::DefaulterRemovalRequest),
    DefaulterRemovalDecision(listing::DefaulterRemovalDecision),
    DefaulterRemoval(listing::DefaulterRemoval),
}

impl InspectionAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            InspectionAct::InspectionReceipt(_) => ActKind::InspectionReceipt,
            InspectionAct::InspectionRefusal(_) => ActKind::InspectionRefusal,
            InspectionAct::InspectionRedirection(_) => ActKind::InspectionRedirection,
            InspectionAct::InspectionOpening(_) => ActKind::InspectionOpening,
            InspectionAct::ComplaintWithdrawal(_) => ActKind::ComplaintWithdrawal,
            InspectionAct::InspectionExtension(_) => ActKind::InspectionExtension,
            InspectionAct::InspectionCommission(_) => ActKind::InspectionCommission,
            InspectionAct::InspectionCommissionResult(_) => ActKind::InspectionCommissionResult,
            InspectionAct::InspectionSuspension(_) => ActKind::InspectionSuspension,
            InspectionAct::InspectionSuspensionNotice(_) => ActKind::InspectionSuspensionNotice,
            InspectionAct::InspectionSuspensionEnd(_) => ActKind::InspectionSuspensionEnd,
            InspectionAct::InspectionDocument(_) => ActKind::InspectionDocument,
            InspectionAct::InspectionDelivery(_) => ActKind::InspectionDelivery,
            InspectionAct::PaymentOrder(_) => ActKind::PaymentOrder,
            InspectionAct::WageList(_) => ActKind::WageList,
            InspectionAct::WagePayment(_) => ActKind::WagePayment,
            InspectionAct::MassIncident(_) => ActKind::MassIncident,
            InspectionAct::ProjectInspection(_) => ActKind::ProjectInspection,
            InspectionAct::HazardResolution(_) => ActKind::HazardResolution,
            InspectionAct::InspectionClosing(_) => ActKind::InspectionClosing,
            InspectionAct::InspectionHandover(_) => ActKind::InspectionHandover,
            InspectionAct::PoliceTransfer(_) => ActKind::PoliceTransfer,
            InspectionAct::DefaulterNotice(_) => ActKind::DefaulterNotice,
            InspectionAct::DefaulterObjection(_) => ActKind::DefaulterObjection,
            InspectionAct::DefaulterVerification(_) => ActKind::DefaulterVerification,
            InspectionAct::DefaulterListing(_) => ActKind::DefaulterListing,
            InspectionAct::DefaulterExtension(_) => ActKind::DefaulterExtension,
            InspectionAct::DefaulterRemovalRequest(_) => ActKind::DefaulterRemovalRequest,
            InspectionAct::DefaulterRemovalDecision(_) => ActKind::DefaulterRemovalDecision,
            InspectionAct::DefaulterRemoval(_) => ActKind::DefaulterRemoval,
        }
    }
}

impl ActRule for InspectionAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            InspectionAct::InspectionReceipt(_) => findings.impossible(
                "received_already",
                None,
                words("本案已收件", "the case was received already"),
            ),
            InspectionAct::InspectionRefusal(act) => act.check(case, at, findings),
            InspectionAct::InspectionRedirection(act) => act.check(case, at, findings),
            InspectionAct::InspectionOpening(act) => act.check(case, at, findings),
            InspectionAct::ComplaintWithdrawal(act) => act.check(case, at, findings),
            InspectionAct::InspectionExtension(act) => act.check(case, at, findings),
            InspectionAct::InspectionCommission(act) => act.check(case, at, findings),
            InspectionAct::InspectionCommissionResult(act) => act.check(case, at, findings),
            InspectionAct::InspectionSuspension(act) => act.check(case, at, findings),
            InspectionAct::InspectionSuspensionNotice(act) => act.check(case, at, findings),
            InspectionAct::InspectionSuspensionEnd(act) => act.check(case, at, findings),
            InspectionAct::InspectionDocument(act) => act.check(case, at, findings),
            InspectionAct::InspectionDelivery(act) => act.check(case, at, findings),
            InspectionAct::PaymentOrder(act) => act.check(case, at, findings),
            InspectionAct::WageList(act) => act.check(case, at, findings),
            InspectionAct::WagePayment(act) => act.check(case, at, findings),
            InspectionAct::MassIncident(act) => act.check(case, at, findings),
            InspectionAct::ProjectInspection(act) => act.check(case, at, findings),
            InspectionAct::HazardResolution(act) => act.check(case, at, findings),
            InspectionAct::InspectionClosing(act) => act.check(case, at, findings),
            InspectionAct::InspectionHandover(act) => act.check(case, at, findings),
            InspectionAct::PoliceTransfer(act) => act.check(case, at, findings),
            InspectionAct::DefaulterNotice(act) => act.check(case, at, findings),
            InspectionAct::DefaulterObjection(act) => act.check(case, at, findings),
            InspectionAct::DefaulterVerification(act) => act.check(case, at, findings),
            InspectionAct::DefaulterListing(act) => act.check(case, at, findings),
            InspectionAct::DefaulterExtension(act) => act.check(case, at, findings),
            InspectionAct::DefaulterRemovalRequest(act) => act.check(case, at, findings),
            InspectionAct::DefaulterRemovalDecision(act) => act.check(case, at, findings),
            InspectionAct::DefaulterRemoval(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            InspectionAct::InspectionReceipt(_) => {}
            InspectionAct::InspectionRefusal(act) => act.apply(case, at),
            InspectionAct::InspectionRedirection(act) => act.apply(case, at),
            InspectionAct::InspectionOpening(act) => act.apply(case, at),
            InspectionAct::ComplaintWithdrawal(act) => act.apply(case, at),
            InspectionAct::InspectionExtension(act) => act.apply(case, at),
            InspectionAct::InspectionCommission(act) => act.apply(case, at),
            InspectionAct::InspectionCommissionResult(act) => act.apply(case, at),
            InspectionAct::InspectionSuspension(act) => act.apply(case, at),
            InspectionAct::InspectionSuspensionNotice(act) => act.apply(case, at),
            InspectionAct::InspectionSuspensionEnd(act) => act.apply(case, at),
            InspectionAct::InspectionDocument(act) => act.apply(case, at),
            InspectionAct::InspectionDelivery(act) => act.apply(case, at),
            InspectionAct::PaymentOrder(act) => act.apply(case, at),
            InspectionAct::WageList(act) => act.apply(case, at),
            InspectionAct::WagePayment(act) => act.apply(case, at),
            InspectionAct::MassIncident(act) => act.apply(case, at),
            InspectionAct::ProjectInspection(act) => act.apply(case, at),
            InspectionAct::HazardResolution(act) => act.apply(case, at),
            InspectionAct::InspectionClosing(act) => act.apply(case, at),
            InspectionAct::InspectionHandover(act) => act.apply(case, at),
            InspectionAct::PoliceTransfer(act) => act.apply(case, at),
            InspectionAct::DefaulterNotice(act) => act.apply(case, at),
            InspectionAct::DefaulterObjection(act) => act.apply(case, at),
            InspectionAct::DefaulterVerification(act) => act.apply(case, at),
            InspectionAct::DefaulterListing(act) => act.apply(case, at),
            InspectionAct::DefaulterExtension(act) => act.apply(case, at),
            InspectionAct::DefaulterRemovalRequest(act) => act.apply(case, at),
            InspectionAct::DefaulterRemovalDecision(act) => act.apply(case, at),
            InspectionAct::DefaulterRemoval(act) => act.apply(case, at),
        }
    }
}
