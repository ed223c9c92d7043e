//! The board (在办案件看板): one's open cases in columns by the quick step that each has before it, what is due first on top; on
//! the first page as many of each as one glance takes, and a page of its own for a whole column.
//! Not here: whose a case is (`app::board`), and which step it has before it (`domain::quick_step`).

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::board::{BOARD_CASES_MAX, Board};
use crate::app::error::Error;
use crate::app::reading::{DeadlineRow, ListedCase, soon_until};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::quick_step::{QuickStep, ahead};
use crate::domain::stage::Stage;
use crate::http::fault::Answer;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::my_day::{SOON_WORKING_DAYS, Urgency};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// So many cases of a column stand on the first page.
const CARDS_MAX: usize = 25;
/// So many stand on a page of its own.
const PAGE_CARDS: usize = 100;

/// A column of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Filing,
    Mediation,
    Hearing,
    Closing,
    /// What has no quick steps.
    Others,
}

impl Coded for Column {
    const LIST: &'static str = "board_column";
    const ROWS: &'static [(Self, Label)] = &[
        (Column::Filing, label("filing", "快立", "Quick filing")),
        (Column::Mediation, label("mediation", "快调", "Quick mediation")),
        (Column::Hearing, label("hearing", "快审", "Quick hearing")),
        (Column::Closing, label("closing", "快结", "Quick closure")),
        (Column::Others, label("others", "监察与信访", "Inspections and petitions")),
    ];
}

impl Column {
    /// In which a case stands. A mediation case is a mediation, whatever its stage.
    fn of(listed: &ListedCase) -> Column {
        if CaseKind::from_code(&listed.row.kind) == Some(CaseKind::Mediation) {
            return Column::Mediation;
        }
        match Stage::from_code(&listed.row.stage).and_then(ahead) {
            Some(QuickStep::Filing) => Column::Filing,
            Some(QuickStep::MediationBefore | QuickStep::Mediation) => Column::Mediation,
            Some(QuickStep::Hearing) => Column::Hearing,
            Some(QuickStep::Closing) => Column::Closing,
            None => Column::Others,
        }
    }
}

/// A case on the board.
pub(super) struct Card {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) people: String,
    pub(super) about: String,
    pub(super) class: &'static str,
    pub(super) due: Option<String>,
}

/// The cases of one step.
pub(super) struct Cards {
    pub(super) name: &'static str,
    /// How many there are.
    pub(super) count: usize,
    /// Those that are shown, what is due first before what is due later.
    pub(super) shown: Vec<Card>,
    /// Where all of them are, if there are more.
    pub(super) all: Option<String>,
}

#[derive(Template)]
#[template(path = "board_column.html")]
struct ColumnPage {
    f: Frame,
    column: Cards,
    has_more: bool,
    earlier: Option<String>,
    later: Option<String>,
}

/// Today, and until when is soon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) today: NaiveDate,
    pub(super) soon_until: NaiveDate,
}

/// All cases of one column, page by page.
///
/// # Errors
/// Not signed in; no such column; a wrong parameter; a role that sees no cases.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let column = request.match_info().get("step").and_then(Column::from_code).ok_or(Error::NotFound)?;
    let mut params = Params::of(&request);
    let pages = i64::try_from(BOARD_CASES_MAX.div_ceil(PAGE_CARDS)).unwrap_or(1);
    let no = params.number("page", 1..=pages).and_then(|no| usize::try_from(no).ok()).unwrap_or(1);
    params.finish()?;
    let board = app.register.board(&visitor.actor.caller(), SOON_WORKING_DAYS).await?;
    let book = app.register.law_book().await?;
    let today = app.clock.today();
    let days = Days { today, soon_until: soon_until(&book, today, SOON_WORKING_DAYS) };
    let f = visitor.frame(&request);
    let before = (no - 1).saturating_mul(PAGE_CARDS);
    let drawn = Drawing::of(&f, &board, days).column(column, before, PAGE_CARDS);
    let at = |no: usize| format!("/my-day/{}?page={no}", column.code());
    let shown = ColumnPage {
        earlier: (no > 1).then(|| at(no - 1)),
        later: (before.saturating_add(PAGE_CARDS) < drawn.count).then(|| at(no + 1)),
        has_more: board.has_more,
        column: drawn,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// The columns of the first page. Nobody needs an empty one of what has no quick steps.
pub(super) fn columns(f: &Frame, board: &Board, days: Days) -> Vec<Cards> {
    let drawing = Drawing::of(f, board, days);
    let all = Column::ROWS.iter().map(|(column, _)| *column);
    let shown = all.filter(|column| *column != Column::Others || drawing.of_column(*column).next().is_some());
    shown.map(|column| drawing.column(column, 0, CARDS_MAX)).collect()
}

/// What a board is drawn with.
struct Drawing<'a> {
    f: &'a Frame,
    days: Days,
    /// Each case with its first deadline, what is due first before what is due later, and last what has no day.
    cases: Vec<(&'a ListedCase, Option<&'a DeadlineRow>)>,
}

