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

/// The database answers too, and the server is not stopping.
///
/// # Errors
/// That it does not, or is; unknown query parameters.
#[utoipa::path(get, path = "/health/ready", tag = "health", security(()),
    responses((status = 200, description = "The database answers", body = Health),
        (status = 503, description = "The database does not answer, or the server is stopping")))]
pub async fn ready(app: Data<App>, draining: Data<Draining>, request: HttpRequest) -> Answer {
    params::none(&request)?;
    if draining.is_stopping() {
        return Err(Fault::NotReady);
    }
    app.is_ready().await.map_err(|_| Fault::NotReady)?;
    Ok(HttpResponse::Ok().json(OK))
}
