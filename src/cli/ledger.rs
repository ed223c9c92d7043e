//! `sikuai ledger`: bringing a ledger in, and writing one, for the operator. Not here: what a row means (`domain::ledger`).

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use actix_web::rt::System;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::ledger_commit::Rejects;
use crate::app::ledger_export::PersonalData;
use crate::app::ledger_import::LedgerImport;
use crate::app::permits::Caller;
use crate::app::reading::{CaseFilter, DayRange};
use crate::cli::{Failure, parse_day, say};
use crate::config::Config;
use crate::documents::ledger::{LEDGER_BYTES_MAX, Options, Totals};
use crate::domain::act::decision::Finality;
use crate::domain::id::UserId;
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::http::api::ledger_imports::{columns_of, take_in};
use crate::http::api::ledgers::{csv, described, head, workbook};

/// Whoever runs the program may do with ledgers what a clerk may.
const OPERATOR: Caller = Caller { user: UserId::OPERATOR, role: Role::Clerk };

/// What can be done with ledgers.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// 导入 Take a ledger over, XLSX or CSV: all of its cases or none.
    Import(ImportOptions),
    /// 导出 Write arbitration cases as a ledger, personal data masked; .xlsx or .csv by the name.
    Export(ExportOptions),
}

/// What an award is that does not say it.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Unsaid {
    /// 终局.
    Final,
    /// 非终局.
    NonFinal,
}

/// What `import` takes.
#[derive(Debug, Clone, Args)]
pub struct ImportOptions {
    /// 文件 XLSX or CSV file.
    file: PathBuf,
    /// 只核对 Only check, and make no case.
    #[arg(long)]
    dry_run: bool,
    /// 略去有问题的行 Take the good rows over, and leave the others out.
    #[arg(long)]
    leave_out_rejected: bool,
    /// 略去合计行 Leave out rows of totals.
    #[arg(long)]
    skip_totals: bool,
    /// 未写明是否终局的裁决 What awards are of which it is not said.
    #[arg(long, value_enum)]
    unsaid_awards: Option<Unsaid>,
    /// 工作表 Which sheet; the first if not said.
    #[arg(long)]
    sheet: Option<String>,
    /// 列 What columns are: `C:respondent,F:none`.
    #[arg(long)]
    columns: Option<String>,
}

/// What `export` takes.
#[derive(Debug, Clone, Args)]
pub struct ExportOptions {
    /// 文件 XLSX or CSV file; it must not be there yet.
    file: PathBuf,
    /// 受理日期不早于 Accepted on or after.
    #[arg(long, value_parser = parse_day)]
    from: Option<NaiveDate>,
    /// 受理日期不晚于 Accepted on or before.
    #[arg(long, value_parser = parse_day)]
    to: Option<NaiveDate>,
}

/// Runs one of the commands.
///
/// # Errors
/// Whatever is wrong with the file, or the app says.
pub fn run(config: Config, command: &LedgerCommand) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    match command {
        LedgerCommand::Import(options) => import(&app, options),
        LedgerCommand::Export(options) => export(&app, options),
    }
}

