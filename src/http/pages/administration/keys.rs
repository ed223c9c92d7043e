//! The keys of a program as a page (接口密钥): what was issued to a report client, issuing one, and revoking one. A secret is
//! shown once, on the page that answers the button. The rules are in `app::api_keys`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::app::App;
use crate::app::api_keys::{ApiKey, NewApiKey};
use crate::app::error::Error;
use crate::app::people::{By, User};
use crate::app::permits::ensure;
use crate::domain::id::{ApiKeyId, UserId};
use crate::domain::permission::Operation;
use crate::domain::role::Role;
use crate::http::api::api_keys::{ApiKeyBody, ApiKeyPage};
use crate::http::api::hearing_rooms::cursor;
use crate::http::body::Checked;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::administration::confirm::{Confirmation, Step};
use crate::http::pages::administration::people::PEOPLE;
use crate::http::pages::administration::person::path_user;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, PAGE_ROWS_DEFAULT, Params};

/// For how many days a key is good unless somebody says otherwise: a quarter of a year.
const DAYS_OFFERED: &str = "90";

/// A key of the list.
struct Listed {
    id: ApiKeyId,
    name: String,
    state: &'static str,
    is_good: bool,
    made: String,
    ends: String,
}

#[derive(Template)]
#[template(path = "person_keys.html")]
struct KeysPage {
    f: Frame,
    user: User,
    may_issue: bool,
    keys: Vec<Listed>,
    next: Option<String>,
    was_revoked: bool,
    name: Field,
    days: Field,
    elsewhere: Vec<Note>,
    key: String,
}

/// A key that was issued just now; its secret, unless it was told before.
#[derive(Template)]
#[template(path = "key_issued.html")]
struct IssuedPage {
    f: Frame,
    user: UserId,
    key: ApiKey,
    ends: String,
    secret: Option<String>,
}

/// The keys, the oldest first.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such person; not an administrator.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params).map(ApiKeyId));
    let was_revoked = params.flag("revoked");
    params.finish()?;
    let form = Posted::from_fields(vec![("days".to_owned(), DAYS_OFFERED.to_owned())]);
    let shown = KeysPage::of(&app, (&request, &visitor), (after, limit), (&form, None)).await?;
    page(StatusCode::OK, shown.f.language, &KeysPage { was_revoked, ..shown })
}

/// Issues a key, once, and shows its secret.
///
/// # Errors
/// Not signed in; a form of another session; no such person; not an administrator. What is wrong is said beside the fields.
pub async fn issue(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    ensure(&visitor.actor.caller(), Operation::ManageUsers, None)?;
    let user = path_user(&request)?;
    let issued = match read(&form, user) {
        Ok(new) => app.identity.issue_key(&visitor.actor, new, key(&form, request.path())).await,
        Err(error) => Err(error),
    };
    match issued.map_err(Fault::App) {
        Ok((answer, secret)) => {
            let f = visitor.frame(&request);
            let secret = (!answer.repeated).then_some(secret);
            let shown =
                IssuedPage { ends: f.instant(answer.given.expires_at), user, key: answer.given, secret, f };
            page(StatusCode::OK, shown.f.language, &shown)
        }
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let (status, place) = (fault.status_code(), (None, PAGE_ROWS_DEFAULT));
            let shown = KeysPage::of(&app, (&request, &visitor), place, (&form, Some(fault))).await?;
            page(status, shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

/// The key that a form asks for, checked against the published schema.
fn read(form: &Posted, user: UserId) -> Result<NewApiKey, Error> {
    let mut body = form.body(&["name", "days"]);
    if let Ok(days) = form.one("days").trim().parse::<i64>() {
        body.insert("days".to_owned(), days.into());
    }
    Ok(Checked::<ApiKeyBody>::parse(Value::Object(body).to_string().as_bytes())?.of(user))
}

/// What follows from revoking a key, before it is done.
///
/// # Errors
/// Not signed in; no such person, or key of theirs; not an administrator.
pub async fn ask(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    confirmation(&app, &request, &visitor).await?.asked()
}

/// Revokes a key.
///
/// # Errors
/// Not signed in; a form of another session; no such key; not an administrator.
pub async fn revoke(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let (user, id) = (path_user(&request)?, ApiKeyId(params::path_uuid(&request, "key")?));
    app.identity.key_of(&visitor.actor, user, id).await?;
    match app.identity.revoke_key(&visitor.actor, id, key(&form, request.path())).await {
        Ok(_) => Ok(see_other(&format!("{PEOPLE}/{user}/keys?revoked=true"))),
        Err(error) => confirmation(&app, &request, &visitor).await?.refused(error.into()),
    }
}

async fn confirmation(app: &App, request: &HttpRequest, visitor: &Visitor) -> Result<Confirmation, Fault> {
    let (user, id) = (path_user(request)?, ApiKeyId(params::path_uuid(request, "key")?));
    let key = app.identity.key_of(&visitor.actor, user, id).await?;
    let user = app.identity.person(By::Person(&visitor.actor, None), user).await?;
    let f = visitor.frame(request);
    let keys = format!("{PEOPLE}/{}/keys", user.id);
    let step = Step {
        title: f.bracketed(f.say("撤销接口密钥", "Revoke a key"), &key.name),
        consequences: vec![
            (
                "使用该密钥的程序立即不能再读取数据",
                "The program that has it reads nothing any more, at once.",
            ),
            (
                "撤销不能收回；程序还要用的，先发放新的密钥并换上，再撤销旧的",
                "It cannot be taken back: where the program goes on, issue another key and put it in first.",
            ),
        ],
        to: format!("{keys}/{id}/revocation"),
        back: (keys, f.bracketed(f.say("接口密钥", "Keys"), &user.name)),
        button: f.say("撤销", "Revoke it").to_owned(),
    };
    Ok(Confirmation::of(f, step))
}

impl KeysPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        (after, limit): (Option<ApiKeyId>, u32),
        (form, fault): (&Posted, Option<Fault>),
    ) -> Result<KeysPage, Fault> {
        let id = path_user(request)?;
        let user = app.identity.person(By::Person(&visitor.actor, None), id).await?;
        let found = app.identity.keys_of(&visitor.actor, id, after, limit).await?;
        let ApiKeyPage { items, next } = ApiKeyPage::of(found, limit);
        let (f, now) = (visitor.frame(request), app.clock.now());
        let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
        let field = |name: &str, label: &str| Field::plain(name, (label, form.one(name)), &notes);
        let name = field("name", f.say("给哪个程序用", "Which program has it"));
        let days = field("days", f.say("有效天数", "Good for how many days"));
        Ok(KeysPage {
            may_issue: user.active && user.role == Role::Report,
            keys: items.into_iter().map(|key| listed(&f, key, now)).collect(),
            next: next.map(|cursor| format!("{PEOPLE}/{id}/keys?limit={limit}&cursor={cursor}")),
            was_revoked: false,
            elsewhere: beside_none(&notes, &[&name, &days]),
            name,
            days,
            key: new_key(),
            user,
            f,
        })
    }
}

fn listed(f: &Frame, key: ApiKey, now: DateTime<Utc>) -> Listed {
    let (zh, en, is_good) = match key.revoked_at {
        Some(_) => ("已撤销", "revoked", false),
        None if key.expires_at <= now => ("已到期", "expired", false),
        None => ("有效", "good", true),
    };
    Listed {
        id: key.id,
        name: key.name,
        state: f.language.say(zh, en),
        is_good,
        made: f.instant(key.made_at),
        ends: f.instant(key.expires_at),
    }
}
