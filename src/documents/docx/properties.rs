//! What an element `rPr` or `pPr` says of a run or a paragraph, one layer laid over another: a style over the one it rests
//! on, what is set directly over the style. Not here: which layers there are.

use std::collections::BTreeMap;

use super::things::Of;
use super::xml::{Element, Space};
use crate::documents::layout::{Align, Face};

/// The largest measure: 22 inches, as in Word.
pub(super) const TWIPS_MAX: i32 = 31_680;
/// The largest letters: 1,638 points, as in Word.
const HALF_POINTS_MAX: i32 = 3_276;

/// What cannot be held, by the name of its element: whether it is switched on in this layer.
pub(super) type Refused = BTreeMap<&'static str, bool>;

/// How a run looks, as far as one layer says.
#[derive(Debug, Clone, Default)]
pub(super) struct RunLayer {
    /// The family of Chinese letters.
    pub(super) east: Option<Face>,
    /// The family of Latin letters, where its name is Chinese.
    pub(super) latin: Option<Face>,
    pub(super) half_points: Option<u16>,
    pub(super) bold: Option<bool>,
    pub(super) underline: Option<bool>,
    pub(super) refused: Refused,
}

/// How a paragraph is set, as far as one layer says.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphLayer {
    pub(super) align: Option<Align>,
    pub(super) left: Measure,
    pub(super) right: Measure,
    /// Less than zero: hangs out.
    pub(super) first_line: Measure,
    pub(super) before: Measure,
    pub(super) after: Measure,
    pub(super) line: Option<(Rule, i32)>,
    pub(super) page_break_before: Option<bool>,
    pub(super) keep_with_next: Option<bool>,
    pub(super) snaps_to_grid: Option<bool>,
    /// Whether it has tab stops of its own.
    pub(super) has_tab_stops: Option<bool>,
    pub(super) refused: Refused,
}

/// A length that may be given in twips, and in hundredths of a character or a line, which then hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) twips: Option<i32>,
    pub(super) hundredths: Option<i32>,
}

/// How the height of a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Auto,
    Exact,
    AtLeast,
}

impl Measure {
    fn lay(&mut self, over: Measure) {
        self.twips = over.twips.or(self.twips);
        self.hundredths = over.hundredths.or(self.hundredths);
    }

    /// In twips, where a character or line has `unit` of them.
    pub(super) fn resolved(self, unit: i32) -> i32 {
        match self.hundredths {
            Some(hundredths) if hundredths != 0 => hundredths.saturating_mul(unit) / 100,
            Some(_) | None => self.twips.unwrap_or(0),
        }
    }
}

impl RunLayer {
    pub(super) fn read(rpr: Option<&Element>) -> RunLayer {
        let mut layer = RunLayer::default();
        for element in word(rpr) {
            layer.take(element);
        }
        layer
    }

    fn take(&mut self, element: &Element) {
        let name = element.name.as_str();
        match name {
            "rFonts" => self.fonts(element),
            "b" => self.bold = Some(on(element)),
            "sz" => match number(element.val(), &HALF_POINTS) {
                Some(size) if (2..=HALF_POINTS_MAX).contains(&size) => {
                    self.half_points = u16::try_from(size).ok();
                }
                Some(_) | None => drop(self.refused.insert("number", true)),
            },
            "u" => {
                let kind = element.val().unwrap_or("single");
                self.underline = Some(kind != "none");
                self.refused.insert("u", !matches!(kind, "single" | "none"));
            }
            _ => {
                if let Some((name, is_on)) = refused_look(name, element) {
                    self.refused.insert(name, is_on);
                }
            }
        }
    }

    fn fonts(&mut self, element: &Element) {
        if element.attribute("eastAsiaTheme").is_some() {
            self.east = Some(Face::Song);
        } else if let Some(name) = element.attribute("eastAsia") {
            self.east = Some(face(name).unwrap_or(Face::Song));
        }
        if element.attribute("asciiTheme").is_some() {
            self.latin = None;
        } else if let Some(name) = element.attribute("ascii").and_then(face) {
            self.latin = Some(name);
        }
    }

    /// Lays another layer over this one.
    pub(super) fn lay(&mut self, over: &RunLayer) {
        self.east = over.east.or(self.east);
        self.latin = over.latin.or(self.latin);
        self.half_points = over.half_points.or(self.half_points);
        self.bold = over.bold.or(self.bold);
        self.underline = over.underline.or(self.underline);
        self.refused.extend(&over.refused);
    }
}

impl ParagraphLayer {
    pub(super) fn read(ppr: Option<&Element>) -> ParagraphLayer {
        let mut layer = ParagraphLayer::default();
        for element in word(ppr) {
            layer.take(element);
        }
        layer
    }

