//! Every list as a table: whoever reads it as JSON may have it as CSV, with the columns that are published, the same cells, page
//! by page, and no formula. Not here: the tables of figures and publications (`publications`) and of ledgers (`ledger`).

use crate::support::people::{People, application};
use crate::support::server::{Reply, TestServer};
use serde_json::{Value, json};
use sikuai::http::openapi;

/// The rows of an answer in CSV.
pub(crate) fn table(reply: &Reply) -> Vec<Vec<String>> {
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8"), "{reply:?}");
    let text = reply.text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

pub(crate) fn cell(rows: &[Vec<String>], row: usize, heading: &str) -> String {
    let column =
        rows[0].iter().position(|it| it == heading).unwrap_or_else(|| panic!("{heading}: {:?}", rows[0]));
    rows[row][column].clone()
}

/// What an item says, each part by itself, as text.
fn said(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(all) => all.iter().flat_map(said).collect(),
        Value::Object(fields) => fields.values().flat_map(said).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Bool(_) | Value::Number(_) => vec![value.to_string()],
    }
}

/// Lists that can be asked for without saying more: their paths, with the first line that is published of each.
fn lists() -> Vec<(String, String)> {
    let paths = openapi::published()["paths"].as_object().unwrap();
    let list = |(path, item): (&String, &Value)| {
        let operation = item.get("get")?;
        let headings = operation.pointer("/responses/200/content/text~1csv/example")?.as_str()?;
        let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let is_free = parameters.iter().all(|parameter| parameter["required"] != true);
        (is_free && !path.contains('{')).then(|| (path.clone(), headings.to_owned()))
    };
    paths.iter().filter_map(list).collect()
}

#[test]
fn whoever_reads_a_list_may_have_it_as_a_table_that_says_the_same() {
    let server = TestServer::start();
    let people = People::of(&server);
    for received in ["2021-11-01", "2021-11-02", "2021-11-03"] {
        let file = people.clerk.receive_another(&application(received));
        people.clerk.does(&file, "acceptance", &json!({ "on": "2021-11-05", "procedure": "ordinary" }));
    }
    server.app.register.number_changes_blocking().unwrap();
    let year = json!({ "title": "11月", "from": "2021-11-01", "to": "2021-11-30" });
    assert_eq!(people.supervisor.post("/api/v1/publications", &year).status, 201);
    let (mut read, mut told) = (Vec::new(), 0);
    for (path, headings) in lists() {
        for caller in [&people.report, &people.supervisor] {
            let as_json = caller.get(&path);
            let as_table = caller.call("GET", &path).header("accept", "text/csv").send();
            if as_json.status != 200 {
                // An error is no table.
                assert_eq!(as_table.status, as_json.status, "{path}");
                assert!(as_table.header("content-type").starts_with("application/problem+json"), "{path}");
                continue;
            }
            let (rows, items) = (table(&as_table), as_json.json()["items"].as_array().unwrap().clone());
            assert_eq!(rows[0].join(","), headings, "{path}");
            assert_eq!(rows.len(), 1 + items.len(), "{path}");
            for (row, item) in rows[1..].iter().zip(&items) {
                let text = row.join("\n");
                for part in said(item) {
                    assert!(text.contains(&part), "{path}: {part:?} of {item} is not in {row:?}");
                    told += 1;
                }
            }
            read.push(path.clone());
        }
    }
    for path in [
        "/api/v1/changes",
        "/api/v1/cases",
        "/api/v1/code-lists",
        "/api/v1/indicators",
        "/api/v1/publications",
        "/api/v1/statistics/catalogue",
        "/api/v1/statistics/yearbook",
    ] {
        assert!(read.iter().any(|it| it == path), "{path} was not read: {read:?}");
    }
    assert!(told > 1_000, "{told}");
}

#[test]
fn a_table_goes_on_where_the_list_does() {
    let server = TestServer::start();
    let people = People::of(&server);
    for received in ["2021-11-01", "2021-11-02", "2021-11-03"] {
        people.clerk.receive_another(&application(received));
    }
    let first = people
        .clerk
        .call("GET", "/api/v1/cases?sort=received_on&limit=2")
        .header("accept", "text/csv")
        .send();
    let rows = table(&first);
    assert_eq!((rows.len(), cell(&rows, 2, "received_on")), (3, "2021-11-02".to_owned()));
    let link = first.header("link").to_owned();
    let next = link
        .strip_prefix('<')
        .and_then(|it| it.strip_suffix(">; rel=\"next\""))
        .unwrap_or_else(|| panic!("{link}"));
    assert!(next.starts_with("/api/v1/cases?sort=received_on&limit=2&cursor="), "{next}");
    let second = people.clerk.call("GET", next).header("accept", "text/csv").send();
    let rows = table(&second);
    assert_eq!((rows.len(), cell(&rows, 1, "received_on")), (2, "2021-11-03".to_owned()));
    assert_eq!(second.header("link"), "", "it was the last page");
    // A wrong question is answered as ever.
    let wrong = people.clerk.call("GET", "/api/v1/cases?limit=0").header("accept", "text/csv").send();
    assert_eq!(wrong.status, 400);
    assert!(wrong.header("content-type").starts_with("application/problem+json"));
    // A case is no list.
    let id = cell(&rows, 1, "id");
    let one = people.clerk.call("GET", &format!("/api/v1/cases/{id}")).header("accept", "text/csv").send();
    assert!(one.header("content-type").starts_with("application/json"), "{one:?}");
}

#[test]
fn no_cell_of_a_list_is_a_formula() {
    let server = TestServer::start();
    let people = People::of(&server);
    let body = json!({ "item": "=HYPERLINK(\"http://x\")", "from": "2021-01-01", "to": "2021-11-30", "value": "-2.5",
        "unit": "条", "source": "@办公室" });
    let entered = people.supervisor.post("/api/v1/indicators", &body);
    assert_eq!(entered.status, 201, "{entered:?}");
    let rows = table(&people.report.call("GET", "/api/v1/indicators").header("accept", "text/csv").send());
    assert_eq!(
        ["item", "source", "value"].map(|heading| cell(&rows, 1, heading)),
        ["'=HYPERLINK(\"http://x\")", "'@办公室", "-2.5"].map(str::to_owned),
        "a number stays one"
    );
}
