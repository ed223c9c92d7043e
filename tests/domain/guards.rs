//! The guards of each act, row by row of the law notes §3.1: the refusal with its article, and beside it the
//! lawful act that passes.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Challenge, ChallengeKind};
use sikuai::domain::act::closing::{DeemedWithdrawal, Desertion, Termination, Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Finality, InterimPayment};
use sikuai::domain::act::filing::{
    Acceptance, CorrectionCompletion, CorrectionLapse, CorrectionNotice, FailureCause, MediationDeferral,
    MediationFailure, PreFilingSettlement, Prior, Procedure,
};
use sikuai::domain::act::pause::{
    EntrustedMediation, EntrustedMediationEnd, Extension, ProcedureConversion, SuspensionEnd,
};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind};
use sikuai::domain::act::tribunal::{
    Assignee, Assignment, Duty, Member, RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest, Seat,
    TribunalChange,
};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::id::{ClaimNo, EntryNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_formation, a_hearing, a_panel, a_receipt, a_service,
    a_worker, an_acceptance, an_employer, case_id, day, decided, granted, in_deliberation, scheduled, user,
    with_tribunal,
};

fn is(found: &[(&'static str, String)], code: &str, article: &str) -> bool {
    found.iter().any(|(c, a)| *c == code && a == article)
}

#[track_caller]
fn refuses(story: &Story, on: &str, act: Act, code: &str, article: &str) {
    let found = story.refused(on, act);
    assert!(is(&found, code, article), "{code} {article} in {found:?}");
}

#[track_caller]
fn takes(story: &Story, on: &str, act: Act) {
    if let Err(refusal) = story.attempt(day(on), act) {
        panic!("{refusal:#?}");
    }
}

fn received() -> Story {
    a_case().received("2021-03-01")
}

#[test]
fn an_application_lists_everything_that_is_wrong_with_it() {
    let mut receipt = a_receipt();
    receipt.parties = vec![a_worker(1, Side::Applicant), a_worker(1, Side::Applicant)];
    receipt.claims = vec![a_claim(1, EMPLOYER, ClaimItem::Wages, 1), a_claim(1, WORKER, ClaimItem::Wages, 1)];
    let mut found: Vec<_> =
        a_case().refused("2021-03-01", Act::Receipt(receipt)).into_iter().map(|(code, _)| code).collect();
    found.sort_unstable();
    assert_eq!(found, ["claimant_unknown", "duplicate_claim_no", "duplicate_party_no", "party_missing"]);
    let mut receipt = a_receipt();
    receipt.parties[1] = a_worker(2, Side::Respondent);
    refuses(&a_case(), "2021-03-01", Act::Receipt(receipt), "parties_not_opposed", "");
}

/// One year from 1 March 2020 ends on 1 March 2021; it warns, and never bars acceptance (LAW 27, R33 30).
#[test]
fn limitation_only_warns() {
    let story = a_case().with(|receipt| {
        receipt.claims[0].item = ClaimItem::Damages;
        receipt.infringed_on = Some(day("2020-03-01"));
    });
    takes(&story, "2021-03-01", Act::Receipt(story.receipt.clone()));
    let refusal = story.attempt(day("2021-03-02"), Act::Receipt(story.receipt.clone())).unwrap_err();
    assert_eq!(
        (refusal.findings[0].code, refusal.severity()),
        ("limitation_seems_expired", Severity::Warning)
    );
    story.acknowledging("limitation_seems_expired").received("2021-03-02").accepted("2021-03-03");
    // Wages: no limitation while employed, whatever the day of the infringement.
    let wages = a_case().with(|receipt| receipt.infringed_on = Some(day("2015-03-01")));
    takes(&wages, "2021-03-02", Act::Receipt(wages.receipt.clone()));
}

fn notice(due_on: &str) -> Act {
    Act::CorrectionNotice(CorrectionNotice { items: vec!["副本".into()], due_on: day(due_on) })
}

#[test]
fn corrections_are_asked_for_once() {
    let story = received().then("2021-03-02", notice("2021-03-12"));
    assert_eq!(story.stage(), Stage::Correction);
    let story = story.then("2021-03-10", Act::CorrectionCompletion(CorrectionCompletion {}));
    assert_eq!(story.stage(), Stage::Received);
    refuses(&story, "2021-03-11", notice("2021-03-20"), "corrected_once", "R33 29");
    refuses(&received(), "2021-03-02", notice("2021-03-01"), "due_before_notice", "");
}

#[test]
fn the_term_for_correction_runs_to_the_end_of_its_last_day() {
    let story = received().then("2021-03-02", notice("2021-03-12"));
    let lapse = || Act::CorrectionLapse(CorrectionLapse {});
    refuses(&story, "2021-03-12", lapse(), "correction_term_runs", "R33 29");
    let story = story.then("2021-03-13", lapse());
    assert_eq!(story.case().closing.unwrap().manner, Manner::NotCorrected);
    assert!(story.case().acceptance.is_none());
}

/// Consent on 2 March: 15 calendar days end on 17 March (LAW 14).
#[test]
fn mediation_before_acceptance_fails_any_day_and_lapses_after_fifteen() {
    let story =
        received().then("2021-03-02", Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() }));
    let ends = |cause| Act::MediationFailure(MediationFailure { cause });
    refuses(&story, "2021-03-17", ends(FailureCause::Lapsed), "mediation_period_runs", "LAW 14");
    takes(&story, "2021-03-18", ends(FailureCause::Lapsed));
    takes(&story, "2021-03-03", ends(FailureCause::Refused));
    let settle = |paid| {
        Act::PreFilingSettlement(PreFilingSettlement {
            amount: Fen::from_yuan(500),
            paid: Fen::from_yuan(paid),
            agreed: None,
            opened: None,
        })
    };
    refuses(&story, "2021-03-08", settle(501), "paid_more_than_agreed", "");
    let story = story.then("2021-03-08", settle(300));
    assert_eq!(story.case().closing.unwrap().manner, Manner::SettledBeforeAcceptance);
    assert_eq!(story.case().recoveries[0].amount, Fen(30_000));
}

