//! `/hearing-rooms` (仲裁庭): the office's list of hearing rooms. The rules are in `app::hearing_rooms`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::identity::Actor;
use crate::domain::id::RoomId;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, add, retire))]
pub struct Operations;

/// A hearing room to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoom {
    /// Its name; no other room in use has it.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 100)]
    pub name: String,
}

/// A page of hearing rooms.
#[derive(Serialize, ToSchema)]
pub struct RoomPage {
    /// The rooms, the oldest first; retired ones too.
    pub items: Vec<HearingRoom>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

impl RoomPage {
    /// A page, and whether another may follow.
    #[must_use]
    pub fn of(items: Vec<HearingRoom>, limit: u32) -> RoomPage {
        let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
        let next = items.last().filter(|_| is_full).map(|last| last.id.to_string());
        RoomPage { items, next }
    }
}

/// 仲裁庭名录 The office's hearing rooms, the oldest first; those that were retired too.
///
/// # Errors
/// A role that does not see them.
#[utoipa::path(get, path = "/api/v1/hearing-rooms", tag = "hearings", operation_id = "hearing_rooms",
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of rooms", body = RoomPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let items = app.register.rooms(&actor.caller(), after.map(RoomId), limit).await?;
    Ok(HttpResponse::Ok().json(RoomPage::of(items, limit)))
}

/// 新增仲裁庭 Add a hearing room.
///
/// # Errors
/// Every violation at once; a name that a room in use has; a role that does not manage rooms.
#[utoipa::path(post, path = "/api/v1/hearing-rooms", tag = "hearings", operation_id = "add_hearing_room",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = NewRoom,
    responses((status = 201, description = "Added", body = HearingRoom),
        (status = 409, description = "已有同名的在用仲裁庭 A room in use has this name")))]
pub async fn add(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let NewRoom { name } = body.checked()?;
    let answer = app.register.add_room(&actor.caller(), name, key).await?;
    Ok(conditions::once(StatusCode::CREATED, &answer).json(answer.given))
}

/// 停用仲裁庭 Retire a hearing room: no new hearing is set in it, and those that were set before stay.
///
/// # Errors
/// No such room; a role that does not manage rooms.
#[utoipa::path(post, path = "/api/v1/hearing-rooms/{id}/retirement", tag = "hearings",
    operation_id = "retire_hearing_room",
    params(("id" = Uuid, Path, description = "The room"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    responses((status = 200, description = "Retired", body = HearingRoom)))]
pub async fn retire(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = RoomId(params::path_uuid(&request, "id")?);
    // It has no body: the path says it all.
    let key = conditions::key(&request, &[])?;
    let answer = app.register.retire_room(&actor.caller(), id, key).await?;
    Ok(conditions::once(StatusCode::OK, &answer).json(answer.given))
}

/// A cursor that is an id.
pub(in crate::http) fn cursor(params: &mut Params) -> Option<Uuid> {
    let text = params.cursor()?;
    let parsed = text.parse().ok();
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}
