//! Service of process over HTTP: the list of what is not yet served, and the proof that follows. Not here: what counts
//! as served, which `tests/domain/services.rs` works out by hand.

use crate::support::people::{People, application, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

fn listed(page: &Value) -> Vec<String> {
    let line = |item: &Value| format!("{} {}", item["document"].as_str().unwrap(), item["party"]);
    page["items"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn what_is_not_served_is_a_list_and_what_has_no_proof_another() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-03");
    let file = people.clerk.receive(&application("2021-12-03"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let list = || people.supervisor.read("/api/v1/pending-services");
    assert_eq!(listed(&list()), ["acceptance_notice 1", "application_copy 2"]);
    // Friday 3 December 2021: five working days are the 6th to the 10th.
    assert_eq!(list()["items"][1]["due_on"], "2021-12-10");
    let first = people.clerk.read("/api/v1/pending-services?limit=1");
    let next = first["next"].as_str().unwrap();
    let second = people.clerk.read(&format!("/api/v1/pending-services?limit=1&cursor={next}"));
    assert_eq!(listed(&second), ["application_copy 2"]);
    let body =
        json!({ "on": "2021-12-03", "document": "application_copy", "parties": [2], "manner": "direct" });
    people.clerk.does(&file, "services", &body);
    assert_eq!(listed(&list()), ["acceptance_notice 1"]);
    let proofs = || people.clerk.read("/api/v1/pending-services?lacks=proof");
    assert_eq!(listed(&proofs()), ["application_copy 2"]);
    let wrong = json!({ "on": "2021-12-03", "proof": { "kind": "post_receipt", "reference": "EMS1" } });
    let reply = people.clerk.act(&file, "services/3/proof", &wrong);
    assert_eq!(
        (reply.status, reply.violations()),
        (422, vec!["body /proof/kind proof_of_another_manner".to_owned()])
    );
    let right = json!({ "on": "2021-12-03", "proof": { "kind": "signed_return", "reference": "回证3号" } });
    people.clerk.does(&file, "services/3/proof", &right);
    assert!(listed(&proofs()).is_empty());
    assert_eq!(people.clerk.read(&file.path(""))["proofs"][0]["proof"]["reference"], "回证3号");
    assert!(people.inspector.read("/api/v1/pending-services")["items"].as_array().unwrap().is_empty());
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// The same copy, on the same party, the same day and in the same manner: most often the proof was meant.
#[test]
fn a_document_that_was_served_so_already_is_asked_about() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-03");
    let file = people.clerk.receive(&application("2021-12-03"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let mut body =
        json!({ "on": "2021-12-03", "document": "application_copy", "parties": [2], "manner": "direct" });
    people.clerk.does(&file, "services", &body);
    let asked = people.clerk.act(&file, "services", &body);
    assert_eq!(asked.refused(), (409, vec!["act  served_already".to_owned()]));
    let said = asked.json()["violations"][0]["detail"].to_string();
    assert!(said.contains("第3项登记") && said.contains("services/3/proof"), "{said}");
    // In another manner, or another document, it is another service.
    let mut other = body.clone();
    other["manner"] = "post".into();
    people.clerk.does(&file, "services", &other);
    other["document"] = "acceptance_notice".into();
    people.clerk.does(&file, "services", &other);
    body["acknowledge_warnings"] = json!(["served_already"]);
    people.clerk.does(&file, "services", &body);
}

/// A formation that names no day means that services tell; the register writes so, and the caller cannot. Accepted on Friday 3
/// December, the notice is due on the 10th.
#[test]
fn a_formation_that_names_no_day_leaves_it_to_the_services() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-06");
    let file = people.clerk.receive(&application("2021-12-03"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let mut formed = people.panel("2021-12-06");
    formed.as_object_mut().unwrap().remove("notified_on");
    let mut told = formed.clone();
    told["untold"] = json!("on_its_day");
    assert_eq!(people.supervisor.act(&file, "tribunal", &told).status, 400);
    people.supervisor.does(&file, "tribunal", &formed);
    let docket = || people.clerk.read(&file.path("docket"));
    assert_eq!(docket()["items"][2]["content"]["act"]["data"]["untold"], "served");
    let a07 = || {
        let all = people.clerk.read(&file.path("deadlines"));
        let items = all["items"].as_array().unwrap().clone();
        let found = items.into_iter().find(|item| item["rule"] == "A07").unwrap();
        (found["status"].clone(), found["due_on"].clone())
    };
    assert_eq!(a07(), (json!("open"), json!("2021-12-10")));
    // Corrected, it still means what it meant.
    let correction = json!({ "on": "2021-12-06", "reason": "误录", "replacement": formed });
    people.supervisor.does(&file, "docket/3/correction", &correction);
    let replacement = &docket()["items"][3]["content"]["correction"]["replacement"]["act"]["data"];
    assert_eq!(replacement["untold"], "served");
    let notice =
        json!({ "on": "2021-12-06", "document": "tribunal_notice", "parties": [1, 2], "manner": "direct" });
    people.clerk.does(&file, "services", &notice);
    assert_eq!(a07().0, "met_in_time");
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}
