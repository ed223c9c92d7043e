//! Setting hearings (排庭) over HTTP: rooms, double booking and who loses, the list, and the free slots. The days are
//! counted by hand from the calendar of 2021; everything begins on Wednesday 10 March.

use crate::support::hearings::{
    TODAY, a_room, at_once, before_one, before_three, notice, represented, said, set, statuses,
};
use crate::support::people::{Caller, File, People, WORKER_ID_NUMBER, column, on_day};
use crate::support::server::TestServer;
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::domain::role::Role;
use sikuai::storage::{StorageError, Tx};

/// Twelve working days ahead, a Friday: time enough for every kind of notice.
const DAY: &str = "2021-03-26";

fn whole(server: &TestServer) {
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

fn double_booked() -> (u16, Vec<String>) {
    (409, vec!["act  double_booked".to_owned()])
}

#[test]
fn rooms_are_added_and_retired_and_never_two_of_one_name() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let again = people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" }));
    assert_eq!(again.refused(), (409, vec!["act  room_name_taken".to_owned()]));
    let empty = people.admin.post("/api/v1/hearing-rooms", &json!({ "name": " " }));
    assert_eq!(empty.refused(), (400, vec!["body /name pattern".to_owned()]));

    let retire = format!("/api/v1/hearing-rooms/{room}/retirement");
    let retired = people.supervisor.call("POST", &retire).send();
    assert_eq!((retired.status, retired.json()["retired_at"].as_str()), (200, Some("2021-12-10T01:00:00Z")));
    on_day(&server, "2021-12-13");
    // The first time counts, and the name is free again.
    assert_eq!(people.admin.call("POST", &retire).send().json()["retired_at"], "2021-12-10T01:00:00Z");
    let other = a_room(&people, "第一仲裁庭");
    let page = people.clerk.read("/api/v1/hearing-rooms");
    assert_eq!(column(&page, "id"), [room.clone(), other]);
    let first = people.clerk.read("/api/v1/hearing-rooms?limit=1");
    let rest = people
        .clerk
        .read(&format!("/api/v1/hearing-rooms?limit=1&cursor={}", first["next"].as_str().unwrap()));
    assert_eq!((column(&first, "id"), column(&rest, "id").len()), (vec![room.clone()], 1));

    // No hearing is set in a room that is retired, or in none; and a name is not a room.
    let file = before_one(&server, &people, &people.arbitrator);
    let nowhere = json!(["body /room no_such_room"]);
    for wrong in [room.as_str(), "01990000-0000-7000-8000-000000000000"] {
        let reply = people.clerk.act(&file, "hearings", &notice(DAY, "09:00", wrong));
        assert_eq!((reply.status, json!(reply.violations())), (422, nowhere.clone()), "{reply:?}");
    }
    let reply = people.clerk.act(&file, "hearings", &notice(DAY, "09:00", "第一仲裁庭"));
    assert_eq!(reply.refused(), (400, vec!["body /room format".to_owned()]));
    for untimed in
        [json!({ "on": TODAY, "held_on": DAY, "minutes": 60 }), json!({ "on": TODAY, "held_on": DAY })]
    {
        let reply = people.clerk.act(&file, "hearings", &untimed);
        assert_eq!(reply.refused(), (422, vec!["body /time time_missing".to_owned()]));
    }
    let late = json!({ "on": TODAY, "held_on": DAY, "time": "23:30", "minutes": 45 });
    let reply = people.clerk.act(&file, "hearings", &late);
    assert_eq!(reply.refused(), (422, vec!["body /minutes past_midnight".to_owned()]));
}

