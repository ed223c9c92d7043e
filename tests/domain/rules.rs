//! Every rule by its id, each with an example worked out by hand, over holidays and worked weekends where it has a
//! length, and the refusal to invent one where the law sets none. What is expected stands beside the days counted.
//!
//! 2021: Spring Festival 11-17 February (worked: Sunday 7 and Saturday 20), Tomb Sweeping 3-5 April, Labour Day 1-5 May
//! (worked: Sunday 25 April, Saturday 8 May), Dragon Boat 12-14 June, Mid-Autumn 19-21 September (worked: Saturday 18),
//! National Day 1-7 October (worked: Sunday 26 September, Saturday 9 October). 2022: New Year 1-3 January, Spring
//! Festival 31 January-6 February (worked: 29 and 30 January), Tomb Sweeping 3-5 April (worked: Saturday 2), Labour Day
//! 30 April-4 May (worked: Sunday 24 April, Saturday 7 May), National Day 1-7 October (worked: Saturday 8, Sunday 9).

use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::table;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::explanation::{Explanation, Question, explain_rule};
use sikuai::domain::deadline::rule::{self, Reach, RuleId, Term};
use sikuai::domain::law::{Article, Basis, law, r33};
use sikuai::domain::period::{Exclusion, ExclusionCause, Extension, NoticeCounting, due};
use sikuai::domain::refusal::Refusal;
use sikuai::domain::service_of_process::{ServiceManner, served_on};

use crate::story::{a_book, day};

fn answer(rule: RuleId, trigger: &str, extension: Option<(&str, u16)>) -> Result<Explanation, Refusal> {
    let extension = extension.map(|(on, days)| Extension { approved_on: day(on), days });
    explain_rule(&Question { rule, trigger: day(trigger), exclusions: Vec::new(), extension }, &a_book())
}

fn book_rule(rule: RuleId, trigger: &str) -> &'static rule::Rule {
    a_book().rule(rule, day(trigger)).unwrap()
}

#[track_caller]
fn ends(rule: RuleId, trigger: &str, expected: &str) {
    assert_eq!(answer(rule, trigger, None).unwrap().due_on, Some(day(expected)), "{rule:?}");
}

#[track_caller]
fn extended(rule: RuleId, trigger: &str, (approved_on, days): (&str, u16), expected: &str) {
    let found = answer(rule, trigger, Some((approved_on, days))).unwrap();
    assert_eq!(found.due_on, Some(day(expected)), "{rule:?}");
}

/// The law sets no length, and the program invents none.
#[track_caller]
fn has_no_length(rule: RuleId) {
    let refusal = answer(rule, "2022-03-01", None).unwrap_err();
    assert_eq!(refusal.findings[0].code, "no_length", "{rule:?}");
}

/// Every rule has a test of its own here, by its name.
#[test]
fn every_rule_has_its_own_test() {
    let source = include_str!("rules.rs");
    for (id, label) in RuleId::ROWS {
        let name = format!("\nfn {}_", label.code.to_lowercase());
        assert!(source.contains(&name), "no test for {id:?}");
    }
}

/// Fifteen days: Friday 12 February is the festival, and so is all to the 17th. Sunday 25 April is worked.
#[test]
fn pt1_decision_on_a_petition() {
    ends(RuleId::PT1, "2021-01-28", "2021-02-18");
    ends(RuleId::PT1, "2021-04-10", "2021-04-25");
    // Under the regulations of 2022: Saturday 1 October and the week after it.
    ends(RuleId::PT1, "2022-09-16", "2022-10-08");
}

/// Sixty days: Tuesday 4 May is Labour Day, to the 5th. Ninety from 15 March: Sunday 13 June, the Dragon Boat festival
/// to Monday the 14th; approved in time on the last day, and too late on the next.
#[test]
fn pt2_handling_of_a_petition() {
    ends(RuleId::PT2, "2021-03-05", "2021-05-06");
    ends(RuleId::PT2, "2021-03-15", "2021-05-14");
    extended(RuleId::PT2, "2021-03-15", ("2021-05-14", 30), "2021-06-15");
    extended(RuleId::PT2, "2021-03-15", ("2021-05-17", 30), "2021-05-14");
    ends(RuleId::PT2, "2022-05-05", "2022-07-04");
}

