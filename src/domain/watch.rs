//! The watch over deadlines (期限监视): on which days a notice is due, what it says, and when the watch
//! itself is late. Values in, answers out. Not here: to whom it goes and how it is kept (`app::watching`).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::calendar::Calendar;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::Findings;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::{Refusal, Words, words};
use crate::domain::role::Role;

/// Who hears of every case, not only of those that they work on.
pub const HEARS_OF_EVERY_CASE: Role = Role::Supervisor;

/// Who hears of a referral to a channel, and of a case of its kind on which nobody works: the roles that may answer for
/// the channel.
pub fn hears_of_referrals(to: CaseKind) -> impl Iterator<Item = Role> {
    let answers = move |role: &Role| permit(*role, Operation::AnswerReferral(to)) != Permit::No;
    Role::ROWS.iter().map(|(role, _)| *role).filter(answers)
}

/// The watch is late when its last complete run is more than so many intervals ago.
const LATE_INTERVALS: i32 = 3;

/// Why a notice (提醒) was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// 期限将至.
    DeadlineAhead,
    /// 期限已过.
    DeadlineMissed,
    /// 待办到期: a day in one's own diary has come.
    DiaryDue,
    /// 收到差评.
    BadRating,
    /// 差评整改逾期.
    RectificationMissed,
}

impl Coded for NoticeKind {
    const LIST: &'static str = "notice_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (NoticeKind::DeadlineAhead, label("deadline_ahead", "期限将至", "Deadline ahead")),
        (NoticeKind::DeadlineMissed, label("deadline_missed", "期限已过", "Deadline missed")),
        (NoticeKind::DiaryDue, label("diary_due", "待办到期", "Diary entry due")),
        (NoticeKind::BadRating, label("bad_rating", "收到差评", "Bad rating")),
        (
            NoticeKind::RectificationMissed,
            label("rectification_missed", "差评整改逾期", "Rectification of a bad rating missed"),
        ),
    ];
}

/// How a run of the watch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    /// 已完成: every deadline was looked at.
    Completed,
    /// 中断: what had been raised by then stays; the next run raises the rest.
    Failed,
}

impl Coded for RunOutcome {
    const LIST: &'static str = "watch_run_outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (RunOutcome::Completed, label("completed", "已完成", "Completed")),
        (RunOutcome::Failed, label("failed", "中断", "Broken off")),
    ];
}

/// How the watch itself stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchState {
    /// 正常.
    OnTime,
    /// 延误: it has never run to its end, or not for more than three intervals.
    Late,
    /// 未启用: nothing says how often it should run, so it cannot be late.
    Off,
}

impl Coded for WatchState {
    const LIST: &'static str = "watch_state";
    const ROWS: &'static [(Self, Label)] = &[
        (WatchState::OnTime, label("on_time", "正常", "On time")),
        (WatchState::Late, label("late", "延误", "Late")),
        (WatchState::Off, label("off", "未启用", "Off")),
    ];
}

/// How far a day stands from the last day of a deadline, as notices count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// So many working days before the last day, or nearer; 0 is the last day itself.
    Ahead(u16),
    /// The last day is past.
    Missed,
}

impl Distance {
    /// The kind of the notice at this distance.
    #[must_use]
    pub fn kind(self) -> NoticeKind {
        match self {
            Distance::Ahead(_) => NoticeKind::DeadlineAhead,
            Distance::Missed => NoticeKind::DeadlineMissed,
        }
    }

    /// The working days of the distance; 0 once the last day is past.
    #[must_use]
    pub fn working_days(self) -> u16 {
        match self {
            Distance::Ahead(working_days) => working_days,
            Distance::Missed => 0,
        }
    }
}

