//! What the program answers of rates and of days (比率, 天数分布) over random histories of every kind of case, asked over HTTP:
//! each must be what the second count makes of the same dockets, all together and in groups, beside another period, now and as
//! known on days. Not here: how the second count counts (`second`); the measures one by one (`figures`).
//!
//! `SIKUAI_HISTORIES=10000 cargo test --test histories answers` takes more of them, `SIKUAI_SEED` others, and
//! `.ci/with-postgres` before it takes them on PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{Rate, Spread};
use sikuai::domain::role::Role;
use sikuai::storage::figures::{Asked, Period, Question};

use crate::bodies::Dice;
use crate::figures::{CASES, Kept, Second, fill, keep_days, known, question, times, told};
use crate::second::{Groups, RATES, Tally, added, rate, spread};
use crate::support::people::{Caller, on_day};
use crate::support::server::TestServer;
use crate::{SEED, setting};

/// The last day on which something can be known is that on which it is asked.
const TODAY: &str = "2023-03-01";
/// The spreads, by their codes.
const SPREADS: [&str; 8] = [
    "days_to_acceptance",
    "days_to_hearing",
    "days_to_closing",
    "age_of_open",
    "days_to_mediation",
    "days_to_settlement",
    "days_of_mediation",
    "days_in_all",
];
/// What a few hundred cases may have nothing to divide by.
const RARE: [&str; 3] = ["final_award_share", "quick_hearing_rate", "quick_mediation_rate"];

/// By what else than months cases are grouped.
const OTHERWISE: [&[&str]; 2] = [&["cause"], &["channel", "collective"]];

/// What figures come to, as words: by figure and group; without a group, all together.
type Said = BTreeMap<(&'static str, Groups), String>;

#[test]
fn rates_and_days_are_answered_as_a_second_count_has_them() {
    let (count, seed) = (setting("SIKUAI_HISTORIES", CASES), setting("SIKUAI_SEED", SEED));
    let dice = Dice::of(seed);
    let kept: Vec<Kept> = (100..100 + count).map(|no| told(no, &dice)).collect();
    let server = TestServer::start();
    on_day(&server, TODAY);
    let store = &server.app.store;
    fill(store, &kept);
    let second = Second::read(store, &kept);
    let report = Caller::new(&server, "puller", Role::Report);
    let mut came = BTreeSet::new();
    let mut same = |asked: Question, compared: Period, by: &[&'static str]| {
        let other = Question { asked: Asked::of(compared), ..asked.clone() };
        let answer = report.read(&path(&asked, compared, by));
        for (which, question) in [(Which::Asked, &asked), (Which::Compared, &other)] {
            let (ours, theirs) = (made(&second, question, by), said(&answer, which));
            let apart = apart(&ours, &theirs);
            assert!(apart.is_empty(), "seed {seed}, {question:?}\n{}", apart.join("\n"));
            came.extend(ours.iter().filter(|(_, said)| !is_nothing(said)).map(|((code, _), _)| *code));
        }
    };
    // Each period beside the next, and the last beside the first.
    let mut all = |known_on, by| {
        for (asked, other) in times().zip(times().skip(1).chain(times())) {
            same(question(asked, by, known_on), other.period, by);
        }
    };
    known().for_each(|known_on| all(known_on, &["month"]));
    for by in OTHERWISE {
        all(None, by);
    }
    // What was told after a day is added to the sums up to it.
    keep_days(store, "2021-12-31");
    for by in OTHERWISE {
        all(None, by);
    }
    let nothing: Vec<&str> = codes().filter(|code| !came.contains(code)).collect();
    println!("{count} cases from seed {seed}; of nothing were {nothing:?}");
    assert!(nothing.iter().all(|code| RARE.contains(code)), "of nothing were {nothing:?}");
}

/// A rate or a spread that is added to the catalogue is made a second time too.
#[test]
fn there_is_a_second_of_every_rate_and_spread() {
    let catalogue = Rate::ROWS.iter().map(|(_, label)| label.code);
    let catalogue = catalogue.chain(Spread::ROWS.iter().map(|(_, label)| label.code));
    assert_eq!(catalogue.collect::<BTreeSet<_>>(), codes().collect());
}

/// Worked out by hand, so that two mistakes cannot agree.
#[test]
fn the_second_count_divides_and_sorts_as_the_hand_does() {
    assert_eq!(rate(66, 71), "66 of 71, 92.95");
    assert_eq!(rate(5, 4), "5 of 4, 125.00");
    assert_eq!(rate(1, 0), "1 of 0");
    assert_eq!(spread(&[]), "0 cases");
    assert_eq!(spread(&[7]), "1 cases, mean 7.0, median 7.0, p90 7");
    // 3 + 8 + 5 + 8 = 24 days of four; the middle two are 5 and 8; nine of ten of four are all four.
    assert_eq!(spread(&[8, 3, 5, 8]), "4 cases, mean 6.0, median 6.5, p90 8");
    // 1 + … + 10 = 55; the ninth of ten is 9.
    assert_eq!(spread(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), "10 cases, mean 5.5, median 5.5, p90 9");
    // 81 / 4 = 20.25, which is 20.3; 121 / 3 = 40.33…
    assert_eq!(spread(&[20, 20, 20, 21]), "4 cases, mean 20.3, median 20.0, p90 21");
    assert_eq!(spread(&[40, 40, 41]), "3 cases, mean 40.3, median 40.0, p90 41");
}

fn codes() -> impl Iterator<Item = &'static str> {
    RATES.iter().map(|(code, ..)| *code).chain(SPREADS)
}

