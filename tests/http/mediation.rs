//! Mediation told over HTTP by the people who do it (案前联调、委托调解、仲裁审查): one that holds, one that fails and goes
//! on to an award, one that runs out, one that is repudiated. The days are counted by hand from the calendar of 2021.
//! Not here: every single rule (`tests/domain/mediation.rs`).

use crate::support::people::{File, People, application, column, moved, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

struct Office<'a> {
    server: &'a TestServer,
    people: &'a People<'a>,
}

impl Office<'_> {
    fn asked(&self, day: &str) -> File {
        on_day(self.server, day);
        let file = self.people.clerk.opens("/api/v1/mediation-cases", &mediation(day));
        let people = json!({ "people": [{ "user": self.people.mediator.id, "duty": "mediator" }] });
        self.people.supervisor.does_on(day, &file, ("assignment", people));
        file
    }

    /// An arbitration case with a sole arbitrator, the application served on the employer.
    fn tried(&self, file: &File, days: [&str; 3]) {
        let People { clerk, supervisor, .. } = self.people;
        let [accepted, formed, served] = days;
        let simplified = json!({ "procedure": "simplified", "simplified_ground": "clear_facts" });
        clerk.does_on(accepted, file, ("acceptance", simplified));
        let sole = json!({ "members": [{ "user": self.people.arbitrator.id, "seat": "sole" }] });
        supervisor.does_on(formed, file, ("tribunal", sole));
        let copy = json!({ "document": "application_copy", "parties": [2], "manner": "direct" });
        clerk.does_on(served, file, ("services", copy));
    }

    /// Heard, discussed and decided by a final award of the wages.
    fn decided(&self, file: &File, days: [&str; 4]) -> Value {
        let [notice, hearing, discussed, award] = days;
        let People { clerk, arbitrator, .. } = self.people;
        let done = clerk.does_on(notice, file, ("hearings", json!({ "held_on": hearing, "time": "09:00" })));
        let no = done["entry"]["no"].as_u64().unwrap();
        let copy = json!({ "document": "hearing_notice", "of": no, "parties": [1, 2], "manner": "direct" });
        clerk.does_on(notice, file, ("services", copy));
        arbitrator.does_on(hearing, file, (&format!("hearings/{no}/opening"), json!({})));
        let closing = json!({ "mediation": "failed" });
        arbitrator.does_on(hearing, file, (&format!("hearings/{no}/closing"), closing));
        arbitrator.does_on(discussed, file, ("discussions", json!({ "conclusion": "拟支持工资请求" })));
        let item = json!({ "claim": 1, "decision": "granted", "amount": 600_000, "finality": "final" });
        arbitrator.does_on(award, file, ("awards", json!({ "scope": "whole", "items": [item] })))
    }

    fn is_sound(&self) {
        let checked = self.server.app.register.check().unwrap();
        assert!(checked.inconsistencies.is_empty(), "{:?}", checked.inconsistencies);
    }
}

/// A request to the commission to mediate unpaid wages.
fn mediation(on: &str) -> Value {
    let mut body = application(on);
    body["body"] = "commission".into();
    body["cause"] = "remuneration".into();
    body["claims"].as_array_mut().unwrap().truncate(1);
    body
}

fn agreement(on: &str) -> Value {
    json!({ "amount": 500_000, "terms": "分两次支付工资", "perform_by": "2021-12-10", "paid": 200_000,
        "signed_by": [1, 2], "mediator_signed_on": on, "sealed_on": on })
}

fn stands(done: &Value, stage: &str, deadlines: &[&str]) {
    assert_eq!(
        (done["stage"].as_str().unwrap(), moved(done)),
        (stage, deadlines.iter().map(|d| (*d).to_owned()).collect())
    );
}

/// Asked for on Monday 1 November: fifteen days to the 16th, ten more to Friday the 26th. In effect on the 18th: fifteen
/// days to 3 December. The review of the 23rd: 24, 25, 26, 29 and 30 November; five more: 1, 2, 3, 6 and 7 December.
#[test]
fn a_mediation_before_filing_holds_is_confirmed_and_performed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let file = office.asked("2021-11-01");
    office.an_agreement(&file);
    office.a_review_is_asked_for(&file);
    office.the_review_is_extended(&file);
    office.the_agreement_is_confirmed(&file);
    office.it_is_performed_and_filed_away(&file);
    office.is_sound();
}

