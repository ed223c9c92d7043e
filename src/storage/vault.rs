//! The vault: personal data, sealed by a key outside the database. Storage sees only the sealed
//! bytes; who may open them is decided elsewhere.

use std::collections::BTreeSet;

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::file_keys;
use super::schema::{diary, vault};
use super::schema_files::case_files;
use super::schema_papers::papers;
use super::schema_ratings::{rating_answers, ratings};
use super::visibility::Visibility;

/// So many rows are written by one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;
/// So many ids are asked for by one statement: everyone in the largest case, with two who act for each.
const CHUNK_IDS: usize = 30_000;

/// By what a person is found again: keyed digests, under one key of those outside the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = vault, treat_none_as_default_value = false)]
pub struct PersonIndex {
    /// The key of both; none for what is no person, and for what is not indexed yet.
    pub index_key: Option<String>,
    /// Of the ID number.
    pub id_index: Option<String>,
    /// Of the name and the phone number together.
    pub contact_index: Option<String>,
}

/// One sealed record.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = vault, treat_none_as_default_value = false)]
pub struct VaultRow {
    /// `VaultId`.
    pub id: String,
    /// The case it belongs to.
    pub case_id: String,
    /// The key that sealed it.
    pub key_id: String,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
    /// Epoch microseconds.
    pub created_at: i64,
    /// By what it is found.
    #[diesel(embed)]
    pub index: PersonIndex,
}

/// Whom to look for: every digest that a row of theirs may have, one for each key.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Of their ID number.
    pub id_indexes: Vec<String>,
    /// Of their name and phone number.
    pub contact_indexes: Vec<String>,
}

/// Where a record is: `VaultId` and `CaseId`.
pub type Located = (String, String);

/// Adds records; their case must be there already, and their keys in use.
///
/// # Errors
/// [`StorageError::Unique`] if an id is taken; [`StorageError::Refused`] without their case; as [`file_keys::hold`].
pub fn insert_many(tx: &mut Tx, rows: &[VaultRow]) -> Result<(), StorageError> {
    let keys = rows.iter().flat_map(|row| [Some(row.key_id.as_str()), row.index.index_key.as_deref()]);
    let keys: BTreeSet<&str> = keys.flatten().collect();
    if !keys.is_empty() {
        file_keys::hold(tx, &keys.into_iter().collect::<Vec<_>>())?;
    }
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(vault::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// The records of these ids, in no order; ids that are not there are left out.
///
/// # Errors
/// That the database does not answer.
pub fn load_many(c: &mut Connection, ids: &[String]) -> Result<Vec<VaultRow>, StorageError> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK_IDS) {
        let found = vault::table.filter(vault::id.eq_any(chunk)).select(VaultRow::as_select());
        rows.extend(found.load(c)?);
    }
    Ok(rows)
}

