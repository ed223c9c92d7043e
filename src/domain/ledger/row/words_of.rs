//! The words that offices write for causes, channels, procedures and manners of closing (台账用语): those of the code
//! lists, and others that say the same. What is not known is refused, never guessed.

use super::one_of;
use super::value::{Why, text};
use crate::domain::act::decision::Finality;
use crate::domain::act::filing::{Channel, Procedure};
use crate::domain::case::Outcome;
use crate::domain::check_digit::half_width;
use crate::domain::claim::Cause;
use crate::domain::code::Coded;
use crate::domain::ledger::Cell;
use crate::domain::stage::{ClosingPaper, Manner};

/// How a ledger says that a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MannerTold {
    Known(Manner),
    /// By an award; whether it is final stands elsewhere.
    Award,
    /// Not at all.
    Open,
}

/// Whether a ledger says that an award is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FinalityTold {
    Final,
    NonFinal,
    /// One award that is, and one that is not.
    Both,
}

impl From<Finality> for FinalityTold {
    fn from(finality: Finality) -> FinalityTold {
        match finality {
            Finality::Final => FinalityTold::Final,
            Finality::NonFinal => FinalityTold::NonFinal,
        }
    }
}

const CAUSES: &[(Cause, &[&str])] = &[
    (Cause::Relationship, &["劳动关系", "确认劳动关系争议", "劳动关系确认"]),
    (
        Cause::ContractConclusion,
        &["未签劳动合同", "未订立书面劳动合同", "二倍工资", "双倍工资", "签订劳动合同"],
    ),
    (Cause::ContractChange, &["劳动合同变更"]),
    (Cause::ContractDissolution, &["解除合同", "违法解除劳动合同", "解除劳动关系"]),
    (Cause::ContractExpiry, &["终止合同", "终止劳动关系"]),
    (
        Cause::Remuneration,
        &["追索劳动报酬", "工资", "拖欠工资", "欠薪", "工资报酬", "追索工资", "加班费", "加班工资"],
    ),
    (Cause::SocialInsurance, &["社保", "社会保险待遇"]),
    (Cause::WorkInjury, &["工伤", "工伤待遇", "工伤保险", "工伤赔偿"]),
    (Cause::Welfare, &["福利待遇"]),
    (Cause::WorkingTime, &["工时", "休假", "年休假", "工作时间", "休息休假", "工作时间和休息休假"]),
    (Cause::Protection, &["劳动安全卫生"]),
    (Cause::Training, &["培训", "服务期", "培训费"]),
    (
        Cause::Compensation,
        &["经济补偿", "赔偿金", "经济补偿金", "经济赔偿金", "补偿金", "经济补偿或赔偿金", "经济补偿、赔偿金"],
    ),
    (Cause::Personnel, &["聘用合同", "人事争议", "人事", "聘用合同争议"]),
    (Cause::Other, &["其它", "其他争议", "其他劳动争议"]),
];

const CHANNELS: &[(Channel, &[&str])] = &[
    (Channel::Counter, &["现场", "来访", "窗口申请", "当面"]),
    (Channel::Online, &["网络", "网上申请", "线上", "互联网"]),
    (Channel::Post, &["来信", "邮寄申请", "信函"]),
    (Channel::Oral, &["口头"]),
    (Channel::TransferredIn, &["移送", "外地移送", "他委移送"]),
];

const PROCEDURES: &[(Procedure, &[&str])] = &[
    (Procedure::Ordinary, &["一般", "普通", "普通程序", "否", "合议"]),
    (Procedure::Simplified, &["简易", "简易程序", "是", "独任"]),
];

const MANNERS: &[(Manner, &[&str])] = &[
    (Manner::AwardFinal, &["终局裁决", "裁决终局", "一裁终局"]),
    (Manner::AwardNonFinal, &["非终局裁决", "裁决非终局"]),
    (Manner::AwardMixed, &["部分终局裁决", "裁决（部分终局）"]),
    (Manner::Mediated, &["调解", "调解书", "仲裁调解书", "调解结案", "庭中调解"]),
    (
        Manner::Withdrawn,
        &[
            "撤诉",
            "撤回申请",
            "撤回仲裁申请",
            "准予撤回",
            "申请人撤回",
            "准许撤回",
            "和解撤诉",
            "和解撤回",
            "撤案",
        ],
    ),
    (
        Manner::DeemedWithdrawn,
        &[
            "按撤诉处理",
            "视为撤回",
            "视为撤回申请",
            "视为撤回仲裁申请",
            "按撤回申请处理",
            "按撤回仲裁申请处理",
            "视为撤诉",
        ],
    ),
    (Manner::Revoked, &["撤销", "撤销立案"]),
    (Manner::Transferred, &["移送管辖", "移交", "移送其他仲裁委"]),
    (Manner::Terminated, &["终止", "终止仲裁", "终结"]),
    (Manner::Rejected, &["不受理", "决定不予受理"]),
    (Manner::ReferredElsewhere, &["无管辖权", "告知管辖"]),
    (Manner::NotCorrected, &["逾期未补正", "未补正"]),
    (Manner::WithdrawnBeforeAcceptance, &["立案前撤回"]),
    (Manner::SettledBeforeAcceptance, &["案前调解", "案外调解", "庭前调解", "先行调解成功", "立案前调解"]),
];

