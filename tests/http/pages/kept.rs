//! A form that was sent when its session had ended: what was typed goes along to where one signs in, and back from there.

use serde_json::json;

use crate::support::browser::{Browser, hidden, token};
use crate::support::people::{File, People, application};
use crate::support::server::{PASSWORD, Reply, TestServer};

const TYPED: &[(&str, &str)] = &[
    ("/on", "2021-12-08"),
    ("/procedure", "ordinary"),
    ("/reason", "材料齐全 & \"完整\""),
    ("do", "commit"),
];

/// A clerk's browser with the form of an acceptance, and a session that has ended since.
fn signed_out<'s>(server: &'s TestServer, people: &People<'s>) -> (Browser<'s>, File, String, Reply) {
    let file = people.clerk.receive(&application("2021-12-06"));
    let browser = Browser::signed_in(server, "clerk");
    let path = format!("/cases/{}/acts/acceptance", file.id);
    let page = browser.get(&path);
    let secret = browser.cookies.borrow()["sikuai_session"].clone();
    let renewed = server.post("/api/v1/sessions/renewal").json(&json!({ "refresh_token": secret }));
    assert_eq!(renewed.status, 201, "{renewed:?}");
    (browser, file, path, page)
}

fn entries(people: &People<'_>, file: &File) -> usize {
    people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().len()
}

#[test]
fn what_was_typed_goes_along_and_is_tried_before_it_is_recorded() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (browser, file, path, page) = signed_out(&server, &people);
    let asked = browser.send(&path, &page, TYPED);
    assert_eq!(asked.status, 401, "{asked:?}");
    assert!(
        asked.text.contains("您填写的内容还在") && asked.text.contains("action=\"/sign-in\""),
        "{asked:?}"
    );
    // A wrong password loses nothing either.
    let fields = |password| [("login", "clerk"), ("password", password)];
    let wrong = browser.send("/sign-in", &asked, &fields("wrong"));
    assert_eq!(wrong.status, 401);
    let on = browser.send("/sign-in", &wrong, &fields(PASSWORD));
    assert_eq!(on.status, 200, "{on:?}");
    assert!(on.text.contains("尚未登记") && on.text.contains(&format!("action=\"{path}\"")), "{on:?}");
    let kept: Vec<(String, String)> = hidden(&on);
    let value = |name: &str| kept.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone());
    assert_eq!(value("/procedure").as_deref(), Some("ordinary"));
    assert!(value("do").is_none(), "which button was pressed is not kept: {kept:?}");
    assert_eq!(kept.iter().filter(|(name, _)| name == "form_token").count(), 1);
    let tried = browser.send(&path, &on, &[("do", "try")]);
    assert_eq!(tried.status, 200, "{tried:?}");
    assert!(tried.text.contains("<option value=\"ordinary\" selected>"), "{tried:?}");
    assert!(tried.text.contains("材料齐全 &#38; &#34;完整&#34;</textarea>"), "{tried:?}");
    assert_eq!(entries(&people, &file), 1);
    let fields = [("/on", "2021-12-08"), ("/procedure", "ordinary"), ("do", "commit")];
    assert_eq!(browser.send(&path, &tried, &fields).status, 303);
    assert_eq!(entries(&people, &file), 2);
}

#[test]
fn an_application_that_was_being_typed_is_kept_too() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    let out = browser.get("/my-day");
    let session = browser.cookies.borrow()["sikuai_session"].clone();
    browser.post("/sign-out", &[("form_token", &token(&out))]);
    browser.cookies.borrow_mut().insert("sikuai_session".to_owned(), session);
    let asked = browser.send("/cases/new", &page, &[("worker/0/name", "符永祥"), ("do", "try")]);
    assert_eq!(asked.status, 401, "{asked:?}");
    let on = browser.send("/sign-in", &asked, &[("login", "clerk"), ("password", PASSWORD)]);
    let form = browser.send("/cases/new", &on, &[("do", "try")]);
    assert!(form.status == 400 && form.text.contains("value=\"符永祥\""), "{form:?}");
}

#[test]
fn of_a_form_that_was_made_for_nobody_here_nothing_is_kept() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (browser, _, path, page) = signed_out(&server, &people);
    // Without the token of the session that ended, or with another's; without its cookie; and a password never.
    let other = token(&Browser::signed_in(&server, "clerk").get("/my-day"));
    for foreign in ["", "00", other.as_str()] {
        let fields = [("form_token", foreign), ("key", "00000000000000000000000000000000"), ("/reason", "x")];
        let reply = browser.post(&path, &fields);
        assert_eq!((reply.status, reply.header("location")), (303, "/sign-in"), "{reply:?}");
    }
    let stranger = Browser::new(&server);
    assert_eq!(stranger.send(&path, &page, TYPED).status, 303);
    let reply =
        browser.post("/password", &[("form_token", &token(&page)), ("password", "another-good-password")]);
    assert_eq!((reply.status, reply.header("location")), (303, "/sign-in"), "{reply:?}");
    // Nor does signing in send anybody elsewhere.
    for at in ["https://example.org/", "//example.org/", "/password", ""] {
        let browser = Browser::new(&server);
        let page = browser.get("/sign-in");
        let fields =
            [("login", "clerk"), ("password", PASSWORD), ("kept_at", at), ("kept", "[[\"a\",\"b\"]]")];
        let reply = browser.send("/sign-in", &page, &fields);
        assert_eq!((reply.status, reply.header("location")), (303, "/"), "{at}: {reply:?}");
    }
}
