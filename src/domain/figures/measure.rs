//! The measures (统计指标): what can be counted or summed over cases, by name. Not here: the formula in words (`formula`),
//! and of which facts of a case each is made (`definition`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// A figure that is counted or summed over cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 受理.
    Accepted,
    /// 结案.
    Closed,
    /// 期初未结.
    CarriedIn,
    /// 期末未结.
    CarriedOut,
    /// 当期受理并结案.
    CohortClosed,
    /// 收件.
    Received,
    /// 追回款项.
    Recovered,
    /// 受理前追回款项.
    RecoveredBeforeAcceptance,
    /// 调解案件追回款项: under the agreements of mediation cases.
    RecoveredInMediation,
    /// 信访追回款项.
    RecoveredOnPetitions,
    /// 追回款项合计: of every kind of case.
    RecoveredInAll,
    /// 首次开庭.
    FirstHeard,
    /// 受理集体争议.
    AcceptedCollective,
    /// 受理案件收件日期不明.
    AcceptedReceiptUntold,
    /// 受理案件劳动者当事人.
    WorkersAccepted,
    /// 受理案件请求金额.
    ClaimedAccepted,
    /// 裁决结案.
    ClosedByAward,
    /// 仲裁调解结案.
    ClosedByMediation,
    /// 其他方式结案.
    ClosedOtherwise,
    /// 终局裁决结案.
    ClosedByFinalAward,
    /// 终局与非终局并存的裁决结案.
    ClosedByMixedAward,
    /// 劳动者胜诉.
    ClosedForWorker,
    /// 用人单位胜诉.
    ClosedForEmployer,
    /// 双方部分胜诉.
    ClosedForBoth,
    /// 未记胜负.
    ClosedWithoutResult,
    /// 集体争议结案.
    ClosedCollective,
    /// 结案案件收件日期不明.
    ClosedReceiptUntold,
    /// 结案案件劳动者当事人.
    WorkersClosed,
    /// 结案案件请求金额.
    ClaimedClosed,
    /// 结案金额.
    AwardedClosed,
    /// 按期结案.
    ClosedInTime,
    /// 逾期结案.
    ClosedLate,
    /// 结案是否按期不明.
    ClosedTimelinessUnknown,
    /// 未结未逾期.
    OpenInTime,
    /// 未结已逾期.
    OpenLate,
    /// 未结无期限.
    OpenWithoutDue,
    /// 申请调解.
    MediationRequested,
    /// 调解结案.
    MediationClosed,
    /// 调解成功.
    MediationSucceeded,
    /// 调解不受理.
    MediationRefused,
    /// 案前调解成功.
    SettledBeforeAcceptance,
    /// 案外调解.
    MediatedOutside,
    /// 完成快立.
    QuickFilingDone,
    /// 快立达标.
    QuickFilingWithin,
    /// 完成快调(案前).
    QuickMediationBeforeDone,
    /// 快调(案前)达标.
    QuickMediationBeforeWithin,
    /// 完成快调.
    QuickMediationDone,
    /// 快调达标.
    QuickMediationWithin,
    /// 完成快审.
    QuickHearingDone,
    /// 快审达标.
    QuickHearingWithin,
    /// 完成快结.
    QuickClosingDone,
    /// 快结达标.
    QuickClosingWithin,
    /// 累计受理.
    YearAccepted,
    /// 累计结案.
    YearClosed,
    /// 年初未结.
    YearCarriedIn,
    /// 排查项目.
    ProjectsInspected,
    /// 发现隐患.
    HazardsFound,
    /// 化解隐患.
    HazardsResolved,
    /// 协调处理劳资纠纷.
    DisputesCoordinated,
    /// 领到工资的劳动者.
    WorkersPaid,
    /// 追发工资.
    WagesRecovered,
    /// 移交.
    Referred,
    /// 移交答复.
    ReferralsAnswered,
    /// 移交接收.
    ReferralsTaken,
    /// 移交退回.
    ReferralsDeclined,
    /// 移交逾期答复.
    ReferralsAnsweredLate,
    /// 办结案件, of every kind.
    ClosedCases,
    /// 已评价案件.
    RatedCases,
    /// 评价.
    Ratings,
    /// 满意评价.
    RatingsSatisfied,
    /// 差评.
    RatingsBad,
    /// 评价得分.
    RatingPoints,
    /// 按期整改的差评.
    RatingsRectifiedInTime,
}

