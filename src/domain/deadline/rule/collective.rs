//! Collective disputes (集体争议): law notes §1.7.

use super::{Obliged, Rule, RuleId, TO_SUE, Term, rule, working_days};
use crate::domain::code::label;
use crate::domain::law::{law, r33};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule(RuleId::G01, label("application_received", "收到仲裁申请", "receipt of the application"), Term::Unset, &[r33("5")]),
    rule(RuleId::G02, label("application_received", "收到仲裁申请", "receipt of the application"), working_days(5), &[law("29"), r33("30")])
        .missed(TO_SUE),
    rule(RuleId::G03, label("accepted", "受理", "acceptance"), working_days(5), &[r33("64")])
        .partly_ours(),
    rule(RuleId::G04, label("accepted", "受理", "acceptance"), Term::Unset, &[r33("65")]),
    rule(RuleId::G05, label("representatives_act", "代表人变更、放弃、承认请求或者和解", "representatives change, waive, admit or settle"), Term::Unset, &[r33("63")])
        .by(Obliged::Party),
    rule(RuleId::G06, label("before_hearing", "开庭前", "before the hearing"), Term::Unset, &[r33("66")])
        .by(Obliged::Tribunal),
    rule(RuleId::G07, label("accepted", "受理", "acceptance"), Term::Unset, &[r33("62"), r33("56")])
        .by(Obliged::Tribunal),
];
