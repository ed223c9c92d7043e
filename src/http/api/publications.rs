//! `/publications` (公布的期间): publishing a period, and reading what was published. The rules are in `app::publishing` and
//! `app::publications`, the forms of the answers in `publication_views`.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, LOCATION, VARY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::publication_keys::PublicKey;
use crate::app::publications::{AfterCase, PublicationItem, PublicationPage};
use crate::app::publishing::NewPublication;
use crate::domain::figures::{Measure, Period};
use crate::domain::id::PublicationId;
use crate::domain::publication::PUBLISHED_BY;
use crate::http::api::hearing_rooms::cursor;
use crate::http::api::parts_csv;
use crate::http::api::publication_views::{
    PublicationView, PublishedCases, RestatedCases, RestatementView, published_table,
};
use crate::http::api::restatement_csv::RESTATED;
use crate::http::body::Body;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};
use crate::http::{conditions, csv};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, publish, keys, read, cases, restatement, restated_cases))]
pub struct Operations;

/// A period to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationBody {
    /// What it is called.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 200)]
    title: String,
    /// The first day.
    from: NaiveDate,
    /// The last day; what is open is counted at its end.
    to: NaiveDate,
    /// The region whose cases are counted; the office's own if it is not said.
    #[schema(pattern = "^[a-z0-9_-]+/[a-z0-9_-]+$", max_length = 64)]
    region: Option<String>,
}

/// A page of published periods.
#[derive(Serialize, ToSchema)]
pub struct PublicationList {
    /// The publications, the newest first.
    pub items: Vec<PublicationItem>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// The keys that sign.
#[derive(Serialize, ToSchema)]
pub struct PublicKeys {
    /// The keys, the newest first.
    pub items: Vec<PublicKey>,
}

/// 公布期间列表 What was published, the newest first.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/publications", tag = "statistics", operation_id = "publications",
    params(("from" = Option<String>, Query, format = Date, description = "Only of periods that begin on this day"),
        ("to" = Option<String>, Query, format = Date, description = "Only of periods that end on this day"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of publications", body = PublicationList)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (from, to, limit) = (params.date("from"), params.date("to"), params.limit());
    let before = before(&mut params);
    params.finish()?;
    let page = PublicationPage { from, to, before, limit };
    let items = app.register.publications(&actor.caller(), page).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.no.to_string());
    Ok(HttpResponse::Ok().json(PublicationList { items, next }))
}

/// 公布期间 Publish a period: every figure of the catalogue and the cases behind each are kept as they are, hashed and
/// signed, for good. The same period published again is the next edition, and says what it replaces.
///
/// # Errors
/// A period that has not ended; an unknown region; not a supervisor.
#[utoipa::path(post, path = "/api/v1/publications", tag = "statistics", operation_id = "publish_period",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = PublicationBody,
    responses((status = 201, description = "Published", body = PublicationItem),
        (status = 422, description = "期间或地区不合规 The period has not ended, or the region is unknown")))]
pub async fn publish(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let PublicationBody { title, from, to, region } = body.checked()?;
    let new = NewPublication { title, period: Period { from, to }, region };
    let answer = app.register.publish(&actor.caller(), new, key).await?;
    let place = format!("/api/v1/publications/{}", answer.given.id);
    let mut response = conditions::once(StatusCode::CREATED, &answer);
    Ok(response.insert_header((LOCATION, place)).json(answer.given))
}

/// 公布签名公钥 The public keys with which publications are verified: Ed25519 over the text `sikuai publication:` and the
/// SHA-256, in hexadecimal, of what was published, written by RFC 8785.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/api/v1/publications/key", tag = "statistics", operation_id = "publication_keys",
    responses((status = 200, description = "The keys", body = PublicKeys)))]
pub async fn keys(app: Data<App>, _actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let items = app.register.publication_keys().await?;
    Ok(HttpResponse::Ok().json(PublicKeys { items }))
}

