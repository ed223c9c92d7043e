//! The demo year (`data/demo-2021.json`) is lawful and says what the report of 2021 says: every act is
//! performed through the domain, by someone who may, and the figures are counted from the cases.
//! The people, the employers and their numbers are invented: ID-card numbers carry the sequence 000, which no
//! one is given. Not here: storage, the clock of the demo, the command; they read the same file.
#![cfg(test)]

mod demo_year;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use demo_year::{day, demo, inspection_cases, inspections, period, region, year};
use sikuai::domain::act::filing::{Channel, Procedure, Receipt};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::table::find;
use sikuai::domain::act::tribunal::RecusalOutcome;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::case::{Case, HearingState, TrialStart};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Counted, Status, deadlines};
use sikuai::domain::elements::confirmed::{ComparedElement, side_by_side, undisputed};
use sikuai::domain::elements::standing::workers;
use sikuai::domain::figures::{ArrearsCounts, ClosureCounts, ClosureRate, ReportingRow, Rounding, percent};
use sikuai::domain::money::Fen;
use sikuai::domain::paper::about::About;
use sikuai::domain::paper::kind::CasePaper;
use sikuai::domain::party::{Party, Person, Who};
use sikuai::domain::period::ExclusionCause;
use sikuai::domain::role::Role;
use sikuai::domain::service_of_process::ServiceManner;
use sikuai::domain::stage::{Manner, Stage};

#[test]
fn the_figures_are_those_of_the_report() {
    let year = year();
    let counts = ClosureCounts::of(year.rows.iter(), period());
    let expected = ClosureCounts {
        accepted: 71,
        closed: 66,
        carried_in: 1,
        carried_out: 6,
        cohort_closed: 66,
        // 71 accepted and 17 applications that were not; the case carried in came in 2020.
        // The 17 but for the three that wait for a decision on 10 December.
        recovered: Fen(76_820_000),
        // 3,200 + 18,600 + 2,500 + 5,000 + 5,600 + 4,000 in mediation, 2,000 before a later acceptance.
        recovered_before_acceptance: Fen(4_090_000),
    };
    assert_eq!(counts, expected);
    let shown = |rate| {
        let (numerator, denominator) = counts.rate(rate);
        percent(numerator, denominator, Rounding::Truncate).unwrap()
    };
    assert_eq!(shown(ClosureRate::Closure), "92.95");
    assert_eq!(shown(ClosureRate::CohortClosure), "92.95");
    assert_eq!(shown(ClosureRate::CaseloadClosure), "91.66");
    assert_eq!(counts.waterfall_difference(), 0);
}

#[test]
fn the_causes_that_the_report_names_are_the_most_frequent() {
    let year = year();
    let mut causes: BTreeMap<Cause, u32> = BTreeMap::new();
    for (case, _) in year.accepted_this_year() {
        *causes.entry(case.cause).or_default() += 1;
    }
    assert!(causes.len() >= 10, "{causes:?}");
    let social_insurance = causes[&Cause::SocialInsurance];
    let ended = causes[&Cause::ContractDissolution] + causes[&Cause::ContractExpiry];
    let relationship = causes[&Cause::Relationship];
    let named =
        [Cause::SocialInsurance, Cause::ContractDissolution, Cause::ContractExpiry, Cause::Relationship];
    let most_of_the_others =
        causes.iter().filter(|(cause, _)| !named.contains(cause)).map(|(_, n)| *n).max().unwrap();
    assert_eq!((social_insurance, ended, relationship), (15, 20, 10));
    assert!(relationship > most_of_the_others, "{causes:?}");
}

#[test]
fn every_manner_of_closing_occurs() {
    let year = year();
    let counted = Manner::ROWS.iter().map(|(manner, label)| (label.code, year.closed_as(*manner)));
    let counted: Vec<(&str, usize)> = counted.filter(|(_, cases)| *cases > 0).collect();
    let expected = [
        ("award_final", 12),
        ("award_non_final", 8),
        ("award_mixed", 11),
        ("mediated", 26),
        ("withdrawn", 4),
        ("deemed_withdrawn", 2),
        ("revoked", 1),
        ("transferred", 1),
        ("terminated", 1),
        ("rejected", 4),
        ("referred_elsewhere", 1),
        ("not_corrected", 1),
        ("withdrawn_before_acceptance", 2),
        ("settled_before_acceptance", 6),
    ];
    assert_eq!(counted, expected);
}

