//! The acts of the random histories: each kind with what it needs, as the story stands. They need not be lawful; what
//! is not is refused.

use chrono::{Days as Span, NaiveDate};
use sikuai::domain::act::Act;
use sikuai::domain::act::after::{
    Archiving, AwardCorrection, Challenge, ChallengeKind, Effectiveness, Recovery,
};
use sikuai::domain::act::closing::{
    DeemedWithdrawal, Desertion, Revocation, Termination, Transfer, Withdrawal, WithdrawalGround,
};
use sikuai::domain::act::collective::Representation;
use sikuai::domain::act::decision::{
    Award, AwardItem, Decision, Discussion, Finality, InterimPayment, MediationDocument,
    MediationRepudiation, MediationSignature, Scope,
};
use sikuai::domain::act::filing::{
    Channel, CorrectionCompletion, CorrectionLapse, CorrectionNotice, FailureCause, JurisdictionNotice,
    MediationDeferral, MediationFailure, PreFilingSettlement, Procedure, Rejection, RejectionGround,
};
use sikuai::domain::act::hearing::{
    Ground, HearingAdjournment, HearingClosing, HearingNotice, HearingOpening, HearingPostponement,
    HearingReopening, MediationAttempt,
};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::pause::{
    EntrustedMediation, EntrustedMediationEnd, Extension, ProcedureConversion, Suspension, SuspensionEnd,
    SuspensionGround,
};
use sikuai::domain::act::proceeding::{
    CounterclaimReceipt, CounterclaimRefusal, CounterclaimRefusalGround, CourtRuling, CourtRulingKind,
    EnforcementRequest, EvidenceTerm, EvidenceTermExtension, JurisdictionObjection, JurisdictionOutcome,
    JurisdictionRuling, PerformanceTerm, ProceedingAct,
};
use sikuai::domain::act::referral::{
    InspectionIntake, Intake, Referral, ReferralAcceptance, ReferralAct, ReferralDecline, ReferralWithdrawal,
};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::service::{Defence, DefenceKind, LeavingGround, ServiceOfProcess};
use sikuai::domain::act::tribunal::{
    Assignment, Member, RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest, Seat, TribunalChange,
    TribunalFormation, Untold,
};
use sikuai::domain::award::Settled;
use sikuai::domain::case::{Case, TrialStart};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::{Claim, ClaimItem};
use sikuai::domain::code::Coded as _;
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, ProofKind, ServiceManner};
use sikuai::domain::stage::Stage;

use crate::history::Dice;
use crate::story::{Story, WAGES, a_claim, a_proof, a_service, a_worker, an_acceptance, an_employer, user};

