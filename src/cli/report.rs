//! `sikuai report`: the paragraph of the annual report and its figures, from the cases.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::app::App;
use crate::app::clock::Clock;
use crate::cli::{Failure, parse_day, say};
use crate::config::Config;
use crate::domain::figures::Period;
use crate::domain::refusal::{Words, words};
use crate::domain::report::{ArrearsParagraph, Paragraph};
use crate::http::api::statistics::ClosureReport;
use crate::http::api::wage_arrears::ArrearsReport;

/// What `report` takes.
#[derive(Debug, Clone, Args)]
pub struct ReportOptions {
    /// 起日 The first day.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    from: NaiveDate,
    /// 止日 The last day.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    to: NaiveDate,
    /// 格式 Text, or JSON with numerators and denominators.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// In which form the report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The paragraph, in Chinese and English.
    Text,
    /// The paragraph and the figures.
    Json,
}

#[derive(Serialize)]
struct Report {
    paragraph: Words,
    figures: ClosureReport,
    wage_arrears_paragraph: Words,
    wage_arrears: ArrearsReport,
}

/// Prints the report of a period.
///
/// # Errors
/// A period that ends before it begins; a database that cannot be opened.
pub fn run(config: Config, options: &ReportOptions) -> Result<(), Failure> {
    if options.from > options.to {
        return Err(Failure::new(&words("止日早于起日", "the last day lies before the first")));
    }
    let app = App::open(config, Clock::System)?;
    let period = Period { from: options.from, to: options.to };
    let paragraph = paragraph(&app, period)?;
    let (region, counts) = (app.register.books.region(), app.register.wage_arrears_of_office(period)?);
    let arrears = ArrearsParagraph { region, period, counts };
    match options.format {
        Format::Text => {
            say::line(&paragraph.zh);
            say::line(&paragraph.en);
            say::line(&arrears.text().zh);
            say::line(&arrears.text().en);
        }
        Format::Json => {
            let (closure, _) = app.register.closure_of_office(period)?;
            let figures = ClosureReport::of(&closure, period, app.settings.rate_rounding);
            let report = Report {
                paragraph,
                figures,
                wage_arrears_paragraph: arrears.text(),
                wage_arrears: ArrearsReport::of(&arrears.counts, period),
            };
            let text = serde_json::to_string_pretty(&report);
            say::line(&text.unwrap_or_default());
        }
    }
    Ok(())
}

/// The paragraph of a period.
///
/// # Errors
/// That the database does not answer.
pub fn paragraph(app: &App, period: Period) -> Result<Words, Failure> {
    let (closure, causes) = app.register.closure_of_office(period)?;
    let rounding = app.settings.rate_rounding;
    let region = app.register.books.region();
    Ok(Paragraph { region, period, counts: closure.counts, causes: &causes, rounding }.text())
}
