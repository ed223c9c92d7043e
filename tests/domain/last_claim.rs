//! What decides the last open claim of a case, or takes it away, ends the case (R33 49, 73; ADR 0009); and an award says of
//! each claim what its amount says (law notes §5). By hand.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind, Effectiveness};
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion, Withdrawal, WithdrawalGround};
use sikuai::domain::act::collective::CaseSplit;
use sikuai::domain::act::decision::{Award, AwardItem, Decision, Finality, MediationDocument, Scope};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::proceeding::CourtRulingKind;
use sikuai::domain::act::restart::ClaimAmendment;
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::case::{CourtRuled, GivingUp, Outcome};
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::docket::{Content, Correction, Entry, Replacement};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::service_of_process::pending::{Lacks, pending};
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{EMPLOYER, Story, WORKER, a_case, a_claim, a_service, a_worker, day, granted};

/// Wages of 10,000 and severance of 300, heard on 22 March and discussed on the 23rd.
fn discussed() -> Story {
    of(vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)])
}

fn of(claims: Vec<Claim>) -> Story {
    a_case()
        .with(|receipt| receipt.claims = claims)
        .set_for_hearing()
        .notice_served("2021-03-09")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
}

fn award(scope: Scope, claim: u32, yuan: i64) -> Act {
    Act::Award(Award {
        scope,
        items: vec![granted(ClaimNo(claim), yuan, Finality::Final)],
        binds: Vec::new(),
    })
}

fn settlement(scope: Scope, claims: &[u32], yuan: i64) -> Act {
    let claims = claims.iter().map(|no| ClaimNo(*no)).collect();
    Act::MediationDocument(MediationDocument { scope, claims, amount: Fen::from_yuan(yuan) })
}

fn withdrawal(parties: &[PartyNo]) -> Act {
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: parties.to_vec() })
}

fn amended(claims: Vec<Claim>) -> Act {
    Act::ClaimAmendment(ClaimAmendment { claims, filed_on: None, restarted: None })
}

#[track_caller]
fn is_refused(story: &Story, on: &str, act: Act, code: &str) {
    let found: Vec<&str> = story.refused(on, act).into_iter().map(|(code, _)| code).collect();
    assert_eq!(found, [code]);
}

fn closing(story: &Story) -> (Stage, Option<(Manner, Option<Outcome>)>) {
    (story.stage(), story.case().closing.map(|closing| (closing.manner, closing.outcome)))
}

/// A case as an earlier version recorded it: both claims were decided by parts, and the case stayed open.
fn decided_by_parts() -> Story {
    let mut story = discussed().then("2021-03-24", award(Scope::Part, 1, 10_000));
    let last = story.entry(day("2021-03-25"), award(Scope::Part, 2, 300));
    story.entries.push(last);
    story.read_again()
}

/// 10,000 awarded and 200 settled by parts; "whole" would have closed it as mediated over money that nobody claimed any more.
#[test]
fn nothing_is_settled_where_nothing_is_left() {
    let story = decided_by_parts();
    assert_eq!(story.stage(), Stage::Deliberation);
    is_refused(&story, "2021-03-26", settlement(Scope::Whole, &[], 20_000), "nothing_left");
    for act in [ActKind::Award, ActKind::MediationDocument] {
        assert_eq!(story.obstacles("2021-03-26", act), ["nothing_left"]);
    }
    assert_eq!(discussed().obstacles("2021-03-26", ActKind::Award), [""; 0]);
}

#[test]
fn what_decides_all_that_is_left_is_no_part() {
    let story = discussed().then("2021-03-24", award(Scope::Part, 1, 10_000));
    is_refused(&story, "2021-03-25", award(Scope::Part, 2, 300), "nothing_left_for_later");
    is_refused(&story, "2021-03-25", settlement(Scope::Part, &[2], 200), "nothing_left_for_later");
    let whole = story.clone().then("2021-03-25", award(Scope::Whole, 2, 300));
    assert_eq!(closing(&whole), (Stage::Closed, Some((Manner::AwardFinal, Some(Outcome::Worker)))));
    let settled = story.then("2021-03-25", settlement(Scope::Whole, &[], 200));
    let settled = settled.signed("2021-03-25", &[WORKER, EMPLOYER]);
    assert_eq!(closing(&settled), (Stage::Closed, Some((Manner::Mediated, Some(Outcome::Partly)))));
}

