//! The same person in another case: found by who may see it, however they were written down, without opening what is
//! found; and found as well after an upgrade. Not here: what is the same (`domain::same_person`).

use crate::support::people::{
    File, People, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE, application, column,
};
use crate::support::server::{TestServer, wait};
use chrono::TimeDelta;
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::error::Error;
use sikuai::app::key_use::KeyFile;
use sikuai::app::permits::Caller as Asking;
use sikuai::app::same_person::{FoundBy, SamePerson};
use sikuai::domain::id::{CaseId, UserId};
use sikuai::domain::party::{Person, PersonRef};
use sikuai::domain::role::Role;
use sikuai::storage::{Connection, StorageError, Store, Tx, Visibility, meta, vault};

const LIMIT: u32 = 50;

fn person(name: &str, id_number: Option<&str>, phone: Option<&str>) -> Person {
    let given = |text: Option<&str>| text.map(str::to_owned);
    Person {
        name: name.to_owned(),
        id_number: given(id_number),
        phone: given(phone),
        address: None,
        bank_account: None,
    }
}

/// A new case, a second after the one before: ids go by the clock.
fn receive(server: &TestServer, people: &People<'_>, body: &Value) -> File {
    server.clock.advance(TimeDelta::seconds(1));
    people.clerk.receive_another(body)
}

/// An application whose worker is somebody, for whom somebody may act.
fn application_of(worker: &Value, representative: Option<&Value>) -> Value {
    let mut body = application("2021-12-01");
    body["parties"][0]["who"]["worker"] = worker.clone();
    if let Some(person) = representative {
        body["parties"][0]["representatives"] = json!([{ "person": person, "authority": "general" }]);
    }
    body
}

fn asking(people: &People<'_>, role: Role) -> Asking {
    let caller = match role {
        Role::Report => &people.report,
        Role::Arbitrator => &people.outsider,
        _ => &people.clerk,
    };
    Asking { user: UserId(caller.id.parse().unwrap()), role }
}

fn cases(found: &[SamePerson]) -> Vec<(String, FoundBy)> {
    found.iter().map(|found| (found.case.to_string(), found.by)).collect()
}

fn sql(store: &Store, statement: &str) -> usize {
    let statement = statement.to_owned();
    store
        .write_blocking(move |tx: &mut Tx| {
            diesel::sql_query(statement).execute(&mut **tx).map_err(StorageError::from)
        })
        .unwrap()
}

#[test]
fn the_same_person_is_found_however_they_were_written_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    let first = receive(&server, &people, &application("2021-12-01")).id;
    // Another phone, the same number.
    let worker = json!({ "name": "符永祥", "id_number": WORKER_ID_NUMBER, "phone": "13500000000" });
    let second = receive(&server, &people, &application_of(&worker, None)).id;
    // No number: known by name and phone.
    let worker = json!({ "name": "符 永祥", "phone": "+86 138-0099-0011" });
    let third = receive(&server, &people, &application_of(&worker, None)).id;
    // Somebody else of the same name, and somebody else with the same phone.
    for (name, phone) in [(WORKER_NAME, "13500000001"), ("符永翔", WORKER_PHONE)] {
        receive(&server, &people, &application_of(&json!({ "name": name, "phone": phone }), None));
    }
    let find = |name: &str, id_number: Option<&str>, phone: Option<&str>| {
        let clerk = asking(&people, Role::Clerk);
        let statements = server.app.store.statements();
        let sought = server.app.register.same_person(&clerk, person(name, id_number, phone), LIMIT);
        let found = cases(&wait(sought).unwrap());
        let asked = u64::from(id_number.is_some()) + u64::from(phone.is_some());
        assert_eq!(
            server.app.store.statements() - statements,
            asked,
            "one statement each, and nothing opened"
        );
        found
    };
    let by_id = |case: &String| (case.clone(), FoundBy::IdNumber);
    let by_contact = |case: &String| (case.clone(), FoundBy::NameAndPhone);
    // The newest first; the first case fits both ways, and the number says more.
    assert_eq!(
        find(WORKER_NAME, Some(WORKER_ID_NUMBER), Some(WORKER_PHONE)),
        [by_contact(&third), by_id(&second), by_id(&first)]
    );
    assert_eq!(find("谁也不是", Some(WORKER_ID_NUMBER), None), [by_id(&second), by_id(&first)]);
    assert_eq!(find(WORKER_NAME, None, Some("13800990011")), [by_contact(&third), by_contact(&first)]);
    assert_eq!(find(WORKER_NAME, None, None), []);
    assert_eq!(find("谁也不是", Some("11010519491231002X"), None), []);
}

