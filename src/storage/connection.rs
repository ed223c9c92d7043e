//! Connections: which database an address names, how a connection to it is set up, and the pool's hooks.
//! Not here: who may write when (`store`, `writer`).

use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, Connection as _, SimpleConnection as _};
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::r2d2::{ManageConnection, R2D2Connection as _};

use super::error::{StorageError, is_full};

pub use multi::AnyConnection as Connection;

/// The connection over both databases. Alone in its module: the derive brings names of its own.
mod multi {
    /// A connection to either database; the queries are the same.
    #[derive(diesel::MultiConnection)]
    pub enum AnyConnection {
        /// A file.
        Sqlite(diesel::SqliteConnection),
        /// A server.
        Postgres(diesel::PgConnection),
    }
}

pub(super) use multi::MultiBackend as Backend;

/// How long a writer of another process may keep the file before we give up.
const SQLITE_BUSY_MS: u32 = 10_000;
/// Page cache of each SQLite connection.
const SQLITE_CACHE_KIB: u32 = 16_384;
/// No statement may keep PostgreSQL longer.
const POSTGRES_STATEMENT_MS: u32 = 60_000;
/// From which cost on PostgreSQL considers helpers for a statement, ten times its own default: starting them takes a busy
/// machine of two cores longer than most questions, which come from several people at once.
const POSTGRES_PARALLEL_SETUP_COST: u32 = 10_000;
/// A PostgreSQL server that says nothing for this long is down.
const POSTGRES_CONNECT_S: u32 = 5;
/// A connection unused for this long is tried before it is used again.
const IDLE_MAX: Duration = Duration::from_secs(5);

/// A connection inside a transaction of [`super::Store::write`]. Functions that write take it, so
/// that nothing can be written elsewhere; it can be read from as well.
pub struct Tx {
    connection: Connection,
    health: Arc<Health>,
}

/// What the driver has reported of a connection.
#[derive(Default)]
struct Health {
    /// The server is gone.
    broken: AtomicBool,
    /// A statement has failed since the transaction's work began.
    failed: AtomicBool,
    /// No room was left for a statement since somebody asked.
    full: AtomicBool,
}

impl Tx {
    /// Does the work of one write. Its panic becomes an error, and so does a failed statement that it
    /// passed over: PostgreSQL has given up the transaction by then and would answer COMMIT with a
    /// silent rollback. Whoever calls this rolls back after an error, so nothing half done is kept.
    pub(super) fn work<T, E: From<StorageError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.health.failed.store(false, Ordering::Relaxed);
        let value = caught(|| work(self))?;
        if self.health.failed.load(Ordering::Relaxed) {
            return Err(StorageError::PassedOver.into());
        }
        Ok(value)
    }

    /// Whether the disk was full for a statement of this connection since this was asked last.
    pub(super) fn met_full(&self) -> bool {
        self.health.full.swap(false, Ordering::Relaxed)
    }
}

/// Runs a closure; its panic becomes an error.
pub(super) fn caught<T, E: From<StorageError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(StorageError::Panicked.into()))
}

impl Deref for Tx {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// The database that an address names.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The path of a SQLite file.
    Sqlite(String),
    /// The address of a PostgreSQL server, which may hold a password.
    Postgres(String),
}

impl Place {
    /// Reads the scheme, and never falls through to the other database.
    pub(super) fn parse(url: &str) -> Result<Self, StorageError> {
        let unknown = |given: &str| Err(StorageError::UnknownScheme { given: given.to_owned() });
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return match path {
                "" | ":memory:" => unknown(url),
                // SQLite would read a leading `file:` as an address with options of its own.
                relative if !relative.starts_with('/') => Ok(Self::Sqlite(format!("./{relative}"))),
                absolute => Ok(Self::Sqlite(absolute.to_owned())),
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(with_connect_timeout(url)));
        }
        match url.split_once(':') {
            Some((scheme, _)) => unknown(&format!("{scheme}:…")),
            None => unknown("a bare name"),
        }
    }

    /// The path, if this is a file that is not there yet.
    pub(super) fn missing_file(&self) -> Option<&str> {
        match self {
            Self::Sqlite(path) if !Path::new(path).exists() => Some(path),
            Self::Sqlite(_) | Self::Postgres(_) => None,
        }
    }
}

fn with_connect_timeout(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}connect_timeout={POSTGRES_CONNECT_S}")
}

/// What a new connection is for. It only matters to SQLite, which has one writer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Reads on SQLite; reads and writes on PostgreSQL.
    Pool,
    /// The one writer of SQLite.
    Writer,
}

