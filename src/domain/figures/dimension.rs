//! By what figures are broken down (分组维度), and the groups that this makes. A group is a filter too: whatever a figure
//! is grouped by it can be asked for alone. Not here: the columns that hold it (`storage`).

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Period, ReportingRow};
use crate::domain::act::filing::{Channel, Procedure};
use crate::domain::case::Outcome;
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label, label};
use crate::domain::party::EmployerKind;
use crate::domain::stage::Manner;

/// What a case without a value is grouped under, and asked for by.
pub const UNKNOWN: &str = "unknown";
/// The letters of industries (GB/T 4754).
const INDUSTRIES: std::ops::RangeInclusive<char> = 'A'..='T';
/// Region codes have at most so many characters.
const VALUE_CHARS_MAX: usize = 36;

/// By what a figure is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// 案由.
    Cause,
    /// 程序.
    Procedure,
    /// 来源渠道.
    Channel,
    /// 结案方式.
    Manner,
    /// 处理结果.
    Result,
    /// 用人单位类型: that of the first employer who is a party.
    EmployerKind,
    /// 行业门类 of the same employer.
    Industry,
    /// 地区.
    Region,
    /// 仲裁员: the presiding or sole one.
    Arbitrator,
    /// 调解员.
    Mediator,
    /// 月份 of the day by which the measure counts; of what is open, of the acceptance.
    Month,
    /// 是否集体争议.
    Collective,
}

impl Coded for Dimension {
    const LIST: &'static str = "figure_dimension";
    const ROWS: &'static [(Self, Label)] = &[
        (Dimension::Cause, label("cause", "案由", "Cause")),
        (Dimension::Procedure, label("procedure", "程序", "Procedure")),
        (Dimension::Channel, label("channel", "来源渠道", "Channel")),
        (Dimension::Manner, label("manner", "结案方式", "Manner of closing")),
        (Dimension::Result, label("result", "处理结果", "Result")),
        (Dimension::EmployerKind, label("employer_kind", "用人单位类型", "Kind of employer")),
        (Dimension::Industry, label("industry", "行业门类", "Industry")),
        (Dimension::Region, label("region", "地区", "Region")),
        (Dimension::Arbitrator, label("arbitrator", "仲裁员", "Arbitrator")),
        (Dimension::Mediator, label("mediator", "调解员", "Mediator")),
        (Dimension::Month, label("month", "月份", "Month")),
        (Dimension::Collective, label("collective", "是否集体争议", "Collective or not")),
    ];
}

/// One group of one dimension: its value as it is written, or none where the case has no value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Of which dimension.
    pub dimension: Dimension,
    /// Its value; none for the cases without one.
    pub value: Option<String>,
}

impl Group {
    /// The group that a text asks for: [`UNKNOWN`], or a value that the dimension can have.
    ///
    /// ```
    /// use sikuai::domain::figures::{Dimension, Group};
    /// let parse = |dimension, text: &str| Group::parse(dimension, text).map(|group| group.code().to_owned());
    /// let id = "01970000-0000-7000-8000-00000000000a";
    /// assert_eq!(parse(Dimension::Arbitrator, &id.to_uppercase()).as_deref(), Some(id));
    /// assert_eq!(parse(Dimension::Mediator, "xyz"), None);
    /// assert_eq!(parse(Dimension::Mediator, "unknown").as_deref(), Some("unknown"));
    /// assert_eq!(parse(Dimension::Cause, "nope"), None);
    /// assert_eq!(parse(Dimension::Region, "guangdong/xuwen").as_deref(), Some("guangdong/xuwen"));
    /// ```
    #[must_use]
    pub fn parse(dimension: Dimension, text: &str) -> Option<Group> {
        let value = (text != UNKNOWN).then(|| dimension.written(text));
        let is_one = value.as_deref().is_none_or(|value| dimension.takes(value));
        is_one.then_some(Group { dimension, value })
    }

    /// As it is written in a link.
    #[must_use]
    pub fn code(&self) -> &str {
        self.value.as_deref().unwrap_or(UNKNOWN)
    }

