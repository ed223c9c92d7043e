//! The public page: off unless the office has switched it on, one look for a code, and a rating that is nobody's.

use std::sync::mpsc;
use std::thread;

use diesel::prelude::*;
use serde_json::json;
use sikuai::config::Config;
use sikuai::http::pages::qr::square;
use sikuai::storage::Tx;
use sikuai::storage::error::StorageError;
use sikuai::storage::schema_ratings::rating_links;

use crate::support::browser::{Browser, between, hidden_of, token};
use crate::support::people::{File, People, WORKER_NAME, application, on_day};
use crate::support::server::{Reply, TestServer};

/// Where parties reach the service; the desk does so by another address.
const ADDRESS: &str = "https://party.example";

fn with_a_page() -> TestServer {
    with_a_page_and(|_| {})
}

fn with_a_page_and(set: impl FnOnce(&mut Config)) -> TestServer {
    TestServer::start_with(|config| {
        config.public_page = true;
        config.public_address = Some(ADDRESS.to_owned());
        set(config);
    })
}

/// A case that was closed on the day on which it came in.
fn closed(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-10"));
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    file
}

/// Where whoever was told how a case stands is led to rate it.
fn rating_path(told: &Reply) -> String {
    let token = between(&told.text, "href=\"/public/ratings/", "\"").unwrap_or_else(|| panic!("{told:?}"));
    format!("/public/ratings/{token}")
}

/// Presses the button of a party on the page of a case.
fn hands_out(clerk: &Browser<'_>, (page, path): (&Reply, &str), party: &str) -> Reply {
    let hidden = hidden_of(page, path);
    let kept = hidden.iter().filter(|(name, _)| name != "party");
    let own = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain([("party", party)]);
    clerk.post(path, &own.collect::<Vec<_>>())
}

/// Hands something out at the desk, and gives the slip.
fn slip(clerk: &Browser<'_>, file: &File, what: &str, party: &str) -> Reply {
    let page = clerk.get(&format!("/cases/{}/for-parties", file.id));
    let slip = hands_out(clerk, (&page, &format!("/cases/{}/{what}", file.id)), party);
    assert_eq!(slip.status, 200, "{slip:?}");
    slip
}

/// The QR code of an address, as a slip has it.
fn drawn(address: &str) -> String {
    format!("<path d=\"{}\"/>", square(address).unwrap().path)
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
    // From the same browser it may be sent again, by a double click or from a page in another language.
    assert_eq!(stranger.send("/public", &page, &typed).status, 200);
    assert_eq!(asks(&stranger, &number, &code).status, 200);
    let other = Browser::new(&server);
    for fields in [&[][..], &[("key", "")], &[("key", "0123456789abcdef0123456789abcdef")]] {
        let page = other.get("/public");
        let again = other.send("/public", &page, &[&typed[..], fields].concat());
        assert!(again.status == 409 && again.text.contains("查询码已经用过"), "{again:?}");
        assert!(again.text.contains(&format!("value=\"{code}\"")), "what was typed stays");
    }
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

/// What the slip said when the case had no number is true after it got one.
#[test]
fn a_code_from_before_the_acceptance_needs_no_number_after_it() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (code, other) = (code(&people, &file, 1), code(&people, &file, 2));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-08", "procedure": "ordinary" }));
    let told = asks(&Browser::new(&server), "", &code);
    assert!(told.status == 200 && told.text.contains("已受理"), "{told:?}");
    let wrong = asks(&Browser::new(&server), "5号", &other);
    assert!(wrong.status == 409 && wrong.text.contains("案号和查询码对不上"), "{wrong:?}");
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
    let file = closed(&people);
    let code = code(&people, &file, 1);
    on_day(&server, "2021-12-20");
    let stranger = Browser::new(&server);
    let told = asks(&stranger, "", &code);
    let path = rating_path(&told);
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
    // A double click is thanked; whoever says something else is told that it was not taken.
    let twice = stranger.send(&path, &form, &[("score", "dissatisfied"), ("text", "跑了三趟")]);
    assert!(twice.status == 200 && twice.text.contains("感谢您的评价"), "{twice:?}");
    let again = stranger.send(&path, &form, &[("score", "satisfied")]);
    assert!(again.status == 409 && again.text.contains("已对本案作出评价"), "{again:?}");
    let rated = people.supervisor.read("/api/v1/ratings");
    let first = &rated["items"][0];
    assert_eq!((&first["score"], &first["text"]), (&json!("dissatisfied"), &json!("跑了三趟")), "{rated}");
    assert_eq!(rated["items"].as_array().unwrap().len(), 1);
}

