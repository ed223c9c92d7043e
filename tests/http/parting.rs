//! One of several applicants leaves, and claims in two documents, over HTTP: the case goes on, the bar to apply again follows the
//! person, and no money is counted twice. What opened another case is not corrected into another. Not here: splits
//! (`collective`), and what each act asks (`tests/domain`).

use crate::support::people::{File, People, application, on_day};
use crate::support::server::{Reply, TestServer};
use serde_json::{Value, json};

/// Two workers against one employer, 6,000 and 4,000 of wages.
fn of_two(on: &str) -> Value {
    let mut body = application(on);
    let second = json!({ "no": 3, "side": "applicant", "who": { "worker": { "name": "陈海生" } } });
    body["parties"].as_array_mut().unwrap().push(second);
    body["claims"] = json!([
        { "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 },
        { "no": 2, "claimant": 3, "item": "wages", "amount": 400_000 },
    ]);
    body
}

fn codes(reply: &Reply) -> Vec<String> {
    let violations = reply.json()["violations"].as_array().cloned().unwrap_or_default();
    violations.iter().map(|violation| violation["code"].as_str().unwrap().to_owned()).collect()
}

/// Accepted on 3 March, heard on the 22nd, of which all had notice on the 9th.
fn before_the_hearing(people: &People<'_>, file: &File) -> Value {
    people.clerk.does(file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    let served = |document: &str, parties: Value, of: Value| json!({ "on": "2021-03-09", "document": document, "parties": parties, "of": of, "manner": "direct" });
    let mut copy = served("application_copy", json!([2]), Value::Null);
    copy["on"] = "2021-03-03".into();
    copy.as_object_mut().unwrap().remove("of");
    people.clerk.does(file, "services", &copy);
    people.supervisor.does(file, "tribunal", &people.panel("2021-03-04"));
    let hearing = people.clerk.does(
        file,
        "hearings",
        &json!({ "on": "2021-03-08", "held_on": "2021-03-22", "time": "09:00" }),
    );
    let hearing = hearing["entry"]["no"].clone();
    let mut notice = served("hearing_notice", json!([1, 2, 3]), hearing.clone());
    notice["proof"] = json!({ "kind": "signed_return", "reference": "回证1号" });
    people.clerk.does(file, "services", &notice);
    hearing
}

#[test]
fn one_of_two_stays_away_and_may_not_apply_again_while_the_other_gets_an_award() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_two("2021-03-01"));
    on_day(&server, "2021-03-22");
    let hearing = before_the_hearing(&people, &file);
    let open = json!({ "on": "2021-03-22", "absent": [3] });
    people.arbitrator.does(&file, &format!("hearings/{hearing}/opening"), &open);
    let path = format!("hearings/{hearing}/deemed-withdrawal");
    let all = json!({ "on": "2021-03-22", "conduct": "absent" });
    assert_eq!(codes(&people.arbitrator.act(&file, &path, &all)), ["not_deserted"]);
    let one = json!({ "on": "2021-03-22", "conduct": "absent", "parties": [3] });
    let done = people.arbitrator.does(&file, &path, &one);
    assert_eq!(done["stage"], "hearing");
    let case = people.clerk.read(&file.path(""));
    assert_eq!((&case["gave_up"][0]["how"], &case["claimed"]), (&json!("deemed_withdrawn"), &json!(600_000)));
    let closing = json!({ "on": "2021-03-22", "mediation": "failed" });
    people.arbitrator.does(&file, &format!("hearings/{hearing}/closing"), &closing);
    people.arbitrator.does(&file, "discussions", &json!({ "on": "2021-03-22", "conclusion": "支持" }));
    let items = json!([{ "claim": 1, "decision": "granted", "amount": 600_000, "finality": "final" }]);
    let award = json!({ "on": "2021-03-22", "scope": "whole", "items": items });
    assert_eq!(people.arbitrator.does(&file, "awards", &award)["stage"], "closed");
    // The second applies again, and is known by the name; the first may: the office looks whether it is the same dispute.
    let again = |name: &str| {
        let mut body = application("2021-03-22");
        body["parties"][0]["who"]["worker"] = json!({ "name": name });
        body["prior"] = json!({ "case": file.id });
        people.clerk.receive(&body)
    };
    let acceptance = json!({ "on": "2021-03-22", "procedure": "ordinary", "acknowledge_warnings": ["duplicate_of_prior"] });
    let reply = people.clerk.act(&again("陈海生"), "acceptance", &acceptance);
    assert_eq!((reply.status, codes(&reply)), (409, vec!["deemed_withdrawn_before".to_owned()]));
    people.clerk.does(&again("符永祥"), "acceptance", &acceptance);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn one_of_two_withdraws_and_the_trial_period_runs_on() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_two("2021-03-01"));
    on_day(&server, "2021-03-10");
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    let done = people.clerk.does(
        &file,
        "withdrawal",
        &json!({ "on": "2021-03-10", "ground": "own_motion", "parties": [3] }),
    );
    assert_eq!((&done["stage"], &done["deadlines"]), (&json!("accepted"), &json!([])));
    let last = json!({ "on": "2021-03-10", "ground": "own_motion" });
    assert_eq!(people.clerk.does(&file, "withdrawal", &last)["stage"], "closed");
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// 10,000 agreed on and 5,000 awarded would have been 15,000 of 10,000.
#[test]
fn what_a_document_would_settle_is_not_awarded_beside_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_two("2021-03-01"));
    on_day(&server, "2021-03-22");
    let hearing = before_the_hearing(&people, &file);
    people.arbitrator.does(&file, &format!("hearings/{hearing}/opening"), &json!({ "on": "2021-03-22" }));
    let closing = json!({ "on": "2021-03-22", "mediation": "failed" });
    people.arbitrator.does(&file, &format!("hearings/{hearing}/closing"), &closing);
    people.arbitrator.does(&file, "discussions", &json!({ "on": "2021-03-22", "conclusion": "支持" }));
    let whole = json!({ "on": "2021-03-22", "scope": "whole", "amount": 1_000_000 });
    let paper = people.arbitrator.does(&file, "settlements", &whole)["entry"]["no"].clone();
    let items = json!([{ "claim": 1, "decision": "partly_granted", "amount": 500_000, "finality": "final" }]);
    let award = json!({ "on": "2021-03-22", "scope": "part", "items": items });
    assert_eq!(codes(&people.arbitrator.act(&file, "awards", &award)), ["claim_awaits_signatures"]);
    let part = json!({ "on": "2021-03-22", "scope": "part", "claims": [1], "amount": 500_000 });
    assert_eq!(codes(&people.arbitrator.act(&file, "settlements", &part)), ["claim_awaits_signatures"]);
    let signed = json!({ "on": "2021-03-22", "parties": [1, 2, 3] });
    people.arbitrator.does(&file, &format!("settlements/{paper}/signatures"), &signed);
    let case = people.clerk.read(&file.path(""));
    assert_eq!((&case["awarded"], &case["claimed"]), (&json!(1_000_000), &json!(1_000_000)));
}

