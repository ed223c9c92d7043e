//! Acts by their forms: what if, doing it once, what is wrong beside its field, and what others did meanwhile.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between, hidden};
use crate::support::hearings::{a_room, before_one, notice, set};
use crate::support::people::{File, People, application, on_day};
use crate::support::server::{Reply, TestServer};

fn docket(people: &People<'_>, file: &File) -> Vec<Value> {
    people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().clone()
}

fn form(file: &File, act: &str) -> String {
    format!("/cases/{}/acts/{act}", file.id)
}

/// What stands beside a field as wrong.
fn wrong(page: &Reply, id: &str) -> String {
    between(&page.text, &format!("id=\"{id}-wrong\">"), "</ul>").unwrap_or_else(|| panic!("{id}: {page:?}"))
}

#[test]
fn an_act_is_tried_before_it_is_recorded_and_recorded_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), form(&file, "acceptance"));
    let page = browser.get(&path);
    assert!(page.text.contains("value=\"2021-12-10\""), "{page:?}");
    let fields = |what: &'static str| [("/on", "2021-12-08"), ("/procedure", "ordinary"), ("do", what)];
    let tried = browser.send(&path, &page, &fields("try"));
    assert_eq!(tried.status, 200, "{tried:?}");
    // From the 8th 45 days end on Saturday 22 January, so on Monday the 24th.
    for said in ["目前没有写入任何内容", "<dd>已受理</dd>", "2022-01-24"] {
        assert!(tried.text.contains(said), "{said}: {tried:?}");
    }
    assert_eq!(docket(&people, &file).len(), 1);
    // What was filled in stays, so that recording it is one press more.
    assert!(
        tried.text.contains("value=\"2021-12-08\"")
            && tried.text.contains("<option value=\"ordinary\" selected>")
    );
    let done = browser.send(&path, &tried, &fields("commit"));
    assert_eq!((done.status, done.header("location")), (303, format!("/cases/{}?done=2", file.id).as_str()));
    let case = browser.get(done.header("location")).text;
    assert!(
        case.contains("已登记，登记序号")
            && case.contains("<tr id=\"entry-2\"><td>2</td><td class=\"number\">2021-12-08</td><td><a href=")
            && case.contains(&format!("href=\"/cases/{}/docket/2\">受理</a></td>", file.id)),
        "{case}"
    );
    // Pressed twice, it is done once.
    let again = browser.send(&path, &tried, &fields("commit"));
    assert_eq!((again.status, again.header("location")), (303, done.header("location")));
    let entries = docket(&people, &file);
    assert_eq!(entries.len(), 2);
    assert_eq!((&entries[1]["act"], &entries[1]["on"]), (&json!("acceptance"), &json!("2021-12-08")));
}

#[test]
fn what_is_wrong_stands_beside_its_field_with_the_article() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), form(&file, "acceptance"));
    let page = browser.get(&path);
    let reply = browser.send(&path, &page, &[("/on", "2021-02-30"), ("do", "commit")]);
    assert_eq!(reply.status, 400, "{reply:?}");
    assert!(
        wrong(&reply, "f-on").contains("应为存在的日期")
            && wrong(&reply, "f-procedure").contains("缺少必填项")
    );
    assert!(reply.text.contains("<a href=\"#f-procedure\">缺少必填项"), "{reply:?}");
    assert!(
        reply
            .text
            .contains("name=\"/procedure\" aria-invalid=\"true\" aria-describedby=\"f-procedure-wrong\""),
        "{reply:?}"
    );
    // A rule of law, with its article: the simplified procedure needs a ground.
    let simplified = [("/on", "2021-12-08"), ("/procedure", "simplified"), ("do", "commit")];
    let api =
        people.clerk.act(&file, "acceptance", &json!({ "on": "2021-12-08", "procedure": "simplified" }));
    let reply = browser.send(&path, &page, &simplified);
    assert_eq!(reply.status, api.status, "{reply:?}");
    let violation = &api.json()["violations"][0];
    let beside = wrong(&reply, "f-simplified_ground");
    assert!(beside.contains(violation["detail"].as_str().unwrap()), "{beside}: {violation}");
    assert!(beside.contains(violation["article"].as_str().unwrap()), "{beside}: {violation}");
    assert_eq!(docket(&people, &file).len(), 1);
}

