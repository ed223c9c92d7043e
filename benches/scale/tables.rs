//! Rows in bulk: as many in a statement as SQLite takes values. Not here: what they say (`histories`).

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use sikuai::app::derived;
use sikuai::app::error::Error;
use sikuai::storage::schema::cases;
use sikuai::storage::users::{self, UserRow};
use sikuai::storage::{Connection, StorageError, Store, Tx, docket, known_figures};

use crate::histories::{Rows, STAFF};
use crate::story::user;

/// SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 1000;

/// Writes, and waits until it is on disk.
pub(crate) fn write(store: &Store, work: impl FnOnce(&mut Tx) -> Result<(), Error> + Send + 'static) {
    store.write_blocking(work).unwrap();
}

/// The people who work on the cases.
pub(crate) fn insert_staff(store: &Store) {
    write(store, |tx| {
        for n in 1..=STAFF {
            let row = UserRow {
                id: user(n.into()).to_string(),
                login: format!("staff{n}"),
                name: "测试".to_owned(),
                role: "arbitrator".to_owned(),
                password_hash: "$argon2id$".to_owned(),
                active: true,
                created_at: 1,
                updated_at: 1,
            };
            users::insert(tx, &row)?;
        }
        Ok(())
    });
}

/// The rows of cases that are not there yet.
pub(crate) fn insert_cases(store: &Store, all: Vec<Rows>, dockets: Dockets) {
    write(store, move |tx| {
        let (mut case_rows, mut entries) = (vec![], vec![]);
        let (mut derived, mut known) = (vec![], vec![]);
        for rows in all {
            case_rows.push(rows.case);
            entries.extend(rows.docket);
            derived.push(rows.derived);
            known.push(rows.known);
        }
        for chunk in case_rows.chunks(CHUNK_ROWS) {
            let insert = diesel::insert_into(cases::table).values(chunk);
            let inserted = match &mut **tx {
                Connection::Sqlite(c) => insert.execute(c),
                Connection::Postgres(c) => insert.execute(c),
            };
            inserted.map_err(StorageError::from)?;
        }
        if dockets == Dockets::Written {
            docket::append_many(tx, &entries)?;
        }
        derived::write_derived(tx, derived)?;
        let known: Vec<_> = known.into_iter().map(known_figures::KeptOtherwise::from).collect();
        Ok(known_figures::write(tx, &known)?)
    });
}

/// Whether the dockets are written too. They are the most of a database, and the worklist does not read them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dockets {
    Written,
    LeftOut,
}

/// What PostgreSQL does by itself within minutes of such a load; SQLite keeps no statistics here.
pub(crate) fn settle(store: &Store) {
    let vacuum = |c: &mut Connection| match c {
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(c) => {
            for statement in ["SET statement_timeout = 0", "VACUUM ANALYZE", "CHECKPOINT"] {
                c.batch_execute(statement)?;
            }
            Ok::<_, StorageError>(())
        }
    };
    store.read_blocking(vacuum).unwrap();
}

/// Runs something on each of many, on both cores.
pub(crate) fn on_both_cores<T: Send + Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (first, second) = all.split_at(all.len() / 2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| first.iter().map(&work).collect::<Vec<R>>());
        let second: Vec<R> = second.iter().map(&work).collect();
        let mut all = first.join().unwrap();
        all.extend(second);
        all
    })
}
