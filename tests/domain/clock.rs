//! What is told late takes its place by its day (期限按发生之日计): restarts and extensions of the trial period, what a
//! deferral that ran out begins, the period in which a counterclaim comes. Worked out by hand on the calendar of 2021: 4 to 5
//! April and 1 to 5 May are free, Sunday 25 April and Saturday 8 May are worked.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::filing::{CorrectionNotice, FailureCause, MediationDeferral, MediationFailure};
use sikuai::domain::act::pause::{EntrustedMediation, EntrustedMediationEnd, Extension};
use sikuai::domain::act::proceeding::{
    CounterclaimRefusal, CounterclaimRefusalGround, EvidenceTerm, EvidenceTermExtension, ProceedingAct,
};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::case::TrialStart;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{State, Status, defence_due, unextended_due};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::PartyNo;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::story::{EMPLOYER, Story, WORKER, a_case, a_claim, a_service, an_employer, day, with_tribunal};

fn joinder(no: u32) -> Act {
    Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(no, Side::Respondent)] })
}

fn amendment(yuan: i64) -> Act {
    let claims = vec![a_claim(1, WORKER, ClaimItem::Wages, yuan)];
    Act::ClaimAmendment(ClaimAmendment { claims, filed_on: None, restarted: None })
}

fn starts(story: &Story) -> Vec<(NaiveDate, TrialStart)> {
    story.case().trials().map(|trial| (trial.since.on, trial.cause)).collect()
}

/// Every deadline of a rule: its start, last day and state.
fn of(story: &Story, rule: RuleId) -> Vec<(NaiveDate, Option<NaiveDate>, State)> {
    let own = story.deadlines().into_iter().filter(|deadline| deadline.rule.id == rule);
    own.map(|deadline| (deadline.trigger.on, deadline.due_on(), deadline.state)).collect()
}

/// Amended on Monday 15 March: 45 days to Thursday 29 April. That a party joined on the 10th, told on the 22nd, starts no
/// period that runs now.
#[test]
fn a_restart_that_is_told_late_takes_its_place_among_the_others() {
    let story = with_tribunal().then("2021-03-15", amendment(12_000));
    let late = story.recorded_on("2021-03-22").then("2021-03-10", joinder(3));
    let expected = [
        (day("2021-03-03"), TrialStart::Acceptance),
        (day("2021-03-10"), TrialStart::PartyJoined),
        (day("2021-03-15"), TrialStart::ClaimsAmended),
    ];
    assert_eq!(starts(&late), expected);
    assert_eq!(late.case().former_trials[0].replaced.on, day("2021-03-10"));
    assert_eq!(of(&late, RuleId::A25), [(day("2021-03-15"), Some(day("2021-04-29")), State::Open)]);
    assert_eq!(late.replayed(Reading::Replay).as_ref(), Ok(late.case()));
}

/// From 3 March the first period ends on Saturday 17 April, so on Monday the 19th; the amendment of the 21st came too late for
/// it. A party that joined on Friday the 16th had begun another in time, and that one, to Monday 31 May, had not run out.
#[test]
fn a_restart_that_is_told_late_may_show_that_no_period_was_missed() {
    let story = with_tribunal().then("2021-04-21", amendment(12_000));
    let missed = (day("2021-03-03"), Some(day("2021-04-19")), State::Missed);
    let runs = (day("2021-04-21"), Some(day("2021-06-07")), State::Open);
    assert_eq!(of(&story, RuleId::A25), [missed, runs], "5 June is a Saturday");
    let told = story.recorded_on("2021-04-22").then("2021-04-16", joinder(3));
    assert_eq!(of(&told, RuleId::A25), [runs]);
}

/// Of two amendments the later one says what the claims are, also where the earlier is told after it.
#[test]
fn an_amendment_that_is_told_late_does_not_undo_a_later_one() {
    let story = with_tribunal().then("2021-03-15", amendment(12_000));
    let late = story.recorded_on("2021-03-22").then("2021-03-10", amendment(11_000));
    assert_eq!(late.case().claimed(), a_claim(1, WORKER, ClaimItem::Wages, 12_000).amount.unwrap());
    assert_eq!(late.case().amended().map(|amended| amended.on), Some(day("2021-03-15")));
    assert_eq!(starts(&late).len(), 3);
}

