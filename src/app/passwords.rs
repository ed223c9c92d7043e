//! Passwords (密码): argon2id with the parameters that its crate recommends, after OWASP:
//! 19 MiB of memory, 2 passes, 1 lane. Not here: whose they are, and the memory (`hashing_memory`).

use std::sync::OnceLock;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::app::error::Error;
use crate::app::hashing_memory::MEMORY;
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
    let salt = Salt::new(&random::<{ Salt::RECOMMENDED_LENGTH }>()).map_err(broke_off)?;
    let (algorithm, version, params) = (Algorithm::default(), Version::default(), Params::default());
    let output_bytes = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let written = ParamsString::try_from(&params).map_err(broke_off)?;
    let argon2 = Argon2::new(algorithm, version, params);
    let output = output(&argon2, password, (&salt, output_bytes))?;
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: written,
        salt: Some(salt),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// What argon2 makes of a password, in memory that is used again.
fn output(argon2: &Argon2<'_>, password: &str, (salt, bytes): (&Salt, usize)) -> Result<Output, Error> {
    let mut output = vec![0; bytes];
    let into = output.as_mut_slice();
    let blocks = argon2.params().block_count();
    MEMORY
        .with(blocks, |blocks| argon2.hash_password_into_with_memory(password.as_bytes(), salt, into, blocks))
        .map_err(broke_off)?;
    Output::new(&output).map_err(broke_off)
}

/// Whether a hash is that of a password, with the algorithm, the parameters and the salt that the hash names.
fn is_of(password: &str, hash: &str) -> Result<bool, Error> {
    let hash = PasswordHash::new(hash).map_err(broke_off)?;
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
        return Err(broke_off("a hash without salt or output"));
    };
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(broke_off)?;
    let version = hash.version.map_or(Ok(Version::default()), Version::try_from).map_err(broke_off)?;
    let params = Params::try_from(&hash).map_err(broke_off)?;
    let argon2 = Argon2::new(algorithm, version, params);
    // Outputs are compared in constant time.
    Ok(output(&argon2, password, (salt, expected.len()))? == *expected)
}

fn broke_off(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("argon2: {error}"))
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
        Ok(is_of(&password, &hash)? && known)
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
    MEMORY.in_turn(work).await.map_err(|error| Error::Broken(error.to_string()))
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
        assert!(is_of("correct horse battery", &hash).unwrap());
        assert!(!is_of("correct horse batterz", &hash).unwrap());
    }

    /// What the crate's own way hashes is taken, and what is hashed here its own way takes; with other parameters too.
    #[test]
    fn hashes_are_those_of_the_crate() {
        use argon2::password_hash::{CustomizedPasswordHasher as _, PasswordVerifier as _};
        let password = "correct horse battery";
        let ours = hash_blocking(password).unwrap();
        let parsed = PasswordHash::new(&ours).unwrap();
        assert!(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        let other = Params::new(64, 3, 2, Some(24)).unwrap();
        let theirs =
            Argon2::default().hash_password_with_params(password.as_bytes(), b"a salt of theirs", other);
        let theirs = theirs.unwrap().to_string();
        assert!(theirs.contains("m=64,t=3,p=2"), "{theirs}");
        assert!(is_of(password, &theirs).unwrap() && !is_of("another", &theirs).unwrap());
    }
}
