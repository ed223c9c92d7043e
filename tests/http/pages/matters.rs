//! A matter by its page: its proceedings in their order, how one led to the next, and to each reader what they may see of it.
//! Who may open the page is in `permissions`.

use serde_json::json;

use crate::linkage::{offer, petition, seen, take};
use crate::support::browser::{Browser, between};
use crate::support::people::{File, People, application, on_day};
use crate::support::server::TestServer;

/// A petition of 1 December 2021 that went on to the inspectorate on the 3rd, and from there to arbitration on the 6th.
struct ThreeOfOne {
    petition: File,
    inspection: File,
    arbitration: String,
}

impl ThreeOfOne {
    fn of(server: &TestServer, people: &People<'_>) -> ThreeOfOne {
        on_day(server, "2021-12-01");
        let petition = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
        people.clerk.does(&petition, "referrals", &offer("2021-12-01", "inspection"));
        on_day(server, "2021-12-03");
        let taken = people.inspector.does(&petition, "referrals/2/acceptance", &take("2021-12-03"));
        let inspection = seen(&people.inspector, taken["opened"].as_str().unwrap());
        people.inspector.does(&inspection, "inspection-opening", &json!({ "on": "2021-12-03" }));
        on_day(server, "2021-12-06");
        people.inspector.does(&inspection, "referrals", &offer("2021-12-06", "arbitration"));
        let claims = application("2021-12-06")["claims"].clone();
        let intake = json!({ "arbitration": { "claims": claims } });
        let body = json!({ "on": "2021-12-06", "channel": "counter", "intake": intake });
        let taken = people.clerk.does(&inspection, "referrals/3/acceptance", &body);
        let arbitration = taken["opened"].as_str().unwrap().to_owned();
        ThreeOfOne { petition, inspection, arbitration }
    }

    fn page(&self) -> String {
        format!("/matters/{}", self.petition.id)
    }
}

/// The row of a proceeding of a page.
#[track_caller]
fn row(page: &str, place: usize) -> String {
    between(page, &format!("<tr id=\"proceeding-{place}\">"), "</tr>")
        .unwrap_or_else(|| panic!("{place}: {page}"))
}

#[test]
fn its_proceedings_stand_in_their_order_with_what_led_to_each() {
    let server = TestServer::start();
    let people = People::of(&server);
    let matter = ThreeOfOne::of(&server, &people);
    let browser = Browser::signed_in(&server, "supervisor");
    let reply = browser.get(&matter.page());
    assert_eq!(reply.status, 200, "{reply:?}");
    let page = reply.text;
    let cases = [&matter.petition.id, &matter.inspection.id, &matter.arbitration];
    for ((place, case), kind) in (1..).zip(cases).zip(["信访", "监察", "仲裁"]) {
        let row = row(&page, place);
        assert!(row.contains(&format!("<a href=\"/cases/{case}\">")) && row.contains(kind), "{row}");
    }
    assert!(!page.contains("proceeding-4") && !page.contains("另有您无权查看的程序"), "{page}");
    assert!(row(&page, 1).contains("首个程序"), "{page}");
    for (place, from, entry) in [(2, 0, 3), (3, 1, 4)] {
        let row = row(&page, place);
        let led = format!("<a href=\"/cases/{}/docket/{entry}\">", cases[from]);
        assert!(
            row.contains(&led) && row.contains(&format!("<a href=\"#proceeding-{}\">", from + 1)),
            "{row}"
        );
        assert_eq!(browser.get(&format!("/cases/{}/docket/{entry}", cases[from])).status, 200);
    }
    // What became of each referral, and where it led.
    let referrals = between(&page, "id=\"referrals-2\"", "</section>").unwrap();
    for said in [
        "涉嫌拖欠工资,属该渠道职责",
        "<td class=\"number\">2021-12-06</td>",
        "已接收",
        "<a href=\"#proceeding-3\">",
        format!("<a href=\"/cases/{}/docket/3\">", matter.inspection.id).as_str(),
    ] {
        assert!(referrals.contains(said), "{said}: {referrals}");
    }
    assert!(!page.contains("referrals-3"), "the arbitration was referred to nobody: {page}");
    // Nobody is named, as the API names nobody.
    assert!(!page.contains(crate::support::people::WORKER_NAME), "{page}");
}

