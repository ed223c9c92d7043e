//! An application whose two sides have a case already, over HTTP: whoever receives it is asked, and told which case it is.
//! Not here: how people are known again (`same_person`), and what follows once the earlier case is named (`onward`).

use serde_json::{Value, json};

use crate::support::people::{File, People, application, on_day};
use crate::support::server::{Reply, TestServer};
use crate::wage_files::id_number;

const ASKED: &str = "act  perhaps_filed_already";

fn said(reply: &Reply) -> String {
    reply.json()["violations"][0]["detail"].as_str().unwrap_or_default().to_owned()
}

/// Received once, and accepted.
fn filed(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-03-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    file
}

#[test]
fn a_second_application_while_the_first_runs_is_asked_about() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let first = filed(&people);
    let mut again = application("2021-03-10");
    // Known by name and phone, with another claim; the employer is written with spaces.
    again["parties"][0]["who"]["worker"].as_object_mut().unwrap().remove("id_number");
    again["parties"][1]["who"]["employer"]["name"] = "徐闻县 红壤农机服务部".into();
    again["cause"] = "remuneration".into();
    again["other_causes"] = json!(["relationship"]);
    let asked = people.clerk.post("/api/v1/cases", &again);
    assert_eq!((asked.status, asked.violations()), (409, vec![ASKED.to_owned()]), "{asked:?}");
    let text = said(&asked);
    for part in ["徐劳人仲案字〔2021〕1号", "已受理", "尚在办理", "载明为原案件", &first.id]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(asked.json()["violations"][0]["article"].to_string().contains("34"), "{asked:?}");
    let path = "/api/v1/cases?dry_run=true";
    assert_eq!(people.clerk.post(path, &again).violations(), [ASKED], "a dry run says so too");
    // The case that is named is known; acceptance then holds the new one against it.
    let mut named = again.clone();
    named["prior"] = json!({ "case": first.id });
    assert_eq!(people.clerk.post("/api/v1/cases", &named).status, 201);
    // Now two are open; and somebody who has looked says that it is another dispute.
    let text = said(&people.clerk.post("/api/v1/cases", &again));
    assert!(text.contains("1号") && text.contains("2021-03-10收件"), "{text}");
    again["acknowledge_warnings"] = json!(["perhaps_filed_already"]);
    let reply = people.clerk.post("/api/v1/cases", &again);
    assert_eq!(reply.status, 201, "{reply:?}");
    let docket = format!("/api/v1/cases/{}/docket", reply.json()["case_id"].as_str().unwrap());
    assert_eq!(people.clerk.read(&docket)["items"][0]["acknowledged"], json!(["perhaps_filed_already"]));
}

/// Of one that was not accepted one does not apply again (R33 34); of one that was withdrawn one may (R33 35).
#[test]
fn one_that_was_not_accepted_is_asked_about_and_one_that_was_withdrawn_is_not() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let first = people.clerk.receive(&application("2021-03-01"));
    people.clerk.does(&first, "rejection", &json!({ "on": "2021-03-03", "ground": "conditions_not_met" }));
    let again = people.clerk.post("/api/v1/cases", &application("2021-03-10"));
    assert_eq!((again.status, again.violations()), (409, vec![ASKED.to_owned()]), "{again:?}");
    assert!(said(&again).contains("已不予受理"), "{again:?}");

    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let first = filed(&people);
    people.clerk.does(&first, "withdrawal", &json!({ "on": "2021-03-05", "ground": "own_motion" }));
    assert_eq!(people.clerk.post("/api/v1/cases", &application("2021-03-10")).status, 201);
}

/// Nobody is asked about another employer, another cause, the other side, or somebody who only acts for a party.
#[test]
fn other_disputes_of_the_same_people_are_not_asked_about() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let _first = filed(&people);
    let base = application("2021-03-10");
    let mut employer = base.clone();
    employer["parties"][1]["who"]["employer"]["name"] = "徐闻县另一公司".into();
    let mut cause = base.clone();
    cause["cause"] = "social_insurance".into();
    let mut sides = base.clone();
    sides["parties"][0]["side"] = "respondent".into();
    sides["parties"][1]["side"] = "applicant".into();
    for claim in sides["claims"].as_array_mut().unwrap() {
        claim["claimant"] = 2.into();
    }
    let mut agent = base.clone();
    let worker = agent["parties"][0]["who"]["worker"].clone();
    agent["parties"][0]["who"]["worker"] = json!({ "name": "何水妹", "phone": "13800990077" });
    agent["parties"][0]["representatives"] = json!([{ "person": worker, "authority": "general" }]);
    let mut nobody = base.clone();
    nobody["parties"][0]["who"]["worker"] = json!({ "name": "符永祥" });
    for (what, body) in
        [("employer", employer), ("cause", cause), ("sides", sides), ("agent", agent), ("nobody", nobody)]
    {
        let reply = people.clerk.post("/api/v1/cases?dry_run=true", &body);
        assert_eq!(reply.status, 200, "{what}: {reply:?}");
    }
    // A ledger tells of years that are over.
    assert_eq!(people.clerk.post("/api/v1/cases?dry_run=true", &base).status, 409);
}

