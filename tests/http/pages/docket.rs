//! The entries of a docket as pages: what each says, putting it right, striking it out, and a docket that is longer than a page.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between};
use crate::support::hearings::{a_room, before_one, notice, set};
use crate::support::people::{
    File, People, WORKER_ACCOUNT, WORKER_ADDRESS, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE, application,
};
use crate::support::server::{Reply, TestServer};

/// Received on Wednesday 1 December, accepted on Friday 3 December by the book; today is Friday the 10th.
fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    file
}

fn entry(file: &File, no: u32) -> String {
    format!("/cases/{}/docket/{no}", file.id)
}

fn docket(people: &People<'_>, file: &File) -> Vec<Value> {
    people.clerk.read(&file.path("docket?limit=200"))["items"].as_array().unwrap().clone()
}

/// What stands beside a field as wrong.
fn wrong(page: &Reply, id: &str) -> String {
    between(&page.text, &format!("id=\"{id}-wrong\">"), "</ul>").unwrap_or_else(|| panic!("{id}: {page:?}"))
}

/// The form has a field with this value.
fn holds(page: &Reply, name: &str, value: &str) -> bool {
    let input = between(&page.text, &format!("name=\"{name}\""), ">").unwrap_or_default();
    input.contains(&format!("value=\"{value}\""))
}

#[test]
fn an_entry_says_field_by_field_what_was_put_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let recovery = json!({ "on": "2021-12-08", "amount": 1_250_050, "party": 1, "reason": "单位当庭支付",
        "acknowledge_warnings": ["more_than_claimed"] });
    people.clerk.does(&file, "recoveries", &recovery);
    let browser = Browser::signed_in(&server, "clerk");
    let case = browser.get(&format!("/cases/{}", file.id)).text;
    for (no, name) in [(1, "收件"), (2, "受理"), (3, "追回款项")] {
        let link = format!("<a href=\"{}\">{name}", entry(&file, no));
        assert!(case.contains(&link), "{link}: {case}");
    }
    let acceptance = browser.get(&entry(&file, 2)).text;
    for said in [
        "<dt>行为日期</dt><dd>2021-12-03</dd>",
        "<dt>补记</dt><dd>行为之后7天登记</dd>",
        "<th scope=\"row\">处理程序</th><td>一般程序</td>",
        &format!("<dt>登记人</dt><dd>{}</dd>", people.clerk.read("/api/v1/me")["name"].as_str().unwrap()),
        docket(&people, &file)[1]["hash"].as_str().unwrap(),
    ] {
        assert!(acceptance.contains(said), "{said}: {acceptance}");
    }
    let recovered = browser.get(&entry(&file, 3)).text;
    for said in [
        "12,500.50 元</td>",
        "<dt>理由</dt><dd>单位当庭支付</dd>",
        "<dt>已知悉</dt><dd>累计金额超过请求金额</dd>",
        &format!("<td>1 {WORKER_NAME}（申请人）</td>"),
        "登记有误",
    ] {
        assert!(recovered.contains(said), "{said}: {recovered}");
    }
    browser.get("/language/en?back=/");
    let english = browser.get(&entry(&file, 2)).text;
    assert!(
        english.contains("<th scope=\"row\">Procedure</th><td>Ordinary</td>")
            && english.contains("7 days after the act"),
        "{english}"
    );
    for (path, status) in [(entry(&file, 4), 404), (entry(&file, 0), 404), (entry(&file, 1) + "x", 400)] {
        assert_eq!(browser.get(&path).status, status, "{path}");
    }
}

#[test]
fn people_are_masked_in_what_opened_the_case_and_it_is_corrected_elsewhere() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get(&entry(&file, 1));
    for said in [
        WORKER_NAME,
        "440825********0003",
        "138****0011",
        "<td>6,000.00 元</td>",
        "徐闻县红壤农机服务部",
        "个体工商户",
        "更正请通过接口",
    ] {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    for hidden in [WORKER_ID_NUMBER, WORKER_PHONE, WORKER_ADDRESS, WORKER_ACCOUNT, "vault", "digest"] {
        assert!(!page.text.contains(hidden), "{hidden}: {page:?}");
    }
    // A case begins with it: there is neither a form for it nor a way to strike it out.
    assert!(!page.text.contains("撤销本条登记") && !page.text.contains("/docket/1/correction\""), "{page:?}");
    assert_eq!(browser.get(&(entry(&file, 1) + "/correction")).status, 404);
    let path = entry(&file, 1) + "/striking-out";
    let fields = [("/correction/on", "2021-12-10"), ("/reason", "误录"), ("do", "try")];
    let refused = browser.send(&path, &browser.get(&path), &fields);
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(refused.text.contains("收件登记不能撤销"), "{refused:?}");
}

