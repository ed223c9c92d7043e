//! Control totals (平衡关系): which measures add up to which, whoever counts. They hold of every case by itself, so where one
//! does not hold of all, the cases that cause it are those of which it does not. Not here: counting (`storage`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::condition::Source;
use super::definition::Asked;
use super::{Measure, ReportingRow};
use crate::domain::code::{Coded, Label, label};
use crate::domain::refusal::{Words, words};

/// What adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// 期初未结 + 受理 − 结案 = 期末未结.
    Waterfall,
    /// 仲裁调解 + 裁决 + 其他方式 = 结案.
    Manners,
    /// 劳动者胜诉 + 用人单位胜诉 + 双方部分胜诉 + 未记胜负 = 结案.
    Results,
    /// 按期 + 逾期 + 不明 = 结案.
    ClosedBuckets,
    /// 未逾期 + 已逾期 + 无期限 = 期末未结.
    OpenBuckets,
    /// 调解成功 + 案前调解成功 = 案外调解.
    Mediation,
    /// 追回款项 + 受理前 + 调解 + 信访 + 监察追发工资 = 追回款项合计.
    Recoveries,
    /// 移交接收 + 移交退回 = 移交答复.
    Referrals,
    /// 满意评价 + 差评 = 评价.
    Ratings,
}

/// Those that the closure report carries.
pub const OF_THE_CLOSURE_REPORT: [Identity; 6] = [
    Identity::Waterfall,
    Identity::Manners,
    Identity::Results,
    Identity::ClosedBuckets,
    Identity::OpenBuckets,
    Identity::Mediation,
];

impl Coded for Identity {
    const LIST: &'static str = "figure_identity";
    const ROWS: &'static [(Self, Label)] = &[
        (
            Identity::Waterfall,
            label(
                "waterfall",
                "期初未结 + 受理 − 结案 = 期末未结",
                "Carried in + accepted - closed = carried out",
            ),
        ),
        (
            Identity::Manners,
            label(
                "manners",
                "裁决 + 仲裁调解 + 其他方式 = 结案",
                "By award + by mediation + otherwise = closed",
            ),
        ),
        (
            Identity::Results,
            label(
                "results",
                "劳动者胜诉 + 用人单位胜诉 + 双方部分胜诉 + 未记胜负 = 结案",
                "For the worker + for the employer + partly for each + not said = closed",
            ),
        ),
        (
            Identity::ClosedBuckets,
            label("closed_buckets", "按期 + 逾期 + 不明 = 结案", "In time + late + not known = closed"),
        ),
        (
            Identity::OpenBuckets,
            label(
                "open_buckets",
                "未逾期 + 已逾期 + 无期限 = 期末未结",
                "Open in time + open late + without a due date = carried out",
            ),
        ),
        (
            Identity::Mediation,
            label(
                "mediation",
                "调解成功 + 案前调解成功 = 案外调解",
                "Mediations that succeeded + settled before acceptance = mediated outside",
            ),
        ),
        (
            Identity::Recoveries,
            label(
                "recoveries",
                "追回款项 + 受理前追回 + 调解追回 + 信访追回 + 追发工资 = 追回款项合计",
                "Recovered + before acceptance + in mediation + on petitions + wages = recovered in all",
            ),
        ),
        (
            Identity::Referrals,
            label("referrals", "移交接收 + 移交退回 = 移交答复", "Taken + declined = referrals answered"),
        ),
        (Identity::Ratings, label("ratings", "满意评价 + 差评 = 评价", "Satisfied + bad = ratings")),
    ];
}

/// The two sides of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// What is added on the left.
    pub plus: &'static [Measure],
    /// What is taken off there.
    pub minus: &'static [Measure],
    /// What it must come to.
    pub equals: Measure,
}

impl Sides {
    const fn sum(plus: &'static [Measure], equals: Measure) -> Sides {
        Sides { plus, minus: &[], equals }
    }

