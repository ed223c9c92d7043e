//! Finishing what was begun (停止前办完): how many requests are under way, so that a stop waits for them. The
//! server's own count of connections misses one that it has just taken in, and would cut it off.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::rt::time;
use actix_web::web::Data;
use tokio::sync::Notify;

/// The requests under way, and whether the server is stopping.
#[derive(Debug, Default)]
pub struct Draining {
    under_way: AtomicUsize,
    is_stopping: AtomicBool,
    ended: Notify,
}

/// A request under way; dropped when it is answered or broken off.
struct UnderWay<'a>(&'a Draining);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
        self.0.ended.notify_waiters();
    }
}

impl Draining {
    /// Says that the server is stopping: it is not ready for anything new.
    pub fn begin(&self) {
        self.is_stopping.store(true, Ordering::SeqCst);
    }

    /// Whether the server is stopping.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::SeqCst)
    }

    /// Waits until no request is under way, so long at most.
    pub async fn drained(&self, at_most: Duration) {
        let drained = async {
            loop {
                let ended = self.ended.notified();
                if self.under_way.load(Ordering::SeqCst) == 0 {
                    return;
                }
                ended.await;
            }
        };
        // What is not done by then is broken off by the stop that follows.
        let _ = time::timeout(at_most, drained).await;
    }

    fn enter(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::SeqCst);
        UnderWay(self)
    }
}

/// Middleware: counts a request from its head to its answer.
///
/// # Errors
/// Those of what is inside.
pub async fn count<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let draining = request.app_data::<Data<Draining>>().cloned();
    let _under_way = draining.as_ref().map(|draining| draining.enter());
    next.call(request).await
}
