//! Figures as a table (统计表): a row for each figure over all cases and for each group, in columns that every figure shares, with
//! the links to the cases behind it; then one for each control total, by how much it does not hold. Not here: the same as JSON
//! (`figure_views`).

use actix_web::{HttpResponse, HttpResponseBuilder};
use chrono::NaiveDate;

use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::Period;
use crate::http::api::figure_groups::GroupView;
use crate::http::api::figure_views::{AmountView, CasesLink, FigureView, FiguresView, ValueView};
use crate::http::csv;
use crate::http::fault::Fault;

/// The columns: the question, the figure, the group, what a figure of any kind can come to, and where its cases are listed.
const HEADINGS: [&str; 34] = [
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
    "links",
    "compared_links",
];

/// Before the id of a control total, as the other reports have it.
const CONTROL_TOTALS: &str = "control_totals";
/// Before that of one that was not checked.
const UNCHECKED: &str = "control_totals_unchecked";

/// What a figure of any kind can come to in the other period, and the growth.
const COMPARED_COLUMNS: usize = 9;
/// The columns between the names of a control total and its difference: unit, dimensions, groups.
const COLUMNS_BEFORE_AMOUNT: usize = 4;

/// The answer as a table. A control total stands after the figures, with its difference as its amount, and the list of the cases
/// because of which it does not hold as its link; one that was not checked has neither.
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
    let figures = view.items.iter().flat_map(|item| rows(item, &asked, &other));
    let checked = view.control_totals.iter().map(|total| {
        let said = (total.difference.to_string(), total.cases.clone());
        control_total(&asked, (CONTROL_TOTALS, &total.name), said)
    });
    let unchecked = view
        .control_totals_unchecked
        .iter()
        .map(|total| control_total(&asked, (UNCHECKED, &total.name), (String::new(), String::new())));
    csv::table(response, &HEADINGS, figures.chain(checked).chain(unchecked).collect())
}

fn control_total(
    asked: &[String],
    (part, name): (&str, &Label),
    (difference, cases): (String, String),
) -> Vec<String> {
    let names = [format!("{part}.{}", name.code), name.zh.to_owned(), name.en.to_owned()];
    let mut row: Vec<String> = asked.iter().cloned().chain(names).collect();
    row.extend(vec![String::new(); COLUMNS_BEFORE_AMOUNT]);
    row.push(difference);
    // All but the links of this period and of the other one.
    row.resize(HEADINGS.len().saturating_sub(2), String::new());
    row.extend([cases, String::new()]);
    row
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
        let own = own.chain([excluded(amount)]).chain(other.iter().cloned()).chain(compared(amount));
        let then = amount.compared.as_ref().map(|compared| links(&compared.links)).unwrap_or_default();
        own.chain([links(&amount.links), then]).collect()
    };
    let groups = item.groups.iter().map(|group| row(&group.group, &group.amount));
    std::iter::once(row(&[], &item.total)).chain(groups).collect()
}

/// Where the cases behind a figure are listed, measure by measure; what is above the line of a rate comes first.
fn links(links: &[CasesLink]) -> String {
    links.iter().map(|link| link.cases.as_str()).collect::<Vec<_>>().join(";")
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
