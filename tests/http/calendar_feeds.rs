//! Calendar feeds: who may make one, what it says, and when it says nothing any more. That a calendar program can
//! read it is held by `.ci/calendars.py`, with a package that others wrote.

use crate::support::hearings::{TODAY, a_room, before_one, notice, set};
use crate::support::people::{Caller, People, WORKER_NAME, column, on_day};
use crate::support::server::{Reply, TestServer};
use serde_json::{Value, json};

fn make(caller: &Caller<'_>, of: &Value) -> Reply {
    caller.post("/api/v1/calendar-feeds", of)
}

/// The path of a new feed, its secret included, and its id.
fn made(caller: &Caller<'_>, of: &Value) -> (String, String) {
    let reply = make(caller, of);
    assert_eq!(reply.status, 201, "{reply:?}");
    let body = reply.json();
    (body["path"].as_str().unwrap().to_owned(), body["feed"]["id"].as_str().unwrap().to_owned())
}

/// The lines of a calendar, folded ones joined (RFC 5545 3.1), that begin with one of these names.
fn lines(reply: &Reply, names: &[&str]) -> Vec<String> {
    assert_eq!(reply.status, 200, "{reply:?}");
    let text = reply.text.replace("\r\n ", "");
    let is_asked = |line: &&str| names.iter().any(|name| line.split([':', ';']).next() == Some(name));
    text.split("\r\n").filter(is_asked).map(str::to_owned).collect()
}