impl Office<'_> {
    fn an_agreement(&self, file: &File) {
        let People { clerk, mediator, .. } = self.people;
        let done = mediator.does_on("2021-11-02", file, ("mediation-start", json!({})));
        stands(&done, "mediating", &["M02 2021-11-04->2021-11-04 met"]);
        let done = mediator.does_on("2021-11-15", file, ("mediation-prolongations", json!({ "days": 10 })));
        stands(&done, "mediating", &["M03 2021-11-16->2021-11-26 open"]);

        // A dry run says what would happen, and writes nothing.
        on_day(self.server, "2021-11-18");
        let mut body = agreement("2021-11-18");
        body["on"] = json!("2021-11-18");
        let dry = clerk.call("POST", &(file.path("mediation-agreement") + "?dry_run=true"));
        let tried = dry.header("if-match", &file.tag()).json(&body).json();
        let agreed = ["M03 2021-11-26->2021-11-26 met", "M04 none->2021-12-03 open"];
        stands(&tried, "mediation_agreed", &agreed);
        assert_eq!(clerk.read(&file.path(""))["stage"], "mediating");
        let done = mediator.does_on("2021-11-18", file, ("mediation-agreement", agreement("2021-11-18")));
        stands(&done, "mediation_agreed", &agreed);
    }

    fn a_review_is_asked_for(&self, file: &File) {
        let People { clerk, arbitrator, supervisor, .. } = self.people;
        let both = json!({ "applicants": [1, 2] });
        let done = clerk.does_on("2021-11-22", file, ("reviews", both));
        stands(&done, "review_requested", &["M04 2021-12-03->2021-12-03 met"]);
        let done = clerk.does_on("2021-11-23", file, ("review-acceptance", json!({})));
        stands(&done, "in_review", &["M05 none->2021-11-30 open"]);
        let people_now = json!({ "people": [{ "user": arbitrator.id, "duty": "arbitrator" }] });
        supervisor.does_on("2021-11-23", file, ("assignment", people_now));
    }

    fn the_review_is_extended(&self, file: &File) {
        let People { clerk, arbitrator, supervisor, .. } = self.people;
        // The review runs after the mediation was closed: it is in the worklist, and the watch tells of it.
        let worklist = supervisor.read("/api/v1/deadlines?rule=M05");
        assert_eq!(column(&worklist, "due_on"), ["2021-11-30"]);
        on_day(self.server, "2021-11-29");
        self.server.app.watch.run("here").unwrap();
        assert!(column(&arbitrator.read("/api/v1/notices"), "rule").contains(&"M05".to_owned()));
        assert_eq!(
            clerk.act_on("2021-11-30", file, ("review-extensions", json!({ "days": 5 }))).refused().0,
            403
        );
        let done = supervisor.does_on("2021-11-30", file, ("review-extensions", json!({ "days": 5 })));
        stands(&done, "in_review", &["M05 2021-11-30->2021-12-07 open"]);
        let deadlines = arbitrator.read(&file.path("deadlines"));
        let m05 = deadlines["items"].as_array().unwrap().iter().find(|item| item["rule"] == "M05").unwrap();
        let sentence = m05["explanation"]["sentence"]["zh"].as_str().unwrap();
        assert!(sentence.contains("2021-11-23") && sentence.contains("2021-12-07"), "{sentence}");
        assert_eq!(m05["explanation"]["counting"]["unextended"]["due_on"], "2021-11-30");
    }

    fn the_agreement_is_confirmed(&self, file: &File) {
        let People { clerk, arbitrator, .. } = self.people;
        let done = arbitrator.does_on("2021-12-06", file, ("review-confirmation", json!({})));
        stands(&done, "in_review", &["M05 2021-12-07->2021-12-07 met"]);
        let document = done["entry"]["no"].as_u64().unwrap();
        let sign = format!("settlements/{document}/signatures");
        clerk.does_on("2021-12-07", file, (&sign, json!({ "parties": [1] })));
        let done = clerk.does_on("2021-12-08", file, (&sign, json!({ "parties": [2] })));
        // Two years from the last day to perform, Friday 10 December, which end on a Sunday.
        stands(&done, "agreement_confirmed", &["P06 none->2023-12-11 open"]);
        let found = clerk
            .act_on("2021-12-09", file, ("onward-arbitration", json!({ "channel": "counter" })))
            .refused();
        assert_eq!(found, (409, vec!["act  stage_does_not_allow".to_owned()]));
    }

    fn it_is_performed_and_filed_away(&self, file: &File) {
        let People { clerk, supervisor, .. } = self.people;
        clerk.does_on("2021-12-10", file, ("agreement-performance", json!({ "paid": 300_000 })));
        clerk.does_on(
            "2021-12-20",
            file,
            (
                "archive",
                json!({ "file_number": "徐劳调档〔2021〕1号",
            "acknowledge_warnings": ["file_incomplete"] }),
            ),
        );

        let case = clerk.read(&file.path(""));
        assert_eq!((&case["stage"], &case["effective_on"]), (&json!("archived"), &json!("2021-12-08")));
        assert_eq!(case["closing"]["manner"], "mediation_agreed");
        assert_eq!(
            (&case["awarded"], &case["mediation"]["reviews"][0]["ended"]["result"]),
            (&json!(500_000), &json!("confirmed"))
        );
        let figures = supervisor.read("/api/v1/statistics/closure?from=2021-01-01&to=2021-12-31");
        assert_eq!((&figures["closed"]["value"], &figures["recovered"]["fen"]), (&json!(0), &json!(0)));
    }
}

