//! The master keys (主密钥): they seal what must not be read from the database alone, live in a
//! file outside it, and are found again by their ids, so that they can be rotated. And the index keys (检索密钥),
//! which make digests that only who has them can make.
//! Not here: the file (`key_file`), whether it is this database's (`key_use`), what is sealed (`vault`, `tokens`).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::app::error::Error;
use crate::app::ids::{hex, random};
use crate::app::key_file::{Key, Keys, Stamp};
use crate::domain::search::first_number;

const NONCE_BYTES: usize = 12;
/// What the numbers of terms are for.
const SEARCH: &str = "sikuai index: search";

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
        "密钥文件的权限过宽（{mode:03o}），请运行 chmod 600 the key file is open to others (mode {mode:03o}), \
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
    /// The file lacks the key that the database is sealed with.
    #[error("密钥与数据库不符：密钥文件 {} 缺少主密钥 {id} the key file {} does not belong to this database, or is older \
             than its last rotation: it lacks the master key {id}", .path.display(), .path.display())]
    Outdated {
        /// The file.
        path: PathBuf,
        /// The key.
        id: String,
    },
    /// The file lacks a key that the database names.
    #[error("密钥文件 {} 缺少检索密钥 {id}，请从其他实例复制 the key file lacks the index key {id}: copy it from \
             the instance that has it", .path.display())]
    Lacks {
        /// The file.
        path: PathBuf,
        /// The key.
        id: String,
    },
    /// No key has this id.
    #[error("密钥文件 {} 中没有编号为 {id} 的密钥 the key file {} has no key {id}", .path.display(), .path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The key.
        id: String,
    },
    /// The bytes were not sealed by this key for this purpose, or were altered.
    #[error("密文不可解或已被改动 sealed bytes do not open: they were altered or moved")]
    Altered,
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Error {
        Error::Broken(error.to_string())
    }
}

/// The keys of one file. Never printed. The file may change while they are used (`key_rotation`): it is looked at
/// before anything is sealed or looked for, and read again when a key is asked for that is not known.
pub struct Keyring {
    path: PathBuf,
    held: RwLock<Held>,
}

/// The keys as they were last read.
struct Held {
    keys: Arc<Keys>,
    stamp: Option<Stamp>,
    /// Master keys that the file had before: what is being read may still need them, and a wrong file put in the place
    /// of the right one must not keep a running program from reading.
    remembered: Vec<Key>,
}

impl Held {
    fn opens_with(&self, key_id: &str) -> Option<&Key> {
        self.keys.master(key_id).or_else(|| self.remembered.iter().find(|key| key.id == key_id))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A key that makes digests which only who has it can make.
pub(crate) struct IndexKey(Key);

impl IndexKey {
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    /// The number under which a term of personal data is kept for the search.
    pub(crate) fn term(&self, text: &str) -> i64 {
        first_number(&mac(&mac(&self.0.bytes, SEARCH), text))
    }

    /// The digest of a text, for one purpose: the same text for another one has another digest.
    pub(crate) fn digest(&self, purpose: &str, text: &str) -> String {
        hex(&mac(&mac(&self.0.bytes, purpose), text))
    }
}

impl Keyring {
    /// The keys of a file.
    ///
    /// # Errors
    /// A file that cannot be read, or is malformed.
    pub(crate) fn load(path: &Path) -> Result<Keyring, KeyError> {
        // Looked at before it is read: a change in between is seen the next time.
        let stamp = Stamp::of(path);
        Ok(Keyring::of(Keys::read(path)?, path, stamp))
    }

    fn of(keys: Keys, path: &Path, stamp: Option<Stamp>) -> Keyring {
        Keyring {
            path: path.to_path_buf(),
            held: RwLock::new(Held { keys: Arc::new(keys), stamp, remembered: Vec::new() }),
        }
    }

    /// Seals bytes with the newest key, for one purpose: they open under the same purpose only.
    ///
    /// # Errors
    /// When the bytes are too many for one seal (256 GiB).
    pub fn seal(&self, purpose: &[u8], plaintext: &[u8]) -> Result<(String, Vec<u8>), KeyError> {
        let keys = self.current();
        let nonce = random::<NONCE_BYTES>();
        let sealed = cipher(&keys.newest)
            .encrypt(&Nonce::from(nonce), Payload { msg: plaintext, aad: purpose })
            .map_err(|_| KeyError::Altered)?;
        Ok((keys.newest.id.clone(), [nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Keyring::seal`] sealed.
    ///
    /// # Errors
    /// An unknown key, altered bytes, or another purpose.
    pub fn open(&self, key_id: &str, purpose: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = match self.known(key_id) {
            Some(key) => key,
            // Another instance may seal with a key that came into the file since it was read.
            None => self.reread_for(key_id)?,
        };
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(KeyError::Altered)?;
        cipher(&key)
            .decrypt(&Nonce::from(*nonce), Payload { msg: text, aad: purpose })
            .map_err(|_| KeyError::Altered)
    }

    /// The index keys, the newest first.
    pub(crate) fn index_keys(&self) -> Vec<IndexKey> {
        self.current().indexes.iter().cloned().map(IndexKey).collect()
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The keys as the file has them now; as it had them when it cannot be read. Another office's file is taken for
    /// this one's here: what its keys seal is refused (`file_keys::hold`).
    pub(crate) fn current(&self) -> Arc<Keys> {
        let stamp = Stamp::of(&self.path);
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let (keys, is_fresh) = (Arc::clone(&held.keys), stamp.is_none() || held.stamp == stamp);
        drop(held);
        if is_fresh { keys } else { self.read_again().unwrap_or(keys) }
    }

    fn known(&self, key_id: &str) -> Option<Key> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).opens_with(key_id).cloned()
    }

    fn reread_for(&self, key_id: &str) -> Result<Key, KeyError> {
        let keys = self.read_again()?;
        let unknown = || KeyError::Unknown { path: self.path.clone(), id: key_id.to_owned() };
        keys.master(key_id).cloned().ok_or_else(unknown)
    }

    fn read_again(&self) -> Result<Arc<Keys>, KeyError> {
        let stamp = Stamp::of(&self.path);
        let keys = Arc::new(Keys::read(&self.path)?);
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let gone: Vec<Key> = held
            .keys
            .masters()
            .filter(|key| held.remembered.iter().all(|other| other.id != key.id))
            .cloned()
            .collect();
        held.remembered.extend(gone);
        held.keys = Arc::clone(&keys);
        held.stamp = stamp;
        Ok(keys)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring(text: &str) -> Result<Keyring, KeyError> {
        Keys::parse(text, Path::new("test.key")).map(|keys| Keyring::of(keys, Path::new("test.key"), None))
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
        assert!(matches!(ring.open("k9", b"a", &sealed), Err(KeyError::Unusable { .. })));
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
