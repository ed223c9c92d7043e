//! The indicator register by its pages: entered once for each matter and period, corrected with a reason, every value kept.

use serde_json::Value;

use crate::support::browser::{Browser, between, token};
use crate::support::people::People;
use crate::support::server::{Reply, TestServer};

const FORM: [(&str, &str); 6] = [
    ("item", "政务公开信息"),
    ("from", "2021-01-01"),
    ("to", "2021-12-10"),
    ("value", "126"),
    ("unit", "条"),
    ("source", "局办公室"),
];

fn register(people: &People<'_>) -> Vec<Value> {
    people.supervisor.read("/api/v1/indicators")["items"].as_array().unwrap().clone()
}

/// The form with another value in one field.
fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FORM.into_iter()
        .map(|(field, typed)| if field == name { (name, value) } else { (field, typed) })
        .collect()
}

#[track_caller]
fn wrong(page: &Reply, field: &str) -> String {
    between(&page.text, &format!("id=\"{field}-wrong\">"), "</ul>")
        .unwrap_or_else(|| panic!("{field}: {page:?}"))
}

#[test]
fn an_indicator_is_entered_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/indicators");
    assert!(
        page.text.contains("该年尚未填报任何指标") && page.text.contains("<span class=\"count\">18</span>"),
        "{page:?}"
    );
    for _ in 0..2 {
        let done = browser.press("/indicators", &page, &FORM);
        let line = format!("#line-{}", register(&people)[0]["id"].as_str().unwrap());
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("/indicators?year=2021&entered=true{line}").as_str()),
            "{done:?}"
        );
    }
    assert_eq!(register(&people).len(), 1, "pressed twice, it is entered once");
    let page = browser.get("/indicators?year=2021&entered=true");
    assert!(
        page.text.contains("已填报。") && page.text.contains("<td class=\"number\">126 条</td>"),
        "{page:?}"
    );
    assert!(page.text.contains("<span class=\"count\">17</span>"), "{page:?}");
    // The same matter and period again is told, and what was typed stays.
    let again = browser.press("/indicators", &page, &FORM);
    assert!(
        again.status == 409 && again.text.contains("请更正原有记录") && again.text.contains("value=\"126\""),
        "{again:?}"
    );
    let line = format!("/indicators/{}", register(&people)[0]["id"].as_str().unwrap());
    assert!(again.text.contains(&format!("<a href=\"{line}\">打开已有的记录")), "{again:?}");
}

/// A line over a new year stands on the pages of both, and is no line of the report of either.
#[test]
fn a_line_over_a_new_year_is_on_the_pages_of_both_years() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/indicators");
    let over: Vec<(&str, &str)> = FORM
        .into_iter()
        .map(|(name, typed)| match name {
            "from" => (name, "2020-07-01"),
            "to" => (name, "2021-06-30"),
            _ => (name, typed),
        })
        .collect();
    assert_eq!(browser.press("/indicators", &page, &over).status, 303);
    let line = format!("id=\"line-{}\"", register(&people)[0]["id"].as_str().unwrap());
    for (year, is_there) in [(2019, false), (2020, true), (2021, true), (2022, false)] {
        let page = browser.get(&format!("/indicators?year={year}")).text;
        assert_eq!(page.contains(&line), is_there, "{year}: {page}");
        assert!(page.contains("<span class=\"count\">18</span>"), "{year}: {page}");
    }
}

