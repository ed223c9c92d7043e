//! Saved views: filters under a name, one's own or shared by a supervisor. Not here: what the filters do (`lists`).

use crate::search::encoded;
use crate::support::people::{Caller, People, column};
use crate::support::server::TestServer;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/saved-views";

fn saves(caller: &Caller<'_>, body: &Value) -> Value {
    let reply = caller.post(PATH, body);
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

fn at(view: &Value) -> String {
    format!("{PATH}/{}", view["id"].as_str().unwrap())
}

#[test]
fn a_view_is_kept_changed_shared_and_removed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let filters = json!({ "kind": "arbitration", "stage": "received", "cause": "remuneration", "employer": "徐闻",
        "received_on__gte": "2021-11-01", "closed_on__lte": "2021-12-31" });
    let own = saves(&people.clerk, &json!({ "name": "工资待办 ", "filters": filters }));
    assert_eq!(own["filters"], filters);
    assert_eq!(
        (&own["name"], &own["audience"], &own["is_own"]),
        (&json!("工资待办"), &json!("own"), &json!(true))
    );
    // What is kept is what the list takes.
    let query: Vec<String> = filters
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let value = encoded(value.as_str().unwrap());
            format!("{name}={value}")
        })
        .collect();
    people.clerk.read(&format!("/api/v1/cases?{}", query.join("&")));
    people.clerk.read(&format!("/api/v1/search?q=%E5%BE%90%E9%97%BB&{}", query.join("&")));

    let shared = json!({ "name": "全院未结", "audience": "office", "filters": { "stage": "accepted" } });
    for caller in [&people.clerk, &people.arbitrator, &people.mediator, &people.inspector] {
        assert_eq!(caller.post(PATH, &shared).status, 403);
    }
    let shared = saves(&people.supervisor, &shared);
    assert_eq!(column(&people.clerk.read(PATH), "name"), ["工资待办", "全院未结"]);
    assert_eq!(column(&people.arbitrator.read(PATH), "name"), ["全院未结"]);
    assert_eq!(people.arbitrator.read(PATH)["items"][0]["is_own"], false);

    let other = json!({ "name": "我的", "filters": {} });
    assert_eq!(people.clerk.call("PUT", &at(&shared)).json(&other).status, 404);
    assert_eq!(people.clerk.call("DELETE", &at(&shared)).send().status, 404);
    assert_eq!(people.clerk.call("PUT", &at(&own)).json(&other).json()["name"], "我的");
    let to_office = json!({ "name": "我的", "audience": "office", "filters": {} });
    assert_eq!(people.clerk.call("PUT", &at(&own)).json(&to_office).status, 403);
    assert_eq!(people.supervisor.call("PUT", &at(&shared)).json(&other).status, 200);
    assert_eq!(people.arbitrator.read(PATH)["items"], json!([]), "it is shared no more");
    assert_eq!(people.clerk.call("DELETE", &at(&own)).send().status, 204);
    assert_eq!(people.clerk.call("DELETE", &at(&own)).send().status, 404);
    assert_eq!(people.clerk.read(PATH)["items"], json!([]));
}

#[test]
fn words_and_unknown_filters_are_refused_and_there_is_a_limit() {
    let server = TestServer::start();
    let people = People::of(&server);
    for (body, violation) in [
        (json!({ "name": "甲", "filters": { "q": "符永祥" } }), "body /filters unknown_field"),
        (json!({ "name": "甲", "filters": { "stage": "x" } }), "body /filters/stage enum"),
        (json!({ "name": " ", "filters": {} }), "body /name pattern"),
    ] {
        let reply = people.clerk.post(PATH, &body);
        assert_eq!(reply.status, 400, "{reply:?}");
        let (found, wanted) = (reply.violations(), violation.split(' ').nth(1).unwrap());
        assert!(found.len() == 1 && found[0].contains(wanted), "{found:?}");
    }
    let keyed = |key: &str| {
        let body = json!({ "name": "甲", "filters": {} });
        people.clerk.call("POST", PATH).header("idempotency-key", key).json(&body)
    };
    let first = keyed("k");
    assert_eq!(keyed("k").text, first.text);
    for number in 1..50 {
        saves(&people.clerk, &json!({ "name": format!("{number}"), "filters": {} }));
    }
    let full = people.clerk.post(PATH, &json!({ "name": "五十一", "filters": {} }));
    assert_eq!(full.refused(), (409, vec!["act  too_many_views".to_owned()]));
    assert_eq!(people.clerk.read(PATH)["items"].as_array().unwrap().len(), 50);
    let first = first.json();
    assert_eq!(
        people.clerk.call("PUT", &at(&first)).json(&json!({ "name": "乙", "filters": {} })).status,
        200
    );
    assert_eq!(people.clerk.call("DELETE", &at(&first)).send().status, 204);
    saves(&people.clerk, &json!({ "name": "五十一", "filters": {} }));
    saves(&people.supervisor, &json!({ "name": "另一人", "filters": {} }));
}
