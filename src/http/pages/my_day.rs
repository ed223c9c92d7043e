//! My day (我的一天): one's open cases by the four quick steps, what falls due, today's hearings, one's diary and notices.
//! Not here: whose a case is (`app::board`), and what is due when.

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::board::Board;
use crate::app::diary::{AskedDiary, DiaryEntry, Undone};
use crate::app::hearings::{AskedHearings, ListedHearing};
use crate::app::notices::{AskedNotices, Notice, Unread};
use crate::app::permits::Caller;
use crate::app::reading::{DeadlineRow, ListedCase, WorklistCase, soon_until};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{DiaryId, NoticeId};
use crate::domain::office::LawBook;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::quick_step::{QuickStep, ahead};
use crate::domain::role::Role;
use crate::domain::schedule::{HearingStatus, clock_time};
use crate::domain::stage::Stage;
use crate::http::fault::Answer;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::posted::Sent;
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// How many working days ahead is soon, as on the worklist.
pub(super) const SOON_WORKING_DAYS: u16 = 5;
/// The most rows of each list beside the board.
const ROWS_MAX: u32 = 50;

/// How near a last day is; the code is the class of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    Overdue,
    Today,
    Soon,
    Later,
}

impl Urgency {
    pub(super) fn of(due_on: NaiveDate, today: NaiveDate, soon_until: NaiveDate) -> Urgency {
        match due_on {
            day if day < today => Urgency::Overdue,
            day if day == today => Urgency::Today,
            day if day <= soon_until => Urgency::Soon,
            _ => Urgency::Later,
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Urgency::Overdue => "overdue",
            Urgency::Today => "today",
            Urgency::Soon => "soon",
            Urgency::Later => "later",
        }
    }

    pub(super) fn said(self, f: &Frame) -> String {
        let (zh, en) = match self {
            Urgency::Overdue => ("已逾期", "Overdue"),
            Urgency::Today => ("今天到期", "Due today"),
            Urgency::Soon => ("临近", "Soon"),
            Urgency::Later => ("未到期", "Later"),
        };
        f.say(zh, en).to_owned()
    }
}

/// A deadline as a list shows it.
struct DueRow {
    class: &'static str,
    said: String,
    due_on: NaiveDate,
    name: String,
    articles: String,
    case: String,
    title: String,
    explanation: String,
}

/// A case on the board.
struct Card {
    id: String,
    title: String,
    people: String,
    about: String,
    class: &'static str,
    due: Option<String>,
}

/// The cases of one step.
struct Column {
    name: String,
    cards: Vec<Card>,
}

/// A hearing of today.
struct HearingRow {
    case: String,
    title: String,
    time: String,
    room: String,
    status: String,
}

#[derive(Template)]
#[template(path = "my_day.html")]
struct MyDayPage {
    f: Frame,
    today: NaiveDate,
    overdue: i64,
    due_today: i64,
    soon: i64,
    columns: Vec<Column>,
    has_more: bool,
    due: Vec<DueRow>,
    hearings: Vec<HearingRow>,
    diary: Vec<DiaryEntry>,
    notices: Vec<Notice>,
}

/// The first page of whoever is signed in: their day, or what their role has.
///
/// # Errors
/// Not signed in.
pub async fn home(request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let may = |operation| permit(visitor.actor.role, operation) != Permit::No;
    let first = if may(Operation::ReadCase) {
        "/my-day"
    } else if may(Operation::ManageUsers) {
        "/administration"
    } else if may(Operation::ReadFigures) {
        "/figures"
    } else {
        "/password"
    };
    Ok(see_other(first))
}

/// My day.
///
/// # Errors
/// Not signed in; a role that sees no cases.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let (caller, today) = (visitor.actor.caller(), app.clock.today());
    let board = app.register.board(&caller, SOON_WORKING_DAYS).await?;
    let book = app.register.law_book().await?;
    let hearings = app.register.hearings(&caller, hearings_of(&caller, today), (None, ROWS_MAX)).await?;
    let to = Some(today);
    let asked = AskedDiary { from: None, to, undone: Undone::Only, after: None, limit: ROWS_MAX };
    let diary = app.register.diary(&caller, None, asked).await?;
    let asked = AskedNotices { unread: Unread::Only, after: None, limit: ROWS_MAX };
    let notices = app.register.notices(&caller, asked).await?;
    let f = visitor.frame(&request);
    let days = Days { today, soon_until: soon_until(&book, today, SOON_WORKING_DAYS), book: &book };
    let mut shown = MyDayPage::of(f, &board, &days);
    shown.hearings = hearings.iter().map(|row| hearing_row(&shown.f, row)).collect();
    (shown.diary, shown.notices) = (diary, notices);
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Marks a notice as read.
///
/// # Errors
/// No such notice, or somebody else's; a form of another session.
pub async fn mark_read(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = NoticeId(params::path_uuid(&request, "id")?);
    app.register.mark_notice_read(&sent.visitor.actor.caller(), id).await?;
    Ok(see_other("/my-day#notices"))
}

/// Marks an entry of the diary as done.
///
/// # Errors
/// No such entry, or somebody else's; a form of another session.
pub async fn mark_done(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = DiaryId(params::path_uuid(&request, "id")?);
    app.register.mark_diary_done(&sent.visitor.actor.caller(), id).await?;
    Ok(see_other("/my-day#diary"))
}

