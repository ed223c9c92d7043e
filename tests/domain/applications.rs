//! What an application says (仲裁申请): who asks, against whom, for what, by hand.

use sikuai::domain::act::Act;
use sikuai::domain::act::filing::{
    Acceptance, Prior, Procedure, Rejection, RejectionGround, SimplifiedGround,
};
use sikuai::domain::act::mediation::{MediationAct, MediationBody, MediationRequest};
use sikuai::domain::act::opening::Opening;
use sikuai::domain::act::restart::{ClaimAmendment, PartyJoinder};
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::id::ClaimNo;
use sikuai::domain::party::{Party, PersonRef, Side};
use sikuai::domain::refusal::Severity;
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, Story, WORKER, a_case, a_claim, a_receipt, a_worker, an_employer, case_id, day, with_tribunal,
};

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

/// What a respondent asks for is a counterclaim (R33 36), at the counter of the commission and of mediation.
#[test]
fn an_application_holds_claims_of_its_applicants() {
    let theirs =
        || vec![a_claim(1, WORKER, ClaimItem::Wages, 100), a_claim(2, EMPLOYER, ClaimItem::Damages, 100)];
    let mut receipt = a_receipt();
    receipt.claims = theirs();
    let refusal = a_case().attempt(day("2021-03-01"), Act::Receipt(receipt)).unwrap_err();
    let found = &refusal.findings[0];
    assert_eq!((found.code, found.field.as_deref()), ("not_an_applicant", Some("/claims/1/claimant")));
    let usual = a_receipt();
    let request = |claims| MediationRequest {
        channel: usual.channel,
        cause: usual.cause,
        other_causes: Vec::new(),
        parties: usual.parties.clone(),
        claims,
        body: MediationBody::Commission,
        body_name: None,
        agreed: None,
        origin: None,
    };
    let asked = |claims| Act::Mediation(MediationAct::MediationRequest(request(claims)));
    assert_eq!(codes(&a_case(), "2021-03-01", asked(theirs())), ["not_an_applicant"]);
    assert!(Opening::of(&asked(theirs())).is_some());
    assert!(
        a_case().attempt(day("2021-03-01"), asked(vec![a_claim(1, WORKER, ClaimItem::Wages, 100)])).is_ok()
    );
}

/// LAW 28: an application says what it asks for; it may be said later, so the office is only told.
#[test]
fn a_claim_for_money_without_an_amount_and_one_that_says_nothing_are_pointed_out() {
    let bare = |no, item| Claim { no: ClaimNo(no), claimant: WORKER, item, amount: None, statement: None };
    let mut receipt = a_receipt();
    receipt.claims = vec![
        bare(1, ClaimItem::Wages),
        bare(2, ClaimItem::Other),
        bare(3, ClaimItem::Relationship),
        bare(4, ClaimItem::InjuryBenefits),
    ];
    let story = a_case().with(|it| *it = receipt.clone());
    let refusal = story.attempt(day("2021-03-01"), Act::Receipt(receipt.clone())).unwrap_err();
    assert_eq!(refusal.severity(), Severity::Warning);
    let said: Vec<_> =
        refusal.findings.iter().map(|found| (found.code, found.article.unwrap().number)).collect();
    assert_eq!(said, [("claim_without_amount", "28"), ("claim_without_statement", "28")]);
    assert!(refusal.findings[0].words.en.contains("1, 4"), "{:?}", refusal.findings[0].words);
    let story = story.acknowledging("claim_without_amount").acknowledging("claim_without_statement");
    assert!(story.attempt(day("2021-03-01"), Act::Receipt(receipt)).is_ok());
    let amended = Act::ClaimAmendment(ClaimAmendment {
        claims: vec![bare(1, ClaimItem::Damages)],
        filed_on: None,
        restarted: None,
    });
    assert_eq!(codes(&with_tribunal(), "2021-03-10", amended), ["claim_without_amount"]);
}

/// Whoever joins stands where their kind stands (LAW 22): no worker among employers, at the receipt or later.
#[test]
fn who_joins_stands_on_the_side_of_their_kind() {
    let joins = |party: Party<PersonRef>| Act::PartyJoinder(PartyJoinder { parties: vec![party] });
    let story = with_tribunal();
    for wrong in [a_worker(3, Side::Respondent), an_employer(3, Side::Applicant)] {
        assert_eq!(codes(&story, "2021-03-10", joins(wrong)), ["parties_not_opposed"]);
    }
    for right in [
        a_worker(3, Side::Applicant),
        an_employer(3, Side::Respondent),
        a_worker(3, Side::ThirdParty),
        an_employer(3, Side::ThirdParty),
    ] {
        assert!(story.attempt(day("2021-03-10"), joins(right)).is_ok());
    }
    let mut receipt = a_receipt();
    receipt.parties.push(a_worker(3, Side::Respondent));
    assert_eq!(codes(&a_case(), "2021-03-01", Act::Receipt(receipt)), ["parties_not_opposed"]);
}

