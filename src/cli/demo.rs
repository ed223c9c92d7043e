//! `sikuai demo`: the county's year 2021 in a database of its own, served on a clock of its own.

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::rt::System;
use chrono::NaiveDate;
use clap::Args;

use crate::app::App;
use crate::app::clock::{Clock, ManualClock};
use crate::app::demo::{self, Login, Made};
use crate::cli::{Failure, demo_papers, parse_day, report, say, serve};
use crate::config::Config;
use crate::domain::code::Coded as _;
use crate::domain::figures::Period;
use crate::domain::refusal::words;
use crate::http::logs;
use crate::storage::migrate::SchemaState;
use crate::storage::{MissingFile, Store, StoreOptions};

/// The first day of the year that the demo shows.
const YEAR_FROM: (i32, u32, u32) = (2021, 1, 1);

/// What `demo` takes.
#[derive(Debug, Clone, Args)]
pub struct DemoOptions {
    /// 只生成数据 Only make the data, do not serve.
    #[arg(long)]
    no_serve: bool,
    /// 把演示年度各案的全部文书写入目录 Write every paper of the demo's cases into a folder, as DOCX and PDF.
    #[arg(long, value_name = "DIR")]
    papers: Option<PathBuf>,
    /// 演示日期 The day on which the demo begins.
    #[arg(long, value_name = "DATE", default_value = "2021-12-10", value_parser = parse_day)]
    today: NaiveDate,
}

/// Makes the demo or finds it, prints how to log in and the report's paragraph, and serves.
///
/// # Errors
/// A database that the demo did not make.
pub fn run(config: Config, options: &DemoOptions) -> Result<(), Failure> {
    logs::start(config.log_format);
    let store_options = StoreOptions { missing_file: MissingFile::Create, ..StoreOptions::default() };
    let store = Store::open(&config.database, store_options)?;
    prepare(&store, &config, options.today)?;
    let start = {
        let app = App::over(store.clone(), config.clone(), Clock::System)?;
        let last = System::new().block_on(demo::last_recorded(&app))?;
        demo::opening(options.today).max(last.unwrap_or_default())
    };
    let app = App::over(store, config, Clock::starting_at(start))?;
    let logins = System::new().block_on(demo::new_logins(&app))?;
    say_logins(&logins);
    let period = Period { from: first_day(options.today), to: options.today };
    say::line(&report::paragraph(&app, period)?.zh);
    if let Some(folder) = &options.papers {
        demo_papers::write(&app, folder)?;
    }
    if options.no_serve {
        return Ok(());
    }
    serve::serve(Arc::new(app))
}

/// Loads the year into a fresh database; keeps one that the demo made; refuses any other.
fn prepare(store: &Store, config: &Config, today: NaiveDate) -> Result<(), Failure> {
    if let SchemaState::Empty { .. } = store.schema_state()? {
        store.migrate()?;
        demo::mark(store)?;
        let clock = ManualClock::at(demo::opening(NaiveDate::default()));
        let app = App::over(store.clone(), config.clone(), Clock::Manual(clock.clone()))?;
        serve::say_new_key(&app);
        let (cases, acts) = System::new().block_on(demo::load(&app, &clock, today))?;
        // The address of a server may hold a password, so it is not repeated.
        say::line(&format!("演示数据已生成 demo made: {cases} 宗 cases, {acts} 项 acts"));
        return Ok(());
    }
    match demo::made(store)? {
        Made::ByDemo => Ok(()),
        Made::Unfinished => Err(Failure::new(&words(
            "演示数据生成中断，请删除该数据库后重试",
            "making the demo was broken off; delete this database and run it again",
        ))),
        Made::BySomeoneElse => Err(Failure::new(&words(
            "该数据库不是由 demo 生成的，为安全起见不予使用",
            "this database was not made by the demo, which does not touch any other",
        ))),
    }
}

fn first_day(today: NaiveDate) -> NaiveDate {
    let (year, month, day) = YEAR_FROM;
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today).min(today)
}

fn say_logins(logins: &[Login]) {
    say::line("本次登录账号（每次运行重新生成） logins of this run:");
    for Login { login, name, role, password } in logins {
        let label = role.label();
        say::line(&format!("  {login:<16} {password}  {name} · {} {}", label.zh, label.en));
    }
}
