//! Naming somebody of the office (人员的选择): a list to choose from where few work, and a name or a login to type where many do,
//! with those whose name begins so to choose from. For filters in an address; the forms of acts ask the same (`act_form::people`).
//! Not here: how they are found (`app::staff`).

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::people::User;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::http::fault::Fault;
use crate::http::pages::act_form::rows::{Choice, chosen};
use crate::http::pages::case_filters::query_of;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// The most people that are chosen from without typing.
pub const PEOPLE_MAX: u32 = 200;
/// The most whose names begin alike that are shown.
pub const ALIKE_MAX: u32 = 20;
/// The longest name or login that is looked for.
pub const TYPED_CHARS_MAX: usize = 64;

/// The field of a filter that names somebody.
#[derive(Debug, Clone, Default)]
pub struct PersonField {
    /// Those who can be chosen; nobody where there are too many.
    pub choices: Vec<Choice>,
    /// The login of whoever is chosen, where it is typed.
    pub login: String,
    /// Their name.
    pub name: String,
}

impl PersonField {
    /// Of who works here now, and whoever is chosen.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn of(f: &Frame, app: &App, actor: &Actor, one: Option<UserId>) -> Result<PersonField, Error> {
        let mut people = app.identity.active_staff(actor, PEOPLE_MAX + 1).await?;
        let is_there = |people: &[User]| people.iter().any(|user| Some(user.id) == one);
        if let Some(one) = one.filter(|_| !is_there(&people)) {
            people.extend(app.identity.staff_member(actor, one).await?);
        }
        let found = people.iter().find(|user| Some(user.id) == one);
        if u32::try_from(people.len()).is_ok_and(|count| count > PEOPLE_MAX) {
            let (login, name) = found.map(|user| (user.login.clone(), user.name.clone())).unwrap_or_default();
            return Ok(PersonField { choices: Vec::new(), login, name });
        }
        let known: Vec<(String, String)> =
            people.iter().map(|user| (user.id.to_string(), named(f, user))).collect();
        let one = one.map(|one| one.to_string()).unwrap_or_default();
        Ok(PersonField { choices: chosen(&known, &[one.as_str()]), ..PersonField::default() })
    }
}

/// Somebody as they are chosen: their name, and what they are, since two may have one name.
#[must_use]
pub fn named(f: &Frame, user: &User) -> String {
    let role = f.label(user.role.label());
    let left = if user.active { "" } else { f.say("，已停用", ", deactivated") };
    f.bracketed(&user.name, &format!("{role}{left}"))
}

/// Somebody whose name begins as it was typed, and the address that asks for them.
struct Alike {
    to: String,
    name: String,
    login: String,
}

#[derive(Template)]
#[template(path = "which_person.html")]
struct WhichPage {
    f: Frame,
    typed: String,
    alike: Vec<Alike>,
    is_cut: bool,
    anybody: String,
}

/// The answer to an address that names somebody by more or less of a name: the same of the one who is meant, or whom it may
/// mean. None where it names nobody, or somebody by their id.
///
/// # Errors
/// That the caller's role does not see the staff.
pub(super) async fn asked(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    name: &str,
) -> Result<Option<HttpResponse>, Fault> {
    let params = Params::of_form(request);
    let typed: String = params.given(name).trim().chars().take(TYPED_CHARS_MAX).collect();
    if typed.is_empty() || Uuid::try_parse(&typed).is_ok() {
        return Ok(None);
    }
    let found = app.identity.called(&visitor.actor, typed.clone(), ALIKE_MAX).await?;
    let at = |id: &str| {
        let others = params.all().filter(|(given, _)| *given != name && *given != "cursor");
        let own = [(name, id)].into_iter().filter(|(_, id)| !id.is_empty());
        format!("{}?{}", request.path(), query_of(others.chain(own)))
    };
    if let [one] = found.as_slice() {
        return Ok(Some(see_other(&at(&one.id.to_string()))));
    }
    let f = visitor.frame(request);
    let alike = |user: &User| Alike {
        to: at(&user.id.to_string()),
        name: named(&f, user),
        login: user.login.clone(),
    };
    let shown = WhichPage {
        alike: found.iter().map(alike).collect(),
        is_cut: u32::try_from(found.len()).is_ok_and(|count| count == ALIKE_MAX),
        anybody: at(""),
        typed,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown).map(Some)
}
