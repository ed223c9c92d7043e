//! The forecast (结案预测) over HTTP: what must close by a day so that a closure rate reaches its target. Counting is
//! `app::forecast`, the arithmetic `domain::figures`.

use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::forecast::{ForecastAsked, Forecasted, OpenCase};
use crate::app::identity::Actor;
use crate::app::permits::Caller;
use crate::domain::code::{Coded as _, Label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::figures::{
    DayOfForecast, FORECAST, Forecast, Period, Rate, Rounding, Standing, Target, percent,
};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::{Words, words};
use crate::http::api::parts_csv::{self, Columns, Part};
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(forecast))]
pub struct Operations;

/// More cases than this are not supposed to be accepted.
const MORE_MAX: i64 = 1_000_000;
/// The longest name of a rate that is looked at.
const RATE_CHARS_MAX: usize = 40;
/// Where the deadlines of the office are listed.
pub(crate) const WORKLIST: &str = "/api/v1/deadlines";
/// The longest target that is looked at.
const TARGET_CHARS_MAX: usize = 6;

/// The answer as a table.
const COLUMNS: Columns = Columns {
    of_all: &[
        ("rate.code", "/rate/code"),
        ("rate.zh", "/rate/zh"),
        ("rate.en", "/rate/en"),
        ("target_percent", "/target_percent"),
        ("from", "/from"),
        ("today", "/today"),
        ("by", "/by"),
        ("more_accepted", "/more_accepted"),
    ],
    parts: &[
        Part {
            field: "",
            name: "standing",
            columns: &[
                ("numerator", "/standing/numerator"),
                ("denominator", "/standing/denominator"),
                ("percent", "/standing/percent"),
                ("rounding", "/standing/rounding"),
                ("needed", "/needed"),
                ("open", "/open"),
                ("early", "/early"),
                ("missing", "/missing"),
                ("reached_on", "/reached_on"),
                ("said.zh", "/said/zh"),
                ("said.en", "/said/en"),
            ],
        },
        Part {
            field: "days",
            name: "days",
            columns: &[("day", "/day"), ("cases", "/cases"), ("closed_for_target", "/closed_for_target")],
        },
        Part {
            field: "deadlines",
            name: "deadlines",
            columns: &[
                ("rule", "/rule"),
                ("name.zh", "/name/zh"),
                ("name.en", "/name/en"),
                ("deadlines", "/deadlines"),
                ("worklist", "/worklist"),
            ],
        },
        Part {
            field: "items",
            name: "items",
            columns: &[
                ("case_id", "/case_id"),
                ("number", "/number"),
                ("accepted_on", "/accepted_on"),
                ("due_on", "/due_on"),
                ("arbitrator_id", "/arbitrator_id"),
            ],
        },
    ],
};

/// How a rate stands.
#[derive(Serialize, ToSchema)]
pub struct StandingView {
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
    /// In percent with two decimals; null where there is nothing to divide by.
    pub percent: Option<String>,
    /// How the percentage was cut.
    pub rounding: Rounding,
}

/// The deadlines of one rule that fall before the day.
#[derive(Serialize, ToSchema)]
pub struct DeadlinesOfRule {
    /// The rule.
    pub rule: RuleId,
    /// What it is called.
    pub name: Label,
    /// How many the office owes by the day, past ones among them.
    pub deadlines: u64,
    /// Exactly these deadlines, the earliest first; null for who reads no cases.
    pub worklist: Option<String>,
}

/// An open case.
#[derive(Serialize, ToSchema)]
pub struct CaseOfForecast {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// Its number.
    pub number: Option<String>,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// The last day of its trial period.
    pub due_on: Option<NaiveDate>,
    /// Who decides it.
    #[schema(format = Uuid)]
    pub arbitrator_id: Option<String>,
}

