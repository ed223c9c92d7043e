//! Access tokens (访问令牌): JWT signed with Ed25519 under a key id. The keys lie in the database,
//! sealed; each signs for 90 days and is then replaced. Not here: sessions, which can be revoked.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::clock::Clock;
use crate::app::error::Error;
use crate::app::ids::{hex, random};
use crate::app::keys::Keyring;
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::storage::signing_keys::{self, SigningKeyRow};
use crate::storage::{Store, Tx, file_keys};

/// How long a key signs.
const SIGNING_DAYS_MAX: i64 = 90;
/// How long a retired key still verifies: longer than any access token lives.
const RETIRED_MINUTES_MAX: i64 = 120;
/// What comes before the 32 bytes of a private key in PKCS #8 for Ed25519 (RFC 8410).
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The person.
    pub sub: Uuid,
    /// Their role when the token was made; the database's word counts.
    pub role: Role,
    /// The session.
    pub sid: Uuid,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
}

/// Signs and verifies access tokens.
pub struct TokenKeys {
    store: Store,
    clock: Clock,
    keyring: Arc<Keyring>,
    known: RwLock<Known>,
}

/// The keys that are in memory.
#[derive(Default)]
struct Known {
    signing: Option<Signing>,
    verifying: HashMap<String, DecodingKey>,
}

#[derive(Clone)]
struct Signing {
    kid: String,
    key: EncodingKey,
    until: DateTime<Utc>,
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKeys")
    }
}

impl TokenKeys {
    /// Keys that are read from the store when they are first needed.
    #[must_use]
    pub fn new(store: Store, clock: Clock, keyring: Arc<Keyring>) -> TokenKeys {
        TokenKeys { store, clock, keyring, known: RwLock::default() }
    }

