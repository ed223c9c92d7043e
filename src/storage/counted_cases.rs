//! The cases behind a figure: a list of cases narrowed to exactly those that a figure counts, by the figure's own
//! condition. Not here: the conditions (`figures`, `quick_steps`), and lists (`case_list`).

use diesel::prelude::*;

use super::arrears::{self, ArrearsMeasure};
use super::case_list::Query;
use super::figures::{self, Measure, Period};
use super::quick_steps::{self, StepCases};
use super::schema::{cases, reporting, reporting_inspections};
use crate::domain::quick_step::QuickStep;

/// Exactly the cases that did a quick step: each arm names the step's own condition.
pub(super) fn by_step(query: Query<'_>, cases: StepCases) -> Query<'_> {
    let (rows, id) = (reporting::table, reporting::case_id);
    let (Period { from, to }, wanted) = (cases.period, cases.wanted());
    match cases.step {
        QuickStep::Filing => {
            query.filter(cases::id.eq_any(rows.filter(quick_steps::filing(from, to, wanted)).select(id)))
        }
        QuickStep::MediationBefore => {
            let settled = quick_steps::mediation_before(from, to, wanted);
            query.filter(cases::id.eq_any(rows.filter(settled).select(id)))
        }
        QuickStep::Mediation => {
            query.filter(cases::id.eq_any(rows.filter(quick_steps::mediation(from, to, wanted)).select(id)))
        }
        QuickStep::Hearing => {
            query.filter(cases::id.eq_any(rows.filter(quick_steps::hearing(from, to, wanted)).select(id)))
        }
        QuickStep::Closing => {
            query.filter(cases::id.eq_any(rows.filter(quick_steps::closing(from, to, wanted)).select(id)))
        }
    }
}

/// Exactly the cases that a figure counts: each arm names the figure's own condition.
pub(super) fn counted_by(query: Query<'_>, measure: Measure, Period { from, to }: Period) -> Query<'_> {
    let (rows, id) = (reporting::table, reporting::case_id);
    match measure {
        Measure::Received => {
            query.filter(cases::id.eq_any(rows.filter(figures::received(from, to)).select(id)))
        }
        Measure::Accepted => {
            query.filter(cases::id.eq_any(rows.filter(figures::accepted(from, to)).select(id)))
        }
        Measure::Closed => query.filter(cases::id.eq_any(rows.filter(figures::closed(from, to)).select(id))),
        Measure::CarriedIn => {
            query.filter(cases::id.eq_any(rows.filter(figures::carried_in(from)).select(id)))
        }
        Measure::CarriedOut => {
            query.filter(cases::id.eq_any(rows.filter(figures::carried_out(to)).select(id)))
        }
        Measure::CohortClosed => {
            query.filter(cases::id.eq_any(rows.filter(figures::cohort_closed(from, to)).select(id)))
        }
        Measure::Recovered => {
            query.filter(cases::id.eq_any(rows.filter(figures::recovered(from, to, true)).select(id)))
        }
        Measure::RecoveredBeforeAcceptance => {
            query.filter(cases::id.eq_any(rows.filter(figures::recovered(from, to, false)).select(id)))
        }
    }
}

/// Exactly the cases behind a wage-arrears figure: each arm names the figure's own condition.
pub(super) fn by_arrears(
    query: Query<'_>,
    measure: ArrearsMeasure,
    Period { from, to }: Period,
) -> Query<'_> {
    let (rows, id) = (reporting_inspections::table, reporting_inspections::case_id);
    match measure {
        ArrearsMeasure::ProjectsInspected => {
            query.filter(cases::id.eq_any(rows.filter(arrears::inspected(from, to)).select(id)))
        }
        ArrearsMeasure::HazardsFound => {
            query.filter(cases::id.eq_any(rows.filter(arrears::with_hazards(from, to)).select(id)))
        }
        ArrearsMeasure::HazardsResolved => {
            query.filter(cases::id.eq_any(rows.filter(arrears::with_hazards_resolved(from, to)).select(id)))
        }
        ArrearsMeasure::DisputesCoordinated => {
            query.filter(cases::id.eq_any(rows.filter(arrears::coordinated(from, to)).select(id)))
        }
        ArrearsMeasure::Workers | ArrearsMeasure::WagesRecovered => {
            query.filter(cases::id.eq_any(rows.filter(arrears::with_wages(from, to)).select(id)))
        }
    }
}
