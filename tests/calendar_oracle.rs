//! The shipped calendar against `chinesecalendar`, day by day from 2008 to 2026: a second opinion that
//! does not come from our data. The fixture is made by `tests/oracles/make_calendar.py`.
#![cfg(test)]

use chrono::NaiveDate;
use sikuai::domain::calendar::Calendar;

const DAYS: &str = include_str!("oracles/days-2008-2026.txt");

#[test]
fn every_day_of_the_shipped_years_is_worked_as_the_oracle_says() {
    let calendar = Calendar::shipped();
    let (mut compared, mut differences) = (0, Vec::new());
    for line in DAYS.lines() {
        let (year, letters) = line.split_once(' ').unwrap();
        let first = NaiveDate::from_ymd_opt(year.parse().unwrap(), 1, 1).unwrap();
        for (on, letter) in first.iter_days().zip(letters.chars()) {
            compared += 1;
            if calendar.is_working_day(on) != (letter == 'W') {
                differences.push(on);
            }
        }
    }
    assert_eq!(differences, [], "ours and the oracle's differ");
    // 19 years, five of them leap years: 2008, 2012, 2016, 2020, 2024.
    assert_eq!(compared, 19 * 365 + 5);
}
