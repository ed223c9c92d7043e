//! Applicants who part (分案、部分撤回、部分按撤回处理): a case that is split goes on as the first one ran, and who gives up leaves
//! the others where they were.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion, Withdrawal, WithdrawalGround};
use sikuai::domain::act::collective::{CaseSplit, Representation, continued};
use sikuai::domain::act::decision::Finality;
use sikuai::domain::act::filing::{Prior, Procedure};
use sikuai::domain::act::hearing::HearingOpening;
use sikuai::domain::act::proceeding::{EvidenceTerm, JurisdictionObjection, ProceedingAct};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::act::service::{Defence, DefenceKind};
use sikuai::domain::act::service_proof::ServiceProof;
use sikuai::domain::case::{Case, GivingUp, TrialStart};
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{State, deadlines, trial_due};
use sikuai::domain::docket::{Entry, Place, counted, replay, stood_on};
use sikuai::domain::figures::ReportingRow;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{CaseId, ClaimNo, EntryNo, PartyNo};
use sikuai::domain::ledger::{Column, Written, written};
use sikuai::domain::limitation::Obstacle;
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, ProofKind};
use sikuai::domain::stage::{Manner, Stage};
use uuid::Uuid;

use crate::story::{
    REGION, Story, a_case, a_claim, a_formation, a_panel, a_proof, a_worker, an_employer, case_id, day,
    granted,
};

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

/// So many workers, each for 8,000 of wages by the claim of its number, and the employer after them.
fn workers(count: u32) -> Story {
    let claims: Vec<Claim> =
        (1..=count).map(|no| a_claim(no, PartyNo(no), ClaimItem::Wages, 8_000)).collect();
    a_case().with(|receipt| {
        receipt.parties = (1..=count).map(|no| a_worker(no, Side::Applicant)).collect();
        receipt.parties.push(an_employer(count + 1, Side::Respondent));
        receipt.claims = claims;
    })
}

fn split(parties: &[u32]) -> CaseSplit {
    CaseSplit {
        parties: parties.iter().map(|no| PartyNo(*no)).collect(),
        opened: Some(CaseId(Uuid::from_u128(77))),
    }
}

/// The id of the case that a split opens.
const SECOND: CaseId = CaseId(Uuid::from_u128(77));

/// The docket of the case that a split opens, put together as the register does.
fn second_docket(story: &Story, split: &CaseSplit) -> Vec<Entry> {
    let (case, docket) = (story.case(), counted(&story.entries));
    let continuation = continued(split, case, &docket);
    let receipt = continuation.began(split.receipt(case, case.parties.clone()));
    let acts = [(case.received.on, Act::Receipt(receipt))].into_iter().chain(continuation.acts);
    let entry = |(no, (on, act))| Entry { no: EntryNo(no), ..story.entry(on, act) };
    (1..).zip(acts).map(entry).collect()
}

/// The case that it makes.
fn split_off(story: &Story, split: &CaseSplit) -> Case {
    let entries = second_docket(story, split);
    replay(&entries, Place { id: SECOND, region: REGION }, &story.book, Reading::Replay).unwrap()
}

/// Accepted on 1 November; 45 days from there: 29 days of November and 16 of December. From the day of the split it would
/// have been 24 January.
#[test]
fn a_case_that_is_split_off_is_accepted_as_the_first_was() {
    let story = workers(3)
        .received("2021-10-28")
        .accepted_simplified("2021-11-01")
        .served("2021-11-02", Document::ApplicationCopy, &[PartyNo(4)])
        .tribunal("2021-11-03");
    let second = split_off(&story, &split(&[3]));
    assert_eq!(second.acceptance.as_ref().unwrap().at.on, day("2021-11-01"));
    assert_eq!(second.acceptance.as_ref().unwrap().number, None, "the register gives it one of its own");
    assert_eq!((second.stage, second.procedure), (Stage::Tribunal, Some(Procedure::Simplified)));
    assert_eq!(trial_due(&second, &story.book).unwrap().due_on, Some(day("2021-12-16")));
    // Nothing that was done in time in the first is late in the second.
    for rule in [RuleId::A03, RuleId::A06, RuleId::A07] {
        let all = deadlines(&second, &story.book);
        let found = all.iter().find(|it| it.rule.id == rule).unwrap();
        assert_eq!(found.state, State::Met, "{rule:?}");
        assert!(found.met.unwrap().on <= found.due_on().unwrap(), "{rule:?}");
    }
    assert_eq!(second.claims.iter().map(|claim| claim.no).collect::<Vec<_>>(), [ClaimNo(3)]);
    let parties: Vec<PartyNo> = second.parties.iter().map(|party| party.no).collect();
    assert_eq!(parties, [PartyNo(3), PartyNo(4)]);
}

