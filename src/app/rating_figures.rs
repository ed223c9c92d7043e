//! The figures of ratings (好差评统计), counted at one moment. What they count is `domain::figures`.

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::figures::{Period, RatingCounts, RatingMeasure};
use crate::domain::permission::Operation;
use crate::storage::case_list::{self, CaseFilter};
use crate::storage::{Connection, StorageError, bridge, rating_figures};

impl Register {
    /// The counts of ratings for a period, in four statements.
    ///
    /// # Errors
    /// That the caller's role sees none.
    pub async fn rating_counts(&self, caller: &Caller, period: Period) -> Result<RatingCounts, Error> {
        ensure(caller, Operation::ReadRatingFigures, None)?;
        let visibility = caller.visibility_for(Operation::ReadRatingFigures);
        let work = move |c: &mut Connection| {
            let mut cases = |measure| {
                let filter = CaseFilter { rated: Some((measure, period)), ..CaseFilter::default() };
                unsigned(case_list::count(c, &filter, &visibility)?)
            };
            let (closed_cases, rated_cases) =
                (cases(RatingMeasure::ClosedCases)?, cases(RatingMeasure::RatedCases)?);
            let by_score = rating_figures::by_score(c, period, &visibility)?;
            let by_score = by_score.into_iter().map(|(code, count)| {
                let place = bridge::Place { table: "ratings", key: &code, column: "score" };
                Ok((bridge::parse(&code, place)?, unsigned(count)?))
            });
            Ok(RatingCounts {
                closed_cases,
                rated_cases,
                by_score: by_score.collect::<Result<_, Error>>()?,
                rectified_in_time: unsigned(rating_figures::rectified_in_time(c, period, &visibility)?)?,
            })
        };
        self.store.snapshot(work).await
    }
}

fn unsigned(count: i64) -> Result<u64, Error> {
    let wrong =
        |_| StorageError::Inconsistent { table: "ratings", key: "count".to_owned(), what: count.to_string() };
    u64::try_from(count).map_err(|error| wrong(error).into())
}
