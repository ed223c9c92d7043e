//! Answers of several lists as one table (分部分的表格形式): a row for each item of each part, named by the part, in columns that the
//! parts share, so that a table says what the JSON says. Not here: answers of one list (`list_tables`), figures (`figure_csv`).

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

use crate::app::error::Error;
use crate::http::csv;
use crate::http::fault::Answer;

/// A column: its heading, and where it stands in the answer, or in an item of a part.
pub(crate) type Column = (&'static str, &'static str);

/// A part of an answer: a list, or one thing that is a row by itself.
pub(crate) struct Part {
    /// Its name in the JSON, which the first column says; empty for the answer itself.
    pub(crate) field: &'static str,
    /// What the first column says.
    pub(crate) name: &'static str,
    /// Its columns; those of one heading are one column.
    pub(crate) columns: &'static [Column],
}

/// The columns of an answer.
pub(crate) struct Columns {
    /// What every row says: of the answer as a whole.
    pub(crate) of_all: &'static [Column],
    /// Its parts, in their order.
    pub(crate) parts: &'static [Part],
}

/// An answer as JSON, or as a table.
///
/// # Errors
/// That memory is gone.
pub(crate) fn answer<T: Serialize>(request: &HttpRequest, view: &T, columns: &Columns) -> Answer {
    if !csv::is_wanted(request) {
        return Ok(HttpResponse::Ok().json(view));
    }
    let view = serde_json::to_value(view).map_err(|error| Error::Broken(error.to_string()))?;
    let (headings, rows) = columns.table(&view);
    csv::table(HttpResponse::Ok(), &headings, rows)
}

impl Columns {
    fn table(&self, view: &Value) -> (Vec<&'static str>, Vec<Vec<String>>) {
        let mut own: Vec<&'static str> = Vec::new();
        for (heading, _) in self.parts.iter().flat_map(|part| part.columns) {
            if !own.contains(heading) {
                own.push(heading);
            }
        }
        let of_all: Vec<String> = self.of_all.iter().map(|(_, place)| text(view.pointer(place))).collect();
        let row = |part: &Part, item: &Value| -> Vec<String> {
            let cell = |heading: &&'static str| {
                let column = part.columns.iter().find(|(own, _)| own == heading);
                column.map_or_else(String::new, |(_, place)| text(item.pointer(place)))
            };
            std::iter::once(part.name.to_owned()).chain(of_all.clone()).chain(own.iter().map(cell)).collect()
        };
        let rows = self.parts.iter().flat_map(|part| {
            let rows = items(part, view).into_iter().map(|item| row(part, item));
            rows.collect::<Vec<_>>()
        });
        let rows = rows.collect();
        let said = self.of_all.iter().map(|(heading, _)| *heading);
        (std::iter::once("part").chain(said).chain(own).collect(), rows)
    }
}

fn items<'v>(part: &Part, view: &'v Value) -> Vec<&'v Value> {
    match (part.field, view.get(part.field)) {
        ("", _) => vec![view],
        (_, Some(Value::Array(items))) => items.iter().collect(),
        (_, _) => Vec::new(),
    }
}

/// A value as a cell; of a list of what has codes, the codes.
fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) => {
            all.iter().map(|one| text(one.get("code").or(Some(one)))).collect::<Vec<_>>().join(";")
        }
        Some(value) => value.to_string(),
    }
}
