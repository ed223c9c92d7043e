//! The decision on an application (受理决定): acceptance with its procedure, rejection, the notice that another
//! commission has jurisdiction.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Channel;
use crate::domain::act::ActRule;
use crate::domain::act::collective::Continued;
use crate::domain::act::referral::check_not_turned_away;
use crate::domain::case::{Accepted, Case, Dated, Joined, Trial, TrialStart};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::r33;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

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
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self.ground {
            RejectionGround::OutOfScope => check_not_turned_away(case, findings),
            RejectionGround::Duplicate | RejectionGround::DeemedWithdrawnBefore => {
                check_prior(case, self.ground, at, findings);
            }
            RejectionGround::ConditionsNotMet => {}
        }
    }

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
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_not_turned_away(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::ReferredElsewhere, None, at);
    }
}

/// A ground that says something of an earlier case is held against the one that the application names; where it names none, a
/// person is asked which it is.
fn check_prior(case: &Case, ground: RejectionGround, at: &Moment<'_>, findings: &mut Findings) {
    let (label, article) = match ground {
        RejectionGround::DeemedWithdrawnBefore => (ground.label(), r33("39")),
        RejectionGround::Duplicate | RejectionGround::OutOfScope | RejectionGround::ConditionsNotMet => {
            (ground.label(), r33("34"))
        }
    };
    let Some(prior) = case.prior else {
        let text = words(
            format!("以“{}”不予受理，但本案没有登记前案，无法核对，请确认", label.zh),
            format!(
                "rejected as \u{201c}{}\u{201d}, and the application names no earlier case; it cannot be checked, please confirm",
                label.en
            ),
        );
        findings.warn("prior_unknown", Some(article), text);
        return;
    };
    if ground == RejectionGround::DeemedWithdrawnBefore && prior.barred.is_some() {
        return;
    }
    let Some(manner) = prior.manner else {
        let text = words(
            format!("前案在收到本申请时尚未结案，以“{}”不予受理前请核对其现在的结果", label.zh),
            format!(
                "the earlier case was open when this application came in; before it is rejected as \u{201c}{}\u{201d}, \
                 please check how it stands now",
                label.en
            ),
        );
        findings.warn("prior_was_open", Some(article), text);
        return;
    };
    let (holds, stands) = (bears_out(ground, manner), manner.label());
    if holds == BearsOut::Unsure {
        let text = words(
            format!("前案为“{}”，是否构成“{}”请核对", stands.zh, label.zh),
            format!(
                "the earlier case stands as \u{201c}{}\u{201d}; please check whether that is a ground to reject as \u{201c}{}\u{201d}",
                stands.en, label.en
            ),
        );
        findings.warn("prior_to_check", Some(article), text);
    }
    if holds != BearsOut::No {
        return;
    }
    let text = words(
        format!("前案为“{}”，不构成“{}”，不能以此不予受理", stands.zh, label.zh),
        format!(
            "the earlier case stands as \u{201c}{}\u{201d}; that is no ground to reject as \u{201c}{}\u{201d}",
            stands.en, label.en
        ),
    );
    findings.breach_at(at, "ground_does_not_hold", "/ground", (article, text));
}

/// Whether how an earlier case ended bears out a ground to reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BearsOut {
    Yes,
    No,
    Unsure,
}

/// Of a withdrawn one one may apply again (R33 35), and of one that was deemed withdrawn not, which is a ground of its own
/// (R33 39). Whatever else it came to, a court or another body may have the dispute, which is not known here.
fn bears_out(ground: RejectionGround, manner: Manner) -> BearsOut {
    match (ground, manner) {
        (RejectionGround::DeemedWithdrawnBefore, Manner::DeemedWithdrawn) => BearsOut::Yes,
        (RejectionGround::DeemedWithdrawnBefore, _)
        | (RejectionGround::Duplicate, Manner::Withdrawn | Manner::DeemedWithdrawn) => BearsOut::No,
        (RejectionGround::Duplicate, manner) if may_be_duplicate(Some(manner)) => BearsOut::Yes,
        (RejectionGround::Duplicate, _) => BearsOut::Unsure,
        (RejectionGround::OutOfScope | RejectionGround::ConditionsNotMet, _) => BearsOut::Yes,
    }
}

/// Whether an earlier case that was closed so, or is not closed, may bar this one (R33 34): whether the dispute
/// is the same one is for the office to see, so it only warns.
fn may_be_duplicate(manner: Option<Manner>) -> bool {
    manner.is_none_or(|manner| {
        manner.is_award() || matches!(manner, Manner::Mediated | Manner::Rejected | Manner::Terminated)
    })
}