#[test]
fn exactly_two_cases_ran_late_and_only_that_is_irregular() {
    let year = year();
    let late: Vec<Manner> = year
        .cases
        .iter()
        .zip(&year.rows)
        .filter(|(_, row)| row.in_time == Some(false))
        .filter_map(|(_, row)| row.manner)
        .collect();
    assert_eq!(late, [Manner::Terminated, Manner::AwardFinal]);
    let missed: Vec<RuleId> = year
        .cases
        .iter()
        .flat_map(|case| deadlines(case, &year.book))
        .filter(|deadline| matches!(deadline.status(period().to), Status::MetLate | Status::Overdue))
        .map(|deadline| deadline.rule.id)
        .collect();
    assert_eq!(missed, [RuleId::A25, RuleId::A25], "the trial periods of those two, and nothing else");
}

#[test]
fn the_extended_case_closed_within_its_extension() {
    let year = year();
    let case =
        year.cases.iter().find(|case| case.trial.as_ref().is_some_and(|trial| trial.extension.is_some()));
    let case = case.unwrap();
    let row = ReportingRow::of(case, &year.book);
    // Accepted 2021-05-13: 45 days run to Sunday 06-27, rolled to 06-28; 15 more to Monday 07-12.
    assert_eq!(row.accepted_on, Some(day("2021-05-13")));
    assert_eq!(row.due_on, Some(day("2021-07-12")));
    assert_eq!(row.in_time, Some(true));
    assert!(row.closed_on.unwrap() > day("2021-06-28"), "{:?}", row.closed_on);
}

#[test]
fn the_announcement_took_sixty_days_out_of_the_trial_period() {
    let year = year();
    let announced =
        |case: &&Case| case.services.iter().any(|service| service.manner == ServiceManner::Announcement);
    let case = year.cases.iter().find(announced).unwrap();
    let trial =
        deadlines(case, &year.book).into_iter().find(|deadline| deadline.rule.id == RuleId::A25).unwrap();
    let Counted::Trial(due) = &trial.counted else { panic!("the trial period is a trial count") };
    let excluded: Vec<_> = due.applied.iter().map(|part| (part.cause, part.days)).collect();
    assert_eq!(excluded, [(ExclusionCause::Announcement, Some(60))]);
    // Accepted 2021-03-01; 45 + 60 days run to Monday 06-14, Dragon Boat Festival, rolled to 06-15.
    assert_eq!(trial.due_on(), Some(day("2021-06-15")));
    let in_default = |state: &HearingState| matches!(state, HearingState::Closed { .. });
    assert!(case.hearings.iter().any(|hearing| in_default(&hearing.state)));
    assert_eq!(ReportingRow::of(case, &year.book).in_time, Some(true));
}

#[test]
fn the_suspended_case_was_resumed_and_closed_in_time() {
    let year = year();
    let resumed = |case: &&Case| case.suspensions.iter().any(|suspension| suspension.until.is_some());
    let case = year.cases.iter().find(resumed).unwrap();
    let row = ReportingRow::of(case, &year.book);
    // Accepted 2021-03-11, still from 03-30 to 06-08: 70 days. 45 + 70 days run to Sunday 07-04, rolled to 07-05.
    assert_eq!((row.accepted_on, row.due_on), (Some(day("2021-03-11")), Some(day("2021-07-05"))));
    assert_eq!((row.manner, row.in_time), (Some(Manner::Mediated), Some(true)));
}

/// Acts that a county may not have in a year, or that the demo does not tell yet.
const RARE: [ActKind; 20] = [
    ActKind::JurisdictionObjection,
    ActKind::JurisdictionRuling,
    ActKind::LedgerEntry,
    ActKind::EvidenceTermExtension,
    ActKind::CounterclaimReceipt,
    ActKind::CounterclaimRefusal,
    ActKind::AgentAppointment,
    ActKind::AgentEnd,
    ActKind::CourtRuling,
    ActKind::PerformanceTerm,
    ActKind::EnforcementRequest,
    ActKind::HearingReopening,
    ActKind::ServiceProof,
    ActKind::CaseSplit,
    ActKind::JointTrial,
    ActKind::Representation,
    ActKind::Referral,
    ActKind::ReferralAcceptance,
    ActKind::ReferralDecline,
    ActKind::ReferralWithdrawal,
];

