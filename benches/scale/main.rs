//! Scale: every open deadline of 100,000 open cases computed anew (goal: under 10 s on two cores), and the overdue
//! worklist of 750,000 cases (goal: under 20 ms, p99, a page of fifty). On SQLite, or on the server that
//! `.ci/with-postgres` starts. Not a test of speed: nothing here fails when it is slow.
//!
//! `cargo bench --bench scale`, or with smaller numbers: `cargo bench --bench scale -- 1000 7500`.
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    reason = "a program that measures and prints"
)]

mod histories;
mod recompute;
mod tables;
mod worklist;

#[path = "../../tests/support/bucket.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod bucket;
#[path = "../../tests/support/calendar.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod calendar;
#[path = "../../tests/support/database.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod database;
#[path = "../../tests/support/server.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod server;
#[path = "../../tests/support/story.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod story;

use std::time::{Duration, Instant};

/// The day of the benchmark: the notice of the next year is about to come.
const TODAY: &str = "2026-12-10";
const OPEN_CASES: u32 = 100_000;
const ALL_CASES: u32 = 750_000;

fn main() {
    let mut sizes = std::env::args().filter_map(|argument| argument.parse::<u32>().ok());
    let (open, all) = (sizes.next().unwrap_or(OPEN_CASES), sizes.next().unwrap_or(ALL_CASES));
    println!("{}\n", if database::postgres().is_some() { "PostgreSQL" } else { "SQLite" });
    if open > 0 {
        recompute::run(open);
    }
    if all > 0 {
        worklist::run(all);
    }
}

/// What something took: by the clock, and of this program's processors, which says more when the machine is shared.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    processors: Duration,
}

impl Took {
    fn of<T>(work: impl FnOnce() -> T) -> (Took, T) {
        let (begun, used) = (Instant::now(), processors_used());
        let made = work();
        (Took { time: begun.elapsed(), processors: processors_used().saturating_sub(used) }, made)
    }
}

fn said(what: &str, took: Took) {
    println!("| {what} | {:.2?} | {:.1?} |", took.time, took.processors);
}

/// What Linux says of this process so far, in hundredths of a second; nothing elsewhere.
fn processors_used() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}
