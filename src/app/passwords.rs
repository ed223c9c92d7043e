//! Passwords (密码): argon2id with the parameters that its crate recommends, after OWASP:
//! 19 MiB of memory, 2 passes, 1 lane. Not here: whose they are.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

use crate::app::error::Error;
use crate::app::ids::{hex, random};
use crate::domain::refusal::{Finding, Severity, Words, words};

/// The shortest password that is taken.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The longest password that is taken.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// What is wrong with a new password, all at once. `pointer` is where it stands in the body.
#[must_use]
pub fn findings(pointer: &str, password: &str, login: &str) -> Vec<Finding> {
    let chars = password.chars().count();
    let contains_login = !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase());
    let checks = [
        (chars < PASSWORD_CHARS_MIN, "min_length", words("密码至少12个字符", "At least 12 characters.")),
        (chars > PASSWORD_CHARS_MAX, "max_length", words("密码最多128个字符", "At most 128 characters.")),
        (
            password.chars().any(char::is_control),
            "control_character",
            words("密码不得含有控制字符", "Control characters are refused."),
        ),
        (contains_login, "contains_login", words("密码不得包含登录名", "Must not contain the login.")),
    ];
    let broken = checks.into_iter().filter(|(broken, ..)| *broken);
    broken.map(|(_, code, said)| invalid(pointer, code, said)).collect()
}

/// A value that breaks a rule of the office, at a place of the body.
#[must_use]
pub fn invalid(pointer: &str, code: &'static str, said: Words) -> Finding {
    let field = Some(pointer.to_owned());
    Finding { code, severity: Severity::Invalid, field, article: None, words: said }
}

/// A new password that nobody can guess, for people to type once: 20 characters, 80 bits.
#[must_use]
pub fn generate() -> String {
    let text = hex(&random::<10>());
    let groups: Vec<String> =
        text.as_bytes().chunks(5).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// Hashes a password, off the async threads.
///
/// # Errors
/// When the work broke off.
pub async fn hash(password: String) -> Result<String, Error> {
    off_thread(move || hash_blocking(&password)).await?
}

/// Hashes a password. Takes tens of milliseconds.
///
/// # Errors
/// When the work broke off.
pub fn hash_blocking(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Broken(format!("argon2: {error}")))
}

/// Whether a password is right, off the async threads. Without a hash, which is an unknown
/// login, the same work is done and the answer is no: the time tells nothing.
///
/// # Errors
/// When the work broke off.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, Error> {
    off_thread(move || {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => nobodys_hash()?.to_owned(),
        };
        let parsed =
            PasswordHash::new(&hash).map_err(|error| Error::Broken(format!("password hash: {error}")))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await?
}

/// The hash of a password that nobody has.
fn nobodys_hash() -> Result<&'static str, Error> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash);
    }
    let hash = hash_blocking(&hex(&random::<32>()))?;
    Ok(HASH.get_or_init(|| hash))
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_with_a_password_is_said_at_once() {
        let codes = |password: &str| -> Vec<_> {
            findings("/password", password, "wang").into_iter().map(|finding| finding.code).collect()
        };
        assert_eq!(codes("Wang\u{7}"), ["min_length", "control_character", "contains_login"]);
        assert_eq!(codes(&"长".repeat(129)), ["max_length"]);
        assert!(codes("十二个汉字也算是一个密码呀").is_empty());
        assert!(codes(&generate()).is_empty());
    }

    #[test]
    fn hashes_say_argon2id_and_their_cost() {
        let hash = hash_blocking("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }
}
