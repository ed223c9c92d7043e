//! The forecast over HTTP, of cases whose last days are worked out by hand. Not here: the arithmetic (`tests/domain`).

use crate::list_tables::{cell, table};
use crate::support::people::{People, application, column, on_day};
use crate::support::server::TestServer;
use serde_json::json;

/// Today is Friday 10 December 2021. Accepted in the year: one of Wednesday 3 November, whose 45 days end on Saturday 18
/// December, and so on Monday the 20th; one of 8 December, which ends on Saturday 22 January 2022, and so on the 24th; one that
/// was withdrawn. Carried in from 2020 and withdrawn in January: one. Not accepted: one.
fn five_cases(people: &People<'_>) -> [String; 2] {
    let accepted = |received: &str, on: &str| {
        let file = people.clerk.receive_another(&application(received));
        people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
        file
    };
    let withdrawn = |received: &str, on: &str, left: &str| {
        let file = accepted(received, on);
        people.clerk.does(&file, "withdrawal", &json!({ "on": left, "ground": "own_motion" }));
    };
    let first = accepted("2021-11-01", "2021-11-03");
    let second = accepted("2021-12-06", "2021-12-08");
    withdrawn("2021-11-02", "2021-11-05", "2021-11-19");
    withdrawn("2020-12-21", "2020-12-23", "2021-01-11");
    people.clerk.receive_another(&application("2021-12-09"));
    [first.id, second.id]
}

#[test]
fn a_target_takes_what_is_open_in_the_order_of_its_last_days() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, second] = five_cases(&people);
    let asked = |query: &str| people.report.read(&format!("/api/v1/statistics/forecast?{query}"));
    // Two closed of three accepted, 66.66 %: for 90 % three are needed, so one more.
    let found = asked("target=90&by=2021-12-31");
    let standing = json!({ "numerator": 2, "denominator": 3, "percent": "66.66", "rounding": "truncate" });
    assert_eq!(found["standing"], standing);
    let numbers = ["needed", "open", "early", "missing"].map(|name| found[name].as_u64().unwrap());
    assert_eq!((numbers, &found["reached_on"]), ([1, 2, 0, 0], &json!("2021-12-20")));
    assert_eq!(found["days"], json!([{ "day": "2021-12-20", "cases": 1, "closed_for_target": 1 }]));
    assert_eq!(column(&found, "case_id"), [first.as_str(), second.as_str()]);
    assert_eq!(column(&found, "due_on"), ["2021-12-20", "2022-01-24"]);
    assert_eq!(
        (&found["from"], &found["today"], &found["by"]),
        (&json!("2021-01-01"), &json!("2021-12-10"), &json!("2021-12-31"))
    );
    // The trial periods that the office owes by the day: that of the first.
    let trial = found["deadlines"].as_array().unwrap().iter().find(|item| item["rule"] == "A25").unwrap();
    assert_eq!(trial["deadlines"], 1);
    // The machine reads no cases, and has no link that it may not follow.
    assert_eq!(trial["worklist"], json!(null));
    assert_eq!(people.report.get("/api/v1/deadlines").status, 403);
    // Of the cases accepted in the year one is closed: for 90 % three, so two more, of which one is due later.
    let cohort = asked("target=90&by=2021-12-31&rate=cohort_closure_rate");
    let numbers = ["needed", "open", "early", "missing"].map(|name| cohort[name].as_u64().unwrap());
    assert_eq!((numbers, &cohort["reached_on"]), ([2, 2, 1, 0], &json!(null)));
    // With the one carried in: two of four.
    let caseload = asked("target=50&by=2021-12-31&rate=caseload_closure_rate");
    assert_eq!((&caseload["standing"]["denominator"], &caseload["needed"]), (&json!(4), &json!(0)));
    assert_eq!(caseload["reached_on"], "2021-12-10");
    // If seven more come in, nine of ten are needed.
    let more = asked("target=90&by=2021-12-31&more=7&limit=1");
    let numbers = ["needed", "open", "early", "missing"].map(|name| more[name].as_u64().unwrap());
    assert_eq!((numbers, more["items"].as_array().unwrap().len()), ([7, 2, 1, 5], 1));
}

/// Mediation outside is above the line and below it, and counted once in either place: of the five cases two closed of three
/// accepted; with two settled before their acceptance four of five, as the figures say.
#[test]
fn what_stands_above_the_line_and_below_it_is_counted_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    five_cases(&people);
    for received in ["2021-11-08", "2021-11-09"] {
        let file = people.clerk.receive_another(&application(received));
        let deferral = json!({ "on": "2021-11-10", "body": "徐城街道调解委员会" });
        people.clerk.does(&file, "mediations", &deferral);
        let settlement = json!({ "on": "2021-11-12", "amount": 50_000, "paid": 50_000 });
        people.clerk.does(&file, "pre-filing-settlement", &settlement);
    }
    let asked = |target: &str| {
        let query = format!("target={target}&by=2021-12-31&rate=county_closure_rate");
        people.report.read(&format!("/api/v1/statistics/forecast?{query}"))
    };
    // For 90 % of five five are needed, so one more.
    for (target, needed) in [("80", 0), ("90", 1)] {
        let found = asked(target);
        assert_eq!(
            (&found["standing"]["numerator"], &found["standing"]["denominator"]),
            (&json!(4), &json!(5))
        );
        assert_eq!((&found["standing"]["percent"], &found["needed"]), (&json!("80.00"), &json!(needed)));
    }
    let path = "/api/v1/statistics/figures?measures=county_closure_rate&from=2021-01-01&to=2021-12-10";
    let figures = people.report.read(path);
    let total = &figures["items"][0]["total"];
    assert_eq!((&total["numerator"], &total["denominator"]), (&json!(4), &json!(5)));
}

