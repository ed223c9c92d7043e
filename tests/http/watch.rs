//! The watch over the deadlines: who is told of what, on which day, and once; that it changes no case; that
//! several programs on one database take turns; and the alarm when it has not run. Which notice is due on a day
//! is counted by hand in `tests/domain/watch.rs`. Not here: diaries (`tests/http/diary.rs`).

use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use crate::support::database::{TestDatabase, options};
use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::rows::{a_case, a_notice, a_user, write};
use crate::support::server::TestServer;
use chrono::TimeDelta;
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::{Clock, ManualClock};
use sikuai::app::watching::Turn;
use sikuai::domain::role::Role;
use sikuai::jobs;
use sikuai::storage::notices::{self, NoticeRow};
use sikuai::storage::watch;
use sikuai::storage::{Store, cases, users};

/// A case that was received on Wednesday 1 December 2021 and accepted on Monday the 6th, on which the mediator
/// works. Copies to serve (A06) and a tribunal to form (A07) are due on Monday the 13th; the 45 days of the trial
/// (A25) end on Thursday 20 January 2022. The working days before that are 19, 18, 17, 14, 13, 12, 11, 10, 7 and
/// 6 January.
fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-06", "procedure": "ordinary" }));
    let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-06", "people": mediator }));
    file
}

