//! The schedule of hearings (排庭表), a week or a month of it, by room or by arbitrator; each hearing leads to its case, and to
//! where it is moved. What is asked stands in the address. Not here: how it is drawn
//! (`hearing_grid`), and which times are free (`hearing_slots`).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::app::App;
use crate::app::error::Error;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::hearings::AskedHearings;
use crate::app::identity::Actor;
use crate::app::reading::ListedCase;
use crate::domain::act::kind::ActKind;
use crate::domain::calendar::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN};
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{RoomId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::schedule::HearingStatus;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::hearing_grid::{By, Cell, Day, Drawing, Row, WEEK_DAYS, after, monday_of, week_days};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person::{self, PersonField};
use crate::http::params::Params;

/// The most hearings that one page has: the earliest.
const HEARINGS_MAX: u32 = 200;
/// The most rooms.
const ROOMS_MAX: u32 = 200;
/// The most cases that wait for a hearing.
const UNSCHEDULED_MAX: u32 = 50;

/// How much is seen at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Week,
    Month,
}

impl Coded for View {
    const LIST: &'static str = "schedule_view";
    const ROWS: &'static [(Self, Label)] =
        &[(View::Week, label("week", "周", "Week")), (View::Month, label("month", "月", "Month"))];
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
struct Asked {
    view: View,
    by: By,
    day: NaiveDate,
    room: Option<RoomId>,
    person: Option<UserId>,
}

/// A case whose tribunal was formed and that has no hearing yet.
struct Unscheduled {
    id: String,
    title: String,
    about: String,
    accepted: String,
}

#[derive(Template)]
#[template(path = "hearings.html")]
struct HearingsPage {
    f: Frame,
    title: String,
    views: Vec<Choice>,
    bys: Vec<Choice>,
    rooms: Vec<Choice>,
    person: PersonField,
    day: Field,
    elsewhere: Vec<Note>,
    /// Whether what was asked means something; else there is the form alone.
    is_drawn: bool,
    earlier: Option<String>,
    now: String,
    later: Option<String>,
    /// What a script that drags says of where to.
    drag_hint: &'static str,
    week: Vec<Day>,
    rows: Vec<Row>,
    month: Vec<Vec<Cell>>,
    week_days: [&'static str; 7],
    is_cut: bool,
    count: usize,
    unscheduled: Vec<Unscheduled>,
    sets: bool,
}

/// The schedule: of this week, by room, if nothing else is asked for.
///
/// # Errors
/// Not signed in; a role that sees no cases. What is wrong with what is asked is said beside its field.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    if let Some(answer) = which_person::asked(&app, (&request, &visitor), "person").await? {
        return Ok(answer);
    }
    let mut params = Params::of(&request);
    let asked = Asked::of(&mut params, app.clock.today());
    let wrong = params.finish().err();
    let (caller, register) = (visitor.actor.caller(), &app.register);
    let (from, to) = asked.days();
    let filter = AskedHearings {
        from: Some(from),
        to: Some(to),
        room: asked.room,
        person: asked.person,
        statuses: Some(shown_statuses()),
    };
    let found = register.hearing_calendar(&caller, filter, HEARINGS_MAX).await?;
    let unscheduled = register.unscheduled_cases(&caller, UNSCHEDULED_MAX).await?;
    let rooms = rooms(&app, &visitor.actor).await?;
    let arbitrators: Vec<UserId> = found.arbitrators.values().flatten().copied().collect();
    let names = names_of(&app, &visitor.actor, &arbitrators).await?;
    let book = register.law_book().await?;
    let drawing = Drawing {
        f: &visitor.frame(&request),
        actor: &visitor.actor,
        names: &names,
        found: &found,
        calendar: &book.calendar,
        today: app.clock.today(),
    };
    let person = match permit(visitor.actor.role, Operation::ReadStaff) {
        Permit::No => PersonField::default(),
        Permit::Office | Permit::Assigned | Permit::Desk => {
            PersonField::of(drawing.f, &app, &visitor.actor, asked.person).await?
        }
    };
    let shown = HearingsPage { person, ..draw(&drawing, asked, &rooms, &unscheduled) };
    match wrong {
        None => page(StatusCode::OK, shown.f.language, &shown),
        Some(fault) => shown.refused(&request, &fault),
    }
}