    /// What people read, where the value is a code of a list.
    #[must_use]
    pub fn label(&self) -> Option<Label> {
        const NONE: Label = label(UNKNOWN, "未记载", "Not on record");
        let Some(value) = self.value.as_deref() else { return Some(NONE) };
        self.dimension.label_of(value)
    }

    /// The days of a month.
    #[must_use]
    pub fn month(&self) -> Option<Period> {
        self.value.as_deref().filter(|_| self.dimension == Dimension::Month).and_then(month)
    }
}

impl Dimension {
    /// A value as rows have it: ids can be written in several ways.
    fn written(self, text: &str) -> String {
        let id =
            matches!(self, Dimension::Arbitrator | Dimension::Mediator).then(|| text.parse::<Uuid>().ok());
        id.flatten().map_or_else(|| text.to_owned(), |id| id.to_string())
    }

    /// Whether a value can be one of it.
    pub(super) fn takes(self, value: &str) -> bool {
        match self {
            Dimension::Month => month(value).is_some(),
            Dimension::Industry => {
                let mut letters = value.chars();
                letters.next().is_some_and(|letter| INDUSTRIES.contains(&letter)) && letters.next().is_none()
            }
            Dimension::Arbitrator | Dimension::Mediator => value.parse::<Uuid>().is_ok(),
            // It is written into links as it is.
            Dimension::Region => {
                let is_plain =
                    |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '/');
                (1..=VALUE_CHARS_MAX).contains(&value.len()) && value.chars().all(is_plain)
            }
            Dimension::Cause
            | Dimension::Procedure
            | Dimension::Channel
            | Dimension::Manner
            | Dimension::Result
            | Dimension::EmployerKind
            | Dimension::Collective => self.label_of(value).is_some(),
        }
    }

    fn label_of(self, value: &str) -> Option<Label> {
        const COLLECTIVE: Label = label("true", "集体争议", "Collective");
        const SINGLE: Label = label("false", "非集体争议", "Not collective");
        match self {
            Dimension::Cause => of_list::<Cause>(value),
            Dimension::Procedure => of_list::<Procedure>(value),
            Dimension::Channel => of_list::<Channel>(value),
            Dimension::Manner => of_list::<Manner>(value),
            Dimension::Result => of_list::<Outcome>(value),
            Dimension::EmployerKind => of_list::<EmployerKind>(value),
            Dimension::Collective => [COLLECTIVE, SINGLE].into_iter().find(|label| label.code == value),
            Dimension::Industry
            | Dimension::Region
            | Dimension::Arbitrator
            | Dimension::Mediator
            | Dimension::Month => None,
        }
    }
}

impl ReportingRow {
    /// The value of a dimension, but for the month, which is that of a measure.
    pub(super) fn value(&self, dimension: Dimension) -> Option<String> {
        match dimension {
            Dimension::Cause => Some(self.cause.code().to_owned()),
            Dimension::Procedure => self.procedure.map(|procedure| procedure.code().to_owned()),
            Dimension::Channel => Some(self.channel.code().to_owned()),
            Dimension::Manner => self.manner.map(|manner| manner.code().to_owned()),
            Dimension::Result => self.outcome.map(|outcome| outcome.code().to_owned()),
            Dimension::EmployerKind => self.employer_kind.map(|kind| kind.code().to_owned()),
            Dimension::Industry => self.industry.clone(),
            Dimension::Region => Some(self.region.clone()),
            Dimension::Arbitrator => self.arbitrator.map(|user| user.to_string()),
            Dimension::Mediator => self.mediator.map(|user| user.to_string()),
            Dimension::Collective => Some(self.is_collective.to_string()),
            Dimension::Month => None,
        }
    }
}

fn of_list<T: Coded>(code: &str) -> Option<Label> {
    T::from_code(code).map(|value| *value.label())
}

/// `2021-03`.
fn month(text: &str) -> Option<Period> {
    let from: NaiveDate = format!("{text}-01").parse().ok()?;
    let to = from.with_day(28)?.checked_add_days(chrono::Days::new(4))?.with_day(1)?.pred_opt()?;
    (text == month_of(from)).then_some(Period { from, to })
}

/// The month of a day, as it is written: `2021-03`.
#[must_use]
pub fn month_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}
