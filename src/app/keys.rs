//! The master keys (主密钥): they seal what must not be read from the database alone, live in a
//! file outside it, and are found again by their ids, so that they can be rotated. And the index keys (检索密钥),
//! which make digests that only who has them can make.
//! Not here: the file (`key_file`), what is sealed (`vault`, `tokens`).

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::app::error::Error;
use crate::app::ids::{hex, random, unhex};
use crate::app::key_file::{Key, Keys, unusable};
use crate::storage::{Store, meta};

/// Where the database keeps the value that tells a right key from a wrong one.
const KEY_CHECK: &str = "key_check";
/// What is sealed for that.
const KEY_CHECK_TEXT: &[u8] = b"sikuai key check";
/// Whoever changes the key file of this database has the turn for it, on whatever machine.
const KEY_FILE_TURN: &str = "key_file_turn";
/// What stands before the id of the index key until everybody is indexed.
const INDEXING: &str = "indexing ";
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
    /// The file lacks a key that the database names.
    #[error("密钥文件 {} 缺少检索密钥 {id},请从其他实例复制 the key file lacks the index key {id}: copy it from \
             the instance that has it", .path.display())]
    Lacks {
        /// The file.
        path: PathBuf,
        /// The key.
        id: String,
    },
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

/// The keys of one file. Never printed.
pub struct Keyring {
    keys: Keys,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("newest", &self.keys.newest.id).finish_non_exhaustive()
    }
}

/// Whether the key file was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFile {
    /// It was.
    Found,
    /// It was made just now: somebody must keep a copy of it.
    Made,
    /// It was, and got a key just now: the copies of it must be made anew.
    Extended,
}

/// A key that makes digests which only who has it can make.
pub(crate) struct IndexKey<'a>(&'a Key);

