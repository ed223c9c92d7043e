//! Reading: lists, worklists and figures give what was worked out by hand, page by page, to those
//! who may see it, in one statement each. Not here: by which index (`plans.rs`).

use crate::support::database::TestDatabase;
use crate::support::rows::{
    a_case, a_deadline, a_recovery, a_user, arbitrates, day, id, keep_facts, reporting_of, write,
};
use sikuai::storage::calendar_imports::{self, ChangedDays};
use sikuai::storage::case_list::{
    CaseCursor, CaseFilter, CasePage, CaseSort, DayRange, Direction, Happened, count, list,
};
use sikuai::storage::cases::{self, CaseRow};
use sikuai::storage::deadlines::{self, DeadlineRow, Due, WorklistFilter, WorklistPage};
use sikuai::storage::figure_cases::CasesBehind;
use sikuai::storage::figures::{self, Asked, Dimension, Group, Measure, Period, Question};
use sikuai::storage::{
    CaseViewerRow, Connection, StorageError, Store, Visibility, people, replace_viewers_of_cases, reporting,
    users,
};

const OFFICE: Visibility = Visibility::Office;
const SORTS: [CaseSort; 4] =
    [CaseSort::ReceivedOn, CaseSort::AcceptedOn, CaseSort::ClosedOn, CaseSort::UpdatedAt];
const YEAR: [&str; 2] = ["2021-01-01", "2021-12-10"];

/// A case, as `received accepted closed`; `-` for what has not happened.
fn case(n: u32, days: &str) -> CaseRow {
    let mut days = days.split(' ');
    let mut next = || days.next().filter(|text| *text != "-");
    let mut case = a_case(n, next().unwrap());
    case.accepted_on = next().map(day);
    case.closed_on = next().map(day);
    case
}

/// Seven cases about the year 2021, by hand:
/// 10 received only; 11 accepted and open; 12 accepted and closed in the year; 13 carried in and
/// closed in the year; 14 carried in and still open; 15 closed before the year; 16 accepted in the
/// year and closed after it. User 1 arbitrates 12 and 14.
fn seven_cases() -> TestDatabase {
    let database = TestDatabase::new();
    let cases = [
        case(10, "2021-02-01 - -"),
        case(11, "2021-03-01 2021-03-05 -"),
        case(12, "2021-03-01 2021-03-05 2021-04-01"),
        case(13, "2020-11-30 2020-12-04 2021-01-01"),
        case(14, "2020-11-30 2020-12-04 -"),
        case(15, "2020-01-02 2020-01-06 2020-12-31"),
        case(16, "2021-12-01 2021-12-10 2021-12-11"),
    ];
    write(&database.store, move |tx| {
        users::insert(tx, &a_user(1))?;
        for row in &cases {
            cases::insert(tx, row)?;
            reporting::upsert(tx, &reporting_of(row))?;
        }
        for case in [12, 14] {
            people::replace_for_case(tx, &id(case), &[arbitrates(case, 1)])?;
            replace_viewers_of_cases(
                tx,
                &[&id(case)],
                &[CaseViewerRow { case_id: id(case), viewer: id(1) }],
            )?;
        }
        Ok(())
    });
    database
}

fn year() -> Period {
    Period { from: day(YEAR[0]), to: day(YEAR[1]) }
}

fn first_page(sort: CaseSort, direction: Direction) -> CasePage {
    CasePage { sort, direction, after: None, limit: 100 }
}

fn short(ids: impl IntoIterator<Item = String>) -> Vec<u32> {
    ids.into_iter().map(|id| id[id.len() - 2..].parse().unwrap()).collect()
}

/// The whole list, in pages of two.
fn in_pages(store: &Store, filter: &CaseFilter, page: CasePage, who: &Visibility) -> Vec<u32> {
    let mut page = CasePage { limit: 2, ..page };
    let mut ids = Vec::new();
    loop {
        let rows = store.read_blocking(|c| list(c, filter, &page, who)).unwrap();
        let Some(last) = rows.last() else { return short(ids) };
        page.after = last.cursor(page.sort);
        ids.extend(rows.into_iter().map(|row| row.id));
    }
}

