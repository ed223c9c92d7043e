//! What a newcomer hears who does something wrong (提示): where it is wrong, what would be right, and what comes next.
//! Not here: the rules themselves (`tests/domain`).

use crate::support::people::{Caller, File, People, another_application, application, on_day};
use crate::support::server::{Reply, TestServer};
use serde_json::{Value, json};
use sikuai::domain::role::Role;

const TODAY: &str = "2021-03-10";

fn detail(reply: &Reply) -> String {
    reply.json()["detail"].as_str().unwrap().to_owned()
}

/// The words of the violations, in their order.
fn details(reply: &Reply) -> Vec<String> {
    let problem = reply.json();
    let all = problem["violations"].as_array().unwrap();
    all.iter().map(|violation| violation["detail"].as_str().unwrap().to_owned()).collect()
}

fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2021-03-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    file
}

/// An act with the tag of the case, in English.
fn in_english(caller: &Caller<'_>, file: &File, path: &str, body: &Value) -> Reply {
    let call = caller.call("POST", &file.path(path)).header("accept-language", "en");
    call.header("if-match", &file.tag()).json(body)
}

#[test]
fn another_media_type_hears_which_one_the_operation_takes() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let csv = |path: &str| {
        let call = people.clerk.call("POST", path).header("content-type", "text/csv");
        call.header("accept-language", "en").raw("a,b\n")
    };
    let sheet = csv(&file.path("wage-lines?on=2021-03-10"));
    let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(sheet.status, 415);
    assert_eq!(detail(&sheet), format!("Send it with Content-Type: {xlsx}, without an encoding."));
    let json = csv(&file.path("services"));
    assert_eq!(json.status, 415);
    assert!(detail(&json).contains("application/json"), "{}", detail(&json));
    let published = sikuai::http::openapi::published();
    let said = |path: &str| published["paths"][path]["post"]["responses"]["415"]["description"].to_string();
    assert!(said("/api/v1/cases/{id}/wage-lines").contains("spreadsheetml"));
    assert!(said("/api/v1/cases/{id}/services").contains("application/json"));
}

/// No body has the number of the entry: it stands in the path.
#[test]
fn a_thing_that_is_not_there_is_wrong_in_the_path() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = accepted(&people);
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-04"));
    let wrong = |who: &Caller<'_>, path: &str, body: Value| {
        let reply = who.act(&file, path, &body);
        (reply.status, reply.violations())
    };
    let said = |status: u16, code: &str| (status, vec![format!("path entry {code}")]);
    let on = || json!({ "on": TODAY });
    let proof = json!({ "on": TODAY, "proof": { "kind": "post_receipt", "reference": "x" } });
    let found = wrong(&people.clerk, "services/99/proof", proof);
    assert_eq!(found, said(422, "no_such_service"));
    assert_eq!(
        wrong(&people.supervisor, "recusals/99/decision", json!({ "on": TODAY, "outcome": "rejected" })),
        said(409, "no_open_request")
    );
    assert_eq!(wrong(&people.clerk, "referrals/99/withdrawal", on()), said(409, "no_such_referral"));
    let absent = json!({ "on": TODAY, "absent": [] });
    let (_, violations) = wrong(&people.clerk, "hearings/99/opening", absent);
    assert!(violations.iter().all(|one| !one.contains("/hearing")), "{violations:?}");
}

#[test]
fn an_act_at_another_stage_hears_at_which_it_is_done_and_where_to_look() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = people.clerk.receive(&application("2021-03-09"));
    let missing = json!({ "on": TODAY, "items": ["身份证复印件"], "due_on": "2021-03-17" });
    people.clerk.does(&file, "correction-notices", &missing);
    let acceptance = json!({ "on": TODAY, "procedure": "ordinary" });
    let reply = people.clerk.act(&file, "effectiveness", &json!({ "on": TODAY }));
    assert_eq!(reply.status, 409);
    assert_eq!(
        detail(&reply),
        "案件处于“待补正”阶段，不能办理“生效”；可在下列阶段办理：结案、已送达、已起诉/申请撤销。现在可办的事项见 GET /api/v1/cases/{id}/acts"
    );
    let reply = in_english(&people.clerk, &file, "acceptance", &acceptance);
    assert_eq!(reply.status, 409);
    assert!(detail(&reply).contains("which is done at: Received"), "{}", detail(&reply));
    // Where the acts are listed there is no need to say so.
    let acts = people.clerk.read(&file.path("acts"));
    assert!(!acts.to_string().contains("/acts"), "{acts}");
}

