//! Answers given once, over HTTP, to what is no act on a case: people, passwords, sessions. Acts and receipts
//! are in `probes`.

use crate::support::server::{PASSWORD, Reply, TestServer, access_token};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryDsl as _;
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::app::watching::Turn;
use sikuai::domain::role::Role;
use sikuai::http::openapi;
use sikuai::storage::idempotency::IdempotencyRow;
use sikuai::storage::{Connection, StorageError, audit, idempotency};

fn post(server: &TestServer, token: &str, (path, key): (&str, &str), body: &Value) -> Reply {
    server.post(path).bearer(token).header("idempotency-key", key).json(body)
}

fn new_user(login: &str) -> Value {
    json!({ "login": login, "name": "李四", "role": "mediator", "password": "twelve chars." })
}

fn used_for_another(reply: &Reply) -> bool {
    reply.status == 409 && reply.violations() == ["act  key_used_for_another_request"]
}

fn events(server: &TestServer, wanted: &str) -> usize {
    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 100)).unwrap();
    rows.iter().filter(|row| row.event == wanted).count()
}

#[test]
fn a_person_is_added_once_and_the_first_answer_is_given_again() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    let before = events(&server, "user_created");
    let add = |key: &str, body: &Value| post(&server, &admin, ("/api/v1/users", key), body);
    let first = add("k1", &new_user("li"));
    let again = add("k1", &new_user("li"));
    assert_eq!((first.status, first.header("idempotency-replayed")), (201, ""), "{first:?}");
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"), "{again:?}");
    assert_eq!(first.text, again.text);
    assert_eq!(events(&server, "user_created") - before, 1);
    // Another key is another request, and the login is taken; another body, even only its password, is not the same.
    assert_eq!(add("k2", &new_user("li")).status, 409);
    let mut other = new_user("li");
    other["password"] = "other twelve chars".into();
    assert!(used_for_another(&add("k1", &other)));
    // A refusal is not kept: what was wrong may be put right under the same key.
    assert_eq!(add("k2", &new_user("zhao")).status, 201);
    assert_eq!(add("a key", &new_user("wu")).violations(), ["header Idempotency-Key format"]);
}

#[test]
fn a_double_click_adds_one_person() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    for round in 0..5 {
        let (path, key) = ("/api/v1/users", format!("k{round}"));
        let add = || post(&server, &admin, (path, &key), &new_user(&format!("li{round}")));
        let [one, other] = std::thread::scope(|scope| {
            [scope.spawn(add), scope.spawn(add)].map(|thread| thread.join().unwrap())
        });
        assert_eq!((one.status, other.status), (201, 201), "{one:?} {other:?}");
        assert_eq!(one.text, other.text);
    }
}

#[test]
fn people_are_deactivated_once() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    let (li, wu) = (server.person("li", Role::Clerk), server.person("wu", Role::Clerk));
    let deactivate = |id: &str| {
        let call = server.post(&format!("/api/v1/users/{id}/deactivation")).bearer(&admin);
        call.header("idempotency-key", "k1").send()
    };
    let (first, again) = (deactivate(&li.id.to_string()), deactivate(&li.id.to_string()));
    assert_eq!((first.status, again.status, again.header("idempotency-replayed")), (200, 200, "true"));
    assert_eq!(first.text, again.text);
    assert_eq!(events(&server, "user_deactivated"), 1);
    assert!(used_for_another(&deactivate(&wu.id.to_string())), "another path");
}

/// The first request ended the session and changed the password that it calls the one in force; its repetition, in
/// a new session, is still told that it was done.
#[test]
fn ones_own_password_is_changed_once() {
    let server = TestServer::start();
    let id = server.person("li", Role::Clerk).id;
    let path = format!("/api/v1/users/{id}/password");
    let change = |token: &str, password: &str| {
        let body = json!({ "password": password, "current_password": PASSWORD });
        post(&server, token, (&path, "k1"), &body)
    };
    let token = access_token(&server.log_in("li"));
    assert_eq!(change(&token, "another-password").status, 204);
    assert_eq!(change(&token, "another-password").status, 401);
    let credentials = json!({ "login": "li", "password": "another-password" });
    let token = access_token(&server.post("/api/v1/sessions").json(&credentials).json());
    let again = change(&token, "another-password");
    assert_eq!((again.status, again.header("idempotency-replayed")), (204, "true"), "{again:?}");
    assert!(used_for_another(&change(&token, "a-third-password")));
    assert_eq!(events(&server, "password_set"), 1);
    // The repetition ended no session.
    assert_eq!(server.get("/api/v1/me").bearer(&token).send().status, 200);
}

/// A digest of a request that holds a password would let it be guessed from the database alone, past argon2: it is
/// sealed, and so never twice the same, and the answer holds no secret.
#[test]
fn nothing_secret_is_kept() {
    let server = TestServer::start();
    let admin = server.token("root", Role::Admin);
    let root = server.get("/api/v1/me").bearer(&admin).send().json()["id"].as_str().unwrap().to_owned();
    post(&server, &admin, ("/api/v1/users", "k1"), &new_user("li"));
    let row = server.app.store.read_blocking(move |c| idempotency::find(c, &root, "k1"));
    let row = row.map_err(|error: StorageError| error).unwrap().unwrap();
    assert_eq!((row.status, row.body.contains("twelve"), row.body.contains("argon2")), (201, false, false));
    // Key id, a space, 12 bytes of nonce, 64 of the hexadecimal digest and 16 of the tag, in hexadecimal.
    let (_, sealed) = row.fingerprint.split_once(' ').unwrap();
    assert_eq!(sealed.len(), 2 * (12 + 64 + 16));
}

