//! Publishing a period by its pages: what would be frozen first, once, and what has become of it since. The cases are those of
//! November 2021, worked out by hand.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between};
use crate::support::people::{File, People, application, on_day};
use crate::support::server::TestServer;

const QUERY: &str = "title=2021%E5%B9%B411%E6%9C%88&from=2021-11-01&to=2021-11-30";

/// One accepted in November and open.
fn one(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2021-11-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-11-03", "procedure": "ordinary" }));
    file
}

fn published(people: &People<'_>) -> Vec<Value> {
    people.supervisor.read("/api/v1/publications")["items"].as_array().unwrap().clone()
}

/// The row of a table that begins with a name.
fn row(page: &str, name: &str) -> String {
    between(page, &format!("<tr><th scope=\"row\">{name}</th>"), "</tr>")
        .unwrap_or_else(|| panic!("{name}: {page}"))
}

/// The only row of a page of groups.
fn row_of(page: &str) -> String {
    between(page, "<tbody><tr>", "</tr>").unwrap_or_else(|| panic!("{page}"))
}

#[test]
fn a_period_is_seen_before_it_is_published_and_published_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    one(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    assert!(browser.get("/publications").text.contains("尚未公布任何期间"));
    let preview = browser.get(&format!("/publications/new?{QUERY}"));
    assert_eq!(preview.status, 200, "{preview:?}");
    assert!(row(&preview.text, "受理").contains("<td class=\"number\">1</td>"), "{preview:?}");
    assert!(preview.text.contains("下列各项指标，地区：徐闻县</li>"), "{preview:?}");
    assert!(preview.text.contains("不能修改或者撤回") && published(&people).is_empty());
    let done = browser.send("/publications", &preview, &[]);
    assert_eq!(done.status, 303, "{done:?}");
    // Pressed twice, it is published once.
    let again = browser.send("/publications", &preview, &[]);
    assert_eq!((again.status, again.header("location")), (303, done.header("location")));
    let items = published(&people);
    assert_eq!((items.len(), &items[0]["title"]), (1, &json!("2021年11月")));
    let page = browser.get(done.header("location")).text;
    for said in ["已公布。", "没有变动", "<dd>徐闻县</dd>", items[0]["sha256"].as_str().unwrap()] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let list = browser.get("/publications").text;
    assert!(list.contains("2021年11月</a>") && list.contains("<span class=\"tag\">现行</span>"), "{list}");
    // The same period again is another edition, and the page says so before.
    let next = browser.get(&format!("/publications/new?{QUERY}"));
    assert!(next.text.contains("替代第"), "{next:?}");
    assert_eq!(browser.send("/publications", &next, &[]).status, 303);
    let list = browser.get("/publications").text;
    assert_eq!((list.matches(">现行<").count(), list.matches(">已被替代<").count()), (1, 1), "{list}");
    // Page by page.
    let first = browser.get("/publications?limit=1").text;
    let rest = between(&first, "<p><a href=\"", "\">下一页").unwrap().replace("&#38;", "&");
    assert_eq!(browser.get(&rest).text.matches("<tr><td class=\"number\">").count(), 1);
}

/// Publishes November; the address of the page.
fn publish(browser: &Browser<'_>) -> String {
    let preview = browser.get(&format!("/publications/new?{QUERY}"));
    let done = browser.send("/publications", &preview, &[]);
    done.header("location").split('?').next().unwrap().to_owned()
}

/// It is withdrawn on the 25th: closed, and in another group; that it was accepted no total says otherwise.
#[test]
fn a_restatement_tells_the_groups_of_each_dimension_on_a_page() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = one(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let address = publish(&browser);
    let by_manner = format!("{address}/groups?by=manner");
    assert!(browser.get(&by_manner).text.contains("没有变动：各组"), "nothing yet");
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-11-25", "ground": "own_motion" }));
    let page = browser.get(&address).text;
    let restated = between(&page, "id=\"restated\"", "</section>").unwrap();
    assert!(!restated.contains("<th scope=\"row\">受理</th>") && restated.contains(&by_manner), "{restated}");
    let groups = browser.get(&by_manner).text;
    let went = |group: &str, cells: [&str; 2]| {
        let [then, now] = cells.map(|cell| format!("<td class=\"number\">{cell}</td>"));
        let line = format!("<tr><th scope=\"row\">{group}</th><th scope=\"row\">受理</th>{then}{now}");
        assert!(groups.contains(&line), "{line}: {groups}");
    };
    went("未记载", ["1", "0"]);
    went("撤回", ["0", "1"]);
    // Page by page.
    let first = browser.get(&format!("{by_manner}&limit=1")).text;
    let rest = between(&first, "<p><a href=\"", "\">下一页").unwrap().replace("&#38;", "&");
    let second = browser.get(&rest).text;
    let lines = |page: &str| page.matches("</th><td class=\"number\">").count();
    assert_eq!((lines(&first), lines(&second)), (1, 1));
    assert!(
        groups.contains(&row_of(&first))
            && groups.contains(&row_of(&second))
            && row_of(&first) != row_of(&second)
    );
    assert_eq!(browser.get(&format!("{by_manner}&cursor=x")).status, 422);
    assert!(!browser.get(&format!("{by_manner}&cursor=1000")).text.contains("没有变动"), "beyond the end");
    let by_month = browser.get(&format!("{address}/groups?by=month")).text;
    assert!(
        !by_month.contains("<th scope=\"row\">受理</th>")
            && by_month.contains("<th scope=\"row\">2021-11</th>"),
        "{by_month}"
    );
    // Nothing is published by people.
    for (asked, status) in [("", 400), ("?by=x", 400), ("?by=arbitrator", 404)] {
        assert_eq!(browser.get(&format!("{address}/groups{asked}")).status, status, "{asked}");
    }
}