const OUTCOMES: &[(Outcome, &[&str])] = &[
    (Outcome::Employer, &["单位胜诉", "驳回", "驳回请求", "驳回申请人请求"]),
    (Outcome::Worker, &["胜诉", "劳动者全部胜诉", "全部支持", "支持"]),
    (Outcome::Partly, &["部分胜诉", "部分支持", "双方部分胜诉"]),
];

/// The main cause, which is the first, and the others, each once.
pub(super) fn causes_of(cell: &Cell) -> Result<(Cause, Vec<Cause>), Why> {
    let said = text(cell)?;
    let mut all: Vec<Cause> = Vec::new();
    for part in parts_of_causes(&said) {
        let cause =
            one_of(cause_named(part), &format!("“{part}”不是案由，应为下列之一"), &labels::<Cause>())?;
        if !all.contains(&cause) {
            all.push(cause);
        }
    }
    match all.split_first() {
        Some((main, others)) => Ok((*main, others.to_vec())),
        None => one_of(None, "案由应为下列之一", &labels::<Cause>()),
    }
}

/// The causes that a cell names. A word for one cause may have in it what parts several: 经济补偿/赔偿金.
fn parts_of_causes(said: &str) -> Vec<&str> {
    if cause_named(said).is_some() {
        return vec![said];
    }
    let parts = said.split(['、', ',', ';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let by_slash = |part| {
        let whole: Vec<&str> = vec![part];
        if cause_named(part).is_some() { whole } else { part.split('/').map(str::trim).collect() }
    };
    parts.flat_map(by_slash).collect()
}

fn cause_named(said: &str) -> Option<Cause> {
    let bare = ["纠纷", "争议"].iter().find_map(|end| said.strip_suffix(end)).unwrap_or(said);
    known(said, CAUSES).or_else(|| known(bare, CAUSES))
}

pub(super) fn channel_of(cell: &Cell) -> Result<Channel, Why> {
    one_of(known(&text(cell)?, CHANNELS), "来源渠道应为下列之一", &labels::<Channel>())
}

pub(super) fn procedure_of(cell: &Cell) -> Result<Procedure, Why> {
    one_of(known(&text(cell)?, PROCEDURES), "处理程序应为下列之一", &labels::<Procedure>())
}

pub(super) fn outcome_of(cell: &Cell) -> Result<Outcome, Why> {
    one_of(known(&text(cell)?, OUTCOMES), "处理结果应为下列之一", &labels::<Outcome>())
}

pub(super) fn manner_of(cell: &Cell) -> Result<MannerTold, Why> {
    let said = text(cell)?;
    match said.as_str() {
        "裁决" | "仲裁裁决" | "裁决书" | "裁决结案" => return Ok(MannerTold::Award),
        "未结" | "在办" | "办理中" | "审理中" | "未结案" => return Ok(MannerTold::Open),
        _ => {}
    }
    let own = |manner: &Manner| {
        manner.paper() != ClosingPaper::Unwritten || crate::domain::act::ledger::is_before_acceptance(*manner)
    };
    let listed: Vec<&str> =
        Manner::ROWS.iter().filter(|(it, _)| own(it)).map(|(_, label)| label.zh).collect();
    one_of(known(&said, MANNERS).map(MannerTold::Known), "结案方式应为下列之一", &listed)
}

/// Final, not final, or both beside each other.
pub(super) fn finality_of(cell: &Cell) -> Result<FinalityTold, Why> {
    let said = text(cell)?;
    let found = match said.as_str() {
        "是" | "终局" | "一裁终局" | "终局裁决" | "√" => Some(FinalityTold::Final),
        "否" | "非终局" | "非终局裁决" | "×" => Some(FinalityTold::NonFinal),
        "部分" | "部分终局" | "并存" | "终局与非终局" => Some(FinalityTold::Both),
        _ => None,
    };
    one_of(found, "应为下列之一", &["是", "否", "部分"])
}

/// The value of a code, a label, or another word for it; brackets in full width or not say the same.
fn known<T: Coded>(said: &str, others: &[(T, &[&str])]) -> Option<T> {
    let is_it = |word: &str| half_width(word).eq(said.chars());
    let by_label = T::ROWS.iter().find(|(_, label)| is_it(label.zh) || label.code == said);
    let by_word =
        || others.iter().find(|(_, words)| words.iter().any(|word| is_it(word))).map(|(value, _)| *value);
    by_label.map(|(value, _)| *value).or_else(by_word)
}

fn labels<T: Coded>() -> Vec<&'static str> {
    T::ROWS.iter().map(|(_, label)| label.zh).collect()
}
