//! Making ids (编号): UUIDv7 from the app's clock and the system's randomness.
//! Not here: the types of the ids; they are the domain's.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::app::clock::Clock;
use crate::domain::id::{CaseId, RatingId, UserId, VaultId};

/// The random part of a UUIDv7, of which the version and the variant take six bits.
const RANDOM_BYTES: usize = 10;

/// Makes ids that sort by the clock's time.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    clock: Clock,
}

impl Ids {
    /// Makes ids by this clock.
    #[must_use]
    pub fn new(clock: Clock) -> Ids {
        Ids { clock }
    }

    /// A new id for anything.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &random::<RANDOM_BYTES>()).into_uuid()
    }

    /// A new id for a case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.uuid())
    }

    /// A new id for a person with a login.
    #[must_use]
    pub fn user(&self) -> UserId {
        UserId(self.uuid())
    }

    /// A new id for a vault row.
    #[must_use]
    pub fn vault(&self) -> VaultId {
        VaultId(self.uuid())
    }

    /// A new id for a rating, and for the vault row with its text: random throughout, because the instant in another id
    /// would tell who gave it (ADR 25).
    #[must_use]
    pub fn rating(&self) -> RatingId {
        RatingId(Builder::from_random_bytes(random()).into_uuid())
    }
}

/// Bytes that nobody can guess.
///
/// # Panics
/// When the operating system has no randomness to give: no id or key made then would be safe.
#[must_use]
#[expect(clippy::expect_used, reason = "without randomness nothing may go on, and nothing can recover")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// Lower-case hexadecimal.
///
/// ```
/// assert_eq!(sikuai::app::ids::hex(&[0, 255, 16]), "00ff10");
/// ```
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What is kept of a secret that was made here: it is random and long, so a plain digest of it cannot be turned back.
#[must_use]
pub fn digest_of_secret(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

/// The bytes that hexadecimal text stands for, if it is that.
///
/// ```
/// assert_eq!(sikuai::app::ids::unhex("00ff10"), Some(vec![0, 255, 16]));
/// assert_eq!(sikuai::app::ids::unhex("0g"), None);
/// ```
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::clock::ManualClock;

    #[test]
    fn ids_are_version_7_of_the_clocks_instant() {
        let clock = ManualClock::at("2021-12-10T00:00:00Z".parse().unwrap());
        let ids = Ids::new(Clock::Manual(clock));
        let id = ids.uuid();
        assert_eq!(id.get_version_num(), 7);
        // 2021-12-10T00:00:00Z is 1,639,094,400,000 ms, 0x017da1f5a400 less nothing.
        assert_eq!(u64::from_be_bytes(id.as_bytes()[..8].try_into().unwrap()) >> 16, 1_639_094_400_000);
        assert_ne!(id, ids.uuid());
    }
}