#[test]
fn only_people_of_the_case_and_where_it_has_none_who_assigns_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = accepted(&people);
    let body = json!({ "on": TODAY, "parties": [1] });
    let nobody = people.arbitrator.act(&file, "splits", &body);
    let said = "“分案”只能由本案办案人员办理";
    assert_eq!(
        (nobody.status, detail(&nobody)),
        (403, format!("{said}；本案尚无办案人员，请先由监督人员指派"))
    );
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-04"));
    let outsider = people.outsider.act(&file, "splits", &body);
    assert_eq!((outsider.status, detail(&outsider)), (403, said.to_owned()));
}

/// The arbitrator works on the case of the path; what she lacks is the other.
#[test]
fn a_joint_trial_says_that_it_is_the_other_case_that_one_may_not_touch() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let (own, other) = (accepted(&people), accepted(&people));
    people.supervisor.does(&own, "tribunal", &people.panel("2021-03-04"));
    let body = json!({ "on": TODAY, "with": other.id });
    let reply = people.arbitrator.act(&own, "joint-trials", &body);
    assert_eq!(
        (reply.status, reply.violations()),
        (422, vec!["body /with other_case_not_permitted".to_owned()])
    );
    assert_eq!(
        detail(&reply),
        "另案：“合并审理”只能由本案办案人员办理；本案尚无办案人员，请先由监督人员指派"
    );
    // Not yet at a stage for it: what the domain says of the other case is said of it, too.
    let early = people.clerk.receive_another(&application("2021-03-09"));
    let people_of =
        json!({ "on": TODAY, "people": [{ "user": people.arbitrator.id, "duty": "arbitrator" }] });
    people.supervisor.does(&early, "assignment", &people_of);
    let reply = people.arbitrator.act(&own, "joint-trials", &json!({ "on": TODAY, "with": early.id }));
    assert_eq!((reply.status, reply.violations()), (409, vec!["body /with stage_does_not_allow".to_owned()]));
    assert!(detail(&reply).starts_with("另案：案件处于“收件”阶段"), "{}", detail(&reply));
    assert_eq!(people.clerk.read(&own.path(""))["joint_trials"], Value::Null);
}

#[test]
fn a_missing_or_old_tag_hears_where_the_tag_comes_from() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = accepted(&people);
    let said = |tag: Option<&str>, language: &str| {
        let call = people.clerk.call("POST", &file.path("effectiveness")).header("accept-language", language);
        let call = match tag {
            Some(tag) => call.header("if-match", tag),
            None => call,
        };
        let reply = call.json(&json!({ "on": TODAY }));
        (reply.status, detail(&reply))
    };
    let old = format!("\"{}-1\"", file.id);
    assert_eq!(said(None, "zh"), (428, "缺少 If-Match：请带上读取案件时得到的 ETag".to_owned()));
    let english = "If-Match is required: send the ETag that came when you read the case.";
    assert_eq!(said(None, "en"), (428, english.to_owned()));
    let chinese =
        "数据已被他人更新，请重新读取后再办理；If-Match 应为读取时得到的 ETag，弱标签（W/）不能匹配";
    assert_eq!(said(Some(&old), "zh"), (412, chinese.to_owned()));
    let english = "This has changed since you read it: read it again, and then go on. If-Match takes the ETag that came \
                   then; a weak tag (W/) never matches.";
    assert_eq!(said(Some(&old), "en"), (412, english.to_owned()));
}

#[test]
fn text_of_another_form_hears_which_form() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = accepted(&people);
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-04"));
    let notice =
        people.clerk.act(&file, "hearings", &json!({ "on": TODAY, "held_on": "2021-03-22", "time": "9:30" }));
    assert_eq!((notice.status, details(&notice)), (400, vec!["应为24小时制的 HH:MM，如 09:30".to_owned()]));
    let room = people.supervisor.post("/api/v1/hearing-rooms", &json!({ "name": "" }));
    assert_eq!(details(&room), ["不得为空，不得以空白开头，不得含控制字符"]);
    let admin = Caller::new(&server, "root", Role::Admin);
    let new =
        json!({ "login": "New X", "name": "新人", "role": "clerk", "password": "a long enough password" });
    let login = admin.post("/api/v1/users", &new);
    assert_eq!(details(&login), ["应为2至32个小写字母、数字、点、横线或下划线，以字母或数字开头"]);
}

/// Every form that a body asks for by a pattern is put into words; a pattern is nothing to tell a clerk.
#[test]
fn every_published_pattern_of_a_body_has_its_words() {
    fn collect(part: &Value, patterns: &mut Vec<String>) {
        match part {
            Value::Object(object) => {
                patterns.extend(object.get("pattern").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|inner| collect(inner, patterns));
            }
            Value::Array(items) => items.iter().for_each(|inner| collect(inner, patterns)),
            _ => {}
        }
    }
    let mut patterns = Vec::new();
    collect(&sikuai::http::openapi::published()["components"]["schemas"], &mut patterns);
    patterns.sort();
    patterns.dedup();
    assert!(patterns.len() >= 6, "{patterns:?}");
    let unsaid: Vec<_> =
        patterns.iter().filter(|pattern| sikuai::http::forms::form_words(pattern).is_none()).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}

