//! The deadlines of cases, each worked out by hand on the calendars of 2021 and 2022, and their explanations.
//!
//! Days off that matter here: Spring Festival 11-17 February 2021 (worked: Sunday 7 and Saturday 20 February),
//! Tomb Sweeping 3-5 April, Labour Day 1-5 May (worked: Sunday 25 April and Saturday 8 May), Dragon Boat 12-14 June.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::filing::{
    Channel, CorrectionCompletion, CorrectionNotice, FailureCause, MediationDeferral, MediationFailure,
    Rejection, RejectionGround,
};
use sikuai::domain::act::hearing::{Ground, HearingPostponement};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::pause::EntrustedMediation;
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::code::Coded;
use sikuai::domain::deadline::explanation::{Explanation, Question, explain_rule};
use sikuai::domain::deadline::rule::{self, Reach, Rule, RuleId};
use sikuai::domain::deadline::{Counted, State, Status, closed_in_time, due_of};
use sikuai::domain::id::PartyNo;
use sikuai::domain::law::Basis;
use sikuai::domain::office::{LawBook, Region};
use sikuai::domain::party::Side;
use sikuai::domain::period::{Direction, Exclusion, ExclusionCause, Extension, due_with};
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::story::{
    EMPLOYER, REGION, Story, WORKER, a_book, a_case, a_claim, a_formation, a_panel, a_service, a_worker,
    an_employer, day, in_deliberation, scheduled, with_tribunal,
};

fn received() -> Story {
    a_case().received("2021-03-01")
}

fn due(story: &Story, id: RuleId) -> Option<NaiveDate> {
    story.deadline(id).due_on()
}

fn natural(story: &Story, id: RuleId) -> Option<NaiveDate> {
    story.deadline(id).natural_on()
}

#[track_caller]
fn is(found: Option<NaiveDate>, expected: &str) {
    assert_eq!(found, Some(day(expected)));
}

/// 2, 3, 4, 5 and 8 March 2021.
#[test]
fn a03_five_working_days_from_the_receipt() {
    let story = received();
    is(due(&story, RuleId::A03), "2021-03-08");
    let a03 = story.deadline(RuleId::A03);
    assert_eq!(a03.status(day("2021-03-08")), Status::Open, "the last day is usable to its end");
    assert_eq!(a03.status(day("2021-03-09")), Status::Overdue);
    let status = |on| story.clone().accepted(on).deadline(RuleId::A03).status(day("2021-12-31"));
    assert_eq!(status("2021-03-08"), Status::MetInTime);
    assert_eq!(status("2021-03-09"), Status::MetLate);
    let rejected =
        story.then("2021-03-05", Act::Rejection(Rejection { ground: RejectionGround::ConditionsNotMet }));
    assert_eq!(rejected.deadline(RuleId::A03).status(day("2021-12-31")), Status::MetInTime);
}

/// A timely act that is written down late was timely.
#[test]
fn the_legal_date_counts_and_not_the_day_of_recording() {
    let story = received().recorded_on("2021-06-30").accepted("2021-03-08");
    assert_eq!(story.deadline(RuleId::A03).status(day("2021-06-30")), Status::MetInTime);
}

/// Friday 5 February 2021: 7 (a worked Sunday), 8, 9, 10 and, after the festival, 18 February.
#[test]
fn a03_over_spring_festival_counts_the_worked_sunday() {
    is(due(&a_case().received("2021-02-05"), RuleId::A03), "2021-02-18");
}

/// Stopped on 2 March; from 10 March anew: 11, 12, 15, 16 and 17 March.
#[test]
fn a03_stands_still_for_a_correction_and_begins_anew() {
    let notice = CorrectionNotice { items: vec!["副本".into()], due_on: day("2021-03-12") };
    let asked = received().then("2021-03-02", Act::CorrectionNotice(notice));
    let a03 = asked.deadline(RuleId::A03);
    assert_eq!((a03.state, a03.due_on()), (State::Paused, None));
    assert_eq!(a03.counted, Counted::Stopped(day("2021-03-02")));
    assert_eq!(a03.status(day("2021-12-31")), Status::Paused, "never overdue while it stands still");
    let sentence = a03.explain(&asked.book).sentence;
    assert!(sentence.zh.contains("自2021-03-02起停止计算，事由结束后重新计算5个工作日"), "{}", sentence.zh);
    assert!(
        sentence.en.contains("standing still since 2021-03-02; 5 new working days begin"),
        "{}",
        sentence.en
    );
    let complete = asked.then("2021-03-10", Act::CorrectionCompletion(CorrectionCompletion {}));
    is(due(&complete, RuleId::A03), "2021-03-17");
    assert_eq!(complete.deadline(RuleId::A03).explain(&complete.book).trigger.cause.zh, "补正完成");
    // The correction restarts the receipt, not the trial: 45 days from the acceptance on 12 March.
    is(due(&complete.accepted("2021-03-12"), RuleId::A25), "2021-04-26");
}