/// The same, with the copy served and a tribunal of three, so that only A25 is open; the defence is the
/// respondent's to file.
fn in_trial(people: &People<'_>) -> File {
    let file = people.clerk.receive_another(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-06", "procedure": "ordinary" }));
    let served =
        json!({ "on": "2021-12-07", "document": "application_copy", "parties": [2], "manner": "direct" });
    people.clerk.does(&file, "services", &served);
    people.supervisor.does(&file, "tribunal", &people.panel("2021-12-08"));
    file
}

fn run(app: &App) -> Turn {
    app.watch.run("here").unwrap()
}

/// How many notices a run raises on each of these days.
fn raised(server: &TestServer, days: &[&str]) -> Vec<u64> {
    let on = |day: &&str| {
        on_day(server, day);
        match run(&server.app) {
            Turn::Completed(raised) => raised,
            other => panic!("{day}: {other:?}"),
        }
    };
    days.iter().map(on).collect()
}

/// `rule kind distance due` of a caller's notices, sorted.
fn told(caller: &Caller<'_>, query: &str) -> Vec<String> {
    let page = caller.read(&format!("/api/v1/notices{query}"));
    let mut told: Vec<String> = page["items"].as_array().unwrap().iter().map(line).collect();
    told.sort();
    told
}

fn line(notice: &Value) -> String {
    let text = |field: &str| notice[field].as_str().unwrap().to_owned();
    format!("{} {} {} {}", text("rule"), text("kind"), notice["distance"], text("due_on"))
}

/// Another program on the same database, with a clock of its own.
fn another(server: &TestServer, ahead: TimeDelta) -> App {
    let clock = ManualClock::at(Clock::Manual(server.clock.clone()).now() + ahead);
    App::open(server.app.settings.clone(), Clock::Manual(clock)).unwrap()
}

#[test]
fn each_distance_is_told_once_to_the_people_of_the_case_and_to_supervisors() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let docket = people.clerk.read(&file.path("docket"));
    let before = people.clerk.read(&file.path(""));

    // Friday the 10th is one working day before Monday the 13th; two deadlines, two people.
    assert_eq!(raised(&server, &["2021-12-10", "2021-12-10", "2021-12-11", "2021-12-13"]), [4, 0, 0, 0]);
    let one_day = ["A06 deadline_ahead 1 2021-12-13", "A07 deadline_ahead 1 2021-12-13"];
    assert_eq!(told(&people.mediator, ""), one_day);
    assert_eq!(told(&people.supervisor, ""), one_day);
    for other in [&people.clerk, &people.arbitrator, &people.outsider] {
        assert_eq!(told(other, ""), Vec::<String>::new());
    }
    assert_eq!(raised(&server, &["2021-12-14", "2021-12-15"]), [4, 0]);
    let days = ["2022-01-05", "2022-01-06", "2022-01-07", "2022-01-13", "2022-01-17", "2022-01-19"];
    assert_eq!(raised(&server, &days), [0, 2, 0, 2, 2, 2]);
    assert_eq!(raised(&server, &["2022-01-20", "2022-01-21", "2022-01-24"]), [0, 2, 0]);
    let all = [
        "A06 deadline_ahead 1 2021-12-13",
        "A06 deadline_missed null 2021-12-13",
        "A07 deadline_ahead 1 2021-12-13",
        "A07 deadline_missed null 2021-12-13",
        "A25 deadline_ahead 1 2022-01-20",
        "A25 deadline_ahead 10 2022-01-20",
        "A25 deadline_ahead 3 2022-01-20",
        "A25 deadline_ahead 5 2022-01-20",
        "A25 deadline_missed null 2022-01-20",
    ];
    assert_eq!(told(&people.mediator, ""), all);
    assert_eq!(told(&people.supervisor, ""), all);

    // Nothing of it touched the case.
    on_day(&server, "2021-12-10");
    assert_eq!(people.clerk.read(&file.path("")), before);
    assert_eq!(people.clerk.read(&file.path("docket")), docket);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// A complaint of Wednesday 1 December 2021 is decided on by 2, 3, 6, 7 and 8 December; a paper of Monday the 6th is
/// delivered by 7 to 10 and 13 to 15 December.
#[test]
fn the_desk_hears_of_a_case_on_which_nobody_works() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let body = json!({ "on": "2021-12-01", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": application("2021-12-01")["parties"] });
    let file = people.inspector.opens("/api/v1/inspection-cases", &body);
    assert_eq!(raised(&server, &["2021-12-01", "2021-12-02"]), [4, 0], "two deadlines, two people, once");
    let five = ["W01 deadline_ahead 5 2021-12-08", "W02 deadline_ahead 5 2021-12-08"];
    assert_eq!(told(&people.inspector, ""), five);
    assert_eq!(told(&people.supervisor, ""), five);
    for other in [&people.clerk, &people.mediator, &people.arbitrator] {
        assert_eq!(told(other, ""), Vec::<String>::new());
    }
    on_day(&server, "2021-12-06");
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-12-06" }));
    let paper = json!({ "on": "2021-12-06", "kind": "inquiry" });
    people.inspector.does(&file, "inspection-documents", &paper);
    assert_eq!(raised(&server, &["2021-12-14"]), [2]);
    assert!(told(&people.inspector, "").contains(&"W07 deadline_ahead 1 2021-12-15".to_owned()));
    // Once somebody is assigned to it, the desk hears no more.
    let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
    on_day(&server, "2021-12-16");
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-16", "people": mediator }));
    assert_eq!(raised(&server, &["2021-12-16"]), [2]);
    let missed = "W07 deadline_missed null 2021-12-15".to_owned();
    assert!(told(&people.mediator, "").contains(&missed) && told(&people.supervisor, "").contains(&missed));
    assert!(!told(&people.inspector, "").contains(&missed));
    // At the counter it is the clerks who hear of an application that nobody has: A03 is due on 8 December.
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    people.clerk.receive_another(&application("2021-12-01"));
    assert_eq!(raised(&server, &["2021-12-07", "2021-12-07"]), [2, 0]);
    assert_eq!(told(&people.clerk, ""), ["A03 deadline_ahead 1 2021-12-08"]);
    assert_eq!(told(&people.inspector, ""), Vec::<String>::new());
}

#[test]
fn a_notice_says_what_it_is_about_in_both_languages() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    assert_eq!(raised(&server, &["2021-12-10"]), [4]);
    let page = people.mediator.read("/api/v1/notices");
    let notice = page["items"].as_array().unwrap().iter().find(|notice| notice["rule"] == "A06").unwrap();
    let expected = json!({
        "id": notice["id"], "kind": "deadline_ahead", "case_id": file.id,
        "number": "徐劳人仲案字〔2021〕1号", "rule": "A06", "name": notice["name"], "party": 2,
        "diary_id": null, "rating_id": null, "due_on": "2021-12-13", "distance": 1,
        "words": {
            "zh": format!("“{}”（A06）于2021-12-13到期，自2021-12-10起尚余1个工作日", notice["name"]["zh"].as_str().unwrap()),
            "en": format!("{} (A06) is due on 2021-12-13, 1 working day from 2021-12-10.", notice["name"]["en"].as_str().unwrap()),
        },
        "raised_at": "2021-12-10T01:00:00Z", "read_at": null,
    });
    assert_eq!(*notice, expected);
    assert_eq!(notice["name"]["code"], "A06");
    let version = notice["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap().get_version_num();
    assert_eq!(version, 7);
}

#[test]
fn a_watch_that_stood_still_tells_the_nearest_distance_only() {
    let server = TestServer::start();
    let people = People::of(&server);
    in_trial(&people);
    // The tribunal and the supervisor: four. Distances 10 and 5 were passed while nothing ran.
    assert_eq!(raised(&server, &["2022-01-18", "2022-01-18", "2022-01-19"]), [4, 0, 4]);
    let expected = ["A25 deadline_ahead 1 2022-01-20", "A25 deadline_ahead 3 2022-01-20"];
    assert_eq!(told(&people.arbitrator, ""), expected);
    assert_eq!(told(&people.outsider, ""), Vec::<String>::new());
}

#[test]
fn who_joins_the_case_later_hears_how_it_stands() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = in_trial(&people);
    assert_eq!(raised(&server, &["2022-01-13"]), [4]);
    on_day(&server, "2022-01-14");
    let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
    people.supervisor.does(&file, "assignment", &json!({ "on": "2022-01-14", "people": mediator }));
    assert_eq!(raised(&server, &["2022-01-14", "2022-01-14"]), [1, 0]);
    assert_eq!(told(&people.mediator, ""), ["A25 deadline_ahead 5 2022-01-20"]);
}

#[test]
fn a_deadline_that_rests_is_met_or_has_ended_is_silent_and_a_new_day_is_told_anew() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = in_trial(&people);
    assert_eq!(raised(&server, &["2022-01-06"]), [4]);
    on_day(&server, "2022-01-07");
    let suspended =
        people.supervisor.does(&file, "suspensions", &json!({ "on": "2022-01-07", "ground": "other" }));
    assert_eq!(raised(&server, &["2022-01-13", "2022-01-21"]), [0, 0]);
    // Fourteen days out: the 45 days end on Thursday 3 February, in the holiday of 31 January to 6 February,
    // and so on Monday the 7th. Before it are worked 30, 29, 28, 27, 26 January and so on; the fifth is the 26th.
    let end = format!("suspensions/{}/end", suspended["entry"]["no"]);
    people.arbitrator.does(&file, &end, &json!({ "on": "2022-01-21" }));
    // 30, 29, 28, 27, 26, 25, 24 and 21 January: eight days are left, so the distance of ten has been reached.
    assert_eq!(raised(&server, &["2022-01-21", "2022-01-25", "2022-01-26"]), [4, 0, 4]);
    assert_eq!(
        told(&people.second, ""),
        [
            "A25 deadline_ahead 10 2022-01-20",
            "A25 deadline_ahead 10 2022-02-07",
            "A25 deadline_ahead 5 2022-02-07"
        ]
    );
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2022-01-26", "ground": "own_motion" }));
    assert_eq!(raised(&server, &["2022-01-28", "2022-02-08"]), [0, 0]);
}

