//! Notice of a hearing and of the tribunal counts when it has reached the last of those whom it is for (LAW 32, 35, R33 37, 38;
//! ADR 0009); a hearing that is set while its case is suspended is put off. By hand, on the calendar of March 2021: of a
//! hearing on Monday the 22nd the fifth working day before is Monday the 15th.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::Finality;
use sikuai::domain::act::hearing::{
    Ground, HearingAdjournment, HearingNotice, HearingOpening, HearingPostponement,
};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::restart::PartyJoinder;
use sikuai::domain::act::service::{LeavingGround, ServiceOfProcess};
use sikuai::domain::act::tribunal::{TribunalChange, TribunalFormation, Untold};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State, Status};
use sikuai::domain::finding::Reading;
use sikuai::domain::hearing_room::Room;
use sikuai::domain::id::{PartyNo, RoomId};
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::schedule::schedule;
use sikuai::domain::service_of_process::pending::pending;
use sikuai::domain::service_of_process::{Document, ServiceManner};
use sikuai::domain::stage::Stage;
use uuid::Uuid;

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_formation, a_hearing, a_panel, a_service, a_worker,
    an_employer, day, granted, scheduled, with_tribunal,
};

/// A hearing set on Monday 8 March for the 22nd.
fn set() -> Story {
    with_tribunal().hearing_set("2021-03-08", "2021-03-22")
}

fn noticed(story: Story, on: &str, parties: &[PartyNo], manner: ServiceManner) -> Story {
    let leaving_ground = (manner == ServiceManner::Leaving).then_some(LeavingGround::Refused);
    let cause = Some("拒收".into());
    let service = a_service(Document::HearingNotice, parties);
    story.then(on, Act::Service(ServiceOfProcess { manner, leaving_ground, cause, ..service }))
}

fn served(story: Story, on: &str, parties: &[PartyNo]) -> Story {
    noticed(story, on, parties, ServiceManner::Direct)
}

fn opened(story: &Story, absent: &[PartyNo]) -> Story {
    let opening = HearingOpening { hearing: story.hearing(), absent: absent.to_vec() };
    story.clone().then("2021-03-22", Act::HearingOpening(opening))
}

fn a20(story: &Story) -> (State, Option<String>, Status) {
    let found = story.deadline(RuleId::A20);
    (found.state, found.met.map(|met| met.on.to_string()), found.status(day("2021-12-31")))
}

fn met(on: &str, status: Status) -> (State, Option<String>, Status) {
    (State::Met, Some(on.to_owned()), status)
}

#[test]
fn notice_is_given_when_the_last_of_the_parties_has_it() {
    let one = served(set(), "2021-03-09", &[WORKER]);
    assert_eq!(a20(&one), (State::Open, None, Status::Overdue));
    assert_eq!(
        one.deadline(RuleId::A20).status(day("2021-03-15")),
        Status::Open,
        "the 15th is usable to its end"
    );
    assert_eq!(a20(&served(one.clone(), "2021-03-15", &[EMPLOYER])), met("2021-03-15", Status::MetInTime));
    let late = served(one, "2021-03-16", &[EMPLOYER]);
    assert_eq!(a20(&late), met("2021-03-16", Status::MetLate));
    // Served in time again, it is the first that counts; and who came late-served is late-served.
    assert_eq!(a20(&opened(&late, &[])), met("2021-03-16", Status::MetLate));
}

/// Left on Wednesday 10 March, it counts after three working days: Monday the 15th. Left on the 11th, a day later.
#[test]
fn a_notice_that_was_left_counts_on_its_day_and_not_when_it_was_left() {
    let left = |on| noticed(served(set(), "2021-03-09", &[WORKER]), on, &[EMPLOYER], ServiceManner::Leaving);
    assert_eq!(a20(&left("2021-03-10")), met("2021-03-15", Status::MetInTime));
    assert_eq!(a20(&left("2021-03-11")), met("2021-03-16", Status::MetLate));
}