/// Fifteen days approved on Tuesday 9 March belong to the period of the acceptance, which the joinder of the 10th ended:
/// that of the joinder, 45 days to Saturday 24 April and so to the worked Sunday, is not extended by it, and still can be, to
/// Sunday 9 May, which is free: Monday the 10th.
#[test]
fn an_extension_that_is_told_late_belongs_to_the_period_of_its_day() {
    let extension = || Act::Extension(Extension { days: 15 });
    let story = with_tribunal().then("2021-03-10", joinder(3));
    let told = story.recorded_on("2021-03-22").then("2021-03-09", extension());
    assert_eq!(
        told.case().former_trials[0].trial.extension.map(|it| it.approved.on),
        Some(day("2021-03-09"))
    );
    assert_eq!(of(&told, RuleId::A25), [(day("2021-03-10"), Some(day("2021-04-25")), State::Open)]);
    assert_eq!(of(&told, RuleId::A26), []);
    let again = told.then("2021-03-22", extension());
    assert_eq!(again.deadline(RuleId::A26).due_on(), Some(day("2021-05-10")));
    // A third, for a period that has one, is a second extension.
    assert_eq!(again.refused("2021-03-22", extension())[0].0, "extended_once");
}

/// Approved on Monday 22 March for the period of the acceptance, as it seemed; a party had joined on Thursday the 18th. From
/// there 45 days end on Sunday 2 May and fifteen more on Monday the 17th.
#[test]
fn a_restart_that_is_told_late_takes_the_extensions_since_along() {
    let story = with_tribunal().extended("2021-03-22", 15);
    assert_eq!(story.deadline(RuleId::A26).due_on(), Some(day("2021-05-06")), "2 May is free, to the 5th");
    let told = story.recorded_on("2021-03-24").then("2021-03-18", joinder(3));
    assert_eq!(told.case().former_trials[0].trial.extension, None);
    let a26 = told.deadline(RuleId::A26);
    assert_eq!((a26.trigger.on, a26.due_on()), (day("2021-03-18"), Some(day("2021-05-17"))));
    assert_eq!(a26.status(day("2021-05-18")), Status::Overdue);
}

/// A second extension, irregular, moved nothing; a restart told late between the two parts them, and it is the one of the
/// later period then: from Monday 15 March to Thursday 29 April, and ten days more to Sunday 9 May, so to the 10th.
#[test]
fn of_two_extensions_each_may_turn_out_to_be_the_one_of_its_period() {
    let story = with_tribunal().extended("2021-03-09", 15).acknowledging("extended_once");
    let second = story.recorded_on("2021-03-22").extended("2021-03-17", 10);
    assert_eq!(second.deadline(RuleId::A26).due_on(), Some(day("2021-05-06")));
    let parted = second.then("2021-03-15", joinder(3));
    assert!(parted.case().idle_extensions.is_empty());
    assert_eq!(parted.deadline(RuleId::A26).due_on(), Some(day("2021-05-10")));
}

fn counterclaim(by: PartyNo, filed_on: &str) -> Act {
    let claims = vec![a_claim(9, by, ClaimItem::Damages, 2_000)];
    Act::CounterclaimAcceptance(CounterclaimAcceptance { filed_on: day(filed_on), claims })
}

fn refused_as_late(filed_on: &str) -> Act {
    let (party, filed_on, ground) = (EMPLOYER, day(filed_on), CounterclaimRefusalGround::Late);
    Act::Proceeding(ProceedingAct::CounterclaimRefusal(CounterclaimRefusal { party, filed_on, ground }))
}

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

/// Served on Thursday 4 March, the first period for the defence ends on the 18th. Claims are amended on Monday the 22nd and
/// served on Friday the 26th: 29 to 31 March, 1, 2 and 6 to 9 April, and Monday the 12th (3 to 5 April are Qingming).
#[test]
fn a_counterclaim_comes_within_the_period_that_runs_on_its_day() {
    let first = with_tribunal();
    assert_eq!(codes(&first, "2021-03-19", counterclaim(EMPLOYER, "2021-03-19")), ["counterclaim_too_late"]);
    let amended = first.then("2021-03-22", amendment(12_000));
    let story = amended.clone().served("2021-03-26", Document::AmendedApplicationCopy, &[EMPLOYER]);
    let periods: Vec<_> = of(&story, RuleId::A08).into_iter().map(|(_, due, _)| due).collect();
    assert_eq!(periods, [Some(day("2021-03-18")), Some(day("2021-04-12"))]);
    for filed_on in ["2021-03-22", "2021-03-29", "2021-04-12"] {
        story.clone().then("2021-04-12", counterclaim(EMPLOYER, filed_on));
        assert_eq!(codes(&story, "2021-04-12", refused_as_late(filed_on)), ["counterclaim_in_time"]);
    }
    // The day after it, and the days between the first period and the amendment, are too late.
    for filed_on in ["2021-04-13", "2021-03-19"] {
        assert_eq!(
            codes(&story, "2021-04-13", counterclaim(EMPLOYER, filed_on)),
            ["counterclaim_too_late"],
            "{filed_on}"
        );
        story.clone().then("2021-04-13", refused_as_late(filed_on));
    }
    // The copy that starts the new period is not there yet.
    amended.then("2021-03-24", counterclaim(EMPLOYER, "2021-03-24"));
}

