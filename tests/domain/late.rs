//! Late, irregular or written down late: recorded and seen, never hidden (law notes §3.1, refuse or record). Every
//! day is worked out by hand on the calendar of 2021.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind};
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion, Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Award, Finality, Scope};
use sikuai::domain::act::filing::{
    CorrectionCompletion, CorrectionNotice, FailureCause, MediationDeferral, MediationFailure, Prior,
};
use sikuai::domain::act::hearing::{HearingOpening, HearingReopening};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::pause::{EntrustedMediation, EntrustedMediationEnd};
use sikuai::domain::act::restart::{ClaimAmendment, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::case::HearingState;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State, Status, closed_in_time, deadlines};
use sikuai::domain::docket::{Place, stood_on};
use sikuai::domain::id::{ClaimNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, ServiceManner};
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, REGION, Story, WAGES, WORKER, a_case, a_claim, a_hearing, a_service, an_employer, case_id, day,
    granted, in_deliberation, scheduled, with_tribunal,
};

fn received() -> Story {
    a_case().received("2021-03-01")
}

fn notice() -> Act {
    Act::CorrectionNotice(CorrectionNotice { items: vec!["副本".into()], due_on: day("2021-03-31") })
}

fn complete() -> Act {
    Act::CorrectionCompletion(CorrectionCompletion {})
}

fn deferral() -> Act {
    Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() })
}

fn failure() -> Act {
    Act::MediationFailure(MediationFailure { cause: FailureCause::Failed })
}

fn joinder() -> Act {
    Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(3, Side::Respondent)] })
}

fn withdrawal() -> Act {
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() })
}

/// State and last day of each deadline of a rule, in their order.
fn all(story: &Story, id: RuleId) -> Vec<(State, Option<String>)> {
    let of_rule = |deadline: &Deadline| deadline.rule.id == id;
    let shown = |d: Deadline| (d.state, d.due_on().map(|due| due.to_string()));
    story.deadlines().into_iter().filter(of_rule).map(shown).collect()
}

fn is(state: State, due_on: &str) -> (State, Option<String>) {
    (state, Some(due_on.to_owned()))
}

/// The five days of 1 March end on the 8th; completed on 12 March, five new ones end on the 19th.
#[test]
fn a_correction_notice_after_the_five_days_does_not_undo_that_they_ran_out() {
    let late = received().then("2021-03-09", notice());
    assert_eq!(all(&late, RuleId::A03), [is(State::Missed, "2021-03-08")]);
    assert_eq!(late.deadline(RuleId::A03).status(day("2021-03-10")), Status::Missed);
    assert_eq!(late.deadline(RuleId::A03).met.map(|by| by.on), Some(day("2021-03-09")));
    assert_eq!(late.deadline(RuleId::A03).cause.zh, "收件");
    let anew = late.then("2021-03-12", complete());
    assert_eq!(all(&anew, RuleId::A03), [is(State::Missed, "2021-03-08"), is(State::Open, "2021-03-19")]);

    let in_time = received().then("2021-03-08", notice());
    assert_eq!(all(&in_time, RuleId::A03), [(State::Paused, None)]);
    let anew = in_time.then("2021-03-12", complete());
    assert_eq!(all(&anew, RuleId::A03), [is(State::Open, "2021-03-19")]);
}

/// Deferred on 9 March, a day late; failed on 16 March: five new days to the 23rd.
#[test]
fn a_deferral_after_the_five_days_does_not_undo_it_either() {
    let story = received().then("2021-03-09", deferral()).then("2021-03-16", failure());
    assert_eq!(all(&story, RuleId::A03), [is(State::Missed, "2021-03-08"), is(State::Open, "2021-03-23")]);
}

