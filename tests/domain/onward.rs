//! From one proceeding of a matter to the next: that one dispute gets one title, by whichever door it goes on; what the
//! next one is told of those before it; an agreement before filing that is reviewed. By hand, on the calendar of 2021.
//! Not here: the referral itself (`referrals`), and the course of a mediation (`mediation`).

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sikuai::domain::act::Act;
use sikuai::domain::act::filing::{MediationDeferral, PreFilingSettlement, Prior, Receipt};
use sikuai::domain::act::inspection::InspectionAct;
use sikuai::domain::act::inspection::receipt::Forum;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::mediation::{EndingCause, MediationAct, MediationRequest};
use sikuai::domain::act::opening::{Opening, Origin};
use sikuai::domain::case::Case;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::docket::{Place, replay};
use sikuai::domain::finding::Findings;
use sikuai::domain::finding::{Moment, Reading};
use sikuai::domain::id::{CaseId, EntryNo, PartyNo};
use sikuai::domain::limitation::{LimitationFacts, Obstacle, last_day};
use sikuai::domain::matter::{also_before, earlier_arbitration, interruptions, warn_of_another_title};
use sikuai::domain::money::Fen;
use sikuai::domain::party::{PersonRef, Side};
use sikuai::domain::stage::{Manner, Stage};
use uuid::Uuid;

use crate::mediation::ending;
use crate::mediations::{in_agreement, mediating, request};
use crate::petition::petition;
use crate::story::{
    REGION, Story, a_case, a_claim, a_worker, an_employer, case_id, day, decided, scheduled, user,
    with_tribunal,
};

/// An act as the docket writes it.
#[expect(clippy::needless_pass_by_value, reason = "the data are written where the act is")]
fn act(kind: &str, data: Value) -> Act {
    serde_json::from_value(json!({ "act": kind, "data": data })).unwrap_or_else(|e| panic!("{kind}: {e}"))
}

fn offer(to: &str) -> Act {
    act("referral", json!({ "to": to, "ground": "属该渠道职责" }))
}

/// The referral of an entry is taken, with nothing but what must be said.
#[expect(clippy::needless_pass_by_value, reason = "the data are written where the act is")]
fn take(referral: EntryNo, intake: Value) -> Act {
    let opened = CaseId(Uuid::from_u128(9));
    act("referral_acceptance", json!({ "referral": referral, "intake": intake, "opened": opened }))
}

fn to_arbitration(referral: EntryNo) -> Act {
    take(referral, json!({ "arbitration": {} }))
}

