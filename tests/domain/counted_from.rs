//! From when things count, and what may be told late: by hand, each rule where a person might choose the day, or where what
//! happened could not be put on record. The calendars are those of 2021 and of 2026.

use std::collections::BTreeSet;

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Revocation, Withdrawal, WithdrawalGround};
use sikuai::domain::act::filing::{FailureCause, MediationDeferral, MediationFailure};
use sikuai::domain::act::pause::{EntrustedMediation, Extension};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::explanation::{Question, explain_rule};
use sikuai::domain::deadline::rule::{RuleId, known_in};
use sikuai::domain::deadline::{State, Status, closed_in_time};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::PartyNo;
use sikuai::domain::law::Basis;
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::{Document, ServiceManner};
use sikuai::domain::stage::Stage;

use crate::story::{
    EMPLOYER, Story, WORKER, a_book, a_case, a_claim, a_service, a_worker, an_employer, day, with_tribunal,
};

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

fn failure(cause: FailureCause) -> Act {
    Act::MediationFailure(MediationFailure { cause })
}

fn withdrawal(parties: &[u32]) -> Act {
    let parties = parties.iter().map(|no| PartyNo(*no)).collect();
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties })
}

/// Deferred on Monday 21 September 2026: fifteen days to 6 October, in the holiday, so to Thursday the 8th. That day the
/// mediation failed by law (LAW 14), whoever writes it down when: five working days are the 9th, Saturday the 10th (worked),
/// and the 12th to 14th.
#[test]
fn a03_begins_anew_when_the_deferral_ran_out_however_late_that_is_told() {
    let deferred = a_case()
        .received("2026-09-18")
        .then("2026-09-21", Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() }));
    assert_eq!(deferred.deadline(RuleId::M03).due_on(), Some(day("2026-10-08")));
    for cause in [FailureCause::Lapsed, FailureCause::Failed, FailureCause::Refused] {
        let told = deferred.clone().then("2026-11-26", failure(cause));
        let a03 = told.deadline(RuleId::A03);
        assert_eq!((a03.trigger.on, a03.due_on()), (day("2026-10-08"), Some(day("2026-10-14"))), "{cause:?}");
        assert_eq!(a03.status(day("2026-11-26")), Status::Overdue);
        // It ran out by itself; a mediation that was called off after that had gone on too long.
        let m03 = if cause == FailureCause::Lapsed { Status::MetInTime } else { Status::MetLate };
        assert_eq!(told.deadline(RuleId::M03).status(day("2026-11-26")), m03);
        let accepted = told.accepted("2026-11-26");
        assert_eq!(accepted.deadline(RuleId::A03).status(day("2026-11-26")), Status::MetLate);
        assert_eq!(accepted.replayed(Reading::Replay).as_ref(), Ok(accepted.case()));
    }
    // One that failed before its end begins them then: 8 to 10 (worked), 12 and 13 October.
    let before = deferred.then("2026-09-30", failure(FailureCause::Failed));
    assert_eq!(before.deadline(RuleId::A03).due_on(), Some(day("2026-10-13")));
}

/// Revoked on Monday 15 March 2021: five working days to the 22nd. An applicant who had left before is told no more.
#[test]
fn a15_is_kept_when_everyone_was_told_who_had_not_left() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000), a_claim(2, PartyNo(3), ClaimItem::Wages, 5_000)];
    let story = a_case().with(|receipt| {
        receipt.parties.push(a_worker(3, Side::Applicant));
        receipt.claims = claims;
    });
    let story = story.received("2021-03-01").accepted("2021-03-03").then("2021-03-10", withdrawal(&[3]));
    let story = story.then("2021-03-15", Act::Revocation(Revocation { cause: "不属于受理范围".into() }));
    let one = story.served("2021-03-16", Document::ClosingDecision, &[WORKER]);
    assert_eq!(one.deadline(RuleId::A15).state, State::Open);
    let a15 = one.served("2021-03-17", Document::ClosingDecision, &[EMPLOYER]).deadline(RuleId::A15);
    assert_eq!((a15.due_on(), a15.state), (Some(day("2021-03-22")), State::Met));
}

