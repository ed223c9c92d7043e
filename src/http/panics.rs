//! A handler that breaks (处理中断) is answered with 500 and logged; without this its caller would hear nothing at all.
//! Not here: work in the database, which is caught where it is done (`storage`).

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::app::error::Error;
use crate::http::fault::Fault;

/// Middleware of a resource: turns a panic into an error of ours, which is dressed like every other. What the handler
/// held is dropped with it; nothing of it is used again.
///
/// # Errors
/// What the handler could not answer.
pub async fn answer(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // The resource is found by now: nothing needs the request for itself alone any more.
    let kept = request.request().clone();
    let mut call = Box::pin(next.call(request));
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))).unwrap_or_else(|_| {
            let broken = Fault::App(Error::Broken("a handler panicked".to_owned()));
            Poll::Ready(Ok(ServiceResponse::from_err(broken, kept.clone())))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::{App, HttpResponse, test, web};

    use crate::http::problem;

    async fn breaks() -> HttpResponse {
        panic!("on purpose")
    }

    #[actix_web::test]
    async fn who_meets_a_panic_hears_of_it_as_of_every_error() {
        let app = App::new()
            .wrap(from_fn(problem::dress))
            .service(web::resource("/").wrap(from_fn(super::answer)).route(web::get().to(breaks)));
        let app = test::init_service(app).await;
        let answer = test::call_service(&app, test::TestRequest::get().uri("/").to_request()).await;
        assert_eq!(answer.status(), 500);
        let body: serde_json::Value = test::read_body_json(answer).await;
        assert_eq!(body["type"], "/problems/internal");
    }
}
