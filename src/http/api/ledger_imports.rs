//! `/ledger-imports` (台账导入): a ledger in the body is checked and waits; then its rows are made cases, all of them or
//! none. Not here: reading it (`documents::ledger`), what a row means (`domain`), and how cases are made (`app`).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::Error;
use crate::app::idempotency::{self, IdempotencyKey};
use crate::app::identity::Actor;
use crate::app::ledger_commit::Rejects;
use crate::app::ledger_import::{Incoming, LedgerImport};
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::app::unmasking::REASON_CHARS_MAX;
use crate::documents::ledger::{self, LEDGER_BYTES_MAX, Options, Stopped, Totals};
use crate::domain::act::decision::Finality;
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Column, place};
use crate::domain::refusal::words;
use crate::http::api::ledgers::Form;
use crate::http::api::rejected_rows;
use crate::http::api::wage_files::violations;
use crate::http::body;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(bring, list, read, discard, commit, rejected))]
pub struct Operations;

/// The media types of ledgers.
const MEDIAS: &[&str] = &[
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
    "application/octet-stream",
];
/// What is said to whoever sends another.
const MEDIAS_NAMED: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, text/csv";
/// The longest name of a sheet.
pub const SHEET_CHARS_MAX: usize = 100;
/// The longest list of columns.
const COLUMNS_CHARS_MAX: usize = 2_000;

/// A page of ledgers.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerPage {
    items: Vec<LedgerImport>,
    next: Option<String>,
}

/// 导入台账 Brings a ledger, XLSX or CSV (UTF-8, GBK, GB18030; commas or tabs), at most 64 MiB and 200,000 rows. It is
/// read and checked; no case is made before it is committed. Columns are known by their headings.
///
/// # Errors
/// A file that cannot be read, by row and column. What is wrong with single rows is in the answer.
#[utoipa::path(post, path = "/api/v1/ledger-imports", tag = "ledgers", operation_id = "bring_ledger",
    request_body(content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "text/csv"), (Vec<u8> = "application/octet-stream"))),
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$", description = "Makes a repeated request harmless"),
        ("sheet" = Option<String>, Query, max_length = 100, description = "Which sheet; the first if not said"),
        ("columns" = Option<String>, Query, max_length = 2000,
            description = "What columns are, where their headings do not say it rightly: `C:respondent,F:none`"),
        ("skip_totals" = Option<bool>, Query, description = "Leave out rows of totals, and list them"),
        ("unsaid_awards" = Option<Finality>, Query,
            description = "What awards are of which the ledger does not say whether they are final; refused if not said")),
    responses((status = 201, description = "Checked", body = LedgerImport)))]
pub async fn bring(app: Data<App>, actor: Actor, request: HttpRequest, payload: Payload) -> Answer {
    let mut query = Params::of(&request);
    let options = options(&mut query, &app);
    query.finish()?;
    let bytes = body::one_of(&request, payload, (MEDIAS, MEDIAS_NAMED), LEDGER_BYTES_MAX).await?;
    let (caller, key) = (actor.caller(), conditions::key(&request, &bytes)?);
    let idempotency::Answer { given: id, repeated } =
        brought(&app.register, &caller, (bytes, options), key).await?;
    let given = app.register.ledger(&caller, id).await?;
    Ok(created(&given, repeated))
}

/// Takes a ledger in, once under a key; its id.
///
/// # Errors
/// What is wrong with the file, by row and column; that the caller may not.
pub async fn brought(
    register: &Register,
    caller: &Caller,
    (bytes, options): (impl AsRef<[u8]> + Send + 'static, Options),
    key: Option<IdempotencyKey>,
) -> Result<idempotency::Answer<String>, Error> {
    let before = match &key {
        Some(key) => register.ledger_of_key(caller, key).await?,
        None => None,
    };
    if let Some(given) = before {
        return Ok(idempotency::Answer { given, repeated: true });
    }
    let (taker, by) = (register.clone(), *caller);
    let read = web::block(move || take_in(&taker, &by, bytes.as_ref(), &options)).await;
    let incoming = read.map_err(|error| Error::Broken(error.to_string()))??;
    register.finish_ledger(caller, incoming, key).await
}

fn created(given: &LedgerImport, repeated: bool) -> HttpResponse {
    let answer = idempotency::Answer { given: (), repeated };
    let mut response = conditions::once(StatusCode::CREATED, &answer);
    response.insert_header(("Location", format!("/api/v1/ledger-imports/{}", given.id)));
    response.json(given)
}

/// Reads a ledger into the register; what cannot be read leaves nothing. Blocks.
///
/// # Errors
/// What is wrong with the file, by row and column; that the caller may not.
pub fn take_in(
    register: &Register,
    caller: &Caller,
    bytes: &[u8],
    options: &Options,
) -> Result<Incoming, Error> {
    let mut incoming = register.begin_ledger(caller)?;
    let read = ledger::read(bytes, options, &mut |row, column| incoming.push(row, column));
    let error = match read {
        Ok(file) => return incoming.close(file),
        Err(Stopped::Taker(error)) => error,
        Err(Stopped::File(problems)) => Error::Invalid(violations(problems)),
    };
    incoming.drop_rows()?;
    Err(error)
}

fn options(query: &mut Params, app: &App) -> Options {
    let columns = query.text("columns", COLUMNS_CHARS_MAX).map(|text| columns_of(&text));
    if columns == Some(None) {
        let said = words(
            "应为形如 C:respondent,F:none 的列与栏目；栏目见代码表 ledger_column",
            "Must be `column:what`, separated by commas, as C:respondent,F:none; see the code list ledger_column.",
        );
        query.doubt("columns", "format", said);
    }
    Options {
        sheet: query.text("sheet", SHEET_CHARS_MAX),
        columns: columns.flatten().unwrap_or_default(),
        totals: if query.flag("skip_totals") { Totals::Skip } else { Totals::Refuse },
        unsaid: query.coded::<Finality>("unsaid_awards"),
        today: app.clock.today(),
    }
}

/// `C:respondent,F:none`.
#[must_use]
pub fn columns_of(text: &str) -> Option<BTreeMap<u32, Option<Column>>> {
    let pair = |pair: &str| {
        let (letters, what) = pair.split_once(':')?;
        let column = if what == "none" { None } else { Some(Column::from_code(what)?) };
        Some((place(letters)?, column))
    };
    text.split(',').map(pair).collect()
}

/// 台账导入列表 Ledgers that were brought, the newest first.
///
/// # Errors
/// Wrong parameters.
#[utoipa::path(get, path = "/api/v1/ledger-imports", tag = "ledgers", operation_id = "list_ledger_imports",
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Ledgers a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of ledgers", body = LedgerPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut query = Params::of(&request);
    let (limit, cursor) = (query.limit(), query.cursor());
    let before = cursor.as_deref().and_then(|cursor| cursor.parse::<uuid::Uuid>().ok());
    if cursor.is_some() && before.is_none() {
        query.doubt_cursor();
    }
    query.finish()?;
    let asked = (before.map(|id| id.to_string()), limit);
    let items = app.register.ledgers(&actor.caller(), asked).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.id.clone());
    Ok(HttpResponse::Ok().json(LedgerPage { items, next }))
}

