//! One's own password (修改密码), changed with a browser. Every session ends with it, so one signs in again. The rules are in
//! `app::people`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::people::{By, NewPassword};
use crate::http::fault::{Answer, Fault};
use crate::http::limits::LoginLimiter;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::posted::Sent;
use crate::http::pages::visitor::Visitor;
use crate::http::params;

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    f: Frame,
    notes: Vec<Note>,
}

/// The form.
///
/// # Errors
/// Not signed in.
pub async fn form(request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let f = visitor.frame(&request);
    page(StatusCode::OK, f.language, &PasswordPage { f, notes: Vec::new() })
}

/// Sets it.
///
/// # Errors
/// A form of another session. What is wrong with the password is said on the page itself.
pub async fn set(app: Data<App>, limiter: Data<LoginLimiter>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    limiter.attempt(&request, &visitor.actor.login)?;
    let new = NewPassword {
        user: visitor.actor.user,
        current: Some(form.one("current_password").to_owned()),
        password: form.one("password").to_owned(),
    };
    match app.identity.set_password(By::Person(&visitor.actor, None), new).await {
        Ok(_) => Ok(see_other("/sign-in?password_was_set=true")),
        Err(error) => {
            let (fault, f) = (Fault::App(error), visitor.frame(&request));
            let shown = notes(&fault, f.language);
            if shown.is_empty() {
                return Err(fault);
            }
            page(fault.status_code(), f.language, &PasswordPage { f, notes: shown })
        }
    }
}
