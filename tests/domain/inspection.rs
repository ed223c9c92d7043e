//! Inspections: every stage × act pair, the deadlines and the guards, each worked out by hand from the law notes §1.10.
//! Acts are told as the API takes them. Not here: the second reckoning over random histories (`reckoner`).
//!
//! Days off of 2022 that matter: Tomb Sweeping 3-5 April (worked: Saturday 2), Labour Day 30 April - 4 May (worked:
//! Sunday 24 April and Saturday 7 May), Dragon Boat 3-5 June; of 2021 as in `deadlines`.

use chrono::NaiveDate;
use serde_json::{Value, json};
use sikuai::domain::act::Act;
use sikuai::domain::act::inspection::{ClueSource, InspectionReceipt};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::table::TABLE;
use sikuai::domain::case::Case;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::code::Coded;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, Status, deadlines};
use sikuai::domain::docket::Place;
use sikuai::domain::figures::{ArrearsCounts, InspectionRow, Period};
use sikuai::domain::finding::{Moment, Reading};
use sikuai::domain::id::EntryNo;
use sikuai::domain::money::Fen;
use sikuai::domain::office::LawBook;
use sikuai::domain::party::{PersonRef, Side};
use sikuai::domain::refusal::{Refusal, Severity};
use sikuai::domain::stage::Stage;

use crate::story::{REGION, a_book, a_worker, an_employer, case_id, day, user};

/// An inspection as it is told.
#[derive(Clone)]
struct Told {
    case: Case,
    book: LawBook,
    acknowledged: Vec<String>,
    recorded_on: Option<NaiveDate>,
}

fn moment<'a>(book: &'a LawBook, on: NaiveDate, entry: u32, acknowledged: &'a [String]) -> Moment<'a> {
    Moment {
        on,
        today: on,
        entry: EntryNo(entry),
        actor: user(1),
        acknowledged,
        book,
        reading: Reading::Decide,
    }
}

/// A complaint or another clue about one project: worker 1, employer 2.
fn received_as(source: ClueSource, on: &str, more: &Value) -> Result<Told, Refusal> {
    let book = a_book();
    let project = json!({ "engineering": true, "name": "徐闻县海港大道改造", "general_contractor": "某建设公司",
        "funding": "government", "special_account": false, "deposit": 0, "real_name_system": true });
    let mut body = json!({ "channel": "counter", "source": source, "cause": "remuneration", "parties": [],
        "project": project });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut receipt: InspectionReceipt<PersonRef> = serde_json::from_value(body).unwrap();
    receipt.parties = vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)];
    let place = Place { id: case_id(), region: REGION };
    let case = receipt.open(place, &moment(&book, day(on), 1, &[]))?;
    Ok(Told { case, book, acknowledged: Vec::new(), recorded_on: None })
}

fn complaint(on: &str) -> Told {
    received_as(ClueSource::Complaint, on, &json!({})).unwrap()
}

impl Told {
    fn acknowledging(mut self, code: &str) -> Told {
        self.acknowledged.push(code.to_owned());
        self
    }

    fn recorded_on(mut self, on: &str) -> Told {
        self.recorded_on = Some(day(on));
        self
    }

    fn tried(&self, on: &str, act: &str, data: &Value) -> Result<Told, Refusal> {
        let act: Act = serde_json::from_value(json!({ "act": act, "data": data })).unwrap();
        let mut at = moment(&self.book, day(on), self.case.version + 1, &self.acknowledged);
        at.today = self.recorded_on.unwrap_or(at.on).max(at.on);
        let case = self.case.clone().perform(act, &at)?;
        Ok(Told { case, ..self.clone() })
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "the data are written where the act is")]
    fn then(&self, on: &str, act: &str, data: Value) -> Told {
        self.tried(on, act, &data).unwrap_or_else(|refusal| panic!("{act} on {on}: {refusal:#?}"))
    }

    /// The codes of a refusal, with their severity.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "the data are written where the act is")]
    fn refused(&self, on: &str, act: &str, data: Value) -> Vec<(&'static str, Severity)> {
        match self.tried(on, act, &data) {
            Ok(_) => panic!("{act} on {on} was not refused"),
            Err(refusal) => refusal.findings.iter().map(|found| (found.code, found.severity)).collect(),
        }
    }

    fn opened(&self, on: &str) -> Told {
        self.then(on, "inspection_opening", json!({}))
    }

    /// Wages of CNY 12,000 for the last quarter of 2021.
    fn owed(&self, on: &str) -> Told {
        let line = json!({ "worker": 1, "job": "木工", "from": "2021-10-01", "to": "2021-12-31", "days_tenths": 725,
            "rate": 30_000, "due": 2_175_000, "paid": 975_000, "owed": 1_200_000 });
        self.then(on, "wage_list", json!({ "lines": [line] }))
    }

    fn ordered(&self, on: &str, pay_by: &str) -> Told {
        self.then(on, "payment_order", json!({ "number": "徐人社监令〔2022〕1号", "pay_by": pay_by }))
    }

    fn last(&self) -> u32 {
        self.case.version
    }

    fn all(&self, rule: RuleId) -> Vec<Deadline> {
        deadlines(&self.case, &self.book).into_iter().filter(|due| due.rule.id == rule).collect()
    }

    #[track_caller]
    fn deadline(&self, rule: RuleId) -> Deadline {
        let found = self.all(rule);
        assert_eq!(found.len(), 1, "{}", rule.code());
        // What is shown is counted again for its explanation, and must say the same.
        let explained = found[0].explain(&self.book);
        assert_eq!((explained.due_on, explained.natural_on), (found[0].due_on(), found[0].natural_on()));
        found[0].clone()
    }

    #[track_caller]
    fn due(&self, rule: RuleId) -> Option<NaiveDate> {
        self.deadline(rule).due_on()
    }

    fn status(&self, rule: RuleId, as_of: &str) -> Status {
        self.deadline(rule).status(day(as_of))
    }
}

