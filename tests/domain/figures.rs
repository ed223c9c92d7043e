//! The figures over hand-made rows, and who may do what.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::filing::{Channel, MediationDeferral, PreFilingSettlement, Procedure};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::case::Outcome;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{
    ClosureCounts, ClosureRate, Fact, FactRow, Measure, Period, QuickSteps, ReportingRow, Rounding, percent,
};
use sikuai::domain::id::EntryNo;
use sikuai::domain::money::Fen;
use sikuai::domain::permission::{Operation, Permit, permit};
use sikuai::domain::role::Role;
use sikuai::domain::stage::Manner;

use crate::story::{a_case, day, decided, in_deliberation, user};

const YEAR: (&str, &str) = ("2021-01-01", "2021-12-10");

fn period() -> Period {
    Period { from: day(YEAR.0), to: day(YEAR.1) }
}

/// A row of three dates: received, accepted, closed.
fn row(received: &str, accepted: Option<&str>, closed: Option<&str>) -> ReportingRow {
    ReportingRow {
        kind: CaseKind::Arbitration,
        region: "440825".to_owned(),
        cause: Cause::Remuneration,
        procedure: Some(Procedure::Ordinary),
        channel: Channel::Counter,
        employer_kind: None,
        industry: None,
        received_on: day(received),
        is_receipt_told: true,
        accepted_on: accepted.map(day),
        first_hearing_on: None,
        closed_on: closed.map(day),
        archived_on: None,
        manner: closed.map(|_| Manner::Mediated),
        outcome: None,
        in_time: None,
        due_on: None,
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

/// What the closure report counts; the rest of the catalogue is worked out in `catalogue.rs`.
const REPORTED: [Measure; 8] = [
    Measure::Accepted,
    Measure::Closed,
    Measure::CarriedIn,
    Measure::CarriedOut,
    Measure::CohortClosed,
    Measure::Received,
    Measure::Recovered,
    Measure::RecoveredBeforeAcceptance,
];

/// Which of these measures count a row, in the order of their list.
fn counted(row: &ReportingRow) -> Vec<&'static str> {
    let counts = |measure: &Measure| measure.counts(row, period());
    REPORTED.into_iter().filter(counts).map(Measure::code).collect()
}

#[test]
fn each_measure_counts_by_its_dates_and_both_ends_are_in() {
    let inside = row("2021-01-01", Some("2021-01-01"), Some("2021-12-10"));
    assert_eq!(counted(&inside), ["accepted", "closed", "cohort_closed", "received"]);
    let open = row("2021-03-01", Some("2021-12-10"), None);
    assert_eq!(counted(&open), ["accepted", "carried_out", "received"]);
    let after = row("2021-03-01", Some("2021-12-10"), Some("2021-12-11"));
    assert_eq!(counted(&after), ["accepted", "carried_out", "received"]);
    let carried = row("2020-12-01", Some("2020-12-31"), Some("2021-01-01"));
    assert_eq!(counted(&carried), ["closed", "carried_in"]);
    let still_open = row("2020-12-01", Some("2020-12-31"), None);
    assert_eq!(counted(&still_open), ["carried_in", "carried_out"]);
    let over_before = row("2020-11-01", Some("2020-11-02"), Some("2020-12-31"));
    assert_eq!(counted(&over_before), Vec::<&str>::new());
    let not_accepted = row("2021-05-01", None, Some("2021-05-04"));
    assert_eq!(counted(&not_accepted), ["received"]);
    let not_decided = row("2021-12-09", None, None);
    assert_eq!(counted(&not_decided), ["received"]);
    let later = row("2021-12-11", Some("2021-12-13"), None);
    assert_eq!(counted(&later), Vec::<&str>::new());
}

fn recovery(on: &str, yuan: i64, fact: Fact) -> FactRow {
    FactRow { fact, entry: EntryNo(9), on: day(on), amount: Fen::from_yuan(yuan).0 }
}

/// Two accepted in the year, one of them closed; one carried in and closed, one carried in and open.
#[test]
fn the_counts_tie_and_the_rates_are_their_two_numbers() {
    let mut rows = [
        row("2021-03-01", Some("2021-03-03"), Some("2021-05-01")),
        row("2021-03-01", Some("2021-03-03"), None),
        row("2020-11-01", Some("2020-11-03"), Some("2021-02-01")),
        row("2020-11-01", Some("2020-11-03"), None),
        row("2021-06-01", None, Some("2021-06-03")),
    ];
    rows[0].facts = vec![
        recovery("2021-01-01", 100, Fact::Recovered),
        recovery("2021-12-10", 20, Fact::Recovered),
        recovery("2021-12-11", 4_000, Fact::Recovered),
        recovery("2020-12-31", 5_000, Fact::Recovered),
    ];
    rows[4].facts = vec![recovery("2021-06-03", 7, Fact::RecoveredBeforeAcceptance)];
    let counts = ClosureCounts::of(rows.iter(), period());
    let expected = ClosureCounts {
        accepted: 2,
        closed: 2,
        carried_in: 2,
        carried_out: 2,
        cohort_closed: 1,
        recovered: Fen::from_yuan(120),
        recovered_before_acceptance: Fen::from_yuan(7),
    };
    assert_eq!(counts, expected);
    assert_eq!(counts.waterfall_difference(), 0, "2 + 2 - 2 = 2");
    assert_eq!(counts.rate(ClosureRate::Closure), (2, 2));
    assert_eq!(counts.rate(ClosureRate::CohortClosure), (1, 2));
    assert_eq!(counts.rate(ClosureRate::CaseloadClosure), (2, 4));
}

/// 17,117 + 260,471 - 258,678 = 18,910; the yearbook printed 18,817.
#[test]
fn a_waterfall_that_does_not_tie_says_by_how_much() {
    let national = ClosureCounts {
        carried_in: 17_117,
        accepted: 260_471,
        closed: 258_678,
        carried_out: 18_817,
        ..ClosureCounts::default()
    };
    assert_eq!(national.waterfall_difference(), 93);
}

#[test]
fn a_rate_is_cut_and_not_flattered() {
    let cut = |n, d| percent(n, d, Rounding::Truncate);
    let rounded = |n, d| percent(n, d, Rounding::HalfUp);
    assert_eq!((cut(66, 71), rounded(66, 71)), (Some("92.95".into()), Some("92.96".into())));
    assert_eq!((cut(66, 72), rounded(66, 72)), (Some("91.66".into()), Some("91.67".into())));
    assert_eq!((cut(2, 3), rounded(2, 3)), (Some("66.66".into()), Some("66.67".into())));
    // 1/8 is 12.5 % exactly.
    assert_eq!((cut(1, 8), rounded(1, 8)), (Some("12.50".into()), Some("12.50".into())));
    assert_eq!(rounded(5, 100_000), Some("0.01".into()), "0.005 goes up");
    assert_eq!(rounded(49, 1_000_000), Some("0.00".into()));
    assert_eq!((cut(73_046, 73_036), cut(0, 7)), (Some("100.01".into()), Some("0.00".into())));
    assert_eq!((cut(0, 0), rounded(1, 0)), (None, None));
    assert_eq!(cut(u64::MAX, u64::MAX), Some("100.00".into()));
}

#[test]
fn the_row_of_a_case_says_what_its_docket_says() {
    let story = decided().recovered("2021-04-01", 4_000).recovered("2021-04-02", 6_000);
    let row = ReportingRow::of(story.case(), &story.book);
    assert_eq!(row.received_on, day("2021-03-01"));
    assert_eq!(row.accepted_on, Some(day("2021-03-03")));
    assert_eq!(row.first_hearing_on, Some(day("2021-03-22")));
    assert_eq!(row.closed_on, Some(day("2021-03-26")));
    assert_eq!((row.manner, row.outcome), (Some(Manner::AwardFinal), Some(Outcome::Worker)));
    assert_eq!((row.in_time, row.due_on), (Some(true), Some(day("2021-04-19"))));
    assert_eq!((row.is_collective, row.workers), (false, 1));
    assert_eq!((row.claimed, row.awarded), (Fen::from_yuan(10_000), Fen::from_yuan(10_000)));
    assert_eq!((row.arbitrator, row.mediator), (Some(user(11)), None));
    let recovered: Vec<(NaiveDate, i64)> = row.facts.iter().map(|r| (r.on, r.amount)).collect();
    assert_eq!(recovered, [(day("2021-04-01"), 400_000), (day("2021-04-02"), 600_000)]);
    assert!(row.facts.iter().all(|r| r.fact == Fact::Recovered));
}

#[test]
fn an_open_or_never_accepted_case_is_neither_in_time_nor_late() {
    let open = in_deliberation();
    assert_eq!(ReportingRow::of(open.case(), &open.book).in_time, None);
    let deferral = Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() });
    let settled = PreFilingSettlement {
        amount: Fen::from_yuan(500),
        paid: Fen::from_yuan(300),
        agreed: None,
        opened: None,
    };
    let story = a_case()
        .received("2021-03-01")
        .then("2021-03-02", deferral)
        .then("2021-03-05", Act::PreFilingSettlement(settled));
    let row = ReportingRow::of(story.case(), &story.book);
    assert_eq!((row.accepted_on, row.in_time, row.due_on), (None, None, None));
    assert_eq!(row.manner, Some(Manner::SettledBeforeAcceptance));
    assert_eq!(row.facts[0].fact, Fact::RecoveredBeforeAcceptance);
}