/// A counterclaim of the employer on 15 November starts the period anew: 30 December. It stays with the first case, the
/// period goes on in both. Suspended from 22 to 29 November: 7 days more, Thursday 6 January. Extended by 10: Sunday the
/// 16th, so Monday the 17th.
#[test]
fn restarts_suspensions_and_the_extension_go_along() {
    let counterclaim = CounterclaimAcceptance {
        filed_on: day("2021-11-12"),
        claims: vec![a_claim(9, PartyNo(4), ClaimItem::Damages, 500)],
    };
    let story = workers(3)
        .received("2021-10-28")
        .accepted("2021-11-01")
        .served("2021-11-02", Document::ApplicationCopy, &[PartyNo(4)])
        .tribunal("2021-11-03")
        .then("2021-11-15", Act::CounterclaimAcceptance(counterclaim))
        .suspended("2021-11-22")
        .resumed("2021-11-29")
        .extended("2021-12-01", 10);
    let first = trial_due(story.case(), &story.book).unwrap();
    assert_eq!((first.unextended_due_on, first.due_on), (Some(day("2022-01-06")), Some(day("2022-01-17"))));
    let second = split_off(&story, &split(&[2, 3]));
    assert_eq!(trial_due(&second, &story.book), Some(first));
    let trial = second.trial.as_ref().unwrap();
    assert_eq!((trial.since.on, trial.cause), (day("2021-11-15"), TrialStart::CounterclaimAccepted));
    assert_eq!(second.claims.len(), 2, "the counterclaim stays with the first");
}

#[test]
fn what_was_said_of_the_limitation_and_who_joined_go_along() {
    let obstacle = Obstacle { from: day("2021-01-04"), until: Some(day("2021-02-01")) };
    let joined = PartyJoinder { parties: vec![an_employer(9, Side::Respondent)] };
    let story = workers(2)
        .with(|receipt| {
            receipt.infringed_on = Some(day("2021-06-30"));
            receipt.employment_ended_on = Some(day("2021-07-31"));
            receipt.interrupted_on = vec![day("2021-08-02")];
            receipt.obstacles = vec![obstacle];
            receipt.prior = Some(Prior { case: case_id(), manner: Some(Manner::Withdrawn), barred: None });
        })
        .received("2021-10-28")
        .accepted("2021-11-01")
        .then("2021-11-15", Act::PartyJoinder(joined));
    let receipt = split(&[2]).receipt(story.case(), story.case().parties.clone());
    assert_eq!(receipt.infringed_on, Some(day("2021-06-30")));
    assert_eq!(receipt.employment_ended_on, Some(day("2021-07-31")));
    assert_eq!(
        (receipt.interrupted_on.clone(), receipt.obstacles.clone()),
        (vec![day("2021-08-02")], vec![obstacle])
    );
    assert_eq!(receipt.prior.unwrap().case, case_id());
    let second = split_off(&story, &split(&[2]));
    assert_eq!(second.joined[0].at.on, day("2021-11-15"), "the copy was not owed to it before");
}

