//! Corrections (更正) over HTTP: a mistake is corrected by another entry, and the case, its deadlines and the
//! figures become what they would have been. Not here: replay by itself (`tests/domain`).

use crate::support::people::{File, People, WORKER_NAME, application, column, moved};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// Received on Wednesday 1 December, accepted on Friday 3 December by the book.
fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    file
}

fn whole(server: &TestServer, entries: u64) {
    let checked = server.app.register.check().unwrap();
    assert_eq!((checked.cases, checked.entries, checked.inconsistencies), (1, entries, Vec::new()));
}

fn other_acceptance(on: &str) -> Value {
    json!({ "on": "2021-12-10", "reason": "受理日期误录", "replacement": { "on": on, "procedure": "ordinary" } })
}

#[test]
fn a_wrong_day_of_acceptance_is_corrected_and_the_deadlines_move() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let dry = people.clerk.act(&file, "docket/2/correction?dry_run=true", &other_acceptance("2021-12-06"));
    assert_eq!((dry.status, dry.json()["entry"].clone()), (200, Value::Null));
    let done = people.clerk.does(&file, "docket/2/correction", &other_acceptance("2021-12-06"));
    assert_eq!(dry.json()["deadlines"], done["deadlines"]);
    // Five working days from 3 December: 6 to 10; from 6 December: 7 to 10 and 13. 45 days from 3 December: 28 to
    // the end of the year and 17 of January; from 6 December: 25 and 20.
    let expected = [
        "A06 2021-12-10->2021-12-13 open",
        "A07 2021-12-10->2021-12-13 open",
        "A25 2022-01-17->2022-01-20 open",
    ];
    assert_eq!(moved(&done), expected);
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["number"], "徐劳人仲案字〔2021〕1号");
    assert_eq!(case["acceptance"]["at"], json!({ "on": "2021-12-06", "by": 2, "recorded_on": "2021-12-10" }));

    let page = people.clerk.read(&file.path("docket"));
    assert_eq!(column(&page, "on"), ["2021-12-01", "2021-12-03", "2021-12-10"], "the wrong entry stays");
    let correction = &page["items"][2];
    assert_eq!(
        (correction["act"].clone(), correction["reason"].as_str()),
        (Value::Null, Some("受理日期误录"))
    );
    assert_eq!(correction["content"]["correction"]["entry"], 2);
    assert_eq!(correction["content"]["correction"]["replacement"]["on"], "2021-12-06");
    whole(&server, 3);
}

#[test]
fn a_recovery_that_was_none_is_struck_out_and_leaves_the_figures() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-08", "amount": 250_000, "party": 1 }));
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-09", "amount": 100_000, "party": 1 }));
    let figures = || {
        let report = people.report.read("/api/v1/statistics/closure?from=2021-12-01&to=2021-12-31");
        report["recovered"]["fen"].as_u64().unwrap()
    };
    assert_eq!(figures(), 350_000);
    people.clerk.does(&file, "docket/3/correction", &json!({ "on": "2021-12-10", "reason": "另案款项" }));
    assert_eq!(figures(), 100_000);
    let case = people.clerk.read(&file.path(""));
    let at = json!({ "on": "2021-12-09", "by": 4, "recorded_on": "2021-12-10" });
    assert_eq!(case["recoveries"], json!([{ "at": at, "amount": 100_000 }]));
    whole(&server, 5);
}