/// Failed on Tuesday 16 March: 17, 18, 19, 22 and 23 March.
#[test]
fn a03_begins_anew_after_mediation_failed() {
    let deferral = MediationDeferral { body: "镇调委会".into() };
    let story = received().then("2021-03-02", Act::MediationDeferral(deferral));
    // The deferral ends by itself on Wednesday the 17th: 18, 19, 22, 23 and 24 March.
    assert_eq!(story.deadline(RuleId::A03).state, State::Open);
    is(due(&story, RuleId::A03), "2021-03-24");
    let failed =
        story.then("2021-03-16", Act::MediationFailure(MediationFailure { cause: FailureCause::Failed }));
    is(due(&failed, RuleId::A03), "2021-03-23");
    assert_eq!(failed.deadline(RuleId::A03).explain(&failed.book).trigger.cause.zh, "先行调解未成");
}

#[test]
fn a03_of_a_withdrawn_application_is_neither_met_nor_missed() {
    let withdraw =
        || Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let story = received().then("2021-03-02", withdraw());
    assert_eq!(story.deadline(RuleId::A03).status(day("2021-12-31")), Status::Ended);
    // Nor is it, long after the five days, when a correction notice had stopped them.
    let notice = CorrectionNotice { items: vec!["副本".into()], due_on: day("2021-03-31") };
    let story = received().then("2021-03-02", Act::CorrectionNotice(notice)).then("2021-03-30", withdraw());
    let a03 = story.deadline(RuleId::A03);
    assert_eq!((a03.status(day("2021-12-31")), a03.met), (Status::Ended, None));
}

/// Accepted on 3 March: 4, 5, 8, 9 and 10 March.
#[test]
fn a06_and_a07_five_working_days_from_acceptance() {
    let story = received().accepted("2021-03-03");
    is(due(&story, RuleId::A06), "2021-03-10");
    is(due(&story, RuleId::A07), "2021-03-10");
    let story = with_tribunal();
    assert_eq!(story.deadline(RuleId::A06).status(day("2021-12-31")), Status::MetInTime);
    assert_eq!(story.deadline(RuleId::A07).status(day("2021-12-31")), Status::MetInTime);
    let late = received().accepted("2021-03-03").tribunal("2021-03-11");
    assert_eq!(late.deadline(RuleId::A07).status(day("2021-12-31")), Status::MetLate);
    assert_eq!(late.deadline(RuleId::A06).status(day("2021-03-11")), Status::Overdue);
}

/// Served on the 4th: 5, 8-12, 15-18 March, ten working days. In calendar days it would have been the 14th.
#[test]
fn a08_ten_working_days_for_each_respondent_from_their_own_service() {
    let story = a_case()
        .with(|receipt| receipt.parties.push(an_employer(3, Side::Respondent)))
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .served("2021-03-08", Document::ApplicationCopy, &[PartyNo(3)]);
    let of = |party| {
        let deadlines = story.deadlines();
        let found = deadlines.into_iter().find(|d| d.rule.id == RuleId::A08 && d.party == Some(party));
        found.unwrap()
    };
    assert_eq!(of(EMPLOYER).due_on(), Some(day("2021-03-18")));
    assert_eq!(of(PartyNo(3)).due_on(), Some(day("2021-03-22")));
    assert_eq!(story.deadlines().iter().filter(|d| d.rule.id == RuleId::A06).count(), 2);
    assert_eq!(
        of(EMPLOYER).status(day("2021-03-19")),
        Status::Lapsed,
        "a party's own period: no fault of ours"
    );
    let defence = |on| {
        let act = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
        with_tribunal().then(on, act).deadline(RuleId::A08).status(day("2021-12-31"))
    };
    assert_eq!(defence("2021-03-18"), Status::MetInTime);
    assert_eq!(defence("2021-03-19"), Status::MetLate);
}

