//! Awards, mediation documents, service and effect: what closes a case, as what, and from when it counts.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Challenge, ChallengeKind, Effectiveness};
use sikuai::domain::act::decision::{
    Award, AwardItem, Decision, Finality, MediationDocument, MediationRepudiation, MediationSignature, Scope,
};
use sikuai::domain::act::hearing::HearingReopening;
use sikuai::domain::act::service::{LeavingGround, ServiceOfProcess};
use sikuai::domain::case::Outcome;
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{ClaimNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::office::DiscussionRule;
use sikuai::domain::party::{Party, PersonRef, Side};
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::{Document, ServiceManner, article};
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_book, a_case, a_claim, a_service, a_worker, an_employer, day, decided,
    granted, in_deliberation, with_tribunal,
};

/// Heard on 22 March with these claims, discussed on the 23rd.
fn discussed(claims: Vec<Claim>) -> Story {
    heard(claims).discussed("2021-03-23")
}

fn heard(claims: Vec<Claim>) -> Story {
    a_case()
        .with(|receipt| receipt.claims = claims)
        .set_for_hearing()
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
}

fn award(items: Vec<AwardItem>) -> Act {
    Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() })
}

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

/// CNY 1,410 a month on the day of filing: twelve are 16,920.00.
#[test]
fn an_item_is_final_up_to_twelve_minimum_wages_and_not_one_fen_more() {
    let story = discussed(vec![a_claim(1, WORKER, ClaimItem::Wages, 20_000)]);
    let item = |fen, finality| AwardItem {
        claim: WAGES,
        decision: Decision::PartlyGranted,
        amount: Fen(fen),
        finality,
    };
    let closed = story.attempt(day("2021-03-26"), award(vec![item(1_692_000, Finality::Final)])).unwrap();
    assert_eq!(closed.closing.unwrap().manner, Manner::AwardFinal);
    assert_eq!(
        story.refused("2021-03-26", award(vec![item(1_692_001, Finality::Final)])),
        [("not_final_by_law", "LAW 47".to_owned())]
    );
    let closed = story.attempt(day("2021-03-26"), award(vec![item(1_692_001, Finality::NonFinal)])).unwrap();
    assert_eq!(closed.closing.unwrap().manner, Manner::AwardNonFinal);
    let refusal = story.attempt(day("2021-03-26"), award(vec![item(1_692_000, Finality::NonFinal)]));
    assert_eq!(refusal.unwrap_err().severity(), Severity::Warning);
}

/// Four items of 16,920 each are 67,680 together, and each is final.
#[test]
fn the_limit_is_per_item_and_not_for_the_sum() {
    let items =
        [ClaimItem::Wages, ClaimItem::InjuryMedicalCosts, ClaimItem::SeverancePay, ClaimItem::Damages];
    let claims = (1..).zip(items).map(|(no, item)| a_claim(no, WORKER, item, 16_920)).collect();
    let story = discussed(claims);
    let all = (1..=4).map(|no| granted(ClaimNo(no), 16_920, Finality::Final)).collect();
    assert_eq!(story.awarded("2021-03-26", all).case().closing.unwrap().manner, Manner::AwardFinal);
}

/// Filed on 30 November 2021, decided in 2022: the wage of the day of filing counts, not the 1,720 since.
#[test]
fn the_minimum_wage_of_the_day_of_filing_counts() {
    let story = a_case()
        .with(|receipt| receipt.claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 18_000)])
        .received("2021-11-30")
        .accepted("2021-12-01")
        .served("2021-12-01", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2021-12-02")
        .hearing_set("2021-12-03", "2021-12-20")
        .opened("2021-12-20")
        .hearing_closed("2021-12-20")
        .discussed("2021-12-21");
    let found = story.refused("2022-01-04", award(vec![granted(WAGES, 18_000, Finality::Final)]));
    assert_eq!(codes(&found), ["not_final_by_law"]);
}

