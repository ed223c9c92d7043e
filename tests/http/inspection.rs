//! Inspections over HTTP, each told from the counter to the end: a complaint that goes on to be reviewed, a project
//! with hazards, a list of a thousand workers. Not here: each guard and period by itself (`domain`), and files (`wage_files`).

use crate::support::people::{File, People, application, column, moved, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// A complaint of the usual worker at the usual employer, about a project.
fn complaint(on: &str) -> Value {
    json!({ "on": on, "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": application(on)["parties"],
        "project": { "engineering": true, "name": "徐闻县海港大道改造", "owner": "徐闻县交通运输局",
            "general_contractor": "湛江市第一建筑工程公司", "subcontractor": "徐闻县某劳务服务部",
            "authority": "徐闻县交通运输局", "funding": "government", "special_account": false,
            "deposit": 0, "real_name_system": true, "general_contractor_pays": false } })
}

fn line(worker: u32, owed: i64) -> Value {
    json!({ "worker": worker, "job": "木工", "from": "2021-08-01", "to": "2021-10-31", "days_tenths": 725,
        "rate": 30_000, "due": owed + 500_000, "paid": 500_000, "owed": owed })
}

/// A new worker, with a number that carries the sequence 000, which nobody is given.
fn worker(no: u32) -> Value {
    json!({ "no": no, "side": "applicant", "who": { "worker": { "name": format!("工人{no}") } } })
}

fn docket_acts(people: &People<'_>, file: &File) -> Vec<String> {
    let docket = people.inspector.read(&file.path("docket?limit=200"));
    let act = |entry: &Value| entry["content"]["act"]["act"].as_str().unwrap_or("correction").to_owned();
    docket["items"].as_array().unwrap().iter().map(act).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a story is told in one piece")]
fn a_complaint_goes_from_the_counter_to_the_arbitral_review_of_what_was_settled() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-11-01");
    let file = people.clerk.opens("/api/v1/inspection-cases", &complaint("2021-11-01"));
    on_day(&server, "2021-11-03");
    let opened = people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-11-03" }));
    // 45 working days from 3 November: 19 in November, 23 in December, 4, 5 and 6 January.
    assert!(moved(&opened).contains(&"W05 none->2022-01-06 open".to_owned()), "{opened}");
    let list =
        json!({ "on": "2021-11-04", "parties": [worker(3)], "lines": [line(1, 900_000), line(3, 600_000)] });
    on_day(&server, "2021-11-04");
    people.inspector.does(&file, "wage-lists", &list);
    let case = people.inspector.read(&file.path(""));
    assert_eq!(case["inspection"]["wages"].as_array().unwrap().len(), 2);
    assert_eq!(case["parties"][2]["who"]["worker"]["name"], "工人3");
    // A supervisor approves what stops or extends the clock; an inspector does not.
    let pause = json!({ "on": "2021-11-05", "ground": "complainant_unreachable" });
    on_day(&server, "2021-11-05");
    assert_eq!(people.inspector.act(&file, "inspection-suspensions", &pause).status, 403);
    people.supervisor.does(&file, "inspection-suspensions", &pause);
    on_day(&server, "2021-11-08");
    people.inspector.does(&file, "inspection-suspensions/4/notice", &json!({ "on": "2021-11-08" }));
    let resumed =
        people.inspector.does(&file, "inspection-suspensions/4/end", &json!({ "on": "2021-11-08" }));
    // One working day, the 5th, is left out.
    assert!(moved(&resumed).contains(&"W05 none->2022-01-07 open".to_owned()), "{resumed}");
    let order = json!({ "on": "2021-11-08", "number": "徐人社监令〔2021〕9号", "pay_by": "2021-11-22" });
    people.inspector.does(&file, "payment-orders", &order);
    people.inspector.does(
        &file,
        "inspection-documents/7/deliveries",
        &json!({ "on": "2021-11-08", "party": 2, "manner": "direct" }),
    );
    on_day(&server, "2021-11-22");
    let paid = json!({ "on": "2021-11-22", "payments": [{ "worker": 1, "amount": 900_000 },
        { "worker": 3, "amount": 100_000 }] });
    people.inspector.does(&file, "wage-payments", &paid);
    // What is settled and not paid on the spot goes to the mediators, whose agreement the commission reviews.
    on_day(&server, "2021-11-23");
    let handover = json!({ "on": "2021-11-23", "to": "mediation", "channel": "counter" });
    let trial = people.inspector.call("POST", &(file.path("inspection-handover") + "?dry_run=true"));
    let trial = trial.header("if-match", &file.tag()).json(&handover);
    assert_eq!(trial.status, 200, "{trial:?}");
    let done = people.inspector.does(&file, "inspection-handover", &handover);
    let next = done["opened"].as_str().unwrap();
    let mediation = people.clerk.read(&format!("/api/v1/cases/{next}"));
    assert_eq!(
        (&mediation["kind"], &mediation["stage"]),
        (&json!("mediation"), &json!("mediation_requested"))
    );
    assert_eq!((&mediation["matter"], &mediation["mediation"]["body"]), (&json!(file.id), &json!("bureau")));
    let claims = mediation["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 1, "worker 1 was paid");
    assert_eq!((&claims[0]["claimant"], &claims[0]["amount"]), (&json!(3), &json!(500_000)));
    assert_eq!(mediation["parties"].as_array().unwrap().len(), 2, "the employer and worker 3");
    let closed = people.inspector.read(&file.path(""));
    assert_eq!(
        (&closed["stage"], &closed["closing"]["manner"]),
        (&json!("closed"), &json!("inspection_to_arbitration"))
    );
    let expected = [
        "inspection_receipt",
        "inspection_opening",
        "wage_list",
        "inspection_suspension",
        "inspection_suspension_notice",
        "inspection_suspension_end",
        "payment_order",
        "inspection_delivery",
        "wage_payment",
        "inspection_handover",
    ];
    assert_eq!(docket_acts(&people, &file), expected);
    people.clerk.does(&file, "archive", &json!({ "on": "2021-11-23", "file_number": "监2021-1" }));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn what_is_owed_goes_on_to_arbitration_with_its_claims_and_the_interruption() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.inspector.opens("/api/v1/inspection-cases", &complaint("2021-12-01"));
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-12-01" }));
    let handover = json!({ "on": "2021-12-02", "to": "arbitration", "channel": "counter" });
    on_day(&server, "2021-12-02");
    let refused = people.inspector.act(&file, "inspection-handover", &handover);
    assert_eq!(refused.status, 409, "{refused:?}");
    assert_eq!(refused.json()["violations"][0]["code"], "nothing_outstanding");
    let list = json!({ "on": "2021-12-02", "lines": [line(1, 700_000)] });
    people.inspector.does(&file, "wage-lists", &list);
    let done = people.inspector.does(&file, "inspection-handover", &handover);
    let next = done["opened"].as_str().unwrap();
    let case = people.clerk.read(&format!("/api/v1/cases/{next}"));
    assert_eq!((&case["kind"], &case["stage"]), (&json!("arbitration"), &json!("received")));
    assert_eq!(case["claims"][0]["amount"], 700_000);
    let docket = people.clerk.read(&format!("/api/v1/cases/{next}/docket"));
    assert_eq!(docket["items"][0]["content"]["act"]["data"]["interrupted_on"], json!(["2021-12-01"]));
    // The wages that are paid now are that case's to record, and counted there alone.
    on_day(&server, "2021-12-03");
    let paid = json!({ "on": "2021-12-03", "payments": [{ "worker": 1, "amount": 700_000 }] });
    let refused = people.inspector.act(&file, "wage-payments", &paid);
    let violation = refused.json()["violations"][0].clone();
    assert_eq!((refused.status, &violation["code"]), (422, &json!("handed_over")), "{refused:?}");
    assert!(refused.json().to_string().contains(next), "{violation}");
    assert_eq!(people.inspector.read(&file.path(""))["wage_totals"]["recovered"], 0);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a story is told in one piece")]
fn projects_are_inspected_and_the_figures_say_what_was_found() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let own = |on: &str| {
        let mut body = complaint(on);
        body["source"] = "own_inspection".into();
        body["parties"] =
            json!([{ "no": 1, "side": "respondent", "who": { "employer": { "name": "某建设公司" } } }]);
        body
    };
    let clean = people.inspector.opens("/api/v1/inspection-cases", &own("2021-12-01"));
    people.inspector.does(&clean, "project-inspections", &json!({ "on": "2021-12-01" }));
    people.inspector.does(&clean, "inspection-closing", &json!({ "on": "2021-12-01", "outcome": "clean" }));
    let found = people.inspector.opens("/api/v1/inspection-cases", &own("2021-12-01"));
    let hazards = json!([{ "kind": "special_account", "description": "未开设工资专用账户" },
        { "kind": "deposit", "description": "未存储工资保证金" }]);
    people.inspector.does(&found, "project-inspections", &json!({ "on": "2021-12-01", "hazards": hazards }));
    let early = json!({ "on": "2021-12-01", "outcome": "hazards_resolved" });
    let refused = people.inspector.act(&found, "inspection-closing", &early);
    assert_eq!((refused.status, &refused.json()["violations"][0]["code"]), (422, &json!("hazards_open")));
    let figures = |people: &People<'_>| {
        let path = "/api/v1/statistics/wage-arrears?from=2021-01-01&to=2021-12-31";
        let read = people.supervisor.read(path);
        assert_eq!(people.inspector.read(path), read, "the inspectors' own work");
        let closure = "/api/v1/statistics/closure?from=2021-01-01&to=2021-12-31";
        assert_eq!(people.inspector.get(closure).status, 403);
        ["projects_inspected", "hazards_found", "hazards_resolved", "disputes_coordinated", "workers"]
            .map(|name| read[name]["value"].as_u64().unwrap())
    };
    on_day(&server, "2021-12-03");
    people.inspector.does(
        &found,
        "hazard-resolutions",
        &json!({ "on": "2021-12-03", "hazard": 1, "measure": "已开设专用账户" }),
    );
    assert_eq!(figures(&people), [2, 2, 1, 0, 0]);
    people.inspector.does(
        &found,
        "hazard-resolutions",
        &json!({ "on": "2021-12-03", "hazard": 2, "measure": "已足额存储" }),
    );
    people.inspector.does(
        &found,
        "inspection-closing",
        &json!({ "on": "2021-12-03", "outcome": "hazards_resolved" }),
    );
    assert_eq!(figures(&people), [2, 2, 2, 0, 0]);
    // The list behind a figure has exactly its cases.
    let cases = |figure: &str| {
        let path =
            format!("/api/v1/statistics/wage-arrears/cases?figure={figure}&from=2021-12-01&to=2021-12-31");
        let mut ids = column(&people.report.read(&path), "id");
        ids.sort();
        ids
    };
    let mut both = [clean.id.clone(), found.id.clone()];
    both.sort();
    assert_eq!(cases("projects_inspected"), both);
    assert_eq!(cases("hazards_resolved"), std::slice::from_ref(&found.id));
    let path = "/api/v1/statistics/wage-arrears/cases?figure=hazards_resolved&from=2021-12-01&to=2021-12-31";
    assert_eq!(column(&people.inspector.read(path), "id"), std::slice::from_ref(&found.id));
    assert_eq!(cases("disputes_coordinated"), Vec::<String>::new());
    // A hazard that was none cannot leave the docket while its resolution stands there.
    let other = json!({ "on": "2021-12-03", "reason": "第二项不是隐患", "replacement": { "on": "2021-12-01",
        "hazards": [{ "kind": "special_account", "description": "未开设工资专用账户" }] } });
    let refused = people.supervisor.act(&found, "docket/2/correction", &other);
    assert_eq!((refused.status, &refused.json()["violations"][0]["code"]), (422, &json!("no_such_hazard")));
    // Nor can the resolution: the case was closed upon it.
    let strike = json!({ "on": "2021-12-03", "reason": "第二项不是隐患" });
    let refused = people.supervisor.act(&found, "docket/4/correction", &strike);
    assert_eq!((refused.status, &refused.json()["violations"][0]["code"]), (422, &json!("hazards_open")));
    // What kind of hazard it was can be put right, by a supervisor, as the case is closed.
    let kind = json!({ "on": "2021-12-03", "reason": "种类误录", "replacement": { "on": "2021-12-01", "hazards": [
        { "kind": "special_account", "description": "未开设工资专用账户" },
        { "kind": "late_pay", "description": "按季发放工资" }] } });
    assert_eq!(people.inspector.act(&found, "docket/2/correction", &kind).status, 403);
    people.supervisor.does(&found, "docket/2/correction", &kind);
    let case = people.supervisor.read(&found.path(""));
    assert_eq!(case["inspection"]["hazards"][1]["kind"], "late_pay");
    assert_eq!(figures(&people), [2, 2, 2, 0, 0]);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

fn rules_of(people: &People<'_>, file: &File) -> Vec<String> {
    column(&json!({ "items": people.inspector.read(&file.path("deadlines"))["items"] }), "rule")
}

/// A worker's call of Monday 1 November 2021 is a complaint: after 2, 3, 4, 5 and 8 November it counts as accepted.
#[test]
fn a_worker_complains_by_whichever_way_it_came_in() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-11-01");
    let mut call = complaint("2021-11-01");
    call["source"] = "hotline".into();
    let file = people.inspector.opens("/api/v1/inspection-cases", &call);
    assert_eq!(rules_of(&people, &file), ["W01", "W02"]);
    on_day(&server, "2021-11-22");
    let acknowledged = json!(["not_referred"]);
    for (path, data) in [
        ("inspection-refusal", json!({ "ground": "out_of_scope" })),
        ("inspection-redirection", json!({ "to": "雷州市人社局" })),
    ] {
        let mut body = json!({ "on": "2021-11-22", "acknowledge_warnings": acknowledged });
        body.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        let refused = people.inspector.act(&file, path, &body);
        let code = refused.json()["violations"][0]["code"].clone();
        assert_eq!((refused.status, &code), (409, &json!("counts_as_accepted")), "{path}: {refused:?}");
    }
    let clean = json!({ "on": "2021-11-22", "outcome": "clean" });
    assert_eq!(people.inspector.act(&file, "inspection-closing", &clean).status, 409);
    let mut alone = complaint("2021-11-22");
    alone["parties"] =
        json!([{ "no": 1, "side": "respondent", "who": { "employer": { "name": "某建设公司" } } }]);
    let refused = people.inspector.post("/api/v1/inspection-cases", &alone);
    let code = refused.json()["violations"][0]["code"].clone();
    assert_eq!((refused.status, &code), (422, &json!("complainant_missing")), "{refused:?}");
    // A worker's petition that the inspectorate takes on is a complaint of its receipt there.
    let petition = json!({ "on": "2021-11-22", "channel": "counter", "cause": "remuneration",
        "request": "请求督促支付工资", "parties": complaint("2021-11-22")["parties"] });
    let petition = people.clerk.opens("/api/v1/petition-cases", &petition);
    let offer = json!({ "on": "2021-11-22", "to": "inspection", "ground": "涉嫌拖欠工资" });
    people.clerk.does(&petition, "referrals", &offer);
    let take = json!({ "on": "2021-11-22", "channel": "counter", "intake": { "inspection": {} } });
    let taken = people.inspector.does(&petition, "referrals/2/acceptance", &take);
    let file = File { id: taken["opened"].as_str().unwrap().to_owned(), version: 1.into() };
    assert_eq!(rules_of(&people, &file), ["W01", "W02"]);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// The order of Monday 8 November 2021 names Saturday the 13th, so its term ends on Monday the 15th.
#[test]
fn the_police_wait_for_the_last_day_of_the_order_and_for_its_delivery() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-11-08");
    let file = people.inspector.opens("/api/v1/inspection-cases", &complaint("2021-11-08"));
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-11-08" }));
    let list = json!({ "on": "2021-11-08", "lines": [line(1, 1_200_000)] });
    people.inspector.does(&file, "wage-lists", &list);
    let order = json!({ "on": "2021-11-08", "number": "1号", "pay_by": "2021-11-13" });
    people.inspector.does(&file, "payment-orders", &order);
    let tried = |on: &str| {
        on_day(&server, on);
        let path = file.path("police-transfer") + "?dry_run=true";
        let call = people.inspector.call("POST", &path).header("if-match", &file.tag());
        let reply = call.json(&json!({ "on": on, "to": "徐闻县公安局" }));
        let violations = reply.json()["violations"].as_array().cloned().unwrap_or_default();
        let codes = violations.iter().map(|one| one["code"].as_str().unwrap().to_owned());
        (reply.status, codes.collect::<Vec<_>>())
    };
    let codes = |all: &[&str]| all.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    assert_eq!(tried("2021-11-14"), (409, codes(&["order_not_delivered", "order_still_runs"])));
    assert_eq!(tried("2021-11-16"), (409, codes(&["order_not_delivered"])));
    on_day(&server, "2021-11-16");
    let delivery = json!({ "on": "2021-11-08", "party": 2, "manner": "direct" });
    people.inspector.does(&file, "inspection-documents/4/deliveries", &delivery);
    assert_eq!(tried("2021-11-15"), (409, codes(&["order_still_runs"])));
    assert_eq!(tried("2021-11-16"), (200, Vec::new()));
    let paid = json!({ "on": "2021-11-16", "payments": [{ "worker": 1, "amount": 1_200_000 }] });
    people.inspector.does(&file, "wage-payments", &paid);
    assert_eq!(tried("2021-11-16"), (409, codes(&["below_the_threshold", "nothing_outstanding"])));
}

#[test]
fn measures_are_shown_with_the_deadlines() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.inspector.opens("/api/v1/inspection-cases", &complaint("2021-12-01"));
    assert!(people.inspector.read(&file.path("deadlines")).get("measures").is_none());
    let list = json!({ "on": "2021-12-01", "lines": [line(1, 900_000)] });
    people.inspector.does(&file, "wage-lists", &list);
    let wrong = json!({ "on": "2021-12-01", "people": 30, "time": "24:00" });
    assert_eq!(people.inspector.act(&file, "mass-incident", &wrong).status, 400);
    let incident = json!({ "on": "2021-12-01", "people": 30, "time": "08:15" });
    people.inspector.does(&file, "mass-incident", &incident);
    let measures = people.inspector.read(&file.path("deadlines"))["measures"].clone();
    assert_eq!(column(&json!({ "items": measures }), "rule"), ["W16", "W17"]);
    assert_eq!((&measures[0]["ends_on"], &measures[0]["ends_at"]), (&json!("2021-12-02"), &json!("08:15")));
    assert_eq!((&measures[1]["since"], &measures[1]["ends_on"]), (&Value::Null, &Value::Null));
    assert!(measures[1]["articles"][0].to_string().contains("41"), "{measures}");
}