/// R33 56: up to the average wage of the province in the year before; 2020's is CNY 108,045 in the region's data.
#[test]
fn a_small_amount_is_no_more_than_the_average_wage_of_the_year_before() {
    use SimplifiedGround::{ClearFacts, SmallAmount};
    let accepts = |yuan, on: &str, ground| {
        let mut receipt = a_receipt();
        receipt.claims = vec![a_claim(1, WORKER, ClaimItem::Wages, yuan)];
        let act = Acceptance {
            procedure: Procedure::Simplified,
            simplified_ground: Some(ground),
            number: None,
            continued: None,
        };
        let story = a_case().with(|it| *it = receipt).received(on);
        story.attempt(day(on), Act::Acceptance(act)).map(|case| case.stage)
    };
    assert!(accepts(108_045, "2021-03-01", SmallAmount).is_ok());
    let large = accepts(108_046, "2021-03-01", SmallAmount).unwrap_err();
    let found = &large.findings[0];
    assert_eq!(
        (found.code, found.article.unwrap().number, large.severity()),
        ("amount_not_small", "56", Severity::Warning)
    );
    assert!(
        found.words.en.contains("108046.00") && found.words.en.contains("108045.00"),
        "{}",
        found.words.en
    );
    assert!(accepts(10_000_000, "2021-03-01", ClearFacts).is_ok(), "another ground asks no amount");
    // The year before counts, not the last one that is known.
    assert!(accepts(108_046, "2022-03-01", SmallAmount).is_ok());
    let unknown = accepts(1, "2026-03-02", SmallAmount).unwrap_err();
    assert_eq!((unknown.findings[0].code, unknown.severity()), ("average_wage_unknown", Severity::Warning));
}

/// A ground that tells of an earlier case is held against the one that is named (R33 34, 39): Worker 1 was deemed withdrawn, or
/// the case was decided, withdrawn, or is still open.
#[test]
fn a_rejection_for_an_earlier_case_needs_one_that_was_so() {
    use RejectionGround::{DeemedWithdrawnBefore, Duplicate};
    let found = |ground, prior: Option<Prior>| {
        let story = a_case().with(|receipt| receipt.prior = prior).received("2021-03-01");
        let tried = story.attempt(day("2021-03-03"), Act::Rejection(Rejection { ground }));
        tried.map(|case| case.stage).map_err(|refusal| (refusal.findings[0].code, refusal.severity()))
    };
    let of = |manner| Some(Prior { case: case_id(), manner, barred: None });
    let barred = Some(Prior { barred: Some(WORKER), ..of(Some(Manner::AwardFinal)).unwrap() });
    let refused = || Err(("ground_does_not_hold", Severity::Unlawful));
    for ground in [Duplicate, DeemedWithdrawnBefore] {
        assert_eq!(found(ground, None), Err(("prior_unknown", Severity::Warning)));
        assert_eq!(found(ground, of(Some(Manner::Withdrawn))), refused());
    }
    assert_eq!(found(DeemedWithdrawnBefore, of(Some(Manner::DeemedWithdrawn))), Ok(Stage::Closed));
    assert_eq!(found(DeemedWithdrawnBefore, barred), Ok(Stage::Closed));
    assert_eq!(found(DeemedWithdrawnBefore, of(Some(Manner::AwardFinal))), refused());
    // It was open when this application came in; how it stands by now is for the office to see.
    let was_open = Err(("prior_was_open", Severity::Warning));
    assert_eq!(found(DeemedWithdrawnBefore, of(None)), was_open);
    assert_eq!(found(Duplicate, of(None)), was_open);
    // It was not accepted (R33 34(1)), or ended because a court has the suit (34(2)); of a transfer another commission knows.
    for manner in [Manner::Rejected, Manner::Terminated] {
        assert_eq!(found(Duplicate, of(Some(manner))), Ok(Stage::Closed), "{manner:?}");
    }
    let to_check = Err(("prior_to_check", Severity::Warning));
    assert_eq!(found(Duplicate, of(Some(Manner::Transferred))), to_check);
    assert_eq!(found(Duplicate, of(Some(Manner::Mediated))), Ok(Stage::Closed));
    assert_eq!(found(Duplicate, of(Some(Manner::DeemedWithdrawn))), refused());
}
