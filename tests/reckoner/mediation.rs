//! The same for mediation cases: random histories of their acts, and their deadlines M02 to M05 and P06 reckoned once more from
//! the notes on the law (§1.1, §11.1) and the choices of ADR 9, by walking from day to day.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Days as Span, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use sikuai::domain::act::Act;
use sikuai::domain::act::decision::{MediationRepudiation, MediationSignature};
use sikuai::domain::act::filing::Channel;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::mediation::{
    AgreementDefault, AgreementPerformance, CourtPaymentOrder, DenialGround, EndingCause, MediationAct,
    MediationAgreement, MediationBody, MediationEnding, MediationProlongation, MediationRefusal,
    MediationRefusalGround, MediationRequest, MediationStart, OnwardArbitration, ReviewAcceptance,
    ReviewConfirmation, ReviewDenial, ReviewExtension, ReviewRejection, ReviewRejectionGround, ReviewRequest,
    ReviewWithdrawal,
};
use sikuai::domain::act::referral::{
    ArbitrationIntake, Intake, Referral, ReferralAcceptance, ReferralAct, ReferralDecline,
};
use sikuai::domain::act::table;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::{Cause, ClaimItem};
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::docket::{Content, Entry};
use sikuai::domain::finding::Reading;
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;

use crate::days::{Days, End};
use crate::history::Dice;
use crate::line::{At, Ending, Line, sorted};
use crate::story::{EMPLOYER, Story, WORKER, a_case, a_claim, a_worker, an_employer, case_id};
use crate::{HISTORIES, SEED, difference, setting};

/// One thing that may happen: which act, how many days later it is put on record, how long after it happened, and what
/// it says.
type Choice = (u32, u64, u64, u64);

/// The acts that are drawn, those that lead on more often.
const WEIGHTS: &[(ActKind, u32)] = &[
    (ActKind::MediationStart, 30),
    (ActKind::MediationRefusal, 6),
    (ActKind::MediationProlongation, 14),
    (ActKind::MediationEnding, 8),
    (ActKind::MediationAgreement, 30),
    (ActKind::AgreementPerformance, 4),
    (ActKind::AgreementDefault, 4),
    (ActKind::CourtPaymentOrder, 4),
    (ActKind::ReviewRequest, 30),
    (ActKind::ReviewRejection, 8),
    (ActKind::ReviewAcceptance, 30),
    (ActKind::ReviewExtension, 20),
    (ActKind::ReviewDenial, 8),
    (ActKind::ReviewWithdrawal, 8),
    (ActKind::ReviewConfirmation, 16),
    (ActKind::MediationSignature, 16),
    (ActKind::MediationRepudiation, 6),
    (ActKind::OnwardArbitration, 6),
    (ActKind::Referral, 6),
    (ActKind::ReferralAcceptance, 8),
    (ActKind::ReferralDecline, 2),
];

/// What must have happened at least once.
const WANTED: &[&str] = &[
    "M02 open",
    "M02 met",
    "M03 open",
    "M03 met",
    "M04 open",
    "M04 met",
    "M04 ended",
    "M05 open",
    "M05 met",
    "P06 open",
    "prolonged",
    "prolonged too late",
    "review extended",
    "review extended too late",
    "two reviews",
    "taken to arbitration",
    "RF1 open",
    "RF1 met",
    "provisional",
];

fn the_day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn histories() -> impl Strategy<Value = (u64, Vec<Choice>)> {
    let gap = prop_oneof![6 => 0..=2_u64, 4 => 3..=9_u64, 1 => 10..=30_u64];
    let lag = prop_oneof![6 => Just(0_u64), 2 => 1..=5_u64, 1 => 6..=20_u64];
    let first = prop_oneof![6 => 0..2_860_u64, 1 => 2_870..2_915_u64];
    (first, proptest::collection::vec((any::<u32>(), gap, lag, any::<u64>()), 0..24))
}

fn request() -> MediationRequest<sikuai::domain::party::PersonRef> {
    MediationRequest {
        channel: Channel::Counter,
        body: MediationBody::Bureau,
        body_name: None,
        cause: Cause::Remuneration,
        other_causes: Vec::new(),
        parties: vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)],
        claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)],
        agreed: None,
        origin: None,
    }
}