/// Announced on Tuesday 9 March 2021, it counts sixty days later, on Saturday 8 May, which is worked. For a hearing on Monday
/// 17 May five working days before it end on Monday the 10th: until the 8th nothing was given, and then it was, in time. For
/// one on Tuesday 11 May they are 10, 8 (worked), 7 and 6 May and 30 April: late from 1 May on, and met late on the 8th.
#[test]
fn a_notice_by_announcement_is_not_given_before_it_counts() {
    let told = |held| {
        let story = served(with_tribunal().hearing_set("2021-03-08", held), "2021-03-09", &[WORKER]);
        noticed(story, "2021-03-09", &[EMPLOYER], ServiceManner::Announcement).deadline(RuleId::A20)
    };
    let stands = |due: &sikuai::domain::deadline::Deadline, days: &[&str]| -> Vec<Status> {
        days.iter().map(|on| due.status(day(on))).collect()
    };
    let in_time = told("2021-05-17");
    assert_eq!((in_time.due_on(), in_time.met.unwrap().on), (Some(day("2021-05-10")), day("2021-05-08")));
    let days = ["2021-03-09", "2021-05-07", "2021-05-08"];
    assert_eq!(stands(&in_time, &days), [Status::Open, Status::Open, Status::MetInTime]);
    assert_eq!(
        (in_time.as_of(day("2021-05-07")).state, in_time.as_of(day("2021-05-07")).met),
        (State::Open, None)
    );
    assert_eq!(in_time.as_of(day("2021-05-08")), in_time);
    let late = told("2021-05-11");
    assert_eq!(late.due_on(), Some(day("2021-04-30")));
    let days = ["2021-04-30", "2021-05-01", "2021-05-07", "2021-05-08"];
    assert_eq!(stands(&late, &days), [Status::Open, Status::Overdue, Status::Overdue, Status::MetLate]);
}

#[test]
fn who_comes_without_notice_gives_it_up_and_who_stays_away_was_not_summoned() {
    let one = served(set(), "2021-03-09", &[WORKER]);
    let there = opened(&one, &[]);
    assert_eq!(a20(&there), (State::Waived, Some("2021-03-22".to_owned()), Status::Waived));
    let explained = there.deadline(RuleId::A20).explain(&there.book).sentence;
    assert!(explained.zh.contains("没有其异议的记载"), "{}", explained.zh);
    assert!(!one.deadline(RuleId::A20).explain(&one.book).sentence.zh.contains("没有其异议的记载"));
    let absent = Act::HearingOpening(HearingOpening { hearing: one.hearing(), absent: vec![EMPLOYER] });
    assert_eq!(one.refused("2021-03-22", absent.clone())[0].0, "absence_without_notice");
    let told = one.recorded_on("2021-03-25").acknowledging("absence_without_notice");
    let missed = told.then("2021-03-22", absent);
    assert_eq!(a20(&missed), (State::Missed, Some("2021-03-22".to_owned()), Status::Missed));
}

/// Who comes without notice gave it up; what the other had by the 15th was in time, what it had on the 16th was not.
#[test]
fn who_gives_notice_up_does_not_make_good_what_another_had_too_late() {
    let came = |on: &str| a20(&opened(&served(set(), on, &[WORKER]), &[]));
    assert_eq!(came("2021-03-15"), (State::Waived, Some("2021-03-22".to_owned()), Status::Waived));
    assert_eq!(came("2021-03-16"), met("2021-03-16", Status::MetLate));
}

/// The notice of a decision that names the hearing does not tell of the hearing.
#[test]
fn another_paper_about_a_hearing_is_no_notice_of_it() {
    let story = served(set(), "2021-03-09", &[WORKER]);
    let paper = a_service(Document::DecisionNotice, &[EMPLOYER]);
    let paper = ServiceOfProcess { of: Some(story.hearing()), ..paper };
    let told = story.then("2021-03-10", Act::Service(paper));
    assert_eq!(a20(&told), (State::Open, None, Status::Overdue));
}

