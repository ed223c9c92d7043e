//! Logging in, going on and leaving, over HTTP on a real database.

use crate::support::server::{PASSWORD, Reply, TestServer};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sikuai::app::audit;
use sikuai::domain::role::Role;

fn log_in(server: &TestServer, login: &str, password: &str) -> Reply {
    server.post("/api/v1/sessions").json(&json!({ "login": login, "password": password }))
}

fn renew(server: &TestServer, tokens: &Value) -> Reply {
    server.post("/api/v1/sessions/renewal").json(&json!({ "refresh_token": tokens["refresh_token"] }))
}

fn me(server: &TestServer, tokens: &Value) -> Reply {
    server.get("/api/v1/me").bearer(tokens["access_token"].as_str().unwrap()).send()
}

#[test]
fn a_login_gives_tokens_and_they_say_who_calls() {
    let server = TestServer::start();
    let person = server.person("wang", Role::Arbitrator);
    let tokens = server.log_in("wang");
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["access_expires_at"], "2021-12-10T01:10:00Z");
    assert_eq!(tokens["session_expires_at"], "2021-12-17T01:00:00Z");
    let expected = json!({ "id": person.id, "login": "wang", "name": "测试", "role": "arbitrator" });
    assert_eq!(me(&server, &tokens).json(), expected);
}

#[test]
fn an_unknown_login_a_wrong_password_and_a_deactivated_person_get_one_answer() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    let gone = server.person("gone", Role::Clerk);
    let admin = server.token("root", Role::Admin);
    server.post(&format!("/api/v1/users/{}/deactivation", gone.id)).bearer(&admin).send();
    let answers: Vec<(u16, Value, String)> =
        [("wang", "wrong-password-1"), ("nobody", PASSWORD), ("gone", PASSWORD)]
            .into_iter()
            .map(|(login, password)| {
                let reply = log_in(&server, login, password);
                (reply.status, reply.json()["detail"].clone(), reply.header("www-authenticate").to_owned())
            })
            .collect();
    let one = (401, json!("登录名或密码不正确"), "Bearer".to_owned());
    assert_eq!(answers, [one.clone(), one.clone(), one]);
}

#[test]
fn an_access_token_ends_by_our_clock() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    let tokens = server.log_in("wang");
    server.clock.advance(TimeDelta::seconds(599));
    assert_eq!(me(&server, &tokens).status, 200);
    server.clock.advance(TimeDelta::seconds(1));
    let reply = me(&server, &tokens);
    assert_eq!((reply.status, reply.json()["detail"].clone()), (401, json!("登录已过期")));
}

#[test]
fn a_refresh_token_is_good_once_and_its_reuse_ends_the_session() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    let first = server.log_in("wang");
    let second = renew(&server, &first);
    assert_eq!(second.status, 201, "{second:?}");
    let third = renew(&server, &second.json());
    assert_eq!(third.status, 201);
    assert_eq!(me(&server, &third.json()).status, 200);
    // A copy of the first, two renewals old, turns up.
    assert_eq!(renew(&server, &first).status, 401);
    assert_eq!(me(&server, &third.json()).status, 401);
    assert_eq!(renew(&server, &third.json()).status, 401);
}

#[test]
fn a_session_that_is_not_renewed_ends() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    let tokens = server.log_in("wang");
    server.clock.advance(TimeDelta::days(7));
    assert_eq!(renew(&server, &tokens).status, 401);
    for nonsense in ["x", "x.y", &"0".repeat(97)] {
        assert_eq!(renew(&server, &json!({ "refresh_token": nonsense })).status, 401, "{nonsense}");
    }
}

#[test]
fn logging_out_ends_the_access_token_too_and_no_other_session() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    let (here, elsewhere) = (server.log_in("wang"), server.log_in("wang"));
    let token = here["access_token"].as_str().unwrap();
    let reply = server.call("DELETE", "/api/v1/sessions/current").bearer(token).send();
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    assert_eq!(me(&server, &here).status, 401);
    assert_eq!(renew(&server, &here).status, 401);
    assert_eq!(me(&server, &elsewhere).status, 200);
}