fn picked(story: &Story, pick: u32) -> Option<ActKind> {
    let allowed: Vec<_> =
        WEIGHTS.iter().filter(|(kind, _)| table::allows(story.stage(), *kind)).copied().collect();
    let mut rest = pick.checked_rem(allowed.iter().map(|(_, weight)| weight).sum())?;
    for (kind, weight) in allowed {
        if rest < weight {
            return Some(kind);
        }
        rest -= weight;
    }
    None
}

fn act(kind: ActKind, story: &Story, on: NaiveDate, dice: &mut Dice) -> Option<Act> {
    let document = || story.case().mediation_papers.last().map(|paper| paper.made.by);
    let days = u16::try_from(1 + dice.roll(5)).unwrap();
    let yuan = Fen::from_yuan(8_000);
    Some(Act::Mediation(match kind {
        ActKind::Referral | ActKind::ReferralAcceptance | ActKind::ReferralDecline => {
            return referring(kind, story);
        }
        ActKind::MediationSignature => {
            let parties = if dice.once_in(2) { vec![WORKER] } else { vec![WORKER, EMPLOYER] };
            return Some(Act::MediationSignature(MediationSignature { document: document()?, parties }));
        }
        ActKind::MediationRepudiation => {
            let back = MediationRepudiation { document: document()?, party: EMPLOYER };
            return Some(Act::MediationRepudiation(back));
        }
        ActKind::MediationStart => MediationAct::MediationStart(MediationStart {}),
        ActKind::MediationRefusal => {
            let ground = MediationRefusalGround::SideRefuses;
            MediationAct::MediationRefusal(MediationRefusal { ground, notified_on: None })
        }
        ActKind::MediationProlongation => {
            MediationAct::MediationProlongation(MediationProlongation { days: 6 * days })
        }
        ActKind::MediationEnding => {
            let cause = if dice.once_in(2) { EndingCause::Lapsed } else { EndingCause::Failed };
            MediationAct::MediationEnding(MediationEnding { cause, amount: None })
        }
        ActKind::MediationAgreement => MediationAct::MediationAgreement(MediationAgreement {
            amount: yuan,
            terms: "支付工资".into(),
            perform_by: dice.once_in(3).then_some(on + Span::new(dice.roll(30))),
            paid: Fen::ZERO,
            signed_by: vec![WORKER, EMPLOYER],
            mediator_signed_on: on,
            sealed_on: on,
        }),
        ActKind::AgreementPerformance => {
            MediationAct::AgreementPerformance(AgreementPerformance { paid: yuan })
        }
        ActKind::AgreementDefault => MediationAct::AgreementDefault(AgreementDefault { party: EMPLOYER }),
        ActKind::CourtPaymentOrder => {
            MediationAct::CourtPaymentOrder(CourtPaymentOrder { court: "县法院".into() })
        }
        kind => after(kind, days),
    }))
}

/// An offer to arbitration, and its answer.
fn referring(kind: ActKind, story: &Story) -> Option<Act> {
    let waits = story.case().referrals.iter().find(|referred| referred.answer.is_none());
    let ground = || "属仲裁受理范围".to_owned();
    Some(Act::Referral(match kind {
        ActKind::Referral => ReferralAct::Referral(Referral { to: CaseKind::Arbitration, ground: ground() }),
        ActKind::ReferralAcceptance => ReferralAct::ReferralAcceptance(ReferralAcceptance {
            referral: waits?.offered.by,
            channel: Channel::Counter,
            intake: Intake::Arbitration(ArbitrationIntake {
                claims: None,
                ground: None,
                infringed_on: None,
                employment_ended_on: None,
                interrupted_on: Vec::new(),
                obstacles: Vec::new(),
            }),
            parties: None,
            opened: Some(case_id()),
        }),
        _ => {
            let referral = waits?.offered.by;
            ReferralAct::ReferralDecline(ReferralDecline { referral, ground: ground() })
        }
    }))
}

/// What may follow an agreement, beside its performance.
fn after(kind: ActKind, days: u16) -> MediationAct {
    match kind {
        ActKind::ReviewRequest => {
            MediationAct::ReviewRequest(ReviewRequest { applicants: vec![WORKER, EMPLOYER] })
        }
        ActKind::ReviewRejection => {
            MediationAct::ReviewRejection(ReviewRejection { ground: ReviewRejectionGround::OutOfScope })
        }
        ActKind::ReviewAcceptance => MediationAct::ReviewAcceptance(ReviewAcceptance {}),
        ActKind::ReviewExtension => MediationAct::ReviewExtension(ReviewExtension { days }),
        ActKind::ReviewDenial => MediationAct::ReviewDenial(ReviewDenial { ground: DenialGround::Unclear }),
        ActKind::ReviewWithdrawal => MediationAct::ReviewWithdrawal(ReviewWithdrawal {}),
        ActKind::ReviewConfirmation => MediationAct::ReviewConfirmation(ReviewConfirmation {}),
        _ => MediationAct::OnwardArbitration(OnwardArbitration {
            channel: Channel::Counter,
            claims: None,
            ground: None,
            infringed_on: None,
            employment_ended_on: None,
            interrupted_on: Vec::new(),
            obstacles: Vec::new(),
            opened: Some(case_id()),
        }),
    }
}

