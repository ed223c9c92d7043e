//! The rates (比率): which measures stand above the line and which below, and which cases are in neither, with the reason.
//! A rate is its two numbers; how it is shown is another matter (`percent`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Measure;
use super::unit::FigureBasis;
use crate::domain::code::{Coded, Label, label};

/// A rate; each office means another, so each has its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub enum Rate {
    /// 结案率.
    #[serde(rename = "closure_rate")]
    Closure,
    /// 当期受理案件结案率.
    #[serde(rename = "cohort_closure_rate")]
    CohortClosure,
    /// 全部案件结案率.
    #[serde(rename = "caseload_closure_rate")]
    CaseloadClosure,
    /// 结案率(含案外调解).
    #[serde(rename = "county_closure_rate")]
    CountyClosure,
    /// 调解率(含案外调解).
    #[serde(rename = "county_mediation_rate")]
    CountyMediation,
    /// 调解结案占比.
    #[serde(rename = "mediation_share")]
    MediationShare,
    /// 调解成功率.
    #[serde(rename = "mediation_success_rate")]
    MediationSuccess,
    /// 终局裁决率.
    #[serde(rename = "final_award_share")]
    FinalAwardShare,
    /// 按期结案率.
    #[serde(rename = "in_time_rate")]
    InTime,
    /// 劳动者胜诉率.
    #[serde(rename = "worker_prevails_rate")]
    WorkerPrevails,
    /// 快立达标率.
    #[serde(rename = "quick_filing_rate")]
    QuickFiling,
    /// 快调(案前)达标率.
    #[serde(rename = "quick_mediation_before_rate")]
    QuickMediationBefore,
    /// 快调达标率.
    #[serde(rename = "quick_mediation_rate")]
    QuickMediation,
    /// 快审达标率.
    #[serde(rename = "quick_hearing_rate")]
    QuickHearing,
    /// 快结达标率.
    #[serde(rename = "quick_closing_rate")]
    QuickClosing,
    /// 累计结案率.
    #[serde(rename = "cumulative_closure_rate")]
    CumulativeClosure,
    /// 调解结案与终局裁决占比.
    #[serde(rename = "mediated_or_final_share")]
    MediatedOrFinal,
    /// 隐患化解率.
    #[serde(rename = "hazard_resolution_rate")]
    HazardResolution,
    /// 评价覆盖率.
    #[serde(rename = "rating_coverage_rate")]
    RatingCoverage,
    /// 满意率.
    #[serde(rename = "satisfaction_rate")]
    Satisfaction,
    /// 差评按期整改率.
    #[serde(rename = "rectification_rate")]
    Rectification,
}

impl Coded for Rate {
    const LIST: &'static str = "rate";
    const ROWS: &'static [(Self, Label)] = &[
        (Rate::Closure, label("closure_rate", "结案率", "Closure rate")),
        (Rate::CohortClosure, label("cohort_closure_rate", "当期受理案件结案率", "Cohort closure rate")),
        (Rate::CaseloadClosure, label("caseload_closure_rate", "全部案件结案率", "Caseload closure rate")),
        (
            Rate::CountyClosure,
            label("county_closure_rate", "结案率（含案外调解）", "Closure rate with mediation outside"),
        ),
        (
            Rate::CountyMediation,
            label("county_mediation_rate", "调解率（含案外调解）", "Mediation rate with mediation outside"),
        ),
        (Rate::MediationShare, label("mediation_share", "调解结案占比", "Share closed by mediation")),
        (Rate::MediationSuccess, label("mediation_success_rate", "调解成功率", "Mediation success rate")),
        (Rate::FinalAwardShare, label("final_award_share", "终局裁决率", "Share of final awards")),
        (Rate::InTime, label("in_time_rate", "按期结案率", "In-time rate")),
        (Rate::WorkerPrevails, label("worker_prevails_rate", "劳动者胜诉率", "Share for the worker")),
        (Rate::QuickFiling, label("quick_filing_rate", "快立达标率", "Quick filing attained")),
        (
            Rate::QuickMediationBefore,
            label(
                "quick_mediation_before_rate",
                "快调（案前）达标率",
                "Quick mediation before acceptance attained",
            ),
        ),
        (Rate::QuickMediation, label("quick_mediation_rate", "快调达标率", "Quick mediation attained")),
        (Rate::QuickHearing, label("quick_hearing_rate", "快审达标率", "Quick hearing attained")),
        (Rate::QuickClosing, label("quick_closing_rate", "快结达标率", "Quick closure attained")),
        (
            Rate::CumulativeClosure,
            label("cumulative_closure_rate", "累计结案率", "Cumulative closure rate of the year"),
        ),
        (
            Rate::MediatedOrFinal,
            label(
                "mediated_or_final_share",
                "调解结案与终局裁决占比",
                "Share closed by mediation or a final award",
            ),
        ),
        (Rate::HazardResolution, label("hazard_resolution_rate", "隐患化解率", "Hazards resolved")),
        (Rate::RatingCoverage, label("rating_coverage_rate", "评价覆盖率", "Rating coverage")),
        (Rate::Satisfaction, label("satisfaction_rate", "满意率", "Satisfaction")),
        (Rate::Rectification, label("rectification_rate", "差评按期整改率", "Bad ratings rectified in time")),
    ];
}

