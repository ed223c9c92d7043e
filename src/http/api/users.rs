//! `/users` (用户): people with a login, for administrators. The rules are in `app::people`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::people::{By, NewPassword, NewPerson, User};
use crate::domain::id::UserId;
use crate::domain::role::Role;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::limits::LoginLimiter;
use crate::http::params::{self, Params};
use crate::http::problem::Answer;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, staff, add, deactivate, reactivate, change_role, set_password))]
pub struct Operations;

/// A person to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The name they will log in with.
    #[schema(pattern = "^[a-z0-9][a-z0-9._-]{1,31}$")]
    login: String,
    /// The name people know.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 64)]
    name: String,
    /// What they are in the office.
    role: Role,
    /// Their first password; it must not contain the login.
    #[schema(pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", min_length = 12, max_length = 128)]
    password: String,
}

impl From<NewUser> for NewPerson {
    fn from(new: NewUser) -> NewPerson {
        let NewUser { login, name, role, password } = new;
        NewPerson { login, name, role, password }
    }
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password in force; required to change one's own.
    #[schema(max_length = 128)]
    current_password: Option<String>,
    /// The new one; it must not contain the login.
    #[schema(pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", min_length = 12, max_length = 128)]
    password: String,
}

impl PasswordChange {
    /// It, for somebody.
    #[must_use]
    pub fn of(self, user: UserId) -> NewPassword {
        NewPassword { user, current: self.current_password, password: self.password }
    }
}

/// Taking somebody back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reactivation {
    /// The password with which they log in from then on; it must not contain the login.
    #[schema(pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", min_length = 12, max_length = 128)]
    password: String,
}

impl Reactivation {
    /// It, of somebody.
    #[must_use]
    pub fn of(self, user: UserId) -> NewPassword {
        NewPassword { user, current: None, password: self.password }
    }
}

/// Another role for somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// What they are in the office from then on; no report client, whose account is a program's.
    role: Role,
}

impl From<RoleChange> for Role {
    fn from(change: RoleChange) -> Role {
        change.role
    }
}

/// One page of people, by login.
#[derive(Serialize, ToSchema)]
pub struct UserPage {
    /// The people.
    pub items: Vec<User>,
    /// The cursor of the next page, if this one is full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl UserPage {
    /// A page, and whether another may follow.
    #[must_use]
    pub fn of(items: Vec<User>, limit: u32) -> UserPage {
        let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
        let next = items.last().filter(|_| is_full).map(|last| last.login.clone());
        UserPage { items, next }
    }
}

/// 用户列表 People, by login.
///
/// # Errors
/// Not an administrator.
#[utoipa::path(get, path = "/api/v1/users", tag = "users", operation_id = "list_users",
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of people", body = UserPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), params.cursor());
    params.finish()?;
    let items = app.identity.people(By::Person(&actor, None), after, limit).await?;
    Ok(HttpResponse::Ok().json(UserPage::of(items, limit)))
}

/// 办案人员名单 Who works in the office: for assigning, and for showing names.
///
/// # Errors
/// A role that does not see the staff.
#[utoipa::path(get, path = "/api/v1/staff", tag = "users", operation_id = "list_staff",
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of people", body = UserPage)))]
pub async fn staff(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), params.cursor());
    params.finish()?;
    let items = app.identity.staff(&actor, after, limit).await?;
    Ok(HttpResponse::Ok().json(UserPage::of(items, limit)))
}

/// 新增用户 Add a person.
///
/// # Errors
/// Every violation at once; a login that is taken; not an administrator.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", operation_id = "add_user",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = NewUser,
    responses((status = 201, description = "Added", body = User),
        (status = 409, description = "登录名已被使用 The login is taken"),
        (status = 422, description = "密码不合规 The password breaks a rule")))]