/// An application of so many workers, known by their numbers and their telephones.
fn of_workers(workers: u32, employer: &str, cause: &str) -> Value {
    let mut body = application("2021-03-10");
    let worker = |n: u32| {
        let who = json!({ "name": format!("工人{n}"), "id_number": id_number(n), "phone": format!("1380099{n:04}") });
        json!({ "no": n, "side": "applicant", "who": { "worker": who } })
    };
    let mut parties: Vec<Value> = (1..=workers).map(worker).collect();
    let employer = json!({ "employer": { "name": employer } });
    parties.push(json!({ "no": workers + 1, "side": "respondent", "who": employer }));
    let claim = |n: u32| json!({ "no": n, "claimant": n, "item": "wages", "amount": 100_000 });
    body["parties"] = parties.into();
    body["claims"] = (1..=workers).map(claim).collect();
    body["cause"] = cause.into();
    body
}

/// The case of one of three hundred, older than nine hundred records of them in cases against somebody else.
#[test]
fn an_earlier_case_of_one_is_found_among_many_records_of_all() {
    const WORKERS: u32 = 300;
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let mut earlier = of_workers(WORKERS, "徐闻县红壤农机服务部", "remuneration");
    let seventh = earlier["parties"][6].take();
    earlier["parties"] = json!([seventh, earlier["parties"][300]]);
    earlier["claims"] = json!([earlier["claims"][6]]);
    let first = people.clerk.receive(&earlier);
    for cause in ["social_insurance", "work_injury", "relationship"] {
        // Of other causes, and then of other sides: nobody is asked.
        people.clerk.receive(&of_workers(WORKERS, "徐闻县另一公司", cause));
    }
    let now = of_workers(WORKERS, "徐闻县红壤农机服务部", "remuneration");
    let before = server.app.store.statements();
    let asked = people.clerk.post("/api/v1/cases?dry_run=true", &now);
    let statements = server.app.store.statements() - before;
    assert_eq!((asked.status, asked.violations()), (409, vec![ASKED.to_owned()]), "{asked:?}");
    assert!(said(&asked).contains(&first.id), "{}", said(&asked));
    assert!(statements < 20, "{statements} statements for {WORKERS} workers");
    // Another employer whom only one of them has gone against already.
    let other = of_workers(WORKERS, "徐闻县第三公司", "remuneration");
    assert_eq!(people.clerk.post("/api/v1/cases?dry_run=true", &other).status, 200);
}

/// Withdrawn, one may apply again (R33 35); decided, not (R33 34); deemed withdrawn, not (R33 39).
#[test]
fn an_earlier_case_that_is_closed_is_told_by_how_it_was_closed() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let withdrawn = filed(&people);
    people.clerk.does(&withdrawn, "withdrawal", &json!({ "on": "2021-03-10", "ground": "own_motion" }));
    let asks = || people.clerk.post("/api/v1/cases?dry_run=true", &application("2021-03-10"));
    assert_eq!(asks().status, 200, "one may apply again");
    // What a ledger tells of counts as earlier, and is itself not asked about.
    let told = |number: &str, manner: &str| {
        let body = json!({ "on": "2021-01-04", "channel": "counter", "number": number, "cause": "relationship",
            "parties": application("2021-01-04")["parties"], "accepted_on": "2021-01-05", "procedure": "ordinary",
            "closed": { "on": "2021-02-10", "manner": manner } });
        let reply = people.clerk.post("/api/v1/ledger-entries", &body);
        assert_eq!(reply.status, 201, "{reply:?}");
    };
    told("旧1号", "mediated");
    told("旧2号", "deemed_withdrawn");
    let asked = asks();
    assert_eq!((asked.status, asked.violations()), (409, vec![ASKED.to_owned(), ASKED.to_owned()]));
    let found = asked.json()["violations"].clone();
    let of = |article: &str| {
        let all = found.as_array().unwrap();
        let one = all.iter().find(|one| one["article"].to_string().contains(article));
        one.unwrap_or_else(|| panic!("{article}: {found}"))["detail"].as_str().unwrap().to_owned()
    };
    let (decided, deemed) = (of("34"), of("39"));
    assert!(decided.contains("旧1号（结案，") && !decided.contains("旧2号"), "{decided}");
    assert!(deemed.contains("旧2号（结案，") && deemed.contains("不予受理"), "{deemed}");
}