/// Five working days: from Friday 5 February the worked Sunday 7, then 8, 9, 10, and Thursday 18 after the festival.
/// From Thursday 30 September: 8 and the worked Saturday 9 October, 11, 12, 13.
#[test]
fn rf1_answer_to_a_referral() {
    ends(RuleId::RF1, "2021-02-05", "2021-02-18");
    ends(RuleId::RF1, "2021-09-30", "2021-10-13");
}

/// Five days: Thursday 11 February, the festival; it ends when that is over.
#[test]
fn m01_negotiation() {
    ends(RuleId::M01, "2021-02-06", "2021-02-18");
}

/// 10, 18 and 19 February: the festival is skipped.
#[test]
fn m02_mediation_accepted() {
    ends(RuleId::M02, "2021-02-09", "2021-02-19");
}

/// Fifteen days: 12 February, in the festival.
#[test]
fn m03_mediation() {
    ends(RuleId::M03, "2021-01-28", "2021-02-18");
}

/// Fifteen days: 1 October, National Day.
#[test]
fn m04_review_asked_for() {
    ends(RuleId::M04, "2021-09-16", "2021-10-08");
}

/// 26 (a worked Sunday), 27, 28, 29 and 30 September.
#[test]
fn m05_review() {
    ends(RuleId::M05, "2021-09-24", "2021-09-30");
}

/// The law gives the worker no term to ask for an order to pay.
#[test]
fn m06_an_order_to_pay_has_no_length() {
    has_no_length(RuleId::M06);
}

/// 12 February 2021 lies in the festival.
#[test]
fn l01_a_year() {
    ends(RuleId::L01, "2020-02-12", "2021-02-18");
}

/// 3 April 2021 is a Saturday, and Tomb Sweeping follows.
#[test]
fn l02_a_whole_year_again() {
    ends(RuleId::L02, "2020-04-03", "2021-04-06");
}

/// What was left runs on: a rest, not a length.
#[test]
fn l03_a_suspended_limitation_has_no_length() {
    has_no_length(RuleId::L03);
}

/// 29 February becomes 28 February 2021, a Sunday.
#[test]
fn l04_a_year_from_the_end_of_employment() {
    ends(RuleId::L04, "2020-02-29", "2021-03-01");
}

/// Sixty days: thirty to 31 March, thirty in April.
#[test]
fn l05_contracted_civil_servants() {
    ends(RuleId::L05, "2021-03-01", "2021-04-30");
}

/// The law was revised with effect from 1 June 2019, and the article has another number since.
#[test]
fn l05_cites_the_text_of_its_day() {
    let cited =
        |trigger| answer(RuleId::L05, trigger, None).map(|it| (it.articles[0].zh.clone(), it.basis)).unwrap();
    assert_eq!(cited("2019-05-31"), ("《公务员法》（2005年）第100条".to_owned(), Basis::SecondarySource));
    assert_eq!(cited("2019-06-01"), ("《公务员法》（2018年修订）第105条".to_owned(), Basis::Statute));
    // Sixty days from 31 May are 30 July 2019 under either.
    ends(RuleId::L05, "2019-05-31", "2019-07-30");
}

/// 7 (a worked Sunday), 8, 9, 10 and 18 February.
#[test]
fn a01_a_correction_notice() {
    ends(RuleId::A01, "2021-02-05", "2021-02-18");
}

/// Designated in each notice; what becomes of it in a case is in `time_to_correct.rs`.
#[test]
fn a02_the_time_to_correct_has_no_length() {
    has_no_length(RuleId::A02);
}

