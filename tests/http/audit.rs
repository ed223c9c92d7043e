//! The audit log over HTTP: what it tells, to whom, and how it is paged. That it is a chain is held by `tamper`, who reads it by
//! `permissions`.

use serde_json::{Value, json};

use crate::support::people::{File, People, application, column, on_day};
use crate::support::server::TestServer;

const LOG: &str = "/api/v1/audit";

fn events(page: &Value) -> Vec<String> {
    column(page, "event")
}

/// A case of which a clerk saw the worker's data, and why.
fn seen(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-06"));
    let path = file.path("parties/1/personal-data?reason=%E6%A0%B8%E5%AF%B9%E7%94%B5%E8%AF%9D");
    people.clerk.read(&path);
    file
}

#[test]
fn it_tells_who_did_what_to_whom_and_not_why_somebody_saw_personal_data() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = seen(&people);
    let password = json!({ "password": "another-good-password" });
    let path = format!("/api/v1/users/{}/password", people.mediator.id);
    assert_eq!(people.admin.post(&path, &password).status, 204);
    let page = people.supervisor.read(&format!("{LOG}?limit=3"));
    // The newest first: the supervisor's own login, the password, the administrator's login.
    assert_eq!(events(&page), ["logged_in", "password_set", "logged_in"]);
    let set = &page["items"][1];
    assert_eq!((&set["actor"], &set["user"]), (&json!(people.admin.id), &json!(people.mediator.id)));
    assert_eq!((&set["actor_name"], &set["name"]["zh"]), (&set["actor_name"], &json!("设置密码")));
    assert!(set["actor_name"].is_string() && set["user_name"].is_string(), "{set}");
    assert_eq!((&set["at"], &set["case_id"]), (&json!("2021-12-10T01:00:00Z"), &Value::Null));
    let shown = people.admin.read(&format!("{LOG}?event=personal_data_shown"));
    let told = &shown["items"][0];
    assert_eq!((&told["case_id"], &told["actor"]), (&json!(file.id), &json!(people.clerk.id)));
    assert_eq!(told["about"], json!({ "party": 1 }), "the reason stands with the case");
    let reasons = people.supervisor.read(&file.path("unmaskings"));
    assert_eq!(reasons["items"][0]["reason"], "核对电话");
}

#[test]
fn a_login_that_failed_has_nobody_who_did_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    for login in ["clerk", "nobody"] {
        let wrong = json!({ "login": login, "password": "wrong-password-1" });
        assert_eq!(server.post("/api/v1/sessions").json(&wrong).status, 401);
    }
    let page = people.admin.read(&format!("{LOG}?event=login_failed"));
    let of = |index: usize| (&page["items"][index]["actor"], &page["items"][index]["user"]);
    assert_eq!(of(0), (&Value::Null, &Value::Null), "there is no such account");
    assert_eq!(of(1), (&Value::Null, &json!(people.clerk.id)));
}

#[test]
fn it_is_filtered_by_day_person_and_event() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.read("/api/v1/me");
    on_day(&server, "2021-12-13");
    let room = people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" }));
    assert_eq!(room.status, 201);
    let list = |query: &str| events(&people.admin.read(&format!("{LOG}?{query}")));
    assert_eq!(list("from=2021-12-13"), ["room_added", "logged_in"]);
    assert_eq!(list("from=2021-12-13&to=2021-12-13&event=room_added"), ["room_added"]);
    assert_eq!(list("to=2021-12-12&event=room_added"), Vec::<String>::new());
    assert_eq!(list(&format!("actor={}", people.clerk.id)), ["logged_in"]);
    assert_eq!(list(&format!("actor={}&event=room_added", people.admin.id)), ["room_added"]);
    // A day is the office's: what was done at nine on the 10th in China is of the 10th.
    let of_day = format!("from=2021-12-10&to=2021-12-10&actor={}", people.clerk.id);
    assert_eq!(list(&of_day), ["logged_in"]);
    let refused =
        people.admin.get(&format!("{LOG}?from=x&event=nothing&actor=7&cursor=1-0&limit=201&colour=red"));
    let expected = [
        "query actor format",
        "query colour unknown_parameter",
        "query cursor format",
        "query event enum",
        "query from format",
        "query limit range",
    ];
    assert_eq!((refused.status, refused.violations()), (400, expected.map(str::to_owned).to_vec()));
}

/// Everything happens at one instant of the clock, so the numbers alone tell entries apart.
#[test]
fn its_pages_lose_nothing_and_repeat_nothing() {
    let server = TestServer::start();
    let people = People::of(&server);
    for number in 1..=4 {
        people.admin.post("/api/v1/hearing-rooms", &json!({ "name": format!("第{number}仲裁庭") }));
    }
    on_day(&server, "2021-12-13");
    people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第五仲裁庭" }));
    let numbers = |page: &Value| -> Vec<i64> {
        page["items"].as_array().unwrap().iter().map(|item| item["no"].as_i64().unwrap()).collect()
    };
    let all = numbers(&people.admin.read(LOG));
    let expected: Vec<i64> = (1..=i64::try_from(all.len()).unwrap()).rev().collect();
    assert_eq!(all, expected);
    for limit in [1, 2, 3] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = people.admin.read(&format!("{LOG}?limit={limit}{cursor}"));
            walked.extend(numbers(&page));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            assert!(walked.len() < 100, "the pages do not end");
        }
        assert_eq!(walked, all, "in pages of {limit}");
    }
}
