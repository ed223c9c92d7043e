//! Every figure of the catalogue over fourteen cases, worked out by hand, and the identities between them.

use std::collections::BTreeSet;

use sikuai::domain::act::filing::{Channel, Procedure};
use sikuai::domain::case::Outcome;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{
    Asked, Days, Dimension, Fact, FactRow, Figure, FigureKind, FlowPart, Group, Identity, Measure, Period,
    QuickSteps, Rate, RatingRow, ReportingRow, Spread,
};
use sikuai::domain::id::EntryNo;
use sikuai::domain::money::Fen;
use sikuai::domain::party::EmployerKind;
use sikuai::domain::rating::Score;
use sikuai::domain::stage::Manner;

use crate::story::day;

/// The year of the report.
fn asked() -> Asked {
    Asked::of(Period { from: day("2021-01-01"), to: day("2021-12-10") })
}

/// A row of `received accepted closed due`; `-` for what there is not.
fn row(days: &str) -> ReportingRow {
    let days: Vec<_> = days.split(' ').map(|text| (text != "-").then(|| day(text))).collect();
    ReportingRow {
        kind: CaseKind::Arbitration,
        region: "440825".to_owned(),
        cause: Cause::Remuneration,
        procedure: None,
        channel: Channel::Counter,
        employer_kind: None,
        industry: None,
        received_on: days[0].unwrap(),
        is_receipt_told: true,
        accepted_on: days[1],
        first_hearing_on: None,
        closed_on: days[2],
        archived_on: None,
        manner: None,
        outcome: None,
        in_time: None,
        due_on: days[3],
        quick: QuickSteps::default(),
        is_collective: false,
        workers: 1,
        claimed: Fen::ZERO,
        awarded: Fen::ZERO,
        arbitrator: None,
        mediator: None,
        facts: Vec::new(),
        ratings: Vec::new(),
    }
}

fn recovery(on: &str, yuan: i64, fact: Fact) -> FactRow {
    FactRow { fact, entry: EntryNo(9), on: day(on), amount: Fen::from_yuan(yuan).0 }
}

fn mediation(days: &str, manner: Option<Manner>) -> ReportingRow {
    ReportingRow { kind: CaseKind::Mediation, manner, ..row(days) }
}

/// Three that an award closed: B in time for the worker, C late and in part, N for the employer.
fn awarded() -> [ReportingRow; 3] {
    let b = ReportingRow {
        first_hearing_on: Some(day("2021-03-22")),
        manner: Some(Manner::AwardFinal),
        outcome: Some(Outcome::Worker),
        in_time: Some(true),
        quick: QuickSteps {
            filing: Some(true),
            hearing: Some(true),
            closing: Some(true),
            ..QuickSteps::default()
        },
        claimed: Fen::from_yuan(100),
        awarded: Fen::from_yuan(60),
        ratings: vec![
            rating(Score::BasicallySatisfied, "2021-12-10", None),
            rating(Score::VeryDissatisfied, "2021-06-01", Some(("2021-06-23", "2021-06-24"))),
        ],
        facts: vec![recovery("2021-04-10", 50, Fact::Recovered)],
        procedure: Some(Procedure::Simplified),
        employer_kind: Some(EmployerKind::Private),
        ..row("2021-03-01 2021-03-05 2021-04-01 2021-04-19")
    };
    let c = ReportingRow {
        first_hearing_on: Some(day("2021-07-01")),
        manner: Some(Manner::AwardMixed),
        outcome: Some(Outcome::Partly),
        in_time: Some(false),
        quick: QuickSteps {
            filing: Some(false),
            hearing: Some(false),
            closing: Some(false),
            ..QuickSteps::default()
        },
        is_collective: true,
        workers: 12,
        claimed: Fen::from_yuan(1_000),
        awarded: Fen::from_yuan(500),
        facts: vec![recovery("2021-12-11", 20, Fact::Recovered)],
        cause: Cause::SocialInsurance,
        procedure: Some(Procedure::Ordinary),
        ..row("2021-05-28 2021-06-01 2021-08-20 2021-07-16")
    };
    let n = ReportingRow {
        first_hearing_on: Some(day("2021-09-25")),
        manner: Some(Manner::AwardNonFinal),
        outcome: Some(Outcome::Employer),
        in_time: Some(true),
        ..row("2021-08-31 2021-09-02 2021-10-10 2021-10-18")
    };
    [b, c, n]
}

