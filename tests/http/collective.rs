//! Collective disputes over HTTP: a thousand workers in one case from the counter to the award, partly settled; who
//! represents them; cases split and tried together. Not here: what each act asks (`tests/domain`).

use crate::support::people::{File, People, application, column, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// The employer's number: after all the workers.
fn employer(workers: u32) -> u32 {
    workers + 1
}

/// An application of so many workers, each for CNY 8,000 of wages.
fn of_workers(workers: u32, on: &str) -> Value {
    let worker = |no: u32| json!({ "no": no, "side": "applicant", "who": { "worker": { "name": format!("工人{no}") } } });
    let claim = |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 800_000 });
    let mut parties: Vec<Value> = (1..=workers).map(worker).collect();
    let name = json!({ "employer": { "name": "徐闻县红土建筑公司" } });
    parties.push(json!({ "no": employer(workers), "side": "respondent", "who": name }));
    json!({ "on": on, "channel": "counter", "cause": "remuneration", "parties": parties,
        "claims": (1..=workers).map(claim).collect::<Vec<_>>() })
}

fn codes(reply: &crate::support::server::Reply) -> Vec<String> {
    let violations = reply.json()["violations"].as_array().cloned().unwrap_or_default();
    violations.iter().map(|violation| violation["code"].as_str().unwrap().to_owned()).collect()
}

/// Accepted on 3 March 2021, served on everyone, before a panel of three.
fn before_the_panel(people: &People<'_>, file: &File, workers: u32) {
    people.clerk.does(file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    let all: Vec<u32> = (1..=workers).collect();
    let notice =
        json!({ "on": "2021-03-03", "document": "acceptance_notice", "parties": all, "manner": "direct" });
    people.clerk.does(file, "services", &notice);
    let copy = json!({ "on": "2021-03-03", "document": "application_copy", "parties": [employer(workers)],
        "manner": "direct" });
    people.clerk.does(file, "services", &copy);
    people.supervisor.does(file, "tribunal", &people.panel("2021-03-04"));
}

#[test]
fn a_thousand_workers_with_three_representatives_are_partly_settled_and_the_rest_decided() {
    const WORKERS: u32 = 1_000;
    const SETTLED: u32 = 600;
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_workers(WORKERS, "2021-03-01"));
    on_day(&server, "2021-03-04");
    let three = json!({ "on": "2021-03-03", "parties": [1, 2, 3] });
    people.clerk.does(&file, "representation", &three);
    before_the_panel(&people, &file, WORKERS);
    assert!(people.clerk.read("/api/v1/pending-services")["items"].as_array().unwrap().is_empty());
    on_day(&server, "2021-03-24");
    let all: Vec<u32> = (1..=employer(WORKERS)).collect();
    let hearing = people.clerk.does(
        &file,
        "hearings",
        &json!({ "on": "2021-03-05", "held_on": "2021-03-22",
        "acknowledge_warnings": [] }),
    )["entry"]["no"]
        .clone();
    let notice = json!({ "on": "2021-03-05", "document": "hearing_notice", "of": hearing, "parties": all,
        "manner": "direct" });
    people.clerk.does(&file, "services", &notice);
    people.arbitrator.does(&file, &format!("hearings/{hearing}/opening"), &json!({ "on": "2021-03-22" }));
    // Part of the workers settle; the representatives must have their consent (R33 63).
    let settled: Vec<u32> = (1..=SETTLED).collect();
    let mut paper = json!({ "on": "2021-03-22", "scope": "part", "claims": settled, "amount": 480_000_000 });
    let reply = people.arbitrator.act(&file, "settlements", &paper);
    assert_eq!((reply.status, codes(&reply)), (409, vec!["consent_of_the_represented".to_owned()]));
    paper["acknowledge_warnings"] = json!(["consent_of_the_represented"]);
    let no = people.arbitrator.does(&file, "settlements", &paper)["entry"]["no"].clone();
    // Those who settle sign, and the employer; nobody else's signature is needed or taken.
    let sign = |parties: Vec<u32>| json!({ "on": "2021-03-23", "parties": parties });
    let path = format!("settlements/{no}/signatures");
    let reply = people.arbitrator.act(&file, &path, &sign(vec![SETTLED + 1]));
    assert_eq!((reply.status, codes(&reply)), (422, vec!["not_a_signatory".to_owned()]));
    let mut signers = settled.clone();
    signers.push(employer(WORKERS));
    people.arbitrator.does(&file, &path, &sign(signers));
    let closing = json!({ "on": "2021-03-23", "mediation": "failed" });
    people.arbitrator.does(&file, &format!("hearings/{hearing}/closing"), &closing);
    people.arbitrator.does(&file, "discussions", &json!({ "on": "2021-03-24", "conclusion": "支持" }));
    let item =
        |claim: u32| json!({ "claim": claim, "decision": "granted", "amount": 800_000, "finality": "final" });
    let items: Vec<Value> = (SETTLED + 1..=WORKERS).map(item).collect();
    people.arbitrator.does(&file, "awards", &json!({ "on": "2021-03-24", "scope": "whole", "items": items }));
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-03-24", "amount": 800_000, "party": 1 }));
    let case = people.clerk.read(&file.path(""));
    assert_eq!((&case["stage"], &case["closing"]["manner"]), (&json!("closed"), &json!("award_final")));
    // 600 × 8,000 agreed and 400 × 8,000 awarded.
    assert_eq!((&case["awarded"], &case["claimed"]), (&json!(800_000_000), &json!(800_000_000)));
    assert_eq!(case["representation"]["parties"], json!([1, 2, 3]));
    let lacking = people.clerk.read("/api/v1/pending-services?limit=200");
    assert_eq!(lacking["items"].as_array().unwrap().len(), 200);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn representatives_are_three_to_five_workers_of_a_collective_dispute() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let small = people.clerk.receive(&of_workers(9, "2021-03-01"));
    let body = |parties: &[u32]| json!({ "on": "2021-03-01", "parties": parties });
    let reply = people.clerk.act(&small, "representation", &body(&[1, 2, 3]));
    assert_eq!((reply.status, codes(&reply)), (409, vec!["not_collective".to_owned()]));
    let file = people.clerk.receive(&of_workers(10, "2021-03-01"));
    let reply = people.clerk.act(&file, "representation", &body(&[1, 1, 11, 2, 3, 4]));
    assert_eq!(reply.status, 422);
    assert_eq!(codes(&reply), ["representatives_out_of_range", "party_twice", "not_an_applicant"]);
    for parties in [&[1, 2][..], &[1, 2, 3, 4, 5, 6]] {
        assert_eq!(
            codes(&people.clerk.act(&file, "representation", &body(parties))),
            ["representatives_out_of_range"]
        );
    }
    people.clerk.does(&file, "representation", &body(&[1, 2, 3, 4, 5]));
}

