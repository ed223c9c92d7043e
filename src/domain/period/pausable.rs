//! A period that can be stopped and extended (审限: 办案规则 arts. 45-47; 监察办案时限).
//! Not here: who may stop or extend it, for how long and how often; that is the business of the rule.
//!
//! In calendar days, months or years: `natural = start + length + extension + excluded days`, computed from the
//! unrolled date, and `due = natural rolled over rest days`. A pause that begins while an ended count is only waiting
//! for the next working day leaves nothing to count; the period then ends at the earliest on the day it runs again,
//! for it cannot run out while it stands still.
//!
//! In working days: the n-th working day that no exclusion covers, n being length and extension together. What an
//! exclusion leaves out are its working days; one over rest days alone leaves out none. The last day is a working day
//! that counts, so nothing rolls and nothing waits.

use chrono::NaiveDate;

use super::exclusion::{
    AppliedExclusion, DueWith, Exclusion, ExclusionCause, Extension, ExtensionOutcome, IgnoredExclusion,
    IgnoredReason, Limit, Pause,
};
use super::{Length, Unit, covers, months_after, plus_days};
use crate::domain::calendar::{Calendar, date, number};

/// When a period ends that exclusions and an extension, in the unit of its length, may move.
///
/// Events take effect in date order. Of two exclusions that begin on one day the earlier cause of
/// [`ExclusionCause`] comes first, then the one that ends first, then the one still standing: this only
/// decides which of them overlapping days are listed under. An extension comes before an exclusion of
/// its day; as an event only ever moves the limit later, no order among events of one day can change
/// whether another of them is still in time.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::period::{Exclusion, ExclusionCause, Length, due_with};
/// let day = |month, day| NaiveDate::from_ymd_opt(2021, month, day).unwrap();
/// let cause = ExclusionCause::Suspension;
/// let pause = Exclusion { from: day(3, 10), until: Some(day(3, 20)), cause };
/// let due = due_with(day(3, 1), Length::calendar_days(45), &[pause], None, Calendar::shipped());
/// assert_eq!(due.natural_on, Some(day(4, 25)), "15 April and ten days; a make-up Sunday");
/// assert_eq!(due.due_on, Some(day(4, 25)));
/// let due = due_with(day(3, 1), Length::working_days(10), &[pause], None, Calendar::shipped());
/// assert_eq!(due.due_on, Some(day(3, 25)), "2 to 5, 8 and 9, then 22 to 25 March");
/// ```
#[must_use]
pub fn due_with(
    start: NaiveDate,
    length: Length,
    exclusions: &[Exclusion],
    extension: Option<Extension>,
    calendar: &Calendar,
) -> DueWith {
    let events = in_order(exclusions, extension);
    let mut count = Count::new(start, length, calendar);
    for event in &events {
        count.take(event);
    }
    let limit = count.limit();
    let unextended = if extension.is_some() {
        let mut without = Count::new(start, length, calendar);
        for event in events.iter().filter(|event| matches!(event, Event::Excludes(_))) {
            without.take(event);
        }
        without.limit()
    } else {
        limit
    };
    DueWith {
        start,
        length,
        natural_on: limit.natural_on,
        due_on: limit.due_on,
        provisional: limit.provisional,
        excluded_days: days_u32(count.excluded),
        paused: count.pause(),
        applied: count.applied,
        ignored: count.ignored,
        extension: count.extension,
        unextended,
    }
}

/// Something that may move the limit.
enum Event {
    Extends(Extension),
    Excludes(Exclusion),
}

impl Event {
    /// By date, then as the documentation of `due_with` says.
    fn key(&self) -> (NaiveDate, Option<ExclusionCause>, Option<NaiveDate>) {
        match self {
            Event::Extends(extension) => (extension.approved_on, None, None),
            Event::Excludes(exclusion) => {
                let until = exclusion.until.unwrap_or(NaiveDate::MAX);
                (exclusion.from, Some(exclusion.cause), Some(until))
            }
        }
    }
}

