//! Writing: what is acknowledged is there, what failed is not, and nobody's failure is another's.

use std::future::Future;
use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::support::database::{TestDatabase, options, postgres};
use crate::support::rows::{a_case, a_user, an_archived_case, an_entry, id, write};
use diesel::RunQueryDsl as _;
use sikuai::domain::case_number::comparable;
use sikuai::storage::archived_cases::{self, ArchivedCaseRow};
use sikuai::storage::audit::{self, AuditRow};
use sikuai::storage::cases::{CaseRow, Step};
use sikuai::storage::users::UserRow;
use sikuai::storage::{Connection, StorageError, Store, Tx, Visibility, cases, docket, numbers, users};

fn logins(store: &Store) -> Vec<String> {
    let people = store.read_blocking(|c| users::list(c, None, 1000)).unwrap();
    people.into_iter().map(|user| user.login).collect()
}

/// A write that keeps the writer busy until it is let go, so that others queue behind it.
fn hold(store: &Store) -> Held {
    let (release, held) = mpsc::channel::<()>();
    let (entered, inside) = mpsc::channel::<()>();
    let store = store.clone();
    let thread = std::thread::spawn(move || {
        let wait = move |_: &mut Tx| {
            entered.send(()).unwrap();
            held.recv().unwrap();
            Ok::<_, StorageError>(())
        };
        store.write_blocking(wait).unwrap();
    });
    inside.recv().unwrap();
    Held { release, thread }
}

