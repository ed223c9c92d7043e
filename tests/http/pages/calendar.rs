//! The calendar by its pages: a year, what an import would move, and importing it once. The days of 2027 are invented
//! (`support::calendar`); dates are counted by hand.

use serde_json::json;

use crate::support::browser::{Browser, between};
use crate::support::calendar::{
    INVENTED_NOTICE, INVENTED_SOURCE, invented_2027, invented_2027_of_holiday_cn,
};
use crate::support::people::{File, People, application, on_day};
use crate::support::server::TestServer;

/// The days off and the working days of the invented year, line by line.
fn lines() -> [String; 2] {
    let year = invented_2027();
    ["off", "working"].map(|list| {
        let days = year[list].as_array().unwrap().iter();
        let line = |day: &serde_json::Value| {
            format!("{} {}", day["on"].as_str().unwrap(), day["name"].as_str().unwrap())
        };
        days.map(line).collect::<Vec<_>>().join("\r\n")
    })
}

/// Accepted on the 16th of December 2026: 45 days end on Saturday the 30th of January; Sunday the 31st is worked in the
/// invented year, and by the day of the week alone it would be Monday the 1st of February.
fn sunday(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2026-12-15"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2026-12-16", "procedure": "ordinary" }));
    file
}

fn provisional(people: &People<'_>) -> bool {
    people.clerk.read("/api/v1/calendar/2027")["provisional"].as_bool().unwrap()
}

#[test]
fn a_year_shows_its_days() {
    let server = TestServer::start();
    People::of(&server);
    let page = Browser::signed_in(&server, "clerk").get("/calendar?year=2021").text;
    // The notice of 2021: the Spring Festival is off from the 11th of February, and Sunday the 7th is worked.
    let february = between(&page, "<caption>2月</caption>", "</table>").unwrap();
    assert!(
        february.contains("<td class=\"worked\">7 班</td>")
            && february.contains("<td class=\"holiday\">11 休</td>")
    );
    // It began on a Monday.
    assert!(february.contains("<tbody><tr><td>1</td>"), "{february}");
    assert!(!page.contains("导入放假安排"), "{page}");
    let unknown = Browser::signed_in(&server, "supervisor").get("/calendar?year=2027").text;
    assert!(unknown.contains("均为暂定") && unknown.contains("导入放假安排"), "{unknown}");
    for query in ["year=1900", "year=x", "x=1"] {
        assert_eq!(
            Browser::signed_in(&server, "clerk").get(&format!("/calendar?{query}")).status,
            400,
            "{query}"
        );
    }
}

#[test]
fn an_import_shows_what_moves_before_it_is_done_and_is_done_once() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let file = sunday(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/calendar?year=2027");
    assert!(!page.text.contains("value=\"apply\""), "{page:?}");
    let [off, working] = lines();
    let fields = [
        ("notice", INVENTED_NOTICE),
        ("source", INVENTED_SOURCE),
        ("off", off.as_str()),
        ("working", working.as_str()),
    ];
    let preview = browser.send("/calendar", &page, &[&fields[..], &[("do", "preview")]].concat());
    assert_eq!(preview.status, 200, "{preview:?}");
    let outlook = between(&preview.text, "id=\"outlook\"", "</section>").unwrap();
    assert!(
        outlook.contains(
            "<td class=\"number\">2027-02-01</td><td class=\"number\">2027-01-31</td><td>变动</td>"
        ),
        "{outlook}"
    );
    assert!(outlook.contains(&format!("/cases/{}", file.id)) && provisional(&people), "{outlook}");
    // What was typed is still there.
    assert!(
        preview.text.contains("2027-01-31 春节") && preview.text.contains(INVENTED_NOTICE),
        "{preview:?}"
    );
    let apply = [&fields[..], &[("do", "apply")]].concat();
    let done = browser.send("/calendar", &preview, &apply);
    assert_eq!(
        (done.status, done.header("location")),
        (303, "/calendar?year=2027&imported=true"),
        "{done:?}"
    );
    let docket = people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().len();
    // Pressed twice, it is done once.
    let again = browser.send("/calendar", &preview, &apply);
    assert_eq!((again.status, again.header("location")), (303, done.header("location")), "{again:?}");
    assert_eq!(people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().len(), docket);
    let shown = browser.get(done.header("location")).text;
    assert!(shown.contains("已导入") && shown.contains(INVENTED_NOTICE) && !provisional(&people), "{shown}");
    // Somebody who saw the year before that is told, and nothing is replaced.
    let other = fields.map(|(name, value)| if name == "notice" { (name, "另一通知") } else { (name, value) });
    let stale = browser.send("/calendar", &preview, &[&other[..], &[("do", "apply")]].concat());
    assert_eq!(stale.status, 412, "{stale:?}");
    assert!(stale.text.contains("该年安排已被他人更新") && stale.text.contains("另一通知"), "{stale:?}");
    assert!(browser.get("/calendar?year=2027").text.contains(INVENTED_NOTICE));
}

