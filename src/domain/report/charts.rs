//! The charts of the annual report (年度报告图表): what each shows. Not here: how a chart is drawn (`documents`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::annual::Counted;
use crate::domain::code::{Coded, Label, label};
use crate::domain::paper::chart::{Chart, ChartKind, Point};

/// A chart of the annual report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnnualChart {
    /// 月度受理和结案.
    ClosureByMonth,
    /// 结案方式.
    ClosedByManner,
    /// 案由.
    AcceptedByCause,
}

impl Coded for AnnualChart {
    const LIST: &'static str = "annual_chart";
    const ROWS: &'static [(Self, Label)] = &[
        (
            AnnualChart::ClosureByMonth,
            label("closure_by_month", "各月受理和结案", "Accepted and closed by month"),
        ),
        (AnnualChart::ClosedByManner, label("closed_by_manner", "结案方式", "Closed by manner")),
        (AnnualChart::AcceptedByCause, label("accepted_by_cause", "受理案件案由", "Accepted by cause")),
    ];
}

/// Every chart, with what it shows; one without points shows nothing.
pub(super) fn charts(counted: &Counted) -> Vec<(AnnualChart, Chart)> {
    let one = |name: &str, value: u64| Point { name: name.to_owned(), values: vec![value] };
    let months = counted
        .months
        .iter()
        .map(|(month, values)| Point { name: month_name(month, counted), values: values.to_vec() });
    let manners = counted.manners.iter().map(|(manner, cases)| one(manner.label().zh, *cases));
    let causes = counted.causes.iter().map(|(cause, cases)| one(cause.label().zh, *cases));
    vec![
        drawn(AnnualChart::ClosureByMonth, (ChartKind::Columns, &["受理", "结案"]), months.collect()),
        drawn(AnnualChart::ClosedByManner, (ChartKind::Bars, &["结案"]), manners.collect()),
        drawn(AnnualChart::AcceptedByCause, (ChartKind::Bars, &["受理"]), causes.collect()),
    ]
}

/// `3月`; of a period that reaches into another year, `2021-03`.
fn month_name(month: &str, counted: &Counted) -> String {
    let year = |month: &str| month.split('-').next().unwrap_or_default().to_owned();
    let of_one_year = counted.months.iter().all(|(other, _)| year(other) == year(month));
    let number = month.split('-').nth(1).unwrap_or(month).trim_start_matches('0');
    if of_one_year { format!("{number}月") } else { month.to_owned() }
}

fn drawn(
    chart: AnnualChart,
    (kind, series): (ChartKind, &[&str]),
    points: Vec<Point>,
) -> (AnnualChart, Chart) {
    let (title, unit) = (chart.label().zh.to_owned(), "件".to_owned());
    let series = series.iter().map(|name| (*name).to_owned()).collect();
    (chart, Chart { title, unit, kind, series, points })
}
