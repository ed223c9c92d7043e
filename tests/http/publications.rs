//! Published periods: what is published stays as it was, proves itself to whoever has the public key, and says what has become
//! of it since. November 2021 over three cases, worked out by hand. Not here: what each figure counts.

use crate::list_tables::cell;
use crate::support::browser::Browser;
use crate::support::database::postgres;
use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::server::{Reply, TestServer};
use diesel::RunQueryDsl as _;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sikuai::app::ids::{hex, unhex};
use sikuai::domain::role::Role;
use sikuai::storage::{StorageError, Tx, calendar_imports};

const NOVEMBER: &str = "from=2021-11-01&to=2021-11-30";

/// A and B accepted in November, B closed in it with CNY 500 recovered; C carried in and carried out.
fn three_cases(people: &People<'_>) -> [File; 3] {
    let accepted = |received: &str, on: &str| {
        let file = people.clerk.receive_another(&application(received));
        people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
        file
    };
    let (a, b) = (accepted("2021-11-01", "2021-11-03"), accepted("2021-11-02", "2021-11-05"));
    people.clerk.does(&b, "recoveries", &json!({ "on": "2021-11-15", "amount": 50_000, "party": 1 }));
    people.clerk.does(&b, "withdrawal", &json!({ "on": "2021-11-19", "ground": "own_motion" }));
    let c = accepted("2021-10-11", "2021-10-13");
    [a, b, c]
}

fn november(title: &str) -> Value {
    json!({ "title": title, "from": "2021-11-01", "to": "2021-11-30" })
}

fn publish(people: &People<'_>, body: &Value) -> Value {
    let reply = people.supervisor.post("/api/v1/publications", body);
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(reply.header("location"), format!("/api/v1/publications/{}", text(&reply.json()["id"])));
    reply.json()
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort_unstable();
    ids
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn path(published: &Value, below: &str) -> String {
    format!("/api/v1/publications/{}{below}", text(&published["id"]))
}

/// The amount of a measure among published figures.
fn amount(figures: &Value, id: &str) -> i64 {
    let found = figures.as_array().unwrap().iter().find(|figure| figure["id"] == id);
    found.map_or(0, |figure| figure["amount"].as_i64().unwrap())
}

/// The measures of a restatement that differ: id, then, now, changed cases.
fn differing(restatement: &Value) -> Vec<(String, i64, i64, i64)> {
    let number = |item: &Value, field: &str| item[field].as_i64().unwrap();
    let items = restatement["items"].as_array().unwrap().iter();
    let differs = items.filter(|item| {
        assert_eq!(number(item, "difference"), number(item, "now") - number(item, "published"));
        assert_eq!(item["cases"].is_null(), number(item, "changed_cases") == 0);
        number(item, "changed_cases") != 0
    });
    let said = |item: &Value| {
        let id = text(&item["name"]["code"]).to_owned();
        (id, number(item, "published"), number(item, "now"), number(item, "changed_cases"))
    };
    differs.map(said).collect()
}

#[test]
fn what_is_published_is_what_was_asked() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let asked = people.report.read(&format!(
        "/api/v1/statistics/figures?measures=accepted,closed,carried_in,carried_out,recovered,closure_rate&{NOVEMBER}"
    ));
    let published = publish(&people, &november("2021年11月统计"));
    assert_eq!(
        (&published["no"], &published["edition"], &published["replaces"]),
        (&json!(1), &json!(1), &Value::Null)
    );
    let found = people.report.read(&path(&published, ""));
    let content = &found["publication"];
    let figures = &content["figures"];
    let expected =
        [("accepted", 2), ("closed", 1), ("carried_in", 1), ("carried_out", 2), ("recovered", 50_000)];
    for (id, number) in expected {
        assert_eq!(amount(figures, id), number, "{id}");
        let item = asked["items"].as_array().unwrap().iter().find(|item| item["name"]["code"] == id).unwrap();
        assert_eq!(item["total"]["amount"], number, "{id}");
    }
    let rate = figures.as_array().unwrap().iter().find(|figure| figure["id"] == "closure_rate").unwrap();
    assert_eq!((&rate["numerator"], &rate["denominator"]), (&json!(1), &json!(2)));
    let by = |dimension: &str| {
        let groupings = content["groupings"].as_array().unwrap();
        groupings.iter().find(|grouping| grouping["by"] == dimension).unwrap()["groups"].clone()
    };
    let manners: Vec<(Value, i64)> = by("manner")
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (group["value"].clone(), amount(&group["figures"], "accepted")))
        .collect();
    assert_eq!(manners, [(json!("unknown"), 1), (json!("withdrawn"), 1)]);
    let months: Vec<Value> =
        by("month").as_array().unwrap().iter().map(|group| group["value"].clone()).collect();
    assert_eq!(months, ["2021-10", "2021-11"], "what is carried is of the month of its acceptance");
    assert!(content["groupings"].as_array().unwrap().iter().all(|grouping| grouping["by"] != "arbitrator"));
    let off: Vec<&Value> = content["control_totals"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|control| control["difference"] != 0)
        .collect();
    assert!(off.is_empty() && content["control_totals"].as_array().unwrap().len() > 4, "{off:?}");
}

