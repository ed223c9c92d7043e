//! The indicator register and the templates of the annual report: appended, never changed; one line of a matter and period.

use chrono::NaiveDate;
use diesel::prelude::*;
use sikuai::storage::indicators::{self, IndicatorRow, IndicatorVersionRow};
use sikuai::storage::report_templates::{self, ReportTemplateRow};
use sikuai::storage::{StorageError, Tx};

use crate::support::database::TestDatabase;
use crate::support::rows::{a_user, id, write};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(no: u32, from: &str, to: &str) -> IndicatorRow {
    let (from_date, to_date) = (day(from), day(to));
    IndicatorRow { id: id(no), item: "政务公开信息".to_owned(), from_date, to_date }
}

fn value(no: u32, version: i32, reason: Option<&str>) -> IndicatorVersionRow {
    IndicatorVersionRow {
        indicator_id: id(no),
        version,
        ten_thousandths: 1_250_000,
        unit: "条".to_owned(),
        source: "网站".to_owned(),
        reason: reason.map(str::to_owned),
        put_by: id(9),
        put_at: 1,
    }
}

fn template(version: i32) -> ReportTemplateRow {
    ReportTemplateRow { version, sha256: "a".repeat(64), bytes: vec![1, 2], put_by: id(9), put_at: 1 }
}

fn with_a_line() -> TestDatabase {
    let database = TestDatabase::new();
    write(&database.store, |tx| sikuai::storage::users::insert(tx, &a_user(9)));
    write(&database.store, |tx| indicators::insert(tx, &line(1, "2021-01-01", "2021-12-10")));
    write(&database.store, |tx| indicators::append(tx, &value(1, 1, None)));
    write(&database.store, |tx| report_templates::append(tx, &template(1)));
    database
}

fn refused(
    database: &TestDatabase,
    work: impl FnOnce(&mut Tx) -> Result<(), StorageError> + Send + 'static,
) -> StorageError {
    database.store.write_blocking(work).unwrap_err()
}

#[test]
fn one_line_of_a_matter_and_period_and_each_version_once() {
    let database = with_a_line();
    let twice = refused(&database, |tx| indicators::insert(tx, &line(2, "2021-01-01", "2021-12-10")));
    assert!(matches!(twice, StorageError::Unique(_)), "{twice:?}");
    write(&database.store, |tx| indicators::insert(tx, &line(2, "2021-01-01", "2021-11-30")));
    let twice = refused(&database, |tx| indicators::append(tx, &value(1, 1, None)));
    assert!(matches!(twice, StorageError::Unique(_)), "{twice:?}");
    for wrong in [value(1, 2, None), value(2, 1, Some("更正")), value(3, 1, None)] {
        let wrong = refused(&database, move |tx| indicators::append(tx, &wrong));
        assert!(matches!(wrong, StorageError::Refused(_)), "{wrong:?}");
    }
    let backwards = refused(&database, |tx| indicators::insert(tx, &line(4, "2021-12-10", "2021-01-01")));
    assert!(matches!(backwards, StorageError::Refused(_)), "{backwards:?}");
    write(&database.store, |tx| indicators::append(tx, &value(1, 2, Some("重复计数"))));
    let kept = database.store.read_blocking(|c| indicators::versions(c, &[id(1), id(2)])).unwrap();
    assert_eq!(kept, [value(1, 1, None), value(1, 2, Some("重复计数"))]);
}

#[test]
fn nothing_of_it_is_changed_or_deleted() {
    let database = with_a_line();
    for sql in [
        "UPDATE indicators SET item = 'x'",
        "DELETE FROM indicators",
        "UPDATE indicator_versions SET ten_thousandths = 9",
        "DELETE FROM indicator_versions",
        "UPDATE report_templates SET put_at = 9",
        "DELETE FROM report_templates",
    ] {
        let error = refused(&database, move |tx| {
            diesel::sql_query(sql).execute(&mut **tx)?;
            Ok(())
        });
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    let last = database.store.read_blocking(report_templates::in_force).unwrap();
    assert_eq!(last, Some(template(1)));
    write(&database.store, |tx| report_templates::append(tx, &template(2)));
    let last = database.store.read_blocking(report_templates::in_force).unwrap();
    assert_eq!(last.map(|template| template.version), Some(2));
}
