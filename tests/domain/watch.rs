//! The watch: which notice is due on a day, counted by hand over a Spring Festival with its make-up days, and
//! when the watch itself is late.

use chrono::{DateTime, TimeDelta, Utc};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::watch::{
    Distance, WatchState, diary_day, horizon, notice_due, say_deadline, watch_state,
};

use crate::story::day;

const DISTANCES: [u16; 4] = [10, 5, 3, 1];

/// What is due on days of 2021 for a last day of that year, as text.
fn due(due_on: &str, today: &str, distances: &[u16]) -> String {
    match notice_due(day(due_on), day(today), distances, Calendar::shipped()) {
        Some(Distance::Ahead(days)) => days.to_string(),
        Some(Distance::Missed) => "missed".to_owned(),
        None => "-".to_owned(),
    }
}

/// The festival of 2021: off from Thursday 11 to Wednesday 17 February; Sunday the 7th and Saturday the 20th
/// are worked. So the working days before Monday the 22nd are 20, 19, 18, 10, 9, 8, 7, 5, 4 and 3 February.
#[test]
fn distances_are_counted_in_working_days_over_the_festival() {
    let expected = [
        ("02-02", "-"),
        ("02-03", "10"),
        ("02-07", "10"),
        ("02-08", "10"),
        ("02-09", "5"),
        ("02-10", "5"),
        ("02-17", "5"),
        ("02-18", "3"),
        ("02-19", "3"),
        ("02-20", "1"),
        ("02-21", "1"),
        ("02-22", "1"),
        ("02-23", "missed"),
        ("12-31", "missed"),
    ];
    for (today, distance) in expected {
        assert_eq!(due("2021-02-22", &format!("2021-{today}"), &DISTANCES), distance, "{today}");
    }
}

#[test]
fn the_order_of_the_distances_does_not_matter_and_none_is_only_missed() {
    assert_eq!(due("2021-02-22", "2021-02-18", &[1, 3, 5, 10]), "3");
    assert_eq!(due("2021-02-22", "2021-02-22", &[]), "-");
    assert_eq!(due("2021-02-22", "2021-02-23", &[]), "missed");
    // 0 is the last day itself.
    assert_eq!(due("2021-02-22", "2021-02-21", &[3, 0]), "3");
    assert_eq!(due("2021-02-22", "2021-02-22", &[3, 0]), "0");
}

/// On Friday 5 February the tenth working day ahead is the 24th: 7, 8, 9, 10, 18, 19, 20, 22, 23, 24.
#[test]
fn the_horizon_is_the_furthest_last_day_with_a_notice_due() {
    let calendar = Calendar::shipped();
    assert_eq!(horizon(day("2021-02-05"), &DISTANCES, calendar), day("2021-02-24"));
    assert_eq!(due("2021-02-24", "2021-02-05", &DISTANCES), "10");
    assert_eq!(due("2021-02-25", "2021-02-05", &DISTANCES), "-");
    assert_eq!(horizon(day("2021-02-05"), &[], calendar), day("2021-02-05"));
    // A rest day counts as the working day before it.
    assert_eq!(horizon(day("2021-02-06"), &DISTANCES, calendar), day("2021-02-24"));
}

#[test]
fn a_notice_says_how_many_working_days_were_left_when_it_was_raised() {
    let say =
        |raised_on: &str| say_deadline(RuleId::A25, day("2021-02-22"), day(raised_on), Calendar::shipped());
    assert_eq!(say("2021-02-10").zh, "“审理期限”（A25）于2021-02-22到期，自2021-02-10起尚余4个工作日");
    assert_eq!(
        say("2021-02-10").en,
        "Trial period (A25) is due on 2021-02-22, 4 working days from 2021-02-10."
    );
    assert_eq!(
        say("2021-02-20").en,
        "Trial period (A25) is due on 2021-02-22, 1 working day from 2021-02-20."
    );
    assert_eq!(say("2021-02-22").zh, "“审理期限”（A25）今天（2021-02-22）到期");
    assert_eq!(say("2021-02-23").en, "Trial period (A25) ran out on 2021-02-22 and is still open.");
}

#[test]
fn a_diary_entry_is_for_today_or_later() {
    assert!(diary_day(day("2021-02-22"), day("2021-02-22")).is_ok());
    let refusal = diary_day(day("2021-02-21"), day("2021-02-22")).unwrap_err();
    let found: Vec<_> = refusal.findings.iter().map(|found| (found.code, found.field.as_deref())).collect();
    assert_eq!(found, [("in_the_past", Some("/on"))]);
}

#[test]
fn the_watch_is_late_after_three_intervals_and_before_the_first_run() {
    let completed: DateTime<Utc> = "2021-12-10T01:00:00Z".parse().unwrap();
    let interval = Some(TimeDelta::minutes(10));
    let after = |by: TimeDelta| watch_state(Some(completed), completed + by, interval);
    assert_eq!(after(TimeDelta::minutes(30)), WatchState::OnTime);
    assert_eq!(after(TimeDelta::minutes(30) + TimeDelta::microseconds(1)), WatchState::Late);
    assert_eq!(watch_state(None, completed, interval), WatchState::Late);
    assert_eq!(watch_state(None, completed, None), WatchState::Off);
}