/// Published on 4 March 2021, served on 3 May: 6, 7, 8 (a worked Saturday), 10-14, 17 and 18 May.
#[test]
fn an_announcement_is_sent_on_its_day_and_starts_the_defence_when_it_counts() {
    let story = received().accepted("2021-03-03").announced("2021-03-04");
    assert_eq!(story.deadline(RuleId::A06).status(day("2021-12-31")), Status::MetInTime);
    let a08 = story.deadline(RuleId::A08);
    assert_eq!((a08.trigger.on, a08.due_on()), (day("2021-05-03"), Some(day("2021-05-18"))));
}

/// Monday 22 March: 19, 18, 17, 16 and 15 March lie five working days before it.
#[test]
fn a20_counts_back_from_the_day_of_the_hearing() {
    let story = scheduled();
    is(due(&story, RuleId::A20), "2021-03-15");
    assert_eq!(story.deadline(RuleId::A20).status(day("2021-12-31")), Status::MetInTime);
    let postponed = Act::HearingPostponement(HearingPostponement {
        hearing: story.hearing(),
        ground: Ground::Tribunal,
        requested_on: None,
        held_on: Some(day("2021-04-12")),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    });
    let story = story.then("2021-03-19", postponed);
    let states: Vec<_> =
        story.deadlines().iter().filter(|d| d.rule.id == RuleId::A20).map(|d| d.state).collect();
    assert_eq!(states, [State::Ended, State::Open], "another notice has to reach everyone");
    let short = with_tribunal()
        .recorded_on("2021-06-30")
        .acknowledging("notice_too_short")
        .hearing_set("2021-03-19", "2021-03-24")
        .notice_served("2021-03-19");
    assert_eq!(short.deadline(RuleId::A20).status(day("2021-12-31")), Status::MetLate);
}

/// 3 March and 45 days: 17 April, a Saturday; Monday 19 April.
#[test]
fn a25_forty_five_calendar_days_rolled_over_a_weekend() {
    let story = with_tribunal();
    is(natural(&story, RuleId::A25), "2021-04-17");
    is(due(&story, RuleId::A25), "2021-04-19");
    let withdraw =
        || Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let closed = |on| with_tribunal().then(on, withdraw());
    let status = |on| closed(on).deadline(RuleId::A25).status(day("2021-12-31"));
    assert_eq!((status("2021-04-19"), status("2021-04-20")), (Status::MetInTime, Status::MetLate));
    let in_time = |on| closed_in_time(closed(on).case(), &a_book());
    assert_eq!((in_time("2021-04-19"), in_time("2021-04-20")), (Some(true), Some(false)));
    assert_eq!(story.deadline(RuleId::A25).status(day("2021-04-20")), Status::Overdue);
    assert_eq!(closed_in_time(story.case(), &story.book), None, "still open");
}

/// 24 March to 5 April are thirteen days: 30 April.
#[test]
fn a25_leaves_out_a_suspension() {
    let story = in_deliberation().suspended("2021-03-24");
    let a25 = story.deadline(RuleId::A25);
    assert_eq!((a25.state, a25.due_on()), (State::Paused, None));
    assert_eq!(a25.explain(&story.book).stopped_on, Some(day("2021-03-24")));
    is(due(&story.resumed("2021-04-06"), RuleId::A25), "2021-04-30");
}

/// Suspended from 24 March and withdrawn on 31 May: it cannot have run out while it stood still.
#[test]
fn a_case_that_closes_while_suspended_closes_in_time() {
    let withdraw = Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let story = in_deliberation().suspended("2021-03-24").then("2021-05-31", withdraw);
    assert_eq!(story.deadline(RuleId::A25).status(day("2021-12-31")), Status::MetInTime);
}

#[test]
fn a_suspension_after_the_end_does_not_bring_the_period_back() {
    let story = in_deliberation().suspended("2021-04-20");
    is(due(&story, RuleId::A25), "2021-04-19");
    assert_eq!(story.deadline(RuleId::A25).status(day("2021-04-21")), Status::Overdue);
}

/// Published on 4 March 2021: sixty days, 4 March to 2 May, move 17 April to 16 June.
#[test]
fn a25_leaves_out_sixty_days_of_announcement_in_2021() {
    let story = received().accepted("2021-03-03").announced("2021-03-04");
    is(natural(&story, RuleId::A25), "2021-06-16");
    is(due(&story, RuleId::A25), "2021-06-16");
}

/// Published on 5 January 2022: thirty days move 18 February to 20 March, a Sunday; Monday 21 March.
#[test]
fn a25_leaves_out_thirty_days_of_announcement_since_2022() {
    let story = a_case().received("2022-01-04").accepted("2022-01-04").announced("2022-01-05");
    is(natural(&story, RuleId::A25), "2022-03-20");
    is(due(&story, RuleId::A25), "2022-03-21");
}