/// Asked for on 1 March: to the 16th. The year from 28 February 2020 ended on a Sunday, so on Monday 1 March: the request
/// of that day interrupted it, and the last day of the mediation did so again.
#[test]
fn one_that_runs_out_goes_on_to_a_final_award() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, mediator, .. } = &people;
    let file = office.asked("2021-03-01");
    mediator.does_on("2021-03-02", &file, ("mediation-start", json!({})));
    let lapsed = json!({ "cause": "lapsed" });
    let found = mediator.act_on("2021-03-16", &file, ("mediation-ending", lapsed.clone())).refused();
    assert_eq!(found, (409, vec!["act  mediation_period_runs".to_owned()]));
    let acts = clerk.read(&file.path("acts"));
    let onward =
        acts["items"].as_array().unwrap().iter().find(|act| act["act"] == "onward_arbitration").unwrap();
    assert_eq!(onward["permitted"], false);
    let done = mediator.does_on("2021-03-18", &file, ("mediation-ending", lapsed));
    stands(&done, "closed", &["M03 2021-03-16->2021-03-16 met"]);

    // Everything that is wrong with the act, and with the application that it makes, at once; and nothing is written.
    let claim = json!({ "no": 1, "claimant": 9, "item": "wages", "amount": 1 });
    let wrong =
        json!({ "channel": "counter", "employment_ended_on": "2021-03-20", "claims": [claim, claim] });
    let (status, found) = clerk.act_on("2021-03-18", &file, ("onward-arbitration", wrong)).refused();
    let all = [
        "body /claims duplicate_claim_no",
        "body /claims/0/claimant claimant_unknown",
        "body /claims/1/claimant claimant_unknown",
        "body /employment_ended_on after_receipt",
    ];
    assert_eq!((status, found), (422, all.map(str::to_owned).to_vec()));
    let late = json!({ "channel": "counter", "employment_ended_on": "2020-02-28" });
    // The year from 28 February 2020 ended on Sunday 28 February 2021, so on 1 March: the request came on its last day.
    let body =
        |ended: &str| json!({ "on": "2021-03-18", "channel": "counter", "employment_ended_on": ended });
    let dry = |ended: &str| {
        let call = clerk.call("POST", &(file.path("onward-arbitration") + "?dry_run=true"));
        call.header("if-match", &file.tag()).json(&body(ended)).status
    };
    assert_eq!((dry("2020-02-28"), dry("2020-02-26")), (200, 409));
    assert_eq!(clerk.read("/api/v1/cases?count=true")["count"], 1);
    let done = clerk.does_on("2021-03-18", &file, ("onward-arbitration", late));
    let next = File { id: done["opened"].as_str().unwrap().to_owned(), version: std::cell::Cell::new(1) };
    let receipt = &clerk.read(&next.path("docket"))["items"][0]["content"]["act"]["data"];
    assert_eq!(receipt["interrupted_on"], json!(["2021-03-01", "2021-03-16"]));
    let again =
        clerk.act_on("2021-03-18", &file, ("onward-arbitration", json!({ "channel": "counter" }))).refused();
    assert_eq!(again, (409, vec!["act  gone_on_already".to_owned()]));

    office.tried(&next, ["2021-03-22", "2021-03-23", "2021-03-23"]);
    // Ten working days for the defence, to Wednesday 7 April: 3 to 5 April are off.
    let done = office.decided(&next, ["2021-03-31", "2021-04-08", "2021-04-09", "2021-04-12"]);
    assert_eq!(done["stage"], "closed");
    let case = clerk.read(&next.path(""));
    assert_eq!((&case["closing"]["manner"], &case["matter"]), (&json!("award_final"), &json!(file.id)));
    office.is_sound();
}

