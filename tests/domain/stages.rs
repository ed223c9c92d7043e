//! Every stage × act pair of an arbitration case: what the law notes (§3.1) allow passes and leads where they say, everything else is
//! refused. The table here is written from the notes, not from the one in the domain.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::{
    Archiving, AwardCorrection, Challenge, ChallengeKind, Effectiveness, Recovery,
};
use sikuai::domain::act::closing::{
    DeemedWithdrawal, Desertion, Revocation, Termination, Transfer, Withdrawal, WithdrawalGround,
};
use sikuai::domain::act::collective::{CaseSplit, JointTrial, Representation};
use sikuai::domain::act::decision::{
    Award, Discussion, Finality, InterimPayment, MediationRepudiation, MediationSignature, Scope,
};
use sikuai::domain::act::filing::{
    Channel, CorrectionCompletion, CorrectionLapse, CorrectionNotice, FailureCause, JurisdictionNotice,
    MediationDeferral, MediationFailure, PreFilingSettlement, Procedure, Rejection, RejectionGround,
};
use sikuai::domain::act::hearing::{
    Ground, HearingAdjournment, HearingClosing, HearingOpening, HearingPostponement, HearingReopening,
    MediationAttempt,
};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::pause::{
    EntrustedMediation, EntrustedMediationEnd, Extension, ProcedureConversion, Suspension, SuspensionEnd,
    SuspensionGround,
};
use sikuai::domain::act::proceeding::{
    AgentAppointment, AgentEnd, CounterclaimReceipt, CounterclaimRefusal, CounterclaimRefusalGround,
    CourtRuling, CourtRulingKind, ElementConfirmation, ElementStatement, EnforcementRequest, EvidenceTerm,
    EvidenceTermExtension, JurisdictionObjection, JurisdictionOutcome, JurisdictionRuling, PerformanceTerm,
    ProceedingAct,
};
use sikuai::domain::act::referral::{
    InspectionIntake, Intake, Referral, ReferralAcceptance, ReferralAct, ReferralDecline, ReferralWithdrawal,
};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind};
use sikuai::domain::act::service_proof::ServiceProof;
use sikuai::domain::act::table::find;
use sikuai::domain::act::tribunal::{
    Assignee, Assignment, Duty, RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest,
    TribunalChange,
};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::code::Coded as _;
use sikuai::domain::elements::answers::ElementAnswers;
use sikuai::domain::elements::element::Element;
use sikuai::domain::id::{CaseId, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, Proof, ProofKind};
use sikuai::domain::stage::Stage;

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_formation, a_hearing, a_mediation_document, a_panel,
    a_receipt, a_representative, a_service, a_worker, an_acceptance, day, decided, granted, in_deliberation,
    scheduled, user, with_tribunal,
};