fn in_order(exclusions: &[Exclusion], extension: Option<Extension>) -> Vec<Event> {
    let mut events: Vec<Event> = exclusions.iter().copied().map(Event::Excludes).collect();
    events.extend(extension.map(Event::Extends));
    events.sort_by_key(Event::key);
    events
}

/// Where the count stops standing still.
#[derive(Clone, Copy)]
struct Stretch {
    from: NaiveDate,
    /// None while it still stands.
    until: Option<NaiveDate>,
}

/// A count under way: what has been taken in so far.
struct Count<'a> {
    calendar: &'a Calendar,
    start: NaiveDate,
    length: Length,
    extended_by: u16,
    /// In working days where the period has those.
    excluded: i64,
    /// The last unbroken stretch left out.
    stretch: Option<Stretch>,
    applied: Vec<AppliedExclusion>,
    ignored: Vec<IgnoredExclusion>,
    extension: Option<ExtensionOutcome>,
    /// Whether an event was judged by a day that no notice covers.
    judged_by_unknown: bool,
}

impl<'a> Count<'a> {
    fn new(start: NaiveDate, length: Length, calendar: &'a Calendar) -> Count<'a> {
        Count {
            calendar,
            start,
            length,
            extended_by: 0,
            excluded: 0,
            stretch: None,
            applied: Vec::new(),
            ignored: Vec::new(),
            extension: None,
            judged_by_unknown: false,
        }
    }

    fn take(&mut self, event: &Event) {
        match event {
            Event::Extends(extension) => self.extend(*extension),
            Event::Excludes(exclusion) => {
                if let Err(reason) = self.exclude(*exclusion) {
                    self.ignored.push(IgnoredExclusion { exclusion: *exclusion, reason });
                }
            }
        }
    }

    fn extend(&mut self, extension: Extension) {
        let Extension { approved_on, days } = extension;
        let ignored = if approved_on < self.start {
            Some(IgnoredReason::BeforeStart)
        } else if self.is_over_by(approved_on) {
            Some(IgnoredReason::AfterDue)
        } else {
            self.extended_by = days;
            None
        };
        self.extension = Some(ExtensionOutcome { approved_on, days, ignored });
    }

    fn exclude(&mut self, exclusion: Exclusion) -> Result<(), IgnoredReason> {
        let first_counted = plus_days(self.start, 1);
        if exclusion.until.is_some_and(|until| until <= exclusion.from) {
            return Err(IgnoredReason::Empty);
        }
        if exclusion.until.is_some_and(|until| until <= first_counted) {
            return Err(IgnoredReason::BeforeStart);
        }
        if self.is_over_by(exclusion.from) {
            return Err(IgnoredReason::AfterDue);
        }
        let from = self.first_new_day(exclusion.from.max(first_counted), exclusion.until)?;
        let days = exclusion.until.map(|until| self.counted(from, until));
        self.excluded = self.excluded.saturating_add(days.unwrap_or(0));
        let joined = self.stretch.filter(|stretch| stretch.until == Some(from));
        self.stretch =
            Some(Stretch { from: joined.map_or(from, |stretch| stretch.from), until: exclusion.until });
        let days = days.map(days_u32);
        self.applied.push(AppliedExclusion { from, until: exclusion.until, cause: exclusion.cause, days });
        Ok(())
    }

    /// The first day of an exclusion that is not already left out. Events come in date order, so
    /// only the last stretch can overlap.
    fn first_new_day(&self, from: NaiveDate, until: Option<NaiveDate>) -> Result<NaiveDate, IgnoredReason> {
        let Some(stretch) = self.stretch else { return Ok(from) };
        let resumed = stretch.until.ok_or(IgnoredReason::AlreadyExcluded)?;
        if until.is_some_and(|until| until <= resumed) {
            return Err(IgnoredReason::AlreadyExcluded);
        }
        Ok(from.max(resumed))
    }

    /// Whether the limit that runs so far had passed before this day.
    fn is_over_by(&mut self, on: NaiveDate) -> bool {
        let limit = self.limit();
        let (Some(natural_on), Some(due_on)) = (limit.natural_on, limit.due_on) else { return false };
        let unknown = match self.length.unit {
            // All working days up to the event bear on it.
            Unit::WorkingDays => limit.provisional && !covers(self.calendar, plus_days(self.start, 1), on),
            Unit::CalendarDays | Unit::Months | Unit::Years => {
                on > natural_on && !covers(self.calendar, natural_on, due_on)
            }
        };
        // Whether the event is in time turns on rest days that nobody knows.
        self.judged_by_unknown |= unknown;
        on > due_on
    }

    /// The limit as it stands.
    fn limit(&self) -> Limit {
        let resumed = self.stretch.map(|stretch| stretch.until);
        if resumed == Some(None) {
            return Limit { natural_on: None, due_on: None, provisional: self.judged_by_unknown };
        }
        let (natural_on, due_on, counted_from) = if self.length.unit == Unit::WorkingDays {
            let days = self.allowed().saturating_add(self.excluded);
            let due_on = self.calendar.nth_working_day_after(self.start, days);
            (due_on, due_on, plus_days(self.start, 1))
        } else {
            let counted = number(self.unmoved()).saturating_add(self.excluded);
            let natural_on = resumed.flatten().map_or(date(counted), |resumed| date(counted).max(resumed));
            (natural_on, self.calendar.roll_forward(natural_on), natural_on)
        };
        let provisional = self.judged_by_unknown || !covers(self.calendar, counted_from, due_on);
        Limit { natural_on: Some(natural_on), due_on: Some(due_on), provisional }
    }

    /// The last day by the count alone if nothing were left out.
    fn unmoved(&self) -> NaiveDate {
        let Length { count, unit } = self.length;
        let unextended = match unit {
            Unit::WorkingDays => return self.calendar.nth_working_day_after(self.start, self.allowed()),
            Unit::CalendarDays => plus_days(self.start, i64::from(count)),
            Unit::Months => months_after(self.start, u32::from(count)),
            Unit::Years => months_after(self.start, u32::from(count).saturating_mul(12)),
        };
        plus_days(unextended, i64::from(self.extended_by))
    }

    /// How many days there are in all, exclusions aside.
    fn allowed(&self) -> i64 {
        match self.length.unit {
            Unit::WorkingDays => i64::from(self.length.count).saturating_add(i64::from(self.extended_by)),
            Unit::CalendarDays | Unit::Months | Unit::Years => {
                number(self.unmoved()).saturating_sub(number(self.start))
            }
        }
    }

    /// How many days count from the one up to, but not including, the other.
    fn counted(&self, from: NaiveDate, until: NaiveDate) -> i64 {
        match self.length.unit {
            Unit::WorkingDays => {
                self.calendar.working_days_between(plus_days(from, -1), plus_days(until, -1))
            }
            Unit::CalendarDays | Unit::Months | Unit::Years => number(until).saturating_sub(number(from)),
        }
    }

    fn pause(&self) -> Option<Pause> {
        let stretch = self.stretch.filter(|stretch| stretch.until.is_none())?;
        let passed = self.counted(plus_days(self.start, 1), stretch.from);
        // The part of this stretch that has an end is in `excluded`, and lies after `passed`.
        let ended = self.applied.iter().filter(|part| part.from < stretch.from);
        let before = ended.filter_map(|part| part.days).map(i64::from).fold(0, i64::saturating_add);
        let used = passed.saturating_sub(before).clamp(0, self.allowed());
        let left = self.allowed().saturating_sub(used);
        Some(Pause { since: stretch.from, days_used: days_u32(used), days_left: days_u32(left) })
    }
}

/// A count of days that is not negative and fits by construction: all dates span 191 million days.
fn days_u32(days: i64) -> u32 {
    u32::try_from(days.max(0)).unwrap_or(u32::MAX)
}