/// 25 (a worked Sunday), 26, 27, 28 and 29 April.
#[test]
fn a03_the_decision_on_acceptance() {
    ends(RuleId::A03, "2021-04-23", "2021-04-29");
}

/// 29 and 30 April, 6, 7 and 8 (a worked Saturday) May.
#[test]
fn a04_a_notice_of_other_jurisdiction() {
    ends(RuleId::A04, "2021-04-28", "2021-05-08");
}

/// The period of mediation (M03) is the body's.
#[test]
fn a05_a_deferral_has_no_length() {
    has_no_length(RuleId::A05);
}

/// 11, 15, 16, 17 and 18 June: Dragon Boat is skipped.
#[test]
fn a06_service_of_the_application() {
    ends(RuleId::A06, "2021-06-10", "2021-06-18");
}

/// 18 (a worked Saturday), 22, 23, 24 and 26 (a worked Sunday) September.
#[test]
fn a07_the_tribunal() {
    ends(RuleId::A07, "2021-09-17", "2021-09-26");
}

/// 7, 8, 9, 10, 18, 19, 20, 22, 23 and 24 February.
#[test]
fn a08_the_defence() {
    ends(RuleId::A08, "2021-02-05", "2021-02-24");
}

/// 30 and 31 December, 4, 5 and 6 January.
#[test]
fn a09_the_defence_passed_on() {
    ends(RuleId::A09, "2021-12-29", "2022-01-06");
}

/// As long as the defence (A08): ten working days, over the festival.
#[test]
fn a10_an_objection_ends_with_the_defence() {
    ends(RuleId::A10, "2021-02-05", "2021-02-24");
}

/// As long as the defence (A08): ten working days, over the festival.
#[test]
fn a11_a_counterclaim_ends_with_the_defence() {
    ends(RuleId::A11, "2021-02-05", "2021-02-24");
}

/// 28, 29 and 30 (worked) January, 7 and 8 February 2022.
#[test]
fn a12_the_decision_on_a_counterclaim() {
    ends(RuleId::A12, "2022-01-27", "2022-02-08");
}

/// Designated in each case.
#[test]
fn a13_evidence_has_no_length() {
    has_no_length(RuleId::A13);
}

/// Ends with A13.
#[test]
fn a14_an_amendment_has_no_length() {
    has_no_length(RuleId::A14);
}

/// 9 (a worked Saturday), 11, 12, 13 and 14 October.
#[test]
fn a15_a_revocation() {
    ends(RuleId::A15, "2021-10-08", "2021-10-14");
}

/// Back: 11, 9 (worked) and 8 October, 30 and 29 September.
#[test]
fn a20_notice_of_a_hearing() {
    ends(RuleId::A20, "2021-10-12", "2021-09-29");
}

/// Back: 8 (a worked Saturday), 7 and 6 May.
#[test]
fn a21_a_request_to_postpone() {
    ends(RuleId::A21, "2021-05-10", "2021-05-06");
}

/// Before the hearing, no length.
#[test]
fn a22_a_recusal_has_no_length() {
    has_no_length(RuleId::A22);
}

/// 6, 7 and 8 April, after Tomb Sweeping.
#[test]
fn a23_the_decision_on_a_recusal() {
    ends(RuleId::A23, "2021-04-02", "2021-04-08");
}

/// 29 and 30 September, 8, 9 (worked), 11 to 15 and 18 October.
#[test]
fn a24_entrusted_mediation() {
    ends(RuleId::A24, "2021-09-28", "2021-10-18");
}

/// Forty-five days: 2 October.
#[test]
fn a25_the_trial_period() {
    ends(RuleId::A25, "2021-08-18", "2021-10-08");
}

/// 16 September and fifteen days: 1 October.
#[test]
fn a26_the_extended_trial_period() {
    ends(RuleId::A26, "2021-08-02", "2021-10-08");
    // The day that is asked about begins what is extended, and is called so.
    let trial = answer(RuleId::A25, "2021-08-02", None).unwrap();
    let extended = answer(RuleId::A26, "2021-08-02", None).unwrap();
    assert_eq!(extended.trigger, trial.trigger);
    assert!(extended.sentence.zh.contains("受理（或重新起算之日）为2021-08-02"), "{}", extended.sentence.zh);
}

