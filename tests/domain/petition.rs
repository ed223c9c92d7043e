//! Petitions: every stage × act pair of the kind, written down by hand from the law notes (§11.1) and the regulations
//! of 2005, and the days of its periods, counted over the holidays of 2021 and 2022 as in `rules`.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Recovery};
use sikuai::domain::act::filing::Channel;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::petition::{
    PetitionAcceptance, PetitionAct, PetitionAnswer, PetitionExtension, PetitionOutcome, PetitionReceipt,
    PetitionRedirection, PetitionRejection, PetitionRejectionGround, PetitionWithdrawal, RedirectionKind,
};
use sikuai::domain::act::referral::{
    InspectionIntake, Intake, Referral, ReferralAcceptance, ReferralAct, ReferralDecline, ReferralWithdrawal,
};
use sikuai::domain::act::table::find;
use sikuai::domain::act::tribunal::{Assignee, Assignment, Duty};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::Status;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::EntryNo;
use sikuai::domain::law::Basis;
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{Story, a_case, a_worker, an_employer, day, user};

/// Per act: the stages that take it, and where it leads.
const LAWFUL: &str = "
assignment: petition_received petition_handling -> same
recovery: petition_received petition_handling closed archived -> same
archiving: closed -> archived
petition_receipt: -> petition_received
petition_acceptance: petition_received -> petition_handling
petition_rejection: petition_received -> closed
petition_redirection: petition_received -> closed
petition_extension: petition_handling -> same
petition_answer: petition_handling -> closed
petition_withdrawal: petition_received petition_handling -> closed
referral: petition_received petition_handling closed -> same
referral_acceptance: petition_received petition_handling closed -> same
referral_decline: petition_received petition_handling closed -> same
referral_withdrawal: petition_received petition_handling closed -> same
";

const STAGES: [Stage; 4] = [Stage::PetitionReceived, Stage::PetitionHandling, Stage::Closed, Stage::Archived];

/// A worker petitions about wages.
pub(crate) fn petition() -> Act {
    Act::Petition(PetitionAct::PetitionReceipt(PetitionReceipt {
        channel: Channel::Counter,
        cause: Cause::Remuneration,
        request: "请求督促支付工资".into(),
        parties: vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)],
        origin: None,
    }))
}

fn received(on: &str) -> Story {
    a_case().then(on, petition())
}

fn accepted(received_on: &str, on: &str) -> Story {
    received(received_on).then(on, sample(ActKind::PetitionAcceptance, EntryNo(1)))
}

fn extension(days: u16) -> Act {
    Act::Petition(PetitionAct::PetitionExtension(PetitionExtension { days, ground: "情况复杂".into() }))
}

fn at(stage: Stage) -> Story {
    let answered = || {
        accepted("2021-03-01", "2021-03-02").then("2021-03-03", sample(ActKind::PetitionAnswer, EntryNo(1)))
    };
    match stage {
        Stage::PetitionReceived => received("2021-03-01"),
        Stage::PetitionHandling => accepted("2021-03-01", "2021-03-02"),
        Stage::Closed => answered(),
        Stage::Archived => answered().then("2021-03-04", sample(ActKind::Archiving, EntryNo(1))),
        other => panic!("{} is no stage of a petition", other.code()),
    }
}

/// An act of a kind; of those that are about a referral, about the one of this entry.
fn sample(kind: ActKind, referral: EntryNo) -> Act {
    let ground = || "涉嫌拖欠工资".to_owned();
    let own = Act::Petition;
    match kind {
        ActKind::Assignment => {
            Act::Assignment(Assignment { people: vec![Assignee { user: user(2), duty: Duty::Clerk }] })
        }
        ActKind::Recovery => Act::Recovery(Recovery { amount: Fen(100), party: None }),
        ActKind::Archiving => Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() }),
        ActKind::PetitionReceipt => petition(),
        ActKind::PetitionAcceptance => own(PetitionAct::PetitionAcceptance(PetitionAcceptance {})),
        ActKind::PetitionRejection => own(PetitionAct::PetitionRejection(PetitionRejection {
            ground: PetitionRejectionGround::StatutoryPath,
        })),
        ActKind::PetitionRedirection => own(PetitionAct::PetitionRedirection(PetitionRedirection {
            kind: RedirectionKind::Forwarded,
            to: "县医疗保障局".into(),
        })),
        ActKind::PetitionExtension => extension(30),
        ActKind::PetitionAnswer => own(PetitionAct::PetitionAnswer(PetitionAnswer {
            outcome: PetitionOutcome::Supported,
            text: "已责令支付".into(),
        })),
        ActKind::PetitionWithdrawal => own(PetitionAct::PetitionWithdrawal(PetitionWithdrawal {})),
        ActKind::Referral => {
            Act::Referral(ReferralAct::Referral(Referral { to: CaseKind::Inspection, ground: ground() }))
        }
        ActKind::ReferralAcceptance => Act::Referral(ReferralAct::ReferralAcceptance(ReferralAcceptance {
            referral,
            channel: Channel::Counter,
            intake: Intake::Inspection(InspectionIntake::default()),
            parties: None,
            opened: None,
        })),
        ActKind::ReferralDecline => {
            Act::Referral(ReferralAct::ReferralDecline(ReferralDecline { referral, ground: ground() }))
        }
        ActKind::ReferralWithdrawal => {
            Act::Referral(ReferralAct::ReferralWithdrawal(ReferralWithdrawal { referral }))
        }
        other => panic!("{} is no act of a petition", other.code()),
    }
}

