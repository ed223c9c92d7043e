//! How the databases run lists, worklists and figures: by their indexes, in their order, without
//! reading a table through. Not here: what comes out (`queries.rs`).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::support::database::{TestDatabase, postgres};
use crate::support::rows::{a_case, a_deadline, day, id, reporting_of, write};
use diesel::connection::{Connection as _, Instrumentation, InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use diesel::sql_types::Text;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::figures::KEPT_BY;
use sikuai::storage::archived_cases::{self, ArchiveCursor, ArchiveFilter, ArchivePage};
use sikuai::storage::audit::{self, AuditFilter, AuditPage};
use sikuai::storage::case_list::{self, CaseCursor, CaseFilter, CasePage, CaseSort, Direction, list};
use sikuai::storage::cases::{CaseRow, Step};
use sikuai::storage::deadlines::{self, DeadlineRow, Due, WorklistFilter, WorklistPage};
use sikuai::storage::diary::{self, DiaryPage, Undone};
use sikuai::storage::figure_amounts;
use sikuai::storage::figure_days;
use sikuai::storage::figures::{self, Asked, Dimension, Measure, Period, Question};
use sikuai::storage::hearings::{self, HearingCursor, HearingFilter, HearingPage};
use sikuai::storage::notices::{self, NoticePage, Unread};
use sikuai::storage::papers;
use sikuai::storage::referrals::{self, ReferralCursor, ReferralFilter, ReferralPage};
use sikuai::storage::reporting::{self, ReportingRow};
use sikuai::storage::search::{self, Place, Stretch};
use sikuai::storage::vault::{self, Sought};
use sikuai::storage::{Connection, StorageError, Store, Tx, Visibility, cases, people, users};
use sikuai::storage::{api_keys, changes, docket, publications};
use sikuai::storage::{file_materials, files};
use sikuai::storage::{indicators, saved_views};

const OFFICE: Visibility = Visibility::Office;

fn first_page(sort: CaseSort, direction: Direction) -> CasePage {
    CasePage { sort, direction, after: None, limit: 50 }
}

/// Remembers the SQL of the last statement.
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            let (sql, _binds) = query.split_once(" -- binds: ").unwrap_or((&query, ""));
            self.0.lock().unwrap().push(sql.to_owned());
        }
    }
}

#[derive(QueryableByName)]
struct PlanRow {
    #[diesel(sql_type = Text)]
    line: String,
}

/// How the database would run what a reading asks last.
fn plan<T>(store: &Store, read: impl FnOnce(&mut Connection) -> Result<T, StorageError>) -> Vec<String> {
    plans(store, read).pop().unwrap()
}

/// How it would run each statement.
fn plans<T>(
    store: &Store,
    read: impl FnOnce(&mut Connection) -> Result<T, StorageError>,
) -> Vec<Vec<String>> {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let recorded = Arc::clone(&asked);
    let explain = move |c: &mut Connection| {
        c.set_instrumentation(Recorder(recorded));
        read(c)?;
        let asked = std::mem::take(&mut *asked.lock().unwrap());
        asked.iter().map(|sql| explained(c, sql)).collect::<Result<_, _>>()
    };
    store.read_blocking(explain).unwrap()
}

/// How the database would run what is written last. PostgreSQL is told of which types the values of a list are, as it is when
/// they travel.
fn plan_of_write(
    store: &Store,
    types: &'static [&str],
    work: impl FnOnce(&mut Tx) -> Result<(), StorageError> + Send + 'static,
) -> Vec<String> {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let recorded = Arc::clone(&asked);
    let explain = move |tx: &mut Tx| {
        tx.set_instrumentation(Recorder(recorded));
        work(tx)?;
        let last = std::mem::take(&mut *asked.lock().unwrap()).pop().unwrap();
        let numbered = |(index, of): (usize, &&str)| format!("${}::{of}", index + 1);
        let typed = types.iter().enumerate().map(numbered).collect::<Vec<_>>().join(", ");
        let bare = (1..=types.len()).map(|no| format!("${no}")).collect::<Vec<_>>().join(", ");
        explained(tx, &last.replace(&format!("(VALUES ({bare})"), &format!("(VALUES ({typed})")))
    };
    store.write_blocking(explain).unwrap()
}