/// Entrusted on 8 March: ten working days to Monday the 22nd. The trial period runs on: 45 days from 3 March, Saturday
/// 17 April, so the 19th.
#[test]
fn an_entrusted_mediation_that_runs_out_leads_to_the_hearing() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, arbitrator, supervisor, .. } = &people;
    on_day(&server, "2021-03-01");
    let file = clerk.receive(&wages("2021-03-01"));
    office.tried(&file, ["2021-03-03", "2021-03-05", "2021-03-05"]);
    let body = json!({ "body": "徐城街道调解委员会" });
    let done = arbitrator.does_on("2021-03-08", &file, ("entrusted-mediations", body));
    stands(&done, "entrusted", &["A24 none->2021-03-22 open"]);
    let lapsed = json!({ "cause": "lapsed" });
    let found = arbitrator.act_on("2021-03-22", &file, ("entrusted-mediation-end", lapsed.clone())).refused();
    assert_eq!(found, (409, vec!["act  mediation_period_runs".to_owned()]));
    let hearing = json!({ "held_on": "2021-04-06", "time": "09:00" });
    let found = clerk.act_on("2021-03-22", &file, ("hearings", hearing)).refused();
    assert_eq!(found, (409, vec!["act  stage_does_not_allow".to_owned()]));
    on_day(&server, "2021-03-23");
    // It is over by law, and nothing that the office owes.
    assert!(column(&supervisor.read("/api/v1/deadlines?status=overdue&rule=A24"), "due_on").is_empty());
    let done = arbitrator.does_on("2021-03-23", &file, ("entrusted-mediation-end", lapsed));
    stands(&done, "tribunal", &["A24 2021-03-22->2021-03-22 met"]);
    let deadlines = clerk.read(&file.path("deadlines"));
    let status = |rule: &str| {
        let items = deadlines["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["rule"] == rule).unwrap();
        (item["status"].as_str().unwrap().to_owned(), item["due_on"].as_str().unwrap().to_owned())
    };
    assert_eq!(status("A24"), ("met_in_time".to_owned(), "2021-03-22".to_owned()));
    assert_eq!(status("A25"), ("open".to_owned(), "2021-04-19".to_owned()));
    let done = office.decided(&file, ["2021-03-24", "2021-04-01", "2021-04-02", "2021-04-06"]);
    assert_eq!(done["stage"], "closed");
    office.is_sound();
}

#[test]
fn a_settlement_repudiated_before_it_is_served_is_void_and_the_case_goes_on() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, arbitrator, .. } = &people;
    on_day(&server, "2021-03-01");
    let file = clerk.receive(&wages("2021-03-01"));
    office.tried(&file, ["2021-03-03", "2021-03-05", "2021-03-05"]);
    let settled = json!({ "scope": "whole", "amount": 500_000 });
    let done = arbitrator.does_on("2021-03-10", &file, ("settlements", settled));
    let document = done["entry"]["no"].as_u64().unwrap();
    let sign = format!("settlements/{document}/signatures");
    clerk.does_on("2021-03-11", &file, (&sign, json!({ "parties": [1] })));
    let back = format!("settlements/{document}/repudiation");
    let done = clerk.does_on("2021-03-12", &file, (&back, json!({ "party": 2 })));
    stands(&done, "tribunal", &[]);
    let found = clerk.act_on("2021-03-15", &file, (&sign, json!({ "parties": [2] }))).refused();
    assert_eq!(found, (409, vec!["act  document_is_settled".to_owned()]));
    let case = clerk.read(&file.path(""));
    assert_eq!((&case["awarded"], &case["effective_on"]), (&json!(0), &Value::Null));
    office.decided(&file, ["2021-03-15", "2021-03-24", "2021-03-25", "2021-03-26"]);
    let case = clerk.read(&file.path(""));
    assert_eq!((&case["closing"]["manner"], &case["awarded"]), (&json!("award_final"), &json!(600_000)));
    office.is_sound();
}

