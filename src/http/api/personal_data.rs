//! Personal data in the clear (个人信息原文), and to whom it was shown. Not here: the masked case (`cases`).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::same_person::OtherCase;
use crate::app::unmasking::{REASON_CHARS_MAX, Unmasking};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::party::{Party, Person};
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(personal_data, other_cases, unmaskings, ledger_unmaskings), components(schemas(Party<Person>)))]
pub struct Operations;

/// A page of showings.
#[derive(Serialize, ToSchema)]
pub struct UnmaskingPage {
    /// The showings, the first first.
    pub items: Vec<Unmasking>,
    /// The `after` of the next page, if this one is full.
    pub next: Option<i64>,
}

/// 个人信息原文 A party's personal data in the clear; that it was shown is put down, with the reason if one is given. The
/// reason names no personal data.
///
/// # Errors
/// No such party; the caller's role or assignment does not allow it, or their recusal is pending or was upheld.
#[utoipa::path(get, path = "/api/v1/cases/{id}/parties/{party}/personal-data", tag = "cases",
    operation_id = "personal_data",
    params(("id" = Uuid, Path, description = "The case"),
        ("party" = u32, Path, minimum = 1, maximum = 2_147_483_647, description = "The number of the party"),
        ("reason" = Option<String>, Query, max_length = 200, description = "Why it must be seen; without personal data")),
    responses((status = 200, description = "The party", body = Party<Person>),
        (status = 409, description = "已回避 Recused")))]
pub async fn personal_data(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let reason = params.text("reason", REASON_CHARS_MAX).filter(|reason| !reason.trim().is_empty());
    params.finish()?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let party = path_party(&request)?;
    let party = app.register.personal_data(&actor.caller(), id, party, reason).await?;
    Ok(HttpResponse::Ok().json(party))
}

/// The other cases of the people of a party.
#[derive(Serialize, ToSchema)]
pub struct OtherCases {
    /// The cases, the newest first.
    pub items: Vec<OtherCase>,
}

/// 同一人的其他案件 Other cases in which somebody of the party is too, whether as a party or for one: found by the ID-card
/// number, or by name and phone number together. Nothing of the other cases is shown but what the caller may see.
///
/// # Errors
/// No such case or party.
#[utoipa::path(get, path = "/api/v1/cases/{id}/parties/{party}/other-cases", tag = "cases",
    operation_id = "other_cases",
    params(("id" = Uuid, Path, description = "The case"),
        ("party" = u32, Path, minimum = 1, maximum = 2_147_483_647, description = "The number of the party"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "How many at most, 50 if not said")),
    responses((status = 200, description = "The cases", body = OtherCases)))]
pub async fn other_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let limit = params.limit();
    params.finish()?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let party = path_party(&request)?;
    let items = app.register.other_cases(&actor.caller(), (id, party), limit).await?;
    Ok(HttpResponse::Ok().json(OtherCases { items }))
}

fn path_party(request: &HttpRequest) -> Result<PartyNo, Fault> {
    let said = words("应为当事人序号", "Must be the number of a party.");
    Ok(params::path_part(request, "party", said).map(PartyNo)?)
}

/// 个人信息查看记录 To whom personal data of a case was shown, and why.
///
/// # Errors
/// No such case; the caller is no supervisor.
#[utoipa::path(get, path = "/api/v1/cases/{id}/unmaskings", tag = "cases", operation_id = "unmaskings",
    params(("id" = Uuid, Path, description = "The case"),
        ("after" = Option<i64>, Query, minimum = 0, description = "Only showings after this number"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Showings a page, 50 if not said")),
    responses((status = 200, description = "A page of showings", body = UnmaskingPage)))]
pub async fn unmaskings(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let (id, asked) = (CaseId(params::path_uuid(&request, "id")?), page(&request)?);
    Ok(paged(app.register.unmaskings(&actor.caller(), id, asked).await?, asked))
}

/// 台账退回行查看记录 To whom rejected rows of ledgers were shown, and why: they are of no case.
///
/// # Errors
/// The caller is no supervisor.
#[utoipa::path(get, path = "/api/v1/ledger-unmaskings", tag = "ledgers", operation_id = "ledger_unmaskings",
    params(("after" = Option<i64>, Query, minimum = 0, description = "Only showings after this number"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Showings a page, 50 if not said")),
    responses((status = 200, description = "A page of showings", body = UnmaskingPage)))]
pub async fn ledger_unmaskings(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let asked = page(&request)?;
    Ok(paged(app.register.ledger_unmaskings(&actor.caller(), asked).await?, asked))
}

/// After which number, and how many.
fn page(request: &HttpRequest) -> Result<(i64, u32), Fault> {
    let mut params = Params::of(request);
    let asked = (params.number("after", 0..=i64::MAX).unwrap_or(0), params.limit());
    params.finish()?;
    Ok(asked)
}

fn paged(items: Vec<Unmasking>, (_, limit): (i64, u32)) -> HttpResponse {
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.no);
    HttpResponse::Ok().json(UnmaskingPage { items, next })
}