/// Fifteen days from 2 March: the 17th, a Wednesday.
#[test]
fn mediation_before_acceptance_that_runs_out_is_seen() {
    let story = received().then("2021-03-02", deferral());
    let status = |story: &Story, on| story.deadline(RuleId::M03).status(day(on));
    assert_eq!(all(&story, RuleId::M03), [is(State::Open, "2021-03-17")]);
    assert_eq!(status(&story, "2021-03-17"), Status::Open);
    assert_eq!(status(&story, "2021-03-18"), Status::Overdue);
    let failed = |on| story.clone().then(on, failure());
    assert_eq!(status(&failed("2021-03-17"), "2021-12-31"), Status::MetInTime);
    assert_eq!(status(&failed("2021-03-18"), "2021-12-31"), Status::MetLate);
    let withdrawn = story.clone().then("2021-03-05", withdrawal());
    assert_eq!(status(&withdrawn, "2021-12-31"), Status::Ended);
}

/// Ten working days from Monday 8 March: the 22nd.
#[test]
fn an_entrusted_mediation_that_runs_out_is_seen() {
    let entrusted = Act::EntrustedMediation(EntrustedMediation { body: "县总工会".into() });
    let story = with_tribunal().then("2021-03-08", entrusted);
    assert_eq!(all(&story, RuleId::A24), [is(State::Open, "2021-03-22")]);
    assert_eq!(story.deadline(RuleId::A24).status(day("2021-03-23")), Status::Lapsed);
    let end = EntrustedMediationEnd { cause: FailureCause::Failed };
    let ended = story.clone().then("2021-03-22", Act::EntrustedMediationEnd(end));
    assert_eq!(ended.deadline(RuleId::A24).status(day("2021-12-31")), Status::MetInTime);
    let settled = story.mediation_document("2021-03-19").signed("2021-03-23", &[WORKER, EMPLOYER]);
    assert_eq!(settled.deadline(RuleId::A24).status(day("2021-12-31")), Status::MetLate);
}

/// Accepted on 3 March, the trial period ends on 19 April. A joinder on the 20th starts 45 days, to 4 June.
#[test]
fn a_restart_after_the_trial_period_does_not_undo_that_it_ran_out() {
    let late = with_tribunal().then("2021-04-20", joinder());
    assert_eq!(all(&late, RuleId::A25), [is(State::Missed, "2021-04-19"), is(State::Open, "2021-06-04")]);
    let closed = late.then("2021-05-10", withdrawal());
    assert_eq!(closed_in_time(closed.case(), &closed.book), Some(false));

    let in_time = with_tribunal().then("2021-04-19", joinder());
    assert_eq!(all(&in_time, RuleId::A25), [is(State::Open, "2021-06-03")]);
    let closed = in_time.then("2021-05-10", withdrawal());
    assert_eq!(closed_in_time(closed.case(), &closed.book), Some(true));
}

/// Extended by 15 days to 2 May, which is rolled over Labour Day to the 6th: a joinder on the 7th came too late.
#[test]
fn an_extended_trial_period_that_ran_out_before_a_restart_stays_on_record() {
    let late = with_tribunal().extended("2021-04-15", 15).then("2021-05-07", joinder());
    assert_eq!(all(&late, RuleId::A26), [is(State::Missed, "2021-05-06")]);
    assert_eq!(all(&late, RuleId::A25), [is(State::Extended, "2021-04-19"), is(State::Open, "2021-06-21")]);
}

#[test]
fn a_signature_is_written_down_after_the_hearing_that_followed_it() {
    let story = with_tribunal()
        .mediation_document("2021-03-10")
        .hearing_set("2021-03-11", "2021-03-22")
        .notice_served("2021-03-12")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .recorded_on("2021-03-24")
        .signed("2021-03-12", &[WORKER]);
    let document = story.case().mediation_papers[0].made.by;
    let signs = |on| {
        let act = sikuai::domain::act::decision::MediationSignature { document, parties: vec![EMPLOYER] };
        story.attempt(day(on), Act::MediationSignature(act))
    };
    // Signed by all on the 15th it would have closed the case: there could have been no hearing on the 22nd.
    let codes = |refusal: sikuai::domain::refusal::Refusal| refusal.findings[0].code;
    assert_eq!(signs("2021-03-15").map_err(codes).err(), Some("before_what_it_depends_on"));
    let closed = signs("2021-03-23").unwrap();
    assert_eq!(closed.closing.map(|c| (c.manner, c.at.on)), Some((Manner::Mediated, day("2021-03-23"))));
}