/// What is wrong with one that is ticked among many stands at the boxes, which the link over the form leads to.
#[test]
fn what_is_wrong_inside_a_list_stands_at_the_list() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let (browser, path) = (Browser::signed_in(&server, "clerk"), form(&file, "service"));
    let page = browser.get(&path);
    let fields = [
        ("/on", "2021-03-10"),
        ("/document", "application_copy"),
        ("/parties", "1"),
        ("/parties", "9"),
        ("/manner", "direct"),
        ("do", "try"),
    ];
    let reply = browser.send(&path, &page, &fields);
    let body =
        json!({ "on": "2021-03-10", "document": "application_copy", "parties": [1, 9], "manner": "direct" });
    let api = people.clerk.act(&file, "services", &body);
    assert_eq!(reply.status, api.status, "{reply:?}");
    let violations = api.json()["violations"].as_array().unwrap().clone();
    let inside = violations.iter().find(|found| found["pointer"] == json!("/parties/1")).unwrap();
    let said = inside["detail"].as_str().unwrap();
    assert!(wrong(&reply, "f-parties").contains(said), "{said}: {reply:?}");
    for drawn in [
        &format!("<a href=\"#f-parties\">{said}</a>"),
        "<fieldset class=\"ticks\" id=\"f-parties\" aria-describedby=\"f-parties-wrong\">",
        "value=\"1\" checked aria-invalid=\"true\" aria-describedby=\"f-parties-wrong\">",
    ] {
        assert!(reply.text.contains(drawn), "{drawn}: {reply:?}");
    }
    // A list of groups in which nothing is filled in: the link leads to the group, which is there.
    let path = form(&file, "award");
    let browser = Browser::signed_in(&server, "arbitrator");
    let page = browser.get(&path);
    let empty = [("/scope", "whole"), ("/items/0/claim", ""), ("/items/1/claim", ""), ("do", "try")];
    let reply = browser.send(&path, &page, &empty);
    let link = between(&reply.text, "<a href=\"#f-items", "\"").unwrap_or_else(|| panic!("{reply:?}"));
    assert!(reply.text.contains(&format!("id=\"f-items{link}\"")), "{link}: {reply:?}");
}

#[test]
fn who_was_slower_sees_both_versions_and_keeps_what_they_typed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), form(&file, "acceptance"));
    let page = browser.get(&path);
    let agents = json!({ "on": "2021-12-08", "party": 2,
        "representatives": [{ "person": { "name": "某律师" }, "authority": "general" }] });
    people.clerk.does(&file, "agents", &agents);
    for what in ["try", "commit"] {
        let fields =
            [("/on", "2021-12-08"), ("/procedure", "ordinary"), ("/reason", "材料齐全"), ("do", what)];
        let reply = browser.send(&path, &page, &fields);
        assert_eq!(reply.status, 412, "{reply:?}");
        let changed = between(&reply.text, "id=\"changed\"", "</section>").unwrap();
        for said in [
            "案件已被他人更新",
            "<td>1</td><td>2</td>",
            "<td>收件</td><td>收件</td>",
            "委托代理",
            "您填写的内容保留在下面",
        ] {
            assert!(changed.contains(said), "{said}: {changed}");
        }
        assert!(
            reply.text.contains("<option value=\"ordinary\" selected>")
                && reply.text.contains(">材料齐全</textarea>")
        );
        assert_eq!(docket(&people, &file).len(), 2);
        if what == "commit" {
            let fields = [("/on", "2021-12-08"), ("/procedure", "ordinary"), ("do", "commit")];
            assert_eq!(browser.send(&path, &reply, &fields).status, 303);
        }
    }
    assert_eq!(docket(&people, &file).len(), 3);
    // A version that no case ever had is as old as one can be.
    let page = browser.get(&form(&file, "recovery"));
    let mut fields = hidden(&page);
    fields.iter_mut().filter(|(name, _)| name == "version").for_each(|(_, value)| *value = "x".to_owned());
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let reply = browser
        .post(&form(&file, "recovery"), &[&fields[..], &[("/on", "2021-12-09"), ("/amount", "10")]].concat());
    assert_eq!(reply.status, 412, "{reply:?}");
}

/// The schema speaks of whole fen; whoever types yuan is told of yuan.
#[test]
fn a_wrong_amount_is_said_in_yuan() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let (browser, path) = (Browser::signed_in(&server, "clerk"), form(&file, "recovery"));
    let said = ["应为不小于0、至多两位小数的金额（元）", "Must be an amount in yuan, not below 0"];
    for (language, said) in ["zh", "en"].into_iter().zip(said) {
        browser.get(&format!("/language/{language}?back=/"));
        let page = browser.get(&path);
        for amount in ["-5", "1.005", "1,2"] {
            let fields = [("/on", "2021-03-10"), ("/amount", amount), ("do", "try")];
            let reply = browser.send(&path, &page, &fields);
            let beside = between(&reply.text, "id=\"f-amount-wrong\">", "</ul>");
            assert!(reply.status == 400 && beside.is_some_and(|it| it.contains(said)), "{amount}: {reply:?}");
        }
    }
}

