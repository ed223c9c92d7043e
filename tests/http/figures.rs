//! The figures of a month over six cases by hand: their values, the cases behind each, and the counting in SQL
//! against the definition. Not here: the demo year (`tests/demo_data.rs`), plans of queries.
#![expect(clippy::many_single_char_names, reason = "six cases, of which each is talked about by its letter")]

use std::collections::{BTreeMap, BTreeSet};

use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::server::{TestServer, wait};
use serde_json::{Value, json};
use sikuai::app::permits;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{ClosureCounts, Period, ReportingRow};
use sikuai::domain::id::{CaseId, UserId};
use sikuai::domain::quick_step::QuickStep;
use sikuai::domain::role::Role;

pub(crate) fn received(people: &People<'_>, on: &str) -> File {
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

/// Today is 10 December 2021. The trial period of the open case, accepted on 3 November, ends on the 20th: it is not late, and
/// will not be said to be, whatever day is asked for.
#[test]
fn nothing_is_known_of_days_to_come() {
    let server = TestServer::start();
    let people = People::of(&server);
    six_cases(&people);
    let measures =
        "accepted,closed,carried_in,carried_out,open_in_time,open_late,open_without_due,age_of_open";
    let asked = |rest: &str| format!("/api/v1/statistics/figures?measures={measures}&{rest}");
    let today = people.report.read(&asked("from=2021-11-01&to=2021-12-10"));
    let of = |code: &str| {
        let items = today["items"].as_array().unwrap();
        items.iter().find(|item| item["name"]["code"] == code).unwrap()["total"]["amount"].clone()
    };
    assert_eq!((of("open_in_time"), of("open_late")), (json!(1), json!(0)));
    assert_eq!((&today["period"]["to"], &today["as_of"]), (&json!("2021-12-10"), &json!("2021-12-10")));
    assert!(!today["control_totals"].as_array().unwrap().is_empty());
    for to in ["2021-12-31", "2022-12-31"] {
        assert_eq!(people.report.read(&asked(&format!("from=2021-11-01&to={to}"))), today, "{to}");
        let path =
            |measure| format!("/api/v1/statistics/figures/cases?measure={measure}&from=2021-11-01&to={to}");
        let counts = ["open_in_time", "open_late"]
            .map(|measure| people.report.read(&path(measure))["items"].as_array().unwrap().len());
        assert_eq!(counts, [1, 0], "{to}");
    }
    for report in ["closure", "quick-steps", "wage-arrears", "ratings"] {
        let of = |days: &str| people.supervisor.get(&format!("/api/v1/statistics/{report}?{days}"));
        let (until_today, to_come) =
            (of("from=2021-11-01&to=2021-12-10"), of("from=2021-11-01&to=2021-12-31"));
        assert_eq!(until_today.status, 200, "{until_today:?}");
        assert_eq!(to_come.json(), until_today.json(), "{report}");
        let said = vec!["query from in_the_future".to_owned()];
        assert_eq!(of("from=2021-12-11&to=2021-12-31").refused(), (422, said), "{report}");
    }
    for (rest, wrong) in [
        ("from=2021-12-11&to=2021-12-31", "query from in_the_future"),
        ("from=2021-11-01&to=2021-12-10&as_of=2021-12-11", "query as_of in_the_future"),
    ] {
        for path in [asked(rest), format!("/api/v1/statistics/figures/cases?measure=open_late&{rest}")] {
            assert_eq!(people.report.get(&path).refused(), (422, vec![wrong.to_owned()]), "{path}");
        }
    }
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
    let control = report["control_totals"].as_array().unwrap();
    let said: Vec<_> =
        control.iter().map(|it| (it["name"]["code"].as_str().unwrap(), &it["difference"])).collect();
    let zero = json!(0);
    let all = ["waterfall", "manners", "results", "closed_buckets", "open_buckets", "mediation"];
    assert_eq!(said, all.map(|identity| (identity, &zero)));
    for it in control {
        assert_eq!(listed(&people, it["cases"].as_str().unwrap(), &names), "", "none causes a difference");
    }
    let received = "/api/v1/statistics/closure/cases?figure=received&from=2021-11-01&to=2021-11-30";
    assert_eq!(listed(&people, received, &names), "abde");
}

/// Of whom a number is, is told by name to the people of the office, and to a program by id alone.
#[test]
fn groups_of_people_and_regions_have_names_for_the_office() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive_another(&application("2021-11-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-11-03", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-11-05"));
    let asked = |by: &str, only: &str| {
        format!("/api/v1/statistics/figures?measures=accepted&from=2021-11-01&to=2021-11-30&by={by}{only}")
    };
    let named = |caller: &Caller<'_>, by: &str| {
        caller.read(&asked(by, ""))["items"][0]["groups"][0]["group"][0].clone()
    };
    let (id, name) = (&people.arbitrator.id, json!({ "zh": "测试", "en": "测试" }));
    let group = |name: &Value| json!({ "dimension": "arbitrator", "value": id, "label": null, "name": name });
    assert_eq!(named(&people.supervisor, "arbitrator"), group(&name));
    assert_eq!(named(&people.report, "arbitrator"), group(&Value::Null));
    let only = people.supervisor.read(&asked("month", &format!("&arbitrator={id}")));
    assert_eq!(only["only"], json!([group(&name)]));
    assert_eq!(named(&people.report, "region")["name"], json!({ "zh": "徐闻县", "en": "Xuwen County" }));
    assert_eq!(named(&people.supervisor, "mediator")["label"]["code"], "unknown");
}

/// The same month asked any way: November by the manner of closing, beside October.
#[test]
fn figures_are_asked_by_group_beside_another_period_and_lead_to_their_cases() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = six_cases(&people);
    let asked = "measures=accepted,closed,carried_in,carried_out,recovered,in_time_rate,days_to_closing\
                 &from=2021-11-01&to=2021-11-30&compare=2021-10-01,2021-10-31&by=manner";
    let answer = people.report.read(&format!("/api/v1/statistics/figures?{asked}"));
    let item = |id: &str| {
        let items = answer["items"].as_array().unwrap();
        items.iter().find(|item| item["name"]["code"] == id).unwrap().clone()
    };
    let cases = |amount: &Value| listed(&people, amount["links"][0]["cases"].as_str().unwrap(), &names);
    let accepted = item("accepted");
    assert_eq!((&accepted["total"]["amount"], cases(&accepted["total"]).as_str()), (&json!(2), "ab"));
    assert_eq!(accepted["total"]["compared"]["amount"], 2, "c and f");
    assert_eq!(accepted["total"]["compared"]["growth_percent"], "0.00");
    assert_eq!(accepted["groups_difference"], 0);
    // A is open, and so in no manner; B was withdrawn, as were C and F of October.
    let groups: Vec<(&Value, &Value, String)> = accepted["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (&group["group"][0]["value"], &group["amount"], cases(group)))
        .collect();
    let (unknown, withdrawn) = (json!("unknown"), json!("withdrawn"));
    assert_eq!(groups, [(&unknown, &json!(1), "a".to_owned()), (&withdrawn, &json!(1), "b".to_owned())]);
    assert_eq!(accepted["groups"][1]["compared"]["amount"], 2);
    let closed = item("closed");
    assert_eq!((&closed["total"]["amount"], cases(&closed["total"]).as_str()), (&json!(2), "bc"));
    assert_eq!(closed["total"]["compared"]["growth_percent"], Value::Null, "nothing was closed in October");
    let recovered = item("recovered");
    assert_eq!((&recovered["total"]["amount"], cases(&recovered["total"]).as_str()), (&json!(50_000), "b"));
    let in_time = item("in_time_rate");
    assert_eq!(in_time["total"]["percent"], "100.00");
    assert_eq!(in_time["total"]["excluded"][0]["amount"], 0);
    // B took 14 days, C 19.
    let days = item("days_to_closing")["total"].clone();
    assert_eq!((&days["cases"], &days["mean"], &days["median"]), (&json!(2), &json!("16.5"), &json!("16.5")));
    assert_eq!((&days["p90"], cases(&days).as_str()), (&json!(19), "bc"));
    // Of the waterfall every measure was asked, and by the in-time rate of the buckets of what was closed.
    let control = answer["control_totals"].as_array().unwrap();
    let said: Vec<_> = control.iter().map(|it| (it["name"]["code"].as_str(), &it["difference"])).collect();
    assert_eq!(said, [(Some("waterfall"), &json!(0)), (Some("closed_buckets"), &json!(0))]);
    assert_eq!(listed(&people, control[0]["cases"].as_str().unwrap(), &names), "");
    assert_eq!(answer["control_totals_unchecked"], json!([]));
}

/// What is open on another day than the last does not tie with what came and went through the last: that is said.
#[test]
fn an_identity_that_cannot_be_checked_is_named_with_why() {
    let server = TestServer::start();
    let people = People::of(&server);
    six_cases(&people);
    let measures = "accepted,closed,carried_in,carried_out,in_time_rate";
    let asked = format!("/api/v1/statistics/figures?measures={measures}&from=2021-11-01&to=2021-11-30");
    let answer = people.report.read(&format!("{asked}&as_of=2021-11-15"));
    let checked = answer["control_totals"].as_array().unwrap().iter().map(|it| &it["name"]["code"]);
    assert_eq!(checked.collect::<Vec<_>>(), [&json!("closed_buckets")]);
    let unchecked = answer["control_totals_unchecked"].as_array().unwrap();
    assert_eq!((unchecked.len(), &unchecked[0]["name"]["code"]), (1, &json!("waterfall")));
    let reason = &unchecked[0]["reason"];
    for (language, day) in
        [("zh", "2021-11-15"), ("zh", "2021-11-30"), ("en", "2021-11-15"), ("en", "2021-11-30")]
    {
        assert!(reason[language].as_str().unwrap().contains(day), "{reason}");
    }
    // Without a carried-out it was not asked, and is not missed.
    let answer = people.report.read(&format!("{}&as_of=2021-11-15", asked.replace(",carried_out", "")));
    assert_eq!(answer["control_totals_unchecked"], json!([]));
}

/// Received on Wednesday 1 December 2021; accepted on Friday the 3rd, which was written down on the 6th; on the 10th that was
/// corrected: accepted on the 6th. Of the days to the 5th one asks on each day.
#[test]
fn figures_are_asked_as_they_were_known_with_the_cases_of_that_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let file = received(&people, "2021-12-01");
    on_day(&server, "2021-12-06");
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    on_day(&server, "2021-12-10");
    let right = json!({ "on": "2021-12-06", "procedure": "ordinary" });
    let body = json!({ "on": "2021-12-10", "reason": "受理日期误录", "replacement": right });
    people.clerk.does(&file, "docket/2/correction", &body);
    let names = BTreeMap::from([(file.id.clone(), 'a')]);
    let asked = "/api/v1/statistics/figures?measures=received,accepted,carried_out,days_to_acceptance\
                 &from=2021-12-01&to=2021-12-05&by=procedure";
    let known = |query: &str| {
        let answer = people.report.read(&format!("{asked}{query}"));
        let items = answer["items"].as_array().unwrap();
        let amounts: Vec<i64> =
            items[..3].iter().map(|item| item["total"]["amount"].as_i64().unwrap()).collect();
        for item in &items[..3] {
            let cases = listed(&people, item["total"]["links"][0]["cases"].as_str().unwrap(), &names);
            assert_eq!(cases.len(), usize::try_from(item["total"]["amount"].as_i64().unwrap()).unwrap());
        }
        (answer["as_known_on"].clone(), amounts, items[3]["total"]["mean"].clone())
    };
    let on = |day: &str| known(&format!("&as_known_on={day}"));
    assert_eq!(on("2021-11-30"), (json!("2021-11-30"), vec![0, 0, 0], json!(null)), "nothing was received");
    assert_eq!(
        on("2021-12-05"),
        (json!("2021-12-05"), vec![1, 0, 0], json!(null)),
        "it was not written down"
    );
    assert_eq!(on("2021-12-06"), (json!("2021-12-06"), vec![1, 1, 1], json!("2.0")));
    assert_eq!(on("2021-12-09"), (json!("2021-12-09"), vec![1, 1, 1], json!("2.0")), "the mistake stands");
    assert_eq!(on("2021-12-10"), (json!("2021-12-10"), vec![1, 0, 0], json!(null)));
    assert_eq!(known(""), (json!(null), vec![1, 0, 0], json!(null)));
    let tomorrow = people.report.get(&format!("{asked}&as_known_on=2021-12-11"));
    let violations = (tomorrow.status, tomorrow.violations());
    assert_eq!(violations, (422, vec!["query as_known_on in_the_future".to_owned()]));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// Who is rated sees no figures of ratings, whichever way they are asked.
#[test]
fn figures_of_ratings_are_not_for_those_who_are_rated() {
    let server = TestServer::start();
    let people = People::of(&server);
    let period = "from=2021-11-01&to=2021-12-31";
    let paths = [
        format!("/api/v1/statistics/figures?measures=accepted,ratings&{period}"),
        format!("/api/v1/statistics/figures?measures=satisfaction_rate&{period}"),
        format!("/api/v1/statistics/figures?measures=rating_coverage_rate&{period}"),
        format!("/api/v1/statistics/figures/cases?measure=rated_cases&{period}"),
        format!("/api/v1/statistics/figures/cases?identity=ratings&{period}"),
        format!("/api/v1/statistics/closure/cases?figure=ratings_bad&{period}"),
    ];
    for path in &paths {
        assert_eq!(people.clerk.get(path).status, 403, "{path}");
        assert_eq!(people.report.get(path).status, 200, "{path}");
    }
    let closed = format!("/api/v1/statistics/figures?measures=closed_cases,referred&{period}");
    assert_eq!(people.clerk.get(&closed).status, 200, "these say nothing of ratings");
}

#[test]
fn what_is_asked_wrongly_is_said_all_at_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let wrong = "measures=accepted,closed_rate&from=2021-11-01&to=2021-11-30&by=cause,cause&cause=wage\
                 &compare=2021-10-31,2021-10-01&month=2021-13";
    let refused = people.report.get(&format!("/api/v1/statistics/figures?{wrong}"));
    assert_eq!(refused.status, 400);
    let violations = refused.json()["violations"].clone();
    let codes: Vec<&str> =
        violations.as_array().unwrap().iter().map(|violation| violation["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 5, "{violations}");
    let neither = people.report.get("/api/v1/statistics/figures/cases?from=2021-11-01&to=2021-11-30");
    assert_eq!(neither.status, 400);
    let period = "from=2021-11-01&to=2021-11-30";
    for twice in ["closed,closed", "closed,accepted,closed", "closure_rate,accepted,closure_rate"] {
        let refused = people.report.get(&format!("/api/v1/statistics/figures?measures={twice}&{period}"));
        assert_eq!(refused.refused(), (400, vec!["query measures max_items".to_owned()]), "{twice}");
    }
    let once =
        people.report.read(&format!("/api/v1/statistics/figures?measures=closed,closure_rate&{period}"));
    assert_eq!(once["items"].as_array().unwrap().len(), 2);
}

/// November beside October as a table: nothing of what is compared, and of what is left out, is missing there.
#[test]
fn a_table_of_figures_has_what_they_are_compared_with() {
    let server = TestServer::start();
    let people = People::of(&server);
    six_cases(&people);
    let asked = "/api/v1/statistics/figures?measures=accepted,closed,closure_rate,mediation_success_rate\
                 &from=2021-11-01&to=2021-11-30";
    let table = |query: &str| -> Vec<Vec<String>> {
        let reply = people.report.call("GET", &format!("{asked}{query}")).header("accept", "text/csv").send();
        let text = reply.text.strip_prefix('\u{feff}').unwrap().to_owned();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let cells = |rows: &[Vec<String>], row: usize, names: &[&str]| -> Vec<String> {
        let at = |name: &&str| rows[0].iter().position(|heading| heading == name).unwrap();
        names.iter().map(|name| rows[row][at(name)].clone()).collect()
    };
    let both = table("&compare=2021-10-01,2021-10-31");
    let days = ["compared_from", "compared_to"];
    let sums = ["id", "amount", "compared_amount", "growth_percent"];
    assert_eq!(cells(&both, 1, &days), ["2021-10-01", "2021-10-31"]);
    assert_eq!(cells(&both, 1, &sums), ["accepted", "2", "2", "0.00"]);
    assert_eq!(cells(&both, 2, &sums), ["closed", "2", "0", ""], "nothing was closed in October");
    let rates = ["percent", "compared_numerator", "compared_denominator", "compared_percent", "excluded"];
    assert_eq!(cells(&both, 3, &rates), ["100.00", "0", "2", "0.00", ""]);
    assert_eq!(cells(&both, 4, &rates), ["", "0", "0", "", "mediation_refused=0"]);
    // Each number has the lists of its cases, of a rate those above the line first.
    let list = |measure: &str, days: &str| {
        format!("/api/v1/statistics/figures/cases?measure={measure}&from=2021-{days}")
    };
    let [now, then] = ["11-01&to=2021-11-30", "10-01&to=2021-10-31"];
    let lists = ["links", "compared_links"];
    assert_eq!(cells(&both, 2, &lists), [list("closed", now), list("closed", then)]);
    let rate = |days: &str| format!("{};{}", list("closed", days), list("accepted", days));
    assert_eq!(cells(&both, 3, &lists), [rate(now), rate(then)]);
    let alone = table("");
    assert_eq!((alone[0].len(), &alone[0]), (34, &both[0]), "the columns are the same");
    for row in &alone[1..] {
        assert_eq!((&row[21..32], &row[33]), (&[""; 11].map(str::to_owned)[..], &String::new()), "{row:?}");
    }
}

/// 2 carried in + 2 accepted - 2 closed = 2 carried out: the table says that it holds, and of the 15th that it cannot be checked.
#[test]
fn a_table_of_figures_has_its_control_totals() {
    let server = TestServer::start();
    let people = People::of(&server);
    six_cases(&people);
    let asked = "/api/v1/statistics/figures?measures=carried_in,accepted,closed,carried_out\
                 &from=2021-11-01&to=2021-11-30";
    let last = |query: &str| {
        let reply = people.report.call("GET", &format!("{asked}{query}")).header("accept", "text/csv").send();
        let rows = crate::list_tables::table(&reply);
        assert_eq!(rows.len(), 6, "four figures and a control total: {rows:?}");
        ["id", "amount", "links"].map(|name| crate::list_tables::cell(&rows, 5, name))
    };
    let list = "/api/v1/statistics/figures/cases?identity=waterfall&from=2021-11-01&to=2021-11-30";
    assert_eq!(last(""), ["control_totals.waterfall", "0", list]);
    assert_eq!(last("&as_of=2021-11-15"), ["control_totals_unchecked.waterfall", "", ""]);
}

/// B's 500 yuan of November and D's 200 before acceptance are each the whole of their figure, and of B's money in December nothing is
/// in it; two who were paid twice bring one amount each. Cases that count once have none.
#[test]
fn a_sum_is_followed_to_what_each_case_brings() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = six_cases(&people);
    let more = accepted(&people, "2021-11-02", "2021-11-05");
    paid(&people, &more, "2021-11-16", 1_000);
    paid(&people, &more, "2021-11-17", 250);
    let path = "/api/v1/statistics/figures/cases?from=2021-11-01&to=2021-11-30&sort=received_on";
    let brought = |query: &str| {
        let page = people.report.read(&format!("{path}&{query}"));
        let named = |id: &Value| names.get(id.as_str().unwrap()).copied().unwrap_or('m');
        let items = page["items"].as_array().unwrap().iter();
        let items: Vec<(char, Value)> = items.map(|it| (named(&it["id"]), it["amount"].clone())).collect();
        (items, page["total"].clone(), page["next"].clone())
    };
    let (mut items, total, _) = brought("measure=recovered");
    items.sort_by_key(|(name, _)| *name);
    assert_eq!((items, total), (vec![('b', json!(50_000)), ('m', json!(1_250))], json!(51_250)));
    let (items, total, _) = brought("measure=recovered_before_acceptance");
    assert_eq!((items, total), (vec![('d', json!(20_000))], json!(20_000)));
    // Page by page each case has its own, and the total is that of all.
    let (items, total, next) = brought("measure=recovered&limit=1");
    assert_eq!((items.len(), total), (1, json!(51_250)));
    let (rest, total, _) = brought(&format!("measure=recovered&limit=1&cursor={}", next.as_str().unwrap()));
    let both: i64 = items.iter().chain(&rest).map(|(_, amount)| amount.as_i64().unwrap()).sum();
    assert_eq!((both, total), (51_250, json!(51_250)));
    // One worker in each of the three that were accepted, by the receipt.
    let (items, total, _) = brought("measure=workers_accepted");
    assert_eq!((items.len(), total), (3, json!(3)));
    // A number of cases, and the cases of a control total, have no amounts.
    let none = |(items, total, _): (Vec<(char, Value)>, Value, Value)| {
        items.iter().all(|(_, amount)| amount.is_null()) && total.is_null()
    };
    assert!(none(brought("measure=accepted")) && none(brought("identity=waterfall")));
    // As a table the same; and as it was known when nothing was paid yet: nobody.
    let reply =
        people.report.call("GET", &format!("{path}&measure=recovered")).header("accept", "text/csv").send();
    let rows = crate::list_tables::table(&reply);
    let mut amounts = [1, 2].map(|row| crate::list_tables::cell(&rows, row, "amount"));
    amounts.sort();
    assert_eq!(amounts, ["1250", "50000"]);
    assert_eq!(brought("measure=recovered&as_known_on=2020-12-31").1, json!(0));
    // The page has the same with its check.
    let browser = crate::support::browser::Browser::signed_in(&server, "supervisor");
    let page = browser.get("/figures/cases?figure=recovered&from=2021-11-01&to=2021-11-30").text;
    for said in ["<td class=\"number\">500.00元</td>", "<td class=\"number\">12.50元</td>"] {
        assert_eq!(page.matches(said).count(), 1, "{said}: {page}");
    }
    assert_eq!(
        page.matches("<td class=\"number\">512.50元</td>").count(),
        2,
        "of the page and of all: {page}"
    );
    let cases = browser.get("/figures/cases?figure=accepted&from=2021-11-01&to=2021-11-30").text;
    assert!(!cases.contains("<tfoot>") && !cases.contains("计入"), "{cases}");
}

/// What can be no value is malformed, and what is nobody's and no region's means nothing: neither is a zero. Whoever has left still
/// has cases.
#[test]
fn a_group_of_nobody_is_no_zero() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people, "2021-11-01", "2021-11-03");
    people.supervisor.does(&file, "tribunal", &people.panel("2021-11-05"));
    people.admin.call("POST", &format!("/api/v1/users/{}/deactivation", people.arbitrator.id)).send();
    let browser = crate::support::browser::Browser::signed_in(&server, "supervisor");
    let period = "from=2021-11-01&to=2021-11-30";
    let page = format!("/figures/cases?figure=accepted&{period}");
    let nobody = "01970000-0000-7000-8000-0000000000ff";
    for (dimension, value, status, code) in [
        ("arbitrator", "xyz", 400, "enum"),
        ("mediator", "xyz", 400, "enum"),
        ("cause", "nope", 400, "enum"),
        ("arbitrator", nobody, 422, "no_such_person"),
        ("mediator", nobody, 422, "no_such_person"),
        ("region", "mars", 422, "unknown_region"),
    ] {
        for path in ["figures?measures=accepted", "figures/cases?measure=accepted"] {
            let asked = format!("/api/v1/statistics/{path}&{period}&{dimension}={value}");
            let refused = people.report.get(&asked).refused();
            assert_eq!(refused, (status, vec![format!("query {dimension} {code}")]), "{asked}");
        }
        let refused = browser.get(&format!("{page}&{dimension}={value}"));
        assert_eq!(refused.status, status, "{dimension} {value}: {refused:?}");
    }
    let gone = people.arbitrator.id.to_uppercase();
    for (group, count) in [
        (format!("arbitrator={gone}"), 1),
        ("arbitrator=unknown".to_owned(), 0),
        (format!("mediator={gone}"), 0),
        ("region=guangdong/xuwen".to_owned(), 1),
    ] {
        let found =
            people.report.read(&format!("/api/v1/statistics/figures?measures=accepted&{period}&{group}"));
        assert_eq!(found["items"][0]["total"]["amount"], count, "{group}");
        let listed = people
            .report
            .read(&format!("/api/v1/statistics/figures/cases?measure=accepted&{period}&{group}"));
        assert_eq!(column(&listed, "id").len(), count, "{group}");
        assert_eq!(
            browser.get(&format!("{page}&{group}")).text.matches("<tr><td>").count(),
            count,
            "{group}"
        );
    }
}