#[test]
fn who_was_deactivated_gets_none() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    let deputy = Caller::new(&server, "deputy", Role::Supervisor);
    for gone in [&people.mediator, &deputy] {
        let path = format!("/api/v1/users/{}/deactivation", gone.id);
        assert_eq!(people.admin.call("POST", &path).send().status, 200);
    }
    // Nobody is left who works on the case, so the clerk hears of it, and the supervisor who is there.
    assert_eq!(raised(&server, &["2021-12-10"]), [4]);
    assert_eq!(told(&people.supervisor, "").len(), 2);
    assert_eq!(told(&people.clerk, ""), told(&people.supervisor, ""));
}

#[test]
fn a_notice_is_its_receivers_and_is_read_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    assert_eq!(raised(&server, &["2021-12-10"]), [4]);
    let own = column(&people.mediator.read("/api/v1/notices"), "id");
    let path = format!("/api/v1/notices/{}/read-mark", own[0]);
    for other in [&people.supervisor, &people.clerk] {
        assert_eq!(other.call("PUT", &path).send().status, 404);
    }
    assert_eq!(people.admin.call("PUT", &path).send().status, 403);
    let nobodys = "/api/v1/notices/00000000-0000-7000-8000-000000000000/read-mark";
    assert_eq!(people.mediator.call("PUT", nobodys).send().status, 404);
    assert_eq!(people.mediator.read("/api/v1/notices?unread=true")["items"].as_array().unwrap().len(), 2);

    server.clock.advance(TimeDelta::minutes(1));
    let read = people.mediator.call("PUT", &path).send();
    assert_eq!((read.status, &read.json()["read_at"]), (200, &json!("2021-12-10T01:01:00Z")));
    server.clock.advance(TimeDelta::minutes(1));
    let again = people.mediator.call("PUT", &path).send();
    assert_eq!((again.status, again.json()), (200, read.json()), "the first time counts");
    assert_eq!(column(&people.mediator.read("/api/v1/notices?unread=true"), "id"), own[1..]);
    assert_eq!(column(&people.mediator.read("/api/v1/notices"), "id"), own);
}

