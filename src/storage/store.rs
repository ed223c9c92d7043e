//! [`Store`]: the one way to read rows and the one way to write them, on either database.
//! Not here: what is read or written (a file per noun), nor when (`app`).

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::connection::TransactionManager as _;
use diesel::r2d2::{Pool, PooledConnection};

use super::connection::{Connection, Opener, Place, Purpose, Tx, begin_snapshot, begin_write, caught};
use super::error::StorageError;
use super::migrate;
use super::room::Room;
use super::writer::{Writer, job};

/// A caller that gets no connection for this long is told that the database is busy.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);

/// What to do when the address names a SQLite file that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingFile {
    /// Make it; it will be empty.
    Create,
    /// Say so: a mistyped path must not become a new, empty office.
    Refuse,
}

/// How a store is opened.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// Readers on SQLite; all connections on PostgreSQL.
    pub pool_connections_max: u32,
    /// For SQLite.
    pub missing_file: MissingFile,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { pool_connections_max: 8, missing_file: MissingFile::Refuse }
    }
}

/// The rows. A clone is another handle on the same store; dropping the last one finishes every
/// write that was handed over before.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pool: Pool<Opener>,
    /// Only SQLite has one. It is dropped, and thereby finished, with the store.
    writer: Option<Writer>,
    room: Room,
    statements: Arc<AtomicU64>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("statements", &self.statements()).finish_non_exhaustive()
    }
}

impl Store {
    /// Connects to the database that the address names: `sqlite:PATH`, `postgres://…`.
    ///
    /// # Errors
    /// [`StorageError::UnknownScheme`], [`StorageError::Missing`] or [`StorageError::Unreachable`].
    /// The tables are not looked at: see [`Store::ready_to_serve`].
    pub fn open(url: &str, options: StoreOptions) -> Result<Self, StorageError> {
        let place = Place::parse(url)?;
        if options.missing_file == MissingFile::Refuse
            && let Some(path) = place.missing_file()
        {
            return Err(StorageError::Missing { path: path.to_owned() });
        }
        let statements = Arc::new(AtomicU64::new(0));
        let (opener, room) = (Opener { place, statements: Arc::clone(&statements) }, Room::default());
        let writer = match opener.place {
            Place::Sqlite(_) => Some(Writer::start(opener.clone(), room.clone())?),
            Place::Postgres(_) => {
                // The pool would only say that it waited in vain; this says why.
                drop(opener.open(Purpose::Pool)?);
                None
            }
        };
        let pool = Pool::builder()
            .max_size(options.pool_connections_max.max(1))
            .min_idle(Some(0))
            .connection_timeout(WAIT_FOR_CONNECTION)
            .build_unchecked(opener);
        Ok(Self { inner: Arc::new(Inner { pool, writer, room, statements }) })
    }

    /// Reads, off the async threads. Statements of one closure may see different moments;
    /// [`Store::snapshot`] is for those that must agree.
    ///
    /// # Errors
    /// The closure's own, or a [`StorageError`].
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let store = self.clone();
        off_thread(move || store.read_blocking(work)).await
    }

    /// Reads like [`Store::read`], in one transaction: all statements see the same moment.
    ///
    /// # Errors
    /// The closure's own, or a [`StorageError`].
    pub async fn snapshot<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let store = self.clone();
        off_thread(move || store.snapshot_blocking(work)).await
    }

    /// Writes: everything the closure does is kept, or nothing; the answer comes after the commit
    /// is on disk. A closure that meets an error of the database must return one; if it does not,
    /// nothing is kept all the same, because PostgreSQL has given up its transaction by then.
    ///
    /// # Errors
    /// The closure's own, or a [`StorageError`].
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let Some(writer) = &self.inner.writer else {
            let store = self.clone();
            return off_thread(move || store.transact(work)).await;
        };
        let (job, answered) = job(work);
        writer.jobs()?.send(job).await.map_err(|_| StorageError::Closing)?;
        answered.await.unwrap_or_else(|_| Err(StorageError::Closing.into()))
    }

    /// [`Store::read`] for the command line; not for async code.
    ///
    /// # Errors
    /// The closure's own, or a [`StorageError`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E>,
        E: From<StorageError>,
    {
        let mut pooled = self.connection()?;
        caught(|| work(&mut pooled.tx))
    }

    /// [`Store::snapshot`] for the command line; not for async code.
    ///
    /// # Errors
    /// The closure's own, or a [`StorageError`].
    pub fn snapshot_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E>,
        E: From<StorageError>,
    {
        let mut pooled = self.connection()?;
        begin_snapshot(&mut pooled.tx)?;
        let outcome = caught(|| work(&mut pooled.tx));
        Connection::rollback_transaction(&mut pooled.tx).map_err(StorageError::from)?;
        outcome
    }

    /// [`Store::write`] for the command line; not for async code.
    ///
    /// # Errors
    /// The closure's own, or a [`StorageError`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let Some(writer) = &self.inner.writer else { return self.transact(work) };
        let (job, answered) = job(work);
        writer.jobs()?.blocking_send(job).map_err(|_| StorageError::Closing)?;
        answered.blocking_recv().unwrap_or_else(|_| Err(StorageError::Closing.into()))
    }

    /// Brings the tables up to this program; says which migrations it applied.
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`], or [`StorageError::Migration`] with nothing kept.
    pub fn migrate(&self) -> Result<Vec<String>, StorageError> {
        self.write_blocking(migrate::up)
    }

    /// Whether this program may serve this database.
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`] or [`StorageError::Pending`].
    pub fn ready_to_serve(&self) -> Result<(), StorageError> {
        match self.schema_state()? {
            migrate::SchemaState::Current => Ok(()),
            migrate::SchemaState::Empty { pending } | migrate::SchemaState::Behind { pending } => {
                let next = pending.first().cloned().unwrap_or_default();
                Err(StorageError::Pending { pending: pending.len(), next })
            }
        }
    }

    /// How far the tables are.
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`], or that the database does not answer.
    pub fn schema_state(&self) -> Result<migrate::SchemaState, StorageError> {
        self.read_blocking(migrate::state)
    }

    /// Whether no room was left for the last write, by this program.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.inner.room.is_full()
    }

    /// How many statements this store has started, without transaction control and settings.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// A transaction on PostgreSQL.
    fn transact<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx) -> Result<T, E>,
        E: From<StorageError>,
    {
        let mut pooled = self.connection()?;
        let tx = &mut pooled.tx;
        begin_write(tx)?;
        let done = match tx.work(work) {
            Ok(value) => {
                let ended = Connection::commit_transaction(tx).map_err(StorageError::from);
                ended.map(|()| value).map_err(E::from)
            }
            Err(error) => {
                // The pool throws away a connection that cannot even roll back; the server then does.
                let _broken = Connection::rollback_transaction(tx);
                Err(error)
            }
        };
        self.inner.room.learn(tx, usize::from(done.is_ok()));
        done
    }

    fn connection(&self) -> Result<PooledConnection<Opener>, StorageError> {
        self.inner.pool.get().map_err(|error| StorageError::Unreachable { reason: error.to_string() })
    }
}

async fn off_thread<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StorageError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(StorageError::Closing.into()))
}
