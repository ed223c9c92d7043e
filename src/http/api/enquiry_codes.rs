//! `/cases/{id}/enquiry-codes` (发放查询码): the one-time code with which a party asks on the public page how its case stands.
//! The rules are in `app::enquiries`; the page is `pages::public`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::ratings::HandedOut;
use crate::domain::id::{CaseId, PartyNo};
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::pages::public;
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(make))]
pub struct Operations;

/// For whom a code is made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnquiryCodeBody {
    /// The party who is to ask.
    party: PartyNo,
}

/// A code that was made.
#[derive(Serialize, ToSchema)]
pub struct MadeEnquiryCode {
    /// The code, in three groups of four. It is told this once, and kept nowhere.
    pub code: String,
    /// Where the party asks, with it and the number of the case (案号), which may be left out.
    pub page: String,
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
    /// Whether a code was made for this party before: if one was, it is good no more.
    pub replaces_earlier: bool,
}

/// 发放查询码 Make the one-time code with which a party asks on the public page how its case stands. One that was made before is
/// good no more, which the answer says. Takes no `Idempotency-Key`: the code is never kept, so it could not be told again.
///
/// # Errors
/// No such case or party; an office without a public page.
#[utoipa::path(post, path = "/api/v1/cases/{id}/enquiry-codes", tag = "ratings", operation_id = "make_enquiry_code",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = EnquiryCodeBody,
    responses((status = 201, description = "Made", body = MadeEnquiryCode),
        (status = 409, description = "未开启公众查询页 The office has no public page"),
        (status = 422, description = "没有该当事人 No such party")))]
pub async fn make(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    let EnquiryCodeBody { party } = body.checked()?;
    let (made, code) = app.register.make_enquiry_code(&actor.caller(), (case, party), None).await?;
    let HandedOut { expires_on, replaces_earlier } = made.given;
    let answer = MadeEnquiryCode { code, page: public::PATH.to_owned(), expires_on, replaces_earlier };
    Ok(HttpResponse::Created().json(answer))
}
