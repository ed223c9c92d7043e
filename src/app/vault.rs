//! The vault (个人信息保险库): personal data sealed under the master key, each row with a digest
//! key of its own. A docket entry holds the row's digest: it proves the row unaltered, survives a
//! change of the master key, and says nothing once the row is destroyed.
//! Not here: the rows (`storage::vault`), and who may look.

use std::sync::Arc;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::app::error::Error;
use crate::app::ids::{hex, random};
use crate::app::keys::{IndexKey, KeyError, Keyring};
use crate::domain::id::VaultId;
use crate::domain::party::Person;
use crate::domain::same_person::KnownBy;
use crate::storage::vault::{PersonIndex, Sought};

/// What the digests of ID numbers are for; another purpose gives another digest of the same text.
const ID_NUMBER: &str = "sikuai index: id number";
const NAME_AND_PHONE: &str = "sikuai index: name and phone";
const DIGEST_KEY_BYTES: usize = 32;

/// Seals and opens personal data.
#[derive(Debug, Clone)]
pub struct Vault {
    keyring: Arc<Keyring>,
}

/// Personal data as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What the row holds.
    pub bytes: Vec<u8>,
    /// The master key that opens it.
    pub key_id: String,
    /// HMAC-SHA256 under the row's own digest key, in hexadecimal: what the docket holds.
    pub digest: String,
}

/// Personal data in the clear. Not printed, so that it does not get into logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// What was sealed.
    pub plaintext: Vec<u8>,
    /// The digest again, to hold against the docket's.
    pub digest: String,
}

/// Why a vault row does not open.
#[derive(Debug, thiserror::Error)]
#[error("vault row {}: {source}", .id.0)]
pub struct VaultError {
    /// The row.
    pub id: VaultId,
    /// What is wrong.
    pub source: KeyError,
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Error {
        Error::Broken(error.to_string())
    }
}

impl Vault {
    /// A vault under these keys.
    #[must_use]
    pub fn new(keyring: Arc<Keyring>) -> Vault {
        Vault { keyring }
    }

    /// The keys.
    pub(crate) fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Seals personal data for one row, under a new digest key.
    ///
    /// # Errors
    /// When it is far too much.
    pub fn seal(&self, id: VaultId, plaintext: &[u8]) -> Result<Sealed, VaultError> {
        self.seal_under(id, plaintext, &random())
    }

    /// Seals a row again under the newest master key; its digest stays.
    ///
    /// # Errors
    /// When the row does not open.
    pub fn reseal(&self, id: VaultId, key_id: &str, bytes: &[u8]) -> Result<Sealed, VaultError> {
        let (digest_key, plaintext) = self.open_parts(id, key_id, bytes)?;
        self.seal_under(id, &plaintext, &digest_key)
    }

    /// Opens a row.
    ///
    /// # Errors
    /// A key that is not there, or bytes that were altered or belong to another row.
    pub fn open(&self, id: VaultId, key_id: &str, bytes: &[u8]) -> Result<Opened, VaultError> {
        let (digest_key, plaintext) = self.open_parts(id, key_id, bytes)?;
        let digest = digest(&digest_key, &plaintext);
        Ok(Opened { plaintext, digest })
    }

    /// By what a person is found again, under the newest index key.
    #[must_use]
    pub fn index(&self, person: &Person) -> PersonIndex {
        self.indexes(person).into_iter().next().unwrap_or_default()
    }

    /// Whether this is what a person is found by, under whichever index key.
    #[must_use]
    pub fn is_indexed(&self, person: &Person, index: &PersonIndex) -> bool {
        self.indexes(person).contains(index)
    }

    /// By what a person is found again, under every index key, the newest first.
    fn indexes(&self, person: &Person) -> Vec<PersonIndex> {
        let KnownBy { id_number, name_and_phone } = KnownBy::of(person);
        let under = |key: &IndexKey| PersonIndex {
            index_key: Some(key.id().to_owned()),
            id_index: id_number.as_deref().map(|text| key.digest(ID_NUMBER, text)),
            contact_index: name_and_phone.as_deref().map(|text| key.digest(NAME_AND_PHONE, text)),
        };
        self.keyring.index_keys().iter().map(under).collect()
    }

    /// The people to look for, under every index key: rows may still be under an older one.
    #[must_use]
    pub fn sought<'p>(&self, people: impl IntoIterator<Item = &'p Person>) -> Sought {
        let mut sought = Sought::default();
        for index in people.into_iter().flat_map(|person| self.indexes(person)) {
            sought.id_indexes.extend(index.id_index);
            sought.contact_indexes.extend(index.contact_index);
        }
        sought
    }

    fn seal_under(
        &self,
        id: VaultId,
        plaintext: &[u8],
        digest_key: &[u8; DIGEST_KEY_BYTES],
    ) -> Result<Sealed, VaultError> {
        let both = [digest_key.as_slice(), plaintext].concat();
        let (key_id, bytes) =
            self.keyring.seal(&purpose(id), &both).map_err(|source| VaultError { id, source })?;
        Ok(Sealed { bytes, key_id, digest: digest(digest_key, plaintext) })
    }

    fn open_parts(
        &self,
        id: VaultId,
        key_id: &str,
        bytes: &[u8],
    ) -> Result<([u8; DIGEST_KEY_BYTES], Vec<u8>), VaultError> {
        let both =
            self.keyring.open(key_id, &purpose(id), bytes).map_err(|source| VaultError { id, source })?;
        let (digest_key, plaintext) =
            both.split_first_chunk().ok_or(VaultError { id, source: KeyError::Altered })?;
        Ok((*digest_key, plaintext.to_vec()))
    }
}

/// Ties the bytes to their row: moved to another one, they do not open.
fn purpose(id: VaultId) -> Vec<u8> {
    [b"vault:".as_slice(), id.0.as_bytes()].concat()
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn digest(key: &[u8; DIGEST_KEY_BYTES], plaintext: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(plaintext);
    hex(&mac.finalize().into_bytes())
}
