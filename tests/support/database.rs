//! A fresh database for each test: a temporary SQLite file, or, where `SIKUAI_TEST_POSTGRES` names a
//! server (`.ci/with-postgres`), a database made there and dropped afterwards. Never a mock.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::{Connection as _, SimpleConnection as _};
use sikuai::storage::{MissingFile, Store, StoreOptions};
use tempfile::TempDir;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A database of one test's own.
pub(crate) struct TestDatabase {
    /// Opened on it.
    pub(crate) store: Store,
    /// Its address.
    pub(crate) url: String,
    _place: Place,
}

/// A database that nothing here is connected to.
pub(crate) struct ClosedDatabase {
    /// Its address.
    pub(crate) url: String,
    _place: Place,
}

enum Place {
    Directory(TempDir),
    Server { admin: String, name: String },
}

impl TestDatabase {
    /// With every table.
    pub(crate) fn new() -> Self {
        Self::empty().migrated()
    }

    /// With every table, in a SQLite file whatever else is tested on.
    pub(crate) fn in_file() -> Self {
        Self::at(in_directory()).migrated()
    }

    fn migrated(self) -> Self {
        let store = self.store.clone();
        // A test may be async already, and a thread of the runtime must not wait.
        std::thread::spawn(move || store.migrate()).join().unwrap().unwrap();
        self
    }

    /// The database alone, with nothing connected to it.
    pub(crate) fn close(self) -> ClosedDatabase {
        let Self { store, url, _place: place } = self;
        drop(store);
        ClosedDatabase { url, _place: place }
    }

    /// Without tables.
    pub(crate) fn empty() -> Self {
        Self::at(match postgres() {
            Some(admin) => on_server(admin),
            None => in_directory(),
        })
    }

    fn at((url, place): (String, Place)) -> Self {
        let store = Store::open(&url, options()).unwrap();
        Self { store, url, _place: place }
    }
}

/// The server to test on, if it is to be PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "the one variable that chooses the database of the tests")]
pub(crate) fn postgres() -> Option<String> {
    std::env::var("SIKUAI_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// How tests open a store.
pub(crate) fn options() -> StoreOptions {
    StoreOptions { pool_connections_max: 4, missing_file: MissingFile::Create }
}

fn in_directory() -> (String, Place) {
    let directory = tempfile::tempdir().unwrap();
    (format!("sqlite:{}/test.db", directory.path().display()), Place::Directory(directory))
}

fn on_server(admin: String) -> (String, Place) {
    let name = format!("sikuai_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    as_admin(&admin, &format!("CREATE DATABASE {name}"));
    let (server, _) = admin.rsplit_once('/').unwrap();
    (format!("{server}/{name}"), Place::Server { admin, name })
}

fn as_admin(admin: &str, sql: &str) {
    diesel::PgConnection::establish(admin).unwrap().batch_execute(sql).unwrap();
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Directory(_) => {}
            // The store may still be open in a task that has not ended yet.
            Self::Server { admin, name } => as_admin(admin, &format!("DROP DATABASE {name} WITH (FORCE)")),
        }
    }
}
