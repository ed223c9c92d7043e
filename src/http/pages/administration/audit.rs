//! The audit log as a page (审计日志): the newest first, by day, person and event. Not here: what is told of an entry
//! (`app::audit_log`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::app::audit::AuditEvent;
use crate::app::audit_details::{code_under, name_of};
use crate::app::audit_log::{AskedAudit, AuditLine};
use crate::app::permits::ensure;
use crate::domain::code::Coded as _;
use crate::domain::permission::{Operation, Permit, permit};
use crate::http::api::audit::{AuditPage, asked};
use crate::http::fault::Answer;
use crate::http::pages::act_form::rows::{Choice, chosen};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person::{self, PersonField};
use crate::http::params::Params;

/// An entry of the list.
struct Listed {
    no: i64,
    at: String,
    who: String,
    /// Where everything of theirs is listed.
    of_theirs: Option<String>,
    event: &'static str,
    /// Whom it is about.
    whom: String,
    case: Option<String>,
    details: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct LogPage {
    f: Frame,
    items: Vec<Listed>,
    next: Option<String>,
    from: String,
    to: String,
    person: PersonField,
    events: Vec<Choice>,
    is_filtered: bool,
    reads_cases: bool,
    /// Whether the reader reads to whom rejected rows of ledgers were shown.
    reads_unmaskings: bool,
}

/// The log, the newest first.
///
/// # Errors
/// Not signed in; every wrong parameter at once; neither a supervisor nor an administrator.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    ensure(&visitor.actor.caller(), Operation::ReadAudit, None)?;
    if let Some(answer) = which_person::asked(&app, (&request, &visitor), "actor").await? {
        return Ok(answer);
    }
    let mut params = Params::of_form(&request);
    let asked = asked(&mut params);
    params.finish()?;
    let found = app.register.audit_log(&visitor.actor.caller(), asked.clone()).await?;
    let AuditPage { items, next } = AuditPage::of(found, asked.limit);
    let f = visitor.frame(&request);
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let shown = LogPage {
        next: next.map(|cursor| address(&asked, &cursor)),
        from: day(asked.from),
        to: day(asked.to),
        person: PersonField::of(&f, &app, &visitor.actor, asked.actor).await?,
        events: events(&f, asked.event),
        is_filtered: asked.from.is_some()
            || asked.to.is_some()
            || asked.actor.is_some()
            || asked.event.is_some(),
        reads_cases: permit(visitor.actor.role, Operation::ReadCase) != Permit::No,
        reads_unmaskings: permit(visitor.actor.role, Operation::ReadUnmaskings) != Permit::No,
        items: items.iter().map(|line| listed(&f, line)).collect(),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Where the next page is.
fn address(asked: &AskedAudit, cursor: &str) -> String {
    let filters = [
        asked.from.map(|day| format!("&from={day}")),
        asked.to.map(|day| format!("&to={day}")),
        asked.actor.map(|actor| format!("&actor={actor}")),
        asked.event.map(|event| format!("&event={}", event.code())),
    ];
    let filters: String = filters.into_iter().flatten().collect();
    format!("/administration/audit?limit={}&cursor={cursor}{filters}", asked.limit)
}

fn events(f: &Frame, asked: Option<AuditEvent>) -> Vec<Choice> {
    let all = AuditEvent::ROWS.iter().map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned()));
    let all: Vec<(String, String)> = all.collect();
    chosen(&all, &[asked.map_or("", |event| event.code())])
}

fn listed(f: &Frame, line: &AuditLine) -> Listed {
    let name = |name: &Option<String>, id: Option<String>| name.clone().or(id);
    let actor = line.actor.map(|actor| actor.to_string());
    Listed {
        no: line.no,
        at: f.instant(line.at),
        of_theirs: actor.as_ref().map(|actor| format!("/administration/audit?actor={actor}")),
        who: name(&line.actor_name, actor).unwrap_or_else(|| nobody(f, line.event).to_owned()),
        event: f.label(&line.name),
        whom: name(&line.user_name, line.user.map(|user| user.to_string())).unwrap_or_default(),
        case: line.case_id.map(|case| case.to_string()),
        details: details(f, line),
    }
}

/// Who it was where nobody is named.
fn nobody(f: &Frame, event: AuditEvent) -> &str {
    if matches!(event, AuditEvent::LoginFailed | AuditEvent::TokenReused) {
        return f.say("不明（登录没有成功）", "unknown (nobody was signed in)");
    }
    f.say("命令行或者程序", "the command line, or the program")
}

/// What else an entry says, in words where there are some.
fn details(f: &Frame, line: &AuditLine) -> Vec<(String, String)> {
    let named =
        |name: &String| name_of(name).map_or_else(|| name.clone(), |label| f.label(&label).to_owned());
    let mut details: Vec<(String, String)> =
        line.about.iter().map(|(name, said)| (named(name), in_words(f, name, said))).collect();
    if let Some(case) = line.case_id {
        details.push((f.say("案件", "case").to_owned(), case.to_string()));
    }
    details.push((f.say("校验", "hash").to_owned(), line.hash.clone()));
    details
}

fn in_words(f: &Frame, name: &str, said: &Value) -> String {
    match (name, said) {
        (name, Value::String(text)) => {
            code_under(name, text).map_or_else(|| text.clone(), |label| f.label(&label).to_owned())
        }
        (_, Value::Bool(is_so)) => {
            f.say(if *is_so { "是" } else { "否" }, if *is_so { "yes" } else { "no" }).to_owned()
        }
        (_, other) => other.to_string(),
    }
}
