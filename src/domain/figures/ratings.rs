//! The figures of ratings (好差评统计) as their report names them, and what was counted. What was said is counted by the day of
//! the rating, who said something by the day of the closing. Not here: what each counts, which the catalogue says (`made`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Measure;
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
    /// The same in the catalogue.
    #[must_use]
    pub fn measure(self) -> Measure {
        match self {
            RatingMeasure::ClosedCases => Measure::ClosedCases,
            RatingMeasure::RatedCases => Measure::RatedCases,
            RatingMeasure::Ratings => Measure::Ratings,
            RatingMeasure::Satisfied => Measure::RatingsSatisfied,
            RatingMeasure::Bad => Measure::RatingsBad,
            RatingMeasure::RectifiedInTime => Measure::RatingsRectifiedInTime,
        }
    }

    /// What it counts, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        self.measure().formula()
    }
}

/// One rating, as figures see it. Ratings are in no docket: whoever reads a row of a case from its docket has none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatingRow {
    /// Its day.
    pub on: NaiveDate,
    /// The grade.
    pub score: Score,
    /// The last day of the rectification, of a bad one.
    pub due_on: Option<NaiveDate>,
    /// When it was rectified.
    pub rectified_on: Option<NaiveDate>,
}

/// What was counted for a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RatingCounts {
    /// [`RatingMeasure::ClosedCases`].
    pub closed_cases: u64,
    /// [`RatingMeasure::RatedCases`].
    pub rated_cases: u64,
    /// [`RatingMeasure::Ratings`].
    pub ratings: u64,
    /// [`RatingMeasure::Satisfied`].
    pub satisfied: u64,
    /// [`RatingMeasure::Bad`].
    pub bad: u64,
    /// The points of all ratings together, of which the mean is made.
    pub points: u64,
    /// [`RatingMeasure::RectifiedInTime`].
    pub rectified_in_time: u64,
}
