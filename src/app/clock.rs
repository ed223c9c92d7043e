//! The clock of the app (时钟): the only place that asks what time it is, so that tests and
//! the demo can move it. Not here: periods and calendars; the domain takes dates.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound as _, TimeDelta, Utc};

pub use crate::domain::docket::office_midnight;

/// China has one time zone and no summer time; the office lives in it whatever the machine says.
const OFFICE_HOURS_EAST: i32 = 8;

/// Databases keep microseconds; what is finer would not come back equal.
const SUBSECOND_DIGITS: u16 = 6;

/// Where the time comes from. Cloning gives the same clock.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// The machine's, moved by a fixed amount: the demo lives in another year and time runs on.
    Offset(TimeDelta),
    /// Stands still until it is told otherwise: tests, and history that is loaded day by day.
    Manual(ManualClock),
}

impl Clock {
    /// A clock that shows `start` now and runs on from there.
    #[must_use]
    pub fn starting_at(start: DateTime<Utc>) -> Clock {
        Clock::Offset(start - machine_now())
    }

    /// This instant, cut to microseconds.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => machine_now(),
            Clock::Offset(shift) => machine_now() + *shift,
            Clock::Manual(manual) => manual.now(),
        }
        .trunc_subsecs(SUBSECOND_DIGITS)
    }

    /// Today's date in Asia/Shanghai: the legal date.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        office_date(self.now())
    }
}

/// The date that an instant has in Asia/Shanghai.
///
/// ```
/// use sikuai::app::clock::office_date;
/// let late_in_london = "2021-03-01T16:00:00Z".parse().unwrap();
/// assert_eq!(office_date(late_in_london).to_string(), "2021-03-02");
/// ```
#[must_use]
pub fn office_date(instant: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(OFFICE_HOURS_EAST * 3600)
        .map_or_else(|| instant.date_naive(), |office| instant.with_timezone(&office).date_naive())
}

/// A clock that is moved by hand. Cloning gives another hand on the same clock.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<DateTime<Utc>>>);

impl ManualClock {
    /// A clock that stands at `instant`.
    #[must_use]
    pub fn at(instant: DateTime<Utc>) -> ManualClock {
        ManualClock(Arc::new(Mutex::new(instant)))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Sets the clock, also backwards.
    pub fn set(&self, instant: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = instant;
    }

    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_turns_at_midnight_in_shanghai() {
        let manual = ManualClock::at("2021-12-09T15:59:59.1234567Z".parse().unwrap());
        let clock = Clock::Manual(manual.clone());
        assert_eq!(clock.today(), NaiveDate::from_ymd_opt(2021, 12, 9).unwrap());
        assert_eq!(clock.now().timestamp_subsec_nanos(), 123_456_000);
        manual.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today(), NaiveDate::from_ymd_opt(2021, 12, 10).unwrap());
    }

    #[test]
    fn an_offset_clock_runs_on_from_its_start() {
        let start: DateTime<Utc> = "2021-12-10T01:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        let first = clock.now();
        assert!(first >= start - TimeDelta::microseconds(1) && first < start + TimeDelta::minutes(1));
        assert!(clock.now() >= first);
    }
}