/// The plans of the worklist: of what is open, and of the little that is met later.
fn plans_of_worklist<T>(
    store: &Store,
    read: impl FnOnce(&mut Connection) -> Result<T, StorageError>,
) -> Vec<String> {
    let [open, later] = <[_; 2]>::try_from(plans(store, read)).unwrap();
    let text = later.join("\n");
    assert!(text.contains("deadlines_owed_later"), "{text}");
    assert!(!text.contains("Seq Scan") && !text.contains("SCAN deadlines"), "{text}");
    open
}

fn explained(c: &mut Connection, sql: &str) -> Result<Vec<String>, StorageError> {
    match c {
        Connection::Sqlite(c) => {
            #[derive(QueryableByName)]
            struct Detail {
                #[diesel(sql_type = Text)]
                detail: String,
            }
            let rows = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load::<Detail>(c)?;
            Ok(rows.into_iter().map(|row| row.detail).collect())
        }
        Connection::Postgres(c) => {
            // So few rows are scanned and sorted rather than found; it is asked for the plan of many.
            let values = (1..100).take_while(|n| sql.contains(&format!("${n}"))).count();
            let nulls = vec!["NULL"; values].join(", ");
            c.batch_execute(
                "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; \
                 SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan;",
            )?;
            c.batch_execute(&format!("PREPARE asked AS {sql}"))?;
            c.batch_execute(
                "CREATE OR REPLACE FUNCTION pg_temp.plan(q text) RETURNS SETOF text LANGUAGE plpgsql AS \
                 $$ BEGIN RETURN QUERY EXECUTE q; END $$",
            )?;
            let ask = format!("SELECT line FROM pg_temp.plan('EXPLAIN EXECUTE asked({nulls})') AS line");
            let rows = diesel::sql_query(ask).load::<PlanRow>(c)?;
            c.batch_execute("DEALLOCATE asked")?;
            Ok(rows.into_iter().map(|row| row.line).collect())
        }
    }
}

/// That an index gives the rows, in their order, and no table is read through.
fn assert_by_index(plan: &[String], index: &str) {
    let text = plan.join("\n");
    assert!(text.contains(index), "not by {index}:\n{text}");
    for line in plan {
        let whole = line.contains("SCAN") && !line.contains("INDEX");
        assert!(!whole && !line.contains("Seq Scan"), "a table is read through:\n{text}");
        assert!(!line.contains("TEMP B-TREE") && !line.contains("Sort"), "rows are sorted:\n{text}");
    }
}

#[test]
fn every_order_of_the_case_list_comes_from_its_index() {
    let sorts = [CaseSort::ReceivedOn, CaseSort::AcceptedOn, CaseSort::ClosedOn, CaseSort::UpdatedAt];
    let indexes = ["cases_received_on", "cases_accepted_on", "cases_closed_on", "cases_updated_at"];
    for (sort, index) in sorts.into_iter().zip(indexes) {
        let cursor = match sort {
            CaseSort::UpdatedAt => CaseCursor::Instant(1, id(1)),
            CaseSort::ReceivedOn | CaseSort::AcceptedOn | CaseSort::ClosedOn => {
                CaseCursor::Date(day("2021-03-01"), id(1))
            }
        };
        for direction in [Direction::Ascending, Direction::Descending] {
            for after in [None, Some(cursor.clone())] {
                let database = TestDatabase::new();
                let page = CasePage { after, ..first_page(sort, direction) };
                let filter = CaseFilter::default();
                assert_by_index(&plan(&database.store, |c| list(c, &filter, &page, &OFFICE)), index);
            }
        }
    }
}

#[test]
fn the_list_of_a_stage_and_the_worklist_come_from_their_indexes() {
    let database = TestDatabase::new();
    let filter = CaseFilter { stage: Some("received".to_owned()), ..CaseFilter::default() };
    let page = first_page(CaseSort::ReceivedOn, Direction::Ascending);
    assert_by_index(&plan(&database.store, |c| list(c, &filter, &page, &OFFICE)), "cases_stage");
    for due in [
        Due::Open,
        Due::Overdue,
        Due::Soon { until: day("2021-04-19") },
        Due::Through { until: day("2021-04-19") },
    ] {
        for after in [None, a_deadline(11, "A25", "2021-04-19").cursor()] {
            let database = TestDatabase::new();
            let filter = WorklistFilter { today: day("2021-03-13"), due, region: None, rule: None };
            let page = WorklistPage { after, limit: 50 };
            let plan =
                plans_of_worklist(&database.store, |c| deadlines::worklist(c, &filter, &page, &OFFICE));
            assert_by_index(&plan, "deadlines_owed");
        }
    }
}