/// What a target takes.
#[derive(Serialize, ToSchema)]
pub struct ForecastView {
    /// Which rate.
    pub rate: Label,
    /// How it is computed.
    pub formula: Words,
    /// Where it should be, in percent.
    pub target_percent: String,
    /// The first day that counts.
    pub from: NaiveDate,
    /// The day through which it was counted.
    pub today: NaiveDate,
    /// The last day on which a closing counts.
    pub by: NaiveDate,
    /// How the rate stands today.
    pub standing: StandingView,
    /// So many cases are taken to be accepted until then; their number is below the line, none of them above it.
    pub more_accepted: u64,
    /// So many more cases must be closed.
    pub needed: u64,
    /// So many are open that would count.
    pub open: u64,
    /// So many of those needed have their last day after that, or none: they must be closed before they have to be.
    pub early: u64,
    /// So many are needed beyond all that are open.
    pub missing: u64,
    /// When the target is reached if every case is closed on its last day and none before; null where that is not enough.
    pub reached_on: Option<NaiveDate>,
    /// The same in a sentence.
    pub said: Words,
    /// The last days through that one, in order.
    pub days: Vec<DayOfForecast>,
    /// The deadlines that the office owes by that day, rule by rule.
    pub deadlines: Vec<DeadlinesOfRule>,
    /// The open cases in the order of their last days, as many as were asked; those without one come last.
    pub items: Vec<CaseOfForecast>,
}

/// 结案预测 What must be closed by which day so that a closure rate reaches a target, and which deadlines fall before it. Nothing
/// is foretold: it counts what is open today.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/forecast", tag = "statistics", operation_id = "forecast",
    params(("target" = String, Query, max_length = 6, pattern = "^(100([.]0{1,2})?|[0-9]{1,2}([.][0-9]{1,2})?)$", description = "In percent, with two decimals at most"),
        ("by" = String, Query, format = Date, description = "The last day on which a closing counts"),
        ("rate" = Option<String>, Query, pattern = "^(closure_rate|cohort_closure_rate|caseload_closure_rate|county_closure_rate)$",
            description = "Which closure rate; `closure_rate` if not said"),
        ("from" = Option<String>, Query, format = Date, description = "The first day that counts; the first of January of this year if not said"),
        ("more" = Option<u32>, Query, minimum = 0, maximum = 1_000_000, description = "So many cases are taken to be accepted until then; none if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "How many open cases are named, 50 if not said")),
    responses((status = 200, description = "What it takes; the same as a table (`Accept: text/csv`), a row for the rate as it stands, \
            for each last day, each rule and each open case",
        content((ForecastView = "application/json"), (String = "text/csv")))))]
pub async fn forecast(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let asked = asked(&mut params, app.clock.today());
    params.finish()?;
    let (caller, rounding) = (actor.caller(), app.settings.rate_rounding);
    let found = app.register.forecast(&caller, asked).await?;
    parts_csv::answer(&request, &ForecastView::of(&asked, found, (&caller, rounding)), &COLUMNS)
}

/// What is asked by the parameters, from today on.
pub(crate) fn asked(params: &mut Params, today: NaiveDate) -> ForecastAsked {
    let by = params.required_date("by");
    if by < today && params.is_clean() {
        params.doubt(
            "by",
            "in_the_past",
            words(format!("不能早于今天（{today}）"), format!("Must not lie before today, {today}.")),
        );
    }
    let this_year = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let from = params.date("from").unwrap_or(this_year);
    if from > today && params.is_clean() {
        params.doubt_future("from", today);
    }
    let target = target(params);
    let rate = rate(params);
    let more = params.number("more", 0..=MORE_MAX).and_then(|more| u64::try_from(more).ok()).unwrap_or(0);
    ForecastAsked { rate, target, so_far: Period { from, to: today }, by, more, limit: params.limit() }
}