#[test]
fn a_restatement_names_what_changed_and_the_acts_since() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = one(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let address = publish(&browser);
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-11-25", "ground": "own_motion" }));
    let page = browser.get(&address).text;
    let restated = between(&page, "id=\"restated\"", "</section>").unwrap();
    let cells = row(&restated, "结案");
    assert!(
        cells.starts_with(
            "<td class=\"number\">0</td><td class=\"number\">1</td><td class=\"number\">+1</td>"
        )
    );
    let rate = row(&restated, "结案率");
    assert!(rate.contains(">0.00%（0 ÷ 1）<") && rate.contains(">100.00%（1 ÷ 1）<"), "{rate}");
    // What was published stays.
    let figures = between(&page, "id=\"figures\"", "</section>").unwrap();
    assert!(
        row(&figures, "结案").contains(">0</a>") && row(&figures, "受理").contains(">1</a>"),
        "{figures}"
    );
    let changes = between(&cells, "<a href=\"", "\"").unwrap();
    let listed = browser.get(&changes).text;
    assert!(
        listed.contains(&format!("<a href=\"/cases/{}/docket/3\">3 · 2021-11-25 撤回（", file.id)),
        "{listed}"
    );
    let behind = browser.get(&format!("{address}/cases?measure=accepted")).text;
    assert_eq!(behind.matches("<tr><td><a href=\"/cases/").count(), 1, "{behind}");
    assert!(page.contains("以现在的数字公布新的一版"), "{page}");
    // Money is told to the last fen, so that what differs looks different.
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-11-26", "amount": 1_234, "party": 1 }));
    let restated = between(&browser.get(&address).text, "id=\"restated\"", "</section>").unwrap();
    let cells = row(&restated, "追回款项");
    assert!(
        ["0.00元", "12.34元", "+12.34元"].iter().all(|said| cells.contains(&format!(">{said}<"))),
        "{cells}"
    );
    // A correction says of which entry it is, and leads to itself.
    let right = json!({ "on": "2021-11-26", "amount": 2_000, "party": 1 });
    let correction = json!({ "on": "2021-12-10", "reason": "金额误录", "replacement": right });
    people.supervisor.does(&file, "docket/4/correction", &correction);
    let listed = browser.get(&format!("{address}/changes?measure=recovered")).text;
    let link = format!("<a href=\"/cases/{}/docket/5\">5 · 2021-12-10 更正第4项登记（", file.id);
    assert!(listed.contains(&link) && listed.matches("更正").count() == 1, "{listed}");
    // Whoever reads figures reads it, and publishes nothing; who sees no cases has no links to them.
    let report = Browser::signed_in(&server, "report");
    let read = report.get(&address).text;
    assert!(!read.contains("以现在的数字公布新的一版") && read.contains("+1"), "{read}");
    let behind = report.get(&format!("{address}/cases?measure=accepted")).text;
    assert!(behind.contains("<tr><td>") && !behind.contains("href=\"/cases/"), "{behind}");
    assert_eq!(browser.get(&format!("{address}/cases?measure=x")).status, 400);
    assert_eq!(browser.get("/publications/00000000-0000-7000-8000-000000000000").status, 404);
}

#[test]
fn what_is_wrong_with_a_period_stands_beside_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    one(&people);
    on_day(&server, "2021-11-20");
    let browser = Browser::signed_in(&server, "supervisor");
    let early = browser.get(&format!("/publications/new?{QUERY}"));
    assert_eq!(early.status, 422, "{early:?}");
    assert!(between(&early.text, "id=\"to-wrong\">", "</ul>").unwrap().contains("期间尚未结束"), "{early:?}");
    assert!(!early.text.contains(">公布</button>"), "{early:?}");
    let unnamed = browser.get("/publications/new?title=&from=2021-10-01&to=2021-10-31");
    assert_eq!(unnamed.status, 400);
    assert!(unnamed.text.contains("id=\"title-wrong\""), "{unnamed:?}");
    // The same where it is sent at once.
    let good = browser.get("/publications/new?title=x&from=2021-10-01&to=2021-10-31");
    let fields = [("title", "y"), ("from", "2021-10-01"), ("to", "2021-12-31")];
    let token = crate::support::browser::token(&good);
    let sent = [&fields[..], &[("form_token", token.as_str())]].concat();
    let refused = browser.post("/publications", &sent);
    assert_eq!(refused.status, 422, "{refused:?}");
    assert!(refused.text.contains("id=\"to-wrong\"") && refused.text.contains("value=\"2021-12-31\""));
    // A form of no page of this session does nothing.
    assert_eq!(browser.post("/publications", &fields).status, 403);
    let clerk = Browser::signed_in(&server, "clerk");
    let token = crate::support::browser::token(&clerk.get("/my-day"));
    let sent = [("title", "y"), ("from", "2021-10-01"), ("to", "2021-10-31"), ("form_token", token.as_str())];
    assert_eq!(clerk.post("/publications", &sent).status, 403);
    assert!(published(&people).is_empty());
}
