//! The schedule of hearings (排庭表), a week or a month of it, by room or by arbitrator; each hearing leads to its case, and to
//! where it is moved. What is asked stands in the address. Not here: how it is drawn
//! (`hearing_grid`), and which times are free (`hearing_slots`).

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::app::App;
use crate::app::error::Error;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::hearings::AskedHearings;
use crate::app::identity::Actor;
use crate::app::reading::ListedCase;
use crate::domain::act::kind::ActKind;
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{RoomId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::schedule::HearingStatus;
use crate::http::fault::Answer;
use crate::http::pages::act_form::rows::Choice;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::hearing_grid::{By, Cell, Day, Drawing, Row, WEEK_DAYS, after, monday_of, week_days};
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
    asked: Asked,
    title: String,
    views: Vec<Choice>,
    bys: Vec<Choice>,
    rooms: Vec<Choice>,
    person: PersonField,
    earlier: String,
    later: String,
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
/// Not signed in; every wrong parameter at once; a role that sees no cases.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    if let Some(answer) = which_person::asked(&app, (&request, &visitor), "person").await? {
        return Ok(answer);
    }
    let mut params = Params::of(&request);
    let asked = Asked {
        view: params.coded("view").unwrap_or(View::Week),
        by: params.coded("by").unwrap_or(By::Room),
        day: params.date("day").unwrap_or_else(|| app.clock.today()),
        room: params.uuid_or_any("room").map(RoomId),
        person: params.uuid_or_any("person").map(UserId),
    };
    params.finish()?;
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
    page(StatusCode::OK, shown.f.language, &shown)
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

impl Asked {
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
    HearingsPage {
        title: if is_week { format!("{from} — {to}") } else { from.format("%Y-%m").to_string() },
        views: choices(f, asked.view),
        bys: choices(f, asked.by),
        rooms: rooms
            .iter()
            .map(|room| named(room.id.to_string(), &room.name, asked.room == Some(room.id)))
            .collect(),
        person: PersonField::default(),
        earlier: asked.at(asked.earlier()),
        later: asked.at(to.succ_opt().unwrap_or(to)),
        week: if is_week { days.iter().map(|day| drawing.day(*day)).collect() } else { Vec::new() },
        rows: if is_week { drawing.rows(asked.by, &days) } else { Vec::new() },
        month: if is_week { Vec::new() } else { drawing.month(&days) },
        week_days: week_days(f),
        is_cut: u32::try_from(count).is_ok_and(|count| count >= HEARINGS_MAX),
        count,
        unscheduled: unscheduled.iter().map(|listed| unscheduled_row(f, listed)).collect(),
        sets: permit(drawing.actor.role, Operation::Perform(ActKind::HearingNotice)) != Permit::No,
        asked,
        f: f.clone(),
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