/// The wages are awarded by a part, the severance is withdrawn: whoever withdraws is told how that closes the case. The
/// decision on it is served; what was awarded has its own terms.
#[test]
fn the_rest_withdrawn_after_an_award_of_a_part_closes_as_the_award() {
    let story = discussed().then("2021-03-24", award(Scope::Part, 1, 10_000));
    is_refused(&story, "2021-03-25", withdrawal(&[]), "takes_last_claim");
    let closed = story.clone().acknowledging("takes_last_claim").then("2021-03-25", withdrawal(&[]));
    assert_eq!(closing(&closed), (Stage::Closed, Some((Manner::AwardFinal, Some(Outcome::Worker)))));
    assert_eq!(closed.case().effective_on, Some(day("2021-03-25")));
    assert_eq!(closed.case().closing_documents(), [Document::ClosingDecision]);
    assert_eq!(closed.replayed(Reading::Decide).as_ref(), Ok(closed.case()));
    let served = closed.served("2021-03-26", Document::ClosingDecision, &[WORKER, EMPLOYER]);
    assert_eq!(served.stage(), Stage::Served);
    // An earlier docket, in which nobody was told, stays as it was.
    let mut old = story.clone();
    old.entries.push(story.entry(day("2021-03-25"), withdrawal(&[])));
    assert_eq!(old.replayed(Reading::Replay).unwrap().closing.unwrap().manner, Manner::Withdrawn);
}

/// The wages are awarded by a part. A defence comes on Friday 26 March, and then it is told that the only applicant had
/// withdrawn the rest on the 25th: nobody is owed a copy of it, and none of it is done before the day on which it came.
#[test]
fn what_comes_after_who_left_is_owed_to_nobody_and_not_done_before_it_came() {
    let defence = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    let story = discussed().then("2021-03-24", award(Scope::Part, 1, 10_000)).then("2021-03-26", defence);
    let story = story.acknowledging("takes_last_claim").then("2021-03-25", withdrawal(&[]));
    let a09 = story.deadline(RuleId::A09);
    assert_eq!((a09.trigger.on, a09.due_on()), (day("2021-03-26"), Some(day("2021-04-02"))));
    assert_eq!((a09.state, a09.met.map(|met| met.on)), (State::Met, Some(day("2021-03-26"))));
}

/// The wages settled by a part; the severance given up by an amendment, in which only the wages are left.
#[test]
fn the_rest_given_up_after_a_settlement_of_a_part_closes_as_mediated() {
    let story = discussed().then("2021-03-24", settlement(Scope::Part, &[1], 9_000));
    let story = story.signed("2021-03-24", &[WORKER, EMPLOYER]);
    let kept = vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)];
    let found: Vec<&str> =
        story.refused("2021-03-25", amended(kept.clone())).into_iter().map(|(code, _)| code).collect();
    assert_eq!(found, ["claims_given_up", "takes_last_claim"]);
    let closed = story.acknowledging("takes_last_claim").acknowledging("claims_given_up");
    let closed = closed.then("2021-03-25", amended(kept));
    assert_eq!(closing(&closed), (Stage::Closed, Some((Manner::Mediated, Some(Outcome::Partly)))));
    assert_eq!(closed.replayed(Reading::Decide).as_ref(), Ok(closed.case()));
}

/// Two parts that wait for signatures, each made while the other claim was open: the last signature settles the last claim.
#[test]
fn the_last_signature_on_a_part_closes_what_is_left() {
    let story = discussed().then("2021-03-24", settlement(Scope::Part, &[1], 9_000));
    let first = story.last();
    let story = story.then("2021-03-24", settlement(Scope::Part, &[2], 200));
    let story = story.signed("2021-03-25", &[WORKER, EMPLOYER]);
    assert_eq!(story.stage(), Stage::Deliberation);
    let sign = || {
        use sikuai::domain::act::decision::MediationSignature;
        Act::MediationSignature(MediationSignature { document: first, parties: vec![WORKER, EMPLOYER] })
    };
    is_refused(&story, "2021-03-26", sign(), "takes_last_claim");
    let closed = story.acknowledging("takes_last_claim").then("2021-03-26", sign());
    assert_eq!(closing(&closed), (Stage::Closed, Some((Manner::Mediated, Some(Outcome::Partly)))));
    assert_eq!(closed.case().awarded(), Fen::from_yuan(9_200));
    // Both signed for what they settled: nothing more is served.
    assert_eq!(closed.case().closing_served_on(), Some(day("2021-03-26")));
}

