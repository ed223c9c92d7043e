//! The course of a mediation (调解的进行): its prolongation, and its end without an agreement. LAW 14, D17 29.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::own;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, MediationCase, Prolonged};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::{d17, law};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// The last day of the mediation, its prolongation included.
pub(super) fn last_day(case: &Case, book: &LawBook) -> NaiveDate {
    let prolonged = case.mediation.as_ref().and_then(|mediation| mediation.prolonged);
    deadline::extended_due_of(RuleId::M03, case.received.on, prolonged.map(Into::into), book)
}

/// By more calendar days than these a person is asked to look (our choice: D17 29 sets no limit).
const PROLONGATION_DAYS_USUAL: u16 = 15;

/// 延长调解期限: both sides agree (D17 29). The text sets no limit; that it is done once is our choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationProlongation {
    /// Calendar days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
}

impl ActRule for MediationProlongation {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.days == 0 {
            let text = words("延长的日数应当大于零", "it is prolonged by a day at least");
            findings.invalid("no_prolongation", "/days", text);
        }
        if self.days > PROLONGATION_DAYS_USUAL {
            let text = words(
                format!("延长超过{PROLONGATION_DAYS_USUAL}日（法律未规定上限），请核对"),
                format!("by more than {PROLONGATION_DAYS_USUAL} days (the law sets no limit); please check"),
            );
            findings.warn("long_prolongation", None, text);
        }
        check_prolongable(case, at, findings);
    }

    /// One that came too late, or was the second by its legal date, moves nothing.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        own(case, |mediation| {
            if mediation.prolonged.is_none_or(|known| at.on < known.at.on) {
                mediation.prolonged = Some(Prolonged { at: at.dated(), days: self.days });
            }
        });
    }
}

/// Whether a mediation can be prolonged at all, by however many days.
pub(in crate::domain::act) fn check_prolongable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.mediation.as_ref().is_some_and(|mediation| mediation.prolonged.is_some()) {
        let text = words("调解期限已延长过一次（本委规定）", "the mediation was prolonged already");
        findings.against_house_rule(at, "prolonged_once", text);
    }
    let due = deadline::due_of(RuleId::M03, case.received.on, at.book);
    if at.on > due {
        let text = words(
            format!("调解期限已于{due}届满，不能再延长"),
            format!("the mediation period ended on {due}; it can no longer be prolonged"),
        );
        findings.breach(at, at.on, "prolongation_too_late", (d17("29"), text));
    }
}

/// How a mediation ended without an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndingCause {
    /// 调解不成.
    Failed,
    /// 一方当事人不同意继续调解.
    Refused,
    /// 期限届满 (LAW 14).
    Lapsed,
    /// 撤回调解申请.
    Withdrawn,
    /// 和解.
    Settled,
}

impl Coded for EndingCause {
    const LIST: &'static str = "mediation_ending_cause";
    const ROWS: &'static [(Self, Label)] = &[
        (EndingCause::Failed, label("failed", "调解不成", "No agreement")),
        (EndingCause::Refused, label("refused", "一方不同意继续调解", "A side no longer wants to mediate")),
        (EndingCause::Lapsed, label("lapsed", "期限届满", "The period ran out")),
        (EndingCause::Withdrawn, label("withdrawn", "撤回调解申请", "The request was withdrawn")),
        (EndingCause::Settled, label("settled", "和解", "The parties settled by themselves")),
    ];
}

/// 终结调解: without an agreement before the mediators (LAW 14, D17 29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationEnding {
    /// How it ended.
    pub cause: EndingCause,
    /// What the parties settled for by themselves, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
}

impl ActRule for MediationEnding {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let due = last_day(case, at.book);
        if self.cause == EndingCause::Lapsed && at.on <= due {
            findings.unlawful(
                "mediation_period_runs",
                law("14"),
                words(format!("调解期限至{due}才届满"), format!("the mediation period runs until {due}")),
            );
        }
        let started = case.mediation.as_ref().is_some_and(|mediation| mediation.started.is_some());
        if matches!(self.cause, EndingCause::Failed | EndingCause::Refused) && !started {
            findings.unlawful(
                "mediation_not_started",
                d17("22"),
                words(
                    "调解尚未受理；一方不同意调解的，应当登记为不受理",
                    "the mediation was not taken up; that a side does not agree is a refusal to take it up",
                ),
            );
        }
        if self.amount.is_some() && self.cause != EndingCause::Settled {
            let text = words("只有和解才填写和解金额", "only a settlement has an amount");
            findings.invalid("amount_without_settlement", "/amount", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let due = last_day(case, at.book);
        let manner = match self.cause {
            EndingCause::Failed | EndingCause::Refused | EndingCause::Lapsed => Manner::MediationFailed,
            EndingCause::Withdrawn => Manner::MediationWithdrawn,
            EndingCause::Settled => Manner::MediationSettled,
        };
        own(case, |mediation: &mut MediationCase| {
            mediation.lapsed_on = (self.cause == EndingCause::Lapsed).then_some(due);
            mediation.settled = self.amount;
        });
        case.close(manner, None, at);
    }
}
