//! The tables: both folders of migrations make the same ones, `schema.rs` tells the truth about
//! them, and the databases themselves refuse what must not be written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::database::{TestDatabase, options, postgres};
use crate::support::rows::{
    a_booking, a_case, a_case_file, a_content, a_deadline, a_diary_row, a_feed, a_file_key, a_file_material,
    a_hearing_row, a_notice, a_publication, a_rating, a_rating_answer, a_rating_link, a_recovery, a_room,
    a_user, a_vault_row, an_api_key, an_archived_case, an_entry, id, keep_facts, reporting_of, write,
};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::{Asked, Measure, Period};
use sikuai::storage::archived_cases::ArchivedCaseRow;
use sikuai::storage::calendar_feeds::FeedRow;
use sikuai::storage::docket::DocketRow;
use sikuai::storage::migrate::{self, SchemaState};
use sikuai::storage::notices::NoticeRow;
use sikuai::storage::publications::PublicationCase;
use sikuai::storage::ratings::{self, RatingAnswerRow, RatingLinkRow, RatingRow};
use sikuai::storage::{Connection, StorageError, Store, StoreOptions, Tx, Visibility};
use sikuai::storage::{api_keys, changes, publications};
use sikuai::storage::{archived_cases, bookings, calendar_feeds, file_materials, hearing_rooms, hearings};
use sikuai::storage::{cases, deadlines, diary, docket, file_keys, files, notices, reporting, users, vault};

/// What each type of `schema.rs` is called by SQLite and by PostgreSQL.
const TYPES: [(&str, &str, &str); 6] = [
    ("Text", "TEXT", "text"),
    ("Integer", "INTEGER", "integer"),
    ("BigInt", "INTEGER", "bigint"),
    ("Bool", "INTEGER", "boolean"),
    ("Date", "TEXT", "date"),
    ("Binary", "BLOB", "bytea"),
];

/// Table, column, type as the database calls it, and whether it may be null.
type Columns = BTreeSet<(String, String, String, bool)>;

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    type_name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

fn folder(database: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database)
}

fn migrations(database: &str) -> BTreeSet<String> {
    let folders = fs::read_dir(folder(database)).unwrap();
    folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// How many migrations the tables had before there were other kinds of cases.
const RELEASED: usize = 4;

/// The migration since which no two archived cases have one file number.
const FILE_NUMBERS: &str = "20261128000360";

/// The versions of the migrations, in order: the date and the number that begin their names.
fn versions() -> Vec<String> {
    let version = |name: String| name.split('_').next().unwrap().replace('-', "");
    migrations("sqlite").into_iter().map(version).collect()
}

/// Every `up.sql` of a folder, without comments, on one line each.
fn ups(database: &str) -> String {
    let mut all = String::new();
    for name in migrations(database) {
        let sql = fs::read_to_string(folder(database).join(name).join("up.sql")).unwrap();
        for line in sql.lines().filter(|line| !line.trim_start().starts_with("--")) {
            all.push_str(line.trim());
            all.push(' ');
        }
    }
    all
}

/// What the hand-written `schema.rs` says.
fn schema_rs() -> Columns {
    let text = concat!(
        include_str!("../../src/storage/schema.rs"),
        include_str!("../../src/storage/schema_archive.rs"),
        include_str!("../../src/storage/schema_files.rs"),
        include_str!("../../src/storage/schema_ledgers.rs"),
        include_str!("../../src/storage/schema_known.rs"),
        include_str!("../../src/storage/schema_papers.rs"),
        include_str!("../../src/storage/schema_publications.rs"),
        include_str!("../../src/storage/schema_enquiries.rs"),
        include_str!("../../src/storage/schema_ratings.rs"),
        include_str!("../../src/storage/schema_reports.rs"),
        include_str!("../../src/storage/schema_search.rs")
    );
    let sqlite = postgres().is_none();
    let mut columns = Columns::new();
    let mut table = String::new();
    for line in text.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        } else if let Some((name, kind)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> ")) {
            let inner = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            let (_, lite, pg) = TYPES.iter().find(|row| row.0 == inner.unwrap_or(kind)).unwrap();
            let called = if sqlite { lite } else { pg };
            columns.insert((table.clone(), name.to_owned(), (*called).to_owned(), inner.is_some()));
        }
    }
    columns.retain(|(table, ..)| table != "migrations_run");
    columns
}