/// Heard on 22 March, reopened on the 24th, closed again on the 25th: a partial award of the 23rd is written down then.
#[test]
fn a_partial_award_is_written_down_after_the_hearing_was_reopened() {
    let mut story = a_case().with(|receipt| {
        receipt.claims.push(a_claim(2, WORKER, ClaimItem::Wages, 500));
    });
    story = story
        .set_for_hearing()
        .notice_served("2021-03-09")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .then("2021-03-24", Act::HearingReopening(HearingReopening {}))
        .hearing_closed("2021-03-25")
        .recorded_on("2021-03-26");
    let award = |scope| {
        Act::Award(Award { scope, items: vec![granted(WAGES, 10_000, Finality::Final)], binds: Vec::new() })
    };
    let codes = |found: Vec<(&'static str, String)>| found.into_iter().map(|f| f.0).collect::<Vec<_>>();
    assert!(codes(story.refused("2021-03-19", award(Scope::Part))).contains(&"awarded_before_heard"));
    assert!(codes(story.refused("2021-03-23", award(Scope::Whole))).contains(&"before_what_it_depends_on"));
    let part = story.then("2021-03-23", award(Scope::Part));
    assert_eq!((part.stage(), part.case().awards[0].made.on), (Stage::Deliberation, day("2021-03-23")));
    assert_eq!(part.case().claim(ClaimNo(2)).map(|claim| claim.no), Some(ClaimNo(2)));
}

#[test]
fn a_second_correction_notice_is_refused_today_and_recorded_once_it_has_happened_without_stopping_anything() {
    let once = received().then("2021-03-02", notice()).then("2021-03-04", complete());
    assert_eq!(once.refused("2021-03-05", notice()), [("corrected_once", "R33 29".to_owned())]);
    let twice = once.recorded_on("2021-03-15").acknowledging("corrected_once").then("2021-03-05", notice());
    assert_eq!(twice.stage(), Stage::Correction);
    // Five days from 4 March: 5, 8, 9, 10, 11.
    assert_eq!(all(&twice, RuleId::A03), [is(State::Open, "2021-03-11")]);
    let completed = twice.then("2021-03-08", complete());
    assert_eq!(all(&completed, RuleId::A03), [is(State::Open, "2021-03-11")]);
}

#[test]
fn a_second_deferral_that_happened_stops_nothing() {
    let once = received().then("2021-03-02", deferral()).then("2021-03-04", failure());
    let twice = once.recorded_on("2021-03-15").acknowledging("deferred_once").then("2021-03-05", deferral());
    assert_eq!(all(&twice, RuleId::A03), [is(State::Open, "2021-03-11")]);
    assert_eq!(all(&twice, RuleId::M03), [is(State::Met, "2021-03-17"), is(State::Open, "2021-03-22")]);
}

/// The trial period ends on 19 April.
#[test]
fn an_extension_approved_too_late_is_recorded_and_moves_nothing() {
    let story = with_tribunal();
    let late = Act::Extension(sikuai::domain::act::pause::Extension { days: 10 });
    assert_eq!(story.refused("2021-04-20", late), [("extension_too_late", "R33 45".to_owned())]);
    let recorded =
        story.recorded_on("2021-05-10").acknowledging("extension_too_late").extended("2021-04-20", 10);
    assert_eq!(all(&recorded, RuleId::A25), [is(State::Open, "2021-04-19")]);
    assert_eq!(all(&recorded, RuleId::A26), []);
}

#[test]
fn a_second_extension_leaves_the_first_as_it_is() {
    let story = with_tribunal().extended("2021-04-12", 5).recorded_on("2021-05-10");
    let twice = story.acknowledging("extended_once").extended("2021-04-15", 15);
    // 17 April and five days: the 22nd.
    assert_eq!(all(&twice, RuleId::A26), [is(State::Open, "2021-04-22")]);
}

#[test]
fn a_case_deemed_withdrawn_without_proof_of_notice_is_recorded_as_irregular() {
    let story = with_tribunal().hearing_set("2021-03-08", "2021-03-22").recorded_on("2021-04-30");
    let act = || {
        Act::DeemedWithdrawal(DeemedWithdrawal {
            hearing: story.hearing(),
            conduct: Desertion::Absent,
            parties: Vec::new(),
        })
    };
    assert_eq!(story.refused("2021-03-22", act()), [("notice_not_proved", "R33 39".to_owned())]);
    let recorded = story.clone().acknowledging("notice_not_proved").then("2021-03-22", act());
    assert_eq!(recorded.case().closing.map(|closing| closing.manner), Some(Manner::DeemedWithdrawn));
}

#[test]
fn an_acceptance_that_should_not_have_been_is_recorded_as_irregular() {
    let prior = Prior { case: case_id(), manner: Some(Manner::DeemedWithdrawn), barred: None };
    let story = a_case().with(|receipt| receipt.prior = Some(prior)).received("2021-03-01");
    assert_eq!(story.obstacles("2021-03-03", ActKind::Acceptance), ["deemed_withdrawn_before"]);
    let recorded = story.recorded_on("2021-04-30").acknowledging("deemed_withdrawn_before");
    assert_eq!(recorded.accepted("2021-03-03").stage(), Stage::Accepted);
}

/// Amended on 15 March, joined by another respondent on the 16th: the first one's new period is not forgotten.
#[test]
fn a_joinder_does_not_hide_the_period_that_amended_claims_gave() {
    let claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)];
    let story = with_tribunal()
        .then("2021-03-10", Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed }))
        .then("2021-03-15", Act::ClaimAmendment(ClaimAmendment { claims, filed_on: None, restarted: None }))
        .then("2021-03-16", joinder())
        .served("2021-03-16", Document::ApplicationCopy, &[PartyNo(3)]);
    let refusal = story.attempt(day("2021-03-17"), a_hearing("2021-04-12")).unwrap_err();
    assert_eq!(refusal.findings.len(), 1, "the one who joined has the claims as amended: {refusal:#?}");
    assert!(refusal.findings[0].words.zh.contains("第2号被申请人"), "{refusal:#?}");
    assert!(refusal.findings[0].words.zh.contains("变更"), "{refusal:#?}");
    let story = story.served("2021-03-17", Document::AmendedApplicationCopy, &[EMPLOYER]);
    assert_eq!(story.hearing_set("2021-03-18", "2021-04-12").stage(), Stage::Scheduled);
}