/// Tells a history, and shows the story after each act that it took.
fn tell<E>(
    (first, choices): &(u64, Vec<Choice>),
    mut see: impl FnMut(&Story) -> Result<(), E>,
) -> Result<(), E> {
    let mut today = the_day("2019-01-01") + Span::new(*first);
    let mut story = a_case();
    story.go_on(today, Act::Mediation(MediationAct::MediationRequest(request()))).unwrap();
    see(&story)?;
    for (pick, gap, lag, detail) in choices {
        let written = today + Span::new(*gap);
        let on = written - Span::new(*lag);
        let Some(kind) = picked(&story, *pick).filter(|_| written <= the_day("2026-12-31")) else {
            return Ok(());
        };
        let Some(act) = act(kind, &story, on, &mut Dice(*detail)) else { continue };
        story.write_down(written, Vec::new());
        let mut done = story.go_on(on, act.clone());
        if let Err(refusal) = &done
            && matches!(refusal.severity(), Severity::Irregular | Severity::Warning)
        {
            let known = refusal.findings.iter().map(|finding| finding.code.to_owned()).collect();
            story.write_down(written, known);
            done = story.go_on(on, act);
        }
        if done.is_ok() {
            today = written;
            see(&story)?;
        }
    }
    Ok(())
}

/// Each offer to arbitration with its answer, and whether it was taken.
fn referrals(entries: &[Entry]) -> Vec<(At, Option<At>, bool)> {
    let mut offers: Vec<(At, Option<At>, bool)> = Vec::new();
    for entry in entries {
        let at = At { on: entry.on, by: entry.no.0 };
        let Content::Act(Act::Referral(act)) = &entry.content else { continue };
        let (answered, taken) = match act {
            ReferralAct::Referral(_) => {
                offers.push((at, None, false));
                continue;
            }
            ReferralAct::ReferralAcceptance(it) => (it.referral, true),
            ReferralAct::ReferralDecline(it) => (it.referral, false),
            ReferralAct::ReferralWithdrawal(it) => (it.referral, false),
        };
        let offer = offers.iter_mut().find(|(offered, ..)| offered.by == answered.0).unwrap();
        (offer.1, offer.2) = (Some(at), taken);
    }
    offers
}

/// The acts of a docket in the order in which they were written down.
fn acts(entries: &[Entry]) -> Vec<(At, &MediationAct)> {
    let mut acts = Vec::new();
    for entry in entries {
        if let Content::Act(Act::Mediation(act)) = &entry.content {
            acts.push((At { on: entry.on, by: entry.no.0 }, act));
        }
    }
    acts
}

/// A period with what prolonged it, if that came before its end, and whether it did.
fn period(plain: End, longer: impl Fn(u16) -> End, extensions: &[(At, u16)]) -> (End, Option<&'static str>) {
    // The one that was agreed first counts; of two of one day the one that was written down first.
    match extensions.iter().min_by_key(|(at, _)| (at.on, at.by)) {
        None => (plain, None),
        Some((at, _)) if at.on > plain.due => (plain, Some("late")),
        Some((_, days)) => (longer(*days), Some("extended")),
    }
}

