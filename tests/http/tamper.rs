//! The check finds what somebody with the database in their hands has changed, and names it; and the
//! database in such hands does not say who the parties are.

use crate::support::calendar::invented_2027;
use crate::support::database::postgres;
use crate::support::desk::{EMPLOYER_NAME, Office, Seen, WORKER_ID_NUMBER, WORKER_NAME, WORKER_PHONE};
use crate::support::desk::{service, withdrawal};
use diesel::RunQueryDsl as _;
use sikuai::app::ids::hex;
use sikuai::storage::{StorageError, Store, Tx};

/// Changes rows behind the program's back; says how many.
fn sql(store: &Store, statement: String) -> usize {
    store
        .write_blocking(move |tx: &mut Tx| {
            diesel::sql_query(statement).execute(&mut **tx).map_err(StorageError::from)
        })
        .unwrap()
}

/// Takes away what makes the docket append-only.
fn unlock_docket(store: &Store) {
    if postgres().is_some() {
        sql(store, "DROP TRIGGER docket_keeps_rows ON docket".to_owned());
    } else {
        sql(store, "DROP TRIGGER docket_keeps_rows".to_owned());
        sql(store, "DROP TRIGGER docket_loses_nothing".to_owned());
    }
}

/// Two cases: one that nobody touches, and one of four entries.
fn two_cases() -> (Office, Seen) {
    let office = Office::open();
    office.with_tribunal();
    let served = office.done(&office.clerk, &office.accepted(), "services", &service("application_copy"));
    let closed = office.done(&office.clerk, &served, "withdrawal", &withdrawal("2021-03-10"));
    (office, closed)
}

/// What the check says after one row was changed: every finding, without the name of the case, which it must bear.
fn findings_after(statement: &str) -> Vec<String> {
    let (office, case) = two_cases();
    let store = &office.server.app.store;
    unlock_docket(store);
    assert_eq!(sql(store, statement.replace("{id}", &format!("'{}'", case.id))), 1, "{statement}");
    let checked = office.server.app.register.check().unwrap();
    let start = format!("case {} ", case.id);
    let strip = |finding: &String| {
        let (_, what) =
            finding.strip_prefix(&start).unwrap_or_else(|| panic!("{finding}")).split_once(": ").unwrap();
        what.to_owned()
    };
    checked.inconsistencies.iter().map(strip).collect()
}

#[test]
fn an_untouched_database_is_whole() {
    let (office, _) = two_cases();
    let checked = office.server.app.register.check().unwrap();
    assert_eq!((checked.cases, checked.entries, checked.inconsistencies), (2, 8, Vec::new()));
}

#[test]
fn the_docket_refuses_to_be_changed_while_it_is_locked() {
    let (office, case) = two_cases();
    for statement in ["UPDATE docket SET body = body", "DELETE FROM docket"] {
        let statement = format!("{statement} WHERE case_id = '{}'", case.id);
        let refused = office.server.app.store.write_blocking(move |tx: &mut Tx| {
            diesel::sql_query(statement).execute(&mut **tx).map_err(StorageError::from)
        });
        assert!(refused.unwrap_err().to_string().contains("append-only: docket"));
    }
}

#[test]
fn a_changed_year_of_the_calendar_is_named() {
    let office = Office::open();
    let call = office.server.call("PUT", "/api/v1/calendar/2027").bearer(&office.supervisor);
    assert_eq!(call.header("if-none-match", "*").json(&invented_2027()).status, 201);
    let store = &office.server.app.store;
    let trigger = "DROP TRIGGER calendar_imports_keeps_rows";
    let on = if postgres().is_some() { " ON calendar_imports" } else { "" };
    sql(store, format!("{trigger}{on}"));
    let changed = "UPDATE calendar_imports SET body = replace(body, '2027-09-15', '2027-09-16')";
    assert_eq!(sql(store, changed.to_owned()), 1);
    let found = office.server.app.register.check().unwrap().inconsistencies;
    assert_eq!(found, ["calendar_imports 1 is inconsistent: it is not as it was kept"]);
}

