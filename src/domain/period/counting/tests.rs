//! Explanations: what they list, how they read, and that counting them again, one day after another
//! and without the calendar, reaches the same day.

use chrono::Datelike as _;
use proptest::prelude::*;

use super::*;
use crate::domain::period::ExclusionCause;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn dates(list: &ListedDays) -> Vec<String> {
    list.days.iter().map(|day| day.on.to_string()).collect()
}

fn calendar() -> &'static Calendar {
    Calendar::shipped()
}

#[test]
fn working_days_list_what_was_skipped_and_what_was_made_up() {
    // 5 February 2021, five working days: 7 (a worked Sunday), 8, 9, 10, 18 February.
    let counting = explain(day("2021-02-05"), Length::working_days(5), calendar());
    assert_eq!(counting.counted_from, day("2021-02-06"));
    assert_eq!(counting.due_on, Some(day("2021-02-18")));
    let skipped = ["2021-02-06", "2021-02-11", "2021-02-12", "2021-02-13", "2021-02-14", "2021-02-15"];
    assert_eq!(dates(&counting.rest_days)[..6], skipped);
    assert_eq!(counting.rest_days.days.len(), 8);
    assert_eq!(counting.rest_days.days[1].name.as_deref(), Some("春节"));
    assert_eq!(dates(&counting.make_up_days), ["2021-02-07"]);
    assert_eq!(counting.calendar, calendar().version());
    let words = counting.sentence();
    assert_eq!(
        words.en,
        "Counting 5 working days from the day after 2021-02-05, skipping the rest days 2021-02-06, \
         2021-02-11, 2021-02-12, 2021-02-13, 2021-02-14, 2021-02-15, 2021-02-16, 2021-02-17, \
         counting the make-up working days 2021-02-07, the period ends on 2021-02-18."
    );
}

#[test]
fn calendar_days_list_only_what_the_roll_over_jumped() {
    // 2 March 2021 + 45 is 16 April, a Friday: nothing jumped, though weekends and 清明节 lie inside.
    let plain = explain(day("2021-03-02"), Length::calendar_days(45), calendar());
    assert_eq!(plain.sentence().zh, "自2021-03-02的次日起算45日，于2021-04-16届满。");
    assert!(plain.rest_days.days.is_empty() && plain.make_up_days.days.is_empty());
    // 21 October 2020 + 165 is Sunday 4 April 2021; 清明节 is off 3-5 April.
    let rolled = explain(day("2020-10-21"), Length::calendar_days(165), calendar());
    assert_eq!(dates(&rolled.rest_days), ["2021-04-04", "2021-04-05"]);
    assert_eq!(
        rolled.sentence().zh,
        "自2020-10-21的次日起算165日，最后一日2021-04-04为休息日，顺延跳过2021-04-04、2021-04-05，\
         于2021-04-06届满。"
    );
}

#[test]
fn a_designated_day_reads_as_one_and_rolls_over() {
    // Until Monday 15 March; until Saturday 13 February, in the Spring Festival, so until Thursday the 18th.
    let plain = explain_designated(day("2021-03-02"), day("2021-03-15"), calendar());
    assert_eq!(plain.length, None);
    assert_eq!(plain.sentence().zh, "自2021-03-02的次日起至指定的2021-03-15止，于2021-03-15届满。");
    let rolled = explain_designated(day("2021-02-01"), day("2021-02-13"), calendar());
    assert_eq!((rolled.natural_on, rolled.due_on), (Some(day("2021-02-13")), Some(day("2021-02-18"))));
    assert_eq!(dates(&rolled.rest_days).len(), 5);
    assert_eq!(
        rolled.sentence().en,
        "Running from the day after 2021-02-01 to the designated 2021-02-13, the last day 2021-02-13 being a rest \
         day, it rolls over 2021-02-13, 2021-02-14, 2021-02-15, 2021-02-16, 2021-02-17, the period ends on \
         2021-02-18."
    );
}