/// No length.
#[test]
fn a27_an_absent_applicant_has_no_length() {
    has_no_length(RuleId::A27);
}

/// No length.
#[test]
fn a28_an_absent_respondent_has_no_length() {
    has_no_length(RuleId::A28);
}

/// No length.
#[test]
fn a29_a_resumption_has_no_length() {
    has_no_length(RuleId::A29);
}

/// At once, no length.
#[test]
fn a30_a_correction_of_an_award_has_no_length() {
    has_no_length(RuleId::A30);
}

/// The old seven days are gone.
#[test]
fn a31_service_of_an_award_has_no_length() {
    has_no_length(RuleId::A31);
}

/// The day on the return itself.
#[test]
fn s01_service_in_person_has_no_length() {
    has_no_length(RuleId::S01);
}

/// 10, 18 and 19 February.
#[test]
fn s02_leaving_or_posting() {
    ends(RuleId::S02, "2021-02-09", "2021-02-19");
}

/// The day on the receipt itself.
#[test]
fn s03_service_by_post_has_no_length() {
    has_no_length(RuleId::S03);
}

/// The day of arrival itself.
#[test]
fn s04_electronic_service_has_no_length() {
    has_no_length(RuleId::S04);
}

/// Sixty days for an announcement of 2021: 31 in January, 28 in February, 1 in March.
#[test]
fn s05_an_announcement() {
    ends(RuleId::S05, "2021-12-31", "2022-03-01");
}

/// The day of confirmation itself.
#[test]
fn s06_simple_service_has_no_length() {
    has_no_length(RuleId::S06);
}

/// Fifteen days: 2 October.
#[test]
fn p01_a_suit() {
    ends(RuleId::P01, "2021-09-17", "2021-10-08");
}

/// Fifteen days: 3 May, Labour Day.
#[test]
fn p02_the_workers_suit() {
    ends(RuleId::P02, "2021-04-18", "2021-05-06");
}

/// Thirty days: 12 June, Dragon Boat.
#[test]
fn p03_the_employers_application() {
    ends(RuleId::P03, "2021-05-13", "2021-06-15");
}

/// Fifteen days: 11 February.
#[test]
fn p04_a_suit_after_setting_aside() {
    ends(RuleId::P04, "2021-01-27", "2021-02-18");
}

/// Thirty days: 1 January. Before 2021 another interpretation said the same: from 1 December to Thursday the 31st, and from
/// 31 December to Saturday 30 January, so Monday 1 February 2021.
#[test]
fn p05_the_employer_after_the_workers_suit() {
    ends(RuleId::P05, "2021-12-02", "2022-01-04");
    ends(RuleId::P05, "2020-12-01", "2020-12-31");
    ends(RuleId::P05, "2020-12-31", "2021-02-01");
    let says = |trigger| {
        let found = answer(RuleId::P05, trigger, None).unwrap();
        (Article::en_of_all(book_rule(RuleId::P05, trigger).articles), found.basis)
    };
    assert_eq!(says("2020-12-31").1, Basis::SecondarySource);
    assert!(says("2020-12-31").0.contains("[2010] 12"), "{}", says("2020-12-31").0);
    assert!(says("2021-01-01").0.contains("[2020] 26"), "{}", says("2021-01-01").0);
}

/// Two years: 3 October 2021.
#[test]
fn p06_enforcement() {
    ends(RuleId::P06, "2019-10-03", "2021-10-08");
}

/// First, no length.
#[test]
fn g01_priority_has_no_length() {
    has_no_length(RuleId::G01);
}

/// 19, 20 (a worked Saturday), 22, 23 and 24 February.
#[test]
fn g02_a_collective_decision() {
    ends(RuleId::G02, "2021-02-18", "2021-02-24");
}