/// The reports of a period are tables too: a row for each figure by its id, and no cell with JSON in it.
#[test]
fn the_reports_of_a_period_are_tables_too() {
    let server = TestServer::start();
    let people = People::of(&server);
    six_cases(&people);
    let table = |report: &str| -> Vec<Vec<String>> {
        let asked = format!("/api/v1/statistics/{report}?from=2021-11-01&to=2021-11-30");
        let reply = people.report.call("GET", &asked).header("accept", "text/csv").send();
        assert!(reply.header("content-type").starts_with("text/csv"), "{report}");
        let text = reply.text.strip_prefix('\u{feff}').unwrap().to_owned();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let of = |rows: &[Vec<String>], id: &str| rows.iter().find(|row| row[2] == id).unwrap()[..8].to_vec();
    let closure = table("closure");
    let headings = ["from", "to", "id", "value", "fen", "numerator", "denominator", "percent"];
    assert_eq!(closure[0][..8], headings);
    let days = ["2021-11-01", "2021-11-30"];
    assert_eq!(of(&closure, "accepted"), [&days[..], &["accepted", "2", "", "", "", ""]].concat());
    assert_eq!(of(&closure, "recovered"), [&days[..], &["recovered", "", "50000", "", "", ""]].concat());
    let rate = ["cohort_closure_rate", "", "", "1", "2", "50.00"];
    assert_eq!(of(&closure, "cohort_closure_rate"), [&days[..], &rate].concat());
    assert_eq!(of(&closure, "control_totals.waterfall")[3], "0");
    let [arrears, ratings] = ["wage-arrears", "ratings"].map(table);
    assert_eq!(of(&arrears, "hazards_found")[3], "0");
    assert_eq!(
        (&of(&ratings, "ratings")[3], &of(&ratings, "coverage")[5]),
        (&"0".to_owned(), &"0".to_owned())
    );
    for cell in [closure, arrears, ratings].iter().flatten().flatten() {
        assert!(!cell.contains(['{', '[']), "{cell}");
    }
}

/// A cursor goes on with the question and in the order of the page that it came of, in pages of any size.
#[test]
fn a_cursor_is_of_its_own_question_alone() {
    let server = TestServer::start();
    let people = People::of(&server);
    six_cases(&people);
    let cases = "/api/v1/statistics/figures/cases?from=2021-11-01&to=2021-11-30";
    let next = people.report.read(&format!("{cases}&measure=closed&limit=1"))["next"].clone();
    let next = next.as_str().unwrap();
    for same in ["measure=closed&limit=1", "measure=closed", "limit=5&sort=-received_on&measure=closed"] {
        let page = people.report.read(&format!("{cases}&{same}&cursor={next}"));
        assert_eq!(column(&page, "id").len(), 1, "b and c were closed: {same}");
    }
    let others = [
        "measure=accepted&limit=1",
        "measure=closed&sort=closed_on",
        "measure=closed&sort=received_on",
        "measure=closed&as_of=2021-12-01",
        "measure=closed&cause=relationship",
        "identity=waterfall",
    ];
    for other in others {
        let refused = people.report.get(&format!("{cases}&{other}&cursor={next}"));
        assert_eq!(refused.refused(), (422, vec!["query cursor format".to_owned()]), "{other}");
    }
}

/// The letters of the cases that a link lists, page by page.
pub(crate) fn listed(people: &People<'_>, link: &str, names: &BTreeMap<String, char>) -> String {
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
            assert_eq!(counted.counts, ClosureCounts::of(rows.iter(), period), "{period:?}");
            assert_eq!(counted.counts.waterfall_difference(), 0, "{period:?}");
            assert!(counted.identities.iter().all(|(_, difference)| *difference == 0), "{counted:?}");
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