impl<'a> Drawing<'a> {
    fn of(f: &'a Frame, board: &'a Board, days: Days) -> Drawing<'a> {
        let mut first: HashMap<&str, &DeadlineRow> = HashMap::new();
        for (row, _) in &board.deadlines {
            first.entry(&row.case_id).or_insert(row);
        }
        let with_first = |listed: &'a ListedCase| (listed, first.get(listed.row.id.as_str()).copied());
        let mut cases: Vec<_> = board.cases.iter().map(with_first).collect();
        // The sort is stable: what is due on one day stays in the order of receipt.
        cases.sort_by_key(|(_, due)| {
            let day = due.and_then(|row| row.due_on);
            (day.is_none(), day)
        });
        Drawing { f, days, cases }
    }

    fn of_column(&self, column: Column) -> impl Iterator<Item = &(&'a ListedCase, Option<&'a DeadlineRow>)> {
        self.cases.iter().filter(move |(listed, _)| Column::of(listed) == column)
    }

    fn column(&self, column: Column, before: usize, cards_max: usize) -> Cards {
        let count = self.of_column(column).count();
        let shown = self.of_column(column).skip(before).take(cards_max);
        Cards {
            name: self.f.label(column.label()),
            count,
            shown: shown.map(|(listed, due)| self.card(listed, *due)).collect(),
            all: (count > cards_max).then(|| format!("/my-day/{}", column.code())),
        }
    }

    fn card(&self, listed: &ListedCase, due: Option<&DeadlineRow>) -> Card {
        let (f, row) = (self.f, &listed.row);
        let near = |due_on| Urgency::of(due_on, self.days.today, self.days.soon_until);
        let due = due.and_then(|row| Some((row, row.due_on?)));
        let said = |(row, due_on): (&DeadlineRow, NaiveDate)| {
            format!("{due_on} {} · {}", f.code::<RuleId>(&row.rule), near(due_on).said(f))
        };
        Card {
            id: row.id.clone(),
            title: title(f, row.number.as_deref(), row.received_on),
            people: people(f, listed),
            about: format!("{} · {}", f.code::<Cause>(&row.cause), f.code::<Stage>(&row.stage)),
            class: due.map_or("later", |(_, due_on)| near(due_on).class()),
            due: due.map(said),
        }
    }
}

/// Whom a case is about, as lists name them: the first worker and the first employer.
pub(super) fn people(f: &Frame, ListedCase { row, lead_worker }: &ListedCase) -> String {
    let unnamed = || "—".to_owned();
    let others = if row.workers > 1 { f.say("等", " and others") } else { "" };
    let worker = lead_worker.clone().unwrap_or_else(unnamed);
    let employer = row.lead_employer.clone().unwrap_or_else(unnamed);
    format!("{worker}{others} — {employer}")
}

/// What a case is called: its number, or when it came in.
fn title(f: &Frame, number: Option<&str>, received_on: NaiveDate) -> String {
    let unnumbered = || format!("{} {received_on}", f.say("收件", "Received"));
    number.map_or_else(unnumbered, str::to_owned)
}
