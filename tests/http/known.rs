//! What was known before, over HTTP: a case, its deadlines and its docket as the office knew them at the end of a
//! day. Recorded late, corrected, received late. Not here: corrections themselves (`corrections`).

use crate::support::people::{
    File, People, WORKER_ACCOUNT, WORKER_ADDRESS, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE, application,
    column, on_day,
};
use crate::support::server::TestServer;
use serde_json::{Value, json};

fn on(below: &str, day: &str) -> String {
    format!("{below}?as_known_on={day}")
}

/// The state, the last day and the status of the first deadline of a rule.
fn deadline(view: &Value, rule: &str) -> (String, String, String) {
    let item = view["items"].as_array().unwrap().iter().find(|item| item["rule"] == rule).unwrap();
    let text = |field: &str| item[field].as_str().unwrap_or_default().to_owned();
    (text("state"), text("due_on"), text("status"))
}

/// Received on Wednesday 1 December 2021 and recorded that day; accepted on Friday the 3rd, which was recorded on the
/// 6th; on the 10th that was corrected: accepted on the 6th.
fn corrected(server: &TestServer, people: &People<'_>) -> File {
    on_day(server, "2021-12-01");
    let file = people.clerk.receive(&application("2021-12-01"));
    on_day(server, "2021-12-06");
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    on_day(server, "2021-12-10");
    let right = json!({ "on": "2021-12-06", "procedure": "ordinary" });
    let body = json!({ "on": "2021-12-10", "reason": "受理日期误录", "replacement": right });
    people.clerk.does(&file, "docket/2/correction", &body);
    file
}

#[test]
fn what_was_recorded_late_is_not_known_before() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = corrected(&server, &people);
    let known = |day: &str| people.clerk.read(&on(&file.path(""), day));
    let said = |case: &Value| {
        (case["stage"].clone(), case["version"].clone(), case["acceptance"]["at"]["on"].clone())
    };
    // On the 5th the acceptance of the 3rd had happened, and nobody had written it down.
    assert_eq!(said(&known("2021-12-05")), (json!("received"), json!(1), Value::Null));
    assert_eq!(said(&known("2021-12-06")), (json!("accepted"), json!(2), json!("2021-12-03")));
    assert_eq!(said(&known("2021-12-09")), (json!("accepted"), json!(2), json!("2021-12-03")));
    assert_eq!(said(&known("2021-12-10")), (json!("accepted"), json!(3), json!("2021-12-06")));
    assert_eq!(known("2021-12-09")["as_known_on"], "2021-12-09");
    // Today's knowledge is the case as it is, but for the day that says so.
    let mut today = known("2021-12-10");
    today.as_object_mut().unwrap().remove("as_known_on");
    assert_eq!(today, people.clerk.read(&file.path("")));
}

#[test]
fn days_end_at_midnight_in_shanghai() {
    let server = TestServer::start();
    let people = People::of(&server);
    // 23:59:59 on the 1st in Shanghai, and one second later.
    server.clock.set("2021-12-01T15:59:59Z".parse().unwrap());
    let first = people.clerk.receive(&application("2021-12-01"));
    server.clock.set("2021-12-01T16:00:00Z".parse().unwrap());
    let second = people.clerk.receive_another(&application("2021-12-01"));
    let status = |file: &File, day: &str| people.clerk.get(&on(&file.path(""), day)).status;
    assert_eq!((status(&first, "2021-12-01"), status(&second, "2021-12-01")), (200, 404));
    assert_eq!(status(&second, "2021-12-02"), 200);
}

/// 45 days from Friday 3 December end on Monday 17 January, from Monday the 6th on Thursday the 20th. Five working
/// days to serve the application from the 3rd end on Friday the 10th, from the 6th on Monday the 13th.
#[test]
fn deadlines_are_those_of_the_mistake_until_it_is_corrected() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = corrected(&server, &people);
    on_day(&server, "2021-12-14");
    let known = |query: &str| people.clerk.read(&format!("{}?{query}", file.path("deadlines")));
    let before = known("as_known_on=2021-12-09");
    assert_eq!((&before["as_of"], &before["as_known_on"]), (&json!("2021-12-09"), &json!("2021-12-09")));
    let expected =
        |state: &str, due: &str, status: &str| (state.to_owned(), due.to_owned(), status.to_owned());
    assert_eq!(deadline(&before, "A25"), expected("open", "2022-01-17", "open"));
    assert_eq!(deadline(&before, "A07"), expected("open", "2021-12-10", "open"));
    let after = known("as_known_on=2021-12-10");
    assert_eq!(deadline(&after, "A25"), expected("open", "2022-01-20", "open"));
    assert_eq!(deadline(&after, "A07"), expected("open", "2021-12-13", "open"));
    // How they stand is judged on that day, unless another is said; today it is the 14th.
    assert_eq!(deadline(&known("as_known_on=2021-12-09&as_of=2021-12-13"), "A07").2, "overdue");
    assert_eq!(deadline(&known(""), "A07").2, "overdue");
    let first = known("as_known_on=2021-12-01");
    assert!(!column(&first, "rule").contains(&"A25".to_owned()), "{first}");
}