#[test]
fn an_indicator_is_corrected_once_with_its_reason_over_the_value_that_was_seen() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    assert_eq!(browser.press("/indicators", &browser.get("/indicators"), &FORM).status, 303);
    let path = format!("/indicators/{}", register(&people)[0]["id"].as_str().unwrap());
    let line = browser.get(&path);
    let correction = [("value", "125"), ("unit", "条"), ("source", "网站后台"), ("reason", "重复计数")];
    let corrections = format!("{path}/corrections");
    for _ in 0..2 {
        let done = browser.press(&corrections, &line, &correction);
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("{path}?corrected=true").as_str()),
            "{done:?}"
        );
    }
    let shown = browser.get(&format!("{path}?corrected=true"));
    for said in
        ["<p class=\"lead\">125 条</p>", "<td class=\"number\">126 条</td>", "<td>重复计数</td>", "已更正"]
    {
        assert!(shown.text.contains(said), "{said}: {shown:?}");
    }
    // Whoever saw the value before has seen no more: another form of the same version is told so.
    let mut stale = crate::support::browser::hidden_of(&line, &corrections);
    stale.retain(|(name, _)| name != "key");
    let stale: Vec<(&str, &str)> =
        stale.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = browser.post(
        &corrections,
        &[&stale[..], &[("value", "1"), ("unit", "条"), ("source", "甲"), ("reason", "乙")]].concat(),
    );
    assert!(
        refused.status == 412
            && refused.text.contains("已被他人更正")
            && refused.text.contains("value=\"2\""),
        "{refused:?}"
    );
    assert_eq!(register(&people)[0]["version"], 2);
}

#[test]
fn what_is_wrong_with_an_indicator_stands_at_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page =
        browser.get("/indicators?item=%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80%E4%BF%A1%E6%81%AF&unit=%E6%9D%A1");
    assert!(page.text.contains("value=\"政务公开信息\"") && page.text.contains("value=\"条\""), "{page:?}");
    for (field, typed, status) in [
        ("item", "", 400),
        ("from", "2021-02-30", 400),
        ("value", "1,000", 400),
        ("source", "", 400),
        ("to", "2021-12-11", 422),
        ("to", "2020-12-31", 422),
        ("unit", "份", 422),
    ] {
        let refused = browser.press("/indicators", &page, &with(field, typed));
        assert_eq!(refused.status, status, "{field}: {refused:?}");
        assert!(wrong(&refused, field).contains("<li>"), "{field}: {refused:?}");
    }
    assert_eq!(register(&people), Vec::<Value>::new());
}

#[test]
fn supervisors_keep_the_register_and_the_report_client_reads_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/indicators");
    assert_eq!(browser.press("/indicators", &page, &FORM).status, 303);
    let path = format!("/indicators/{}", register(&people)[0]["id"].as_str().unwrap());
    // A form of no page of this session does nothing.
    assert_eq!(browser.post("/indicators", &FORM).status, 403);
    assert_eq!(browser.post(&format!("{path}/corrections"), &FORM).status, 403);
    let report = Browser::signed_in(&server, "report");
    let read = report.get("/indicators?year=2021");
    assert!(
        read.text.contains("126 条") && !read.text.contains("<form method=\"post\" action=\"/indicators\""),
        "{read:?}"
    );
    assert!(
        read.text.contains("<td>—</td>") && !read.text.contains("<td>测试</td>"),
        "programs hear no names: {read:?}"
    );
    assert!(!report.get(&path).text.contains("/corrections"));
    for login in ["clerk", "arbitrator", "mediator", "inspector", "admin"] {
        let other = Browser::signed_in(&server, login);
        let page = other.get("/password");
        assert!(!page.text.contains("href=\"/indicators\""), "{login}");
        let token = token(&page);
        let sent = [&FORM[..], &[("form_token", token.as_str())]].concat();
        for refused in [other.get("/indicators"), other.get(&path), other.post("/indicators", &sent)] {
            assert_eq!(refused.status, 403, "{login}: {refused:?}");
        }
    }
    let token = token(&report.get("/password"));
    let sent = [&FORM[..], &[("form_token", token.as_str())]].concat();
    assert_eq!(report.post("/indicators", &sent).status, 403);
    browser.get("/language/en?back=/my-day");
    assert!(
        browser.get("/indicators").text.contains("Indicator register")
            && browser.get(&path).text.contains("Every value that was entered")
    );
    assert_eq!(register(&people).len(), 1);
}
