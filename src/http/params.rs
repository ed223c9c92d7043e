//! Query parameters and parts of the path (查询参数): parsed into values at the edge, every
//! violation collected. Not here: what the values mean.
//!
//! ```
//! use sikuai::http::params::Params;
//! let mut params = Params::parse("from=2021-02-30&colour=red");
//! let _from = params.date("from");
//! assert_eq!(params.violations().len(), 2); // no such day; no such parameter
//! ```

use std::ops::RangeInclusive;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::web::Query;
use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use crate::app::error::{Error, Place, Violation};
use crate::domain::calendar::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN};
use crate::domain::code::Coded;
use crate::domain::refusal::{Words, words};
use crate::http::fault::Fault;

/// `YYYY-MM-DD`.
const DATE_CHARS: usize = 10;
/// The most rows that one page of a list has.
pub const PAGE_ROWS_MAX: u32 = 200;
/// How many rows a page has when nobody says.
pub const PAGE_ROWS_DEFAULT: u32 = 50;
/// The longest cursor that is looked at.
pub const CURSOR_CHARS_MAX: usize = 512;

/// The query parameters of one request, each asked for by name, once, unless it may be repeated;
/// [`Params::finish`] then refuses what nobody asked for. A value of the wrong form is `None` and a violation; one of the
/// right form that still means nothing, which no schema of single parameters can say, is a doubt.
#[derive(Debug)]
pub struct Params {
    given: Vec<(String, String)>,
    known: Vec<String>,
    repeatable: Vec<String>,
    violations: Vec<Violation>,
    doubts: Vec<Violation>,
}

impl Params {
    /// The parameters of a query string.
    #[must_use]
    pub fn parse(query: &str) -> Params {
        let given =
            Query::<Vec<(String, String)>>::from_query(query).map(Query::into_inner).unwrap_or_default();
        Params {
            given,
            known: Vec::new(),
            repeatable: Vec::new(),
            violations: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// The parameters of a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Params {
        Params::parse(request.query_string())
    }

    /// The parameters of a form that a browser sent in its address: fields that were left empty are not there.
    #[must_use]
    pub fn of_form(request: &HttpRequest) -> Params {
        let mut params = Params::of(request);
        params.given.retain(|(_, value)| !value.trim().is_empty());
        params
    }

    /// What was given under a name, as it was given.
    #[must_use]
    pub fn given(&self, name: &str) -> &str {
        let mut given = self.given.iter().filter(|(given, _)| given == name);
        given.next().map_or("", |(_, value)| value.as_str())
    }

    /// Everything that was given, as it was given.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.given.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Text of at most so many characters, without control characters.
    pub fn text(&mut self, name: &str, chars_max: usize) -> Option<String> {
        let value = self.raw(name)?;
        if value.chars().count() > chars_max {
            let zh = format!("不得超过{chars_max}个字符");
            self.violate(name, "max_length", words(zh, format!("At most {chars_max} characters.")));
            return None;
        }
        if value.chars().any(char::is_control) {
            self.violate(name, "control_character", words("含有控制字符", "Control characters are refused."));
            return None;
        }
        Some(value)
    }

    /// A date, `YYYY-MM-DD`. One of a year that no calendar is of has the right form, and means nothing.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let value = self.raw(name)?;
        let date = read_date(&value);
        if let Err(wrong) = date {
            let (code, said) = wrong.said();
            match wrong {
                NoDate::Malformed => self.violate(name, code, said),
                NoDate::OtherYears => self.doubt(name, code, said),
            }
        }
        date.ok()
    }

    /// A date that is not in the future: today at the latest.
    pub fn past_date(&mut self, name: &str, today: NaiveDate) -> Option<NaiveDate> {
        let date = self.date(name)?;
        if date > today {
            self.doubt_future(name, today);
            return None;
        }
        Some(date)
    }