#[test]
fn an_unrolled_count_ends_on_its_last_day_and_jumps_nothing() {
    // 3 September 2022 + 30 is Monday 3 October, in the holiday; Saturday the 8th is worked.
    let rolled = explain(day("2022-09-03"), Length::calendar_days(30), calendar());
    assert_eq!(
        (rolled.due_on, dates(&rolled.make_up_days)),
        (Some(day("2022-10-08")), vec!["2022-10-08".to_owned()])
    );
    assert_eq!(rolled.rest_days.days.len(), 5);
    let movable = explain_with(day("2022-09-03"), Length::calendar_days(30), &[], None, calendar());
    assert_eq!(
        (movable.rest_days, movable.make_up_days),
        (rolled.rest_days.clone(), rolled.make_up_days.clone())
    );
    let counting = rolled.unrolled();
    assert_eq!(counting.due_on, Some(day("2022-10-03")));
    assert_eq!((counting.rest_days.days.len(), counting.make_up_days.days.len()), (0, 0));
    assert_eq!(counting.sentence().zh, "自2022-09-03的次日起算30日，于2022-10-03届满。");
}

#[test]
fn backward_counts_read_backwards() {
    let counting = explain_before(day("2021-10-12"), 5, NoticeCounting::Statutory, calendar());
    assert_eq!(counting.counted_from, day("2021-10-11"));
    let latest = Some(day("2021-09-29"));
    assert_eq!((counting.natural_on, counting.due_on, counting.provisional), (latest, latest, false));
    // Sunday 10 October and the holiday.
    assert_eq!(counting.rest_days.days.len(), 8);
    assert_eq!(dates(&counting.make_up_days), ["2021-10-09"]);
    assert!(counting.sentence().zh.ends_with("调休上班日2021-10-09计入，最迟为2021-09-29。"));
    let clear = explain_before(day("2021-03-05"), 3, NoticeCounting::ClearDays, calendar());
    assert_eq!(
        clear.sentence().zh,
        "自2021-03-05（当日不计）向前倒算，须间隔满3个工作日，最迟为2021-03-01。"
    );
}

fn pause(from: &str, until: Option<&str>) -> Exclusion {
    Exclusion { from: day(from), until: until.map(day), cause: ExclusionCause::Suspension }
}

#[test]
fn what_moved_the_limit_and_what_did_not_is_said() {
    let exclusions = [pause("2021-03-10", Some("2021-03-20")), pause("2021-06-01", Some("2021-06-05"))];
    let extension = Extension { approved_on: day("2021-04-20"), days: 15 };
    let counting =
        explain_with(day("2021-03-01"), Length::calendar_days(45), &exclusions, Some(extension), calendar());
    let words = counting.sentence();
    assert_eq!(
        words.zh,
        "自2021-03-01的次日起算45日，扣除中止2021-03-10至2021-03-19共10日，2021-04-20批准延期15日，\
         于2021-05-10届满；2021-06-01开始的中止因期限届满后发生不扣除。"
    );
    assert_eq!(
        words.en,
        "Counting 45 calendar days from the day after 2021-03-01, leaving out 10 days of suspension from \
         2021-03-10 to 2021-03-19, extended by 15 days on approval of 2021-04-20, the period ends on \
         2021-05-10; suspension from 2021-06-01 is not left out (after the limit had passed)."
    );
    assert_eq!(counting.unextended.unwrap().due_on, Some(day("2021-04-25")));
}

