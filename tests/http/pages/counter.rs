//! The counter: an application from the form to its receipt, what is wrong beside its field, and who was there before.

use serde_json::{Value, json};

use crate::support::browser::{Browser, between, hidden};
use crate::support::people::{
    People, WORKER_ADDRESS, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE, application, on_day,
};
use crate::support::server::{Reply, TestServer};

const EMPLOYER: &str = "徐闻县红壤农机服务部";
/// As the usual application, by the fields of the counter.
const TYPED: &[(&str, &str)] = &[
    ("/on", "2021-12-08"),
    ("/channel", "counter"),
    ("/cause", "relationship"),
    ("worker/0/name", WORKER_NAME),
    ("worker/0/id_number", WORKER_ID_NUMBER),
    ("worker/0/phone", WORKER_PHONE),
    ("worker/0/address", WORKER_ADDRESS),
    ("employer/0/name", EMPLOYER),
    ("employer/0/kind", "sole_trader"),
    ("applies", "worker"),
    ("claim/0/item", "wages"),
    ("claim/0/amount", "6,000"),
    ("claim/0/statement", "请求支付工资"),
    ("claim/2/item", "relationship"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let replaced = |name: &str| more.iter().any(|(other, _)| *other == name);
    TYPED.iter().copied().filter(|(name, _)| !replaced(name)).chain(more.iter().copied()).collect()
}

fn cases(people: &People<'_>) -> Vec<Value> {
    people.clerk.read("/api/v1/cases")["items"].as_array().unwrap().clone()
}

/// What stands beside a field as wrong.
fn wrong(page: &Reply, id: &str) -> String {
    between(&page.text, &format!("id=\"{id}-wrong\">"), "</ul>").unwrap_or_else(|| panic!("{id}: {page:?}"))
}

#[test]
fn an_application_is_tried_then_received_once_and_its_receipt_printed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    assert!(page.text.contains("value=\"2021-12-10\""), "{page:?}");
    assert!(page.text.contains("<option value=\"counter\" selected>窗口</option>"), "{page:?}");
    let tried = browser.send("/cases/new", &page, &with(&[("do", "try")]));
    assert_eq!(tried.status, 200, "{tried:?}");
    // Wednesday the 8th and five working days: Wednesday the 15th.
    for said in ["目前没有写入任何内容", "2021-12-15", "没有找到这些劳动者以前的案件"]
    {
        assert!(tried.text.contains(said), "{said}: {tried:?}");
    }
    assert_eq!(cases(&people), Vec::<Value>::new());
    for kept in [WORKER_NAME, WORKER_ID_NUMBER, EMPLOYER, "value=\"6,000\""] {
        assert!(tried.text.contains(kept), "{kept}: {tried:?}");
    }
    let done = browser.send("/cases/new", &tried, &with(&[("do", "commit")]));
    assert_eq!(done.status, 303, "{done:?}");
    let again = browser.send("/cases/new", &tried, &with(&[("do", "commit")]));
    assert_eq!((again.status, again.header("location")), (303, done.header("location")));
    let all = cases(&people);
    assert_eq!(all.len(), 1, "pressed twice, it is done once");
    let case = people.clerk.read(&format!("/api/v1/cases/{}", all[0]["id"].as_str().unwrap()));
    assert_eq!(case["claims"][0]["amount"], json!(600_000));
    assert_eq!(case["claims"][1], json!({ "no": 2, "claimant": 1, "item": "relationship" }));
    assert_eq!(
        (&case["parties"][0]["side"], &case["parties"][1]["side"]),
        (&json!("applicant"), &json!("respondent"))
    );
    let receipt = browser.get(done.header("location")).text;
    for said in [
        "收件回执",
        "已登记收件",
        WORKER_NAME,
        "440825********0003",
        EMPLOYER,
        "6,000.00 元",
        "2021-12-08",
        "2021-12-15",
        "《劳动争议调解仲裁法》第29条",
    ] {
        assert!(receipt.contains(said), "{said}: {receipt}");
    }
    assert!(!receipt.contains(WORKER_ID_NUMBER) && !receipt.contains(WORKER_PHONE));
    // Whatever is done later, the receipt stays where it is.
    on_day(&server, "2021-12-13");
    let path = done.header("location").split('?').next().unwrap().to_owned();
    assert!(!browser.get(&path).text.contains("已登记收件"));
    assert!(browser.get("/my-day").text.contains("href=\"/cases/new\""));
    assert!(!Browser::signed_in(&server, "arbitrator").get("/my-day").text.contains("href=\"/cases/new\""));
}

