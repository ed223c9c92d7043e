//! The same for what comes after an award: several workers and the employer who sue or do not, over the one document of an award or
//! the other; rulings over one suit or several that reach some of them; applications to enforce, days to perform, money; and
//! whoever joined or left before the award and is told of after it. The case itself is short, so that much can come after it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days as Span, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind, Effectiveness, Recovery};
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Award, Finality, Scope};
use sikuai::domain::act::proceeding::{
    CourtRuling, CourtRulingKind, EnforcementRequest, PerformanceTerm, ProceedingAct,
};
use sikuai::domain::act::restart::PartyJoinder;
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State};
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::days::Days;
use crate::history::Dice;
use crate::story::{Story, WORKER, a_case, a_claim, a_service, a_worker, an_employer, day, granted};

/// How many histories every run of the tests takes.
const HISTORIES: u32 = 300;
const CHOICES_MAX: usize = 30;

/// What must have happened at least once.
const WANTED: &[&str] = &[
    "P01 met",
    "P02 met",
    "P03 met",
    "P04 open",
    "P04 met",
    "P05 open",
    "P05 met",
    "P06 open",
    "P06 met",
    "effect for some of the workers",
    "against some of the workers",
    "a ruling names a suit",
    "a ruling that names no suit",
    "a ruling that several received",
    "a second ruling for a party",
    "sued again",
    "a second term from a ruling",
    "a joinder told after the award",
    "a departure told after the award",
    "an application before the effect",
    "of a part, of an open case",
    "the effect is put on record",
    "a day to perform moves P06",
    "a suit after the term",
];

