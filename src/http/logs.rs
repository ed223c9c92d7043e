//! Logs of requests (日志): one line for each, with an id that is also answered, and no personal
//! data: the route's pattern stands for the path, and query strings are left out.
//! Not here: the audit log, which is evidence and lives in the database.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest};
use tracing::Instrument as _;
use tracing_subscriber::EnvFilter;

use crate::app::ids::{hex, random};
use crate::config::LogFormat;

/// The header that carries the id of a request, both ways.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken over from the caller.
pub const REQUEST_ID_CHARS_MAX: usize = 64;

/// The id of the request being answered.
#[derive(Debug, Clone)]
struct RequestId(String);

/// Starts logging to standard error. The filter is `info` unless `RUST_LOG` says otherwise.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process keeps the first: tests start several servers.
    let _ = match format {
        LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).try_init(),
        LogFormat::Text => builder.try_init(),
    };
}

/// Middleware: gives each request an id and a span, and logs how it went.
///
/// # Errors
/// What the inner service could not answer at all.
pub async fn observe<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let id = given_id(request.request()).unwrap_or_else(|| hex(&random::<16>()));
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", request_id = %id, method = %request.method());
    let started = Instant::now();
    let inner = next.call(request);
    let log = span.clone();
    let mut response = inner.instrument(span).await?;
    log.in_scope(|| {
        let route = response.request().match_pattern().unwrap_or_else(|| "(no route)".to_owned());
        let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::info!(route, status = response.status().as_u16(), elapsed_us, "answered");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}

/// The id of a request as a URI for `instance`.
#[must_use]
pub fn instance(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map_or_else(String::new, |id| format!("urn:request:{}", id.0))
}

/// The caller's id, if it is short and plain enough to be put into logs.
fn given_id(request: &HttpRequest) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (plain && (1..=REQUEST_ID_CHARS_MAX).contains(&id.len())).then(|| id.to_owned())
}