/// Two workers: the first has an award of a part, the second withdraws.
#[test]
fn the_last_of_several_who_leaves_closes_the_case() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000), a_claim(2, PartyNo(3), ClaimItem::Wages, 8_000)];
    let story = a_case()
        .with(|receipt| {
            receipt.parties.push(a_worker(3, Side::Applicant));
            receipt.claims = claims;
        })
        .set_for_hearing()
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .then("2021-03-24", award(Scope::Part, 1, 10_000));
    let split = Act::CaseSplit(CaseSplit { parties: vec![PartyNo(3)], opened: None });
    is_refused(&story, "2021-03-25", split, "nothing_stays_open");
    is_refused(&story, "2021-03-25", withdrawal(&[PartyNo(3)]), "takes_last_claim");
    let closed = story.acknowledging("takes_last_claim").then("2021-03-25", withdrawal(&[PartyNo(3)]));
    assert_eq!(closing(&closed), (Stage::Closed, Some((Manner::AwardFinal, Some(Outcome::Worker)))));
    // Whoever left by it is told of it as well.
    let others = closed.served("2021-03-26", Document::ClosingDecision, &[WORKER, EMPLOYER]);
    assert_eq!(others.stage(), Stage::Closed);
    assert_eq!(others.served("2021-03-26", Document::ClosingDecision, &[PartyNo(3)]).stage(), Stage::Served);
}

/// What an earlier version left open is closed in either of two ways: the last document is corrected into what it was, one of
/// the whole case; or the applicant, who has nothing left, withdraws.
#[test]
fn a_case_that_was_decided_by_parts_before_can_still_be_closed() {
    let story = decided_by_parts();
    let closed = story.clone().acknowledging("takes_last_claim").then("2021-03-26", withdrawal(&[]));
    assert_eq!(closing(&closed).1, Some((Manner::AwardFinal, Some(Outcome::Worker))));
    let replacement = Replacement { on: day("2021-03-25"), act: award(Scope::Whole, 2, 300) };
    let content = Content::Correction(Correction { entry: story.last(), replacement: Some(replacement) });
    let no = EntryNo(story.last().0 + 1);
    let reason = Some("应为全案裁决".to_owned());
    let correction = Entry { no, content, reason, ..story.entry(day("2021-03-26"), withdrawal(&[])) };
    let place = sikuai::domain::docket::Place { id: crate::story::case_id(), region: crate::story::REGION };
    let case = sikuai::domain::docket::correct(&story.entries, &correction, place, &story.book).unwrap();
    assert_eq!(case.closing.unwrap().manner, Manner::AwardFinal);
    assert_eq!((case.stage, case.closing.unwrap().at.on), (Stage::Closed, day("2021-03-25")));
}

/// The list is of all claims from now on; what is not in it is named before it is given up.
#[test]
fn an_amendment_names_the_claims_that_it_leaves_out() {
    let story = discussed();
    let wages = || vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)];
    let refusal = story.attempt(day("2021-03-24"), amended(wages())).unwrap_err();
    let found = &refusal.findings[0];
    assert_eq!((found.code, found.severity), ("claims_given_up", Severity::Warning));
    assert!(found.words.zh.contains("第2项（经济补偿300.00元）"), "{}", found.words.zh);
    assert!(found.words.en.contains("claim 2 (Severance pay, CNY 300.00)"), "{}", found.words.en);
    let both = [wages(), vec![a_claim(2, WORKER, ClaimItem::SeverancePay, 300)]].concat();
    assert!(story.attempt(day("2021-03-24"), amended(both)).is_ok());
    let story = story.acknowledging("claims_given_up").then("2021-03-24", amended(wages()));
    assert_eq!(story.case().claims, wages());
}