#[test]
fn who_stayed_away_is_remembered_when_a_hearing_is_closed_and_reopened() {
    let story = scheduled();
    let opening = HearingOpening { hearing: story.hearing(), absent: vec![EMPLOYER] };
    let story = story.then("2021-03-22", Act::HearingOpening(opening)).hearing_closed("2021-03-22");
    let absent = |story: &Story| match &story.case().hearings[0].state {
        HearingState::Open { absent, .. } | HearingState::Closed { absent, .. } => absent.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(absent(&story), [EMPLOYER]);
    let reopened = story.then("2021-03-24", Act::HearingReopening(HearingReopening {}));
    assert_eq!(absent(&reopened), [EMPLOYER]);
}

#[test]
fn a_missing_respondent_is_no_case_for_the_simplified_procedure() {
    let story = received().accepted_simplified("2021-03-03");
    let announced = ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(Document::ApplicationCopy, &[EMPLOYER])
    };
    let found = story.refused("2021-03-04", Act::Service(announced));
    assert_eq!(found, [("simplified_barred", "R33 57".to_owned())]);
}

#[test]
fn what_stands_in_the_way_is_said_before_anything_is_filled_in() {
    let story = with_tribunal();
    assert_eq!(story.obstacles("2021-04-19", ActKind::Extension), [""; 0]);
    assert_eq!(story.obstacles("2021-04-20", ActKind::Extension), ["extension_too_late"]);
    let extended = story.clone().extended("2021-04-15", 5);
    assert_eq!(extended.obstacles("2021-04-16", ActKind::Extension), ["extended_once"]);
    assert_eq!(story.obstacles("2021-03-10", ActKind::ProcedureConversion), ["not_simplified"]);
    assert_eq!(story.obstacles("2021-03-10", ActKind::RecusalDecision), ["no_open_request"]);
    assert_eq!(story.obstacles("2021-03-10", ActKind::MediationSignature), ["document_is_settled"]);
    assert_eq!(story.obstacles("2021-04-19", ActKind::Termination), ["not_overdue"]);
    assert_eq!(story.obstacles("2021-04-20", ActKind::Termination), [""; 0]);
    assert_eq!(story.obstacles("2021-03-10", ActKind::Award), ["stage_does_not_allow"]);
    assert_eq!(in_deliberation().obstacles("2021-03-23", ActKind::Award), ["discussion_missing"]);
    let asked = received().then("2021-03-02", notice());
    assert_eq!(asked.obstacles("2021-03-31", ActKind::CorrectionLapse), ["correction_term_runs"]);
    let again = asked.then("2021-03-04", complete());
    assert_eq!(again.obstacles("2021-03-05", ActKind::CorrectionNotice), ["corrected_once"]);
}

