//! Lists: the worklist of deadlines and the list of cases, page by page, with their filters and orders.
//! Not here: the plans of their queries (`tests/storage/plans.rs`).

use std::collections::BTreeSet;

use crate::support::people::{Caller, File, People, application, column};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// Every item of a list, by pages of a size.
fn walk(caller: &Caller<'_>, path: &str, limit: u32) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = caller.read(&format!("{path}limit={limit}{cursor}"));
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { return items };
        cursor = format!("&cursor={next}");
        assert!(items.len() < 1000, "the pages do not end");
    }
}

fn texts(items: &[Value], field: &str) -> Vec<String> {
    items.iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}

fn accepted(people: &People<'_>, received_on: &str, on: &str) -> File {
    let file = people.clerk.receive_another(&application(received_on));
    people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
    file
}

#[test]
fn the_worklist_has_what_is_overdue_what_is_soon_and_all() {
    let server = TestServer::start();
    let people = People::of(&server);
    // Received on Monday 1 November and never decided: due on 8 November, overdue on 10 December.
    let late = people.clerk.receive(&application("2021-11-01"));
    // Accepted on Monday 6 December: service and tribunal are due on the 13th, the award on 20 January.
    let (one, two) =
        (accepted(&people, "2021-12-01", "2021-12-06"), accepted(&people, "2021-12-01", "2021-12-06"));
    let list = |query: &str| walk(&people.arbitrator, &format!("/api/v1/deadlines?{query}"), 200);
    let overdue = list("status=overdue&");
    assert_eq!(
        (texts(&overdue, "rule"), texts(&overdue, "due_on")),
        (vec!["A03".to_owned()], vec!["2021-11-08".to_owned()])
    );
    assert_eq!(texts(&overdue, "case_id"), std::slice::from_ref(&late.id));
    let soon = list("status=due_soon&");
    assert_eq!(texts(&soon, "due_on"), ["2021-12-13"; 4]);
    // Friday 10 December: on the next working day it is due.
    assert_eq!(list("status=due_soon&within=1&").len(), 4);
    let all = list("");
    assert_eq!(
        texts(&all, "due_on"),
        [["2021-11-08"].as_slice(), &["2021-12-13"; 4], &["2022-01-20"; 2]].concat()
    );
    let trials = list("rule=A25&");
    let cases: BTreeSet<String> = texts(&trials, "case_id").into_iter().collect();
    assert_eq!(cases, BTreeSet::from([one.id, two.id]));
    for limit in [1, 2, 3] {
        assert_eq!(walk(&people.arbitrator, "/api/v1/deadlines?", limit), all, "in pages of {limit}");
    }
    let refused = people.clerk.get("/api/v1/deadlines?status=late&within=61&cursor=x&rule=A99");
    let expected = ["query cursor format", "query rule enum", "query status enum", "query within range"];
    assert_eq!((refused.status, refused.violations()), (400, expected.map(str::to_owned).to_vec()));
}

#[test]
fn cases_of_the_same_day_are_paged_without_loss_or_repetition() {
    let server = TestServer::start();
    let people = People::of(&server);
    let files: BTreeSet<String> =
        (0..5).map(|_| people.clerk.receive_another(&application("2021-12-01")).id).collect();
    let before = people.clerk.receive_another(&application("2021-11-30")).id;
    let after = people.clerk.receive_another(&application("2021-12-02")).id;
    for limit in [1, 2, 3, 7] {
        for (sort, first, last) in [("received_on", &before, &after), ("-received_on", &after, &before)] {
            let ids = texts(&walk(&people.clerk, &format!("/api/v1/cases?sort={sort}&"), limit), "id");
            assert_eq!((ids.len(), ids.first(), ids.last()), (7, Some(first), Some(last)), "{sort} {limit}");
            let middle: BTreeSet<String> = ids[1..6].iter().cloned().collect();
            assert_eq!(middle, files, "{sort} {limit}");
        }
    }
    let page = people.clerk.read("/api/v1/cases?count=true&limit=2&received_on__gte=2021-12-01");
    assert_eq!((page["count"].as_i64(), column(&page, "id").len()), (Some(6), 2));
}