/// 台账导入情况 A ledger: what was found in it, what it would add, and how far it is.
///
/// # Errors
/// There is none.
#[utoipa::path(get, path = "/api/v1/ledger-imports/{id}", tag = "ledgers", operation_id = "read_ledger_import",
    params(("id" = uuid::Uuid, Path, description = "The ledger")),
    responses((status = 200, description = "The ledger", body = LedgerImport)))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = params::path_uuid(&request, "id")?.to_string();
    Ok(HttpResponse::Ok().json(app.register.ledger(&actor.caller(), id).await?))
}

/// 清除暂存 Drops a ledger that was not committed; of one that was, the rows that were rejected.
///
/// # Errors
/// There is none.
#[utoipa::path(delete, path = "/api/v1/ledger-imports/{id}", tag = "ledgers", operation_id = "discard_ledger_import",
    params(("id" = uuid::Uuid, Path, description = "The ledger")),
    responses((status = 204, description = "Dropped")))]
pub async fn discard(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let id = params::path_uuid(&request, "id")?.to_string();
    app.register.discard_ledger(&actor.caller(), id, None).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// 台账入库 Makes cases of all good rows, or of none. Whoever asks again is told what came of it.
///
/// # Errors
/// Rows were rejected and are not left out; a number that another case got meanwhile; it is being committed already.
#[utoipa::path(post, path = "/api/v1/ledger-imports/{id}/commit", tag = "ledgers", operation_id = "commit_ledger",
    params(("id" = uuid::Uuid, Path, description = "The ledger"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$", description = "Makes a repeated request harmless"),
        ("leave_out_rejected" = Option<bool>, Query, description = "Take the good rows over, and leave the others out")),
    responses((status = 201, description = "Its rows are cases", body = LedgerImport),
        (status = 409, description = "有行不能入库、案号已被使用、正在入库，或暂存已到期 Rejected rows, a number taken meanwhile, being committed already, or kept no longer")))]
pub async fn commit(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut query = Params::of(&request);
    let rejects = if query.flag("leave_out_rejected") { Rejects::LeaveOut } else { Rejects::Refuse };
    query.finish()?;
    let id = params::path_uuid(&request, "id")?.to_string();
    let key = conditions::key(&request, &[])?;
    let answer = app.register.commit_ledger(&actor.caller(), (id, rejects), key).await?;
    Ok(created(&answer.given, answer.repeated))
}

/// 不能入库的行 The rows that were rejected, under their heading, with what is wrong in the last column: to be mended and
/// brought again. In the form in which the ledger came, unless another is asked for. They may hold personal data; that they
/// were shown is put down, with the reason if one is given.
///
/// # Errors
/// There is no such ledger; its rows are kept no longer.
#[utoipa::path(get, path = "/api/v1/ledger-imports/{id}/rejected", tag = "ledgers", operation_id = "rejected_rows",
    params(("id" = uuid::Uuid, Path, description = "The ledger"),
        ("format" = Option<String>, Query, pattern = "^(xlsx|csv)$", description = "xlsx or csv; as the ledger came if not said"),
        ("reason" = Option<String>, Query, max_length = 200, description = "Why they must be seen; without personal data")),
    responses((status = 200, description = "The rows", content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"))),
        (status = 409, description = "暂存已到期 Its rows are kept no longer")))]
pub async fn rejected(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut query = Params::of(&request);
    let form = Form::asked(&mut query);
    let reason = query.text("reason", REASON_CHARS_MAX).filter(|reason| !reason.trim().is_empty());
    query.finish()?;
    let id = params::path_uuid(&request, "id")?.to_string();
    let found = app.register.ledger(&actor.caller(), id.clone()).await?;
    let form = form.unwrap_or_else(|| Form::of_file(&found.file));
    let rows = app.register.rejected_rows(&actor.caller(), &found, reason).await?;
    let name = format!("attachment; filename=\"rejected-{id}.{}\"", form.ending());
    let body = rejected_rows::file(&found, rows, form).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, form.media()));
    Ok(response.insert_header((CONTENT_DISPOSITION, name)).body(body))
}
