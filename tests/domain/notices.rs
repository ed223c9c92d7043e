//! Notice of a hearing (开庭通知): what proves it where a default rests on it, what a conversion makes of it, by hand.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion};
use sikuai::domain::act::filing::{FailureCause, Procedure};
use sikuai::domain::act::hearing::{
    Ground, HearingAdjournment, HearingNotice, HearingOpening, HearingPostponement, SHORT_NOTICE,
};
use sikuai::domain::act::pause::{EntrustedMediation, EntrustedMediationEnd, ProcedureConversion};
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::act::service_proof::ServiceProof;
use sikuai::domain::act::tribunal::{Member, Seat, TribunalChange};
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::EntryNo;
use sikuai::domain::period::NoticeCounting;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::{Document, ProofKind, ServiceManner};

use crate::story::{
    EMPLOYER, Story, WORKER, a_case, a_formation, a_hearing, a_panel, a_proof, a_service, an_acceptance, day,
    scheduled, user, with_tribunal,
};

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

/// Accepted on 1 December 2021 in the simplified procedure, before one arbitrator; the respondent answered.
fn simplified() -> Story {
    let sole = vec![Member { user: user(11), seat: Seat::Sole }];
    a_case()
        .received("2021-12-01")
        .then("2021-12-01", an_acceptance(Procedure::Simplified))
        .served("2021-12-02", Document::ApplicationCopy, &[EMPLOYER])
        .then("2021-12-02", a_formation(sole, None))
        .then("2021-12-03", Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed }))
}

fn told(story: Story, on: &str, manner: ServiceManner) -> (Story, EntryNo) {
    let of = Some(story.hearing());
    let notice = a_service(Document::HearingNotice, &[WORKER, EMPLOYER]);
    let story = story.then(on, Act::Service(ServiceOfProcess { of, manner, ..notice }));
    let service = story.last();
    (story, service)
}

fn proved(service: EntryNo, kind: ProofKind) -> Act {
    Act::ServiceProof(ServiceProof { service, parties: Vec::new(), proof: a_proof(kind) })
}

fn deemed(story: &Story) -> Act {
    Act::DeemedWithdrawal(DeemedWithdrawal {
        hearing: story.hearing(),
        conduct: Desertion::Absent,
        parties: Vec::new(),
    })
}

fn opening(story: &Story, absent: &[sikuai::domain::id::PartyNo]) -> Act {
    Act::HearingOpening(HearingOpening { hearing: story.hearing(), absent: absent.to_vec() })
}

/// R33 59: what was told by telephone or message bars nobody until it is confirmed or proved.
#[test]
fn a_notice_by_simple_means_needs_its_confirmation_before_a_default() {
    let story = simplified().hearing_set("2021-12-03", "2021-12-10");
    let (story, service) = told(story, "2021-12-03", ServiceManner::Simple);
    let barred = [("notice_not_proved", "R33 59".to_owned())];
    assert_eq!(story.refused("2021-12-10", deemed(&story)), barred);
    assert_eq!(story.refused("2021-12-10", opening(&story, &[EMPLOYER])), barred);
    assert!(story.attempt(day("2021-12-10"), opening(&story, &[])).is_ok(), "who came, came");
    let story = story.then("2021-12-10", proved(service, ProofKind::Confirmation));
    assert!(story.attempt(day("2021-12-10"), deemed(&story)).is_ok());
    assert!(story.attempt(day("2021-12-10"), opening(&story, &[EMPLOYER])).is_ok());
}

/// ADR 9: an absence needs its proof of service, whatever the manner; what has happened is recorded as irregular.
#[test]
fn a_notice_in_person_needs_its_signed_return_before_a_default() {
    let story = with_tribunal().hearing_set("2021-03-08", "2021-03-22");
    let (story, service) = told(story, "2021-03-09", ServiceManner::Direct);
    assert_eq!(story.refused("2021-03-22", deemed(&story)), [("notice_not_proved", "R33 39".to_owned())]);
    let open = opening(&story, &[EMPLOYER]);
    assert_eq!(story.refused("2021-03-22", open.clone()), [("notice_not_proved", "LAW 36".to_owned())]);
    let late = story.clone().recorded_on("2021-03-23").attempt(day("2021-03-22"), open.clone()).unwrap_err();
    assert_eq!(late.severity(), Severity::Irregular);
    let story = story.then("2021-03-22", proved(service, ProofKind::SignedReturn));
    assert!(story.attempt(day("2021-03-22"), open).is_ok());
}