#[test]
fn every_pair_passes_or_is_refused_as_written() {
    let table: Vec<(ActKind, Vec<Stage>, Option<Stage>)> = LAWFUL
        .trim()
        .lines()
        .map(|line| {
            let (act, rest) = line.split_once(':').unwrap();
            let (from, to) = rest.split_once("->").unwrap();
            let stage = |code: &str| Stage::from_code(code).unwrap();
            let to = Some(to.trim()).filter(|to| *to != "same").map(stage);
            (ActKind::from_code(act).unwrap(), from.split_whitespace().map(stage).collect(), to)
        })
        .collect();
    let acts = ActKind::ROWS.iter().map(|(kind, _)| *kind);
    let own: Vec<ActKind> = acts.filter(|kind| find(*kind).kinds.contains(&CaseKind::Petition)).collect();
    let lines: Vec<ActKind> = table.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(lines, own, "an act without a line");
    for stage in STAGES {
        assert_eq!(at(stage).stage(), stage);
        for (kind, from, to) in &table {
            let mut story = at(stage).acknowledging("not_referred");
            let on = story.case().stage_since;
            let is_answer = matches!(
                kind,
                ActKind::ReferralAcceptance | ActKind::ReferralDecline | ActKind::ReferralWithdrawal
            );
            if is_answer && from.contains(&stage) {
                story.go_on(on, sample(ActKind::Referral, EntryNo(1))).unwrap();
            }
            let pair = format!("{} at {}", kind.code(), stage.code());
            let result = story.attempt(on, sample(*kind, story.last()));
            if from.contains(&stage) {
                assert_eq!(result.expect(&pair).stage, to.unwrap_or(stage), "{pair}");
            } else {
                let refusal = result.map(|case| case.stage).expect_err(&pair);
                assert_eq!(refusal.findings[0].code, "stage_does_not_allow", "{pair}");
            }
        }
    }
}

/// Received on Thursday 28 January: fifteen days are Friday 12 February, the festival, so Thursday the 18th.
#[test]
fn the_decision_is_due_in_fifteen_days_and_every_decision_meets_it() {
    let story = received("2021-01-28");
    let open = story.deadline(RuleId::PT1);
    assert_eq!((open.natural_on(), open.due_on()), (Some(day("2021-02-12")), Some(day("2021-02-18"))));
    assert_eq!(
        (open.status(day("2021-02-18")), open.status(day("2021-02-19"))),
        (Status::Open, Status::Overdue)
    );
    assert_eq!(open.rule.basis, Basis::PartlyOurChoice, "how the days are counted is our choice");
    let after = |kind, on: &str| {
        let story = story.clone().acknowledging("not_referred").then(on, sample(kind, EntryNo(1)));
        story.deadline(RuleId::PT1).status(day("2021-12-31"))
    };
    for kind in [ActKind::PetitionAcceptance, ActKind::PetitionRejection, ActKind::PetitionRedirection] {
        assert_eq!(after(kind, "2021-02-18"), Status::MetInTime, "{kind:?}");
        assert_eq!(after(kind, "2021-02-19"), Status::MetLate, "{kind:?}");
    }
    assert_eq!(after(ActKind::PetitionWithdrawal, "2021-02-18"), Status::Ended);
    assert_eq!(
        after(ActKind::PetitionWithdrawal, "2021-02-19"),
        Status::Missed,
        "withdrawn after it ran out"
    );
}

