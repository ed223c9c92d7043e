//! Ledgers: 100,000 rows come in from a workbook, and from text in GBK, are committed, and go out again to the same figures
//! (goal: under 60 s and 300 MB on two cores). On SQLite, or on the server that `.ci/with-postgres` starts. Not a test of
//! speed: nothing here fails when it is slow.
//!
//! `cargo bench --bench ledger`, or with fewer rows: `cargo bench --bench ledger -- 5000`.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program that measures and prints")]
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]

#[path = "../tests/support/database.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod database;
#[path = "../tests/support/memory.rs"]
mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use actix_web::rt::System;
use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook};
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
use sikuai::http::api::ledgers::{csv as as_csv, workbook};

const ROWS: u32 = 100_000;
const CLERK: Caller = Caller { user: UserId::OPERATOR, role: Role::Clerk };

fn main() {
    let rows = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(ROWS);
    println!("{}, {rows} rows", if database::postgres().is_some() { "PostgreSQL" } else { "SQLite" });
    there_and_back("XLSX", rows, write_workbook);
    there_and_back("CSV in GBK", rows, write_text);
}

/// A ledger comes into a new database and goes out of it again; whatever was in it must still be.
fn there_and_back(form: &str, rows: u32, write: fn(&Path, u32)) {
    let place = tempfile::tempdir().unwrap();
    let database = database::TestDatabase::new();
    let config = Config {
        database: database.url.clone(),
        key_file: Some(place.path().join("master.key")),
        files: Some(place.path().join("files")),
        ..Config::default()
    };
    let app = App::open(config, Clock::System).unwrap();
    let file = place.path().join("ledger");
    write(&file, rows);
    println!("{form}: {} MB", fs::metadata(&file).unwrap().len() / 1_000_000);
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
    let out = place.path().join("out.csv");
    measured("write it as CSV", || {
        let mut next = as_csv(begun(), Head::default());
        let mut out = BufWriter::new(fs::File::create(&out).unwrap());
        loop {
            let part = next().unwrap();
            if part.is_empty() {
                break;
            }
            out.write_all(&part).unwrap();
        }
    });
    assert_eq!(figures_of(&out), figures(rows), "what went out is what came in");
    measured("write it as XLSX", || drop(workbook(&begun(), &Head::default()).unwrap()));
}

/// Cases, those that are closed, and the sums awarded and recovered, in fen.
type Figures = (u32, u32, i64, i64);

fn figures(rows: u32) -> Figures {
    let closed = (0..rows).filter(|n| !n.is_multiple_of(20));
    let paid = || closed.clone().filter(|n| n.is_multiple_of(3)).map(i64::from);
    let awarded = paid().map(|n| n % 700 * 100 + 50).sum();
    let recovered = paid().map(|n| n % 600 * 100 + 50).sum();
    (rows, u32::try_from(closed.clone().count()).unwrap(), awarded, recovered)
}

/// The same, read from the CSV that was written.
fn figures_of(file: &Path) -> Figures {
    let mut reader = csv::ReaderBuilder::new().from_path(file).unwrap();
    let heading: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let at = |name: &str| heading.iter().position(|it| it == name).unwrap();
    let (closed_on, awarded, recovered) = (at("结案日期"), at("裁决调解金额（元）"), at("追回金额（元）"));
    let fen = |text: &str| text.replace('.', "").parse::<i64>().unwrap_or_default();
    let mut figures = (0, 0, 0, 0);
    for record in reader.records() {
        let record = record.unwrap();
        let cell = |column: usize| record.get(column).unwrap();
        figures.0 += 1;
        figures.1 += u32::from(!cell(closed_on).is_empty());
        figures.2 += fen(cell(awarded));
        figures.3 += fen(cell(recovered));
    }
    figures
}

fn wait<T>(work: impl Future<Output = Result<T, sikuai::app::error::Error>>) -> T {
    System::new().block_on(work).unwrap()
}

/// Does something, and prints how long it took and how much memory the program had at most meanwhile.
fn measured<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let counted = memory::count_anew();
    let begun = Instant::now();
    let done = work();
    let seconds = begun.elapsed().as_secs_f64();
    let most = memory::at_most();
    println!("{what}: {seconds:.1} s, {most} at most{}", if counted { "" } else { " since the start" });
    done
}

/// What stands in a cell of the ledger.
enum Cell {
    Nothing,
    Text(String),
    Number(f64),
    Day(NaiveDate),
}

