//! Computing anew what is derived, many cases at a time: it gives exactly the rows that each case gives by itself,
//! whatever stood there, in a few statements for a page of cases. Not here: what an import moves (`calendar_import`).

use std::collections::BTreeMap;

use crate::support::calendar::invented_2027;
use crate::support::database::{TestDatabase, postgres};
use crate::support::rows::{EPOCH, day, write};
use crate::support::server::wait;
use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use sikuai::app::App;
use sikuai::app::calendar::{Expected, ImportRequest};
use sikuai::app::clock::{Clock, ManualClock};
use sikuai::app::people::By;
use sikuai::app::rebuilding::Rebuilt;
use sikuai::app::register::Mode;
use sikuai::app::{demo, docket_rows, figure_rows, rows};
use sikuai::config::Config;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::code::Coded as _;
use sikuai::domain::docket::{Entry, Place, known_on as docket_known_on, replay};
use sikuai::domain::figures::ReportingRow as Figures;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::CaseId;
use sikuai::domain::office::LawBook;
use sikuai::storage::deadlines::DeadlineRow;
use sikuai::storage::figures::{self, Asked, Dimension, Group, Measure, Period, Question};
use sikuai::storage::known_figures::{self, History};
use sikuai::storage::meta::{self, LAW_BOOK};
use sikuai::storage::people::CasePersonRow;
use sikuai::storage::reporting::{FactRow, ReportingRow};
use sikuai::storage::{Connection, StorageError, Tx, Visibility};
use sikuai::storage::{cases, deadlines, docket, people, reporting};

const OFFICE: Visibility = Visibility::Office;

/// What is derived from one case.
#[derive(Debug, PartialEq)]
struct Derived {
    deadlines: Vec<DeadlineRow>,
    figures: Option<ReportingRow>,
    facts: Vec<FactRow>,
    people: Vec<CasePersonRow>,
    /// What was known of the figures, and since when.
    history: Option<History>,
}

/// The demo year: 89 cases at every stage, closed in every manner, with suspensions, extensions and recoveries.
struct Office {
    app: App,
    database: TestDatabase,
    _keys: tempfile::TempDir,
}

impl Office {
    fn open() -> Office {
        let (database, keys) = (TestDatabase::new(), tempfile::tempdir().unwrap());
        let key_file = Some(keys.path().join("master.key"));
        let settings = Config { database: database.url.clone(), key_file, ..Config::default() };
        let clock = ManualClock::at("2021-12-10T01:00:00Z".parse().unwrap());
        let app = App::over(database.store.clone(), settings, Clock::Manual(clock.clone())).unwrap();
        let (count, _) = wait(demo::load(&app, &clock, day("2021-12-10"))).unwrap();
        assert!(count > 80, "{count}");
        Office { app, database, _keys: keys }
    }

    fn ids(&self) -> Vec<String> {
        self.database.store.read_blocking(|c| cases::ids_after(c, None, 1000)).unwrap()
    }

    fn kept(&self) -> Vec<Derived> {
        let kept = |c: &mut Connection, id: &str| {
            Ok::<_, StorageError>(Derived {
                deadlines: deadlines::of_case(c, id)?,
                figures: reporting::of_case(c, id)?.map(|row| ReportingRow { known_from: EPOCH, ..row }),
                facts: reporting::facts_of_case(c, id)?
                    .into_iter()
                    .map(|row| FactRow { known_from: EPOCH, ..row })
                    .collect(),
                people: people::of_case(c, id)?,
                history: known_figures::of_cases(c, &[id])?.remove(id),
            })
        };
        let ids = self.ids();
        self.database.store.read_blocking(|c| ids.iter().map(|id| kept(c, id)).collect()).unwrap()
    }

    /// What the domain says of each case by itself.
    fn computed(&self, book: &LawBook) -> Vec<Derived> {
        let computed = |c: &mut Connection, id: &str| {
            let case = rows::read(&cases::load(c, id, &Visibility::Office)?.unwrap()).unwrap();
            let mut deadlines = rows::deadline_index(&case, book).unwrap();
            deadlines.sort_by(|a, b| (&a.rule, a.anchor, a.party).cmp(&(&b.rule, b.anchor, b.party)));
            let (figures, facts) = figure_rows::reporting_rows(&case, book, EPOCH).unwrap();
            let entries: Vec<Entry> =
                docket::entries(c, id)?.iter().map(|row| docket_rows::read(row).unwrap()).collect();
            let place = Place { id: case.id, region: &case.region };
            let history = Some(figure_rows::history(&entries, place, book).unwrap());
            let mut people = rows::people_rows(&case);
            people.sort_by(|a, b| (&a.duty, &a.user_id).cmp(&(&b.duty, &b.user_id)));
            let figures = Some(figures);
            Ok::<_, StorageError>(Derived { deadlines, figures, facts, people, history })
        };
        let ids = self.ids();
        self.database.store.read_blocking(|c| ids.iter().map(|id| computed(c, id)).collect()).unwrap()
    }

