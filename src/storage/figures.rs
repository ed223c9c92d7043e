//! Figures: counts and sums over the reporting rows. Each measure is one condition, by which it is
//! counted here and by which the cases behind it are listed (`case_list`), so the two cannot differ.
//! Not here: rates and formulas, which the domain makes of these numbers.

use chrono::NaiveDate;
use diesel::dsl::{auto_type, case_when, count, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable};

use super::connection::{Backend, Connection};
use super::error::StorageError;
use super::schema::{reporting, reporting_recoveries};
use super::visibility::Visibility;

pub use crate::domain::figures::{Measure, Period};

/// Which cases figures are about; what is `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureFilter {
    /// The region's code.
    pub region: Option<String>,
    /// The code of the cause.
    pub cause: Option<String>,
}

/// The counts from which closure rates are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct ClosureCounts {
    /// [`Measure::Accepted`].
    pub accepted: i64,
    /// [`Measure::Closed`].
    pub closed: i64,
    /// [`Measure::CarriedIn`].
    pub carried_in: i64,
    /// [`Measure::CarriedOut`].
    pub carried_out: i64,
    /// [`Measure::CohortClosed`].
    pub cohort_closed: i64,
}

/// Money recovered in a period, in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct RecoveredSums {
    /// On accepted cases.
    pub after_acceptance_fen: i64,
    /// In mediation before acceptance.
    pub before_acceptance_fen: i64,
}

/// The kind of case that closure figures are about. Only arbitration cases are accepted, so a condition on the
/// acceptance needs no other on the kind.
const ARBITRATION: &str = "arbitration";

/// Whether a reporting row is counted.
type Condition = Box<dyn BoxableExpression<reporting::table, Backend, SqlType = Nullable<Bool>>>;

fn condition(measure: Measure, period: Period) -> Condition {
    let Period { from, to } = period;
    match measure {
        Measure::Received => Box::new(received(from, to).nullable()),
        Measure::Accepted => Box::new(accepted(from, to)),
        Measure::Closed => Box::new(closed(from, to)),
        Measure::CarriedIn => Box::new(carried_in(from)),
        Measure::CarriedOut => Box::new(carried_out(to)),
        Measure::CohortClosed => Box::new(cohort_closed(from, to)),
        Measure::Recovered => Box::new(recovered(from, to, true).nullable()),
        Measure::RecoveredBeforeAcceptance => Box::new(recovered(from, to, false).nullable()),
    }
}

// The one definition of each measure. They are functions of their own, because a subquery in a list
// of cases needs the type of its condition, which a box would hide.

#[auto_type]
pub(super) fn received(from: NaiveDate, to: NaiveDate) -> _ {
    let arbitration: &'static str = ARBITRATION;
    reporting::received_on.between(from, to).and(reporting::kind.eq(arbitration))
}

#[auto_type]
pub(super) fn accepted(from: NaiveDate, to: NaiveDate) -> _ {
    reporting::accepted_on.between(from, to)
}

#[auto_type]
pub(super) fn closed(from: NaiveDate, to: NaiveDate) -> _ {
    reporting::accepted_on.is_not_null().and(reporting::closed_on.between(from, to))
}

#[auto_type]
pub(super) fn carried_in(from: NaiveDate) -> _ {
    let open = reporting::closed_on.is_null().or(reporting::closed_on.ge(from));
    reporting::accepted_on.lt(from).and(open)
}

#[auto_type]
pub(super) fn carried_out(to: NaiveDate) -> _ {
    let open = reporting::closed_on.is_null().or(reporting::closed_on.gt(to));
    reporting::accepted_on.le(to).and(open)
}

#[auto_type]
pub(super) fn cohort_closed(from: NaiveDate, to: NaiveDate) -> _ {
    reporting::accepted_on.between(from, to).and(reporting::closed_on.le(to))
}