/// How often an act is chosen among those that a stage allows: what leads on more often than what ends the case.
#[rustfmt::skip]
pub(crate) const WEIGHTS: &[(ActKind, u32)] = &[
    (ActKind::Acceptance, 40), (ActKind::CorrectionNotice, 20), (ActKind::MediationDeferral, 20),
    (ActKind::CorrectionCompletion, 30), (ActKind::CorrectionLapse, 8), (ActKind::MediationFailure, 20),
    (ActKind::PreFilingSettlement, 3), (ActKind::Rejection, 2), (ActKind::JurisdictionNotice, 2),
    (ActKind::Service, 45), (ActKind::TribunalFormation, 40), (ActKind::Defence, 40),
    (ActKind::HearingNotice, 60), (ActKind::HearingOpening, 60), (ActKind::HearingClosing, 40),
    (ActKind::HearingPostponement, 12), (ActKind::HearingAdjournment, 16), (ActKind::HearingReopening, 10),
    (ActKind::EntrustedMediation, 12), (ActKind::EntrustedMediationEnd, 30), (ActKind::Suspension, 12),
    (ActKind::SuspensionEnd, 90), (ActKind::Extension, 20), (ActKind::PartyJoinder, 8),
    (ActKind::ClaimAmendment, 10), (ActKind::CounterclaimAcceptance, 8), (ActKind::ProcedureConversion, 10),
    (ActKind::RecusalRequest, 6), (ActKind::RecusalDecision, 40), (ActKind::TribunalChange, 6),
    (ActKind::InterimPayment, 2), (ActKind::Assignment, 2), (ActKind::Discussion, 60), (ActKind::Award, 80),
    (ActKind::MediationDocument, 10), (ActKind::MediationSignature, 30), (ActKind::MediationRepudiation, 4),
    (ActKind::Withdrawal, 3), (ActKind::DeemedWithdrawal, 14), (ActKind::Transfer, 1), (ActKind::Revocation, 3),
    (ActKind::Termination, 4), (ActKind::AwardCorrection, 4), (ActKind::Effectiveness, 6),
    (ActKind::Challenge, 40), (ActKind::Recovery, 2), (ActKind::Archiving, 2), (ActKind::Referral, 3),
    (ActKind::JurisdictionObjection, 4), (ActKind::JurisdictionRuling, 10), (ActKind::EvidenceTerm, 8),
    (ActKind::EvidenceTermExtension, 6), (ActKind::CounterclaimReceipt, 8), (ActKind::CounterclaimRefusal, 6), (ActKind::CourtRuling, 40),
    (ActKind::PerformanceTerm, 10), (ActKind::EnforcementRequest, 6), (ActKind::ReferralAcceptance, 4), (ActKind::ReferralDecline, 3), (ActKind::ReferralWithdrawal, 3),
    (ActKind::Representation, 10),
];

/// What a case needs that goes straight to its award, and happens more often still in such a history.
pub(crate) const STRAIGHT: &[ActKind] = &[
    ActKind::Acceptance,
    ActKind::Service,
    ActKind::TribunalFormation,
    ActKind::Defence,
    ActKind::HearingNotice,
    ActKind::HearingOpening,
    ActKind::HearingClosing,
    ActKind::Discussion,
    ActKind::Award,
];

/// An act of a kind on a day, or none where there is nothing that it could be about.
pub(crate) fn of(kind: ActKind, story: &Story, on: NaiveDate, dice: &mut Dice) -> Option<Act> {
    filing(kind, on, dice)
        .or_else(|| clock(kind, story.case(), on, dice))
        .or_else(|| sitting(kind, story.case(), on, dice))
        .or_else(|| deciding(kind, story, dice))
        .or_else(|| ending(kind, story.case(), on, dice))
        .or_else(|| referring(kind, story.case(), dice))
        .or_else(|| speaking(kind, story.case(), dice))
        .or_else(|| beside(kind, story.case(), on, dice).map(Act::Proceeding))
}

fn some_days(on: NaiveDate, dice: &mut Dice, most: u64) -> NaiveDate {
    on + Span::new(dice.roll(most))
}

/// When a counterclaim was filed: often when one came in that waits, else on one of some days before.
fn counterclaimed_on(case: &Case, party: PartyNo, on: NaiveDate, dice: &mut Dice, most: u64) -> NaiveDate {
    let waiting = case.counterclaims_received.iter().filter(|it| it.party == party);
    let day = pick(waiting.map(|it| it.received.on), dice).filter(|_| !dice.once_in(3));
    day.unwrap_or_else(|| on - Span::new(dice.roll(most)))
}

