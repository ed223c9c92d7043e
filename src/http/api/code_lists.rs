//! Code lists (代码表): every code with what people read, in Chinese and English.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::identity::Actor;
use crate::domain::code::CodeList;
use crate::domain::code_lists;
use crate::http::fault::Answer;
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Operations;

/// Every code list.
#[derive(Serialize, ToSchema)]
pub struct CodeListsView {
    /// The lists.
    pub items: Vec<CodeList>,
}

/// 代码表 Every code list.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/api/v1/code-lists", tag = "rules", operation_id = "code_lists",
    responses((status = 200, description = "The lists", body = CodeListsView)))]
pub async fn list(_actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    Ok(HttpResponse::Ok().json(CodeListsView { items: code_lists::all() }))
}