/// Accepted on Monday 1 November, so until 16 December; the first worker asks for more on the 8th, so until 23 December. The
/// amended application came on the 9th: ten working days end on the 23rd. Evidence by Friday the 12th; an objection waits.
#[test]
fn what_came_after_the_acceptance_is_told_on_its_own_day() {
    let more = vec![
        a_claim(1, PartyNo(1), ClaimItem::Wages, 9_000),
        a_claim(2, PartyNo(2), ClaimItem::Wages, 8_000),
    ];
    let story = workers(2)
        .received("2021-10-28")
        .accepted("2021-11-01")
        .served("2021-11-02", Document::ApplicationCopy, &[PartyNo(3)])
        .tribunal("2021-11-03")
        .then(
            "2021-11-03",
            proceeding(ProceedingAct::EvidenceTerm(EvidenceTerm { due_on: day("2021-11-12"), party: None })),
        )
        .then(
            "2021-11-08",
            Act::ClaimAmendment(ClaimAmendment { claims: more, filed_on: None, restarted: None }),
        );
    let copy = ServiceOfProcess {
        of: Some(story.last()),
        ..crate::story::a_service(Document::AmendedApplicationCopy, &[PartyNo(3)])
    };
    let objection = JurisdictionObjection { party: PartyNo(3), competent: None };
    let story = story
        .then("2021-11-09", Act::Service(copy))
        .then("2021-11-10", proceeding(ProceedingAct::JurisdictionObjection(objection)));
    let second = split_off(&story, &split(&[2]));
    let due = |case: &Case, rule: RuleId| {
        let all = deadlines(case, &story.book);
        all.iter().filter(|it| it.rule.id == rule).map(|it| (it.due_on(), it.state)).collect::<Vec<_>>()
    };
    assert_eq!(due(&second, RuleId::A25), [(Some(day("2021-12-23")), State::Open)]);
    assert_eq!(due(&second, RuleId::A13), [(Some(day("2021-11-12")), State::Open)]);
    for case in [story.case(), &second] {
        assert_eq!(due(case, RuleId::A08).last(), Some(&(Some(day("2021-11-23")), State::Open)));
        assert_eq!((case.objections.len(), case.objections[0].outcome), (1, None));
    }
    assert_eq!(second.claims, [a_claim(2, PartyNo(2), ClaimItem::Wages, 8_000)]);
    // On the 5th nobody had asked for more, in either.
    let entries = second_docket(&story, &split(&[2]));
    let before =
        stood_on(&entries, Place { id: SECOND, region: REGION }, &story.book, day("2021-11-05")).unwrap();
    assert_eq!(due(&before, RuleId::A25), [(Some(day("2021-12-16")), State::Open)]);
    assert_eq!((before.amended(), before.objections.len()), (None, 0));
}

fn proceeding(act: ProceedingAct) -> Act {
    Act::Proceeding(act)
}

/// Accepted with twelve on Wednesday 3 March: told once by the 10th. One who leaves on the 15th was owed it too, unless the
/// parties had been told of the hearing by then: on the 8th, of one on the 22nd.
#[test]
fn the_one_time_notice_is_owed_to_who_leaves_a_collective_case() {
    let story = workers(12)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-03", Document::ApplicationCopy, &[PartyNo(13)])
        .then("2021-03-04", Act::Defence(Defence { party: PartyNo(13), kind: DefenceKind::Waived }))
        .tribunal("2021-03-05");
    let found = |story: &Story| {
        let all = deadlines(&split_off(story, &split(&[5])), &story.book);
        let found = all.iter().find(|it| it.rule.id == RuleId::G03).unwrap();
        (found.due_on(), found.state, found.met.map(|met| met.on))
    };
    assert_eq!(found(&story), (Some(day("2021-03-10")), State::Open, None));
    let told = story.hearing_set("2021-03-08", "2021-03-22");
    assert_eq!(found(&told), (Some(day("2021-03-10")), State::Met, Some(day("2021-03-08"))));
    // Twelve in one case are collective; three of nine, who leave, were in none.
    let few = workers(9).received("2021-03-01").accepted("2021-03-03");
    assert!(!split_off(&few, &split(&[1, 2, 3])).was_collective());
}

/// Ten who were accepted together on the 3rd stay a collective case to the figures when one of them withdraws on the 10th, and
/// those who are split off it count there; of ten of whom one withdrew on the 2nd nine were accepted.
#[test]
fn a_case_counts_as_collective_by_who_applied_when_it_was_accepted() {
    let gone = |no: u32| {
        Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: vec![PartyNo(no)] })
    };
    let counted = |case: &Case, story: &Story| {
        let asks_g03 = deadlines(case, &story.book).iter().any(|due| due.rule.id == RuleId::G03);
        (case.is_collective(), ReportingRow::of(case, &story.book).is_collective, asks_g03)
    };
    let of = |story: &Story| counted(story.case(), story);
    let ten = workers(10).received("2021-03-01");
    assert_eq!(of(&ten), (true, true, false));
    let accepted = ten.clone().accepted("2021-03-03");
    assert_eq!(of(&accepted), (true, true, true));
    // A ledger that is written says what the figures count.
    let at = Column::ROWS.iter().position(|(column, _)| *column == Column::Collective).unwrap();
    let left = accepted.clone().then("2021-03-10", gone(1));
    assert_eq!(written(left.case(), &[], None)[at], Written::Text("是".into()));
    assert_eq!(of(&accepted.clone().then("2021-03-10", gone(1))), (false, true, true));
    assert_eq!(of(&ten.then("2021-03-02", gone(1)).accepted("2021-03-03")), (false, false, false));
    let apart = split_off(&accepted, &split(&[1, 2, 3]));
    assert_eq!(counted(&apart, &accepted), (false, false, true));
    let first = accepted.then("2021-03-08", Act::CaseSplit(split(&[1, 2, 3])));
    assert_eq!(of(&first), (false, true, true));
    // The number of one who went into another case names him in the docket still: nobody else takes it.
    let joins = |no| Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(no, Side::ThirdParty)] });
    assert_eq!(first.refused("2021-03-09", joins(2))[0].0, "party_no_taken");
    assert_eq!(of(&first.then("2021-03-09", joins(30))), (false, true, true));
    // Who joined nine on the day of the acceptance was not among who was accepted, here and in a case that is split off.
    let joiners = PartyJoinder { parties: (20..23).map(|no| a_worker(no, Side::Applicant)).collect() };
    let nine = workers(9).received("2021-03-01").accepted("2021-03-03");
    let twelve = nine.then("2021-03-03", Act::PartyJoinder(joiners));
    assert_eq!(of(&twelve), (true, false, false));
    let apart = split_off(&twelve, &split(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 20]));
    assert_eq!(counted(&apart, &twelve), (true, false, false));
}

