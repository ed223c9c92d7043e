//! Cases that are tried together, over HTTP (合并审理): what their hearings take is booked once for all of them, by whichever
//! sits; and a joint trial is struck out in both dockets, or in neither. Not here: who may join them (`collective`, `saying`).

use crate::support::hearings::{TODAY, a_room, at_once, before_three, notice, set, statuses};
use crate::support::people::{File, People};
use crate::support::server::{Reply, TestServer, access_token};
use serde_json::{Value, json};

/// Twelve working days ahead, a Friday.
const DAY: &str = "2021-03-26";

fn whole(server: &TestServer) {
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// Three cases before the same three arbitrators; the first two are tried together.
fn joined<'s>(server: &'s TestServer, people: &People<'s>) -> ([File; 3], String, u64) {
    let files = [1, 2, 3].map(|_| before_three(server, people));
    let room = a_room(people, "第一仲裁庭");
    let done =
        people.arbitrator.does(&files[0], "joint-trials", &json!({ "on": TODAY, "with": files[1].id }));
    files[1].version.set(files[1].version.get() + 1);
    (files, room, done["entry"]["no"].as_u64().unwrap())
}

fn refused(reply: &Reply) -> bool {
    reply.status == 409 && reply.violations().iter().all(|it| it == "act  double_booked")
}

fn withdrawn(people: &People<'_>, file: &File) {
    people.clerk.does(file, "withdrawal", &json!({ "on": TODAY, "ground": "own_motion" }));
}

/// The first case was withdrawn: the second alone sits, and nobody else gets its arbitrators.
#[test]
fn who_is_left_of_a_joint_trial_books() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ([first, second, third], room, _) = joined(&server, &people);
    withdrawn(&people, &first);
    set(&people, &second, &notice(DAY, "09:00", &room));
    assert!(refused(&people.clerk.act(&third, "hearings", &notice(DAY, "09:00", &room))));
    whole(&server);
}

/// Both are set for the same time, and one of them has it booked. Whichever that is, when it ends the other has it; when that
/// ends too, it is free.
#[test]
fn what_one_gives_up_the_other_takes_over() {
    for ends_first in [0, 1] {
        let server = TestServer::start();
        let people = People::of(&server);
        let (files, room, _) = joined(&server, &people);
        for file in &files[..2] {
            set(&people, file, &notice(DAY, "09:00", &room));
            whole(&server);
        }
        withdrawn(&people, &files[ends_first]);
        whole(&server);
        assert!(refused(&people.clerk.act(&files[2], "hearings", &notice(DAY, "09:00", &room))));
        withdrawn(&people, &files[1 - ends_first]);
        set(&people, &files[2], &notice(DAY, "09:00", &room));
        whole(&server);
    }
}

/// Both sides of a trial at the same moment: both cases are withdrawn while a third asks for their room, so each hands over
/// to the other what it gives up; and each of two cases is joined with the other. Nothing stays booked for nobody, and no
/// trial is in one docket alone.
#[test]
fn what_is_done_on_both_cases_at_once_leaves_both_whole() {
    for _ in 0..3 {
        let server = TestServer::start();
        let people = People::of(&server);
        let clerk = access_token(&server.log_in("clerk"));
        let arbitrator = access_token(&server.log_in("arbitrator"));
        let ([first, second, third], room, _) = joined(&server, &people);
        for file in [&first, &second] {
            set(&people, file, &notice(DAY, "09:00", &room));
        }
        let ends = |file| {
            let ground = json!({ "on": TODAY, "ground": "own_motion" });
            (clerk.clone(), file, "withdrawal".to_owned(), ground)
        };
        let asks = (clerk.clone(), &third, "hearings".to_owned(), notice(DAY, "09:00", &room));
        let replies = at_once(&server, &[ends(&first), ends(&second), asks]);
        assert_eq!(statuses(&replies[..2]), [201, 201], "{replies:#?}");
        assert!(replies[2].status == 201 || refused(&replies[2]), "{replies:#?}");
        whole(&server);
        if replies[2].status != 201 {
            set(&people, &third, &notice(DAY, "09:00", &room));
        }

        let pair = [1, 2].map(|_| before_three(&server, &people));
        let joins = |own, other: &File| {
            let with = json!({ "on": TODAY, "with": other.id });
            (arbitrator.clone(), own, "joint-trials".to_owned(), with)
        };
        let replies = at_once(&server, &[joins(&pair[0], &pair[1]), joins(&pair[1], &pair[0])]);
        // Who comes second has not seen what the first wrote into both.
        assert_eq!(statuses(&replies), [201, 412], "{replies:#?}");
        assert_eq!((trials(&people, &pair[0]), trials(&people, &pair[1])), (1, 1));
        whole(&server);
    }
}

fn trials(people: &People<'_>, file: &File) -> usize {
    people.clerk.read(&file.path(""))["joint_trials"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_joint_trial_is_struck_out_in_both_dockets() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ([first, second, third], room, entry) = joined(&server, &people);
    let path = format!("docket/{entry}/correction");
    let with =
        |id: &str| json!({ "on": TODAY, "reason": "误录", "replacement": { "on": TODAY, "with": id } });
    let reply = people.supervisor.act(&first, &path, &with(&third.id));
    assert_eq!(
        (reply.status, reply.violations()),
        (422, vec!["body /replacement/with joined_with_another".to_owned()])
    );
    // Not while both sit at the same time: then one of them would have nothing.
    let strike = json!({ "on": TODAY, "reason": "误录" });
    let hearings = [&first, &second].map(|file| set(&people, file, &notice(DAY, "09:00", &room)));
    assert!(refused(&people.supervisor.act(&first, &path, &strike)));
    assert_eq!((trials(&people, &first), trials(&people, &second)), (1, 1));
    let later =
        json!({ "on": TODAY, "ground": "tribunal", "held_on": "2021-03-29", "time": "09:00", "room": room });
    people.clerk.does(&second, &format!("hearings/{}/postponement", hearings[1]), &later);
    let dry = people.supervisor.act(&first, &format!("{path}?dry_run=true"), &strike);
    assert_eq!((dry.status, trials(&people, &second)), (200, 1));
    people.supervisor.does(&first, &path, &strike);
    assert_eq!((trials(&people, &first), trials(&people, &second)), (0, 0));
    let last =
        |file: &File| people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().last().cloned();
    let corrected = last(&second).unwrap();
    assert_eq!((corrected["reason"].as_str(), corrected["act"].clone()), (Some("误录"), Value::Null));
    whole(&server);
}
