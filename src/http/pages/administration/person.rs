//! One person with a login, as a page (人员详情): what they are, a new password, deactivating them, and taking them back. The
//! rules are in `app::people`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::json;

use crate::app::App;
use crate::app::error::Error;
use crate::app::people::{By, NewPassword, User};
use crate::app::permits::ensure;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::permission::Operation;
use crate::domain::role::Role;
use crate::http::api::users::PasswordChange;
use crate::http::body::Checked;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::limits::LoginLimiter;
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::administration::confirm::{Confirmation, Step};
use crate::http::pages::administration::people::PEOPLE;
use crate::http::pages::administration::roles::explained;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    f: Frame,
    user: User,
    role: &'static str,
    added: String,
    explained: String,
    is_own: bool,
    has_keys: bool,
    /// What was done just now.
    done: Option<&'static str>,
    password: Field,
    elsewhere: Vec<Note>,
    key: String,
}

/// A person.
///
/// # Errors
/// Not signed in; no such person; not an administrator.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = path_user(&request)?;
    let mut params = Params::of(&request);
    let mut was = |name: &str| params.flag(name);
    let (added, was_set, deactivated) = (was("added"), was("password_set"), was("deactivated"));
    let (reactivated, role_changed) = (was("reactivated"), was("role_changed"));
    params.finish()?;
    let shown = PersonPage::of(&app, (&request, &visitor), id, None).await?;
    let done = [
        (
            added,
            "已新增。请当面告知登录名和初始密码，并提醒首次登录后自行修改密码。",
            "Added. Tell them the login and the password in person, and to change it after the first login.",
        ),
        (
            was_set,
            "密码已重置，其各处登录均已退出。",
            "The password is set, and they are signed out everywhere.",
        ),
        (
            deactivated && !shown.user.active,
            "已停用，不能再登录。",
            "Deactivated: they cannot sign in any more.",
        ),
        (
            reactivated && shown.user.active,
            "已恢复，可以用新密码登录。请当面告知，并提醒登录后自行修改密码。",
            "They may sign in again. Tell them the new password in person, and to change it after the first login.",
        ),
        (
            role_changed,
            "角色已变更，其各处登录均已退出。",
            "The role is changed, and they are signed out everywhere.",
        ),
    ];
    let done = done.into_iter().find(|(is_so, ..)| *is_so).map(|(_, zh, en)| shown.f.language.say(zh, en));
    page(StatusCode::OK, shown.f.language, &PersonPage { done, ..shown })
}

/// Sets a password, once.
///
/// # Errors
/// Not signed in; a form of another session; no such person; not an administrator. What is wrong is said beside the field.
pub async fn set_password(
    app: Data<App>,
    limiter: Data<LoginLimiter>,
    request: HttpRequest,
    sent: Sent,
) -> Answer {
    let Sent { visitor, form } = sent;
    ensure(&visitor.actor.caller(), Operation::ManageUsers, None)?;
    let id = path_user(&request)?;
    limiter.attempt(&request, &visitor.actor.login)?;
    let key = key(&form, request.path());
    let set = match read(&form, id) {
        Ok(new) => app.identity.set_password(By::Person(&visitor.actor, key.as_ref()), new).await.map(drop),
        Err(error) => Err(error),
    };
    done(&app, (&request, &visitor), set, "password_set").await
}

/// Lets somebody who was deactivated sign in again, with a new password, once.
///
/// # Errors
/// Not signed in; a form of another session; no such person; not an administrator. What is wrong is said beside the field.
pub async fn reactivate(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    ensure(&visitor.actor.caller(), Operation::ManageUsers, None)?;
    let id = path_user(&request)?;
    let key = key(&form, request.path());
    let back = match read(&form, id) {
        Ok(new) => app.identity.reactivate(By::Person(&visitor.actor, key.as_ref()), new).await.map(drop),
        Err(error) => Err(error),
    };
    done(&app, (&request, &visitor), back, "reactivated").await
}