#[test]
fn a_changed_byte_of_an_entry_is_named() {
    let byte = "UPDATE docket SET body = replace(body, '\"on\":\"2021-03-04\"', '\"on\":\"2021-03-05\"')";
    let found = findings_after(&format!("{byte} WHERE case_id = {{id}} AND no = 3"));
    assert_eq!(found[0], "entry 3 was altered: its hash does not fit");
    // The date of a service is what deadlines rest on.
    assert!(found.contains(&"the deadlines differ from the docket".to_owned()), "{found:?}");
}

#[test]
fn a_changed_column_of_an_entry_is_named() {
    let found = findings_after("UPDATE docket SET act = 'recovery' WHERE case_id = {id} AND no = 3");
    assert_eq!(found, ["entry 3 was altered: its columns differ from its text"]);
}

#[test]
fn an_entry_whose_hash_was_made_anew_does_not_fit_the_next() {
    let found = findings_after("UPDATE docket SET hash = prev_hash WHERE case_id = {id} AND no = 3");
    let altered = |no: u32| format!("entry {no} was altered: its hash does not fit");
    assert_eq!(found, [altered(3), altered(4)]);
}

#[test]
fn a_changed_deadline_is_named() {
    let found =
        findings_after("UPDATE deadlines SET due_on = '2021-04-20' WHERE case_id = {id} AND rule = 'A25'");
    assert_eq!(found, ["the deadlines differ from the docket"]);
}

#[test]
fn a_changed_figure_is_named() {
    let found = findings_after("UPDATE reporting SET claimed_fen = claimed_fen + 1 WHERE case_id = {id}");
    assert_eq!(found, ["the figures differ from the docket"]);
    let found = findings_after("UPDATE reporting SET known_from = '2021-01-01' WHERE case_id = {id}");
    assert_eq!(found, ["the figures as they were known differ from the docket"]);
}

#[test]
fn a_lost_last_entry_is_named() {
    let found = findings_after("DELETE FROM docket WHERE case_id = {id} AND no = 4");
    assert_eq!(found[0], "the columns or the body of the case row differ from the docket", "{found:?}");
}

#[test]
fn a_lost_entry_in_between_is_named() {
    let found = findings_after("DELETE FROM docket WHERE case_id = {id} AND no = 3");
    assert_eq!(found[0], "entry 3 is missing: entry 4 follows", "{found:?}");
}

#[test]
fn a_person_who_was_put_in_anothers_place_is_noticed() {
    let found = findings_after(
        "UPDATE vault SET sealed = (SELECT sealed FROM vault WHERE case_id <> {id}) WHERE case_id = {id}",
    );
    assert_eq!(found, ["the sealed people differ from the docket"]);
}

/// The employer's name is no personal data and stands there in the clear: the search looks where it should.
#[test]
fn who_the_worker_is_cannot_be_read_from_the_database_alone() {
    let (office, _) = two_cases();
    for (text, is_there) in
        [(EMPLOYER_NAME, true), (WORKER_NAME, false), (WORKER_ID_NUMBER, false), (WORKER_PHONE, false)]
    {
        assert_eq!(is_at_rest(&office, text), is_there, "{text}");
    }
}

fn is_at_rest(office: &Office, text: &str) -> bool {
    match office.server.app.settings.database.strip_prefix("sqlite:") {
        Some(path) => [path.to_owned(), format!("{path}-wal")].iter().any(|file| {
            let bytes = std::fs::read(file).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        }),
        None => TABLES.iter().any(|table| {
            let hex = hex(text.as_bytes());
            let found =
                format!("SELECT FROM {table} t WHERE t::text LIKE '%{text}%' OR t::text LIKE '%{hex}%'");
            sql(&office.server.app.store, found) > 0
        }),
    }
}

/// Every table that an act writes to.
const TABLES: [&str; 16] = [
    "cases",
    "case_people",
    "docket",
    "changes",
    "vault",
    "deadlines",
    "referrals",
    "search_cases",
    "search_terms",
    "reporting",
    "reporting_facts",
    "reporting_facts_past",
    "reporting_past",
    "idempotency",
    "audit",
    "meta",
];
