//! Mediation as a case of its own: every stage × act pair against the law notes (§3.2), its deadlines and its guards
//! worked out by hand on the calendar of 2021.
//!
//! Days off that matter here: Spring Festival 11-17 February (worked: Sunday 7 and Saturday 20 February), Mid-Autumn
//! 19-21 September (worked: Saturday 18), National Day 1-7 October (worked: Sunday 26 September, Saturday 9 October).

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Recovery};
use sikuai::domain::act::collective::Representation;
use sikuai::domain::act::decision::{MediationRepudiation, MediationSignature};
use sikuai::domain::act::filing::Channel;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::mediation::{
    AgreementDefault, AgreementPerformance, CourtPaymentOrder, DenialGround, EndingCause, MediationAct,
    MediationAgreement, MediationBody, MediationEnding, MediationProlongation, MediationRefusal,
    MediationRefusalGround, MediationRequest, MediationStart, OnwardArbitration, ReviewAcceptance,
    ReviewConfirmation, ReviewDenial, ReviewExtension, ReviewRejection, ReviewRejectionGround, ReviewRequest,
    ReviewResult, ReviewWithdrawal,
};
use sikuai::domain::act::proceeding::{EnforcementRequest, ProceedingAct};
use sikuai::domain::act::table::find;
use sikuai::domain::act::tribunal::{Assignee, Assignment, Duty};
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{State, Status};
use sikuai::domain::figures::{Asked, Identity, Measure, Period, ReportingRow};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::EntryNo;
use sikuai::domain::money::Fen;
use sikuai::domain::stage::{Manner, Stage};

use crate::mediations::{Steps as _, agreement, asked, in_agreement, mediating, request};
use crate::story::{EMPLOYER, Story, WORKER, a_case, case_id, day, user};

pub(crate) fn onward() -> OnwardArbitration {
    OnwardArbitration {
        channel: Channel::Counter,
        claims: None,
        ground: None,
        infringed_on: None,
        employment_ended_on: None,
        interrupted_on: Vec::new(),
        obstacles: Vec::new(),
        opened: Some(case_id()),
    }
}

pub(crate) fn ending(cause: EndingCause) -> Act {
    Act::Mediation(MediationAct::MediationEnding(MediationEnding { cause, amount: None }))
}

fn in_review() -> Story {
    in_agreement().review_asked("2021-03-12").review_accepted("2021-03-15")
}

/// Per act of a mediation case: the stages that take it, and where it leads. `agreed` stands for an agreement in
/// effect, whether under review, confirmed or neither.
const LAWFUL: &str = "
assignment: mediation_requested mediating mediation_agreed review_requested in_review -> same
representation: mediation_requested mediating -> same
mediation_signature: in_review -> agreement_confirmed
mediation_repudiation: in_review -> same
recovery: every -> same
archiving: closed mediation_agreed agreement_confirmed -> archived
enforcement_request: closed agreement_confirmed archived -> same
mediation_request: -> mediation_requested
mediation_refusal: mediation_requested -> closed
mediation_start: mediation_requested -> mediating
mediation_prolongation: mediating -> same
mediation_ending: mediation_requested mediating -> closed
mediation_agreement: mediating -> mediation_agreed
agreement_performance: agreed -> same
agreement_default: agreed -> same
court_payment_order: agreed -> same
review_request: mediation_agreed -> review_requested
review_rejection: review_requested -> mediation_agreed
review_acceptance: review_requested -> in_review
review_extension: in_review -> same
review_denial: in_review -> mediation_agreed
review_withdrawal: review_requested in_review -> mediation_agreed
review_confirmation: in_review -> same
onward_arbitration: closed mediation_agreed -> same
";

const AGREED: [&str; 4] = ["mediation_agreed", "review_requested", "in_review", "agreement_confirmed"];

fn expand(word: &str) -> Vec<&str> {
    match word {
        "agreed" => AGREED.to_vec(),
        "every" => {
            ["mediation_requested", "mediating", "closed", "archived"].into_iter().chain(AGREED).collect()
        }
        stage => vec![stage],
    }
}

fn lawful() -> Vec<(ActKind, Vec<Stage>, Option<Stage>)> {
    let stage = |code: &str| Stage::from_code(code).unwrap_or_else(|| panic!("no stage {code}"));
    let row = |line: &str| {
        let (act, rest) = line.split_once(':').unwrap();
        let (from, to) = rest.split_once("->").unwrap();
        let from = from.split_whitespace().flat_map(expand).map(stage).collect();
        let to = Some(to.trim()).filter(|to| *to != "same").map(stage);
        (ActKind::from_code(act).unwrap(), from, to)
    };
    LAWFUL.trim().lines().map(row).collect()
}

