//! Periods worked out by hand. The days off of 2021 that matter here: 11-17 February (Sunday the 7th
//! and Saturday the 20th worked), 3-5 April, 1-5 May (Sunday 25 April and Saturday 8 May worked),
//! 1-7 October (Saturday the 9th worked).

use super::*;
use crate::domain::calendar::{CalendarYear, NamedDay};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn calendar() -> &'static Calendar {
    Calendar::shipped()
}

/// A firm end: natural day and due day.
fn firm(natural_on: &str, due_on: &str) -> Due {
    Due { natural_on: day(natural_on), due_on: day(due_on), provisional: false }
}

fn pause(from: &str, until: &str) -> Exclusion {
    Exclusion { from: day(from), until: Some(day(until)), cause: ExclusionCause::Suspension }
}

fn announcement(from: &str, until: &str) -> Exclusion {
    Exclusion { cause: ExclusionCause::Announcement, ..pause(from, until) }
}

fn standing_pause(from: &str) -> Exclusion {
    Exclusion { from: day(from), until: None, cause: ExclusionCause::Suspension }
}

fn extension(approved_on: &str) -> Extension {
    Extension { approved_on: day(approved_on), days: 15 }
}

/// The 45 days from 1 March 2021: unmoved they end on Thursday 15 April.
fn from_march(exclusions: &[Exclusion], extension: Option<Extension>) -> DueWith {
    due_with(day("2021-03-01"), Length::calendar_days(45), exclusions, extension, calendar())
}

/// The 45 days from 18 August 2021: they end on Saturday 2 October, in the holiday, so on the 8th.
fn from_august(exclusions: &[Exclusion], extension: Option<Extension>) -> DueWith {
    due_with(day("2021-08-18"), Length::calendar_days(45), exclusions, extension, calendar())
}

fn ends(due: &DueWith) -> (String, String) {
    let text = |on: Option<NaiveDate>| on.map_or_else(|| "none".to_owned(), |on| on.to_string());
    (text(due.natural_on), text(due.due_on))
}

fn ends_on(natural_on: &str, due_on: &str) -> (String, String) {
    (natural_on.to_owned(), due_on.to_owned())
}

fn reasons(due: &DueWith) -> Vec<IgnoredReason> {
    due.ignored.iter().map(|ignored| ignored.reason).collect()
}

#[test]
fn five_working_days_skip_the_weekend() {
    // Monday 1 March; Tuesday 2 is day 1, Friday 5 day 4, Monday 8 day 5.
    assert_eq!(due(day("2021-03-01"), Length::working_days(5), calendar()), firm("2021-03-08", "2021-03-08"));
}

#[test]
fn a_period_that_starts_on_a_rest_day_counts_from_the_next_working_day() {
    // Saturday 6 March: Monday 8 is day 1, Friday 12 day 5.
    assert_eq!(due(day("2021-03-06"), Length::working_days(5), calendar()), firm("2021-03-12", "2021-03-12"));
}

#[test]
fn ten_days_of_defence_are_working_days_and_make_up_days_count() {
    // 3 February: 4, 5, Sunday 7 (worked), 8, 9, 10 are days 1-6; holiday; 18, 19, Saturday 20
    // (worked), Monday 22 are days 7-10.
    let received_on = day("2021-02-03");
    assert_eq!(due(received_on, Length::working_days(10), calendar()), firm("2021-02-22", "2021-02-22"));
    // Taken for calendar days it would have been the 13th, rolled to the 18th: two working days short.
    assert_eq!(due(received_on, Length::calendar_days(10), calendar()), firm("2021-02-13", "2021-02-18"));
}

#[test]
fn the_last_day_rolls_over_a_chain_of_weekend_and_holiday() {
    // 18 August + 45: 13 days to 31 August, 30 of September make 43, so 2 October, a Saturday in a
    // holiday of 1-7 October. The 8th is a Friday.
    assert_eq!(
        due(day("2021-08-18"), Length::calendar_days(45), calendar()),
        firm("2021-10-02", "2021-10-08")
    );
}

#[test]
fn a_make_up_sunday_as_the_last_day_is_the_last_day() {
    // 11 March + 45: 20 days to 31 March, 25 more: 25 April, a Sunday on which people work.
    assert_eq!(
        due(day("2021-03-11"), Length::calendar_days(45), calendar()),
        firm("2021-04-25", "2021-04-25")
    );
}