fn all(store: &Store, filter: &CaseFilter) -> Vec<u32> {
    in_pages(store, filter, first_page(CaseSort::ReceivedOn, Direction::Ascending), &OFFICE)
}

#[test]
fn lists_come_in_their_order_page_by_page_without_loss() {
    let database = seven_cases();
    for (sort, expected) in SORTS.into_iter().zip([
        vec![15, 13, 14, 10, 11, 12, 16],
        vec![15, 13, 14, 11, 12, 16],
        vec![15, 13, 12, 16],
        vec![10, 11, 12, 13, 14, 15, 16],
    ]) {
        let pages = |direction| {
            in_pages(&database.store, &CaseFilter::default(), first_page(sort, direction), &OFFICE)
        };
        assert_eq!(pages(Direction::Ascending), expected, "{sort:?}");
        let backwards: Vec<u32> = expected.into_iter().rev().collect();
        assert_eq!(pages(Direction::Descending), backwards, "{sort:?}");
    }
}

#[test]
fn a_region_is_known_by_the_cases_that_came_in_there() {
    let database = seven_cases();
    let region = reporting_of(&case(10, "2021-02-01 - -")).region;
    let known = |region: &str| database.store.read_blocking(|c| reporting::has_region(c, region)).unwrap();
    assert!(known(&region) && !known("mars") && !known(""));
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    let database = TestDatabase::new();
    for (sort, after) in [
        (CaseSort::UpdatedAt, CaseCursor::Date(day("2021-03-01"), id(1))),
        (CaseSort::ClosedOn, CaseCursor::Instant(1, id(1))),
    ] {
        let page = CasePage { after: Some(after), ..first_page(sort, Direction::Ascending) };
        let result = database.store.read_blocking(|c| list(c, &CaseFilter::default(), &page, &OFFICE));
        assert!(matches!(result, Err(StorageError::Inconsistent { .. })), "{result:?}");
    }
}

#[test]
fn filters_keep_what_they_say() {
    let database = seven_cases();
    let filter = CaseFilter::default;
    let range = |from, to| DayRange { from: Some(day(from)), to: Some(day(to)) };
    let accepted = CaseFilter { accepted: range("2020-12-04", "2021-03-05"), ..filter() };
    assert_eq!(all(&database.store, &accepted), [13, 14, 11, 12]);
    let received = CaseFilter { received: range("2021-03-01", "2021-12-01"), ..filter() };
    assert_eq!(all(&database.store, &received), [11, 12, 16]);
    let waiting = CaseFilter { is_accepted: Some(Happened::NotYet), ..filter() };
    assert_eq!(all(&database.store, &waiting), [10]);
    let running =
        CaseFilter { is_accepted: Some(Happened::Yes), is_closed: Some(Happened::NotYet), ..filter() };
    assert_eq!(all(&database.store, &running), [14, 11]);
    let prefix = CaseFilter { lead_employer_prefix: Some("徐闻第12".to_owned()), ..filter() };
    assert_eq!(all(&database.store, &prefix), [12]);
    let prefix = CaseFilter { lead_employer_prefix: Some("徐闻第".to_owned()), ..filter() };
    assert_eq!(all(&database.store, &prefix).len(), 7);
    let wildcard = CaseFilter { lead_employer_prefix: Some("%".to_owned()), ..filter() };
    assert_eq!(all(&database.store, &wildcard), Vec::<u32>::new());
    let elsewhere = CaseFilter { region: Some("440000".to_owned()), ..filter() };
    assert_eq!(all(&database.store, &elsewhere), Vec::<u32>::new());
}

