//! A filled paper as Markdown (CommonMark with tables): for whoever takes its text over elsewhere. A chart is the table of
//! its numbers. Not here: HTML, from which it has what is a title.

use super::html::{Rank, first_columns, rank, said};
use super::layout::{Block, Layout, Merge, Row, Table};
use crate::domain::paper::chart::Chart;

/// Writes it.
#[must_use]
pub fn write(layout: &Layout) -> String {
    let mut parts: Vec<String> = Vec::new();
    for block in &layout.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = literal(&said(paragraph));
                match rank(paragraph) {
                    _ if text.is_empty() => {}
                    Rank::Title => parts.push(format!("# {text}")),
                    Rank::Heading => parts.push(format!("## {text}")),
                    Rank::Body => parts.push(text),
                }
            }
            Block::Table(table) => parts.push(table_lines(table)),
            Block::Chart(chart) => {
                parts.push(format!("**{}（{}）**", literal(&chart.title), literal(&chart.unit)));
                parts.push(chart_lines(chart));
            }
        }
    }
    parts.join("\n\n") + "\n"
}

/// Text without anything that Markdown would take for a mark.
fn literal(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&');
    let mut literal = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let begins_line = at == 0 && matches!(c, '#' | '+' | '-' | '=');
        if is_mark(c) || begins_line {
            literal.push('\\');
        }
        literal.push(if c.is_control() { ' ' } else { c });
    }
    literal
}

fn table_lines(table: &Table) -> String {
    let columns = table.columns.len();
    let heads = table.rows.iter().take_while(|row| row.is_heading).count();
    let mut rows: Vec<Vec<String>> = table.rows.iter().map(|row| cells(row, columns)).collect();
    if heads == 0 {
        rows.insert(0, vec![String::new(); columns]);
    }
    lines(rows)
}

/// A cell that reaches over others leaves them empty; so does one that continues one above.
fn cells(row: &Row, columns: usize) -> Vec<String> {
    let mut cells = vec![String::new(); columns];
    for (first, cell) in first_columns(&row.cells) {
        let inner: Vec<String> = cell.paragraphs.iter().map(|it| literal(&said(it))).collect();
        if let (Some(place), true) = (cells.get_mut(first), cell.merge != Merge::Continues) {
            *place = inner.join(" ");
        }
    }
    cells
}

fn chart_lines(chart: &Chart) -> String {
    let head = std::iter::once(String::new()).chain(chart.series.iter().map(|name| literal(name)));
    let points = chart.points.iter().map(|point| {
        let values = point.values.iter().map(u64::to_string);
        std::iter::once(literal(&point.name)).chain(values).collect()
    });
    lines(std::iter::once(head.collect()).chain(points).collect())
}

/// A table of which the first row is the head.
fn lines(rows: Vec<Vec<String>>) -> String {
    let mut lines: Vec<String> = Vec::with_capacity(rows.len() + 1);
    for (no, row) in rows.into_iter().enumerate() {
        lines.push(format!("| {} |", row.join(" | ")));
        if no == 0 {
            lines.push(format!("|{}", "---|".repeat(row.len())));
        }
    }
    lines.join("\n")
}
