//! What comes up beside the main course of a case (law notes §1.3, §1.6, §1.7): objections to the jurisdiction, terms for
//! evidence, refused counterclaims, who acts for a party, rulings of courts, the time to perform; by hand.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Challenge, ChallengeKind};
use sikuai::domain::act::decision::{AwardItem, Decision, Finality};
use sikuai::domain::act::filing::Procedure;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::pause::ProcedureConversion;
use sikuai::domain::act::proceeding::{
    AgentAppointment, AgentEnd, CounterclaimReceipt, CounterclaimRefusal, CounterclaimRefusalGround,
    CourtRuling, CourtRulingKind, EnforcementRequest, EvidenceTerm, EvidenceTermExtension,
    JurisdictionObjection, JurisdictionOutcome, JurisdictionRuling, PerformanceTerm, ProceedingAct,
};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{State, Status};
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_mediation_document, a_representative, a_worker,
    an_acceptance, day, decided, granted, in_deliberation, scheduled, with_tribunal,
};

fn act(it: ProceedingAct) -> Act {
    Act::Proceeding(it)
}

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

fn objects(party: PartyNo) -> Act {
    act(ProceedingAct::JurisdictionObjection(JurisdictionObjection { party, competent: None }))
}

fn ruled(objection: EntryNo, outcome: JurisdictionOutcome, to: Option<&str>) -> Act {
    let to = to.map(str::to_owned);
    act(ProceedingAct::JurisdictionRuling(JurisdictionRuling { objection, outcome, to }))
}

/// Served on Thursday 4 March 2021, the period for the defence is ten working days: to the 18th (R33 10, 33).
#[test]
fn an_objection_comes_before_the_period_for_the_defence_ends_and_a_late_one_stops_nothing() {
    let story = with_tribunal();
    assert!(story.attempt(day("2021-03-18"), objects(EMPLOYER)).is_ok());
    let late = story.attempt(day("2021-03-19"), objects(EMPLOYER)).unwrap_err();
    assert_eq!((late.findings[0].code, late.severity()), ("objection_too_late", Severity::Warning));
    assert_eq!(codes(&story, "2021-03-18", objects(PartyNo(9))), ["party_unknown"]);
    // Before the copy is there, nothing has run out.
    let unserved = a_case().received("2021-03-01").accepted("2021-03-03");
    assert!(unserved.attempt(day("2021-04-30"), objects(EMPLOYER)).is_ok());
    // Whoever opens the hearing is told that it waits.
    let waiting = scheduled().then("2021-03-17", objects(EMPLOYER));
    let open =
        sikuai::domain::act::hearing::HearingOpening { hearing: waiting.hearing(), absent: Vec::new() };
    let told = waiting.attempt(day("2021-03-22"), Act::HearingOpening(open)).unwrap_err();
    assert_eq!((told.findings[0].code, told.severity()), ("objection_undecided", Severity::Warning));
}

#[test]
fn an_objection_that_is_upheld_transfers_the_case_and_one_that_is_rejected_does_not() {
    use JurisdictionOutcome::{Rejected, Upheld};
    let story = with_tribunal().then("2021-03-10", objects(EMPLOYER));
    let no = story.last();
    assert_eq!(codes(&story, "2021-03-12", ruled(no, Upheld, None)), ["receiver_of_transfer"]);
    assert_eq!(codes(&story, "2021-03-12", ruled(no, Rejected, Some("雷州"))), ["receiver_of_transfer"]);
    assert_eq!(codes(&story, "2021-03-09", ruled(no, Rejected, None)), ["no_open_objection"]);
    assert_eq!(codes(&story, "2021-03-12", ruled(EntryNo(1), Rejected, None)), ["no_open_objection"]);
    let upheld = story.clone().then("2021-03-12", ruled(no, Upheld, Some("雷州市仲裁委员会")));
    assert_eq!((upheld.stage(), upheld.case().closing.unwrap().manner), (Stage::Closed, Manner::Transferred));
    assert_eq!(upheld.case().closing_documents(), [Document::ClosingDecision]);
    let rejected = story.then("2021-03-12", ruled(no, Rejected, None));
    assert_eq!(rejected.stage(), Stage::Tribunal);
    assert_eq!(rejected.case().objections[0].decided.unwrap().on, day("2021-03-12"));
    assert_eq!(rejected.obstacles("2021-03-12", ActKind::JurisdictionRuling), ["no_open_objection"]);
}