/// Whoever leaves represents nobody; below ten workers nobody does.
#[test]
fn representatives_who_leave_are_struck_from_the_list() {
    let chosen = Representation { parties: [1, 2, 3].map(PartyNo).to_vec() };
    let story = workers(12)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-03", Act::Representation(chosen));
    let found = story.refused("2021-03-10", Act::CaseSplit(split(&[3])));
    assert_eq!(found, [("few_representatives", "R33 63".to_owned())]);
    let story = story.acknowledging("few_representatives");
    let eleven = story.clone().then("2021-03-10", Act::CaseSplit(split(&[3])));
    assert_eq!(eleven.case().representation.as_ref().unwrap().parties, [1, 2].map(PartyNo));
    let nine = story.clone().then("2021-03-10", Act::CaseSplit(split(&[10, 11, 12])));
    assert_eq!(nine.case().representation, None);
    // Another who leaves asks for no word.
    story.then("2021-03-10", Act::CaseSplit(split(&[4])));
}

/// The representatives had the notice of the tribunal by the 10th, when it was due, and the defence of the 8th by the 11th: so
/// had the two for whom they spoke, who leave on the 12th.
#[test]
fn what_the_representatives_were_served_goes_along_with_those_who_leave() {
    let chosen = Representation { parties: [1, 2, 3].map(PartyNo).to_vec() };
    let numbers = |of: &[u32]| of.iter().copied().map(PartyNo).collect::<Vec<_>>();
    let story = workers(12)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-03", Act::Representation(chosen))
        .served("2021-03-04", Document::ApplicationCopy, &[PartyNo(13)])
        .then("2021-03-05", a_formation(a_panel(), None))
        .served("2021-03-08", Document::TribunalNotice, &numbers(&[1, 2, 13]))
        .then("2021-03-08", Act::Defence(Defence { party: PartyNo(13), kind: DefenceKind::Filed }))
        .served("2021-03-10", Document::TribunalNotice, &[PartyNo(3)])
        .served("2021-03-11", Document::DefenceCopy, &numbers(&[1, 2, 3]));
    let met = |case: &Case, rule: RuleId| {
        let found = deadlines(case, &story.book).into_iter().find(|due| due.rule.id == rule).unwrap();
        (found.state, found.due_on(), found.met.map(|met| met.on))
    };
    let told = (State::Met, Some(day("2021-03-10")), Some(day("2021-03-10")));
    let passed_on = (State::Met, Some(day("2021-03-15")), Some(day("2021-03-11")));
    let split = split(&[11, 12]);
    let second = split_off(&story, &split);
    for case in [story.case(), &second] {
        assert_eq!((met(case, RuleId::A07), met(case, RuleId::A09)), (told, passed_on));
    }
    let mut services: Vec<_> =
        second.services.iter().map(|it| (it.made.on, it.document, it.party.0)).collect();
    services.sort_by_key(|(on, _, party)| (*on, *party));
    let on = |text: &str, document, party: u32| (day(text), document, party);
    assert_eq!(
        services,
        [
            on("2021-03-04", Document::ApplicationCopy, 13),
            on("2021-03-08", Document::TribunalNotice, 13),
            on("2021-03-10", Document::TribunalNotice, 11),
            on("2021-03-10", Document::TribunalNotice, 12),
            on("2021-03-11", Document::DefenceCopy, 11),
            on("2021-03-11", Document::DefenceCopy, 12),
        ]
    );
}

