//! Mediation documents and awards beside each other (调解与裁决并存): no claim is settled or decided twice, and no money counted
//! twice; who signs for whom; for what a payment is ordered at once.

use sikuai::domain::act::Act;
use sikuai::domain::act::collective::{CaseSplit, Representation};
use sikuai::domain::act::decision::{
    Award, Decision, Finality, InterimPayment, MediationDocument, MediationRepudiation, MediationSignature,
    Scope,
};
use sikuai::domain::act::restart::ClaimAmendment;
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_worker, an_employer, day, granted, with_tribunal,
};

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

/// Wages of 10,000 and severance of 300, heard on 22 March and discussed on the 23rd.
fn discussed() -> Story {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    a_case()
        .with(|receipt| receipt.claims = claims)
        .set_for_hearing()
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
}

fn document(scope: Scope, claims: &[u32], yuan: i64) -> Act {
    let claims = claims.iter().map(|no| ClaimNo(*no)).collect();
    Act::MediationDocument(MediationDocument { scope, claims, amount: Fen::from_yuan(yuan) })
}

/// Of wages of 10,000 or severance of 300: granted in full, or in part.
fn part_award(claim: u32, yuan: i64) -> Act {
    let mut item = granted(ClaimNo(claim), yuan, Finality::Final);
    if claim == 1 && yuan < 10_000 {
        item.decision = Decision::PartlyGranted;
    }
    let items = vec![item];
    Act::Award(Award { scope: Scope::Part, items, binds: Vec::new() })
}

fn sign(document: EntryNo, parties: &[PartyNo]) -> Act {
    Act::MediationSignature(MediationSignature { document, parties: parties.to_vec() })
}

#[test]
fn a_whole_document_names_every_open_claim() {
    let story = discussed().then("2021-03-24", part_award(2, 300));
    let story = story.then("2021-03-25", document(Scope::Whole, &[], 9_000));
    assert_eq!(story.case().mediation_papers[0].claims, [WAGES], "the other was awarded");
    let short = discussed().refused("2021-03-25", document(Scope::Whole, &[1], 9_000));
    assert_eq!(codes(&short), ["claims_left_open"]);
}

/// 10,000 agreed on and 5,000 awarded would have been 15,000 of 10,000.
#[test]
fn a_claim_in_a_document_that_waits_is_neither_awarded_nor_settled_again() {
    let story = discussed().then("2021-03-24", document(Scope::Whole, &[], 10_000));
    let awaits = [("claim_awaits_signatures", "R33 72".to_owned())];
    assert_eq!(story.refused("2021-03-25", part_award(1, 5_000)), awaits);
    assert_eq!(story.refused("2021-03-25", document(Scope::Part, &[1], 5_000)), awaits);
    let partial = discussed().then("2021-03-24", document(Scope::Part, &[1], 5_000));
    assert_eq!(partial.refused("2021-03-24", document(Scope::Part, &[1], 5_000)), awaits);
    assert_eq!(partial.refused("2021-03-24", document(Scope::Whole, &[], 5_000)), awaits);
    // The other claim is free.
    partial.clone().then("2021-03-25", part_award(2, 300));
    // Once a side backed out, the tribunal decides.
    let back = MediationRepudiation { document: partial.last(), party: EMPLOYER };
    let story = partial.then("2021-03-25", Act::MediationRepudiation(back));
    assert_eq!(story.then("2021-03-26", part_award(1, 5_000)).case().awarded(), Fen::from_yuan(5_000));
}

/// The entries of such a docket may be there from before: its last signature is refused then.
#[test]
fn the_last_signature_finds_what_was_settled_meanwhile() {
    let story = discussed().then("2021-03-24", document(Scope::Whole, &[], 10_000));
    let paper = story.last();
    let amended = vec![
        a_claim(1, WORKER, ClaimItem::Wages, 10_000),
        a_claim(2, WORKER, ClaimItem::SeverancePay, 300),
        a_claim(3, WORKER, ClaimItem::Damages, 50),
    ];
    let story = story.then(
        "2021-03-24",
        Act::ClaimAmendment(ClaimAmendment { claims: amended, filed_on: None, restarted: None }),
    );
    let story = story.signed("2021-03-25", &[WORKER]);
    let last = story.refused("2021-03-25", sign(paper, &[EMPLOYER]));
    assert_eq!(last, [("document_overtaken", "R33 72".to_owned())]);
    // Without the claim that came to it, it holds again: given up, it adds nothing and restarts nothing.
    let kept = story.case().claims.iter().filter(|claim| claim.no != ClaimNo(3)).cloned().collect();
    let story = story.acknowledging("claims_given_up").then(
        "2021-03-25",
        Act::ClaimAmendment(ClaimAmendment { claims: kept, filed_on: None, restarted: None }),
    );
    let story = story.then("2021-03-25", sign(paper, &[EMPLOYER]));
    assert_eq!((story.stage(), story.case().awarded()), (Stage::Closed, Fen::from_yuan(10_000)));
    assert_eq!(story.replayed(Reading::Replay).as_ref(), Ok(story.case()));
}

