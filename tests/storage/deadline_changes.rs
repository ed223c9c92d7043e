//! What becomes other in the deadlines of some cases: found by comparing, and written for just those rows.

use crate::support::database::TestDatabase;
use crate::support::rows::{a_case, a_deadline, day, id, write};
use sikuai::storage::deadline_changes::DeadlineChanges;
use sikuai::storage::deadlines::{self, DeadlineRow};
use sikuai::storage::{Store, cases};

/// More than go in one statement, so that the last chunk is looked at too.
const MANY: i32 = 1_001;

fn of_case(store: &Store, n: u32) -> Vec<DeadlineRow> {
    store.read_blocking(|c| deadlines::of_case(c, &id(n))).unwrap()
}

/// Compares beside the transaction and writes in it, as whoever computes many cases anew does; in how many statements.
fn replace(store: &Store, rows: Vec<DeadlineRow>) -> u64 {
    let changes = DeadlineChanges::between(&of_case(store, 1), rows);
    let begun = store.statements();
    write(store, move |tx| changes.write(tx));
    store.statements() - begun
}

/// Case 1 has a row of every fate, case 2 is not spoken of.
#[test]
fn every_row_becomes_what_was_computed_and_no_other_is_touched() {
    let database = TestDatabase::new();
    let store = &database.store;
    let row = |rule: &str, provisional| DeadlineRow { provisional, ..a_deadline(1, rule, "2021-04-19") };
    let other = ["A03", "A05", "A07"].map(|rule| DeadlineRow { case_id: id(2), ..row(rule, true) });
    let kept = [row("A03", true), row("A05", false), row("A07", false), row("A10", true), row("A25", false)];
    let (first, second) = (kept.clone(), other.clone());
    write(store, move |tx| {
        cases::insert(tx, &a_case(1, "2021-03-02"))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        deadlines::replace_for_case(tx, &id(1), &first)?;
        deadlines::replace_for_case(tx, &id(2), &second)
    });
    // Firm; provisional; gone (A07); of another day and firm; the same; new.
    let moved = DeadlineRow { due_on: Some(day("2021-04-20")), ..row("A10", false) };
    let wanted =
        vec![row("A03", false), row("A05", true), moved.clone(), row("A25", false), row("A31", true)];
    assert_eq!(replace(store, wanted.clone()), 4, "gone, others, firm, provisional");
    assert_eq!(of_case(store, 1), wanted);
    assert_eq!(of_case(store, 2), other);
    assert_eq!(replace(store, wanted.clone()), 0, "it is written already");
    // The same key of another party, and of another entry, are rows of their own.
    let (of_party, of_entry) =
        (DeadlineRow { party: 1, ..moved.clone() }, DeadlineRow { anchor: 2, ..moved.clone() });
    let all = [wanted, vec![of_party, of_entry]].concat();
    replace(store, all.clone());
    let turned: Vec<DeadlineRow> =
        all.into_iter().map(|row| DeadlineRow { provisional: row.party == 1, ..row }).collect();
    replace(store, turned.clone());
    let mut expected = turned;
    expected.sort_by(|a, b| (&a.rule, a.anchor, a.party).cmp(&(&b.rule, b.anchor, b.party)));
    assert_eq!(of_case(store, 1), expected);
    assert_eq!(of_case(store, 2), other);
}

#[test]
fn a_calendar_that_makes_many_firm_writes_them_in_few_statements() {
    let database = TestDatabase::new();
    let store = &database.store;
    let rows = |provisional| -> Vec<DeadlineRow> {
        let row = |anchor| DeadlineRow { anchor, provisional, ..a_deadline(1, "A25", "2021-04-19") };
        (1..=MANY).map(row).collect()
    };
    write(store, |tx| cases::insert(tx, &a_case(1, "2021-03-02")));
    for (provisional, statements) in [(true, 3), (false, 3), (true, 3)] {
        assert_eq!(replace(store, rows(provisional)), statements);
        assert_eq!(of_case(store, 1), rows(provisional));
    }
}