/// Today's hearings: one's own of who hears cases, the office's for the rest.
fn hearings_of(caller: &Caller, today: NaiveDate) -> AskedHearings {
    let person = match caller.role {
        Role::Arbitrator | Role::Mediator => Some(caller.user),
        Role::Clerk | Role::Supervisor | Role::Inspector | Role::Report | Role::Admin => None,
    };
    let statuses = Some(vec![HearingStatus::Scheduled, HearingStatus::Open, HearingStatus::Closed]);
    AskedHearings { from: Some(today), to: Some(today), room: None, person, statuses }
}

/// Today, until when is soon, and the law in force.
struct Days<'a> {
    today: NaiveDate,
    soon_until: NaiveDate,
    book: &'a LawBook,
}

impl MyDayPage {
    fn of(f: Frame, board: &Board, days: &Days<'_>) -> MyDayPage {
        let mut first: HashMap<&str, &DeadlineRow> = HashMap::new();
        for (row, _) in &board.deadlines {
            first.entry(&row.case_id).or_insert(row);
        }
        let mut columns: Vec<Column> = COLUMNS
            .iter()
            .map(|(zh, en)| Column { name: f.say(zh, en).to_owned(), cards: Vec::new() })
            .collect();
        for listed in &board.cases {
            if let Some(column) = columns.get_mut(column_of(listed)) {
                column.cards.push(card(&f, listed, first.get(listed.row.id.as_str()).copied(), days));
            }
        }
        // Nobody needs an empty column of what has no quick steps.
        if columns.last().is_some_and(|others| others.cards.is_empty()) {
            columns.pop();
        }
        let near = board.deadlines.iter().filter_map(|(row, case)| due_row(&f, (row, case), days));
        let rows_max = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
        let due = near.filter(|row| row.class != Urgency::Later.class()).take(rows_max).collect();
        MyDayPage {
            today: days.today,
            overdue: board.counts.overdue,
            due_today: board.counts.today,
            soon: board.counts.soon,
            columns,
            has_more: board.has_more,
            due,
            hearings: Vec::new(),
            diary: Vec::new(),
            notices: Vec::new(),
            f,
        }
    }
}

/// The columns of the board; the last is for what has no quick steps.
const COLUMNS: [(&str, &str); 5] = [
    ("快立", "Quick filing"),
    ("快调", "Quick mediation"),
    ("快审", "Quick hearing"),
    ("快结", "Quick closure"),
    ("监察与信访", "Inspections and petitions"),
];

/// In which of the columns a case stands. A mediation case is a mediation, whatever its stage.
fn column_of(listed: &ListedCase) -> usize {
    if CaseKind::from_code(&listed.row.kind) == Some(CaseKind::Mediation) {
        return 1;
    }
    match Stage::from_code(&listed.row.stage).and_then(ahead) {
        Some(QuickStep::Filing) => 0,
        Some(QuickStep::MediationBefore | QuickStep::Mediation) => 1,
        Some(QuickStep::Hearing) => 2,
        Some(QuickStep::Closing) => 3,
        None => 4,
    }
}

fn urgency(row: &DeadlineRow, days: &Days<'_>) -> Option<Urgency> {
    row.due_on.map(|due_on| Urgency::of(due_on, days.today, days.soon_until))
}

fn card(f: &Frame, listed: &ListedCase, due: Option<&DeadlineRow>, days: &Days<'_>) -> Card {
    let ListedCase { row, lead_worker } = listed;
    let unnamed = || "—".to_owned();
    let others = if row.workers > 1 { f.say("等", " and others") } else { "" };
    let (worker, employer) =
        (lead_worker.clone().unwrap_or_else(unnamed), row.lead_employer.clone().unwrap_or_else(unnamed));
    let said = |row: &DeadlineRow| {
        row.due_on.map(|due_on| {
            let name = f.code::<RuleId>(&row.rule);
            let now = Urgency::of(due_on, days.today, days.soon_until).said(f);
            format!("{due_on} {name} · {now}")
        })
    };
    Card {
        id: row.id.clone(),
        title: title(f, row.number.as_deref(), row.received_on),
        people: format!("{worker}{others} — {employer}"),
        about: format!("{} · {}", f.code::<Cause>(&row.cause), f.code::<Stage>(&row.stage)),
        class: due.and_then(|row| urgency(row, days)).map_or("later", Urgency::class),
        due: due.and_then(said),
    }
}

/// What a case is called: its number, or when it came in.
fn title(f: &Frame, number: Option<&str>, received_on: NaiveDate) -> String {
    let unnumbered = || format!("{} {received_on}", f.say("收件", "Received"));
    number.map_or_else(unnumbered, str::to_owned)
}

fn due_row(f: &Frame, (row, case): (&DeadlineRow, &WorklistCase), days: &Days<'_>) -> Option<DueRow> {
    let due_on = row.due_on?;
    let urgency = Urgency::of(due_on, days.today, days.soon_until);
    let rule = RuleId::from_code(&row.rule).and_then(|rule| days.book.rule(rule, row.trigger_on));
    let (rule_code, case_id) = (&row.rule, &row.case_id);
    Some(DueRow {
        class: urgency.class(),
        said: urgency.said(f),
        due_on,
        name: f.code::<RuleId>(&row.rule),
        articles: rule.map_or_else(String::new, |rule| f.articles(rule.articles)),
        case: case_id.clone(),
        title: case.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        explanation: format!(
            "/cases/{case_id}/deadlines/{rule_code}?entry={}&party={}",
            row.anchor, row.party
        ),
    })
}

fn hearing_row(f: &Frame, row: &ListedHearing) -> HearingRow {
    HearingRow {
        case: row.case_id.to_string(),
        title: row.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        time: row.starts.map_or_else(|| "—".to_owned(), clock_time),
        room: row.room.clone().unwrap_or_default(),
        status: f.label(row.status.label()).to_owned(),
    }
}
