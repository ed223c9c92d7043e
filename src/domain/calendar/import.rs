//! Importing a year (导入放假安排): what people hand in, in either of two formats, and everything that is wrong
//! with it at once, each at its place. Not here: keeping the year, and what it does to the cases (`app`).
//!
//! # The turn of the year
//! A notice may name days of the last December before its year, or of the January after it. Such a day belongs
//! to the other year. It is taken when the calendar in force says the same of it; when it does not, the
//! import is refused, because it would change a year that nobody asked to change: that year is imported
//! first, with the day in it.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::year::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN, CalendarYear, NamedDay, is_weekend};
use super::{Calendar, CalendarError};
use crate::domain::finding::Findings;
use crate::domain::refusal::{Finding, Refusal, Severity, words};

/// How many days off a year plausibly names. The years 2008 to 2026 name 22 (2014, 2019) to 33 (2026); a file
/// that was cut short, or that lists plain weekends, lies far outside.
pub const OFF_DAYS: RangeInclusive<usize> = 20..=40;
/// How many make-up working days a year plausibly names: 5 to 12 (2013) in the years 2008 to 2026.
pub const MAKE_UP_DAYS: RangeInclusive<usize> = 0..=15;
/// The code to acknowledge when a year that travels inside the program is replaced by other days. The State
/// Council did change years after their notice: Labour Day of 2019, the Spring Festival of 2020.
pub const REPLACES_SHIPPED: &str = "replaces_shipped_year";

/// What stands for the notice where a file of holiday-cn names its address alone.
const HOLIDAY_CN_NOTICE: &str = "国务院办公厅放假安排通知（holiday-cn 收录）";

/// A year as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum YearDocument {
    /// In the product's own format, as `data/calendars`.
    Own(CalendarYear),
    /// In the format of NateScarlet/holiday-cn.
    HolidayCn(HolidayCnYear),
}

/// A year in the format of NateScarlet/holiday-cn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayCnYear {
    /// The address of the format's schema; not looked at.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    pub schema: Option<String>,
    /// The address of the file; not looked at.
    #[serde(rename = "$id", default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    pub id: Option<String>,
    /// The year.
    #[schema(minimum = 1949, maximum = 2199)]
    pub year: i32,
    /// The addresses of the notices.
    #[schema(max_items = 20)]
    pub papers: Vec<String>,
    /// The days that the notices name.
    #[schema(max_items = 400)]
    pub days: Vec<HolidayCnDay>,
}

/// A day in the format of NateScarlet/holiday-cn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayCnDay {
    /// The festival.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// The day.
    pub date: NaiveDate,
    /// Off, or a make-up working day.
    #[serde(rename = "isOffDay")]
    pub is_off_day: bool,
}

impl YearDocument {
    /// The year that it says it is about.
    #[must_use]
    pub fn year(&self) -> i32 {
        match self {
            YearDocument::Own(own) => own.year,
            YearDocument::HolidayCn(given) => given.year,
        }
    }

    fn listed(&self) -> Vec<Listed<'_>> {
        match self {
            YearDocument::Own(own) => {
                let off = own.off.iter().enumerate().map(|(n, day)| Listed::own("off", n, day));
                let working = own.working.iter().enumerate();
                off.chain(working.map(|(n, day)| Listed::own("working", n, day))).collect()
            }
            YearDocument::HolidayCn(given) => given
                .days
                .iter()
                .enumerate()
                .map(|(n, day)| Listed {
                    on: day.date,
                    name: &day.name,
                    is_off: day.is_off_day,
                    item: format!("/days/{n}"),
                    field: "date",
                })
                .collect(),
        }
    }

    /// The notice and where it was published.
    fn notice(&self) -> (String, String) {
        match self {
            YearDocument::Own(own) => (own.notice.clone(), own.source.clone()),
            YearDocument::HolidayCn(given) => (HOLIDAY_CN_NOTICE.to_owned(), given.papers.join(" ")),
        }
    }

    /// Where its days off stand.
    fn list_of_days(&self) -> &'static str {
        match self {
            YearDocument::Own(_) => "/off",
            YearDocument::HolidayCn(_) => "/days",
        }
    }
}

/// A day as it is listed, and where.
struct Listed<'a> {
    on: NaiveDate,
    name: &'a str,
    is_off: bool,
    item: String,
    field: &'static str,
}