/// Opens connections, and counts what they do.
#[derive(Clone)]
pub(super) struct Opener {
    pub(super) place: Place,
    pub(super) statements: Arc<AtomicU64>,
}

impl Opener {
    /// Opens a connection and sets it up; the settings themselves are not counted.
    pub(super) fn open(&self, purpose: Purpose) -> Result<Pooled, StorageError> {
        let mut connection = match &self.place {
            Place::Sqlite(path) => Connection::Sqlite(
                diesel::SqliteConnection::establish(path).map_err(|error| unreachable(&error))?,
            ),
            Place::Postgres(url) => Connection::Postgres(
                diesel::PgConnection::establish(url).map_err(|error| unreachable(&error))?,
            ),
        };
        let settings = match (&self.place, purpose) {
            (Place::Sqlite(_), Purpose::Writer) => sqlite_settings("PRAGMA journal_mode = WAL;"),
            (Place::Sqlite(_), Purpose::Pool) => sqlite_settings("PRAGMA query_only = ON;"),
            (Place::Postgres(_), _) => format!(
                "SET statement_timeout = {POSTGRES_STATEMENT_MS}; \
                 SET parallel_setup_cost = {POSTGRES_PARALLEL_SETUP_COST};"
            ),
        };
        connection.batch_execute(&settings)?;
        let health = Arc::new(Health::default());
        connection.set_instrumentation(Counter {
            statements: Arc::clone(&self.statements),
            health: Arc::clone(&health),
            transaction_control: false,
        });
        Ok(Pooled { tx: Tx { connection, health }, used_at: Instant::now() })
    }
}

/// The wait for a lock comes first, because the other settings may need it.
fn sqlite_settings(last: &str) -> String {
    format!(
        "PRAGMA busy_timeout = {SQLITE_BUSY_MS}; {last} PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA cache_size = -{SQLITE_CACHE_KIB}; PRAGMA temp_store = MEMORY;"
    )
}

fn unreachable(error: &diesel::ConnectionError) -> StorageError {
    StorageError::Unreachable { reason: error.to_string() }
}

/// A connection of the pool.
pub(super) struct Pooled {
    pub(super) tx: Tx,
    used_at: Instant,
}

impl ManageConnection for Opener {
    type Connection = Pooled;
    type Error = StorageError;

    fn connect(&self) -> Result<Pooled, StorageError> {
        self.open(Purpose::Pool)
    }

    /// Asks the server only after a pause: a question before every query would double its cost.
    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), StorageError> {
        let idle = pooled.used_at.elapsed();
        pooled.used_at = Instant::now();
        if idle > IDLE_MAX && matches!(self.place, Place::Postgres(_)) {
            pooled.tx.ping()?;
            self.statements.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.tx.health.broken.load(Ordering::Relaxed) || pooled.tx.is_broken()
    }
}

/// Counts statements, so that tests can hold a request to its budget, and notices a lost server.
struct Counter {
    statements: Arc<AtomicU64>,
    health: Arc<Health>,
    /// The next statement is a BEGIN, COMMIT or the like, which the driver announces.
    transaction_control: bool,
}

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match event {
            InstrumentationEvent::BeginTransaction { .. }
            | InstrumentationEvent::CommitTransaction { .. }
            | InstrumentationEvent::RollbackTransaction { .. } => self.transaction_control = true,
            InstrumentationEvent::StartQuery { .. } => {
                let counts = !std::mem::take(&mut self.transaction_control);
                self.statements.fetch_add(u64::from(counts), Ordering::Relaxed);
            }
            InstrumentationEvent::FinishQuery { error: Some(error), .. } => {
                self.health.failed.store(true, Ordering::Relaxed);
                self.health.full.fetch_or(is_full(error), Ordering::Relaxed);
                let lost = matches!(
                    error,
                    Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
                );
                self.health.broken.fetch_or(lost, Ordering::Relaxed);
            }
            _ => {}
        }
    }
}

/// Begins the writing transaction. On SQLite it takes the lock at once: a transaction that begins
/// as a reader and turns into a writer fails as soon as another wrote in between.
pub(super) fn begin_write(connection: &mut Connection) -> Result<(), StorageError> {
    begin(connection, ["BEGIN IMMEDIATE", "BEGIN"])
}

/// Begins a transaction in which every statement sees the same rows.
pub(super) fn begin_snapshot(connection: &mut Connection) -> Result<(), StorageError> {
    begin(connection, ["BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"])
}

fn begin(connection: &mut Connection, [sqlite, postgres]: [&str; 2]) -> Result<(), StorageError> {
    match connection {
        Connection::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, sqlite)?,
        Connection::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, postgres)?,
    }
    Ok(())
}