/// 已公布的统计 What was published. It never changes, so neither does its tag.
///
/// # Errors
/// No such publication; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/publications/{id}", tag = "statistics", operation_id = "publication",
    params(("id" = Uuid, Path, description = "The publication"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the publication as it was last read")),
    responses((status = 200, description = "What was published; the figures alone as CSV (`Accept: text/csv`)",
            content((PublicationView = "application/json", example = json!({
            "publication": {
                "form": 3,
                "id": "0193b1c4-0c00-7000-8000-000000000001",
                "no": 1,
                "title": "2021年度",
                "region": "guangdong/xuwen",
                "from": "2021-01-01",
                "to": "2021-12-10",
                "edition": 1,
                "replaces": null,
                "published_at": "2021-12-10T09:00:00Z",
                "published_by": "0193b1c4-0c00-7000-8000-000000000002",
                "last_change": 412,
                "books": "6e317bcd6839e887",
                "calendar_version": "5152790e278eb890",
                "definitions": {"accepted": "070c160a6299c543", "closed": "c3eefb58d7c42440", "closure_rate": "70486652f5b79cb0"},
                "figures": [{"id": "accepted", "amount": 71}, {"id": "closed", "amount": 66}, {"id": "closure_rate", "numerator": 66, "denominator": 71}],
                "groupings": [{"by": "collective", "groups": [{"value": "false", "figures": [{"id": "accepted", "amount": 71}, {"id": "closed", "amount": 66}]}]}],
                "control_totals": [{"identity": "waterfall", "difference": 0}],
                "lists": [{"measure": "accepted", "cases": 71, "amount": 71, "sha256": "a330395cc0a53ad1207736546afff4735940937564bbf75ce1edad40780d9139"}] },
            "sha256": "5f66d718a68ca3dae1bb71acc8aeb274be29cc3ce9a91eaf7dcf23e6aaf87b8e",
            "signature": { "key_id": "publication-1", "algorithm": "Ed25519", "signed": "sikuai publication:5f66d718a68ca3dae1bb71acc8aeb274be29cc3ce9a91eaf7dcf23e6aaf87b8e", "signature": "1987e43f462cb489766a2fa65fd7ea0fa966a9d64d027a2cda16f35df16d019a5be85448a912cf840893143872b162f6ff6b9e272f8cf24bdc62aa22b8d95208" } })), (String = "text/csv")),
            headers(("ETag" = String, description = "The hash of what was published"))),
        (status = 304, description = "未变 The caller has it already (If-None-Match)")))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = PublicationId(params::path_uuid(&request, "id")?);
    let row = app.register.publication(&actor.caller(), id).await?;
    let is_table = csv::is_wanted(&request);
    // Each form has a tag of its own.
    let tag = format!("\"{}{}\"", row.sha256, if is_table { "-csv" } else { "" });
    let is_known = conditions::has_tag(&request, &tag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    response.insert_header((VARY, "accept"));
    match (is_known, is_table) {
        (true, _) => Ok(response.finish()),
        (false, true) => published_table(response, &row),
        (false, false) => Ok(response.json(PublicationView::of(&row)?)),
    }
}

/// 公布数字所列案件 Exactly the cases behind a published number, as they were counted, without personal data.
///
/// # Errors
/// Every wrong parameter at once; no such publication; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/publications/{id}/cases", tag = "statistics", operation_id = "published_cases",
    params(("id" = Uuid, Path, description = "The publication"),
        ("measure" = Measure, Query, description = "Which measure"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = PublishedCases)))]
pub async fn cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let (of, page) = asked(&request)?;
    let limit = page.limit;
    let rows = app.register.published_cases(&actor.caller(), of, page).await?;
    Ok(HttpResponse::Ok().json(PublishedCases::of(rows, limit)))
}

/// 重述 What has become of a publication: of each measure what it came to, what the same question comes to now, and by how
/// much they differ.
///
/// # Errors
/// No such publication; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/publications/{id}/restatement", tag = "statistics",
    operation_id = "restatement",
    params(("id" = Uuid, Path, description = "The publication")),
    responses((status = 200, description = "Measure by measure; the same as a table (`Accept: text/csv`), with the rates, days and groups \
            that come to something else",
        content((RestatementView = "application/json"), (String = "text/csv")))))]
pub async fn restatement(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = PublicationId(params::path_uuid(&request, "id")?);
    let restatement = app.register.restatement(&actor.caller(), id, PUBLISHED_BY.to_vec()).await?;
    parts_csv::answer(&request, &RestatementView::of(id, restatement), &RESTATED)
}

/// 重述所列案件 The cases that bring another amount to a measure than when it was published, and the acts that were recorded in
/// them since, without personal data.
///
/// # Errors
/// Every wrong parameter at once; no such publication; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/publications/{id}/restatement/cases", tag = "statistics",
    operation_id = "restated_cases",
    params(("id" = Uuid, Path, description = "The publication"),
        ("measure" = Measure, Query, description = "Which measure"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = RestatedCases)))]
pub async fn restated_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let (of, page) = asked(&request)?;
    let limit = page.limit;
    let cases = app.register.restated_cases(&actor.caller(), of, page).await?;
    Ok(HttpResponse::Ok().json(RestatedCases::of(cases, limit)))
}

/// Which measure of which publication, and which page of its cases.
pub(crate) fn asked(request: &HttpRequest) -> Result<((PublicationId, Measure), AfterCase), Fault> {
    let mut params = Params::of(request);
    let measure = params.required_coded::<Measure>("measure");
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let id = PublicationId(params::path_uuid(request, "id")?);
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    Ok(((id, measure.unwrap_or(Measure::Accepted)), AfterCase { after, limit }))
}

/// The number of the last publication of the page before.
pub(crate) fn before(params: &mut Params) -> Option<i64> {
    let text = params.cursor()?;
    let no = text.parse().ok();
    if no.is_none() {
        params.doubt_cursor();
    }
    no
}
