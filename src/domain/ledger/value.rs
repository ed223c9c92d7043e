//! What a cell of a ledger means (单元格的值): a day, an amount, a number of people, yes or no, written in the ways in which
//! offices write them. Not here: what the values of a row say together (`row`).

use chrono::{Days, NaiveDate};

use super::{Cell, Epoch, Unit};
use crate::domain::check_digit::half_width;
use crate::domain::money::{AMOUNT_FEN_MAX, Fen};
use crate::domain::refusal::{Words, words};

/// Why a value cannot be read.
pub(super) type Why = (&'static str, Words);

/// What people write into a cell that has nothing to say.
const NOTHING: &[&str] = &["", "/", "\\", "-", "--", "—", "——", "无", "空", "n/a"];
/// Numbers in between are days counted as sheets count them: from 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;
/// Numbers in between are days written as `20210305`.
const DIGIT_DAYS: std::ops::RangeInclusive<i64> = 19_000_101..=29_991_231;
/// Digits beyond these a sheet does not keep in a number.
const WHOLE_MAX: f64 = 1e15;
/// How many fen a yuan and ten thousand yuan are.
const FEN_IN_YUAN: f64 = 100.0;
const FEN_IN_TEN_THOUSAND: f64 = 1_000_000.0;

/// Whether a cell says nothing.
#[must_use]
pub fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => NOTHING.contains(&text.trim().to_lowercase().as_str()),
        Cell::Number(_) | Cell::Day(_) | Cell::Formula(_) | Cell::Other => false,
    }
}

/// What a cell of a sheet holds, in units of UTF-16.
const CELL_UNITS_MAX: usize = 32_767;

/// Whether a cell has as much text as a sheet lets it have.
pub(super) fn is_full(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => text.chars().map(char::len_utf16).sum::<usize>() >= CELL_UNITS_MAX,
        Cell::Number(_) | Cell::Day(_) | Cell::Formula(_) | Cell::Other => false,
    }
}

/// The whole number that a cell holds as a number.
fn whole(number: f64) -> Option<i64> {
    let is_whole = number.fract() == 0.0 && number.abs() < WHOLE_MAX;
    is_whole.then(|| format!("{number:.0}").parse().ok())?
}

/// The text of a cell, in half width; of a whole number its digits.
pub(super) fn text(cell: &Cell) -> Result<String, Why> {
    let found = match cell {
        Cell::Text(text) => Some(half_width(text).collect::<String>().trim().to_owned()),
        Cell::Number(number) => whole(*number).map(|number| number.to_string()),
        Cell::Day(_) | Cell::Formula(_) | Cell::Other => None,
    };
    found.ok_or_else(|| ("type", words("应为文字", "Must be text.")))
}

/// The text of a number of an ID card, a credit code or a phone: as a number a sheet keeps fifteen digits of it, and no more.
pub(super) fn code(cell: &Cell) -> Result<String, Why> {
    let said = "号码超过15位，请按文本填写";
    let lost =
        || ("number_as_number", words(said, "Digits beyond fifteen are lost in a number: enter it as text."));
    text(cell).map_err(|_| lost())
}

/// A name as it is written: full width stays.
pub(super) fn name(cell: &Cell) -> Result<String, Why> {
    match cell {
        Cell::Text(text) => Ok(text.trim().to_owned()),
        Cell::Number(_) | Cell::Day(_) | Cell::Formula(_) | Cell::Other => text(cell),
    }
}

/// A cell of days as it reads in a file of text, where nobody knows from when its sheet counted.
///
/// ```
/// use sikuai::domain::ledger::{Cell, Epoch, day_in_text};
/// assert_eq!(day_in_text(&Cell::Number(44_409.0), Epoch::Y1900).as_deref(), Some("2021-08-01"));
/// assert_eq!(day_in_text(&Cell::Number(42_947.0), Epoch::Y1904).as_deref(), Some("2021-08-01"));
/// assert_eq!(day_in_text(&Cell::Text("2021.8.1".to_owned()), Epoch::Y1900), None);
/// ```
#[must_use]
pub fn day_in_text(cell: &Cell, epoch: Epoch) -> Option<String> {
    match cell {
        Cell::Number(_) => day(cell, epoch).ok().map(|day| day.to_string()),
        Cell::Formula(shown) => day_in_text(shown, epoch),
        Cell::Day(_) | Cell::Text(_) | Cell::Other => None,
    }
}

/// A day: of the sheet, counted as sheets count, or written as `2021-3-5`, `2021/3/5`, `2021.3.5`, `2021年3月5日`, `20210305`.
pub(super) fn day(cell: &Cell, epoch: Epoch) -> Result<NaiveDate, Why> {
    let found = match cell {
        Cell::Day(day) => Some(*day),
        Cell::Number(number) => whole(number.floor()).and_then(|number| counted_day(number, epoch)),
        Cell::Text(text) => {
            let text: String = half_width(text).collect();
            let text: String = without_time(&text).chars().filter(|c| !c.is_whitespace()).collect();
            let counted = whole_days(&text).and_then(|number| counted_day(number, epoch));
            counted.or_else(|| written_day(&text))
        }
        Cell::Formula(_) | Cell::Other => None,
    };
    found.ok_or_else(|| {
        let zh = "应为存在的日期，如 2021-03-05、2021.3.5、2021年3月5日、20210305";
        ("date", words(zh, "Must be a day that exists, such as 2021-03-05, 2021.3.5, 20210305."))
    })
}