    /// Signs a token.
    ///
    /// # Errors
    /// When the keys cannot be read or made.
    pub async fn sign(&self, claims: &Claims) -> Result<String, Error> {
        let signing = match self.signing() {
            Some(signing) => signing,
            None => self.renew().await?,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(signing.kid);
        jsonwebtoken::encode(&header, claims, &signing.key).map_err(|error| broken(&error))
    }

    /// What a token says, if we signed it and its time is not over, by our clock.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]; or that the keys cannot be read.
    pub async fn verify(&self, token: &str) -> Result<Claims, Error> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| invalid())?;
        let kid = header.kid.ok_or_else(invalid)?;
        // Another instance may have made the key since ours were read.
        if self.verifying(&kid).is_none() {
            self.load().await?;
        }
        let key = self.verifying(&kid).ok_or_else(invalid)?;
        let claims =
            jsonwebtoken::decode::<Claims>(token, &key, &only_signature()).map_err(|_| invalid())?.claims;
        if claims.exp <= self.clock.now().timestamp() {
            return Err(Error::Unauthenticated(words("登录已过期", "The access token has expired.")));
        }
        Ok(claims)
    }

    fn signing(&self) -> Option<Signing> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.signing.clone().filter(|signing| self.clock.now() < signing.until)
    }

    fn verifying(&self, kid: &str) -> Option<DecodingKey> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).verifying.get(kid).cloned()
    }

    /// The key that signs now: the database's newest, or a new one where there is none young enough.
    async fn renew(&self) -> Result<Signing, Error> {
        let now = self.clock.now();
        let (key_id, fresh) = self.fresh_row(now)?;
        self.store.write(move |tx| rotate(tx, (&key_id, &fresh), now)).await?;
        self.load().await?;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.signing.clone().ok_or_else(|| Error::Broken("no signing key".to_owned()))
    }

    async fn load(&self) -> Result<(), Error> {
        let rows = self.store.read(|c| Ok::<_, Error>(signing_keys::of(c, signing_keys::TOKEN)?)).await?;
        let oldest_retired = (self.clock.now() - TimeDelta::minutes(RETIRED_MINUTES_MAX)).timestamp_micros();
        let mut known = Known::default();
        for row in rows {
            if row.retired_at.is_none_or(|retired| retired >= oldest_retired) {
                self.learn(&mut known, &row)?;
            }
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    fn learn(&self, known: &mut Known, row: &SigningKeyRow) -> Result<(), Error> {
        let seed = opened(&self.keyring, row)?;
        let public = SigningKey::from_bytes(&seed).verifying_key();
        known.verifying.insert(row.kid.clone(), DecodingKey::from_ed_der(public.as_bytes()));
        let newest = known.signing.is_none() && row.retired_at.is_none();
        if let Some(created) = DateTime::from_timestamp_micros(row.created_at).filter(|_| newest) {
            known.signing = Some(Signing {
                kid: row.kid.clone(),
                key: EncodingKey::from_ed_der(&[PKCS8_PREFIX.as_slice(), &seed].concat()),
                until: created + TimeDelta::days(SIGNING_DAYS_MAX),
            });
        }
        Ok(())
    }

    /// A new key, and the master key that it needs.
    fn fresh_row(&self, now: DateTime<Utc>) -> Result<(String, SigningKeyRow), Error> {
        fresh(&self.keyring, signing_keys::TOKEN, now)
    }
}

/// A new key for a purpose, and the master key that it needs.
pub(crate) fn fresh(
    keyring: &Keyring,
    purpose: &str,
    now: DateTime<Utc>,
) -> Result<(String, SigningKeyRow), Error> {
    let kid = hex(&random::<8>());
    let (key_id, sealed) = sealed(keyring, &kid, &random::<32>())?;
    let (created_at, purpose) = (now.timestamp_micros(), purpose.to_owned());
    Ok((key_id, SigningKeyRow { kid, sealed, created_at, retired_at: None, purpose }))
}

/// A private key, sealed: the id of the master key stands before the sealed bytes.
fn sealed(keyring: &Keyring, kid: &str, seed: &[u8]) -> Result<(String, Vec<u8>), Error> {
    let (key_id, sealed) = keyring.seal(&purpose(kid), seed)?;
    let text = [key_id.as_bytes(), b" ", &sealed].concat();
    Ok((key_id, text))
}

/// The private key of a row.
pub(crate) fn opened(keyring: &Keyring, row: &SigningKeyRow) -> Result<[u8; 32], Error> {
    let malformed = || Error::Broken(format!("signing key {} is malformed", row.kid));
    let sealed = row.sealed.splitn(2, |byte| *byte == b' ').nth(1).ok_or_else(malformed)?;
    let key_id = sealed_by(row).ok_or_else(malformed)?;
    keyring.open(key_id, &purpose(&row.kid), sealed)?.try_into().map_err(|_| malformed())
}

/// Which master key sealed a key.
pub(crate) fn sealed_by(row: &SigningKeyRow) -> Option<&str> {
    row.sealed.splitn(2, |byte| *byte == b' ').next().and_then(|id| std::str::from_utf8(id).ok())
}

/// A key sealed again by the newest master key.
pub(crate) fn resealed(keyring: &Keyring, row: &SigningKeyRow) -> Result<Vec<u8>, Error> {
    Ok(sealed(keyring, &row.kid, &opened(keyring, row)?)?.1)
}

/// Puts a key in the place of those that have signed long enough, unless another instance just did.
fn rotate(tx: &mut Tx, (key_id, fresh): (&str, &SigningKeyRow), now: DateTime<Utc>) -> Result<(), Error> {
    let oldest = (now - TimeDelta::days(SIGNING_DAYS_MAX)).timestamp_micros();
    let keys = signing_keys::of(tx, signing_keys::TOKEN)?;
    let active: Vec<SigningKeyRow> = keys.into_iter().filter(|row| row.retired_at.is_none()).collect();
    if active.first().is_some_and(|newest| newest.created_at > oldest) {
        return Ok(());
    }
    for row in active {
        signing_keys::retire(tx, &row.kid, now.timestamp_micros())?;
    }
    file_keys::hold(tx, &[key_id])?;
    Ok(signing_keys::insert(tx, fresh)?)
}

fn purpose(kid: &str) -> Vec<u8> {
    [b"signing-key:".as_slice(), kid.as_bytes()].concat()
}

/// Only the signature, and only by the algorithm that we use. The times are ours to judge: the
/// library would ask the machine's clock.
fn only_signature() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

fn invalid() -> Error {
    Error::Unauthenticated(words("登录凭证无效", "The access token is not valid."))
}

fn broken(error: &jsonwebtoken::errors::Error) -> Error {
    Error::Broken(format!("signing a token: {error}"))
}
