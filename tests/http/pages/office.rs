//! The office at a glance and the forecast: their numbers are those of the API, and each opens its cases. Days by hand.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between};
use crate::support::people::{File, People, application, on_day};
use crate::support::server::TestServer;

const QUERY: &str = "from=2021-05-01&to=2021-06-30";

/// One accepted in March and one in May, both open; one accepted in May and closed on the 1st of June, CNY 500 recovered in it.
fn three(people: &People<'_>) -> [File; 3] {
    let accepted = |received: &str, on: &str| {
        let file = people.clerk.receive_another(&application(received));
        people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
        file
    };
    let (old, open) = (accepted("2021-03-01", "2021-03-03"), accepted("2021-05-06", "2021-05-07"));
    let closed = accepted("2021-05-10", "2021-05-12");
    people.clerk.does(&closed, "recoveries", &json!({ "on": "2021-05-20", "amount": 50_000, "party": 1 }));
    people.clerk.does(&closed, "withdrawal", &json!({ "on": "2021-06-01", "ground": "own_motion" }));
    [old, open, closed]
}

/// The row of a table that begins with a name.
fn row(page: &str, name: &str) -> String {
    between(page, &format!("<tr><th scope=\"row\">{name}</th>"), "</tr>")
        .unwrap_or_else(|| panic!("{name}: {page}"))
}

/// The cases that a link of a page lists.
fn behind(browser: &Browser<'_>, link: &str) -> Vec<String> {
    let page = browser.get(&link.replace("&#38;", "&"));
    assert_eq!(page.status, 200, "{link}: {page:?}");
    let mut ids: Vec<String> =
        page.text.split("<tr><td><a href=\"/cases/").skip(1).map(str::to_owned).collect();
    for rest in &mut ids {
        rest.truncate(36);
    }
    ids.sort();
    ids
}

fn ids<const N: usize>(files: [&File; N]) -> Vec<String> {
    let mut ids = files.map(|file| file.id.clone()).to_vec();
    ids.sort();
    ids
}

#[test]
fn every_number_of_the_office_is_the_one_of_the_api_and_opens_its_cases() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [old, open, closed] = three(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get(&format!("/office?{QUERY}")).text;
    let api = people.supervisor.read(&format!(
        "/api/v1/statistics/figures?measures=closure_rate,caseload_closure_rate,recovered&{QUERY}"
    ));
    let of_api = |index: usize| &api["items"][index]["total"];
    assert_eq!((&of_api(0)["percent"], &of_api(1)["percent"]), (&json!("50.00"), &json!("33.33")));
    assert!(row(&page, "结案率").contains("50.00%（1 ÷ 2）"), "{page}");
    assert!(row(&page, "全部案件结案率").contains("33.33%（1 ÷ 3）"), "{page}");
    assert_eq!(of_api(2)["amount"], json!(50_000));
    assert!(row(&page, "追回款项").contains("0.05 万元"), "{page}");
    // The waterfall: 1 + 2 - 1 = 2.
    for (name, number) in [("期初未结", 1), ("受理", 2), ("结案", 1), ("期末未结", 2)] {
        assert!(
            row(&page, name).starts_with(&format!("<td class=\"number\">{number}</td>")),
            "{name}: {page}"
        );
    }
    assert!(page.contains("期初未结 + 受理 − 结案 = 期末未结：平衡"), "{page}");
    let link = |row: &str| between(row, "<a href=\"", "\"").unwrap_or_else(|| panic!("{row}"));
    assert_eq!(behind(&browser, &link(&row(&page, "期末未结"))), ids([&old, &open]));
    assert_eq!(behind(&browser, &link(&row(&page, "追回款项"))), ids([&closed]));
    // On the 30th of June the one of March is 119 days old, the one of May 54.
    let (over, upto) = (row(&page, "超过60日"), row(&page, "46至60日"));
    assert!(over.contains(">1</a>") && upto.contains(">1</a>") && row(&page, "31至45日").contains(">0</a>"));
    assert_eq!(behind(&browser, &link(&over)), ids([&old]));
    assert_eq!(behind(&browser, &link(&upto)), ids([&open]));
    // Nobody decides them yet, and both are late: 45 days ended on the 19th of April and on the 21st of June.
    let nobody = row(&page, "尚未确定仲裁员");
    assert!(nobody.contains(">2</a>"), "{nobody}");
    assert_eq!(behind(&browser, &link(&nobody)), ids([&old, &open]));
    assert!(
        browser
            .get(&link(&nobody).replace("&#38;", "&"))
            .text
            .contains("<p class=\"hint\">仲裁员：未记载</p>")
    );
}

