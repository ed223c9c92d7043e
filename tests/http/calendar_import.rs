//! Importing a year of the calendar over HTTP, on a real database: what moves, what becomes firm, what is written
//! down, and that nobody computes with the old calendar afterwards. The days of 2027 are invented
//! (`support::calendar`); every date below is counted by hand. Not here: what is wrong with a year
//! (`tests/domain/calendar_year.rs`).

use std::sync::mpsc;
use std::sync::{Barrier, Mutex};
use std::time::Duration;

use crate::linkage::{offer, petition};
use crate::support::calendar::{INVENTED_NOTICE, invented_2027, invented_2027_of_holiday_cn};
use crate::support::operator::operator;
use crate::support::people::{Caller, File, People, another_application, application, column, moved, on_day};
use crate::support::server::{Reply, TestServer, wait};
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::audit;
use sikuai::app::clock::Clock;
use sikuai::app::permits;
use sikuai::app::reading::Past;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::id::{CaseId, UserId};
use sikuai::domain::role::Role;
use sikuai::storage::{self, StorageError, Store, StoreOptions, calendar_imports};

const YEAR: &str = "/api/v1/calendar/2027";

fn put(caller: &Caller<'_>, path: &str, condition: (&str, &str), body: &Value) -> Reply {
    caller.call("PUT", path).header(condition.0, condition.1).json(body)
}

