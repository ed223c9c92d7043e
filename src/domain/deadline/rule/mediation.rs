//! Mediation before and beside arbitration (调解): law notes §1.1.

use super::{Obliged, Rule, RuleId, Term, days, rule, working_days};
use crate::domain::code::label;
use crate::domain::law::{Basis, d17, law, r33};
use crate::domain::period::Length;

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule(RuleId::M01, label("negotiation_requested", "一方提出协商要求", "a side asks to negotiate"), days(5), &[d17("10"), d17("31")])
        .by(Obliged::Party)
        .missed(label("unwilling", "视为不愿协商，时效中断", "counts as unwilling; limitation is interrupted"))
        // The text says five days and no unit: calendar days are our choice.
        .resting_on(Basis::OurChoice),
    rule(RuleId::M02, label("mediation_requested", "接到调解申请（双方同意调解）", "receipt of the request, both willing"), working_days(3), &[d17("22")])
        .by(Obliged::MediationBody),
    rule(RuleId::M03, label("mediation_request_received", "收到调解申请（同意先行调解之日）", "receipt of the request to mediate"), days(15), &[law("14"), d17("29")])
        .by(Obliged::MediationBody)
        .prolonged_by_consent()
        .missed(label("may_arbitrate", "视为调解不成，可以申请仲裁", "counts as failed; the parties may arbitrate"))
        .partly_ours(),
    rule(RuleId::M04, label("agreement_effective", "调解协议生效", "the mediation agreement takes effect"), days(15), &[r33("74"), d17("27")])
        .by(Obliged::Party)
        .missed(label("not_reviewed", "不予受理审查申请，协议仍具合同约束力", "no review; the agreement stays a contract")),
    rule(RuleId::M05, label("review_accepted", "受理仲裁审查申请", "acceptance of the application for review"), working_days(5), &[r33("76")])
        .extendable_by(Length::working_days(5)),
    rule(RuleId::M06, label("agreement_defaulted", "用人单位不履行支付协议", "the employer does not pay what was agreed"), Term::Unset, &[law("16")])
        .by(Obliged::Party),
];