#[derive(Default)]
struct Seen(BTreeMap<&'static str, u32>);

impl Seen {
    fn see(&mut self, what: &str) {
        if let Some(wanted) = WANTED.iter().find(|wanted| **wanted == what) {
            *self.0.entry(wanted).or_default() += 1;
        }
    }
}

#[test]
fn every_deadline_after_random_awards_is_reckoned_the_same() {
    let days = Days::read();
    let (cases, seed) =
        (crate::setting("SIKUAI_HISTORIES", HISTORIES), crate::setting("SIKUAI_SEED", crate::SEED));
    let max_shrink_iters = crate::setting("SIKUAI_SHRINKS", crate::SHRINKS);
    let config = Config { cases, failure_persistence: None, max_shrink_iters, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let seen = RefCell::new(Seen::default());
    let choice = (any::<u32>(), 0..=9_u64, 0..=8_u64, any::<u64>());
    let histories = (any::<u64>(), proptest::collection::vec(choice, 0..CHOICES_MAX));
    let outcome = runner.run(&histories, |(shape, choices)| {
        let mut story = begun(&mut Dice(shape));
        crate::compare(&story, &days)?;
        let mut today = day("2021-03-27");
        for (pick, gap, lag, detail) in choices {
            today = today + Span::new(gap);
            if goes_on(&mut story, today, (pick, lag), &mut Dice(detail)) {
                crate::compare(&story, &days)?;
                look(&story, &mut seen.borrow_mut());
            }
        }
        Ok::<(), TestCaseError>(())
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("seed {seed}\n{reason}"),
        Err(TestError::Abort(reason)) => panic!("seed {seed}, given up: {reason}"),
    }
    let seen = seen.into_inner().0;
    println!("{cases} histories after an award, from seed {seed}: {seen:#?}");
    let missing: Vec<_> = WANTED.iter().filter(|what| !seen.contains_key(**what)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "these never happened");
}

/// Two or three workers and one or two employers, and an award of 26 March: of the whole or of a part, final, not final or both.
fn begun(dice: &mut Dice) -> Story {
    let several = dice.once_in(2);
    let (second, third) = (PartyNo(3), PartyNo(4));
    let story = a_case().with(|receipt| {
        receipt.parties.push(a_worker(second.0, Side::Applicant));
        receipt.claims = vec![
            a_claim(1, WORKER, ClaimItem::Wages, 20_000),
            a_claim(2, second, ClaimItem::Wages, 20_000),
            a_claim(3, WORKER, ClaimItem::SeverancePay, 300),
            a_claim(4, second, ClaimItem::SeverancePay, 300),
        ];
        if several {
            receipt.parties.push(a_worker(third.0, Side::Applicant));
            receipt.claims.push(a_claim(5, third, ClaimItem::Wages, 20_000));
        }
        if dice.once_in(3) {
            receipt.parties.push(an_employer(5, Side::Respondent));
        }
        if dice.once_in(4) {
            receipt.parties.push(an_employer(6, Side::ThirdParty));
        }
    });
    let story = story.received("2021-03-01").accepted("2021-03-03");
    let respondents: Vec<PartyNo> = story.case().side(Side::Respondent).map(|party| party.no).collect();
    let story = story
        .served("2021-03-04", Document::ApplicationCopy, &respondents)
        .tribunal("2021-03-05")
        .hearing_set("2021-03-08", "2021-03-22")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23");
    let is_part = dice.once_in(2);
    let (wages, severance) = ([1, 2], [3, 4]);
    let not_final = wages.map(|no| granted(ClaimNo(no), 20_000, Finality::NonFinal));
    let mut items = not_final.to_vec();
    if several {
        items.push(granted(ClaimNo(5), 20_000, Finality::NonFinal));
    }
    if !is_part {
        items.extend(severance.map(|no| granted(ClaimNo(no), 300, Finality::Final)));
    }
    let third_party = story.case().party(PartyNo(6)).map(|party| party.no);
    let binds = third_party.filter(|_| dice.once_in(2)).into_iter().collect();
    let scope = if is_part { Scope::Part } else { Scope::Whole };
    story.then("2021-03-26", Act::Award(Award { scope, items, binds }))
}

/// Tries one thing; whether the story took it.
fn goes_on(story: &mut Story, today: NaiveDate, (pick, lag): (u32, u64), dice: &mut Dice) -> bool {
    let on = today - Span::new(lag);
    let told = story.entries.last().map_or(today, |last| last.recorded_at.date_naive()).max(today);
    let Some(act) = some_act(story, pick, dice) else { return false };
    story.write_down(told, Vec::new());
    let Err(refusal) = story.go_on(on, act.clone()) else { return true };
    if !matches!(refusal.severity(), Severity::Irregular | Severity::Warning) {
        return false;
    }
    story.write_down(told, refusal.findings.iter().map(|finding| finding.code.to_owned()).collect());
    story.go_on(on, act).is_ok()
}

fn one<T: Copy>(from: &[T], dice: &mut Dice) -> Option<T> {
    let count = u64::try_from(from.len()).unwrap();
    (count > 0).then(|| from[usize::try_from(dice.roll(count)).unwrap()])
}

fn some_act(story: &Story, pick: u32, dice: &mut Dice) -> Option<Act> {
    let case = story.case();
    let everyone: Vec<PartyNo> = case.parties.iter().map(|party| party.no).collect();
    let workers: Vec<PartyNo> = case.parties.iter().filter(|it| it.is_worker()).map(|it| it.no).collect();
    let award = case.awards[0].made.by;
    let over = if dice.once_in(2) { Finality::Final } else { Finality::NonFinal };
    Some(match pick % 24 {
        0..=5 => {
            let document =
                if over == Finality::Final { Document::AwardFinal } else { Document::AwardNonFinal };
            let alone = one(&everyone, dice)?;
            let announced = dice.once_in(5);
            let parties = if announced || dice.once_in(2) { vec![alone] } else { everyone };
            let manner = if announced { ServiceManner::Announcement } else { ServiceManner::Direct };
            let cause = announced.then(|| "下落不明".into());
            Act::Service(ServiceOfProcess { of: Some(award), manner, cause, ..a_service(document, &parties) })
        }
        6..=12 => challenge(&everyone, &workers, over, dice)?,
        13..=16 => ruling(story, &everyone, over, dice)?,
        17 => Act::Proceeding(ProceedingAct::EnforcementRequest(EnforcementRequest {
            parties: if dice.once_in(3) { Vec::new() } else { vec![one(&workers, dice)?] },
            of: Some(award),
            over: Some(over),
            court: None,
        })),
        18 => Act::Proceeding(ProceedingAct::PerformanceTerm(PerformanceTerm {
            due_on: day("2021-04-01") + Span::new(dice.roll(60)),
            of: Some(award),
            over: Some(over),
        })),
        19 => Act::Recovery(Recovery {
            amount: Fen::from_yuan(if dice.once_in(2) { 41_000 } else { 600 }),
            party: None,
        }),
        20..=22 if dice.once_in(2) => Act::Withdrawal(Withdrawal {
            ground: WithdrawalGround::OwnMotion,
            parties: vec![one(&workers, dice)?],
        }),
        20..=22 => {
            let no = 10 + u32::try_from(case.parties.len()).unwrap();
            Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(no, Side::Respondent)] })
        }
        _ => Act::Effectiveness(Effectiveness {}),
    })
}