/// The import of a year that was not known.
fn import(caller: &Caller<'_>) -> Value {
    let reply = put(caller, YEAR, ("if-none-match", "*"), &invented_2027());
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

fn accept(people: &People<'_>, received: &str, accepted: &str) -> File {
    let file = people.clerk.receive_another(&application(received));
    people.clerk.does(&file, "acceptance", &json!({ "on": accepted, "procedure": "ordinary" }));
    file
}

/// Case, rule, from and to of every listed deadline, the case by its letter.
fn listed(report: &Value, files: &[(&str, &File)]) -> Vec<String> {
    let letter = |id: &Value| {
        files.iter().find(|(_, file)| json!(file.id) == *id).map_or("?", |(letter, _)| *letter).to_owned()
    };
    let day = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let items = report["items"].as_array().unwrap();
    let line = |item: &Value| {
        let (case, rule) = (letter(&item["case_id"]), day(&item["rule"]));
        format!("{case} {rule} {}->{}", day(&item["from"]), day(&item["to"]))
    };
    let mut lines: Vec<String> = items.iter().map(line).collect();
    lines.sort();
    lines
}

fn due(caller: &Caller<'_>, file: &File, rule: &str) -> (String, bool) {
    let page = caller.read(&file.path("deadlines"));
    let items = page["items"].as_array().unwrap();
    let found = items.iter().find(|deadline| deadline["rule"] == rule).unwrap();
    (found["due_on"].as_str().unwrap().to_owned(), found["provisional"].as_bool().unwrap())
}

fn counts(report: &Value) -> [u64; 4] {
    ["moved", "firm", "cases_with_entry", "cases_recomputed"].map(|field| report[field].as_u64().unwrap())
}

fn whole(server: &TestServer) {
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// The office on Thursday 31 December 2026, with five cases:
/// - fresh: received on Tuesday 29 December. A03, five working days: 30, 31 December and, by the day of the week
///   alone, Friday 1, Monday 4 and Tuesday 5 January; with 1 to 3 January off, the 4th, 5th and 6th.
/// - sunday: accepted on 16 December. A25, 45 days: Saturday 30 January, so Monday 1 February; but Sunday 31 January is
///   worked in the invented year.
/// - monday: accepted on 4 December. A25: Monday 18 January, a working day either way.
/// - closed: as the second, but withdrawn on 30 December.
/// - past: accepted on 3 November and withdrawn. A25: 18 December.
fn five_cases(people: &People<'_>) -> [File; 5] {
    let fresh = people.clerk.receive_another(&application("2026-12-29"));
    let sunday = accept(people, "2026-12-15", "2026-12-16");
    let monday = accept(people, "2026-12-03", "2026-12-04");
    let closed = accept(people, "2026-12-15", "2026-12-16");
    let past = accept(people, "2026-11-02", "2026-11-03");
    for (file, on) in [(&closed, "2026-12-30"), (&past, "2026-11-20")] {
        people.clerk.does(file, "withdrawal", &json!({ "on": on, "ground": "own_motion" }));
    }
    [fresh, sunday, monday, closed, past]
}

#[test]
fn an_import_moves_what_it_shows_and_writes_it_down() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let [fresh, sunday, monday, closed, past] = five_cases(&people);
    let files = [("fresh", &fresh), ("sunday", &sunday), ("monday", &monday)];
    assert_eq!(due(&people.clerk, &fresh, "A03"), ("2027-01-05".to_owned(), true));
    assert_eq!(due(&people.clerk, &monday, "A25"), ("2027-01-18".to_owned(), true));
    let before = people.supervisor.read(YEAR);
    assert_eq!(
        (&before["provisional"], &before["origin"], &before["days"]),
        (&json!(true), &Value::Null, &Value::Null)
    );

    let preview =
        put(&people.supervisor, &format!("{YEAR}?dry_run=true"), ("if-none-match", "*"), &invented_2027());
    assert_eq!(preview.status, 200, "{preview:?}");
    let mut preview = preview.json();
    let expected = [
        "fresh A03 2027-01-05->2027-01-06",
        "monday A25 2027-01-18->2027-01-18",
        "sunday A25 2027-02-01->2027-01-31",
    ];
    assert_eq!(listed(&preview, &files), expected);
    // No day of the third moves, and the fourth is closed: both are computed anew, and their dockets say nothing.
    assert_eq!(counts(&preview), [2, 1, 2, 2]);
    assert_eq!(due(&people.clerk, &fresh, "A03"), ("2027-01-05".to_owned(), true), "nothing was written");
    assert_eq!(people.supervisor.read(YEAR), before);

    let applied = import(&people.supervisor);
    assert_eq!((preview["applied"].take(), &applied["applied"]), (json!(false), &json!(true)));
    preview["applied"] = json!(true);
    assert_eq!(preview, applied, "the preview and the import are the same");

    assert_eq!(due(&people.clerk, &fresh, "A03"), ("2027-01-06".to_owned(), false));
    assert_eq!(due(&people.clerk, &sunday, "A25"), ("2027-01-31".to_owned(), false));
    assert_eq!(due(&people.clerk, &monday, "A25"), ("2027-01-18".to_owned(), false));
    let worklist = people.clerk.read("/api/v1/deadlines?rule=A25");
    assert_eq!(column(&worklist, "due_on"), ["2027-01-18", "2027-01-31"]);

    // One entry each for the first two, none for the others.
    let entries = |file: &File| people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().clone();
    assert_eq!([&fresh, &sunday, &monday, &closed, &past].map(|file| entries(file).len()), [2, 3, 2, 3, 3]);
    let last = entries(&fresh).pop().unwrap();
    assert_eq!((&last["act"], &last["on"]), (&Value::Null, &json!("2026-12-31")));
    assert_eq!(last["actor"], json!(people.supervisor.id));
    let change = &last["content"]["calendar_change"];
    assert_eq!((&change["year"], &change["calendar_version"]), (&json!(2027), &applied["version"]));
    let move_of_a03 = json!([{ "rule": "A03", "anchor": 1, "party": null, "state": "open",
        "from": "2027-01-05", "to": "2027-01-06", "provisional": false }]);
    assert_eq!(change["moved"], move_of_a03);

    let year = people.report.get(YEAR);
    let shown = year.json();
    assert_eq!((&shown["origin"], &shown["provisional"]), (&json!("imported"), &json!(false)));
    assert_eq!((&shown["imported_by"], &shown["days"]), (&json!(people.supervisor.id), &invented_2027()));
    assert_eq!(shown["calendar_version"], applied["version"]);
    let version = applied["version"].as_str().unwrap();
    assert!(version.starts_with("2008-2027/"), "{version}");
    let same = people.report.call("GET", YEAR).header("if-none-match", year.header("etag")).send();
    assert_eq!((same.status, same.text.as_str()), (304, ""));
    whole(&server);
    assert_eq!(audit::verify(&server.app.store).unwrap(), None);
}

#[test]
fn both_formats_make_the_same_calendar() {
    let versions = [invented_2027(), invented_2027_of_holiday_cn()].map(|body| {
        let server = TestServer::start();
        let people = People::of(&server);
        let reply = put(&people.supervisor, YEAR, ("if-none-match", "*"), &body);
        assert_eq!(reply.status, 201, "{reply:?}");
        assert_eq!(counts(&reply.json()), [0; 4]);
        let days = people.clerk.read(YEAR)["days"].clone();
        (reply.json()["version"].clone(), days["off"].clone(), days["working"].clone())
    });
    assert_eq!(versions[0], versions[1]);
}

#[test]
fn a_list_that_is_cut_says_how_many_there_are() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    for _ in 0..3 {
        people.clerk.receive_another(&application("2026-12-29"));
    }
    let path = format!("{YEAR}?dry_run=true&limit=2");
    let report = put(&people.supervisor, &path, ("if-none-match", "*"), &invented_2027()).json();
    let shown = report["items"].as_array().unwrap().len();
    assert_eq!((counts(&report), shown, &report["more"]), ([3, 0, 3, 0], 2, &json!(true)));
}

