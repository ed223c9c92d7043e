//! What if it were done: a dry run of each act that moves deadlines shows every one that would move, from and to, and
//! writes nothing; done in earnest the act says the same. The days are counted by hand on the calendar of 2021.

use crate::support::people::{Caller, File, People, application, moved, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// Received on Monday 1 March, accepted on the 3rd: the trial period ends on Saturday 17 April, so on the 19th.
fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-03-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-03", "procedure": "ordinary" }));
    file
}

/// The same with the application served on the 4th and a tribunal on the 5th.
fn with_tribunal(people: &People<'_>) -> File {
    let file = accepted(people);
    people.clerk.does(&file, "services", &served("2021-03-04", "direct"));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-05"));
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-03-05", "people": [] }));
    file
}

fn served(on: &str, manner: &str) -> Value {
    let cause = (manner == "announcement").then_some("下落不明");
    let mut body = json!({ "on": on, "document": "application_copy", "parties": [2], "manner": manner });
    if let Some(cause) = cause {
        body["cause"] = json!(cause);
    }
    body
}

/// Asks what would move, sees that nothing was written, does it, and is told the same.
#[track_caller]
fn would_move((who, file): (&Caller<'_>, &File), path: &str, body: &Value, expected: &[&str]) {
    let known =
        || (who.read(&file.path("")), who.read(&file.path("deadlines")), who.read(&file.path("docket")));
    let before = known();
    let shown = who.act(file, &format!("{path}?dry_run=true"), body);
    assert_eq!((shown.status, &shown.json()["entry"]), (200, &Value::Null), "{shown:?}");
    assert_eq!(moved(&shown.json()), expected);
    assert_eq!(known(), before, "a dry run writes nothing");
    assert_eq!(moved(&who.does(file, path, body)), expected);
}

/// Ten working days for the defence from the 4th: 5, 8-12 and 15-18 March.
#[test]
fn a_service_shows_the_duty_that_it_meets_and_the_period_that_it_starts() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let met_and_begun = ["A06 2021-03-10->2021-03-10 met", "A08 none->2021-03-18 open"];
    would_move((&people.clerk, &file), "services", &served("2021-03-04", "direct"), &met_and_begun);
}

/// Sixty days in 2021: served on 3 May; the defence has 6, 7, 8 (worked), 10-14, 17 and 18 May. Sixty days are out of
/// the trial period: 17 April and sixty, 16 June.
#[test]
fn a_service_by_announcement_shows_the_trial_period_move() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let expected =
        ["A06 2021-03-10->2021-03-10 met", "A08 none->2021-05-18 open", "A25 2021-04-19->2021-06-16 open"];
    would_move((&people.clerk, &file), "services", &served("2021-03-04", "announcement"), &expected);
}

/// Stopped on 24 March; resumed on 6 April, thirteen days: 17 and 13, 30 April.
#[test]
fn a_suspension_and_its_end_show_the_trial_period_stop_and_move() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = with_tribunal(&people);
    let body = json!({ "on": "2021-03-24", "ground": "force_majeure" });
    would_move((&people.supervisor, &file), "suspensions", &body, &["A25 2021-04-19->none paused"]);
    let end = format!("suspensions/{}/end", file.version.get());
    let body = json!({ "on": "2021-04-06" });
    would_move((&people.arbitrator, &file), &end, &body, &["A25 none->2021-04-30 open"]);
}

/// Fifteen days from the unrolled 17 April: 2 May, in Labour Day, so Thursday the 6th.
#[test]
fn an_extension_shows_the_extended_period() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = with_tribunal(&people);
    let expected = ["A25 2021-04-19->2021-04-19 extended", "A26 none->2021-05-06 open"];
    let body = json!({ "on": "2021-04-15", "days": 15 });
    would_move((&people.supervisor, &file), "extensions", &body, &expected);
}

