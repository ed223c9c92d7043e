//! The reports of a period as tables (报表的表格形式): a row for each figure, by its id, for whoever asks for CSV. Not here:
//! figures that are asked any way (`figure_csv`), and lists (`list_tables`).

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

use crate::app::error::Error;
use crate::domain::figures::Period;
use crate::http::csv;
use crate::http::fault::Answer;

/// What a figure of a report can come to, and what is said of it; the headings, each with where it stands in the figure.
const COLUMNS: [(&str, &str); 9] = [
    ("value", "/value"),
    ("fen", "/fen"),
    ("numerator", "/numerator"),
    ("denominator", "/denominator"),
    ("percent", "/percent"),
    ("mean", "/mean"),
    ("formula_zh", "/formula/zh"),
    ("formula_en", "/formula/en"),
    ("cases", "/cases"),
];
/// What adds up to what is told by how much it does not.
const DIFFERENCE: &str = "/difference";

/// A report of a period as JSON, or as a table.
///
/// # Errors
/// That memory is gone.
pub(crate) fn answer<T: Serialize>(request: &HttpRequest, period: Period, report: &T) -> Answer {
    if !csv::is_wanted(request) {
        return Ok(HttpResponse::Ok().json(report));
    }
    let report = serde_json::to_value(report).map_err(|error| Error::Broken(error.to_string()))?;
    let headings: Vec<&str> =
        ["from", "to", "id"].into_iter().chain(COLUMNS.map(|(heading, _)| heading)).collect();
    let fields = report.as_object().into_iter().flatten();
    let rows = fields.flat_map(|(name, value)| figures(name, value)).map(|(id, figure)| {
        let asked = [period.from.to_string(), period.to.to_string(), id];
        asked.into_iter().chain(COLUMNS.map(|(heading, place)| cell(&figure, heading, place))).collect()
    });
    csv::table(HttpResponse::Ok(), &headings, rows.collect())
}

/// The figures of one field, each by its id: one, a number alone, or those of a list; none of the period.
fn figures(name: &str, value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(fields) if fields.contains_key("formula") => vec![(name.to_owned(), value.clone())],
        Value::Number(_) => vec![(name.to_owned(), serde_json::json!({ "value": value }))],
        Value::Array(items) => {
            let code = |item: &Value| text(item.pointer("/name/code"));
            items.iter().map(|item| (format!("{name}.{}", code(item)), item.clone())).collect()
        }
        Value::Object(_) | Value::String(_) | Value::Bool(_) | Value::Null => Vec::new(),
    }
}

fn cell(figure: &Value, heading: &str, place: &str) -> String {
    let difference = || if heading == "value" { figure.pointer(DIFFERENCE) } else { None };
    text(figure.pointer(place).or_else(difference))
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}