#[test]
fn a_correction_is_tried_and_moves_the_deadlines_once_it_is_recorded() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let (browser, path) = (Browser::signed_in(&server, "clerk"), entry(&file, 2) + "/correction");
    assert!(browser.get(&entry(&file, 2)).text.contains(&format!("href=\"{path}\">更正</a>")));
    let form = browser.get(&path);
    assert!(holds(&form, "/on", "2021-12-03") && holds(&form, "/correction/on", "2021-12-10"), "{form:?}");
    assert!(form.text.contains("<option value=\"ordinary\" selected>"), "{form:?}");
    let fields = |what: &'static str| {
        [
            ("/on", "2021-12-06"),
            ("/procedure", "ordinary"),
            ("/correction/on", "2021-12-10"),
            ("/reason", "受理日期误录"),
            ("do", what),
        ]
    };
    let tried = browser.send(&path, &form, &fields("try"));
    assert_eq!(tried.status, 200, "{tried:?}");
    // 45 days from 3 December: 28 to the end of the year and 17 of January; from 6 December: 25 and 20.
    let moved = "<td>2022-01-17</td><td>2022-01-20</td>";
    assert!(tried.text.contains(moved) && tried.text.contains("目前没有写入任何内容"), "{tried:?}");
    assert_eq!(docket(&people, &file).len(), 2);
    let done = browser.send(&path, &tried, &fields("commit"));
    assert_eq!((done.status, done.header("location")), (303, format!("/cases/{}?done=3", file.id).as_str()));
    // Pressed twice, it is done once.
    assert_eq!(browser.send(&path, &tried, &fields("commit")).status, 303);
    let entries = docket(&people, &file);
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[2]["reason"], json!("受理日期误录"));
    assert_eq!(entries[2]["content"]["correction"]["replacement"]["on"], json!("2021-12-06"));
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["acceptance"]["at"]["on"], json!("2021-12-06"));
    // Each tells of the other, and the form begins with what counts now.
    let (first, second) = (browser.get(&entry(&file, 2)).text, browser.get(&entry(&file, 3)).text);
    assert!(first.contains(&format!("已被更正，见登记：<a href=\"{}\">#3</a>", entry(&file, 3))), "{first}");
    assert!(second.contains(&format!("更正的登记：<a href=\"{}\">#2</a>", entry(&file, 2))), "{second}");
    assert!(second.contains("更正为：受理") && second.contains("<td>2021-12-06</td>"), "{second}");
    assert!(!second.contains("登记有误"), "{second}");
    assert!(holds(&browser.get(&path), "/on", "2021-12-06"));
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn what_should_not_have_been_written_is_struck_out_and_can_be_brought_back() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-08", "amount": 250_000, "party": 1 }));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), entry(&file, 3) + "/striking-out");
    let page = browser.get(&path);
    let button = "value=\"commit\" class=\"main\">撤销本条登记";
    assert!(page.text.contains("本条登记不再算数") && !page.text.contains(button), "{page:?}");
    assert!(!page.text.contains("name=\"/amount\"") && !page.text.contains("name=\"/on\""), "{page:?}");
    let tried = browser.send(&path, &page, &[("/correction/on", "2021-12-10"), ("do", "try")]);
    assert_eq!(tried.status, 400);
    assert!(wrong(&tried, "f-reason").contains("缺少必填项"));
    let fields =
        |what: &'static str| [("/correction/on", "2021-12-10"), ("/reason", "另案款项"), ("do", what)];
    let tried = browser.send(&path, &tried, &fields("try"));
    assert_eq!(tried.status, 200, "{tried:?}");
    assert!(tried.text.contains(button), "{tried:?}");
    assert_eq!(docket(&people, &file).len(), 3);
    let done = browser.send(&path, &tried, &fields("commit"));
    assert_eq!(done.status, 303, "{done:?}");
    assert_eq!(people.clerk.read(&file.path(""))["recoveries"], json!([]));
    let struck = browser.get(&entry(&file, 3)).text;
    assert!(struck.contains("已被撤销，见登记：") && !struck.contains("/striking-out\""), "{struck}");
    assert!(browser.get(&entry(&file, 4)).text.contains("撤销的登记："));
    // With the form it counts again.
    let path = entry(&file, 3) + "/correction";
    let form = browser.get(&path);
    assert!(form.text.contains("登记更正后恢复") && holds(&form, "/amount", "2500.00"), "{form:?}");
    let fields = [
        ("/on", "2021-12-08"),
        ("/amount", "2000"),
        ("/party", "1"),
        ("/correction/on", "2021-12-10"),
        ("/reason", "确系本案款项"),
        ("do", "commit"),
    ];
    assert_eq!(browser.send(&path, &form, &fields).status, 303);
    assert_eq!(people.clerk.read(&file.path(""))["recoveries"][0]["amount"], json!(200_000));
}

