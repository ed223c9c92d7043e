//! Every field that a paper can name (文书字段表): its code, its names, and where it comes from. One name has one meaning in
//! every paper. Not here: which paper has which (`uses`).

use serde::Serialize;
use utoipa::ToSchema;

use super::field::{Column, Field, Shape};

/// Where the value of a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldOrigin {
    /// The case.
    Case,
    /// The data of the office: the file of its region.
    Office,
    /// The request: written by hand for this paper.
    Hand,
}

/// A field, and where its value is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// The field.
    pub field: Field,
    /// Where it comes from.
    pub origin: FieldOrigin,
    /// Where people enter it, in Chinese.
    pub at_zh: &'static str,
    /// The same in English.
    pub at_en: &'static str,
}

const fn text(code: &'static str, zh: &'static str, en: &'static str) -> Field {
    Field { code, zh, en, shape: Shape::Text }
}

const fn office(field: Field) -> Entered {
    Entered {
        field,
        origin: FieldOrigin::Office,
        at_zh: "本单位地区数据文件（region_file）",
        at_en: "the file of the office's region (region_file)",
    }
}

const fn hand(field: Field) -> Entered {
    Entered {
        field,
        origin: FieldOrigin::Hand,
        at_zh: "制作文书的表单（texts）",
        at_en: "the request that makes the paper (texts)",
    }
}

const fn case(field: Field, at_zh: &'static str, at_en: &'static str) -> Entered {
    Entered { field, origin: FieldOrigin::Case, at_zh, at_en }
}

const fn list(code: &'static str, zh: &'static str, en: &'static str, columns: &'static [Column]) -> Field {
    Field { code, zh, en, shape: Shape::List(columns) }
}

const fn column(code: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { code, zh, en }
}

const RECEIPT: (&str, &str) = ("收件登记", "the receipt");
const ACCEPTANCE: (&str, &str) = ("受理登记", "the acceptance");
const TRIBUNAL: (&str, &str) = ("组庭登记", "the formation of the tribunal");
const HEARING: (&str, &str) = ("开庭通知登记", "the notice of the hearing");
const AWARD: (&str, &str) = ("裁决登记", "the award");
const AGREEMENT: (&str, &str) = ("调解协议登记", "the mediation agreement");
const SETTLEMENT: (&str, &str) = ("调解书登记", "the mediation document");
const SERVICE: (&str, &str) = ("送达登记", "the service");
const STATEMENT: (&str, &str) = ("要素表登记", "the element statement");
const CONFIRMATION: (&str, &str) = ("无争议事实确认登记", "the confirmation of undisputed facts");
const CLOSING: (&str, &str) = ("结案登记", "the closing");
const ENTRY: (&str, &str) = ("所指登记", "the entry that the paper is about");
const BOOKS: (&str, &str) = ("期限规则", "the rules of the deadlines");
const REQUEST: (&str, &str) = ("制作文书的请求", "the request that makes the paper");
const SHELF: (&str, &str) = ("本案已制作的文书和材料文件", "the papers and files of the case");

const fn of(field: Field, at: (&'static str, &'static str)) -> Entered {
    case(field, at.0, at.1)
}

