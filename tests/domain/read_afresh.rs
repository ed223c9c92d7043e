//! What a reading with fresh eyes found, case by case (复核中发现的情形): each worked out by hand on the calendar of 2021, in
//! which 3 to 5 April and 1 to 5 May are free, Sunday 25 April and Saturday 8 May are worked.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Revocation, Termination, Withdrawal, WithdrawalGround};
use sikuai::domain::act::hearing::HearingOpening;
use sikuai::domain::act::pause::Extension;
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::case::TrialStart;
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{State, Status};
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::service_of_process::pending::pending;

use crate::story::{
    EMPLOYER, Story, WORKER, a_case, a_claim, a_service, a_worker, an_employer, day, scheduled, with_tribunal,
};

const OTHER: PartyNo = PartyNo(3);

fn wages(no: u32, claimant: PartyNo, yuan: i64) -> Claim {
    a_claim(no, claimant, ClaimItem::Wages, yuan)
}

fn amended(claims: Vec<Claim>) -> Act {
    Act::ClaimAmendment(ClaimAmendment { claims, filed_on: None, restarted: None })
}

fn joined(no: u32) -> Act {
    Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(no, Side::Respondent)] })
}

/// The copy for the respondent, of the amendment or counterclaim of an entry.
fn copy_of(of: EntryNo) -> Act {
    Act::Service(ServiceOfProcess {
        of: Some(of),
        ..a_service(Document::AmendedApplicationCopy, &[EMPLOYER])
    })
}

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

fn days_of(story: &Story, rule: RuleId) -> Vec<(String, String)> {
    let own = story.deadlines().into_iter().filter(|due| due.rule.id == rule);
    own.map(|due| (due.trigger.on.to_string(), due.due_on().unwrap().to_string())).collect()
}

fn pair(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

/// R33 44: amended on 12 and on 15 March. The copy of the 16th names the first amendment: ten working days to the 30th. That
/// of the second comes on Monday the 22nd: 23 to 26, 29 to 31 March, 1 and 2 April, and after the holiday the 6th.
#[test]
fn a_copy_answers_the_amendment_that_it_names() {
    let first = with_tribunal().then("2021-03-12", amended(vec![wages(1, WORKER, 12_000)]));
    let one = first.last();
    let second = first.then("2021-03-15", amended(vec![wages(1, WORKER, 15_000)]));
    let two = second.last();
    let story = second.then("2021-03-16", copy_of(one)).then("2021-03-22", copy_of(two));
    let expected = [
        pair("2021-03-04", "2021-03-18"),
        pair("2021-03-16", "2021-03-30"),
        pair("2021-03-22", "2021-04-06"),
    ];
    assert_eq!(days_of(&story, RuleId::A08), expected);
}

/// R33 36, 44: amended on 12 March, a counterclaim joined on the 15th. Its copy is for the applicant to answer and starts no
/// defence; the amended application, served on the 18th, runs to Thursday 1 April, and until then it is still to be served.
#[test]
fn a_copy_that_names_a_counterclaim_starts_no_defence() {
    let story = with_tribunal().then("2021-03-12", amended(vec![wages(1, WORKER, 12_000)]));
    let amendment = story.last();
    let claims = vec![a_claim(2, EMPLOYER, ClaimItem::Damages, 2_000)];
    let story = story.then(
        "2021-03-15",
        Act::CounterclaimAcceptance(CounterclaimAcceptance { filed_on: day("2021-03-15"), claims }),
    );
    let counterclaim = copy_of(story.last());
    let story = story.then("2021-03-16", counterclaim);
    assert_eq!(days_of(&story, RuleId::A08), [pair("2021-03-04", "2021-03-18")]);
    let wanted = |story: &Story| {
        let all = pending(story.case(), &story.book);
        all.iter().any(|it| it.document == Document::AmendedApplicationCopy && it.of == Some(amendment))
    };
    assert!(wanted(&story), "the amendment itself was not served");
    let story = story.then("2021-03-18", copy_of(amendment));
    assert_eq!(days_of(&story, RuleId::A08)[1], pair("2021-03-18", "2021-04-01"));
    assert!(!wanted(&story));
}

/// R33 33: a period that ended on 18 March is not given up on the 22nd; it had lapsed.
#[test]
fn a_defence_is_not_waived_after_its_end() {
    let waived = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Waived });
    let in_time = with_tribunal().then("2021-03-18", waived.clone());
    assert_eq!(in_time.deadline(RuleId::A08).status(day("2021-03-22")), Status::Waived);
    let late = with_tribunal().then("2021-03-22", waived);
    assert_eq!(late.deadline(RuleId::A08).status(day("2021-03-22")), Status::Lapsed);
}

/// A suspension of 12 March that is told after a joinder of the 19th is no less true; what closes the case is not dated before
/// what the case went on with.
#[test]
fn a_restart_refuses_only_earlier_closings() {
    let story = with_tribunal().then("2021-03-19", joined(3)).recorded_on("2021-03-22");
    assert_eq!(story.clone().suspended("2021-03-12").deadline(RuleId::A25).state, State::Paused);
    let revoked = Act::Revocation(Revocation { cause: "不属于受理范围".into() });
    assert_eq!(codes(&story, "2021-03-12", revoked), ["before_what_it_depends_on"]);
}

