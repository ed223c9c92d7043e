//! What can go wrong with rows, said once: diesel's errors of both databases are classified here.
//! Not here: what a caller is told about it over HTTP.

use std::sync::Arc;

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

/// A failure of storage. It can be cloned, because one failed commit answers a whole group of writers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StorageError {
    /// The address names neither database, or names it in a way that cannot be.
    #[error(
        "the database must be named as sqlite:PATH or postgres://…, and not as {given}; \
         a database in memory cannot be shared by its readers"
    )]
    UnknownScheme {
        /// What stood before the colon; the rest may hold a password and is not repeated.
        given: String,
    },
    /// The database file does not exist, and the caller did not ask for a new one.
    #[error("there is no database at {path}; `sikuai migrate` makes one")]
    Missing {
        /// The path of the SQLite file.
        path: String,
    },
    /// The database does not answer.
    #[error("the database cannot be reached: {reason}")]
    Unreachable {
        /// The driver's words.
        reason: String,
    },
    /// A newer program has already changed the tables.
    #[error(
        "the database has schema {found}, and this program knows {known} at most: \
         a newer sikuai has migrated it; run that one"
    )]
    NewerSchema {
        /// The newest migration in the database.
        found: String,
        /// The newest migration of this program.
        known: String,
    },
    /// The tables are older than this program.
    #[error("the database lacks {pending} migration(s), the next is {next}: run `sikuai migrate`")]
    Pending {
        /// How many migrations are missing.
        pending: usize,
        /// The first of them.
        next: String,
    },
    /// A migration failed; nothing of it was kept.
    #[error("the migration failed and nothing of it was kept: {reason}")]
    Migration {
        /// The driver's words.
        reason: String,
    },
    /// A row says what cannot be.
    #[error("{table} {key} is inconsistent: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
        /// What is wrong with it.
        what: String,
    },
    /// Another row has this value already; the key is `table.column`, or `table.primary_key`.
    #[error("there is already a row with the same {0}")]
    Unique(String),
    /// The database refused a row: a CHECK, a reference, or a table that only grows.
    #[error("the database refused the row: {0}")]
    Refused(String),
    /// The version seen is no longer the version of the row.
    #[error("the row has changed since it was read")]
    Stale,
    /// No room is left on the database's disk.
    #[error("the database's disk is full")]
    Full,
    /// Others held the database for too long, or two writers waited for each other.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The closure panicked; nothing of it was kept.
    #[error("the work on the database broke off; nothing of it was kept")]
    Panicked,
    /// A statement failed and the closure went on as if it had not; nothing of it was kept.
    #[error("a statement failed and was passed over; nothing was kept")]
    PassedOver,
    /// The store is shutting down.
    #[error("the store is closing")]
    Closing,
    /// Anything else the driver reports.
    #[error("the database failed: {0}")]
    Database(Arc<DieselError>),
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(kind, ref what) => {
                classify(kind, what.as_ref()).unwrap_or_else(|| Self::Database(Arc::new(error)))
            }
            DieselError::BrokenTransactionManager => {
                Self::Unreachable { reason: "the connection broke inside a transaction".to_owned() }
            }
            other => Self::Database(Arc::new(other)),
        }
    }
}

/// Whether a statement failed because no room was left.
pub(super) fn is_full(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(_, what) => matches!(by_words(what.message()), Some(StorageError::Full)),
        _ => false,
    }
}

/// What the databases' own errors mean to us. SQLite names most of them by words only.
fn classify(
    kind: DatabaseErrorKind,
    what: &(dyn DatabaseErrorInformation + Send + Sync),
) -> Option<StorageError> {
    let message = what.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => Some(StorageError::Unique(unique_key(what))),
        DatabaseErrorKind::ForeignKeyViolation
        | DatabaseErrorKind::RestrictViolation
        | DatabaseErrorKind::NotNullViolation
        | DatabaseErrorKind::CheckViolation => Some(StorageError::Refused(message.to_owned())),
        DatabaseErrorKind::SerializationFailure => Some(StorageError::Busy(message.to_owned())),
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
            Some(StorageError::Unreachable { reason: message.to_owned() })
        }
        _ => by_words(message),
    }
}

fn by_words(message: &str) -> Option<StorageError> {
    let says = |words: &str| message.contains(words);
    if says("append-only") {
        Some(StorageError::Refused(message.to_owned()))
    } else if says("disk is full") || says("No space left on device") {
        Some(StorageError::Full)
    } else if says("is locked") || says("deadlock detected") || says("statement timeout") {
        Some(StorageError::Busy(message.to_owned()))
    } else {
        None
    }
}

/// `table.column` on both databases.
fn unique_key(what: &(dyn DatabaseErrorInformation + Send + Sync)) -> String {
    let named = what.table_name().zip(what.constraint_name());
    named.map_or_else(|| key_from_words(what.message()), |(table, name)| key_from_name(table, name))
}

/// PostgreSQL names the constraint: `users_login_key`, `users_pkey`.
fn key_from_name(table: &str, constraint: &str) -> String {
    match constraint.strip_prefix(table).and_then(|rest| rest.strip_prefix('_')) {
        Some("pkey") => format!("{table}.primary_key"),
        Some(column) => format!("{table}.{}", column.strip_suffix("_key").unwrap_or(column)),
        None => constraint.to_owned(),
    }
}

/// SQLite names the columns: `UNIQUE constraint failed: users.login`.
fn key_from_words(message: &str) -> String {
    let columns = message.trim_start_matches("UNIQUE constraint failed: ");
    match columns.split_once('.') {
        Some((table, "id" | "kid" | "no" | "key" | "case_id")) => format!("{table}.primary_key"),
        // The only keys of several columns are primary keys.
        Some((table, more)) if more.contains(", ") => format!("{table}.primary_key"),
        _ => columns.to_owned(),
    }
}