/// Suspended from 24 March to 5 April, announced from 29 March to 27 May: together 65 days and not 73.
/// 17 April and 65 days: Monday 21 June.
#[test]
fn overlapping_exclusions_count_once() {
    let announced = ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(Document::DecisionNotice, &[EMPLOYER])
    };
    let story = in_deliberation()
        .suspended("2021-03-24")
        .then("2021-03-29", Act::Service(announced))
        .resumed("2021-04-06");
    is(due(&story, RuleId::A25), "2021-06-21");
    let explained = story.deadline(RuleId::A25).explain(&story.book);
    assert_eq!(explained.counting.unwrap().excluded_days, 65);
}

/// Suspended on the day on which it was withdrawn, and told of the decision by announcement on that day: nothing of
/// the trial period was left to leave out.
#[test]
fn what_begins_on_the_day_of_the_closing_leaves_nothing_out() {
    let announced = ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(Document::ClosingDecision, &[EMPLOYER])
    };
    let withdraw = Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let story = in_deliberation().suspended("2021-03-24").then("2021-03-24", withdraw);
    let story = story.then("2021-03-24", Act::Service(announced));
    is(due(&story, RuleId::A25), "2021-04-19");
    let counting = story.deadline(RuleId::A25).explain(&story.book).counting.unwrap();
    assert_eq!((counting.exclusions.len(), counting.ignored_exclusions.len()), (0, 0));
}

/// Fifteen days from the unrolled 17 April: 2 May, in the holiday; Thursday 6 May.
#[test]
fn a26_is_counted_from_the_unrolled_day() {
    let story = in_deliberation().extended("2021-04-19", 15);
    is(due(&story, RuleId::A25), "2021-04-19");
    assert_eq!(story.deadline(RuleId::A25).status(day("2021-12-31")), Status::Extended);
    assert_eq!(story.deadline(RuleId::A26).trigger.on, day("2021-03-03"));
    assert_eq!(story.deadline(RuleId::A26).anchor, story.last());
    assert_eq!(story.deadline(RuleId::A26).trigger, story.deadline(RuleId::A25).trigger);
    is(natural(&story, RuleId::A26), "2021-05-02");
    is(due(&story, RuleId::A26), "2021-05-06");
    assert_eq!(story.deadline(RuleId::A26).status(day("2021-05-07")), Status::Overdue);
    let withdraw = Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let closed = story.then("2021-05-06", withdraw);
    assert_eq!(closed.deadline(RuleId::A26).status(day("2021-12-31")), Status::MetInTime);
    assert_eq!(closed_in_time(closed.case(), &closed.book), Some(true));
}

/// Amended on 30 March: 45 days from there, 14 May; what was left out and extended before is gone.
#[test]
fn a_restart_drops_earlier_exclusions_and_the_extension() {
    let amend = || {
        Act::ClaimAmendment(ClaimAmendment {
            claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 9_000)],
            filed_on: None,
            restarted: None,
        })
    };
    let story = with_tribunal()
        .suspended("2021-03-10")
        .resumed("2021-03-15")
        .extended("2021-03-16", 10)
        .then("2021-03-30", amend());
    is(due(&story, RuleId::A25), "2021-05-14");
    assert!(story.deadlines().iter().all(|d| d.rule.id != RuleId::A26));
    assert_eq!(story.deadline(RuleId::A25).explain(&story.book).trigger.cause.zh, "增加、变更仲裁请求");
    let again = story.extended("2021-05-14", 15);
    is(due(&again, RuleId::A26), "2021-05-31");
    let joined = Act::PartyJoinder(PartyJoinder { parties: vec![a_worker(3, Side::ThirdParty)] });
    is(due(&with_tribunal().then("2021-03-30", joined), RuleId::A25), "2021-05-14");
}

