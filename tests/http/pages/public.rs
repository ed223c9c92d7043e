//! The public page: off unless the office has switched it on, one look for a code, and a rating that is nobody's.

use std::sync::mpsc;
use std::thread;

use diesel::prelude::*;
use serde_json::json;
use sikuai::storage::Tx;
use sikuai::storage::error::StorageError;
use sikuai::storage::schema_ratings::rating_links;

use crate::support::browser::{Browser, between, token};
use crate::support::people::{File, People, WORKER_NAME, application, on_day};
use crate::support::server::{Reply, TestServer};

fn with_a_page() -> TestServer {
    TestServer::start_with(|config| config.public_page = true)
}

/// A code for a party, as it is printed.
fn code(people: &People<'_>, file: &File, party: u32) -> String {
    let made = people.clerk.post(&file.path("enquiry-codes"), &json!({ "party": party }));
    assert_eq!(made.status, 201, "{made:?}");
    made.json()["code"].as_str().unwrap().to_owned()
}

/// Asks as a party does: the page, and then its form.
fn asks(browser: &Browser<'_>, number: &str, code: &str) -> Reply {
    let page = browser.get("/public");
    assert_eq!(page.status, 200, "{page:?}");
    browser.send("/public", &page, &[("number", number), ("code", code)])
}

#[test]
fn it_is_off_unless_the_office_has_switched_it_on() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let stranger = Browser::new(&server);
    assert_eq!(stranger.get("/public").status, 404);
    assert_eq!(stranger.post("/public", &[("code", "0123-4567-89AB")]).status, 404);
    assert_eq!(stranger.get("/public/ratings/none").status, 404);
    let clerk = Browser::signed_in(&server, "clerk");
    let page = clerk.get(&format!("/cases/{}/for-parties", file.id));
    assert!(page.status == 200 && page.text.contains("未开启公众查询页"), "{page:?}");
    assert!(!clerk.get(&format!("/cases/{}", file.id)).text.contains("/for-parties"));
}

#[test]
fn a_party_looks_once_and_may_load_the_page_anew() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-08", "procedure": "ordinary" }));
    let number = people.clerk.read(&file.path(""))["number"].as_str().unwrap().to_owned();
    let code = code(&people, &file, 1);
    let stranger = Browser::new(&server);
    let page = stranger.get("/public");
    let typed = [("number", number.as_str()), ("code", code.as_str())];
    let told = stranger.send("/public", &page, &typed);
    assert_eq!(told.status, 200, "{told:?}");
    for part in [&number, "已受理", "2021-12-06", "2021-12-08", "徐闻县人力资源和社会保障局"]
    {
        assert!(told.text.contains(part), "{part}: {told:?}");
    }
    assert!(!told.text.contains(WORKER_NAME) && !told.text.contains("/public/ratings"), "{told:?}");
    assert_eq!(told.header("cache-control"), "no-store");
    // The same page, loaded anew or sent by a double click.
    assert_eq!(stranger.send("/public", &page, &typed).status, 200);
    let again = asks(&stranger, &number, &code);
    assert!(again.status == 409 && again.text.contains("查询码已经用过"), "{again:?}");
    assert!(again.text.contains(&format!("value=\"{code}\"")), "what was typed stays");
}

#[test]
fn number_and_code_are_read_however_they_are_typed_and_belong_together() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let stranger = Browser::new(&server);
    let code = code(&people, &file, 2);
    for (number, typed) in [("5号", code.as_str()), ("", "0000-0000-0000"), ("", "徐闻"), ("", "")] {
        let wrong = asks(&stranger, number, typed);
        assert!(
            wrong.status == 409 && wrong.text.contains("案号和查询码对不上"),
            "{number} {typed}: {wrong:?}"
        );
    }
    // It has no number yet, so it is left empty; small letters and blanks do not matter.
    let told = asks(&stranger, " ", &code.to_lowercase().replace('-', " "));
    assert!(told.status == 200 && told.text.contains("尚未立案编号"), "{told:?}");
}

