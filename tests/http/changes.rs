//! The feed of changes over HTTP: every entry of every docket once and in order, from wherever one reads on, and only of this
//! history. That nothing is passed over when transactions are committed out of order is held in `tests/storage`.

use crate::list_tables::table;
use crate::support::people::{File, People, WORKER_NAME, application, on_day};
use crate::support::server::TestServer;
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::storage::{StorageError, Tx};

const PATH: &str = "/api/v1/changes";

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

/// Gives the numbers that a running program gives every second.
fn numbered(server: &TestServer) -> usize {
    server.app.register.number_changes_blocking().unwrap()
}

/// The feed after a cursor; from the beginning without one.
fn feed(people: &People<'_>, cursor: &Value) -> Value {
    people.report.read(&after(cursor))
}

fn after(cursor: &Value) -> String {
    cursor.as_str().map_or_else(|| PATH.to_owned(), |cursor| format!("{PATH}?cursor={cursor}"))
}

fn withdrawn(people: &People<'_>, file: &File) {
    people.clerk.does(file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
}

/// As a table the feed is read by its links until a page is empty; that page's link is kept, and has what comes later.
#[test]
fn whoever_follows_the_links_of_the_feed_stops_at_an_empty_page_and_goes_on_from_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    for received in ["2021-12-01", "2021-12-02"] {
        people.clerk.receive_another(&application(received));
    }
    numbered(&server);
    let read = |path: &str| {
        let page = people.report.call("GET", path).header("accept", "text/csv").send();
        let link = page.header("link").strip_prefix('<').and_then(|it| it.strip_suffix(">; rel=\"next\""));
        (table(&page).len() - 1, link.unwrap_or_else(|| panic!("{page:?}")).to_owned())
    };
    let (count, next) = read(&format!("{PATH}?limit=1"));
    let (second, next) = read(&next);
    let (none, last) = read(&next);
    assert_eq!((count, second, none), (1, 1, 0));
    // The JSON of that page says the same: no items, and where to go on.
    let page = people.report.read(&last);
    assert_eq!((&page["items"], last.ends_with(page["next"].as_str().unwrap())), (&json!([]), true));
    people.clerk.receive_another(&application("2021-12-03"));
    numbered(&server);
    assert_eq!(read(&last).0, 1);
}

