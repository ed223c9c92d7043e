//! A cell of a wage list (单元格), and what it means as a day, an amount or a number of days.

use calamine::DataRef;
use chrono::NaiveDate;

use super::Why;
use crate::domain::money::{AMOUNT_FEN_MAX, Fen};
use crate::domain::refusal::words;

/// The most tenths of a day in one row.
const TENTHS_MAX: f64 = 3_660.0;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Day(Option<NaiveDate>),
    Formula,
    Other,
}

impl Cell {
    /// From what the file holds; a file that counts its days from 1904 says so, and its days are right here.
    pub(super) fn of(value: &DataRef<'_>) -> Cell {
        match value {
            DataRef::String(text) => Cell::Text(text.trim().to_owned()),
            DataRef::SharedString(text) => Cell::Text(text.trim().to_owned()),
            DataRef::Int(number) => {
                i32::try_from(*number).map_or(Cell::Other, |number| Cell::Number(f64::from(number)))
            }
            DataRef::Float(number) => Cell::Number(*number),
            DataRef::DateTime(moment) if moment.is_datetime() => {
                let (year, month, day, ..) = moment.to_ymd_hms_milli();
                Cell::Day(NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)))
            }
            DataRef::DateTimeIso(text) => Cell::Day(text.get(..10).and_then(|day| day.parse().ok())),
            DataRef::Empty => Cell::Text(String::new()),
            DataRef::DateTime(_) | DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) => {
                Cell::Other
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if text.is_empty())
    }
}

/// The text of a cell; none where it holds something else.
pub(super) fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text.as_str()),
        Cell::Number(_) | Cell::Day(_) | Cell::Formula | Cell::Other => None,
    }
}

/// A day: of the sheet, or written as `2021-10-01`, `2021/10/1`, `2021.10.1` or `2021年10月1日`.
pub(super) fn day(cell: &Cell) -> Result<NaiveDate, Why> {
    let found = match cell {
        Cell::Day(day) => *day,
        Cell::Text(text) => written_day(text),
        Cell::Number(_) | Cell::Formula | Cell::Other => None,
    };
    found.ok_or_else(|| ("format", words("应为日期", "Must be a day.")))
}

fn written_day(text: &str) -> Option<NaiveDate> {
    let bare = text.strip_suffix('日').unwrap_or(text);
    let mut parts = bare.split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// An amount in yuan, with two decimals at most; text may have commas between the thousands.
pub(super) fn amount(cell: &Cell) -> Result<Fen, Why> {
    let hundredths = match cell {
        Cell::Number(number) => scaled(*number, 100.0),
        Cell::Text(text) => written_amount(text),
        Cell::Day(_) | Cell::Formula | Cell::Other => None,
    };
    let amount = hundredths.map(Fen).filter(|amount| amount.is_plausible());
    let why = || {
        (
            "amount",
            words("应为金额（元），最多两位小数", "Must be an amount in yuan with two decimals at most."),
        )
    };
    amount.ok_or_else(why)
}

fn written_amount(text: &str) -> Option<i64> {
    let bare: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥' | '元')).collect();
    let (yuan, decimals) = bare.split_once('.').unwrap_or((&bare, ""));
    if decimals.len() > 2
        || yuan.is_empty()
        || !yuan.chars().chain(decimals.chars()).all(|c| c.is_ascii_digit())
    {
        return None;
    }
    let fen: i64 = format!("{decimals:0<2}").parse().ok()?;
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)
}

/// Days worked, to the half or the tenth of a day.
pub(super) fn tenths(cell: &Cell) -> Result<u16, Why> {
    let number = match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => text.parse().ok(),
        Cell::Day(_) | Cell::Formula | Cell::Other => None,
    };
    let found = number.filter(|days| days * 10.0 <= TENTHS_MAX).and_then(|days| scaled(days, 10.0));
    let tenths = found.and_then(|tenths| u16::try_from(tenths).ok());
    tenths.ok_or_else(|| {
        ("days", words("应为天数，最多一位小数", "Must be a number of days with one decimal at most."))
    })
}

/// A number times ten or a hundred, if that is whole: a sheet keeps 0.1 + 0.2 as it can, so a millionth is forgiven.
fn scaled(number: f64, by: f64) -> Option<i64> {
    let times = number * by;
    let whole = times.round();
    let largest = 1e12;
    if !(0.0..=largest).contains(&whole) || (times - whole).abs() > 1e-4 {
        return None;
    }
    format!("{whole:.0}").parse().ok().filter(|fen| *fen <= AMOUNT_FEN_MAX)
}