/// What an inspection settled and was not paid on the spot is agreed before the bureau's mediators, and confirmed by the
/// commission (GDLS 42). Handed over on 23 November: fifteen days to 8 December. In effect on the 25th: fifteen to
/// 10 December. Reviewed from the 29th: 30 November, 1, 2, 3 and 6 December.
#[test]
fn unpaid_wages_go_from_inspection_to_the_confirmation_by_the_commission() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, arbitrator, supervisor, inspector, .. } = &people;
    on_day(&server, "2021-11-01");
    let complaint = json!({ "on": "2021-11-01", "channel": "counter", "source": "complaint",
        "cause": "remuneration", "parties": application("2021-11-01")["parties"] });
    let inspection = clerk.opens("/api/v1/inspection-cases", &complaint);
    inspector.does_on("2021-11-03", &inspection, ("inspection-opening", json!({})));
    let line = json!({ "worker": 1, "job": "木工", "from": "2021-08-01", "to": "2021-10-31", "days_tenths": 725,
        "rate": 30_000, "due": 1_100_000, "paid": 500_000, "owed": 600_000 });
    inspector.does_on("2021-11-04", &inspection, ("wage-lists", json!({ "lines": [line] })));
    let handover = json!({ "to": "mediation", "channel": "counter" });
    let done = inspector.does_on("2021-11-23", &inspection, ("inspection-handover", handover));
    let file = File { id: done["opened"].as_str().unwrap().to_owned(), version: std::cell::Cell::new(1) };
    clerk.does_on("2021-11-24", &file, ("mediation-start", json!({})));
    let agreed = json!({ "amount": 600_000, "terms": "分期支付工资", "signed_by": [1, 2],
        "mediator_signed_on": "2021-11-25", "sealed_on": "2021-11-25" });
    let done = clerk.does_on("2021-11-25", &file, ("mediation-agreement", agreed));
    let due = ["M03 2021-12-08->2021-12-08 met", "M04 none->2021-12-10 open"];
    stands(&done, "mediation_agreed", &due);
    clerk.does_on("2021-11-26", &file, ("reviews", json!({ "applicants": [1, 2] })));
    let done = clerk.does_on("2021-11-29", &file, ("review-acceptance", json!({})));
    stands(&done, "in_review", &["M05 none->2021-12-06 open"]);
    let reviewer = json!({ "people": [{ "user": arbitrator.id, "duty": "arbitrator" }] });
    supervisor.does_on("2021-11-29", &file, ("assignment", reviewer));
    let done = arbitrator.does_on("2021-12-01", &file, ("review-confirmation", json!({})));
    let sign = format!("settlements/{}/signatures", done["entry"]["no"]);
    let done = clerk.does_on("2021-12-02", &file, (&sign, json!({ "parties": [1, 2] })));
    // Two years from the last signature end on a Saturday.
    stands(&done, "agreement_confirmed", &["P06 none->2023-12-04 open"]);
    let matter = clerk.read(&format!("/api/v1/cases?matter={}&sort=received_on", inspection.id));
    assert_eq!(column(&matter, "kind"), ["inspection", "mediation"]);
    office.is_sound();
}

/// An application for wages alone.
fn wages(on: &str) -> Value {
    let mut body = application(on);
    body["cause"] = "remuneration".into();
    body["claims"].as_array_mut().unwrap().truncate(1);
    body
}

