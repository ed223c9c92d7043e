//! The shared strings of a workbook (共享字符串): a reader takes all of them into memory before the first cell, and sets
//! aside as many places as the file claims. So both are counted while the file is unpacked, before a reader sees it. Not
//! here: reading them.

use super::unpacking::Fault;
use crate::domain::refusal::{Words, words};

/// The name of the part, in whatever folder and case.
const PART: &str = "sharedstrings.xml";
/// What claims how many there are.
const CLAIM: &str = "uniqueCount";
/// What stands before the first string; a file that needs more is none that a person made.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// The longest name of an element that is looked at.
const NAME_BYTES_MAX: usize = 64;
const MIB: u64 = 1 << 20;

/// How many strings a workbook may share, and how long all of them may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) strings: u64,
    pub(super) bytes: u64,
}

/// Ten columns of text in each of the 200,000 rows that a ledger may have, no two alike; some 200 MiB of memory.
pub(super) const LIMITS: Limits = Limits { strings: 2_000_000, bytes: 96 * MIB };

/// The strings of one file as they are counted.
pub(super) struct SharedStrings {
    limits: Limits,
    strings: u64,
    bytes: u64,
    /// What stands before the first string.
    head: Vec<u8>,
    at: At,
}

/// Where in the text the count is.
enum At {
    Outside,
    /// In the name of an element.
    Name(Vec<u8>),
}

impl SharedStrings {
    pub(super) fn new(limits: Limits) -> SharedStrings {
        SharedStrings { limits, strings: 0, bytes: 0, head: Vec::new(), at: At::Outside }
    }

    /// Takes the next piece of a part.
    ///
    /// # Errors
    /// That a limit is passed; which, [`SharedStrings::said`] says.
    pub(super) fn take(&mut self, part: &str, piece: &[u8]) -> Result<(), Fault> {
        let name = part.rsplit(['/', '\\']).next().unwrap_or_default();
        if !name.eq_ignore_ascii_case(PART) {
            return Ok(());
        }
        self.bytes = self.bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        for byte in piece {
            self.step(*byte);
        }
        if self.is_over() { Err(Fault::TooMuch) } else { Ok(()) }
    }

    /// What is too much, naming the limits.
    pub(super) fn said(&self) -> Option<Words> {
        let Limits { strings, bytes } = self.limits;
        let mib = bytes / MIB;
        self.is_over().then(|| {
            words(
                format!("工作簿的共享字符串超过{strings}个或{mib}MiB；请删去无关的工作表，分开导入，或另存为CSV"),
                format!("the workbook shares more than {strings} strings or {mib} MiB of them; delete other sheets, bring it in parts, or save it as CSV"),
            )
        })
    }

    fn is_over(&self) -> bool {
        self.bytes > self.limits.bytes
            || self.strings.max(self.claimed()) > self.limits.strings
            || self.head.len() > HEAD_BYTES_MAX
    }

    fn step(&mut self, byte: u8) {
        if self.strings == 0 && self.head.len() <= HEAD_BYTES_MAX {
            self.head.push(byte);
        }
        self.at = match (std::mem::replace(&mut self.at, At::Outside), byte) {
            (At::Outside, b'<') => At::Name(Vec::new()),
            (At::Outside, _) => At::Outside,
            (At::Name(name), b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n') => {
                self.strings += u64::from(is_string(&name));
                At::Outside
            }
            (At::Name(mut name), _) if name.len() < NAME_BYTES_MAX => {
                name.push(byte);
                At::Name(name)
            }
            (At::Name(_), _) => At::Outside,
        };
    }

    /// The most that anything before the first string claims; a number that goes on in the next piece is not told yet.
    fn claimed(&self) -> u64 {
        let head = String::from_utf8_lossy(&self.head);
        let number = |text: &str| {
            let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            let (digits, _) = digits.split_at(digits.find(|c: char| !c.is_ascii_digit())?);
            Some(digits.parse().unwrap_or(u64::MAX))
        };
        head.split(CLAIM).skip(1).filter_map(number).max().unwrap_or(0)
    }
}

/// Whether an element is a string: `si`, under whatever prefix.
fn is_string(name: &[u8]) -> bool {
    name.rsplit(|byte| *byte == b':').next() == Some(b"si")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Limits = Limits { strings: 3, bytes: 200 };

    /// Byte by byte, as a piece may end anywhere; whether it was too much.
    fn is_too_much(part: &str, text: &str) -> bool {
        let mut counted = SharedStrings::new(SMALL);
        let taken = text.as_bytes().chunks(1).try_for_each(|piece| counted.take(part, piece));
        assert_eq!(taken.is_err(), counted.said().is_some());
        taken.is_err()
    }

    #[test]
    fn strings_bytes_and_claims_are_bounded() {
        let part = "xl/sharedStrings.xml";
        let of =
            |count: usize, head: &str| format!("<sst{head}>{}</sst>", "<si><t>甲</t></si>".repeat(count));
        assert!(!is_too_much(part, &of(3, "")));
        assert!(is_too_much(part, &of(4, "")));
        assert!(is_too_much("XL\\SHAREDSTRINGS.XML", &of(4, "")));
        assert!(!is_too_much("xl/worksheets/sheet1.xml", &of(4, "")), "another part");
        assert!(is_too_much(part, &of(4, "").replace("si>", "x:si>")), "under a prefix");
        assert!(is_too_much(part, "<sst><si/><si /><si/><si\n></si></sst>"));
        assert!(!is_too_much(part, "<sst><size/><t>si</t><si/>&lt;si><asi/></sst>"), "no strings");
        assert!(!is_too_much(part, &of(1, " count=\"9\" uniqueCount=\"3\"")));
        assert!(is_too_much(part, &of(1, " uniqueCount=\"4\"")));
        assert!(is_too_much(part, &of(0, " uniqueCount = '99999999999999999999999'")));
        assert!(
            is_too_much(part, "<!-- uniqueCount=\"1\" --><sst uniqueCount=\"9\"></sst>"),
            "not the first"
        );
        assert!(!is_too_much(part, &format!("<sst><si><t>{}", "a".repeat(180))));
        assert!(is_too_much(part, &format!("<sst><si><t>{}", "a".repeat(200))));
        let said = SharedStrings { bytes: 201, ..SharedStrings::new(SMALL) }.said().unwrap();
        assert!(said.zh.contains("超过3个或0MiB") && said.en.contains("more than 3 strings"), "{said:?}");
    }
}