/// Per act: the stages that take it, and where it leads. `underway` stands for accepted … deliberation,
/// `open` for these with suspended and entrusted, `alive` for every stage but the archive.
const LAWFUL: &str = "
receipt: -> received
correction_notice: received -> correction
correction_completion: correction -> received
correction_lapse: correction -> closed
mediation_deferral: received -> mediate_first
mediation_failure: mediate_first -> received
pre_filing_settlement: mediate_first -> closed
rejection: received -> closed
jurisdiction_notice: received -> closed
acceptance: received -> accepted
assignment: received correction mediate_first open -> same
tribunal_formation: accepted -> tribunal
tribunal_change: tribunal scheduled hearing deliberation suspended entrusted -> same
recusal_request: tribunal scheduled hearing deliberation suspended entrusted -> same
recusal_decision: tribunal scheduled hearing deliberation suspended entrusted -> same
service: alive -> same
service_proof: alive -> same
defence: open -> same
entrusted_mediation: tribunal -> entrusted
entrusted_mediation_end: entrusted -> tribunal
hearing_notice: tribunal hearing deliberation -> scheduled
hearing_postponement: scheduled suspended -> scheduled
hearing_opening: scheduled -> hearing
hearing_adjournment: hearing -> scheduled
hearing_closing: hearing -> deliberation
hearing_reopening: deliberation -> hearing
suspension: underway entrusted -> suspended
suspension_end: suspended -> deliberation
extension: underway entrusted suspended closed served effective challenged -> same
party_joinder: underway entrusted -> same
claim_amendment: underway entrusted -> same
counterclaim_acceptance: underway entrusted -> same
case_split: underway -> same
joint_trial: underway -> same
representation: received correction mediate_first open -> same
procedure_conversion: underway entrusted -> same
interim_payment: underway -> same
discussion: hearing deliberation -> same
mediation_document: open -> same
mediation_signature: open -> closed
mediation_repudiation: open -> same
award: deliberation -> closed
award_correction: closed served effective challenged -> same
withdrawal: received correction mediate_first open -> closed
deemed_withdrawal: scheduled hearing -> closed
transfer: open -> closed
revocation: underway entrusted -> closed
termination: open -> closed
effectiveness: closed served challenged -> effective
challenge: open closed served effective challenged archived -> challenged
recovery: alive archived -> same
archiving: closed served effective challenged -> archived
ledger_entry: -> accepted
jurisdiction_objection: open -> same
jurisdiction_ruling: open -> same
evidence_term: open -> same
evidence_term_extension: open -> same
counterclaim_receipt: open -> same
counterclaim_refusal: open -> same
agent_appointment: alive -> same
agent_end: alive -> same
court_ruling: open closed served effective challenged archived -> same
performance_term: open closed served effective challenged archived -> same
element_statement: open -> same
element_confirmation: scheduled hearing deliberation -> same
enforcement_request: open closed served effective challenged archived -> same
referral: alive -> same
referral_acceptance: alive -> same
referral_decline: alive -> same
referral_withdrawal: alive -> same
";

const UNDERWAY: [&str; 5] = ["accepted", "tribunal", "scheduled", "hearing", "deliberation"];

fn expand(word: &str) -> Vec<&str> {
    let open = || UNDERWAY.into_iter().chain(["suspended", "entrusted"]);
    match word {
        "underway" => UNDERWAY.to_vec(),
        "open" => open().collect(),
        "alive" => ["received", "correction", "mediate_first"]
            .into_iter()
            .chain(open())
            .chain(["closed", "served", "effective", "challenged"])
            .collect(),
        stage => vec![stage],
    }
}

/// The stages of an arbitration case.
fn stages() -> Vec<Stage> {
    let all = expand("alive").into_iter().chain(["archived"]);
    all.map(|code| Stage::from_code(code).unwrap()).collect()
}

fn lawful() -> Vec<(ActKind, Vec<Stage>, Option<Stage>)> {
    let stage = |code: &str| Stage::from_code(code).unwrap_or_else(|| panic!("no stage {code}"));
    LAWFUL
        .trim()
        .lines()
        .map(|line| {
            let (act, rest) = line.split_once(':').unwrap();
            let (from, to) = rest.split_once("->").unwrap();
            let from = from.split_whitespace().flat_map(expand).map(stage).collect();
            let to = Some(to.trim()).filter(|to| *to != "same").map(stage);
            (ActKind::from_code(act).unwrap(), from, to)
        })
        .collect()
}

/// A case brought to a stage through the acts.
fn at(stage: Stage) -> Story {
    let received = || a_case().received("2021-03-01");
    let served = || decided().served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER]);
    match stage {
        Stage::Received => received(),
        Stage::Correction => received().then("2021-03-02", sample(ActKind::CorrectionNotice, &received())),
        Stage::MediateFirst => received().then("2021-03-02", sample(ActKind::MediationDeferral, &received())),
        Stage::Accepted => received().accepted("2021-03-03"),
        Stage::Tribunal => with_tribunal(),
        Stage::Scheduled => scheduled(),
        Stage::Hearing => scheduled().opened("2021-03-22"),
        Stage::Deliberation => in_deliberation(),
        Stage::Suspended => in_deliberation().suspended("2021-03-24"),
        Stage::Entrusted => {
            with_tribunal().then("2021-03-08", sample(ActKind::EntrustedMediation, &received()))
        }
        Stage::Closed => decided(),
        Stage::Served => served(),
        Stage::Effective => served().effective("2021-04-01"),
        Stage::Challenged => served().then("2021-04-02", sample(ActKind::Challenge, &received())),
        Stage::Archived => {
            served().effective("2021-04-01").then("2021-04-30", sample(ActKind::Archiving, &received()))
        }
        other => panic!("{} is no stage of an arbitration case", other.code()),
    }
}

