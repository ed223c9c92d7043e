//! What the annual report says, worked out by hand from numbers that are given; and the national yearbook.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::Cause;
use sikuai::domain::figures::{
    ArrearsCounts, ClosureCounts, Identity, Measure, Period, RatingCounts, Rounding,
};
use sikuai::domain::indicator::{Indicator, Quantity};
use sikuai::domain::money::Fen;
use sikuai::domain::office::{DiscussionRule, Region};
use sikuai::domain::paper::filled::Filled;
use sikuai::domain::report::AnnualChart;
use sikuai::domain::report::annual::{AnnualReport, Counted};
use sikuai::domain::report::fields::fields;
use sikuai::domain::stage::Manner;
use sikuai::domain::yearbook::NationalYear;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period() -> Period {
    Period { from: day("2021-11-01"), to: day("2021-12-10") }
}

/// Seven accepted and six closed: four by award, one by mediation, one withdrawn.
fn counted() -> Counted {
    let totals = [
        (Measure::CarriedIn, 1),
        (Measure::Accepted, 7),
        (Measure::Closed, 6),
        (Measure::CarriedOut, 2),
        (Measure::ClosedByAward, 4),
        (Measure::ClosedByMediation, 1),
        (Measure::ClosedOtherwise, 1),
        (Measure::ClosedInTime, 5),
        (Measure::ClosedLate, 1),
        (Measure::Recovered, 12_345_678),
        (Measure::RecoveredBeforeAcceptance, 20_000),
        (Measure::RecoveredInMediation, 3_000),
        (Measure::WagesRecovered, 97_200_001),
        (Measure::RecoveredInAll, 109_568_680),
        (Measure::Referred, 4),
        (Measure::ReferralsAnswered, 3),
        (Measure::ReferralsTaken, 2),
        (Measure::ReferralsDeclined, 1),
        (Measure::QuickFilingDone, 7),
        (Measure::QuickFilingWithin, 6),
        (Measure::MediationClosed, 3),
        (Measure::MediationSucceeded, 2),
    ];
    Counted {
        closure: ClosureCounts {
            accepted: 7,
            closed: 6,
            carried_in: 1,
            carried_out: 2,
            cohort_closed: 5,
            recovered: Fen(12_345_678),
            recovered_before_acceptance: Fen::ZERO,
        },
        totals: BTreeMap::from(totals),
        causes: vec![(Cause::Remuneration, 5), (Cause::WorkInjury, 2)],
        manners: vec![(Manner::AwardFinal, 4), (Manner::Mediated, 1), (Manner::Withdrawn, 1)],
        months: vec![("2021-11".to_owned(), [4, 2]), ("2021-12".to_owned(), [3, 4])],
        received: vec![(CaseKind::Arbitration, 9), (CaseKind::Petition, 2)],
        arrears: ArrearsCounts { projects_inspected: 32, ..ArrearsCounts::default() },
        ratings: RatingCounts {
            closed_cases: 9,
            rated_cases: 3,
            ratings: 3,
            satisfied: 2,
            bad: 1,
            points: 12,
            rectified_in_time: 1,
        },
        indicators: vec![Indicator {
            item: "好差评综合得分".to_owned(),
            value: Quantity(83_000),
            unit: "分".to_owned(),
            period: Period { from: day("2021-11-01"), to: day("2021-11-30") },
            source: "县平台".to_owned(),
            filled_by: "蔡德明".to_owned(),
            filled_on: day("2021-12-09"),
        }],
    }
}

fn filled_with(counted: &Counted, discussion: DiscussionRule) -> Filled {
    let region = Region::find("guangdong/xuwen").unwrap();
    let (on, rounding) = (day("2021-12-10"), Rounding::Truncate);
    AnnualReport { region, period: period(), on, rounding, discussion, counted }.filled()
}

fn filled() -> Filled {
    filled_with(&counted(), DiscussionRule::Required)
}

fn rows(filled: &Filled, list: &str) -> Vec<Vec<(String, String)>> {
    let rows = filled.list(list).unwrap_or_else(|| panic!("no list {list}"));
    rows.iter().map(|row| row.iter().map(|(field, value)| (field.clone(), value.clone())).collect()).collect()
}

