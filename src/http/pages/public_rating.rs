//! Rating a closed case (好差评) as a page, for a party with a one-time link. Who rated is kept nowhere (ADR 25); the rules are in
//! `app::ratings`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::app::error::Error;
use crate::app::ratings::{NewRating, RatingForm};
use crate::http::api::rating_links::RatingBody;
use crate::http::body::{from_checked, parse_value_as};
use crate::http::fault::{Answer, Fault};
use crate::http::limits::PublicLimiter;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, on_form};
use crate::http::pages::posted::Posted;
use crate::http::pages::public::is_on;
use crate::http::pages::visitor::Stranger;

/// Where one rates; or the thanks for it, or why it cannot be, where there is no form.
#[derive(Template)]
#[template(path = "rating.html")]
struct RatingPage {
    f: Frame,
    notes: Vec<Note>,
    form: Option<RatingForm>,
    has_rated: bool,
    score: String,
    text: String,
}

/// The form of whoever has a link.
///
/// # Errors
/// No public page, or no such link; too many attempts. That it is too old is said on the page.
pub async fn form(app: Data<App>, limiter: Data<PublicLimiter>, request: HttpRequest) -> Answer {
    is_on(&app)?;
    let form = tried(&app, &limiter, &request).await;
    match form {
        Ok(form) => show(&request, (StatusCode::OK, Vec::new()), (Some(form), &Posted::default())),
        Err(error) => refused(&request, error.into(), None),
    }
}

async fn tried(app: &App, limiter: &PublicLimiter, request: &HttpRequest) -> Result<RatingForm, Error> {
    limiter.attempt(request)?;
    app.register.rating_form(token(request)).await
}

/// Rates the case, once; who presses the button twice is thanked twice.
///
/// # Errors
/// As [`form`]; a form of another browser. What is wrong with the rating is said on the page.
pub async fn rate(
    app: Data<App>,
    limiter: Data<PublicLimiter>,
    request: HttpRequest,
    sent: Posted,
) -> Answer {
    is_on(&app)?;
    let stranger = Stranger::who_sent(&request, &sent)?;
    let token = token(&request);
    let mark = stranger.mark(sent.digest());
    let new = limiter.attempt(&request).and_then(|()| new_rating(&sent, mark.clone()));
    let rated = match new {
        Ok(new) => app.register.rate(token, new).await,
        Err(error) => {
            let form = app.register.rating_form(token).await?;
            return refused(&request, error.into(), Some((form, &sent)));
        }
    };
    match rated {
        Err(error) if !app.register.was_rated_by(token, &mark).await? => {
            refused(&request, error.into(), None)
        }
        _ => thanked(stranger.frame(&request)),
    }
}

fn thanked(f: Frame) -> Answer {
    let (notes, score, text) = (Vec::new(), String::new(), String::new());
    let thanks = RatingPage { f, notes, form: None, has_rated: true, score, text };
    page(StatusCode::OK, thanks.f.language, &thanks)
}

/// What a form says: a grade, and words or none, as the published schema takes them.
fn new_rating(sent: &Posted, mark: String) -> Result<NewRating, Error> {
    let body = parse_value_as("RatingBody", Value::Object(sent.body(&["score", "text"])), "")?;
    Ok(NewRating { form: Some(mark), ..from_checked::<RatingBody>(body)?.into() })
}

/// Says on a page why it cannot be; with the form where it can be mended.
fn refused(request: &HttpRequest, fault: Fault, again: Option<(RatingForm, &Posted)>) -> Answer {
    let found = on_form(&fault, Stranger::of(request).frame(request).language);
    if found.is_empty() {
        return Err(fault);
    }
    let nothing = Posted::default();
    let (form, sent) = again.map_or((None, &nothing), |(form, sent)| (Some(form), sent));
    show(request, (fault.status_code(), found), (form, sent))
}

fn show(
    request: &HttpRequest,
    (status, notes): (StatusCode, Vec<Note>),
    (form, sent): (Option<RatingForm>, &Posted),
) -> Answer {
    let stranger = Stranger::of(request);
    let text = sent.one("text").to_owned();
    let (f, score) = (stranger.frame(request), sent.one("score").to_owned());
    let shown = RatingPage { f, notes, form, has_rated: false, score, text };
    stranger.keep(request, page(status, shown.f.language, &shown)?)
}

fn token(request: &HttpRequest) -> &str {
    request.match_info().get("token").unwrap_or_default()
}
