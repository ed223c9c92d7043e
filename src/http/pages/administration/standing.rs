//! What stands (管理总览), and where one goes from there. Not here: how anything of it is changed.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::people::By;
use crate::app::permits::ensure;
use crate::domain::code::Coded as _;
use crate::domain::permission::Operation;
use crate::http::fault::Answer;
use crate::http::pages::frame::{Frame, may_at_all, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// How many people there are.
struct People {
    roles: Vec<(&'static str, i64)>,
    active: i64,
    inactive: i64,
}

#[derive(Template)]
#[template(path = "administration.html")]
struct StandingPage {
    f: Frame,
    people: Option<People>,
}

/// What stands.
///
/// # Errors
/// Not signed in; neither a supervisor nor an administrator.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    ensure(&visitor.actor.caller(), Operation::ReadWatch, None)?;
    let f = visitor.frame(&request);
    let people = match may_at_all(visitor.actor.role, Operation::ManageUsers) {
        true => {
            let found = app.identity.head_count(By::Person(&visitor.actor, None)).await?;
            let roles = found.active.iter().map(|(role, count)| (f.label(role.label()), *count)).collect();
            let active = found.active.iter().map(|(_, count)| count).sum();
            Some(People { roles, active, inactive: found.inactive })
        }
        false => None,
    };
    page(StatusCode::OK, f.language, &StandingPage { people, f })
}
