//! How numbers are shown (数值的显示): percentages, growth and tenths of days. Not here: the numbers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// How the display of a rate is cut to two decimals. The rate itself is its two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 截断: never flatters; the report's own.
    Truncate,
    /// 四舍五入.
    HalfUp,
}

impl Coded for Rounding {
    const LIST: &'static str = "rounding";
    const ROWS: &'static [(Self, Label)] = &[
        (Rounding::Truncate, label("truncate", "截断", "Truncated")),
        (Rounding::HalfUp, label("half_up", "四舍五入", "Rounded half up")),
    ];
}

/// A rate in percent with two decimals; nothing where there is nothing to divide by.
///
/// ```
/// use sikuai::domain::figures::{Rounding, percent};
/// assert_eq!(percent(66, 71, Rounding::Truncate).as_deref(), Some("92.95"));
/// assert_eq!(percent(66, 71, Rounding::HalfUp).as_deref(), Some("92.96"));
/// assert_eq!(percent(1, 0, Rounding::Truncate), None);
/// ```
#[must_use]
pub fn percent(numerator: u64, denominator: u64, rounding: Rounding) -> Option<String> {
    let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
    let half = match rounding {
        Rounding::Truncate => 0,
        Rounding::HalfUp => denominator,
    };
    let hundredths = (numerator * 20_000 + half).checked_div(denominator * 2)?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// By how much of it something is more than it was, in percent with two decimals, cut; nothing where there was nothing.
///
/// ```
/// use sikuai::domain::figures::growth;
/// assert_eq!(growth(71, 66).as_deref(), Some("7.57"));
/// assert_eq!(growth(66, 71).as_deref(), Some("-7.04"));
/// assert_eq!(growth(3, 0), None);
/// ```
#[must_use]
pub fn growth(now: i64, then: i64) -> Option<String> {
    let hundredths = ((i128::from(now) - i128::from(then)) * 10_000).checked_div(i128::from(then))?;
    let sign = if hundredths < 0 { "-" } else { "" };
    let whole = hundredths.unsigned_abs();
    Some(format!("{sign}{}.{:02}", whole / 100, whole % 100))
}

/// A quotient of days with one decimal, rounded half up; nothing where there is nothing to divide by.
///
/// ```
/// use sikuai::domain::figures::tenths;
/// assert_eq!(tenths(33, 2).as_deref(), Some("16.5"));
/// assert_eq!(tenths(122, 3).as_deref(), Some("40.7"));
/// assert_eq!(tenths(81, 4).as_deref(), Some("20.3"));
/// assert_eq!(tenths(121, 3).as_deref(), Some("40.3"));
/// assert_eq!(tenths(0, 0), None);
/// ```
#[must_use]
pub fn tenths(days: i64, by: u64) -> Option<String> {
    let by = i128::from(by);
    // No case ends before it begins, so that half up is half away from nothing.
    let tenths = (i128::from(days) * 20 + by).checked_div(by * 2)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}