/// Carried in and open: A, late. Carried in and mediated: D, of a ledger. Withdrawn: M, of a ledger without
/// its receipt. Open: E, F without a due date, and
/// G, whose last day is the last of the period. Settled before acceptance: H.
fn seventeen() -> Vec<ReportingRow> {
    let d = ReportingRow {
        first_hearing_on: Some(day("2020-12-01")),
        manner: Some(Manner::Mediated),
        workers: 2,
        claimed: Fen::from_yuan(10),
        awarded: Fen::from_yuan(10),
        quick: QuickSteps { mediation: Some(true), ..QuickSteps::default() },
        ..row("2020-10-30 2020-11-02 2021-01-01 -")
    };
    let m = ReportingRow {
        manner: Some(Manner::Withdrawn),
        in_time: Some(true),
        is_receipt_told: false,
        ..row("2021-09-01 2021-09-01 2021-09-30 2021-10-18")
    };
    let h = ReportingRow {
        manner: Some(Manner::SettledBeforeAcceptance),
        quick: QuickSteps { mediation_before: Some(false), ..QuickSteps::default() },
        ratings: vec![rating(Score::Dissatisfied, "2021-12-11", None)],
        facts: vec![recovery("2021-02-10", 7, Fact::RecoveredBeforeAcceptance)],
        ..row("2021-02-01 - 2021-02-10 -")
    };
    let agreed = ReportingRow {
        facts: vec![
            recovery("2021-05-10", 8, Fact::RecoveredBeforeAcceptance),
            recovery("2021-12-11", 90, Fact::RecoveredBeforeAcceptance),
        ],
        ..mediation("2021-05-01 - 2021-05-10 -", Some(Manner::MediationAgreed))
    };
    let rest = [
        row("2020-12-01 2020-12-04 - 2021-01-18"),
        d,
        row("2021-12-08 2021-12-10 - 2022-01-24"),
        row("2021-10-28 2021-11-01 - -"),
        row("2021-10-18 2021-10-20 - 2021-12-10"),
        h,
        m,
        agreed,
        mediation("2021-05-02 - 2021-05-20 -", Some(Manner::MediationFailed)),
        mediation("2020-12-20 - 2021-01-05 -", Some(Manner::MediationRefused)),
        mediation("2021-12-01 - - -", None),
    ];
    awarded().into_iter().chain(rest).chain(others()).collect()
}

fn fact(fact: Fact, on: &str, amount: i64) -> FactRow {
    FactRow { fact, entry: EntryNo(3), on: day(on), amount }
}

/// A rating of a day; a bad one with the last day of its rectification, and when it was rectified.
fn rating(score: Score, on: &str, rectified: Option<(&str, &str)>) -> RatingRow {
    let due_on = rectified.map(|(due, _)| day(due));
    RatingRow { on: day(on), score, due_on, rectified_on: rectified.map(|(_, on)| day(on)) }
}

