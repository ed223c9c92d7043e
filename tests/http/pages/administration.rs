//! The administration by its pages: people, rooms, keys, feeds, and the log. What follows is said before it is done, and a button
//! that is pressed twice does it once. Templates are in `administration_papers`, who may open what in `permissions`.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between, token};
use crate::support::people::{File, People, application, column};
use crate::support::server::{PASSWORD, Reply, TestServer};

const PEOPLE: &str = "/administration/people";
const ROOMS: &str = "/administration/rooms";
const NEW: [(&str, &str); 4] =
    [("name", "李四"), ("login", "li.si"), ("role", "mediator"), ("password", "a-long-first-password")];

/// The hidden fields of the form of a page that sends to an address: its token and its key.
fn form(page: &Reply, to: &str) -> Vec<(String, String)> {
    let form =
        between(&page.text, &format!("action=\"{to}\""), "</form>").unwrap_or_else(|| panic!("{page:?}"));
    let value = |name: &str| between(&form, &format!("name=\"{name}\" value=\""), "\"").unwrap();
    ["form_token", "key"].map(|name| (name.to_owned(), value(name))).to_vec()
}

/// Fills in one of the forms of a page, and sends it.
fn fill(browser: &Browser<'_>, (page, to): (&Reply, &str), typed: &[(&str, &str)]) -> Reply {
    let hidden = form(page, to);
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<(&str, &str)> = hidden.chain(typed.iter().copied()).collect();
    browser.post(to, &all)
}

fn users(people: &People<'_>) -> Vec<Value> {
    people.admin.read("/api/v1/users?limit=200")["items"].as_array().unwrap().clone()
}

fn user(people: &People<'_>, id: &str) -> Value {
    users(people).into_iter().find(|user| user["id"] == id).unwrap()
}

#[test]
fn a_person_is_added_once_and_can_sign_in() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "admin");
    let page = browser.get("/administration/people/new");
    for said in ["看不到任何案件", "角色决定能看什么", "监督人员（院长/分管领导）"]
    {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    let before = users(&people).len();
    let done = browser.send("/administration/people/new", &page, &NEW);
    assert_eq!(done.status, 303, "{done:?}");
    let again = browser.send("/administration/people/new", &page, &NEW);
    assert_eq!((again.status, again.header("location")), (303, done.header("location")));
    assert_eq!(users(&people).len(), before + 1);
    let shown = browser.get(done.header("location"));
    assert!(shown.text.contains("请当面告知") && shown.text.contains("李四"), "{shown:?}");
    let listed = browser.get(PEOPLE).text;
    assert!(listed.contains(">李四</a></th><td>li.si</td><td>调解员</td>"), "{listed}");
    let reply = Browser::new(&server).sign_in("li.si", "a-long-first-password", "");
    assert_eq!(reply.status, 303, "{reply:?}");
}

#[test]
fn what_is_wrong_with_a_person_stands_beside_its_field_and_the_password_is_not_shown() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "admin");
    let (path, before) = ("/administration/people/new", users(&people).len());
    let wrong = |typed: &[(&str, &str)]| browser.send(path, &browser.get(path), typed);
    let all = wrong(&[("name", ""), ("login", "Li Si"), ("password", "short")]);
    assert_eq!(all.status, 400, "{all:?}");
    for field in ["name", "login", "role", "password"] {
        assert!(all.text.contains(&format!("id=\"{field}-wrong\"")), "{field}: {all:?}");
    }
    assert!(all.text.contains("value=\"Li Si\"") && !all.text.contains("short"), "{all:?}");
    let own = wrong(&[NEW[0], NEW[1], NEW[2], ("password", "it-is-li.si-himself")]);
    assert_eq!(own.status, 422, "{own:?}");
    assert!(
        own.text.contains("id=\"password-wrong\"") && own.text.contains("value=\"mediator\" checked"),
        "{own:?}"
    );
    let taken = wrong(&[NEW[0], ("login", "clerk"), NEW[2], NEW[3]]);
    assert!(taken.status == 409 && taken.text.contains("登录名已被使用"), "{taken:?}");
    assert_eq!(users(&people).len(), before);
    // In English as well, and to nobody else: not with another's form, and not without one.
    browser.get("/language/en?back=/");
    assert!(wrong(&[]).text.contains("Add a person"));
    assert_eq!(browser.post(path, &NEW).status, 403);
    let supervisor = Browser::signed_in(&server, "supervisor");
    let own = token(&supervisor.get("/administration"));
    assert_eq!(supervisor.post(path, &[&NEW[..], &[("form_token", own.as_str())]].concat()).status, 403);
    assert_eq!(users(&people).len(), before);
}

