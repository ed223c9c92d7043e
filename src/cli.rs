//! The command line (命令行): one file per command under `cli/`. Errors are one plain line on
//! standard error, with exit code 1; wrong usage is exit code 2.
//! Not here: anything that a command does beyond calling the app.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError, Overrides};
use crate::http::params;

pub mod calendar;
pub mod calendar_file;
pub mod check;
pub mod demo;
mod demo_papers;
pub mod failure;
pub mod key;
pub mod ledger;
pub mod migrate;
pub mod openapi;
pub mod rebuild;
pub mod report;
pub mod say;
pub mod serve;
pub mod user;
pub mod watch;

pub use failure::Failure;

/// 四快: 劳动人事争议调解仲裁、劳动保障监察、信访案件管理. Case management for labour disputes: mediation, arbitration,
/// inspections, petitions.
#[derive(Debug, Parser)]
#[command(name = "sikuai", version, about)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// 配置文件 Configuration file; `sikuai.toml` is read if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// 数据库 Database, sqlite:PATH or postgres://… (SIKUAI_DATABASE_URL).
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// 监听地址 Address to serve on, 127.0.0.1:8080 (SIKUAI_BIND).
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub bind: Option<String>,
    /// 密钥文件 File with the master keys (SIKUAI_KEY_FILE).
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

impl Global {
    /// The configuration under these options.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(&self) -> Result<Config, ConfigError> {
        let overrides = Overrides {
            database: self.database.clone(),
            bind: self.bind.clone(),
            key_file: self.key_file.clone(),
        };
        Config::load(self.config.as_deref(), &overrides)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 提供服务 Serve the API.
    Serve,
    /// 升级数据库 Make the database, or bring it up to this program.
    Migrate,
    /// 用户管理 People with a login.
    #[command(subcommand)]
    User(user::UserCommand),
    /// 演示 The county's year 2021, in a database of its own.
    Demo(demo::DemoOptions),
    /// 年度报告 The report's paragraph and figures of a period.
    Report(report::ReportOptions),
    /// 工作日历 The working-day calendar.
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
    /// 台账 Ledgers in and out.
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// 密钥 The keys of the key file.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// 核对 Replay every case and compare.
    Check(check::CheckOptions),
    /// 重算 Compute everything that is derived anew from the dockets.
    Rebuild,
    /// 监视期限 Watch the deadlines once, unless a running service does.
    Watch,
    /// 打印接口文档 Print the OpenAPI document.
    Openapi,
}

/// Runs the program with these arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too, with exit code 0.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    match dispatch(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::error(&format!("错误 error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

/// A day on the command line.
///
/// # Errors
/// What a day looks like.
pub fn parse_day(text: &str) -> Result<NaiveDate, String> {
    let said = "应为存在的日期，格式 YYYY-MM-DD must be a day that exists, as YYYY-MM-DD";
    params::parse_date(text).ok_or_else(|| said.to_owned())
}

fn dispatch(cli: &Cli) -> Result<(), Failure> {
    match &cli.command {
        Command::Serve => serve::run(cli.global.load()?),
        Command::Migrate => migrate::run(&cli.global.load()?),
        Command::User(command) => user::run(cli.global.load()?, command),
        Command::Demo(options) => demo::run(cli.global.load()?, options),
        Command::Report(options) => report::run(cli.global.load()?, options),
        Command::Calendar(command) => calendar::run(cli.global.load()?, command),
        Command::Ledger(command) => ledger::run(cli.global.load()?, command),
        Command::Key(command) => key::run(cli.global.load()?, *command),
        Command::Check(options) => check::run(cli.global.load()?, *options),
        Command::Rebuild => rebuild::run(cli.global.load()?),
        Command::Watch => watch::run(cli.global.load()?),
        Command::Openapi => openapi::run(),
    }
}
