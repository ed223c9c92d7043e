//! What is around every page: its headers, its language, what it loads, and errors as pages.

use serde_json::json;
use sikuai::http::pages::assets;
use sikuai::http::pages::frame::CSP;

use crate::support::browser::{Browser, between};
use crate::support::people::{People, application};
use crate::support::server::{Reply, TestServer};

/// Every page that one can get, of a case that stands in the middle of things.
fn pages(server: &TestServer) -> Vec<(String, Reply)> {
    let people = People::of(server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let accepted = people.clerk.receive_another(&application("2021-12-06"));
    people.clerk.does(&accepted, "acceptance", &json!({ "on": "2021-12-08", "procedure": "ordinary" }));
    let browser = Browser::signed_in(server, "clerk");
    let (case, accepted) = (&file.id, &accepted.id);
    let paths = [
        "/my-day".to_owned(),
        "/figures".to_owned(),
        "/figures/cases?figure=accepted".to_owned(),
        "/password".to_owned(),
        "/office?compare=year_before".to_owned(),
        "/office/forecast?target=95&by=2021-12-31".to_owned(),
        "/deadlines".to_owned(),
        "/publications".to_owned(),
        "/hearings".to_owned(),
        "/hearings?view=month&by=arbitrator".to_owned(),
        "/calendar".to_owned(),
        format!("/cases/{case}"),
        format!("/cases/{case}/docket"),
        format!("/cases/{case}/docket/1"),
        format!("/cases/{accepted}/docket/2/correction"),
        format!("/cases/{accepted}/docket/2/striking-out"),
        format!("/cases/{case}/deadlines/A03?entry=1"),
        format!("/cases/{case}/acts/acceptance"),
        format!("/cases/{case}/receipt"),
        format!("/cases/{case}/elements"),
        format!("/cases/{case}/files"),
        format!("/cases/{case}/diary"),
        format!("/cases/{case}/papers"),
        format!("/cases/{case}/papers/new?kind=correction_notice"),
        "/cases?stage=received&count=true".to_owned(),
        "/search?q=%E5%BE%90%E9%97%BB".to_owned(),
        "/cases/new".to_owned(),
        "/cases/new/mediation_request".to_owned(),
        "/cases/new/ledger_entry".to_owned(),
        "/ledgers".to_owned(),
        "/archive".to_owned(),
        "/office?as_known_on=2021-12-09".to_owned(),
        "/cases/7".to_owned(),
        "/nowhere".to_owned(),
    ];
    let mut pages: Vec<(String, Reply)> =
        paths.into_iter().map(|path| (path.clone(), browser.get(&path))).collect();
    pages.extend(of_administration(server, &people));
    let leader = Browser::signed_in(server, "supervisor");
    let showings = [format!("/cases/{case}/unmaskings"), "/ledgers/unmaskings".to_owned()];
    pages.extend(showings.into_iter().map(|path| (path.clone(), leader.get(&path))));
    pages.push(("/calendar-feeds".to_owned(), browser.get("/calendar-feeds")));
    pages.push(("/sign-in".to_owned(), Browser::new(server).get("/sign-in")));
    pages
}

fn of_administration(server: &TestServer, people: &People<'_>) -> Vec<(String, Reply)> {
    let admin = Browser::signed_in(server, "admin");
    let room = people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" })).json();
    let paths = [
        "/administration".to_owned(),
        "/administration/people".to_owned(),
        "/administration/people/new".to_owned(),
        format!("/administration/people/{}", people.report.id),
        format!("/administration/people/{}/deactivation", people.clerk.id),
        format!("/administration/people/{}/keys", people.report.id),
        "/administration/rooms".to_owned(),
        format!("/administration/rooms/{}/retirement", room["id"].as_str().unwrap()),
        "/administration/templates".to_owned(),
        "/administration/templates/acceptance_notice".to_owned(),
        "/administration/audit".to_owned(),
    ];
    paths.into_iter().map(|path| (path.clone(), admin.get(&path))).collect()
}

#[test]
fn every_page_loads_its_own_files_alone_and_has_nothing_inline() {
    let server = TestServer::start();
    for (path, page) in pages(&server) {
        assert!(page.header("content-type").starts_with("text/html; charset=utf-8"), "{path}: {page:?}");
        assert_eq!(page.header("content-security-policy"), CSP, "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert!(page.text.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"), "{path}: {page:?}");
        // The schedule has the one script there is, from our own files.
        let script = format!("<script src=\"{}\" defer></script>", assets::address("schedule.js"));
        assert_eq!(page.text.contains(&script), path.starts_with("/hearings"), "{path}");
        let rest = page.text.replace(&script, "");
        for inline in ["<script", "<style", " style=", "javascript:", "http://", "https://", "src="] {
            assert!(!rest.contains(inline), "{path} has {inline}");
        }
        let handlers = [" onclick", " onload", " onerror", " onsubmit", " onchange"];
        assert!(handlers.iter().all(|handler| !page.text.contains(handler)), "{path}");
        assert!(page.text.len() < 100_000, "{path}: {} bytes", page.text.len());
    }
    for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(CSP.contains(part), "{part}");
    }
    assert!(!CSP.contains("unsafe"));
}