/// Of which measures a rate is made; several on one side are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Above the line.
    pub above: &'static [Measure],
    /// Below the line.
    pub below: &'static [Measure],
    /// In neither, though one might look for them there.
    pub excluded: &'static [Measure],
}

impl Parts {
    const fn of(above: &'static [Measure], below: &'static [Measure]) -> Parts {
        Parts { above, below, excluded: &[] }
    }

    const fn without(self, excluded: &'static [Measure]) -> Parts {
        Parts { excluded, ..self }
    }

    /// Every measure that it needs.
    pub fn all(self) -> impl Iterator<Item = Measure> {
        self.above.iter().chain(self.below).chain(self.excluded).copied()
    }
}

impl Rate {
    /// How it is computed, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        let (zh, en) = match self {
            Rate::Closure => ("结案 ÷ 受理", "closed / accepted"),
            Rate::CohortClosure => {
                ("当期受理并结案 ÷ 受理", "accepted in the period and closed by its end / accepted")
            }
            Rate::CaseloadClosure => ("结案 ÷ （期初未结 + 受理）", "closed / (carried in + accepted)"),
            Rate::CountyClosure => (
                "（结案 + 案外调解） ÷ （受理 + 案外调解）",
                "(closed + mediated outside) / (accepted + mediated outside)",
            ),
            Rate::CountyMediation => (
                "（仲裁调解 + 案外调解） ÷ （受理 + 案外调解）",
                "(closed by mediation + mediated outside) / (accepted + mediated outside)",
            ),
            Rate::MediationShare => ("仲裁调解结案 ÷ 结案", "closed by mediation in arbitration / closed"),
            Rate::MediationSuccess => {
                ("（达成协议 + 和解） ÷ 调解结案", "agreed or settled / mediations closed")
            }
            Rate::FinalAwardShare => (
                "有终局裁决的案件 ÷ 裁决结案；终局与非终局并存的计入",
                "with a final award / closed by an award; a case with both counts",
            ),
            Rate::InTime => {
                ("按期结案 ÷ （按期结案 + 逾期结案）", "closed in time / (closed in time + closed late)")
            }
            Rate::WorkerPrevails => ("劳动者胜诉 ÷ 结案", "for the worker / closed"),
            Rate::QuickFiling => ("快立达标 ÷ 完成快立", "within the target / did it"),
            Rate::QuickMediationBefore => {
                ("快调（案前）达标 ÷ 完成快调（案前）", "within the target / did it")
            }
            Rate::QuickMediation => ("快调达标 ÷ 完成快调", "within the target / did it"),
            Rate::QuickHearing => ("快审达标 ÷ 完成快审", "within the target / did it"),
            Rate::QuickClosing => ("快结达标 ÷ 完成快结", "within the target / did it"),
            Rate::CumulativeClosure => (
                "累计结案 ÷ （年初未结 + 累计受理），自1月1日起至期末",
                "closed / (carried into the year + accepted), from the first of January through the last day",
            ),
            Rate::MediatedOrFinal => (
                "（仲裁调解结案 + 有终局裁决的案件） ÷ 结案",
                "(closed by mediation in arbitration + with a final award) / closed",
            ),
            Rate::HazardResolution => {
                ("本期化解的隐患 ÷ 本期发现的隐患", "hazards resolved in the period / hazards found in it")
            }
            Rate::RatingCoverage => (
                "本期办结且已有评价的案件 ÷ 本期办结案件",
                "cases closed in the period and rated / cases closed in it",
            ),
            Rate::Satisfaction => (
                "本期评价中基本满意及以上的 ÷ 本期评价数",
                "basically satisfied or better / ratings given in the period",
            ),
            Rate::Rectification => {
                ("本期差评中按期整改的 ÷ 本期差评数", "rectified in time / bad ratings given in the period")
            }
        };
        label(self.code(), zh, en)
    }

    /// Of which measures it is made.
    #[must_use]
    pub fn parts(self) -> Parts {
        use Measure as M;
        match self {
            Rate::Closure => Parts::of(&[M::Closed], &[M::Accepted]),
            Rate::CohortClosure => Parts::of(&[M::CohortClosed], &[M::Accepted]),
            Rate::CaseloadClosure => Parts::of(&[M::Closed], &[M::CarriedIn, M::Accepted]),
            Rate::CountyClosure => {
                Parts::of(&[M::Closed, M::MediatedOutside], &[M::Accepted, M::MediatedOutside])
            }
            Rate::CountyMediation => {
                Parts::of(&[M::ClosedByMediation, M::MediatedOutside], &[M::Accepted, M::MediatedOutside])
            }
            Rate::MediationShare => Parts::of(&[M::ClosedByMediation], &[M::Closed]),
            Rate::MediationSuccess => {
                Parts::of(&[M::MediationSucceeded], &[M::MediationClosed]).without(&[M::MediationRefused])
            }
            Rate::FinalAwardShare => Parts::of(&[M::ClosedByFinalAward], &[M::ClosedByAward]),
            Rate::InTime => Parts::of(&[M::ClosedInTime], &[M::ClosedInTime, M::ClosedLate])
                .without(&[M::ClosedTimelinessUnknown]),
            Rate::WorkerPrevails => Parts::of(&[M::ClosedForWorker], &[M::Closed]),
            Rate::QuickFiling => Parts::of(&[M::QuickFilingWithin], &[M::QuickFilingDone]),
            Rate::QuickMediationBefore => {
                Parts::of(&[M::QuickMediationBeforeWithin], &[M::QuickMediationBeforeDone])
            }
            Rate::QuickMediation => Parts::of(&[M::QuickMediationWithin], &[M::QuickMediationDone]),
            Rate::QuickHearing => Parts::of(&[M::QuickHearingWithin], &[M::QuickHearingDone]),
            Rate::QuickClosing => Parts::of(&[M::QuickClosingWithin], &[M::QuickClosingDone]),
            Rate::CumulativeClosure => Parts::of(&[M::YearClosed], &[M::YearCarriedIn, M::YearAccepted]),
            Rate::MediatedOrFinal => Parts::of(&[M::ClosedByMediation, M::ClosedByFinalAward], &[M::Closed]),
            Rate::HazardResolution => Parts::of(&[M::HazardsResolved], &[M::HazardsFound]),
            Rate::RatingCoverage => Parts::of(&[M::RatedCases], &[M::ClosedCases]),
            Rate::Satisfaction => Parts::of(&[M::RatingsSatisfied], &[M::Ratings]),
            Rate::Rectification => Parts::of(&[M::RatingsRectifiedInTime], &[M::RatingsBad]),
        }
    }

    /// On what its definition rests.
    #[must_use]
    pub fn basis(self) -> FigureBasis {
        match self {
            Rate::Closure | Rate::CountyClosure | Rate::CountyMediation | Rate::WorkerPrevails => {
                FigureBasis::Published
            }
            Rate::MediationShare | Rate::MediatedOrFinal => FigureBasis::SecondarySource,
            Rate::CohortClosure
            | Rate::MediationSuccess
            | Rate::InTime
            | Rate::QuickFiling
            | Rate::QuickMediationBefore
            | Rate::QuickMediation
            | Rate::QuickHearing
            | Rate::QuickClosing
            | Rate::CumulativeClosure
            | Rate::HazardResolution
            | Rate::RatingCoverage
            | Rate::Satisfaction
            | Rate::Rectification => FigureBasis::OurChoice,
            Rate::CaseloadClosure | Rate::FinalAwardShare => FigureBasis::Unconfirmed,
        }
    }
}