/// 1,000 workers, CNY 9,000 each.
#[test]
fn a_thousand_workers_are_listed_and_paid_in_one_act_each() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.inspector.opens("/api/v1/inspection-cases", &complaint("2021-12-01"));
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-12-01" }));
    let numbers = 3..1_003_u32;
    let parties: Vec<Value> = numbers.clone().map(worker).collect();
    let lines: Vec<Value> = numbers.clone().map(|no| line(no, 900_000)).collect();
    people.inspector.does(
        &file,
        "wage-lists",
        &json!({ "on": "2021-12-01", "parties": parties, "lines": lines }),
    );
    let payments: Vec<Value> = numbers.map(|no| json!({ "worker": no, "amount": 900_000 })).collect();
    people.inspector.does(&file, "wage-payments", &json!({ "on": "2021-12-01", "payments": payments }));
    people.inspector.does(&file, "inspection-closing", &json!({ "on": "2021-12-01", "outcome": "paid" }));
    let totals = people.inspector.read(&file.path(""))["wage_totals"].clone();
    let expected = json!({ "workers": 1_000, "collective": true, "owed": 900_000_000, "recovered": 900_000_000,
        "outstanding": 0 });
    assert_eq!(totals, expected);
    let figures = people.report.read("/api/v1/statistics/wage-arrears?from=2021-12-01&to=2021-12-01");
    assert_eq!(figures["disputes_coordinated"]["value"], 1);
    assert_eq!(figures["workers"]["value"], 1_000);
    assert_eq!(figures["wages_recovered"]["fen"], 900_000_000);
    // Nothing of it is in the figures of arbitration.
    let closure = people.report.read("/api/v1/statistics/closure?from=2021-01-01&to=2021-12-31");
    assert_eq!(closure["recovered"]["fen"], 0);
    assert_eq!(closure["recovered_before_acceptance"]["fen"], 0);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn what_may_be_done_and_why_not_the_rest() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let mut body = complaint("2021-12-01");
    body["also_before"] = "court".into();
    let file = people.inspector.opens("/api/v1/inspection-cases", &body);
    let acts = people.inspector.read(&file.path("acts"));
    let reasons = |act: &str| {
        let items = acts["items"].as_array().unwrap();
        let found = items.iter().find(|item| item["act"] == act).unwrap_or_else(|| panic!("{act}: {acts}"));
        found["reasons"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(reasons("inspection_refusal"), 0);
    assert!(reasons("inspection_opening") > 0, "a court has it");
    assert!(reasons("police_transfer") > 0 && reasons("inspection_extension") > 0);
    let refused = people.inspector.act(&file, "inspection-opening", &json!({ "on": "2021-12-01" }));
    assert_eq!(refused.status, 409, "{refused:?}");
    let violation = &refused.json()["violations"][0];
    assert_eq!(violation["code"], "before_another_forum");
    assert!(violation["article"].as_str().unwrap().contains("第39条"), "{violation}");
}

/// Five workers of CNY 9,000 each, of whom the first has two months; the second got all of it, the third a part.
#[test]
fn what_each_worker_is_owed_is_read_page_by_page_and_ties_with_the_totals() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = people.inspector.opens("/api/v1/inspection-cases", &complaint("2021-12-01"));
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-12-01" }));
    let mut july = line(1, 100_000);
    july["from"] = "2021-07-01".into();
    july["to"] = "2021-07-31".into();
    let mut lines: Vec<Value> = [1, 3, 4, 5, 6].map(|no| line(no, 900_000)).to_vec();
    lines.push(july);
    let parties: Vec<Value> = (3..7).map(worker).collect();
    let list = json!({ "on": "2021-12-01", "parties": parties, "lines": lines });
    people.inspector.does(&file, "wage-lists", &list);
    let paid = json!([{ "worker": 3, "amount": 900_000 }, { "worker": 4, "amount": 250_000 }]);
    people.inspector.does(&file, "wage-payments", &json!({ "on": "2021-12-01", "payments": paid }));
    let pages = |query: &str| {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = people.inspector.read(&file.path(&format!("wage-lines?limit=2{query}{cursor}")));
            items.extend(page["items"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return (items, page["totals"].clone()),
            }
        }
    };
    let (all, totals) = pages("");
    let of = |items: &[Value], field: &str| -> Vec<i64> {
        items.iter().map(|item| item[field].as_i64().unwrap()).collect()
    };
    assert_eq!(of(&all, "worker"), [1, 3, 4, 5, 6]);
    assert_eq!(of(&all, "owed"), [1_000_000, 900_000, 900_000, 900_000, 900_000]);
    assert_eq!(of(&all, "recovered"), [0, 900_000, 250_000, 0, 0]);
    assert_eq!(of(&all, "outstanding"), [1_000_000, 0, 650_000, 900_000, 900_000]);
    let months: Vec<_> =
        all[0]["lines"].as_array().unwrap().iter().map(|line| line["from"].clone()).collect();
    assert_eq!(months, ["2021-08-01", "2021-07-01"]);
    assert_eq!(
        (&all[0]["person"]["name"], &all[0]["person"]["phone"]),
        (&json!("符永祥"), &json!("138****0011"))
    );
    assert_eq!(all[1]["person"]["name"], "工人3");
    let (open, same) = pages("&open=true");
    assert_eq!(of(&open, "worker"), [1, 4, 5, 6]);
    let case = people.inspector.read(&file.path(""));
    assert_eq!((&totals, &same), (&case["wage_totals"], &case["wage_totals"]));
    let sum = |items: &[Value], field: &str| json!(of(items, field).iter().sum::<i64>());
    for field in ["owed", "recovered", "outstanding"] {
        assert_eq!(sum(&all, field), totals[field], "{field}");
    }
    assert_eq!(sum(&open, "outstanding"), totals["outstanding"]);
    // Masked for everybody; whoever may not see the case does not see its wages; another kind of case has none.
    assert!(!json!(all).to_string().contains(crate::support::people::WORKER_ID_NUMBER));
    assert_eq!(people.report.get(&file.path("wage-lines")).status, 404);
    let arbitration = people.clerk.receive(&application("2021-12-01"));
    let none = people.clerk.read(&arbitration.path("wage-lines"));
    assert_eq!((&none["items"], &none["totals"]), (&json!([]), &Value::Null));
    let wrong = people.inspector.get(&file.path("wage-lines?cursor=x&open=maybe"));
    let expected = ["query cursor format", "query open format"];
    assert_eq!(wrong.refused(), (400, expected.map(str::to_owned).to_vec()));
}