fn codes(found: &[(&'static str, String)]) -> Vec<&'static str> {
    found.iter().map(|(code, _)| *code).collect()
}

fn defaulted(story: Story, on: &str, party: u32) -> Story {
    story.then(on, act("agreement_default", json!({ "party": party })))
}

fn review_asked(story: Story, on: &str) -> Story {
    story.then(on, act("review_request", json!({ "applicants": [1, 2] })))
}

/// A mediation that runs, offered to arbitration, cannot be taken there before it is over: else it would still make a title
/// of the same dispute.
#[test]
fn a_mediation_that_runs_is_not_taken_to_arbitration() {
    let offered = mediating().then("2021-03-03", offer("arbitration"));
    let no = offered.last();
    assert_eq!(
        offered.refused("2021-03-04", to_arbitration(no)),
        [("mediation_not_over", "LAW 5".to_owned())]
    );
    let failed = offered.then("2021-03-10", ending(EndingCause::Failed));
    // Nor, written down late, with a day before its end.
    let late = failed.clone().recorded_on("2021-03-12");
    assert_eq!(codes(&late.refused("2021-03-09", to_arbitration(no))), ["before_what_it_depends_on"]);
    let taken = failed.then("2021-03-11", to_arbitration(no));
    assert_eq!(taken.case().gone_to_arbitration().map(|at| at.on), Some(day("2021-03-11")));
}

/// In default on the 11th, a review asked for all the same, and offered while it runs.
#[test]
fn a_review_that_runs_or_has_confirmed_leaves_nothing_for_arbitration() {
    let story = review_asked(defaulted(in_agreement(), "2021-03-11", 2), "2021-03-12");
    let story = story.then("2021-03-15", act("review_acceptance", json!({})));
    let offered = story.then("2021-03-15", offer("arbitration"));
    let no = offered.last();
    assert_eq!(codes(&offered.refused("2021-03-15", to_arbitration(no))), ["mediation_not_over"]);
    let confirmed = offered.clone().then("2021-03-16", act("review_confirmation", json!({})));
    let confirmed = confirmed.signed("2021-03-17", &[crate::story::WORKER, crate::story::EMPLOYER]);
    assert_eq!(confirmed.stage(), Stage::AgreementConfirmed);
    assert_eq!(codes(&confirmed.refused("2021-03-18", to_arbitration(no))), ["mediation_not_over"]);
    let denied = offered.then("2021-03-16", act("review_denial", json!({ "ground": "unclear" })));
    denied.then("2021-03-17", to_arbitration(no));
}

/// In effect on Wednesday 10 March: fifteen days to the 25th. Taken on the 12th, the term to ask for a review falls away,
/// and none can be asked for; taken on the 26th, it had run out.
#[test]
fn what_was_taken_to_arbitration_is_not_reviewed() {
    let offered = defaulted(in_agreement(), "2021-03-11", 2).then("2021-03-11", offer("arbitration"));
    let no = offered.last();
    let taken = offered.clone().then("2021-03-12", to_arbitration(no));
    assert_eq!(
        (taken.deadline(RuleId::M04).due_on(), taken.deadline(RuleId::M04).state),
        (Some(day("2021-03-25")), State::Ended)
    );
    let review = act("review_request", json!({ "applicants": [1, 2] }));
    assert_eq!(taken.refused("2021-03-15", review), [("gone_on_already", "R33 74".to_owned())]);
    assert_eq!(taken.obstacles("2021-03-15", ActKind::ReviewRequest), ["gone_on_already"]);
    let late = offered.then("2021-03-26", to_arbitration(no));
    assert_eq!(late.deadline(RuleId::M04).state, State::Open);
}

/// A docket of before, in which a mediation that ran was taken on: it is read as it is, and makes no agreement any more.
#[test]
fn an_agreement_is_not_made_of_what_went_on_before_this_was_asked() {
    let offered = mediating().then("2021-03-03", offer("arbitration"));
    let mut entries = offered.entries.clone();
    entries.push(offered.entry(day("2021-03-04"), to_arbitration(offered.last())));
    let place = Place { id: case_id(), region: REGION };
    let case = replay(&entries, place, &offered.book, Reading::Replay).unwrap();
    assert_eq!((case.stage, case.gone_to_arbitration().is_some()), (Stage::Mediating, true));
    let on = day("2021-03-08");
    let book = &offered.book;
    let at = Moment {
        on,
        today: on,
        entry: EntryNo(5),
        actor: user(1),
        acknowledged: &[],
        book,
        reading: Reading::Decide,
    };
    let agreed = json!({ "amount": 100, "terms": "支付工资", "signed_by": [1, 2],
        "mediator_signed_on": on, "sealed_on": on });
    let refused = case.perform(act("mediation_agreement", agreed), &at).unwrap_err();
    assert_eq!(refused.findings.iter().map(|found| found.code).collect::<Vec<_>>(), ["gone_on_already"]);
}

/// An inspection of a source, opened, with a worker who is owed CNY 6,000.
fn inspection(source: &str) -> Story {
    let parties = vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)];
    let data = json!({ "channel": "counter", "source": source, "cause": "remuneration",
        "parties": serde_json::to_value(parties).unwrap() });
    let line = json!({ "worker": 1, "job": "木工", "from": "2020-12-01", "to": "2021-02-28", "days_tenths": 725,
        "rate": 30_000, "due": 1_100_000, "paid": 500_000, "owed": 600_000 });
    a_case()
        .then("2021-03-01", as_registered(act("inspection_receipt", data)))
        .then("2021-03-02", act("inspection_opening", json!({})))
        .then("2021-03-03", act("wage_list", json!({ "lines": [line] })))
}

/// As the register writes it down: with whether somebody complains.
fn as_registered(receipt: Act) -> Act {
    let Act::Inspection(InspectionAct::InspectionReceipt(receipt)) = receipt else { panic!("a receipt") };
    let parties = receipt.parties.clone();
    Act::Inspection(InspectionAct::InspectionReceipt(receipt.with(parties, None)))
}

fn hand_over(to: &str) -> Act {
    act("inspection_handover", json!({ "to": to, "opened": CaseId(Uuid::from_u128(8)) }))
}

#[test]
fn the_same_wages_go_from_an_inspection_to_one_case() {
    let claims = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 }]);
    let taking = |no| take(no, json!({ "arbitration": { "claims": claims } }));
    let offered = inspection("complaint").then("2021-03-04", offer("arbitration"));
    let no = offered.last();
    for to in ["arbitration", "mediation"] {
        let handed = offered.clone().then("2021-03-05", hand_over(to));
        let kind = if to == "mediation" { CaseKind::Mediation } else { CaseKind::Arbitration };
        assert_eq!(handed.case().gone_on_to(kind).map(|at| at.on), Some(day("2021-03-05")));
        assert_eq!(codes(&handed.refused("2021-03-08", taking(no))), ["gone_on_already"], "{to}");
        assert_eq!(codes(&handed.refused("2021-03-08", offer("mediation"))), ["gone_on_already"]);
    }
    let taken = offered.then("2021-03-05", taking(no));
    assert_eq!(codes(&taken.refused("2021-03-08", hand_over("arbitration"))), ["gone_on_already"]);
    taken.then("2021-03-08", hand_over("mediation"));
}

