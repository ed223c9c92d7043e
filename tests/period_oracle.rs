//! Periods against ends counted by walking from day to day over `chinesecalendar`: another algorithm on
//! another calendar. The fixture is made by `tests/oracles/make_periods.py`.
#![cfg(test)]

use chrono::NaiveDate;
use serde::Deserialize;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::period::{
    Due, Exclusion, ExclusionCause, Extension, Length, NoticeCounting, Pause, due, due_with, latest_before,
};

const PERIODS: &str = include_str!("oracles/periods.jsonl");

/// One line of the fixture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "k", rename_all = "snake_case")]
enum Case {
    Working { start: NaiveDate, n: u16, due: NaiveDate },
    Calendar { start: NaiveDate, n: u16, natural: NaiveDate, due: NaiveDate },
    Backward { start: NaiveDate, n: u16, due: NaiveDate },
    Moved(Box<Moved>),
}

/// A period moved by exclusions and an extension: with an end, or standing still.
#[derive(Debug, Deserialize)]
struct Moved {
    start: NaiveDate,
    n: u16,
    out: Vec<(NaiveDate, Option<NaiveDate>)>,
    ext: Option<(NaiveDate, u16)>,
    natural: Option<NaiveDate>,
    due: Option<NaiveDate>,
    excluded: Option<u32>,
    since: Option<NaiveDate>,
    used: Option<u32>,
    left: Option<u32>,
}

fn cases() -> Vec<Case> {
    PERIODS.lines().map(|line| serde_json::from_str(line).expect("a case")).collect()
}

fn firm(natural_on: NaiveDate, due_on: NaiveDate) -> Due {
    Due { natural_on, due_on, provisional: false }
}

#[test]
fn plain_periods_end_where_the_oracle_ends_them() {
    let calendar = Calendar::shipped();
    let mut compared = 0;
    for case in cases() {
        let (ours, theirs) = match case {
            Case::Working { start, n, due: end } => {
                (due(start, Length::working_days(n), calendar), firm(end, end))
            }
            Case::Calendar { start, n, natural, due: end } => {
                (due(start, Length::calendar_days(n), calendar), firm(natural, end))
            }
            Case::Backward { start, n, due: end } => {
                (latest_before(start, n, NoticeCounting::Statutory, calendar), firm(end, end))
            }
            Case::Moved(_) => continue,
        };
        assert_eq!(ours, theirs, "{case:?}");
        compared += 1;
    }
    assert_eq!(compared, 1_200);
}

#[test]
fn moved_periods_end_or_stand_still_as_the_oracle_says() {
    let (mut ended, mut standing) = (0, 0);
    for case in cases() {
        let Case::Moved(moved) = &case else { continue };
        let exclusion = |(from, until)| Exclusion { from, until, cause: ExclusionCause::Suspension };
        let exclusions: Vec<Exclusion> = moved.out.iter().copied().map(exclusion).collect();
        let extension = moved.ext.map(|(approved_on, days)| Extension { approved_on, days });
        let ours = due_with(moved.start, moved.n, &exclusions, extension, Calendar::shipped());
        let pause = moved.since.zip(moved.used.zip(moved.left));
        let pause = pause.map(|(since, (days_used, days_left))| Pause { since, days_used, days_left });
        assert_eq!((ours.natural_on, ours.due_on), (moved.natural, moved.due), "{case:?}");
        assert_eq!((ours.paused, ours.provisional), (pause, false), "{case:?}");
        if pause.is_none() {
            assert_eq!(Some(ours.excluded_days), moved.excluded, "{case:?}");
            ended += 1;
        } else {
            standing += 1;
        }
    }
    assert_eq!(ended + standing, 900);
    assert!(ended > 700 && standing > 50, "{ended} ended, {standing} standing");
}
