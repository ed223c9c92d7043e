//! Who speaks for the workers of a collective dispute (R33 63; ADR 0009): what is served on all of their representatives counts
//! for them, each service for those whom that person represented on its day; and who came for them, came. By hand: twelve
//! workers against an employer, the thirteenth party; of a hearing on Monday 22 March 2021 the fifth working day before is
//! Monday the 15th.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion, Withdrawal, WithdrawalGround};
use sikuai::domain::act::collective::Representation;
use sikuai::domain::act::hearing::HearingOpening;
use sikuai::domain::act::restart::PartyJoinder;
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::pending::{Lacks, pending};
use sikuai::domain::service_of_process::{Document, ProofKind};
use sikuai::domain::stage::Stage;

use crate::story::{
    Story, a_case, a_claim, a_formation, a_panel, a_proof, a_service, a_worker, an_employer, day,
};

/// The employer.
const FIRM: u32 = 13;

fn parties(numbers: &[u32]) -> Vec<PartyNo> {
    numbers.iter().copied().map(PartyNo).collect()
}

fn chosen(numbers: &[u32]) -> Act {
    Act::Representation(Representation { parties: parties(numbers) })
}

/// So many workers and the employer after them, accepted on 3 March; the first three speak for the others from the 4th on.
fn accepted() -> Story {
    a_case()
        .with(|receipt| {
            receipt.parties = (1..FIRM).map(|no| a_worker(no, Side::Applicant)).collect();
            receipt.parties.push(an_employer(FIRM, Side::Respondent));
            receipt.claims = (1..FIRM).map(|no| a_claim(no, PartyNo(no), ClaimItem::Wages, 8_000)).collect();
        })
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[PartyNo(FIRM)])
        .then("2021-03-04", chosen(&[1, 2, 3]))
}

/// With a hearing set on the 8th for the 22nd.
fn set() -> Story {
    accepted().tribunal("2021-03-05").hearing_set("2021-03-08", "2021-03-22")
}

fn told(story: Story, on: &str, numbers: &[u32]) -> Story {
    let of = Some(story.hearing());
    let proof = Some(a_proof(ProofKind::SignedReturn));
    let service = a_service(Document::HearingNotice, &parties(numbers));
    story.then(on, Act::Service(ServiceOfProcess { of, proof, ..service }))
}

/// Whether the notice of the hearing was kept, and on which day.
fn of_rule(story: &Story, rule: RuleId) -> (State, Option<String>) {
    let found = story.deadline(rule);
    (found.state, found.met.map(|met| met.on.to_string()))
}

fn a20(story: &Story) -> (State, Option<String>) {
    of_rule(story, RuleId::A20)
}

fn met(on: &str) -> (State, Option<String>) {
    (State::Met, Some(on.to_owned()))
}

/// Who still has to be served with a document.
fn lacking(story: &Story, document: Document) -> Vec<u32> {
    let all = pending(story.case(), &story.book).into_iter();
    let own = all.filter(|it| it.document == document && it.lacks == Lacks::Service);
    own.map(|it| it.party.0).collect()
}

#[test]
fn the_notice_of_a_hearing_is_given_when_the_last_of_those_who_speak_has_it() {
    let two = told(set(), "2021-03-09", &[1, 2, FIRM]);
    assert_eq!(a20(&two), (State::Open, None));
    assert_eq!(lacking(&two, Document::HearingNotice), (3..FIRM).collect::<Vec<_>>());
    let three = told(two.clone(), "2021-03-15", &[3]);
    assert_eq!(a20(&three), met("2021-03-15"));
    assert_eq!(lacking(&three, Document::HearingNotice), [0; 0]);
    // The fourth had it by itself, the others on the 12th with the third: the last is the third.
    assert_eq!(a20(&told(told(two, "2021-03-10", &[4]), "2021-03-12", &[3])), met("2021-03-12"));
    assert_eq!(three.replayed(Reading::Decide).as_ref(), Ok(three.case()));
}

/// The tribunal is to be told by Wednesday 10 March, a defence of the 10th passed on by the 17th.
#[test]
fn the_tribunal_and_a_defence_are_told_through_those_who_speak() {
    let formed = accepted().then("2021-03-05", a_formation(a_panel(), None));
    let two = formed.served("2021-03-08", Document::TribunalNotice, &parties(&[1, 2, FIRM]));
    assert_eq!(of_rule(&two, RuleId::A07), (State::Open, None));
    let three = two.served("2021-03-10", Document::TribunalNotice, &parties(&[3]));
    assert_eq!(of_rule(&three, RuleId::A07), met("2021-03-10"));
    assert_eq!(lacking(&three, Document::TribunalNotice), [0; 0]);
    let filed = Defence { party: PartyNo(FIRM), kind: DefenceKind::Filed };
    let filed = three.then("2021-03-10", Act::Defence(filed));
    let two = filed.served("2021-03-11", Document::DefenceCopy, &parties(&[1, 2]));
    assert_eq!(of_rule(&two, RuleId::A09), (State::Open, None));
    let three = two.served("2021-03-12", Document::DefenceCopy, &parties(&[3]));
    assert_eq!(of_rule(&three, RuleId::A09), met("2021-03-12"));
    assert_eq!(lacking(&three, Document::DefenceCopy), [0; 0]);
}