/// Friday 10 December 2021: five working days back is Friday 3 December. Set on Wednesday the 8th in the simplified
/// procedure, the hearing has to be postponed once the case is converted (LAW 35, R33 38); R33 61 saves no summons.
#[test]
fn a_conversion_asks_for_the_notice_of_the_ordinary_procedure() {
    let story = simplified().acknowledging(SHORT_NOTICE).hearing_set("2021-12-08", "2021-12-10");
    assert!(story.deadlines().iter().all(|deadline| deadline.rule.id != RuleId::A20));
    let panel = TribunalChange { members: a_panel(), notified_on: None };
    let story = story
        .then("2021-12-08", Act::ProcedureConversion(ProcedureConversion {}))
        .then("2021-12-08", Act::TribunalChange(panel));
    let notice = story.deadline(RuleId::A20);
    assert_eq!((notice.due_on(), notice.state), (Some(day("2021-12-03")), State::Open));
    let told = story.clone().notice_served("2021-12-08").deadline(RuleId::A20);
    assert_eq!(told.met.unwrap().on, day("2021-12-08"), "five days late");
    assert_eq!(
        story.refused("2021-12-10", opening(&story, &[])),
        [("notice_too_short", "LAW 35".to_owned())]
    );
    // It happened: it is recorded as irregular.
    let late =
        story.clone().recorded_on("2021-12-13").attempt(day("2021-12-10"), opening(&story, &[])).unwrap_err();
    assert_eq!((late.findings[0].code, late.severity()), ("notice_too_short", Severity::Irregular));
    // Postponed to the 20th, by a notice of the 10th, it is held in order.
    let postponed = HearingPostponement {
        hearing: story.hearing(),
        ground: Ground::Tribunal,
        requested_on: None,
        held_on: Some(day("2021-12-20")),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = story.then("2021-12-10", Act::HearingPostponement(postponed));
    assert!(story.attempt(day("2021-12-20"), opening(&story, &[])).is_ok());
}

/// A hearing of which notice was early enough stays in order; and the next sitting, told in the hearing, needs none.
#[test]
fn a_conversion_leaves_timely_notice_and_further_sittings_alone() {
    let panel = || Act::TribunalChange(TribunalChange { members: a_panel(), notified_on: None });
    let converted = |story: Story, on: &str| {
        story.then(on, Act::ProcedureConversion(ProcedureConversion {})).then(on, panel())
    };
    let story = converted(simplified().hearing_set("2021-12-03", "2021-12-10"), "2021-12-08");
    assert_eq!(story.deadline(RuleId::A20).due_on(), Some(day("2021-12-03")));
    assert!(story.attempt(day("2021-12-10"), opening(&story, &[])).is_ok());

    let story = simplified().hearing_set("2021-12-03", "2021-12-10").opened("2021-12-10");
    let next = HearingAdjournment {
        hearing: story.hearing(),
        next_on: day("2021-12-14"),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = converted(story.then("2021-12-10", Act::HearingAdjournment(next)), "2021-12-13");
    assert!(
        story.deadlines().iter().all(|deadline| deadline.rule.id != RuleId::A20),
        "held, or told in the hearing"
    );
    assert!(story.attempt(day("2021-12-14"), opening(&story, &[])).is_ok());
}

/// The number of days is the rule's and the office's: the words name the day alone.
#[test]
fn the_words_of_a_short_notice_name_the_day_and_no_number() {
    // Friday 10 December: five working days back is the 3rd; with five clear days between, the 2nd.
    for (counting, latest) in
        [(NoticeCounting::Statutory, "2021-12-03"), (NoticeCounting::ClearDays, "2021-12-02")]
    {
        let story = simplified().under(|book| book.notice = counting);
        let refusal = story.attempt(day("2021-12-06"), a_hearing("2021-12-10")).unwrap_err();
        let found = &refusal.findings[0];
        assert_eq!((found.code, refusal.severity()), (SHORT_NOTICE, Severity::Warning));
        assert!(found.words.zh.contains(latest), "{}", found.words.zh);
        assert!(!found.words.zh.contains('五') && !found.words.en.contains("five"), "{:?}", found.words);
    }
    assert_eq!(
        codes(&scheduled().refused("2021-03-23", opening(&scheduled(), &[]))),
        ["not_the_day_of_the_hearing"]
    );
    assert_eq!(ServiceManner::Simple.label().code, "simple");
}

fn postponed(story: &Story, ground: Ground, requested_on: Option<&str>) -> Act {
    Act::HearingPostponement(HearingPostponement {
        hearing: story.hearing(),
        ground,
        requested_on: requested_on.map(day),
        held_on: Some(day("2021-04-06")),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    })
}

/// Monday 22 March 2021: three working days back is Wednesday the 17th (A21, R33 38). The commission decides in any case.
#[test]
fn a_party_asks_for_a_postponement_three_working_days_before() {
    let story = scheduled();
    assert!(story.attempt(day("2021-03-17"), postponed(&story, Ground::Party, None)).is_ok());
    for (on, asked) in [("2021-03-18", None), ("2021-03-22", None), ("2021-03-22", Some("2021-03-18"))] {
        let refusal = story.attempt(day(on), postponed(&story, Ground::Party, asked)).unwrap_err();
        let found = &refusal.findings[0];
        assert_eq!((found.code, refusal.severity()), ("requested_too_late", Severity::Warning));
        assert!(found.words.en.contains("2021-03-17"), "{}", found.words.en);
    }
    // Decided on the day of the hearing, asked for in time; and the tribunal's own decision.
    assert!(story.attempt(day("2021-03-22"), postponed(&story, Ground::Party, Some("2021-03-17"))).is_ok());
    assert!(story.attempt(day("2021-03-22"), postponed(&story, Ground::Tribunal, None)).is_ok());
    let ahead = postponed(&story, Ground::Party, Some("2021-03-18"));
    assert_eq!(
        codes(&story.refused("2021-03-17", ahead)),
        ["requested_after_decision", "requested_too_late"]
    );
}

/// R33 70: one after the other each has ten working days, and the trial period runs on: the office is told.
#[test]
fn a_second_entrusted_mediation_is_pointed_out() {
    let entrusted = || Act::EntrustedMediation(EntrustedMediation { body: "工会".into() });
    let failed = Act::EntrustedMediationEnd(EntrustedMediationEnd { cause: FailureCause::Failed });
    let story = with_tribunal().then("2021-03-08", entrusted()).then("2021-03-10", failed);
    let refusal = story.attempt(day("2021-03-11"), entrusted()).unwrap_err();
    assert_eq!((refusal.findings[0].code, refusal.severity()), ("entrusted_before", Severity::Warning));
}

fn set(held_on: &str, time: Option<&str>, minutes: Option<u16>) -> Act {
    let (held_on, time) = (day(held_on), time.map(str::to_owned));
    Act::HearingNotice(HearingNotice { held_on, time, minutes, room: None })
}

/// The hours are the office's, 09:00-12:00 and 14:30-17:30: no article, so that they only warn. Saturday 27 March 2021 is a
/// rest day; Sunday 25 April is worked for May Day.
#[test]
fn a_hearing_on_a_rest_day_or_outside_the_hours_is_pointed_out() {
    let story = with_tribunal();
    let odd = |held_on, time, minutes| story.attempt(day("2021-03-08"), set(held_on, Some(time), minutes));
    let found = odd("2021-03-27", "05:07", None).unwrap_err();
    assert_eq!(found.severity(), Severity::Warning);
    let both: Vec<_> = found.findings.iter().map(|it| (it.code, it.article.is_none())).collect();
    assert_eq!(both, [("hearing_on_rest_day", true), ("hearing_outside_hours", true)]);
    assert_eq!(odd("2021-03-22", "12:00", None).unwrap_err().findings[0].code, "hearing_outside_hours");
    assert!(odd("2021-03-22", "11:59", Some(60)).is_ok(), "it may take longer");
    assert!(odd("2021-03-22", "17:29", None).is_ok());
    assert!(odd("2021-04-25", "09:00", None).is_ok(), "a make-up day");
    // What was held is told as it was.
    let told =
        story.recorded_on("2021-04-01").attempt(day("2021-03-08"), set("2021-03-27", Some("05:07"), None));
    assert!(told.is_ok());
}

/// A hearing that is ahead takes a room and people from its time on; one that was held is told without.
#[test]
fn a_hearing_that_is_set_names_its_time() {
    let story = with_tribunal();
    let refusal = story.attempt(day("2021-03-08"), set("2021-03-22", None, None)).unwrap_err();
    assert_eq!(
        (refusal.findings[0].code, refusal.findings[0].field.as_deref()),
        ("time_missing", Some("/time"))
    );
    assert!(
        story
            .clone()
            .recorded_on("2021-03-23")
            .attempt(day("2021-03-08"), set("2021-03-22", None, None))
            .is_ok()
    );
    // A docket from before is read as it is.
    let mut old = story;
    old.entries.push(old.entry(day("2021-03-08"), set("2021-03-22", None, None)));
    assert_eq!(old.replayed(Reading::Replay).unwrap().hearings.len(), 1);
}