/// The case is closed on the 16th, before the hearing: nobody needs the notice any more, whoever had it.
#[test]
fn the_notice_of_a_hearing_that_is_not_held_falls_away() {
    let withdrawal = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() };
    let ended = |story: Story| a20(&story.then("2021-03-16", Act::Withdrawal(withdrawal.clone())));
    let one = served(set(), "2021-03-09", &[WORKER]);
    let both = served(one.clone(), "2021-03-10", &[EMPLOYER]);
    for story in [set(), one, both] {
        assert_eq!(ended(story), (State::Ended, None, Status::Ended));
    }
}

/// Served on the 16th for the 22nd: it had notice, and too late; that is what is said.
#[test]
fn a_late_notice_is_told_with_its_day() {
    let story = served(served(set(), "2021-03-09", &[WORKER]), "2021-03-16", &[EMPLOYER]);
    let absent = Act::HearingOpening(HearingOpening { hearing: story.hearing(), absent: vec![EMPLOYER] });
    let refusal = story.attempt(day("2021-03-22"), absent).unwrap_err();
    assert_eq!(refusal.findings[0].code, "absence_without_notice");
    let said = &refusal.findings[0].words.zh;
    assert!(said.starts_with("第2号当事人于2021-03-16收到开庭通知，晚于最迟日期2021-03-15"), "{said}");
}

/// One who joins on 10 March is summoned, too, by the 15th; one who joins on the day of the hearing is not.
#[test]
fn whoever_joins_before_the_hearing_is_summoned() {
    let join = |no| Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(no, Side::ThirdParty)] });
    let both = served(set(), "2021-03-09", &[WORKER, EMPLOYER]);
    let joined = both.clone().then("2021-03-10", join(3));
    assert_eq!(a20(&joined).0, State::Open);
    assert_eq!(a20(&served(joined, "2021-03-15", &[PartyNo(3)])), met("2021-03-15", Status::MetInTime));
    assert_eq!(a20(&both.then("2021-03-22", join(3))), met("2021-03-09", Status::MetInTime));
}

/// A second applicant without notice gives up on Friday the 19th: the others had theirs on the 9th. Who gives up on the day of
/// the hearing was still summoned to it.
#[test]
fn whoever_left_before_the_day_of_the_hearing_is_not_summoned() {
    let other = PartyNo(3);
    let claims = [(1, WORKER), (2, other)].map(|(no, whose)| a_claim(no, whose, ClaimItem::Wages, 10_000));
    let case = a_case().with(|receipt| {
        let parties = [a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)];
        receipt.parties = parties.into_iter().chain([a_worker(3, Side::Applicant)]).collect();
        receipt.claims = claims.to_vec();
    });
    let told = served(case.set_for_hearing(), "2021-03-09", &[WORKER, EMPLOYER]);
    let left = |on: &str| {
        let gives_up = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: vec![other] };
        a20(&told.clone().then(on, Act::Withdrawal(gives_up)))
    };
    assert_eq!(left("2021-03-19"), met("2021-03-09", Status::MetInTime));
    assert_eq!(left("2021-03-22").0, State::Open);
}

