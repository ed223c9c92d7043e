//! What the rooms show: my day, a case, a deadline, the figures. Days are worked out by hand; figures are those of the API.

use serde_json::json;
use sikuai::storage::Tx;
use sikuai::storage::deadlines::{self, DeadlineRow};

use crate::support::browser::{Browser, between};
use crate::support::hearings::{a_room, before_one, notice, set};
use crate::support::people::{
    People, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE, another_application, application, on_day,
};
use crate::support::server::TestServer;

/// The cards of a column of the board.
fn cards(page: &str, column: &str) -> usize {
    let column = between(page, &format!("<h3>{column} <span class=\"count\">"), "</section>").unwrap();
    column.matches("<li class=\"card").count()
}

/// How many deadlines the page says are overdue, due today and soon.
fn glance(page: &str) -> [String; 3] {
    ["overdue", "today", "soon"]
        .map(|class| between(page, &format!("<li class=\"{class}\"><b>"), "</b>").unwrap())
}

#[test]
fn my_day_tells_at_one_glance_what_is_overdue() {
    let server = TestServer::start();
    let people = People::of(&server);
    // Five working days: from Wednesday the 1st until Wednesday the 8th; from Monday the 6th until Monday the 13th.
    let late = people.clerk.receive(&application("2021-12-01"));
    people.clerk.receive(&another_application("2021-12-06"));
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/my-day").text;
    assert_eq!(glance(&page), ["1", "0", "1"], "{page}");
    assert_eq!(cards(&page, "快立"), 2);
    assert_eq!([cards(&page, "快调"), cards(&page, "快审"), cards(&page, "快结")], [0, 0, 0]);
    let due = between(&page, "id=\"due\"", "</table>").unwrap();
    for said in ["2021-12-08", "2021-12-13", "已逾期", "临近", "《劳动争议调解仲裁法》第29条"]
    {
        assert!(due.contains(said), "{said}: {due}");
    }
    assert!(due.contains(&format!("/cases/{}/deadlines/A03?entry=1&#38;party=0", late.id)), "{due}");
    // On Monday the other one is due.
    on_day(&server, "2021-12-13");
    assert_eq!(glance(&browser.get("/my-day").text), ["1", "1", "0"]);
}

/// A case that has no number yet is named as the cards of the board name it; later by its number.
#[test]
fn my_day_names_the_cases_of_its_lists() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut other = another_application("2021-12-06");
    other["parties"][0]["who"]["worker"] = json!({ "name": "林某" });
    let file = people.clerk.receive(&application("2021-12-06"));
    people.clerk.receive(&other);
    on_day(&server, "2021-12-13");
    server.app.watch.run("here").unwrap();
    let browser = Browser::signed_in(&server, "supervisor");
    let section =
        |id: &str| between(&browser.get("/my-day").text, &format!("id=\"{id}\""), "</section>").unwrap();
    let [first, second] = [WORKER_NAME, "林某"].map(|name| format!("{name} — 徐闻县红壤农机服务部"));
    for list in ["due", "notices"] {
        let section = section(list);
        assert!(section.contains(&format!("/cases/{}\">{first}", file.id)), "{list}: {section}");
        assert!(section.contains(&second) && !section.contains("未编号"), "{list}: {section}");
    }
    let accepted = json!({ "on": "2021-12-13", "procedure": "ordinary" });
    people.clerk.does(&file, "acceptance", &accepted);
    let notices = section("notices");
    assert!(notices.contains("徐劳人仲案字〔2021〕1号：") && !notices.contains(&first), "{notices}");
    assert!(notices.contains(&second), "{notices}");
    // Whoever is not to see the case is told nothing of it.
    let others = Browser::signed_in(&server, "outsider").get("/my-day").text;
    assert!(!others.contains(WORKER_NAME), "{others}");
}

/// More than a board reads: the numbers are counted, and not read off the list.
#[test]
fn my_day_counts_every_deadline() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let case = file.id.clone();
    let many = move |tx: &mut Tx| {
        let own = deadlines::of_case(tx, &case)?.into_iter().next().unwrap();
        let copy = |anchor: i32| {
            let due_on = Some(if anchor <= 2_010 { "2021-12-09" } else { "2021-12-10" }.parse().unwrap());
            DeadlineRow { anchor, due_on, ..own.clone() }
        };
        let rows: Vec<DeadlineRow> = (1..=2_013).map(copy).collect();
        deadlines::replace_for_case(tx, &case, &rows)
    };
    server.app.store.write_blocking(many).unwrap();
    let page = Browser::signed_in(&server, "clerk").get("/my-day").text;
    assert_eq!(glance(&page), ["2010", "3", "0"]);
}