/// What was put off to another day is not on the schedule of this one.
fn shown_statuses() -> Vec<HearingStatus> {
    let all = HearingStatus::ROWS.iter().map(|(status, _)| *status);
    all.filter(|status| *status != HearingStatus::Postponed).collect()
}

/// The rooms, for who may know them.
///
/// # Errors
/// That the database does not answer.
pub(super) async fn rooms(app: &App, actor: &Actor) -> Result<Vec<HearingRoom>, Error> {
    if permit(actor.role, Operation::ReadRooms) == Permit::No {
        return Ok(Vec::new());
    }
    app.register.rooms(&actor.caller(), None, ROOMS_MAX).await
}

/// The names of the rooms, also of those that are in use no more, for who may know them.
///
/// # Errors
/// That the database does not answer.
pub(super) async fn names_of_rooms(app: &App, actor: &Actor) -> Result<BTreeMap<RoomId, String>, Error> {
    Ok(rooms(app, actor).await?.into_iter().map(|room| (room.id, room.name)).collect())
}

impl HearingsPage {
    /// The form alone, with what was typed as the day and what is wrong.
    fn refused(self, request: &HttpRequest, fault: &Fault) -> Answer {
        let notes = notes(fault, self.f.language);
        let given = Params::of(request);
        let typed = given.all().find(|(name, _)| *name == "day").map(|(_, typed)| typed.to_owned());
        let day = day_field(&self.f, typed.as_deref().unwrap_or(&self.day.value), &notes);
        let elsewhere = beside_none(&notes, &[&day]);
        let shown = HearingsPage { day, elsewhere, is_drawn: false, ..self };
        page(fault.status_code(), shown.f.language, &shown)
    }
}

fn day_field(f: &Frame, typed: &str, notes: &[Note]) -> Field {
    Field::plain("day", (f.say("日期", "Day"), typed), notes)
}

/// Whether it is a day of a year that a calendar can have.
fn is_within(day: NaiveDate) -> bool {
    (CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&day.year())
}

impl Asked {
    /// What the address says; around today if it says no day, or none that there can be.
    fn of(params: &mut Params, today: NaiveDate) -> Asked {
        Asked {
            view: params.coded("view").unwrap_or(View::Week),
            by: params.coded("by").unwrap_or(By::Room),
            day: params.date("day").unwrap_or(today),
            room: params.uuid_or_any("room").map(RoomId),
            person: params.uuid_or_any("person").map(UserId),
        }
    }

    /// The first and the last day that are seen.
    fn days(self) -> (NaiveDate, NaiveDate) {
        match self.view {
            View::Week => {
                let monday = monday_of(self.day);
                (monday, after(monday, WEEK_DAYS - 1))
            }
            View::Month => {
                let first = self.day.with_day(1).unwrap_or(self.day);
                let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
                (first, next.pred_opt().unwrap_or(first))
            }
        }
    }

    /// The address of the same around another day.
    fn at(self, day: NaiveDate) -> String {
        let id = |id: Option<String>| id.unwrap_or_default();
        format!(
            "/hearings?view={}&by={}&room={}&person={}&day={day}",
            self.view.code(),
            self.by.code(),
            id(self.room.map(|room| room.to_string())),
            id(self.person.map(|person| person.to_string())),
        )
    }

    /// The same, where there is such a day.
    fn at_day(self, day: NaiveDate) -> Option<String> {
        is_within(day).then(|| self.at(day))
    }

