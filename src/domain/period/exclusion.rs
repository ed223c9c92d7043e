//! What stops or extends a period (扣除, 延期), and what becomes of each: the values of `due_with`.
//! Not here: the counting, which is in `pausable`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Length;
use crate::domain::code::{Coded, Label, label};

/// Why days do not count. Which of them a rule leaves out is said by the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionCause {
    /// The proceedings, or the inspection, are suspended (中止: 办案规则 art. 47).
    Suspension,
    /// An announcement is running (公告: 办案规则 art. 46(6)).
    Announcement,
    /// An audit was commissioned, and is not there yet (委托审计).
    Audit,
    /// An appraisal was commissioned, and is not there yet (委托鉴定).
    Appraisal,
}

impl Coded for ExclusionCause {
    const LIST: &'static str = "exclusion_cause";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::Suspension, label("suspension", "中止", "suspension")),
        (Self::Announcement, label("announcement", "公告", "announcement")),
        (Self::Audit, label("audit", "委托审计", "commissioned audit")),
        (Self::Appraisal, label("appraisal", "委托鉴定", "commissioned appraisal")),
    ];
}

/// Days that do not count: from `from`, up to but not including `until`.
/// 中止: from the decision to the resumption. 公告: from publication to the day of deemed service. 委托审计, 委托鉴定:
/// from the commission to the day of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The first day that does not count.
    pub from: NaiveDate,
    /// The day on which counting goes on; none while it still stands.
    pub until: Option<NaiveDate>,
    /// Why.
    pub cause: ExclusionCause,
}

/// An approved extension (延期: 办案规则 art. 45), in the unit of the period that it extends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApprovedExtension)]
pub struct Extension {
    /// The day of the written approval.
    pub approved_on: NaiveDate,
    /// By how many days: working days where the period has those.
    pub days: u16,
}

/// How a period is made longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtendedBy {
    /// 批准延期: by whoever may approve it.
    Approval,
    /// 双方同意延长: by both sides; the law sets no limit.
    Consent,
}

/// A part of an exclusion that counts for the limit. The parts of one limit do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppliedExclusion {
    /// The first day left out.
    pub from: NaiveDate,
    /// The day on which counting goes on; none while it still stands.
    pub until: Option<NaiveDate>,
    /// Why.
    pub cause: ExclusionCause,
    /// How many days it leaves out, working days where the period has those; none while it still stands.
    pub days: Option<u32>,
}

/// Why an exclusion or an extension adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IgnoredReason {
    /// It began, or was approved, after the limit then running had passed: a missed limit does not
    /// come back to life.
    AfterDue,
    /// It was over by the first counted day, or was approved before the start day.
    BeforeStart,
    /// Its days are already left out by another exclusion.
    AlreadyExcluded,
    /// It ends no later than it begins.
    Empty,
}

impl Coded for IgnoredReason {
    const LIST: &'static str = "ignored_reason";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::AfterDue, label("after_due", "期限届满后发生", "after the limit had passed")),
        (Self::BeforeStart, label("before_start", "期限起算前发生", "before the period began")),
        (Self::AlreadyExcluded, label("already_excluded", "已由其他事由扣除", "already left out")),
        (Self::Empty, label("empty", "无扣除日", "no day in it")),
    ];
}

/// An exclusion that adds nothing, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IgnoredExclusion {
    /// The exclusion as given.
    pub exclusion: Exclusion,
    /// Why it adds nothing.
    pub reason: IgnoredReason,
}

/// An extension, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExtensionOutcome {
    /// The day of the written approval.
    pub approved_on: NaiveDate,
    /// By how many days, as it was given.
    pub days: u16,
    /// Why it adds nothing; none when its days were added.
    pub ignored: Option<IgnoredReason>,
}

/// A count that stands still; its days are working days where the period has those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pause {
    /// The first day of the unbroken stretch that does not count.
    pub since: NaiveDate,
    /// How many days had been counted by then.
    pub days_used: u32,
    /// How many remain once it runs again.
    pub days_left: u32,
}

/// The end of a period as far as it is known: no dates while the count stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Limit {
    /// The last day by the count alone.
    pub natural_on: Option<NaiveDate>,
    /// The last day on which the act is in time.
    pub due_on: Option<NaiveDate>,
    /// Whether it rests on a day that no notice covers yet.
    pub provisional: bool,
}

/// The end of a period with everything that moved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DueWith {
    /// The day that started it, itself not counted.
    pub start: NaiveDate,
    /// Its length, without extension.
    pub length: Length,
    /// The last day by the count alone; none while the count stands still.
    pub natural_on: Option<NaiveDate>,
    /// The last day on which the act is in time; none while the count stands still.
    pub due_on: Option<NaiveDate>,
    /// Whether it rests on a day that no notice covers yet.
    pub provisional: bool,
    /// How many days are left out so far, exclusions that still stand not included.
    pub excluded_days: u32,
    /// The exclusions that count, in date order, without overlap.
    pub applied: Vec<AppliedExclusion>,
    /// The exclusions that add nothing, in date order.
    pub ignored: Vec<IgnoredExclusion>,
    /// The extension, if one was given, and what became of it.
    pub extension: Option<ExtensionOutcome>,
    /// The count stands still, if it does.
    pub paused: Option<Pause>,
    /// The limit as it would be without the extension.
    pub unextended: Limit,
}

impl DueWith {
    /// Since when the count stands still, if it does.
    #[must_use]
    pub fn paused_since(&self) -> Option<NaiveDate> {
        self.paused.map(|pause| pause.since)
    }
}