#[test]
fn a_year_is_never_replaced_unseen() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ask = |condition, body: &Value| put(&people.supervisor, YEAR, condition, body);
    let unsaid = people.supervisor.call("PUT", YEAR).json(&invented_2027());
    assert_eq!(unsaid.status, 428);
    assert_eq!(ask(("if-match", "*"), &invented_2027()).status, 428);
    assert_eq!(ask(("if-match", "\"2027-0123456789abcdef\""), &invented_2027()).status, 412);
    let first = ask(("if-none-match", "*"), &invented_2027());
    assert_eq!(first.status, 201);
    assert_eq!(ask(("if-none-match", "*"), &invented_2027()).status, 412);
    // The Mid-Autumn Festival is moved by a day.
    let mut changed = invented_2027();
    let days = changed["off"].as_array_mut().unwrap();
    days.iter_mut().find(|day| day["on"] == "2027-09-15").unwrap()["on"] = json!("2027-09-16");
    let second = ask(("if-match", first.header("etag")), &changed);
    assert_eq!((second.status, &second.json()["replaces"]), (200, &json!(true)), "{second:?}");
    assert_ne!(second.header("etag"), first.header("etag"));
    assert_eq!(ask(("if-match", first.header("etag")), &invented_2027()).status, 412);
    assert_eq!(people.clerk.read(YEAR)["days"], changed);
    // The tag of one year is not the tag of another.
    let shipped = people.clerk.get("/api/v1/calendar/2026");
    assert_eq!(ask(("if-match", shipped.header("etag")), &changed).status, 412);
}

/// Whoever says that they saw the year, and that there was none, has not looked: neither is taken.
#[test]
fn a_year_is_not_both_there_and_not_there() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let both = |seen: &str| {
        let call = people.supervisor.call("PUT", YEAR).header("if-match", seen).header("if-none-match", "*");
        let reply = call.json(&invented_2027());
        (reply.status, reply.violations())
    };
    let refused = (422, vec!["header If-None-Match contradiction".to_owned()]);
    assert_eq!((both("*"), both("\"2027-0123456789abcdef\"")), (refused.clone(), refused.clone()));
    import(&people.supervisor);
    let tag = people.supervisor.get(YEAR).header("etag").to_owned();
    assert_eq!(both(&tag), refused);
    assert_eq!(put(&people.supervisor, YEAR, ("if-match", &tag), &invented_2027()).status, 200);
}

#[test]
fn of_two_who_import_at_once_one_is_told_to_look_again() {
    let server = TestServer::start();
    let people = People::of(&server);
    // Logged in before, so that only the imports meet.
    people.supervisor.read("/api/v1/me");
    let ready = Barrier::new(2);
    let token = crate::support::server::access_token(&server.log_in("supervisor"));
    let ask = || {
        ready.wait();
        server.call("PUT", YEAR).bearer(&token).header("if-none-match", "*").json(&invented_2027()).status
    };
    let mut statuses = std::thread::scope(|scope| {
        let both = [scope.spawn(ask), scope.spawn(ask)];
        both.map(|thread| thread.join().unwrap())
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 412]);
}

#[test]
fn what_is_wrong_with_a_year_is_said_at_once_and_in_its_place() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut wrong = invented_2027_of_holiday_cn();
    wrong["papers"] = json!([]);
    // The first listed is 1 January; 4 January is a Monday.
    wrong["days"][1]["date"] = json!("2027-01-01");
    wrong["days"][2]["date"] = json!("2027-01-04");
    wrong["days"][2]["isOffDay"] = json!(false);
    let reply = put(&people.supervisor, YEAR, ("if-none-match", "*"), &wrong);
    let said = [
        "body /days/1/date day_twice",
        "body /days/2/date make_up_on_weekday",
        "body /papers source_missing",
    ];
    assert_eq!((reply.status, reply.violations()), (422, said.map(str::to_owned).to_vec()));
    let empty = json!({ "year": 2027, "papers": ["https://example.org"], "days": [] });
    let reply = put(&people.supervisor, YEAR, ("if-none-match", "*"), &empty);
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /days year_not_published".to_owned()]));
    // Neither format at all.
    let mut neither = invented_2027();
    neither["colour"] = json!("red");
    let reply = put(&people.supervisor, YEAR, ("if-none-match", "*"), &neither);
    assert_eq!((reply.status, reply.violations()), (400, vec!["body /colour unknown_field".to_owned()]));
    // What the schema refuses is said with the rest, each at its own place; how many days there are is not asked of what is left.
    let mut both = wrong.clone();
    both["days"][0]["date"] = json!("2027-02-30");
    both["colour"] = json!("red");
    let reply = put(&people.supervisor, &format!("{YEAR}?limit=0"), ("if-none-match", "*"), &both);
    let said = [
        "body /colour unknown_field",
        "body /days/0/date format",
        "body /days/2/date make_up_on_weekday",
        "body /papers source_missing",
        "query limit range",
    ];
    assert_eq!((reply.status, reply.violations()), (400, said.map(str::to_owned).to_vec()));
    let reply = put(&people.supervisor, "/api/v1/calendar/2028", ("if-none-match", "*"), &invented_2027());
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /year year_differs".to_owned()]));
    assert_eq!(people.clerk.get("/api/v1/calendar/1948").violations(), ["path year range"]);
    assert_eq!(people.clerk.read(YEAR)["provisional"], true, "nothing was kept");
}

