//! `/reports` (年度报告): the annual report as a document in four forms, its charts, and the workbook of its figures. Not here:
//! what they say (`domain::report`), and how a file is written (`documents`).

use std::io::{self, Seek as _};

use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use utoipa::OpenApi;

use crate::app::App;
use crate::app::annual_report::PreparedReport;
use crate::app::error::{Error, Place, Violation, at};
use crate::app::identity::Actor;
use crate::app::report_workbook::NextCases;
use crate::documents::chart::svg;
use crate::documents::html;
use crate::documents::papers::RenderError;
use crate::documents::pdf::Fonts;
use crate::documents::report_workbook::{self, Unwritten};
use crate::documents::reports::{self, Form};
use crate::domain::code::Coded as _;
use crate::domain::figures::Period;
use crate::domain::refusal::words;
use crate::domain::report::AnnualChart;
use crate::domain::report::workbook::WorkbookFigures;
use crate::http::api::files::RawFile;
use crate::http::api::ledgers::parts;
use crate::http::api::paper_templates::{DOCX, off_thread};
use crate::http::api::papers::PaperFonts;
use crate::http::api::statistics::{days, until_today};
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};
use crate::http::streaming::Streamed;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(annual, chart, workbook), components(schemas(AnnualChart)))]
pub struct Operations;

/// An annual report is of so many days at most.
const REPORT_DAYS_MAX: i64 = 366;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SVG: &str = "image/svg+xml";

/// The forms of the report: what each is called in a query, its media type, and the ending of its file.
static FORMS: [(Form, &str, &str); 4] = [
    (Form::Html, "html", "text/html; charset=utf-8"),
    (Form::Pdf, "pdf", "application/pdf"),
    (Form::Docx, "docx", DOCX),
    (Form::Markdown, "md", "text/markdown; charset=utf-8"),
];

/// 年度报告 The annual report of a period, from the template in force: what rests on cases is counted from them, the rest is
/// told by the indicator register, and what nobody entered is named. `format` goes before `Accept`; HTML if neither says.
///
/// # Errors
/// Every wrong parameter at once; every field that the template asks for and that has no value; a role without reports.
#[utoipa::path(get, path = "/api/v1/reports/annual", tag = "reports", operation_id = "annual_report",
    params(("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; 366 days at most; today, where it is yet to come"),
        ("format" = Option<String>, Query, pattern = "^(html|pdf|docx|md)$", description = "In which form; else as `Accept` says")),
    responses((status = 200, description = "The report", content((String = "text/html"), (RawFile = "application/pdf"),
            (RawFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/markdown"))),
        (status = 422, description = "期间过长，或模板所用字段没有数值 The period is too long, or the template asks for what has no value")))]
pub async fn annual(
    (app, fonts): (Data<App>, Data<PaperFonts>),
    actor: Actor,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::of(&request);
    let period = report_period(&mut params, app.clock.today());
    let form = form(&mut params).unwrap_or_else(|| accepted(&request));
    params.finish()?;
    let asked = (period, app.settings.rate_rounding);
    let prepared = app.register.annual_report(&actor.caller(), asked).await?;
    let work = move || {
        let fonts = if form == Form::Pdf { Some(fonts.find(&app)?) } else { None };
        render(&prepared, form, fonts)
    };
    let bytes = off_thread(work).await??;
    Ok(document(form, period, bytes))
}

/// 年度报告图表 A chart of the annual report of a period, as SVG.
///
/// # Errors
/// Every wrong parameter at once; no such chart, or nothing to draw; a role without reports.
#[utoipa::path(get, path = "/api/v1/reports/annual/charts/{chart}", tag = "reports", operation_id = "annual_chart",
    params(("chart" = AnnualChart, Path, description = "Which chart"),
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; 366 days at most; today, where it is yet to come")),
    responses((status = 200, description = "The chart", content((String = "image/svg+xml"))),
        (status = 422, description = "期间过长 The period is too long")))]
pub async fn chart(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let period = report_period(&mut params, app.clock.today());
    params.finish()?;
    let said = words("应为图表代码", "Must be the code of a chart.");
    let code = params::path_part::<String>(&request, "chart", said)?;
    let chart = AnnualChart::from_code(&code).ok_or(Error::NotFound)?;
    let drawn = app.register.annual_chart(&actor.caller(), (chart, period)).await?;
    let drawn = drawn.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, SVG)).body(svg::write(&drawn)))
}

