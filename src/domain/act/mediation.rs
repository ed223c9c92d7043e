//! Mediation as a case of its own (调解): before filing at the commission (案前联调), by the bureau (行政调解), or at a
//! body outside. Not here: mediation within an arbitration case (`filing`, `pause`, `decision`).

mod agreement;
mod conduct;
mod onward;
mod review;
mod taking_up;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::kind::ActKind;
use crate::domain::case::{Case, MediationCase};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::party::PersonRef;
use crate::domain::refusal::words;

pub use agreement::{AgreementDefault, AgreementPerformance, CourtPaymentOrder, MediationAgreement};
pub(super) use agreement::{check_default, check_payment_order, check_unperformed, warn_of_open_agreement};
pub(super) use conduct::check_prolongable;
pub use conduct::{EndingCause, MediationEnding, MediationProlongation};
pub use onward::OnwardArbitration;
pub(super) use onward::{
    check_leads_on, check_not_gone_on, check_stands_to_go_on, is_given_up, reason_missing,
};
pub use review::{
    DenialGround, ReviewAcceptance, ReviewConfirmation, ReviewDenial, ReviewExtension, ReviewRejection,
    ReviewRejectionGround, ReviewRequest, ReviewResult, ReviewWithdrawal,
};
pub(super) use review::{check_no_open_paper, check_requested_in_time, check_review_extendable};
pub use taking_up::{MediationRefusal, MediationRefusalGround, MediationRequest, MediationStart};

/// The acts of a mediation case, as the docket holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum MediationAct {
    MediationRequest(MediationRequest<PersonRef>),
    MediationRefusal(MediationRefusal),
    MediationStart(MediationStart),
    MediationProlongation(MediationProlongation),
    MediationEnding(MediationEnding),
    MediationAgreement(MediationAgreement),
    AgreementPerformance(AgreementPerformance),
    AgreementDefault(AgreementDefault),
    CourtPaymentOrder(CourtPaymentOrder),
    ReviewRequest(ReviewRequest),
    ReviewRejection(ReviewRejection),
    ReviewAcceptance(ReviewAcceptance),
    ReviewExtension(ReviewExtension),
    ReviewDenial(ReviewDenial),
    ReviewWithdrawal(ReviewWithdrawal),
    ReviewConfirmation(ReviewConfirmation),
    OnwardArbitration(OnwardArbitration),
}

impl MediationAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            MediationAct::MediationRequest(_) => ActKind::MediationRequest,
            MediationAct::MediationRefusal(_) => ActKind::MediationRefusal,
            MediationAct::MediationStart(_) => ActKind::MediationStart,
            MediationAct::MediationProlongation(_) => ActKind::MediationProlongation,
            MediationAct::MediationEnding(_) => ActKind::MediationEnding,
            MediationAct::MediationAgreement(_) => ActKind::MediationAgreement,
            MediationAct::AgreementPerformance(_) => ActKind::AgreementPerformance,
            MediationAct::AgreementDefault(_) => ActKind::AgreementDefault,
            MediationAct::CourtPaymentOrder(_) => ActKind::CourtPaymentOrder,
            MediationAct::ReviewRequest(_) => ActKind::ReviewRequest,
            MediationAct::ReviewRejection(_) => ActKind::ReviewRejection,
            MediationAct::ReviewAcceptance(_) => ActKind::ReviewAcceptance,
            MediationAct::ReviewExtension(_) => ActKind::ReviewExtension,
            MediationAct::ReviewDenial(_) => ActKind::ReviewDenial,
            MediationAct::ReviewWithdrawal(_) => ActKind::ReviewWithdrawal,
            MediationAct::ReviewConfirmation(_) => ActKind::ReviewConfirmation,
            MediationAct::OnwardArbitration(_) => ActKind::OnwardArbitration,
        }
    }
}