/// An inspection of the year with wages paid: I. One of a project inspected the year before: J. A petition that was referred
/// three times, and answered twice: K.
fn others() -> [ReportingRow; 3] {
    let i = ReportingRow {
        kind: CaseKind::Inspection,
        manner: Some(Manner::InspectionPartlyPaid),
        facts: vec![
            fact(Fact::ProjectInspected, "2021-03-02", 1),
            fact(Fact::HazardsFound, "2021-03-02", 2),
            fact(Fact::HazardsResolved, "2021-03-02", 1),
            fact(Fact::DisputeCoordinated, "2021-04-01", 1),
            fact(Fact::WorkersPaid, "2021-04-01", 3),
            fact(Fact::WagesRecovered, "2021-04-01", 300_000),
            fact(Fact::RecoveredBeforeAcceptance, "2021-04-01", 300_000),
        ],
        ratings: vec![
            rating(Score::VerySatisfied, "2021-04-05", None),
            rating(Score::Dissatisfied, "2021-05-06", Some(("2021-05-27", "2021-05-27"))),
        ],
        ..row("2021-03-01 - 2021-04-01 -")
    };
    let j = ReportingRow {
        kind: CaseKind::Inspection,
        manner: Some(Manner::InspectionPaid),
        facts: vec![
            fact(Fact::ProjectInspected, "2020-12-31", 1),
            fact(Fact::HazardsFound, "2020-12-31", 5),
            fact(Fact::HazardsResolved, "2020-12-31", 5),
            fact(Fact::DisputeCoordinated, "2021-12-10", 1),
            fact(Fact::WorkersPaid, "2021-12-10", 2),
            fact(Fact::WagesRecovered, "2021-12-10", 5_000),
            fact(Fact::RecoveredBeforeAcceptance, "2021-12-10", 5_000),
        ],
        ..row("2020-12-30 - 2021-12-10 -")
    };
    let k = ReportingRow {
        kind: CaseKind::Petition,
        facts: vec![
            recovery("2021-06-01", 3, Fact::RecoveredBeforeAcceptance),
            fact(Fact::Referred, "2020-12-30", 1),
            fact(Fact::ReferralDeclined, "2021-01-11", 1),
            fact(Fact::ReferralAnsweredLate, "2021-01-11", 1),
            fact(Fact::Referred, "2021-05-01", 1),
            fact(Fact::ReferralTaken, "2021-05-06", 1),
            fact(Fact::Referred, "2021-12-11", 1),
        ],
        ..row("2020-12-28 - - -")
    };
    [i, j, k]
}

fn total(rows: &[ReportingRow], measure: Measure, asked: Asked) -> i64 {
    rows.iter().map(|row| measure.definition(asked).of(row)).sum()
}

const BY_HAND: &[(Measure, i64)] = &[
    // B, C, N, E, F, G, M.
    (Measure::Accepted, 7),
    // B, C, N, D, M.
    (Measure::Closed, 5),
    // A, D.
    (Measure::CarriedIn, 2),
    // A, E, F, G.
    (Measure::CarriedOut, 4),
    // B, C, N, M.
    (Measure::CohortClosed, 4),
    // The seven accepted, and H.
    (Measure::Received, 8),
    (Measure::Recovered, 5_000),
    (Measure::RecoveredBeforeAcceptance, 700),
    // The mediation that was agreed; what came a day after the period is not in it.
    (Measure::RecoveredInMediation, 800),
    // K.
    (Measure::RecoveredOnPetitions, 300),
    // 5,000 + 700 + 800 + 300, and the wages of I and J.
    (Measure::RecoveredInAll, 311_800),
    // B, C, N; D was heard before.
    (Measure::FirstHeard, 3),
    (Measure::AcceptedCollective, 1),
    // M.
    (Measure::AcceptedReceiptUntold, 1),
    // 12 in C, one in each of the other six.
    (Measure::WorkersAccepted, 18),
    (Measure::ClaimedAccepted, 110_000),
    (Measure::ClosedByAward, 3),
    (Measure::ClosedByMediation, 1),
    (Measure::ClosedOtherwise, 1),
    // B, and C, which has both.
    (Measure::ClosedByFinalAward, 2),
    (Measure::ClosedByMixedAward, 1),
    (Measure::ClosedForWorker, 1),
    (Measure::ClosedForEmployer, 1),
    (Measure::ClosedForBoth, 1),
    // D, M.
    (Measure::ClosedWithoutResult, 2),
    (Measure::ClosedCollective, 1),
    (Measure::ClosedReceiptUntold, 1),
    // 1 + 12 + 1 + 2 + 1.
    (Measure::WorkersClosed, 17),
    (Measure::ClaimedClosed, 111_000),
    (Measure::AwardedClosed, 57_000),
    // B, N, M.
    (Measure::ClosedInTime, 3),
    (Measure::ClosedLate, 1),
    (Measure::ClosedTimelinessUnknown, 1),
    // E, and G: the last day is usable to its end.
    (Measure::OpenInTime, 2),
    (Measure::OpenLate, 1),
    (Measure::OpenWithoutDue, 1),
    (Measure::MediationRequested, 3),
    // Agreed and failed; what was refused was not taken up.
    (Measure::MediationClosed, 2),
    (Measure::MediationSucceeded, 1),
    (Measure::MediationRefused, 1),
    (Measure::SettledBeforeAcceptance, 1),
    (Measure::MediatedOutside, 2),
    (Measure::QuickFilingDone, 2),
    (Measure::QuickFilingWithin, 1),
    (Measure::QuickMediationBeforeDone, 1),
    (Measure::QuickMediationBeforeWithin, 0),
    (Measure::QuickMediationDone, 1),
    (Measure::QuickMediationWithin, 1),
    (Measure::QuickHearingDone, 2),
    (Measure::QuickHearingWithin, 1),
    (Measure::QuickClosingDone, 2),
    (Measure::QuickClosingWithin, 1),
    // The period is of one year, from its first day.
    (Measure::YearAccepted, 7),
    (Measure::YearClosed, 5),
    (Measure::YearCarriedIn, 2),
    // I; the project of J was inspected the year before.
    (Measure::ProjectsInspected, 1),
    (Measure::HazardsFound, 2),
    (Measure::HazardsResolved, 1),
    // I, J.
    (Measure::DisputesCoordinated, 2),
    (Measure::WorkersPaid, 5),
    (Measure::WagesRecovered, 305_000),
    // K, three times, of which once in the period.
    (Measure::Referred, 1),
    (Measure::ReferralsAnswered, 2),
    (Measure::ReferralsTaken, 1),
    (Measure::ReferralsDeclined, 1),
    (Measure::ReferralsAnsweredLate, 1),
    // The five closed; H; three mediations; I, J.
    (Measure::ClosedCases, 11),
    // B, H, I: whenever they were rated.
    (Measure::RatedCases, 3),
    // B and I twice each; H on the day after.
    (Measure::Ratings, 4),
    (Measure::RatingsSatisfied, 2),
    (Measure::RatingsBad, 2),
    // 3 + 1 + 5 + 2.
    (Measure::RatingPoints, 11),
    // That of I on the last day; that of B a day late.
    (Measure::RatingsRectifiedInTime, 1),
];

