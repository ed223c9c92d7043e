//! The dates of acts: never in the future, never before what they depend on; planned breaches are refused,
//! past ones recorded once acknowledged.

use sikuai::domain::act::Act;
use sikuai::domain::act::hearing::HearingOpening;
use sikuai::domain::act::service::{Defence, DefenceKind};
use sikuai::domain::docket::office_day;
use sikuai::domain::period::NoticeCounting;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::stage::Stage;

use crate::story::{
    EMPLOYER, WORKER, a_case, a_hearing, a_receipt, a_service, an_acceptance, day, in_deliberation,
    scheduled, with_tribunal,
};
use sikuai::domain::act::filing::Procedure;

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

#[test]
fn tomorrow_is_always_refused() {
    let receipt = || Act::Receipt(a_receipt());
    let story = a_case().recorded_on("2021-03-01");
    assert_eq!(codes(&story.refused("2021-03-02", receipt())), ["in_the_future"]);
    assert!(story.attempt(day("2021-03-01"), receipt()).is_ok());
    let story = a_case().received("2021-03-01").recorded_on("2021-03-03");
    assert_eq!(codes(&story.refused("2021-03-04", an_acceptance(Procedure::Ordinary))), ["in_the_future"]);
}

#[test]
fn the_office_day_turns_at_midnight_in_shanghai() {
    assert_eq!(office_day("2021-03-01T15:59:59Z".parse().unwrap()), day("2021-03-01"));
    assert_eq!(office_day("2021-03-01T16:00:00Z".parse().unwrap()), day("2021-03-02"));
}

#[test]
fn an_act_is_not_dated_before_what_it_depends_on() {
    let received = a_case().received("2021-03-01").recorded_on("2021-06-30");
    let refused = received.refused("2021-02-26", an_acceptance(Procedure::Ordinary));
    assert_eq!(codes(&refused), ["before_what_it_depends_on"]);
    let accepted = a_case().received("2021-03-01").accepted("2021-03-03").recorded_on("2021-06-30");
    let service = Act::Service(a_service(Document::ApplicationCopy, &[EMPLOYER]));
    assert_eq!(codes(&accepted.refused("2021-03-02", service)), ["served_before_made"]);
    let defence = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    assert_eq!(
        codes(&accepted.refused("2021-03-02", defence)),
        ["before_acceptance", "before_what_it_depends_on"]
    );
    let heard = in_deliberation().recorded_on("2021-06-30");
    assert_eq!(codes(&heard.refused("2021-03-19", a_hearing("2021-04-12"))), ["before_what_it_depends_on"]);
}

#[test]
fn what_happened_is_written_down_later_with_its_own_date() {
    let story = in_deliberation().recorded_on("2021-06-30");
    let defence = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    let story = story.then("2021-03-15", defence);
    assert_eq!(story.case().defences[0].at.on, day("2021-03-15"));
    assert_eq!(story.stage(), Stage::Deliberation);
}

/// Wednesday 24 March 2021: the fifth working day before it is 17 March.
#[test]
fn notice_of_three_days_for_a_hearing_to_come_is_refused() {
    let story = with_tribunal();
    assert_eq!(
        story.refused("2021-03-19", a_hearing("2021-03-24")),
        [("notice_too_short", "LAW 35".to_owned())]
    );
    assert_eq!(codes(&story.refused("2021-03-18", a_hearing("2021-03-24"))), ["notice_too_short"]);
    assert!(story.attempt(day("2021-03-17"), a_hearing("2021-03-24")).is_ok());
    let clear = with_tribunal().under(|book| book.notice = NoticeCounting::ClearDays);
    assert_eq!(codes(&clear.refused("2021-03-17", a_hearing("2021-03-24"))), ["notice_too_short"]);
    assert!(clear.attempt(day("2021-03-16"), a_hearing("2021-03-24")).is_ok());
}

#[test]
fn the_same_hearing_once_held_is_recorded_as_irregular() {
    let on_the_day = with_tribunal().recorded_on("2021-03-24");
    let refusal = on_the_day.attempt(day("2021-03-19"), a_hearing("2021-03-24")).unwrap_err();
    assert_eq!(refusal.severity(), Severity::Unlawful, "the day itself can still be moved");
    let after = with_tribunal().recorded_on("2021-03-25");
    let refusal = after.attempt(day("2021-03-19"), a_hearing("2021-03-24")).unwrap_err();
    assert_eq!(refusal.severity(), Severity::Irregular);
    assert_eq!(refusal.findings[0].code, "notice_too_short");
    let story = after.acknowledging("notice_too_short").hearing_set("2021-03-19", "2021-03-24");
    assert_eq!(story.stage(), Stage::Scheduled);
    assert_eq!(story.entries.last().unwrap().acknowledged, ["notice_too_short"]);
}

#[test]
fn an_acknowledgement_does_not_pass_what_the_law_forbids() {
    let story = with_tribunal().acknowledging("notice_too_short");
    assert_eq!(codes(&story.refused("2021-03-19", a_hearing("2021-03-24"))), ["notice_too_short"]);
}

#[test]
fn a_hearing_does_not_lie_before_its_notice() {
    let story = with_tribunal().recorded_on("2021-06-30");
    assert!(codes(&story.refused("2021-03-22", a_hearing("2021-03-19"))).contains(&"hearing_before_notice"));
}

/// The application was served on 4 March: the tenth working day after it is 18 March.
#[test]
fn no_hearing_while_the_period_for_the_defence_runs() {
    let story = with_tribunal();
    assert_eq!(
        story.refused("2021-03-08", a_hearing("2021-03-18")),
        [("defence_period_runs", "R33 33".to_owned())]
    );
    assert!(story.attempt(day("2021-03-08"), a_hearing("2021-03-19")).is_ok());
    let waived =
        story.then("2021-03-08", Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Waived }));
    assert!(waived.attempt(day("2021-03-08"), a_hearing("2021-03-18")).is_ok());
    let unserved = a_case().received("2021-03-01").accepted("2021-03-03").tribunal("2021-03-05");
    assert_eq!(codes(&unserved.refused("2021-03-08", a_hearing("2021-04-12"))), ["defence_period_runs"]);
}

#[test]
fn a_hearing_is_opened_on_its_day_and_without_those_who_had_notice() {
    let story = scheduled();
    let hearing = story.hearing();
    let open = |absent: &[_]| Act::HearingOpening(HearingOpening { hearing, absent: absent.to_vec() });
    assert_eq!(codes(&story.refused("2021-03-23", open(&[]))), ["not_the_day_of_the_hearing"]);
    assert!(story.attempt(day("2021-03-22"), open(&[EMPLOYER])).is_ok(), "served on 9 March, in time");
    let unserved = with_tribunal().hearing_set("2021-03-08", "2021-03-22");
    assert_eq!(
        unserved.refused("2021-03-22", open(&[EMPLOYER])),
        [("absence_without_notice", "LAW 36".to_owned())]
    );
    // The fifth working day before 22 March is the 15th: a notice served on the 16th is no lawful notice.
    let late = unserved.notice_served("2021-03-16");
    assert_eq!(codes(&late.refused("2021-03-22", open(&[WORKER]))), ["absence_without_notice"]);
}
