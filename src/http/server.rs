//! The server (服务): listening, what stands around every answer, and stopping without breaking
//! off what was begun. Not here: routes and handlers.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::rt::System;
use actix_web::web::Data;
use actix_web::{App as WebApp, HttpServer};

use crate::app::App;
use crate::http::api::papers::PaperFonts;
use crate::http::caller_address::CallerAddress;
use crate::http::draining::{self, Draining};
use crate::http::limits::{KeyLimiter, LoginLimiter, PublicLimiter};
use crate::http::{logs, problem, routes};

/// How long an idle connection is kept for the next request.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// How long a caller may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a caller may take to close a connection.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Answers of the API may load nothing and be framed nowhere.
const CSP_API: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
/// The page of the documentation loads its own files, and calls the API beside it. Its icons are
/// in its style sheet.
const CSP_PAGE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// A server that is running in threads of its own.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    handle: ServerHandle,
    draining: Data<Draining>,
    shutdown: Duration,
    thread: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A handle that stops it from elsewhere.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.handle.clone()
    }

    /// Stops it: takes in nobody new, finishes what was begun, within the time that is set. Blocks.
    ///
    /// # Errors
    /// What the server died of.
    pub fn stop(self) -> io::Result<()> {
        System::new().block_on(async {
            self.draining.begin();
            self.handle.pause().await;
            self.draining.drained(self.shutdown).await;
            self.handle.stop(true).await;
        });
        self.wait()
    }

    /// Waits until it has stopped. Blocks.
    ///
    /// # Errors
    /// What the server died of.
    pub fn wait(self) -> io::Result<()> {
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the server panicked")))
    }
}

/// Serves the app on a listener that is bound already, until it is stopped.
///
/// # Errors
/// When the listener cannot be served on.
pub fn serve(app: Arc<App>, listener: TcpListener) -> io::Result<Running> {
    let address = listener.local_addr()?;
    let shutdown = Duration::from_secs(app.settings.shutdown_seconds.into());
    let draining = Data::new(Draining::default());
    let counted = draining.clone();
    let (started, starts) = mpsc::channel();
    let thread = thread::Builder::new().name("http".to_owned()).spawn(move || {
        System::new().block_on(async move {
            let server = listen(app, counted, listener)?;
            let _ = started.send(server.handle());
            server.await
        })
    })?;
    match starts.recv() {
        Ok(handle) => Ok(Running { address, handle, draining, shutdown, thread }),
        Err(_) => Err(match thread.join() {
            Ok(Err(error)) => error,
            _ => io::Error::other("the server did not start"),
        }),
    }
}

fn listen(app: Arc<App>, draining: Data<Draining>, listener: TcpListener) -> io::Result<Server> {
    let shutdown_seconds = u64::from(app.settings.shutdown_seconds);
    let addresses = CallerAddress::behind(&app.settings.trusted_proxies);
    let limiter = Data::new(LoginLimiter::new(app.settings.login_attempts_per_minute, addresses.clone()));
    let public_limiter = Data::new(PublicLimiter::new(app.settings.public_requests_per_minute, addresses));
    let key_limiter = Data::new(KeyLimiter::new(app.settings.key_requests_per_minute));
    let fonts = Data::new(PaperFonts::default());
    let app = Data::from(app);
    let server = HttpServer::new(move || {
        WebApp::new()
            .app_data(app.clone())
            .app_data(limiter.clone())
            .app_data(public_limiter.clone())
            .app_data(key_limiter.clone())
            .app_data(draining.clone())
            .app_data(fonts.clone())
            .wrap(from_fn(problem::dress))
            .wrap(from_fn(protect))
            .wrap(Compress::default())
            .wrap(from_fn(logs::observe))
            .wrap(from_fn(draining::count))
            .configure(routes::register)
    });
    let server = server
        .disable_signals()
        // A packed answer leaves in several writes: with the delay the last would wait for what the caller acknowledges, 40 ms.
        .tcp_nodelay(true)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_TIMEOUT)
        .client_disconnect_timeout(DISCONNECT_TIMEOUT)
        .shutdown_timeout(shutdown_seconds)
        .listen(listener)?;
    Ok(server.run())
}

/// Middleware: the headers that every answer carries.
async fn protect<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let is_page = request.path().starts_with("/docs/");
    let mut response = next.call(request).await?;
    let csp = if is_page && response.status().is_success() { CSP_PAGE } else { CSP_API };
    let cache = if is_page { "no-cache" } else { "no-store" };
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::CONTENT_SECURITY_POLICY, csp),
    ];
    for (name, value) in fixed {
        if !response.headers().contains_key(&name) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// Waits for the signal to stop: SIGTERM or SIGINT. `listening` is called once a signal can no
/// longer be missed.
///
/// # Errors
/// When signals cannot be listened for.
pub async fn stop_signal(listening: impl FnOnce()) -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        listening();
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            _ = interrupt.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    {
        listening();
        tokio::signal::ctrl_c().await
    }
}
