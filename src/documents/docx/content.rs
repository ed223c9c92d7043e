//! The text of a paragraph of a file (正文内容): runs, breaks and the fields of page numbers. Word splits text into runs
//! at will; they are kept as they come. Not here: how the paragraph is set.

use super::properties::{RunLayer, switched_on};
use super::read::Context;
use super::styles::Base;
use super::things::{Of, is_unseen, is_wrapper};
use super::xml::{Element, Space};
use crate::documents::layout::{Content, Look, Run};
use crate::domain::refusal::Words;

/// A part of a paragraph.
#[derive(Debug)]
pub(super) enum Piece {
    Run(Run),
    PageBreak,
}

/// Whether a page can be broken here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// In the text.
    Pages,
    /// In a table, header or footer.
    Fixed,
}

/// Gathers the pieces of a paragraph.
pub(super) struct Pieces<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) base: &'c Base,
    pub(super) place: &'c Words,
    pub(super) flow: Flow,
    field: Field,
    found: Vec<Piece>,
}

/// Where in a complex field we are.
#[derive(Debug)]
enum Field {
    Outside,
    Code { said: String, look: Look, inner: usize },
    Result { is_shown: bool, inner: usize },
}

/// What a field stands for.
enum Meaning {
    Number(Content),
    /// Its result is ordinary text.
    Link,
    Other,
}

impl<'c, 'a> Pieces<'c, 'a> {
    pub(super) fn new(context: &'c mut Context<'a>, base: &'c Base, place: &'c Words, flow: Flow) -> Self {
        Pieces { context, base, place, flow, field: Field::Outside, found: Vec::new() }
    }

    /// Reads a paragraph.
    pub(super) fn of(mut self, paragraph: &Element) -> Vec<Piece> {
        self.walk(&paragraph.children);
        if !matches!(self.field, Field::Outside) {
            self.tell(Of::Text, "field");
        }
        self.found
    }

    fn tell(&mut self, of: Of, name: &str) {
        self.context.tell(self.place.clone(), of, name);
    }

    fn walk(&mut self, elements: &[Element]) {
        for element in elements {
            let name = element.name.as_str();
            match element.space {
                Space::Word if name == "pPr" || is_unseen(name) => {}
                Space::Word if name == "r" => self.run(element),
                Space::Word if name == "fldSimple" => self.simple_field(element),
                Space::Word if is_wrapper(name) => self.walk(&element.children),
                Space::Word => self.tell(Of::Text, name),
                Space::Math => self.tell(Of::Text, "equation"),
                Space::Compatibility => {
                    if let Some(other) = self.alternative(element) {
                        self.walk(&other.children);
                    }
                }
                Space::Other => self.tell(Of::Text, name),
            }
        }
    }

    fn run(&mut self, run: &Element) {
        let properties = run.child("rPr");
        if properties.is_some_and(|it| it.child("rPrChange").is_some()) {
            self.tell(Of::Text, "ins");
        }
        let style = properties.and_then(|it| it.child("rStyle")).and_then(Element::val);
        let layer = RunLayer::read(properties);
        let (look, refused) = self.context.styles.look(self.base, style, &layer);
        let before = self.found.len();
        self.inside(&run.children, look);
        if self.found.len() > before {
            for (of, name) in switched_on(Of::Look, &refused) {
                self.tell(of, name);
            }
        }
    }

    fn inside(&mut self, elements: &[Element], look: Look) {
        for element in elements {
            let name = element.name.as_str();
            match (element.space, name) {
                (Space::Word, "rPr") => {}
                (Space::Word, _) if is_unseen(name) => {}
                (Space::Word, "t") => self.text(element, look),
                (Space::Word, "tab") => self.push(look, Content::Tab),
                (Space::Word, "cr") => self.push(look, Content::LineBreak),
                (Space::Word, "noBreakHyphen") => self.push(look, Content::Text("-".to_owned())),
                (Space::Word, "br") => self.line_or_page_break(element, look),
                (Space::Word, "fldChar") => self.field_mark(element, look),
                (Space::Word, "instrText") => {
                    if let Field::Code { said, inner: 0, .. } = &mut self.field {
                        said.push_str(&element.text);
                    }
                }
                (Space::Word, "pict" | "object") if holds(element, "txbxContent") => {
                    self.tell(Of::Text, "textBox");
                }
                (Space::Word | Space::Other, _) => self.tell(Of::Text, name),
                (Space::Math, _) => self.tell(Of::Text, "equation"),
                (Space::Compatibility, _) => {
                    if let Some(other) = self.alternative(element) {
                        self.inside(&other.children, look);
                    }
                }
            }
        }
    }