#[test]
fn the_cases_behind_a_published_number_and_its_text_stay_what_they_were() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [a, b, c] = three_cases(&people);
    let published = publish(&people, &november("2021年11月统计"));
    // Exactly the cases, page by page.
    let listed = |measure: &str| {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page =
                people.report.read(&path(&published, &format!("/cases?measure={measure}&limit=1{cursor}")));
            ids.extend(column(&page, "case_id"));
            let Some(next) = page["next"].as_str() else { return sorted(ids) };
            cursor = format!("&cursor={next}");
        }
    };
    let ids = |files: [&File; 2]| sorted(files.map(|file| file.id.clone()).to_vec());
    assert_eq!(listed("accepted"), ids([&a, &b]));
    assert_eq!(listed("carried_out"), ids([&a, &c]));
    let recovered = people.report.read(&path(&published, "/cases?measure=recovered"));
    assert_eq!(
        (&recovered["items"][0]["case_id"], &recovered["items"][0]["amount"]),
        (&json!(b.id), &json!(50_000))
    );

    // Whatever happens later, it is the same to the byte, and whoever has it is told so.
    let before = people.report.get(&path(&published, ""));
    let tag = before.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", text(&published["sha256"])), "a strong one");
    people.clerk.does(&a, "withdrawal", &json!({ "on": "2021-11-25", "ground": "own_motion" }));
    let after = people.report.get(&path(&published, ""));
    assert_eq!((after.text == before.text, after.header("etag")), (true, tag.as_str()));
    let known = people.report.call("GET", &path(&published, "")).header("if-none-match", &tag).send();
    assert_eq!((known.status, known.text.as_str(), known.header("etag")), (304, "", tag.as_str()));
    assert_eq!(listed("carried_out"), ids([&a, &c]));
    assert_eq!(server.app.register.check().unwrap().publications, 1);
}

