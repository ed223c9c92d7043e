//! Acts that lean on other acts: what they lean on must be there, be the right one, and come first. Each case
//! was tried by someone who wanted to get round the rule.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion, Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Award, Finality, MediationDocument, MediationRepudiation, Scope};
use sikuai::domain::act::filing::{FailureCause, MediationDeferral, MediationFailure};
use sikuai::domain::act::hearing::{Ground, HearingOpening, HearingPostponement};
use sikuai::domain::act::restart::{ClaimAmendment, PartyJoinder};
use sikuai::domain::act::tribunal::TribunalChange;
use sikuai::domain::case::HearingState;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::id::PartyNo;
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::stage::Stage;

use crate::story::{
    EMPLOYER, Story, WORKER, a_case, a_claim, a_panel, a_service, an_employer, day, granted, in_deliberation,
    scheduled, with_tribunal,
};

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

fn desertion(story: &Story, conduct: Desertion) -> Act {
    Act::DeemedWithdrawal(DeemedWithdrawal { hearing: story.hearing(), conduct, parties: Vec::new() })
}

fn postponement(story: &Story, held_on: &str) -> Act {
    Act::HearingPostponement(HearingPostponement {
        hearing: story.hearing(),
        ground: Ground::Tribunal,
        requested_on: None,
        held_on: Some(day(held_on)),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    })
}

fn withdrawal() -> Act {
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() })
}

fn amendment() -> Act {
    Act::ClaimAmendment(ClaimAmendment {
        claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)],
        filed_on: None,
        restarted: None,
    })
}

#[test]
fn a_party_is_served_once_by_one_service() {
    let twice = Act::Service(a_service(Document::ApplicationCopy, &[EMPLOYER, EMPLOYER]));
    assert_eq!(codes(&with_tribunal().refused("2021-03-10", twice)), ["party_twice"]);
}

#[test]
fn an_applicant_who_came_did_not_desert_and_a_postponed_hearing_is_not_deserted() {
    let opened = scheduled().opened("2021-03-22");
    let absent = desertion(&opened, Desertion::Absent);
    assert_eq!(codes(&opened.refused("2021-03-22", absent)), ["not_deserted"]);

    let story = scheduled();
    let (old, later) = (desertion(&story, Desertion::Absent), postponement(&story, "2021-04-06"));
    let story = story.then("2021-03-10", later);
    assert!(codes(&story.refused("2021-03-22", old)).contains(&"not_deserted"));
}

#[test]
fn an_absent_applicant_with_notice_has_deserted() {
    let story = scheduled();
    let opening = HearingOpening { hearing: story.hearing(), absent: vec![WORKER] };
    let story = story.then("2021-03-22", Act::HearingOpening(opening));
    let act = desertion(&story, Desertion::Absent);
    assert_eq!(story.then("2021-03-22", act).stage(), Stage::Closed);
}

#[test]
fn a_postponement_keeps_the_defence_period_and_goes_forward() {
    // The period for the defence runs to 18 March; the hearing stands for 22 March.
    let story = scheduled().recorded_on("2021-03-09");
    let act = postponement(&story, "2021-03-17");
    assert_eq!(codes(&story.refused("2021-03-09", act)), ["defence_period_runs", "not_later"]);
}

#[test]
fn a_hearing_does_not_open_for_a_respondent_who_was_never_served() {
    let joined = Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(3, Side::Respondent)] });
    let story = scheduled().then("2021-03-19", joined).recorded_on("2021-03-22");
    let opening = Act::HearingOpening(HearingOpening { hearing: story.hearing(), absent: Vec::new() });
    assert!(codes(&story.refused("2021-03-22", opening)).contains(&"defence_period_runs"));
}

#[test]
fn a_closing_is_not_dated_before_the_claims_it_closes() {
    let story = with_tribunal().then("2021-03-15", amendment());
    assert_eq!(codes(&story.refused("2021-03-10", withdrawal())), ["before_what_it_depends_on"]);
    assert_eq!(story.then("2021-03-15", withdrawal()).stage(), Stage::Closed);
}

#[test]
fn a_party_that_joins_later_does_not_undo_a_settlement() {
    let paper = MediationDocument {
        scope: Scope::Part,
        claims: vec![crate::story::WAGES],
        amount: Fen::from_yuan(500),
    };
    let severance = a_claim(2, WORKER, ClaimItem::SeverancePay, 300);
    let story = a_case()
        .with(|receipt| receipt.claims.push(severance.clone()))
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-10", Act::MediationDocument(paper));
    let document = story.last();
    let story = story.signed("2021-03-11", &[WORKER, EMPLOYER]);
    let joined = Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(3, Side::Respondent)] });
    let story = story.then("2021-03-12", joined);
    assert_eq!(story.case().awarded(), Fen::from_yuan(500));
    let backing_out = Act::MediationRepudiation(MediationRepudiation { document, party: PartyNo(3) });
    assert_eq!(codes(&story.refused("2021-03-15", backing_out)), ["document_is_settled"]);
    // And the settled claim cannot be rewritten.
    let other = vec![a_claim(1, WORKER, ClaimItem::Reinstatement, 1), severance];
    let rewritten = Act::ClaimAmendment(ClaimAmendment { claims: other, filed_on: None, restarted: None });
    assert_eq!(codes(&story.refused("2021-03-15", rewritten)), ["settled_claim_changed"]);
}

#[test]
fn acceptance_is_deferred_once() {
    let deferral = || Act::MediationDeferral(MediationDeferral { body: "镇街调解委员会".into() });
    let story = a_case().received("2021-03-01").then("2021-03-02", deferral());
    let failure = Act::MediationFailure(MediationFailure { cause: FailureCause::Failed });
    let story = story.then("2021-03-08", failure);
    assert_eq!(codes(&story.refused("2021-03-09", deferral())), ["deferred_once"]);
}

#[test]
fn a_discussion_before_the_hearing_was_closed_is_not_the_one_before_the_award() {
    let story = scheduled().opened("2021-03-22").discussed("2021-03-22").hearing_closed("2021-03-25");
    let closed = story.case().hearings.last().and_then(|hearing| hearing.state.closed());
    assert_eq!(closed.map(|closed| closed.on), Some(day("2021-03-25")));
    assert!(matches!(story.case().hearings.last().map(|h| &h.state), Some(HearingState::Closed { .. })));
    let items = vec![granted(crate::story::WAGES, 10_000, Finality::Final)];
    let award = Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() });
    assert!(
        codes(&story.recorded_on("2021-03-26").refused("2021-03-26", award)).contains(&"discussion_missing")
    );
}

#[test]
fn a_tribunal_is_not_changed_before_it_was_formed() {
    let change = Act::TribunalChange(TribunalChange { members: a_panel(), notified_on: None });
    assert_eq!(codes(&in_deliberation().refused("2021-03-04", change)), ["before_the_tribunal"]);
}