/// 7, 8 (a worked Saturday), 10, 11 and 12 May.
#[test]
fn g03_one_notice() {
    ends(RuleId::G03, "2021-05-06", "2021-05-12");
}

/// Three arbitrators, no length.
#[test]
fn g04_a_tribunal_of_three_has_no_length() {
    has_no_length(RuleId::G04);
}

/// Consent, no length.
#[test]
fn g05_representatives_has_no_length() {
    has_no_length(RuleId::G05);
}

/// Before the hearing, no length.
#[test]
fn g06_mediation_first_has_no_length() {
    has_no_length(RuleId::G06);
}

/// No length.
#[test]
fn g07_simplified_all_the_same_has_no_length() {
    has_no_length(RuleId::G07);
}

/// 15, 16, 17, 18 and 21 June.
#[test]
fn w01_a_complaint() {
    ends(RuleId::W01, "2021-06-11", "2021-06-21");
}

/// 2, 3, 4, 5 and 8 March.
#[test]
fn w02_an_unanswered_complaint() {
    ends(RuleId::W02, "2021-03-01", "2021-03-08");
}

/// 30 September, 8, 9 (worked), 11 and 12 October.
#[test]
fn w03_of_its_own_motion() {
    ends(RuleId::W03, "2021-09-29", "2021-10-12");
}

/// 6, 7, 8 (worked), 10 and 11 May.
#[test]
fn w04_passing_on() {
    ends(RuleId::W04, "2021-04-30", "2021-05-11");
}

/// 22 working days in March, 22 in April (the 25th, a Sunday, is worked), 6 May.
#[test]
fn w05_an_inspection_in_guangdong() {
    ends(RuleId::W05, "2021-03-01", "2021-05-06");
}

/// 9 (worked), 11 and 12 October.
#[test]
fn w06_notice_of_a_suspension() {
    ends(RuleId::W06, "2021-10-08", "2021-10-12");
}

/// 9, 10, 18, 19, 20 (worked), 22 and 23 February.
#[test]
fn w07_inspection_documents() {
    ends(RuleId::W07, "2021-02-08", "2021-02-23");
}

/// Sixty days: 2 October.
#[test]
fn w08_an_announcement_in_an_inspection() {
    ends(RuleId::W08, "2021-08-03", "2021-10-08");
    let cited = |rule| answer(rule, "2021-08-03", None).unwrap().articles[0].zh.clone();
    assert_eq!([cited(RuleId::W08), cited(RuleId::W08A)], ["《广东省劳动保障监察条例》第47条"; 2]);
}

/// Three days: 4 April, Tomb Sweeping.
#[test]
fn w08a_an_employer_who_fled() {
    ends(RuleId::W08A, "2021-04-01", "2021-04-06");
}

/// Two years: 2 May 2021, Labour Day.
#[test]
fn w09_the_limitation_of_an_inspection() {
    ends(RuleId::W09, "2019-05-02", "2021-05-06");
}

/// Designated in each order.
#[test]
fn w10_an_order_to_pay_by_a_day_has_no_length() {
    has_no_length(RuleId::W10);
}

/// A threshold, no length.
#[test]
fn w11_the_police_has_no_length() {
    has_no_length(RuleId::W11);
}

/// 28, 29 and 30 (worked) January, 7 and 8 February 2022.
#[test]
fn w12_an_objection() {
    ends(RuleId::W12, "2022-01-27", "2022-02-08");
}

/// 2 (a worked Saturday), 6, 7, 8 and 11 April 2022.
#[test]
fn w12a_its_verification() {
    ends(RuleId::W12A, "2022-04-01", "2022-04-11");
}

/// 3 working days to 7 January, 5, 5 and 5 to the 28th, then 29 and 30, both worked. Twenty more after the festival: 7 to
/// 11, 14 to 18 and 21 to 25 February are fifteen, 28 February and 1 to 4 March five.
#[test]
fn w13_the_decision_to_list() {
    ends(RuleId::W13, "2022-01-04", "2022-01-30");
    extended(RuleId::W13, "2022-01-04", ("2022-01-30", 20), "2022-03-04");
}