#[test]
fn notices_come_in_pages_the_latest_first_in_three_statements() {
    let server = TestServer::start();
    let people = People::of(&server);
    in_trial(&people);
    accepted(&people);
    let days = ["2021-12-10", "2021-12-14", "2022-01-06", "2022-01-13"];
    assert_eq!(raised(&server, &days), [4, 4, 6, 6]);
    let all = people.supervisor.read("/api/v1/notices");
    let instants = column(&all, "raised_at");
    let mut latest_first = instants.clone();
    latest_first.sort_by(|a, b| b.cmp(a));
    assert_eq!((instants.len(), &instants), (8, &latest_first));
    for limit in [1, 3, 8] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/notices?limit={limit}{cursor}");
            let page = people.supervisor.read(&path);
            walked.extend(column(&page, "id"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(walked, column(&all, "id"), "in pages of {limit}");
    }
    let before = server.app.store.statements();
    people.supervisor.read("/api/v1/notices");
    assert_eq!(server.app.store.statements() - before, 3, "the session, the calendar in force, and the page");
    let refused = people.clerk.get("/api/v1/notices?limit=201&cursor=x&unread=maybe&page=2");
    let expected =
        ["query cursor format", "query limit range", "query page unknown_parameter", "query unread format"];
    assert_eq!((refused.status, refused.violations()), (400, expected.map(str::to_owned).to_vec()));
}

/// A run takes the turn, and for each page keeps it, asks for the calendar in force, reads deadlines, those that are met
/// later, people and supervisors, and writes; then keeps it for the diaries, reads them, keeps it for bad ratings, reads those,
/// keeps it for ledgers that waited too long, looks for them, keeps it for old codes of parties, looks for them, keeps it for
/// old answers, looks for them, and puts down how it went: the same for one case as for many.
#[test]
fn a_run_takes_as_many_statements_for_many_cases_as_for_one() {
    let server = TestServer::start();
    let people = People::of(&server);
    let statements = |day: &str, expected: u64| {
        on_day(&server, day);
        let before = server.app.store.statements();
        assert_eq!(run(&server.app), Turn::Completed(expected));
        server.app.store.statements() - before
    };
    accepted(&people);
    let one = statements("2021-12-10", 4);
    for _ in 0..29 {
        accepted(&people);
    }
    let thirty = statements("2021-12-10", 29 * 4);
    assert_eq!((one, thirty), (19, 19));
}

#[test]
fn of_several_programs_one_watches_and_each_notice_is_raised_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    for _ in 0..5 {
        accepted(&people);
    }
    let other = another(&server, TimeDelta::zero());
    let start = Barrier::new(6);
    let turns: Vec<Turn> = thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|n| {
                let (start, app) = (&start, if n % 2 == 0 { &*server.app } else { &other });
                scope.spawn(move || {
                    start.wait();
                    app.watch.run(&format!("program {n}")).unwrap()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(turns.iter().filter(|turn| **turn == Turn::Completed(20)).count(), 1, "{turns:?}");
    assert_eq!(turns.iter().filter(|turn| **turn == Turn::Elsewhere).count(), 5, "{turns:?}");
    assert_eq!(told(&people.supervisor, "").len(), 10);
}

#[test]
fn two_that_both_believe_it_is_their_turn_raise_each_notice_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    for _ in 0..5 {
        accepted(&people);
    }
    // An hour ahead, on the same day: every turn of the other has ended long ago.
    let ahead = another(&server, TimeDelta::hours(1));
    for day in ["2021-12-10", "2021-12-14", "2022-01-06", "2022-01-13", "2022-01-17"] {
        on_day(&server, day);
        let clock = ManualClock::at(Clock::Manual(server.clock.clone()).now() + TimeDelta::hours(1));
        let ahead = App::open(ahead.settings.clone(), Clock::Manual(clock)).unwrap();
        let start = Barrier::new(2);
        thread::scope(|scope| {
            let both = [&*server.app, &ahead].map(|app| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    app.watch.run(&app.settings.bind.to_string()).unwrap()
                })
            });
            both.map(|thread| thread.join().unwrap())
        });
    }
    // Two deadlines at one day and missed, one at three distances, for each of five cases.
    let told = told(&people.supervisor, "?limit=200");
    assert_eq!(told.len(), 5 * (2 + 2 + 3));
    assert_eq!(told.iter().filter(|line| *line == "A25 deadline_ahead 5 2022-01-20").count(), 5);
}

