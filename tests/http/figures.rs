//! The figures of a month over six cases by hand: their values, the cases behind each, and the counting in SQL
//! against the definition. Not here: the demo year (`tests/demo_data.rs`), plans of queries.
#![expect(clippy::many_single_char_names, reason = "six cases, of which each is talked about by its letter")]

use std::collections::{BTreeMap, BTreeSet};

use crate::support::people::{File, People, application, column};
use crate::support::server::{TestServer, wait};
use serde_json::{Value, json};
use sikuai::app::permits;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{ClosureCounts, Period, ReportingRow};
use sikuai::domain::id::{CaseId, UserId};
use sikuai::domain::quick_step::QuickStep;
use sikuai::domain::role::Role;

fn received(people: &People<'_>, on: &str) -> File {
    people.clerk.receive_another(&application(on))
}

fn accepted(people: &People<'_>, received_on: &str, on: &str) -> File {
    let file = received(people, received_on);
    people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
    file
}

fn withdrawn(people: &People<'_>, file: &File, on: &str) {
    people.clerk.does(file, "withdrawal", &json!({ "on": on, "ground": "own_motion" }));
}

fn paid(people: &People<'_>, file: &File, on: &str, amount: u32) {
    people.clerk.does(file, "recoveries", &json!({ "on": on, "amount": amount, "party": 1 }));
}

/// Six cases around November 2021, each by the letter that the tests call it.
fn six_cases(people: &People<'_>) -> BTreeMap<String, char> {
    // Accepted in November, still open.
    let a = accepted(people, "2021-11-01", "2021-11-03");
    // Accepted and closed in November, with money in November and in December.
    let b = accepted(people, "2021-11-02", "2021-11-05");
    paid(people, &b, "2021-11-15", 50_000);
    withdrawn(people, &b, "2021-11-19");
    paid(people, &b, "2021-12-01", 30_000);
    // Carried in, closed in November.
    let c = accepted(people, "2021-10-20", "2021-10-22");
    withdrawn(people, &c, "2021-11-10");
    // Money before any acceptance.
    let d = received(people, "2021-11-08");
    paid(people, &d, "2021-11-09", 20_000);
    // Not accepted at all: closed, but no closed case of the report.
    let e = received(people, "2021-11-10");
    people.clerk.does(&e, "rejection", &json!({ "on": "2021-11-12", "ground": "conditions_not_met" }));
    // Carried in and carried out.
    let f = accepted(people, "2021-10-11", "2021-10-13");
    withdrawn(people, &f, "2021-12-01");
    [a, b, c, d, e, f].into_iter().map(|file| file.id).zip('a'..='f').collect()
}

#[test]
fn the_figures_of_a_month_and_the_cases_behind_each() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = six_cases(&people);
    let report = people.report.read("/api/v1/statistics/closure?from=2021-11-01&to=2021-11-30");
    let expected = [
        ("accepted", "/value", json!(2), "ab"),
        ("closed", "/value", json!(2), "bc"),
        ("carried_in", "/value", json!(2), "cf"),
        ("carried_out", "/value", json!(2), "af"),
        ("closure_rate", "/percent", json!("100.00"), "bc"),
        ("cohort_closure_rate", "/percent", json!("50.00"), "b"),
        ("caseload_closure_rate", "/percent", json!("50.00"), "bc"),
        ("recovered", "/fen", json!(50_000), "b"),
        ("recovered_before_acceptance", "/fen", json!(20_000), "d"),
    ];
    for (figure, number, value, cases) in expected {
        assert_eq!(report[figure].pointer(number), Some(&value), "{figure}");
        let listed = listed(&people, report[figure]["cases"].as_str().unwrap(), &names);
        assert_eq!(listed, cases, "{figure}");
    }
    assert_eq!(report["waterfall_difference"], 0);
    let received = "/api/v1/statistics/closure/cases?figure=received&from=2021-11-01&to=2021-11-30";
    assert_eq!(listed(&people, received, &names), "abde");
}

/// The letters of the cases that a link lists, page by page.
fn listed(people: &People<'_>, link: &str, names: &BTreeMap<String, char>) -> String {
    let mut letters = Vec::new();
    let mut path = format!("{link}&limit=1");
    loop {
        let page = people.report.read(&path);
        letters.extend(column(&page, "id").iter().map(|id| names[id]));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("{link}&limit=1&cursor={next}");
    }
    let once: BTreeSet<char> = letters.iter().copied().collect();
    assert_eq!(once.len(), letters.len(), "no case twice");
    once.into_iter().collect()
}