#[test]
fn the_board_of_an_arbitrator_has_the_cases_that_are_theirs() {
    let server = TestServer::start();
    let people = People::of(&server);
    before_one(&server, &people, &people.arbitrator);
    people.clerk.receive_another(&application("2021-03-08"));
    let board = |login: &str| Browser::signed_in(&server, login).get("/my-day").text;
    let [clerk, own, outsider] = ["clerk", "arbitrator", "outsider"].map(board);
    assert_eq!((cards(&clerk, "快立"), cards(&clerk, "快审")), (1, 1));
    assert_eq!((cards(&own, "快立"), cards(&own, "快审")), (0, 1));
    assert_eq!((cards(&outsider, "快立"), cards(&outsider, "快审")), (0, 0));
    assert_eq!(glance(&outsider), ["0", "0", "0"]);
}

#[test]
fn my_day_has_the_hearings_the_diary_and_the_notices_of_the_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let room = a_room(&people, "第一仲裁庭");
    set(&people, &file, &notice("2021-03-22", "09:00", &room));
    people.arbitrator.post(&file.path("diary"), &json!({ "on": "2021-03-22", "note": "带证据原件" }));
    on_day(&server, "2021-03-22");
    server.app.watch.run("here").unwrap();
    let browser = Browser::signed_in(&server, "arbitrator");
    let page = browser.get("/my-day");
    for said in ["<b>09:00</b>", "第一仲裁庭", "带证据原件"] {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    let others = Browser::signed_in(&server, "outsider").get("/my-day").text;
    assert!(!others.contains("09:00") && !others.contains("带证据原件"), "{others}");
    // Done and read by buttons, and gone.
    for kind in ["/diary/", "/notices/"] {
        let page = browser.get("/my-day");
        let id = between(&page.text, &format!("action=\"{kind}"), "/").unwrap();
        let mark = if kind == "/diary/" { "done-mark" } else { "read-mark" };
        let reply = browser.send(&format!("{kind}{id}/{mark}"), &page, &[]);
        assert_eq!(reply.status, 303, "{reply:?}");
        assert!(!browser.get("/my-day").text.contains(&id), "{kind}");
    }
}

#[test]
fn a_case_is_shown_with_its_people_masked() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let page = Browser::signed_in(&server, "clerk").get(&format!("/cases/{}", file.id)).text;
    for said in [
        WORKER_NAME,
        "440825********0003",
        "138****0011",
        "徐闻县红壤农机服务部",
        "6,000.00 元",
        "确认劳动关系",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains(WORKER_ID_NUMBER) && !page.contains(WORKER_PHONE));
    assert!(page.contains(&format!("{WORKER_NAME} 诉 徐闻县红壤农机服务部：确认劳动关系")), "{page}");
    assert!(page.contains("<li class=\"here\" aria-current=\"step\">收件</li>"), "{page}");
    // What may be done now, and why the rest may not.
    assert!(page.contains(&format!("href=\"/cases/{}/acts/acceptance\"", file.id)), "{page}");
    let refused = between(&page, "<details>", "</details>").unwrap();
    assert!(refused.contains("裁决 ") && refused.contains("立案/书记员无权办理“裁决”"), "{refused}");
    assert!(!refused.contains("<a "), "{refused}");
    // And whose they are: of the tribunal, and of the supervisors; of what is one's own nothing of the kind is said.
    for said in ["<li>裁决 ", "由本案仲裁员办理", "由监督人员办理"] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    assert!(!refused.contains("由书记员办理"), "{refused}");
}

#[test]
fn what_people_typed_is_text_and_never_markup() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-06");
    body["parties"][1]["who"]["employer"]["name"] = json!("<script>alert(1)</script>\"'&公司");
    body["claims"][0]["statement"] = json!("</main><img src=x onerror=alert(1)>");
    body["reason"] = json!("<b>理由</b>");
    let file = people.clerk.receive(&body);
    let browser = Browser::signed_in(&server, "clerk");
    for path in
        ["/my-day".to_owned(), format!("/cases/{}", file.id), format!("/cases/{}/acts/acceptance", file.id)]
    {
        let page = browser.get(&path).text;
        assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "{path}: {page}");
        for live in ["<script", "<img", "<b>理由"] {
            assert!(!page.contains(live), "{path} has {live}");
        }
    }
}

