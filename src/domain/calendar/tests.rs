//! The calendar: shipped data, look-ups, the horizon, and data that contradicts itself.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn named(on: &str) -> NamedDay {
    NamedDay { on: day(on), name: "节".to_owned() }
}

/// A small sound year: New Year's Day off, its make-up Saturday named.
fn year(year: i32, off: &[&str], working: &[&str]) -> CalendarYear {
    CalendarYear {
        year,
        notice: "号".to_owned(),
        source: "https://example.org".to_owned(),
        off: off.iter().map(|on| named(on)).collect(),
        working: working.iter().map(|on| named(on)).collect(),
    }
}

fn faults_of(years: Vec<CalendarYear>) -> Vec<CalendarFault> {
    Calendar::from_years(years).expect_err("contradictory").faults
}

#[test]
fn the_shipped_years_are_2008_to_2026() {
    let calendar = Calendar::shipped();
    assert_eq!(calendar.years().len(), 19);
    assert_eq!(calendar.first_known_day(), day("2008-01-01"));
    assert_eq!(calendar.last_known_day(), day("2026-12-31"));
    assert!(calendar.version().starts_with("2008-2026/"), "{}", calendar.version());
    assert_eq!(calendar.version().len(), "2008-2026/".len() + 8);
}

#[test]
fn the_kinds_of_days_around_the_spring_festival_of_2021() {
    // The notice of 2021: off 11 to 17 February, worked on Sunday the 7th and Saturday the 20th.
    let calendar = Calendar::shipped();
    for (on, kind, name) in [
        ("2021-02-06", DayKind::Weekend, None),
        ("2021-02-07", DayKind::MakeUpWorkingDay, Some("春节")),
        ("2021-02-10", DayKind::WorkingDay, None),
        ("2021-02-11", DayKind::Holiday, Some("春节")),
        ("2021-02-13", DayKind::Holiday, Some("春节")),
        ("2021-02-17", DayKind::Holiday, Some("春节")),
        ("2021-02-18", DayKind::WorkingDay, None),
        ("2021-02-20", DayKind::MakeUpWorkingDay, Some("春节")),
        ("2021-02-21", DayKind::Weekend, None),
    ] {
        assert_eq!((calendar.kind(day(on)), calendar.name(day(on))), (kind, name), "{on}");
    }
}

#[test]
fn a_notice_that_reaches_into_the_year_before_is_kept_there() {
    // The notice of 2019 works Saturday 29 December 2018 for Monday the 31st.
    let calendar = Calendar::shipped();
    assert_eq!(calendar.kind(day("2018-12-29")), DayKind::MakeUpWorkingDay);
    assert_eq!(calendar.kind(day("2018-12-31")), DayKind::Holiday);
    // The notice of 2012 works Saturday 31 December 2011.
    assert_eq!(calendar.kind(day("2011-12-31")), DayKind::MakeUpWorkingDay);
}

#[test]
fn the_years_that_were_changed_after_their_notice() {
    let calendar = Calendar::shipped();
    // 2015: the Victory Day, 3 to 5 September off, Sunday the 6th worked.
    assert_eq!(calendar.kind(day("2015-09-04")), DayKind::Holiday);
    assert_eq!(calendar.kind(day("2015-09-06")), DayKind::MakeUpWorkingDay);
    // 2019: Labour Day became four days, 28 April and 5 May (Sundays) worked.
    assert_eq!(calendar.kind(day("2019-05-03")), DayKind::Holiday);
    assert_eq!(calendar.kind(day("2019-05-05")), DayKind::MakeUpWorkingDay);
    // 2020: the Spring Festival was lengthened to 2 February, so Saturday the 1st is not worked.
    assert_eq!(calendar.kind(day("2020-02-01")), DayKind::Holiday);
    assert_eq!(calendar.kind(day("2020-02-03")), DayKind::WorkingDay);
}

#[test]
fn working_days_after_and_before() {
    let calendar = Calendar::shipped();
    // From Friday 5 February 2021: Sunday the 7th is worked, then Monday to Wednesday 8-10, then the
    // festival to the 17th, then Thursday the 18th: that is the fifth.
    assert_eq!(calendar.nth_working_day_after(day("2021-02-05"), 1), day("2021-02-07"));
    assert_eq!(calendar.nth_working_day_after(day("2021-02-05"), 4), day("2021-02-10"));
    assert_eq!(calendar.nth_working_day_after(day("2021-02-05"), 5), day("2021-02-18"));
    assert_eq!(calendar.nth_working_day_before(day("2021-02-18"), 4), day("2021-02-07"));
    assert_eq!(calendar.nth_working_day_before(day("2021-02-18"), 5), day("2021-02-05"));
    // A rest day as the start gives the same as the working day before it.
    assert_eq!(calendar.nth_working_day_after(day("2021-02-06"), 1), day("2021-02-07"));
    assert_eq!(calendar.nth_working_day_after(day("2021-02-06"), 0), day("2021-02-06"));
    assert_eq!(calendar.working_days_between(day("2021-02-05"), day("2021-02-18")), 5);
    assert_eq!(calendar.working_days_between(day("2021-02-18"), day("2021-02-05")), -5);
}