#[test]
fn a_correction_that_would_make_the_history_unlawful_is_refused() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-08", "amount": 250_000, "party": 1 }));
    // Accepted before it was received; accepted on a day that is not yet; no receipt at all.
    let refused = |entry: u32, body: &Value| {
        let reply = people.supervisor.act(&file, &format!("docket/{entry}/correction"), body);
        (reply.status, reply.violations())
    };
    let said = [
        refused(2, &other_acceptance("2021-11-30")),
        refused(2, &other_acceptance("2021-12-13")),
        refused(1, &json!({ "on": "2021-12-10", "reason": "误录" })),
    ];
    let expected = [
        "body /replacement/on before_what_it_depends_on",
        "body /replacement/on in_the_future",
        "act  no_receipt",
    ];
    for ((status, violations), code) in said.into_iter().zip(expected) {
        assert_eq!((status, violations), (409, vec![code.to_owned()]));
    }
    let page = people.clerk.read(&file.path("docket"));
    assert_eq!(page["items"].as_array().unwrap().len(), 3, "nothing was written");
    whole(&server, 3);
}

#[test]
fn a_closed_case_is_corrected_by_the_supervisor_alone() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-09", "ground": "own_motion" }));
    let reply = people.clerk.act(&file, "docket/2/correction", &other_acceptance("2021-12-06"));
    assert_eq!(reply.status, 403, "{reply:?}");
    people.supervisor.does(&file, "docket/2/correction", &other_acceptance("2021-12-06"));
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["acceptance"]["at"]["on"], "2021-12-06");
    assert_eq!(
        (case["stage"].as_str(), case["closing"]["at"]["on"].as_str()),
        (Some("closed"), Some("2021-12-09"))
    );
    whole(&server, 4);
}

fn correction(replacement: Option<Value>) -> Value {
    let mut body = json!({ "on": "2021-12-10", "reason": "登记有误" });
    if let Some(replacement) = replacement {
        body.as_object_mut().unwrap().insert("replacement".to_owned(), replacement);
    }
    body
}

#[test]
fn an_acceptance_struck_out_and_put_back_keeps_its_number() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let done = people.clerk.does(&file, "docket/2/correction", &correction(None));
    assert_eq!((done["stage"].as_str(), &done["number"]), (Some("received"), &Value::Null));
    let done = people.clerk.does(&file, "docket/2/correction", &other_acceptance("2021-12-03"));
    assert_eq!(done["stage"], "accepted");
    assert_eq!(done["number"], "徐劳人仲案字〔2021〕1号");
    whole(&server, 4);
}

/// A number that another case has is refused, by an act, a dry run and a correction.
#[test]
fn a_number_that_another_case_has() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    let second = people.clerk.receive_another(&application("2021-12-01"));
    let with = |number: &str| json!({ "on": "2021-12-03", "procedure": "ordinary", "number": number });
    let taken = with("徐劳人仲案字〔2021〕1号");
    for below in ["acceptance?dry_run=true", "acceptance"] {
        let reply = people.clerk.act(&second, below, &taken);
        assert_eq!((reply.status, reply.violations()), (422, vec!["body /number number_taken".to_owned()]));
    }
    // One of the office's own choice is passed over by the register, and a case may keep its own.
    people.clerk.does(&second, "acceptance", &with("徐劳人仲案字〔2021〕2号"));
    let third = accepted(&people);
    assert_eq!(people.clerk.read(&third.path(""))["number"], "徐劳人仲案字〔2021〕3号");
    let own = correction(Some(with("徐劳人仲案字〔2021〕2号")));
    people.clerk.does(&second, "docket/2/correction", &own);
    let reply = people.clerk.act(&second, "docket/2/correction", &correction(Some(taken)));
    let said = vec!["body /replacement/number number_taken".to_owned()];
    assert_eq!((reply.status, reply.violations()), (422, said));
}