/// What an act needs to be there before it makes sense, where the stage takes that.
fn prepared(kind: ActKind, story: Story) -> Story {
    let on = story.case().stage_since.to_string();
    let takes = |kind| lawful().iter().any(|(act, from, _)| *act == kind && from.contains(&story.stage()));
    match kind {
        ActKind::MediationSignature | ActKind::MediationRepudiation if takes(ActKind::MediationDocument) => {
            story.mediation_document(&on)
        }
        ActKind::RecusalDecision if takes(ActKind::RecusalRequest) => {
            let request = sample(ActKind::RecusalRequest, &story);
            story.then(&on, request)
        }
        ActKind::ServiceProof if story.case().acceptance.is_some() && takes(ActKind::Service) => {
            let service = sample(ActKind::Service, &story);
            story.then(&on, service)
        }
        ActKind::JurisdictionRuling | ActKind::EvidenceTermExtension | ActKind::AgentEnd if takes(kind) => {
            let before = match kind {
                ActKind::JurisdictionRuling => ActKind::JurisdictionObjection,
                ActKind::EvidenceTermExtension => ActKind::EvidenceTerm,
                _ => ActKind::AgentAppointment,
            };
            let act = sample(before, &story);
            story.then(&on, act)
        }
        ActKind::ElementConfirmation if takes(kind) => {
            // Both say the same.
            story.then(&on, statement(WORKER)).then(&on, statement(EMPLOYER))
        }
        ActKind::Award if takes(ActKind::Award) => story.discussed(&on),
        ActKind::ReferralAcceptance | ActKind::ReferralDecline | ActKind::ReferralWithdrawal
            if takes(ActKind::Referral) =>
        {
            let offer = sample(ActKind::Referral, &story);
            story.then(&on, offer)
        }
        _ => story,
    }
}

/// When the act is done: on the day the stage began, unless its own rule asks for another.
fn on(kind: ActKind, story: &Story) -> NaiveDate {
    match kind {
        ActKind::Termination => day("2021-06-30"),
        ActKind::CorrectionLapse => day("2021-03-20"),
        ActKind::HearingOpening | ActKind::DeemedWithdrawal if story.stage() == Stage::Scheduled => {
            day("2021-03-22")
        }
        _ => story.case().stage_since,
    }
}