/// Joined on Tuesday 23 March, after the amendment, and served on Friday the 26th: it has a period of its own, to 12 April, and
/// no copy of amended claims is waited for.
#[test]
fn a_respondent_who_joined_later_has_a_period_of_its_own() {
    let story = with_tribunal().then("2021-03-22", amendment(12_000)).then("2021-03-23", joinder(3));
    let served = story.served("2021-03-26", Document::ApplicationCopy, &[PartyNo(3)]);
    served.clone().then("2021-04-12", counterclaim(PartyNo(3), "2021-04-12"));
    let late = codes(&served, "2021-04-13", counterclaim(PartyNo(3), "2021-04-13"));
    assert_eq!(late, ["counterclaim_too_late"]);
}

/// Amended on 8 and on 22 March. A copy of the 12th, written down on the 23rd, tells of the first amendment, and the defence of
/// the 15th answers it (R33 44).
#[test]
fn a_copy_that_is_told_late_tells_of_the_amendment_before_it() {
    let twice = with_tribunal().then("2021-03-08", amendment(12_000)).then("2021-03-22", amendment(13_000));
    let copy = Document::AmendedApplicationCopy;
    let told = twice.recorded_on("2021-03-23").served("2021-03-12", copy, &[EMPLOYER]);
    let defence = Defence { party: EMPLOYER, kind: DefenceKind::Filed };
    let answered = told.then("2021-03-15", Act::Defence(defence));
    let a08 = answered.deadlines().into_iter().filter(|due| due.rule.id == RuleId::A08);
    let met: Vec<_> = a08.map(|due| (due.trigger.on, due.met.map(|met| met.on))).collect();
    let on = Some(day("2021-03-15"));
    assert_eq!(met, [(day("2021-03-04"), on), (day("2021-03-12"), on)]);
}

/// Joined on 10 March and served on the 12th, ten working days to Friday the 26th; amended on the 22nd, and that copy served on
/// the 24th: 25, 26, 29, 30 and 31 March, 1, 2 and, after Tomb Sweeping, 6, 7 and 8 April (R33 36, 44).
#[test]
fn who_joined_before_an_amendment_answers_it() {
    let joined = with_tribunal().then("2021-03-10", joinder(3));
    let served = joined.served("2021-03-12", Document::ApplicationCopy, &[PartyNo(3)]);
    let amended = served.then("2021-03-22", amendment(12_000));
    let due = |story: &Story| defence_due(story.case(), PartyNo(3), day("2021-03-24"), &story.book);
    assert_eq!(due(&amended), None, "no copy of the amendment");
    let served = amended.served("2021-03-24", Document::AmendedApplicationCopy, &[PartyNo(3)]);
    assert_eq!(due(&served), Some(day("2021-04-08")));
}

/// Amended on 8 March, the copy served on the 10th, to the 24th; amended again on the 22nd, the copy served on the 24th, to
/// 8 April.
#[test]
fn each_amendment_has_a_copy_and_a_period_of_its_own() {
    let copy = Document::AmendedApplicationCopy;
    let due = |story: &Story, on: &str| defence_due(story.case(), EMPLOYER, day(on), &story.book);
    let once = with_tribunal().then("2021-03-08", amendment(12_000)).served("2021-03-10", copy, &[EMPLOYER]);
    assert_eq!(due(&once, "2021-03-22"), Some(day("2021-03-24")));
    let twice = once.then("2021-03-22", amendment(13_000));
    assert_eq!(due(&twice, "2021-03-24"), None);
    assert_eq!(due(&twice.served("2021-03-24", copy, &[EMPLOYER]), "2021-03-24"), Some(day("2021-04-08")));
}

/// From 3 March the first period ends on Saturday 17 April, so on the 19th; a joinder on the 10th began the second, to Saturday
/// 24 April, a day off before Sunday the 25th, which is worked. Sixty days of announcement from 12 March, to 11 May, are left out
/// of the second only: 11 March was its first day, 11 May is its second, so 23 June is the 45th.
#[test]
fn what_is_announced_after_a_restart_is_left_out_of_the_period_that_it_began() {
    let joined = with_tribunal().then("2021-03-10", joinder(3));
    let due = |story: &Story| -> Vec<Option<NaiveDate>> {
        let case = story.case();
        let trials = case.trials().map(|trial| unextended_due(case, trial, &story.book));
        trials.collect()
    };
    assert_eq!(due(&joined), [Some(day("2021-04-19")), Some(day("2021-04-25"))]);
    let announced = ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(Document::ApplicationCopy, &[PartyNo(3)])
    };
    let announced = joined.then("2021-03-12", Act::Service(announced));
    assert_eq!(due(&announced), [Some(day("2021-04-19")), Some(day("2021-06-23"))]);
}

