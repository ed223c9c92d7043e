//! In which column of the reporting tables each day, step and dimension of the figures stands; `r` is the row of the case, `v`
//! what is counted in it. Not here: what is asked of them (`figure_sql`).

use crate::domain::figures::{Day, Dimension};
use crate::domain::quick_step::QuickStep;

/// Codes are ours, and have no quotes.
pub(super) fn quoted(code: &str) -> String {
    format!("'{code}'")
}

pub(super) fn column(day: Day) -> &'static str {
    match day {
        Day::Received => "r.received_on",
        Day::Accepted => "r.accepted_on",
        Day::FirstHearing => "r.first_hearing_on",
        Day::Closed => "r.closed_on",
        Day::Due => "r.due_on",
        Day::Fact => "v.on_date",
        Day::Rated => "v.rated_on",
    }
}

pub(super) fn step_column(step: QuickStep) -> &'static str {
    match step {
        QuickStep::Filing => "r.quick_filing",
        QuickStep::MediationBefore => "r.quick_mediation_before",
        QuickStep::Mediation => "r.quick_mediation",
        QuickStep::Hearing => "r.quick_hearing",
        QuickStep::Closing => "r.quick_closing",
    }
}

/// The column of a dimension. The month has none of its own: the domain makes days of it before it gets here.
pub(super) fn dimension_column(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Cause => "r.cause",
        Dimension::Procedure => "r.procedure",
        Dimension::Channel => "r.channel",
        Dimension::Manner => "r.manner",
        Dimension::Result => "r.result",
        Dimension::EmployerKind => "r.employer_kind",
        Dimension::Industry => "r.industry",
        Dimension::Region => "r.region",
        Dimension::Arbitrator => "r.arbitrator_id",
        Dimension::Mediator => "r.mediator_id",
        Dimension::Collective => "CASE WHEN r.collective THEN 'true' ELSE 'false' END",
        Dimension::Month => "NULL",
    }
}
