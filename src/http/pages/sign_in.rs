//! Signing in and out with a browser (登录与退出), and the switch of the language. The sessions are those of the API; attempts
//! are counted with those of the API. Not here: what a session is (`app::identity`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use askama::Template;
use serde_json::json;

use crate::app::App;
use crate::app::error::Error;
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault};
use crate::http::limits::LoginLimiter;
use crate::http::pages::frame::{Frame, LANGUAGE_COOKIE, own_path, page, see_other};
use crate::http::pages::notes::{Note, on_form};
use crate::http::pages::posted::{KeptForm, Posted, Sent};
use crate::http::pages::visitor::{
    SESSION_COOKIE, STRANGER_COOKIE, Stranger, cookie, form_token, no_cookie, set,
};
use crate::http::params::Params;
use crate::http::schema;

/// The longest address that one is sent on to.
const PATH_CHARS_MAX: usize = 500;

/// The page where one signs in.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    f: Frame,
    notes: Vec<Note>,
    login: String,
    to: String,
    password_was_set: bool,
    kept: Option<KeptForm>,
}

/// What was typed before the session ended, to be sent again.
#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage {
    f: Frame,
    at: String,
    fields: Vec<(String, String)>,
}

/// The form. A cookie makes it this browser's own.
///
/// # Errors
/// Every wrong parameter.
pub async fn form(request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let to = path_in(&mut params, "to");
    let password_was_set = params.flag("password_was_set");
    params.finish()?;
    let (notes, login) = (Vec::new(), String::new());
    let shown = |f| SignInPage { f, notes, login, to, password_was_set, kept: None };
    show(&request, StatusCode::OK, shown)
}

/// The form for somebody whose session had ended when they sent another: what they typed goes along.
///
/// # Errors
/// When the page cannot be made.
pub fn again(request: &HttpRequest, kept: KeptForm) -> Answer {
    show(request, StatusCode::UNAUTHORIZED, |f| {
        let said = f.say(
            "登录已失效，尚未登记；您填写的内容还在，登录后可以接着办理",
            "You were signed out, and nothing was recorded. What you typed is kept: sign in and go on",
        );
        let notes = vec![said_of_whole(said)];
        let (login, to) = (String::new(), String::new());
        SignInPage { f, notes, login, to, password_was_set: false, kept: Some(kept) }
    })
}

/// A path to go on to; a longer one than any page of ours has is none.
fn path_in(params: &mut Params, name: &str) -> String {
    let given = params.text(name, usize::MAX).unwrap_or_default();
    if given.chars().count() > PATH_CHARS_MAX { String::new() } else { given }
}

fn said_of_whole(said: &str) -> Note {
    Note { pointer: String::new(), text: said.to_owned(), article: None, acknowledge: None }
}

fn show(request: &HttpRequest, status: StatusCode, shown: impl FnOnce(Frame) -> SignInPage) -> Answer {
    let stranger = Stranger::of(request);
    let f = stranger.frame(request);
    let language = f.language;
    stranger.keep(request, page(status, language, &shown(f))?)
}

/// Signs in.
///
/// # Errors
/// A form of another browser. What is wrong with the login is said on the page itself.
pub async fn sign_in(
    app: Data<App>,
    limiter: Data<LoginLimiter>,
    request: HttpRequest,
    form: Posted,
) -> Answer {
    Stranger::who_sent(&request, &form)?;
    let (login, password, to) = (form.one("login"), form.one("password"), form.one("to"));
    match tokens(&app, &limiter, &request, (login, password)).await {
        Ok(session) => {
            let mut answer = match kept_in(&form) {
                Some(kept) => go_on(&request, &session, &kept)?,
                None => see_other(own_path(to)),
            };
            set(&mut answer, &cookie(&request, SESSION_COOKIE, session))?;
            set(&mut answer, &no_cookie(&request, STRANGER_COOKIE))?;
            Ok(answer)
        }
        Err(fault) => {
            let (login, to) = (login.to_owned(), to.to_owned());
            show(&request, fault.status_code(), |f| {
                let notes = on_form(&fault, f.language);
                SignInPage { f, notes, login, to, password_was_set: false, kept: kept_in(&form) }
            })
        }
    }
}

/// What was typed before the session ended, as the form where one signs in brings it back: to a page of a case alone.
fn kept_in(form: &Posted) -> Option<KeptForm> {
    let (at, fields) = (form.one("kept_at"), form.one("kept"));
    let is_ours = own_path(at) == at && KeptForm::is_tried_at(at) && !fields.is_empty();
    is_ours.then(|| KeptForm { at: at.to_owned(), fields: fields.to_owned() })
}

/// Shows whoever has signed in that what they typed is kept. It is sent again by them, to be tried and not to be recorded.
fn go_on(request: &HttpRequest, session: &str, kept: &KeptForm) -> Result<HttpResponse, Fault> {
    let f = Frame { token: form_token(session), ..Frame::plain(request) };
    page(StatusCode::OK, f.language, &KeptPage { at: kept.at.clone(), fields: kept.typed(), f })
}

/// The secret of a new session.
async fn tokens(
    app: &App,
    limiter: &LoginLimiter,
    request: &HttpRequest,
    (login, password): (&str, &str),
) -> Result<String, Fault> {
    // What no login can be is as wrong as a wrong one.
    let given = json!({ "login": login, "password": password });
    if !schema::validate("Credentials", &given)?.is_empty() {
        let said = words("登录名或密码不正确", "The login or the password is not right.");
        return Err(Error::Unauthenticated(said).into());
    }
    limiter.attempt(request, login)?;
    Ok(app.identity.log_in(login.to_owned(), password.to_owned()).await?.refresh)
}

/// Signs out: the session ends.
///
/// # Errors
/// Not signed in; a form of another session.
pub async fn sign_out(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    app.identity.log_out(&sent.visitor.actor).await?;
    let mut answer = see_other("/sign-in");
    set(&mut answer, &no_cookie(&request, SESSION_COOKIE))?;
    Ok(answer)
}

/// Switches the language, and goes back to where one was.
///
/// # Errors
/// A language that the product does not speak.
pub async fn language(request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let back = path_in(&mut params, "back");
    params.finish()?;
    let tag =
        request.match_info().get("tag").filter(|tag| ["zh", "en"].contains(tag)).ok_or(Error::NotFound)?;
    let mut answer = see_other(own_path(&back));
    set(&mut answer, &cookie(&request, LANGUAGE_COOKIE, tag.to_owned()))?;
    Ok(answer)
}
