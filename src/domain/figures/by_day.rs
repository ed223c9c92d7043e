//! Sums by the day (分日累计): which measures are sums of flows by the day, and by which dimensions such sums are kept. Not here:
//! the sums themselves (`storage`), and what a flow counts (`made`).

use chrono::NaiveDate;

use super::unit::FigureKind;
use super::{Dimension, Measure, Period};
use crate::domain::code::Coded as _;

/// By what sums by the day are kept, beside those of all cases together: not by person, of whom there are many.
pub const KEPT_BY: [Dimension; 9] = [
    Dimension::Cause,
    Dimension::Procedure,
    Dimension::Channel,
    Dimension::Manner,
    Dimension::Result,
    Dimension::EmployerKind,
    Dimension::Industry,
    Dimension::Region,
    Dimension::Collective,
];

/// A flow over some days, which is added to a measure or taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowPart {
    /// 1 or -1.
    pub sign: i64,
    /// A measure of which sums by the day are kept.
    pub flow: Measure,
    /// Over which days.
    pub days: Period,
}

impl FlowPart {
    /// One measure over some days.
    pub(super) fn over(flow: Measure, days: Period) -> Vec<FlowPart> {
        vec![FlowPart { sign: 1, flow, days }]
    }

    /// What is open at the end of a day: what was accepted by then less what was closed, for no case is closed before it is
    /// accepted.
    pub(super) fn open_at(day: NaiveDate) -> Vec<FlowPart> {
        let days = Period { to: day, ..Period::ALWAYS };
        let part = |sign, flow| FlowPart { sign, flow, days };
        vec![part(1, Measure::Accepted), part(-1, Measure::Closed)]
    }
}

impl Period {
    /// Every day that both databases can write.
    pub const ALWAYS: Period = Period { from: first_of_year(1), to: first_of_year(9999) };
}

impl Measure {
    /// Whether sums by the day are kept of it: it counts by a day of the cases or of their facts. Ratings are in no docket.
    #[must_use]
    pub fn is_kept_by_day(self) -> bool {
        self.kind() == FigureKind::Flow && !self.is_of_ratings()
    }

    /// Those of which sums by the day are kept.
    pub fn kept_by_day() -> impl Iterator<Item = Measure> {
        Measure::ROWS.iter().map(|(measure, _)| *measure).filter(|measure| measure.is_kept_by_day())
    }
}

/// Neither year is out of reach.
const fn first_of_year(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}