#[test]
fn every_measure_counts_what_was_worked_out_by_hand() {
    let rows = seventeen();
    assert_eq!(rows.len(), 17);
    for (measure, expected) in BY_HAND {
        assert_eq!(total(&rows, *measure, asked()), *expected, "{}", measure.code());
    }
    let listed: BTreeSet<Measure> = BY_HAND.iter().map(|(measure, _)| *measure).collect();
    assert_eq!(listed, Measure::ROWS.iter().map(|(measure, _)| *measure).collect(), "each is worked out");
}

/// A program that defines one otherwise gives it another digest: so no two that count differently may share one.
#[test]
fn every_figure_has_a_digest_of_its_definition_of_its_own() {
    let digests: Vec<String> = Figure::all().map(Figure::definition_digest).collect();
    assert!(digests.iter().all(|digest| digest.len() == 16), "{digests:?}");
    let different: BTreeSet<&String> = digests.iter().collect();
    assert_eq!(different.len(), digests.len());
    assert_eq!(Figure::all().map(Figure::definition_digest).collect::<Vec<_>>(), digests, "always the same");
}

#[test]
fn what_is_open_is_asked_of_any_day() {
    let rows = seventeen();
    let on = |text: &str| Asked { as_of: day(text), ..asked() };
    // A, and B from its acceptance on; D is closed.
    assert_eq!(total(&rows, Measure::CarriedOut, on("2021-03-05")), 2);
    assert_eq!(total(&rows, Measure::CarriedOut, on("2021-04-01")), 1, "B is closed on this day");
    assert_eq!(
        total(&rows, Measure::OpenLate, on("2021-07-16")),
        1,
        "A; the last day of C is usable to its end"
    );
    assert_eq!(total(&rows, Measure::OpenLate, on("2021-07-17")), 2);
    assert_eq!(total(&rows, Measure::CarriedIn, on("2021-07-17")), 2, "whatever the day");
}

/// The year of the last day, whatever the period: of June 2021 what was from January on.
#[test]
fn what_is_cumulative_begins_with_the_year_of_the_last_day() {
    let rows = seventeen();
    let of = |from: &str, to: &str| {
        let asked = Asked::of(Period { from: day(from), to: day(to) });
        [Measure::YearCarriedIn, Measure::YearAccepted, Measure::YearClosed]
            .map(|measure| total(&rows, measure, asked))
    };
    // A and D; B and C; D and B.
    assert_eq!(of("2021-06-01", "2021-06-30"), [2, 2, 2]);
    // A and D were accepted in 2020.
    assert_eq!(of("2020-12-01", "2020-12-31"), [0, 2, 0]);
    // Over the turn of the year it is the later year's.
    assert_eq!(of("2020-12-01", "2021-01-01"), [2, 0, 1]);
}

