//! Four channels for one dispute, over HTTP (四位一体): a petition that is sent away, one that goes on to the
//! inspectorate and to arbitration as one matter, a referral that nobody takes, and two people who answer at once.
//! Not here: who may answer for which channel (`permissions`), and the days (`domain`).

use std::sync::Barrier;

use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::server::{Reply, TestServer};
use serde_json::{Value, json};
use sikuai::domain::role::Role;

/// A worker petitions about unpaid wages.
pub(crate) fn petition(on: &str) -> Value {
    json!({ "on": on, "channel": "counter", "cause": "remuneration", "request": "请求督促支付工资",
        "parties": application(on)["parties"] })
}

pub(crate) fn offer(on: &str, to: &str) -> Value {
    json!({ "on": on, "to": to, "ground": "涉嫌拖欠工资,属该渠道职责" })
}

/// The inspectorate takes a dispute on.
pub(crate) fn take(on: &str) -> Value {
    json!({ "on": on, "channel": "counter", "intake": { "inspection": {} } })
}

/// A petition of Wednesday 1 December 2021, offered to the inspectorate on the same day: an answer is due on the 8th,
/// after 2, 3, 6 and 7 December.
fn referred(people: &People<'_>) -> File {
    let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
    let done = people.clerk.does(&file, "referrals", &offer("2021-12-01", "inspection"));
    assert_eq!(done["entry"]["no"], 2);
    assert_eq!(done["deadlines"][0]["to"], "2021-12-08", "{done}");
    file
}

/// The file as a caller sees it, in its present version.
pub(crate) fn seen(caller: &Caller<'_>, id: &str) -> File {
    let case = caller.read(&format!("/api/v1/cases/{id}"));
    File { id: id.to_owned(), version: u32::try_from(case["version"].as_u64().unwrap()).unwrap().into() }
}

fn codes(reply: &Reply) -> Vec<String> {
    let body = reply.json();
    let list = body["violations"].as_array().cloned().unwrap_or_default();
    list.iter().map(|violation| violation["code"].as_str().unwrap().to_owned()).collect()
}

fn vault_of(docket: &Value) -> String {
    let worker = &docket["items"][0]["content"]["act"]["data"]["parties"][0]["who"]["worker"];
    worker["vault"].as_str().unwrap().to_owned()
}

fn nothing_differs(server: &TestServer) {
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// Both channels take the same petition: whoever takes it second is told of the first, by whichever door.
#[test]
fn who_opens_another_proceeding_of_the_matter_is_told_of_the_first() {
    for (first, second) in [("mediation", "arbitration"), ("arbitration", "mediation")] {
        let server = TestServer::start();
        let people = People::of(&server);
        on_day(&server, "2021-12-03");
        let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
        let claims = application("2021-12-01")["claims"].clone();
        let taking = |to: &str| {
            let intake = match to {
                "mediation" => json!({ "mediation": { "body": "commission", "claims": claims } }),
                _ => json!({ "arbitration": { "claims": claims } }),
            };
            let done = people.clerk.does(&file, "referrals", &offer("2021-12-03", to));
            let body = json!({ "on": "2021-12-03", "intake": intake });
            (format!("referrals/{}/acceptance", done["entry"]["no"]), body)
        };
        let (path, body) = taking(first);
        people.clerk.does(&file, &path, &body);
        let (path, mut body) = taking(second);
        let reply = people.clerk.act(&file, &path, &body);
        assert_eq!((reply.status, codes(&reply)), (409, vec!["title_elsewhere".to_owned()]), "{reply:?}");
        body["acknowledge_warnings"] = json!(["title_elsewhere"]);
        people.clerk.does(&file, &path, &body);
        nothing_differs(&server);
    }
}

#[test]
fn a_petition_for_another_body_is_sent_there_and_put_away() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-03");
    let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
    let sent = json!({ "on": "2021-12-03", "kind": "forwarded", "to": "县医疗保障局" });
    // Somebody is sent away, and no channel of the office has the dispute: is that right?
    let reply = people.clerk.act(&file, "petition-redirection", &sent);
    assert_eq!((reply.status, codes(&reply)), (409, vec!["not_referred".to_owned()]), "{reply:?}");
    let mut sent = sent;
    sent["acknowledge_warnings"] = json!(["not_referred"]);
    let done = people.clerk.does(&file, "petition-redirection", &sent);
    assert_eq!(done["stage"], "closed");
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["closing"]["manner"], "petition_redirected");
    assert_eq!(case["petition"]["redirected"]["to"], "县医疗保障局");
    let deadlines = people.clerk.read(&file.path("deadlines"));
    assert_eq!(column(&deadlines, "rule"), ["PT1"]);
    // Fifteen days from the 1st are Thursday the 16th.
    assert_eq!(
        (&deadlines["items"][0]["due_on"], &deadlines["items"][0]["status"]),
        (&json!("2021-12-16"), &json!("met_in_time"))
    );
    people.clerk.does(&file, "archive", &json!({ "on": "2021-12-03", "file_number": "访2021-1" }));
    nothing_differs(&server);
}

