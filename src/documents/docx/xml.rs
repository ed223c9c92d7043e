//! A part of the file as a tree of elements, within bounds. A document type (and with it every entity of its own) is
//! refused: nothing is fetched, nothing grows. Not here: what the elements mean.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

/// The largest part; a long template has a tenth of it.
const PART_BYTES_MAX: usize = 8 << 20;
/// The most elements of one part.
const ELEMENTS_MAX: usize = 400_000;
/// How deep elements may stand in one another; Word's own go to some thirty.
const DEPTH_MAX: usize = 120;
/// The most attributes of an element.
const ATTRIBUTES_MAX: usize = 200;

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) space: Space,
    /// Without its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// What stands directly in it; WordprocessingML mixes no text with elements.
    pub(super) text: String,
}

/// From which vocabulary an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Office Math.
    Math,
    /// `mc:AlternateContent`.
    Compatibility,
    /// Any other, or none.
    Other,
}

/// Why a part is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It declares a document type or uses an entity of its own.
    Doctype,
    /// It is too large, or too deep.
    TooMuch,
    /// It is not UTF-8.
    Encoding,
    /// It is no well-formed XML.
    Malformed,
}

impl Element {
    /// The first child of this name in WordprocessingML.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.is(name))
    }

    /// Whether it is this element of WordprocessingML.
    pub(super) fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }

    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The attribute `val`.
    pub(super) fn val(&self) -> Option<&str> {
        self.attribute("val")
    }
}

/// Reads a part.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Fault> {
    if bytes.len() > PART_BYTES_MAX {
        return Err(Fault::TooMuch);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.chars().all(may_stand_in_xml) {
        return Err(Fault::Malformed);
    }
    let mut reader = NsReader::from_str(text);
    let mut tree = Tree { open: Vec::new(), root: None, count: 0 };
    loop {
        let event = reader.read_event().map_err(|_| Fault::Malformed)?;
        match event {
            Event::Start(start) => tree.open(element(&reader, &start)?)?,
            Event::Empty(start) => {
                tree.open(element(&reader, &start)?)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.text(&text.xml10_content())?,
            Event::CData(text) => tree.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => tree.text(&resolved(&reference)?)?,
            Event::DocType(_) => return Err(Fault::Doctype),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return tree.whole(),
        }
    }
}

/// Whether XML 1.0 can hold a character.
pub(super) fn may_stand_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn open(&mut self, element: Element) -> Result<(), Fault> {
        self.count += 1;
        if self.count > ELEMENTS_MAX || self.open.len() >= DEPTH_MAX {
            return Err(Fault::TooMuch);
        }
        if self.root.is_some() {
            return Err(Fault::Malformed);
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let element = self.open.pop().ok_or(Fault::Malformed)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(Fault::Malformed),
        }
        Ok(())
    }

    fn whole(self) -> Result<Element, Fault> {
        if self.open.is_empty() { self.root.ok_or(Fault::Malformed) } else { Err(Fault::Malformed) }
    }
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Element, Fault> {
    let (resolved, local) = reader.resolver().resolve_element(start.name());
    let space = space(&resolved)?;
    let mut attributes = Vec::new();
    for (index, attribute) in start.attributes().enumerate() {
        if index >= ATTRIBUTES_MAX {
            return Err(Fault::TooMuch);
        }
        let attribute = attribute.map_err(|_| Fault::Malformed)?;
        let (resolved, local) = reader.resolver().resolve_attribute(attribute.key);
        if is_kept(&resolved) {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Fault::Malformed)?;
            attributes.push((local.as_ref().to_owned(), value.into_owned()));
        }
    }
    let name = local.as_ref().to_owned();
    Ok(Element { space, name, attributes, children: Vec::new(), text: String::new() })
}

fn space(resolved: &ResolveResult<'_>) -> Result<Space, Fault> {
    let ResolveResult::Bound(Namespace(name)) = resolved else {
        return match resolved {
            ResolveResult::Unknown(_) => Err(Fault::Malformed),
            ResolveResult::Bound(_) | ResolveResult::Unbound => Ok(Space::Other),
        };
    };
    Ok(match *name {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
        _ => Space::Other,
    })
}

/// What Word's later extensions add to an element (`w14:paraId`) is not looked at.
fn is_kept(resolved: &ResolveResult<'_>) -> bool {
    match resolved {
        ResolveResult::Unbound => true,
        ResolveResult::Bound(Namespace(name)) => {
            !name.starts_with("http://schemas.microsoft.com/") && !name.starts_with("http://www.w3.org/2000/")
        }
        ResolveResult::Unknown(_) => false,
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Fault> {
    if !reference.is_char_ref() {
        return resolve_xml_entity(reference).map(str::to_owned).ok_or(Fault::Doctype);
    }
    let character = reference.resolve_char_ref().ok().flatten();
    character.filter(|c| may_stand_in_xml(*c)).map(String::from).ok_or(Fault::Malformed)
}
