//! The schedule by its pages: by room and by arbitrator, a week and a month; free slots, and the form that takes one.

use serde_json::json;

use crate::support::browser::{Browser, between};
use crate::support::hearings::{a_room, before_one, before_three, notice, set};
use crate::support::people::{People, on_day};
use crate::support::server::TestServer;

/// The row of the week that begins with a name.
fn row(page: &str, name: &str) -> Option<String> {
    between(page, &format!("<tr><th scope=\"row\">{name}</th>"), "</tr>")
}

#[test]
fn the_schedule_has_each_hearing_in_its_room_and_before_its_arbitrators() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (first, second) = (a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭"));
    let (one, three) = (before_one(&server, &people, &people.arbitrator), before_three(&server, &people));
    set(&people, &one, &notice("2021-03-22", "09:00", &first));
    set(&people, &three, &notice("2021-03-24", "14:30", &second));
    let browser = Browser::signed_in(&server, "clerk");
    // Monday the 22nd to Sunday the 28th.
    let week = browser.get("/hearings?day=2021-03-25").text;
    assert!(week.contains("2021-03-22 — 2021-03-28"), "{week}");
    let room = row(&week, "第一仲裁庭").unwrap();
    let monday = room.split("</td>").next().unwrap();
    assert!(monday.contains(&format!("/cases/{}\"", one.id)) && monday.contains("<b>09:00–"), "{room}");
    assert!(!room.contains(&three.id) && row(&week, "第二仲裁庭").unwrap().contains(&three.id));
    assert!(room.contains(&format!("/cases/{}/hearing-slots\">改期", one.id)), "{room}");
    // What a script needs to lead to the same form, with another day.
    let carried = format!(
        "<li class=\"moves\" data-form=\"/cases/{}/acts/hearing_postponement\" data-field=\"held_on\" data-time=\"09:00\"",
        one.id
    );
    assert!(room.contains(&carried) && room.contains(&format!("data-room=\"{first}\"><b>")), "{room}");
    assert!(room.contains(&format!("<td data-day=\"2021-03-28\" data-room=\"{first}\">")), "{room}");
    assert!(week.contains("-schedule.js\" defer></script>"), "{week}");
    // The panel of three sits in one room, and stands in three rows.
    let by = browser.get("/hearings?day=2021-03-25&by=arbitrator").text;
    let rows = by.matches("<tr><th scope=\"row\">").count();
    assert_eq!((rows, by.matches(&format!("href=\"/cases/{}\"", three.id)).count()), (3, 3), "{by}");
    let alone = browser.get(&format!("/hearings?day=2021-03-25&room={first}&person=")).text;
    assert!(alone.contains(&one.id) && !alone.contains(&three.id), "{alone}");
    let month = browser.get("/hearings?view=month&day=2021-03-01").text;
    assert!(
        month.contains(&one.id)
            && month.contains(&three.id)
            && month.contains("<h1>排庭 <span class=\"hint\">2021-03")
    );
    assert!(browser.get("/hearings?day=2021-04-01").text.contains("这段时间没有开庭"));
    for query in ["view=year", "day=2021-02-30", "room=x", "x=1"] {
        assert_eq!(browser.get(&format!("/hearings?{query}")).status, 400, "{query}");
    }
}

/// A room that nobody booked is free, and a hearing can be moved there: it has a row too.
#[test]
fn every_room_in_use_has_a_row_of_the_week() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, free, gone] = ["第一仲裁庭", "第二仲裁庭", "旧仲裁庭"].map(|name| a_room(&people, name));
    let file = before_one(&server, &people, &people.arbitrator);
    set(&people, &file, &notice("2021-03-22", "09:00", &first));
    let retired = people.admin.call("POST", &format!("/api/v1/hearing-rooms/{gone}/retirement")).send();
    assert_eq!(retired.status, 200, "{retired:?}");
    let browser = Browser::signed_in(&server, "clerk");
    let week = browser.get("/hearings?day=2021-03-25").text;
    let cells = row(&week, "第二仲裁庭").unwrap_or_else(|| panic!("{week}"));
    assert_eq!(cells.matches(&format!("data-room=\"{free}\"")).count(), 7, "{cells}");
    assert!(!cells.contains("<li") && row(&week, "旧仲裁庭").is_none(), "{week}");
    let hint = |page: &str| between(page, "id=\"drag-hint\" hidden>", "</p>").unwrap();
    assert!(hint(&week).contains("另一天或者另一仲裁庭"), "{week}");
    // Of one room, of people and of a month there is no other room to see.
    for query in [format!("room={first}"), "by=arbitrator".to_owned(), "view=month".to_owned()] {
        let page = browser.get(&format!("/hearings?day=2021-03-25&{query}")).text;
        assert!(row(&page, "第二仲裁庭").is_none(), "{query}: {page}");
        assert!(!hint(&page).contains("仲裁庭：打开"), "{query}: {page}");
    }
}

