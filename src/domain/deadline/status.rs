//! How a deadline stands (期限状态): what has become of it, and what that means on a day.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// What has become of a deadline by what is on record; it does not depend on today, though what met it may lie ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 未办: nothing has met it yet.
    Open,
    /// 已办: met by an act, in time or late.
    Met,
    /// 已放弃: whom it protects gave it up.
    Waived,
    /// 已延长: another, extended deadline took its place.
    Extended,
    /// 停止计算: the clock stands still.
    Paused,
    /// 已逾期: it had run out when another clock took its place or the case was closed, and stays on record.
    Missed,
    /// 不再适用: what it was for fell away.
    Ended,
}

impl Coded for State {
    const LIST: &'static str = "deadline_state";
    const ROWS: &'static [(Self, Label)] = &[
        (State::Open, label("open", "未办", "Open")),
        (State::Met, label("met", "已办", "Met")),
        (State::Waived, label("waived", "已放弃", "Waived")),
        (State::Extended, label("extended", "已延长", "Extended")),
        (State::Paused, label("paused", "停止计算", "Paused")),
        (State::Missed, label("missed", "已逾期", "Missed")),
        (State::Ended, label("ended", "不再适用", "No longer applies")),
    ];
}

/// How a deadline stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 未到期.
    Open,
    /// 逾期.
    Overdue,
    /// 当事人期限届满: a party's own period ran out, no fault of the office.
    Lapsed,
    /// 按期办结.
    MetInTime,
    /// 逾期办结.
    MetLate,
    /// 已放弃.
    Waived,
    /// 已延长.
    Extended,
    /// 停止计算.
    Paused,
    /// 已逾期: nothing met it in time, and nothing will.
    Missed,
    /// 不再适用.
    Ended,
}

impl Coded for Status {
    const LIST: &'static str = "deadline_status";
    const ROWS: &'static [(Self, Label)] = &[
        (Status::Open, label("open", "未到期", "Open")),
        (Status::Overdue, label("overdue", "逾期", "Overdue")),
        (Status::Lapsed, label("lapsed", "期限届满", "Lapsed")),
        (Status::MetInTime, label("met_in_time", "按期", "Met in time")),
        (Status::MetLate, label("met_late", "逾期办结", "Met late")),
        (Status::Waived, label("waived", "已放弃", "Waived")),
        (Status::Extended, label("extended", "已延长", "Extended")),
        (Status::Paused, label("paused", "停止计算", "Paused")),
        (Status::Missed, label("missed", "已逾期", "Missed")),
        (Status::Ended, label("ended", "不再适用", "No longer applies")),
    ];
}