#[test]
fn rolling_over_a_chain_of_weekend_and_holiday() {
    let calendar = Calendar::shipped();
    // 2021: National Day 1-7 October; Friday the 8th and Saturday the 9th (make-up) are worked.
    assert_eq!(calendar.roll_forward(day("2021-10-01")), day("2021-10-08"));
    assert_eq!(calendar.roll_forward(day("2021-10-09")), day("2021-10-09"));
    assert_eq!(calendar.roll_forward(day("2021-10-10")), day("2021-10-11"));
    // 2026: New Year 1-3 January, Sunday the 4th is worked.
    assert_eq!(calendar.roll_forward(day("2026-01-01")), day("2026-01-04"));
}

#[test]
fn beyond_the_horizon_the_day_of_the_week_decides_and_is_not_known() {
    let calendar = Calendar::shipped();
    // 31 December 2026 is a Thursday; Friday 1 January 2027 is surely a holiday, but nobody said so.
    assert!(!calendar.is_known(day("2027-01-01")));
    assert!(!calendar.is_known(day("2007-12-31")));
    assert_eq!(calendar.kind(day("2027-01-01")), DayKind::WorkingDay);
    assert_eq!(calendar.kind(day("2027-01-02")), DayKind::Weekend);
    assert_eq!(calendar.nth_working_day_after(day("2026-12-30"), 1), day("2026-12-31"));
    assert_eq!(calendar.nth_working_day_after(day("2026-12-30"), 2), day("2027-01-01"));
    assert_eq!(calendar.nth_working_day_after(day("2026-12-30"), 3), day("2027-01-04"));
    assert_eq!(calendar.nth_working_day_before(day("2027-01-04"), 2), day("2026-12-31"));
    // Before it: 1 January 2008 is a holiday, so the working day before the 2nd is Monday 31 December.
    assert_eq!(calendar.nth_working_day_before(day("2008-01-02"), 1), day("2007-12-31"));
    assert_eq!(calendar.nth_working_day_before(day("2008-01-02"), 2), day("2007-12-28"));
    assert_eq!(calendar.nth_working_day_after(day("2007-12-28"), 2), day("2008-01-02"));
    assert_eq!(calendar.nth_working_day_after(day("2007-12-21"), 6), day("2007-12-31"));
}

#[test]
fn rank_and_select_agree_with_counting_one_by_one_across_both_ends() {
    let calendar = Calendar::shipped();
    let (from, through) = (day("2007-06-01"), day("2028-06-01"));
    let mut counted = 0;
    for on in from.iter_days().skip(1).take_while(|on| *on <= through) {
        if calendar.is_working_day(on) {
            counted += 1;
            assert_eq!(calendar.nth_working_day_after(from, counted), on);
        }
        assert_eq!(calendar.working_days_between(from, on), i64::from(counted), "{on}");
    }
    let mut counted = 0;
    for on in std::iter::successors(through.pred_opt(), NaiveDate::pred_opt) {
        if on < from {
            break;
        }
        if calendar.is_working_day(on) {
            counted += 1;
            assert_eq!(calendar.nth_working_day_before(through, counted), on);
        }
    }
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let calendar = Calendar::shipped();
    assert_eq!(calendar.nth_working_day_after(NaiveDate::MAX, u16::MAX), NaiveDate::MAX);
    assert_eq!(calendar.nth_working_day_before(NaiveDate::MIN, u16::MAX), NaiveDate::MIN);
    assert!(calendar.roll_forward(NaiveDate::MAX) <= NaiveDate::MAX);
    assert!(calendar.working_days_between(NaiveDate::MIN, NaiveDate::MAX) > 0);
}

#[test]
fn the_version_follows_the_days_and_not_the_notice() {
    let plain = Calendar::from_years(vec![year(2021, &["2021-01-01"], &[])]).unwrap();
    let mut renamed = year(2021, &["2021-01-01"], &[]);
    renamed.notice = "another".to_owned();
    assert_eq!(Calendar::from_years(vec![renamed]).unwrap().version(), plain.version());
    let moved = Calendar::from_years(vec![year(2021, &["2021-01-04"], &[])]).unwrap();
    assert_ne!(moved.version(), plain.version());
}