fn refiled_after(manner: Option<Manner>) -> Story {
    a_case()
        .with(|receipt| receipt.prior = Some(Prior { case: case_id(), manner, barred: None }))
        .received("2021-03-01")
}

#[test]
fn a_deemed_withdrawal_bars_filing_again_and_a_withdrawal_does_not() {
    let accept = || an_acceptance(Procedure::Ordinary);
    let barred = refiled_after(Some(Manner::DeemedWithdrawn));
    refuses(&barred, "2021-03-02", accept(), "deemed_withdrawn_before", "R33 39");
    refuses(
        &barred.acknowledging("deemed_withdrawn_before"),
        "2021-03-02",
        accept(),
        "deemed_withdrawn_before",
        "R33 39",
    );
    takes(&refiled_after(Some(Manner::Withdrawn)), "2021-03-02", accept());
    takes(&refiled_after(Some(Manner::WithdrawnBeforeAcceptance)), "2021-03-02", accept());
}

#[test]
fn a_dispute_that_was_decided_or_still_runs_is_looked_at_before_it_is_accepted_again() {
    let accept = || an_acceptance(Procedure::Ordinary);
    for manner in [Some(Manner::AwardFinal), Some(Manner::Mediated), None] {
        let story = refiled_after(manner);
        let refusal = story.attempt(day("2021-03-02"), accept()).unwrap_err();
        assert_eq!(refusal.severity(), Severity::Warning);
        refuses(&story, "2021-03-02", accept(), "duplicate_of_prior", "R33 34");
        takes(&story.acknowledging("duplicate_of_prior"), "2021-03-02", accept());
    }
    takes(&refiled_after(Some(Manner::Revoked)), "2021-03-02", accept());
}

#[test]
fn the_simplified_procedure_needs_its_ground() {
    let bare = Acceptance {
        procedure: Procedure::Simplified,
        simplified_ground: None,
        number: None,
        continued: None,
    };
    refuses(&received(), "2021-03-02", Act::Acceptance(bare), "simplified_without_ground", "R33 56");
    takes(&received(), "2021-03-02", an_acceptance(Procedure::Simplified));
}

fn sole() -> Vec<Member> {
    vec![Member { user: user(11), seat: Seat::Sole }]
}

fn forms(members: Vec<Member>) -> Act {
    a_formation(members, None)
}