    /// Of `mc:AlternateContent`: what older programs are to show, unless it is a picture or a text box.
    fn alternative<'e>(&mut self, element: &'e Element) -> Option<&'e Element> {
        if holds(element, "txbxContent") {
            self.tell(Of::Text, "textBox");
        } else if holds(element, "drawing") || holds(element, "pict") {
            self.tell(Of::Text, "drawing");
        } else {
            return element.children.iter().find(|child| child.name == "Fallback");
        }
        None
    }

    fn push(&mut self, look: Look, content: Content) {
        match self.field {
            Field::Outside | Field::Result { is_shown: true, .. } => {
                self.found.push(Piece::Run(Run { look, content }));
            }
            Field::Code { .. } | Field::Result { is_shown: false, .. } => {}
        }
    }

    fn text(&mut self, element: &Element, look: Look) {
        let said = element.text.as_str();
        let is_kept = element.attribute("space") == Some("preserve");
        let said = if is_kept { said } else { said.trim_matches([' ', '\t', '\n', '\r']) };
        for (index, part) in said.split('\t').enumerate() {
            if index > 0 {
                self.push(look, Content::Tab);
            }
            if !part.is_empty() {
                self.push(look, Content::Text(part.replace(['\n', '\r'], " ")));
            }
        }
    }

    fn line_or_page_break(&mut self, element: &Element, look: Look) {
        match (element.attribute("type"), self.flow) {
            (Some("page"), Flow::Pages) => self.found.push(Piece::PageBreak),
            (Some("page"), Flow::Fixed) => self.tell(Of::Text, "pageBreak"),
            (Some("column"), _) => self.tell(Of::Text, "column"),
            (_, _) => self.push(look, Content::LineBreak),
        }
    }

    fn simple_field(&mut self, element: &Element) {
        let run = element.children.iter().find(|child| child.is("r"));
        let properties = run.and_then(|run| run.child("rPr"));
        let style = properties.and_then(|it| it.child("rStyle")).and_then(Element::val);
        let (look, _) = self.context.styles.look(self.base, style, &RunLayer::read(properties));
        match meaning(element.attribute("instr").unwrap_or_default()) {
            Meaning::Number(content) => self.push(look, content),
            Meaning::Link => self.walk(&element.children),
            Meaning::Other => self.tell(Of::Text, "field"),
        }
    }

    fn field_mark(&mut self, element: &Element, look: Look) {
        let kind = element.attribute("fldCharType").unwrap_or_default();
        match (&mut self.field, kind) {
            (Field::Outside, "begin") => self.field = Field::Code { said: String::new(), look, inner: 0 },
            (Field::Code { inner, .. } | Field::Result { inner, .. }, "begin") => {
                *inner += 1;
                self.tell(Of::Text, "field");
            }
            (Field::Code { inner, .. } | Field::Result { inner, .. }, "end") if *inner > 0 => *inner -= 1,
            (Field::Code { said, look, inner: 0 }, "separate" | "end") => {
                let (meaning, look) = (meaning(said), *look);
                self.field = Field::Outside;
                let is_shown = self.field_begins(meaning, look);
                if kind == "separate" {
                    self.field = Field::Result { is_shown, inner: 0 };
                }
            }
            (Field::Result { .. }, "end") => self.field = Field::Outside,
            (_, "separate") => {}
            (_, _) => self.tell(Of::Text, "field"),
        }
    }

    /// Whether the result of the field is shown as text.
    fn field_begins(&mut self, meaning: Meaning, look: Look) -> bool {
        match meaning {
            Meaning::Number(content) => {
                self.push(look, content);
                false
            }
            Meaning::Link => true,
            Meaning::Other => {
                self.tell(Of::Text, "field");
                false
            }
        }
    }
}

/// What the instruction of a field says; a format of numbers other than 1, 2, 3 is another field.
fn meaning(said: &str) -> Meaning {
    let mut said = said.split_whitespace();
    let name = said.next().unwrap_or_default().to_uppercase();
    let content = match name.as_str() {
        "PAGE" => Content::PageNumber,
        // There is one section, so its pages are all.
        "NUMPAGES" | "SECTIONPAGES" => Content::PageCount,
        "HYPERLINK" => return Meaning::Link,
        _ => return Meaning::Other,
    };
    let is_plain = |switch: &str| {
        matches!(switch.to_uppercase().as_str(), "\\*" | "MERGEFORMAT" | "CHARFORMAT" | "ARABIC")
    };
    if said.all(is_plain) { Meaning::Number(content) } else { Meaning::Other }
}

fn holds(element: &Element, name: &str) -> bool {
    element.name == name || element.children.iter().any(|child| holds(child, name))
}
