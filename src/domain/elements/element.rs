//! The elements that there are (要素), and in which cases each is asked. The common core is the official form of law.md §4
//! (要素表, known from a secondary source); what is asked besides, for single kinds of claims, is our choice (ADR 9). Not
//! here: the answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::case::Case;
use crate::domain::claim::{Cause, ClaimItem};
use crate::domain::code::{Coded, Label, label};

use super::choice;

/// A fact that is asked of each party, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is named in both languages by its row below")]
pub enum Element {
    HiredOn,
    Position,
    Insured,
    Contract,
    ContractFrom,
    ContractUntil,
    Wage,
    WageStructure,
    PayManner,
    PayCycle,
    PaidUntil,
    WorkedUntil,
    Ended,
    EndedOn,
    EndedBy,
    EndedReason,
    UnpaidFrom,
    UnpaidUntil,
    UnpaidAmount,
    ServiceMonths,
    AverageWage,
    InjuredOn,
    InjuryRecognised,
    InsuredFrom,
    LeaveGranted,
}

impl Coded for Element {
    const LIST: &'static str = "element";
    #[rustfmt::skip]
    const ROWS: &'static [(Self, Label)] = &[
        (Element::HiredOn, label("hired_on", "入职时间", "First day of work")),
        (Element::Position, label("position", "岗位", "Position")),
        (Element::Insured, label("insured", "是否参加社会保险", "Whether covered by social insurance")),
        (Element::Contract, label("contract", "最近一次劳动合同", "The last written contract")),
        (Element::ContractFrom, label("contract_from", "最近一次劳动合同起始日期", "First day of the last contract")),
        (Element::ContractUntil, label("contract_until", "最近一次劳动合同届满日期", "Last day of the last contract")),
        (Element::Wage, label("wage", "月工资标准", "Agreed wage a month")),
        (Element::WageStructure, label("wage_structure", "工资构成", "What the wage is made of")),
        (Element::PayManner, label("pay_manner", "工资发放方式", "How wages are paid")),
        (Element::PayCycle, label("pay_cycle", "工资支付周期", "How often wages are paid")),
        (Element::PaidUntil, label("paid_until", "工资支付至", "Wages paid until")),
        (Element::WorkedUntil, label("worked_until", "正常工作至", "Worked as usual until")),
        (Element::Ended, label("ended", "劳动关系是否已经解除或者终止", "Whether the employment has ended")),
        (Element::EndedOn, label("ended_on", "解除或者终止的时间", "When the employment ended")),
        (Element::EndedBy, label("ended_by", "解除或者终止的提出方", "Who ended the employment")),
        (Element::EndedReason, label("ended_reason", "解除或者终止的原因", "Why the employment ended")),
        (Element::UnpaidFrom, label("unpaid_from", "拖欠工资起始日期", "First day of unpaid wages")),
        (Element::UnpaidUntil, label("unpaid_until", "拖欠工资截止日期", "Last day of unpaid wages")),
        (Element::UnpaidAmount, label("unpaid_amount", "拖欠工资数额", "Unpaid wages")),
        (Element::ServiceMonths, label("service_months", "在本单位的工作年限", "Length of service")),
        (Element::AverageWage, label("average_wage", "离职前十二个月的月平均工资", "Average wage of the last twelve months")),
        (Element::InjuredOn, label("injured_on", "受伤时间", "Day of the injury")),
        (Element::InjuryRecognised, label("injury_recognised", "是否已经认定为工伤", "Whether recognised as a work injury")),
        (Element::InsuredFrom, label("insured_from", "参加社会保险起始日期", "First day of social insurance")),
        (Element::LeaveGranted, label("leave_granted", "是否安排带薪年休假", "Whether paid annual leave was granted")),
    ];
}

/// What kind of answer an element takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// A day.
    Date,
    /// An amount, in fen.
    Money,
    /// Words.
    Text,
    /// One of a code list.
    Choice,
    /// Yes or no.
    YesNo,
    /// Whole months.
    Months,
}

impl Coded for ElementKind {
    const LIST: &'static str = "element_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (ElementKind::Date, label("date", "日期", "Date")),
        (ElementKind::Money, label("money", "金额", "Money")),
        (ElementKind::Text, label("text", "文字", "Text")),
        (ElementKind::Choice, label("choice", "选项", "Choice")),
        (ElementKind::YesNo, label("yes_no", "是否", "Yes or no")),
        (ElementKind::Months, label("months", "月数", "Months")),
    ];
}