#[test]
fn a_mixed_award_is_two_documents_and_needs_both_served() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 5_000), a_claim(2, WORKER, ClaimItem::Relationship, 0)];
    let items = vec![granted(WAGES, 5_000, Finality::Final), granted(ClaimNo(2), 0, Finality::NonFinal)];
    let story = discussed(claims).awarded("2021-03-26", items);
    assert_eq!(story.case().closing.unwrap().manner, Manner::AwardMixed);
    assert_eq!(story.case().closing_documents(), [Document::AwardFinal, Document::AwardNonFinal]);
    let one = story.served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER]);
    assert_eq!(one.stage(), Stage::Closed);
    let both = one.served("2021-03-30", Document::AwardNonFinal, &[WORKER, EMPLOYER]);
    assert_eq!((both.stage(), both.case().stage_since), (Stage::Served, day("2021-03-30")));
}

#[test]
fn every_claim_is_decided_once() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 5_000), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    let story = discussed(claims);
    let one = || granted(WAGES, 5_000, Finality::Final);
    let two = || granted(ClaimNo(2), 300, Finality::Final);
    assert_eq!(codes(&story.refused("2021-03-26", award(vec![one()]))), ["claims_undecided"]);
    assert_eq!(
        codes(&story.refused("2021-03-26", award(vec![one(), two(), two()]))),
        ["claim_decided_twice"]
    );
    let over = AwardItem { amount: Fen::from_yuan(301), ..two() };
    assert_eq!(codes(&story.refused("2021-03-26", award(vec![one(), over]))), ["more_than_claimed"]);
    let dismissed = AwardItem { decision: Decision::Dismissed, ..one() };
    let found = story.refused("2021-03-26", award(vec![dismissed, two()]));
    assert_eq!(codes(&found), ["dismissed_with_amount"]);
    let part = Act::Award(Award { scope: Scope::Part, items: vec![one()], binds: Vec::new() });
    let part = story.then("2021-03-24", part);
    assert_eq!(part.stage(), Stage::Deliberation, "the rest goes on (R33 49)");
    assert_eq!(
        codes(&part.refused("2021-03-26", award(vec![one(), two()]))),
        ["claim_decided_twice"],
        "decided by the award on part of the case"
    );
    let whole = part.awarded("2021-03-26", vec![two()]);
    assert_eq!(whole.case().awarded(), Fen::from_yuan(5_300));
}

#[test]
fn what_was_settled_in_part_is_neither_awarded_nor_settled_again() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 5_000), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    let paper = |claims: &[ClaimNo]| {
        let (scope, amount) = (Scope::Part, Fen::from_yuan(200));
        Act::MediationDocument(MediationDocument { scope, claims: claims.to_vec(), amount })
    };
    let story = discussed(claims);
    assert_eq!(story.refused("2021-03-24", paper(&[])), [("part_without_claims", "R33 73".to_owned())]);
    let story = story.then("2021-03-24", paper(&[ClaimNo(2)])).signed("2021-03-24", &[WORKER, EMPLOYER]);
    assert_eq!(story.stage(), Stage::Deliberation, "part of the case only");
    let one = granted(WAGES, 5_000, Finality::Final);
    let two = granted(ClaimNo(2), 300, Finality::Final);
    assert_eq!(codes(&story.refused("2021-03-26", award(vec![one, two]))), ["claim_decided_twice"]);
    assert_eq!(codes(&story.refused("2021-03-25", paper(&[ClaimNo(2)]))), ["claim_decided_twice"]);
    assert_eq!(story.awarded("2021-03-26", vec![one]).case().awarded(), Fen::from_yuan(5_200));
}

