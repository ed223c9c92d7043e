//! Ratings of a case as a page: from the notice to the rating, what is found and done about it, once; and nothing of it for
//! whoever is rated. Days are worked out by hand.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between, hidden_of, token};
use crate::support::people::{File, People, application, on_day};
use crate::support::server::{Reply, TestServer};

const TEXT: &str = "跑了三趟才办成";
const PEOPLE: &str = "符永祥 — 徐闻县红壤农机服务部";

/// A case that was withdrawn on the tenth, a Friday, and on that day badly rated by the employer; and the rating.
fn badly_rated(people: &People<'_>) -> (File, String) {
    let file = people.clerk.receive_another(&application("2021-12-10"));
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    let link = people.clerk.post(&file.path("rating-links"), &json!({ "party": 2 })).json();
    let given = json!({ "score": "dissatisfied", "text": TEXT });
    assert_eq!(people.stranger.post(link["path"].as_str().unwrap(), &given).status, 204);
    let id = rating(people)["id"].as_str().unwrap().to_owned();
    (file, id)
}

fn rating(people: &People<'_>) -> Value {
    people.supervisor.read("/api/v1/ratings")["items"][0].clone()
}

fn wrong(page: &Reply, id: &str) -> String {
    between(&page.text, &format!("id=\"{id}-wrong\">"), "</ul>").unwrap_or_else(|| panic!("{id}: {page:?}"))
}

#[test]
fn a_notice_leads_to_the_rating_which_is_verified_and_rectified_there() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (file, id) = badly_rated(&people);
    on_day(&server, "2021-12-13");
    server.app.watch.run("here").unwrap();
    let browser = Browser::signed_in(&server, "supervisor");
    let path = format!("/cases/{}/ratings", file.id);
    let notices = between(&browser.get("/my-day").text, "id=\"notices\"", "</section>").unwrap();
    let link = format!("<a href=\"{path}?rating={id}\">{PEOPLE}：该案收到一件差评");
    assert!(notices.contains(&link), "{notices}");
    let page = browser.get(&format!("{path}?rating={id}"));
    // Fifteen working days after the tenth: Friday the 31st.
    for said in ["不满意", TEXT, "<b>2021-12-31</b>", "整改中", "value=\"2021-12-13\""] {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    assert!(browser.get(&format!("/cases/{}", file.id)).text.contains(&format!("href=\"{path}\"")));

    let (verify, rectify) = (format!("{path}/{id}/verification"), format!("{path}/{id}/rectification"));
    let found = [("on", "2021-12-13"), ("finding", "founded"), ("note", "属实，流程未一次告知")];
    let done = browser.press(&verify, &page, &found);
    assert_eq!((done.status, browser.press(&verify, &page, &found).status), (303, 303), "{done:?}");
    assert_eq!(rating(&people)["rectification"]["verification"]["note"], "属实，流程未一次告知");
    let page = browser.get(done.header("location"));
    for said in ["已登记", "属实", "流程未一次告知"] {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    assert!(!page.text.contains(&format!("action=\"{verify}\"")), "{page:?}");
    let done = browser.press(&rectify, &page, &[("on", "2021-12-13"), ("note", "已培训并回访")]);
    assert_eq!(done.status, 303, "{done:?}");
    let page = browser.get(&path).text;
    for said in ["按期整改", "已培训并回访", "登记 测试 2021-12-13 09:00"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("/rectification\"") && !page.contains("/verification\""), "{page}");
    let english = browser.get(&format!("/language/en?back={path}"));
    let page = browser.get(english.header("location")).text;
    assert!(page.contains("Ratings of the case") && page.contains("Rectified in time"), "{page}");
}

#[test]
fn what_is_wrong_with_an_answer_stands_beside_its_field_and_nothing_is_recorded() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (file, id) = badly_rated(&people);
    let browser = Browser::signed_in(&server, "supervisor");
    let path = format!("/cases/{}/ratings", file.id);
    let page = browser.get(&path);
    let (verify, rectify) = (format!("{path}/{id}/verification"), format!("{path}/{id}/rectification"));
    let empty = browser.press(&verify, &page, &[("on", ""), ("finding", ""), ("note", " ")]);
    assert_eq!(empty.status, 400, "{empty:?}");
    for field in ["on", "finding", "note"] {
        assert!(wrong(&empty, &format!("{field}-{id}")).contains("必填"), "{field}: {empty:?}");
    }
    let early = [("on", "2021-12-09"), ("finding", "unfounded"), ("note", "经回访不属实")];
    let early = browser.press(&verify, &page, &early);
    assert_eq!(early.status, 422, "{early:?}");
    assert!(wrong(&early, &format!("on-{id}")).contains("日期不能早于2021-12-10"), "{early:?}");
    assert!(early.text.contains("经回访不属实") && early.text.contains("value=\"unfounded\" selected"));
    // The verification comes first; and what was sent from elsewhere is sent by nobody.
    let mut fields = hidden_of(&page, &verify);
    fields
        .extend([("on", "2021-12-10"), ("note", "已整改")].map(|(name, value)| (name.into(), value.into())));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let unverified = browser.post(&rectify, &fields);
    assert!(unverified.status == 409 && unverified.text.contains("请先登记核实情况"), "{unverified:?}");
    let own = [("form_token", "0"), ("on", "2021-12-10"), ("finding", "founded"), ("note", "属实")];
    assert_eq!(browser.post(&verify, &own).status, 403);
    assert_eq!(rating(&people)["rectification"]["verification"], Value::Null);
}

#[test]
fn whoever_is_rated_sees_nothing_of_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (file, id) = badly_rated(&people);
    let other = people.clerk.receive_another(&application("2021-12-10"));
    on_day(&server, "2021-12-13");
    server.app.watch.run("here").unwrap();
    let path = format!("/cases/{}/ratings", file.id);
    for (login, status) in [
        ("clerk", 403),
        ("arbitrator", 403),
        ("mediator", 403),
        ("report", 404),
        ("inspector", 404),
        ("admin", 404),
    ] {
        let browser = Browser::signed_in(&server, login);
        let read = browser.get(&path);
        assert_eq!((read.status, browser.get(&format!("{path}?rating={id}")).status), (status, status));
        let token = token(&browser.get("/password"));
        let fields =
            [("form_token", token.as_str()), ("on", "2021-12-13"), ("finding", "founded"), ("note", "属实")];
        let sent = browser.post(&format!("{path}/{id}/verification"), &fields);
        assert_eq!(sent.status, 403, "{login}: {sent:?}");
        for page in [read, sent, browser.get(&format!("/cases/{}", file.id)), browser.get("/my-day")] {
            assert!(!page.text.contains(TEXT) && !page.text.contains(&path), "{login}: {page:?}");
            assert!(!page.text.contains("收到一件差评"), "{login}: {page:?}");
        }
    }
    assert_eq!(rating(&people)["rectification"]["verification"], Value::Null);
    // It is of its case, and of no other.
    let browser = Browser::signed_in(&server, "supervisor");
    assert_eq!(browser.get(&format!("/cases/{}/ratings?rating={id}", other.id)).status, 404);
    let none = browser.get(&format!("/cases/{}/ratings", other.id));
    assert!(none.status == 200 && none.text.contains("没有评价"), "{none:?}");
    // Nothing on the page tells which party it was.
    let page = browser.get(&path).text;
    let main = between(&page, "<main", "</main>").unwrap();
    assert!(!main.contains("符永祥") && !main.contains("徐闻县红壤农机服务部"), "{main}");
}