/// What started a deadline is said in the words of the case, not of the rule, and from the day that it was so.
#[test]
fn a_deadline_says_what_started_it_in_this_case() {
    let joined = Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(3, Side::Respondent)] });
    let filed = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    let claims = vec![a_claim(2, EMPLOYER, ClaimItem::Damages, 2_000)];
    let counterclaim = CounterclaimAcceptance { filed_on: day("2021-03-10"), claims };
    let story = with_tribunal()
        .then("2021-03-09", filed)
        .then("2021-03-12", Act::CounterclaimAcceptance(counterclaim))
        .then("2021-03-15", joined);
    let said: Vec<(&str, String, &str, Option<u32>)> = story
        .deadlines()
        .iter()
        .filter(|d| d.rule.id.code().starts_with('A'))
        .map(|d| (d.rule.id.code(), d.trigger.on.to_string(), d.cause.zh, d.party.map(|party| party.0)))
        .collect();
    let line = |id, on: &str, cause, party| (id, on.to_owned(), cause, party);
    let expected = [
        line("A03", "2021-03-01", "收件", None),
        line("A06", "2021-03-03", "受理", Some(2)),
        line("A06", "2021-03-15", "追加当事人", Some(3)),
        line("A07", "2021-03-03", "受理", None),
        line("A08", "2021-03-04", "仲裁申请书副本", Some(2)),
        line("A09", "2021-03-09", "收到答辩书", Some(2)),
        line("A12", "2021-03-10", "收到反申请", None),
        line("A25", "2021-03-15", "追加当事人", None),
    ];
    assert_eq!(said, expected);
    // The rule calls it by the same word in Chinese; its code is that of the act.
    assert_eq!(story.deadline(RuleId::A07).cause, ActKind::Acceptance.label());
}

/// Formed on 9 March and told on the 12th: told late, by the 10th it should have been.
#[test]
fn a07_is_met_by_the_notice_of_the_tribunal_and_not_by_its_forming() {
    let story = received().accepted("2021-03-03").recorded_on("2021-03-12");
    let story = story.then("2021-03-09", a_formation(a_panel(), Some("2021-03-12")));
    let a07 = story.deadline(RuleId::A07);
    assert_eq!(a07.met.map(|met| met.on), Some(day("2021-03-12")));
    assert_eq!(a07.status(day("2021-12-31")), Status::MetLate);
}

/// Taken over on 1 March, accepted on the 3rd: 45 days from the 1st, Thursday 15 April.
#[test]
fn a_case_transferred_in_runs_from_the_day_it_was_taken_over() {
    let story = a_case()
        .with(|receipt| receipt.channel = Channel::TransferredIn)
        .received("2021-03-01")
        .accepted("2021-03-03");
    is(due(&story, RuleId::A25), "2021-04-15");
}

/// Neither mediation outside nor a postponed hearing stops the clock.
#[test]
fn entrusted_mediation_does_not_stop_the_trial_period() {
    let story = with_tribunal()
        .then("2021-03-08", Act::EntrustedMediation(EntrustedMediation { body: "工会".into() }));
    let a25 = story.deadline(RuleId::A25);
    assert_eq!((a25.state, a25.due_on()), (State::Open, Some(day("2021-04-19"))));
}

/// Monday 28 December 2026: the fifth working day lies in 2027, whose calendar nobody knows yet.
#[test]
fn a_deadline_beyond_the_calendar_is_provisional() {
    assert!(a_case().received("2026-12-28").deadline(RuleId::A03).is_provisional());
    assert!(!a_case().received("2026-12-21").deadline(RuleId::A03).is_provisional());
}

/// Accepted on 13 November 2026: 17 days to the 30th and 28 of December, a Monday that is known. Fifteen more are 12
/// January 2027, of which nobody knows whether it is worked.
#[test]
fn an_extension_beyond_the_calendar_leaves_the_first_period_firm() {
    let story = a_case().received("2026-11-11").accepted("2026-11-13").tribunal("2026-11-16");
    let story = story.extended("2026-12-21", 15);
    let (a25, a26) = (story.deadline(RuleId::A25), story.deadline(RuleId::A26));
    assert_eq!((a25.due_on(), a25.is_provisional()), (Some(day("2026-12-28")), false));
    assert_eq!((a26.due_on(), a26.is_provisional()), (Some(day("2027-01-12")), true));
}

#[test]
fn before_the_case_handling_rules_nothing_is_computed() {
    let story = a_case().acknowledging("deadlines_not_computed");
    let story = story.received("2017-06-26").accepted("2017-06-28");
    assert_eq!(story.deadlines(), []);
    assert_eq!(a_case().received("2017-07-03").deadlines().len(), 1);
}

#[test]
fn the_overdue_list_is_of_what_the_office_owes() {
    let region = Region::find(REGION).unwrap();
    let owed_here = |id| rule::known_in(region).any(|rule| rule.id == id && rule.is_owed_by_office());
    let mut owed: Vec<&str> =
        rule::national().map(|rule| rule.id).filter(|id| owed_here(*id)).map(Coded::code).collect();
    owed.dedup();
    let expected = "M02 M03 M05 A01 A03 A04 A06 A07 A09 A12 A15 A20 A23 A25 A26 G02 G03 \
                    W01 W02 W03 W04 W05 W06 W07 W08 W08a W09 W12a W13 W14b W14c W17 PT1 PT2 RF1";
    assert_eq!(owed.join(" "), expected);
}

