//! The limitation of arbitration (仲裁时效). It is no condition of acceptance (R33 30), so it
//! only ever warns. Interruption and suspension are argued by the parties, not computed here.

use crate::domain::act::filing::Receipt;
use crate::domain::claim::ClaimItem;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::law;
use crate::domain::refusal::words;

/// Warns when the period seems to have run out before the application came in. For unpaid wages it
/// runs from the end of the employment (LAW 27, fourth paragraph), for the rest from the day the
/// infringement was or should have been known.
pub fn check<P>(receipt: &Receipt<P>, at: &Moment<'_>, findings: &mut Findings) {
    let only_wages = receipt.claims.iter().all(|claim| claim.item == ClaimItem::Wages);
    let (rule, begins) = if only_wages {
        (RuleId::L04, receipt.employment_ended_on)
    } else {
        (RuleId::L01, receipt.infringed_on)
    };
    for (field, day) in
        [("/infringed_on", receipt.infringed_on), ("/employment_ended_on", receipt.employment_ended_on)]
    {
        if day.is_some_and(|day| day > at.on) {
            findings.invalid(
                "after_receipt",
                field,
                words("该日期晚于收件之日", "this day lies after the receipt of the application"),
            );
        }
    }
    let Some(last) = begins.map(|on| deadline::due_of(rule, on, at.book)) else { return };
    if last < at.on {
        findings.warn(
            "limitation_seems_expired",
            Some(law("27")),
            words(
                format!("仲裁时效似已于{last}届满;时效不是受理条件,由被申请人抗辩"),
                format!("the limitation period seems to have ended on {last}; it is for the respondent to plead, and no ground to refuse acceptance"),
            ),
        );
    }
}