/// What a database itself says.
fn in_database(c: &mut Connection) -> Columns {
    let sql = match c {
        Connection::Sqlite(_) => {
            "SELECT t.name AS table_name, c.name AS column_name, c.type AS type_name, \
             c.\"notnull\" = 0 AS nullable FROM sqlite_master t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'"
        }
        Connection::Postgres(_) => {
            "SELECT table_name::text, column_name::text, data_type::text AS type_name, \
             is_nullable = 'YES' AS nullable FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'"
        }
    };
    let rows = diesel::sql_query(sql).load::<ColumnRow>(c).unwrap();
    rows.into_iter().map(|r| (r.table_name, r.column_name, r.type_name, r.nullable)).collect()
}

fn columns_of(store: &Store) -> Columns {
    store.read_blocking(|c| Ok::<_, StorageError>(in_database(c))).unwrap()
}

#[test]
fn both_folders_have_the_same_migrations() {
    let sqlite = migrations("sqlite");
    assert_eq!(sqlite, migrations("postgres"));
    assert!(sqlite.contains("2026-01-01-000001_people"));
}

#[test]
fn both_folders_allow_the_same_codes_and_make_the_same_indexes() {
    let sqlite = ups("sqlite");
    let pg = ups("postgres");
    let codes = |sql: &str| -> Vec<String> {
        let parts = sql.split("CHECK (").skip(1).filter_map(|rest| rest.split_once("))"));
        parts.map(|(check, _)| check.to_owned()).filter(|check| check.contains(" IN ('")).collect()
    };
    let (sqlite_codes, pg_codes) = (codes(&sqlite), codes(&pg));
    let set = |codes: &[String]| codes.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(set(&sqlite_codes), set(&pg_codes));
    // role, stage, procedure, manner, duty, state, result, outcome, kind; and since there are other kinds of cases
    // kind, stage, manner, duty; what a service lacks; the kind of a key; how a hearing stands, and what is booked;
    // the channel and the state of a referral; the state of a ledger, and the kind of its pages; the score of a rating,
    // which scores are bad, the kind and the finding of an answer, the kind of a notice, and which are of no rule, and of
    // a rating; the kind of a paper, before and since the element form; what a file is; the kind of an employer; what has a day of its own;
    // what a key signs; of which dimension and over what sums are kept.
    assert_eq!(set(&sqlite_codes).len(), 35);
    // SQLite makes a table anew to change a CHECK, and its indexes with it.
    let indexes = |sql: &str| -> BTreeSet<String> {
        let parts = sql.split("CREATE INDEX ").skip(1).filter_map(|rest| rest.split_once(';'));
        parts.map(|(index, _)| index.to_owned()).collect()
    };
    assert_eq!(indexes(&sqlite), indexes(&pg));
    assert!(indexes(&sqlite).contains("cases_received_on ON cases (received_on, id)"));
}

#[test]
fn schema_rs_agrees_with_a_fresh_database() {
    let database = TestDatabase::new();
    let found = columns_of(&database.store);
    assert_eq!(found, schema_rs());
    let mut tables: BTreeMap<String, usize> = BTreeMap::new();
    for (table, ..) in found {
        *tables.entry(table).or_default() += 1;
    }
    assert_eq!(tables.len(), 54);
    assert_eq!((tables["cases"], tables["reporting"], tables["docket"], tables["notices"]), (23, 30, 9, 13));
}

