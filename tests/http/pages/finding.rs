//! Finding a case: the list with its filters and views, page by page, and the search.

use serde_json::json;

use crate::support::browser::{Browser, between, token};
use crate::support::hearings::before_one;
use crate::support::people::{People, WORKER_ID_NUMBER, WORKER_NAME, application};
use crate::support::server::TestServer;

fn rows(page: &str) -> usize {
    page.matches("<tr><td><a href=\"/cases/").count()
}

#[test]
fn cases_are_listed_by_what_is_asked_page_by_page_and_counted_on_request() {
    let server = TestServer::start();
    let people = People::of(&server);
    let accepted = people.clerk.receive(&application("2021-03-01"));
    people.clerk.does(&accepted, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    for day in ["2021-12-06", "2021-12-07"] {
        people.clerk.receive_another(&application(day));
    }
    let browser = Browser::signed_in(&server, "clerk");
    let all = browser.get("/cases").text;
    assert_eq!(rows(&all), 3, "{all}");
    assert!(all.contains(WORKER_NAME) && all.contains("2021-03-03") && !all.contains("<b>3</b>"), "{all}");
    // The form of the page sends what was left empty too.
    let empty = "kind=&cause=&number=&employer=&received_on__gte=&sort=";
    assert_eq!(rows(&browser.get(&format!("/cases?stage=received&{empty}")).text), 2);
    assert_eq!(rows(&browser.get("/cases?received_on__lte=2021-03-31").text), 1);
    assert_eq!(rows(&browser.get("/cases?employer=%E5%BE%90%E9%97%BB").text), 3);
    assert_eq!(rows(&browser.get("/cases?employer=%E5%88%AB").text), 0);
    let counted = between(&all, "<a href=\"/cases?count=true", "</a>").unwrap();
    assert!(counted.contains("共有多少件"), "{counted}");
    assert!(browser.get("/cases?stage=received&count=true").text.contains("<b>2</b>"));
    let first = browser.get("/cases?stage=received&limit=1").text;
    assert_eq!(rows(&first), 1);
    let next = first
        .split("\" rel=\"next\"")
        .next()
        .unwrap()
        .rsplit("href=\"/cases?")
        .next()
        .unwrap()
        .replace("&#38;", "&");
    let second = browser.get(&format!("/cases?{next}")).text;
    assert_eq!(rows(&second), 1, "{second}");
    assert!(first.contains("2021-12-07") && second.contains("2021-12-06"));
    // The oldest first, and each filter as it was set.
    let oldest = browser.get("/cases?sort=received_on&cause=relationship").text;
    assert!(oldest.find("2021-03-01").unwrap() < oldest.find("2021-12-06").unwrap());
    assert!(oldest.contains("<option value=\"relationship\" selected>") && oldest.contains("<details open>"));
    for (query, status) in
        [("stage=nowhere", 400), ("cursor=x", 422), ("x=1", 400), ("received_on__gte=2021-02-30", 400)]
    {
        assert_eq!(browser.get(&format!("/cases?{query}")).status, status, "{query}");
    }
}

#[test]
fn cases_are_listed_by_who_works_on_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    before_one(&server, &people, &people.arbitrator);
    people.clerk.receive_another(&application("2021-03-08"));
    let browser = Browser::signed_in(&server, "clerk");
    let of = |person: &str| rows(&browser.get(&format!("/cases?person={person}")).text);
    assert_eq!((of(&people.arbitrator.id), of(&people.outsider.id)), (1, 0));
    let api = people.clerk.read(&format!("/api/v1/cases?person={}", people.arbitrator.id));
    assert_eq!(api["items"].as_array().unwrap().len(), 1);
    // Whoever has left is no choice any more.
    let login = || browser.get("/cases").text.contains(&people.outsider.id);
    assert!(login());
    people.admin.post(&format!("/api/v1/users/{}/deactivation", people.outsider.id), &json!({}));
    assert!(!login());
    // Inspectors do not know the staff.
    let inspector = Browser::signed_in(&server, "inspector").get("/cases").text;
    assert!(!inspector.contains("name=\"person\"") && rows(&inspector) == 0, "{inspector}");
}

