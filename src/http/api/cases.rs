//! `/cases` (案件): reading one, lists, its docket, its deadlines, what may be done with it,
//! and the correction of an entry. The acts are in `acts`; the rules in `app::register`.

use actix_web::http::header::ETAG;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::deciding::CorrectionRequest;
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::reading::MaskedPerson;
use crate::app::register::Request;
use crate::domain::docket::Content;
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::party::Party;
use crate::http::api::act_views::{ActView, ActsView};
use crate::http::api::acts;
use crate::http::api::case_views::{CaseView, DocketPage, EntryView};
use crate::http::body::{Body, parse_value_as};
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(read, permitted_acts, docket, correct),
    components(schemas(Party<MaskedPerson>))
)]
pub struct Operations;

/// The correction of an entry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// The legal date of the correction.
    on: chrono::NaiveDate,
    /// Why the entry was wrong.
    #[schema(min_length = 1, max_length = 2_000)]
    reason: String,
    /// What should have been written: the body of the act, with its legal date. Left out, the entry is struck out.
    #[schema(value_type = Option<Object>)]
    replacement: Option<serde_json::Value>,
    /// Codes of the warnings and irregularities that are acknowledged.
    #[serde(default)]
    #[schema(max_items = 50)]
    acknowledge_warnings: Vec<String>,
}

/// 查看案件 A case; identifying data is masked. As it was known on an earlier day it has no tag: acts are done on the
/// case as it is.
///
/// # Errors
/// No such case, or not for this caller to know; nothing was known of it on that day.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases", operation_id = "read_case",
    params(("id" = Uuid, Path, description = "The case"),
        ("as_known_on" = Option<String>, Query, format = Date,
            description = "The case as it was known at the end of this day, in Asia/Shanghai: what was recorded later does not count; not in the future")),
    responses((status = 200, description = "The case", body = CaseView,
            headers(("ETag" = String, description = "The tag that an act must send as If-Match; none with as_known_on"))),
        (status = 404, description = "未找到，或当时尚未登记 No such case, or nothing was known of it on that day"),
        (status = 304, description = "未变 The caller has this version already (If-None-Match)")))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let known_on = params.past_date("as_known_on", app.clock.today());
    params.finish()?;
    let found = app.register.case(&actor.caller(), id, known_on).await?;
    if known_on.is_some() {
        return Ok(HttpResponse::Ok().json(CaseView::of(found, known_on)));
    }
    let tag = (ETAG, conditions::tag(id, found.case.version));
    if conditions::is_known(&request, id, found.case.version) {
        return Ok(HttpResponse::NotModified().insert_header(tag).finish());
    }
    Ok(HttpResponse::Ok().insert_header(tag).json(CaseView::of(found, None)))
}

/// 可办事项 What this caller may do with the case now, and why not the rest.
///
/// # Errors
/// No such case.
#[utoipa::path(get, path = "/api/v1/cases/{id}/acts", tag = "cases", operation_id = "permitted_acts",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "Every act", body = ActsView)))]
pub async fn permitted_acts(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let acts = app.register.permitted_acts(&actor.caller(), id).await?;
    let items = acts.into_iter().map(|permitted| ActView::of(permitted, id)).collect();
    Ok(HttpResponse::Ok().json(ActsView { items }))
}

/// 案卷登记 The docket of a case: every entry, with its hash.
///
/// # Errors
/// No such case; nothing was known of it on that day.
#[utoipa::path(get, path = "/api/v1/cases/{id}/docket", tag = "cases", operation_id = "docket",
    params(("id" = Uuid, Path, description = "The case"),
        ("after" = Option<u32>, Query, maximum = 2_147_483_647, description = "Only entries after this number"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Entries a page, 50 if not said"),
        ("as_known_on" = Option<String>, Query, format = Date,
            description = "The docket as it was known at the end of this day, in Asia/Shanghai: what was recorded later does not count; not in the future")),
    responses((status = 200, description = "A page of entries", body = DocketPage),
        (status = 404, description = "未找到，或当时尚未登记 No such case, or nothing was known of it on that day")))]
