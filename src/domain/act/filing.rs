//! Quick filing (快立): receipt, correction, deferral for mediation, acceptance and its refusals.
//! Not here: what an application holds, which is in `receipt`.

mod receipt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::{Accepted, Case, Correction, Deferral, ReceiptClock, Recovered, Trial, TrialStart};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::{law, r33};
use crate::domain::money::Fen;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

pub(crate) use receipt::check_claims;
pub use receipt::{Channel, Prior, Receipt};

/// The procedure (程序).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// 一般程序.
    Ordinary,
    /// 简易处理.
    Simplified,
}

impl Coded for Procedure {
    const LIST: &'static str = "procedure";
    const ROWS: &'static [(Self, Label)] = &[
        (Procedure::Ordinary, label("ordinary", "一般程序", "Ordinary")),
        (Procedure::Simplified, label("simplified", "简易处理", "Simplified")),
    ];
}

/// Why a case may be handled in the simplified way (R33 56).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SimplifiedGround {
    /// 事实清楚、权利义务关系明确、争议不大.
    ClearFacts,
    /// 标的额不超过上年度职工年平均工资.
    SmallAmount,
    /// 双方同意.
    Agreed,
}

impl Coded for SimplifiedGround {
    const LIST: &'static str = "simplified_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            SimplifiedGround::ClearFacts,
            label("clear_facts", "事实清楚、争议不大", "Clear facts, little in dispute"),
        ),
        (SimplifiedGround::SmallAmount, label("small_amount", "标的额较小", "Small amount")),
        (SimplifiedGround::Agreed, label("agreed", "双方同意", "Both agree")),
    ];
}

/// 一次性告知补正: what is missing, said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionNotice {
    /// Everything that is to be corrected or added.
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<String>,
    /// The designated day until which to correct; the law sets no length.
    pub due_on: NaiveDate,
}

impl ActRule for CorrectionNotice {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if case.correction.is_some() {
            findings.unlawful(
                "corrected_once",
                r33("29"),
                words(
                    "补正材料应当一次性告知,本案已告知过",
                    "corrections are asked for once, and were asked for already",
                ),
            );
        }
        if self.due_on < at.on {
            findings.invalid(
                "due_before_notice",
                "/due_on",
                words("补正期限早于告知之日", "the designated day lies before the notice"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.correction = Some(Correction { notice: at.dated(), due_on: self.due_on, completed: None });
        case.receipt_clock.stopped = Some(at.dated());
    }
}

/// 补正完成: the materials are complete; the five working days begin anew (R33 46(2)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionCompletion {}

impl ActRule for CorrectionCompletion {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(correction) = &mut case.correction {
            correction.completed = Some(at.dated());
        }
        case.receipt_clock = ReceiptClock { since: at.dated(), stopped: None };
    }
}

/// 逾期不补正: the designated term ran out; not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionLapse {}

impl ActRule for CorrectionLapse {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if case.correction.as_ref().is_some_and(|correction| at.on <= correction.due_on) {
            findings.unlawful(
                "correction_term_runs",
                r33("29"),
                words("补正期限尚未届满", "the term for correction has not run out"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::NotCorrected, None, at);
    }
}

/// 暂缓受理: the applicant agrees to mediation first (R33 69).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationDeferral {
    /// Who mediates.
    #[schema(min_length = 1, max_length = 200)]
    pub body: String,
}

impl ActRule for MediationDeferral {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if !case.deferrals.is_empty() {
            findings.unlawful(
                "deferred_once",
                r33("69"),
                words(
                    "先行调解未成后应当决定是否受理,不得再次暂缓",
                    "after mediation failed, acceptance is decided; it is not deferred again",
                ),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.deferrals.push(Deferral { consent: at.dated(), body: self.body, ended: None });
        case.receipt_clock.stopped = Some(at.dated());
    }
}

/// Why mediation before acceptance ended without agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// 调解不成.
    Failed,
    /// 拒绝调解.
    Refused,
    /// 期限届满 (LAW 14).
    Lapsed,
}

impl Coded for FailureCause {
    const LIST: &'static str = "mediation_failure_cause";
    const ROWS: &'static [(Self, Label)] = &[
        (FailureCause::Failed, label("failed", "调解不成", "No agreement")),
        (FailureCause::Refused, label("refused", "拒绝调解", "A side refused")),
        (FailureCause::Lapsed, label("lapsed", "期限届满", "The period ran out")),
    ];
}

/// 先行调解未成: the commission must now decide on acceptance, in five new working days (our choice).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationFailure {
    /// Why it ended.
    pub cause: FailureCause,
}

