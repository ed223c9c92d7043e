//! Asking how a case stands (案件进度查询): the one-time code that a party is handed at the desk and brings back on the public
//! page. No law of procedure stands behind it, and nothing in a case depends on it. Not here: what is told (`app::enquiries`),
//! and who hands codes out (`permission`, ADR 32).

use crate::domain::case::Case;
use crate::domain::check_digit::half_width;
use crate::domain::finding::Findings;
use crate::domain::id::PartyNo;
use crate::domain::refusal::{Refusal, words};

/// How many characters a code has; each is one of 32, so that there are 2⁶⁰ codes.
pub const CODE_CHARS: usize = 12;
/// A code is written in groups of so many characters.
const GROUP_CHARS: usize = 4;
/// Digits and capitals without those that are taken for others: I, L, O, and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code, of random bytes.
#[must_use]
pub fn code_of(random: [u8; CODE_CHARS]) -> String {
    random
        .into_iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|c| char::from(*c))
        .collect()
}

/// A code as it is written down: in groups.
///
/// ```
/// use sikuai::domain::enquiry::{read_code, written};
/// assert_eq!(written("0123456789AB"), "0123-4567-89AB");
/// assert_eq!(read_code("０l2 3-4567-89ab").as_deref(), Some("0123456789AB"));
/// assert_eq!(read_code("0123-4567-89A"), None);
/// ```
#[must_use]
pub fn written(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    chars.chunks(GROUP_CHARS).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The code that somebody typed, however: in small letters or full width, with blanks or hyphens, with the letters that look
/// like a digit; none where it cannot be one.
#[must_use]
pub fn read_code(typed: &str) -> Option<String> {
    let chars =
        half_width(typed).filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    let code: String = chars.take(CODE_CHARS + 1).collect();
    let is_code = code.len() == CODE_CHARS && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_code.then_some(code)
}

/// Whether a party may be handed a code: it is one of the case.
///
/// # Errors
/// That it is not.
pub fn may_ask(case: &Case, party: PartyNo) -> Result<(), Refusal> {
    let mut findings = Findings::default();
    if case.party(party).is_none() {
        findings.invalid("no_such_party", "/party", words("没有该当事人", "there is no such party"));
    }
    let findings = findings.into_findings();
    if findings.is_empty() { Ok(()) } else { Err(Refusal { findings }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back_as_it_was_made() {
        for first in 0..=u8::MAX {
            let code = code_of([first, 1, 31, 32, 63, 100, 200, 255, 0, 9, 18, 27]);
            assert_eq!(code.len(), CODE_CHARS);
            assert_eq!(read_code(&written(&code)), Some(code.clone()));
            assert_eq!(read_code(&code.to_lowercase()), Some(code));
        }
    }

    #[test]
    fn what_can_be_no_code_is_none() {
        for typed in ["", "0123-4567-89AU", "0123-4567-89AB-C", "徐闻0123456789", "0123-4567-89A!"] {
            assert_eq!(read_code(typed), None, "{typed}");
        }
    }
}
