//! What can be chosen as the answer to an element (要素的选项). The lists are our choice (ADR 9).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// The written contract that was concluded last (最近一次劳动合同).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContractTerm {
    /// 固定期限.
    FixedTerm,
    /// 无固定期限.
    OpenEnded,
    /// 以完成一定工作任务为期限.
    TaskBased,
    /// 未签订书面劳动合同.
    Unsigned,
}

impl Coded for ContractTerm {
    const LIST: &'static str = "contract_term";
    const ROWS: &'static [(Self, Label)] = &[
        (ContractTerm::FixedTerm, label("fixed_term", "固定期限", "For a fixed term")),
        (ContractTerm::OpenEnded, label("open_ended", "无固定期限", "Open-ended")),
        (ContractTerm::TaskBased, label("task_based", "以完成一定工作任务为期限", "For a task")),
        (ContractTerm::Unsigned, label("unsigned", "未签订书面劳动合同", "None in writing")),
    ];
}

/// How wages are paid (发放方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayManner {
    /// 银行转账.
    BankTransfer,
    /// 现金.
    Cash,
    /// 其他.
    Other,
}

impl Coded for PayManner {
    const LIST: &'static str = "pay_manner";
    const ROWS: &'static [(Self, Label)] = &[
        (PayManner::BankTransfer, label("bank_transfer", "银行转账", "Bank transfer")),
        (PayManner::Cash, label("cash", "现金", "Cash")),
        (PayManner::Other, label("other", "其他方式", "Another")),
    ];
}

/// How often wages are paid (支付周期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayCycle {
    /// 按月.
    Monthly,
    /// 按周.
    Weekly,
    /// 按日.
    Daily,
    /// 按小时.
    Hourly,
    /// 其他.
    Other,
}

impl Coded for PayCycle {
    const LIST: &'static str = "pay_cycle";
    const ROWS: &'static [(Self, Label)] = &[
        (PayCycle::Monthly, label("monthly", "按月", "Monthly")),
        (PayCycle::Weekly, label("weekly", "按周", "Weekly")),
        (PayCycle::Daily, label("daily", "按日", "Daily")),
        (PayCycle::Hourly, label("hourly", "按小时", "Hourly")),
        (PayCycle::Other, label("other", "其他周期", "Another")),
    ];
}

/// Who put an end to the employment (提出方).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// 劳动者.
    Worker,
    /// 用人单位.
    Employer,
    /// 双方协商.
    Both,
}

impl Coded for EndedBy {
    const LIST: &'static str = "ended_by";
    const ROWS: &'static [(Self, Label)] = &[
        (EndedBy::Worker, label("worker", "劳动者", "The worker")),
        (EndedBy::Employer, label("employer", "用人单位", "The employer")),
        (EndedBy::Both, label("both", "双方协商", "Both, by agreement")),
    ];
}
