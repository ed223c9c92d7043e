//! How long it takes to compute every deadline anew: of so many open cases, when the program starts under another
//! calendar, and when a year is imported; beside the least that either can cost. What it wrote is held against what
//! the domain computes.

use std::hint::black_box;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use sikuai::app::App;
use sikuai::app::calendar::{Expected, ImportRequest};
use sikuai::app::clock::{Clock, ManualClock};
use sikuai::app::derived;
use sikuai::app::people::By;
use sikuai::app::register::Mode;
use sikuai::app::rows;
use sikuai::config::Config;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::deadline::deadlines;
use sikuai::domain::figures::ReportingRow;
use sikuai::domain::office::LawBook;
use sikuai::storage::deadlines::DeadlineRow;
use sikuai::storage::known_figures;
use sikuai::storage::meta::{self, LAW_BOOK};
use sikuai::storage::schema;
use sikuai::storage::{Connection, StorageError, Store};

use crate::calendar::invented_2027;
use crate::database::TestDatabase;
use crate::histories::{History, Told, mixed};
use crate::story::{a_book, noon};
use crate::tables::{self, Dockets, insert_cases, insert_staff, on_both_cores, write};
use crate::{TODAY, Took, said};

/// Received within so many days, at the latest today.
const DAYS: u32 = 75;
const LOAD_CASES: usize = 5_000;

/// An office whose cases are all open.
struct Office {
    app: App,
    database: TestDatabase,
    histories: Vec<History>,
    book: LawBook,
}

pub(crate) fn run(cases: u32) {
    let begun = Instant::now();
    let office = Office::open(cases);
    let rows = office.rows_expected().len();
    println!("{cases} open cases with {rows} deadlines, made in {:.0?}\n", begun.elapsed());
    println!("| what | time | processors |\n|---|---|---|");
    said("floor: the deadlines and figures of all cases, computed by one thread", office.floor_domain());
    said("floor: every case read and every deadline updated, in plain SQL", office.floor_storage());
    for (what, before) in [
        ("start under a calendar with the year 2026 instead of without it", without(2026)),
        ("start under a calendar that answers the same", without(2008)),
    ] {
        office.as_computed_with(&before);
        said(what, office.rebuild());
        office.assert_computed_anew();
    }
    for (what, mode) in [("preview of the import of 2027", Mode::DryRun), ("import of 2027", Mode::Commit)] {
        let (took, report) = office.import(mode);
        said(&format!("{what}: {report}"), took);
    }
    println!();
}

/// The books under the shipped calendar without its first or last year.
fn without(year: i32) -> LawBook {
    let book = a_book();
    let years = Calendar::shipped().years().iter().filter(|known| known.year != year).cloned();
    book.with_calendar(Calendar::from_years(years.collect()).unwrap())
}

impl Office {
    fn open(cases: u32) -> Office {
        let database = TestDatabase::new();
        let keys = tempfile::tempdir().unwrap();
        let key_file = Some(keys.path().join("master.key"));
        let settings = Config { database: database.url.clone(), key_file, ..Config::default() };
        let clock = Clock::Manual(ManualClock::at(noon(today())));
        let app = App::over(database.store.clone(), settings, clock).unwrap();
        insert_staff(&database.store);
        let book = a_book();
        let mut office = Office { app, database, histories: Vec::new(), book };
        let mut told = (0..).map(|no| {
            let back = Days::new(u64::from(mixed(no, 9) % DAYS));
            Told { no, received_on: today() - back, until: today() }
        });
        while office.histories.len() < cases as usize {
            let wanted = LOAD_CASES.min(cases as usize - office.histories.len());
            let page: Vec<Told> = told.by_ref().take(wanted).collect();
            office.add(&page);
        }
        tables::settle(office.store());
        office
    }

    /// Those of them that are open.
    fn add(&mut self, told: &[Told]) {
        let histories = on_both_cores(told, |told| told.tell());
        let open: Vec<History> =
            histories.into_iter().filter(|history| history.case.closing.is_none()).collect();
        let rows = on_both_cores(&open, |history| history.rows(&self.book));
        insert_cases(self.store(), rows, Dockets::Written);
        self.histories.extend(open);
    }

