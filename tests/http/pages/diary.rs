//! One's own diary of a case by its page: written once, seen by its writer alone, done by a button, and found from one's day.

use serde_json::json;

use crate::support::browser::{Browser, between};
use crate::support::people::{People, application};
use crate::support::server::TestServer;

#[test]
fn an_entry_is_written_once_seen_by_its_writer_alone_and_done() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/diary", file.id));
    let case = browser.get(&format!("/cases/{}", file.id)).text;
    assert!(case.contains(&format!("<a href=\"{path}\">本案待办</a>")), "{case}");
    let page = browser.get(&path);
    assert!(page.text.contains("本案尚无待办") && page.text.contains("value=\"2021-12-10\""), "{page:?}");
    let typed = [("on", "2021-12-10"), ("note", "电话催交\r\n工资条<b>")];
    for _ in 0..2 {
        let done = browser.send(&path, &page, &typed);
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("{path}?added=true").as_str()),
            "{done:?}"
        );
    }
    let items = people.clerk.read(&file.path("diary"))["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1, "pressed twice, it is written once");
    assert_eq!((&items[0]["on"], &items[0]["note"]), (&json!("2021-12-10"), &json!("电话催交\n工资条<b>")));
    let shown = browser.get(&format!("{path}?added=true"));
    assert!(shown.text.contains("已记下") && shown.text.contains("工资条&#60;b&#62;"), "{shown:?}");
    // It stands in one's day, and leads back here.
    let day = browser.get("/my-day").text;
    let own = between(&day, "<section aria-labelledby=\"diary\">", "</section>").unwrap();
    assert!(own.contains(&format!("<a href=\"{path}\">电话催交")), "{own}");
    assert!(own.contains(&format!("<a href=\"/cases/{}\">未编号</a>", file.id)), "{own}");
    // So do the deadlines of the day.
    assert!(between(&day, "id=\"due\"", "</table>").unwrap().contains(&format!("href=\"{path}\"")), "{day}");
    let other = Browser::signed_in(&server, "supervisor").get(&path);
    assert!(other.status == 200 && !other.text.contains("工资条"), "{other:?}");
    // Done by its button, which leads back; what is done stays, with when.
    let mark = format!("/diary/{}/done-mark", items[0]["id"].as_str().unwrap());
    let marked = browser.press(&mark, &shown, &[]);
    assert_eq!((marked.status, marked.header("location")), (303, path.as_str()), "{marked:?}");
    let shown = browser.get(&path).text;
    assert!(
        !shown.contains(&mark) && shown.contains("<td class=\"number\">2021-12-10 09:00</td>"),
        "{shown}"
    );
    assert!(!browser.get("/my-day").text.contains("工资条"));
}

#[test]
fn what_is_wrong_with_an_entry_stands_at_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/diary", file.id));
    let long = "长".repeat(2_001);
    let page = browser.get(&path);
    for (on, note, status, field) in [
        ("2021-12-09", "催交", 422, "on"),
        ("2021-02-30", "催交", 400, "on"),
        ("", "催交", 400, "on"),
        ("2021-12-10", "", 400, "note"),
        ("2021-12-10", long.as_str(), 400, "note"),
    ] {
        let reply = browser.send(&path, &page, &[("on", on), ("note", note)]);
        assert_eq!(reply.status, status, "{on} {field}: {reply:?}");
        assert!(reply.text.contains(&format!("id=\"{field}-wrong\"")), "{on} {field}: {reply:?}");
        assert!(reply.text.contains(note) && reply.text.contains(&format!("value=\"{on}\"")), "{reply:?}");
    }
    assert_eq!(people.clerk.read(&file.path("diary"))["items"], json!([]));
    browser.get("/language/en?back=/");
    assert!(browser.get(&path).text.contains("Nobody but you sees it"));
    // Who may not know of the case, and who keeps none.
    for (login, status) in [("report", 404), ("admin", 404), ("inspector", 404), ("outsider", 200)] {
        assert_eq!(Browser::signed_in(&server, login).get(&path).status, status, "{login}");
    }
    assert_eq!(browser.get(&format!("{path}?cursor=x")).status, 422);
}
