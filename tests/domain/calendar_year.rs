//! A year as it is handed in: both formats, and everything that can be wrong with one. The days are invented
//! (`support::calendar`). Not here: what an import does to the cases (`tests/http/calendar_import.rs`).

use serde_json::{Value, json};
use sikuai::domain::calendar::import::{Asked, REPLACES_SHIPPED, YearDocument, check};
use sikuai::domain::calendar::{Calendar, CalendarYear, DayKind};
use sikuai::domain::refusal::Severity;

use crate::invented::{INVENTED_NOTICE, INVENTED_SOURCE, invented_2027, invented_2027_of_holiday_cn};
use crate::story::day;

fn read(document: Value) -> YearDocument {
    serde_json::from_value(document).unwrap()
}

fn checked(document: Value, year: i32, known: &Calendar) -> Result<CalendarYear, Vec<String>> {
    let asked = Asked { year, acknowledged: &[] };
    check(&read(document), asked, known).map_err(|refusal| {
        let said = |f: &sikuai::domain::refusal::Finding| {
            format!("{} {}", f.field.clone().unwrap_or_default(), f.code)
        };
        refusal.findings.iter().map(said).collect()
    })
}

fn faults(document: Value) -> Vec<String> {
    checked(document, 2027, Calendar::shipped()).unwrap_err()
}

#[test]
fn both_formats_name_the_same_days() {
    let own = checked(invented_2027(), 2027, Calendar::shipped()).unwrap();
    let other = checked(invented_2027_of_holiday_cn(), 2027, Calendar::shipped()).unwrap();
    assert!(own.names_the_days_of(&other));
    assert_eq!((own.notice.as_str(), own.source.as_str()), (INVENTED_NOTICE, INVENTED_SOURCE));
    assert_eq!(other.source, INVENTED_SOURCE);
    assert_eq!((own.off.len(), own.working.len()), (27, 5));
    let calendar = Calendar::shipped().with_years(vec![own]).unwrap();
    assert_eq!(calendar.last_known_day(), day("2027-12-31"));
    assert_eq!(calendar.kind(day("2027-01-31")), DayKind::MakeUpWorkingDay);
    assert_eq!(calendar.kind(day("2027-02-05")), DayKind::Holiday);
    // A year that is new differs from its first day to its last, because nothing was known of it.
    assert_eq!(Calendar::shipped().difference(&calendar), Some((day("2027-01-01"), day("2027-12-31"))));
    assert_eq!(calendar.difference(&calendar), None);
}

#[test]
fn days_in_any_order_are_put_in_theirs() {
    let mut turned = invented_2027();
    turned["off"].as_array_mut().unwrap().reverse();
    turned["working"].as_array_mut().unwrap().reverse();
    let straight = checked(invented_2027(), 2027, Calendar::shipped());
    assert_eq!(checked(turned, 2027, Calendar::shipped()), straight);
}

#[test]
fn a_year_without_days_is_one_that_nobody_has_published() {
    let empty = json!({ "year": 2027, "papers": ["https://example.org"], "days": [] });
    assert_eq!(faults(empty), ["/days year_not_published"]);
    let own = json!({ "year": 2027, "notice": "n", "source": "s", "off": [], "working": [] });
    assert_eq!(faults(own), ["/off year_not_published"]);
}

#[test]
fn everything_wrong_is_said_at_once_and_in_its_place() {
    let mut wrong = invented_2027();
    wrong["notice"] = json!(" ");
    // Monday 4 January; New Year's Day again; the last of a year long past; no name.
    wrong["working"][0]["on"] = json!("2027-01-04");
    wrong["working"][1]["on"] = json!("2027-01-02");
    wrong["off"][1]["name"] = json!(" ");
    wrong["off"][2]["on"] = json!("2027-01-01");
    wrong["off"][3]["on"] = json!("2025-12-31");
    let expected = [
        "/notice source_missing",
        "/off/1/name name_missing",
        "/off/2/on day_twice",
        "/off/3/on outside_year",
        "/working/0/on make_up_on_weekday",
        "/working/1/on off_and_working",
    ];
    assert_eq!(faults(wrong), expected);
}

#[test]
fn the_source_is_named_in_either_format() {
    let mut own = invented_2027();
    own["source"] = json!("");
    assert_eq!(faults(own), ["/source source_missing"]);
    let mut other = invented_2027_of_holiday_cn();
    other["papers"] = json!([]);
    assert_eq!(faults(other.clone()), ["/papers source_missing"]);
    other["papers"] = json!(["https://example.org", " "]);
    assert_eq!(faults(other), ["/papers/1 source_missing"]);
}