#[test]
fn the_feed_tells_each_entry_once_in_order_and_goes_on_from_where_one_was() {
    let server = TestServer::start();
    let people = People::of(&server);
    assert_eq!(feed(&people, &Value::Null), json!({ "items": [], "next": null }));

    let a = people.clerk.receive(&application("2021-12-01"));
    on_day(&server, "2021-12-11");
    people.clerk.does(&a, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let b = people.clerk.receive_another(&application("2021-12-02"));
    assert_eq!(feed(&people, &Value::Null)["items"], json!([]), "what has no number yet is not told");
    assert_eq!((numbered(&server), numbered(&server)), (3, 0));
    let first = feed(&people, &Value::Null);
    let expected = [
        (1, a.id.clone(), 1, "receipt".to_owned()),
        (2, a.id.clone(), 2, "acceptance".to_owned()),
        (3, b.id.clone(), 1, "receipt".to_owned()),
    ];
    assert_eq!(said(&first), expected);
    assert!(first["next"].as_str().unwrap().starts_with("3-"), "{first}");
    // Of the case it tells how it is now, of the change what it was.
    let change = &first["items"][0];
    let of_case = ["kind", "number", "stage", "version"].map(|field| change[field].clone());
    assert_eq!(
        of_case,
        [json!("arbitration"), json!("徐劳人仲案字〔2021〕1号"), json!("accepted"), json!(2)]
    );
    assert_eq!(change["recorded_at"], "2021-12-10T01:00:00Z");

    let nothing = json!({ "items": [], "next": first["next"] });
    assert_eq!(feed(&people, &first["next"]), nothing, "nothing new");
    withdrawn(&people, &a);
    assert_eq!(numbered(&server), 1);
    let next = feed(&people, &first["next"]);
    assert_eq!(said(&next), [(4, a.id.clone(), 3, "withdrawal".to_owned())]);
    // At least once: whoever lost their place reads again, and finds the same.
    let all = feed(&people, &Value::Null);
    assert_eq!((said(&all), &all["next"]), ([expected.to_vec(), said(&next)].concat(), &next["next"]));
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    while let page = people.report.read(&format!("{PATH}?limit=2{cursor}"))
        && !page["items"].as_array().unwrap().is_empty()
    {
        cursor = format!("&cursor={}", page["next"].as_str().unwrap());
        pages.push(said(&page));
    }
    assert_eq!((pages.concat(), pages.len()), (said(&all), 2));
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
    numbered(&server);
    let reply = people.supervisor.get(PATH);
    let acts: Vec<String> = said(&reply.json()).into_iter().map(|(.., act)| act).collect();
    assert_eq!(acts, ["receipt", "acceptance", "correction"]);
    assert!(!reply.text.contains(WORKER_NAME) && !reply.text.contains("红壤农机"), "{}", reply.text);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// Reading writes nothing: not one statement more than asking, whatever waits.
#[test]
fn reading_the_feed_leaves_what_waits_as_it_is() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-01"));
    feed(&people, &Value::Null);
    let before = server.app.store.statements();
    feed(&people, &Value::Null);
    // The session, and the page.
    assert_eq!(server.app.store.statements() - before, 2);
    assert_eq!(numbered(&server), 1, "it waits still");
    let next = feed(&people, &Value::Null)["next"].clone();
    let before = server.app.store.statements();
    feed(&people, &next);
    // What stands at the cursor besides.
    assert_eq!(server.app.store.statements() - before, 3);
}

/// The database is put back to a copy, and goes on otherwise: its numbers are given again, to other entries.
#[test]
fn a_cursor_of_a_history_that_was_undone_is_refused_and_one_from_before_the_copy_is_good() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-01"));
    numbered(&server);
    let copied = feed(&people, &Value::Null)["next"].clone();
    people.clerk.receive_another(&application("2021-12-02"));
    numbered(&server);
    let undone = feed(&people, &copied)["next"].clone();
    let number = |cursor: &Value| cursor.as_str().unwrap().split_once('-').unwrap().0.to_owned();
    assert_eq!([number(&copied), number(&undone)], ["1", "2"]);
    let refused = |cursor: &Value| people.report.get(&after(cursor)).refused();
    let other = (422, vec!["query cursor other_history".to_owned()]);

    // As the copy was: the feed has one change.
    let take_back = |statement: &str| {
        let statement = statement.to_owned();
        let change =
            move |tx: &mut Tx| Ok::<_, StorageError>(diesel::sql_query(statement).execute(&mut **tx)?);
        assert_eq!(server.app.store.write_blocking(change).unwrap(), 1);
    };
    take_back("DELETE FROM changes WHERE no = 2");
    assert_eq!(refused(&undone), other, "the feed does not come so far");
    // It goes on with another entry, which gets the number 2.
    people.clerk.receive_another(&application("2021-12-03"));
    assert_eq!(numbered(&server), 1);
    assert_eq!(refused(&undone), other, "number 2 is another entry");
    let found = said(&feed(&people, &copied));
    assert_eq!(
        found.iter().map(|(no, ..)| *no).collect::<Vec<_>>(),
        [2],
        "what was read before the copy is good"
    );

    for cursor in ["1", "x", "1-", "1-zz", "-1-0123456789abcdef"] {
        let wrong = people.report.get(&format!("{PATH}?cursor={cursor}")).refused();
        assert_eq!(wrong, (422, vec!["query cursor format".to_owned()]), "{cursor}");
    }
    let after = people.report.get(&format!("{PATH}?after=1")).refused();
    assert_eq!(after, (400, vec!["query after unknown_parameter".to_owned()]));
}