#[test]
fn counting_in_sql_and_by_the_definition_agree() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = six_cases(&people);
    let user = UserId(people.clerk.id.parse().unwrap());
    let caller = permits::Caller { user, role: Role::Clerk };
    let register = &server.app.register;
    let book = wait(register.law_book()).unwrap();
    let row = |id: &String| {
        let found = wait(register.case(&caller, CaseId(id.parse().unwrap()), None)).unwrap();
        ReportingRow::of(&found.case, &book)
    };
    let rows: Vec<ReportingRow> = names.keys().map(row).collect();
    let days = ["2021-10-13", "2021-11-01", "2021-11-19", "2021-11-30", "2021-12-01", "2021-12-31"];
    for (index, from) in days.iter().enumerate() {
        for to in &days[index..] {
            let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
            let counted = wait(register.closure(&caller, period)).unwrap();
            assert_eq!(counted, ClosureCounts::of(rows.iter(), period), "{period:?}");
            assert_eq!(counted.waterfall_difference(), 0, "{period:?}");
        }
    }
}

/// What SQL counts, what the lists hold, and what the definition says of each row: the same for every step.
#[test]
fn the_quick_steps_are_counted_and_listed_as_they_are_defined() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = six_cases(&people);
    let user = UserId(people.clerk.id.parse().unwrap());
    let caller = permits::Caller { user, role: Role::Clerk };
    let book = wait(server.app.register.law_book()).unwrap();
    let row = |id: &String| {
        let found = wait(server.app.register.case(&caller, CaseId(id.parse().unwrap()), None)).unwrap();
        ReportingRow::of(&found.case, &book)
    };
    let rows: Vec<ReportingRow> = names.keys().map(row).collect();
    let mut done_in_all = 0;
    for (from, to) in
        [("2021-10-01", "2021-11-19"), ("2021-11-20", "2021-12-31"), ("2021-01-01", "2021-12-31")]
    {
        let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let report = people.report.read(&format!("/api/v1/statistics/quick-steps?from={from}&to={to}"));
        for ((step, _), item) in QuickStep::ROWS.iter().zip(report["items"].as_array().unwrap()) {
            let found: Vec<bool> = rows.iter().filter_map(|row| row.quick_step_in(*step, period)).collect();
            let (attained, late) =
                (found.iter().filter(|a| **a).count(), found.iter().filter(|a| !**a).count());
            assert_eq!(item["step"], step.code());
            assert_eq!(item["attainment"]["numerator"], json!(attained), "{step:?} {period:?}");
            assert_eq!(item["attainment"]["denominator"], json!(found.len()), "{step:?} {period:?}");
            let listed = |link: &Value| column(&people.report.read(link.as_str().unwrap()), "id").len();
            assert_eq!(listed(&item["attainment"]["cases"]), attained, "{step:?} {period:?}");
            assert_eq!(listed(&item["late_cases"]), late, "{step:?} {period:?}");
            done_in_all += found.len();
        }
    }
    assert!(done_in_all > 0, "the cases do steps");
    let reply = people
        .report
        .get("/api/v1/statistics/quick-steps/cases?step=filing&attained=yes&from=2021-01-01&to=2021-12-31");
    assert_eq!((reply.status, reply.violations()), (400, vec!["query attained enum".to_owned()]));
}

#[test]
fn a_rate_over_nothing_has_no_percentage_and_a_period_has_an_order() {
    let server = TestServer::start();
    let people = People::of(&server);
    let empty = people.report.read("/api/v1/statistics/closure?from=2020-01-01&to=2020-12-31");
    for rate in ["closure_rate", "cohort_closure_rate", "caseload_closure_rate"] {
        let rate = &empty[rate];
        assert_eq!((&rate["percent"], &rate["denominator"]), (&Value::Null, &json!(0)));
    }
    let refused = |query: &str| {
        let reply = people.report.get(&format!("/api/v1/statistics/closure?{query}"));
        (reply.status, reply.violations())
    };
    assert_eq!(refused("from=2021-02-01&to=2021-01-31"), (422, vec!["query to order".to_owned()]));
    let missing = ["query from format", "query to required"].map(str::to_owned).to_vec();
    assert_eq!(refused("from=2021-02-30"), (400, missing));
}