/// More cases than are visited at a time, each received on 29 December as the first of the five, after the sums by the day were
/// made; one accepted on that day, whose employer is to be served until Tuesday 5 January or, with the 1st off, until the
/// 6th; and one that was offered to the inspectorate on the 29th, which is to answer until the same days.
#[test]
fn an_import_of_many_cases_moves_whatever_rests_on_it() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    for _ in 0..401 {
        people.clerk.receive_another(&application("2026-12-29"));
    }
    let accepted = accept(&people, "2026-12-28", "2026-12-29");
    let offered = people.clerk.opens("/api/v1/petition-cases", &petition("2026-12-29"));
    people.clerk.does(&offered, "referrals", &offer("2026-12-29", "inspection"));
    assert_eq!(server.app.register.keep_figure_days().unwrap(), 10);
    let last_days = || {
        ["pending-services?document=application_copy", "referrals?state=open"].map(|list| {
            let page = people.supervisor.read(&format!("/api/v1/{list}"));
            [column(&page, "case_id"), column(&page, "due_on")].concat()
        })
    };
    let both = |on: &str| [&accepted, &offered].map(|file| vec![file.id.clone(), on.to_owned()]);
    assert_eq!(last_days(), both("2027-01-05"));
    let before = server.app.store.statements();
    let report = import(&people.supervisor);
    let statements = server.app.store.statements() - before;
    assert!(statements < 120, "three pages, each in a few statements for however many cases: {statements}");
    assert_eq!(counts(&report)[2..], [403, 0], "{report}");
    assert_eq!(last_days(), both("2027-01-06"));
    whole(&server);
}

/// In 2026 the notice was changed, let us say, and Monday 28 December is off. A case accepted on 13 November is due
/// 45 days later, on 28 December; then on the 29th.
#[test]
fn a_shipped_year_is_replaced_only_when_that_is_acknowledged() {
    let server = TestServer::start();
    on_day(&server, "2026-12-10");
    let people = People::of(&server);
    let file = accept(&people, "2026-11-12", "2026-11-13");
    assert_eq!(due(&people.clerk, &file, "A25"), ("2026-12-28".to_owned(), false));
    let shown = people.supervisor.get("/api/v1/calendar/2026");
    assert_eq!(shown.json()["origin"], "shipped");
    let mut changed = shown.json()["days"].clone();
    changed["notice"] = json!(INVENTED_NOTICE);
    changed["off"].as_array_mut().unwrap().push(json!({ "on": "2026-12-28", "name": "虚构" }));
    let path = "/api/v1/calendar/2026";
    let refused = put(&people.supervisor, path, ("if-match", shown.header("etag")), &changed);
    assert_eq!((refused.status, &refused.json()["acknowledge"]), (409, &json!(["replaces_shipped_year"])));
    let path = format!("{path}?acknowledge_warnings=replaces_shipped_year");
    let done = put(&people.supervisor, &path, ("if-match", shown.header("etag")), &changed);
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(listed(&done.json(), &[("f", &file)]), ["f A25 2026-12-28->2026-12-29"]);
    assert_eq!(due(&people.clerk, &file, "A25"), ("2026-12-29".to_owned(), false));
    assert_eq!(people.clerk.read("/api/v1/calendar/2026")["origin"], "imported");
    whole(&server);
}

/// A second instance over the same database, which has computed with the old calendar before.
fn second_instance(server: &TestServer) -> App {
    App::open(server.app.settings.clone(), Clock::Manual(server.clock.clone())).unwrap()
}

