//! When the next hearing of a case could be (可排时段), as a page: free slots, each leading to the form of the act that takes it, with
//! room, day and time filled in; by when notice of it must be given, with the article; and what is set around it.
//! Not here: the search, and whether the act is lawful, which its form says.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::error::Error;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::hearing_slots::{AskedSlots, FreeSlot, FreeSlots};
use crate::app::hearings::{AskedHearings, ListedHearing};
use crate::app::permits::Caller;
use crate::domain::act::filing::Procedure;
use crate::domain::act::hearing::setting_on;
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::deadline::due_of;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{CaseId, RoomId};
use crate::domain::office::LawBook;
use crate::domain::schedule::{HEARING_MINUTES, HearingStatus, clock_time};
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::case_page::title;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::hearing_grid::day_field;
use crate::http::pages::hearings::rooms;
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The most hearings that are shown beside the slots.
const BESIDE_MAX: u32 = 50;
/// The longest value that is shown again as it was typed.
const TYPED_CHARS_MAX: usize = 40;

/// A slot, and where it is taken.
struct Slot {
    day: NaiveDate,
    time: String,
    room: String,
    notice: NaiveDate,
    class: &'static str,
    said: &'static str,
    provisional: bool,
    form: String,
}

/// A hearing that is set on one of these days.
struct Beside {
    when: String,
    room: String,
    title: String,
    case: String,
}

#[derive(Template)]
#[template(path = "hearing_slots.html")]
struct SlotsPage {
    f: Frame,
    case: CaseId,
    title: String,
    procedure: &'static str,
    act: &'static str,
    form: String,
    notice_rule: &'static str,
    notice_articles: String,
    fields: Vec<(Field, &'static str)>,
    elsewhere: Vec<Note>,
    rooms: Vec<Choice>,
    slots: Vec<Slot>,
    reasons: Vec<String>,
    beside: Vec<Beside>,
}

/// The free slots for the next hearing of a case.
///
/// # Errors
/// Not signed in; no such case; who may set no hearing; a stage that has none. What is wrong with what is asked is said beside it.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let bounds = i64::from(*HEARING_MINUTES.start())..=i64::from(*HEARING_MINUTES.end());
    let asked = AskedSlots {
        minutes: params.number("minutes", bounds).and_then(|minutes| u16::try_from(minutes).ok()),
        room: params.uuid_or_any("room").map(RoomId),
        from: params.date("from"),
    };
    let wrong = params.finish().err();
    let (caller, register) = (visitor.actor.caller(), &app.register);
    let case = register.case(&caller, id, None).await?.case;
    let wanted = if wrong.is_some() { AskedSlots::default() } else { asked };
    let (found, wrong) = match register.hearing_slots(&caller, id, wanted).await {
        Ok(_) if wrong.is_some() => (FreeSlots::default(), wrong),
        Ok(found) => (found, None),
        Err(Error::Invalid(violations)) => (FreeSlots::default(), Some(Fault::Senseless(violations))),
        Err(error) => return Err(error.into()),
    };
    let beside = beside(&app, &caller, (&found, asked.room)).await?;
    let today = app.clock.today();
    let book = register.law_book().await?;
    let rooms = rooms(&app, &visitor.actor).await?;
    let act = setting_on(&case, today, None).kind();
    let f = visitor.frame(&request);
    let rule = book.rule(RuleId::A20, today);
    let notes = wrong.as_ref().map(|fault| notes(fault, f.language)).unwrap_or_default();
    let mut given = Params::of(&request);
    let mut typed = |name: &str, otherwise: String| given.text(name, TYPED_CHARS_MAX).unwrap_or(otherwise);
    let minutes = typed("minutes", register.scheduling.minutes.to_string());
    let from = typed("from", today.to_string());
    let fields = vec![
        (Field::plain("from", (f.say("不早于", "Not before"), &from), &notes), "date"),
        (Field::plain("minutes", (f.say("时长（分钟）", "Minutes"), &minutes), &notes), "text"),
    ];
    let shown = SlotsPage {
        case: id,
        title: title(&f, &case),
        procedure: case.procedure.map_or("—", |procedure| f.label(procedure.label())),
        act: f.label(act.label()),
        form: form(id, act),
        notice_rule: f.label(RuleId::A20.label()),
        notice_articles: rule.map_or_else(String::new, |rule| f.articles(rule.articles)),
        elsewhere: beside_none(&notes, &fields.iter().map(|(field, _)| field).collect::<Vec<_>>()),
        fields,
        rooms: room_choices(&rooms, asked.room),
        slots: found.items.iter().map(|slot| slot_row(&f, slot, (&case, act), (&book, today))).collect(),
        reasons: found.reasons.iter().map(|why| f.words(why).to_owned()).collect(),
        beside: beside.iter().map(|hearing| beside_row(&f, hearing)).collect(),
        f,
    };
    let status = wrong.map_or(StatusCode::OK, |fault| fault.status_code());
    page(status, shown.f.language, &shown)
}