/// The trial period of the first ends on 20 December, that of the second on 24 January: each number leads to a list of exactly
/// what it counts, by that day and no later, and what is overdue stays in both.
#[test]
fn each_number_of_deadlines_lists_exactly_what_it_counts() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, second] = five_cases(&people);
    let owed = |by: &str| {
        let found = people.supervisor.read(&format!("/api/v1/statistics/forecast?target=90&by={by}"));
        let mut trial = None;
        for rule in found["deadlines"].as_array().unwrap() {
            let list = people.supervisor.read(rule["worklist"].as_str().unwrap());
            let count = list["items"].as_array().unwrap().len();
            assert_eq!(rule["deadlines"], count, "{by} {rule} {list}");
            trial = (rule["rule"] == "A25").then(|| column(&list, "case_id")).or(trial);
        }
        trial.unwrap_or_default()
    };
    assert_eq!(owed("2021-12-19"), [""; 0]);
    assert_eq!(owed("2021-12-20"), [first.as_str()]);
    assert_eq!(owed("2022-01-23"), [first.as_str()]);
    assert_eq!(owed("2022-01-24"), [first.as_str(), second.as_str()]);
    on_day(&server, "2021-12-22");
    assert_eq!(owed("2021-12-31"), [first.as_str()]);
    let listed = |query: &str| {
        let list = people.supervisor.read(&format!("/api/v1/deadlines?rule=A25&{query}"));
        column(&list, "case_id")
    };
    assert_eq!(listed("status=overdue&due_on__lte=2021-12-19"), [""; 0]);
    assert_eq!(listed("status=overdue&due_on__lte=2021-12-20"), [first.as_str()]);
    assert_eq!(listed("status=overdue&due_on__lte=2022-01-24"), [first.as_str()]);
    assert_eq!(listed("status=due_soon&within=60&due_on__lte=2022-01-23"), [""; 0]);
    assert_eq!(listed("status=due_soon&within=60&due_on__lte=2022-01-24"), [second.as_str()]);
    let wrong = people.supervisor.get("/api/v1/deadlines?due_on__lte=2021-02-30");
    assert_eq!((wrong.status, wrong.violations()), (400, vec!["query due_on__lte format".to_owned()]));
}

/// What the JSON says of the rate, the last days and the rules is in the table too, each in a row that names its part.
#[test]
fn a_forecast_is_a_table_with_all_its_parts() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, second] = five_cases(&people);
    let path = "/api/v1/statistics/forecast?target=90&by=2021-12-31";
    let reply = people.report.call("GET", path).header("accept", "text/csv").send();
    let rows = table(&reply);
    let of = |part: &str, headings: &[&str]| -> Vec<String> {
        let own = (1..rows.len()).filter(|row| cell(&rows, *row, "part") == part);
        own.map(|row| headings.iter().map(|it| cell(&rows, row, it)).collect::<Vec<_>>().join(" ")).collect()
    };
    let standing = [
        "rate.code",
        "target_percent",
        "by",
        "numerator",
        "denominator",
        "percent",
        "needed",
        "open",
        "reached_on",
    ];
    assert_eq!(of("standing", &standing), ["closure_rate 90.00 2021-12-31 2 3 66.66 1 2 2021-12-20"]);
    assert_eq!(
        of("days", &["rate.code", "day", "cases", "closed_for_target"]),
        ["closure_rate 2021-12-20 1 1"]
    );
    assert!(of("deadlines", &["rule", "deadlines"]).contains(&"A25 1".to_owned()), "{rows:?}");
    let cases = [format!("{first} 2021-12-20"), format!("{second} 2022-01-24")];
    assert_eq!(of("items", &["case_id", "due_on"]), cases);
    let parts = rows.len() - 1 - of("deadlines", &["rule"]).len();
    assert_eq!(parts, 4, "{rows:?}");
}

#[test]
fn a_forecast_asks_for_a_target_a_day_to_come_and_a_closure_rate() {
    let server = TestServer::start();
    let people = People::of(&server);
    let refused = |query: &str| {
        let reply = people.report.get(&format!("/api/v1/statistics/forecast?{query}"));
        (reply.status, reply.violations())
    };
    let missing = ["query by required", "query target required"].map(str::to_owned).to_vec();
    assert_eq!(refused(""), (400, missing));
    assert_eq!(refused("target=100.5&by=2021-12-31"), (400, vec!["query target format".to_owned()]));
    for rate in ["in_time_rate", "x"] {
        let query = format!("target=95&by=2021-12-31&rate={rate}");
        assert_eq!(refused(&query), (400, vec!["query rate enum".to_owned()]));
        let reply = people.report.get(&format!("/api/v1/statistics/forecast?{query}"));
        let said =
            "应为下列之一：closure_rate, cohort_closure_rate, caseload_closure_rate, county_closure_rate";
        assert_eq!(reply.json()["violations"][0]["detail"], said, "{reply:?}");
    }
    assert_eq!(refused("target=95&by=2021-12-09"), (422, vec!["query by in_the_past".to_owned()]));
    assert_eq!(
        refused("target=95&by=2021-12-31&from=2021-12-11"),
        (422, vec!["query from in_the_future".to_owned()])
    );
    // Nothing is accepted: nothing is needed.
    let nothing = people.report.read("/api/v1/statistics/forecast?target=95&by=2021-12-10");
    assert_eq!((&nothing["standing"]["percent"], &nothing["needed"]), (&json!(null), &json!(0)));
}
