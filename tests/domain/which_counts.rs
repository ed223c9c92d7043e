//! Which of several acts a deadline goes by: the first one on its legal date, whichever was written down first. Every
//! day is worked out by hand on the calendar of 2021.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind};
use sikuai::domain::act::closing::Revocation;
use sikuai::domain::act::decision::{Award, AwardItem, Decision, Finality, Scope};
use sikuai::domain::act::filing::{CorrectionCompletion, CorrectionNotice};
use sikuai::domain::act::pause::Extension;
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind, LeavingGround, ServiceOfProcess};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State, Status};
use sikuai::domain::id::{ClaimNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_service, a_worker, day, decided, granted,
    in_deliberation, with_tribunal,
};

fn accepted() -> Story {
    a_case().received("2021-03-01").accepted("2021-03-03")
}

fn defence(kind: DefenceKind) -> Act {
    Act::Defence(Defence { party: EMPLOYER, kind })
}

fn amendment() -> Act {
    Act::ClaimAmendment(ClaimAmendment {
        claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)],
        filed_on: None,
        restarted: None,
    })
}

fn announced(document: Document) -> Act {
    Act::Service(ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(document, &[EMPLOYER])
    })
}

/// The trigger, the last day and the day on which it was met, of each deadline of a rule.
fn of_rule(story: &Story, id: RuleId) -> Vec<(String, Option<String>, Option<String>)> {
    let text = |on: chrono::NaiveDate| on.to_string();
    let shown = |d: Deadline| (text(d.trigger.on), d.due_on().map(text), d.met.map(|met| text(met.on)));
    story.deadlines().into_iter().filter(|deadline| deadline.rule.id == id).map(shown).collect()
}

fn line(trigger: &str, due: &str, met: &str) -> (String, Option<String>, Option<String>) {
    let met = (!met.is_empty()).then(|| met.to_owned());
    (trigger.to_owned(), Some(due.to_owned()), met)
}

/// Published on Thursday 4 March and handed over on the 15th: the office had done its part on the 4th, and the
/// defence runs from what counted first: 16-19, 22-26 and 29 March.
#[test]
fn a06_is_met_by_the_first_of_two_ways_and_a08_begins_with_the_first_that_counts() {
    let served = Document::ApplicationCopy;
    let story = accepted().announced("2021-03-04").served("2021-03-15", served, &[EMPLOYER]);
    assert_eq!(of_rule(&story, RuleId::A06), [line("2021-03-03", "2021-03-10", "2021-03-04")]);
    assert_eq!(of_rule(&story, RuleId::A08), [line("2021-03-15", "2021-03-29", "")]);
}

/// Left at the door on Monday 8 March it counts after three working days, on the 11th: a day after the five days, and the
/// defence runs from there: 12, 15-19 and 22-25 March.
#[test]
fn a06_is_met_when_a_copy_that_was_left_counts() {
    let left = ServiceOfProcess {
        manner: ServiceManner::Leaving,
        leaving_ground: Some(LeavingGround::Refused),
        cause: Some("拒收".into()),
        ..a_service(Document::ApplicationCopy, &[EMPLOYER])
    };
    let story = accepted().then("2021-03-08", Act::Service(left));
    assert_eq!(of_rule(&story, RuleId::A06), [line("2021-03-03", "2021-03-10", "2021-03-11")]);
    assert_eq!(of_rule(&story, RuleId::A08), [line("2021-03-11", "2021-03-25", "")]);
}

/// Revoked on Monday 8 March, to be told by the 15th; the employer was told by announcement on the 11th, which counts
/// in May. Telling it once more changes nothing.
#[test]
fn a15_is_met_when_the_office_had_told_everyone() {
    let revoked =
        accepted().then("2021-03-08", Act::Revocation(Revocation { cause: "不属于受理范围".into() }));
    let half = revoked.served("2021-03-09", Document::ClosingDecision, &[WORKER]);
    assert_eq!(of_rule(&half, RuleId::A15), [line("2021-03-08", "2021-03-15", "")]);
    let told = half.then("2021-03-11", announced(Document::ClosingDecision));
    let entry = told.last();
    let again = told.served("2021-03-18", Document::ClosingDecision, &[EMPLOYER]);
    let a15 = again.deadline(RuleId::A15);
    assert_eq!(a15.met.map(|met| (met.on, met.by)), Some((day("2021-03-11"), entry)));
    assert_eq!(a15.status(day("2021-12-31")), Status::MetInTime);
}

/// Filed on 5 March, served on the 8th: the defence to the application is there already, as it is for the hearing.
#[test]
fn a08_is_met_by_a_defence_that_came_before_the_copy() {
    let filed = accepted().then("2021-03-05", defence(DefenceKind::Filed));
    let story = filed.served("2021-03-08", Document::ApplicationCopy, &[EMPLOYER]);
    assert_eq!(of_rule(&story, RuleId::A08), [line("2021-03-08", "2021-03-22", "2021-03-05")]);
}