#[test]
fn the_docket_ends_with_the_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = corrected(&server, &people);
    let docket = |query: &str| people.clerk.read(&format!("{}?{query}", file.path("docket")));
    let whole = docket("limit=200");
    let hashes = column(&whole, "hash");
    for (day, count) in [("2021-12-01", 1), ("2021-12-05", 1), ("2021-12-06", 2), ("2021-12-10", 3)] {
        assert_eq!(column(&docket(&format!("as_known_on={day}")), "hash"), hashes[..count], "{day}");
    }
    // Page by page.
    let page = docket("as_known_on=2021-12-09&limit=1");
    assert_eq!((column(&page, "hash"), &page["next"]), (hashes[..1].to_vec(), &json!(1)));
    let page = docket("as_known_on=2021-12-09&limit=1&after=1");
    assert_eq!(column(&page, "hash"), hashes[1..2]);
    assert_eq!(docket("as_known_on=2021-12-09&after=2")["items"], json!([]));
}

#[test]
fn before_the_receipt_was_recorded_nothing_was_known() {
    let server = TestServer::start();
    let people = People::of(&server);
    // Received on 1 December, recorded on the 8th.
    on_day(&server, "2021-12-08");
    let file = people.clerk.receive(&application("2021-12-01"));
    for below in ["", "deadlines", "docket"] {
        let reply = people.clerk.get(&on(&file.path(below), "2021-12-07"));
        let said = "截至2021-12-07，本委尚未登记该案";
        assert_eq!((reply.status, reply.json()["detail"].clone()), (404, json!(said)), "{below}");
        assert_eq!(people.clerk.get(&on(&file.path(below), "2021-12-08")).status, 200);
        // Who may not know of the case does not hear that it was recorded later.
        let path = on(&file.path(below), "2021-12-07");
        let outside = people.inspector.get(&path);
        assert_eq!((outside.status, outside.json()["detail"].clone()), (404, json!("未找到")), "{below}");
        let tomorrow = people.clerk.get(&on(&file.path(below), "2021-12-09"));
        let said = vec!["query as_known_on in_the_future".to_owned()];
        assert_eq!((tomorrow.status, tomorrow.violations()), (422, said), "{below}");
    }
    let call = people.clerk.call("GET", &on(&file.path(""), "2021-12-07"));
    let english = call.header("accept-language", "en").send().json();
    let said = "At the end of 2021-12-07 nothing was known of this case: it was recorded later.";
    assert_eq!(english["detail"], said);
}

#[test]
fn an_earlier_view_is_masked_has_no_tag_and_takes_three_statements() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = corrected(&server, &people);
    // The token of a first call is made before the statements are counted.
    let first = people.clerk.get(&on(&file.path(""), "2021-12-09"));
    let before = server.app.store.statements();
    let reply = people.clerk.call("GET", &on(&file.path(""), "2021-12-09"));
    let reply = reply.header("if-none-match", &file.tag()).send();
    let count = server.app.store.statements() - before;
    assert!((1..=3).contains(&count), "{count}");
    assert_eq!((reply.status, reply.header("etag"), &reply.text), (200, "", &first.text));
    assert!(reply.text.contains(WORKER_NAME));
    for secret in [WORKER_ID_NUMBER, WORKER_PHONE, WORKER_ADDRESS, WORKER_ACCOUNT] {
        assert!(!reply.text.contains(secret), "{reply:?}");
    }
}

/// A name that was misspelt then is shown as it was written then.
#[test]
fn a_misspelt_name_stands_until_it_is_corrected() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = corrected(&server, &people);
    on_day(&server, "2021-12-13");
    let mut right = application("2021-12-01");
    right["parties"][0]["who"]["worker"]["name"] = "符永翔".into();
    let body = json!({ "on": "2021-12-13", "reason": "姓名误录", "replacement": right });
    people.clerk.does(&file, "docket/1/correction", &body);
    let name = |day: &str| {
        let case = people.clerk.read(&on(&file.path(""), day));
        case["parties"][0]["who"]["worker"]["name"].as_str().unwrap().to_owned()
    };
    assert_eq!((name("2021-12-12"), name("2021-12-13")), (WORKER_NAME.to_owned(), "符永翔".to_owned()));
}
