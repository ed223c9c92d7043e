//! The annual report (年度报告): everything that it says, counted at one moment, with the template in force. Not here: what its
//! fields are (`domain::report`), and the files (`documents`).

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::app::error::Error;
use crate::app::indicators::{self, Names};
use crate::app::paper_templates::OfficeTemplate;
use crate::app::permits::{Caller, ensure};
use crate::app::rating_figures;
use crate::app::register::Register;
use crate::app::report_templates;
use crate::app::statistics::{self, Question};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded;
use crate::domain::figures::{Asked, Dimension, Group, Measure, Period, Rounding, month_of};
use crate::domain::paper::chart::Chart;
use crate::domain::paper::filled::Filled;
use crate::domain::permission::Operation;
use crate::domain::report::AnnualChart;
use crate::domain::report::annual::{AnnualReport, Counted};
use crate::storage::bridge::{self, Place};
use crate::storage::case_list::{self, CaseFilter, DayRange};
use crate::storage::{Connection, Visibility, figures};

/// A report, before it is a file.
#[derive(Debug, Clone)]
pub struct PreparedReport {
    /// What it says.
    pub filled: Filled,
    /// The template of the office, if it put one.
    pub template: Option<OfficeTemplate>,
}

impl Register {
    /// Puts together what the report of a period says, in one snapshot.
    ///
    /// # Errors
    /// That the caller's role has no reports; more indicators than a report takes.
    pub async fn annual_report(
        &self,
        caller: &Caller,
        (period, rounding): (Period, Rounding),
    ) -> Result<PreparedReport, Error> {
        ensure(caller, Operation::ReadReport, None)?;
        let (register, visibility) = (self.clone(), caller.visibility_for(Operation::ReadReport));
        let names = Names::for_caller(caller);
        let work = move |c: &mut Connection| {
            let counted = counted(c, period, (&visibility, names))?;
            let (region, on) = (register.books.region(), register.clock.today());
            let discussion = register.books.in_force(c)?.discussion;
            let report = AnnualReport { region, period, on, rounding, discussion, counted: &counted };
            Ok(PreparedReport { filled: report.filled(), template: report_templates::in_force(c)? })
        };
        self.store.snapshot(work).await
    }

    /// One chart of the report of a period; none where there is nothing to draw.
    ///
    /// # Errors
    /// That the caller's role has no reports.
    pub async fn annual_chart(
        &self,
        caller: &Caller,
        (chart, period): (AnnualChart, Period),
    ) -> Result<Option<Chart>, Error> {
        ensure(caller, Operation::ReadReport, None)?;
        let visibility = caller.visibility_for(Operation::ReadReport);
        let work = move |c: &mut Connection| {
            let counted = broken_down(c, period, &visibility)?;
            Ok(chart.of(&counted).filter(|chart| !chart.points.is_empty()))
        };
        self.store.snapshot(work).await
    }
}

/// Everything that a report says.
fn counted(
    c: &mut Connection,
    period: Period,
    (visibility, names): (&Visibility, Names),
) -> Result<Counted, Error> {
    let measures: Vec<Measure> = Measure::ROWS.iter().map(|(measure, _)| *measure).collect();
    let received = CaseKind::ROWS.iter().map(|(kind, _)| {
        let days = DayRange { from: Some(period.from), to: Some(period.to) };
        let filter =
            CaseFilter { kind: Some(kind.code().to_owned()), received: days, ..CaseFilter::default() };
        Ok((*kind, statistics::unsigned(case_list::count(c, &filter, visibility)?)?))
    });
    let received = received.collect::<Result<_, Error>>()?;
    Ok(Counted {
        received,
        closure: statistics::closure(c, period, visibility)?.counts,
        totals: statistics::totals(c, &measures, &Question::of(Asked::of(period)), visibility)?,
        arrears: statistics::arrears_counts(c, period, visibility)?,
        ratings: rating_figures::counts(c, period, visibility)?,
        indicators: indicators::of_report(c, period, names)?,
        ..broken_down(c, period, visibility)?
    })
}

/// What the charts show.
fn broken_down(c: &mut Connection, period: Period, visibility: &Visibility) -> Result<Counted, Error> {
    Ok(Counted {
        causes: by_code(c, (Measure::Accepted, Dimension::Cause), period, visibility)?,
        manners: by_code(c, (Measure::Closed, Dimension::Manner), period, visibility)?,
        months: by_month(c, period, visibility)?,
        ..Counted::default()
    })
}

/// A measure by the codes of a list, the most frequent first.
pub(crate) fn by_code<T: Coded>(
    c: &mut Connection,
    (measure, dimension): (Measure, Dimension),
    period: Period,
    visibility: &Visibility,
) -> Result<Vec<(T, u64)>, Error> {
    let question = Question { by: vec![dimension], ..Question::of(Asked::of(period)) };
    let cells = figures::sums(c, &[measure], &question, visibility)?.unwrap_or_default();
    let value = |cell: figures::Cell| {
        let code: String = cell.group.iter().map(Group::code).collect();
        let place = Place { table: "reporting", key: &code, column: dimension.code() };
        Ok((bridge::parse::<T>(&code, place)?, statistics::unsigned(cell.amount)?))
    };
    let mut values = cells.into_iter().map(value).collect::<Result<Vec<_>, Error>>()?;
    values.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), value.code()));
    Ok(values)
}

/// Accepted and closed in each month of a period, also in those without any.
fn by_month(
    c: &mut Connection,
    period: Period,
    visibility: &Visibility,
) -> Result<Vec<(String, [u64; 2])>, Error> {
    let question = Question { by: vec![Dimension::Month], ..Question::of(Asked::of(period)) };
    let measures = [Measure::Accepted, Measure::Closed];
    let mut months: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    let mut month = period.from.with_day(1).unwrap_or(period.from);
    while month <= period.to {
        months.insert(month_of(month), [0, 0]);
        month = month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    }
    for cell in figures::sums(c, &measures, &question, visibility)?.unwrap_or_default() {
        let name: String = cell.group.iter().map(Group::code).collect();
        let [accepted, closed] = months.entry(name).or_default();
        let count = if cell.measure == Measure::Accepted { accepted } else { closed };
        *count = statistics::unsigned(cell.amount)?;
    }
    Ok(months.into_iter().collect())
}