/// The fields, in the order in which they are listed.
#[rustfmt::skip]
pub const FIELDS: &[Entered] = &[
    office(text("commission_name", "仲裁委名称", "The name of the commission")),
    office(text("commission_address", "仲裁委地址", "The address of the commission")),
    office(text("commission_phone", "仲裁委电话", "The telephone of the commission")),

    of(text("case_number", "案号", "The number of the case"), ACCEPTANCE),
    of(text("cause", "案由", "The cause, and those beside it"), RECEIPT),
    of(text("received_on", "收件日期", "The day on which the application was received"), RECEIPT),
    of(text("accepted_on", "受理日期", "The day of the acceptance"), ACCEPTANCE),
    of(text("procedure", "审理程序", "The procedure"), ACCEPTANCE),
    of(text("applicants", "申请人名单", "The names of the applicants"), RECEIPT),
    of(text("respondents", "被申请人名单", "The names of the respondents"), RECEIPT),
    of(text("third_parties", "第三人名单", "The names of the third parties"), RECEIPT),
    of(list("parties", "当事人", "The parties, and behind each those who act for it", &[
        column("side", "身份", "As what"),
        column("description", "基本情况", "Who"),
    ]), RECEIPT),
    of(list("claims", "请求", "The claims", &[
        column("no", "序号", "Their numbers"),
        column("claimant", "提出人", "Who makes it"),
        column("item", "类别", "Of what kind"),
        column("statement", "事项", "In words"),
        column("amount", "金额", "How much"),
        column("text", "全文", "In words, with the amount where there is one"),
    ]), RECEIPT),
    of(text("recipient", "收件人", "For whom the paper is"), REQUEST),
    of(text("recipient_side", "收件人身份", "As what that party takes part"), REQUEST),
    of(text("paper_date", "落款日期", "The date of the paper, in Chinese numerals"), REQUEST),
    of(text("entered_on", "登记日期", "The day of the entry that the paper is about"), ENTRY),

    of(text("defence_term", "答辩期限", "How long the defence may take"), BOOKS),
    of(text("defence_due_on", "答辩截止日期", "The last day for the defence, once the copy was served"), SERVICE),
    of(list("correction_items", "补正事项", "What is to be corrected", &[
        column("no", "序号", "Its number"),
        column("item", "内容", "What"),
    ]), ENTRY),
    of(text("correction_due_on", "补正截止日期", "The last day to correct"), ENTRY),
    of(text("rejection_ground", "不予受理理由", "Why it is not accepted"), ENTRY),
    of(text("competent", "有管辖权的机构", "Who has the jurisdiction"), ENTRY),

    of(list("members", "仲裁庭成员", "The members of the tribunal", &[
        column("seat", "职务", "In which seat"),
        column("name", "姓名", "Who"),
    ]), TRIBUNAL),
    of(text("tribunal_names", "仲裁庭名单", "The members in one line"), TRIBUNAL),
    of(text("clerk", "书记员", "The clerk of the case"), ("办案人员指派", "the assignment")),
    of(text("formed_on", "组庭日期", "The day on which the tribunal was formed"), TRIBUNAL),

    of(text("hearing_on", "开庭日期", "The day of the hearing"), HEARING),
    of(text("hearing_time", "开庭时间", "The time of the hearing"), HEARING),
    of(text("hearing_room", "开庭地点", "The room of the hearing"), HEARING),
    of(text("postponement_due_on", "延期请求截止日期", "The last day to ask for a postponement"), HEARING),
    of(text("hearing_days", "历次开庭日期", "The days on which hearings were opened"), ("开庭登记", "the openings of hearings")),
    of(text("absent", "未到庭当事人", "The parties who stayed away"), ("开庭登记", "the opening of the hearing")),
    of(text("evidence_due_on", "举证截止日期", "The last day for evidence"), ENTRY),

    of(text("mediation_body", "调解组织", "Who mediated"), ("调解案件登记", "the mediation case")),
    of(text("mediators", "调解员", "The mediators"), ("办案人员指派", "the assignment")),
    of(text("agreed_on", "协议生效日期", "The day on which the agreement took effect"), AGREEMENT),
    of(text("agreement_terms", "协议内容", "What was agreed"), AGREEMENT),
    of(text("agreed_amount", "协议金额", "What is to be paid, in figures and capitals"), AGREEMENT),
    of(text("perform_by", "履行截止日期", "The last day to perform"), AGREEMENT),
    of(text("review_term", "申请仲裁审查期限", "How long the parties may ask for a review"), BOOKS),
    hand(text("settled_terms", "调解内容", "What the parties agreed before the tribunal")),
    of(text("settled_amount", "调解金额", "What is to be paid, in figures and capitals"), SETTLEMENT),
    of(text("settled_on", "调解书作出日期", "The day on which the mediation document was made"), SETTLEMENT),

    hand(text("applicant_view", "申请人主张", "What the applicant says")),
    hand(text("respondent_view", "被申请人答辩", "What the respondent says")),
    hand(text("facts", "查明事实", "The facts that were found")),
    hand(text("reasons", "本委认为", "The reasoning")),
    hand(text("law_applied", "裁决依据", "The articles on which the award rests")),
    of(list("award_items", "裁决事项", "What is decided, item by item", &[
        column("no", "序号", "Its number"),
        column("text", "内容", "What"),
    ]), AWARD),
    of(list("award_amounts", "裁决金额", "What is awarded to each party, item by item", &[
        column("no", "序号", "Its number"),
        column("claimant", "当事人", "To whom"),
        column("item", "项目", "For what"),
        column("claimed", "请求金额", "How much was claimed"),
        column("awarded", "裁决金额", "How much was awarded"),
    ]), AWARD),
    of(text("awarded_total", "裁决金额合计", "What is awarded in all, in figures and capitals"), AWARD),
    hand(text("performance", "履行方式", "By when, and how, the award is to be performed")),
    of(text("remedy", "救济途径", "What the parties may do against it, and by when"), BOOKS),

    of(text("recusal_member", "被申请回避人", "Against whom the request was"), ENTRY),
    of(text("recusal_party", "回避申请人", "Who asked"), ENTRY),
    of(text("recusal_ground", "回避事由", "Why"), ENTRY),
    of(text("recusal_requested_on", "申请回避日期", "When it was asked for"), ENTRY),
    of(text("recusal_outcome", "回避决定", "What was decided"), ENTRY),
    of(text("suspension_ground", "中止事由", "Why the trial stands still"), ENTRY),
    of(text("suspended_on", "中止日期", "Since when the trial stood still"), ENTRY),
    of(text("extension_days", "延长天数", "By how many days"), ENTRY),
    of(text("trial_due_on", "审理截止日期", "The last day of the trial period as it is extended"), BOOKS),
    hand(text("extension_reason", "延期事由", "Why the trial takes longer")),
    of(text("withdrawal_ground", "撤回事由", "Why the application was withdrawn"), ENTRY),
    of(text("leaving", "撤回的申请人", "The applicants who leave"), ENTRY),
    of(text("desertion", "未参加庭审情形", "That the applicant stayed away, or left"), ENTRY),
    of(text("transfer_to", "移送单位", "To whom the case goes"), ENTRY),
    hand(text("transfer_reason", "移送事由", "Why the case goes there")),
    of(text("revocation_cause", "撤销事由", "Why the acceptance was wrong"), ENTRY),
    of(text("court_docketed_on", "法院立案日期", "When the court docketed the suit"), ENTRY),
    of(text("court_number", "法院案号", "The number of the suit"), ENTRY),

    of(text("served_document", "送达文书", "What was served"), SERVICE),
    of(text("service_manner", "送达方式", "How"), SERVICE),
    of(text("handed_on", "交付日期", "When it was handed over, left, posted or published"), SERVICE),
    of(text("served_on", "送达日期", "When it counts as served"), SERVICE),
    of(text("service_cause", "送达事由", "Why it could not be served in another manner"), SERVICE),
    of(text("server", "送达人", "Who recorded the service"), SERVICE),
    hand(text("service_place", "送达地点", "Where")),

    of(list("elements", "要素", "What is asked of the parties, with the answer or the space for it", &[
        column("no", "序号", "Its number"),
        column("name", "名称", "What is asked"),
        column("answer", "内容", "The answer, or the space for it"),
    ]), STATEMENT),
    of(text("element_worker", "所述劳动者", "Of whom an employer's form is, where there are several workers"), STATEMENT),
    of(list("undisputed_facts", "无争议事实", "What was confirmed at the hearing to be undisputed", &[
        column("no", "序号", "Its number"),
        column("workers", "劳动者", "Of whom, where there are several workers"),
        column("element", "要素", "Which element"),
        column("answer", "内容", "What is undisputed"),
        column("text", "全文", "All of it in one line"),
    ]), CONFIRMATION),

    hand(text("record", "笔录正文", "What was said")),
    hand(text("attendance", "出席人员", "Who was there")),
    of(text("conclusion", "讨论结论", "What was concluded"), ENTRY),

    of(text("file_number", "归档号", "The number in the archive"), ("归档登记", "the archiving")),
    of(text("archived_on", "归档日期", "When it went into the archive"), ("归档登记", "the archiving")),
    of(text("closed_on", "结案日期", "When it was closed"), CLOSING),
    of(text("closing_manner", "处理结果", "How it was closed"), CLOSING),
    of(text("retention", "保管期限", "How long it is kept"), CLOSING),
    hand(text("volume_title", "卷别", "Which volume")),
    hand(text("pages", "页数", "How many pages it has, where the archiving does not tell, or there are others by now")),
    of(list("main_items", "正卷目录", "What is in the main volume", &[
        column("no", "序号", "Its number"),
        column("title", "名称", "What"),
        column("on", "日期", "Of which day"),
    ]), SHELF),
    of(list("secondary_items", "副卷目录", "What is in the secondary volume", &[
        column("no", "序号", "Its number"),
        column("title", "名称", "What"),
        column("on", "日期", "Of which day"),
    ]), SHELF),
    of(list("unsorted_items", "未归类材料", "Files of which nobody has said what they are", &[
        column("no", "序号", "Its number"),
        column("title", "名称", "What"),
        column("on", "日期", "Of which day"),
    ]), SHELF),
];

/// The field with a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Entered> {
    FIELDS.iter().find(|entered| entered.field.code == code)
}