#[test]
fn every_rate_is_its_two_numbers() {
    let rows = seventeen();
    let sum = |measures: &[Measure]| measures.iter().map(|m| total(&rows, *m, asked())).sum::<i64>();
    let by_hand = [
        (Rate::Closure, (5, 7, 0)),
        (Rate::CohortClosure, (4, 7, 0)),
        (Rate::CaseloadClosure, (5, 9, 0)),
        (Rate::CountyClosure, (7, 9, 0)),
        (Rate::CountyMediation, (3, 9, 0)),
        (Rate::MediationShare, (1, 5, 0)),
        (Rate::MediationSuccess, (1, 2, 1)),
        (Rate::FinalAwardShare, (2, 3, 0)),
        // Of D it is not known.
        (Rate::InTime, (3, 4, 1)),
        (Rate::WorkerPrevails, (1, 5, 0)),
        (Rate::QuickFiling, (1, 2, 0)),
        (Rate::QuickMediationBefore, (0, 1, 0)),
        (Rate::QuickMediation, (1, 1, 0)),
        (Rate::QuickHearing, (1, 2, 0)),
        (Rate::QuickClosing, (1, 2, 0)),
        (Rate::CumulativeClosure, (5, 9, 0)),
        // D; B, and C, which has both.
        (Rate::MediatedOrFinal, (3, 5, 0)),
        (Rate::HazardResolution, (1, 2, 0)),
        (Rate::RatingCoverage, (3, 11, 0)),
        (Rate::Satisfaction, (2, 4, 0)),
        (Rate::Rectification, (1, 2, 0)),
    ];
    for (rate, expected) in by_hand {
        let parts = rate.parts();
        let found = (sum(parts.above), sum(parts.below), sum(parts.excluded));
        assert_eq!(found, expected, "{}", rate.code());
    }
    assert_eq!(by_hand.len(), Rate::ROWS.len(), "each is worked out");
}

/// 受理137, 结案132, 案外111, 仲裁调解53: a county published 97.9 % and 66.1 %.
#[test]
fn the_county_variant_gives_what_the_county_published() {
    let published = |measure: Measure| match measure {
        Measure::Accepted => 137,
        Measure::Closed => 132,
        Measure::MediatedOutside => 111,
        Measure::ClosedByMediation => 53,
        _ => 0,
    };
    let two = |rate: Rate| {
        let sum = |measures: &[Measure]| measures.iter().copied().map(published).sum::<i64>();
        (sum(rate.parts().above), sum(rate.parts().below))
    };
    assert_eq!((two(Rate::CountyClosure), two(Rate::CountyMediation)), ((243, 248), (164, 248)));
}

#[test]
fn the_days_of_every_spread() {
    let rows = seventeen();
    let spread = |spread: Spread| {
        let mut days = Days::default();
        let counted = rows.iter().filter(|row| spread.definition(asked()).counts(row));
        counted.for_each(|row| days.add(spread.days(row, asked()).unwrap(), 1));
        (days.cases(), days.total(), days.median_halves(), days.percentile(90))
    };
    // B 27, M 29, N 38, D 60, C 80.
    assert_eq!(spread(Spread::DaysToClosing), (5, 234, Some(76), Some(80)));
    // E 0, F 39, G 51, A 371: the median is 45.
    assert_eq!(spread(Spread::AgeOfOpen), (4, 461, Some(90), Some(371)));
    // B, C, F 4; E, G, N 2; of M the receipt is not told.
    assert_eq!(spread(Spread::DaysToAcceptance), (6, 18, Some(6), Some(4)));
    // B 17, N 23, C 30.
    assert_eq!(spread(Spread::DaysToHearing), (3, 70, Some(46), Some(30)));
    // D.
    assert_eq!(spread(Spread::DaysToMediation), (1, 60, Some(120), Some(60)));
    // H.
    assert_eq!(spread(Spread::DaysToSettlement), (1, 9, Some(18), Some(9)));
    // Agreed 9, failed 18.
    assert_eq!(spread(Spread::DaysOfMediation), (2, 27, Some(27), Some(18)));
    // B 31, N 40, D 63, C 84: the median is 51.5.
    assert_eq!(spread(Spread::DaysInAll), (4, 218, Some(103), Some(84)));
    assert_eq!(Spread::ROWS.len(), 8);
    let none = Days::default();
    assert_eq!((none.median_halves(), none.percentile(90)), (None, None));
}

