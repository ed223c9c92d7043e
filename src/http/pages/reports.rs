//! The annual report (年度报告) as a page: choosing its period, what it will say, what it lacks, and its files; beside it the national
//! figures. Not here: its template (`report_template`), what it says (`domain::report`), and the files (`api::reports`).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use crate::app::annual_report::PreparedReport;
use crate::app::error::Error;
use crate::documents::papers::RenderError;
use crate::documents::reports;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Measure, Period};
use crate::domain::report::fields::fields;
use crate::domain::yearbook::NationalYear;
use crate::http::api;
use crate::http::api::paper_templates::off_thread;
use crate::http::api::papers::PaperFonts;
use crate::http::api::reports::report_period;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// The figures that the page shows of a report, by the codes of its fields, as the report itself has them, and in what they are
/// where the Chinese name does not say it.
const SHOWN: [(&str, &str); 10] = [
    ("carried_in", " 件"),
    ("accepted", " 件"),
    ("closed", " 件"),
    ("carried_out", " 件"),
    ("closure_rate", "%"),
    ("in_time_rate", "%"),
    ("recovered", " 万元"),
    ("mediations_requested", " 件"),
    ("mediations_succeeded", " 件"),
    ("ratings", " 条"),
];

/// What a report of a period says.
struct Content {
    paragraphs: Vec<String>,
    figures: Vec<(String, String)>,
    indicators: usize,
    /// What has a place and was not entered, with its unit.
    missing: Vec<(String, String)>,
    /// What keeps it from being written: fields of the template without a value.
    lacks: Vec<String>,
    /// The version of the office's template; none for the one that is shipped.
    template: Option<u32>,
}

/// A year of the national table: its numbers, and by how much it does not add up.
struct National {
    year: i32,
    source: String,
    numbers: Vec<(&'static str, i64)>,
    ties: Vec<(&'static str, i64)>,
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    f: Frame,
    fields: Vec<Field>,
    elsewhere: Vec<Note>,
    years: [i32; 3],
    query: String,
    content: Option<Content>,
    national: Vec<National>,
}

/// The page; of this year up to today, if no period is asked for.
///
/// # Errors
/// Not signed in; a role without reports. What is wrong with the period is said at its field.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let today = app.clock.today();
    let mut params = Params::of_form(&request);
    let asks = !request.query_string().is_empty();
    let year = Period { from: NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today), to: today };
    let typed = ["from", "to"].map(|name| params.given(name).to_owned());
    let period = if asks { report_period(&mut params, today) } else { year };
    let fault = params.finish().err();
    let asked = (if fault.is_none() { period } else { year }, app.settings.rate_rounding);
    // Whoever has no reports hears so whatever they ask.
    let prepared = app.register.annual_report(&visitor.actor.caller(), asked).await?;
    let f = visitor.frame(&request);
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let content = if fault.is_none() { Some(content(&f, prepared).await?) } else { None };
    let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
    let [from, to] = if content.is_none() { typed } else { [period.from.to_string(), period.to.to_string()] };
    let field = |name: &str, label: &str, value: &str| Field::plain(name, (label, value), &notes);
    let fields = vec![field("from", f.say("自", "From"), &from), field("to", f.say("至", "to"), &to)];
    let shown = ReportsPage {
        elsewhere: beside_none(&notes, &fields.iter().collect::<Vec<_>>()),
        fields,
        years: [today.year(), today.year() - 1, today.year() - 2],
        query: format!("from={}&to={}", period.from, period.to),
        content,
        national: national(&f)?,
        f,
    };
    page(status, shown.f.language, &shown)
}

/// The report in one of its forms; what it lacks is an error page.
///
/// # Errors
/// Not signed in; every wrong parameter; a role without reports; what the template asks for and has no value.
pub async fn annual(deps: (Data<App>, Data<PaperFonts>), request: HttpRequest, visitor: Visitor) -> Answer {
    api::reports::annual(deps, visitor.actor, request).await
}

/// The workbook of its figures.
///
/// # Errors
/// Not signed in; every wrong parameter; a role without reports; more cases than it takes.
pub async fn workbook(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    api::reports::workbook(app, visitor.actor, request).await
}

async fn content(f: &Frame, prepared: PreparedReport) -> Result<Content, Error> {
    let laid = move || {
        let template = prepared.template.as_ref().map(|template| template.bytes.as_slice());
        let laid = reports::laid_out(template, &prepared.filled).map(drop);
        (laid, prepared)
    };
    let (laid, PreparedReport { filled, template }) = off_thread(laid).await?;
    let lacks = match laid {
        Ok(()) => Vec::new(),
        Err(RenderError::Missing(missing)) => missing.into_iter().map(|one| one.zh).collect(),
        Err(RenderError::Unprintable(said)) => vec![f.words(&said).to_owned()],
        Err(RenderError::Broken(what)) => return Err(Error::Broken(what)),
    };
    let known = fields();
    let figure = |(code, unit): &(&str, &str)| {
        let field = known.iter().find(|field| field.code == *code)?;
        let value = format!("{}{}", filled.text(code)?, f.say(unit, ""));
        Some((f.say(field.zh, field.en).to_owned(), value))
    };
    let cell = |row: &BTreeMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
    let missing = filled.list("missing").unwrap_or_default();
    let paragraphs = ["cases_paragraph", "arrears_paragraph"];
    Ok(Content {
        paragraphs: paragraphs.iter().filter_map(|code| filled.text(code)).map(str::to_owned).collect(),
        figures: SHOWN.iter().filter_map(figure).collect(),
        indicators: filled.list("indicators").unwrap_or_default().len(),
        missing: missing.iter().map(|row| (cell(row, "item"), cell(row, "unit"))).collect(),
        lacks,
        template: template.map(|template| template.version),
    })
}

/// The national figures as they were published.
fn national(f: &Frame) -> Result<Vec<National>, Error> {
    let years = NationalYear::all().map_err(|error| Error::Broken(error.to_string()))?;
    let number = |(measure, number): (&Measure, &i64)| (f.label(measure.label()), *number);
    let of = |year: &NationalYear| National {
        year: year.year,
        source: year.source.replace("https://", "").replace("http://", ""),
        numbers: year.numbers.iter().map(number).collect(),
        ties: year.identities().into_iter().map(|(identity, by)| (f.label(identity.label()), by)).collect(),
    };
    Ok(years.iter().map(of).collect())
}