#[test]
fn a_dispute_that_ended_after_it_was_offered_is_not_taken_unseen() {
    let petition = a_case().then("2021-02-01", petition()).then("2021-02-02", offer("inspection"));
    let taking = |story: &Story| take(story.last(), json!({ "inspection": {} }));
    let act_of = taking(&petition);
    let withdrawn = petition.clone().then("2021-02-03", act("petition_withdrawal", json!({})));
    assert_eq!(withdrawn.refused("2021-02-04", act_of.clone()), [("ended_meanwhile", String::new())]);
    withdrawn.acknowledging("ended_meanwhile").then("2021-02-04", act_of.clone());
    let answered = act("petition_answer", json!({ "outcome": "supported", "text": "已督促" }));
    let answered =
        petition.then("2021-02-03", act("petition_acceptance", json!({}))).then("2021-02-04", answered);
    answered.then("2021-02-05", act_of);

    // Paid in full after the offer.
    let inspected = inspection("complaint").then("2021-03-04", offer("petition"));
    let act_of = take(inspected.last(), json!({ "petition": { "request": "请求支付工资" } }));
    let paid = inspected
        .then("2021-03-05", act("wage_payment", json!({ "payments": [{ "worker": 1, "amount": 600_000 }] })))
        .then("2021-03-08", act("inspection_closing", json!({ "outcome": "paid" })));
    assert_eq!(codes(&paid.refused("2021-03-09", act_of)), ["ended_meanwhile"]);

    // Settled after the offer: to arbitration only for a reason; what was offered since says itself why.
    let offered =
        mediating().then("2021-03-03", offer("arbitration")).then("2021-03-03", offer("inspection"));
    let (to_arbitration_no, to_inspection_no) = (EntryNo(3), offered.last());
    let settled = offered.then("2021-03-10", ending(EndingCause::Settled));
    let found = settled.refused("2021-03-11", to_arbitration(to_arbitration_no));
    assert_eq!(found, [("ground_missing", "LAW 5".to_owned())]);
    let reason = json!({ "arbitration": { "ground": "对方未履行和解协议" } });
    settled.clone().then("2021-03-11", take(to_arbitration_no, reason));
    let to_inspection = take(to_inspection_no, json!({ "inspection": {} }));
    assert_eq!(codes(&settled.refused("2021-03-11", to_inspection)), ["ended_meanwhile"]);
    let since = mediating().then("2021-03-10", ending(EndingCause::Settled));
    let since = since.then("2021-03-11", offer("arbitration"));
    let no = since.last();
    since.then("2021-03-12", to_arbitration(no));
}

