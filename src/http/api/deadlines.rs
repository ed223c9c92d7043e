//! Deadlines (期限): of a case, and the worklist of the office. Not here: the rules and the calculator
//! (`deadline_rules`).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::reading::{
    self, CaseDeadlines, DeadlineRow, Due, Past, WorklistCase, WorklistCursor, WorklistFilter, WorklistPage,
};
use crate::domain::code::{Coded as _, Label};
use crate::domain::deadline::explanation::Explanation;
use crate::domain::deadline::measure::CaseMeasure;
use crate::domain::deadline::rule::RuleId;
use crate::domain::deadline::{Deadline, State, Status};
use crate::domain::id::{CaseId, EntryNo, PartyNo};
use crate::domain::office::LawBook;
use crate::domain::quick_step::{CaseTarget, TargetStatus};
use crate::domain::refusal::words;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(of_case, worklist))]
pub struct Operations;

/// How many working days ahead is "soon", unless the caller says.
const SOON_WORKING_DAYS: u16 = 5;

/// A deadline of a case.
#[derive(Serialize, ToSchema)]
pub struct DeadlineView {
    /// The rule.
    pub rule: RuleId,
    /// The party it concerns.
    pub party: Option<PartyNo>,
    /// What has become of it.
    pub state: State,
    /// How it stands on the day asked for.
    pub status: Status,
    /// The last day by the count alone.
    pub natural_on: Option<NaiveDate>,
    /// The last day on which it is kept.
    pub due_on: Option<NaiveDate>,
    /// The legal date of the act that met it; none unless it was met.
    pub met_on: Option<NaiveDate>,
    /// The entry that says so.
    pub met_by: Option<EntryNo>,
    /// When that was written down: an act counts on its legal date, and the delay of recording shows.
    pub met_recorded_on: Option<NaiveDate>,
    /// The legal date of the act with which it was over unmet: the closing of the case after its end, a waiver, an extension, or
    /// what took its place; none where no act ended it.
    pub ended_on: Option<NaiveDate>,
    /// The entry that says so.
    pub ended_by: Option<EntryNo>,
    /// When that was written down.
    pub ended_recorded_on: Option<NaiveDate>,
    /// Whether it rests on a calendar that is not published yet.
    pub provisional: bool,
    /// Why it falls on its day.
    pub explanation: Explanation,
}

impl DeadlineView {
    fn of(deadline: &Deadline, as_of: NaiveDate, book: &LawBook) -> DeadlineView {
        let deadline = deadline.as_of(as_of);
        DeadlineView {
            rule: deadline.rule.id,
            party: deadline.party,
            state: deadline.state,
            status: deadline.status(as_of),
            natural_on: deadline.natural_on(),
            due_on: deadline.due_on(),
            met_on: deadline.met_by_act().map(|met| met.on),
            met_by: deadline.met_by_act().map(|met| met.by),
            met_recorded_on: deadline.met_by_act().map(|met| met.recorded_on),
            ended_on: deadline.ended_by_act().map(|ended| ended.on),
            ended_by: deadline.ended_by_act().map(|ended| ended.by),
            ended_recorded_on: deadline.ended_by_act().map(|ended| ended.recorded_on),
            provisional: deadline.is_provisional(),
            explanation: deadline.explain(book),
        }
    }
}

/// The deadlines of a case on a day.
#[derive(Serialize, ToSchema)]
pub struct DeadlinesView {
    /// The day.
    pub as_of: NaiveDate,
    /// The day at whose end the case was known as it is counted; left out when it is as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_known_on: Option<NaiveDate>,
    /// The version of the calendar.
    pub calendar_version: String,
    /// The deadlines, in the order of the rules.
    pub items: Vec<DeadlineView>,
    /// The office's own targets (四快), in the order of the steps: never deadlines, without legal effect.
    pub targets: Vec<TargetView>,
    /// What the law brings besides deadlines (措施), which no act meets: it says when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<CaseMeasure>,
}

