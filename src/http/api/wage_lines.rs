//! `GET /cases/{id}/wage-lines` (工资明细): what each worker of an inspection is owed and has got. The list that comes in as a
//! file at the same path is `wage_files`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::wage_lines::{WagePage, WhichWorkers, WorkerWages};
use crate::domain::case::WageTotals;
use crate::domain::id::{CaseId, PartyNo};
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Operations;

/// A page of the workers of a wage list.
#[derive(Serialize, ToSchema)]
pub struct WageLinesView {
    /// The workers, by their numbers.
    pub items: Vec<WorkerWages>,
    /// Of all workers of the case, whichever are asked for: what the items of all pages come to. None of a case of another
    /// kind.
    pub totals: Option<WageTotals>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 工资明细 What each worker on the wage list of an inspection is owed, for which times, what came in, and what is still to
/// be paid, by the number of the party.
///
/// # Errors
/// No such case; every wrong parameter at once.
#[utoipa::path(get, path = "/api/v1/cases/{id}/wage-lines", tag = "cases", operation_id = "wage_lines",
    params(("id" = uuid::Uuid, Path, description = "The case"),
        ("open" = Option<bool>, Query, description = "`true`: only those who are still owed something"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Workers a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of workers", body = WageLinesView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let which = if params.flag("open") { WhichWorkers::Open } else { WhichWorkers::All };
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let page = app.register.wage_lines(&actor.caller(), id, which, (after, limit)).await?;
    let WagePage { workers: items, totals } = page;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.worker.to_string());
    Ok(HttpResponse::Ok().json(WageLinesView { items, totals, next }))
}

fn cursor(params: &mut Params) -> Option<PartyNo> {
    let text = params.cursor()?;
    let no = text.parse().ok().map(PartyNo);
    if no.is_none() {
        params.doubt_cursor();
    }
    no
}