fn filing(kind: ActKind, on: NaiveDate, dice: &mut Dice) -> Option<Act> {
    let cause = |dice: &mut Dice| if dice.once_in(3) { FailureCause::Lapsed } else { FailureCause::Failed };
    Some(match kind {
        ActKind::CorrectionNotice => Act::CorrectionNotice(CorrectionNotice {
            items: vec!["身份证明".into()],
            due_on: some_days(on, dice, 20),
        }),
        ActKind::CorrectionCompletion => Act::CorrectionCompletion(CorrectionCompletion {}),
        ActKind::CorrectionLapse => Act::CorrectionLapse(CorrectionLapse {}),
        ActKind::MediationDeferral => {
            Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() })
        }
        ActKind::MediationFailure => Act::MediationFailure(MediationFailure { cause: cause(dice) }),
        ActKind::PreFilingSettlement => Act::PreFilingSettlement(PreFilingSettlement {
            amount: Fen::from_yuan(100),
            paid: Fen::ZERO,
            agreed: None,
            opened: None,
        }),
        ActKind::Rejection => Act::Rejection(Rejection { ground: RejectionGround::OutOfScope }),
        ActKind::JurisdictionNotice => {
            Act::JurisdictionNotice(JurisdictionNotice { competent: "雷州市".into() })
        }
        ActKind::Acceptance if dice.once_in(3) => an_acceptance(Procedure::Simplified),
        ActKind::Acceptance => an_acceptance(Procedure::Ordinary),
        ActKind::EntrustedMediation => Act::EntrustedMediation(EntrustedMediation { body: "工会".into() }),
        ActKind::EntrustedMediationEnd => {
            Act::EntrustedMediationEnd(EntrustedMediationEnd { cause: cause(dice) })
        }
        _ => return None,
    })
}

/// What stops, extends or restarts the trial period, and what makes it run.
fn clock(kind: ActKind, case: &Case, on: NaiveDate, dice: &mut Dice) -> Option<Act> {
    Some(match kind {
        ActKind::Suspension => Act::Suspension(Suspension { ground: SuspensionGround::AwaitsAppraisal }),
        ActKind::SuspensionEnd => {
            let suspension = case.suspensions.last()?.from.by;
            Act::SuspensionEnd(SuspensionEnd { suspension })
        }
        ActKind::Extension => Act::Extension(Extension { days: u16::try_from(1 + dice.roll(16)).unwrap() }),
        ActKind::PartyJoinder => {
            let no = free_no(case);
            let party = match dice.roll(4) {
                0 => an_employer(no, Side::ThirdParty),
                1 => a_worker(no, Side::Applicant),
                _ => an_employer(no, Side::Respondent),
            };
            Act::PartyJoinder(PartyJoinder { parties: vec![party] })
        }
        ActKind::ClaimAmendment => Act::ClaimAmendment(ClaimAmendment {
            claims: amended(case, dice),
            filed_on: None,
            restarted: None,
        }),
        ActKind::CounterclaimAcceptance => {
            let claimant = pick(case.side(Side::Respondent).map(|party| party.no), dice)?;
            let former = case.claims_before.iter().flat_map(|before| &before.claims);
            let no = case.claims.iter().chain(former).map(|claim| claim.no.0).max()? + 1;
            Act::CounterclaimAcceptance(CounterclaimAcceptance {
                filed_on: counterclaimed_on(case, claimant, on, dice, 12),
                claims: vec![a_claim(no, claimant, ClaimItem::Damages, 2_000)],
            })
        }
        ActKind::ProcedureConversion => Act::ProcedureConversion(ProcedureConversion {}),
        _ => return None,
    })
}

/// The applicants' claims with the first changed, if it still can be.
fn amended(case: &Case, dice: &mut Dice) -> Vec<Claim> {
    let applicant = |claim: &&Claim| case.party(claim.claimant).is_some_and(|it| it.side == Side::Applicant);
    let mut claims: Vec<Claim> = case.claims.iter().filter(applicant).cloned().collect();
    let settled = Settled::of(case);
    if claims.len() > 1 && dice.once_in(3) {
        // One claim is given up, and the others stay as they are.
        claims.retain(|claim| settled.holds(claim.no) || claim.no.0 != 2);
        return claims;
    }
    if let Some(claim) = claims.iter_mut().find(|claim| !settled.holds(claim.no)) {
        claim.amount = Some(Fen::from_yuan(5_000 + 40_000 * i64::try_from(dice.roll(3)).unwrap()));
    }
    claims
}

/// Nobody, which is all of them, or one applicant of several.
fn some_applicants(case: &Case, dice: &mut Dice) -> Vec<PartyNo> {
    let all: Vec<PartyNo> = case.side(Side::Applicant).map(|party| party.no).collect();
    if all.len() < 2 || dice.once_in(3) {
        Vec::new()
    } else {
        pick(all.into_iter(), dice).into_iter().collect()
    }
}