/// An act of a kind that a case at the right stage takes.
#[expect(clippy::too_many_lines, reason = "one arm for each act, none with a rule in it")]
fn sample(kind: ActKind, story: &Story) -> Act {
    let none = EntryNo(9_999);
    let hearing = story.case().hearings.last().map_or(none, |hearing| hearing.notice.by);
    let document = story.case().mediation_papers.last().map_or(none, |paper| paper.made.by);
    let body = || "镇街调委会".to_owned();
    match kind {
        ActKind::Receipt => Act::Receipt(a_receipt()),
        ActKind::LedgerEntry => Act::LedgerEntry(crate::ledger::entry(None)),
        ActKind::CorrectionNotice => Act::CorrectionNotice(CorrectionNotice {
            items: vec!["身份证明".into()],
            due_on: day("2021-03-10"),
        }),
        ActKind::CorrectionCompletion => Act::CorrectionCompletion(CorrectionCompletion {}),
        ActKind::CorrectionLapse => Act::CorrectionLapse(CorrectionLapse {}),
        ActKind::MediationDeferral => Act::MediationDeferral(MediationDeferral { body: body() }),
        ActKind::MediationFailure => Act::MediationFailure(MediationFailure { cause: FailureCause::Refused }),
        ActKind::PreFilingSettlement => Act::PreFilingSettlement(PreFilingSettlement {
            amount: Fen(100),
            paid: Fen(100),
            agreed: None,
            opened: None,
        }),
        ActKind::Rejection => Act::Rejection(Rejection { ground: RejectionGround::OutOfScope }),
        ActKind::JurisdictionNotice => {
            Act::JurisdictionNotice(JurisdictionNotice { competent: "雷州".into() })
        }
        ActKind::Acceptance => an_acceptance(Procedure::Ordinary),
        ActKind::Assignment => {
            let people = [11, 12, 13].map(|n| Assignee { user: user(n), duty: Duty::Arbitrator });
            Act::Assignment(Assignment { people: people.to_vec() })
        }
        ActKind::TribunalFormation => a_formation(a_panel(), None),
        ActKind::TribunalChange => {
            Act::TribunalChange(TribunalChange { members: a_panel(), notified_on: None })
        }
        ActKind::RecusalRequest => Act::RecusalRequest(RecusalRequest {
            member: user(12),
            party: WORKER,
            ground: RecusalGround::Interest,
        }),
        ActKind::RecusalDecision => {
            let request = story.case().recusals.last().map_or(none, |recusal| recusal.requested.by);
            Act::RecusalDecision(RecusalDecision { request, outcome: RecusalOutcome::Rejected })
        }
        ActKind::Service => {
            let document = match story.stage() {
                Stage::Closed | Stage::Served | Stage::Effective | Stage::Challenged | Stage::Archived => {
                    Document::AwardFinal
                }
                _ => Document::AcceptanceNotice,
            };
            Act::Service(a_service(document, &[WORKER]))
        }
        ActKind::ServiceProof => {
            let service = story.case().services.last().map_or(none, |service| service.made.by);
            let proof = Proof {
                kind: ProofKind::SignedReturn,
                reference: "回证1号".into(),
                file: None,
                sha256: None,
            };
            Act::ServiceProof(ServiceProof { service, parties: Vec::new(), proof })
        }
        ActKind::Defence => Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed }),
        ActKind::EntrustedMediation => Act::EntrustedMediation(EntrustedMediation { body: body() }),
        ActKind::EntrustedMediationEnd => {
            Act::EntrustedMediationEnd(EntrustedMediationEnd { cause: FailureCause::Failed })
        }
        ActKind::HearingNotice => a_hearing("2021-04-12"),
        ActKind::HearingPostponement => Act::HearingPostponement(HearingPostponement {
            hearing,
            ground: Ground::Party,
            requested_on: None,
            held_on: Some(day("2021-04-12")),
            time: Some("09:00".into()),
            minutes: None,
            room: None,
        }),
        ActKind::HearingOpening => Act::HearingOpening(HearingOpening { hearing, absent: Vec::new() }),
        ActKind::HearingAdjournment => Act::HearingAdjournment(HearingAdjournment {
            hearing,
            next_on: day("2021-04-12"),
            time: Some("09:00".into()),
            minutes: None,
            room: None,
        }),
        ActKind::HearingClosing => {
            Act::HearingClosing(HearingClosing { hearing, mediation: MediationAttempt::Declined })
        }
        ActKind::HearingReopening => Act::HearingReopening(HearingReopening {}),
        ActKind::Suspension => Act::Suspension(Suspension { ground: SuspensionGround::ForceMajeure }),
        ActKind::SuspensionEnd => {
            let suspension = story.case().suspensions.last().map_or(none, |suspension| suspension.from.by);
            Act::SuspensionEnd(SuspensionEnd { suspension })
        }
        ActKind::Extension => Act::Extension(Extension { days: 15 }),
        ActKind::PartyJoinder => {
            Act::PartyJoinder(PartyJoinder { parties: vec![a_worker(3, Side::ThirdParty)] })
        }
        ActKind::ClaimAmendment => Act::ClaimAmendment(ClaimAmendment {
            claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 12_000)],
            filed_on: None,
            restarted: None,
        }),
        ActKind::CounterclaimAcceptance => Act::CounterclaimAcceptance(CounterclaimAcceptance {
            filed_on: day("2021-03-03"),
            claims: vec![a_claim(9, EMPLOYER, ClaimItem::Other, 500)],
        }),
        ActKind::CaseSplit => Act::CaseSplit(CaseSplit { parties: vec![WORKER], opened: None }),
        ActKind::JointTrial => Act::JointTrial(JointTrial { with: CaseId(uuid::Uuid::from_u128(2)) }),
        ActKind::Representation => {
            Act::Representation(Representation { parties: vec![WORKER, EMPLOYER, WORKER] })
        }
        ActKind::ProcedureConversion => Act::ProcedureConversion(ProcedureConversion {}),
        ActKind::InterimPayment => {
            Act::InterimPayment(InterimPayment { claim: WAGES, amount: Fen::from_yuan(1_000) })
        }
        ActKind::Discussion => Act::Discussion(Discussion { conclusion: "一致".into() }),
        ActKind::MediationDocument => a_mediation_document(),
        ActKind::MediationSignature => {
            Act::MediationSignature(MediationSignature { document, parties: vec![WORKER, EMPLOYER] })
        }
        ActKind::MediationRepudiation => {
            Act::MediationRepudiation(MediationRepudiation { document, party: EMPLOYER })
        }
        ActKind::Award => Act::Award(Award {
            scope: Scope::Whole,
            items: vec![granted(WAGES, 10_000, Finality::Final)],
            binds: Vec::new(),
        }),
        ActKind::AwardCorrection => Act::AwardCorrection(AwardCorrection { text: "笔误".into() }),
        ActKind::Withdrawal => {
            Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() })
        }
        ActKind::DeemedWithdrawal => {
            // Who was there when the hearing opened can only leave it.
            let conduct = if story.stage() == Stage::Hearing { Desertion::Left } else { Desertion::Absent };
            Act::DeemedWithdrawal(DeemedWithdrawal { hearing, conduct, parties: Vec::new() })
        }
        ActKind::Transfer => Act::Transfer(Transfer { to: "雷州市仲裁委".into() }),
        ActKind::Revocation => Act::Revocation(Revocation { cause: "不属于受理范围".into() }),
        ActKind::Termination => {
            Act::Termination(Termination { court_docketed_on: day("2021-06-30"), court_number: "1".into() })
        }
        ActKind::Effectiveness => Act::Effectiveness(Effectiveness {}),
        ActKind::Challenge => Act::Challenge(Challenge {
            kind: ChallengeKind::Suit,
            party: WORKER,
            over: None,
            award: None,
            against: Vec::new(),
            court: "县法院".into(),
        }),
        ActKind::Recovery => Act::Recovery(Recovery { amount: Fen(100), party: None }),
        ActKind::Archiving => Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() }),
        ActKind::Referral
        | ActKind::ReferralAcceptance
        | ActKind::ReferralDecline
        | ActKind::ReferralWithdrawal => referral(kind, story),
        ActKind::JurisdictionObjection
        | ActKind::JurisdictionRuling
        | ActKind::EvidenceTerm
        | ActKind::EvidenceTermExtension
        | ActKind::CounterclaimReceipt
        | ActKind::CounterclaimRefusal
        | ActKind::AgentAppointment
        | ActKind::AgentEnd
        | ActKind::CourtRuling
        | ActKind::PerformanceTerm
        | ActKind::EnforcementRequest => Act::Proceeding(beside(kind, story)),
        ActKind::ElementStatement => statement(WORKER),
        ActKind::ElementConfirmation => {
            Act::Proceeding(ProceedingAct::ElementConfirmation(ElementConfirmation {
                elements: vec![Element::HiredOn],
                workers: Vec::new(),
                admitted_by: None,
            }))
        }
        other => panic!("{} is no act of an arbitration case", other.code()),
    }
}