/// Accepted on 3 March, served on the 4th, tribunal on the 5th, notice of the hearing on the 8th.
#[test]
fn a_past_day_is_asked_by_what_had_happened_by_then() {
    let story = scheduled().suspended("2021-03-12");
    let place = Place { id: case_id(), region: REGION };
    let on = |date: &str| stood_on(&story.entries, place, &story.book, day(date));
    assert_eq!(on("2021-02-28"), None, "before the receipt");
    let fourth = on("2021-03-04").unwrap();
    assert_eq!((fourth.stage, fourth.tribunal.is_none()), (Stage::Accepted, true));
    let states: Vec<(RuleId, Status)> = deadlines(&fourth, &story.book)
        .iter()
        .map(|deadline| (deadline.rule.id, deadline.status(day("2021-03-04"))))
        .collect();
    let expected = [
        (RuleId::A03, Status::MetInTime),
        (RuleId::A06, Status::MetInTime),
        (RuleId::A07, Status::Open),
        (RuleId::A08, Status::Open),
        (RuleId::A25, Status::Open),
    ];
    assert_eq!(states, expected);
    assert_eq!(on("2021-03-11").unwrap().stage, Stage::Scheduled);
    assert_eq!(on("2021-03-12").as_ref(), Some(story.case()));
}

/// What leans on something that had not happened by then is left out with it: a discussion dated before the hearing.
#[test]
fn what_leans_on_a_later_act_is_left_out_of_a_past_day() {
    let story = in_deliberation().discussed("2021-03-20");
    let place = Place { id: case_id(), region: REGION };
    let then = stood_on(&story.entries, place, &story.book, day("2021-03-20")).unwrap();
    assert_eq!((then.stage, then.discussions.len()), (Stage::Scheduled, 0));
}

