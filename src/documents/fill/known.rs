//! The fields that a paper knows, by either of their names, and their values. Not here: where they stand in a template.

use std::collections::{BTreeMap, HashMap};

use crate::domain::paper::chart::Chart;
use crate::domain::paper::field::{Column, Field, Shape};
use crate::domain::paper::filled::Filled;

use super::Missing;

/// A row of a list: texts by either name.
pub(super) type ListRow = BTreeMap<String, String>;

/// The fields of a paper by both names.
pub(super) struct Known<'f> {
    by_name: HashMap<&'f str, &'f Field>,
}

/// What a name in a template means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Named<'f> {
    Text(&'f Field),
    List(&'f Field),
    Chart(&'f Field),
    Column(&'f Field, &'f Column),
}

impl<'f> Known<'f> {
    pub(super) fn new(fields: &[&'f Field]) -> Known<'f> {
        let by_name = fields.iter().flat_map(|field| [(field.code, *field), (field.zh, *field)]).collect();
        Known { by_name }
    }

    /// Looks a name up; none if nobody knows it.
    pub(super) fn find(&self, name: &str) -> Option<Named<'f>> {
        if let Some(field) = self.by_name.get(name).copied() {
            return Some(match field.shape {
                Shape::Text => Named::Text(field),
                Shape::List(_) => Named::List(field),
                Shape::Chart => Named::Chart(field),
            });
        }
        let (list, column) = name.split_once('.')?;
        let list = self.by_name.get(list).copied()?;
        let Shape::List(columns) = list.shape else { return None };
        let column = columns.iter().find(|it| it.code == column || it.zh == column)?;
        Some(Named::Column(list, column))
    }
}

impl<'f> Named<'f> {
    /// The list whose rows it is of.
    pub(super) fn list(self) -> Option<&'f Field> {
        match self {
            Named::Column(list, _) => Some(list),
            Named::Text(_) | Named::List(_) | Named::Chart(_) => None,
        }
    }

    /// Its value, in a row if it is a column; none for a list as a whole, or a chart. What would be printed blank is no value.
    pub(super) fn value<'v>(self, filled: &'v Filled, row: Option<&'v ListRow>) -> Option<&'v str> {
        let value = match self {
            Named::Text(field) => filled.text(field.code).or_else(|| filled.text(field.zh)),
            Named::List(_) | Named::Chart(_) => None,
            Named::Column(_, column) => {
                let row = row?;
                row.get(column.code).or_else(|| row.get(column.zh)).map(String::as_str)
            }
        };
        value.filter(|value| value.chars().any(is_seen))
    }

    /// Whether there is a value, a row, or a chart.
    pub(super) fn has_value(self, filled: &Filled, row: Option<&ListRow>) -> bool {
        match self {
            Named::List(list) => rows(list, filled).is_some_and(|rows| !rows.is_empty()),
            Named::Chart(field) => chart(field, filled).is_some(),
            Named::Text(_) | Named::Column(..) => self.value(filled, row).is_some(),
        }
    }

    pub(super) fn missing(self) -> Missing {
        match self {
            Named::Text(field) | Named::List(field) | Named::Chart(field) => {
                Missing { field: field.code.to_owned(), zh: field.zh.to_owned() }
            }
            Named::Column(list, column) => Missing {
                field: format!("{}.{}", list.code, column.code),
                zh: format!("{}.{}", list.zh, column.zh),
            },
        }
    }
}

/// Whether a character leaves ink, or may: not spaces, control characters and those without width.
fn is_seen(c: char) -> bool {
    let has_no_width =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !c.is_whitespace() && !c.is_control() && !has_no_width
}

/// The chart of a field.
pub(super) fn chart<'v>(field: &Field, filled: &'v Filled) -> Option<&'v Chart> {
    filled.chart(field.code).or_else(|| filled.chart(field.zh))
}

/// The rows of a list; none if it is not there at all.
pub(super) fn rows<'v>(list: &Field, filled: &'v Filled) -> Option<&'v [ListRow]> {
    filled.list(list.code).or_else(|| filled.list(list.zh))
}
