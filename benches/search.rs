//! How long a search takes in the database of a province: a million parties in half a million cases, words that every case
//! has and words that few have, over HTTP as people ask, beside the least that reading the same page can cost. On SQLite,
//! or on the server that `.ci/with-postgres` starts. Not a test of speed: nothing here fails when it is slow.
//!
//! `cargo bench --bench search`, or with fewer cases: `cargo bench --bench search -- 50000`.
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    reason = "a program that measures and prints"
)]

#[path = "../tests/support/bucket.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod bucket;
#[path = "../tests/support/database.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod database;
#[path = "../tests/support/server.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod server;
#[path = "../tests/support/story.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod story;

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::Value;
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::docket_rows::Joined;
use sikuai::app::rows;
use sikuai::domain::case::Case;
use sikuai::domain::id::{CaseId, VaultId};
use sikuai::domain::party::{Employer, Person, PersonRef, Who};
use sikuai::domain::role::Role;
use sikuai::storage::cases::CaseRow;
use sikuai::storage::schema::cases;
use sikuai::storage::vault::{self, VaultRow};
use sikuai::storage::{Connection, StorageError, Store, meta};
use uuid::Builder;

use server::TestServer;
use story::{a_case, noon};

const CASES: u32 = 500_000;
const LOAD_CASES: u32 = 1_000;
const FIRST_DAY: &str = "2021-01-04";
const DAYS: u32 = 2_100;
/// So many requests of each kind are measured, after some that are not.
const REQUESTS: usize = 1_000;
const WARM_UP: usize = 30;

/// Surnames and the characters of given names, the first far more often than the last, as names are.
const SURNAMES: &str = "陈林黄李王张吴梁符何郑蔡刘周杨许谢邓朱苏冯曾洪叶罗潘钟卢彭戴韩姚余高";
const GIVEN: &str =
    "伟明华文建国志强小英永祥丽芳秀兰玉梅春花海燕金福德胜平安家俊杰浩宇婷雪晓东红军成龙光辉振兴立业子涵思远";
const PLACES: [&str; 12] =
    ["徐城", "曲界", "龙塘", "角尾", "迈陈", "西连", "锦和", "下桥", "南山", "城北", "和安", "新寮"];
const TRADES: [&str; 12] =
    ["农机", "水产", "建筑", "餐饮", "物流", "家具", "食品", "电子", "服装", "装饰", "运输", "菠萝"];
const SUFFIXES: [&str; 4] = ["有限公司", "有限公司", "服务部", "有限责任公司"];

fn main() {
    let cases = std::env::args().find_map(|argument| argument.parse::<u32>().ok()).unwrap_or(CASES);
    println!("{}\n", if database::postgres().is_some() { "PostgreSQL" } else { "SQLite" });
    let server = TestServer::start();
    let begun = Instant::now();
    load(&server, cases);
    let loaded = begun.elapsed();
    let begun = Instant::now();
    let again = |tx: &mut sikuai::storage::Tx| meta::set(tx, meta::LAW_BOOK, "another program");
    server.app.store.write_blocking(again).unwrap();
    drop(App::over(server.app.store.clone(), server.app.settings.clone(), Clock::System).unwrap());
    settle(&server.app.store);
    println!(
        "{cases} cases with {} parties, made in {loaded:.0?}; everything derived, {} rows of terms among it, in {:.0?}\n",
        2 * cases,
        count(&server.app.store, "search_terms"),
        begun.elapsed()
    );
    println!("| question | cases on the page | p50 | p99 | worst |\n|---|---|---|---|---|");
    let token = server.token("clerk", Role::Clerk);
    let floor = floor(&server, &token);
    measure("floor: the fifty cases of a page by their keys, in plain SQL", || {
        let rows = |c: &mut Connection| Ok::<_, StorageError>(diesel::sql_query(&floor).load::<Plain>(c)?);
        server.app.store.read_blocking(rows).unwrap().len()
    });
    for question in [
        "徐闻",
        "有限公司",
        "徐闻 有限公司",
        "劳动报酬",
        "菠萝",
        "曲界菠萝有限公司",
        "建国",
        "陈建国",
        "陈伟",
        "符立业",
        "建国 菠萝",
        "陈建国 徐闻 有限公司",
        "服务部 有限公司",
        "2022 1234号",
        "罗浩 水产 曲界",
    ] {
        let path = path(question);
        measure(question, || items(&get(&server, &token, &path)));
    }
    let mut next: Option<String> = None;
    measure("徐闻, page after page", || {
        let path =
            next.as_ref().map_or_else(|| path("徐闻"), |cursor| format!("{}&cursor={cursor}", path("徐闻")));
        let page = get(&server, &token, &path);
        next = page["next"].as_str().map(str::to_owned);
        items(&page)
    });
    let filtered = format!("{}&received_on__lte=2022-06-30&cause=remuneration", path("有限公司"));
    measure("有限公司, received by the middle of 2022", || items(&get(&server, &token, &filtered)));
    let arbitrator = server.token("arbitrator", Role::Arbitrator);
    let name = path("陈建国");
    measure("陈建国, by an arbitrator without cases", || items(&get(&server, &arbitrator, &name)));
}