fn path(question: &Question, compared: Period, by: &[&str]) -> String {
    let Asked { period: Period { from, to }, as_of } = question.asked;
    let codes: Vec<&str> = codes().collect();
    let known = question.known_on.map_or_else(String::new, |day| format!("&as_known_on={day}"));
    format!(
        "/api/v1/statistics/figures?measures={}&from={from}&to={to}&as_of={as_of}&compare={},{}&by={}{known}",
        codes.join(","),
        compared.from,
        compared.to,
        by.join(",")
    )
}

/// What the second count makes of a question: of every group, and of all together, which is what the groups are together.
fn made(second: &Second<'_>, question: &Question, by: &[&'static str]) -> Said {
    let grouped = second.count(question, by);
    let mut whole = Tally::default();
    for ((measure, _), amount) in &grouped.sums {
        *whole.sums.entry((measure, Vec::new())).or_default() += amount;
    }
    for ((spread, _), days) in &grouped.days {
        whole.days.entry((spread, Vec::new())).or_default().extend(days);
    }
    of_tally(&whole).into_iter().chain(of_tally(&grouped)).collect()
}

/// The rates and spreads of every group that has a count.
fn of_tally(tally: &Tally) -> Said {
    let mut said = Said::new();
    for group in tally.sums.keys().map(|(_, group)| group).collect::<BTreeSet<_>>() {
        let amount = |measure: &'static str| tally.sums.get(&(measure, group.clone())).copied().unwrap_or(0);
        for (code, above, below) in RATES {
            said.insert((code, group.clone()), rate(added(above, amount), added(below, amount)));
        }
    }
    said.extend(tally.days.iter().map(|(key, days)| (key.clone(), spread(days))));
    said
}

#[derive(Clone, Copy)]
enum Which {
    Asked,
    Compared,
}

impl Which {
    fn of(self, amount: &Value) -> &Value {
        match self {
            Which::Asked => amount,
            Which::Compared => &amount["compared"],
        }
    }
}

/// What the program says, in the same words.
fn said(answer: &Value, which: Which) -> Said {
    let mut said = Said::new();
    let items = answer["items"].as_array().unwrap();
    assert_eq!(items.len(), codes().count());
    for (code, item) in codes().zip(items) {
        assert_eq!(item["name"]["code"], code);
        said.insert((code, Vec::new()), worded(which.of(&item["total"])));
        for group in item["groups"].as_array().unwrap() {
            let values = group["group"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap());
            let values = values.map(|value| (value != "unknown").then(|| value.to_owned())).collect();
            assert_eq!(said.insert((code, values), worded(which.of(group))), None, "no group twice");
        }
    }
    said
}

fn worded(value: &Value) -> String {
    let number = |field: &str| value[field].as_i64();
    let text = |field: &str| value[field].as_str().unwrap_or("none").to_owned();
    let Some((above, below)) = number("numerator").zip(number("denominator")) else {
        let cases = number("cases").unwrap();
        let p90 = number("p90").map_or_else(|| "none".to_owned(), |days| days.to_string());
        let (mean, median) = (text("mean"), text("median"));
        return match (cases, mean.as_str(), median.as_str(), p90.as_str()) {
            (0, "none", "none", "none") => spread(&[]),
            _ => format!("{cases} cases, mean {mean}, median {median}, p90 {p90}"),
        };
    };
    match value["percent"].as_str() {
        None => format!("{above} of {below}"),
        Some(percent) => format!("{above} of {below}, {percent}"),
    }
}

fn is_nothing(said: &str) -> bool {
    said == "0 of 0" || said == "0 cases"
}

/// Where both differ; a group that one of them does not name has nothing.
fn apart(ours: &Said, theirs: &Said) -> Vec<String> {
    let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let of = |said: &Said, key| said.get(key).cloned().filter(|said| !is_nothing(said));
    let differs = keys.into_iter().filter(|key| of(ours, key) != of(theirs, key));
    differs.map(|key| format!("{key:?}: second {:?}, program {:?}", ours.get(key), theirs.get(key))).collect()
}
