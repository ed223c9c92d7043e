//! Service of process (送达): law notes §1.5. That an announcement counts on its very day, also a rest day, is our
//! choice.

use super::{Obliged, Rule, RuleId, Term, first_of, last_of_december, rule, unrolled_days, working_days};
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::law::{Article, Law, article, r33};

const SERVED: Label = label("deemed_served", "期满视为送达", "counts as served when it ends");
const ARRIVED: Label =
    label("message_arrived", "到达受送达人特定系统之日", "the day it reaches the recipient's system");
const PUBLISHED: Label = label("published", "发出公告之日", "the day of publication");

/// A rule on the day from which a service counts, which nobody has to keep.
const fn counts(id: RuleId, trigger: Label, term: Term, articles: &'static [Article]) -> Rule {
    rule(id, trigger, term, articles).by(Obliged::Nobody)
}

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    counts(RuleId::S01, label("return_signed", "送达回证签收之日", "the day on the signed return"), Term::Unset, &[r33("20")]),
    counts(RuleId::S02, label("left_or_posted", "留置或者张贴之日", "the document is left or posted"), working_days(3), &[r33("20"), r33("80")])
        .missed(SERVED),
    counts(RuleId::S03, label("post_received", "回执载明的收件之日", "the day on the receipt"), Term::Unset, &[r33("20"), article(Law::CivilProcedureLaw2017, "88")])
        .until(last_of_december(2021)),
    counts(RuleId::S03, label("post_received", "回执载明的收件之日", "the day on the receipt"), Term::Unset, &[r33("20"), article(Law::CivilProcedureLaw2021, "91")])
        .from(first_of(2022, 1))
        .until(last_of_december(2023)),
    counts(RuleId::S03, label("post_received", "回执载明的收件之日", "the day on the receipt"), Term::Unset, &[r33("20"), article(Law::CivilProcedureLaw2023, "91")])
        .from(first_of(2024, 1)),
    counts(RuleId::S04, ARRIVED, Term::Unset, &[r33("20"), article(Law::CivilProcedureLaw2017, "87")])
        .until(last_of_december(2021)),
    counts(RuleId::S04, ARRIVED, Term::Unset, &[r33("20"), article(Law::CivilProcedureLaw2021, "90")])
        .from(first_of(2022, 1))
        .until(last_of_december(2023)),
    counts(RuleId::S04, ARRIVED, Term::Unset, &[r33("20"), article(Law::CivilProcedureLaw2023, "90")])
        .from(first_of(2024, 1)),
    counts(RuleId::S05, PUBLISHED, unrolled_days(60), &[r33("20"), article(Law::CivilProcedureLaw2017, "92")])
        .missed(SERVED)
        .until(last_of_december(2021))
        .partly_ours(),
    counts(RuleId::S05, PUBLISHED, unrolled_days(30), &[r33("20"), article(Law::CivilProcedureLaw2021, "95")])
        .missed(SERVED)
        .from(first_of(2022, 1))
        .until(last_of_december(2023))
        .partly_ours(),
    counts(RuleId::S05, PUBLISHED, unrolled_days(30), &[r33("20"), article(Law::CivilProcedureLaw2023, "95")])
        .missed(SERVED)
        .from(first_of(2024, 1))
        .partly_ours(),
    counts(RuleId::S06, label("confirmed", "受送达人确认收悉", "the recipient confirms"), Term::Unset, &[r33("59")]),
];
