//! The indicator register (指标台账) as a page: the lines of a year, what the annual report has a place for and nobody entered, and
//! entering one. Not here: one line with every value that was entered (`indicator_page`), and the rules (`app::indicators`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{Datelike as _, NaiveDate};
use serde_json::{Map, Value};

use crate::app::App;
use crate::app::error::{Error, at};
use crate::app::indicators::{ENTERED_ALREADY, IndicatorFilter, IndicatorView, NewValue};
use crate::app::permits::{Caller, ensure};
use crate::domain::calendar::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN};
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::Period;
use crate::domain::id::IndicatorId;
use crate::domain::indicator::{Quantity, ReportIndicator};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::words;
use crate::http::api::indicators::ITEM_CHARS_MAX;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::case_filters::query_of;
use crate::http::pages::figure_cases::next;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{Params, parse_date};
use crate::http::schema;

/// Where the register is kept.
pub const INDICATORS: &str = "/indicators";
/// So many lines a page.
const PAGE_LINES: u32 = 200;
/// The fields of the form, in their order.
const FIELDS: [&str; 6] = ["item", "from", "to", "value", "unit", "source"];

/// A line as it stands.
struct Line {
    id: IndicatorId,
    item: String,
    period: String,
    value: String,
    source: String,
    by: String,
    on: NaiveDate,
    version: u32,
}

/// What the report has a place for.
struct Place {
    said: &'static str,
    unit: &'static str,
    to: String,
}

#[derive(Template)]
#[template(path = "indicators.html")]
struct IndicatorsPage {
    f: Frame,
    year: i32,
    lines: Vec<Line>,
    next: Option<String>,
    missing: Vec<Place>,
    may_keep: bool,
    was_entered: bool,
    there: Option<IndicatorId>,
    fields: Vec<(Field, &'static str)>,
    items: Vec<&'static str>,
    elsewhere: Vec<Note>,
    key: String,
}

/// Which part of the register, and what is to be said over it.
struct Asked {
    year: i32,
    after: Option<IndicatorId>,
    was_entered: bool,
    /// The line that was entered before.
    there: Option<IndicatorId>,
}

/// The lines with a day in a year: in this one, if no other is asked for. The address may say what the form begins with.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that does not read the register.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of_form(&request);
    let years = i64::from(CALENDAR_YEAR_MIN)..=i64::from(CALENDAR_YEAR_MAX);
    let year = params.number("year", years).and_then(|year| i32::try_from(year).ok());
    let (after, was_entered) = (params.uuid("cursor").map(IndicatorId), params.flag("entered"));
    let begins =
        ["item", "unit"].map(|name| (name.to_owned(), params.text(name, ITEM_CHARS_MAX).unwrap_or_default()));
    params.finish()?;
    let year = year.unwrap_or_else(|| app.clock.today().year());
    let form = Posted::from_fields(begins.into());
    let asked = Asked { year, after, was_entered, there: None };
    show(&app, (&request, &visitor), asked, (&form, None)).await
}

/// Enters an indicator, once.
///
/// # Errors
/// Not signed in; a form of another session; a role that enters none. What is wrong with it is said on the page.
pub async fn enter(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::KeepIndicators, None)?;
    let entered = match read(&form) {
        Ok((line, new)) => {
            let key = key(&form, INDICATORS);
            app.register.enter_indicator(&caller, line, (new, key)).await.map_err(Fault::App)
        }
        Err(error) => Err(Fault::App(error)),
    };
    match entered {
        Ok(answer) => {
            let (year, id) = (answer.given.from.year(), answer.given.id);
            Ok(see_other(&format!("{INDICATORS}?year={year}&entered=true#line-{id}")))
        }
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let year = parse_date(form.one("from")).map_or(app.clock.today().year(), |day| day.year());
            let there = entered_before(&app, &caller, (&form, &fault)).await?;
            let asked = Asked { year, after: None, was_entered: false, there };
            show(&app, (&request, &visitor), asked, (&form, Some(fault))).await
        }
        Err(fault) => Err(fault),
    }
}

/// The line that is there already of the matter and the period of a form, where that is what is wrong with it.
async fn entered_before(
    app: &App,
    caller: &Caller,
    (form, fault): (&Posted, &Fault),
) -> Result<Option<IndicatorId>, Fault> {
    if !matches!(fault, Fault::App(Error::Conflict { code: ENTERED_ALREADY, .. })) {
        return Ok(None);
    }
    let ((item, Period { from, to }), _) = read(form)?;
    let filter = IndicatorFilter { from: Some(from), to: Some(to), item: Some(item), within: None };
    let found = app.register.indicators(caller, filter, (None, PAGE_LINES)).await?;
    Ok(found.into_iter().find(|line| (line.from, line.to) == (from, to)).map(|line| line.id))
}