#[test]
fn another_period_stands_beside_it_and_in_the_address() {
    let server = TestServer::start();
    let people = People::of(&server);
    three(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let alone = browser.get(&format!("/office?{QUERY}")).text;
    assert!(!alone.contains("对比期") && alone.contains("<option value=\"none\" selected>"), "{alone}");
    // The 61 days before the 1st of May begin on the 1st of March: one accepted, none closed.
    let before = browser.get(&format!("/office?{QUERY}&compare=just_before")).text;
    assert!(before.contains("2021-05-01 — 2021-06-30，对比 2021-03-01 — 2021-04-30"), "{before}");
    let cells = |page: &str, name: &str| -> Vec<String> {
        let row = row(page, name);
        let cells = row.split("<td class=\"number\">").skip(1);
        cells.map(|cell| cell.split("</td>").next().unwrap().to_owned()).collect()
    };
    assert_eq!(cells(&before, "受理"), ["2", "1", "100.00%"]);
    assert_eq!(cells(&before, "结案率"), ["50.00%（1 ÷ 2）", "0.00%（0 ÷ 1）", "—"]);
    let year = browser.get(&format!("/office?{QUERY}&compare=year_before")).text;
    assert!(year.contains("对比 2020-05-01 — 2020-06-30"), "{year}");
    assert_eq!(cells(&year, "受理"), ["2", "0", "—"]);
    // The whole of February a year earlier was 29 days; the 28 days before it are no month.
    let of_february =
        |compare: &str| browser.get(&format!("/office?from=2021-02-01&to=2021-02-28&compare={compare}")).text;
    let [year, before] = ["year_before", "just_before"].map(of_february);
    assert!(year.contains("对比 2020-02-01 — 2020-02-29"), "{year}");
    assert!(
        before.contains("对比 2021-01-04 — 2021-01-31") && before.contains(">之前相同天数</option>"),
        "{before}"
    );
    for query in ["compare=decade", "from=2021-07-01&to=2021-06-30", "x=1"] {
        assert!(browser.get(&format!("/office?{query}")).status >= 400, "{query}");
    }
}

/// What was recorded on the 10th of December was not known on the 9th, of whatever day it was.
#[test]
fn the_office_is_told_as_it_was_known_on_a_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    three(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = |day: &str| browser.get(&format!("/office?{QUERY}&as_known_on={day}")).text;
    for (day, accepted) in [("2021-12-09", 0), ("2021-12-10", 2)] {
        let page = page(day);
        let said = row(&page, "受理");
        let api = people
            .supervisor
            .read(&format!("/api/v1/statistics/figures?measures=accepted&{QUERY}&as_known_on={day}"));
        assert_eq!(api["items"][0]["total"]["amount"], json!(accepted), "{api}");
        assert!(said.contains(&format!("<td class=\"number\">{accepted}</td>")), "{day}: {said}");
        let link = between(&said, "<a href=\"", "\"").unwrap();
        assert!(link.contains(&format!("as_known_on={day}")), "{link}");
        assert_eq!(behind(&browser, &link).len(), accepted, "{day}: {link}");
        assert!(page.contains("所知统计") && page.contains(&format!("value=\"{day}\"")), "{page}");
        let aged = between(&page, "<a href=\"/figures/cases?age=", "\"").unwrap();
        assert!(aged.contains(&format!("as_known_on={day}")), "{aged}");
    }
    // What the form sends with nothing there is what is known now.
    assert!(row(&page(""), "受理").contains(">2<") && !page("").contains("所知统计"));
    let wrong = browser.get(&format!("/office?{QUERY}&as_known_on=2021-12-11"));
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let beside = between(&wrong.text, "id=\"as_known_on-wrong\"", "</ul>").unwrap();
    assert!(beside.contains("不能晚于今天") && wrong.text.contains("value=\"2021-12-11\""), "{wrong:?}");
    assert_eq!(browser.get("/figures/cases?figure=accepted&as_known_on=x").status, 400);
}

/// A period that is none leads nowhere else: its form stays, with what was typed and what is wrong beside the field.
#[test]
fn a_wrong_period_is_told_in_the_form_that_asked_for_it() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let said = [["止日早于起日", "应为存在的日期"], ["lies before the first", "a day that exists"]];
    for (language, [order, day]) in ["zh", "en"].into_iter().zip(said) {
        browser.get(&format!("/language/{language}?back=/"));
        for address in ["/figures", "/office"] {
            for (from, to, status, wrong) in [
                ("2021-07-01", "2021-06-30", 422, &[("to", order)][..]),
                ("", "", 400, &[("from", day), ("to", day)]),
                ("2021-02-30", "2021-06-30", 400, &[("from", day)]),
            ] {
                let page = browser.get(&format!("{address}?from={from}&to={to}"));
                assert_eq!(page.status, status, "{address} {from}: {page:?}");
                for (field, said) in wrong {
                    let beside = between(&page.text, &format!("id=\"{field}-wrong\""), "</ul>");
                    assert!(beside.is_some_and(|beside| beside.contains(said)), "{address} {from}: {page:?}");
                }
                for kept in [
                    format!("action=\"{address}\""),
                    "name=\"from\"".to_owned(),
                    format!("value=\"{from}\""),
                    format!("value=\"{to}\""),
                    "href=\"/office/forecast\"".to_owned(),
                    "href=\"/my-day\"".to_owned(),
                ] {
                    assert!(page.text.contains(&kept), "{address} {from} lacks {kept}: {page:?}");
                }
            }
            let unknown = browser.get(&format!("{address}?x=1&y=2"));
            assert!(unknown.status == 400 && unknown.text.contains("role=\"alert\""), "{unknown:?}");
            for name in ["x", "y"] {
                let said = [format!(">未知参数：{name}<"), format!(">This parameter is unknown: {name}.<")];
                let said = said.map(|said| unknown.text.matches(&said).count());
                assert_eq!(said.iter().sum::<usize>(), 1, "{unknown:?}");
            }
            // Who sees no figures sees no form for them.
            let admin = Browser::signed_in(&server, "admin").get(&format!("{address}?from=&to="));
            assert_eq!(admin.status, 403, "{admin:?}");
        }
    }
    assert!(browser.get("/office?compare=decade").text.contains("<select id=\"compare\""));
}

