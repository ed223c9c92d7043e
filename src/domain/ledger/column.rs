//! The columns of a ledger (台账栏目), and what offices call them: the usual name first, with which it is written, and the
//! others by which it is known. A heading in two rows (申请人 over 姓名) reads as both words together.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::unit::Unit;
use crate::domain::check_digit::half_width;
use crate::domain::code::{Coded, Label, label};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is named in both languages by its row below")]
pub enum Column {
    Number,
    ReceivedOn,
    AcceptedOn,
    Channel,
    Applicant,
    ApplicantId,
    ApplicantPhone,
    Respondent,
    RespondentId,
    RespondentPhone,
    Cause,
    Workers,
    Collective,
    Claimed,
    Procedure,
    Arbitrator,
    ClosedOn,
    Manner,
    Finality,
    Outcome,
    Amount,
    Recovered,
    RecoveredOn,
}

impl Coded for Column {
    const LIST: &'static str = "ledger_column";
    const ROWS: &'static [(Self, Label)] = &[
        (Column::Number, label("number", "案号", "Case number")),
        (Column::ReceivedOn, label("received_on", "收件日期", "Received on")),
        (Column::AcceptedOn, label("accepted_on", "受理日期", "Accepted on")),
        (Column::Channel, label("channel", "来源渠道", "How it came in")),
        (Column::Applicant, label("applicant", "申请人", "Applicant")),
        (Column::ApplicantId, label("applicant_id", "申请人证件号码", "The applicant's ID or credit code")),
        (Column::ApplicantPhone, label("applicant_phone", "申请人电话", "The applicant's phone")),
        (Column::Respondent, label("respondent", "被申请人", "Respondent")),
        (
            Column::RespondentId,
            label("respondent_id", "被申请人统一社会信用代码", "The respondent's credit code or ID"),
        ),
        (Column::RespondentPhone, label("respondent_phone", "被申请人电话", "The respondent's phone")),
        (Column::Cause, label("cause", "案由", "Cause")),
        (Column::Workers, label("workers", "涉案人数", "Workers")),
        (Column::Collective, label("collective", "是否集体争议", "Collective or not")),
        (Column::Claimed, label("claimed", "请求金额（元）", "Claimed, yuan")),
        (Column::Procedure, label("procedure", "处理程序", "Procedure")),
        (Column::Arbitrator, label("arbitrator", "仲裁员", "Arbitrator")),
        (Column::ClosedOn, label("closed_on", "结案日期", "Closed on")),
        (Column::Manner, label("manner", "结案方式", "Manner of closing")),
        (Column::Finality, label("finality", "是否终局", "Final or not")),
        (Column::Outcome, label("outcome", "处理结果", "Outcome")),
        (Column::Amount, label("amount", "裁决调解金额（元）", "Awarded or agreed, yuan")),
        (Column::Recovered, label("recovered", "追回金额（元）", "Recovered, yuan")),
        (Column::RecoveredOn, label("recovered_on", "追回日期", "Recovered on")),
    ];
}

/// What stands over columns in a heading of three rows and names none of them.
const SETTING_APART: &[&str] = &[
    "基本情况",
    "基本信息",
    "情况",
    "信息",
    "资料",
    "概况",
    "案件情况",
    "案件信息",
    "案件基本情况",
    "案件基本信息",
    "立案情况",
    "受理情况",
    "审理情况",
    "处理情况",
    "结案情况",
];

