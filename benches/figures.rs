//! How long figures take over a million cases: the closure report, a grouping, days, and what was known on a day, each beside
//! the same question as one would write it in SQL by hand, with equal results; first from the rows alone, then from sums by the
//! day with a day's acts told since, and once more while acts are recorded. On SQLite, or on the server that
//! `.ci/with-postgres` starts. Not a test of speed: nothing here fails when it is slow, but unequal results do.
//!
//! `cargo bench --bench figures`, or with fewer cases: `cargo bench --bench figures -- 20000`.
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program that measures and prints"
)]

#[path = "../tests/support/database.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod database;
#[path = "../tests/support/memory.rs"]
mod memory;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use sikuai::domain::figures::Days;
use sikuai::storage::figure_days;
use sikuai::storage::figures::{self, Asked, Dimension, Group, Measure, Period, Question, Spread};
use sikuai::storage::{Connection, StorageError, Store, Tx, Visibility};

use database::TestDatabase;

const CASES: u32 = 1_000_000;
const OFFICE: Visibility = Visibility::Office;
/// So many times each question is asked, and so many times by hand, after once that is not measured. By hand it costs the same
/// in every round: after the first it is asked once, to be compared.
type Times = (usize, usize);
const TIMES: Times = (100, 0);
const TIMES_FROM_ROWS: Times = (10, 3);
/// Ten years of cases from 1 January 2012.
const DAYS: u32 = 3_653;

/// The report of a year, and the day of which it is asked what was known.
const FROM: &str = "2020-01-01";
const TO: &str = "2020-12-31";
const KNOWN_ON: &str = "2020-09-30";
/// The day to whose end sums by the day are made, and a later one on which so many cases were told otherwise.
const BASE: &str = "2022-06-30";
const TOLD_ON: &str = "2022-07-01";
const TOLD: u32 = 1_000;
/// On which cases are told anew while questions are asked.
const RECORDED_ON: &str = "2022-07-02";
/// Ten acts a second at most, some fifty times what an office of so many cases in ten years records on a working day.
const BETWEEN_ACTS: Duration = Duration::from_millis(100);

fn main() {
    let cases = std::env::args().find_map(|argument| argument.parse::<u32>().ok()).unwrap_or(CASES);
    let is_lite = database::postgres().is_none();
    println!("{}\n", if is_lite { "SQLite" } else { "PostgreSQL" });
    let database = TestDatabase::new();
    let begun = Instant::now();
    load(&database.store, cases, is_lite);
    println!(
        "{cases} cases with {} rows of the past, made in {:.0?}\n",
        past(&database.store),
        begun.elapsed()
    );
    println!("| question | rows | p50 | p99 | the same by hand, p50 |\n|---|---|---|---|---|");
    questions(&database.store, TIMES_FROM_ROWS);
    let known = Question { known_on: Some(day(KNOWN_ON)), ..Question::of(asked()) };
    sums((&database.store, TIMES_FROM_ROWS), "closure report as known on a day", &CLOSURE, &known);
    days(&database.store);
    let begun = Instant::now();
    let rows = keep_days(&database.store);
    println!(
        "\n{rows} sums by the day, made in {:.0?}; {TOLD} cases were told otherwise since\n",
        begun.elapsed()
    );
    tell_otherwise(&database.store);
    println!("| question | rows | p50 | p99 | the same by hand, p50 |\n|---|---|---|---|---|");
    questions(&database.store, TIMES);
    println!("\nWhile acts are recorded:\n");
    let is_its_own = memory::count_anew() && is_lite;
    println!("| question | rows | p50 | p99 | the same by hand, p50 |\n|---|---|---|---|---|");
    let (begun, acts) =
        (Instant::now(), while_recording(&database.store, cases, || questions(&database.store, TIMES)));
    let took = begun.elapsed();
    // A server of PostgreSQL counts its own, and where it cannot be counted anew the loading would be in it.
    let memory = if is_its_own { memory::at_most() } else { "not counted".to_owned() };
    println!("\n{acts} acts were recorded in {took:.0?}; memory at most meanwhile: {memory}");
}

