//! Answers given once (幂等): what a POST was told is kept in the transaction that did it, and told again when
//! the same person sends the same request under the same key. Not here: which operations take a key (`http`).
//!
//! What was asked is kept only as a sealed digest: a request may hold a password or personal data, and a bare
//! digest could be guessed from the database alone.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::clock::Clock;
use crate::app::error::Error;
use crate::app::ids::{hex, unhex};
use crate::app::keys::{KeyError, Keyring};
use crate::domain::id::UserId;
use crate::domain::refusal::words;
use crate::storage::idempotency::{self, IdempotencyRow};
use crate::storage::{Connection, Store, Tx, file_keys};

/// The code of a key that was used for another request.
pub const USED_FOR_ANOTHER_REQUEST: &str = "key_used_for_another_request";

/// A key under which the first answer is kept.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// The key, chosen by the caller.
    pub key: String,
    /// A digest of the whole request: the same key must not be used for something else.
    pub fingerprint: String,
}

/// An answer: given now, or given before under the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// What it says. It is kept as it is, so it must hold nothing secret.
    pub given: T,
    /// Whether it is the first answer, repeated.
    pub repeated: bool,
}

impl<T> Answer<T> {
    /// An answer that was not given before.
    pub(crate) fn new(given: T) -> Answer<T> {
        Answer { given, repeated: false }
    }
}

/// Who asks, under which key, and with which HTTP status the answer is kept.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) by: UserId,
    pub(crate) key: IdempotencyKey,
    pub(crate) status: i32,
}

/// The digest of what was asked, sealed by the newest key: the id of the key before it. It is tied to its row: moved
/// to another one, it does not open.
fn sealed(
    keyring: &Keyring,
    (by, key): (&str, &str),
    fingerprint: &[u8],
) -> Result<(String, String), KeyError> {
    let (key_id, sealed) = keyring.seal(&purpose(by, key), fingerprint)?;
    let text = format!("{key_id} {}", hex(&sealed));
    Ok((key_id, text))
}

fn opened(keyring: &Keyring, row: &IdempotencyRow) -> Result<Vec<u8>, KeyError> {
    let (key_id, sealed) = row.fingerprint.split_once(' ').ok_or(KeyError::Altered)?;
    keyring.open(key_id, &purpose(&row.actor_id, &row.key), &unhex(sealed).ok_or(KeyError::Altered)?)
}

/// The digest of a kept answer, sealed again by the newest key.
pub(crate) fn resealed(keyring: &Keyring, row: &IdempotencyRow) -> Result<String, KeyError> {
    let fingerprint = opened(keyring, row)?;
    sealed(keyring, (&row.actor_id, &row.key), &fingerprint).map(|(_, text)| text)
}

fn purpose(by: &str, key: &str) -> Vec<u8> {
    format!("idempotency:{by}:{key}").into_bytes()
}

/// The answers that were given. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Answers {
    store: Store,
    clock: Clock,
    keyring: Arc<Keyring>,
}

impl Answers {
    /// The answers kept in this store.
    #[must_use]
    pub fn new(store: Store, clock: Clock, keyring: Arc<Keyring>) -> Answers {
        Answers { store, clock, keyring }
    }

    /// Does the work in one transaction and keeps its answer there; under a key that was answered before, gives the
    /// first answer and does nothing.
    ///
    /// # Errors
    /// The work's own, of which nothing is kept; a key that was used for another request.
    pub(crate) async fn once<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        asked: Option<Asked>,
        work: impl FnOnce(&mut Tx) -> Result<T, Error> + Send + 'static,
    ) -> Result<Answer<T>, Error> {
        let Some(asked) = asked else {
            return self.store.write(work).await.map(Answer::new);
        };
        let (answers, repetition) = (self.clone(), asked.clone());
        let done = self.store.write(move |tx| answers.once_in(tx, &asked, work)).await;
        match done {
            // Two equal requests at once (a double click): the one that lost asks what the one that won was told.
            Err(error) if may_have_lost(&error) => self.first(&repetition).await?.ok_or(error),
            done => done,
        }
    }

    /// The first answer under a key, if there is one: for work that begins before its transaction.
    ///
    /// # Errors
    /// A key that was used for another request.
    pub(crate) async fn first<T: DeserializeOwned + Send + 'static>(
        &self,
        asked: &Asked,
    ) -> Result<Option<Answer<T>>, Error> {
        let (answers, asked) = (self.clone(), asked.clone());
        self.store.read(move |c: &mut Connection| answers.find(c, &asked)).await
    }

    fn once_in<T: Serialize + DeserializeOwned>(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        work: impl FnOnce(&mut Tx) -> Result<T, Error>,
    ) -> Result<Answer<T>, Error> {
        if let Some(first) = self.find(tx, asked)? {
            return Ok(first);
        }
        let given = work(tx)?;
        let (key_id, row) = self.row(asked, &given)?;
        file_keys::hold(tx, &[&key_id])?;
        idempotency::insert(tx, &row)?;
        Ok(Answer::new(given))
    }

    /// The row of an answer, and the master key that it needs.
    fn row(&self, asked: &Asked, given: &impl Serialize) -> Result<(String, IdempotencyRow), Error> {
        let (by, key) = (asked.by.to_string(), &asked.key.key);
        let (key_id, fingerprint) = sealed(&self.keyring, (&by, key), asked.key.fingerprint.as_bytes())?;
        let row = IdempotencyRow {
            actor_id: by,
            key: key.clone(),
            fingerprint,
            status: asked.status,
            body: serde_json::to_string(given).map_err(|error| Error::Broken(error.to_string()))?,
            etag: None,
            created_at: self.clock.now().timestamp_micros(),
        };
        Ok((key_id, row))
    }

    fn find<T: DeserializeOwned>(
        &self,
        c: &mut Connection,
        asked: &Asked,
    ) -> Result<Option<Answer<T>>, Error> {
        let Some(row) = idempotency::find(c, &asked.by.to_string(), &asked.key.key)? else { return Ok(None) };
        let fingerprint = opened(&self.keyring, &row)?;
        if fingerprint != asked.key.fingerprint.as_bytes() {
            return Err(used_for_another_request());
        }
        let given = serde_json::from_str(&row.body).map_err(|error| Error::Broken(error.to_string()))?;
        Ok(Some(Answer { given, repeated: true }))
    }
}

/// Whether an error may come of an equal request that was done meanwhile.
fn may_have_lost(error: &Error) -> bool {
    matches!(error, Error::Stale | Error::Storage(_) | Error::Refused(_) | Error::Conflict { .. })
}

fn used_for_another_request() -> Error {
    Error::Conflict {
        code: USED_FOR_ANOTHER_REQUEST,
        words: words(
            "该幂等键（Idempotency-Key）已用于另一请求，请换用新的键",
            "this Idempotency-Key was used for another request; use a new one",
        ),
    }
}