/// What a party states of the elements.
fn statement(party: PartyNo) -> Act {
    let answers = ElementAnswers { hired_on: Some(day("2020-03-02")), ..ElementAnswers::default() };
    Act::Proceeding(ProceedingAct::ElementStatement(ElementStatement { party, worker: None, answers }))
}

/// What comes up beside the main course of the case.
fn beside(kind: ActKind, story: &Story) -> ProceedingAct {
    let none = EntryNo(9_999);
    let objection = story.case().objections.last().map_or(none, |objected| objected.made.by);
    let term = story.case().evidence_terms.last().map_or(none, |term| term.set.by);
    match kind {
        ActKind::JurisdictionObjection => {
            ProceedingAct::JurisdictionObjection(JurisdictionObjection { party: WORKER, competent: None })
        }
        ActKind::JurisdictionRuling => {
            let outcome = JurisdictionOutcome::Rejected;
            ProceedingAct::JurisdictionRuling(JurisdictionRuling { objection, outcome, to: None })
        }
        ActKind::EvidenceTerm => {
            ProceedingAct::EvidenceTerm(EvidenceTerm { due_on: day("2021-06-30"), party: None })
        }
        ActKind::EvidenceTermExtension => {
            ProceedingAct::EvidenceTermExtension(EvidenceTermExtension { term, due_on: day("2021-07-01") })
        }
        ActKind::CounterclaimReceipt => {
            ProceedingAct::CounterclaimReceipt(CounterclaimReceipt { party: EMPLOYER })
        }
        ActKind::CounterclaimRefusal => ProceedingAct::CounterclaimRefusal(CounterclaimRefusal {
            party: EMPLOYER,
            filed_on: day("2021-03-03"),
            ground: CounterclaimRefusalGround::Separate,
        }),
        ActKind::AgentAppointment => ProceedingAct::AgentAppointment(AgentAppointment {
            party: EMPLOYER,
            representatives: vec![a_representative(7)],
        }),
        ActKind::AgentEnd => ProceedingAct::AgentEnd(AgentEnd { party: EMPLOYER, representative: 1 }),
        ActKind::CourtRuling => ProceedingAct::CourtRuling(CourtRuling {
            kind: CourtRulingKind::SuitEnded,
            parties: vec![EMPLOYER],
            award: None,
            over: None,
            court: "县法院".into(),
            suits: Vec::new(),
            court_number: None,
        }),
        ActKind::EnforcementRequest => ProceedingAct::EnforcementRequest(EnforcementRequest {
            parties: vec![WORKER],
            of: None,
            over: None,
            court: None,
        }),
        _ => ProceedingAct::PerformanceTerm(PerformanceTerm {
            due_on: day("2021-06-30"),
            of: None,
            over: None,
        }),
    }
}