fn term(due_on: &str) -> Act {
    act(ProceedingAct::EvidenceTerm(EvidenceTerm { due_on: day(due_on), party: None }))
}

fn extended(term: EntryNo, due_on: &str) -> Act {
    act(ProceedingAct::EvidenceTermExtension(EvidenceTermExtension { term, due_on: day(due_on) }))
}

/// R33 15, 19: designated for Saturday 20 March 2021, it ends on Monday the 22nd; extended to the 26th, on that day.
#[test]
fn a_term_for_evidence_is_designated_and_extended() {
    assert_eq!(codes(&with_tribunal(), "2021-03-08", term("2021-03-07")), ["due_before_designation"]);
    let story = with_tribunal().then("2021-03-08", term("2021-03-20"));
    let no = story.last();
    let due = story.deadline(RuleId::A13);
    assert_eq!((due.natural_on(), due.due_on()), (Some(day("2021-03-20")), Some(day("2021-03-22"))));
    assert_eq!((due.trigger.on, due.state), (day("2021-03-08"), State::Open));
    assert_eq!(codes(&story, "2021-03-09", extended(EntryNo(1), "2021-03-26")), ["no_such_term"]);
    assert_eq!(story.refused("2021-03-09", extended(no, "2021-03-20")), [("not_later", "R33 15".to_owned())]);
    let late = story.attempt(day("2021-03-23"), extended(no, "2021-03-26")).unwrap_err();
    assert_eq!((late.findings[0].code, late.severity()), ("evidence_term_over", Severity::Warning));
    let story = story.then("2021-03-22", extended(no, "2021-03-26"));
    let due = story.deadline(RuleId::A13);
    assert_eq!((due.due_on(), due.trigger.on), (Some(day("2021-03-26")), day("2021-03-08")));
}

/// R33 44: claims are added to until the term for evidence ends; later they are an application of their own.
#[test]
fn claims_are_amended_before_the_term_for_evidence_ends() {
    let amend = |filed_on: Option<&str>| {
        let claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)];
        Act::ClaimAmendment(ClaimAmendment { claims, filed_on: filed_on.map(day), restarted: None })
    };
    let story = with_tribunal().then("2021-03-08", term("2021-03-20"));
    assert!(story.attempt(day("2021-03-22"), amend(None)).is_ok());
    assert_eq!(story.refused("2021-03-23", amend(None)), [("amendment_too_late", "R33 44".to_owned())]);
    // It was asked for in time, and admitted later.
    assert!(story.attempt(day("2021-03-23"), amend(Some("2021-03-22"))).is_ok());
    assert_eq!(codes(&story, "2021-03-19", amend(Some("2021-03-20"))), ["filed_after_admission"]);
    // A term of the respondent alone is not the applicants'.
    let theirs = EvidenceTerm { due_on: day("2021-03-20"), party: Some(EMPLOYER) };
    let story = with_tribunal().then("2021-03-08", act(ProceedingAct::EvidenceTerm(theirs)));
    assert!(story.attempt(day("2021-03-23"), amend(None)).is_ok());
    assert_eq!(story.deadline(RuleId::A13).party, Some(EMPLOYER));
}