impl Coded for Measure {
    const LIST: &'static str = "measure";
    const ROWS: &'static [(Self, Label)] = &[
        (Measure::Accepted, label("accepted", "受理", "Accepted")),
        (Measure::Closed, label("closed", "结案", "Closed")),
        (Measure::CarriedIn, label("carried_in", "期初未结", "Carried in")),
        (Measure::CarriedOut, label("carried_out", "期末未结", "Carried out")),
        (
            Measure::CohortClosed,
            label("cohort_closed", "当期受理并结案", "Accepted in the period and closed by its end"),
        ),
        (Measure::Received, label("received", "收件", "Received")),
        (Measure::Recovered, label("recovered", "追回款项", "Recovered")),
        (
            Measure::RecoveredBeforeAcceptance,
            label("recovered_before_acceptance", "受理前追回款项", "Recovered before acceptance"),
        ),
        (
            Measure::RecoveredInMediation,
            label("recovered_in_mediation", "调解案件追回款项", "Recovered in mediation cases"),
        ),
        (
            Measure::RecoveredOnPetitions,
            label("recovered_on_petitions", "信访追回款项", "Recovered on petitions"),
        ),
        (Measure::RecoveredInAll, label("recovered_in_all", "追回款项合计", "Recovered in all")),
        (Measure::FirstHeard, label("first_heard", "首次开庭", "First heard")),
        (Measure::AcceptedCollective, label("accepted_collective", "受理集体争议", "Accepted, collective")),
        (
            Measure::AcceptedReceiptUntold,
            label("accepted_receipt_untold", "受理案件收件日期不明", "Accepted, day of receipt not told"),
        ),
        (
            Measure::WorkersAccepted,
            label("workers_accepted", "受理案件劳动者当事人", "Workers in accepted cases"),
        ),
        (
            Measure::ClaimedAccepted,
            label("claimed_accepted", "受理案件请求金额", "Claimed in accepted cases"),
        ),
        (Measure::ClosedByAward, label("closed_by_award", "裁决结案", "Closed by an award")),
        (
            Measure::ClosedByMediation,
            label("closed_by_mediation", "仲裁调解结案", "Closed by mediation in arbitration"),
        ),
        (Measure::ClosedOtherwise, label("closed_otherwise", "其他方式结案", "Closed otherwise")),
        (
            Measure::ClosedByFinalAward,
            label("closed_by_final_award", "终局裁决结案", "Closed by a final award"),
        ),
        (
            Measure::ClosedByMixedAward,
            label("closed_by_mixed_award", "终局与非终局并存的裁决结案", "Closed by awards of both kinds"),
        ),
        (Measure::ClosedForWorker, label("closed_for_worker", "劳动者胜诉", "For the worker")),
        (Measure::ClosedForEmployer, label("closed_for_employer", "用人单位胜诉", "For the employer")),
        (Measure::ClosedForBoth, label("closed_for_both", "双方部分胜诉", "Partly for each")),
        (Measure::ClosedWithoutResult, label("closed_without_result", "未记胜负", "Result not said")),
        (Measure::ClosedCollective, label("closed_collective", "集体争议结案", "Closed, collective")),
        (
            Measure::ClosedReceiptUntold,
            label("closed_receipt_untold", "结案案件收件日期不明", "Closed, day of receipt not told"),
        ),
        (Measure::WorkersClosed, label("workers_closed", "结案案件劳动者当事人", "Workers in closed cases")),
        (Measure::ClaimedClosed, label("claimed_closed", "结案案件请求金额", "Claimed in closed cases")),
        (Measure::AwardedClosed, label("awarded_closed", "结案金额", "Awarded or agreed")),
        (Measure::ClosedInTime, label("closed_in_time", "按期结案", "Closed in time")),
        (Measure::ClosedLate, label("closed_late", "逾期结案", "Closed late")),
        (
            Measure::ClosedTimelinessUnknown,
            label("closed_timeliness_unknown", "结案是否按期不明", "Closed, in time or late not known"),
        ),
        (Measure::OpenInTime, label("open_in_time", "未结未逾期", "Open in time")),
        (Measure::OpenLate, label("open_late", "未结已逾期", "Open late")),
        (Measure::OpenWithoutDue, label("open_without_due", "未结无期限", "Open without a due date")),
        (Measure::MediationRequested, label("mediation_requested", "申请调解", "Mediation requested")),
        (Measure::MediationClosed, label("mediation_closed", "调解结案", "Mediations closed")),
        (Measure::MediationSucceeded, label("mediation_succeeded", "调解成功", "Mediations that succeeded")),
        (Measure::MediationRefused, label("mediation_refused", "调解不受理", "Mediations not taken up")),
        (
            Measure::SettledBeforeAcceptance,
            label("settled_before_acceptance", "案前调解成功", "Settled before acceptance"),
        ),
        (Measure::MediatedOutside, label("mediated_outside", "案外调解", "Mediated outside arbitration")),
        (Measure::QuickFilingDone, label("quick_filing_done", "完成快立", "Quick step done: filing")),
        (
            Measure::QuickFilingWithin,
            label("quick_filing_within", "快立达标", "Quick step within its target: filing"),
        ),
        (
            Measure::QuickMediationBeforeDone,
            label(
                "quick_mediation_before_done",
                "完成快调（案前）",
                "Quick step done: mediation before acceptance",
            ),
        ),
        (
            Measure::QuickMediationBeforeWithin,
            label(
                "quick_mediation_before_within",
                "快调（案前）达标",
                "Quick step within its target: mediation before acceptance",
            ),
        ),
        (
            Measure::QuickMediationDone,
            label("quick_mediation_done", "完成快调", "Quick step done: mediation"),
        ),
        (
            Measure::QuickMediationWithin,
            label("quick_mediation_within", "快调达标", "Quick step within its target: mediation"),
        ),
        (
            Measure::QuickHearingDone,
            label("quick_hearing_done", "完成快审", "Quick step done: the first hearing"),
        ),
        (
            Measure::QuickHearingWithin,
            label("quick_hearing_within", "快审达标", "Quick step within its target: the first hearing"),
        ),
        (Measure::QuickClosingDone, label("quick_closing_done", "完成快结", "Quick step done: closure")),
        (
            Measure::QuickClosingWithin,
            label("quick_closing_within", "快结达标", "Quick step within its target: closure"),
        ),
        (Measure::YearAccepted, label("year_accepted", "累计受理", "Accepted this year")),
        (Measure::YearClosed, label("year_closed", "累计结案", "Closed this year")),
        (Measure::YearCarriedIn, label("year_carried_in", "年初未结", "Carried into the year")),
        (Measure::ProjectsInspected, label("projects_inspected", "排查项目", "Projects inspected")),
        (Measure::HazardsFound, label("hazards_found", "发现隐患", "Hazards found")),
        (Measure::HazardsResolved, label("hazards_resolved", "化解隐患", "Hazards resolved")),
        (
            Measure::DisputesCoordinated,
            label("disputes_coordinated", "协调处理劳资纠纷", "Labour-capital disputes coordinated"),
        ),
        (Measure::WorkersPaid, label("workers_paid", "领到工资的劳动者", "Workers who got their wages")),
        (Measure::WagesRecovered, label("wages_recovered", "追发工资", "Wages recovered")),
        (Measure::Referred, label("referred", "移交", "Referred")),
        (Measure::ReferralsAnswered, label("referrals_answered", "移交答复", "Referrals answered")),
        (Measure::ReferralsTaken, label("referrals_taken", "移交接收", "Referrals taken")),
        (Measure::ReferralsDeclined, label("referrals_declined", "移交退回", "Referrals declined")),
        (
            Measure::ReferralsAnsweredLate,
            label("referrals_answered_late", "移交逾期答复", "Referrals answered late"),
        ),
        (Measure::ClosedCases, label("closed_cases", "办结案件", "Closed cases")),
        (Measure::RatedCases, label("rated_cases", "已评价案件", "Rated cases")),
        (Measure::Ratings, label("ratings", "评价", "Ratings")),
        (Measure::RatingsSatisfied, label("ratings_satisfied", "满意评价", "Satisfied")),
        (Measure::RatingsBad, label("ratings_bad", "差评", "Bad ratings")),
        (Measure::RatingPoints, label("rating_points", "评价得分", "Points of ratings")),
        (
            Measure::RatingsRectifiedInTime,
            label("ratings_rectified_in_time", "按期整改的差评", "Rectified in time"),
        ),
    ];
}
