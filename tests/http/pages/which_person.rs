//! Whom one means in an office where many work: a name or a login is typed, whole or its beginning, in filters and in the forms
//! of acts; and nobody is taken for somebody else.

use serde_json::json;
use sikuai::storage::{StorageError, Tx, users};

use crate::support::browser::{Browser, between};
use crate::support::people::{Caller, File, People, application};
use crate::support::server::{Reply, TestServer};

/// More than can be chosen from without typing, whose names and logins begin alike; the last has left.
fn many(server: &TestServer, like: &Caller<'_>) {
    let one = like.id.clone();
    let add = move |tx: &mut Tx| {
        let like = users::by_id(tx, &one)?.unwrap();
        for no in 1..=205 {
            let row = users::UserRow {
                id: format!("00000000-0000-7000-8000-{no:012}"),
                login: format!("p_{no:03}"),
                name: format!("员工{no:03}"),
                active: no < 205,
                ..like.clone()
            };
            users::insert(tx, &row)?;
        }
        Ok::<_, StorageError>(())
    };
    server.app.store.write_blocking(add).unwrap();
}

#[test]
fn a_filter_asks_which_of_those_it_may_be() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    // Few are a list to choose from, each with what they are.
    assert!(browser.get("/hearings").text.contains("<select id=\"person\""));
    assert!(browser.get("/administration/audit").text.contains("测试（仲裁员）</option>"));
    many(&server, &people.clerk);
    let seventh = "00000000-0000-7000-8000-000000000007";
    for (path, name) in [
        ("/hearings", "person"),
        ("/cases", "person"),
        ("/search", "person"),
        ("/administration/audit", "actor"),
    ] {
        assert!(browser.get(path).text.contains(&format!("<input id=\"{name}\"")), "{path}");
        for typed in ["p_007", "%E5%91%98%E5%B7%A5007"] {
            let found = browser.get(&format!("{path}?{name}={typed}"));
            let to = format!("{path}?{name}={seventh}");
            assert_eq!((found.status, found.header("location")), (303, to.as_str()), "{path} {typed}");
        }
        let shown = browser.get(&format!("{path}?{name}={seventh}")).text;
        assert!(
            shown.contains("value=\"p_007\"") && shown.contains("<span class=\"hint\">员工007</span>"),
            "{shown}"
        );
    }
    // What else was asked for goes along, but for the place in a list that was another.
    let which = browser.get("/cases?stage=accepted&person=p_20&cursor=x&employer=");
    assert!(which.status == 200 && which.text.contains("是哪一位"), "{which:?}");
    assert_eq!(which.text.matches("<li><a href=\"/cases?stage=accepted&#38;person=").count(), 6, "{which:?}");
    assert!(which.text.contains("员工205（立案/书记员，已停用）"), "{which:?}");
    assert!(which.text.contains("<a href=\"/cases?stage=accepted\">返回"), "{which:?}");
    let cut = browser.get("/hearings?person=p_");
    assert!(
        cut.text.matches("<li><a href=\"/hearings?").count() == 20 && cut.text.contains("还有更多"),
        "{cut:?}"
    );
    // A sign that stands for any other does not here.
    for typed in ["p%25", "q_", "p%5C"] {
        let nobody = browser.get(&format!("/hearings?person={typed}"));
        assert!(nobody.status == 200 && nobody.text.contains("没有这样的人员"), "{typed}: {nobody:?}");
    }
    // People are found in the same way.
    let admin = Browser::signed_in(&server, "admin");
    let found = admin.get("/administration/people?q=p_20").text;
    assert_eq!(found.matches("<tr><th scope=\"row\">").count(), 6, "{found}");
    assert!(admin.get("/administration/people?q=x_").text.contains("没有这样的人员"));
}

/// A case of which one arbitrator decides alone.
fn in_simplified_procedure(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-06"));
    let simplified =
        json!({ "on": "2021-12-08", "procedure": "simplified", "simplified_ground": "clear_facts" });
    people.clerk.does(&file, "acceptance", &simplified);
    file
}

