//! `/cases/{id}/rating-links` (发放评价链接), and `/ratings/{token}` (评价), which whoever has a link reads and answers
//! without logging in. The rules are in `app::ratings`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::ratings::{HandedOut, NewRating, RatingForm};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::rating::Score;
use crate::domain::refusal::{Words, words};
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::limits::PublicLimiter;
use crate::http::pages::public;
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(make, form, rate))]
pub struct Operations;

/// For whom a link is made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingLinkBody {
    /// The party who is to rate the case.
    party: PartyNo,
}

/// A link that was made.
#[derive(Serialize, ToSchema)]
pub struct MadeRatingLink {
    /// Where the party rates, the secret token included: twelve characters in groups of four. It is told this once, and kept
    /// nowhere.
    pub path: String,
    /// The page where the party rates without any program, where the office has a public page.
    pub page: Option<String>,
    /// Why there is no page, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_page: Option<Words>,
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
    /// Whether a link was made here for this party before: if one was, it is good no more. It says nothing of whether the
    /// party has rated, or has looked how its case stands.
    pub replaces_earlier: bool,
}

/// What a party says of a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingBody {
    /// How satisfied.
    score: Score,
    /// Why. It is kept sealed, and shown to supervisors without the party.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1_000)]
    text: Option<String>,
}

impl From<RatingBody> for NewRating {
    fn from(body: RatingBody) -> NewRating {
        NewRating { score: body.score, text: body.text, form: None }
    }
}

/// 发放评价链接 Make the one-time link by which a party rates a closed case. One that was made before is good no more, which
/// the answer says. The rating itself has no party, and whether the party has rated is told to nobody but whoever sends a
/// second one. Takes no `Idempotency-Key`: the token is never kept, so it could not be told again.
///
/// # Errors
/// No such case or party; a case that is open.
#[utoipa::path(post, path = "/api/v1/cases/{id}/rating-links", tag = "ratings", operation_id = "make_rating_link",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = RatingLinkBody,
    responses((status = 201, description = "Made", body = MadeRatingLink),
        (status = 409, description = "案件未办结 The case is open"),
        (status = 422, description = "没有该当事人 No such party")))]
pub async fn make(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    let RatingLinkBody { party } = body.checked()?;
    let (made, token) = app.register.make_rating_link(&actor.caller(), (case, party), None).await?;
    let path = format!("/api/v1/ratings/{token}");
    let page = app.settings.public_page.then(|| public::rating_path(&token));
    let HandedOut { expires_on, replaces_earlier } = made.given;
    let no_page = page.is_none().then(no_public_page);
    Ok(HttpResponse::Created().json(MadeRatingLink { path, page, no_page, expires_on, replaces_earlier }))
}

fn no_public_page() -> Words {
    words(
        "本单位没有开启公众页面，当事人无法自行打开评价页；由管理员在配置中开启（public_page）后重新发放",
        "the office has no public page, so the party has nowhere to rate; have it switched on (public_page) and make the link \
         again",
    )
}

/// 评价页 What whoever has a link is shown: the office, the number of the case and how it stands, and the grades. It is the
/// same after the rating as before it.
///
/// # Errors
/// No such token; one that is too old; too many attempts.
#[utoipa::path(get, path = "/api/v1/ratings/{token}", tag = "ratings", security(()), operation_id = "rating_form",
    params(("token" = String, Path, max_length = 128, description = "The secret of the link, in small letters or full width too, with hyphens or without")),
    responses((status = 200, description = "What can be rated", body = RatingForm),
        (status = 409, description = "链接已过期 It has expired"),
        (status = 429, description = "尝试过于频繁 Too many attempts")))]
pub async fn form(app: Data<App>, limiter: Data<PublicLimiter>, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let token = token(&request);
    limiter.attempt(&request)?;
    Ok(HttpResponse::Ok().json(app.register.rating_form(token).await?))
}

/// 评价 Rate the case of a link, once. Takes no `Idempotency-Key`: the link is good for one rating, and nobody has logged in.
///
/// # Errors
/// No such token; one that was used or is too old; every violation of the body; too many attempts.
#[utoipa::path(post, path = "/api/v1/ratings/{token}", tag = "ratings", security(()), operation_id = "rate",
    params(("token" = String, Path, max_length = 128, description = "The secret of the link")),
    request_body = RatingBody,
    responses((status = 204, description = "Rated"),
        (status = 409, description = "已评价，或链接已过期 It was used, or has expired"),
        (status = 429, description = "尝试过于频繁 Too many attempts")))]
pub async fn rate(app: Data<App>, limiter: Data<PublicLimiter>, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let token = token(&request);
    limiter.attempt(&request)?;
    app.register.rate(token, body.checked::<RatingBody>()?.into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn token(request: &HttpRequest) -> &str {
    request.match_info().get("token").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::domain::rating::TEXT_CHARS_MAX;
    use crate::http::openapi;

    /// A macro takes no constant, so the number stands twice.
    #[test]
    fn what_is_published_is_how_long_a_text_may_be() {
        let published =
            openapi::published().pointer("/components/schemas/RatingBody/properties/text/maxLength");
        assert_eq!(published.and_then(serde_json::Value::as_u64), Some(TEXT_CHARS_MAX.into()));
    }
}
