//! People with a login (用户): added, given passwords and roles, deactivated and taken back; never deleted, for dockets
//! name them. Not here: logging in (`identity`), and finding whom one means (`staff`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::identity::{Actor, Identity, role_of, user_id};
use crate::app::passwords::{self, invalid};
use crate::app::permits::ensure;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Finding, Refusal, words};
use crate::domain::role::Role;
use crate::storage::users::{self, UserRow};
use crate::storage::{StorageError, Tx, api_keys, calendar_feeds, sessions};

/// The longest name of a person.
pub const NAME_CHARS_MAX: usize = 64;
/// The shortest and the longest login.
pub const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 2..=32;

/// The HTTP statuses with which answers are kept.
const CREATED: i32 = 201;
const OK: i32 = 200;
const NO_CONTENT: i32 = 204;

/// On whose word people are changed.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// Whoever has the database and its key: the operator at the command line.
    CommandLine,
    /// A person who is logged in, and the key under which their request is answered once, if they sent one.
    Person(&'a Actor, Option<&'a IdempotencyKey>),
}

impl By<'_> {
    /// The person, if it is one.
    pub(crate) fn id(self) -> Option<UserId> {
        match self {
            By::CommandLine => None,
            By::Person(actor, _) => Some(actor.user),
        }
    }

    pub(super) fn must_manage_people(self) -> Result<(), Error> {
        match self {
            By::CommandLine => Ok(()),
            By::Person(actor, _) => ensure(&actor.caller(), Operation::ManageUsers, None),
        }
    }

    fn asked(self, status: i32) -> Option<Asked> {
        match self {
            By::Person(actor, Some(key)) => Some(Asked { by: actor.user, key: key.clone(), status }),
            By::Person(_, None) | By::CommandLine => None,
        }
    }
}

/// A person, without anything secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The name they log in with.
    pub login: String,
    /// The name people know.
    pub name: String,
    /// What they are in the office.
    pub role: Role,
    /// Whether they may log in.
    pub active: bool,
    /// When they were added.
    pub created_at: DateTime<Utc>,
}

impl User {
    pub(super) fn of(row: &UserRow) -> Result<User, Error> {
        let created_at = DateTime::from_timestamp_micros(row.created_at).unwrap_or_default();
        Ok(User {
            id: user_id(&row.id)?,
            login: row.login.clone(),
            name: row.name.clone(),
            role: role_of(row)?,
            active: row.active,
            created_at,
        })
    }
}

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The name they will log in with.
    pub login: String,
    /// The name people know.
    pub name: String,
    /// What they are in the office.
    pub role: Role,
    /// Their first password.
    pub password: String,
}

impl NewPerson {
    /// Everything that is wrong with it.
    fn findings(&self) -> Vec<Finding> {
        let mut found = passwords::findings("/password", &self.password, &self.login);
        if !is_login(&self.login) {
            let said = words(
                "登录名为2至32位小写字母、数字、点、横线或下划线，以字母或数字开头",
                "2 to 32 lower-case letters, digits, dots, hyphens or underscores, a letter or digit first.",
            );
            found.push(invalid("/login", "pattern", said));
        }
        let name_chars = self.name.trim().chars().count();
        if !(1..=NAME_CHARS_MAX).contains(&name_chars) || self.name.chars().any(char::is_control) {
            found.push(invalid("/name", "pattern", words("姓名为1至64个字符", "1 to 64 characters.")));
        }
        found
    }
}

/// Whether text can be a login. The same pattern is published with the schema.
fn is_login(login: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    LOGIN_CHARS.contains(&login.chars().count())
        && login.starts_with(plain)
        && login.chars().all(|c| plain(c) || matches!(c, '.' | '-' | '_'))
}

/// A new password for somebody.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// Whose.
    pub user: UserId,
    /// The password in force, which people must know to change their own.
    pub current: Option<String>,
    /// The new one.
    pub password: String,
}

impl Identity {
    /// Adds a person.
    ///
    /// # Errors
    /// Every violation at once; a login that is taken; not an administrator.
    pub async fn add_person(&self, by: By<'_>, new: NewPerson) -> Result<Answer<User>, Error> {
        by.must_manage_people()?;
        refuse(new.findings())?;
        let now = self.clock.now();
        let row = UserRow {
            id: self.ids.user().to_string(),
            login: new.login,
            name: new.name.trim().to_owned(),
            role: new.role.code().to_owned(),
            password_hash: passwords::hash(new.password).await?,
            active: true,
            created_at: now.timestamp_micros(),
            updated_at: now.timestamp_micros(),
        };
        let user = User::of(&row)?;
        let entry = self.entry(AuditEvent::UserCreated, by, json!({ "user": row.id, "role": row.role }));
        let work = move |tx: &mut Tx| {
            users::insert(tx, &row).map_err(login_taken)?;
            audit::record(tx, &entry)?;
            Ok(user)
        };
        self.answers.once(by.asked(CREATED), work).await
    }

