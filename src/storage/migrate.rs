//! How a database gets its tables, and how we know which it has.
//! Both folders of migrations travel inside the binary; they have the same names.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::migrations_run;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// PostgreSQL only: a migration may take long, and two instances that start together take turns.
const PREPARE_POSTGRES: &str = "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(7319046218);";

type Steps = Vec<Box<dyn diesel::migration::Migration<Backend>>>;

/// How far the tables of a database are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// No migration has ever run here.
    Empty {
        /// The migrations to run, in order.
        pending: Vec<String>,
    },
    /// An older program made it.
    Behind {
        /// The migrations to run, in order.
        pending: Vec<String>,
    },
    /// As this program knows it.
    Current,
}

/// How far the tables are.
///
/// # Errors
/// [`StorageError::NewerSchema`], or that the database does not answer.
pub fn state(c: &mut Connection) -> Result<SchemaState, StorageError> {
    let applied = applied(c)?;
    let known = steps(c)?;
    let pending: Vec<String> =
        known.iter().map(version).filter(|version| !applied.contains(version)).collect();
    refuse_newer(&applied, &known)?;
    Ok(match (pending.is_empty(), applied.is_empty()) {
        (true, _) => SchemaState::Current,
        (false, true) => SchemaState::Empty { pending },
        (false, false) => SchemaState::Behind { pending },
    })
}

/// Runs the migrations that are missing; all of them or none.
///
/// # Errors
/// [`StorageError::NewerSchema`] or [`StorageError::Migration`].
pub fn up(tx: &mut Tx) -> Result<Vec<String>, StorageError> {
    if let Connection::Postgres(c) = &mut **tx {
        c.batch_execute(PREPARE_POSTGRES)?;
    }
    refuse_newer(&applied(tx)?, &steps(tx)?)?;
    let ran = match &**tx {
        Connection::Sqlite(_) => tx.run_pending_migrations(SQLITE),
        Connection::Postgres(_) => tx.run_pending_migrations(POSTGRES),
    };
    Ok(ran.map_err(failed)?.iter().map(ToString::to_string).collect())
}

/// Undoes the newest migration and says which it was. What it held is lost: for tests, and for an
/// upgrade that must be taken back before anyone has worked with it.
///
/// # Errors
/// [`StorageError::Migration`].
pub fn down(tx: &mut Tx) -> Result<String, StorageError> {
    let undone = match &**tx {
        Connection::Sqlite(_) => tx.revert_last_migration(SQLITE),
        Connection::Postgres(_) => tx.revert_last_migration(POSTGRES),
    };
    Ok(undone.map_err(failed)?.to_string())
}

fn refuse_newer(applied: &BTreeSet<String>, known: &Steps) -> Result<(), StorageError> {
    let known: BTreeSet<String> = known.iter().map(version).collect();
    match applied.difference(&known).last() {
        Some(found) => Err(StorageError::NewerSchema {
            found: found.clone(),
            known: known.last().cloned().unwrap_or_default(),
        }),
        None => Ok(()),
    }
}

/// The versions that have run here. A database without the table of versions has run none.
fn applied(c: &mut Connection) -> Result<BTreeSet<String>, StorageError> {
    let exists = match c {
        Connection::Sqlite(_) => {
            "EXISTS (SELECT 1 FROM sqlite_master WHERE name = '__diesel_schema_migrations')"
        }
        Connection::Postgres(_) => "to_regclass('__diesel_schema_migrations') IS NOT NULL",
    };
    if !diesel::select(sql::<Bool>(exists)).get_result::<bool>(c)? {
        return Ok(BTreeSet::new());
    }
    let versions = migrations_run::table.select(migrations_run::version);
    Ok(versions.load::<String>(c)?.into_iter().collect())
}

fn steps(c: &Connection) -> Result<Steps, StorageError> {
    use diesel::migration::MigrationSource as _;
    let mut steps = match c {
        Connection::Sqlite(_) => SQLITE.migrations(),
        Connection::Postgres(_) => POSTGRES.migrations(),
    }
    .map_err(failed)?;
    steps.sort_by_key(version);
    Ok(steps)
}

// The list holds boxes, and mapping over it gives references to them.
#[expect(clippy::borrowed_box, reason = "the steps are boxed by the driver")]
fn version(step: &Box<dyn diesel::migration::Migration<Backend>>) -> String {
    step.name().version().to_string()
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StorageError {
    StorageError::Migration { reason: error.to_string() }
}