/// One of those that can be forecast: what it must be names no other.
fn rate(params: &mut Params) -> Rate {
    let Some(code) = params.text("rate", RATE_CHARS_MAX) else { return Rate::Closure };
    let found = FORECAST.into_iter().find(|rate| rate.code() == code);
    if found.is_none() {
        let codes = FORECAST.map(Rate::code).join(", ");
        let said = words(format!("应为下列之一：{codes}"), format!("Must be one of: {codes}."));
        params.violate("rate", "enum", said);
    }
    found.unwrap_or(Rate::Closure)
}

/// When it is not there or none, the answer is any target, and [`Params::finish`] refuses.
fn target(params: &mut Params) -> Target {
    let text = params.required_text("target", TARGET_CHARS_MAX);
    let target = text.as_deref().map(Target::parse);
    if target == Some(None) {
        let said = words(
            "应为0至100之间、至多两位小数的百分数",
            "Must be a percentage from 0 to 100 with two decimals at most.",
        );
        params.violate("target", "format", said);
    }
    target.flatten().unwrap_or(Target::WHOLE)
}

impl ForecastView {
    /// The view of what was found, for who asks.
    pub(crate) fn of(
        asked: &ForecastAsked,
        found: Forecasted,
        (caller, rounding): (&Caller, Rounding),
    ) -> ForecastView {
        let Standing { closed, of } = found.standing;
        let formula = asked.rate.formula();
        let said = said(asked, &found.forecast);
        let Forecast { needed, open, days, early, missing, reached_on } = found.forecast;
        ForecastView {
            rate: *asked.rate.label(),
            formula: words(formula.zh, formula.en),
            target_percent: asked.target.percent(),
            from: asked.so_far.from,
            today: asked.so_far.to,
            by: asked.by,
            standing: StandingView {
                numerator: closed,
                denominator: of,
                percent: percent(closed, of, rounding),
                rounding,
            },
            more_accepted: asked.more,
            needed,
            open,
            early,
            missing,
            reached_on,
            said,
            days,
            deadlines: found.deadlines.into_iter().map(|owed| of_rule(owed, asked.by, caller)).collect(),
            items: found.first.into_iter().map(named).collect(),
        }
    }
}

fn of_rule((rule, deadlines): (RuleId, u64), by: NaiveDate, caller: &Caller) -> DeadlinesOfRule {
    let worklist = || format!("{WORKLIST}?status=open&rule={}&due_on__lte={by}", rule.code());
    let may_follow = permit(caller.role, Operation::ReadCase) != Permit::No;
    DeadlinesOfRule { rule, name: *rule.label(), deadlines, worklist: may_follow.then(worklist) }
}

fn named(case: OpenCase) -> CaseOfForecast {
    let OpenCase { case_id, number, accepted_on, due_on, arbitrator_id } = case;
    CaseOfForecast { case_id, number, accepted_on, due_on, arbitrator_id }
}

fn said(asked: &ForecastAsked, forecast: &Forecast) -> Words {
    let (target, by) = (asked.target.percent(), asked.by);
    let Forecast { needed, early, missing, reached_on, .. } = forecast;
    match (needed, missing, reached_on) {
        (0, _, _) => words(
            format!("已达到{target}%，无须再结案"),
            format!("{target}% is reached, and nothing more must be closed."),
        ),
        (_, 0, Some(day)) => words(
            format!("还须结案{needed}件；各案最迟于审限届满日（已逾期的于今天）结案的，{day}达到{target}%"),
            format!(
                "{needed} more must be closed; if each is closed on its last day at the latest, and what is overdue today, \
                 {target}% is reached on {day}."
            ),
        ),
        (_, 0, None) => words(
            format!("{by}前还须结案{needed}件，其中{early}件的审限在此之后，须提前结案"),
            format!("{needed} more must be closed by {by}, {early} of them before their last day."),
        ),
        (_, _, _) => words(
            format!("还须结案{needed}件，未结案件全部结案仍差{missing}件"),
            format!("{needed} more must be closed: {missing} more than are open."),
        ),
    }
}