/// Who hands out links does not learn which party has looked, and so may have rated.
#[test]
fn the_desk_does_not_learn_who_has_looked() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = closed(&people);
    let (code, _) = (code(&people, &file, 1), code(&people, &file, 2));
    assert_eq!(asks(&Browser::new(&server), "", &code).status, 200);
    let clerk = Browser::signed_in(&server, "clerk");
    for party in ["1", "2"] {
        let first = slip(&clerk, &file, "rating-links", party);
        assert!(!first.text.contains("已经作废"), "{party}: {first:?}");
        let second = slip(&clerk, &file, "rating-links", party);
        assert!(second.text.contains("先前发给这一方的已经作废"), "{party}: {second:?}");
    }
}

/// A party may have the slip of a link, and look with a code, and both lead to the one rating that it has.
#[test]
fn looking_undoes_no_link_and_a_party_rates_once_by_whichever() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = closed(&people);
    let clerk = Browser::signed_in(&server, "clerk");
    let printed = slip(&clerk, &file, "rating-links", "1").text;
    let printed = between(&printed, ADDRESS, "</code>").unwrap();
    let code = code(&people, &file, 1);
    let stranger = Browser::new(&server);
    let path = rating_path(&asks(&stranger, "", &code));
    let open = stranger.get(&path);
    // Looking again leads to the same form, and the words that are being typed there are not lost.
    assert_eq!(rating_path(&asks(&stranger, "", &code)), path);
    slip(&clerk, &file, "rating-links", "2");
    let other = Browser::new(&server);
    let by_slip = other.get(&printed);
    assert_eq!(by_slip.status, 200, "{by_slip:?}");
    let thanks = stranger.send(&path, &open, &[("score", "satisfied"), ("text", "办得快")]);
    assert!(thanks.text.contains("感谢您的评价"), "{thanks:?}");
    let again = other.send(&printed, &by_slip, &[("score", "satisfied"), ("text", "办得快")]);
    assert!(again.status == 409 && again.text.contains("已对本案作出评价"), "{again:?}");
    assert_eq!(people.supervisor.read("/api/v1/ratings")["items"].as_array().unwrap().len(), 1);
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

/// By the address alone: whatever is typed costs as much, and nobody is kept from signing in by it.
#[test]
fn tries_are_limited_and_take_none_from_those_who_sign_in() {
    let server = with_a_page_and(|config| {
        config.public_requests_per_minute = 3;
        config.login_attempts_per_minute = 3;
    });
    let people = People::of(&server);
    let stranger = Browser::new(&server);
    for number in ["clerk", "clerk", "CLERK"] {
        assert_eq!(asks(&stranger, number, "0123-4567-89AB").status, 409);
    }
    let limited = asks(&stranger, "5号", "0123-4567-89AC");
    assert!(
        limited.status == 429
            && limited.text.contains("尝试过于频繁")
            && limited.text.contains("value=\"5号\""),
        "{limited:?}"
    );
    assert_eq!(stranger.get("/public/ratings/0123-4567-89AB").status, 429);
    assert_eq!(people.stranger.get("/api/v1/ratings/0123-4567-89AB").status, 429, "the same for programs");
    Browser::signed_in(&server, "clerk");
}

