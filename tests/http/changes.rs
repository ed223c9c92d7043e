//! The feed of changes over HTTP: every entry of every docket once and in order, from wherever one reads on. That nothing is
//! passed over when transactions are committed out of order is held in `tests/storage`.

use crate::support::people::{File, People, WORKER_NAME, application, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// What a page says: the numbers, and of each change the case, the entry and the act.
fn said(page: &Value) -> Vec<(i64, String, i64, String)> {
    let text = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
    let items = page["items"].as_array().unwrap().iter();
    let said = |item: &Value| {
        let number = |field: &str| item[field].as_i64().unwrap();
        (number("no"), text(item, "case_id"), number("entry"), text(item, "act"))
    };
    items.map(said).collect()
}

fn withdrawn(people: &People<'_>, file: &File) {
    people.clerk.does(file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
}

#[test]
fn the_feed_tells_each_entry_once_in_order_and_goes_on_from_where_one_was() {
    let server = TestServer::start();
    let people = People::of(&server);
    let read = |after: i64| people.report.read(&format!("/api/v1/changes?after={after}"));
    assert_eq!(read(0), json!({ "items": [], "next": 0 }));

    let a = people.clerk.receive(&application("2021-12-01"));
    on_day(&server, "2021-12-11");
    people.clerk.does(&a, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let b = people.clerk.receive_another(&application("2021-12-02"));
    let first = people.report.read("/api/v1/changes");
    let expected = [
        (1, a.id.clone(), 1, "receipt".to_owned()),
        (2, a.id.clone(), 2, "acceptance".to_owned()),
        (3, b.id.clone(), 1, "receipt".to_owned()),
    ];
    assert_eq!((said(&first), &first["next"]), (expected.to_vec(), &json!(3)));
    // Of the case it tells how it is now, of the change what it was.
    let change = &first["items"][0];
    let of_case = ["kind", "number", "stage", "version"].map(|field| change[field].clone());
    assert_eq!(
        of_case,
        [json!("arbitration"), json!("徐劳人仲案字〔2021〕1号"), json!("accepted"), json!(2)]
    );
    assert_eq!(change["recorded_at"], "2021-12-10T01:00:00Z");

    assert_eq!(read(3), json!({ "items": [], "next": 3 }), "nothing new");
    withdrawn(&people, &a);
    let next = read(3);
    assert_eq!(said(&next), [(4, a.id.clone(), 3, "withdrawal".to_owned())]);
    // At least once: whoever lost their place reads again, and finds the same.
    assert_eq!(said(&read(0)), [expected.to_vec(), said(&next)].concat());
    let mut pages = Vec::new();
    let mut after = 0;
    while let page = people.report.read(&format!("/api/v1/changes?limit=2&after={after}"))
        && !page["items"].as_array().unwrap().is_empty()
    {
        after = page["next"].as_i64().unwrap();
        pages.push(said(&page));
    }
    assert_eq!(pages.concat(), said(&read(0)));
    assert_eq!(pages.len(), 2);
}

#[test]
fn corrections_and_what_opens_another_case_are_in_the_feed_without_anybodys_name() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let right = json!({ "on": "2021-12-06", "procedure": "ordinary" });
    let body = json!({ "on": "2021-12-10", "reason": "受理日期误录", "replacement": right });
    people.clerk.does(&file, "docket/2/correction", &body);
    let reply = people.supervisor.get("/api/v1/changes");
    let acts: Vec<String> = said(&reply.json()).into_iter().map(|(.., act)| act).collect();
    assert_eq!(acts, ["receipt", "acceptance", "correction"]);
    assert!(!reply.text.contains(WORKER_NAME) && !reply.text.contains("红壤农机"), "{}", reply.text);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn a_number_that_the_feed_never_came_to_is_refused() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-01"));
    let ask = |after: &str| people.report.get(&format!("/api/v1/changes?after={after}")).refused();
    // The database was put back to an earlier state, and who reads on would miss what is numbered anew.
    assert_eq!(ask("2"), (422, vec!["query after beyond_the_end".to_owned()]));
    assert_eq!(people.report.get("/api/v1/changes?after=1").status, 200);
    assert_eq!(ask("-1"), (400, vec!["query after range".to_owned()]));
    assert_eq!(ask("x"), (400, vec!["query after format".to_owned()]));
    // The session, the page, whether something waits, and how far the feed has come.
    let before = server.app.store.statements();
    people.report.read("/api/v1/changes?after=1");
    assert_eq!(server.app.store.statements() - before, 4);
}
