//! The deadlines against a second reckoner: another algorithm, written from the notes on the law, that reads the docket
//! and walks day by day over the notices of the State Council. Random histories, as the program allows them, must give
//! the same deadlines in both, and the same figures; and their dockets, replayed, the same case.
//!
//! `SIKUAI_HISTORIES=10000 cargo test --test reckoner` runs more of them, `SIKUAI_SEED` others; `SIKUAI_SHRINKS=0`
//! does not look for the shortest.
#![cfg(test)]
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, another needs")]

#[path = "../support/story.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod story;

mod acts;
mod courts;
mod coverage;
mod days;
mod facts;
mod figures;
mod history;
mod inspections;
mod line;
mod mediation;
mod parted;
mod reckon;
mod speakers;
mod trial;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use sikuai::domain::code::Coded as _;
use sikuai::domain::finding::Reading;
use story::Story;

use coverage::Coverage;
use days::Days;
use history::{histories, tell};
use line::{Line, sorted};
use reckon::reckon;

/// How many histories every run of the tests takes.
const HISTORIES: u32 = 600;
/// The seed of these: the day on which the law came into force.
const SEED: u64 = 20_080_501;
/// How many tries it takes at most to find the shortest docket.
const SHRINKS: u32 = 20_000;

#[test]
fn every_deadline_of_random_histories_is_reckoned_the_same() {
    let days = Days::read();
    let coverage = RefCell::new(Coverage::default());
    let (cases, seed) = (setting("SIKUAI_HISTORIES", HISTORIES), setting("SIKUAI_SEED", SEED));
    let max_shrink_iters = setting("SIKUAI_SHRINKS", SHRINKS);
    let config = Config { cases, failure_persistence: None, max_shrink_iters, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let outcome = runner.run(&histories(), |history| {
        coverage.borrow_mut().begin();
        tell(&history, |story| {
            coverage.borrow_mut().see(story, &days);
            compare(story, &days)?;
            figures::compare(story, &days)?;
            if parted::compare(story)? {
                coverage.borrow_mut().parts();
            }
            Ok(())
        })
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("seed {seed}\n{reason}"),
        Err(TestError::Abort(reason)) => panic!("seed {seed}, given up: {reason}"),
    }
    let coverage = coverage.into_inner();
    println!("{cases} histories from seed {seed}\n{coverage}");
    assert_eq!(coverage.missing(), Vec::<&str>::new(), "these never happened");
}

fn setting<N: std::str::FromStr>(name: &str, usual: N) -> N {
    #[expect(clippy::disallowed_methods, reason = "a switch of the tests, not of the program")]
    let given = std::env::var(name);
    given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// Both reckonings of the story as it stands, and the case that its docket makes.
fn compare(story: &Story, days: &Days) -> Result<(), TestCaseError> {
    let deadlines = story.deadlines();
    // By these the register tells them apart.
    let keys: BTreeSet<_> = deadlines.iter().map(|it| (it.rule.id.code(), it.anchor, it.party)).collect();
    if keys.len() < deadlines.len() {
        return Err(TestCaseError::fail(format!("two deadlines of one key\n{}", docket(story))));
    }
    let ours: Vec<Line> = deadlines.iter().map(Line::of).collect();
    let (ours, reckoned) = (sorted(&ours), sorted(&reckon(&story.entries, story.book.notice, days)));
    if ours != reckoned {
        return Err(TestCaseError::fail(difference(story, &ours, &reckoned)));
    }
    for reading in [Reading::Decide, Reading::Replay] {
        let replayed = story.replayed(reading);
        if replayed.as_ref() != Ok(story.case()) {
            let text = format!("{reading:?} gives another case: {replayed:#?}\n{}", docket(story));
            return Err(TestCaseError::fail(text));
        }
    }
    Ok(())
}

fn difference(story: &Story, ours: &[String], reckoned: &[String]) -> String {
    let marked = |these: &[String], those: &[String]| {
        let mut text = String::new();
        for line in these {
            let mark = if those.contains(line) { " " } else { "!" };
            writeln!(text, "  {mark} {line}").unwrap();
        }
        text
    };
    format!(
        "the docket:\n{}the program's deadlines:\n{}the reckoner's:\n{}",
        docket(story),
        marked(ours, reckoned),
        marked(reckoned, ours),
    )
}

fn docket(story: &Story) -> String {
    let mut text = String::new();
    for entry in &story.entries {
        let written = entry.recorded_at.date_naive();
        let late = if written == entry.on { String::new() } else { format!(" (written down {written})") };
        let content = serde_json::to_string(&entry.content).unwrap();
        writeln!(text, "  #{} {}{late} {content}", entry.no.0, entry.on).unwrap();
    }
    text
}
