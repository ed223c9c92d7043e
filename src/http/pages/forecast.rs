//! The forecast (结案预测) as a page: how many cases must close by a day so that a closure rate reaches a target, by which days the
//! law has them closed anyway, and which come first. What is asked stands in the address. Not here: the arithmetic.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use crate::domain::code::Coded as _;
use crate::domain::figures::{DayOfForecast, FORECAST, Rate};
use crate::http::api::forecast::{CaseOfForecast, DeadlinesOfRule, ForecastView, WORKLIST, asked};
use crate::http::fault::Answer;
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::chart::{Chart, Row, Tint, chart};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// The most days that are drawn and listed.
const DAYS_MAX: usize = 60;

/// What a target takes.
struct Found {
    said: String,
    rate: &'static str,
    formula: String,
    standing: String,
    facts: Vec<(&'static str, String)>,
    days: Vec<(NaiveDate, u64, u64)>,
    more_days: usize,
    chart: Chart,
    /// Each rule with how many deadlines, and where they are listed for who reads cases.
    deadlines: Vec<(&'static str, u64, Option<String>)>,
    cases: Vec<CaseOfForecast>,
}

#[derive(Template)]
#[template(path = "forecast.html")]
struct ForecastPage {
    f: Frame,
    rates: Vec<Choice>,
    fields: Vec<(Field, &'static str)>,
    elsewhere: Vec<Note>,
    found: Option<Found>,
    opens: bool,
}

/// The forecast, or the form that asks for one.
///
/// # Errors
/// Not signed in; a role that sees no figures. What is wrong with a field is said beside it.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let caller = visitor.actor.caller();
    app.register.may_read_figures(&caller)?;
    let today = app.clock.today();
    let f = visitor.frame(&request);
    let mut params = Params::of(&request);
    let asked = (!request.query_string().is_empty()).then(|| asked(&mut params, today));
    let (found, wrong) = match (params.finish(), asked) {
        (Ok(()), Some(asked)) => {
            let found = app.register.forecast(&caller, asked).await?;
            let view = ForecastView::of(&asked, found, (&caller, app.settings.rate_rounding));
            (Some(told(&f, view)), None)
        }
        (Ok(()), None) => (None, None),
        (Err(fault), _) => (None, Some(fault)),
    };
    let notes = wrong.as_ref().map(|fault| notes(fault, f.language)).unwrap_or_default();
    let (rates, fields) = filled(&f, (&request, today), &notes);
    let drawn: Vec<&Field> = fields.iter().map(|(field, _)| field).collect();
    let shown = ForecastPage {
        rates,
        elsewhere: beside_none(&notes, &drawn),
        fields,
        found,
        opens: f.links().iter().any(|link| link.to == "/my-day"),
        f,
    };
    let status = wrong.map_or(StatusCode::OK, |fault| fault.status_code());
    page(status, shown.f.language, &shown)
}

/// What the fields of the form hold: what was asked, or the end of the year.
fn filled(
    f: &Frame,
    (request, today): (&HttpRequest, NaiveDate),
    notes: &[Note],
) -> (Vec<Choice>, Vec<(Field, &'static str)>) {
    let mut given = Params::of(request);
    let mut text = |name: &str| given.text(name, 40).unwrap_or_default();
    let (rate, target, by, more) = (text("rate"), text("target"), text("by"), text("more"));
    let last = NaiveDate::from_ymd_opt(today.year(), 12, 31).unwrap_or(today).to_string();
    let rate = Rate::from_code(&rate).unwrap_or(Rate::Closure);
    let choice = |each: Rate| Choice {
        value: each.code().to_owned(),
        label: f.label(each.label()).to_owned(),
        is_chosen: each == rate,
    };
    let or = |typed: String, otherwise: &str| if typed.is_empty() { otherwise.to_owned() } else { typed };
    let field = |name: &str, label: &str, value: &str| Field::plain(name, (label, value), notes);
    let fields = vec![
        (field("target", f.say("目标（%）", "Target (%)"), &target), "text"),
        (field("by", f.say("截至", "By"), &or(by, &last)), "date"),
        (field("more", f.say("假定还将受理（件）", "More to be accepted"), &or(more, "0")), "text"),
    ];
    (FORECAST.map(choice).into(), fields)
}

fn told(f: &Frame, view: ForecastView) -> Found {
    let nothing = || f.say("无可计算", "nothing to divide by").to_owned();
    let percent = view.standing.percent.as_ref().map_or_else(nothing, |percent| format!("{percent}%"));
    let ratio = format!("{} ÷ {}", view.standing.numerator, view.standing.denominator);
    let facts = vec![
        (f.say("目标", "Target"), format!("{}%", view.target_percent)),
        (f.say("还须结案", "To be closed yet"), view.needed.to_string()),
        (f.say("未结案件", "Open"), view.open.to_string()),
        (f.say("须提前结案", "Of them before their last day"), view.early.to_string()),
        (f.say("全部结案仍差", "Missing even then"), view.missing.to_string()),
        (f.say("假定还将受理", "Taken to be accepted until then"), view.more_accepted.to_string()),
    ];
    let row = |day: &DayOfForecast| Row {
        name: day.day.to_string(),
        from: 0,
        parts: vec![
            (Tint::Plain, day.closed_for_target),
            (Tint::Quiet, view.needed.saturating_sub(day.closed_for_target)),
        ],
        said: format!("{} / {}", day.closed_for_target, view.needed),
    };
    let listed = view.days.iter().take(DAYS_MAX);
    Found {
        said: f.words(&view.said).to_owned(),
        rate: f.label(&view.rate),
        formula: f.words(&view.formula).to_owned(),
        standing: f.bracketed(&percent, &ratio),
        facts,
        chart: chart(&listed.clone().map(row).collect::<Vec<_>>()),
        days: listed.map(|day| (day.day, day.cases, day.closed_for_target)).collect(),
        more_days: view.days.len().saturating_sub(DAYS_MAX),
        deadlines: view.deadlines.iter().map(|rule| of_rule(f, rule)).collect(),
        cases: view.items,
    }
}

/// The deadlines of a rule, and the page that lists what the API lists at its address.
fn of_rule(f: &Frame, rule: &DeadlinesOfRule) -> (&'static str, u64, Option<String>) {
    let list = rule.worklist.as_deref().map(|to| to.replacen(WORKLIST, "/deadlines", 1));
    (f.label(&rule.name), rule.deadlines, list)
}