/// Every rule cites, but for what no text says (the answer to a referral is a rule of ours) and what only regions have.
/// Limitation is of the law of 2008, the rest no older than the case handling rules.
#[test]
fn every_rule_names_its_articles_and_its_dates() {
    let silent = |rule: &Rule| matches!(rule.id, RuleId::A31 | RuleId::RF1);
    for rule in rule::known_in(a_book().region) {
        let cites = !rule.articles.is_empty();
        assert_ne!(
            cites,
            silent(rule) && rule.reach == Reach::National || rule.reach == Reach::RegionsOnly,
            "{rule:?}"
        );
        let oldest = if rule.id.code().starts_with('L') && rule.id != RuleId::L05 {
            "2008-05-01"
        } else {
            "2017-07-01"
        };
        assert!(rule.effective_from >= day(oldest), "{rule:?}");
    }
}

/// The law says what a missed defence means and not what a copy served late does; that five days to answer are calendar
/// days is our choice, that a tribunal takes five working days is the statute's; that an acceptance does too, but from when
/// they run after a mediation is ours.
#[test]
fn a_rule_says_what_a_missed_one_means_and_how_sure_it_is() {
    let rule = |id| rule::in_force(id, day("2021-03-01"), a_book().region).unwrap();
    assert_eq!(rule(RuleId::A08).consequence.code, "goes_on");
    assert_eq!(rule(RuleId::A06).consequence.code, "none");
    assert_eq!((rule(RuleId::M01).basis, rule(RuleId::A07).basis), (Basis::OurChoice, Basis::Statute));
    assert_eq!(rule(RuleId::A03).basis, Basis::PartlyOurChoice);
}

/// 30 days from New Year's Day 2022 end on 31 January, the eve of the Spring Festival: an announcement counts on that
/// day, though it is off.
#[test]
fn a_term_that_is_not_rolled_ends_on_its_day() {
    assert_eq!(due_of(RuleId::S05, day("2022-01-01"), &a_book()), day("2022-01-31"));
    assert_eq!(due_of(RuleId::A25, day("2021-12-17"), &a_book()), day("2022-02-07"), "and this one is");
}

/// The versions of a rule follow each other without gap and without overlap, so each day has one.
#[test]
fn the_versions_of_a_rule_follow_each_other() {
    for (id, _) in RuleId::ROWS {
        let mut versions: Vec<&Rule> = rule::national().filter(|rule| rule.id == *id).collect();
        assert!(!versions.is_empty(), "{id:?} has no rule");
        versions.sort_by_key(|rule| rule.effective_from);
        for pair in versions.windows(2) {
            assert_eq!(
                pair[0].effective_to.and_then(|to| to.succ_opt()),
                Some(pair[1].effective_from),
                "{id:?}"
            );
        }
        assert_eq!(versions.last().and_then(|rule| rule.effective_to), None, "{id:?}");
    }
}

/// Joined on Monday 15 March: 16, 17, 18, 19 and 22 March, not five days from the acceptance.
#[test]
fn a06_of_a_respondent_who_joined_later_runs_from_the_joining() {
    let joined = Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(3, Side::Respondent)] });
    let story = with_tribunal().then("2021-03-15", joined);
    let a06 = story.deadlines().into_iter().find(|d| d.rule.id == RuleId::A06 && d.party == Some(PartyNo(3)));
    is(a06.and_then(|deadline| deadline.due_on()), "2021-03-22");
}

fn stories() -> Vec<Story> {
    vec![
        received(),
        with_tribunal(),
        in_deliberation().suspended("2021-03-24"),
        in_deliberation().suspended("2021-03-24").resumed("2021-04-06"),
        in_deliberation().extended("2021-04-19", 15),
        // The suspension begins after the end of the unextended period: it moves A26 alone.
        in_deliberation().extended("2021-04-19", 15).suspended("2021-04-26").resumed("2021-04-29"),
        in_deliberation().suspended("2021-04-20"),
        received().accepted("2021-03-03").announced("2021-03-04"),
        scheduled(),
        a_case().received("2026-12-28"),
        // One that came too late, and a period that began anew after an extension.
        in_deliberation()
            .recorded_on("2021-04-21")
            .acknowledging("extension_too_late")
            .extended("2021-04-20", 10),
        with_tribunal()
            .extended("2021-03-22", 15)
            .recorded_on("2021-03-24")
            .then("2021-03-18", joined_late()),
        received().then("2021-03-02", Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() })),
    ]
}