#[test]
fn three_sit_or_one_alone_in_the_simplified_procedure() {
    let ordinary = received().accepted("2021-03-03");
    takes(&ordinary, "2021-03-05", forms(a_panel()));
    refuses(&ordinary, "2021-03-05", forms(a_panel()[..2].to_vec()), "tribunal_composition", "LAW 31");
    let mut twice = a_panel();
    twice[2].user = user(12);
    refuses(&ordinary, "2021-03-05", forms(twice), "tribunal_composition", "LAW 31");
    refuses(&ordinary, "2021-03-05", forms(sole()), "sole_arbitrator", "LAW 31");
    takes(&received().accepted_simplified("2021-03-03"), "2021-03-05", forms(sole()));
}

/// Ten workers (R33 62): three arbitrators (65), unless the case goes the simplified way (62).
#[test]
fn a_collective_case_has_three_arbitrators() {
    let workers = |count: u32| {
        a_case().with(|receipt| {
            receipt.parties = (1..=count).map(|no| a_worker(no, Side::Applicant)).collect();
            receipt.parties.push(an_employer(count + 1, Side::Respondent));
        })
    };
    let ten = workers(10).received("2021-03-01");
    assert!(ten.case().is_collective());
    assert!(!workers(9).received("2021-03-01").case().is_collective());
    refuses(&ten.clone().accepted("2021-03-03"), "2021-03-05", forms(sole()), "sole_arbitrator", "R33 65");
    takes(&ten.accepted_simplified("2021-03-03"), "2021-03-05", forms(sole()));
}

/// Consent on Monday 8 March: the tenth working day after it is 22 March (R33 70).
#[test]
fn entrusted_mediation_lapses_after_ten_working_days() {
    let story = with_tribunal()
        .then("2021-03-08", Act::EntrustedMediation(EntrustedMediation { body: "工会".into() }));
    let ends = |cause| Act::EntrustedMediationEnd(EntrustedMediationEnd { cause });
    refuses(&story, "2021-03-22", ends(FailureCause::Lapsed), "mediation_period_runs", "R33 70");
    takes(&story, "2021-03-23", ends(FailureCause::Lapsed));
    takes(&story, "2021-03-09", ends(FailureCause::Failed));
}

fn request(member: u128) -> Act {
    Act::RecusalRequest(RecusalRequest {
        member: user(member),
        party: EMPLOYER,
        ground: RecusalGround::PrivateMeeting,
    })
}

#[test]
fn a_member_whose_recusal_is_pending_does_nothing_in_the_case() {
    let story = with_tribunal().then("2021-03-08", request(12));
    let asked = story.last();
    let decide = |outcome| Act::RecusalDecision(RecusalDecision { request: asked, outcome });
    let own = || Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    refuses(&story.clone().by(user(12)), "2021-03-09", own(), "recusal_pending", "R33 11");
    takes(&story.clone().by(user(13)), "2021-03-09", own());
    refuses(&story, "2021-03-09", a_hearing("2021-04-12"), "recused_member_sits", "R33 11");
    let refused_again = story.clone().then("2021-03-10", decide(RecusalOutcome::Rejected));
    takes(&refused_again.clone().by(user(12)), "2021-03-11", own());
    takes(&refused_again, "2021-03-11", a_hearing("2021-04-12"));
    refuses(&refused_again, "2021-03-11", decide(RecusalOutcome::Upheld), "no_open_request", "R33 11");
    let upheld = story.then("2021-03-10", decide(RecusalOutcome::Upheld));
    refuses(&upheld, "2021-03-11", a_hearing("2021-04-12"), "recused_member_sits", "R33 11");
    let change = |members| Act::TribunalChange(TribunalChange { members, notified_on: None });
    refuses(&upheld, "2021-03-11", change(a_panel()), "recused_member", "LAW 33");
    let mut panel = a_panel();
    panel[1].user = user(14);
    takes(&upheld.then("2021-03-11", change(panel)), "2021-03-12", a_hearing("2021-04-12"));
}

#[test]
fn a_member_leaves_the_tribunal_by_its_change_only() {
    let mediator = Assignee { user: user(21), duty: Duty::Mediator };
    let assigned = with_tribunal().then("2021-03-08", Act::Assignment(Assignment { people: vec![mediator] }));
    let seated = [11, 12, 13].map(|n| Assignee { user: user(n), duty: Duty::Arbitrator });
    assert_eq!(assigned.case().people, [&seated[..], &[mediator]].concat());
    refuses(&with_tribunal(), "2021-03-08", request(99), "member_unknown", "");
}

