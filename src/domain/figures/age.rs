//! How old the open cases are (未结案龄): by the days since their acceptance, in bands, each with exactly its cases. The bands
//! are steps for the eye; whether a case is late its trial period says, and not its age.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;
use utoipa::ToSchema;

use super::condition::{Condition, Day};
use super::definition::{Asked, Definition};
use super::spread::Days;
use super::{Measure, Period};
use crate::domain::code::{Coded, Label, label};

/// A band of ages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub enum AgeBand {
    /// 15 days at most.
    #[serde(rename = "up_to_15")]
    UpTo15,
    /// 16 to 30 days.
    #[serde(rename = "up_to_30")]
    UpTo30,
    /// 31 to 45 days.
    #[serde(rename = "up_to_45")]
    UpTo45,
    /// 46 to 60 days.
    #[serde(rename = "up_to_60")]
    UpTo60,
    /// More than 60 days.
    #[serde(rename = "over_60")]
    Over60,
}

impl Coded for AgeBand {
    const LIST: &'static str = "age_band";
    const ROWS: &'static [(Self, Label)] = &[
        (AgeBand::UpTo15, label("up_to_15", "15日以内", "15 days at most")),
        (AgeBand::UpTo30, label("up_to_30", "16至30日", "16 to 30 days")),
        (AgeBand::UpTo45, label("up_to_45", "31至45日", "31 to 45 days")),
        (AgeBand::UpTo60, label("up_to_60", "46至60日", "46 to 60 days")),
        (AgeBand::Over60, label("over_60", "超过60日", "More than 60 days")),
    ];
}

impl AgeBand {
    /// The least and the most days of it; the last has no most.
    const fn bounds(self) -> (i64, Option<i64>) {
        match self {
            AgeBand::UpTo15 => (0, Some(15)),
            AgeBand::UpTo30 => (16, Some(30)),
            AgeBand::UpTo45 => (31, Some(45)),
            AgeBand::UpTo60 => (46, Some(60)),
            AgeBand::Over60 => (61, None),
        }
    }

    /// The open cases that are so old on the day of which it is asked: those carried out that were accepted so many days
    /// before it.
    #[must_use]
    pub fn open_cases(self, asked: Asked) -> Definition {
        let before = |days: i64| -> NaiveDate {
            asked.as_of.checked_sub_signed(TimeDelta::days(days)).unwrap_or(asked.as_of)
        };
        let (least, most) = self.bounds();
        let mut open = Measure::CarriedOut.definition(asked);
        open.when.push(match most {
            Some(most) => Condition::In(Day::Accepted, Period { from: before(most), to: before(least) }),
            None => Condition::By(Day::Accepted, before(least)),
        });
        open
    }
}

impl Days {
    /// How many cases there are in each band, the youngest first.
    ///
    /// ```
    /// use sikuai::domain::figures::{AgeBand, Days};
    /// let mut days = Days::default();
    /// for (n, cases) in [(0, 1), (15, 2), (16, 4), (45, 8), (46, 16), (60, 32), (61, 64)] {
    ///     days.add(n, cases);
    /// }
    /// let counts: Vec<u64> = days.by_age().iter().map(|(_, cases)| *cases).collect();
    /// assert_eq!(counts, [3, 4, 8, 48, 64]);
    /// assert_eq!(days.by_age()[4].0, AgeBand::Over60);
    /// ```
    #[must_use]
    pub fn by_age(&self) -> Vec<(AgeBand, u64)> {
        let within = |band: AgeBand| {
            let (least, most) = band.bounds();
            let is_in = |days: i64| least <= days && most.is_none_or(|most| days <= most);
            self.0.iter().filter(|(days, _)| is_in(**days)).map(|(_, cases)| *cases).sum()
        };
        AgeBand::ROWS.iter().map(|(band, _)| (*band, within(*band))).collect()
    }
}