#[test]
fn a_list_of_cases_is_of_exactly_one_thing() {
    let server = TestServer::start();
    let people = People::of(&server);
    three(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    for (query, status) in [
        ("", 422),
        ("figure=accepted&age=over_60", 422),
        ("age=old", 400),
        ("identity=waterfall", 200),
        ("figure=accepted&cause=relationship", 200),
        ("figure=accepted&cause=nothing", 400),
    ] {
        let page = browser.get(&format!("/figures/cases?{query}"));
        assert_eq!(page.status, status, "{query}: {page:?}");
    }
}

#[test]
fn the_forecast_says_what_a_target_takes() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [old, ..] = three(&people);
    on_day(&server, "2021-06-30");
    let browser = Browser::signed_in(&server, "supervisor");
    let empty = browser.get("/office/forecast");
    assert_eq!(empty.status, 200);
    assert!(empty.text.contains("value=\"2021-12-31\"") && !empty.text.contains("还须结案"), "{empty:?}");
    let query = "rate=closure_rate&target=60&by=2021-12-31&more=0";
    let page = browser.get(&format!("/office/forecast?{query}")).text;
    let api = people.supervisor.read(&format!("/api/v1/statistics/forecast?{query}"));
    // One of three is closed; sixty percent of three are two.
    assert_eq!((&api["needed"], &api["standing"]["numerator"]), (&json!(1), &json!(1)));
    let said = api["said"]["zh"].as_str().unwrap();
    assert!(page.contains(&format!("<strong>{said}</strong>")) && page.contains("33.33%（1 ÷ 3）"), "{page}");
    let first = between(&page, "id=\"first\"", "</tbody>").unwrap();
    assert!(first.contains("2021-04-19") && first.contains(&format!("/cases/{}", old.id)), "{first}");
    // The trial period of the first ended on the 19th of April and is overdue; that of the second, of the 7th of May, ends on
    // the 21st of June and is overdue too: the number by the rule opens a list of these two.
    let owed = between(&page, "id=\"owed\"", "</table>").unwrap();
    let link = between(&owed, "<a href=\"/deadlines?status=open&#38;rule=A25", "\"").unwrap();
    assert_eq!(link, "&#38;due_on__lte=2021-12-31", "{owed}");
    let list = browser.get("/deadlines?status=open&rule=A25&due_on__lte=2021-12-31").text;
    let [first, second] = ["2021-04-19", "2021-06-21"].map(|day| list.find(&format!("datetime=\"{day}\"")));
    assert!(first.is_some() && first < second, "{list}");
    assert_eq!((list.matches("<tr class=\"overdue\">").count(), list.matches("<tr class").count()), (2, 2));
    let earlier = browser.get("/deadlines?status=open&rule=A25&due_on__lte=2021-06-20").text;
    assert_eq!(earlier.matches("<tr class").count(), 1, "{earlier}");
    // The machine has the numbers without the links.
    let machine = Browser::signed_in(&server, "report").get(&format!("/office/forecast?{query}")).text;
    assert!(machine.contains("id=\"owed\"") && !machine.contains("/deadlines?"), "{machine}");
    // What is wrong stands beside its field, and what was typed stays.
    let wrong = browser.get("/office/forecast?rate=closure_rate&target=101&by=2021-01-01&more=0");
    assert_eq!(wrong.status, 400, "{wrong:?}");
    for said in ["id=\"target-wrong\"", "value=\"101\"", "value=\"2021-01-01\""] {
        assert!(wrong.text.contains(said), "{said}: {wrong:?}");
    }
    let past = browser.get("/office/forecast?target=60&by=2021-01-01&more=0");
    assert_eq!(past.status, 422);
    assert!(between(&past.text, "id=\"by-wrong\">", "</ul>").unwrap().contains("不能早于今天"), "{past:?}");
}

/// Who has no name for the staff sees their ids, and no names.
#[test]
fn a_machine_sees_figures_without_names() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [old, ..] = three(&people);
    on_day(&server, "2021-06-30");
    let members = json!([{ "user": people.arbitrator.id, "seat": "presiding" },
        { "user": people.second.id, "seat": "member" }, { "user": people.third.id, "seat": "member" }]);
    let formed = json!({ "on": "2021-03-05", "notified_on": "2021-03-05", "members": members });
    people.supervisor.does(&old, "tribunal", &formed);
    let name = people.supervisor.read("/api/v1/staff")["items"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|user| (user["id"] == json!(people.arbitrator.id)).then(|| user["name"].clone()));
    let name = name.as_ref().and_then(Value::as_str).unwrap().to_owned();
    let path = format!("/office?{QUERY}");
    let supervisor = Browser::signed_in(&server, "supervisor").get(&path).text;
    let report = Browser::signed_in(&server, "report").get(&path).text;
    assert!(row(&supervisor, &name).contains(">1</a>"), "{supervisor}");
    assert!(row(&report, &people.arbitrator.id).contains(">1</a>"), "{report}");
}