/// Other names of the columns, without spaces, brackets and units.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Number,
        &["案件编号", "案件号", "仲裁案号", "立案号", "立案编号", "受理案号", "案件字号", "仲裁字号"],
    ),
    (
        Column::ReceivedOn,
        &["收案日期", "收案时间", "收件时间", "申请日期", "申请时间", "申请仲裁日期", "提交日期", "来件日期"],
    ),
    (
        Column::AcceptedOn,
        &[
            "立案日期",
            "立案时间",
            "受理时间",
            "立案受理日期",
            "受理立案日期",
            "立案/受理日期",
            "受理/立案日期",
        ],
    ),
    (Column::Channel, &["案件来源", "来源", "收件渠道", "申请方式", "收案方式", "渠道"]),
    (
        Column::Applicant,
        &[
            "申请人姓名",
            "申请人名称",
            "申请人姓名名称",
            "申请人姓名/名称",
            "申诉人",
            "劳动者",
            "劳动者姓名",
            "申请方",
        ],
    ),
    (
        Column::ApplicantId,
        &[
            "申请人身份证号码",
            "申请人身份证号",
            "申请人身份证",
            "申请人证件号",
            "身份证号码",
            "身份证号",
            "证件号码",
            "证件号",
            "公民身份号码",
            "劳动者身份证号",
        ],
    ),
    (
        Column::ApplicantPhone,
        &[
            "申请人联系电话",
            "申请人手机",
            "申请人手机号码",
            "申请人联系方式",
            "联系电话",
            "电话",
            "手机号码",
            "手机号",
            "手机",
            "联系方式",
        ],
    ),
    (
        Column::Respondent,
        &[
            "被申请人名称",
            "被申请人姓名",
            "被申请人姓名名称",
            "被申请人姓名/名称",
            "被申请人单位名称",
            "被诉人",
            "被申诉人",
            "用人单位",
            "用人单位名称",
            "单位名称",
            "被申请方",
        ],
    ),
    (
        Column::RespondentId,
        &[
            "被申请人信用代码",
            "被申请人证件号码",
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "用人单位统一社会信用代码",
            "被申请人身份证号码",
        ],
    ),
    (
        Column::RespondentPhone,
        &["被申请人联系电话", "被申请人联系方式", "用人单位电话", "单位电话", "用人单位联系电话"],
    ),
    (Column::Cause, &["争议类型", "争议事项", "争议类别", "案件类型", "案件类别", "纠纷类型", "案由类别"]),
    (Column::Workers, &["涉及人数", "劳动者人数", "申请人人数", "涉及劳动者人数", "人数", "涉案劳动者人数"]),
    (Column::Collective, &["是否集体", "集体争议", "是否集体案件", "是否集体劳动争议", "是否为集体争议"]),
    (
        Column::Claimed,
        &[
            "请求金额",
            "申请金额",
            "仲裁请求金额",
            "涉案金额",
            "标的额",
            "标的金额",
            "诉求金额",
            "申请标的",
            "请求标的",
        ],
    ),
    (Column::Procedure, &["审理程序", "程序", "适用程序", "办案程序", "是否简易程序", "是否简易"]),
    (
        Column::Arbitrator,
        &["承办人", "首席仲裁员", "独任仲裁员", "主办人", "承办仲裁员", "经办人", "办案人员", "办案人"],
    ),
    (Column::ClosedOn, &["结案时间", "办结日期", "办结时间", "审结日期"]),
    (Column::Manner, &["处理方式", "结案形式", "办结方式", "处理形式", "结案类型"]),
    (Column::Finality, &["终局", "是否一裁终局", "一裁终局", "终局裁决", "是否终局裁决", "裁决类型"]),
    (Column::Outcome, &["裁决结果", "胜诉方", "胜诉情况", "结案结果"]),
    (
        Column::Amount,
        &[
            "裁决调解金额",
            "裁决/调解金额",
            "裁决金额",
            "调解金额",
            "结案金额",
            "裁决或调解金额",
            "裁决（调解）金额",
            "确认金额",
            "调解裁决金额",
        ],
    ),
    (
        Column::Recovered,
        &[
            "追回金额",
            "履行金额",
            "已履行金额",
            "追回/履行金额",
            "追讨金额",
            "实际履行金额",
            "执行到位金额",
            "到位金额",
            "为劳动者追回金额",
        ],
    ),
    (Column::RecoveredOn, &["履行日期", "履行时间", "追回时间", "追回/履行日期"]),
];

impl Column {
    /// The column that a heading names.
    ///
    /// ```
    /// use sikuai::domain::ledger::Column;
    /// assert_eq!(Column::of("立案 时间"), Some(Column::AcceptedOn));
    /// assert_eq!(Column::of("请求金额(万元)*"), Some(Column::Claimed));
    /// assert_eq!(Column::of("诉求（元）"), Some(Column::Claimed));
    /// assert_eq!(Column::of("备注"), None);
    /// ```
    #[must_use]
    pub fn of(said: &str) -> Option<Column> {
        let whole = Unit::left_out_of(said);
        let amount = || Column::named(&format!("{whole}金额")).filter(|column| column.is_amount());
        Column::named(&whole).or_else(|| amount().filter(|_| !Unit::said_in(said).is_empty()))
    }