/// Ends the recording however the questions end.
struct OverAtLast<'a>(&'a AtomicBool);

impl Drop for OverAtLast<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does something while another thread tells one case after another anew, each in a transaction of its own, as an act does that
/// moves no day; says how many.
fn while_recording(store: &Store, cases: u32, work: impl FnOnce()) -> u32 {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        // Also where an answer is wrong: else the writer would be waited for.
        let _guard = OverAtLast(&is_over);
        let writer = scope.spawn(|| {
            let mut acts = 0;
            while !is_over.load(Ordering::Relaxed) {
                // Far from one another, as the cases of a day are.
                let case = format!("'00000000-0000-7000-8000-{:012}'", acts * 7_919 % cases + 1);
                tell((store, RECORDED_ON), "awarded_fen = awarded_fen + 1", &format!("case_id = {case}"));
                acts += 1;
                thread::sleep(BETWEEN_ACTS);
            }
            acts
        });
        work();
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    })
}

fn questions(store: &Store, times: Times) {
    sums(
        (store, times),
        "accepted, closed, carried in and out in a year",
        &WATERFALL,
        &Question::of(asked()),
    );
    for (what, by) in [
        ("the same by cause", vec![Dimension::Cause]),
        ("the same by procedure", vec![Dimension::Procedure]),
        ("accepted and closed, by month", vec![Dimension::Month]),
        ("accepted and closed, by month and procedure", vec![Dimension::Month, Dimension::Procedure]),
    ] {
        let measures = if by[0] == Dimension::Month { &WATERFALL[..2] } else { &WATERFALL[..] };
        let question = Question { by, ..Question::of(asked()) };
        sums((store, times), what, measures, &question);
    }
    let years = Asked::of(Period { from: day("2012-03-15"), to: day("2021-10-10") });
    sums(
        (store, times),
        "accepted, closed, carried in and out in nine years",
        &WATERFALL,
        &Question::of(years),
    );
    sums((store, times), "these and the cohort of the year", &CLOSURE, &Question::of(asked()));
}

/// Brings the sums by the day up; says how many there are.
fn keep_days(store: &Store) -> usize {
    let mut rows = 0;
    for base in store.read_blocking(figure_days::all_bases).unwrap() {
        let lines = store.snapshot_blocking(|c| figure_days::made(c, &base, day(BASE))).unwrap();
        rows += lines.len();
        let put = move |tx: &mut Tx| figure_days::put(tx, &base, day(BASE), &lines);
        assert!(store.write_blocking(put).unwrap());
    }
    rows
}

/// Some cases are closed a day later than was known before.
fn tell_otherwise(store: &Store) {
    let later = if database::postgres().is_none() { "date(closed_on, '+1 day')" } else { "closed_on + 1" };
    let some = format!(
        "case_id IN (SELECT case_id FROM reporting WHERE closed_on IS NOT NULL ORDER BY case_id LIMIT {TOLD})"
    );
    tell((store, TOLD_ON), &format!("closed_on = {later}"), &some);
}

/// Some cases are told anew on a day: what was known of them stays as the past.
fn tell((store, on): (&Store, &str), change: &str, some: &str) {
    let columns = "case_id, kind, region, cause, procedure, channel, collective, workers, received_on, accepted_on, closed_on, \
        claimed_fen, awarded_fen, known_from";
    let past = format!(
        "INSERT INTO reporting_past ({columns}, known_until) SELECT {columns}, '{on}' FROM reporting WHERE {some}"
    );
    let now = format!("UPDATE reporting SET known_from = '{on}', {change} WHERE {some}");
    let work = move |tx: &mut Tx| {
        for statement in [&past, &now] {
            diesel::sql_query(statement).execute(&mut **tx)?;
        }
        Ok::<_, StorageError>(())
    };
    store.write_blocking(work).unwrap();
}