fn with_id(mut case: Case, n: u128) -> Case {
    case.id = CaseId(Uuid::from_u128(n));
    case
}

/// Deemed withdrawn bars, whatever else there is; then what is open, then what was decided. A withdrawal bars nothing.
#[test]
fn the_next_application_is_held_against_what_arbitration_has_had() {
    let story = scheduled();
    let hearing = story.hearing();
    let deemed = act("deemed_withdrawal", json!({ "hearing": hearing, "conduct": "absent" }));
    let deemed = with_id(story.then("2021-03-22", deemed).case().clone(), 11);
    let open = with_id(with_tribunal().case().clone(), 12);
    let decided = with_id(decided().case().clone(), 13);
    let withdrawal = act("withdrawal", json!({ "ground": "own_motion" }));
    let withdrawn = with_id(with_tribunal().then("2021-03-08", withdrawal).case().clone(), 14);
    let mediation = with_id(mediating().case().clone(), 15);
    let applicants = |numbers: &[u32]| numbers.iter().map(|no| PartyNo(*no)).collect::<BTreeSet<_>>();
    let held = |cases: &[&Case]| {
        let cases: Vec<Case> = cases.iter().map(|case| (*case).clone()).collect();
        earlier_arbitration(&cases, &applicants(&[1]))
    };
    let prior = |n, manner| Some(Prior { case: CaseId(Uuid::from_u128(n)), manner, barred: None });
    assert_eq!(held(&[&mediation, &decided, &open, &deemed]), prior(11, Some(Manner::DeemedWithdrawn)));
    assert_eq!(held(&[&decided, &open]), prior(12, None));
    assert_eq!(held(&[&withdrawn, &decided]), prior(13, Some(Manner::AwardFinal)));
    assert_eq!(held(&[&withdrawn, &mediation]), None);
    // What was deemed withdrawn by others, who went their own way after a split, is not held against these.
    let matter = [deemed];
    assert_eq!(earlier_arbitration(&matter, &applicants(&[7])), None);
    // Another number does not undo it: whoever is brought by a referral comes from those who are referred.
    let petition = a_case().then("2021-04-01", petition());
    let held = |no: u32| {
        let parties = vec![a_worker(no, Side::Applicant), an_employer(2, Side::Respondent)];
        let opening = Opening::Arbitration(Receipt { parties, ..a_case().receipt });
        let Opening::Arbitration(receipt) = opening.in_matter(&matter, petition.case(), day("2021-04-02"))
        else {
            panic!("an application");
        };
        receipt.prior
    };
    assert_eq!(
        (held(1), held(7)),
        (prior(11, Some(Manner::DeemedWithdrawn)), prior(11, Some(Manner::DeemedWithdrawn)))
    );
}

/// GDLS 39(4): what a commission accepted and has, or has decided; not what it has only received, nor what was withdrawn.
#[test]
fn an_inspection_is_told_who_has_the_matter_already() {
    let before = |story: &Story| also_before(&[story.case().clone()], &BTreeSet::from([PartyNo(1)]));
    let received = a_case().received("2021-03-01");
    assert_eq!(before(&received), None);
    let accepted = received.accepted("2021-03-03");
    assert_eq!(before(&accepted), Some(Forum::Arbitration));
    let withdrawal = act("withdrawal", json!({ "ground": "own_motion" }));
    assert_eq!(before(&accepted.then("2021-03-08", withdrawal)), None);
    assert_eq!(before(&decided()), Some(Forum::Arbitration));
    assert_eq!(before(&in_agreement()), None, "an agreement is a contract");
    let suit = act("challenge", json!({ "party": 1, "kind": "suit", "over": "final", "court": "县法院" }));
    let sued = decided()
        .served(
            "2021-03-29",
            sikuai::domain::service_of_process::Document::AwardFinal,
            &[crate::story::WORKER, crate::story::EMPLOYER],
        )
        .then("2021-03-30", suit);
    assert_eq!(before(&sued), Some(Forum::Court));
}