#[test]
fn of_alternatives_exactly_one_is_asked_for() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let mut body = application("2021-03-09");
    body["parties"][0]["who"] = json!({});
    let reply = people.clerk.post("/api/v1/cases", &body);
    assert_eq!((reply.status, reply.violations()), (400, vec!["body /parties/0/who one_of".to_owned()]));
    assert!(details(&reply)[0].contains("worker, employer"), "{:?}", details(&reply));
    body["parties"][0]["who"] = json!({ "worker": { "name": "甲" }, "employer": { "name": "乙" } });
    assert_eq!(people.clerk.post("/api/v1/cases", &body).violations(), ["body /parties/0/who one_of"]);
    // Which one was meant is seen by its name, whatever is wrong inside.
    body["parties"][0]["who"] = json!({ "worker": { "a": 1, "b": 2, "c": 3 } });
    let reply = people.clerk.post("/api/v1/cases", &body);
    let inside: Vec<String> = ["/a unknown_field", "/b unknown_field", "/c unknown_field", "/name required"]
        .map(|wrong| format!("body /parties/0/who/worker{wrong}"))
        .to_vec();
    assert_eq!(reply.violations(), inside);
    let intake = json!({ "on": TODAY, "channel": "counter", "intake": {} });
    let file = people.clerk.receive(&application("2021-03-09"));
    let reply = people.clerk.act(&file, "referrals/2/acceptance", &intake);
    assert_eq!((reply.status, reply.violations()), (400, vec!["body /intake one_of".to_owned()]));
}

/// The top says the worst, and how many there are; the day in the future is the body's, and today is named.
#[test]
fn a_refusal_says_how_many_findings_there_are_and_each_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = people.clerk.receive(&application("2021-03-09"));
    let reply =
        people.clerk.act(&file, "acceptance", &json!({ "on": "2021-03-11", "procedure": "simplified" }));
    let both = ["body /on in_the_future", "body /simplified_ground simplified_without_ground"];
    assert_eq!((reply.status, reply.violations()), (409, both.map(str::to_owned).to_vec()));
    assert_eq!(detail(&reply), "办理日期不能晚于今天（2021-03-10）（共2处，逐项列明）");
    let reply = people.clerk.act(&file, "acceptance", &json!({ "on": TODAY, "procedure": "simplified" }));
    assert_eq!(reply.violations(), ["body /simplified_ground simplified_without_ground"]);
    let mut body = another_application("2021-03-09");
    body["claims"][1]["claimant"] = json!(9);
    body["infringed_on"] = json!("2021-03-10");
    let reply = people.clerk.post("/api/v1/cases", &body);
    assert_eq!((reply.status, details(&reply).len()), (422, 2));
    assert!(detail(&reply).ends_with("（共2处，逐项列明）"), "{}", detail(&reply));
}

/// The employment ended on 10 March 2020 and a claim was made on 1 September 2020: a year from then, to Wednesday
/// 1 September 2021. With other claims than wages it would run from the infringement, which was not entered.
#[test]
fn what_was_entered_of_limitation_is_shown_with_its_last_day_and_why() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let plain = people.clerk.receive(&application(TODAY));
    assert_eq!(people.clerk.read(&plain.path("")).get("limitation"), None);
    let mut body = application(TODAY);
    body["claims"].as_array_mut().unwrap().truncate(1);
    body["employment_ended_on"] = json!("2020-03-10");
    body["interrupted_on"] = json!(["2020-09-01"]);
    let shown = people.clerk.read(&people.clerk.receive_another(&body).path(""))["limitation"].clone();
    assert_eq!(
        (&shown["employment_ended_on"], &shown["interrupted_on"]),
        (&json!("2020-03-10"), &json!(["2020-09-01"]))
    );
    let why = &shown["explanation"];
    assert_eq!((&why["rule"], &why["due_on"]), (&json!("L04"), &json!("2021-09-01")));
    assert_eq!(
        (&why["trigger"]["cause"]["code"], &why["trigger"]["on"]),
        (&json!("limitation_interrupted"), &json!("2020-09-01"))
    );
    assert_eq!(why["articles"][0]["zh"], "《劳动争议调解仲裁法》第27条");
    // The same application with a claim that is no wages: the day that starts it was not entered.
    let mut other = application(TODAY);
    other["employment_ended_on"] = json!("2020-03-10");
    let file = people.clerk.receive_another(&other);
    assert_eq!(people.clerk.read(&file.path(""))["limitation"]["explanation"], Value::Null);
    let known = people.clerk.read(&format!("{}?as_known_on={TODAY}", file.path("")));
    assert_eq!(known["limitation"]["employment_ended_on"], "2020-03-10");
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}
