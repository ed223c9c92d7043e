//! What a malformed request hears, and what stands around every answer.

use crate::support::server::{Reply, TestServer};
use serde_json::json;
use sikuai::domain::role::Role;

fn log_in_raw(server: &TestServer, body: impl Into<Vec<u8>>) -> Reply {
    server.post("/api/v1/sessions").header("content-type", "application/json").raw(body)
}

#[test]
fn every_violation_of_a_body_is_said_at_once_and_sorted() {
    let server = TestServer::start();
    let reply = log_in_raw(&server, r#"{"user":"wang","login":7,"login":"","extra":null}"#);
    assert_eq!(reply.status, 400);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(
        reply.violations(),
        [
            "body /extra unknown_field",
            "body /login duplicate_key",
            "body /login min_length",
            "body /password required",
            "body /user unknown_field",
        ]
    );
    assert_eq!(reply.json()["detail"], "有5处不符合要求");
}

#[test]
fn what_is_not_json_says_where_it_stops_being_so() {
    let server = TestServer::start();
    let reply = log_in_raw(&server, "{\"login\":\n x}");
    assert_eq!((reply.status, reply.violations()), (400, vec!["body  json_syntax".to_owned()]));
    assert_eq!(reply.json()["violations"][0]["detail"], "不是合法的 JSON（第2行第2列）");
    assert_eq!(log_in_raw(&server, "").status, 400);
    assert_eq!(log_in_raw(&server, [b'"', 0xff, b'"']).status, 400);
    let reply = log_in_raw(&server, r#"{"login":"a\u0000b","password":"p"}"#);
    assert_eq!(reply.violations(), ["body /login control_character"]);
}

#[test]
fn the_detail_is_in_the_callers_language() {
    let server = TestServer::start();
    let detail = |language: &str| {
        let reply = server.get("/api/v1/me").header("accept-language", language).send();
        (reply.json()["detail"].as_str().unwrap().to_owned(), reply.header("content-language").to_owned())
    };
    assert_eq!(detail("en-GB"), ("A bearer token is required.".to_owned(), "en".to_owned()));
    assert_eq!(detail("zh"), ("请先登录".to_owned(), "zh-CN".to_owned()));
    assert_eq!(detail("fr"), ("请先登录".to_owned(), "zh-CN".to_owned()));
}

#[test]
fn unknown_and_malformed_query_parameters_are_refused_together() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    let reply = server.get("/api/v1/users?limit=many&colour=red&limit=3").bearer(&admin).send();
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.violations(),
        ["query colour unknown_parameter", "query limit format", "query limit repeated"]
    );
    assert_eq!(server.get("/health/live?x=1").send().status, 400);
}

#[test]
fn unknown_routes_and_methods_are_problems_too() {
    let server = TestServer::start();
    for path in ["/nothing", "/api/v1/nothing", "/api/v2/me", "/docs/nothing.js"] {
        let reply = server.get(path).send();
        assert_eq!(
            (reply.status, reply.json()["type"].clone()),
            (404, json!("/problems/not-found")),
            "{path}"
        );
    }
    let reply = server.call("PUT", "/api/v1/users").send();
    assert_eq!((reply.status, reply.json()["type"].clone()), (405, json!("/problems/method-not-allowed")));
    let mut allowed: Vec<&str> = reply.header("allow").split(',').map(str::trim).collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "POST"]);
}

#[test]
fn only_json_of_a_bounded_size_is_taken() {
    let server = TestServer::start();
    let reply = server.post("/api/v1/sessions").header("content-type", "text/plain").raw("{}");
    assert_eq!(
        (reply.status, reply.json()["type"].clone()),
        (415, json!("/problems/unsupported-media-type"))
    );
    let encoded = server
        .post("/api/v1/sessions")
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .raw("{}");
    assert_eq!(encoded.status, 415);
    let fits = format!("\"{}\"", "a".repeat((8 << 20) - 2));
    assert_eq!(log_in_raw(&server, fits).violations(), ["body  type"]);
    let reply = log_in_raw(&server, format!("\"{}\"", "a".repeat((8 << 20) - 1)));
    assert_eq!((reply.status, reply.json()["type"].clone()), (413, json!("/problems/too-large")));
}

#[test]
fn a_stranger_hears_401_whatever_they_send() {
    let server = TestServer::start();
    let reply = server.post("/api/v1/users?x=1").header("content-type", "text/plain").raw("nonsense");
    assert_eq!(reply.status, 401);
}

#[test]
fn a_plain_request_id_is_taken_over_and_another_is_made() {
    let server = TestServer::start();
    let given = server.get("/api/v1/me").header("x-request-id", "desk-7.a_B").send();
    assert_eq!(given.header("x-request-id"), "desk-7.a_B");
    assert_eq!(given.json()["instance"], "urn:request:desk-7.a_B");
    for strange in ["", "a b", "a\"b", &"x".repeat(65)] {
        let made = server.get("/health/live").header("x-request-id", strange).send();
        assert_eq!(made.header("x-request-id").len(), 32, "{strange}");
    }
}

#[test]
fn every_answer_carries_the_protecting_headers() {
    let server = TestServer::start();
    for path in ["/health/live", "/api/v1/me", "/nothing"] {
        let reply = server.get(path).send();
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    }
}

#[test]
fn the_service_says_that_it_is_ready() {
    let server = TestServer::start();
    for path in ["/health/live", "/health/ready"] {
        let reply = server.get(path).send();
        assert_eq!((reply.status, reply.json()), (200, json!({ "status": "ok" })), "{path}");
    }
}