    /// Adds that a day is yet to come.
    pub fn doubt_future(&mut self, name: &str, today: NaiveDate) {
        let zh = format!("不能晚于今天（{today}）");
        self.doubt(name, "in_the_future", words(zh, format!("Must not lie after today, {today}.")));
    }

    /// A date that must be there. When it is not, the answer is any date, and
    /// [`Params::finish`] refuses.
    pub fn required_date(&mut self, name: &str) -> NaiveDate {
        if !self.given.iter().any(|(given, _)| given == name) {
            self.violate(name, "required", words("缺少必填参数", "This parameter is required."));
        }
        self.date(name).unwrap_or_default()
    }

    /// Text that must be there, of at most so many characters.
    pub fn required_text(&mut self, name: &str, chars_max: usize) -> Option<String> {
        if self.given.iter().all(|(given, value)| given != name || value.is_empty()) {
            self.violate(name, "required", words("缺少必填参数", "This parameter is required."));
            self.raw(name);
            return None;
        }
        self.text(name, chars_max)
    }

    /// One code of a code list.
    pub fn coded<T: Coded>(&mut self, name: &str) -> Option<T> {
        let value = self.raw(name)?;
        let coded = T::from_code(&value);
        if coded.is_none() {
            self.violate(name, "enum", code_words::<T>());
        }
        coded
    }

    /// One code of a code list, which must be there.
    pub fn required_coded<T: Coded>(&mut self, name: &str) -> Option<T> {
        if !self.given.iter().any(|(given, _)| given == name) {
            self.violate(name, "required", words("缺少必填参数", "This parameter is required."));
        }
        self.coded(name)
    }

    /// Several codes of a code list, separated by commas.
    pub fn coded_list<T: Coded>(&mut self, name: &str) -> Option<Vec<T>> {
        let value = self.raw(name)?;
        let coded: Option<Vec<T>> = value.split(',').map(T::from_code).collect();
        if coded.is_none() {
            self.violate(name, "enum", code_words::<T>());
        }
        coded
    }

    /// Every value of a parameter that may be given again and again, in the order of the query.
    pub fn repeated(&mut self, name: &str) -> Vec<String> {
        self.known.push(name.to_owned());
        self.repeatable.push(name.to_owned());
        self.given.iter().filter(|(given, _)| given == name).map(|(_, value)| value.clone()).collect()
    }

    /// A whole number within bounds.
    pub fn number(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let number = self.parsed(name, words("应为整数", "Must be a whole number."))?;
        if bounds.contains(&number) {
            return Some(number);
        }
        let (low, high) = (bounds.start(), bounds.end());
        let said = words(format!("应在{low}至{high}之间"), format!("Must be from {low} to {high}."));
        self.violate(name, "range", said);
        None
    }

    /// A whole number that must be there; whatever it is, if it is not, [`Params::finish`] says so.
    pub fn required_number(&mut self, name: &str, bounds: RangeInclusive<i64>) -> i64 {
        if !self.given.iter().any(|(given, _)| given == name) {
            self.violate(name, "required", words("缺少必填参数", "This parameter is required."));
        }
        let first = *bounds.start();
        self.number(name, bounds).unwrap_or(first)
    }

    /// An id.
    pub fn uuid(&mut self, name: &str) -> Option<Uuid> {
        self.parsed(name, words("应为 UUID", "Must be a UUID."))
    }

    /// An id, where nothing means any: a choice of a form that was left open.
    pub fn uuid_or_any(&mut self, name: &str) -> Option<Uuid> {
        if self.given.iter().any(|(given, value)| given == name && value.is_empty()) {
            self.known.push(name.to_owned());
            return None;
        }
        self.uuid(name)
    }

    /// `true` or `false`; false when it is not given.
    pub fn flag(&mut self, name: &str) -> bool {
        self.parsed(name, words("应为 true 或 false", "Must be true or false.")).unwrap_or(false)
    }