/// Rows of the same keys under ids of their own, from two connections at once.
#[test]
fn the_database_takes_the_same_notice_once_from_whomever() {
    let database = TestDatabase::new();
    write(&database.store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))
    });
    let stores = [database.store.clone(), Store::open(&database.url, options()).unwrap()];
    let start = Barrier::new(2);
    let notice = |program: u32, n: u32| NoticeRow {
        anchor: Some(i32::try_from(n).unwrap()),
        ..a_notice(program * 10_000 + n, 2, 1)
    };
    let raised: usize = thread::scope(|scope| {
        let threads: Vec<_> = (1..=2_u32)
            .zip(&stores)
            .map(|(program, store)| {
                let start = &start;
                scope.spawn(move || {
                    let rows: Vec<NoticeRow> = (0..1200).map(|n| notice(program, n)).collect();
                    start.wait();
                    write(store, move |tx| notices::insert_new(tx, &rows))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(raised, 1200);
}

#[test]
fn a_turn_ends_by_itself_or_is_given_back() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    let watch = &server.app.watch;
    assert_eq!(watch.run("first").unwrap(), Turn::Completed(4));
    assert_eq!(watch.run("second").unwrap(), Turn::Elsewhere);
    // The first one dies. Its turn was for two intervals of ten minutes.
    server.clock.advance(TimeDelta::minutes(20) - TimeDelta::microseconds(1));
    assert_eq!(watch.run("second").unwrap(), Turn::Elsewhere);
    server.clock.advance(TimeDelta::microseconds(1));
    assert_eq!(watch.run("second").unwrap(), Turn::Completed(0));
    // It was not dead after all, and finds that it lost the turn.
    assert_eq!(watch.run("first").unwrap(), Turn::Elsewhere);
    watch.release("first").unwrap();
    assert_eq!(watch.run("first").unwrap(), Turn::Elsewhere, "nobody gives back another's turn");
    watch.release("second").unwrap();
    assert_eq!(watch.run("first").unwrap(), Turn::Completed(0));
    // Who has the turn keeps it by running.
    server.clock.advance(TimeDelta::minutes(19));
    assert_eq!(watch.run("first").unwrap(), Turn::Completed(0));
    server.clock.advance(TimeDelta::minutes(19));
    assert_eq!(watch.run("second").unwrap(), Turn::Elsewhere);
}

#[test]
fn a_lost_turn_is_not_renewed_and_leaves_no_word() {
    let database = TestDatabase::new();
    let store = &database.store;
    assert!(write(store, |tx| watch::take(tx, "first", 100, 200)));
    assert!(write(store, |tx| watch::take(tx, "second", 200, 300)));
    assert!(!write(store, |tx| watch::renew(tx, "first", 900)));
    let run = watch::RunRow {
        started_at: 100,
        ended_at: 250,
        outcome: "completed",
        notices: 7,
        completed_at: Some(250),
    };
    write(store, move |tx| watch::put_down(tx, "first", &run));
    let row = store.read_blocking(watch::load).unwrap();
    assert_eq!((row.holder.as_str(), row.lease_until, row.outcome, row.notices), ("second", 300, None, 0));
}

#[test]
fn the_watch_says_when_it_ran_and_when_it_is_late() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    let read = || people.supervisor.read("/api/v1/watch");
    let never = json!({ "state": "late", "interval_minutes": 10, "distances": [10, 5, 3, 1],
        "completed_at": null, "last_run": null, "turn_until": null });
    assert_eq!(read(), never);
    run(&server.app);
    let ran = json!({ "state": "on_time", "interval_minutes": 10, "distances": [10, 5, 3, 1],
        "completed_at": "2021-12-10T01:00:00Z",
        "last_run": { "started_at": "2021-12-10T01:00:00Z", "ended_at": "2021-12-10T01:00:00Z",
            "outcome": "completed", "notices": 4 },
        "turn_until": "2021-12-10T01:20:00Z" });
    assert_eq!(read(), ran);
    assert_eq!(people.admin.read("/api/v1/watch"), ran);
    server.clock.advance(TimeDelta::minutes(30));
    assert_eq!(read()["state"], "on_time");
    server.clock.advance(TimeDelta::seconds(1));
    assert_eq!(read()["state"], "late");
    assert_eq!(server.get("/health/ready").send().status, 200);
    run(&server.app);
    assert_eq!((&read()["state"], &read()["last_run"]["notices"]), (&json!("on_time"), &json!(0)));
}

#[test]
fn an_office_that_watches_from_outside_is_never_late() {
    let server = TestServer::start_with(|config| {
        config.watch_minutes = 0;
        config.notice_distances = vec![2];
    });
    let people = People::of(&server);
    accepted(&people);
    assert!(jobs::watch::start(Arc::clone(&server.app)).unwrap().is_none());
    assert_eq!(people.admin.read("/api/v1/watch")["state"], "off");
    // Two working days before Monday the 13th is Thursday the 9th.
    on_day(&server, "2021-12-09");
    run(&server.app);
    let expected = ["A06 deadline_ahead 2 2021-12-13", "A07 deadline_ahead 2 2021-12-13"];
    assert_eq!(told(&people.mediator, ""), expected);
    let watch = people.admin.read("/api/v1/watch");
    assert_eq!((&watch["state"], &watch["last_run"]["notices"]), (&json!("off"), &json!(4)));
}

#[test]
fn the_job_watches_at_once_and_gives_its_turn_back_when_it_stops() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    let watching = jobs::watch::start(Arc::clone(&server.app)).unwrap().unwrap();
    watching.stop(Duration::from_mins(1));
    let watch = people.supervisor.read("/api/v1/watch");
    assert_eq!((&watch["last_run"]["notices"], &watch["turn_until"]), (&json!(4), &Value::Null));
    assert_eq!(told(&people.mediator, "").len(), 2);
}

/// What was logged, with its level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The lines of one turn of the job.
fn logged(app: &App) -> Vec<String> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || jobs::watch::turn(app, "here"));
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap().lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_run_that_breaks_off_is_told_and_the_alarm_follows() {
    let server = TestServer::start();
    let people = People::of(&server);
    accepted(&people);
    let sql = |sql: &'static str| {
        write(&server.app.store, move |tx| Ok(diesel::sql_query(sql).execute(&mut **tx)?));
    };
    on_day(&server, "2021-12-09");
    assert_eq!(logged(&server.app), ["INFO the deadlines were watched notices=4"]);
    // The diaries, which come last, cannot be read.
    sql("ALTER TABLE diary RENAME TO diary_away");
    on_day(&server, "2021-12-10");
    let lines = logged(&server.app);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("ERROR the watch over the deadlines broke off"), "{lines:?}");
    let late = "WARN the watch over the deadlines is late completed_at=\"2021-12-09T01:00:00+00:00\"";
    assert_eq!(lines[1], late);
    let watch = people.admin.read("/api/v1/watch");
    assert_eq!((&watch["state"], &watch["completed_at"]), (&json!("late"), &json!("2021-12-09T01:00:00Z")));
    assert_eq!((&watch["last_run"]["outcome"], &watch["last_run"]["notices"]), (&json!("failed"), &json!(4)));
    sql("ALTER TABLE diary_away RENAME TO diary");
    assert_eq!(logged(&server.app), ["INFO the deadlines were watched notices=0"]);
    assert_eq!(told(&people.mediator, "").len(), 4, "at three days and at one");
}