fn path(question: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    let encoded: String =
        question.bytes().flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)]).collect();
    format!("/api/v1/search?q={encoded}")
}

fn get(server: &TestServer, token: &str, path: &str) -> Value {
    let reply = server.get(path).bearer(token).send();
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

fn items(page: &Value) -> usize {
    page["items"].as_array().unwrap().len()
}

/// A row of a page, as plain SQL gives it.
#[derive(QueryableByName)]
#[expect(dead_code, reason = "it is read to be paid for")]
struct Plain {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Nullable<Text>)]
    number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    lead_employer: Option<String>,
    #[diesel(sql_type = Text)]
    body: String,
}

fn floor(server: &TestServer, token: &str) -> String {
    let page = get(server, token, &path("徐闻"));
    let ids = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("'{}'", item["case"]["id"].as_str().unwrap()));
    let ids: Vec<String> = ids.collect();
    format!("SELECT id, number, lead_employer, body FROM cases WHERE id IN ({})", ids.join(", "))
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn count(store: &Store, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS count FROM {table}");
    let count = |c: &mut Connection| Ok::<_, StorageError>(diesel::sql_query(&sql).get_result::<Count>(c)?);
    store.read_blocking(count).unwrap().count
}

/// What PostgreSQL does by itself within minutes of such a load; SQLite keeps no statistics here.
fn settle(store: &Store) {
    let vacuum = |c: &mut Connection| match c {
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(c) => {
            for statement in ["SET statement_timeout = 0", "VACUUM ANALYZE", "CHECKPOINT"] {
                c.batch_execute(statement)?;
            }
            Ok::<_, StorageError>(())
        }
    };
    store.read_blocking(vacuum).unwrap();
}

/// The rows of the cases and their sealed workers, without what is derived from them.
fn load(server: &TestServer, cases: u32) {
    let usual = a_case().received(FIRST_DAY).accepted("2021-01-06").case().clone();
    let all: Vec<u32> = (0..cases).collect();
    for page in all.chunks(LOAD_CASES as usize) {
        let rows: Vec<(CaseRow, VaultRow)> = page.iter().map(|no| rows_of(server, &usual, *no)).collect();
        let work = move |tx: &mut sikuai::storage::Tx| {
            let (cases, sealed): (Vec<CaseRow>, Vec<VaultRow>) = rows.into_iter().unzip();
            let insert = diesel::insert_into(cases::table).values(&cases);
            match &mut **tx {
                Connection::Sqlite(c) => insert.execute(c)?,
                Connection::Postgres(c) => insert.execute(c)?,
            };
            vault::insert_many(tx, &sealed)
        };
        server.app.store.write_blocking(work).unwrap();
    }
}