/// Back to the page of the person, which says what was done; or what stands against it.
async fn done(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    done: Result<(), Error>,
    what: &str,
) -> Answer {
    let id = path_user(request)?;
    match done.map_err(Fault::App) {
        Ok(()) => Ok(see_other(&format!("{PEOPLE}/{id}?{what}=true"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let shown = PersonPage::of(app, (request, visitor), id, Some(&fault)).await?;
            page(fault.status_code(), shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

fn read(form: &Posted, user: UserId) -> Result<NewPassword, Error> {
    let body = json!({ "password": form.one("password") });
    Ok(Checked::<PasswordChange>::parse(body.to_string().as_bytes())?.of(user))
}

/// What follows from deactivating somebody, before it is done.
///
/// # Errors
/// Not signed in; no such person; not an administrator.
pub async fn ask(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    confirmation(&app, &request, &visitor).await?.asked()
}

/// Deactivates somebody.
///
/// # Errors
/// Not signed in; a form of another session; no such person; not an administrator. That nobody deactivates themselves is said
/// on the page.
pub async fn deactivate(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let id = path_user(&request)?;
    let key = key(&form, request.path());
    match app.identity.deactivate(By::Person(&visitor.actor, key.as_ref()), id).await {
        Ok(_) => Ok(see_other(&format!("{PEOPLE}/{id}?deactivated=true"))),
        Err(error) => confirmation(&app, &request, &visitor).await?.refused(error.into()),
    }
}

async fn confirmation(app: &App, request: &HttpRequest, visitor: &Visitor) -> Result<Confirmation, Fault> {
    let id = path_user(request)?;
    let user = app.identity.person(By::Person(&visitor.actor, None), id).await?;
    let f = visitor.frame(request);
    let last = match user.role {
        Role::Report => (
            "发给该账号的接口密钥同时失效，使用它们的程序不能再读取数据",
            "The keys of this account are good for nothing from then on: the programs that have them read nothing any more.",
        ),
        Role::Clerk
        | Role::Arbitrator
        | Role::Mediator
        | Role::Supervisor
        | Role::Inspector
        | Role::Admin => ("由其建立的日历订阅同时失效", "The calendar feeds that they made are shut."),
    };
    let step = Step {
        back: (format!("{PEOPLE}/{id}"), user.name.clone()),
        title: format!(
            "{}{}",
            f.say("停用人员：", "Deactivate a person: "),
            f.bracketed(&user.name, &user.login)
        ),
        consequences: vec![
            (
                "立即不能登录，各处登录马上退出",
                "They cannot sign in any more, and are signed out everywhere at once.",
            ),
            (
                "案卷和日志中的姓名、已办事项都保留，账号不会删除",
                "Dockets and the log keep their name and what they did: nothing is deleted.",
            ),
            (
                "名下的未结案件不会自动转给别人，请监督人员另行指派",
                "Their open cases do not pass to anybody by themselves: a supervisor assigns them anew.",
            ),
            last,
            (
                "本人回来工作时可以恢复，届时另设密码；原来的密钥和订阅不恢复",
                "Whoever comes back is taken back with a new password; their keys and feeds stay shut.",
            ),
        ],
        to: format!("{PEOPLE}/{id}/deactivation"),
        button: f.say("停用", "Deactivate").to_owned(),
    };
    Ok(Confirmation::of(f, step))
}

impl PersonPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        id: UserId,
        fault: Option<&Fault>,
    ) -> Result<PersonPage, Fault> {
        let user = app.identity.person(By::Person(&visitor.actor, None), id).await?;
        let f = visitor.frame(request);
        let notes = fault.map(|fault| notes(fault, f.language)).unwrap_or_default();
        let password = Field::plain("password", (f.say("新密码", "The new password"), ""), &notes);
        let (zh, en) = explained(user.role);
        Ok(PersonPage {
            role: f.label(user.role.label()),
            added: f.instant(user.created_at),
            explained: f.say(zh, en).to_owned(),
            is_own: visitor.actor.user == id,
            has_keys: user.role == Role::Report,
            done: None,
            elsewhere: beside_none(&notes, &[&password]),
            password,
            key: new_key(),
            user,
            f,
        })
    }
}

pub(super) fn path_user(request: &HttpRequest) -> Result<UserId, Error> {
    Ok(UserId(params::path_uuid(request, "id")?))
}
