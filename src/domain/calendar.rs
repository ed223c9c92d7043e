//! The working-day calendar (工作日历): which days are worked, over all the years that are known,
//! as an index that answers any question in constant time.
//! Not here: the length of any period (`period`), and where imported years come from (`storage`).
//!
//! # Beyond the horizon
//! The State Council publishes a year each November. A day outside the known years still gets an
//! answer, by the day of the week, so that there is *a* date; [`Calendar::is_known`] says no for it,
//! and every result in `period` that touched such a day is marked provisional (暂定).
//!
//! A notice may also name days at the end of the year before its own (29 December 2018, by the notice of
//! 2019). Each file holds the days of its own year, so importing a year may mean replacing the one before;
//! [`import`] says so.
//!
//! # Ends of time
//! No function here panics. A result outside what [`NaiveDate`] can hold is cut to its first or last
//! day, which is never a known day and so is provisional.

pub mod import;
mod shipped;
mod year;

use std::sync::OnceLock;

use chrono::{Datelike as _, NaiveDate};
use sha2::{Digest as _, Sha256};

use crate::domain::docket::hex;

pub use shipped::{parse_year, shipped_years};
pub use year::{
    CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN, CalendarError, CalendarFault, CalendarYear, DayKind, NamedDay,
    YearOrigin,
};

/// How many digits of the content hash stand in the version.
const VERSION_HASH_CHARS: usize = 8;

/// The working days of all known years.
///
/// The index is a pair of inverse functions over day numbers: *rank*, how many working days there are
/// up to a day, and *select*, which day is the n-th. Both are one look-up inside the known years and a
/// division outside them.
#[derive(Debug, Clone)]
pub struct Calendar {
    years: Vec<CalendarYear>,
    version: String,
    fingerprint: String,
    first: NaiveDate,
    last: NaiveDate,
    /// The kind of each known day, from `first`.
    kinds: Vec<DayKind>,
    /// For each known day, how many working days there are from `first` through it.
    ranks: Vec<i32>,
    /// The day number of each working day, in order.
    selected: Vec<i32>,
    /// The days that notices name, in order.
    named: Vec<(NaiveDate, DayKind, String)>,
}

impl Calendar {
    /// Builds the index over the given years, in any order.
    ///
    /// # Errors
    /// Everything that is wrong with the years, at once: a day outside its year, named twice or both
    /// off and working, a make-up day that is not on a weekend, a year twice, a gap between years.
    pub fn from_years(mut years: Vec<CalendarYear>) -> Result<Calendar, CalendarError> {
        years.sort_by_key(|year| year.year);
        let mut faults: Vec<CalendarFault> = years.iter().flat_map(CalendarYear::faults).collect();
        faults.extend(year::faults_between(&years));
        let bounds = years.first().zip(years.last()).and_then(|(first, last)| {
            NaiveDate::from_ymd_opt(first.year, 1, 1).zip(NaiveDate::from_ymd_opt(last.year, 12, 31))
        });
        let Some((first, last)) = bounds else {
            faults.push(CalendarFault::NoYears);
            return Err(CalendarError { faults });
        };
        if faults.is_empty() { Ok(index(years, first, last)) } else { Err(CalendarError { faults }) }
    }

    /// This calendar with years joined to it, or in the place of the years that it has.
    ///
    /// # Errors
    /// As [`Calendar::from_years`].
    pub fn with_years(&self, years: Vec<CalendarYear>) -> Result<Calendar, CalendarError> {
        let is_kept = |known: &&CalendarYear| !years.iter().any(|year| year.year == known.year);
        let kept: Vec<CalendarYear> = self.years.iter().filter(is_kept).cloned().collect();
        Calendar::from_years(kept.into_iter().chain(years).collect())
    }