#[test]
fn deactivation_takes_effect_at_once() {
    let server = TestServer::start();
    let wang = server.person("wang", Role::Clerk);
    let tokens = server.log_in("wang");
    let admin = server.token("root", Role::Admin);
    let path = format!("/api/v1/users/{}/deactivation", wang.id);
    let reply = server.post(&path).bearer(&admin).send();
    assert_eq!((reply.status, reply.json()["active"].clone()), (200, json!(false)));
    assert_eq!(me(&server, &tokens).status, 401);
    assert_eq!(renew(&server, &tokens).status, 401);
}

#[test]
fn a_stranger_and_a_forged_token_hear_401() {
    let server = TestServer::start();
    let token = server.token("wang", Role::Clerk);
    let parts: Vec<&str> = token.split('.').collect();
    // {"alg":"none"}, and the body of a true token under a signature of zeros.
    let none = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
    let unsigned = format!("{}.{}.{}", parts[0], parts[1], "A".repeat(86));
    for forged in ["", "x", "a.b.c", &none, &unsigned] {
        let reply = server.get("/api/v1/me").bearer(forged).send();
        assert_eq!((reply.status, reply.header("www-authenticate")), (401, "Bearer"), "{forged}");
    }
    let reply = server.get("/api/v1/me").send();
    assert_eq!((reply.status, reply.header("www-authenticate")), (401, "Bearer"));
    assert_eq!(reply.json()["type"], "/problems/unauthenticated");
}

#[test]
fn letting_a_request_in_costs_one_statement() {
    let server = TestServer::start();
    let token = server.token("wang", Role::Clerk);
    server.get("/api/v1/me").bearer(&token).send();
    let before = server.app.store.statements();
    assert_eq!(server.get("/api/v1/me").bearer(&token).send().status, 200);
    assert_eq!(server.app.store.statements() - before, 1);
}

#[test]
fn signing_keys_change_after_90_days_and_tokens_of_the_old_one_still_verify() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    server.log_in("wang");
    server.clock.advance(TimeDelta::days(90) - TimeDelta::minutes(1));
    let old = server.log_in("wang");
    server.clock.advance(TimeDelta::minutes(2));
    let new = server.log_in("wang");
    let kid = |tokens: &Value| tokens["access_token"].as_str().unwrap().split('.').next().unwrap().to_owned();
    assert_ne!(kid(&old), kid(&new));
    assert_eq!(me(&server, &old).status, 200);
    assert_eq!(me(&server, &new).status, 200);
}

#[test]
fn too_many_attempts_are_429_for_this_login_only() {
    let server = TestServer::start_with(|config| config.login_attempts_per_minute = 3);
    server.person("wang", Role::Clerk);
    for _ in 0..3 {
        assert_eq!(log_in(&server, "wang", "wrong-password-1").status, 401);
    }
    let reply = log_in(&server, "wang", PASSWORD);
    assert_eq!((reply.status, reply.json()["type"].clone()), (429, json!("/problems/too-many-requests")));
    // One attempt comes back every 20 seconds.
    let seconds: u64 = reply.header("retry-after").parse().unwrap();
    assert!((1..=21).contains(&seconds), "{seconds}");
    assert_eq!(log_in(&server, "li", PASSWORD).status, 401);
}

#[test]
fn the_audit_log_tells_of_logins_and_its_chain_holds() {
    let server = TestServer::start();
    server.person("wang", Role::Clerk);
    log_in(&server, "wang", "wrong-password-1");
    let tokens = server.log_in("wang");
    renew(&server, &tokens);
    renew(&server, &tokens);
    let rows = server.app.store.read_blocking(|c| sikuai::storage::audit::page(c, 0, 100)).unwrap();
    let events: Vec<&str> = rows.iter().map(|row| row.event.as_str()).collect();
    assert_eq!(events, ["user_created", "login_failed", "logged_in", "token_reused"]);
    assert!(!rows.iter().any(|row| row.body.contains("wang")), "{rows:?}");
    assert_eq!(audit::verify(&server.app.store).unwrap(), None);
}
