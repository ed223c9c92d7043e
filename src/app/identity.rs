//! Logins and sessions (登录与会话): who is calling, and until when. A session can be revoked at
//! any moment, and its access tokens with it. Not here: people and their passwords (`people`),
//! and what a role may do (`domain::permission`).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::clock::Clock;
use crate::app::error::Error;
use crate::app::idempotency::Answers;
use crate::app::ids::{Ids, digest_of_secret, hex, random};
use crate::app::passwords;
use crate::app::permits::Caller;
use crate::app::tokens::{Claims, TokenKeys};
use crate::domain::id::UserId;
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::storage::bridge::{self, Place};
use crate::storage::sessions::{self, Rotation, SessionRow};
use crate::storage::users::{self, UserRow};
use crate::storage::{Store, Tx};

/// Who is calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user: UserId,
    /// What they are in the office, now.
    pub role: Role,
    /// The session they call in.
    pub session: Uuid,
    /// The name they log in with.
    pub login: String,
    /// The name people know.
    pub name: String,
}

impl Actor {
    /// Who asks, as the register knows them.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller { user: self.user, role: self.role }
    }
}

/// What a login or a renewal gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Goes with each request.
    pub access: String,
    /// When the access token ends.
    pub access_expires_at: DateTime<Utc>,
    /// Good for one renewal.
    pub refresh: String,
    /// When the session ends unless it is renewed.
    pub session_expires_at: DateTime<Utc>,
}

/// How long things last.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// Of an access token.
    pub access: TimeDelta,
    /// Of a session that is not renewed.
    pub session: TimeDelta,
}

/// Logins and sessions.
#[derive(Debug)]
pub struct Identity {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) answers: Answers,
    pub(super) ids: Ids,
    tokens: TokenKeys,
    lifetimes: Lifetimes,
}

impl Identity {
    /// Logins over this store.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Clock,
        answers: Answers,
        tokens: TokenKeys,
        lifetimes: Lifetimes,
    ) -> Identity {
        Identity { ids: Ids::new(clock.clone()), store, clock, answers, tokens, lifetimes }
    }

    /// Logs a person in. An unknown login, a wrong password and a deactivated person get the same
    /// answer after the same work.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`].
    pub async fn log_in(&self, login: String, password: String) -> Result<Tokens, Error> {
        let found = self.store.read(move |c| Ok::<_, Error>(users::by_login(c, &login)?)).await?;
        let hash = found.as_ref().filter(|user| user.active).map(|user| user.password_hash.clone());
        let right = passwords::verify(password, hash).await?;
        let now = self.clock.now();
        match found {
            Some(user) if right => self.begin(user, now).await,
            other => {
                let body = json!({ "user": other.map(|user| user.id) });
                self.note(AuditEntry {
                    event: AuditEvent::LoginFailed,
                    at: now,
                    actor: None,
                    case: None,
                    body,
                })
                .await?;
                Err(Error::Unauthenticated(words(
                    "登录名或密码不正确",
                    "The login or the password is not right.",
                )))
            }
        }
    }

    /// Gives new tokens for a refresh token. One that was used before ends its session: somebody
    /// else may have it.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`].
    pub async fn renew(&self, refresh: &str) -> Result<Tokens, Error> {
        let session = session_of(refresh).ok_or_else(ended)?;
        let presented = digest_of_secret(refresh);
        let next = new_refresh(session);
        let next_hash = digest_of_secret(&next);
        let now = self.clock.now();
        let expires = now + self.lifetimes.session;
        let renewed = self
            .store
            .write(move |tx| {
                let id = session.to_string();
                let rotation = Rotation {
                    id: &id,
                    presented_hash: &presented,
                    next_hash: &next_hash,
                    expires_at: expires.timestamp_micros(),
                };
                rotate(tx, &rotation, now)
            })
            .await?;
        let (session, user) = renewed.ok_or_else(ended)?;
        self.tokens_for(&session, &user, next).await
    }

    /// Ends the session that the caller calls in.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn log_out(&self, actor: &Actor) -> Result<(), Error> {
        let (session, now) = (actor.session.to_string(), self.clock.now());
        let entry = AuditEntry {
            event: AuditEvent::LoggedOut,
            at: now,
            actor: Some(actor.user),
            case: None,
            body: json!({ "session": session }),
        };
        self.store
            .write(move |tx| {
                sessions::revoke(tx, &session, now.timestamp_micros())?;
                audit::record(tx, &entry)
            })
            .await
    }

    /// Who an access token stands for. One statement: the session and the person as they are now.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`].
    pub async fn authenticate(&self, token: &str) -> Result<Actor, Error> {
        let claims = self.tokens.verify(token).await?;
        let id = claims.sid.to_string();
        let found = self.store.read(move |c| Ok::<_, Error>(sessions::with_user(c, &id)?)).await?;
        let (session, user) = found.ok_or_else(ended)?;
        if session.revoked_at.is_some() || !user.active || user.id != claims.sub.to_string() {
            return Err(ended());
        }
        actor_of(claims.sid, user)
    }

    /// Whom a session stands for, by its own secret (its refresh token), which a browser brings with every request: nothing is
    /// renewed by that, so that two requests at once do not undo each other. A secret that is not in force any more ends
    /// the session, as it does in a renewal: somebody else may have it. One statement, as for a token.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`].
    pub async fn authenticate_session(&self, secret: &str) -> Result<Actor, Error> {
        let sid = session_of(secret).ok_or_else(ended)?;
        let id = sid.to_string();
        let found = self.store.read(move |c| Ok::<_, Error>(sessions::with_user(c, &id)?)).await?;
        let (session, user) = found.ok_or_else(ended)?;
        let is_over = session.expires_at <= self.clock.now().timestamp_micros();
        if session.revoked_at.is_some() || is_over || !user.active {
            return Err(ended());
        }
        if session.refresh_hash != digest_of_secret(secret) {
            self.renew(secret).await?;
            return Err(ended());
        }
        actor_of(sid, user)
    }

    async fn begin(&self, user: UserRow, now: DateTime<Utc>) -> Result<Tokens, Error> {
        let id = self.ids.uuid();
        let refresh = new_refresh(id);
        let session = SessionRow {
            id: id.to_string(),
            user_id: user.id.clone(),
            refresh_hash: digest_of_secret(&refresh),
            previous_hash: None,
            created_at: now.timestamp_micros(),
            expires_at: (now + self.lifetimes.session).timestamp_micros(),
            revoked_at: None,
        };
        let entry = AuditEntry {
            event: AuditEvent::LoggedIn,
            at: now,
            actor: Some(user_id(&user.id)?),
            case: None,
            body: json!({ "session": session.id }),
        };
        let row = session.clone();
        self.store
            .write(move |tx| {
                sessions::insert(tx, &row)?;
                audit::record(tx, &entry)
            })
            .await?;
        self.tokens_for(&session, &user, refresh).await
    }

    async fn tokens_for(
        &self,
        session: &SessionRow,
        user: &UserRow,
        refresh: String,
    ) -> Result<Tokens, Error> {
        let now = self.clock.now();
        let access_expires_at = now + self.lifetimes.access;
        let claims = Claims {
            sub: user_id(&user.id)?.0,
            role: role_of(user)?,
            sid: parse_uuid("sessions", &session.id)?,
            iat: now.timestamp(),
            exp: access_expires_at.timestamp(),
        };
        let access = self.tokens.sign(&claims).await?;
        let session_expires_at = now + self.lifetimes.session;
        Ok(Tokens { access, access_expires_at, refresh, session_expires_at })
    }

    async fn note(&self, entry: AuditEntry) -> Result<(), Error> {
        self.store.write(move |tx| audit::record(tx, &entry)).await
    }
}