/// What is granted to an employer is won by the employer.
#[test]
fn the_result_goes_by_who_claimed() {
    let outcome = |decision, claimant: PartyNo| {
        let amount = Fen::from_yuan(match decision {
            Decision::Granted => 100,
            Decision::PartlyGranted => 50,
            Decision::Dismissed => 0,
        });
        let item = AwardItem { claim: WAGES, decision, amount, finality: Finality::NonFinal };
        let parties: Vec<Party<PersonRef>> = vec![
            a_worker(1, if claimant == WORKER { Side::Applicant } else { Side::Respondent }),
            an_employer(2, if claimant == WORKER { Side::Respondent } else { Side::Applicant }),
        ];
        let respondent = if claimant == WORKER { EMPLOYER } else { WORKER };
        let story = a_case()
            .with(|receipt| {
                receipt.parties = parties;
                receipt.claims = vec![a_claim(1, claimant, ClaimItem::Other, 100)];
            })
            .received("2021-03-01")
            .accepted("2021-03-03")
            .served("2021-03-04", Document::ApplicationCopy, &[respondent])
            .tribunal("2021-03-05")
            .hearing_set("2021-03-08", "2021-03-22")
            .opened("2021-03-22")
            .hearing_closed("2021-03-22")
            .discussed("2021-03-23")
            .awarded("2021-03-26", vec![item]);
        story.case().closing.unwrap().outcome.unwrap()
    };
    assert_eq!(outcome(Decision::Granted, WORKER), Outcome::Worker);
    assert_eq!(outcome(Decision::Dismissed, WORKER), Outcome::Employer);
    assert_eq!(outcome(Decision::PartlyGranted, WORKER), Outcome::Partly);
    assert_eq!(outcome(Decision::Granted, EMPLOYER), Outcome::Employer);
    assert_eq!(outcome(Decision::Dismissed, EMPLOYER), Outcome::Worker);
}

#[test]
fn an_award_waits_for_the_discussion_where_the_office_says_so() {
    let claims = || vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)];
    let items = || vec![granted(WAGES, 10_000, Finality::Final)];
    assert_eq!(codes(&heard(claims()).refused("2021-03-26", award(items()))), ["discussion_missing"]);
    let free = heard(claims()).under(|book| book.discussion = DiscussionRule::Free);
    let story = free.awarded("2021-03-26", items());
    // The office turns the rule on later: what was lawful stays recorded.
    let story = story.under(|book| book.discussion = DiscussionRule::Required);
    assert_eq!(story.replayed(Reading::Replay).as_ref(), Ok(story.case()));
}

#[test]
fn a_discussion_before_the_hearing_or_after_the_award_does_not_count() {
    let claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)];
    let items = || vec![granted(WAGES, 10_000, Finality::Final)];
    let early = heard(claims.clone()).recorded_on("2021-06-30").discussed("2021-03-19");
    assert_eq!(codes(&early.refused("2021-03-26", award(items()))), ["discussion_missing"]);
    let late = heard(claims.clone()).recorded_on("2021-06-30").discussed("2021-03-29");
    assert_eq!(codes(&late.refused("2021-03-26", award(items()))), ["discussion_missing"]);
    let reopened = discussed(claims).then("2021-03-24", Act::HearingReopening(HearingReopening {}));
    assert_eq!(reopened.stage(), Stage::Hearing);
    reopened.hearing_closed("2021-03-25").discussed("2021-03-25").awarded("2021-03-26", items());
}

#[test]
fn a_mediation_document_closes_on_the_day_of_the_last_signature() {
    let story = with_tribunal().mediation_document("2021-03-10");
    assert_eq!(story.stage(), Stage::Tribunal);
    let one = story.recorded_on("2021-03-16").signed("2021-03-15", &[EMPLOYER]);
    assert_eq!(one.stage(), Stage::Tribunal);
    assert!(one.case().closing.is_none());
    let both = one.signed("2021-03-12", &[WORKER]);
    let closing = both.case().closing.unwrap();
    assert_eq!((closing.manner, closing.at.on), (Manner::Mediated, day("2021-03-15")));
    assert_eq!(both.case().effective_on, Some(day("2021-03-15")), "effect from the last signature (LAW 42)");
    assert_eq!(both.case().awarded(), Fen::from_yuan(8_000));
}