/// What an inspection handed over as 9,000 does not become 1,000 in its own docket, nor does the arbitration become a
/// mediation.
#[test]
fn a_handover_and_the_wages_beneath_it_are_corrected_in_the_case_that_they_opened() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-11-01");
    let body = json!({ "on": "2021-11-01", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": application("2021-11-01")["parties"] });
    let file = people.inspector.opens("/api/v1/inspection-cases", &body);
    on_day(&server, "2021-11-10");
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-11-03" }));
    let list = |fen: u32| {
        json!({ "on": "2021-11-05", "lines": [
            { "worker": 1, "from": "2021-09-01", "to": "2021-09-30", "due": fen, "paid": 0, "owed": fen }] })
    };
    let wages = people.inspector.does(&file, "wage-lists", &list(900_000))["entry"]["no"].clone();
    let handover = |to: &str| json!({ "on": "2021-11-10", "to": to, "channel": "counter" });
    let done = people.inspector.does(&file, "inspection-handover", &handover("arbitration"));
    let (entry, opened) = (done["entry"]["no"].clone(), done["opened"].as_str().unwrap().to_owned());
    let corrected = |entry: &Value, replacement: Value| {
        let body = json!({ "on": "2021-11-10", "reason": "误录", "replacement": replacement });
        let reply = people.supervisor.act(&file, &format!("docket/{entry}/correction"), &body);
        (reply.status, codes(&reply))
    };
    let differs = (409, vec!["opened_case_differs".to_owned()]);
    assert_eq!(corrected(&entry, handover("mediation")), differs);
    assert_eq!(corrected(&wages, list(100_000)), differs);
    let next = people.clerk.read(&format!("/api/v1/cases/{opened}"));
    assert_eq!(next["claims"][0]["amount"], 900_000);
}