#[test]
fn holidays_inside_a_calendar_period_count() {
    // 20 January + 45: 11 days to the 31st, 28 of February make 39, so Saturday 6 March; Monday the
    // 8th. The seven days of the Spring Festival inside are counted.
    assert_eq!(
        due(day("2021-01-20"), Length::calendar_days(45), calendar()),
        firm("2021-03-06", "2021-03-08")
    );
}

#[test]
fn the_end_of_a_month_means_nothing_to_a_period_in_days() {
    assert_eq!(
        due(day("2021-01-31"), Length::calendar_days(30), calendar()),
        firm("2021-03-02", "2021-03-02")
    );
    // A leap year: one day earlier, Sunday 1 March 2020, so Monday the 2nd.
    assert_eq!(
        due(day("2020-01-31"), Length::calendar_days(30), calendar()),
        firm("2020-03-01", "2020-03-02")
    );
}

#[test]
fn a_period_into_an_unpublished_year_is_provisional() {
    // 16 November 2026 + 45 is Thursday 31 December: firm. A week later it is Thursday 7 January 2027.
    assert_eq!(
        due(day("2026-11-16"), Length::calendar_days(45), calendar()),
        firm("2026-12-31", "2026-12-31")
    );
    let next = due(day("2026-11-23"), Length::calendar_days(45), calendar());
    assert_eq!((next.due_on, next.provisional), (day("2027-01-07"), true));
    // Working days from Monday 28 December: 29, 30, 31 are firm; the fourth is not.
    assert!(!due(day("2026-12-28"), Length::working_days(3), calendar()).provisional);
    assert!(due(day("2026-12-28"), Length::working_days(4), calendar()).provisional);
}

#[test]
fn a_roll_over_into_an_unpublished_year_is_provisional() {
    // A calendar of 2021 alone in which 31 December is off: the end rolls into the unknown.
    let off = vec![NamedDay { on: day("2021-12-31"), name: "元旦".to_owned() }];
    let (notice, source) = ("号".to_owned(), "https://example.org".to_owned());
    let year = CalendarYear { year: 2021, notice, source, off, working: vec![] };
    let calendar = Calendar::from_years(vec![year]).unwrap();
    let due = due(day("2021-12-30"), Length::calendar_days(1), &calendar);
    assert_eq!(due, Due { natural_on: day("2021-12-31"), due_on: day("2022-01-03"), provisional: true });
}

#[test]
fn only_counted_days_make_a_result_provisional() {
    // The start day of 2007 is not counted: 2, 3, 4, 7 and 8 January 2008 are known.
    assert_eq!(due(day("2007-12-31"), Length::working_days(5), calendar()), firm("2008-01-08", "2008-01-08"));
    assert!(due(day("2007-12-28"), Length::working_days(5), calendar()).provisional);
    // 20 December 2007 + 45: only the last day matters, Sunday 3 February 2008, which is worked.
    assert_eq!(
        due(day("2007-12-20"), Length::calendar_days(45), calendar()),
        firm("2008-02-03", "2008-02-03")
    );
}

#[test]
fn hearing_notice_is_counted_back_over_holiday_and_make_up_day() {
    // Tuesday 12 October: Monday 11, Saturday 9 (worked), Friday 8, then over the holiday Thursday
    // 30 September, Wednesday 29 September is the fifth.
    let hearing_on = day("2021-10-12");
    let statutory = latest_before(hearing_on, 5, NoticeCounting::Statutory, calendar());
    assert_eq!(statutory, firm("2021-09-29", "2021-09-29"));
    let clear = latest_before(hearing_on, 5, NoticeCounting::ClearDays, calendar());
    assert_eq!(clear, firm("2021-09-28", "2021-09-28"));
    let postponement = latest_before(day("2021-03-08"), 3, NoticeCounting::Statutory, calendar());
    assert_eq!(postponement, firm("2021-03-03", "2021-03-03"));
}

