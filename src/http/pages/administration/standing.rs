//! What stands (管理总览), and where one goes from there. Not here: how anything of it is changed.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use crate::app::error::Error;
use crate::app::people::By;
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::permission::Operation;
use crate::domain::role::Role;
use crate::domain::watch::WatchState;
use crate::http::api::paper_templates::in_force;
use crate::http::fault::Answer;
use crate::http::pages::administration::settings::{Setting, settings};
use crate::http::pages::frame::{Frame, may_at_all, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// So many rooms are looked at; no office has as many.
const ROOMS_MAX: u32 = 200;
/// The month in which the State Council publishes the days off of the next year.
const NOTICE_MONTH: u32 = 11;

/// How many people there are.
struct People {
    roles: Vec<(Role, i64)>,
    active: i64,
    inactive: i64,
}

/// Which years of the calendar are known, and which one is needed next.
struct Years {
    first: i32,
    last: i32,
    next: i32,
    /// Deadlines of this year or the next reach into a year that is not known.
    is_urgent: bool,
}

/// How the watch over the deadlines stands.
struct WatchRow {
    state: &'static str,
    is_good: bool,
    completed: String,
}

#[derive(Template)]
#[template(path = "administration.html")]
struct StandingPage {
    f: Frame,
    people: Option<People>,
    keys: Option<i64>,
    region: String,
    commission: &'static str,
    rooms: usize,
    templates: usize,
    kinds: usize,
    years: Years,
    watch: WatchRow,
    settings: Vec<Setting>,
}

/// What stands.
///
/// # Errors
/// Not signed in; neither a supervisor nor an administrator.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let caller = visitor.actor.caller();
    let watch = app.watch.report(&caller).await?;
    let rooms = app.register.rooms(&caller, None, ROOMS_MAX).await?;
    let templates = in_force(&app, &caller).await?;
    let book = app.register.law_book().await?;
    let (people, keys) = accounts(&app, &visitor).await?;
    let f = visitor.frame(&request);
    let shown = StandingPage {
        people,
        keys,
        region: f.bracketed(f.say(book.region.zh, book.region.en), book.region.id),
        commission: book.region.commission_zh.unwrap_or_default(),
        rooms: rooms.iter().filter(|room| room.retired_at.is_none()).count(),
        templates: templates.iter().filter(|(_, template)| template.put_by.is_some()).count(),
        kinds: templates.len(),
        years: years(&book.calendar, app.clock.today()),
        watch: WatchRow {
            state: f.label(watch.state.label()),
            is_good: watch.state == WatchState::OnTime,
            completed: watch.completed_at.map_or_else(|| "—".to_owned(), |at| f.instant(at)),
        },
        settings: settings(&f, &app.settings),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// How many accounts and keys there are, for who keeps them.
async fn accounts(app: &App, visitor: &Visitor) -> Result<(Option<People>, Option<i64>), Error> {
    if !may_at_all(visitor.actor.role, Operation::ManageUsers) {
        return Ok((None, None));
    }
    let found = app.identity.head_count(By::Person(&visitor.actor, None)).await?;
    let active = found.active.iter().map(|(_, count)| count).sum();
    let people = People { roles: found.active, active, inactive: found.inactive };
    Ok((Some(people), Some(app.identity.good_keys(&visitor.actor).await?)))
}

/// The notice of the next year comes each November; by then its deadlines are reached.
fn years(calendar: &Calendar, today: NaiveDate) -> Years {
    let (first, last) = (calendar.first_known_day().year(), calendar.last_known_day().year());
    let needed = if today.month() >= NOTICE_MONTH { today.year() + 1 } else { today.year() };
    Years { first, last, next: last + 1, is_urgent: last < needed }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped calendar ends with 2026.
    #[test]
    fn the_next_year_is_urgent_from_november_of_the_last_known_one() {
        let on = |day: &str| years(Calendar::shipped(), day.parse().unwrap());
        let early = on("2026-10-31");
        assert_eq!((early.first, early.last, early.next, early.is_urgent), (2008, 2026, 2027, false));
        assert!(on("2026-11-01").is_urgent && on("2027-01-01").is_urgent);
        assert!(!on("2025-12-31").is_urgent);
    }
}
