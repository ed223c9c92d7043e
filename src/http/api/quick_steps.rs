//! Attainment of the four quick steps (四快达标情况): how many cases did each step in a period, and how many of them
//! within the office's own target, with the list of exactly these cases. No law stands behind a target.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::reading::CaseFilter;
use crate::app::statistics::{CasesBehind, StepCounts};
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{Attained, Definition, Period, Rounding, percent};
use crate::domain::quick_step::{QuickStep, Target};
use crate::domain::refusal::words;
use crate::http::api::case_lists;
use crate::http::api::counted_cases::CountedCasesView;
use crate::http::api::statistics::{RateFigure, period};
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(quick_steps, quick_step_cases), components(schemas(QuickStep)))]
pub struct Operations;

/// On what the definition rests.
const BASIS: &str = "docs/figures.md";

/// The attainment of one step.
#[derive(Serialize, ToSchema)]
pub struct StepView {
    /// Which step.
    pub step: QuickStep,
    /// What it is called.
    pub name: Label,
    /// Within the target, of all that did the step in the period.
    pub attainment: RateFigure,
    /// The list of those beyond the target.
    pub late_cases: String,
}

/// The attainment of the four quick steps in a period.
#[derive(Serialize, ToSchema)]
pub struct QuickStepsView {
    /// The period; both ends are in it.
    pub period: Period,
    /// The targets of the office, by step and procedure.
    pub targets: Vec<Target>,
    /// The steps, in their order.
    pub items: Vec<StepView>,
}

impl StepView {
    fn of(step: QuickStep, counts: StepCounts, period: Period, rounding: Rounding) -> StepView {
        let (numerator, denominator) = (counts.attained, counts.done);
        let attainment = RateFigure {
            numerator,
            denominator,
            percent: percent(numerator, denominator, rounding),
            rounding,
            formula: words(
                "本期完成该步骤的案件中达标的 ÷ 完成该步骤的",
                "within the target / cases that did the step in the period",
            ),
            basis: BASIS,
            cases: link(step, period, true),
        };
        StepView { step, name: *step.label(), attainment, late_cases: link(step, period, false) }
    }
}

fn link(step: QuickStep, Period { from, to }: Period, attained: bool) -> String {
    format!(
        "/api/v1/statistics/quick-steps/cases?step={}&attained={attained}&from={from}&to={to}",
        step.code()
    )
}

/// 四快达标率 The attainment of the four quick steps in a period.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/quick-steps", tag = "statistics", operation_id = "quick_steps",
    params(("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come")),
    responses((status = 200, description = "The figures", body = QuickStepsView)))]
pub async fn quick_steps(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let period = period(&mut params, app.clock.today());
    params.finish()?;
    let rounding = app.settings.rate_rounding;
    let counts = app.register.quick_steps(&actor.caller(), period).await?;
    let items =
        counts.into_iter().map(|(step, counts)| StepView::of(step, counts, period, rounding)).collect();
    let targets = app.register.books.region().targets.clone();
    Ok(HttpResponse::Ok().json(QuickStepsView { period, targets, items }))
}

/// 四快达标案件 Exactly the cases that did a step in a period, within the target or beyond it, without personal data.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/quick-steps/cases", tag = "statistics",
    operation_id = "quick_step_cases",
    params(("step" = QuickStep, Query, description = "Which step"),
        ("attained" = Option<String>, Query, pattern = "^(true|false)$", description = "Only those within the target, or beyond it; both if not said"),
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come"),
        ("sort" = Option<String>, Query, pattern = "^-?(received_on|accepted_on|closed_on|updated_at)$",
            description = "The order; `-` for the latest first; `-received_on` if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = CountedCasesView)))]
pub async fn quick_step_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let step = params.required_coded::<QuickStep>("step");
    let attained = attained(&mut params);
    let period = period(&mut params, app.clock.today());
    let behind = |step| CasesBehind::counted(Definition::of_step(step, attained, period));
    let filter = CaseFilter { counted: step.map(behind), ..CaseFilter::default() };
    case_lists::counted(&app, &actor, params, filter).await
}

/// `attained`: only those within the target, or beyond it.
pub fn attained(params: &mut Params) -> Attained {
    match params.text("attained", 5).as_deref() {
        None => Attained::Either,
        Some("true") => Attained::Within,
        Some("false") => Attained::Beyond,
        Some(_) => {
            params.violate("attained", "enum", words("应为 true 或 false", "Must be true or false."));
            Attained::Either
        }
    }
}
