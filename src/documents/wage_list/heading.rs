//! The heading of a wage list (表头): which column is what, by the names that offices use.

use std::collections::BTreeMap;

use super::cell::{Cell, text};
use super::{Problem, letters};
use crate::domain::refusal::words;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    IdNumber,
    Phone,
    BankAccount,
    Job,
    From,
    To,
    Days,
    Rate,
    Due,
    Paid,
    Owed,
    /// Read by people only: a number, a remark, a signature.
    Aside,
}

/// The names by which a column is known, the usual one first.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Name, &["姓名", "工人姓名", "劳动者姓名", "农民工姓名", "name"]),
    (Column::IdNumber, &["身份证号码", "身份证号", "身份证", "公民身份号码", "id_number"]),
    (Column::Phone, &["电话", "联系电话", "手机", "手机号", "手机号码", "phone"]),
    (Column::BankAccount, &["银行账号", "银行卡号", "工资卡号", "账号", "银行账户", "bank_account"]),
    (Column::Job, &["工种", "岗位", "职务", "job"]),
    (Column::From, &["起始日期", "开始日期", "起日", "欠薪起始日期", "欠薪起始", "from"]),
    (Column::To, &["截止日期", "结束日期", "止日", "欠薪截止日期", "欠薪截止", "to"]),
    (Column::Days, &["出勤天数", "工作天数", "天数", "出勤", "工日", "days"]),
    (Column::Rate, &["工资标准", "日工资", "月工资", "单价", "rate"]),
    (Column::Due, &["应发工资", "应发", "应发金额", "应付工资", "due"]),
    (Column::Paid, &["已发工资", "已发", "已发金额", "已付工资", "已付", "paid"]),
    (Column::Owed, &["欠发工资", "欠发", "欠薪金额", "拖欠工资", "拖欠金额", "欠薪", "owed"]),
    (Column::Aside, &["序号", "编号", "备注", "签名", "签字", "no", "remark"]),
];

/// How a unit of money begins that is not 元.
const OTHER_UNITS: &[&str] = &[
    "万",
    "千",
    "百",
    "十",
    "亿",
    "角",
    "分",
    "人民币万",
    "美元",
    "港元",
    "港币",
    "usd",
    "USD",
    "hkd",
    "HKD",
    "k",
];

/// The columns without which there is no wage list.
const REQUIRED: &[Column] = &[Column::Name, Column::IdNumber, Column::From, Column::To, Column::Due];

/// Which column is where.
pub(super) struct Heading {
    known: Vec<(u32, Column)>,
    unknown: Vec<(u32, String)>,
}

impl Heading {
    /// Reads a row as a heading.
    pub(super) fn of(cells: &BTreeMap<u32, Cell>) -> Heading {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for (at, cell) in cells.iter().filter(|(_, cell)| !cell.is_empty()) {
            let said = text(cell).map(plain).unwrap_or_default();
            let row = NAMES.iter().find(|(_, names)| names.contains(&said.as_str()));
            match row {
                Some((column, _)) => known.push((*at, *column)),
                None => unknown.push((*at, said)),
            }
        }
        Heading { known, unknown }
    }

    /// Where a column is.
    pub(super) fn find(&self, wanted: Column) -> Option<u32> {
        self.known.iter().find(|(_, column)| *column == wanted).map(|(at, _)| *at)
    }

    /// The heading, if it has all that is needed and nothing that is not known.
    pub(super) fn checked(self, row: u32) -> Result<Heading, Vec<Problem>> {
        let unknown = self.unknown.iter().map(|(at, said)| {
            let text =
                words(format!("未知列“{said}”"), format!("the column \u{201c}{said}\u{201d} is unknown"));
            Problem::cell(row, *at, "unknown_column", text)
        });
        let mut problems: Vec<Problem> = unknown.collect();
        for (index, (at, column)) in self.known.iter().enumerate() {
            let earlier = self.known.iter().take(index).find(|(_, one)| one == column);
            if let Some((earlier, _)) = earlier.filter(|_| *column != Column::Aside) {
                let first = letters(*earlier);
                let text = words(format!("与{first}列重复"), format!("the same as column {first}"));
                problems.push(Problem::cell(row, *at, "duplicate_column", text));
            }
        }
        for wanted in REQUIRED.iter().filter(|wanted| self.find(**wanted).is_none()) {
            let name = NAMES.iter().find(|(column, _)| column == wanted).and_then(|(_, names)| names.first());
            let name = name.copied().unwrap_or_default();
            let text =
                words(format!("缺少“{name}”列"), format!("the column \u{201c}{name}\u{201d} is missing"));
            problems.push(Problem { row: Some(row + 1), column: None, code: "missing_column", words: text });
        }
        problems.sort();
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }
}

/// Whether a cell of the heading, or of a title above it, says that amounts are in anything but yuan: ten thousand yuan
/// read as one would be money lost without a word.
pub(super) fn says_other_unit(said: &str) -> bool {
    let bare: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let after_word = bare.split_once("单位").map(|(_, unit)| unit);
    let in_brackets = bare.split(['(', '（', '[', '【']).skip(1);
    let is_other =
        |unit: &str| OTHER_UNITS.iter().any(|other| unit.trim_start_matches([':', '：']).starts_with(other));
    after_word.into_iter().chain(in_brackets).any(is_other)
}

/// What is said of a unit that is not taken.
pub(super) fn unit_problem(row: u32, column: u32) -> Problem {
    let text = words("金额单位应为元，请换算后再导入", "amounts must be in yuan; convert them first");
    Problem::cell(row, column, "unit_not_yuan", text)
}

/// Without spaces, units in brackets and the star of what must be filled in.
fn plain(said: &str) -> String {
    let bare = said.split(['(', '（']).next().unwrap_or_default();
    bare.chars().filter(|c| !c.is_whitespace() && *c != '*' && *c != '＊').collect::<String>().to_lowercase()
}