    /// Sets a password and ends every session of its person. People set their own with the one in
    /// force; administrators set others'.
    ///
    /// # Errors
    /// Every violation at once; no such person; not allowed.
    pub async fn set_password(&self, by: By<'_>, new: NewPassword) -> Result<Answer<()>, Error> {
        let own = by.id() == Some(new.user);
        if !own {
            by.must_manage_people()?;
        }
        let asked = by.asked(NO_CONTENT);
        // Before anything is checked: the first request may have changed the password that this one calls in force.
        if let Some(asked) = &asked
            && let Some(first) = self.answers.first(asked).await?
        {
            return Ok(first);
        }
        let row = self.row_of(new.user).await?;
        let mut findings = passwords::findings("/password", &new.password, &row.login);
        if own {
            findings.extend(wrong_current(new.current, &row).await?);
        }
        refuse(findings)?;
        let hash = passwords::hash(new.password).await?;
        let entry = self.entry(AuditEvent::PasswordSet, by, json!({ "user": row.id }));
        let change = move |row: &mut UserRow| {
            row.password_hash = hash;
            Ok(())
        };
        self.answers.once(asked, move |tx| change_person(tx, &row.id, change, &entry).map(drop)).await
    }

    /// Deactivates a person: they cannot log in, and every session of theirs ends.
    ///
    /// # Errors
    /// No such person; oneself; not an administrator.
    pub async fn deactivate(&self, by: By<'_>, user: UserId) -> Result<Answer<User>, Error> {
        by.must_manage_people()?;
        if by.id() == Some(user) {
            let words = words("不能停用自己的账号", "Nobody deactivates themselves.");
            return Err(Error::Conflict { code: "own_login", words });
        }
        let entry = self.entry(AuditEvent::UserDeactivated, by, json!({ "user": user.to_string() }));
        let deactivate = |row: &mut UserRow| {
            row.active = false;
            Ok(())
        };
        let work = move |tx: &mut Tx| User::of(&change_person(tx, &user.to_string(), deactivate, &entry)?);
        self.answers.once(by.asked(OK), work).await
    }

    /// Lets a person who was deactivated log in again, with a new password. What was good for nothing since stays so: their keys
    /// and feeds are revoked.
    ///
    /// # Errors
    /// Every violation at once; no such person; one who may log in already; not an administrator.
    pub async fn reactivate(&self, by: By<'_>, new: NewPassword) -> Result<Answer<User>, Error> {
        by.must_manage_people()?;
        let asked = by.asked(OK);
        if let Some(asked) = &asked
            && let Some(first) = self.answers.first(asked).await?
        {
            return Ok(first);
        }
        let row = self.row_of(new.user).await?;
        refuse(passwords::findings("/password", &new.password, &row.login))?;
        let hash = passwords::hash(new.password).await?;
        let entry = self.entry(AuditEvent::UserReactivated, by, json!({ "user": row.id }));
        let work = move |tx: &mut Tx| {
            let at = entry.at.timestamp_micros();
            api_keys::revoke_all(tx, &row.id, at)?;
            calendar_feeds::revoke_all(tx, &row.id, at)?;
            let reactivate = |row: &mut UserRow| {
                if row.active {
                    let words = words("该人员在用，无需恢复", "They may log in already.");
                    return Err(Error::Conflict { code: "is_active", words });
                }
                (row.active, row.password_hash) = (true, hash);
                Ok(())
            };
            User::of(&change_person(tx, &row.id, reactivate, &entry)?)
        };
        self.answers.once(asked, work).await
    }