#[test]
fn migrations_go_down_and_up_again_over_sample_rows() {
    let database = TestDatabase::new();
    let before = columns_of(&database.store);
    write(&database.store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        docket::append(tx, &an_entry(2, 1))?;
        deadlines::replace_for_case(tx, &id(2), &[a_deadline(2, "A03", "2021-03-09")])?;
        reporting::upsert(tx, &reporting_of(&a_case(2, "2021-03-02")))?;
        keep_facts(tx, 2, &[a_recovery(2, 1, "2021-04-01", 5)])?;
        file_keys::put(tx, &a_file_key("k1"))?;
        vault::insert_many(tx, &[3, 7, 8, 9].map(|n| a_vault_row(n, 2)))?;
        files::add_content(tx, &a_content("a"))?;
        files::insert(tx, &a_case_file(7, 2, 1, "a"))?;
        file_materials::put(tx, &a_file_material(7, 1, "evidence"))?;
        archived_cases::replace_for_cases(tx, &[&id(2)], &[an_archived_case(2, "2021-05-10")])?;
        diary::insert(tx, &a_diary_row(3, 2, 1, "2021-04-01"))?;
        notices::insert_new(tx, &[a_notice(4, 2, 1)])?;
        hearing_rooms::insert(tx, &a_room(5, "第一仲裁庭"))?;
        hearings::replace_for_case(tx, &id(2), &[a_hearing_row(2, 1, "2021-04-01", 5)])?;
        bookings::replace_for_case(tx, &id(2), (&[a_booking(2, 5, "2021-04-01", 36)], &[]))?;
        ratings::hand_out(tx, &a_rating_link(2, 1))?;
        ratings::use_up(tx, (&id(2), 1), Some(&"f".repeat(64)))?;
        ratings::insert(tx, &a_rating(8, 2, 1))?;
        ratings::answer(tx, &a_rating_answer(9, 8, 1))?;
        notices::insert_new(tx, &[of_rating(10, 8, 1)])?;
        keep_received(tx)?;
        publications::insert(tx, &a_publication(11, 1))?;
        api_keys::insert(tx, &an_api_key(12, 1))?;
        calendar_feeds::insert(tx, &a_feed(6, 1))
    });
    let versions = versions();
    // Down to what this program's first release had, and up again: the rows are what they were.
    for version in versions.iter().skip(RELEASED).rev() {
        assert_eq!(write(&database.store, migrate::down), *version);
    }
    assert_eq!(write(&database.store, migrate::up), versions[RELEASED..]);
    let case = database.store.read_blocking(|c| cases::load(c, &id(2), &Visibility::Office)).unwrap();
    assert_eq!(case, Some(a_case(2, "2021-03-02")));
    let figures = database.store.read_blocking(|c| reporting::of_case(c, &id(2))).unwrap();
    assert_eq!(figures, Some(reporting_of(&a_case(2, "2021-03-02"))));
    let facts = database.store.read_blocking(|c| reporting::facts_of_case(c, &id(2))).unwrap();
    assert_eq!(facts, [a_recovery(2, 1, "2021-04-01", 5)]);
    assert_eq!(database.store.read_blocking(|c| docket::entries(c, &id(2))).unwrap(), [an_entry(2, 1)]);
    // What the dockets of an older program say is in the feed too.
    assert_eq!(database.store.read_blocking(|c| changes::of_case(c, &id(2))).unwrap(), [1]);
    for version in versions.iter().skip(1).rev() {
        assert_eq!(write(&database.store, migrate::down), *version);
    }
    let user = database.store.read_blocking(|c| users::by_id(c, &id(1))).unwrap();
    assert_eq!(user, Some(a_user(1)));
    let pending = SchemaState::Behind { pending: versions[1..].to_vec() };
    assert_eq!(database.store.schema_state().unwrap(), pending);
    assert_eq!(write(&database.store, migrate::down), versions[0]);
    assert!(columns_of(&database.store).is_empty());
    assert_eq!(database.store.migrate().unwrap(), versions);
    assert_eq!(columns_of(&database.store), before);
    assert_eq!(database.store.migrate().unwrap(), Vec::<String>::new());
}