#[test]
fn what_is_wrong_with_a_year_stands_at_its_line() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/calendar?year=2027");
    let send = |off: &str, document: &str| {
        let fields = [("off", off), ("document", document), ("do", "apply")];
        browser.send("/calendar", &page, &fields)
    };
    let wrong = |reply: &crate::support::server::Reply, field: &str| {
        between(&reply.text, &format!("id=\"{field}-wrong\">"), "</ul>")
            .unwrap_or_else(|| panic!("{field}: {reply:?}"))
    };
    let unread = send("2027-01-01 元旦\r\n1月2日 元旦", "");
    assert_eq!(unread.status, 400, "{unread:?}");
    assert!(wrong(&unread, "off").contains("第2行：应为"), "{unread:?}");
    // A day of another year, on the second line; the notice is missing too, and that there are too few days.
    let other = send("2027-01-01 元旦\r\n2028-05-01 劳动节", "");
    assert!(other.status >= 400 && wrong(&other, "off").contains("第2行："), "{other:?}");
    assert!(wrong(&other, "notice").contains("应写明"), "{other:?}");
    let no_json = send("", "元旦放假");
    assert!(no_json.status >= 400 && no_json.text.contains("id=\"document-wrong\""), "{no_json:?}");
    let both = send("2027-01-01 元旦", "{}");
    assert!(wrong(&both, "document").contains("不要再粘贴"), "{both:?}");
    assert!(provisional(&people));
    // A file is taken in either format.
    let file = invented_2027_of_holiday_cn().to_string();
    assert_eq!(send("", &file).status, 303);
    assert!(!provisional(&people));
}

#[test]
fn a_year_that_travels_with_the_program_is_replaced_once_that_is_acknowledged() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/calendar?year=2021");
    let mut year = people.clerk.read("/api/v1/calendar/2021")["days"].clone();
    year["off"].as_array_mut().unwrap().pop();
    let document = year.to_string();
    let fields = [("document", document.as_str()), ("do", "preview")];
    let asked = browser.send("/calendar", &page, &fields);
    assert_eq!(asked.status, 409, "{asked:?}");
    assert!(asked.text.contains("name=\"acknowledge\" value=\"replaces_shipped_year\""), "{asked:?}");
    let known = [&fields[..], &[("acknowledge", "replaces_shipped_year")]].concat();
    let preview = browser.send("/calendar", &asked, &known);
    assert_eq!(preview.status, 200, "{preview:?}");
    assert!(preview.text.contains("value=\"replaces_shipped_year\" checked"), "{preview:?}");
    // Only a supervisor imports, and only from a page of their own.
    assert_eq!(browser.post("/calendar", &known).status, 403);
    let clerk = Browser::signed_in(&server, "clerk");
    let token = crate::support::browser::token(&clerk.get("/my-day"));
    let sent = [&known[..], &[("form_token", token.as_str()), ("year", "2021")]].concat();
    assert_eq!(clerk.post("/calendar", &sent).status, 403);
}