/// Three years on the list, six months without arrears, thirty days of an announcement: no calendar moves their end, so that
/// no missing one makes it provisional. What is counted in working days from there is.
#[test]
fn what_is_not_moved_by_a_calendar_is_not_provisional() {
    let ask = |rule, trigger: &str| {
        let question = Question { rule, trigger: day(trigger), exclusions: Vec::new(), extension: None };
        let answer = explain_rule(&question, &a_book()).unwrap();
        let says = answer.sentence.en.contains("provisional");
        assert_eq!(says, answer.provisional, "{}", answer.sentence.en);
        (answer.due_on.unwrap(), answer.provisional)
    };
    assert_eq!(ask(RuleId::W14, "2026-01-05"), (day("2029-01-05"), false));
    assert_eq!(ask(RuleId::W17, "2026-08-05"), (day("2027-02-05"), false));
    assert_eq!(ask(RuleId::S05, "2026-12-15"), (day("2027-01-14"), false));
    assert!(ask(RuleId::W14C, "2029-01-05").1);
    assert!(ask(RuleId::W09, "2026-01-05").1);
}

/// Where the text gives the length, but from when or to when it is counted is our choice, the rule says so (law notes, marks).
#[test]
fn what_is_partly_our_choice_says_so() {
    let book = a_book();
    let ours = known_in(book.region).filter(|rule| rule.basis == Basis::PartlyOurChoice);
    let ours: BTreeSet<RuleId> = ours.map(|rule| rule.id).collect();
    let expected = [
        RuleId::M03,
        RuleId::A03,
        RuleId::A20,
        RuleId::A21,
        RuleId::A25,
        RuleId::A26,
        RuleId::S05,
        RuleId::P06,
        RuleId::G03,
        RuleId::W05,
        RuleId::W08,
        RuleId::W08A,
        RuleId::W10,
        RuleId::W13,
        RuleId::W14,
        RuleId::W14A,
        RuleId::W17,
        RuleId::PT1,
        RuleId::PT2,
    ];
    assert_eq!(ours, BTreeSet::from(expected));
}

/// A body outside mediates since 8 March 2021; the trial period runs on (R33 70), and what moves it or ends the case happens
/// all the same.
fn entrusted() -> Story {
    with_tribunal()
        .then("2021-03-08", Act::EntrustedMediation(EntrustedMediation { body: "街道调委会".into() }))
}

fn counterclaim(filed_on: &str) -> Act {
    let claims = vec![a_claim(9, EMPLOYER, ClaimItem::Damages, 2_000)];
    Act::CounterclaimAcceptance(CounterclaimAcceptance { filed_on: day(filed_on), claims })
}

/// Filed on Tuesday 9 March: five working days to the 16th (R33 36). A joinder on Tuesday 16 March begins the trial period
/// anew: 45 days to Friday 30 April.
#[test]
fn an_entrusted_mediation_bars_nothing_that_the_law_lets_happen() {
    let story = entrusted().then("2021-03-10", counterclaim("2021-03-09"));
    let a12 = story.deadline(RuleId::A12);
    assert_eq!((a12.due_on(), a12.state), (Some(day("2021-03-16")), State::Met));
    assert_eq!(story.stage(), Stage::Entrusted);
    let suspended = story.clone().suspended("2021-03-11");
    assert_eq!(suspended.deadline(RuleId::A24).due_on(), Some(day("2021-03-22")), "its ten days run on");
    assert_eq!(suspended.resumed("2021-03-15").stage(), Stage::Entrusted);
    let joined = PartyJoinder { parties: vec![an_employer(5, Side::Respondent)] };
    let joined = story.clone().then("2021-03-16", Act::PartyJoinder(joined));
    assert_eq!(joined.deadline(RuleId::A25).due_on(), Some(day("2021-04-30")));
    let amended = ClaimAmendment {
        claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)],
        filed_on: None,
        restarted: None,
    };
    assert_eq!(entrusted().then("2021-03-10", Act::ClaimAmendment(amended)).stage(), Stage::Entrusted);
    let revoked = story.then("2021-03-16", Act::Revocation(Revocation { cause: "不属于受理范围".into() }));
    assert_eq!(revoked.stage(), Stage::Closed);
}

