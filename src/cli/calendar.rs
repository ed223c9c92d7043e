//! `sikuai calendar`: a year of the working-day calendar, and importing one, for the operator.

use std::fs;
use std::path::PathBuf;

use actix_web::rt::System;
use clap::{Args, Subcommand};

use crate::app::App;
use crate::app::calendar::{ChangedDeadline, Expected, ImportRequest, Imported, YearOfCalendar};
use crate::app::calendar_rows::KnownYear;
use crate::app::clock::Clock;
use crate::app::error::Error;
use crate::app::people::By;
use crate::app::register::Mode;
use crate::cli::{Failure, calendar_file, say};
use crate::config::Config;
use crate::domain::calendar::import::{Asked, YearDocument, check};
use crate::domain::calendar::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN, NamedDay};
use crate::domain::code::Coded as _;
use crate::domain::refusal::{Words, words};
use crate::http::body::BODY_BYTES_MAX;

/// How many deadlines are printed at most; how many there are besides is said.
const LISTED_MAX: usize = 1000;

/// What can be done with the calendar.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// 查看一年 Show a year.
    Show {
        /// 年份 Year.
        #[arg(value_parser = parse_year)]
        year: i32,
    },
    /// 导入一年 Import a year, in our own format or that of holiday-cn.
    Import(ImportOptions),
}

/// What `import` takes.
#[derive(Debug, Clone, Args)]
pub struct ImportOptions {
    /// 文件 JSON file.
    file: PathBuf,
    /// 只试算 Only show what would move.
    #[arg(long)]
    dry_run: bool,
    /// 替换现有的同一年度 Replace the year that is there.
    #[arg(long)]
    replace: bool,
    /// 确认提示 Code of a warning that is acknowledged, such as `replaces_shipped_year`.
    #[arg(long, value_name = "CODE")]
    acknowledge: Vec<String>,
}

/// Runs one of the commands.
///
/// # Errors
/// Whatever is wrong with the file, or the app says.
pub fn run(config: Config, command: &CalendarCommand) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    match command {
        CalendarCommand::Show { year } => {
            say_year(*year, &System::new().block_on(app.register.calendar_year(*year))?);
            Ok(())
        }
        CalendarCommand::Import(options) => import(&app, options),
    }
}

fn parse_year(text: &str) -> Result<i32, String> {
    let known = CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX;
    let year = text.parse().ok().filter(|year| known.contains(year));
    year.ok_or_else(|| {
        let (first, last) = (known.start(), known.end());
        format!("年份应在{first}至{last}之间 must be a year from {first} to {last}")
    })
}

fn import(app: &App, options: &ImportOptions) -> Result<(), Failure> {
    let bytes = fs::read(&options.file).map_err(|error| {
        let file = options.file.display();
        Failure::new(&words(format!("无法读取 {file}"), format!("cannot read {file}: {error}")))
    })?;
    if bytes.len() > BODY_BYTES_MAX {
        return Err(Failure::new(&words("文件过大", "the file is too large")));
    }
    let (imported, note) = System::new().block_on(async {
        let book = app.register.law_book().await?;
        let known = match calendar_file::year(&bytes) {
            Some(year) => app.register.calendar_year(year).await?.known,
            None => None,
        };
        // A year is never replaced unseen.
        let unseen = known.as_ref().filter(|_| !options.replace).map(is_there);
        let (unseen, note) = if options.dry_run { (None, unseen) } else { (unseen, None) };
        let unseen = unseen.map(|said| Failure::new(&said));
        let document = match (calendar_file::read(&bytes, &options.acknowledge, &book.calendar), unseen) {
            (Ok(document), None) => document,
            (Ok(document), Some(unseen)) => {
                let asked = Asked { year: document.year(), acknowledged: &options.acknowledge };
                let wrong = check(&document, asked, &book.calendar).err();
                return Err(wrong
                    .map(|found| Failure::from(Error::Refused(found)))
                    .into_iter()
                    .fold(unseen, Failure::and));
            }
            (Err(wrong), unseen) => return Err(unseen.into_iter().fold(wrong, Failure::and)),
        };
        let request = request(options, document, &bytes, known.as_ref());
        Ok::<_, Failure>((app.register.import_calendar(By::CommandLine, request).await?, note))
    })?;
    say_imported(&imported);
    if let Some(note) = note {
        say::line(&format!("{} {}", note.zh, note.en));
    }
    Ok(())
}

/// The operator replaces what is there now, unless somebody imports in this very moment.
fn request(
    options: &ImportOptions,
    document: YearDocument,
    bytes: &[u8],
    known: Option<&KnownYear>,
) -> ImportRequest {
    ImportRequest {
        year: document.year(),
        document,
        given: String::from_utf8_lossy(bytes).into_owned(),
        expected: known.map_or(Expected::Unknown, |known| Expected::Known(known.year.fingerprint())),
        acknowledged: options.acknowledge.clone(),
        mode: if options.dry_run { Mode::DryRun } else { Mode::Commit },
        listed_max: LISTED_MAX,
    }
}

fn is_there(known: &KnownYear) -> Words {
    let (year, notice) = (known.year.year, &known.year.notice);
    words(
        format!("{year}年已有放假安排（{notice}），确要替换的请加 --replace"),
        format!("{year} is there already ({notice}); to replace it, add --replace"),
    )
}

fn say_year(year: i32, found: &YearOfCalendar) {
    say::line(&format!("现行日历 calendar in force: {}", found.book.calendar.version()));
    let Some(known) = &found.known else {
        say::line(&format!(
            "{year}年未知：落在该年的期限为暂定 {year} is not known: deadlines that reach into it are provisional"
        ));
        return;
    };
    let origin = if known.import.is_some() { "本委导入 imported" } else { "随程序提供 shipped" };
    say::line(&format!("{year} {origin}: {} {}", known.year.notice, known.year.source));
    let days = |kind: &str, list: &[NamedDay]| {
        for day in list {
            say::line(&format!("{}  {kind}  {}", day.on, day.name));
        }
    };
    days("放假 off", &known.year.off);
    days("上班 working", &known.year.working);
}

fn say_imported(imported: &Imported) {
    for item in &imported.items {
        say::line(&changed(item));
    }
    let Imported { year, version_before, version, moved, firm, .. } = imported;
    if imported.more {
        let listed = imported.items.len();
        let all = moved.saturating_add(*firm);
        say::line(&format!("以上为前{listed}条，共{all}条 the first {listed} of {all} are listed"));
    }
    let done =
        if imported.applied { "已导入 imported" } else { "试算，未写入 preview, nothing written" };
    say::line(&format!("{year} {done}: {version_before} -> {version}"));
    let (with_entry, besides) = (imported.cases_with_entry, imported.cases_recomputed);
    say::line(&format!(
        "期限变动{moved}条，转为确定{firm}条；{with_entry}宗案件作日历变更登记，另有{besides}宗重新计算 \
         {moved} deadlines move, {firm} become firm; {with_entry} cases get an entry, {besides} more are \
         computed anew"
    ));
}

fn changed(item: &ChangedDeadline) -> String {
    let change = &item.change;
    let case = item.number.as_deref().unwrap_or(&item.case_id);
    let rule = change.rule.label();
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let (from, to) = (day(change.from), day(change.to));
    let what = if change.from == change.to {
        format!("{to} 转为确定 becomes firm")
    } else {
        format!("{from} -> {to}")
    };
    format!("{case}  {} {} {}  {what}", rule.code, rule.zh, rule.en)
}