pub async fn docket(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let after = params.number("after", 0..=i64::from(i32::MAX)).and_then(|after| u32::try_from(after).ok());
    let limit = params.limit();
    let known_on = params.past_date("as_known_on", app.clock.today());
    params.finish()?;
    let (caller, page) = (actor.caller(), (after.unwrap_or(0), limit));
    let entries = match known_on {
        None => app.register.docket(&caller, id, page).await?,
        Some(day) => app.register.docket_known(&caller, id, page, day).await?,
    };
    let is_full = u32::try_from(entries.len()).is_ok_and(|count| count == limit);
    let next = entries.last().filter(|_| is_full).map(|(entry, _)| entry.no.0);
    let items = entries.into_iter().map(|(entry, hash)| EntryView::of(entry, hash)).collect();
    Ok(HttpResponse::Ok().json(DocketPage { items, next }))
}

/// 更正登记 Correct an entry: the docket is replayed with the correction in its place.
///
/// # Errors
/// The refusal when the history would no longer be lawful.
#[utoipa::path(post, path = "/api/v1/cases/{id}/docket/{entry}/correction", tag = "acts", operation_id = "correction",
    params(("id" = Uuid, Path, description = "The case"),
        ("entry" = u32, Path, minimum = 1, maximum = 2_147_483_647, description = "The wrong entry"),
        ("If-Match" = String, Header, description = "The ETag of the case that the caller saw"),
        ("dry_run" = Option<bool>, Query, description = "true: show what would happen, write nothing"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = CorrectionBody,
    responses((status = 200, description = "试算结果 What would happen (dry run)", body = crate::app::outcome::Performed),
        (status = 201, description = "已更正 Corrected", body = crate::app::outcome::Performed),
        (status = 409, description = "更正后的经过不合规 The history would no longer be lawful"),
        (status = 412, description = "案件已被他人更新 The case changed since the caller saw it"),
        (status = 422, description = "日期或数值不合规 A date or an amount breaks a rule"),
        (status = 428, description = "缺少 If-Match")))]
pub async fn correct(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    let conditions = conditions::of(&request, &body)?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let entry: u32 = params::path_part(&request, "entry", conditions::entry_words())?;
    let seen = conditions::seen(&request, id);
    let CorrectionBody { on, reason, replacement, acknowledge_warnings } = body.checked()?;
    let caller = actor.caller();
    let replacement = match replacement {
        None => None,
        Some(value) => Some(replacement_of(&app, &caller, (id, entry), value).await?),
    };
    let what = CorrectionRequest { entry: EntryNo(entry), replacement };
    let asked = Request { on, reason: Some(reason), acknowledged: acknowledge_warnings, what };
    let answer = app.register.correct(&caller, id, asked, conditions.seen_by(seen)).await?;
    Ok(conditions::answer(&answer))
}

/// The replacement is the body of the act that it replaces; which act that is, the docket says.
///
/// # Errors
/// What is wrong with it, at its place in the correction; no such entry.
pub(crate) async fn replacement_of(
    app: &App,
    caller: &crate::app::permits::Caller,
    (id, entry): (CaseId, u32),
    value: serde_json::Value,
) -> Result<(chrono::NaiveDate, Draft), Error> {
    let found = app.register.docket(caller, id, (entry.saturating_sub(1), 1)).await?;
    let act = found.iter().find_map(|(found, _)| match &found.content {
        Content::Act(act) if found.no.0 == entry => Some(act.kind()),
        Content::Act(_) | Content::Correction(_) | Content::CalendarChange(_) => None,
    });
    let act = act.ok_or(Error::NotFound)?;
    let route = acts::route_of(act);
    let schema = route.map(acts::Route::body_schema).ok_or(Error::NotFound)?;
    let mut value = parse_value_as(&schema, value, "/replacement")?;
    if let Some(field) = route.and_then(|route| route.entry_field) {
        let about = found.iter().find_map(|(found, _)| entry_about(&found.content, field));
        acts::fill(&mut value, field, about.unwrap_or(entry));
    }
    let replacement = acts::request_of(act, value)?;
    Ok((replacement.on, replacement.what))
}

/// The entry that the wrong entry was about; a correction keeps it.
fn entry_about(content: &Content, field: &str) -> Option<u32> {
    let value = serde_json::to_value(content).ok()?;
    let about = value.pointer(&format!("/act/data/{field}"))?.as_u64()?;
    u32::try_from(about).ok()
}