    /// The calendar that travels inside the program, 2008 to 2026.
    ///
    /// # Panics
    /// Never in a released program: the files are part of it, and a test reads them.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the files are compiled in, and a test builds them")]
    pub fn shipped() -> &'static Calendar {
        static SHIPPED: OnceLock<Calendar> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            shipped_years().and_then(Calendar::from_years).expect("the shipped calendar is sound")
        })
    }

    /// The years and a short hash of every named day: `2008-2026/1a2b3c4d`. Two calendars of one
    /// version give the same deadlines.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// As the version, with the whole hash: what programs compare.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The first and the last day that the other calendar answers differently, or knows where this one does
    /// not; none when both give the same deadlines.
    #[must_use]
    pub fn difference(&self, other: &Calendar) -> Option<(NaiveDate, NaiveDate)> {
        let (first, last) = (self.first.min(other.first), self.last.max(other.last));
        let said = |calendar: &Calendar, on| (calendar.is_known(on), calendar.kind(on));
        let mut different =
            first.iter_days().take_while(|on| *on <= last).filter(|on| said(self, *on) != said(other, *on));
        let from = different.next()?;
        Some((from, different.last().unwrap_or(from)))
    }

    /// A year of this calendar, if it is known.
    #[must_use]
    pub fn year(&self, year: i32) -> Option<&CalendarYear> {
        self.years.iter().find(|known| known.year == year)
    }

    /// The years this calendar is made of, in ascending order.
    #[must_use]
    pub fn years(&self) -> &[CalendarYear] {
        &self.years
    }

    /// Whether a notice covers the year of this day.
    #[must_use]
    pub fn is_known(&self, on: NaiveDate) -> bool {
        (self.first..=self.last).contains(&on)
    }

    /// The first day that is known.
    #[must_use]
    pub fn first_known_day(&self) -> NaiveDate {
        self.first
    }

    /// The last day that is known: the horizon.
    #[must_use]
    pub fn last_known_day(&self) -> NaiveDate {
        self.last
    }

    /// What kind of day this is; by the day of the week alone where the year is not known.
    #[must_use]
    pub fn kind(&self, on: NaiveDate) -> DayKind {
        let known = self.offset(number(on)).and_then(|offset| self.kinds.get(offset));
        known.copied().unwrap_or_else(|| DayKind::by_weekday(on))
    }

    /// The festival that the notice names for this day, if it names one.
    #[must_use]
    pub fn name(&self, on: NaiveDate) -> Option<&str> {
        let found = self.named.binary_search_by_key(&on, |(day, _, _)| *day).ok()?;
        self.named.get(found).map(|(_, _, name)| name.as_str())
    }

    /// Whether people work on this day.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use sikuai::domain::calendar::Calendar;
    /// let sunday = NaiveDate::from_ymd_opt(2021, 2, 7).unwrap();
    /// assert!(Calendar::shipped().is_working_day(sunday), "a make-up Sunday before 春节");
    /// ```
    #[must_use]
    pub fn is_working_day(&self, on: NaiveDate) -> bool {
        self.kind(on).is_working()
    }

    /// The n-th working day after `start`, which itself does not count; `start` when n is 0.
    #[must_use]
    pub fn nth_working_day_after(&self, start: NaiveDate, n: impl Into<i64>) -> NaiveDate {
        let n = n.into();
        if n <= 0 {
            return start;
        }
        date(self.select(self.rank(number(start)).saturating_add(n)))
    }

    /// The n-th working day before `day`, which itself does not count; `day` when n is 0.
    #[must_use]
    pub fn nth_working_day_before(&self, day: NaiveDate, n: u16) -> NaiveDate {
        if n == 0 {
            return day;
        }
        let before = self.rank(number(day).saturating_sub(1));
        date(self.select(before.saturating_add(1).saturating_sub(i64::from(n))))
    }

    /// The day itself when it is worked, else the next working day (民事诉讼法 on periods, through
    /// 办案规则 art. 19: a period whose last day is a rest day ends on the next working day).
    #[must_use]
    pub fn roll_forward(&self, on: NaiveDate) -> NaiveDate {
        if self.is_working_day(on) { on } else { self.nth_working_day_after(on, 1) }
    }

    /// How many working days lie after `after`, through `through`; negative when `through` is earlier.
    #[must_use]
    pub fn working_days_between(&self, after: NaiveDate, through: NaiveDate) -> i64 {
        self.rank(number(through)).saturating_sub(self.rank(number(after)))
    }

    /// The make-up working days after `after`, through `through`, in order.
    pub fn make_up_days_between(
        &self,
        after: NaiveDate,
        through: NaiveDate,
    ) -> impl Iterator<Item = NaiveDate> + '_ {
        let from = self.named.partition_point(|(day, _, _)| *day <= after);
        let within = self.named.iter().skip(from).take_while(move |(day, _, _)| *day <= through);
        within.filter(|(_, kind, _)| kind.is_working()).map(|(day, _, _)| *day)
    }

    /// Where a day number lies in the index, or would lie after it; none before the first known day.
    fn offset(&self, day: i64) -> Option<usize> {
        usize::try_from(day.saturating_sub(number(self.first))).ok()
    }

    /// How many working days there are from the first known day through this one; zero or less before it.
    fn rank(&self, day: i64) -> i64 {
        let (first, last) = (number(self.first), number(self.last));
        let Some(offset) = self.offset(day) else {
            return weekdays_through(day).saturating_sub(weekdays_through(first.saturating_sub(1)));
        };
        self.ranks.get(offset).copied().map_or_else(
            || self.total().saturating_add(weekdays_through(day)).saturating_sub(weekdays_through(last)),
            i64::from,
        )
    }

    /// The working day that has this rank: the inverse of `rank`.
    fn select(&self, rank: i64) -> i64 {
        let (first, last) = (number(self.first), number(self.last));
        let Ok(n) = usize::try_from(rank.saturating_sub(1)) else {
            return nth_weekday(weekdays_through(first.saturating_sub(1)).saturating_add(rank));
        };
        self.selected.get(n).copied().map_or_else(
            || nth_weekday(weekdays_through(last).saturating_add(rank).saturating_sub(self.total())),
            i64::from,
        )
    }

    fn total(&self) -> i64 {
        self.ranks.last().copied().map_or(0, i64::from)
    }
}

