//! The element form over HTTP (要素式): both sides fill it in, the tribunal confirms what is undisputed, and the papers carry it.
//! When the parties agree is worked out in `tests/domain`; who may is in `permissions`.

use crate::support::people::{Caller, File, People, WORKER_NAME, application, column, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// Before the panel, with a hearing set for 22 March 2021 of which both have notice.
fn scheduled(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-03-01"));
    let clerk = |day, path, body| people.clerk.does_on(day, &file, (path, body));
    clerk("2021-03-03", "acceptance", json!({ "procedure": "ordinary" }));
    let copy = json!({ "document": "application_copy", "parties": [2], "manner": "direct" });
    clerk("2021-03-04", "services", copy);
    people.supervisor.does_on("2021-03-05", &file, ("tribunal", people.panel("2021-03-05")));
    clerk("2021-03-08", "hearings", json!({ "held_on": "2021-03-22", "time": "09:00" }));
    let notice = json!({ "document": "hearing_notice", "of": 5, "parties": [1, 2], "manner": "direct" });
    clerk("2021-03-09", "services", notice);
    file
}

fn of_the_worker() -> Value {
    json!({ "party": 1, "answers": { "hired_on": "2020-03-02", "wage": 450_000, "insured": false,
        "contract": "unsigned", "position": "农机手" } })
}

fn of_the_employer() -> Value {
    json!({ "party": 2, "answers": { "hired_on": "2020-03-02", "wage": 400_000, "contract": "unsigned" } })
}

fn element<'v>(worker: &'v Value, code: &str) -> &'v Value {
    worker["elements"].as_array().unwrap().iter().find(|it| it["element"]["code"] == code).unwrap()
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|label| label["code"].as_str().unwrap()).collect()
}

fn elements(caller: &Caller<'_>, file: &File) -> Value {
    caller.read(&file.path("elements"))["items"][0].clone()
}

#[test]
fn both_fill_in_the_form_and_their_answers_stand_side_by_side() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = scheduled(&people);
    let blank = people.clerk.read(&file.path("elements"));
    assert_eq!((&blank["next"], &blank["items"][0]["worker"]), (&json!(null), &json!(1)));
    // The core of sixteen, and three of unpaid wages, by the claim.
    assert_eq!(blank["items"][0]["elements"].as_array().unwrap().len(), 19);
    assert_eq!((&blank["items"][0]["disputed"], &blank["items"][0]["undisputed"]), (&json!([]), &json!([])));

    // A dry run writes nothing.
    on_day(&server, "2021-03-10");
    let mut body = of_the_worker();
    body["on"] = "2021-03-10".into();
    let dry = people.clerk.act(&file, "element-statements?dry_run=true", &body);
    assert_eq!((dry.status, elements(&people.clerk, &file)), (200, blank["items"][0].clone()), "{dry:?}");
    people.clerk.does_on("2021-03-10", &file, ("element-statements", of_the_worker()));
    people.arbitrator.does_on("2021-03-16", &file, ("element-statements", of_the_employer()));
    let worker = elements(&people.arbitrator, &file);
    assert_eq!(codes(&worker["disputed"]), ["wage"]);
    assert_eq!(codes(&worker["undisputed"]), ["hired_on", "contract"]);
    let wage = element(&worker, "wage");
    assert_eq!((&wage["kind"], &wage["status"]), (&json!("money"), &json!("differs")));
    let answer = |party: u32, fen: u32, zh: &str, en: &str| json!({ "party": party, "answer": { "kind": "money", "value": fen }, "written": { "zh": zh, "en": en } });
    let answers = [
        answer(1, 450_000, "人民币4,500.00元", "CNY 4500.00"),
        answer(2, 400_000, "人民币4,000.00元", "CNY 4000.00"),
    ];
    assert_eq!(wage["answers"], json!(answers));
    let contract = element(&worker, "contract");
    assert_eq!(contract["answers"][0]["answer"]["value"]["zh"], "未签订书面劳动合同");
    assert_eq!(contract["choices"].as_array().unwrap().len(), 4);
    let insured = element(&worker, "insured");
    assert_eq!((&insured["status"], &insured["unanswered_by"]), (&json!("partly_answered"), &json!([2])));
    // On the 15th the employer's was not there yet.
    let known = people.clerk.read(&file.path("elements?as_known_on=2021-03-15"));
    assert_eq!(element(&known["items"][0], "wage")["status"], "partly_answered");
    assert_eq!(known["as_known_on"], "2021-03-15");
}