/// A mediation brought to a stage through the acts.
fn at(stage: Stage) -> Story {
    let failed = || mediating().then("2021-03-10", ending(EndingCause::Failed));
    match stage {
        Stage::MediationRequested => asked("2021-03-01"),
        Stage::Mediating => mediating(),
        Stage::MediationAgreed => in_agreement(),
        Stage::ReviewRequested => in_agreement().review_asked("2021-03-12"),
        Stage::InReview => in_review(),
        Stage::AgreementConfirmed => {
            in_review().confirmed("2021-03-16").signed("2021-03-17", &[WORKER, EMPLOYER])
        }
        Stage::Closed => failed(),
        Stage::Archived => failed().then(
            "2021-03-20",
            Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() }),
        ),
        other => panic!("{} is no stage of a mediation case", other.code()),
    }
}

/// What an act needs to be there before it makes sense, where the stage takes that.
fn prepared(kind: ActKind, story: Story) -> Story {
    let on = story.case().stage_since.to_string();
    match (kind, story.stage()) {
        (ActKind::MediationSignature | ActKind::MediationRepudiation, Stage::InReview) => {
            story.confirmed(&on)
        }
        (
            ActKind::CourtPaymentOrder,
            Stage::MediationAgreed | Stage::ReviewRequested | Stage::InReview | Stage::AgreementConfirmed,
        )
        | (ActKind::OnwardArbitration, Stage::MediationAgreed) => story.defaulted(&on),
        (ActKind::Archiving, Stage::MediationAgreed) => {
            story.acknowledging("review_term_runs").acknowledging("agreement_not_performed")
        }
        _ => story,
    }
}

fn sample(kind: ActKind, story: &Story) -> Act {
    let document = story.case().mediation_papers.last().map_or(EntryNo(9_999), |paper| paper.made.by);
    let act = match kind {
        ActKind::Assignment => {
            let people = vec![Assignee { user: user(21), duty: Duty::Mediator }];
            return Act::Assignment(Assignment { people });
        }
        ActKind::Representation => return Act::Representation(Representation { parties: vec![WORKER] }),
        ActKind::MediationSignature => {
            let parties = vec![WORKER, EMPLOYER];
            return Act::MediationSignature(MediationSignature { document, parties });
        }
        ActKind::MediationRepudiation => {
            return Act::MediationRepudiation(MediationRepudiation { document, party: EMPLOYER });
        }
        ActKind::Recovery => return Act::Recovery(Recovery { amount: Fen(100), party: None }),
        ActKind::Archiving => {
            return Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() });
        }
        ActKind::EnforcementRequest => {
            let request = EnforcementRequest { parties: Vec::new(), of: None, over: None, court: None };
            return Act::Proceeding(ProceedingAct::EnforcementRequest(request));
        }
        ActKind::MediationRequest => MediationAct::MediationRequest(request()),
        ActKind::MediationRefusal => refusal(MediationRefusalGround::SideRefuses),
        ActKind::MediationStart => MediationAct::MediationStart(MediationStart {}),
        ActKind::MediationProlongation => {
            MediationAct::MediationProlongation(MediationProlongation { days: 5 })
        }
        ActKind::MediationEnding => return ending(EndingCause::Withdrawn),
        ActKind::MediationAgreement => MediationAct::MediationAgreement(agreement("2021-03-01")),
        ActKind::AgreementPerformance => {
            MediationAct::AgreementPerformance(AgreementPerformance { paid: Fen::from_yuan(8_000) })
        }
        ActKind::AgreementDefault => MediationAct::AgreementDefault(AgreementDefault { party: EMPLOYER }),
        ActKind::CourtPaymentOrder => {
            MediationAct::CourtPaymentOrder(CourtPaymentOrder { court: "县法院".into() })
        }
        ActKind::ReviewRequest => {
            MediationAct::ReviewRequest(ReviewRequest { applicants: vec![WORKER, EMPLOYER] })
        }
        ActKind::ReviewRejection => rejection(ReviewRejectionGround::OutOfScope),
        ActKind::ReviewAcceptance => MediationAct::ReviewAcceptance(ReviewAcceptance {}),
        ActKind::ReviewExtension => MediationAct::ReviewExtension(ReviewExtension { days: 5 }),
        ActKind::ReviewDenial => denial(DenialGround::Unclear),
        ActKind::ReviewWithdrawal => MediationAct::ReviewWithdrawal(ReviewWithdrawal {}),
        ActKind::ReviewConfirmation => MediationAct::ReviewConfirmation(ReviewConfirmation {}),
        ActKind::OnwardArbitration => MediationAct::OnwardArbitration(onward()),
        other => panic!("{} is no act of a mediation case", other.code()),
    };
    Act::Mediation(act)
}

