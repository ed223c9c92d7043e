//! `/users/{id}/api-keys` (接口密钥): the keys of programs, for administrators. The rules are in `app::api_keys`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::api_keys::{ApiKey, NewApiKey};
use crate::app::identity::Actor;
use crate::domain::id::{ApiKeyId, UserId};
use crate::http::api::hearing_rooms::cursor;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, issue, revoke))]
pub struct Operations;

/// A key to be issued.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyBody {
    /// What it is called: which program has it.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 100)]
    name: String,
    /// For how many days it is good.
    #[schema(minimum = 1, maximum = 366)]
    days: u16,
}

impl ApiKeyBody {
    /// It, for somebody.
    #[must_use]
    pub fn of(self, user: UserId) -> NewApiKey {
        NewApiKey { user, name: self.name, days: self.days }
    }
}

/// A key that was issued, and its secret.
#[derive(Serialize, ToSchema)]
pub struct IssuedKey {
    /// The key.
    pub key: ApiKey,
    /// The secret, which goes with each request as a bearer token. It is told this once, and kept nowhere.
    pub secret: String,
}

/// A page of keys.
#[derive(Serialize, ToSchema)]
pub struct ApiKeyPage {
    /// The keys, the oldest first, without their secrets.
    pub items: Vec<ApiKey>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

impl ApiKeyPage {
    /// A page, and whether another may follow.
    #[must_use]
    pub fn of(items: Vec<ApiKey>, limit: u32) -> ApiKeyPage {
        let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
        let next = items.last().filter(|_| is_full).map(|last| last.id.to_string());
        ApiKeyPage { items, next }
    }
}

/// 接口密钥列表 The keys of a report client, without their secrets.
///
/// # Errors
/// No such person; not an administrator.
#[utoipa::path(get, path = "/api/v1/users/{id}/api-keys", tag = "users", operation_id = "api_keys",
    params(("id" = Uuid, Path, description = "The person"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of keys", body = ApiKeyPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let user = UserId(params::path_uuid(&request, "id")?);
    let items = app.identity.keys_of(&actor, user, after.map(ApiKeyId), limit).await?;
    Ok(HttpResponse::Ok().json(ApiKeyPage::of(items, limit)))
}

/// 发放接口密钥 Issue a key to a report client, for a program that cannot log in. It only reads, as its role may, and no
/// personal data. Takes no `Idempotency-Key`: the secret is never kept, so it could not be told again.
///
/// # Errors
/// Every violation at once; no such person; one who is no report client; not an administrator.
#[utoipa::path(post, path = "/api/v1/users/{id}/api-keys", tag = "users", operation_id = "issue_api_key",
    params(("id" = Uuid, Path, description = "The person")),
    request_body = ApiKeyBody,
    responses((status = 201, description = "Issued", body = IssuedKey),
        (status = 409, description = "不是报表客户端账号，或密钥已满 No report client, or as many keys as there may be")))]
pub async fn issue(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let user = UserId(params::path_uuid(&request, "id")?);
    let new = body.checked::<ApiKeyBody>()?.of(user);
    let (answer, secret) = app.identity.issue_key(&actor, new, None).await?;
    Ok(HttpResponse::Created().json(IssuedKey { key: answer.given, secret }))
}

/// 撤销接口密钥 Revoke a key: it is good for nothing from now on.
///
/// # Errors
/// No such key; not an administrator.
#[utoipa::path(post, path = "/api/v1/api-keys/{id}/revocation", tag = "users", operation_id = "revoke_api_key",
    params(("id" = Uuid, Path, description = "The key"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    responses((status = 200, description = "Revoked", body = ApiKey)))]
pub async fn revoke(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = ApiKeyId(params::path_uuid(&request, "id")?);
    // It has no body: the path says it all.
    let key = conditions::key(&request, &[])?;
    let answer = app.identity.revoke_key(&actor, id, key).await?;
    Ok(conditions::once(StatusCode::OK, &answer).json(answer.given))
}