#[test]
fn what_is_wrong_with_a_correction_stands_beside_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let (browser, path) = (Browser::signed_in(&server, "clerk"), entry(&file, 2) + "/correction");
    let form = browser.get(&path);
    // No reason, no procedure, and a day that there is not.
    let fields = [("/on", "2021-12-06"), ("/correction/on", "2021-02-30"), ("do", "commit")];
    let reply = browser.send(&path, &form, &fields);
    assert_eq!(reply.status, 400, "{reply:?}");
    assert!(wrong(&reply, "f-correction-on").contains("应为存在的日期"));
    for id in ["f-reason", "f-procedure"] {
        assert!(wrong(&reply, id).contains("缺少必填项"), "{id}");
        assert!(reply.text.contains(&format!("<a href=\"#{id}\">")), "{reply:?}");
    }
    // Accepted before it was received.
    let fields = [
        ("/on", "2021-11-30"),
        ("/procedure", "ordinary"),
        ("/correction/on", "2021-12-10"),
        ("/reason", "误录"),
        ("do", "commit"),
    ];
    let reply = browser.send(&path, &reply, &fields);
    assert_eq!(reply.status, 409, "{reply:?}");
    assert!(!wrong(&reply, "f-on").is_empty() && holds(&reply, "/on", "2021-11-30"), "{reply:?}");
    assert!(reply.text.contains(">误录</textarea>"), "{reply:?}");
    assert_eq!(docket(&people, &file).len(), 2);
}

#[test]
fn who_was_slower_with_a_correction_sees_both_versions() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let (browser, path) = (Browser::signed_in(&server, "clerk"), entry(&file, 2) + "/correction");
    let form = browser.get(&path);
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-08", "amount": 250_000, "party": 1 }));
    let fields = [
        ("/on", "2021-12-06"),
        ("/procedure", "ordinary"),
        ("/correction/on", "2021-12-10"),
        ("/reason", "受理日期误录"),
        ("do", "commit"),
    ];
    let reply = browser.send(&path, &form, &fields);
    assert_eq!(reply.status, 412, "{reply:?}");
    let changed = between(&reply.text, "id=\"changed\"", "</section>").unwrap();
    assert!(changed.contains("<td>2</td><td>3</td>") && changed.contains("追回"), "{changed}");
    assert!(holds(&reply, "/on", "2021-12-06") && reply.text.contains(">受理日期误录</textarea>"));
    assert_eq!(docket(&people, &file).len(), 3);
    assert_eq!(browser.send(&path, &reply, &fields).status, 303);
    assert_eq!(docket(&people, &file).len(), 4);
}