#[test]
fn the_form_of_an_act_takes_a_login_and_says_whom_it_may_mean() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = in_simplified_procedure(&people);
    many(&server, &people.arbitrator);
    let browser = Browser::signed_in(&server, "supervisor");
    let form = format!("/cases/{}/acts/tribunal_formation", file.id);
    let page = browser.get(&form);
    let field = "<input type=\"text\" id=\"f-members-0-user\" name=\"/members/0/user\"";
    assert!(page.text.contains(field) && page.text.contains("填姓名或者登录名"), "{page:?}");
    let sent = |typed: &str, what: &'static str| {
        let seats =
            [("/on", "2021-12-09"), ("/members/0/seat", "sole"), ("/members/0/user", typed), ("do", what)];
        browser.send(&form, &page, &seats)
    };
    let wrong = |page: &Reply| between(&page.text, "id=\"f-members-0-user-wrong\">", "</ul>");
    let several = sent("p_20", "commit");
    assert!(wrong(&several).unwrap().contains("不止一人，请填登录名：员工200（p_200）"), "{several:?}");
    // Who has left is meant by nobody.
    for typed in ["p_205", "员工99"] {
        let nobody = sent(typed, "commit");
        assert_eq!(nobody.status, 400, "{nobody:?}");
        assert!(wrong(&nobody).unwrap().contains("没有姓名或者登录名"), "{nobody:?}");
        assert!(nobody.text.contains(&format!("value=\"{typed}\"")), "what was typed stays: {nobody:?}");
    }
    assert_eq!(people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().len(), 2);
    let tried = sent(" arbitrator ", "try");
    assert!(tried.status == 200 && tried.text.contains("目前没有写入任何内容"), "{tried:?}");
    assert_eq!(sent("arbitrator", "commit").status, 303);
    assert_eq!(tribunal(&people, &file), people.arbitrator.id);
}

/// Whom nobody could be given the duty is not offered: who only reads figures, or keeps the logins.
#[test]
fn an_act_offers_those_alone_who_may_have_the_duty_that_it_gives() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let browser = Browser::signed_in(&server, "supervisor");
    let all = [
        &people.clerk,
        &people.arbitrator,
        &people.outsider,
        &people.mediator,
        &people.inspector,
        &people.supervisor,
        &people.report,
        &people.admin,
    ];
    for (act, may) in [
        ("assignment", [true, true, true, true, true, false, false, false]),
        ("tribunal_formation", [false, true, true, false, false, false, false, false]),
        ("tribunal_change", [false, true, true, false, false, false, false, false]),
    ] {
        let form = browser.get(&format!("/cases/{}/acts/{act}", file.id));
        assert_eq!(form.status, 200, "{act}: {form:?}");
        let offered = all.map(|one| form.text.contains(&format!("<option value=\"{}\"", one.id)));
        assert_eq!(offered, may, "{act}: {form:?}");
    }
}

/// Where a name is typed, one that somebody else begins with too who could not be meant is no doubt.
#[test]
fn who_cannot_have_the_duty_is_not_taken_for_who_can() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = in_simplified_procedure(&people);
    many(&server, &people.clerk);
    let browser = Browser::signed_in(&server, "supervisor");
    let form = format!("/cases/{}/acts/tribunal_formation", file.id);
    let page = browser.get(&form);
    let sent = |typed: &str| {
        let seats =
            [("/on", "2021-12-09"), ("/members/0/seat", "sole"), ("/members/0/user", typed), ("do", "try")];
        browser.send(&form, &page, &seats)
    };
    // Clerks without number are no choice of many: the few arbitrators are a list.
    assert!(page.text.contains("<select id=\"f-members-0-user\""), "{page:?}");
    // One clerk alone is who was meant, and the act says why it cannot be.
    let refused = sent("p_007");
    assert!(refused.status == 422 && refused.text.contains("员工007不是在岗的仲裁员"), "{refused:?}");
    assert_eq!(sent("outsid").status, 200);
}

fn tribunal(people: &People<'_>, file: &File) -> String {
    let case = people.clerk.read(&file.path(""));
    case["tribunal"]["members"][0]["user"].as_str().unwrap_or_else(|| panic!("{case}")).to_owned()
}
