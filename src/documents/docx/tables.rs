//! A table of a file as one of the layout (表格): its grid, rows, cells, and what of them is merged. Not here: its lines
//! (`borders`), and the text in its cells.

use std::collections::BTreeSet;

use super::borders::{Borders, Drawn, Framed, drawn};
use super::content::Flow;
use super::paragraphs::{Spot, paragraph};
use super::properties::{TWIPS, TWIPS_MAX, is_shaded, is_vertical, number, on};
use super::read::Context;
use super::styles::TableBase;
use super::things::{Of, is_unseen, is_wrapper};
use super::xml::{Element, Space};
use crate::documents::layout::{Cell, Merge, Paragraph, ParagraphFormat, Row, Table, Twips, VerticalAlign};
use crate::documents::template_problem::Place;

/// How far a table may stand outside the left edge of the text, or inside, and still be at it: Word moves it by the
/// margin of its cells.
const AT_EDGE_TWIPS: i32 = 150;
/// The most columns of a table, as in Word.
const COLUMNS_MAX: usize = 63;
/// How much narrower than the text a table may be that stands in the middle of it.
const AS_WIDE_PERCENT: i32 = 95;
const AS_WIDE_PERCENT_MAX: i32 = 105;

/// A table that is being read.
struct Reading<'c, 'a, 'e> {
    context: &'c mut Context<'a>,
    table: usize,
    style: Option<&'e str>,
    borders: Borders,
    framed: Vec<Framed>,
}

/// A cell, and where it stands in the grid.
struct Placed {
    cell: Cell,
    borders: Borders,
}

/// Reads the table of this number. What cannot be held of it is told to the context.
pub(super) fn table(context: &mut Context<'_>, element: &Element, index: usize) -> Table {
    let properties = element.child("tblPr");
    let style = properties.and_then(|it| it.child("tblStyle")).and_then(Element::val);
    let TableBase { mut borders, conditions } = context.styles.table(style);
    borders.lay(Borders::read(properties.and_then(|it| it.child("tblBorders"))));
    let mut reading = Reading { context, table: index, style, borders, framed: Vec::new() };
    let columns = reading.columns(element);
    reading.whole(properties, &conditions, columns.iter().map(|width| width.0).sum());
    let mut rows = Vec::new();
    for row in inner(element, "tr", &mut |name| reading.tell(Place::Table(index), Of::Text, name)) {
        let row = reading.row(row, rows.len(), columns.len());
        rows.push(row);
    }
    if rows.is_empty() || columns.is_empty() {
        reading.tell(Place::Table(index), Of::Table, "empty");
    }
    let ruled = reading.lines(rows.len(), columns.len());
    reading.merges();
    let mut leads = true;
    for row in &mut rows {
        // Only the first rows stand again on each page.
        leads &= row.is_heading;
        row.is_heading = leads;
    }
    Table { columns, ruled, rows }
}

/// The rows of a table or the cells of a row, also those inside content controls; what else is there is told.
fn inner<'e>(parent: &'e Element, wanted: &str, tell: &mut dyn FnMut(&str)) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for child in &parent.children {
        let name = child.name.as_str();
        let is_known = matches!(name, "tblPr" | "tblGrid" | "trPr" | "tcPr" | "tblPrEx");
        match child.space {
            Space::Word if name == wanted => found.push(child),
            Space::Word if is_known || is_unseen(name) => {}
            Space::Word if is_wrapper(name) => found.extend(inner(child, wanted, tell)),
            Space::Word | Space::Math | Space::Compatibility | Space::Other => tell(name),
        }
    }
    found
}