#[test]
fn what_a_page_loads_is_kept_for_ever_under_an_address_of_its_own() {
    let server = TestServer::start();
    let page = Browser::new(&server).get("/sign-in");
    let style = between(&page.text, "rel=\"stylesheet\" href=\"", "\"").unwrap();
    let asset = server.get(&style).send();
    assert_eq!(asset.status, 200);
    assert_eq!(asset.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(asset.text.contains("@media print") && !asset.text.contains("http"));
    assert_eq!(server.get("/assets/0000000000000000-workbench.css").send().status, 404);
    assert_eq!(server.get("/assets/workbench.css").send().status, 404);
}

#[test]
fn a_reader_switches_the_language_and_stays_where_they_are() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let browser = Browser::signed_in(&server, "clerk");
    let here = format!("/cases/{}?done=1", file.id);
    let page = browser.get(&here);
    assert!(page.text.contains("现在可办") && page.text.contains("已登记，登记序号"), "{page:?}");
    let link = between(&page.text, "<a href=\"/language/en?back=", "\"").unwrap();
    let switched = browser.get(&format!("/language/en?back={link}"));
    assert_eq!((switched.status, switched.header("location")), (303, here.as_str()));
    let page = browser.get(&here);
    assert_eq!(page.header("content-language"), "en");
    assert!(
        page.text.contains("<html lang=\"en\">") && page.text.contains("What may be done now"),
        "{page:?}"
    );
    assert!(page.text.contains("Existence of employment"), "{page:?}");
    assert_eq!(browser.get("/language/zh?back=//example.org/").header("location"), "/");
    // An address that is longer than any of ours leads to the first page.
    let long = format!("/language/zh?back=/search%3Fq={}", "x".repeat(600));
    assert_eq!((browser.get(&long).status, browser.get(&long).header("location")), (303, "/"));
    assert!(browser.get(&here).text.contains("现在可办"));
    assert_eq!(browser.get("/language/fr").status, 404);
}

#[test]
fn an_error_is_a_page_for_readers_and_a_problem_for_programs() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "admin");
    for (path, status, said) in [
        ("/nowhere", 404, "未找到"),
        ("/my-day", 403, "无权办理“查看案件”"),
        ("/cases/7", 400, "应为 UUID"),
        ("/figures/cases?from=2021-02-30", 400, "应为存在的日期"),
        ("/sign-in?x=1", 400, "未知参数：x"),
        ("/sign-out", 405, "不支持该请求方法"),
    ] {
        let page = browser.get(path);
        assert_eq!(page.status, status, "{path}: {page:?}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}: {page:?}");
        assert!(page.text.contains(said) && page.text.contains("回到首页"), "{path}: {page:?}");
    }
    let problem = server.get("/nowhere").send();
    assert_eq!(problem.header("content-type"), "application/problem+json");
    // A browser that asks the API is answered as every program.
    let reply = browser.get("/api/v1/me");
    assert_eq!((reply.status, reply.header("content-type")), (401, "application/problem+json"));
    assert_eq!(people.admin.get("/api/v1/me").status, 200);
}
