//! Ratings: the grades, when a rectification is due, in which order a bad rating is answered, and the figures, worked out
//! by hand.

use crate::story::{EMPLOYER, a_case, day, decided};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{
    Asked, Measure, Period, RatingMeasure, RatingRow, ReportingRow, Rounding, percent,
};
use sikuai::domain::id::PartyNo;
use sikuai::domain::office::Region;
use sikuai::domain::period::Length;
use sikuai::domain::rating::{
    RatingAnswer, Rectification, RectificationState, Score, least_burdened, link_ends, may_be_rated,
    rectification_due,
};
use sikuai::domain::refusal::Refusal;

fn codes(result: Result<(), Refusal>) -> Vec<&'static str> {
    result.map_or_else(|refusal| refusal.findings.iter().map(|found| found.code).collect(), |()| Vec::new())
}

#[test]
fn the_two_lowest_grades_are_bad() {
    let rows: Vec<(&str, u64, bool)> =
        Score::ROWS.iter().map(|(score, label)| (label.code, score.points(), score.is_bad())).collect();
    let expected = [
        ("very_satisfied", 5, false),
        ("satisfied", 4, false),
        ("basically_satisfied", 3, false),
        ("dissatisfied", 2, true),
        ("very_dissatisfied", 1, true),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_link_is_good_for_thirty_days_after_its_own() {
    // 21 days are left of December, 9 more are in January.
    assert_eq!(link_ends(day("2021-12-10")), day("2022-01-09"));
}

/// The term of Xuwen is 15 working days. Spring Festival of 2021: 11 to 17 February; Sunday the 7th and Saturday the 20th
/// are worked.
#[test]
fn the_term_of_a_rectification_counts_working_days_after_the_rating() {
    let term = Region::find(crate::story::REGION).unwrap().rating_rectification;
    assert_eq!(term, Length::working_days(15));
    let due = |score, on| rectification_due(score, day(on), (term, Calendar::shipped()));
    // 13-17, 20-24 and 27-31 December.
    assert_eq!(due(Score::Dissatisfied, "2021-12-10"), Some(day("2021-12-31")));
    // A rating on a Saturday counts from the Monday after it: the same days.
    assert_eq!(due(Score::VeryDissatisfied, "2021-12-11"), Some(day("2021-12-31")));
    // 8, 9, 10 February; 18, 19, 20; 22-26; 1-4 March: 3 + 3 + 5 + 4.
    assert_eq!(due(Score::Dissatisfied, "2021-02-07"), Some(day("2021-03-04")));
    assert_eq!(due(Score::BasicallySatisfied, "2021-12-10"), None);
}

#[test]
fn only_a_party_of_a_closed_case_rates_it() {
    let open = a_case().received("2021-03-01");
    assert_eq!(codes(may_be_rated(open.case(), EMPLOYER)), ["not_closed"]);
    assert_eq!(codes(may_be_rated(open.case(), PartyNo(9))), ["not_closed", "no_such_party"]);
    let closed = decided();
    assert_eq!(codes(may_be_rated(closed.case(), EMPLOYER)), Vec::<&str>::new());
    assert_eq!(codes(may_be_rated(closed.case(), PartyNo(9))), ["no_such_party"]);
}

#[test]
fn a_bad_rating_is_verified_and_then_rectified_each_once() {
    let open = Rectification {
        rated_on: day("2021-12-10"),
        due_on: day("2021-12-31"),
        verified_on: None,
        rectified_on: None,
        recorded_on: None,
    };
    let verified = Rectification { verified_on: Some(day("2021-12-15")), ..open };
    let done = Rectification { rectified_on: Some(day("2021-12-31")), ..verified };
    let try_it =
        |of: &Rectification, answer, on| codes(of.may_be_answered(answer, (day(on), day("2022-01-04"))));
    let (verify, rectify) = (RatingAnswer::Verification, RatingAnswer::Rectification);
    let none: Vec<&str> = Vec::new();
    assert_eq!(try_it(&open, verify, "2021-12-10"), none);
    assert_eq!(try_it(&open, verify, "2021-12-09"), ["too_early"]);
    assert_eq!(try_it(&open, verify, "2022-01-05"), ["in_the_future"]);
    assert_eq!(try_it(&open, rectify, "2022-01-05"), ["not_verified", "in_the_future"]);
    assert_eq!(try_it(&verified, verify, "2021-12-20"), ["already_answered"]);
    assert_eq!(try_it(&verified, rectify, "2021-12-14"), ["too_early"]);
    assert_eq!(try_it(&verified, rectify, "2021-12-15"), none);
    assert_eq!(try_it(&done, rectify, "2021-12-31"), ["already_answered"]);
}

#[test]
fn late_stays_visible() {
    let rectified = |on: Option<&str>| Rectification {
        rated_on: day("2021-12-10"),
        due_on: day("2021-12-31"),
        verified_on: Some(day("2021-12-15")),
        rectified_on: on.map(day),
        recorded_on: None,
    };
    let state = |on, today| rectified(on).state(day(today));
    assert_eq!(state(None, "2021-12-31"), RectificationState::Open);
    assert_eq!(state(None, "2022-01-01"), RectificationState::Overdue);
    assert_eq!(state(Some("2021-12-31"), "2022-06-01"), RectificationState::InTime);
    assert_eq!(state(Some("2022-01-01"), "2022-06-01"), RectificationState::Late);
}

/// In time if it happened in time; that it was written down after the last day is seen too (ADR 6).
#[test]
fn a_rectification_is_judged_by_its_day_and_its_recording_by_that_of_the_recording() {
    let told = |on: &str, recorded_on: &str| {
        let of = Rectification {
            rated_on: day("2021-12-10"),
            due_on: day("2021-12-31"),
            verified_on: Some(day("2021-12-15")),
            rectified_on: Some(day(on)),
            recorded_on: Some(day(recorded_on)),
        };
        (of.state(day("2022-06-01")), of.is_recorded_late())
    };
    assert_eq!(told("2021-12-20", "2021-12-31"), (RectificationState::InTime, false));
    assert_eq!(told("2021-12-20", "2022-01-01"), (RectificationState::InTime, true));
    assert_eq!(told("2021-12-31", "2022-03-01"), (RectificationState::InTime, true));
    assert_eq!(told("2022-01-01", "2022-01-02"), (RectificationState::Late, false), "it was late itself");
}

#[test]
fn a_bad_rating_goes_to_who_has_the_fewest() {
    let people = ["a", "b", "c"].map(str::to_owned);
    let chosen = |in_hand: &[(&str, i64)]| {
        let in_hand: Vec<(String, i64)> = in_hand.iter().map(|(who, n)| ((*who).to_owned(), *n)).collect();
        least_burdened(&people, &in_hand).cloned()
    };
    assert_eq!(chosen(&[]).as_deref(), Some("a"));
    assert_eq!(chosen(&[("a", 2), ("b", 1), ("c", 1)]).as_deref(), Some("b"));
    assert_eq!(chosen(&[("a", 1), ("b", 1), ("gone", 0)]).as_deref(), Some("c"));
    assert_eq!(least_burdened(&[], &[]), None);
}

#[test]
fn the_rates_are_made_of_the_counts() {
    let given = [
        (Score::VerySatisfied, 3),
        (Score::BasicallySatisfied, 1),
        (Score::Dissatisfied, 2),
        (Score::VeryDissatisfied, 1),
    ];
    let day = day("2021-03-02");
    let ratings = given.iter().flat_map(|(score, count)| {
        let due_on = score.is_bad().then_some(day);
        vec![RatingRow { on: day, score: *score, due_on, rectified_on: None }; *count]
    });
    let story = crate::story::a_case().received("2021-03-01");
    let row = ReportingRow { ratings: ratings.collect(), ..ReportingRow::of(story.case(), &story.book) };
    let asked = Asked::of(Period { from: day, to: day });
    let count = |measure: RatingMeasure| measure.measure().definition(asked).of(&row);
    // 15 + 3 + 4 + 1 = 23 points in 7 ratings: 3.2857…
    let counted = [RatingMeasure::Ratings, RatingMeasure::Satisfied, RatingMeasure::Bad].map(count);
    assert_eq!((counted, Measure::RatingPoints.definition(asked).of(&row)), ([7, 4, 3], 23));
    assert_eq!(percent(23, 7 * 100, Rounding::Truncate).as_deref(), Some("3.28"));
    assert_eq!(percent(0, 0, Rounding::Truncate), None);
}
