//! The office's own deadlines that run (期限清单) as a page, the earliest first: exactly those that the API lists by the same
//! parameters. Not here: one's own day (`my_day`), and why a deadline falls on its day (`deadline_page`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::reading::{Due, WorklistFilter, soon_until};
use crate::domain::deadline::rule::RuleId;
use crate::http::api::deadlines;
use crate::http::fault::Answer;
use crate::http::pages::board::Days;
use crate::http::pages::figure_cases::next;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::my_day::{DueRow, Lawful, SOON_WORKING_DAYS, due_row};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

#[derive(Template)]
#[template(path = "deadlines.html")]
struct DeadlinesPage {
    f: Frame,
    /// Of which rule, and by when.
    only: Vec<String>,
    rows: Vec<DueRow>,
    next: Option<String>,
}

/// The deadlines that the parameters ask for.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that sees no cases.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let (today, book) = (app.clock.today(), app.register.law_book().await?);
    let mut params = Params::of(&request);
    let (filter, asked) = (deadlines::filter(&mut params, today, &book), deadlines::page(&mut params));
    params.finish()?;
    let (f, limit) = (visitor.frame(&request), asked.limit);
    let only = only(&f, &filter);
    let rows = app.register.worklist(&visitor.actor.caller(), filter, asked).await?;
    let near = Days { today, soon_until: soon_until(&book, today, SOON_WORKING_DAYS) };
    let days = Lawful { near, book: &book };
    let shown = DeadlinesPage {
        only,
        next: next(&f.here, deadlines::next(&rows, limit)),
        rows: rows.iter().filter_map(|(row, case)| due_row(&f, (row, case), &days)).collect(),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// What is asked, in words.
fn only(f: &Frame, filter: &WorklistFilter) -> Vec<String> {
    let rule = filter.rule.as_deref().map(|rule| f.code::<RuleId>(rule));
    let due = match filter.due {
        Due::Open => None,
        Due::Overdue => Some(f.say("已逾期", "Overdue").to_owned()),
        Due::Soon { until } => {
            Some(format!("{}{until}", f.say("未逾期，届满日不晚于：", "Not overdue, due by: ")))
        }
        Due::Through { until } => {
            Some(format!("{}{until}", f.say("届满日（含已逾期）不晚于：", "Due by, past ones among them: ")))
        }
    };
    rule.into_iter().chain(due).collect()
}
