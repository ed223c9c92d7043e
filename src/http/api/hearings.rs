//! `/hearings` (排庭表) and `/cases/{id}/hearing-slots` (可排时段): when and where hearings are, and when the next one of
//! a case could be. Setting one is an act (`acts`).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::error::Error;
use crate::app::hearing_slots::{AskedSlots, FreeSlots};
use crate::app::hearings::{AskedHearings, HearingCursor, ListedHearing};
use crate::app::identity::Actor;
use crate::domain::id::{CaseId, EntryNo, RoomId, UserId};
use crate::domain::schedule::{HEARING_MINUTES, HearingStatus, clock_time};
use crate::domain::stage::Stage;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, slots))]
pub struct Operations;

/// A hearing on the list.
#[derive(Serialize, ToSchema)]
pub struct HearingItem {
    /// The case.
    pub case_id: CaseId,
    /// Its number (案号).
    pub number: Option<String>,
    /// Its stage.
    pub stage: Stage,
    /// The number of the hearing in the case: that of its entry.
    pub hearing: EntryNo,
    /// The entry that set it first, before it was postponed.
    pub first: EntryNo,
    /// The day.
    pub held_on: NaiveDate,
    /// The time, `HH:MM`, if its notice says so.
    pub time: Option<String>,
    /// How many minutes it is expected to take.
    pub minutes: Option<u16>,
    /// The room, if it is one of the office's list.
    pub room: Option<RoomId>,
    /// What the room is called.
    pub room_name: Option<String>,
    /// How it stands.
    pub status: HearingStatus,
}

/// A page of hearings.
#[derive(Serialize, ToSchema)]
pub struct HearingPageView {
    /// The hearings, the earliest first; on one day those without a time come first.
    pub items: Vec<HearingItem>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 排庭表 The hearings of the office, the earliest first.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/hearings", tag = "hearings", operation_id = "hearings",
    params(("from" = Option<String>, Query, format = Date, description = "From this day"),
        ("to" = Option<String>, Query, format = Date, description = "Through this day"),
        ("room" = Option<Uuid>, Query, description = "In this room"),
        ("person" = Option<Uuid>, Query, description = "Of the cases on which this person works"),
        ("status" = Option<String>, Query, pattern = "^(scheduled|postponed|open|adjourned|closed|cancelled)(,(scheduled|postponed|open|adjourned|closed|cancelled))*$",
            description = "Standing so; several separated by commas. However they stand if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of hearings", body = HearingPageView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let asked = AskedHearings {
        from: params.date("from"),
        to: params.date("to"),
        room: params.uuid("room").map(RoomId),
        person: params.uuid("person").map(UserId),
        statuses: params.coded_list::<HearingStatus>("status"),
    };
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let rows = app.register.hearings(&actor.caller(), asked, (after, limit)).await?;
    let is_full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| is_full).map(show_cursor);
    Ok(HttpResponse::Ok().json(HearingPageView { items: rows.into_iter().map(item).collect(), next }))
}

/// 可排时段 The next three free slots for a hearing of a case: on working days that the law allows, within the office's
/// hours, when a room and the whole tribunal is free. Nothing is reserved.
///
/// # Errors
/// No such case; every wrong parameter at once; who may set no hearing; a stage that has none.
#[utoipa::path(get, path = "/api/v1/cases/{id}/hearing-slots", tag = "hearings", operation_id = "hearing_slots",
    params(("id" = Uuid, Path, description = "The case"),
        ("minutes" = Option<u32>, Query, minimum = 15, maximum = 720,
            description = "How long; by the office's setting if not said"),
        ("room" = Option<Uuid>, Query, description = "In this room; in any that is in use if not said"),
        ("from" = Option<String>, Query, format = Date, description = "Not before this day")),
    responses((status = 200, description = "At most three slots, or why there is none", body = FreeSlots),
        (status = 409, description = "本阶段不能排庭 No hearing is set at this stage"),
        (status = 422, description = "没有这一仲裁庭，或时长超过办公时段 No such room, or longer than the office's hours")))]
pub async fn slots(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let (shortest, longest) = (i64::from(*HEARING_MINUTES.start()), i64::from(*HEARING_MINUTES.end()));
    let asked = AskedSlots {
        minutes: params.number("minutes", shortest..=longest).and_then(|minutes| u16::try_from(minutes).ok()),
        room: params.uuid("room").map(RoomId),
        from: params.date("from"),
    };
    params.finish()?;
    let slots = app.register.hearing_slots(&actor.caller(), case, asked).await;
    let slots = slots.map_err(|error| match error {
        // The parameters were of the right form, or they would have been refused before.
        Error::Invalid(violations) => Fault::Senseless(violations),
        error => Fault::App(error),
    })?;
    Ok(HttpResponse::Ok().json(slots))
}

fn item(row: ListedHearing) -> HearingItem {
    HearingItem {
        case_id: row.case_id,
        number: row.number,
        stage: row.stage,
        hearing: row.hearing,
        first: row.first,
        held_on: row.held_on,
        time: row.starts.map(clock_time),
        minutes: row.minutes,
        room: row.room_id,
        room_name: row.room,
        status: row.status,
    }
}

fn show_cursor(last: &ListedHearing) -> String {
    let starts = last.starts.map_or(-1, i32::from);
    format!("{}~{starts}~{}~{}", last.held_on, last.case_id, last.hearing)
}

fn cursor(params: &mut Params) -> Option<HearingCursor> {
    let text = params.cursor()?;
    let parsed = parse_cursor(&text);
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}

fn parse_cursor(text: &str) -> Option<HearingCursor> {
    let mut parts = text.split('~');
    let cursor = HearingCursor {
        on_date: parts.next()?.parse().ok()?,
        starts: parts.next()?.parse().ok()?,
        case_id: parts.next()?.parse::<Uuid>().ok()?.to_string(),
        hearing: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}
