//! A template filled: paragraphs and rows repeated for lists, left out where they do not stand, values in the place of
//! marks. Not here: whether the template is right, which was checked when it came.

use std::collections::BTreeSet;

use crate::domain::paper::chart::Chart;
use crate::domain::paper::field::Field;
use crate::domain::paper::filled::Filled;

use super::Missing;
use super::known::{Known, ListRow, Named, chart, rows};
use super::marks;
use super::rows::{Condition, Part, Parts, When, Wrong, first_shown, list_of};
use crate::documents::layout::{
    Block, Cell, Content, Layout, Look, Merge, Paragraph, ParagraphFormat, Row, Run, Table,
};

/// Fills a whole template.
pub(super) fn fill(layout: &Layout, known: &Known<'_>, filled: &Filled) -> Result<Layout, Vec<Missing>> {
    let mut filling = Filling { known, filled, missing: Vec::new(), named: BTreeSet::new() };
    let header = filling.paragraphs(&layout.header);
    let footer = filling.paragraphs(&layout.footer);
    let mut blocks = Vec::new();
    for block in &layout.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if let Some(charts) = filling.chart(paragraph) {
                    blocks.extend(charts.into_iter().map(Block::Chart));
                } else {
                    let filled = filling.paragraphs(std::slice::from_ref(paragraph));
                    blocks.extend(filled.into_iter().map(Block::Paragraph));
                }
            }
            Block::Table(table) => blocks.extend(filling.table(table).map(Block::Table)),
            Block::Chart(chart) => blocks.push(Block::Chart(chart.clone())),
        }
    }
    if filling.missing.is_empty() {
        Ok(Layout { page: layout.page, header, footer, blocks })
    } else {
        Err(filling.missing)
    }
}

struct Filling<'k, 'f> {
    known: &'k Known<'f>,
    filled: &'k Filled,
    /// In the order of the template.
    missing: Vec<Missing>,
    named: BTreeSet<Missing>,
}

/// A row of a table, taken apart.
struct RowParts<'f> {
    row: Row,
    conditions: Vec<Condition<'f>>,
    /// Of each cell that is shown.
    cells: Vec<Vec<Parts<'f>>>,
}

/// A cell whose row was left out, and the column where it begins: what it says is said by the next row.
type Carried = (usize, Cell);