/// Three to five of ten workers or more, who speak for the others.
fn speaking(kind: ActKind, case: &Case, dice: &mut Dice) -> Option<Act> {
    if kind != ActKind::Representation || !case.is_collective() {
        return None;
    }
    let all: Vec<PartyNo> = case.represented().collect();
    let first = dice.roll(u64::try_from(all.len()).unwrap());
    let count = 3 + dice.roll(3);
    let chosen = all.iter().cycle().skip(usize::try_from(first).unwrap());
    let parties = chosen.take(usize::try_from(count).unwrap()).copied().collect();
    Some(Act::Representation(Representation { parties }))
}

fn free_no(case: &Case) -> u32 {
    10 + u32::try_from(case.parties.len()).unwrap()
}

fn pick<T>(from: impl Iterator<Item = T>, dice: &mut Dice) -> Option<T> {
    let mut all: Vec<T> = from.collect();
    let sides = u64::try_from(all.len()).unwrap();
    (sides > 0).then(|| all.swap_remove(usize::try_from(dice.roll(sides)).unwrap()))
}

/// The tribunal and its hearings.
fn sitting(kind: ActKind, case: &Case, on: NaiveDate, dice: &mut Dice) -> Option<Act> {
    let last = || case.hearings.last().map(|hearing| hearing.notice.by);
    Some(match kind {
        ActKind::TribunalFormation => {
            let members = members(case, dice);
            let notified_on = dice.once_in(3).then(|| some_days(on, dice, 3));
            let untold = if dice.once_in(4) { Untold::OnItsDay } else { Untold::Served };
            Act::TribunalFormation(TribunalFormation { members, notified_on, untold })
        }
        ActKind::TribunalChange => {
            let members = members(case, dice);
            let notified_on = dice.once_in(2).then(|| some_days(on, dice, 2));
            Act::TribunalChange(TribunalChange { members, notified_on })
        }
        ActKind::Assignment => Act::Assignment(Assignment { people: Vec::new() }),
        ActKind::RecusalRequest => Act::RecusalRequest(RecusalRequest {
            member: pick(case.people.iter().map(|person| person.user), dice)?,
            party: PartyNo(1),
            ground: RecusalGround::Interest,
        }),
        ActKind::RecusalDecision => {
            let open = case.recusals.iter().filter(|recusal| recusal.outcome.is_none());
            let request = pick(open.map(|recusal| recusal.requested.by), dice)?;
            let outcome = if dice.once_in(3) { RecusalOutcome::Upheld } else { RecusalOutcome::Rejected };
            Act::RecusalDecision(RecusalDecision { request, outcome })
        }
        ActKind::HearingNotice => Act::HearingNotice(HearingNotice {
            held_on: some_days(on, dice, 35),
            time: Some("09:00".into()),
            minutes: None,
            room: None,
        }),
        ActKind::HearingPostponement => postponement(case, dice)?,
        ActKind::HearingOpening => {
            let mut absent: Vec<PartyNo> = dice.once_in(4).then_some(PartyNo(2)).into_iter().collect();
            if case.representation.is_some() && dice.once_in(3) {
                // Neither those who speak for the workers nor the workers.
                absent.extend(case.represented());
            }
            Act::HearingOpening(HearingOpening { hearing: last()?, absent })
        }
        ActKind::HearingAdjournment => Act::HearingAdjournment(HearingAdjournment {
            hearing: last()?,
            next_on: some_days(on, dice, 15),
            time: Some("09:00".into()),
            minutes: None,
            room: None,
        }),
        ActKind::HearingClosing => {
            let open =
                case.hearings.iter().rfind(|it| it.state.opened().is_some() && it.state.closed().is_none());
            let hearing = open.map_or_else(last, |hearing| Some(hearing.notice.by))?;
            Act::HearingClosing(HearingClosing { hearing, mediation: MediationAttempt::Failed })
        }
        ActKind::HearingReopening => Act::HearingReopening(HearingReopening {}),
        _ => return None,
    })
}