#[test]
fn cases_are_filtered_and_a_wrong_parameter_is_refused() {
    let server = TestServer::start();
    let people = People::of(&server);
    let open = accepted(&people, "2021-12-01", "2021-12-03").id;
    let closed = accepted(&people, "2021-12-01", "2021-12-06");
    people.clerk.does(&closed, "withdrawal", &json!({ "on": "2021-12-08", "ground": "own_motion" }));
    let waiting = people.clerk.receive_another(&application("2021-12-09")).id;
    let ids = |query: &str| -> BTreeSet<String> {
        column(&people.clerk.read(&format!("/api/v1/cases?{query}")), "id").into_iter().collect()
    };
    let only = |id: &String| BTreeSet::from([id.clone()]);
    assert_eq!(ids("stage=received"), only(&waiting));
    assert_eq!(ids("manner=withdrawn"), only(&closed.id));
    assert_eq!(ids("accepted_on__lte=2021-12-05"), only(&open));
    assert_eq!(ids("closed_on__gte=2021-12-08&closed_on__lte=2021-12-08"), only(&closed.id));
    assert_eq!(ids("sort=accepted_on"), BTreeSet::from([open.clone(), closed.id.clone()]));
    let number = "%E5%BE%90%E5%8A%B3%E4%BA%BA%E4%BB%B2%E6%A1%88%E5%AD%97%E3%80%942021%E3%80%951%E5%8F%B7";
    assert_eq!(ids(&format!("number={number}")), only(&open));
    assert_eq!(ids("employer=%E5%BE%90%E9%97%BB").len(), 3);
    assert_eq!(ids("employer=%E7%BA%A2%E5%A3%A4").len(), 0, "names that begin so");

    let refused =
        people.clerk.get("/api/v1/cases?sort=name&stage=nowhere&cursor=2021-12-01~x&limit=201&colour=red");
    let expected = [
        "query colour unknown_parameter",
        "query cursor format",
        "query limit range",
        "query sort enum",
        "query stage enum",
    ];
    assert_eq!((refused.status, refused.violations()), (400, expected.map(str::to_owned).to_vec()));
}

/// A party's own period is nothing that the office owes: asked for, it has no rows, and not those of other rules.
#[test]
fn the_worklist_of_a_rule_that_is_not_the_offices_is_empty() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people, "2021-11-01", "2021-11-05");
    assert!(!walk(&people.clerk, "/api/v1/deadlines?status=overdue&", 50).is_empty());
    for rule in ["P01", "A08"] {
        let path = format!("/api/v1/deadlines?status=overdue&rule={rule}&");
        assert_eq!(walk(&people.clerk, &path, 50), Vec::<Value>::new(), "{rule}");
    }
}