#[test]
fn what_is_irregular_is_recorded_once_it_is_acknowledged() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let room = a_room(&people, "第一仲裁庭");
    let (browser, path) = (Browser::signed_in(&server, "arbitrator"), form(&file, "hearing_notice"));
    let page = browser.get(&path);
    assert!(page.text.contains(&format!("<option value=\"{room}\">第一仲裁庭</option>")), "{page:?}");
    // Told on Wednesday the 10th of a hearing on Friday the 12th.
    let fields = [("/on", "2021-03-10"), ("/held_on", "2021-03-12"), ("/time", "09:00"), ("do", "commit")];
    let asked = browser.send(&path, &page, &fields);
    assert_eq!(asked.status, 409, "{asked:?}");
    let code =
        between(&asked.text, "name=\"acknowledge\" value=\"", "\"").unwrap_or_else(|| panic!("{asked:?}"));
    let before = docket(&people, &file).len();
    let done = browser.send(&path, &asked, &[&fields[..], &[("acknowledge", code.as_str())]].concat());
    assert_eq!(done.status, 303, "{done:?}");
    let entries = docket(&people, &file);
    assert_eq!(entries.len(), before + 1);
    assert_eq!(entries[before]["acknowledged"], json!([code]));
}

#[test]
fn an_act_about_an_entry_offers_the_one_that_is_likely_meant() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let room = a_room(&people, "第一仲裁庭");
    let hearing = set(&people, &file, &notice("2021-03-22", "09:00", &room));
    people.clerk.does(
        &file,
        "services",
        &json!({ "on": "2021-03-10", "document": "hearing_notice", "of": hearing,
        "parties": [1, 2], "manner": "direct", "proof": { "kind": "signed_return", "reference": "1号" } }),
    );
    on_day(&server, "2021-03-22");
    let (browser, path) = (Browser::signed_in(&server, "arbitrator"), form(&file, "hearing_opening"));
    let page = browser.get(&path);
    assert!(page.text.contains(&format!("<option value=\"{hearing}\" selected>")), "{page:?}");
    let none = browser.send(&path, &page, &[("/hearing", ""), ("/on", "2021-03-22"), ("do", "try")]);
    assert_eq!(none.status, 400);
    assert!(wrong(&none, "f-hearing").contains("缺少必填项"));
    let wrong_one = browser.send(&path, &page, &[("/hearing", "1"), ("/on", "2021-03-22"), ("do", "try")]);
    assert!(wrong_one.status >= 400 && !wrong(&wrong_one, "f-hearing").is_empty(), "{wrong_one:?}");
    let hearing = hearing.to_string();
    let fields = [("/hearing", hearing.as_str()), ("/absent", "2"), ("/on", "2021-03-22"), ("do", "commit")];
    let done = browser.send(&path, &page, &fields);
    assert_eq!(done.status, 303, "{done:?}");
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["stage"], json!("hearing"));
    let shown = browser.get(&format!("/cases/{}", file.id)).text;
    assert!(shown.contains("未到庭 #2"), "{shown}");
}

#[test]
fn groups_of_fields_are_filled_in_one_by_one() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let (browser, path) = (Browser::signed_in(&server, "arbitrator"), form(&file, "party_joinder"));
    let page = browser.get(&path);
    assert!(
        page.text.contains("name=\"/parties/0/who/employer/name\"")
            && !page.text.contains("name=\"/parties/1/no\"")
    );
    let first = [
        ("/parties/0/no", "3"),
        ("/parties/0/side", "respondent"),
        ("/parties/0/who/employer/name", "某劳务公司"),
    ];
    let more = browser.send(&path, &page, &[&first[..], &[("more", "/parties")]].concat());
    assert_eq!(more.status, 200, "{more:?}");
    assert!(
        more.text.contains("name=\"/parties/1/no\"") && more.text.contains("value=\"某劳务公司\""),
        "{more:?}"
    );
    // The second group stays empty, and is none.
    let fields = [&first[..], &[("/parties/1/no", ""), ("/on", "2021-03-10"), ("do", "commit")]].concat();
    let done = browser.send(&path, &more, &fields);
    assert_eq!(done.status, 303, "{done:?}");
    let parties = people.clerk.read(&file.path(""))["parties"].as_array().unwrap().len();
    assert_eq!(parties, 3);
    // An award has a group for each claim; what each comes to is for the tribunal to say.
    let award = browser.get(&form(&file, "award")).text;
    assert!(
        award.contains("name=\"/items/0/amount\"") && award.contains("name=\"/items/1/claim\""),
        "{award}"
    );
    assert!(!award.contains("value=\"6000.00\""), "{award}");
    // Nothing that was typed is dropped without a word: a form of before an upgrade, or past the last group.
    let (path, version) = (form(&file, "defence"), || people.clerk.read(&file.path(""))["version"].clone());
    let browser = Browser::signed_in(&server, "clerk");
    let (page, before) = (browser.get(&path), version());
    let fields =
        [("/on", "2021-03-10"), ("/party", "2"), ("/kind", "filed"), ("/old", "x"), ("do", "commit")];
    let refused = browser.send(&path, &page, &fields);
    assert_eq!((refused.status, version()), (400, before));
    assert!(refused.text.contains("表单没有这一项"), "{refused:?}");
}