#[track_caller]
fn is(found: Option<NaiveDate>, expected: &str) {
    assert_eq!(found, Some(day(expected)));
}

// The stage × act table.

/// Per act: the stages that take it, and where it leads. `live` is not closed, `opened` is investigated.
const LAWFUL: &str = "
inspection_receipt: -> inspection_received
inspection_refusal: inspection_received -> closed
inspection_redirection: inspection_received -> closed
inspection_opening: inspection_received -> investigating
complaint_withdrawal: live -> closed
inspection_extension: opened -> same
inspection_commission: opened -> same
inspection_commission_result: live -> same
inspection_suspension: opened -> inspection_suspended
inspection_suspension_notice: live -> same
inspection_suspension_end: inspection_suspended -> investigating
inspection_document: live -> same
inspection_delivery: live closed -> same
payment_order: opened -> payment_ordered
wage_list: live -> same
wage_payment: live closed -> same
mass_incident: live -> same
project_inspection: inspection_received opened -> same
hazard_resolution: live -> same
inspection_closing: inspection_received opened -> closed
inspection_handover: opened -> closed
police_transfer: payment_ordered -> closed
defaulter_notice: payment_ordered closed -> same
defaulter_objection: payment_ordered closed -> same
defaulter_verification: payment_ordered closed -> same
defaulter_listing: payment_ordered closed -> same
defaulter_removal_request: payment_ordered closed archived -> same
defaulter_removal_decision: payment_ordered closed archived -> same
defaulter_removal: payment_ordered closed archived -> same
assignment: live -> same
archiving: closed -> archived
";

const STAGES: [Stage; 6] = [
    Stage::InspectionReceived,
    Stage::Investigating,
    Stage::InspectionSuspended,
    Stage::PaymentOrdered,
    Stage::Closed,
    Stage::Archived,
];

fn expand(word: &str) -> Vec<Stage> {
    match word {
        "live" => STAGES[..4].to_vec(),
        "opened" => vec![Stage::Investigating, Stage::PaymentOrdered],
        code => vec![Stage::from_code(code).unwrap()],
    }
}

/// A case at a stage; its paper is entry 4, its audit entry 6, its suspension entry 7.
fn at(stage: Stage) -> Told {
    let found = json!({ "hazards": [{ "kind": "special_account", "description": "未设工资专用账户" }] });
    let received = complaint("2022-03-01")
        .owed("2022-03-01")
        .then("2022-03-01", "project_inspection", found)
        .then("2022-03-01", "inspection_document", json!({ "kind": "inquiry" }));
    let opened = || {
        let audit = json!({ "kind": "audit", "body": "某会计师事务所" });
        received.opened("2022-03-03").then("2022-03-04", "inspection_commission", audit)
    };
    let ordered = || opened().ordered("2022-03-07", "2022-03-14");
    let closed = || ordered().then("2022-03-16", "inspection_closing", json!({ "outcome": "enforced" }));
    match stage {
        Stage::InspectionReceived => received,
        Stage::Investigating => opened(),
        Stage::InspectionSuspended => {
            opened().then("2022-03-07", "inspection_suspension", json!({ "ground": "awaits_decision" }))
        }
        Stage::PaymentOrdered => ordered(),
        Stage::Closed => closed(),
        Stage::Archived => closed().then("2022-04-20", "archiving", json!({ "file_number": "1" })),
        other => panic!("{} is no stage of an inspection", other.code()),
    }
}

/// The data of an act that a case at the right stage takes.
fn sample(act: &str) -> Value {
    match act {
        "inspection_receipt" => json!({ "channel": "counter", "source": "report", "cause": "remuneration",
            "parties": [] }),
        "inspection_refusal" => json!({ "ground": "out_of_scope" }),
        "inspection_redirection" => json!({ "to": "雷州市人社局" }),
        "inspection_extension" => json!({ "days": 30 }),
        "inspection_commission" => json!({ "kind": "appraisal", "body": "某鉴定所" }),
        "inspection_commission_result" => json!({ "commission": 6 }),
        "inspection_suspension" => json!({ "ground": "complainant_unreachable" }),
        "inspection_suspension_notice" | "inspection_suspension_end" => json!({ "suspension": 7 }),
        "inspection_document" => json!({ "kind": "decision" }),
        "inspection_delivery" => json!({ "paper": 4, "party": 2, "manner": "direct" }),
        "payment_order" => json!({ "number": "2号", "pay_by": "2022-04-29" }),
        "wage_list" => json!({ "lines": [{ "worker": 1, "from": "2022-01-01", "to": "2022-01-31",
            "due": 100, "paid": 0, "owed": 100 }] }),
        "wage_payment" => json!({ "payments": [{ "worker": 1, "amount": 100 }] }),
        "mass_incident" => json!({ "people": 30 }),
        "project_inspection" => json!({ "hazards": [] }),
        "hazard_resolution" => json!({ "hazard": 1, "measure": "已开设专用账户" }),
        "inspection_closing" => json!({ "outcome": "revoked" }),
        "inspection_handover" => json!({ "to": "arbitration", "channel": "counter" }),
        "police_transfer" => json!({ "to": "徐闻县公安局" }),
        "defaulter_verification" | "defaulter_removal_decision" => json!({ "outcome": "upheld" }),
        "defaulter_removal_request" => json!({ "corrected_on": "2022-03-20" }),
        "assignment" => json!({ "people": [{ "user": user(1), "duty": "mediator" }] }),
        "archiving" => json!({ "file_number": "1" }),
        _ => json!({}),
    }
}