#[test]
fn a_petition_is_handled_longer_with_approval_and_answered() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
    let done = people.clerk.does(&file, "petition-acceptance", &json!({ "on": "2021-12-01" }));
    // Sixty days from 1 December are Sunday 30 January 2022, a worked one; ninety are 1 March.
    assert_eq!(done["deadlines"][1]["to"], "2022-01-30", "{done}");
    let more = json!({ "on": "2021-12-01", "days": 30, "ground": "涉及人数较多,情况复杂" });
    assert_eq!(people.clerk.act(&file, "petition-extensions", &more).status, 403);
    let done = people.supervisor.does(&file, "petition-extensions", &more);
    assert_eq!(done["deadlines"][0]["from"], "2022-01-30");
    assert_eq!(done["deadlines"][0]["to"], "2022-03-01");
    on_day(&server, "2022-03-02");
    let overdue = people.supervisor.read("/api/v1/deadlines?status=overdue");
    assert_eq!(
        (column(&overdue, "rule"), column(&overdue, "case_id")),
        (vec!["PT2".to_owned()], vec![file.id.clone()])
    );
    let answer = json!({ "on": "2022-03-02", "outcome": "supported", "text": "已督促支付" });
    people.clerk.does(&file, "petition-answer", &answer);
    let deadlines = people.clerk.read(&file.path("deadlines"));
    assert_eq!(column(&deadlines, "status"), ["met_in_time", "met_late"]);
    nothing_differs(&server);
}