/// Complained of on 1 December 2021, which interrupts the year that runs from the end of the employment on 15 March.
#[test]
fn a_handover_says_from_when_limitation_runs() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let opens = || {
        let mut body = complaint("2021-12-01");
        body["violation_ended_on"] = "2021-10-31".into();
        let file = people.inspector.opens("/api/v1/inspection-cases", &body);
        people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-12-01" }));
        let list = json!({ "on": "2021-12-01", "lines": [line(1, 700_000)] });
        people.inspector.does(&file, "wage-lists", &list);
        file
    };
    let handed_over = |said: &Value| {
        let file = opens();
        let mut body = json!({ "on": "2021-12-01", "to": "arbitration" });
        body.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let done = people.inspector.does(&file, "inspection-handover", &body);
        let path = format!("/api/v1/cases/{}", done["opened"].as_str().unwrap());
        let docket = people.clerk.read(&format!("{path}/docket"));
        (people.clerk.read(&path), docket["items"][0]["content"]["act"]["data"].clone())
    };
    let (_, receipt) = handed_over(&json!({}));
    assert_eq!((&receipt["infringed_on"], receipt.get("employment_ended_on")), (&json!("2021-10-31"), None));
    let (case, receipt) = handed_over(&json!({ "employment_ended_on": "2021-03-15" }));
    assert_eq!((receipt.get("infringed_on"), &receipt["employment_ended_on"]), (None, &json!("2021-03-15")));
    let explained = &case["limitation"]["explanation"];
    assert_eq!(explained["counting"]["due_on"], "2022-12-01", "{explained}");
    assert!(explained["articles"][1]["zh"].to_string().contains("第26条第（3）项"), "{explained}");
    let said = json!({ "infringed_on": "2021-11-15", "interrupted_on": ["2021-11-20"] });
    let (_, receipt) = handed_over(&said);
    assert_eq!(receipt["infringed_on"], "2021-11-15");
    assert_eq!(receipt["interrupted_on"], json!(["2021-11-20", "2021-12-01"]));
    // A mediation has no limitation to be told of.
    let file = opens();
    let body = json!({ "on": "2021-12-01", "to": "mediation", "infringed_on": "2021-10-31" });
    let refused = people.inspector.act(&file, "inspection-handover", &body);
    assert_eq!(refused.refused(), (422, vec!["body /infringed_on not_for_mediation".to_owned()]));
}