#[test]
fn filters_are_kept_under_a_name_once_and_shared_by_supervisors() {
    let server = TestServer::start();
    let people = People::of(&server);
    let _ = &people;
    let supervisor = Browser::signed_in(&server, "supervisor");
    let page = supervisor.get("/cases?stage=received&employer=%E5%BE%90");
    let fields = [
        ("form_token", token(&page)),
        ("key", "0123456789abcdef0123456789abcdef".to_owned()),
        ("stage", "received".to_owned()),
        ("employer", "徐".to_owned()),
        ("name", "待受理".to_owned()),
        ("shared", "yes".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for _ in 0..2 {
        let reply = supervisor.post("/saved-views", &fields);
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, "/cases?employer=%E5%BE%90&stage=received"),
            "{reply:?}"
        );
    }
    let clerk = Browser::signed_in(&server, "clerk");
    let page = clerk.get("/cases?kind=arbitration");
    assert_eq!(page.text.matches(">待受理</a>").count(), 1, "{page:?}");
    assert!(!page.text.contains("name=\"shared\"") && !page.text.contains("/removal\""), "{page:?}");
    // No name, or one too many.
    let token = token(&page);
    let nameless = clerk.post("/saved-views", &[("form_token", &token), ("name", " ")]);
    assert_eq!(nameless.status, 400, "{nameless:?}");
    let shared = clerk.post("/saved-views", &[("form_token", &token), ("name", "我的"), ("shared", "yes")]);
    assert_eq!(shared.status, 403, "{shared:?}");
    let own = supervisor.get("/cases");
    let removal = between(&own.text, "action=\"/saved-views/", "\"").unwrap();
    let reply = supervisor
        .post(&format!("/saved-views/{removal}"), &[("form_token", &crate::support::browser::token(&own))]);
    assert_eq!((reply.status, reply.header("location")), (303, "/cases"));
    assert!(!clerk.get("/cases").text.contains("待受理"));
}

#[test]
fn a_case_is_found_by_words_and_people_only_by_whom_it_concerns() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let found = |login: &str, q: &str| {
        let page = Browser::signed_in(&server, login).get(&format!("/search?q={q}")).text;
        page.contains(&format!("href=\"/cases/{}\"", file.id))
    };
    // 红壤, the employer: whoever reads cases.
    let employer = "%E7%BA%A2%E5%A3%A4";
    assert!(["clerk", "arbitrator", "outsider"].iter().all(|login| found(login, employer)));
    assert!(!found("inspector", employer));
    // 符永祥, and the whole ID number: who may read personal data of the case.
    for person in ["%E7%AC%A6%E6%B0%B8%E7%A5%A5", WORKER_ID_NUMBER] {
        assert!(found("clerk", person) && found("arbitrator", person), "{person}");
        assert!(!found("outsider", person) && !found("supervisor", person), "{person}");
    }
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get(&format!("/search?q={employer}&stage=&kind=arbitration")).text;
    assert!(page.contains("<span class=\"tag\">用人单位</span>"), "{page}");
    assert!(page.contains("<option value=\"arbitration\" selected>"), "{page}");
    assert!(browser.get(&format!("/search?q={employer}&kind=petition")).text.contains("没有找到"));
    // Papers are read where it is asked for, and it stays asked for.
    let ticked = "name=\"in_papers\" value=\"true\" checked";
    let in_papers = browser.get(&format!("/search?q={employer}&in_papers=true")).text;
    assert!(
        !page.contains(ticked) && in_papers.contains(ticked) && in_papers.contains(&file.id),
        "{in_papers}"
    );
    // What is wrong with the words stands beside them.
    let one = browser.get("/search?q=%E5%BE%90");
    assert_eq!(one.status, 422, "{one:?}");
    assert!(between(&one.text, "id=\"q-wrong\"", "</ul>").unwrap().contains("两个汉字"));
    let empty = browser.get("/search?q=&stage=");
    assert!(empty.status == 200 && !empty.text.contains("没有找到"), "{empty:?}");
    assert_eq!(browser.get("/search?q=%E7%BA%A2%E5%A3%A4&stage=x").status, 400);
}