#[test]
fn what_is_undisputed_is_confirmed_at_the_hearing() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = scheduled(&people);
    people.clerk.does_on("2021-03-10", &file, ("element-statements", of_the_worker()));
    people.arbitrator.does_on("2021-03-16", &file, ("element-statements", of_the_employer()));
    let confirm = json!({ "elements": ["hired_on", "wage"] });
    let early = people.arbitrator.act_on("2021-03-17", &file, ("element-confirmations", confirm.clone()));
    assert_eq!(early.status, 409, "{early:?}");
    assert!(early.violations().contains(&"act  not_heard_yet".to_owned()), "{early:?}");
    let hearing = "hearings/5/opening";
    people.arbitrator.does_on("2021-03-22", &file, (hearing, json!({})));
    assert_eq!(
        people.clerk.act_on("2021-03-22", &file, ("element-confirmations", confirm.clone())).status,
        403
    );
    let reply = people.arbitrator.act_on("2021-03-22", &file, ("element-confirmations", confirm));
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /elements/1 still_disputed".to_owned()]));
    let agreed = json!({ "elements": ["hired_on", "contract"] });
    people.arbitrator.does_on("2021-03-22", &file, ("element-confirmations", agreed));
    let admitted = json!({ "elements": ["wage"], "admitted_by": 2 });
    people.arbitrator.does_on("2021-03-22", &file, ("element-confirmations", admitted));
    let worker = elements(&people.supervisor, &file);
    assert_eq!(codes(&worker["disputed"]), Vec::<&str>::new());
    assert_eq!(codes(&worker["undisputed"]), ["hired_on", "contract", "wage"]);
    let wage = &element(&worker, "wage")["confirmed"];
    assert_eq!((&wage["answer"]["value"], &wage["admitted_by"]), (&json!(450_000), &json!(2)));
    assert_eq!(wage["at"]["on"], "2021-03-22");

    // A later statement that says otherwise is asked about, and changes nothing of what was confirmed.
    let later = json!({ "party": 2, "answers": { "hired_on": "2020-05-01" } });
    let reply = people.clerk.act_on("2021-03-22", &file, ("element-statements", later.clone()));
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  contradicts_confirmed".to_owned()]));
    let mut later = later;
    later["acknowledge_warnings"] = json!(["contradicts_confirmed"]);
    people.clerk.does_on("2021-03-22", &file, ("element-statements", later));
    let worker = elements(&people.clerk, &file);
    assert_eq!(element(&worker, "hired_on")["confirmed"]["answer"]["value"], "2020-03-02");
    // The statement under a confirmation cannot be struck out.
    let strike = json!({ "on": "2021-03-22", "reason": "录入错误" });
    let reply = people.clerk.act(&file, "docket/7/correction", &strike);
    assert_eq!(reply.status, 422, "{reply:?}");
    assert!(reply.text.contains("still_disputed"), "{reply:?}");
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn what_is_no_answer_is_refused_at_its_place() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = scheduled(&people);
    let wrong = json!({ "on": "2021-03-09", "party": 1, "answers": { "wage": "4500", "insured": 1,
        "contract": "forever", "hired_on": "2020-02-30", "shoe_size": 42, "position": "" } });
    let reply = people.clerk.act(&file, "element-statements", &wrong);
    let expected = [
        "body /answers/contract enum",
        "body /answers/hired_on format",
        "body /answers/insured type",
        "body /answers/position min_length",
        "body /answers/shoe_size unknown_field",
        "body /answers/wage type",
    ];
    assert_eq!((reply.status, reply.violations()), (400, expected.map(str::to_owned).to_vec()), "{reply:?}");
    let nothing = json!({ "on": "2021-03-09", "party": 1, "answers": {} });
    let reply = people.clerk.act(&file, "element-statements", &nothing);
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /answers nothing_answered".to_owned()]));
    let unknown = json!({ "on": "2021-03-09", "elements": [] });
    assert_eq!(people.arbitrator.act(&file, "element-confirmations", &unknown).status, 400);
    for (query, code) in [("limit=0", "range"), ("after=x", "format"), ("worker=1", "unknown_parameter")] {
        let reply = people.clerk.get(&file.path(&format!("elements?{query}")));
        let (name, _) = query.split_once('=').unwrap();
        assert_eq!(
            (reply.status, reply.violations()),
            (400, vec![format!("query {name} {code}")]),
            "{query}"
        );
    }
}

