//! Referrals between the channels: who may be offered what, the time for an answer, and what a channel takes over.
//! Counted by hand over the holidays of 2021, as in `rules`.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::Archiving;
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::filing::{Channel, JurisdictionNotice, Rejection, RejectionGround};
use sikuai::domain::act::inspection::ClueSource;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::mediation::{EndingCause, MediationAct, MediationBody};
use sikuai::domain::act::opening::Opening;
use sikuai::domain::act::referral::{
    ArbitrationIntake, InspectionIntake, Intake, MediationIntake, PetitionIntake, Referral,
    ReferralAcceptance, ReferralAct, ReferralDecline, ReferralWithdrawal,
};
use sikuai::domain::case::{Case, ReferralState, Referred};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::deadline::Status;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::docket::{Content, Correction, Entry, Place, correct};
use sikuai::domain::id::{CaseId, EntryNo};
use sikuai::domain::matter::interruptions;
use sikuai::domain::role::Role;
use sikuai::domain::watch::hears_of_referrals;
use uuid::Uuid;

use crate::mediation::{ending, onward};
use crate::mediations::{in_agreement, mediating};
use crate::petition::petition;
use crate::story::{REGION, Story, a_case, case_id, day};

fn offer(to: CaseKind) -> Act {
    Act::Referral(ReferralAct::Referral(Referral { to, ground: "属该渠道职责".into() }))
}

fn taken(referral: u32, intake: Intake) -> ReferralAcceptance {
    ReferralAcceptance {
        referral: EntryNo(referral),
        channel: Channel::Counter,
        intake,
        parties: None,
        opened: None,
    }
}

fn take(referral: u32) -> Act {
    let intake = Intake::Inspection(InspectionIntake::default());
    Act::Referral(ReferralAct::ReferralAcceptance(taken(referral, intake)))
}

fn decline(referral: u32) -> Act {
    let (referral, ground) = (EntryNo(referral), "不属于监察范围".to_owned());
    Act::Referral(ReferralAct::ReferralDecline(ReferralDecline { referral, ground }))
}

fn take_back(referral: u32) -> Act {
    Act::Referral(ReferralAct::ReferralWithdrawal(ReferralWithdrawal { referral: EntryNo(referral) }))
}

/// An arbitration case of 1 February, offered to the inspectorate on Friday the 5th: the worked Sunday 7, then 8, 9,
/// 10, and Thursday the 18th after the festival.
fn offered() -> Story {
    a_case().received("2021-02-01").then("2021-02-05", offer(CaseKind::Inspection))
}

fn status(story: &Story) -> Status {
    story.deadline(RuleId::RF1).status(day("2021-12-31"))
}

#[test]
fn an_answer_is_due_in_five_working_days_whatever_it_is() {
    let story = offered();
    assert_eq!(story.deadline(RuleId::RF1).due_on(), Some(day("2021-02-18")));
    for answer in [take(2), decline(2)] {
        assert_eq!(status(&story.clone().then("2021-02-18", answer.clone())), Status::MetInTime);
        assert_eq!(status(&story.clone().then("2021-02-19", answer)), Status::MetLate);
    }
    assert_eq!(status(&story.clone().then("2021-02-18", take_back(2))), Status::Ended);
    assert_eq!(
        status(&story.then("2021-02-19", take_back(2))),
        Status::Missed,
        "taken back after it ran out"
    );
}

/// The case is withdrawn: the referral waits for its answer all the same.
#[test]
fn the_closing_of_the_case_does_not_let_a_referral_go() {
    let withdrawal = Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let closed = offered().then("2021-02-08", withdrawal);
    assert_eq!(status(&closed), Status::Overdue);
    let archive = Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() });
    assert_eq!(closed.refused("2021-02-08", archive)[0].0, "referral_waits");
    assert_eq!(closed.obstacles("2021-02-08", ActKind::Archiving), ["referral_waits"]);
    let answered = closed.then("2021-02-18", decline(2));
    assert_eq!(status(&answered), Status::MetInTime);
    assert!(answered.obstacles("2021-02-18", ActKind::Archiving).is_empty());
}

#[test]
fn of_two_answers_the_second_is_refused() {
    let story = offered();
    for first in [take(2), decline(2), take_back(2)] {
        let answered = story.clone().then("2021-02-08", first);
        for second in [take(2), decline(2), take_back(2)] {
            assert_eq!(answered.refused("2021-02-08", second)[0].0, "referral_answered");
        }
    }
    assert_eq!(story.refused("2021-02-08", take(1))[0].0, "no_such_referral");
    assert_eq!(story.refused("2021-02-04", decline(2))[0].0, "before_what_it_depends_on");
}

