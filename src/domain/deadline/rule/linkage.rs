//! Petitions and referrals between the channels (信访、四位一体衔接): law notes §11.1. Not here: what is asked of an
//! answer, which stands with the acts.

use chrono::NaiveDate;

use super::{Obliged, Rule, RuleId, Term, days, rule, working_days};
use crate::domain::code::{Label, label};
use crate::domain::law::{Article, Basis, ptr, pwr};
use crate::domain::period::Length;

const RECEIVED: Label = label("petition_received", "收到信访事项", "receipt of the petition");
const ACCEPTED: Label = label("petition_accepted", "受理信访事项", "acceptance of the petition");

/// The regulations of 2022 govern what comes in from this day on.
const WORK_REGULATIONS_FROM: NaiveDate = day_of_2022(5, 1);
const REGULATIONS_TO: NaiveDate = day_of_2022(4, 30);

const fn day_of_2022(month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(2022, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// Both texts say days and no unit: calendar days, moved off rest days, are our choice.
const fn petition(id: RuleId, trigger: Label, term: Term, articles: &'static [Article]) -> Rule {
    rule(id, trigger, term, articles).by(Obliged::PetitionOffice).partly_ours()
}

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    petition(RuleId::PT1, RECEIVED, days(15), &[ptr("21"), ptr("22")])
        .until(REGULATIONS_TO),
    petition(RuleId::PT1, RECEIVED, days(15), &[pwr("22"), pwr("23")])
        .from(WORK_REGULATIONS_FROM),
    petition(RuleId::PT2, ACCEPTED, days(60), &[ptr("33")])
        .extendable_by(Length::calendar_days(30))
        .until(REGULATIONS_TO),
    // Of what no other procedure is for (PWR2022 31(6)).
    petition(RuleId::PT2, ACCEPTED, days(60), &[pwr("34")])
        .extendable_by(Length::calendar_days(30))
        .from(WORK_REGULATIONS_FROM),
    // No text sets it: the channels answer one another within a working week (a region may say otherwise).
    rule(RuleId::RF1, label("referred", "移交", "the dispute is referred"), working_days(5), &[])
        .by(Obliged::ReceivingDesk)
        .missed(label("supervised", "列入督办清单", "it stands on the supervisor's list"))
        .resting_on(Basis::OurChoice),
];
