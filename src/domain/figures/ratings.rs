//! The figures of ratings (好差评统计): what each counts, in words, and the rates made of the counts. What was said is
//! counted by the day of the rating, who said something by the day of the closing. Not here: counting in SQL (`storage`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::rating::Score;

/// A figure of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatingMeasure {
    /// 办结案件.
    ClosedCases,
    /// 已评价案件.
    RatedCases,
    /// 评价.
    Ratings,
    /// 满意.
    Satisfied,
    /// 差评.
    Bad,
    /// 按期整改.
    RectifiedInTime,
}

impl Coded for RatingMeasure {
    const LIST: &'static str = "rating_measure";
    const ROWS: &'static [(Self, Label)] = &[
        (RatingMeasure::ClosedCases, label("closed_cases", "办结案件", "Closed cases")),
        (RatingMeasure::RatedCases, label("rated_cases", "已评价案件", "Rated cases")),
        (RatingMeasure::Ratings, label("ratings", "评价", "Ratings")),
        (RatingMeasure::Satisfied, label("satisfied", "满意评价", "Satisfied")),
        (RatingMeasure::Bad, label("bad", "差评", "Bad ratings")),
        (RatingMeasure::RectifiedInTime, label("rectified_in_time", "按期整改的差评", "Rectified in time")),
    ];
}

impl RatingMeasure {
    /// What it counts, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        let (zh, en) = match self {
            RatingMeasure::ClosedCases => (
                "结案日期在本期内的案件数（各类案件）",
                "cases of every kind whose closing lies in the period",
            ),
            RatingMeasure::RatedCases => (
                "结案日期在本期内、至今至少有一件评价的案件数",
                "cases closed in the period with at least one rating by now",
            ),
            RatingMeasure::Ratings => ("评价日期在本期内的评价数", "ratings given in the period"),
            RatingMeasure::Satisfied => (
                "本期评价中非常满意、满意、基本满意的评价数",
                "ratings given in the period from basically to very satisfied",
            ),
            RatingMeasure::Bad => (
                "本期评价中不满意、非常不满意的评价数",
                "ratings given in the period of dissatisfied or very dissatisfied",
            ),
            RatingMeasure::RectifiedInTime => (
                "本期差评中整改日期不晚于期限的评价数",
                "bad ratings given in the period that were rectified by their last day",
            ),
        };
        label(self.code(), zh, en)
    }
}

/// What was counted for a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RatingCounts {
    /// [`RatingMeasure::ClosedCases`].
    pub closed_cases: u64,
    /// [`RatingMeasure::RatedCases`].
    pub rated_cases: u64,
    /// The ratings of each score; a score that nobody gave may be left out.
    pub by_score: Vec<(Score, u64)>,
    /// [`RatingMeasure::RectifiedInTime`].
    pub rectified_in_time: u64,
}

impl RatingCounts {
    /// [`RatingMeasure::Ratings`].
    #[must_use]
    pub fn ratings(&self) -> u64 {
        self.by_score.iter().map(|(_, count)| count).sum()
    }

    /// [`RatingMeasure::Bad`].
    #[must_use]
    pub fn bad(&self) -> u64 {
        self.by_score.iter().filter(|(score, _)| score.is_bad()).map(|(_, count)| count).sum()
    }

    /// [`RatingMeasure::Satisfied`].
    #[must_use]
    pub fn satisfied(&self) -> u64 {
        self.ratings() - self.bad()
    }

    /// The points of all ratings together, of which the mean is made.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.by_score.iter().map(|(score, count)| score.points() * count).sum()
    }
}