    /// `limit`: how many rows a page has, 1 to [`PAGE_ROWS_MAX`].
    pub fn limit(&mut self) -> u32 {
        self.number("limit", 1..=i64::from(PAGE_ROWS_MAX))
            .and_then(|limit| u32::try_from(limit).ok())
            .unwrap_or(PAGE_ROWS_DEFAULT)
    }

    /// `cursor`: where the page before ended.
    pub fn cursor(&mut self) -> Option<String> {
        self.text("cursor", CURSOR_CHARS_MAX)
    }

    /// Adds a violation that the caller found.
    pub fn violate(&mut self, name: &str, code: &'static str, said: Words) {
        self.violations.push(Violation { place: Place::Query(name.to_owned()), code, words: said });
    }

    /// Adds that a value of the right form means nothing.
    pub fn doubt(&mut self, name: &str, code: &'static str, said: Words) {
        self.doubts.push(Violation { place: Place::Query(name.to_owned()), code, words: said });
    }

    /// Adds that the cursor is none that such a list gave.
    pub fn doubt_cursor(&mut self) {
        self.doubt("cursor", "format", words("游标无效", "This is no cursor of such a list."));
    }

    /// Whether nothing wrong was found so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty() && self.doubts.is_empty()
    }

    /// Everything that is wrong, unknown and repeated parameters too.
    #[must_use]
    pub fn violations(self) -> Vec<Violation> {
        let mut violations = self.violations;
        let mut seen: Vec<&str> = Vec::new();
        for (name, _) in &self.given {
            let place = Place::Query(name.clone());
            if seen.contains(&name.as_str()) && !self.repeatable.contains(name) {
                let said = words(format!("参数重复：{name}"), format!("This parameter is repeated: {name}."));
                violations.push(Violation { place, code: "repeated", words: said });
            } else if !self.known.contains(name) {
                let said = words(format!("未知参数：{name}"), format!("This parameter is unknown: {name}."));
                violations.push(Violation { place, code: "unknown_parameter", words: said });
            }
            seen.push(name);
        }
        violations.sort();
        violations.dedup();
        violations
    }

    /// Ends the parsing.
    ///
    /// # Errors
    /// Every violation and doubt at once; doubts alone are no malformed request.
    pub fn finish(mut self) -> Result<(), Fault> {
        let doubts = std::mem::take(&mut self.doubts);
        let mut violations = self.violations();
        match (violations.is_empty(), doubts.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(Fault::Senseless(doubts)),
            (false, _) => {
                violations.extend(doubts);
                Err(Error::Invalid(violations).into())
            }
        }
    }

    fn raw(&mut self, name: &str) -> Option<String> {
        self.known.push(name.to_owned());
        self.given.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone())
    }

    fn parsed<T: FromStr>(&mut self, name: &str, said: Words) -> Option<T> {
        let value = self.raw(name)?;
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.violate(name, "format", said);
        }
        parsed
    }
}

/// Refuses every query parameter, for what takes none.
///
/// # Errors
/// Every parameter that is there.
pub fn none(request: &HttpRequest) -> Result<(), Fault> {
    Params::of(request).finish()
}

/// An id that is part of the path.
///
/// # Errors
/// When it is not a UUID.
pub fn path_uuid(request: &HttpRequest, name: &str) -> Result<Uuid, Error> {
    path_part(request, name, words("应为 UUID", "Must be a UUID."))
}

/// A part of the path that is a number, a date or the like.
///
/// # Errors
/// When it is not what it should be; `said` tells the caller.
pub fn path_part<T: FromStr>(request: &HttpRequest, name: &str, said: Words) -> Result<T, Error> {
    let part = request.match_info().get(name).unwrap_or_default();
    part.parse().map_err(|_| {
        let place = Place::Path(name.to_owned());
        Error::Invalid(vec![Violation { place, code: "format", words: said }])
    })
}

/// A date of exactly ten characters, of a year that calendars are of.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    read_date(text).ok()
}