#[test]
fn deactivating_says_what_follows_and_whoever_comes_back_gets_another_password() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (browser, clerk) = (Browser::signed_in(&server, "admin"), Browser::signed_in(&server, "clerk"));
    let path = format!("{PEOPLE}/{}/deactivation", people.clerk.id);
    let asked = browser.get(&path);
    for said in ["立即不能登录", "不会自动转给别人", "可以恢复，届时另设密码"] {
        assert!(asked.text.contains(said), "{said}: {asked:?}");
    }
    assert_eq!(user(&people, &people.clerk.id)["active"], true);
    let said = browser.get(&format!("{PEOPLE}/{}?deactivated=true", people.clerk.id)).text;
    assert!(!said.contains("已停用，不能再登录"), "an address says nothing that is not so: {said}");
    for _ in 0..2 {
        let done = browser.send(&path, &asked, &[]);
        assert_eq!(done.status, 303, "{done:?}");
    }
    assert_eq!(user(&people, &people.clerk.id)["active"], false);
    assert_eq!(clerk.get("/my-day").status, 303, "signed out at once");
    let page = browser.get(&format!("{PEOPLE}/{}", people.clerk.id)).text;
    assert!(page.contains("已停用") && !page.contains("停用该人员") && !page.contains("重置密码"), "{page}");
    // Back again.
    let here = format!("{PEOPLE}/{}", people.clerk.id);
    let back = format!("{here}/reactivation");
    let short = browser.press(&back, &browser.get(&here), &[("password", "short")]);
    assert!(short.status == 400 && short.text.contains("id=\"password-wrong\""), "{short:?}");
    for _ in 0..2 {
        let asked = browser.get(&here);
        if asked.text.contains("恢复该人员") {
            let done = browser.press(&back, &asked, &[("password", "another-password")]);
            assert_eq!(done.header("location"), format!("{here}?reactivated=true"), "{done:?}");
        }
    }
    assert!(browser.get(&format!("{here}?reactivated=true")).text.contains("可以用新密码登录"));
    assert_eq!(Browser::new(&server).sign_in("clerk", "another-password", "").status, 303);
    // Nobody deactivates themselves.
    let own = format!("{PEOPLE}/{}/deactivation", people.admin.id);
    let refused = browser.send(&own, &browser.get(&own), &[]);
    assert!(refused.status == 409 && refused.text.contains("不能停用自己的账号"), "{refused:?}");
    let nobody = format!("{PEOPLE}/00000000-0000-7000-8000-000000000000");
    assert_eq!(browser.get(&nobody).status, 404);
    assert_eq!(browser.get(&format!("{nobody}/deactivation")).status, 404);
}

#[test]
fn a_role_is_changed_on_a_page_that_says_what_follows() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "admin");
    let here = format!("{PEOPLE}/{}", people.clerk.id);
    let path = format!("{here}/role-change");
    assert!(browser.get(&here).text.contains(&format!("href=\"{path}\"")));
    let asked = browser.get(&path);
    for said in ["名下案件的指派不变", "value=\"mediator\"", "value=\"admin\""] {
        assert!(asked.text.contains(said), "{said}: {asked:?}");
    }
    assert!(!asked.text.contains("value=\"report\"") && !asked.text.contains("value=\"clerk\""), "{asked:?}");
    let none = browser.send(&path, &asked, &[]);
    assert!(none.status == 400 && none.text.contains("id=\"role-wrong\""), "{none:?}");
    for _ in 0..2 {
        let done = browser.send(&path, &asked, &[("role", "mediator")]);
        assert_eq!(done.header("location"), format!("{here}?role_changed=true"), "{done:?}");
    }
    assert_eq!(user(&people, &people.clerk.id)["role"], "mediator");
    let log = browser.get("/administration/audit?event=role_changed").text;
    assert!(
        log.contains("<dt>原为</dt><dd><code>立案/书记员</code>") && log.contains("<code>调解员</code>"),
        "{log}"
    );
    // A program's account offers none, and nobody changes their own.
    assert!(!browser.get(&format!("{PEOPLE}/{}", people.report.id)).text.contains("role-change"));
    let own = format!("{PEOPLE}/{}/role-change", people.admin.id);
    let refused = browser.send(&own, &browser.get(&own), &[("role", "clerk")]);
    assert!(refused.status == 409 && refused.text.contains("不能变更自己的角色"), "{refused:?}");
}