    /// Gives a person another role; every session of theirs ends. Which cases they are assigned to stays as it is.
    ///
    /// # Errors
    /// No such person; oneself; the role that they have; from or to the role of programs, whose keys would go along; not an
    /// administrator.
    pub async fn change_role(&self, by: By<'_>, user: UserId, role: Role) -> Result<Answer<User>, Error> {
        by.must_manage_people()?;
        if by.id() == Some(user) {
            let words = words("不能变更自己的角色", "Nobody changes their own role.");
            return Err(Error::Conflict { code: "own_role", words });
        }
        let (now, actor) = (self.clock.now(), by.id());
        let work = move |tx: &mut Tx| {
            let id = user.to_string();
            let was = role_of(&users::by_id(tx, &id)?.ok_or(Error::NotFound)?)?;
            ensure_another_role(was, role)?;
            let body = json!({ "user": id, "was": was.code(), "role": role.code() });
            let entry = AuditEntry { event: AuditEvent::RoleChanged, at: now, actor, case: None, body };
            let change = |row: &mut UserRow| {
                role.code().clone_into(&mut row.role);
                Ok(())
            };
            User::of(&change_person(tx, &id, change, &entry)?)
        };
        self.answers.once(by.asked(OK), work).await
    }

    /// People in the order of their logins, from the one after `after`.
    ///
    /// # Errors
    /// Not an administrator.
    pub async fn people(&self, by: By<'_>, after: Option<String>, limit: u32) -> Result<Vec<User>, Error> {
        by.must_manage_people()?;
        self.people_after(after, limit).await
    }

    pub(super) async fn people_after(&self, after: Option<String>, limit: u32) -> Result<Vec<User>, Error> {
        let rows = self.store.read(move |c| users::list(c, after.as_deref(), i64::from(limit))).await;
        rows.map_err(|error: StorageError| Error::from(error))?.iter().map(User::of).collect()
    }

    /// A person.
    ///
    /// # Errors
    /// [`Error::NotFound`]; not an administrator.
    pub async fn person(&self, by: By<'_>, id: UserId) -> Result<User, Error> {
        by.must_manage_people()?;
        User::of(&self.row_of(id).await?)
    }

    async fn row_of(&self, user: UserId) -> Result<UserRow, Error> {
        let row = self.store.read(move |c| Ok::<_, Error>(users::by_id(c, &user.to_string())?)).await?;
        row.ok_or(Error::NotFound)
    }

    /// The person with this login, for the command line.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn person_by_login(&self, login: String) -> Result<User, Error> {
        let row = self.store.read(move |c| Ok::<_, Error>(users::by_login(c, &login)?)).await?;
        User::of(&row.ok_or(Error::NotFound)?)
    }

    fn entry(&self, event: AuditEvent, by: By<'_>, body: Value) -> AuditEntry {
        AuditEntry { event, at: self.clock.now(), actor: by.id(), case: None, body }
    }
}

/// Changes a person's row as it is now, ends their sessions and writes it down, all or nothing.
fn change_person(
    tx: &mut Tx,
    id: &str,
    change: impl FnOnce(&mut UserRow) -> Result<(), Error>,
    entry: &AuditEntry,
) -> Result<UserRow, Error> {
    let mut row = users::by_id(tx, id)?.ok_or(Error::NotFound)?;
    change(&mut row)?;
    row.updated_at = entry.at.timestamp_micros();
    users::update(tx, &row)?;
    sessions::revoke_all(tx, id, row.updated_at)?;
    audit::record(tx, entry)?;
    Ok(row)
}

fn ensure_another_role(was: Role, role: Role) -> Result<(), Error> {
    if was == role {
        let words = words("该人员已是这一角色", "They have this role already.");
        return Err(Error::Conflict { code: "same_role", words });
    }
    if was == Role::Report || role == Role::Report {
        let words = words(
            "报表客户端账号供程序使用，不能与其他角色互换；请另建账号",
            "The account of a program is no person's: add another account instead.",
        );
        return Err(Error::Conflict { code: "program_account", words });
    }
    Ok(())
}

async fn wrong_current(current: Option<String>, row: &UserRow) -> Result<Option<Finding>, Error> {
    let pointer = "/current_password";
    let Some(current) = current else {
        let said = words("修改本人密码须提供现用密码", "Required to change one's own password.");
        return Ok(Some(invalid(pointer, "required", said)));
    };
    let right = passwords::verify(current, Some(row.password_hash.clone())).await?;
    let said = words("现用密码不正确", "This is not the password in force.");
    Ok((!right).then(|| invalid(pointer, "wrong_password", said)))
}

fn refuse(findings: Vec<Finding>) -> Result<(), Error> {
    if findings.is_empty() { Ok(()) } else { Err(Error::Refused(Refusal { findings })) }
}

fn login_taken(error: StorageError) -> Error {
    match error {
        StorageError::Unique(key) if key == users::LOGIN_TAKEN => Error::Conflict {
            code: "login_taken",
            words: words("登录名已被使用", "This login is taken."),
        },
        other => other.into(),
    }
}
