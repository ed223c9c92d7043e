//! The keys of programs: what the report module's client may do with one, how it ends, and that nobody finds it again. Not
//! here: what each role may do (`permissions`).

use std::collections::BTreeSet;

use crate::support::database::postgres;
use crate::support::people::{Caller, People, WORKER_NAME, application, column};
use crate::support::server::{Reply, TestServer};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sikuai::storage::audit;

fn keys(of: &Caller<'_>) -> String {
    format!("/api/v1/users/{}/api-keys", of.id)
}

/// The id and the secret of a new key of the report client.
fn issued(people: &People<'_>, days: u16) -> (String, String) {
    let reply = people.admin.post(&keys(&people.report), &json!({ "name": "报表模块", "days": days }));
    assert_eq!(reply.status, 201, "{reply:?}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&reply.json()["key"]["id"]), text(&reply.json()["secret"]))
}

fn get(server: &TestServer, path: &str, secret: &str) -> Reply {
    server.get(path).bearer(secret).send()
}

const FIGURES: &str = "/api/v1/statistics/figures?measures=accepted&from=2021-12-01&to=2021-12-10";

#[test]
fn a_key_reads_what_its_role_may_and_changes_nothing() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let (_, secret) = issued(&people, 90);
    assert!(secret.starts_with("sikuai_") && secret.len() == "sikuai_".len() + 64, "{secret}");
    let figures = get(&server, FIGURES, &secret);
    assert_eq!((figures.status, &figures.json()["items"][0]["total"]["amount"]), (200, &json!(1)));
    assert_eq!(get(&server, "/api/v1/me", &secret).json()["role"], "report");
    for path in ["/api/v1/changes", "/api/v1/publications", "/api/v1/statistics/catalogue"] {
        let reply = get(&server, path, &secret);
        assert_eq!((reply.status, reply.text.contains(WORKER_NAME)), (200, false), "{path}");
    }
    for path in ["/api/v1/cases", "/api/v1/users", "/api/v1/staff", &keys(&people.report)] {
        assert_eq!(get(&server, path, &secret).status, 403, "{path}");
    }
    assert_eq!(get(&server, &file.path(""), &secret).status, 404);
    // It only reads, also where the role may do more: a password, the end of a session.
    let password = format!("/api/v1/users/{}/password", people.report.id);
    let body = json!({ "password": "another-password" });
    assert_eq!(server.post(&password).bearer(&secret).json(&body).status, 403);
    assert_eq!(server.call("DELETE", "/api/v1/sessions/current").bearer(&secret).send().status, 403);
    assert_eq!(get(&server, "/api/v1/me", &secret).status, 200);
    // One statement lets it in.
    let before = server.app.store.statements();
    get(&server, "/api/v1/me", &secret);
    assert_eq!(server.app.store.statements() - before, 1);
}

#[test]
fn a_key_ends_on_its_day_when_it_is_revoked_and_with_its_person() {
    let server = TestServer::start();
    let people = People::of(&server);
    let given = server.app.clock.now();
    let status = |secret: &str| get(&server, "/api/v1/me", secret).status;
    let (id, secret) = issued(&people, 2);
    let (second, other) = issued(&people, 366);
    assert_eq!((status(&secret), status(&other)), (200, 200));
    assert_eq!(status(&format!("sikuai_{}", "0".repeat(64))), 401);
    assert_eq!(status(&format!("{secret}0")), 401);

    server.clock.set(given + TimeDelta::days(2) - TimeDelta::microseconds(1));
    assert_eq!(status(&secret), 200);
    server.clock.set(given + TimeDelta::days(2));
    assert_eq!((status(&secret), status(&other)), (401, 200));

    let listed = people.admin.read(&keys(&people.report));
    assert_eq!(column(&listed, "name"), ["报表模块", "报表模块"]);
    let first = listed["items"].as_array().unwrap().iter().find(|key| key["id"] == id).unwrap();
    assert_eq!(first["expires_at"], "2021-12-12T01:00:00Z");
    let all = people.admin.get(&keys(&people.report)).text;
    assert!(!all.contains(&secret["sikuai_".len()..]) && !all.contains("digest"), "{all}");

    let revoke = |id: &str| people.admin.call("POST", &format!("/api/v1/api-keys/{id}/revocation")).send();
    for _ in 0..2 {
        let revoked = revoke(&second);
        assert_eq!((revoked.status, &revoked.json()["revoked_at"]), (200, &json!("2021-12-12T01:00:00Z")));
    }
    assert_eq!((status(&other), revoke(&people.report.id).status), (401, 404));
    assert_eq!(revoke(&id).status, 200, "one that is over is revoked all the same");

    let (_, third) = issued(&people, 1);
    assert_eq!(status(&third), 200);
    let leaves = format!("/api/v1/users/{}/deactivation", people.report.id);
    assert_eq!(people.admin.call("POST", &leaves).send().status, 200);
    assert_eq!(status(&third), 401);

    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 1000)).unwrap();
    let count = |event: &str| rows.iter().filter(|row| row.event == event).count();
    assert_eq!((count("api_key_made"), count("api_key_revoked")), (3, 2));
    assert!(rows.iter().all(|row| !row.body.contains(&secret["sikuai_".len()..])));
}