#[test]
fn a_change_of_the_tribunal_keeps_the_day_it_was_formed() {
    let change = Act::TribunalChange(TribunalChange { members: a_panel(), notified_on: None });
    let story = with_tribunal().then("2021-03-20", change);
    assert_eq!(story.case().tribunal.as_ref().unwrap().formed.on, day("2021-03-05"));
}

#[test]
fn deemed_withdrawn_only_after_lawful_notice_and_not_before_the_day() {
    let story = scheduled();
    let deemed = |story: &Story| {
        Act::DeemedWithdrawal(DeemedWithdrawal {
            hearing: story.hearing(),
            conduct: Desertion::Absent,
            parties: Vec::new(),
        })
    };
    refuses(&story, "2021-03-19", deemed(&story), "before_the_hearing", "R33 39");
    let closed = story.clone().then("2021-03-22", deemed(&story));
    assert_eq!(closed.case().closing.unwrap().manner, Manner::DeemedWithdrawn);
    let unserved = with_tribunal().hearing_set("2021-03-08", "2021-03-22");
    refuses(&unserved, "2021-03-22", deemed(&unserved), "notice_not_proved", "R33 39");
    // The fifth working day before 22 March is the 15th.
    let late = unserved.notice_served("2021-03-16");
    refuses(&late, "2021-03-22", deemed(&late), "notice_not_proved", "R33 39");
    let left = Act::DeemedWithdrawal(DeemedWithdrawal {
        hearing: story.hearing(),
        conduct: Desertion::Left,
        parties: Vec::new(),
    });
    refuses(&story, "2021-03-22", left.clone(), "left_before_it_opened", "R33 39");
    takes(&story.opened("2021-03-22"), "2021-03-22", left);
}

/// The trial period of the usual case ends on Monday 19 April 2021.
#[test]
fn an_extension_is_of_fifteen_days_once_and_before_the_end() {
    let story = in_deliberation();
    let extend = |days| Act::Extension(Extension { days });
    refuses(&story, "2021-04-01", extend(16), "extension_too_long", "R33 45");
    refuses(&story, "2021-04-01", extend(0), "extension_too_long", "R33 45");
    takes(&story, "2021-04-19", extend(15));
    refuses(&story, "2021-04-20", extend(15), "extension_too_late", "R33 45");
    refuses(&story.extended("2021-04-01", 5), "2021-04-02", extend(5), "extended_once", "R33 45");
}

#[test]
fn a_suspension_ends_by_its_own_number() {
    let story = in_deliberation().suspended("2021-03-24");
    let wrong = Act::SuspensionEnd(SuspensionEnd { suspension: EntryNo(1) });
    refuses(&story, "2021-03-25", wrong, "no_such_suspension", "");
}

/// The period for the defence runs to 18 March (R33 36).
#[test]
fn a_counterclaim_comes_within_the_period_for_the_defence() {
    let counterclaim = |filed_on: &str, claim| {
        Act::CounterclaimAcceptance(CounterclaimAcceptance { filed_on: day(filed_on), claims: vec![claim] })
    };
    let mine = |no| a_claim(no, EMPLOYER, ClaimItem::Other, 500);
    takes(&with_tribunal(), "2021-03-22", counterclaim("2021-03-18", mine(2)));
    refuses(
        &with_tribunal(),
        "2021-03-22",
        counterclaim("2021-03-19", mine(2)),
        "counterclaim_too_late",
        "R33 36",
    );
    refuses(&with_tribunal(), "2021-03-22", counterclaim("2021-03-18", mine(1)), "claim_no_taken", "");
    let theirs = a_claim(2, WORKER, ClaimItem::Other, 500);
    refuses(&with_tribunal(), "2021-03-22", counterclaim("2021-03-18", theirs), "not_a_respondent", "");
}