/// The index over years that hold together.
fn index(years: Vec<CalendarYear>, first: NaiveDate, last: NaiveDate) -> Calendar {
    let mut named: Vec<(NaiveDate, DayKind, String)> = Vec::new();
    for year in &years {
        named.extend(year.off.iter().map(|day| (day.on, DayKind::Holiday, day.name.clone())));
        named.extend(year.working.iter().map(|day| (day.on, DayKind::MakeUpWorkingDay, day.name.clone())));
    }
    named.sort();
    let (mut kinds, mut ranks, mut selected) = (Vec::new(), Vec::new(), Vec::new());
    let mut rank = 0_i32;
    for on in first.iter_days().take_while(|on| *on <= last) {
        let found = named.binary_search_by_key(&on, |(day, _, _)| *day).ok().and_then(|n| named.get(n));
        let kind = found.map_or_else(|| DayKind::by_weekday(on), |(_, kind, _)| *kind);
        if kind.is_working() {
            rank = rank.saturating_add(1);
            selected.push(on.num_days_from_ce());
        }
        kinds.push(kind);
        ranks.push(rank);
    }
    let hash = hash(&named);
    let short: String = hash.chars().take(VERSION_HASH_CHARS).collect();
    let version = format!("{}-{}/{short}", first.year(), last.year());
    let fingerprint = format!("{}-{}/{hash}", first.year(), last.year());
    Calendar { years, version, fingerprint, first, last, kinds, ranks, selected, named }
}

/// The hash of the named days. Notice numbers and addresses are left out: they move no deadline.
fn hash(named: &[(NaiveDate, DayKind, String)]) -> String {
    let mut hasher = Sha256::new();
    for (on, kind, name) in named {
        let mark = if kind.is_working() { "working" } else { "off" };
        hasher.update(format!("{on} {mark} {name}\n"));
    }
    hex(&hasher.finalize())
}

/// The number of a day: 1 is Monday, the first of January of the year 1.
pub(crate) fn number(on: NaiveDate) -> i64 {
    i64::from(on.num_days_from_ce())
}

/// The day that has this number, cut to what a date can hold.
pub(crate) fn date(number: i64) -> NaiveDate {
    let end = if number.is_negative() { NaiveDate::MIN } else { NaiveDate::MAX };
    i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(end)
}

/// How many days Monday to Friday there are from day 1, a Monday, through this day.
fn weekdays_through(day: i64) -> i64 {
    let day = day.saturating_sub(1);
    day.div_euclid(7).saturating_mul(5).saturating_add(day.rem_euclid(7).saturating_add(1).min(5))
}

/// The n-th day Monday to Friday from day 1: the inverse of `weekdays_through`.
fn nth_weekday(n: i64) -> i64 {
    let n = n.saturating_sub(1);
    n.div_euclid(5).saturating_mul(7).saturating_add(n.rem_euclid(5)).saturating_add(1)
}

#[cfg(test)]
mod tests;
