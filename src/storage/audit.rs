//! The audit log (审计日志): a chain of entries that only grows. The hashes are computed by the
//! caller, who has the key; storage keeps the order.

use diesel::prelude::*;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::meta;
use super::schema::audit;

/// The row of `meta` that writers of the log take turns on.
const TURN: &str = "audit_turn";
/// So many rows are written by one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit, treat_none_as_default_value = false)]
pub struct AuditRow {
    /// From 1, without gaps.
    pub no: i64,
    /// Epoch microseconds.
    pub recorded_at: i64,
    /// Who; none for the system itself, and for a login that failed.
    pub actor_id: Option<String>,
    /// The code of what happened.
    pub event: String,
    /// The case it was about.
    pub case_id: Option<String>,
    /// JSON.
    pub body: String,
    /// The hash of the entry before.
    pub prev_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last entry; 0 if there is none.
    pub no: i64,
    /// Its hash; empty if there is none.
    pub hash: String,
}

/// Which entries are listed; all that is said must be so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Recorded at this instant or later, in epoch microseconds.
    pub from: Option<i64>,
    /// Recorded before this instant, in epoch microseconds.
    pub before: Option<i64>,
    /// Who did it.
    pub actor_id: Option<String>,
    /// The code of what happened.
    pub event: Option<String>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// When the last entry of the page before was recorded, and its number.
    pub after: Option<(i64, i64)>,
    /// How many rows at most.
    pub limit: i64,
}

/// One page of the list, the newest first.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    filter: &AuditFilter,
    page: &AuditPage,
) -> Result<Vec<AuditRow>, StorageError> {
    use audit::{no, recorded_at};
    let mut query = audit::table.select(AuditRow::as_select()).into_boxed::<Backend>();
    if let Some(from) = filter.from {
        query = query.filter(recorded_at.ge(from));
    }
    if let Some(before) = filter.before {
        query = query.filter(recorded_at.lt(before));
    }
    if let Some(actor) = &filter.actor_id {
        query = query.filter(audit::actor_id.eq(actor));
    }
    if let Some(event) = &filter.event {
        query = query.filter(audit::event.eq(event));
    }
    if let Some((at, last)) = page.after {
        // The bound on the instant stands by itself, because the index can start there.
        query = query.filter(recorded_at.le(at)).filter(recorded_at.lt(at).or(no.lt(last)));
    }
    Ok(query.order((recorded_at.desc(), no.desc())).limit(page.limit).load(c)?)
}

/// The end of the chain, which nobody else can move until this transaction ends.
///
/// # Errors
/// That the database does not answer.
pub fn head(tx: &mut Tx) -> Result<AuditHead, StorageError> {
    meta::take_turn(tx, TURN)?;
    let last = audit::table.order(audit::no.desc()).select((audit::no, audit::hash));
    let last = last.first::<(i64, String)>(&mut **tx).optional()?;
    Ok(last.map_or(AuditHead { no: 0, hash: String::new() }, |(no, hash)| AuditHead { no, hash }))
}

/// Appends entries made from [`head`], in their order.
///
/// # Errors
/// [`StorageError::Unique`] if another entry took the place of one, which [`head`] prevents.
pub fn append(tx: &mut Tx, rows: &[AuditRow]) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(audit::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Entries after a number, in order.
///
/// # Errors
/// That the database does not answer.
pub fn page(c: &mut Connection, after_no: i64, limit: i64) -> Result<Vec<AuditRow>, StorageError> {
    let rest = audit::table.filter(audit::no.gt(after_no)).order(audit::no.asc()).limit(limit);
    Ok(rest.select(AuditRow::as_select()).load(c)?)
}

/// Entries of one event that are about no case, after a number, in order.
///
/// # Errors
/// That the database does not answer.
pub fn of_no_case(
    c: &mut Connection,
    event: &str,
    after_no: i64,
    limit: i64,
) -> Result<Vec<AuditRow>, StorageError> {
    let rows = audit::table.filter(audit::case_id.is_null()).filter(audit::event.eq(event));
    let rest = rows.filter(audit::no.gt(after_no)).order(audit::no.asc()).limit(limit);
    Ok(rest.select(AuditRow::as_select()).load(c)?)
}

/// Entries of one event about a case, after a number, in order.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(
    c: &mut Connection,
    (case_id, event): (&str, &str),
    after_no: i64,
    limit: i64,
) -> Result<Vec<AuditRow>, StorageError> {
    let rows = audit::table.filter(audit::case_id.eq(case_id)).filter(audit::event.eq(event));
    let rest = rows.filter(audit::no.gt(after_no)).order(audit::no.asc()).limit(limit);
    Ok(rest.select(AuditRow::as_select()).load(c)?)
}
