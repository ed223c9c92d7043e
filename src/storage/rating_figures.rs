//! The figures of ratings: counts, and the condition by which exactly the cases behind each are listed. What each counts
//! the domain says (`figures::ratings`).

use chrono::NaiveDate;
use diesel::dsl::{auto_type, count_star};
use diesel::prelude::*;

use super::case_list::Query;
use super::connection::Connection;
use super::error::StorageError;
use super::figures::Period;
use super::schema::cases;
use super::schema_ratings::{rating_answers, ratings};
use super::visibility::Visibility;

pub use crate::domain::figures::RatingMeasure;

/// The code of what ends a rectification.
const RECTIFICATION: &str = "rectification";

// They are functions of their own, because a subquery in a list of cases needs the type of its condition.

#[auto_type]
fn given(from: NaiveDate, to: NaiveDate) -> _ {
    ratings::rated_on.between(from, to)
}

#[auto_type]
fn satisfied(from: NaiveDate, to: NaiveDate) -> _ {
    ratings::rated_on.between(from, to).and(ratings::due_on.is_null())
}

#[auto_type]
fn bad(from: NaiveDate, to: NaiveDate) -> _ {
    ratings::rated_on.between(from, to).and(ratings::due_on.is_not_null())
}

#[auto_type]
fn in_time() -> _ {
    let rectification: &'static str = RECTIFICATION;
    rating_answers::kind.eq(rectification).and(rating_answers::on_date.nullable().le(ratings::due_on))
}

/// Exactly the cases behind a figure: each arm names the figure's own condition.
pub(super) fn by_rating(query: Query<'_>, measure: RatingMeasure, Period { from, to }: Period) -> Query<'_> {
    let (rows, case_id) = (ratings::table, ratings::case_id);
    match measure {
        RatingMeasure::ClosedCases => query.filter(cases::closed_on.between(from, to)),
        RatingMeasure::RatedCases => {
            query.filter(cases::closed_on.between(from, to)).filter(cases::id.eq_any(rows.select(case_id)))
        }
        RatingMeasure::Ratings => {
            query.filter(cases::id.eq_any(rows.filter(given(from, to)).select(case_id)))
        }
        RatingMeasure::Satisfied => {
            query.filter(cases::id.eq_any(rows.filter(satisfied(from, to)).select(case_id)))
        }
        RatingMeasure::Bad => query.filter(cases::id.eq_any(rows.filter(bad(from, to)).select(case_id))),
        RatingMeasure::RectifiedInTime => {
            let answered = rows.inner_join(rating_answers::table).filter(bad(from, to)).filter(in_time());
            query.filter(cases::id.eq_any(answered.select(case_id)))
        }
    }
}

/// How many ratings of each score were given in a period, by the code of the score.
///
/// # Errors
/// That the database does not answer.
pub fn by_score(
    c: &mut Connection,
    Period { from, to }: Period,
    visibility: &Visibility,
) -> Result<Vec<(String, i64)>, StorageError> {
    let grouped = ratings::table.group_by(ratings::score).select((ratings::score, count_star()));
    let mut query = grouped.into_boxed().filter(given(from, to));
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(ratings::case_id.eq_any(ids));
    }
    Ok(query.load(c)?)
}

/// How many bad ratings given in a period were rectified in time.
///
/// # Errors
/// That the database does not answer.
pub fn rectified_in_time(
    c: &mut Connection,
    Period { from, to }: Period,
    visibility: &Visibility,
) -> Result<i64, StorageError> {
    let answered = ratings::table.inner_join(rating_answers::table);
    let mut query = answered.filter(bad(from, to)).filter(in_time()).into_boxed();
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(ratings::case_id.eq_any(ids));
    }
    Ok(query.count().get_result(c)?)
}
