//! The master keys (主密钥): they seal what must not be read from the database alone, live in a
//! file outside it, and are found again by their ids, so that they can be rotated.
//! Not here: what is sealed (`vault`, `tokens`).
//!
//! The file has one key a line, newest first: an id, a space, 32 bytes in hexadecimal.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};

use crate::app::error::Error;
use crate::app::ids::{hex, random, unhex};
use crate::storage::{Store, meta};

/// Where the database keeps the value that tells a right key from a wrong one.
const KEY_CHECK: &str = "key_check";
/// What is sealed for that.
const KEY_CHECK_TEXT: &[u8] = b"sikuai key check";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database was sealed with a key, and the file is not there.
    #[error("密钥文件不存在 the database needs its key file, which is missing: {}", .0.display())]
    Missing(PathBuf),
    /// The file cannot be read or written.
    #[error("密钥文件不可用 the key file {} cannot be used: {reason}", .path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Others than its owner and group can read the file, or others than its owner can write it.
    #[error(
        "密钥文件的权限过宽({mode:03o}),请运行 chmod 600 the key file is open to others (mode {mode:03o}), \
         run chmod 600 on it: {}",
        .path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A line of the file is not a key.
    #[error("密钥文件有误 the key file {} is malformed at line {line}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
    /// The keys are not those of this database.
    #[error("密钥与数据库不符 the key file {} does not belong to this database", .0.display())]
    Wrong(PathBuf),
    /// No key has this id.
    #[error("没有编号为 {0} 的密钥 there is no key {0}")]
    Unknown(String),
    /// The bytes were not sealed by this key for this purpose, or were altered.
    #[error("密文不可解或已被改动 sealed bytes do not open: they were altered or moved")]
    Altered,
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Error {
        Error::Broken(error.to_string())
    }
}

struct MasterKey {
    id: String,
    bytes: [u8; KEY_BYTES],
}

/// The master keys, newest first. Never printed.
pub struct Keyring {
    newest: MasterKey,
    older: Vec<MasterKey>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("newest", &self.newest.id).finish_non_exhaustive()
    }
}

/// Whether the key file was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFile {
    /// It was.
    Found,
    /// It was made just now: somebody must keep a copy of it.
    Made,
}

impl Keyring {
    /// The keys of this database. A database that was never sealed gets a new key file where
    /// none exists; any other needs exactly the keys that sealed it. Blocks.
    ///
    /// # Errors
    /// A file that is missing, unusable, malformed, or not this database's; or the database's own.
    pub fn unlock(store: &Store, path: &Path) -> Result<(Keyring, KeyFile), Error> {
        let check: Option<String> = store.read_blocking(|c| Ok::<_, Error>(meta::get(c, KEY_CHECK)?))?;
        let Some(check) = check else {
            let (keyring, file) = Keyring::load_or_make(path)?;
            keyring.write_check(store)?;
            return Ok((keyring, file));
        };
        if !path.exists() {
            return Err(KeyError::Missing(path.to_path_buf()).into());
        }
        let keyring = Keyring::load(path)?;
        keyring.prove(&check).map_err(|_| KeyError::Wrong(path.to_path_buf()))?;
        Ok((keyring, KeyFile::Found))
    }