/// Of 10,000 and 300 that were claimed: each decision beside its amount, with what the law makes of it.
#[test]
fn what_is_decided_on_a_claim_and_the_amount_say_the_same() {
    use Decision::{Granted, PartlyGranted};
    let found = |claim: u32, decision, yuan: i64| {
        let item = |no: u32, decision, yuan| AwardItem {
            claim: ClaimNo(no),
            decision,
            amount: Fen::from_yuan(yuan),
            finality: Finality::Final,
        };
        let other = if claim == 1 { item(2, Granted, 300) } else { item(1, Granted, 10_000) };
        let items = vec![item(claim, decision, yuan), other];
        let tried = discussed()
            .attempt(day("2021-03-26"), Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() }));
        tried.map(|case| case.closing.unwrap().outcome.unwrap()).map_err(|refusal| {
            let found = &refusal.findings[0];
            (found.code, found.severity, found.field.clone())
        })
    };
    let wrong = |code| Err((code, Severity::Invalid, Some("/items/0/amount".to_owned())));
    assert_eq!(found(1, Granted, 10_000), Ok(Outcome::Worker));
    assert_eq!(found(1, PartlyGranted, 9_999), Ok(Outcome::Partly));
    assert_eq!(found(1, Granted, 9_999), wrong("granted_below_claim"));
    assert_eq!(found(1, PartlyGranted, 10_000), wrong("partly_granted_in_full"));
    assert_eq!(found(1, PartlyGranted, 0), wrong("partly_granted_nothing"));
    assert_eq!(found(1, PartlyGranted, 10_001), wrong("more_than_claimed"));
    // Wages go on falling due while the case runs; severance was reckoned once.
    assert_eq!(found(1, Granted, 10_001), Err(("grown_since_claimed", Severity::Warning, None)));
    assert_eq!(found(2, Granted, 301), wrong("more_than_claimed"));
}

/// Twelve monthly minimum wages of 1,410 are 16,920: the finding names the claim, the amount and the limit.
#[test]
fn a_finding_about_finality_names_the_claim_and_the_limit() {
    let words = |yuan, finality| {
        let story = of(vec![a_claim(7, WORKER, ClaimItem::Wages, yuan)]);
        let items = vec![granted(ClaimNo(7), yuan, finality)];
        let tried = story
            .attempt(day("2021-03-26"), Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() }));
        tried.unwrap_err().findings[0].words.zh.clone()
    };
    let over = words(16_921, Finality::Final);
    assert!(over.contains("第7项") && over.contains("16921.00元") && over.contains("16920.00元"), "{over}");
    let under = words(16_920, Finality::NonFinal);
    assert!(under.contains("第7项") && under.contains("终局限额为16920.00元"), "{under}");
}

fn non_final(claim: u32, yuan: i64) -> Act {
    Act::Award(Award {
        scope: Scope::Part,
        items: vec![granted(ClaimNo(claim), yuan, Finality::NonFinal)],
        binds: Vec::new(),
    })
}

fn of_part(story: &Story, on: &str, award: EntryNo, parties: &[PartyNo]) -> Story {
    let service = ServiceOfProcess { of: Some(award), ..a_service(Document::AwardNonFinal, parties) };
    story.clone().then(on, Act::Service(service))
}