/// A referral to the inspectorate, or what becomes of the last.
fn referral(kind: ActKind, story: &Story) -> Act {
    let referral = story.case().referrals.last().map_or(EntryNo(9_999), |referred| referred.offered.by);
    let ground = || "涉嫌拖欠工资".to_owned();
    Act::Referral(match kind {
        ActKind::ReferralAcceptance => ReferralAct::ReferralAcceptance(ReferralAcceptance {
            referral,
            channel: Channel::Counter,
            intake: Intake::Inspection(InspectionIntake::default()),
            parties: None,
            opened: None,
        }),
        ActKind::ReferralDecline => {
            ReferralAct::ReferralDecline(ReferralDecline { referral, ground: ground() })
        }
        ActKind::ReferralWithdrawal => ReferralAct::ReferralWithdrawal(ReferralWithdrawal { referral }),
        _ => ReferralAct::Referral(Referral { to: CaseKind::Inspection, ground: ground() }),
    })
}

fn is_open(stage: Stage) -> bool {
    expand("open").contains(&stage.code())
}

/// Pairs that the table allows and whose own guard says no to the sample: the code, by hand.
fn own_guard(stage: Stage, kind: ActKind) -> Option<&'static str> {
    match (stage, kind) {
        // The trial period stands still since 24 March; it cannot be overdue.
        (Stage::Suspended, ActKind::Termination) => Some("not_overdue"),
        // Before the acceptance nothing has been made yet that could be served.
        (Stage::Received | Stage::Correction | Stage::MediateFirst, ActKind::Service) => {
            Some("served_before_made")
        }
        (Stage::Received | Stage::Correction | Stage::MediateFirst, ActKind::ServiceProof) => {
            Some("no_such_service")
        }
        // The hearing was closed two days before the case was suspended; and none was opened yet.
        (Stage::Suspended, ActKind::ElementStatement) => Some("hearing_over"),
        (Stage::Scheduled, ActKind::ElementConfirmation) => Some("not_heard_yet"),
        // Only in the challenged case did the worker sue.
        (Stage::Challenged, ActKind::CourtRuling) => None,
        (_, ActKind::CourtRuling) => Some("no_such_challenge"),
        // No case here that is open has an award of a part: those are tested by themselves.
        (stage, ActKind::Challenge | ActKind::PerformanceTerm | ActKind::EnforcementRequest)
            if is_open(stage) =>
        {
            Some(match kind {
                ActKind::Challenge => "no_award_to_challenge",
                ActKind::PerformanceTerm => "nothing_to_perform",
                _ => "nothing_to_enforce",
            })
        }
        // Told on a later day than that of the closing.
        (Stage::Served | Stage::Effective | Stage::Challenged, ActKind::Extension) => {
            Some("period_does_not_run")
        }
        // Its sitting is open, and the next is set by adjourning it.
        (Stage::Hearing, ActKind::HearingNotice) => Some("sitting_open"),
        // Suspended after its only hearing: none is ahead.
        (Stage::Suspended, ActKind::HearingPostponement) => Some("no_such_scheduled_hearing"),
        // One worker: nobody would stay, and nobody represents others.
        (_, ActKind::CaseSplit) => Some("nobody_stays"),
        (_, ActKind::Representation) => Some("not_collective"),
        // Every case here is in the ordinary procedure; the simplified one is tested with the guards.
        (_, ActKind::ProcedureConversion) => Some("not_simplified"),
        _ => None,
    }
}