/// The last hearing on another day; of a suspended case nobody knows when it goes on.
fn postponement(case: &Case, dice: &mut Dice) -> Option<Act> {
    let last = case.hearings.last()?;
    let new_day = some_days(last.held_on, dice, 30);
    let held_on = Some(new_day).filter(|_| case.stage != Stage::Suspended || dice.once_in(3));
    Some(Act::HearingPostponement(HearingPostponement {
        hearing: last.notice.by,
        ground: Ground::Party,
        requested_on: None,
        held_on,
        time: held_on.map(|_| "09:00".into()),
        minutes: None,
        room: None,
    }))
}

/// Three of ten people, or one alone.
fn members(case: &Case, dice: &mut Dice) -> Vec<Member> {
    let person = |n: u64| user(u128::from(11 + n % 10));
    let first = dice.roll(8);
    if case.procedure == Some(Procedure::Simplified) && !dice.once_in(3) {
        return vec![Member { user: person(first), seat: Seat::Sole }];
    }
    let seats = [Seat::Presiding, Seat::Member, Seat::Member];
    (first..).zip(seats).map(|(n, seat)| Member { user: person(n), seat }).collect()
}

/// Service, defence, settlement and award.
fn deciding(kind: ActKind, story: &Story, dice: &mut Dice) -> Option<Act> {
    let case = story.case();
    Some(match kind {
        ActKind::Service => Act::Service(service(case, story, dice)?),
        ActKind::Defence => Act::Defence(Defence {
            party: pick(case.side(Side::Respondent).map(|party| party.no), dice)?,
            kind: if dice.once_in(3) { DefenceKind::Waived } else { DefenceKind::Filed },
        }),
        ActKind::InterimPayment => {
            Act::InterimPayment(InterimPayment { claim: WAGES, amount: Fen::from_yuan(100) })
        }
        ActKind::Discussion => Act::Discussion(Discussion { conclusion: "一致".into() }),
        ActKind::MediationDocument if dice.once_in(2) => Act::MediationDocument(MediationDocument {
            scope: Scope::Part,
            claims: case.claims.first().map(|claim| claim.no).into_iter().collect(),
            amount: Fen::from_yuan(1_000),
        }),
        ActKind::MediationDocument => Act::MediationDocument(MediationDocument {
            scope: Scope::Whole,
            claims: Vec::new(),
            amount: Fen::from_yuan(1_000),
        }),
        ActKind::MediationSignature => {
            let document = case.mediation_papers.last()?.made.by;
            let all: Vec<PartyNo> = case.signatories().collect();
            let one = pick(all.iter().copied(), dice)?;
            let parties = if dice.once_in(2) { vec![one] } else { all };
            Act::MediationSignature(MediationSignature { document, parties })
        }
        ActKind::MediationRepudiation => Act::MediationRepudiation(MediationRepudiation {
            document: case.mediation_papers.last()?.made.by,
            party: pick(case.signatories(), dice)?,
        }),
        ActKind::Award => Act::Award(award(case, dice)),
        _ => return None,
    })
}

/// An award of what is still open, or of the first of it.
fn award(case: &Case, dice: &mut Dice) -> Award {
    let settled = Settled::of(case);
    let open: Vec<&Claim> = case.claims.iter().filter(|claim| !settled.holds(claim.no)).collect();
    let scope = if open.len() > 1 && dice.once_in(2) { Scope::Part } else { Scope::Whole };
    let item = |claim: &&Claim| {
        let small = claim.amount.is_some_and(|amount| amount <= Fen::from_yuan(16_000));
        let is_final = small && claim.item != ClaimItem::Reinstatement;
        AwardItem {
            claim: claim.no,
            decision: Decision::Granted,
            amount: claim.amount.unwrap_or(Fen::ZERO),
            finality: if is_final { Finality::Final } else { Finality::NonFinal },
        }
    };
    let most = if scope == Scope::Part { 1 } else { usize::MAX };
    let third = case.side(Side::ThirdParty).map(|party| party.no);
    let binds = third.filter(|_| dice.once_in(2)).collect();
    Award { scope, items: open.iter().take(most).map(item).collect(), binds }
}