fn rows_of(server: &TestServer, usual: &Case, no: u32) -> (CaseRow, VaultRow) {
    let received_on = FIRST_DAY.parse::<NaiveDate>().unwrap() + Days::new(u64::from(mixed(no, 1) % DAYS));
    let mut case = usual.clone();
    case.id = CaseId(id(received_on, no, 2));
    (case.received.on, case.stage_since) = (received_on, received_on);
    let number = format!("徐劳人仲案字〔{}〕{}号", received_on.format("%Y"), no % 20_000);
    let unique = format!("{number}之{no}");
    if let Some(accepted) = &mut case.acceptance {
        accepted.at.on = received_on;
        accepted.number = Some(unique);
    }
    let worker = VaultId(id(received_on, no, 3));
    let person = Person {
        name: name(no),
        id_number: None,
        phone: Some(format!("{}", 13_000_000_000_u64 + u64::from(mixed(no, 4)) % 900_000_000)),
        address: None,
        bank_account: None,
    };
    let sealed = server.app.vault.seal(worker, &serde_json::to_vec(&person).unwrap()).unwrap();
    for party in &mut case.parties {
        party.who = match party.who.clone() {
            Who::Worker(_) => Who::Worker(PersonRef { vault: worker, digest: sealed.digest.clone() }),
            Who::Employer(employer) => Who::Employer(Employer { name: employer_name(no), ..employer }),
        };
    }
    let at = noon(received_on).timestamp_micros();
    let (body, previous) = (String::new(), String::new());
    let joined = Joined { body, previous, hash: "h".to_owned(), recorded_at: at };
    let row = VaultRow {
        id: worker.to_string(),
        case_id: case.id.to_string(),
        key_id: sealed.key_id,
        sealed: sealed.bytes,
        created_at: at,
        index: server.app.vault.index(&person),
    };
    (rows::case_row(&case, &joined, at).unwrap(), row)
}

fn id(received_on: NaiveDate, no: u32, salt: u32) -> uuid::Uuid {
    let at = u64::try_from(noon(received_on).timestamp_millis()).unwrap() + u64::from(no % 1000);
    let mut random = [0; 10];
    random[..4].copy_from_slice(&mixed(no, salt).to_be_bytes());
    random[6..].copy_from_slice(&no.to_be_bytes());
    Builder::from_unix_timestamp_millis(at, &random).into_uuid()
}

fn name(no: u32) -> String {
    let mut name = often_first(SURNAMES, (no, 5)).to_string();
    name.push(often_first(GIVEN, (no, 6)));
    if !mixed(no, 7).is_multiple_of(5) {
        name.push(often_first(GIVEN, (no, 8)));
    }
    name
}

/// One of the characters, the first most often: the smaller of two draws.
fn often_first(characters: &str, (no, salt): (u32, u32)) -> char {
    let all: Vec<char> = characters.chars().collect();
    let draw = |salt: u32| mixed(no, salt) as usize % all.len();
    all[draw(salt).min(draw(salt + 100))]
}

fn employer_name(no: u32) -> String {
    let of = |list: &[&'static str], salt: u32| list[mixed(no, salt) as usize % list.len()];
    let own: String = (9..11).map(|salt| often_first(GIVEN, (no, salt))).collect();
    format!("徐闻县{}{own}{}{}", of(&PLACES, 12), of(&TRADES, 13), of(&SUFFIXES, 14))
}

fn measure(what: &str, mut ask: impl FnMut() -> usize) {
    for _ in 0..WARM_UP {
        ask();
    }
    let mut found = 0;
    let mut times: Vec<Duration> = (0..REQUESTS)
        .map(|_| {
            let begun = Instant::now();
            found = std::hint::black_box(ask());
            begun.elapsed()
        })
        .collect();
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("| {what} | {found} | {:.2?} | {:.2?} | {:.2?} |", at(50), at(99), at(100));
}

/// A number that is as good as random and the same in every run (splitmix64).
fn mixed(no: u32, salt: u32) -> u32 {
    let mut z = (u64::from(no) << 32 | u64::from(salt)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((z ^ (z >> 31)) >> 32).unwrap()
}