impl IndexKey<'_> {
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    /// The digest of a text, for one purpose: the same text for another one has another digest.
    pub(crate) fn digest(&self, purpose: &str, text: &str) -> String {
        hex(&mac(&mac(&self.0.bytes, purpose), text))
    }
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
            return keyring.with_index_key(store, path, file);
        };
        if !path.exists() {
            return Err(KeyError::Missing(path.to_path_buf()).into());
        }
        let keyring = Keyring::load(path)?;
        keyring.prove(&check).map_err(|_| KeyError::Wrong(path.to_path_buf()))?;
        keyring.with_index_key(store, path, KeyFile::Found)
    }

    /// Seals bytes with the newest key, for one purpose: they open under the same purpose only.
    ///
    /// # Errors
    /// When the bytes are too many for one seal (256 GiB).
    pub fn seal(&self, purpose: &[u8], plaintext: &[u8]) -> Result<(String, Vec<u8>), KeyError> {
        let nonce = random::<NONCE_BYTES>();
        let sealed = cipher(&self.keys.newest)
            .encrypt(&Nonce::from(nonce), Payload { msg: plaintext, aad: purpose })
            .map_err(|_| KeyError::Altered)?;
        Ok((self.keys.newest.id.clone(), [nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Keyring::seal`] sealed.
    ///
    /// # Errors
    /// An unknown key, altered bytes, or another purpose.
    pub fn open(&self, key_id: &str, purpose: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = std::iter::once(&self.keys.newest)
            .chain(&self.keys.older)
            .find(|key| key.id == key_id)
            .ok_or_else(|| KeyError::Unknown(key_id.to_owned()))?;
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(KeyError::Altered)?;
        cipher(key)
            .decrypt(&Nonce::from(*nonce), Payload { msg: text, aad: purpose })
            .map_err(|_| KeyError::Altered)
    }

    /// The index keys, the newest first.
    pub(crate) fn index_keys(&self) -> Vec<IndexKey<'_>> {
        self.keys.indexes.iter().map(IndexKey).collect()
    }

    /// The index key by which everybody is to be indexed, if some are not yet.
    ///
    /// # Errors
    /// That the database does not answer.
    pub(crate) fn unfinished_index(store: &Store) -> Result<Option<String>, Error> {
        let said = store.read_blocking(|c| Ok::<_, Error>(meta::get(c, meta::INDEX_KEY)?))?;
        Ok(said.and_then(|said| said.strip_prefix(INDEXING).map(str::to_owned)))
    }

    /// Puts down that everybody is indexed by a key, if that is still the one.
    ///
    /// # Errors
    /// That the database does not answer.
    pub(crate) fn finish_index(store: &Store, id: String) -> Result<(), Error> {
        store.write_blocking(move |tx| {
            meta::take_turn(tx, KEY_FILE_TURN)?;
            if meta::get(tx, meta::INDEX_KEY)?.is_some_and(|said| said == format!("{INDEXING}{id}")) {
                meta::set(tx, meta::INDEX_KEY, &id)?;
            }
            Ok(())
        })
    }

    /// These keys with the index key of this database. A database that has none yet gets the file's, and a file
    /// that has none gets one.
    fn with_index_key(self, store: &Store, path: &Path, file: KeyFile) -> Result<(Keyring, KeyFile), Error> {
        let said: Option<String> = store.read_blocking(|c| Ok::<_, Error>(meta::get(c, meta::INDEX_KEY)?))?;
        let Some(said) = said else { return take_index_key(store, path.to_path_buf(), file) };
        let id = said.strip_prefix(INDEXING).unwrap_or(&said);
        if !self.keys.indexes.iter().any(|key| key.id == id) {
            return Err(KeyError::Lacks { path: path.to_path_buf(), id: id.to_owned() }.into());
        }
        Ok((self, file))
    }

    fn load_or_make(path: &Path) -> Result<(Keyring, KeyFile), KeyError> {
        let keys = Keys::new();
        match keys.make(path) {
            Ok(()) => Ok((Keyring { keys }, KeyFile::Made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Ok((Keyring::load(path)?, KeyFile::Found))
            }
            Err(error) => Err(unusable(path, &error)),
        }
    }

    fn load(path: &Path) -> Result<Keyring, KeyError> {
        Ok(Keyring { keys: Keys::read(path)? })
    }

    fn write_check(&self, store: &Store) -> Result<(), Error> {
        let (key_id, sealed) = self.seal(KEY_CHECK.as_bytes(), KEY_CHECK_TEXT)?;
        let check = format!("{key_id} {}", hex(&sealed));
        store.write_blocking(move |tx| match meta::get(tx, KEY_CHECK)? {
            None => Ok(meta::set(tx, KEY_CHECK, &check)?),
            Some(_) => Err(taken_just_now()),
        })
    }

    fn prove(&self, check: &str) -> Result<(), KeyError> {
        let (key_id, sealed) = check.split_once(' ').ok_or(KeyError::Altered)?;
        let opened = self.open(key_id, KEY_CHECK.as_bytes(), &unhex(sealed).ok_or(KeyError::Altered)?)?;
        if opened == KEY_CHECK_TEXT { Ok(()) } else { Err(KeyError::Altered) }
    }
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&chacha20poly1305::Key::from(key.bytes))
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(key: &[u8], text: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The file is changed only while the database is held, so that of several instances one does it, and the others
/// find what it did.
fn take_index_key(store: &Store, path: PathBuf, file: KeyFile) -> Result<(Keyring, KeyFile), Error> {
    store.write_blocking(move |tx| {
        meta::take_turn(tx, KEY_FILE_TURN)?;
        let mut keys = Keys::read(&path)?;
        if meta::get(tx, meta::INDEX_KEY)?.is_some() {
            return Err(taken_just_now());
        }
        let mut file = file;
        if keys.indexes.is_empty() {
            keys.indexes.push(Key::new());
            keys.replace(&path)?;
            file = KeyFile::Extended;
        }
        let id = keys.indexes.first().map(|key| key.id.clone()).unwrap_or_default();
        meta::set(tx, meta::INDEX_KEY, &format!("{INDEXING}{id}"))?;
        Ok((Keyring { keys }, file))
    })
}

/// Another instance started for the first time just now; it must have had the same file.
fn taken_just_now() -> Error {
    Error::Broken(
        "另一实例刚刚启用该数据库,请重新启动 another instance took this database into use just now; start again"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring(text: &str) -> Result<Keyring, KeyError> {
        Keys::parse(text, Path::new("test.key")).map(|keys| Keyring { keys })
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
    fn an_index_is_of_its_key_and_its_purpose() {
        let ring =
            keyring(&(key("k1", '1') + "index " + &key("i2", '2') + "index " + &key("i1", '3'))).unwrap();
        let keys = ring.index_keys();
        assert_eq!((keys[0].id(), keys[1].id()), ("i2", "i1"));
        let digest = keys[0].digest("id", "text");
        assert_ne!(keys[1].digest("id", "text"), digest);
        assert_ne!(keys[0].digest("contact", "text"), digest);
        // HMAC-SHA256(HMAC-SHA256(32 bytes of 0x22, "id"), "text"), by Python's hmac.
        assert_eq!(digest, "ba389fec84aec0326ef0f7c235d34fbec7d765253260452ef929f53d1a87c6dc");
    }
}