#[test]
fn another_instance_uses_the_new_calendar_at_once() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2026-12-29"));
    let other = second_instance(&server);
    let caller = permits::Caller { user: UserId(people.clerk.id.parse().unwrap()), role: Role::Clerk };
    let id = CaseId(file.id.parse().unwrap());
    let due_there = || {
        let found = wait(other.register.deadlines(&caller, id, Past::default())).unwrap();
        let a03 = found.deadlines.into_iter().find(|deadline| deadline.rule.id == RuleId::A03).unwrap();
        (a03.due_on().unwrap().to_string(), a03.is_provisional())
    };
    assert_eq!(due_there(), ("2027-01-05".to_owned(), true));
    let applied = import(&people.supervisor);
    assert_eq!(due_there(), ("2027-01-06".to_owned(), false));
    let book = wait(other.register.law_book()).unwrap();
    assert_eq!(json!(book.calendar.version()), applied["version"]);
    // The first instance too, in the next act: received on the 30th, due on 31 December, 4, 5, 6 and 7 January.
    let done = people.clerk.post("/api/v1/cases", &another_application("2026-12-30"));
    assert_eq!(moved(&done.json()), ["A03 none->2027-01-07 open"]);
    assert_eq!(other.register.check().unwrap().inconsistencies, Vec::<String>::new());
    // And a program that starts afterwards, without computing anything anew.
    let third = second_instance(&server);
    assert_eq!(third.register.rebuild_if_changed().unwrap(), 0);
    assert_eq!(wait(third.register.law_book()).unwrap().calendar.version(), book.calendar.version());
}

/// Receipts on two instances while a year is imported on one of them: whichever came first, every deadline is
/// that of the new calendar in the end.
#[test]
fn no_deadline_of_the_old_calendar_survives_an_import() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let token = crate::support::server::access_token(&server.log_in("clerk"));
    let supervisor = crate::support::server::access_token(&server.log_in("supervisor"));
    let other = second_instance(&server);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let running = sikuai::http::server::serve(std::sync::Arc::new(other), listener).unwrap();
    let there = running.address();
    let ready = Barrier::new(13);
    std::thread::scope(|scope| {
        for n in 0..12 {
            let (ready, token, server) = (&ready, &token, &server);
            scope.spawn(move || {
                ready.wait();
                let body = another_application("2026-12-29");
                let reply = if n % 2 == 0 {
                    server.post("/api/v1/cases").bearer(token).json(&body)
                } else {
                    server.at(there, "POST", "/api/v1/cases").bearer(token).json(&body)
                };
                assert_eq!(reply.status, 201, "{reply:?}");
            });
        }
        ready.wait();
        let call = server.call("PUT", YEAR).bearer(&supervisor).header("if-none-match", "*");
        assert_eq!(call.json(&invented_2027()).status, 201);
    });
    running.stop().unwrap();
    let due = column(&people.clerk.read("/api/v1/deadlines?rule=A03"), "due_on");
    assert_eq!(due, ["2027-01-06"; 12]);
    whole(&server);
}

/// An import waits for every write that has begun with the old calendar, in whichever instance it runs: the
/// importer would otherwise be in before the writer has ended, who waits long enough for that.
#[test]
fn an_import_waits_for_writers_who_have_begun() {
    let server = TestServer::start();
    let url = server.app.settings.database.clone();
    let stores = [(); 2].map(|()| Store::open(&url, StoreOptions::default()).unwrap());
    let order = Mutex::new(Vec::new());
    let (begun, has_begun) = mpsc::channel();
    let (entered, has_entered) = mpsc::channel();
    let [writing, importing] = &stores;
    let order = std::sync::Arc::new(order);
    std::thread::scope(|scope| {
        let seen = std::sync::Arc::clone(&order);
        scope.spawn(move || {
            writing
                .write_blocking(move |tx| {
                    calendar_imports::keep_importers_out(tx)?;
                    begun.send(()).unwrap();
                    let importer = has_entered.recv_timeout(Duration::from_millis(400));
                    assert!(importer.is_err(), "the importer did not wait");
                    seen.lock().unwrap().push("writer");
                    Ok::<_, StorageError>(())
                })
                .unwrap();
        });
        has_begun.recv().unwrap();
        let seen = std::sync::Arc::clone(&order);
        importing
            .write_blocking(move |tx| {
                calendar_imports::keep_writers_out(tx)?;
                seen.lock().unwrap().push("importer");
                // The writer has gone, if it waited as it must.
                let _gone = entered.send(());
                Ok::<_, StorageError>(())
            })
            .unwrap();
    });
    assert_eq!(*order.lock().unwrap(), ["writer", "importer"]);
}

