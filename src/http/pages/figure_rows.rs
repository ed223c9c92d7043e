//! Figures as rows of a table (指标行), as the API answers them: the value, that of the other period, and links to the cases
//! behind each measure. Not here: counting, and which figures a page has.

use crate::domain::code::Coded as _;
use crate::domain::figures::FigureUnit;
use crate::domain::money::Fen;
use crate::http::api::figure_views::{AmountView, CasesLink, FigureView, ValueView};
use crate::http::language::Language;
use crate::http::pages::frame::Frame;

/// Where the API lists the cases behind a measure, and where the pages do.
const OF_THE_API: &str = "/api/v1/statistics/figures/cases?measure=";
const OF_THE_PAGES: &str = "/figures/cases?figure=";

/// A link to cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What they are.
    pub said: String,
    /// Where they are listed.
    pub to: String,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// What it is.
    pub name: &'static str,
    /// What it comes to.
    pub value: String,
    /// What it comes to in the other period, if there is one.
    pub then: String,
    /// By how much of that it is more, in percent.
    pub growth: String,
    /// How it is computed.
    pub formula: String,
    /// The cases behind it, measure by measure.
    pub links: Vec<Link>,
}

impl FigureRow {
    /// The row of a figure.
    #[must_use]
    pub fn of(f: &Frame, view: &FigureView) -> FigureRow {
        let unit = view.figure.unit;
        let compared = view.total.compared.as_ref();
        FigureRow {
            name: f.label(&view.figure.name),
            value: shown(f, unit, &view.total.value),
            then: compared.map_or_else(String::new, |then| shown(f, unit, &then.value)),
            growth: compared
                .and_then(|then| then.growth_percent.as_ref())
                .map_or_else(|| "—".to_owned(), |growth| format!("{growth}%")),
            formula: f.words(&view.figure.formula).to_owned(),
            links: view.total.links.iter().map(|link| link_of(f, link)).collect(),
        }
    }
}

/// The number that a figure of all, or of a group, comes to; nothing for a rate or days.
#[must_use]
pub fn amount(view: &AmountView) -> i64 {
    match view.value {
        ValueView::Sum { amount } => amount,
        ValueView::Rate { .. } | ValueView::Spread { .. } => 0,
    }
}

/// The first of the links to the cases behind a number.
#[must_use]
pub fn cases_of(view: &AmountView) -> String {
    view.links.first().map_or_else(String::new, |link| on_pages(&link.cases))
}

fn link_of(f: &Frame, link: &CasesLink) -> Link {
    Link { said: f.label(link.measure.label()).to_owned(), to: on_pages(&link.cases) }
}

fn on_pages(link: &str) -> String {
    link.replacen(OF_THE_API, OF_THE_PAGES, 1)
}

/// A value in words.
#[must_use]
pub fn shown(f: &Frame, unit: FigureUnit, value: &ValueView) -> String {
    let none = || f.say("无可计算", "nothing to divide by").to_owned();
    match value {
        ValueView::Sum { amount } if unit == FigureUnit::Fen => {
            format!("{} {}", Fen(*amount).in_wan(), f.say("万元", "× CNY 10,000"))
        }
        ValueView::Sum { amount } => amount.to_string(),
        ValueView::Rate { numerator, denominator, percent, .. } => {
            let percent = percent.as_ref().map_or_else(none, |percent| format!("{percent}%"));
            match f.language {
                Language::Zh => format!("{percent}（{numerator} ÷ {denominator}）"),
                Language::En => format!("{percent} ({numerator} ÷ {denominator})"),
            }
        }
        ValueView::Spread { cases: 0, .. } => f.say("没有案件", "no case").to_owned(),
        ValueView::Spread { cases, mean, median, p90 } => {
            let said = |days: &Option<String>| days.clone().unwrap_or_else(|| "—".to_owned());
            let ninety = p90.map_or_else(|| "—".to_owned(), |days| days.to_string());
            match f.language {
                Language::Zh => {
                    format!("{cases}件；中位{}日，平均{}日，九成在{ninety}日以内", said(median), said(mean))
                }
                Language::En => format!(
                    "{cases} cases; median {} days, mean {}, nine of ten within {ninety}",
                    said(median),
                    said(mean)
                ),
            }
        }
    }
}
