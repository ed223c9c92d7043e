//! The shipped calendar against two packages that do not come from our data nor rest on each other, `chinesecalendar`
//! and `holidays`: every day from 2008 to 2026, and 100,000 sums of working days. The fixtures are made by
//! `tests/oracles/make_calendar.py`, `make_second_calendar.py` and `make_sums.py`.
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike as _, Days, NaiveDate};
use sha2::{Digest as _, Sha256};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::docket::hex;
use sikuai::domain::period::{Length, NoticeCounting, due, latest_before};

const DAYS: &str = include_str!("../oracles/days-2008-2026.txt");
const SECOND_DAYS: &str = include_str!("../oracles/days-2008-2026-second.txt");
const SUMS: &str = include_str!("../oracles/sums-2008-2026.txt");
/// As in `make_sums.py`.
const SUMS_COUNT: usize = 100_000;
const SEED: u64 = 20_080_501;
const LONGEST: u64 = 250;
/// How many lines of the fixture are checksums, one a year.
const YEARS: usize = 19;

/// The days on which an oracle and the shipped calendar differ.
fn differences(oracle: &str) -> Vec<NaiveDate> {
    let calendar = Calendar::shipped();
    let (mut compared, mut differences) = (0, Vec::new());
    for line in oracle.lines() {
        let (year, letters) = line.split_once(' ').unwrap();
        let first = NaiveDate::from_ymd_opt(year.parse().unwrap(), 1, 1).unwrap();
        for (on, letter) in first.iter_days().zip(letters.chars()) {
            compared += 1;
            if calendar.is_working_day(on) != (letter == 'W') {
                differences.push(on);
            }
        }
    }
    // 19 years, five of them leap years: 2008, 2012, 2016, 2020, 2024.
    assert_eq!(compared, 19 * 365 + 5);
    differences
}

#[test]
fn every_day_of_the_shipped_years_is_worked_as_the_oracle_says() {
    assert_eq!(differences(DAYS), [], "ours and the oracle's differ");
}

#[test]
fn every_day_of_the_shipped_years_is_worked_as_the_second_oracle_says() {
    assert_eq!(differences(SECOND_DAYS), [], "ours and the second oracle's differ");
}

/// The numbers that `make_sums.py` draws: a linear congruential generator, of which the upper 31 bits are taken.
struct Draw(u64);

impl Draw {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One sum: forward or backward, whichever was drawn if it stays within the years.
fn sum(draw: &mut Draw) -> (NaiveDate, String) {
    let (first, last): (NaiveDate, NaiveDate) =
        ("2008-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    let span = u64::try_from((last - first).num_days()).unwrap() + 1;
    let start = first + Days::new(draw.below(span));
    let count = u16::try_from(1 + draw.below(LONGEST)).unwrap();
    let back_first = draw.below(4) == 0;
    let calendar = Calendar::shipped();
    let on = due(start, Length::working_days(count), calendar).due_on;
    let back = latest_before(start, count, NoticeCounting::Statutory, calendar).due_on;
    let (sign, end) = if (back_first && back >= first) || on > last { ('-', back) } else { ('+', on) };
    (start, format!("{start} {sign}{count} {end}"))
}

#[test]
fn a_hundred_thousand_sums_of_working_days_end_where_the_second_oracle_ends_them() {
    let mut draw = Draw(SEED);
    let sums: Vec<(NaiveDate, String)> = (0..SUMS_COUNT).map(|_| sum(&mut draw)).collect();
    let ours: Vec<&str> = sums.iter().map(|(_, line)| line.as_str()).collect();
    let theirs: Vec<&str> = SUMS.lines().skip(YEARS).collect();
    assert_eq!((&ours[..theirs.len()], theirs.len()), (&theirs[..], 500), "the sums that are written out");

    let mut texts: BTreeMap<i32, (usize, String)> = BTreeMap::new();
    for (start, line) in &sums {
        let (count, text) = texts.entry(start.year()).or_default();
        *count += 1;
        writeln!(text, "{line}").unwrap();
    }
    let checksum = |(year, (count, text)): (&i32, &(usize, String))| {
        format!("{year} {count} {}", hex(&Sha256::digest(text.as_bytes())))
    };
    let ours: Vec<String> = texts.iter().map(checksum).collect();
    assert_eq!(ours, SUMS.lines().take(YEARS).collect::<Vec<_>>(), "the checksums of all sums, by year");
}
