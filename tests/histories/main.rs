//! Random histories of every kind of case, over every act: bodies are drawn from the published schemas, so that an act
//! that is added is taken in by itself. Whatever is drawn, the case stays inside the stage table, what is refused changes
//! nothing, the docket makes the same case again, with its corrections too, and what is derived from it can be. Not here:
//! whether deadlines are right (`reckoner`), whether figures are (`figures`, on the same histories), and two people at once, who race in `http/probes` (acts of one case, numbers),
//! `http/linkage` (answers to a referral), `http/idempotency` (one key), `http/hearings` (rooms and people) and
//! `storage/writes` (rows).
//!
//! `SIKUAI_HISTORIES=10000 cargo test --test histories` runs more of them, `SIKUAI_SEED` others.
#![cfg(test)]
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, another needs")]

#[path = "../support/story.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod story;

#[path = "../support/mod.rs"]
mod support;

#[path = "../reckoner/days.rs"]
#[allow(dead_code, reason = "the reckoner uses the rest of it")]
mod days;

#[path = "../reckoner/trial.rs"]
#[allow(dead_code, reason = "the reckoner uses the rest of it")]
mod trial;

mod answers;
mod bodies;
mod figures;
mod second;
mod tale;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::code::Coded as _;

use tale::Tale;

/// How many histories every run of the tests takes.
const HISTORIES: u32 = 400;
/// The seed of these: the day of the report.
const SEED: u64 = 20_211_210;
/// How many acts are tried in one history; most are refused.
const TRIES: std::ops::Range<usize> = 200..900;

/// After so many acts that are tried, an entry is corrected, or tried to be.
const CORRECTED_EVERY: usize = 20;

/// How a case of any kind begins, and what is tried on it.
#[derive(Debug, Clone)]
struct History {
    opening: u8,
    tries: Vec<u64>,
}

fn histories() -> impl Strategy<Value = History> {
    let tries = proptest::collection::vec(any::<u64>(), TRIES);
    (any::<u8>(), tries).prop_map(|(opening, tries)| History { opening, tries })
}

/// Which acts passed, how often; and in how many histories a case of each kind was closed.
#[derive(Debug, Default)]
struct Seen {
    acts: BTreeMap<&'static str, usize>,
    closed: BTreeMap<&'static str, usize>,
    corrections: usize,
}

#[test]
fn no_history_leaves_the_tables_and_every_docket_makes_its_case_again() {
    let seen = RefCell::new(Seen::default());
    let (cases, seed) = (setting("SIKUAI_HISTORIES", HISTORIES), setting("SIKUAI_SEED", SEED));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let outcome = runner.run(&histories(), |history| {
        let mut tale = Tale::begin(history.opening, 0).map_err(TestCaseError::fail)?;
        for (turn, dice) in history.tries.iter().enumerate() {
            if turn % CORRECTED_EVERY == 0 && tale.correct(*dice).map_err(TestCaseError::fail)? {
                seen.borrow_mut().corrections += 1;
            }
            if let Some(act) = tale.attempt(*dice).map_err(TestCaseError::fail)? {
                *seen.borrow_mut().acts.entry(act.code()).or_default() += 1;
            }
        }
        tale.holds().map_err(TestCaseError::fail)?;
        if tale.case().closing.is_some() {
            *seen.borrow_mut().closed.entry(tale.case().kind.code()).or_default() += 1;
        }
        Ok(())
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, history)) => panic!("seed {seed}\n{reason}\n{history:?}"),
        Err(TestError::Abort(reason)) => panic!("seed {seed}, given up: {reason}"),
    }
    let seen = seen.into_inner();
    println!("{cases} histories from seed {seed}: {seen:?}");
    let passed = |kind: &ActKind| seen.acts.contains_key(kind.code());
    let acts = ActKind::ROWS.iter().map(|(kind, _)| *kind);
    let missing: Vec<&str> = acts.filter(|kind| !passed(kind)).map(ActKind::code).collect();
    assert_eq!(missing, bodies::NEVER_DRAWN, "acts that no history took");
    assert!(seen.corrections > 0, "nothing was ever corrected");
    for (kind, _) in CaseKind::ROWS {
        assert!(seen.closed.contains_key(kind.code()), "no case of {} was ever closed", kind.code());
    }
}

fn setting<N: std::str::FromStr>(name: &str, usual: N) -> N {
    #[expect(clippy::disallowed_methods, reason = "a switch of the tests, not of the program")]
    let given = std::env::var(name);
    given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}