/// Wages of 20,000, over twelve minimum wages of 1,410, are awarded by a part that is not final, and served on both on Thursday
/// 25 March; the rest is withdrawn. The fifteen days to sue end on Friday 9 April: it all has effect from the 10th.
#[test]
fn what_was_closed_by_parts_has_effect_when_the_last_of_them_has() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 20_000), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    let story = of(claims).then("2021-03-24", non_final(1, 20_000));
    let part = story.last();
    let story = story.acknowledging("takes_last_claim");
    let effect = |on: &str, story: &Story| story.refused(on, Act::Effectiveness(Effectiveness {}));
    let one = of_part(&story, "2021-03-25", part, &[WORKER]).then("2021-03-26", withdrawal(&[]));
    assert_eq!(closing(&one).1.map(|(manner, _)| manner), Some(Manner::AwardNonFinal));
    assert_eq!(effect("2021-04-10", &one), [("not_served_on_all", "LAW 50".to_owned())]);
    let both = of_part(&story, "2021-03-25", part, &[WORKER, EMPLOYER]);
    let closed = both.clone().then("2021-03-26", withdrawal(&[]));
    assert_eq!(closed.case().effective_on, None);
    assert_eq!(effect("2021-04-09", &closed), [("term_to_sue_runs", "LAW 50".to_owned())]);
    assert_eq!(closed.clone().effective("2021-04-10").case().effective_on, Some(day("2021-04-10")));
    // Closed after that day, it has effect by the closing.
    let later = both.clone().then("2021-04-12", withdrawal(&[]));
    assert_eq!(later.case().effective_on, Some(day("2021-04-12")));
    // Over a part that is before a court, who records the effect is asked.
    let suit = Act::Challenge(Challenge {
        kind: ChallengeKind::Suit,
        party: EMPLOYER,
        over: None,
        award: None,
        against: Vec::new(),
        court: "徐闻县人民法院".into(),
    });
    let before = both.then("2021-04-08", suit.clone()).then("2021-04-12", withdrawal(&[]));
    assert_eq!(before.case().effective_on, None, "sued over before the rest was withdrawn");
    let sued = closed.then("2021-04-08", suit);
    assert_eq!(sued.stage(), Stage::Challenged);
    assert_eq!(effect("2021-04-12", &sued), [("challenged", "LAW 50".to_owned())]);
}

/// The wages are awarded by a part; of the hearing about the severance, on 6 April, the applicant had notice on 26 March, and
/// stayed away.
#[test]
fn the_rest_that_is_deemed_withdrawn_closes_as_what_was_made() {
    let story = discussed().then("2021-03-24", award(Scope::Part, 1, 10_000));
    let story = story.hearing_set("2021-03-25", "2021-04-06").notice_served("2021-03-26");
    let (hearing, conduct, parties) = (story.hearing(), Desertion::Absent, Vec::new());
    let deserted = Act::DeemedWithdrawal(DeemedWithdrawal { hearing, conduct, parties });
    is_refused(&story, "2021-04-06", deserted.clone(), "takes_last_claim");
    let closed = story.acknowledging("takes_last_claim").then("2021-04-06", deserted);
    assert_eq!(closing(&closed), (Stage::Closed, Some((Manner::AwardFinal, Some(Outcome::Worker)))));
    assert_eq!(closed.case().gave_up[0].how, GivingUp::DeemedWithdrawn);
    assert_eq!(closed.case().gave_up[0].claims[0].no, ClaimNo(2));
    assert_eq!(closed.replayed(Reading::Decide).as_ref(), Ok(closed.case()));
}

/// The severance is settled by a part that waits for signatures, the wages are awarded by another: the last signature closes
/// the case as an award. Nothing is served of the closing, but the award has its own service.
#[test]
fn a_last_signature_after_an_award_of_a_part_closes_as_the_award() {
    let story = discussed().then("2021-03-24", settlement(Scope::Part, &[2], 200));
    let story = story.then("2021-03-24", award(Scope::Part, 1, 10_000));
    let part = story.last();
    let closed = story.acknowledging("takes_last_claim").signed("2021-03-25", &[WORKER, EMPLOYER]);
    assert_eq!(closing(&closed).1.map(|(manner, _)| manner), Some(Manner::AwardFinal));
    assert_eq!(closed.case().closing_documents(), [Document::MediationDocument; 0]);
    let all = pending(closed.case(), &closed.book).into_iter();
    let unserved: Vec<_> =
        all.filter(|it| it.lacks == Lacks::Service).map(|it| (it.document, it.of, it.party)).collect();
    let award = Document::AwardFinal;
    assert_eq!(unserved, [(award, Some(part), WORKER), (award, Some(part), EMPLOYER)]);
}