/// R33 36: decided on within five working days, like one that is accepted: filed on Monday 15 March, due on the 22nd.
#[test]
fn a_counterclaim_is_refused_in_five_working_days() {
    use CounterclaimRefusalGround::{Late, OutOfScope, Separate};
    let refusal = |party, filed_on: &str, ground| {
        let filed_on = day(filed_on);
        act(ProceedingAct::CounterclaimRefusal(CounterclaimRefusal { party, filed_on, ground }))
    };
    let story = with_tribunal();
    assert_eq!(codes(&story, "2021-03-16", refusal(WORKER, "2021-03-15", Separate)), ["not_a_respondent"]);
    for filed_on in ["2021-03-02", "2021-03-17"] {
        assert_eq!(
            codes(&story, "2021-03-16", refusal(EMPLOYER, filed_on, Separate)),
            ["filed_out_of_order"]
        );
    }
    // The period for the defence runs to 18 March.
    let in_time = [("counterclaim_in_time", "R33 36".to_owned())];
    assert_eq!(story.refused("2021-03-18", refusal(EMPLOYER, "2021-03-18", Late)), in_time);
    assert!(story.attempt(day("2021-03-19"), refusal(EMPLOYER, "2021-03-19", Late)).is_ok());
    let refused = story.then("2021-03-22", refusal(EMPLOYER, "2021-03-15", OutOfScope));
    let due = refused.deadline(RuleId::A12);
    assert_eq!(
        (due.trigger.on, due.due_on(), due.state),
        (day("2021-03-15"), Some(day("2021-03-22")), State::Met)
    );
    assert_eq!(refused.case().trial.as_ref().unwrap().since.on, day("2021-03-03"), "it restarts nothing");
}

/// R33 36: received on Monday 15 March 2021, five working days run to Monday the 22nd. What is decided on is what came in:
/// else its own five days would stay open.
#[test]
fn a_counterclaim_that_came_in_waits_five_working_days() {
    use CounterclaimRefusalGround::Separate;
    let receipt = |party| act(ProceedingAct::CounterclaimReceipt(CounterclaimReceipt { party }));
    let refusal = |filed_on: &str| {
        let (party, filed_on, ground) = (EMPLOYER, day(filed_on), Separate);
        act(ProceedingAct::CounterclaimRefusal(CounterclaimRefusal { party, filed_on, ground }))
    };
    let story = with_tribunal();
    assert_eq!(codes(&story, "2021-03-15", receipt(WORKER)), ["not_a_respondent"]);
    assert_eq!(codes(&story, "2021-03-02", receipt(EMPLOYER)), ["before_what_it_depends_on"]);

    let waiting = story.then("2021-03-15", receipt(EMPLOYER));
    let due = waiting.deadline(RuleId::A12);
    assert_eq!(
        (due.trigger.on, due.due_on(), due.state, due.party),
        (day("2021-03-15"), Some(day("2021-03-22")), State::Open, Some(EMPLOYER))
    );
    assert_eq!(due.status(day("2021-03-22")), Status::Open);
    assert_eq!(due.status(day("2021-03-23")), Status::Overdue);
    assert_eq!(codes(&waiting, "2021-03-15", receipt(EMPLOYER)), ["counterclaim_received_already"]);
    assert_eq!(codes(&waiting, "2021-03-16", refusal("2021-03-16")), ["not_the_day_of_receipt"]);

    let decided = waiting.then("2021-03-22", refusal("2021-03-15"));
    let due = decided.deadline(RuleId::A12);
    assert_eq!((due.due_on(), due.status(day("2021-03-23"))), (Some(day("2021-03-22")), Status::MetInTime));
    let own = decided.deadlines().into_iter().filter(|due| due.rule.id == RuleId::A12);
    assert_eq!(own.count(), 1, "the one that waited is the one that was refused");
}

/// The same, decided by its acceptance on the day after the last.
#[test]
fn a_counterclaim_that_came_in_is_accepted_late() {
    let receipt = act(ProceedingAct::CounterclaimReceipt(CounterclaimReceipt { party: EMPLOYER }));
    let claim = a_claim(2, EMPLOYER, ClaimItem::Other, 500);
    let accepted = CounterclaimAcceptance { filed_on: day("2021-03-15"), claims: vec![claim] };
    let story = with_tribunal().then("2021-03-15", receipt);
    let story = story.then("2021-03-23", Act::CounterclaimAcceptance(accepted));
    let due = story.deadline(RuleId::A12);
    assert_eq!((due.due_on(), due.status(day("2021-03-23"))), (Some(day("2021-03-22")), Status::MetLate));
}

