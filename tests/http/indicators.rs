//! The indicator register over HTTP: entered once for each matter and period, corrected with a reason, every value kept.

use crate::support::people::{Caller, People, column, on_day};
use crate::support::server::{Reply, TestServer};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sikuai::storage::audit;

const PATH: &str = "/api/v1/indicators";

fn body(item: &str, (from, to): (&str, &str), (value, unit): (&str, &str)) -> Value {
    json!({ "item": item, "from": from, "to": to, "value": value, "unit": unit, "source": "局办公室" })
}

fn entered(caller: &Caller<'_>, body: &Value) -> Value {
    let reply = caller.post(PATH, body);
    assert_eq!(reply.status, 201, "{reply:?}");
    let view = reply.json();
    assert_eq!(reply.header("location"), format!("{PATH}/{}", view["id"].as_str().unwrap()));
    assert_eq!(reply.header("etag"), tag(&view));
    view
}

fn tag(view: &Value) -> String {
    format!("\"{}-{}\"", view["id"].as_str().unwrap(), view["version"])
}

fn corrects(caller: &Caller<'_>, view: &Value, (tag, value): (&str, &str)) -> Reply {
    let path = format!("{PATH}/{}/corrections", view["id"].as_str().unwrap());
    let body = json!({ "value": value, "unit": view["unit"], "source": "网站后台", "reason": "重复计数" });
    let call = caller.call("POST", &path);
    if tag.is_empty() { call.json(&body) } else { call.header("if-match", tag).json(&body) }
}

#[test]
fn a_line_is_entered_once_and_corrected_with_every_value_kept() {
    let server = TestServer::start();
    let people = People::of(&server);
    let year = ("2021-01-01", "2021-12-10");
    let first = entered(&people.supervisor, &body("政务公开信息", year, ("126", "条")));
    assert_eq!(
        [&first["value"], &first["unit"], &first["version"]],
        [&json!("126"), &json!("条"), &json!(1)]
    );
    assert_eq!(
        [&first["filled_on"], &first["filled_by"]],
        [&json!("2021-12-10"), &json!(people.supervisor.id)]
    );

    let again = people.supervisor.post(PATH, &body("政务公开信息", year, ("125", "条")));
    assert_eq!(again.refused(), (409, vec!["act  indicator_entered".to_owned()]));
    // Another period is another line.
    entered(&people.supervisor, &body("政务公开信息", ("2021-01-01", "2021-11-30"), ("120", "条")));

    assert_eq!(corrects(&people.supervisor, &first, ("", "125")).status, 428);
    assert_eq!(corrects(&people.supervisor, &first, ("\"other-1\"", "125")).status, 412);
    on_day(&server, "2021-12-11");
    let corrected = corrects(&people.supervisor, &first, (&tag(&first), "125"));
    assert_eq!(corrected.status, 201, "{corrected:?}");
    let corrected = corrected.json();
    assert_eq!([&corrected["value"], &corrected["version"]], [&json!("125"), &json!(2)]);
    assert_eq!(corrected["filled_on"], "2021-12-11");
    let versions = corrected["versions"].as_array().unwrap();
    let told = |field: &str| versions.iter().map(|version| version[field].clone()).collect::<Vec<_>>();
    assert_eq!(told("value"), ["126", "125"]);
    assert_eq!(told("reason"), [Value::Null, json!("重复计数")]);
    assert_eq!(told("source"), ["局办公室", "网站后台"]);
    // Whoever saw the first version has seen no more.
    assert_eq!(corrects(&people.supervisor, &first, (&tag(&first), "124")).status, 412);

    let path = format!("{PATH}/{}", first["id"].as_str().unwrap());
    let read = people.supervisor.get(&path);
    assert_eq!((read.json(), read.header("etag")), (corrected.clone(), tag(&corrected).as_str()));
    let known = people.report.call("GET", &path).header("if-none-match", &tag(&corrected)).send();
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    assert_eq!(people.report.get(&format!("{PATH}/{}", people.report.id)).status, 404);
}

#[test]
fn what_cannot_be_entered_is_said_at_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let wrong = body(" 事项", ("2021-01-01", "2021-12-10"), ("1,000", ""));
    assert_eq!(
        people.supervisor.post(PATH, &wrong).refused(),
        (
            400,
            ["body /item pattern", "body /unit pattern", "body /value pattern"].map(str::to_owned).to_vec()
        )
    );
    let wrong = body("好差评综合得分", ("2021-01-01", "2021-12-11"), ("8.3", "%"));
    assert_eq!(
        people.supervisor.post(PATH, &wrong).refused(),
        (422, ["body /to in_the_future", "body /unit unit_differs"].map(str::to_owned).to_vec())
    );
    let line =
        entered(&people.supervisor, &body("好差评综合得分", ("2021-01-01", "2021-11-30"), ("8.3", "分")));
    let path = format!("{PATH}/{}/corrections", line["id"].as_str().unwrap());
    let other = json!({ "value": "83", "unit": "%", "source": "县平台", "reason": "换算" });
    let refused = people.supervisor.call("POST", &path).header("if-match", &tag(&line)).json(&other);
    assert_eq!(refused.refused(), (422, vec!["body /unit unit_differs".to_owned()]));
}