    /// Seals bytes with the newest key, for one purpose: they open under the same purpose only.
    ///
    /// # Errors
    /// When the bytes are too many for one seal (256 GiB).
    pub fn seal(&self, purpose: &[u8], plaintext: &[u8]) -> Result<(String, Vec<u8>), KeyError> {
        let nonce = random::<NONCE_BYTES>();
        let sealed = cipher(&self.newest)
            .encrypt(&Nonce::from(nonce), Payload { msg: plaintext, aad: purpose })
            .map_err(|_| KeyError::Altered)?;
        Ok((self.newest.id.clone(), [nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Keyring::seal`] sealed.
    ///
    /// # Errors
    /// An unknown key, altered bytes, or another purpose.
    pub fn open(&self, key_id: &str, purpose: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = std::iter::once(&self.newest)
            .chain(&self.older)
            .find(|key| key.id == key_id)
            .ok_or_else(|| KeyError::Unknown(key_id.to_owned()))?;
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(KeyError::Altered)?;
        cipher(key)
            .decrypt(&Nonce::from(*nonce), Payload { msg: text, aad: purpose })
            .map_err(|_| KeyError::Altered)
    }

    fn load_or_make(path: &Path) -> Result<(Keyring, KeyFile), KeyError> {
        let line = format!("{} {}\n", hex(&random::<8>()), hex(&random::<KEY_BYTES>()));
        match write_new(path, &line) {
            Ok(()) => Ok((Keyring::parse(&line, path)?, KeyFile::Made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Ok((Keyring::load(path)?, KeyFile::Found))
            }
            Err(error) => Err(unusable(path, &error)),
        }
    }

    fn load(path: &Path) -> Result<Keyring, KeyError> {
        let mut file = File::open(path).map_err(|error| unusable(path, &error))?;
        ensure_closed_to_others(&file, path)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| unusable(path, &error))?;
        Keyring::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Keyring, KeyError> {
        let malformed = |line| KeyError::Malformed { path: path.to_path_buf(), line };
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                keys.push(parse_key(line).ok_or_else(|| malformed(index + 1))?);
            }
        }
        let mut keys = keys.into_iter();
        let newest = keys.next().ok_or_else(|| malformed(1))?;
        Ok(Keyring { newest, older: keys.collect() })
    }

    fn write_check(&self, store: &Store) -> Result<(), Error> {
        let (key_id, sealed) = self.seal(KEY_CHECK.as_bytes(), KEY_CHECK_TEXT)?;
        let check = format!("{key_id} {}", hex(&sealed));
        store.write_blocking(move |tx| match meta::get(tx, KEY_CHECK)? {
            None => Ok(meta::set(tx, KEY_CHECK, &check)?),
            // Another instance started for the first time just now; it must have had the same file.
            Some(_) => Err(Error::Broken(
                "另一实例刚刚启用该数据库,请重新启动 another instance took this database into use just now; \
                 start again"
                    .to_owned(),
            )),
        })
    }

    fn prove(&self, check: &str) -> Result<(), KeyError> {
        let (key_id, sealed) = check.split_once(' ').ok_or(KeyError::Altered)?;
        let opened = self.open(key_id, KEY_CHECK.as_bytes(), &unhex(sealed).ok_or(KeyError::Altered)?)?;
        if opened == KEY_CHECK_TEXT { Ok(()) } else { Err(KeyError::Altered) }
    }
}

fn cipher(key: &MasterKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Key::from(key.bytes))
}

fn parse_key(line: &str) -> Option<MasterKey> {
    let (id, bytes) = line.trim().split_once(' ')?;
    let bytes = unhex(bytes.trim())?.try_into().ok()?;
    Some(MasterKey { id: id.to_owned(), bytes })
}

fn unusable(path: &Path, error: &io::Error) -> KeyError {
    KeyError::Unusable { path: path.to_path_buf(), reason: error.to_string() }
}

/// Refuses a key file that any account of the machine can read: what it seals would be open to all who can read the
/// database, and nobody would notice. Its group may read it, for an office that keeps it as another user's; it may not
/// write it, for who can put in a key of their own can read what is sealed from then on.
#[cfg(unix)]
fn ensure_closed_to_others(file: &File, path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt as _;
    const PERMISSIONS: u32 = 0o777;
    const TOO_MUCH: u32 = 0o027;
    let metadata = file.metadata().map_err(|error| unusable(path, &error))?;
    let mode = metadata.permissions().mode() & PERMISSIONS;
    if mode & TOO_MUCH == 0 { Ok(()) } else { Err(KeyError::Exposed { path: path.to_path_buf(), mode }) }
}

/// Elsewhere permissions are no bits of the file, and are the office's to set.
#[cfg(not(unix))]
fn ensure_closed_to_others(_file: &File, _path: &Path) -> Result<(), KeyError> {
    Ok(())
}

/// Makes a file that only its owner reads, and has it on disk before anything depends on it.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring(text: &str) -> Result<Keyring, KeyError> {
        Keyring::parse(text, Path::new("test.key"))
    }

    fn key(id: &str, digit: char) -> String {
        format!("{id} {}\n", String::from(digit).repeat(64))
    }

    #[test]
    fn an_older_key_still_opens_what_it_sealed() {
        let before = keyring(&key("k1", '1')).unwrap();
        let (key_id, sealed) = before.seal(b"purpose", b"text").unwrap();
        let after = keyring(&(key("k2", '2') + &key("k1", '1'))).unwrap();
        assert_eq!(after.open(&key_id, b"purpose", &sealed).unwrap(), b"text");
        assert_eq!(after.seal(b"purpose", b"text").unwrap().0, "k2");
    }

    #[test]
    fn altered_moved_or_foreign_bytes_do_not_open() {
        let ring = keyring(&key("k1", '1')).unwrap();
        let (key_id, mut sealed) = ring.seal(b"a", b"text").unwrap();
        assert!(matches!(ring.open(&key_id, b"b", &sealed), Err(KeyError::Altered)));
        assert!(matches!(ring.open("k9", b"a", &sealed), Err(KeyError::Unknown(_))));
        assert!(matches!(
            keyring(&key("k1", '3')).unwrap().open(&key_id, b"a", &sealed),
            Err(KeyError::Altered)
        ));
        *sealed.last_mut().unwrap() ^= 1;
        assert!(matches!(ring.open(&key_id, b"a", &sealed), Err(KeyError::Altered)));
        assert!(matches!(ring.open(&key_id, b"a", b"short"), Err(KeyError::Altered)));
    }

    #[test]
    fn a_malformed_line_is_named() {
        let text = format!("# comment\n{}k2 abc\n", key("k1", '1'));
        assert!(matches!(keyring(&text), Err(KeyError::Malformed { line: 3, .. })));
        assert!(matches!(keyring(""), Err(KeyError::Malformed { line: 1, .. })));
    }
}