/// As offices write them: some are not what the program calls them.
const HEADINGS: [&str; 14] = [
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
const TITLE: &str = "劳动人事争议案件登记台账";
/// After so many cases a line is left blank.
const BLANK_AFTER: u32 = 1_000;

/// A closed case or an open one, with its amounts in yuan and in ten thousand yuan.
fn cells(n: u32) -> [Cell; 14] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let year = i32::try_from(2016 + n % 10).unwrap();
    let date =
        |more: u32, day: u32| Cell::Day(NaiveDate::from_ymd_opt(year, n / 10 % 9 + 1 + more, day).unwrap());
    let is_closed = !n.is_multiple_of(20);
    let is_paid = is_closed && n.is_multiple_of(3);
    let only = |holds: bool, cell: Cell| if holds { cell } else { Cell::Nothing };
    [
        Cell::Text(format!("劳人仲案字〔{year}〕{n}号")),
        date(0, 2),
        date(0, 6),
        Cell::Text(format!("申请人{n}")),
        Cell::Text(id_number(n)),
        Cell::Text(format!("138{n:08}")),
        Cell::Text(format!("徐闻县第{}有限公司", n % 3_000)),
        text(one_of(["追索劳动报酬", "工伤待遇", "经济补偿"], n)),
        text(if n.is_multiple_of(2) { "简易" } else { "一般" }),
        Cell::Number(f64::from(n % 900) / 100.0 + 0.01),
        only(is_closed, date(1, 5)),
        only(is_closed, text(one_of(["调解", "终局裁决", "撤诉"], n))),
        only(is_paid, Cell::Number(f64::from(n % 700) + 0.5)),
        only(is_paid, Cell::Number(f64::from(n % 600) + 0.5)),
    ]
}

/// With a title that is merged over all columns, and days as sheets keep them; every fifth case's as bare numbers.
fn write_workbook(file: &Path, rows: u32) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    let (day, plain) = (Format::new().set_num_format("yyyy/m/d"), Format::new());
    sheet.merge_range(0, 0, 0, 13, TITLE, &plain).unwrap();
    for (at, heading) in (0..).zip(HEADINGS) {
        sheet.write(1, at, heading).unwrap();
    }
    for n in 0..rows {
        let row = n + n / BLANK_AFTER + 2;
        for (at, cell) in (0..).zip(cells(n)) {
            match cell {
                Cell::Nothing => continue,
                Cell::Text(text) => sheet.write(row, at, text),
                Cell::Number(number) => sheet.write(row, at, number),
                Cell::Day(on) if n.is_multiple_of(5) => sheet.write(row, at, serial(on)),
                Cell::Day(on) => sheet.write_with_format(row, at, &on, &day),
            }
            .unwrap();
        }
    }
    book.save(file).unwrap();
}

/// As an old program saves it: in GBK, without anything that says so.
fn write_text(file: &Path, rows: u32) {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    out.write_record([TITLE]).unwrap();
    out.write_record(HEADINGS).unwrap();
    for n in 0..rows {
        if n > 0 && n.is_multiple_of(BLANK_AFTER) {
            out.write_record([""; 14]).unwrap();
        }
        let shown = cells(n).map(|cell| match cell {
            Cell::Nothing => String::new(),
            Cell::Text(text) => text,
            Cell::Number(number) => format!("{number:.2}"),
            Cell::Day(on) if n.is_multiple_of(5) => serial(on).to_string(),
            Cell::Day(on) => on.format("%Y/%-m/%-d").to_string(),
        });
        out.write_record(shown).unwrap();
    }
    let text = String::from_utf8(out.into_inner().unwrap()).unwrap();
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(&text);
    assert!(!unmappable);
    fs::write(file, bytes).unwrap();
}

/// The number by which sheets keep a day.
fn serial(on: NaiveDate) -> i32 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    i32::try_from(on.signed_duration_since(zero).num_days()).unwrap()
}

fn one_of(words: [&'static str; 3], n: u32) -> &'static str {
    words.get(usize::try_from(n % 3).unwrap()).unwrap()
}

/// The n-th invented ID-card number: sequence 000, which nobody is given, and the right check digit (GB 11643).
fn id_number(n: u32) -> String {
    let born = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap() + chrono::Days::new(u64::from(n % 15_000));
    let digits = format!("{}{}000", 440_000 + n % 900, born.format("%Y%m%d"));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    let checks: Vec<char> = "10X98765432".chars().collect();
    let check = checks.get(usize::try_from(sum % 11).unwrap()).unwrap();
    format!("{digits}{check}")
}
