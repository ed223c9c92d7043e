//! Pages: every page of the demo year as each role finds it, by the links of the pages themselves, in both languages (goals: under
//! 30 ms at the server, under 100 KB); then the board with 500 open cases, and a case of 5,000 workers. Over HTTP, packed as
//! browsers ask for it, beside an actix that answers bytes which lie ready. On SQLite, or on the server that
//! `.ci/with-postgres` starts.
//! Nothing here fails when it is slow; it fails when a page is too heavy, when a link leads nowhere, and when no link leads to
//! a route.
//!
//! `cargo bench --bench pages`, or smaller, open cases and workers: `cargo bench --bench pages -- 50 200`.
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    reason = "a program that measures and prints"
)]

mod office;
mod routes;
mod walk;

#[path = "../../tests/support/browser.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod browser;
#[path = "../../tests/support/bucket.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod bucket;
#[path = "../../tests/support/database.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod database;
#[path = "../../tests/support/desk.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod desk;
#[path = "../../tests/support/people.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod people;
#[path = "../../tests/support/server.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod server;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::thread;
use std::time::{Duration, Instant};

use actix_web::middleware::{Compress, Condition};
use actix_web::rt::System;
use actix_web::{App, HttpResponse, HttpServer, web};

use office::Office;
use server::{Call, TestServer};
use walk::{Extent, Seen, Visitor};

const OPEN_CASES: u32 = 500;
const WORKERS: u32 = 5_000;
/// So many requests of a page are measured, after some that are not; few where the sizes are given.
const REQUESTS: usize = 200;
const REQUESTS_FEW: usize = 3;
const WARM_UP: usize = 3;
/// The most that a page may weigh, unpacked.
const PAGE_BYTES_MAX: usize = 100_000;

fn main() {
    let mut sizes = std::env::args().filter_map(|argument| argument.parse::<u32>().ok()).fuse();
    let (open, workers) = (sizes.next(), sizes.next());
    let requests = if open.is_some() { REQUESTS_FEW } else { REQUESTS };
    println!("{}\n", if database::postgres().is_some() { "PostgreSQL" } else { "SQLite" });
    let server = TestServer::start_with(|config| {
        config.public_page = true;
        // A page is asked for as often as it takes to measure it.
        config.public_requests_per_minute = u32::MAX;
    });
    let office = Office::of_the_demo(&server);
    let extent = if open.is_some() { walk::FEW } else { walk::WHOLE };
    let mut table = Table { server: &server, requests, extent, too_heavy: Vec::new() };
    println!(
        "| page | seen | heaviest | packed | who | p50 | p99 | worst |\n|---|---|---|---|---|---|---|---|"
    );
    table.floors();
    let mut seen = table.walked(&office.visitors(), &["/".to_owned()]);
    seen.extend(table.walked(&office.strangers(), &office.told_to_parties()));
    table.extent = walk::ONCE;
    seen.extend(table.walked(&office.administrators(), &[office.report_client()]));
    office.fill_the_board(open.unwrap_or(OPEN_CASES));
    println!("\nWith {} open cases:\n", office.open_cases());
    // What a form asks for no link leads to.
    let forecast = "/office/forecast?rate=closure_rate&target=95&by=2021-12-31&more=0";
    seen.extend(table.walked(&office.desk(), &[forecast, "/my-day", "/cases"].map(str::to_owned)));
    let workers = workers.unwrap_or(WORKERS);
    let case = office.collective(workers);
    println!("\nA case of {workers} workers:\n");
    seen.extend(table.walked(&office.desk(), &[case]));
    let missed = routes::missed(seen.iter().map(|seen| seen.pattern.as_str()));
    assert!(missed.is_empty(), "no link of a page leads to {missed:?}");
    assert!(table.too_heavy.is_empty(), "over {PAGE_BYTES_MAX} bytes: {:#?}", table.too_heavy);
}

/// What is printed, and what of it is too heavy.
struct Table<'s> {
    server: &'s TestServer,
    requests: usize,
    extent: Extent,
    too_heavy: Vec<String>,
}

