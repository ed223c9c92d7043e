//! A handler that breaks (处理中断) is answered with 500 and logged; without this its caller would hear nothing at all.
//! Not here: work in the database, which is caught where it is done (`storage`).

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::app::error::Error;
use crate::http::fault::Fault;

/// Middleware: turns a panic into an error of ours. What the handler held is dropped with it; nothing of it is used again.
///
/// # Errors
/// What the handler could not answer.
pub async fn answer<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let mut call = Box::pin(next.call(request));
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))).unwrap_or_else(|_| {
            let broken = Fault::App(Error::Broken("a handler panicked".to_owned()));
            Poll::Ready(Err(broken.into()))
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
            .wrap(from_fn(super::answer))
            .wrap(from_fn(problem::dress))
            .route("/", web::get().to(breaks));
        let app = test::init_service(app).await;
        let answer = test::call_service(&app, test::TestRequest::get().uri("/").to_request()).await;
        assert_eq!(answer.status(), 500);
        let body: serde_json::Value = test::read_body_json(answer).await;
        assert_eq!(body["type"], "/problems/internal");
    }
}