/// The turn of the year: 31 December 2026 is a Thursday and worked; Saturday 26 December is not.
#[test]
fn a_day_of_the_year_before_is_taken_only_when_the_calendar_says_so_too() {
    let with = |date: &str, is_off: bool| {
        let mut year = invented_2027_of_holiday_cn();
        let day = json!({ "name": "元旦", "date": date, "isOffDay": is_off });
        year["days"].as_array_mut().unwrap().insert(0, day);
        year
    };
    let plain = checked(invented_2027_of_holiday_cn(), 2027, Calendar::shipped());
    assert_eq!(checked(with("2026-12-26", true), 2027, Calendar::shipped()), plain, "off either way");
    let refused = vec!["/days/0/date contradicts_other_year".to_owned()];
    assert_eq!(faults(with("2026-12-26", false)), refused, "worked, says the notice of 2027");
    assert_eq!(faults(with("2026-12-31", true)), refused);
    // Nothing is known of January 2028, and November is no turn of the year.
    assert_eq!(faults(with("2028-01-02", true)), refused);
    assert_eq!(faults(with("2026-11-29", true)), ["/days/0/date outside_year"]);
    // Nor is another January, or a December two years away.
    assert_eq!(faults(with("2026-01-10", true)), ["/days/0/date outside_year"]);
    assert_eq!(faults(with("2028-12-30", true)), ["/days/0/date outside_year"]);
    // The year before is imported first, with the day in it; then the other is taken.
    let mut changed = Calendar::shipped().year(2026).unwrap().clone();
    let working = sikuai::domain::calendar::NamedDay { on: day("2026-12-26"), name: "元旦".to_owned() };
    changed.working.push(working);
    let known = Calendar::shipped().with_years(vec![changed]).unwrap();
    assert_eq!(checked(with("2026-12-26", false), 2027, &known), plain);
}

#[test]
fn a_list_that_is_cut_short_or_holds_plain_weekends_is_implausible() {
    let mut short = invented_2027();
    // 1 to 3 January, 5 to 11 February, 3 to 5 April, 1 to 5 May, 9 June: nineteen days.
    short["off"].as_array_mut().unwrap().truncate(19);
    assert_eq!(faults(short.clone()), ["/off days_off_implausible"]);
    short["off"].as_array_mut().unwrap().push(json!({ "on": "2027-09-15", "name": "中秋节" }));
    assert!(checked(short, 2027, Calendar::shipped()).is_ok(), "twenty");
    // Thirteen plain Saturdays from 3 July through 25 September make forty; a Sunday is one too many.
    let mut long = invented_2027();
    for week in 0..13 {
        let on = day("2027-07-03") + chrono::Days::new(7 * week);
        long["off"].as_array_mut().unwrap().push(json!({ "on": on, "name": "周末" }));
    }
    assert!(checked(long.clone(), 2027, Calendar::shipped()).is_ok(), "forty");
    long["off"].as_array_mut().unwrap().push(json!({ "on": "2027-07-04", "name": "周末" }));
    assert_eq!(faults(long), ["/off days_off_implausible"]);
    // Sixteen Saturdays that are worked.
    let mut busy = invented_2027();
    busy["working"] = json!([]);
    for week in 0..16 {
        let on = day("2027-06-12") + chrono::Days::new(7 * week);
        busy["working"].as_array_mut().unwrap().push(json!({ "on": on, "name": "调休" }));
    }
    assert_eq!(faults(busy), ["/working make_up_days_implausible"]);
}

#[test]
fn the_shipped_years_are_all_plausible() {
    for year in Calendar::shipped().years() {
        let own = serde_json::to_value(year).unwrap();
        let same = checked(own, year.year, Calendar::shipped());
        assert_eq!(same.as_ref(), Ok(year), "{}", year.year);
    }
}

#[test]
fn a_year_must_be_the_one_that_is_asked_for_and_adjoin_what_is_known() {
    assert_eq!(checked(invented_2027(), 2028, Calendar::shipped()).unwrap_err(), ["/year year_differs"]);
    // The same days two years on, without those that are worked, for they would be other days of the week.
    let mut far: Value =
        serde_json::from_str(&invented_2027().to_string().replace("2027-", "2029-")).unwrap();
    (far["year"], far["working"]) = (json!(2029), json!([]));
    assert_eq!(checked(far, 2029, Calendar::shipped()).unwrap_err(), ["/year year_not_adjoining"]);
}

/// Labour Day of 2019 was lengthened after its notice: such a change is imported on purpose.
#[test]
fn other_days_than_the_shipped_are_acknowledged_first() {
    let mut changed = serde_json::to_value(Calendar::shipped().year(2026).unwrap()).unwrap();
    changed["off"].as_array_mut().unwrap().push(json!({ "on": "2026-12-28", "name": "虚构" }));
    let document = read(changed);
    let unasked = check(&document, Asked { year: 2026, acknowledged: &[] }, Calendar::shipped());
    let refusal = unasked.unwrap_err();
    assert_eq!(refusal.findings.len(), 1);
    assert_eq!((refusal.findings[0].code, refusal.severity()), (REPLACES_SHIPPED, Severity::Warning));
    let acknowledged = [REPLACES_SHIPPED.to_owned()];
    let asked = Asked { year: 2026, acknowledged: &acknowledged };
    let year = check(&document, asked, Calendar::shipped()).unwrap();
    let calendar = Calendar::shipped().with_years(vec![year]).unwrap();
    assert_eq!(Calendar::shipped().difference(&calendar), Some((day("2026-12-28"), day("2026-12-28"))));
    assert_ne!(calendar.fingerprint(), Calendar::shipped().fingerprint());
}