#[test]
fn a_count_back_from_an_unpublished_year_is_provisional_only_if_it_counts_its_days() {
    // From Friday 1 January 2027 it counts December only; from the 8th it counts January.
    let new_year = latest_before(day("2027-01-01"), 5, NoticeCounting::Statutory, calendar());
    assert_eq!(new_year, firm("2026-12-25", "2026-12-25"));
    assert!(latest_before(day("2027-01-08"), 5, NoticeCounting::Statutory, calendar()).provisional);
    // From Monday the 4th the Friday counts, for all that is known: the second day back is a known one all the same.
    let monday = latest_before(day("2027-01-04"), 2, NoticeCounting::Statutory, calendar());
    assert_eq!((monday.due_on, monday.provisional), (day("2026-12-31"), true));
}

#[test]
fn a_period_of_no_days_ends_where_it_starts_and_rests_on_no_other_day() {
    // The day before the first known one is not known, nor the day after the last.
    let first = latest_before(day("2008-01-01"), 0, NoticeCounting::Statutory, calendar());
    assert_eq!(first, firm("2008-01-01", "2008-01-01"));
    assert_eq!(due(day("2026-12-31"), Length::working_days(0), calendar()), firm("2026-12-31", "2026-12-31"));
}

#[test]
fn without_events_it_is_the_plain_period() {
    let due = from_march(&[], None);
    assert_eq!(ends(&due), ends_on("2021-04-15", "2021-04-15"));
    assert_eq!((due.excluded_days, due.paused, due.extension), (0, None, None));
    assert_eq!(due.unextended, Limit { natural_on: due.natural_on, due_on: due.due_on, provisional: false });
}

#[test]
fn a_pause_over_a_weekend_is_not_counted_twice() {
    // Friday 12 March to Monday the 15th: the 12th, 13th and 14th, three days. 15 April + 3 is Sunday
    // the 18th, so Monday the 19th. The weekend inside the pause is not added again.
    let due = from_march(&[pause("2021-03-12", "2021-03-15")], None);
    assert_eq!(due.excluded_days, 3);
    assert_eq!(ends(&due), ends_on("2021-04-18", "2021-04-19"));
}

#[test]
fn a_second_pause_is_added() {
    // Ten days and five days: 15 April + 15 is Friday 30 April.
    let due = from_march(&[pause("2021-03-10", "2021-03-20"), pause("2021-04-01", "2021-04-06")], None);
    assert_eq!(ends(&due), ends_on("2021-04-30", "2021-04-30"));
}