#[test]
fn only_cases_that_the_caller_may_see_are_found() {
    let server = TestServer::start();
    let people = People::of(&server);
    receive(&server, &people, &application("2021-12-01"));
    let find = |role| {
        let asking = asking(&people, role);
        let sought = person(WORKER_NAME, Some(WORKER_ID_NUMBER), None);
        wait(server.app.register.same_person(&asking, sought, LIMIT))
    };
    assert_eq!(find(Role::Clerk).unwrap().len(), 1);
    assert_eq!(find(Role::Arbitrator).unwrap().len(), 1);
    assert!(matches!(find(Role::Report), Err(Error::Forbidden(_))));
    let sought = server.app.vault.sought([&person(WORKER_NAME, Some(WORKER_ID_NUMBER), None)]);
    let seen = |visibility: Visibility| {
        let found = server.app.store.read_blocking(|c| vault::with_id_index(c, &sought, &visibility, 50));
        found.unwrap().len()
    };
    let assigned = Visibility::Assigned(people.outsider.id.clone());
    assert_eq!([seen(Visibility::Office), seen(assigned), seen(Visibility::Nothing)], [1, 0, 0]);
}

#[test]
fn whoever_acts_in_two_cases_is_found_from_either() {
    let server = TestServer::start();
    let people = People::of(&server);
    let lawyer = json!({ "name": "林律师", "phone": "0759-4856123" });
    let again = json!({ "name": "林律师", "phone": "(0759) 4856123", "address": "徐闻县" });
    let file = |worker: &str, lawyer: &Value| {
        let worker = json!({ "name": worker, "phone": "13500000002" });
        receive(&server, &people, &application_of(&worker, Some(lawyer)))
    };
    let (here, there) = (file("甲", &lawyer), file("乙", &again));
    let app = &server.app;
    let clerk = asking(&people, Role::Clerk);
    let case = wait(app.register.case(&clerk, CaseId(here.id.parse().unwrap()), None)).unwrap().case;
    let representatives: Vec<PersonRef> =
        case.parties[0].representatives.iter().map(|r| r.person.clone()).collect();
    let found = app
        .store
        .snapshot_blocking(|c: &mut Connection| {
            app.register.same_people(c, &representatives, &Visibility::Office, LIMIT)
        })
        .unwrap();
    assert_eq!(cases(&found), [(there.id, FoundBy::NameAndPhone), (here.id, FoundBy::NameAndPhone)]);
}

/// A database with three people in it, and one entry of a diary; how often the worker is found after something was
/// done to it behind the program's back and it was opened again.
struct Reopened {
    server: TestServer,
}

impl Reopened {
    fn new() -> Self {
        let server = TestServer::start();
        let people = People::of(&server);
        for _ in 0..3 {
            let file = receive(&server, &people, &application("2021-12-01"));
            server.clock.advance(TimeDelta::seconds(1));
            let note = json!({ "on": "2021-12-10", "note": json!({ "name": WORKER_NAME, "id_number": WORKER_ID_NUMBER })
                .to_string() });
            assert_eq!(people.clerk.post(&file.path("diary"), &note).status, 201);
        }
        drop(people);
        Self { server }
    }

    fn store(&self) -> &Store {
        &self.server.app.store
    }

    fn key_path(&self) -> std::path::PathBuf {
        self.server.app.settings.key_path().unwrap()
    }

    fn open(&self) -> Result<App, Error> {
        App::over(self.store().clone(), self.server.app.settings.clone(), Clock::System)
    }

    fn found(&self, app: &App) -> usize {
        let sought = app.vault.sought([&person("谁", Some(WORKER_ID_NUMBER), None)]);
        let found = self.store().read_blocking(|c| vault::with_id_index(c, &sought, &Visibility::Office, 50));
        found.unwrap().len()
    }
}

