//! The feed of changes: what is committed late is not passed over, and what one docket says keeps its order. Not here: the
//! answers over HTTP.

use std::sync::mpsc;

use crate::support::database::{TestDatabase, postgres};
use crate::support::rows::{a_case, an_entry, id, write};
use sikuai::storage::docket::{self, DocketRow};
use sikuai::storage::{StorageError, Store, Tx, Visibility, cases, changes};

const OFFICE: Visibility = Visibility::Office;

/// Numbers what waits, and gives the case and the entry of each change after a number, with the last number.
fn read_on(store: &Store, after: i64) -> (Vec<(String, i32)>, i64) {
    while write(store, changes::number) > 0 {}
    let rows = store.read_blocking(|c| changes::after(c, after, 100, &OFFICE)).unwrap();
    let numbers: Vec<i64> = rows.iter().map(|row| row.no.unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.first().is_none_or(|first| *first > after), "{numbers:?}");
    let last = numbers.last().copied().unwrap_or(after);
    (rows.into_iter().map(|row| (row.case_id, row.entry_no)).collect(), last)
}

fn recorded(case: u32, no: i32, recorded_at: i64) -> DocketRow {
    DocketRow { recorded_at, ..an_entry(case, no) }
}

fn appended(tx: &mut Tx, case: u32, recorded_at: i64) -> Result<(), StorageError> {
    cases::insert(tx, &a_case(case, "2021-03-02"))?;
    docket::append(tx, &recorded(case, 1, recorded_at))
}

/// One transaction begins, writes and waits; another begins later and is committed first; a reader reads in between. A
/// sequence, or an instant, would have given the first the lower place, and the reader would never come back to it.
#[test]
fn a_transaction_that_is_committed_late_is_read_late_and_not_lost() {
    if postgres().is_none() {
        return; // One writer at a time: what began later is committed later.
    }
    let database = TestDatabase::new();
    let store = database.store.clone();
    let (release, held) = mpsc::channel::<()>();
    let (entered, inside) = mpsc::channel::<()>();
    let slow = store.clone();
    let thread = std::thread::spawn(move || {
        let work = move |tx: &mut Tx| {
            appended(tx, 1, 10)?;
            entered.send(()).unwrap();
            held.recv().unwrap();
            Ok::<_, StorageError>(())
        };
        slow.write_blocking(work).unwrap();
    });
    inside.recv().unwrap();
    write(&store, |tx| appended(tx, 2, 20));
    let (first, read) = read_on(&store, 0);
    assert_eq!(first, [(id(2), 1)], "the other is not there yet, and nobody waits for it");
    assert_eq!(read_on(&store, read), (Vec::new(), read));
    release.send(()).unwrap();
    thread.join().unwrap();
    let (then, end) = read_on(&store, read);
    assert_eq!(then, [(id(1), 1)], "recorded first, seen second");
    assert_eq!(read_on(&store, 0), ([first, then].concat(), end));
}

/// Readers who come at once give each number once.
#[test]
fn many_writers_and_readers_lose_nothing_and_number_nothing_twice() {
    const CASES: u32 = 40;
    let database = TestDatabase::new();
    let store = &database.store;
    std::thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                for n in 0..CASES / 4 {
                    let case = 1 + writer * (CASES / 4) + n;
                    write(store, move |tx| appended(tx, case, i64::from(case)));
                    write(store, move |tx| docket::append(tx, &recorded(case, 2, i64::from(case))));
                }
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                let (mut after, mut seen) = (0, Vec::new());
                while seen.len() < usize::try_from(CASES).unwrap() * 2 {
                    let (rows, last) = read_on(store, after);
                    seen.extend(rows);
                    after = last;
                }
                assert_eq!(after, i64::from(CASES) * 2, "without a gap");
                for case in 1..=CASES {
                    let entries: Vec<i32> =
                        seen.iter().filter(|(of, _)| *of == id(case)).map(|(_, no)| *no).collect();
                    assert_eq!(entries, [1, 2], "{case}");
                }
            });
        }
    });
}

#[test]
fn what_is_rolled_back_is_not_in_the_feed_and_a_page_has_so_many() {
    let database = TestDatabase::new();
    let store = &database.store;
    let failed = store.write_blocking(|tx| appended(tx, 1, 1).and(Err::<(), _>(StorageError::Stale)));
    assert!(failed.is_err());
    assert!(!store.read_blocking(changes::is_waiting).unwrap());
    write(store, |tx| appended(tx, 2, 1));
    write(store, |tx| docket::append_many(tx, &(2..=1_200).map(|no| recorded(2, no, 1)).collect::<Vec<_>>()));
    assert_eq!(store.read_blocking(changes::last).unwrap(), 0);
    assert_eq!([write(store, changes::number), write(store, changes::number)], [1_000, 200]);
    assert_eq!(store.read_blocking(changes::last).unwrap(), 1_200);
    let page = store.read_blocking(|c| changes::after(c, 998, 3, &OFFICE)).unwrap();
    assert_eq!(page.iter().map(|row| row.entry_no).collect::<Vec<_>>(), [999, 1_000, 1_001]);
    let hidden = store.read_blocking(|c| changes::after(c, 0, 3, &Visibility::Assigned(id(7)))).unwrap();
    assert_eq!(hidden, []);
}