fn challenge(everyone: &[PartyNo], workers: &[PartyNo], over: Finality, dice: &mut Dice) -> Option<Act> {
    let party = one(everyone, dice)?;
    let is_worker = workers.contains(&party);
    let applies = over == Finality::Final && (!is_worker || dice.once_in(4));
    let kind = if applies { ChallengeKind::SettingAside } else { ChallengeKind::Suit };
    let alone = kind == ChallengeKind::Suit && over == Finality::NonFinal && !is_worker && dice.once_in(2);
    let against = one(workers, dice).filter(|_| alone).into_iter().collect();
    let court = "徐闻县人民法院".into();
    Some(Act::Challenge(Challenge { kind, party, over: Some(over), award: None, against, court }))
}

fn ruling(story: &Story, everyone: &[PartyNo], over: Finality, dice: &mut Dice) -> Option<Act> {
    let of_it: Vec<(EntryNo, PartyNo, ChallengeKind)> = story
        .case()
        .challenges
        .iter()
        .filter(|it| it.over == over)
        .map(|it| (it.at.by, it.party, it.kind))
        .collect();
    let (suit, brought_by, how) = one(&of_it, dice)?;
    let kind = match how {
        ChallengeKind::Suit => CourtRulingKind::SuitEnded,
        ChallengeKind::SettingAside => CourtRulingKind::SetAside,
    };
    let named = how == ChallengeKind::Suit && !dice.once_in(3);
    let mut suits: BTreeSet<EntryNo> = if named { BTreeSet::from([suit]) } else { BTreeSet::new() };
    if named && dice.once_in(4) {
        let others = of_it.iter().filter(|(.., how)| *how == ChallengeKind::Suit).map(|(no, ..)| *no);
        suits.extend(others);
    }
    let mut parties = BTreeSet::from([one(everyone, dice)?]);
    if dice.once_in(2) {
        parties.insert(brought_by);
    }
    Some(Act::Proceeding(ProceedingAct::CourtRuling(CourtRuling {
        kind,
        parties: parties.into_iter().collect(),
        award: None,
        over: Some(over),
        suits: suits.into_iter().collect(),
        court: "徐闻县人民法院".into(),
        court_number: None,
    })))
}

/// What the story went through.
fn look(story: &Story, seen: &mut Seen) {
    let (case, all) = (story.case(), story.deadlines());
    for due in &all {
        let state = if due.state == State::Met { "met" } else { "open" };
        seen.see(&format!("{:?} {state}", due.rule.id));
    }
    let made = case.awards[0].made;
    let of = |rule: RuleId| all.iter().filter(move |due: &&Deadline| due.rule.id == rule);
    let in_effect = of(RuleId::P06).filter(|due| due.cause.code.starts_with("non_final")).count();
    let whole = case.awards[0].items.iter().filter(|item| item.finality == Finality::NonFinal).count();
    let facts: [(&str, bool); 14] = [
        ("effect for some of the workers", (1..whole).contains(&in_effect)),
        ("against some of the workers", case.challenges.iter().any(|it| !it.against.is_empty())),
        ("a ruling names a suit", !case.suits_ended.is_empty()),
        (
            "a ruling that names no suit",
            case.rulings.iter().any(|it| case.suits_ended.iter().all(|ended| ended.by != it.received.by)),
        ),
        ("a ruling that several received", repeats(case.rulings.iter().map(|it| it.received.by))),
        (
            "a second ruling for a party",
            repeats(case.rulings.iter().map(|it| (it.party, it.over, format!("{:?}", it.kind)))),
        ),
        (
            "sued again",
            repeats(case.challenges.iter().map(|it| (it.party, it.over, format!("{:?}", it.kind)))),
        ),
        ("a second term from a ruling", repeats(of(RuleId::P05).map(|due| due.party))),
        ("a joinder told after the award", case.joined.iter().any(|it| it.at.by > made.by && it.at < made)),
        (
            "a departure told after the award",
            case.gave_up.iter().any(|it| it.at.by > made.by && it.at < made),
        ),
        (
            "an application before the effect",
            story.entries.iter().any(|it| it.acknowledged.iter().any(|code| code == "not_in_effect")),
        ),
        ("of a part, of an open case", case.closing.is_none() && !case.challenges.is_empty()),
        (
            "the effect is put on record",
            case.effective_on.is_some() && case.challenges.iter().any(|it| it.over == Finality::NonFinal),
        ),
        ("a day to perform moves P06", of(RuleId::P06).any(|due| due.cause.code.ends_with("_due"))),
    ];
    facts.iter().filter(|(_, is)| *is).for_each(|(what, _)| seen.see(what));
    if story.entries.iter().any(|it| it.acknowledged.iter().any(|code| code == "term_has_run_out")) {
        seen.see("a suit after the term");
    }
}

fn repeats<K: Ord>(keys: impl Iterator<Item = K>) -> bool {
    let mut known = BTreeSet::new();
    let mut keys = keys;
    keys.any(|key| !known.insert(key))
}