#[test]
fn a_password_is_set_for_somebody_else_and_signs_them_out() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (browser, clerk) = (Browser::signed_in(&server, "admin"), Browser::signed_in(&server, "clerk"));
    let path = format!("{PEOPLE}/{}", people.clerk.id);
    let (page, to) = (browser.get(&path), format!("{path}/password"));
    let short = fill(&browser, (&page, &to), &[("password", "short")]);
    assert!(short.status == 400 && short.text.contains("id=\"password-wrong\""), "{short:?}");
    assert_eq!(clerk.get("/my-day").status, 200);
    let done = fill(&browser, (&page, &to), &[("password", "a-new-good-password")]);
    assert_eq!(done.status, 303, "{done:?}");
    assert!(browser.get(done.header("location")).text.contains("密码已重置"));
    assert_eq!(clerk.get("/my-day").status, 303);
    assert_eq!(Browser::new(&server).sign_in("clerk", PASSWORD, "").status, 401);
    assert_eq!(Browser::new(&server).sign_in("clerk", "a-new-good-password", "").status, 303);
    // One's own is changed with the one in force.
    let own = browser.get(&format!("{PEOPLE}/{}", people.admin.id)).text;
    assert!(own.contains("href=\"/password\">修改本人密码") && !own.contains("type=\"password\""), "{own}");
}

#[test]
fn a_room_is_added_once_and_retired_for_good() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let rooms = || people.admin.read("/api/v1/hearing-rooms")["items"].as_array().unwrap().clone();
    let page = browser.get(ROOMS);
    assert!(page.text.contains("因此不能排庭"), "{page:?}");
    for _ in 0..2 {
        assert_eq!(
            browser.send(ROOMS, &page, &[("name", " 第一仲裁庭 ")]).header("location"),
            "/administration/rooms?added=true"
        );
    }
    assert_eq!(rooms().len(), 1);
    let taken = browser.send(ROOMS, &browser.get(ROOMS), &[("name", "第一仲裁庭")]);
    assert!(taken.status == 409 && taken.text.contains("已有同名的在用仲裁庭"), "{taken:?}");
    let unnamed = browser.send(ROOMS, &browser.get(ROOMS), &[("name", " ")]);
    assert!(unnamed.status == 400 && unnamed.text.contains("id=\"name-wrong\""), "{unnamed:?}");
    let retire = format!("{ROOMS}/{}/retirement", rooms()[0]["id"].as_str().unwrap());
    let asked = browser.get(&retire);
    assert!(asked.text.contains("已经排在这里的开庭不变") && rooms()[0]["retired_at"].is_null(), "{asked:?}");
    assert_eq!(browser.send(&retire, &asked, &[]).status, 303);
    assert!(rooms()[0]["retired_at"].is_string());
    let list = browser.get(ROOMS).text;
    assert!(list.contains(">已停用<") && !list.contains("/retirement"), "{list}");
    browser.get("/language/en?back=/");
    assert!(browser.get(ROOMS).text.contains(">retired<"));
    assert_eq!(browser.post(&retire, &[]).status, 403);
}

