//! Keys of programs (接口密钥): the report module's client calls with a key of its own instead of logging in. A key stands for a
//! person of the role that pulls figures, is shown once and kept as a digest, ends on a day, and only reads. Not here: how
//! often it may call (`http::limits`).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::identity::{Actor, Identity, role_of, user_id};
use crate::app::ids::{digest_of_secret, hex, random};
use crate::app::permits::ensure;
use crate::domain::id::{ApiKeyId, UserId};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::storage::api_keys::{self, ApiKeyRow};
use crate::storage::{Connection, StorageError, Tx, meta, users};

/// What every key begins with, so that it is known for what it is wherever it is found.
pub const PREFIX: &str = "sikuai_";
/// How long a key may be good.
pub const KEY_DAYS_MAX: u16 = 366;
/// So many keys of somebody may be good at once: the one in use, and its successor, of some programs.
const KEYS_MAX: i64 = 10;
/// The HTTP statuses with which answers are kept.
const CREATED: i32 = 201;
const OK: i32 = 200;
/// Whoever counts keys before issuing one has the turn for it.
const TURN: &str = "api_keys_turn";

/// A key, without the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// For whom it stands.
    pub user: UserId,
    /// What it is called.
    pub name: String,
    /// Who issued it.
    pub made_by: UserId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A key to be issued.
#[derive(Debug, Clone)]
pub struct NewApiKey {
    /// For whom it stands.
    pub user: UserId,
    /// What it is called.
    pub name: String,
    /// For how many days it is good.
    pub days: u16,
}

impl ApiKey {
    fn of(row: &ApiKeyRow) -> Result<ApiKey, Error> {
        let wrong = |what: &str| StorageError::Inconsistent {
            table: "api_keys",
            key: row.id.clone(),
            what: format!("{what} cannot be"),
        };
        let instant = |at: i64| DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("an instant"));
        Ok(ApiKey {
            id: ApiKeyId(row.id.parse().map_err(|_| wrong("its id"))?),
            user: user_id(&row.user_id)?,
            name: row.name.clone(),
            made_by: user_id(&row.made_by)?,
            made_at: instant(row.made_at)?,
            expires_at: instant(row.expires_at)?,
            revoked_at: row.revoked_at.map(instant).transpose()?,
        })
    }
}

impl Identity {
    /// Issues a key; its secret is told once, and not kept. Asked again under the same key of a request no other is issued: the
    /// secret beside a repeated answer is good for nothing.
    ///
    /// # Errors
    /// No such person; one who is no report client, or deactivated; as many keys as there may be; not an administrator.
    pub async fn issue_key(
        &self,
        actor: &Actor,
        new: NewApiKey,
        key: Option<IdempotencyKey>,
    ) -> Result<(Answer<ApiKey>, String), Error> {
        ensure(&actor.caller(), Operation::ManageUsers, None)?;
        let asked = key.map(|key| Asked { by: actor.user, key, status: CREATED });
        let (now, secret) = (self.clock.now(), format!("{PREFIX}{}", hex(&random::<32>())));
        let row = ApiKeyRow {
            id: self.ids.uuid().to_string(),
            user_id: new.user.to_string(),
            name: new.name.trim().to_owned(),
            digest: digest_of_secret(&secret),
            made_by: actor.user.to_string(),
            made_at: now.timestamp_micros(),
            expires_at: (now + TimeDelta::days(i64::from(new.days))).timestamp_micros(),
            revoked_at: None,
        };
        let entry = entry(AuditEvent::ApiKeyMade, actor, &row, now);
        let work = move |tx: &mut Tx| {
            meta::take_turn(tx, TURN)?;
            let user = users::by_id(tx, &row.user_id)?.ok_or(Error::NotFound)?;
            if role_of(&user)? != Role::Report || !user.active {
                return Err(no_client());
            }
            if api_keys::count_good(tx, &row.user_id, row.made_at)? >= KEYS_MAX {
                return Err(too_many());
            }
            api_keys::insert(tx, &row)?;
            audit::record(tx, &entry)?;
            ApiKey::of(&row)
        };
        Ok((self.answers.once(asked, work).await?, secret))
    }