/// Ten workers, 1 to 10, each for 8,000 of wages, against the eleventh party; 1, 2 and 3 represent the others.
fn represented() -> Story {
    let claims: Vec<Claim> = (1..=10).map(|no| a_claim(no, PartyNo(no), ClaimItem::Wages, 8_000)).collect();
    let chosen = Representation { parties: [1, 2, 3].map(PartyNo).to_vec() };
    a_case()
        .with(|receipt| {
            receipt.parties = (1..=10).map(|no| a_worker(no, Side::Applicant)).collect();
            receipt.parties.push(an_employer(11, Side::Respondent));
            receipt.claims = claims;
        })
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-03", Act::Representation(chosen))
        .acknowledging("consent_of_the_represented")
}

#[test]
fn representatives_sign_for_those_whom_they_represent_once_these_consented() {
    let story = represented().then("2021-03-10", document(Scope::Whole, &[], 60_000));
    let paper = story.last();
    let two = story.then("2021-03-11", sign(paper, &[1, 2, 11].map(PartyNo)));
    assert_eq!(two.stage(), Stage::Accepted, "the third representative has not signed");
    let story = two.then("2021-03-12", sign(paper, &[PartyNo(3)]));
    let closing = story.case().closing.unwrap();
    assert_eq!((closing.manner, closing.at.on), (Manner::Mediated, day("2021-03-12")));
    // Their signatures are the service on those whom they represent.
    assert_eq!(story.case().closing_served_on(), Some(day("2021-03-12")));
}

/// Part of the case: the representatives sign for workers whose claims they do not share.
#[test]
fn representatives_sign_for_some_of_the_workers_too() {
    let story = represented().then("2021-03-10", document(Scope::Part, &[7, 8], 12_000));
    let paper = story.last();
    assert_eq!(codes(&story.refused("2021-03-11", sign(paper, &[PartyNo(9)]))), ["not_a_signatory"]);
    let story = story.then("2021-03-11", sign(paper, &[1, 2, 3, 11].map(PartyNo)));
    assert_eq!((story.stage(), story.case().awarded()), (Stage::Accepted, Fen::from_yuan(12_000)));
}

#[test]
fn nobody_leaves_by_a_split_while_a_document_waits_for_that_signature() {
    let story = represented();
    let split = |no: u32| Act::CaseSplit(CaseSplit { parties: vec![PartyNo(no)], opened: None });
    let waiting = story.clone().then("2021-03-10", document(Scope::Part, &[7, 8], 12_000));
    let found = waiting.refused("2021-03-11", split(7));
    assert_eq!(found, [("document_awaits_leaver", "R33 72".to_owned())]);
    assert!(waiting.attempt(day("2021-03-11"), split(9)).is_ok(), "the ninth is not in it");
    let back = MediationRepudiation { document: waiting.last(), party: PartyNo(8) };
    let free = waiting.then("2021-03-11", Act::MediationRepudiation(back));
    assert!(free.attempt(day("2021-03-11"), split(7)).is_ok());
    let whole = story.then("2021-03-10", document(Scope::Whole, &[], 60_000));
    assert_eq!(codes(&whole.refused("2021-03-11", split(9))), ["document_awaits_leaver"]);
}

/// LAW 44 names four kinds of claims.
#[test]
fn a_payment_is_ordered_at_once_for_pay_medical_costs_severance_and_damages_alone() {
    let paid = |item| {
        let story = with_claim(item);
        let act = Act::InterimPayment(InterimPayment { claim: WAGES, amount: Fen::from_yuan(100) });
        story.attempt(day("2021-03-10"), act).map_err(|refusal| refusal.findings[0].code).err()
    };
    let lawful =
        [ClaimItem::Wages, ClaimItem::InjuryMedicalCosts, ClaimItem::SeverancePay, ClaimItem::Damages];
    for item in lawful {
        assert_eq!(paid(item), None);
    }
    for item in [ClaimItem::Relationship, ClaimItem::InjuryBenefits, ClaimItem::Other] {
        assert_eq!(paid(item), Some("not_for_interim_payment"));
    }
    // What was ordered is recorded as irregular.
    let late = with_claim(ClaimItem::Relationship).recorded_on("2021-03-12");
    let act = || Act::InterimPayment(InterimPayment { claim: WAGES, amount: Fen::from_yuan(100) });
    assert_eq!(late.refused("2021-03-10", act()), [("not_for_interim_payment", "LAW 44".to_owned())]);
    late.acknowledging("not_for_interim_payment").then("2021-03-10", act());
}

fn with_claim(item: ClaimItem) -> Story {
    let claims = vec![a_claim(1, WORKER, item, 10_000)];
    a_case()
        .with(|receipt| receipt.claims = claims)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .tribunal("2021-03-05")
}

#[test]
fn a_document_of_a_case_with_one_claim_is_of_the_whole() {
    let story = with_tribunal().mediation_document("2021-03-10");
    assert_eq!(story.case().mediation_papers[0].claims, [WAGES]);
}