#[test]
fn some_of_the_workers_go_on_in_a_case_of_their_own_without_gaining_time() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_workers(12, "2021-03-01"));
    on_day(&server, "2021-03-10");
    before_the_panel(&people, &file, 12);
    let nobody: Vec<u32> = (1..=12).collect();
    let split = |parties: &[u32]| json!({ "on": "2021-03-10", "parties": parties });
    assert_eq!(codes(&people.arbitrator.act(&file, "splits", &split(&nobody))), ["nobody_stays"]);
    assert_eq!(
        codes(&people.arbitrator.act(&file, "splits", &split(&[13]))),
        ["nothing_to_split", "party_missing", "not_an_applicant"]
    );
    let three = json!({ "on": "2021-03-10", "parties": [1, 2, 11] });
    people.clerk.does(&file, "representation", &three);
    let reply = people.arbitrator.act(&file, "splits", &split(&[11, 12]));
    assert_eq!((reply.status, codes(&reply)), (409, vec!["few_representatives".to_owned()]));
    let mut known = split(&[11, 12]);
    known["acknowledge_warnings"] = json!(["few_representatives"]);
    let done = people.arbitrator.does(&file, "splits", &known);
    let next = File { id: done["opened"].as_str().unwrap().to_owned(), version: std::cell::Cell::new(5) };
    let (first, second) = (people.clerk.read(&file.path("")), people.clerk.read(&next.path("")));
    assert_eq!((first["workers"].as_u64(), second["workers"].as_u64()), (Some(10), Some(2)));
    assert_eq!((&first["claimed"], &second["claimed"]), (&json!(8_000_000), &json!(1_600_000)));
    assert_eq!((&second["received"]["on"], &second["matter"]), (&json!("2021-03-01"), &json!(file.id)));
    assert_eq!(first["representation"]["parties"], json!([1, 2]));
    // Accepted with the first, under a number of its own, before the same panel; what was served counts.
    assert_eq!((&second["stage"], &second["version"]), (&json!("tribunal"), &json!(5)));
    assert_eq!(second["acceptance"]["at"]["on"], "2021-03-03");
    assert_eq!(
        (first["number"].as_str(), second["number"].as_str()),
        (Some("徐劳人仲案字〔2021〕1号"), Some("徐劳人仲案字〔2021〕2号"))
    );
    let docket = people.clerk.read(&next.path("docket"));
    let told: Vec<_> =
        docket["items"].as_array().unwrap().iter().map(|it| (&it["act"], &it["reason"])).collect();
    assert_eq!(told[1], (&json!("acceptance"), &json!("分案承接")));
    assert_eq!(column(&docket, "act"), ["receipt", "acceptance", "service", "service", "tribunal_formation"]);
    // Its 45 days run from there, to Saturday 17 April, rolled to the 19th.
    let deadlines = people.clerk.read(&next.path("deadlines"));
    let trial =
        deadlines["items"].as_array().unwrap().iter().find(|item| item["rule"] == "A25").unwrap().clone();
    assert_eq!((&trial["natural_on"], &trial["due_on"]), (&json!("2021-04-17"), &json!("2021-04-19")));
    let overdue = deadlines["items"].as_array().unwrap().iter().filter(|item| item["status"] == "overdue");
    assert_eq!(overdue.count(), 0);
    // With the twelfth alone in its place the eleventh would be in both cases, or in none.
    let other = json!({ "on": "2021-03-10", "reason": "误录", "replacement": split(&[12]) });
    let entry = done["entry"]["no"].as_u64().unwrap();
    let reply = people.supervisor.act(&file, &format!("docket/{entry}/correction"), &other);
    assert_eq!((reply.status, codes(&reply)), (409, vec!["opened_case_differs".to_owned()]));
    // The acceptance of the second is corrected there, and keeps what it took over.
    let acceptance = json!({ "on": "2021-03-10", "reason": "误录",
        "replacement": { "on": "2021-03-02", "procedure": "ordinary" } });
    people.supervisor.does(&next, "docket/2/correction", &acceptance);
    assert_eq!(people.clerk.read(&next.path(""))["number"], "徐劳人仲案字〔2021〕2号");
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn two_cases_are_tried_together_and_both_dockets_say_so() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let files = [1, 2].map(|_| {
        let file = people.clerk.receive_another(&application("2021-03-01"));
        people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
        people.supervisor.does(&file, "tribunal", &people.panel("2021-03-04"));
        file
    });
    let own = json!({ "on": "2021-03-10", "with": files[0].id });
    assert_eq!(codes(&people.arbitrator.act(&files[0], "joint-trials", &own)), ["joined_with_itself"]);
    let unknown = json!({ "on": "2021-03-10", "with": "00000000-0000-7000-8000-000000000001" });
    let reply = people.arbitrator.act(&files[0], "joint-trials", &unknown);
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /with no_such_case".to_owned()]));
    let body = json!({ "on": "2021-03-10", "with": files[1].id });
    people.arbitrator.does(&files[0], "joint-trials", &body);
    let other = people.clerk.read(&files[1].path(""));
    assert_eq!(other["joint_trials"][0]["case"], files[0].id.as_str());
    assert_eq!(other["version"], 4);
    // Whoever had the other case open is told that it changed.
    assert_eq!(people.arbitrator.act(&files[1], "joint-trials", &own).status, 412);
    assert_eq!(codes(&people.arbitrator.act(&files[0], "joint-trials", &body)), ["joined_already"]);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// With the consent of those whom they represent, the signatures of the representatives and the employer are all (R33 63).
