//! The styles of a file (样式): what holds without a word, and what each style says over the one that it rests on. Not
//! here: what is set directly at a paragraph or run.

use std::collections::{BTreeSet, HashMap};

use super::borders::Borders;
use super::properties::{ParagraphLayer, Refused, RunLayer};
use super::xml::Element;
use crate::documents::layout::{Face, HalfPoints, Look};

/// How many styles may rest on one another.
const CHAIN_MAX: usize = 20;
/// The size of letters where a file says nothing: ten points, as the standard has it.
const HALF_POINTS_UNSAID: u16 = 20;

/// All styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    run: RunLayer,
    paragraph: ParagraphLayer,
    by_id: HashMap<String, Style>,
    usual_paragraph: Option<String>,
    usual_table: Option<String>,
}

#[derive(Debug)]
struct Style {
    kind: String,
    rests_on: Option<String>,
    run: RunLayer,
    paragraph: ParagraphLayer,
    borders: Borders,
    /// For which parts of a table it says something else: `firstRow`.
    conditions: BTreeSet<&'static str>,
}

/// What holds at a paragraph before anything is set there.
#[derive(Debug)]
pub(super) struct Base {
    run: RunLayer,
    /// By the defaults of the file; else bold of styles of different kinds undoes itself.
    is_always_bold: bool,
    pub(super) paragraph: ParagraphLayer,
}

/// The parts of a table that a style can set apart.
const PARTS: &[&str] = &[
    "wholeTable",
    "firstRow",
    "lastRow",
    "firstCol",
    "lastCol",
    "band1Horz",
    "band2Horz",
    "band1Vert",
    "band2Vert",
];

fn part_of(name: &str) -> Option<&'static str> {
    PARTS.iter().copied().find(|part| *part == name)
}

/// What a style says of a table.
#[derive(Debug, Default)]
pub(super) struct TableBase {
    pub(super) borders: Borders,
    pub(super) conditions: BTreeSet<&'static str>,
}

impl Styles {
    pub(super) fn read(part: Option<&Element>) -> Styles {
        let mut styles = Styles::default();
        let Some(part) = part else { return styles };
        let defaults = part.child("docDefaults");
        let of = |outer, inner| defaults.and_then(|it| it.child(outer)).and_then(|it| it.child(inner));
        styles.run = RunLayer::read(of("rPrDefault", "rPr"));
        styles.paragraph = ParagraphLayer::read(of("pPrDefault", "pPr"));
        for element in part.children.iter().filter(|element| element.is("style")) {
            let Some(id) = element.attribute("styleId") else { continue };
            let kind = element.attribute("type").unwrap_or("paragraph");
            if matches!(element.attribute("default"), Some("1" | "true" | "on")) {
                match kind {
                    "paragraph" => styles.usual_paragraph = Some(id.to_owned()),
                    "table" => styles.usual_table = Some(id.to_owned()),
                    _ => {}
                }
            }
            styles.by_id.insert(id.to_owned(), Style::read(kind, element));
        }
        styles
    }

    /// From the style at the bottom to the named one; a circle of them ends where it closes, as in Word.
    fn chain(&self, kind: &str, id: Option<&str>) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = id;
        while let Some(style) = next.and_then(|id| self.by_id.get(id)).filter(|style| style.kind == kind) {
            if chain.len() >= CHAIN_MAX {
                break;
            }
            chain.push(style);
            next = style.rests_on.as_deref();
        }
        chain.reverse();
        chain
    }

    /// What holds at a paragraph of a style, in a table of another.
    pub(super) fn base(&self, table: Option<&str>, style: Option<&str>) -> Base {
        let (mut run, mut paragraph) = (self.run.clone(), self.paragraph.clone());
        let table = self.chain("table", table.or(self.usual_table.as_deref()));
        let known = style.filter(|id| self.by_id.contains_key(*id));
        let own = self.chain("paragraph", known.or(self.usual_paragraph.as_deref()));
        let bold_of = |chain: &[&Style]| chain.iter().rev().find_map(|style| style.run.bold).unwrap_or(false);
        let is_bold = bold_of(&table) != bold_of(&own);
        for style in table.iter().chain(&own) {
            run.lay(&style.run);
            paragraph.lay(&style.paragraph);
        }
        let always = self.run.bold.unwrap_or(false);
        run.bold = Some(is_bold);
        Base { run, is_always_bold: always, paragraph }
    }

    /// How a run looks, and what of its look cannot be held.
    pub(super) fn look(&self, base: &Base, style: Option<&str>, direct: &RunLayer) -> (Look, Refused) {
        let mut layer = base.run.clone();
        let chain = self.chain("character", style);
        let own = chain.iter().rev().find_map(|style| style.run.bold).unwrap_or(false);
        for style in &chain {
            layer.lay(&style.run);
        }
        let styled = base.is_always_bold || base.run.bold.unwrap_or(false) != own;
        layer.bold = Some(styled);
        layer.lay(direct);
        let look = Look {
            face: layer.east.or(layer.latin).unwrap_or(Face::Song),
            size: HalfPoints(layer.half_points.unwrap_or(HALF_POINTS_UNSAID)),
            bold: layer.bold.unwrap_or(false),
            underline: layer.underline.unwrap_or(false),
        };
        (look, layer.refused)
    }

    pub(super) fn table(&self, id: Option<&str>) -> TableBase {
        let mut base = TableBase::default();
        for style in self.chain("table", id.or(self.usual_table.as_deref())) {
            base.borders.lay(style.borders);
            base.conditions.extend(&style.conditions);
        }
        base
    }
}

impl Style {
    fn read(kind: &str, element: &Element) -> Style {
        let borders = element.child("tblPr").and_then(|table| table.child("tblBorders"));
        let says = |part: &&Element| {
            let inner = |name| part.child(name).is_some_and(|inner: &Element| !inner.children.is_empty());
            part.is("tblStylePr") && ["rPr", "pPr", "tcPr", "tblPr"].into_iter().any(inner)
        };
        let conditions = element.children.iter().filter(says);
        Style {
            kind: kind.to_owned(),
            rests_on: element.child("basedOn").and_then(Element::val).map(str::to_owned),
            run: RunLayer::read(element.child("rPr")),
            paragraph: ParagraphLayer::read(element.child("pPr")),
            borders: Borders::read(borders),
            conditions: conditions.filter_map(|part| part_of(part.attribute("type")?)).collect(),
        }
    }
}
