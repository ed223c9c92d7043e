//! `/changes` (变更流): which cases changed since a number. The rules are in `app::changes`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::changes::{Change, Changes};
use crate::app::error::{Place, Violation};
use crate::app::identity::Actor;
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault};
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(changes))]
pub struct Operations;

/// The largest whole number that every program reads exactly: 2^53 - 1.
const AFTER_MAX: i64 = 9_007_199_254_740_991;

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
    /// What to ask for next: `after` this number. It is kept by whoever reads, and is good for ever.
    pub next: i64,
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

/// 变更流 The cases that changed since a number, without personal data: each change at least once and in order, also where
/// transactions are committed in another order than they began. Whoever reads on from `next` misses none.
///
/// # Errors
/// Every wrong parameter at once; a number that the feed never came to, because the database was put back to an earlier
/// state: then everything is to be read again; a role that does not read the feed.
#[utoipa::path(get, path = "/api/v1/changes", tag = "statistics", operation_id = "changes",
    params(("after" = Option<i64>, Query, minimum = 0, maximum = 9_007_199_254_740_991_i64, description = "The `next` of the page before; 0 or nothing for the beginning"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said")),
    responses((status = 200, description = "The changes", body = ChangeFeed, example = json!({
        "items": [{ "no": 4711, "case_id": "01970000-0000-7000-8000-000000000001", "kind": "arbitration",
            "number": "徐劳人仲案字〔2021〕7号", "stage": "accepted", "version": 2, "entry": 2, "act": "acceptance",
            "recorded_at": "2021-03-03T01:00:00Z" }],
        "next": 4711 }))))]
pub async fn changes(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let after = params.number("after", 0..=AFTER_MAX).unwrap_or(0);
    let limit = params.limit();
    params.finish()?;
    let found = app.register.changes(&actor.caller(), after, limit).await?;
    let Changes { items, next } = found.ok_or_else(beyond_the_end)?;
    let items = items.into_iter().map(ChangeView::of).collect();
    Ok(HttpResponse::Ok().json(ChangeFeed { items, next }))
}

fn beyond_the_end() -> Fault {
    let said = words(
        "变更流没有到过这个序号：数据库可能已恢复到较早的状态，请从头读取",
        "The feed never came to this number: the database was perhaps put back to an earlier state. Read from the beginning.",
    );
    let place = Place::Query("after".to_owned());
    Fault::Senseless(vec![Violation { place, code: "beyond_the_end", words: said }])
}