/// Of which cases an element is asked.
enum Asked {
    /// Of all: the common core.
    Always,
    /// Where a claim is of one of these items, or a cause of the case is one of these.
    For(&'static [ClaimItem], &'static [Cause]),
}

impl Element {
    /// What kind of answer it takes.
    #[must_use]
    pub fn kind(self) -> ElementKind {
        match self {
            Element::HiredOn
            | Element::ContractFrom
            | Element::ContractUntil
            | Element::PaidUntil
            | Element::WorkedUntil
            | Element::EndedOn
            | Element::UnpaidFrom
            | Element::UnpaidUntil
            | Element::InjuredOn
            | Element::InsuredFrom => ElementKind::Date,
            Element::Wage | Element::UnpaidAmount | Element::AverageWage => ElementKind::Money,
            Element::Position | Element::WageStructure | Element::EndedReason => ElementKind::Text,
            Element::Contract | Element::PayManner | Element::PayCycle | Element::EndedBy => {
                ElementKind::Choice
            }
            Element::Insured | Element::Ended | Element::InjuryRecognised | Element::LeaveGranted => {
                ElementKind::YesNo
            }
            Element::ServiceMonths => ElementKind::Months,
        }
    }

    /// Whether the form of a case asks it. A party may answer any other all the same.
    #[must_use]
    pub fn is_asked(self, case: &Case) -> bool {
        match self.asked() {
            Asked::Always => true,
            Asked::For(items, causes) => {
                let mut all = std::iter::once(&case.cause).chain(&case.other_causes);
                case.claims.iter().any(|claim| items.contains(&claim.item))
                    || all.any(|cause| causes.contains(cause))
            }
        }
    }

    fn asked(self) -> Asked {
        match self {
            Element::HiredOn
            | Element::Position
            | Element::Insured
            | Element::Contract
            | Element::ContractFrom
            | Element::ContractUntil
            | Element::Wage
            | Element::WageStructure
            | Element::PayManner
            | Element::PayCycle
            | Element::PaidUntil
            | Element::WorkedUntil
            | Element::Ended
            | Element::EndedOn
            | Element::EndedBy
            | Element::EndedReason => Asked::Always,
            Element::UnpaidFrom | Element::UnpaidUntil | Element::UnpaidAmount => {
                Asked::For(&[ClaimItem::Wages], &[Cause::Remuneration])
            }
            Element::ServiceMonths | Element::AverageWage => Asked::For(
                &[ClaimItem::SeverancePay, ClaimItem::Damages],
                &[Cause::Compensation, Cause::ContractDissolution, Cause::ContractExpiry],
            ),
            Element::InjuredOn | Element::InjuryRecognised => {
                Asked::For(&[ClaimItem::InjuryMedicalCosts, ClaimItem::InjuryBenefits], &[Cause::WorkInjury])
            }
            Element::InsuredFrom => {
                Asked::For(&[ClaimItem::SocialInsuranceStandard], &[Cause::SocialInsurance])
            }
            Element::LeaveGranted => Asked::For(&[ClaimItem::WorkingTimeStandard], &[Cause::WorkingTime]),
        }
    }

    /// The codes that can be chosen; none for what is not chosen.
    #[must_use]
    pub fn choices(self) -> Vec<Label> {
        match self {
            Element::Contract => labels::<choice::ContractTerm>(),
            Element::PayManner => labels::<choice::PayManner>(),
            Element::PayCycle => labels::<choice::PayCycle>(),
            Element::EndedBy => labels::<choice::EndedBy>(),
            Element::HiredOn
            | Element::Position
            | Element::Insured
            | Element::ContractFrom
            | Element::ContractUntil
            | Element::Wage
            | Element::WageStructure
            | Element::PaidUntil
            | Element::WorkedUntil
            | Element::Ended
            | Element::EndedOn
            | Element::EndedReason
            | Element::UnpaidFrom
            | Element::UnpaidUntil
            | Element::UnpaidAmount
            | Element::ServiceMonths
            | Element::AverageWage
            | Element::InjuredOn
            | Element::InjuryRecognised
            | Element::InsuredFrom
            | Element::LeaveGranted => Vec::new(),
        }
    }
}

/// The elements that the form of a case asks, in its order.
#[must_use]
pub fn asked(case: &Case) -> Vec<Element> {
    Element::ROWS.iter().map(|(element, _)| *element).filter(|element| element.is_asked(case)).collect()
}

fn labels<T: Coded>() -> Vec<Label> {
    T::ROWS.iter().map(|(_, label)| *label).collect()
}
