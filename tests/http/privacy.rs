//! Personal data stays with those whose role and case need it: nobody else finds it in any answer, and every
//! showing in the clear is put down. Not here: the cipher and the vault themselves.

use crate::support::people::{
    Caller, File, People, WORKER_ACCOUNT, WORKER_ADDRESS, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE,
    application,
};
use crate::support::server::TestServer;
use serde_json::json;
use sikuai::app::error::Error;
use sikuai::http::openapi;
use sikuai::storage::audit;

/// What nobody without the case sees, and who has it only masked.
const IDENTIFIERS: [&str; 4] = [WORKER_ID_NUMBER, WORKER_PHONE, WORKER_ADDRESS, WORKER_ACCOUNT];

fn a_case(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
    file
}

/// The id of a published period in which the case was accepted.
fn a_publication(people: &People<'_>) -> String {
    let period = json!({ "title": "12月", "from": "2021-12-01", "to": "2021-12-09" });
    let published = people.supervisor.post("/api/v1/publications", &period);
    published.json()["id"].as_str().unwrap().to_owned()
}

/// Every published GET, its holes filled with the case, or with what was published, but for personal data, which is asked
/// for on purpose.
fn gets(file: &File, published: &str) -> Vec<String> {
    let paths = openapi::published()["paths"].as_object().unwrap();
    let gets =
        paths.iter().filter(|(path, item)| item.get("get").is_some() && !path.ends_with("/personal-data"));
    let query = |path: &str| match path.rsplit('/').next().unwrap() {
        "due" => "?trigger=2021-03-01",
        // The worker's name.
        "search" => "?q=%E7%AC%A6%E6%B0%B8%E7%A5%A5",
        "main-volume" => "?party=1",
        "closure" => "?from=2021-01-01&to=2021-12-31",
        "annual" | "workbook" if path.contains("/reports/") => "?from=2021-01-01&to=2021-12-31",
        "closure_by_month" => "?from=2021-01-01&to=2021-12-31",
        "figures" => "?measures=accepted,days_to_acceptance&by=arbitrator&from=2021-01-01&to=2021-12-31",
        "cases" if path.contains("figures") => "?measure=accepted&from=2021-01-01&to=2021-12-31",
        "cases" if path.contains("publications") => "?measure=accepted",
        "cases" if path.contains("closure") => "?figure=accepted&from=2021-01-01&to=2021-12-31",
        _ => "",
    };
    let whose =
        |path: &str| if path.contains("/publications/") { published.to_owned() } else { file.id.clone() };
    gets.map(|(path, _)| path.replace("{id}", &whose(path)).replace("{rule}", "A25"))
        .map(|path| path.replace("{kind}", "acceptance_notice").replace("{chart}", "closure_by_month"))
        .map(|path| {
            let asked = query(&path);
            path + asked
        })
        .collect()
}

/// How many answers were 200, none of which held any of the words.
fn answers_without(caller: &Caller<'_>, (file, published): (&File, &str), words: &[&str]) -> usize {
    let replies = gets(file, published).into_iter().map(|path| (caller.get(&path), path));
    let read = replies.filter(|(reply, path)| {
        for word in words {
            assert!(!reply.text.contains(word), "{word} in {path}: {reply:?}");
        }
        reply.status == 200
    });
    read.count()
}

#[test]
fn who_has_no_case_finds_no_personal_data_in_any_answer() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = a_case(&people);
    let all = [&[WORKER_NAME], IDENTIFIERS.as_slice()].concat();
    let published = a_publication(&people);
    let what = (&file, published.as_str());
    assert!(gets(&file, &published).len() >= 21);
    // Open to all: health twice, the document. With a login: me, rules, calculator, code lists, papers and templates, the key
    // of publications.
    assert_eq!(
        answers_without(&people.report, what, &all),
        28,
        "and the five of the figures, the five of publications, the feed, and seven of the report"
    );
    assert_eq!(
        answers_without(&people.inspector, what, &all),
        22,
        "and nine lists of the own desk and its rooms, the saved views, and what a report can name"
    );
    assert_eq!(
        answers_without(&people.admin, what, &all),
        17,
        "people twice, the rooms, the log, and the watch"
    );
}

#[test]
fn the_office_reads_names_and_masked_identifiers() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (file, published) = (a_case(&people), a_publication(&people));
    for caller in [&people.clerk, &people.arbitrator, &people.mediator, &people.supervisor] {
        answers_without(caller, (&file, &published), &IDENTIFIERS);
        let case = caller.read(&file.path(""));
        let masked = json!({ "name": WORKER_NAME, "id_number": "440825********0003", "phone": "138****0011",
            "has_address": true, "has_bank_account": true });
        assert_eq!(case["parties"][0]["who"]["worker"], masked);
        let list = caller.read("/api/v1/cases");
        assert_eq!(list["items"][0]["worker"], WORKER_NAME);
    }
    let docket = people.clerk.get(&file.path("docket"));
    assert!(!docket.text.contains(WORKER_NAME), "the docket names people by the ids of vault rows");
}

#[test]
fn figures_lead_to_cases_without_names() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = a_case(&people);
    let report = people.report.read("/api/v1/statistics/closure?from=2021-12-01&to=2021-12-31");
    assert_eq!(report["accepted"]["value"], 1);
    let cases = people.report.read(report["accepted"]["cases"].as_str().unwrap());
    let case = &cases["items"][0];
    assert_eq!((case["id"].as_str(), &case["worker"]), (Some(&*file.id), &json!(null)));
    assert_eq!(case["number"], "徐劳人仲案字〔2021〕1号");
    // Not even for a clerk, who would see the name in the list of cases.
    let cases = people.clerk.get(report["accepted"]["cases"].as_str().unwrap());
    assert!(!cases.text.contains(WORKER_NAME));
}

#[test]
fn showing_personal_data_is_put_down_each_time_and_only_then() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = a_case(&people);
    let path = file.path("parties/1/personal-data");
    let shown = json!({ "no": 1, "side": "applicant", "who": { "worker": {
        "name": WORKER_NAME, "id_number": WORKER_ID_NUMBER, "phone": WORKER_PHONE,
        "address": WORKER_ADDRESS, "bank_account": WORKER_ACCOUNT } } });
    assert_eq!(people.clerk.read(&path), shown);
    assert_eq!(people.arbitrator.read(&path), shown);
    assert_eq!(people.arbitrator.read(&path), shown);
    let others =
        [&people.outsider, &people.mediator, &people.supervisor].map(|caller| caller.get(&path).status);
    assert_eq!(others, [403; 3]);
    let others = [&people.report, &people.inspector, &people.admin].map(|caller| caller.get(&path).status);
    assert_eq!(others, [404; 3]);
    assert_eq!(people.clerk.get(&file.path("parties/9/personal-data")).status, 404);

    let rows = server.app.store.read_blocking(|c| Ok::<_, Error>(audit::page(c, 0, 1000)?)).unwrap();
    let shown: Vec<(String, String)> = rows
        .into_iter()
        .filter(|row| row.case_id.as_ref() == Some(&file.id) && row.event == "personal_data_shown")
        .map(|row| (row.actor_id.unwrap(), row.body))
        .collect();
    let expected = [&people.clerk, &people.arbitrator, &people.arbitrator]
        .map(|caller| (caller.id.clone(), r#"{"party":1}"#.to_owned()));
    assert_eq!(shown, expected);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}