fn refusal(ground: MediationRefusalGround) -> MediationAct {
    MediationAct::MediationRefusal(MediationRefusal { ground, notified_on: None })
}

fn rejection(ground: ReviewRejectionGround) -> MediationAct {
    MediationAct::ReviewRejection(ReviewRejection { ground })
}

fn denial(ground: DenialGround) -> MediationAct {
    MediationAct::ReviewDenial(ReviewDenial { ground })
}

#[test]
fn every_pair_in_the_notes_passes_and_every_other_is_refused() {
    let table = lawful();
    let acts = ActKind::ROWS.iter().map(|(kind, _)| *kind);
    // Referrals and representatives are of other kinds of case too, and stand in the table of `stages`.
    let elsewhere = |kind: &ActKind| ["referral", "agent"].iter().any(|start| kind.code().starts_with(start));
    let mediates = |kind: &ActKind| find(*kind).kinds.contains(&CaseKind::Mediation) && !elsewhere(kind);
    let own: Vec<ActKind> = acts.filter(mediates).collect();
    let lines: Vec<ActKind> = table.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(lines, own, "an act without a line");
    let stages = expand("every").into_iter().map(|code| Stage::from_code(code).unwrap());
    let (mut passed, mut refused) = (0, 0);
    for stage in stages {
        assert_eq!(at(stage).stage(), stage);
        for (kind, from, to) in &table {
            let story = prepared(*kind, at(stage));
            let result = story.attempt(story.case().stage_since, sample(*kind, &story));
            let pair = format!("{} at {}", kind.code(), stage.code());
            // With one worker it is refused for that; ten are in `onward`. What is closed, or in the archive, is a mediation that failed.
            let own_guard = match (kind, stage) {
                (ActKind::Representation, _) => Some("not_collective"),
                (ActKind::EnforcementRequest, Stage::Closed | Stage::Archived) => Some("nothing_to_enforce"),
                _ => None,
            };
            if let Some(code) = own_guard.filter(|_| from.contains(&stage)) {
                assert_eq!(result.unwrap_err().findings[0].code, code, "{pair}");
                passed += 1;
            } else if from.contains(&stage) {
                let case = result.unwrap_or_else(|refusal| panic!("{pair}: {refusal:#?}"));
                assert_eq!(case.stage, to.unwrap_or(stage), "{pair}");
                passed += 1;
            } else {
                let refusal = result.map(|case| case.stage).expect_err(&pair);
                let of_the_stage = |code: &str| code == "stage_does_not_allow";
                assert!(refusal.findings.iter().any(|finding| of_the_stage(finding.code)), "{pair}");
                refused += 1;
            }
        }
    }
    assert_eq!((passed, passed + refused), (51, 8 * 24));
}

#[track_caller]
fn is(story: &Story, rule: RuleId, due_on: &str, state: State) {
    let deadline = story.deadline(rule);
    assert_eq!((deadline.due_on(), deadline.state), (Some(day(due_on)), state), "{rule:?}");
}

/// The day on which a deadline was met.
fn met(story: &Story, rule: RuleId) -> String {
    story.deadline(rule).met.unwrap().on.to_string()
}

/// Tuesday 9 February: the 10th, and after the festival the 18th and 19th.
#[test]
fn m02_three_working_days_to_take_it_up_or_refuse() {
    let story = asked("2021-02-09");
    is(&story, RuleId::M02, "2021-02-19", State::Open);
    let status = |story: Story| story.deadline(RuleId::M02).status(day("2021-12-31"));
    assert_eq!(status(story.clone().started("2021-02-19")), Status::MetInTime);
    let out_of_scope = || refusal(MediationRefusalGround::OutOfScope);
    let act = Act::Mediation(out_of_scope());
    assert_eq!(story.refused("2021-02-19", act), [("not_referred", String::new())], "ADR 17");
    let refused = |on| story.clone().acknowledging("not_referred").does(on, out_of_scope());
    assert_eq!(status(refused("2021-02-19")), Status::MetInTime);
    assert_eq!(status(refused("2021-02-20")), Status::MetLate);
    assert_eq!(refused("2021-02-19").case().closing.unwrap().manner, Manner::MediationRefused);
}