    fn book(&self) -> std::sync::Arc<LawBook> {
        wait(self.app.register.law_book()).unwrap()
    }

    /// As a program with other books would have left it.
    fn under(&self, book: &LawBook, change: &'static str) {
        let fingerprint = book.fingerprint();
        write(&self.database.store, move |tx: &mut Tx| {
            tx.batch_execute(change)?;
            meta::set(tx, LAW_BOOK, &fingerprint)
        });
    }

    /// How many statements computing everything anew takes.
    fn rebuild(&self) -> u64 {
        let before = self.database.store.statements();
        let rebuilt = self.app.register.rebuild_if_changed().unwrap();
        assert_eq!(usize::try_from(rebuilt).unwrap(), self.ids().len());
        self.database.store.statements() - before
    }
}

fn without_2021(book: &LawBook) -> LawBook {
    let years = Calendar::shipped().years().iter().filter(|year| year.year < 2021).cloned();
    book.with_calendar(Calendar::from_years(years.collect()).unwrap())
}

#[test]
fn what_is_computed_anew_is_what_each_case_gives_by_itself() {
    let office = Office::open();
    let (now, before) = (office.book(), without_2021(&office.book()));
    let expected = office.computed(&now);
    assert_eq!(office.kept(), expected);
    let moved = office.computed(&before).iter().zip(&expected).filter(|(then, now)| then != now).count();
    assert!(moved > 80, "the calendar without 2021 gives other rows in {moved} cases only");
    let cases = office.ids().len();
    assert!(cases > 80);
    let inspected = |derived: &&Derived| derived.facts.iter().any(|fact| fact.fact == "project_inspected");
    assert_eq!(expected.iter().filter(inspected).count(), 32);
    // Of each change: how many statements write. Where nothing is written there are sixteen: the books, the cases and their
    // entries page by page, what is there in the tables that rest on the books, and beginning and finishing; PostgreSQL has
    // three locks more. What is written goes in chunks of 500 rows. Figures are four tables, of which what was known is read
    // again for the cases that differ, and which are emptied of them and written anew; once for all pages the sums by the
    // day are made none.
    let reading = if postgres().is_some() { 19 } else { 16 };
    for (change, written) in [
        (
            "UPDATE deadlines SET due_on = '2021-12-31', provisional = TRUE, owed_by_office = FALSE, \
             state = 'open'; UPDATE reporting SET due_on = NULL, in_time = NULL, workers = 99",
            11,
        ),
        ("DELETE FROM deadlines; DELETE FROM reporting; DELETE FROM reporting_facts", 11),
        (
            "DELETE FROM deadlines WHERE rule = 'A25'; UPDATE reporting_facts SET amount = amount + 1; \
             UPDATE reporting SET region = 'elsewhere'",
            10,
        ),
        // What was known before: rows that are gone, and rows that say something else or were known since another day.
        (
            "DELETE FROM reporting_past WHERE closed_on IS NULL; DELETE FROM reporting_facts_past; \
             UPDATE reporting_past SET workers = 99; UPDATE reporting_facts SET known_from = '1970-01-01'",
            9,
        ),
        ("SELECT 1", 0),
    ] {
        office.under(&before, change);
        let statements = office.rebuild();
        assert!(statements <= reading + written, "{statements} statements after {change}");
        assert!(office.kept() == expected, "after {change}");
    }
    // What no case has is deleted, row by row.
    office.under(&before, "UPDATE deadlines SET rule = 'A99' WHERE rule = 'A03'");
    office.rebuild();
    assert!(office.kept() == expected, "a deadline that no case has is left");
    assert_eq!(office.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    assert_eq!(office.app.register.rebuild_if_changed().unwrap(), 0, "it is done");
}

/// A program of another version may make something else of an old docket, also of what it keeps of a case as a whole.
#[test]
fn a_program_that_derives_otherwise_reads_the_dockets_again() {
    let office = Office::open();
    let (book, expected) = (office.book(), office.kept());
    let fingerprint = book.fingerprint();
    let (before, _) = fingerprint.rsplit_once('/').unwrap();
    let left_by = |fingerprint: String| {
        write(&office.database.store, move |tx: &mut Tx| {
            tx.batch_execute("UPDATE cases SET body = '{}', stage = 'received'; DELETE FROM deadlines")?;
            tx.batch_execute("DELETE FROM case_people WHERE duty = 'clerk'; DELETE FROM case_viewers")?;
            meta::set(tx, LAW_BOOK, &fingerprint)
        });
    };
    // By another version; and by this one, which was broken off.
    for fingerprint in [format!("{before}/0"), format!("rebuilding {fingerprint}")] {
        left_by(fingerprint);
        office.rebuild();
        assert!(office.kept() == expected);
        assert_eq!(office.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    }
}

/// The operator asks for it: with the books in force, in which nobody notices by himself that rows are wrong; again when it
/// was broken off; and what cannot be computed is counted.
#[test]
fn the_operator_has_everything_computed_anew_from_the_dockets() {
    let office = Office::open();
    let (register, ids, expected) = (&office.app.register, office.ids(), office.kept());
    let cases = u64::try_from(ids.len()).unwrap();
    let change = |sql: String| write(&office.database.store, move |tx: &mut Tx| Ok(tx.batch_execute(&sql)?));
    let wrong = || register.check().unwrap().inconsistencies.len();
    let nothing = Rebuilt { cases, dimensions: 10, ..Rebuilt::default() };
    assert_eq!(register.rebuild().unwrap(), nothing);
    assert_eq!((office.kept() == expected, wrong()), (true, 0));

    change(format!("UPDATE cases SET body = '{{}}' WHERE id = '{}'", ids[0]));
    change(format!("UPDATE reporting SET workers = 99 WHERE case_id = '{}'", ids[1]));
    change("DELETE FROM deadlines".to_owned());
    change("UPDATE figure_days SET amount = amount + 1 WHERE measure = 'closed'".to_owned());
    assert_eq!((register.rebuild_if_changed().unwrap(), wrong() > 2), (0, true), "the books are the same");
    let two = Rebuilt { kept_otherwise: 1, figures_otherwise: 1, ..nothing };
    assert_eq!(register.rebuild().unwrap(), two);
    assert_eq!((office.kept() == expected, wrong()), (true, 0));

    // Broken off in the middle: nobody records until it was done again.
    let fingerprint = office.book().fingerprint();
    change("DELETE FROM deadlines".to_owned());
    write(&office.database.store, move |tx: &mut Tx| {
        meta::set(tx, LAW_BOOK, &format!("rebuilding {fingerprint}"))
    });
    assert!(wait(register.law_book()).is_err());
    assert_eq!(register.rebuild().unwrap(), nothing);
    assert_eq!((office.kept() == expected, wrong(), wait(register.law_book()).is_ok()), (true, 0, true));

    let on = if postgres().is_some() { " ON docket" } else { "" };
    change(format!("DROP TRIGGER docket_keeps_rows{on}"));
    change(format!("UPDATE docket SET body = '{{}}' WHERE case_id = '{}' AND no = 1", ids[0]));
    assert_eq!(register.rebuild().unwrap().unreadable, 1);
}

/// The beginning of each docket that was written down by a day, replayed and counted row by row, is what SQL counts as known
/// on that day; a past that was computed anew too.
#[test]
fn what_was_known_on_a_day_is_what_the_dockets_said_by_then() {
    let office = Office::open();
    let book = office.book();
    let read = |c: &mut Connection, id: &str| {
        let row = cases::load(c, id, &OFFICE)?.unwrap();
        let entries = docket::entries(c, id)?.iter().map(|row| docket_rows::read(row).unwrap()).collect();
        Ok::<(String, Vec<Entry>), StorageError>((row.region, entries))
    };
    let ids = office.ids();
    let dockets: Vec<(String, Vec<Entry>)> =
        office.database.store.read_blocking(|c| ids.iter().map(|id| read(c, id)).collect()).unwrap();
    let measures: Vec<Measure> = Measure::ROWS.iter().map(|(measure, _)| *measure).collect();
    // Ratings are in no docket.
    let measures: Vec<Measure> = measures.into_iter().filter(|measure| !measure.is_of_ratings()).collect();
    let known = |known_on: NaiveDate| {
        let rows = ids.iter().zip(&dockets).filter_map(|(id, (region, entries))| {
            let known = docket_known_on(entries, known_on);
            let place = Place { id: CaseId(id.parse().unwrap()), region };
            let case = (!known.is_empty()).then(|| replay(known, place, &book, Reading::Replay).unwrap());
            case.map(|case| Figures::of(&case, &book))
        });
        rows.collect::<Vec<Figures>>()
    };
    let compare = |known_on: NaiveDate| {
        let asked = Asked::of(Period { from: day("2021-01-01"), to: known_on });
        let by = vec![Dimension::Month, Dimension::Cause];
        let question = Question { by, known_on: Some(known_on), ..Question::of(asked) };
        let counted =
            office.database.store.read_blocking(|c| figures::sums(c, &measures, &question, &OFFICE));
        let counted =
            counted.unwrap().unwrap().into_iter().map(|cell| ((cell.measure, cell.group), cell.amount));
        let mut defined: BTreeMap<(Measure, Vec<Group>), i64> = BTreeMap::new();
        for (row, measure) in known(known_on).iter().flat_map(|row| measures.iter().map(move |m| (row, *m))) {
            for (group, amount) in measure.definition(asked).grouped(row, &question.by) {
                *defined.entry((measure, group)).or_default() += amount;
            }
        }
        defined.retain(|_, amount| *amount != 0);
        assert_eq!(counted.collect::<BTreeMap<_, _>>(), defined, "{known_on}");
        defined.values().sum::<i64>()
    };
    let days = ["2021-02-28", "2021-06-30", "2021-10-08", "2021-12-09"].map(day);
    let sums = days.map(compare);
    assert!(sums.is_sorted_by(|a, b| a < b), "more is known from day to day: {sums:?}");
    office.under(&without_2021(&book), "DELETE FROM reporting_past; DELETE FROM reporting_facts_past");
    office.rebuild();
    assert_eq!(days.map(compare), sums);
}

/// The report of the demo year is what it was, whether it is summed by the day or row by row.
#[test]
fn the_check_holds_the_sums_by_the_day_against_the_rows() {
    let office = Office::open();
    let period = Period { from: day("2021-01-01"), to: day("2021-12-10") };
    let report = || office.app.register.closure_of_office(period).unwrap();
    let before = report();
    assert_eq!((before.0.counts.accepted, before.0.counts.closed), (71, 66));
    assert_eq!(office.app.register.keep_figure_days().unwrap(), 10);
    assert_eq!(office.app.register.keep_figure_days().unwrap(), 0, "they are there");
    let wrong = || office.app.register.check().unwrap().inconsistencies;
    assert_eq!((report(), wrong()), (before.clone(), vec![]));
    let change =
        |sql: &'static str| write(&office.database.store, move |tx: &mut Tx| Ok(tx.batch_execute(sql)?));
    change("UPDATE figure_days SET amount = amount + 1 WHERE dimension = 'cause' AND measure = 'closed'");
    assert_eq!(wrong(), ["figures: the sums by the day of cause differ from the reporting rows"]);
    // Computing everything anew finds other rows, so the sums are none.
    let book = office.book();
    office.under(&without_2021(&book), "UPDATE reporting SET workers = 99");
    office.rebuild();
    assert_eq!((report(), wrong()), (before.clone(), vec![]));
    assert_eq!(office.app.register.keep_figure_days().unwrap(), 10);
    // And where every row is what it was, and the sums alone are wrong.
    let spoilt = "UPDATE figure_days SET amount = amount + 1 WHERE measure = 'closed'";
    office.under(&without_2021(&book), spoilt);
    office.rebuild();
    assert_eq!((report(), wrong()), (before.clone(), vec![]));
    assert_eq!(office.app.register.keep_figure_days().unwrap(), 10);
    // A clock that was ten days ahead when they were made.
    change("UPDATE figure_day_bases SET known_on = '2021-12-20'");
    assert_eq!(office.app.register.keep_figure_days().unwrap(), 10);
    assert_eq!((report(), wrong()), (before, vec![]));
}

#[test]
fn an_import_asks_for_a_page_of_cases_and_not_for_each() {
    let office = Office::open();
    let given = invented_2027();
    let request = ImportRequest {
        year: 2027,
        document: serde_json::from_value(given.clone()).unwrap(),
        given: given.to_string(),
        expected: Expected::Unknown,
        acknowledged: Vec::new(),
        mode: Mode::DryRun,
        listed_max: 200,
    };
    // So the import looks at every case, and finds that none of them rests on that year.
    let all = "UPDATE deadlines SET due_on = '2027-01-04'";
    write(&office.database.store, move |tx: &mut Tx| Ok(tx.batch_execute(all)?));
    let before = office.database.store.statements();
    let report = wait(office.app.register.import_calendar(By::CommandLine, request)).unwrap();
    let statements = office.database.store.statements() - before;
    assert_eq!((report.cases_with_entry, report.cases_recomputed), (0, 0), "{report:?}");
    // The books in force, the import of that year, and the page: which cases, in three walks, their rows, their dockets;
    // then that there are no more cases, which is asked for in the same five.
    assert!(statements <= 12, "{statements}");
}
