//! What a party says of the elements (要素陈述): each answer of its own kind, and one by one. Not here: whose statement it is,
//! and what the other side says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label};
use crate::domain::money::Fen;
use crate::domain::paper::writing;
use crate::domain::refusal::{Words, words};

use super::choice::{ContractTerm, EndedBy, PayCycle, PayManner};
use super::element::Element;

/// The answers of one statement; what a party does not know or leaves open is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementAnswers {
    /// 入职时间.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hired_on: Option<NaiveDate>,
    /// 岗位; personal data does not belong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub position: Option<String>,
    /// 是否参加社会保险.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured: Option<bool>,
    /// 最近一次劳动合同.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractTerm>,
    /// 最近一次劳动合同起始日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_from: Option<NaiveDate>,
    /// 最近一次劳动合同届满日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_until: Option<NaiveDate>,
    /// 月工资标准, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wage: Option<Fen>,
    /// 工资构成; personal data does not belong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub wage_structure: Option<String>,
    /// 工资发放方式.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_manner: Option<PayManner>,
    /// 工资支付周期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_cycle: Option<PayCycle>,
    /// 工资支付至: the last day for which wages were paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_until: Option<NaiveDate>,
    /// 正常工作至.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked_until: Option<NaiveDate>,
    /// 劳动关系是否已经解除或者终止.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
    /// 解除或者终止的时间.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// 解除或者终止的提出方.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// 解除或者终止的原因; personal data does not belong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub ended_reason: Option<String>,
    /// 拖欠工资起始日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaid_from: Option<NaiveDate>,
    /// 拖欠工资截止日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaid_until: Option<NaiveDate>,
    /// 拖欠工资数额, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaid_amount: Option<Fen>,
    /// 在本单位的工作年限, in whole months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 1_200)]
    pub service_months: Option<u16>,
    /// 离职前十二个月的月平均工资, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_wage: Option<Fen>,
    /// 受伤时间.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured_on: Option<NaiveDate>,
    /// 是否已经认定为工伤.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injury_recognised: Option<bool>,
    /// 参加社会保险起始日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_from: Option<NaiveDate>,
    /// 是否安排带薪年休假.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_granted: Option<bool>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum ElementAnswer {
    /// A day.
    Date(NaiveDate),
    /// An amount, in fen.
    Money(Fen),
    /// Words.
    Text(String),
    /// One of a code list.
    Choice(Label),
    /// Yes or no.
    YesNo(bool),
    /// Whole months.
    Months(u16),
}

impl ElementAnswers {
    /// The answer to an element.
    #[must_use]
    pub fn get(&self, element: Element) -> Option<ElementAnswer> {
        let text = |text: &Option<String>| text.clone().map(ElementAnswer::Text);
        match element {
            Element::HiredOn => self.hired_on.map(ElementAnswer::Date),
            Element::Position => text(&self.position),
            Element::Insured => self.insured.map(ElementAnswer::YesNo),
            Element::Contract => self.contract.map(chosen),
            Element::ContractFrom => self.contract_from.map(ElementAnswer::Date),
            Element::ContractUntil => self.contract_until.map(ElementAnswer::Date),
            Element::Wage => self.wage.map(ElementAnswer::Money),
            Element::WageStructure => text(&self.wage_structure),
            Element::PayManner => self.pay_manner.map(chosen),
            Element::PayCycle => self.pay_cycle.map(chosen),
            Element::PaidUntil => self.paid_until.map(ElementAnswer::Date),
            Element::WorkedUntil => self.worked_until.map(ElementAnswer::Date),
            Element::Ended => self.ended.map(ElementAnswer::YesNo),
            Element::EndedOn => self.ended_on.map(ElementAnswer::Date),
            Element::EndedBy => self.ended_by.map(chosen),
            Element::EndedReason => text(&self.ended_reason),
            Element::UnpaidFrom => self.unpaid_from.map(ElementAnswer::Date),
            Element::UnpaidUntil => self.unpaid_until.map(ElementAnswer::Date),
            Element::UnpaidAmount => self.unpaid_amount.map(ElementAnswer::Money),
            Element::ServiceMonths => self.service_months.map(ElementAnswer::Months),
            Element::AverageWage => self.average_wage.map(ElementAnswer::Money),
            Element::InjuredOn => self.injured_on.map(ElementAnswer::Date),
            Element::InjuryRecognised => self.injury_recognised.map(ElementAnswer::YesNo),
            Element::InsuredFrom => self.insured_from.map(ElementAnswer::Date),
            Element::LeaveGranted => self.leave_granted.map(ElementAnswer::YesNo),
        }
    }