/// What an act needs before it makes sense: the steps of the list before it.
fn prepared(act: &str, told: Told) -> Told {
    let steps: &[(&str, &str, Value)] = &[
        ("defaulter_notice", "2022-03-17", json!({})),
        ("defaulter_objection", "2022-03-21", json!({})),
        ("defaulter_verification", "2022-03-25", json!({ "outcome": "dismissed" })),
        ("defaulter_listing", "2022-03-28", json!({})),
        ("defaulter_removal_request", "2022-09-20", json!({ "corrected_on": "2022-03-20" })),
        ("defaulter_removal_decision", "2022-09-28", json!({ "outcome": "upheld" })),
    ];
    let Some(until) = steps
        .iter()
        .position(|(step, ..)| *step == act)
        .or_else(|| (act == "defaulter_removal").then_some(steps.len()))
    else {
        return told;
    };
    steps[..until].iter().fold(told, |told, (step, on, data)| told.then(on, step, data.clone()))
}

fn on(act: &str, told: &Told) -> String {
    match act {
        // The audit was commissioned on the day after the opening.
        "inspection_commission_result" if told.case.stage == Stage::Investigating => "2022-03-04".to_owned(),
        "police_transfer" => "2022-03-15".to_owned(),
        "defaulter_notice" => "2022-03-17".to_owned(),
        "defaulter_objection" => "2022-03-21".to_owned(),
        "defaulter_verification" => "2022-03-25".to_owned(),
        "defaulter_listing" => "2022-03-28".to_owned(),
        "defaulter_removal_request" => "2022-09-20".to_owned(),
        "defaulter_removal_decision" => "2022-09-28".to_owned(),
        "defaulter_removal" => "2022-10-08".to_owned(),
        _ => told.case.stage_since.to_string(),
    }
}

/// Pairs that the table allows and whose own guard says no to the sample: the code, by hand.
fn own_guard(stage: Stage, act: &str) -> Option<&'static str> {
    match (stage, act) {
        // No audit was commissioned, no suspension approved, no case opened yet.
        (Stage::InspectionReceived, "inspection_commission_result") => Some("no_such_commission"),
        (Stage::InspectionReceived | Stage::Investigating, "inspection_suspension_notice") => {
            Some("no_such_suspension")
        }
        (Stage::PaymentOrdered, "inspection_suspension_notice") => Some("no_such_suspension"),
        (Stage::InspectionReceived, "inspection_closing") => Some("not_opened"),
        // The steps before can only be taken before the archive.
        (
            Stage::Archived,
            "defaulter_removal_request" | "defaulter_removal_decision" | "defaulter_removal",
        ) => Some("list_step_missing"),
        _ => None,
    }
}

#[test]
fn every_pair_of_stage_and_act_is_as_the_notes_say() {
    let mut pairs = 0;
    let mut listed: Vec<&str> = Vec::new();
    for line in LAWFUL.trim().lines() {
        let (act, rest) = line.split_once(':').unwrap();
        let (from, to) = rest.split_once("->").unwrap();
        let from: Vec<Stage> = from.split_whitespace().flat_map(expand).collect();
        listed.push(act);
        for stage in STAGES {
            pairs += 1;
            let told = if stage == Stage::Archived { at(stage) } else { prepared_at(act, stage, &from) };
            let told = told.acknowledging("not_referred");
            let found = told.tried(&on(act, &told), act, &sample(act));
            let codes = |refusal: Refusal| refusal.findings.iter().map(|f| f.code).collect::<Vec<_>>();
            let here = format!("{act} at {}", stage.code());
            match (from.contains(&stage), own_guard(stage, act), found) {
                (true, None, Ok(after)) => {
                    let expected = match to.trim() {
                        "same" => stage,
                        code => Stage::from_code(code).unwrap(),
                    };
                    assert_eq!(after.case.stage, expected, "{here}");
                }
                (true, Some(code), Err(refusal)) => assert!(codes(refusal).contains(&code), "{here}"),
                (false, _, Err(refusal)) => {
                    assert!(codes(refusal).contains(&"stage_does_not_allow"), "{here}");
                }
                (_, guard, found) => panic!("{here}: {guard:?}, {:?}", found.err()),
            }
        }
    }
    assert_eq!(pairs, 31 * 6);
    // Referrals are of every kind of case, and stand in the table of `stages`.
    let takes = |kinds: &[CaseKind]| kinds.contains(&CaseKind::Inspection);
    let referral = |act: &ActKind| act.code().starts_with("referral");
    let mut known: Vec<&str> = TABLE
        .iter()
        .filter(|row| takes(row.kinds) && !referral(&row.act))
        .map(|row| row.act.code())
        .collect();
    known.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, known, "an act that inspections take is not in the table above");
}