/// Written by serde's own sorted map, which is not the program's way of writing it.
#[test]
fn a_publication_proves_itself_to_whoever_has_the_public_key() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let published = publish(&people, &november("11月"));
    let found = people.report.read(&path(&published, ""));
    let canonical = serde_json::to_string(&found["publication"]).unwrap();
    let sha256 = hex(&Sha256::digest(&canonical));
    assert_eq!((&found["sha256"], &published["sha256"]), (&json!(sha256), &json!(sha256)));

    let keys = people.report.read("/api/v1/publications/key");
    let key = &keys["items"][0];
    assert_eq!((keys["items"].as_array().unwrap().len(), &key["key_id"]), (1, &found["signature"]["key_id"]));
    let public: [u8; 32] = unhex(text(&key["public_key"])).unwrap().try_into().unwrap();
    let public = VerifyingKey::from_bytes(&public).unwrap();
    let signature = unhex(text(&found["signature"]["signature"])).unwrap();
    let signature = Signature::from_slice(&signature).unwrap();
    let signed = format!("sikuai publication:{sha256}");
    assert_eq!(found["signature"]["signed"], signed);
    public.verify_strict(signed.as_bytes(), &signature).unwrap();
    assert!(
        public
            .verify_strict(format!("sikuai publication:{}", "0".repeat(64)).as_bytes(), &signature)
            .is_err()
    );

    // The list behind a number has the digest that is signed with it.
    let cases = people.report.read(&path(&published, "/cases?measure=accepted"));
    let lines = cases["items"].as_array().unwrap().iter();
    let lines = lines.map(|case| format!("{} {}\n", text(&case["case_id"]), case["amount"]));
    let lines = lines.collect::<Vec<_>>().concat();
    let lists = found["publication"]["lists"].as_array().unwrap();
    let list = lists.iter().find(|list| list["measure"] == "accepted").unwrap();
    assert_eq!((&list["cases"], &list["sha256"]), (&json!(2), &json!(hex(&Sha256::digest(&lines)))));

    // Another publication is signed with the same key, which outlives the keys of logins.
    on_day(&server, "2022-06-01");
    publish(&people, &november("11月"));
    assert_eq!(people.report.read("/api/v1/publications/key"), keys);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn a_restatement_names_what_differs_and_the_acts_that_caused_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [a, b, c] = three_cases(&people);
    let first = publish(&people, &november("11月"));
    let restatement = |of: &Value| people.report.read(&path(of, "/restatement"));
    assert_eq!(differing(&restatement(&first)), []);

    // C's closing in November is written down late; B's recovery is corrected to CNY 300. At the same instant as the
    // publication: what comes later is known by the feed, not by the clock.
    people.clerk.does(&c, "withdrawal", &json!({ "on": "2021-11-30", "ground": "own_motion" }));
    let right = json!({ "on": "2021-11-15", "amount": 30_000, "party": 1 });
    let correction = json!({ "on": "2021-12-10", "reason": "金额误录", "replacement": right });
    people.supervisor.does(&b, "docket/3/correction", &correction);
    // And something of which no figure of November knows.
    people.clerk.does(
        &a,
        "services",
        &json!({ "on": "2021-11-04", "document": "acceptance_notice", "parties": [1],
        "manner": "direct" }),
    );
    let now = restatement(&first);
    let changed = differing(&now);
    let of = |id: &str| {
        changed.iter().find(|(found, ..)| found == id).map(|(_, then, now, cases)| (*then, *now, *cases))
    };
    assert_eq!(of("closed"), Some((1, 2, 1)));
    assert_eq!(of("carried_out"), Some((2, 1, 1)));
    assert_eq!(of("recovered"), Some((50_000, 30_000, 1)));
    assert_eq!((of("accepted"), of("carried_in")), (None, None));
    let mut without_act = now["items"].as_array().unwrap().iter().map(|item| &item["changed_without_act"]);
    assert!(without_act.all(|cases| *cases == 0), "acts made it all");
    let cases = |id: &str| {
        let item = now["items"].as_array().unwrap().iter().find(|item| item["name"]["code"] == id).unwrap();
        let page = people.report.read(text(&item["cases"]));
        let said = |case: &Value| {
            let acts = case["acts"].as_array().unwrap().iter();
            let acts: Vec<String> = acts
                .map(|act| format!("{} {} {}", act["entry"], text(&act["act"]), act["corrects"]))
                .collect();
            (text(&case["case_id"]).to_owned(), case["published"].clone(), case["now"].clone(), acts)
        };
        page["items"].as_array().unwrap().iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(cases("closed"), [(c.id.clone(), json!(0), json!(1), vec!["3 withdrawal null".to_owned()])]);
    let corrected = (b.id.clone(), json!(50_000), json!(30_000), vec!["5 correction 3".to_owned()]);
    assert_eq!(cases("recovered"), [corrected]);
    assert_eq!(people.report.read(&path(&first, "/restatement/cases?measure=accepted"))["items"], json!([]));

    // Published again, it is the next edition, which says what it replaces, and nothing is restated any more.
    let second = publish(&people, &november("11月(更正)"));
    assert_eq!(
        (&second["no"], &second["edition"], &second["replaces"]),
        (&json!(2), &json!(2), &first["id"])
    );
    let content = people.report.read(&path(&second, ""))["publication"].clone();
    assert_eq!(content["replaces"], json!({ "id": first["id"], "sha256": first["sha256"] }));
    assert_eq!(differing(&restatement(&second)), []);
    assert_eq!(differing(&restatement(&first)), changed, "the first is what it was");
    let list = people.report.read("/api/v1/publications?from=2021-11-01&to=2021-11-30");
    let said: Vec<(&Value, &Value)> =
        list["items"].as_array().unwrap().iter().map(|item| (&item["no"], &item["replaced_by"])).collect();
    assert_eq!(said, [(&json!(2), &Value::Null), (&json!(1), &second["id"])]);
    let page = people.report.read("/api/v1/publications?limit=1");
    let rest = people.report.read(&format!("/api/v1/publications?limit=1&cursor={}", text(&page["next"])));
    assert_eq!((&page["items"][0]["no"], &rest["items"][0]["no"]), (&json!(2), &json!(1)));
    assert_eq!(people.report.read("/api/v1/publications?from=2021-10-01")["items"], json!([]));
}

/// A figure of a restatement that comes to something else, of all cases or of a group: what was published, and now.
fn restated(restatement: &Value, group: Option<(&str, &str)>, id: &str) -> Option<(Value, Value)> {
    let (by, value) = group.map_or((Value::Null, Value::Null), |(by, value)| (json!(by), json!(value)));
    let figures = restatement["figures"].as_array().unwrap().iter();
    let is_it = |item: &&Value| item["name"]["code"] == id && item["by"] == by && item["group"] == value;
    let found: Vec<&Value> = figures.filter(is_it).collect();
    assert!(found.len() < 2, "{found:?}");
    found.first().map(|item| (item["published"].clone(), item["now"].clone()))
}

