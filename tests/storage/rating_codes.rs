//! The links to rate, as a migration tells them apart that an older program kept in one place: those that the desk handed out, and
//! those that came with a code to ask.

use crate::support::database::TestDatabase;
use crate::support::rows::{a_case, a_user, day, id, write};
use diesel::prelude::*;
use sikuai::storage::enquiries::{self, EnquiryCodeRow};
use sikuai::storage::schema_ratings::{rated_parties, rating_links};
use sikuai::storage::{StorageError, Store, Tx, cases, migrate, users};

/// The migration that told them apart.
const TOLD_APART: &str = "20261127000330";

/// Party, whether the desk handed it out; and the parties who have rated.
fn kept(store: &Store) -> (Vec<(i32, bool)>, Vec<i32>) {
    let read = |c: &mut sikuai::storage::Connection| {
        let links = rating_links::table.order(rating_links::party.asc());
        let rated = rated_parties::table.order(rated_parties::party.asc()).select(rated_parties::party);
        Ok::<_, StorageError>((
            links.select((rating_links::party, rating_links::at_desk)).load(c)?,
            rated.load(c)?,
        ))
    };
    store.read_blocking(read).unwrap()
}

/// A link of an older program: of a party, made at an instant, used or not.
fn old_link(tx: &mut Tx, (party, made_at, used): (i32, i64, &str)) -> Result<(), StorageError> {
    let sql = format!(
        "INSERT INTO rating_links (case_id, party, token_hash, made_by, made_at, expires_on, used)
            VALUES ('{}', {party}, '{}', '{}', {made_at}, '2021-05-01', {used})",
        id(2),
        party.to_string().repeat(64),
        id(1)
    );
    diesel::sql_query(sql).execute(&mut **tx)?;
    Ok(())
}

#[test]
fn links_of_an_older_program_are_told_apart_and_who_rated_stays_known() {
    let database = TestDatabase::new();
    let code = |party: i32, made_at: i64| EnquiryCodeRow {
        case_id: id(2),
        party,
        code_hash: party.to_string().repeat(64),
        made_by: id(1),
        made_at,
        expires_on: day("2021-05-01"),
        used_in_browser: None,
    };
    write(&database.store, move |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        enquiries::hand_out(tx, &code(1, 7))?;
        enquiries::hand_out(tx, &code(2, 7)).map(drop)
    });
    let store = &database.store;
    while write(store, migrate::down) != TOLD_APART {}
    // The first came with its party's code; the second and the third are of the desk.
    write(store, |tx| {
        old_link(tx, (1, 7, "TRUE"))?;
        old_link(tx, (2, 8, "FALSE"))?;
        old_link(tx, (3, 9, "TRUE"))
    });
    store.migrate().unwrap();
    let expected = (vec![(1, false), (2, true), (3, true)], vec![1, 3]);
    assert_eq!(kept(store), expected);
    // Down and up again, who has rated is still known.
    while write(store, migrate::down) != TOLD_APART {}
    store.migrate().unwrap();
    assert_eq!(kept(store), expected);
}

#[test]
fn codes_are_forgotten_the_oldest_days_first() {
    let database = TestDatabase::new();
    let code = |party: i32, last: &str| EnquiryCodeRow {
        case_id: id(2),
        party,
        code_hash: party.to_string().repeat(64),
        made_by: id(1),
        made_at: 1,
        expires_on: day(last),
        used_in_browser: None,
    };
    let codes = [code(1, "2021-05-01"), code(2, "2021-05-02"), code(3, "2021-05-03")];
    write(&database.store, move |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        codes.iter().try_for_each(|code| enquiries::hand_out(tx, code).map(drop))
    });
    let forget =
        |most: i64| write(&database.store, move |tx| enquiries::forget_before(tx, day("2021-05-03"), most));
    assert_eq!((forget(1), forget(1), forget(1)), (1, 1, 0));
}