fn prepared_at(act: &str, stage: Stage, from: &[Stage]) -> Told {
    let told = at(stage);
    if from.contains(&stage) { prepared(act, told) } else { told }
}

#[test]
fn an_inspection_takes_no_act_of_arbitration() {
    let told = complaint("2022-03-01");
    for (act, data) in [
        ("acceptance", json!({ "procedure": "ordinary" })),
        ("recovery", json!({ "amount": 100 })),
        ("petition_acceptance", json!({})),
    ] {
        assert_eq!(told.refused("2022-03-01", act, data)[0].0, "kind_does_not_allow", "{act}");
    }
    assert!(ActKind::from_code("recovery").is_some());
}

// The deadlines.

/// Tuesday 1 March 2022: 2, 3, 4, 7 and 8 March.
#[test]
fn w01_and_w02_five_working_days_from_the_complaint() {
    let told = complaint("2022-03-01");
    is(told.due(RuleId::W01), "2022-03-08");
    is(told.due(RuleId::W02), "2022-03-08");
    assert!(told.all(RuleId::W03).is_empty());
    assert_eq!(told.status(RuleId::W01, "2022-03-08"), Status::Open);
    assert_eq!(told.status(RuleId::W01, "2022-03-09"), Status::Overdue);
    assert_eq!(told.opened("2022-03-08").status(RuleId::W01, "2022-12-31"), Status::MetInTime);
    assert_eq!(told.opened("2022-03-09").status(RuleId::W01, "2022-12-31"), Status::MetLate);
    let refused = told.clone().acknowledging("not_referred").then(
        "2022-03-08",
        "inspection_refusal",
        json!({ "ground": "out_of_scope" }),
    );
    assert_eq!(refused.status(RuleId::W02, "2022-12-31"), Status::MetInTime);
}

/// A report of Thursday 31 March 2022: 1, 2 (a worked Saturday), 6, 7 and 8 April.
#[test]
fn w03_and_w04_five_working_days_from_a_report() {
    let told = received_as(ClueSource::Report, "2022-03-31", &json!({})).unwrap();
    is(told.due(RuleId::W03), "2022-04-08");
    assert!(told.all(RuleId::W01).is_empty() && told.all(RuleId::W04).is_empty());
    let passed = told.clone().acknowledging("not_referred").then(
        "2022-04-11",
        "inspection_redirection",
        json!({ "to": "雷州市人社局" }),
    );
    is(passed.due(RuleId::W04), "2022-04-08");
    assert_eq!(passed.status(RuleId::W04, "2022-12-31"), Status::MetLate);
}

/// Opened Thursday 3 March 2022: 20 working days to 31 March, 21 in April (2 and 24 are worked) are 41, 5, 6, 7 (worked)
/// and 9 May make 45.
#[test]
fn w05_forty_five_working_days_from_the_opening() {
    let told = complaint("2022-03-01").opened("2022-03-03");
    is(told.due(RuleId::W05), "2022-05-09");
    assert_eq!(told.status(RuleId::W05, "2022-05-10"), Status::Overdue);
    let closed =
        told.owed("2022-03-03").then("2022-05-09", "inspection_closing", json!({ "outcome": "revoked" }));
    assert_eq!(closed.status(RuleId::W05, "2022-12-31"), Status::MetInTime);
}

/// Thirty more: 17 to 31 May, 10 to 31 May are sixteen; June 1, 2, 6 to 10, 13 to 17, 20, 21 are fourteen.
#[test]
fn w05_is_extended_once_by_thirty_working_days_at_most() {
    let told = complaint("2022-03-01").opened("2022-03-03");
    let extend =
        |told: &Told, on: &str, days: u16| told.tried(on, "inspection_extension", &json!({ "days": days }));
    is(extend(&told, "2022-05-09", 30).unwrap().due(RuleId::W05), "2022-06-21");
    let codes = |refused: Result<Told, Refusal>| {
        refused.err().unwrap().findings.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(extend(&told, "2022-05-09", 31)), ["extension_too_long"]);
    assert_eq!(codes(extend(&told, "2022-05-10", 30)), ["extension_too_late"]);
    let once = extend(&told, "2022-03-10", 10).unwrap();
    assert_eq!(codes(extend(&once, "2022-03-11", 10)), ["extended_once"]);
}

/// An audit from 10 March to 24 March 2022 leaves out 10, 11, 14 to 18, 21, 22 and 23: ten working days after 9 May:
/// 10 to 13, 16 to 20 and 23 May.
#[test]
fn w05_leaves_out_an_audit() {
    let audit = json!({ "kind": "audit", "body": "某会计师事务所" });
    let told =
        complaint("2022-03-01").opened("2022-03-03").then("2022-03-10", "inspection_commission", audit);
    assert_eq!(told.status(RuleId::W05, "2022-12-31"), Status::Paused);
    assert_eq!(told.due(RuleId::W05), None);
    let commission = json!({ "commission": told.last() });
    let done = told.then("2022-03-24", "inspection_commission_result", commission);
    is(done.due(RuleId::W05), "2022-05-23");
}