    /// The column of a heading without units. What has a unit and is none is an amount, whether it is called so or not.
    fn named(whole: &str) -> Option<Column> {
        let bare = whole.split(['(', '[', '【']).next().unwrap_or_default();
        let usual = |label: &Label| label.code == bare || label.zh.split('（').next() == Some(bare);
        let by_label = Column::ROWS.iter().find(|(_, label)| usual(label)).map(|(column, _)| *column);
        let known = |names: &[&str]| names.iter().any(|name| *name == bare || plain(name) == whole);
        by_label.or_else(|| NAMES.iter().find(|(_, names)| known(names)).map(|(column, _)| *column))
    }

    /// The column that two rows of a heading name together: 申请人 over 姓名, 金额（万元） over 裁决, 结案情况 over 金额; a word
    /// that says all by itself under a wider one stands for itself.
    #[must_use]
    pub fn of_two(over: &str, under: &str) -> Option<Column> {
        match (over.is_empty(), under.is_empty()) {
            (_, true) => Column::of(over),
            (true, false) => Column::of(under),
            (false, false) => {
                let wide = Unit::left_out_of(over);
                let under_wide = || Column::of(&format!("{}{wide}", Unit::left_out_of(under)));
                let of_group = || Column::of(&format!("{}{under}", without_setting_apart(&wide)));
                let together = Column::of(&format!("{wide}{under}")).or_else(under_wide).or_else(of_group);
                together.or_else(|| Column::of(under))
            }
        }
    }

    /// The column that up to three rows of a heading name together, from the top. Words that only set columns apart (基本情况)
    /// name nothing; a word under others says nothing by itself, for the name of an agent is not that of the party.
    ///
    /// ```
    /// use sikuai::domain::ledger::Column;
    /// assert_eq!(Column::of_rows(&["被申请人", "基本信息", "名称"]), Some(Column::Respondent));
    /// assert_eq!(Column::of_rows(&["结案情况", "裁决", "金额"]), Some(Column::Amount));
    /// assert_eq!(Column::of_rows(&["申请人", "代理人", "姓名"]), None);
    /// ```
    #[must_use]
    pub fn of_rows(rows: &[&str]) -> Option<Column> {
        match rows {
            [] => None,
            [row] => Column::of(row),
            [over, under] => Column::of_two(over, under),
            [over @ .., unit] if Unit::is_alone(unit) => Column::of_rows(over),
            [first, over, under] => {
                let sets_apart = |row: &str| SETTING_APART.contains(&plain(row).as_str());
                match [*first, *over, *under].map(sets_apart) {
                    [true, true, _] => Column::of(under),
                    [true, false, _] => Column::of_two(over, under),
                    [false, true, _] => Column::of_two(first, under),
                    [false, false, _] => {
                        let [first, over, under] = [first, over, under].map(|row| Unit::left_out_of(row));
                        let ways = [
                            format!("{first}{over}{under}"),
                            format!("{over}{under}"),
                            format!("{under}{over}"),
                        ];
                        ways.iter().find_map(|way| Column::of(way))
                    }
                }
            }
            [..] => None,
        }
    }

    /// Whether its cells are days.
    #[must_use]
    pub fn is_day(self) -> bool {
        matches!(self, Column::ReceivedOn | Column::AcceptedOn | Column::ClosedOn | Column::RecoveredOn)
    }

    /// Whether its cells are amounts.
    #[must_use]
    pub fn is_amount(self) -> bool {
        matches!(self, Column::Claimed | Column::Amount | Column::Recovered)
    }
}

/// What is told in a group of columns, without the word that only says that it is a group: 结案情况 is 结案.
fn without_setting_apart(wide: &str) -> &str {
    let said = ["情况", "信息", "资料", "概况"].iter().find_map(|end| wide.strip_suffix(end));
    said.map_or(wide, |said| said.strip_suffix("基本").unwrap_or(said))
}

/// Half width, without spaces and the star of what must be filled in.
pub(super) fn plain(said: &str) -> String {
    half_width(said).filter(|c| !c.is_whitespace() && *c != '*').flat_map(char::to_lowercase).collect()
}