#[test]
fn one_filter_of_who_may_see_what_stands_on_every_path() {
    let database = seven_cases();
    let store = &database.store;
    write(store, |tx| {
        deadlines::replace_for_case(tx, &id(11), &[a_deadline(11, "A25", "2021-04-19")])?;
        deadlines::replace_for_case(tx, &id(12), &[a_deadline(12, "A25", "2021-04-19")])?;
        keep_facts(tx, 11, &[a_recovery(11, 3, "2021-05-01", 100)])?;
        keep_facts(tx, 12, &[a_recovery(12, 3, "2021-05-01", 20)])
    });
    let worklist = WorklistFilter { today: day("2021-03-13"), due: Due::Open, region: None, rule: None };
    let page = WorklistPage { after: None, limit: 100 };
    let user = Visibility::Assigned(id(1));
    let stranger = Visibility::Assigned(id(2));
    for (who, listed, due, fen, seen) in [
        (&OFFICE, vec![15, 13, 14, 10, 11, 12, 16], 2, 120, true),
        (&user, vec![14, 12], 1, 20, false),
        (&stranger, vec![], 0, 0, false),
        (&Visibility::Nothing, vec![], 0, 0, false),
    ] {
        let order = first_page(CaseSort::ReceivedOn, Direction::Ascending);
        assert_eq!(in_pages(store, &CaseFilter::default(), order, who), listed);
        let counted = store.read_blocking(|c| count(c, &CaseFilter::default(), who)).unwrap();
        assert_eq!(counted, i64::try_from(listed.len()).unwrap());
        let rows = store.read_blocking(|c| deadlines::worklist(c, &worklist, &page, who)).unwrap();
        assert_eq!(rows.len(), due);
        let open = store.read_blocking(|c| deadlines::count(c, &worklist, who)).unwrap();
        assert_eq!(open, i64::try_from(due).unwrap());
        let sum = store.read_blocking(|c| figures::sum(c, Measure::Recovered, Asked::of(year()), who));
        assert_eq!(sum.unwrap(), fen);
        let case = store.read_blocking(|c| cases::load(c, &id(11), who)).unwrap();
        assert_eq!(case.is_some(), seen);
    }
}

/// Accepted, closed, carried in, carried out, and closed of those accepted.
const CLOSURE: [Measure; 5] =
    [Measure::Accepted, Measure::Closed, Measure::CarriedIn, Measure::CarriedOut, Measure::CohortClosed];

#[test]
fn closure_counts_are_those_worked_out_by_hand() {
    let database = seven_cases();
    let counts = |who: &Visibility| {
        let question = Question::of(Asked::of(year()));
        let sums = |c: &mut Connection| figures::sums(c, &CLOSURE, &question, who);
        let cells = database.store.read_blocking(sums).unwrap().unwrap();
        CLOSURE.map(|measure| cells.iter().find(|cell| cell.measure == measure).map_or(0, |cell| cell.amount))
    };
    let office = counts(&OFFICE);
    // Accepted 11, 12, 16; closed 12, 13; carried in 13, 14; carried out 11, 14, 16; cohort 12.
    assert_eq!(office, [3, 2, 2, 3, 1]);
    let [accepted, closed, carried_in, carried_out, _] = office;
    assert_eq!(carried_in + accepted - closed, carried_out);
    assert_eq!(counts(&Visibility::Assigned(id(1))), [1; 5]);
    assert_eq!(counts(&Visibility::Nothing), [0; 5]);
}

