//! An office that sets hearings: its rooms, and cases that wait for a hearing, each with its own sole arbitrator.

use std::sync::Barrier;

use serde_json::{Value, json};

use super::people::{Caller, File, People, application, on_day};
use super::server::{Reply, TestServer};

/// The day on which everything here begins, a Wednesday.
pub(crate) const TODAY: &str = "2021-03-10";

/// Adds a room; its id.
pub(crate) fn a_room(people: &People<'_>, name: &str) -> String {
    let reply = people.supervisor.post("/api/v1/hearing-rooms", &json!({ "name": name }));
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json().get("id").and_then(Value::as_str).unwrap().to_owned()
}

/// A case in the simplified procedure, its defence filed, before one arbitrator alone. All cases here are of the same two
/// sides, each of another dispute.
pub(crate) fn before_one(server: &TestServer, people: &People<'_>, sole: &Caller<'_>) -> File {
    represented(server, people, sole, &json!([]))
}

/// The same, with these people to act for the employer.
pub(crate) fn represented(
    server: &TestServer,
    people: &People<'_>,
    sole: &Caller<'_>,
    representatives: &Value,
) -> File {
    on_day(server, TODAY);
    let mut application = application("2021-03-01");
    *application.pointer_mut("/parties/1").unwrap() = json!({ "no": 2, "side": "respondent",
        "who": { "employer": { "name": "徐闻县红壤农机服务部", "kind": "sole_trader", "industry": "A" } },
        "representatives": representatives });
    let file = people.clerk.receive_another(&application);
    let simplified =
        json!({ "on": "2021-03-02", "procedure": "simplified", "simplified_ground": "clear_facts" });
    people.clerk.does(&file, "acceptance", &simplified);
    let members = json!([{ "user": sole.id, "seat": "sole" }]);
    people.supervisor.does(&file, "tribunal", &json!({ "on": "2021-03-03", "members": members }));
    answered(people, &file);
    file
}

/// A case in the ordinary procedure, its defence filed, before the panel of three.
pub(crate) fn before_three(server: &TestServer, people: &People<'_>) -> File {
    on_day(server, TODAY);
    let file = people.clerk.receive_another(&application("2021-03-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-02", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-03"));
    answered(people, &file);
    file
}

fn answered(people: &People<'_>, file: &File) {
    let copy =
        json!({ "on": "2021-03-03", "document": "application_copy", "parties": [2], "manner": "direct" });
    people.clerk.does(file, "services", &copy);
    people.clerk.does(file, "defences", &json!({ "on": "2021-03-05", "party": 2, "kind": "filed" }));
}

/// A notice, given on the first day.
pub(crate) fn notice(held_on: &str, time: &str, room: &str) -> Value {
    json!({ "on": TODAY, "held_on": held_on, "time": time, "room": room })
}

/// Sets a hearing; its number.
pub(crate) fn set(people: &People<'_>, file: &File, body: &Value) -> u64 {
    let done = people.clerk.does(file, "hearings", body);
    done.pointer("/entry/no").and_then(Value::as_u64).unwrap()
}

/// The words of everything that a refusal says, sorted.
pub(crate) fn said(reply: &Reply) -> Vec<String> {
    let body = reply.json();
    let violations = body.get("violations").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut words: Vec<String> = violations
        .iter()
        .map(|violation| violation.get("detail").and_then(Value::as_str).unwrap().to_owned())
        .collect();
    words.sort_unstable();
    words
}

/// Sends acts on different cases at the same moment.
pub(crate) fn at_once(server: &TestServer, acts: &[(String, &File, String, Value)]) -> Vec<Reply> {
    let ready = Barrier::new(acts.len());
    let calls: Vec<_> = acts
        .iter()
        .map(|(token, file, path, body)| (token.as_str(), file.path(path), file.tag(), body))
        .collect();
    std::thread::scope(|scope| {
        let started: Vec<_> = calls
            .into_iter()
            .map(|(token, path, tag, body)| {
                let ready = &ready;
                scope.spawn(move || {
                    ready.wait();
                    server.post(&path).bearer(token).header("if-match", &tag).json(body)
                })
            })
            .collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// How they were answered, in order of the numbers.
pub(crate) fn statuses(replies: &[Reply]) -> Vec<u16> {
    let mut all: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    all.sort_unstable();
    all
}