#[test]
fn a_code_is_good_through_its_last_day_and_until_another_is_made() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let stranger = Browser::new(&server);
    let (first, second, other) = (code(&people, &file, 1), code(&people, &file, 1), code(&people, &file, 2));
    assert!(asks(&stranger, "", &first).text.contains("案号和查询码对不上"), "another took its place");
    on_day(&server, "2022-01-09");
    assert_eq!(asks(&stranger, "", &second).status, 200);
    on_day(&server, "2022-01-10");
    let late = asks(&stranger, "", &other);
    assert!(late.status == 409 && late.text.contains("查询码已过有效期"), "{late:?}");
}

#[test]
fn whoever_looks_at_a_closed_case_may_rate_it_once() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    let code = code(&people, &file, 1);
    on_day(&server, "2021-12-20");
    let stranger = Browser::new(&server);
    let told = asks(&stranger, "", &code);
    let path =
        between(&told.text, "href=\"/public/ratings/", "\"").map(|token| format!("/public/ratings/{token}"));
    let path = path.unwrap_or_else(|| panic!("{told:?}"));
    let form = stranger.get(&path);
    assert!(form.status == 200 && form.text.contains("非常满意"), "{form:?}");
    let none = stranger.send(&path, &form, &[("text", "好")]);
    assert!(
        none.status == 400
            && none.text.contains("您对本次服务是否满意：缺少必填项")
            && none.text.contains(">好</textarea>"),
        "{none:?}"
    );
    let long = stranger.send(&path, &form, &[("score", "satisfied"), ("text", &"长".repeat(1001))]);
    assert!(long.status == 400 && long.text.contains("意见：不得超过 1000 个字符"), "{long:?}");
    let thanks = stranger.send(&path, &form, &[("score", "dissatisfied"), ("text", "跑了三趟")]);
    assert!(thanks.status == 200 && thanks.text.contains("感谢您的评价"), "{thanks:?}");
    let again = stranger.send(&path, &form, &[("score", "satisfied")]);
    assert!(again.status == 409 && again.text.contains("已对本案作出评价"), "{again:?}");
    let rated = people.supervisor.read("/api/v1/ratings");
    let first = &rated["items"][0];
    assert_eq!((&first["score"], &first["text"]), (&json!("dissatisfied"), &json!("跑了三趟")), "{rated}");
    assert_eq!(rated["items"].as_array().unwrap().len(), 1);
}

/// Whoever asks and rates on one day is not betrayed by a row that tells when they asked (ADR 25).
#[test]
fn no_row_tells_on_which_day_a_code_was_used() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    let code = code(&people, &file, 1);
    on_day(&server, "2021-12-20");
    let before = server.app.clock.now().timestamp_micros();
    assert_eq!(asks(&Browser::new(&server), "", &code).status, 200);
    let links: Vec<(i64, chrono::NaiveDate)> = server
        .app
        .store
        .read_blocking(|c| {
            let rows = rating_links::table.select((rating_links::made_at, rating_links::expires_on));
            Ok::<_, StorageError>(rows.load(c)?)
        })
        .unwrap();
    let [(made_at, expires_on)] = links[..] else { panic!("{links:?}") };
    assert!(made_at < before - 9 * 24 * 3_600 * 1_000_000, "{made_at}");
    assert_eq!(expires_on.to_string(), "2022-01-09");
}

#[test]
fn a_form_of_another_browser_does_nothing() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let code = code(&people, &file, 1);
    let (mine, other) = (Browser::new(&server), Browser::new(&server));
    let page = mine.get("/public");
    let foreign = other.send("/public", &page, &[("code", &code)]);
    assert_eq!(foreign.status, 403, "{foreign:?}");
    assert_eq!(mine.send("/public", &page, &[("code", &code)]).status, 200, "it was not used up");
    assert!(!token(&page).is_empty());
}

