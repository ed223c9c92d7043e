//! What is disputed (案由) and what is asked for (仲裁请求).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{ClaimNo, PartyNo};
use crate::domain::money::Fen;

/// The most claims that one case takes.
pub const CLAIMS_MAX: usize = 20_000;

/// The cause of a dispute (案由), the list that the statistics use: one main cause, others beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// 01 确认劳动关系.
    Relationship,
    /// 02 订立劳动合同.
    ContractConclusion,
    /// 03 变更劳动合同.
    ContractChange,
    /// 04 解除劳动合同.
    ContractDissolution,
    /// 05 终止劳动合同.
    ContractExpiry,
    /// 06 劳动报酬.
    Remuneration,
    /// 07 社会保险.
    SocialInsurance,
    /// 070 工伤保险待遇.
    WorkInjury,
    /// 08 福利.
    Welfare,
    /// 09 工时休假.
    WorkingTime,
    /// 10 劳动保护.
    Protection,
    /// 11 职业培训.
    Training,
    /// 12 经济补偿/赔偿金.
    Compensation,
    /// 13 聘用合同(人事).
    Personnel,
    /// 99 其他.
    Other,
}

impl Coded for Cause {
    const LIST: &'static str = "cause";
    const ROWS: &'static [(Self, Label)] = &[
        (Cause::Relationship, label("relationship", "确认劳动关系", "Existence of employment")),
        (Cause::ContractConclusion, label("contract_conclusion", "订立劳动合同", "Conclusion of contract")),
        (Cause::ContractChange, label("contract_change", "变更劳动合同", "Change of contract")),
        (
            Cause::ContractDissolution,
            label("contract_dissolution", "解除劳动合同", "Dissolution of contract"),
        ),
        (Cause::ContractExpiry, label("contract_expiry", "终止劳动合同", "Expiry of contract")),
        (Cause::Remuneration, label("remuneration", "劳动报酬", "Remuneration")),
        (Cause::SocialInsurance, label("social_insurance", "社会保险", "Social insurance")),
        (Cause::WorkInjury, label("work_injury", "工伤保险待遇", "Work-injury benefits")),
        (Cause::Welfare, label("welfare", "福利", "Welfare")),
        (Cause::WorkingTime, label("working_time", "工时休假", "Working time and leave")),
        (Cause::Protection, label("protection", "劳动保护", "Protection at work")),
        (Cause::Training, label("training", "职业培训", "Vocational training")),
        (Cause::Compensation, label("compensation", "经济补偿/赔偿金", "Severance pay and damages")),
        (Cause::Personnel, label("personnel", "聘用合同（人事）", "Personnel dispute")),
        (Cause::Other, label("other", "其他", "Other")),
    ];
}

/// What kind of thing a claim asks for (请求事项类别); the finality of an award goes by it (LAW 47).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimItem {
    /// 劳动报酬.
    Wages,
    /// 工伤医疗费.
    InjuryMedicalCosts,
    /// 经济补偿.
    SeverancePay,
    /// 赔偿金.
    Damages,
    /// 工作时间、休息休假 (a national labour standard).
    WorkingTimeStandard,
    /// 社会保险 (a national labour standard).
    SocialInsuranceStandard,
    /// 工伤保险待遇 other than medical costs.
    InjuryBenefits,
    /// 确认劳动关系.
    Relationship,
    /// 继续履行合同.
    Reinstatement,
    /// 出具证明、转移档案.
    Certificates,
    /// 其他.
    Other,
}

impl Coded for ClaimItem {
    const LIST: &'static str = "claim_item";
    const ROWS: &'static [(Self, Label)] = &[
        (ClaimItem::Wages, label("wages", "劳动报酬", "Wages")),
        (
            ClaimItem::InjuryMedicalCosts,
            label("injury_medical_costs", "工伤医疗费", "Medical costs of a work injury"),
        ),
        (ClaimItem::SeverancePay, label("severance_pay", "经济补偿", "Severance pay")),
        (ClaimItem::Damages, label("damages", "赔偿金", "Damages")),
        (
            ClaimItem::WorkingTimeStandard,
            label("working_time_standard", "工作时间、休息休假", "Working-time and leave standard"),
        ),
        (
            ClaimItem::SocialInsuranceStandard,
            label("social_insurance_standard", "社会保险", "Social-insurance standard"),
        ),
        (ClaimItem::InjuryBenefits, label("injury_benefits", "工伤保险待遇", "Work-injury benefits")),
        (ClaimItem::Relationship, label("relationship", "确认劳动关系", "Existence of employment")),
        (ClaimItem::Reinstatement, label("reinstatement", "继续履行合同", "Reinstatement")),
        (ClaimItem::Certificates, label("certificates", "出具证明、转移档案", "Certificates and files")),
        (ClaimItem::Other, label("other", "其他", "Other")),
    ];
}

impl ClaimItem {
    /// Whether it is for an amount of money.
    #[must_use]
    pub fn is_for_money(self) -> bool {
        match self {
            ClaimItem::Wages
            | ClaimItem::InjuryMedicalCosts
            | ClaimItem::SeverancePay
            | ClaimItem::Damages
            | ClaimItem::InjuryBenefits => true,
            ClaimItem::WorkingTimeStandard
            | ClaimItem::SocialInsuranceStandard
            | ClaimItem::Relationship
            | ClaimItem::Reinstatement
            | ClaimItem::Certificates
            | ClaimItem::Other => false,
        }
    }
}

impl ClaimItem {
    /// Whether what is owed can grow while the case runs, day by day or month by month; severance and damages are reckoned once.
    #[must_use]
    pub fn runs_on(self) -> bool {
        match self {
            ClaimItem::Wages
            | ClaimItem::InjuryMedicalCosts
            | ClaimItem::InjuryBenefits
            | ClaimItem::WorkingTimeStandard
            | ClaimItem::SocialInsuranceStandard
            | ClaimItem::Other => true,
            ClaimItem::SeverancePay
            | ClaimItem::Damages
            | ClaimItem::Relationship
            | ClaimItem::Reinstatement
            | ClaimItem::Certificates => false,
        }
    }
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its number in the case, chosen by the caller and unique there; award items refer to it.
    pub no: ClaimNo,
    /// Which party asks.
    pub claimant: PartyNo,
    /// What kind of thing is asked for.
    pub item: ClaimItem,
    /// How much, in fen; nothing for a claim that is not for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
    /// The claim in words. Personal data does not belong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 2_000)]
    pub statement: Option<String>,
}