/// The line that a form names and its value, checked against the published schema.
fn read(form: &Posted) -> Result<((String, Period), NewValue), Error> {
    checked("IndicatorBody", form, &FIELDS)?;
    let day = |name: &str| parse_date(form.one(name).trim());
    let missing =
        || Error::Invalid(vec![at("/from", "format", words("应为存在的日期", "Must be a day that exists."))]);
    let (from, to) = day("from").zip(day("to")).ok_or_else(missing)?;
    Ok(((form.one("item").trim().to_owned(), Period { from, to }), value(form)?))
}

/// The fields of a form, checked against the published schema of what they are the body of.
pub(super) fn checked(schema: &str, form: &Posted, fields: &[&str]) -> Result<(), Error> {
    let typed = fields.iter().map(|name| (*name, form.one(name).trim()));
    let body: Map<String, Value> = typed
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(name, typed)| (name.to_owned(), typed.into()))
        .collect();
    let violations = schema::validate(schema, &Value::Object(body))?;
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

/// The value of a form.
pub(super) fn value(form: &Posted) -> Result<NewValue, Error> {
    let said = || words("应为数字，至多四位小数", "Must be a number with at most four decimals.");
    let value = Quantity::parse(form.one("value").trim());
    let value = value.ok_or_else(|| Error::Invalid(vec![at("/value", "pattern", said())]))?;
    let text = |name: &str| form.one(name).trim().to_owned();
    Ok(NewValue { value, unit: text("unit"), source: text("source") })
}

async fn show(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    asked: Asked,
    (form, fault): (&Posted, Option<Fault>),
) -> Answer {
    let (year, caller) = (asked.year, visitor.actor.caller());
    let within = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
    let filter = IndicatorFilter { within, ..IndicatorFilter::default() };
    let found = app.register.indicators(&caller, filter, (asked.after, PAGE_LINES)).await?;
    let f = visitor.frame(request);
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
    let fields = fields(&f, form, &notes);
    let drawn: Vec<&Field> = fields.iter().map(|(field, _)| field).collect();
    let is_full = u32::try_from(found.len()).is_ok_and(|count| count == PAGE_LINES);
    // What is on another page is not missing.
    let is_whole = !is_full && asked.after.is_none();
    let shown = IndicatorsPage {
        year,
        lines: found.iter().map(line).collect(),
        next: next(
            &format!("{INDICATORS}?year={year}"),
            found.last().filter(|_| is_full).map(|last| last.id.to_string()),
        ),
        missing: if is_whole { missing(&f, year, &found) } else { Vec::new() },
        may_keep: permit(caller.role, Operation::KeepIndicators) != Permit::No,
        was_entered: asked.was_entered,
        there: asked.there,
        elsewhere: beside_none(&notes, &drawn),
        fields,
        items: ReportIndicator::ROWS.iter().map(|(_, label)| label.zh).collect(),
        key: new_key(),
        f,
    };
    page(status, shown.f.language, &shown)
}

fn line(view: &IndicatorView) -> Line {
    let stands = &view.stands;
    Line {
        id: view.id,
        item: view.item.clone(),
        period: format!("{} — {}", view.from, view.to),
        value: format!("{} {}", stands.value, stands.unit),
        source: stands.source.clone(),
        by: stands.filled_by_name.clone().unwrap_or_else(|| "—".to_owned()),
        on: stands.filled_on,
        version: stands.version,
    }
}

/// What the report has a place for and the year has no line of, each with the address of the form that has it filled in.
fn missing(f: &Frame, year: i32, found: &[IndicatorView]) -> Vec<Place> {
    let is_of_year = |line: &&IndicatorView| line.from.year() == year && line.to.year() == year;
    let is_there = |item: &str| found.iter().filter(is_of_year).any(|line| line.item == item);
    let rows = ReportIndicator::ROWS.iter().filter(|(_, label)| !is_there(label.zh));
    let place = |(indicator, label): &(ReportIndicator, Label)| {
        let begins = [
            ("year", year.to_string()),
            ("item", label.zh.to_owned()),
            ("unit", indicator.unit().to_owned()),
        ];
        let query = query_of(begins.iter().map(|(name, value)| (*name, value.as_str())));
        let to = format!("{INDICATORS}?{query}#enter");
        Place { said: f.label(label), unit: indicator.unit(), to }
    };
    rows.map(place).collect()
}

fn fields(f: &Frame, form: &Posted, notes: &[Note]) -> Vec<(Field, &'static str)> {
    let field = |name: &str, label: &str| Field::plain(name, (label, form.one(name)), notes);
    vec![
        (field("item", f.say("事项", "Matter")), "text"),
        (field("from", f.say("期间自", "Counted from")), "date"),
        (field("to", f.say("期间至", "to")), "date"),
        (field("value", f.say("数值", "Value")), "text"),
        (field("unit", f.say("单位", "Unit")), "text"),
        (field("source", f.say("来源（由谁统计）", "Source: who counted it")), "text"),
    ]
}
