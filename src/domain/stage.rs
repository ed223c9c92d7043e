//! The stages of a case (办案阶段) and the manners of closing it (结案方式), of every kind of case: a stage belongs to
//! one kind, but for the closing and the archive, which all have. Which act leads from which stage to which is the
//! table in `act::table`.

mod at_work;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 收件: the application is in, nothing is decided.
    Received,
    /// 待补正: the applicant was told once what is missing.
    Correction,
    /// 暂缓受理: mediation comes first, with the applicant's consent.
    MediateFirst,
    /// 已受理: accepted, the trial period runs.
    Accepted,
    /// 已组庭: the tribunal stands; defence and evidence.
    Tribunal,
    /// 已排期: a hearing is scheduled.
    Scheduled,
    /// 开庭: the hearing is open.
    Hearing,
    /// 评议: the hearing is closed, the tribunal deliberates.
    Deliberation,
    /// 中止: suspended, the trial period stands still.
    Suspended,
    /// 委托调解: mediation entrusted to a body outside; the trial period runs on.
    Entrusted,
    /// 结案: closed in one of the manners.
    Closed,
    /// 已送达: the closing document is served on every party.
    Served,
    /// 已生效: the closing document has legal effect.
    Effective,
    /// 已起诉/申请撤销: a court has it.
    Challenged,
    /// 已归档: in the archive.
    Archived,
    /// 申请调解: a side asks for mediation, the other has not agreed yet.
    MediationRequested,
    /// 调解中.
    Mediating,
    /// 达成协议: the agreement has effect; the mediation is closed, its performance and review may follow.
    MediationAgreed,
    /// 申请仲裁审查: both sides ask the commission to review the agreement.
    ReviewRequested,
    /// 仲裁审查中.
    InReview,
    /// 审查确认: the agreement has become an arbitral mediation document.
    AgreementConfirmed,
    /// 收到投诉、举报或线索: the labour inspectorate has it, nothing is decided.
    InspectionReceived,
    /// 监察立案: under investigation.
    Investigating,
    /// 监察中止: the investigation stands still.
    InspectionSuspended,
    /// 责令限期支付: the employer is ordered to pay by a day.
    PaymentOrdered,
    /// 信访收件.
    PetitionReceived,
    /// 信访办理中: accepted, to be answered.
    PetitionHandling,
}

impl Coded for Stage {
    const LIST: &'static str = "stage";
    const ROWS: &'static [(Self, Label)] = &[
        (Stage::Received, label("received", "收件", "Received")),
        (Stage::Correction, label("correction", "待补正", "Awaiting correction")),
        (Stage::MediateFirst, label("mediate_first", "暂缓受理（先行调解）", "Deferred for mediation")),
        (Stage::Accepted, label("accepted", "已受理", "Accepted")),
        (Stage::Tribunal, label("tribunal", "已组庭", "Tribunal formed")),
        (Stage::Scheduled, label("scheduled", "已排期", "Hearing scheduled")),
        (Stage::Hearing, label("hearing", "开庭", "In hearing")),
        (Stage::Deliberation, label("deliberation", "评议", "In deliberation")),
        (Stage::Suspended, label("suspended", "中止", "Suspended")),
        (Stage::Entrusted, label("entrusted", "委托调解", "In entrusted mediation")),
        (Stage::Closed, label("closed", "结案", "Closed")),
        (Stage::Served, label("served", "已送达", "Closing document served")),
        (Stage::Effective, label("effective", "已生效", "In effect")),
        (Stage::Challenged, label("challenged", "已起诉/申请撤销", "Before a court")),
        (Stage::Archived, label("archived", "已归档", "Archived")),
        (Stage::MediationRequested, label("mediation_requested", "申请调解", "Mediation requested")),
        (Stage::Mediating, label("mediating", "调解中", "In mediation")),
        (Stage::MediationAgreed, label("mediation_agreed", "达成调解协议", "Mediation agreement in effect")),
        (Stage::ReviewRequested, label("review_requested", "申请仲裁审查", "Arbitral review requested")),
        (Stage::InReview, label("in_review", "仲裁审查中", "In arbitral review")),
        (
            Stage::AgreementConfirmed,
            label("agreement_confirmed", "仲裁审查确认", "Agreement confirmed by the commission"),
        ),
        (Stage::InspectionReceived, label("inspection_received", "监察收件", "Received by the inspectorate")),
        (Stage::Investigating, label("investigating", "监察立案调查", "Under investigation")),
        (Stage::InspectionSuspended, label("inspection_suspended", "监察中止", "Investigation suspended")),
        (Stage::PaymentOrdered, label("payment_ordered", "责令限期支付", "Payment ordered")),
        (Stage::PetitionReceived, label("petition_received", "信访收件", "Petition received")),
        (Stage::PetitionHandling, label("petition_handling", "信访办理", "Petition being handled")),
    ];
}