#[test]
fn a_room_and_an_arbitrator_are_booked_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (first, second) = (a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭"));
    let ours = before_one(&server, &people, &people.arbitrator);
    let others = before_one(&server, &people, &people.outsider);
    let number = people.clerk.read(&ours.path(""))["number"].as_str().unwrap().to_owned();
    // Two hours by the office's setting: 09:00 to 11:00.
    let hearing = set(&people, &ours, &notice(DAY, "09:00", &first));
    let shown = people.clerk.read(&ours.path(""));
    assert_eq!(shown["hearings"][0]["minutes"], 120);
    assert_eq!(shown["hearings"][0]["room"], json!(first));

    let in_the_room = people.clerk.act(&others, "hearings", &notice(DAY, "10:45", &first));
    assert_eq!(in_the_room.refused(), double_booked());
    assert_eq!(
        said(&in_the_room),
        [format!("仲裁庭“第一仲裁庭”在{DAY} 09:00至11:00已有另一案件（{number}）的庭审")]
    );
    // What happened to be refused is refused in a dry run too, and with everything else that is wrong.
    let early = json!({ "on": TODAY, "held_on": DAY, "time": "08:00", "minutes": 90, "room": first,
        "acknowledge_warnings": ["hearing_outside_hours"] });
    let dry = people.clerk.call("POST", &others.path("hearings?dry_run=true"));
    assert_eq!(dry.header("if-match", &others.tag()).json(&early).refused(), double_booked());

    // From eleven on the room is free, and before nine.
    set(&people, &others, &notice(DAY, "11:00", &first));
    // A case before the same arbitrator, in the other room, at an overlapping time.
    let third = before_three(&server, &people);
    let overlapping = notice(DAY, "10:00", &second);
    let reply = people.clerk.act(&third, "hearings", &overlapping);
    assert_eq!(
        (reply.refused(), said(&reply)),
        (double_booked(), vec![format!("仲裁员测试在{DAY} 09:00至11:00已有另一案件（{number}）的庭审")])
    );
    // Two quarters past eleven in the first room: the room and nobody else is taken; short notice is said beside it.
    let soon = json!({ "on": TODAY, "held_on": "2021-03-12", "time": "11:30", "room": first });
    let reply = people.clerk.act(&third, "hearings", &soon);
    assert_eq!(reply.refused(), (409, vec!["act  notice_too_short".to_owned()]));

    // Postponed, the first hearing leaves its time to others, and takes none that is booked.
    let postponed =
        json!({ "on": TODAY, "ground": "party", "held_on": "2021-03-29", "time": "09:00", "room": first });
    people.clerk.does(&ours, &format!("hearings/{hearing}/postponement"), &postponed);
    set(&people, &third, &overlapping);
    whole(&server);
}

#[test]
fn another_member_is_not_seated_where_they_are_booked() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let ours = before_one(&server, &people, &people.arbitrator);
    let others = before_one(&server, &people, &people.outsider);
    set(&people, &ours, &notice(DAY, "09:00", &room));
    set(&people, &others, &json!({ "on": TODAY, "held_on": DAY, "time": "10:00" }));
    let seat = |who: &Caller<'_>| json!({ "on": TODAY, "members": [{ "user": who.id, "seat": "sole" }] });
    let reply = people.supervisor.act(&others, "tribunal-changes", &seat(&people.arbitrator));
    assert_eq!(reply.refused(), double_booked());
    people.supervisor.does(&others, "tribunal-changes", &seat(&people.second));
    // Who left is free again.
    let third = before_one(&server, &people, &people.outsider);
    set(&people, &third, &json!({ "on": TODAY, "held_on": DAY, "time": "10:00" }));
    whole(&server);
}

/// A closed case gives up its time; struck out, its withdrawal would take it back, which is refused while another has it.
#[test]
fn a_case_that_is_closed_gives_up_its_time() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let ours = before_one(&server, &people, &people.arbitrator);
    set(&people, &ours, &notice(DAY, "09:00", &room));
    let done = people.clerk.does(&ours, "withdrawal", &json!({ "on": TODAY, "ground": "own_motion" }));
    let others = before_one(&server, &people, &people.outsider);
    let hearing = set(&people, &others, &notice(DAY, "10:00", &room));
    let struck = format!("docket/{}/correction", done["entry"]["no"]);
    let body = json!({ "on": TODAY, "reason": "误录" });
    assert_eq!(people.supervisor.act(&ours, &struck, &body).refused(), double_booked());
    let later = json!({ "on": TODAY, "ground": "tribunal", "held_on": "2021-03-29", "time": "09:00" });
    people.clerk.does(&others, &format!("hearings/{hearing}/postponement"), &later);
    people.supervisor.does(&ours, &struck, &body);
    let page = people.clerk.read(&format!("/api/v1/hearings?room={room}"));
    assert_eq!(column(&page, "status"), ["scheduled", "postponed"]);
    whole(&server);
}