#[test]
fn amended_claims_are_the_applicants_and_keep_clear_of_the_counterclaims() {
    let amend = |claims| Act::ClaimAmendment(ClaimAmendment { claims, filed_on: None, restarted: None });
    let counterclaim = Act::CounterclaimAcceptance(CounterclaimAcceptance {
        filed_on: day("2021-03-10"),
        claims: vec![a_claim(2, EMPLOYER, ClaimItem::Other, 500)],
    });
    let story = with_tribunal().then("2021-03-12", counterclaim);
    let mine = |no| a_claim(no, WORKER, ClaimItem::Wages, 100);
    refuses(&story, "2021-03-15", amend(vec![mine(1), mine(2)]), "claim_no_taken", "");
    let theirs = a_claim(3, EMPLOYER, ClaimItem::Other, 1);
    refuses(&story, "2021-03-15", amend(vec![mine(1), theirs]), "not_an_applicant", "");
    let story = story.then("2021-03-15", amend(vec![mine(1), mine(3)]));
    let numbers: Vec<_> = story.case().claims.iter().map(|claim| claim.no.0).collect();
    assert_eq!(numbers, [2, 1, 3], "the counterclaim stays");
    // The third is given up: its number names it in the docket, and is nobody else's.
    let story = story.acknowledging("claims_given_up").then("2021-03-16", amend(vec![mine(1)]));
    let counterclaim = |no| {
        let claims = vec![a_claim(no, EMPLOYER, ClaimItem::Other, 700)];
        Act::CounterclaimAcceptance(CounterclaimAcceptance { filed_on: day("2021-03-17"), claims })
    };
    refuses(&story, "2021-03-17", counterclaim(3), "claim_no_taken", "");
    takes(&story, "2021-03-17", counterclaim(4));
}

/// Served on 16 March, the amended claims give the respondent until 30 March (R33 44).
#[test]
fn amended_claims_give_a_new_period_for_the_defence() {
    let claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)];
    let story = with_tribunal()
        .then("2021-03-10", Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed }))
        .then("2021-03-15", Act::ClaimAmendment(ClaimAmendment { claims, filed_on: None, restarted: None }));
    refuses(&story, "2021-03-16", a_hearing("2021-04-12"), "defence_period_runs", "R33 33");
    let story = story.served("2021-03-16", Document::AmendedApplicationCopy, &[EMPLOYER]);
    refuses(&story, "2021-03-16", a_hearing("2021-03-30"), "defence_period_runs", "R33 33");
    takes(&story, "2021-03-16", a_hearing("2021-03-31"));
    let waived =
        story.then("2021-03-17", Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Waived }));
    takes(&waived, "2021-03-17", a_hearing("2021-03-30"));
}

#[test]
fn a_party_joins_with_a_number_of_its_own_and_has_its_own_defence() {
    let join = |party| Act::PartyJoinder(PartyJoinder { parties: vec![party] });
    refuses(&with_tribunal(), "2021-03-15", join(a_worker(2, Side::ThirdParty)), "party_no_taken", "");
    let story = with_tribunal().then("2021-03-15", join(an_employer(3, Side::Respondent)));
    refuses(&story, "2021-03-16", a_hearing("2021-04-12"), "defence_period_runs", "R33 33");
}

