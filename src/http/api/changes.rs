//! `/changes` (变更流): which cases changed since a place in the feed. The rules are in `app::changes`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::changes::{Change, Changes, FeedPlace};
use crate::app::error::{Place, Violation};
use crate::app::identity::Actor;
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault};
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(changes))]
pub struct Operations;

/// One change: an entry of a docket, without what it says. What is told of the case is how it is now.
#[derive(Serialize, ToSchema)]
pub struct ChangeView {
    /// Its number in the feed.
    pub no: i64,
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// What kind of case it is.
    pub kind: String,
    /// The number of the case, once it has one.
    pub number: Option<String>,
    /// The stage of the case.
    pub stage: String,
    /// The version of the case.
    pub version: i32,
    /// The number of the entry in the docket; it made this version of the case.
    pub entry: i32,
    /// The code of the act, or `correction`, or `calendar_change`.
    pub act: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Changes, in order.
#[derive(Serialize, ToSchema)]
pub struct ChangeFeed {
    /// The changes; none where there is nothing new.
    pub items: Vec<ChangeView>,
    /// The cursor to go on with, kept by whoever reads: it stays good as long as this history of the database goes on. It is given
    /// with an empty page too, for the feed goes on: whoever gets no items stops, keeps it, and asks with it the next time. Null
    /// while the feed is empty.
    pub next: Option<String>,
}

impl ChangeView {
    fn of(Change { no, recorded_at, row }: Change) -> ChangeView {
        ChangeView {
            no,
            case_id: row.case_id,
            kind: row.kind,
            number: row.number,
            stage: row.stage,
            version: row.version,
            entry: row.entry_no,
            act: row.act,
            recorded_at,
        }
    }
}

/// 变更流 The cases that changed since a place in the feed, without personal data: each change at least once and in order,
/// also where transactions are committed in another order than they began. Whoever goes on from `next` misses none. A change
/// comes into the feed about a second after it was recorded.
///
/// The feed has no last page: read until a page has no items, keep its `next`, and go on from there the next time. As a table
/// (`Accept: text/csv`) it is the same, and `next` is in the `Link` header, of an empty page too.
///
/// # Errors
/// Every wrong parameter at once; a cursor of another history, because the database was put back to an earlier state: then
/// everything is to be read again; a role that does not read the feed.
#[utoipa::path(get, path = "/api/v1/changes", tag = "statistics", operation_id = "changes",
    params(("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the answer before; nothing for the beginning"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said")),
    responses((status = 200, description = "The changes", body = ChangeFeed,
        headers(("Link" = String, description = "后续变更，空页也有；读到空页即可停止 What follows (as a table), with an empty page too, at which one stops")),
        example = json!({
        "items": [{ "no": 4711, "case_id": "01970000-0000-7000-8000-000000000001", "kind": "arbitration",
            "number": "徐劳人仲案字〔2021〕7号", "stage": "accepted", "version": 2, "entry": 2, "act": "acceptance",
            "recorded_at": "2021-03-03T01:00:00Z" }],
        "next": "4711-00112233aabbccdd" })),
        (status = 422, description = "数据库已恢复到较早的状态，请从头读取 The cursor is of another history: read from the beginning")))]
pub async fn changes(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (after, limit) = (place(&mut params), params.limit());
    params.finish()?;
    let found = app.register.changes(&actor.caller(), after, limit).await?;
    let Changes { items, next } = found.ok_or_else(of_another_history)?;
    let items = items.into_iter().map(ChangeView::of).collect();
    Ok(HttpResponse::Ok().json(ChangeFeed { items, next: next.map(|place| place.to_string()) }))
}

fn place(params: &mut Params) -> Option<FeedPlace> {
    let place = FeedPlace::parse(&params.cursor()?);
    if place.is_none() {
        params.doubt_cursor();
    }
    place
}

fn of_another_history() -> Fault {
    let said = words(
        "变更流中没有此游标所指的变更：数据库已恢复到较早的状态，请不带游标从头读取",
        "The feed does not have the change of this cursor: the database was put back to an earlier state. Read from the \
         beginning, without a cursor.",
    );
    let place = Place::Query("cursor".to_owned());
    Fault::Senseless(vec![Violation { place, code: "other_history", words: said }])
}