/// A target of the office in a case.
#[derive(Serialize, ToSchema)]
pub struct TargetView {
    /// The target.
    #[serde(flatten)]
    pub target: CaseTarget,
    /// What the step is called.
    pub name: Label,
    /// How it stands on the day asked for.
    pub status: TargetStatus,
}

impl TargetView {
    fn of(target: CaseTarget, as_of: NaiveDate) -> TargetView {
        TargetView { target, name: *target.step.label(), status: target.status(as_of) }
    }
}

/// 案件期限 The deadlines of a case, each with its explanation.
///
/// # Errors
/// No such case; nothing was known of it on that day.
#[utoipa::path(get, path = "/api/v1/cases/{id}/deadlines", tag = "deadlines", operation_id = "case_deadlines",
    params(("id" = Uuid, Path, description = "The case"),
        ("as_of" = Option<String>, Query, format = Date,
            description = "How they stood on this day, by what had happened by then, or will stand on a day to come; the day of as_known_on, or today, if not said"),
        ("as_known_on" = Option<String>, Query, format = Date,
            description = "The deadlines of the case as it was known at the end of this day, in Asia/Shanghai: what was recorded later does not count; not in the future")),
    responses((status = 200, description = "Every deadline that has begun", body = DeadlinesView),
        (status = 404, description = "未找到，或当时尚未登记 No such case, or nothing was known of it on that day")))]
pub async fn of_case(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let today = app.clock.today();
    let as_known_on = params.past_date("as_known_on", today);
    let known_until = as_known_on.unwrap_or(today);
    let as_of = params.date("as_of").unwrap_or(known_until);
    params.finish()?;
    let past = Past { known_on: as_known_on, happened_by: Some(as_of).filter(|day| *day < known_until) };
    let CaseDeadlines { deadlines, targets, measures, book } =
        app.register.deadlines(&actor.caller(), id, past).await?;
    let items = deadlines.iter().map(|deadline| DeadlineView::of(deadline, as_of, &book)).collect();
    let calendar_version = book.calendar.version().to_owned();
    let targets = targets.into_iter().map(|target| TargetView::of(target, as_of)).collect();
    Ok(HttpResponse::Ok().json(DeadlinesView {
        as_of,
        as_known_on,
        calendar_version,
        items,
        targets,
        measures,
    }))
}

/// A deadline on the worklist.
#[derive(Serialize, ToSchema)]
pub struct WorklistItem {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its stage.
    pub stage: String,
    /// Its main cause.
    pub cause: String,
    /// The first employer.
    pub employer: Option<String>,
    /// The rule.
    pub rule: String,
    /// What the rule is called.
    pub name: Label,
    /// The party it concerns.
    pub party: Option<i32>,
    /// The last day by the count alone.
    pub natural_on: Option<NaiveDate>,
    /// The last day on which it is kept.
    pub due_on: Option<NaiveDate>,
    /// Whether it rests on a calendar that is not published yet.
    pub provisional: bool,
}