#[test]
fn representatives_sign_for_all_whom_they_represent() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_workers(12, "2021-03-01"));
    on_day(&server, "2021-03-10");
    people.clerk.does(&file, "representation", &json!({ "on": "2021-03-03", "parties": [1, 2, 3] }));
    before_the_panel(&people, &file, 12);
    let mut paper = json!({ "on": "2021-03-10", "scope": "whole", "amount": 7_000_000 });
    let reply = people.arbitrator.act(&file, "settlements", &paper);
    assert_eq!(codes(&reply), ["consent_of_the_represented"]);
    paper["acknowledge_warnings"] = json!(["consent_of_the_represented"]);
    let no = people.arbitrator.does(&file, "settlements", &paper)["entry"]["no"].clone();
    // A worker does not leave by a split while the document waits.
    let split = json!({ "on": "2021-03-10", "parties": [7] });
    assert_eq!(codes(&people.arbitrator.act(&file, "splits", &split)), ["document_awaits_leaver"]);
    let signed = json!({ "on": "2021-03-10", "parties": [1, 2, 3, 13] });
    let done = people.arbitrator.does(&file, &format!("settlements/{no}/signatures"), &signed);
    assert_eq!(done["stage"], "closed");
    let case = people.clerk.read(&file.path(""));
    assert_eq!((&case["closing"]["manner"], &case["awarded"]), (&json!("mediated"), &json!(7_000_000)));
    assert!(people.clerk.read("/api/v1/pending-services")["items"].as_array().unwrap().is_empty());
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// Closed and decided for all twelve on the day of the hearing.
fn decided(people: &People<'_>, file: &File, hearing: &Value) {
    let closing = json!({ "on": "2021-03-22", "mediation": "failed" });
    people.arbitrator.does(file, &format!("hearings/{hearing}/closing"), &closing);
    people.arbitrator.does(file, "discussions", &json!({ "on": "2021-03-22", "conclusion": "支持" }));
    let item =
        |claim: u32| json!({ "claim": claim, "decision": "granted", "amount": 800_000, "finality": "final" });
    let items: Vec<Value> = (1..=12).map(item).collect();
    people.arbitrator.does(file, "awards", &json!({ "on": "2021-03-22", "scope": "whole", "items": items }));
}