/// Who signs for a mediation document has been served it (LAW 42): the archive asks for no second proof.
#[test]
fn a_signature_is_the_proof_of_service_of_a_mediation_document() {
    let story = with_tribunal().mediation_document("2021-03-10").signed("2021-03-12", &[WORKER, EMPLOYER]);
    assert_eq!(story.case().closing_served_on(), Some(day("2021-03-12")));
    let archive = Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() });
    assert!(story.attempt(day("2021-03-30"), archive).is_ok());
}

#[test]
fn a_repudiated_document_is_void_and_the_tribunal_goes_on() {
    let story = with_tribunal().mediation_document("2021-03-10").signed("2021-03-12", &[WORKER]);
    let document = story.case().mediation_papers[0].made.by;
    let repudiate = |party| Act::MediationRepudiation(MediationRepudiation { document, party });
    assert_eq!(story.refused("2021-03-15", repudiate(WORKER)), [("signed_already", "LAW 42".to_owned())]);
    let story = story.then("2021-03-15", repudiate(EMPLOYER));
    assert_eq!((story.stage(), story.case().awarded()), (Stage::Tribunal, Fen::ZERO));
    let sign = Act::MediationSignature(MediationSignature { document, parties: vec![EMPLOYER] });
    assert_eq!(story.refused("2021-03-16", sign), [("document_is_settled", "R33 72".to_owned())]);
    story.hearing_set("2021-03-16", "2021-03-24");
}

#[test]
fn a_document_is_signed_by_its_parties_and_not_before_it_was_made() {
    let story = with_tribunal().mediation_document("2021-03-10").recorded_on("2021-03-30");
    let document = story.case().mediation_papers[0].made.by;
    let sign = |party| Act::MediationSignature(MediationSignature { document, parties: vec![party] });
    assert_eq!(codes(&story.refused("2021-03-12", sign(PartyNo(7)))), ["not_a_signatory"]);
    assert_eq!(codes(&story.refused("2021-03-09", sign(WORKER))), ["signed_before_made"]);
}

fn by(manner: ServiceManner, document: Document) -> ServiceOfProcess {
    ServiceOfProcess { manner, ..a_service(document, &[EMPLOYER]) }
}

/// Thursday 4 March 2021. Left or posted: 5, 8, 9 March. Announced: sixty days, to 3 May, a day off, not rolled.
#[test]
fn the_day_that_counts_goes_by_the_manner() {
    let accepted =
        a_case().received("2021-03-01").accepted_simplified("2021-03-03").acknowledging("simplified_barred");
    let served_on = |manner| {
        let service = ServiceOfProcess {
            cause: Some("拒收".into()),
            leaving_ground: Some(LeavingGround::Refused),
            consented_on: Some(day("2021-03-03")),
            ..by(manner, Document::ApplicationCopy)
        };
        accepted.clone().then("2021-03-04", Act::Service(service)).case().services[0].served_on
    };
    assert_eq!(served_on(ServiceManner::Direct), day("2021-03-04"));
    assert_eq!(served_on(ServiceManner::Post), day("2021-03-04"));
    assert_eq!(served_on(ServiceManner::Electronic), day("2021-03-04"));
    assert_eq!(served_on(ServiceManner::Simple), day("2021-03-04"));
    assert_eq!(served_on(ServiceManner::Leaving), day("2021-03-09"));
    assert_eq!(served_on(ServiceManner::Announcement), day("2021-05-03"));
}

/// Published on 4 January 2022: thirty days, to 3 February.
#[test]
fn an_announcement_takes_thirty_days_since_2022() {
    let story = a_case().received("2022-01-04").accepted("2022-01-04").announced("2022-01-04");
    assert_eq!(story.case().services[0].served_on, day("2022-02-03"));
}

