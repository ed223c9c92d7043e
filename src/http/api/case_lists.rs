//! Lists of cases (案件列表): filters, an order from a short list, and pages by cursor.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use utoipa::OpenApi;
use uuid::Uuid;

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::ids::hex;
use crate::app::reading::{CaseCursor, CaseFilter, CasePage, CaseSort, DayRange, Direction, ListedCase};
use crate::domain::act::filing::Procedure;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;

use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};
use crate::http::api::case_views::{CaseItem, CasePageView};
use crate::http::api::counted_cases::CountedCasesView;
use crate::http::fault::Answer;
use crate::http::params::Params;

/// So much of the digest of its question is in a cursor.
const QUESTION_CHARS: usize = 8;
/// What a page is asked with, and its question is not: it may be another for each page.
const OF_THE_PAGE: [&str; 4] = ["cursor", "limit", "count", "sort"];

/// How the rows of a list follow each other, and of which question: a cursor goes on with the one that it came of.
#[derive(Debug, Clone)]
pub struct Turn {
    sort: CaseSort,
    limit: i64,
    question: String,
}

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Operations;

/// 案件列表 Cases by filters.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", operation_id = "list_cases",
    params(("kind" = Option<CaseKind>, Query, description = "Of this kind"),
        ("matter" = Option<Uuid>, Query, description = "Every proceeding of this matter, by the id of its first case"),
        ("stage" = Option<Stage>, Query, description = "At this stage"),
        ("person" = Option<Uuid>, Query, description = "On which this person works"),
        ("ledger" = Option<Uuid>, Query, description = "That came of this ledger, by the id of its import"),
        ("cause" = Option<Cause>, Query, description = "Of this main cause"),
        ("procedure" = Option<Procedure>, Query, description = "In this procedure"),
        ("manner" = Option<Manner>, Query, description = "Closed in this manner"),
        ("number" = Option<String>, Query, max_length = 100, description = "With this case number, in whatever spelling: brackets, widths, 第 and zeros before the number make no difference"),
        ("employer" = Option<String>, Query, max_length = 200, description = "Whose first employer's name begins so"),
        ("received_on__gte" = Option<String>, Query, format = Date, description = "Received on or after"),
        ("received_on__lte" = Option<String>, Query, format = Date, description = "Received on or before"),
        ("accepted_on__gte" = Option<String>, Query, format = Date, description = "Accepted on or after"),
        ("accepted_on__lte" = Option<String>, Query, format = Date, description = "Accepted on or before"),
        ("closed_on__gte" = Option<String>, Query, format = Date, description = "Closed on or after"),
        ("closed_on__lte" = Option<String>, Query, format = Date, description = "Closed on or before"),
        ("sort" = Option<String>, Query, pattern = "^-?(received_on|accepted_on|closed_on|updated_at)$",
            description = "The order; `-` for the latest first; `-received_on` if not said"),
        ("count" = Option<bool>, Query, description = "true: say how many there are in all"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = CasePageView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let filter = filter(&mut params);
    let counted = params.flag("count");
    let (page, turn) = page(&mut params);
    params.finish()?;
    let caller = actor.caller();
    let count = if counted { Some(app.register.count_cases(&caller, filter.clone()).await?) } else { None };
    let rows = app.register.cases(&caller, filter, page).await?;
    Ok(HttpResponse::Ok().json(page_view(rows, &turn, count)))
}

/// The filters that the parameters ask for.
pub fn filter(params: &mut Params) -> CaseFilter {
    CaseFilter {
        kind: params.coded::<CaseKind>("kind").map(|kind| kind.code().to_owned()),
        matter_id: params.uuid("matter").map(|id| id.to_string()),
        stage: params.coded::<Stage>("stage").map(|stage| stage.code().to_owned()),
        person: params.uuid("person").map(|id| id.to_string()),
        ledger: params.uuid("ledger").map(|id| id.to_string()),
        cause: params.coded::<Cause>("cause").map(|cause| cause.code().to_owned()),
        procedure: params.coded::<Procedure>("procedure").map(|procedure| procedure.code().to_owned()),
        manner: params.coded::<Manner>("manner").map(|manner| manner.code().to_owned()),
        number: params.text("number", 100),
        lead_employer_prefix: params.text("employer", 200),
        received: DayRange { from: params.date("received_on__gte"), to: params.date("received_on__lte") },
        accepted: DayRange { from: params.date("accepted_on__gte"), to: params.date("accepted_on__lte") },
        closed: DayRange { from: params.date("closed_on__gte"), to: params.date("closed_on__lte") },
        ..CaseFilter::default()
    }
}

/// The order and the page that the parameters ask for.
pub fn page(params: &mut Params) -> (CasePage, Turn) {
    let order = params.text("sort", 20).unwrap_or_else(|| "-received_on".to_owned());
    let (name, direction) = match order.strip_prefix('-') {
        Some(name) => (name, Direction::Descending),
        None => (order.as_str(), Direction::Ascending),
    };
    let sort = match name {
        "received_on" => Some(CaseSort::ReceivedOn),
        "accepted_on" => Some(CaseSort::AcceptedOn),
        "closed_on" => Some(CaseSort::ClosedOn),
        "updated_at" => Some(CaseSort::UpdatedAt),
        _ => None,
    };
    if sort.is_none() {
        let list = "received_on, accepted_on, closed_on, updated_at";
        let said = words(
            format!("应为下列之一（可加前缀-）：{list}"),
            format!("Must be one of these, with `-` or without: {list}."),
        );
        params.violate("sort", "enum", said);
    }
    let sort = sort.unwrap_or(CaseSort::ReceivedOn);
    let cursor = params.cursor();
    let limit = i64::from(params.limit());
    let turn = Turn { sort, limit, question: question(params, (name, direction)) };
    let after = cursor.as_deref().and_then(|cursor| parse_cursor(cursor, &turn));
    if cursor.is_some() && after.is_none() {
        params.doubt_cursor();
    }
    (CasePage { sort, direction, after, limit }, turn)
}

/// Everything that is asked but which page, in its order, as a digest.
fn question(params: &Params, (sort, direction): (&str, Direction)) -> String {
    let mut asked: Vec<_> = params.all().filter(|(name, _)| !OF_THE_PAGE.contains(name)).collect();
    asked.sort_unstable();
    let mut digest = hex(&Sha256::digest(format!("{sort} {direction:?} {asked:?}")));
    digest.truncate(QUESTION_CHARS);
    digest
}

/// A page of exactly the cases that a figure counts, without personal data; the last thing that is asked of a request.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
pub(crate) async fn counted(app: &App, actor: &Actor, mut params: Params, filter: CaseFilter) -> Answer {
    let (page, turn) = page(&mut params);
    params.finish()?;
    let found = app.register.counted_cases(&actor.caller(), filter, page).await?;
    let next = next(&found.rows, &turn);
    Ok(HttpResponse::Ok().json(CountedCasesView::of(found, next)))
}

/// A page as it is answered.
#[must_use]
pub fn page_view(rows: Vec<ListedCase>, turn: &Turn, count: Option<i64>) -> CasePageView {
    let next = next(&rows, turn);
    CasePageView { items: rows.into_iter().map(CaseItem::of).collect(), next, count }
}

/// The cursor of the page that follows these rows, if they are a full page.
#[must_use]
pub fn next(rows: &[ListedCase], turn: &Turn) -> Option<String> {
    let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows == turn.limit);
    let last = rows.last().filter(|_| is_full)?;
    last.row.cursor(turn.sort).map(|cursor| show_cursor(&cursor, turn))
}

fn show_cursor(cursor: &CaseCursor, turn: &Turn) -> String {
    let question = &turn.question;
    match cursor {
        CaseCursor::Date(on, id) => format!("{on}~{id}~{question}"),
        CaseCursor::Instant(at, id) => format!("{at}~{id}~{question}"),
    }
}

fn parse_cursor(text: &str, turn: &Turn) -> Option<CaseCursor> {
    let (rest, question) = text.rsplit_once('~')?;
    let (place, id) = rest.split_once('~').filter(|_| question == turn.question)?;
    let id = id.parse::<Uuid>().ok()?.to_string();
    Some(match turn.sort {
        CaseSort::ReceivedOn | CaseSort::AcceptedOn | CaseSort::ClosedOn => {
            CaseCursor::Date(place.parse::<NaiveDate>().ok()?, id)
        }
        CaseSort::UpdatedAt => CaseCursor::Instant(place.parse().ok()?, id),
    })
}