#[test]
fn referrals_come_from_their_index_in_its_order() {
    for due_before in [None, Some(day("2021-12-09"))] {
        for after in [None, Some(("2021-12-08", 9))] {
            let database = TestDatabase::new();
            let (state, to_kind) = ("open".to_owned(), None);
            let after = after.map(|(on, n)| ReferralCursor { due_on: day(on), case_id: id(n), entry_no: 2 });
            let filter = ReferralFilter { state, due_before, to_kind };
            let page = ReferralPage { after, limit: 50 };
            let plan = plan(&database.store, |c| referrals::list(c, &filter, &page, &OFFICE));
            assert_by_index(&plan, "referrals_state");
        }
    }
}

#[test]
fn the_overdue_list_of_a_desk_is_walked_in_its_order_and_a_persons_cases_are_looked_up() {
    let filter = WorklistFilter { today: day("2021-03-13"), due: Due::Overdue, region: None, rule: None };
    for after in [None, a_deadline(11, "A25", "2021-04-19").cursor()] {
        let database = TestDatabase::new();
        let page = WorklistPage { after, limit: 50 };
        let desk = Visibility::Desk(CaseKind::Inspection);
        let plan = plans_of_worklist(&database.store, |c| deadlines::worklist(c, &filter, &page, &desk));
        assert_by_index(&plan, "deadlines_owed");
    }
    let database = TestDatabase::new();
    let page = WorklistPage { after: None, limit: 50 };
    let person = Visibility::Assigned(id(1));
    let plan =
        plans_of_worklist(&database.store, |c| deadlines::worklist(c, &filter, &page, &person)).join("\n");
    assert!(plan.contains("case_viewers_viewer"), "{plan}");
    // PostgreSQL chooses among the indexes of deadlines by how many rows there are, and here there are none.
    assert!(postgres().is_some() || plan.contains("deadlines_case_owed"), "{plan}");
    assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN deadlines"), "{plan}");
}

#[test]
fn what_is_near_is_counted_by_the_index_of_its_day() {
    let today = day("2021-03-13");
    let desk = Visibility::Desk(CaseKind::Inspection);
    let person = Visibility::Assigned(id(1));
    // Without statistics the server may as well take the other index of what is owed.
    let index = if postgres().is_some() { "owed on deadlines" } else { "deadlines_owed" };
    for due in [Due::Overdue, Due::Soon { until: today }] {
        let filter = WorklistFilter { today, due, region: None, rule: None };
        for who in [&OFFICE, &desk] {
            let database = TestDatabase::new();
            assert_by_index(
                &plans_of_worklist(&database.store, |c| deadlines::count(c, &filter, who)),
                index,
            );
        }
        let database = TestDatabase::new();
        let plan = plans_of_worklist(&database.store, |c| deadlines::count(c, &filter, &person)).join("\n");
        assert!(plan.contains("case_viewers_viewer"), "{plan}");
        assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN deadlines"), "{plan}");
    }
}

/// Of both statements, for the forecast counts what the worklist lists.
#[test]
fn what_is_owed_by_a_day_is_counted_by_an_index() {
    for who in [OFFICE, Visibility::Desk(CaseKind::Inspection), Visibility::Assigned(id(1))] {
        let database = TestDatabase::new();
        let days = (day("2021-03-13"), day("2021-04-19"));
        let found = plans(&database.store, |c| deadlines::owed_by_rule(c, days, &who));
        assert_eq!(found.len(), 2, "{found:?}");
        for text in found.iter().map(|plan| plan.join("\n")) {
            let whole = text.contains("SCAN deadlines") && !text.contains("INDEX");
            assert!(!whole && !text.contains("Seq Scan"), "{text}");
        }
    }
}