pub async fn add(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let new = body.checked::<NewUser>()?.into();
    let answer = app.identity.add_person(By::Person(&actor, key.as_ref()), new).await?;
    Ok(conditions::once(StatusCode::CREATED, &answer).json(answer.given))
}

/// 停用 Deactivate a person; their sessions end.
///
/// # Errors
/// No such person; oneself; not an administrator.
#[utoipa::path(post, path = "/api/v1/users/{id}/deactivation", tag = "users", operation_id = "deactivate_user",
    params(("id" = Uuid, Path, description = "The person"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    responses((status = 200, description = "Deactivated", body = User),
        (status = 409, description = "不能停用自己 Nobody deactivates themselves")))]
pub async fn deactivate(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let user = UserId(params::path_uuid(&request, "id")?);
    // It has no body: the path says it all.
    let key = conditions::key(&request, &[])?;
    let answer = app.identity.deactivate(By::Person(&actor, key.as_ref()), user).await?;
    Ok(conditions::once(StatusCode::OK, &answer).json(answer.given))
}

/// 恢复 Let a person who was deactivated log in again, under the same login and in the same role, with a new password. Their
/// keys and calendar feeds from before stay revoked.
///
/// # Errors
/// Every violation at once; no such person; one who may log in already; not an administrator.
#[utoipa::path(post, path = "/api/v1/users/{id}/reactivation", tag = "users", operation_id = "reactivate_user",
    params(("id" = Uuid, Path, description = "The person"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = Reactivation,
    responses((status = 200, description = "They may log in again", body = User),
        (status = 409, description = "该人员在用 They may log in already"),
        (status = 422, description = "密码不合规 The password breaks a rule")))]
pub async fn reactivate(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let user = UserId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let new = body.checked::<Reactivation>()?.of(user);
    let answer = app.identity.reactivate(By::Person(&actor, key.as_ref()), new).await?;
    Ok(conditions::once(StatusCode::OK, &answer).json(answer.given))
}

/// 变更角色 Give a person another role; their sessions end. The cases that they are assigned to stay theirs.
///
/// # Errors
/// Every violation at once; no such person; oneself; the role that they have; from or to a report client; not an administrator.
#[utoipa::path(post, path = "/api/v1/users/{id}/role-change", tag = "users", operation_id = "change_user_role",
    params(("id" = Uuid, Path, description = "The person"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = RoleChange,
    responses((status = 200, description = "Changed", body = User),
        (status = 409, description = "本人、同一角色或者报表客户端账号 Oneself, the same role, or a report client")))]
pub async fn change_role(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let user = UserId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let role = body.checked::<RoleChange>()?.into();
    let answer = app.identity.change_role(By::Person(&actor, key.as_ref()), user, role).await?;
    Ok(conditions::once(StatusCode::OK, &answer).json(answer.given))
}

/// 设置密码 Set a password; the person's sessions end.
///
/// # Errors
/// Every violation at once; no such person; neither oneself nor an administrator; too many attempts.
#[utoipa::path(post, path = "/api/v1/users/{id}/password", tag = "users", operation_id = "set_user_password",
    params(("id" = Uuid, Path, description = "The person"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = PasswordChange,
    responses((status = 204, description = "Set"),
        (status = 422, description = "密码不合规，或现用密码不正确 The password breaks a rule, or the one in force is wrong"),
        (status = 429, description = "尝试过于频繁 Too many attempts")))]
pub async fn set_password(
    app: Data<App>,
    limiter: Data<LoginLimiter>,
    actor: Actor,
    request: HttpRequest,
    body: Body,
) -> Answer {
    params::none(&request)?;
    let user = UserId(params::path_uuid(&request, "id")?);
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let new = body.checked::<PasswordChange>()?.of(user);
    limiter.attempt(&request, &actor.login)?;
    let answer = app.identity.set_password(By::Person(&actor, key.as_ref()), new).await?;
    Ok(conditions::once(StatusCode::NO_CONTENT, &answer).finish())
}
