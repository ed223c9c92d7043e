//! The forecast (结案预测): how many open cases must close by a day so that a closure rate reaches its target, and by which
//! days the law has them closed anyway. Pure arithmetic over what was counted; it foretells nothing. Not here: counting
//! (`storage`), and the deadlines themselves (`deadline`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::condition::{Condition, Day};
use super::definition::{Asked, Definition};
use super::{Measure, Rate};

/// A hundred percent, in hundredths of a percent.
const WHOLE: u32 = 10_000;

/// The rates that can be forecast: closing one case more, and nothing else, raises what is above the line by one.
pub const FORECAST: [Rate; 4] =
    [Rate::Closure, Rate::CohortClosure, Rate::CaseloadClosure, Rate::CountyClosure];

impl Rate {
    /// The open cases whose closing would raise it; none for a rate that is not forecast.
    #[must_use]
    pub fn open_cases(self, asked: Asked) -> Option<Definition> {
        let mut open = Measure::CarriedOut.definition(asked);
        if self == Rate::CohortClosure {
            open.when.push(Condition::In(Day::Accepted, asked.period));
        }
        FORECAST.contains(&self).then_some(open)
    }
}

/// A target, in hundredths of a percent; a hundred percent at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target(u32);

/// A rate as it stands, by its two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Closed.
    pub closed: u64,
    /// Of so many.
    pub of: u64,
}

/// The open cases that would count, by the last day of their trial period (审限).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenCases {
    /// How many have to be closed by a day.
    pub by_last_day: BTreeMap<NaiveDate, u64>,
    /// How many have no last day.
    pub without: u64,
}

/// A last day that comes before the forecast's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayOfForecast {
    /// The last day of a trial period; it can be past.
    pub day: NaiveDate,
    /// How many open cases have it.
    pub cases: u64,
    /// Of what the target takes, so many are closed by the end of this day if every case is closed in time.
    pub closed_for_target: u64,
}

/// What a target takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// So many more must be closed.
    pub needed: u64,
    /// So many are open that would count.
    pub open: u64,
    /// The last days through the day of the forecast, in order.
    pub days: Vec<DayOfForecast>,
    /// So many of what is needed have their last day later, or none: they must be closed before they have to be.
    pub early: u64,
    /// So many are needed beyond all that is open: the target cannot be reached with these.
    pub missing: u64,
    /// The day on which the target is reached if every case is closed on its last day and none before; none where that is
    /// not enough.
    pub reached_on: Option<NaiveDate>,
}

impl Target {
    /// Everything.
    pub const WHOLE: Target = Target(WHOLE);

    /// Reads a percentage with at most two decimals.
    ///
    /// ```
    /// use sikuai::domain::figures::Target;
    /// assert_eq!(Target::parse("95").map(|target| target.percent()).as_deref(), Some("95.00"));
    /// assert_eq!(Target::parse("92.5").map(|target| target.percent()).as_deref(), Some("92.50"));
    /// assert_eq!(Target::parse("100.01"), None);
    /// assert_eq!(Target::parse("9.555"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Target> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_too_long = whole.len() > 2 && whole != "100" || decimals.len() > 2;
        if !is_number(whole) || !is_number(decimals) || is_too_long {
            return None;
        }
        let hundredths: u32 = format!("{decimals:0<2}").parse().ok()?;
        let target = whole.parse::<u32>().ok()? * 100 + hundredths;
        (target <= WHOLE).then_some(Target(target))
    }

    /// As it is shown, with two decimals.
    #[must_use]
    pub fn percent(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }

    /// How many more must be closed so that the rate is not under it.
    ///
    /// ```
    /// use sikuai::domain::figures::{Standing, Target};
    /// // 67.45 of 71 are 95 %, so 68 must be closed.
    /// let target = Target::parse("95").unwrap();
    /// assert_eq!(target.needed(Standing { closed: 66, of: 71 }), 2);
    /// assert_eq!(target.needed(Standing { closed: 68, of: 71 }), 0);
    /// ```
    #[must_use]
    pub fn needed(self, standing: Standing) -> u64 {
        let wanted = (u128::from(self.0) * u128::from(standing.of)).div_ceil(u128::from(WHOLE));
        u64::try_from(wanted).unwrap_or(u64::MAX).saturating_sub(standing.closed)
    }
}

impl OpenCases {
    /// All of them.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.by_last_day.values().sum::<u64>() + self.without
    }
}

impl Forecast {
    /// What a target takes from today through a day.
    #[must_use]
    pub fn of(
        target: Target,
        standing: Standing,
        open: &OpenCases,
        (today, by): (NaiveDate, NaiveDate),
    ) -> Forecast {
        let (needed, all) = (target.needed(standing), open.count());
        let mut due = 0;
        let mut reached_on = (needed == 0).then_some(today);
        let mut days = Vec::new();
        for (day, cases) in open.by_last_day.range(..=by) {
            due += cases;
            days.push(DayOfForecast { day: *day, cases: *cases, closed_for_target: due.min(needed) });
            if due >= needed {
                // What is late can be closed today at the earliest.
                reached_on = reached_on.or(Some(today.max(*day)));
            }
        }
        Forecast {
            needed,
            open: all,
            days,
            early: needed.min(all).saturating_sub(due),
            missing: needed.saturating_sub(all),
            reached_on,
        }
    }
}