#[test]
fn a_petition_goes_on_to_the_inspectorate_and_to_arbitration_as_one_matter() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let petition = referred(&people);
    let secret = people.clerk.opens("/api/v1/petition-cases", &self::petition("2021-12-01"));

    on_day(&server, "2021-12-03");
    finds_only_what_is_referred(&people, &petition, &secret);
    let inspection = takes_on(&people, &petition);

    // The wages are disputed: on to arbitration, with claims that a petition has none of.
    on_day(&server, "2021-12-06");
    people.inspector.does(&inspection, "inspection-opening", &json!({ "on": "2021-12-03" }));
    people.inspector.does(&inspection, "referrals", &offer("2021-12-06", "arbitration"));
    let file = seen(&people.clerk, &inspection.id);
    let without = json!({ "on": "2021-12-06", "channel": "counter", "intake": { "arbitration": {} } });
    let reply = people.clerk.act(&file, "referrals/3/acceptance", &without);
    assert_eq!((reply.status, codes(&reply)), (422, vec!["claims_missing".to_owned()]), "{reply:?}");
    assert_eq!(seen(&people.clerk, &inspection.id).version, file.version, "nothing is written");
    let claims = application("2021-12-06")["claims"].clone();
    let body = json!({ "on": "2021-12-06", "channel": "counter", "intake": { "arbitration": { "claims": claims } } });
    let reply = people.inspector.act(&file, "referrals/3/acceptance", &body);
    assert_eq!(reply.status, 403, "the inspectorate does not answer for arbitration: {reply:?}");
    let done = people.clerk.does(&file, "referrals/3/acceptance", &body);
    let arbitration = done["opened"].as_str().unwrap().to_owned();
    let docket = people.clerk.read(&format!("/api/v1/cases/{arbitration}/docket"));
    let receipt = &docket["items"][0]["content"]["act"]["data"];
    assert_eq!(
        receipt["interrupted_on"],
        json!(["2021-12-01", "2021-12-03"]),
        "the petition and the complaint"
    );

    is_one_matter(&people, &petition, (&inspection, &arbitration));
    assert_eq!(people.inspector.get(&format!("/api/v1/matters/{}", secret.id)).status, 404);

    // The petition may now be closed as sent on, and asks no more whether it should be.
    let petition = seen(&people.clerk, &petition.id);
    let sent = json!({ "on": "2021-12-06", "kind": "forwarded", "to": "县劳动保障监察大队" });
    people.clerk.does(&petition, "petition-redirection", &sent);
    nothing_differs(&server);
}

/// The inspectorate finds the case that is referred to it and no other, masked, with nothing to do but answer.
fn finds_only_what_is_referred(people: &People<'_>, petition: &File, secret: &File) {
    assert_eq!(column(&people.inspector.read("/api/v1/cases"), "id"), std::slice::from_ref(&petition.id));
    assert_eq!(people.inspector.get(&secret.path("")).status, 404);
    assert_eq!(people.inspector.get(&petition.path("parties/1/personal-data")).status, 403);
    // That there are files is seen, not what they are called; and where else the desk knows these people.
    let reply = people.clerk.call("POST", &petition.path("files?name=a.txt"));
    assert_eq!(reply.header("content-type", "text/plain").raw("说明".as_bytes()).status, 201);
    let files = people.inspector.read(&petition.path("files"));
    assert_eq!(
        (&files["items"][0]["media_type"], &files["items"][0]["name"]),
        (&json!("text/plain"), &Value::Null)
    );
    let file = files["items"][0]["id"].as_str().unwrap();
    assert_eq!(people.inspector.get(&petition.path(&format!("files/{file}"))).status, 403);
    assert_eq!(people.inspector.read(&petition.path("parties/1/other-cases"))["items"], json!([]));
    let acts = people.inspector.read(&petition.path("acts"));
    let acts = acts["items"].as_array().unwrap();
    let mut may: Vec<&str> =
        acts.iter().filter(|act| act["permitted"] == true).map(|act| act["act"].as_str().unwrap()).collect();
    may.sort_unstable();
    assert_eq!(may, ["referral_acceptance", "referral_decline"]);
}

/// It takes the dispute on: one entry in both dockets, the people sealed once more.
fn takes_on(people: &People<'_>, petition: &File) -> File {
    let dry = people.inspector.call("POST", &(petition.path("referrals/2/acceptance") + "?dry_run=true"));
    assert_eq!(dry.header("if-match", &petition.tag()).json(&take("2021-12-03")).status, 200);
    assert_eq!(
        people.clerk.read("/api/v1/cases?kind=inspection")["items"],
        json!([]),
        "a dry run opens none"
    );
    let done = people.inspector.does(petition, "referrals/2/acceptance", &take("2021-12-03"));
    let inspection = seen(&people.inspector, done["opened"].as_str().unwrap());
    let case = people.inspector.read(&inspection.path(""));
    assert_eq!((&case["kind"], &case["stage"]), (&json!("inspection"), &json!("inspection_received")));
    assert_eq!((&case["inspection"]["source"], &case["matter"]), (&json!("petition"), &json!(petition.id)));
    assert_eq!(case["origin"], json!({ "case": petition.id, "matter": petition.id, "entry": 3 }));
    let dockets = [petition, &inspection].map(|file| people.clerk.read(&file.path("docket")));
    assert_eq!(
        (column(&dockets[0], "act")[2].as_str(), column(&dockets[1], "act").len()),
        ("referral_acceptance", 1)
    );
    assert_ne!(vault_of(&dockets[0]), vault_of(&dockets[1]));
    assert_eq!(people.inspector.get(&inspection.path("parties/1/personal-data")).status, 200);
    assert_eq!(people.inspector.get(&petition.path("parties/1/personal-data")).status, 403);
    inspection
}