#[test]
fn working_days_that_are_left_out_are_said_with_the_days_around_them() {
    // Ten working days from Monday 19 April: 20 to 23 (four); Saturday 24 a rest day; out are Sunday the 25th, which is
    // worked, to Tuesday the 27th (three); 28, 29, 30 (seven); Labour Day 1 to 5 May; 6, 7 and Saturday the 8th, worked.
    let audit = Exclusion { cause: ExclusionCause::Audit, ..pause("2021-04-25", Some("2021-04-28")) };
    let counting = explain_with(day("2021-04-19"), Length::working_days(10), &[audit], None, calendar());
    assert_eq!((counting.due_on, counting.natural_on), (Some(day("2021-05-08")), Some(day("2021-05-08"))));
    assert_eq!(counting.excluded_days, 3);
    assert_eq!(
        dates(&counting.rest_days),
        ["2021-04-24", "2021-05-01", "2021-05-02", "2021-05-03", "2021-05-04", "2021-05-05"]
    );
    assert_eq!(dates(&counting.make_up_days), ["2021-05-08"], "the 25th is out, and so made up for nothing");
    assert_eq!(
        counting.sentence().zh,
        "自2021-04-19的次日起算10个工作日，\
         跳过休息日2021-04-24、2021-05-01、2021-05-02、2021-05-03、2021-05-04、2021-05-05，\
         调休上班日2021-05-08计入，扣除委托审计2021-04-25至2021-04-27共3个工作日，于2021-05-08届满。"
    );
    let extension = Extension { approved_on: day("2021-04-26"), days: 5 };
    let standing = Exclusion { until: None, ..audit };
    let stands =
        explain_with(day("2021-04-19"), Length::working_days(10), &[standing], Some(extension), calendar());
    assert_eq!(
        stands.sentence().en,
        "Counting 10 working days from the day after 2021-04-19, extended by 5 working days on approval of \
         2021-04-26, standing still since 2021-04-25: 4 working days used, 11 left."
    );
}

#[test]
fn a_count_that_stands_still_says_what_is_left() {
    let counting = explain_with(
        day("2021-03-01"),
        Length::calendar_days(45),
        &[pause("2021-03-11", None)],
        None,
        calendar(),
    );
    assert_eq!(
        counting.sentence().zh,
        "自2021-03-01的次日起算45日，自2021-03-11起停止计算，已计9日，尚余36日。"
    );
    assert!(counting.rest_days.days.is_empty());
}

#[test]
fn a_late_extension_and_a_pause_in_the_roll_over_are_said() {
    // Natural 2 October, due the 8th; suspended on the 8th, resumed on the 20th; extension on the 21st.
    let extension = Extension { approved_on: day("2021-10-21"), days: 15 };
    let pause = pause("2021-10-08", Some("2021-10-20"));
    let words =
        explain_with(day("2021-08-18"), Length::calendar_days(45), &[pause], Some(extension), calendar())
            .sentence();
    assert_eq!(
        words.zh,
        "自2021-08-18的次日起算45日，扣除中止2021-10-08至2021-10-19共12日，\
         2021-10-21批准的延期15日因期限届满后发生不计，停止计算时期间已数满，\
         最后一日为恢复计算之日2021-10-20，于2021-10-20届满。"
    );
}

#[test]
fn a_provisional_end_is_called_provisional() {
    let words = explain(day("2026-12-28"), Length::working_days(4), calendar()).sentence();
    assert_eq!(
        words.zh,
        "自2026-12-28的次日起算4个工作日，于2027-01-01届满；\
         其中有放假安排未收录的日期，此日期暂定，收录后重新计算。"
    );
    assert!(words.en.contains("; provisional: "), "{}", words.en);
    // Back from Friday 8 January 2027, and 45 days from 1 December 2026: both lie in a year that nobody knows.
    assert!(explain_before(day("2027-01-08"), 2, NoticeCounting::Statutory, calendar()).provisional);
    assert!(explain_with(day("2026-12-01"), Length::calendar_days(45), &[], None, calendar()).provisional);
}

#[test]
fn long_lists_are_cut_and_say_how_many_more() {
    // The days of the span are the working days and the rest days, named or not.
    let counting = explain(day("2020-12-31"), Length::working_days(490), calendar());
    let due_on = counting.due_on.unwrap();
    let rest = counting.rest_days.days.len() + usize::try_from(counting.rest_days.more).unwrap();
    assert_eq!(counting.rest_days.days.len(), LISTED_DAYS_MAX);
    assert_eq!(number(due_on) - number(day("2020-12-31")), 490 + i64::try_from(rest).unwrap());
    assert!(counting.sentence().zh.contains(&format!("及另外{}日", rest - 12)));
}

