//! `/indicators` (指标台账): what the office counts elsewhere, entered and corrected by supervisors. The rules are in
//! `app::indicators`.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::{Error, at};
use crate::app::idempotency;
use crate::app::identity::Actor;
use crate::app::indicators::{IndicatorCorrection, IndicatorFilter, IndicatorView, NewValue};
use crate::domain::figures::Period;
use crate::domain::id::IndicatorId;
use crate::domain::indicator::Quantity;
use crate::domain::refusal::words;
use crate::http::api::hearing_rooms::cursor;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, enter, read, correct))]
pub struct Operations;

/// The longest name of a matter.
pub const ITEM_CHARS_MAX: usize = 100;

/// An indicator to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorBody {
    /// 事项: what it counts. The names that the annual report has a place for are the code list `report_indicator`.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 100)]
    item: String,
    /// The first day of its period.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// 数值: a decimal number with four digits behind the point at most.
    #[schema(pattern = r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$", max_length = 18)]
    value: String,
    /// 单位.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 20)]
    unit: String,
    /// 来源: where it was counted.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 200)]
    source: String,
}

/// A value to be entered in the place of another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorCorrectionBody {
    /// 数值: a decimal number with four digits behind the point at most.
    #[schema(pattern = r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$", max_length = 18)]
    value: String,
    /// 单位.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 20)]
    unit: String,
    /// 来源: where it was counted.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 200)]
    source: String,
    /// 更正原因: why.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 200)]
    reason: String,
}

/// A page of the register.
#[derive(Serialize, ToSchema)]
pub struct IndicatorPage {
    /// The lines, the oldest first, each as it stands and with every value that was entered.
    pub items: Vec<IndicatorView>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 指标台账 The lines of the register, by their period and matter.
///
/// # Errors
/// Every wrong parameter at once; a role that does not read it.
#[utoipa::path(get, path = "/api/v1/indicators", tag = "reports", operation_id = "indicators",
    params(("from" = Option<String>, Query, format = Date, description = "Whose period begins on or after this day"),
        ("to" = Option<String>, Query, format = Date, description = "Whose period ends on or before this day"),
        ("item" = Option<String>, Query, max_length = 100, description = "Of this matter"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of the register", body = IndicatorPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (from, to) = (params.date("from"), params.date("to"));
    let filter = IndicatorFilter { from, to, within: None, item: params.text("item", ITEM_CHARS_MAX) };
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let items = app.register.indicators(&actor.caller(), filter, (after.map(IndicatorId), limit)).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.id.to_string());
    Ok(HttpResponse::Ok().json(IndicatorPage { items, next }))
}

/// 填报指标 Enter an indicator: one for each matter and period.
///
/// # Errors
/// Every violation at once; one of the same matter and period; a role that enters none.
#[utoipa::path(post, path = "/api/v1/indicators", tag = "reports", operation_id = "enter_indicator",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = IndicatorBody,
    responses((status = 201, description = "已填报 Entered", body = IndicatorView,
            headers(("ETag" = String, description = "The tag of the line"), ("Location" = String, description = "Where it is read"))),
        (status = 409, description = "同一期间已填报该事项 The matter has been entered for the same period"),
        (status = 422, description = "期间或单位不合 The period or the unit does not fit")))]
pub async fn enter(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let IndicatorBody { item, from, to, value, unit, source } = body.checked()?;
    let new = NewValue { value: quantity(&value)?, unit: trimmed(&unit), source: trimmed(&source) };
    let line = (trimmed(&item), Period { from, to });
    let answer = app.register.enter_indicator(&actor.caller(), line, (new, key)).await?;
    Ok(answered(&answer))
}

/// 指标 One line of the register, with every value that was entered.
///
/// # Errors
/// No such line; a role that does not read it.
#[utoipa::path(get, path = "/api/v1/indicators/{id}", tag = "reports", operation_id = "indicator",
    params(("id" = Uuid, Path, description = "The line")),
    responses((status = 200, description = "The line", body = IndicatorView,
            headers(("ETag" = String, description = "The tag to send as If-Match when it is corrected"))),
        (status = 304, description = "未变 The caller has this version already (If-None-Match)")))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = IndicatorId(params::path_uuid(&request, "id")?);
    let view = app.register.indicator(&actor.caller(), id).await?;
    let tag = conditions::tag(id, view.stands.version);
    if conditions::has_tag(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(view))
}

/// 更正指标 Enter a value in the place of the one that stands, with the reason; the other stays readable.
///
/// # Errors
/// Every violation at once; no such line; a stale version; a role that corrects none.
#[utoipa::path(post, path = "/api/v1/indicators/{id}/corrections", tag = "reports", operation_id = "correct_indicator",
    params(("id" = Uuid, Path, description = "The line"),
        ("If-Match" = String, Header, description = "The ETag of the line that the caller saw"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = IndicatorCorrectionBody,
    responses((status = 201, description = "已更正 Corrected", body = IndicatorView,
            headers(("ETag" = String, description = "The tag of the line in its new version"))),
        (status = 412, description = "指标已被他人更正 The line changed since the caller saw it"),
        (status = 422, description = "单位不合 The unit does not fit"),
        (status = 428, description = "缺少 If-Match")))]
pub async fn correct(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let id = IndicatorId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let seen = conditions::seen(&request, id).version();
    let IndicatorCorrectionBody { value, unit, source, reason } = body.checked()?;
    let new = NewValue { value: quantity(&value)?, unit: trimmed(&unit), source: trimmed(&source) };
    let correction = IndicatorCorrection { new, reason: trimmed(&reason), seen };
    let answer = app.register.correct_indicator(&actor.caller(), id, (correction, key)).await?;
    Ok(answered(&answer))
}

fn answered(answer: &idempotency::Answer<IndicatorView>) -> HttpResponse {
    let view = &answer.given;
    let mut response = conditions::once(StatusCode::CREATED, answer);
    response.insert_header((ETAG, conditions::tag(view.id, view.stands.version)));
    response.insert_header((LOCATION, format!("/api/v1/indicators/{}", view.id))).json(view)
}

/// Texts are kept without spaces around them.
fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// The published pattern says the same; a number that passes it is one.
fn quantity(text: &str) -> Result<Quantity, Error> {
    Quantity::parse(text).ok_or_else(|| {
        let said = words("应为数字，至多四位小数", "Must be a number with at most four decimals.");
        Error::Invalid(vec![at("/value", "pattern", said)])
    })
}