/// The amounts of a page are one statement, which looks up its cases.
#[test]
fn what_each_case_of_a_page_brings_is_looked_up_by_its_id() {
    let asked = Asked::of(Period { from: day("2021-01-01"), to: day("2021-12-10") });
    for measure in [Measure::Recovered, Measure::ClaimedAccepted, Measure::RatingPoints] {
        for known_on in [None, Some(day("2021-12-09"))] {
            let (database, definition) = (TestDatabase::new(), measure.definition(asked));
            let (one, two) = (id(1), id(2));
            let found = plans(&database.store, |c| {
                figure_amounts::of_cases(c, (&definition, known_on), &[&one, &two])
            });
            assert_eq!(found.len(), 1, "{found:?}");
            let text = found[0].join("\n");
            let whole = ["SCAN r", "SCAN v", "Seq Scan"].iter().any(|scan| text.contains(scan));
            assert!(!whole, "{measure:?} {known_on:?} reads a table through:\n{text}");
        }
    }
}

#[test]
fn who_decides_some_cases_is_looked_up_by_their_ids() {
    let database = TestDatabase::new();
    let plan = plan(&database.store, |c| people::with_duty(c, &[id(1), id(2)], "arbitrator"));
    let text = plan.join("\n");
    assert!(!text.contains("Seq Scan") && !text.contains("SCAN case_people"), "{text}");
}

#[test]
fn who_is_at_a_hearing_is_looked_up_in_the_vault() {
    let digest = || vec!["a".to_owned(), "b".to_owned()];
    let days = (day("2021-03-01"), day("2021-04-30"));
    for (sought, index) in [
        (Sought { id_indexes: digest(), contact_indexes: Vec::new() }, "vault_id_index"),
        (Sought { id_indexes: Vec::new(), contact_indexes: digest() }, "vault_contact_index"),
    ] {
        let database = TestDatabase::new();
        let plan = plan(&database.store, |c| hearings::of_people(c, &sought, &id(1), days));
        // Without statistics the server may as well begin with the hearings of these days.
        let index = if postgres().is_some() { "hearings_on_date" } else { index };
        assert_by_index(&plan, index);
    }
}

#[test]
fn notices_and_diaries_come_from_their_indexes() {
    let user_id = id(1);
    for (unread, index) in [(Unread::Only, "notices_unread"), (Unread::AndRead, "notices_user_id")] {
        for after in [None, Some(id(9))] {
            let database = TestDatabase::new();
            let page = NoticePage { user_id: user_id.clone(), unread, after, limit: 50 };
            assert_by_index(&plan(&database.store, |c| notices::list(c, &page, &OFFICE)), index);
        }
    }
    for case_id in [None, Some(id(2))] {
        for after in [None, Some((day("2021-04-01"), id(9)))] {
            let database = TestDatabase::new();
            let (from, to) = (Some(day("2021-03-01")), Some(day("2021-04-30")));
            let (user_id, case_id, undone) = (user_id.clone(), case_id.clone(), Undone::Only);
            let page = DiaryPage { user_id, case_id, from, to, undone, after, limit: 50 };
            let plan = plan(&database.store, |c| diary::list(c, &page, &OFFICE));
            assert_by_index(&plan, "diary_user_id");
        }
    }
}

#[test]
fn the_watch_finds_diaries_and_people_by_their_indexes() {
    let by = |read: fn(&mut Connection) -> Result<(), StorageError>, index: &str| {
        let database = TestDatabase::new();
        let plan = plan(&database.store, read).join("\n");
        assert!(plan.contains(index), "not by {index}:\n{plan}");
        assert!(!plan.contains("Seq Scan"), "a table is read through:\n{plan}");
    };
    by(|c| diary::waiting(c, day("2021-04-19"), 200).map(drop), "diary_waiting");
    by(|c| users::active_with_role(c, "supervisor").map(drop), "users_role");
    let people = if postgres().is_some() { "case_people_pkey" } else { "PRIMARY KEY" };
    by(|c| people::active_on(c, &[&id(1), &id(2)]).map(drop), people);
}

#[test]
fn the_closure_counts_read_the_days_of_the_period_only() {
    let database = TestDatabase::new();
    let year = Period { from: day("2021-01-01"), to: day("2021-12-10") };
    let question = Question::of(Asked::of(year));
    let closure = [Measure::Accepted, Measure::Closed, Measure::CarriedIn, Measure::CarriedOut];
    let plan = plan(&database.store, |c| figures::sums(c, &closure, &question, &OFFICE));
    assert!(plan.join("\n").contains("reporting_"), "{plan:?}");
    assert!(!plan.iter().any(|line| line.contains("Seq Scan") || line.starts_with("SCAN r")), "{plan:?}");
}

