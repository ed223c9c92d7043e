//! The diary: a person's own entries on cases. Nobody else sees them, they change nothing of the case, what they
//! say is sealed, and on their day the watch brings them forward, once.

use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::rows::{a_case, a_deadline, id, write};
use crate::support::server::{Reply, TestServer};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Binary;
use serde_json::{Value, json};
use sikuai::app::error::Error;
use sikuai::app::watching::{PAGE_ROWS, Turn};
use sikuai::storage::cases;

const NOTE: &str = "致电符永祥 13800990011 催交工资条";

fn add(caller: &Caller<'_>, file: &File, on: &str, note: &str) -> Reply {
    caller.post(&file.path("diary"), &json!({ "on": on, "note": note }))
}

fn added(caller: &Caller<'_>, file: &File, on: &str, note: &str) -> String {
    let reply = add(caller, file, on, note);
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["id"].as_str().unwrap().to_owned()
}

fn raised(server: &TestServer, day: &str) -> u64 {
    on_day(server, day);
    match server.app.watch.run("here").unwrap() {
        Turn::Completed(raised) => raised,
        other => panic!("{day}: {other:?}"),
    }
}

/// What a caller was told of their diary: which entries, by id.
fn brought_forward(caller: &Caller<'_>) -> Vec<String> {
    let page = caller.read("/api/v1/notices");
    let items = page["items"].as_array().unwrap().iter();
    let of_diary = items.filter(|item| item["kind"] == "diary_due");
    of_diary.map(|item| item["diary_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_entry_is_its_writers_alone_and_changes_nothing_of_the_case() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let (before, docket) = (people.clerk.read(&file.path("")), people.clerk.read(&file.path("docket")));
    let written = add(&people.clerk, &file, "2021-12-15", NOTE);
    let expected = json!({ "id": written.json()["id"], "case_id": file.id, "number": null, "on": "2021-12-15",
        "note": NOTE, "created_at": "2021-12-10T01:00:00Z", "done_at": null });
    assert_eq!((written.status, written.json()), (201, expected.clone()));
    let own = json!({ "items": [expected], "next": null });
    assert_eq!(people.clerk.read(&file.path("diary")), own);
    assert_eq!(people.clerk.read("/api/v1/diary"), own);

    let none = json!({ "items": [], "next": null });
    let path = format!("/api/v1/diary/{}/done-mark", written.json()["id"].as_str().unwrap());
    for other in [&people.arbitrator, &people.mediator, &people.supervisor] {
        assert_eq!(other.read(&file.path("diary")), none);
        assert_eq!(other.read("/api/v1/diary"), none);
        assert_eq!(other.call("PUT", &path).send().status, 404);
    }
    assert_eq!(add(&people.report, &file, "2021-12-15", NOTE).status, 404, "who may not know of the case");
    assert_eq!(people.admin.get("/api/v1/diary").status, 403);

    assert_eq!(people.clerk.read(&file.path("")), before);
    assert_eq!(people.clerk.read(&file.path("docket")), docket);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// A double click writes one entry; the answer is made anew, so that the note is kept nowhere but in the vault.
#[test]
fn an_entry_is_written_once_under_its_key() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let add = |note: &str| {
        let call = people.clerk.call("POST", &file.path("diary")).header("idempotency-key", "once");
        call.json(&json!({ "on": "2021-12-15", "note": note }))
    };
    let (first, second) = (add(NOTE), add(NOTE));
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json(), second.json());
    assert_eq!(people.clerk.read("/api/v1/diary")["items"].as_array().unwrap().len(), 1);
    assert_eq!(add("另一件事").violations(), ["act  key_used_for_another_request"]);
}

#[test]
fn everything_wrong_with_an_entry_is_said() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let reply = people.clerk.post(&file.path("diary"), &json!({ "on": "2021-02-30", "note": "", "by": 1 }));
    let expected = ["body /by unknown_field", "body /note min_length", "body /on format"];
    assert_eq!((reply.status, reply.violations()), (400, expected.map(str::to_owned).to_vec()));
    let past = add(&people.clerk, &file, "2021-12-09", NOTE);
    assert_eq!((past.status, past.violations()), (422, vec!["body /on in_the_past".to_owned()]));
    assert_eq!(add(&people.clerk, &file, "2021-12-10", NOTE).status, 201, "today is not past");
    let nowhere = "/api/v1/cases/00000000-0000-7000-8000-000000000000/diary";
    let body = json!({ "on": "2021-12-15", "note": NOTE });
    assert_eq!((people.clerk.post(nowhere, &body).status, people.clerk.get(nowhere).status), (404, 404));
}