#[test]
fn what_the_demo_should_show_is_there() {
    let year = year();
    for kind in ActKind::ROWS.iter().map(|(kind, _)| *kind) {
        // Every other occurs.
        let is_shown = find(kind).kinds.contains(&CaseKind::Arbitration);
        assert!(!is_shown || year.with_act(kind) > 0 || RARE.contains(&kind), "{kind:?}");
    }
    let collective = |case: &Case| {
        case.is_collective()
            && case.workers() == 12
            && case.tribunal.as_ref().is_some_and(|t| t.members.len() == 3)
    };
    assert!(year.has(collective));
    assert!(year.has(|case| case.correction.as_ref().is_some_and(|c| c.completed.is_some())));
    assert!(year.has(|case| case.acceptance.is_some() && case.deferrals.iter().any(|d| d.ended.is_some())));
    for start in [TrialStart::PartyJoined, TrialStart::ClaimsAmended, TrialStart::CounterclaimAccepted] {
        assert!(year.has(|case| case.trial.as_ref().is_some_and(|trial| trial.cause == start)), "{start:?}");
    }
    let hearing = |wanted: fn(&HearingState) -> bool| {
        year.has(|case| case.hearings.iter().any(|hearing| wanted(&hearing.state)))
    };
    assert!(hearing(|state| matches!(state, HearingState::Postponed { .. })));
    assert!(hearing(|state| matches!(state, HearingState::Adjourned { .. })));
    assert!(year.has(|case| case.recusals.iter().any(|r| r.outcome == Some(RecusalOutcome::Rejected))));
    let alone = |case: &Case| case.tribunal.as_ref().is_some_and(|tribunal| tribunal.members.len() == 1);
    assert!(year.has(|case| case.procedure == Some(Procedure::Simplified) && alone(case)));
    assert!(year.has(|case| case.awards.len() == 2), "a partial award, then the rest");
    assert!(year.has(|case| !case.challenges.is_empty()));
    assert!(year.cases.iter().filter(|case| case.stage == Stage::Archived).count() >= 20);
    let channels: BTreeSet<&str> = year.cases.iter().map(|case| case.channel.code()).collect();
    // All but a transfer from elsewhere, and what another proceeding of the office opens: the year has none.
    let rare = [Channel::TransferredIn, Channel::OtherProceeding];
    let all = Channel::ROWS.iter().filter(|(channel, _)| !rare.contains(channel));
    assert_eq!(channels, all.map(|(channel, _)| channel.code()).collect());
}

/// In the data by hand: five cases in which both sides filled in the form; of a collective one, of three workers.
#[test]
fn some_cases_show_the_element_form() {
    let year = year();
    assert_eq!(
        (year.with_act(ActKind::ElementStatement), year.with_act(ActKind::ElementConfirmation)),
        (5, 5)
    );
    let stated = year.cases.iter().filter(|case| !case.element_statements.is_empty());
    let facts = |case: &Case| {
        let workers: Vec<_> = workers(case).collect();
        let elements = side_by_side(case, &workers).into_iter().flat_map(|worker| worker.elements);
        (undisputed(case).len(), elements.filter(ComparedElement::is_disputed).count())
    };
    // The hotel, the site, the kindergarten, the clothing works (one fact admitted), the lorry.
    let expected = [(13, 2), (12, 0), (14, 2), (8, 1), (7, 0)];
    assert_eq!(stated.map(facts).collect::<Vec<_>>(), expected);
    assert!(year.has(|case| undisputed(case).iter().any(|fact| fact.admitted_by.is_some())));
}