    fn take(&mut self, element: &Element) {
        match element.name.as_str() {
            "jc" => {
                self.align = align(element.val().unwrap_or_default());
                self.refused.insert("jc", self.align.is_none());
            }
            "ind" => self.indents(element),
            "spacing" => self.spacing(element),
            "pageBreakBefore" => self.page_break_before = Some(on(element)),
            "keepNext" => self.keep_with_next = Some(on(element)),
            "snapToGrid" => self.snaps_to_grid = Some(on(element)),
            "tabs" => self.tabs(element),
            "numPr" => {
                if let Some(id) = element.child("numId").and_then(Element::val) {
                    self.refused.insert("numPr", id != "0");
                }
            }
            "pBdr" => {
                let is_drawn =
                    element.children.iter().any(|edge| !matches!(edge.val(), Some("nil" | "none")));
                self.refused.insert("pBdr", is_drawn);
            }
            "shd" => drop(self.refused.insert("shd", is_shaded(element))),
            "framePr" => drop(self.refused.insert("framePr", true)),
            "bidi" => drop(self.refused.insert("bidi", on(element))),
            "textDirection" => drop(self.refused.insert("textDirection", is_vertical(element))),
            "contextualSpacing" => drop(self.refused.insert("contextualSpacing", on(element))),
            "mirrorIndents" => drop(self.refused.insert("mirrorIndents", on(element))),
            // Where lines and letters go by finer rules: kinsoku, orphans, spaces between scripts.
            _ => {}
        }
    }

    fn indents(&mut self, element: &Element) {
        let mut ok = true;
        let mut read = |names: [&str; 2]| {
            let said = names.iter().find_map(|name| element.attribute(name));
            said.and_then(|said| {
                let value = number(Some(said), &TWIPS).filter(|value| value.abs() <= TWIPS_MAX);
                ok &= value.is_some();
                value
            })
        };
        let of = |twips, hundredths| Measure { twips, hundredths };
        let left = of(read(["start", "left"]), read(["startChars", "leftChars"]));
        let right = of(read(["end", "right"]), read(["endChars", "rightChars"]));
        let first = of(read(["firstLine", "firstLine"]), read(["firstLineChars", "firstLineChars"]));
        let hanging = of(read(["hanging", "hanging"]), read(["hangingChars", "hangingChars"]));
        self.left.lay(left);
        self.right.lay(right);
        self.first_line.lay(first);
        // Where both are there, the hanging one holds; none at all is how the other is taken back.
        self.first_line.lay(of(
            hanging.twips.filter(|it| *it != 0 || first.twips.is_none()).map(|it| -it),
            hanging.hundredths.filter(|it| *it != 0 || first.hundredths.is_none()).map(|it| -it),
        ));
        if !ok {
            self.refused.insert("number", true);
        }
    }

    fn spacing(&mut self, element: &Element) {
        let mut ok = true;
        let mut read = |name: &str| {
            element.attribute(name).and_then(|said| {
                let value = number(Some(said), &TWIPS).filter(|value| value.abs() <= TWIPS_MAX);
                ok &= value.is_some();
                value
            })
        };
        self.before.lay(Measure { twips: read("before"), hundredths: read("beforeLines") });
        self.after.lay(Measure { twips: read("after"), hundredths: read("afterLines") });
        let rule = match element.attribute("lineRule") {
            Some("exact") => Rule::Exact,
            Some("atLeast") => Rule::AtLeast,
            Some(_) | None => Rule::Auto,
        };
        if let Some(line) = read("line") {
            ok &= line > 0 || rule == Rule::AtLeast && line == 0;
            self.line = Some((rule, line));
        }
        for name in ["beforeAutospacing", "afterAutospacing"] {
            if let Some(said) = element.attribute(name) {
                let earlier = self.refused.get("autoSpacing").copied().unwrap_or(false);
                self.refused.insert("autoSpacing", is_true(said) || name.starts_with("after") && earlier);
            }
        }
        if !ok {
            self.refused.insert("number", true);
        }
    }

    fn tabs(&mut self, element: &Element) {
        // One that only takes stops away takes those of its style away.
        self.has_tab_stops = Some(element.children.iter().any(|stop| stop.val() != Some("clear")));
    }

    /// Lays another layer over this one.
    pub(super) fn lay(&mut self, over: &ParagraphLayer) {
        self.align = if over.refused.contains_key("jc") { over.align } else { self.align };
        self.left.lay(over.left);
        self.right.lay(over.right);
        self.first_line.lay(over.first_line);
        self.before.lay(over.before);
        self.after.lay(over.after);
        self.line = over.line.or(self.line);
        self.page_break_before = over.page_break_before.or(self.page_break_before);
        self.keep_with_next = over.keep_with_next.or(self.keep_with_next);
        self.snaps_to_grid = over.snaps_to_grid.or(self.snaps_to_grid);
        self.has_tab_stops = over.has_tab_stops.or(self.has_tab_stops);
        self.refused.extend(&over.refused);
    }
}

/// The elements of WordprocessingML in one.
fn word(parent: Option<&Element>) -> impl Iterator<Item = &Element> {
    let children = parent.into_iter().flat_map(|parent| &parent.children);
    children.filter(|element| element.space == Space::Word)
}

