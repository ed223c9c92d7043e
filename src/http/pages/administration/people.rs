//! Who has a login, as pages (人员): the list, and adding somebody. Not here: one person (`person`), and the rules
//! (`app::people`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::app::error::Error;
use crate::app::people::{By, NewPerson, User};
use crate::app::permits::ensure;
use crate::domain::code::Coded as _;
use crate::domain::permission::Operation;
use crate::domain::role::Role;
use crate::http::api::users::{NewUser, UserPage};
use crate::http::body::Checked;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::administration::roles::explained;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person::{PEOPLE_MAX, TYPED_CHARS_MAX};
use crate::http::params::{self, Params};

/// Where people are kept.
pub(super) const PEOPLE: &str = "/administration/people";
/// Where somebody is added.
const NEW: &str = "/administration/people/new";

/// A person of the list.
struct Listed {
    user: User,
    role: &'static str,
    added: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    f: Frame,
    people: Vec<Listed>,
    next: Option<String>,
    /// How the names or logins begin that are looked for.
    q: String,
}

/// The people, by login; or those whose name or login begins as it is typed.
///
/// # Errors
/// Not signed in; every wrong parameter at once; not an administrator.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of_form(&request);
    let (limit, after, q) = (params.limit(), params.cursor(), params.text("q", TYPED_CHARS_MAX));
    params.finish()?;
    ensure(&visitor.actor.caller(), Operation::ManageUsers, None)?;
    let people = match &q {
        Some(q) => app.identity.called(&visitor.actor, q.trim().to_owned(), PEOPLE_MAX).await?,
        None => app.identity.people(By::Person(&visitor.actor, None), after, limit).await?,
    };
    let UserPage { items, next } = UserPage::of(people, limit);
    let next = next.filter(|_| q.is_none()).map(|cursor| format!("{PEOPLE}?limit={limit}&cursor={cursor}"));
    let f = visitor.frame(&request);
    let listed =
        |user: User| Listed { role: f.label(user.role.label()), added: f.instant(user.created_at), user };
    let q = q.unwrap_or_default();
    let shown = PeoplePage { people: items.into_iter().map(listed).collect(), next, q, f };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// A role to choose.
pub(super) struct RoleChoice {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) explained: String,
    pub(super) is_chosen: bool,
}

#[derive(Template)]
#[template(path = "person_new.html")]
struct NewPage {
    f: Frame,
    name: Field,
    login: Field,
    role: Field,
    roles: Vec<RoleChoice>,
    password: Field,
    elsewhere: Vec<Note>,
    key: String,
}

/// The form by which somebody is added.
///
/// # Errors
/// Not signed in; not an administrator.
pub async fn form(request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    ensure(&visitor.actor.caller(), Operation::ManageUsers, None)?;
    let shown = NewPage::of(visitor.frame(&request), &Posted::default(), None);
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Adds somebody, once.
///
/// # Errors
/// Not signed in; a form of another session; not an administrator. What is wrong is said beside the fields.
pub async fn add(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    ensure(&visitor.actor.caller(), Operation::ManageUsers, None)?;
    let key = key(&form, NEW);
    let added = match read(&form) {
        Ok(new) => app.identity.add_person(By::Person(&visitor.actor, key.as_ref()), new).await,
        Err(error) => Err(error),
    };
    match added.map_err(Fault::App) {
        Ok(answer) => Ok(see_other(&format!("{PEOPLE}/{}?added=true", answer.given.id))),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let shown = NewPage::of(visitor.frame(&request), &form, Some(&fault));
            page(fault.status_code(), shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

/// The person that a form names, checked against the published schema. A password is taken as it is, blanks and all.
fn read(form: &Posted) -> Result<NewPerson, Error> {
    let mut body = form.body(&["name", "login", "role"]);
    body.insert("password".to_owned(), form.one("password").into());
    Checked::<NewUser>::parse(Value::Object(body).to_string().as_bytes()).map(NewPerson::from)
}

impl NewPage {
    /// The form as it was filled in, but for the password.
    fn of(f: Frame, form: &Posted, fault: Option<&Fault>) -> NewPage {
        let notes = fault.map(|fault| notes(fault, f.language)).unwrap_or_default();
        let field = |name: &str, label: &str, value: &str| Field::plain(name, (label, value), &notes);
        let name = field("name", f.say("姓名", "Name"), form.one("name"));
        let login = field("login", f.say("登录名", "Login"), form.one("login"));
        let role = field("role", f.say("角色", "Role"), form.one("role"));
        let password = field("password", f.say("初始密码", "First password"), "");
        NewPage {
            roles: Role::ROWS.iter().map(|(role, _)| choice(&f, *role, form.one("role"))).collect(),
            elsewhere: beside_none(&notes, &[&name, &login, &role, &password]),
            name,
            login,
            role,
            password,
            key: new_key(),
            f,
        }
    }
}

pub(super) fn choice(f: &Frame, role: Role, chosen: &str) -> RoleChoice {
    let (zh, en) = explained(role);
    let label = role.label();
    RoleChoice {
        code: label.code,
        name: f.label(label),
        explained: f.say(zh, en).to_owned(),
        is_chosen: chosen == label.code,
    }
}