/// What has happened is told as it was, and takes nothing from anybody.
#[test]
fn a_hearing_of_the_past_books_nothing() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let two = [&people.arbitrator, &people.outsider].map(|sole| before_one(&server, &people, sole));
    on_day(&server, "2021-04-12");
    for file in &two {
        set(&people, file, &notice(DAY, "09:00", &room));
    }
    whole(&server);
}

#[test]
fn a_further_sitting_is_booked_too() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let ours = before_one(&server, &people, &people.arbitrator);
    let hearing = set(&people, &ours, &notice(DAY, "09:00", &room));
    let others = before_one(&server, &people, &people.outsider);
    set(&people, &others, &notice("2021-03-30", "15:00", &room));
    on_day(&server, DAY);
    people.arbitrator.does(&ours, &format!("hearings/{hearing}/opening"), &json!({ "on": DAY }));
    let adjourn = |time: &str| {
        json!({ "on": DAY, "next_on": "2021-03-30", "time": time, "minutes": 60,
        "acknowledge_warnings": ["hearing_outside_hours"] })
    };
    let path = format!("hearings/{hearing}/adjournment");
    assert_eq!(people.arbitrator.act(&ours, &path, &adjourn("14:30")).refused(), double_booked());
    people.arbitrator.does(&ours, &path, &adjourn("14:00"));
    let page = people.clerk.read("/api/v1/hearings?from=2021-03-30&to=2021-03-30");
    assert_eq!(
        (column(&page, "time"), column(&page, "room_name")),
        (vec!["14:00".to_owned(), "15:00".to_owned()], vec!["第一仲裁庭".to_owned(); 2],)
    );
    whole(&server);
}

/// Changes rows behind the program's back.
fn sql(server: &TestServer, statement: &'static str) {
    let work = move |tx: &mut Tx| Ok::<_, StorageError>(diesel::sql_query(statement).execute(&mut **tx)?);
    assert!(server.app.store.write_blocking(work).unwrap() > 0, "{statement}");
}

/// The rows follow from the dockets: what is changed is named, and a database from before gets them when the program starts.
#[test]
fn the_schedule_is_checked_and_computed_anew() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let file = before_one(&server, &people, &people.arbitrator);
    set(&people, &file, &notice(DAY, "09:00", &room));
    sql(&server, "DELETE FROM bookings WHERE slot = 36");
    sql(&server, "UPDATE hearings SET starts = 0");
    let found = server.app.register.check().unwrap().inconsistencies;
    let ends =
        |what: &str| found.iter().any(|found| found.ends_with(&format!("the {what} differ from the docket")));
    assert!(found.len() == 2 && ends("hearings") && ends("bookings"), "{found:?}");
    sql(&server, "DELETE FROM bookings");
    sql(&server, "DELETE FROM hearings");
    sql(&server, "DELETE FROM meta WHERE key = 'law_book'");
    assert_eq!(server.app.register.rebuild_if_changed().unwrap(), 1);
    whole(&server);
    let others = before_one(&server, &people, &people.outsider);
    assert_eq!(
        people.clerk.act(&others, "hearings", &notice(DAY, "09:00", &room)).refused(),
        double_booked()
    );
}