/// Waived on 12 March, but a defence of the 9th is written down afterwards: there was nothing left to waive.
#[test]
fn a08_is_met_by_the_first_answer_and_not_by_the_one_written_down_first() {
    let served = accepted().served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER]);
    let waived = served.then("2021-03-12", defence(DefenceKind::Waived));
    assert_eq!(waived.deadline(RuleId::A08).state, State::Waived);
    let story = waived.recorded_on("2021-03-15").then("2021-03-09", defence(DefenceKind::Filed));
    assert_eq!(of_rule(&story, RuleId::A08), [line("2021-03-04", "2021-03-18", "2021-03-09")]);
    assert_eq!(story.deadline(RuleId::A08).state, State::Met);
}

/// Amended on 12 March, handed over on the 15th and posted on the 18th: one new period, to the 29th. The defence to the
/// application does not answer it; one of 16 March does.
#[test]
fn a08_begins_once_for_an_amendment_however_often_it_is_served() {
    let copy = Document::AmendedApplicationCopy;
    let answered = with_tribunal().then("2021-03-10", defence(DefenceKind::Filed));
    let amended = answered.then("2021-03-12", amendment());
    let story = amended.served("2021-03-15", copy, &[EMPLOYER]).served("2021-03-18", copy, &[EMPLOYER]);
    let first = line("2021-03-04", "2021-03-18", "2021-03-10");
    assert_eq!(of_rule(&story, RuleId::A08), [first.clone(), line("2021-03-15", "2021-03-29", "")]);
    let story = story.recorded_on("2021-03-19").then("2021-03-16", defence(DefenceKind::Filed));
    assert_eq!(of_rule(&story, RuleId::A08), [first, line("2021-03-15", "2021-03-29", "2021-03-16")]);
}

/// A counterclaim is the applicant's to answer: its copy gives the respondents no new period (R33 36, 44).
#[test]
fn a08_does_not_begin_with_the_copy_of_a_counterclaim() {
    let claims = vec![a_claim(2, EMPLOYER, ClaimItem::Damages, 2_000)];
    let counterclaim = CounterclaimAcceptance { filed_on: day("2021-03-10"), claims };
    let story = with_tribunal().then("2021-03-11", Act::CounterclaimAcceptance(counterclaim));
    let story = story.served("2021-03-12", Document::AmendedApplicationCopy, &[WORKER, EMPLOYER]);
    assert_eq!(of_rule(&story, RuleId::A08), [line("2021-03-04", "2021-03-18", "")]);
}

/// Filed on 9 March, passed on the next day; another worker joins on the 15th, who is owed no copy by the 16th.
#[test]
fn a09_stays_met_when_another_applicant_joins() {
    let filed = with_tribunal().then("2021-03-09", defence(DefenceKind::Filed));
    let passed_on = filed.served("2021-03-10", Document::DefenceCopy, &[WORKER]);
    let joined = PartyJoinder { parties: vec![a_worker(3, Side::Applicant)] };
    let story = passed_on.then("2021-03-15", Act::PartyJoinder(joined));
    assert_eq!(of_rule(&story, RuleId::A09), [line("2021-03-09", "2021-03-16", "2021-03-10")]);
    // Given to the one who joined, too, it stays met on the day on which all who were there had it.
    let story = story.served("2021-03-22", Document::DefenceCopy, &[PartyNo(3), WORKER]);
    assert_eq!(of_rule(&story, RuleId::A09), [line("2021-03-09", "2021-03-16", "2021-03-10")]);
}

/// Who joins on the day of the defence was there on that day, and is owed a copy.
#[test]
fn a09_is_owed_to_whoever_joined_on_the_day_of_the_defence() {
    let joined = PartyJoinder { parties: vec![a_worker(3, Side::Applicant)] };
    let story = with_tribunal().then("2021-03-09", Act::PartyJoinder(joined));
    let story = story.then("2021-03-09", defence(DefenceKind::Filed));
    let half = story.served("2021-03-10", Document::DefenceCopy, &[WORKER]).served(
        "2021-03-10",
        Document::TribunalNotice,
        &[WORKER, PartyNo(3)],
    );
    assert_eq!(of_rule(&half, RuleId::A09), [line("2021-03-09", "2021-03-16", "")]);
    let story = half.served("2021-03-11", Document::DefenceCopy, &[PartyNo(3)]);
    assert_eq!(of_rule(&story, RuleId::A09), [line("2021-03-09", "2021-03-16", "2021-03-11")]);
}

