//! The codes by which parties ask how their case stands: who makes them, and what of them is kept. The page where they are used
//! is in `pages::public`.

use diesel::prelude::*;
use serde_json::json;
use sikuai::storage::error::StorageError;
use sikuai::storage::schema_enquiries::enquiry_codes;

use crate::support::people::{People, application, on_day};
use crate::support::server::{Reply, TestServer};

fn with_a_page() -> TestServer {
    TestServer::start_with(|config| {
        config.public_page = true;
        config.public_address = Some("https://party.example".to_owned());
    })
}

fn made(people: &People<'_>, path: &str, party: u32) -> Reply {
    people.clerk.post(path, &json!({ "party": party }))
}

#[test]
fn a_code_is_told_once_and_another_takes_its_place() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let path = file.path("enquiry-codes");
    let first = made(&people, &path, 1);
    assert_eq!(first.status, 201, "{first:?}");
    let first = first.json();
    let code = first["code"].as_str().unwrap();
    assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4], "{code}");
    assert_eq!(
        (&first["page"], &first["expires_on"], &first["replaces_earlier"]),
        (&json!("/public"), &json!("2022-01-09"), &json!(false))
    );
    let second = made(&people, &path, 1).json();
    assert_eq!(second["replaces_earlier"], true);
    assert_ne!(second["code"], first["code"]);
    assert_eq!(made(&people, &path, 2).json()["replaces_earlier"], false, "of another party");
    assert_eq!(made(&people, &path, 9).refused(), (422, vec!["body /party no_such_party".to_owned()]));
    let keyed = people.clerk.call("POST", &path).header("idempotency-key", "k").json(&json!({ "party": 1 }));
    assert_eq!(keyed.violations(), ["header Idempotency-Key not_taken"]);
}

#[test]
fn without_a_public_page_no_code_is_made() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let refused = made(&people, &file.path("enquiry-codes"), 1);
    assert_eq!(refused.refused(), (409, vec!["act  no_public_page".to_owned()]));
}

#[test]
fn a_link_to_rate_says_where_the_page_is() {
    for (server, expected) in [(with_a_page(), true), (TestServer::start(), false)] {
        let people = People::of(&server);
        let file = people.clerk.receive(&application("2021-12-10"));
        people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
        let link = people.clerk.post(&file.path("rating-links"), &json!({ "party": 1 })).json();
        let (path, page) = (link["path"].as_str().unwrap(), link["page"].as_str());
        let token = path.rsplit('/').next().unwrap();
        assert_eq!(page, expected.then(|| format!("/public/ratings/{token}")).as_deref());
        // Without one it is said why.
        let why = json!({
            "zh": "本单位没有开启公众页面，当事人无法自行打开评价页；由管理员在配置中开启（public_page）后重新发放",
            "en": "the office has no public page, so the party has nowhere to rate; have it switched on (public_page) and \
                   make the link again",
        });
        assert_eq!(link.get("no_page"), if expected { None } else { Some(&why) });
    }
}

/// Codes are kept for as long as whoever brings one is told that it is too old, and no longer.
#[test]
fn the_watch_forgets_codes_that_are_long_past() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let path = file.path("enquiry-codes");
    made(&people, &path, 1);
    on_day(&server, "2021-12-11");
    made(&people, &path, 2);
    let left = || {
        let rows = |c: &mut sikuai::storage::Connection| {
            Ok::<_, StorageError>(enquiry_codes::table.count().get_result::<i64>(c)?)
        };
        server.app.store.read_blocking(rows).unwrap()
    };
    // The first was good through the 9th of January, and is told to be too old for thirty days after that.
    for (day, expected) in [("2022-02-08", 2), ("2022-02-09", 1), ("2022-02-10", 0)] {
        on_day(&server, day);
        server.app.watch.run("here").unwrap();
        assert_eq!(left(), expected, "{day}");
    }
}

/// Of a code its hash is kept, and neither the code nor when it was used.
#[test]
fn what_is_kept_of_a_code_opens_nothing() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let code = made(&people, &file.path("enquiry-codes"), 1).json()["code"].as_str().unwrap().to_owned();
    let kept: Vec<(String, Option<String>)> = server
        .app
        .store
        .read_blocking(|c| {
            let rows =
                enquiry_codes::table.select((enquiry_codes::code_hash, enquiry_codes::used_in_browser));
            Ok::<_, StorageError>(rows.load(c)?)
        })
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].0.len() == 64 && kept[0].1.is_none(), "{kept:?}");
    assert!(!kept[0].0.contains(&code.replace('-', "").to_lowercase()));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}