/// Three years: Saturday 1 March 2025, for a time that runs waits for no working day.
#[test]
fn w14_time_on_the_list() {
    ends(RuleId::W14, "2022-03-01", "2025-03-01");
}

/// Six months: 1 October 2022, a holiday.
#[test]
fn w14a_leaving_early() {
    ends(RuleId::W14A, "2022-04-01", "2022-10-01");
}

/// 7, 8, 11 to 15, 18 to 22, 24 (a worked Sunday), 25 and 26 April 2022.
#[test]
fn w14b_its_verification() {
    ends(RuleId::W14B, "2022-04-06", "2022-04-26");
}

/// 29 April, 5, 6, 7 (worked), 9 to 13 and 16 May 2022.
#[test]
fn w14c_the_removal() {
    ends(RuleId::W14C, "2022-04-28", "2022-05-16");
}

/// At most five, no length.
#[test]
fn w15_representatives_of_complainants_has_no_length() {
    has_no_length(RuleId::W15);
}

/// Twenty-four hours, which no calendar of days counts.
#[test]
fn w16_the_head_of_the_employer_has_no_length() {
    has_no_length(RuleId::W16);
}

/// Six months: 1 October, a holiday.
#[test]
fn w17_six_clean_months() {
    ends(RuleId::W17, "2021-04-01", "2021-10-01");
}

/// Five more working days: 8, 9 (a worked Saturday), 11, 12 and 13 October.
#[test]
fn m05_is_extended_by_five_working_days_and_no_more() {
    extended(RuleId::M05, "2021-09-24", ("2021-09-30", 5), "2021-10-13");
    let refusal = answer(RuleId::M05, "2021-09-24", Some(("2021-09-30", 6))).unwrap_err();
    assert_eq!(refusal.findings[0].code, "extension_too_long");
}

/// An extension that was approved after the end adds nothing.
#[test]
fn m05_is_not_extended_once_it_is_over() {
    extended(RuleId::M05, "2021-09-24", ("2021-10-08", 5), "2021-09-30");
}

/// By consent of both, for which the law sets no limit, counted before the rest days: fifteen more are 27 February, a
/// Saturday; thirty are 14 March, a Sunday.
#[test]
fn m03_is_prolonged_by_as_much_as_both_agree() {
    extended(RuleId::M03, "2021-01-28", ("2021-02-18", 10), "2021-02-22");
    extended(RuleId::M03, "2021-01-28", ("2021-02-01", 15), "2021-03-01");
    extended(RuleId::M03, "2021-01-28", ("2021-02-19", 10), "2021-02-18");
    extended(RuleId::M03, "2021-01-28", ("2021-02-01", 30), "2021-03-15");
    let said = answer(RuleId::M03, "2021-01-28", Some(("2021-02-01", 10))).unwrap().sentence;
    assert!(said.zh.contains("2021-02-01双方同意延长10日") && !said.zh.contains("批准"), "{}", said.zh);
    assert!(said.en.contains("extended by 10 days by consent of 2021-02-01"), "{}", said.en);
    let late = answer(RuleId::M03, "2021-01-28", Some(("2021-02-19", 10))).unwrap().sentence;
    assert!(late.zh.contains("2021-02-19双方同意的延长10日因"), "{}", late.zh);
}

/// Thirty more: 17 working days in May (7, 8, 10 to 14, 17 to 21, 24 to 28), 31 May, 1 to 4, 7 to 11, 15, 16, 17 June.
#[test]
fn w05_is_extended_by_thirty_working_days() {
    extended(RuleId::W05, "2021-03-01", ("2021-05-06", 30), "2021-06-17");
}

