//! People over HTTP: administrators add, list and deactivate them, take them back and change their roles; passwords.

use crate::support::people::{Caller, People};
use crate::support::server::{PASSWORD, TestServer, access_token};
use serde_json::{Value, json};
use sikuai::domain::role::Role;
use sikuai::storage::audit;

fn new_user(login: &str) -> Value {
    json!({ "login": login, "name": "李四", "role": "mediator", "password": "twelve chars." })
}

#[test]
fn an_administrator_adds_people_and_lists_them_by_login() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    for login in ["zhao", "li"] {
        let reply = server.post("/api/v1/users").bearer(&admin).json(&new_user(login));
        assert_eq!(reply.status, 201, "{reply:?}");
        assert_eq!(reply.json()["created_at"], "2021-12-10T01:00:00Z");
        assert!(!reply.text.contains("argon2"));
    }
    let page = server.get("/api/v1/users?limit=2").bearer(&admin).send().json();
    let logins = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["login"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        (logins(&page), page["next"].as_str()),
        (vec!["li".to_owned(), "root".to_owned()], Some("root"))
    );
    let rest = server.get("/api/v1/users?limit=2&cursor=root").bearer(&admin).send().json();
    assert_eq!((logins(&rest), rest["next"].as_str()), (vec!["zhao".to_owned()], None));
}

#[test]
fn a_login_is_taken_once() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    server.post("/api/v1/users").bearer(&admin).json(&new_user("li"));
    let reply = server.post("/api/v1/users").bearer(&admin).json(&new_user("li"));
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  login_taken".to_owned()]));
}

#[test]
fn everything_wrong_with_a_person_is_said_at_once() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    let body = json!({ "login": "Li Si", "role": "king", "password": "short", "age": 3 });
    let reply = server.post("/api/v1/users").bearer(&admin).json(&body);
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.violations(),
        [
            "body /age unknown_field",
            "body /login pattern",
            "body /name required",
            "body /password min_length",
            "body /role enum",
        ]
    );
    let body = json!({ "login": "lisi", "name": "李四", "role": "clerk", "password": "lisi-lisi-lisi" });
    let reply = server.post("/api/v1/users").bearer(&admin).json(&body);
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /password contains_login".to_owned()]));
}

#[test]
fn only_administrators_see_and_change_people() {
    let server = TestServer::start();
    let li = server.person("li", Role::Clerk);
    for (login, role) in [("c", Role::Clerk), ("s", Role::Supervisor), ("r", Role::Report)] {
        let token = server.token(&format!("{login}1"), role);
        let statuses = [
            server.get("/api/v1/users").bearer(&token).send().status,
            server.post("/api/v1/users").bearer(&token).json(&new_user("x1")).status,
            server.post(&format!("/api/v1/users/{}/deactivation", li.id)).bearer(&token).send().status,
            server
                .post(&format!("/api/v1/users/{}/password", li.id))
                .bearer(&token)
                .json(&json!({ "password": "another-password" }))
                .status,
        ];
        assert_eq!(statuses, [403; 4], "{role:?}");
    }
}

