//! `/cases/{id}/archive`, `/archive` (归档): the volumes of a case, a copy of the main one for a party, what a file is, and the
//! list of the cases that were put away. Putting one away is an act (`acts`).

use std::io;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::archive::{ArchiveCursor, ArchiveFilter, ArchivePage, ArchiveView, ArchivedCase};
use crate::app::file_materials::StatedMaterial;
use crate::app::file_reading::Rest;
use crate::app::files::FileView;
use crate::app::identity::Actor;
use crate::app::main_volume::MainVolume;
use crate::app::unmasking::REASON_CHARS_MAX;
use crate::documents::packing::Packing;
use crate::domain::archive::material::Material;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, EntryNo, FileId, PartyNo};
use crate::http::api::files::{RawFile, attachment};
use crate::http::body::Body;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};
use crate::http::streaming::Streamed;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(of_case, main_volume, state, list))]
pub struct Operations;

/// The media type of a packed volume.
const ZIP: &str = "application/zip";
/// The first year of which there is a calendar, and the last that a list can be asked for.
const YEARS: std::ops::RangeInclusive<i64> = 2008..=2200;

/// The numbers that a party can have.
const PARTIES: std::ops::RangeInclusive<i64> = 1..=2_147_483_647;

/// What a file is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileMaterialBody {
    /// Which material.
    material: Material,
    /// The entries of the docket that it is of: the service of a return, the hearing of a record. Left out, it stands for
    /// one that has no other.
    #[serde(default)]
    #[schema(max_items = 200)]
    of: Vec<EntryNo>,
}

/// A page of the archive.
#[derive(Serialize, ToSchema)]
pub struct ArchivedCasePage {
    /// The day on which it was asked.
    pub today: NaiveDate,
    /// The cases, the first put away first; of those that are kept no longer, the first whose time was over.
    pub items: Vec<ArchivedCase>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// 卷宗 The two volumes of a case as it stands, in their order, with what is unsorted, what must be there and is not, and
/// until when the file is kept. The names of files are for who may read them.
///
/// # Errors
/// No such case.
#[utoipa::path(get, path = "/api/v1/cases/{id}/archive", tag = "archive", operation_id = "case_archive",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "The file of the case", body = ArchiveView)))]
pub async fn of_case(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    Ok(HttpResponse::Ok().json(app.register.archive(&actor.caller(), case).await?))
}

/// 正卷复制件 A copy of the main volume for a party or who acts for it, who may read and copy that volume only (R33 23): its
/// files in their order, as a ZIP, with their list before them. What is in the secondary volume, or unsorted, is never in it. For whom it was handed out
/// is put down, with the reason if one is given.
///
/// # Errors
/// No such case, or no such party in it; a volume with nothing in it; a role that hands none out.
#[utoipa::path(get, path = "/api/v1/cases/{id}/archive/main-volume", tag = "archive", operation_id = "copy_main_volume",
    params(("id" = Uuid, Path, description = "The case"),
        ("party" = u32, Query, minimum = 1, maximum = 2_147_483_647, description = "For which party"),
        ("reason" = Option<String>, Query, max_length = 200, description = "Why; without personal data")),
    responses((status = 200, description = "The files", content((RawFile = "application/zip")),
            headers(("Content-Disposition" = String, description = "An attachment, with its name"))),
        (status = 409, description = "正卷中没有材料，或已回避 Nothing in the volume, or recused")))]
pub async fn main_volume(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let reason = params.text("reason", REASON_CHARS_MAX).filter(|reason| !reason.trim().is_empty());
    let party = params.required_number("party", PARTIES);
    params.finish()?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    let asked = (PartyNo(u32::try_from(party).unwrap_or(u32::MAX)), reason);
    let volume = app.register.hand_out_main_volume(&actor.caller(), case, asked).await?;
    let mut response = HttpResponse::Ok();
    for header in attachment(ZIP, &volume.name) {
        response.insert_header(header);
    }
    Ok(response.body(Streamed::new(packed(volume))))
}

/// 材料归类 State what a file of a case is, in place of what was stated before. By that it lies in the main or the secondary
/// volume. A file of a paper is what the paper is.
///
/// # Errors
/// No such file in this case; an entry that the docket has not; the caller's role, assignment or recusal does not allow it.
#[utoipa::path(put, path = "/api/v1/cases/{id}/files/{file}/material", tag = "archive", operation_id = "state_file_material",
    params(("id" = Uuid, Path, description = "The case"), ("file" = Uuid, Path, description = "The file")),
    request_body = FileMaterialBody,
    responses((status = 200, description = "The file, as it is now", body = FileView),
        (status = 409, description = "属于已制作的文书，或已回避 It is of a paper, or recused"),
        (status = 422, description = "没有这一项登记 No such entry")))]