impl Reading<'_, '_, '_> {
    fn tell(&mut self, place: Place, of: Of, name: &str) {
        self.context.tell(place.words(""), of, name);
    }

    fn columns(&mut self, element: &Element) -> Vec<Twips> {
        let grid = element.child("tblGrid");
        let columns = grid.into_iter().flat_map(|grid| &grid.children).filter(|column| column.is("gridCol"));
        let widths: Vec<Option<i32>> = columns
            .map(|column| {
                number(column.attribute("w"), &TWIPS).filter(|width| (1..=TWIPS_MAX).contains(width))
            })
            .collect();
        if widths.len() > COLUMNS_MAX {
            self.tell(Place::Table(self.table), Of::Table, "columns");
            return Vec::new();
        }
        if widths.contains(&None) {
            self.tell(Place::Table(self.table), Of::Table, "number");
        }
        widths.into_iter().map(|width| Twips(width.unwrap_or(1))).collect()
    }

    fn whole(&mut self, properties: Option<&Element>, conditions: &BTreeSet<&str>, width: i32) {
        let place = Place::Table(self.table);
        let text = self.context.text_width;
        let is_as_wide = (text * AS_WIDE_PERCENT / 100..=text * AS_WIDE_PERCENT_MAX / 100).contains(&width);
        let mut look = None;
        let mut is_placed = false;
        for element in properties.into_iter().flat_map(|it| &it.children) {
            let is_told = match element.name.as_str() {
                "tblpPr" => true,
                "bidiVisual" => on(element),
                "shd" => is_shaded(element),
                "tblCellSpacing" => number(element.attribute("w"), &TWIPS) != Some(0),
                "jc" => {
                    is_placed = !matches!(element.val(), Some("left" | "start"));
                    is_placed && !is_as_wide
                }
                "tblLook" => {
                    look = Some(element);
                    false
                }
                "tblPrChange" => {
                    self.tell(place, Of::Text, "ins");
                    false
                }
                _ => false,
            };
            if is_told {
                self.tell(place, Of::Table, &element.name);
            }
        }
        let indent = properties.and_then(|it| it.child("tblInd")).filter(|_| !is_placed);
        let indent = indent.and_then(|indent| number(indent.attribute("w"), &TWIPS)).unwrap_or(0);
        if indent.abs() > AT_EDGE_TWIPS {
            self.tell(place, Of::Table, "tblInd");
        }
        if conditions.iter().any(|part| is_looked_at(look, part)) {
            self.tell(place, Of::Table, "conditional");
        }
    }

    fn row(&mut self, element: &Element, row: usize, columns: usize) -> Row {
        let (table, place) = (self.table, Place::Row { table: self.table, row });
        let (mut is_heading, mut height) = (false, Twips(0));
        for property in element.child("trPr").into_iter().flat_map(|it| &it.children) {
            match property.name.as_str() {
                "tblHeader" => is_heading = on(property),
                "trHeight" if property.attribute("hRule") != Some("auto") => {
                    match number(property.val(), &TWIPS).filter(|high| (0..=TWIPS_MAX).contains(high)) {
                        Some(high) => height = Twips(high),
                        None => self.tell(place, Of::Table, "number"),
                    }
                }
                "gridBefore" | "gridAfter" if property.val() != Some("0") => {
                    self.tell(place, Of::Table, "grid");
                }
                "tblCellSpacing" => self.tell(place, Of::Table, "tblCellSpacing"),
                "hidden" if on(property) => self.tell(place, Of::Table, "hidden"),
                "ins" | "del" | "trPrChange" => self.tell(place, Of::Text, "ins"),
                _ => {}
            }
        }
        let mut borders = self.borders;
        let exception = element.child("tblPrEx").and_then(|it| it.child("tblBorders"));
        borders.lay(Borders::read(exception));
        let (mut cells, mut column) = (Vec::new(), 0);
        let found = inner(element, "tc", &mut |name| {
            self.context.tell(Place::Row { table, row }.words(""), Of::Text, name);
        });
        for (index, cell) in found.into_iter().enumerate() {
            let Placed { cell, borders: own } = self.cell(cell, Place::Cell { table, row, cell: index });
            let span = usize::from(cell.span);
            self.framed.push(Framed { row, column, span, merge: cell.merge, table: borders, own });
            column += span;
            cells.push(cell);
        }
        if column != columns {
            self.tell(place, Of::Table, "grid");
        }
        Row { is_heading, height, cells }
    }

    fn cell(&mut self, element: &Element, place: Place) -> Placed {
        let (mut span, mut merge, mut at) = (1, Merge::None, VerticalAlign::Top);
        let mut borders = Borders::default();
        for property in element.child("tcPr").into_iter().flat_map(|it| &it.children) {
            let is_told = match property.name.as_str() {
                "gridSpan" => {
                    let said = property.val().and_then(|said| said.trim().parse().ok());
                    span = said.filter(|span| (1..=COLUMNS_MAX).contains(&usize::from(*span))).unwrap_or(0);
                    span = if span == 0 { self.wrong_number(place) } else { span };
                    false
                }
                "vMerge" => {
                    merge = if property.val() == Some("restart") { Merge::Begins } else { Merge::Continues };
                    false
                }
                "vAlign" => {
                    at = match property.val() {
                        Some("center") => VerticalAlign::Middle,
                        Some("bottom") => VerticalAlign::Bottom,
                        Some(_) | None => VerticalAlign::Top,
                    };
                    false
                }
                "tcBorders" => {
                    borders = Borders::read(Some(property));
                    false
                }
                "shd" => is_shaded(property),
                "textDirection" => is_vertical(property),
                "tcFitText" => on(property),
                "hMerge" => true,
                "cellIns" | "cellDel" | "cellMerge" | "tcPrChange" => {
                    self.tell(place, Of::Text, "ins");
                    false
                }
                _ => false,
            };
            if is_told {
                self.tell(place, Of::Table, &property.name);
            }
        }
        let paragraphs = self.paragraphs(element, place);
        Placed { cell: Cell { span, merge, at, paragraphs }, borders }
    }

    fn wrong_number(&mut self, place: Place) -> u16 {
        self.tell(place, Of::Table, "number");
        1
    }

    fn paragraphs(&mut self, element: &Element, place: Place) -> Vec<Paragraph> {
        let mut told = Vec::new();
        let found = inner(element, "p", &mut |name| {
            told.push(if name == "tbl" { "nestedTable".to_owned() } else { name.to_owned() });
        });
        for name in told {
            self.tell(place, Of::Text, &name);
        }
        let spot = Spot { place, flow: Flow::Fixed, table_style: self.style };
        let mut paragraphs = Vec::new();
        for element in found {
            paragraphs.extend(paragraph(self.context, element, spot).paragraphs);
        }
        if paragraphs.is_empty() {
            paragraphs.push(Paragraph { format: ParagraphFormat::default(), runs: Vec::new() });
        }
        paragraphs
    }

    fn lines(&mut self, rows: usize, columns: usize) -> bool {
        let place = Place::Table(self.table);
        let all = || self.framed.iter().flat_map(|cell| [&cell.table, &cell.own]);
        let (is_coloured, is_diagonal) =
            (all().any(|borders| borders.is_coloured), all().any(|borders| borders.is_diagonal));
        if is_coloured {
            self.tell(place, Of::Table, "borderColour");
        }
        if is_diagonal {
            self.tell(place, Of::Table, "diagonal");
        }
        match drawn(rows, columns, &self.framed) {
            Drawn::All => true,
            Drawn::Nothing => false,
            Drawn::Some => {
                self.tell(place, Of::Table, "mixed");
                true
            }
        }
    }

    /// A cell that continues must be as wide as the one above that it is a part of.
    fn merges(&mut self) {
        let mut above: Vec<(usize, usize)> = Vec::new();
        let mut broken = Vec::new();
        for cells in self.framed.chunk_by(|a, b| a.row == b.row) {
            let mut open = Vec::new();
            for cell in cells.iter().filter(|cell| cell.merge != Merge::None) {
                let at = (cell.column, cell.span);
                if cell.merge == Merge::Continues && above.binary_search(&at).is_err() {
                    broken.push(cell.row);
                }
                open.push(at);
            }
            above = open;
        }
        for row in broken {
            self.tell(Place::Row { table: self.table, row }, Of::Table, "merge");
        }
    }
}

/// Whether the table looks at what its style says of a part: by the switches of `tblLook`, or its old bits.
fn is_looked_at(look: Option<&Element>, part: &str) -> bool {
    let (name, bit, is_on) = match part {
        "firstRow" => ("firstRow", 0x20, "1"),
        "lastRow" => ("lastRow", 0x40, "1"),
        "firstCol" => ("firstColumn", 0x80, "1"),
        "lastCol" => ("lastColumn", 0x100, "1"),
        "band1Horz" | "band2Horz" => ("noHBand", 0x200, "0"),
        "band1Vert" | "band2Vert" => ("noVBand", 0x400, "0"),
        _ => return true,
    };
    let Some(look) = look else { return false };
    if let Some(said) = look.attribute(name) {
        return matches!(said, "1" | "true" | "on") == (is_on == "1");
    }
    let bits = look.val().and_then(|bits| i32::from_str_radix(bits, 16).ok()).unwrap_or(0);
    (bits & bit != 0) == (is_on == "1")
}