/// Eight cases before eight arbitrators ask for one room at overlapping times, in the same moment: one gets it. The
/// others hear why, and their cases are as they were.
#[test]
fn of_those_who_ask_for_a_room_at_once_one_gets_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let sole: Vec<Caller<'_>> =
        (0..8).map(|n| Caller::new(&server, &format!("sole{n}"), Role::Arbitrator)).collect();
    for round in ["2021-03-26", "2021-03-29", "2021-03-30"] {
        let files: Vec<File> = sole.iter().map(|sole| before_one(&server, &people, sole)).collect();
        let token = crate::support::server::access_token(&server.log_in("clerk"));
        let times = ["09:00", "09:30", "10:00", "10:30", "09:15", "10:15", "09:45", "10:45"];
        let acts: Vec<_> = files
            .iter()
            .zip(times)
            .map(|(file, time)| (token.clone(), file, "hearings".to_owned(), notice(round, time, &room)))
            .collect();
        let replies = at_once(&server, &acts);
        assert_eq!(statuses(&replies), [201, 409, 409, 409, 409, 409, 409, 409], "{replies:#?}");
        for (reply, file) in replies.iter().zip(&files) {
            let case = people.clerk.read(&file.path(""));
            if reply.status == 201 {
                assert_eq!(case["stage"], "scheduled");
            } else {
                assert_eq!(reply.refused(), double_booked());
                assert_eq!(
                    (case["version"].clone(), case["stage"].clone()),
                    (json!(file.version.get()), json!("tribunal"))
                );
            }
        }
    }
    whole(&server);
}

/// The same for one arbitrator who sits in every case, each in a room of its own; then two hearings that are
/// postponed into each other's time at once, which could wait for each other for ever.
#[test]
fn of_those_who_ask_for_an_arbitrator_at_once_one_gets_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let rooms: Vec<String> = (1..=6).map(|n| a_room(&people, &format!("第{n}仲裁庭"))).collect();
    let files: Vec<File> = rooms.iter().map(|_| before_one(&server, &people, &people.arbitrator)).collect();
    let token = crate::support::server::access_token(&server.log_in("clerk"));
    let acts: Vec<_> = files
        .iter()
        .zip(&rooms)
        .map(|(file, room)| (token.clone(), file, "hearings".to_owned(), notice(DAY, "09:30", room)))
        .collect();
    assert_eq!(statuses(&at_once(&server, &acts)), [201, 409, 409, 409, 409, 409]);

    let two = [&people.second, &people.third].map(|sole| before_one(&server, &people, sole));
    let times = ["2021-04-06", "2021-04-07"];
    let set: Vec<u64> =
        two.iter().zip(times).map(|(file, on)| set(&people, file, &notice(on, "09:00", &rooms[0]))).collect();
    let swaps: Vec<_> = two
        .iter()
        .zip([times[1], "2021-04-08"])
        .zip(&set)
        .map(|((file, on), hearing)| {
            let body = json!({ "on": TODAY, "ground": "tribunal", "held_on": on, "time": "09:00", "room": rooms[0] });
            (token.clone(), file, format!("hearings/{hearing}/postponement"), body)
        })
        .collect();
    let replies = at_once(&server, &swaps);
    // The second moves away; the first gets its place or comes too early for it.
    assert_eq!(replies[1].status, 201, "{replies:#?}");
    assert!([201, 409].contains(&replies[0].status), "{replies:#?}");
    whole(&server);
}

/// 黄律师, who acts for employers; the phone number is written as other offices write it.
fn lawyer(phone: &str, id_number: Option<&str>) -> Value {
    let mut person = json!({ "name": "黄守正", "phone": phone });
    if let Some(number) = id_number {
        person["id_number"] = json!(number);
    }
    json!([{ "person": person, "authority": "general" }])
}