/// Handed over twice on one day: the term runs from the first of the two.
#[test]
fn p03_begins_with_the_first_of_two_services_of_one_day() {
    let once = decided().served("2021-03-29", Document::AwardFinal, &[EMPLOYER]);
    let entry = once.last();
    let again = once.acknowledging("served_already");
    let twice = again.served("2021-03-29", Document::AwardFinal, &[EMPLOYER]);
    assert_eq!(twice.deadline(RuleId::P03).trigger.by, entry);
}

/// The wages are awarded in part on 23 March and that award is served on the 24th: thirty days to 23 April. The rest, on the
/// 26th, is served on Monday the 29th, from which thirty days run to 28 April.
#[test]
fn p03_begins_for_each_award_with_its_own_service() {
    let award = |scope, claim| {
        let decision = if claim == WAGES { Decision::PartlyGranted } else { Decision::Granted };
        let item = AwardItem { decision, ..granted(claim, 500, Finality::Final) };
        Act::Award(Award { scope, items: vec![item], binds: Vec::new() })
    };
    let part = a_case()
        .with(|receipt| receipt.claims.push(a_claim(2, WORKER, ClaimItem::Wages, 500)))
        .set_for_hearing()
        .notice_served("2021-03-09")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .then("2021-03-23", award(Scope::Part, WAGES));
    let of = Some(part.last());
    let served = ServiceOfProcess { of, ..a_service(Document::AwardFinal, &[EMPLOYER]) };
    let story = part
        .then("2021-03-24", Act::Service(served))
        .then("2021-03-26", award(Scope::Whole, ClaimNo(2)))
        .served("2021-03-29", Document::AwardFinal, &[EMPLOYER]);
    let own = [line("2021-03-24", "2021-04-23", ""), line("2021-03-29", "2021-04-28", "")];
    assert_eq!(of_rule(&story, RuleId::P03), own);
}

/// A second notice, of 11 March, is irregular: the one notice of the law was given on the 2nd, in time, and the five
/// days that its completion began on the 10th run on: 11, 12, 15, 16 and 17 March.
#[test]
fn a01_is_met_by_the_first_notice_when_a_second_was_given() {
    let notice = |due: &str| CorrectionNotice { items: vec!["副本".into()], due_on: day(due) };
    let completed = || Act::CorrectionCompletion(CorrectionCompletion {});
    let story =
        a_case().received("2021-03-01").then("2021-03-02", Act::CorrectionNotice(notice("2021-03-12")));
    let story =
        story.then("2021-03-10", completed()).recorded_on("2021-03-18").acknowledging("corrected_once");
    let story = story.then("2021-03-11", Act::CorrectionNotice(notice("2021-03-15")));
    let story = story.then("2021-03-15", completed());
    assert_eq!(of_rule(&story, RuleId::A01), [line("2021-03-01", "2021-03-08", "2021-03-02")]);
    assert_eq!(of_rule(&story, RuleId::A03), [line("2021-03-10", "2021-03-17", "")]);
    assert_eq!(story.deadline(RuleId::A03).cause.zh, "补正完成");
}

/// Approved on Friday 16 April, within the period that ends on Monday the 19th, and written down after one of the
/// 20th, which was too late: 60 days from 3 March are 2 May, and after Labour Day it is the 6th.
#[test]
fn a26_is_the_first_extension_by_its_day_of_approval() {
    let late = in_deliberation().recorded_on("2021-04-21").acknowledging("extension_too_late");
    let late = late.then("2021-04-20", Act::Extension(Extension { days: 5 }));
    assert_eq!(of_rule(&late, RuleId::A26), []);
    let story = late.acknowledging("extended_once").extended("2021-04-16", 15);
    let a26 = story.deadline(RuleId::A26);
    assert_eq!((a26.natural_on(), a26.due_on()), (Some(day("2021-05-02")), Some(day("2021-05-06"))));
    assert_eq!(story.deadline(RuleId::A25).state, State::Extended);
}

/// Applied for on 8 April, within the term from 29 March, and told after an application of the 30th, when it was over.
#[test]
fn p03_is_met_by_the_first_application_and_not_by_the_one_told_first() {
    let challenge = || {
        let court = "湛江市中级人民法院".into();
        Act::Challenge(Challenge {
            kind: ChallengeKind::SettingAside,
            party: EMPLOYER,
            over: None,
            award: None,
            against: Vec::new(),
            court,
        })
    };
    let served = decided().served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER]);
    let story = served.acknowledging("term_has_run_out").then("2021-04-30", challenge());
    let story = story.recorded_on("2021-05-10").then("2021-04-08", challenge());
    assert_eq!(of_rule(&story, RuleId::P03), [line("2021-03-29", "2021-04-28", "2021-04-08")]);
}
