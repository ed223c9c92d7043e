//! Buttons that are pressed twice (重复提交): the key that a form carries, under which what it asks is done once.
//! Not here: what is kept under a key (`app::idempotency`).

use crate::app::error::Error;
use crate::app::idempotency::IdempotencyKey;
use crate::app::ids::{hex, random};
use crate::http::fault::Fault;
use crate::http::pages::posted::Posted;

/// The field of a form that holds its key.
pub const KEY_FIELD: &str = "key";
/// How many characters it has.
const KEY_CHARS: usize = 32;

/// A key for a new form.
#[must_use]
pub fn new_key() -> String {
    hex(&random::<16>())
}

/// Keys are made here, so what looks otherwise is none.
fn is_key(key: &str) -> bool {
    key.len() == KEY_CHARS && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Under which key a form is sent to an address; none where it carries none of ours.
#[must_use]
pub fn key(form: &Posted, address: &str) -> Option<IdempotencyKey> {
    let key = form.one(KEY_FIELD);
    is_key(key).then(|| IdempotencyKey {
        key: format!("page-{key}"),
        fingerprint: format!("{address} {}", form.digest()),
    })
}

/// What came of putting a file in the place of another that was seen: the same file again, as by a button pressed twice, is
/// there already. Both are told by their digests.
///
/// # Errors
/// What else was said; that a third file is there.
pub fn or_there_already(done: Result<(), Fault>, (there, sent): (Option<String>, &str)) -> Result<(), Fault> {
    match done {
        Err(Fault::App(Error::Stale)) if there.as_deref() == Some(sent) => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_that_were_made_here_are_keys() {
        let made = new_key();
        let of = |typed: &str| key(&Posted::of(&format!("key={typed}&a=1")), "/x");
        assert!(of(&made).is_some_and(|key| key.key == format!("page-{made}")));
        assert!(of("").is_none() && of("abc").is_none() && of(&"g".repeat(32)).is_none());
        // The same form to another address is another request.
        let form = Posted::of(&format!("key={made}"));
        assert_ne!(key(&form, "/x").map(|key| key.fingerprint), key(&form, "/y").map(|key| key.fingerprint));
    }
}