/// The trial period ends on 19 April; converting keeps its start (R33 61).
#[test]
fn the_simplified_procedure_turns_ordinary_in_time_and_then_needs_three() {
    let convert = || Act::ProcedureConversion(ProcedureConversion {});
    let story = received()
        .accepted_simplified("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .then("2021-03-05", forms(sole()));
    refuses(&story, "2021-04-20", convert(), "conversion_too_late", "R33 61");
    let before = story.case().trial.clone();
    let story = story.then("2021-04-01", convert());
    assert_eq!(story.case().trial, before);
    refuses(&story, "2021-04-01", a_hearing("2021-04-16"), "tribunal_too_small", "LAW 31");
    let change = Act::TribunalChange(TribunalChange { members: a_panel(), notified_on: None });
    takes(&story.then("2021-04-01", change), "2021-04-01", a_hearing("2021-04-16"));
}

/// Free scheduling in the simplified procedure (R33 60), but not before the defence. Five working days before Friday
/// 19 March are 18, 17, 16, 15 and 12 March: notice given later warns, and once the day is past it is only told.
#[test]
fn the_simplified_procedure_schedules_freely() {
    let story = received()
        .accepted_simplified("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .then("2021-03-05", forms(sole()));
    takes(&story, "2021-03-12", a_hearing("2021-03-19"));
    assert_eq!(story.refused("2021-03-15", a_hearing("2021-03-19")), [("short_notice", "R33 60".to_owned())]);
    takes(&story.clone().acknowledging("short_notice"), "2021-03-18", a_hearing("2021-03-19"));
    takes(&story.clone().recorded_on("2021-03-20"), "2021-03-18", a_hearing("2021-03-19"));
    refuses(&story, "2021-03-10", a_hearing("2021-03-11"), "defence_period_runs", "R33 33");
}

#[test]
fn a_court_takes_only_an_overdue_case() {
    let terminate = |docketed: &str| {
        Act::Termination(Termination { court_docketed_on: day(docketed), court_number: "1".into() })
    };
    refuses(&in_deliberation(), "2021-04-20", terminate("2021-04-19"), "not_overdue", "R33 48");
    takes(&in_deliberation(), "2021-04-20", terminate("2021-04-20"));
    refuses(&in_deliberation(), "2021-04-20", terminate("2021-04-21"), "docketed_after_termination", "");
    let extended = in_deliberation().extended("2021-04-01", 15);
    refuses(&extended, "2021-04-20", terminate("2021-04-20"), "not_overdue", "R33 48");
}

#[test]
fn an_interim_payment_stays_within_the_claim() {
    let pay = |claim, yuan| Act::InterimPayment(InterimPayment { claim, amount: Fen::from_yuan(yuan) });
    takes(&with_tribunal(), "2021-03-08", pay(WAGES, 10_000));
    refuses(&with_tribunal(), "2021-03-08", pay(WAGES, 10_001), "more_than_claimed", "R33 51");
    refuses(&with_tribunal(), "2021-03-08", pay(ClaimNo(7), 1), "claim_unknown", "");
}

fn challenge(kind: ChallengeKind, party: sikuai::domain::id::PartyNo) -> Act {
    Act::Challenge(Challenge {
        kind,
        party,
        over: None,
        award: None,
        against: Vec::new(),
        court: "湛江中院".into(),
    })
}

#[test]
fn a_final_award_is_sued_over_by_the_worker_and_set_aside_for_the_employer() {
    let story = decided();
    refuses(&story, "2021-04-01", challenge(ChallengeKind::Suit, EMPLOYER), "employer_cannot_sue", "LAW 48");
    refuses(
        &story,
        "2021-04-01",
        challenge(ChallengeKind::SettingAside, WORKER),
        "not_to_be_set_aside",
        "LAW 49",
    );
    takes(&story, "2021-04-01", challenge(ChallengeKind::Suit, WORKER));
    let both = story
        .then("2021-04-01", challenge(ChallengeKind::Suit, WORKER))
        .then("2021-04-02", challenge(ChallengeKind::SettingAside, EMPLOYER));
    assert_eq!(both.case().challenges.len(), 2);
}

#[test]
fn an_award_that_is_not_final_is_sued_over_by_either_and_not_set_aside() {
    let story = a_case()
        .with(|receipt| receipt.claims[0].item = ClaimItem::Relationship)
        .set_for_hearing()
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .awarded("2021-03-26", vec![granted(WAGES, 0, Finality::NonFinal)]);
    takes(&story, "2021-04-01", challenge(ChallengeKind::Suit, EMPLOYER));
    takes(&story, "2021-04-01", challenge(ChallengeKind::Suit, WORKER));
    let set_aside = challenge(ChallengeKind::SettingAside, EMPLOYER);
    refuses(&story, "2021-04-01", set_aside, "not_to_be_set_aside", "LAW 49");
    let archive = || Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() });
    refuses(&story, "2021-04-02", archive(), "award_not_settled", "R33 21");
}

#[test]
fn a_withdrawal_before_and_after_acceptance_is_counted_apart() {
    let withdraw = || Act::Withdrawal(Withdrawal { ground: WithdrawalGround::Settled, parties: Vec::new() });
    let before = received().then("2021-03-02", withdraw());
    assert_eq!(before.case().closing.unwrap().manner, Manner::WithdrawnBeforeAcceptance);
    let after = with_tribunal().then("2021-03-08", withdraw());
    assert_eq!(after.case().closing.unwrap().manner, Manner::Withdrawn);
    let late = a_service(Document::ClosingDecision, &[WORKER, EMPLOYER]);
    assert_eq!(after.then("2021-03-09", Act::Service(late)).stage(), Stage::Served);
}
