//! Who works in the office (办案人员名单): for assigning, for showing names, and for finding whom one means. Not here: changing
//! anybody (`people`).

use crate::app::error::Error;
use crate::app::identity::{Actor, Identity};
use crate::app::people::{By, User};
use crate::app::permits::ensure;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::permission::Operation;
use crate::domain::role::Role;
use crate::storage::users::{self, UserRow};
use crate::storage::{Connection, StorageError};

/// How many people have a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadCount {
    /// How many of each role may log in.
    pub active: Vec<(Role, i64)>,
    /// How many were deactivated.
    pub inactive: i64,
}

impl Identity {
    /// Who works in the office, by login: for assigning, and for showing names.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn staff(&self, actor: &Actor, after: Option<String>, limit: u32) -> Result<Vec<User>, Error> {
        ensure(&actor.caller(), Operation::ReadStaff, None)?;
        self.people_after(after, limit).await
    }

    /// Who works in the office now, in the order of their names, to choose from.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn active_staff(&self, actor: &Actor, limit: u32) -> Result<Vec<User>, Error> {
        self.active_of(actor, Role::ROWS.iter().map(|(role, _)| *role).collect(), limit).await
    }

    /// Those of these roles who work in the office now, in the order of their names, to choose from.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn active_of(&self, actor: &Actor, roles: Vec<Role>, limit: u32) -> Result<Vec<User>, Error> {
        ensure(&actor.caller(), Operation::ReadStaff, None)?;
        let roles: Vec<&'static str> = roles.into_iter().map(Role::code).collect();
        let rows = self.store.read(move |c| users::active(c, &roles, i64::from(limit))).await;
        rows.map_err(|error: StorageError| Error::from(error))?.iter().map(User::of).collect()
    }

    /// These of them who work or worked in the office.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn staff_of(&self, actor: &Actor, ids: &[UserId]) -> Result<Vec<User>, Error> {
        ensure(&actor.caller(), Operation::ReadStaff, None)?;
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let rows = self.store.read(move |c| users::load_many(c, &ids)).await;
        rows.map_err(|error: StorageError| Error::from(error))?.iter().map(User::of).collect()
    }

    /// Whoever is called so: the one of this login, or the only one of this name; else everyone, up to a limit, whose name or
    /// login begins so, those who work here now first.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn called(&self, actor: &Actor, text: String, limit: u32) -> Result<Vec<User>, Error> {
        ensure(&actor.caller(), Operation::ReadStaff, None)?;
        let work = move |c: &mut Connection| {
            if let Some(row) = users::by_login(c, &text)? {
                return Ok(vec![row]);
            }
            let rows = users::beginning_with(c, &text, i64::from(limit))?;
            let is_named = |row: &&UserRow| row.name == text && row.active;
            match rows.iter().filter(is_named).collect::<Vec<_>>().as_slice() {
                [one] => Ok(vec![(*one).clone()]),
                _ => Ok::<_, Error>(rows),
            }
        };
        self.store.read(work).await?.iter().map(User::of).collect()
    }

    /// Somebody who works or worked in the office, if there is such a person.
    ///
    /// # Errors
    /// That the caller's role does not see the staff.
    pub async fn staff_member(&self, actor: &Actor, id: UserId) -> Result<Option<User>, Error> {
        ensure(&actor.caller(), Operation::ReadStaff, None)?;
        let row = self.store.read(move |c| Ok::<_, Error>(users::by_id(c, &id.to_string())?)).await?;
        row.as_ref().map(User::of).transpose()
    }

    /// How many people there are of each role who may log in, and how many who may not any more.
    ///
    /// # Errors
    /// Not an administrator.
    pub async fn head_count(&self, by: By<'_>) -> Result<HeadCount, Error> {
        by.must_manage_people()?;
        let rows = self.store.read(|c| Ok::<_, Error>(users::count_by_role(c)?)).await?;
        let count = |role: &str, active: bool| {
            let found = rows.iter().find(|row| row.role == role && row.active == active);
            found.map_or(0, |row| row.people)
        };
        Ok(HeadCount {
            active: Role::ROWS.iter().map(|(role, label)| (*role, count(label.code, true))).collect(),
            inactive: rows.iter().filter(|row| !row.active).map(|row| row.people).sum(),
        })
    }
}