const ROLES: [Role; 7] = [
    Role::Clerk,
    Role::Arbitrator,
    Role::Mediator,
    Role::Supervisor,
    Role::Report,
    Role::Inspector,
    Role::Admin,
];

fn may(operation: Operation) -> Vec<Permit> {
    ROLES.into_iter().map(|role| permit(role, operation)).collect()
}

#[test]
fn each_role_does_its_own_work() {
    use Permit::{Assigned as A, Desk as D, No as N, Office as O};
    let act = |kind| may(Operation::Perform(kind));
    //                                     clerk arb med sup rep ins adm
    assert_eq!(act(ActKind::Receipt), [O, A, N, N, N, N, N]);
    assert_eq!(act(ActKind::Award), [N, A, N, N, N, N, N]);
    assert_eq!(act(ActKind::MediationDocument), [O, A, A, N, N, N, N]);
    assert_eq!(act(ActKind::Extension), [N, N, N, O, N, N, N]);
    assert_eq!(act(ActKind::Suspension), [N, N, N, O, N, N, N]);
    assert_eq!(act(ActKind::RecusalDecision), [N, N, N, O, N, N, N]);
    assert_eq!(act(ActKind::MediationRequest), [O, N, O, N, N, N, N]);
    assert_eq!(act(ActKind::InspectionReceipt), [O, N, N, N, N, O, N]);
    assert_eq!(act(ActKind::InspectionOpening), [N, N, N, N, N, D, N]);
    assert_eq!(act(ActKind::PetitionReceipt), [O, N, N, N, N, N, N]);
    assert_eq!(act(ActKind::Recovery), [O, A, N, N, N, D, N]);
    assert_eq!(may(Operation::Correct), [O, A, A, O, N, D, N]);
    assert_eq!(may(Operation::CorrectClosed), [N, N, N, O, N, N, N]);
    assert_eq!(may(Operation::ReadCase), [O, O, O, O, N, D, N]);
    assert_eq!(may(Operation::ReadPersonalData), [O, A, A, A, N, D, N]);
    assert_eq!(may(Operation::ReadFigures), [O, O, O, O, O, N, N]);
    assert_eq!(may(Operation::ReadRules), [O, O, O, O, O, O, O]);
    assert_eq!(may(Operation::ManageUsers), [N, N, N, N, N, N, O]);
}

#[test]
fn every_act_has_someone_who_does_it_and_machines_and_administrators_do_none() {
    for (kind, _) in ActKind::ROWS {
        let may = may(Operation::Perform(*kind));
        assert!(may.iter().any(|permit| *permit != Permit::No), "{}: nobody", kind.code());
        assert_eq!([may[4], may[6]], [Permit::No; 2], "{}", kind.code());
    }
}