/// Workers asked on 1 March; what the inspectorate found itself, or a third person reported, is no claim of theirs. What
/// lies after the day of the application says nothing of it.
#[test]
fn an_inspection_interrupts_where_workers_asked_for_help() {
    let days = |source: &str| interruptions(&[inspection(source).case().clone()], day("2021-12-31"));
    for source in ["complaint", "hotline", "arrears_platform", "petition", "transferred"] {
        assert_eq!(days(source), [day("2021-03-01")], "{source}");
    }
    for source in ["own_inspection", "report"] {
        assert!(days(source).is_empty(), "{source}");
    }
    // Nobody asked who was found by the wage list alone: it is no complaint, for W01 and here.
    let data = json!({ "channel": "counter", "source": "hotline", "cause": "remuneration",
        "parties": serde_json::to_value([an_employer(2, Side::Respondent)]).unwrap() });
    let worker = serde_json::to_value([a_worker(1, Side::Applicant)]).unwrap();
    let line = json!({ "worker": 1, "from": "2020-12-01", "to": "2021-02-28", "due": 1_100_000, "paid": 0,
        "owed": 1_100_000 });
    let clue = a_case()
        .then("2021-03-01", as_registered(act("inspection_receipt", data)))
        .then("2021-03-02", act("inspection_opening", json!({})))
        .then("2021-03-03", act("wage_list", json!({ "parties": worker, "lines": [line] })));
    assert_eq!(interruptions(&[clue.case().clone()], day("2021-12-31")), []);
    assert_eq!(clue.deadline(RuleId::W03).trigger.on, day("2021-03-01"));
    let failed = mediating().then("2021-03-10", ending(EndingCause::Failed));
    let matter = [inspection("complaint").case().clone(), failed.case().clone()];
    assert_eq!(interruptions(&matter, day("2021-03-09")), [day("2021-03-01")]);
    assert_eq!(interruptions(&matter, day("2021-03-10")), [day("2021-03-01"), day("2021-03-10")]);
}

/// Known on 2 September 2024, claimed from the employer on 1 August 2025, so until Monday 3 August 2026: an application of
/// 11 March 2026 that comes by way of a mediation is in time, as the first one was.
#[test]
fn what_was_said_of_limitation_goes_from_one_proceeding_to_the_next() {
    let severance = vec![a_claim(1, PartyNo(1), ClaimItem::SeverancePay, 5_000)];
    let obstacle = Obstacle { from: day("2024-10-08"), until: Some(day("2024-11-08")) };
    let first = a_case()
        .with(|receipt| {
            receipt.claims = severance.clone();
            receipt.infringed_on = Some(day("2024-09-02"));
            receipt.employment_ended_on = Some(day("2024-09-03"));
            receipt.interrupted_on = vec![day("2025-08-01")];
            receipt.obstacles = vec![obstacle];
        })
        .received("2026-03-02");
    let next = |said: Receipt<PersonRef>, on: &str| {
        let matter = [with_id(first.case().clone(), 21), with_id(mediating().case().clone(), 22)];
        let opening = Opening::Arbitration(said).in_matter(&matter, &matter[1], day(on));
        let Opening::Arbitration(receipt) = opening else { panic!("an application") };
        receipt
    };
    let bare = || Receipt { claims: severance.clone(), ..a_case().receipt };
    let receipt = next(bare(), "2026-03-11");
    assert_eq!(receipt.infringed_on, Some(day("2024-09-02")));
    assert_eq!(receipt.employment_ended_on, Some(day("2024-09-03")));
    assert_eq!(receipt.obstacles, [obstacle]);
    // With the request for the mediation and the first application.
    assert_eq!(receipt.interrupted_on, ["2021-03-01", "2025-08-01", "2026-03-02"].map(day));
    let facts = LimitationFacts::of(&Receipt { interrupted_on: vec![day("2025-08-01")], ..receipt }).unwrap();
    let run = facts.run(&severance).unwrap();
    assert_eq!(last_day(&run, &first.book), Some(day("2026-08-03")));
    // What is said in the next one comes first, and is not lost.
    let said =
        Receipt { infringed_on: Some(day("2024-09-09")), interrupted_on: vec![day("2025-12-01")], ..bare() };
    let receipt = next(said, "2026-03-11");
    assert_eq!(receipt.infringed_on, Some(day("2024-09-09")));
    assert!(receipt.interrupted_on.contains(&day("2025-12-01")));
    // What was said, wherever that was, goes before what an inspection lets us infer: that the violation ended on the last
    // day of 2025. That is taken only where nobody said anything of either day.
    let inferred = |others: &[Case]| {
        let mut inspected = with_id(inspection("complaint").case().clone(), 23);
        inspected.inspection.as_mut().unwrap().violation_ended_on = Some(day("2025-12-31"));
        let matter: Vec<Case> = others.iter().cloned().chain([inspected]).collect();
        let opening =
            Opening::Arbitration(bare()).in_matter(&matter, matter.last().unwrap(), day("2026-03-11"));
        let Opening::Arbitration(receipt) = opening else { panic!("an application") };
        (receipt.infringed_on, receipt.employment_ended_on)
    };
    assert_eq!(inferred(&[]), (Some(day("2025-12-31")), None));
    let mut earlier = with_id(first.case().clone(), 21);
    assert_eq!(inferred(&[earlier.clone()]), (Some(day("2024-09-02")), Some(day("2024-09-03"))));
    earlier.limitation.as_mut().unwrap().infringed_on = None;
    assert_eq!(inferred(&[earlier]), (None, Some(day("2024-09-03"))));
    // Of other applicants nothing is taken over; and nothing that lies ahead.
    let parties = vec![a_worker(7, Side::Applicant), an_employer(2, Side::Respondent)];
    let matter = [with_id(first.case().clone(), 21)];
    let own = a_case().with(|receipt| {
        receipt.parties.clone_from(&parties);
        receipt.claims = vec![a_claim(1, PartyNo(7), ClaimItem::SeverancePay, 5_000)];
    });
    let own = own.received("2026-03-01");
    let theirs = Opening::Arbitration(Receipt { parties, ..bare() });
    let Opening::Arbitration(receipt) = theirs.in_matter(&matter, own.case(), day("2026-03-11")) else {
        panic!("an application");
    };
    assert_eq!((receipt.infringed_on, receipt.obstacles.len()), (None, 0));
}

