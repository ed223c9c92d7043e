//! A party's personal data in the clear, as a page: for who may see it, once it is put down to whom it is shown and why.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between};
use crate::support::people::{
    File, People, WORKER_ACCOUNT, WORKER_ADDRESS, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE, application,
};
use crate::support::server::{Reply, TestServer};

const CLEAR: [&str; 4] = [WORKER_PHONE, WORKER_ID_NUMBER, WORKER_ADDRESS, WORKER_ACCOUNT];

/// To whom data of the case was shown.
fn showings(people: &People<'_>, file: &File) -> Vec<Value> {
    people.supervisor.read(&file.path("unmaskings"))["items"].as_array().unwrap().clone()
}

fn wrong(page: &Reply, id: &str) -> String {
    between(&page.text, &format!("id=\"{id}-wrong\">"), "</ul>").unwrap_or_else(|| panic!("{id}: {page:?}"))
}

#[test]
fn who_must_telephone_sees_the_number_and_that_is_put_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let browser = Browser::signed_in(&server, "clerk");
    let (case, path) = (format!("/cases/{}", file.id), format!("/cases/{}/personal-data", file.id));
    let parties = between(&browser.get(&case).text, "id=\"parties\"", "</section>").unwrap();
    assert!(
        parties.contains("138****0011") && parties.contains(&format!("href=\"{path}?party=1\"")),
        "{parties}"
    );
    let form = browser.get(&format!("{path}?party=1"));
    assert!(form.text.contains("每次查看都会记录"), "{form:?}");
    assert!(
        form.text.contains(&format!("<option value=\"1\" selected>1 {WORKER_NAME}</option>")),
        "{form:?}"
    );
    assert!(CLEAR.iter().all(|clear| !form.text.contains(clear)), "{form:?}");
    assert_eq!(showings(&people, &file), Vec::<Value>::new());

    let shown = browser.press(&path, &form, &[("party", "1"), ("reason", "电话通知补正")]);
    assert_eq!((shown.status, shown.header("cache-control")), (200, "no-store"), "{shown:?}");
    for said in CLEAR.into_iter().chain(["本次查看已记录", WORKER_NAME]) {
        assert!(shown.text.contains(said), "{said}: {shown:?}");
    }
    let put_down = showings(&people, &file);
    let told = |field: &str| put_down[0][field].clone();
    assert_eq!(put_down.len(), 1, "{put_down:?}");
    assert_eq!(
        (told("user"), told("party"), told("reason")),
        (json!(people.clerk.id), json!(1), json!("电话通知补正"))
    );
    // The case stays as it was; and each showing is one more.
    assert!(CLEAR.iter().all(|clear| !browser.get(&case).text.contains(clear)));
    let employer = browser.press(&path, &form, &[("party", "2"), ("reason", " ")]);
    assert!(employer.status == 200 && employer.text.contains("没有登记联系人"), "{employer:?}");
    let put_down = showings(&people, &file);
    assert_eq!((put_down.len(), &put_down[1]["reason"]), (2, &Value::Null));
    browser.get(&format!("/language/en?back={path}"));
    assert!(browser.get(&path).text.contains("Each time it is recorded who saw whose data"));
}

#[test]
fn what_is_wrong_is_said_at_its_field_and_nothing_is_shown() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let browser = Browser::signed_in(&server, "clerk");
    let path = format!("/cases/{}/personal-data", file.id);
    let form = browser.get(&path);
    let long = "长".repeat(201);
    let both = browser.press(&path, &form, &[("party", "9"), ("reason", &long)]);
    assert_eq!(both.status, 400, "{both:?}");
    assert!(wrong(&both, "party").contains("请选择本案当事人"), "{both:?}");
    assert!(wrong(&both, "reason").contains("不得超过200个字符") && both.text.contains(&long), "{both:?}");
    let foreign = browser.post(&path, &[("form_token", "0"), ("party", "1"), ("reason", "电话通知")]);
    assert_eq!(foreign.status, 403, "{foreign:?}");
    for page in [both, foreign] {
        assert!(CLEAR.iter().all(|clear| !page.text.contains(clear)), "{page:?}");
    }
    assert_eq!(browser.get(&format!("{path}?party=x")).status, 400);
    assert_eq!(showings(&people, &file), Vec::<Value>::new());
}

#[test]
fn who_may_not_see_it_is_neither_led_there_nor_shown_anything() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-10"));
    let (case, path) = (format!("/cases/{}", file.id), format!("/cases/{}/personal-data", file.id));
    for (login, status) in [
        ("arbitrator", 403),
        ("mediator", 403),
        ("supervisor", 403),
        ("report", 404),
        ("inspector", 404),
        ("admin", 404),
    ] {
        let browser = Browser::signed_in(&server, login);
        assert!(!browser.get(&case).text.contains("/personal-data"), "{login}");
        assert_eq!(browser.get(&path).status, status, "{login}");
        let page = browser.get("/password");
        let sent = browser.send(&path, &page, &[("party", "1"), ("reason", "电话通知")]);
        assert_eq!(sent.status, status, "{login}: {sent:?}");
        assert!(CLEAR.iter().all(|clear| !sent.text.contains(clear)), "{login}: {sent:?}");
    }
    assert_eq!(showings(&people, &file), Vec::<Value>::new());
}
