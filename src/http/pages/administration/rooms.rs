//! The hearing rooms as a page (仲裁庭): the list, adding one, and retiring one. The rules are in `app::hearing_rooms`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::permits::ensure;
use crate::domain::id::RoomId;
use crate::domain::permission::Operation;
use crate::http::api::hearing_rooms::{NewRoom, RoomPage, cursor};
use crate::http::body::Checked;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::administration::confirm::{Confirmation, Step};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, PAGE_ROWS_DEFAULT, Params};

/// Where rooms are kept.
const ROOMS: &str = "/administration/rooms";

/// A room of the list.
struct Listed {
    id: RoomId,
    name: String,
    added: String,
    retired: Option<String>,
}

#[derive(Template)]
#[template(path = "hearing_rooms.html")]
struct RoomsPage {
    f: Frame,
    rooms: Vec<Listed>,
    next: Option<String>,
    was_added: bool,
    was_retired: bool,
    field: Field,
    elsewhere: Vec<Note>,
    key: String,
}

/// The rooms, the oldest first, retired ones too.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that keeps no rooms.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params).map(RoomId));
    let (was_added, was_retired) = (params.flag("added"), params.flag("retired"));
    params.finish()?;
    let form = Posted::default();
    let shown = RoomsPage::of(&app, (&request, &visitor), (after, limit), (&form, None)).await?;
    page(StatusCode::OK, shown.f.language, &RoomsPage { was_added, was_retired, ..shown })
}

/// Adds a room, once.
///
/// # Errors
/// Not signed in; a form of another session; a role that keeps no rooms. What is wrong with the name is said on the page.
pub async fn add(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::ManageRooms, None)?;
    let added = match Checked::<NewRoom>::parse(Value::Object(form.body(&["name"])).to_string().as_bytes()) {
        Ok(new) => app.register.add_room(&caller, new.name, key(&form, ROOMS)).await,
        Err(error) => Err(error),
    };
    match added.map_err(Fault::App) {
        Ok(_) => Ok(see_other("/administration/rooms?added=true")),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let status = fault.status_code();
            let place = (None, PAGE_ROWS_DEFAULT);
            let shown = RoomsPage::of(&app, (&request, &visitor), place, (&form, Some(fault))).await?;
            page(status, shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

/// What follows from retiring a room, before it is done.
///
/// # Errors
/// Not signed in; no such room; a role that keeps no rooms.
pub async fn ask(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    confirmation(&app, &request, &visitor).await?.asked()
}

/// Retires a room.
///
/// # Errors
/// Not signed in; a form of another session; no such room; a role that keeps no rooms.
pub async fn retire(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let id = RoomId(params::path_uuid(&request, "id")?);
    let key = key(&form, request.path());
    match app.register.retire_room(&visitor.actor.caller(), id, key).await {
        Ok(_) => Ok(see_other("/administration/rooms?retired=true")),
        Err(error) => confirmation(&app, &request, &visitor).await?.refused(error.into()),
    }
}

async fn confirmation(app: &App, request: &HttpRequest, visitor: &Visitor) -> Result<Confirmation, Fault> {
    let (id, caller) = (RoomId(params::path_uuid(request, "id")?), visitor.actor.caller());
    ensure(&caller, Operation::ManageRooms, None)?;
    let room = app.register.room(&caller, id).await?;
    let f = visitor.frame(request);
    let step = Step {
        back: (ROOMS.to_owned(), f.say("仲裁庭", "Hearing rooms").to_owned()),
        title: format!("{}{}", f.say("停用仲裁庭：", "Retire a hearing room: "), room.name),
        consequences: vec![
            (
                "不能再在这里排新的开庭，改期也不能改到这里",
                "No hearing is set in it any more, and none is moved to it.",
            ),
            (
                "已经排在这里的开庭不变，需要换地方的请逐件改期",
                "Hearings that are set in it stay; those that must move are put off one by one.",
            ),
            (
                "停用不能撤回；以后再用，可以新增同名的仲裁庭",
                "It cannot be taken back; a new room may have the same name.",
            ),
        ],
        to: format!("{ROOMS}/{id}/retirement"),
        button: f.say("停用", "Retire it").to_owned(),
    };
    Ok(Confirmation::of(f, step))
}

impl RoomsPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        (after, limit): (Option<RoomId>, u32),
        (form, fault): (&Posted, Option<Fault>),
    ) -> Result<RoomsPage, Fault> {
        let caller = visitor.actor.caller();
        ensure(&caller, Operation::ManageRooms, None)?;
        let RoomPage { items, next } = RoomPage::of(app.register.rooms(&caller, after, limit).await?, limit);
        let f = visitor.frame(request);
        let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
        let field = Field::plain("name", (f.say("名称", "Its name"), form.one("name")), &notes);
        Ok(RoomsPage {
            rooms: items.into_iter().map(|room| listed(&f, room)).collect(),
            next: next.map(|cursor| format!("{ROOMS}?limit={limit}&cursor={cursor}")),
            was_added: false,
            was_retired: false,
            elsewhere: beside_none(&notes, &[&field]),
            field,
            key: new_key(),
            f,
        })
    }
}

fn listed(f: &Frame, room: HearingRoom) -> Listed {
    Listed {
        id: room.id,
        name: room.name,
        added: f.instant(room.created_at),
        retired: room.retired_at.map(|at| f.instant(at)),
    }
}