/// A record as it is sealed again, with another key.
pub struct Resealed {
    /// The record.
    pub id: String,
    /// The key that sealed it until now.
    pub old_key_id: String,
    /// The key that seals it now.
    pub key_id: String,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// Seals a record again, unless somebody else did. The docket is not touched: it holds the id and a digest of what
/// was sealed. Says whether it was done.
///
/// # Errors
/// That the database does not answer.
pub fn reseal(tx: &mut Tx, new: &Resealed) -> Result<bool, StorageError> {
    let old = vault::table.find(&new.id).filter(vault::key_id.eq(&new.old_key_id));
    let change = (vault::key_id.eq(&new.key_id), vault::sealed.eq(&new.sealed));
    Ok(diesel::update(old).set(change).execute(&mut **tx)? > 0)
}

/// Records after an id that another key than this one seals, in the order of their ids.
///
/// # Errors
/// That the database does not answer.
pub fn not_sealed_by(
    c: &mut Connection,
    key_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<VaultRow>, StorageError> {
    let rows = vault::table.filter(vault::id.gt(after)).filter(vault::key_id.ne(key_id));
    Ok(rows.order(vault::id.asc()).limit(limit).select(VaultRow::as_select()).load(c)?)
}

/// How many records each key seals.
///
/// # Errors
/// That the database does not answer.
pub fn count_by_key(c: &mut Connection) -> Result<Vec<(String, i64)>, StorageError> {
    Ok(vault::table.group_by(vault::key_id).select((vault::key_id, count_star())).load(c)?)
}

/// How many people are indexed by each key.
///
/// # Errors
/// That the database does not answer.
pub fn count_by_index_key(c: &mut Connection) -> Result<Vec<(String, i64)>, StorageError> {
    let indexed = vault::table.group_by(vault::index_key).select((vault::index_key, count_star()));
    let counts: Vec<(Option<String>, i64)> = indexed.load(c)?;
    Ok(counts.into_iter().filter_map(|(key, count)| Some((key?, count))).collect())
}

/// The records with one of these digests of an ID number, in the cases that may be seen; of each digest the newest
/// first. Nothing is opened for it.
///
/// # Errors
/// That the database does not answer.
pub fn with_id_index(
    c: &mut Connection,
    sought: &Sought,
    visibility: &Visibility,
    limit: i64,
) -> Result<Vec<Located>, StorageError> {
    let found = vault::table.into_boxed().filter(vault::id_index.eq_any(&sought.id_indexes));
    // In the order of the index; by the id alone, a server may walk through the table from its end.
    located(c, found.order((vault::id_index.desc(), vault::id.desc())), visibility, limit)
}

/// The records with one of these digests of either kind, in no order, so many at most of each; and whether these are all.
/// Who is found both ways is there twice.
///
/// # Errors
/// That the database does not answer.
pub fn with_either_index(
    c: &mut Connection,
    sought: &Sought,
    limit: i64,
) -> Result<(Vec<Located>, bool), StorageError> {
    let located = || vault::table.select((vault::id, vault::case_id)).limit(limit);
    let (mut by_id, mut by_contact): (Vec<Located>, Vec<Located>) = (Vec::new(), Vec::new());
    // Each by its own index.
    if !sought.id_indexes.is_empty() {
        by_id = located().filter(vault::id_index.eq_any(&sought.id_indexes)).load(c)?;
    }
    if !sought.contact_indexes.is_empty() {
        by_contact = located().filter(vault::contact_index.eq_any(&sought.contact_indexes)).load(c)?;
    }
    let is_all =
        [&by_id, &by_contact].iter().all(|found| i64::try_from(found.len()).is_ok_and(|n| n < limit));
    by_id.append(&mut by_contact);
    Ok((by_id, is_all))
}

/// The records with one of these digests of a name and a phone number, as [`with_id_index`].
///
/// # Errors
/// That the database does not answer.
pub fn with_contact_index(
    c: &mut Connection,
    sought: &Sought,
    visibility: &Visibility,
    limit: i64,
) -> Result<Vec<Located>, StorageError> {
    let found = vault::table.into_boxed().filter(vault::contact_index.eq_any(&sought.contact_indexes));
    located(c, found.order((vault::contact_index.desc(), vault::id.desc())), visibility, limit)
}

fn located<'a>(
    c: &mut Connection,
    mut found: vault::BoxedQuery<'a, Backend>,
    visibility: &'a Visibility,
    limit: i64,
) -> Result<Vec<Located>, StorageError> {
    if let Some(ids) = visibility.limited_to() {
        found = found.filter(vault::case_id.eq_any(ids));
    }
    Ok(found.limit(limit).select((vault::id, vault::case_id)).load(c)?)
}

/// Records of people after an id that are not indexed under this key, in the order of their ids.
///
/// # Errors
/// That the database does not answer.
pub fn not_indexed_by(
    c: &mut Connection,
    index_key: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<VaultRow>, StorageError> {
    let other = vault::index_key.is_null().or(vault::index_key.ne(index_key));
    // What a diary says is sealed here too, the name of a file, what was written for a paper, and what is written of a
    // rating; none is a person.
    let of_diary = diary::table.filter(diary::id.eq(vault::id));
    let of_file = case_files::table.filter(case_files::id.eq(vault::id));
    let of_paper = papers::table.filter(papers::id.eq(vault::id));
    let of_rating = ratings::table.filter(ratings::id.eq(vault::id));
    let of_answer = rating_answers::table.filter(rating_answers::id.eq(vault::id));
    let rows = vault::table.filter(vault::id.gt(after)).filter(other);
    let rows = rows.filter(not(exists(of_diary))).filter(not(exists(of_file))).filter(not(exists(of_paper)));
    let rows = rows.filter(not(exists(of_rating))).filter(not(exists(of_answer)));
    Ok(rows.order(vault::id.asc()).limit(limit).select(VaultRow::as_select()).load(c)?)
}

/// Says by what the person of a record is found.
///
/// # Errors
/// [`StorageError::Stale`] if there is no such record.
pub fn set_index(tx: &mut Tx, id: &str, index: &PersonIndex) -> Result<(), StorageError> {
    let change = (
        vault::index_key.eq(&index.index_key),
        vault::id_index.eq(&index.id_index),
        vault::contact_index.eq(&index.contact_index),
    );
    match diesel::update(vault::table.find(id)).set(change).execute(&mut **tx)? {
        0 => Err(StorageError::Stale),
        _ => Ok(()),
    }
}