/// Of three workers two a page; an employer speaks of all of them, and of one before that.
#[test]
fn the_workers_of_a_collective_case_come_page_by_page() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let mut body = application("2021-03-01");
    for no in [4, 3] {
        let worker =
            json!({ "no": no, "side": "applicant", "who": { "worker": { "name": format!("工人{no}") } } });
        body["parties"].as_array_mut().unwrap().push(worker);
    }
    let file = people.clerk.receive(&body);
    people.clerk.does_on("2021-03-03", &file, ("acceptance", json!({ "procedure": "ordinary" })));
    let all = json!({ "party": 2, "answers": { "insured": true } });
    people.clerk.does_on("2021-03-04", &file, ("element-statements", all));
    let one = json!({ "party": 2, "worker": 3, "answers": { "insured": false } });
    people.clerk.does_on("2021-03-04", &file, ("element-statements", one));
    let workers = |query: &str| {
        let page = people.clerk.read(&file.path(&format!("elements?{query}")));
        let of = |it: &Value| {
            (it["worker"].as_u64().unwrap(), element(it, "insured")["answers"][0]["answer"]["value"].clone())
        };
        (page["items"].as_array().unwrap().iter().map(of).collect::<Vec<_>>(), page["next"].clone())
    };
    assert_eq!(workers("limit=2"), (vec![(1, json!(true)), (3, json!(false))], json!(3)));
    assert_eq!(workers("limit=2&after=3"), (vec![(4, json!(true))], json!(null)));
}

/// The form blank and filled in, and the undisputed facts in the record of the hearing.
#[test]
fn the_papers_carry_the_form_and_what_was_confirmed() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-01");
    let file = scheduled(&people);
    let makes = |body: Value| {
        people.clerk.call("POST", &file.path("papers")).header("if-match", &file.tag()).json(&body)
    };
    let blank = makes(json!({ "kind": "element_form", "party": 1 }));
    assert_eq!(blank.status, 201, "{blank:?}");
    assert_eq!((&blank.json()["of"], &blank.json()["on"]), (&json!(2), &json!("2021-03-03")));
    people.clerk.does_on("2021-03-10", &file, ("element-statements", of_the_worker()));
    people.clerk.does_on("2021-03-16", &file, ("element-statements", of_the_employer()));
    let which = makes(json!({ "kind": "element_form", "party": 1 }));
    assert_eq!((which.status, which.violations()), (422, vec!["body /of paper_of_not_named".to_owned()]));
    let filled = makes(json!({ "kind": "element_form", "of": 7 }));
    assert_eq!((filled.status, &filled.json()["party"]), (201, &json!(1)), "{filled:?}");
    let text = |paper: &Value| {
        let path = file.path(&format!("files/{}", paper["docx"]["file"].as_str().unwrap()));
        let (_, _, bytes) = people.clerk.call("GET", &path).bytes().unwrap();
        super::papers::text_of(&bytes)
    };
    let form = text(&filled.json());
    assert!(form.contains(WORKER_NAME) && form.contains("2020年3月2日") && form.contains("农机手"), "{form}");
    assert!(text(&blank.json()).contains("□是　□否"));

    people.arbitrator.does_on("2021-03-22", &file, ("hearings/5/opening", json!({})));
    let agreed = json!({ "elements": ["hired_on", "contract"] });
    people.arbitrator.does_on("2021-03-22", &file, ("element-confirmations", agreed));
    let record = makes(json!({ "kind": "hearing_record", "of": 9, "texts": { "record": "双方陈述。" } }));
    assert_eq!(record.status, 201, "{record:?}");
    assert_eq!((&record.json()["of"], &record.json()["on"]), (&json!(9), &json!("2021-03-22")));
    let record = text(&record.json());
    assert!(
        record.contains("（1）入职时间：2020年3月2日。（2）最近一次劳动合同：未签订书面劳动合同。"),
        "{record}"
    );
    let papers = people.clerk.read(&file.path("papers"));
    assert_eq!(column(&papers, "kind").iter().filter(|kind| *kind == "element_form").count(), 2);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}