#[test]
fn the_cases_behind_a_figure_are_exactly_those_counted() {
    let database = seven_cases();
    let store = &database.store;
    write(store, |tx| {
        let mut before = a_recovery(12, 2, "2021-03-02", 7);
        before.fact = "recovered_before_acceptance".to_owned();
        let late = a_recovery(12, 5, "2021-12-11", 1_000);
        let own = [before, a_recovery(12, 3, "2021-05-01", 20), late];
        keep_facts(tx, 12, &own)?;
        keep_facts(tx, 15, &[a_recovery(15, 9, "2021-01-01", 300)])
    });
    for (measure, expected) in [
        (Measure::Received, vec![10, 11, 12, 16]),
        (Measure::Accepted, vec![11, 12, 16]),
        (Measure::Closed, vec![13, 12]),
        (Measure::CarriedIn, vec![13, 14]),
        (Measure::CarriedOut, vec![14, 11, 16]),
        (Measure::CohortClosed, vec![12]),
        (Measure::Recovered, vec![15, 12]),
        (Measure::RecoveredBeforeAcceptance, vec![12]),
    ] {
        let asked = Asked::of(year());
        let behind = Some(CasesBehind::counted(measure.definition(asked)));
        let counted = CaseFilter { counted: behind, ..CaseFilter::default() };
        assert_eq!(all(store, &counted), expected, "{measure:?}");
        let sum = store.read_blocking(|c| figures::sum(c, measure, asked, &OFFICE)).unwrap();
        let expected = match measure {
            Measure::Recovered => 320,
            Measure::RecoveredBeforeAcceptance => 7,
            _ => i64::try_from(expected.len()).unwrap(),
        };
        assert_eq!(sum, expected, "{measure:?}");
    }
    let sums = |cause: Option<&str>| {
        let group = |cause: &str| Group { dimension: Dimension::Cause, value: Some(cause.to_owned()) };
        let groups = cause.map(group).into_iter().collect();
        let question = Question { groups, ..Question::of(Asked::of(year())) };
        let both = [Measure::Recovered, Measure::RecoveredBeforeAcceptance];
        let cells = store.read_blocking(|c| figures::sums(c, &both, &question, &OFFICE)).unwrap().unwrap();
        cells.into_iter().map(|cell| cell.amount).collect::<Vec<_>>()
    };
    assert_eq!(sums(None), [320, 7]);
    assert_eq!(sums(Some("wages")), [320, 7]);
    assert_eq!(sums(Some("other")), Vec::<i64>::new());
}

#[test]
fn a_reporting_row_is_written_over_and_not_twice() {
    let database = seven_cases();
    let store = &database.store;
    let mut row = reporting_of(&case(12, "2021-03-01 2021-03-05 2021-04-01"));
    row.manner = Some("mediated".to_owned());
    row.in_time = Some(true);
    row.claimed_fen = 7_682_000_000;
    let given = row.clone();
    write(store, move |tx| reporting::upsert(tx, &given));
    let found = store.read_blocking(|c| reporting::of_case(c, &id(12))).unwrap();
    assert_eq!(found, Some(row));
}