/// One matter, in order; what a caller may not see is counted.
fn is_one_matter(people: &People<'_>, petition: &File, (inspection, arbitration): (&File, &str)) {
    let matter = people.supervisor.read(&format!("/api/v1/matters/{}", petition.id));
    let kinds: Vec<&str> =
        matter["proceedings"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!((kinds, &matter["not_shown"]), (vec!["petition", "inspection", "arbitration"], &json!(0)));
    assert_eq!(matter["proceedings"][0]["referrals"][0]["opened"], json!(inspection.id));
    assert_eq!(matter["proceedings"][1]["referrals"][0]["state"], "taken");
    assert_eq!(matter["proceedings"][2]["origin"]["case"], json!(inspection.id));
    let own = people.inspector.read(&format!("/api/v1/matters/{}", petition.id));
    assert_eq!((own["proceedings"].as_array().unwrap().len(), &own["not_shown"]), (2, &json!(1)));
    assert_eq!(people.inspector.get(&format!("/api/v1/cases/{arbitration}")).status, 404);
}

/// `rule kind distance` of a caller's notices about referrals, sorted.
fn told(caller: &Caller<'_>) -> Vec<String> {
    let page = caller.read("/api/v1/notices");
    let of_referrals = page["items"].as_array().unwrap().iter().filter(|notice| notice["rule"] == "RF1");
    let mut told: Vec<String> = of_referrals
        .map(|notice| format!("{} {}", notice["kind"].as_str().unwrap(), notice["distance"]))
        .collect();
    told.sort();
    told
}

#[test]
fn a_referral_that_nobody_takes_reaches_the_supervisor_and_is_never_lost() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = referred(&people);
    let list = |caller: &Caller<'_>, state: &str| {
        column(&caller.read(&format!("/api/v1/referrals?state={state}")), "case_id")
    };
    let waiting = vec![file.id.clone()];
    for caller in [&people.supervisor, &people.inspector, &people.clerk] {
        assert_eq!((list(caller, "open"), list(caller, "overdue")), (waiting.clone(), Vec::new()));
    }
    // The desk that must answer hears of it, and supervisors; the counter, which asked, does not. Friday the 3rd is
    // three working days before Wednesday the 8th, which is usable to its end.
    for day in ["2021-12-03", "2021-12-08", "2021-12-09"] {
        on_day(&server, day);
        server.app.watch.run("here").unwrap();
    }
    for caller in [&people.supervisor, &people.inspector] {
        assert_eq!(told(caller), ["deadline_ahead 1", "deadline_ahead 3", "deadline_missed null"]);
        assert_eq!(list(caller, "overdue"), waiting);
    }
    assert_eq!((told(&people.clerk), told(&people.mediator)), (Vec::new(), Vec::new()));
    let item = people.supervisor.read("/api/v1/referrals?state=overdue&to=inspection")["items"][0].clone();
    let shown =
        ["kind", "to", "state", "offered_on", "due_on"].map(|field| item[field].as_str().unwrap().to_owned());
    assert_eq!(shown, ["petition", "inspection", "open", "2021-12-01", "2021-12-08"]);
    assert_eq!(
        (&item["overdue"], &item["entry"], &item["answered_on"]),
        (&json!(true), &json!(2), &Value::Null)
    );
    assert_eq!(
        column(&people.supervisor.read("/api/v1/deadlines?status=overdue&rule=RF1"), "case_id"),
        waiting
    );

    // The petition is withdrawn meanwhile: it is not put away before the referral is answered or taken back.
    people.clerk.does(&file, "petition-withdrawal", &json!({ "on": "2021-12-09" }));
    let archive = json!({ "on": "2021-12-09", "file_number": "访2021-2" });
    assert_eq!(codes(&people.clerk.act(&file, "archive", &archive)), ["referral_waits"]);
    assert_eq!(list(&people.supervisor, "overdue"), waiting);

    // Late, and declined with a reason: it is the counter's again, and the inspectorate's no more.
    let asked = seen(&people.inspector, &file.id);
    let bare = json!({ "on": "2021-12-09" });
    assert_eq!(people.inspector.act(&asked, "referrals/2/decline", &bare).status, 400, "without a reason");
    let declined = json!({ "on": "2021-12-09", "ground": "双方对欠薪数额有争议" });
    people.inspector.does(&asked, "referrals/2/decline", &declined);
    assert_eq!(people.inspector.get(&file.path("")).status, 404);
    assert_eq!(
        (list(&people.inspector, "declined"), list(&people.supervisor, "declined")),
        (Vec::new(), waiting)
    );
    assert_eq!(list(&people.supervisor, "overdue"), Vec::<String>::new());
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["referrals"][0]["answer"]["ground"], "双方对欠薪数额有争议");
    let deadlines = people.clerk.read(&file.path("deadlines"));
    let answer = deadlines["items"].as_array().unwrap().iter().find(|item| item["rule"] == "RF1").unwrap();
    assert_eq!(answer["status"], "met_late");
    people.clerk.does(&seen(&people.clerk, &file.id), "archive", &archive);
    nothing_differs(&server);
}