/// What is set on the days of these slots, in the room that is asked for.
async fn beside(
    app: &App,
    caller: &Caller,
    (found, room): (&FreeSlots, Option<RoomId>),
) -> Result<Vec<ListedHearing>, Error> {
    let Some((first, last)) = found.items.first().zip(found.items.last()) else { return Ok(Vec::new()) };
    let statuses = Some(vec![HearingStatus::Scheduled, HearingStatus::Open]);
    let (from, to) = (Some(first.held_on), Some(last.held_on));
    let around = AskedHearings { from, to, room, person: None, statuses };
    app.register.hearings(caller, around, (None, BESIDE_MAX)).await
}

/// The rooms in use, to choose from.
fn room_choices(rooms: &[HearingRoom], chosen: Option<RoomId>) -> Vec<Choice> {
    let choice = |room: &HearingRoom| Choice {
        value: room.id.to_string(),
        label: room.name.clone(),
        is_chosen: chosen == Some(room.id),
    };
    rooms.iter().filter(|room| room.retired_at.is_none()).map(choice).collect()
}

/// Where the act is that sets the hearing.
fn form(id: CaseId, act: ActKind) -> String {
    format!("/cases/{id}/acts/{}", act.code())
}

fn slot_row(
    f: &Frame,
    slot: &FreeSlot,
    (case, act): (&Case, ActKind),
    (book, today): (&LawBook, NaiveDate),
) -> Slot {
    let notice = due_of(RuleId::A20, slot.held_on, book);
    let is_free = case.procedure == Some(Procedure::Simplified);
    let (class, zh, en) = match (notice >= today, is_free) {
        (true, _) => ("later", "来得及通知", "there is time"),
        (false, true) => ("soon", "已过该日，简易处理可灵活安排", "past; free in the simplified procedure"),
        (false, false) => ("overdue", "已过该日", "past"),
    };
    let day = day_field(act);
    let room = slot.room.map_or_else(String::new, |room| format!("&room={room}"));
    Slot {
        day: slot.held_on,
        time: slot.time.clone(),
        room: slot.room_name.clone().unwrap_or_else(|| "—".to_owned()),
        notice,
        class,
        said: f.say(zh, en),
        provisional: slot.provisional,
        form: format!(
            "{}?{day}={}&time={}&minutes={}{room}",
            form(case.id, act),
            slot.held_on,
            slot.time,
            slot.minutes
        ),
    }
}

fn beside_row(f: &Frame, hearing: &ListedHearing) -> Beside {
    let time = hearing.starts.map_or_else(String::new, clock_time);
    let minutes = hearing.minutes.map_or_else(String::new, |minutes| {
        f.say(&format!("，{minutes}分钟"), &format!(", {minutes} minutes")).to_owned()
    });
    Beside {
        when: format!("{} {time}{minutes}", hearing.held_on),
        room: hearing.room.clone().unwrap_or_else(|| "—".to_owned()),
        title: hearing.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        case: hearing.case_id.to_string(),
    }
}