#[test]
fn every_stage_is_reached_through_the_acts() {
    for stage in stages() {
        let reached = at(stage);
        assert_eq!(reached.stage(), stage);
        assert!(stage.is_of(reached.case().kind), "{stage:?}");
    }
}

/// The table and the stages agree about what is whose: of each kind that an act belongs to there is a stage that allows it.
#[test]
fn every_act_is_allowed_at_a_stage_of_each_of_its_kinds() {
    let rows = ActKind::ROWS.iter().map(|(act, _)| find(*act));
    for row in rows.filter(|row| !row.from.is_empty()) {
        for kind in row.kinds {
            assert!(row.from.iter().any(|stage| stage.is_of(*kind)), "{:?} of {kind:?}", row.act);
        }
    }
}

#[test]
fn every_pair_in_the_notes_passes_and_every_other_is_refused() {
    let table = lawful();
    let acts = ActKind::ROWS.iter().map(|(kind, _)| *kind);
    let own: Vec<ActKind> = acts.filter(|kind| find(*kind).kinds.contains(&CaseKind::Arbitration)).collect();
    let lines: Vec<ActKind> = table.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(lines, own, "an act without a line");
    let (mut passed, mut refused) = (0, 0);
    for stage in &stages() {
        for (kind, from, to) in &table {
            let known = at(*stage).acknowledging("recusal_too_late").acknowledging("served_already");
            let story = prepared(*kind, known)
                .acknowledging("not_served_on_all")
                .acknowledging("challenged")
                .acknowledging("counterclaim_too_late")
                .acknowledging("not_referred")
                .acknowledging("terms_to_court_run")
                .acknowledging("term_has_run_out");
            let act = sample(*kind, &story);
            let result = story.attempt(on(*kind, &story), act);
            let pair = format!("{} at {}", kind.code(), stage.code());
            if from.contains(stage) {
                match (own_guard(*stage, *kind), result) {
                    (Some(code), Err(refusal)) => assert_eq!(refusal.findings[0].code, code, "{pair}"),
                    (Some(code), Ok(_)) => panic!("{pair}: not refused with {code}"),
                    (None, Ok(case)) => assert_eq!(case.stage, to.unwrap_or(*stage), "{pair}"),
                    (None, Err(refusal)) => panic!("{pair}: {refusal:#?}"),
                }
                passed += 1;
            } else {
                let refusal = result.map(|case| case.stage).expect_err(&pair);
                assert!(
                    refusal.findings.iter().any(|finding| finding.code == "stage_does_not_allow"),
                    "{pair}"
                );
                refused += 1;
            }
        }
    }
    assert_eq!(passed + refused, 15 * 70);
    assert!(passed > 120, "{passed}");
}

#[test]
fn a_suspended_case_goes_back_to_the_stage_it_came_from() {
    for stage in [Stage::Accepted, Stage::Tribunal, Stage::Scheduled, Stage::Hearing, Stage::Deliberation] {
        let story = at(stage).suspended("2021-03-24").resumed("2021-03-25");
        assert_eq!(story.stage(), stage);
        assert_eq!(story.case().stage_since, day("2021-03-25"));
    }
}