#[test]
fn years_may_come_in_any_order() {
    let years = vec![year(2022, &["2022-01-03"], &[]), year(2021, &["2021-01-01"], &[])];
    let calendar = Calendar::from_years(years).unwrap();
    assert_eq!(
        (calendar.first_known_day(), calendar.last_known_day()),
        (day("2021-01-01"), day("2022-12-31"))
    );
}

#[test]
fn no_year_a_gap_and_a_year_twice_are_named() {
    assert_eq!(faults_of(vec![]), [CalendarFault::NoYears]);
    let years = [2021, 2023, 2023].map(|n| year(n, &[&format!("{n}-01-02")], &[]));
    assert_eq!(
        faults_of(years.to_vec()),
        [CalendarFault::Gap { before: 2021, after: 2023 }, CalendarFault::YearTwice { year: 2023 }]
    );
}

#[test]
fn an_unpublished_year_is_refused_and_not_taken_for_a_year_without_holidays() {
    assert_eq!(faults_of(vec![year(2027, &[], &[])]), [CalendarFault::NoDaysOff { year: 2027 }]);
}

#[test]
fn every_contradiction_of_a_year_is_named_at_once() {
    // 2021-01-09 is a Saturday, 2021-01-11 a Monday.
    let mut bad =
        year(2021, &["2021-01-09", "2021-01-01", "2021-01-01", "2022-01-01"], &["2021-01-09", "2021-01-11"]);
    bad.source = " ".to_owned();
    bad.off[0].name = String::new();
    assert_eq!(
        faults_of(vec![bad]),
        [
            CalendarFault::NoNotice { year: 2021 },
            CalendarFault::NoName { on: day("2021-01-09") },
            CalendarFault::NotAscending { on: day("2021-01-01") },
            CalendarFault::NotAscending { on: day("2021-01-01") },
            CalendarFault::OutsideYear { year: 2021, on: day("2022-01-01") },
            CalendarFault::OffAndWorking { on: day("2021-01-09") },
            CalendarFault::MakeUpOnWeekday { on: day("2021-01-11") },
        ]
    );
    let error = CalendarError { faults: faults_of(vec![year(1900, &["1900-01-01"], &[])]) };
    assert_eq!(error.to_string(), "the year 1900 is outside 1949-2199");
    let error =
        CalendarError { faults: faults_of(vec![year(2027, &[], &[]), year(2027, &["2027-01-01"], &[])]) };
    assert_eq!(
        error.to_string(),
        "the year 2027 names no day off: an unpublished year must not be given; the year 2027 is given twice"
    );
}

#[test]
fn a_year_is_told_apart_by_everything_that_is_written_in_it() {
    let whole = || year(2021, &["2021-01-01", "2021-01-02"], &["2021-01-09"]);
    let fingerprint = whole().fingerprint();
    assert_eq!(fingerprint.len(), 16);
    assert!(fingerprint.chars().all(|digit| digit.is_ascii_hexdigit()), "{fingerprint}");
    assert_eq!(whole().fingerprint(), fingerprint);
    let (mut notice, mut source, mut name, mut off, mut working) =
        (whole(), whole(), whole(), whole(), whole());
    notice.notice.push('x');
    source.source.push('x');
    name.off[0].name.push('x');
    off.off.pop();
    working.working.pop();
    let mut moved = whole();
    moved.off.append(&mut moved.working);
    for other in [&notice, &source, &name, &off, &working, &moved] {
        assert_ne!(other.fingerprint(), fingerprint, "{other:?}");
    }
    // What the notice is called, and the festival, are no other days.
    let same = |other: &CalendarYear| whole().names_the_days_of(other);
    assert_eq!([&notice, &source, &name].map(same), [true; 3]);
    assert_eq!([&off, &working, &moved].map(same), [false; 3]);
}

#[test]
fn a_file_that_is_not_a_calendar_year_is_named() {
    let unknown_field = r#"{"year":2021,"notice":"n","source":"s","off":[],"working":[],"days":[]}"#;
    let error = parse_year(2021, unknown_field).unwrap_err().to_string();
    assert!(error.starts_with("the calendar of 2021 cannot be read: unknown field `days`"), "{error}");
    let other = r#"{"year":2020,"notice":"n","source":"s","off":[],"working":[]}"#;
    let error = parse_year(2021, other).unwrap_err().to_string();
    assert_eq!(error, "the calendar of 2021 cannot be read: it is about 2020");
    let no_such_day =
        r#"{"year":2021,"notice":"n","source":"s","off":[{"on":"2021-02-29","name":"x"}],"working":[]}"#;
    assert!(parse_year(2021, no_such_day).is_err());
}

#[test]
fn the_code_list_spells_what_serde_writes() {
    use crate::domain::code::Coded as _;
    for (kind, label) in DayKind::ROWS {
        assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", label.code));
    }
}