#[test]
fn the_secret_of_a_key_is_shown_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "admin");
    let path = format!("{PEOPLE}/{}/keys", people.report.id);
    let keys = || people.admin.read(&format!("/api/v1/users/{}/api-keys", people.report.id))["items"].clone();
    let wrong = browser.send(&path, &browser.get(&path), &[("name", "报表模块"), ("days", "一年")]);
    assert!(wrong.status == 400 && wrong.text.contains("id=\"days-wrong\""), "{wrong:?}");
    let long = browser.send(&path, &browser.get(&path), &[("name", ""), ("days", "367")]);
    assert!(long.text.contains("id=\"days-wrong\"") && long.text.contains("id=\"name-wrong\""), "{long:?}");
    let page = browser.get(&path);
    let typed = [("name", "报表模块"), ("days", "90")];
    let issued = browser.send(&path, &page, &typed);
    let secret = between(&issued.text, "readonly value=\"", "\"").unwrap();
    // 90 days from the 10th of December are the 10th of March.
    assert!(secret.starts_with("sikuai_") && issued.text.contains("2022-03-10"), "{issued:?}");
    assert_eq!(server.get("/api/v1/me").bearer(&secret).send().json()["role"], "report");
    let again = browser.send(&path, &page, &typed);
    assert!(!again.text.contains("readonly") && again.text.contains("只发放了一个"), "{again:?}");
    assert_eq!(keys().as_array().unwrap().len(), 1);
    assert!(!browser.get(&path).text.contains(&secret));
    let revoke = format!("{path}/{}/revocation", keys()[0]["id"].as_str().unwrap());
    assert!(browser.get(&path).text.contains(&revoke));
    let asked = browser.get(&revoke);
    assert!(
        asked.text.contains("立即不能再读取数据") && asked.text.contains("撤销接口密钥（报表模块）"),
        "{asked:?}"
    );
    // It is revoked as the key of its own person alone.
    let foreign = revoke.replace(&people.report.id, &people.clerk.id);
    assert_eq!((browser.get(&foreign).status, browser.send(&foreign, &asked, &[]).status), (404, 404));
    assert_eq!(server.get("/api/v1/me").bearer(&secret).send().status, 200);
    assert_eq!(browser.send(&revoke, &asked, &[]).status, 303);
    assert_eq!(server.get("/api/v1/me").bearer(&secret).send().status, 401);
    // Nobody but a report client has keys.
    let clerk = format!("{PEOPLE}/{}/keys", people.clerk.id);
    let none = browser.get(&clerk);
    assert!(
        none.text.contains("只发给在用的报表客户端") && !none.text.contains("发放密钥</button>"),
        "{none:?}"
    );
}

#[test]
fn a_feed_is_ones_own_or_a_rooms_and_its_address_is_shown_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" })).json();
    let room = format!("room:{}", room["id"].as_str().unwrap());
    let path = "/calendar-feeds";
    let arbitrator = Browser::signed_in(&server, "arbitrator");
    let page = arbitrator.get(path);
    assert!(
        !page.text.contains(&room) && arbitrator.get("/hearings").text.contains("href=\"/calendar-feeds\""),
        "{page:?}"
    );
    let made = arbitrator.send(path, &page, &[("of", "own")]);
    let address = between(&made.text, "readonly>", "<").unwrap();
    let here = format!("http://{}", server.address());
    let calendar = server.get(address.strip_prefix(&here).unwrap()).send();
    assert!(calendar.status == 200 && calendar.text.starts_with("BEGIN:VCALENDAR"), "{calendar:?}");
    let again = arbitrator.send(path, &page, &[("of", "own")]);
    assert!(!again.text.contains("readonly") && again.text.contains("订阅只新建了一个"), "{again:?}");
    assert_eq!(column(&people.arbitrator.read("/api/v1/calendar-feeds"), "id").len(), 1);
    assert_eq!(arbitrator.send(path, &arbitrator.get(path), &[("of", room.as_str())]).status, 403);
    let wrong = arbitrator.send(path, &arbitrator.get(path), &[("of", "room:7")]);
    assert!(wrong.status == 400 && wrong.text.contains("id=\"of-wrong\""), "{wrong:?}");
    // Clerks and supervisors make those of rooms, see everybody's, and may shut them.
    let clerk = Browser::signed_in(&server, "clerk");
    let made = clerk.send(path, &clerk.get(path), &[("of", room.as_str())]);
    assert!(made.status == 200 && made.text.contains("hearings.ics?token="), "{made:?}");
    let list = clerk.get(path).text;
    assert_eq!(list.matches(">有效<").count(), 2, "{list}");
    // Ids of one instant are in no order, so the arbitrator's is asked for.
    let own = column(&people.arbitrator.read("/api/v1/calendar-feeds"), "id").remove(0);
    let revoke = format!("/calendar-feeds/{own}/revocation");
    assert!(list.contains(&revoke), "{list}");
    // Whoever takes part in no hearing has none to be subscribed to.
    let offered = |id: &str| list.contains(&format!("value=\"person:{id}\""));
    let [shown, report, admin] =
        [&people.arbitrator, &people.report, &people.admin].map(|of| offered(&of.id));
    assert_eq!((shown, report, admin), (true, false, false), "{list}");
    let asked = clerk.get(&revoke);
    let name = user(&people, &people.arbitrator.id)["name"].clone();
    assert!(asked.text.contains(&format!("撤销日历订阅（{}）", name.as_str().unwrap())), "{asked:?}");
    let none = "/calendar-feeds/00000000-0000-7000-8000-000000000000/revocation";
    assert_eq!(clerk.get(none).status, 404);
    assert_eq!(Browser::signed_in(&server, "mediator").get(&revoke).status, 404, "none of their business");
    assert_eq!(clerk.send(&revoke, &asked, &[]).status, 303);
    assert_eq!(server.get(address.strip_prefix(&here).unwrap()).send().status, 404);
    assert!(arbitrator.get(path).text.contains(">已撤销<"));
}

