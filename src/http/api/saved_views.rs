//! `/saved-views` (常用筛选): filters under a name. The rules are in `app::saved_views`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::saved_views::{Audience, SavedView, ViewFilters, ViewText};
use crate::domain::id::ViewId;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, add, replace, remove))]
pub struct Operations;

/// A view to be saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewBody {
    /// Its name; not blank, on one line. Personal data does not belong here.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 100)]
    name: String,
    /// Who sees it; supervisors share views with the office.
    #[serde(default)]
    audience: Audience,
    /// Its filters. Words to search for are not kept.
    filters: ViewFilters,
}

impl ViewBody {
    /// As it is kept.
    pub(crate) fn text(self) -> ViewText {
        ViewText { name: self.name, audience: self.audience, filters: self.filters }
    }
}

/// The views that somebody sees.
#[derive(Serialize, ToSchema)]
pub struct SavedViewList {
    /// The caller's own by their names, then those that others share.
    pub items: Vec<SavedView>,
}

/// 常用筛选 The caller's saved views, and those that are shared with the office: fifty of each at most.
///
/// # Errors
/// A role that keeps none.
#[utoipa::path(get, path = "/api/v1/saved-views", tag = "cases", operation_id = "saved_views",
    responses((status = 200, description = "The views", body = SavedViewList)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let items = app.register.saved_views(&actor.caller()).await?;
    Ok(HttpResponse::Ok().json(SavedViewList { items }))
}

/// 保存常用筛选 Save a view.
///
/// # Errors
/// Every violation at once; that there are enough; a role that keeps none, or shares none.
#[utoipa::path(post, path = "/api/v1/saved-views", tag = "cases", operation_id = "save_view",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer")),
    request_body = ViewBody,
    responses((status = 201, description = "Saved", body = SavedView),
        (status = 409, description = "数量已满 There are as many as there may be")))]
pub async fn add(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let key = conditions::key(&request, body.bytes().unwrap_or_default())?;
    let view: ViewBody = body.checked()?;
    let answer = app.register.add_view(&actor.caller(), view.text(), key).await?;
    Ok(conditions::once(StatusCode::CREATED, &answer).json(answer.given))
}

/// 修改常用筛选 Write one of the caller's views anew.
///
/// # Errors
/// Every violation at once; no such view, or somebody else's; a role that shares none.
#[utoipa::path(put, path = "/api/v1/saved-views/{id}", tag = "cases", operation_id = "replace_view",
    params(("id" = Uuid, Path, description = "The view")),
    request_body = ViewBody,
    responses((status = 200, description = "The view, as it is now", body = SavedView),
        (status = 409, description = "数量已满 As many are shared as may be")))]
pub async fn replace(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let id = ViewId(params::path_uuid(&request, "id")?);
    let view: ViewBody = body.checked()?;
    let view = app.register.replace_view(&actor.caller(), id, view.text()).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// 删除常用筛选 Remove one of the caller's views.
///
/// # Errors
/// No such view, or somebody else's.
#[utoipa::path(delete, path = "/api/v1/saved-views/{id}", tag = "cases", operation_id = "remove_view",
    params(("id" = Uuid, Path, description = "The view")),
    responses((status = 204, description = "Removed")))]
pub async fn remove(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = ViewId(params::path_uuid(&request, "id")?);
    app.register.remove_view(&actor.caller(), id).await?;
    Ok(HttpResponse::NoContent().finish())
}
