//! The stages of an arbitration case (办案阶段) and the manners of closing it (结案方式).
//! Which act leads from which stage to which is the table in `act::table`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
}

impl Coded for Stage {
    const LIST: &'static str = "stage";
    const ROWS: &'static [(Self, Label)] = &[
        (Stage::Received, label("received", "收件", "Received")),
        (Stage::Correction, label("correction", "待补正", "Awaiting correction")),
        (Stage::MediateFirst, label("mediate_first", "暂缓受理(先行调解)", "Deferred for mediation")),
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
    ];
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
}

impl Manner {
    /// Whether an award closed the case.
    #[must_use]
    pub fn is_award(self) -> bool {
        match self {
            Manner::AwardFinal | Manner::AwardNonFinal | Manner::AwardMixed => true,
            Manner::Mediated
            | Manner::Withdrawn
            | Manner::DeemedWithdrawn
            | Manner::Revoked
            | Manner::Transferred
            | Manner::Terminated
            | Manner::Rejected
            | Manner::ReferredElsewhere
            | Manner::NotCorrected
            | Manner::WithdrawnBeforeAcceptance
            | Manner::SettledBeforeAcceptance => false,
        }
    }
}

impl Coded for Manner {
    const LIST: &'static str = "manner";
    const ROWS: &'static [(Self, Label)] = &[
        (Manner::AwardFinal, label("award_final", "裁决(终局)", "Award, final")),
        (Manner::AwardNonFinal, label("award_non_final", "裁决(非终局)", "Award, not final")),
        (Manner::AwardMixed, label("award_mixed", "裁决(终局与非终局)", "Awards, final and not final")),
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
    ];
}
