//! The rules of time (期限规则), and the calculator that answers "when would it be due, and why" without a case.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::domain::code::{Coded as _, Label};
use crate::domain::deadline::explanation::{Explanation, Question, explain_rule};
use crate::domain::deadline::rule::{self, Obliged, Reach, Rule, RuleId, Term};
use crate::domain::law::{Basis, Citation};
use crate::domain::period::{Direction, Exclusion, ExclusionCause, Extension, Length};
use crate::domain::refusal::words;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(rules, due), components(schemas(Explanation)))]
pub struct Operations;

/// The last year for which the calculator is asked: a date of it has a due date that can be written.
const TRIGGER_YEAR_MAX: i32 = 2199;

/// A rule of time.
#[derive(Serialize, ToSchema)]
pub struct RuleView {
    /// Its id.
    pub id: RuleId,
    /// What it is called.
    pub name: Label,
    /// What starts it.
    pub trigger: Label,
    /// How long.
    pub term: Term,
    /// By how much it may be extended, where the rule itself says so.
    pub extension: Option<Length>,
    /// Forward from the trigger, or backward from a day ahead.
    pub direction: Direction,
    /// Who must keep it.
    pub obliged: Obliged,
    /// What a missed one means.
    pub consequence: Label,
    /// Its articles.
    pub articles: Vec<Citation>,
    /// How sure that is.
    pub basis: Basis,
    /// Where it is in force.
    pub reach: Reach,
    /// Triggers from this day on.
    pub effective_from: NaiveDate,
    /// Triggers up to this day; none while in force.
    pub effective_to: Option<NaiveDate>,
}

impl RuleView {
    fn of(rule: &Rule) -> RuleView {
        RuleView {
            id: rule.id,
            name: *rule.id.label(),
            trigger: rule.trigger,
            term: rule.term,
            extension: rule.extension,
            direction: rule.direction,
            obliged: rule.obliged,
            consequence: rule.consequence,
            articles: rule.articles.iter().copied().map(Citation::from).collect(),
            basis: rule.basis,
            reach: rule.reach,
            effective_from: rule.effective_from,
            effective_to: rule.effective_to,
        }
    }
}

/// The rules of time.
#[derive(Serialize, ToSchema)]
pub struct RulesView {
    /// Every version of every rule: the region's own first, then the national ones.
    pub items: Vec<RuleView>,
}

/// 期限规则 The rules of time, each with its articles.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/api/v1/deadline-rules", tag = "deadlines", operation_id = "deadline_rules",
    responses((status = 200, description = "Every rule", body = RulesView)))]
pub async fn rules(app: Data<App>, _actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let items = rule::known_in(app.register.books.region()).map(RuleView::of).collect();
    Ok(HttpResponse::Ok().json(RulesView { items }))
}

/// 期限计算 When something would be due, and why, without a case.
///
/// # Errors
/// Every wrong parameter at once; a rule that was not in force on the day, or does not take what was asked.
#[utoipa::path(get, path = "/api/v1/deadline-rules/{rule}/due", tag = "deadlines", operation_id = "calculator",
    params(("rule" = RuleId, Path, description = "The rule"),
        ("trigger" = String, Query, format = Date, description = "The day that starts it, or from which it counts back"),
        ("suspended_from" = Option<String>, Query, format = Date, description = "A suspension from this day (A25, A26)"),
        ("suspended_until" = Option<String>, Query, format = Date, description = "… until this day, on which the clock runs on"),
        ("extension_days" = Option<u32>, Query, minimum = 1, maximum = 366, description = "An extension by so many of the rule's own days, where it can be extended"),
        ("extension_approved_on" = Option<String>, Query, format = Date, description = "… approved on this day")),
    responses((status = 200, description = "The day, and why", body = Explanation),
        (status = 422, description = "不适用该规则 The rule does not take this")))]
pub async fn due(app: Data<App>, _actor: Actor, request: HttpRequest) -> Answer {
    let rule =
        params::path_part::<String>(&request, "rule", words("应为规则编号", "Must be the id of a rule."))?;
    let rule = RuleId::from_code(&rule).ok_or(Error::NotFound)?;
    let mut params = Params::of(&request);
    let question = question(rule, &mut params);
    params.finish()?;
    let explanation = explain_rule(&question, &*app.register.law_book().await?).map_err(Error::Refused)?;
    Ok(HttpResponse::Ok().json(explanation))
}

fn question(rule: RuleId, params: &mut Params) -> Question {
    let trigger = params.required_date("trigger");
    if trigger.year() > TRIGGER_YEAR_MAX {
        let said = words(
            format!("不能晚于{TRIGGER_YEAR_MAX}年"),
            format!("Must not lie after the year {TRIGGER_YEAR_MAX}."),
        );
        params.violate("trigger", "range", said);
    }
    Question {
        rule,
        trigger,
        exclusions: suspension(params).into_iter().collect(),
        extension: extension(params),
    }
}

fn suspension(params: &mut Params) -> Option<Exclusion> {
    let (from, until) = (params.date("suspended_from"), params.date("suspended_until"));
    if until.is_some() && from.is_none() {
        params.violate("suspended_from", "required", words("缺少必填参数", "This parameter is required."));
    }
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        let said = words("恢复之日应当晚于中止之日", "The clock runs on after the suspension began.");
        params.violate("suspended_until", "order", said);
    }
    from.map(|from| Exclusion { from, until, cause: ExclusionCause::Suspension })
}

fn extension(params: &mut Params) -> Option<Extension> {
    let days = params.number("extension_days", 1..=366).and_then(|days| u16::try_from(days).ok());
    let approved_on = params.date("extension_approved_on");
    if days.is_some() != approved_on.is_some() {
        let said = words(
            "延期天数与批准日期应同时给出",
            "Both of the extension's parameters are required, or neither.",
        );
        params.violate("extension_days", "required", said);
    }
    days.zip(approved_on).map(|(days, approved_on)| Extension { approved_on, days })
}
