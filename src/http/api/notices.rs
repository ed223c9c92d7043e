//! `/notices` (提醒): one's own, and the mark that one has read them; and how the watch that raises them
//! stands. The rules are in `app::notices` and `app::watching`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::notices::{AskedNotices, Notice, Unread};
use crate::app::watching::WatchReport;
use crate::domain::id::NoticeId;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, mark_read, watch))]
pub struct Operations;

/// One page of one's notices.
#[derive(Serialize, ToSchema)]
pub struct NoticePageView {
    /// The notices, the latest first.
    pub items: Vec<Notice>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<NoticeId>,
}

/// 本人提醒 The caller's own notices, the latest first.
///
/// # Errors
/// Every wrong parameter at once; a role that gets none.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", operation_id = "list_notices",
    params(("unread" = Option<bool>, Query, description = "true: only those that have not been read"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of notices", body = NoticePageView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let unread = if params.flag("unread") { Unread::Only } else { Unread::AndRead };
    let after = cursor(&mut params);
    let limit = params.limit();
    params.finish()?;
    let items = app.register.notices(&actor.caller(), AskedNotices { unread, after, limit }).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|notice| notice.id);
    Ok(HttpResponse::Ok().json(NoticePageView { items, next }))
}

/// 已读 Mark one of the caller's notices as read. Doing it again changes nothing.
///
/// # Errors
/// No such notice, or somebody else's.
#[utoipa::path(put, path = "/api/v1/notices/{id}/read-mark", tag = "notices", operation_id = "mark_notice_read",
    params(("id" = Uuid, Path, description = "The notice")),
    responses((status = 200, description = "The notice, read", body = Notice)))]
pub async fn mark_read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = NoticeId(params::path_uuid(&request, "id")?);
    let notice = app.register.mark_notice_read(&actor.caller(), id).await?;
    Ok(HttpResponse::Ok().json(notice))
}

/// 期限监视 How the watch over the deadlines stands: when it last ran, how that ended, and whether it is late.
///
/// # Errors
/// A role that does not look after it.
#[utoipa::path(get, path = "/api/v1/watch", tag = "notices", operation_id = "watch",
    responses((status = 200, description = "How the watch stands", body = WatchReport)))]
pub async fn watch(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    Ok(HttpResponse::Ok().json(app.watch.report(&actor.caller()).await?))
}

fn cursor(params: &mut Params) -> Option<NoticeId> {
    let text = params.cursor()?;
    let parsed = text.parse::<Uuid>().ok().map(NoticeId);
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}