impl Table<'_> {
    /// What the same client and the same bytes cost without a program behind them.
    fn floors(&self) {
        for (what, packs) in
            [("floor: 60 KB that lie ready", false), ("floor: the same, packed for each", true)]
        {
            let address = bare(packs);
            let ask = || self.server.at(address, "GET", "/").header("accept-encoding", "gzip");
            let (_, headers, bytes) = ask().bytes().unwrap();
            assert_eq!(headers.contains_key("content-encoding"), packs);
            let times = self.timed(ask);
            println!("| {what} | | | {} | | {times} |", kilobytes(bytes.len()));
        }
    }

    /// Goes where the links lead, and measures of each page the heaviest and the slowest that was seen.
    fn walked(&mut self, visitors: &[Visitor<'_>], starts: &[String]) -> Vec<Seen> {
        let found: Vec<Vec<Seen>> =
            visitors.iter().map(|visitor| visitor.walk(starts, self.extent)).collect();
        let broken: Vec<&String> =
            found.iter().flatten().filter_map(|seen| seen.leads_nowhere.as_ref()).collect();
        assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
        let mut pages: BTreeMap<&str, Vec<(&Visitor<'_>, &Seen)>> = BTreeMap::new();
        for (visitor, seen) in visitors.iter().zip(&found) {
            for seen in seen {
                pages.entry(&seen.pattern).or_default().push((visitor, seen));
            }
        }
        for (pattern, all) in &pages {
            self.row(pattern, all);
        }
        found.into_iter().flatten().collect()
    }

    fn row(&mut self, pattern: &str, all: &[(&Visitor<'_>, &Seen)]) {
        let heaviest = all.iter().max_by_key(|(_, seen)| seen.bytes).unwrap();
        let slowest = all.iter().max_by_key(|(_, seen)| seen.took).unwrap();
        let packed = heaviest.0.ask(&heaviest.1.path).bytes().unwrap().2.len();
        let measured =
            [heaviest, slowest].map(|(visitor, seen)| (self.timed(|| visitor.ask(&seen.path)), visitor));
        let (times, visitor) = measured.iter().max_by_key(|(times, _)| times.p50).unwrap();
        let bytes = heaviest.1.bytes;
        println!(
            "| `{pattern}` | {} | {} | {} | {} | {times} |",
            all.len(),
            kilobytes(bytes),
            kilobytes(packed),
            visitor.name
        );
        if bytes > PAGE_BYTES_MAX {
            self.too_heavy.push(format!("{} {} as {}: {bytes}", pattern, heaviest.1.path, heaviest.0.name));
        }
    }

    fn timed<'c>(&self, ask: impl Fn() -> Call<'c>) -> Times {
        for _ in 0..WARM_UP.min(self.requests) {
            ask().bytes().unwrap();
        }
        let once = |_| {
            let call = ask();
            let begun = Instant::now();
            assert_eq!(call.bytes().unwrap().0, 200);
            begun.elapsed()
        };
        let mut times: Vec<Duration> = (0..self.requests).map(once).collect();
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        Times { p50: at(50), p99: at(99), worst: at(100) }
    }
}

/// The middle, 99 of 100, and the worst.
struct Times {
    p50: Duration,
    p99: Duration,
    worst: Duration,
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1?} | {:.1?} | {:.1?}", self.p50, self.p99, self.worst)
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

/// An actix with nothing around its one answer, or with what packs it. It ends with this program.
fn bare(packs: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let row = "<tr><td>徐劳人仲案字〔2021〕7号</td><td class=\"number\">2021-12-10</td></tr>\n";
    let body = web::Data::new(row.repeat(60_000 / row.len()));
    let answer = |body: web::Data<String>| async move {
        HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body.as_str().to_owned())
    };
    let app = move || {
        let packing = Condition::new(packs, Compress::default());
        App::new().app_data(body.clone()).wrap(packing).route("/", web::get().to(answer))
    };
    thread::spawn(move || {
        System::new().block_on(async move {
            let server = HttpServer::new(app).workers(1).disable_signals().tcp_nodelay(true);
            server.listen(listener).unwrap().run().await
        })
    });
    address
}