/// What they are grouped by lies in the index: no row is looked up for it.
#[test]
fn the_closure_counts_by_group_read_one_index() {
    if postgres().is_some() {
        return; // Without rows its plan says nothing of what it reads.
    }
    let question = Question::of(Asked::of(Period { from: day("2021-01-01"), to: day("2021-12-10") }));
    let closure = [Measure::Accepted, Measure::Closed, Measure::CarriedIn, Measure::CarriedOut];
    for by in KEPT_BY.into_iter().chain([Dimension::Arbitrator, Dimension::Mediator]) {
        let (database, question) = (TestDatabase::new(), Question { by: vec![by], ..question.clone() });
        let found = plan(&database.store, |c| figures::sums(c, &closure, &question, &OFFICE));
        let read: Vec<&String> = found.iter().filter(|line| line.contains(" r ")).collect();
        let is_covered = |line: &&&String| line.contains("USING COVERING INDEX reporting_closed_on");
        assert!(!read.is_empty() && read.iter().all(|line| is_covered(&line)), "{by:?}: {found:?}");
    }
}

#[test]
fn what_was_told_since_the_sums_by_the_day_is_found_by_its_day() {
    let plain = Question::of(Asked::of(Period { from: day("2021-01-01"), to: day("2021-12-10") }));
    let by = |dimension| Question { by: vec![dimension], ..plain.clone() };
    let [cause, month, region] = [Dimension::Cause, Dimension::Month, Dimension::Region].map(by);
    let questions = [plain, cause, month, region];
    let of_cases = ["reporting_known_from", "reporting_past_known_until"];
    let of_facts = ["reporting_known_from", "reporting_facts_known_from", "reporting_facts_past_known_until"];
    for (measure, indexes) in [(Measure::Accepted, &of_cases[..]), (Measure::Recovered, &of_facts[..])] {
        let database = TestDatabase::new();
        let bases = database.store.read_blocking(figure_days::all_bases).unwrap();
        write(&database.store, move |tx| {
            let case = a_case(2, "2021-03-02");
            cases::insert(tx, &case)?;
            reporting::upsert(tx, &ReportingRow { known_from: day("2021-03-02"), ..reporting_of(&case) })?;
            bases.iter().try_for_each(|base| {
                figure_days::put(tx, base, day("2021-03-01"), &BTreeMap::new()).map(|put| assert!(put))
            })
        });
        for question in &questions {
            let sums = |c: &mut Connection| figures::sums(c, &[measure], question, &OFFICE);
            let found = plan(&database.store, sums).join("\n");
            for index in indexes {
                assert!(found.contains(index), "not by {index}:\n{found}");
            }
            let is_whole = ["Seq Scan", "SCAN r", "SCAN v"].iter().any(|scan| found.contains(scan));
            assert!(!is_whole, "{found}");
        }
    }
}

#[test]
fn deadlines_that_become_firm_are_found_by_their_keys() {
    let database = TestDatabase::new();
    let firm = vec![a_deadline(2, "A25", "2021-04-19"), a_deadline(2, "A03", "2021-03-09")];
    let before = firm.iter().map(|row| DeadlineRow { provisional: true, ..row.clone() }).collect::<Vec<_>>();
    let plan = plan_of_write(&database.store, &["text", "text", "integer", "integer"], move |tx| {
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        deadlines::replace_for_case(tx, &id(2), &before)?;
        deadlines::replace_for_case(tx, &id(2), &firm)
    });
    let plan = plan.join("\n");
    let key = if postgres().is_some() { "deadlines_pkey" } else { "SEARCH deadlines USING PRIMARY KEY" };
    assert!(plan.contains(key), "{plan}");
    assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN deadlines"), "{plan}");
}