    /// Every measure with the sign with which it enters into the difference.
    pub fn signed(self) -> impl Iterator<Item = (i64, Measure)> {
        let plus = self.plus.iter().map(|measure| (1, *measure));
        let minus = self.minus.iter().map(|measure| (-1, *measure));
        plus.chain(minus).chain([(-1, self.equals)])
    }
}

impl Identity {
    /// Its sides.
    #[must_use]
    pub fn sides(self) -> Sides {
        use Measure as M;
        match self {
            Identity::Waterfall => {
                Sides { plus: &[M::CarriedIn, M::Accepted], minus: &[M::Closed], equals: M::CarriedOut }
            }
            Identity::Manners => {
                Sides::sum(&[M::ClosedByAward, M::ClosedByMediation, M::ClosedOtherwise], M::Closed)
            }
            Identity::Results => Sides::sum(
                &[M::ClosedForWorker, M::ClosedForEmployer, M::ClosedForBoth, M::ClosedWithoutResult],
                M::Closed,
            ),
            Identity::ClosedBuckets => {
                Sides::sum(&[M::ClosedInTime, M::ClosedLate, M::ClosedTimelinessUnknown], M::Closed)
            }
            Identity::OpenBuckets => {
                Sides::sum(&[M::OpenInTime, M::OpenLate, M::OpenWithoutDue], M::CarriedOut)
            }
            Identity::Mediation => {
                Sides::sum(&[M::MediationSucceeded, M::SettledBeforeAcceptance], M::MediatedOutside)
            }
            Identity::Recoveries => Sides::sum(
                &[
                    M::Recovered,
                    M::RecoveredBeforeAcceptance,
                    M::RecoveredInMediation,
                    M::RecoveredOnPetitions,
                    M::WagesRecovered,
                ],
                M::RecoveredInAll,
            ),
            Identity::Referrals => {
                Sides::sum(&[M::ReferralsTaken, M::ReferralsDeclined], M::ReferralsAnswered)
            }
            Identity::Ratings => Sides::sum(&[M::RatingsSatisfied, M::RatingsBad], M::Ratings),
        }
    }

    /// Of what it is about: all of its measures count the same.
    #[must_use]
    pub fn source(self) -> Source {
        self.sides().equals.definition(Asked::SOME).source()
    }

    /// By how much the left side is more than the right, over numbers from anywhere: a table of the yearbook, say.
    ///
    /// ```
    /// use sikuai::domain::figures::{Identity, Measure};
    /// let national_2004 = |measure| match measure {
    ///     Measure::CarriedIn => 17_117,
    ///     Measure::Accepted => 260_471,
    ///     Measure::Closed => 258_678,
    ///     Measure::CarriedOut => 18_817,
    ///     _ => 0,
    /// };
    /// assert_eq!(Identity::Waterfall.difference(national_2004), 93);
    /// ```
    pub fn difference(self, number: impl Fn(Measure) -> i64) -> i64 {
        self.sides().signed().map(|(sign, measure)| sign * number(measure)).sum()
    }

    /// Whether it does not hold of one case.
    #[must_use]
    pub fn fails_on(self, row: &ReportingRow, asked: Asked) -> bool {
        self.difference(|measure| measure.definition(asked).of(row)) != 0
    }

    /// Whether it can be asked: the waterfall ends on the last day of the period.
    #[must_use]
    pub fn applies(self, asked: Asked) -> bool {
        self.why_unasked(asked).is_none()
    }

    /// Why it cannot be asked; none where it can.
    #[must_use]
    pub fn why_unasked(self, asked: Asked) -> Option<Words> {
        let (as_of, to) = (asked.as_of, asked.period.to);
        let ends_elsewhere = self == Identity::Waterfall && as_of != to;
        ends_elsewhere.then(|| {
            words(
                format!("期末未结按{as_of}计，受理、结案按期间末日{to}计，不能相加核对"),
                format!("what is carried out is counted at the end of {as_of}, what came and went through {to}: they do not add up"),
            )
        })
    }
}