#[test]
fn a_case_is_in_one_group_of_each_dimension_and_groups_are_filters() {
    let rows = seventeen();
    for (dimension, _) in Dimension::ROWS {
        for (measure, expected) in BY_HAND {
            let definition = measure.definition(asked());
            let facts = rows.iter().flat_map(|row| definition.grouped(row, &[*dimension]));
            let mut groups: BTreeSet<Vec<Group>> = BTreeSet::new();
            let in_groups: i64 = facts.map(|(group, amount)| (groups.insert(group), amount).1).sum();
            assert_eq!(in_groups, *expected, "{} by {}", measure.code(), dimension.code());
            let asked_alone = |group: &Vec<Group>| {
                let within = definition.clone().within(group);
                rows.iter().map(|row| within.of(row)).sum::<i64>()
            };
            let again: i64 = groups.iter().map(asked_alone).sum();
            assert_eq!(again, *expected, "{} of each {}", measure.code(), dimension.code());
        }
    }
    let of = |dimension, text: &str| Group::parse(dimension, text).unwrap();
    let closed = |group: Group| {
        let within = Measure::Closed.definition(asked()).within(&[group]);
        rows.iter().map(|row| within.of(row)).sum::<i64>()
    };
    assert_eq!(closed(of(Dimension::Procedure, "simplified")), 1);
    assert_eq!(closed(of(Dimension::Procedure, "unknown")), 3, "N, D, M");
    assert_eq!(closed(of(Dimension::Month, "2021-10")), 1, "N");
    assert_eq!(closed(of(Dimension::Month, "2021-01")), 1, "D, by its closing and not by its acceptance");
    assert_eq!(closed(of(Dimension::Collective, "true")), 1);
    assert_eq!(closed(of(Dimension::EmployerKind, "private")), 1);
}

#[test]
fn what_is_no_value_of_a_dimension_is_no_group() {
    for (dimension, text) in [
        (Dimension::Cause, "wage"),
        (Dimension::Month, "2021-13"),
        (Dimension::Month, "2021-3"),
        (Dimension::Month, "2021-03-01"),
        (Dimension::Industry, "U"),
        (Dimension::Industry, "AB"),
        (Dimension::Industry, ""),
        (Dimension::Region, ""),
        (Dimension::Region, "440825&month=2021-03"),
        (Dimension::Collective, "yes"),
    ] {
        assert_eq!(Group::parse(dimension, text), None, "{text}");
    }
    let region = Group::parse(Dimension::Region, "guangdong/xuwen").unwrap();
    assert_eq!(region.code(), "guangdong/xuwen", "as the rows of an office have it");
    let february = Group::parse(Dimension::Month, "2024-02").unwrap().month().unwrap();
    assert_eq!((february.from, february.to), (day("2024-02-01"), day("2024-02-29")));
    let december = Group::parse(Dimension::Month, "2021-12").unwrap().month().unwrap();
    assert_eq!(december.to, day("2021-12-31"));
}

#[test]
fn the_identities_hold_of_all_and_say_which_case_breaks_them() {
    let rows = seventeen();
    for (identity, _) in Identity::ROWS {
        assert_eq!(identity.difference(|measure| total(&rows, measure, asked())), 0, "{}", identity.code());
        assert!(!rows.iter().any(|row| identity.fails_on(row, asked())), "{}", identity.code());
    }
    // Accepted in the year and closed before it, which no docket says: it is accepted, and neither closed nor open.
    let broken = row("2021-05-01 2021-05-03 2020-12-31 -");
    let failing = Identity::ROWS.iter().map(|(identity, _)| *identity);
    let failing: Vec<Identity> = failing.filter(|identity| identity.fails_on(&broken, asked())).collect();
    assert_eq!(failing, [Identity::Waterfall]);
    let elsewhere = Asked { as_of: day("2021-06-30"), ..asked() };
    assert!(!Identity::Waterfall.applies(elsewhere) && Identity::Manners.applies(elsewhere));
}

