//! The working-day calendar (工作日历): a year of it, and importing one. What is asked is read in `calendar_asked`; what is wrong
//! with a year is `domain::calendar::import`'s, what it does to the cases `app::calendar`'s.

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::calendar::{Imported, YearOfCalendar};
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::people::By;
use crate::domain::calendar::import::YearDocument;
use crate::domain::calendar::{CalendarYear, YearOrigin};
use crate::http::api::calendar_asked;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(read, import))]
pub struct Operations;

/// A year of the calendar in force.
#[derive(Serialize, ToSchema)]
pub struct CalendarYearView {
    /// The year.
    pub year: i32,
    /// Whether deadlines that reach into it are provisional, because no notice is known for it.
    pub provisional: bool,
    /// The version of the calendar in force.
    pub calendar_version: String,
    /// Where the year comes from; none while it is not known.
    pub origin: Option<YearOrigin>,
    /// When it was imported.
    pub imported_at: Option<DateTime<Utc>>,
    /// Who imported it; none for the operator at the command line.
    pub imported_by: Option<Uuid>,
    /// Its notice and its days, in the format that an import takes.
    pub days: Option<CalendarYear>,
}

impl CalendarYearView {
    /// The view of a year.
    #[must_use]
    pub fn of(year: i32, found: YearOfCalendar) -> CalendarYearView {
        let import = found.known.as_ref().and_then(|known| known.import.as_ref());
        CalendarYearView {
            year,
            provisional: found.known.is_none(),
            calendar_version: found.book.calendar.version().to_owned(),
            origin: found.known.as_ref().map(|known| match known.import {
                Some(_) => YearOrigin::Imported,
                None => YearOrigin::Shipped,
            }),
            imported_at: import.and_then(|row| DateTime::from_timestamp_micros(row.imported_at)),
            imported_by: import.and_then(|row| row.actor_id.as_ref()?.parse().ok()),
            days: found.known.map(|known| known.year),
        }
    }
}

/// 年度日历 A year of the calendar in force: its days off and make-up working days, and its notice.
///
/// # Errors
/// A year outside what the product takes.
#[utoipa::path(get, path = "/api/v1/calendar/{year}", tag = "calendar", operation_id = "calendar_year",
    params(("year" = i32, Path, minimum = 1949, maximum = 2199, description = "The year")),
    responses((status = 200, description = "The year, known or not", body = CalendarYearView,
            headers(("ETag" = String, description = "The tag to send as If-Match when the year is replaced; none while it is not known"))),
        (status = 304, description = "未变 The caller has this year already (If-None-Match)")))]
pub async fn read(app: Data<App>, _actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let year = calendar_asked::path_year(&request)?;
    let found = app.register.calendar_year(year).await?;
    let Some(known) = &found.known else {
        return Ok(HttpResponse::Ok().json(CalendarYearView::of(year, found)));
    };
    let tag = conditions::year_tag(year, &known.year.fingerprint());
    if conditions::has_tag(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(CalendarYearView::of(year, found)))
}

/// 导入放假安排 Import a year, in the product's own format or in that of holiday-cn: deadlines are computed anew,
/// and the docket of each open case whose deadlines move says so.
///
/// # Errors
/// Everything that is wrong with the year; another year than the caller saw; not a supervisor.
#[utoipa::path(put, path = "/api/v1/calendar/{year}", tag = "calendar", operation_id = "import_calendar_year",
    params(("year" = i32, Path, minimum = 1949, maximum = 2199, description = "The year"),
        ("If-Match" = Option<String>, Header, pattern = "^\"[0-9]{4}-[0-9a-f]{16}\"$",
            description = "To replace a year: the ETag of the year that the caller saw"),
        ("If-None-Match" = Option<String>, Header, pattern = r"^\*$", description = "For a year that is not known yet: *; not beside If-Match"),
        ("dry_run" = Option<bool>, Query, description = "true: show what would move, write nothing"),
        ("acknowledge_warnings" = Option<String>, Query, max_length = 200,
            description = "Codes of warnings that are acknowledged, separated by commas: replaces_shipped_year"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "How many deadlines are listed at most; 50 if not said")),
    request_body = YearDocument,
    responses((status = 200, description = "试算结果，或已替换 What would move (dry run), or the year was replaced", body = Imported),
        (status = 201, description = "已导入 The year was not known before, and was imported", body = Imported,
            headers(("ETag" = String, description = "The tag of the year"))),
        (status = 409, description = "需确认，或有案件登记与新日历矛盾 To be acknowledged, or dockets that the new calendar contradicts"),
        (status = 412, description = "该年安排已被他人更新 The year is another than the caller saw"),
        (status = 422, description = "文件有误 Something is wrong with the year"),
        (status = 428, description = "缺少 If-Match 或 If-None-Match Neither header")))]
pub async fn import(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    let asked = match calendar_asked::read(&request, body)? {
        Ok(asked) => asked,
        Err(wrong) => return Err(wrong.held_against(&app.register.law_book().await?.calendar).into()),
    };
    let imported = app.register.import_calendar(By::Person(&actor, None), asked).await;
    let imported = imported.map_err(|error| match error {
        Error::PreconditionMissing => Fault::YearUnseen,
        error => Fault::App(error),
    })?;
    let is_new = imported.applied && !imported.replaces;
    let mut response = HttpResponse::build(if is_new { StatusCode::CREATED } else { StatusCode::OK });
    if imported.applied {
        response.insert_header((ETAG, conditions::year_tag(imported.year, &imported.fingerprint)));
    }
    Ok(response.json(imported))
}
