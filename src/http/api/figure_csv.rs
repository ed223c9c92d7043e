//! Figures as a table (统计表): a row for each figure over all cases and for each group, in columns that every figure shares. Not
//! here: the same as JSON (`figure_views`).

use actix_web::{HttpResponse, HttpResponseBuilder};
use chrono::NaiveDate;

use crate::domain::code::Coded as _;
use crate::domain::figures::Period;
use crate::http::api::figure_groups::GroupView;
use crate::http::api::figure_views::{AmountView, FigureView, FiguresView, ValueView};
use crate::http::csv;
use crate::http::fault::Fault;

/// The columns: the question, the figure, the group, and what a figure of any kind can come to.
const HEADINGS: [&str; 32] = [
    "from",
    "to",
    "as_of",
    "as_known_on",
    "only",
    "id",
    "name_zh",
    "name_en",
    "unit",
    "by",
    "group",
    "group_zh",
    "amount",
    "numerator",
    "denominator",
    "percent",
    "cases",
    "mean",
    "median",
    "p90",
    "excluded",
    "compared_from",
    "compared_to",
    "compared_amount",
    "compared_numerator",
    "compared_denominator",
    "compared_percent",
    "compared_cases",
    "compared_mean",
    "compared_median",
    "compared_p90",
    "growth_percent",
];

/// What a figure of any kind can come to in the other period, and the growth.
const COMPARED_COLUMNS: usize = 9;

/// The answer as a table.
///
/// # Errors
/// That memory is gone.
pub(crate) fn table(response: HttpResponseBuilder, view: &FiguresView) -> Result<HttpResponse, Fault> {
    let only: Vec<String> = view.only.iter().map(named).collect();
    let asked = [view.period.from, view.period.to, view.as_of].map(|day| day.to_string());
    let known_on = view.as_known_on.map(|day| day.to_string()).unwrap_or_default();
    let asked: Vec<String> = asked.into_iter().chain([known_on, only.join(";")]).collect();
    let day = |of: &dyn Fn(Period) -> NaiveDate| {
        view.compared_with.map(|period| of(period).to_string()).unwrap_or_default()
    };
    let other = [day(&|period| period.from), day(&|period| period.to)];
    let rows = view.items.iter().flat_map(|item| rows(item, &asked, &other)).collect();
    csv::table(response, &HEADINGS, rows)
}

fn rows(item: &FigureView, asked: &[String], other: &[String]) -> Vec<Vec<String>> {
    let label = &item.figure.name;
    let said = [label.code, label.zh, label.en, item.figure.unit.code()].map(str::to_owned);
    let row = |group: &[GroupView], amount: &AmountView| -> Vec<String> {
        let joined =
            |part: &dyn Fn(&GroupView) -> String| group.iter().map(part).collect::<Vec<_>>().join(";");
        let grouped = [
            joined(&|group| group.dimension.code().to_owned()),
            joined(&|group| group.value.clone()),
            joined(&GroupView::shown),
        ];
        let own = asked.iter().cloned().chain(said.clone()).chain(grouped).chain(cells(&amount.value));
        own.chain([excluded(amount)]).chain(other.iter().cloned()).chain(compared(amount)).collect()
    };
    let groups = item.groups.iter().map(|group| row(&group.group, &group.amount));
    std::iter::once(row(&[], &item.total)).chain(groups).collect()
}

fn named(group: &GroupView) -> String {
    format!("{}={}", group.dimension.code(), group.value)
}

/// What a figure leaves out, measure by measure, as groups are written: `mediation_refused=3`.
fn excluded(amount: &AmountView) -> String {
    let said = amount.excluded.iter().map(|left| format!("{}={}", left.measure.code(), left.amount));
    said.collect::<Vec<_>>().join(";")
}

/// What the figure comes to in the other period, and the growth; all empty where none was asked.
fn compared(amount: &AmountView) -> Vec<String> {
    let Some(compared) = &amount.compared else { return vec![String::new(); COMPARED_COLUMNS] };
    let growth = compared.growth_percent.clone().unwrap_or_default();
    cells(&compared.value).into_iter().chain([growth]).collect()
}

/// Amount; numerator, denominator, percent; cases, mean, median, ninetieth percentile: what a figure has none of is empty.
fn cells(value: &ValueView) -> [String; 8] {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let none = String::new;
    match value {
        ValueView::Sum { amount } => {
            [amount.to_string(), none(), none(), none(), none(), none(), none(), none()]
        }
        ValueView::Rate { numerator, denominator, percent, rounding: _ } => {
            let (above, below) = (numerator.to_string(), denominator.to_string());
            [none(), above, below, said(percent), none(), none(), none(), none()]
        }
        ValueView::Spread { cases, mean, median, p90 } => {
            let p90 = p90.map(|days| days.to_string()).unwrap_or_default();
            [none(), none(), none(), none(), cases.to_string(), said(mean), said(median), p90]
        }
    }
}