#[test]
fn a_repeated_request_is_one_line_and_each_value_is_put_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    let line = body("仲裁员培训", ("2021-01-01", "2021-12-10"), ("3.5", "天"));
    let post = || people.supervisor.call("POST", PATH).header("idempotency-key", "k").json(&line);
    let (first, again) = (post(), post());
    assert_eq!((first.status, again.status), (201, 201), "{again:?}");
    assert_eq!((first.json(), again.header("idempotency-replayed")), (again.json(), "true"));
    assert_eq!(corrects(&people.supervisor, &first.json(), (&tag(&first.json()), "4")).status, 201);
    let entries = server.app.store.read_blocking(|c| audit::page(c, 0, 1000)).unwrap();
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let told: Vec<(String, String)> = entries
        .into_iter()
        .filter(|entry| entry.body.contains(&id))
        .map(|entry| (entry.event, entry.body))
        .collect();
    let of = |version: u32| json!({ "indicator": id, "version": version }).to_string();
    assert_eq!(told, [("indicator_entered".to_owned(), of(1)), ("indicator_corrected".to_owned(), of(2))]);
}

#[test]
fn the_register_is_read_by_period_and_page_by_page() {
    let server = TestServer::start();
    let people = People::of(&server);
    for (item, from, to) in [
        ("甲", "2021-01-01", "2021-06-30"),
        ("乙", "2021-01-01", "2021-12-10"),
        ("甲", "2021-07-01", "2021-12-10"),
        ("甲", "2020-01-01", "2020-12-31"),
    ] {
        server.clock.advance(TimeDelta::seconds(1));
        entered(&people.supervisor, &body(item, (from, to), ("1", "件")));
    }
    let items = |query: &str| column(&people.report.read(&format!("{PATH}{query}")), "to");
    assert_eq!(items(""), ["2021-06-30", "2021-12-10", "2021-12-10", "2020-12-31"]);
    assert_eq!(items("?from=2021-01-01&to=2021-12-10"), ["2021-06-30", "2021-12-10", "2021-12-10"]);
    assert_eq!(items("?from=2021-01-02"), ["2021-12-10"]);
    assert_eq!(items("?to=2020-12-31"), ["2020-12-31"]);
    assert_eq!(items("?item=%E7%94%B2&from=2021-01-01"), ["2021-06-30", "2021-12-10"]);
    let page = people.report.read(&format!("{PATH}?limit=3"));
    let next = page["next"].as_str().unwrap();
    assert_eq!(items(&format!("?limit=3&cursor={next}")), ["2020-12-31"]);
}

/// The report client has what was counted, and is told of nobody; the people of the office are.
#[test]
fn a_program_is_not_told_who_entered_a_value() {
    let server = TestServer::start();
    let people = People::of(&server);
    let line =
        entered(&people.supervisor, &body("政务公开信息", ("2021-01-01", "2021-12-10"), ("126", "条")));
    let corrected = corrects(&people.supervisor, &line, (&tag(&line), "125"));
    assert_eq!(corrected.status, 201, "{corrected:?}");
    let one = format!("{PATH}/{}", line["id"].as_str().unwrap());
    for path in [PATH, &one] {
        let (seen, told) = (people.supervisor.get(path), people.report.get(path));
        assert_eq!((seen.status, told.status), (200, 200));
        assert!(seen.text.contains(&people.supervisor.id) && seen.text.contains("\"测试\""), "{}", seen.text);
        assert!(!told.text.contains(&people.supervisor.id) && !told.text.contains("测试"), "{}", told.text);
        assert!(told.text.contains("\"125\"") && told.text.contains("\"126\""), "{}", told.text);
    }
    let lines = &people.report.read(PATH)["items"][0];
    assert_eq!((&lines["filled_by"], &lines["versions"][1]["filled_by_name"]), (&Value::Null, &Value::Null));
    // Nor by the report that it pulls.
    let report = "/api/v1/reports/annual?from=2021-01-01&to=2021-12-10&format=md";
    let (seen, told) = (people.supervisor.get(report), people.report.get(report));
    assert_eq!((seen.status, told.status), (200, 200));
    assert!(seen.text.contains("| 测试 |") && !told.text.contains("测试"), "{}", told.text);
    assert!(told.text.contains("政务公开信息") && told.text.contains("125条"), "{}", told.text);
}