/// Joined on Monday 15 March: 45 days anew, to 29 April; the new respondent is to be served by the 22nd.
#[test]
fn a_joinder_shows_the_restart_and_what_the_new_party_is_owed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = with_tribunal(&people);
    let employer = json!({ "no": 3, "side": "respondent", "who": { "employer": { "name": "某公司" } } });
    let expected = ["A06 none->2021-03-22 open", "A25 2021-04-19->2021-04-29 open"];
    let body = json!({ "on": "2021-03-15", "parties": [employer] });
    would_move((&people.arbitrator, &file), "joinders", &body, &expected);
}

/// Decided on the last day, the 8th, written down on the 13th: in time, and the delay shows. Decided a day later: late,
/// although it was written down sooner after the day.
#[test]
fn an_act_counts_on_its_day_and_the_delay_of_writing_it_down_shows() {
    let server = TestServer::start();
    let people = People::of(&server);
    let decided = |on: &str, recorded: &str| {
        on_day(&server, "2021-12-01");
        let file = people.clerk.receive_another(&application("2021-12-01"));
        on_day(&server, recorded);
        people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
        let page = people.clerk.read(&file.path("deadlines"));
        let items = page["items"].as_array().unwrap();
        let decision = items.iter().find(|item| item["rule"] == "A03").unwrap().clone();
        ["due_on", "met_on", "met_recorded_on", "status"]
            .map(|field| decision[field].as_str().unwrap().to_owned())
    };
    let told = |fields: [&str; 4]| fields.map(str::to_owned);
    assert_eq!(
        decided("2021-12-08", "2021-12-13"),
        told(["2021-12-08", "2021-12-08", "2021-12-13", "met_in_time"])
    );
    assert_eq!(
        decided("2021-12-09", "2021-12-10"),
        told(["2021-12-08", "2021-12-09", "2021-12-10", "met_late"])
    );
}

/// A duty that is met keeps its day, and one that begins has none before: a dry run tells the two apart from what moves. The term
/// for the defence, to 18 March, had lapsed when the application was withdrawn on the 22nd: nobody met it on that day.
#[test]
fn what_changes_its_state_alone_is_told_from_what_moves_and_what_lapsed_was_not_met() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let effects = |done: &Value| -> Vec<String> {
        let list = done["deadlines"].as_array().unwrap().iter();
        list.map(|it| format!("{} {}", it["rule"].as_str().unwrap(), it["effect"].as_str().unwrap()))
            .collect()
    };
    let shown = people.clerk.act(&file, "services?dry_run=true", &served("2021-03-04", "direct"));
    assert_eq!(effects(&shown.json()), ["A06 state_only", "A08 began"]);
    people.clerk.does(&file, "services", &served("2021-03-04", "direct"));
    let employer = json!({ "no": 3, "side": "respondent", "who": { "employer": { "name": "某公司" } } });
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-05"));
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-03-05", "people": [] }));
    let joined = json!({ "on": "2021-03-15", "parties": [employer] });
    let shown = people.arbitrator.act(&file, "joinders?dry_run=true", &joined);
    assert_eq!(effects(&shown.json()), ["A06 began", "A25 moved"]);

    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-03-22", "ground": "own_motion" }));
    let page = people.clerk.read(&file.path("deadlines"));
    let defence = page["items"].as_array().unwrap().iter().find(|item| item["rule"] == "A08").unwrap();
    let told =
        ["due_on", "status", "met_on", "met_by", "ended_on", "ended_by"].map(|field| defence[field].clone());
    let expected =
        [json!("2021-03-18"), json!("lapsed"), Value::Null, Value::Null, json!("2021-03-22"), json!(6)];
    assert_eq!(told, expected);
    let met = page["items"].as_array().unwrap().iter().find(|item| item["rule"] == "A06").unwrap();
    assert_eq!((&met["met_on"], &met["ended_on"]), (&json!("2021-03-04"), &Value::Null));
}
