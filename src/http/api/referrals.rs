//! `/referrals` and `/matters` (移交、纠纷): the list of what was offered to another channel, and a dispute with its
//! proceedings. A referral and its answer are acts (`acts`).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::linkage::{
    ListedReferral, Matter, ReferralCursor, ReferralFilter, ReferralPage, ReferralRow,
};
use crate::domain::case::ReferralState;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::id::CaseId;
use crate::domain::refusal::words;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, matter))]
pub struct Operations;

/// A referral on the list.
#[derive(Serialize, ToSchema)]
pub struct ReferralItem {
    /// The case that was referred.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// The matter to which it belongs.
    #[schema(format = Uuid)]
    pub matter: String,
    /// What kind of case it is.
    pub kind: String,
    /// Its number.
    pub number: Option<String>,
    /// Its stage.
    pub stage: String,
    /// Its main cause.
    pub cause: String,
    /// The first employer.
    pub employer: Option<String>,
    /// The first worker.
    pub worker: Option<String>,
    /// Why it was offered.
    pub ground: Option<String>,
    /// The entry that offered it.
    pub entry: i32,
    /// To which channel.
    pub to: String,
    /// How it stands.
    pub state: String,
    /// Whether nobody has answered it and its last day is past.
    pub overdue: bool,
    /// When it was offered.
    pub offered_on: NaiveDate,
    /// Until when it is to be answered.
    pub due_on: NaiveDate,
    /// When it was answered or taken back.
    pub answered_on: Option<NaiveDate>,
    /// The case that it opened.
    #[schema(format = Uuid)]
    pub opened: Option<String>,
}

/// A page of referrals.
#[derive(Serialize, ToSchema)]
pub struct ReferralPageView {
    /// The day on which it was asked.
    pub today: NaiveDate,
    /// The referrals, the earliest last day first.
    pub items: Vec<ReferralItem>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 移交清单 Referrals between the channels: those that wait for an answer, those that nobody answered in time, or those
/// that were answered in some way.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/referrals", tag = "cases", operation_id = "list_referrals",
    params(("state" = Option<String>, Query, pattern = "^(open|overdue|taken|declined|withdrawn)$",
            description = "`open` if not said: every one that waits for its answer; `overdue`: those of them whose last day is past"),
        ("to" = Option<CaseKind>, Query, description = "To this channel"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of referrals", body = ReferralPageView)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let today = app.clock.today();
    let mut params = Params::of(&request);
    let filter = filter(&mut params, today);
    let after = cursor(&mut params);
    let limit = i64::from(params.limit());
    params.finish()?;
    let rows = app.register.referrals(&actor.caller(), filter, ReferralPage { after, limit }).await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| is_full).map(|listed| show_cursor(&listed.row));
    let items = rows.into_iter().map(|row| item(row, today)).collect();
    Ok(HttpResponse::Ok().json(ReferralPageView { today, items, next }))
}

/// 纠纷 A dispute: its proceedings in the order in which they were received, with how one led to the next. Those that
/// the caller may not see are counted.
///
/// # Errors
/// No such matter, or none of it for this caller to know.
#[utoipa::path(get, path = "/api/v1/matters/{id}", tag = "cases", operation_id = "read_matter",
    params(("id" = Uuid, Path, description = "The matter, by the id of its first case")),
    responses((status = 200, description = "The matter", body = Matter)))]
pub async fn matter(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    Ok(HttpResponse::Ok().json(app.register.matter(&actor.caller(), id).await?))
}

/// What `state` says of a referral that is not answered in time.
const OVERDUE: &str = "overdue";

fn filter(params: &mut Params, today: NaiveDate) -> ReferralFilter {
    let asked = params.text("state", 20);
    let is_overdue = asked.as_deref() == Some(OVERDUE);
    let named = asked.filter(|_| !is_overdue).map(|code| ReferralState::from_code(&code));
    if named == Some(None) {
        let list = "open, overdue, taken, declined, withdrawn";
        let said = words(format!("应为下列之一：{list}"), format!("Must be one of: {list}."));
        params.violate("state", "enum", said);
    }
    let state = named.flatten().unwrap_or(ReferralState::Open).code().to_owned();
    let to_kind = params.coded::<CaseKind>("to").map(|kind| kind.code().to_owned());
    ReferralFilter { state, due_before: is_overdue.then_some(today), to_kind }
}

fn item(listed: ListedReferral, today: NaiveDate) -> ReferralItem {
    let ListedReferral { row, case, ground, lead_worker } = listed;
    ReferralItem {
        case_id: row.case_id,
        matter: case.matter_id,
        kind: case.kind,
        number: case.number,
        stage: case.stage,
        cause: case.cause,
        employer: case.lead_employer,
        worker: lead_worker,
        ground,
        entry: row.entry_no,
        to: row.to_kind,
        overdue: row.answered_on.is_none() && row.due_on < today,
        state: row.state,
        offered_on: row.offered_on,
        due_on: row.due_on,
        answered_on: row.answered_on,
        opened: row.opened_id,
    }
}

fn cursor(params: &mut Params) -> Option<ReferralCursor> {
    let text = params.cursor()?;
    let parsed = parse_cursor(&text);
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}

fn show_cursor(row: &ReferralRow) -> String {
    format!("{}~{}~{}", row.due_on, row.case_id, row.entry_no)
}

fn parse_cursor(text: &str) -> Option<ReferralCursor> {
    let mut parts = text.split('~');
    let cursor = ReferralCursor {
        due_on: parts.next()?.parse().ok()?,
        case_id: parts.next()?.parse::<Uuid>().ok()?.to_string(),
        entry_no: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}
