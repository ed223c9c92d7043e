//! What a template of the annual report can name (年度报告字段). Not here: the values (`annual`).

use crate::domain::code::{Coded as _, Label};
use crate::domain::indicator::ReportIndicator;
use crate::domain::paper::field::{Column, Field, Shape};

const fn text(code: &'static str, zh: &'static str, en: &'static str) -> Field {
    Field { code, zh, en, shape: Shape::Text }
}

const fn list(code: &'static str, zh: &'static str, en: &'static str, columns: &'static [Column]) -> Field {
    Field { code, zh, en, shape: Shape::List(columns) }
}

const fn chart(code: &'static str, zh: &'static str, en: &'static str) -> Field {
    Field { code, zh, en, shape: Shape::Chart }
}

const fn column(code: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { code, zh, en }
}

/// Those that rest on the cases and the office; the indicators come beside them.
const OF_CASES: &[Field] = &[
    text("bureau", "单位", "the name of the bureau"),
    text("year", "年度", "the year of the last day"),
    text("from", "起日", "the first day of the period"),
    text("to", "止日", "the last day of the period"),
    text("written_on", "成文日期", "the day on which the report is written"),
    text("cases_paragraph", "仲裁办案情况", "the paragraph on arbitration"),
    text("arrears_paragraph", "治欠情况", "the paragraph on wage arrears"),
    text("carried_in", "期初未结", "cases carried in"),
    text("accepted", "受理", "cases accepted"),
    text("closed", "结案", "cases closed"),
    text("carried_out", "期末未结", "cases carried out"),
    text("closure_rate", "结案率", "closed over accepted, in percent"),
    text("caseload_closure_rate", "全部案件结案率", "closed over carried in and accepted, in percent"),
    text("in_time_rate", "按期结案率", "closed in time over those of which it is known, in percent"),
    text("recovered", "追回款项", "recovered, in ten thousand yuan"),
    text("recovered_before", "受理前追回款项", "recovered before acceptance, in ten thousand yuan"),
    text("workers", "涉及劳动者", "workers in accepted cases"),
    text("collective", "受理集体争议", "collective disputes accepted"),
    text("by_award", "裁决结案", "cases closed by an award"),
    text("by_mediation", "仲裁调解结案", "cases closed by mediation"),
    text("otherwise", "其他方式结案", "cases closed otherwise"),
    text("mediation_share", "调解结案占比", "closed by mediation over closed, in percent"),
    text("mediations_requested", "申请调解", "mediations requested"),
    text("mediations_closed", "调解办结", "mediations closed"),
    text("mediations_succeeded", "调解成功", "mediations that succeeded"),
    text("mediation_success_rate", "调解成功率", "succeeded over closed mediations, in percent"),
    text("settled_before", "案前调解成功", "settled before acceptance"),
    text("arbitration_received", "仲裁收件", "applications for arbitration received"),
    text("mediation_received", "调解收件", "mediation cases opened"),
    text("inspection_received", "监察收件", "inspection cases opened"),
    text("petition_received", "信访收件", "petitions received"),
    text("referred", "移交", "referrals to another channel"),
    text("referrals_answered", "移交答复", "referrals answered"),
    text("referrals_taken", "移交接收", "referrals that were taken"),
    text("referrals_declined", "移交退回", "referrals that were declined"),
    text("referrals_answered_late", "移交逾期答复", "referrals answered after the last day for it"),
    text("recovered_in_all", "追回款项合计", "recovered in cases of every kind, in yuan"),
    text("recoveries_difference", "追回款项差额", "by how much the ways do not add up to it, in yuan"),
    list(
        "recoveries",
        "追回款项构成",
        "what was recovered, by the way by which it came",
        &[column("way", "途径", "the way"), column("amount", "金额", "how much, in yuan")],
    ),
    text("discussion", "案件讨论", "given where the office discusses a case before its award"),
    text("rated_cases", "已评价案件", "closed cases that were rated"),
    text("rateable_cases", "可评价案件", "closed cases"),
    text("ratings", "评价数", "ratings"),
    text("satisfaction_rate", "满意率", "satisfied over ratings, in percent"),
    text("mean_score", "平均得分", "mean of the points, five at most"),
    text("bad_ratings", "差评数", "bad ratings"),
    text("rectified_in_time", "按期整改差评", "bad ratings rectified in time"),
    list(
        "months",
        "月度",
        "the months of the period",
        &[
            column("month", "月份", "the month"),
            column("accepted", "受理", "accepted"),
            column("closed", "结案", "closed"),
        ],
    ),
    list(
        "manners",
        "结案方式",
        "the manners of closing that occurred",
        &[
            column("manner", "方式", "the manner"),
            column("cases", "件数", "cases"),
            column("share", "占比", "of all closed, in percent"),
        ],
    ),
    list(
        "causes",
        "案由",
        "the causes of the accepted cases",
        &[
            column("cause", "名称", "the cause"),
            column("cases", "件数", "cases"),
            column("share", "占比", "of all accepted, in percent"),
        ],
    ),
    list(
        "quick_steps",
        "四快",
        "the quick steps that were done",
        &[
            column("step", "环节", "the step"),
            column("done", "完成", "cases that did it"),
            column("within", "达标", "within the target"),
            column("rate", "达标率", "in percent"),
        ],
    ),
    list(
        "identities",
        "平衡关系",
        "what must add up, and by how much it does not",
        &[column("name", "名称", "the identity"), column("difference", "差额", "the difference")],
    ),
    list(
        "indicators",
        "指标",
        "the indicators of the register for the period",
        &[
            column("item", "事项", "what it counts"),
            column("value", "数值", "the value with its unit"),
            column("period", "期间", "its period"),
            column("source", "来源", "where it was counted"),
            column("filled_by", "填报人", "who entered it"),
            column("filled_on", "填报日期", "when"),
        ],
    ),
    list(
        "missing",
        "尚缺指标",
        "the indicators that the report has a place for and nobody entered",
        &[column("item", "事项", "what it counts"), column("unit", "单位", "its unit")],
    ),
    list(
        "figures",
        "口径",
        "every figure with its formula",
        &[
            column("name", "名称", "the figure"),
            column("value", "数值", "the value"),
            column("formula", "计算方法", "what it counts"),
        ],
    ),
    chart("closure_by_month", "月度图", "accepted and closed by month"),
    chart("closed_by_manner", "结案方式图", "closed by manner"),
    chart("accepted_by_cause", "案由图", "accepted by cause"),
];

/// Every field that a template can name.
#[must_use]
pub fn fields() -> Vec<Field> {
    let indicator = |(_, label): &(ReportIndicator, Label)| text(label.code, label.zh, label.en);
    OF_CASES.iter().copied().chain(ReportIndicator::ROWS.iter().map(indicator)).collect()
}