/// The next sitting that was told in the hearing needs no notice; another that takes its place does.
#[test]
fn a_postponed_sitting_is_noticed_anew() {
    let story = opened(&served(set(), "2021-03-09", &[WORKER, EMPLOYER]), &[]);
    let next = HearingAdjournment {
        hearing: story.hearing(),
        next_on: day("2021-04-06"),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = story.then("2021-03-22", Act::HearingAdjournment(next));
    let of = |story: &Story| -> Vec<State> {
        let all = story.deadlines().into_iter().filter(|due| due.rule.id == RuleId::A20);
        all.map(|due: Deadline| due.state).collect()
    };
    assert_eq!(of(&story), [State::Met]);
    let story = story.clone().then("2021-03-23", postponed(&story, Some("2021-04-13")));
    assert_eq!(of(&story), [State::Met, State::Open]);
    // Tuesday 13 April: the 12th, 9th, 8th, 7th and 6th lie five working days before.
    let last = story.deadlines().into_iter().rfind(|due| due.rule.id == RuleId::A20).unwrap();
    assert_eq!(last.due_on(), Some(day("2021-04-06")));
    assert_eq!(of(&served(story, "2021-03-24", &[WORKER, EMPLOYER])), [State::Met, State::Met]);
}

fn postponed(story: &Story, held_on: Option<&str>) -> Act {
    Act::HearingPostponement(HearingPostponement {
        hearing: story.hearing(),
        ground: Ground::Tribunal,
        requested_on: None,
        held_on: held_on.map(day),
        time: held_on.map(|_| "09:00".into()),
        minutes: None,
        room: None,
    })
}

/// Accepted on 3 March: the notice of the tribunal is due on the 10th.
#[test]
fn the_tribunal_is_told_when_the_last_of_the_parties_has_the_notice_of_it() {
    let formed = |notified_on: Option<&str>| {
        let accepted = a_case().received("2021-03-01").accepted("2021-03-03");
        accepted.then("2021-03-05", a_formation(a_panel(), notified_on))
    };
    let wanted = |story: &Story| -> Vec<(PartyNo, String)> {
        let all = pending(story.case(), &story.book).into_iter();
        let of_it = all.filter(|it| it.document == Document::TribunalNotice && it.due_on.is_some());
        of_it.map(|it| (it.party, it.due_on.unwrap().to_string())).collect()
    };
    let open = formed(None);
    assert_eq!(a07(&open), (State::Open, None, Status::Overdue));
    assert_eq!(wanted(&open), [(WORKER, "2021-03-10".to_owned()), (EMPLOYER, "2021-03-10".to_owned())]);
    let one = open.clone().served("2021-03-08", Document::TribunalNotice, &[WORKER]);
    assert_eq!((a07(&one).0, wanted(&one).len()), (State::Open, 1));
    let told = |on| one.clone().served(on, Document::TribunalNotice, &[EMPLOYER]);
    assert_eq!(a07(&told("2021-03-10")), met("2021-03-10", Status::MetInTime));
    assert_eq!(a07(&told("2021-03-11")), met("2021-03-11", Status::MetLate));
    assert_eq!(wanted(&told("2021-03-10")), []);
    // The formation says when they were told.
    let said = formed(Some("2021-03-05"));
    assert_eq!((a07(&said), wanted(&said)), (met("2021-03-05", Status::MetInTime), vec![]));
    // Told with a change of it, they know the tribunal; who knew it in time knew it before.
    let changed = |story: Story| {
        let change = TribunalChange { members: a_panel(), notified_on: Some(day("2021-03-12")) };
        story.then("2021-03-12", Act::TribunalChange(change))
    };
    assert_eq!(a07(&changed(open)), met("2021-03-12", Status::MetLate));
    assert_eq!(a07(&changed(one.clone())), met("2021-03-12", Status::MetLate), "one did not know it");
    assert_eq!(a07(&changed(told("2021-03-10"))), met("2021-03-10", Status::MetInTime));
    assert_eq!(a07(&changed(said)), met("2021-03-05", Status::MetInTime));
}

fn a07(story: &Story) -> (State, Option<String>, Status) {
    let found = story.deadline(RuleId::A07);
    (found.state, found.met.map(|met| met.on.to_string()), found.status(day("2021-12-31")))
}

/// The formation says that all were told on the 12th, which is late; each had its notice by the 9th, which is not.
#[test]
fn the_earlier_of_what_is_said_and_what_was_served_counts() {
    let formed = a_case().received("2021-03-01").accepted("2021-03-03").recorded_on("2021-03-12");
    let formed = formed.then("2021-03-05", a_formation(a_panel(), Some("2021-03-12")));
    assert_eq!(a07(&formed), met("2021-03-12", Status::MetLate));
    let one = formed.served("2021-03-08", Document::TribunalNotice, &[WORKER]);
    assert_eq!(a07(&one), met("2021-03-12", Status::MetLate));
    let both = one.served("2021-03-09", Document::TribunalNotice, &[EMPLOYER]);
    assert_eq!(a07(&both), met("2021-03-09", Status::MetInTime));
}

/// Whoever joins once the tribunal stands is told of it too, without a term, and does not make it late.
#[test]
fn whoever_joins_later_is_told_of_the_tribunal_without_a_term() {
    let formed = a_case().received("2021-03-01").accepted("2021-03-03");
    let formed = formed.then("2021-03-05", a_formation(a_panel(), None));
    let told = formed.served("2021-03-08", Document::TribunalNotice, &[WORKER, EMPLOYER]);
    let joiner = PartyJoinder { parties: vec![an_employer(3, Side::ThirdParty)] };
    let joined = told.then("2021-03-11", Act::PartyJoinder(joiner));
    assert_eq!(a07(&joined), met("2021-03-08", Status::MetInTime));
    let all = pending(joined.case(), &joined.book).into_iter();
    let own: Vec<_> = all.filter(|it| it.document == Document::TribunalNotice && it.of.is_none()).collect();
    assert_eq!(own.iter().map(|it| (it.party, it.due_on)).collect::<Vec<_>>(), [(PartyNo(3), None)]);
}

/// In a docket from before services told of it, a formation that names no day was told on its own: so it is still read, whatever
/// is served or changed since. New entries say that they mean the other.
#[test]
fn the_formation_of_an_old_docket_was_told_on_its_day() {
    let old = TribunalFormation { members: a_panel(), notified_on: None, untold: Untold::OnItsDay };
    let text = serde_json::to_value(&old).unwrap();
    assert_eq!(text.as_object().unwrap().keys().collect::<Vec<_>>(), ["members"]);
    assert_eq!(serde_json::from_value::<TribunalFormation>(text).unwrap(), old);
    let new = TribunalFormation { untold: Untold::Served, ..old.clone() };
    assert_eq!(serde_json::to_value(&new).unwrap()["untold"], "served");
    let accepted = a_case().received("2021-03-01").accepted("2021-03-03");
    let formed = accepted.then("2021-03-05", Act::TribunalFormation(old));
    assert_eq!(a07(&formed), met("2021-03-05", Status::MetInTime));
    assert!(pending(formed.case(), &formed.book).iter().all(|it| it.document != Document::TribunalNotice));
    let change = TribunalChange { members: a_panel(), notified_on: Some(day("2021-03-12")) };
    let changed = formed.then("2021-03-12", Act::TribunalChange(change));
    assert_eq!(a07(&changed), met("2021-03-05", Status::MetInTime));
}

/// Suspended on the 12th with a hearing ahead: it takes its room until it is put off, to another day or to none.
#[test]
fn the_hearing_of_a_suspended_case_is_put_off() {
    let notice = HearingNotice {
        held_on: day("2021-03-22"),
        time: Some("09:00".into()),
        minutes: Some(60),
        room: Some(Room::Listed(RoomId(Uuid::from_u128(9)))),
    };
    let story = with_tribunal().then("2021-03-08", Act::HearingNotice(notice));
    let missing = story.refused("2021-03-12", postponed(&story, None));
    assert_eq!(missing, [("new_day_missing", "R33 38".to_owned())]);
    let suspended = story.suspended("2021-03-12");
    assert!(!schedule(suspended.case()).bookings.is_empty());
    assert_eq!(suspended.obstacles("2021-03-15", ActKind::HearingPostponement), [""; 0]);
    let off = suspended.clone().then("2021-03-15", postponed(&suspended, None));
    assert_eq!((off.stage(), schedule(off.case()).bookings.len()), (Stage::Suspended, 0));
    assert_eq!(a20(&off).0, State::Ended);
    // It goes on where the next hearing is set.
    let resumed = off.resumed("2021-03-29");
    assert_eq!(resumed.stage(), Stage::Tribunal);
    resumed.hearing_set("2021-03-30", "2021-04-13");
    let moved = suspended.clone().then("2021-03-15", postponed(&suspended, Some("2021-04-13")));
    assert_eq!(moved.stage(), Stage::Suspended);
    assert_eq!(moved.resumed("2021-03-29").stage(), Stage::Scheduled);
    let nowhere = HearingPostponement {
        hearing: suspended.hearing(),
        ground: Ground::Tribunal,
        requested_on: None,
        held_on: None,
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let found = suspended.attempt(day("2021-03-15"), Act::HearingPostponement(nowhere)).unwrap_err();
    assert_eq!((found.findings[0].code, found.severity()), ("time_without_day", Severity::Invalid));
}

/// The next sitting, told at the hearing of the 22nd, is put off to no day while the case is suspended: the case goes on
/// between two sittings. The next is set by a notice, five working days before, as any that takes the place of another.
#[test]
fn a_case_whose_next_sitting_is_put_off_to_no_day_rests_between_sittings() {
    let open = scheduled().opened("2021-03-22");
    assert_eq!(open.obstacles("2021-03-22", ActKind::HearingNotice), ["sitting_open"]);
    assert_eq!(open.refused("2021-03-22", a_hearing("2021-04-06")), [("sitting_open", "R33 38".to_owned())]);
    let next = HearingAdjournment {
        hearing: open.hearing(),
        next_on: day("2021-04-06"),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let adjourned = open.then("2021-03-22", Act::HearingAdjournment(next));
    let suspended = adjourned.suspended("2021-03-24");
    let off = suspended.clone().then("2021-03-25", postponed(&suspended, None)).resumed("2021-04-01");
    assert_eq!(off.stage(), Stage::Hearing);
    assert_eq!(off.obstacles("2021-04-01", ActKind::HearingNotice), [""; 0]);
    // Tuesday 13 April: the fifth working day before is the 6th, after the holiday of the 3rd to the 5th.
    assert_eq!(off.refused("2021-04-07", a_hearing("2021-04-13"))[0].0, "notice_too_short");
    let set = off.clone().then("2021-04-06", a_hearing("2021-04-13"));
    assert_eq!(set.stage(), Stage::Scheduled);
    let last = set.deadlines().into_iter().rfind(|due| due.rule.id == RuleId::A20).unwrap();
    assert_eq!((last.state, last.due_on()), (State::Open, Some(day("2021-04-06"))));
    let closed = set.opened("2021-04-13").hearing_closed("2021-04-13");
    assert_eq!(closed.stage(), Stage::Deliberation);
    for reading in [Reading::Decide, Reading::Replay] {
        assert_eq!(closed.replayed(reading).as_ref(), Ok(closed.case()));
    }
}

/// Heard and closed on the 22nd; another hearing is set, and put off to no day: the tribunal deliberates, and may decide.
#[test]
fn a_case_whose_second_hearing_is_put_off_to_no_day_deliberates() {
    let heard = scheduled().opened("2021-03-22").hearing_closed("2021-03-22");
    let again = heard.hearing_set("2021-03-23", "2021-04-06").suspended("2021-03-24");
    let off = again.clone().then("2021-03-25", postponed(&again, None)).resumed("2021-04-01");
    assert_eq!(off.stage(), Stage::Deliberation);
    let items = vec![granted(WAGES, 10_000, Finality::Final)];
    let decided = off.discussed("2021-04-01").awarded("2021-04-02", items);
    assert_eq!(decided.stage(), Stage::Closed);
    assert_eq!(decided.replayed(Reading::Decide).as_ref(), Ok(decided.case()));
}