/// LAW 24, CPL 58: two at most for a party; one who leaves makes room for another.
#[test]
fn representatives_come_and_go_after_the_filing() {
    let appoints = |people: &[u32]| {
        let representatives = people.iter().map(|n| a_representative(*n)).collect();
        act(ProceedingAct::AgentAppointment(AgentAppointment { party: EMPLOYER, representatives }))
    };
    let ends = |representative| act(ProceedingAct::AgentEnd(AgentEnd { party: EMPLOYER, representative }));
    let story = with_tribunal().then("2021-03-08", appoints(&[7]));
    let too_many = [("too_many_representatives", "LAW 24".to_owned())];
    assert_eq!(story.refused("2021-03-08", appoints(&[8, 9])), too_many);
    let story = story.then("2021-03-08", appoints(&[8]));
    assert_eq!(story.refused("2021-03-09", appoints(&[9])), too_many);
    for nobody in [0, 3] {
        assert_eq!(codes(&story, "2021-03-09", ends(nobody)), ["no_such_representative"]);
    }
    let story = story.then("2021-03-09", ends(1)).then("2021-03-09", appoints(&[9]));
    let acting: Vec<_> = story.case().party(EMPLOYER).unwrap().representatives.clone();
    assert_eq!(acting, [a_representative(8), a_representative(9)]);
    assert_eq!(story.stage(), Stage::Tribunal);
    assert!(story.case().party(WORKER).unwrap().representatives.is_empty());
}

fn challenge(kind: ChallengeKind, party: PartyNo) -> Act {
    Act::Challenge(Challenge {
        kind,
        party,
        over: None,
        award: None,
        against: Vec::new(),
        court: "法院".into(),
    })
}

fn ruling(kind: CourtRulingKind, parties: &[PartyNo]) -> Act {
    let (parties, court) = (parties.to_vec(), "湛江市中级人民法院".into());
    act(ProceedingAct::CourtRuling(CourtRuling {
        kind,
        parties,
        award: None,
        over: None,
        court,
        suits: Vec::new(),
        court_number: Some("（2021）粤08民特3号".into()),
    }))
}

/// Served on Monday 29 March 2021; the employer applies on 20 April, within thirty days. Set aside by a ruling that each
/// receives on 1 June: each may sue until 16 June (LAW 49).
#[test]
fn an_award_that_is_set_aside_may_be_sued_over_and_has_no_effect() {
    use CourtRulingKind::SetAside;
    let served = decided().served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER]);
    assert_eq!(codes(&served, "2021-06-01", ruling(SetAside, &[WORKER])), ["no_such_challenge"]);
    let story = served.then("2021-04-20", challenge(ChallengeKind::SettingAside, EMPLOYER));
    assert_eq!(story.deadline(RuleId::P03).state, State::Met);
    assert_eq!(story.case().effective_on, Some(day("2021-03-26")));
    assert_eq!(codes(&story, "2021-06-01", ruling(SetAside, &[WORKER, WORKER])), ["party_twice"]);
    let story = story.then("2021-06-01", ruling(SetAside, &[WORKER, EMPLOYER]));
    assert_eq!((story.case().effective_on, story.stage()), (None, Stage::Challenged));
    let terms = |story: &Story| -> Vec<_> {
        let own = story.deadlines().into_iter().filter(|deadline| deadline.rule.id == RuleId::P04);
        own.map(|deadline| (deadline.party.unwrap(), deadline.due_on().unwrap(), deadline.state)).collect()
    };
    let until = day("2021-06-16");
    assert_eq!(terms(&story), [(WORKER, until, State::Open), (EMPLOYER, until, State::Open)]);
    assert!(story.deadlines().iter().all(|deadline| deadline.rule.id != RuleId::P06));
    assert_eq!(
        story.refused("2021-06-20", Act::Effectiveness(sikuai::domain::act::after::Effectiveness {}))[0].0,
        "award_set_aside"
    );
    // The employer may sue now, without a word; a day later it is late; the first term is not what it used.
    let sued = story.clone().then("2021-06-16", challenge(ChallengeKind::Suit, EMPLOYER));
    assert_eq!(terms(&sued), [(WORKER, until, State::Open), (EMPLOYER, until, State::Met)]);
    assert_eq!(codes(&story, "2021-06-17", challenge(ChallengeKind::Suit, EMPLOYER)), ["term_has_run_out"]);
    let worker = story.then("2021-06-10", challenge(ChallengeKind::Suit, WORKER));
    assert_eq!(worker.deadline(RuleId::P02).state, State::Open, "lapsed on 13 April, not used in June");
    assert_eq!(terms(&worker)[0], (WORKER, until, State::Met));
}