/// An appraisal within a suspension counts once: the same ten days.
#[test]
fn w05_leaves_out_overlapping_days_once() {
    let appraisal = json!({ "kind": "appraisal", "body": "某鉴定所" });
    let told =
        complaint("2022-03-01").opened("2022-03-03").then("2022-03-10", "inspection_commission", appraisal);
    let commission = told.last();
    let told = told.then("2022-03-14", "inspection_suspension", json!({ "ground": "awaits_decision" }));
    let suspension = told.last();
    let told = told.then("2022-03-18", "inspection_suspension_end", json!({ "suspension": suspension }));
    let told = told.then("2022-03-24", "inspection_commission_result", json!({ "commission": commission }));
    is(told.due(RuleId::W05), "2022-05-23");
    assert_eq!(told.case.stage, Stage::Investigating);
}

/// An urgent announcement of Friday 1 April 2022 runs three days to Monday 4, a holiday, and counts on 6 April; the
/// handling leaves out 1 and 2 April: two more working days, 10 and 11 May.
#[test]
fn w07_w08a_and_the_announcement_in_w05() {
    let told = complaint("2022-03-01").opened("2022-03-03").then(
        "2022-03-31",
        "inspection_document",
        json!({ "kind": "inquiry" }),
    );
    let paper = told.last();
    // 1, 2 (worked), 6, 7, 8, 11 and 12 April.
    is(told.due(RuleId::W07), "2022-04-12");
    let announced = told.then(
        "2022-04-01",
        "inspection_delivery",
        json!({ "paper": paper, "party": 2, "manner": "urgent_announcement" }),
    );
    is(announced.due(RuleId::W08A), "2022-04-06");
    assert_eq!(announced.status(RuleId::W07, "2022-12-31"), Status::MetInTime);
    is(announced.due(RuleId::W05), "2022-05-11");
    let plain = told.then(
        "2022-04-13",
        "inspection_delivery",
        json!({ "paper": paper, "party": 2, "manner": "direct" }),
    );
    assert_eq!(plain.status(RuleId::W07, "2022-12-31"), Status::MetLate);
    assert!(plain.all(RuleId::W08).is_empty());
    // Sixty days from 1 April: 31 May.
    let long = told.then(
        "2022-04-01",
        "inspection_delivery",
        json!({ "paper": paper, "party": 2, "manner": "announcement" }),
    );
    is(long.due(RuleId::W08), "2022-05-31");
}

/// A suspension of Friday 1 April 2022: told by 2 (worked), 6 and 7 April.
#[test]
fn w06_three_working_days_to_tell_of_a_suspension() {
    let told = complaint("2022-03-01").opened("2022-03-03").then(
        "2022-04-01",
        "inspection_suspension",
        json!({ "ground": "complainant_unreachable" }),
    );
    is(told.due(RuleId::W06), "2022-04-07");
    assert_eq!(told.status(RuleId::W06, "2022-04-08"), Status::Overdue);
    let notice = json!({ "suspension": told.last() });
    let notified = told.then("2022-04-07", "inspection_suspension_notice", notice.clone());
    assert_eq!(notified.status(RuleId::W06, "2022-12-31"), Status::MetInTime);
    assert_eq!(
        notified.refused("2022-04-07", "inspection_suspension_notice", notice)[0].0,
        "no_such_suspension"
    );
}

/// A complaint of 1 March that nobody answered by 8 March counts as accepted on 1 March; opened on 21 March, its
/// handling runs from 1 March: two working days earlier than from the 3rd, so 6 May (5, 6).
#[test]
fn a_complaint_that_was_not_answered_counts_as_accepted() {
    let told = complaint("2022-03-01");
    let refusal = json!({ "ground": "out_of_scope" });
    let late = told.refused("2022-03-09", "inspection_refusal", refusal.clone());
    assert_eq!(late, [("counts_as_accepted", Severity::Unlawful), ("not_referred", Severity::Warning)]);
    told.clone().acknowledging("not_referred").then("2022-03-08", "inspection_refusal", refusal);
    let opened = told.opened("2022-03-21");
    is(opened.due(RuleId::W05), "2022-05-06");
    let report = received_as(ClueSource::Report, "2022-03-01", &json!({})).unwrap();
    // From 21 March: 9 to 31 March, but for the first; nobody complained, so nothing counts as accepted.
    is(report.opened("2022-03-21").due(RuleId::W05), "2022-05-25");
}

/// What ended on 1 March 2020 is taken up until 1 March 2022.
#[test]
fn w09_what_ended_two_years_ago_is_not_investigated() {
    let ended = json!({ "violation_ended_on": "2020-03-01" });
    let told = received_as(ClueSource::Complaint, "2022-03-01", &ended).unwrap();
    is(told.due(RuleId::W09), "2022-03-01");
    told.opened("2022-03-02");
    let late = received_as(ClueSource::Complaint, "2022-03-02", &ended).unwrap();
    let refused = late.refused("2022-03-02", "inspection_opening", json!({}));
    assert_eq!(refused, [("too_late_to_investigate", Severity::Unlawful)]);
    assert_eq!(late.status(RuleId::W09, "2022-12-31"), Status::MetLate);
}

