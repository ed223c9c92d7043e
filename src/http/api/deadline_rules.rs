//! The rules of time (期限规则), and the calculator that answers "when would it be due, and why" without a case.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::{Error, Place};
use crate::app::identity::Actor;
use crate::domain::code::{Coded as _, Label};
use crate::domain::deadline::explanation::{Explanation, Question, explain_rule};
use crate::domain::deadline::rule::{self, Obliged, Reach, Rule, RuleId, Term};
use crate::domain::law::{Basis, Citation};
use crate::domain::period::{Direction, Exclusion, ExclusionCause, ExtendedBy, Extension, Length};
use crate::domain::refusal::{Words, words};
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, NoDate, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(rules, due), components(schemas(Explanation)))]
pub struct Operations;

/// So many exclusions can be asked about at once.
const EXCLUSIONS_MAX: usize = 50;
const EXCLUSION: &str = "exclusion";
const EXTENSION_DAYS: &str = "extension_days";

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
    /// How it is made longer: by approval, or by the consent of both sides, for which the law sets no limit.
    pub extended_by: ExtendedBy,
    /// What leaves days out of it.
    pub exclusions: &'static [ExclusionCause],
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
            extended_by: rule.extended_by,
            exclusions: rule.exclusions,
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
        ("trigger" = String, Query, format = Date, description = "The day that starts it, or from which it counts back; for A26 the day that starts the trial period"),
        ("exclusion" = Option<Vec<String>>, Query, max_items = 50,
            description = "Days to leave out, for a cause that the rule knows: `suspension:2021-03-10/2021-03-20` are the days \
                from the 10th to the 19th, `suspension:2021-03-10/..` still runs. May be repeated; days that several leave out count once"),
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
    let book = app.register.law_book().await?;
    let explanation =
        explain_rule(&question, &book).map_err(|refusal| Fault::Unanswerable { refusal, place })?;
    Ok(HttpResponse::Ok().json(explanation))
}

/// Where in the request a part of the question stands.
fn place(part: &str) -> Place {
    let field = part.split('/').nth(1).unwrap_or_default();
    match field {
        "rule" => Place::Path(field.to_owned()),
        "exclusions" => Place::Query(EXCLUSION.to_owned()),
        "extension" => Place::Query(EXTENSION_DAYS.to_owned()),
        _ => Place::Query(field.to_owned()),
    }
}

fn question(rule: RuleId, params: &mut Params) -> Question {
    let trigger = params.required_date("trigger");
    Question { rule, trigger, exclusions: exclusions(params), extension: extension(params) }
}

/// Everything that is to be left out; each value that is wrong is named by its place among them.
fn exclusions(params: &mut Params) -> Vec<Exclusion> {
    let given = params.repeated(EXCLUSION);
    if given.len() > EXCLUSIONS_MAX {
        let zh = format!("不得超过{EXCLUSIONS_MAX}项");
        params.violate(EXCLUSION, "max_items", words(zh, format!("At most {EXCLUSIONS_MAX} of them.")));
    }
    let mut exclusions = Vec::new();
    for (n, value) in (1_usize..).zip(given) {
        match exclusion(&value) {
            Ok(exclusion) => exclusions.push(exclusion),
            Err((code, Words { zh, en })) => {
                params.violate(EXCLUSION, code, words(format!("第{n}项{zh}"), format!("Number {n}: {en}")));
            }
        }
    }
    exclusions
}

fn exclusion(value: &str) -> Result<Exclusion, (&'static str, Words)> {
    let form = || {
        let zh = "应写作 suspension:2021-03-10/2021-03-20，尚未结束的以 .. 结尾";
        ("format", words(zh, "Must read suspension:2021-03-10/2021-03-20, or end in .. while it still runs."))
    };
    let (cause, days) = value.split_once(':').ok_or_else(form)?;
    let (from, until) = days.split_once('/').ok_or_else(form)?;
    let cause =
        ExclusionCause::from_code(cause).ok_or_else(|| ("enum", params::code_words::<ExclusionCause>()))?;
    // A day of a year that a date can be of has a due date that can be written.
    let day = |text: &str| {
        params::read_date(text).map_err(|wrong| match wrong {
            NoDate::Malformed => form(),
            NoDate::OtherYears => wrong.said(),
        })
    };
    let from = day(from)?;
    let until = if until == ".." { None } else { Some(day(until)?) };
    if until.is_some_and(|until| until <= from) {
        return Err(("order", words("恢复计算之日应当晚于开始之日", "It must end after it began.")));
    }
    Ok(Exclusion { from, until, cause })
}

fn extension(params: &mut Params) -> Option<Extension> {
    let days = params.number(EXTENSION_DAYS, 1..=366).and_then(|days| u16::try_from(days).ok());
    let approved_on = params.date("extension_approved_on");
    if days.is_some() != approved_on.is_some() {
        let said = words(
            "延期天数与批准日期应同时给出",
            "Both of the extension's parameters are required, or neither.",
        );
        params.violate(EXTENSION_DAYS, "required", said);
    }
    days.zip(approved_on).map(|(days, approved_on)| Extension { approved_on, days })
}