fn deferred() -> Story {
    let deferral = MediationDeferral { body: "镇调委会".into() };
    a_case().received("2021-03-01").then("2021-03-02", Act::MediationDeferral(deferral))
}

fn failed(cause: FailureCause) -> Act {
    Act::MediationFailure(MediationFailure { cause })
}

fn notice() -> Act {
    Act::CorrectionNotice(CorrectionNotice { items: vec!["副本".into()], due_on: day("2021-04-30") })
}

/// Deferred on Tuesday 2 March, for fifteen days to Wednesday the 17th: 18, 19, 22, 23 and 24 March, whether or not somebody
/// says that it is over.
#[test]
fn a03_follows_a_deferral_that_ran_out_by_itself() {
    let story = deferred();
    let a03 = story.deadline(RuleId::A03);
    assert_eq!((a03.trigger.on, a03.due_on()), (day("2021-03-17"), Some(day("2021-03-24"))));
    assert_eq!(a03.status(day("2021-03-24")), Status::Open);
    assert_eq!(a03.status(day("2021-03-25")), Status::Overdue);
    let sentence = a03.explain(&story.book).sentence;
    assert!(sentence.zh.contains("先行调解期限届满（视为调解不成）为2021-03-17"), "{}", sentence.zh);
    assert!(sentence.en.contains("end of the period of mediation, which counts as failed on 2021-03-17"));
    // Told late, for whatever cause, nothing of it is another.
    for cause in [FailureCause::Lapsed, FailureCause::Failed] {
        assert_eq!(story.clone().then("2021-03-29", failed(cause)).deadline(RuleId::A03), a03);
    }
    // Failed before its end on the 10th: 11, 12, 15, 16 and 17 March.
    let earlier = story.then("2021-03-10", failed(FailureCause::Failed));
    assert_eq!(earlier.deadline(RuleId::A03).due_on(), Some(day("2021-03-17")));
}

/// Closed on Wednesday 17 March, the last day of the deferral, or before, the case never went on; closed on the 18th, it had
/// gone on for a day, and could have until the 24th.
#[test]
fn a03_does_not_follow_a_deferral_in_which_the_case_was_closed() {
    let withdrawal = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() };
    let a03 = |on: &str| {
        let found = deferred().then(on, Act::Withdrawal(withdrawal.clone())).deadline(RuleId::A03);
        (found.trigger.on, found.due_on(), found.state)
    };
    for on in ["2021-03-16", "2021-03-17"] {
        assert_eq!(a03(on), (day("2021-03-01"), None, State::Ended), "{on}");
    }
    assert_eq!(a03("2021-03-18"), (day("2021-03-17"), Some(day("2021-03-24")), State::Ended));
}

/// Deferred on the 9th, a day after the five days had run out: that stays missed, and five days follow the deferral, to
/// Wednesday 24 March, from there: 25, 26, 29, 30 and 31 March.
#[test]
fn a_deferral_that_came_too_late_runs_out_too() {
    let deferral = Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() });
    let story = a_case().received("2021-03-01").then("2021-03-09", deferral);
    let missed = (day("2021-03-01"), Some(day("2021-03-08")), State::Missed);
    let runs = (day("2021-03-24"), Some(day("2021-03-31")), State::Open);
    assert_eq!(of(&story, RuleId::A03), [missed, runs]);
    // What is missing is asked for too late, whatever the deferral.
    let asked = story.then("2021-03-16", failed(FailureCause::Failed)).then("2021-03-17", notice());
    let a01 = asked.deadline(RuleId::A01);
    assert_eq!((a01.due_on(), a01.status(day("2021-03-17"))), (Some(day("2021-03-08")), Status::MetLate));
}