#[derive(QueryableByName)]
struct SealedRow {
    #[diesel(sql_type = Binary)]
    sealed: Vec<u8>,
}

#[test]
fn what_an_entry_says_is_sealed_and_stands_in_no_notice() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let entry = added(&people.clerk, &file, "2021-12-15", NOTE);
    let sql = format!("SELECT sealed FROM vault WHERE id = '{entry}'");
    let rows = server
        .app
        .store
        .read_blocking(|c| Ok::<_, Error>(diesel::sql_query(sql).load::<SealedRow>(c).unwrap()))
        .unwrap();
    assert_eq!(rows.len(), 1);
    let phone = b"13800990011";
    assert!(!rows[0].sealed.windows(phone.len()).any(|part| part == phone));

    let missed = "the entry, and to the clerk and the supervisor that A03 was missed";
    assert_eq!(raised(&server, "2021-12-15"), 3, "{missed}");
    let notices = people.clerk.get("/api/v1/notices");
    assert!(!notices.text.contains("13800990011") && !notices.text.contains("符永祥"), "{}", notices.text);
    let items = notices.json()["items"].as_array().cloned().unwrap();
    let notice = items.iter().find(|notice| notice["kind"] == "diary_due").unwrap();
    let expected = json!({ "id": notice["id"], "kind": "diary_due", "case_id": file.id, "number": null, "rule": null,
        "name": null, "party": null, "diary_id": entry, "rating_id": null, "due_on": "2021-12-15", "distance": null,
        "words": { "zh": "本人在该案的待办事项已到日期（2021-12-15）",
            "en": "An entry in your diary of this case has come up (2021-12-15)." },
        "raised_at": "2021-12-15T01:00:00Z", "read_at": null });
    assert_eq!(*notice, expected);
}

#[test]
fn an_entry_is_brought_forward_once_on_its_day_or_late_unless_it_is_done() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    // Not on Friday the 3rd, when a deadline of the case would be due too.
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-02", "ground": "own_motion" }));
    let on_its_day = added(&people.clerk, &file, "2021-12-15", "甲");
    let late = added(&people.arbitrator, &file, "2021-12-16", "乙");
    let done = added(&people.clerk, &file, "2021-12-15", "丙");
    let marked = people.clerk.call("PUT", &format!("/api/v1/diary/{done}/done-mark")).send();
    assert_eq!((marked.status, &marked.json()["done_at"]), (200, &json!("2021-12-10T01:00:00Z")));
    assert_eq!((raised(&server, "2021-12-14"), raised(&server, "2021-12-15")), (0, 1));
    assert_eq!(raised(&server, "2021-12-15"), 0);
    // Nothing ran on the 16th; the 18th is a Saturday.
    assert_eq!((raised(&server, "2021-12-18"), raised(&server, "2021-12-20")), (1, 0));
    assert_eq!(brought_forward(&people.clerk), std::slice::from_ref(&on_its_day));
    assert_eq!(brought_forward(&people.arbitrator), [late]);

    // Done the second time is as the first time.
    let path = format!("/api/v1/diary/{on_its_day}/done-mark");
    let first = people.clerk.call("PUT", &path).send().json();
    server.clock.advance(TimeDelta::minutes(1));
    assert_eq!(people.clerk.call("PUT", &path).send().json(), first);
    assert_eq!(first["done_at"], "2021-12-20T01:00:00Z");
}

