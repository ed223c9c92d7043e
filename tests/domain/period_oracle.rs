//! Periods against ends counted by walking from day to day over `chinesecalendar`: another algorithm on
//! another calendar. The fixture is made by `tests/oracles/make_periods.py`.
use chrono::NaiveDate;
use serde::Deserialize;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::period::{
    Due, Exclusion, ExclusionCause, Extension, Length, NoticeCounting, Pause, due, due_with, latest_before,
};

const PERIODS: &str = include_str!("../oracles/periods.jsonl");

/// One line of the fixture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "k", rename_all = "snake_case")]
enum Case {
    Working { start: NaiveDate, n: u16, due: NaiveDate },
    Calendar { start: NaiveDate, n: u16, natural: NaiveDate, due: NaiveDate },
    Backward { start: NaiveDate, n: u16, due: NaiveDate },
    Moved(Box<Moved>),
    Worked(Box<Moved>),
}

/// A period, of calendar or of working days, moved by exclusions and an extension: with an end, or standing still.
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
            Case::Moved(_) | Case::Worked(_) => continue,
        };
        assert_eq!(ours, theirs, "{case:?}");
        compared += 1;
    }
    assert_eq!(compared, 1_200);
}

/// Holds one moved period against the oracle; says whether it ends.
fn ends_as_the_oracle_says(moved: &Moved, length: Length) -> bool {
    let exclusion = |(from, until)| Exclusion { from, until, cause: ExclusionCause::Suspension };
    let exclusions: Vec<Exclusion> = moved.out.iter().copied().map(exclusion).collect();
    let extension = moved.ext.map(|(approved_on, days)| Extension { approved_on, days });
    let ours = due_with(moved.start, length, &exclusions, extension, Calendar::shipped());
    let pause = moved.since.zip(moved.used.zip(moved.left));
    let pause = pause.map(|(since, (days_used, days_left))| Pause { since, days_used, days_left });
    assert_eq!((ours.natural_on, ours.due_on), (moved.natural, moved.due), "{moved:?}");
    assert_eq!((ours.paused, ours.provisional), (pause, false), "{moved:?}");
    if pause.is_none() {
        assert_eq!(Some(ours.excluded_days), moved.excluded, "{moved:?}");
    }
    pause.is_none()
}

#[test]
fn moved_periods_end_or_stand_still_as_the_oracle_says() {
    let moved = |case| if let Case::Moved(moved) = case { Some(moved) } else { None };
    let moved = cases().into_iter().filter_map(moved);
    let (ended, standing): (Vec<bool>, Vec<bool>) =
        moved.map(|it| ends_as_the_oracle_says(&it, Length::calendar_days(it.n))).partition(|ended| *ended);
    assert_eq!(ended.len() + standing.len(), 900);
    assert!(ended.len() > 700 && standing.len() > 50, "{} ended, {} standing", ended.len(), standing.len());
}

#[test]
fn moved_working_days_end_or_stand_still_as_the_oracle_says() {
    let worked = |case| if let Case::Worked(worked) = case { Some(worked) } else { None };
    let worked = cases().into_iter().filter_map(worked);
    let (ended, standing): (Vec<bool>, Vec<bool>) =
        worked.map(|it| ends_as_the_oracle_says(&it, Length::working_days(it.n))).partition(|ended| *ended);
    assert_eq!(ended.len() + standing.len(), 900);
    assert!(ended.len() > 700 && standing.len() > 50, "{} ended, {} standing", ended.len(), standing.len());
}