#[test]
fn everything_wrong_with_an_agreement_is_said_at_once_and_nothing_is_written() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, mediator, supervisor, .. } = &people;
    let mut outside = mediation("2021-11-01");
    outside["body"] = "township".into();
    on_day(&server, "2021-11-01");
    let reply = clerk.post("/api/v1/mediation-cases", &outside);
    assert_eq!(
        (reply.status, reply.violations()),
        (422, vec!["body /body_name body_name_missing".to_owned()])
    );
    let file = office.asked("2021-11-01");
    mediator.does_on("2021-11-02", &file, ("mediation-start", json!({})));
    let shape = json!({ "amount": -1, "signed_by": [], "mediator_signed_on": "yesterday", "seal": true });
    let (status, found) = clerk.act_on("2021-11-10", &file, ("mediation-agreement", shape)).refused();
    let all = [
        "body /amount minimum",
        "body /mediator_signed_on format",
        "body /seal unknown_field",
        "body /sealed_on required",
        "body /signed_by min_items",
        "body /terms required",
    ];
    assert_eq!((status, found), (400, all.map(str::to_owned).to_vec()));
    let mut sense = agreement("2021-11-11");
    sense["signed_by"] = json!([1, 9]);
    sense["perform_by"] = json!("2021-11-09");
    sense["paid"] = json!(500_001);
    let (status, found) = clerk.act_on("2021-11-10", &file, ("mediation-agreement", sense)).refused();
    let all = [
        "body /mediator_signed_on not_in_effect_yet",
        "body /paid paid_more_than_agreed",
        "body /perform_by due_before_agreement",
        "body /sealed_on not_in_effect_yet",
        "body /signed_by not_signed_by_all",
        "body /signed_by/1 not_a_signatory",
    ];
    assert_eq!((status, found), (422, all.map(str::to_owned).to_vec()));
    // One side alone is told who is missing.
    let mut alone = agreement("2021-11-10");
    alone["signed_by"] = json!([1]);
    let reply = clerk.act_on("2021-11-10", &file, ("mediation-agreement", alone));
    assert_eq!(reply.status, 422);
    let said = reply.json()["detail"].as_str().unwrap().to_owned();
    assert!(said.starts_with("第2号当事人尚未签名或者盖章"), "{said}");
    assert_eq!(clerk.read(&file.path(""))["version"], file.version.get());

    // A wrong amount is corrected by a supervisor: the docket is told anew with the right one.
    clerk.does_on("2021-11-10", &file, ("mediation-agreement", agreement("2021-11-10")));
    let mut right = agreement("2021-11-10");
    right["on"] = json!("2021-11-10");
    right["amount"] = json!(550_000);
    let body = json!({ "on": "2021-11-12", "reason": "误录", "replacement": right });
    on_day(&server, "2021-11-12");
    assert_eq!(clerk.act(&file, "docket/4/correction", &body).status, 403);
    supervisor.does(&file, "docket/4/correction", &body);
    assert_eq!(clerk.read(&file.path(""))["awarded"], 550_000);
    office.is_sound();
}

/// Asked for on Monday 1 November: the period runs to the 16th; sixteen more days, which the law does not forbid, to
/// 2 December.
#[test]
fn a_long_prolongation_is_asked_about_and_recorded() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let mediator = &people.mediator;
    let file = office.asked("2021-11-01");
    mediator.does_on("2021-11-02", &file, ("mediation-start", json!({})));
    let path = "mediation-prolongations";
    let found = mediator.act_on("2021-11-15", &file, (path, json!({ "days": 16 }))).refused();
    assert_eq!(found, (409, vec!["act  long_prolongation".to_owned()]));
    let known = json!({ "days": 16, "acknowledge_warnings": ["long_prolongation"] });
    let done = mediator.does_on("2021-11-15", &file, (path, known));
    stands(&done, "mediating", &["M03 2021-11-16->2021-12-02 open"]);
    let deadlines = people.clerk.read(&file.path("deadlines"));
    let m03 = deadlines["items"].as_array().unwrap().iter().find(|item| item["rule"] == "M03").unwrap();
    let sentence = m03["explanation"]["sentence"]["zh"].as_str().unwrap();
    assert!(sentence.contains("2021-11-15双方同意延长16日") && !sentence.contains("批准"), "{sentence}");
    let rules = people.clerk.read("/api/v1/deadline-rules");
    let m03 = rules["items"].as_array().unwrap().iter().find(|rule| rule["id"] == "M03").unwrap();
    assert_eq!((&m03["extension"], &m03["extended_by"]), (&Value::Null, &json!("consent")));
    office.is_sound();
}

