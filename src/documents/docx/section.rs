//! The page of a file (页面设置), its grid, its header and footer. A template has one section. Not here: its text.

use super::content::Flow;
use super::package::Package;
use super::paragraphs::{Spot, paragraph};
use super::properties::{TWIPS, TWIPS_MAX, is_vertical, number, on};
use super::read::Context;
use super::things::{Of, is_unseen, is_wrapper};
use super::xml::{Element, Space};
use crate::documents::layout::{Content, Page, Paragraph, Twips};
use crate::documents::template_problem::{Place, TemplateProblem};

/// The least room for text in each direction: a centimetre.
const ROOM_TWIPS_MIN: i32 = 567;

/// Reads the sheet.
pub(super) fn page(context: &mut Context<'_>, section: Option<&Element>) -> Page {
    let mut is_wrong = false;
    let mut read = |element: &str, names: [&str; 2], usual: Twips| {
        let element = section.and_then(|it| it.child(element));
        let said = names.iter().find_map(|name| element.and_then(|it| it.attribute(name)));
        let Some(said) = said else { return usual };
        let value = number(Some(said), &TWIPS).filter(|value| value.abs() <= TWIPS_MAX);
        is_wrong |= value.is_none();
        // A margin below zero is one that long headers do not push down.
        Twips(value.map_or(usual.0, i32::abs))
    };
    let usual = Page::A4;
    let (width, height) = (read("pgSz", ["w", "w"], usual.width), read("pgSz", ["h", "h"], usual.height));
    let gutter = read("pgMar", ["gutter", "gutter"], Twips(0));
    let left = read("pgMar", ["left", "start"], usual.left);
    let page = Page {
        width,
        height,
        top: read("pgMar", ["top", "top"], usual.top),
        bottom: read("pgMar", ["bottom", "bottom"], usual.bottom),
        left: Twips(left.0 + gutter.0),
        right: read("pgMar", ["right", "end"], usual.right),
        header: read("pgMar", ["header", "header"], usual.header),
        footer: read("pgMar", ["footer", "footer"], usual.footer),
    };
    if is_wrong {
        context.tell(Place::Page.words(""), Of::Page, "number");
    }
    let (across, down) =
        (page.width.0 - page.left.0 - page.right.0, page.height.0 - page.top.0 - page.bottom.0);
    if across.min(down) < ROOM_TWIPS_MIN {
        context.tell(Place::Page.words(""), Of::Page, "size");
    }
    page
}

/// How far the lines of the grid of the page stand from one another; none if it has no lines.
pub(super) fn pitch(section: Option<&Element>) -> Option<i32> {
    let grid = section.and_then(|it| it.child("docGrid"))?;
    let has_lines = matches!(grid.attribute("type"), Some("lines" | "linesAndChars" | "snapToChars"));
    number(grid.attribute("linePitch"), &TWIPS).filter(|pitch| has_lines && (1..=TWIPS_MAX).contains(pitch))
}

/// Tells what a page of the layout has not.
pub(super) fn check(context: &mut Context<'_>, section: Option<&Element>) {
    for element in section.into_iter().flat_map(|it| &it.children).filter(|it| it.space == Space::Word) {
        let is_told = match element.name.as_str() {
            "cols" => element.attribute("num").is_some_and(|count| count != "1"),
            "pgBorders" => !element.children.is_empty(),
            "lnNumType" => element.attribute("countBy").is_some_and(|by| by != "0"),
            "pgNumType" => {
                let format = element.attribute("fmt").unwrap_or("decimal");
                format != "decimal" || element.attribute("start").is_some_and(|start| start != "1")
            }
            "vAlign" => !matches!(element.val(), None | Some("top")),
            "textDirection" => is_vertical(element),
            "bidi" => on(element),
            _ => false,
        };
        if is_told {
            context.tell(Place::Page.words(""), Of::Page, &element.name);
        }
        if element.name == "sectPrChange" {
            context.tell(Place::Page.words(""), Of::Text, "ins");
        }
    }
}

/// The header and the footer.
pub(super) type Edges = (Vec<Paragraph>, Vec<Paragraph>);

/// Reads both; other ones for the first or for even pages must be the same.
pub(super) fn edges(
    context: &mut Context<'_>,
    package: &Package,
    section: Option<&Element>,
    settings: Option<&Element>,
) -> Result<Edges, Vec<TemplateProblem>> {
    let is_on = |parent: Option<&Element>, name| parent.and_then(|it| it.child(name)).is_some_and(on);
    let mut others = Vec::new();
    if is_on(section, "titlePg") {
        others.push(("first", "titlePg"));
    }
    if is_on(settings, "evenAndOddHeaders") {
        others.push(("even", "evenAndOddHeaders"));
    }
    let mut found = Vec::new();
    for reference in ["headerReference", "footerReference"] {
        let place = |paragraph| match reference {
            "headerReference" => Place::Header { paragraph },
            _ => Place::Footer { paragraph },
        };
        let usual = edge(context, package, &Wanted { section, reference, kind: "default", place: &place })?;
        for (kind, name) in &others {
            let other = edge(context, package, &Wanted { section, reference, kind, place: &place })?;
            if other != usual {
                context.tell(place(0).words(""), Of::Page, name);
            }
        }
        found.push(usual);
    }
    let footer = found.pop().unwrap_or_default();
    Ok((found.pop().unwrap_or_default(), footer))
}

/// Which header or footer is meant.
struct Wanted<'w> {
    section: Option<&'w Element>,
    reference: &'w str,
    kind: &'w str,
    place: &'w dyn Fn(usize) -> Place,
}

/// The paragraphs of a header or footer; none if nothing is seen in them.
fn edge(
    context: &mut Context<'_>,
    package: &Package,
    wanted: &Wanted<'_>,
) -> Result<Vec<Paragraph>, Vec<TemplateProblem>> {
    let is_it = |element: &&Element| {
        element.is(wanted.reference) && element.attribute("type").unwrap_or("default") == wanted.kind
    };
    let references = wanted.section.into_iter().flat_map(|it| &it.children);
    let Some(id) = references.into_iter().find(is_it).and_then(|it| it.attribute("id")) else {
        return Ok(Vec::new());
    };
    let part = package.by_id(id)?;
    let mut paragraphs = Vec::new();
    gather(context, &part, wanted.place, &mut paragraphs);
    let is_seen = |paragraph: &Paragraph| {
        paragraph.runs.iter().any(|run| !matches!(&run.content, Content::Text(text) if text.is_empty()))
    };
    Ok(if paragraphs.iter().any(is_seen) { paragraphs } else { Vec::new() })
}

fn gather(
    context: &mut Context<'_>,
    parent: &Element,
    place: &dyn Fn(usize) -> Place,
    found: &mut Vec<Paragraph>,
) {
    for element in &parent.children {
        let (name, place_here) = (element.name.as_str(), place(found.len()));
        match element.space {
            Space::Word if name == "p" => {
                let spot = Spot { place: place_here, flow: Flow::Fixed, table_style: None };
                found.extend(paragraph(context, element, spot).paragraphs);
            }
            Space::Word if name == "tbl" => context.tell(place_here.words(""), Of::Text, "tableInHeader"),
            Space::Word if is_unseen(name) => {}
            Space::Word if is_wrapper(name) => gather(context, element, place, found),
            Space::Word | Space::Math | Space::Compatibility | Space::Other => {
                context.tell(place_here.words(""), Of::Text, name);
            }
        }
    }
}