/// Accepted on 1 September 2021: ten days out, to 26 October; sixteen days of extension are one too many (LAW 43).
#[test]
fn the_calculator_leaves_days_out_and_refuses_what_cannot_be() {
    let server = TestServer::start();
    let people = People::of(&server);
    let due = |query: &str| people.clerk.get(&format!("/api/v1/deadline-rules/A25/due?trigger={query}"));
    let ends = |query: &str| {
        let reply = due(query);
        (reply.status, reply.json()["due_on"].clone())
    };
    let ten = "2021-09-01&exclusion=suspension:2021-09-10/2021-09-20";
    assert_eq!(ends(ten), (200, json!("2021-10-26")));
    // The same days twice, and three of another cause at their end, to the 23rd: Friday 29 October.
    let thirteen = format!(
        "{ten}&exclusion=suspension:2021-09-10/2021-09-20&exclusion=announcement:2021-09-18/2021-09-23"
    );
    assert_eq!(ends(&thirteen), (200, json!("2021-10-29")));
    // And five days of extension, from the unrolled 29 October: 3 November.
    let extended = format!("{thirteen}&extension_days=5&extension_approved_on=2021-10-29");
    assert_eq!(ends(&extended), (200, json!("2021-11-03")));
    let standing = due("2021-09-01&exclusion=suspension:2021-09-10/..").json();
    assert_eq!((&standing["due_on"], &standing["stopped_on"]), (&Value::Null, &json!("2021-09-10")));

    let long = due("2021-09-01&extension_days=16&extension_approved_on=2021-10-01");
    assert_eq!((long.status, long.json()["article"].clone()), (422, json!("《劳动争议调解仲裁法》第43条")));
    let wrong = due("9999-12-31&exclusion=suspension:2021-09-20/2021-09-10&exclusion=suspension:2021-09-20\
        &exclusion=rain:2021-09-20/..&exclusion=suspension:2021-09-20/9999-12-31&extension_days=5");
    let said = [
        "query exclusion enum",
        "query exclusion format",
        "query exclusion order",
        "query exclusion range",
        "query extension_days required",
        "query trigger range",
    ];
    assert_eq!((wrong.status, wrong.violations()), (400, said.map(str::to_owned).to_vec()));
    let detail = wrong.json()["violations"][1]["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("第2项"), "{detail}");
    let many = due(&format!("2021-09-01{}", "&exclusion=suspension:2021-09-10/2021-09-20".repeat(51)));
    assert_eq!((many.status, many.violations()), (400, vec!["query exclusion max_items".to_owned()]));
    let single = due("2021-09-01&trigger=2021-09-02");
    assert_eq!((single.status, single.violations()), (400, vec!["query trigger repeated".to_owned()]));
}

/// The law's answers name the parameters of the question: nothing here has a body.
#[test]
fn the_calculator_names_the_parameters_that_the_rule_does_not_take() {
    let server = TestServer::start();
    let people = People::of(&server);
    let said = |query: &str| {
        let reply = people.clerk.get(&format!("/api/v1/deadline-rules/{query}"));
        assert!(reply.json()["violations"].as_array().unwrap().iter().all(|it| it["pointer"].is_null()));
        (reply.status, reply.violations())
    };
    let unlike =
        "exclusion=suspension:2021-09-10/2021-09-20&extension_days=5&extension_approved_on=2021-09-10";
    for (asked, expected) in [
        ("A25/due?trigger=2017-06-30", vec!["query trigger rule_not_in_force"]),
        ("A13/due?trigger=2021-09-01", vec!["path rule no_length"]),
        (
            &format!("A20/due?trigger=2021-09-01&{unlike}"),
            vec!["query exclusion not_excludable", "query extension_days not_extendable"],
        ),
        (
            "A25/due?trigger=2021-09-01&extension_days=16&extension_approved_on=2021-09-10",
            vec!["query extension_days extension_too_long"],
        ),
    ] {
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(said(asked), (422, expected), "{asked}");
    }
}

/// Back from Monday 22 March 2021: 19, 18, 17, 16 and 15 March; three for a request to postpone. In Guangdong an
/// inspection of 1 March 2021 has 45 working days, to 6 May; with audit and appraisal out, 15 more (GDLS 44).
#[test]
fn the_calculator_counts_back_and_counts_working_days_around_what_is_left_out() {
    let server = TestServer::start();
    let people = People::of(&server);
    let due = |query: &str| {
        let view = people.clerk.read(&format!("/api/v1/deadline-rules/{query}"));
        (
            view["due_on"].clone(),
            view["counting"]["direction"].clone(),
            view["counting"]["excluded_days"].clone(),
        )
    };
    assert_eq!(due("A20/due?trigger=2021-03-22"), (json!("2021-03-15"), json!("backward"), json!(0)));
    assert_eq!(due("A21/due?trigger=2021-03-22"), (json!("2021-03-17"), json!("backward"), json!(0)));
    let inspection = "W05/due?trigger=2021-03-01";
    assert_eq!(due(inspection), (json!("2021-05-06"), json!("forward"), json!(0)));
    let out = "exclusion=audit:2021-03-15/2021-03-27&exclusion=appraisal:2021-03-22/2021-04-03";
    assert_eq!(due(&format!("{inspection}&{out}")), (json!("2021-05-26"), json!("forward"), json!(15)));
    let rules = people.clerk.read("/api/v1/deadline-rules");
    let own = rules["items"].as_array().unwrap().iter().find(|rule| rule["id"] == "W05").unwrap();
    assert_eq!(own["exclusions"], json!(["announcement", "audit", "appraisal", "suspension"]));
}