#[test]
fn each_of_its_cases_leads_there_and_a_dispute_of_one_case_does_not() {
    let server = TestServer::start();
    let people = People::of(&server);
    let matter = ThreeOfOne::of(&server, &people);
    let browser = Browser::signed_in(&server, "clerk");
    let link = format!("href=\"{}\"", matter.page());
    for case in [&matter.petition.id, &matter.inspection.id, &matter.arbitration] {
        let page = browser.get(&format!("/cases/{case}")).text;
        assert!(
            page.contains(&link) && page.contains("同一纠纷的程序 <span class=\"count\">3</span>"),
            "{page}"
        );
    }
    let alone = people.clerk.receive_another(&application("2021-12-06"));
    let page = browser.get(&format!("/cases/{}", alone.id)).text;
    assert!(!page.contains("href=\"/matters/"), "{page}");
    // By the id of a case that is no first proceeding there is no matter.
    assert_eq!(browser.get(&format!("/matters/{}", matter.arbitration)).status, 404);
    assert_eq!(browser.get(&format!("{}?x=1", matter.page())).status, 400);
    assert_eq!(browser.get("/matters/x").status, 400);
    let stranger = Browser::new(&server).get(&matter.page());
    assert!(stranger.status == 303 && stranger.header("location").starts_with("/sign-in"), "{stranger:?}");
}

#[test]
fn what_a_reader_may_not_see_is_counted_and_leads_nowhere() {
    let server = TestServer::start();
    let people = People::of(&server);
    let matter = ThreeOfOne::of(&server, &people);
    let browser = Browser::signed_in(&server, "inspector");
    let page = browser.get(&matter.page()).text;
    assert!(page.contains("另有您无权查看的程序，数量：1"), "{page}");
    assert!(!page.contains("proceeding-3") && !page.contains(&matter.arbitration), "{page}");
    assert!(between(&page, "id=\"referrals-2\"", "</section>").unwrap().contains("已接收"), "{page}");
    for case in page.split("href=\"/cases/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(browser.get(&format!("/cases/{case}")).status, 200, "{case}");
    }
    // Of a matter of which they may see nothing they learn nothing.
    let other = people.clerk.receive_another(&application("2021-12-06"));
    for login in ["inspector", "admin", "report"] {
        let reply = Browser::signed_in(&server, login).get(&format!("/matters/{}", other.id));
        assert_eq!(reply.status, 404, "{login}: {reply:?}");
    }
}

#[test]
fn a_referral_that_nobody_answered_in_time_says_so_in_both_languages() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
    people.clerk.does(&file, "referrals", &offer("2021-12-01", "inspection"));
    // An answer is due on the 8th.
    for (day, is_overdue) in [("2021-12-08", false), ("2021-12-09", true)] {
        on_day(&server, day);
        let browser = Browser::signed_in(&server, "clerk");
        let page = browser.get(&format!("/matters/{}", file.id)).text;
        assert!(page.contains("待答复") && page.contains("<td class=\"number\">2021-12-08</td>"), "{page}");
        assert_eq!(page.contains("已逾期"), is_overdue, "{day}: {page}");
        browser.get("/language/en?back=/");
        let page = browser.get(&format!("/matters/{}", file.id)).text;
        assert!(page.contains("Proceedings of one dispute") && page.contains("Not answered"), "{page}");
        assert_eq!(page.contains(", overdue"), is_overdue, "{day}: {page}");
    }
    on_day(&server, "2021-12-10");
    people.inspector.does(
        &file,
        "referrals/2/decline",
        &json!({ "on": "2021-12-10", "ground": "不属监察职责" }),
    );
    let page = Browser::signed_in(&server, "clerk").get(&format!("/matters/{}", file.id)).text;
    assert!(page.contains("已退回") && page.contains("不属监察职责") && !page.contains("已逾期"), "{page}");
}