#[test]
fn cases_that_only_get_an_entry_are_found_by_their_keys() {
    let database = TestDatabase::new();
    let types = &["text", "integer", "integer", "text", "text", "bigint"];
    let plan = plan_of_write(&database.store, types, move |tx| {
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        let CaseRow { id, head_hash, body, updated_at, .. } = a_case(2, "2021-03-02");
        cases::step_many(tx, &[Step { id, seen: 1, version: 2, head_hash, body, updated_at }])
    });
    let plan = plan.join("\n");
    // SQLite has an index of its own for the key.
    let by_key: &[&str] = match postgres() {
        Some(_) => &["cases_pkey", "Index Cond: (id ="],
        None => &["SEARCH cases USING INDEX sqlite_autoindex_cases_1 (id=?)"],
    };
    assert!(by_key.iter().all(|part| plan.contains(part)), "{plan}");
    assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN cases"), "{plan}");
}

#[test]
fn the_same_person_is_found_by_the_indexes_of_the_vault() {
    let sought = Sought {
        id_indexes: vec!["a".to_owned(), "b".to_owned()],
        contact_indexes: vec!["c".to_owned(), "d".to_owned()],
    };
    for index in ["vault_id_index", "vault_contact_index"] {
        let database = TestDatabase::new();
        let plan = plan(&database.store, |c| match index {
            "vault_id_index" => vault::with_id_index(c, &sought, &OFFICE, 50),
            _ => vault::with_contact_index(c, &sought, &OFFICE, 50),
        });
        let plan = plan.join("\n");
        assert!(plan.contains(index), "{plan}");
        assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN vault"), "{plan}");
    }
}

/// So many as apply at once, each by the index of their digest, and without sorting what there is of all.
#[test]
fn earlier_records_of_those_who_apply_are_looked_up_by_both_indexes() {
    let digests = || (0..100).map(|n| format!("digest {n}")).collect::<Vec<_>>();
    for (sought, index) in [
        (Sought { id_indexes: digests(), contact_indexes: Vec::new() }, "vault_id_index"),
        (Sought { id_indexes: Vec::new(), contact_indexes: digests() }, "vault_contact_index"),
    ] {
        let database = TestDatabase::new();
        let found = |c: &mut Connection| vault::with_either_index(c, &sought, 30_000);
        assert_by_index(&plan(&database.store, found), index);
    }
}

#[test]
fn the_list_of_hearings_comes_from_its_index() {
    let cursor = HearingCursor { on_date: day("2021-03-01"), starts: 540, case_id: id(1), hearing: 3 };
    for after in [None, Some(cursor)] {
        let page = HearingPage { after, limit: 50 };
        let database = TestDatabase::new();
        let all = HearingFilter::default();
        let found = plan(&database.store, |c| hearings::list(c, &all, &page, &OFFICE));
        assert_by_index(&found, "hearings_on_date");
        let database = TestDatabase::new();
        let in_room = HearingFilter { room_id: Some(id(1)), from: Some(day("2021-03-01")), ..all };
        let found = plan(&database.store, |c| hearings::list(c, &in_room, &page, &OFFICE));
        assert_by_index(&found, "hearings_room_id");
    }
}

#[test]
fn the_search_walks_the_places_of_a_term_from_the_newest() {
    let key = if postgres().is_some() {
        "search_terms_pkey"
    } else {
        "USING PRIMARY KEY (term=? AND place>? AND place<?)"
    };
    for before in [Place::end(), Place::of(day("2021-03-01"), id(1).parse().unwrap())] {
        let stretch = Stretch { from: Place::beginning(day("2021-01-01")), before };
        let database = TestDatabase::new();
        assert_by_index(&plan(&database.store, |c| search::places(c, 7, &stretch, 50)), key);
        let database = TestDatabase::new();
        assert_by_index(&plan(&database.store, |c| search::place_after(c, 7, &stretch, 200)), key);
    }
}