impl<'f> Filling<'_, 'f> {
    fn lacks(&mut self, missing: Missing) {
        if self.named.insert(missing.clone()) {
            self.missing.push(missing);
        }
    }

    /// What stands in braces and cannot be filled is missing: nothing of it may be printed.
    fn are_wrong(&mut self, wrong: impl IntoIterator<Item = Wrong>) {
        for Wrong { name, .. } in wrong {
            self.lacks(Missing { field: name.clone(), zh: name });
        }
    }

    fn parts(&mut self, paragraph: &Paragraph) -> Parts<'f> {
        let (parts, wrong) = Parts::of(paragraph, self.known);
        self.are_wrong(wrong);
        parts
    }

    /// The list that something is repeated for.
    fn list_of(&mut self, named: &[Named<'f>]) -> Option<&'f Field> {
        let (list, wrong) = list_of(named.iter().copied());
        self.are_wrong(wrong);
        list
    }

    /// What a paragraph becomes that is a chart and nothing else: the chart, or none where it does not stand.
    fn chart(&mut self, paragraph: &Paragraph) -> Option<Vec<Chart>> {
        let (parts, _) = Parts::of(paragraph, self.known);
        let field = parts.chart()?;
        if !self.holds(&parts.conditions, None) {
            return Some(Vec::new());
        }
        let drawn = chart(field, self.filled).cloned();
        if drawn.is_none() {
            self.lacks(Named::Chart(field).missing());
        }
        Some(drawn.into_iter().collect())
    }

    /// Paragraphs, each as often as it stands.
    fn paragraphs(&mut self, templates: &[Paragraph]) -> Vec<Paragraph> {
        let mut found = Vec::new();
        for template in templates {
            let parts = self.parts(template);
            let named: Vec<Named<'f>> = parts.named().collect();
            match self.list_of(&named) {
                None => self.stand(&parts, None, &mut found),
                Some(list) => match rows(list, self.filled) {
                    Some(rows) => rows.iter().for_each(|row| self.stand(&parts, Some(row), &mut found)),
                    None => self.no_list(&parts.conditions, list),
                },
            }
        }
        found
    }

    /// A list that is not there at all is missing, unless a condition says that what holds it does not stand then.
    fn no_list(&mut self, conditions: &[Condition<'f>], list: &'f Field) {
        let falls = |condition: &Condition<'f>| {
            condition.of.list().is_some() || !self.holds(std::slice::from_ref(condition), None)
        };
        if !conditions.iter().any(falls) {
            self.lacks(Named::List(list).missing());
        }
    }

    fn holds(&self, conditions: &[Condition<'f>], row: Option<&ListRow>) -> bool {
        conditions
            .iter()
            .all(|Condition { of, when }| of.has_value(self.filled, row) == (*when == When::Given))
    }

    fn stand(&mut self, parts: &Parts<'f>, row: Option<&ListRow>, found: &mut Vec<Paragraph>) {
        if self.holds(&parts.conditions, row) {
            self.put(parts, row, found);
        }
    }

    /// One paragraph, or one for each line of a value that stands alone.
    fn put(&mut self, parts: &Parts<'f>, row: Option<&ListRow>, found: &mut Vec<Paragraph>) {
        if let [Part::Value { look, of }] = parts.pieces.as_slice() {
            let Some(value) = of.value(self.filled, row) else { return self.lacks(of.missing()) };
            for (index, line) in lines(value).into_iter().enumerate() {
                let page_break_before = parts.format.page_break_before && index == 0;
                let format = ParagraphFormat { page_break_before, ..parts.format };
                let mut runs = Vec::new();
                put_line(&line, *look, &mut runs);
                if runs.is_empty() {
                    runs.push(Run { look: *look, content: Content::Text(String::new()) });
                }
                found.push(Paragraph { format, runs });
            }
            return;
        }
        let mut runs = Vec::new();
        for part in &parts.pieces {
            let (look, of) = match part {
                Part::Run(run) => {
                    runs.push(run.clone());
                    continue;
                }
                Part::Value { look, of } => (*look, of),
            };
            let Some(value) = of.value(self.filled, row) else {
                self.lacks(of.missing());
                continue;
            };
            for (index, line) in lines(value).iter().enumerate() {
                if index > 0 {
                    runs.push(Run { look, content: Content::LineBreak });
                }
                put_line(line, look, &mut runs);
            }
        }
        found.push(Paragraph { format: parts.format, runs });
    }

    /// A table; none if no row of it stands.
    fn table(&mut self, table: &Table) -> Option<Table> {
        let (mut found, mut carried) = (Vec::new(), Vec::new());
        for row in &table.rows {
            let row = taken_over(row, &mut carried);
            let before = found.len();
            let parts = self.row_parts(row);
            self.rows(&parts, &mut found);
            if found.len() == before {
                carried = begun(parts.row);
            }
        }
        end_merges(&mut found);
        (!found.is_empty()).then(|| Table { columns: table.columns.clone(), ruled: table.ruled, rows: found })
    }

    fn row_parts(&mut self, row: Row) -> RowParts<'f> {
        let first = first_shown(&row);
        let (mut conditions, mut cells) = (Vec::new(), Vec::new());
        for (index, cell) in row.cells.iter().enumerate() {
            let is_shown = cell.merge != Merge::Continues;
            let shown = cell.paragraphs.iter().filter(|_| is_shown);
            let mut parts: Vec<Parts<'f>> = shown.map(|paragraph| self.parts(paragraph)).collect();
            if let (true, Some(beginning)) = (first == Some(index), parts.first_mut()) {
                conditions = std::mem::take(&mut beginning.conditions);
            }
            cells.push(parts);
        }
        RowParts { row, conditions, cells }
    }

    /// The row as often as it stands.
    fn rows(&mut self, parts: &RowParts<'f>, found: &mut Vec<Row>) {
        let conditions = parts.conditions.iter().map(|condition| condition.of);
        let named: Vec<Named<'f>> =
            conditions.chain(parts.cells.iter().flatten().flat_map(Parts::named)).collect();
        let Some(list) = self.list_of(&named) else {
            if self.holds(&parts.conditions, None) {
                found.push(self.row(parts, None));
            }
            return;
        };
        let Some(rows) = rows(list, self.filled) else { return self.no_list(&parts.conditions, list) };
        let before = found.len();
        for list_row in rows {
            if !self.holds(&parts.conditions, Some(list_row)) {
                continue;
            }
            let mut row = self.row(parts, Some(list_row));
            if found.len() > before {
                row.cells.iter_mut().filter(|cell| cell.merge == Merge::Begins).for_each(hide);
            }
            found.push(row);
        }
    }

    fn row(&mut self, parts: &RowParts<'f>, list_row: Option<&ListRow>) -> Row {
        let Row { is_heading, height, .. } = parts.row;
        let mut cells = Vec::new();
        for (cell, templates) in parts.row.cells.iter().zip(&parts.cells) {
            let mut paragraphs = Vec::new();
            for template in templates {
                self.stand(template, list_row, &mut paragraphs);
            }
            if paragraphs.is_empty() {
                paragraphs.push(emptied(cell));
            }
            cells.push(Cell { span: cell.span, merge: cell.merge, at: cell.at, paragraphs });
        }
        Row { is_heading, height, cells }
    }
}

/// The lines of a value, as any system ends them; empty ones at the end are none.
fn lines(value: &str) -> Vec<String> {
    let value = value.replace("\r\n", "\n");
    let is_end = |c| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    value.trim_end_matches(is_end).split(is_end).map(str::to_owned).collect()
}

/// A line as runs: tabs are tabs, and characters that no paper can show are left out.
fn put_line(line: &str, look: Look, runs: &mut Vec<Run>) {
    for (index, part) in line.split('\t').enumerate() {
        if index > 0 {
            runs.push(Run { look, content: Content::Tab });
        }
        let shown: String =
            part.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        if !shown.is_empty() {
            runs.push(Run { look, content: Content::Text(shown) });
        }
    }
}

/// A cell must hold a paragraph.
fn emptied(cell: &Cell) -> Paragraph {
    let format = cell.paragraphs.first().map_or_else(ParagraphFormat::default, |first| first.format);
    Paragraph { format, runs: Vec::new() }
}

fn hide(cell: &mut Cell) {
    cell.merge = Merge::Continues;
    cell.paragraphs = vec![emptied(cell)];
}

/// The cells of a row that is left out and that reached further down.
fn begun(row: Row) -> Vec<Carried> {
    let mut column = 0;
    let mut begun = Vec::new();
    for mut cell in row.cells {
        let at = column;
        column += usize::from(cell.span);
        if cell.merge == Merge::Begins {
            strip_conditions(&mut cell);
            begun.push((at, cell));
        }
    }
    begun
}

/// Whatever said when the row stands is of that row alone.
fn strip_conditions(cell: &mut Cell) {
    for paragraph in &mut cell.paragraphs {
        let (pieces, _) = marks::pieces(paragraph);
        let is_condition = |piece: &marks::Piece| matches!(piece, marks::Piece::Mark { name, .. } if name.starts_with(['?', '!']));
        let kept = pieces.into_iter().skip_while(is_condition).map(|piece| match piece {
            marks::Piece::Run(run) => run,
            marks::Piece::Mark { look, name } => {
                Run { look, content: Content::Text(format!("{{{{{name}}}}}")) }
            }
        });
        paragraph.runs = kept.collect();
    }
}

/// A row in which cells that were carried take the place of those that continued them.
fn taken_over(row: &Row, carried: &mut Vec<Carried>) -> Row {
    let mut row = row.clone();
    let mut column = 0;
    for cell in &mut row.cells {
        let at = column;
        column += usize::from(cell.span);
        let found = carried.iter().position(|(begins, other)| *begins == at && other.span == cell.span);
        if let (Merge::Continues, Some(found)) = (cell.merge, found) {
            *cell = carried.swap_remove(found).1;
        }
    }
    carried.clear();
    row
}

/// A cell that nothing continues any more stands alone.
fn end_merges(rows: &mut [Row]) {
    let mut below: BTreeSet<usize> = BTreeSet::new();
    for row in rows.iter_mut().rev() {
        let (mut column, mut continued) = (0, BTreeSet::new());
        for cell in &mut row.cells {
            if cell.merge == Merge::Begins && !below.contains(&column) {
                cell.merge = Merge::None;
            }
            if cell.merge == Merge::Continues {
                continued.insert(column);
            }
            column += usize::from(cell.span);
        }
        below = continued;
    }
}