/// The last of the representatives had the notice on the 10th, and the return that came back on the 11th proves it: for those
/// who leave too, as one of whom it is in their own case.
#[test]
fn the_proof_of_a_service_on_a_representative_goes_along_with_those_whom_it_reached() {
    let chosen = Representation { parties: [1, 2, 3].map(PartyNo).to_vec() };
    let story = workers(12)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-03", Act::Representation(chosen))
        .then("2021-03-05", a_formation(a_panel(), None))
        .served("2021-03-08", Document::TribunalNotice, &[1, 2, 13].map(PartyNo))
        .served("2021-03-10", Document::TribunalNotice, &[PartyNo(3)]);
    let proof = a_proof(ProofKind::SignedReturn);
    let proof = ServiceProof { service: story.last(), parties: vec![PartyNo(3)], proof };
    let story = story.then("2021-03-11", Act::ServiceProof(proof));
    let second = split_off(&story, &split(&[11, 12]));
    let mut proved: Vec<u32> = second.proofs.iter().map(|proved| proved.party.0).collect();
    proved.sort_unstable();
    assert_eq!(proved, [11, 12]);
}

fn withdraw(parties: &[u32]) -> Act {
    let parties = parties.iter().map(|no| PartyNo(*no)).collect();
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties })
}

/// Accepted on 3 March: 17 April, a Saturday, so Monday the 19th; that one of two gave up on 10 March moves nothing.
#[test]
fn one_of_two_applicants_withdraws_and_the_case_goes_on() {
    let story = workers(2)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[PartyNo(3)])
        .tribunal("2021-03-05");
    assert_eq!(codes(&story.refused("2021-03-10", withdraw(&[3]))), ["not_an_applicant"]);
    assert_eq!(codes(&story.refused("2021-03-10", withdraw(&[2, 2]))), ["party_twice"]);
    let one = story.clone().then("2021-03-10", withdraw(&[2]));
    assert_eq!((one.stage(), one.case().claimed()), (Stage::Tribunal, Fen::from_yuan(8_000)));
    assert_eq!(one.deadline(RuleId::A25).due_on(), Some(day("2021-04-19")));
    let left = &one.case().gave_up[0];
    assert_eq!(
        (left.how, left.parties.as_slice(), left.claims[0].no),
        (GivingUp::Withdrawn, &[PartyNo(2)][..], ClaimNo(2))
    );
    assert_eq!(one.case().signatories().collect::<Vec<_>>(), [PartyNo(1), PartyNo(3)]);
    // Its claims do not come back by an amendment, and it cannot leave twice.
    let again = vec![
        a_claim(1, PartyNo(1), ClaimItem::Wages, 8_000),
        a_claim(2, PartyNo(2), ClaimItem::Wages, 8_000),
    ];
    let again = Act::ClaimAmendment(ClaimAmendment { claims: again, filed_on: None, restarted: None });
    assert_eq!(codes(&one.refused("2021-03-11", again)), ["claimant_left"]);
    assert_eq!(codes(&one.refused("2021-03-11", withdraw(&[2]))), ["not_an_applicant"]);
    // The last who leaves closes the case, named or not.
    for last in [withdraw(&[1]), withdraw(&[])] {
        let closed = one.clone().then("2021-03-11", last);
        assert_eq!(closed.case().closing.unwrap().manner, Manner::Withdrawn);
    }
    assert_eq!(story.then("2021-03-10", withdraw(&[1, 2])).stage(), Stage::Closed);
    assert_eq!(one.replayed(Reading::Replay).as_ref(), Ok(one.case()));
}

