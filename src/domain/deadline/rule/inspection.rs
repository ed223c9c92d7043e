//! Labour inspection and wage arrears (劳动保障监察、欠薪): law notes §1.10, as the nation has them. What a province
//! has of its own is in the data of its regions.

use super::{Obliged, Rule, RuleId, Term, first_of, rule, working_days, years};
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::law::{Article, Basis, Law, article};
use crate::domain::period::Length;

const COMPLAINT: Label = label("complaint_received", "接到投诉", "receipt of the complaint");

const fn lsr(number: &'static str) -> Article {
    article(Law::InspectionRegulations, number)
}

const fn inspection(id: RuleId, trigger: Label, term: Term, articles: &'static [Article]) -> Rule {
    rule(id, trigger, term, articles).by(Obliged::Inspectorate)
}

const fn r45_article(number: &'static str) -> Article {
    article(Law::DefaulterListMeasures, number)
}

/// A rule on the list of wage defaulters, in force from 2022.
const fn r45(id: RuleId, trigger: Label, term: Term, articles: &'static [Article]) -> Rule {
    inspection(id, trigger, term, articles).from(first_of(2022, 1))
}

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    inspection(RuleId::W01, COMPLAINT, working_days(5), &[article(Law::InspectionProvisions, "18")])
        .resting_on(Basis::SecondarySource),
    inspection(RuleId::W02, COMPLAINT, Term::Unset, &[])
        .missed(label("deemed_accepted", "视为自收到投诉之日受理", "counts as accepted on receipt"))
        .regions_only(),
    inspection(RuleId::W03, label("violation_found", "发现违法行为", "a violation is found"), Term::Unset, &[lsr("14")]),
    inspection(RuleId::W04, label("report_received", "接到无管辖权的举报", "receipt of a report outside the jurisdiction"), Term::Unset, &[])
        .regions_only(),
    inspection(RuleId::W05, label("inspection_opened", "立案", "the inspection case is opened"), working_days(60), &[lsr("17")])
        .extendable_by(Length::working_days(30)),
    inspection(RuleId::W06, label("inspection_suspended", "批准中止调查", "the suspension is approved"), Term::Unset, &[])
        .regions_only(),
    inspection(RuleId::W07, label("document_made", "制作文书", "the document is made"), Term::Unset, &[])
        .regions_only(),
    inspection(RuleId::W08, label("published", "发出公告之日", "the day of publication"), Term::Unset, &[])
        .regions_only(),
    inspection(RuleId::W08A, label("published", "发出公告之日", "the day of publication"), Term::Unset, &[])
        .regions_only(),
    inspection(RuleId::W09, label("violation_ended", "违法行为发生或者终了之日", "the violation happens or ends"), years(2), &[lsr("20")])
        .missed(label("not_investigated", "不再查处", "it is no longer investigated")),
    inspection(RuleId::W10, label("payment_ordered", "责令限期支付", "payment is ordered by a day"), Term::Designated, &[lsr("26")])
        .by(Obliged::Party)
        .missed(label("surcharge", "加付应付金额50%至100%的赔偿金", "50 to 100 per cent on top"))
        .partly_ours(),
    inspection(RuleId::W11, label("threshold_reached", "责令后仍不支付且达到数额标准", "still unpaid after the order, over the threshold"), Term::Unset, &[article(Law::JudicialInterpretation2013, "3-4")]),
    r45(RuleId::W12, label("listing_announced", "收到拟列入告知", "the employer is told of the intended listing"), working_days(5), &[r45_article("6")])
        .by(Obliged::Party),
    r45(RuleId::W12A, label("objection_received", "收到异议", "receipt of the objection"), working_days(5), &[r45_article("6")]),
    r45(RuleId::W13, label("payment_term_ended", "限期支付期限届满", "the term to pay ends"), working_days(20), &[r45_article("8")])
        .extendable_by(Length::working_days(20))
        .partly_ours(),
    r45(RuleId::W14, label("listed", "作出列入决定", "the decision to list"), Term::Unrolled(Length::years(3)), &[r45_article("11")])
        .by(Obliged::Party)
        .partly_ours(),
    r45(RuleId::W14A, label("corrected", "改正违法行为与列入名单中较晚的一日", "the violation is corrected or the listing, whichever is later"), Term::Unrolled(Length::months(6)), &[r45_article("12")])
        .by(Obliged::Party)
        .partly_ours(),
    r45(RuleId::W14B, label("removal_requested", "收到提前移出申请", "receipt of the application to leave"), working_days(15), &[r45_article("14")]),
    r45(RuleId::W14C, label("removal_decided", "决定移出或者期满", "the removal is decided or the time is over"), working_days(10), &[r45_article("17")]),
    inspection(RuleId::W15, label("collective_complaint", "十人以上集体投诉", "ten or more complain"), Term::Unset, &[])
        .by(Obliged::Party)
        .regions_only(),
    inspection(RuleId::W16, label("mass_incident", "发生群体性事件", "a mass incident"), Term::Unset, &[])
        .by(Obliged::Party)
        .regions_only(),
    inspection(RuleId::W17, label("clean_since", "最近一次足额支付工资", "wages are paid in full again"), Term::Unset, &[])
        .regions_only(),
];