#[test]
fn the_worklist_has_what_runs_the_earliest_first() {
    let database = seven_cases();
    let store = &database.store;
    let paused = |mut row: deadlines::DeadlineRow, state: &str| {
        row.state = state.to_owned();
        row
    };
    write(store, move |tx| {
        let of_11 = [
            a_deadline(11, "A25", "2021-04-19"),
            a_deadline(11, "A07", "2021-03-12"),
            paused(a_deadline(11, "A03", "2021-03-08"), "met"),
            // A party's own, which no worklist shows.
            DeadlineRow { owed_by_office: false, ..a_deadline(11, "P02", "2021-03-10") },
        ];
        deadlines::replace_for_case(tx, &id(11), &of_11)?;
        let of_12 = [
            a_deadline(12, "A07", "2021-03-12"),
            paused(a_deadline(12, "A25", "2021-05-04"), "extended"),
            paused(a_deadline(12, "A06", "2021-03-01"), "paused"),
        ];
        deadlines::replace_for_case(tx, &id(12), &of_12)
    });
    let walk_on = |today, due, rule: Option<&str>| {
        let filter = WorklistFilter { today, due, region: None, rule: rule.map(str::to_owned) };
        let mut page = WorklistPage { after: None, limit: 1 };
        let mut keys = Vec::new();
        loop {
            let rows = store.read_blocking(|c| deadlines::worklist(c, &filter, &page, &OFFICE)).unwrap();
            let Some((row, case)) = rows.into_iter().next() else { return keys };
            assert_eq!((case.stage.as_str(), case.cause.as_str()), ("received", "wages"));
            page.after = row.cursor();
            keys.push(format!("{} {}", short([row.case_id])[0], row.rule));
        }
    };
    let walk = |due, rule| walk_on(day("2021-03-13"), due, rule);
    assert_eq!(walk(Due::Open, None), ["11 A07", "12 A07", "11 A25"]);
    assert_eq!(walk(Due::Open, Some("A25")), ["11 A25"], "an extended A25 gave way to A26");
    // The last day is usable to its end: it is not overdue on the day itself.
    assert_eq!(walk_on(day("2021-03-12"), Due::Overdue, None), Vec::<String>::new());
    assert_eq!(walk(Due::Overdue, None), ["11 A07", "12 A07"]);
    let soon = Due::Soon { until: day("2021-04-19") };
    assert_eq!(walk(soon, None), ["11 A25"]);
    // Met on the 20th by a service by announcement: until the 19th it is overdue, in its place on the list.
    write(store, move |tx| {
        let later = DeadlineRow {
            met_on: Some(day("2021-03-20")),
            ..paused(a_deadline(12, "A06", "2021-03-10"), "met")
        };
        deadlines::replace_for_case(tx, &id(12), &[later, a_deadline(12, "A07", "2021-03-12")])
    });
    assert_eq!(walk(Due::Overdue, None), ["12 A06", "11 A07", "12 A07"]);
    assert_eq!(walk_on(day("2021-03-19"), Due::Overdue, Some("A06")), ["12 A06"]);
    assert_eq!(walk_on(day("2021-03-20"), Due::Overdue, None), ["11 A07", "12 A07"]);
    let filter = WorklistFilter { today: day("2021-03-13"), due: Due::Overdue, region: None, rule: None };
    assert_eq!(store.read_blocking(|c| deadlines::count(c, &filter, &OFFICE)).unwrap(), 3);
    let of_case = store.read_blocking(|c| deadlines::of_case(c, &id(12))).unwrap();
    let rules: Vec<&str> = of_case.iter().map(|row| row.rule.as_str()).collect();
    assert_eq!(rules, ["A06", "A07"]);
}

/// By a day, rule by rule, exactly what the list has by that day: 12's A06 is met on the 20th by a service by announcement, and runs
/// until the 19th.
#[test]
fn what_is_owed_by_a_day_is_what_the_list_has_by_it() {
    let database = seven_cases();
    let store = &database.store;
    write(store, |tx| {
        let of_11 = [a_deadline(11, "A25", "2021-04-19"), a_deadline(11, "A07", "2021-03-12")];
        deadlines::replace_for_case(tx, &id(11), &of_11)?;
        let (state, met_on) = ("met".to_owned(), Some(day("2021-03-20")));
        let later = DeadlineRow { state, met_on, ..a_deadline(12, "A06", "2021-03-10") };
        deadlines::replace_for_case(tx, &id(12), &[later, a_deadline(12, "A07", "2021-03-12")])
    });
    let owed = |today: &str, until: &str| {
        let days = (day(today), day(until));
        let owed = store.read_blocking(|c| deadlines::owed_by_rule(c, days, &OFFICE)).unwrap();
        let (due, region) = (Due::Through { until: days.1 }, None);
        let filter = WorklistFilter { today: days.0, due, region, rule: None };
        let listed = store.read_blocking(|c| deadlines::count(c, &filter, &OFFICE)).unwrap();
        assert_eq!(owed.iter().map(|(_, count)| count).sum::<i64>(), listed, "{today} {until}");
        owed.into_iter().map(|(rule, count)| format!("{rule} {count}")).collect::<Vec<_>>()
    };
    assert_eq!(owed("2021-03-13", "2021-03-09"), [""; 0]);
    assert_eq!(owed("2021-03-13", "2021-03-10"), ["A06 1"]);
    assert_eq!(owed("2021-03-13", "2021-04-18"), ["A06 1", "A07 2"]);
    assert_eq!(owed("2021-03-13", "2021-04-19"), ["A06 1", "A07 2", "A25 1"]);
    assert_eq!(owed("2021-03-20", "2021-04-18"), ["A07 2"], "it was met");
}