#[test]
fn what_is_wrong_with_a_replacement_is_shown_where_it_stands() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let mut wrong = application("2021-12-01");
    wrong["parties"][0]["who"]["worker"]["id_number"] = "440825199608270004".into();
    wrong["claims"][0]["claimant"] = 5.into();
    let reply = people.clerk.act(&file, "docket/1/correction", &correction(Some(wrong)));
    let said = [
        "body /replacement/claims/0/claimant claimant_unknown",
        "body /replacement/parties/0/who/worker/id_number id_number_check_digit",
    ];
    assert_eq!((reply.status, reply.violations()), (422, said.map(str::to_owned).to_vec()));
    // The body of another act, no reason, no such entry.
    let other = json!({ "on": "2021-12-01", "amount": 5 });
    let reply = people.clerk.act(&file, "docket/1/correction", &correction(Some(other)));
    assert_eq!(reply.status, 400);
    assert!(reply.violations().iter().all(|said| said.starts_with("body /replacement")), "{reply:?}");
    assert_eq!(people.clerk.act(&file, "docket/1/correction", &json!({ "on": "2021-12-10" })).status, 400);
    let nine = people.clerk.act(&file, "docket/9/correction", &correction(None));
    assert_eq!((nine.status, nine.violations()), (422, vec!["body /entry no_such_entry".to_owned()]));
    whole(&server, 1);
}

/// A name that was misspelt is sealed like the first, and neither is in the docket.
#[test]
fn a_misspelt_name_is_corrected() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let mut right = application("2021-12-01");
    right["parties"][0]["who"]["worker"]["name"] = "符永翔".into();
    people.clerk.does(&file, "docket/1/correction", &correction(Some(right)));
    assert_eq!(people.clerk.read(&file.path(""))["parties"][0]["who"]["worker"]["name"], "符永翔");
    assert_eq!(people.clerk.read("/api/v1/cases")["items"][0]["worker"], "符永翔");
    let docket = people.clerk.get(&file.path("docket")).text;
    assert!(!docket.contains("符永翔") && !docket.contains(WORKER_NAME));
    whole(&server, 3);
}

/// Who may not do an act may not rewrite it either: nobody but a supervisor makes an approved extension longer.
/// From 3 December to 17 January are 45 days; five more: the 22nd, a Saturday; ten more: the 27th, a Thursday.
#[test]
fn a_correction_is_no_way_round_an_approval() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let named = json!({ "on": "2021-12-06", "people": [
        { "user": people.arbitrator.id, "duty": "arbitrator" },
        { "user": people.mediator.id, "duty": "mediator" },
    ] });
    people.supervisor.does(&file, "assignment", &named);
    people.supervisor.does(&file, "extensions", &json!({ "on": "2021-12-07", "days": 5 }));
    let longer = correction(Some(json!({ "on": "2021-12-07", "days": 10 })));
    for caller in [&people.clerk, &people.arbitrator, &people.mediator] {
        assert_eq!(caller.act(&file, "docket/4/correction", &longer).status, 403);
        assert_eq!(caller.act(&file, "docket/4/correction", &correction(None)).status, 403);
    }
    let receipt = correction(Some(application("2021-12-01")));
    assert_eq!(people.mediator.act(&file, "docket/1/correction", &receipt).status, 403);
    let done = people.supervisor.does(&file, "docket/4/correction", &longer);
    assert_eq!(moved(&done), ["A26 2022-01-24->2022-01-27 open"]);
    whole(&server, 5);
}

/// An entry is struck out once; what took its place can be put right still.
#[test]
fn what_was_struck_out_is_not_struck_out_again() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-08", "amount": 250_000, "party": 1 }));
    people.supervisor.does(&file, "docket/3/correction", &correction(None));
    let again = people.supervisor.act(&file, "docket/3/correction", &correction(None));
    assert_eq!(again.refused(), (409, vec!["act  struck_out_already".to_owned()]));
    assert!(again.json().to_string().contains("第4项登记"), "{again:?}");
    let right = json!({ "on": "2021-12-08", "amount": 200_000, "party": 1 });
    people.supervisor.does(&file, "docket/3/correction", &correction(Some(right)));
    assert_eq!(people.clerk.read(&file.path(""))["recoveries"][0]["amount"], 200_000);
    people.supervisor.does(&file, "docket/3/correction", &correction(None));
    whole(&server, 6);
}