/// A case of which a clerk saw the worker's data.
fn seen(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-06"));
    people.clerk.read(&file.path("parties/1/personal-data?reason=%E6%A0%B8%E5%AF%B9%E7%94%B5%E8%AF%9D"));
    file
}

#[test]
fn the_log_is_read_by_person_and_event_and_leads_to_cases_for_who_reads_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = seen(&people);
    let (admin, supervisor) =
        (Browser::signed_in(&server, "admin"), Browser::signed_in(&server, "supervisor"));
    let path = "/administration/audit?from=2021-12-10&to=&actor=&event=personal_data_shown";
    let page = admin.get(path).text;
    assert_eq!(page.matches("<tr><td class=\"number\">").count(), 1, "{page}");
    assert!(page.contains("<td>查看个人信息</td>") && page.contains("一件案件"), "{page}");
    assert!(!page.contains("href=\"/cases/") && !page.contains("核对电话"), "{page}");
    let to = format!("href=\"/cases/{}\"", file.id);
    assert!(supervisor.get(path).text.contains(&to));
    let whose = format!("/administration/audit?actor={}", people.clerk.id);
    assert!(page.contains(&whose), "{page}");
    let theirs = admin.get(&whose).text;
    assert!(theirs.contains("<td>登录</td>") && theirs.contains("<td>查看个人信息</td>"), "{theirs}");
    assert!(theirs.contains(&format!("value=\"{}\" selected", people.clerk.id)), "{theirs}");
    // Page by page, with what was asked for.
    let first = admin.get(&format!("{whose}&limit=1")).text;
    let next = between(&first, "<p><a href=\"", "\" rel=\"next\"").unwrap().replace("&#38;", "&");
    assert!(next.contains(&format!("&actor={}", people.clerk.id)), "{next}");
    let second = admin.get(&next).text;
    assert!(second.contains("<td>登录</td>") && !second.contains("<td>查看个人信息</td>"), "{second}");
    // Nobody is named where a login failed, and whose it was to be is.
    let wrong = json!({ "login": "clerk", "password": "wrong-password-1" });
    assert_eq!(server.post("/api/v1/sessions").json(&wrong).status, 401);
    let failed = admin.get("/administration/audit?event=login_failed").text;
    let row = between(&failed, "<tbody>", "</tbody>").unwrap();
    assert!(row.contains("不明（登录没有成功）") && row.contains("<td>登录失败</td><td>"), "{row}");
    assert!(admin.get("/administration/audit?to=2021-12-01").text.contains("没有符合条件的记录"));
    assert_eq!(admin.get("/administration/audit?event=x").status, 400);
}

#[test]
fn the_first_page_says_what_stands_and_warns_of_what_does_not() {
    let server = TestServer::start();
    let people = People::of(&server);
    let admin = Browser::signed_in(&server, "admin");
    let page = admin.get("/administration").text;
    // Of the people of these tests ten may sign in; the watch never ran, and there is no room.
    for said in [
        "<b>10</b> 人可以登录",
        "期限检查没有按时进行",
        "因此不能排庭",
        "<code>watch_minutes</code>",
        "2008—2026",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("放假安排要导入了"), "in December 2021 the calendar of 2022 is known: {page}");
    server.app.watch.run("here").unwrap();
    people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" }));
    let page = admin.get("/administration").text;
    assert!(!page.contains("期限检查没有按时进行") && !page.contains("因此不能排庭"), "{page}");
    // A supervisor keeps no accounts, and sees no count of them.
    let page = Browser::signed_in(&server, "supervisor").get("/administration").text;
    assert!(!page.contains("人可以登录") && !page.contains("/administration/people"), "{page}");
    assert!(page.contains("href=\"/administration/rooms\""), "{page}");
    admin.get("/language/en?back=/");
    assert!(admin.get("/administration").text.contains("Settings in force"));
}