#[test]
fn a_feed_says_when_and_where_and_nothing_of_the_parties() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭, 二楼");
    let file = before_one(&server, &people, &people.arbitrator);
    let hearing = set(&people, &file, &notice("2021-03-26", "09:00", &room));
    let number = people.clerk.read(&file.path(""))["number"].as_str().unwrap().to_owned();
    let (path, _) = made(&people.arbitrator, &json!({ "person": people.arbitrator.id }));

    let reply = server.get(&path).send();
    assert_eq!(reply.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    let said = lines(
        &reply,
        &["DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "SEQUENCE", "UID"],
    );
    let mut said: Vec<&str> = said.iter().map(String::as_str).filter(|line| !line.contains("1991")).collect();
    said.sort_unstable();
    let uid = format!("UID:{}-{hearing}@sikuai", file.id);
    let sequence = format!("SEQUENCE:{}", file.version.get());
    let summary = format!("SUMMARY:开庭 {number}");
    let mut expected = [
        "DTSTART;TZID=Asia/Shanghai:20210326T090000",
        "DTEND;TZID=Asia/Shanghai:20210326T110000",
        summary.as_str(),
        "LOCATION:第一仲裁庭\\, 二楼",
        "DESCRIPTION:已排期 Hearing scheduled",
        "STATUS:CONFIRMED",
        sequence.as_str(),
        uid.as_str(),
    ];
    expected.sort_unstable();
    assert_eq!(said, expected);
    for private in [WORKER_NAME, "红壤农机", people.arbitrator.id.as_str()] {
        assert!(!reply.text.contains(private), "{private} in {}", reply.text);
    }

    // Asked again, it says that nothing changed; and when something has, what.
    let tag = reply.header("etag").to_owned();
    let same = server.get(&path).header("if-none-match", &tag).send();
    assert_eq!((same.status, same.text.as_str(), same.header("etag")), (304, "", tag.as_str()));
    let postponed =
        json!({ "on": TODAY, "ground": "party", "held_on": "2021-03-29", "time": "14:30", "room": room });
    people.clerk.does(&file, &format!("hearings/{hearing}/postponement"), &postponed);
    let reply = server.get(&path).header("if-none-match", &tag).send();
    assert_eq!(
        lines(&reply, &["UID", "SEQUENCE", "DTSTART"])[1..],
        [
            "DTSTART;TZID=Asia/Shanghai:20210329T143000".to_owned(),
            format!("SEQUENCE:{}", file.version.get()),
            uid.clone(),
        ]
    );
    // While the case is suspended, nobody knows whether it is held on its day.
    let suspended =
        people.supervisor.does(&file, "suspensions", &json!({ "on": TODAY, "ground": "force_majeure" }));
    assert_eq!(lines(&server.get(&path).send(), &["STATUS"]), ["STATUS:TENTATIVE".to_owned()]);
    let no = &suspended["entry"]["no"];
    people.arbitrator.does(&file, &format!("suspensions/{no}/end"), &json!({ "on": TODAY }));
    people.clerk.does(&file, "withdrawal", &json!({ "on": TODAY, "ground": "own_motion" }));
    let reply = server.get(&path).send();
    assert_eq!(lines(&reply, &["UID", "STATUS"]), ["STATUS:CANCELLED".to_owned(), uid]);
    // It is read with the feed, its maker, the room's name where it is a room's, and the list.
    let before = server.app.store.statements();
    server.get(&path).send();
    assert_eq!(server.app.store.statements() - before, 4);
}

#[test]
fn a_feed_is_one_persons_or_one_rooms_and_its_token_opens_nothing_else() {
    let server = TestServer::start();
    let people = People::of(&server);
    let rooms = [a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭")];
    let files = [&people.arbitrator, &people.outsider].map(|sole| before_one(&server, &people, sole));
    for (file, room) in files.iter().zip(&rooms) {
        set(&people, file, &notice("2021-03-26", "09:00", room));
    }
    let (own, _) = made(&people.arbitrator, &json!({ "person": people.arbitrator.id }));
    let (others, _) = made(&people.clerk, &json!({ "person": people.outsider.id }));
    let (room, _) = made(&people.supervisor, &json!({ "room": rooms[1] }));
    let ids = |path: &str| {
        let found = lines(&server.get(path).send(), &["UID"]);
        found.iter().map(|line| line["UID:".len()..][..36].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&own), [files[0].id.clone()]);
    assert_eq!(ids(&others), [files[1].id.clone()]);
    assert_eq!(ids(&room), [files[1].id.clone()]);
    let token = own.split_once("token=").unwrap().1;
    for wrong in [
        format!("/api/v1/people/{}/hearings.ics?token={token}", people.outsider.id),
        format!("/api/v1/hearing-rooms/{}/hearings.ics?token={token}", rooms[0]),
        format!("/api/v1/people/{}/hearings.ics?token={}", people.arbitrator.id, "0".repeat(64)),
    ] {
        assert_eq!(server.get(&wrong).send().status, 404, "{wrong}");
    }
    let without = server.get(&format!("/api/v1/people/{}/hearings.ics", people.arbitrator.id)).send();
    assert_eq!((without.status, without.violations()), (400, vec!["query token required".to_owned()]));
    // It is no bearer token, and no part of it is in the database.
    assert_eq!(server.get("/api/v1/cases").bearer(token).send().status, 401);
    let of = json!({ "person": people.arbitrator.id });
    assert_eq!(make(&people.mediator, &of).status, 403);
    assert_eq!(make(&people.arbitrator, &json!({ "room": rooms[0] })).status, 403);
    assert_eq!(make(&people.report, &json!({ "person": people.report.id })).status, 403);
    assert_eq!(make(&people.clerk, &json!({})).violations(), ["body  one_of"]);
    assert_eq!(make(&people.clerk, &json!({ "person": people.clerk.id, "room": rooms[0] })).status, 400);
    assert_eq!(make(&people.clerk, &json!({ "room": people.clerk.id })).status, 404);
    let key = people.clerk.call("POST", "/api/v1/calendar-feeds").header("idempotency-key", "k").json(&of);
    assert_eq!((key.status, key.violations()), (400, vec!["header Idempotency-Key not_taken".to_owned()]));
}

#[test]
fn a_feed_ends_when_it_is_revoked_or_its_maker_or_its_person_leaves() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let read = |path: &str| server.get(path).send().status;
    let own = json!({ "person": people.arbitrator.id });
    let (first, id) = made(&people.arbitrator, &own);
    let (second, _) = made(&people.clerk, &own);
    assert_eq!((read(&first), read(&second)), (200, 200));
    // One's own, whoever made it; a clerk sees everybody's.
    assert_eq!(column(&people.arbitrator.read("/api/v1/calendar-feeds"), "id").len(), 2);
    assert_eq!(column(&people.outsider.read("/api/v1/calendar-feeds"), "id").len(), 0);
    assert_eq!(column(&people.supervisor.read("/api/v1/calendar-feeds"), "id").len(), 2);
    let revoke = format!("/api/v1/calendar-feeds/{id}/revocation");
    assert_eq!(people.outsider.call("POST", &revoke).send().status, 404);
    for _ in 0..2 {
        let revoked = people.arbitrator.call("POST", &revoke).send();
        assert_eq!(revoked.json()["revoked_at"], "2021-03-10T01:00:00Z", "{revoked:?}");
    }
    assert_eq!((read(&first), read(&second)), (404, 200));
    // The clerk who made the other one leaves, and then a person whose feed somebody else made.
    let leaves = |who: &Caller<'_>| {
        let path = format!("/api/v1/users/{}/deactivation", who.id);
        assert_eq!(people.admin.call("POST", &path).send().status, 200);
    };
    let (third, _) = made(&people.supervisor, &json!({ "person": people.outsider.id }));
    leaves(&people.clerk);
    assert_eq!((read(&second), read(&third)), (404, 200));
    leaves(&people.outsider);
    assert_eq!(read(&third), 404);
    let checked = server.app.register.check().unwrap();
    assert_eq!(checked.inconsistencies, Vec::<String>::new());
}