/// All three had it on the 9th; on the 10th the fourth takes the place of the third.
#[test]
fn what_was_served_on_one_who_spoke_for_the_others_stays_served() {
    let story = told(set(), "2021-03-09", &[1, 2, 3, FIRM]).then("2021-03-10", chosen(&[1, 2, 4]));
    assert_eq!(a20(&story), met("2021-03-09"));
    assert_eq!(lacking(&story, Document::HearingNotice), [0; 0]);
    let case = story.case();
    let [former] = case.former_representations.as_slice() else { panic!("{case:#?}") };
    assert_eq!((&former.parties, former.since.on), (&parties(&[1, 2, 3]), day("2021-03-04")));
    assert_eq!(former.until, Some(case.representation.as_ref().unwrap().since));
    // Nobody is told again, and the fourth, who was spoken for then, is absent with proof.
    let opening = Act::HearingOpening(HearingOpening {
        hearing: story.hearing(),
        absent: parties(&(1..FIRM).collect::<Vec<_>>()),
    });
    assert_eq!(story.then("2021-03-22", opening).stage(), Stage::Hearing);
}

/// Two had it on the 9th, the fourth, who came in the place of the third on the 10th, on the 11th: all who spoke have it, and
/// the third, for whom the two did not speak on the 9th, has not.
#[test]
fn each_service_counts_for_those_whom_that_person_spoke_for_on_its_day() {
    let two = told(set(), "2021-03-09", &[1, 2, FIRM]).then("2021-03-10", chosen(&[1, 2, 4]));
    let story = told(two.clone(), "2021-03-11", &[4]);
    assert_eq!(lacking(&story, Document::HearingNotice), [3]);
    assert_eq!(a20(&story), (State::Open, None));
    assert_eq!(a20(&told(story, "2021-03-12", &[3])), met("2021-03-12"));
    // What the third has once the fourth took its place is for itself alone.
    let late = told(two.clone(), "2021-03-11", &[3]);
    assert_eq!(lacking(&late, Document::HearingNotice), (4..FIRM).collect::<Vec<_>>());
    // Nor does the third complete what was served on the first two when it speaks again, with others.
    let again = told(two.then("2021-03-11", chosen(&[3, 4, 5])), "2021-03-12", &[3]);
    assert_eq!(lacking(&again, Document::HearingNotice), (4..FIRM).collect::<Vec<_>>());
}

/// On the day of the choice itself the docket says which came first.
#[test]
fn on_the_day_of_the_change_the_order_of_the_entries_decides() {
    let before = told(told(set(), "2021-03-09", &[1, 2, FIRM]), "2021-03-10", &[3]);
    assert_eq!(lacking(&before.then("2021-03-10", chosen(&[1, 2, 4])), Document::HearingNotice), [0; 0]);
    let changed = told(set(), "2021-03-09", &[1, 2, FIRM]).then("2021-03-10", chosen(&[1, 2, 4]));
    assert_eq!(lacking(&told(changed, "2021-03-10", &[3]), Document::HearingNotice).len(), 9);
}

/// The third of eleven withdraws on the 10th: two still speak, and both were served. With nine there is nobody who speaks, and
/// what was served before still counts.
#[test]
fn what_was_served_stays_served_when_one_of_them_leaves_or_nobody_speaks_any_more() {
    let leave = |story: &Story, numbers: &[u32]| {
        let parties = parties(numbers);
        let act = Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties });
        story.clone().acknowledging("few_representatives").then("2021-03-10", act)
    };
    let two = told(set(), "2021-03-09", &[1, 2, FIRM]);
    let fewer = leave(&two, &[3]);
    assert_eq!(fewer.case().representation.as_ref().unwrap().parties, parties(&[1, 2]));
    assert_eq!((a20(&fewer), lacking(&fewer, Document::HearingNotice)), (met("2021-03-09"), vec![]));
    let nobody = leave(&told(two.clone(), "2021-03-09", &[3]), &[10, 11, 12]);
    assert_eq!(nobody.case().representation, None);
    assert_eq!((a20(&nobody), lacking(&nobody, Document::HearingNotice)), (met("2021-03-09"), vec![]));
    let unserved = leave(&two, &[10, 11, 12]);
    assert_eq!(lacking(&unserved, Document::HearingNotice), (3..10).collect::<Vec<_>>());
}

