//! `/sessions` and `/me` (登录): logging in, going on, leaving. The rules are in `app::identity`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::{Actor, Tokens};
use crate::domain::id::UserId;
use crate::domain::role::Role;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::limits::LoginLimiter;
use crate::http::params;
use crate::http::problem::Answer;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(log_in, renew, log_out, me))]
pub struct Operations;

/// A login and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The name that the person logs in with.
    #[schema(min_length = 1, max_length = 64)]
    login: String,
    /// The password.
    #[schema(min_length = 1, max_length = 128)]
    password: String,
}

/// A refresh token, good for one renewal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshToken {
    /// The token of the last login or renewal.
    #[schema(min_length = 1, max_length = 256)]
    refresh_token: String,
}

/// What a login or a renewal gives.
#[derive(Serialize, ToSchema)]
pub struct SessionTokens {
    /// Goes into `Authorization: Bearer …` of each request.
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// When the access token ends.
    access_expires_at: DateTime<Utc>,
    /// Good for one renewal; using it twice ends the session.
    refresh_token: String,
    /// When the session ends unless it is renewed.
    session_expires_at: DateTime<Utc>,
}

impl From<Tokens> for SessionTokens {
    fn from(tokens: Tokens) -> SessionTokens {
        SessionTokens {
            access_token: tokens.access,
            token_type: "Bearer",
            access_expires_at: tokens.access_expires_at,
            refresh_token: tokens.refresh,
            session_expires_at: tokens.session_expires_at,
        }
    }
}

/// The person who is calling.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The id.
    id: UserId,
    /// The name they log in with.
    login: String,
    /// The name people know.
    name: String,
    /// What they are in the office.
    role: Role,
}

/// 登录 Log in. Takes no `Idempotency-Key`: the answer holds tokens, which are never kept.
///
/// # Errors
/// A malformed body; a wrong login or password; too many attempts.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", security(()), request_body = Credentials,
    responses((status = 201, description = "Logged in", body = SessionTokens),
        (status = 401, description = "登录名或密码不正确 Wrong login or password"),
        (status = 429, description = "尝试过于频繁 Too many attempts")))]
pub async fn log_in(app: Data<App>, limiter: Data<LoginLimiter>, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let credentials: Credentials = body.checked()?;
    limiter.attempt(&request, &credentials.login)?;
    let tokens = app.identity.log_in(credentials.login, credentials.password).await?;
    Ok(HttpResponse::Created().json(SessionTokens::from(tokens)))
}

/// 续期 Renew: new tokens for a refresh token. Takes no `Idempotency-Key`: the answer holds tokens, which are never kept.
///
/// # Errors
/// A malformed body; a token that is not in force.
#[utoipa::path(post, path = "/api/v1/sessions/renewal", tag = "sessions", security(()),
    request_body = RefreshToken,
    responses((status = 201, description = "Renewed", body = SessionTokens),
        (status = 401, description = "会话已结束 The session has ended")))]
pub async fn renew(app: Data<App>, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let presented: RefreshToken = body.checked()?;
    let tokens = app.identity.renew(&presented.refresh_token).await?;
    Ok(HttpResponse::Created().json(SessionTokens::from(tokens)))
}

/// 退出 Log out: the session ends, and its access tokens with it. Takes no `Idempotency-Key`, like all of sessions.
///
/// # Errors
/// Not logged in.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions",
    responses((status = 204, description = "Logged out")))]
pub async fn log_out(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    app.identity.log_out(&actor).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// 本人 Who is calling.
///
/// # Errors
/// Not logged in.
#[utoipa::path(get, path = "/api/v1/me", tag = "sessions",
    responses((status = 200, description = "The caller", body = Me)))]
pub async fn me(actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let me = Me { id: actor.user, login: actor.login, name: actor.name, role: actor.role };
    Ok(HttpResponse::Ok().json(me))
}