/// The worker sued on 9 April and withdrew: the employer has the ruling on 10 May and may apply for thirty days, to the
/// 9th of June (SPC1 21). The file may be in the archive by then.
#[test]
fn a_worker_s_suit_that_ended_lets_the_employer_apply() {
    use CourtRulingKind::SuitEnded;
    let story = decided()
        .served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER])
        .then("2021-04-09", challenge(ChallengeKind::Suit, WORKER))
        .then("2021-04-30", Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() }));
    let story = story.then("2021-05-10", ruling(SuitEnded, &[EMPLOYER]));
    assert_eq!(story.stage(), Stage::Archived);
    let due = story.deadline(RuleId::P05);
    assert_eq!((due.party, due.due_on(), due.state), (Some(EMPLOYER), Some(day("2021-06-09")), State::Open));
    let told = story.then("2021-05-11", ruling(SuitEnded, &[WORKER]));
    assert_eq!(told.case().court_numbers, ["（2021）粤08民特3号"], "both have the same ruling");
    assert_eq!(told.deadline(RuleId::P05).party, Some(EMPLOYER), "it is the employer's term");
}

/// The employer's thirty days from the award of 29 March end on 28 April, those from the ruling that it has on 10 May on
/// 9 June (SPC1 21). What it did before the ruling used the first, what it does on the day of the ruling the second.
#[test]
fn an_application_on_the_day_of_the_ruling_uses_the_term_that_it_gave() {
    let sued = decided()
        .served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER])
        .then("2021-04-09", challenge(ChallengeKind::Suit, WORKER));
    let ended = |story: Story| story.then("2021-05-10", ruling(CourtRulingKind::SuitEnded, &[EMPLOYER]));
    let applied = |story: Story, on: &str| story.then(on, challenge(ChallengeKind::SettingAside, EMPLOYER));
    let used = |story: &Story| {
        [RuleId::P03, RuleId::P05].map(|rule| story.deadline(rule).met.map(|met| met.on.to_string()))
    };
    let on = |on: &str| Some(on.to_owned());
    assert_eq!(used(&ended(sued.clone())), [None, None]);
    assert_eq!(used(&ended(applied(sued.clone(), "2021-04-20"))), [on("2021-04-20"), None]);
    assert_eq!(used(&applied(ended(sued), "2021-05-10")), [None, on("2021-05-10")]);
}

/// LAW 51, CPL 2017 239: two years from the last day to perform, else from the effect; the award of 26 March 2021 is final.
/// 26 March 2023 is a Sunday.
#[test]
fn the_time_for_enforcement_runs_from_the_last_day_to_perform() {
    let story = decided();
    let due = story.deadline(RuleId::P06);
    assert_eq!((due.trigger.on, due.natural_on()), (day("2021-03-26"), Some(day("2023-03-26"))));
    assert_eq!(due.due_on(), Some(day("2023-03-27")));
    let performs = |due_on: &str| {
        act(ProceedingAct::PerformanceTerm(PerformanceTerm { due_on: day(due_on), of: None, over: None }))
    };
    assert_eq!(codes(&story, "2021-03-29", performs("2021-03-25")), ["due_before_closing"]);
    // To be performed on the day of the award: it runs from the effect, which that day has without a word.
    let at_once = story.clone().then("2021-03-29", performs("2021-03-26")).deadline(RuleId::P06);
    assert_eq!((at_once.trigger, at_once.cause.code), (due.trigger, "final_award_made"));
    let story = story.then("2021-03-29", performs("2021-04-12"));
    assert_eq!(story.deadline(RuleId::P06).due_on(), Some(day("2023-04-12")));
    let paid = story.recovered("2021-04-05", 4_000).recovered("2021-04-08", 6_000);
    let met = paid.deadline(RuleId::P06);
    assert_eq!((met.state, met.met.unwrap().on), (State::Met, day("2021-04-08")));
    // Nothing is to be paid where everything was dismissed, or the case closed otherwise.
    let withdrawn = sikuai::domain::act::closing::Withdrawal {
        ground: sikuai::domain::act::closing::WithdrawalGround::OwnMotion,
        parties: Vec::new(),
    };
    let withdrawn = with_tribunal().then("2021-03-10", Act::Withdrawal(withdrawn));
    assert_eq!(
        withdrawn.refused("2021-03-29", performs("2021-04-12")),
        [("nothing_to_perform", "LAW 51".to_owned())]
    );
    // One that is not final has no effect before its term to sue has run out.
    let items = vec![granted(WAGES, 10_000, Finality::NonFinal)];
    let open =
        in_deliberation().discussed("2021-03-23").acknowledging("final_by_law").awarded("2021-03-26", items);
    assert!(open.deadlines().iter().all(|deadline| deadline.rule.id != RuleId::P06));
}