/// Whoever opens cases is led to a form that is theirs, and from there to the others; nobody else is led to any.
#[test]
fn each_role_is_led_to_the_forms_that_it_may_open() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let [receipt, mediation, inspection] =
        ["/cases/new", "/cases/new/mediation_request", "/cases/new/inspection_receipt"];
    let of_clerk = [receipt, mediation, inspection, "/cases/new/petition_receipt", "/cases/new/ledger_entry"];
    let none: &[&str] = &[];
    for (login, may) in [
        ("clerk", &of_clerk[..]),
        ("mediator", &[mediation]),
        ("inspector", &[inspection]),
        ("arbitrator", none),
        ("supervisor", none),
        ("report", none),
        ("admin", none),
    ] {
        let browser = Browser::signed_in(&server, login);
        let page = browser.get("/password").text;
        let led =
            between(&page, "<li><a href=\"/cases/new", "\">收件</a>").map(|rest| format!("/cases/new{rest}"));
        assert_eq!(led.as_deref(), may.first().copied(), "{login}: {page}");
        for path in of_clerk {
            let form = browser.get(path);
            assert_eq!(form.status, if may.contains(&path) { 200 } else { 403 }, "{login} {path}: {form:?}");
            if form.status == 200 {
                // Whichever of them is open, one is at the counter; the others are a step away.
                assert!(form.text.contains("aria-current=\"page\">收件</a>"), "{login} {path}: {form:?}");
                let kinds = between(&form.text, "<nav class=\"kinds\"", "</nav>").unwrap_or_default();
                let others = may.iter().filter(|other| kinds.contains(&format!("href=\"{other}\"")));
                assert_eq!(others.count(), if may.len() > 1 { may.len() } else { 0 }, "{login}: {kinds}");
            }
        }
    }
}

#[test]
fn check_digits_are_verified_and_told_at_their_fields() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    let digits = [
        ("worker/0/id_number", "440825199608270004"),
        ("employer/0/credit_code", "91350100M000100Y44"),
        ("do", "try"),
    ];
    let reply = browser.send("/cases/new", &page, &with(&digits));
    assert_eq!(reply.status, 422, "{reply:?}");
    assert!(wrong(&reply, "fworker-0-id_number").contains("校验位"));
    assert!(wrong(&reply, "femployer-0-credit_code").contains("校验位"));
    assert!(reply.text.contains("<a href=\"#fworker-0-id_number\">"), "{reply:?}");
    // With something else wrong, both are said at once, and half a number is not called a wrong one too.
    let more =
        [("/cause", ""), ("claim/0/amount", "六千"), ("worker/1/name", "乙"), ("worker/1/id_number", "12")];
    let reply = browser.send("/cases/new", &page, &with(&[&digits[..], &more[..]].concat()));
    assert_eq!(reply.status, 400, "{reply:?}");
    assert!(wrong(&reply, "fworker-0-id_number").contains("校验位"));
    assert!(!wrong(&reply, "fworker-1-id_number").contains("校验位"));
    assert!(wrong(&reply, "f-cause").contains("必填"));
    assert!(!wrong(&reply, "fclaim-0-amount").is_empty());
    // Two apply: whose a claim is must be said.
    assert!(wrong(&reply, "fclaim-0-claimant").contains("必填"));
    // A full-width number is the same number.
    let wide: String =
        WORKER_ID_NUMBER.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    let reply = browser.send("/cases/new", &page, &with(&[("worker/0/id_number", &wide), ("do", "try")]));
    assert_eq!(reply.status, 200, "{reply:?}");
    // Nobody on the other side, and no claim.
    let none = [
        ("employer/0/name", ""),
        ("employer/0/kind", ""),
        ("claim/0/item", ""),
        ("claim/0/amount", ""),
        ("claim/0/statement", ""),
        ("claim/2/item", ""),
    ];
    let reply = browser.send("/cases/new", &page, &with(&[&none[..], &[("do", "commit")]].concat()));
    assert_eq!(reply.status, 400, "{reply:?}");
    assert!(wrong(&reply, "fclaim").len() > 5, "{reply:?}");
    assert!(wrong(&reply, "femployer-0-name").contains("缺少用人单位"), "{reply:?}");
    assert_eq!(cases(&people), Vec::<Value>::new());
}