/// Confirmed, and signed by both on Wednesday 17 March: enforceable for two years, to Friday 17 March 2023 (R33 77, LAW 51).
/// Where the agreement says a later day to perform by, from that: Tuesday 20 April 2021, to Thursday 20 April 2023; a day
/// that was over gives no less.
#[test]
fn p06_runs_for_an_agreement_that_was_confirmed() {
    let agreed = |perform_by: Option<&str>| {
        let perform_by = perform_by.map(day);
        let agreement = MediationAgreement { perform_by, ..agreement("2021-03-10") };
        let agreed = mediating().does("2021-03-10", MediationAct::MediationAgreement(agreement));
        agreed.review_asked("2021-03-12").review_accepted("2021-03-15").confirmed("2021-03-16")
    };
    let both = &[WORKER, EMPLOYER];
    let unsigned = agreed(None).signed("2021-03-17", &[WORKER]);
    assert!(unsigned.deadlines().iter().all(|due| due.rule.id != RuleId::P06));
    let confirmed = unsigned.signed("2021-03-17", &[EMPLOYER]);
    is(&confirmed, RuleId::P06, "2023-03-17", State::Open);
    is(&agreed(Some("2021-04-20")).signed("2021-03-17", both), RuleId::P06, "2023-04-20", State::Open);
    is(&agreed(Some("2021-03-12")).signed("2021-03-17", both), RuleId::P06, "2023-03-17", State::Open);
    let request = EnforcementRequest { parties: vec![WORKER], of: None, over: None, court: None };
    let asks = Act::Proceeding(ProceedingAct::EnforcementRequest(request));
    is(&confirmed.clone().then("2021-05-06", asks), RuleId::P06, "2023-03-17", State::Met);
    let performed = confirmed.clone().performed("2021-03-20");
    is(&performed, RuleId::P06, "2023-03-17", State::Met);
    assert_eq!(met(&performed, RuleId::P06), "2021-03-20");
    // An agreement that counts as performed is, also where less was paid than it says.
    let act = MediationAct::AgreementPerformance(AgreementPerformance { paid: Fen::from_yuan(3_000) });
    let less = confirmed.acknowledging("paid_not_as_agreed").does("2021-03-22", act);
    is(&less, RuleId::P06, "2023-03-17", State::Met);
    assert_eq!(met(&less, RuleId::P06), "2021-03-22");
}

/// An agreement that gives no money leaves nothing to enforce.
#[test]
fn p06_needs_something_to_be_paid() {
    let agreement = MediationAgreement { amount: Fen::ZERO, ..agreement("2021-03-10") };
    let agreed = mediating().does("2021-03-10", MediationAct::MediationAgreement(agreement));
    let reviewed = agreed.review_asked("2021-03-12").review_accepted("2021-03-15").confirmed("2021-03-16");
    let signed = reviewed.signed("2021-03-17", &[WORKER, EMPLOYER]);
    assert!(signed.deadlines().iter().all(|due| due.rule.id != RuleId::P06));
}

/// From Thursday 28 January: 12 February lies in the festival, so the 18th. Prolonged by ten days, 22 February, a
/// Monday; by fifteen, 27 February, a Saturday, so 1 March.
#[test]
fn m03_runs_from_the_receipt_and_is_prolonged_by_consent() {
    let story = asked("2021-01-28").started("2021-02-01");
    is(&story, RuleId::M03, "2021-02-18", State::Open);
    let prolonged = story.clone().prolonged("2021-02-18", 10);
    is(&prolonged, RuleId::M03, "2021-02-22", State::Open);
    is(&story.clone().prolonged("2021-02-01", 15), RuleId::M03, "2021-03-01", State::Open);
    let sentence = prolonged.deadline(RuleId::M03).explain(&prolonged.book).sentence;
    assert!(
        sentence.zh.ends_with("自2021-01-28的次日起算15日，2021-02-18双方同意延长10日，于2021-02-22届满。"),
        "{}",
        sentence.zh
    );
    // It lapses when the prolonged period has run out, not before.
    let lapse = || ending(EndingCause::Lapsed);
    assert_eq!(prolonged.refused("2021-02-22", lapse()), [("mediation_period_runs", "LAW 14".to_owned())]);
    let lapsed = prolonged.recorded_on("2021-03-05").then("2021-03-05", lapse());
    // It ended by itself on its last day; that this was written down later makes no one late.
    assert_eq!(lapsed.deadline(RuleId::M03).status(day("2021-03-05")), Status::MetInTime);
    assert_eq!(lapsed.case().mediation.as_ref().unwrap().lapsed_on, Some(day("2021-02-22")));
}