/// The final award of 26 March 2021 can be enforced until Monday 27 March 2023. An application uses the time; one that comes
/// later is told as late, and the court decides.
#[test]
fn an_application_for_enforcement_uses_the_time_for_it() {
    let asks = || {
        let request = EnforcementRequest {
            parties: vec![WORKER],
            of: None,
            over: None,
            court: Some("徐闻县人民法院".into()),
        };
        act(ProceedingAct::EnforcementRequest(request))
    };
    let status = |story: &Story| story.deadline(RuleId::P06).status(day("2023-12-31"));
    let story = decided();
    assert_eq!(status(&story), Status::Lapsed);
    let award = story.last();
    let asked = story.clone().then("2023-03-27", asks());
    assert_eq!(status(&asked), Status::MetInTime);
    let request = &asked.case().enforcement_requests[0];
    assert_eq!((request.of, request.asked.on), (Some(award), day("2023-03-27")));
    assert_eq!(request.parties, [WORKER]);
    assert_eq!(codes(&story, "2023-03-28", asks()), ["enforcement_term_ended"]);
    let late = story.clone().acknowledging("enforcement_term_ended").then("2023-03-28", asks());
    assert_eq!(status(&late), Status::MetLate);
    // What was paid before it had used the time already.
    let paid = story.clone().recovered("2021-04-08", 10_000).then("2021-05-06", asks());
    assert_eq!(paid.deadline(RuleId::P06).met.unwrap().on, day("2021-04-08"));
    // Nothing that has effect, nothing to enforce; and before the last day to perform the court is not asked yet.
    assert_eq!(
        in_deliberation().obstacles("2021-03-23", ActKind::EnforcementRequest),
        ["nothing_to_enforce"]
    );
    let performs = PerformanceTerm { due_on: day("2021-04-12"), of: None, over: None };
    let early = story.then("2021-03-29", act(ProceedingAct::PerformanceTerm(performs)));
    assert_eq!(codes(&early, "2021-04-11", asks()), ["not_yet_to_enforce"]);
}

