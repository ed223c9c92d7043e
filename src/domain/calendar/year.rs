//! One year of the calendar (年度放假安排): what the State Council notice of that year names, and
//! what makes such a year contradict itself or its neighbours.
//! Not here: looking days up, which is the index in the parent module.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::docket::hex;

/// The earliest year that a calendar file may be about.
pub const CALENDAR_YEAR_MIN: i32 = 1949;
/// The latest year that a calendar file may be about.
pub const CALENDAR_YEAR_MAX: i32 = 2199;

/// How many digits of its hash are the fingerprint of a year.
const FINGERPRINT_CHARS: usize = 16;

/// A day that a notice names, with the festival it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedDay {
    /// The day.
    pub on: NaiveDate,
    /// The festival, in Chinese: 春节.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
}

/// The days off and the make-up working days of one year, as the notice (国务院办公厅通知) names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// The year that every day below lies in.
    #[schema(minimum = 1949, maximum = 2199)]
    pub year: i32,
    /// The number of the notice, of several where the year was changed later.
    #[schema(max_length = 500)]
    pub notice: String,
    /// Where the notice was published; several addresses are parted by a space.
    #[schema(max_length = 2_000)]
    pub source: String,
    /// Holidays and days off (放假), on weekends or not, in ascending order.
    #[schema(max_items = 366)]
    pub off: Vec<NamedDay>,
    /// Saturdays and Sundays on which people work instead (调休上班), in ascending order.
    #[schema(max_items = 366)]
    pub working: Vec<NamedDay>,
}

/// What kind of day a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, not named as a day off.
    WorkingDay,
    /// A Saturday or Sunday that the notice makes a working day.
    MakeUpWorkingDay,
    /// A Saturday or Sunday that no notice names.
    Weekend,
    /// A day off that the notice names, on a weekend or not.
    Holiday,
}

impl DayKind {
    /// Whether people work on such a day.
    #[must_use]
    pub fn is_working(self) -> bool {
        match self {
            DayKind::WorkingDay | DayKind::MakeUpWorkingDay => true,
            DayKind::Weekend | DayKind::Holiday => false,
        }
    }

    /// The kind that the day of the week alone gives.
    pub(super) fn by_weekday(on: NaiveDate) -> DayKind {
        if is_weekend(on) { DayKind::Weekend } else { DayKind::WorkingDay }
    }
}

impl Coded for DayKind {
    const LIST: &'static str = "day_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::WorkingDay, label("working_day", "工作日", "working day")),
        (Self::MakeUpWorkingDay, label("make_up_working_day", "调休上班日", "make-up working day")),
        (Self::Weekend, label("weekend", "周末", "weekend")),
        (Self::Holiday, label("holiday", "放假日", "holiday")),
    ];
}

/// Where a known year comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YearOrigin {
    /// It travels inside the program.
    Shipped,
    /// The office imported it.
    Imported,
}

impl Coded for YearOrigin {
    const LIST: &'static str = "calendar_year_origin";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::Shipped, label("shipped", "随程序提供", "shipped with the program")),
        (Self::Imported, label("imported", "本委导入", "imported by the office")),
    ];
}

/// Whether the day is a Saturday or a Sunday.
pub(super) fn is_weekend(on: NaiveDate) -> bool {
    matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
}