/// April 2021 is answered otherwise. 11 and 13 have a deadline that ends in it, 10 and 12 had one once, 15 and 16 were changed
/// since it could matter; of 14 nothing rests on it.
#[test]
fn the_cases_that_changed_days_touch_come_page_by_page_without_loss() {
    let database = seven_cases();
    let store = &database.store;
    write(store, |tx| {
        for case in [11, 13] {
            deadlines::replace_for_case(tx, &id(case), &[a_deadline(case, "A25", "2021-04-19")])?;
        }
        let was_due = |n: u32, on: Option<&str>, known: &str| reporting::ReportingRow {
            due_on: on.map(day),
            known_from: day(known),
            ..reporting_of(&case(n, "2021-02-01 - -"))
        };
        for n in [10, 12] {
            reporting::write_changed(tx, &[was_due(n, Some("2021-04-15"), "2021-02-01")])?;
            reporting::write_changed(tx, &[was_due(n, None, "2021-02-03")])?;
        }
        Ok(())
    });
    let changed = ChangedDays { first: day("2021-04-01"), last: day("2021-04-30"), recorded_since: 15 };
    for limit in 1..=7 {
        let mut found: Vec<String> = Vec::new();
        loop {
            let after = found.last().cloned();
            let page =
                |c: &mut Connection| calendar_imports::cases_touched(c, changed, after.as_deref(), limit);
            let page = store.read_blocking(page).unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(short(found), [10, 11, 12, 13, 15, 16], "pages of {limit}");
    }
}

/// How many statements a reading takes.
fn statements<T>(store: &Store, read: impl Fn(&mut Connection) -> Result<T, StorageError>) -> u64 {
    let before = store.statements();
    store.read_blocking(read).unwrap();
    store.statements() - before
}

#[test]
fn a_list_and_a_years_counts_take_one_statement_each() {
    let database = seven_cases();
    let store = &database.store;
    let who = Visibility::Assigned(id(1));
    let page = first_page(CaseSort::ReceivedOn, Direction::Descending);
    let behind = Some(CasesBehind::counted(Measure::Closed.definition(Asked::of(year()))));
    let counted = CaseFilter { counted: behind, ..CaseFilter::default() };
    assert_eq!(statements(store, |c| list(c, &counted, &page, &who)), 1);
    let worklist = WorklistFilter { today: day("2021-03-13"), due: Due::Open, region: None, rule: None };
    let page = WorklistPage { after: None, limit: 50 };
    assert_eq!(
        statements(store, |c| deadlines::worklist(c, &worklist, &page, &who)),
        2,
        "what is met later besides"
    );
    let question = Question::of(Asked::of(year()));
    assert_eq!(statements(store, |c| figures::sums(c, &CLOSURE, &question, &who)), 1);
    assert_eq!(statements(store, |c| figures::sum(c, Measure::Recovered, question.asked, &who)), 1);
    // What is known still, and what was replaced since; of facts, each of both.
    let known = Question { known_on: Some(day("2021-06-30")), ..question };
    assert_eq!(statements(store, |c| figures::sums(c, &CLOSURE, &known, &who)), 2);
    assert_eq!(statements(store, |c| figures::sums(c, &[Measure::Recovered], &known, &who)), 4);
    assert_eq!(statements(store, |c| cases::load(c, &id(12), &who)), 1);
    // Neither BEGIN, COMMIT nor SAVEPOINT is counted.
    let before = store.statements();
    write(store, |tx| users::insert(tx, &a_user(7)));
    assert_eq!(store.statements() - before, 1);
    let before = store.statements();
    store.snapshot_blocking(|c| cases::load(c, &id(12), &OFFICE)).unwrap();
    assert_eq!(store.statements() - before, 1);
}