#[test]
fn a_deadline_explains_its_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let browser = Browser::signed_in(&server, "clerk");
    let path = format!("/cases/{}/deadlines/A03", file.id);
    let page = browser.get(&format!("{path}?entry=1&party=0")).text;
    // From Monday the 6th five working days, over one weekend.
    for said in ["《劳动争议调解仲裁法》第29条", "2021-12-13", "2021-12-11、2021-12-12"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for (query, status) in
        [("?entry=2&party=0", 404), ("?entry=1&party=2", 404), ("?entry=x", 400), ("", 200)]
    {
        assert_eq!(browser.get(&format!("{path}{query}")).status, status, "{query}");
    }
    assert_eq!(browser.get(&format!("/cases/{}/deadlines/A25", file.id)).status, 404);
    assert_eq!(browser.get(&format!("/cases/{}/deadlines/Z99", file.id)).status, 404);
}

#[test]
fn the_figures_are_those_of_the_api_and_open_the_cases_behind_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let accepted = |received: &str, on: &str| {
        let file = people.clerk.receive_another(&application(received));
        people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
        file
    };
    accepted("2021-03-01", "2021-03-03");
    accepted("2021-05-06", "2021-05-07");
    let closed = accepted("2021-05-10", "2021-05-12");
    people.clerk.does(&closed, "withdrawal", &json!({ "on": "2021-06-01", "ground": "own_motion" }));
    let browser = Browser::signed_in(&server, "supervisor");
    let query = "from=2021-05-01&to=2021-06-30";
    let page = browser.get(&format!("/figures?{query}")).text;
    let api = people.supervisor.read(&format!("/api/v1/statistics/closure?{query}"));
    assert_eq!((&api["accepted"]["value"], &api["closed"]["value"]), (&json!(2), &json!(1)));
    assert!(page.contains("50.00%（1 ÷ 2）"), "{page}");
    let value = |figure: &str| {
        let link = format!("/figures/cases?figure={figure}&#38;from=2021-05-01&#38;to=2021-06-30\">");
        between(&page, &link, "</a>").unwrap_or_else(|| panic!("{figure}: {page}"))
    };
    assert_eq!(["carried_in", "accepted", "carried_out"].map(value), ["1", "2", "2"]);
    // All of this year until today, unless another period is asked for.
    assert!(browser.get("/figures").text.contains("2021-01-01 — 2021-12-10"));
    let list = browser.get(&format!("/figures/cases?figure=accepted&{query}")).text;
    assert_eq!(list.matches("<tr><td><a href=\"/cases/").count(), 2, "{list}");
    assert!(!list.contains(WORKER_NAME), "{list}");
    let step = browser.get(&format!("/figures/cases?step=closing&attained=true&{query}")).text;
    assert_eq!(step.matches("<tr><td>").count(), 1, "{step}");
    // Whoever sees figures and no cases has no links to them.
    let report =
        Browser::signed_in(&server, "report").get(&format!("/figures/cases?figure=accepted&{query}"));
    assert!(report.text.contains("<tr><td>") && !report.text.contains("href=\"/cases/"), "{report:?}");
    for (query, status) in
        [("figure=accepted&from=2021-07-01&to=2021-06-30", 422), ("from=2021-07-01", 422), ("figure=x", 400)]
    {
        assert_eq!(browser.get(&format!("/figures/cases?{query}")).status, status, "{query}");
    }
    // Page by page.
    let first = browser.get("/figures/cases?figure=accepted&limit=2").text;
    let next = between(&first, "<a href=\"/figures/cases?", "\">下一页").unwrap().replace("&#38;", "&");
    assert_eq!(browser.get(&format!("/figures/cases?{next}")).text.matches("<tr><td>").count(), 1);
}

#[test]
fn of_a_long_docket_the_latest_entries_are_listed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let version = || people.clerk.read(&file.path(""))["version"].as_u64().unwrap();
    while version() < 202 {
        people.clerk.does(&file, "recoveries", &json!({ "on": "2021-03-10", "amount": 100 }));
    }
    let page = Browser::signed_in(&server, "clerk").get(&format!("/cases/{}", file.id)).text;
    assert!(
        page.contains("此前另有登记数： 2 <a href=\"/cases/"),
        "{}",
        between(&page, "id=\"docket\"", "<table").unwrap()
    );
    assert!(
        page.contains("id=\"entry-202\"")
            && page.contains("id=\"entry-3\"")
            && !page.contains("id=\"entry-2\"")
    );
}