/// Of three workers two are awarded wages. Each has two years of their own, used once that worker has applied.
#[test]
fn one_workers_application_for_enforcement_is_not_the_others() {
    let items = vec![
        granted(WAGES, 10_000, Finality::Final),
        granted(ClaimNo(2), 5_000, Finality::Final),
        AwardItem { decision: Decision::Dismissed, ..granted(ClaimNo(3), 0, Finality::Final) },
    ];
    let asks = |parties: &[PartyNo]| {
        let request = EnforcementRequest { parties: parties.to_vec(), of: None, over: None, court: None };
        act(ProceedingAct::EnforcementRequest(request))
    };
    let (second, third) = (PartyNo(3), PartyNo(4));
    let story = a_case()
        .with(|receipt| {
            receipt.parties.extend([3, 4].map(|no| a_worker(no, Side::Applicant)));
            receipt.claims.push(a_claim(2, second, ClaimItem::Wages, 5_000));
            receipt.claims.push(a_claim(3, third, ClaimItem::Wages, 4_000));
        })
        .set_for_hearing()
        .served("2021-03-09", Document::HearingNotice, &[WORKER, EMPLOYER, second, third])
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .awarded("2021-03-26", items);
    let own = |story: &Story| -> Vec<_> {
        let all = story.deadlines().into_iter().filter(|due| due.rule.id == RuleId::P06);
        all.map(|due| (due.party, due.met.map(|met| met.on), due.status(day("2023-03-28")))).collect()
    };
    let is = |no, on: Option<&str>| {
        (Some(no), on.map(day), if on.is_some() { Status::MetInTime } else { Status::Lapsed })
    };
    let one = story.clone().then("2021-04-06", asks(&[WORKER]));
    assert_eq!(own(&one), [is(WORKER, Some("2021-04-06")), is(second, None)]);
    let both = one.then("2021-05-10", asks(&[second]));
    assert_eq!(own(&both), [is(WORKER, Some("2021-04-06")), is(second, Some("2021-05-10"))]);
    // Who is owed nothing is asked about, and uses nothing up; who is not named at all is both of them.
    assert_eq!(codes(&story, "2021-04-06", asks(&[third])), ["not_a_creditor"]);
    assert_eq!(codes(&story, "2021-04-06", asks(&[PartyNo(9)])), ["party_unknown", "not_a_creditor"]);
    let all = story.then("2021-04-06", asks(&[]));
    assert_eq!(own(&all), [is(WORKER, Some("2021-04-06")), is(second, Some("2021-04-06"))]);
    assert_eq!(all.case().enforcement_requests[0].parties, [WORKER, second]);
}

/// A settlement of the worker's claim and of the employer's counterclaim does not say whom it has pay: whoever applies uses
/// the time.
#[test]
fn of_a_settlement_of_both_sides_claims_whoever_applies_uses_the_time() {
    let counterclaim = CounterclaimAcceptance {
        filed_on: day("2021-03-08"),
        claims: vec![a_claim(2, EMPLOYER, ClaimItem::Damages, 1_000)],
    };
    let story = with_tribunal()
        .then("2021-03-09", Act::CounterclaimAcceptance(counterclaim))
        .then("2021-03-15", a_mediation_document())
        .signed("2021-03-15", &[WORKER, EMPLOYER]);
    let request = EnforcementRequest { parties: vec![WORKER], of: None, over: None, court: None };
    let asked = story.then("2021-05-10", act(ProceedingAct::EnforcementRequest(request)));
    assert_eq!(asked.deadline(RuleId::P06).met.unwrap().on, day("2021-05-10"));
}

fn collective() -> Story {
    let mut story = a_case();
    story.receipt.parties.extend((3..12).map(|no| a_worker(no, Side::Applicant)));
    story.received("2021-03-01")
}

/// R33 64: ten workers; accepted on Wednesday 3 March 2021, everything is told at once by the 10th.
#[test]
fn a_collective_case_is_told_everything_at_once() {
    let story = collective().accepted("2021-03-03");
    let due = story.deadline(RuleId::G03);
    assert_eq!((due.due_on(), due.state), (Some(day("2021-03-10")), State::Open));
    assert_eq!(due.cause.code, "acceptance", "by the act, as the docket calls it");
    let story = story
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2021-03-05")
        .hearing_set("2021-03-09", "2021-03-22");
    let met = story.deadline(RuleId::G03);
    assert_eq!((met.state, met.met.unwrap().on), (State::Met, day("2021-03-09")));
    // Nine workers; the simplified procedure, and what was converted from it (R33 62).
    let none = |story: &Story| story.deadlines().iter().all(|deadline| deadline.rule.id != RuleId::G03);
    assert!(none(&with_tribunal()));
    let simplified = collective().then("2021-03-03", an_acceptance(Procedure::Simplified));
    assert!(none(&simplified));
    assert!(none(&simplified.then("2021-03-04", Act::ProcedureConversion(ProcedureConversion {}))));
}
