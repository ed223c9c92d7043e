//! How a period was counted (期间计算说明): data from which a reader can count it again, day by day.
//! Not here: the count itself, which these values only report, and the words for it (`sentence`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::exclusion::{
    AppliedExclusion, Exclusion, Extension, ExtensionOutcome, IgnoredExclusion, Limit, Pause,
};
use super::{
    Direction, Due, Length, NoticeCounting, Unit, designated, due, due_with, latest_before, plus_days,
};
use crate::domain::calendar::{Calendar, DayKind, number};

/// How many days one list of an explanation names; for the rest it says how many there are.
/// A period of 45 working days skips about 20.
pub const LISTED_DAYS_MAX: usize = 60;

/// A day that an explanation names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListedDay {
    /// The day.
    pub on: NaiveDate,
    /// What kind of day it is.
    pub kind: DayKind,
    /// The festival, if the notice names one for the day.
    pub name: Option<String>,
}

/// Days in ascending order, the first [`LISTED_DAYS_MAX`] of them by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct ListedDays {
    /// The days.
    pub days: Vec<ListedDay>,
    /// How many more there are.
    pub more: u32,
}

/// How a period was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counting {
    /// Which way it was counted.
    pub direction: Direction,
    /// The day it was counted from, itself not counted.
    pub start: NaiveDate,
    /// Its length, without extension; none where no length but the last day itself was set (指定期间).
    pub length: Option<Length>,
    /// How "so many days before" was understood, for a count backwards.
    pub notice_counting: Option<NoticeCounting>,
    /// The first day that could count: the day after the start, or before it.
    pub counted_from: NaiveDate,
    /// The last day by the count alone; none while the count stands still.
    pub natural_on: Option<NaiveDate>,
    /// The last day on which the act is in time; none while the count stands still.
    pub due_on: Option<NaiveDate>,
    /// Working days: the rest days that were not counted, outside the exclusions. Calendar days: the rest days at the end that
    /// the roll-over jumped.
    pub rest_days: ListedDays,
    /// Saturdays and Sundays that counted, or ended the roll-over, because they were worked.
    pub make_up_days: ListedDays,
    /// The exclusions that count, in date order, without overlap.
    pub exclusions: Vec<AppliedExclusion>,
    /// How many days they leave out, working days where the period has those; those that still stand not included.
    pub excluded_days: u32,
    /// The exclusions that add nothing, and why.
    pub ignored_exclusions: Vec<IgnoredExclusion>,
    /// The extension, and what became of it.
    pub extension: Option<ExtensionOutcome>,
    /// The count stands still, if it does.
    pub paused: Option<Pause>,
    /// The limit without the extension, where there is one.
    pub unextended: Option<Limit>,
    /// The version of the calendar that was used.
    pub calendar: String,
    /// Whether it rests on a day that no notice covers yet.
    pub provisional: bool,
}

impl Counting {
    /// The same count without the roll-over: it ends on its last day, also where that is a rest day, so that no calendar
    /// moves it.
    #[must_use]
    pub fn unrolled(self) -> Counting {
        let (rest_days, make_up_days) = (ListedDays::default(), ListedDays::default());
        Counting { due_on: self.natural_on, rest_days, make_up_days, provisional: false, ..self }
    }
}

/// Explains [`due`].
#[must_use]
pub fn explain(start: NaiveDate, length: Length, calendar: &Calendar) -> Counting {
    let due = due(start, length, calendar);
    let after = match length.unit {
        Unit::WorkingDays => start,
        Unit::CalendarDays | Unit::Months | Unit::Years => plus_days(due.natural_on, -1),
    };
    ending(after, due, blank(start, Some(length), calendar), calendar)
}

/// Explains [`designated`]: the last day was set, by what happened on `start`.
#[must_use]
pub fn explain_designated(start: NaiveDate, last_on: NaiveDate, calendar: &Calendar) -> Counting {
    let due = designated(last_on, calendar);
    ending(plus_days(due.natural_on, -1), due, blank(start, None, calendar), calendar)
}

/// A count with its end, and the days that are named after a day.
fn ending(after: NaiveDate, due: Due, counting: Counting, calendar: &Calendar) -> Counting {
    Counting {
        natural_on: Some(due.natural_on),
        due_on: Some(due.due_on),
        rest_days: rest_days(after, due.due_on, calendar),
        make_up_days: make_up_days(after, due.due_on, calendar),
        provisional: due.provisional,
        ..counting
    }
}

/// Explains [`latest_before`].
#[must_use]
pub fn explain_before(
    day: NaiveDate,
    working_days: u16,
    counting: NoticeCounting,
    calendar: &Calendar,
) -> Counting {
    let due = latest_before(day, working_days, counting, calendar);
    let (after, through) = (plus_days(due.due_on, -1), plus_days(day, -1));
    Counting {
        direction: Direction::Backward,
        notice_counting: Some(counting),
        counted_from: through,
        natural_on: Some(due.natural_on),
        due_on: Some(due.due_on),
        rest_days: rest_days(after, through, calendar),
        make_up_days: make_up_days(after, through, calendar),
        provisional: due.provisional,
        ..blank(day, Some(Length::working_days(working_days)), calendar)
    }
}