#[test]
fn each_manner_of_service_has_its_conditions() {
    let ordinary = a_case().received("2021-03-01").accepted("2021-03-03");
    let refused =
        |manner| ordinary.refused("2021-03-04", Act::Service(by(manner, Document::ApplicationCopy)));
    assert_eq!(
        refused(ServiceManner::Leaving),
        [("leaving_ground_missing", "R33 20".to_owned()), ("service_cause_missing", "R33 20".to_owned())]
    );
    assert_eq!(
        refused(ServiceManner::Announcement),
        [("service_cause_missing", "Civil Procedure Law (2017) 92".to_owned())]
    );
    assert_eq!(
        refused(ServiceManner::Electronic),
        [("electronic_without_consent", "Civil Procedure Law (2017) 87".to_owned())]
    );
    assert_eq!(refused(ServiceManner::Simple), [("simple_service_barred", "R33 59".to_owned())]);
    let simplified = a_case().received("2021-03-01").accepted_simplified("2021-03-03");
    let copy = Act::Service(by(ServiceManner::Simple, Document::ApplicationCopy));
    assert!(simplified.attempt(day("2021-03-04"), copy).is_ok());
    let paper = simplified.mediation_document("2021-03-05");
    let simple = Act::Service(by(ServiceManner::Simple, Document::MediationDocument));
    assert_eq!(codes(&paper.refused("2021-03-05", simple)), ["simple_service_barred"]);
}

/// By the text of 2017 what decides a case is handed over on paper; since 2022 a message will do, and of a notice it always
/// did.
#[test]
fn before_2022_decisions_were_not_sent_electronically() {
    let electronic = |document, on: &str| {
        let consented_on = Some(day(on));
        Act::Service(ServiceOfProcess { consented_on, ..by(ServiceManner::Electronic, document) })
    };
    let signed = |received: &str, on: &str| {
        a_case().received(received).accepted_simplified(received).mediation_document(on)
    };
    let old = signed("2021-12-27", "2021-12-30");
    assert_eq!(
        old.refused("2021-12-31", electronic(Document::MediationDocument, "2021-12-31")),
        [("electronic_service_of_a_decision", "Civil Procedure Law (2017) 87".to_owned())]
    );
    assert!(old.attempt(day("2021-12-31"), electronic(Document::ApplicationCopy, "2021-12-31")).is_ok());
    let new = signed("2022-01-04", "2022-01-05");
    assert!(new.attempt(day("2022-01-05"), electronic(Document::MediationDocument, "2022-01-05")).is_ok());
}

/// A service cites the law of its own day.
#[test]
fn electronic_service_cites_the_text_of_its_day() {
    let cited = |on| article(ServiceManner::Electronic, day(on), &a_book()).en();
    assert_eq!(cited("2021-12-31"), "Civil Procedure Law (2017), art. 87");
    assert_eq!(cited("2022-01-01"), "Civil Procedure Law (2021), art. 90");
    assert_eq!(cited("2024-01-01"), "Civil Procedure Law (2023), art. 90");
}

#[test]
fn nothing_is_served_before_it_was_made() {
    let story = decided().recorded_on("2021-06-30");
    let early = Act::Service(a_service(Document::AwardFinal, &[WORKER]));
    assert_eq!(story.refused("2021-03-25", early), [("served_before_made", "R33 20".to_owned())]);
    let absent = Act::Service(a_service(Document::AwardNonFinal, &[WORKER]));
    let found = in_deliberation().refused("2021-03-25", absent);
    assert_eq!(codes(&found), ["served_before_made"]);
}

fn not_final() -> Story {
    discussed(vec![a_claim(1, WORKER, ClaimItem::Relationship, 0)])
        .awarded("2021-03-26", vec![granted(WAGES, 0, Finality::NonFinal)])
}