#[test]
fn a_database_of_before_is_indexed_when_it_is_opened_and_its_key_file_gets_a_key() {
    let office = Reopened::new();
    assert_eq!(office.found(&office.server.app), 3, "the diary's text is no person");
    sql(office.store(), "UPDATE vault SET index_key = NULL, id_index = NULL, contact_index = NULL");
    sql(office.store(), "DELETE FROM meta WHERE key = 'index_key'");
    let text = std::fs::read_to_string(office.key_path()).unwrap();
    let (master, index) = text.split_once('\n').unwrap();
    assert!(index.starts_with("index "), "{}", index.len());
    std::fs::write(office.key_path(), format!("{master}\n")).unwrap();

    let app = office.open().unwrap();
    assert_eq!((app.key_file, office.found(&app)), (KeyFile::Extended, 3));
    let extended = std::fs::read_to_string(office.key_path()).unwrap();
    assert!(extended.starts_with(&format!("{master}\nindex ")) && extended != text);
    assert_eq!(app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    let said = office.store().read_blocking(|c| meta::get(c, meta::INDEX_KEY)).unwrap().unwrap();
    assert!(extended.contains(&format!("index {said} ")));

    let app = office.open().unwrap();
    assert_eq!((app.key_file, office.found(&app)), (KeyFile::Found, 3));
    // With the file of before the search would find nobody; it is refused, and the key named.
    std::fs::write(office.key_path(), format!("{master}\n")).unwrap();
    let refused = office.open().unwrap_err().to_string();
    assert!(refused.contains(&said) && refused.contains("缺少检索密钥"), "{refused}");
}

#[test]
fn indexing_that_was_broken_off_is_finished_by_the_next_start() {
    let office = Reopened::new();
    let said = office.store().read_blocking(|c| meta::get(c, meta::INDEX_KEY)).unwrap().unwrap();
    sql(office.store(), &format!("UPDATE meta SET value = 'indexing {said}' WHERE key = 'index_key'"));
    let first = "(SELECT min(id) FROM vault WHERE id_index IS NOT NULL)";
    let half = format!(
        "UPDATE vault SET index_key = NULL, id_index = NULL, contact_index = NULL WHERE id > {first}"
    );
    assert_eq!(sql(office.store(), &half), 5, "two people and three entries of diaries");
    assert_eq!(office.found(&office.server.app), 1);
    let app = office.open().unwrap();
    assert_eq!(office.found(&app), 3);
    let now = office.store().read_blocking(|c| meta::get(c, meta::INDEX_KEY)).unwrap();
    assert_eq!(now, Some(said));
    assert_eq!(app.register.index_people_if_unfinished().unwrap(), 0);
}

#[test]
fn a_changed_digest_is_named_by_the_check() {
    let office = Reopened::new();
    sql(
        office.store(),
        "UPDATE vault SET id_index = contact_index WHERE id = (SELECT min(id) FROM vault WHERE id_index IS NOT NULL)",
    );
    let found = office.server.app.register.check().unwrap().inconsistencies;
    assert_eq!(found.len(), 1);
    assert!(
        found[0].ends_with(": the digests by which people are found differ from the docket"),
        "{found:?}"
    );
}

#[test]
fn the_other_cases_of_a_party_are_listed_for_who_may_see_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let first = receive(&server, &people, &application("2021-12-01"));
    let second = receive(&server, &people, &application("2021-12-02"));
    let known = json!({ "name": WORKER_NAME, "phone": WORKER_PHONE });
    let third = receive(&server, &people, &application_of(&known, None));
    let other = json!({ "name": "符永祥", "phone": "13800990077" });
    receive(&server, &people, &application_of(&other, None));
    let page = people.clerk.read(&first.path("parties/1/other-cases"));
    assert_eq!(column(&page, "case_id"), [third.id.clone(), second.id.clone()]);
    assert_eq!(column(&page, "by"), ["name_and_phone", "id_number"]);
    assert_eq!(column(&page, "stage"), ["received", "received"]);
    assert_eq!(
        people.clerk.read(&first.path("parties/2/other-cases"))["items"],
        json!([]),
        "employers are no persons"
    );
    let page = people.clerk.read(&first.path("parties/1/other-cases?limit=1"));
    assert_eq!(column(&page, "case_id"), [third.id]);
    // Who pulls the figures sees no case.
    assert_eq!(people.report.get(&first.path("parties/1/other-cases")).status, 404);
    assert_eq!(people.clerk.get(&first.path("parties/9/other-cases")).status, 404);
}
