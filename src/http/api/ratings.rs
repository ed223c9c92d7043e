//! `/ratings` (评价): the list for supervisors, and what was found and done about bad ones. The rules are in
//! `app::rating_answers`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::rating_answers::{NewRatingAnswer, RatingFilter, RatingView};
use crate::domain::id::RatingId;
use crate::domain::rating::{RatingAnswer, RatingFinding};
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, verify, rectify))]
pub struct Operations;

/// A page of ratings.
#[derive(Serialize, ToSchema)]
pub struct RatingsPage {
    /// The ratings, those of the latest day first, without the parties who gave them.
    pub items: Vec<RatingView>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// What the verification of a bad rating found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationBody {
    /// The day, from that of the rating to today.
    on: NaiveDate,
    /// Whether what the rater said is so.
    finding: RatingFinding,
    /// What was found. It is kept sealed.
    #[schema(min_length = 1, max_length = 2_000)]
    note: String,
}

impl From<VerificationBody> for NewRatingAnswer {
    fn from(body: VerificationBody) -> NewRatingAnswer {
        let VerificationBody { on, finding, note } = body;
        NewRatingAnswer { kind: RatingAnswer::Verification, finding: Some(finding), on, note }
    }
}

/// What was done about a bad rating.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RectificationBody {
    /// The day, from that of the verification to today.
    on: NaiveDate,
    /// What was done. It is kept sealed.
    #[schema(min_length = 1, max_length = 2_000)]
    note: String,
}

impl From<RectificationBody> for NewRatingAnswer {
    fn from(body: RectificationBody) -> NewRatingAnswer {
        let RectificationBody { on, note } = body;
        NewRatingAnswer { kind: RatingAnswer::Rectification, finding: None, on, note }
    }
}

/// 评价列表 Ratings, those of the latest day first, with what was written and what was answered, and without the parties who
/// gave them. In which order those of a day came in is not kept.
///
/// # Errors
/// Every wrong parameter at once; a role that reads none.
#[utoipa::path(get, path = "/api/v1/ratings", tag = "ratings", operation_id = "list_ratings",
    params(("from" = Option<String>, Query, format = Date, description = "Given from this day"),
        ("to" = Option<String>, Query, format = Date, description = "Given through this day"),
        ("case" = Option<Uuid>, Query, description = "Of this case"),
        ("bad" = Option<bool>, Query, description = "true: only bad ones"),
        ("unrectified" = Option<bool>, Query, description = "true: only bad ones that are not rectified"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of ratings", body = RatingsPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let filter = RatingFilter {
        from: params.date("from"),
        to: params.date("to"),
        case_id: params.uuid("case").map(|case| case.to_string()),
        bad: params.flag("bad"),
        unrectified: params.flag("unrectified"),
    };
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let items = app.register.ratings(&actor.caller(), filter, (after, limit)).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| format!("{}~{}", last.rated_on, last.id));
    Ok(HttpResponse::Ok().json(RatingsPage { items, next }))
}

/// Where the page before ended.
pub(in crate::http) fn cursor(params: &mut Params) -> Option<(NaiveDate, RatingId)> {
    let text = params.cursor()?;
    let parsed = text
        .split_once('~')
        .and_then(|(day, id)| Some((params::parse_date(day)?, RatingId(id.parse().ok()?))));
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}

/// 差评核实 Record what the verification of a bad rating found.
///
/// # Errors
/// No such rating; one that is not bad, or is verified; a day that cannot be.
#[utoipa::path(post, path = "/api/v1/ratings/{id}/verification", tag = "ratings", operation_id = "verify_rating",
    params(("id" = Uuid, Path, description = "The rating"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = VerificationBody,
    responses((status = 201, description = "Recorded", body = RatingView),
        (status = 409, description = "不是差评，或已核实 Not bad, or verified"),
        (status = 422, description = "日期不合规 A day that cannot be")))]
pub async fn verify(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let id = RatingId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let new = body.checked::<VerificationBody>()?.into();
    let answer = app.register.answer_rating(&actor.caller(), id, (new, key)).await?;
    Ok(conditions::once(StatusCode::CREATED, &answer).json(answer.given))
}

/// 差评整改 Record what was done about a bad rating; after its last day too, which stays visible: `state` goes by the day of
/// the rectification, `recorded_late` by that of recording it.
///
/// # Errors
/// No such rating; one that is not bad, not verified, or rectified; a day that cannot be.
#[utoipa::path(post, path = "/api/v1/ratings/{id}/rectification", tag = "ratings", operation_id = "rectify_rating",
    params(("id" = Uuid, Path, description = "The rating"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = RectificationBody,
    responses((status = 201, description = "Recorded", body = RatingView),
        (status = 409, description = "不是差评、尚未核实，或已整改 Not bad, not verified, or rectified"),
        (status = 422, description = "日期不合规 A day that cannot be")))]
pub async fn rectify(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let id = RatingId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let new = body.checked::<RectificationBody>()?.into();
    let answer = app.register.answer_rating(&actor.caller(), id, (new, key)).await?;
    Ok(conditions::once(StatusCode::CREATED, &answer).json(answer.given))
}