fn joined_late() -> Act {
    Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(3, Side::Respondent)] })
}

/// What an explanation says is enough to count again, and both languages name the days that it rests on.
fn is_counted_again(explained: &Explanation, book: &LawBook) {
    let Some(counting) = &explained.counting else { return };
    let Some(length) = counting.length.filter(|_| counting.direction == Direction::Forward) else { return };
    let left_out =
        counting.exclusions.iter().map(|it| Exclusion { from: it.from, until: it.until, cause: it.cause });
    let ignored = counting.ignored_exclusions.iter().map(|it| it.exclusion);
    let exclusions: Vec<Exclusion> = left_out.chain(ignored).collect();
    let extension = counting.extension.map(|it| Extension { approved_on: it.approved_on, days: it.days });
    let again = due_with(counting.start, length, &exclusions, extension, &book.calendar);
    assert_eq!((again.natural_on, again.due_on), (explained.natural_on, explained.due_on), "{explained:#?}");
    let days = [Some(counting.start), explained.due_on, counting.extension.map(|it| it.approved_on)];
    for on in days.into_iter().flatten().chain(exclusions.iter().map(|it| it.from)) {
        let said = [&explained.sentence.zh, &explained.sentence.en];
        assert!(said.iter().all(|text| text.contains(&on.to_string())), "{on}: {said:?}");
    }
}

#[test]
fn an_explanation_reaches_the_same_day_as_the_deadline() {
    let mut explained = 0;
    for story in stories() {
        for deadline in story.deadlines() {
            let explanation = deadline.explain(&story.book);
            assert_eq!(explanation.due_on, deadline.due_on(), "{explanation:#?}");
            assert_eq!(explanation.natural_on, deadline.natural_on(), "{explanation:#?}");
            assert_eq!(explanation.provisional, deadline.is_provisional());
            assert_eq!((explanation.rule, explanation.party), (deadline.rule.id, deadline.party));
            assert_eq!(explanation.trigger.entry, Some(deadline.trigger.by));
            is_counted_again(&explanation, &story.book);
            let sentence = &explanation.sentence;
            assert!(sentence.zh.ends_with('。') && sentence.en.ends_with('.'), "{sentence:?}");
            explained += 1;
        }
    }
    assert!(explained > 40, "{explained}");
}

#[test]
fn an_explanation_reads_as_a_clerk_would_say_it() {
    let story = received();
    let explanation = story.deadline(RuleId::A03).explain(&story.book);
    assert_eq!(
        explanation.sentence.zh,
        "受理决定（A03，《劳动争议调解仲裁法》第29条、《劳动人事争议仲裁办案规则》第30条、\
         第31条、第46条第（2）项）：收件为2021-03-01，自2021-03-01的次日起算5个工作日，跳过休息日2021-03-06、2021-03-07，于2021-03-08届满。"
    );
    assert!(
        explanation.sentence.en.ends_with(
            "Receipt of the application on 2021-03-01; counting 5 working days from the day after 2021-03-01, \
             skipping the rest days 2021-03-06, 2021-03-07, the period ends on 2021-03-08."
        ),
        "{}",
        explanation.sentence.en
    );
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["rule"], "A03");
    assert_eq!(json["articles"][0]["zh"], "《劳动争议调解仲裁法》第29条");
    assert_eq!(json["basis"], "partly_our_choice");
    assert_eq!(json["trigger"]["entry"], 1);
    assert_eq!(json["counting"]["calendar"], story.book.calendar.version());
}

fn question(rule: RuleId, trigger: &str) -> Question {
    Question { rule, trigger: day(trigger), exclusions: Vec::new(), extension: None }
}

