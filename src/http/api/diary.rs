//! `/diary` (待办): one's own entries on cases, and the mark that one is done with them. The rules are in
//! `app::diary`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::diary::{AskedDiary, DiaryEntry, NewDiaryEntry, Undone};
use crate::app::identity::Actor;
use crate::domain::id::{CaseId, DiaryId};
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(of_case, add, list, mark_done))]
pub struct Operations;

/// An entry to be written into one's diary.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiaryBody {
    /// The day on which it is to come up: today or later.
    pub on: NaiveDate,
    /// What is to be done. It is kept sealed, and shown to its writer only.
    #[schema(min_length = 1, max_length = 2_000)]
    pub note: String,
}

/// One page of one's diary.
#[derive(Serialize, ToSchema)]
pub struct DiaryPageView {
    /// The entries, the earliest day first.
    pub items: Vec<DiaryEntry>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 本案待办 The caller's own diary of a case, the earliest day first.
///
/// # Errors
/// No such case; every wrong parameter at once.
#[utoipa::path(get, path = "/api/v1/cases/{id}/diary", tag = "notices", operation_id = "case_diary",
    params(("id" = Uuid, Path, description = "The case"),
        ("from" = Option<String>, Query, format = Date, description = "From this day"),
        ("to" = Option<String>, Query, format = Date, description = "Through this day"),
        ("undone" = Option<bool>, Query, description = "true: only what is not done"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of entries", body = DiaryPageView)))]
pub async fn of_case(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let asked = asked(&request)?;
    let limit = asked.limit;
    let items = app.register.diary(&actor.caller(), Some(case), asked).await?;
    Ok(HttpResponse::Ok().json(page_view(items, limit)))
}

/// 登记待办 Write an entry into one's own diary of a case. It changes nothing of the case.
///
/// # Errors
/// Every violation at once; no such case; a day that is past.
#[utoipa::path(post, path = "/api/v1/cases/{id}/diary", tag = "notices", operation_id = "add_to_diary",
    params(("id" = Uuid, Path, description = "The case"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = DiaryBody,
    responses((status = 201, description = "Written", body = DiaryEntry),
        (status = 422, description = "日期已过 The day is past")))]
pub async fn add(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let DiaryBody { on, note } = body.checked()?;
    let new = NewDiaryEntry { on, note };
    let answer = app.register.add_to_diary(&actor.caller(), case, (new, key)).await?;
    Ok(conditions::once(StatusCode::CREATED, &answer).json(answer.given))
}

/// 本人待办 The caller's own diary over all cases, the earliest day first.
///
/// # Errors
/// Every wrong parameter at once; a role that keeps none.
#[utoipa::path(get, path = "/api/v1/diary", tag = "notices", operation_id = "diary",
    params(("from" = Option<String>, Query, format = Date, description = "From this day"),
        ("to" = Option<String>, Query, format = Date, description = "Through this day"),
        ("undone" = Option<bool>, Query, description = "true: only what is not done"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of entries", body = DiaryPageView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let asked = asked(&request)?;
    let limit = asked.limit;
    let items = app.register.diary(&actor.caller(), None, asked).await?;
    Ok(HttpResponse::Ok().json(page_view(items, limit)))
}

/// 办毕 Mark one of the caller's entries as done. Doing it again changes nothing.
///
/// # Errors
/// No such entry, or somebody else's.
#[utoipa::path(put, path = "/api/v1/diary/{id}/done-mark", tag = "notices", operation_id = "mark_diary_done",
    params(("id" = Uuid, Path, description = "The entry")),
    responses((status = 200, description = "The entry, done", body = DiaryEntry)))]
pub async fn mark_done(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = DiaryId(params::path_uuid(&request, "id")?);
    let entry = app.register.mark_diary_done(&actor.caller(), id).await?;
    Ok(HttpResponse::Ok().json(entry))
}

fn asked(request: &HttpRequest) -> Result<AskedDiary, Fault> {
    let mut params = Params::of(request);
    let asked = AskedDiary {
        from: params.date("from"),
        to: params.date("to"),
        undone: if params.flag("undone") { Undone::Only } else { Undone::AndDone },
        after: cursor(&mut params),
        limit: params.limit(),
    };
    params.finish()?;
    Ok(asked)
}

/// A page of a diary, with the cursor of the next where it is full.
pub(crate) fn page_view(items: Vec<DiaryEntry>, limit: u32) -> DiaryPageView {
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| format!("{}~{}", last.on, last.id));
    DiaryPageView { items, next }
}

/// Where the page before ended.
pub(crate) fn cursor(params: &mut Params) -> Option<(NaiveDate, DiaryId)> {
    let text = params.cursor()?;
    let parsed =
        text.split_once('~').and_then(|(on, id)| Some((on.parse().ok()?, DiaryId(id.parse::<Uuid>().ok()?))));
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}