/// The same, with what is wrong; chrono alone takes `2021-1-1` and `-5000-01-01` too.
pub(crate) fn read_date(text: &str) -> Result<NaiveDate, NoDate> {
    let is_written_so = |date: &NaiveDate| text.len() == DATE_CHARS && date.to_string() == text;
    let date = text.parse().ok().filter(is_written_so).ok_or(NoDate::Malformed)?;
    let is_within = (CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&date.year());
    if is_within { Ok(date) } else { Err(NoDate::OtherYears) }
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoDate {
    /// It is not written as one, or there is no such day.
    Malformed,
    /// It is a day of years that calendars are not of.
    OtherYears,
}

impl NoDate {
    /// The code and words of it.
    pub(crate) fn said(self) -> (&'static str, Words) {
        match self {
            NoDate::Malformed => {
                let zh = "应为存在的日期，格式 YYYY-MM-DD";
                ("format", words(zh, "Must be a day that exists, as YYYY-MM-DD."))
            }
            NoDate::OtherYears => {
                let said = words(
                    format!("年份应在{CALENDAR_YEAR_MIN}至{CALENDAR_YEAR_MAX}之间"),
                    format!("Must be a day of the years {CALENDAR_YEAR_MIN} to {CALENDAR_YEAR_MAX}."),
                );
                ("range", said)
            }
        }
    }
}

pub(crate) fn code_words<T: Coded>() -> Words {
    let codes: Vec<&str> = T::ROWS.iter().map(|(_, label)| label.code).collect();
    let codes = codes.join(", ");
    words(format!("应为下列之一：{codes}"), format!("Must be one of: {codes}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Role;

    #[test]
    fn values_of_the_right_form_are_parsed() {
        let mut params = Params::parse("on=2021-02-28&role=clerk&limit=200&dry_run=true&q=%E5%BE%90");
        assert_eq!(params.date("on"), NaiveDate::from_ymd_opt(2021, 2, 28));
        assert_eq!(params.coded::<Role>("role"), Some(Role::Clerk));
        assert_eq!(params.limit(), 200);
        assert!(params.flag("dry_run"));
        assert_eq!(params.text("q", 1).as_deref(), Some("徐"));
        assert!(params.violations().is_empty());
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let mut params = Params::parse("from=2021-02-30&role=king&limit=0&limit=5&x=1&q=%00");
        let _ = (params.date("from"), params.coded::<Role>("role"), params.limit(), params.text("q", 9));
        let _ = params.required_date("to");
        let found: Vec<_> = params.violations().into_iter().map(|v| (v.place, v.code)).collect();
        let query = |name: &str| Place::Query(name.to_owned());
        assert_eq!(
            found,
            [
                (query("from"), "format"),
                (query("limit"), "range"),
                (query("limit"), "repeated"),
                (query("q"), "control_character"),
                (query("role"), "enum"),
                (query("to"), "required"),
                (query("x"), "unknown_parameter"),
            ]
        );
    }

    #[test]
    fn a_date_has_ten_characters_and_a_year_that_calendars_are_of() {
        let read = |text: &str| read_date(text).map(|date| date.to_string());
        for day in ["1949-01-01", "2024-02-29", "2199-12-31"] {
            assert_eq!(read(day), Ok(day.to_owned()));
        }
        for day in ["-5000-01-01", "+2021-01-01", "02021-01-01", "2021-1-1", "2021-01-01 ", "2021-02-29", ""]
        {
            assert_eq!(read(day), Err(NoDate::Malformed), "{day}");
        }
        for day in ["1948-12-31", "0001-01-01", "2200-01-01", "9999-12-31"] {
            assert_eq!(read(day), Err(NoDate::OtherYears), "{day}");
        }
        let mut params = Params::parse("from=-5000-01-01&to=2200-01-01");
        let _ = (params.required_date("from"), params.date("to"));
        let codes = |all: &[Violation]| all.iter().map(|v| v.code).collect::<Vec<_>>();
        assert_eq!(codes(&params.doubts), ["range"]);
        assert_eq!(codes(&params.violations()), ["format"]);
    }
}