#[test]
fn the_calculator_answers_as_a_case_would() {
    let book = a_book();
    let due = |question: &Question| explain_rule(question, &book).unwrap().due_on.unwrap().to_string();
    assert_eq!(due(&question(RuleId::A03, "2021-03-01")), "2021-03-08");
    assert_eq!(due(&question(RuleId::A20, "2021-03-22")), "2021-03-15");
    assert_eq!(due(&question(RuleId::A25, "2021-03-03")), "2021-04-19");
    assert_eq!(due(&question(RuleId::A26, "2021-03-03")), "2021-05-06", "the longest, where none is given");
    assert_eq!(due(&question(RuleId::P01, "2021-04-16")), "2021-05-06");
    let exclusion = |from, until: Option<&str>| Exclusion {
        from: day(from),
        until: until.map(day),
        cause: ExclusionCause::Suspension,
    };
    let moved = Question {
        exclusions: vec![exclusion("2021-03-24", Some("2021-04-06"))],
        extension: Some(Extension { approved_on: day("2021-04-19"), days: 5 }),
        ..question(RuleId::A26, "2021-03-03")
    };
    // 17 April, thirteen days and five: 5 May, the last of the holiday; Thursday 6 May.
    assert_eq!(due(&moved), "2021-05-06");
    let standing =
        Question { exclusions: vec![exclusion("2021-03-24", None)], ..question(RuleId::A25, "2021-03-03") };
    let answer = explain_rule(&standing, &book).unwrap();
    assert_eq!((answer.due_on, answer.stopped_on), (None, Some(day("2021-03-24"))));
    let pause = answer.counting.unwrap().paused.unwrap();
    assert_eq!((pause.days_used, pause.days_left), (20, 25), "4 to 23 March are twenty days");
}

/// Five working days from 1 March 2021 end on Monday the 8th, on which five more may be approved: 9-12 and 15 March.
#[test]
fn the_calculator_takes_an_extension_until_the_last_day() {
    let book = a_book();
    let answer = |on: &str| {
        let extension = Some(Extension { approved_on: day(on), days: 5 });
        explain_rule(&Question { extension, ..question(RuleId::M05, "2021-03-01") }, &book).unwrap()
    };
    let in_time = answer("2021-03-08");
    is(in_time.due_on, "2021-03-15");
    is(in_time.counting.unwrap().unextended.unwrap().due_on, "2021-03-08");
    let late = answer("2021-03-09");
    is(late.due_on, "2021-03-08");
    assert!(late.counting.unwrap().extension.unwrap().ignored.is_some());
}

#[test]
fn the_calculator_refuses_what_the_rule_does_not_know() {
    let book = a_book();
    let codes = |question: &Question| -> Vec<(&'static str, Option<String>)> {
        let refusal = explain_rule(question, &book).unwrap_err();
        refusal.findings.into_iter().map(|finding| (finding.code, finding.field)).collect()
    };
    let at = |field: &str| Some(field.to_owned());
    assert_eq!(codes(&question(RuleId::A03, "2017-06-30")), [("rule_not_in_force", at("/trigger"))]);
    let extension = |days| Some(Extension { approved_on: day("2021-04-19"), days });
    let exclusions =
        vec![Exclusion { from: day("2021-03-24"), until: None, cause: ExclusionCause::Suspension }];
    let both = Question { exclusions, extension: extension(5), ..question(RuleId::A08, "2021-03-04") };
    assert_eq!(codes(&both), [("not_excludable", at("/exclusions/0")), ("not_extendable", at("/extension"))]);
    // An appraisal without a suspension stops no trial period; a rule that counts back leaves nothing out.
    let appraisal = Exclusion { from: day("2021-03-24"), until: None, cause: ExclusionCause::Appraisal };
    let suspended = Exclusion { cause: ExclusionCause::Suspension, ..appraisal };
    let trial = Question { exclusions: vec![suspended, appraisal], ..question(RuleId::A25, "2021-03-03") };
    assert_eq!(codes(&trial), [("not_excludable", at("/exclusions/1"))]);
    let back = Question { exclusions: vec![suspended], ..question(RuleId::A20, "2021-03-22") };
    assert_eq!(codes(&back), [("not_excludable", at("/exclusions/0"))]);
    for days in [0, 16] {
        let long = Question { extension: extension(days), ..question(RuleId::A25, "2021-03-03") };
        assert_eq!(codes(&long), [("extension_too_long", at("/extension/days"))]);
    }
    for days in [0, 6] {
        let long = Question { extension: extension(days), ..question(RuleId::M05, "2021-04-19") };
        assert_eq!(codes(&long), [("extension_too_long", at("/extension/days"))]);
    }
}

/// LAW 43 allows fifteen days; R33 29 sets no term to correct an application.
#[test]
fn the_calculator_names_the_article_that_it_refuses_by() {
    let article = |question: &Question| {
        let refusal = explain_rule(question, &a_book()).unwrap_err();
        refusal.findings[0].article.map(|article| article.number)
    };
    let extension = Some(Extension { approved_on: day("2021-04-19"), days: 16 });
    let long = Question { extension, ..question(RuleId::A25, "2021-03-03") };
    assert_eq!(article(&long), Some("43"));
    assert_eq!(article(&question(RuleId::A02, "2021-03-03")), Some("29"));
}
