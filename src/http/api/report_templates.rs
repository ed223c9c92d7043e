//! `/report-templates/annual` (年度报告模板): the template of the annual report, which an office edits in a word processor, and
//! the fields that it can name. What a template may hold is asked in `documents`, which is in force in `app`.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::paper_templates::TemplateView;
use crate::app::register::Mode;
use crate::app::report_templates::NewReportTemplate;
use crate::documents::docx::FILE_BYTES_MAX;
use crate::documents::reports;
use crate::domain::paper::field::{Column, Field, Shape};
use crate::domain::report::fields::fields;
use crate::http::api::files::RawFile;
use crate::http::api::paper_templates::{ColumnView, DOCX, off_thread, seen, tag_of, violation};
use crate::http::body;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(read, put, list_fields))]
pub struct Operations;

/// With what the tags of its templates begin.
const ANNUAL: &str = "annual_report";

/// A field that a template of the report can name.
#[derive(Serialize, ToSchema)]
pub struct ReportFieldView {
    /// Its code.
    pub code: &'static str,
    /// Its Chinese name; a template may use either.
    pub zh: &'static str,
    /// What it means.
    pub en: &'static str,
    /// A text, a list with columns, or a chart.
    pub shape: FieldShape,
    /// The columns, of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<ColumnView>>,
}

/// What a field of the report is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldShape {
    /// 文字.
    Text,
    /// 列表.
    List,
    /// 图表.
    Chart,
}

/// The fields that a template of the report can name.
#[derive(Serialize, ToSchema)]
pub struct ReportFieldsView {
    /// Every field.
    pub items: Vec<ReportFieldView>,
}

/// 年度报告字段 What a template of the annual report can name.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/api/v1/report-templates/annual/fields", tag = "reports", operation_id = "report_fields",
    responses((status = 200, description = "Every field", body = ReportFieldsView)))]
pub async fn list_fields(_actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    Ok(HttpResponse::Ok().json(ReportFieldsView { items: fields().into_iter().map(field_view).collect() }))
}

/// 年度报告模板 The template of the annual report that is in force, as a DOCX to be edited; or the one that is shipped.
///
/// # Errors
/// Every wrong parameter at once.
#[utoipa::path(get, path = "/api/v1/report-templates/annual", tag = "reports", operation_id = "report_template",
    params(("shipped" = Option<bool>, Query, description = "true: the one that is shipped, whatever the office put")),
    responses((status = 200, description = "The template", content((RawFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
            headers(("ETag" = String, description = "The tag to send as If-Match when the template is replaced"))),
        (status = 304, description = "未变 The caller has this template already (If-None-Match)")))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let wants_shipped = params.flag("shipped");
    params.finish()?;
    let office = app.register.report_template(&actor.caller()).await?.filter(|_| !wants_shipped);
    let digest = office.as_ref().map_or_else(reports::shipped_sha256, |template| template.sha256.clone());
    let tag = tag_of(ANNUAL, &digest);
    if conditions::has_tag(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let bytes = match office {
        Some(template) => template.bytes,
        None => off_thread(reports::shipped_docx).await?.map_err(Error::Broken)?,
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, DOCX)).insert_header((ETAG, tag));
    response.insert_header((CONTENT_DISPOSITION, "attachment; filename=\"annual_report.docx\""));
    Ok(response.body(bytes))
}

/// 更换年度报告模板 Put a DOCX in the place of the template in force; every version stays. Everything that cannot be rendered and
/// every name that nobody knows is said at once.
///
/// # Errors
/// What is wrong with the template; another in force than the caller saw; neither a supervisor nor an administrator.
#[utoipa::path(put, path = "/api/v1/report-templates/annual", tag = "reports", operation_id = "put_report_template",
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    params(("If-Match" = Option<String>, Header, description = "The ETag of the template that the caller saw"),
        ("If-None-Match" = Option<String>, Header, pattern = r"^\*$", description = "Where the office has put none yet: *; not beside If-Match"),
        ("dry_run" = Option<bool>, Query, description = "true: only say whether it would be taken")),
    responses((status = 200, description = "试用结果 It would be taken (dry run)", body = TemplateView),
        (status = 201, description = "已更换 It is in force", body = TemplateView,
            headers(("ETag" = String, description = "The tag of the template"))),
        (status = 412, description = "模板已被他人更换 Another is in force than the caller saw"),
        (status = 422, description = "模板有误 Something is wrong with the template"),
        (status = 428, description = "缺少 If-Match 或 If-None-Match Neither header")))]
pub async fn put(app: Data<App>, actor: Actor, request: HttpRequest, payload: Payload) -> Answer {
    let mut params = Params::of(&request);
    let mode = if params.flag("dry_run") { Mode::DryRun } else { Mode::Commit };
    params.finish()?;
    let seen = seen(&request, ANNUAL)?;
    app.register.may_put_paper_template(&actor.caller())?;
    let bytes = body::file(&request, payload, (DOCX, FILE_BYTES_MAX)).await?.to_vec();
    let (problems, bytes) = off_thread(move || (reports::problems(&bytes), bytes)).await?;
    if !problems.is_empty() {
        return Err(Fault::Senseless(problems.into_iter().map(violation).collect()));
    }
    let new = NewReportTemplate { bytes, seen, shipped_sha256: reports::shipped_sha256(), mode };
    let view = app.register.put_report_template(&actor.caller(), new).await.map_err(|error| match error {
        Error::PreconditionMissing => Fault::TemplateUnseen,
        error => Fault::App(error),
    })?;
    let status = if mode == Mode::DryRun { StatusCode::OK } else { StatusCode::CREATED };
    Ok(HttpResponse::build(status).insert_header((ETAG, tag_of(ANNUAL, &view.sha256))).json(view))
}

fn field_view(field: Field) -> ReportFieldView {
    let Field { code, zh, en, shape } = field;
    let column = |column: &Column| ColumnView { code: column.code, zh: column.zh, en: column.en };
    let (shape, columns) = match shape {
        Shape::Text => (FieldShape::Text, None),
        Shape::List(columns) => (FieldShape::List, Some(columns.iter().map(column).collect())),
        Shape::Chart => (FieldShape::Chart, None),
    };
    ReportFieldView { code, zh, en, shape, columns }
}