/// The deadlines of a mediation, and what happened to its periods.
fn reckon(entries: &[Entry], days: &Days) -> (Vec<Line>, Vec<&'static str>) {
    let acts = acts(entries);
    let (mut lines, mut seen) = (Vec::new(), Vec::new());
    let first =
        |wanted: &dyn Fn(&MediationAct) -> bool| acts.iter().find(|(_, act)| wanted(act)).map(|(at, _)| *at);
    let received = acts[0].0;
    let line = |rule, trigger, end, state, met| Line {
        rule,
        trigger,
        party: None,
        ending: Ending::Ends(end),
        state,
        met,
    };
    let simple = |met: Option<At>| if met.is_some() { State::Met } else { State::Open };
    let agreed = first(&|act| matches!(act, MediationAct::MediationAgreement(_)));
    let closed =
        first(&|act| matches!(act, MediationAct::MediationRefusal(_) | MediationAct::MediationEnding(_)))
            .or(agreed);
    let answered = first(&|act| matches!(act, MediationAct::MediationStart(_))).or(closed);
    lines.push(line(RuleId::M02, received, days.working(received.on, 3), simple(answered), answered));
    let prolonged: Vec<(At, u16)> = acts
        .iter()
        .filter_map(|(at, act)| match act {
            MediationAct::MediationProlongation(it) => Some((*at, it.days)),
            _ => None,
        })
        .collect();
    let longer = |more: u16| days.calendar(received.on, 15 + usize::from(more));
    let (end, how) = period(days.calendar(received.on, 15), longer, &prolonged);
    seen.extend(how.map(|how| if how == "late" { "prolonged too late" } else { "prolonged" }));
    // What ran out ended by itself, on the last day (LAW 14).
    let lapse =
        first(&|act| matches!(act, MediationAct::MediationEnding(it) if it.cause == EndingCause::Lapsed));
    let ended = closed.map(|at| if lapse == Some(at) { At { on: end.due, ..at } } else { at });
    lines.push(line(RuleId::M03, received, end, simple(ended), ended));
    lines.extend(enforcement(entries, days));
    let offers = referrals(entries);
    let taken = offers.iter().find(|(.., taken)| *taken).and_then(|(_, answer, _)| *answer);
    seen.extend(taken.map(|_| "taken to arbitration"));
    lines.extend(agreed.map(|agreed| term_for_review(agreed, (&acts, taken), days)));
    for (offered, answer, _) in offers {
        lines.push(line(RuleId::RF1, offered, days.working(offered.on, 5), simple(answer), answer));
    }
    let reviews = reviews(&acts);
    if reviews.len() > 1 {
        seen.push("two reviews");
    }
    for Reviewed { accepted, extensions, met } in reviews {
        let longer = |more: u16| days.working(accepted.on, 5 + usize::from(more));
        let (end, how) = period(days.working(accepted.on, 5), longer, &extensions);
        seen.extend(
            how.map(|how| if how == "late" { "review extended too late" } else { "review extended" }),
        );
        lines.push(line(RuleId::M05, accepted, end, simple(met), met));
    }
    (lines, seen)
}

/// M04: used by the first application; it falls away where the agreement was performed within it, or the dispute went on
/// to arbitration, by an act of its own or by a referral.
fn term_for_review(agreed: At, (acts, taken): (&[(At, &MediationAct)], Option<At>), days: &Days) -> Line {
    let end = days.calendar(agreed.on, 15);
    let requests = acts.iter().filter(|(_, act)| matches!(act, MediationAct::ReviewRequest(_)));
    let met = requests.map(|(at, _)| *at).min_by_key(|at| (at.on, at.by));
    let over = |act: &MediationAct| {
        matches!(act, MediationAct::AgreementPerformance(_) | MediationAct::OnwardArbitration(_))
    };
    let over = acts.iter().filter(|(_, act)| over(act)).map(|(at, _)| *at).chain(taken);
    let falls_away = met.is_none() && over.into_iter().any(|at| at.on <= end.due);
    let state = match (met, falls_away) {
        (Some(_), _) => State::Met,
        (None, true) => State::Ended,
        (None, false) => State::Open,
    };
    Line { rule: RuleId::M04, trigger: agreed, party: None, ending: Ending::Ends(end), state, met }
}