/// A day without the time of day that is written behind it: 2021-3-5 14:30.
fn without_time(text: &str) -> &str {
    let parted = text.trim().rsplit_once(char::is_whitespace);
    parted.filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day)
}

/// The days of a number that a sheet counts; behind the point it counts the time of day.
fn whole_days(text: &str) -> Option<i64> {
    let (days, time) = text.split_once('.').unwrap_or((text, "0"));
    let is_time = !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit());
    days.parse().ok().filter(|_| is_time)
}

fn counted_day(number: i64, epoch: Epoch) -> Option<NaiveDate> {
    if DIGIT_DAYS.contains(&number) {
        return NaiveDate::parse_from_str(&number.to_string(), "%Y%m%d").ok();
    }
    // Sheets count a 29 February 1900 that never was, so the days of today are two later than the first of 1900.
    let first = match epoch {
        Epoch::Y1900 => NaiveDate::from_ymd_opt(1899, 12, 30),
        Epoch::Y1904 => NaiveDate::from_ymd_opt(1904, 1, 1),
    };
    let days = SERIALS.contains(&number).then(|| u64::try_from(number).ok())??;
    first?.checked_add_days(Days::new(days))
}

fn written_day(text: &str) -> Option<NaiveDate> {
    // A time of day behind the day says nothing here.
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let bare = text.strip_suffix(['日', '号']).unwrap_or(text);
    let mut parts = bare.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// An amount: with the separators, signs and units that people write; in the unit of the heading unless it names its own.
pub(super) fn amount(cell: &Cell, unit: Unit) -> Result<Fen, Why> {
    let found = match cell {
        Cell::Number(number) => scaled(*number, unit),
        Cell::Text(text) => written_amount(text, unit),
        Cell::Day(_) | Cell::Formula(_) | Cell::Other => None,
    };
    let in_range = |fen: &i64| (0..=AMOUNT_FEN_MAX).contains(fen);
    found.filter(in_range).map(Fen).ok_or_else(|| {
        let en = "Must be an amount of zero or more, exact to the fen.";
        ("amount", words("应为不小于零、精确到分的金额", en))
    })
}

/// A sheet keeps 0.1 + 0.2 as it can, so a ten-thousandth of a fen is forgiven.
fn scaled(number: f64, unit: Unit) -> Option<i64> {
    let times = number
        * match unit {
            Unit::Yuan => FEN_IN_YUAN,
            Unit::TenThousandYuan => FEN_IN_TEN_THOUSAND,
        };
    let rounded = times.round();
    ((times - rounded).abs() < 1e-4).then(|| whole(rounded))?
}

fn written_amount(text: &str, unit: Unit) -> Option<i64> {
    let bare: String =
        half_width(text).filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '￥')).collect();
    let bare = bare.trim_start_matches("人民币").trim_start_matches("RMB");
    let bare = bare.strip_suffix('整').unwrap_or(bare);
    let (bare, decimals_max) = match (bare.strip_suffix("万元").or_else(|| bare.strip_suffix('万')), unit)
    {
        (Some(bare), _) => (bare, 6),
        (None, Unit::TenThousandYuan) if !bare.ends_with('元') => (bare, 6),
        (None, _) => (bare.strip_suffix('元').unwrap_or(bare), 2),
    };
    let (yuan, decimals) = bare.split_once('.').unwrap_or((bare, ""));
    let decimals = if decimals.len() > decimals_max { decimals.trim_end_matches('0') } else { decimals };
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(decimals) || decimals.len() > decimals_max {
        return None;
    }
    format!("{yuan}{decimals:0<decimals_max$}").parse().ok()
}

/// How many people: a whole number, with 人 behind it or not.
pub(super) fn people(cell: &Cell) -> Result<u32, Why> {
    let found = match cell {
        Cell::Number(number) => whole(*number).and_then(|number| u32::try_from(number).ok()),
        Cell::Text(_) => text(cell)?.trim_end_matches(['人', '名']).parse().ok(),
        Cell::Day(_) | Cell::Formula(_) | Cell::Other => None,
    };
    found.ok_or_else(|| ("count", words("应为人数", "Must be a number of people.")))
}

/// Yes or no; `own` are the words that say yes in this column, `none` those that say no.
pub(super) fn yes_or_no(cell: &Cell, own: &[&str], none: &[&str]) -> Result<bool, Why> {
    let said = text(cell)?;
    let is = |words: &[&str]| words.contains(&said.as_str());
    if is(&["是", "有", "√", "✓", "Y", "y", "1"]) || is(own) {
        return Ok(true);
    }
    if is(&["否", "不是", "×", "✗", "N", "n", "0"]) || is(none) {
        return Ok(false);
    }
    Err(("flag", words("应为“是”或“否”", "Must be 是 or 否.")))
}