/// What is wrong is said in the words of the form: amounts in yuan, and who is missing at their name.
#[test]
fn a_wrong_amount_and_a_missing_side_are_said_in_words_of_the_counter() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    let tried = |more: &[(&str, &str)]| {
        let reply = browser.send("/cases/new", &page, &with(&[more, &[("do", "try")]].concat()));
        assert_eq!(reply.status, 400, "{more:?}: {reply:?}");
        assert!(!reply.text.contains("不得少于") && !reply.text.contains("应为整数"), "{more:?}: {reply:?}");
        reply
    };
    let in_yuan = "应为不小于0、至多两位小数的金额（元）";
    for (amount, said) in [
        ("-5", in_yuan),
        ("1.005", in_yuan),
        ("六千", in_yuan),
        ("10000000000.01", "不得超过10,000,000,000.00元"),
    ] {
        let reply = tried(&[("claim/0/amount", amount)]);
        assert!(wrong(&reply, "fclaim-0-amount").contains(said), "{amount}: {reply:?}");
    }
    let no_employer = [("employer/0/name", ""), ("employer/0/kind", "")];
    let reply = tried(&no_employer);
    assert!(wrong(&reply, "femployer-0-name").contains("缺少用人单位"), "{reply:?}");
    assert!(reply.text.contains("<a href=\"#femployer-0-name\">缺少用人单位"), "{reply:?}");
    assert!(!reply.text.contains("id=\"fworker-wrong\""), "{reply:?}");
    let no_worker = ["name", "id_number", "phone", "address"].map(|name| format!("worker/0/{name}"));
    let no_worker: Vec<(&str, &str)> = no_worker.iter().map(|name| (name.as_str(), "")).collect();
    let reply = tried(&no_worker);
    assert!(wrong(&reply, "fworker-0-name").contains("缺少劳动者"), "{reply:?}");
    let reply = tried(&[&no_worker[..], &no_employer[..]].concat());
    assert!(wrong(&reply, "fworker-0-name").contains("都没有填写"), "{reply:?}");
    browser.get("/language/en?back=/");
    let reply = tried(&[&no_employer[..], &[("claim/0/amount", "1.005")]].concat());
    let said = "Must be an amount in yuan, not below 0, with at most two decimals.";
    assert!(wrong(&reply, "fclaim-0-amount").contains(said), "{reply:?}");
    assert!(wrong(&reply, "femployer-0-name").contains("The employer is missing."), "{reply:?}");
    assert_eq!(cases(&people), Vec::<Value>::new());
}

#[test]
fn a_table_of_workers_is_pasted_and_each_line_is_answered_for() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    let lines = "林某\t440825199608270004\t13800000001\n\n陈某，，13800000002\n";
    let reply = browser.send(
        "/cases/new",
        &page,
        &with(&[("lines", lines), ("claim/0/claimant", "2"), ("claim/2/claimant", "3"), ("do", "try")]),
    );
    assert_eq!(reply.status, 422, "{reply:?}");
    assert!(wrong(&reply, "flines").contains("第1行："), "{reply:?}");
    let lines = lines.replace("440825199608270004", "");
    let fields =
        [("lines", lines.as_str()), ("claim/0/claimant", "2"), ("claim/2/claimant", "3"), ("do", "commit")];
    let done = browser.send("/cases/new", &reply, &with(&fields));
    assert_eq!(done.status, 303, "{done:?}");
    let id = cases(&people)[0]["id"].as_str().unwrap().to_owned();
    let case = people.clerk.read(&format!("/api/v1/cases/{id}"));
    let names: Vec<&str> = case["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|party| {
            party["who"]["worker"]["name"].as_str().or(party["who"]["employer"]["name"].as_str()).unwrap()
        })
        .collect();
    assert_eq!(names, [WORKER_NAME, "林某", "陈某", EMPLOYER]);
    assert_eq!((&case["claims"][0]["claimant"], &case["claims"][1]["claimant"]), (&json!(2), &json!(3)));
}