/// The wages awarded by a final part, the severance given up: nobody left, so no decision is made of that. With the only part
/// set aside by a court, so is what closed the case.
#[test]
fn of_claims_that_were_amended_away_no_decision_is_made_and_a_set_aside_part_undoes_the_closing() {
    let story = discussed().then("2021-03-24", award(Scope::Part, 1, 10_000));
    let no = story.last();
    let story = story.acknowledging("takes_last_claim").acknowledging("claims_given_up");
    let closed = story.then("2021-03-25", amended(vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)]));
    assert_eq!(closing(&closed), (Stage::Closed, Some((Manner::AwardFinal, Some(Outcome::Worker)))));
    assert_eq!(closed.case().closing_documents(), []);
    assert!(!closed.case().is_set_aside());
    let mut aside = closed.case().clone();
    let (kind, received) = (CourtRulingKind::SetAside, aside.received);
    aside.rulings.push(CourtRuled { kind, party: WORKER, received, award: Some(no), over: Finality::Final });
    assert!(aside.is_set_aside());
}

/// What closes the case is not dated before the stage that it ends, 22 March; what closes nothing may be.
#[test]
fn an_amendment_that_closes_the_case_is_dated_as_a_closing() {
    let story = discussed().then("2021-03-24", settlement(Scope::Part, &[1], 9_000));
    let story = story.signed("2021-03-24", &[WORKER, EMPLOYER]).recorded_on("2021-03-26");
    let story = story.acknowledging("takes_last_claim").acknowledging("claims_given_up");
    let wages = || a_claim(1, WORKER, ClaimItem::Wages, 10_000);
    let too_early = story.attempt(day("2021-03-19"), amended(vec![wages()])).unwrap_err();
    let found = |code: &str| too_early.findings.iter().find(|finding| finding.code == code);
    assert_eq!(found("before_what_it_depends_on").unwrap().field.as_deref(), Some("/on"));
    let both = vec![wages(), a_claim(2, WORKER, ClaimItem::SeverancePay, 250)];
    assert_eq!(
        story.attempt(day("2021-03-19"), amended(both)).map(|case| case.stage),
        Ok(Stage::Deliberation)
    );
}

/// Contributions to a fund are awarded without an amount, whatever was asked for.
#[test]
fn what_is_not_paid_to_the_worker_may_be_awarded_without_an_amount() {
    let insurance = || of(vec![a_claim(1, WORKER, ClaimItem::SocialInsuranceStandard, 500)]);
    let items = |yuan| vec![granted(ClaimNo(1), yuan, Finality::Final)];
    assert_eq!(insurance().awarded("2021-03-26", items(0)).stage(), Stage::Closed);
    let one = Act::Award(Award { scope: Scope::Whole, items: items(1), binds: Vec::new() });
    is_refused(&insurance(), "2021-03-26", one, "granted_below_claim");
}

/// What can fall due while the case runs, and what was reckoned once.
#[test]
fn what_runs_on_may_have_grown_since_it_was_claimed() {
    let expected = [
        ("wages", true),
        ("injury_medical_costs", true),
        ("severance_pay", false),
        ("damages", false),
        ("working_time_standard", true),
        ("social_insurance_standard", true),
        ("injury_benefits", true),
        ("relationship", false),
        ("reinstatement", false),
        ("certificates", false),
        ("other", true),
    ];
    assert_eq!(ClaimItem::ROWS.len(), expected.len());
    for (code, runs_on) in expected {
        assert_eq!(ClaimItem::from_code(code).unwrap().runs_on(), runs_on, "{code}");
    }
}

/// The region's data knows minimum wages from 1 July 2018 on; the application of 25 June was received before that.
#[test]
fn whether_an_item_is_final_is_asked_where_no_minimum_wage_is_known() {
    let story = a_case()
        .received("2018-06-25")
        .accepted("2018-06-27")
        .served("2018-06-28", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2018-06-29")
        .hearing_set("2018-07-02", "2018-07-16")
        .opened("2018-07-16")
        .hearing_closed("2018-07-16")
        .discussed("2018-07-16");
    let refusal = story.attempt(day("2018-07-17"), award(Scope::Whole, 1, 10_000)).unwrap_err();
    let [found] = refusal.findings.as_slice() else { panic!("{refusal:#?}") };
    assert_eq!((found.code, found.severity), ("minimum_wage_unknown", Severity::Warning));
    assert!(found.words.zh.contains("第1项"), "{}", found.words.zh);
}