impl ActRule for MediationAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            MediationAct::MediationRequest(_) => findings.impossible(
                "received_already",
                None,
                words("本案已收件", "the case was received already"),
            ),
            MediationAct::MediationRefusal(act) => act.check(case, at, findings),
            MediationAct::MediationStart(act) => act.check(case, at, findings),
            MediationAct::MediationProlongation(act) => act.check(case, at, findings),
            MediationAct::MediationEnding(act) => act.check(case, at, findings),
            MediationAct::MediationAgreement(act) => act.check(case, at, findings),
            MediationAct::AgreementPerformance(act) => act.check(case, at, findings),
            MediationAct::AgreementDefault(act) => act.check(case, at, findings),
            MediationAct::CourtPaymentOrder(act) => act.check(case, at, findings),
            MediationAct::ReviewRequest(act) => act.check(case, at, findings),
            MediationAct::ReviewRejection(act) => act.check(case, at, findings),
            MediationAct::ReviewAcceptance(act) => act.check(case, at, findings),
            MediationAct::ReviewExtension(act) => act.check(case, at, findings),
            MediationAct::ReviewDenial(act) => act.check(case, at, findings),
            MediationAct::ReviewWithdrawal(act) => act.check(case, at, findings),
            MediationAct::ReviewConfirmation(act) => act.check(case, at, findings),
            MediationAct::OnwardArbitration(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            MediationAct::MediationRequest(_) => {}
            MediationAct::MediationRefusal(act) => act.apply(case, at),
            MediationAct::MediationStart(act) => act.apply(case, at),
            MediationAct::MediationProlongation(act) => act.apply(case, at),
            MediationAct::MediationEnding(act) => act.apply(case, at),
            MediationAct::MediationAgreement(act) => act.apply(case, at),
            MediationAct::AgreementPerformance(act) => act.apply(case, at),
            MediationAct::AgreementDefault(act) => act.apply(case, at),
            MediationAct::CourtPaymentOrder(act) => act.apply(case, at),
            MediationAct::ReviewRequest(act) => act.apply(case, at),
            MediationAct::ReviewRejection(act) => act.apply(case, at),
            MediationAct::ReviewAcceptance(act) => act.apply(case, at),
            MediationAct::ReviewExtension(act) => act.apply(case, at),
            MediationAct::ReviewDenial(act) => act.apply(case, at),
            MediationAct::ReviewWithdrawal(act) => act.apply(case, at),
            MediationAct::ReviewConfirmation(act) => act.apply(case, at),
            MediationAct::OnwardArbitration(act) => act.apply(case, at),
        }
    }
}

/// Who mediates (调解组织): law notes §4, with the bureau's own administrative mediation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationBody {
    /// 仲裁机构案前调解(案前联调).
    Commission,
    /// 行政调解: the bureau itself.
    Bureau,
    /// 企业调解委员会.
    Enterprise,
    /// 乡镇、街道调解组织.
    Township,
    /// 基层人民调解组织.
    PeoplesMediation,
    /// 其他.
    Other,
}

impl Coded for MediationBody {
    const LIST: &'static str = "mediation_body";
    const ROWS: &'static [(Self, Label)] = &[
        (MediationBody::Commission, label("commission", "仲裁机构案前调解", "The commission, before filing")),
        (MediationBody::Bureau, label("bureau", "行政调解", "The bureau, administrative mediation")),
        (MediationBody::Enterprise, label("enterprise", "企业调解委员会", "Enterprise mediation committee")),
        (MediationBody::Township, label("township", "乡镇街道调解组织", "Township or street body")),
        (
            MediationBody::PeoplesMediation,
            label("peoples_mediation", "基层人民调解组织", "People's mediation committee"),
        ),
        (MediationBody::Other, label("other", "其他调解组织", "Another body")),
    ];
}

impl MediationBody {
    /// Whether it is a body outside the bureau and its commission, and so called by a name of its own.
    #[must_use]
    pub fn is_outside(self) -> bool {
        match self {
            MediationBody::Commission | MediationBody::Bureau => false,
            MediationBody::Enterprise
            | MediationBody::Township
            | MediationBody::PeoplesMediation
            | MediationBody::Other => true,
        }
    }
}

/// What a mediation case holds; in a case of another kind there is nothing to change.
fn own(case: &mut Case, change: impl FnOnce(&mut MediationCase)) {
    if let Some(mediation) = &mut case.mediation {
        change(mediation);
    }
}
