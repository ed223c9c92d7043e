//! An office of another region: its file, without a line of code. Not here: the rules of Xuwen (`tests/domain/rules.rs`).

use crate::support::database::TestDatabase;
use crate::support::people::{People, application};
use crate::support::server::TestServer;
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::config::Config;
use tempfile::TempDir;

/// A county of no province in particular, with one rule of its own.
fn county() -> Value {
    json!({
        "id": "hunan/example", "zh": "某县", "en": "Example County", "bureau_zh": "某县人力资源和社会保障局",
        "bureau_en": "the bureau of Example County", "note": "Invented.",
        "minimum_wages": [{ "effective_from": "2018-07-01", "fen": 100_000 }],
        "targets": [{ "step": "filing", "length": { "count": 2, "unit": "working_days" } }],
        "rules": [{ "id": "W07", "term": { "fixed": { "count": 3, "unit": "working_days" } }, "articles": ["LSR 14"],
            "basis": "unconfirmed", "effective_from": "2017-07-01" }],
    })
}

fn written(directory: &TempDir, region: &str) -> std::path::PathBuf {
    let path = directory.path().join("region.json");
    std::fs::write(&path, region).unwrap();
    path
}

/// Sixty working days from 1 March 2021: 22 in March, 22 in April, 6 to 8, 10 to 14, 17 to 21, 24, 25 and 26 May; with
/// thirty more from there: 27, 28 and 31 May, 1-4, 7-11, 15-18, 21-25, 28-30 June (24), 1, 2, 5-7 and 8 July.
#[test]
fn another_region_is_a_file_and_has_the_nations_rules_where_it_has_none_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let file = written(&directory, &county().to_string());
    let server = TestServer::start_with(|config| {
        config.region = "hunan/example".to_owned();
        config.region_file = Some(file);
    });
    let people = People::of(&server);
    let due = |query: &str| people.clerk.read(&format!("/api/v1/deadline-rules/{query}"))["due_on"].clone();
    assert_eq!(due("W05/due?trigger=2021-03-01"), "2021-05-26");
    let extended = "W05/due?trigger=2021-03-01&extension_days=30&extension_approved_on=2021-05-26";
    assert_eq!(due(extended), "2021-07-08");
    // Its own rule; and what Guangdong leaves out is not left out here.
    assert_eq!(due("W07/due?trigger=2021-03-01"), "2021-03-04");
    let path = "/api/v1/deadline-rules/W05/due?trigger=2021-03-01&exclusion=audit:2021-03-10/2021-03-20";
    assert_eq!(people.clerk.get(path).violations(), ["query exclusion not_excludable"]);
    let case = people.clerk.receive(&application("2021-12-01"));
    assert_eq!(people.clerk.read(&case.path(""))["region"], "hunan/example");
    // Its figures call it by its name, and another that is built in by its own.
    let path = "/api/v1/statistics/figures?measures=received&from=2021-12-01&to=2021-12-31&by=region";
    let group = people.supervisor.read(path)["items"][0]["groups"][0]["group"][0].clone();
    assert_eq!(group["value"], "hunan/example");
    assert_eq!(group["name"], json!({ "zh": "某县", "en": "Example County" }));
    for (region, name) in [("hunan/example", "Example County"), ("guangdong/xuwen", "Xuwen County")] {
        let alone = people.supervisor.read(&format!("{path}&region={region}"));
        assert_eq!(alone["only"][0]["name"]["en"], name);
    }
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn a_region_file_that_cannot_be_used_says_why() {
    let (database, directory) = (TestDatabase::new(), tempfile::tempdir().unwrap());
    let refused = |region: &str, text: &str| {
        let config = Config {
            database: database.url.clone(),
            key_file: Some(directory.path().join("master.key")),
            region: region.to_owned(),
            region_file: Some(written(&directory, text)),
            ..Config::default()
        };
        App::over(database.store.clone(), config, Clock::System).unwrap_err().to_string()
    };
    let good = county().to_string();
    let other = refused("hunan/other", &good);
    assert!(other.contains("region.json") && other.contains("hunan/example"), "{other}");
    assert!(refused("hunan/example", &good.replace("W07", "W99")).contains("W99"));
    assert!(refused("hunan/example", &good.replace("LSR 14", "XYZ 14")).contains("no such law"));
    assert!(refused("hunan/example", "{").contains("地区文件不可用"));
}