/// Counts an explanation again from what it lists, one day after another.
fn recount(counting: &Counting) -> NaiveDate {
    assert_eq!(counting.rest_days.more, 0, "the generator keeps lists whole");
    let rests = |on: NaiveDate| counting.rest_days.days.iter().any(|day| day.on == on);
    let excluded = |on: NaiveDate| {
        counting.exclusions.iter().any(|part| part.from <= on && part.until.is_none_or(|until| on < until))
    };
    let back = counting.direction == Direction::Backward;
    let step = |on: NaiveDate| if back { on.pred_opt().unwrap() } else { on.succ_opt().unwrap() };
    let clear = u16::from(counting.notice_counting == Some(NoticeCounting::ClearDays));
    let extended_by = counting.extension.filter(|e| e.ignored.is_none()).map_or(0, |e| e.days);
    let Some(length) = counting.length else { return recount_designated(counting, rests) };
    let months = match length.unit {
        Unit::WorkingDays | Unit::CalendarDays => None,
        Unit::Months => Some(length.count),
        Unit::Years => Some(length.count * 12),
    };
    if let Some(months) = months {
        return recount_months(counting.start, months, rests);
    }
    let mut left = length.count + clear + extended_by;
    let mut on = counting.start;
    while left > 0 {
        on = step(on);
        let skipped = match length.unit {
            Unit::WorkingDays => rests(on) || excluded(on),
            Unit::CalendarDays | Unit::Months | Unit::Years => excluded(on),
        };
        left -= u16::from(!skipped);
    }
    if length.unit == Unit::CalendarDays {
        // A pause during the roll-over ends the count where it runs again.
        let resumed = counting.exclusions.iter().filter_map(|part| part.until).max();
        on = resumed.map_or(on, |resumed| on.max(resumed));
        while rests(on) {
            on = step(on);
        }
    }
    on
}

/// Walks from the day that was set over the rest days that are listed.
fn recount_designated(counting: &Counting, rests: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let mut on = counting.natural_on.unwrap();
    while rests(on) {
        on = on.succ_opt().unwrap();
    }
    on
}

/// Walks to the month that many months on, and in it to the same day of the month or the last there is.
fn recount_months(start: NaiveDate, months: u16, rests: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let (mut on, mut passed) = (start, 0);
    while passed < months {
        let next = on.succ_opt().unwrap();
        passed += u16::from(next.month() != on.month());
        on = next;
    }
    let next = |on: NaiveDate| on.succ_opt().unwrap();
    while on.day() < start.day() && next(on).month() == on.month() {
        on = next(on);
    }
    while rests(on) {
        on = next(on);
    }
    on
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    // From well before the first known day to well after the last.
    (0_u64..8_000).prop_map(|n| day("2007-01-01").checked_add_days(chrono::Days::new(n)).unwrap())
}

fn any_exclusion() -> impl Strategy<Value = (i64, Option<i64>, ExclusionCause)> {
    let cause = prop_oneof![
        Just(ExclusionCause::Suspension),
        Just(ExclusionCause::Announcement),
        Just(ExclusionCause::Audit),
    ];
    (-20_i64..150, prop::option::weighted(0.9, 0_i64..60), cause)
}