#[test]
fn a_prolongation_is_one_and_in_time_and_a_long_one_is_asked_about() {
    let story = asked("2021-01-28").started("2021-02-01");
    let act = |days| Act::Mediation(MediationAct::MediationProlongation(MediationProlongation { days }));
    let codes = |story: &Story, on, days| -> Vec<&str> {
        story.refused(on, act(days)).into_iter().map(|(code, _)| code).collect()
    };
    // The law sets no limit: sixteen days are asked about without an article, and then they are 28 February, a Sunday,
    // so 1 March; thirty are 14 March, a Sunday, so the 15th.
    assert_eq!(story.refused("2021-02-01", act(16)), [("long_prolongation", String::new())]);
    let long = story.clone().acknowledging("long_prolongation");
    is(&long.clone().prolonged("2021-02-01", 16), RuleId::M03, "2021-03-01", State::Open);
    is(&long.prolonged("2021-02-01", 30), RuleId::M03, "2021-03-15", State::Open);
    assert_eq!(codes(&story, "2021-02-19", 0), ["prolongation_too_late", "no_prolongation"]);
    assert_eq!(story.obstacles("2021-02-19", ActKind::MediationProlongation), ["prolongation_too_late"]);
    // That it is once is the office's rule, not the law's.
    let once = story.clone().prolonged("2021-02-02", 5);
    assert_eq!(once.refused("2021-02-03", act(5)), [("prolonged_once", String::new())]);
    // What has happened is recorded, and moves nothing.
    let late = story.recorded_on("2021-02-25").acknowledging("prolongation_too_late");
    is(&late.clone().prolonged("2021-02-19", 5), RuleId::M03, "2021-02-18", State::Open);
    // The one agreed first counts, whichever was written down first.
    let twice = late.acknowledging("prolonged_once").prolonged("2021-02-10", 5).prolonged("2021-02-08", 12);
    is(&twice, RuleId::M03, "2021-02-24", State::Open);
}

/// In effect on Thursday 16 September: 1 October is a holiday, so Friday the 8th.
#[test]
fn m04_fifteen_days_to_ask_for_a_review_together() {
    let story = asked("2021-09-06").started("2021-09-07").agreed("2021-09-16");
    is(&story, RuleId::M04, "2021-10-08", State::Open);
    assert_eq!(story.deadline(RuleId::M04).status(day("2021-10-09")), Status::Lapsed);
    let in_time = story.clone().review_asked("2021-10-08");
    is(&in_time, RuleId::M04, "2021-10-08", State::Met);
    assert_eq!(met(&in_time, RuleId::M04), "2021-10-08");
    is(&story.clone().performed("2021-10-08"), RuleId::M04, "2021-10-08", State::Ended);
    is(&story.clone().performed("2021-10-09"), RuleId::M04, "2021-10-08", State::Open);
    // What comes late comes in with a warning, and is not accepted.
    let act = Act::Mediation(MediationAct::ReviewRequest(ReviewRequest { applicants: vec![WORKER] }));
    let found: Vec<_> = story.refused("2021-10-09", act);
    let expected = [("not_signed_by_all", "R33 74".to_owned()), ("review_term_ended", "R33 74".to_owned())];
    assert_eq!(found, expected);
    let late = story.acknowledging("review_term_ended").review_asked("2021-10-09");
    let accept = || Act::Mediation(MediationAct::ReviewAcceptance(ReviewAcceptance {}));
    assert_eq!(late.refused("2021-10-11", accept()), [("review_requested_late", "R33 75(3)".to_owned())]);
    assert_eq!(late.obstacles("2021-10-11", ActKind::ReviewAcceptance), ["review_requested_late"]);
    let rejected = late.does("2021-10-11", rejection(ReviewRejectionGround::OutOfTime));
    assert_eq!(rejected.stage(), Stage::MediationAgreed);
}