const WATERFALL: [Measure; 4] = [Measure::Accepted, Measure::Closed, Measure::CarriedIn, Measure::CarriedOut];

const CLOSURE: [Measure; 5] =
    [Measure::Accepted, Measure::Closed, Measure::CarriedIn, Measure::CarriedOut, Measure::CohortClosed];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn asked() -> Asked {
    Asked::of(Period { from: day(FROM), to: day(TO) })
}

type Sums = BTreeMap<(Measure, Vec<Option<String>>), i64>;

fn sums((store, (times, by_hand)): (&Store, Times), what: &str, measures: &[Measure], question: &Question) {
    let (ours, took) = measured(times, || {
        let cells = store.read_blocking(|c| figures::sums(c, measures, question, &OFFICE)).unwrap().unwrap();
        let values = |group: Vec<Group>| group.into_iter().map(|group| group.value).collect();
        cells.into_iter().map(|cell| ((cell.measure, values(cell.group)), cell.amount)).collect::<Sums>()
    });
    let (compared, by_hand_took) = measured(by_hand, || {
        let each = measures.iter().flat_map(|measure| naive(store, *measure, question));
        each.collect::<Sums>()
    });
    assert_eq!(ours, compared, "{what}");
    said(what, ours.len(), &took, &by_hand_took);
}

/// One question for each measure, as the definition reads.
fn naive(store: &Store, measure: Measure, question: &Question) -> Sums {
    let table = question.known_on.map_or_else(
        || "reporting".to_owned(),
        |day| {
            let columns = "accepted_on, closed_on, cause, procedure";
            format!(
                "(SELECT {columns} FROM reporting WHERE known_from <= '{day}' UNION ALL SELECT {columns} \
                 FROM reporting_past WHERE known_from <= '{day}' AND known_until > '{day}') AS known"
            )
        },
    );
    let Period { from, to } = question.asked.period;
    let within = |column: &str| format!("{column} BETWEEN '{from}' AND '{to}'");
    let open = |compare: &str, day: NaiveDate| {
        format!("accepted_on {compare} '{day}' AND (closed_on IS NULL OR NOT closed_on {compare} '{day}')")
    };
    let (on, when) = match measure {
        Measure::Accepted => ("accepted_on", within("accepted_on")),
        Measure::Closed => ("closed_on", format!("accepted_on IS NOT NULL AND {}", within("closed_on"))),
        Measure::CarriedIn => ("accepted_on", open("<", from)),
        Measure::CarriedOut => ("accepted_on", open("<=", to)),
        _ => ("accepted_on", format!("{} AND closed_on <= '{to}'", within("accepted_on"))),
    };
    let is_lite = database::postgres().is_none();
    let column = |dimension: &Dimension| match dimension {
        Dimension::Month if is_lite => format!("strftime('%Y-%m', {on})"),
        Dimension::Month => format!("to_char({on}, 'YYYY-MM')"),
        Dimension::Cause => "cause".to_owned(),
        _ => "procedure".to_owned(),
    };
    let columns: Vec<String> = question.by.iter().map(column).collect();
    let shown = |index: usize| columns.get(index).cloned().unwrap_or_else(|| "CAST(NULL AS TEXT)".to_owned());
    let grouped = if columns.is_empty() { "" } else { " GROUP BY 1, 2" };
    let (first, second) = (shown(0), shown(1));
    let sql = format!(
        "SELECT {first} AS first, {second} AS second, COUNT(*) AS count FROM {table} WHERE {when}{grouped}"
    );
    let lines: Vec<Line> = read(store, &sql);
    let value = |line: &Line| [line.first.clone(), line.second.clone()][..columns.len()].to_vec();
    lines.iter().filter(|line| line.count != 0).map(|line| ((measure, value(line)), line.count)).collect()
}