/// The yearbook: 2005 ties in all three ways, 2004 is off by 93.
#[test]
fn the_national_figures_of_2005_tie_and_those_of_2004_do_not() {
    let national_2005 = |measure: Measure| match measure {
        Measure::CarriedIn => 17_829,
        Measure::Accepted => 313_773,
        Measure::Closed => 306_027,
        Measure::CarriedOut => 25_575,
        Measure::ClosedByMediation => 104_308,
        Measure::ClosedByAward => 131_745,
        Measure::ClosedOtherwise => 69_974,
        Measure::ClosedForEmployer => 39_401,
        Measure::ClosedForWorker => 145_352,
        Measure::ClosedForBoth => 121_274,
        _ => 0,
    };
    for identity in [Identity::Waterfall, Identity::Manners, Identity::Results] {
        assert_eq!(identity.difference(national_2005), 0, "{}", identity.code());
    }
    let national_2004 = |measure: Measure| match measure {
        Measure::CarriedIn => 17_117,
        Measure::Accepted => 260_471,
        Measure::Closed => 258_678,
        Measure::CarriedOut => 18_817,
        _ => 0,
    };
    assert_eq!(Identity::Waterfall.difference(national_2004), 93);
}

#[test]
fn the_catalogue_has_one_id_for_each_and_says_all_of_it() {
    let figures: Vec<Figure> = Figure::all().collect();
    let ids: BTreeSet<&str> = figures.iter().map(|figure| figure.label().code).collect();
    assert_eq!(ids.len(), figures.len(), "no id twice");
    for figure in &figures {
        let id = figure.label().code;
        assert_eq!(Figure::from_id(id), Some(*figure));
        assert_eq!(figure.formula().code, id);
        assert!(!figure.formula().zh.is_empty() && !figure.formula().en.is_empty(), "{id}");
        assert!(!figure.measures().is_empty(), "{id}");
    }
    assert_eq!(Figure::from_id("accepted_rate"), None);
    let kind = |measure: Measure| measure.kind();
    assert_eq!(kind(Measure::CarriedIn), FigureKind::Stock);
    assert_eq!(kind(Measure::CohortClosed), FigureKind::Cohort);
    assert_eq!(kind(Measure::Recovered), FigureKind::Flow);
}

#[test]
fn what_adds_up_by_the_day_is_told_by_its_flows() {
    let period = Period { from: day("2021-03-01"), to: day("2021-03-31") };
    let asked = Asked { period, as_of: day("2021-02-15") };
    let told = |measure: Measure| {
        let parts = measure.flows(asked)?;
        let part = |part: &FlowPart| {
            format!("{:+} {} {} {}", part.sign, part.flow.code(), part.days.from, part.days.to)
        };
        Some(parts.iter().map(part).collect::<Vec<_>>().join(", "))
    };
    for (measure, expected) in [
        (Measure::Accepted, "+1 accepted 2021-03-01 2021-03-31"),
        (Measure::AwardedClosed, "+1 awarded_closed 2021-03-01 2021-03-31"),
        (Measure::Recovered, "+1 recovered 2021-03-01 2021-03-31"),
        (Measure::CarriedIn, "+1 accepted 0001-01-01 2021-02-28, -1 closed 0001-01-01 2021-02-28"),
        (Measure::CarriedOut, "+1 accepted 0001-01-01 2021-02-15, -1 closed 0001-01-01 2021-02-15"),
        (Measure::YearClosed, "+1 closed 2021-01-01 2021-03-31"),
        (Measure::YearCarriedIn, "+1 accepted 0001-01-01 2020-12-31, -1 closed 0001-01-01 2020-12-31"),
    ] {
        assert_eq!(told(measure).as_deref(), Some(expected), "{measure:?}");
    }
    // By two days of a case, by what is in no docket, or by a last day that can move.
    for measure in [Measure::CohortClosed, Measure::OpenLate, Measure::Ratings, Measure::RatedCases] {
        assert_eq!(told(measure), None, "{measure:?}");
    }
    let kept: Vec<Measure> = Measure::kept_by_day().collect();
    assert!(kept.iter().all(|measure| measure.flows(asked).is_some_and(|parts| parts.len() == 1)));
    assert_eq!(kept.len(), 58);
}