    fn store(&self) -> &Store {
        &self.database.store
    }

    fn floor_domain(&self) -> Took {
        let compute = || {
            for History { case, .. } in &self.histories {
                black_box(deadlines(black_box(case), &self.book));
                black_box(ReportingRow::of(black_box(case), &self.book));
            }
        };
        Took::of(compute).0
    }

    fn floor_storage(&self) -> Took {
        let read = |c: &mut Connection| {
            let mut after = String::new();
            loop {
                let page: Vec<(String, String)> = schema::cases::table
                    .filter(schema::cases::id.gt(&after))
                    .order(schema::cases::id)
                    .limit(1000)
                    .select((schema::cases::id, schema::cases::body))
                    .load(c)?;
                let Some((last, _)) = page.last() else { return Ok::<_, StorageError>(()) };
                after.clone_from(last);
                black_box(page);
            }
        };
        let update = "UPDATE deadlines SET provisional = provisional";
        let (took, ()) = Took::of(|| {
            self.store().read_blocking(read).unwrap();
            write(self.store(), move |tx| Ok(tx.batch_execute(update).map_err(StorageError::from)?));
        });
        tables::settle(self.store());
        took
    }

    /// Makes the rows such as a program with these books left them.
    fn as_computed_with(&self, before: &LawBook) {
        for page in self.histories.chunks(LOAD_CASES) {
            let rows = on_both_cores(page, |history| history.derived(before));
            let (derived, known): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            write(self.store(), move |tx| {
                derived::write_derived(tx, derived)?;
                let known: Vec<_> = known.into_iter().map(known_figures::KeptOtherwise::from).collect();
                Ok(known_figures::write(tx, &known)?)
            });
        }
        let fingerprint = before.fingerprint();
        write(self.store(), move |tx| Ok(meta::set(tx, LAW_BOOK, &fingerprint)?));
        tables::settle(self.store());
    }

    fn rebuild(&self) -> Took {
        let (took, rebuilt) = Took::of(|| self.app.register.rebuild_if_changed().unwrap());
        assert_eq!(usize::try_from(rebuilt).unwrap(), self.histories.len());
        took
    }

    fn import(&self, mode: Mode) -> (Took, String) {
        let given = invented_2027();
        let request = ImportRequest {
            year: 2027,
            document: serde_json::from_value(given.clone()).unwrap(),
            given: given.to_string(),
            expected: Expected::Unknown,
            acknowledged: Vec::new(),
            mode,
            listed_max: 200,
        };
        let system = actix_web::rt::System::new();
        let import = self.app.register.import_calendar(By::CommandLine, request);
        let (took, report) = Took::of(|| system.block_on(import).unwrap());
        let words = format!(
            "{} deadlines move and {} become firm, in {} cases with an entry and {} without",
            report.moved, report.firm, report.cases_with_entry, report.cases_recomputed
        );
        (took, words)
    }

    fn rows_expected(&self) -> Vec<DeadlineRow> {
        let mut rows: Vec<DeadlineRow> = self
            .histories
            .iter()
            .map(|history| &history.case)
            .flat_map(|case| rows::deadline_index(case, &self.book).unwrap())
            .collect();
        rows.sort_by(|a, b| key(a).cmp(&key(b)));
        rows
    }

    fn assert_computed_anew(&self) {
        let mut kept: Vec<DeadlineRow> = self
            .store()
            .read_blocking(|c: &mut Connection| {
                Ok::<_, StorageError>(schema::deadlines::table.select(DeadlineRow::as_select()).load(c)?)
            })
            .unwrap();
        kept.sort_by(|a, b| key(a).cmp(&key(b)));
        assert!(kept == self.rows_expected(), "the rows are not those that the domain computes");
    }
}

fn key(row: &DeadlineRow) -> (&str, &str, i32, i32) {
    (&row.case_id, &row.rule, row.anchor, row.party)
}

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}