#[test]
fn who_was_deactivated_is_not_told_of_their_diary() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-02", "ground": "own_motion" }));
    added(&people.mediator, &file, "2021-12-15", "甲");
    let path = format!("/api/v1/users/{}/deactivation", people.mediator.id);
    assert_eq!(people.admin.call("POST", &path).send().status, 200);
    assert_eq!(raised(&server, "2021-12-15"), 0);
}

#[test]
fn the_diary_goes_over_all_cases_by_day_and_in_pages() {
    let server = TestServer::start();
    let people = People::of(&server);
    let files = [(); 2].map(|()| people.clerk.receive_another(&application("2021-12-01")));
    for (n, on) in ["2021-12-20", "2021-12-13", "2021-12-13", "2021-12-31", "2021-12-15"].iter().enumerate() {
        added(&people.clerk, &files[n % 2], on, &format!("第{n}项"));
    }
    let notes = |query: &str| column(&people.clerk.read(&format!("/api/v1/diary{query}")), "note");
    let all = people.clerk.read("/api/v1/diary");
    assert_eq!(column(&all, "on"), ["2021-12-13", "2021-12-13", "2021-12-15", "2021-12-20", "2021-12-31"]);
    assert_eq!(notes("?from=2021-12-14&to=2021-12-20"), ["第4项", "第0项"]);
    assert_eq!(notes("?from=2021-12-31&to=2021-12-31"), ["第3项"]);
    assert_eq!(column(&people.clerk.read(&files[1].path("diary")), "note"), ["第1项", "第3项"]);
    for limit in [1, 2, 5] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = people.clerk.read(&format!("/api/v1/diary?limit={limit}{cursor}"));
            walked.extend(column(&page, "id"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(walked, column(&all, "id"), "in pages of {limit}");
    }
    let last = column(&all, "id")[4].clone();
    people.clerk.call("PUT", &format!("/api/v1/diary/{last}/done-mark")).send();
    assert_eq!(notes("?undone=true&from=2021-12-20"), ["第0项"]);

    let before = server.app.store.statements();
    people.clerk.read("/api/v1/diary");
    assert_eq!(server.app.store.statements() - before, 2, "the session, and the page");
    let before = server.app.store.statements();
    people.clerk.read(&files[0].path("diary"));
    assert_eq!(server.app.store.statements() - before, 3, "and the case");
    let refused = people.clerk.get("/api/v1/diary?from=x&to=2021-13-01&cursor=2021-12-01&undone=1&limit=0");
    let expected = [
        "query cursor format",
        "query from format",
        "query limit range",
        "query to format",
        "query undone format",
    ];
    assert_eq!((refused.status, refused.violations()), (400, expected.map(str::to_owned).to_vec()));
}

/// More deadlines and more entries than one page of the watch has.
#[test]
fn the_watch_goes_through_all_pages() {
    let server = TestServer::start();
    let people = People::of(&server);
    let many = u32::from(PAGE_ROWS) * 2 + 1;
    write(&server.app.store, move |tx| {
        for n in 1..=many {
            cases::insert(tx, &a_case(n, "2021-12-01"))?;
            let deadline = a_deadline(n, "A25", "2021-12-13");
            sikuai::storage::deadlines::replace_for_case(tx, &id(n), &[deadline])?;
        }
        Ok(())
    });
    let file = File { id: id(1), version: std::cell::Cell::new(1) };
    for n in 0..=PAGE_ROWS {
        added(&people.clerk, &file, "2021-12-10", &format!("第{n}项"));
    }
    // Nobody works on these cases: each deadline is told to the supervisor and to the clerk.
    assert_eq!(raised(&server, "2021-12-10"), 2 * u64::from(many) + u64::from(PAGE_ROWS) + 1);
    assert_eq!(raised(&server, "2021-12-10"), 0);
    let page = people.supervisor.read("/api/v1/notices?limit=200");
    let full = page["items"].as_array().map(Vec::len);
    assert_eq!((full, page["next"].is_string()), (Some(200), true));
    assert_eq!(page["items"][0]["kind"], Value::from("deadline_ahead"));
}