/// A document that is there on its way to one party or to all of a side, in one of the manners.
fn service(case: &Case, story: &Story, dice: &mut Dice) -> Option<ServiceOfProcess> {
    let (document, of) = pick(documents(case).into_iter(), dice)?;
    let mut parties: Vec<PartyNo> = recipients(case, document);
    if let Some(chosen) = case.representation.as_ref().filter(|_| !dice.once_in(3)) {
        // On those who speak for the workers, and on everyone who is no worker.
        parties.retain(|no| chosen.parties.contains(no) || !case.represented().any(|worker| worker == *no));
    }
    let parties = if dice.once_in(3) { vec![pick(parties.into_iter(), dice)?] } else { parties };
    let manner = match dice.roll(12) {
        0..=3 => ServiceManner::Direct,
        4 => ServiceManner::Post,
        5 => ServiceManner::Electronic,
        6 => ServiceManner::Simple,
        7..=8 => ServiceManner::Leaving,
        _ => ServiceManner::Announcement,
    };
    let consented_on = Some(story.entries.first()?.on);
    let cause = Some("下落不明".into());
    let leaving_ground = (manner == ServiceManner::Leaving).then_some(LeavingGround::Refused);
    let kind = ProofKind::ROWS.iter().map(|(kind, _)| *kind).find(|kind| kind.proves(manner));
    let proof = kind.filter(|_| !dice.once_in(4)).map(a_proof);
    Some(ServiceOfProcess {
        of,
        manner,
        proof,
        consented_on,
        leaving_ground,
        cause,
        ..a_service(document, &parties)
    })
}

fn documents(case: &Case) -> Vec<(Document, Option<EntryNo>)> {
    if case.closing.is_some() {
        return case.closing_documents().into_iter().map(|document| (document, None)).collect();
    }
    let mut documents = vec![
        (Document::ApplicationCopy, None),
        (Document::ApplicationCopy, None),
        (Document::DecisionNotice, None),
    ];
    for trial in case.trials() {
        if matches!(trial.cause, TrialStart::ClaimsAmended | TrialStart::CounterclaimAccepted) {
            documents.push((Document::AmendedApplicationCopy, None));
            documents.push((Document::AmendedApplicationCopy, Some(trial.since.by)));
        }
    }
    if !case.defences.is_empty() {
        documents.push((Document::DefenceCopy, None));
    }
    documents.extend(case.tribunal.iter().map(|_| (Document::TribunalNotice, None)));
    documents.extend(case.hearings.last().map(|it| (Document::HearingNotice, Some(it.notice.by))));
    // An award of a part of the case is served, too, and rare as it is more often than the rest.
    documents.extend(case.awards.iter().flat_map(|award| {
        let is_final = award.items.iter().all(|item| item.finality == Finality::Final);
        let document = if is_final { Document::AwardFinal } else { Document::AwardNonFinal };
        [(document, Some(award.made.by)); 4]
    }));
    documents
}

fn recipients(case: &Case, document: Document) -> Vec<PartyNo> {
    let on = |side: Side| case.side(side).map(|party| party.no).collect();
    match document {
        Document::ApplicationCopy | Document::AmendedApplicationCopy => on(Side::Respondent),
        Document::DefenceCopy => on(Side::Applicant),
        _ => case.parties.iter().map(|party| party.no).collect(),
    }
}