pub async fn state(app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    params::none(&request)?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    let file = FileId(params::path_uuid(&request, "file")?);
    let FileMaterialBody { material, of } = body.checked()?;
    let stated = StatedMaterial { material, of };
    Ok(HttpResponse::Ok().json(app.register.state_material(&actor.caller(), case, (file, stated)).await?))
}

/// 归档案件清单 The cases that were put away, of one year, or whose time to be kept is over. Nothing is removed by that; what
/// becomes of them then, the rules of the state's archives say.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/archive", tag = "archive", operation_id = "list_archive",
    params(("year" = Option<u32>, Query, minimum = 2008, maximum = 2200, description = "Put away in this year"),
        ("expired" = Option<bool>, Query, description = "true: only those whose last day to be kept is past"),
        ("kind" = Option<CaseKind>, Query, description = "Cases of this kind"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of the archive", body = ArchivedCasePage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let today = app.clock.today();
    let mut params = Params::of(&request);
    let filter = filter(&mut params, today);
    let after = cursor(&mut params);
    let limit = i64::from(params.limit());
    params.finish()?;
    let expired_before = filter.expired_before;
    let page = ArchivePage { after, limit };
    let items = app.register.archived_cases(&actor.caller(), filter, page).await?;
    let next = next_of(&items, limit, expired_before);
    Ok(HttpResponse::Ok().json(ArchivedCasePage { today, items, next }))
}

/// The cursor of the next page, if this one is full; of those that are kept no longer the order is that of their last day.
pub(in crate::http) fn next_of(
    items: &[ArchivedCase],
    limit: i64,
    expired_before: Option<NaiveDate>,
) -> Option<String> {
    let is_full = i64::try_from(items.len()).is_ok_and(|count| count == limit);
    let day =
        |last: &ArchivedCase| if expired_before.is_some() { last.retain_until } else { last.archived_on };
    items.last().filter(|_| is_full).map(|last| format!("{}~{}", day(last), last.case_id))
}

/// Which cases of the archive the parameters ask for.
pub(in crate::http) fn filter(params: &mut Params, today: NaiveDate) -> ArchiveFilter {
    let year = params.number("year", YEARS).and_then(|year| i32::try_from(year).ok());
    let first = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    ArchiveFilter {
        from: first,
        to: first.and_then(|first| NaiveDate::from_ymd_opt(first.year(), 12, 31)),
        expired_before: params.flag("expired").then_some(today),
        kind: params.coded::<CaseKind>("kind").map(|kind| kind.code().to_owned()),
    }
}

/// Where the page before ended.
pub(in crate::http) fn cursor(params: &mut Params) -> Option<ArchiveCursor> {
    let text = params.cursor()?;
    let parsed = parse_cursor(&text);
    if parsed.is_none() {
        params.doubt_cursor();
    }
    parsed
}

fn parse_cursor(text: &str) -> Option<ArchiveCursor> {
    let (day, id) = text.split_once('~')?;
    Some(ArchiveCursor { day: day.parse().ok()?, case_id: id.parse::<Uuid>().ok()?.to_string() })
}

/// The packed volume, part by part; a content that is not what was stored breaks it off before its end.
fn packed(mut volume: MainVolume) -> impl FnMut() -> io::Result<Vec<u8>> + Send + 'static {
    let (mut packing, mut open): (_, Option<Rest>) = (Some(Packing::default()), None);
    move || loop {
        let Some(packs) = packing.as_mut() else { return Ok(Vec::new()) };
        if let Some((name, list)) = volume.list.take() {
            packs.begin(&name, u64::try_from(list.len()).unwrap_or(u64::MAX))?;
            packs.push(list.as_bytes())?;
        } else if let Some(rest) = open.as_mut() {
            let part = rest.next_part()?;
            if part.is_empty() {
                open = None;
                continue;
            }
            packs.push(&part)?;
        } else if let Some((name, bytes, rest)) = volume.next_file()? {
            packs.begin(&name, bytes)?;
            open = Some(rest);
        } else {
            return packing.take().map_or(Ok(Vec::new()), Packing::finish);
        }
        let made = packs.taken();
        if !made.is_empty() {
            return Ok(made);
        }
    }
}
