//! Every list as a table (列表的CSV形式): whatever answers with `items` is given as text to whoever would rather have that
//! (`Accept: text/csv`): a row for each item of the page, and the columns that the published schema has, whatever the rows say.
//! What lies deeper is named by its path (`name.zh`); a list within an item is joined by semicolons, or stands as JSON. The next
//! page is named in the `Link` header (RFC 8288). Not here: how a cell is written and guarded (`csv`), and answers that have a
//! table of their own (figures, publications, ledgers).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue, LINK, VARY};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};

use crate::app::error::Error;
use crate::http::api::files::encoded;
use crate::http::csv;
use crate::http::fault::Fault;
use crate::http::openapi;

/// Deeper than so many names a part of an item stands as JSON.
const NAMES_MAX: usize = 4;
/// Where the document has its schemas.
const SCHEMAS: &str = "/components/schemas";

/// A column: what it is called, and where it lies in an item.
struct Column {
    heading: String,
    path: Vec<String>,
}

/// The columns of each list, by the path of its operation.
static LISTS: LazyLock<BTreeMap<String, Vec<Column>>> = LazyLock::new(|| {
    let document = openapi::published();
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.filter_map(|(path, item)| Some((path.clone(), columns_of(document, item.get("get")?)?))).collect()
});

/// Middleware of a resource: a list that is wanted as text becomes one.
///
/// # Errors
/// What the handler could not answer.
pub async fn offer(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let is_wanted = request.method() == Method::GET && csv::is_wanted(request.request());
    let mut response = next.call(request).await?;
    let pattern = response.request().match_pattern().unwrap_or_default();
    let Some(columns) = LISTS.get(&pattern).filter(|_| is_answer(&response)) else { return Ok(response) };
    if !is_wanted {
        response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
        return Ok(response);
    }
    let (request, answer) = response.into_parts();
    let answer = match as_table(&request, answer, columns).await {
        Ok(answer) => answer,
        Err(fault) => return Ok(ServiceResponse::from_err(fault, request)),
    };
    Ok(ServiceResponse::new(request, answer))
}

/// Says of every list in the document that it is a table too.
pub(crate) fn publish(document: &mut Value) {
    let paths = document.get("paths").and_then(Value::as_object);
    let lists = paths.into_iter().flatten().filter_map(|(path, item)| {
        let headings: Vec<String> =
            columns_of(document, item.get("get")?)?.into_iter().map(|column| column.heading).collect();
        Some((path.clone(), headings.join(",")))
    });
    let lists: Vec<(String, String)> = lists.collect();
    for (path, headings) in lists {
        let response = document.get_mut("paths").and_then(|paths| paths.get_mut(&path));
        let response = response.and_then(|item| item.pointer_mut("/get/responses/200"));
        let Some(response) = response.and_then(Value::as_object_mut) else { continue };
        if let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) {
            // The first line says what is in the columns; an item is a row.
            content
                .entry("text/csv")
                .or_insert_with(|| json!({ "schema": { "type": "string" }, "example": headings }));
        }
        let headers = response.entry("headers").or_insert_with(|| json!({}));
        if let Some(headers) = headers.as_object_mut() {
            headers.entry("Link").or_insert_with(|| {
                json!({ "description": "下一页 The next page, if this one is full (as a table)", "schema": { "type": "string" } })
            });
        }
    }
}

fn is_answer(response: &ServiceResponse<BoxBody>) -> bool {
    let media = response.headers().get(CONTENT_TYPE).and_then(|media| media.to_str().ok());
    response.status() == StatusCode::OK && media.is_some_and(|media| media.starts_with("application/json"))
}

async fn as_table(
    request: &HttpRequest,
    answer: HttpResponse,
    columns: &[Column],
) -> Result<HttpResponse, Fault> {
    let broken = |error: String| Fault::App(Error::Broken(error));
    let bytes = to_bytes(answer.into_body()).await.map_err(|error| broken(error.to_string()))?;
    let answer: Value = serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
    let items = answer.get("items").and_then(Value::as_array);
    let items = items.ok_or_else(|| broken(format!("{}: the list has no items", request.path())))?;
    let row = |item: &Value| columns.iter().map(|column| cell(item, &column.path)).collect::<Vec<_>>();
    let headings: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    let mut response = csv::table(HttpResponse::Ok(), &headings, items.iter().map(row).collect())?;
    if let Some(next) = answer.get("next").and_then(Value::as_str) {
        link_next(response.headers_mut(), request, next);
    }
    Ok(response)
}

