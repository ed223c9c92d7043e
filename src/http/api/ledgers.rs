//! `/ledger` (台账导出): arbitration cases as a ledger, in XLSX or CSV, with its filters in the first rows. Not here: which
//! cases and which personal data (`app::ledger_export`), and how a file is written (`documents::ledger`).

use std::io::{self, Read as _, Seek as _};

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset, Utc};
use utoipa::OpenApi;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::ledger_export::{LedgerExport, PersonalData};
use crate::app::permits::Caller;
use crate::app::reading::{CaseFilter, DayRange};
use crate::app::unmasking::REASON_CHARS_MAX;
use crate::documents::ledger::{self, Head, Part};
use crate::domain::act::filing::Procedure;
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label};
use crate::domain::ledger::LedgerFile;
use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};
use crate::http::api::case_lists;
use crate::http::fault::Answer;
use crate::http::params::Params;
use crate::http::streaming::Streamed;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(export))]
pub struct Operations;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";
/// So much of a workbook is sent at a time.
const PART_BYTES: usize = 64 << 10;
const CHINA_SECONDS_EAST: i32 = 8 * 3600;

/// What a row of a ledger cannot tell of its case: whoever brings it in again is to know it. It names no unit of money, for a
/// title that does speaks for the whole table.
const SUMMED_UP: &str = "说明：一行一案。请求、追回均为合计数，追回日期是最后一次的日期；再次导入后，分次追回的案件全部计入该日，\
     按期间统计的追回数可能与原来不同；受理后追加的当事人视同原有当事人";

/// In which form a ledger is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A workbook.
    Xlsx,
    /// Text.
    Csv,
}

/// 导出台账 Arbitration cases as a ledger, by the filters of the list of cases. Personal data is masked, unless it is asked
/// for in the clear: then it is, of cases whose personal data the caller may see, and each showing is put down.
///
/// # Errors
/// Wrong parameters; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/ledger", tag = "ledgers", operation_id = "export_ledger",
    params(("format" = String, Query, pattern = "^(xlsx|csv)$", description = "xlsx or csv"),
        ("personal_data" = Option<bool>, Query, description = "In the clear, where the caller may see it"),
        ("reason" = Option<String>, Query, max_length = 200, description = "Why it is asked for in the clear"),
        ("kind" = Option<String>, Query, pattern = "^arbitration$", description = "Only arbitration cases are in a ledger"),
        ("matter" = Option<uuid::Uuid>, Query, description = "Of this matter, by the id of its first case"),
        ("stage" = Option<Stage>, Query, description = "At this stage"),
        ("ledger" = Option<uuid::Uuid>, Query, description = "That came of this ledger, by the id of its import"),
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
        ("closed_on__lte" = Option<String>, Query, format = Date, description = "Closed on or before")),
    responses((status = 200, description = "The ledger", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv")))))]
pub async fn export(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut query = Params::of(&request);
    let form = form(&mut query);
    let reason = query.text("reason", REASON_CHARS_MAX).filter(|reason| !reason.trim().is_empty());
    let personal =
        if query.flag("personal_data") { PersonalData::Clear(reason) } else { PersonalData::Masked };
    let filter = case_lists::filter(&mut query);
    query.finish()?;
    written(&app, &actor.caller(), (form, filter, personal)).await
}

/// A ledger as a file to keep; that it was asked for is put down.
///
/// # Errors
/// A role that sees no cases; a kind of case that is in no ledger.
pub(in crate::http) async fn written(
    app: &App,
    caller: &Caller,
    (form, filter, personal): (Form, CaseFilter, PersonalData),
) -> Answer {
    let filters = described(&filter);
    let begun = app.register.begin_ledger_export(caller, filter, personal.clone()).await?;
    let head = head(&begun, (filters, personal), app.clock.now());
    let body = match form {
        Form::Csv => Streamed::new(csv(begun, head)),
        Form::Xlsx => {
            let made = web::block(move || workbook(&begun, &head)).await;
            let made = made.map_err(|error| Error::Broken(error.to_string()))?;
            Streamed::new(parts(made.map_err(|error| Error::Broken(error.to_string()))?))
        }
    };
    let name = format!("attachment; filename=\"ledger-{}.{}\"", app.clock.today(), form.ending());
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, form.media()));
    Ok(response.insert_header((CONTENT_DISPOSITION, name)).body(body))
}

impl Form {
    /// The one that is asked for, if one is.
    pub(in crate::http) fn asked(query: &mut Params) -> Option<Form> {
        match query.text("format", 4).as_deref() {
            Some("xlsx") => Some(Form::Xlsx),
            Some("csv") => Some(Form::Csv),
            Some(_) => {
                query.violate("format", "enum", words("应为xlsx或csv", "Must be xlsx or csv."));
                None
            }
            None => None,
        }
    }

    /// The one in which a ledger came.
    pub(in crate::http) fn of_file(file: &LedgerFile) -> Form {
        if file.format == Form::Xlsx.ending() { Form::Xlsx } else { Form::Csv }
    }

