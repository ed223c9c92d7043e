//! Money (金额): whole fen in an `i64`, never a float.
//! Not here: exchange, interest or rounding; nothing in this field of law needs them.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The largest amount that one field takes: CNY 10 billion. Sums stay far below `i64::MAX`.
pub const AMOUNT_FEN_MAX: i64 = 1_000_000_000_000;

/// An amount in fen (分), a hundredth of a yuan (元).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(transparent)]
#[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
pub struct Fen(pub i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Fen = Fen(0);

    /// An amount of whole yuan.
    ///
    /// ```
    /// use sikuai::domain::money::Fen;
    /// assert_eq!(Fen::from_yuan(1_410), Fen(141_000));
    /// ```
    #[must_use]
    pub const fn from_yuan(yuan: i64) -> Fen {
        Fen(yuan * 100)
    }

    /// Whether the amount is inside what a field takes: 0 to [`AMOUNT_FEN_MAX`].
    #[must_use]
    pub fn is_plausible(self) -> bool {
        (0..=AMOUNT_FEN_MAX).contains(&self.0)
    }

    /// Yuan with two decimals, the thousands apart.
    ///
    /// ```
    /// use sikuai::domain::money::Fen;
    /// assert_eq!(Fen(76_820_000).grouped(), "768,200.00");
    /// ```
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{grouped}.{:02}", self.0.unsigned_abs() % 100)
    }

    /// The amount in units of ten thousand yuan (万元), two decimals, truncated.
    ///
    /// ```
    /// use sikuai::domain::money::Fen;
    /// assert_eq!(Fen(76_820_000).in_wan(), "76.82");
    /// ```
    #[must_use]
    pub fn in_wan(self) -> String {
        let hundredths = self.0 / 10_000;
        format!("{}.{:02}", hundredths / 100, (hundredths % 100).abs())
    }
}

impl fmt::Display for Fen {
    /// Yuan with two decimals: `768200.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(amounts: I) -> Fen {
        Fen(amounts.fold(0, |total, amount| total.saturating_add(amount.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_yuan_and_ten_thousands() {
        assert_eq!(Fen(76_820_000).to_string(), "768200.00");
        assert_eq!(Fen(5).to_string(), "0.05");
        assert_eq!(Fen(-105).to_string(), "-1.05");
        let grouped = [0, 5, 99_999, 100_000, -123_456_789].map(|fen| Fen(fen).grouped());
        assert_eq!(grouped, ["0.00", "0.05", "999.99", "1,000.00", "-1,234,567.89"]);
        assert_eq!(Fen(76_829_999).in_wan(), "76.82");
    }

    #[test]
    fn sums_do_not_wrap() {
        assert_eq!([Fen(i64::MAX), Fen(1)].into_iter().sum::<Fen>(), Fen(i64::MAX));
    }
}