/// Service by leaving on 30 December counts after three working days: 31 December and, by the day of the week alone,
/// 1 and 4 January; in the invented year 4 and 5 January. The defence has ten working days from then: Monday 18,
/// Tuesday 19 January.
#[test]
fn a_service_that_counts_later_moves_what_it_starts() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let file = accept(&people, "2026-12-28", "2026-12-29");
    let left = json!({ "on": "2026-12-30", "document": "application_copy", "parties": [2],
        "manner": "leaving", "leaving_ground": "refused", "cause": "拒收" });
    people.clerk.does(&file, "services", &left);
    assert_eq!(due(&people.clerk, &file, "A08"), ("2027-01-18".to_owned(), true));
    let report = import(&people.supervisor);
    // A03, met, from the 28th: 29, 30, 31 December, then 1 and 4 or 4 and 5 January. A06 and A07 from the 29th:
    // 30, 31 December, then 1, 4, 5 or 4, 5, 6 January.
    // A25: 12 February, a Friday, and in the invented year a working day too.
    let expected = [
        "f A03 2027-01-04->2027-01-05",
        "f A06 2027-01-05->2027-01-06",
        "f A07 2027-01-05->2027-01-06",
        "f A08 2027-01-18->2027-01-19",
        "f A25 2027-02-12->2027-02-12",
    ];
    assert_eq!(listed(&report, &[("f", &file)]), expected);
    assert_eq!(people.clerk.read(&file.path(""))["services"][0]["served_on"], "2027-01-05");
    whole(&server);
}

/// Served by leaving on 30 December, so that it counts on 4 January, and in effect from then on, as recorded on the 5th.
/// In the invented year it counts on the 5th: the case could not take effect before.
#[test]
fn a_docket_that_the_new_calendar_makes_impossible_is_named_and_corrected_first() {
    let server = TestServer::start();
    on_day(&server, "2027-01-05");
    let people = People::of(&server);
    let file = accept(&people, "2026-12-15", "2026-12-16");
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2026-12-28", "ground": "own_motion" }));
    let left = json!({ "on": "2026-12-30", "document": "closing_decision", "parties": [1, 2],
        "manner": "leaving", "leaving_ground": "refused", "cause": "拒收" });
    people.clerk.does(&file, "services", &left);
    let done = people.clerk.does(&file, "effectiveness", &json!({ "on": "2027-01-04" }));
    let number = done["number"].as_str().unwrap();
    let ask = |path: &str| put(&people.supervisor, path, ("if-none-match", "*"), &invented_2027());
    for path in [format!("{YEAR}?dry_run=true"), YEAR.to_owned()] {
        let reply = ask(&path);
        assert_eq!((reply.status, reply.violations()), (409, vec!["act  impossible_history".to_owned()]));
        assert!(reply.text.contains(number), "{reply:?}");
    }
    whole(&server);
    let right = json!({ "on": "2027-01-05", "reason": "生效日误录", "replacement": { "on": "2027-01-05" } });
    people.supervisor.does(&file, "docket/5/correction", &right);
    let reply = ask(YEAR);
    assert_eq!((reply.status, counts(&reply.json())[2]), (201, 1), "{reply:?}");
    let case = people.clerk.read(&file.path(""));
    assert_eq!((&case["stage"], &case["effective_on"]), (&json!("effective"), &json!("2027-01-05")));
    whole(&server);
}

#[test]
fn a_case_goes_on_and_is_corrected_after_a_change_of_the_calendar() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let file = accept(&people, "2026-12-15", "2026-12-16");
    let stale = file.tag();
    import(&people.supervisor);
    // Whoever saw the case before looks again: its deadlines are others now.
    let recovery = json!({ "on": "2026-12-30", "amount": 100_000, "party": 1 });
    assert_eq!(people.clerk.act(&file, "recoveries", &recovery).status, 412);
    assert_eq!(people.clerk.get(&file.path("")).header("etag"), stale.replace("-2\"", "-3\""));
    file.version.set(3);
    people.clerk.does(&file, "recoveries", &recovery);
    // The change is no act, and nobody corrects it.
    let strike = json!({ "on": "2026-12-31", "reason": "误录" });
    let refused = people.supervisor.act(&file, "docket/3/correction", &strike);
    assert_eq!((refused.status, refused.violations()), (422, vec!["body /entry no_such_entry".to_owned()]));
    // Accepted a day later: 45 days end on Sunday 31 January, which is worked.
    let later = json!({ "on": "2026-12-31", "reason": "受理日期误录",
        "replacement": { "on": "2026-12-17", "procedure": "ordinary" } });
    let done = people.supervisor.does(&file, "docket/2/correction", &later);
    let a25: Vec<String> = moved(&done).into_iter().filter(|line| line.starts_with("A25")).collect();
    assert_eq!(a25, Vec::<String>::new(), "due on 31 January as before");
    assert_eq!(due(&people.clerk, &file, "A25"), ("2027-01-31".to_owned(), false));
    let stages = column(&people.clerk.read(&file.path("docket")), "act");
    assert_eq!(stages, ["receipt", "acceptance", "", "recovery", ""]);
    whole(&server);
}

