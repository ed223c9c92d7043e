//! Signing in and out: the cookie of a session, the token of every form, and where one is sent.

use sikuai::domain::role::Role;

use crate::support::browser::{Browser, between, form_with, token};
use crate::support::people::on_day;
use crate::support::server::{PASSWORD, TestServer};

/// The routes whose forms bring a file, and who may bring it: of others the file is not read at all.
const WITH_FILE: [(&str, &str); 5] = [
    ("/cases/{id}/files", "clerk"),
    ("/cases/{id}/wage-lines", "clerk"),
    ("/ledgers", "clerk"),
    ("/reports/template", "leader"),
    ("/administration/templates/{kind}", "leader"),
];
const WRONG: &str = "登录名或密码不正确";

fn an_office() -> TestServer {
    let server = TestServer::start();
    let logins = ["clerk", "leader", "report", "admin"];
    for (login, role) in logins.into_iter().zip([Role::Clerk, Role::Supervisor, Role::Report, Role::Admin]) {
        server.person(login, role);
    }
    server
}

#[test]
fn a_stranger_is_sent_to_sign_in_and_on_from_there_to_what_they_asked_for() {
    let server = an_office();
    let browser = Browser::new(&server);
    let asked = browser.get("/figures?from=2021-01-01&to=2021-06-30");
    assert_eq!(asked.status, 303);
    assert_eq!(asked.header("location"), "/sign-in?to=/figures%3Ffrom%3D2021-01-01%26to%3D2021-06-30");
    let page = browser.get(asked.header("location"));
    let to = between(&page.text, "name=\"to\" value=\"", "\"").unwrap();
    assert_eq!(to, "/figures?from=2021-01-01&#38;to=2021-06-30");
    let signed_in = browser.sign_in("clerk", PASSWORD, "/figures?from=2021-01-01&to=2021-06-30");
    assert_eq!(
        (signed_in.status, signed_in.header("location")),
        (303, "/figures?from=2021-01-01&to=2021-06-30")
    );
    let long = format!("/sign-in?to=/search%3Fq={}", "x".repeat(600));
    assert!(browser.get(&long).text.contains("name=\"to\" value=\"\""));
    for elsewhere in ["//example.org/", "https://example.org/", "/\\example.org", "/a\r\nb", ""] {
        let reply = Browser::new(&server).sign_in("clerk", PASSWORD, elsewhere);
        assert_eq!((reply.status, reply.header("location")), (303, "/"), "{elsewhere}");
    }
}

#[test]
fn the_first_page_is_what_the_role_has() {
    let server = an_office();
    for (login, first) in [("clerk", "/my-day"), ("report", "/figures"), ("admin", "/administration")] {
        let reply = Browser::signed_in(&server, login).get("/");
        assert_eq!((reply.status, reply.header("location")), (303, first), "{login}");
    }
}

#[test]
fn the_cookie_is_read_by_no_script_and_sent_by_no_other_site() {
    let server = an_office();
    let browser = Browser::new(&server);
    let reply = browser.sign_in("clerk", PASSWORD, "");
    let cookies: Vec<&str> =
        reply.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("sikuai_session=")).unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(session.split("; ").any(|given| given == part), "{session}");
    }
    assert!(!session.contains("Secure") && !session.contains("Max-Age"), "{session}");
    // The form of a stranger is made for a secret of ours, and not for whatever stands in the cookie.
    let planted = "x".repeat(64);
    let page = server.get("/sign-in").header("cookie", &format!("sikuai_form={planted}")).send();
    assert!(!page.header("set-cookie").contains(&planted), "{page:?}");
    let known = browser.get("/sign-in").header("set-cookie").to_owned();
    assert_eq!(browser.get("/sign-in").header("set-cookie"), known);
    // Behind TLS it is sent over TLS alone.
    let page = server.get("/sign-in").header("x-forwarded-proto", "https").send();
    assert!(page.header("set-cookie").contains("; Secure"), "{page:?}");
}

#[test]
fn a_wrong_login_is_told_on_the_page_and_counted() {
    let server = TestServer::start_with(|config| config.login_attempts_per_minute = 3);
    server.person("clerk", Role::Clerk);
    let browser = Browser::new(&server);
    for (login, password) in [("clerk", "wrong"), ("nobody", PASSWORD), ("", ""), (&"x".repeat(65), "y")] {
        let reply = browser.sign_in(login, password, "");
        assert_eq!(reply.status, 401, "{reply:?}");
        assert!(reply.text.contains(WRONG), "{reply:?}");
        assert!(!browser.cookies.borrow().contains_key("sikuai_session"));
    }
    // The API counts the same attempts.
    let credentials = serde_json::json!({ "login": "clerk", "password": "wrong" });
    assert_eq!(server.post("/api/v1/sessions").json(&credentials).status, 401);
    assert_eq!(browser.sign_in("clerk", "wrong", "").status, 401);
    let reply = browser.sign_in("clerk", PASSWORD, "");
    assert_eq!(reply.status, 429, "{reply:?}");
    assert!(reply.text.contains("尝试过于频繁"), "{reply:?}");
}

#[test]
fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let server = an_office();
    let browser = Browser::signed_in(&server, "clerk");
    let kept = browser.cookies.borrow().clone();
    let page = browser.get("/my-day");
    assert_eq!(page.status, 200, "{page:?}");
    let out = browser.post("/sign-out", &[("form_token", &token(&page))]);
    assert_eq!((out.status, out.header("location")), (303, "/sign-in"));
    assert!(!browser.cookies.borrow().contains_key("sikuai_session"));
    *browser.cookies.borrow_mut() = kept;
    assert_eq!(browser.get("/my-day").header("location"), "/sign-in?to=/my-day");
}