/// Accepted on 15 March: sixty days are Friday 14 May; thirty more Sunday 13 June, the Dragon Boat festival, so Tuesday
/// the 15th. Approved on Monday 17 May the extension comes too late, and moves nothing.
#[test]
fn the_answer_is_due_in_sixty_days_and_thirty_more_if_approved_in_time() {
    let story = accepted("2021-03-15", "2021-03-15");
    assert_eq!(story.deadline(RuleId::PT2).due_on(), Some(day("2021-05-14")));
    let longer = story.clone().then("2021-05-14", extension(30));
    let due = longer.deadline(RuleId::PT2);
    assert_eq!((due.natural_on(), due.due_on()), (Some(day("2021-06-13")), Some(day("2021-06-15"))));
    let said = due.explain(&longer.book);
    assert_eq!(said.due_on, due.due_on());
    assert!(said.sentence.zh.contains("2021-05-14批准延期30日"), "{}", said.sentence.zh);
    let status = |on| {
        longer
            .clone()
            .then(on, sample(ActKind::PetitionAnswer, EntryNo(1)))
            .deadline(RuleId::PT2)
            .status(day("2021-12-31"))
    };
    assert_eq!((status("2021-06-15"), status("2021-06-16")), (Status::MetInTime, Status::MetLate));
    let late =
        story.recorded_on("2021-05-18").acknowledging("extension_too_late").then("2021-05-17", extension(30));
    assert_eq!(late.deadline(RuleId::PT2).due_on(), Some(day("2021-05-14")));
    assert_eq!(late.deadline(RuleId::PT2).status(day("2021-05-17")), Status::Overdue);
}

#[test]
fn an_extension_is_of_thirty_days_at_most_and_once() {
    let story = accepted("2021-03-15", "2021-03-15");
    let article = |number: &str| format!("Regulations on Petitions (2005) {number}");
    assert_eq!(story.refused("2021-05-14", extension(31)), [("extension_too_long", article("33"))]);
    assert_eq!(story.refused("2021-05-14", extension(0)), [("extension_too_long", article("33"))]);
    assert_eq!(story.refused("2021-05-17", extension(30)), [("extension_too_late", article("33"))]);
    assert_eq!(story.obstacles("2021-05-17", ActKind::PetitionExtension), ["extension_too_late"]);
    let once = story.then("2021-05-13", extension(10));
    assert_eq!(once.deadline(RuleId::PT2).due_on(), Some(day("2021-05-24")), "the 24th is a Monday");
    assert_eq!(once.refused("2021-05-14", extension(10)), [("extended_once", article("33"))]);
    // A second one that was approved is recorded as irregular, and moves nothing.
    let twice =
        once.recorded_on("2021-05-20").acknowledging("extended_once").then("2021-05-14", extension(30));
    assert_eq!(twice.deadline(RuleId::PT2).due_on(), Some(day("2021-05-24")));
}

#[test]
fn from_may_2022_the_new_regulations_are_cited() {
    let (before, after) = (received("2022-04-30"), received("2022-05-01"));
    let of = |story: &Story| {
        let rule = story.deadline(RuleId::PT1).rule;
        (rule.articles[0].law.short(), rule.basis)
    };
    assert_eq!(of(&before), ("PTR2005", Basis::PartlyOurChoice));
    assert_eq!(of(&after), ("PWR2022", Basis::PartlyOurChoice));
    assert!(before.deadline(RuleId::PT1).rule.is_owed_by_office());
}

#[test]
fn what_is_sent_away_without_a_referral_warns() {
    for kind in [ActKind::PetitionRejection, ActKind::PetitionRedirection] {
        let story = received("2021-03-01");
        assert_eq!(story.refused("2021-03-02", sample(kind, EntryNo(1))), [("not_referred", String::new())]);
        let offered = story.then("2021-03-02", sample(ActKind::Referral, EntryNo(1)));
        let closed = offered.clone().then("2021-03-02", sample(kind, EntryNo(1)));
        assert_eq!(closed.stage(), Stage::Closed);
        let back = offered.clone().then("2021-03-02", sample(ActKind::ReferralDecline, offered.last()));
        assert_eq!(back.refused("2021-03-02", sample(kind, EntryNo(1)))[0].0, "not_referred", "declined");
    }
}

#[test]
fn the_docket_of_a_petition_replays_to_the_same_case() {
    let story = accepted("2021-03-15", "2021-03-16")
        .then("2021-03-17", sample(ActKind::Referral, EntryNo(1)))
        .then("2021-05-10", extension(15));
    let story = story.clone().then("2021-05-11", sample(ActKind::ReferralAcceptance, EntryNo(3)));
    let story = story.then("2021-05-20", sample(ActKind::PetitionAnswer, EntryNo(1)));
    assert_eq!(story.case().closing.map(|closing| closing.manner), Some(Manner::PetitionAnswered));
    for reading in [Reading::Decide, Reading::Replay] {
        assert_eq!(&story.replayed(reading).unwrap(), story.case());
    }
}