/// C's closing on 30 November is written down late. The rate was 1 of 2; B took 14 days, C from 13 October 48.
#[test]
fn a_restatement_tells_rates_medians_and_groups_too() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [.., c] = three_cases(&people);
    let published = publish(&people, &november("11月"));
    let untouched = people.report.read(&path(&published, "/restatement"));
    let none = json!([]);
    assert_eq!(["changed", "figures", "unknown"].map(|field| &untouched[field]), [&none; 3]);
    assert_eq!((&untouched["books_changed"], &untouched["definitions_known"]), (&json!(false), &json!(true)));
    people.clerk.does(&c, "withdrawal", &json!({ "on": "2021-11-30", "ground": "own_motion" }));
    let now = people.report.read(&path(&published, "/restatement"));
    let rate = |numerator: i64| json!({ "numerator": numerator, "denominator": 2 });
    assert_eq!(restated(&now, None, "closure_rate"), Some((rate(1), rate(2))));
    let days = |cases: i64, days: i64, median_halves: i64, p90: i64| json!({ "cases": cases, "days": days, "median_halves": median_halves, "p90": p90 });
    // The median of 14 and 48 is 31.
    let took = (days(1, 14, 28, 14), days(2, 62, 62, 48));
    assert_eq!(restated(&now, None, "days_to_closing"), Some(took.clone()));
    assert_eq!(restated(&now, None, "days_to_acceptance"), None, "as it was");
    assert_eq!(restated(&now, None, "closed"), None, "a measure of all stands among the items");
    // C moves from the cases without a manner to the withdrawn ones, also where over all cases nothing differs.
    let amount = |amount: i64| json!({ "amount": amount });
    let manner = |value: &'static str| Some(("manner", value));
    assert_eq!(restated(&now, manner("unknown"), "carried_in"), Some((amount(1), Value::Null)));
    assert_eq!(restated(&now, manner("withdrawn"), "carried_in"), Some((Value::Null, amount(1))));
    assert_eq!(restated(&now, manner("withdrawn"), "closed"), Some((amount(1), amount(2))));
    assert_eq!(restated(&now, manner("withdrawn"), "days_to_closing"), Some(took));
    assert_eq!(restated(&now, manner("withdrawn"), "accepted"), None);
    assert_eq!(restated(&now, Some(("month", "2021-11")), "closed"), Some((amount(1), amount(2))));

    // The table says the same.
    let reply =
        people.report.call("GET", &path(&published, "/restatement")).header("accept", "text/csv").send();
    let rows = table(&reply);
    let told = |said: [&str; 4], headings: &[&str]| -> Vec<String> {
        let named = ["part", "name.code", "by", "group"];
        let is_it = |row: &usize| named.map(|heading| cell(&rows, *row, heading)) == said.map(str::to_owned);
        let found = (1..rows.len()).filter(is_it);
        found
            .map(|row| headings.iter().map(|it| cell(&rows, row, it)).collect::<Vec<_>>().join(" "))
            .collect()
    };
    let sums = ["published", "now", "difference", "changed_cases"];
    assert_eq!(told(["items", "closed", "", ""], &sums), ["1 2 1 1"]);
    let parts = ["published.numerator", "published.denominator", "now.numerator", "now.denominator"];
    assert_eq!(told(["figures", "closure_rate", "", ""], &parts), ["1 2 2 2"]);
    let days = ["published.cases", "published.days", "now.cases", "now.days", "now.median_halves", "now.p90"];
    assert_eq!(told(["figures", "days_to_closing", "", ""], &days), ["1 14 2 62 62 48"]);
    assert_eq!(told(["figures", "closed", "manner", "withdrawn"], &["published", "now"]), ["1 2"]);
    assert_eq!(told(["figures", "carried_in", "manner", "withdrawn"], &["published", "now"]), [" 1"]);
    let items = ["items", "figures", "unknown"].map(|name| now[name].as_array().unwrap().len());
    assert_eq!(rows.len(), 1 + items.iter().sum::<usize>(), "a row for each");
}

#[test]
fn a_period_is_published_when_it_is_over_once_under_its_key_by_supervisors() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let wrong =
        json!({ "title": "12月", "from": "2021-12-01", "to": "2021-12-31", "region": "guangdong/nowhere" });
    let refused = people.supervisor.post("/api/v1/publications", &wrong);
    let codes = ["body /region unknown_region", "body /to in_the_future"];
    assert_eq!(refused.refused(), (422, codes.map(str::to_owned).to_vec()));
    let backwards = json!({ "title": "12月", "from": "2021-12-02", "to": "2021-12-01" });
    let refused = people.supervisor.post("/api/v1/publications", &backwards);
    assert_eq!(refused.refused(), (422, vec!["body /to order".to_owned()]));
    // 10 December, by the clock of the office, until its end, which is four in the afternoon in UTC.
    let today = json!({ "title": "至今", "from": "2021-01-01", "to": "2021-12-10" });
    let tried_at = |instant: &str| {
        server.clock.set(instant.parse().unwrap());
        people.supervisor.post("/api/v1/publications", &today)
    };
    let early = tried_at("2021-12-10T15:59:59Z");
    assert_eq!(early.refused(), (422, vec!["body /to in_the_future".to_owned()]));
    assert!(
        early.json()["violations"][0]["detail"].as_str().unwrap().contains("今天是2021-12-10"),
        "{early:?}"
    );
    assert_eq!(tried_at("2021-12-10T16:00:00Z").status, 201);
    let blank = json!({ "title": " ", "from": "2021-12-02", "to": "2021-02-30" });
    assert_eq!(people.supervisor.post("/api/v1/publications", &blank).status, 400);
    assert_eq!(people.clerk.post("/api/v1/publications", &november("x")).status, 403);

    let keyed = || {
        let call =
            people.supervisor.call("POST", "/api/v1/publications").header("idempotency-key", "november");
        call.json(&november("11月"))
    };
    let (first, again) = (keyed(), keyed());
    assert_eq!((first.status, again.status, again.header("idempotency-replayed")), (201, 201, "true"));
    assert_eq!(first.text, again.text);
    let all = people.report.read("/api/v1/publications?from=2021-11-01");
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    assert_eq!(people.report.get("/api/v1/publications/00000000-0000-7000-8000-000000000000").status, 404);
    let bare = people.report.get(&path(&all["items"][0], "/cases"));
    assert_eq!(bare.refused(), (400, vec!["query measure required".to_owned()]));
}