#[test]
fn an_offer_goes_to_another_channel_and_to_each_once_at_a_time() {
    let story = offered();
    assert_eq!(story.refused("2021-02-08", offer(CaseKind::Arbitration))[0].0, "referred_to_itself");
    assert_eq!(story.refused("2021-02-08", offer(CaseKind::Inspection))[0].0, "referral_waits");
    // Two channels at once may have it, and one that declined may be asked again.
    let both = story.clone().then("2021-02-08", offer(CaseKind::Petition));
    assert_eq!(both.case().referrals.len(), 2);
    let again = story.clone().then("2021-02-08", decline(2)).then("2021-02-09", offer(CaseKind::Inspection));
    let states: Vec<ReferralState> = again.case().referrals.iter().map(Referred::state).collect();
    assert_eq!(states, [ReferralState::Declined, ReferralState::Open]);
    let once_more = story.then("2021-02-08", take(2));
    assert_eq!(once_more.refused("2021-02-09", offer(CaseKind::Inspection))[0].0, "taken_before");
    let blank = Act::Referral(ReferralAct::Referral(Referral { to: CaseKind::Petition, ground: " ".into() }));
    assert_eq!(once_more.refused("2021-02-09", blank)[0].0, "ground_blank");
}

/// An application of which nothing is said beside what is taken over.
fn said_nothing() -> ArbitrationIntake {
    ArbitrationIntake {
        claims: None,
        ground: None,
        infringed_on: None,
        employment_ended_on: None,
        interrupted_on: Vec::new(),
        obstacles: Vec::new(),
    }
}

#[test]
fn a_channel_takes_a_dispute_on_with_its_own_material() {
    let story = offered();
    let other = taken(2, Intake::Petition(PetitionIntake { request: "请求".into() }));
    let other = Act::Referral(ReferralAct::ReferralAcceptance(other));
    assert_eq!(story.refused("2021-02-08", other)[0].0, "another_channel");
    // A petition has no claims, and an application needs one.
    let petition = a_case().then("2021-02-01", petition()).then("2021-02-05", offer(CaseKind::Arbitration));
    let intake = said_nothing();
    let bare = Act::Referral(ReferralAct::ReferralAcceptance(taken(2, Intake::Arbitration(intake.clone()))));
    assert_eq!(petition.refused("2021-02-08", bare)[0].0, "claims_missing");
    let claims = Some(story.case().claims.clone());
    let intake = Intake::Arbitration(ArbitrationIntake { claims, ..intake });
    let full = Act::Referral(ReferralAct::ReferralAcceptance(taken(2, intake)));
    assert!(petition.attempt(day("2021-02-08"), full).is_ok());
    let transfer = ReferralAcceptance {
        channel: Channel::TransferredIn,
        ..taken(2, Intake::Inspection(InspectionIntake::default()))
    };
    let transfer = Act::Referral(ReferralAct::ReferralAcceptance(transfer));
    assert_eq!(story.refused("2021-02-08", transfer)[0].0, "not_a_transfer");
}

#[test]
fn what_the_new_case_begins_with_is_taken_over() {
    let arbitration = a_case().received("2021-02-01");
    let case = arbitration.case();
    let opening = |intake| taken(2, intake).opening(case, case.parties.clone());
    let Opening::Mediation(request) = opening(Intake::Mediation(MediationIntake {
        body: MediationBody::Commission,
        body_name: None,
        claims: None,
    })) else {
        panic!("a mediation");
    };
    assert_eq!((&request.claims, &request.parties, request.cause), (&case.claims, &case.parties, case.cause));
    let Opening::Inspection(receipt) = opening(Intake::Inspection(InspectionIntake::default())) else {
        panic!("an inspection");
    };
    assert_eq!((receipt.source, &receipt.parties), (ClueSource::Transferred, &case.parties));
    let petition = a_case().then("2021-02-01", petition());
    let case = petition.case();
    let intake = ArbitrationIntake { infringed_on: Some(day("2020-12-01")), ..said_nothing() };
    let Opening::Arbitration(receipt) =
        taken(2, Intake::Arbitration(intake)).opening(case, case.parties.clone())
    else {
        panic!("an application");
    };
    assert_eq!(receipt.infringed_on, Some(day("2020-12-01")));
    let inspection = taken(2, Intake::Inspection(InspectionIntake::default()));
    let Opening::Inspection(receipt) = inspection.opening(case, case.parties.clone()) else {
        panic!("an inspection");
    };
    assert_eq!(receipt.source, ClueSource::Petition);
}