/// Cases that got one file number before it could be refused keep it, through every change but one of the number; from then
/// on no other case gets a taken one.
#[test]
fn file_numbers_that_were_shared_before_are_kept_and_marked() {
    let database = TestDatabase::new();
    for version in versions().iter().rev().take_while(|version| version.as_str() >= FILE_NUMBERS) {
        assert_eq!(write(&database.store, migrate::down), *version);
    }
    let put_away = |number: &str| {
        format!(r#"{{"content":{{"act":{{"act":"archiving","data":{{"file_number":"{number}"}}}}}}}}"#)
    };
    let corrected = |entry: u32, number: &str| {
        let act = format!(r#"{{"act":"archiving","data":{{"file_number":"{number}"}}}}"#);
        format!(r#"{{"content":{{"correction":{{"entry":{entry},"replacement":{{"act":{act}}}}}}}}}"#)
    };
    let told = [
        (2, vec![("archiving", put_away("档〔2021〕1号"))]),
        (3, vec![("archiving", put_away("档（２０２１） 第001号"))]),
        // The first correction is of another entry, and the last of this one counts.
        (
            4,
            vec![
                ("archiving", put_away("档〔2021〕1号")),
                ("correction", corrected(9, "8号")),
                ("correction", corrected(1, "3号")),
                ("correction", corrected(1, "4 号")),
            ],
        ),
    ];
    write(&database.store, move |tx| {
        for (case, entries) in told {
            cases::insert(tx, &a_case(case, "2021-03-02"))?;
            for (no, (act, body)) in (1..).zip(entries) {
                docket::append(tx, &DocketRow { act: act.to_owned(), body, ..an_entry(case, no) })?;
            }
            let of = id(case);
            let put = format!(
                "INSERT INTO archived_cases (case_id, entry_no, archived_on, retention_years, retain_until)
                 VALUES ('{of}', 1, '2021-05-10', 5, '2026-12-31')"
            );
            diesel::sql_query(put).execute(&mut **tx)?;
        }
        Ok::<_, StorageError>(())
    });
    write(&database.store, migrate::up);
    let kept = |case: u32| {
        let row = database.store.read_blocking(|c| archived_cases::of_case(c, &id(case))).unwrap();
        row.unwrap()
    };
    let keys = [2, 3, 4].map(|case| kept(case).file_number_key.unwrap());
    assert_eq!(keys, ["档（2021）1号", "档（2021）1号", "4号"]);
    let replace = |row: ArchivedCaseRow| {
        let replace =
            move |tx: &mut Tx| archived_cases::replace_for_cases(tx, &[&row.case_id.clone()], &[row]);
        database.store.write_blocking(replace)
    };
    let is_taken = |result: Result<(), StorageError>| matches!(result, Err(StorageError::Unique(key)) if key == archived_cases::FILE_NUMBER_TAKEN);
    replace(ArchivedCaseRow { retention_years: 10, ..kept(3) }).unwrap();
    assert!(is_taken(replace(ArchivedCaseRow { file_number_key: kept(4).file_number_key, ..kept(3) })));
    replace(ArchivedCaseRow { file_number_key: Some("5号".to_owned()), ..kept(3) }).unwrap();
    assert!(is_taken(replace(ArchivedCaseRow { file_number_key: Some("5号".to_owned()), ..kept(4) })));
}

/// Keeps what a measure of March 2021 counts as the list behind a published number.
fn keep_received(tx: &mut Tx) -> Result<(), StorageError> {
    let (from, to) = ("2021-03-01".parse().unwrap(), "2021-03-31".parse().unwrap());
    let received = Measure::Received.definition(Asked::of(Period { from, to }));
    let (publication, counted) = (id(11), publications::counted_cases(tx, &received, "", 10)?);
    assert_eq!(counted, [(id(2), 1)]);
    let kept = counted.iter().map(|(case_id, amount)| PublicationCase {
        publication_id: &publication,
        measure: Measure::Received.code(),
        case_id,
        amount: *amount,
    });
    publications::insert_cases(tx, &kept.collect::<Vec<_>>())
}

/// A notice to a person of a bad rating.
fn of_rating(n: u32, rating: u32, user: u32) -> NoticeRow {
    let kind = "bad_rating".to_owned();
    let none = NoticeRow { rule: None, anchor: None, party: None, distance: 0, ..a_notice(n, 2, user) };
    NoticeRow { kind, rating_id: Some(id(rating)), ..none }
}

#[test]
fn each_party_rates_once_and_only_a_bad_rating_has_a_term() {
    let database = TestDatabase::new();
    let store = &database.store;
    write(store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        file_keys::put(tx, &a_file_key("k1"))?;
        vault::insert_many(tx, &[3, 4, 5, 6].map(|n| a_vault_row(n, 2)))
    });
    let offered = |link| write(store, move |tx| ratings::hand_out(tx, &link));
    let other = |digit: &str| RatingLinkRow { token_hash: digit.repeat(64), ..a_rating_link(2, 1) };
    assert_eq!((offered(a_rating_link(2, 1)), offered(other("b"))), (false, true), "another takes its place");
    // One that came with a code stands beside it, and is kept once.
    let with_code = |link: RatingLinkRow| {
        write(store, move |tx| ratings::keep(tx, &RatingLinkRow { at_desk: false, ..link }))
    };
    assert_eq!((with_code(other("d")), with_code(other("d"))), (true, false));
    let link = |digit: &'static str| {
        store.read_blocking(move |c| ratings::by_token(c, &digit.repeat(64))).unwrap().is_some()
    };
    assert_eq!(["a", "b", "d"].map(link), [false, true, true]);
    let used =
        |form: &'static str| write(store, move |tx| ratings::use_up(tx, (&id(2), 1), Some(&form.repeat(64))));
    assert_eq!((used("e"), used("f")), (true, false), "each party rates once, by whichever link");
    let by = |token: &'static str, form: &'static str| {
        let asked = move |c: &mut Connection| ratings::was_rated_by(c, &token.repeat(64), &form.repeat(64));
        store.read_blocking(asked).unwrap()
    };
    assert_eq!((by("b", "e"), by("d", "e"), by("b", "f"), by("a", "e")), (true, true, false, false));
    assert!(offered(other("c")), "a party who has rated is given a link as any other");
    assert!(!used("f"), "which is good for no second rating");

    let good = RatingRow { score: "satisfied".to_owned(), ..a_rating(3, 2, 1) };
    let untimed = RatingRow { due_on: None, assigned_to: None, watch_after: None, ..a_rating(3, 2, 1) };
    let unsealed = a_rating(7, 2, 1);
    let unknown = RatingRow { score: "so_so".to_owned(), ..a_rating(3, 2, 1) };
    for wrong in [good, untimed, unsealed, unknown] {
        let row = wrong.clone();
        let result = store.write_blocking(move |tx| ratings::insert(tx, &row));
        assert!(matches!(result, Err(StorageError::Refused(_))), "{wrong:?}: {result:?}");
    }
    write(store, |tx| ratings::insert(tx, &a_rating(3, 2, 1)));
    let blank = RatingAnswerRow { finding: None, ..a_rating_answer(4, 3, 1) };
    let result = store.write_blocking(move |tx| ratings::answer(tx, &blank));
    assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
    write(store, |tx| ratings::answer(tx, &a_rating_answer(4, 3, 1)));
    let result = store.write_blocking(|tx| ratings::answer(tx, &a_rating_answer(5, 3, 1)));
    assert!(matches!(result, Err(StorageError::Unique(_))), "{result:?}");
    let raised = |n| write(store, move |tx| notices::insert_new(tx, &[of_rating(n, 3, 1)]));
    assert_eq!((raised(10), raised(11)), (1, 0));
    let unnamed = NoticeRow { rating_id: None, ..of_rating(12, 3, 1) };
    let result = store.write_blocking(move |tx| notices::insert_new(tx, &[unnamed]));
    assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
}

#[test]
fn an_empty_database_says_that_it_must_be_migrated() {
    let database = TestDatabase::empty();
    let error = database.store.ready_to_serve().unwrap_err();
    let StorageError::Pending { pending, next } = &error else { panic!("{error:?}") };
    assert_eq!((*pending, next), (versions().len(), &versions()[0]));
    assert!(error.to_string().contains("sikuai migrate"), "{error}");
    database.store.migrate().unwrap();
    database.store.ready_to_serve().unwrap();
}

#[test]
fn a_newer_schema_is_refused_with_both_versions() {
    let database = TestDatabase::new();
    write(&database.store, |tx| {
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000001')";
        Ok(diesel::sql_query(newer).execute(&mut **tx)?)
    });
    let says = |result: Result<(), StorageError>| match result {
        Err(StorageError::NewerSchema { found, known }) => (found, known),
        other => panic!("{other:?}"),
    };
    let versions = ("29990101000001".to_owned(), versions().pop().unwrap());
    assert_eq!(says(database.store.ready_to_serve()), versions);
    assert_eq!(says(database.store.migrate().map(drop)), versions);
}

#[test]
fn an_address_of_neither_database_is_refused_by_name() {
    for (url, named) in [
        ("mysql://user:secret@host/db", "mysql:…"),
        ("case.db", "a bare name"),
        ("sqlite::memory:", "sqlite::memory:"),
        ("sqlite:", "sqlite:"),
    ] {
        match Store::open(url, options()) {
            Err(StorageError::UnknownScheme { given }) => assert_eq!(given, named),
            other => panic!("{url}: {other:?}"),
        }
    }
}

#[test]
fn a_postgres_that_is_down_leaves_no_file_behind() {
    // Port 1 of the own machine is not served.
    let url = "postgres://nobody:secret@127.0.0.1:1/sikuai-not-there";
    let error = Store::open(url, options()).unwrap_err();
    assert!(matches!(error, StorageError::Unreachable { .. }), "{error:?}");
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(!Path::new("postgres:").exists());
    assert!(
        !fs::read_dir(".").unwrap().any(|f| f.unwrap().file_name().to_string_lossy().contains("not-there"))
    );
}

#[test]
fn a_missing_file_is_not_made_unless_asked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("typo.db");
    let error = Store::open(&format!("sqlite:{}", path.display()), StoreOptions::default()).unwrap_err();
    assert!(matches!(error, StorageError::Missing { .. }), "{error:?}");
    assert!(!path.exists());
}

