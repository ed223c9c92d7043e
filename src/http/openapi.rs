//! What is published (接口文档): OpenAPI 3.1 from the types and handlers themselves, and a page
//! to try it, all from the binary. Bodies are checked against this same document (`schema`).
//!
//! To add operations: put the handlers of a noun into an `OpenApi` of that noun and add it to
//! `document`; what is made from a table at run time can be put into the paths there too. The
//! problem answers of every operation are added by [`published`]; a handler names only what is
//! particular to it.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::Config;

use crate::app::error::Error;
use crate::http::conditions::IDEMPOTENCY_KEY;
use crate::http::problem::{Answer, PROBLEM_JSON, Problem};
use crate::http::{api, health, list_tables, params};

/// Where the document is served.
pub const DOCUMENT_PATH: &str = "/api/v1/openapi.json";

/// Text in a body has no control characters other than tab and line ends; `json` enforces it.
const BODY_TEXT: &str = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$";
/// Text in a query has none at all; `params` enforces it.
const QUERY_TEXT: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";

/// Parameters that may have the right form and still mean nothing, beside every day; `params` says so.
const DOUBTED: [&str; 5] = ["cursor", "q", "columns", "after", "by"];

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Sikuai 四快", description = "劳动人事争议案件管理：调解、仲裁、劳动保障监察、信访 Case management for labour disputes: mediation, arbitration, labour inspection, petitions"),
    paths(health::live, health::ready, document_json),
    components(schemas(Problem)),
    tags(
        (name = "sessions", description = "登录与会话 Logins"),
        (name = "users", description = "用户 People with a login"),
        (name = "audit", description = "审计日志 The audit log"),
        (name = "cases", description = "案件 Cases"),
        (name = "files", description = "材料文件 Files of cases"),
        (name = "archive", description = "归档 The archive: the volumes of cases"),
        (name = "ledgers", description = "台账 Ledgers"),
        (name = "papers", description = "文书 Papers of cases, and their templates"),
        (name = "acts", description = "办案行为 Acts on a case"),
        (name = "deadlines", description = "期限 Deadlines"),
        (name = "services", description = "送达 Service of process"),
        (name = "notices", description = "提醒与待办 Notices and diaries"),
        (name = "hearings", description = "排庭 The schedule of hearings, rooms and calendars"),
        (name = "ratings", description = "好差评 Ratings of closed cases"),
        (name = "statistics", description = "统计 Statistics"),
        (name = "reports", description = "年度报告和指标台账 The annual report, and the indicator register"),
        (name = "calendar", description = "工作日历 The working-day calendar"),
        (name = "rules", description = "代码表 Code lists"),
        (name = "health", description = "健康检查 Health"),
    )
)]
struct Shell;

/// The document as the code says it, its fields in the order in which the types declare them. Made once.
pub(crate) fn described() -> &'static OpenApi {
    static DESCRIBED: OnceLock<OpenApi> = OnceLock::new();
    DESCRIBED.get_or_init(document)
}

/// One line for each noun.
fn document() -> OpenApi {
    let mut document = Shell::openapi();
    document.merge(api::sessions::Operations::openapi());
    document.merge(api::users::Operations::openapi());
    document.merge(api::api_keys::Operations::openapi());
    document.merge(api::audit::Operations::openapi());
    document.merge(api::cases::Operations::openapi());
    document.merge(api::personal_data::Operations::openapi());
    document.merge(api::case_lists::Operations::openapi());
    document.merge(api::deadlines::Operations::openapi());
    document.merge(api::deadline_rules::Operations::openapi());
    document.merge(api::pending_services::Operations::openapi());
    document.merge(api::calendar::Operations::openapi());
    document.merge(api::notices::Operations::openapi());
    document.merge(api::diary::Operations::openapi());
    document.merge(api::elements::Operations::openapi());
    document.merge(api::hearing_rooms::Operations::openapi());
    document.merge(api::hearings::Operations::openapi());
    document.merge(api::calendar_feeds::Operations::openapi());
    document.merge(api::code_lists::Operations::openapi());
    document.merge(api::statistics::Operations::openapi());
    document.merge(api::figure_catalogue::Operations::openapi());
    document.merge(api::figures::Operations::openapi());
    document.merge(api::forecast::Operations::openapi());
    document.merge(api::quick_steps::Operations::openapi());
    document.merge(api::publications::Operations::openapi());
    document.merge(api::changes::Operations::openapi());
    document.merge(api::wage_arrears::Operations::openapi());
    document.merge(api::wage_files::Operations::openapi());
    document.merge(api::wage_lines::Operations::openapi());
    document.merge(api::referrals::Operations::openapi());
    document.merge(api::files::Operations::openapi());
    document.merge(api::archive::Operations::openapi());
    document.merge(api::ledger_imports::Operations::openapi());
    document.merge(api::ledgers::Operations::openapi());
    document.merge(api::papers::Operations::openapi());
    document.merge(api::paper_templates::Operations::openapi());
    document.merge(api::enquiry_codes::Operations::openapi());
    document.merge(api::rating_links::Operations::openapi());
    document.merge(api::ratings::Operations::openapi());
    document.merge(api::rating_figures::Operations::openapi());
    document.merge(api::indicators::Operations::openapi());
    document.merge(api::reports::Operations::openapi());
    document.merge(api::report_templates::Operations::openapi());
    document.merge(api::yearbook::Operations::openapi());
    document.merge(api::search::Operations::openapi());
    document.merge(api::saved_views::Operations::openapi());
    api::acts::publish(&mut document);
    document
}

