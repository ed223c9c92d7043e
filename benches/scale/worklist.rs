//! How long a page of the overdue worklist takes in the database of a province: over HTTP as people ask for it, and
//! the query alone, beside the least that reading the same fifty rows can cost.

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use diesel::RunQueryDsl as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::role::Role;
use sikuai::storage::deadlines::{self, Due, WorklistCursor, WorklistFilter, WorklistPage};
use sikuai::storage::{Connection, StorageError, Store, Visibility};

use crate::TODAY;
use crate::histories::{Told, mixed};
use crate::server::TestServer;
use crate::story::{a_book, noon, user};
use crate::tables::{self, Dockets, insert_cases, insert_staff, on_both_cores, write};

/// One case in so many was received within the last days; the others are older, and mostly closed.
const RECENT_SHARE: u32 = 8;
const RECENT_DAYS: u32 = 75;
const OLDER_DAYS: u32 = 2_000;
const LOAD_CASES: u32 = 5_000;
/// So many requests of each kind are measured, after some that are not.
const REQUESTS: usize = 2_000;
const WARM_UP: usize = 50;
const PAGE_ROWS: i64 = 50;
/// A desk beside the office's own.
const DESK: CaseKind = CaseKind::Inspection;
/// Cases referred to it: the last digit of an id is as good as drawn by lot.
const REFERRED: &str =
    "INSERT INTO case_viewers (case_id, viewer) SELECT id, 'inspection' FROM cases WHERE id LIKE '%0'";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A row of the worklist, as plain SQL gives it.
#[derive(QueryableByName)]
#[expect(dead_code, reason = "it is read to be paid for")]
struct Plain {
    #[diesel(sql_type = Text)]
    case_id: String,
    #[diesel(sql_type = Text)]
    rule: String,
    #[diesel(sql_type = Nullable<Date>)]
    natural_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    due_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    number: Option<String>,
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = Text)]
    cause: String,
    #[diesel(sql_type = Nullable<Text>)]
    lead_employer: Option<String>,
}

pub(crate) fn run(cases: u32) {
    let begun = Instant::now();
    let server = TestServer::start();
    server.clock.set(noon(today()));
    load(&server.app.store, cases);
    let store = &server.app.store;
    let counted = |sql: &str| {
        let sql = format!("SELECT COUNT(*) AS count FROM {sql}");
        let count =
            |c: &mut Connection| Ok::<_, StorageError>(diesel::sql_query(&sql).get_result::<Count>(c)?);
        store.read_blocking(count).unwrap().count
    };
    println!(
        "{} cases, {} of them open, with {} deadlines, made in {:.0?}; {} run, {} of the office's are overdue\n",
        counted("cases"),
        counted("cases WHERE closed_on IS NULL"),
        counted("deadlines"),
        begun.elapsed(),
        counted("deadlines WHERE state = 'open'"),
        deadlines_overdue(store),
    );
    println!("| what | p50 | p99 | worst |\n|---|---|---|---|");
    let token = server.token("supervisor", Role::Supervisor);
    let path = "/api/v1/deadlines?status=overdue";
    measure("first page over HTTP", || get(&server, &token, path));
    let mut next: Option<String> = None;
    measure("page after page to the last, over HTTP", || {
        let path = next.as_ref().map_or_else(|| path.to_owned(), |cursor| format!("{path}&cursor={cursor}"));
        next = get(&server, &token, &path);
    });
    for (who, visibility) in [
        ("the whole office", Visibility::Office),
        ("one person's cases", Visibility::Assigned(user(7).to_string())),
        ("a desk that sees one case in sixteen", Visibility::Desk(DESK)),
    ] {
        measure(&format!("first page of {who}, the query"), || page(store, None, &visibility));
        let mut after = None;
        measure(&format!("page after page of {who}, the query"), || {
            after = page(store, after.take(), &visibility);
        });
        // Of a few cases a person may have none that is overdue.
        let Some(floor) = plain(store, &visibility) else { continue };
        measure(&format!("floor: the rows of the first page of {who} by their keys, in plain SQL"), || {
            let rows =
                |c: &mut Connection| Ok::<_, StorageError>(diesel::sql_query(&floor).load::<Plain>(c)?);
            store.read_blocking(rows).unwrap()
        });
    }
    println!();
}