/// The median, by causes, of the days to closing: by hand every case is read in order.
fn days(store: &Store) {
    let question = Question { by: vec![Dimension::Cause], ..Question::of(asked()) };
    let (times, times_by_hand) = TIMES_FROM_ROWS;
    let (ours, took) = measured(times, || {
        let read = store.read_blocking(|c| figures::days(c, Spread::DaysToClosing, &question, &OFFICE));
        let mut days: BTreeMap<Option<String>, Days> = BTreeMap::new();
        for cell in read.unwrap().unwrap() {
            let cases = u64::try_from(cell.cases).unwrap();
            days.entry(cell.group[0].value.clone()).or_default().add(cell.days, cases);
        }
        days.into_iter()
            .map(|(cause, days)| (cause, days.median_halves().unwrap()))
            .collect::<BTreeMap<_, _>>()
    });
    let is_lite = database::postgres().is_none();
    let between = if is_lite {
        "CAST(julianday(closed_on) - julianday(accepted_on) AS INTEGER)"
    } else {
        "CAST(closed_on - accepted_on AS BIGINT)"
    };
    let (by_hand, by_hand_took) = measured(times_by_hand, || {
        let sql = format!(
            "SELECT cause AS first, CAST(NULL AS TEXT) AS second, {between} AS count FROM reporting \
             WHERE accepted_on IS NOT NULL AND closed_on BETWEEN '{FROM}' AND '{TO}' ORDER BY 1, 3"
        );
        let mut days: BTreeMap<Option<String>, Vec<i64>> = BTreeMap::new();
        for line in read(store, &sql) {
            days.entry(line.first).or_default().push(line.count);
        }
        let median = |days: Vec<i64>| days[(days.len() - 1) / 2] + days[days.len() / 2];
        days.into_iter().map(|(cause, days)| (cause, median(days))).collect::<BTreeMap<_, _>>()
    });
    assert_eq!(ours, by_hand);
    said("median days from acceptance to closing, by cause", ours.len(), &took, &by_hand_took);
}

fn measured<T>(times: usize, mut work: impl FnMut() -> T) -> (T, Vec<Duration>) {
    let found = work();
    let once = |work: &mut dyn FnMut() -> T| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    let mut took: Vec<Duration> = (0..times).map(|_| once(&mut work)).collect();
    took.sort();
    (found, took)
}