/// The document as it is served: with the problem answers, the security and the bounds that hold
/// everywhere. Made once.
#[must_use]
pub fn published() -> &'static Value {
    static PUBLISHED: OnceLock<Value> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let mut document = serde_json::to_value(described()).unwrap_or_default();
        complete(&mut document);
        list_tables::publish(&mut document);
        document
    })
}

/// This document.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "health", security(()), operation_id = "openapi",
    responses((status = 200, description = "The OpenAPI 3.1 document", body = Object)))]
pub async fn document_json(request: HttpRequest) -> Answer {
    params::none(&request)?;
    Ok(HttpResponse::Ok().json(published()))
}

/// The interactive page and its files.
///
/// # Errors
/// No such file.
pub async fn page(request: HttpRequest) -> Answer {
    let file = request.match_info().get("file").unwrap_or_default();
    let config = Arc::new(Config::from(DOCUMENT_PATH));
    match utoipa_swagger_ui::serve(file, config) {
        Ok(Some(file)) => Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, file.content_type))
            .body(file.bytes.into_owned())),
        Ok(None) => Err(Error::NotFound.into()),
        Err(error) => Err(Error::Broken(error.to_string()).into()),
    }
}

/// `/docs` without its slash.
///
/// # Errors
/// None.
pub async fn page_redirect() -> Answer {
    Ok(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish())
}

fn complete(document: &mut Value) {
    if let Some(object) = document.as_object_mut() {
        object.insert("security".to_owned(), json!([{ "bearer": [] }]));
    }
    let scheme = json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "POST /api/v1/sessions; for programs a key that only reads, POST /api/v1/users/{id}/api-keys" });
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("securitySchemes".to_owned(), json!({ "bearer": scheme }));
    }
    bound_bodies(document);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for operation in paths.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        for (method, operation) in operation.iter_mut() {
            operation.as_object_mut().into_iter().for_each(|operation| complete_operation(method, operation));
        }
    }
}

/// Adds the problem answers that an operation can give by what it is.
fn complete_operation(method: &str, operation: &mut Map<String, Value>) {
    let open = operation.get("security").is_some_and(|security| security == &json!([{}]));
    if open {
        operation.insert("security".to_owned(), json!([]));
    }
    bound_parameters(operation);
    let has_body = operation.contains_key("requestBody");
    let in_path = |parameter: &Value| parameter.get("in").is_some_and(|place| place == "path");
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let has_path = parameters.is_some_and(|parameters| parameters.iter().any(in_path));
    let may_mean_nothing = |parameter: &Value| {
        let is_day = parameter.pointer("/schema/format").is_some_and(|format| format == "date");
        is_day || DOUBTED.iter().any(|name| parameter.get("name").is_some_and(|given| given == name))
    };
    let has_doubts = parameters.is_some_and(|parameters| parameters.iter().any(may_mean_nothing));
    let is_key = |parameter: &Value| parameter.get("name").is_some_and(|name| name == IDEMPOTENCY_KEY);
    let has_key = parameters.is_some_and(|parameters| parameters.iter().any(is_key));
    let media = media_type(operation);
    let not_media = format!("内容类型不是 Not of the media type {media}");
    let answers = [
        ("400", "请求格式有误 Malformed; every violation is listed", true),
        ("401", "请先登录 Not logged in", !open),
        ("403", "无权办理 The role does not allow it", !open),
        ("404", "未找到 No such thing", has_path),
        ("409", "与现有数据冲突 The Idempotency-Key was used for another request", has_key),
        ("422", "参数的形式正确而内容不合理 A parameter of the right form that means nothing", has_doubts),
        ("413", "请求体过大 Body too large", has_body),
        ("415", not_media.as_str(), has_body),
        ("429", "接口密钥调用过于频繁 Too many requests with an API key", !open && method == "get"),
        ("500", "系统内部错误 Ours", true),
        ("503", "数据库繁忙 The database is busy", true),
        ("507", "磁盘已满，未作登记 The disk is full and nothing was recorded", has_body),
    ];
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else { return };
    for (status, description, applies) in answers {
        if applies {
            responses.entry(status).or_insert_with(|| json!({ "description": description }));
        }
    }
    for (status, response) in responses.iter_mut() {
        if let Some(response) = response.as_object_mut().filter(|_| status.starts_with(['4', '5'])) {
            response.entry("content").or_insert_with(
                || json!({ PROBLEM_JSON: { "schema": { "$ref": "#/components/schemas/Problem" } } }),
            );
        }
    }
}