fn import(app: &App, options: &ImportOptions) -> Result<(), Failure> {
    let bytes = fs::read(&options.file).map_err(|error| of_file(&options.file, &error))?;
    if bytes.len() > LEDGER_BYTES_MAX {
        return Err(Failure::new(&words("文件过大", "the file is too large")));
    }
    let columns = options.columns.as_deref().map(columns_of);
    if columns == Some(None) {
        let said = "--columns 应为 C:respondent,F:none";
        return Err(Failure::new(&words(said, "--columns must be as C:respondent,F:none")));
    }
    let read = Options {
        sheet: options.sheet.clone(),
        columns: columns.flatten().unwrap_or_default(),
        totals: if options.skip_totals { Totals::Skip } else { Totals::Refuse },
        unsaid: options.unsaid_awards.map(|unsaid| match unsaid {
            Unsaid::Final => Finality::Final,
            Unsaid::NonFinal => Finality::NonFinal,
        }),
        today: app.clock.today(),
    };
    let rejects = if options.leave_out_rejected { Rejects::LeaveOut } else { Rejects::Refuse };
    let incoming = take_in(&app.register, &OPERATOR, &bytes, &read)?;
    drop(bytes);
    System::new().block_on(async {
        let id = app.register.finish_ledger(&OPERATOR, incoming, None).await?.given;
        say_checked(&app.register.ledger(&OPERATOR, id.clone()).await?);
        if !options.dry_run && app.settings.sqlite_file().is_some() {
            say::line(
                "正在入库：完成之前，运行中的服务只能查阅，登记会得到“数据库正忙”的答复，稍后重试即可（每十万行约一分钟） \
                 making cases: until it is done a running service reads on, and answers whoever records that it is busy \
                 (about a minute for 100,000 rows)",
            );
        }
        let committed = if options.dry_run {
            Ok(None)
        } else {
            app.register.commit_ledger(&OPERATOR, (id.clone(), rejects), None).await.map(Some)
        };
        match committed {
            Ok(Some(done)) => {
                let count = done.given.good_rows;
                say::line(&format!("入库{count}件 {count} cases were taken over"));
                Ok(())
            }
            // The file is still there: nothing of it waits for a second command.
            nothing => {
                app.register.discard_ledger(&OPERATOR, id, None).await?;
                Ok(nothing.map(drop)?)
            }
        }
    })
}

fn say_checked(ledger: &LedgerImport) {
    for finding in ledger.findings.iter().chain(&ledger.warnings) {
        let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
        let column = finding.column.as_deref().unwrap_or_default();
        say::line(&format!("{row}{column} {} {}", finding.zh, finding.en));
    }
    let more = ledger.findings_count.saturating_sub(u64::try_from(ledger.findings.len()).unwrap_or(u64::MAX));
    if more > 0 {
        say::line(&format!("另有{more}处问题 {more} more findings"));
    }
    for year in &ledger.years {
        let (year, cases, closed) = (year.year, year.cases, year.closed);
        say::line(&format!("{year}: {cases}件，已结{closed}件 {cases} cases, {closed} closed"));
    }
    let (good, rejected) = (ledger.good_rows, ledger.rejected_rows);
    say::line(&format!("可入库{good}行，有问题{rejected}行 {good} good rows, {rejected} rejected"));
}

fn export(app: &App, options: &ExportOptions) -> Result<(), Failure> {
    let ending = options.file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let is_workbook = match ending.as_deref() {
        Some("xlsx") => true,
        Some("csv") => false,
        Some(_) | None => {
            let said = words("文件名应以 .xlsx 或 .csv 结尾", "the name must end in .xlsx or .csv");
            return Err(Failure::new(&said));
        }
    };
    let accepted = DayRange { from: options.from, to: options.to };
    let filter = CaseFilter { accepted, ..CaseFilter::default() };
    let (filters, personal) = (described(&filter), PersonalData::Masked);
    let begun = app.register.begin_ledger_export(&OPERATOR, filter, personal.clone());
    let begun = System::new().block_on(begun)?;
    let head = head(&begun, (filters, personal), app.clock.now());
    let count = begun.count;
    let written = File::create_new(&options.file).and_then(|mut file| {
        if is_workbook {
            io::copy(&mut workbook(&begun, &head)?, &mut file)?;
        } else {
            let mut next = csv(begun, head);
            loop {
                let part = next()?;
                if part.is_empty() {
                    break;
                }
                file.write_all(&part)?;
            }
        }
        file.sync_all()
    });
    written.map_err(|error| of_file(&options.file, &error))?;
    say::line(&format!("导出{count}件 {count} cases were written"));
    Ok(())
}

fn of_file(file: &Path, error: &io::Error) -> Failure {
    let file = file.display();
    Failure::new(&words(format!("文件 {file} 无法读写"), format!("the file {file} cannot be used: {error}")))
}