/// Where a proxy of the office passes requests on, each caller has tries of their own.
#[test]
fn callers_behind_a_proxy_are_told_apart() {
    for (trusted, expected) in [(vec!["127.0.0.1".parse().unwrap()], 404), (Vec::new(), 429)] {
        let server = with_a_page_and(|config| {
            config.public_requests_per_minute = 2;
            config.trusted_proxies = trusted;
        });
        let tried = |address: &str| {
            server.get("/public/ratings/none").header("x-forwarded-for", address).send().status
        };
        assert_eq!((tried("192.0.2.1"), tried("192.0.2.1")), (404, 404));
        assert_eq!(tried("192.0.2.2"), expected);
        assert_eq!(tried("192.0.2.1"), 429);
    }
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
    let made = hands_out(&clerk, (&page, &codes), "1");
    let printed = between(&made.text, "<b><code>", "</code></b>").unwrap_or_else(|| panic!("{made:?}"));
    assert!(made.text.contains(&format!("<code>{ADDRESS}/public</code>")), "{made:?}");
    // A telephone is led where the code is asked for; the code itself stands in no address.
    assert!(made.text.contains(&drawn(&format!("{ADDRESS}/public"))), "{made:?}");
    assert!(made.text.contains("2022-01-09") && made.text.contains("尚无案号，查询时留空"), "{made:?}");
    // Loaded anew, it makes no other, and the one that was printed stays good.
    let anew = hands_out(&clerk, (&page, &codes), "1");
    assert!(
        anew.status == 200 && anew.text.contains("只发了一个") && !anew.text.contains("<code>"),
        "{anew:?}"
    );
    assert!(!anew.text.contains("square-code"), "{anew:?}");
    assert_eq!(asks(&Browser::new(&server), "", &printed).status, 200);
    let again = slip(&clerk, &file, "enquiry-codes", "1");
    assert!(again.text.contains("先前发给这一方的已经作废"), "{again:?}");
    for party in ["9", "", "x"] {
        let nobody = hands_out(&clerk, (&clerk.get(&list), &codes), party);
        assert!(nobody.status == 422 && nobody.text.contains("没有该当事人"), "{party}: {nobody:?}");
    }
    let token = token(&page);
    let open = clerk.post(&format!("{case}/rating-links"), &[("form_token", &token), ("party", "1")]);
    assert!(open.status == 409 && open.text.contains("案件尚未办结"), "{open:?}");
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    let page = clerk.get(&list);
    let links = format!("{case}/rating-links");
    let link = hands_out(&clerk, (&page, &links), "1");
    let path = between(&link.text, ADDRESS, "</code>").unwrap_or_else(|| panic!("{link:?}"));
    assert!(link.text.contains(&drawn(&format!("{ADDRESS}{path}"))), "{link:?}");
    let anew = hands_out(&clerk, (&page, &links), "1");
    assert!(anew.text.contains("只发了一个") && !anew.text.contains("<code>"), "{anew:?}");
    assert_eq!(Browser::new(&server).get(&path).status, 200, "{path}");
}

/// A form that hands something out is not kept when its session has ended: there is nothing to try.
#[test]
fn a_slip_is_no_form_that_is_kept_over_signing_in() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let clerk = Browser::signed_in(&server, "clerk");
    let page = clerk.get(&format!("/cases/{}/for-parties", file.id));
    let secret = clerk.cookies.borrow()["sikuai_session"].clone();
    server.post("/api/v1/sessions/renewal").json(&json!({ "refresh_token": secret }));
    let sent = hands_out(&clerk, (&page, &format!("/cases/{}/enquiry-codes", file.id)), "1");
    assert_eq!((sent.status, sent.header("location")), (303, "/sign-in"), "{sent:?}");
}

/// What is shown once is not lost to whoever reads another language: the switch is where it takes nothing away.
#[test]
fn the_answer_to_a_form_has_no_switch_of_the_language() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = closed(&people);
    let clerk = Browser::signed_in(&server, "clerk");
    let stranger = Browser::new(&server);
    assert!(stranger.get("/public").text.contains("/language/en?back=%2Fpublic\""));
    let made = slip(&clerk, &file, "enquiry-codes", "1");
    let code = between(&made.text, "<b><code>", "</code></b>").unwrap();
    let wrong = asks(&stranger, "5号", &code);
    let told = asks(&stranger, "", &code);
    let list = clerk.get(&format!("/cases/{}/for-parties", file.id));
    assert!(list.text.contains("/language/en?back="));
    for answer in [made, wrong, told] {
        assert!(!answer.text.contains("/language/"), "{answer:?}");
    }
}

/// Whoever has no login is led to no page of the office, and told what a party can do.
#[test]
fn errors_are_for_parties_on_their_pages() {
    let server = with_a_page();
    let people = People::of(&server);
    let file = closed(&people);
    let code = code(&people, &file, 1);
    let stranger = Browser::new(&server);
    let none = stranger.get("/public/ratings/none");
    let page = stranger.get("/public");
    let foreign = Browser::new(&server).send("/public", &page, &[("code", &code)]);
    let nowhere = stranger.get("/public/nowhere");
    for (fault, status, said) in [
        (none, 404, "向办案单位索取"),
        (foreign, 403, "请允许浏览器使用 Cookie"),
        (nowhere, 404, "与纸条核对"),
    ] {
        assert_eq!(fault.status, status, "{fault:?}");
        assert!(fault.text.contains(said) && fault.text.contains("href=\"/public\""), "{fault:?}");
        for of_office in ["管理员", "岗位", "href=\"/\"", "您可查看的范围"] {
            assert!(!fault.text.contains(of_office), "{of_office}: {fault:?}");
        }
    }
    // What chats add to an address is not looked at.
    assert_eq!(stranger.get("/public?from=singlemessage").status, 200);
    let path = rating_path(&asks(&stranger, "", &code));
    assert_eq!(stranger.get(&format!("{path}?from=singlemessage&isappinstalled=0")).status, 200);
    stranger.get("/language/en?back=/public");
    assert!(stranger.get("/public/ratings/none").text.contains("ask the office for another"));
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