fn inspected(
    exclusions: &[(ExclusionCause, &str, Option<&str>)],
    extension: Option<(&str, u16)>,
) -> Explanation {
    let exclusion = |(cause, from, until): &(ExclusionCause, &str, Option<&str>)| Exclusion {
        from: day(from),
        until: until.map(day),
        cause: *cause,
    };
    let exclusions = exclusions.iter().map(exclusion).collect();
    let extension = extension.map(|(on, days)| Extension { approved_on: day(on), days });
    let question = Question { rule: RuleId::W05, trigger: day("2021-03-01"), exclusions, extension };
    explain_rule(&question, &a_book()).unwrap()
}

/// Guangdong leaves out announcement, audit and appraisal (GDLS 44). 15 March to 2 April out: 15-19, 22-26, 29-31 March,
/// 1 and 2 April are fifteen working days, and so are 7, 8 (worked), 10-14, 17-21, 24, 25 and 26 May after the 6th.
#[test]
fn w05_leaves_out_announcement_audit_and_appraisal() {
    let audit = (ExclusionCause::Audit, "2021-03-15", Some("2021-03-27"));
    let appraisal = (ExclusionCause::Appraisal, "2021-03-22", Some("2021-04-03"));
    let answer = inspected(&[appraisal, audit], None);
    assert_eq!(answer.due_on, Some(day("2021-05-26")));
    let counting = answer.counting.unwrap();
    assert_eq!(counting.excluded_days, 15, "from the 22nd to the 26th they overlap");
    assert!(
        answer.sentence.zh.contains("扣除委托审计2021-03-15至2021-03-26共10个工作日"),
        "{}",
        answer.sentence.zh
    );
    assert!(answer.sentence.en.contains("leaving out 5 working days of commissioned appraisal"));
    // An announcement of sixty days, 12 March to 10 May. Eight were counted by 11 March: 2-5 and 8-11. Then 11-14,
    // 17-21, 24-28 and 31 May make 23; 1-4, 7-11, 15-18, 21-25 and 28-30 June 44; 1 July.
    let announced = inspected(&[(ExclusionCause::Announcement, "2021-03-12", Some("2021-05-11"))], None);
    assert_eq!(announced.due_on, Some(day("2021-07-01")));
}

/// What was suspended does not run (GDLS 45), and the thirty days of the extension are working days: with all of April
/// out the forty-five end on 4 June; thirty more, 7-11, 15-18, 21-25, 28-30 June, 1, 2, 5-9, 12-16 and 19 July.
#[test]
fn w05_stands_still_while_suspended_and_is_extended_after_it() {
    let april = (ExclusionCause::Suspension, "2021-04-01", Some("2021-05-01"));
    assert_eq!(inspected(&[april], None).due_on, Some(day("2021-06-04")));
    assert_eq!(inspected(&[april], Some(("2021-06-04", 30))).due_on, Some(day("2021-07-19")));
    let running = inspected(&[(ExclusionCause::Suspension, "2021-04-01", None)], None);
    assert_eq!((running.due_on, running.stopped_on), (None, Some(day("2021-04-01"))));
    assert_eq!(running.counting.unwrap().paused.unwrap().days_left, 23);
}

/// The national regulations name no such thing (LSR 17).
#[test]
fn w05_leaves_out_nothing_in_the_nation() {
    let national = rule::national().find(|rule| rule.id == RuleId::W05).unwrap();
    assert!(national.exclusions.is_empty());
}

/// Outside Guangdong sixty: 7, 8 (worked), 10 to 14, 17 to 21, 24, 25 and 26 May are fifteen more.
#[test]
fn w05_is_sixty_working_days_in_the_nation() {
    let national = rule::national().find(|rule| rule.id == RuleId::W05).unwrap();
    assert_eq!(national.reach, Reach::National);
    let ends = due(day("2021-03-01"), national.length().unwrap(), &a_book().calendar).due_on;
    assert_eq!(ends, day("2021-05-26"));
}

