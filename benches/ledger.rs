//! Ledgers: 100,000 rows come in from an XLSX file, are committed, and go out again (goal: under 60 s and 300 MB on two
//! cores). On SQLite, or on the server that `.ci/with-postgres` starts. Not a test of speed: nothing here fails when it is
//! slow.
//!
//! `cargo bench --bench ledger`, or with fewer rows: `cargo bench --bench ledger -- 5000`.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program that measures and prints")]
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]

#[path = "../tests/support/database.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod database;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use actix_web::rt::System;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::ledger_commit::Rejects;
use sikuai::app::ledger_export::PersonalData;
use sikuai::app::permits::Caller;
use sikuai::app::reading::CaseFilter;
use sikuai::config::Config;
use sikuai::documents::ledger::{Head, Options, Totals};
use sikuai::domain::id::UserId;
use sikuai::domain::role::Role;
use sikuai::http::api::ledger_imports::take_in;
use sikuai::http::api::ledgers::{csv, workbook};

const ROWS: u32 = 100_000;
const CLERK: Caller = Caller { user: UserId::OPERATOR, role: Role::Clerk };
/// The first line of this file of Linux says how much memory a program had at most.
const STATUS: &str = "/proc/self/status";
/// Writing 5 to this one begins to count anew.
const COUNT_ANEW: &str = "/proc/self/clear_refs";

fn main() {
    let rows = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(ROWS);
    let place = tempfile::tempdir().unwrap();
    let database = database::TestDatabase::new();
    let config = Config {
        database: database.url.clone(),
        key_file: Some(place.path().join("master.key")),
        files: Some(place.path().join("files")),
        ..Config::default()
    };
    let app = App::open(config, Clock::System).unwrap();
    println!("{}, {rows} rows", if database::postgres().is_some() { "PostgreSQL" } else { "SQLite" });
    let file = place.path().join("ledger.xlsx");
    write_ledger(&file, rows);
    println!("the file: {} MB", fs::metadata(&file).unwrap().len() / 1_000_000);
    let whole = Instant::now();
    let id = measured("read, check and keep", || {
        let bytes = fs::read(&file).unwrap();
        let options = Options {
            sheet: None,
            columns: BTreeMap::new(),
            totals: Totals::Refuse,
            unsaid: None,
            today: app.clock.today(),
        };
        let incoming = take_in(&app.register, &CLERK, &bytes, &options).unwrap();
        wait(app.register.finish_ledger(&CLERK, incoming, None)).given
    });
    let done =
        measured("commit", || wait(app.register.commit_ledger(&CLERK, (id, Rejects::Refuse), None)).given);
    assert_eq!(u32::try_from(done.good_rows).unwrap(), rows);
    println!("in all: {:.1} s", whole.elapsed().as_secs_f64());
    let begun = || {
        let filter = CaseFilter::default();
        wait(app.register.begin_ledger_export(&CLERK, filter, PersonalData::Masked))
    };
    measured("write it as CSV", || {
        let mut next = csv(begun(), Head::default());
        let mut out = BufWriter::new(fs::File::create(place.path().join("out.csv")).unwrap());
        loop {
            let part = next().unwrap();
            if part.is_empty() {
                break;
            }
            out.write_all(&part).unwrap();
        }
    });
    measured("write it as XLSX", || drop(workbook(&begun(), &Head::default()).unwrap()));
}

fn wait<T>(work: impl Future<Output = Result<T, sikuai::app::error::Error>>) -> T {
    System::new().block_on(work).unwrap()
}

/// Does something, and prints how long it took and how much memory the program had at most meanwhile.
fn measured<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let counted = fs::write(COUNT_ANEW, "5").is_ok();
    let begun = Instant::now();
    let done = work();
    let seconds = begun.elapsed().as_secs_f64();
    let status = fs::read_to_string(STATUS).unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned();
    println!("{what}: {seconds:.1} s, {most} at most{}", if counted { "" } else { " since the start" });
    done
}

/// A ledger of closed cases and open ones, with days as sheets keep them and amounts in ten thousand yuan.
fn write_ledger(file: &Path, rows: u32) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    let day = Format::new().set_num_format("yyyy/m/d");
    let headings = [
        "案号",
        "收案日期",
        "立案时间",
        "申请人",
        "身份证号码",
        "联系电话",
        "被申请人",
        "案由",
        "处理程序",
        "请求金额(万元)",
        "结案日期",
        "结案方式",
        "裁决/调解金额(元)",
        "履行金额",
    ];
    for (at, heading) in (0..).zip(headings) {
        sheet.write(0, at, heading).unwrap();
    }
    for n in 0..rows {
        let row = n + 1;
        let year = u16::try_from(2016 + n % 10).unwrap();
        let month = u8::try_from(n / 10 % 9 + 1).unwrap();
        let date = |more: u8, day: u8| ExcelDateTime::from_ymd(year, month + more, day).unwrap();
        sheet.write(row, 0, format!("劳人仲案字〔{year}〕{n}号")).unwrap();
        sheet.write_with_format(row, 1, date(0, 2), &day).unwrap();
        sheet.write_with_format(row, 2, date(0, 6), &day).unwrap();
        sheet.write(row, 3, format!("申请人{n}")).unwrap();
        sheet.write(row, 4, id_number(n)).unwrap();
        sheet.write(row, 5, format!("138{n:08}")).unwrap();
        sheet.write(row, 6, format!("徐闻县第{}有限公司", n % 3_000)).unwrap();
        sheet.write(row, 7, one_of(["追索劳动报酬", "工伤待遇", "经济补偿"], n)).unwrap();
        sheet.write(row, 8, if n % 2 == 0 { "简易" } else { "一般" }).unwrap();
        sheet.write(row, 9, f64::from(n % 900) / 100.0 + 0.01).unwrap();
        if n % 20 != 0 {
            sheet.write_with_format(row, 10, date(1, 5), &day).unwrap();
            sheet.write(row, 11, one_of(["调解", "终局裁决", "撤诉"], n)).unwrap();
        }
        if n % 20 != 0 && n % 3 == 0 {
            sheet.write(row, 12, f64::from(n % 700) + 0.5).unwrap();
            sheet.write(row, 13, f64::from(n % 600) + 0.5).unwrap();
        }
    }
    book.save(file).unwrap();
}

fn one_of(words: [&'static str; 3], n: u32) -> &'static str {
    words.get(usize::try_from(n % 3).unwrap()).unwrap()
}

/// The n-th invented ID-card number: sequence 000, which nobody is given, and the right check digit (GB 11643).
fn id_number(n: u32) -> String {
    let born =
        chrono::NaiveDate::from_ymd_opt(1960, 1, 1).unwrap() + chrono::Days::new(u64::from(n % 15_000));
    let digits = format!("{}{}000", 440_000 + n % 900, born.format("%Y%m%d"));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    let checks: Vec<char> = "10X98765432".chars().collect();
    let check = checks.get(usize::try_from(sum % 11).unwrap()).unwrap();
    format!("{digits}{check}")
}