#[test]
fn a_publication_is_read_as_a_table_too() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let published = publish(&people, &november("11月"));
    let reply = people.report.call("GET", &path(&published, "")).header("accept", "text/csv").send();
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(reply.header("etag"), format!("\"{}-csv\"", text(&published["sha256"])));
    let rows = table(&reply);
    assert_eq!(
        rows[0],
        [
            "publication",
            "by",
            "group",
            "id",
            "amount",
            "numerator",
            "denominator",
            "cases",
            "days",
            "median_halves",
            "p90"
        ]
    );
    let row = |by: &str, group: &str, id: &str| {
        rows.iter().find(|row| row[1..4] == [by, group, id]).unwrap_or_else(|| panic!("{by} {group} {id}"))
            [4..]
            .to_vec()
    };
    assert_eq!(row("", "", "accepted")[0], "2");
    assert_eq!(row("", "", "closure_rate")[1..3], ["1", "2"]);
    // B took 14 days.
    assert_eq!(row("", "", "days_to_closing")[3..], ["1", "14", "28", "14"]);
    assert_eq!(row("manner", "withdrawn", "accepted")[0], "1");
}

/// The rows of an answer in CSV.
fn table(reply: &Reply) -> Vec<Vec<String>> {
    let text = reply.text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn figures_are_read_as_a_table_with_what_was_asked() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let asked =
        format!("/api/v1/statistics/figures?measures=accepted,closure_rate,days_to_closing&{NOVEMBER}");
    let read = |query: &str, accept: &str| people.report.call("GET", query).header("accept", accept).send();
    let by = read(&format!("{asked}&by=manner&cause=relationship"), "text/csv");
    let rows = table(&by);
    let heading = |name: &str| rows[0].iter().position(|heading| heading == name).unwrap();
    let cells = |row: usize, names: &[&str]| -> Vec<String> {
        names.iter().map(|name| rows[row][heading(name)].clone()).collect()
    };
    assert_eq!(rows.len(), 1 + 3 + 3 + 2, "each over all, and by two manners; of days one");
    assert_eq!(
        cells(1, &["from", "to", "as_of", "only"]),
        ["2021-11-01", "2021-11-30", "2021-11-30", "cause=relationship"]
    );
    assert_eq!(
        cells(1, &["id", "name_zh", "unit", "by", "group", "amount"]),
        ["accepted", "受理", "cases", "", "", "2"]
    );
    assert_eq!(cells(3, &["id", "by", "group", "amount"]), ["accepted", "manner", "withdrawn", "1"]);
    assert_eq!(
        cells(4, &["id", "amount", "numerator", "denominator", "percent"]),
        ["closure_rate", "", "1", "2", "50.00"]
    );
    assert_eq!(
        cells(7, &["id", "cases", "mean", "median", "p90"]),
        ["days_to_closing", "1", "14.0", "14.0", "14"]
    );
    for accept in ["application/json", "*/*", "text/html"] {
        assert!(read(&asked, accept).header("content-type").starts_with("application/json"), "{accept}");
    }
}

/// Changes rows behind the program's back; says how many.
fn sql(server: &TestServer, statement: &str) -> usize {
    let statement = statement.to_owned();
    let change = move |tx: &mut Tx| Ok::<_, StorageError>(diesel::sql_query(statement).execute(&mut **tx)?);
    server.app.store.write_blocking(change).unwrap()
}