#[test]
fn a_representative_is_at_one_hearing_at_a_time() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (first, second) = (a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭"));
    let ours =
        represented(&server, &people, &people.arbitrator, &lawyer("13800000021", Some(WORKER_ID_NUMBER)));
    let others = represented(&server, &people, &people.outsider, &lawyer("13800000021", None));
    let namesakes = represented(&server, &people, &people.second, &lawyer("13800000022", None));
    let number = people.clerk.read(&ours.path(""))["number"].as_str().unwrap().to_owned();
    set(&people, &ours, &notice(DAY, "09:00", &first));

    // Another room, another arbitrator, the same lawyer: found by name and phone number.
    let reply = people.clerk.act(&others, "hearings", &notice(DAY, "10:45", &second));
    assert_eq!(reply.refused(), double_booked());
    assert_eq!(
        said(&reply),
        [format!("第2号当事人的代理人在{DAY} 09:00至11:00已有另一案件（{number}）的庭审")]
    );
    // Who does not read the people of that case hears when, and not in which case their lawyer is.
    let reply = people.outsider.act(&others, "hearings", &notice(DAY, "10:45", &second));
    assert_eq!(
        (reply.refused(), said(&reply)),
        (double_booked(), vec![format!("第2号当事人的代理人在{DAY} 09:00至11:00已有另一案件的庭审")])
    );
    assert!(!reply.text.contains(&number) && !reply.text.contains(&ours.id));
    let dry = people.clerk.call("POST", &others.path("hearings?dry_run=true"));
    let dry = dry.header("if-match", &others.tag()).json(&notice(DAY, "10:45", &second));
    assert_eq!(dry.refused(), double_booked());
    // Who has the name alone is somebody else, and from eleven on the lawyer is free.
    set(&people, &namesakes, &notice(DAY, "09:00", &second));
    let slots = |minutes: u32| {
        let path = format!("hearing-slots?from={DAY}&minutes={minutes}&room={second}");
        column(&people.clerk.read(&others.path(&path)), "time")
    };
    // The second room is taken until eleven, too; the afternoon begins at 14:30.
    assert_eq!(slots(60)[0], "11:00");
    let theirs = set(&people, &others, &notice("2021-03-25", "09:00", &second));

    // A postponement asks again; a hearing that gives its time up leaves the lawyer free.
    let third = a_room(&people, "第三仲裁庭");
    let body = json!({ "on": TODAY, "ground": "tribunal", "held_on": DAY, "time": "08:45", "room": third,
        "acknowledge_warnings": ["hearing_outside_hours"] });
    let postponement = format!("hearings/{theirs}/postponement");
    assert_eq!(people.clerk.act(&others, &postponement, &body).refused(), double_booked());
    people.clerk.does(&ours, "withdrawal", &json!({ "on": TODAY, "ground": "own_motion" }));
    people.clerk.does(&others, &postponement, &body);
    // A case that is tried together with it is heard at the same time: by the same arbitrator, with the same lawyer.
    let joined = represented(&server, &people, &people.outsider, &lawyer("13800000021", None));
    let reply = people.clerk.act(&joined, "hearings", &notice(DAY, "09:00", &third));
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  double_booked".to_owned(); 3]));
    people.outsider.does(&others, "joint-trials", &json!({ "on": TODAY, "with": joined.id }));
    joined.version.set(joined.version.get() + 1);
    set(&people, &joined, &notice(DAY, "09:00", &third));
    whole(&server);
}

/// Six cases before six arbitrators in six rooms, and one lawyer in all of them, asked for in the same moment.
#[test]
fn of_those_who_ask_for_a_representative_at_once_one_gets_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let seats: Vec<(String, Caller<'_>)> = (0..6)
        .map(|n| {
            (
                a_room(&people, &format!("第{n}仲裁庭")),
                Caller::new(&server, &format!("s{n}"), Role::Arbitrator),
            )
        })
        .collect();
    let token = crate::support::server::access_token(&server.log_in("clerk"));
    for day in ["2021-03-26", "2021-03-29", "2021-03-30"] {
        let files: Vec<File> = seats
            .iter()
            .map(|(_, sole)| represented(&server, &people, sole, &lawyer("13800000021", None)))
            .collect();
        let acts: Vec<_> = files
            .iter()
            .zip(&seats)
            .map(|(file, (room, _))| (token.clone(), file, "hearings".to_owned(), notice(day, "09:30", room)))
            .collect();
        assert_eq!(statuses(&at_once(&server, &acts)), [201, 409, 409, 409, 409, 409], "{day}");
    }
    whole(&server);
}