/// Nobody but a supervisor makes an approved extension longer, or strikes it out.
#[test]
fn who_may_not_do_an_act_may_not_correct_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.supervisor.does(&file, "extensions", &json!({ "on": "2021-12-07", "days": 5 }));
    let clerk = Browser::signed_in(&server, "clerk");
    assert!(!clerk.get(&entry(&file, 3)).text.contains("登记有误"));
    let own = clerk.get(&(entry(&file, 2) + "/correction"));
    for below in ["/correction", "/striking-out"] {
        let path = entry(&file, 3) + below;
        assert_eq!(clerk.get(&path).status, 403, "{path}");
        let fields = [("/on", "2021-12-07"), ("/days", "10"), ("/correction/on", "2021-12-10")];
        let sent = [&fields[..], &[("/reason", "误录"), ("do", "commit")]].concat();
        assert_eq!(clerk.send(&path, &own, &sent).status, 403, "{path}");
        assert_eq!(Browser::signed_in(&server, "report").get(&path).status, 404);
    }
    let supervisor = Browser::signed_in(&server, "supervisor");
    let form = supervisor.get(&(entry(&file, 3) + "/correction"));
    assert!(form.status == 200 && holds(&form, "/days", "5"), "{form:?}");
    assert_eq!(docket(&people, &file).len(), 3);
    // A form of another session.
    let foreign = clerk.post(&(entry(&file, 2) + "/correction"), &[("/on", "2021-12-06"), ("do", "commit")]);
    assert_eq!(foreign.status, 403);
}

#[test]
fn who_has_left_and_a_room_that_is_given_up_stay_in_the_entry_that_names_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let room = a_room(&people, "第一仲裁庭");
    let hearing = set(&people, &file, &notice("2021-03-22", "09:00", &room));
    let given_up = format!("/api/v1/hearing-rooms/{room}/retirement");
    assert_eq!(people.supervisor.call("POST", &given_up).send().status, 200);
    let named = json!({ "on": "2021-03-10", "people": [{ "user": people.mediator.id, "duty": "mediator" }] });
    people.supervisor.does(&file, "assignment", &named);
    let gone = format!("/api/v1/users/{}/deactivation", people.mediator.id);
    assert!(people.admin.call("POST", &gone).send().status < 300);
    let browser = Browser::signed_in(&server, "supervisor");
    let hearing = u32::try_from(hearing).unwrap();
    let shown = browser.get(&entry(&file, hearing)).text;
    assert!(shown.contains("<td>第一仲裁庭</td>") && shown.contains("<td>09:00</td>"), "{shown}");
    let form = browser.get(&(entry(&file, hearing) + "/correction")).text;
    assert!(form.contains(&format!("<option value=\"{room}\" selected>第一仲裁庭</option>")), "{form}");
    let form = browser.get(&(entry(&file, hearing + 1) + "/correction")).text;
    assert!(form.contains(&format!("<option value=\"{}\" selected>", people.mediator.id)), "{form}");
}

#[test]
fn a_long_docket_is_read_page_by_page() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    for amount in 1..=403 {
        people.clerk.does(&file, "recoveries", &json!({ "on": "2021-12-08", "amount": amount, "party": 1 }));
    }
    let browser = Browser::signed_in(&server, "clerk");
    let numbers = |page: &str| -> Vec<u32> {
        let rows = page.split("<tr id=\"entry-").skip(1);
        rows.map(|row| row.split('"').next().unwrap().parse().unwrap()).collect()
    };
    let range = |from: u32, to: u32| (from..=to).collect::<Vec<u32>>();
    let case = browser.get(&format!("/cases/{}", file.id)).text;
    assert_eq!(numbers(&case), range(206, 405));
    let link = |page: &str, name: &str| -> Option<String> {
        let rest = page
            .split("<a href=\"")
            .find(|rest| rest.split("</a>").next().is_some_and(|link| link.ends_with(&format!(">{name}"))))?;
        rest.split('"').next().map(str::to_owned)
    };
    let older = link(&case, "更早").unwrap();
    assert_eq!(older, format!("/cases/{}/docket?before=206", file.id));
    let second = browser.get(&older).text;
    assert_eq!(numbers(&second), range(6, 205));
    let last = browser.get(&link(&second, "更早").unwrap()).text;
    assert_eq!((numbers(&last), link(&last, "更早")), (range(1, 5), None));
    assert_eq!(numbers(&browser.get(&link(&second, "更晚").unwrap()).text), range(206, 405));
    let newest = browser.get(&format!("/cases/{}/docket", file.id)).text;
    assert_eq!((numbers(&newest), link(&newest, "更晚")), (range(206, 405), None));
    let before_all = browser.get(&format!("/cases/{}/docket?before=1", file.id)).text;
    assert!(before_all.contains("没有更早的登记"), "{before_all}");
    for query in ["before=0", "before=x", "after=1"] {
        assert_eq!(browser.get(&format!("/cases/{}/docket?{query}", file.id)).status, 400, "{query}");
    }
}