#[test]
fn the_check_names_what_was_altered_in_a_publication() {
    let altered = |statement: &str| {
        let server = TestServer::start();
        let people = People::of(&server);
        three_cases(&people);
        publish(&people, &november("11月"));
        for table in ["publications", "publication_cases"] {
            unprotect(&server, table);
        }
        assert_eq!(sql(&server, statement), 1, "{statement}");
        let found = server.app.register.check().unwrap().inconsistencies;
        found.iter().map(|what| what.split_once(": ").unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    let hash = "it was altered: its hash does not fit";
    let signature = "its signature is none of this office's";
    let columns = "its columns differ from its text";
    let body = r#"UPDATE publications SET body = replace(body, '"amount":2,"id":"accepted"', '"amount":3,"id":"accepted"')"#;
    assert_eq!(altered(body), [hash]);
    // Who makes the hash anew has no key to sign it.
    let another = "the audit log says another number or hash of it";
    assert_eq!(
        altered("UPDATE publications SET sha256 = substr(sha256, 2) || 'x'")[1..],
        [signature, another]
    );
    assert_eq!(
        altered("UPDATE publications SET signature = substr(signature, 2) || substr(signature, 1, 1)"),
        [signature]
    );
    assert_eq!(altered("UPDATE publications SET key_id = 'other'"), [signature]);
    assert_eq!(altered("UPDATE publications SET title = 'x'"), [columns]);
    assert_eq!(altered("UPDATE publications SET last_change = 0"), [columns]);
    let lists = |measure: &str| format!("the cases behind {measure} are not those that were published");
    let amount = "UPDATE publication_cases SET amount = 60000 WHERE measure = 'recovered'";
    assert_eq!(altered(amount), [lists("recovered")]);
    assert_eq!(altered("DELETE FROM publication_cases WHERE measure = 'closed'"), [lists("closed")]);
}

/// Lets rows be changed that the database would keep.
fn unprotect(server: &TestServer, table: &str) {
    if postgres().is_some() {
        sql(server, &format!("DROP TRIGGER {table}_keeps_rows ON {table}"));
    } else {
        sql(server, &format!("DROP TRIGGER {table}_keeps_rows"));
        sql(server, &format!("DROP TRIGGER {table}_loses_nothing"));
    }
}

/// The newest leaves no gap in the numbers: only the audit log knows of it.
#[test]
fn the_check_notices_a_publication_that_is_gone_and_one_that_nobody_published() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let [first, second] = ["11月", "11月(更正)"].map(|title| publish(&people, &november(title)));
    let wrong = || server.app.register.check().unwrap().inconsistencies;
    assert_eq!(wrong(), Vec::<String>::new());
    for table in ["publications", "publication_cases", "audit"] {
        unprotect(&server, table);
    }
    let second = text(&second["id"]);
    assert!(sql(&server, &format!("DELETE FROM publication_cases WHERE publication_id = '{second}'")) > 0);
    assert_eq!(sql(&server, &format!("DELETE FROM publications WHERE id = '{second}'")), 1);
    let gone =
        [format!("publication 2 {second}: the audit log says that it was published, and it is not there")];
    assert_eq!(wrong(), gone);
    // And the log cannot be made to forget it without breaking its own chain.
    assert_eq!(sql(&server, "UPDATE audit SET event = 'feed_made' WHERE event = 'period_published'"), 2);
    let first = text(&first["id"]);
    let unknown = format!("publication 1 {first}: the audit log does not say that it was published");
    let found = wrong();
    assert_eq!((found.len(), &found[0]), (2, &unknown), "{found:?}");
    assert!(found[1].starts_with("audit log: audit entry ") && !found.contains(&gone[0]), "{found:?}");
}

/// What differs without an act is told so, with what else is other than it was: a row behind the program's back, a program
/// that derives rows otherwise, that defines a figure otherwise, or that does not know one any more.
#[test]
fn a_restatement_names_other_causes_than_acts() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [_, b, _] = three_cases(&people);
    let published = publish(&people, &november("11月"));
    let restatement = || people.report.read(&path(&published, "/restatement"));
    let item = |restatement: &Value, id: &str| {
        let items = restatement["items"].as_array().unwrap().iter();
        items.clone().find(|item| item["name"]["code"] == id).cloned()
    };
    unprotect(&server, "publications");
    let other_rows = "UPDATE reporting_facts SET amount = 40000 WHERE fact = 'recovered'";
    assert_eq!(sql(&server, other_rows), 1);
    assert_eq!(sql(&server, "UPDATE publications SET books = books || '0'"), 1);
    let now = restatement();
    let recovered = item(&now, "recovered").unwrap();
    assert_eq!(
        ["published", "now", "changed_cases", "changed_without_act"].map(|field| recovered[field].clone()),
        [json!(50_000), json!(40_000), json!(1), json!(1)]
    );
    let cases = people.report.read(text(&recovered["cases"]));
    assert_eq!((&cases["items"][0]["case_id"], &cases["items"][0]["acts"]), (&json!(b.id), &json!([])));
    let changed: Vec<&Value> = now["changed"].as_array().unwrap().iter().map(|part| &part["code"]).collect();
    assert_eq!((changed, &now["books_changed"]), (vec![&json!("program")], &json!(true)));
    assert_eq!(recovered["definition_changed"], false);

    let replace = |from: &str, to: &str| {
        sql(&server, &format!("UPDATE publications SET body = replace(body, '{from}', '{to}')"));
    };
    // Another program counted what was accepted by another definition.
    replace(r#""definitions":{"accepted":""#, r#""definitions":{"accepted":"x"#);
    let redefined = |ids: [&str; 2]| {
        let now = restatement();
        ids.map(|id| item(&now, id).unwrap()["definition_changed"].clone())
    };
    assert_eq!(redefined(["accepted", "closed"]), [json!(true), json!(false)]);
    // What documents of form 2 say in digests of another kind is read too: this one says so of a final award alone.
    let of_form_2: Value = serde_json::from_str(include_str!("../../data/definitions-form-2.json")).unwrap();
    let [then, since] =
        ["0", "1"].map(|nth| text(of_form_2["closed_by_final_award"].pointer(&format!("/{nth}")).unwrap()));
    replace(r#""form":3"#, r#""form":2"#);
    replace(
        &format!(r#""closed_by_final_award":"{since}""#),
        &format!(r#""closed_by_final_award":"{then}""#),
    );
    assert_eq!(redefined(["closed_by_final_award", "closed"]), [json!(false), json!(true)]);
    replace(r#""form":2"#, r#""form":3"#);
    it_had_others(&server, &people, &published);
}

/// Another program had a figure and a dimension that this one does not know.
fn it_had_others(server: &TestServer, people: &People<'_>, published: &Value) {
    let restatement = || people.report.read(&path(published, "/restatement"));
    let item = |restatement: &Value, id: &str| {
        let items = restatement["items"].as_array().unwrap().iter();
        items.clone().find(|item| item["name"]["code"] == id).cloned()
    };
    let replace = |from: &str, to: &str| {
        sql(server, &format!("UPDATE publications SET body = replace(body, '{from}', '{to}')"));
    };
    replace(r#""id":"first_heard""#, r#""id":"once_heard""#);
    replace(r#""measure":"first_heard""#, r#""measure":"once_heard""#);
    replace(r#""by":"industry""#, r#""by":"trade""#);
    let now = restatement();
    let unknown = json!([
        { "code": "once_heard", "published": { "amount": 0 } },
        { "code": "trade", "published": null },
    ]);
    assert_eq!(now["unknown"], unknown);
    assert_eq!((item(&now, "first_heard"), item(&now, "once_heard")), (None, None), "it was not published");
    // What it published by a dimension that is gone did not come to something else.
    let by = |by: &str| now["figures"].as_array().unwrap().iter().any(|figure| figure["by"] == by);
    assert!(!by("trade"), "{}", now["figures"]);
    // And by what was not published nothing is restated, and no page leads there.
    assert!(!by("industry"), "{}", now["figures"]);
    let browser = Browser::signed_in(server, "supervisor");
    let page = format!("/publications/{}", text(&published["id"]));
    let shown = browser.get(&page).text;
    assert!(shown.contains("groups?by=channel") && !shown.contains("groups?by=industry"), "{shown}");
    for said in ["“once_heard”，不能重新计数，公布时为{&#34;amount&#34;:0}", "“trade”，不能重新计数。"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(browser.get(&format!("{page}/groups?by=channel")).status, 200);
    assert_eq!(browser.get(&format!("{page}/groups?by=industry")).status, 404);
    // One of before definitions were said.
    replace(r#""definitions":"#, r#""defined":"#);
    let now = restatement();
    assert_eq!(
        (&now["definitions_known"], item(&now, "closed").unwrap()["definition_changed"].clone()),
        (&json!(false), Value::Null)
    );
}

/// What waits for its number gets it before anything is counted, so that the publication says exactly what it knows.
#[test]
fn a_publication_says_up_to_which_change_it_knows() {
    let server = TestServer::start();
    let people = People::of(&server);
    // Received, accepted, paid, withdrawn; received and accepted twice more.
    three_cases(&people);
    let published = publish(&people, &november("11月"));
    let content = |of: &Value| people.report.read(&path(of, ""))["publication"].clone();
    assert_eq!((&content(&published)["last_change"], &content(&published)["form"]), (&json!(8), &json!(3)));
    people.clerk.receive_another(&application("2021-11-22"));
    assert_eq!(content(&publish(&people, &november("11月")))["last_change"], json!(9));
    // One that was counted later was put down first: what knows less does not take its place.
    unprotect(&server, "publications");
    assert_eq!(sql(&server, "UPDATE publications SET last_change = 10 WHERE no = 2"), 1);
    let late = people.supervisor.post("/api/v1/publications", &november("11月"));
    assert_eq!(late.refused(), (409, vec!["act  published_meanwhile".to_owned()]));
    let october = json!({ "title": "10月", "from": "2021-10-01", "to": "2021-10-31" });
    assert_eq!(publish(&people, &october)["no"], json!(3), "of another period it says nothing");
}

/// One fen is paid in one act after another while the period is published again and again: each edition has exactly those of
/// which the feed says that they came before it.
#[test]
fn what_is_published_while_acts_go_on_is_of_one_moment() {
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let (is_over, busy) = (std::sync::atomic::AtomicBool::new(false), std::sync::Mutex::new(String::new()));
    let editions: Vec<Value> = std::thread::scope(|scope| {
        let (server, is_over, busy) = (&server, &is_over, &busy);
        scope.spawn(move || {
            let clerk = Caller::new(server, "busy.clerk", Role::Clerk);
            let file = clerk.receive_another(&application("2021-11-08"));
            clerk.does(&file, "acceptance", &json!({ "on": "2021-11-09", "procedure": "ordinary" }));
            busy.lock().unwrap().push_str(&file.id);
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                clerk.does(&file, "recoveries", &json!({ "on": "2021-11-20", "amount": 1, "party": 1 }));
            }
        });
        let editions = (0..4).map(|_| publish(&people, &november("11月"))).collect();
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        editions
    });
    server.app.register.number_changes_blocking().unwrap();
    let busy = busy.into_inner().unwrap();
    let paid: Vec<i64> = server
        .app
        .store
        .read_blocking(|c| {
            sikuai::storage::changes::after(c, 0, 100_000, &sikuai::storage::Visibility::Office)
        })
        .unwrap()
        .iter()
        .filter(|change| change.case_id == busy && change.act == "recovery")
        .map(|change| change.no.unwrap())
        .collect();
    for edition in &editions {
        let content = people.report.read(&path(edition, ""))["publication"].clone();
        let last = content["last_change"].as_i64().unwrap();
        let known = i64::try_from(paid.iter().filter(|no| **no <= last).count()).unwrap();
        assert_eq!(amount(&content["figures"], "recovered"), 50_000 + known, "{last} {paid:?}");
    }
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// Each time that what waits has got its number, another act is committed before anybody looks: the database itself brings the
/// place in the feed of one that was recorded, so that no timing is needed. Nothing is published, and nothing is lost.
#[test]
fn where_an_act_comes_in_each_time_before_a_moment_is_found_nothing_is_published() {
    const ACTS: i64 = 53;
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let file = people.clerk.receive_another(&application("2021-11-08"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-11-09", "procedure": "ordinary" }));
    for _ in 0..ACTS {
        people.clerk.does(&file, "recoveries", &json!({ "on": "2021-11-20", "amount": 1, "party": 1 }));
    }
    let theirs = format!("case_id = '{}' AND entry_no > 2", file.id);
    sql(
        &server,
        &format!("CREATE TABLE to_come AS SELECT case_id, entry_no, recorded_at FROM changes WHERE {theirs}"),
    );
    assert_eq!(sql(&server, &format!("DELETE FROM changes WHERE {theirs}")), 53);
    let come = "INSERT INTO changes (case_id, entry_no, recorded_at) SELECT case_id, entry_no, recorded_at FROM to_come";
    let one = format!(
        "{come} ORDER BY entry_no LIMIT 1; DELETE FROM to_come WHERE entry_no = (SELECT MIN(entry_no) FROM to_come);"
    );
    let drop = if postgres().is_some() {
        let body = format!("$$ BEGIN {one} RETURN NULL; END $$");
        sql(&server, &format!("CREATE FUNCTION comes() RETURNS trigger LANGUAGE plpgsql AS {body}"));
        sql(
            &server,
            "CREATE TRIGGER comes AFTER UPDATE ON changes FOR EACH STATEMENT EXECUTE FUNCTION comes()",
        );
        "DROP TRIGGER comes ON changes"
    } else {
        let when = "WHEN NOT EXISTS (SELECT 1 FROM changes WHERE no IS NULL)";
        sql(&server, &format!("CREATE TRIGGER comes AFTER UPDATE OF no ON changes {when} BEGIN {one} END"));
        "DROP TRIGGER comes"
    };
    let refused = people.supervisor.post("/api/v1/publications", &november("11月"));
    assert_eq!(refused.refused(), (409, vec!["act  acts_go_on".to_owned()]));
    assert_eq!(people.report.read("/api/v1/publications")["items"], json!([]));
    sql(&server, drop);
    assert_eq!(sql(&server, come), 3, "it looked fifty times");
    sql(&server, "DROP TABLE to_come");
    let content = people.report.read(&path(&publish(&people, &november("11月")), ""))["publication"].clone();
    assert_eq!(amount(&content["figures"], "recovered"), 50_000 + ACTS);
    // Eight of the three cases, receipt and acceptance of this one, and each act.
    assert_eq!((&content["no"], &content["last_change"]), (&json!(1), &json!(8 + 2 + ACTS)));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// An act is in the middle of its transaction while a period is published: neither waits for the other, and the act is told
/// by the restatement.
#[test]
fn nobody_waits_for_a_publication_and_it_waits_for_nobody() {
    if postgres().is_none() {
        return; // There one writer waits for another whatever they write, and publishing writes for a moment only.
    }
    let server = TestServer::start();
    let people = People::of(&server);
    three_cases(&people);
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (entered, inside) = std::sync::mpsc::channel::<()>();
    let store = server.app.store.clone();
    let act = std::thread::spawn(move || {
        let work = move |tx: &mut Tx| {
            calendar_imports::keep_importers_out(tx)?;
            entered.send(()).unwrap();
            held.recv().unwrap();
            Ok::<_, StorageError>(())
        };
        store.write_blocking(work).unwrap();
    });
    inside.recv().unwrap();
    publish(&people, &november("11月"));
    release.send(()).unwrap();
    act.join().unwrap();
}