fn refused(store: &Store, sql: &'static str) -> String {
    let result =
        store.write_blocking(move |tx| Ok::<_, StorageError>(diesel::sql_query(sql).execute(&mut **tx)?));
    match result {
        Err(StorageError::Refused(words)) => words,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn the_docket_the_audit_log_and_the_imports_only_grow() {
    let database = TestDatabase::new();
    write(&database.store, |tx| {
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        reporting::upsert(tx, &reporting_of(&a_case(2, "2021-03-02")))?;
        docket::append(tx, &an_entry(2, 1))?;
        let audit = "INSERT INTO audit (no, recorded_at, event, body, prev_hash, hash) \
                     VALUES (1, 1, 'e', '{}', '', 'h')";
        diesel::sql_query(audit).execute(&mut **tx)?;
        users::insert(tx, &a_user(1))?;
        keep_received(tx)?;
        publications::insert(tx, &a_publication(11, 1))?;
        let import = "INSERT INTO calendar_imports (no, year, fingerprint, calendar_version, imported_at, body, \
                      document) VALUES (1, 2027, 'f', 'v', 1, '{}', '{}')";
        Ok(diesel::sql_query(import).execute(&mut **tx)?)
    });
    for sql in [
        "UPDATE publications SET title = 'x'",
        "DELETE FROM publications",
        "UPDATE publication_cases SET amount = 2",
        "DELETE FROM publication_cases",
        "UPDATE calendar_imports SET body = '[]'",
        "DELETE FROM calendar_imports",
        "UPDATE docket SET body = '[]'",
        "DELETE FROM docket",
        "UPDATE audit SET body = '[]'",
        "DELETE FROM audit",
    ] {
        assert!(refused(&database.store, sql).contains("append-only"), "{sql}");
    }
    let entries = database.store.read_blocking(|c| docket::entries(c, &id(2))).unwrap();
    assert_eq!(entries, [an_entry(2, 1)]);
}

#[test]
fn unknown_codes_negative_money_and_lost_references_are_refused() {
    let database = TestDatabase::new();
    let store = &database.store;
    write(store, |tx| cases::insert(tx, &a_case(2, "2021-03-02")));
    let mut odd = a_case(3, "2021-03-02");
    odd.stage = "lost".to_owned();
    let result = store.write_blocking(move |tx| cases::insert(tx, &odd));
    assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
    let mut negative = reporting_of(&a_case(2, "2021-03-02"));
    negative.claimed_fen = -1;
    let result = store.write_blocking(move |tx| reporting::upsert(tx, &negative));
    assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
    let result = store.write_blocking(|tx| docket::append(tx, &an_entry(99, 1)));
    assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
}

#[test]
fn a_notice_is_of_a_deadline_or_of_a_diary_and_of_one_watch() {
    let database = TestDatabase::new();
    write(&database.store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        file_keys::put(tx, &a_file_key("k1"))?;
        vault::insert_many(tx, &[a_vault_row(3, 2)])?;
        diary::insert(tx, &a_diary_row(3, 2, 1, "2021-04-01"))
    });
    let neither = NoticeRow { rule: None, anchor: None, party: None, ..a_notice(4, 2, 1) };
    let both = NoticeRow { diary_id: Some(id(3)), ..a_notice(4, 2, 1) };
    let half = NoticeRow { party: None, ..a_notice(4, 2, 1) };
    let unknown = NoticeRow { kind: "rumour".to_owned(), ..a_notice(4, 2, 1) };
    for wrong in [neither, both, half, unknown] {
        let row = wrong.clone();
        let result = database.store.write_blocking(move |tx| notices::insert_new(tx, &[row]));
        assert!(matches!(result, Err(StorageError::Refused(_))), "{wrong:?}: {result:?}");
    }
    assert_eq!(write(&database.store, |tx| notices::insert_new(tx, &[a_notice(4, 2, 1)])), 1);
    for sql in [
        "INSERT INTO watch (name, holder, lease_until, notices) VALUES ('more', '', 0, 0)",
        "UPDATE watch SET outcome = 'so-so'",
    ] {
        refused(&database.store, sql);
    }
}

#[test]
fn a_day_that_is_none_is_refused() {
    let database = TestDatabase::new();
    write(&database.store, |tx| cases::insert(tx, &a_case(2, "2021-03-02")));
    for wrong in ["UPDATE cases SET closed_on = '2021-02-29'", "UPDATE cases SET closed_on = '2021-13-01'"] {
        let result = database
            .store
            .write_blocking(move |tx| Ok::<_, StorageError>(diesel::sql_query(wrong).execute(&mut **tx)?));
        assert!(result.is_err(), "{wrong}");
    }
    let case = database.store.read_blocking(|c| cases::load(c, &id(2), &Visibility::Office)).unwrap();
    assert_eq!(case, Some(a_case(2, "2021-03-02")));
}

#[test]
fn a_quarter_of_an_hour_is_booked_once_and_a_feed_is_of_a_person_or_a_room() {
    let database = TestDatabase::new();
    write(&database.store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        cases::insert(tx, &a_case(3, "2021-03-02"))?;
        hearing_rooms::insert(tx, &a_room(5, "第一仲裁庭"))?;
        bookings::replace_for_case(tx, &id(2), (&[a_booking(2, 5, "2021-04-01", 36)], &[]))
    });
    let result = database.store.write_blocking(|tx| {
        bookings::replace_for_case(tx, &id(3), (&[a_booking(3, 5, "2021-04-01", 36)], &[]))
    });
    assert!(matches!(&result, Err(StorageError::Unique(key)) if key == bookings::TAKEN), "{result:?}");
    let result = database.store.write_blocking(|tx| hearing_rooms::insert(tx, &a_room(6, "第一仲裁庭")));
    assert!(
        matches!(&result, Err(StorageError::Unique(key)) if key == hearing_rooms::NAME_TAKEN),
        "{result:?}"
    );
    let both = FeedRow { room_id: Some(id(5)), ..a_feed(7, 1) };
    let neither = FeedRow { person_id: None, ..a_feed(8, 1) };
    for wrong in [both, neither] {
        let result = database.store.write_blocking(move |tx| calendar_feeds::insert(tx, &wrong));
        assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
    }
}

