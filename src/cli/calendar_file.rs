//! A calendar file (放假安排文件) as the operator has it: read, or everything that is wrong with it at once, in its form
//! and in its days. Over HTTP the form comes first, with a status of its own; a line on the screen has room for both.
//! Not here: what is right (the published schema, and `domain::calendar::import`).

use serde_json::Value;

use crate::app::error::{Error, Place, Violation};
use crate::cli::Failure;
use crate::domain::calendar::import::{Asked, HolidayCnDay, HolidayCnYear, YearDocument, check};
use crate::domain::calendar::{Calendar, CalendarYear, NamedDay};
use crate::domain::refusal::{Finding, Refusal};
use crate::http::body::Checked;
use crate::http::json;

/// What the form says as well, at the same place.
const SAID_BY_THE_FORM: [&str; 3] = ["source_missing", "name_missing", "year_out_of_range"];
/// What is said of the lists as a whole, and makes no sense where a day of them could not be read.
const OF_WHOLE_LISTS: [&str; 3] = ["year_not_published", "days_off_implausible", "make_up_days_implausible"];

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with its form and, where the form is wrong, with its days, too; of a good form the import
/// itself says the latter.
pub fn read(bytes: &[u8], acknowledged: &[String], known: &Calendar) -> Result<YearDocument, Failure> {
    let violations = match Checked::<YearDocument>::parse(bytes) {
        Err(Error::Invalid(violations)) => violations,
        read => return Ok(read?),
    };
    let findings = wrong_days(bytes, acknowledged, known);
    let findings: Vec<Finding> = findings.into_iter().filter(|it| !is_said(it, &violations)).collect();
    let days = (!findings.is_empty()).then_some(Error::Refused(Refusal { findings }));
    Err(Failure::of_all([Error::Invalid(violations)].into_iter().chain(days)))
}

/// The year that a file says it is about, where that can be read.
#[must_use]
pub fn year(bytes: &[u8]) -> Option<i32> {
    let (file, _) = json::parse(bytes).ok()?;
    i32::try_from(file.get("year")?.as_i64()?).ok()
}

fn is_said(finding: &Finding, violations: &[Violation]) -> bool {
    let place = |violation: &Violation| match &violation.place {
        Place::Body(pointer) => Some(pointer.as_str()) == finding.field.as_deref(),
        Place::Query(_) | Place::Path(_) | Place::Header(_) => false,
    };
    SAID_BY_THE_FORM.contains(&finding.code) && violations.iter().any(place)
}

/// What the import would find wrong with what can be read of a file.
fn wrong_days(bytes: &[u8], acknowledged: &[String], known: &Calendar) -> Vec<Finding> {
    let Some(readable) = json::parse(bytes).ok().and_then(|(value, _)| readable(&value)) else {
        return Vec::new();
    };
    let asked = Asked { year: readable.document.year(), acknowledged };
    let Err(Refusal { mut findings }) = check(&readable.document, asked, known) else { return Vec::new() };
    findings.retain(|finding| readable.whole || !OF_WHOLE_LISTS.contains(&finding.code));
    findings
}

/// What can be read of a file, and whether that is every day it lists.
struct Readable {
    document: YearDocument,
    whole: bool,
}

/// None where not even the year can be read.
fn readable(file: &Value) -> Option<Readable> {
    let year = i32::try_from(file.get("year")?.as_i64()?).ok()?;
    let list = |field: &str| file.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    if file.get("days").is_some() {
        let (listed, papers) = (list("days"), list("papers"));
        let days: Vec<HolidayCnDay> = listed.iter().filter_map(holiday_cn_day).collect();
        let papers = papers.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let whole = days.len() == listed.len();
        let document = YearDocument::HolidayCn(HolidayCnYear { schema: None, id: None, year, papers, days });
        return Some(Readable { document, whole });
    }
    let (off, working) = (list("off"), list("working"));
    let read = |days: &[Value]| -> Vec<NamedDay> { days.iter().filter_map(named_day).collect() };
    let days = CalendarYear {
        year,
        notice: text(file, "notice"),
        source: text(file, "source"),
        off: read(&off),
        working: read(&working),
    };
    let whole = days.off.len() == off.len() && days.working.len() == working.len();
    Some(Readable { document: YearDocument::Own(days), whole })
}

fn named_day(day: &Value) -> Option<NamedDay> {
    Some(NamedDay { on: day.get("on")?.as_str()?.parse().ok()?, name: text(day, "name") })
}

fn holiday_cn_day(day: &Value) -> Option<HolidayCnDay> {
    let date = day.get("date")?.as_str()?.parse().ok()?;
    Some(HolidayCnDay { name: text(day, "name"), date, is_off_day: day.get("isOffDay")?.as_bool()? })
}

/// A text, empty where there is none.
fn text(of: &Value, field: &str) -> String {
    of.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}
