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
use sikuai::domain::deadline::measure::measures;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State, Status, deadlines};
use sikuai::domain::docket::Place;
use sikuai::domain::figures::{ArrearsCounts, Fact, Period, ReportingRow};
use sikuai::domain::finding::{Moment, Reading};
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::law::{Law, article};
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
    let project = json!({ "engineering": true, "name": "徐闻县海港大道改造", "general_contractor": "某建设公司",
        "funding": "government", "special_account": false, "deposit": 0, "real_name_system": true });
    let mut body = json!({ "channel": "counter", "source": source, "cause": "remuneration", "parties": [],
        "project": project });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut receipt: InspectionReceipt<PersonRef> = serde_json::from_value(body).unwrap();
    receipt.parties = vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)];
    opened_by(receipt, on)
}

/// The case that a receipt opens, as the register writes it down.
fn opened_by(receipt: InspectionReceipt<PersonRef>, on: &str) -> Result<Told, Refusal> {
    let book = a_book();
    let parties = receipt.parties.clone();
    let receipt = receipt.with(parties, None);
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
        let order =
            self.then(on, "payment_order", json!({ "number": "徐人社监令〔2022〕1号", "pay_by": pay_by }));
        order.delivered(on, order.last(), 2)
    }

    fn delivered(&self, on: &str, paper: u32, party: u32) -> Told {
        self.then(on, "inspection_delivery", json!({ "paper": paper, "party": party, "manner": "direct" }))
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
hazard_resolution: live closed -> same
inspection_closing: inspection_received opened -> closed
inspection_handover: opened -> closed
police_transfer: payment_ordered -> closed
defaulter_notice: payment_ordered closed -> same
defaulter_objection: payment_ordered closed -> same
defaulter_verification: payment_ordered closed -> same
defaulter_extension: payment_ordered closed -> same
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
    // Closed with a hazard that is open, and put away with a paper that nobody got.
    let closed = || {
        ordered().acknowledging("hazards_remain").then(
            "2022-03-16",
            "inspection_closing",
            json!({ "outcome": "enforced" }),
        )
    };
    match stage {
        Stage::InspectionReceived => received,
        Stage::Investigating => opened(),
        Stage::InspectionSuspended => {
            opened().then("2022-03-07", "inspection_suspension", json!({ "ground": "awaits_decision" }))
        }
        Stage::PaymentOrdered => ordered(),
        Stage::Closed => closed(),
        Stage::Archived => closed().acknowledging("deadline_open").then(
            "2022-04-20",
            "archiving",
            json!({ "file_number": "1" }),
        ),
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
        "defaulter_extension" => json!({ "days": 20 }),
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
        ("defaulter_removal_request", "2022-09-28", json!({ "corrected_on": "2022-03-20" })),
        ("defaulter_removal_decision", "2022-09-29", json!({ "outcome": "upheld" })),
    ];
    let act = if act == "defaulter_extension" { "defaulter_listing" } else { act };
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
        "defaulter_listing" | "defaulter_extension" => "2022-03-28".to_owned(),
        "defaulter_removal_request" => "2022-09-28".to_owned(),
        "defaulter_removal_decision" => "2022-09-29".to_owned(),
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
            let told = ["not_referred", "hazards_remain", "deadline_open"]
                .into_iter()
                .fold(told, Told::acknowledging);
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
    assert_eq!(pairs, 32 * 6);
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
    let told_late = once.acknowledging("extended_once").recorded_on("2022-03-20");
    assert!(codes(extend(&told_late, "2022-03-02", 10)).contains(&"period_does_not_run"));
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
    // It is kept on the day on which it counts, towards the party that it is for.
    let counts = announced.deadline(RuleId::W08A);
    assert_eq!((counts.party, counts.met.unwrap().on), (Some(PartyNo(2)), day("2022-04-06")));
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

/// Opened on Thursday 3 March 2022, the handling ends on 9 May; an urgent announcement of 1 April leaves out 1 and 2 April
/// (worked): 11 May. What is announced from the day of the closing on leaves out nothing.
#[test]
fn w05_leaves_out_nothing_from_its_closing_on() {
    let told = complaint("2022-03-01").opened("2022-03-03").owed("2022-03-03").then(
        "2022-03-31",
        "inspection_document",
        json!({ "kind": "inquiry" }),
    );
    let paper = told.last();
    let announced = |told: &Told, on: &str| {
        let data = json!({ "paper": paper, "party": 2, "manner": "urgent_announcement" });
        told.then(on, "inspection_delivery", data)
    };
    let closed = |told: &Told, on: &str| told.then(on, "inspection_closing", json!({ "outcome": "revoked" }));
    is(closed(&announced(&told, "2022-04-01"), "2022-05-06").due(RuleId::W05), "2022-05-11");
    let told = closed(&told, "2022-05-06");
    is(told.due(RuleId::W05), "2022-05-09");
    for on in ["2022-05-06", "2022-05-07"] {
        is(announced(&told, on).due(RuleId::W05), "2022-05-09");
    }
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
    assert_eq!(opened.deadline(RuleId::W05).cause.code, "accepted_by_silence");
    // It leaves by no other door either, from the day after the fifth.
    let doors = [
        ("inspection_redirection", json!({ "to": "雷州市人社局" }), "counts_as_accepted"),
        ("inspection_closing", json!({ "outcome": "clean" }), "not_opened"),
    ];
    for (act, data, code) in doors {
        let told = told.clone().acknowledging("not_referred");
        let refused = told.refused("2022-03-09", act, data.clone());
        assert!(refused.contains(&("counts_as_accepted", Severity::Unlawful)), "{act}: {refused:?}");
        assert!(refused.iter().any(|found| found.0 == code), "{act}: {refused:?}");
    }
    let in_time = told.clone().acknowledging("not_referred");
    in_time.then("2022-03-08", "inspection_redirection", json!({ "to": "雷州市人社局" }));
    let unopened = told.refused("2022-03-08", "inspection_closing", json!({ "outcome": "clean" }));
    assert_eq!(unopened, [("not_opened", Severity::Invalid)]);
    // Once it is opened, nothing unlawful may be found.
    told.opened("2022-03-21").then("2022-03-22", "inspection_closing", json!({ "outcome": "clean" }));
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

/// The order of 7 March names Saturday 19 March, so its term ends on Monday the 21st: until then it is neither a crime
/// nor a reason to list anybody. Twenty working days from the 22nd: 22 to 25 and 28 to 31 March are eight, 1, 2 (worked),
/// 6 to 8, 11 to 15, 18 and 19 April make twenty. Twenty more: 20 to 22, 24 (worked) and 25 to 29 April are nine, 5, 6, 7
/// (worked), 9 to 13 and 16 to 18 May eleven.
#[test]
fn what_hangs_on_the_term_to_pay_waits_for_its_last_day() {
    let told = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let told = told.ordered("2022-03-07", "2022-03-19");
    let police = || sample("police_transfer");
    for on in ["2022-03-19", "2022-03-20", "2022-03-21"] {
        let runs = [("order_still_runs", Severity::Unlawful)];
        assert_eq!(told.refused(on, "police_transfer", police()), runs, "{on}");
        assert_eq!(told.refused(on, "defaulter_notice", json!({})), runs, "{on}");
    }
    told.then("2022-03-22", "police_transfer", police());
    let announced = told.then("2022-03-22", "defaulter_notice", json!({}));
    let w13 = announced.deadline(RuleId::W13);
    assert_eq!((w13.trigger.on, w13.due_on()), (day("2022-03-21"), Some(day("2022-04-19"))));
    // A supervisor may add twenty working days before the first are over.
    let extend = |on: &str, days: u16| announced.tried(on, "defaulter_extension", &json!({ "days": days }));
    let codes = |refused: Result<Told, Refusal>| {
        refused.err().unwrap().findings.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    let extended = extend("2022-04-19", 20).unwrap();
    is(extended.due(RuleId::W13), "2022-05-18");
    let listed = extended.then("2022-05-18", "defaulter_listing", json!({}));
    assert_eq!(listed.status(RuleId::W13, "2022-12-31"), Status::MetInTime);
    let unextended = announced.then("2022-05-18", "defaulter_listing", json!({}));
    assert_eq!(unextended.status(RuleId::W13, "2022-12-31"), Status::MetLate);
    assert_eq!(codes(extend("2022-04-19", 21)), ["extension_too_long"]);
    assert_eq!(codes(extend("2022-04-20", 20)), ["extension_too_late"]);
    let again = extended.tried("2022-04-19", "defaulter_extension", &json!({ "days": 5 }));
    assert_eq!(codes(again), ["extended_once"]);
    let early = told.tried("2022-03-22", "defaulter_extension", &json!({ "days": 5 }));
    assert_eq!(codes(early), ["list_step_missing"]);
}

/// An order that no employer got by its last day is no order that was in vain; one that was obeyed is none either.
#[test]
fn an_order_that_was_not_delivered_or_was_obeyed_leads_nowhere() {
    let told = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let order = json!({ "number": "1号", "pay_by": "2022-03-14" });
    let told = told.then("2022-03-07", "payment_order", order);
    let paper = told.last();
    let tried = |told: &Told, expected: &[(&'static str, Severity)]| {
        for (act, data) in [("police_transfer", sample("police_transfer")), ("defaulter_notice", json!({}))] {
            assert_eq!(told.refused("2022-03-15", act, data), expected, "{act}");
        }
    };
    let undelivered = [("order_not_delivered", Severity::Unlawful)];
    tried(&told, &undelivered);
    tried(&told.delivered("2022-03-08", paper, 1), &undelivered);
    tried(&told.delivered("2022-03-15", paper, 2), &undelivered);
    // Announced on 8 March it counts sixty days later, on 9 May, when its term is long over.
    let announced = json!({ "paper": paper, "party": 2, "manner": "announcement" });
    tried(&told.then("2022-03-08", "inspection_delivery", announced), &undelivered);
    // What was done all the same is recorded as the irregularity that it was.
    let late = told.clone().recorded_on("2022-04-20").acknowledging("order_not_delivered");
    assert_eq!(late.then("2022-03-15", "defaulter_notice", json!({})).case.stage, Stage::PaymentOrdered);
    let delivered = told.delivered("2022-03-14", paper, 2);
    delivered.then("2022-03-15", "police_transfer", sample("police_transfer"));
    let pay = |on: &str, fen: i64| {
        delivered.then(on, "wage_payment", json!({ "payments": [{ "worker": 1, "amount": fen }] }))
    };
    let paid = pay("2022-03-10", 1_200_000).acknowledging("below_the_threshold");
    tried(&paid, &[("nothing_outstanding", Severity::Unlawful)]);
    pay("2022-03-10", 1_199_999).then("2022-03-15", "defaulter_notice", json!({}));
    // What is paid afterwards does not undo a step that was lawful on its day.
    let later = pay("2022-03-16", 1_200_000).recorded_on("2022-03-17");
    later.then("2022-03-15", "defaulter_notice", json!({}));
}

/// Listed Saturday 1 October 2022, a holiday: three years end on 1 October 2025, a holiday too, and the employer leaves
/// the list within 9, 10, 11 (worked), 13 to 17, 20 and 21 October 2025.
#[test]
fn the_time_on_the_list_does_not_wait_for_a_working_day() {
    let told = prepared("defaulter_listing", at(Stage::PaymentOrdered));
    let listed = told.then("2022-10-01", "defaulter_listing", json!({}));
    is(listed.due(RuleId::W14), "2025-10-01");
    let w14c = listed.deadline(RuleId::W14C);
    assert_eq!((w14c.trigger.on, w14c.due_on()), (day("2025-10-01"), Some(day("2025-10-21"))));
    assert_eq!(listed.status(RuleId::W14, "2025-10-02"), Status::Lapsed);
    assert_eq!(listed.status(RuleId::W14C, "2025-10-22"), Status::Overdue);
    let early = listed.refused("2025-09-30", "defaulter_removal", json!({}));
    assert_eq!(early, [("still_listed", Severity::Unlawful)]);
    listed.then("2025-10-01", "defaulter_removal", json!({}));
    let removed = listed.then("2025-10-21", "defaulter_removal", json!({}));
    assert_eq!(removed.status(RuleId::W14, "2025-12-31"), Status::Lapsed, "its time was over");
    assert_eq!(removed.status(RuleId::W14C, "2025-12-31"), Status::MetInTime);
    // Put right on 1 April 2024: the six months end on 1 October 2024, a holiday.
    let corrected = || json!({ "corrected_on": "2024-04-01" });
    let refused = listed.tried("2024-09-30", "defaulter_removal_request", &corrected()).err().unwrap();
    assert_eq!(refused.findings[0].code, "six_months_not_over");
    assert_eq!(&*refused.findings[0].words.zh, "改正后列入名单满6个月（2024-10-01）方可申请");
    let asked = listed.then("2024-10-01", "defaulter_removal_request", corrected());
    is(asked.due(RuleId::W14A), "2024-10-01");
    assert_eq!(
        asked.status(RuleId::W14A, "2024-10-02"),
        Status::Ended,
        "it was waited for, and nothing is missed"
    );
    // A removal that is granted starts the ten days instead: from 10 October 2024, 11, 12 (worked), 14 to 18, 21 to 23.
    let granted = asked.then("2024-10-10", "defaulter_removal_decision", json!({ "outcome": "upheld" }));
    is(granted.due(RuleId::W14C), "2024-10-23");
    let dismissed = asked.then("2024-10-10", "defaulter_removal_decision", json!({ "outcome": "dismissed" }));
    is(dismissed.due(RuleId::W14C), "2025-10-21");
}

/// Who complains makes a complaint, by whichever way it came in; what the inspectorate finds and a third person's report
/// are none, nor is a clue in which no worker stands.
#[test]
fn a_complaint_is_one_by_who_complains() {
    use ClueSource::{ArrearsPlatform, Complaint, Hotline, OwnInspection, Petition, Report, Transferred};
    for source in [Complaint, Hotline, ArrearsPlatform, Petition, Transferred] {
        let told = received_as(source, "2022-03-01", &json!({})).unwrap();
        is(told.due(RuleId::W01), "2022-03-08");
        is(told.due(RuleId::W02), "2022-03-08");
        assert!(told.all(RuleId::W03).is_empty(), "{}", source.code());
        let refused = told.refused("2022-03-29", "inspection_refusal", json!({ "ground": "out_of_time" }));
        assert_eq!(refused, [("counts_as_accepted", Severity::Unlawful)], "{}", source.code());
    }
    for source in [Report, OwnInspection] {
        let told = received_as(source, "2022-03-01", &json!({})).unwrap();
        is(told.due(RuleId::W03), "2022-03-08");
        assert!(told.all(RuleId::W01).is_empty() && told.all(RuleId::W02).is_empty(), "{}", source.code());
        told.then("2022-03-29", "inspection_refusal", json!({ "ground": "out_of_time" }));
    }
    let alone = |source: ClueSource| {
        let body = json!({ "channel": "counter", "source": source, "cause": "remuneration", "parties": [] });
        let mut receipt: InspectionReceipt<PersonRef> = serde_json::from_value(body).unwrap();
        receipt.parties = vec![an_employer(2, Side::Respondent)];
        opened_by(receipt, "2022-03-01")
    };
    assert_eq!(alone(Complaint).err().unwrap().findings[0].code, "complainant_missing");
    // Workers who are put on the wage list did not complain.
    let listed = alone(Hotline).unwrap().then("2022-03-02", "wage_list", wage_list(3, 2, 600_000, 600_000));
    is(listed.due(RuleId::W03), "2022-03-08");
    assert!(listed.all(RuleId::W01).is_empty());
}

/// A docket from before it was asked who complains says it by its source, and is read as it was.
#[test]
fn an_old_docket_says_a_complaint_by_its_source() {
    let tried = |source: ClueSource| {
        let body = json!({ "channel": "counter", "source": source, "cause": "remuneration", "parties": [] });
        let mut receipt: InspectionReceipt<PersonRef> = serde_json::from_value(body).unwrap();
        receipt.parties = vec![an_employer(2, Side::Respondent)];
        let book = a_book();
        let at = Moment { reading: Reading::Replay, ..moment(&book, day("2022-03-01"), 1, &[]) };
        let case = receipt.open(Place { id: case_id(), region: REGION }, &at).unwrap();
        assert!(!serde_json::to_string(&case).unwrap().contains("complains"), "the row stays as it was");
        case.inspection.unwrap().is_complaint()
    };
    assert!(tried(ClueSource::Complaint));
    assert!(!tried(ClueSource::Hotline));
}

/// Announced 17 March 2022: objection by 24 March. Objection of 21 March verified by 28 March. The term to pay ended 14
/// March: twenty working days to 12 April (2 April is worked). Listed 28 March: three years. Put right 20 March: six
/// months on the list to 28 September (R45 12). Asked for on that day: 15 working days over the holiday of 1-7 October (8 and 9
/// worked), 29, 30, 8 to 14, 17 to 21 and 24 October. Granted 29 September: 30, 8, 9, 10, 11, 12, 13, 14, 17 and 18 October.
#[test]
fn w12_to_w14_the_list_of_defaulters() {
    let told = prepared("defaulter_removal", at(Stage::PaymentOrdered));
    is(told.due(RuleId::W12), "2022-03-24");
    is(told.due(RuleId::W12A), "2022-03-28");
    is(told.due(RuleId::W13), "2022-04-12");
    is(told.due(RuleId::W14), "2025-03-28");
    is(told.due(RuleId::W14A), "2022-09-28");
    is(told.due(RuleId::W14B), "2022-10-24");
    is(told.due(RuleId::W14C), "2022-10-18");
    let removed = told.then("2022-10-18", "defaulter_removal", json!({}));
    assert_eq!(removed.status(RuleId::W14C, "2022-12-31"), Status::MetInTime);
}

/// Written on Thursday 24 March, the last day, and received on Tuesday the 29th: 30 and 31 March, 1, 2 (worked) and, after
/// Tomb Sweeping, 6 April. Counted from the day on which it was written it would end on 31 March.
#[test]
fn w12a_counts_from_the_receipt_of_the_objection() {
    let told = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let told = told.ordered("2022-03-07", "2022-03-14").then("2022-03-17", "defaulter_notice", json!({}));
    let told = told.recorded_on("2022-03-29");
    for wrong in ["2022-03-23", "2022-03-30"] {
        let refused = told.refused("2022-03-24", "defaulter_objection", json!({ "received_on": wrong }));
        assert_eq!(refused[0].0, "received_out_of_order");
    }
    let objected = told.then("2022-03-24", "defaulter_objection", json!({ "received_on": "2022-03-29" }));
    is(objected.due(RuleId::W12A), "2022-04-06");
    assert_eq!(objected.status(RuleId::W12, "2022-12-31"), Status::MetInTime);
    let upheld = json!({ "outcome": "upheld" });
    let early = objected.refused("2022-03-28", "defaulter_verification", upheld.clone());
    assert_eq!(early[0].0, "list_step_missing");
    let verified = objected.then("2022-04-06", "defaulter_verification", upheld);
    assert_eq!(verified.status(RuleId::W12A, "2022-12-31"), Status::MetInTime);
    let unsaid = told.then("2022-03-24", "defaulter_objection", json!({}));
    is(unsaid.due(RuleId::W12A), "2022-03-31");
}

/// Announced on Thursday 17 March, received on Monday the 21st: 22 to 25 and 28 March (R45 6). Before its end nobody is listed.
#[test]
fn w12_counts_from_the_day_on_which_the_employer_was_told() {
    let told = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let told = told.ordered("2022-03-07", "2022-03-14").recorded_on("2022-03-29");
    for wrong in ["2022-03-16", "2022-03-30"] {
        let refused = told.refused("2022-03-17", "defaulter_notice", json!({ "received_on": wrong }));
        assert_eq!(refused[0].0, "received_out_of_order");
    }
    let told = told.then("2022-03-17", "defaulter_notice", json!({ "received_on": "2022-03-21" }));
    is(told.due(RuleId::W12), "2022-03-28");
    assert_eq!(told.refused("2022-03-28", "defaulter_listing", json!({}))[0].0, "objection_term_runs");
    told.then("2022-03-29", "defaulter_listing", json!({}));
    let objected = told.then("2022-03-28", "defaulter_objection", json!({}));
    assert_eq!(objected.status(RuleId::W12, "2022-12-31"), Status::MetInTime);
}

/// Announced on Thursday 17 March, the time to object ends on the 24th. Nobody objected: it lapsed, whenever the employer is
/// listed. A decision that came too early ends it.
#[test]
fn w12_lapses_where_nobody_objected() {
    let told = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let told = told.ordered("2022-03-07", "2022-03-14").then("2022-03-17", "defaulter_notice", json!({}));
    is(told.due(RuleId::W12), "2022-03-24");
    let listed = told.then("2022-03-28", "defaulter_listing", json!({}));
    assert_eq!(listed.status(RuleId::W12, "2022-12-31"), Status::Lapsed);
    let early = told.recorded_on("2022-03-28").acknowledging("objection_term_runs");
    let early = early.then("2022-03-24", "defaulter_listing", json!({}));
    assert_eq!(early.status(RuleId::W12, "2022-12-31"), Status::Ended);
}

/// The order of 27 December 2021 was in vain on the 28th, before there were measures on such lists; those of 2022 are what
/// the listing is announced under. Twenty working days: 29 to 31 December, 4 to 7, 10 to 14, 17 to 21, 24 to 26 January; twenty
/// more: 27 to 30 January (29 and 30 worked), 7 to 11, 14 to 18, 21 to 25, 28 February.
#[test]
fn w13_runs_though_the_order_was_in_vain_before_the_measures_were_in_force() {
    let line = json!({ "worker": 1, "from": "2021-10-01", "to": "2021-11-30", "due": 1_200_000, "paid": 0,
        "owed": 1_200_000 });
    let told = complaint("2021-12-14").opened("2021-12-17");
    let told = told.then("2021-12-20", "wage_list", json!({ "lines": [line] }));
    let announced =
        told.ordered("2021-12-27", "2021-12-28").then("2022-01-07", "defaulter_notice", json!({}));
    is(announced.due(RuleId::W13), "2022-01-26");
    let extended = announced.then("2022-01-24", "defaulter_extension", json!({ "days": 20 }));
    is(extended.due(RuleId::W13), "2022-02-28");
}

/// The order of 7 March was in vain on Monday the 14th: twenty working days to 12 April. A second order gives the office no
/// new time (R45 8), whether it comes after the announcement or before. One that the employer never got, or that was obeyed
/// before more wages came to the list, was not in vain: from 31 March on, 1, 2 (worked), 6 to 8, 11 to 15, 18 to 22, 24
/// (worked) and 25 to 28 April are twenty.
#[test]
fn w13_does_not_come_back_to_life_with_a_second_order() {
    let owed = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let first = owed.ordered("2022-03-07", "2022-03-14");
    let announced = first.then("2022-03-17", "defaulter_notice", json!({}));
    let again = announced.ordered("2022-05-20", "2022-11-21");
    is(again.due(RuleId::W13), "2022-04-12");
    assert_eq!(again.status(RuleId::W13, "2022-05-20"), Status::Overdue);
    let listed = again.then("2022-05-25", "defaulter_listing", json!({}));
    assert_eq!(listed.status(RuleId::W13, "2022-12-31"), Status::MetLate);
    // Of the first order it stays on record that it ran out; one that still ran gives way.
    let states = |told: &Told| told.all(RuleId::W10).iter().map(|due| due.state).collect::<Vec<_>>();
    assert_eq!(states(&again), [State::Missed, State::Open]);
    assert_eq!(states(&first.ordered("2022-03-10", "2022-03-31")), [State::Extended, State::Open]);
    // On its last day the first still runs.
    let same_day = first.ordered("2022-03-14", "2022-03-31");
    assert_eq!(states(&same_day), [State::Extended, State::Open]);
    let listable = |told: &Told| told.then("2022-04-01", "defaulter_notice", json!({})).due(RuleId::W13);
    is(listable(&first.ordered("2022-03-21", "2022-03-31")), "2022-04-12");
    is(listable(&same_day), "2022-04-28");
    let unserved =
        owed.then("2022-03-07", "payment_order", json!({ "number": "1号", "pay_by": "2022-03-14" }));
    is(listable(&unserved.ordered("2022-03-21", "2022-03-31")), "2022-04-28");
    let paid = json!({ "payments": [{ "worker": 1, "amount": 1_200_000 }] });
    let obeyed = first.then("2022-03-11", "wage_payment", paid);
    let line = json!({ "worker": 1, "from": "2022-01-01", "to": "2022-02-28", "due": 800_000, "paid": 0,
        "owed": 800_000 });
    let more = obeyed.then("2022-03-16", "wage_list", json!({ "lines": [line] }));
    // What was ordered was paid; of what came after it nothing was ordered.
    assert_eq!(states(&more), [State::Met]);
    let codes = |told: &Told| told.refused("2022-03-17", "defaulter_notice", json!({}));
    assert_eq!(codes(&more)[0].0, "order_obeyed");
    let rest = json!({ "payments": [{ "worker": 1, "amount": 800_000 }] });
    assert_eq!(
        more.then("2022-03-25", "wage_payment", rest).status(RuleId::W10, "2022-12-31"),
        Status::MetInTime
    );
    let more = more.ordered("2022-03-21", "2022-03-31");
    assert_eq!(states(&more), [State::Met, State::Open]);
    is(listable(&more), "2022-04-28");
}

/// Ordered on 7 March to pay by Monday the 14th, and again on another day to pay by the 31st; all is paid on the 30th. What was
/// paid then is the second order's: the first ran out before the 21st, and on the 10th it gave way.
#[test]
fn w10_says_of_each_order_what_became_of_it_and_when() {
    let owed = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03");
    let first = owed.ordered("2022-03-07", "2022-03-14");
    let pays = || json!({ "payments": [{ "worker": 1, "amount": 1_200_000 }] });
    let said = |told: &Told| -> Vec<(State, Option<String>)> {
        let all = told.all(RuleId::W10).into_iter();
        all.map(|due| (due.state, due.met.map(|met| met.on.to_string()))).collect()
    };
    let on = |on: &str| Some(on.to_owned());
    for (again, state) in [("2022-03-10", State::Extended), ("2022-03-21", State::Missed)] {
        let second = first.ordered(again, "2022-03-31");
        assert_eq!(said(&second), [(state, on(again)), (State::Open, None)]);
        let paid = second.then("2022-03-30", "wage_payment", pays());
        assert_eq!(said(&paid), [(state, on(again)), (State::Met, on("2022-03-30"))]);
    }
    let obeyed = first.then("2022-03-11", "wage_payment", pays());
    let line = json!({ "worker": 1, "from": "2022-01-01", "to": "2022-02-28", "due": 800_000, "paid": 0,
        "owed": 800_000 });
    let more = obeyed.then("2022-03-16", "wage_list", json!({ "lines": [line] }));
    let more = more.ordered("2022-03-21", "2022-03-31");
    assert_eq!(said(&more), [(State::Met, on("2022-03-11")), (State::Open, None)]);
}

/// An objection that holds ends the procedure (R45 6), one that does not leaves the time to decide running.
#[test]
fn w13_is_kept_by_an_objection_that_holds() {
    let told = prepared("defaulter_verification", at(Stage::PaymentOrdered));
    let w13 = |outcome: &str| {
        let due = told.then("2022-03-25", "defaulter_verification", json!({ "outcome": outcome }));
        let due = due.deadline(RuleId::W13);
        (due.state, due.met.map(|met| met.on))
    };
    assert_eq!(w13("upheld"), (State::Met, Some(day("2022-03-25"))));
    assert_eq!(w13("dismissed"), (State::Open, None));
}

/// Listed on Monday 28 March 2022 for three years, to Friday 28 March 2025 (R45 10). A removal until then cuts them short; after
/// that they were over by themselves. The request of 28 September 2022 came when the six months were over.
#[test]
fn w14_is_cut_short_by_a_removal_or_runs_out() {
    let told = prepared("defaulter_removal", at(Stage::PaymentOrdered));
    let said = |told: &Told, rule: RuleId| {
        let due = told.deadline(rule);
        (due.state, due.met.map(|met| met.on.to_string()))
    };
    assert_eq!(said(&told, RuleId::W14), (State::Open, None));
    assert_eq!(said(&told, RuleId::W14A), (State::Ended, Some("2022-09-28".to_owned())));
    for (on, state) in [("2022-10-18", State::Met), ("2025-03-28", State::Met), ("2025-03-29", State::Missed)]
    {
        let removed = told.then(on, "defaulter_removal", json!({}));
        assert_eq!(said(&removed, RuleId::W14), (state, Some(on.to_owned())));
    }
}

/// Listed on Friday 21 March 2025: three years to 21 March 2028, whatever the calendar of that year will say; the ten working
/// days after it wait for one.
#[test]
fn w14_is_not_provisional_and_w14c_is() {
    let told = complaint("2025-03-03").owed("2025-03-03").opened("2025-03-04");
    let told = told.ordered("2025-03-05", "2025-03-12").then("2025-03-13", "defaulter_notice", json!({}));
    let listed = told.then("2025-03-21", "defaulter_listing", json!({}));
    let w14 = listed.deadline(RuleId::W14);
    assert_eq!((w14.due_on(), w14.is_provisional()), (Some(day("2028-03-21")), false));
    assert!(listed.deadline(RuleId::W14C).is_provisional());
}

// The guards.

#[test]
fn the_list_is_entered_and_left_step_by_step() {
    let told = at(Stage::PaymentOrdered);
    assert_eq!(told.refused("2022-03-14", "defaulter_notice", json!({}))[0].0, "order_still_runs");
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
    // Put right before it was listed: six months on the list, from 25 March.
    let corrected = || json!({ "corrected_on": "2022-03-20" });
    let early = listed.tried("2022-09-24", "defaulter_removal_request", &corrected()).err().unwrap();
    let found = &early.findings[0];
    assert_eq!(
        (found.code, found.article),
        ("six_months_not_over", Some(article(Law::DefaulterListMeasures, "12")))
    );
    listed.then("2022-09-25", "defaulter_removal_request", corrected());
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

/// One worker: three months and CNY 10,000; ten workers: CNY 60,000 (of the region's data).
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
    let refused =
        part.tried("2022-03-31", "inspection_closing", &json!({ "outcome": "paid" })).err().unwrap();
    assert_eq!(&*refused.findings[0].words.zh, "工资尚未全部支付，尚欠0.01元");
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
    let refused = told.tried("2022-03-02", "wage_payment", &pay(1, 1_200_001)).err().unwrap();
    assert_eq!(refused.findings.len(), 1);
    assert_eq!(
        (refused.findings[0].code, refused.findings[0].severity),
        ("more_than_owed", Severity::Warning)
    );
    assert_eq!(&*refused.findings[0].words.zh, "第1号劳动者尚欠12000.00元，本次支付12000.01元，请核对");
    let paid =
        told.clone().acknowledging("more_than_owed").then("2022-03-02", "wage_payment", pay(1, 1_200_001));
    assert_eq!(paid.case.inspection.as_ref().unwrap().outstanding(), Fen(0));
    assert_eq!(paid.case.recoveries[0].amount, Fen(1_200_001));
    assert_eq!(told.refused("2022-03-02", "wage_payment", pay(2, 1))[0].0, "not_on_the_list");
    assert_eq!(told.refused("2022-03-02", "wage_payment", pay(1, 0))[0].0, "amount_out_of_range");
}

/// Paid in full, with a hazard of the project open: the one who closes it is asked, and the hazard is resolved after it.
#[test]
fn hazards_that_remain_are_resolved_after_the_closing() {
    let found = json!({ "hazards": [{ "kind": "deposit", "description": "未存保证金" },
        { "kind": "late_pay", "description": "按季发放" }] });
    let told = complaint("2022-03-01")
        .owed("2022-03-01")
        .opened("2022-03-03")
        .then("2022-03-04", "project_inspection", found)
        .then("2022-03-30", "wage_payment", json!({ "payments": [{ "worker": 1, "amount": 1_200_000 }] }));
    let paid = json!({ "outcome": "paid" });
    let refused = told.tried("2022-03-31", "inspection_closing", &paid).err().unwrap();
    let said: Vec<_> = refused.findings.iter().map(|found| (found.code, &*found.words.zh)).collect();
    assert_eq!(said, [("hazards_remain", "隐患1、2尚未化解")]);
    let closed =
        told.clone().acknowledging("hazards_remain").then("2022-03-31", "inspection_closing", paid.clone());
    let resolved = |told: &Told| {
        let own = told.case.inspection.as_ref().unwrap();
        own.hazards.len() - own.open_hazards().count()
    };
    assert_eq!(resolved(&closed), 0);
    let measure = |hazard: u32| json!({ "hazard": hazard, "measure": "已整改" });
    let both = closed.then("2022-04-06", "hazard_resolution", measure(1)).then(
        "2022-04-07",
        "hazard_resolution",
        measure(2),
    );
    assert_eq!((both.case.stage, resolved(&both)), (Stage::Closed, 2));
    // Where every hazard is resolved, nobody is asked.
    let told = told.then("2022-03-30", "hazard_resolution", measure(1));
    told.then("2022-03-30", "hazard_resolution", measure(2)).then("2022-03-31", "inspection_closing", paid);
}

/// A paper of 1 March 2022 is to be delivered by 2, 3, 4, 7, 8, 9 and 10 March.
#[test]
fn what_the_office_still_owes_is_said_before_the_file_is_put_away() {
    let told = complaint("2022-03-01").opened("2022-03-01");
    let told = told.then("2022-03-01", "inspection_document", json!({ "kind": "inquiry" }));
    let paper = told.last();
    let closed = told.then("2022-03-04", "inspection_closing", json!({ "outcome": "revoked" }));
    let archive = json!({ "file_number": "1" });
    let refused = closed.tried("2022-03-07", "archiving", &archive).err().unwrap();
    let found = &refused.findings[0];
    assert_eq!((refused.findings.len(), found.code, found.severity), (1, "deadline_open", Severity::Warning));
    assert!(found.words.zh.contains("（W07）") && found.words.zh.contains("2022-03-10"), "{found:?}");
    closed.clone().acknowledging("deadline_open").then("2022-03-07", "archiving", archive.clone());
    closed.delivered("2022-03-07", paper, 2).then("2022-03-07", "archiving", archive);
}

/// What is paid after a handover is the other case's; what was paid before it may be told late, with a warning.
#[test]
fn wages_paid_after_a_handover_belong_to_the_other_case() {
    let next = "0192f0c1-2345-7000-8000-000000000042";
    let handover = json!({ "to": "arbitration", "channel": "counter", "opened": next });
    let told = complaint("2022-03-01").owed("2022-03-01").opened("2022-03-03").then(
        "2022-03-10",
        "inspection_handover",
        handover,
    );
    let pay = json!({ "payments": [{ "worker": 1, "amount": 900_000 }] });
    for on in ["2022-03-10", "2022-03-11"] {
        let refused = told.clone().recorded_on("2022-03-15").tried(on, "wage_payment", &pay).err().unwrap();
        let found = &refused.findings[0];
        assert_eq!((found.code, found.severity), ("handed_over", Severity::Invalid), "{on}");
        assert!(found.words.zh.contains(next) && found.words.en.contains(next), "{found:?}");
    }
    let late = told.recorded_on("2022-03-15");
    let refused = late.refused("2022-03-09", "wage_payment", pay.clone());
    assert_eq!(refused, [("claimed_elsewhere", Severity::Warning)]);
    let paid = late.acknowledging("claimed_elsewhere").then("2022-03-09", "wage_payment", pay);
    assert_eq!(paid.case.inspection.unwrap().recovered(), Fen(900_000));
}

/// A line for worker 1 with something owed.
fn wages(from: &str, to: &str) -> Value {
    json!({ "worker": 1, "from": from, "to": to, "due": 100, "paid": 0, "owed": 100 })
}

#[test]
fn times_of_one_worker_that_overlap_are_asked_about() {
    let told = complaint("2022-03-01");
    let said = |told: &Told, lines: Vec<Value>| -> Vec<(&'static str, String)> {
        let refused = told.tried("2022-03-01", "wage_list", &json!({ "lines": lines })).err();
        let found = refused.map(|refusal| refusal.findings).unwrap_or_default();
        found.into_iter().map(|found| (found.code, found.words.zh.clone())).collect()
    };
    let (summer, autumn) = (wages("2021-07-01", "2021-08-31"), wages("2021-08-01", "2021-09-30"));
    let words = "欠薪期间重叠，可能重复计算：第1号劳动者：第1条（2021-07-01至2021-08-31）与第2条（2021-08-01至2021-09-30）";
    let both = vec![summer.clone(), autumn.clone()];
    assert_eq!(said(&told, both.clone()), [("overlapping_periods", words.to_owned())]);
    let listed = told.clone().acknowledging("overlapping_periods");
    listed.then("2022-03-01", "wage_list", json!({ "lines": both }));
    // One that is on record already, before it or after it, and one within another.
    let known = told.then("2022-03-01", "wage_list", json!({ "lines": [summer.clone()] }));
    let words = "欠薪期间重叠，可能重复计算：第1号劳动者：已登记的2021-07-01至2021-08-31与第1条（2021-08-01至2021-09-30）";
    assert_eq!(said(&known, vec![autumn.clone()]), [("overlapping_periods", words.to_owned())]);
    let known = told.then("2022-03-01", "wage_list", json!({ "lines": [autumn] }));
    assert_eq!(said(&known, vec![summer]).len(), 1);
    let year = wages("2021-01-01", "2021-12-31");
    assert_eq!(said(&told, vec![wages("2021-03-01", "2021-03-31"), year]).len(), 1);
    // Months that follow one another do not overlap, nor do those of two workers.
    let months = [wages("2021-07-01", "2021-07-31"), wages("2021-08-01", "2021-08-31")];
    assert_eq!(said(&told, months.to_vec()), []);
    let list = wage_list(3, 2, 600_000, 600_000);
    told.then("2022-03-01", "wage_list", list);
    // What overlaps on record was asked about when it came in: a later month brings it up no more.
    let on_record = told.clone().acknowledging("overlapping_periods").then(
        "2022-03-01",
        "wage_list",
        json!({ "lines": both_of("2021-07-01") }),
    );
    let on_record = Told { acknowledged: Vec::new(), ..on_record };
    assert_eq!(said(&on_record, vec![wages("2022-01-01", "2022-01-31")]), []);
}

/// Two lines from a day that overlap.
fn both_of(from: &str) -> Vec<Value> {
    vec![wages(from, "2021-08-31"), wages("2021-08-01", "2021-09-30")]
}

/// The head of the employer is there within twenty-four hours: at the same time on the next day.
#[test]
fn w16_ends_at_the_same_time_on_the_next_day() {
    let incident = |more: &Value| {
        let mut data = json!({ "people": 30 });
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let told = complaint("2022-03-01").then("2022-03-04", "mass_incident", data);
        measures(&told.case, &told.book)
    };
    let timed = incident(&json!({ "time": "14:30" }));
    assert_eq!(timed.len(), 1);
    let found = (timed[0].rule, timed[0].since, timed[0].ends_on, timed[0].ends_at.as_deref());
    // Friday 4 March: Saturday 5 March, for hours wait for no working day.
    assert_eq!(found, (RuleId::W16, Some(day("2022-03-04")), Some(day("2022-03-05")), Some("14:30")));
    let untimed = incident(&json!({}));
    assert_eq!((untimed[0].ends_on, untimed[0].ends_at.as_deref()), (Some(day("2022-03-05")), None));
    assert_eq!(incident(&json!({ "time": "00:00" }))[0].ends_on, Some(day("2022-03-05")));
    assert!(measures(&complaint("2022-03-01").case, &a_book()).is_empty());
}

/// Two months one after the other, or three in all; lifted six months after the wages are paid.
#[test]
fn w17_months_without_wages_bring_closer_supervision() {
    let listed = |lines: &[Value]| {
        complaint("2022-03-01")
            .then("2022-03-01", "wage_list", json!({ "lines": lines }))
            .opened("2022-03-03")
    };
    let found = |told: &Told| measures(&told.case, &told.book);
    let month = |from: &str, to: &str| wages(from, to);
    let (october, november) = (month("2021-10-01", "2021-10-31"), month("2021-11-01", "2021-11-30"));
    let (december, february) = (month("2021-12-01", "2021-12-31"), month("2022-02-01", "2022-02-28"));
    assert_eq!(found(&listed(std::slice::from_ref(&october))), []);
    assert_eq!(found(&listed(&[october.clone(), december.clone()])), [], "two, and not one after the other");
    let three = found(&listed(&[february, october.clone(), december]));
    assert_eq!((three.len(), three[0].rule, three[0].ends_on), (1, RuleId::W17, None));
    assert!(three[0].words.zh.contains("累计3个月，最长连续1个月"), "{:?}", three[0].words);
    let two = listed(&[november, october]);
    assert!(found(&two)[0].words.zh.contains("累计2个月，最长连续2个月"), "{:?}", found(&two)[0].words);
    // Over the turn of a year, and a line of several months: 1 December to 15 January are two months.
    assert_eq!(found(&listed(&[month("2021-12-01", "2022-01-15")])).len(), 1);
    // Paid on 1 April 2022: six months to Saturday 1 October, a holiday.
    let paid =
        two.then("2022-04-01", "wage_payment", json!({ "payments": [{ "worker": 1, "amount": 200 }] }));
    let lifted = found(&paid);
    assert_eq!((lifted[0].since, lifted[0].ends_on), (Some(day("2022-04-01")), Some(day("2022-10-01"))));
}

/// The first and the last day of each line of a wage list.
type Lines<'a> = &'a [(&'a str, &'a str)];

/// GDWP 41: two months one after the other, or three in all. Each case is its lines, then the months in all and the most that
/// follow one another; a month in part is one, and one that several lines tell is one.
#[test]
fn w17_counts_each_month_once() {
    let told = complaint("2022-03-01").acknowledging("overlapping_periods");
    let found = |lines: &[(&str, &str)]| {
        let lines: Vec<Value> = lines.iter().map(|(from, to)| wages(from, to)).collect();
        let told = told.then("2022-03-01", "wage_list", json!({ "lines": lines }));
        measures(&told.case, &told.book).first().map(|measure| measure.words.zh.clone())
    };
    let expected = |total: i32, longest: i32| format!("累计{total}个月，最长连续{longest}个月");
    let (july, autumn) = (("2021-07-15", "2021-07-31"), ("2021-08-01", "2021-10-31"));
    // December and January.
    let turn = ("2021-12-01", "2022-01-15");
    let cases: [(Lines<'_>, (i32, i32)); 6] = [
        (&[turn], (2, 2)),
        // July to October, and the turn of the year after a gap: the longer run was the first.
        (&[july, autumn, turn], (6, 4)),
        // The turn of the year and before it one month alone.
        (&[july, turn], (3, 2)),
        // September is told twice, and so is October, which ends the run.
        (&[autumn, ("2021-09-01", "2021-09-30")], (3, 3)),
        // August to October, and October to November: four months.
        (&[autumn, ("2021-10-16", "2021-11-15")], (4, 4)),
        // October twice, and November after it.
        (&[("2021-10-01", "2021-10-15"), ("2021-10-16", "2021-10-31"), ("2021-11-01", "2021-11-30")], (2, 2)),
    ];
    for (lines, (total, longest)) in cases {
        let words = found(lines).unwrap_or_default();
        assert!(words.contains(&expected(total, longest)), "{lines:?}: {words}");
    }
    // One month, though two lines tell it.
    assert_eq!(found(&[("2021-10-01", "2021-10-15"), ("2021-10-16", "2021-10-31")]), None);
}

/// A month that was paid is none without wages; and Guangdong knows the measure since 1 July 2017 (GDWP 41).
#[test]
fn w17_asks_for_months_that_are_not_paid() {
    let paid = |from: &str, to: &str| json!({ "worker": 1, "from": from, "to": to, "due": 100, "paid": 100, "owed": 0 });
    let found = |on: &str, lines: Vec<Value>| {
        let told = complaint(on).then(on, "wage_list", json!({ "lines": lines }));
        measures(&told.case, &told.book).len()
    };
    let october = wages("2021-10-01", "2021-10-31");
    assert_eq!(found("2022-03-01", vec![october.clone(), paid("2021-11-01", "2021-11-30")]), 0);
    assert_eq!(found("2022-03-01", vec![october, wages("2021-11-01", "2021-11-30")]), 1);
    // The last month without wages is May; that August was paid does not bring it under the ordinance.
    let spring = wages("2017-04-01", "2017-05-31");
    assert_eq!(found("2017-09-01", vec![spring, paid("2017-08-01", "2017-08-31")]), 0);
    assert_eq!(found("2017-09-01", vec![wages("2017-06-01", "2017-07-31")]), 1);
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
        .acknowledging("hazards_remain")
        .then("2022-04-01", "inspection_closing", json!({ "outcome": "partly_paid" }));
    let whole = ReportingRow::of(&told.case, &told.book);
    let facts: Vec<_> = whole.facts.iter().map(|fact| (fact.fact, fact.on, fact.amount)).collect();
    let expected = [
        (Fact::RecoveredBeforeAcceptance, "2022-03-30", 250_000),
        (Fact::RecoveredBeforeAcceptance, "2022-03-31", 50_000),
        (Fact::ProjectInspected, "2022-03-02", 1),
        (Fact::HazardsFound, "2022-03-02", 2),
        (Fact::HazardsResolved, "2022-03-04", 1),
        (Fact::DisputeCoordinated, "2022-04-01", 1),
        (Fact::WorkersPaid, "2022-03-30", 1),
        (Fact::WagesRecovered, "2022-03-30", 250_000),
        (Fact::WagesRecovered, "2022-03-31", 50_000),
    ];
    assert_eq!(facts, expected.map(|(fact, on, amount)| (fact, day(on), amount)));
    let count = |from: &str, to: &str| {
        ArrearsCounts::of(std::slice::from_ref(&whole), Period { from: day(from), to: day(to) })
    };
    // Found on 2 March, one of the two resolved on the 4th; paid on the 30th and the 31st, closed on 1 April.
    let second = count("2022-03-02", "2022-03-03");
    assert_eq!((second.projects_inspected, second.hazards_found, second.hazards_resolved), (1, 2, 0));
    assert_eq!((second.hazards_open, count("2022-03-01", "2022-03-01").hazards_open), (2, 0));
    assert_eq!(
        count("2022-03-04", "2022-03-04"),
        ArrearsCounts { hazards_resolved: 1, hazards_open: 1, ..Default::default() }
    );
    // The other one stays open.
    let open = ArrearsCounts { hazards_open: 1, ..Default::default() };
    let first = ArrearsCounts { workers: 1, wages_recovered: Fen(250_000), ..open };
    assert_eq!(count("2022-03-30", "2022-03-30"), first);
    // The worker was counted when the first of it came.
    let rest = ArrearsCounts { wages_recovered: Fen(50_000), ..open };
    assert_eq!(count("2022-03-31", "2022-03-31"), rest);
    let april = ArrearsCounts { disputes_coordinated: 1, ..open };
    assert_eq!(count("2022-04-01", "2022-04-01"), april);
    assert_eq!(count("2022-04-02", "2022-12-31"), open);
    // A dispute that was closed without a payment was not coordinated.
    let revoked = complaint("2022-03-01").opened("2022-03-03").then(
        "2022-03-04",
        "inspection_closing",
        json!({ "outcome": "revoked" }),
    );
    assert_eq!(ReportingRow::of(&revoked.case, &revoked.book).facts, []);
}

/// A second inspection finds another hazard on its own day; what is told late of an earlier day counts on that day.
#[test]
fn what_a_later_inspection_finds_and_what_is_paid_twice_counts_on_its_own_day() {
    let hazard = |kind: &str| json!({ "hazards": [{ "kind": kind, "description": "隐患" }] });
    let told = complaint("2022-03-01")
        .then("2022-03-01", "wage_list", wage_list(3, 2, 600_000, 700_000))
        .then("2022-03-02", "project_inspection", hazard("deposit"))
        .opened("2022-03-08")
        .then("2022-03-31", "wage_payment", json!({ "payments": [{ "worker": 3, "amount": 250_000 }] }))
        .recorded_on("2022-04-10")
        .then("2022-04-02", "project_inspection", hazard("late_pay"))
        .then("2022-04-06", "hazard_resolution", json!({ "hazard": 1, "measure": "已存" }))
        .then(
            "2022-04-07",
            "wage_payment",
            json!({ "payments": [{ "worker": 3, "amount": 1 },
            { "worker": 4, "amount": 2 }] }),
        )
        .then("2022-03-30", "wage_payment", json!({ "payments": [{ "worker": 3, "amount": 4 }] }));
    let row = ReportingRow::of(&told.case, &told.book);
    let count = |from: &str, to: &str| {
        ArrearsCounts::of(std::slice::from_ref(&row), Period { from: day(from), to: day(to) })
    };
    let march = ArrearsCounts {
        projects_inspected: 1,
        hazards_found: 1,
        hazards_open: 1,
        workers: 1,
        wages_recovered: Fen(250_004),
        ..Default::default()
    };
    assert_eq!(count("2022-03-01", "2022-03-31"), march);
    // Worker 3 got the first of it on 30 March, which was told last.
    assert_eq!(count("2022-03-31", "2022-03-31").workers, 0);
    let april = ArrearsCounts {
        hazards_found: 1,
        hazards_resolved: 1,
        // The one that was found in April: it is the one of March that was resolved.
        hazards_open: 1,
        workers: 1,
        wages_recovered: Fen(3),
        ..Default::default()
    };
    assert_eq!(count("2022-04-01", "2022-04-30"), april, "the project was inspected before");
}
