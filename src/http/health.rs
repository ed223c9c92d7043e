//! Health (健康检查): whether the process lives, and whether it can serve. Open to everyone, and
//! mute about everything else.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::draining::Draining;
use crate::http::params;
use crate::http::problem::{Answer, Fault};

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// The process answers.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/health/live", tag = "health", security(()),
    responses((status = 200, description = "The process answers", body = Health)))]
pub async fn live(request: HttpRequest) -> Answer {
    params::none(&request)?;
    Ok(HttpResponse::Ok().json(OK))
}

/// The database answers too and has room, and the server is not stopping. That no room is left is known from a write that met
/// none; with the next one that is kept the service is ready again.
///
/// # Errors
/// That it does not, has none, or is; unknown query parameters.
#[utoipa::path(get, path = "/health/ready", tag = "health", security(()),
    responses((status = 200, description = "The database answers, and had room for what was written last", body = Health),
        (status = 503, description = "The database does not answer or its disk is full, or the server is stopping")))]
pub async fn ready(app: Data<App>, draining: Data<Draining>, request: HttpRequest) -> Answer {
    params::none(&request)?;
    if draining.is_stopping() {
        return Err(Fault::NotReady);
    }
    app.is_ready().await.map_err(|_| Fault::NotReady)?;
    Ok(HttpResponse::Ok().json(OK))
}