#[auto_type]
pub(super) fn recovered(from: NaiveDate, to: NaiveDate, after_acceptance: bool) -> _ {
    let arbitration: &'static str = ARBITRATION;
    let on_cases = reporting_recoveries::table
        .filter(reporting_recoveries::on_date.between(from, to))
        .filter(reporting_recoveries::kind.eq(arbitration))
        .filter(reporting_recoveries::after_acceptance.eq(after_acceptance))
        .select(reporting_recoveries::case_id);
    reporting::case_id.eq_any(on_cases)
}

/// The counts of a period, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn closure_counts(
    c: &mut Connection,
    period: Period,
    filter: &FigureFilter,
    visibility: &Visibility,
) -> Result<ClosureCounts, StorageError> {
    let counted = |measure| count(case_when(condition(measure, period), 1_i32.into_sql::<Integer>()));
    // Whatever one of the five counts passes this; what was over before the period is not read.
    let mut query = reporting::table
        .into_boxed()
        .filter(reporting::accepted_on.le(period.to))
        .filter(reporting::closed_on.is_null().or(reporting::closed_on.ge(period.from)));
    if let Some(region) = &filter.region {
        query = query.filter(reporting::region.eq(region));
    }
    if let Some(cause) = &filter.cause {
        query = query.filter(reporting::cause.eq(cause));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(reporting::case_id.eq_any(ids));
    }
    let counts = (
        counted(Measure::Accepted),
        counted(Measure::Closed),
        counted(Measure::CarriedIn),
        counted(Measure::CarriedOut),
        counted(Measure::CohortClosed),
    );
    Ok(query.select(counts).get_result(c)?)
}

/// How many cases one measure counts.
///
/// # Errors
/// That the database does not answer.
pub fn count_cases(
    c: &mut Connection,
    (measure, period): (Measure, Period),
    filter: &FigureFilter,
    visibility: &Visibility,
) -> Result<i64, StorageError> {
    let mut query = reporting::table.into_boxed().filter(condition(measure, period));
    if let Some(region) = &filter.region {
        query = query.filter(reporting::region.eq(region));
    }
    if let Some(cause) = &filter.cause {
        query = query.filter(reporting::cause.eq(cause));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(reporting::case_id.eq_any(ids));
    }
    Ok(query.count().get_result(c)?)
}

/// The money recovered in a period, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn sum_recovered(
    c: &mut Connection,
    period: Period,
    filter: &FigureFilter,
    visibility: &Visibility,
) -> Result<RecoveredSums, StorageError> {
    let mut query = reporting_recoveries::table
        .into_boxed()
        .filter(reporting_recoveries::kind.eq(ARBITRATION))
        .filter(reporting_recoveries::on_date.between(period.from, period.to));
    if let Some(region) = &filter.region {
        query = query.filter(reporting_recoveries::region.eq(region));
    }
    if let Some(cause) = &filter.cause {
        let of_cause = reporting::table.filter(reporting::cause.eq(cause)).select(reporting::case_id);
        query = query.filter(reporting_recoveries::case_id.eq_any(of_cause));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(reporting_recoveries::case_id.eq_any(ids));
    }
    let sums = (
        sql::<BigInt>("CAST(COALESCE(SUM(CASE WHEN after_acceptance THEN fen ELSE 0 END), 0) AS BIGINT)"),
        sql::<BigInt>("CAST(COALESCE(SUM(CASE WHEN after_acceptance THEN 0 ELSE fen END), 0) AS BIGINT)"),
    );
    Ok(query.select(sums).get_result(c)?)
}

/// How many cases were accepted in a period for each main cause, the most frequent first.
///
/// # Errors
/// That the database does not answer.
pub fn accepted_by_cause(c: &mut Connection, period: Period) -> Result<Vec<(String, i64)>, StorageError> {
    let counted = reporting::table
        .filter(accepted(period.from, period.to))
        .group_by(reporting::cause)
        .select((reporting::cause, count(reporting::case_id)));
    Ok(counted.order((count(reporting::case_id).desc(), reporting::cause.asc())).load(c)?)
}