/// The order of 7 March names Saturday 19 March: Monday the 21st.
#[test]
fn w10_the_day_that_the_order_names() {
    let told =
        complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03").ordered("2022-03-07", "2022-03-19");
    is(told.due(RuleId::W10), "2022-03-21");
    assert_eq!(told.status(RuleId::W10, "2022-03-22"), Status::Lapsed);
    let part =
        told.then("2022-03-18", "wage_payment", json!({ "payments": [{ "worker": 1, "amount": 200_000 }] }));
    assert_eq!(part.status(RuleId::W10, "2022-03-21"), Status::Open);
    let all = part.then(
        "2022-03-21",
        "wage_payment",
        json!({ "payments": [{ "worker": 1, "amount": 1_000_000 }] }),
    );
    assert_eq!(all.status(RuleId::W10, "2022-12-31"), Status::MetInTime);
    // The order is a paper too: 8, 9, 10, 11, 14, 15 and 16 March.
    is(told.due(RuleId::W07), "2022-03-16");
}

/// Announced 17 March 2022: objection by 24 March. Objection of 21 March verified by 28 March. The term to pay ended 14
/// March: twenty working days to 12 April (2 April is worked). Listed 28 March: three years. Put right 20 March: six
/// months to 20 September. Asked for 20 September: 15 working days over the holiday of 1-7 October (8 and 9 worked) to 15
/// October. Granted 28 September: 29, 30, 8, 9, 10, 11, 12, 13, 14 and 17 October.
#[test]
fn w12_to_w14_the_list_of_defaulters() {
    let told = prepared("defaulter_removal", at(Stage::PaymentOrdered));
    is(told.due(RuleId::W12), "2022-03-24");
    is(told.due(RuleId::W12A), "2022-03-28");
    is(told.due(RuleId::W13), "2022-04-12");
    is(told.due(RuleId::W14), "2025-03-28");
    is(told.due(RuleId::W14A), "2022-09-20");
    is(told.due(RuleId::W14B), "2022-10-14");
    is(told.due(RuleId::W14C), "2022-10-17");
    let removed = told.then("2022-10-17", "defaulter_removal", json!({}));
    assert_eq!(removed.status(RuleId::W14C, "2022-12-31"), Status::MetInTime);
}

// The guards.

#[test]
fn the_list_is_entered_and_left_step_by_step() {
    let told = at(Stage::PaymentOrdered);
    assert_eq!(told.refused("2022-03-14", "defaulter_notice", json!({}))[0].0, "payment_term_runs");
    assert_eq!(told.refused("2022-03-17", "defaulter_listing", json!({}))[0].0, "list_step_missing");
    let told = told.then("2022-03-17", "defaulter_notice", json!({}));
    assert_eq!(told.refused("2022-03-24", "defaulter_listing", json!({}))[0].0, "objection_term_runs");
    assert_eq!(told.refused("2022-03-25", "defaulter_objection", json!({}))[0].0, "objection_too_late");
    let objected = told.then("2022-03-24", "defaulter_objection", json!({}));
    assert_eq!(objected.refused("2022-03-28", "defaulter_listing", json!({}))[0].0, "objection_open");
    let upheld = objected.then("2022-03-28", "defaulter_verification", json!({ "outcome": "upheld" }));
    assert_eq!(upheld.refused("2022-03-29", "defaulter_listing", json!({}))[0].0, "objection_upheld");
    let listed = told.then("2022-03-25", "defaulter_listing", json!({}));
    assert_eq!(listed.refused("2022-10-01", "defaulter_removal", json!({}))[0].0, "still_listed");
    let early =
        listed.refused("2022-09-19", "defaulter_removal_request", json!({ "corrected_on": "2022-03-20" }));
    assert_eq!(early[0].0, "six_months_not_over");
    listed.then("2025-03-25", "defaulter_removal", json!({}));
    // Before 2022 there was no such list.
    let before = complaint("2021-03-01").opened("2021-03-02");
    let line =
        json!({ "worker": 1, "from": "2021-01-01", "to": "2021-01-31", "due": 9, "paid": 0, "owed": 9 });
    let before = before
        .then("2021-03-02", "wage_list", json!({ "lines": [line] }))
        .ordered("2021-03-03", "2021-03-10");
    assert_eq!(before.refused("2021-03-11", "defaulter_notice", json!({}))[0].0, "list_not_in_force");
}

#[test]
fn what_a_commission_has_is_not_taken_up() {
    let told =
        received_as(ClueSource::Complaint, "2022-03-01", &json!({ "also_before": "arbitration" })).unwrap();
    let refused = told.refused("2022-03-02", "inspection_opening", json!({}));
    assert_eq!(refused, [("before_another_forum", Severity::Unlawful)]);
    let refused = told.clone().acknowledging("not_referred").then(
        "2022-03-02",
        "inspection_refusal",
        json!({ "ground": "before_another_forum" }),
    );
    assert_eq!(refused.case.stage, Stage::Closed);
    // What was opened all the same is recorded as the irregularity that it was.
    let late = told.recorded_on("2022-04-20").acknowledging("before_another_forum");
    assert_eq!(late.opened("2022-03-02").case.stage, Stage::Investigating);
}

/// Ten complainants may have five who speak for them, not six; nine may all speak.
#[test]
fn ten_complainants_are_spoken_for_by_five_at_most() {
    let book = a_book();
    let tried = |workers: u32, chosen: u32| {
        let mut receipt: InspectionReceipt<PersonRef> = serde_json::from_value(
            json!({ "channel": "counter", "source": "complaint", "cause": "remuneration", "parties": [],
                "representatives": (1..=chosen).collect::<Vec<_>>() }),
        )
        .unwrap();
        receipt.parties = (1..=workers).map(|no| a_worker(no, Side::Applicant)).collect();
        receipt.parties.push(an_employer(100, Side::Respondent));
        let place = Place { id: case_id(), region: REGION };
        receipt
            .open(place, &moment(&book, day("2022-03-01"), 1, &[]))
            .err()
            .map(|refusal| refusal.findings[0].code)
    };
    assert_eq!(tried(10, 5), None);
    assert_eq!(tried(10, 6), Some("too_many_representatives"));
    assert_eq!(tried(9, 9), None);
    assert_eq!(tried(9, 10), Some("not_a_complainant"));
}