/// The media type of the body that an operation takes; none without a body.
fn media_type(operation: &Map<String, Value>) -> String {
    let body = operation.get("requestBody").and_then(|body| body.get("content")).and_then(Value::as_object);
    body.and_then(|content| content.keys().next()).cloned().unwrap_or_default()
}

/// Bounds every schema that a request body uses; answers are not bound by what callers may send.
fn bound_bodies(document: &mut Value) {
    let mut names = BTreeSet::new();
    let bodies: Vec<&Value> =
        operations(document).filter_map(|operation| operation.get("requestBody")).collect();
    for body in bodies {
        collect_references(document, body, &mut names);
    }
    for name in names {
        document.pointer_mut(&format!("/components/schemas/{name}")).into_iter().for_each(bound);
    }
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(Map::values).filter_map(Value::as_object);
    items.flat_map(Map::values)
}

/// The names of the schemas that a part of the document refers to, directly and through others.
fn collect_references(document: &Value, part: &Value, names: &mut BTreeSet<String>) {
    match part {
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str).unwrap_or_default();
            if let Some(name) = reference.strip_prefix("#/components/schemas/")
                && names.insert(name.to_owned())
                && let Some(schema) = document.pointer(&format!("/components/schemas/{name}"))
            {
                collect_references(document, schema, names);
            }
            object.values().for_each(|inner| collect_references(document, inner, names));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_references(document, inner, names)),
        _ => {}
    }
}

/// Says of a schema what holds for every body: text has no control characters, and whole numbers
/// have the bounds of their type.
fn bound(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if is_free_text(object) {
            object.insert("pattern".to_owned(), BODY_TEXT.into());
        }
        let bounds = match object.get("format").and_then(Value::as_str) {
            Some("int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
            Some("int64") => Some((i64::MIN, i64::MAX)),
            _ => None,
        };
        if let Some((low, high)) = bounds.filter(|_| has_type(object, "integer")) {
            object.entry("minimum").or_insert_with(|| low.into());
            object.entry("maximum").or_insert_with(|| high.into());
        }
        if object.contains_key("properties") {
            // What a type does not name it does not take, in the variants of an enum too.
            object.entry("additionalProperties").or_insert_with(|| false.into());
        }
        object.values_mut().for_each(bound);
    } else if let Some(items) = schema.as_array_mut() {
        items.iter_mut().for_each(bound);
    }
}

/// Says of the text parameters of an operation what holds for all of them.
fn bound_parameters(operation: &mut Map<String, Value>) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let schema = parameter.get_mut("schema").and_then(Value::as_object_mut);
        if let Some(schema) = schema.filter(|schema| is_free_text(schema)) {
            schema.insert("pattern".to_owned(), QUERY_TEXT.into());
        }
    }
}

/// Whether a schema takes any text: its own form, a list of values or an example says otherwise.
fn is_free_text(schema: &Map<String, Value>) -> bool {
    let said = ["pattern", "enum", "const", "format"].iter().any(|keyword| schema.contains_key(*keyword));
    has_type(schema, "string") && !said
}

fn has_type(schema: &Map<String, Value>, wanted: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name == wanted,
        Some(Value::Array(names)) => names.iter().any(|name| name == wanted),
        _ => false,
    }
}