#[test]
fn five_of_the_year_and_one_of_2020_are_open_and_their_deadlines_stand() {
    let year = year();
    let open: Vec<&Case> =
        year.cases.iter().filter(|case| case.acceptance.is_some() && case.closing.is_none()).collect();
    let stages: Vec<Stage> = open.iter().map(|case| case.stage).collect();
    let of_the_year =
        [Stage::Suspended, Stage::Deliberation, Stage::Scheduled, Stage::Tribunal, Stage::Accepted];
    assert_eq!(stages.first(), Some(&Stage::Suspended), "the case of 2020");
    assert_eq!(stages[1..], of_the_year);
    for case in open {
        let all = deadlines(case, &year.book);
        let ids: Vec<RuleId> = all.iter().map(|deadline| deadline.rule.id).collect();
        for id in [RuleId::A03, RuleId::A06, RuleId::A07, RuleId::A25] {
            assert!(ids.contains(&id), "{id:?}");
        }
        let trial = all.iter().find(|deadline| deadline.rule.id == RuleId::A25).unwrap();
        assert_eq!(trial.due_on().is_none(), case.stage == Stage::Suspended);
        assert_eq!(trial.status(day("2021-12-10")) == Status::Paused, case.stage == Stage::Suspended);
    }
}

#[test]
fn awards_and_payments_stay_within_what_was_claimed() {
    let year = year();
    for (case, row) in year.accepted_this_year() {
        let paid: Fen = row.facts.iter().map(|fact| Fen(fact.amount)).sum();
        assert!(row.awarded <= row.claimed, "{:?}", case.cause);
        assert!(
            row.awarded == Fen::ZERO || paid <= row.awarded.max(Fen(1_570_000)),
            "{:?} {paid}",
            case.cause
        );
    }
}

#[test]
fn the_file_is_in_order_and_ends_on_the_day_of_the_report() {
    let demo = demo();
    let last = day("2021-12-10");
    let known: BTreeSet<&str> = demo.people.iter().map(|who| who.code.as_str()).collect();
    assert_eq!(known.len(), demo.people.len(), "a login twice");
    assert!(demo.people.iter().all(|who| !who.name.is_empty()));
    let roles = |role: Role| demo.people.iter().filter(|who| who.role == role).count();
    assert!(roles(Role::Clerk) >= 2 && roles(Role::Arbitrator) >= 4);
    assert!(Role::ROWS.iter().all(|(role, _)| roles(*role) >= 1));
    let notes: BTreeSet<&str> = demo.cases.iter().map(|case| case.note.as_str()).collect();
    assert_eq!(notes.len(), demo.cases.len(), "a note twice");
    for case in &demo.cases {
        assert!(
            case.acts.windows(2).all(|two| two[0].recorded_on() <= two[1].recorded_on()),
            "{}",
            case.note
        );
        for act in &case.acts {
            assert!(act.on <= act.recorded_on() && act.recorded_on() <= last, "{}", case.note);
            assert!(Calendar::shipped().is_working_day(act.recorded_on()), "{}: {}", case.note, act.on);
            assert!(act.recorded_on() - act.on <= chrono::TimeDelta::days(12), "{}: {}", case.note, act.on);
            assert!(act.reason.as_deref().is_none_or(|reason| !reason.is_empty()));
        }
    }
    assert!(demo.cases.windows(2).all(|two| two[0].acts[0].on <= two[1].acts[0].on), "by day of receipt");
}

#[test]
fn many_carry_numbers_that_pass_their_check_and_many_carry_none() {
    let demo = demo();
    let receipts = demo.cases.iter().map(|case| &case.acts[0].data);
    let parties: Vec<Party<Person>> = receipts
        .flat_map(|data| serde_json::from_value::<Receipt<Person>>(data.clone()).unwrap().parties)
        .collect();
    let ids: Vec<Option<&str>> = parties
        .iter()
        .filter_map(|party| match &party.who {
            Who::Worker(person) => Some(person.id_number.as_deref()),
            Who::Employer(_) => None,
        })
        .collect();
    let given: BTreeSet<&str> = ids.iter().copied().flatten().collect();
    assert!(given.len() >= 30 && ids.iter().filter(|id| id.is_none()).count() >= 30, "{}", given.len());
    assert_eq!(given.len(), ids.iter().flatten().count(), "an ID-card number twice");
    for id in given {
        assert_eq!((&id[..6], &id[14..17]), ("440825", "000"), "of the county, and never given to anyone");
    }
}