#[test]
fn reading_deadlines_stays_within_three_statements_and_a_worklist_within_four() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let file = accept(&people, "2026-12-15", "2026-12-16");
    import(&people.supervisor);
    people.clerk.read(&file.path("deadlines"));
    // The worklist asks in one more for what is met late, on a day to come.
    for (path, most) in [(file.path("deadlines"), 3), (file.path(""), 3), ("/api/v1/deadlines".to_owned(), 4)]
    {
        let before = server.app.store.statements();
        people.clerk.read(&path);
        let statements = server.app.store.statements() - before;
        assert!((1..=most).contains(&statements), "{path} takes {statements} statements");
    }
}

#[test]
fn the_operator_imports_a_year_from_a_file() {
    let server = TestServer::start();
    on_day(&server, "2026-12-31");
    let people = People::of(&server);
    let file = accept(&people, "2026-12-15", "2026-12-16");
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("2027.json");
    let path = path.to_str().unwrap();
    std::fs::write(path, invented_2027_of_holiday_cn().to_string()).unwrap();
    let (code, said) = operator(&server, &["calendar", "show", "2027"]);
    assert!(code == Some(0) && said.contains("2027年未知"), "{said}");
    let line = "徐劳人仲案字〔2026〕1号  A25 审理期限 Trial period  2027-02-01 -> 2027-01-31";
    let (code, said) = operator(&server, &["calendar", "import", path, "--dry-run"]);
    assert!(code == Some(0) && said.contains(line) && said.contains("nothing written"), "{said}");
    assert_eq!(due(&people.clerk, &file, "A25"), ("2027-02-01".to_owned(), true));
    let (code, said) = operator(&server, &["calendar", "import", path]);
    assert!(code == Some(0) && said.contains(line) && said.contains("已导入 imported"), "{said}");
    assert!(said.contains("期限变动1条，转为确定0条；1宗案件作日历变更登记，另有0宗重新计算"), "{said}");
    let (code, said) = operator(&server, &["calendar", "show", "2027"]);
    assert!(code == Some(0) && said.contains("2027-01-31  上班 working  春节"), "{said}");
    // The server that was running knows of it, and the docket says that it was the operator.
    assert_eq!(due(&people.clerk, &file, "A25"), ("2027-01-31".to_owned(), false));
    let docket = people.clerk.read(&file.path("docket"));
    assert_eq!(docket["items"][2]["actor"], "00000000-0000-0000-0000-000000000000");
    assert_eq!(people.clerk.read(YEAR)["imported_by"], Value::Null);
    let log = server.app.store.read_blocking(|c| storage::audit::page(c, 0, 1000)).unwrap();
    let import = log.iter().find(|row| row.event == "calendar_imported").unwrap();
    let body: Value = serde_json::from_str(&import.body).unwrap();
    assert_eq!((&import.actor_id, &body["year"], &body["moved"]), (&None, &json!(2027), &json!(1)));
    whole(&server);
    // A year is never replaced unseen.
    let (code, said) = operator(&server, &["calendar", "import", path]);
    assert!(code == Some(1) && said.contains("--replace"), "{said}");
    let (code, said) = operator(&server, &["calendar", "import", path, "--replace"]);
    assert!(code == Some(0), "{said}");
    // What is wrong with a file is said in one line, and the exit code tells.
    std::fs::write(path, json!({ "year": 2028, "papers": [], "days": [] }).to_string()).unwrap();
    let (code, said) = operator(&server, &["calendar", "import", path]);
    assert!(code == Some(1) && said.contains("尚未公布") && said.contains("通知"), "{said}");
    assert_eq!(said.lines().count(), 1);
}

