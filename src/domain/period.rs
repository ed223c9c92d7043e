//! The arithmetic of periods (期间): from a day and a length to the day it ends.
//! Not here: which rule has which length, when it starts and what a missed one means; and how
//! a count explains itself, which is [`counting`].
//!
//! Everywhere: the start day does not count, day 1 is the day after it (law of civil procedure on
//! periods, through 办案规则 art. 19). A period in calendar days (自然日) whose last day is a rest day
//! ends on the next working day; a period in working days (工作日) ends on one anyway.
//! Results that rest on a day no notice covers are marked provisional (暂定).

pub mod counting;
mod exclusion;
mod pausable;
mod sentence;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::calendar::{Calendar, date, number};
use crate::domain::code::{Coded, Label, label};

pub use exclusion::{
    AppliedExclusion, DueWith, Exclusion, ExclusionCause, ExtendedBy, Extension, ExtensionOutcome,
    IgnoredExclusion, IgnoredReason, Limit, Pause,
};
pub use pausable::due_with;

/// In what a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working days (工作日): rest days are skipped.
    WorkingDays,
    /// Calendar days (自然日): every day counts; only the last day matters.
    CalendarDays,
    /// Months (月): to the same day of the month, or the last of a shorter one.
    Months,
    /// Years (年): to the same day of the year.
    Years,
}

impl Coded for Unit {
    const LIST: &'static str = "period_unit";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::WorkingDays, label("working_days", "工作日", "working days")),
        (Self::CalendarDays, label("calendar_days", "自然日", "calendar days")),
        (Self::Months, label("months", "个月", "months")),
        (Self::Years, label("years", "年", "years")),
    ];
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// So many working days (工作日).
    #[must_use]
    pub const fn working_days(count: u16) -> Length {
        Length { count, unit: Unit::WorkingDays }
    }

    /// So many calendar days (自然日).
    #[must_use]
    pub const fn calendar_days(count: u16) -> Length {
        Length { count, unit: Unit::CalendarDays }
    }

    /// So many months (月).
    #[must_use]
    pub const fn months(count: u16) -> Length {
        Length { count, unit: Unit::Months }
    }

    /// So many years (年).
    #[must_use]
    pub const fn years(count: u16) -> Length {
        Length { count, unit: Unit::Years }
    }
}

/// Which way a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From an event to the last day that something may be done.
    Forward,
    /// From a planned day back to the last day that something may be done before it.
    Backward,
}

impl Coded for Direction {
    const LIST: &'static str = "period_direction";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::Forward, label("forward", "顺算", "forward")),
        (Self::Backward, label("backward", "倒算", "backward")),
    ];
}

/// How a notice "so many days before" is counted. The law is silent on it; the office chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCounting {
    /// The n-th working day before the day, the day itself not counted.
    Statutory,
    /// n whole working days must lie between: one day earlier.
    ClearDays,
}

impl Coded for NoticeCounting {
    const LIST: &'static str = "notice_counting";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::Statutory, label("statutory", "倒算第n个工作日", "the n-th working day before")),
        (Self::ClearDays, label("clear_days", "间隔满n个工作日", "n clear working days between")),
    ];
}

impl NoticeCounting {
    /// How many working days back the latest day lies.
    fn steps_back(self, working_days: u16) -> u16 {
        match self {
            NoticeCounting::Statutory => working_days,
            NoticeCounting::ClearDays => working_days.saturating_add(1),
        }
    }
}

/// The end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// The last day by the count alone. Warnings go by this day.
    pub natural_on: NaiveDate,
    /// The last day on which the act is in time, the whole day long: rolled over rest days.
    pub due_on: NaiveDate,
    /// Whether it rests on a day that no notice covers yet, and must be computed again.
    pub provisional: bool,
}

/// When a period that started on `start` ends.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::period::{Length, due};
/// let monday = NaiveDate::from_ymd_opt(2021, 3, 1).unwrap();
/// let due = due(monday, Length::working_days(5), Calendar::shipped());
/// assert_eq!(due.due_on, NaiveDate::from_ymd_opt(2021, 3, 8).unwrap());
/// ```
#[must_use]
pub fn due(start: NaiveDate, length: Length, calendar: &Calendar) -> Due {
    match length.unit {
        Unit::WorkingDays => {
            let due_on = calendar.nth_working_day_after(start, length.count);
            // A period of no days ends on its start day, of which nothing is counted.
            let counted_from = plus_days(start, 1).min(due_on);
            Due { natural_on: due_on, due_on, provisional: !covers(calendar, counted_from, due_on) }
        }
        Unit::CalendarDays => rolled(plus_days(start, i64::from(length.count)), calendar),
        Unit::Months => rolled(months_after(start, u32::from(length.count)), calendar),
        Unit::Years => rolled(months_after(start, u32::from(length.count).saturating_mul(12)), calendar),
    }
}

/// A last day by the count alone, rolled over rest days.
fn rolled(natural_on: NaiveDate, calendar: &Calendar) -> Due {
    let due_on = calendar.roll_forward(natural_on);
    Due { natural_on, due_on, provisional: !covers(calendar, natural_on, due_on) }
}

/// When a period ends whose last day was designated (指定期间): on that day, or the next working day where it is a rest
/// day, as any other period in days.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::period::designated;
/// let saturday = NaiveDate::from_ymd_opt(2021, 3, 6).unwrap();
/// assert_eq!(designated(saturday, Calendar::shipped()).due_on, NaiveDate::from_ymd_opt(2021, 3, 8).unwrap());
/// ```
#[must_use]
pub fn designated(last_on: NaiveDate, calendar: &Calendar) -> Due {
    rolled(last_on, calendar)
}

/// The same day of the month, some months on; a missing day becomes the month's last (Civil Code 202).
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::period::months_after;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(months_after(day(2020, 2, 29), 12), day(2021, 2, 28));
/// ```
#[must_use]
pub fn months_after(on: NaiveDate, months: u32) -> NaiveDate {
    on.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// The latest day on which something may be done that must be done `working_days` before `day`
/// (开庭通知, 延期开庭请求: 办案规则 art. 38). `day` itself does not count.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::period::{NoticeCounting, latest_before};
/// let hearing = NaiveDate::from_ymd_opt(2021, 3, 8).unwrap();
/// let latest = latest_before(hearing, 5, NoticeCounting::Statutory, Calendar::shipped());
/// assert_eq!(latest.due_on, NaiveDate::from_ymd_opt(2021, 3, 1).unwrap());
/// ```
#[must_use]
pub fn latest_before(
    day: NaiveDate,
    working_days: u16,
    counting: NoticeCounting,
    calendar: &Calendar,
) -> Due {
    let due_on = calendar.nth_working_day_before(day, counting.steps_back(working_days));
    let counted_from = plus_days(day, -1).max(due_on);
    Due { natural_on: due_on, due_on, provisional: !covers(calendar, due_on, counted_from) }
}

/// Whether every day from the one through the other is known.
fn covers(calendar: &Calendar, from: NaiveDate, through: NaiveDate) -> bool {
    calendar.is_known(from) && calendar.is_known(through)
}

/// The day so many days later, or earlier; cut to what a date can hold.
fn plus_days(on: NaiveDate, days: i64) -> NaiveDate {
    date(number(on).saturating_add(days))
}

#[cfg(test)]
mod tests;