#[test]
fn what_is_seen_stays_where_one_comes_back_to_today() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    for (view, said) in [("week", "本周"), ("month", "本月")] {
        let page = browser.get(&format!("/hearings?view={view}&by=arbitrator&day=2021-03-25")).text;
        let now =
            format!("view={view}&#38;by=arbitrator&#38;room=&#38;person=&#38;day=2021-12-10\">{said}</a>");
        assert!(page.contains(&now), "{view}: {page}");
    }
}

/// A day of a year that no calendar has is none, and nothing leads to one.
#[test]
fn a_day_that_cannot_be_is_refused_beside_its_field() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    for (language, other_years, wrong) in [
        ("zh", "年份应在1949至2199之间", "应为存在的日期"),
        ("en", "of the years 1949 to 2199", "a day that exists"),
    ] {
        browser.get(&format!("/language/{language}?back=/"));
        for (day, status, said) in [
            ("9999-12-31", 422, other_years),
            ("2200-01-01", 422, other_years),
            ("1948-12-31", 422, other_years),
            ("", 400, wrong),
            ("2021-02-30", 400, wrong),
        ] {
            let page = browser.get(&format!("/hearings?view=month&day={day}"));
            let beside =
                between(&page.text, "id=\"day-wrong\"", "</ul>").unwrap_or_else(|| panic!("{page:?}"));
            assert!(page.status == status && beside.contains(said), "{day}: {page:?}");
            assert!(page.text.contains(&format!("value=\"{day}\"")), "{day}: {page:?}");
            assert!(
                page.text.contains("href=\"/my-day\"") && !page.text.contains("<table"),
                "{day}: {page:?}"
            );
        }
    }
    let last = browser.get("/hearings?view=month&day=2199-12-31");
    assert!(last.status == 200 && !last.text.contains("rel=\"next\""), "{last:?}");
    let first = browser.get("/hearings?view=month&day=1949-01-01");
    assert!(first.status == 200 && !first.text.contains("rel=\"prev\""), "{first:?}");
    // Whatever is asked, who sees no cases sees no schedule.
    assert_eq!(Browser::signed_in(&server, "report").get("/hearings?day=").status, 403);
}

#[test]
fn only_who_may_move_a_hearing_is_led_to_where_it_is_moved() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let file = before_one(&server, &people, &people.arbitrator);
    let waiting = before_one(&server, &people, &people.second);
    set(&people, &file, &notice("2021-03-22", "09:00", &room));
    let seen = |login: &str| Browser::signed_in(&server, login).get("/hearings?day=2021-03-22").text;
    let moves = format!("/cases/{}/hearing-slots", file.id);
    let sets = format!("/cases/{}/hearing-slots", waiting.id);
    for (login, may_move, may_set) in [
        ("clerk", true, true),
        ("arbitrator", true, false),
        ("outsider", false, false),
        ("second", false, true),
        ("supervisor", false, false),
    ] {
        let page = seen(login);
        assert!(page.contains(&format!("href=\"/cases/{}\"", file.id)), "{login}: {page}");
        assert_eq!((page.contains(&moves), page.contains(&sets)), (may_move, may_set), "{login}: {page}");
        assert_eq!(page.contains("data-form="), may_move, "{login}: {page}");
    }
}

