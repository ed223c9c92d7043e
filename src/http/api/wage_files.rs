//! A wage list as a file (工资表导入): an XLSX workbook in the body becomes one act, or is answered by row and column.
//! Not here: reading it (`documents::wage_list`), and what the act asks (`domain`).

use actix_web::HttpRequest;
use actix_web::web::{self, Data, Payload};
use utoipa::OpenApi;

use crate::app::App;
use crate::app::error::{Error, Place, Violation, at};
use crate::app::identity::Actor;
use crate::app::outcome::Performed;
use crate::app::register::{Conditions, Mode, Request};
use crate::documents::wage_list::{self, FILE_BYTES_MAX, Problem};
use crate::domain::act::inspection::wage_row::{SAME_WORKERS, Same, SameWorker, WageFile, WageRow};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::refusal::words;
use crate::http::body;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(import))]
pub struct Operations;

/// The longest list of acknowledged codes.
const ACKNOWLEDGED_CHARS_MAX: usize = 200;
/// The longest list of workers who are the same.
const SAME_CHARS_MAX: usize = 2_000;
/// What says that everybody who can be a party is.
const ALL: &str = "all";

/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// 导入工资表 The first sheet of a workbook, all of its rows or none: 姓名, 身份证号码, 起始日期, 截止日期 and 应发工资 must be
/// there; 电话, 银行账号, 工种, 出勤天数, 工资标准, 已发工资 and 欠发工资 may be. Amounts are in yuan. At most 4 MiB.
///
/// # Errors
/// Everything that is wrong with the file, by row and column; the refusal of the act.
#[utoipa::path(post, path = "/api/v1/cases/{id}/wage-lines", tag = "acts", operation_id = "wage_list_file",
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    params(("id" = uuid::Uuid, Path, description = "The case"),
        ("If-Match" = String, Header, description = "The ETag of the case that the caller saw"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request harmless"),
        ("on" = String, Query, format = Date, description = "The legal date of the act"),
        ("acknowledge_warnings" = Option<String>, Query, max_length = 200,
            description = "Codes of warnings that are acknowledged, separated by commas: overlapping_periods, perhaps_the_same_worker"),
        ("same_workers" = Option<String>, Query, max_length = 2_000, pattern = "^(all|[1-9][0-9]{0,6}:[1-9][0-9]{0,6}(,[1-9][0-9]{0,6}:[1-9][0-9]{0,6})*)$",
            description = "Which workers of the list are parties of whom no ID-card number is on record: the row and the party, `7:1,9:3`; or `all` who can be one party alone"),
        ("dry_run" = Option<bool>, Query, description = "Only show what would happen")),
    responses((status = 200, description = "What would happen", body = Performed),
        (status = 201, description = "Done", body = Performed)))]
pub async fn import(app: Data<App>, actor: Actor, request: HttpRequest, payload: Payload) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut query = Params::of(&request);
    let on = query.required_date("on");
    let acknowledged = query.text("acknowledge_warnings", ACKNOWLEDGED_CHARS_MAX).unwrap_or_default();
    let acknowledged = acknowledged.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let same = same_workers(&mut query);
    let mode = if query.flag("dry_run") { Mode::DryRun } else { Mode::Commit };
    query.finish()?;
    let bytes = body::file(&request, payload, (XLSX, FILE_BYTES_MAX)).await?;
    let idempotency = conditions::key(&request, &bytes)?;
    app.register.may_bring_wage_list(&actor.caller(), id).await?;
    let rows = rows_of(bytes).await?;
    let asked = Request { on, reason: None, acknowledged, what: WageFile { rows, same } };
    let conditions = Conditions { seen: None, idempotency, mode }.seen_by(conditions::seen(&request, id));
    let answer = app.register.bring_wage_list(&actor.caller(), id, asked, conditions).await;
    let answer = answer.map_err(|error| match error {
        Error::Refused(refusal) => Fault::Unanswerable { refusal, place: in_query_or_file },
        error => Fault::App(error),
    })?;
    Ok(conditions::answer(&answer))
}

/// The rows of a workbook, read where nobody waits for it.
///
/// # Errors
/// Everything that is wrong with it, by row and column.
pub async fn rows_of(bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Vec<WageRow>, Error> {
    let read = web::block(move || wage_list::read(bytes.as_ref())).await;
    let rows = read.map_err(|error| Error::Broken(error.to_string()))?;
    rows.map_err(|problems| Error::Invalid(violations(problems)))
}

/// Who is the same: `all`, or a row and a party each.
fn same_workers(query: &mut Params) -> Same {
    let Some(text) = query.text("same_workers", SAME_CHARS_MAX) else { return Same::These(Vec::new()) };
    if text == ALL {
        return Same::All;
    }
    let these: Option<Vec<SameWorker>> = text.split(',').map(same_worker).collect();
    if these.is_none() {
        let said =
            words("应为 all，或形如 7:1,9:3 的行号与当事人序号", "`all`, or rows and parties as `7:1,9:3`.");
        query.violate("same_workers", "format", said);
    }
    Same::These(these.unwrap_or_default())
}

/// A row and the party that its worker is: `7:1`.
#[must_use]
pub fn same_worker(pair: &str) -> Option<SameWorker> {
    let (row, party) = pair.split_once(':')?;
    Some(SameWorker { row: row.parse().ok()?, party: PartyNo(party.parse().ok()?) })
}

/// The legal date and who is the same stand in the query, everything else in the file.
fn in_query_or_file(field: &str) -> Place {
    match field {
        "/on" => Place::Query("on".to_owned()),
        SAME_WORKERS => Place::Query("same_workers".to_owned()),
        _ => Place::Body(field.to_owned()),
    }
}

/// Each problem at its place: `/rows/7/D`.
#[must_use]
pub fn violations(problems: Vec<Problem>) -> Vec<Violation> {
    let place = |problem: &Problem| match (problem.row, &problem.column) {
        (Some(row), Some(column)) => format!("/rows/{row}/{column}"),
        (Some(row), None) => format!("/rows/{row}"),
        (None, _) => String::new(),
    };
    problems.into_iter().map(|problem| at(place(&problem), problem.code, problem.words)).collect()
}
