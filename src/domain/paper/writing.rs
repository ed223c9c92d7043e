//! How papers write dates, amounts and numbers (文书中的日期、金额、序号). Not here: what they are.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::money::Fen;
use crate::domain::period::{Length, Unit};

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const CAPITALS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// The units inside a group of four digits, from the ones.
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
/// What is counted before the rest, the larger first.
const GROUPS: [(u64, &str); 2] = [(100_000_000, "亿"), (10_000, "万")];

/// A date in the text of a paper.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::paper::writing::date;
/// assert_eq!(date(NaiveDate::from_ymd_opt(2021, 3, 2).unwrap()), "2021年3月2日");
/// ```
#[must_use]
pub fn date(on: NaiveDate) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

/// A date at the end of a paper.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::paper::writing::closing_date;
/// assert_eq!(closing_date(NaiveDate::from_ymd_opt(2021, 12, 30).unwrap()), "二〇二一年十二月三十日");
/// ```
#[must_use]
pub fn closing_date(on: NaiveDate) -> String {
    let digit = |c: char| c.to_digit(10).map_or(c, |digit| pick(&DIGITS, digit));
    let year: String = on.year().to_string().chars().map(digit).collect();
    format!("{year}年{}月{}日", number(on.month()), number(on.day()))
}

/// A number up to 99 in Chinese; a larger one in figures.
///
/// ```
/// use sikuai::domain::paper::writing::number;
/// assert_eq!([2, 10, 12, 20, 31].map(number), ["二", "十", "十二", "二十", "三十一"]);
/// ```
#[must_use]
pub fn number(count: u32) -> String {
    let (tens, ones) = (count / 10, count % 10);
    match (tens, ones) {
        (0, ones) => pick(&DIGITS, ones).to_string(),
        (10.., _) => count.to_string(),
        (tens, ones) => {
            let head = if tens == 1 { String::new() } else { pick(&DIGITS, tens).to_string() };
            let tail = if ones == 0 { String::new() } else { pick(&DIGITS, ones).to_string() };
            format!("{head}十{tail}")
        }
    }
}

/// An amount in figures, its thousands apart.
///
/// ```
/// use sikuai::domain::money::Fen;
/// use sikuai::domain::paper::writing::amount;
/// assert_eq!(amount(Fen(76_820_000)), "人民币768,200.00元");
/// ```
#[must_use]
pub fn amount(fen: Fen) -> String {
    format!("人民币{}元", fen.grouped())
}

/// An amount in capitals (大写金额).
///
/// ```
/// use sikuai::domain::money::Fen;
/// use sikuai::domain::paper::writing::capitals;
/// assert_eq!(capitals(Fen(500_000)), "伍仟元整");
/// assert_eq!(capitals(Fen(600_714)), "陆仟零柒元壹角肆分");
/// assert_eq!(capitals(Fen(32_504)), "叁佰贰拾伍元零肆分");
/// ```
#[must_use]
pub fn capitals(fen: Fen) -> String {
    let (yuan, rest) = (fen.0.unsigned_abs() / 100, fen.0.unsigned_abs() % 100);
    let (jiao, fen) = (rest / 10, rest % 10);
    let mut text = if yuan == 0 && rest > 0 { String::new() } else { format!("{}元", whole(yuan)) };
    if jiao > 0 {
        text.push(capital(jiao));
        text.push('角');
    }
    if fen > 0 {
        if jiao == 0 && yuan > 0 {
            text.push('零');
        }
        text.push(capital(fen));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

/// An amount in figures, and in capitals behind it.
#[must_use]
pub fn amount_in_both(fen: Fen) -> String {
    format!("{}（大写：{}）", amount(fen), capitals(fen))
}

/// A length as a period of law is written.
///
/// ```
/// use sikuai::domain::paper::writing::length;
/// use sikuai::domain::period::Length;
/// assert_eq!(length(Length::working_days(10)), "10个工作日");
/// assert_eq!(length(Length::calendar_days(15)), "15日");
/// ```
#[must_use]
pub fn length(length: Length) -> String {
    let Length { count, unit } = length;
    match unit {
        Unit::WorkingDays => format!("{count}个工作日"),
        Unit::CalendarDays => format!("{count}日"),
        Unit::Months => format!("{count}个月"),
        Unit::Years => format!("{count}年"),
    }
}

fn pick(from: &[char; 10], digit: u32) -> char {
    usize::try_from(digit).ok().and_then(|digit| from.get(digit)).copied().unwrap_or('?')
}

fn capital(digit: u64) -> char {
    usize::try_from(digit).ok().and_then(|digit| CAPITALS.get(digit)).copied().unwrap_or('?')
}

/// A whole number in capitals: how many 亿, then how many 万, then the rest; where the rest does not begin at once, 零 stands.
fn whole(value: u64) -> String {
    if value == 0 { "零".to_owned() } else { counted(value) }
}

fn counted(value: u64) -> String {
    for (unit, text) in GROUPS {
        if value < unit {
            continue;
        }
        let (head, rest) = (counted(value / unit), value % unit);
        let skipped = if rest < unit / 10 { "零" } else { "" };
        return match rest {
            0 => format!("{head}{text}"),
            rest => format!("{head}{text}{skipped}{}", counted(rest)),
        };
    }
    four(value)
}

/// Up to four digits, without what stands before them.
fn four(value: u64) -> String {
    let (mut text, mut skipped) = (String::new(), false);
    for (place, unit) in PLACES.iter().enumerate().rev() {
        let power = 10_u64.pow(u32::try_from(place).unwrap_or(0));
        let digit = value / power % 10;
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if skipped {
            text.push('零');
        }
        text.push(capital(digit));
        text.push_str(unit);
        skipped = false;
    }
    text
}