impl ActRule for MediationFailure {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(deferral) = case.deferrals.last() else { return };
        let due = deadline::mediation_due(deferral.consent.on, at.book);
        if self.cause == FailureCause::Lapsed && at.on <= due {
            findings.unlawful(
                "mediation_period_runs",
                law("14"),
                words(format!("调解期限至{due}才届满"), format!("the mediation period runs until {due}")),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(deferral) = case.deferrals.last_mut() {
            deferral.ended = Some(at.dated());
        }
        case.receipt_clock = ReceiptClock { since: at.dated(), stopped: None };
    }
}

/// 案前调解成功: settled before acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreFilingSettlement {
    /// What was agreed to be paid, in fen.
    pub amount: Fen,
    /// What was paid on the spot, in fen; a recovery before acceptance.
    #[serde(default)]
    pub paid: Fen,
}

impl ActRule for PreFilingSettlement {
    fn check(&self, _case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.paid > self.amount {
            findings.invalid(
                "paid_more_than_agreed",
                "/paid",
                words("当场支付金额大于协议金额", "more was paid on the spot than was agreed"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(deferral) = case.deferrals.last_mut() {
            deferral.ended = Some(at.dated());
        }
        if self.paid > Fen::ZERO {
            case.recoveries.push(Recovered { at: at.dated(), amount: self.paid });
        }
        case.close(Manner::SettledBeforeAcceptance, None, at);
    }
}

/// Why an application is not accepted (不予受理理由).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectionGround {
    /// 不属于受理范围: R33 30, 2.
    OutOfScope,
    /// 重复申请: already decided or pending (R33 34).
    Duplicate,
    /// 按撤回处理后再次申请 (R33 39).
    DeemedWithdrawnBefore,
    /// 主体不适格或请求不明确 (R33 30).
    ConditionsNotMet,
}

impl Coded for RejectionGround {
    const LIST: &'static str = "rejection_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (RejectionGround::OutOfScope, label("out_of_scope", "不属于受理范围", "Out of scope")),
        (RejectionGround::Duplicate, label("duplicate", "重复申请", "Already decided or pending")),
        (
            RejectionGround::DeemedWithdrawnBefore,
            label("deemed_withdrawn_before", "按撤回处理后再次申请", "Deemed withdrawn before"),
        ),
        (
            RejectionGround::ConditionsNotMet,
            label("conditions_not_met", "不符合受理条件", "Conditions not met"),
        ),
    ];
}

/// 不予受理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rejection {
    /// Why.
    pub ground: RejectionGround,
}

impl ActRule for Rejection {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::Rejected, None, at);
    }
}

/// 无管辖权的书面说明: the applicant is told where to go (R33 31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JurisdictionNotice {
    /// The commission that has jurisdiction.
    #[schema(min_length = 1, max_length = 200)]
    pub competent: String,
}

impl ActRule for JurisdictionNotice {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::ReferredElsewhere, None, at);
    }
}

/// Whether an earlier case that was closed so, or is not closed, may bar this one (R33 34): whether the dispute
/// is the same one is for the office to see, so it only warns.
fn may_be_duplicate(manner: Option<Manner>) -> bool {
    match manner {
        None | Some(Manner::AwardFinal | Manner::AwardNonFinal | Manner::AwardMixed | Manner::Mediated) => {
            true
        }
        Some(
            Manner::Withdrawn
            | Manner::DeemedWithdrawn
            | Manner::Revoked
            | Manner::Transferred
            | Manner::Terminated
            | Manner::Rejected
            | Manner::ReferredElsewhere
            | Manner::NotCorrected
            | Manner::WithdrawnBeforeAcceptance
            | Manner::SettledBeforeAcceptance,
        ) => false,
    }
}

/// 受理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The procedure.
    pub procedure: Procedure,
    /// Why it may be simplified; required then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simplified_ground: Option<SimplifiedGround>,
    /// 案号; left out, the register gives the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub number: Option<String>,
}

impl ActRule for Acceptance {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if case.prior.is_some_and(|prior| prior.manner == Some(Manner::DeemedWithdrawn)) {
            findings.unlawful(
                "deemed_withdrawn_before",
                r33("39"),
                words(
                    "前案已按撤回仲裁申请处理,同一争议再次申请不予受理",
                    "the earlier case was deemed withdrawn; the same dispute may not be accepted again",
                ),
            );
        }
        if case.prior.is_some_and(|prior| may_be_duplicate(prior.manner)) {
            findings.warn(
                "duplicate_of_prior",
                Some(r33("34")),
                words(
                    "前案已有处理结果或尚在办理,请核对是否重复申请",
                    "the earlier case was decided or still runs; check whether this is the same dispute again",
                ),
            );
        }
        if self.procedure == Procedure::Simplified && self.simplified_ground.is_none() {
            findings.over_limit(
                "simplified_without_ground",
                "/simplified_ground",
                r33("56"),
                words("简易处理应当载明适用的情形", "the simplified procedure needs its ground"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.acceptance = Some(Accepted { at: at.dated(), number: self.number });
        case.procedure = Some(self.procedure);
        let (since, cause) = match case.channel {
            Channel::TransferredIn => (case.received, TrialStart::TransferReceived),
            Channel::Counter | Channel::Online | Channel::Post | Channel::Oral => {
                (at.dated(), TrialStart::Acceptance)
            }
        };
        case.trial = Some(Trial { since, cause, extension: None });
    }
}