/// Accepted on Friday 24 September: Sunday 26 (worked), 27 to 30. Five more: 8, 9 (a worked Saturday), 11 to 13 October.
#[test]
fn m05_five_working_days_and_five_more_if_approved() {
    let story = asked("2021-09-06").started("2021-09-07").agreed("2021-09-16").review_asked("2021-09-22");
    let story = story.review_accepted("2021-09-24");
    is(&story, RuleId::M05, "2021-09-30", State::Open);
    assert_eq!(story.deadline(RuleId::M05).status(day("2021-10-01")), Status::Overdue);
    let extension = |days| MediationAct::ReviewExtension(ReviewExtension { days });
    is(&story.clone().does("2021-09-30", extension(5)), RuleId::M05, "2021-10-13", State::Open);
    is(&story.clone().does("2021-09-24", extension(2)), RuleId::M05, "2021-10-09", State::Open);
    let extended = story.clone().does("2021-09-30", extension(5));
    let sentence = extended.deadline(RuleId::M05).explain(&extended.book).sentence;
    assert!(sentence.zh.contains("起算5个工作日，跳过休息日"), "{}", sentence.zh);
    assert!(sentence.zh.ends_with("2021-09-30批准延期5个工作日，于2021-10-13届满。"), "{}", sentence.zh);
    let refused = |story: &Story, on, days| -> Vec<(&str, String)> {
        story.refused(on, Act::Mediation(extension(days)))
    };
    let r33 = |code| (code, "R33 76".to_owned());
    assert_eq!(refused(&story, "2021-10-08", 6), [r33("extension_too_late"), r33("extension_too_long")]);
    let twice = story.clone().does("2021-09-26", extension(1));
    assert_eq!(refused(&twice, "2021-09-27", 1), [r33("extended_once")]);
    // Met by the document, the denial or the withdrawal.
    let confirmed = story.clone().confirmed("2021-09-28");
    is(&confirmed, RuleId::M05, "2021-09-30", State::Met);
    assert_eq!(met(&confirmed, RuleId::M05), "2021-09-28");
    is(
        &story.clone().does("2021-09-28", denial(DenialGround::Involuntary)),
        RuleId::M05,
        "2021-09-30",
        State::Met,
    );
    let withdrawn = story.does("2021-09-29", MediationAct::ReviewWithdrawal(ReviewWithdrawal {}));
    is(&withdrawn, RuleId::M05, "2021-09-30", State::Met);
    // Asked again within its term, it is another review with its own five days: 1 to 7 October are off.
    let again = withdrawn.review_asked("2021-09-30").review_accepted("2021-10-08");
    let dues: Vec<Option<NaiveDate>> = again
        .deadlines()
        .iter()
        .filter(|deadline| deadline.rule.id == RuleId::M05)
        .map(sikuai::domain::deadline::Deadline::due_on)
        .collect();
    assert_eq!(dues, [Some(day("2021-09-30")), Some(day("2021-10-14"))], "9, 11, 12, 13 and 14 October");
}

#[test]
fn an_agreement_needs_both_sides_the_mediator_and_the_seal() {
    let story = mediating();
    let wrong = MediationAgreement {
        perform_by: Some(day("2021-03-09")),
        paid: Fen::from_yuan(9_000),
        signed_by: vec![WORKER, sikuai::domain::id::PartyNo(9)],
        mediator_signed_on: day("2021-03-11"),
        sealed_on: day("2021-03-12"),
        ..agreement("2021-03-10")
    };
    let found: Vec<&str> = story
        .refused("2021-03-10", Act::Mediation(MediationAct::MediationAgreement(wrong)))
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    let all = [
        "due_before_agreement",
        "not_a_signatory",
        "not_in_effect_yet",
        "not_in_effect_yet",
        "not_signed_by_all",
        "paid_more_than_agreed",
    ];
    assert_eq!(found, all);
    let paid = MediationAgreement { paid: Fen::from_yuan(3_000), ..agreement("2021-03-10") };
    let story = story.does("2021-03-10", MediationAct::MediationAgreement(paid));
    let case = story.case();
    assert_eq!(case.closing.unwrap().manner, Manner::MediationAgreed);
    assert_eq!((case.awarded(), case.recoveries[0].amount), (Fen::from_yuan(8_000), Fen::from_yuan(3_000)));
    // Only five thousand are left to pay.
    let performed = |yuan| {
        let paid = Fen::from_yuan(yuan);
        Act::Mediation(MediationAct::AgreementPerformance(AgreementPerformance { paid }))
    };
    assert_eq!(story.refused("2021-03-11", performed(8_000))[0].0, "paid_not_as_agreed");
    let story = story.then("2021-03-11", performed(5_000));
    assert_eq!(story.refused("2021-03-12", performed(0))[0].0, "agreement_performed");
    assert_eq!(story.obstacles("2021-03-12", ActKind::OnwardArbitration), ["agreement_performed"]);
}

/// 3,000 with the agreement on 10 March, 5,000 on the 11th: money that no arbitration brought, and that is in a measure.
#[test]
fn what_an_agreement_brings_is_counted_by_its_days_and_apart_from_arbitration() {
    let paid = MediationAgreement { paid: Fen::from_yuan(3_000), ..agreement("2021-03-10") };
    let performed = AgreementPerformance { paid: Fen::from_yuan(5_000) };
    let story = mediating()
        .does("2021-03-10", MediationAct::MediationAgreement(paid))
        .does("2021-03-11", MediationAct::AgreementPerformance(performed));
    let row = ReportingRow::of(story.case(), &story.book);
    let sums = |from: &str, to: &str| {
        let asked = Asked::of(Period { from: day(from), to: day(to) });
        [
            Measure::RecoveredInMediation,
            Measure::RecoveredInAll,
            Measure::Recovered,
            Measure::RecoveredBeforeAcceptance,
            Measure::RecoveredOnPetitions,
        ]
        .map(|measure| measure.definition(asked).of(&row))
    };
    assert_eq!(sums("2021-03-10", "2021-03-10"), [300_000, 300_000, 0, 0, 0]);
    assert_eq!(sums("2021-03-01", "2021-03-31"), [800_000, 800_000, 0, 0, 0]);
    assert_eq!(sums("2021-03-12", "2021-12-31"), [0; 5]);
    assert!(
        !Identity::Recoveries
            .fails_on(&row, Asked::of(Period { from: day("2021-03-01"), to: day("2021-03-31") }))
    );
}