    /// Its media type.
    pub(in crate::http) fn media(self) -> &'static str {
        match self {
            Form::Xlsx => XLSX,
            Form::Csv => CSV,
        }
    }

    /// How names of such files end.
    pub(in crate::http) fn ending(self) -> &'static str {
        match self {
            Form::Xlsx => "xlsx",
            Form::Csv => "csv",
        }
    }
}

/// The form that is asked for; one must be.
pub(in crate::http) fn form(query: &mut Params) -> Form {
    let asked = Form::asked(query);
    if asked.is_none() && query.is_clean() {
        query.violate("format", "required", words("缺少格式（xlsx或csv）", "Say xlsx or csv."));
    }
    asked.unwrap_or(Form::Csv)
}

/// The ledger as text, part by part.
pub fn csv(export: LedgerExport, head: Head) -> impl FnMut() -> io::Result<Vec<u8>> + Send + 'static {
    let (mut head, mut rows) = (Some(head), rows(export));
    move || {
        if let Some(head) = head.take() {
            return ledger::csv_head(&head);
        }
        let part = rows()?;
        ledger::csv_rows(part.into_iter().map(|row| row.iter().map(ledger::shown).collect()))
    }
}

/// The ledger as a workbook, in a file that has no name and is gone with its handle. Blocks.
///
/// # Errors
/// That the file cannot be written.
pub fn workbook(export: &LedgerExport, head: &Head) -> io::Result<std::fs::File> {
    let mut file = tempfile::tempfile()?;
    ledger::xlsx(head, rows(export.clone()), &mut file)?;
    file.rewind()?;
    Ok(file)
}

/// The rows of an export, until there are no more.
fn rows(export: LedgerExport) -> impl FnMut() -> io::Result<Part> + Send + 'static {
    let (mut after, mut ended) = (None, false);
    move || {
        if ended {
            return Ok(Vec::new());
        }
        let (rows, next) = export.rows_after(after.take()).map_err(io::Error::other)?;
        (after, ended) = (next.clone(), next.is_none());
        Ok(rows)
    }
}

/// A file, part by part.
pub fn parts(mut file: std::fs::File) -> impl FnMut() -> io::Result<Vec<u8>> + Send + 'static {
    move || {
        let mut part = Vec::with_capacity(PART_BYTES);
        let most = u64::try_from(PART_BYTES).unwrap_or_default();
        file.by_ref().take(most).read_to_end(&mut part)?;
        Ok(part)
    }
}

/// What a ledger says of itself.
#[must_use]
pub fn head(
    export: &LedgerExport,
    (filters, personal): (Vec<String>, PersonalData),
    now: DateTime<Utc>,
) -> Head {
    let china = FixedOffset::east_opt(CHINA_SECONDS_EAST);
    let at = china.map_or_else(
        || now.to_rfc3339(),
        |china| now.with_timezone(&china).format("%Y-%m-%d %H:%M").to_string(),
    );
    let filters = if filters.is_empty() { "全部仲裁案件".to_owned() } else { filters.join("；") };
    let personal = match personal {
        PersonalData::Masked => "已遮蔽",
        PersonalData::Clear(_) => "有权查看的未遮蔽",
    };
    let (name, count) = (&export.name, export.count);
    let titles = vec![
        "劳动人事争议仲裁案件台账".to_owned(),
        format!("筛选条件：{filters}"),
        format!("导出人：{name}；导出时间：{at}；案件数：{count}；个人信息：{personal}"),
        SUMMED_UP.to_owned(),
    ];
    Head { titles }
}

/// The filters in words.
#[must_use]
pub fn described(filter: &CaseFilter) -> Vec<String> {
    fn named<T: Coded>(what: &str, code: Option<&String>) -> Option<String> {
        let code = code?;
        let label: Option<&Label> = T::from_code(code).map(Coded::label);
        Some(format!("{what}={}", label.map_or(code.as_str(), |label| label.zh)))
    }
    let plain = |what: &str, text: Option<&String>| text.map(|text| format!("{what}={text}"));
    let days = |what: &str, range: DayRange| {
        let from = range.from.map(|day| format!("{what}不早于{day}"));
        let to = range.to.map(|day| format!("{what}不晚于{day}"));
        from.into_iter().chain(to)
    };
    let codes = [
        named::<Stage>("阶段", filter.stage.as_ref()),
        named::<Cause>("案由", filter.cause.as_ref()),
        named::<Procedure>("处理程序", filter.procedure.as_ref()),
        named::<Manner>("结案方式", filter.manner.as_ref()),
        plain("案号", filter.number.as_ref()),
        plain("用人单位名称开头", filter.lead_employer_prefix.as_ref()),
        plain("纠纷", filter.matter_id.as_ref()),
    ];
    let received = days("收件日期", filter.received);
    let accepted = days("受理日期", filter.accepted);
    let closed = days("结案日期", filter.closed);
    codes.into_iter().flatten().chain(received).chain(accepted).chain(closed).collect()
}