#[test]
fn a_session_ends_after_its_days_and_when_somebody_else_has_used_it() {
    let server = an_office();
    let browser = Browser::signed_in(&server, "clerk");
    // Two pages at once, and again: the cookie stays good.
    for _ in 0..3 {
        assert_eq!(browser.get("/my-day").status, 200);
    }
    let secret = browser.cookies.borrow()["sikuai_session"].clone();
    let renewed =
        server.post("/api/v1/sessions/renewal").json(&serde_json::json!({ "refresh_token": secret }));
    assert_eq!(renewed.status, 201, "{renewed:?}");
    assert_eq!(browser.get("/my-day").status, 303);
    // Whoever renewed it is out too.
    let next = renewed.json()["refresh_token"].clone();
    let again = server.post("/api/v1/sessions/renewal").json(&serde_json::json!({ "refresh_token": next }));
    assert_eq!(again.status, 401, "{again:?}");

    let browser = Browser::signed_in(&server, "clerk");
    let days = server.app.settings.session_days;
    let last = chrono::NaiveDate::from_ymd_opt(2021, 12, 10).unwrap() + chrono::Days::new(u64::from(days));
    on_day(&server, &last.pred_opt().unwrap().to_string());
    assert_eq!(browser.get("/my-day").status, 200);
    on_day(&server, &last.succ_opt().unwrap().to_string());
    assert_eq!(browser.get("/my-day").status, 303);
}

/// The routes of the pages that take a form, as they are registered; signing in has no session yet.
fn posted() -> Vec<&'static str> {
    let sources = [
        include_str!("../../../src/http/pages/routes.rs"),
        include_str!("../../../src/http/pages/administration/mod.rs"),
    ];
    let lines = sources.into_iter().flat_map(str::lines).filter(|line| line.contains("post()"));
    let routes = lines.map(|line| line.split('"').nth(1).unwrap());
    routes.filter(|route| *route != "/sign-in").collect()
}

/// One of the paths of a route.
fn a_path(route: &str) -> String {
    let part = |part: &str| match (part, route) {
        ("{act}", "/cases/new/{act}") => "petition_receipt".to_owned(),
        ("{act}", _) => "acceptance".to_owned(),
        ("{kind}", _) => "award_final".to_owned(),
        (named, _) if named.starts_with('{') => uuid::Uuid::from_u128(7).to_string(),
        (said, _) => said.to_owned(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every form of the pages, without a token, with one of another session, and with one of nobody.
#[test]
fn a_form_that_no_page_of_the_session_made_does_nothing() {
    let server = an_office();
    let browser = Browser::signed_in(&server, "clerk");
    let leader = Browser::signed_in(&server, "leader");
    let other = Browser::signed_in(&server, "clerk");
    let foreign = token(&other.get("/my-day"));
    let routes = posted();
    assert!(routes.len() > 30 && routes.contains(&"/cases/{id}/acts/{act}"), "{routes:?}");
    for route in routes {
        let path = a_path(route);
        let with_file = WITH_FILE.iter().find(|(with_file, _)| *with_file == route);
        for token in [None, Some(foreign.as_str()), Some(""), Some("00")] {
            let fields: Vec<(&str, &str)> = token.map(|token| ("form_token", token)).into_iter().collect();
            let reply = match with_file {
                Some((_, "leader")) => {
                    leader.upload(&path, form_with(&fields, ("a.txt", "text/plain", b"a")))
                }
                Some(_) => browser.upload(&path, form_with(&fields, ("a.txt", "text/plain", b"a"))),
                None => browser.post(&path, &fields),
            };
            assert_eq!(reply.status, 403, "{path} {token:?}: {reply:?}");
            assert!(reply.text.contains("不是本次登录的页面发出的"), "{path}: {reply:?}");
        }
        if with_file.is_some() {
            continue;
        }
        // Without a session there is nobody whose form it could be.
        assert_eq!(Browser::new(&server).post(&path, &[]).status, 303, "{path}");
        // What is no form of a browser is none.
        let cookie = format!("sikuai_session={}", browser.cookies.borrow()["sikuai_session"]);
        let json = server.post(&path).header("cookie", &cookie).json(&serde_json::json!({}));
        assert_eq!(json.status, 415, "{path}: {json:?}");
    }
    assert_eq!(browser.get("/my-day").status, 200);
    // To sign in one needs the form of this browser too.
    let fields = [("login", "clerk"), ("password", PASSWORD), ("form_token", foreign.as_str())];
    assert_eq!(Browser::new(&server).post("/sign-in", &fields).status, 403);
}

#[test]
fn a_password_is_changed_with_the_one_in_force_and_every_session_ends() {
    let server = an_office();
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/password");
    let change = |current: &str, new: &str| {
        browser.send("/password", &page, &[("current_password", current), ("password", new)])
    };
    let reply = change("wrong", "short");
    assert_eq!(reply.status, 422, "{reply:?}");
    for said in ["现用密码不正确", "密码至少12个字符"] {
        assert!(reply.text.contains(said), "{reply:?}");
    }
    let reply = change(PASSWORD, "another-good-password");
    assert_eq!((reply.status, reply.header("location")), (303, "/sign-in?password_was_set=true"));
    assert_eq!(browser.get("/my-day").status, 303);
    assert!(browser.get("/sign-in?password_was_set=true").text.contains("请用新密码登录"));
    assert_eq!(Browser::new(&server).sign_in("clerk", "another-good-password", "").status, 303);
}