/// Both had notice on 9 March of the hearing on 22 March; the second stays away (R33 39).
#[test]
fn one_of_two_applicants_stays_away_and_the_hearing_goes_on() {
    let story = workers(2)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[PartyNo(3)])
        .tribunal("2021-03-05")
        .hearing_set("2021-03-08", "2021-03-22");
    let hearing = story.hearing();
    let notice = ServiceOfProcess {
        of: Some(hearing),
        proof: Some(crate::story::a_proof(sikuai::domain::service_of_process::ProofKind::SignedReturn)),
        ..crate::story::a_service(Document::HearingNotice, &[1, 2, 3].map(PartyNo))
    };
    let story = story.then("2021-03-09", Act::Service(notice));
    let deemed = |parties: &[u32]| {
        let parties = parties.iter().map(|no| PartyNo(*no)).collect();
        Act::DeemedWithdrawal(DeemedWithdrawal { hearing, conduct: Desertion::Absent, parties })
    };
    // Before the hearing is opened with the others, nobody of them is absent.
    assert_eq!(codes(&story.refused("2021-03-22", deemed(&[2]))), ["not_deserted"]);
    let story =
        story.then("2021-03-22", Act::HearingOpening(HearingOpening { hearing, absent: vec![PartyNo(2)] }));
    assert_eq!(codes(&story.refused("2021-03-22", deemed(&[]))), ["not_deserted"], "the first is there");
    assert_eq!(codes(&story.refused("2021-03-22", deemed(&[1]))), ["not_deserted"]);
    let story = story.then("2021-03-22", deemed(&[2]));
    assert_eq!(story.stage(), Stage::Hearing);
    let items = vec![granted(ClaimNo(1), 8_000, Finality::Final)];
    let story = story.hearing_closed("2021-03-22").discussed("2021-03-23").awarded("2021-03-26", items);
    assert_eq!(story.case().closing.unwrap().manner, Manner::AwardFinal);
    assert_eq!(story.case().gave_up[0].how, GivingUp::DeemedWithdrawn);
    // The award is served on those who stayed.
    let story = story.served("2021-03-29", Document::AwardFinal, &[1, 3].map(PartyNo));
    assert_eq!(story.stage(), Stage::Served);
}

#[test]
fn who_was_deemed_to_withdraw_is_not_accepted_again() {
    let barred = Prior { case: case_id(), manner: Some(Manner::AwardFinal), barred: Some(PartyNo(2)) };
    let story = workers(2).with(|receipt| receipt.prior = Some(barred)).received("2021-04-01");
    let found = story.refused("2021-04-02", crate::story::an_acceptance(Procedure::Ordinary));
    assert_eq!(found[0], ("deemed_withdrawn_before", "R33 39".to_owned()));
}

/// Claims that are given up add and change nothing: the 45 days from 3 March run on to 19 April. A claim that is changed
/// on 10 March starts them anew: Saturday 24 April, a make-up working day before the holidays of May is the 25th.
#[test]
fn claims_that_are_given_up_do_not_start_the_trial_period_anew() {
    let claims = |yuan| vec![a_claim(1, PartyNo(1), ClaimItem::Wages, yuan)];
    let story = workers(1)
        .with(|receipt| receipt.claims.push(a_claim(2, PartyNo(1), ClaimItem::SeverancePay, 300)))
        .received("2021-03-01")
        .accepted("2021-03-03");
    let fewer = story.clone().acknowledging("claims_given_up").then(
        "2021-03-10",
        Act::ClaimAmendment(ClaimAmendment { claims: claims(8_000), filed_on: None, restarted: None }),
    );
    assert_eq!(fewer.case().claims.len(), 1);
    assert_eq!(fewer.deadline(RuleId::A25).due_on(), Some(day("2021-04-19")));
    assert_eq!(fewer.case().amended(), None, "and no new period for the defence");
    let less = story.acknowledging("claims_given_up").then(
        "2021-03-10",
        Act::ClaimAmendment(ClaimAmendment { claims: claims(7_000), filed_on: None, restarted: None }),
    );
    assert_eq!(less.deadline(RuleId::A25).trigger.on, day("2021-03-10"));
}

/// A defence of 8 March is passed on by the 15th to both; the second, who has no copy, gives up on the 12th or the 17th.
#[test]
fn who_gave_up_is_owed_no_copy_of_a_defence_since() {
    let met = |left: &str| {
        let story = workers(2)
            .received("2021-03-01")
            .accepted("2021-03-03")
            .served("2021-03-04", Document::ApplicationCopy, &[PartyNo(3)])
            .then("2021-03-08", Act::Defence(Defence { party: PartyNo(3), kind: DefenceKind::Filed }))
            .served("2021-03-09", Document::DefenceCopy, &[PartyNo(1)])
            .then(left, withdraw(&[2]));
        let found = story.deadline(RuleId::A09);
        (found.due_on(), found.met.map(|met| met.on))
    };
    assert_eq!(met("2021-03-12"), (Some(day("2021-03-15")), Some(day("2021-03-12"))));
    assert_eq!(met("2021-03-17"), (Some(day("2021-03-15")), Some(day("2021-03-17"))), "late stays late");
}
