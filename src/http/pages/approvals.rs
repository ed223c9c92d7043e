//! What waits for a supervisor (待审批), act by act, each leading to its form. Not here: what waits (`app::approvals`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::approvals::{APPROVALS_MAX, Approval};
use crate::app::reading::soon_until;
use crate::domain::act::kind::ActKind;
use crate::domain::act::table;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::http::api::acts::ROUTES;
use crate::http::fault::Answer;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::my_day::{SOON_WORKING_DAYS, Urgency};
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// A deadline that waits.
struct Row {
    class: &'static str,
    urgency: String,
    due: String,
    deadline: String,
    explanation: String,
    case: String,
    title: String,
    about: String,
    form: String,
}

/// What waits for one kind of approval.
struct Section {
    code: &'static str,
    name: &'static str,
    articles: String,
    rows: Vec<Row>,
    more: bool,
}

#[derive(Template)]
#[template(path = "approvals.html")]
struct ApprovalsPage {
    f: Frame,
    sections: Vec<Section>,
    listed_max: usize,
}

/// What waits for a supervisor today.
///
/// # Errors
/// Not signed in; a role that approves nothing.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let found = app.register.approvals(&visitor.actor.caller(), SOON_WORKING_DAYS).await?;
    let (f, today) = (visitor.frame(&request), app.clock.today());
    let until = soon_until(&*app.register.law_book().await?, today, SOON_WORKING_DAYS);
    let mut sections: Vec<Section> = Vec::new();
    for approval in &found.items {
        if sections.last().is_none_or(|last| last.code != approval.act.code()) {
            sections.push(section(&f, approval.act, &found.more));
        }
        if let Some(last) = sections.last_mut() {
            last.rows.push(row(&f, approval, (today, until)));
        }
    }
    let shown = ApprovalsPage { sections, listed_max: APPROVALS_MAX, f };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn section(f: &Frame, act: ActKind, more: &[ActKind]) -> Section {
    Section {
        code: act.code(),
        name: f.label(act.label()),
        articles: f.articles(table::find(act).articles),
        rows: Vec::new(),
        more: more.contains(&act),
    }
}

fn row(
    f: &Frame,
    Approval { act, deadline, case }: &Approval,
    (today, until): (NaiveDate, NaiveDate),
) -> Row {
    let urgency = deadline.due_on.map(|due| Urgency::of(due, today, until));
    let id = &deadline.case_id;
    // Of the acts about an entry, the deadline runs from that entry.
    let entry = ROUTES.iter().find(|route| route.act == *act).and_then(|route| route.entry_field);
    let about = entry.map_or_else(String::new, |field| format!("?{field}={}", deadline.anchor));
    Row {
        class: urgency.map_or("later", Urgency::class),
        urgency: urgency.map_or_else(String::new, |urgency| urgency.said(f)),
        due: f.day(deadline.due_on),
        deadline: f.code::<RuleId>(&deadline.rule),
        explanation: format!(
            "/cases/{id}/deadlines/{}?entry={}&party={}",
            deadline.rule, deadline.anchor, deadline.party
        ),
        case: id.clone(),
        title: case.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        about: format!("{} · {}", f.code::<Cause>(&case.cause), case.lead_employer.as_deref().unwrap_or("—")),
        form: format!("/cases/{id}/acts/{}{about}", act.code()),
    }
}