/// One thing that is wrong with calendar data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// There is no year at all.
    #[error("no calendar year is given")]
    NoYears,
    /// A file could not be read as a calendar year.
    #[error("the calendar of {year} cannot be read: {why}")]
    Unreadable {
        /// The year that the file is for.
        year: i32,
        /// What the reader says.
        why: String,
    },
    /// The year is outside what the product takes.
    #[error("the year {year} is outside {CALENDAR_YEAR_MIN}-{CALENDAR_YEAR_MAX}")]
    YearOutOfRange {
        /// The year.
        year: i32,
    },
    /// The same year is given twice.
    #[error("the year {year} is given twice")]
    YearTwice {
        /// The year.
        year: i32,
    },
    /// Years are missing between two years: a day in the gap would silently be wrong.
    #[error("the years between {before} and {after} are missing")]
    Gap {
        /// The last year before the gap.
        before: i32,
        /// The first year after it.
        after: i32,
    },
    /// A year that names no day off is a year not yet published, not a year without holidays.
    #[error("the year {year} names no day off: an unpublished year must not be given")]
    NoDaysOff {
        /// The year.
        year: i32,
    },
    /// The year does not say which notice it rests on.
    #[error("the year {year} names no notice or no source")]
    NoNotice {
        /// The year.
        year: i32,
    },
    /// A day has no name.
    #[error("{on} has no name")]
    NoName {
        /// The day.
        on: NaiveDate,
    },
    /// A day lies outside the year it is listed in.
    #[error("{on} is listed in the year {year}")]
    OutsideYear {
        /// The year.
        year: i32,
        /// The day.
        on: NaiveDate,
    },
    /// A list is not in ascending order, or names a day twice.
    #[error("{on} does not come after the day before it in its list")]
    NotAscending {
        /// The day.
        on: NaiveDate,
    },
    /// A day is named as a day off and as a working day.
    #[error("{on} is named both as a day off and as a make-up working day")]
    OffAndWorking {
        /// The day.
        on: NaiveDate,
    },
    /// A make-up working day that is not on a weekend makes up for nothing.
    #[error("{on} is named as a make-up working day but is not a Saturday or Sunday")]
    MakeUpOnWeekday {
        /// The day.
        on: NaiveDate,
    },
}

/// Calendar data that contradicts itself: everything that is wrong with it, at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarError {
    /// What is wrong; never empty.
    pub faults: Vec<CalendarFault>,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for CalendarError {}

impl CalendarYear {
    /// A short hash of everything in it, its notice too: whoever replaces a year says which one they saw.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = Sha256::new();
        for text in [&self.year.to_string(), &self.notice, &self.source] {
            hasher.update(text);
            hasher.update([0]);
        }
        for (list, mark) in [(&self.off, "off"), (&self.working, "working")] {
            for day in list {
                hasher.update(format!("{} {mark} {}\n", day.on, day.name));
            }
        }
        hex(&hasher.finalize()).chars().take(FINGERPRINT_CHARS).collect()
    }

    /// Whether the other year names the same days off and the same working days.
    #[must_use]
    pub fn names_the_days_of(&self, other: &CalendarYear) -> bool {
        let days = |list: &[NamedDay]| list.iter().map(|day| day.on).collect::<Vec<_>>();
        days(&self.off) == days(&other.off) && days(&self.working) == days(&other.working)
    }

    /// What is wrong with this year taken by itself; empty when nothing is.
    #[must_use]
    pub fn faults(&self) -> Vec<CalendarFault> {
        let year = self.year;
        let mut faults = Vec::new();
        if !(CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&year) {
            faults.push(CalendarFault::YearOutOfRange { year });
        }
        if self.notice.trim().is_empty() || self.source.trim().is_empty() {
            faults.push(CalendarFault::NoNotice { year });
        }
        if self.off.is_empty() {
            faults.push(CalendarFault::NoDaysOff { year });
        }
        self.list_faults(&self.off, &mut faults);
        self.list_faults(&self.working, &mut faults);
        for day in &self.working {
            if !is_weekend(day.on) {
                faults.push(CalendarFault::MakeUpOnWeekday { on: day.on });
            }
            if self.off.iter().any(|off| off.on == day.on) {
                faults.push(CalendarFault::OffAndWorking { on: day.on });
            }
        }
        faults
    }

    fn list_faults(&self, days: &[NamedDay], faults: &mut Vec<CalendarFault>) {
        let mut previous: Option<NaiveDate> = None;
        for day in days {
            if day.on.year() != self.year {
                faults.push(CalendarFault::OutsideYear { year: self.year, on: day.on });
            }
            if day.name.trim().is_empty() {
                faults.push(CalendarFault::NoName { on: day.on });
            }
            if previous.is_some_and(|previous| previous >= day.on) {
                faults.push(CalendarFault::NotAscending { on: day.on });
            }
            previous = Some(day.on);
        }
    }
}

/// What is wrong between years in ascending order: a year twice, or a gap.
pub(super) fn faults_between(years: &[CalendarYear]) -> Vec<CalendarFault> {
    let neighbours = years.iter().zip(years.iter().skip(1));
    neighbours
        .filter_map(|(before, after)| match after.year.saturating_sub(before.year) {
            0 => Some(CalendarFault::YearTwice { year: after.year }),
            1 => None,
            _ => Some(CalendarFault::Gap { before: before.year, after: after.year }),
        })
        .collect()
}
