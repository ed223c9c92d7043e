//! From the application to the tribunal (立案到组庭): law notes §1.3.

use super::{Obliged, Rule, RuleId, TO_SUE, Term, rule, working_days};
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::law::{Basis, law, r33};

const RECEIVED: Label = label("received", "收到仲裁申请", "receipt of the application");
const ACCEPTED: Label = label("accepted", "受理", "acceptance");
const GOES_ON: Label = label("goes_on", "不影响仲裁程序进行", "the procedure goes on");
const SEPARATE: Label = label("separate_application", "另行申请仲裁", "an application of its own");

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule(RuleId::A01, RECEIVED, working_days(5), &[r33("29")]),
    rule(RuleId::A02, label("correction_noticed", "补正通知", "the correction notice"), Term::Designated, &[r33("29"), r33("19")])
        .by(Obliged::Party)
        .resting_on(Basis::OurChoice),
    rule(RuleId::A03, label("application_received", "收到仲裁申请、补正之日或先行调解结束之日", "receipt, completed correction, or end of mediation"), working_days(5), &[law("29"), r33("30"), r33("31"), r33("46(2)")])
        .missed(TO_SUE)
        .partly_ours(),
    rule(RuleId::A04, RECEIVED, working_days(5), &[r33("31")]),
    rule(RuleId::A05, label("mediation_consented", "申请人同意先行调解", "the applicant agrees to mediation first"), Term::Unset, &[r33("69")]),
    rule(RuleId::A06, ACCEPTED, working_days(5), &[law("30"), r33("33")]),
    rule(RuleId::A07, ACCEPTED, working_days(5), &[law("32"), r33("37")])
        .missed(label("procedural_ground", "违反法定程序，可成为撤销裁决的理由", "a procedural ground to set the award aside")),
    rule(RuleId::A08, label("copy_received", "被申请人收到申请书副本", "the respondent receives the copy"), working_days(10), &[law("30"), r33("33")])
        .by(Obliged::Party)
        .missed(GOES_ON),
    rule(RuleId::A09, label("defence_received", "收到答辩书", "receipt of the defence"), working_days(5), &[law("30"), r33("33")]),
    rule(RuleId::A10, label("copy_received", "被申请人收到申请书副本", "the respondent receives the copy"), Term::Until(RuleId::A08), &[r33("10")])
        .by(Obliged::Party)
        .missed(GOES_ON),
    rule(RuleId::A11, label("copy_received", "被申请人收到申请书副本", "the respondent receives the copy"), Term::Until(RuleId::A08), &[r33("36")])
        .by(Obliged::Party)
        .missed(SEPARATE),
    rule(RuleId::A12, label("counterclaim_received", "收到反申请", "receipt of the counterclaim"), working_days(5), &[r33("36")]),
    rule(RuleId::A13, label("evidence_term_set", "指定举证期限", "the term for evidence is set"), Term::Designated, &[r33("15")])
        .by(Obliged::Party)
        .missed(label("may_be_refused", "可以不予采纳，或采纳并训诫", "may be refused, or admitted with a reprimand")),
    rule(RuleId::A14, label("evidence_term_set", "指定举证期限", "the term for evidence is set"), Term::Until(RuleId::A13), &[r33("44")])
        .by(Obliged::Party)
        .missed(SEPARATE),
    rule(RuleId::A15, label("revoked", "决定撤销案件", "the decision to revoke the acceptance"), working_days(5), &[r33("32")]),
];
