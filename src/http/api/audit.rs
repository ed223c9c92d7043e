//! `/audit` (审计日志): who did what, the newest first, for supervisors and administrators. What is told is `app::audit_log`'s.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::audit::AuditEvent;
use crate::app::audit_log::{AskedAudit, AuditLine, AuditPlace};
use crate::app::identity::Actor;
use crate::domain::id::UserId;
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Operations;

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditPage {
    /// The entries, the newest first.
    pub items: Vec<AuditLine>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

impl AuditPage {
    /// A page, and whether another may follow.
    #[must_use]
    pub fn of(items: Vec<AuditLine>, limit: u32) -> AuditPage {
        let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
        let next = items.last().filter(|_| is_full).map(|last| last.place().to_string());
        AuditPage { items, next }
    }
}

/// 审计日志 The audit log, the newest first: logins, accounts, settings, and to whom personal data was shown. It has ids and
/// codes, and no personal data; acts on cases are in dockets.
///
/// # Errors
/// Every wrong parameter at once; neither a supervisor nor an administrator.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", operation_id = "audit_log",
    params(("from" = Option<String>, Query, format = Date, description = "From this day, by the office's clock"),
        ("to" = Option<String>, Query, format = Date, description = "Through this day"),
        ("actor" = Option<Uuid>, Query, description = "Only what this person did"),
        ("event" = Option<AuditEvent>, Query, description = "Only this event"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of the log", body = AuditPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let asked = asked(&mut params);
    params.finish()?;
    let limit = asked.limit;
    let items = app.register.audit_log(&actor.caller(), asked).await?;
    Ok(HttpResponse::Ok().json(AuditPage::of(items, limit)))
}

/// What the parameters of a request ask for.
pub(in crate::http) fn asked(params: &mut Params) -> AskedAudit {
    AskedAudit {
        from: params.date("from"),
        to: params.date("to"),
        actor: params.uuid("actor").map(UserId),
        event: params.coded::<AuditEvent>("event"),
        limit: params.limit(),
        after: place(params),
    }
}

fn place(params: &mut Params) -> Option<AuditPlace> {
    let place = AuditPlace::parse(&params.cursor()?);
    if place.is_none() {
        params.doubt_cursor();
    }
    place
}