#[test]
fn what_is_odd_at_the_end_of_a_mediation_is_asked_about_and_kept() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, mediator, .. } = &people;
    let act = |codes: &[&str]| (409, codes.iter().map(|code| format!("act  {code}")).collect::<Vec<_>>());
    // Out of scope, and referred to nobody; the notice went out a day later.
    let refused = office.asked("2021-11-01");
    on_day(&server, "2021-11-03");
    let mut body = json!({ "on": "2021-11-02", "ground": "out_of_scope", "notified_on": "2021-11-03" });
    let reply = mediator.act(&refused, "mediation-refusal", &body);
    assert_eq!((reply.status, reply.violations()), act(&["not_referred"]));
    body["acknowledge_warnings"] = json!(["not_referred"]);
    mediator.does(&refused, "mediation-refusal", &body);
    assert_eq!(clerk.read(&refused.path(""))["mediation"]["refusal_notified_on"], "2021-11-03");

    // In effect on Monday the 8th: to be reviewed until the 23rd. The worker does not keep it.
    let file = office.asked("2021-11-03");
    mediator.does_on("2021-11-03", &file, ("mediation-start", json!({})));
    let agreed = json!({ "amount": 500_000, "terms": "支付工资", "signed_by": [1, 2],
        "mediator_signed_on": "2021-11-08", "sealed_on": "2021-11-08" });
    mediator.does_on("2021-11-08", &file, ("mediation-agreement", agreed));
    let archive = || json!({ "file_number": "徐劳调档〔2021〕2号" });
    let found = clerk.act_on("2021-11-11", &file, ("archive", archive())).refused();
    assert_eq!(found, act(&["agreement_not_performed", "file_incomplete", "review_term_runs"]));
    clerk.does_on("2021-11-12", &file, ("agreement-default", json!({ "party": 1 })));
    assert_eq!(clerk.read(&file.path(""))["mediation"]["defaulted_by"], 1);
    let order = || json!({ "court": "徐闻县人民法院" });
    let found = clerk.act_on("2021-11-15", &file, ("court-payment-order", order())).refused();
    assert_eq!(found, act(&["employer_not_in_default"]));
    let found = clerk.act_on("2021-11-24", &file, ("archive", archive())).refused();
    assert_eq!(found, act(&["agreement_not_performed", "file_incomplete"]));
    office.is_sound();
}

/// Ten workers choose one of them to speak for all (LAW 7), and consent to what that one signs.
#[test]
fn ten_workers_are_spoken_for_by_one_of_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let clerk = &people.clerk;
    on_day(&server, "2021-11-01");
    let worker = |no: u32| json!({ "no": no, "side": "applicant", "who": { "worker": { "name": format!("工人{no}") } } });
    let mut parties: Vec<Value> = (1..=10).map(worker).collect();
    parties
        .push(json!({ "no": 11, "side": "respondent", "who": { "employer": { "name": "徐闻海港公司" } } }));
    let mut body = mediation("2021-11-01");
    body["parties"] = parties.into();
    let file = clerk.opens("/api/v1/mediation-cases", &body);
    clerk.does_on("2021-11-02", &file, ("mediation-start", json!({})));
    clerk.does_on("2021-11-03", &file, ("representation", json!({ "parties": [1] })));
    let mut agreed = json!({ "amount": 500_000, "terms": "支付工资", "signed_by": [1, 11],
        "mediator_signed_on": "2021-11-08", "sealed_on": "2021-11-08" });
    let found = clerk.act_on("2021-11-08", &file, ("mediation-agreement", agreed.clone())).refused();
    assert_eq!(found, (409, vec!["act  consent_of_the_represented".to_owned()]));
    agreed["acknowledge_warnings"] = json!(["consent_of_the_represented"]);
    let done = clerk.does_on("2021-11-08", &file, ("mediation-agreement", agreed));
    assert_eq!(done["stage"], "mediation_agreed");
    office.is_sound();
}
