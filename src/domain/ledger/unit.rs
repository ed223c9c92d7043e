//! In what the amounts of a ledger are (金额单位): which unit a heading or a title names, and what it says beside it. A unit
//! stands in brackets, behind 单位, or at the end. Not here: over which columns a cell stands (`documents::ledger`).

use super::column::plain;

/// What amounts are in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// 元.
    #[default]
    Yuan,
    /// 万元.
    TenThousandYuan,
}

/// How a unit of its own is called that is taken.
const TAKEN: &[(&str, Unit)] = &[
    ("万元", Unit::TenThousandYuan),
    ("万", Unit::TenThousandYuan),
    ("元", Unit::Yuan),
    ("圆", Unit::Yuan),
    ("rmb", Unit::Yuan),
    ("cny", Unit::Yuan),
];
/// Units that are not: a ledger in one of them is refused.
const NOT_TAKEN: &[&str] = &[
    "十万元",
    "百万元",
    "千万元",
    "千元",
    "百元",
    "亿元",
    "亿",
    "美元",
    "港元",
    "港币",
    "usd",
    "hkd",
    "角",
    "分",
];
/// What stands before a unit, or behind it, and says nothing more.
const BEFORE: &[&str] = &["金额", "单位", ":", "为", "是", "均", "以", "按", "人民币", "/"];
const BEHIND: &[&str] = &["为单位", "计", "整"];
const BRACKETS: [char; 8] = ['(', ')', '[', ']', '【', '】', '〔', '〕'];
/// What counts ten thousand yuan: 10万元 is an amount, and no unit.
const NUMERALS: &str = "0123456789一二两三四五六七八九十百千几数余多";

impl Unit {
    /// The unit's name, as it is written into a title.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::TenThousandYuan => "万元",
        }
    }

    /// Every unit that a text names; none for one that is not taken.
    ///
    /// ```
    /// use sikuai::domain::ledger::Unit;
    /// let wan = vec![Some(Unit::TenThousandYuan)];
    /// assert_eq!(Unit::said_in("请求金额（万元）"), wan);
    /// assert_eq!(Unit::said_in("填报单位：万宁市 金额单位：人民币万元"), wan);
    /// assert_eq!(Unit::said_in("请求金额(千元)"), [None]);
    /// assert_eq!(Unit::said_in("标的10万元以上案件台账"), []);
    /// ```
    #[must_use]
    pub fn said_in(text: &str) -> Vec<Option<Unit>> {
        let words = text.split(|c: char| c.is_whitespace() || ",，;；、。".contains(c));
        words.flat_map(|word| pieces(&plain(word))).filter_map(|piece| piece.unit()).map(Said::unit).collect()
    }

    /// Whether a text names a unit and says nothing else.
    #[must_use]
    pub fn is_alone(text: &str) -> bool {
        !Unit::said_in(text).is_empty() && Unit::left_out_of(text).is_empty()
    }

    /// What a text says without the units in it.
    #[must_use]
    pub fn left_out_of(text: &str) -> String {
        let all = pieces(&plain(text));
        let left = all.iter().filter(|piece| piece.unit().is_none() || !piece.inside);
        left.map(Piece::without_unit).collect()
    }
}

/// A unit that a text names.
#[derive(Clone, Copy)]
enum Said {
    /// One that is taken.
    Taken(Unit),
    /// One that money may be written in, and that is not taken.
    NotTaken,
}

impl Said {
    fn unit(self) -> Option<Unit> {
        match self {
            Said::Taken(unit) => Some(unit),
            Said::NotTaken => None,
        }
    }
}

/// A part of a text: in brackets, or outside them.
struct Piece {
    inside: bool,
    text: String,
}

fn pieces(plain: &str) -> Vec<Piece> {
    let mut inside = false;
    let piece = |text: &str| {
        inside = text.starts_with(['(', '[', '【', '〔']);
        Piece { inside, text: text.to_owned() }
    };
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, bracket) in plain.char_indices().filter(|(_, c)| BRACKETS.contains(c)) {
        let closes = matches!(bracket, ')' | ']' | '】' | '〕');
        let end = if closes { at + bracket.len_utf8() } else { at };
        parts.extend(plain.get(from..end));
        from = end;
    }
    parts.extend(plain.get(from..));
    parts.into_iter().filter(|part| !part.is_empty()).map(piece).collect()
}

impl Piece {
    fn bare(&self) -> &str {
        self.text.trim_matches(BRACKETS)
    }

    /// The unit that it names, if it names one.
    fn unit(&self) -> Option<Said> {
        let bare = self.bare();
        if let Some(unit) = named(bare) {
            return Some(unit);
        }
        if self.inside {
            return None;
        }
        let behind = bare.rsplit_once("单位").and_then(|(_, behind)| begins_with(behind));
        behind.or_else(|| self.end().map(|(_, unit)| unit))
    }

    /// What stands before the unit at the end, and the unit: 请求金额万元, 请求金额/元.
    fn end(&self) -> Option<(&str, Said)> {
        let bare = BEHIND.iter().fold(self.bare(), |bare, end| bare.strip_suffix(end).unwrap_or(bare));
        let refused = NOT_TAKEN.iter().map(|name| (*name, Said::NotTaken));
        let taken = TAKEN.iter().map(|(name, unit)| (*name, Said::Taken(*unit)));
        let (name, unit) = refused.chain(taken).find(|(name, _)| bare.ends_with(name))?;
        let before = bare.strip_suffix(name)?;
        let apart = before.ends_with(['/', ':']);
        let counted = before.chars().last().is_some_and(|c| NUMERALS.contains(c));
        // 元 alone ends other words too (单元), so something parts it from what stands before.
        let said = apart || (name.chars().count() > 1 && name.ends_with('元') && !counted);
        said.then(|| (before.trim_end_matches(['/', ':']), unit))
    }

    fn without_unit(&self) -> &str {
        let bare = self.bare();
        if self.inside {
            return &self.text;
        }
        match (named(bare), self.end()) {
            (Some(_), _) => "",
            (None, Some((before, _))) => before,
            (None, None) => &self.text,
        }
    }
}

/// The unit that a text names and nothing more; 单位：人民币万元 is one.
fn named(said: &str) -> Option<Said> {
    let mut bare = said;
    while let Some(rest) = BEFORE.iter().find_map(|word| bare.strip_prefix(word)) {
        bare = rest;
    }
    let bare = BEHIND.iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    let taken = TAKEN.iter().find(|(name, _)| *name == bare).map(|(_, unit)| Said::Taken(*unit));
    taken.or_else(|| NOT_TAKEN.contains(&bare).then_some(Said::NotTaken))
}

/// The unit with which a text begins; 万宁市 is none.
fn begins_with(behind: &str) -> Option<Said> {
    let behind = behind.trim_start_matches([':', '为', '是']).trim_start_matches("人民币");
    let longer = |name: &str| name.chars().count() > 1 && behind.starts_with(name);
    let taken = TAKEN.iter().find(|(name, _)| longer(name)).map(|(_, unit)| Said::Taken(*unit));
    taken.or_else(|| NOT_TAKEN.iter().any(|name| longer(name)).then_some(Said::NotTaken))
}