#[test]
fn a_free_slot_leads_to_the_form_with_room_day_and_time_filled_in() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let (other, file) = (before_one(&server, &people, &people.arbitrator), before_three(&server, &people));
    set(&people, &other, &notice("2021-03-18", "09:00", &room));
    let browser = Browser::signed_in(&server, "clerk");
    let path = format!("/cases/{}/hearing-slots", file.id);
    let page = browser.get(&path).text;
    let api = people.clerk.read(&file.path("hearing-slots"));
    let slots = api["items"].as_array().unwrap();
    assert_eq!(page.matches("<a class=\"act\"").count(), slots.len(), "{page}");
    // Told on Wednesday the 10th, five working days before the hearing: Wednesday the 17th at the earliest.
    assert_eq!(slots[0]["held_on"], json!("2021-03-17"));
    assert!(page.contains("《劳动争议调解仲裁法》第35条") && page.contains("来得及通知"), "{page}");
    assert!(page.contains("<span class=\"number\">2021-03-10</span>"), "{page}");
    let form = between(&page, "<a class=\"act\" href=\"", "\"").unwrap().replace("&#38;", "&");
    let time = slots[0]["time"].as_str().unwrap();
    assert!(form.contains(&format!("held_on=2021-03-17&time={time}")) && form.contains(&room), "{form}");
    let shown = browser.get(&form);
    assert_eq!(shown.status, 200, "{shown:?}");
    for filled in
        ["value=\"2021-03-17\"".to_owned(), format!("value=\"{time}\""), format!("value=\"{room}\" selected")]
    {
        assert!(shown.text.contains(&filled), "{filled}: {shown:?}");
    }
    // Another time clashes, and the form says with what.
    let address = form.split('?').next().unwrap().to_owned();
    let fields =
        [("/on", "2021-03-10"), ("/held_on", "2021-03-18"), ("/time", "09:00"), ("/room", room.as_str())];
    let clash = browser.send(&address, &shown, &[&fields[..], &[("do", "try")]].concat());
    assert_eq!(clash.status, 409, "{clash:?}");
    assert!(clash.text.contains("仲裁庭“第一仲裁庭”在2021-03-18 09:00"), "{clash:?}");
    let fields =
        [("/on", "2021-03-10"), ("/held_on", "2021-03-17"), ("/time", time), ("/room", room.as_str())];
    let done = browser.send(&address, &shown, &[&fields[..], &[("do", "commit")]].concat());
    assert_eq!(done.status, 303, "{done:?}");
    // Now another day for it is a postponement, of this hearing.
    let moved = browser.get(&path).text;
    let form = between(&moved, "<a class=\"act\" href=\"", "\"").unwrap().replace("&#38;", "&");
    assert!(form.contains("/acts/hearing_postponement?held_on="), "{form}");
    assert_eq!(browser.get(&form).status, 200);
    assert!(browser.get(&address).text.contains("查看可排时段"));
}

#[test]
fn what_is_wrong_with_a_search_for_slots_stands_beside_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    a_room(&people, "第一仲裁庭");
    let file = before_one(&server, &people, &people.arbitrator);
    let browser = Browser::signed_in(&server, "clerk");
    let path = format!("/cases/{}/hearing-slots", file.id);
    for (query, status, field) in
        [("minutes=720", 422, "minutes"), ("minutes=1", 400, "minutes"), ("from=2021-02-30", 400, "from")]
    {
        let page = browser.get(&format!("{path}?{query}"));
        assert_eq!(page.status, status, "{query}: {page:?}");
        assert!(page.text.contains(&format!("id=\"{field}-wrong\"")), "{query}: {page:?}");
    }
    // A field that the act does not have is no field of its form.
    let unknown = format!("/cases/{}/acts/hearing_notice?colour=red", file.id);
    assert_eq!(browser.get(&unknown).status, 400);
    // At a stage that has none it says why.
    on_day(&server, "2021-03-10");
    let fresh = people.clerk.receive_another(&crate::support::people::application("2021-03-08"));
    assert_eq!(browser.get(&format!("/cases/{}/hearing-slots", fresh.id)).status, 409);
    // And no form leads there.
    for act in ["hearing_notice", "hearing_postponement"] {
        let form = browser.get(&format!("/cases/{}/acts/{act}", fresh.id));
        assert!(form.status == 200 && !form.text.contains("查看可排时段"), "{act}: {form:?}");
    }
}