    /// Revokes a key: it is good for nothing from now on. Twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`]; not an administrator.
    pub async fn revoke_key(
        &self,
        actor: &Actor,
        id: ApiKeyId,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<ApiKey>, Error> {
        ensure(&actor.caller(), Operation::ManageUsers, None)?;
        let asked = key.map(|key| Asked { by: actor.user, key, status: OK });
        let (actor, now) = (actor.clone(), self.clock.now());
        let work = move |tx: &mut Tx| {
            let id = id.to_string();
            let row = api_keys::by_id(tx, &id)?.ok_or(Error::NotFound)?;
            if row.revoked_at.is_none() {
                api_keys::revoke(tx, &id, now.timestamp_micros())?;
                audit::record(tx, &entry(AuditEvent::ApiKeyRevoked, &actor, &row, now))?;
            }
            ApiKey::of(&api_keys::by_id(tx, &id)?.ok_or(Error::NotFound)?)
        };
        self.answers.once(asked, work).await
    }

    /// One page of the keys of somebody, the oldest first, without their secrets.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the person; not an administrator.
    pub async fn keys_of(
        &self,
        actor: &Actor,
        user: UserId,
        after: Option<ApiKeyId>,
        limit: u32,
    ) -> Result<Vec<ApiKey>, Error> {
        ensure(&actor.caller(), Operation::ManageUsers, None)?;
        let work = move |c: &mut Connection| {
            let (user, after) = (user.to_string(), after.map(|id| id.to_string()));
            users::by_id(c, &user)?.ok_or(Error::NotFound)?;
            let rows = api_keys::of_user(c, &user, after.as_deref(), i64::from(limit))?;
            rows.iter().map(ApiKey::of).collect()
        };
        self.store.read(work).await
    }

    /// One key of a person.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a key of somebody else; not an administrator.
    pub async fn key_of(&self, actor: &Actor, user: UserId, id: ApiKeyId) -> Result<ApiKey, Error> {
        ensure(&actor.caller(), Operation::ManageUsers, None)?;
        let work = move |c: &mut Connection| {
            let row = api_keys::by_id(c, &id.to_string())?;
            ApiKey::of(&row.filter(|row| row.user_id == user.to_string()).ok_or(Error::NotFound)?)
        };
        self.store.read(work).await
    }

    /// How many keys of everybody are good now.
    ///
    /// # Errors
    /// Not an administrator.
    pub async fn good_keys(&self, actor: &Actor) -> Result<i64, Error> {
        ensure(&actor.caller(), Operation::ManageUsers, None)?;
        let now = self.clock.now().timestamp_micros();
        self.store.read(move |c: &mut Connection| Ok::<_, Error>(api_keys::count_all_good(c, now)?)).await
    }

    /// Whom a key stands for. One statement: the key and the person as they are now.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong with the key.
    pub async fn authenticate_key(&self, secret: &str) -> Result<Actor, Error> {
        let (digest, now) = (digest_of_secret(secret), self.clock.now().timestamp_micros());
        let found = self
            .store
            .read(move |c: &mut Connection| Ok::<_, Error>(api_keys::with_user(c, &digest)?))
            .await?;
        let is_good = |key: &ApiKeyRow| key.revoked_at.is_none() && now < key.expires_at;
        let (key, user) = found.filter(|(key, user)| is_good(key) && user.active).ok_or_else(not_good)?;
        let (key, role) = (ApiKey::of(&key)?, role_of(&user)?);
        if role != Role::Report {
            return Err(not_good());
        }
        Ok(Actor { user: key.user, role, session: key.id.0, login: user.login, name: user.name })
    }
}

fn entry(event: AuditEvent, actor: &Actor, row: &ApiKeyRow, at: DateTime<Utc>) -> AuditEntry {
    let body = json!({ "key": row.id, "user": row.user_id });
    AuditEntry { event, at, actor: Some(actor.user), case: None, body }
}

fn not_good() -> Error {
    Error::Unauthenticated(words(
        "接口密钥无效、已撤销或已到期",
        "The key is not good: unknown, revoked or expired.",
    ))
}

fn no_client() -> Error {
    Error::Conflict {
        code: "not_a_report_client",
        words: words("接口密钥只发给在用的报表客户端账号", "keys are issued to active report clients only"),
    }
}

fn too_many() -> Error {
    Error::Conflict {
        code: "too_many_keys",
        words: words(
            format!("同一账号最多{KEYS_MAX}个有效密钥，请先撤销不用的"),
            format!("there may be {KEYS_MAX} good keys at most: revoke one first"),
        ),
    }
}