/// What another proceeding of the matter may end in, or has ended in, is asked of whoever opens the next.
#[test]
fn another_title_of_one_dispute_is_warned_of() {
    let from = a_case().then("2021-03-01", petition());
    let asked = |opening: &Opening<PersonRef>, proceedings: &[Case]| {
        let mut findings = Findings::default();
        warn_of_another_title(opening, proceedings, from.case(), &mut findings);
        findings.into_findings().iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let application = Opening::Arbitration(a_case().receipt);
    let request = Opening::Mediation(request());
    let there = ["title_elsewhere"];
    let mediation = |story: &Story| [with_id(story.case().clone(), 31)];
    assert_eq!(asked(&application, &mediation(&mediating())), there, "it runs");
    assert_eq!(asked(&application, &mediation(&in_agreement())), there, "it holds");
    let failed = mediating().then("2021-03-10", ending(EndingCause::Failed));
    assert!(asked(&application, &mediation(&failed)).is_empty());
    assert!(asked(&application, &mediation(&defaulted(in_agreement(), "2021-03-11", 2))).is_empty());
    // A mediation asks of arbitrations too; of an earlier arbitration the acceptance of the next one warns.
    let arbitration = [with_id(with_tribunal().case().clone(), 32)];
    assert_eq!((asked(&request, &arbitration), asked(&application, &arbitration)), (there.to_vec(), vec![]));
    assert_eq!(asked(&request, &[with_id(decided().case().clone(), 33)]), there);
    let withdrawal = act("withdrawal", json!({ "ground": "own_motion" }));
    let withdrawn = with_tribunal().then("2021-03-08", withdrawal);
    assert!(asked(&request, &[with_id(withdrawn.case().clone(), 34)]).is_empty());
    // Of others it says nothing, nor of the one that leads on while it is open.
    let mut others = with_id(mediating().case().clone(), 35);
    others.parties[0].no = PartyNo(7);
    assert!(asked(&application, &[others]).is_empty());
    assert!(asked(&request, &[from.case().clone()]).is_empty());
}

/// Each door asks the same of the matter.
#[test]
fn by_every_door_the_next_application_has_the_days_of_the_whole_matter() {
    let petition = a_case().then("2021-02-01", petition());
    let matter = [petition.case().clone(), inspection("complaint").case().clone()];
    let handover: sikuai::domain::act::inspection::closing::InspectionHandover =
        serde_json::from_value(json!({ "to": "arbitration" })).unwrap();
    let own = inspection("complaint");
    let opening = handover.opening(own.case(), own.case().parties.clone()).unwrap();
    let Opening::Arbitration(receipt) = opening.in_matter(&matter, own.case(), day("2021-03-08")) else {
        panic!("an application");
    };
    assert_eq!(receipt.interrupted_on, [day("2021-02-01"), day("2021-03-01")]);
    assert_eq!(receipt.channel.code_of(), "other_proceeding");
}

trait CodeOf {
    fn code_of(&self) -> &'static str;
}

impl<T: sikuai::domain::code::Coded> CodeOf for T {
    fn code_of(&self) -> &'static str {
        self.code()
    }
}