fn said(what: &str, rows: usize, ours: &[Duration], by_hand: &[Duration]) {
    let (middle, late) = (ours[ours.len() / 2], ours[ours.len() * 99 / 100]);
    let by_hand =
        by_hand.get(by_hand.len() / 2).map_or_else(|| "equal".to_owned(), |took| format!("{took:.1?}"));
    println!("| {what} | {rows} | {middle:.1?} | {late:.1?} | {by_hand} |");
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    first: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    second: Option<String>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn read(store: &Store, sql: &str) -> Vec<Line> {
    store.read_blocking(|c| Ok::<_, StorageError>(diesel::sql_query(sql).load::<Line>(c)?)).unwrap()
}

fn past(store: &Store) -> i64 {
    let sql = "SELECT CAST(NULL AS TEXT) AS first, CAST(NULL AS TEXT) AS second, COUNT(*) AS count FROM reporting_past";
    read(store, sql)[0].count
}

/// Cases of ten years, most of them accepted, most of these closed within two months; each was known in four ways before.
/// The indexes are made when the rows are there: row by row it takes hours.
fn load(store: &Store, cases: u32, is_lite: bool) {
    let (names, indexes): (Vec<String>, Vec<String>) = indexes(store, is_lite).into_iter().unzip();
    let dropped = names.iter().map(|name| format!("DROP INDEX {name}"));
    for statement in dropped.chain(statements(cases, is_lite)).chain(indexes) {
        store
            .write_blocking(move |tx: &mut Tx| {
                if let Connection::Postgres(c) = &mut **tx {
                    c.batch_execute("SET LOCAL statement_timeout = 0")?;
                }
                diesel::sql_query(statement).execute(&mut **tx)?;
                Ok::<_, StorageError>(())
            })
            .unwrap();
    }
    let settle = |c: &mut Connection| match c {
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(c) => {
            Ok::<_, StorageError>(c.batch_execute("SET statement_timeout = 0; ANALYZE")?)
        }
    };
    store.read_blocking(settle).unwrap();
}

/// The indexes of the tables that are loaded, but for those of their keys: each with the statement that makes it.
fn indexes(store: &Store, is_lite: bool) -> Vec<(String, String)> {
    let sql = if is_lite {
        "SELECT name AS first, sql AS second, 0 AS count FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL \
         AND tbl_name IN ('cases', 'reporting', 'reporting_past')"
    } else {
        "SELECT CAST(indexname AS TEXT) AS first, indexdef AS second, CAST(0 AS BIGINT) AS count FROM pg_indexes \
         WHERE tablename IN ('cases', 'reporting', 'reporting_past') \
         AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    };
    read(store, sql).into_iter().map(|line| (line.first.unwrap(), line.second.unwrap())).collect()
}

fn statements(cases: u32, is_lite: bool) -> Vec<String> {
    let later = |day: &str, days: &str| {
        if is_lite {
            format!("date({day}, '+' || ({days}) || ' days')")
        } else {
            format!("{day} + CAST({days} AS INTEGER)")
        }
    };
    let first = if is_lite { "'2012-01-01'" } else { "DATE '2012-01-01'" };
    let padded = if is_lite { "printf('%012d', n)" } else { "lpad(n::text, 12, '0')" };
    let numbers = format!(
        "WITH RECURSIVE s(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM s WHERE n < {cases})"
    );
    let received = later(first, &format!("(n * 7919) % {DAYS}"));
    let accepted = format!("CASE WHEN n % 20 < 17 THEN {} END", later("received_on", "1 + n % 5"));
    let closed = format!("CASE WHEN n % 20 < 16 THEN {} END", later("received_on", "20 + (n * 31) % 50"));
    let cause = "CASE n % 7 WHEN 0 THEN 'social_insurance' WHEN 1 THEN 'work_injury' WHEN 2 THEN 'other' ELSE 'remuneration' END";
    let id = format!("'00000000-0000-7000-8000-' || {padded}");
    let flags = if is_lite { ("0", "1") } else { ("FALSE", "TRUE") };
    let insert_cases = format!(
        "INSERT INTO cases (id, kind, matter_id, version, stage, region, channel, procedure, cause, workers, received_on, \
         accepted_on, closed_on, head_hash, body, created_at, updated_at) {numbers} \
         SELECT id, 'arbitration', id, 1, 'received', '440825', 'counter', CASE WHEN n % 3 = 0 THEN 'simplified' ELSE 'ordinary' END, \
         {cause}, 1 + n % 3, received_on, {accepted}, {closed}, 'h', '{{}}', 1, 1 \
         FROM (SELECT n, {id} AS id, {received} AS received_on FROM s) AS t"
    );
    let common = "kind, region, cause, procedure, channel, workers, received_on";
    let insert_rows = format!(
        "INSERT INTO reporting (case_id, {common}, accepted_on, closed_on, collective, in_time, claimed_fen, awarded_fen, \
         known_from) SELECT id, {common}, accepted_on, closed_on, {}, {}, 100, 50, {} FROM cases",
        flags.0,
        flags.1,
        later("received_on", "80")
    );
    let insert_past = |step: u32| {
        let accepted = if step == 0 { "NULL" } else { "accepted_on" };
        format!(
            "INSERT INTO reporting_past (case_id, {common}, accepted_on, collective, claimed_fen, awarded_fen, \
             known_from, known_until) SELECT case_id, {common}, {accepted}, {}, {step}, 0, {}, {} FROM reporting",
            flags.0,
            later("received_on", &(step * 20).to_string()),
            later("received_on", &(step * 20 + 20).to_string())
        )
    };
    [insert_cases, insert_rows].into_iter().chain((0..4).map(insert_past)).collect()
}
