//! The forecast, worked out by hand. Not here: counting what is open (`tests/http/forecast.rs`).

use chrono::NaiveDate;
use sikuai::domain::figures::{Forecast, OpenCases, Standing, Target};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn target(text: &str) -> Target {
    Target::parse(text).unwrap()
}

/// Five open on 10 December 2021: one late since the 6th, two with the 20th, one with the last day of the year, one with a day
/// of January.
fn five() -> OpenCases {
    let days = [("2021-12-06", 1), ("2021-12-20", 2), ("2021-12-31", 1), ("2022-01-17", 1)];
    OpenCases { by_last_day: days.iter().map(|(on, cases)| (day(on), *cases)).collect(), without: 0 }
}

/// 66 of 71 closed, as in the county's report: 92.95 %.
const REPORTED: Standing = Standing { closed: 66, of: 71 };

fn by_the_end_of_2021(percent: &str, open: &OpenCases) -> Forecast {
    Forecast::of(target(percent), REPORTED, open, (day("2021-12-10"), day("2021-12-31")))
}

#[test]
fn what_ninety_five_percent_takes_of_seventy_one() {
    // 95 % of 71 are 67.45: 68, so two more. The late one and the two of the 20th are three.
    let found = by_the_end_of_2021("95", &five());
    assert_eq!((found.needed, found.open, found.early, found.missing), (2, 5, 0, 0));
    assert_eq!(found.reached_on, Some(day("2021-12-20")));
    let days: Vec<_> =
        found.days.iter().map(|of| (of.day.to_string(), of.cases, of.closed_for_target)).collect();
    let expected = [("2021-12-06", 1, 1), ("2021-12-20", 2, 2), ("2021-12-31", 1, 2)];
    assert_eq!(days, expected.map(|(on, cases, sum)| (on.to_owned(), cases, sum)), "January is later");
}

#[test]
fn a_target_that_is_reached_takes_nothing_and_one_that_is_late_is_reached_today_at_the_earliest() {
    let reached = by_the_end_of_2021("92.95", &five());
    assert_eq!((reached.needed, reached.reached_on), (0, Some(day("2021-12-10"))));
    // 66 of 71 are 92.957… %: 92.96 is not reached. The one that is late since the 6th can be closed today.
    let almost = by_the_end_of_2021("92.96", &five());
    assert_eq!((almost.needed, almost.reached_on), (1, Some(day("2021-12-10"))));
}

#[test]
fn what_is_not_due_must_be_closed_early_and_what_is_not_there_is_missing() {
    // All 71: five more, of which four are due in the year.
    let all = by_the_end_of_2021("100", &five());
    assert_eq!((all.needed, all.early, all.missing, all.reached_on), (5, 1, 0, None));
    // Without a last day of its own it is early too.
    let undated = OpenCases { without: 3, ..OpenCases::default() };
    let none_due = by_the_end_of_2021("98", &undated);
    // 98 % of 71 are 69.58: 70, so four.
    assert_eq!((none_due.needed, none_due.early, none_due.missing), (4, 3, 1));
    assert!(none_due.days.is_empty() && none_due.reached_on.is_none());
}

#[test]
fn the_last_day_of_the_forecast_is_in_it() {
    let until = |by: &str| {
        let found = Forecast::of(target("100"), REPORTED, &five(), (day("2021-12-10"), day(by)));
        (found.days.len(), found.early, found.reached_on)
    };
    assert_eq!(until("2022-01-16"), (3, 1, None));
    assert_eq!(until("2022-01-17"), (4, 0, Some(day("2022-01-17"))));
}

#[test]
fn of_nothing_nothing_is_needed() {
    let nothing = Standing { closed: 0, of: 0 };
    assert_eq!(target("100").needed(nothing), 0);
    assert_eq!(target("0").needed(REPORTED), 0);
    // More closed than accepted: 101 %.
    assert_eq!(target("100").needed(Standing { closed: 132, of: 130 }), 0);
}

#[test]
fn a_target_is_a_percentage_with_two_decimals() {
    for (text, shown) in
        [("95", Some("95.00")), ("95.5", Some("95.50")), ("0.05", Some("0.05")), ("100.00", Some("100.00"))]
    {
        assert_eq!(Target::parse(text).map(Target::percent).as_deref(), shown, "{text}");
    }
    for text in ["", ".5", "95.", "100.01", "-1", "+9", "9.555", "1e2", "0100", "９５"] {
        assert_eq!(Target::parse(text), None, "{text}");
    }
}