/// What is served on all three counts for the nine for whom they speak, on the way; what closes the case goes to each.
#[test]
fn what_is_served_on_the_representatives_counts_for_those_whom_they_represent() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = people.clerk.receive(&of_workers(12, "2021-03-01"));
    on_day(&server, "2021-03-10");
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-04"));
    let lacking = |document: &str| -> Vec<u64> {
        let page = people.clerk.read(&format!("/api/v1/pending-services?document={document}"));
        page["items"].as_array().unwrap().iter().map(|item| item["party"].as_u64().unwrap()).collect()
    };
    let serve = |document: &str, parties: &[u32]| {
        let body = json!({ "on": "2021-03-05", "document": document, "parties": parties, "manner": "direct",
            "proof": { "kind": "signed_return", "reference": "回证" } });
        people.clerk.does(&file, "services", &body);
    };
    serve("application_copy", &[13]);
    // Before they were chosen they were served for themselves alone.
    serve("acceptance_notice", &[1, 2, 3]);
    assert_eq!(lacking("acceptance_notice"), (4..=12).collect::<Vec<_>>());
    people.clerk.does(&file, "representation", &json!({ "on": "2021-03-06", "parties": [1, 2, 3] }));
    assert_eq!(lacking("acceptance_notice").len(), 9);
    on_day(&server, "2021-03-22");
    let set = json!({ "on": "2021-03-08", "held_on": "2021-03-22", "time": "09:00" });
    let hearing = people.clerk.does(&file, "hearings", &set)["entry"]["no"].clone();
    let notice = |parties: &[u32]| {
        let body = json!({ "on": "2021-03-09", "document": "hearing_notice", "of": hearing, "parties": parties,
            "manner": "direct", "proof": { "kind": "signed_return", "reference": "回证" } });
        people.clerk.does(&file, "services", &body);
    };
    notice(&[1, 2, 13]);
    assert_eq!(lacking("hearing_notice"), (3..=12).collect::<Vec<_>>(), "one of the three has none yet");
    let absent = |parties: &[u32]| json!({ "on": "2021-03-22", "absent": parties });
    let path = format!("hearings/{hearing}/opening");
    let nobody_came = absent(&[1, 2, 3, 5]);
    let reply = people.arbitrator.act(&file, &path, &nobody_came);
    assert_eq!(codes(&reply), ["absence_without_notice"; 2], "the third, and the fifth with it");
    notice(&[3]);
    assert_eq!(lacking("hearing_notice"), Vec::<u64>::new());
    // Two of those who represent the fifth worker are there: it is not absent.
    let reply = people.arbitrator.act(&file, &path, &absent(&[1, 5]));
    assert_eq!(
        (reply.status, reply.violations()),
        (422, vec!["body /absent/1 representative_present".to_owned()])
    );
    let dry = people.arbitrator.act(&file, &format!("{path}?dry_run=true"), &nobody_came);
    assert_eq!(dry.status, 200);
    // Another in the place of the third changes nothing of what was served.
    people.clerk.does(&file, "representation", &json!({ "on": "2021-03-22", "parties": [1, 2, 4] }));
    assert_eq!(lacking("hearing_notice"), Vec::<u64>::new());
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["former_representations"][0]["parties"], json!([1, 2, 3]));
    assert_eq!(case["former_representations"][0]["until"]["on"], "2021-03-22");
    people.arbitrator.does(&file, &path, &absent(&[]));
    decided(&people, &file, &hearing);
    let award = json!({ "on": "2021-03-22", "document": "award_final", "parties": [1, 2, 3, 13],
        "manner": "direct" });
    people.clerk.does(&file, "services", &award);
    assert_eq!(lacking("award_final"), (4..=12).collect::<Vec<_>>());
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}