#[test]
fn the_document_of_a_review_says_what_the_agreement_says_and_has_effect_once_both_sign() {
    let story = in_review().confirmed("2021-03-16");
    assert_eq!(story.case().mediation_papers[0].amount, Fen::from_yuan(8_000));
    assert_eq!(story.obstacles("2021-03-16", ActKind::ReviewConfirmation), ["document_awaits_signatures"]);
    let one = story.clone().signed("2021-03-17", &[WORKER]);
    assert_eq!((one.stage(), one.case().effective_on), (Stage::InReview, None));
    let both = one.clone().signed("2021-03-18", &[EMPLOYER]);
    let case = both.case();
    assert_eq!((case.stage, case.effective_on), (Stage::AgreementConfirmed, Some(day("2021-03-18"))));
    assert_eq!(case.awarded(), Fen::from_yuan(8_000), "the agreement is not counted twice");
    assert_eq!(case.closing.unwrap().at.on, day("2021-03-10"), "the mediation was closed by the agreement");
    assert_eq!(case.mediation.as_ref().unwrap().reviews[0].ended.unwrap().result, ReviewResult::Confirmed);
    assert_eq!(both.replayed(Reading::Decide).as_ref(), Ok(case));
    // One side backs out: the document is void, the review goes on and is ended.
    let document = one.case().mediation_papers[0].made.by;
    let back = MediationRepudiation { document, party: EMPLOYER };
    let back = one.then("2021-03-18", Act::MediationRepudiation(back));
    assert_eq!(back.stage(), Stage::InReview);
    let denied = back.does("2021-03-19", denial(DenialGround::Involuntary));
    assert_eq!((denied.stage(), denied.case().effective_on), (Stage::MediationAgreed, None));
    // An open document falls with the review.
    let withdrawn = story.does("2021-03-17", MediationAct::ReviewWithdrawal(ReviewWithdrawal {}));
    assert!(withdrawn.case().mediation_papers[0].repudiated.is_some());
}

#[test]
fn only_what_is_still_in_dispute_goes_on_to_arbitration() {
    let act = || Act::Mediation(MediationAct::OnwardArbitration(onward()));
    let law = |code, number: &str| (code, format!("LAW {number}"));
    let failed = mediating().then("2021-03-10", ending(EndingCause::Failed));
    let gone = failed.then("2021-03-11", act());
    assert_eq!(gone.refused("2021-03-12", act()), [law("gone_on_already", "5")]);
    // However long ago it is said to have happened, and whatever is acknowledged.
    let late = gone.recorded_on("2021-05-06").acknowledging("gone_on_already");
    assert_eq!(late.refused("2021-03-12", act()), [law("gone_on_already", "5")]);
    for cause in [EndingCause::Settled, EndingCause::Withdrawn] {
        let story = mediating().then("2021-03-10", ending(cause));
        assert_eq!(story.refused("2021-03-11", act()), [law("ground_missing", "5")]);
        let ground = Some("对方未履行和解协议".to_owned());
        let act = MediationAct::OnwardArbitration(OnwardArbitration { ground, ..onward() });
        story.does("2021-03-11", act);
    }
    let agreed = in_agreement();
    assert_eq!(agreed.refused("2021-03-11", act()), [law("agreement_not_defaulted", "15")]);
    agreed.clone().defaulted("2021-04-01").then("2021-04-02", act());
    // What the commission would not confirm does not hold; what it did not take up stays a contract.
    let review = agreed.review_asked("2021-03-12");
    let rejected = review.clone().does("2021-03-15", rejection(ReviewRejectionGround::OutOfScope));
    assert_eq!(rejected.refused("2021-03-16", act()), [law("agreement_not_defaulted", "15")]);
    let denied = review.review_accepted("2021-03-15").does("2021-03-16", denial(DenialGround::Unlawful));
    denied.then("2021-03-17", act());
}