#[test]
fn sessions_take_no_key() {
    let server = TestServer::start();
    let token = server.token("li", Role::Clerk);
    let credentials = json!({ "login": "li", "password": PASSWORD });
    let replies = [
        server.post("/api/v1/sessions").header("idempotency-key", "k1").json(&credentials),
        server
            .post("/api/v1/sessions/renewal")
            .header("idempotency-key", "k1")
            .json(&json!({ "refresh_token": "x" })),
        server
            .call("DELETE", "/api/v1/sessions/current")
            .bearer(&token)
            .header("idempotency-key", "k1")
            .send(),
    ];
    for reply in replies {
        let said = vec!["header Idempotency-Key not_taken".to_owned()];
        assert_eq!((reply.status, reply.violations()), (400, said));
    }
    assert_eq!(server.get("/api/v1/me").bearer(&token).send().status, 200, "the session goes on");
}

/// Every POST takes the key, but those whose answer holds a token or whose caller has nothing but one, and their descriptions say why not.
#[test]
fn every_post_says_whether_it_takes_the_key() {
    let paths = openapi::published()["paths"].as_object().unwrap();
    let posts = paths.iter().filter_map(|(path, item)| Some((path, item.get("post")?)));
    let mut count = 0;
    for (path, operation) in posts {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let takes_key = parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key");
        let of_tokens = [
            "/api/v1/calendar-feeds",
            "/api/v1/cases/{id}/enquiry-codes",
            "/api/v1/cases/{id}/rating-links",
            "/api/v1/ratings/{token}",
            "/api/v1/users/{id}/api-keys",
        ];
        let gives_token = path.starts_with("/api/v1/sessions") || of_tokens.contains(&path.as_str());
        assert_ne!(takes_key, gives_token, "{path}");
        let words = format!("{} {}", operation["summary"], operation["description"]);
        assert_eq!(words.contains("Takes no `Idempotency-Key`"), gives_token, "{path}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}

/// How many answers are kept.
fn kept(server: &TestServer) -> i64 {
    let count = |c: &mut Connection| {
        use sikuai::storage::schema::idempotency::dsl::idempotency;
        Ok::<_, StorageError>(idempotency.count().get_result(c)?)
    };
    server.app.store.read_blocking(count).unwrap()
}

/// Kept for thirty days to the second; the watch then clears it away, and the key is as good as new.
#[test]
fn an_answer_is_given_again_for_thirty_days_and_then_cleared_away() {
    let server = TestServer::start();
    server.person("root", Role::Admin);
    let given = server.app.clock.now();
    let add = |key: &str, login: &str| {
        let admin = access_token(&server.log_in("root"));
        let reply = post(&server, &admin, ("/api/v1/users", key), &new_user(login));
        (reply.status, reply.header("idempotency-replayed").to_owned())
    };
    let watch = || assert_eq!(server.app.watch.run("here").unwrap(), Turn::Completed(0));
    assert_eq!(add("old", "li"), (201, String::new()));
    server.clock.set(given + TimeDelta::days(10));
    assert_eq!(add("young", "wu"), (201, String::new()));

    server.clock.set(given + TimeDelta::days(30));
    watch();
    assert_eq!((kept(&server), add("old", "li")), (2, (201, "true".to_owned())));
    server.clock.set(given + TimeDelta::days(30) + TimeDelta::microseconds(1));
    assert_eq!(add("old", "li"), (201, "true".to_owned()), "old, and not yet cleared away");
    watch();
    assert_eq!(kept(&server), 1);
    assert_eq!(add("young", "wu"), (201, "true".to_owned()));
    // The request is another one now, and the login is taken.
    assert_eq!(add("old", "li"), (409, String::new()));
    assert_eq!(add("old", "zhao"), (201, String::new()));
}

/// By the setting of the office, in pages, and only what is old.
#[test]
fn old_answers_are_cleared_away_in_small_pages() {
    let server = TestServer::start_with(|config| config.idempotency_days = 2);
    let person = server.person("root", Role::Admin).id.to_string();
    let now = server.app.clock.now();
    let answer = |n: i64, given: DateTime<Utc>| IdempotencyRow {
        actor_id: person.clone(),
        key: format!("k{n}"),
        fingerprint: "f".to_owned(),
        status: 201,
        body: "{}".to_owned(),
        etag: None,
        created_at: given.timestamp_micros() + n,
    };
    let old = (0..450).map(|n| answer(n, now - TimeDelta::days(3)));
    let rows: Vec<IdempotencyRow> =
        old.chain((450..460).map(|n| answer(n, now - TimeDelta::days(1)))).collect();
    server
        .app
        .store
        .write_blocking(move |tx| rows.iter().try_for_each(|row| idempotency::insert(tx, row)))
        .unwrap();
    let forget = |most: i64| {
        let before = (now - TimeDelta::days(2)).timestamp_micros();
        server.app.store.write_blocking(move |tx| idempotency::forget_before(tx, before, most)).unwrap()
    };
    assert_eq!((forget(20), kept(&server)), (20, 440), "the oldest, and no more than was asked");
    assert_eq!(server.app.watch.run("here").unwrap(), Turn::Completed(0));
    assert_eq!((kept(&server), forget(20)), (10, 0));
}