/// Accepted on 3 March, 45 days to 17 April. Suspended from Monday 12 to Tuesday 20 April, eight days are left out: to
/// Sunday the 25th, which is worked. With fifteen days more: Monday 10 May. The extension was approved on 9 April.
#[test]
fn an_extension_approved_in_time_is_recorded_while_the_case_is_suspended_or_closed() {
    let approve = || Act::Extension(Extension { days: 15 });
    let suspended = with_tribunal().suspended("2021-04-12");
    let told = suspended.clone().recorded_on("2021-04-13").then("2021-04-09", approve());
    assert_eq!(told.deadline(RuleId::A26).state, State::Paused);
    let end = told.recorded_on("2021-04-20").resumed("2021-04-20");
    assert_eq!(end.deadline(RuleId::A26).due_on(), Some(day("2021-05-10")));
    let closed = suspended.clone().resumed("2021-04-20").then("2021-05-06", withdrawal(&[]));
    assert_eq!(closed.deadline(RuleId::A25).due_on(), Some(day("2021-04-25")));
    assert_eq!(closed_in_time(closed.case(), &closed.book), Some(false));
    let late = closed.clone().recorded_on("2021-05-10").then("2021-04-09", approve());
    assert_eq!((late.stage(), late.deadline(RuleId::A25).state), (Stage::Closed, State::Extended));
    assert_eq!(late.deadline(RuleId::A26).status(day("2021-05-10")), Status::MetInTime);
    assert_eq!(closed_in_time(late.case(), &late.book), Some(true));
    assert_eq!(late.replayed(Reading::Decide).as_ref(), Ok(late.case()));
    // Nothing is approved while it stands still, or once it is over.
    assert!(codes(&suspended, "2021-04-13", approve()).contains(&"period_does_not_run"));
    assert!(codes(&closed, "2021-05-07", approve()).contains(&"period_does_not_run"));
    let never = a_case().received("2021-03-01").then("2021-03-02", withdrawal(&[]));
    assert!(codes(&never, "2021-03-02", approve()).contains(&"no_trial_period"));
}

/// The respondent's counterclaim was joined; the applicant's withdrawal would close it unseen (R33 36).
#[test]
fn a_withdrawal_says_that_a_counterclaim_ends_with_the_case() {
    let story = with_tribunal().then("2021-03-10", counterclaim("2021-03-09"));
    let refused = story.attempt(day("2021-03-12"), withdrawal(&[])).unwrap_err();
    let found: Vec<_> = refused.findings.iter().map(|found| (found.code, found.severity)).collect();
    assert_eq!(found, [("counterclaim_undecided", Severity::Warning)]);
    let closed = story.acknowledging("counterclaim_undecided").then("2021-03-12", withdrawal(&[]));
    assert_eq!(closed.stage(), Stage::Closed);
    with_tribunal().then("2021-03-12", withdrawal(&[]));
}

/// A day ahead hides nothing else that is wrong.
#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let story = with_tribunal().recorded_on("2021-03-10");
    let service = sikuai::domain::act::service::ServiceOfProcess {
        manner: ServiceManner::Announcement,
        ..a_service(Document::ApplicationCopy, &[PartyNo(77)])
    };
    assert_eq!(
        codes(&story, "2021-03-11", Act::Service(service)),
        ["in_the_future", "party_unknown", "service_cause_missing"]
    );
    let longer = Act::Extension(Extension { days: 90 });
    assert_eq!(codes(&story, "2021-03-11", longer), ["in_the_future", "extension_too_long"]);
}