#[test]
fn a_content_is_kept_once_and_a_file_has_its_content_and_its_name() {
    let database = TestDatabase::new();
    let store = &database.store;
    write(store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        file_keys::put(tx, &a_file_key("k1"))?;
        vault::insert_many(tx, &[a_vault_row(3, 2)])
    });
    let added = |content| write(store, move |tx| files::add_content(tx, &content));
    assert_eq!((added(a_content("a")), added(a_content("a")), added(a_content("b"))), (true, false, true));
    // Without its content, without its name.
    for wrong in [a_case_file(3, 2, 1, "c"), a_case_file(4, 2, 1, "a")] {
        let result = store.write_blocking(move |tx| files::insert(tx, &wrong));
        assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
    }
    write(store, |tx| files::insert(tx, &a_case_file(3, 2, 1, "a")));
    // What it is: one of the materials, of a file that is there, and the last that was stated.
    for wrong in [a_file_material(3, 1, "diary"), a_file_material(4, 1, "evidence")] {
        let result = store.write_blocking(move |tx| file_materials::put(tx, &wrong));
        assert!(matches!(result, Err(StorageError::Refused(_))), "{result:?}");
    }
    for material in ["evidence", "defence"] {
        write(store, move |tx| file_materials::put(tx, &a_file_material(3, 1, material)));
    }
    let stated = store.read_blocking(|c| file_materials::of_files(c, &[id(3), id(4)])).unwrap();
    assert_eq!(stated, [a_file_material(3, 1, "defence")]);
    for sql in ["DELETE FROM files WHERE bytes > 0", "UPDATE files SET bytes = 0", "DELETE FROM vault"] {
        refused(store, sql);
    }
}