/// One of two applicants withdrew on 19 March; it is written down on the 23rd, after the hearing of the 22nd. Both cannot have:
/// the case was heard.
#[test]
fn one_of_several_withdraws_and_is_written_down_late() {
    let both = a_case().with(|receipt| {
        receipt.parties.push(a_worker(3, Side::Applicant));
        receipt.claims.push(wages(2, OTHER, 500));
    });
    let story = both
        .set_for_hearing()
        .notice_served("2021-03-09")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .recorded_on("2021-03-23");
    let withdraw = |parties| Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties });
    let left = story.clone().then("2021-03-19", withdraw(vec![OTHER]));
    assert_eq!(left.case().gave_up[0].at.on, day("2021-03-19"));
    assert_eq!(codes(&story, "2021-03-19", withdraw(Vec::new())), ["before_what_it_depends_on"]);
}

/// R33 48: accepted on 3 March, 45 days end on Saturday 17 April, so on Monday the 19th. The court took the suit on the 20th;
/// that claims were amended on the 21st does not undo it. From the 21st the period runs anew, to Monday 7 June.
#[test]
fn a_termination_asks_for_the_period_of_the_day_of_the_suit() {
    let story = with_tribunal().then("2021-04-21", amended(vec![wages(1, WORKER, 12_000)]));
    let ended = |on: &str| {
        Act::Termination(Termination { court_docketed_on: day(on), court_number: "民初1号".into() })
    };
    assert_eq!(codes(&story, "2021-04-23", ended("2021-04-19")), ["not_overdue"]);
    assert!(story.attempt(day("2021-04-23"), ended("2021-04-20")).is_ok());
    assert_eq!(codes(&story, "2021-04-23", ended("2021-04-22")), ["not_overdue"]);
    let both = [pair("2021-03-03", "2021-04-19"), pair("2021-04-21", "2021-06-07")];
    assert_eq!(days_of(&story, RuleId::A25), both);
}

/// R33 46: accepted on 26 January, 45 days to Friday 12 March; amended on Monday the 15th. That on the 10th one claim was only
/// given up, told on the 22nd, started nothing, and the first period stays missed; that one was added, did.
#[test]
fn claims_given_up_late_start_nothing() {
    let story = a_case()
        .with(|receipt| receipt.claims.push(wages(2, WORKER, 500)))
        .received("2021-01-25")
        .accepted("2021-01-26")
        .acknowledging("claims_given_up");
    let receipt = story.case().claims.clone();
    let mut more = receipt.clone();
    more[0].amount = more[0].amount.map(|amount| sikuai::domain::money::Fen(amount.0 + 100));
    let story = story.then("2021-03-15", amended(more)).recorded_on("2021-03-22");
    let starts = |story: &Story| story.case().trials().map(|trial| trial.since.on).collect::<Vec<_>>();
    let first = [day("2021-01-26"), day("2021-03-15")];
    let given_up = story.clone().then("2021-03-10", amended(vec![receipt[0].clone()]));
    assert_eq!(starts(&given_up), first);
    assert_eq!(given_up.case().former_trials.len(), 1);
    let both = [pair("2021-01-26", "2021-03-12"), pair("2021-03-15", "2021-04-29")];
    assert_eq!(days_of(&given_up, RuleId::A25), both);
    let mut added = receipt;
    added.push(wages(3, WORKER, 700));
    let added = story.then("2021-03-10", amended(added));
    assert_eq!(starts(&added), [day("2021-01-26"), day("2021-03-10"), day("2021-03-15")]);
    assert_eq!(added.case().trial.as_ref().unwrap().cause, TrialStart::ClaimsAmended);
}

/// R33 36: it comes while the case is pending, which it is from 3 March.
#[test]
fn a_counterclaim_is_not_filed_before_the_case_is_accepted() {
    let filed = |on: &str| {
        let claims = vec![a_claim(2, EMPLOYER, ClaimItem::Damages, 2_000)];
        Act::CounterclaimAcceptance(CounterclaimAcceptance { filed_on: day(on), claims })
    };
    assert_eq!(codes(&with_tribunal(), "2021-03-10", filed("2021-03-02")), ["filed_out_of_order"]);
    assert!(with_tribunal().attempt(day("2021-03-10"), filed("2021-03-03")).is_ok());
}

/// LAW 35: the hearing was on 22 March; a notice of the 25th told the respondent, who was away, of nothing.
#[test]
fn a_notice_after_the_hearing_is_none() {
    let story = with_tribunal().hearing_set("2021-03-08", "2021-03-22");
    let hearing = story.last();
    let notice = |party| {
        Act::Service(ServiceOfProcess { of: Some(hearing), ..a_service(Document::HearingNotice, &[party]) })
    };
    let opening = Act::HearingOpening(HearingOpening { hearing, absent: vec![EMPLOYER] });
    let told = story.then("2021-03-09", notice(WORKER)).recorded_on("2021-03-25");
    let held = told.acknowledging("absence_without_notice").then("2021-03-22", opening);
    assert_eq!(held.deadline(RuleId::A20).status(day("2021-03-24")), Status::Missed);
    let told = held.then("2021-03-25", notice(EMPLOYER));
    assert_eq!(told.deadline(RuleId::A20).status(day("2021-03-25")), Status::Missed);
}

/// R33 45: between 10 and 20 March the period stood still, and nothing could be approved on the 15th, whenever it is told.
#[test]
fn nothing_is_approved_in_a_suspension_that_is_over() {
    let story = scheduled().suspended("2021-03-10").resumed("2021-03-20").recorded_on("2021-03-25");
    let extension = || Act::Extension(Extension { days: 15 });
    assert_eq!(codes(&story, "2021-03-15", extension()), ["period_does_not_run"]);
    assert!(story.attempt(day("2021-03-10"), extension()).is_ok());
    assert!(story.attempt(day("2021-03-20"), extension()).is_ok());
}