/// One who joins on the 10th was not spoken for on the 9th.
#[test]
fn one_who_joins_is_spoken_for_from_that_day_on() {
    let join = Act::PartyJoinder(PartyJoinder { parties: vec![a_worker(14, Side::Applicant)] });
    let story = told(set(), "2021-03-09", &[1, 2, 3, FIRM]).then("2021-03-10", join);
    assert_eq!((a20(&story).0, lacking(&story, Document::HearingNotice)), (State::Open, vec![14]));
    let again = told(story, "2021-03-11", &[1, 2, 3]);
    assert_eq!((a20(&again), lacking(&again, Document::HearingNotice)), (met("2021-03-11"), vec![]));
}

fn opening(story: &Story, absent: &[u32]) -> Act {
    Act::HearingOpening(HearingOpening { hearing: story.hearing(), absent: parties(absent) })
}

fn deserted(story: &Story, conduct: Desertion, numbers: &[u32]) -> Act {
    let (hearing, parties) = (story.hearing(), parties(numbers));
    Act::DeemedWithdrawal(DeemedWithdrawal { hearing, conduct, parties })
}

/// A worker is there when one who speaks for it is; who speaks for others comes itself.
#[test]
fn a_worker_for_whom_somebody_came_did_not_stay_away() {
    let story = told(set(), "2021-03-09", &[1, 2, 3, FIRM]);
    let refusal = story.attempt(day("2021-03-22"), opening(&story, &[1, 5])).unwrap_err();
    let found: Vec<_> =
        refusal.findings.iter().map(|it| (it.code, it.severity, it.field.as_deref())).collect();
    assert_eq!(found, [("representative_present", Severity::Invalid, Some("/absent/1"))]);
    // One of those who speak stayed away, which is its own matter.
    let one = story.clone().then("2021-03-22", opening(&story, &[1])).acknowledging("few_representatives");
    let not_absent = [("not_deserted", "R33 39".to_owned())];
    assert_eq!(one.refused("2021-03-22", deserted(&one, Desertion::Absent, &[5])), not_absent);
    assert_eq!(
        one.attempt(day("2021-03-22"), deserted(&one, Desertion::Absent, &[1])).map(|case| case.stage),
        Ok(Stage::Hearing)
    );
    // None of them came, nor the fifth worker: both are held to have stayed away.
    let none = story.clone().then("2021-03-22", opening(&story, &[1, 2, 3, 5]));
    let done = none.clone().then("2021-03-22", deserted(&none, Desertion::Absent, &[5]));
    assert_eq!(done.case().gave_up[0].parties, parties(&[5]));
    assert_eq!(done.replayed(Reading::Decide).as_ref(), Ok(done.case()));
}

/// Leaving a hearing is leaving nobody there who speaks for one.
#[test]
fn a_worker_whose_speakers_stayed_did_not_leave() {
    let story = told(set(), "2021-03-09", &[1, 2, 3, FIRM]);
    let open = story.clone().then("2021-03-22", opening(&story, &[3])).acknowledging("few_representatives");
    let left = |numbers: &[u32]| open.attempt(day("2021-03-22"), deserted(&open, Desertion::Left, numbers));
    assert_eq!(left(&[5]).unwrap_err().findings[0].code, "not_deserted");
    assert_eq!(left(&[1, 5]).unwrap_err().findings[0].code, "not_deserted", "the second stayed");
    assert_eq!(left(&[1, 2, 5]).map(|case| case.gave_up[0].parties.clone()), Ok(parties(&[1, 2, 5])));
    assert_eq!(
        left(&[1, 2, 3, 5]).unwrap_err().findings[0].code,
        "not_deserted",
        "the third was never there"
    );
}

/// An earlier version recorded as absent whom representatives represented. It is read again; but nobody is held to it: not the
/// notice, which the fifth worker did not have, and not a withdrawal.
#[test]
fn an_old_docket_in_which_the_represented_are_absent_is_read_again() {
    let mut story = told(set(), "2021-03-09", &[1, 2, FIRM]);
    let opened = story.entry(day("2021-03-22"), opening(&story, &[5]));
    story.entries.push(opened);
    let story = story.read_again();
    assert_eq!((story.stage(), story.last()), (Stage::Hearing, EntryNo(8)));
    assert_eq!(a20(&story), (State::Waived, Some("2021-03-22".to_owned())));
    assert_eq!(story.refused("2021-03-22", deserted(&story, Desertion::Absent, &[5]))[0].0, "not_deserted");
}