fn load(store: &Store, cases: u32) {
    insert_staff(store);
    let book = a_book();
    // In the order of their receipts, as an office writes them: a page of random days touches every index all over.
    let mut all: Vec<u32> = (0..cases).collect();
    all.sort_by_key(|no| told(*no).received_on);
    for page in all.chunks(LOAD_CASES as usize) {
        let rows = on_both_cores(page, |no| told(*no).tell().rows(&book));
        insert_cases(store, rows, Dockets::LeftOut);
    }
    write(store, |tx| {
        diesel::sql_query(REFERRED).execute(&mut **tx).map_err(StorageError::from)?;
        Ok(())
    });
    tables::settle(store);
}

fn told(no: u32) -> Told {
    let is_recent = mixed(no, 7).is_multiple_of(RECENT_SHARE);
    let (from, days) = if is_recent { (0, RECENT_DAYS) } else { (RECENT_DAYS, OLDER_DAYS) };
    let back = Days::new(u64::from(from + mixed(no, 8) % days));
    Told { no, received_on: today() - back, until: today() }
}

fn get(server: &TestServer, token: &str, path: &str) -> Option<String> {
    let reply = server.get(path).bearer(token).send();
    assert_eq!(reply.status, 200, "{reply:?}");
    let page = reply.json();
    assert!(!page["items"].as_array().unwrap().is_empty());
    page["next"].as_str().map(str::to_owned)
}

/// One page of the query behind it; where the next begins.
fn page(store: &Store, after: Option<WorklistCursor>, visibility: &Visibility) -> Option<WorklistCursor> {
    let rows = rows(store, after, visibility);
    rows.last().filter(|_| rows.len() == 50).and_then(|(row, _)| row.cursor())
}

fn rows(
    store: &Store,
    after: Option<WorklistCursor>,
    visibility: &Visibility,
) -> Vec<(deadlines::DeadlineRow, deadlines::WorklistCase)> {
    let page = WorklistPage { after, limit: PAGE_ROWS };
    store.read_blocking(|c| deadlines::worklist(c, &overdue(), &page, visibility)).unwrap()
}

fn overdue() -> WorklistFilter {
    WorklistFilter { today: today(), due: Due::Overdue, region: None, rule: None }
}

fn deadlines_overdue(store: &Store) -> i64 {
    store.read_blocking(|c| deadlines::count(c, &overdue(), &Visibility::Office)).unwrap()
}

/// The statement that reads the rows of the first page when their keys are known; none for an empty page.
fn plain(store: &Store, visibility: &Visibility) -> Option<String> {
    let keys: Vec<String> = rows(store, None, visibility)
        .iter()
        .map(|(row, _)| format!("('{}', '{}', {}, {})", row.case_id, row.rule, row.anchor, row.party))
        .collect();
    let read = |values: String| {
        format!(
            "SELECT d.case_id, d.rule, d.natural_on, d.due_on, c.number, c.stage, c.cause, c.lead_employer \
             FROM deadlines d JOIN cases c ON c.id = d.case_id \
             WHERE (d.case_id, d.rule, d.anchor, d.party) IN (VALUES {values})"
        )
    };
    (!keys.is_empty()).then(|| read(keys.join(", ")))
}

fn measure<T>(what: &str, mut ask: impl FnMut() -> T) {
    for _ in 0..WARM_UP {
        ask();
    }
    let mut times: Vec<Duration> = (0..REQUESTS)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(ask());
            begun.elapsed()
        })
        .collect();
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("| {what} | {:.2?} | {:.2?} | {:.2?} |", at(50), at(99), at(100));
}

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}