#[test]
fn people_change_their_own_password_with_the_one_in_force() {
    let server = TestServer::start();
    let li = server.person("li", Role::Clerk);
    let token = server.log_in("li")["access_token"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/users/{}/password", li.id);
    let change = |body: Value| server.post(&path).bearer(&token).json(&body);
    let reply = change(json!({ "password": "another-password" }));
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /current_password required".to_owned()]));
    let reply = change(json!({ "password": "another-password", "current_password": "wrong" }));
    assert_eq!(reply.violations(), ["body /current_password wrong_password"]);
    let reply = change(json!({ "password": "another-password", "current_password": PASSWORD }));
    assert_eq!(reply.status, 204, "{reply:?}");
    // Every session has ended, and only the new password opens another.
    assert_eq!(server.get("/api/v1/me").bearer(&token).send().status, 401);
    let log_in = |password: &str| {
        server.post("/api/v1/sessions").json(&json!({ "login": "li", "password": password })).status
    };
    assert_eq!((log_in(PASSWORD), log_in("another-password")), (401, 201));
}

#[test]
fn an_administrator_sets_others_passwords_and_cannot_deactivate_themselves() {
    let server = TestServer::start();
    let li = server.person("li", Role::Clerk);
    let root = server.person("root", Role::Admin);
    let admin = server.log_in("root")["access_token"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/users/{}/password", li.id);
    let reply = server.post(&path).bearer(&admin).json(&json!({ "password": "another-password" }));
    assert_eq!(reply.status, 204, "{reply:?}");
    let reply = server.post(&format!("/api/v1/users/{}/deactivation", root.id)).bearer(&admin).send();
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  own_login".to_owned()]));
}

#[test]
fn nobody_is_404_and_a_malformed_id_400() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    let path = "/api/v1/users/00000000-0000-7000-8000-000000000000/deactivation";
    let reply = server.post(path).bearer(&admin).send();
    assert_eq!((reply.status, reply.json()["type"].clone()), (404, json!("/problems/not-found")));
    let reply = server.post("/api/v1/users/7/deactivation").bearer(&admin).send();
    assert_eq!((reply.status, reply.violations()), (400, vec!["path id format".to_owned()]));
}

#[test]
fn who_was_deactivated_comes_back_with_another_password_and_without_old_keys() {
    let server = TestServer::start();
    let people = People::of(&server);
    let path = |of: &Caller<'_>, what: &str| format!("/api/v1/users/{}/{what}", of.id);
    let body = json!({ "password": "another-password" });
    let refused = people.admin.post(&path(&people.report, "reactivation"), &body).refused();
    assert_eq!(refused, (409, vec!["act  is_active".to_owned()]));
    let key = json!({ "name": "报表模块", "days": 90 });
    let secret = people.admin.post(&path(&people.report, "api-keys"), &key).json()["secret"].clone();
    let feed = people.clerk.post("/api/v1/calendar-feeds", &json!({ "person": people.clerk.id })).json();
    let feed = feed["path"].as_str().unwrap().to_owned();
    let by_key = || server.get("/api/v1/me").bearer(secret.as_str().unwrap()).send().status;
    assert_eq!((by_key(), server.get(&feed).send().status), (200, 200));
    for who in [&people.report, &people.clerk] {
        people.admin.call("POST", &path(who, "deactivation")).send();
        let short = people.admin.post(&path(who, "reactivation"), &json!({ "password": "short" })).refused();
        assert_eq!(short, (400, vec!["body /password min_length".to_owned()]));
        let back = people.admin.post(&path(who, "reactivation"), &body);
        assert_eq!((back.status, &back.json()["active"]), (200, &json!(true)), "{back:?}");
    }
    // What was shut stays shut, and the old password opens nothing.
    assert_eq!((by_key(), server.get(&feed).send().status), (401, 404));
    let log_in = |password: &str| {
        server.post("/api/v1/sessions").json(&json!({ "login": "clerk", "password": password })).status
    };
    assert_eq!((log_in(PASSWORD), log_in("another-password")), (401, 201));
    let nobody = "/api/v1/users/00000000-0000-7000-8000-000000000000/reactivation";
    assert_eq!(people.admin.post(nobody, &body).status, 404);
    assert_eq!(events(&server, "user_reactivated").len(), 2);
}

#[test]
fn another_role_is_so_at_once_and_is_put_down_with_the_one_before() {
    let server = TestServer::start();
    let people = People::of(&server);
    let change = |of: &Caller<'_>, role: &str| {
        people.admin.post(&format!("/api/v1/users/{}/role-change", of.id), &json!({ "role": role }))
    };
    let token = access_token(&server.log_in("clerk"));
    let changed = change(&people.clerk, "mediator");
    assert_eq!((changed.status, &changed.json()["role"]), (200, &json!("mediator")), "{changed:?}");
    assert_eq!(server.get("/api/v1/me").bearer(&token).send().status, 401, "signed out at once");
    assert_eq!(
        server.get("/api/v1/me").bearer(&access_token(&server.log_in("clerk"))).send().json()["role"],
        "mediator"
    );
    for (of, role, code) in [
        (&people.clerk, "mediator", "same_role"),
        (&people.admin, "clerk", "own_role"),
        (&people.report, "clerk", "program_account"),
        (&people.clerk, "report", "program_account"),
    ] {
        assert_eq!(change(of, role).refused(), (409, vec![format!("act  {code}")]), "{role}");
    }
    assert_eq!(change(&people.clerk, "king").refused(), (400, vec!["body /role enum".to_owned()]));
    let entry = json!({ "user": people.clerk.id, "was": "clerk", "role": "mediator" });
    assert_eq!(events(&server, "role_changed"), [entry]);
}

/// What the audit log says of an event.
fn events(server: &TestServer, event: &str) -> Vec<Value> {
    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 1000)).unwrap();
    let of_event = rows.iter().filter(|row| row.event == event);
    of_event.map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}