impl<'a> Listed<'a> {
    fn own(list: &'static str, index: usize, day: &'a NamedDay) -> Listed<'a> {
        let item = format!("/{list}/{index}");
        Listed { on: day.on, name: &day.name, is_off: list == "off", item, field: "on" }
    }

    fn place(&self) -> String {
        format!("{}/{}", self.item, self.field)
    }
}

/// What is asked beside the document.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The year that is to be kept.
    pub year: i32,
    /// The codes of warnings that are acknowledged.
    pub acknowledged: &'a [String],
}

/// The year that a document makes, to be joined to the calendar in force.
///
/// # Errors
/// Everything that is wrong with it, each at its place; and, unless it is acknowledged, that it replaces a
/// year that travels inside the program.
pub fn check(document: &YearDocument, asked: Asked<'_>, known: &Calendar) -> Result<CalendarYear, Refusal> {
    let mut findings = Findings::default();
    let listed = document.listed();
    check_year(document.year(), asked.year, known, &mut findings);
    check_notice(document, &mut findings);
    check_days(&listed, document.year(), known, &mut findings);
    let year = year_of(document, &listed);
    check_counts(document, &year, &mut findings);
    let mut findings = findings.into_findings();
    findings.extend(replacement(&year).filter(|finding| !is_acknowledged(finding, asked)));
    findings.sort_by(|a, b| (a.severity, &a.field, a.code).cmp(&(b.severity, &b.field, b.code)));
    findings.dedup();
    if findings.is_empty() { Ok(year) } else { Err(Refusal { findings }) }
}

/// What the calendar itself still finds: nothing, after [`check`].
#[must_use]
pub fn refused_by_calendar(error: &CalendarError) -> Refusal {
    let said = words(format!("日历自相矛盾：{error}"), format!("the calendar contradicts itself: {error}"));
    let mut findings = Findings::default();
    findings.invalid("calendar_contradiction", "", said);
    Refusal { findings: findings.into_findings() }
}

fn is_acknowledged(finding: &Finding, asked: Asked<'_>) -> bool {
    asked.acknowledged.iter().any(|code| code == finding.code)
}