/// Failed on Tuesday 16 March: corrections may be asked for on the 17th, 18th, 19th, 22nd and 23rd.
#[test]
fn corrections_are_asked_for_within_five_days_of_the_end_of_a_deferral() {
    let story = deferred().then("2021-03-16", failed(FailureCause::Failed));
    let a01 = |on: &str| story.clone().then(on, notice()).deadline(RuleId::A01);
    let in_time = a01("2021-03-23");
    assert_eq!((in_time.trigger.on, in_time.due_on()), (day("2021-03-16"), Some(day("2021-03-23"))));
    assert_eq!(in_time.status(day("2021-12-31")), Status::MetInTime);
    assert_eq!(in_time.cause.zh, "先行调解未成");
    assert_eq!(a01("2021-03-24").status(day("2021-12-31")), Status::MetLate);
    // Without a deferral it is the receipt that counts: 2 to 5 and 8 March.
    let plain = a_case().received("2021-03-01").then("2021-03-09", notice()).deadline(RuleId::A01);
    assert_eq!((plain.due_on(), plain.cause.zh), (Some(day("2021-03-08")), "收件"));
}

/// Entrusted on Monday 8 March, ten working days to Monday the 22nd: then it is over, and the hearing is held.
#[test]
fn an_entrusted_mediation_that_ran_out_is_over_and_nobody_is_late() {
    let entrusted = EntrustedMediation { body: "街道调委会".into() };
    let story = with_tribunal().then("2021-03-08", Act::EntrustedMediation(entrusted));
    let a24 = story.deadline(RuleId::A24);
    assert_eq!(a24.status(day("2021-03-22")), Status::Open);
    assert_eq!(a24.status(day("2021-03-23")), Status::Lapsed);
    assert!(!a24.rule.is_owed_by_office());
    let end = |cause| Act::EntrustedMediationEnd(EntrustedMediationEnd { cause });
    let lapsed = story.clone().then("2021-03-29", end(FailureCause::Lapsed)).deadline(RuleId::A24);
    assert_eq!(lapsed.met.map(|met| met.on), Some(day("2021-03-22")));
    assert_eq!(lapsed.status(day("2021-03-29")), Status::MetInTime);
    // Called off on the 29th, it had gone on for a week too long.
    let off = story.then("2021-03-29", end(FailureCause::Failed)).deadline(RuleId::A24);
    assert_eq!(off.status(day("2021-03-29")), Status::MetLate);
}

/// From 3 March, 45 days to Saturday 17 April; fifteen more, approved on Monday 19 April, to Sunday 2 May, free to the 5th. One
/// that was approved on the 20th came too late.
#[test]
fn an_extension_explains_itself_from_what_began_the_period() {
    let story = with_tribunal().extended("2021-04-19", 15);
    let said = story.deadline(RuleId::A26).explain(&story.book).sentence;
    let zh = "受理为2021-03-03，自2021-03-03的次日起算45日，2021-04-19批准延期15日";
    assert!(said.zh.contains(zh), "{}", said.zh);
    assert!(said.zh.contains("于2021-05-06届满"), "{}", said.zh);
    assert!(said.en.contains("extended by 15 days on approval of 2021-04-19"), "{}", said.en);
    let late = with_tribunal().recorded_on("2021-04-21").acknowledging("extension_too_late");
    let late = late.extended("2021-04-20", 10);
    let a25 = late.deadline(RuleId::A25).explain(&late.book);
    assert_eq!(a25.due_on, Some(day("2021-04-19")));
    assert!(a25.sentence.zh.contains("2021-04-20批准的延期10日因期限届满后发生不计"), "{}", a25.sentence.zh);
    assert!(a25.sentence.en.contains("not counted (after the limit had passed)"), "{}", a25.sentence.en);
}

/// Set on 8 March until Friday the 12th, then extended to Saturday the 20th, and so to Monday the 22nd.
#[test]
fn a_term_for_evidence_that_was_extended_says_so() {
    let set = EvidenceTerm { due_on: day("2021-03-12"), party: None };
    let story = with_tribunal().then("2021-03-08", Act::Proceeding(ProceedingAct::EvidenceTerm(set)));
    let first = story.deadline(RuleId::A13).explain(&story.book).sentence;
    assert!(first.zh.contains("指定举证期限为2021-03-08"), "{}", first.zh);
    let longer = EvidenceTermExtension { term: story.last(), due_on: day("2021-03-20") };
    let longer = Act::Proceeding(ProceedingAct::EvidenceTermExtension(longer));
    let story = story.then("2021-03-11", longer);
    let a13 = story.deadline(RuleId::A13);
    assert_eq!(a13.due_on(), Some(day("2021-03-22")));
    let said = a13.explain(&story.book).sentence;
    assert!(said.zh.contains("指定举证期限（后经延长）为2021-03-08"), "{}", said.zh);
    assert!(said.zh.contains("指定的2021-03-20止"), "{}", said.zh);
    assert!(
        said.en.contains("the term for evidence, extended since it was set on 2021-03-08"),
        "{}",
        said.en
    );
}