#[test]
fn overlapping_pauses_are_counted_once_and_listed_without_overlap() {
    // 10-19 March and 15-24 March: 15 days together. The announcement keeps the 20th to the 24th.
    let due =
        from_march(&[announcement("2021-03-15", "2021-03-25"), pause("2021-03-10", "2021-03-20")], None);
    assert_eq!((due.excluded_days, ends(&due)), (15, ends_on("2021-04-30", "2021-04-30")));
    let parts: Vec<_> = due.applied.iter().map(|part| (part.cause, part.from, part.days)).collect();
    let expected = [
        (ExclusionCause::Suspension, day("2021-03-10"), Some(10)),
        (ExclusionCause::Announcement, day("2021-03-20"), Some(5)),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn a_pause_inside_another_adds_nothing_and_says_so() {
    let due =
        from_march(&[pause("2021-03-10", "2021-03-25"), announcement("2021-03-12", "2021-03-20")], None);
    assert_eq!((due.excluded_days, ends(&due)), (15, ends_on("2021-04-30", "2021-04-30")));
    assert_eq!(reasons(&due), [IgnoredReason::AlreadyExcluded]);
}

#[test]
fn of_two_exclusions_of_one_day_the_suspension_is_listed_first() {
    let both = [announcement("2021-03-10", "2021-03-15"), pause("2021-03-10", "2021-03-12")];
    let due = from_march(&both, None);
    let parts: Vec<_> = due.applied.iter().map(|part| (part.cause, part.days)).collect();
    assert_eq!(parts, [(ExclusionCause::Suspension, Some(2)), (ExclusionCause::Announcement, Some(3))]);
}

#[test]
fn a_pause_that_starts_on_the_start_day_or_before_is_clipped() {
    // From 1 March, the start day: 2-10 March, nine days. 24 April is a Saturday, Sunday the 25th worked.
    let due = from_march(&[pause("2021-03-01", "2021-03-11")], None);
    assert_eq!((due.excluded_days, ends(&due)), (9, ends_on("2021-04-24", "2021-04-25")));
    // Over on the first counted day: nothing. Over a day later: one day.
    assert_eq!(
        reasons(&from_march(&[pause("2021-02-01", "2021-03-02")], None)),
        [IgnoredReason::BeforeStart]
    );
    assert_eq!(from_march(&[pause("2021-02-01", "2021-03-03")], None).excluded_days, 1);
}

#[test]
fn a_pause_that_begins_on_the_due_date_counts_and_one_day_later_does_not() {
    // On Thursday 15 April, the last day, ten days: the last day is Sunday 25 April (worked).
    assert_eq!(
        ends(&from_march(&[pause("2021-04-15", "2021-04-25")], None)),
        ends_on("2021-04-25", "2021-04-25")
    );
    let late = from_march(&[pause("2021-04-16", "2021-04-25")], None);
    assert_eq!(ends(&late), ends_on("2021-04-15", "2021-04-15"));
    assert_eq!((late.excluded_days, reasons(&late)), (0, vec![IgnoredReason::AfterDue]));
}

#[test]
fn an_exclusion_without_a_day_adds_nothing() {
    let due = from_march(&[pause("2021-03-10", "2021-03-10"), pause("2021-03-12", "2021-03-11")], None);
    assert_eq!(reasons(&due), [IgnoredReason::Empty, IgnoredReason::Empty]);
    assert_eq!(ends(&due), ends_on("2021-04-15", "2021-04-15"));
}

#[test]
fn announcement_service_of_sixty_days_is_left_out() {
    // 15 April + 60: 15 days to 30 April, 31 of May make 46, so 14 June, a Monday: Dragon Boat Festival
    // is off 12-14 June, so Tuesday the 15th.
    let due = from_march(&[announcement("2021-03-10", "2021-05-09")], None);
    assert_eq!((due.excluded_days, ends(&due)), (60, ends_on("2021-06-14", "2021-06-15")));
}

#[test]
fn a_pause_still_standing_leaves_no_date_but_days_used_and_left() {
    // 2-10 March are nine days.
    let due = from_march(&[standing_pause("2021-03-11")], None);
    assert_eq!(ends(&due), ends_on("none", "none"));
    assert_eq!(due.paused, Some(Pause { since: day("2021-03-11"), days_used: 9, days_left: 36 }));
    assert_eq!(due.paused_since(), Some(day("2021-03-11")));
    assert_eq!((due.excluded_days, due.applied.len(), due.provisional), (0, 1, false));
}

#[test]
fn a_standing_pause_after_an_ended_one() {
    // 2-9 March are eight days, 20-31 March twelve: twenty used.
    let due = from_march(&[pause("2021-03-10", "2021-03-20"), standing_pause("2021-04-01")], None);
    assert_eq!(due.paused, Some(Pause { since: day("2021-04-01"), days_used: 20, days_left: 25 }));
    assert_eq!(due.excluded_days, 10);
    // Whatever begins while it stands is already left out; an extension only adds to what is left.
    let during =
        [pause("2021-03-10", "2021-03-20"), standing_pause("2021-04-01"), pause("2021-04-02", "2021-04-05")];
    let due = from_march(&during, Some(extension("2021-04-20")));
    assert_eq!(due.paused, Some(Pause { since: day("2021-04-01"), days_used: 20, days_left: 40 }));
    assert_eq!(reasons(&due), [IgnoredReason::AlreadyExcluded]);
}

#[test]
fn a_standing_pause_joined_to_an_ended_one_stands_since_the_first() {
    let expected = Some(Pause { since: day("2021-03-10"), days_used: 8, days_left: 37 });
    let overlapping = [announcement("2021-03-10", "2021-03-20"), standing_pause("2021-03-15")];
    assert_eq!(from_march(&overlapping, None).paused, expected);
    let adjoining = [announcement("2021-03-10", "2021-03-20"), standing_pause("2021-03-20")];
    assert_eq!(from_march(&adjoining, None).paused, expected);
}

#[test]
fn a_pause_that_already_stands_at_the_start_leaves_every_day() {
    let due = from_march(&[standing_pause("2021-02-01")], None);
    assert_eq!(due.paused, Some(Pause { since: day("2021-03-02"), days_used: 0, days_left: 45 }));
}

#[test]
fn a_standing_pause_that_began_too_late_does_not_stop_an_ended_period() {
    let due = from_march(&[standing_pause("2021-04-16")], None);
    assert_eq!((ends(&due), due.paused), (ends_on("2021-04-15", "2021-04-15"), None));
}

#[test]
fn an_extension_must_be_approved_by_the_due_date_then_running() {
    // 15 April + 15 is Friday 30 April.
    let in_time = from_march(&[], Some(extension("2021-04-15")));
    assert_eq!(ends(&in_time), ends_on("2021-04-30", "2021-04-30"));
    assert_eq!(in_time.extension.unwrap().ignored, None);
    assert_eq!(in_time.unextended.due_on, Some(day("2021-04-15")));
    let late = from_march(&[], Some(extension("2021-04-16")));
    assert_eq!(ends(&late), ends_on("2021-04-15", "2021-04-15"));
    assert_eq!(late.extension.unwrap().ignored, Some(IgnoredReason::AfterDue));
    let on_the_first = from_march(&[], Some(extension("2021-03-01")));
    assert_eq!(ends(&on_the_first), ends_on("2021-04-30", "2021-04-30"));
    let early = from_march(&[], Some(extension("2021-02-28")));
    assert_eq!(early.extension.unwrap().ignored, Some(IgnoredReason::BeforeStart));
}

#[test]
fn an_extension_on_the_rolled_day_counts_from_the_unrolled_one() {
    // Approved on Friday 8 October, the rolled due date: 2 October + 15 is Sunday 17 October, so Monday
    // the 18th; not the 8th + 15.
    let due = from_august(&[], Some(extension("2021-10-08")));
    assert_eq!(ends(&due), ends_on("2021-10-17", "2021-10-18"));
    assert_eq!(due.unextended.due_on, Some(day("2021-10-08")));
}

#[test]
fn a_pause_can_keep_an_extension_alive_and_an_extension_a_pause() {
    // Ten days from 10 April: the limit runs to 25 April, on which the extension is still in time:
    // 15 April + 10 + 15 is Monday 10 May.
    let due = from_march(&[pause("2021-04-10", "2021-04-20")], Some(extension("2021-04-25")));
    assert_eq!(ends(&due), ends_on("2021-05-10", "2021-05-10"));
    assert_eq!(due.unextended.due_on, Some(day("2021-04-25")));
    // Extended to 30 April, a pause from the 20th counts; without the extension it would be too late.
    let due = from_march(&[pause("2021-04-20", "2021-04-30")], Some(extension("2021-04-10")));
    assert_eq!(ends(&due), ends_on("2021-05-10", "2021-05-10"));
    assert_eq!(due.unextended.due_on, Some(day("2021-04-15")));
}

#[test]
fn a_pause_during_the_roll_over_ends_the_period_when_it_runs_again() {
    // All 45 days are used by 2 October. Suspended on Friday 8 October, the rolled last day, resumed on
    // Wednesday the 20th: 2 October + 12 would be the 14th, while it stood still. It ends on the 20th.
    let due = from_august(&[pause("2021-10-08", "2021-10-20")], None);
    assert_eq!((due.excluded_days, ends(&due)), (12, ends_on("2021-10-20", "2021-10-20")));
    // Suspended on the 4th for two days, inside the holiday: nothing changes for the due date.
    let due = from_august(&[pause("2021-10-04", "2021-10-06")], None);
    assert_eq!(ends(&due), ends_on("2021-10-06", "2021-10-08"));
    // Still standing: no day is left.
    let due = from_august(&[standing_pause("2021-10-08")], None);
    assert_eq!(due.paused, Some(Pause { since: day("2021-10-08"), days_used: 45, days_left: 0 }));
    assert!(!due.provisional, "the rest days before the 8th are known");
}

#[test]
fn the_order_in_which_events_are_given_does_not_matter() {
    let mut events = [
        pause("2021-03-10", "2021-03-20"),
        announcement("2021-03-15", "2021-04-14"),
        pause("2021-05-20", "2021-05-25"),
    ];
    let forward = from_march(&events, Some(extension("2021-05-10")));
    events.reverse();
    assert_eq!(from_march(&events, Some(extension("2021-05-10"))), forward);
    // 35 days excluded by mid-April: 20 May; extended to 4 June; five more days: Wednesday 9 June.
    assert_eq!(ends(&forward), ends_on("2021-06-09", "2021-06-09"));
}

#[test]
fn an_event_judged_by_unknown_rest_days_makes_the_result_provisional() {
    // 18 November 2026 + 45 is Saturday 2 January 2027. Whether a pause from Monday 4 January is in
    // time turns on whether that Monday is worked, which nobody has said.
    let start = day("2026-11-18");
    let due = due_with(start, Length::calendar_days(45), &[standing_pause("2027-01-04")], None, calendar());
    assert_eq!((due.paused.is_some(), due.provisional), (true, true));
    // A pause from November is in time whatever the calendar says, and so is one from the last day by the count.
    for from in ["2026-11-25", "2027-01-02"] {
        let due = due_with(start, Length::calendar_days(45), &[standing_pause(from)], None, calendar());
        assert_eq!((due.paused.is_some(), due.provisional), (true, false), "{from}");
    }
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for start in [NaiveDate::MIN, NaiveDate::MAX, day("2021-03-01")] {
        for length in
            [Length::working_days(u16::MAX), Length::calendar_days(u16::MAX), Length::working_days(0)]
        {
            let _ = due(start, length, calendar());
        }
        let back = latest_before(start, u16::MAX, NoticeCounting::ClearDays, calendar());
        assert!(back.due_on <= start);
        let all = Exclusion {
            from: NaiveDate::MIN,
            until: Some(NaiveDate::MAX),
            cause: ExclusionCause::Suspension,
        };
        let extension = Extension { approved_on: NaiveDate::MAX, days: u16::MAX };
        let due = due_with(start, Length::calendar_days(u16::MAX), &[all], Some(extension), calendar());
        assert!(due.provisional || due.due_on < Some(day("2027-01-01")));
    }
}

#[test]
fn the_code_lists_spell_what_serde_writes() {
    fn check<T: Coded + Serialize>() {
        for (value, label) in T::ROWS {
            assert_eq!(serde_json::to_string(value).unwrap(), format!("\"{}\"", label.code));
        }
    }
    check::<Unit>();
    check::<Direction>();
    check::<NoticeCounting>();
    check::<ExclusionCause>();
    check::<IgnoredReason>();
}

/// The 45 working days from 1 March 2021: 22 in March, 22 in April (Sunday the 25th is worked), 6 May.
fn worked_from_march(exclusions: &[Exclusion], extension: Option<Extension>) -> DueWith {
    due_with(day("2021-03-01"), Length::working_days(45), exclusions, extension, calendar())
}

fn audit(from: &str, until: &str) -> Exclusion {
    Exclusion { cause: ExclusionCause::Audit, ..pause(from, until) }
}

fn ends_worked(due: &DueWith, expected: &str) {
    assert_eq!(ends(due), ends_on(expected, expected));
    assert!(!due.provisional);
}

#[test]
fn working_days_that_are_left_out_are_added_at_the_end() {
    ends_worked(&worked_from_march(&[], None), "2021-05-06");
    // All of April: 22 in March; 6, 7, Saturday the 8th (worked), 10-14, 17-21, 24-28 and 31 May make 41; 1-4 June.
    let april = worked_from_march(&[announcement("2021-04-01", "2021-05-01")], None);
    ends_worked(&april, "2021-06-04");
    assert_eq!(april.excluded_days, 22);
}

#[test]
fn an_exclusion_over_rest_days_alone_leaves_out_nothing() {
    let labour_day = worked_from_march(&[audit("2021-05-01", "2021-05-06")], None);
    ends_worked(&labour_day, "2021-05-06");
    assert_eq!((labour_day.applied[0].days, labour_day.ignored.len()), (Some(0), 0));
}

#[test]
fn working_days_left_out_twice_count_once() {
    // 10 to 26 March: 10-12, 15-19, 22-26 are thirteen; 7, 8, 10-14, 17-21 and 24 May are thirteen after the 6th.
    let (audit, announced) = (audit("2021-03-10", "2021-03-20"), announcement("2021-03-15", "2021-03-27"));
    for given in [[audit, announced], [announced, audit]] {
        let due = worked_from_march(&given, None);
        ends_worked(&due, "2021-05-24");
        let parts: Vec<_> = due.applied.iter().map(|part| (part.cause, part.days)).collect();
        assert_eq!(parts, [(ExclusionCause::Audit, Some(8)), (ExclusionCause::Announcement, Some(5))]);
        assert_eq!(due.excluded_days, 13);
    }
    let within = worked_from_march(&[audit, pause("2021-03-12", "2021-03-16")], None);
    assert_eq!((within.excluded_days, reasons(&within)), (8, vec![IgnoredReason::AlreadyExcluded]));
}

#[test]
fn an_exclusion_of_the_last_working_day_moves_it_and_one_after_it_does_not() {
    // Out are 6, 7 and Saturday 8 May, which is worked; the 45th day is Monday the 10th.
    ends_worked(&worked_from_march(&[audit("2021-05-06", "2021-05-10")], None), "2021-05-10");
    let late = worked_from_march(&[audit("2021-05-07", "2021-05-20")], None);
    ends_worked(&late, "2021-05-06");
    assert_eq!(reasons(&late), [IgnoredReason::AfterDue]);
}

#[test]
fn working_days_before_the_start_are_not_left_out() {
    // Of 20 February to 3 March only the 2nd and 3rd of March count: 7 May, then Saturday 8 May, which is worked.
    ends_worked(&worked_from_march(&[announcement("2021-02-20", "2021-03-04")], None), "2021-05-08");
    let before = worked_from_march(&[announcement("2021-02-20", "2021-03-02")], None);
    assert_eq!(reasons(&before), [IgnoredReason::BeforeStart]);
}

#[test]
fn working_days_are_extended_by_working_days() {
    let thirty = |on| Some(Extension { approved_on: day(on), days: 30 });
    // 22 in March, 19 in May from the 6th, in June 1-4, 7-11, 15-18, 21-25, 28-30 (the 14th is off): 62; 1, 2, 5-9,
    // 12-16 and 19 July.
    let april = [announcement("2021-04-01", "2021-05-01")];
    let extended = worked_from_march(&april, thirty("2021-06-04"));
    ends_worked(&extended, "2021-07-19");
    assert_eq!(extended.unextended.due_on, Some(day("2021-06-04")));
    let late = worked_from_march(&april, thirty("2021-06-07"));
    ends_worked(&late, "2021-06-04");
    assert_eq!(late.extension.unwrap().ignored, Some(IgnoredReason::AfterDue));
}

#[test]
fn working_days_stand_still_and_say_how_many_are_left() {
    // 22 in March, and 1, 2, 6, 7, 8, 9 April.
    let standing = Exclusion { until: None, ..audit("2021-04-12", "2021-04-13") };
    let due = worked_from_march(&[standing], None);
    let pause = Pause { since: day("2021-04-12"), days_used: 28, days_left: 17 };
    assert_eq!((due.paused, due.due_on, due.provisional), (Some(pause), None, false));
    // Begun at once after another: the clock stands since the first. 22 in March, none in April.
    let joined = worked_from_march(&[announcement("2021-04-01", "2021-04-12"), standing], None);
    let pause = Pause { since: day("2021-04-01"), days_used: 22, days_left: 23 };
    assert_eq!((joined.paused, joined.excluded_days), (Some(pause), 6));
}

#[test]
fn working_days_beyond_the_calendar_are_provisional() {
    let from_december =
        |exclusion| due_with(day("2026-12-01"), Length::working_days(45), &[exclusion], None, calendar());
    // Whether it runs out before 1 March 2027 turns on days that nobody knows.
    let judged = from_december(Exclusion { until: None, ..audit("2027-02-01", "2027-02-02") });
    assert!(judged.paused.is_some() && judged.provisional);
    let known = from_december(Exclusion { until: None, ..audit("2026-12-14", "2026-12-15") });
    assert!(known.paused.is_some() && !known.provisional);
    assert!(from_december(audit("2026-12-14", "2026-12-15")).provisional);
}

#[test]
fn months_and_years_leave_out_calendar_days() {
    // Six months from 4 January 2021: Sunday 4 July; ten days out of March: Wednesday 14 July.
    let half_a_year =
        |exclusions| due_with(day("2021-01-04"), Length::months(6), exclusions, None, calendar());
    assert_eq!(ends(&half_a_year(&[])), ends_on("2021-07-04", "2021-07-05"));
    assert_eq!(ends(&half_a_year(&[pause("2021-03-10", "2021-03-20")])), ends_on("2021-07-14", "2021-07-14"));
    let two_years = due_with(day("2019-03-02"), Length::years(2), &[], None, calendar());
    assert_eq!(ends(&two_years), ends_on("2021-03-02", "2021-03-02"));
}