fn row(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// The statistical year 2021 of an office that closes its books on the 20th of each month.
#[test]
fn a_report_is_of_the_year_in_which_it_ends() {
    let (region, counted) = (Region::find("guangdong/xuwen").unwrap(), counted());
    let period = Period { from: day("2020-12-21"), to: day("2021-12-20") };
    let (on, rounding, discussion) = (day("2021-12-21"), Rounding::Truncate, DiscussionRule::Required);
    let filled = AnnualReport { region, period, on, rounding, discussion, counted: &counted }.filled();
    assert_eq!((filled.text("year"), filled.text("from")), (Some("2021"), Some("2020年12月21日")));
}

#[test]
fn the_numbers_are_those_that_were_counted_and_rates_are_cut() {
    let filled = filled();
    for (field, value) in [
        ("year", "2021"),
        ("from", "2021年11月1日"),
        ("to", "2021年12月10日"),
        ("written_on", "二〇二一年十二月十日"),
        ("accepted", "7"),
        // 6 / 7 = 85.714…; 6 / (1 + 7) = 75; 5 / 6 = 83.333…; 1 / 6 = 16.666…; 2 / 3 = 66.666…
        ("closure_rate", "85.71"),
        ("caseload_closure_rate", "75.00"),
        ("in_time_rate", "83.33"),
        ("mediation_share", "16.66"),
        ("mediation_success_rate", "66.66"),
        ("recovered", "12.34"),
        ("arbitration_received", "9"),
        ("petition_received", "2"),
        // 2 × 5 + 2 points of 3 ratings; 2 of 3 are satisfied.
        ("mean_score", "4.00"),
        ("satisfaction_rate", "66.66"),
        ("bad_ratings", "1"),
        ("discussion", "先讨论后裁决"),
    ] {
        assert_eq!(filled.text(field), Some(value), "{field}");
    }
    let paragraph = filled.text("cases_paragraph").unwrap();
    assert!(
        paragraph.contains("新受理7宗（以劳动报酬、工伤保险待遇为主），审结6宗，结案率85.71%"),
        "{paragraph}"
    );
    assert!(filled.text("arrears_paragraph").unwrap().contains("项目32个"));
    let free = filled_with(&counted(), DiscussionRule::Free);
    assert_eq!(free.text("discussion"), None);
}

/// 12,345,678 + 20,000 + 3,000 + 97,200,001 = 109,568,679 fen; all is said to be one fen more.
#[test]
fn what_was_recovered_is_told_by_the_way_it_came_and_held_against_all_of_it() {
    let filled = filled();
    let way = |way: &str, amount: &str| row(&[("amount", amount), ("way", way)]);
    assert_eq!(
        rows(&filled, "recoveries"),
        [
            way("仲裁案件受理之后", "123456.78"),
            way("仲裁申请受理之前", "200.00"),
            way("履行调解协议", "30.00"),
            way("信访案件", "0.00"),
            way("劳动保障监察追发工资", "972000.01"),
        ]
    );
    for (field, value) in [
        ("recovered_in_all", "1095686.80"),
        ("recoveries_difference", "-0.01"),
        ("referred", "4"),
        ("referrals_answered", "3"),
        ("referrals_taken", "2"),
        ("referrals_declined", "1"),
        ("referrals_answered_late", "0"),
    ] {
        assert_eq!(filled.text(field), Some(value), "{field}");
    }
}

#[test]
fn tables_have_their_shares_and_what_does_not_add_up_is_shown() {
    let filled = filled();
    assert_eq!(
        rows(&filled, "manners"),
        [
            row(&[("cases", "4"), ("manner", "裁决（终局）"), ("share", "66.66")]),
            row(&[("cases", "1"), ("manner", "仲裁调解"), ("share", "16.66")]),
            row(&[("cases", "1"), ("manner", "撤回"), ("share", "16.66")]),
        ]
    );
    assert_eq!(rows(&filled, "months")[1], row(&[("accepted", "3"), ("closed", "4"), ("month", "2021-12")]));
    let steps = rows(&filled, "quick_steps");
    assert_eq!(steps, [row(&[("done", "7"), ("rate", "85.71"), ("step", "快立"), ("within", "6")])]);
    let differences: BTreeMap<String, String> = rows(&filled, "identities")
        .into_iter()
        .map(|row| row.into_iter().map(|(_, value)| value))
        .map(|mut values| (values.next_back().unwrap(), values.next().unwrap()))
        .collect();
    // No result was given for any of the six.
    assert_eq!(differences["劳动者胜诉 + 用人单位胜诉 + 双方部分胜诉 + 未记胜负 = 结案"], "-6");
    assert_eq!(differences["期初未结 + 受理 − 结案 = 期末未结"], "0");
}

#[test]
fn an_indicator_says_its_day_and_one_that_is_missing_is_named_and_has_no_value() {
    let filled = filled();
    assert_eq!(filled.text("rating_score"), Some("8.3分（截至2021年11月30日）"));
    assert_eq!(filled.text("service_items"), None);
    let missing = rows(&filled, "missing");
    assert!(missing.contains(&row(&[("item", "政务服务事项"), ("unit", "条")])), "{missing:?}");
    assert_eq!(missing.len(), 17, "all but one of the eighteen");
    assert_eq!(
        rows(&filled, "indicators"),
        [row(&[
            ("filled_by", "蔡德明"),
            ("filled_on", "2021年12月9日"),
            ("item", "好差评综合得分"),
            ("period", "2021年11月1日至2021年11月30日"),
            ("source", "县平台"),
            ("value", "8.3分"),
        ])]
    );
}

#[test]
fn nothing_to_divide_by_is_no_rate_and_nothing_to_draw_no_chart() {
    let filled = filled_with(&Counted::default(), DiscussionRule::Free);
    for field in ["closure_rate", "mediation_share", "satisfaction_rate", "mean_score"] {
        assert_eq!(filled.text(field), None, "{field}");
    }
    assert_eq!(filled.text("accepted"), Some("0"));
    assert!(rows(&filled, "manners").is_empty() && filled.chart("closed_by_manner").is_none());
    assert_eq!(rows(&filled, "missing").len(), 18);
}

#[test]
fn charts_show_the_same_numbers() {
    let filled = filled();
    let months = filled.chart("closure_by_month").unwrap();
    let points: Vec<(&str, &[u64])> =
        months.points.iter().map(|point| (point.name.as_str(), point.values.as_slice())).collect();
    assert_eq!(points, [("11月", [4, 2].as_slice()), ("12月", [3, 4].as_slice())]);
    assert_eq!(months.series, ["受理", "结案"]);
    let causes = AnnualChart::AcceptedByCause.of(&counted()).unwrap();
    assert_eq!(Some(&causes), filled.chart("accepted_by_cause"));
    let across = Counted {
        months: vec![("2021-12".to_owned(), [1, 0]), ("2022-01".to_owned(), [0, 1])],
        ..Counted::default()
    };
    let names = AnnualChart::ClosureByMonth.of(&across).unwrap().points.into_iter().map(|point| point.name);
    assert_eq!(names.collect::<Vec<_>>(), ["2021-12", "2022-01"], "of two years each says its year");
}

#[test]
fn every_value_has_a_field_and_no_two_fields_a_name() {
    let all = fields();
    let names: BTreeSet<&str> = all.iter().flat_map(|field| [field.code, field.zh]).collect();
    assert_eq!(names.len(), 2 * all.len());
    let filled = filled();
    let codes: BTreeSet<&str> = all.iter().map(|field| field.code).collect();
    for (field, _) in filled.texts() {
        assert!(codes.contains(field), "{field}");
    }
    for (list, rows) in filled.lists() {
        let field = all.iter().find(|field| field.code == list).unwrap_or_else(|| panic!("{list}"));
        let sikuai::domain::paper::field::Shape::List(columns) = field.shape else { panic!("{list}") };
        let columns: BTreeSet<&str> = columns.iter().map(|column| column.code).collect();
        for row in rows {
            assert!(row.keys().all(|column| columns.contains(column.as_str())), "{list} {row:?}");
        }
    }
}

#[test]
fn the_national_year_2005_adds_up_and_2004_is_off_by_93() {
    let years = NationalYear::all().unwrap();
    let ties: Vec<(i32, Vec<(Identity, i64)>)> =
        years.iter().map(|year| (year.year, year.identities())).collect();
    let of_2005 = [Identity::Waterfall, Identity::Manners, Identity::Results].map(|identity| (identity, 0));
    assert_eq!(ties, [(2004, vec![(Identity::Waterfall, 93)]), (2005, of_2005.to_vec())]);
    // 145352 / 306027 = 47.5 %, as published.
    let of = |measure: Measure| u64::try_from(years[1].numbers[&measure]).unwrap();
    let won =
        sikuai::domain::figures::percent(of(Measure::ClosedForWorker), of(Measure::Closed), Rounding::HalfUp);
    assert_eq!(won.as_deref(), Some("47.50"));
}
