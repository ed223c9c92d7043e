//! After the award (裁决之后): law notes §1.6. The courts keep these; the system only says when they end.

use super::{Obliged, Rule, RuleId, days, first_of, last_of_december, rule, years};
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::law::{Basis, Law, article, law};

const AWARD_RECEIVED: Label = label("award_received", "收到裁决书", "receipt of the award");
const SUIT_ENDED: Label =
    label("suit_ended", "收到准许撤诉或驳回起诉的裁定", "receipt of the ruling that ends the worker's suit");
const DUE: Label = label(
    "performance_due",
    "履行期间的最后一日与文书生效之日中较晚的一日",
    "the last day to perform or the day of effect, whichever is later",
);

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule(RuleId::P01, AWARD_RECEIVED, days(15), &[law("50")])
        .by(Obliged::Party)
        .missed(label("award_effective", "裁决书发生法律效力", "the award takes effect")),
    rule(RuleId::P02, AWARD_RECEIVED, days(15), &[law("48")])
        .by(Obliged::Party)
        .missed(label("stays_final", "终局裁决自作出之日起生效", "the final award has had effect since its day")),
    rule(RuleId::P03, AWARD_RECEIVED, days(30), &[law("49")])
        .by(Obliged::Party)
        .missed(label("stays_final", "终局裁决自作出之日起生效", "the final award has had effect since its day")),
    rule(RuleId::P04, label("set_aside", "收到撤销裁决的裁定", "receipt of the ruling that sets the award aside"), days(15), &[law("49")])
        .by(Obliged::Party),
    rule(RuleId::P05, SUIT_ENDED, days(30), &[article(Law::JudicialInterpretation2010, "15")])
        .by(Obliged::Party)
        .until(last_of_december(2020))
        .resting_on(Basis::SecondarySource),
    rule(RuleId::P05, SUIT_ENDED, days(30), &[article(Law::JudicialInterpretation2020, "21")])
        .by(Obliged::Party)
        .from(first_of(2021, 1)),
    rule(RuleId::P06, DUE, years(2), &[law("51"), article(Law::CivilProcedureLaw2017, "239")])
        .by(Obliged::Party)
        .until(last_of_december(2021))
        .partly_ours(),
    rule(RuleId::P06, DUE, years(2), &[law("51"), article(Law::CivilProcedureLaw2021, "246")])
        .by(Obliged::Party)
        .from(first_of(2022, 1))
        .until(last_of_december(2023))
        .partly_ours(),
    rule(RuleId::P06, DUE, years(2), &[law("51"), article(Law::CivilProcedureLaw2023, "250")])
        .by(Obliged::Party)
        .from(first_of(2024, 1))
        .partly_ours(),
];