/// Whoever guesses is answered while others write, and so keeps none of them waiting.
#[test]
fn a_guess_waits_for_no_writer() {
    let server = with_a_page();
    let (writes, writing) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let store = server.app.store.clone();
    let writer = thread::spawn(move || {
        store.write_blocking(move |_: &mut Tx| {
            writes.send(()).unwrap();
            released.recv().unwrap();
            Ok::<_, StorageError>(())
        })
    });
    writing.recv().unwrap();
    let guessed = asks(&Browser::new(&server), "5号", "0123-4567-89AB");
    release.send(()).unwrap();
    writer.join().unwrap().unwrap();
    assert!(guessed.status == 409 && guessed.text.contains("案号和查询码对不上"), "{guessed:?}");
}

#[test]
fn tries_are_limited() {
    let server = TestServer::start_with(|config| {
        config.public_page = true;
        config.login_attempts_per_minute = 3;
    });
    let stranger = Browser::new(&server);
    for _ in 0..3 {
        assert_eq!(asks(&stranger, "5号", "0123-4567-89AB").status, 409);
    }
    let limited = asks(&stranger, "5号", "0123-4567-89AB");
    assert!(
        limited.status == 429
            && limited.text.contains("尝试过于频繁")
            && limited.text.contains("value=\"5号\""),
        "{limited:?}"
    );
}

#[test]
fn slips_are_shown_once_at_the_desk() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let clerk = Browser::signed_in(&server, "clerk");
    let (case, list) = (format!("/cases/{}", file.id), format!("/cases/{}/for-parties", file.id));
    assert!(clerk.get(&case).text.contains("/for-parties"));
    let page = clerk.get(&list);
    assert!(page.status == 200 && !page.text.contains("/rating-links"), "it is open: {page:?}");
    let codes = format!("{case}/enquiry-codes");
    let token = token(&page);
    let slip = clerk.post(&codes, &[("form_token", &token), ("party", "1")]);
    let printed = between(&slip.text, "<b><code>", "</code></b>").unwrap_or_else(|| panic!("{slip:?}"));
    assert!(slip.text.contains(&format!("http://{}/public</code>", server.address())), "{slip:?}");
    assert!(slip.text.contains("2022-01-09") && slip.text.contains("尚无案号"), "{slip:?}");
    assert_eq!(asks(&Browser::new(&server), "", &printed).status, 200);
    let again = clerk.post(&codes, &[("form_token", &token), ("party", "1")]);
    assert!(again.text.contains("先前发给这一方的已经作废"), "{again:?}");
    for party in ["9", "", "x"] {
        let nobody = clerk.post(&codes, &[("form_token", &token), ("party", party)]);
        assert!(nobody.status == 422 && nobody.text.contains("没有该当事人"), "{party}: {nobody:?}");
    }
    let open = clerk.post(&format!("{case}/rating-links"), &[("form_token", &token), ("party", "1")]);
    assert!(open.status == 409 && open.text.contains("案件尚未办结"), "{open:?}");
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    let link = clerk.post(&format!("{case}/rating-links"), &[("form_token", &token), ("party", "1")]);
    let path =
        between(&link.text, &server.address().to_string(), "</code>").unwrap_or_else(|| panic!("{link:?}"));
    assert_eq!(Browser::new(&server).get(&path).status, 200, "{path}");
}

#[test]
fn it_is_said_in_english_too() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let code = code(&people, &file, 1);
    let stranger = Browser::new(&server);
    assert_eq!(stranger.get("/language/en?back=/public").header("location"), "/public");
    assert!(stranger.get("/public").text.contains("How your case stands"));
    assert!(asks(&stranger, "", "0").text.contains("There is no case with this number"));
    assert!(asks(&stranger, "", &code).text.contains("Where it stands"));
}
