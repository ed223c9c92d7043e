//! `/calendar-feeds` (日历订阅), and the calendars themselves, which are read with a feed's own token because calendar
//! programs cannot log in. The rules are in `app::calendar_feeds`.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::calendar_feeds::{CalendarFeed, FeedOf};
use crate::app::hearings::ListedHearing;
use crate::app::identity::Actor;
use crate::app::ids::hex;
use crate::documents::hearing_calendar::{HearingEvent, hearing_calendar};
use crate::domain::id::{FeedId, RoomId, UserId};
use crate::domain::refusal::words;
use crate::http::api::hearing_rooms::cursor;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// The longest token that is looked at.
const TOKEN_CHARS_MAX: usize = 128;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, make, revoke, of_person, of_room))]
pub struct Operations;

/// A calendar feed to be made: of a person or of a room.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NewFeed {
    /// Of the cases on which this person works.
    Person(UserId),
    /// In this room.
    Room(RoomId),
}

/// A feed that was made, and its secret.
#[derive(Serialize, ToSchema)]
pub struct MadeFeed {
    /// The feed.
    pub feed: CalendarFeed,
    /// Where calendar programs find it, the secret token included. It is told this once, and kept nowhere.
    pub path: String,
}

/// A page of feeds.
#[derive(Serialize, ToSchema)]
pub struct FeedPage {
    /// The feeds, the oldest first, without their tokens.
    pub items: Vec<CalendarFeed>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

impl FeedPage {
    /// A page, and whether another may follow.
    #[must_use]
    pub fn of(items: Vec<CalendarFeed>, limit: u32) -> FeedPage {
        let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
        let next = items.last().filter(|_| is_full).map(|last| last.id.to_string());
        FeedPage { items, next }
    }
}

/// 日历订阅列表 One's own feeds; everybody's for who may make them.
///
/// # Errors
/// A role that has none.
#[utoipa::path(get, path = "/api/v1/calendar-feeds", tag = "hearings", operation_id = "calendar_feeds",
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of feeds", body = FeedPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let items = app.register.feeds(&actor.caller(), after.map(FeedId), limit).await?;
    Ok(HttpResponse::Ok().json(FeedPage::of(items, limit)))
}

/// 新建日历订阅 Make a feed of one's own hearings, or, for who may, of a room or of another person.
/// Takes no `Idempotency-Key`: the token is never kept, so it could not be told again.
///
/// # Errors
/// Neither or both of person and room; no such person or room; a role that may not make it.
#[utoipa::path(post, path = "/api/v1/calendar-feeds", tag = "hearings", operation_id = "make_calendar_feed",
    request_body = NewFeed,
    responses((status = 201, description = "Made", body = MadeFeed),
        (status = 404, description = "未找到 No such person or room")))]
pub async fn make(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    conditions::no_key(&request)?;
    let of = match body.checked()? {
        NewFeed::Person(person) => FeedOf::Person(person),
        NewFeed::Room(room) => FeedOf::Room(room),
    };
    let (answer, token) = app.register.make_feed(&actor.caller(), of, None).await?;
    Ok(HttpResponse::Created().json(MadeFeed { feed: answer.given, path: path(of, &token) }))
}

/// 撤销日历订阅 Revoke a feed: its token is good for nothing from now on.
///
/// # Errors
/// No such feed, or one that is none of the caller's business.
#[utoipa::path(post, path = "/api/v1/calendar-feeds/{id}/revocation", tag = "hearings",
    operation_id = "revoke_calendar_feed",
    params(("id" = Uuid, Path, description = "The feed"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    responses((status = 200, description = "Revoked", body = CalendarFeed)))]
pub async fn revoke(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = FeedId(params::path_uuid(&request, "id")?);
    // It has no body: the path says it all.
    let key = conditions::key(&request, &[])?;
    let answer = app.register.revoke_feed(&actor.caller(), id, key).await?;
    Ok(conditions::once(StatusCode::OK, &answer).json(answer.given))
}

/// 个人开庭日历 A person's hearings as an iCalendar, for a calendar program with the feed's token.
///
/// # Errors
/// A token that is not this feed's, or was revoked.
#[utoipa::path(get, path = "/api/v1/people/{id}/hearings.ics", tag = "hearings", security(()),
    operation_id = "person_calendar",
    params(("id" = Uuid, Path, description = "The person"),
        ("token" = String, Query, max_length = 128, description = "The secret of the feed"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the calendar as it was last read")),
    responses((status = 200, description = "The calendar", content_type = "text/calendar", body = String,
            headers(("ETag" = String, description = "Changes when the calendar does"))),
        (status = 304, description = "The calendar is as it was")))]
pub async fn of_person(app: Data<App>, request: HttpRequest) -> Answer {
    let person = UserId(params::path_uuid(&request, "id")?);
    calendar(&app, &request, FeedOf::Person(person)).await
}

/// 仲裁庭开庭日历 The hearings in a room as an iCalendar, for a calendar program with the feed's token.
///
/// # Errors
/// A token that is not this feed's, or was revoked.
#[utoipa::path(get, path = "/api/v1/hearing-rooms/{id}/hearings.ics", tag = "hearings", security(()),
    operation_id = "room_calendar",
    params(("id" = Uuid, Path, description = "The room"),
        ("token" = String, Query, max_length = 128, description = "The secret of the feed"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the calendar as it was last read")),
    responses((status = 200, description = "The calendar", content_type = "text/calendar", body = String,
            headers(("ETag" = String, description = "Changes when the calendar does"))),
        (status = 304, description = "The calendar is as it was")))]
pub async fn of_room(app: Data<App>, request: HttpRequest) -> Answer {
    let room = RoomId(params::path_uuid(&request, "id")?);
    calendar(&app, &request, FeedOf::Room(room)).await
}

async fn calendar(app: &App, request: &HttpRequest, of: FeedOf) -> Answer {
    let mut params = Params::of(request);
    let token = params.text("token", TOKEN_CHARS_MAX);
    if token.is_none() && params.is_clean() {
        params.violate("token", "required", words("缺少必填参数", "This parameter is required."));
    }
    params.finish()?;
    let content = app.register.read_feed(of, token.unwrap_or_default()).await?;
    let events: Vec<HearingEvent> = content.hearings.into_iter().map(event).collect();
    let text = hearing_calendar(content.room.as_deref(), &events);
    let tag = format!("\"{}\"", hex(Sha256::digest(&text).get(..16).unwrap_or_default()));
    // A calendar program may keep it, and must ask whether it still is so.
    let kept = (header::CACHE_CONTROL, "private, no-cache");
    if conditions::has_tag(request, &tag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, tag))
            .insert_header(kept)
            .finish());
    }
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::ETAG, tag))
        .insert_header(kept)
        .body(text))
}

fn event(row: ListedHearing) -> HearingEvent {
    HearingEvent {
        case: row.case_id,
        first: row.first,
        number: row.number,
        stage: row.stage,
        version: row.version,
        changed_at: row.changed_at,
        held_on: row.held_on,
        starts: row.starts,
        minutes: row.minutes,
        room: row.room,
        status: row.status,
    }
}

/// Where calendar programs find a feed.
pub(in crate::http) fn path(of: FeedOf, token: &str) -> String {
    match of {
        FeedOf::Person(id) => format!("/api/v1/people/{id}/hearings.ics?token={token}"),
        FeedOf::Room(id) => format!("/api/v1/hearing-rooms/{id}/hearings.ics?token={token}"),
    }
}
