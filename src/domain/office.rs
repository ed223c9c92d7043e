//! The office (仲裁委): its region, its settings and its calendar, as the rules see them.
//! Reading them from files and the environment is `config`'s work.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;
use crate::domain::money::Fen;
use crate::domain::period::NoticeCounting;

/// Whether the case discussion (案件讨论) must stand in the docket before an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscussionRule {
    /// An award without it is refused.
    Required,
    /// The office decides without it.
    Free,
}

/// An amount that is in force from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedAmount {
    /// The first day.
    pub effective_from: NaiveDate,
    /// The amount a month, in fen.
    pub fen: Fen,
}

/// A region (地区) and the values that the law leaves to it. Regions are data, `data/regions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// `province/county`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The name of the bureau in Chinese, for reports.
    pub bureau_zh: String,
    /// The name of the bureau in English.
    pub bureau_en: String,
    /// 最低工资, monthly, in order of their dates.
    pub minimum_wages: Vec<DatedAmount>,
    /// Where the values come from, and how sure they are.
    pub note: String,
}

impl Region {
    /// The monthly minimum wage in force on a day, if the region's data knows one.
    #[must_use]
    pub fn minimum_wage(&self, on: NaiveDate) -> Option<Fen> {
        self.minimum_wages.iter().rev().find(|wage| wage.effective_from <= on).map(|wage| wage.fen)
    }
}

/// What the rules need beside the case: one value, handed down.
#[derive(Debug, Clone)]
pub struct LawBook {
    /// The working-day calendar.
    pub calendar: Calendar,
    /// The region of the office.
    pub region: Region,
    /// Whether an award needs a discussion first.
    pub discussion: DiscussionRule,
    /// How notice before a hearing is counted.
    pub notice: NoticeCounting,
}

impl LawBook {
    /// What the computed deadlines depend on: when it changes, they are computed anew.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!("{}/{:?}/{}", self.calendar.fingerprint(), self.notice, self.region.id)
    }

    /// The same office under another calendar.
    #[must_use]
    pub fn with_calendar(&self, calendar: Calendar) -> LawBook {
        LawBook { calendar, ..self.clone() }
    }
}

/// The same day of the month, some months on; a missing day becomes the month's last (law notes §2.10).
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::office::months_after;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(months_after(day(2020, 2, 29), 12), day(2021, 2, 28));
/// ```
#[must_use]
pub fn months_after(on: NaiveDate, months: u32) -> NaiveDate {
    on.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}