/// Which effect an element of `rPr` switches on or off; none for what nobody sees (language, proofing, complex scripts).
fn refused_look(name: &str, element: &Element) -> Option<(&'static str, bool)> {
    let val = element.val().unwrap_or_default();
    let toggle = |name| Some((name, on(element)));
    match name {
        "i" => toggle("i"),
        "strike" => toggle("strike"),
        "dstrike" => toggle("dstrike"),
        "caps" => toggle("caps"),
        "smallCaps" => toggle("smallCaps"),
        "outline" => toggle("outline"),
        "shadow" => toggle("shadow"),
        "emboss" => toggle("emboss"),
        "imprint" => toggle("imprint"),
        "vanish" => toggle("vanish"),
        "rtl" => toggle("rtl"),
        "effect" => Some(("effect", val != "none")),
        "color" => Some(("color", !is_black(val))),
        "highlight" => Some(("highlight", !matches!(val, "none" | "white"))),
        "shd" => Some(("shd", is_shaded(element))),
        "spacing" => Some(("spacing", number(Some(val), &TWIPS) != Some(0))),
        "w" => Some(("w", !matches!(val, "100" | "100%"))),
        "position" => Some(("position", number(Some(val), &HALF_POINTS) != Some(0))),
        "vertAlign" => Some(("vertAlign", val != "baseline")),
        "em" => Some(("em", val != "none")),
        "bdr" => Some(("bdr", !matches!(val, "nil" | "none"))),
        "fitText" => Some(("fitText", val != "0")),
        "eastAsianLayout" => {
            let is_on = |name| element.attribute(name).is_some_and(is_true);
            Some(("eastAsianLayout", is_on("combine") || is_on("vert")))
        }
        _ => None,
    }
}

fn align(val: &str) -> Option<Align> {
    match val {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Centre),
        "right" | "end" => Some(Align::Right),
        "both" => Some(Align::Justified),
        _ => None,
    }
}

/// The family that a font belongs to by its name; none for a name that says nothing. Latin names of one are known too.
pub(super) fn face(name: &str) -> Option<Face> {
    let lower = name.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if says(&["仿宋", "fangsong"]) {
        Some(Face::FangSong)
    } else if says(&["楷", "kaiti", "simkai", "ukai"]) {
        Some(Face::Kai)
    } else if says(&["黑", "heiti", "simhei", "zenhei", "zen hei", "yahei", "sans cjk", "han sans"]) {
        Some(Face::Hei)
    } else if says(&["宋", "song", "simsun", "serif cjk", "han serif", "uming"]) {
        Some(Face::Song)
    } else {
        None
    }
}

/// Whether an element that is a switch is on.
pub(super) fn on(element: &Element) -> bool {
    element.val().is_none_or(is_true)
}

fn is_true(val: &str) -> bool {
    matches!(val, "1" | "true" | "on")
}

pub(super) fn is_black(colour: &str) -> bool {
    matches!(colour, "" | "auto" | "000000")
}

pub(super) fn is_shaded(element: &Element) -> bool {
    let has_pattern = !matches!(element.val(), None | Some("clear" | "nil"));
    let fill = element.attribute("fill").unwrap_or("auto");
    has_pattern || !(matches!(fill, "auto" | "") || fill.eq_ignore_ascii_case("FFFFFF"))
}

pub(super) fn is_vertical(element: &Element) -> bool {
    !matches!(element.val(), None | Some("lrTb" | "tb"))
}

/// A unit of measure: how many of it a point has.
pub(super) struct Unit {
    per_point: i64,
}
/// Twentieths of a point.
pub(super) const TWIPS: Unit = Unit { per_point: 20 };
/// Halves of a point.
pub(super) const HALF_POINTS: Unit = Unit { per_point: 2 };
/// The letters after a number in files of the strict kind, and how many points they have, as a fraction.
const SUFFIXES: &[(&str, i64, i64)] =
    &[("pt", 1, 1), ("cm", 7_200, 254), ("mm", 720, 254), ("in", 72, 1), ("pc", 12, 1), ("pi", 12, 1)];

/// A measure: a number in the unit, or with the letters of another one. None if it is no number.
pub(super) fn number(said: Option<&str>, unit: &Unit) -> Option<i32> {
    let said = said?.trim();
    let suffix = SUFFIXES.iter().find(|(letters, ..)| said.ends_with(letters));
    let Some((letters, points, per)) = suffix else {
        return thousandths(said).and_then(|value| i32::try_from(value / 1_000).ok());
    };
    let value = thousandths(said.strip_suffix(letters)?)?;
    let scaled = value.checked_mul(*points)?.checked_mul(unit.per_point)?;
    i32::try_from(scaled / per / 1_000).ok()
}

/// A decimal number in thousandths; further digits are cut off.
fn thousandths(said: &str) -> Option<i64> {
    let (sign, digits) = said.strip_prefix('-').map_or((1, said), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !are_digits(whole) || !are_digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    Some(sign * (whole.parse::<i64>().ok()? * 1_000 + part.parse::<i64>().ok()?))
}

/// What a layer refuses, each by its list.
pub(super) fn switched_on(of: Of, refused: &Refused) -> impl Iterator<Item = (Of, &'static str)> {
    refused.iter().filter(|(_, is_on)| **is_on).map(move |(name, _)| (of, *name))
}