/// One wrong key hides nothing: the operator hears of the form of a file and of its days in one line. A day that cannot
/// be read is no reason to call the list too short.
#[test]
fn the_operator_hears_everything_that_is_wrong_with_a_file_at_once() {
    let server = TestServer::start();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("2027.json");
    let refused = |file: &Value| {
        std::fs::write(&path, file.to_string()).unwrap();
        let (code, said) = operator(&server, &["calendar", "import", path.to_str().unwrap()]);
        assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
        said
    };
    let has =
        |said: &str, all: &[&str]| assert!(all.iter().all(|one| said.contains(one)), "{all:?} in {said}");
    let lacks =
        |said: &str, none: &[&str]| assert!(!none.iter().any(|one| said.contains(one)), "{none:?} in {said}");

    // An unknown key, a notice that is missing, and a make-up day on Monday 4 January 2027.
    let mut own = invented_2027();
    let fields = own.as_object_mut().unwrap();
    fields.remove("notice");
    fields.insert("note".to_owned(), json!("x"));
    own["working"].as_array_mut().unwrap().push(json!({ "on": "2027-01-04", "name": "元旦" }));
    let said = refused(&own);
    has(&said, &["/note 未知字段", "/notice 缺少必填项", "2027-01-04不是周六或周日"]);
    lacks(&said, &["应写明所依据的通知"]);

    // A day whose key is misspelt, and another that lies in another year; the list is not called short.
    let mut theirs = invented_2027_of_holiday_cn();
    let first = theirs["days"][0].as_object_mut().unwrap();
    let date = first.remove("date").unwrap();
    first.insert("day".to_owned(), date);
    theirs["days"][1]["date"] = json!("2029-05-01");
    let said = refused(&theirs);
    has(&said, &["/days/0/day 未知字段", "/days/0/date 缺少必填项", "2029-05-01不在2027年内"]);
    lacks(&said, &["请核对文件是否完整", "尚未公布"]);

    // A list that is short, and whose days can all be read, is.
    let short = json!({ "year": 2027, "papers": ["http://www.gov.cn/"], "note": 1,
        "days": [{ "name": "元旦", "date": "2027-01-01", "isOffDay": true }] });
    has(&refused(&short), &["/note 未知字段", "放假日共1天"]);
    // Nothing can be said of the days of no year, nor of what is no JSON.
    has(&refused(&json!({ "days": [], "papers": [] })), &["/year 缺少必填项"]);
    std::fs::write(&path, "{").unwrap();
    let (code, said) = operator(&server, &["calendar", "import", path.to_str().unwrap()]);
    assert!(code == Some(1) && said.contains("不是合法的 JSON"), "{said}");
}

/// A shipped year with one day less: it is to be replaced and to be acknowledged, and both are said, with what to add. A
/// dry run says the same of the days, and notes the other.
#[test]
fn the_operator_hears_what_a_year_that_is_there_needs() {
    let server = TestServer::start();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("2021.json");
    let path = path.to_str().unwrap();
    let shipped = sikuai::domain::calendar::Calendar::shipped().year(2021).unwrap();
    let mut year = serde_json::to_value(shipped).unwrap();
    year["off"].as_array_mut().unwrap().pop();
    std::fs::write(path, year.to_string()).unwrap();
    let (replace, acknowledge) = ("--replace", "--acknowledge replaces_shipped_year");
    let (code, said) = operator(&server, &["calendar", "import", path]);
    assert!(code == Some(1) && said.contains(replace) && said.contains(acknowledge), "{said}");
    let (code, said) = operator(&server, &["calendar", "import", path, "--replace"]);
    assert!(code == Some(1) && !said.contains(replace) && said.contains(acknowledge), "{said}");
    let (code, said) = operator(&server, &["calendar", "import", path, "--dry-run"]);
    assert!(code == Some(1) && said.contains(acknowledge), "{said}");
    let known = ["--dry-run", "--acknowledge", "replaces_shipped_year"];
    let (code, said) = operator(&server, &[&["calendar", "import", path], known.as_slice()].concat());
    assert!(code == Some(0) && said.contains("nothing written") && said.contains(replace), "{said}");
    // Something wrong with the form hides neither, and each blank is named.
    year["note"] = json!("x");
    std::fs::write(path, year.to_string()).unwrap();
    let (code, said) = operator(&server, &["calendar", "import", path]);
    let all = ["/note 未知字段", replace, acknowledge];
    assert!(code == Some(1) && all.iter().all(|one| said.contains(one)), "{said}");
    year.as_object_mut().unwrap().remove("note");
    (year["notice"], year["source"]) = (json!(" "), json!(" "));
    std::fs::write(path, year.to_string()).unwrap();
    let (code, said) = operator(&server, &["calendar", "import", path, "--replace"]);
    let all = ["/notice 应写明", "/source 应写明", acknowledge];
    assert!(code == Some(1) && all.iter().all(|one| said.contains(one)), "{said}");
}

/// A program with other settings says so, and writes nothing with them.
#[test]
fn a_program_with_other_settings_puts_the_others_out_of_step() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-01"));
    let mut settings = server.app.settings.clone();
    settings.hearing_notice = sikuai::domain::period::NoticeCounting::ClearDays;
    let other = App::open(settings, Clock::Manual(server.clock.clone())).unwrap();
    let refused = people.clerk.post("/api/v1/cases", &application("2021-12-01"));
    assert_eq!((refused.status, &refused.json()["type"]), (503, &json!("/problems/not-ready")));
    assert_eq!(other.register.check().unwrap().inconsistencies, Vec::<String>::new());
    // Started again as it was, it computes everything anew and goes on.
    second_instance(&server);
    people.clerk.receive_another(&application("2021-12-01"));
    whole(&server);
}
