//! Computing anew what is derived, many cases at a time: it gives exactly the rows that each case gives by itself,
//! whatever stood there, in a few statements for a page of cases. Not here: what an import moves (`calendar_import`).

use crate::support::calendar::invented_2027;
use crate::support::database::TestDatabase;
use crate::support::rows::{day, write};
use crate::support::server::wait;
use diesel::connection::SimpleConnection as _;
use sikuai::app::App;
use sikuai::app::calendar::{Expected, ImportRequest};
use sikuai::app::clock::{Clock, ManualClock};
use sikuai::app::people::By;
use sikuai::app::register::Mode;
use sikuai::app::{demo, rows};
use sikuai::config::Config;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::office::LawBook;
use sikuai::storage::arrears::InspectionRow;
use sikuai::storage::deadlines::DeadlineRow;
use sikuai::storage::meta::{self, LAW_BOOK};
use sikuai::storage::people::CasePersonRow;
use sikuai::storage::reporting::{RecoveryRow, ReportingRow};
use sikuai::storage::{Connection, StorageError, Tx, Visibility};
use sikuai::storage::{arrears, cases, deadlines, people, reporting};

/// What is derived from one case.
#[derive(Debug, PartialEq)]
struct Derived {
    deadlines: Vec<DeadlineRow>,
    figures: Option<ReportingRow>,
    recoveries: Vec<RecoveryRow>,
    people: Vec<CasePersonRow>,
    inspection: Option<InspectionRow>,
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
                figures: reporting::of_case(c, id)?,
                recoveries: reporting::recoveries_of_case(c, id)?,
                people: people::of_case(c, id)?,
                inspection: arrears::of_case(c, id)?,
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
            let (figures, recoveries) = rows::reporting_rows(&case, book).unwrap();
            let mut people = rows::people_rows(&case);
            people.sort_by(|a, b| (&a.duty, &a.user_id).cmp(&(&b.duty, &b.user_id)));
            let inspection = rows::inspection_row(&case).unwrap();
            let figures = Some(figures);
            Ok::<_, StorageError>(Derived { deadlines, figures, recoveries, people, inspection })
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
    let inspections = expected.iter().filter(|derived| derived.inspection.is_some()).count();
    assert!(inspections > 40, "{inspections}");
    // Of each change: how many statements at most. Asking, beginning and finishing take seven, PostgreSQL's locks among
    // them; to see that there are no more cases, one. The page itself: its cases, its lock and whose turn it is, what is
    // there in eleven tables, those of files and papers by which cases are found among them, and what must be written, in
    // chunks of 500 rows.
    for (change, written) in [
        ("UPDATE deadlines SET calendar_version = 'old'", 1),
        (
            "UPDATE deadlines SET due_on = '2021-12-31', provisional = TRUE, owed_by_office = FALSE, \
             state = 'open'; UPDATE reporting SET due_on = NULL, in_time = NULL, workers = 99",
            3,
        ),
        (
            "DELETE FROM deadlines; DELETE FROM reporting; DELETE FROM reporting_recoveries; \
             DELETE FROM case_people",
            7,
        ),
        (
            "DELETE FROM deadlines WHERE rule = 'A25'; UPDATE reporting_recoveries SET fen = fen + 1; \
             UPDATE reporting SET region = 'elsewhere'; DELETE FROM case_people WHERE duty = 'clerk'",
            6,
        ),
        // The wage-arrears figures: rows that are gone, and rows that say something else.
        (
            "DELETE FROM reporting_inspections WHERE hazards_found = 0; \
             UPDATE reporting_inspections SET workers = 99, hazards_resolved = 0, coordinated_on = NULL, \
             recovered_fen = recovered_fen + 1",
            1,
        ),
        ("SELECT 1", 0),
    ] {
        office.under(&before, change);
        let statements = office.rebuild();
        // Nine tables more than people, deadlines, recoveries and figures: each is asked once a page.
        assert!(statements <= 26 + written, "{statements} statements after {change}");
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
    // The books in force, the import of that year, and the page: which cases, in two walks, their rows, their dockets;
    // then that there are no more cases, which is asked for in the same four.
    assert!(statements <= 10, "{statements}");
}