/// What ends the case, and what comes after.
fn ending(kind: ActKind, case: &Case, on: NaiveDate, dice: &mut Dice) -> Option<Act> {
    Some(match kind {
        ActKind::Withdrawal => {
            let (ground, parties) = (WithdrawalGround::OwnMotion, some_applicants(case, dice));
            Act::Withdrawal(Withdrawal { ground, parties })
        }
        ActKind::DeemedWithdrawal => Act::DeemedWithdrawal(DeemedWithdrawal {
            hearing: case.hearings.last()?.notice.by,
            conduct: Desertion::Absent,
            parties: some_applicants(case, dice),
        }),
        ActKind::Transfer => Act::Transfer(Transfer { to: "雷州市".into() }),
        ActKind::Revocation => Act::Revocation(Revocation { cause: "不属于受理范围".into() }),
        ActKind::Termination => Act::Termination(Termination {
            court_docketed_on: on - Span::new(dice.roll(10)),
            court_number: "(2021)粤0825民初1号".into(),
        }),
        ActKind::AwardCorrection => Act::AwardCorrection(AwardCorrection { text: "笔误".into() }),
        ActKind::Effectiveness => Act::Effectiveness(Effectiveness {}),
        ActKind::Challenge => challenge(case, dice)?,
        ActKind::Recovery => Act::Recovery(Recovery {
            amount: Fen::from_yuan(if dice.once_in(2) { 200_000 } else { 100 }),
            party: None,
        }),
        ActKind::Archiving => {
            Act::Archiving(Archiving { file_number: "2021-1".into(), ..Archiving::default() })
        }
        _ => return None,
    })
}

/// Someone goes to court, and who is no worker sometimes against one of the workers alone.
fn challenge(case: &Case, dice: &mut Dice) -> Option<Act> {
    let kind = if dice.once_in(2) { ChallengeKind::SettingAside } else { ChallengeKind::Suit };
    let party = pick(case.parties.iter().map(|party| party.no), dice)?;
    let (over, award, court) = (some_finality(dice), some_award(case, dice), "徐闻县人民法院".into());
    let workers = case.parties.iter().filter(|party| party.is_worker()).map(|party| party.no);
    let is_worker = case.party(party).is_some_and(sikuai::domain::party::Party::is_worker);
    let alone = kind == ChallengeKind::Suit && !is_worker && dice.once_in(2);
    let against = pick(workers, dice).filter(|_| alone).into_iter().collect();
    Some(Act::Challenge(Challenge { kind, party, over, award, against, court }))
}

/// Over neither part of an award in particular, or over one.
fn some_finality(dice: &mut Dice) -> Option<Finality> {
    match dice.roll(3) {
        0 => None,
        1 => Some(Finality::Final),
        _ => Some(Finality::NonFinal),
    }
}

/// No award, or one of several.
fn some_award(case: &Case, dice: &mut Dice) -> Option<EntryNo> {
    let several = case.awards.len() > 1;
    pick(case.awards.iter().map(|award| award.made.by), dice).filter(|_| several && !dice.once_in(3))
}

/// What comes up beside the main course, and what the courts say afterwards.
fn beside(kind: ActKind, case: &Case, on: NaiveDate, dice: &mut Dice) -> Option<ProceedingAct> {
    let someone = |dice: &mut Dice| pick(case.parties.iter().map(|party| party.no), dice);
    Some(match kind {
        ActKind::JurisdictionObjection => ProceedingAct::JurisdictionObjection(JurisdictionObjection {
            party: someone(dice)?,
            competent: None,
        }),
        ActKind::JurisdictionRuling => {
            let open = case.objections.iter().filter(|it| it.outcome.is_none());
            let objection = pick(open.map(|it| it.made.by), dice)?;
            let upheld = dice.once_in(4);
            let outcome = if upheld { JurisdictionOutcome::Upheld } else { JurisdictionOutcome::Rejected };
            let to = upheld.then(|| "雷州市".into());
            ProceedingAct::JurisdictionRuling(JurisdictionRuling { objection, outcome, to })
        }
        ActKind::EvidenceTerm => {
            let party = if dice.once_in(2) { someone(dice) } else { None };
            ProceedingAct::EvidenceTerm(EvidenceTerm { due_on: some_days(on, dice, 30), party })
        }
        ActKind::EvidenceTermExtension => {
            let term = pick(case.evidence_terms.iter(), dice)?;
            let due_on = some_days(term.due_on, dice, 15);
            ProceedingAct::EvidenceTermExtension(EvidenceTermExtension { term: term.set.by, due_on })
        }
        ActKind::CounterclaimReceipt => {
            let party = pick(case.side(Side::Respondent).map(|party| party.no), dice)?;
            ProceedingAct::CounterclaimReceipt(CounterclaimReceipt { party })
        }
        ActKind::CounterclaimRefusal => {
            let party = pick(case.side(Side::Respondent).map(|party| party.no), dice)?;
            let (filed_on, ground) =
                (counterclaimed_on(case, party, on, dice, 8), CounterclaimRefusalGround::Separate);
            ProceedingAct::CounterclaimRefusal(CounterclaimRefusal { party, filed_on, ground })
        }
        ActKind::CourtRuling => ruling(case, dice)?,
        ActKind::PerformanceTerm => {
            let papers = case.mediation_papers.iter().map(|paper| paper.made.by);
            let document = pick(case.awards.iter().map(|award| award.made.by).chain(papers), dice);
            let of = document.filter(|_| dice.once_in(2));
            ProceedingAct::PerformanceTerm(PerformanceTerm {
                due_on: some_days(on, dice, 30),
                of,
                over: some_finality(dice),
            })
        }
        ActKind::EnforcementRequest => {
            let of = Some(pick(case.payables().into_iter().map(|payable| payable.no), dice)?);
            let parties = if dice.once_in(3) { Vec::new() } else { vec![someone(dice)?] };
            ProceedingAct::EnforcementRequest(EnforcementRequest {
                parties,
                of,
                over: some_finality(dice),
                court: None,
            })
        }
        _ => return None,
    })
}