/// A page of the worklist.
#[derive(Serialize, ToSchema)]
pub struct WorklistView {
    /// The day on which it was asked.
    pub today: NaiveDate,
    /// The deadlines, the earliest first.
    pub items: Vec<WorklistItem>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 期限清单 The office's own deadlines that run: overdue, due soon, or all. A party's periods are not among them.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/deadlines", tag = "deadlines", operation_id = "worklist",
    params(("status" = Option<String>, Query, pattern = "^(overdue|due_soon|open)$", description = "`open` if not said: every one that runs"),
        ("within" = Option<u32>, Query, minimum = 1, maximum = 60, description = "How many working days ahead is soon; 5 if not said"),
        ("rule" = Option<RuleId>, Query, description = "Of this rule; none are listed of a rule that is not the office's own"),
        ("due_on__lte" = Option<String>, Query, format = Date, description = "Whose last day is this one or before, past ones among them; with `status` both must be true"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of deadlines", body = WorklistView)))]
pub async fn worklist(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let (today, book) = (app.clock.today(), app.register.law_book().await?);
    let mut params = Params::of(&request);
    let (filter, page) = (filter(&mut params, today, &book), page(&mut params));
    params.finish()?;
    let limit = page.limit;
    let rows = app.register.worklist(&actor.caller(), filter, page).await?;
    let next = next(&rows, limit);
    let items = rows.into_iter().map(item).collect();
    Ok(HttpResponse::Ok().json(WorklistView { today, items, next }))
}

/// The deadlines that the parameters ask for.
pub(crate) fn filter(params: &mut Params, today: NaiveDate, book: &LawBook) -> WorklistFilter {
    let within = params.number("within", 1..=60).and_then(|days| u16::try_from(days).ok());
    let until = reading::soon_until(book, today, within.unwrap_or(SOON_WORKING_DAYS));
    let due = match params.text("status", 20).as_deref() {
        None | Some("open") => Due::Open,
        Some("overdue") => Due::Overdue,
        Some("due_soon") => Due::Soon { until },
        Some(_) => {
            params.violate(
                "status",
                "enum",
                words("应为 overdue、due_soon 或 open", "Must be overdue, due_soon or open."),
            );
            Due::Open
        }
    };
    let due = params.date("due_on__lte").map_or(due, |last| through(due, last, today));
    let rule = params.coded::<RuleId>("rule").map(|rule| rule.code().to_owned());
    WorklistFilter { today, due, region: None, rule }
}

/// The page of them that the parameters ask for.
pub(crate) fn page(params: &mut Params) -> WorklistPage {
    WorklistPage { after: cursor(params), limit: i64::from(params.limit()) }
}

/// The cursor of the page that follows these rows, if they are a full page.
pub(crate) fn next(rows: &[(DeadlineRow, WorklistCase)], limit: i64) -> Option<String> {
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let last = rows.last().filter(|_| is_full)?;
    last.0.cursor().map(|cursor| show_cursor(&cursor))
}

/// Those of them whose last day is this one or before.
fn through(due: Due, last: NaiveDate, today: NaiveDate) -> Due {
    match due {
        Due::Open => Due::Through { until: last },
        Due::Overdue if last < today => Due::Through { until: last },
        Due::Overdue => Due::Overdue,
        Due::Soon { until } => Due::Soon { until: until.min(last) },
        Due::Through { until } => Due::Through { until: until.min(last) },
    }
}

fn item((row, case): (DeadlineRow, WorklistCase)) -> WorklistItem {
    let name = RuleId::from_code(&row.rule).map_or(Label { code: "", zh: "", en: "" }, |rule| *rule.label());
    WorklistItem {
        case_id: row.case_id,
        number: case.number,
        stage: case.stage,
        cause: case.cause,
        employer: case.lead_employer,
        rule: row.rule,
        name,
        party: (row.party != 0).then_some(row.party),
        natural_on: row.natural_on,
        due_on: row.due_on,
        provisional: row.provisional,
    }
}

fn cursor(params: &mut Params) -> Option<WorklistCursor> {
    let text = params.cursor()?;
    let parsed = parse_cursor(&text);
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}

fn show_cursor(cursor: &WorklistCursor) -> String {
    let WorklistCursor { due_on, case_id, rule, anchor, party } = cursor;
    format!("{due_on}~{case_id}~{rule}~{anchor}~{party}")
}

fn parse_cursor(text: &str) -> Option<WorklistCursor> {
    let mut parts = text.split('~');
    let cursor = WorklistCursor {
        due_on: parts.next()?.parse().ok()?,
        case_id: parts.next()?.parse::<Uuid>().ok()?.to_string(),
        rule: RuleId::from_code(parts.next()?)?.code().to_owned(),
        anchor: parts.next()?.parse().ok()?,
        party: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}