/// Explains [`due_with`].
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::period::{Length, counting::explain_with};
/// let accepted_on = NaiveDate::from_ymd_opt(2021, 8, 18).unwrap();
/// let counting = explain_with(accepted_on, Length::calendar_days(45), &[], None, Calendar::shipped());
/// let jumped: Vec<String> = counting.rest_days.days.iter().map(|day| day.on.to_string()).collect();
/// assert_eq!(jumped.first().map(String::as_str), Some("2021-10-02"));
/// assert_eq!(counting.due_on, NaiveDate::from_ymd_opt(2021, 10, 8));
/// ```
#[must_use]
pub fn explain_with(
    start: NaiveDate,
    length: Length,
    exclusions: &[Exclusion],
    extension: Option<Extension>,
    calendar: &Calendar,
) -> Counting {
    let due = due_with(start, length, exclusions, extension, calendar);
    let counted = Counting {
        natural_on: due.natural_on,
        due_on: due.due_on,
        exclusions: due.applied,
        excluded_days: due.excluded_days,
        ignored_exclusions: due.ignored,
        unextended: due.extension.map(|_| due.unextended),
        extension: due.extension,
        paused: due.paused,
        provisional: due.provisional,
        ..blank(start, Some(length), calendar)
    };
    let Some((natural_on, due_on)) = due.natural_on.zip(due.due_on) else { return counted };
    if length.unit != Unit::WorkingDays {
        let after = plus_days(natural_on, -1);
        let rest_days = rest_days(after, due_on, calendar);
        return Counting { rest_days, make_up_days: make_up_days(after, due_on, calendar), ..counted };
    }
    let (rest_days, make_up_days) = counted.days_around_exclusions(due_on, calendar);
    Counting { rest_days, make_up_days, ..counted }
}

impl Counting {
    /// The rest days skipped and the make-up days counted of a count in working days: those that no exclusion has.
    fn days_around_exclusions(&self, due_on: NaiveDate, calendar: &Calendar) -> (ListedDays, ListedDays) {
        let left_out = |on: &NaiveDate| {
            self.exclusions.iter().any(|part| part.from <= *on && part.until.is_none_or(|until| *on < until))
        };
        let days = self.start.iter_days().skip(1).take_while(|on| *on <= due_on);
        let rests: Vec<NaiveDate> =
            days.filter(|on| !calendar.is_working_day(*on) && !left_out(on)).collect();
        let made_up: Vec<NaiveDate> =
            calendar.make_up_days_between(self.start, due_on).filter(|on| !left_out(on)).collect();
        let list = |days: Vec<NaiveDate>| {
            let total = i64::try_from(days.len()).unwrap_or(i64::MAX);
            listed(days.into_iter(), total, calendar)
        };
        (list(rests), list(made_up))
    }
}

/// A forward count of which only the question is known.
fn blank(start: NaiveDate, length: Option<Length>, calendar: &Calendar) -> Counting {
    Counting {
        direction: Direction::Forward,
        start,
        length,
        notice_counting: None,
        counted_from: plus_days(start, 1),
        natural_on: None,
        due_on: None,
        rest_days: ListedDays::default(),
        make_up_days: ListedDays::default(),
        exclusions: Vec::new(),
        excluded_days: 0,
        ignored_exclusions: Vec::new(),
        extension: None,
        paused: None,
        unextended: None,
        calendar: calendar.version().to_owned(),
        provisional: false,
    }
}

/// The rest days after the one day, through the other.
fn rest_days(after: NaiveDate, through: NaiveDate, calendar: &Calendar) -> ListedDays {
    let span = number(through).saturating_sub(number(after));
    let total = span.saturating_sub(calendar.working_days_between(after, through));
    let days = after.iter_days().skip(1).take_while(|on| *on <= through);
    listed(days.filter(|on| !calendar.is_working_day(*on)), total, calendar)
}

/// The make-up working days after the one day, through the other.
fn make_up_days(after: NaiveDate, through: NaiveDate, calendar: &Calendar) -> ListedDays {
    let total = calendar.make_up_days_between(after, through).count();
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    listed(calendar.make_up_days_between(after, through), total, calendar)
}

/// The first of the days by name, and how many more there are of `total`.
fn listed(days: impl Iterator<Item = NaiveDate>, total: i64, calendar: &Calendar) -> ListedDays {
    let name = |on| ListedDay { on, kind: calendar.kind(on), name: calendar.name(on).map(str::to_owned) };
    let days: Vec<ListedDay> = days.take(LISTED_DAYS_MAX).map(name).collect();
    let named = i64::try_from(days.len()).unwrap_or(i64::MAX);
    ListedDays { days, more: u32::try_from(total.saturating_sub(named)).unwrap_or(0) }
}

#[cfg(test)]
mod tests;