/// The days of the year itself, in order, each once.
fn year_of(document: &YearDocument, listed: &[Listed<'_>]) -> CalendarYear {
    let (notice, source) = document.notice();
    let year = document.year();
    let days = |is_off: bool| {
        let own = listed.iter().filter(|day| day.on.year() == year && day.is_off == is_off);
        let mut days: Vec<NamedDay> =
            own.map(|day| NamedDay { on: day.on, name: day.name.trim().to_owned() }).collect();
        days.sort();
        days.dedup_by_key(|day| day.on);
        days
    };
    CalendarYear { year, notice, source, off: days(true), working: days(false) }
}

fn check_year(year: i32, asked: i32, known: &Calendar, findings: &mut Findings) {
    if year != asked {
        findings.invalid(
            "year_differs",
            "/year",
            words(
                format!("文件是{year}年的，要导入的是{asked}年"),
                format!("the document is about {year}, and {asked} is to be imported"),
            ),
        );
    }
    if !(CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&year) {
        findings.invalid(
            "year_out_of_range",
            "/year",
            words(
                format!("年份应在{CALENDAR_YEAR_MIN}至{CALENDAR_YEAR_MAX}之间"),
                format!("the year must lie from {CALENDAR_YEAR_MIN} to {CALENDAR_YEAR_MAX}"),
            ),
        );
        return;
    }
    let (first, last) = (known.first_known_day().year(), known.last_known_day().year());
    if !(first.saturating_sub(1)..=last.saturating_add(1)).contains(&year) {
        findings.invalid(
            "year_not_adjoining",
            "/year",
            words(
                format!("已知{first}至{last}年，须先导入其间各年"),
                format!("the years {first} to {last} are known; those between come first"),
            ),
        );
    }
}

fn check_notice(document: &YearDocument, findings: &mut Findings) {
    let missing = |field: &str, findings: &mut Findings| {
        let said = words("应写明所依据的通知及其出处", "the notice and where it was published must be named");
        findings.invalid("source_missing", field, said);
    };
    match document {
        YearDocument::Own(own) => {
            for (text, field) in [(&own.notice, "/notice"), (&own.source, "/source")] {
                if text.trim().is_empty() {
                    missing(field, findings);
                }
            }
        }
        YearDocument::HolidayCn(given) => {
            if given.papers.is_empty() {
                missing("/papers", findings);
            }
            for (index, paper) in given.papers.iter().enumerate() {
                if paper.trim().is_empty() {
                    missing(&format!("/papers/{index}"), findings);
                }
            }
        }
    }
}

fn check_days(listed: &[Listed<'_>], year: i32, known: &Calendar, findings: &mut Findings) {
    for (index, day) in listed.iter().enumerate() {
        let place = day.place();
        if day.name.trim().is_empty() {
            let said = words("应写明节日名称", "the festival must be named");
            findings.invalid("name_missing", &format!("{}/name", day.item), said);
        }
        if day.on.year() != year {
            check_other_year(day, year, known, findings);
        }
        if !day.is_off && !is_weekend(day.on) {
            let said = words(
                format!("{}不是周六或周日，不能调休上班", day.on),
                format!("{} is no Saturday or Sunday, so it makes up for nothing", day.on),
            );
            findings.invalid("make_up_on_weekday", &place, said);
        }
        for earlier in listed.iter().take(index).filter(|earlier| earlier.on == day.on) {
            let (code, said) = if earlier.is_off == day.is_off {
                ("day_twice", words(format!("{}重复", day.on), format!("{} is listed twice", day.on)))
            } else {
                let said = words(
                    format!("{}既放假又上班", day.on),
                    format!("{} is listed both as a day off and as a working day", day.on),
                );
                ("off_and_working", said)
            };
            findings.invalid(code, &place, said);
        }
    }
}

/// A day at the turn of the year, or a day that does not belong here at all.
fn check_other_year(day: &Listed<'_>, year: i32, known: &Calendar, findings: &mut Findings) {
    let on = day.on;
    let at_the_turn = (on.year() == year.saturating_sub(1) && on.month() == 12)
        || (on.year() == year.saturating_add(1) && on.month() == 1);
    if !at_the_turn {
        let said = words(format!("{on}不在{year}年内"), format!("{on} does not lie in {year}"));
        findings.invalid("outside_year", &day.place(), said);
    } else if !known.is_known(on) || known.is_working_day(on) == day.is_off {
        let other = on.year();
        let said = words(
            format!("{on}与现行日历不一致，请先导入写有该日的{other}年安排"),
            format!("{on} contradicts the calendar in force: first import {other} with that day in it"),
        );
        findings.invalid("contradicts_other_year", &day.place(), said);
    }
}

fn check_counts(document: &YearDocument, year: &CalendarYear, findings: &mut Findings) {
    let (off, working) = (year.off.len(), year.working.len());
    let place = document.list_of_days();
    if off == 0 {
        let said = words(
            format!("{}年的安排尚未公布：文件中没有放假日", year.year),
            format!("{} is not published yet: the document names no day off", year.year),
        );
        findings.invalid("year_not_published", place, said);
    } else if !OFF_DAYS.contains(&off) {
        let (low, high) = (OFF_DAYS.start(), OFF_DAYS.end());
        let said = words(
            format!("放假日共{off}天，应在{low}至{high}天之间，请核对文件是否完整"),
            format!("{off} days off are listed; {low} to {high} are plausible: is the document whole?"),
        );
        findings.invalid("days_off_implausible", place, said);
    }
    if !MAKE_UP_DAYS.contains(&working) {
        let high = MAKE_UP_DAYS.end();
        let said = words(
            format!("调休上班日共{working}天，不应超过{high}天"),
            format!("{working} make-up working days are listed; at most {high} are plausible"),
        );
        let place = if matches!(document, YearDocument::Own(_)) { "/working" } else { place };
        findings.invalid("make_up_days_implausible", place, said);
    }
}

/// Whether the year would replace other days that travel inside the program.
fn replacement(year: &CalendarYear) -> Option<Finding> {
    let shipped = Calendar::shipped().year(year.year)?;
    (!year.names_the_days_of(shipped)).then(|| Finding {
        code: REPLACES_SHIPPED,
        severity: Severity::Warning,
        field: None,
        article: None,
        words: words(
            format!("{}年的安排随程序提供，且与本文件不同；确认后以本文件为准", year.year),
            format!("{} travels with the program and names other days; acknowledge to replace it", year.year),
        ),
    })
}