    /// The answers with those of a later statement in the place of the earlier ones. What hangs on an answer that is now
    /// no (the day and the ground of an end that there was not) falls away.
    #[must_use]
    pub fn amended_by(self, later: &ElementAnswers) -> ElementAnswers {
        let later = later.clone();
        let mut amended = ElementAnswers {
            hired_on: later.hired_on.or(self.hired_on),
            position: later.position.or(self.position),
            insured: later.insured.or(self.insured),
            contract: later.contract.or(self.contract),
            contract_from: later.contract_from.or(self.contract_from),
            contract_until: later.contract_until.or(self.contract_until),
            wage: later.wage.or(self.wage),
            wage_structure: later.wage_structure.or(self.wage_structure),
            pay_manner: later.pay_manner.or(self.pay_manner),
            pay_cycle: later.pay_cycle.or(self.pay_cycle),
            paid_until: later.paid_until.or(self.paid_until),
            worked_until: later.worked_until.or(self.worked_until),
            ended: later.ended.or(self.ended),
            ended_on: later.ended_on.or(self.ended_on),
            ended_by: later.ended_by.or(self.ended_by),
            ended_reason: later.ended_reason.or(self.ended_reason),
            unpaid_from: later.unpaid_from.or(self.unpaid_from),
            unpaid_until: later.unpaid_until.or(self.unpaid_until),
            unpaid_amount: later.unpaid_amount.or(self.unpaid_amount),
            service_months: later.service_months.or(self.service_months),
            average_wage: later.average_wage.or(self.average_wage),
            injured_on: later.injured_on.or(self.injured_on),
            injury_recognised: later.injury_recognised.or(self.injury_recognised),
            insured_from: later.insured_from.or(self.insured_from),
            leave_granted: later.leave_granted.or(self.leave_granted),
        };
        for dependent in amended.void() {
            amended.leave_open(dependent);
        }
        amended
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == ElementAnswers::default()
    }

    /// The elements that are answered, in the order of the form.
    pub fn answered(&self) -> impl Iterator<Item = (Element, ElementAnswer)> + '_ {
        Element::ROWS.iter().filter_map(|(element, _)| Some((*element, self.get(*element)?)))
    }

    /// The elements that there is nothing to say of, by what is answered.
    #[must_use]
    pub fn void(&self) -> Vec<Element> {
        let gates: [(bool, &[Element]); 3] = [
            (self.insured == Some(false), &[Element::InsuredFrom]),
            (self.contract == Some(ContractTerm::Unsigned), &[Element::ContractFrom, Element::ContractUntil]),
            (self.ended == Some(false), &[Element::EndedOn, Element::EndedBy, Element::EndedReason]),
        ];
        gates
            .into_iter()
            .filter(|(is_void, _)| *is_void)
            .flat_map(|(_, elements)| elements)
            .copied()
            .collect()
    }

    fn leave_open(&mut self, element: Element) {
        match element {
            Element::HiredOn => self.hired_on = None,
            Element::Position => self.position = None,
            Element::Insured => self.insured = None,
            Element::Contract => self.contract = None,
            Element::ContractFrom => self.contract_from = None,
            Element::ContractUntil => self.contract_until = None,
            Element::Wage => self.wage = None,
            Element::WageStructure => self.wage_structure = None,
            Element::PayManner => self.pay_manner = None,
            Element::PayCycle => self.pay_cycle = None,
            Element::PaidUntil => self.paid_until = None,
            Element::WorkedUntil => self.worked_until = None,
            Element::Ended => self.ended = None,
            Element::EndedOn => self.ended_on = None,
            Element::EndedBy => self.ended_by = None,
            Element::EndedReason => self.ended_reason = None,
            Element::UnpaidFrom => self.unpaid_from = None,
            Element::UnpaidUntil => self.unpaid_until = None,
            Element::UnpaidAmount => self.unpaid_amount = None,
            Element::ServiceMonths => self.service_months = None,
            Element::AverageWage => self.average_wage = None,
            Element::InjuredOn => self.injured_on = None,
            Element::InjuryRecognised => self.injury_recognised = None,
            Element::InsuredFrom => self.insured_from = None,
            Element::LeaveGranted => self.leave_granted = None,
        }
    }
}

impl ElementAnswer {
    /// Whether two parties say the same: days, amounts and choices by their value, words but for the spaces in them.
    #[must_use]
    pub fn agrees_with(&self, other: &ElementAnswer) -> bool {
        match (self, other) {
            (ElementAnswer::Text(own), ElementAnswer::Text(other)) => {
                let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                letters(own) == letters(other)
            }
            (own, other) => own == other,
        }
    }

    /// The answer as people read it; in Chinese as papers write it.
    #[must_use]
    pub fn written(&self) -> Words {
        match self {
            ElementAnswer::Date(on) => words(writing::date(*on), on.to_string()),
            ElementAnswer::Money(fen) => words(writing::amount(*fen), format!("CNY {fen}")),
            ElementAnswer::Text(text) => words(text.clone(), text.clone()),
            ElementAnswer::Choice(label) => words(label.zh, label.en),
            ElementAnswer::YesNo(true) => words("是", "Yes"),
            ElementAnswer::YesNo(false) => words("否", "No"),
            ElementAnswer::Months(months) => words(format!("{months}个月"), format!("{months} months")),
        }
    }
}

fn chosen<T: Coded>(value: T) -> ElementAnswer {
    ElementAnswer::Choice(*value.label())
}