#[test]
fn what_the_search_found_is_looked_up_by_its_keys() {
    let ids = [id(1), id(2)];
    let by = |read: &dyn Fn(&mut Connection) -> Result<(), StorageError>| {
        let database = TestDatabase::new();
        let plan = plan(&database.store, read).join("\n");
        assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN"), "a table is read through:\n{plan}");
    };
    by(&|c| search::of_cases(c, &ids).map(drop));
    by(&|c| papers::kinds_of_cases(c, &ids).map(drop));
    by(&|c| papers::written_in_cases(c, &ids, &["hearing_record", "award_final"]).map(drop));
    by(&|c| files::names_of_cases(c, &ids).map(drop));
    by(&|c| cases::bodies_of(c, &ids).map(drop));
    by(&|c| search::not_indexed_by(c, "k", &id(1), 200).map(drop));
    by(&|c| search::count_at(c, &Place::of(day("2021-03-01"), id(1).parse().unwrap()), &[1, 2]).map(drop));
    for visibility in [OFFICE, Visibility::Desk(CaseKind::Inspection), Visibility::Assigned(id(7))] {
        by(&|c| case_list::of_ids(c, &ids, &CaseFilter::default(), &visibility).map(drop));
    }
    for visibility in [Visibility::Desk(CaseKind::Inspection), Visibility::Assigned(id(7))] {
        by(&|c| search::with_personal_data(c, &ids, &visibility).map(drop));
    }
}

#[test]
fn saved_views_come_by_their_indexes() {
    let database = TestDatabase::new();
    assert_by_index(&plan(&database.store, |c| saved_views::of_user(c, &id(1), 50)), "saved_views_user_id");
    let database = TestDatabase::new();
    assert_by_index(&plan(&database.store, |c| saved_views::shared(c, 50)), "saved_views_shared");
}

#[test]
fn files_come_by_their_indexes() {
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| files::list(c, &id(2), &id(3), 50));
    assert_by_index(&found, "case_files_case_id");
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| files::page(c, ("a", &id(3)), 200));
    assert_by_index(&found, "case_files_sha256");
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| files::first_of(c, "a"));
    assert_by_index(&found, "case_files_sha256");
}

#[test]
fn the_lines_of_a_report_and_their_values_come_by_their_indexes() {
    let database = TestDatabase::new();
    let days = (day("2021-01-01"), day("2021-12-10"));
    let found = plan(&database.store, |c| indicators::counted_from(c, days, 1_000));
    assert_by_index(&found, "indicators_period");
    let database = TestDatabase::new();
    // By the key itself, whose name differs between the databases.
    let found = plan(&database.store, |c| indicators::versions(c, &[id(1), id(2)]));
    let is_scan = |line: &String| line.contains("SCAN") || line.contains("Seq Scan");
    assert!(!found.iter().any(is_scan), "{found:?}");
}

#[test]
fn papers_and_templates_come_by_their_indexes() {
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| papers::list(c, &id(2), &id(3), 50));
    assert_by_index(&found, "papers_case_id");
    let database = TestDatabase::new();
    // By the key itself, whose name differs between the databases.
    let found = plan(&database.store, |c| papers::last_template(c, "award_final"));
    assert!(
        found.iter().all(|line| !line.contains("SCAN paper_templates") && !line.contains("Seq Scan")),
        "{found:?}"
    );
}

#[test]
fn the_archive_is_listed_from_its_index() {
    let after = ArchiveCursor { day: day("2021-05-10"), case_id: id(1) };
    let (from, to) = (Some(day("2021-01-01")), Some(day("2021-12-31")));
    let of_year = ArchiveFilter { from, to, ..ArchiveFilter::default() };
    let expired = ArchiveFilter { expired_before: Some(day("2027-01-01")), ..ArchiveFilter::default() };
    let (put_away, ended) = ("archived_cases_archived_on", "archived_cases_retain_until");
    for (filter, index) in [(ArchiveFilter::default(), put_away), (of_year, put_away), (expired, ended)] {
        for after in [None, Some(after.clone())] {
            let database = TestDatabase::new();
            let page = ArchivePage { after, limit: 50 };
            let read = |c: &mut Connection| archived_cases::list(c, &filter, &page, &OFFICE);
            assert_by_index(&plan(&database.store, read), index);
        }
    }
}

#[test]
fn a_file_number_is_found_by_its_key() {
    let database = TestDatabase::new();
    let read = |c: &mut Connection| archived_cases::other_of_file_number(c, ("1号", &id(1)));
    assert_by_index(&plan(&database.store, read), "archived_cases_file_number_keys");
}

