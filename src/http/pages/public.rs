//! The public page (公众查询页), for parties, who have no login: how a case stands, by its number and a one-time code, and where to
//! rate it. It is there only where the office has switched it on. Not here: what is told (`app::enquiries`), rating
//! (`public_rating`), and handing codes out (`for_parties`).

use actix_web::http::StatusCode;
use actix_web::web::{Data, ServiceConfig, get, post};
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::enquiries::{Enquiry, Progress};
use crate::app::error::Error;
use crate::http::fault::{Answer, Fault};
use crate::http::limits::PublicLimiter;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, on_form};
use crate::http::pages::posted::Posted;
use crate::http::pages::public_rating;
use crate::http::pages::visitor::Stranger;
use crate::http::routes::resource;

/// Where it is.
pub const PATH: &str = "/public";
/// What a browser is known by that has looked with a code.
const LOOK: &str = "look";
/// The longest number and code that are shown again as they were typed.
const TYPED_CHARS_MAX: usize = 100;

/// Where one asks.
#[derive(Template)]
#[template(path = "public.html")]
struct AskingPage {
    f: Frame,
    notes: Vec<Note>,
    number: String,
    code: String,
}

/// What one is told.
#[derive(Template)]
#[template(path = "progress.html")]
struct ProgressPage {
    f: Frame,
    told: Progress,
}

/// Where whoever has the token of a link rates.
#[must_use]
pub fn rating_path(token: &str) -> String {
    format!("{PATH}/ratings/{token}")
}

/// Its pages.
#[rustfmt::skip]
pub fn register(config: &mut ServiceConfig) {
    config
        .service(resource("/public").route(get().to(form)).route(post().to(ask)))
        .service(resource("/public/ratings/{token}").route(get().to(public_rating::form)).route(post().to(public_rating::rate)));
}

/// Whether an address is one of its pages.
#[must_use]
pub fn is_below(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// That the office has switched it on.
///
/// # Errors
/// [`Error::NotFound`] where it has not.
pub(super) fn is_on(app: &App) -> Result<(), Fault> {
    if app.settings.public_page { Ok(()) } else { Err(Error::NotFound.into()) }
}

/// What stands behind the address is not looked at: what hands it on, as chats do, adds something of its own.
async fn form(app: Data<App>, request: HttpRequest) -> Answer {
    is_on(&app)?;
    show(&request, StatusCode::OK, (Vec::new(), &Posted::default()))
}

async fn ask(app: Data<App>, limiter: Data<PublicLimiter>, request: HttpRequest, form: Posted) -> Answer {
    is_on(&app)?;
    let stranger = Stranger::who_sent(&request, &form)?;
    let asked = Enquiry {
        number: form.one("number").to_owned(),
        code: form.one("code").to_owned(),
        browser: stranger.mark(LOOK),
    };
    let told = match limiter.attempt(&request) {
        Ok(()) => app.register.enquire(asked).await,
        Err(error) => Err(error),
    };
    match told.map_err(Fault::App) {
        Ok(told) => {
            let f = stranger.frame(&request);
            page(StatusCode::OK, f.language, &ProgressPage { f, told })
        }
        Err(fault) => {
            let found = on_form(&fault, stranger.frame(&request).language);
            if found.is_empty() {
                return Err(fault);
            }
            show(&request, fault.status_code(), (found, &form))
        }
    }
}

/// The form, with what was typed and what is wrong with it.
fn show(request: &HttpRequest, status: StatusCode, (notes, form): (Vec<Note>, &Posted)) -> Answer {
    let stranger = Stranger::of(request);
    let typed = |name: &str| form.one(name).chars().take(TYPED_CHARS_MAX).collect::<String>();
    let (number, code) = (typed("number"), typed("code"));
    let shown = AskingPage { f: stranger.frame(request), notes, number, code };
    stranger.keep(request, page(status, shown.f.language, &shown)?)
}