impl Stage {
    /// Whether a case of this kind can be at the stage.
    #[must_use]
    pub fn is_of(self, kind: CaseKind) -> bool {
        match self {
            Stage::Closed | Stage::Archived => true,
            Stage::Received
            | Stage::Correction
            | Stage::MediateFirst
            | Stage::Accepted
            | Stage::Tribunal
            | Stage::Scheduled
            | Stage::Hearing
            | Stage::Deliberation
            | Stage::Suspended
            | Stage::Entrusted
            | Stage::Served
            | Stage::Effective
            | Stage::Challenged => kind == CaseKind::Arbitration,
            Stage::MediationRequested
            | Stage::Mediating
            | Stage::MediationAgreed
            | Stage::ReviewRequested
            | Stage::InReview
            | Stage::AgreementConfirmed => kind == CaseKind::Mediation,
            Stage::InspectionReceived
            | Stage::Investigating
            | Stage::InspectionSuspended
            | Stage::PaymentOrdered => kind == CaseKind::Inspection,
            Stage::PetitionReceived | Stage::PetitionHandling => kind == CaseKind::Petition,
        }
    }
}

/// How a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// 裁决(终局).
    AwardFinal,
    /// 裁决(非终局).
    AwardNonFinal,
    /// 裁决(终局与非终局并存): two documents.
    AwardMixed,
    /// 仲裁调解.
    Mediated,
    /// 撤回: may be filed again.
    Withdrawn,
    /// 按撤回处理: may not be filed again.
    DeemedWithdrawn,
    /// 撤销案件: should not have been accepted.
    Revoked,
    /// 移送.
    Transferred,
    /// 终止审理: a court took the overdue case.
    Terminated,
    /// 不予受理.
    Rejected,
    /// 告知另诉管辖: no jurisdiction.
    ReferredElsewhere,
    /// 逾期不补正.
    NotCorrected,
    /// 受理前撤回.
    WithdrawnBeforeAcceptance,
    /// 案前调解成功.
    SettledBeforeAcceptance,
    /// 不受理调解: out of scope, or the other side refuses.
    MediationRefused,
    /// 达成调解协议.
    MediationAgreed,
    /// 和解.
    MediationSettled,
    /// 调解不成.
    MediationFailed,
    /// 撤回调解申请.
    MediationWithdrawn,
    /// 投诉不予受理.
    InspectionNotAccepted,
    /// 移送有管辖权的部门.
    InspectionRedirected,
    /// 支付完毕.
    InspectionPaid,
    /// 部分支付.
    InspectionPartlyPaid,
    /// 转仲裁, or to mediation for arbitral review (GDLS 42): where to says the onward case.
    InspectionToArbitration,
    /// 移送公安机关: suspected refusal to pay wages.
    InspectionToPolice,
    /// 撤销立案.
    InspectionRevoked,
    /// 作出行政处理或处罚决定.
    InspectionDecided,
    /// 申请法院强制执行.
    InspectionEnforced,
    /// 未发现违法行为.
    InspectionClean,
    /// 排查的欠薪隐患全部化解.
    HazardsResolved,
    /// 信访转送或告知向有权部门提出.
    PetitionRedirected,
    /// 信访不予受理.
    PetitionRejected,
    /// 信访答复.
    PetitionAnswered,
    /// 撤回信访.
    PetitionWithdrawn,
}

/// The paper that closes an arbitration case (结案文书): it is served, and what is in it takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosingPaper {
    /// 裁决书(终局).
    FinalAward,
    /// 裁决书(非终局).
    NonFinalAward,
    /// Two awards, one final and one not.
    BothAwards,
    /// 调解书.
    MediationDocument,
    /// 决定书.
    Decision,
    /// 不予受理通知书 or a notice of its kind.
    NonAcceptance,
    /// None that the commission serves.
    Unwritten,
}

impl Manner {
    /// Whether an award closed the case.
    #[must_use]
    pub fn is_award(self) -> bool {
        match self.paper() {
            ClosingPaper::FinalAward | ClosingPaper::NonFinalAward | ClosingPaper::BothAwards => true,
            ClosingPaper::MediationDocument
            | ClosingPaper::Decision
            | ClosingPaper::NonAcceptance
            | ClosingPaper::Unwritten => false,
        }
    }

    /// Whether what was in dispute was withdrawn, settled or paid, so that nothing may be left of it.
    #[must_use]
    pub fn ends_the_dispute(self) -> bool {
        matches!(
            self,
            Manner::Mediated
                | Manner::Withdrawn
                | Manner::DeemedWithdrawn
                | Manner::WithdrawnBeforeAcceptance
                | Manner::SettledBeforeAcceptance
                | Manner::MediationAgreed
                | Manner::MediationSettled
                | Manner::MediationWithdrawn
                | Manner::InspectionPaid
                | Manner::InspectionRevoked
                | Manner::PetitionWithdrawn
        )
    }