#[test]
fn of_two_people_who_answer_at_once_one_is_refused_and_the_case_is_whole() {
    let server = TestServer::start();
    let people = People::of(&server);
    let tokens = ["inspector1", "inspector2"].map(|login| server.token(login, Role::Inspector));
    on_day(&server, "2021-12-10");
    for round in 0..4 {
        let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-10"));
        people.clerk.does(&file, "referrals", &offer("2021-12-10", "inspection"));
        let bodies = [
            ("referrals/2/acceptance", take("2021-12-10")),
            ("referrals/2/decline", json!({ "on": "2021-12-10", "ground": "不属于监察范围" })),
        ];
        let (server, tag, ready) = (&server, file.tag(), Barrier::new(2));
        let answers: Vec<Reply> = std::thread::scope(|scope| {
            let started: Vec<_> = bodies
                .iter()
                .zip(&tokens)
                .map(|((path, body), token)| {
                    let (path, tag, ready) = (file.path(path), &tag, &ready);
                    scope.spawn(move || {
                        ready.wait();
                        server.post(&path).bearer(token).header("if-match", tag).json(body)
                    })
                })
                .collect();
            started.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let mut statuses: Vec<u16> = answers.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        // Whoever is refused saw another version; or no longer sees a case that was declined.
        assert!(statuses == [201, 412] || statuses == [201, 404], "round {round}: {answers:?}");
        let case = people.clerk.read(&file.path(""));
        assert_eq!(case["version"], 3);
        let opened = people.clerk.read(&format!("/api/v1/cases?matter={}", file.id))["items"].clone();
        let is_taken = case["referrals"][0]["answer"]["state"] == "taken";
        assert_eq!(opened.as_array().unwrap().len(), if is_taken { 2 } else { 1 });
    }
    nothing_differs(&server);
}

#[test]
fn a_taken_referral_is_corrected_and_not_struck_out() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-03");
    let file = referred(&people);
    let opened =
        people.inspector.does(&file, "referrals/2/acceptance", &take("2021-12-03"))["opened"].clone();
    let strike = json!({ "on": "2021-12-03", "reason": "误录" });
    let reply = people.supervisor.act(&file, "docket/3/correction", &strike);
    assert_eq!((reply.status, codes(&reply)), (409, vec!["opened_a_case".to_owned()]), "{reply:?}");
    let mut earlier = take("2021-12-02");
    earlier["channel"] = "post".into();
    let correction = json!({ "on": "2021-12-03", "reason": "接收日期误录", "replacement": earlier,
        "acknowledge_warnings": ["opened_case_stays"] });
    // The counter corrects what it may do itself, and it does not answer for the inspectorate.
    assert_eq!(people.clerk.act(&file, "docket/3/correction", &correction).status, 403);
    people.supervisor.does(&file, "docket/3/correction", &correction);
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["referrals"][0]["answer"]["opened"], opened);
    assert_eq!(case["referrals"][0]["answer"]["at"]["on"], "2021-12-02");
    let item = people.supervisor.read("/api/v1/referrals?state=taken")["items"][0].clone();
    assert_eq!((&item["answered_on"], &item["opened"]), (&json!("2021-12-02"), &opened));
    nothing_differs(&server);
}