/// Received on 29 and 30 March: fifteen days end on 13 and 14 April 2021; for all parties on the 15th.
#[test]
fn an_award_that_is_not_final_takes_effect_when_no_party_can_sue_any_more() {
    let effect = || Act::Effectiveness(Effectiveness {});
    let one = not_final().served("2021-03-29", Document::AwardNonFinal, &[WORKER]);
    assert_eq!(one.refused("2021-05-06", effect()), [("not_served_on_all", "LAW 50".to_owned())]);
    let both = one.served("2021-03-30", Document::AwardNonFinal, &[EMPLOYER]);
    assert_eq!(both.refused("2021-04-14", effect()), [("term_to_sue_runs", "LAW 50".to_owned())]);
    let story = both.effective("2021-04-15");
    assert_eq!(story.case().effective_on, Some(day("2021-04-15")));
    assert_eq!(story.stage(), Stage::Effective);
}

/// Received on Friday 16 April: the fifteenth day is 1 May, and the holiday lasts to 5 May: the 6th.
#[test]
fn the_term_to_sue_rolls_over_a_holiday() {
    let story = not_final().served("2021-04-16", Document::AwardNonFinal, &[WORKER, EMPLOYER]);
    assert_eq!(story.case().takes_effect_on(&story.book), Some(day("2021-05-07")));
}

#[test]
fn a_final_award_has_effect_from_its_own_day() {
    let story = decided();
    assert_eq!(story.case().effective_on, Some(day("2021-03-26")));
    assert_eq!(story.case().takes_effect_on(&story.book), Some(day("2021-03-26")));
}

/// A suit in time keeps an award that is not final from taking effect (LAW 50): whoever records its
/// effect, after the suit was withdrawn, says that they know of it.
#[test]
fn a_challenged_award_takes_effect_only_with_a_word() {
    let suit = Act::Challenge(Challenge {
        kind: ChallengeKind::Suit,
        party: WORKER,
        over: None,
        award: None,
        against: Vec::new(),
        court: "县法院".into(),
    });
    let story = not_final()
        .served("2021-03-29", Document::AwardNonFinal, &[WORKER, EMPLOYER])
        .then("2021-04-02", suit);
    let effect = || Act::Effectiveness(Effectiveness {});
    assert_eq!(story.refused("2021-05-06", effect()), [("challenged", "LAW 50".to_owned())]);
    assert!(story.acknowledging("challenged").attempt(day("2021-05-06"), effect()).is_ok());
}

/// What a tribunal did that should not have sat is recorded once it is named: the register tells what was done.
#[test]
fn an_award_of_a_tribunal_that_should_not_have_sat_is_recorded_as_irregular() {
    use sikuai::domain::act::tribunal::{RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest};
    let member = crate::story::user(12);
    let request =
        Act::RecusalRequest(RecusalRequest { member, party: EMPLOYER, ground: RecusalGround::Interest });
    let story =
        discussed(vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)]).acknowledging("recusal_too_late");
    let story = story.then("2021-03-24", request);
    // After the argument it stops nobody, unless it is upheld all the same.
    assert!(story.attempt(day("2021-03-26"), award(vec![granted(WAGES, 10_000, Finality::Final)])).is_ok());
    let upheld = RecusalDecision { request: story.last(), outcome: RecusalOutcome::Upheld };
    let story = story.then("2021-03-25", Act::RecusalDecision(upheld));
    let items = || award(vec![granted(WAGES, 10_000, Finality::Final)]);
    let today = story.attempt(day("2021-03-26"), items()).unwrap_err();
    assert_eq!((today.severity(), today.findings[0].code), (Severity::Unlawful, "recused_member_sits"));
    let later = story.recorded_on("2021-03-29");
    assert_eq!(later.attempt(day("2021-03-26"), items()).unwrap_err().severity(), Severity::Irregular);
    let recorded = later.acknowledging("recused_member_sits").attempt(day("2021-03-26"), items()).unwrap();
    assert_eq!(recorded.stage, Stage::Closed);
}