struct Held {
    release: mpsc::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Held {
    fn release(self) {
        self.release.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

/// Hands a write over without waiting for its answer.
fn hand_over<F: Future>(write: std::pin::Pin<&mut F>) {
    assert!(matches!(write.poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
}

#[tokio::test]
async fn every_acknowledged_write_of_many_at_once_is_there_and_numbers_have_no_gap() {
    let database = TestDatabase::new();
    let mut tasks = Vec::new();
    for task in 0..8_u32 {
        let store = database.store.clone();
        tasks.push(tokio::spawn(async move {
            let mut taken = Vec::new();
            for n in 0..50 {
                let number = store.write(move |tx| {
                    let number = numbers::next(tx, "case", 2021)?;
                    let mut case = a_case(1000 + task * 50 + n, "2021-03-02");
                    case.number = Some(format!("{number}"));
                    cases::insert(tx, &case)?;
                    Ok::<_, StorageError>(number)
                });
                taken.push(number.await.unwrap());
            }
            taken
        }));
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.extend(task.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=400).collect::<Vec<i32>>());
    let ids = database.store.read(|c| cases::ids_after(c, None, 1000)).await.unwrap();
    assert_eq!(ids, (1000..1400).map(id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_write_that_fails_or_panics_leaves_the_others_of_its_group() {
    let database = TestDatabase::new();
    let store = &database.store;
    store.write(|tx| users::insert(tx, &a_user(9))).await.unwrap();
    let held = hold(store);
    let kept = store.write(|tx| users::insert(tx, &a_user(1)));
    let failed = store.write(|tx| {
        users::insert(tx, &a_user(2))?;
        Err::<(), _>(StorageError::Stale)
    });
    let panicked = store.write(|tx| -> Result<(), StorageError> {
        users::insert(tx, &a_user(3))?;
        panic!("on purpose");
    });
    let twice = store.write(|tx| {
        users::insert(tx, &a_user(4))?;
        users::insert(tx, &UserRow { login: "other".to_owned(), ..a_user(9) })
    });
    let also_kept = store.write(|tx| users::insert(tx, &a_user(5)));
    let all = async { tokio::join!(kept, failed, panicked, twice, also_kept) };
    let mut all = pin!(all);
    hand_over(all.as_mut());
    held.release();
    let (kept, failed, panicked, twice, also_kept) = all.await;
    assert!(kept.is_ok() && also_kept.is_ok(), "{kept:?} {also_kept:?}");
    assert!(matches!(failed, Err(StorageError::Stale)), "{failed:?}");
    assert!(matches!(panicked, Err(StorageError::Panicked)), "{panicked:?}");
    assert!(matches!(&twice, Err(StorageError::Unique(key)) if key == "users.primary_key"), "{twice:?}");
    assert_eq!(logins(store), ["user1", "user5", "user9"]);
    store.write(|tx| users::insert(tx, &a_user(6))).await.unwrap();
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_its_whole_group_and_keeps_nothing() {
    if postgres().is_some() {
        return; // A group is SQLite's; nothing of PostgreSQL is left to fail at COMMIT.
    }
    let database = TestDatabase::new();
    let store = &database.store;
    let held = hold(store);
    let innocent = store.write(|tx| users::insert(tx, &a_user(1)));
    let guilty = store.write(|tx| {
        diesel::sql_query("PRAGMA defer_foreign_keys = ON").execute(&mut **tx)?;
        docket::append(tx, &an_entry(99, 1))
    });
    let both = async { tokio::join!(innocent, guilty) };
    let mut both = pin!(both);
    hand_over(both.as_mut());
    held.release();
    let (innocent, guilty) = both.await;
    assert!(matches!(innocent, Err(StorageError::Refused(_))), "{innocent:?}");
    assert!(matches!(guilty, Err(StorageError::Refused(_))), "{guilty:?}");
    assert_eq!(logins(store), Vec::<String>::new());
    store.write(|tx| users::insert(tx, &a_user(1))).await.unwrap();
    assert_eq!(logins(store), ["user1"]);
}

#[tokio::test]
async fn a_full_disk_is_named_and_only_what_is_kept_is_acknowledged() {
    if postgres().is_some() {
        return; // The limit on pages is SQLite's.
    }
    let database = TestDatabase::new();
    let store = &database.store;
    let held = hold(store);
    let before = store.write(|tx| users::insert(tx, &a_user(1)));
    let too_big = store.write(|tx| {
        diesel::sql_query("PRAGMA max_page_count = 1").execute(&mut **tx)?;
        let mut case = a_case(2, "2021-03-02");
        case.body = "x".repeat(1_000_000);
        cases::insert(tx, &case)
    });
    let both = async { tokio::join!(before, too_big) };
    let mut both = pin!(both);
    hand_over(both.as_mut());
    held.release();
    let (before, too_big) = both.await;
    assert!(matches!(too_big, Err(StorageError::Full)), "{too_big:?}");
    assert!(store.is_full(), "though the other of the group may have been kept");
    // Nothing is learnt from what was never to be kept.
    let refused = store.write(|_| Err::<(), _>(StorageError::Stale));
    assert!(matches!(refused.await, Err(StorageError::Stale)) && store.is_full());
    assert_eq!(before.is_ok(), logins(store) == ["user1"], "{before:?}");
    let lifted = "PRAGMA max_page_count = 1000000";
    let lifted = store.write(move |tx| Ok::<_, StorageError>(diesel::sql_query(lifted).execute(&mut **tx)?));
    lifted.await.unwrap();
    store.write(|tx| cases::insert(tx, &a_case(2, "2021-03-02"))).await.unwrap();
    assert!(!store.is_full());
}

#[test]
fn dropping_the_store_finishes_what_was_handed_over() {
    if postgres().is_some() {
        return; // On PostgreSQL nothing waits inside this program.
    }
    let database = TestDatabase::new();
    let store = Store::open(&database.url, options()).unwrap();
    let held = hold(&store);
    for n in 1..=5 {
        // The caller goes away without waiting for the answer.
        hand_over(pin!(store.write(move |tx| users::insert(tx, &a_user(n)))));
    }
    drop(store);
    held.release();
    let reopened = Store::open(&database.url, options()).unwrap();
    assert_eq!(logins(&reopened), ["user1", "user2", "user3", "user4", "user5"]);
}

#[test]
fn an_error_that_a_closure_passes_over_keeps_nothing_and_is_told() {
    let database = TestDatabase::new();
    write(&database.store, |tx| users::insert(tx, &a_user(1)));
    let result = database.store.write_blocking(|tx| {
        users::insert(tx, &a_user(2))?;
        let _passed_over = users::insert(tx, &a_user(1));
        Ok::<_, StorageError>(())
    });
    assert!(matches!(result, Err(StorageError::PassedOver)), "{result:?}");
    assert_eq!(logins(&database.store), ["user1"]);
}

#[test]
fn a_panic_while_reading_is_an_error_and_the_store_reads_on() {
    let database = TestDatabase::new();
    let result = database.store.read_blocking(|_| -> Result<(), StorageError> { panic!("on purpose") });
    assert!(matches!(result, Err(StorageError::Panicked)), "{result:?}");
    assert_eq!(logins(&database.store), Vec::<String>::new());
}

#[test]
fn a_stale_version_is_refused_and_changes_nothing() {
    let database = TestDatabase::new();
    let store = &database.store;
    write(store, |tx| cases::insert(tx, &a_case(2, "2021-03-02")));
    let mut first = a_case(2, "2021-03-02");
    first.version = 2;
    first.cause = "social_insurance".to_owned();
    let kept = first.clone();
    write(store, move |tx| cases::update_if_version(tx, &first, 1));
    let mut second = a_case(2, "2021-03-02");
    second.version = 2;
    let result = store.write_blocking(move |tx| cases::update_if_version(tx, &second, 1));
    assert!(matches!(result, Err(StorageError::Stale)), "{result:?}");
    let now = store.read_blocking(|c| cases::load(c, &id(2), &Visibility::Office)).unwrap();
    assert_eq!(now, Some(kept));
}

#[test]
fn cases_step_together_in_few_statements_and_keep_the_rest() {
    let database = TestDatabase::new();
    let store = &database.store;
    let at = |n: u32, version: i32| CaseRow {
        version,
        head_hash: format!("hash {version}"),
        body: format!("{{\"version\":{version}}}"),
        updated_at: i64::from(version),
        ..a_case(n, "2021-03-02")
    };
    let first: Vec<CaseRow> = (1..=1_002).map(|n| at(n, 1)).collect();
    write(store, move |tx| cases::insert_many(tx, &first));
    let step = |n: u32| {
        let CaseRow { id, version, head_hash, body, updated_at, .. } = at(n, 2);
        Step { id, seen: 1, version, head_hash, body, updated_at }
    };
    let kept = |n: u32| store.read_blocking(|c| cases::load(c, &id(n), &Visibility::Office)).unwrap();
    let (before, many) = (store.statements(), (2..=502).map(step).collect::<Vec<_>>());
    write(store, move |tx| cases::step_many(tx, &many));
    assert_eq!(store.statements() - before, 2);
    for n in [1, 2, 502, 503] {
        assert_eq!(kept(n), Some(at(n, if (2..=502).contains(&n) { 2 } else { 1 })));
    }
    // After five hundred that could step comes one of another version, or of no case: none of them steps.
    for wrong in [502, 2_000] {
        let stale: Vec<Step> = (503..=1_002).chain([wrong]).map(step).collect();
        let result = store.write_blocking(move |tx| cases::step_many(tx, &stale));
        assert!(matches!(result, Err(StorageError::Stale)), "{result:?}");
        assert_eq!(kept(503), Some(at(503, 1)));
    }
    let before = store.statements();
    write(store, |tx| cases::step_many(tx, &[]));
    assert_eq!(store.statements(), before);
}

#[test]
fn two_entries_of_one_number_cannot_stand_in_a_docket() {
    let database = TestDatabase::new();
    let store = &database.store;
    write(store, |tx| cases::insert(tx, &a_case(2, "2021-03-02")));
    write(store, |tx| docket::append(tx, &an_entry(2, 1)));
    let result = store.write_blocking(|tx| docket::append(tx, &an_entry(2, 1)));
    assert!(matches!(result, Err(StorageError::Stale)), "{result:?}");
    write(store, |tx| docket::append(tx, &an_entry(2, 2)));
    let rest = store.read_blocking(|c| docket::page(c, &id(2), 1, 10)).unwrap();
    assert_eq!(rest, [an_entry(2, 2)]);
}

#[test]
fn a_taken_case_number_and_a_taken_login_are_named() {
    let database = TestDatabase::new();
    let store = &database.store;
    let numbered = |n| {
        let mut case = a_case(n, "2021-03-02");
        case.number = Some("徐劳人仲案字〔2021〕1号".to_owned());
        case
    };
    let (one, two) = (numbered(2), numbered(3));
    write(store, move |tx| cases::insert(tx, &one));
    let result = store.write_blocking(move |tx| cases::insert(tx, &two));
    assert!(
        matches!(&result, Err(StorageError::Unique(key)) if cases::NUMBER_TAKEN.contains(&key.as_str())),
        "{result:?}"
    );
    write(store, |tx| users::insert(tx, &a_user(1)));
    let mut other = a_user(2);
    other.login = "user1".to_owned();
    let result = store.write_blocking(move |tx| users::insert(tx, &other));
    assert!(matches!(&result, Err(StorageError::Unique(key)) if key == users::LOGIN_TAKEN), "{result:?}");
}

/// Each looks for the other's number before either has kept its own: the key is what refuses the second.
#[test]
fn of_two_spellings_of_one_number_written_at_once_one_is_kept() {
    let database = TestDatabase::new();
    let store = &database.store;
    let spelled = |n: u32, number: &str| {
        let mut case = a_case(n, "2021-03-02");
        case.number = Some(number.to_owned());
        case.number_key = Some(comparable(number));
        case
    };
    let (one, two) = (spelled(2, "徐劳人仲案字〔2021〕1号"), spelled(3, "徐劳人仲案字（2021）第001号"));
    let (written, is_written) = mpsc::channel();
    let (second_done, is_second_done) = mpsc::channel();
    let results = std::thread::scope(|scope| {
        let first = scope.spawn(move || {
            store.write_blocking(move |tx| {
                cases::insert(tx, &one)?;
                written.send(()).unwrap();
                // The second looks, and writes, while this is not kept yet; on SQLite it waits to be let in.
                let too_early = is_second_done.recv_timeout(Duration::from_millis(300));
                assert!(too_early.is_err(), "it did not wait");
                Ok::<_, StorageError>(())
            })
        });
        is_written.recv().unwrap();
        let second = store.write_blocking(move |tx| cases::insert(tx, &two));
        // Nobody listens any more, if it waited.
        let _late = second_done.send(());
        [first.join().unwrap(), second]
    });
    assert!(results[0].is_ok(), "{results:?}");
    let refused =
        matches!(&results[1], Err(StorageError::Unique(key)) if cases::NUMBER_TAKEN.contains(&key.as_str()));
    assert!(refused, "{results:?}");
}

/// The same of file numbers: the second is written while the first is not kept yet, so only the key can refuse it.
#[test]
fn of_two_file_numbers_written_at_once_one_is_kept() {
    let database = TestDatabase::new();
    let store = &database.store;
    write(store, |tx| {
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        cases::insert(tx, &a_case(3, "2021-03-02"))
    });
    let under = |n: u32, number: &str| ArchivedCaseRow {
        file_number_key: Some(comparable(number)),
        ..an_archived_case(n, "2021-05-10")
    };
    let (one, two) = (under(2, "〔2021〕1号"), under(3, "（2021）第001号"));
    let (written, is_written) = mpsc::channel();
    let (second_done, is_second_done) = mpsc::channel();
    let results = std::thread::scope(|scope| {
        let first = scope.spawn(move || {
            store.write_blocking(move |tx| {
                archived_cases::replace_for_cases(tx, &[&id(2)], &[one])?;
                written.send(()).unwrap();
                let too_early = is_second_done.recv_timeout(Duration::from_millis(300));
                assert!(too_early.is_err(), "it did not wait");
                Ok::<_, StorageError>(())
            })
        });
        is_written.recv().unwrap();
        let second = store.write_blocking(move |tx| archived_cases::replace_for_cases(tx, &[&id(3)], &[two]));
        let _late = second_done.send(());
        [first.join().unwrap(), second]
    });
    assert!(results[0].is_ok(), "{results:?}");
    let taken = archived_cases::FILE_NUMBER_TAKEN;
    assert!(matches!(&results[1], Err(StorageError::Unique(key)) if key == taken), "{results:?}");
}

#[test]
fn a_number_given_in_a_write_that_fails_is_given_again() {
    let database = TestDatabase::new();
    let store = &database.store;
    let next = |store: &Store| write(store, |tx| numbers::next(tx, "case", 2021));
    assert_eq!(next(store), 1);
    let failed = store.write_blocking(|tx| {
        assert_eq!(numbers::next(tx, "case", 2021)?, 2);
        Err::<(), _>(StorageError::Stale)
    });
    assert!(failed.is_err());
    assert_eq!(next(store), 2);
    assert_eq!(write(store, |tx| numbers::next(tx, "case", 2022)), 1);
}

#[tokio::test]
async fn the_audit_chain_has_no_fork_however_many_write_at_once() {
    let database = TestDatabase::new();
    let mut tasks = Vec::new();
    for task in 0..8 {
        let store = database.store.clone();
        tasks.push(tokio::spawn(async move {
            for n in 0..10 {
                let append = store.write(move |tx| {
                    let head = audit::head(tx)?;
                    let row = AuditRow {
                        no: head.no + 1,
                        recorded_at: 1,
                        actor_id: None,
                        event: "login_failed".to_owned(),
                        case_id: None,
                        body: "{}".to_owned(),
                        prev_hash: head.hash,
                        hash: format!("{task}-{n}"),
                    };
                    audit::append(tx, &[row])
                });
                append.await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let rows = database.store.read(|c| audit::page(c, 0, 100)).await.unwrap();
    assert_eq!(rows.len(), 80);
    let mut before = (0, String::new());
    for row in rows {
        assert_eq!((row.no, row.prev_hash), (before.0 + 1, before.1));
        before = (row.no, row.hash);
    }
}

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

fn setting(c: &mut Connection, pragma: &str) -> String {
    let ask = format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}");
    diesel::sql_query(ask).get_result::<Setting>(c).unwrap().value
}

#[test]
fn postgresql_is_told_what_helpers_cost_here() {
    if postgres().is_none() {
        return; // SQLite has none.
    }
    let database = TestDatabase::new();
    let ask = "SELECT current_setting('parallel_setup_cost') AS value";
    let asked = |c: &mut Connection| Ok::<_, StorageError>(diesel::sql_query(ask).get_result::<Setting>(c)?);
    assert_eq!(database.store.read_blocking(asked).unwrap().value, "10000");
}

#[test]
fn the_settings_that_durability_rests_on_are_in_force() {
    if postgres().is_some() {
        return; // PostgreSQL is set by its own administrator.
    }
    let database = TestDatabase::new();
    let names = ["journal_mode", "synchronous", "foreign_keys", "query_only"];
    let writer = write(&database.store, move |tx| Ok(names.map(|name| setting(tx, name))));
    // 2 is FULL.
    assert_eq!(writer, ["wal", "2", "1", "0"]);
    let reader = database.store.read_blocking(|c| Ok::<_, StorageError>(names.map(|name| setting(c, name))));
    assert_eq!(reader.unwrap(), ["wal", "2", "1", "1"]);
}