/// A dispute that was deemed withdrawn before is not accepted again (R33 39).
pub(in crate::domain::act) fn check_acceptable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.prior.is_some_and(|prior| prior.manner == Some(Manner::DeemedWithdrawn)) {
        let text = words(
            "前案已按撤回仲裁申请处理，同一争议再次申请不予受理",
            "the earlier case was deemed withdrawn; the same dispute may not be accepted again",
        );
        findings.breach(at, at.on, "deemed_withdrawn_before", (r33("39"), text));
    }
    if let Some(no) = case.prior.and_then(|prior| prior.barred) {
        let text = words(
            format!("第{no}号申请人在前案已按撤回仲裁申请处理，同一争议再次申请不予受理"),
            format!(
                "applicant {no} was deemed to have withdrawn in the earlier case; the same dispute may not be accepted again"
            ),
        );
        findings.breach(at, at.on, "deemed_withdrawn_before", (r33("39"), text));
    }
}

/// A case is of a small amount up to the average wage of the province in the year before (R33 56). Whether another ground
/// holds is for the office to see, so it only warns.
fn warn_of_amount(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let claimed = case.claimed();
    match at.book.region.average_wage_before(at.on) {
        Some(wage) if claimed <= wage => {}
        Some(wage) => {
            let text = words(
                format!("标的额{claimed}元超过本省上年度职工年平均工资{wage}元，请核对"),
                format!(
                    "CNY {claimed} is claimed, more than the province's average wage of the year before, CNY {wage}; please check"
                ),
            );
            findings.warn("amount_not_small", Some(r33("56")), text);
        }
        None => {
            let text = words(
                "设置中没有本省上年度职工年平均工资，无法核对标的额",
                "the province's average wage of the year before is not in the settings; the amount cannot be checked",
            );
            findings.warn("average_wage_unknown", Some(r33("56")), text);
        }
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
    /// That it was given in the case from which this one was split, and how that went on; written by the register, not by
    /// the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub continued: Option<Continued>,
}

impl ActRule for Acceptance {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_acceptable(case, at, findings);
        if self.number.as_ref().is_some_and(|number| number.trim().is_empty()) {
            findings.invalid(
                "number_blank",
                "/number",
                words("案号不能为空白", "a case number is not blank"),
            );
        }
        if case.prior.is_some_and(|prior| may_be_duplicate(prior.manner)) {
            findings.warn(
                "duplicate_of_prior",
                Some(r33("34")),
                words(
                    "前案已有处理结果或尚在办理，请核对是否重复申请",
                    "the earlier case was decided or still runs; check whether this is the same dispute again",
                ),
            );
        }
        if self.procedure == Procedure::Simplified && self.simplified_ground.is_none() {
            let text = words("简易处理应当载明适用的情形", "the simplified procedure needs its ground");
            findings.breach_at(at, "simplified_without_ground", "/simplified_ground", (r33("56"), text));
        }
        if self.simplified_ground == Some(SimplifiedGround::SmallAmount) {
            warn_of_amount(case, at, findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let before = self.continued.as_ref();
        let others = before.map(|before| before.others).filter(|others| *others > 0);
        let told_on = before.and_then(|before| before.hearing_told_on);
        let hearing_told = told_on.map(|on| Dated { on, ..at.dated() });
        let left_out = before.map(|before| before.left_out.clone()).unwrap_or_default();
        let number = self.number;
        case.acceptance = Some(Accepted { at: at.dated(), number, others, hearing_told, left_out });
        case.procedure = Some(self.procedure);
        let (since, cause) = match case.channel {
            Channel::TransferredIn => (case.received, TrialStart::TransferReceived),
            Channel::Counter | Channel::Online | Channel::Post | Channel::Oral | Channel::OtherProceeding => {
                (at.dated(), TrialStart::Acceptance)
            }
        };
        let (since, cause) = match self.continued {
            Some(Continued { trial_since, cause, joined, .. }) => {
                case.joined.extend(
                    joined.into_iter().map(|(party, on)| Joined { party, at: Dated { on, ..at.dated() } }),
                );
                match cause {
                    // A corrected acceptance moves its own trial period.
                    TrialStart::Acceptance | TrialStart::TransferReceived => (since, cause),
                    TrialStart::PartyJoined
                    | TrialStart::ClaimsAmended
                    | TrialStart::CounterclaimAccepted => (Dated { on: trial_since, ..at.dated() }, cause),
                }
            }
            None => (since, cause),
        };
        case.trial = Some(Trial { since, cause, extension: None });
    }
}