#[test]
fn an_offer_is_taken_back_and_the_list_goes_on_page_by_page() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-06");
    // Offered on Wednesday, Thursday and Friday: due on the 8th, the 9th and the 10th.
    let mut files = Vec::new();
    for on in ["2021-12-03", "2021-12-01", "2021-12-02", "2021-12-02"] {
        let file = people.clerk.opens("/api/v1/petition-cases", &petition("2021-12-01"));
        people.clerk.does(&file, "referrals", &offer(on, "inspection"));
        files.push(file);
    }
    let mut days = Vec::new();
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = people.supervisor.read(&format!("/api/v1/referrals?limit=1{cursor}"));
        days.extend(column(&page, "due_on"));
        seen.extend(column(&page, "case_id"));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(days, ["2021-12-08", "2021-12-09", "2021-12-09", "2021-12-10"]);
    // What one needs to choose: who, and why.
    on_day(&server, "2021-12-09");
    let overdue = people.inspector.read("/api/v1/referrals?state=overdue");
    let first = &overdue["items"][0];
    let told = (&first["worker"], &first["employer"], &first["ground"]);
    let ground = offer("2021-12-01", "inspection")["ground"].clone();
    assert_eq!(told, (&json!("符永祥"), &json!("徐闻县红壤农机服务部"), &ground));
    on_day(&server, "2021-12-06");
    // Two of them are due on one day, and ids that are drawn in one millisecond come in any order.
    let mut same_day = [&files[2].id, &files[3].id];
    same_day.sort();
    let expected = [&files[1].id, same_day[0], same_day[1], &files[0].id];
    assert_eq!(seen.iter().collect::<Vec<_>>(), expected);
    people.clerk.does(&files[1], "referrals/2/withdrawal", &json!({ "on": "2021-12-06" }));
    assert_eq!(people.inspector.get(&files[1].path("")).status, 404);
    assert_eq!(column(&people.supervisor.read("/api/v1/referrals"), "case_id").len(), 3);
    assert_eq!(
        column(&people.supervisor.read("/api/v1/referrals?state=withdrawn"), "case_id"),
        [files[1].id.clone()]
    );
    for query in ["state=lost", "to=court", "limit=0", "page=2"] {
        assert_eq!(people.supervisor.get(&format!("/api/v1/referrals?{query}")).status, 400, "{query}");
    }
    // Text of the right form that is no cursor is no malformed request, and still refused.
    let reply = people.supervisor.get("/api/v1/referrals?cursor=x");
    assert_eq!((reply.status, reply.violations()), (422, vec!["query cursor format".to_owned()]));
    nothing_differs(&server);
}
