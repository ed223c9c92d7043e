//! The key that signs publications (公布签名密钥): Ed25519, sealed in the database as the keys of access tokens are. Whoever
//! has the database alone can neither sign nor put another key in its place; the public half is told to everybody.

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::error::Error;
use crate::app::ids::{hex, unhex};
use crate::app::keys::Keyring;
use crate::app::register::Register;
use crate::app::tokens;
use crate::domain::publication::signed_text;
use crate::storage::signing_keys::{self, PUBLICATION, SigningKeyRow};
use crate::storage::{Connection, StorageError, Tx, file_keys, meta};

/// Whoever makes the first key has the turn for it.
const KEY_TURN: &str = "publication_key_turn";

/// The public half of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicKey {
    /// Its id, which each publication names.
    pub key_id: String,
    /// `Ed25519`.
    pub algorithm: &'static str,
    /// The 32 bytes of the key, in hexadecimal.
    pub public_key: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it was replaced; it still verifies what it signed.
    pub retired_at: Option<DateTime<Utc>>,
}

/// A signature, and the key that made it.
pub(crate) struct Signed {
    pub(crate) key_id: String,
    pub(crate) signature: String,
}

/// Keys that verify.
pub(crate) struct Verifying(Vec<(String, VerifyingKey)>);

impl Verifying {
    /// Every key there is.
    pub(crate) fn load(c: &mut Connection, keyring: &Keyring) -> Result<Verifying, Error> {
        let keys = signing_keys::of(c, PUBLICATION)?;
        let verifying = |row: SigningKeyRow| {
            let seed = tokens::opened(keyring, &row)?;
            Ok::<_, Error>((row.kid, SigningKey::from_bytes(&seed).verifying_key()))
        };
        Ok(Verifying(keys.into_iter().map(verifying).collect::<Result<_, Error>>()?))
    }

    /// Whether a key signed a hash.
    pub(crate) fn verifies(&self, (key_id, signature): (&str, &str), sha256: &str) -> bool {
        let key = self.0.iter().find(|(id, _)| id == key_id).map(|(_, key)| key);
        let signature = unhex(signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
        key.zip(signature).is_some_and(|(key, signature)| {
            key.verify_strict(signed_text(sha256).as_bytes(), &signature).is_ok()
        })
    }
}

impl Register {
    /// The public halves of the keys that sign or signed publications, the newest first.
    ///
    /// # Errors
    /// That the database does not answer, or a key cannot be opened.
    pub async fn publication_keys(&self) -> Result<Vec<PublicKey>, Error> {
        let register = self.clone();
        let work = move |c: &mut Connection| {
            let (keyring, rows) = (register.vault.keyring(), signing_keys::of(c, PUBLICATION)?);
            let shown = |row: &SigningKeyRow| {
                let key = SigningKey::from_bytes(&tokens::opened(keyring, row)?).verifying_key();
                Ok(PublicKey {
                    key_id: row.kid.clone(),
                    algorithm: "Ed25519",
                    public_key: hex(key.as_bytes()),
                    made_at: instant(row, row.created_at)?,
                    retired_at: row.retired_at.map(|at| instant(row, at)).transpose()?,
                })
            };
            rows.iter().map(shown).collect()
        };
        self.store.read(work).await
    }

    /// Signs a hash with the newest key, which is made if there is none.
    pub(crate) fn sign_publication(&self, tx: &mut Tx, sha256: &str) -> Result<Signed, Error> {
        meta::take_turn(tx, KEY_TURN)?;
        let keyring = self.vault.keyring();
        let newest = signing_keys::of(tx, PUBLICATION)?.into_iter().find(|row| row.retired_at.is_none());
        let row = if let Some(row) = newest {
            row
        } else {
            let (master, row) = tokens::fresh(keyring, PUBLICATION, self.clock.now())?;
            file_keys::hold(tx, &[&master])?;
            signing_keys::insert(tx, &row)?;
            row
        };
        let key = SigningKey::from_bytes(&tokens::opened(keyring, &row)?);
        let signature = hex(&key.sign(signed_text(sha256).as_bytes()).to_bytes());
        Ok(Signed { key_id: row.kid, signature })
    }
}

fn instant(row: &SigningKeyRow, at: i64) -> Result<DateTime<Utc>, Error> {
    let wrong = || StorageError::Inconsistent {
        table: "signing_keys",
        key: row.kid.clone(),
        what: "an instant cannot be".to_owned(),
    };
    Ok(DateTime::from_timestamp_micros(at).ok_or_else(wrong)?)
}
