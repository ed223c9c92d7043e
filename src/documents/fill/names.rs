//! Which fields a template names, wherever it names them: as a value, or as what decides whether something stands.
//! Not here: whether it may (`check`).

use std::collections::BTreeMap;

use super::Missing;
use super::known::Known;
use super::rows::Parts;
use crate::documents::layout::{Block, Layout, Merge, Paragraph};
use crate::domain::paper::field::Field;

/// The fields that a template names, and the columns of lists, by their codes.
fn named(layout: &Layout, known: &Known<'_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for paragraph in paragraphs(layout) {
        let (parts, _) = Parts::of(paragraph, known);
        found.extend(parts.named().map(|named| {
            let Missing { field, zh } = named.missing();
            (field, zh)
        }));
    }
    found
}

/// The fields that one template names and another does not, by their names.
pub(crate) fn left_out(layout: &Layout, of: &Layout, fields: &[&Field]) -> Vec<Missing> {
    let known = Known::new(fields);
    let (there, all) = (named(layout, &known), named(of, &known));
    let lost = all.into_iter().filter(|(field, _)| !there.contains_key(field));
    lost.map(|(field, zh)| Missing { field, zh }).collect()
}

/// Every paragraph that is shown.
fn paragraphs(layout: &Layout) -> impl Iterator<Item = &Paragraph> {
    layout.header.iter().chain(&layout.footer).chain(layout.blocks.iter().flat_map(in_block))
}

fn in_block(block: &Block) -> Vec<&Paragraph> {
    match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let shown = cells.filter(|cell| cell.merge != Merge::Continues);
            shown.flat_map(|cell| &cell.paragraphs).collect()
        }
        Block::Chart(_) => Vec::new(),
    }
}
