//! What is not yet served (待送达): the office's list, and that of one case. What counts as served is the domain's.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::pending_services::{PendingCase, PendingCursor, PendingPage, PendingServiceRow};
use crate::domain::code::{Coded, Label};
use crate::domain::service_of_process::Document;
use crate::domain::service_of_process::pending::Lacks;
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Operations;

/// One document that one party lacks, or whose proof is missing.
#[derive(Serialize, ToSchema)]
pub struct PendingItem {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its stage.
    pub stage: String,
    /// The first employer.
    pub employer: Option<String>,
    /// The document.
    pub document: String,
    /// What it is called.
    pub name: Label,
    /// The hearing or defence that it is about; of a missing proof, the service.
    pub of: Option<i32>,
    /// The party.
    pub party: i32,
    /// Since when it is lacking.
    pub since: NaiveDate,
    /// By when it is due, where a rule says so.
    pub due_on: Option<NaiveDate>,
}

/// A page of what is lacking.
#[derive(Serialize, ToSchema)]
pub struct PendingView {
    /// What is lacking in all of them.
    pub lacks: Lacks,
    /// The longest first.
    pub items: Vec<PendingItem>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 待送达清单 What is not yet served, or was served without proof, the longest first.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/pending-services", tag = "services", operation_id = "pending_services",
    params(("lacks" = Option<Lacks>, Query, description = "`service` if not said: not served; `proof`: served without proof"),
        ("document" = Option<Document>, Query, description = "Of this document"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page", body = PendingView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let lacks = params.coded::<Lacks>("lacks").unwrap_or(Lacks::Service);
    let document = params.coded::<Document>("document").map(|document| document.code().to_owned());
    let after = cursor(&mut params);
    let limit = i64::from(params.limit());
    params.finish()?;
    let page = PendingPage { lacks: lacks.code().to_owned(), document, after, limit };
    let rows = app.register.pending_services(&actor.caller(), page).await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| is_full).map(|(row, _)| show_cursor(&row.cursor()));
    let items = rows.into_iter().map(item).collect();
    Ok(HttpResponse::Ok().json(PendingView { lacks, items, next }))
}

fn item((row, case): (PendingServiceRow, PendingCase)) -> PendingItem {
    let unknown = Label { code: "", zh: "", en: "" };
    PendingItem {
        case_id: row.case_id,
        number: case.number,
        stage: case.stage,
        employer: case.lead_employer,
        name: Document::from_code(&row.document).map_or(unknown, |document| *document.label()),
        document: row.document,
        of: (row.of_entry != 0).then_some(row.of_entry),
        party: row.party,
        since: row.since_on,
        due_on: row.due_on,
    }
}

fn cursor(params: &mut Params) -> Option<PendingCursor> {
    let text = params.cursor()?;
    let parsed = parse_cursor(&text);
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}

fn show_cursor(cursor: &PendingCursor) -> String {
    let PendingCursor { since_on, case_id, document, of_entry, party } = cursor;
    format!("{since_on}~{case_id}~{document}~{of_entry}~{party}")
}

fn parse_cursor(text: &str) -> Option<PendingCursor> {
    let mut parts = text.split('~');
    let cursor = PendingCursor {
        since_on: parts.next()?.parse().ok()?,
        case_id: parts.next()?.parse::<Uuid>().ok()?.to_string(),
        document: Document::from_code(parts.next()?)?.code().to_owned(),
        of_entry: parts.next()?.parse().ok()?,
        party: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}