/// The notice that is due today for an open deadline: the nearest of `distances` (in working days) that has
/// been reached, one and never several, so that a watch that stood still for days says once how things are.
/// It is due again on each later day until a nearer one is reached; that it is raised once is kept elsewhere.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::watch::{Distance, notice_due};
/// let day = |d| NaiveDate::from_ymd_opt(2021, 3, d).unwrap();
/// let (friday, calendar) = (day(12), Calendar::shipped());
/// assert_eq!(notice_due(friday, day(9), &[5, 3, 1], calendar), Some(Distance::Ahead(3)));
/// assert_eq!(notice_due(friday, day(13), &[5, 3, 1], calendar), Some(Distance::Missed));
/// ```
#[must_use]
pub fn notice_due(
    due_on: NaiveDate,
    today: NaiveDate,
    distances: &[u16],
    calendar: &Calendar,
) -> Option<Distance> {
    if today > due_on {
        return Some(Distance::Missed);
    }
    let reached = |distance: &u16| calendar.nth_working_day_before(due_on, *distance) <= today;
    distances.iter().copied().filter(reached).min().map(Distance::Ahead)
}

/// No deadline with a last day after this one can have a notice due today.
#[must_use]
pub fn horizon(today: NaiveDate, distances: &[u16], calendar: &Calendar) -> NaiveDate {
    calendar.nth_working_day_after(today, distances.iter().copied().max().unwrap_or(0))
}

/// What a notice about a deadline says, as things stood on the day it was raised.
#[must_use]
pub fn say_deadline(rule: RuleId, due_on: NaiveDate, raised_on: NaiveDate, calendar: &Calendar) -> Words {
    let Label { code, zh, en } = rule.label();
    if raised_on > due_on {
        return words(
            format!("“{zh}”（{code}）已于{due_on}届满，尚未办结"),
            format!("{en} ({code}) ran out on {due_on} and is still open."),
        );
    }
    match calendar.working_days_between(raised_on, due_on) {
        ..=0 => words(
            format!("“{zh}”（{code}）今天（{due_on}）到期"),
            format!("{en} ({code}) is due today, {due_on}."),
        ),
        left => {
            let (raised_on, days) = (raised_on, if left == 1 { "day" } else { "days" });
            words(
                format!("“{zh}”（{code}）于{due_on}到期，自{raised_on}起尚余{left}个工作日"),
                format!("{en} ({code}) is due on {due_on}, {left} working {days} from {raised_on}."),
            )
        }
    }
}

/// What a notice about a diary entry says. What the entry itself says is for its writer alone to open.
#[must_use]
pub fn say_diary(on: NaiveDate) -> Words {
    words(
        format!("本人在该案的待办事项已到日期（{on}）"),
        format!("An entry in your diary of this case has come up ({on})."),
    )
}

/// What a notice says of a bad rating that came in. What the rater wrote is for who opens the rating.
#[must_use]
pub fn say_bad_rating(due_on: NaiveDate) -> Words {
    words(
        format!("该案收到一件差评，请核实，并于{due_on}前（含当日）完成整改"),
        format!("The case got a bad rating, to be verified, and rectified by {due_on}."),
    )
}

/// What a notice says of a bad rating that was not rectified in time.
#[must_use]
pub fn say_rectification_missed(due_on: NaiveDate) -> Words {
    words(
        format!("该案一件差评的整改期限已于{due_on}届满，尚未整改"),
        format!("The rectification of a bad rating of the case was due on {due_on} and is still open."),
    )
}

/// A diary entry is for today or a later day: one for a day that is past would come up at once.
///
/// # Errors
/// The refusal of a day that is past.
pub fn diary_day(on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let mut findings = Findings::default();
    if on < today {
        let said = words("待办日期不得早于今天", "An entry in the diary is for today or a later day.");
        findings.invalid("in_the_past", "/on", said);
    }
    let findings = findings.into_findings();
    if findings.is_empty() { Ok(()) } else { Err(Refusal { findings }) }
}

/// How the watch stands, by the instant of its last complete run. Without an interval it is off.
#[must_use]
pub fn watch_state(
    completed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    interval: Option<TimeDelta>,
) -> WatchState {
    match (interval, completed_at) {
        (None, _) => WatchState::Off,
        (Some(interval), Some(at)) if now - at <= interval * LATE_INTERVALS => WatchState::OnTime,
        (Some(_), _) => WatchState::Late,
    }
}
