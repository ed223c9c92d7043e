//! Check digits (校验位) of the two numbers that people mistype: GB 11643 and GB 32100.

use chrono::NaiveDate;
use serde::{Deserialize as _, Deserializer};

/// Weights of the first seventeen digits of an ID-card number (ISO 7064 MOD 11-2).
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check characters by remainder.
const ID_CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// The thirty-one characters of a credit code, in the order of their values; I, O, S, V and Z are not among them.
const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weights of a credit code: powers of three modulo 31.
const CREDIT_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Letters and digits as Chinese input methods write them in full width (U+FF01 to U+FF5E) are the ASCII ones.
pub fn half_width(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    })
}

/// Reads an ID-card number in the one way in which it is kept: half width, the check letter capital.
///
/// # Errors
/// What is no text.
pub fn read_as_written<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let written = Option::<String>::deserialize(from)?;
    Ok(written.map(|written| half_width(&written).map(|c| c.to_ascii_uppercase()).collect()))
}

/// Whether an 18-character ID-card number (公民身份号码) is well formed: digits, a real birth date, the check digit.
///
/// ```
/// use sikuai::domain::check_digit::id_number;
/// assert!(id_number("11010519491231002X"));
/// assert!(!id_number("110105194912310021"));
/// ```
#[must_use]
pub fn id_number(number: &str) -> bool {
    let characters: Vec<char> = number.chars().collect();
    let Some((check, digits)) = characters.split_last() else { return false };
    let digits: Option<Vec<u32>> = digits.iter().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == ID_WEIGHTS.len()) else { return false };
    let born = number.get(6..14).and_then(|text| NaiveDate::parse_from_str(text, "%Y%m%d").ok());
    let sum: u32 = digits.iter().zip(ID_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let expected = usize::try_from(sum % 11).ok().and_then(|remainder| ID_CHECKS.get(remainder));
    born.is_some() && expected == Some(check)
}

/// Whether an 18-character unified social credit code (统一社会信用代码) has the right check character.
///
/// ```
/// use sikuai::domain::check_digit::credit_code;
/// assert!(credit_code("91350100M000100Y43"));
/// assert!(!credit_code("91350100M000100Y44"));
/// ```
#[must_use]
pub fn credit_code(code: &str) -> bool {
    let values: Option<Vec<usize>> = code.chars().map(|c| CREDIT_ALPHABET.find(c)).collect();
    let Some(values) = values.filter(|values| values.len() == CREDIT_WEIGHTS.len() + 1) else { return false };
    let Some((check, digits)) = values.split_last() else { return false };
    let sum: usize = digits.iter().zip(CREDIT_WEIGHTS).map(|(value, weight)| value * weight).sum();
    *check == (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_printed_in_the_standard_passes_and_a_swap_of_two_digits_does_not() {
        assert!(id_number("11010519491231002X"));
        assert!(!id_number("11010519491213002X"), "transposed digits");
        assert!(!id_number("11010519490231002X"), "there is no 31 February");
        assert!(!id_number("11010519491231002x"), "the check letter is a capital");
        assert!(!id_number("1101051949123100"), "too short");
        assert!(!id_number(""), "empty");
    }

    #[test]
    fn credit_codes_by_hand() {
        // By hand: 9·1 + 1·3 + 3·9 + 5·27 + 1·26 + 21(M)·20 + 1·8 + 30(Y)·30 + 4·28 = 1640 = 52·31 + 28; 31 − 28 = 3.
        assert!(credit_code("91350100M000100Y43"));
        assert!(!credit_code("91350100M000100Y34"));
        assert!(!credit_code("9135O100M000100Y43"), "the letter O is not in the alphabet");
        assert!(!credit_code("91350100M000100Y4"));
    }
}