#[test]
fn what_files_are_is_found_by_their_ids() {
    let ids = [id(1), id(2)];
    let database = TestDatabase::new();
    let stated = plan(&database.store, |c| file_materials::of_files(c, &ids)).join("\n");
    assert!(!stated.contains("SCAN") && !stated.contains("Seq Scan"), "{stated}");
    let database = TestDatabase::new();
    let papers = plan(&database.store, |c| papers::of_files(c, &ids)).join("\n");
    // PostgreSQL puts two indexes together by a bitmap, and is asked here for its plans without one.
    let is_by_both = papers.contains("papers_docx_file") && papers.contains("papers_pdf_file");
    assert!(is_by_both || postgres().is_some(), "{papers}");
}

#[test]
fn the_feed_of_changes_is_walked_by_its_numbers_and_what_waits_is_found() {
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| changes::after(c, 9, 50, &OFFICE));
    assert_by_index(&found, "changes_no");
    let database = TestDatabase::new();
    assert_by_index(&plan(&database.store, changes::last), "changes_no");
    let database = TestDatabase::new();
    // SQLite calls a walk through the partial index, of which every row waits, a scan of it.
    assert_by_index(&plan(&database.store, changes::is_waiting), "changes_waiting");
    let database = TestDatabase::new();
    assert_by_index(&plan(&database.store, |c| changes::hash_at(c, 7)), "changes_no");
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| docket::changed_after(c, &[id(1), id(2)], 9)).join("\n");
    assert!(!found.contains("SCAN") && !found.contains("Seq Scan"), "{found}");
}

#[test]
fn publications_and_their_cases_come_by_their_keys() {
    for period in [(None, None), (Some(day("2021-03-01")), Some(day("2021-03-31")))] {
        let database = TestDatabase::new();
        let found = plan(&database.store, |c| publications::list(c, period, Some(9), 50));
        let by_number = |line: &String| {
            !line.contains("Seq Scan") && !line.contains("TEMP B-TREE") && !line.contains("Sort")
        };
        assert!(found.iter().all(by_number), "{found:?}");
    }
    let database = TestDatabase::new();
    let page = (id(3), 50);
    let found = plan(&database.store, |c| {
        publications::cases_behind(c, (&id(1), "accepted"), (page.0.as_str(), page.1), &OFFICE)
    });
    let found = found.join("\n");
    assert!(!found.contains("SCAN") && !found.contains("Seq Scan") && !found.contains("Sort"), "{found}");
    let database = TestDatabase::new();
    let found =
        plan(&database.store, |c| publications::kept_cases(c, (&id(1), "accepted"), &id(3), 50)).join("\n");
    assert!(!found.contains("SCAN") && !found.contains("Seq Scan") && !found.contains("Sort"), "{found}");
}

#[test]
fn a_key_is_found_by_its_digest() {
    let database = TestDatabase::new();
    let found = plan(&database.store, |c| api_keys::with_user(c, "digest")).join("\n");
    assert!(!found.contains("SCAN") && !found.contains("Seq Scan"), "{found}");
    let database = TestDatabase::new();
    assert_by_index(&plan(&database.store, |c| api_keys::of_user(c, &id(1), None, 50)), "api_keys_user_id");
}

/// By nothing, by day, by person and by event, each from its own index and in its order, the first page and the next.
#[test]
fn the_audit_log_is_listed_from_the_newest_by_its_indexes() {
    let all = AuditFilter::default;
    let person = || AuditFilter { actor_id: Some(id(1)), ..all() };
    let event = || AuditFilter { event: Some("password_set".to_owned()), ..all() };
    let days = |filter: AuditFilter| AuditFilter { from: Some(1), before: Some(9), ..filter };
    let asked = [
        (all(), "audit_recorded_at"),
        (days(all()), "audit_recorded_at"),
        (person(), "audit_actor_id"),
        (days(person()), "audit_actor_id"),
        (event(), "audit_event"),
        (days(event()), "audit_event"),
    ];
    for (filter, index) in asked {
        for after in [None, Some((5, 7))] {
            let database = TestDatabase::new();
            let page = AuditPage { after, limit: 50 };
            assert_by_index(&plan(&database.store, |c| audit::list(c, &filter, &page)), index);
        }
    }
    // What one person did of one event comes from either, in its order.
    let database = TestDatabase::new();
    let both = AuditFilter { actor_id: Some(id(1)), ..event() };
    let page = AuditPage { after: None, limit: 50 };
    assert_by_index(&plan(&database.store, |c| audit::list(c, &both, &page)), "audit_");
}