/// A petition of 1 February, and a mediation asked for on 1 March that failed on the 10th: each asking interrupts, and
/// the end of the mediation; one that was withdrawn interrupts by the asking alone.
#[test]
fn every_proceeding_of_the_matter_interrupts_limitation() {
    let petition = a_case().then("2021-02-01", petition()).case().clone();
    let ended = |cause| mediating().then("2021-03-10", ending(cause)).case().clone();
    let days = |matter: &[Case]| {
        interruptions(matter, day("2021-12-31")).into_iter().map(|on| on.to_string()).collect::<Vec<String>>()
    };
    assert_eq!(
        days(&[petition.clone(), ended(EndingCause::Failed)]),
        ["2021-02-01", "2021-03-01", "2021-03-10"]
    );
    assert_eq!(days(&[petition, ended(EndingCause::Withdrawn)]), ["2021-02-01", "2021-03-01"]);
}

/// From mediation to arbitration by a referral goes what may go on without one, and once.
#[test]
fn a_mediation_goes_on_to_arbitration_once_and_not_past_an_agreement_that_holds() {
    let to_it = || offer(CaseKind::Arbitration);
    assert_eq!(in_agreement().refused("2021-03-11", to_it())[0].0, "agreement_not_defaulted");
    let failed = mediating().then("2021-03-10", ending(EndingCause::Failed));
    let onward = || Act::Mediation(MediationAct::OnwardArbitration(onward()));
    let opened = Some(CaseId(Uuid::from_u128(9)));
    let mut gone = onward();
    gone.set_opened(opened);
    assert_eq!(
        failed.clone().then("2021-03-11", gone).refused("2021-03-12", to_it())[0].0,
        "gone_on_already"
    );
    let intake = said_nothing();
    let offered = failed.then("2021-03-11", to_it());
    let take = ReferralAcceptance { opened, ..taken(offered.last().0, Intake::Arbitration(intake)) };
    let took = offered.then("2021-03-12", Act::Referral(ReferralAct::ReferralAcceptance(take)));
    assert_eq!(took.refused("2021-03-15", onward())[0].0, "gone_on_already");
    assert_eq!(took.obstacles("2021-03-15", ActKind::OnwardArbitration), ["gone_on_already"]);
}

#[test]
fn whoever_is_told_that_the_commission_is_not_competent_should_have_been_referred() {
    let story = a_case().received("2021-02-01");
    let rejection = |ground| Act::Rejection(Rejection { ground });
    let elsewhere = || Act::JurisdictionNotice(JurisdictionNotice { competent: "雷州".into() });
    let out_of_scope = || rejection(RejectionGround::OutOfScope);
    assert_eq!(story.refused("2021-02-05", out_of_scope()), [("not_referred", String::new())]);
    assert_eq!(story.refused("2021-02-05", elsewhere()), [("not_referred", String::new())]);
    let other = story.attempt(day("2021-02-05"), rejection(RejectionGround::ConditionsNotMet));
    assert!(other.is_ok(), "not a matter of competence");
    for act in [out_of_scope(), elsewhere()] {
        assert!(offered().attempt(day("2021-02-05"), act).is_ok());
    }
}

/// A taken referral opened a case: it is corrected, not struck out; a declined one may be.
#[test]
fn what_opened_a_case_is_not_struck_out() {
    let opened = Some(CaseId(Uuid::from_u128(9)));
    let act = ReferralAcceptance { opened, ..taken(2, Intake::Inspection(InspectionIntake::default())) };
    let took = offered().then("2021-02-08", Act::Referral(ReferralAct::ReferralAcceptance(act)));
    assert_eq!(took.entries[2].opened(), opened);
    let strike = |story: &Story, entry: u32| {
        let content = Content::Correction(Correction { entry: EntryNo(entry), replacement: None });
        let last = story.entry(day("2021-02-09"), take(2));
        let correction = Entry { reason: Some("误录".into()), content, ..last };
        correct(&story.entries, &correction, Place { id: case_id(), region: REGION }, &story.book)
    };
    assert_eq!(strike(&took, 3).unwrap_err().findings[0].code, "opened_a_case");
    assert!(strike(&took, 2).is_err(), "the offer that was taken");
    let declined = offered().then("2021-02-08", decline(2));
    assert_eq!(strike(&declined, 3).unwrap().referrals[0].state(), ReferralState::Open);
}

#[test]
fn those_hear_of_a_referral_who_may_answer_it() {
    let hears = |to| hears_of_referrals(to).collect::<Vec<Role>>();
    assert_eq!(hears(CaseKind::Arbitration), [Role::Clerk]);
    assert_eq!(hears(CaseKind::Petition), [Role::Clerk]);
    assert_eq!(hears(CaseKind::Mediation), [Role::Clerk, Role::Mediator]);
    assert_eq!(hears(CaseKind::Inspection), [Role::Inspector]);
}
