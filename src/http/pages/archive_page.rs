//! The cases that were put away (归档案件), of a year or a kind, and those whose time to be kept is over. Nothing is removed by that.
//! Not here: putting one away, which is an act, and its volumes (`files_page`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::archive::{ArchivePage, ArchivedCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::stage::Manner;
use crate::http::api::archive::{cursor, filter, next_of};
use crate::http::fault::Answer;
use crate::http::pages::act_form::rows::{Choice, chosen};
use crate::http::pages::figure_cases::next;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// A case in the archive.
struct Row {
    id: String,
    title: String,
    file_number: String,
    employer: String,
    closed: String,
    archived: NaiveDate,
    years: i32,
    until: NaiveDate,
    is_over: bool,
}

#[derive(Template)]
#[template(path = "archive.html")]
struct ArchivedPage {
    f: Frame,
    today: NaiveDate,
    year: String,
    kinds: Vec<Choice>,
    is_over: bool,
    rows: Vec<Row>,
    next: Option<String>,
}

/// The list: the first put away first; of those that are kept no longer, the first whose time was over.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that sees no cases.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let today = app.clock.today();
    let mut params = Params::of_form(&request);
    let (year, kind) = (params.given("year").to_owned(), params.given("kind").to_owned());
    let filter = filter(&mut params, today);
    let after = cursor(&mut params);
    let limit = i64::from(params.limit());
    params.finish()?;
    let expired_before = filter.expired_before;
    let found =
        app.register.archived_cases(&visitor.actor.caller(), filter, ArchivePage { after, limit }).await?;
    let f = visitor.frame(&request);
    let kinds = CaseKind::ROWS.iter().map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned()));
    let shown = ArchivedPage {
        today,
        year,
        kinds: chosen(&kinds.collect::<Vec<_>>(), &[kind.as_str()]),
        is_over: expired_before.is_some(),
        next: next(&f.here, next_of(&found, limit, expired_before)),
        rows: found.iter().map(|case| row(&f, case)).collect(),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn row(f: &Frame, case: &ArchivedCase) -> Row {
    let unnumbered = || format!("{} · {}", f.code::<CaseKind>(&case.kind), f.say("未编号", "no number yet"));
    let manner = case.manner.as_deref().map(|manner| format!(" {}", f.code::<Manner>(manner)));
    Row {
        id: case.case_id.clone(),
        title: case.number.clone().unwrap_or_else(unnumbered),
        file_number: case.file_number.clone().unwrap_or_else(|| "—".to_owned()),
        employer: case.employer.clone().unwrap_or_else(|| "—".to_owned()),
        closed: format!("{}{}", f.day(case.closed_on), manner.unwrap_or_default()),
        archived: case.archived_on,
        years: case.retention_years,
        until: case.retain_until,
        is_over: case.expired,
    }
}
