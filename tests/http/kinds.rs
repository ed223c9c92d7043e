//! The kinds of cases over HTTP: each opens through its own door, lives on its own stages, and is seen by its own
//! desk; a dispute that goes from one to the next stays one matter. Not here: what each kind asks of its acts.

use crate::support::people::{People, application, column, moved, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// A request to the commission to mediate the usual dispute.
fn mediation(on: &str) -> Value {
    let mut body = application(on);
    body["body"] = "commission".into();
    body
}

/// A complaint of unpaid wages at the usual employer.
fn complaint(on: &str) -> Value {
    json!({ "on": on, "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": application(on)["parties"] })
}

#[test]
fn a_mediation_that_fails_goes_on_to_arbitration_in_one_act_with_its_people_and_claims() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.clerk.opens("/api/v1/mediation-cases", &mediation("2021-12-01"));
    people.clerk.does(&file, "mediation-start", &json!({ "on": "2021-12-01" }));
    on_day(&server, "2021-12-10");
    people.clerk.does(&file, "mediation-ending", &json!({ "on": "2021-12-10", "cause": "failed" }));
    let body = json!({ "on": "2021-12-10", "channel": "counter" });
    // What would happen is shown of both cases: five working days from a Friday end on the next.
    let dry = people.clerk.call("POST", &file.path("onward-arbitration?dry_run=true"));
    let shown = dry.header("if-match", &file.tag()).json(&body).json();
    assert_eq!(
        (&shown["entry"], &shown["also"]["entry"], &shown["opened"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!(shown["also"]["stage"], "received");
    assert_eq!(moved(&shown["also"]), ["A03 none->2021-12-17 open"]);
    let done = people.clerk.does(&file, "onward-arbitration", &body);
    assert_eq!(moved(&done["also"]), moved(&shown["also"]));
    let next = done["opened"].as_str().unwrap().to_owned();
    let case = people.clerk.read(&format!("/api/v1/cases/{next}"));
    assert_eq!((&case["kind"], &case["stage"]), (&json!("arbitration"), &json!("received")));
    assert_eq!(case["matter"], file.id.as_str());
    assert_eq!(case["origin"]["case"], file.id.as_str());
    let before = people.clerk.read(&file.path(""));
    assert_eq!(case["claims"], before["claims"]);
    assert_eq!(case["parties"], before["parties"]);
    assert_eq!(before["mediation"]["onward"]["case"], next.as_str());
    let docket = people.clerk.read(&format!("/api/v1/cases/{next}/docket"));
    let receipt = &docket["items"][0]["content"]["act"]["data"];
    assert_eq!(receipt["interrupted_on"], json!(["2021-12-01", "2021-12-10"]));
    // The people are sealed once more: no row of the vault belongs to two cases.
    let vault_of = |entry: &Value| {
        entry["content"]["act"]["data"]["parties"][0]["who"]["worker"]["vault"].as_str().unwrap().to_owned()
    };
    let earlier = people.clerk.read(&file.path("docket"));
    assert_ne!(vault_of(&docket["items"][0]), vault_of(&earlier["items"][0]));
    let matter = people.clerk.read(&format!("/api/v1/cases?matter={}&sort=received_on", file.id));
    assert_eq!(column(&matter, "kind"), ["mediation", "arbitration"]);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn an_act_of_another_kind_is_refused() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.clerk.opens("/api/v1/mediation-cases", &mediation("2021-12-01"));
    let reply =
        people.clerk.act(&file, "acceptance", &json!({ "on": "2021-12-01", "procedure": "ordinary" }));
    assert_eq!(reply.status, 409, "{reply:?}");
    assert_eq!(reply.json()["violations"][0]["code"], "kind_does_not_allow", "{reply:?}");
    let acts = people.clerk.read(&file.path("acts"));
    let acts: Vec<&str> =
        acts["items"].as_array().unwrap().iter().map(|act| act["act"].as_str().unwrap()).collect();
    assert!(acts.contains(&"mediation_start") && !acts.contains(&"acceptance"), "{acts:?}");
}

#[test]
fn an_inspector_sees_the_inspectorates_cases_and_no_others() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let arbitration = people.clerk.receive(&application("2021-12-01"));
    let inspection = people.inspector.opens("/api/v1/inspection-cases", &complaint("2021-12-01"));
    let seen = people.inspector.read("/api/v1/cases");
    assert_eq!(column(&seen, "id"), std::slice::from_ref(&inspection.id));
    assert_eq!(people.inspector.get(&arbitration.path("")).status, 404);
    people.inspector.does(&inspection, "inspection-opening", &json!({ "on": "2021-12-01" }));
    // A clerk reads it, and does not inspect.
    assert_eq!(people.clerk.get(&inspection.path("")).status, 200);
    let reply = people.clerk.act(&inspection, "inspection-opening", &json!({ "on": "2021-12-01" }));
    assert_eq!(reply.status, 403, "{reply:?}");
    assert_eq!(people.inspector.get(&inspection.path("parties/1/personal-data")).status, 200);
    assert_eq!(people.supervisor.read("/api/v1/cases?kind=inspection")["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_petition_is_received_and_accepted_at_the_counter() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let body = json!({ "on": "2021-12-01", "channel": "counter", "cause": "remuneration", "request": "请求督促支付工资",
        "parties": application("2021-12-01")["parties"] });
    let file = people.clerk.opens("/api/v1/petition-cases", &body);
    people.clerk.does(&file, "petition-acceptance", &json!({ "on": "2021-12-01" }));
    let case = people.clerk.read(&file.path(""));
    assert_eq!((&case["kind"], &case["stage"]), (&json!("petition"), &json!("petition_handling")));
    assert_eq!(people.inspector.get(&file.path("")).status, 404);
}

#[test]
fn cases_of_other_kinds_are_in_no_closure_figure() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.clerk.opens("/api/v1/mediation-cases", &mediation("2021-12-01"));
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-01", "amount": 100 }));
    let figures = people.supervisor.read("/api/v1/statistics/closure?from=2021-01-01&to=2021-12-31");
    let text = figures.to_string();
    assert_eq!(figures["accepted"]["value"], 0, "{text}");
    assert_eq!(figures["recovered_before_acceptance"]["fen"], 0, "{text}");
}

#[test]
fn what_opened_a_case_is_corrected_but_not_struck_out() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-10");
    let file = people.clerk.opens("/api/v1/mediation-cases", &mediation("2021-12-10"));
    people.clerk.does(&file, "mediation-refusal", &json!({ "on": "2021-12-10", "ground": "side_refuses" }));
    let body = json!({ "on": "2021-12-10", "channel": "counter" });
    let opened = people.clerk.does(&file, "onward-arbitration", &body)["opened"].clone();
    let strike = json!({ "on": "2021-12-10", "reason": "误录" });
    let reply = people.supervisor.act(&file, "docket/3/correction", &strike);
    assert_eq!(reply.status, 409, "{reply:?}");
    assert_eq!(reply.json()["violations"][0]["code"], "opened_a_case", "{reply:?}");
    let mut other = json!({ "on": "2021-12-10", "reason": "误录",
        "replacement": { "on": "2021-12-10", "channel": "post" } });
    // The channel stands in both dockets: a person looks at both.
    let reply = people.supervisor.act(&file, "docket/3/correction", &other);
    assert_eq!((reply.status, &reply.json()["violations"][0]["code"]), (409, &json!("opened_case_stays")));
    let mut claims = other.clone();
    claims["replacement"]["claims"] = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 100_000 }]);
    let reply = people.supervisor.act(&file, "docket/3/correction", &claims);
    assert_eq!((reply.status, &reply.json()["violations"][0]["code"]), (409, &json!("opened_case_differs")));
    other["acknowledge_warnings"] = json!(["opened_case_stays"]);
    people.supervisor.does(&file, "docket/3/correction", &other);
    assert_eq!(people.clerk.read(&file.path(""))["mediation"]["onward"]["case"], opened);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn every_case_that_is_opened_says_where_it_is() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    for (path, body) in
        [("/api/v1/cases", application("2021-12-01")), ("/api/v1/mediation-cases", mediation("2021-12-01"))]
    {
        let reply = people.clerk.post(path, &body);
        let case = reply.json()["case_id"].as_str().unwrap().to_owned();
        assert_eq!((reply.status, reply.header("location")), (201, format!("/api/v1/cases/{case}").as_str()));
    }
    let reply = people.inspector.post("/api/v1/inspection-cases", &complaint("2021-12-01"));
    let case = reply.json()["case_id"].as_str().unwrap().to_owned();
    assert_eq!((reply.status, reply.header("location")), (201, format!("/api/v1/cases/{case}").as_str()));
}