/// P06: two years from the last day to perform the agreement that was confirmed, or from the day of the last signature on
/// the document made of it where that is later (R33 77); used up by what was paid.
fn enforcement(entries: &[Entry], days: &Days) -> Option<Line> {
    let (mut agreement, mut signed, mut paid): (Option<(&MediationAgreement, At)>, _, i64) =
        (None, BTreeMap::<(u32, u32), NaiveDate>::new(), 0);
    let (mut met, mut since): (Option<At>, Option<At>) = (None, None);
    for entry in entries {
        let at = At { on: entry.on, by: entry.no.0 };
        let Content::Act(act) = &entry.content else { continue };
        match act {
            Act::Mediation(MediationAct::MediationAgreement(it)) => {
                (agreement, paid) = (Some((it, at)), paid + it.paid.0);
                met = (paid >= it.amount.0).then_some(at);
            }
            Act::Mediation(MediationAct::AgreementPerformance(_)) => met = met.min(Some(at)).or(Some(at)),
            Act::MediationSignature(it) => {
                for party in &it.parties {
                    signed.entry((it.document.0, party.0)).or_insert(at.on);
                }
                let day = |party| signed.get(&(it.document.0, party)).copied();
                if let (Some(one), Some(two)) = (day(WORKER.0), day(EMPLOYER.0)) {
                    since = Some(At { on: one.max(two).max(at.on), ..at });
                }
            }
            _ => {}
        }
    }
    let ((agreement, made), signed) = agreement.zip(since)?;
    let last = agreement.perform_by.filter(|last| *last > signed.on);
    let trigger = last.map_or(signed, |last| At { on: last, ..made });
    let state = if met.is_some() { State::Met } else { State::Open };
    let ending = Ending::Ends(days.years(trigger.on, 2));
    // The one worker claims.
    Some(Line { rule: RuleId::P06, trigger, party: Some(WORKER.0), ending, state, met })
}

/// A review that was accepted.
struct Reviewed {
    accepted: At,
    extensions: Vec<(At, u16)>,
    met: Option<At>,
}

/// Each review that was accepted: its acceptance, its extensions, and the first document, denial or withdrawal in it.
fn reviews(acts: &[(At, &MediationAct)]) -> Vec<Reviewed> {
    let mut reviews: Vec<Reviewed> = Vec::new();
    let mut running = false;
    for (at, act) in acts {
        match act {
            MediationAct::ReviewAcceptance(_) => {
                reviews.push(Reviewed { accepted: *at, extensions: Vec::new(), met: None });
                running = true;
            }
            MediationAct::ReviewExtension(it) => reviews.last_mut().unwrap().extensions.push((*at, it.days)),
            MediationAct::ReviewConfirmation(_)
            | MediationAct::ReviewDenial(_)
            | MediationAct::ReviewWithdrawal(_)
                if running =>
            {
                reviews.last_mut().unwrap().met.get_or_insert(*at);
                running = matches!(act, MediationAct::ReviewConfirmation(_));
            }
            _ => {}
        }
    }
    reviews
}

/// What happened, in all histories together.
fn note(happened: &mut BTreeMap<String, u32>, story: &Story, lines: &[Line], seen: Vec<&str>) {
    let provisional = |line: &Line| matches!(line.ending, Ending::Ends(end) if end.provisional);
    let of_lines = lines.iter().map(|line| format!("{} {}", line.rule.code(), line.state.code()));
    let mut all: Vec<String> = of_lines.chain(seen.into_iter().map(str::to_owned)).collect();
    all.extend(lines.iter().any(provisional).then(|| "provisional".to_owned()));
    if let Content::Act(act) = &story.entries.last().unwrap().content {
        all.push(act.kind().code().to_owned());
    }
    for what in all {
        *happened.entry(what).or_default() += 1;
    }
}

#[test]
fn every_deadline_of_random_mediations_is_reckoned_the_same() {
    let days = Days::read();
    let happened: RefCell<BTreeMap<String, u32>> = RefCell::default();
    let (cases, seed) = (setting("SIKUAI_HISTORIES", HISTORIES), setting("SIKUAI_SEED", SEED));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let outcome = runner.run(&histories(), |history| {
        tell(&history, |story| {
            let (reckoned, seen) = reckon(&story.entries, &days);
            note(&mut happened.borrow_mut(), story, &reckoned, seen);
            let ours: Vec<Line> = story.deadlines().iter().map(Line::of).collect();
            let (ours, reckoned) = (sorted(&ours), sorted(&reckoned));
            prop_assert!(ours == reckoned, "{}", difference(story, &ours, &reckoned));
            for reading in [Reading::Decide, Reading::Replay] {
                prop_assert!(
                    story.replayed(reading).as_ref() == Ok(story.case()),
                    "{reading:?} gives another case"
                );
            }
            Ok(())
        })
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("seed {seed}\n{reason}"),
        Err(TestError::Abort(reason)) => panic!("seed {seed}, given up: {reason}"),
    }
    let happened = happened.into_inner();
    println!("{cases} mediations from seed {seed}: {happened:#?}");
    let acts = WEIGHTS.iter().map(|(kind, _)| kind.code());
    let missing: Vec<&str> =
        WANTED.iter().copied().chain(acts).filter(|what| !happened.contains_key(*what)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "these never happened");
}
