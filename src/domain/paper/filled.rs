//! What a paper says, by the names of its fields (文书字段): single texts, and lists whose rows have texts of their own.

use std::collections::BTreeMap;

use super::chart::Chart;

/// The values of the fields of one paper. A field is named by its code (`case_number`) or by its Chinese name (`案号`);
/// one that has no value is absent, never empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// Single fields.
    texts: BTreeMap<String, String>,
    /// Lists, each row with fields of its own.
    lists: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// Charts.
    charts: BTreeMap<String, Chart>,
}

impl Filled {
    /// Gives a field a value; an empty or blank one is none. A value may have several lines.
    pub fn set(&mut self, field: &str, value: &str) {
        if !value.trim().is_empty() {
            self.texts.insert(field.to_owned(), value.to_owned());
        }
    }

    /// Adds a row to a list; an empty or blank value is none.
    pub fn push<'a>(&mut self, list: &str, row: impl IntoIterator<Item = (&'a str, String)>) {
        let kept = row.into_iter().filter(|(_, value)| !value.trim().is_empty());
        let row = kept.map(|(field, value)| (field.to_owned(), value)).collect();
        self.lists.entry(list.to_owned()).or_default().push(row);
    }

    /// A list that is there and has no rows.
    pub fn no_rows(&mut self, list: &str) {
        self.lists.entry(list.to_owned()).or_default();
    }

    /// Gives a field a chart; one without anything to draw is none.
    pub fn draw(&mut self, field: &str, chart: Chart) {
        if !chart.points.is_empty() {
            self.charts.insert(field.to_owned(), chart);
        }
    }

    /// The chart of a field.
    #[must_use]
    pub fn chart(&self, field: &str) -> Option<&Chart> {
        self.charts.get(field)
    }

    /// The value of a single field.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts.get(field).map(String::as_str)
    }

    /// The rows of a list.
    #[must_use]
    pub fn list(&self, list: &str) -> Option<&[BTreeMap<String, String>]> {
        self.lists.get(list).map(Vec::as_slice)
    }

    /// Single fields, in the order of their names.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(field, value)| (field.as_str(), value.as_str()))
    }

    /// Lists, in the order of their names.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &[BTreeMap<String, String>])> {
        self.lists.iter().map(|(list, rows)| (list.as_str(), rows.as_slice()))
    }
}