/// Twenty more: 7 to 11, 14 to 18, 21 to 25 February, 28 February to 4 March 2022.
#[test]
fn w13_is_extended_by_twenty_working_days() {
    extended(RuleId::W13, "2022-01-04", ("2022-01-30", 20), "2022-03-04");
}

/// The list of wage defaulters came with 2022.
#[test]
fn w13_was_not_in_force_in_2021() {
    let refusal = answer(RuleId::W13, "2021-12-31", None).unwrap_err();
    assert_eq!(refusal.findings[0].code, "rule_not_in_force");
}

/// Thirty days since 2022: to 31 January, the festival, and it counts there.
#[test]
fn s05_counts_on_a_rest_day_and_takes_thirty_days_since_2022() {
    ends(RuleId::S05, "2022-01-01", "2022-01-31");
    assert_eq!(served_on(ServiceManner::Announcement, day("2022-01-01"), &a_book()), day("2022-01-31"));
    assert_eq!(served_on(ServiceManner::Announcement, day("2021-12-31"), &a_book()), day("2022-03-01"));
}

/// Five clear days between: one more back, 28 September.
#[test]
fn a20_with_clear_days_is_one_day_earlier() {
    let mut book = a_book();
    book.notice = NoticeCounting::ClearDays;
    let question =
        Question { rule: RuleId::A20, trigger: day("2021-10-12"), exclusions: Vec::new(), extension: None };
    assert_eq!(explain_rule(&question, &book).unwrap().due_on, Some(day("2021-09-28")));
}

/// Order 33 gave the file and the mediation document other numbers than the order 2 before it (25, 27, 42, 43), which
/// still float about.
#[test]
fn the_file_and_mediation_rest_on_order_33_and_not_on_the_numbers_before_it() {
    let cited = |act| -> Vec<String> { table::find(act).articles.iter().map(|it| it.zh()).collect() };
    let order_33 = |number: u8| format!("《劳动人事争议仲裁办案规则》第{number}条");
    assert_eq!(cited(ActKind::Archiving), [order_33(21), order_33(22)]);
    assert!(cited(ActKind::MediationDocument).contains(&order_33(71)));
    assert!(cited(ActKind::MediationSignature).contains(&order_33(72)));
    assert_eq!(answer(RuleId::M04, "2021-03-01", None).unwrap().articles[0].zh, order_33(74));
}

#[test]
fn a_rule_says_with_which_other_it_ends() {
    let a14 = rule::national().find(|rule| rule.id == RuleId::A14).unwrap();
    assert_eq!(a14.term, Term::Until(RuleId::A13));
    let refusal = answer(RuleId::A14, "2021-03-01", None).unwrap_err();
    assert_eq!(refusal.findings[0].words.zh, "规则A14与规则A13同时届满");
}

/// Of several articles of one law that is named once; one of another between them, and it is named again.
#[test]
fn a_law_is_named_once_where_several_of_its_articles_are_cited_in_a_row() {
    let cited = [law("43"), r33("45"), r33("46"), law("30")];
    assert_eq!(
        Article::zh_of_all(&cited),
        "《劳动争议调解仲裁法》第43条、《劳动人事争议仲裁办案规则》第45条、第46条、《劳动争议调解仲裁法》第30条"
    );
    let (own, rules) = (
        "Labour Dispute Mediation and Arbitration Law",
        "Case Handling Rules for Labour and Personnel Dispute Arbitration",
    );
    assert_eq!(
        Article::en_of_all(&cited),
        format!("{own}, art. 43; {rules}, art. 45, art. 46; {own}, art. 30")
    );
    assert_eq!((Article::zh_of_all(&[]), Article::en_of_all(&[])), (String::new(), String::new()));
    // As a sentence cites them: the notice of a hearing rests on one article of each.
    let sentence = answer(RuleId::A20, "2021-03-22", None).unwrap().sentence;
    assert!(sentence.en.contains(&format!("{own}, art. 35; {rules}, art. 38")), "{}", sentence.en);
}
