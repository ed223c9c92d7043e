//! The limitation of arbitration (仲裁时效): law notes §1.2. It warns, and never refuses.

use chrono::NaiveDate;

use super::{Obliged, Rule, RuleId, Term, days, first_of, rule, years};
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::law::{Basis, Law, article, d17, law, r33};

/// The law itself: limitation reaches further back than the case handling rules.
pub const FROM: NaiveDate = first_of(2008, 5);
const PLEADED: Label =
    label("may_be_pleaded", "被申请人可以提出时效抗辩", "the respondent may plead limitation");

const DISPUTE: Label =
    label("contract_infringement_known", "聘任合同争议发生之日", "the dispute over the appointment arises");
/// The revised law is in force from the next day.
const LAST_OF_THE_OLD_CIVIL_SERVANTS_LAW: NaiveDate = match NaiveDate::from_ymd_opt(2019, 5, 31) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule(RuleId::L01, label("infringement_known", "知道或者应当知道权利被侵害之日", "the day the infringement was or should have been known"), years(1), &[law("27"), r33("26")])
        .by(Obliged::Party)
        .from(FROM)
        .missed(PLEADED),
    rule(RuleId::L02, label("limitation_interrupted", "主张权利、请求救济或者对方同意履行之日", "a claim, a complaint or suit, or the other side's consent"), years(1), &[law("27"), r33("27"), d17("31")])
        .by(Obliged::Party)
        .from(FROM)
        .missed(PLEADED),
    rule(RuleId::L03, label("obstacle_ended", "中止时效的原因消除之日（继续计算剩余期间）", "the obstacle ends; what was left runs on"), Term::Unset, &[law("27"), r33("28")])
        .by(Obliged::Party)
        .from(FROM)
        .missed(PLEADED),
    rule(RuleId::L04, label("employment_ended", "劳动关系终止之日（存续期间不受限制）", "the end of the employment; none while it lasts"), years(1), &[law("27"), r33("26(3)")])
        .by(Obliged::Party)
        .from(FROM)
        .missed(PLEADED),
    rule(RuleId::L05, DISPUTE, days(60), &[article(Law::CivilServantsLaw2005, "100"), r33("26(2)")])
        .by(Obliged::Party)
        .missed(PLEADED)
        .until(LAST_OF_THE_OLD_CIVIL_SERVANTS_LAW)
        .resting_on(Basis::SecondarySource),
    rule(RuleId::L05, DISPUTE, days(60), &[article(Law::CivilServantsLaw2018, "105"), r33("26(2)")])
        .by(Obliged::Party)
        .missed(PLEADED)
        .from(first_of(2019, 6)),
];