#[test]
fn a_default_comes_after_the_day_that_was_agreed() {
    let terms = MediationAgreement { perform_by: Some(day("2021-03-31")), ..agreement("2021-03-10") };
    let story = mediating().does("2021-03-10", MediationAct::MediationAgreement(terms));
    let act = || Act::Mediation(MediationAct::AgreementDefault(AgreementDefault { party: EMPLOYER }));
    assert_eq!(story.refused("2021-03-31", act()), [("not_due_yet", "LAW 15".to_owned())]);
    assert_eq!(story.obstacles("2021-03-31", ActKind::AgreementDefault), ["not_due_yet"]);
    assert_eq!(story.obstacles("2021-03-31", ActKind::CourtPaymentOrder), ["agreement_not_defaulted"]);
    let story = story.then("2021-04-01", act());
    assert_eq!(story.refused("2021-04-02", act()), [("defaulted_already", "LAW 15".to_owned())]);
    story.does("2021-04-02", MediationAct::CourtPaymentOrder(CourtPaymentOrder { court: "县法院".into() }));
}

/// What interrupts: the request, the refusal, the failure, the last day of a period that ran out, the consent in an
/// agreement, its default and the application for an order to pay.
#[test]
fn a_mediation_hands_on_the_days_on_which_it_interrupted_the_limitation() {
    let days = |story: &Story| -> Vec<String> {
        story.case().interruptions().into_iter().map(|on| on.to_string()).collect()
    };
    let ended = |cause| mediating().then("2021-03-10", ending(cause));
    assert_eq!(days(&ended(EndingCause::Failed)), ["2021-03-01", "2021-03-10"]);
    assert_eq!(days(&ended(EndingCause::Refused)), ["2021-03-01", "2021-03-10"]);
    assert_eq!(days(&ended(EndingCause::Settled)), ["2021-03-01", "2021-03-10"]);
    assert_eq!(days(&ended(EndingCause::Withdrawn)), ["2021-03-01"]);
    let refused =
        |ground| asked("2021-03-01").acknowledging("not_referred").does("2021-03-03", refusal(ground));
    assert_eq!(days(&refused(MediationRefusalGround::SideRefuses)), ["2021-03-01", "2021-03-03"]);
    assert_eq!(days(&refused(MediationRefusalGround::OutOfScope)), ["2021-03-01"]);
    // The period ran to 16 March, a Tuesday, and that was put on record in April.
    let lapsed = mediating().then("2021-04-08", ending(EndingCause::Lapsed));
    assert_eq!(days(&lapsed), ["2021-03-01", "2021-03-16"]);
    let order = MediationAct::CourtPaymentOrder(CourtPaymentOrder { court: "县法院".into() });
    let defaulted = in_agreement().defaulted("2021-04-01").does("2021-04-06", order);
    assert_eq!(days(&defaulted), ["2021-03-01", "2021-03-10", "2021-04-01", "2021-04-06"]);
    let early = Act::Mediation(MediationAct::OnwardArbitration(onward()));
    let late = defaulted.recorded_on("2021-05-06");
    assert_eq!(late.refused("2021-04-02", early)[0].0, "before_what_it_depends_on");
}

#[test]
fn an_ending_says_how_and_a_body_outside_has_a_name() {
    let early = asked("2021-03-01");
    let failed = early.refused("2021-03-02", ending(EndingCause::Failed));
    assert_eq!(failed[0].0, "mediation_not_started");
    let amount = MediationEnding { cause: EndingCause::Failed, amount: Some(Fen(1)) };
    let act = Act::Mediation(MediationAct::MediationEnding(amount));
    assert_eq!(mediating().refused("2021-03-10", act)[0].0, "amount_without_settlement");
    let settled = MediationEnding { cause: EndingCause::Settled, amount: Some(Fen::from_yuan(5_000)) };
    let settled = mediating().does("2021-03-10", MediationAct::MediationEnding(settled));
    assert_eq!(settled.case().awarded(), Fen::from_yuan(5_000));
    let township = MediationRequest { body: MediationBody::Township, ..request() };
    let act = Act::Mediation(MediationAct::MediationRequest(township));
    assert_eq!(a_case().refused("2021-03-01", act)[0].0, "body_name_missing");
    let notice =
        MediationRefusal { ground: MediationRefusalGround::OutOfScope, notified_on: Some(day("2021-03-02")) };
    let act = Act::Mediation(MediationAct::MediationRefusal(notice));
    assert_eq!(early.refused("2021-03-03", act)[0].0, "notice_out_of_order");
    let notice = MediationRefusal {
        ground: MediationRefusalGround::SideRefuses,
        notified_on: Some(day("2021-03-04")),
    };
    let told = early.recorded_on("2021-03-05").does("2021-03-03", MediationAct::MediationRefusal(notice));
    assert_eq!(told.case().mediation.as_ref().unwrap().refusal_notified_on, Some(day("2021-03-04")));
}
