//! Whether every field of a template can be filled, told with its place. Not here: what a file cannot hold (`docx`).

use crate::domain::paper::field::Field;
use crate::domain::refusal::words;

use super::known::Known;
use super::rows::{Parts, Wrong, chart_here, list_of};
use crate::documents::docx::text_of;
use crate::documents::layout::{Block, Layout, Merge, Paragraph, Table};
use crate::documents::template_problem::{Place, Problems, TemplateProblem};

/// Every problem of a template's fields.
#[must_use]
pub fn check(layout: &Layout, fields: &[&Field]) -> Vec<TemplateProblem> {
    check_too(layout, fields, Problems::default())
}

/// The same, behind what was wrong with the file.
pub(in crate::documents) fn check_too(
    layout: &Layout,
    fields: &[&Field],
    problems: Problems,
) -> Vec<TemplateProblem> {
    let mut checking = Checking { known: Known::new(fields), problems };
    for (paragraph, it) in layout.header.iter().enumerate() {
        checking.alone(it, Place::Header { paragraph });
    }
    for (paragraph, it) in layout.footer.iter().enumerate() {
        checking.alone(it, Place::Footer { paragraph });
    }
    let (mut paragraphs, mut tables) = (0, 0);
    for block in &layout.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                checking.of_text(paragraph, Place::Paragraph(paragraphs));
                paragraphs += 1;
            }
            Block::Table(table) => {
                checking.table(table, tables);
                tables += 1;
            }
            // No file that is read has one.
            Block::Chart(_) => {}
        }
    }
    checking.problems.told()
}

struct Checking<'f> {
    known: Known<'f>,
    problems: Problems,
}

impl<'f> Checking<'f> {
    /// A paragraph where charts can stand, alone.
    fn of_text(&mut self, paragraph: &Paragraph, place: Place) {
        let (parts, _) = Parts::of(paragraph, &self.known);
        if parts.chart().is_some() {
            self.in_place(paragraph, place, None);
        } else {
            self.alone(paragraph, place);
        }
    }

    /// A paragraph, and what is wrong with it; no chart stands in it.
    fn paragraph(&mut self, paragraph: &Paragraph, place: Place) -> Parts<'f> {
        let (parts, _) = Parts::of(paragraph, &self.known);
        let chart = parts.chart().or_else(|| parts.chart_among_others());
        self.in_place(paragraph, place, chart.map(chart_here))
    }

    fn in_place(&mut self, paragraph: &Paragraph, place: Place, besides: Option<Wrong>) -> Parts<'f> {
        let (parts, mut wrong) = Parts::of(paragraph, &self.known);
        wrong.extend(besides);
        if !wrong.is_empty() {
            let place = place.words(&text_of(paragraph));
            for wrong in wrong {
                self.problems.push(place.clone(), wrong.code, wrong.words);
            }
        }
        parts
    }

    fn alone(&mut self, paragraph: &Paragraph, place: Place) {
        let parts = self.paragraph(paragraph, place);
        if let (_, Some(wrong)) = list_of(parts.named()) {
            self.problems.push(place.words(&text_of(paragraph)), wrong.code, wrong.words);
        }
    }

    fn table(&mut self, table: &Table, index: usize) {
        for (no, row) in table.rows.iter().enumerate() {
            let mut named = Vec::new();
            for (cell_no, cell) in row.cells.iter().enumerate() {
                // What is not shown is not looked at.
                if cell.merge == Merge::Continues {
                    continue;
                }
                let place = Place::Cell { table: index, row: no, cell: cell_no };
                let before = named.len();
                for paragraph in &cell.paragraphs {
                    named.extend(self.paragraph(paragraph, place).named());
                }
                let has_column = named.iter().skip(before).any(|named| named.list().is_some());
                if cell.merge == Merge::Begins && has_column {
                    let text = words(
                        "纵向合并的单元格中不能有列表的列",
                        "a cell that is merged with those below cannot hold the column of a list",
                    );
                    self.problems.push(place.words(""), "list_in_merged_cell", text);
                }
            }
            if let (_, Some(wrong)) = list_of(named.into_iter()) {
                let place = Place::Row { table: index, row: no };
                self.problems.push(place.words(""), wrong.code, wrong.words);
            }
        }
    }
}
