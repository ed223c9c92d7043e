//! Signing in and out with a browser (登录与退出), and the switch of the language. The sessions are those of the API; attempts
//! are counted with those of the API. Not here: what a session is (`app::identity`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::json;

use crate::app::App;
use crate::app::error::Error;
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault};
use crate::http::limits::LoginLimiter;
use crate::http::pages::frame::{Frame, LANGUAGE_COOKIE, own_path, page, see_other};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::posted::{Posted, Sent, TOKEN_FIELD, foreign};
use crate::http::pages::visitor::{
    SESSION_COOKIE, STRANGER_COOKIE, cookie, form_token, is_token_of, no_cookie, stranger_secret,
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
}

/// The form. A cookie makes it this browser's own.
///
/// # Errors
/// Every wrong parameter.
pub async fn form(request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let to = params.text("to", PATH_CHARS_MAX).unwrap_or_default();
    let password_was_set = params.flag("password_was_set");
    params.finish()?;
    let shown = |f| SignInPage { f, notes: Vec::new(), login: String::new(), to, password_was_set };
    show(&request, StatusCode::OK, shown)
}

fn show(request: &HttpRequest, status: StatusCode, shown: impl FnOnce(Frame) -> SignInPage) -> Answer {
    let known = request.cookie(STRANGER_COOKIE).map(|cookie| cookie.value().to_owned());
    let secret = known.filter(|known| known.len() == 64).unwrap_or_else(stranger_secret);
    let f = Frame { token: form_token(&secret), ..Frame::plain(request) };
    let language = f.language;
    let mut answer = page(status, language, &shown(f))?;
    answer.add_cookie(&cookie(request, STRANGER_COOKIE, secret)).map_err(wrong_cookie)?;
    Ok(answer)
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
    let secret = request.cookie(STRANGER_COOKIE).map(|cookie| cookie.value().to_owned());
    if !secret.is_some_and(|secret| is_token_of(&secret, form.one(TOKEN_FIELD))) {
        return Err(foreign());
    }
    let (login, password, to) = (form.one("login"), form.one("password"), form.one("to"));
    match tokens(&app, &limiter, &request, (login, password)).await {
        Ok(session) => {
            let mut answer = see_other(own_path(to));
            answer.add_cookie(&cookie(&request, SESSION_COOKIE, session)).map_err(wrong_cookie)?;
            answer.add_cookie(&no_cookie(&request, STRANGER_COOKIE)).map_err(wrong_cookie)?;
            Ok(answer)
        }
        Err(fault) => {
            let (login, to) = (login.to_owned(), to.to_owned());
            show(&request, fault.status_code(), |f| {
                let mut notes = notes(&fault, f.language);
                if matches!(fault, Fault::App(Error::TooMany { .. })) {
                    let said = f.say(
                        "尝试过于频繁，请稍候一分钟再试",
                        "Too many attempts: wait a minute and try again",
                    );
                    notes = vec![Note {
                        pointer: String::new(),
                        text: said.to_owned(),
                        article: None,
                        acknowledge: None,
                    }];
                }
                SignInPage { f, notes, login, to, password_was_set: false }
            })
        }
    }
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
    answer.add_cookie(&no_cookie(&request, SESSION_COOKIE)).map_err(wrong_cookie)?;
    Ok(answer)
}

/// Switches the language, and goes back to where one was.
///
/// # Errors
/// A language that the product does not speak.
pub async fn language(request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let back = params.text("back", PATH_CHARS_MAX).unwrap_or_default();
    params.finish()?;
    let tag =
        request.match_info().get("tag").filter(|tag| ["zh", "en"].contains(tag)).ok_or(Error::NotFound)?;
    let mut answer = see_other(own_path(&back));
    answer.add_cookie(&cookie(&request, LANGUAGE_COOKIE, tag.to_owned())).map_err(wrong_cookie)?;
    Ok(answer)
}

/// That a cookie of ours cannot be written.
fn wrong_cookie(error: impl std::fmt::Display) -> Fault {
    Error::Broken(format!("a cookie: {error}")).into()
}