proptest! {
    #[test]
    fn counting_working_days_again_reaches_the_same_day(start in any_day(), days in 1_u16..90) {
        let counting = explain(start, Length::working_days(days), calendar());
        prop_assert_eq!(Some(recount(&counting)), counting.due_on);
    }

    #[test]
    fn counting_calendar_days_again_reaches_the_same_day(start in any_day(), days in 1_u16..800) {
        let counting = explain(start, Length::calendar_days(days), calendar());
        prop_assert_eq!(Some(recount(&counting)), counting.due_on);
    }

    #[test]
    fn counting_months_and_years_again_reaches_the_same_day(
        start in any_day(), count in 1_u16..25, years in any::<bool>()
    ) {
        let length = if years { Length::years(count % 4) } else { Length::months(count) };
        let counting = explain(start, length, calendar());
        prop_assert_eq!(Some(recount(&counting)), counting.due_on);
    }

    #[test]
    fn walking_from_a_designated_day_again_reaches_the_same_day(start in any_day(), after in 0_i64..60) {
        let counting = explain_designated(start, plus_days(start, after), calendar());
        prop_assert_eq!(Some(recount(&counting)), counting.due_on);
    }

    #[test]
    fn counting_back_again_reaches_the_same_day(start in any_day(), days in 1_u16..40, clear in any::<bool>()) {
        let how = if clear { NoticeCounting::ClearDays } else { NoticeCounting::Statutory };
        let counting = explain_before(start, days, how, calendar());
        prop_assert_eq!(Some(recount(&counting)), counting.due_on);
    }

    #[test]
    fn counting_a_moved_limit_again_reaches_the_same_day(
        start in any_day(),
        days in 1_u16..90,
        parts in prop::collection::vec(any_exclusion(), 0..5),
        extension in prop::option::of((0_i64..150, 1_u16..30)),
    ) {
        moved_again(start, Length::calendar_days(days), &parts, extension)?;
    }

    #[test]
    fn counting_moved_working_days_again_reaches_the_same_day(
        start in any_day(),
        days in 1_u16..60,
        parts in prop::collection::vec(any_exclusion(), 0..5),
        extension in prop::option::of((0_i64..150, 1_u16..30)),
    ) {
        moved_again(start, Length::working_days(days), &parts, extension)?;
    }
}

/// Explains a moved limit, and counts what the explanation lists again.
fn moved_again(
    start: NaiveDate,
    length: Length,
    parts: &[(i64, Option<i64>, ExclusionCause)],
    extension: Option<(i64, u16)>,
) -> Result<(), TestCaseError> {
    let exclusion = |(from, days, cause): &(i64, Option<i64>, ExclusionCause)| {
        let from = plus_days(start, *from);
        Exclusion { from, until: days.map(|days| plus_days(from, days)), cause: *cause }
    };
    let exclusions: Vec<Exclusion> = parts.iter().map(exclusion).collect();
    let extension = extension.map(|(after, days)| Extension { approved_on: plus_days(start, after), days });
    let counting = explain_with(start, length, &exclusions, extension, calendar());
    let listed: u32 = counting.exclusions.iter().filter_map(|part| part.days).sum();
    prop_assert_eq!(listed, counting.excluded_days);
    let works = |on: NaiveDate| length.unit != Unit::WorkingDays || calendar().is_working_day(on);
    let days = |from: NaiveDate, until: NaiveDate| {
        from.iter_days().take_while(|on| *on < until).filter(|on| works(*on)).count()
    };
    for part in &counting.exclusions {
        let counted = part.until.map(|until| u32::try_from(days(part.from, until)).unwrap());
        prop_assert_eq!(counted, part.days);
    }
    if let Some(due_on) = counting.due_on {
        prop_assert_eq!(recount(&counting), due_on);
        let standing = |on: NaiveDate| {
            counting.exclusions.iter().any(|part| part.from <= on && part.until.is_none_or(|u| on < u))
        };
        prop_assert!(!standing(due_on), "a period cannot run out while it stands still");
    } else {
        let pause = counting.paused.unwrap();
        let extended = counting.extension.filter(|extension| extension.ignored.is_none());
        let total = u32::from(length.count) + extended.map_or(0, |extension| u32::from(extension.days));
        prop_assert_eq!(pause.days_used + pause.days_left, total);
    }
    Ok(())
}