#[test]
fn the_list_of_hearings_is_paged_filtered_and_seen_by_who_may() {
    let server = TestServer::start();
    let people = People::of(&server);
    let rooms = [a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭")];
    let files =
        [&people.arbitrator, &people.outsider, &people.second].map(|sole| before_one(&server, &people, sole));
    set(&people, &files[0], &notice("2021-03-29", "09:00", &rooms[0]));
    set(&people, &files[1], &notice("2021-03-26", "14:30", &rooms[1]));
    set(&people, &files[2], &json!({ "on": TODAY, "held_on": "2021-03-26", "time": "09:00" }));
    let read = |query: &str| column(&people.clerk.read(&format!("/api/v1/hearings{query}")), "case_id");
    let ids = |order: &[usize]| order.iter().map(|n| files[*n].id.clone()).collect::<Vec<_>>();
    // Of one day the earlier comes first.
    assert_eq!(read(""), ids(&[2, 1, 0]));
    assert_eq!(read("?from=2021-03-27"), ids(&[0]));
    assert_eq!(read("?to=2021-03-26"), ids(&[2, 1]));
    assert_eq!(read(&format!("?room={}", rooms[1])), ids(&[1]));
    assert_eq!(read(&format!("?person={}", people.second.id)), ids(&[2]));
    assert_eq!(read("?status=postponed,closed"), Vec::<String>::new());
    let mut paged = Vec::new();
    let mut query = "?limit=1".to_owned();
    loop {
        let page = people.clerk.read(&format!("/api/v1/hearings{query}"));
        paged.extend(column(&page, "case_id"));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?limit=1&cursor={next}");
    }
    assert_eq!(paged, ids(&[2, 1, 0]));
    let before = server.app.store.statements();
    people.clerk.read("/api/v1/hearings?limit=200");
    assert_eq!(server.app.store.statements() - before, 2, "the session, and the page");
    assert_eq!(people.report.get("/api/v1/hearings").status, 403);
    let wrong = people.clerk.get("/api/v1/hearings?from=2021-02-30&status=lost&cursor=x&limit=201");
    assert_eq!(
        wrong.refused(),
        (
            400,
            vec![
                "query cursor format".to_owned(),
                "query from format".to_owned(),
                "query limit range".to_owned(),
                "query status enum".to_owned(),
            ]
        )
    );
}

fn times(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| format!("{} {}", item["held_on"].as_str().unwrap(), item["time"].as_str().unwrap()))
        .collect()
}