/// What a court ruled, to whom: mostly on what a court was asked for, and then often with the suit that it ended.
fn ruling(case: &Case, dice: &mut Dice) -> Option<ProceedingAct> {
    let asked = pick(case.challenges.iter(), dice).filter(|_| !dice.once_in(4));
    let is_suit = asked.map_or_else(|| dice.once_in(2), |asked| asked.kind == ChallengeKind::Suit);
    let kind = if is_suit { CourtRulingKind::SuitEnded } else { CourtRulingKind::SetAside };
    // It goes to whoever was sued as well, who is one of many.
    let sued = case.side(Side::Respondent).map(|party| party.no);
    let mut parties = if dice.once_in(2) {
        vec![pick(sued, dice)?]
    } else {
        vec![pick(case.parties.iter().map(|party| party.no), dice)?]
    };
    let told = asked.filter(|_| is_suit && dice.once_in(2));
    parties.extend(told.map(|suit| suit.party).filter(|no| !parties.contains(no) && dice.once_in(2)));
    let suits = told.map(|suit| suit.at.by).into_iter().collect();
    let award = told.map_or_else(|| some_award(case, dice), |suit| suit.award);
    let over = told.map_or_else(|| some_finality(dice), |suit| Some(suit.over));
    let (court, court_number) = ("县法院".into(), None);
    Some(ProceedingAct::CourtRuling(CourtRuling { kind, parties, award, over, suits, court, court_number }))
}

/// Offers to another channel, and what becomes of one of them.
fn referring(kind: ActKind, case: &Case, dice: &mut Dice) -> Option<Act> {
    let ground = || "属该渠道职责".to_owned();
    let mut one = || pick(case.referrals.iter().map(|referred| referred.offered.by), dice);
    let act = match kind {
        ActKind::Referral => {
            let to = if dice.once_in(3) { CaseKind::Petition } else { CaseKind::Inspection };
            ReferralAct::Referral(Referral { to, ground: ground() })
        }
        ActKind::ReferralAcceptance => ReferralAct::ReferralAcceptance(ReferralAcceptance {
            referral: one()?,
            channel: Channel::Counter,
            intake: Intake::Inspection(InspectionIntake::default()),
            parties: None,
            opened: None,
        }),
        ActKind::ReferralDecline => {
            ReferralAct::ReferralDecline(ReferralDecline { referral: one()?, ground: ground() })
        }
        ActKind::ReferralWithdrawal => {
            ReferralAct::ReferralWithdrawal(ReferralWithdrawal { referral: one()? })
        }
        _ => return None,
    };
    Some(Act::Referral(act))
}
