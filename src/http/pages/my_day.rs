//! My day (我的一天): the board of one's open cases, what falls due, today's hearings, one's diary and notices.
//! Not here: the board itself (`board`), and what is due when.

use std::collections::{BTreeSet, HashMap};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::board::Board;
use crate::app::diary::{AskedDiary, DiaryEntry, Undone};
use crate::app::error::Error;
use crate::app::hearings::{AskedHearings, ListedHearing};
use crate::app::notices::{AskedNotices, Notice, Unread};
use crate::app::permits::Caller;
use crate::app::reading::{DeadlineRow, WorklistCase, soon_until};
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::NoticeId;
use crate::domain::office::LawBook;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::role::Role;
use crate::domain::schedule::{HearingStatus, clock_time};
use crate::http::fault::Answer;
use crate::http::pages::board::{self, Cards, Days};
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
pub(super) struct DueRow {
    pub(super) class: &'static str,
    pub(super) said: String,
    pub(super) due_on: NaiveDate,
    pub(super) name: String,
    pub(super) articles: String,
    pub(super) case: String,
    /// What the case is called; nothing, while it has no number.
    pub(super) title: String,
    pub(super) explanation: String,
}

/// A notice, and where it leads.
struct NoticeRow {
    id: NoticeId,
    case: String,
    to: String,
    title: String,
    words: String,
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
    columns: Vec<Cards>,
    has_more: bool,
    due: Vec<DueRow>,
    hearings: Vec<HearingRow>,
    diary: Vec<DiaryEntry>,
    notices: Vec<NoticeRow>,
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
    let near = Days { today, soon_until: soon_until(&book, today, SOON_WORKING_DAYS) };
    let days = Lawful { near, book: &book };
    let mut shown = MyDayPage::of(f, &board, &days);
    shown.hearings = hearings.iter().map(|row| hearing_row(&shown.f, row)).collect();
    shown.notices = notices.iter().map(|notice| notice_row(&shown.f, notice)).collect();
    shown.diary = diary;
    shown.name_cases(&app, &caller).await?;
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
pub(super) struct Lawful<'a> {
    pub(super) near: Days,
    pub(super) book: &'a LawBook,
}

impl MyDayPage {
    fn of(f: Frame, board: &Board, days: &Lawful<'_>) -> MyDayPage {
        let near = board.deadlines.iter().filter_map(|(row, case)| due_row(&f, (row, case), days));
        let rows_max = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
        let due = near.filter(|row| row.class != Urgency::Later.class()).take(rows_max).collect();
        MyDayPage {
            today: days.near.today,
            overdue: board.counts.overdue,
            due_today: board.counts.today,
            soon: board.counts.soon,
            columns: board::columns(&f, board, days.near),
            has_more: board.has_more,
            due,
            hearings: Vec::new(),
            diary: Vec::new(),
            notices: Vec::new(),
            f,
        }
    }

    /// Names the cases that have no number by their people, as lists do: those of the whole page at once.
    async fn name_cases(&mut self, app: &App, caller: &Caller) -> Result<(), Error> {
        let unnamed = self.titles().filter(|(_, title)| title.is_empty());
        let unnamed: BTreeSet<String> = unnamed.map(|(case, _)| case.to_owned()).collect();
        if unnamed.is_empty() {
            return Ok(());
        }
        let listed = app.register.listed_cases(caller, unnamed.into_iter().collect()).await?;
        let named = listed.iter().map(|case| (case.row.id.clone(), board::people(&self.f, case)));
        let people: HashMap<String, String> = named.collect();
        let unknown = self.f.say("未编号", "No number yet").to_owned();
        for (case, title) in self.titles().filter(|(_, title)| title.is_empty()) {
            title.clone_from(people.get(case).unwrap_or(&unknown));
        }
        Ok(())
    }

    /// The cases that are named on the page, and what each is called there: nothing, while it has no number.
    fn titles(&mut self) -> impl Iterator<Item = (&str, &mut String)> {
        let due = self.due.iter_mut().map(|DueRow { case, title, .. }| (case.as_str(), title));
        let hearings = self.hearings.iter_mut().map(|HearingRow { case, title, .. }| (case.as_str(), title));
        let notices = self.notices.iter_mut().map(|NoticeRow { case, title, .. }| (case.as_str(), title));
        due.chain(hearings).chain(notices)
    }
}

/// A deadline as a list shows it; none without a last day.
pub(super) fn due_row(
    f: &Frame,
    (row, case): (&DeadlineRow, &WorklistCase),
    days: &Lawful<'_>,
) -> Option<DueRow> {
    let due_on = row.due_on?;
    let urgency = Urgency::of(due_on, days.near.today, days.near.soon_until);
    let rule = RuleId::from_code(&row.rule).and_then(|rule| days.book.rule(rule, row.trigger_on));
    let (rule_code, case_id) = (&row.rule, &row.case_id);
    Some(DueRow {
        class: urgency.class(),
        said: urgency.said(f),
        due_on,
        name: f.code::<RuleId>(&row.rule),
        articles: rule.map_or_else(String::new, |rule| f.articles(rule.articles)),
        case: case_id.clone(),
        title: case.number.clone().unwrap_or_default(),
        explanation: format!(
            "/cases/{case_id}/deadlines/{rule_code}?entry={}&party={}",
            row.anchor, row.party
        ),
    })
}

fn hearing_row(f: &Frame, row: &ListedHearing) -> HearingRow {
    HearingRow {
        case: row.case_id.to_string(),
        title: row.number.clone().unwrap_or_default(),
        time: row.starts.map_or_else(|| "—".to_owned(), clock_time),
        room: row.room.clone().unwrap_or_default(),
        status: f.label(row.status.label()).to_owned(),
    }
}

fn notice_row(f: &Frame, notice: &Notice) -> NoticeRow {
    let case = notice.case_id;
    // What a supervisor is asked to answer is answered there.
    let to = notice
        .rating_id
        .map_or_else(|| format!("/cases/{case}"), |rating| format!("/cases/{case}/ratings?rating={rating}"));
    NoticeRow {
        id: notice.id,
        case: case.to_string(),
        to,
        title: notice.number.clone().unwrap_or_default(),
        words: f.words(&notice.words).to_owned(),
    }
}