/// Accepted on 3 March and never served; the tribunal never formed: both were due on the 10th. Closed on the 9th they
/// fall away, closed on the 11th they had run out.
#[test]
fn a_closing_does_not_undo_what_had_run_out_before_it() {
    let story = received().accepted("2021-03-03");
    let states = |on: &str| {
        let closed = story.clone().then(on, withdrawal());
        (closed.deadline(RuleId::A06).state, closed.deadline(RuleId::A07).state)
    };
    assert_eq!(states("2021-03-10"), (State::Ended, State::Ended));
    assert_eq!(states("2021-03-11"), (State::Missed, State::Missed));
    let undecided = received().then("2021-03-09", withdrawal());
    assert_eq!(undecided.deadline(RuleId::A03).status(day("2021-12-31")), Status::Missed);
    // A party's own period lapsed; that is no fault of the office.
    let lapsed = with_tribunal().then("2021-03-19", withdrawal());
    assert_eq!(lapsed.deadline(RuleId::A08).status(day("2021-12-31")), Status::Lapsed);
}

fn challenge(over: Option<Finality>) -> Act {
    Act::Challenge(Challenge {
        kind: ChallengeKind::Suit,
        party: WORKER,
        over,
        award: None,
        against: Vec::new(),
        court: "徐闻县人民法院".into(),
    })
}

/// A final award of wages and one that is not: two documents with two terms, both from 29 March to 13 April.
fn mixed() -> Story {
    let claim = a_claim(2, WORKER, ClaimItem::Reinstatement, 0);
    let items = vec![granted(WAGES, 10_000, Finality::Final), granted(ClaimNo(2), 0, Finality::NonFinal)];
    a_case()
        .with(|receipt| receipt.claims.push(claim))
        .set_for_hearing()
        .notice_served("2021-03-09")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .awarded("2021-03-26", items)
        .served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER])
        .served("2021-03-29", Document::AwardNonFinal, &[WORKER, EMPLOYER])
}

#[test]
fn a_suit_over_one_award_does_not_use_the_term_of_the_other() {
    let story = mixed();
    assert_eq!(story.refused("2021-04-06", challenge(None)), [("award_not_named", String::new())]);
    let sued = story.then("2021-04-06", challenge(Some(Finality::NonFinal)));
    let of_worker = |id: RuleId| {
        let found =
            sued.deadlines().into_iter().find(|d| d.rule.id == id && d.party == Some(WORKER)).unwrap();
        found.state
    };
    assert_eq!((of_worker(RuleId::P01), of_worker(RuleId::P02)), (State::Met, State::Open));
}

/// The term ended on Tuesday 13 April.
#[test]
fn a_suit_after_the_term_is_recorded_once_that_is_acknowledged() {
    let suit = || challenge(Some(Finality::Final));
    let found = mixed().refused("2021-04-14", suit());
    assert_eq!(found, [("term_has_run_out", "LAW 48".to_owned())]);
    assert_eq!(mixed().then("2021-04-13", suit()).stage(), Stage::Challenged);
    let late = mixed().acknowledging("term_has_run_out").then("2021-04-14", suit());
    assert_eq!(late.stage(), Stage::Challenged);
}

/// The trial period runs to Monday 19 April: on the 20th nobody extends it any more, and what was approved on that day all the
/// same is written down on another. A stage, and a period that does not run, nobody gets round.
#[test]
fn what_can_be_written_down_later_is_told_from_what_cannot() {
    let story = with_tribunal();
    let both = |on| (story.obstacles(on, ActKind::Extension), story.irregularities(on, ActKind::Extension));
    assert_eq!(both("2021-04-19"), (vec![], vec![]));
    assert_eq!(both("2021-04-20"), (vec!["extension_too_late"], vec!["extension_too_late"]));
    let suspended = story.suspended("2021-03-12");
    assert_eq!(suspended.obstacles("2021-03-15", ActKind::Extension), ["period_does_not_run"]);
    assert_eq!(suspended.irregularities("2021-03-15", ActKind::Extension), [""; 0]);
    assert_eq!(suspended.irregularities("2021-03-15", ActKind::Award), [""; 0]);
}
