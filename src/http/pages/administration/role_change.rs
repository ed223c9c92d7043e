//! Giving somebody another role (变更角色), as a page: what each role can do, and what follows from the change, before it is made.
//! The rules are in `app::people`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::app::error::Error;
use crate::app::people::{By, User};
use crate::domain::code::Coded as _;
use crate::domain::role::Role;
use crate::http::api::users::RoleChange;
use crate::http::body::Checked;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::administration::people::{PEOPLE, RoleChoice, choice};
use crate::http::pages::administration::person::path_user;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params;

#[derive(Template)]
#[template(path = "role_change.html")]
struct RolePage {
    f: Frame,
    user: User,
    now: &'static str,
    role: Field,
    roles: Vec<RoleChoice>,
    elsewhere: Vec<Note>,
    key: String,
}

/// The roles to choose from.
///
/// # Errors
/// Not signed in; no such person; not an administrator.
pub async fn form(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let shown = RolePage::of(&app, (&request, &visitor), &Posted::default(), None).await?;
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Gives the role, once.
///
/// # Errors
/// Not signed in; a form of another session; no such person; not an administrator. Why it cannot be is said on the page.
pub async fn change(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let id = path_user(&request)?;
    let key = key(&form, request.path());
    let changed = match read(&form) {
        Ok(role) => app.identity.change_role(By::Person(&visitor.actor, key.as_ref()), id, role).await,
        Err(error) => Err(error),
    };
    match changed.map_err(Fault::App) {
        Ok(_) => Ok(see_other(&format!("{PEOPLE}/{id}?role_changed=true"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let shown = RolePage::of(&app, (&request, &visitor), &form, Some(&fault)).await?;
            page(fault.status_code(), shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

fn read(form: &Posted) -> Result<Role, Error> {
    let body = Value::Object(form.body(&["role"]));
    Checked::<RoleChange>::parse(body.to_string().as_bytes()).map(Role::from)
}

impl RolePage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        form: &Posted,
        fault: Option<&Fault>,
    ) -> Result<RolePage, Fault> {
        let user = app.identity.person(By::Person(&visitor.actor, None), path_user(request)?).await?;
        let f = visitor.frame(request);
        let notes = fault.map(|fault| notes(fault, f.language)).unwrap_or_default();
        let role = Field::plain("role", (f.say("新的角色", "The new role"), form.one("role")), &notes);
        // A program's account stays one, and nobody becomes one; the role that they have is no other.
        let others = Role::ROWS.iter().map(|(role, _)| *role);
        let others = others.filter(|role| *role != Role::Report && *role != user.role);
        Ok(RolePage {
            now: f.label(user.role.label()),
            roles: others.map(|role| choice(&f, role, form.one("role"))).collect(),
            elsewhere: beside_none(&notes, &[&role]),
            role,
            key: new_key(),
            user,
            f,
        })
    }
}