#[test]
fn keys_are_issued_by_administrators_to_report_clients_and_no_more_than_ten() {
    let server = TestServer::start();
    let people = People::of(&server);
    let body = json!({ "name": "报表模块", "days": 90 });
    let ask = |of: &Caller<'_>, body: &Value| people.admin.post(&keys(of), body).refused();
    assert_eq!(ask(&people.clerk, &body), (409, vec!["act  not_a_report_client".to_owned()]));
    let nobody = "/api/v1/users/00000000-0000-7000-8000-000000000000/api-keys";
    assert_eq!(people.admin.post(nobody, &body).status, 404);
    assert_eq!(people.admin.get(nobody).status, 404);
    assert_eq!(people.report.post(&keys(&people.report), &body).status, 403);
    let wrong = json!({ "name": " ", "days": 367, "role": "admin" });
    let found = ["body /days maximum", "body /name pattern", "body /role unknown_field"].map(str::to_owned);
    assert_eq!(ask(&people.report, &wrong), (400, found.to_vec()));
    let keyed = people.admin.call("POST", &keys(&people.report)).header("idempotency-key", "k").json(&body);
    assert_eq!(keyed.refused(), (400, vec!["header Idempotency-Key not_taken".to_owned()]));

    let made: Vec<(String, String)> = (0..10).map(|_| issued(&people, 1)).collect();
    assert_eq!(ask(&people.report, &body), (409, vec!["act  too_many_keys".to_owned()]));
    let path = format!("/api/v1/api-keys/{}/revocation", made[0].0);
    assert_eq!(people.admin.call("POST", &path).send().status, 200);
    issued(&people, 1);
    // Those that are over make room too.
    server.clock.set(server.app.clock.now() + TimeDelta::days(1));
    issued(&people, 1);
    let page = people.admin.read(&format!("{}?limit=5", keys(&people.report)));
    let rest = format!("{}?limit=200&cursor={}", keys(&people.report), page["next"].as_str().unwrap());
    let (page, rest) = (column(&page, "id"), column(&people.admin.read(&rest), "id"));
    let all: BTreeSet<String> = page.iter().chain(&rest).cloned().collect();
    assert_eq!((page.len(), rest.len(), all.len()), (5, 7, 12));
}

#[test]
fn a_program_that_calls_too_often_is_told_when_to_come_back() {
    let server = TestServer::start_with(|config| config.key_requests_per_minute = 3);
    let people = People::of(&server);
    let ((_, first), (_, second)) = (issued(&people, 1), issued(&people, 1));
    let statuses: Vec<u16> = (0..5).map(|_| get(&server, "/api/v1/me", &first).status).collect();
    // One comes back every 20 seconds; a slow machine may see one of them.
    assert_eq!(statuses[..3], [200, 200, 200]);
    let refused = get(&server, "/api/v1/me", &first);
    assert_eq!(refused.status, 429, "{statuses:?}");
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=21).contains(&seconds), "{seconds}");
    // Neither another key nor people are held up.
    assert_eq!(get(&server, "/api/v1/me", &second).status, 200);
    assert_eq!(people.report.get("/api/v1/me").status, 200);
}

/// The database alone lets nobody in: it has digests of keys only.
#[test]
fn no_key_is_in_the_database() {
    if postgres().is_some() {
        return; // The file is looked through; the same rows are written to a server.
    }
    let server = TestServer::start();
    let people = People::of(&server);
    let (id, secret) = issued(&people, 1);
    let path = server.app.settings.database.strip_prefix("sqlite:").unwrap().to_owned();
    let bytes: Vec<u8> =
        [path.clone(), format!("{path}-wal")].iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&id) && !holds(&secret["sikuai_".len()..]));
}