    fn earlier(self) -> NaiveDate {
        let (first, _) = self.days();
        match self.view {
            View::Week => first.checked_sub_days(Days::new(WEEK_DAYS)).unwrap_or(first),
            View::Month => first.checked_sub_months(Months::new(1)).unwrap_or(first),
        }
    }
}

fn draw(
    drawing: &Drawing<'_>,
    asked: Asked,
    rooms: &[HearingRoom],
    unscheduled: &[ListedCase],
) -> HearingsPage {
    let f = drawing.f;
    let (from, to) = asked.days();
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let is_week = asked.view == View::Week;
    let named = |id: String, label: &str, chosen: bool| Choice {
        value: id,
        label: label.to_owned(),
        is_chosen: chosen,
    };
    let count = drawing.found.hearings.len();
    let is_shown =
        |room: &&HearingRoom| room.retired_at.is_none() && asked.room.is_none_or(|one| one == room.id);
    let in_use: Vec<&HearingRoom> = rooms.iter().filter(is_shown).collect();
    let rows = if is_week { drawing.rows(asked.by, &days, &in_use) } else { Vec::new() };
    HearingsPage {
        title: if is_week { format!("{from} — {to}") } else { from.format("%Y-%m").to_string() },
        views: choices(f, asked.view),
        bys: choices(f, asked.by),
        rooms: rooms
            .iter()
            .map(|room| named(room.id.to_string(), &room.name, asked.room == Some(room.id)))
            .collect(),
        person: PersonField::default(),
        day: day_field(f, &asked.day.to_string(), &[]),
        elsewhere: Vec::new(),
        is_drawn: true,
        earlier: asked.at_day(asked.earlier()),
        now: asked.at(drawing.today),
        later: to.succ_opt().and_then(|next| asked.at_day(next)),
        drag_hint: drag_hint(f, is_week && asked.by == By::Room && rows.len() > 1),
        week: if is_week { days.iter().map(|day| drawing.day(*day)).collect() } else { Vec::new() },
        rows,
        month: if is_week { Vec::new() } else { drawing.month(&days) },
        week_days: week_days(f),
        is_cut: u32::try_from(count).is_ok_and(|count| count >= HEARINGS_MAX),
        count,
        unscheduled: unscheduled.iter().map(|listed| unscheduled_row(f, listed)).collect(),
        sets: permit(drawing.actor.role, Operation::Perform(ActKind::HearingNotice)) != Permit::No,
        f: f.clone(),
    }
}

/// What is said of dragging: to another day, and where rows are of several rooms to another room.
fn drag_hint(f: &Frame, is_between_rooms: bool) -> &'static str {
    if is_between_rooms {
        f.language.say(
            "可以把庭审拖到另一天或者另一仲裁庭：打开改期表单，日期、时间、仲裁庭已填好，登记之前不会变动。",
            "A hearing can be dragged to another day or room: the form of the act opens with day, time and room filled in, and nothing moves before it is recorded.",
        )
    } else {
        f.language.say(
            "可以把庭审拖到另一天：打开改期表单，日期、时间、仲裁庭已填好，登记之前不会变动。",
            "A hearing can be dragged to another day: the form of the act opens with day, time and room filled in, and nothing moves before it is recorded.",
        )
    }
}

fn choices<T: Coded + PartialEq + 'static>(f: &Frame, chosen: T) -> Vec<Choice> {
    let choice = |(value, label): &(T, Label)| Choice {
        value: label.code.to_owned(),
        label: f.label(label).to_owned(),
        is_chosen: *value == chosen,
    };
    T::ROWS.iter().map(choice).collect()
}

fn unscheduled_row(f: &Frame, listed: &ListedCase) -> Unscheduled {
    let row = &listed.row;
    let employer = row.lead_employer.as_deref().unwrap_or("—");
    Unscheduled {
        id: row.id.clone(),
        title: row.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        about: format!("{} · {employer}", f.code::<Cause>(&row.cause)),
        accepted: f.day(row.accepted_on),
    }
}