    /// The paper with which it closes the case.
    #[must_use]
    pub fn paper(self) -> ClosingPaper {
        match self {
            Manner::AwardFinal => ClosingPaper::FinalAward,
            Manner::AwardNonFinal => ClosingPaper::NonFinalAward,
            Manner::AwardMixed => ClosingPaper::BothAwards,
            Manner::Mediated => ClosingPaper::MediationDocument,
            Manner::Withdrawn
            | Manner::DeemedWithdrawn
            | Manner::Revoked
            | Manner::Transferred
            | Manner::Terminated => ClosingPaper::Decision,
            Manner::Rejected | Manner::ReferredElsewhere | Manner::NotCorrected => {
                ClosingPaper::NonAcceptance
            }
            Manner::WithdrawnBeforeAcceptance
            | Manner::SettledBeforeAcceptance
            | Manner::MediationRefused
            | Manner::MediationAgreed
            | Manner::MediationSettled
            | Manner::MediationFailed
            | Manner::MediationWithdrawn
            | Manner::InspectionNotAccepted
            | Manner::InspectionRedirected
            | Manner::InspectionPaid
            | Manner::InspectionPartlyPaid
            | Manner::InspectionToArbitration
            | Manner::InspectionToPolice
            | Manner::InspectionRevoked
            | Manner::InspectionDecided
            | Manner::InspectionEnforced
            | Manner::InspectionClean
            | Manner::HazardsResolved
            | Manner::PetitionRedirected
            | Manner::PetitionRejected
            | Manner::PetitionAnswered
            | Manner::PetitionWithdrawn => ClosingPaper::Unwritten,
        }
    }
}

impl Coded for Manner {
    const LIST: &'static str = "manner";
    const ROWS: &'static [(Self, Label)] = &[
        (Manner::AwardFinal, label("award_final", "裁决（终局）", "Award, final")),
        (Manner::AwardNonFinal, label("award_non_final", "裁决（非终局）", "Award, not final")),
        (Manner::AwardMixed, label("award_mixed", "裁决（终局与非终局）", "Awards, final and not final")),
        (Manner::Mediated, label("mediated", "仲裁调解", "Mediated in arbitration")),
        (Manner::Withdrawn, label("withdrawn", "撤回", "Withdrawn")),
        (Manner::DeemedWithdrawn, label("deemed_withdrawn", "按撤回处理", "Deemed withdrawn")),
        (Manner::Revoked, label("revoked", "撤销案件", "Acceptance revoked")),
        (Manner::Transferred, label("transferred", "移送", "Transferred")),
        (Manner::Terminated, label("terminated", "终止审理", "Terminated")),
        (Manner::Rejected, label("rejected", "不予受理", "Not accepted")),
        (Manner::ReferredElsewhere, label("referred_elsewhere", "告知另诉管辖", "Referred elsewhere")),
        (Manner::NotCorrected, label("not_corrected", "逾期不补正", "Not corrected in time")),
        (
            Manner::WithdrawnBeforeAcceptance,
            label("withdrawn_before_acceptance", "受理前撤回", "Withdrawn before acceptance"),
        ),
        (
            Manner::SettledBeforeAcceptance,
            label("settled_before_acceptance", "案前调解成功", "Settled before acceptance"),
        ),
        (Manner::MediationRefused, label("mediation_refused", "调解不受理", "Mediation not taken up")),
        (Manner::MediationAgreed, label("mediation_agreed", "达成调解协议", "Mediation agreement")),
        (Manner::MediationSettled, label("mediation_settled", "调解中和解", "Settled during mediation")),
        (Manner::MediationFailed, label("mediation_failed", "调解不成", "Mediation failed")),
        (
            Manner::MediationWithdrawn,
            label("mediation_withdrawn", "撤回调解申请", "Request for mediation withdrawn"),
        ),
        (
            Manner::InspectionNotAccepted,
            label("inspection_not_accepted", "监察不予受理", "Complaint not accepted"),
        ),
        (
            Manner::InspectionRedirected,
            label("inspection_redirected", "移送有管辖权部门", "Passed to the competent authority"),
        ),
        (Manner::InspectionPaid, label("inspection_paid", "支付完毕", "Paid in full")),
        (Manner::InspectionPartlyPaid, label("inspection_partly_paid", "部分支付", "Paid in part")),
        (
            Manner::InspectionToArbitration,
            label("inspection_to_arbitration", "转仲裁、调解", "Passed to arbitration or mediation"),
        ),
        (Manner::InspectionToPolice, label("inspection_to_police", "移送公安机关", "Passed to the police")),
        (Manner::InspectionRevoked, label("inspection_revoked", "撤销立案", "Inspection case revoked")),
        (
            Manner::InspectionDecided,
            label("inspection_decided", "作出处理、处罚决定", "Decision of the inspectorate"),
        ),
        (Manner::InspectionEnforced, label("inspection_enforced", "申请强制执行", "Enforcement applied for")),
        (Manner::InspectionClean, label("inspection_clean", "未发现违法行为", "Nothing unlawful found")),
        (Manner::HazardsResolved, label("hazards_resolved", "隐患化解", "Hazards resolved")),
        (Manner::PetitionRedirected, label("petition_redirected", "信访转送、告知", "Petition redirected")),
        (Manner::PetitionRejected, label("petition_rejected", "信访不予受理", "Petition not accepted")),
        (Manner::PetitionAnswered, label("petition_answered", "信访答复", "Petition answered")),
        (Manner::PetitionWithdrawn, label("petition_withdrawn", "撤回信访", "Petition withdrawn")),
    ];
}