/// A transfer between commissions starts the trial period; none of these doors is one, and only they lead in from another
/// proceeding.
#[test]
fn the_channel_says_from_where_a_case_comes() {
    let channel = json!({ "channel": "transferred_in" });
    let failed = mediating().then("2021-03-10", ending(EndingCause::Failed));
    assert_eq!(
        codes(&failed.refused("2021-03-11", act("onward_arbitration", channel.clone()))),
        ["not_a_transfer"]
    );
    let handover = act("inspection_handover", json!({ "to": "arbitration", "channel": "transferred_in" }));
    assert_eq!(codes(&inspection("complaint").refused("2021-03-08", handover)), ["not_a_transfer"]);
    let outside =
        a_case().with(|receipt| receipt.channel = serde_json::from_value(json!("other_proceeding")).unwrap());
    let receipt = Act::Receipt(outside.receipt.clone());
    assert_eq!(codes(&outside.refused("2021-03-01", receipt)), ["no_other_proceeding"]);
}

/// Deferred on 2 March, agreed on Monday the 8th with 300 of 500 yuan paid on the spot: what is still to be paid goes on, and
/// may be reviewed until the 23rd.
#[test]
fn a_settlement_before_filing_goes_on_as_an_agreement_that_may_be_reviewed() {
    let deferral = MediationDeferral { body: "徐城街道调解委员会".into() };
    let deferred = a_case().received("2021-03-01").then("2021-03-02", Act::MediationDeferral(deferral));
    let settled = |signed: Value| -> PreFilingSettlement {
        let agreed = json!({ "body": "township", "terms": "分两次支付", "perform_by": "2021-03-31", "signed_by": signed,
            "mediator_signed_on": "2021-03-08", "sealed_on": "2021-03-08" });
        serde_json::from_value(json!({ "amount": 50_000, "paid": 30_000, "agreed": agreed })).unwrap()
    };
    let (case, parties) = (deferred.case(), deferred.case().parties.clone());
    let opening = |signed| {
        let Some(Opening::Mediation(request)) = settled(signed).opening(case, parties.clone()) else {
            panic!("a mediation");
        };
        let origin = Origin { case: case_id(), matter: case_id(), entry: EntryNo(3) };
        let request = MediationRequest { origin: Some(origin), ..request };
        Act::Mediation(MediationAct::MediationRequest(request))
    };
    let refused = a_case().attempt(day("2021-03-08"), opening(json!([1, 1]))).unwrap_err();
    let [found] = refused.findings.as_slice() else { panic!("{refused:#?}") };
    assert_eq!((found.code, found.field.as_deref()), ("not_signed_by_all", Some("/agreed/signed_by")));
    let story = a_case().then("2021-03-08", opening(json!([1, 2])));
    let own = story.case().mediation.clone().unwrap();
    assert_eq!(
        (story.stage(), own.body_name.as_deref()),
        (Stage::MediationAgreed, Some("徐城街道调解委员会"))
    );
    assert_eq!((own.agreed(), story.case().recoveries.len()), (Fen(20_000), 0));
    assert_eq!(story.case().closing.unwrap().manner, Manner::MediationAgreed);
    let due = |rule| (story.deadline(rule).due_on().unwrap().to_string(), story.deadline(rule).state);
    assert_eq!(due(RuleId::M02), ("2021-03-11".to_owned(), State::Met));
    assert_eq!(due(RuleId::M03), ("2021-03-23".to_owned(), State::Met));
    assert_eq!(due(RuleId::M04), ("2021-03-23".to_owned(), State::Open));
    assert_eq!(story.replayed(Reading::Decide).as_ref(), Ok(story.case()));
    review_asked(story.clone(), "2021-03-23");
    let onward = act("onward_arbitration", json!({ "opened": CaseId(Uuid::from_u128(9)) }));
    defaulted(story, "2021-04-01", 2).then("2021-04-02", onward);
    // Settled on the spot, without a paper, nothing goes on.
    let plain: PreFilingSettlement = serde_json::from_value(json!({ "amount": 100, "paid": 100 })).unwrap();
    assert!(plain.opening(case, parties.clone()).is_none());
}

