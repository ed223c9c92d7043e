//! The figures of ratings (好差评统计), counted at one moment. What they count is `domain::figures`.

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::statistics::{Question, totals, unsigned};
use crate::domain::figures::{Asked, Measure, Period, RatingCounts};
use crate::domain::permission::Operation;
use crate::storage::{Connection, Visibility};

/// What the report of ratings counts.
const MEASURES: [Measure; 7] = [
    Measure::ClosedCases,
    Measure::RatedCases,
    Measure::Ratings,
    Measure::RatingsSatisfied,
    Measure::RatingsBad,
    Measure::RatingPoints,
    Measure::RatingsRectifiedInTime,
];

impl Register {
    /// The counts of ratings for a period, in two statements.
    ///
    /// # Errors
    /// That the caller's role sees none.
    pub async fn rating_counts(&self, caller: &Caller, period: Period) -> Result<RatingCounts, Error> {
        ensure(caller, Operation::ReadRatingFigures, None)?;
        let visibility = caller.visibility_for(Operation::ReadRatingFigures);
        self.store.snapshot(move |c: &mut Connection| counts(c, period, &visibility)).await
    }
}

/// The counts of ratings for a period, in two statements.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn counts(
    c: &mut Connection,
    period: Period,
    visibility: &Visibility,
) -> Result<RatingCounts, Error> {
    let totals = totals(c, &MEASURES, &Question::of(Asked::of(period)), visibility)?;
    let count = |measure: Measure| unsigned(totals.get(&measure).copied().unwrap_or(0));
    Ok(RatingCounts {
        closed_cases: count(Measure::ClosedCases)?,
        rated_cases: count(Measure::RatedCases)?,
        ratings: count(Measure::Ratings)?,
        satisfied: count(Measure::RatingsSatisfied)?,
        bad: count(Measure::RatingsBad)?,
        points: count(Measure::RatingPoints)?,
        rectified_in_time: count(Measure::RatingsRectifiedInTime)?,
    })
}