/// One worker: three months and CNY 10,000; ten workers: CNY 60,000 (unconfirmed, of the region's data).
#[test]
fn the_police_have_thresholds() {
    let told = at(Stage::PaymentOrdered);
    assert_eq!(
        told.refused("2022-03-14", "police_transfer", sample("police_transfer"))[0].0,
        "order_still_runs"
    );
    told.then("2022-03-15", "police_transfer", sample("police_transfer"));
    // Less than the amount: CNY 9,999.99 of three months.
    let less =
        told.then("2022-03-10", "wage_payment", json!({ "payments": [{ "worker": 1, "amount": 200_001 }] }));
    let refused = less.refused("2022-03-15", "police_transfer", sample("police_transfer"));
    assert_eq!(refused, [("below_the_threshold", Severity::Warning)]);
    let least =
        told.then("2022-03-10", "wage_payment", json!({ "payments": [{ "worker": 1, "amount": 200_000 }] }));
    least.then("2022-03-15", "police_transfer", sample("police_transfer"));
    // Less than three months: from 1 October to 30 December is a day short.
    let short = |to: &str| {
        let line = json!({ "worker": 1, "from": "2021-10-01", "to": to, "due": 1_200_000, "paid": 0,
            "owed": 1_200_000 });
        let told = complaint("2022-03-01").then("2022-03-01", "wage_list", json!({ "lines": [line] }));
        told.opened("2022-03-03").ordered("2022-03-07", "2022-03-14")
    };
    let refused = short("2021-12-30").refused("2022-03-15", "police_transfer", sample("police_transfer"));
    assert_eq!(refused[0].0, "below_the_threshold");
    short("2021-12-31").then("2022-03-15", "police_transfer", sample("police_transfer"));
    // Ten workers with CNY 6,000 each, of one month; nine would not do, nor CNY 5,999.99 of one of them.
    let many = |workers: u32, last: i64| {
        let list = wage_list(3, workers, 600_000, last);
        let told = complaint("2022-03-01").then("2022-03-01", "wage_list", list);
        told.opened("2022-03-03").ordered("2022-03-07", "2022-03-14").tried(
            "2022-03-15",
            "police_transfer",
            &sample("police_transfer"),
        )
    };
    assert!(many(10, 600_000).is_ok());
    assert!(many(10, 599_999).is_err());
    assert!(many(9, 900_000).is_err());
}

/// New workers from a number on, each with a month's wages, the last with another amount.
fn wage_list(first: u32, workers: u32, fen: i64, last: i64) -> Value {
    let numbers: Vec<u32> = (first..first + workers).collect();
    let parties: Vec<Value> =
        numbers.iter().map(|no| serde_json::to_value(a_worker(*no, Side::Applicant)).unwrap()).collect();
    let lines: Vec<Value> = numbers
        .iter()
        .map(|no| {
            let owed = if *no == first + workers - 1 { last } else { fen };
            json!({ "worker": no, "from": "2021-12-01", "to": "2021-12-31", "due": owed, "paid": 0, "owed": owed })
        })
        .collect();
    json!({ "parties": parties, "lines": lines })
}