/// LAW 16 is about an employer that does not pay.
#[test]
fn an_order_to_pay_after_the_default_of_a_worker_is_asked_about() {
    let order = || act("court_payment_order", json!({ "court": "县法院" }));
    let story = defaulted(in_agreement(), "2021-04-01", 1);
    assert_eq!(story.refused("2021-04-02", order()), [("employer_not_in_default", "LAW 16".to_owned())]);
    defaulted(in_agreement(), "2021-04-01", 2).then("2021-04-02", order());
}

/// In effect on 10 March: a review may be asked for until the 25th.
#[test]
fn the_file_of_an_agreement_that_is_open_is_not_put_away_unseen() {
    let archive = || act("archiving", json!({ "file_number": "1" }));
    let both = |found: &[(&'static str, String)]| codes(found);
    let story = in_agreement();
    assert_eq!(
        both(&story.refused("2021-03-25", archive())),
        ["agreement_not_performed", "review_term_runs"]
    );
    assert_eq!(both(&story.refused("2021-03-26", archive())), ["agreement_not_performed"]);
    let paid = act("agreement_performance", json!({ "paid": 800_000 }));
    story.then("2021-03-12", paid).then("2021-03-12", archive());
}

/// Ten workers, spoken for by the first of them: with their consent the signature of that one and of the employer will do
/// (LAW 7). Of nine each signs.
#[test]
fn representatives_sign_for_the_workers_of_a_collective_mediation() {
    let asked = |workers: u32| {
        let mut parties: Vec<_> = (1..=workers).map(|no| a_worker(no, Side::Applicant)).collect();
        parties.push(an_employer(workers + 1, Side::Respondent));
        let data = json!({ "channel": "counter", "body": "commission", "cause": "remuneration",
            "parties": serde_json::to_value(parties).unwrap(),
            "claims": [{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 }] });
        let story = a_case().then("2021-03-01", act("mediation_request", data));
        story.then("2021-03-02", act("mediation_start", json!({})))
    };
    let agree = |signed: Value| {
        act(
            "mediation_agreement",
            json!({ "amount": 600_000, "terms": "支付工资", "signed_by": signed,
            "mediator_signed_on": "2021-03-10", "sealed_on": "2021-03-10" }),
        )
    };
    let chosen = |no: u32| act("representation", json!({ "parties": [no] }));
    assert_eq!(codes(&asked(9).refused("2021-03-03", chosen(1))), ["not_collective"]);
    assert_eq!(codes(&asked(10).refused("2021-03-10", agree(json!([1, 11])))), ["not_signed_by_all"]);
    let ten = asked(10).then("2021-03-03", chosen(1));
    assert_eq!(
        codes(&ten.refused("2021-03-10", agree(json!([1, 2])))),
        ["not_signed_by_all", "consent_of_the_represented"]
    );
    let found = ten.refused("2021-03-10", agree(json!([1, 11])));
    assert_eq!(codes(&found), ["consent_of_the_represented"]);
    let story = ten.acknowledging("consent_of_the_represented").then("2021-03-10", agree(json!([1, 11])));
    let review = act("review_request", json!({ "applicants": [1, 11] }));
    assert_eq!(story.then("2021-03-12", review).stage(), Stage::ReviewRequested);
}