/// The same question from the cursor on.
fn link_next(headers: &mut HeaderMap, request: &HttpRequest, next: &str) {
    let asked =
        request.query_string().split('&').filter(|part| !part.is_empty() && !part.starts_with("cursor="));
    let cursor = format!("cursor={}", encoded(next));
    let query: Vec<&str> = asked.chain([cursor.as_str()]).collect();
    let link = format!("<{}?{}>; rel=\"next\"", request.path(), query.join("&"));
    if let Ok(link) = HeaderValue::from_str(&link) {
        headers.insert(LINK, link);
    }
}

fn cell(item: &Value, path: &[String]) -> String {
    let found = path.iter().try_fold(item, |value, name| value.get(name));
    match found {
        None | Some(Value::Null) => String::new(),
        Some(Value::Array(all)) if all.iter().all(|one| !one.is_array() && !one.is_object()) => {
            all.iter().map(plain).collect::<Vec<_>>().join(";")
        }
        Some(value) => plain(value),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// The columns of what an operation answers, if that is a list.
fn columns_of(document: &Value, operation: &Value) -> Option<Vec<Column>> {
    let answer = operation.pointer("/responses/200/content/application~1json/schema")?;
    let items = resolved(document, answer).pointer("/properties/items/items")?;
    let mut columns = Vec::new();
    add(document, items, &mut Vec::new(), &mut columns);
    Some(columns)
}

/// Adds the columns of a part of an item that lies at a path.
fn add(document: &Value, schema: &Value, path: &mut Vec<String>, columns: &mut Vec<Column>) {
    let schema = resolved(document, schema);
    let is_plain = |schema: &&Value| schema.get("type").is_none_or(|kind| kind != "null");
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|word| schema.get(word)?.as_array());
    let parts: Vec<&Value> = parts.flatten().filter(is_plain).collect();
    let fields = schema.get("properties").and_then(Value::as_object).filter(|_| path.len() < NAMES_MAX);
    for (name, field) in fields.into_iter().flat_map(Map::iter) {
        path.push(name.clone());
        add(document, field, path, columns);
        path.pop();
    }
    let goes_deeper = fields.is_some() || !parts.is_empty();
    for part in parts {
        add(document, part, path, columns);
    }
    let heading = path.join(".");
    if !goes_deeper && columns.iter().all(|column| column.heading != heading) {
        columns.push(Column { heading, path: path.clone() });
    }
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let name =
        schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/components/schemas/"));
    name.and_then(|name| document.pointer(&format!("{SCHEMAS}/{name}"))).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(path: &str) -> Vec<&'static str> {
        LISTS[path].iter().map(|column| column.heading.as_str()).collect()
    }

    #[test]
    fn every_list_has_columns_of_its_own() {
        for (path, columns) in LISTS.iter() {
            assert!(!columns.is_empty() && columns.iter().all(|column| !column.heading.is_empty()), "{path}");
        }
        let changes = headings("/api/v1/changes");
        assert!(["no", "case_id", "act"].iter().all(|name| changes.contains(name)), "{changes:?}");
        let catalogue = headings("/api/v1/statistics/catalogue");
        assert!(
            ["name.code", "name.zh", "formula.en"].iter().all(|name| catalogue.contains(name)),
            "{catalogue:?}"
        );
        assert!(!LISTS.contains_key("/api/v1/cases/{id}"), "a case is no list");
    }

    #[test]
    fn what_an_item_says_is_written_whole() {
        let item = json!({ "a": { "b": null, "c": [1, "x"] }, "d": [{ "e": true }], "f": -2 });
        let path = |text: &str| text.split('.').map(ToOwned::to_owned).collect::<Vec<_>>();
        let cells = ["a.b", "a.c", "d", "f", "g.h"].map(|text| cell(&item, &path(text)));
        assert_eq!(cells, ["", "1;x", "[{\"e\":true}]", "-2", ""]);
    }
}