#[test]
fn the_minimum_wage_changes_on_its_day() {
    let region = region();
    assert_eq!(region.minimum_wage(day("2018-06-30")), None);
    assert_eq!(region.minimum_wage(day("2021-11-30")), Some(Fen::from_yuan(1_410)));
    assert_eq!(region.minimum_wage(day("2021-12-01")), Some(Fen::from_yuan(1_720)));
    assert_eq!(region.minimum_wage(day("2025-03-01")), Some(Fen::from_yuan(1_850)));
}

#[test]
fn announcements_of_2021_ran_sixty_days() {
    let year = year();
    for service in year.cases.iter().flat_map(|case| &case.services) {
        if service.manner == ServiceManner::Announcement {
            assert_eq!(Some(service.served_on), service.made.on.checked_add_days(Days::new(60)));
        }
    }
}

/// Section 一(六)2: 32 projects, 4 hazards, all resolved, 16 disputes, 367 workers, CNY 9,720,000.
#[test]
fn the_wage_arrears_figures_are_those_of_the_report() {
    let (cases, book) = (inspections(), demo_year::book());
    let rows: Vec<ReportingRow> = cases.iter().map(|case| ReportingRow::of(case, &book)).collect();
    let expected = ArrearsCounts {
        projects_inspected: 32,
        hazards_found: 4,
        hazards_resolved: 4,
        hazards_open: 0,
        disputes_coordinated: 16,
        workers: 367,
        wages_recovered: Fen(972_000_000),
    };
    assert_eq!(ArrearsCounts::of(&rows, period()), expected);
    // 32 projects and 16 disputes; a refusal, a report passed on, and a complaint that is still open count in none.
    assert_eq!(rows.len(), 51);
    assert_eq!(rows.iter().filter(|row| row.closed_on.is_none()).count(), 1);
}

#[test]
fn no_inspection_ran_late_and_the_open_one_stands_still_for_its_audit() {
    let book = demo_year::book();
    for (case, written) in inspections().iter().zip(inspection_cases()) {
        for deadline in deadlines(case, &book) {
            let (id, status) = (deadline.rule.id, deadline.status(period().to));
            assert!(
                !matches!(status, Status::MetLate | Status::Overdue | Status::Missed | Status::Lapsed),
                "{}: {id:?} {status:?}",
                written.note
            );
            assert_eq!(status == Status::Paused, id == RuleId::W05 && case.closing.is_none());
        }
    }
}

#[test]
fn the_inspections_are_in_order_and_their_people_are_invented() {
    let cases = inspection_cases();
    assert!(cases.windows(2).all(|two| two[0].acts[0].on <= two[1].acts[0].on), "by day of receipt");
    let mut given: Vec<String> = Vec::new();
    for act in cases.iter().flat_map(|case| &case.acts) {
        assert!(act.on <= period().to && Calendar::shipped().is_working_day(act.on), "{}", act.on);
        let parties = act.data.get("parties").cloned().unwrap_or_else(|| serde_json::json!([]));
        let parties: Vec<Party<Person>> = serde_json::from_value(parties).unwrap();
        given.extend(parties.iter().filter_map(|party| match &party.who {
            Who::Worker(person) => person.id_number.clone(),
            Who::Employer(_) => None,
        }));
    }
    assert_eq!(given.len(), 370, "367 workers, and three in the cases beside");
    for id in &given {
        assert_eq!((&id[..6], &id[14..17]), ("440825", "000"), "of the county, and never given to anyone");
    }
    let elsewhere = demo_year::read("data/demo-2021.json");
    assert!(given.iter().all(|id| !elsewhere.contains(id.as_str())));
    assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len(), "an ID-card number twice");
}

/// `sikuai demo --papers` shows one of each kind (and every one that there is).
#[test]
fn every_kind_of_paper_has_a_case_and_what_is_written_by_hand() {
    let texts: BTreeMap<String, String> =
        serde_json::from_str(&demo_year::read("data/demo-2021-papers.json")).unwrap();
    let cases: Vec<Case> = year().cases.into_iter().chain(demo_year::mediations()).collect();
    for (kind, label) in CasePaper::ROWS {
        let count: usize = cases.iter().map(|case| About::all(*kind, case).len()).sum();
        assert!(count > 0, "no case of the demo has a paper {}", label.code);
        for field in kind.written_by_hand() {
            assert!(texts.contains_key(field.code), "{}: {}", label.code, field.code);
        }
    }
}