#[test]
fn earlier_cases_of_the_same_people_are_shown_before_anything_is_recorded() {
    let server = TestServer::start();
    let people = People::of(&server);
    let first = people.clerk.receive(&application("2021-12-06"));
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    // The same dispute: asked about, and named.
    let asked = browser.send("/cases/new", &page, &with(&[("do", "try")]));
    assert_eq!(asked.status, 409, "{asked:?}");
    assert!(asked.text.contains("name=\"acknowledge\" value=\"perhaps_filed_already\""), "{asked:?}");
    assert!(asked.text.contains("尚在办理，同一争议不重复受理"), "{asked:?}");
    let earlier = between(&asked.text, "id=\"earlier\"", "</ul>").unwrap();
    assert!(
        earlier.contains(&format!("href=\"/cases/{}\"", first.id)) && earlier.contains(WORKER_NAME),
        "{earlier}"
    );
    // Another cause: nothing is asked, and the case is shown all the same.
    let other = browser.send("/cases/new", &page, &with(&[("/cause", "compensation"), ("do", "try")]));
    assert_eq!(other.status, 200, "{other:?}");
    assert!(between(&other.text, "id=\"earlier\"", "</ul>").unwrap().contains(&first.id), "{other:?}");
    // Somebody else has none.
    let else_ = browser.send(
        "/cases/new",
        &page,
        &with(&[("worker/0/id_number", ""), ("worker/0/name", "别人"), ("do", "try")]),
    );
    assert!(else_.status == 200 && !else_.text.contains(&first.id), "{else_:?}");
    assert_eq!(cases(&people).len(), 1);
    // Named as the earlier case of the dispute, it is no warning, and stands in the case.
    let done = browser.send("/cases/new", &page, &with(&[("/prior/case", &first.id), ("do", "commit")]));
    assert_eq!(done.status, 303, "{done:?}");
    // Or it is acknowledged.
    let fields =
        with(&[("/cause", "compensation"), ("acknowledge", "perhaps_filed_already"), ("do", "commit")]);
    let page = browser.get("/cases/new");
    assert_eq!(browser.send("/cases/new", &page, &fields).status, 303);
    assert_eq!(cases(&people).len(), 3);
}

#[test]
fn every_kind_of_case_has_its_form() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new/mediation_request");
    assert!(!page.text.contains("name=\"/parties") && page.text.contains("name=\"/body\""), "{page:?}");
    let fields = with(&[("/body", "commission"), ("do", "commit")]);
    let done = browser.send("/cases/new/mediation_request", &page, &fields);
    assert_eq!(done.status, 303, "{done:?}");
    let page = browser.get("/cases/new/petition_receipt");
    assert!(!page.text.contains("name=\"claim/0"), "{page:?}");
    let petition = [
        ("/on", "2021-12-08"),
        ("/channel", "counter"),
        ("/cause", "remuneration"),
        ("/request", "反映拖欠工资"),
        ("worker/0/name", "林某"),
        ("do", "commit"),
    ];
    let done = browser.send("/cases/new/petition_receipt", &page, &petition);
    assert_eq!(done.status, 303, "{done:?}");
    assert!(browser.get(done.header("location")).text.contains("信访"));
    let inspector = Browser::signed_in(&server, "inspector");
    let page = inspector.get("/cases/new/inspection_receipt");
    let complaint = [
        ("/on", "2021-12-08"),
        ("/channel", "counter"),
        ("/source", "complaint"),
        ("/cause", "remuneration"),
        ("worker/0/name", "林某"),
        ("employer/0/name", EMPLOYER),
        ("do", "commit"),
    ];
    let done = inspector.send("/cases/new/inspection_receipt", &page, &complaint);
    assert_eq!(done.status, 303, "{done:?}");
    assert_eq!(people.supervisor.read("/api/v1/cases")["items"].as_array().unwrap().len(), 3);
    assert_eq!(browser.get("/cases/new/acceptance").status, 404);
    // What this form does not ask is not dropped without a word.
    let page = browser.get("/cases/new/petition_receipt");
    let more = [&petition[..], &[("claim/0/item", "wages")]].concat();
    let reply = browser.send("/cases/new/petition_receipt", &page, &more);
    assert!(reply.status == 400 && reply.text.contains("表单没有这一项"), "{reply:?}");
}

#[test]
fn another_group_is_asked_for_and_nothing_typed_is_lost() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/cases/new");
    assert!(!page.text.contains("name=\"worker/1/name\"") && page.text.contains("name=\"claim/2/item\""));
    let more = browser.send("/cases/new", &page, &with(&[("more", "worker")]));
    assert_eq!(more.status, 200, "{more:?}");
    assert!(more.text.contains("name=\"worker/1/name\"") && more.text.contains(WORKER_NAME), "{more:?}");
    assert!(more.text.contains("formaction=\"#fworker-more\""), "{more:?}");
    let more = browser.send("/cases/new", &more, &with(&[("more", "/obstacles")]));
    assert!(
        more.text.contains("name=\"/obstacles/1/from\"") || more.text.contains("name=\"/obstacles/0/from\""),
        "{more:?}"
    );
    assert!(more.text.contains("<details open>"), "{more:?}");
    // Enter does what is harmless: the first button of the form tries.
    let form = more.text.rsplit("<form").next().unwrap();
    let first = form.split("<button").nth(1).unwrap();
    assert!(first.starts_with(" name=\"do\" value=\"try\" hidden>"), "{first}");
    assert!(hidden(&more).iter().any(|(name, value)| name == "key" && value.len() == 32));
}