/// Puts the next refresh token in the place of the one presented, or ends the session if that
/// one had been used before: then there is none. The end of a session must be kept, so it is not
/// an error here.
fn rotate(
    tx: &mut Tx,
    rotation: &Rotation<'_>,
    now: DateTime<Utc>,
) -> Result<Option<(SessionRow, UserRow)>, Error> {
    let (session, user) = sessions::with_user(tx, rotation.id)?.ok_or_else(ended)?;
    let over = session.expires_at <= now.timestamp_micros();
    if session.revoked_at.is_some() || over || !user.active {
        return Err(ended());
    }
    if session.refresh_hash == rotation.presented_hash {
        sessions::rotate(tx, rotation)?;
        return Ok(Some((session, user)));
    }
    sessions::revoke(tx, rotation.id, now.timestamp_micros())?;
    let entry = AuditEntry {
        event: AuditEvent::TokenReused,
        at: now,
        actor: None,
        case: None,
        body: json!({ "session": rotation.id, "user": user.id }),
    };
    audit::record(tx, &entry)?;
    Ok(None)
}

fn actor_of(session: Uuid, user: UserRow) -> Result<Actor, Error> {
    Ok(Actor { user: user_id(&user.id)?, role: role_of(&user)?, session, login: user.login, name: user.name })
}

/// The role of a person's row.
pub(super) fn role_of(user: &UserRow) -> Result<Role, Error> {
    Ok(bridge::parse(&user.role, Place { table: "users", key: &user.id, column: "role" })?)
}

/// The id of a person's row.
pub(crate) fn user_id(id: &str) -> Result<UserId, Error> {
    parse_uuid("users", id).map(UserId)
}

fn parse_uuid(table: &str, id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::Broken(format!("{table} has an id that is no UUID: {id}")))
}

/// A refresh token names its session, so that any earlier token of it is known for what it is;
/// the rest is 256 random bits.
fn new_refresh(session: Uuid) -> String {
    format!("{}.{}", session.simple(), hex(&random::<32>()))
}

fn session_of(refresh: &str) -> Option<Uuid> {
    let (session, secret) = refresh.split_once('.')?;
    if secret.len() == 64 { Uuid::try_parse(session).ok() } else { None }
}

fn ended() -> Error {
    Error::Unauthenticated(words("会话已结束，请重新登录", "The session has ended; please log in again."))
}