/// Ordinary procedure, asked on Wednesday 10 March: with five working days between, the notice of today is in time
/// for Wednesday 17 March (16, 15, 12, 11, 10).
#[test]
fn free_slots_keep_the_law_the_hours_and_what_is_booked() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_three(&server, &people);
    let ask = |query: &str| people.clerk.read(&file.path(&format!("hearing-slots{query}")));
    // Without rooms only the tribunal counts. Two hours, mornings from nine to twelve, afternoons from half past two to
    // half past five: each takes one.
    assert_eq!(times(&ask("")), ["2021-03-17 09:00", "2021-03-17 14:30", "2021-03-18 09:00"]);
    assert_eq!(times(&ask("?minutes=90")), ["2021-03-17 09:00", "2021-03-17 10:30", "2021-03-17 14:30"]);

    let (first, second) = (a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭"));
    let others = before_one(&server, &people, &people.outsider);
    set(&people, &others, &notice("2021-03-17", "09:00", &first));
    assert_eq!(
        times(&ask(&format!("?room={first}"))),
        ["2021-03-17 14:30", "2021-03-18 09:00", "2021-03-18 14:30"]
    );
    let page = ask("");
    assert_eq!(
        (times(&page), page["items"][0]["room"].clone(), page["items"][1]["room"].clone()),
        (
            vec!["2021-03-17 09:00".to_owned(), "2021-03-17 14:30".to_owned(), "2021-03-18 09:00".to_owned()],
            json!(second),
            json!(first)
        )
    );
    // A member who sits elsewhere in the afternoon.
    let third = before_one(&server, &people, &people.third);
    set(&people, &third, &json!({ "on": TODAY, "held_on": "2021-03-17", "time": "17:00", "minutes": 30 }));
    assert_eq!(times(&ask("?minutes=180")), ["2021-03-17 09:00", "2021-03-18 09:00", "2021-03-18 14:30"]);
    // A Saturday is skipped; 3 to 5 April were the holidays of Qingming.
    assert_eq!(
        times(&ask("?from=2021-03-19&minutes=180")),
        ["2021-03-19 09:00", "2021-03-19 14:30", "2021-03-22 09:00"]
    );
    assert_eq!(times(&ask("?from=2021-04-02&minutes=180"))[2], "2021-04-06 09:00");

    // What is proposed is taken by the act; and what was taken is proposed to nobody.
    let proposed = &ask("")["items"][0];
    let body = json!({ "on": TODAY, "held_on": proposed["held_on"], "time": proposed["time"], "room": proposed["room"] });
    set(&people, &file, &body);
    // A hearing that stands can be put later, not earlier.
    assert_eq!(times(&ask(""))[0], "2021-03-18 09:00");
    assert_eq!(
        people.clerk.get(&file.path("hearing-slots?minutes=240")).refused(),
        (422, vec!["query minutes longer_than_hours".to_owned()])
    );
    let nowhere = people.clerk.get(&file.path("hearing-slots?room=01990000-0000-7000-8000-000000000000"));
    assert_eq!(nowhere.refused(), (422, vec!["query room no_such_room".to_owned()]));
}

#[test]
fn where_no_day_can_be_proposed_it_is_said_why() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, TODAY);
    let file = people.clerk.receive(&crate::support::people::application("2021-03-01"));
    let reply = people.clerk.get(&file.path("hearing-slots"));
    assert_eq!(reply.refused(), (409, vec!["act  stage_does_not_allow".to_owned()]));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-02", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-03"));
    let page = people.clerk.read(&file.path("hearing-slots"));
    assert_eq!(page["items"], json!([]));
    assert_eq!(page["reasons"][0]["zh"], "第2号被申请人的答辩期未满，仲裁申请书副本尚未送达");
    // Served on 10 March, the defence runs for ten working days, to Wednesday 24 March.
    let copy = json!({ "on": TODAY, "document": "application_copy", "parties": [2], "manner": "direct" });
    people.clerk.does(&file, "services", &copy);
    assert_eq!(times(&people.clerk.read(&file.path("hearing-slots")))[0], "2021-03-25 09:00");
    assert_eq!(people.mediator.get(&file.path("hearing-slots")).status, 403);
    assert_eq!(people.report.get(&file.path("hearing-slots")).status, 404);
}

/// The simplified procedure is free to hear today (R33 60): what is over of the day is not proposed, and setting it
/// warns.
#[test]
fn in_the_simplified_procedure_short_notice_warns() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    // It is nine in the morning.
    assert_eq!(times(&people.clerk.read(&file.path("hearing-slots")))[0], "2021-03-10 09:00");
    server.clock.advance(chrono::TimeDelta::seconds(60));
    assert_eq!(times(&people.clerk.read(&file.path("hearing-slots")))[0], "2021-03-10 09:30");
    let mut body = json!({ "on": TODAY, "held_on": TODAY, "time": "09:30" });
    let reply = people.clerk.act(&file, "hearings", &body);
    assert_eq!((reply.status, reply.json()["acknowledge"].clone()), (409, json!(["short_notice"])));
    assert_eq!(reply.json()["article"], "《劳动人事争议仲裁办案规则》第60条");
    body["acknowledge_warnings"] = json!(["short_notice"]);
    set(&people, &file, &body);
}
