//! The quick steps (四快) over the reporting rows: how many cases did a step in a period and how many of them within
//! the office's target, and the condition by which exactly these cases are listed. What a step is, is the domain's
//! (`quick_step`).

use chrono::NaiveDate;
use diesel::dsl::{auto_type, case_when, count};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable};

use super::connection::{Backend, Connection};
use super::error::StorageError;
use super::figures::Period;
use super::schema::reporting;
use super::visibility::Visibility;
use crate::domain::quick_step::QuickStep;

/// The cases that did a step in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepCases {
    /// Which step.
    pub step: QuickStep,
    /// Only those within the target, or beyond it; both if none.
    pub attained: Option<bool>,
    /// The period in which it was done.
    pub period: Period,
}

impl StepCases {
    /// The values of the step's column that are counted; a step that was not done has none.
    pub(super) fn wanted(self) -> Vec<bool> {
        self.attained.map_or_else(|| vec![true, false], |attained| vec![attained])
    }
}

/// Of one step in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct StepCounts {
    /// Cases that did it.
    pub done: i64,
    /// Of these, within the target.
    pub attained: i64,
}

// Each step's column says whether it was done within the target; the day on which it was done is another column. They
// are functions of their own, because a subquery in a list of cases needs the type of its condition.

#[auto_type]
pub(super) fn filing(from: NaiveDate, to: NaiveDate, wanted: Vec<bool>) -> _ {
    reporting::quick_filing.eq_any(wanted).and(reporting::accepted_on.between(from, to))
}

#[auto_type]
pub(super) fn mediation_before(from: NaiveDate, to: NaiveDate, wanted: Vec<bool>) -> _ {
    reporting::quick_mediation_before.eq_any(wanted).and(reporting::closed_on.between(from, to))
}

#[auto_type]
pub(super) fn mediation(from: NaiveDate, to: NaiveDate, wanted: Vec<bool>) -> _ {
    reporting::quick_mediation.eq_any(wanted).and(reporting::closed_on.between(from, to))
}

#[auto_type]
pub(super) fn hearing(from: NaiveDate, to: NaiveDate, wanted: Vec<bool>) -> _ {
    reporting::quick_hearing.eq_any(wanted).and(reporting::first_hearing_on.between(from, to))
}

#[auto_type]
pub(super) fn closing(from: NaiveDate, to: NaiveDate, wanted: Vec<bool>) -> _ {
    reporting::quick_closing.eq_any(wanted).and(reporting::closed_on.between(from, to))
}

type Condition = Box<dyn BoxableExpression<reporting::table, Backend, SqlType = Nullable<Bool>>>;

fn condition(cases: StepCases) -> Condition {
    let (Period { from, to }, wanted) = (cases.period, cases.wanted());
    match cases.step {
        QuickStep::Filing => Box::new(filing(from, to, wanted)),
        QuickStep::MediationBefore => Box::new(mediation_before(from, to, wanted)),
        QuickStep::Mediation => Box::new(mediation(from, to, wanted)),
        QuickStep::Hearing => Box::new(hearing(from, to, wanted)),
        QuickStep::Closing => Box::new(closing(from, to, wanted)),
    }
}

/// How many cases did a step in a period, and how many within the target, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn step_counts(
    c: &mut Connection,
    (step, period): (QuickStep, Period),
    visibility: &Visibility,
) -> Result<StepCounts, StorageError> {
    let of = |attained| condition(StepCases { step, attained, period });
    let counted = |attained| count(case_when(of(attained), 1_i32.into_sql::<Integer>()));
    let mut query = reporting::table.into_boxed().filter(of(None));
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(reporting::case_id.eq_any(ids));
    }
    Ok(query.select((counted(None), counted(Some(true)))).get_result(c)?)
}
