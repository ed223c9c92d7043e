//! People with a login. They are never deleted: dockets name them.

use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::users;

/// The key of [`StorageError::Unique`] when a login is taken.
pub const LOGIN_TAKEN: &str = "users.login";

/// What stands for something else in a pattern of LIKE.
const LIKE_SIGNS: [char; 3] = ['%', '_', '\\'];

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct UserRow {
    /// `UserId`.
    pub id: String,
    /// The name they log in with; unique.
    pub login: String,
    /// The name people know.
    pub name: String,
    /// The code of the role.
    pub role: String,
    /// argon2id, in PHC form.
    pub password_hash: String,
    /// Whether they may log in.
    pub active: bool,
    /// Epoch microseconds.
    pub created_at: i64,
    /// Epoch microseconds.
    pub updated_at: i64,
}

/// Adds a person.
///
/// # Errors
/// [`StorageError::Unique`] with [`LOGIN_TAKEN`].
pub fn insert(tx: &mut Tx, row: &UserRow) -> Result<(), StorageError> {
    diesel::insert_into(users::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Changes a person; everything but the id is written.
///
/// # Errors
/// [`StorageError::Unique`] with [`LOGIN_TAKEN`]; [`StorageError::Stale`] if there is no such person.
pub fn update(tx: &mut Tx, row: &UserRow) -> Result<(), StorageError> {
    match diesel::update(users::table.find(&row.id)).set(row).execute(&mut **tx)? {
        0 => Err(StorageError::Stale),
        _ => Ok(()),
    }
}

/// The person with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<UserRow>, StorageError> {
    Ok(users::table.find(id).select(UserRow::as_select()).first(c).optional()?)
}

/// The person with this login.
///
/// # Errors
/// That the database does not answer.
pub fn by_login(c: &mut Connection, login: &str) -> Result<Option<UserRow>, StorageError> {
    let found = users::table.filter(users::login.eq(login));
    Ok(found.select(UserRow::as_select()).first(c).optional()?)
}

/// People in the order of their logins, from the one after `after`.
///
/// # Errors
/// That the database does not answer.
pub fn list(c: &mut Connection, after: Option<&str>, limit: i64) -> Result<Vec<UserRow>, StorageError> {
    let rest = users::table.filter(users::login.gt(after.unwrap_or_default()));
    Ok(rest.order(users::login.asc()).limit(limit).select(UserRow::as_select()).load(c)?)
}

/// The people of these ids; ids that are not there are left out.
///
/// # Errors
/// That the database does not answer.
pub fn load_many(c: &mut Connection, ids: &[String]) -> Result<Vec<UserRow>, StorageError> {
    Ok(users::table.filter(users::id.eq_any(ids)).select(UserRow::as_select()).load(c)?)
}

/// Whoever may log in and has one of these roles, in the order of their names.
///
/// # Errors
/// That the database does not answer.
pub fn active(c: &mut Connection, roles: &[&str], limit: i64) -> Result<Vec<UserRow>, StorageError> {
    let found = users::table.filter(users::active.eq(true)).filter(users::role.eq_any(roles));
    let in_order = found.order((users::name.asc(), users::id.asc()));
    Ok(in_order.limit(limit).select(UserRow::as_select()).load(c)?)
}

/// Whose name or login begins so, those who may log in first, in the order of their names.
///
/// # Errors
/// That the database does not answer.
pub fn beginning_with(c: &mut Connection, text: &str, limit: i64) -> Result<Vec<UserRow>, StorageError> {
    let escaped: String =
        text.chars().flat_map(|c| LIKE_SIGNS.contains(&c).then_some('\\').into_iter().chain([c])).collect();
    let begins = format!("{escaped}%");
    let by_name = users::name.like(begins.clone()).escape('\\');
    let found = users::table.filter(by_name.or(users::login.like(begins).escape('\\')));
    let in_order = found.order((users::active.desc(), users::name.asc(), users::id.asc()));
    Ok(in_order.limit(limit).select(UserRow::as_select()).load(c)?)
}

/// The ids of everyone active of a role.
///
/// # Errors
/// That the database does not answer.
pub fn active_with_role(c: &mut Connection, role: &str) -> Result<Vec<String>, StorageError> {
    let found = users::table.filter(users::role.eq(role)).filter(users::active.eq(true));
    Ok(found.select(users::id).load(c)?)
}

/// How many people of a role may log in, or may not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleCount {
    /// The code of the role.
    pub role: String,
    /// Whether they may log in.
    pub active: bool,
    /// How many.
    pub people: i64,
}

/// How many people there are of each role, active or not.
///
/// # Errors
/// That the database does not answer.
pub fn count_by_role(c: &mut Connection) -> Result<Vec<RoleCount>, StorageError> {
    let each = users::table.group_by((users::role, users::active));
    let rows = each.select((users::role, users::active, diesel::dsl::count_star()));
    let of = |(role, active, people): (String, bool, i64)| RoleCount { role, active, people };
    Ok(rows.load(c)?.into_iter().map(of).collect())
}