#[test]
fn a_wage_list_says_everything_that_is_wrong_with_it_at_once() {
    let told = complaint("2022-03-01");
    let parties = vec![
        serde_json::to_value(a_worker(1, Side::Applicant)).unwrap(),
        serde_json::to_value(an_employer(3, Side::Respondent)).unwrap(),
    ];
    let line = |worker: u32, to: &str, owed: i64| json!({ "worker": worker, "from": "2022-01-01", "to": to, "due": 100, "paid": 40, "owed": owed });
    let lines = vec![
        line(1, "2022-01-31", 60),
        line(1, "2022-01-31", 60),
        line(2, "2022-03-02", 61),
        line(9, "2021-12-31", 60),
    ];
    let act: Act =
        serde_json::from_value(json!({ "act": "wage_list", "data": { "parties": parties, "lines": lines } }))
            .unwrap();
    let at = moment(&told.book, day("2022-03-01"), 2, &[]);
    let refusal = told.case.clone().perform(act, &at).err().unwrap();
    let found: Vec<(&str, &str)> =
        refusal.findings.iter().map(|f| (f.code, f.field.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        found,
        [
            ("duplicate_line", "/lines/1"),
            ("duplicate_party_no", "/parties/0/no"),
            ("not_a_worker", "/lines/2/worker"),
            ("not_a_worker", "/lines/3/worker"),
            ("not_a_worker", "/parties/1"),
            ("owed_does_not_tie", "/lines/2/owed"),
            ("wage_period", "/lines/2/to"),
            ("wage_period", "/lines/3/to"),
        ]
    );
}

#[test]
fn an_inspection_is_closed_as_it_stands() {
    let closed = |told: &Told, outcome: &str| {
        let found = told.tried("2022-03-31", "inspection_closing", &json!({ "outcome": outcome }));
        found.err().map(|refusal| refusal.findings[0].code)
    };
    let pay = |told: &Told, fen: i64| {
        told.then("2022-03-30", "wage_payment", json!({ "payments": [{ "worker": 1, "amount": fen }] }))
    };
    let owed = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let (part, all) = (pay(&owed, 1_199_999), pay(&owed, 1_200_000));
    for (told, paid, partly) in [
        (&owed, Some("not_paid_in_full"), Some("not_paid_in_part")),
        (&part, Some("not_paid_in_full"), None),
        (&all, None, Some("not_paid_in_part")),
    ] {
        assert_eq!((closed(told, "paid"), closed(told, "partly_paid")), (paid, partly));
    }
    assert_eq!(closed(&owed, "decided"), Some("no_decision"));
    assert_eq!(closed(&owed, "enforced"), Some("nothing_to_enforce"));
    let decided = owed.then("2022-03-30", "inspection_document", json!({ "kind": "penalty" }));
    assert_eq!((closed(&decided, "decided"), closed(&decided, "enforced")), (None, None));
    assert_eq!(closed(&owed, "clean"), Some("something_was_found"));
    let own = received_as(ClueSource::OwnInspection, "2022-03-01", &json!({})).unwrap();
    assert_eq!(closed(&own, "clean"), None, "nothing was found, so nothing was opened");
    assert_eq!(closed(&own, "hazards_resolved"), Some("hazards_open"));
}

#[test]
fn paying_more_than_is_owed_is_asked_about() {
    let told = complaint("2022-03-01").owed("2022-03-01");
    let pay = |worker: u32, amount: i64| json!({ "payments": [{ "worker": worker, "amount": amount }] });
    let refused = told.refused("2022-03-02", "wage_payment", pay(1, 1_200_001));
    assert_eq!(refused, [("more_than_owed", Severity::Warning)]);
    let paid =
        told.clone().acknowledging("more_than_owed").then("2022-03-02", "wage_payment", pay(1, 1_200_001));
    assert_eq!(paid.case.inspection.as_ref().unwrap().outstanding(), Fen(0));
    assert_eq!(paid.case.recoveries[0].amount, Fen(1_200_001));
    assert_eq!(told.refused("2022-03-02", "wage_payment", pay(2, 1))[0].0, "not_on_the_list");
    assert_eq!(told.refused("2022-03-02", "wage_payment", pay(1, 0))[0].0, "amount_out_of_range");
}

#[test]
fn a_withdrawal_before_the_opening_and_after_it() {
    use sikuai::domain::stage::Manner;
    let told = complaint("2022-03-01");
    let manner =
        |told: &Told| told.then("2022-03-03", "complaint_withdrawal", json!({})).case.closing.unwrap().manner;
    assert_eq!(manner(&told), Manner::WithdrawnBeforeAcceptance);
    assert_eq!(manner(&told.opened("2022-03-03")), Manner::InspectionRevoked);
}

// The figures.

#[test]
fn the_row_of_an_inspection_and_what_a_period_counts_of_it() {
    let found = json!({ "hazards": [{ "kind": "deposit", "description": "未存保证金" },
        { "kind": "late_pay", "description": "按季发放" }] });
    let told = complaint("2022-03-01")
        .then("2022-03-01", "wage_list", wage_list(3, 2, 600_000, 700_000))
        .then("2022-03-02", "project_inspection", found)
        .then("2022-03-04", "hazard_resolution", json!({ "hazard": 2, "measure": "改为按月发放" }))
        .opened("2022-03-08")
        .then("2022-03-30", "wage_payment", json!({ "payments": [{ "worker": 3, "amount": 250_000 }] }))
        .then("2022-03-31", "wage_payment", json!({ "payments": [{ "worker": 3, "amount": 50_000 }] }))
        .then("2022-04-01", "inspection_closing", json!({ "outcome": "partly_paid" }));
    let row = InspectionRow::of(&told.case).unwrap();
    let expected = InspectionRow {
        inspected_on: Some(day("2022-03-02")),
        hazards_found: 2,
        hazards_resolved: 1,
        coordinated_on: Some(day("2022-04-01")),
        workers: 2,
        workers_paid: 1,
        owed: Fen(1_300_000),
        recovered: Fen(300_000),
        closed_on: Some(day("2022-04-01")),
    };
    assert_eq!(row, expected);
    let count =
        |from: &str, to: &str| ArrearsCounts::of([row].iter(), Period { from: day(from), to: day(to) });
    let march = count("2022-03-02", "2022-03-31");
    assert_eq!((march.projects_inspected, march.hazards_found, march.hazards_resolved), (1, 2, 1));
    assert_eq!((march.disputes_coordinated, march.workers, march.wages_recovered), (0, 0, Fen(0)));
    let april = count("2022-04-01", "2022-04-01");
    assert_eq!((april.projects_inspected, april.hazards_found), (0, 0));
    assert_eq!((april.disputes_coordinated, april.workers, april.wages_recovered), (1, 1, Fen(300_000)));
    assert_eq!(count("2022-04-02", "2022-12-31"), ArrearsCounts::default());
    // A dispute that was closed without a payment was not coordinated.
    let revoked = complaint("2022-03-01").opened("2022-03-03").then(
        "2022-03-04",
        "inspection_closing",
        json!({ "outcome": "revoked" }),
    );
    assert_eq!(InspectionRow::of(&revoked.case).unwrap().coordinated_on, None);
}