/// 统计工作簿 The figures of a period as an XLSX workbook: the yearbook's table of labour disputes, mediation, and the cases
/// behind them, with formulas for the totals; and the national figures of 2004 and 2005.
///
/// # Errors
/// Every wrong parameter at once; more cases than a workbook takes; a role without reports.
#[utoipa::path(get, path = "/api/v1/reports/workbook", tag = "reports", operation_id = "report_workbook",
    params(("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; 366 days at most; today, where it is yet to come")),
    responses((status = 200, description = "The workbook", content((RawFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 409, description = "案件过多 There are more cases than a workbook takes"),
        (status = 422, description = "期间过长 The period is too long")))]
pub async fn workbook(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let period = report_period(&mut params, app.clock.today());
    params.finish()?;
    let (caller, asked) = (actor.caller(), (period, app.settings.rate_rounding));
    let file = off_thread(move || app.register.report_workbook(&caller, asked, workbook_file)).await??;
    let name = file_name("statistics", period, "xlsx");
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, XLSX)).insert_header((CONTENT_DISPOSITION, name));
    Ok(response.body(Streamed::new(parts(file))))
}

/// The workbook in a file that has no name and is gone with its handle. Blocks.
fn workbook_file(figures: &WorkbookFigures, next: &mut NextCases<'_>) -> Result<std::fs::File, Error> {
    let broken = |error: io::Error| Error::Broken(error.to_string());
    let mut file = tempfile::tempfile().map_err(broken)?;
    report_workbook::write(figures, next, &mut file).map_err(|error| match error {
        Unwritten::File(error) => broken(error),
        Unwritten::Cases(error) => error,
    })?;
    file.rewind().map_err(broken)?;
    Ok(file)
}

/// `from` and `to`, a year apart at most; a report tells what was, until today at the latest.
pub(crate) fn report_period(params: &mut Params, today: NaiveDate) -> Period {
    let period = days(params);
    if params.is_clean() && (period.to - period.from).num_days() >= REPORT_DAYS_MAX {
        let said = words(
            format!("年度报告的期间不超过{REPORT_DAYS_MAX}天"),
            format!("An annual report is of {REPORT_DAYS_MAX} days at most."),
        );
        params.doubt("to", "too_long", said);
    }
    until_today(params, period, today)
}

fn form(params: &mut Params) -> Option<Form> {
    let asked = params.text("format", 4)?;
    let found = FORMS.iter().find(|(_, name, _)| *name == asked).map(|(form, ..)| *form);
    if found.is_none() {
        params.violate("format", "enum", words("应为html、pdf、docx或md", "Must be html, pdf, docx or md."));
    }
    found
}

/// The first form that the caller names as acceptable; HTML if none.
fn accepted(request: &HttpRequest) -> Form {
    let given = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let named = |one: &str| FORMS.iter().find(|(_, _, own)| media(own) == media(one));
    given.split(',').find_map(named).map_or(Form::Html, |(form, ..)| *form)
}

/// The report as a file, or everything that it lacks.
fn render(prepared: &PreparedReport, form: Form, fonts: Option<&Fonts>) -> Result<Vec<u8>, Fault> {
    let template = prepared.template.as_ref().map(|template| template.bytes.as_slice());
    let layout = reports::laid_out(template, &prepared.filled).map_err(|error| unrendered(&error))?;
    reports::write(&layout, form, fonts).map_err(|error| unrendered(&error))
}

fn unrendered(error: &RenderError) -> Fault {
    match error {
        RenderError::Missing(missing) => {
            let lacks = missing.iter().map(|one| {
                let said = words(
                    format!("模板所用的“{}”没有数值", one.zh),
                    format!("the template asks for “{}”, which has no value", one.field),
                );
                at("", "missing_field", said)
            });
            Fault::Senseless(lacks.collect())
        }
        RenderError::Unprintable(said) => {
            let place = Place::Query("format".to_owned());
            Fault::Senseless(vec![Violation { place, code: "not_printable", words: said.clone() }])
        }
        RenderError::Broken(what) => Fault::App(Error::Broken(what.clone())),
    }
}

/// A page is shown; what is printed or edited is a file.
fn document(form: Form, period: Period, bytes: Vec<u8>) -> HttpResponse {
    let row = FORMS.iter().find(|(own, ..)| *own == form);
    let (ending, media) = row.map_or(("html", "text/html"), |(_, ending, media)| (*ending, *media));
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, media)).insert_header((VARY, "Accept"));
    if form == Form::Html {
        let policy =
            format!("default-src 'none'; style-src '{}'; frame-ancestors 'none'", html::STYLE_DIGEST);
        response.insert_header((CONTENT_SECURITY_POLICY, policy));
    } else {
        response.insert_header((CONTENT_DISPOSITION, file_name("annual-report", period, ending)));
    }
    response.body(bytes)
}

fn file_name(stem: &str, period: Period, ending: &str) -> String {
    format!("attachment; filename=\"{stem}-{}-{}.{ending}\"", period.from, period.to)
}
